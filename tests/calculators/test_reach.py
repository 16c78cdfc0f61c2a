"""What would reach a goal: enough by the engine, and nothing less is."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.calculators.reaching.options import More, least

TOMS = sv.load("national-toms", edition="2022")
ESSEX = sv.load("essex", on="2022-06-01")
HIGHWAYS, BIDS = sv.read_tender("docs/examples/highways/tender.yaml")
STEPS = {"count": Decimal(1), "employee": Decimal(1), "person": Decimal(1)}


def total(bid: sv.Bid, *added: Any) -> Decimal:
    """What the engine makes of a bid with something added."""
    whole = attrs.evolve(bid, commitments=(*bid.commitments, *added))
    return sv.value(HIGHWAYS, whole, ESSEX).total


def one_less(more: More) -> Any:
    """What was added with one step less; nothing where that was one step."""
    made = more.commitment.quantity
    amount = made.amount - STEPS.get(made.unit, Decimal("0.01"))
    again = sv.fte(amount, years=1) if made.rate is not None else sv.quantity(amount, made.unit)
    return ESSEX.commit(more.commitment.measure, again)


@given(
    bid=st.sampled_from(BIDS),
    kept=st.integers(0, 9),
    more=st.decimals("0.01", "90000000", places=2),
)
@settings(max_examples=12, deadline=None)
def test_each_answer_is_enough_and_nothing_less_is(bid: sv.Bid, kept: int, more: Decimal) -> None:
    """A bidder must commit to no more than it needs, and never to what falls a penny short."""
    bid = attrs.evolve(bid, commitments=bid.commitments[:kept])
    goal = total(bid) + more
    found = sv.calculators.reach(HIGHWAYS, bid, ESSEX, goal=sv.gbp(goal))
    assert (found.missing, len(found.alone) > 15) == (more, True)
    for each in found.alone:
        assert total(bid, each.commitment) >= goal
        assert total(bid, one_less(each)) < goal
        assert each.brings == total(bid, each.commitment) - total(bid)


@given(more=st.decimals("0.01", "9000000", places=2), bid=st.sampled_from(BIDS))
@settings(max_examples=15, deadline=None)
def test_together_is_enough_and_a_per_cent_less_is_not(more: Decimal, bid: sv.Bid) -> None:
    """What is said of all together is held to the same as each alone."""
    goal = total(bid) + more
    found = sv.calculators.reach(HIGHWAYS, bid, ESSEX, goal=sv.gbp(goal)).together
    assert found is not None
    assert total(bid, *(each.commitment for each in found.more)) >= goal
    assert found.brings >= more
    less = [_share(bid, each, found.per_cent - 1) for each in found.more]
    assert total(bid, *(each for each in less if each is not None)) < goal


def _share(bid: sv.Bid, more: More, per_cent: int) -> Any:
    """So many per cent of what counts of a measure, rounded up to a step."""
    lines = sv.value(HIGHWAYS, bid, ESSEX).lines
    code, unit = more.commitment.measure, more.commitment.quantity.unit
    counts = sum(each.quantity for each in lines if each.measure == code and each.accepted)
    step = STEPS.get(unit, Decimal("0.01"))
    steps = math.ceil(Fraction(counts) * per_cent / Fraction(100 * step))
    amount = Decimal(steps) * step
    if not amount:
        return None
    one_year = more.commitment.quantity.rate is not None
    made = sv.fte(amount, years=1) if one_year else sv.quantity(amount, unit)
    return ESSEX.commit(code, made)


def test_the_least_that_works() -> None:
    """A search that stops a step early or late is wrong by a unit in every answer."""
    for first in (1, 2, 3, 99, 100, 101, 10**6):
        for guess in (-5, 1, 50, 100, 101, 10**7):
            assert least(lambda steps, first=first: steps >= first, guess) == first


def test_a_target_a_sum_and_what_could_be_either() -> None:
    """£50 taken for 50 pounds in every pound would make a bidder offer a fortune, or nothing."""
    acme = BIDS[0]
    target = sv.calculators.reach(HIGHWAYS, acme, ESSEX)
    assert (target.goal, target.basis) == (1_200_000, "the target of 50p per £1")
    assert sv.calculators.reach(HIGHWAYS, acme, ESSEX, goal="0.50") == target
    assert sv.calculators.reach(HIGHWAYS, acme, ESSEX, goal="1_000_000").goal == 1_000_000
    assert sv.calculators.reach(HIGHWAYS, acme, ESSEX, goal=sv.gbp(50)).missing == 0
    for either in ("100", "999.99", "0"):
        with pytest.raises(sv.SocialValueError, match="SV316"):
            sv.calculators.reach(HIGHWAYS, acme, ESSEX, goal=either)
    without = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
    with pytest.raises(sv.SocialValueError, match="SV316"):
        sv.calculators.reach(without, sv.Bid("Acme"), TOMS)


def test_what_is_reached_asks_for_nothing_more() -> None:
    """Who has reached the target is not led to offer more."""
    cedar = next(each for each in BIDS if total(each) < 1_200_000)
    found = sv.calculators.reach(HIGHWAYS, cedar, ESSEX, goal=sv.gbp("1000"))
    assert (found.alone, found.together, found.missing) == ((), None, 0)
    assert "Your offer reaches it." in str(found)


def test_the_warning_stands_before_every_answer() -> None:
    """An offer is kept: whoever reads a quantity has read that first."""
    text = str(sv.calculators.reach(HIGHWAYS, BIDS[0], ESSEX))
    warning = text.index("Offer only what you can deliver.")
    assert warning < text.index("no advice") < text.index("More of what you offer")
    assert text.index("More of what you offer") < text.index("What you do not offer yet")


def test_a_first_year_measure_is_asked_for_a_year_alone() -> None:
    """Two people kept for three years count two: the answer must not be three times too small."""
    found = sv.calculators.reach(HIGHWAYS, BIDS[0], ESSEX)
    (starters,) = [each for each in found.alone if each.code == "ECC4"]
    assert (starters.commitment.quantity.years, starters.words[-24:]) == (
        1, ", each person for a year",
    )  # fmt: skip


def test_double_counts_limits_and_what_cannot_are_said() -> None:
    """A bidder that offers the same pounds twice is credited with them once."""
    found = sv.calculators.reach(HIGHWAYS, BIDS[0], ESSEX, limits={"ECC1": 2})
    by_code = {each.code: each for each in found.alone}
    assert by_code["ECC11"].apart == ("ECC12",)
    assert (by_code["ECC1"].limit, by_code["ECC10"].limit) == (2, None)
    assert ("ECC3", "the measure has no value") in found.cannot
    assert not {code for code, _ in found.cannot} & by_code.keys()
    assert "NT45" not in {*by_code, *(code for code, _ in found.cannot)}
    short = attrs.evolve(HIGHWAYS, shortlist=["ECC1", "ECC10"])
    asked = sv.calculators.reach(short, sv.Bid("Acme"), ESSEX)
    assert [each.code for each in asked.alone] == ["ECC1", "ECC10"]
    assert asked.together is None


def test_the_value_table_of_the_tender_counts() -> None:
    """A value that the buyer gave for this procurement decides, not the national one."""
    dearer = attrs.evolve(HIGHWAYS, unit_values={"NT1": "56920", "NT18": "1", "NT19": "1"})
    usual, twice = (
        {each.code: each for each in sv.calculators.reach(each, sv.Bid("Acme"), ESSEX).alone}[
            "ECC1"
        ]
        for each in (HIGHWAYS, dearer)
    )
    assert usual.commitment.quantity.amount > 1.9 * float(twice.commitment.quantity.amount)


def test_a_buyer_that_shows_no_answer_is_heeded() -> None:
    """Some buyers hold that the answer steers offers; it is theirs to leave out."""
    off = attrs.evolve(HIGHWAYS, calculator=sv.calculators.Asked(without_reach=True))
    found = sv.calculators.reach(off, BIDS[0], ESSEX)
    assert (found.alone, found.shown) == ((), False)
    assert "turned this answer off" in str(found)


def test_the_parts_of_a_consortium_are_one_offer() -> None:
    """What two members offer under one activity counts once, as it would in one bid."""
    spend = [TOMS.commit(code, sv.gbp("1000"), activity="hedges") for code in ("NT18", "NT19")]
    parks = sv.Tender("Parks", contract_value="100_000", published="2022-07-01", target="0.50",
                      unit_values={"NT18": "1", "NT19": "1"})  # fmt: skip
    parts = [sv.Bid("Acme", commitments=spend[:1]), sv.Bid("Brook", commitments=spend[1:])]
    whole = sv.calculators.added_up(parts)
    assert (whole.bidder, len(whole.commitments)) == ("Acme and Brook", 2)
    assert sv.calculators.reach(parks, parts, TOMS).counts == sv.value(parks, whole, TOMS).total
    assert sv.value(parks, whole, TOMS).total < sum(
        each.total for each in sv.value(parks, parts, TOMS)
    )
    for wrong in ([], [sv.Bid("Acme", lot="a"), sv.Bid("Brook", lot="b")]):
        with pytest.raises(sv.SocialValueError, match="SV316"):
            sv.calculators.added_up(wrong)


def test_the_page_and_the_library_ask_for_the_same(calculator: Any) -> None:
    """A bidder that reads another figure on the page than in the command trusts neither."""
    found = sv.calculators.reach(HIGHWAYS, sv.Bid("Acme"), ESSEX)
    missing = Decimal(calculator.target_pence)
    for each in found.alone:
        line = next(one for one in calculator.lines if one.code == each.code)
        step = STEPS.get(line.unit, Decimal("0.01"))
        steps = math.ceil(
            Fraction(missing - Decimal("0.5")) / Fraction(line.unit_value * 100 * step)
        )
        assert each.commitment.quantity.amount == steps * step
