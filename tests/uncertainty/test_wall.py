"""No path from trials to points; records that are run again; and what is shown."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from tests.uncertainty.conftest import scheme_of

import socialvalue as sv
from socialvalue.uncertainty.content import hash_of

if TYPE_CHECKING:
    from tests.uncertainty.conftest import Tried

EVIL = "<script>alert(1)</script>\x1b[31m"


def test_points_and_record_are_what_they_were(
    tried: Tried, tender: sv.Tender, bids: tuple[sv.Bid, ...], toms: sv.Framework
) -> None:
    """Awards are scored by published values: to look at trials changes nothing."""
    scheme = scheme_of(sv.RelativeToHighest())
    before = sv.evaluate(tender, bids, toms, scheme).record()
    sim = tried(scheme=scheme)
    assert sim.evaluation.record() == before
    assert sv.evaluate(tender, bids, toms, scheme).record() == before
    with pytest.raises(sv.InputError):
        sv.evaluate(tender, [sim], toms, scheme)  # type: ignore[list-item]
    assert "trial" not in str(sim.evaluation.summary("Brook"))


def test_a_machine_holds_the_wall(root: Path) -> None:
    """The contract that keeps trials out of what scores stands where the machine reads it."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (wall,) = [
        each for each in settings["tool"]["importlinter"]["contracts"]
        if each["name"] == "No path from trials to points"
    ]  # fmt: skip
    assert wall["forbidden_modules"] == ["socialvalue.uncertainty"]
    assert {"socialvalue.assess", "socialvalue.frames", "socialvalue.contracts"} <= {
        *wall["source_modules"]
    }
    assert "allow_indirect_imports" not in wall


def test_the_room_is_loaded_when_it_is_named() -> None:
    """Who scores a tender loads no trials."""
    code = (
        "import sys, socialvalue as sv\n"
        "assert 'socialvalue.uncertainty' not in sys.modules\n"
        "assert sv.uncertainty.Spread('0.8', '1.2').low\n"
        "assert sv.simulate is sv.uncertainty.simulate\n"
        "print('done')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout == "done\n", ran.stderr


# --- records -------------------------------------------------------------------------------


def test_a_record_is_run_again_to_the_penny(tried: Tried) -> None:
    """Unjust otherwise: nobody can check on another machine how sure an award was called."""
    sim = tried(draws=300, by_confidence={"one-source": "0.2", "two-sources": ("0.9", "1.3")},
                values={"NT10": sv.uncertainty.Spread("0.6", "1.5", likely="1.1")},
                together=[["NT10", "NT28"]])  # fmt: skip
    record = json.loads(json.dumps(sim.record()))
    again = sv.uncertainty.repeat(record)
    assert again.same
    assert again.differences == ()
    assert again.simulation.apart == sim.apart
    assert "the same to the penny" in str(again).lower()


def test_an_altered_record_is_refused(tried: Tried) -> None:
    """Unjust otherwise: a seed that was liked better stands in the file."""
    record = tried().record()
    for change in ({"seed": 8}, {"draws": 401}, {"outcome": {}}, {"schema": "x"}, {"sha256": ""}):
        with pytest.raises(sv.RecordError, match="SV1314 this is no record of trials"):
            sv.uncertainty.repeat({**record, **change})
    for other in (None, [], {}, tried().evaluation.record(), "x"):
        with pytest.raises(sv.RecordError):
            sv.uncertainty.repeat(other)


def test_a_record_with_another_outcome_differs(tried: Tried) -> None:
    """Whoever writes new hashes is told what does not come out here."""
    record = copy.deepcopy(tried().record())
    record["outcome"]["apart"]["ranks"]["Brook"] = [400, 0, 0]
    again = sv.uncertainty.repeat({**record, "sha256": hash_of(record)})
    assert not again.same
    assert again.differences == ("ranks of trials apart",)
    broken: Any = {**record, "doubt": 7}
    with pytest.raises(sv.RecordError):
        sv.uncertainty.repeat({**broken, "sha256": hash_of(broken)})


@pytest.mark.parametrize("outcome", [{}, [], 7, {"figures": []}, {"figures": [], "apart": 7}])
def test_a_record_with_an_odd_outcome_is_refused(tried: Tried, outcome: object) -> None:
    """Unjust otherwise: a file that somebody cut short ends in a traceback."""
    record = {**tried(draws=20).record(), "outcome": outcome}
    with pytest.raises(sv.RecordError, match="SV1314"):
        sv.uncertainty.repeat({**record, "sha256": hash_of(record)})


def test_what_a_record_has_too_much_or_too_little_is_named(tried: Tried) -> None:
    """Unjust otherwise: a record is called another, and nobody is shown in what."""
    record = copy.deepcopy(tried(draws=20).record())
    del record["outcome"]["apart"]["regret"]
    record["outcome"]["together"]["luck"] = "all"
    record["outcome"]["Bonus"] = 1
    again = sv.uncertainty.repeat({**record, "sha256": hash_of(record)})
    assert again.differences == ("regret of trials apart", "luck of trials together",
                                 "Bonus, which no trials have")  # fmt: skip
    assert "Regret of trials apart; luck of trials together; Bonus, which" in str(again)


# --- what is shown -------------------------------------------------------------------------


def test_what_is_shown(tried: Tried) -> None:
    """The published rank beside each chance, chances in twentieths, and the other end."""
    sim = tried(draws=1000)
    text = str(sim)
    assert "Acme is first by the published points; in 1,000 trials" in text
    assert "it is first in 14 of 20 trials; Cedar in 6 of 20 trials" in text
    assert "0.68" not in text, "a chance is no more exact than trials are"
    assert "it would be first in 16 of 20 trials" in text
    assert "The published points do not change" in text
    assert "Acme first in 14 in 20" in repr(sim)
    assert sim._repr_html_().startswith("<div>")
    for said in (sim.value("Acme"), sim.apart):
        assert str(said)
        assert said._repr_html_().startswith("<div>")


def test_a_small_share_is_not_nothing(tried: Tried, tender: sv.Tender) -> None:
    """Unjust otherwise: directors read "0% of the pounds" of what a pound does rest on."""
    spreads = {"NT10": ("0.9", "1.1"), "NT28": ("0.9", "1.1")}
    sim = tried(values=spreads)
    assert "4% of the pounds" in " ".join(sim.words(exempt=False))
    figures = [attrs.evolve(each, pence=(1, 0, 0)) if each.measure == "NT18" else each
               for each in sim.figures]  # fmt: skip
    small = attrs.evolve(sim, figures=tuple(figures))
    assert "less than 1% of the pounds" in " ".join(small.words(exempt=False))


def test_words_for_people(tried: Tried) -> None:
    """The words of the paper are for us; officers read trials and uncertainty."""
    said = f"{tried()} {tried().chart()}".lower()
    for word in ("draw", "doubt", "regret", "radius", "witness"):
        assert word not in said
    assert "trials" in said


def test_a_users_words_are_escaped(
    tender: sv.Tender, bids: tuple[sv.Bid, ...], toms: sv.Framework
) -> None:
    """A bidder's name is text, in a page, in a terminal and in a drawing."""
    evil = [attrs.evolve(bids[0], bidder=EVIL), bids[1]]
    doubt = sv.uncertainty.Doubt(toms, values={"NT10": ("0.8", "1.2")})
    scheme = scheme_of(sv.AgainstTarget())
    sim = sv.simulate(tender, evil, toms, scheme, doubt=doubt, draws=100, seed=1)
    assert "&lt;script&gt;" in sim._repr_html_()
    assert "<script>" not in sim._repr_html_()
    assert "\x1b" not in f"{sim!r}{sim}"
    drawn = sim.chart().svg()
    assert "<script>" not in drawn
    assert "alert" in drawn


def test_its_table_and_its_json(tried: Tried) -> None:
    """A row a bid; exact shares as text, with the seed and the hash of all pennies."""
    sim = tried()
    frame = sim.to_frame()
    assert frame["bidder"].to_list() == ["Acme", "Brook", "Cedar"]
    assert Fraction(str(frame["first"][0])) == sim.chance("Acme")
    data = json.loads(sim.to_json())
    assert (data["schema"], data["seed"], data["draws"]) == ("socialvalue/simulation@1", 7, 400)
    assert data["apart"]["pennies_sha256"] == sim.apart.sha256
    with pytest.raises(sv.InputError, match=r"keep its record\(\)"):
        sv.to_json(sim)


def test_its_chart(tried: Tried) -> None:
    """20 dots a bid and a line at the published figure; the same of the lead over each other."""
    sim = tried()
    chart = sim.chart()
    strips = {(row[0], row[1]) for row in chart.rows}
    assert len(strips) == 3 + 2
    assert len(chart.rows) == 21 * len(strips)
    assert "each dot 1 in 20" in chart.description
    assert all(each in chart.description for each in ("Acme", "Brook", "Cedar"))
    assert chart.svg() == tried().chart().svg()
    pounds, leads = chart.vega_lite["vconcat"]
    level = {"x": {"datum": 0, "type": "quantitative"}}
    assert [each["encoding"] for each in leads["layer"]][-1] == level, "where two are level"
    assert level not in [each["encoding"] for each in pounds["layer"]]
    assert "the broken line is where two are level" in chart.description


def test_it_travels(tried: Tried) -> None:
    """A result goes to another process and comes back equal."""
    sim = tried()
    assert pickle.loads(pickle.dumps(sim)) == sim
    assert copy.deepcopy(sim) == sim
    assert hash(sim) == hash(tried())
    assert sim != tried(seed=8)
