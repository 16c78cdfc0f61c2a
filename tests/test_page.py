"""The page: the names, calls and signatures that people outside this repository rely on."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.typed import said_of

import socialvalue as sv

EMPTY: Any = inspect.Parameter.empty
MADE = "a default made afresh"


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs as the page loads them."""
    return sv.load("national-toms", edition="2022")


@pytest.fixture(scope="module")
def tender() -> sv.Tender:
    """The tender of the page."""
    return sv.Tender(
        "Highways maintenance", contract_value="2_400_000", years=3, published="2022-06-01",
        place="E10000012", target="0.50", unit_values={"NT1": "28460", "NT18": "0.716470"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def acme(toms: sv.Framework) -> sv.Bid:
    """The bid of the page."""
    return sv.Bid(
        "Acme", price="2_310_000", marks={"quality": 4, "qualitative": 3}, commitments=[
            toms.commit("NT1", sv.fte("12.5", years=2), activity="site team"),
            toms.commit("NT10", sv.weeks(40, people=5)),
            toms.commit("NT29", sv.hours(3, people=10)),
            toms.commit("NT18", sv.gbp("310_000")),
            toms.commit("NT31", sv.quantity("120", "tco2e")),
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def scheme() -> sv.Scheme:
    """The scheme of the page."""
    return sv.Scheme([
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("quality", 30, sv.PanelMark(out_of=5, minimum=2)),
        sv.Criterion("social value", 10, [
            sv.Criterion("quantitative", 5, sv.AgainstTarget(cap=1)),
            sv.Criterion("qualitative", 5, sv.PanelMark(out_of=5)),
        ]),
    ])  # fmt: skip


# --- measures -----------------------------------------------------------------------------


def test_what_can_be_loaded_is_listed() -> None:
    """A newcomer sees what there is, under which licence, and what cannot be used and why."""
    found = {each.id: each for each in sv.frameworks()}
    assert {"national-toms", "essex"} <= set(found)
    toms = found["national-toms"]
    assert (toms.kind, toms.origin, toms.problems) == ("framework", "built-in", ())
    assert {"2020", "2022"} <= {each.edition for each in toms.editions}
    assert toms.coverage in {"complete", "partial"}
    assert toms.licence
    assert found["essex"].kind == "plugin"


def test_an_edition_is_never_guessed() -> None:
    """Which edition is meant changes the pounds, so the error lists them."""
    with pytest.raises(sv.NotFoundError, match=r"2020.*2022") as caught:
        sv.load("national-toms")
    assert caught.value.problems[0].code == "SV402"
    assert sv.load("essex", on="2022-06-01").on is not None


def test_a_folder_is_loaded_like_a_set(root: Path) -> None:
    """A string with a separator and a path mean a folder; anything else is an id."""
    folder = root / "measures" / "frameworks" / "national-toms" / "2022"
    if not folder.is_dir():
        pytest.skip("the measures are inside the wheel")
    assert sv.load(folder).label == sv.load(str(folder)).label == "national-toms@2022"


def test_a_set_answers(toms: sv.Framework) -> None:
    """A measure by its code, its value by day and place, a search, and all of it as a table."""
    measure = toms["NT10"]
    assert (measure.code, measure.unit, measure.kind) == ("NT10", "person_week", "monetised")
    assert measure.title
    assert measure.proxy is not None
    assert measure.sources
    assert toms.unit_value("NT10", on="2022-07-01", place="E10000012") == Decimal("251.7905723")
    assert toms.unit_value("NT1", on="2022-07-01", place="E10000012") is None
    assert [each.code for each in toms.search("apprentice")] == ["NT10"]
    assert isinstance(toms.measures, Mapping)
    assert isinstance(toms.themes, Mapping)
    assert toms.to_frame("polars").shape[0] == len(toms.measures)


def test_a_plugin_has_its_policy_scheme_and_layers() -> None:
    """What a council adds to the national set is dated, and told apart from it."""
    essex = sv.load("essex", on="2022-06-01")
    assert essex.policy.target(on="2022-06-01") == Decimal("0.50")
    assert isinstance(essex.scheme, sv.Scheme)
    assert essex.layers[0].label == "national-toms@2022"
    assert essex.layers[-1].id == "essex"


# --- pounds -------------------------------------------------------------------------------


def test_commitments_keep_their_working(acme: sv.Bid) -> None:
    """Each constructor makes the amount that the page says, in the measure's unit."""
    made = [(each.quantity.amount, each.quantity.unit) for each in acme.commitments]
    assert made == [(25, "fte_year"), (200, "person_week"), (30, "staff_hour"), (310_000, "gbp"),
                    (120, "tco2e")]  # fmt: skip


def test_a_bid_is_valued(tender: sv.Tender, acme: sv.Bid, toms: sv.Framework) -> None:
    """Pounds exact to the penny, split and explained, with what was refused and what to look at."""
    found = sv.value(tender, acme, toms)
    assert found.total == Decimal("1013827.31")
    assert found.submitted == found.total
    assert found.per_pound.quantize(Decimal("0.000001")) == Decimal("0.422428")
    assert found.per_pound_basis
    for axis in ("theme", "measure", "outcome", "unit", "place"):
        split = found.by(axis)
        assert isinstance(split, Mapping)
        assert sum(split.values()) == found.total
    assert [type(each) for each in found.lines] == [sv.Line] * 5
    assert found.refused == ()
    assert all(isinstance(each, sv.Problem) for each in found.warnings)
    assert isinstance(found.explain(), str)
    assert found._repr_html_().startswith("<div>")
    assert sv.value(tender, [acme], toms) == (found,)


def test_a_tender_file_is_read(example_tender: Path) -> None:
    """The same from a file: a tender and its bids."""
    tender, bids = sv.read_tender(str(example_tender))
    assert isinstance(tender, sv.Tender)
    assert [type(each) for each in bids] == [sv.Bid] * 3
    assert sv.read_tender(example_tender) == (tender, bids)


# --- points -------------------------------------------------------------------------------


def test_bids_are_scored_and_ranked(
    tender: sv.Tender, acme: sv.Bid, toms: sv.Framework, scheme: sv.Scheme
) -> None:
    """Names best first, points as published, parts exact, and a record of it all."""
    brook = sv.Bid("Brook", price="2_400_000", marks={"quality": 1, "qualitative": 5})
    result = sv.evaluate(tender, [brook, acme], toms, scheme)
    assert result.ranking == ("Acme", "Brook")
    assert (result["Acme"].points, result["Acme"].rank) == (Decimal("91.22"), 1)
    assert (result["Brook"].points, result["Brook"].rank) == (None, None)
    assert "minimum" in result["Brook"].reason
    assert result["Acme"].points_for("quantitative") == Decimal("4.22")
    assert result["Acme"].points_for("social value") == Decimal("7.22")
    exact = result["Acme"].exact
    assert isinstance(exact, Mapping)
    assert all(isinstance(each, Fraction) for each in exact.values())
    assert "Acme" in result.explain("Acme")
    assert "Brook" in result.explain()
    assert result.to_frame().shape[0] == 2
    record = result.record()
    assert isinstance(record, dict)
    assert len(record["sha256"]) == 64


def test_the_scheme_defaults_to_the_plugins(example_tender: Path) -> None:
    """A council's own scheme is used where none is given."""
    tender, bids = sv.read_tender(example_tender)
    essex = sv.load("essex", on="2022-06-01")
    assert sv.evaluate(tender, bids, essex).scheme == essex.scheme


def test_how_sure_it_is(
    tender: sv.Tender, acme: sv.Bid, toms: sv.Framework, scheme: sv.Scheme
) -> None:
    """Exact, with no distributions: a proved margin, one found beyond it, and what is beside."""
    brook = sv.Bid("Brook", price="2_350_000", marks={"quality": 4, "qualitative": 5})
    firm = sv.evaluate(tender, [brook, acme], toms, scheme).firmness()
    assert firm.proof in ("exact", "safe", "found")
    assert isinstance(firm.radius, Fraction)
    assert firm.outside is None or firm.radius <= firm.outside
    assert firm.rivals["Brook"].radius == firm.radius
    assert isinstance(firm.witness, Mapping)
    assert isinstance(firm.switching["NT1"], tuple)
    assert isinstance(firm.exchange_rate, Fraction)
    assert firm.intruder is None


def test_what_it_is_worth_now(tender: sv.Tender, acme: sv.Bid, toms: sv.Framework) -> None:
    """Fractions to the end, by the page's own call."""
    pv = sv.present_value(
        tender, acme, toms, rate=sv.appraisal.GREEN_BOOK, first_year="discounted", prices="2024",
        drop_off={"NT9": "0.3"}, inputs="250000",
    )  # fmt: skip
    assert pv.total == sum(pv.by_year.values())
    assert pv.ratio == pv.total / 250_000
    assert pv.net_ratio == pv.ratio - 1
    assert pv.switching["benefits"].at == 250_000 / pv.total
    assert isinstance(sv.appraisal.discount_factor(31), Fraction)


def test_how_often_it_is_first(
    tender: sv.Tender, acme: sv.Bid, toms: sv.Framework, scheme: sv.Scheme
) -> None:
    """Trials by the page's own call: chances are exact shares, and a record is kept."""
    brook = sv.Bid("Brook", price="2_350_000", marks={"quality": 4, "qualitative": 5})
    doubt = sv.uncertainty.Doubt(
        toms, values={"NT1": sv.uncertainty.Spread("0.8", "1.3", likely="1")},
        by_confidence={"one-source": "0.25"}, together=[["NT18", "NT19"]],
    )  # fmt: skip
    sim = sv.simulate(tender, [acme, brook], toms, scheme, doubt=doubt, draws=200, seed=7)
    assert sim.chance("Brook", rank=1) + sim.chance("Brook", rank=2) == 1
    assert sim.wins("Brook", "Acme") + sim.wins("Acme", "Brook") <= 1
    assert isinstance(sim.ranks, Mapping)
    other = "Acme" if sim.first == "Brook" else "Brook"
    assert len(sim.value("Acme").quantiles(20)) == 20 == len(sim.lead(other).quantiles(20))
    assert [each.figure for each in sim.decides]
    assert sim.regret.expected >= 0
    assert isinstance(sim.held, Mapping)
    assert sim.apart.draws == 200 < sim.together.draws
    assert sv.uncertainty.repeat(sim.record()).same
    assert sim.chart().title


# --- signatures ---------------------------------------------------------------------------

COMMIT = {
    "activity": None, "place": None, "date": None, "basis": "whole", "share_claimed": None,
    "deadweight": None, "displacement": None, "leakage": None, "attribution_to_others": None,
    "community": False, "note": "",
}  # fmt: skip
SIGNATURES: list[tuple[Callable[..., Any], list[str], dict[str, Any]]] = [
    (sv.Framework.commit, ["self", "code", "quantity"], COMMIT),
    (sv.Framework.unit_value, ["self", "code"], {"on": None, "place": None}),
    (sv.load, ["source"], {"edition": None, "on": None}),
    (sv.fte, ["rate"], {"years": 1, "cohorts": 1}),
    (sv.weeks, ["n"], {"people": 1}),
    (sv.hours, ["n"], {"people": 1}),
    (sv.expert_hours, ["n"], {"people": 1}),
    (sv.attendee_hours, ["session"], {"people": 1}),
    (sv.gbp, ["x"], {}),
    (sv.tonnes_co2e, ["x"], {}),
    (sv.tonnes, ["x"], {}),
    (sv.kilograms, ["x"], {}),
    (sv.miles, ["x"], {}),
    (sv.count, ["n"], {}),
    (sv.percent, ["x"], {}),
    (sv.yes, [], {}),
    (sv.quantity, ["x", "unit"], {}),
    (sv.Bid, ["bidder"], {"price": None, "commitments": (), "marks": MADE, "lot": None,
                          "state": "compliant", "reason": None}),
    (sv.Tender, ["title"], {"contract_value": EMPTY, "years": 1, "published": None, "place": None,
                            "target": None, "unit_values": MADE, "lots": (),
                            "parent_published": None}),
    (sv.ContractValue, ["initial"], {"with_extensions": None, "maximum": None, "vat": "excluded"}),
    (sv.Criterion, ["name", "points", "method_or_children"], {}),
    (sv.Scheme, ["criteria"], {"out_of": 100, "places": 2, "round_at": "total", "ties": ()}),
    (sv.PanelMark, ["out_of"], {"minimum": None}),
    (sv.AgainstTarget, ["target"], {"cap": 1, "floor": 0, "denominator": "initial"}),
    (sv.Moderated, ["consensus"], {"marks": (), "reason": "", "by": "", "on": None}),
    (sv.value, ["tender", "bids", "framework", "scheme"], {}),
    (sv.evaluate, ["tender", "bids", "framework", "scheme"], {}),
    (sv.read_tender, ["path"], {}),
    (sv.present_value, ["tender", "bid", "framework"],
     {"rate": EMPTY, "first_year": None, "prices": "", "drop_off": None, "inputs": None}),
    (sv.appraisal.discount_factor, ["year"], {"rate": None}),
    (sv.simulate, ["tender", "bids", "framework", "scheme"],
     {"doubt": EMPTY, "draws": 10_000, "seed": EMPTY}),
    (sv.uncertainty.Doubt, ["framework"],
     {"values": None, "by_confidence": None, "together": ()}),
    (sv.uncertainty.Spread, ["low", "high"], {"likely": None}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "first", "named"), SIGNATURES, ids=lambda x: getattr(x, "__qualname__", "")
)
def test_signatures(call: Callable[..., Any], first: list[str], named: dict[str, Any]) -> None:
    """All but the first arguments are named, so that no script breaks when one is added."""
    known = inspect.signature(call).parameters
    by_place = [each.name for each in known.values() if each.kind is not each.KEYWORD_ONLY]
    assert by_place == first
    defaults = {name: known[name].default for name in named}
    for name, expected in named.items():
        assert known[name].kind is known[name].KEYWORD_ONLY
        if expected is not MADE:
            assert defaults[name] == expected
    later = [each for each in known.values() if each.name not in (*first, *named)]
    assert all(each.default is not EMPTY for each in later), "a new argument must be optional"


def test_details_are_named(toms: sv.Framework) -> None:
    """A detail given by its place would land in another once one is added."""
    calls: list[Callable[[], Any]] = [
        lambda: sv.fte(1, 2),
        lambda: sv.Tender("x", 1),
        lambda: sv.Bid("x", 1),
        lambda: sv.Scheme([], 100),
        lambda: sv.AgainstTarget("1", 1),
        lambda: toms.commit("NT18", sv.gbp(1), "x"),
    ]
    for call in calls:
        with pytest.raises(TypeError):
            call()


NOUNS = ["Framework", "Measure", "Commitment", "Quantity", "Bid", "Tender", "Scheme", "Criterion",
         "Valuation", "Line", "Evaluation"]  # fmt: skip


@pytest.mark.parametrize("name", NOUNS)
def test_nouns_are_exported_for_annotation(name: str) -> None:
    """A user's function can say what it takes and gives."""
    noun = getattr(sv, name)
    assert attrs.has(noun)
    assert name in sv.__all__


def test_every_error_is_one_of_ours() -> None:
    """One `except` catches all that this library raises, and the builtin kinds still work."""
    for kind, builtin in ((sv.InputError, ValueError), (sv.DefinitionError, ValueError),
                          (sv.NotFoundError, KeyError)):  # fmt: skip
        assert issubclass(kind, sv.SocialValueError)
        assert issubclass(kind, builtin)


# --- types --------------------------------------------------------------------------------

USER = """
from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import socialvalue as sv

toms: sv.Framework = sv.load("national-toms", edition="2022")
measure: sv.Measure = toms["NT10"]
worth: Decimal | None = toms.unit_value("NT1", on="2022-07-01", place="E10000012")
found: tuple[sv.Measure, ...] = toms.search("apprentice")
quantity: sv.Quantity = sv.fte("12.5", years=2)
line: sv.Commitment = toms.commit("NT1", quantity, activity="site team", share_claimed="0.5")
tender = sv.Tender("Highways", contract_value="2_400_000", years=3, published="2022-06-01",
                   place="E10000012", target="0.50", unit_values={"NT1": "28460"}, lots=["north"])
large = sv.Tender("Roads", contract_value=sv.ContractValue("1", maximum=2, vat="included"))
acme = sv.Bid("Acme", price=2_310_000, marks={"quality": 4, "qualitative": 3.5}, commitments=[
    line, toms.commit("NT18", sv.gbp("310_000"))])
brook = sv.Bid("Brook", price=Decimal("5"), marks={
    "quality": sv.Moderated("4", marks=[sv.EvaluatorMark("A", 4, "clear")], reason="clear")})
scheme = sv.Scheme([
    sv.Criterion("price", 60, sv.LowestPrice()),
    sv.Criterion("quality", "30", sv.PanelMark(out_of=5, minimum=2)),
    sv.Criterion("social value", 10, [
        sv.Criterion("quantitative", 5, sv.AgainstTarget("0.5", cap="1.5")),
        sv.Criterion("relative", 5, sv.RelativeToHighest())]),
], places=2, ties=["price"])
one: sv.Valuation = sv.value(tender, acme, toms)
several: tuple[sv.Valuation, ...] = sv.value(tender, [acme, brook], toms, scheme)
total: Decimal = one.total
split: Mapping[str, Decimal] = one.by("theme")
first: sv.Line = one.lines[0]
told: str = one.explain()
result: sv.Evaluation = sv.evaluate(tender, [acme, brook], toms, scheme)
names: tuple[str, ...] = result.ranking
points: Decimal | None = result["Acme"].points
exact: Mapping[str, Fraction] = result["Acme"].exact
rank: int | None = result["Acme"].rank
record: dict[str, object] = result.record()
margin: Fraction | None = result.firmness().radius
now = sv.present_value(tender, acme, toms, rate=sv.appraisal.GREEN_BOOK, inputs="250000")
back: Fraction | None = now.ratio
factor: Fraction = sv.appraisal.discount_factor(31)
doubt = sv.uncertainty.Doubt(toms, values={"NT1": sv.uncertainty.Spread("0.8", "1.3", likely="1")})
sim = sv.simulate(tender, [acme, brook], toms, scheme, doubt=doubt, draws=10_000, seed=7)
sure: Fraction = sim.chance("Brook", rank=1)
read: tuple[sv.Tender, tuple[sv.Bid, ...]] = sv.read_tender("tender.yaml")
try:
    sv.gbp("1,000")
except sv.SocialValueError as error:
    problems: tuple[sv.Problem, ...] = error.problems
for each in result:
    bidder: str = each.bidder


class TopTwo:
    READS = ("value",)

    def points(
        self, criterion: str, weight: Fraction, bids: Sequence[sv.Entry]
    ) -> list[Fraction]:
        return [weight for _ in bids]


own = sv.Scheme([sv.Criterion("own", 100, TopTwo())])
again: sv.Replay = sv.replay(result.record(after=record), methods=[TopTwo])
lots: sv.LotsEvaluation = sv.evaluate_lots(tender, [acme, brook], toms, own, most=1)
north: sv.Evaluation = lots["north"]
kept: sv.LotsReplay = sv.replay_lots(lots.record())
letter: sv.Summary = lots.summaries(strict=True, successful={"north": "Acme"})["north"]["Acme"]
firm: Mapping[str, sv.Sensitivity] = lots.sensitivity()
"""
WRONG = """
import socialvalue as sv

toms = sv.load("national-toms", "2022")
sv.gbp(0.5)
toms.commit("NT18", sv.gbp(1), activty="site team")
sv.Tender("x")
sv.Bid("x", price=1.5)
sv.Criterion("x", 5, sv.LowestPrice)
"""


@pytest.mark.slow
def test_a_users_file_type_checks(tmp_path: Path) -> None:
    """An editor that knows our types tells a slip before a tender is scored with it."""
    for name, text in (("user", USER), ("wrong", WRONG)):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    said = said_of(tmp_path)
    assert not [each for each in said if each.startswith("user.py")]
    for line, code in ((4, "call-arg"), (5, "arg-type"), (6, "call-arg"), (7, "call-arg"),
                       (8, "arg-type"), (9, "arg-type")):  # fmt: skip
        assert any(f"wrong.py:{line}:" in each and code in each for each in said), line
