"""Choosing a method: on past or invented bids, and never on those being evaluated."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

TENDER = sv.Tender(
    "Parks",
    contract_value=500_000,
    published="2022-07-01",
    place="E10000012",
    target="0.50",
    years=3,
    unit_values={"NT1": "28460"},
)


def scheme(points: int, method: Any) -> sv.Scheme:
    return sv.Scheme(
        [
            sv.Criterion("price", 60, sv.LowestPrice()),
            sv.Criterion("quality", 40 - points, sv.PanelMark(out_of=5)),
            sv.Criterion("social value", points, method),
        ]
    )


SCHEMES = {
    "target 10": scheme(10, sv.AgainstTarget()),
    "target 20": scheme(20, sv.AgainstTarget()),
    "relative 20": scheme(20, sv.RelativeToHighest()),
    "no cap": scheme(10, sv.AgainstTarget(cap=3)),
}


@pytest.fixture(scope="module")
def essex() -> sv.Framework:
    return sv.load("essex", on="2022-06-01")


def invented(essex: sv.Framework, **details: Any) -> tuple[sv.Bid, ...]:
    usual: dict[str, Any] = {
        "bids": 6,
        "seed": 3,
        "price": ("400_000", "500_000"),
        "per_pound": sv.Draw("0.05", "0.80", likely="0.30"),
    }
    return sv.invented_bids(TENDER, essex, SCHEMES.values(), **{**usual, **details})


# --- side by side -------------------------------------------------------------------------


def test_each_scheme_is_an_evaluation(essex: sv.Framework) -> None:
    """What is shown side by side is what each scheme would have published."""
    bids = invented(essex)
    found = sv.compare_schemes(TENDER, bids, essex, SCHEMES)
    for name, each in SCHEMES.items():
        assert found[name] == sv.evaluate(TENDER, bids, essex, each)
        assert found.winners[name] == tuple(one.bidder for one in found[name] if one.rank == 1)


def test_ranks_that_change_are_told(essex: sv.Framework) -> None:
    """A buyer sees who owes the first place to the choice of a formula."""
    found = sv.compare_schemes(TENDER, invented(essex), essex, SCHEMES)
    for bid in invented(essex):
        ranks = tuple(found[name][bid.bidder].rank for name in SCHEMES)
        assert found.rank_changes.get(bid.bidder, ranks) == ranks
        assert (bid.bidder in found.rank_changes) == (len({*ranks}) > 1)
    assert "Ranks that change" in str(found)


def test_the_bids_of_a_fixed_scheme_are_refused(essex: sv.Framework) -> None:
    """A method chosen with the bids in view is a winner chosen: the library takes no part in it."""
    fixed = attrs.evolve(TENDER, scheme_fingerprint=SCHEMES["target 10"].fingerprint)
    with pytest.raises(sv.InputError) as caught:
        sv.compare_schemes(fixed, invented(essex), essex, SCHEMES)
    assert [each.code for each in caught.value.problems] == ["SV806"]


def test_no_scheme_is_refused(essex: sv.Framework) -> None:
    """Nothing compared with nothing is a slip, and is said to be one."""
    with pytest.raises(sv.InputError, match="SV710"):
        sv.compare_schemes(TENDER, invented(essex), essex, {})


def test_marks_without_a_use_are_left_out(essex: sv.Framework) -> None:
    """Schemes with other questions can be compared on the same bids."""
    only_price = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    found = sv.compare_schemes(TENDER, invented(essex), essex, {"a": only_price, **SCHEMES})
    assert found.full_marks["a"].value is None
    assert "No points depend on pounds" in str(found)


# --- full marks ---------------------------------------------------------------------------


def test_full_marks_against_a_target_cost_the_target(essex: sv.Framework) -> None:
    """50p in every £1 of £500,000 is £250,000: not a penny less gives all the points."""
    found = sv.compare_schemes(TENDER, invented(essex), essex, SCHEMES).full_marks
    assert (found["target 10"].value, found["target 10"].points) == (Decimal("250000.00"), 10)
    assert found["no cap"].value == Decimal("750000.00")
    assert found["no cap"].points == 30
    assert found["target 10"].criteria == ("social value",)


def test_full_marks_relative_to_others_cost_the_best_other_offer(essex: sv.Framework) -> None:
    """Under a relative method full marks may be had for little: the buyer sees for how little."""
    result = sv.compare_schemes(TENDER, invented(essex), essex, SCHEMES)
    others = [each.total for each in result["relative 20"] if each.rank != 1]
    assert result.full_marks["relative 20"].value == max(others)


def test_one_measure_alone_can_be_the_cheapest_way(essex: sv.Framework) -> None:
    """If a week of training costs £100 and counts £251.79, the buyer should know before bidders."""
    found = sv.compare_schemes(TENDER, invented(essex), essex, SCHEMES, costs={"NT10": 100})
    first = found.full_marks["target 10"].ways[0]
    assert first.measure == "ECC10 (NT10)"
    assert first.cost == first.quantity * 100
    each = essex.unit_value("NT10", on="2022-07-01") or 0
    assert (first.quantity - Decimal("0.01")) * each < 250_000 <= first.quantity * each
    costs = [way.cost for way in found.full_marks["target 10"].ways if way.cost is not None]
    assert costs == sorted(costs)


def test_a_table_that_ends_has_an_end(make: SimpleNamespace) -> None:
    """A table of bands with a last bound is searched up to its end, and not beyond."""
    held = make.framework(make.measure("M1", "0.01"))
    bands = sv.Scheme([sv.Criterion("v", 100, sv.Banded([("0", "0.1", 1), ("0.1", "0.5", 2)]))])
    bids = [make.bid(make.offered(held, "M1", 5_000))]
    found = sv.compare_schemes(make.tender(contract_value=1000), bids, held, {"bands": bands})
    assert found.full_marks["bands"].value == Decimal("100.00")
    assert found.full_marks["bands"].points == 100


def test_no_bid_that_stands_is_no_reason_to_fail(make: SimpleNamespace) -> None:
    """Where every past bid was excluded there is nothing to show, and it is shown."""
    held = make.framework(make.measure())
    bid = sv.Bid("A", price=1, state="excluded", reason="Late.")
    one = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    found = sv.compare_schemes(make.tender(), [bid], held, {"one": one})
    assert found.winners["one"] == ()
    assert str(found)


def test_the_comparison_in_every_form(essex: sv.Framework) -> None:
    """A table for analysts, HTML for notebooks, text for a screen."""
    found = sv.compare_schemes(TENDER, invented(essex), essex, SCHEMES)
    frame = found.to_frame("pandas")
    assert len(frame) == 6 * 4
    assert list(frame["scheme"][:6]) == ["target 10"] * 6
    assert found._repr_html_().startswith("<")


# --- invented bids ------------------------------------------------------------------------


def test_a_seed_gives_the_same_bids(essex: sv.Framework) -> None:
    """Two officers who name the same seed look at the same bids, on any machine."""
    assert invented(essex) == invented(essex)
    assert invented(essex, seed=4) != invented(essex)
    program = (
        "import socialvalue as sv; e = sv.load('essex', on='2022-06-01');"
        "t = sv.Tender('P', contract_value=500_000, published='2022-07-01');"
        "s = sv.Scheme([sv.Criterion('q', 100, sv.PanelMark(5))]);"
        "b = sv.invented_bids(t, e, s, bids=1, seed=1, price=(1, 100), per_pound=('0.1', '0.5'));"
        "print(b[0].price, b[0].commitments[0].measure, b[0].commitments[0].quantity.amount)"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True, text=True, check=True, timeout=60,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(runs) == 1


def test_invented_bids_keep_to_their_distributions(essex: sv.Framework) -> None:
    """What is drawn lies where it was said to lie, or the comparison is of something else."""
    bids = invented(essex, bids=40, lines=3)
    result = sv.compare_schemes(TENDER, bids, essex, SCHEMES)["target 10"]
    for each in result:
        assert 400_000 <= (each.bid.price or 0) <= 500_000
        assert Decimal("0.04") <= each.total / 500_000 <= Decimal("0.81")
        assert 2 <= (each.bid.marks["quality"].consensus or 0) <= 5
        assert len(each.bid.commitments) == 3
        assert not each.valuation.refused


def test_only_the_named_measures_are_offered(essex: sv.Framework) -> None:
    """A buyer who shortlists two measures sees bids of those two."""
    bids = invented(essex, measures=["NT10", "ECC1"])
    codes = {line.measure for bid in bids for line in bid.commitments}
    assert codes == {"NT10", "NT1"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": (2, 1)},
        {"price": ("x", 1)},
        {"per_pound": sv.Draw(0, 1), "measures": ["NT44"]},
        {"measures": ["NT999"]},
    ],
)
def test_what_cannot_be_drawn_is_refused(essex: sv.Framework, wrong: dict[str, Any]) -> None:
    """An upside-down distribution is refused before it gives upside-down bids."""
    with pytest.raises(sv.SocialValueError):
        invented(essex, **wrong)
    with pytest.raises(sv.InputError):
        sv.Draw("0.1", "0.5", likely="0.7")


class Fixed:
    """A chance that always gives the same share."""

    def __init__(self, share: float) -> None:
        self.share = share

    def getrandbits(self, bits: int) -> int:
        return int(self.share * 2**bits)


@given(share=st.floats(0, 0.999), low=st.integers(0, 50), width=st.integers(0, 50))
def test_a_draw_lies_between_its_ends(share: float, low: int, width: int) -> None:
    """No draw falls outside what was stated, level or peaked."""
    for likely in (None, low, low + width // 2, low + width):
        draw = sv.Draw(low, low + width, likely=likely)
        taken = draw.take(Fixed(share))  # type: ignore[arg-type]
        assert low <= taken <= low + width + Fraction(1, 10**9)


# --- questions ----------------------------------------------------------------------------


def flags(make: SimpleNamespace, *rows: tuple[Any, Any], **details: Any) -> list[tuple[str, str]]:
    """(word, bidder) of each question about bids of (price, pounds)."""
    held = make.framework(make.measure("M1", "1"))
    one = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [make.bid(make.offered(held, "M1", value), bidder="ABC"[n], price=price)
            for n, (price, value) in enumerate(rows)]  # fmt: skip
    result = sv.evaluate(make.tender(contract_value=1000), bids, held, one)
    return [(each.word, each.bidder) for each in result.flags(**{"one_line": 1, **details})]


def test_a_low_price_is_asked_about(make: SimpleNamespace) -> None:
    """A price far below the others is a question for its bidder, at the stated threshold only."""
    assert flags(make, (79, 5), (100, 5), (100, 5)) == [("low-price", "A")]
    assert flags(make, (80, 5), (100, 5), (100, 5)) == []
    assert flags(make, (80, 5), (100, 5), (100, 5), low_price="0.81") == [("low-price", "A")]


def test_a_high_offer_is_asked_about(make: SimpleNamespace) -> None:
    """More social value than is likely asks how it will be kept; it is never capped."""
    assert flags(make, (9, 301), (9, 100), (9, 100)) == [("high-value", "A")]
    assert flags(make, (9, 300), (9, 100), (9, 100)) == []
    assert flags(make, (9, 101), (9, 100), high_value="0.10") == [("high-value", "A")]


def test_a_bid_without_a_price_is_not_asked_about_it(make: SimpleNamespace) -> None:
    """Where quality alone is scored, a bid may have no price: no question is made of nothing."""
    held = make.framework(make.measure("M1", "1"))
    one = sv.Scheme([sv.Criterion("words", 100, sv.PanelMark(5))])
    bids = [make.bid(make.offered(held, "M1", value), bidder=who, marks={"words": 1}, price=price)
            for who, value, price in (("A", 301, None), ("B", 100, 9), ("C", 100, 9))]  # fmt: skip
    result = sv.evaluate(make.tender(contract_value=1000), bids, held, one)
    assert [(each.word, each.bidder) for each in result.flags(one_line=1)] == [("high-value", "A")]


def test_nothing_stands_out_alone(make: SimpleNamespace) -> None:
    """One bid has no others to be unlike."""
    assert flags(make, (9, 301)) == []
    assert flags(make, (9, 301), (9, 100)) == [("high-value", "A")]


def test_one_line_and_weak_figures_are_asked_about(make: SimpleNamespace) -> None:
    """A value that rests on one promise, or on a doubtful figure, is worth a question."""
    weak = make.measure("W", figures=[make.figure("1", confidence="one-source")])
    held = make.framework(make.measure("M1", "1"), make.measure("M2", "1"), weak)
    one = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [
        make.bid(make.offered(held, "M1", 51), make.offered(held, "M2", 49), bidder="A", price=9),
        make.bid(make.offered(held, "M1", 50), make.offered(held, "M2", 50), bidder="B", price=9),
        make.bid(make.offered(held, "W", 26), make.offered(held, "M1", 37),
                 make.offered(held, "M2", 37), bidder="C", price=9),
    ]  # fmt: skip
    found = sv.evaluate(make.tender(), bids, held, one).flags()
    assert [(each.word, each.bidder) for each in found] == [
        ("one-line", "A"),
        ("weak-figures", "C"),
    ]
    assert found[0].figure == Fraction(51, 100)
    assert "?" in found[0].question
    assert len(found) == 2
    assert "excludes nobody" in str(found)
    assert found._repr_html_().startswith("<")


def test_one_line_alone_is_asked_about_too(make: SimpleNamespace) -> None:
    """A bid of one promise rests on it entirely; one that promises nothing rests on nothing."""
    found = flags(make, (9, 5), (9, 5), one_line="0.5")
    assert found == [("one-line", "A"), ("one-line", "B")]
    held = make.framework(make.measure("M1", "1"))
    one = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    assert not sv.evaluate(make.tender(), [sv.Bid("A", price=1)], held, one).flags()


def test_questions_change_nothing(make: SimpleNamespace) -> None:
    """A flag asks; the points are those of the published scheme."""
    held = make.framework(make.measure("M1", "1"))
    one = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [sv.Bid("A", price=1), sv.Bid("B", price=100)]
    result = sv.evaluate(make.tender(), bids, held, one)
    record = result.record()
    assert result.flags()
    assert result.record() == record


def test_a_threshold_of_nothing_is_refused(make: SimpleNamespace) -> None:
    """A threshold that would ask everyone, or nobody, is a slip."""
    with pytest.raises(sv.InputError):
        flags(make, (1, 1), low_price=0)


def test_schemes_without_a_ranked_bid_say_nothing_of_their_points() -> None:
    """Where every bid is out, 'no points depend on pounds' was said of a scheme of pounds alone."""
    toms = sv.load("national-toms@2022")
    tender = sv.Tender("Depot", contract_value=1_000_000, published="2022-07-01", target="0.125")
    schemes = {"pounds": sv.Scheme([sv.Criterion("social value", 100, sv.AgainstTarget())]),
               "price": sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])}  # fmt: skip
    out = [sv.Bid("Acme", price=900_000, state="excluded", reason="late")]
    told = str(sv.compare_schemes(tender, out, toms, schemes).explain())
    assert told.count("No bid is ranked") == 2
    assert "No points depend" not in told
    told = str(sv.compare_schemes(tender, [sv.Bid("Acme", price=1)], toms, schemes).explain())
    assert "£125,000.00 gives 100 points (social value)" in told
    assert told.count("No points depend on pounds of social value.") == 1
