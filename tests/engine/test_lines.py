"""Lines: what a bid is worth, whatever its order, and why a line does not count."""

from __future__ import annotations

import decimal
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

AXES = ("theme", "outcome", "measure", "unit", "value_kind", "place", "activity")
CODES = ("A", "B", "C", "BROAD", "NARROW", "STARTERS", "STAFF", "RECORDED", "OFF", "LATER",
         "GONE", "LOCAL")  # fmt: skip
FACTORS = {"whole": 1, "per_year": 3, "per_million": 1, "per_call_off": 1}
Spec = dict[str, Any]

amounts = st.decimals(0, 10**6, places=3)
shares = st.none() | st.decimals(0, 1, places=2)


@st.composite
def quantities(draw: st.DrawFn, unit: str) -> sv.Quantity:
    """A quantity in a unit; FTE-years with or without their years."""
    if unit == "fte_year" and draw(st.booleans()):
        years = draw(st.decimals("0.25", 5, places=2))
        rate = draw(st.decimals(0, 50, places=2))
        return sv.fte(rate, years=years, cohorts=draw(st.integers(1, 4)))
    return sv.quantity(draw(amounts), unit)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """What one line of a bid says."""
    code = draw(st.sampled_from(CODES))
    units = {"BROAD": "gbp", "NARROW": "gbp", "STARTERS": "fte_year", "STAFF": "fte_year",
             "RECORDED": "percent"}  # fmt: skip
    return {
        "code": code,
        "amount": draw(quantities(units.get(code, "count"))),
        "activity": draw(st.sampled_from([None, "gangs", "  Gangs ", "GANGS", "plant"])),
        "place": draw(st.sampled_from([None, "E10000012", "E07000066", "E12000007"])),
        "basis": draw(st.sampled_from(list(FACTORS))),
        "share_claimed": draw(shares),
        "deadweight": draw(shares),
        "leakage": draw(shares),
    }


bids = st.lists(specs(), max_size=10)
tenders = st.fixed_dictionaries(
    {"years": st.sampled_from([1, 3, "2.5"]), "place": st.sampled_from([None, "E10000012"])}
)


def valued(make: SimpleNamespace, lines: list[Spec], **details: Any) -> sv.Valuation:
    """The valuation of a bid of these lines under the set with every rule in it."""
    held = make.rich()
    bid = make.bid(*(make.offered(held, **line) for line in lines))
    return sv.value(make.tender(**details), bid, held)


def rounded(pounds: Fraction) -> int:
    """Pence, half-up, worked out a second way."""
    return floor(pounds * 100 + Fraction(1, 2))


@contextmanager
def odd_context() -> Iterator[None]:
    """A process whose other code has set decimals to three digits, cut off, and every trap."""
    with decimal.localcontext() as context:
        context.prec, context.rounding, context.capitals = 3, decimal.ROUND_DOWN, 0
        context.Emax, context.Emin = 5, -3
        context.traps = dict.fromkeys(context.traps, True)
        yield


@given(bids, tenders)
def test_totals_are_sums_of_lines(
    make: SimpleNamespace, lines: list[Spec], details: dict[str, Any]
) -> None:
    """The total is the pennies of the accepted lines and nothing else; submitted is never less."""
    found = valued(make, lines, **details)
    assert found.total == sum((each.value for each in found.lines if each.accepted), Decimal(0))
    assert found.submitted == sum((each.submitted for each in found.lines), Decimal(0))
    assert found.submitted >= found.total
    assert found.total.as_tuple().exponent == -2
    assert {each.number for each in found.lines} == set(range(1, len(lines) + 1))
    assert found.refused == tuple(each for each in found.lines if not each.accepted)


@given(bids, tenders, st.sampled_from(AXES))
def test_every_split_sums_to_the_total(
    make: SimpleNamespace, lines: list[Spec], details: dict[str, Any], axis: str
) -> None:
    """Local economic and social value, themes and places: no pound is in two parts or in none."""
    found = valued(make, lines, **details)
    assert sum(found.by(axis).values(), Decimal(0)) == found.total


@given(bids, tenders)
def test_a_refused_line_is_worth_nothing_and_says_why(
    make: SimpleNamespace, lines: list[Spec], details: dict[str, Any]
) -> None:
    """A bidder who gets nothing for an offer is told the reason, under a stable code."""
    for each in valued(make, lines, **details).lines:
        assert 0 <= each.pence <= each.submitted_pence
        if each.accepted:
            assert (each.code, each.word, each.reason) == ("", "", "")
            assert each.pence == each.submitted_pence
        else:
            assert each.pence == 0
            assert each.code.startswith("SV5")
            assert each.reason
            assert each.word


@given(bids, tenders, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(
    make: SimpleNamespace, lines: list[Spec], details: dict[str, Any], chance: random.Random
) -> None:
    """A bidder can neither gain nor lose by sorting the table of offers."""

    def outcome(found: sv.Valuation) -> Counter[Any]:
        return Counter(
            (each.measure, each.commitment, each.quantity, each.pence, each.submitted_pence,
             tuple(problem.code for problem in each.refusals))
            for each in found.lines
        )  # fmt: skip

    first = valued(make, lines, **details)
    again = valued(make, chance.sample(lines, len(lines)), **details)
    assert again.total == first.total
    assert again.submitted == first.submitted
    assert outcome(again) == outcome(first)


@given(bids, tenders)
def test_each_commitment_is_the_product_rounded_once(
    make: SimpleNamespace, lines: list[Spec], details: dict[str, Any]
) -> None:
    """Quantity × unit value × kept share, half-up, also where a line is split in two."""
    found = valued(make, lines, **details)
    factors = {**FACTORS, "per_year": details["years"]}
    for number, line in enumerate(lines, start=1):
        parts = [each for each in found.lines if each.number == number]
        value = parts[0].unit_value or Decimal(0)
        kept = Fraction(line["share_claimed"] if line["share_claimed"] is not None else 1)
        for name in ("deadweight", "leakage"):
            kept *= 1 - Fraction(line[name] or 0)
        whole = Fraction(line["amount"].amount) * Fraction(factors[line["basis"]]) * kept
        assert sum(each.submitted_pence for each in parts) == rounded(whole * Fraction(value))
        for each in parts:
            if each.accepted:
                exact = Fraction(each.quantity) * Fraction(value) * kept
                assert each.pence == rounded(exact)
                assert Fraction(each.keep) == kept


@given(bids, st.integers(0, 9), st.decimals(0, 1000, places=2))
def test_offering_more_is_never_worth_less(
    make: SimpleNamespace, lines: list[Spec], which: int, more: Decimal
) -> None:
    """Nobody is punished for a larger promise."""
    if not lines:
        return
    line = lines[which % len(lines)]
    amount = line["amount"]
    if amount.rate is not None:
        larger = sv.fte(amount.rate + more, years=amount.years, cohorts=amount.cohorts)
    else:
        larger = sv.quantity(amount.amount + more, amount.unit)
    raised = [{**each, "amount": larger} if each is line else each for each in lines]
    assert valued(make, raised).total >= valued(make, lines).total


@given(bids)
def test_lines_without_an_activity_disturb_no_other(
    make: SimpleNamespace, lines: list[Spec]
) -> None:
    """What does not say which activity it is may be warned of, but refuses nobody's line."""
    clear = [each for each in lines if each["activity"] is not None]
    rest = [each for each in lines if each["activity"] is None]
    assert valued(make, lines).total == valued(make, clear).total + valued(make, rest).total


@given(bids, tenders)
def test_the_callers_decimal_context_changes_no_penny(
    make: SimpleNamespace, lines: list[Spec], details: dict[str, Any]
) -> None:
    """Two councils value one bid alike, whatever else runs in the same process."""
    plain = valued(make, lines, **details)
    with odd_context():
        odd = valued(make, lines, **details)
        said = odd.explain()
        splits = [odd.by(axis) for axis in AXES]
        ratio = odd.per_pound
    assert odd == plain
    assert said == plain.explain()
    assert splits == [plain.by(axis) for axis in AXES]
    assert ratio == plain.per_pound


# --- reasons, one by one ------------------------------------------------------------------


def only(found: sv.Valuation) -> sv.Line:
    """The one line of a valuation."""
    (line,) = found.lines
    return line


@pytest.mark.parametrize(
    ("code", "refused", "word"),
    [
        ("RECORDED", "SV503", "recorded-only"),
        ("OFF", "SV509", "switched-off"),
        ("LATER", "SV510", "before-first-value"),
        ("GONE", "SV501", "no-value"),
        ("LOCAL", "SV502", "no-local-value"),
    ],
)
def test_what_carries_no_pounds(make: SimpleNamespace, code: str, refused: str, word: str) -> None:
    """Each reason for a line of £0 has a code of its own: a bidder can act on it."""
    held = make.rich()
    line = only(sv.value(make.tender(), make.offers(held, {code: 5}), held))
    assert (line.code, line.word, line.value) == (refused, word, 0)
    assert line.measure in line.reason


def test_the_reason_for_having_no_value_is_the_publishers(make: SimpleNamespace) -> None:
    """A null is shown with its reason, and never as a figure of £0."""
    held = make.rich()
    line = only(sv.value(make.tender(), make.offers(held, {"GONE": 5}), held))
    assert "withdrawn by its publisher" in line.reason
    assert line.unit_value is None


def test_a_switched_off_measure_keeps_what_was_offered(make: SimpleNamespace) -> None:
    """What the buyer does not use is still listed at what it would have come to."""
    held = make.rich()
    line = only(sv.value(make.tender(), make.offers(held, {"OFF": 5}), held))
    assert (line.submitted, line.value) == (25, 0)
    assert "not used here" in line.reason


def test_all_reasons_are_given(make: SimpleNamespace) -> None:
    """A bidder who mends one fault is not met by the next."""
    held = make.framework(
        make.measure("M1", figures=[make.figure("5", "2030-01-01")], unit="fte_year",
                     counts="first_year", place="benefit", switched_off="not here"),
        make.measure("M2"),
        exclusions=(make.exclusion("alternative", ("M2", "M1")),),
    )  # fmt: skip
    bid = make.bid(
        make.offered(held, "M1", 5, activity="x", place=make.LONDON, basis="per_call_off"),
        make.offered(held, "M2", 5, activity="x"),
    )
    line = sv.value(make.tender(place=make.ESSEX), bid, held).lines[0]
    codes = [each.code for each in line.refusals]
    assert sorted(codes) == ["SV504", "SV505", "SV508", "SV509", "SV510", "SV511"]
    assert line.code == codes[0]


# --- basis --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "quantity", "value"),
    [("whole", "10", "73.70"), ("per_year", "30", "221.10"), ("per_million", "24", "176.88")],
)
def test_the_basis_says_how_often(
    make: SimpleNamespace, basis: str, quantity: str, value: str
) -> None:
    """Ten a year for three years are thirty; ten per £1m of a £2.4m contract are twenty-four."""
    held = make.rich()
    bid = make.offers(held, {"A": 10}) if basis == "whole" else None
    bid = bid or make.bid(make.offered(held, "A", 10, basis=basis))
    line = only(sv.value(make.tender(contract_value="2_400_000"), bid, held))
    assert (line.quantity, line.value) == (Decimal(quantity), Decimal(value))


def test_per_call_off_cannot_be_totalled(make: SimpleNamespace) -> None:
    """Nobody knows how many call-offs there will be: an offer for each has no sum."""
    held = make.rich()
    line = only(sv.value(make.tender(), make.bid(make.offered(held, "A", 1, basis="per_call_off")),
                         held))  # fmt: skip
    assert line.code == "SV511"


# --- adjustments --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "value"),
    [
        ({}, "1000.00"),
        ({"share_claimed": "0.6"}, "600.00"),
        ({"attribution_to_others": "0.4"}, "600.00"),
        ({"deadweight": "0.1", "displacement": "0.2", "leakage": "0.25"}, "540.00"),
        ({"deadweight": "0.1", "share_claimed": "0.5"}, "450.00"),
        ({"leakage": 1}, "0.00"),
        ({"share_claimed": 0}, "0.00"),
        ({"deadweight": "0.333333"}, "666.67"),
    ],
)
def test_adjustments_apply_only_where_they_are_asked_for(
    make: SimpleNamespace, details: dict[str, Any], value: str
) -> None:
    """(1−deadweight)(1−displacement)(1−leakage)(1−attribution) × share claimed, and none unasked.

    Source: scoring.md §1, V6.
    """
    held = make.framework(make.measure(value="10"))
    line = only(sv.value(make.tender(), make.bid(make.offered(held, "M1", 100, **details)), held))
    assert line.value == Decimal(value)
    assert line.accepted


# --- published examples -------------------------------------------------------------------


def test_twenty_five_fte_years(make: SimpleNamespace) -> None:
    """12.5 full-time equivalents for two years at £28,460 are £711,500.00."""
    held = make.rich()
    bid = make.offers(held, {"STAFF": sv.fte("12.5", years=2)})
    found = sv.value(make.tender(), bid, held)
    assert only(found).quantity == 25
    assert found.total == Decimal("711500.00")


@pytest.mark.parametrize(
    ("unit", "value", "quantity", "printed"),
    [
        ("fte_year", "28758", "3", "86274.00"),
        ("person_week", "251.7905723", "200", "50358.11"),
        ("staff_hour", "16.93", "30", "507.90"),
        ("gbp", "0.716470", "310000", "222105.70"),
        ("tco2e", "244.63", "120", "29355.60"),
        ("staff_hour", "16.93", "0.5", "8.47"),  # 8.465: half-up, where round() says 8.46
    ],
)
def test_rows_as_a_portal_prints_them(
    make: SimpleNamespace, unit: str, value: str, quantity: str, printed: str
) -> None:
    """Quantity × the unit value given by the tender, to the penny that the screen showed."""
    held = make.framework(make.measure("M1", None, figures=[make.figure(None)], unit=unit))
    tender = make.tender(unit_values={"M1": value})
    found = sv.value(tender, make.bid(make.offered(held, "M1", quantity)), held)
    assert found.total == Decimal(printed)


# --- several bids, and none ---------------------------------------------------------------


def test_several_bids_are_valued_in_their_order(make: SimpleNamespace) -> None:
    """One bid gives one valuation; a list gives one each, in the order of the list."""
    held = make.rich()
    pair = [make.offers(held, {"A": 1}, bidder="Brook"), make.offers(held, {"A": 2})]
    found = sv.value(make.tender(), pair, held)
    assert [each.bid.bidder for each in found] == ["Brook", "Acme"]
    assert [each.total for each in found] == [Decimal("7.37"), Decimal("14.74")]
    assert sv.value(make.tender(), iter(pair), held) == found
    assert sv.value(make.tender(), pair[0], held) == found[0]


def test_a_bid_without_commitments_is_worth_nothing(make: SimpleNamespace) -> None:
    """An offer of nothing is £0.00 and no error: the bid may still win on price."""
    found = sv.value(make.tender(), make.bid(), make.rich())
    assert (found.total, found.submitted, found.lines) == (0, 0, ())
    assert found.per_pound == 0
    assert all(found.by(axis) == {} for axis in AXES)
    assert "£0.00" in found.explain()


def test_a_ratio_names_what_it_divides_by(make: SimpleNamespace) -> None:
    """Pence per pound over the extended value would understate every bidder."""
    held = make.rich()
    value = sv.ContractValue("3", with_extensions="4", maximum="5", vat="included")
    found = sv.value(make.tender(contract_value=value), make.offers(held, {"A": 1}), held)
    assert found.per_pound_basis == "initial contract value, VAT included"
    assert found.per_pound == Decimal("2.456666666666666666666666667")


def test_an_unknown_axis_is_refused(make: SimpleNamespace) -> None:
    """A misspelt split is answered with those there are."""
    found = sv.value(make.tender(), make.bid(), make.rich())
    with pytest.raises(sv.InputError, match="did you mean 'theme'"):
        found.by("themes")
