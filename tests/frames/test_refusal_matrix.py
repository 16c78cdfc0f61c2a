"""Which reason a row shows: every rule beside every other, on every kind of table.

The rows are made of `REFUSALS`: each rule alone where it fires and where it just does not, and each
pair of rules that one row can break.  What is expected comes from the object path: what it raises,
all at once, or else the first reason of the lines that `sv.value` gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from types import SimpleNamespace
from typing import Any, Final, TypeAlias

import attrs
import pytest

import socialvalue as sv
from socialvalue.engine.order import ORDER, REFUSALS

Said: TypeAlias = Mapping[str, Any]

ENGLAND, EAST, LONDON = "E92000001", "E12000006", "E12000007"
ESSEX, HERTS, BASILDON = "E10000012", "E10000015", "E07000066"
OWN = "the measure's"
BILLION = 10**11
FIRST_YEAR = {"counted": "fte_year", "counts": "first_year"}
EVERY_YEAR = {"counted": "fte_year", "counts": "every_year"}
NEW_YEAR = dt.date(2030, 1, 1)


def _figures(value: str | None, start: str = "2020-01-01", place: str | None = None) -> Any:
    return {"figures": (value, start, place), "local": place is not None}


CASES: Final[Mapping[str, tuple[Said, Said]]] = {
    "SV209": ({"code": "unknown"}, {"code": "own"}),
    "SV204": ({"unit": "stones"}, {"unit": OWN}),
    "SV308": ({"unit": "attendee_hour"}, {"unit": OWN}),
    "SV306": ({"quantity": None}, {"quantity": Decimal("0.000001")}),
    "SV302": ({"quantity": Decimal("-0.000001")}, {"quantity": Decimal("0.000001")}),
    "SV303": (
        {"quantity": Decimal("1E12")},
        {"quantity": Decimal(10**12 - 1), **_figures("0.0000001")},
    ),
    "SV316": (
        {"counted": "yes_no", "quantity": Decimal(2)},
        {"counted": "yes_no", "quantity": Decimal(1)},
    ),
    "SV307": (
        {**EVERY_YEAR, "years": Decimal(0)},
        {**EVERY_YEAR, "years": Decimal("0.001")},
    ),
    "SV210": ({"place": "E99999999"}, {"place": BASILDON}),
    "SV310": ({"share_claimed": Decimal("1.0001")}, {"share_claimed": Decimal(1)}),
    "SV311": (
        {"share_claimed": Decimal(1), "attribution_to_others": Decimal(0)},
        {"attribution_to_others": Decimal(0)},
    ),
    "SV312": ({"basis": "yearly"}, {"basis": "whole"}),
    "SV509": ({"off": True}, {"off": False}),
    "SV513": ({"listed": False}, {"listed": True}),
    "SV503": ({"kind": "recorded"}, {"kind": "monetised"}),
    "SV508": ({"place": HERTS, "falls": "benefit"}, {"place": BASILDON, "falls": "benefit"}),
    "SV501": (_figures(None), _figures("10")),
    "SV502": (_figures("2.25", place=LONDON), _figures("2.25", place=EAST)),
    "SV510": (
        {**_figures("5", "2030-01-01"), "date": NEW_YEAR - dt.timedelta(1)},
        {**_figures("5", "2030-01-01"), "date": NEW_YEAR},
    ),
    "SV505": ({**FIRST_YEAR, "years": None}, {**FIRST_YEAR, "years": Decimal(1)}),
    "SV511": ({"basis": "per_call_off"}, {"basis": "per_year"}),
    "SV514": ({"basis": "per_year"}, {"basis": "whole"}),
    "SV504": ({"beside": "one team"}, {"beside": "another team"}),
    "SV512": (
        {**_figures("1"), "quantity": Decimal(2 * 10**9)},
        {**_figures("1"), "quantity": Decimal("999999999.99")},
    ),
    "SV507": ({**EVERY_YEAR, "years": Decimal("3.001")}, {**EVERY_YEAR, "years": Decimal(3)}),
    "SV506": ({**FIRST_YEAR, "years": Decimal("1.001")}, {**FIRST_YEAR, "years": Decimal(1)}),
}
"""For each rule what a row says, or its measure is, where it fires, and where it just does not."""

MORE: Final[tuple[tuple[str, Said], ...]] = (
    ("SV512", {**_figures("1"), "quantity": Decimal(10**9)}),
    ("SV310", {"deadweight": Decimal("1.0001")}),
    ("SV310", {"displacement": Decimal("1.0001")}),
    ("SV310", {"leakage": Decimal("1.0001")}),
    ("SV310", {"attribution_to_others": Decimal("1.0001")}),
    ("", {"place": HERTS, "falls": "none"}),
    ("", {"place": ESSEX, "falls": "benefit"}),
    ("", {"quantity": Decimal(0)}),
    ("", {**EVERY_YEAR, "years": Decimal(0), "quantity": Decimal(0)}),
    ("", {**_figures(None), "unit_value": Decimal("2.5")}),
    ("", {**_figures("5", "2030-01-01"), "unit_value": Decimal("2.5")}),
    ("SV509", {"off": True, "unit_value": Decimal("2.5")}),
    ("SV503", {"kind": "recorded", "unit_value": Decimal("2.5")}),
    ("SV506", {**FIRST_YEAR, "years": Decimal("3.001"), "basis": "per_year"}),
    ("SV507", {**EVERY_YEAR, "years": Decimal("1.001"), "basis": "per_year"}),
)
"""What else a row may say, and the reason it then has under a contract of three years."""


@attrs.frozen
class Row:
    """One row of the matrix.

    Attributes:
        about: The rules that it is about, in their order.
        said: What it says, and what its measure is.
        code: The reason that it must show, or "", where the contract makes it so.
    """

    about: str
    said: Said
    code: str


def written() -> Iterator[Row]:
    """The rows of the matrix."""
    listed = [each.code for each in REFUSALS if each.level != "register"]
    for code in listed:
        fires, spares = CASES[code]
        yield Row(code, fires, code)
        yield Row(f"just not {code}", spares, "")
    for first, then in combinations(listed, 2):
        for told, said, code in zip(("", "just not "), CASES[first], (first, then), strict=True):
            other = CASES[then][0]
            if all(said[each] == other[each] for each in said.keys() & other.keys()):
                yield Row(f"{told}{first}, {then}", {**said, **other}, code)
    for code, said in MORE:
        yield Row(f"more: {code}", said, code)


ROWS: Final = tuple(written())


# --- the set, the contract and the table ---------------------------------------------------------


def framework(make: SimpleNamespace) -> sv.Framework:
    """A set with a measure for each row, and one that stands before all of them."""
    measures = [make.measure("STRONG"), *(measure(make, n, row.said) for n, row in enumerate(ROWS))]
    codes = [each.code for each in measures]
    rule = make.exclusion("alternative", *(("STRONG", each) for each in codes[1:]))
    own = make.places.__class__({f"OWN-{each}": each for each in codes})
    return make.framework(*measures, exclusions=(rule,), codes=own, place=ESSEX)  # type: ignore[no-any-return]


def measure(make: SimpleNamespace, number: int, said: Said) -> Any:
    """The measure of a row."""
    value, start, place = said.get("figures", ("10", "2020-01-01", None))
    note = "withdrawn" if value is None else ""
    details: dict[str, Any] = {
        "unit": said.get("counted", "count"),
        "place": said.get("falls", "none"),
        "switched_off": "not used here" if said.get("off") else "",
    }
    if "counts" in said:
        details["counts"] = said["counts"]
    if said.get("kind") == "recorded":
        return make.measure(f"M{number}", kind="recorded", **details)
    figures = [make.figure(value, start, place=place, note=note)]
    return make.measure(f"M{number}", figures=figures, local=said.get("local", False), **details)


CONTRACTS: Final[Mapping[str, Said | None]] = {
    "three years": {"years": 3},
    "half a year": {"years": "0.5"},
    "none": None,
}


def contract(make: SimpleNamespace, which: str) -> sv.Tender | None:
    """A contract that asks for all measures but some; or none."""
    details = CONTRACTS[which]
    if details is None:
        return None
    listed = ["STRONG", *(f"M{n}" for n, row in enumerate(ROWS) if row.said.get("listed", True))]
    return make.tender(place=ESSEX, shortlist=listed, **details)  # type: ignore[no-any-return]


def offered(number: int, row: Row) -> dict[str, Any]:
    """What a row says, column by column."""
    said = row.said
    codes = {"unknown": f"NO{number}", "own": f"OWN-M{number}", "": f"M{number}"}
    unit = said.get("unit")
    columns = {
        "measure": codes[said.get("code", "")],
        "quantity": said.get("quantity", Decimal(1 if said.get("counted") == "yes_no" else 2)),
        "unit": said.get("counted", "count") if unit == OWN else unit,
        "activity": "one team" if "beside" in said else None,
        "bid": f"bid {number}",
    }
    return {**said, **columns}


def table(names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of the matrix, and after them those that stand beside some in their bids."""
    rows = [offered(number, row) for number, row in enumerate(ROWS)]
    beside = [
        {"bid": row["bid"], "measure": "STRONG", "quantity": Decimal(1), "activity": row["beside"]}
        for row in rows if "beside" in row
    ]  # fmt: skip
    return [{name: row.get(name) for name in names} for row in (*rows, *beside)]


# --- what the object path says --------------------------------------------------------------------


def raised(*makers: Callable[[], Any]) -> set[str]:
    """The codes of all that is raised."""
    found: set[str] = set()
    for make in makers:
        try:
            make()
        except sv.SocialValueError as wrong:
            found |= {each.code for each in wrong.problems}
        except ZeroDivisionError:
            found |= {"SV307"}  # no rate makes something of no years
    return found


DETAILS = ("place", "date", "activity", "share_claimed", "deadweight", "displacement", "leakage",
           "attribution_to_others")  # fmt: skip
IN_PART = ("year", "million")
"""The ends of a basis that needs a contract."""


def quantity(held: sv.Framework, number: int, row: Said) -> Any:
    """What a row offers, as a quantity."""
    unit, years = row["unit"] or held[f"M{number}"].unit, row["years"]
    if years is None or {unit, held[f"M{number}"].unit} != {"fte_year"}:
        return sv.quantity(row["quantity"], unit)
    total = Fraction(sv.quantity(row["quantity"], unit).amount)
    return sv.fte(total / Fraction(years) if total else 0, years=years)


def commitment(held: sv.Framework, number: int, row: Said, made: Any, basis: str) -> Any:
    """What a row offers, as a commitment."""
    details = {each: row[each] for each in DETAILS}
    return held.commit(f"M{number}", made, basis=basis, **details)


def raised_of(held: sv.Framework, number: int, row: Said) -> set[str]:
    """The codes of all that cannot mean anything in a row."""
    unit = row["unit"] or held[f"M{number}"].unit
    one = sv.quantity(1, held[f"M{number}"].unit if unit == "stones" else unit)
    return raised(
        lambda: held[row["measure"]],
        lambda: quantity(held, number, row),
        lambda: commitment(held, number, row, one, row["basis"] or "whole"),
    )


def expected(
    held: sv.Framework, tender: sv.Tender | None, rows: list[dict[str, Any]]
) -> list[tuple[int, str]]:
    """Pennies and the first of all the reasons against each row."""
    wrong = [raised_of(held, number, row) for number, row in enumerate(rows)]
    bids = []
    for number, row in enumerate(rows):
        if not wrong[number]:
            basis = row["basis"] or "whole"
            if tender is None and basis.endswith(IN_PART):
                wrong[number], basis = {"SV514"}, "whole"
            made = commitment(held, number, row, quantity(held, number, row), basis)
            bids.append(sv.Bid(f"bid {number}", commitments=[made, *beside(held, row)]))
    given = {f"M{n}": row["unit_value"] for n, row in enumerate(rows) if row["unit_value"]}
    valued = attrs.evolve(
        tender or sv.Tender("without an end", contract_value=1, years=90),
        unit_values={code: each for code, each in given.items() if held[code].kind != "recorded"},
    )
    found = {each.bid.bidder: each for each in sv.value(valued, bids, held)}
    return [answer(wrong[n], found.get(f"bid {n}")) for n in range(len(rows))]


def beside(held: sv.Framework, row: Said) -> list[Any]:
    """What stands beside a row in its bid."""
    if row["beside"] is None:
        return []
    return [held.commit("STRONG", sv.quantity(1, "count"), activity=row["beside"])]


def answer(wrong: set[str], worth: Any) -> tuple[int, str]:
    """Pennies and the first reason, of what is raised and what is refused."""
    lines = [each for each in worth.lines if each.number == 1] if worth else []
    reasons = wrong | {each.code for each in lines if each.code}
    pence = sum(each.pence for each in lines)
    reasons |= {"SV512"} if pence >= BILLION else set()
    first = min(reasons, key=ORDER.index, default="")
    return (pence if not first or first in ("SV506", "SV507") else 0), first


@pytest.fixture(scope="module")
def matrix(make: SimpleNamespace, frames: SimpleNamespace) -> SimpleNamespace:
    """The set, the table, and for each contract what is expected of its rows."""
    held, rows = framework(make), table((*frames.NAMES, "beside"))
    tenders = {which: contract(make, which) for which in CONTRACTS}
    answers = {
        which: expected(held, tender, rows[: len(ROWS)]) for which, tender in tenders.items()
    }
    return SimpleNamespace(held=held, rows=rows, tenders=tenders, answers=answers)


# --- the tests ------------------------------------------------------------------------------------


def test_every_rule_has_its_rows(matrix: SimpleNamespace) -> None:
    """A rule that no row breaks could change without anyone seeing it."""
    assert set(CASES) == set(ORDER) - {"SV313"}
    assert len(ROWS) > 200
    for number, row in enumerate(ROWS):
        found = {answers[number][1] for answers in matrix.answers.values()}
        assert row.code in found, row.about


def test_a_row_outside_the_place_without_a_figure(matrix: SimpleNamespace) -> None:
    """The bidder reads that the offer is in the wrong place, which no figure would have mended."""
    both = {**CASES["SV508"][0], **CASES["SV501"][0]}
    at = next(n for n, row in enumerate(ROWS) if row.said == both)
    assert matrix.answers["three years"][at] == (0, "SV508")


@pytest.mark.parametrize("which", CONTRACTS)
def test_the_first_reason_of_a_row_in_memory(
    which: str, kind: str, frames: SimpleNamespace, matrix: SimpleNamespace
) -> None:
    """Who reads a row's reason acts on it: it is the one that stands before all others."""
    made = frames.EAGER[kind](matrix.rows)
    check(which, frames.answers(valued(made, which, matrix)), matrix)


@pytest.mark.parametrize("which", CONTRACTS)
def test_the_first_reason_of_a_row_of_an_engine(
    which: str, lazy: str, frames: SimpleNamespace, matrix: SimpleNamespace
) -> None:
    """The same reason, whatever engine looks for it."""
    made = frames.LAZY[lazy](matrix.rows)
    check(which, frames.answers(frames.collected(valued(made, which, matrix))), matrix)


def valued(made: Any, which: str, matrix: SimpleNamespace) -> Any:
    """A table of the matrix, valued."""
    return sv.value_frame(made, matrix.held, tender=matrix.tenders[which])


def check(which: str, found: list[tuple[int, str]], matrix: SimpleNamespace) -> None:
    """Compare the rows of the matrix, and show those that differ."""
    pairs = zip(ROWS, found, matrix.answers[which], strict=False)
    assert len(found) == len(matrix.rows)
    assert [(row.about, mine, theirs) for row, mine, theirs in pairs if mine != theirs] == []
