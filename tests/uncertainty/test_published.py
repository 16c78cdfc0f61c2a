"""Spreads that are published with values: beside each, as factors, or one for all; and drivers."""

from __future__ import annotations

import textwrap
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import socialvalue as sv
from socialvalue.assess.points.data import BidResult
from socialvalue.model.figures import PublishedSpread
from socialvalue.uncertainty.moving import figures_of

FRAMEWORK = """\
schema: socialvalue/framework@1
id: demo
edition: "1"
title: Demonstration
publisher: Example
coverage: complete
in_force: {from: 2024-01-01}
licence: OGL-UK-3.0
rights: Invented.
sources: {guide: {title: Guide}}
themes: {green: {title: Green, outcomes: {carbon: {title: Carbon}}}}
"""
MEASURE = "{title: Saved, outcome: carbon, unit: count, kind: monetised, proxy: %s}"


def demo(folder: Path, **proxies: str) -> sv.Framework:
    """A set whose measures have these proxies."""
    folder.mkdir(exist_ok=True)
    (folder / "framework.yaml").write_text(FRAMEWORK, encoding="utf-8")
    lines = [f"  {code}: {MEASURE % proxy}" for code, proxy in proxies.items()]
    text = textwrap.dedent("schema: socialvalue/measures@1\nmeasures:\n") + "\n".join(lines)
    (folder / "measures.yaml").write_text(text + "\n", encoding="utf-8")
    return sv.load(folder)


def value(amount: str, day: str = "2024-01-01", more: str = "") -> str:
    """One dated value."""
    return f'{day}: {{value: "{amount}", source: guide{more}}}'


def trials(demo: sv.Framework, on: str, *codes: str, **doubt: object) -> sv.uncertainty.Simulation:
    """Trials of two bids that offer ten and nine of each measure."""
    tender = sv.Tender("Parks", contract_value="100_000", published=on, target="0.5")
    scheme = sv.Scheme([sv.Criterion("price", 50, sv.LowestPrice()),
                        sv.Criterion("social value", 50, sv.AgainstTarget())])  # fmt: skip
    bids = [
        sv.Bid(name, price=90_000, commitments=[demo.commit(code, sv.count(many))
                                                for code in codes])
        for name, many in (("Acme", 10), ("Brook", 9))
    ]  # fmt: skip
    said = sv.uncertainty.Doubt(demo, **doubt)  # type: ignore[arg-type]
    return sv.simulate(tender, bids, demo, scheme, doubt=said, draws=200, seed=1)


def beside(low: str) -> str:
    """A value whose spread is given as factors, from a lowest one."""
    spread = f'{{kind: uniform, low: "{low}", high: "1.5", factors: yes, source: guide}}'
    return f"{{values: {{{value('200')}}}, uncertainty: {spread}}}"


MARK = ", confidence: one-source"
OWN = ', uncertainty: {kind: triangular, low: "%s", high: "%s", source: guide}'


def test_each_dated_value_has_its_own(tmp_path: Path) -> None:
    """Unjust otherwise: the value of 2030 is as uncertain as that of 2024 in pounds."""
    first, later = value("200", more=OWN % (100, 300)), value("400", "2030-01-01", OWN % (100, 800))
    found = demo(tmp_path / "own", DM1=f"{{values: {{{first}, {later}}}}}")
    for on, low, high in (("2024-06-01", "0.5", "1.5"), ("2030-06-01", "0.25", "2")):
        (figure,) = trials(found, on, "DM1").figures
        assert figure.spread is not None
        assert (figure.spread.low, figure.spread.high) == (Decimal(low), Decimal(high))
        assert (figure.basis, figure.spread.likely) == ("published", 1)
    assert not sv.check(tmp_path / "own").questions


def test_factors_hold_for_every_value(tmp_path: Path) -> None:
    """One line says for all years what the publication says for all years."""
    series = f"{value('200')}, {value('400', '2030-01-01')}"
    spread = '{kind: uniform, low: "0.5", high: "1.5", factors: yes, source: guide}'
    found = demo(tmp_path / "factors", DM1=f"{{values: {{{series}}}, uncertainty: {spread}}}")
    for on in ("2024-06-01", "2030-06-01"):
        sim = trials(found, on, "DM1")
        (figure,) = sim.figures
        assert figure.spread == sv.uncertainty.Spread("0.5", "1.5")
        assert not sim.warnings
    assert not sv.check(tmp_path / "factors").questions


def test_the_old_form_reads_on_and_a_series_is_asked_about(tmp_path: Path) -> None:
    """Unjust otherwise: a spread of one year is taken for another's, and nobody is told."""
    spread = '{kind: uniform, low: "100", high: "300", source: guide}'
    one = demo(tmp_path / "one", DM1=f"{{values: {{{value('200')}}}, uncertainty: {spread}}}")
    assert not trials(one, "2024-06-01", "DM1").warnings
    assert not sv.check(tmp_path / "one").questions
    series = f"{value('200')}, {value('250', '2030-01-01')}, {value('400', '2035-01-01')}"
    several = demo(tmp_path / "several", DM1=f"{{values: {{{series}}}, uncertainty: {spread}}}")
    sim = trials(several, "2030-06-01", "DM1")
    assert [each.code for each in sim.warnings] == ["SV1316"]
    assert sim.figures[0].spread == sv.uncertainty.Spread("0.4", "1.2")
    (asked,) = sv.check(tmp_path / "several").questions
    assert (asked.code, asked.file.endswith("measures.yaml")) == ("SV1316", True)
    with pytest.raises(sv.InputError, match="SV1303"):  # a value outside it has none
        trials(several, "2035-06-01", "DM1")


@pytest.mark.parametrize(
    ("proxy", "code"),
    [
        (f"{{values: {{{value('200', more=OWN % (210, 300))}}}}}", "SV1315"),
        (f"{{values: {{{value('200', more=OWN % (300, 100))}}}}}", "SV223"),
        (beside("1.1"), "SV1315"),
        (beside("0"), "SV1315"),
    ],
)
def test_a_spread_that_does_not_hold_its_value(tmp_path: Path, proxy: str, code: str) -> None:
    """A slip in a file is found at its line, before anybody rests on it."""
    with pytest.raises(sv.DefinitionError) as caught:
        demo(tmp_path / "wrong", DM1=proxy)
    (found,) = caught.value.problems
    assert found.code == code
    assert found.line == 3


def test_measures_of_one_driver_move_together(tmp_path: Path) -> None:
    """Unjust otherwise: seven measures on one carbon value are seven chances to be right."""
    own = '{kind: uniform, low: "0.5", high: "1.5", factors: yes, driver: carbon-value}'
    alone = '{kind: uniform, low: "0.5", high: "1.5", factors: yes}'
    spreads = {"DM1": own, "DM2": own, "DM3": alone, "DM4": alone}
    proxies = {code: f"{{values: {{{value('200')}}}, uncertainty: {each}}}"
               for code, each in spreads.items()}  # fmt: skip
    found = demo(tmp_path / "driven", **proxies)
    sim = trials(found, "2024-06-01", "DM1", "DM2", "DM3", "DM4")
    moves = {each.measure: each.moves_with for each in sim.figures}
    assert moves == {"DM1": "carbon-value", "DM2": "carbon-value", "DM3": "DM3", "DM4": "DM4"}
    assert {each.figure for each in sim.decides} == {"carbon-value", "DM3", "DM4"}
    joined = trials(found, "2024-06-01", "DM1", "DM2", "DM3", "DM4", together=[["DM2", "DM3"]])
    moves = {each.measure: each.moves_with for each in joined.figures}
    assert {moves["DM1"], moves["DM2"], moves["DM3"]} == {"DM1 and DM2 and DM3"}
    assert moves["DM4"] == "DM4"
    assert sv.uncertainty.repeat(joined.record()).same


def test_what_matters_is_called_by_its_measures_and_by_what_they_rest_on(tmp_path: Path) -> None:
    """Untrue otherwise: a measure whose code has an "and" in it is called two that move with it."""
    own = '{kind: uniform, low: "0.5", high: "1.5", factors: yes, driver: carbon and wages}'
    plain = f"{{values: {{{value('200')}}}}}"
    found = demo(tmp_path / "named", **{
        "'Jobs and skills'": plain, "DM2": plain,
        "DM3": f"{{values: {{{value('200')}}}, uncertainty: {own}}}",
    })  # fmt: skip
    tender = sv.Tender("Parks", contract_value="100_000", published="2024-06-01", target="0.5")
    scheme = sv.Scheme([sv.Criterion("price", 50, sv.LowestPrice()),
                        sv.Criterion("social value", 50, sv.AgainstTarget())])  # fmt: skip

    def said(code: str, doubt: sv.uncertainty.Doubt) -> str:
        bids = [sv.Bid(name, price=90_000, commitments=[found.commit(each, sv.count(many))])
                for name, each, many in (("Acme", code, 101), ("Brook", "DM2", 100))]  # fmt: skip
        sim = sv.simulate(tender, bids, found, scheme, doubt=doubt, draws=200, seed=1)
        return " ".join(sim.words())

    mine = sv.uncertainty.Doubt(found, values={"Jobs and skills": ("0.5", "1.5")})
    assert "One value matters: Jobs and skills; to know it" in said("Jobs and skills", mine)
    driven = said("DM3", sv.uncertainty.Doubt(found))
    assert "One thing matters: carbon and wages, with which DM3 moves; to know it" in driven


def test_a_users_word_comes_before_a_published_one(tmp_path: Path) -> None:
    """Who knows better says so, and the result says who said it."""
    spread = '{kind: uniform, low: "100", high: "300", source: guide}'
    found = demo(tmp_path / "mine", DM1=f"{{values: {{{value('200')}}}, uncertainty: {spread}}}")
    (figure,) = trials(found, "2024-06-01", "DM1", values={"DM1": ("0.9", "1.1")}).figures
    assert (figure.basis, figure.spread) == ("yours", sv.uncertainty.Spread("0.9", "1.1"))
    (given,) = trials(found, "2024-06-01", "DM1").figures
    assert given.basis == "published"


def test_a_spread_in_words() -> None:
    """What a page shows of it: pounds as pounds, factors as factors, and what it rests on."""
    pounds = PublishedSpread("triangular", Decimal(100), Decimal(300))
    factors = PublishedSpread("uniform", Decimal("0.5"), Decimal(2), (), True, "carbon-value")
    assert str(pounds) == "triangular, £100.00 to £300.00"
    assert str(factors) == "uniform, ×0.5 to ×2, rests on carbon-value"
    assert pounds.around(Decimal(99)) is None
    assert factors.around(Decimal(99)) is not None


def of_lines(sim: sv.uncertainty.Simulation, *changes: dict[str, object]) -> list[BidResult]:
    """The first bid's only line, once for each change of its voucher."""
    result = sim.evaluation.results[0]
    (line,) = result.valuation.lines
    assert line.voucher is not None
    lines = tuple(attrs.evolve(line, voucher=attrs.evolve(line.voucher, **each))  # type: ignore[arg-type]
                  for each in changes)  # fmt: skip
    return [attrs.evolve(result, valuation=attrs.evolve(result.valuation, lines=lines))]


def test_a_value_known_well_here_and_badly_there_is_two_figures(tmp_path: Path) -> None:
    """Unjust otherwise: which line a bidder wrote first says how uncertain both are."""
    found = demo(tmp_path / "marks", DM1=f"{{values: {{{value('200', more=MARK)}}}}}")
    sim = trials(found, "2024-06-01", "DM1", by_confidence={"one-source": "0.2"})
    marks = ({"confidence": "one-source"}, {"confidence": "two-sources"})
    figures = figures_of(of_lines(sim, *marks), sim.doubt)
    assert figures == figures_of(of_lines(sim, *reversed(marks)), sim.doubt)
    assert {each.name: each.basis for each in figures} == {
        "DM1 (£200, held fixed)": "", "DM1 (£200, one-source, ×0.8 to ×1.2)": "one-source",
    }  # fmt: skip
    assert len({each.pence for each in figures}) == 1
    (alone,) = figures_of(of_lines(sim, marks[0], marks[0]), sim.doubt)
    assert (alone.name, alone.counted) == ("DM1", 2 * figures[0].counted)


def test_values_of_one_measure_each_rest_on_their_own_driver(tmp_path: Path) -> None:
    """Unjust otherwise: of two things that are published, one is dropped without a word."""
    found = demo(tmp_path / "drivers", DM1=f"{{values: {{{value('200')}}}}}")
    sim = trials(found, "2024-06-01", "DM1", values={"DM1": ("0.8", "1.2")})
    rests = [{"uncertainty": PublishedSpread("uniform", Decimal("0.5"), Decimal(2), (), True, name)}
             for name in ("carbon", "wages")]  # fmt: skip
    doubt = sv.uncertainty.Doubt(found)
    figures = figures_of(of_lines(sim, *rests), doubt)
    assert [each.moves_with for each in figures] == ["carbon", "wages"]
    joined = figures_of(of_lines(sim, *rests), sv.uncertainty.Doubt(found, together=[["DM1"]]))
    assert len({each.moves_with for each in joined}) == 1


def test_published_ends_stay_within_what_is_published(tmp_path: Path) -> None:
    """Unjust otherwise: a trial values a job above the most that its publisher holds possible."""
    found = demo(tmp_path / "thirds", DM1=f"{{values: {{{value('300', more=OWN % (200, 500))}}}}}")
    (figure,) = trials(found, "2024-06-01", "DM1").figures
    assert figure.spread == sv.uncertainty.Spread("0.6667", "1.6666", likely="1")
