"""What cannot mean anything is refused: all of one input at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import socialvalue as sv
from socialvalue.model.tender import Lot


def problems_of(call: Callable[[], Any]) -> list[sv.Problem]:
    """All the problems under which a call is refused."""
    with pytest.raises(sv.InputError) as caught:
        call()
    return list(caught.value.problems)


def found(call: Callable[[], Any]) -> list[tuple[str, str]]:
    """Code and field of each problem; the field is the last word of its place."""
    return [(each.code, each.where) for each in problems_of(call)]


def codes(call: Callable[[], Any]) -> list[str]:
    """The codes of all problems."""
    return [each.code for each in problems_of(call)]


# --- a tender -----------------------------------------------------------------------------


def test_all_problems_of_a_tender_are_told_at_once() -> None:
    """A buyer mends a notice once, and not field by field until the deadline has passed."""
    wrong = found(
        lambda: sv.Tender(
            " ",
            contract_value="£2,400,000",
            years=0,
            published="1 June 2022",
            place=5,
            target="50%",
            unit_values={"NT1": 28460.0, "NT18": "0,72", "NT19": "1"},
            parent_published="2022-13-01",
            lots=5,
        )
    )
    assert [code for code, _ in wrong] == [
        "SV313", "SV301", "SV307", "SV206", "SV316", "SV301", "SV305", "SV301", "SV316", "SV206",
    ]  # fmt: skip
    places = " | ".join(where for _, where in wrong)
    for word in ("title", "contract_value", "years", "published", "place", "target", "'NT1'",
                 "'NT18'", "lots", "parent_published"):  # fmt: skip
        assert word in places
    assert all(where.startswith("tender") for _, where in wrong)


@pytest.mark.parametrize(
    ("value", "code"),
    [(0, "SV307"), ("0.00", "SV307"), (None, "SV306"), (2.4e6, "SV305"), (-1, "SV302"),
     (True, "SV306"), (Decimal("NaN"), "SV306"), (10**15, "SV303"), ("", "SV301")],
)  # fmt: skip
def test_a_contract_value_is_an_amount_above_nothing(value: Any, code: str) -> None:
    """Every ratio divides by it: 0, nothing or a float would decide the award by accident."""
    assert codes(lambda: sv.Tender("x", contract_value=value)) == [code]
    assert codes(lambda: sv.ContractValue(value)) == [code]


def test_a_plain_amount_is_the_initial_term_without_vat() -> None:
    """The ratio that the target speaks of takes the initial term, excluding VAT."""
    assert sv.Tender("x", contract_value="5").contract_value == sv.ContractValue(5)
    assert sv.ContractValue(5).vat == "excluded"
    assert sv.ContractValue(5).with_extensions is None


def test_a_contract_with_its_extensions_is_no_smaller_than_without() -> None:
    """Swapped amounts would make every bidder's pence per pound look larger than it is."""
    wrong = problems_of(
        lambda: sv.ContractValue(100, with_extensions=99, maximum="99.99", vat="maybe")
    )
    assert [each.code for each in wrong] == ["SV312", "SV318", "SV318"]
    assert [each.code for each in problems_of(lambda: sv.ContractValue("x", maximum=0))] == [
        "SV301",
        "SV307",
    ]
    assert sv.ContractValue(100, with_extensions=100, maximum=200, vat="included").maximum == 200


def test_nothing_given_is_nothing() -> None:
    """An empty column of a spreadsheet is an absent value, and not a broken tender."""
    tender: Any = sv.Tender("x", contract_value=1, unit_values=None)
    bid: Any = sv.Bid("x", marks=None, commitments=None)
    assert (tender.unit_values, bid.marks, bid.commitments) == ({}, {}, ())
    assert (tender, bid) == (sv.Tender("x", contract_value=1), sv.Bid("x"))


@pytest.mark.parametrize("given", [5, "NT1", ["NT1"]])
def test_unit_values_are_a_mapping(given: Any) -> None:
    """What has no codes cannot be matched to measures."""
    assert codes(lambda: sv.Tender("x", contract_value=1, unit_values=given)) == ["SV316"]


@pytest.mark.parametrize(
    "make",
    [
        lambda x: sv.PanelMark(5, mean=x),
        lambda x: sv.PointsMenu({"A": 1}, relative=x),
        lambda x: sv.Criterion("a", 5, sv.LowestPrice(), needs_both=x),
        lambda x: sv.Scheme([sv.Criterion("a", 100, sv.LowestPrice())], illustrative=x),
        lambda x: sv.Tender("x", contract_value=1, above_threshold=x),
    ],
)
@pytest.mark.parametrize("word", ["no", "false", "yes", 0, 1, ""])
def test_true_or_false_is_no_word(make: Callable[[Any], Any], word: Any) -> None:
    """To Python "no" is true: a mean would be taken where the scheme says no mean."""
    assert codes(lambda: make(word)) == ["SV316"]


@pytest.mark.parametrize(
    "make",
    [
        lambda x: sv.Tender("x", contract_value=1, scheme=x),
        lambda x: sv.Tender("x", contract_value=1, note=x),
        lambda x: sv.Tender("x", contract_value=1, framework=x),
        lambda x: Lot("x", scheme=x),
        lambda x: sv.EvaluatorMark(x, 4),
        lambda x: sv.EvaluatorMark("A", 4, x),
        lambda x: sv.Moderated(4, reason=x),
        lambda x: sv.Moderated(4, by=x),
    ],
)
def test_words_and_schemes_are_what_they_say(make: Callable[[Any], Any]) -> None:
    """A number where a reason belongs would end in a letter, or in a traceback."""
    assert codes(lambda: make(5)) == ["SV316"]


def test_lots_are_names_or_lots() -> None:
    """A lot without a name could not be bid for; one alone may stand without a list."""

    def names(lots: Any) -> list[str]:
        return [each.name for each in sv.Tender("x", contract_value=1, lots=lots).lots]

    assert names("north") == ["north"]
    assert names(["north", " south ", Lot("east", contract_value=5)]) == [
        "north",
        "south",
        "east",
    ]
    assert names(None) == []
    for wrong, code in ((["a", 5], "SV316"), (5, "SV316"), (["a", ""], "SV313"),
                        (["a", "b", "a"], "SV222")):  # fmt: skip
        assert codes(lambda wrong=wrong: names(wrong)) == [code]


# --- dates --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        "2022-06-01",
        date(2022, 6, 1),
        datetime(2022, 6, 1, 23, 59),  # noqa: DTZ001
        pd.Timestamp("2022-06-01 12:00"),
        np.datetime64("2022-06-01"),
        np.datetime64("2022-06-01T12:00", "ns"),
        pd.Series(pd.to_datetime(["2022-06-01"])).to_numpy()[0],
    ],
)
def test_a_day_however_it_comes(given: Any) -> None:
    """A dataframe's timestamp means its day, and compares with days ever after."""
    held = sv.Tender("x", contract_value=1, published=given).published
    assert type(held) is date
    assert held == date(2022, 6, 1)


@pytest.mark.parametrize(
    "given",
    ["01/06/2022", "1 June 2022", "2022-6-1", "2022-02-30", "20220601", "2022-W22-3", " 2022-06-01",
     "\u0662022-06-01", "", 20220601, 44713.0, datetime(2022, 6, 1, tzinfo=UTC),
     pd.Timestamp("2022-06-01", tz="Europe/London"), pd.NaT, np.datetime64("2022-06"),
     np.datetime64("NaT"), np.datetime64("12022-06-01"), True],
)  # fmt: skip
def test_what_is_no_day_is_refused(given: Any) -> None:
    """01/06 is June to one and January to another; a moment elsewhere may be another day here."""
    assert codes(lambda: sv.Tender("x", contract_value=1, published=given)) == ["SV206"]


def test_a_moment_with_a_time_zone_says_what_to_write() -> None:
    """The refusal shows how to give the day."""
    moment = datetime(2022, 6, 1, tzinfo=UTC)
    (wrong,) = problems_of(lambda: sv.Tender("x", contract_value=1, published=moment))
    assert "without a time zone" in wrong.hint


@pytest.mark.parametrize(
    "make",
    [
        lambda: sv.Criterion("a", 0.5, sv.LowestPrice()),
        lambda: sv.PanelMark(out_of=0.5),
        lambda: sv.AgainstTarget(0.5),
    ],
)
def test_a_float_is_not_called_money_where_none_is(make: Callable[[], object]) -> None:
    """Points are no money: who reads that they are looks for the fault elsewhere (S8)."""
    (wrong,) = problems_of(make)
    assert wrong.code == "SV305"
    assert "0.5 is a float" in wrong.message
    assert "must be exact" in wrong.message
    assert 'as text, for example "0.5"' in wrong.hint
    assert "money" not in wrong.message


# --- a bid --------------------------------------------------------------------------------


def test_all_problems_of_a_bid_are_told_at_once() -> None:
    """A bidder's table is mended once: price, marks, state and commitments together."""
    wrong = found(
        lambda: sv.Bid(
            "",
            price=2.31e6,
            commitments=[5],
            marks={"quality": "good", "other": -1, "fine": 4},
            lot=7,
            state="disqualified",
            reason=["late"],
        )
    )
    assert [code for code, _ in wrong] == [
        "SV313", "SV305", "SV316", "SV301", "SV302", "SV316", "SV316", "SV312",
    ]  # fmt: skip
    assert any("'quality'" in where for _, where in wrong)
    assert any("'other'" in where for _, where in wrong)
    assert not any("'fine'" in where for _, where in wrong)


def test_a_bid_is_known_by_its_name() -> None:
    """A problem of one bid of thirty says which one."""
    (wrong,) = problems_of(lambda: sv.Bid("Acme", price="x"))
    assert "'Acme'" in wrong.where
    assert codes(lambda: sv.Bid(None)) == ["SV316"]
    assert codes(lambda: sv.Bid("  ")) == ["SV313"]
    assert sv.Bid("  Acme ").bidder == "Acme"
    assert sv.Bid("Żółć & Søn 建設 🏗").bidder == "Żółć & Søn 建設 🏗"


def test_marks_may_be_floats_and_prices_not() -> None:
    """A mark of 3.5 comes from a spreadsheet; a price of 3.5 is money, and exact."""
    bid = sv.Bid("x", marks={"a": 3.5, "b": np.float64(0.1), "c": "4", "d": Decimal(2)})
    assert [each.consensus for each in bid.marks.values()] == [
        Decimal("3.5"), Decimal("0.1"), Decimal(4), Decimal(2),
    ]  # fmt: skip
    for bad in (float("nan"), float("inf"), "4/5", None):
        assert codes(lambda bad=bad: sv.Bid("x", marks={"a": bad}))[0] in {"SV301", "SV306"}


def test_a_single_commitment_may_stand_alone(make: SimpleNamespace) -> None:
    """One line needs no list around it; a text or a framework is no commitment at all."""
    held = make.rich()
    line = make.offered(held, "A", 5)
    assert sv.Bid("x", commitments=line).commitments == (line,)
    assert sv.Bid("x", commitments=iter([line])).commitments == (line,)
    for strange in ("NT1", held, {"NT1": line}, [line, None]):
        assert codes(lambda strange=strange: sv.Bid("x", commitments=strange)) == ["SV316"]


def test_a_moderated_mark_keeps_its_panel() -> None:
    """A bidder may be told who gave what and why it became this mark."""
    mark = sv.Moderated(
        "3.5",
        marks=[sv.EvaluatorMark("A", 3, "thin"), sv.EvaluatorMark("B", 4.0)],
        reason="clear plan",
        by="Chair",
        on="2022-07-14",
    )
    assert sv.Bid("x", marks={"quality": mark}).marks["quality"] is mark
    assert [each.mark for each in mark.marks] == [3, 4]
    assert (mark.consensus, mark.on) == (Decimal("3.5"), date(2022, 7, 14))


def test_a_moderated_mark_that_means_nothing_is_refused() -> None:
    """A mean of words, or a panel that is none, stands behind no award."""
    wrong = codes(lambda: sv.Moderated("good", marks=[4], on="soon"))
    assert wrong == ["SV301", "SV316", "SV206"]
    assert codes(lambda: sv.EvaluatorMark("A", "-1")) == ["SV301"]
    assert codes(lambda: sv.Moderated(None)) == ["SV306"]


# --- a commitment -------------------------------------------------------------------------


def test_all_problems_of_a_commitment_are_told_at_once(make: SimpleNamespace) -> None:
    """A line is mended once: unit, place, shares and words together."""
    held = make.rich()
    wrong = codes(
        lambda: held.commit(
            "STAFF",
            sv.hours(5),
            activity=5,
            place="Essex",
            date="soon",
            basis="daily",
            share_claimed="1.5",
            deadweight="x",
            attribution_to_others="0.5",
            community="no",
            note=5,
        )
    )
    assert sorted(wrong) == sorted(
        ["SV308", "SV210", "SV316", "SV206", "SV310", "SV301", "SV316", "SV312", "SV311", "SV316"]
    )


def test_an_unknown_code_suggests_the_nearest(make: SimpleNamespace) -> None:
    """A slip in a code is told apart from a measure that does not exist."""
    with pytest.raises(sv.NotFoundError, match="STARTERS") as caught:
        make.rich().commit("STARTRES", sv.fte(1))
    assert caught.value.problems[0].code == "SV209"
    assert isinstance(caught.value, KeyError)


def test_a_detail_that_does_not_exist_is_not_lost(make: SimpleNamespace) -> None:
    """A misspelt `activty=` would otherwise hide a double count in silence."""
    held = make.rich()
    with pytest.raises(TypeError, match="activty"):
        held.commit("A", sv.count(1), activty="site team")
    with pytest.raises(TypeError):
        held.commit("A", sv.count(1), "site team")


CONFUSABLE = [
    ("person_week", sv.hours(40), "staff hours"),
    ("person_week", sv.quantity("6", "week"), "weeks"),
    ("person_week", sv.quantity(5, "person"), "people"),
    ("person_week", sv.fte(1), "FTE-years"),
    ("week", sv.weeks(40, people=5), "person-weeks"),
    ("staff_hour", sv.attendee_hours(3), "attendee hours"),
    ("staff_hour", sv.expert_hours(3), "expert hours"),
    ("staff_hour", sv.weeks(3), "person-weeks"),
    ("expert_hour", sv.hours(3), "staff hours"),
    ("attendee_hour", sv.quantity(3, "person"), "people"),
    ("fte_year", sv.quantity(3, "employee"), "employees"),
    ("fte_year", sv.weeks(52), "person-weeks"),
    ("person", sv.quantity(3, "employee"), "employees"),
    ("gbp", sv.hours(3), "staff hours"),
    ("staff_hour", sv.gbp(3), "£"),
    ("tonne", sv.tonnes_co2e(3), "tCO2e"),
    ("tco2e", sv.kilograms(3), "kilograms"),
    ("percent", sv.count(3), "as a number"),
]


@pytest.mark.parametrize(("unit", "offered", "named"), CONFUSABLE)
def test_a_wrong_unit_says_what_is_counted_and_how_to_write_it(
    make: SimpleNamespace, unit: str, offered: sv.Quantity, named: str
) -> None:
    """Weeks, hours, people and pounds are told apart, and the bidder is shown the right form."""
    held = make.framework(make.measure("M1", unit=unit))
    (wrong,) = problems_of(lambda: held.commit("M1", offered))
    assert wrong.code == "SV308"
    assert "M1 is counted in" in wrong.message
    assert "in in" not in wrong.message
    assert f"was offered {named if named.startswith('as ') else f'in {named}'}" in wrong.message
    assert "sv." in wrong.hint


@pytest.mark.parametrize("bare", [5, "5", 5.0, Decimal(5), None, True])
def test_a_bare_number_is_no_quantity(make: SimpleNamespace, bare: Any) -> None:
    """Twelve of what? The hint shows how to say it."""
    held = make.rich()
    (wrong,) = problems_of(lambda: held.commit("STAFF", bare))
    assert wrong.code == "SV309"
    assert "sv.fte(" in wrong.hint


@pytest.mark.parametrize("share", ["0", "0.5", "1", 0.25, Decimal(1), 1])
def test_shares_lie_between_nothing_and_all(make: SimpleNamespace, share: Any) -> None:
    """The ends count: all of it and none of it are both shares."""
    line = make.rich().commit("A", sv.count(1), leakage=share)
    assert 0 <= line.leakage <= 1


@pytest.mark.parametrize("share", ["1.01", 50, "50%", -0.1, float("nan"), True])
def test_what_is_no_share_is_refused(make: SimpleNamespace, share: Any) -> None:
    """50 where 0.5 was meant would turn a reduction into a multiplication by 49."""
    held = make.rich()
    wrong = codes(lambda: held.commit("A", sv.count(1), deadweight=share))
    assert wrong[0] in {"SV301", "SV302", "SV306", "SV310"}


def test_two_attributions_are_refused(make: SimpleNamespace) -> None:
    """The word is used in print with two opposite meanings: both at once would cancel out."""
    held = make.rich()
    both = {"share_claimed": "0.6", "attribution_to_others": "0.4"}
    assert codes(lambda: held.commit("A", sv.count(1), **both)) == ["SV311"]


def test_a_place_that_is_named_in_words_is_answered_with_its_code(make: SimpleNamespace) -> None:
    """`Essex` may be a county or an old one: the code says which, and the hint gives the code."""
    held = make.rich()
    (wrong,) = problems_of(lambda: held.commit("A", sv.count(1), place="essex"))
    assert wrong.code == "SV210"
    assert make.ESSEX in wrong.hint


def test_a_commitment_keeps_what_the_bidder_said(make: SimpleNamespace) -> None:
    """250 miles stay 250 miles in the record, though 2.5 hundreds of miles are counted."""
    held = make.framework(make.measure("M1", unit="hundred_miles"))
    line = held.commit("M1", sv.miles(250), note="by van")
    assert (line.offered, line.quantity.amount) == (sv.miles(250), Decimal("2.50"))
    assert (line.framework, line.measure, line.note) == ("demo@1", "M1", "by van")


def test_a_plugins_own_code_is_kept_as_the_canonical_one(make: SimpleNamespace) -> None:
    """Two names of one measure cannot be used to offer it twice."""
    assert make.rich().commit("OWN-A", sv.count(1)).measure == "A"
