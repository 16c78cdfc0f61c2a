"""Explanations: every figure with its working and its voucher, and nothing that is markup."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.spans import Span

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def highways(example_tender: Path) -> sv.Evaluation:
    """The evaluation of the tender that the README and the tutorial score."""
    tender, bids = sv.read_tender(example_tender)
    return sv.evaluate(tender, bids, sv.load("essex", on="2022-06-01"))


# --- the lines ----------------------------------------------------------------------------


def test_every_line_is_told_with_its_working_and_its_voucher(highways: sv.Evaluation) -> None:
    """A bidder can follow each pound to the line of YAML and the publication behind it."""
    for result in highways:
        said = highways.explain(result.bidder)
        for line in result.valuation.lines:
            assert f"Commitment {line.number}: {line.definition.name}" in said
            assert line.definition.title in said
            if line.activity:
                assert f"[{line.activity}]" in said
            if line.definition.kind == "monetised" and line.voucher is not None:
                assert str(line.voucher.span.portable) in said
                for source in line.voucher.sources:
                    assert source.title in said
            amount = line.value if line.accepted else line.submitted
            assert f"£{amount:,.2f}" in said or line.definition.kind == "recorded"
            if line.definition.kind == "recorded":
                assert f"Reported, no pounds: {line.commitment.quantity.working}" in said
            for refusal in line.refusals:
                assert f"Because {refusal.message.rstrip('.')} ({refusal.code})." in said


def test_the_whole_of_a_small_explanation(make: SimpleNamespace) -> None:
    """What a reader sees of one line, from the quantity to the page of the publication."""
    held = make.framework(
        make.measure("M1", unit="fte_year", counts="first_year", title="Starters", figures=[
            make.figure("15382.904", confidence="one-source", note="England"),
            make.figure("1", "2019-01-01", place=None),
        ], value_kind="local_economic"),
    )  # fmt: skip
    bid = make.bid(make.offered(held, "M1", sv.fte(2, years=3), activity="gangs"))
    said = sv.value(make.tender(target="0.5"), bid, held).explain()
    for words in (
        "Acme: social value offered for Highways",
        "demo@1",
        "1 June 2022 (the day of the tender notice)",
        "Commitment 1: M1 Starters [gangs]",
        "2 FTE × 3 years = 6 FTE-years",
        "£15,382.904 = £30,765.81",
        "£15,382.904 of demo@1 from 1 January 2020; Annual Survey of Hours and Earnings, table",
        "table 8.7a; one source; England; measures.yaml:14:11",
        "Not used: £1.00 of demo@1 from 1 January 2019",
        "Counts in part; offered 2 FTE × 3 years = 6 FTE-years × £15,382.904 = £92,297.42",
        "Counts: 2 FTE-years × £15,382.904 = £30,765.81",
        "Does not count: 4 FTE-years, £61,531.61",
        "4 FTE-years beyond that do not count (SV506).",
        "Offered £92,297.42; counted £30,765.81",
        "1 commitment: 1 counts in part.",
        "local economic £30,765.81",
        "£0.0308 of social value per £1 (initial contract value, VAT excluded)",
        "target of £0.50",
        "SV604",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("changes", "tender", "rule"),
    [
        ({}, {"published": None}, "the start of the edition"),
        ({"on": "2022-01-01"}, {"published": None}, "the day the set was loaded for"),
    ],
)
def test_whose_day_it_was(
    make: SimpleNamespace, changes: dict[str, Any], tender: dict[str, Any], rule: str
) -> None:
    """A reader sees which rule chose the date."""
    from datetime import date

    on = {name: date.fromisoformat(day) for name, day in changes.items()}
    held = make.framework(make.measure(), **on)
    assert rule in sv.value(make.tender(**tender), make.offers(held, {"M1": 1}), held).explain()


def test_what_the_tender_gave_is_said_to_be_given(make: SimpleNamespace) -> None:
    """One multiplier for all bidders, with the line of the tender's file where it stands."""
    held = make.framework(make.measure("M1"))
    tender = make.tender(unit_values={"M1": "0.716470"}, span=Span("tender.yaml", 7, 3))
    said = sv.value(tender, make.offers(held, {"M1": 310_000}), held).explain()
    assert "£0.71647, given by the tender, the same for every bidder (tender.yaml:7:3)" in said
    assert "Not used: £10.00 of demo@1" in said
    assert "310,000 in number × £0.71647 = £222,105.70" in said


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"basis": "per_year"}, "30 in number, of 10 in number per contract year"),
        ({"basis": "per_million"}, "10 in number, of 10 in number per £1m"),
        ({"basis": "per_call_off"}, "per call-off"),
        ({"share_claimed": "0.5", "deadweight": "0.1"}, "× 0.45 kept = £45.00"),
    ],
)
def test_what_was_done_to_the_quantity(
    make: SimpleNamespace, details: dict[str, Any], words: str
) -> None:
    """Nothing is multiplied or taken away unseen."""
    held = make.framework(make.measure("M1"))
    bid = make.bid(make.offered(held, "M1", 10, **details))
    assert words in sv.value(make.tender(), bid, held).explain()


def test_a_figure_for_a_place_names_it(make: SimpleNamespace) -> None:
    """A county's own figure is told apart from the national one."""
    held = make.framework(
        make.measure("M1", figures=[make.figure("3", place=make.ESSEX), make.figure("2")])
    )
    said = sv.value(make.tender(place=make.ESSEX), make.offers(held, {"M1": 1}), held).explain()
    assert f"£3.00 of demo@1 for Essex ({make.ESSEX})" in said


def test_a_missing_figure_is_no_figure_of_nothing(make: SimpleNamespace) -> None:
    """Where there is none, the explanation says so, with the publisher's reason."""
    held = make.rich()
    said = sv.value(make.tender(), make.offers(held, {"GONE": 5, "RECORDED": 3}), held).explain()
    assert "none of demo@1" in said
    assert "withdrawn by its publisher" in said
    assert "Reported, no pounds: 3 per cent" in said


def test_a_bid_that_offers_nothing(make: SimpleNamespace) -> None:
    """An empty offer is explained as one."""
    said = sv.value(make.tender(), make.bid(), make.rich()).explain()
    assert "The bid offers nothing." in said
    assert "£0.0000 of social value per £1" in said


# --- the points ---------------------------------------------------------------------------


def test_points_are_explained_criterion_by_criterion(highways: sv.Evaluation) -> None:
    """An assessment summary shows for each criterion what was available, given, and why."""
    for result in highways:
        said = highways.explain(result.bidder)
        assert f"{result.bidder}: {result.points} of 100 points" in said
        for criterion in highways.scheme.walk():
            (row,) = [
                line for line in said.splitlines()
                if re.match(rf" *{re.escape(criterion.name)}  ", line)
            ]  # fmt: skip
            assert f" {criterion.points:f} " in row
            assert str(result.points_for(criterion.name)) in row
        for name, mark in result.bid.marks.items():
            assert mark.reason in said, name


def evaluated(make: SimpleNamespace, *bids: sv.Bid, **how: Any) -> sv.Evaluation:
    """Bids of a contract of £1m under one criterion of each usual kind."""
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    scheme = sv.Scheme(
        [
            sv.Criterion("price", 40, sv.LowestPrice()),
            sv.Criterion("words", 30, sv.PanelMark(out_of=10, minimum=3)),
            sv.Criterion("relative", 10, sv.RelativeToHighest()),
            sv.Criterion("target", 10, sv.AgainstTarget("0.5", cap="0.9", floor="0.1")),
            sv.Criterion("own", 10, sv.AgainstTarget("0.5", denominator="price")),
        ],
        **how,
    )
    return sv.evaluate(make.tender(), bids, held, scheme)


def offer(
    make: SimpleNamespace, bidder: str, price: Any, mark: Any, value: int, **more: Any
) -> Any:
    """A bid of so many pounds."""
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    line = make.offered(held, "M1", value)
    return make.bid(line, bidder=bidder, price=price, marks={"words": mark}, **more)


def test_the_formula_stands_beside_the_points(make: SimpleNamespace) -> None:
    """Each criterion shows its own figures in the published formula."""
    reason = sv.Moderated(4, reason="two named partners; " * 20)
    result = evaluated(make, offer(make, "Acme", 200, reason, 300), offer(make, "Bo", 100, 5, 600))
    said = result.explain("Acme")
    for words in (
        "40 × lowest price £100.00 ÷ £200.00",
        "30 × mark 4 ÷ 10: two named partners; two named partners",
        "10 × £300.00 ÷ highest £600.00",
        "10 × min(0.9, £300.00 ÷ initial contract value £1,000,000.00 ÷ target £0.50), 0 below 0.1",
        "10 × min(1, £300.00 ÷ own price £200.00 ÷ target £0.50)",
    ):
        assert words in said, words
    assert said.count("two named partners;") == 20
    assert "…" not in said


WORKINGS: list[tuple[Any, str]] = [
    (sv.HighestIncome(), "100 × £200.00 ÷ highest income £200.00"),
    (sv.LinearSpread(), "100 × (£200.00 − £200.00) ÷ (£200.00 − £100.00)"),
    (sv.DeviationFromMean(), "(0.5 + 0.01 × per cent below the mean), from 0 to 1; 33.3333%"),
    (sv.FixedReference("150"), "100 × min(1, reference price £150.00 ÷ £200.00)"),
    (sv.PanelMark(10, mean=True), "100 × mean mark 4.5 ÷ 10: agreed"),
    (sv.AgainstTarget("0.5", weight_value={"jobs": 2}),
     "min(1, £600.00 weighted by theme (jobs £300.00 × 2) ÷ initial"),
    (sv.AgainstTarget("0.5", weight_score={"jobs": 1}),
     "the pounds of each theme (jobs £300.00 for 100% of the points) ÷ initial"),
    (sv.RelativeToHighest(minimum="0.01"), "highest £600.00, 0 below £0.01 per £1"),
    (sv.RelativeToHighest(weight_value={"jobs": 2}),
     "100 × £600.00 weighted by theme (jobs £300.00 × 2) ÷ highest £1,200.00"),
    (sv.RelativeToHighest(weight_score={"jobs": 1}), "each ÷ the highest of its theme"),
    (sv.RatioThenRelative(),
     "100 × (£300.00 ÷ own price £200.00) ÷ the highest such ratio, 6"),
    (sv.RatioThenRelative(weight_value={"jobs": 2}), "÷ the highest such ratio, 12"),
    (sv.RatioThenRelative(weight_score={"jobs": 1}), "each ÷ the highest such ratio"),
    (sv.Banded([("0", "0.0002", 1), ("0.0002", "0.0005", 3), ("0.0005", None, 5)]),
     "100 × mark 3 ÷ 5, the mark from £0.0002 to below £0.0005; £300.00 ÷ initial contract"),
    (sv.Banded([("0", "0.0006", 5)]), "mark 5 ÷ 5, the mark from £0.00 to £0.0006; £300.00"),
    (sv.Banded([("0", "1.5", 2), ("1.5", None, 5)], denominator="price"),
     "100 × mark 5 ÷ 5, the mark from £1.50; £300.00 ÷ own price £200.00 = £1.5000 per £1"),
    (sv.PointsMenu({"M1": "0.5"}, required=200),
     "100 × min(1, 150 menu points (M1 300 × 0.5) ÷ 200 required)"),
    (sv.PointsMenu({"M1": 1}, relative=True),
     "100 × 300 menu points (M1 300 × 1) ÷ the highest, 600"),
    (sv.ValueForMoney([sv.Criterion("words", 5, sv.PanelMark(10))], exponent=2),
     "100 × (quality 2.5^2 ÷ £200.00)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "words"), WORKINGS, ids=lambda each: "" if isinstance(each, str) else str(each)[:16]
)
def test_every_method_shows_its_own_figures(make: SimpleNamespace, method: Any, words: str) -> None:
    """Whatever the published formula is, a bidder reads it with the numbers put in."""
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    panel = sv.Moderated(
        5, marks=[sv.EvaluatorMark("A", 4), sv.EvaluatorMark("B", 5)], reason="agreed"
    )
    needs = isinstance(method, (sv.PanelMark, sv.ValueForMoney))
    bids = [
        make.bid(
            make.offered(held, "M1", value), bidder=name, price=price,
            marks={"words": panel} if needs else {},
        )
        for name, price, value in (("Acme", 200, 300), ("Bo", 100, 600))
    ]  # fmt: skip
    name = "it" if isinstance(method, sv.ValueForMoney) else "words"
    scheme = sv.Scheme([sv.Criterion(name, 100, method)])
    assert words in sv.evaluate(make.tender(), bids, held, scheme).explain("Acme")


def test_a_failed_bid_is_explained_too(make: SimpleNamespace) -> None:
    """Who fails is owed the reason, and still sees every line of its offer."""
    result = evaluated(make, offer(make, "Acme", 200, 2, 300), offer(make, "Bo", 100, 5, 600))
    said = result.explain("Acme")
    assert "Acme: not ranked" in said
    assert "the mark 2 for 'words' is below the minimum of 3" in said
    assert "not scored" in said
    assert "Commitment 1: M1" in said
    assert "Acme is not ranked" in result.explain()


@pytest.mark.parametrize("mark", ["10", "20", "12.34"])
def test_a_failing_mark_is_written_as_it_was_given(make: SimpleNamespace, mark: str) -> None:
    """A mark of 10 is 10 in a letter, and not 1E+1."""
    held = sv.Scheme([sv.Criterion("words", 100, sv.PanelMark(100, minimum=30))])
    bid = sv.Bid("Acme", marks={"words": mark})
    result = sv.evaluate(make.tender(), bid, make.rich(), held)
    assert f"the mark {mark} for" in result["Acme"].reason


def test_the_ranking_in_words(make: SimpleNamespace) -> None:
    """All bids in their order, what was tied, and which scheme it was."""
    result = evaluated(
        make,
        offer(make, "Cedar", 100, 5, 600),
        offer(make, "Acme", 100, 5, 600),
        offer(make, "Bo", 100, 5, 0, state="withdrawn"),
        illustrative=True,
        note="An example.",
    )
    said = result.explain()
    assert said.index("Acme") < said.index("Cedar") < said.index("Bo")
    assert "Tied at rank 1, at published precision: Acme, Cedar" in said
    assert "Bo is not ranked: withdrawn" in said
    assert "The scheme is illustrative. An example." in said
    assert result.warnings == ()


# --- what a user wrote is never markup ----------------------------------------------------


def hostile(make: SimpleNamespace) -> sv.Evaluation:
    """An evaluation in which every text of a user is an attack."""
    held = make.framework(
        make.measure("M1", title=HOSTILE, figures=[make.figure("1", note=HOSTILE, at=HOSTILE)]),
        make.measure("OFF", switched_off=HOSTILE),
        title=HOSTILE,
    )
    scheme = sv.Scheme(
        [sv.Criterion(HOSTILE, 100, sv.PanelMark(5))], illustrative=True, note=HOSTILE
    )
    bids = [
        make.bid(
            make.offered(held, "M1", 5, activity=HOSTILE, note=HOSTILE),
            make.offered(held, "M1", 5, activity=HOSTILE),
            make.offered(held, "OFF", 5),
            bidder=HOSTILE,
            marks={HOSTILE: sv.Moderated(4, reason=HOSTILE)},
        ),
        make.bid(bidder="out", state="excluded", reason=HOSTILE),
    ]
    return sv.evaluate(make.tender(title=HOSTILE), bids, held, scheme)


def test_html_is_escaped_everywhere(make: SimpleNamespace) -> None:
    """A bidder's name, activity or reason runs nowhere: not in a notebook, nor in a report."""
    result = hostile(make)
    valuation = result.results[0].valuation
    for said in (result.explain(), result.explain(HOSTILE), result.explain("out"),
                 valuation.explain()):  # fmt: skip
        assert "<script" not in said.html
        assert html.escape(HOSTILE) in said.html
        assert said._repr_html_() == said.html
    assert "<script" not in result._repr_html_()
    assert "<script" not in valuation._repr_html_()
    assert html.escape("Reason: excluded: ") in result.explain("out").html


def test_a_name_cannot_add_a_line(make: SimpleNamespace) -> None:
    """A line break in a name could be read as another bidder's result."""
    name = "Acme\n1     Rival  100.00"
    bids = [offer(make, name, 100, 5, 600), offer(make, "\u202eBo\x1b[2K", 100, 5, 600)]
    result = evaluated(make, *bids)
    for said in (result.explain(), result.explain(name), result[name].valuation.explain()):
        assert not any(line.startswith("1     Rival") for line in said.splitlines())
        assert r"Acme\n1" in said
        assert "\x1b" not in said + said.html
        assert "\u202e" not in said + said.html


def test_html_holds_what_the_text_holds(highways: sv.Evaluation) -> None:
    """A notebook shows no less than a terminal."""
    for result in highways:
        said = highways.explain(result.bidder)
        plain = html.unescape(re.sub(r"<[^>]+>", "\n", said.html))
        words = set(plain.split())
        missing = [each for each in said.split() if each not in words]
        assert not missing
        assert result.bidder.split()[0] in words


def test_pounds_are_never_cut(make: SimpleNamespace) -> None:
    """A unit value is shown at the precision at which it was used."""
    held = make.framework(make.measure("M1", "0.7164701234567890"))
    said = sv.value(make.tender(), make.offers(held, {"M1": "1_000_000_000"}), held).explain()
    assert "£0.716470123456789" in said
    assert f"£{Decimal('716470123.46'):,}" in said


def test_the_quality_of_an_index_is_the_bids_own(make: SimpleNamespace) -> None:
    """A bidder that is told the quality of another cannot check its own points."""
    index = sv.ValueForMoney([sv.Criterion("words", 10, sv.PanelMark(10))])
    scheme = sv.Scheme([sv.Criterion("it", 100, index)])
    bids = [
        make.bid(bidder=name, price=price, marks={"words": mark})
        for name, price, mark in (("Acme", 200, 4), ("Bo", 100, 7))
    ]
    result = sv.evaluate(make.tender(), bids, make.framework(make.measure()), scheme)
    assert "quality 4 ÷ £200.00" in result.explain("Acme")
    assert "quality 7 ÷ £100.00" in result.explain("Bo")
