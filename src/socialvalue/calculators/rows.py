"""A row that a bidder filled in, as a commitment; what cannot be read, by its box."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from socialvalue.calculators.columns import PEOPLE, TWO_BOXES, WORDS, YES_OR_NO, kind_of
from socialvalue.calculators.description import CalculatorData, CalculatorLine, formula_of
from socialvalue.calculators.tables import Place, Table
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.numbers import EXACT, Exact, plain
from socialvalue.sheets.typed import no_words, number_in
from socialvalue.sheets.workbooks import Cell
from socialvalue.spans import Span
from socialvalue.units import (
    Quantity,
    attendee_hours,
    expert_hours,
    fte,
    hours,
    quantity,
    weeks,
)

__all__ = ["TOO_MANY", "OfferRow", "bid_of", "commitment_of", "row_of_offer"]

_BY_PEOPLE = {
    "person_week": weeks,
    "staff_hour": hours,
    "expert_hour": expert_hours,
    "attendee_hour": attendee_hours,
}
_PLACES = Decimal("0.01")
TOO_MANY: Final = Decimal(1_000_000_000_000)
"""No quantity comes near, and none can be made of more."""
_DAYS = range(30_000, 60_001)
_DAYS_PER_YEAR = Fraction(1461, 4)


@attrs.frozen(kw_only=True)
class OfferRow:
    """One commitment of a return.

    Attributes:
        line: What was asked.
        quantity: What is offered.
        activity: What it is for, or None.
        place: ONS code of where it falls, or None for the contract's place.
        words: How it will be delivered.
        community: Whether community groups may ask for it.
        span: The box of the figure.
        pounds: The cell with the sheet's own pounds, and its address.
        cells: The addresses of its boxes: the first, and the second.
    """

    line: CalculatorLine
    quantity: Quantity
    activity: str | None
    place: str | None
    words: str
    community: bool
    span: Span
    pounds: tuple[Cell, str]
    cells: tuple[str, str]

    @property
    def pence(self) -> int:
        """What the form makes of it, in pence, before double counts."""
        made, amount = formula_of(self.line), _decimal(self.quantity.amount)
        if self.line.unit_value is None:
            return 0
        if self.line.unit == "fte_year" and self.line.counts == "first_year":
            rate, years = _decimal(self.quantity.rate), _decimal(self.quantity.years)
            amount = EXACT.multiply(rate, min(years, Decimal(1)))
        return made.pence(int(amount.scaleb(made.decimals, EXACT)))


def _decimal(number: Exact | None) -> Decimal:
    """A number of a return, which always ends."""
    return number if isinstance(number, Decimal) else Decimal(0)


@attrs.frozen
class _Reading:
    """What is found while a row is read."""

    table: Table
    place: Place
    file: str
    problems: list[Problem] = attrs.field(factory=list)
    notes: list[Problem] = attrs.field(factory=list)

    def cell(self, name: str) -> Cell:
        return self.table.at(self.place.row, name)

    def span(self, name: str) -> Span:
        return Span(self.file, cell=self.table.spot(self.place.row, name))

    def wrong(self, name: str, code: str, hint: str | None = None, **found: Any) -> None:
        wrong = self.span(name).placed(problem(code, hint=hint, **found))
        if wrong not in self.problems:  # a box may be looked at twice
            self.problems.append(wrong)

    def say(self, name: str, found: Problem) -> None:
        self.notes.append(self.span(name).placed(found))

    def number(self, name: str) -> Decimal | None:
        """The number in a box; None where it is empty, or is a problem."""
        try:
            found = number_in(self.cell(name), lambda each: self.say(name, each))
        except InputError as error:
            self.problems.extend(self.span(name).locate(error.problems))
            return None
        if found is not None and found >= TOO_MANY:
            self.wrong(name, "SV303", found=plain(found), limit=plain(TOO_MANY))
            return None
        if found is not None and found != found.quantize(_PLACES, context=EXACT):
            self.wrong(name, "SV907", found=plain(found))
        return found

    def text(self, name: str) -> str:
        """What a bidder wrote, whatever it begins with."""
        cell = self.cell(name)
        if cell.formula and not cell.text:
            self.wrong(name, "SV906", found="that was never worked out")
        elif found := no_words(cell):
            self.wrong(name, "SV929", found=found)
        return cell.text.strip()


def row_of_offer(
    table: Table, place: Place, calculator: CalculatorData, file: str
) -> tuple[OfferRow | None, list[Problem], list[Problem]]:
    """A row as a commitment, its problems, and what a reader should know.

    A row with nothing in its boxes offers nothing; a 0 and a No are commitments to nothing.
    """
    row = _Reading(table, place, file)
    if mark := row.text("carried"):
        row.say("carried", problem("SV939", measure=place.line.code, found=mark))
    made = _quantity(row, place.line)
    if made is None:
        if not row.problems and (row.text("words") or row.text("activities")):
            row.wrong("first", "SV910", measure=place.line.code)
        return None, row.problems, row.notes
    _look_at(row, place, made)
    community = _community(row, place.line, made) if calculator.community else False
    in_words = kind_of(place.line) == WORDS
    span = row.span("words" if in_words else "first")
    return (
        OfferRow(
            line=place.line, quantity=made, activity=row.text("activities") or None,
            place=_place(row, calculator), words="" if in_words else row.text("words"),
            community=community, span=span, cells=(span.cell, table.spot(place.row, "second")),
            pounds=(row.cell("pounds"), table.spot(place.row, "pounds")),
        ),
        row.problems,
        row.notes,
    )  # fmt: skip


def _quantity(row: _Reading, line: CalculatorLine) -> Quantity | None:
    """What is offered; None where nothing is, or where it cannot be read."""
    kind = kind_of(line)
    if kind == WORDS:
        words = row.text("words")
        return quantity(words, "text") if words else None
    if kind == YES_OR_NO:
        return _answer(row)
    first = row.number("first")
    if kind not in {TWO_BOXES, PEOPLE}:
        return None if first is None or row.problems else quantity(first, line.unit)
    second = row.number("second")
    if row.problems:
        return None
    for name, box, one, other in (
        ("first", line.boxes[0], first, second),
        ("second", line.boxes[1], second, first),
    ):
        if one is None and other is not None:
            row.wrong(name, "SV909", measure=line.code, found=f"'{box}'")
    if first is None or second is None:
        return None
    return _product(row, line, first, second)


def _product(
    row: _Reading, line: CalculatorLine, first: Decimal, second: Decimal
) -> Quantity | None:
    if line.unit == "fte_year":
        return fte(first, years=second)
    if not first:
        return quantity(0, line.unit)
    try:
        return _BY_PEOPLE[line.unit](second, people=first)
    except InputError as error:
        row.problems.extend(row.span("first").locate(error.problems))
        return None


def _answer(row: _Reading) -> Quantity | None:
    words = row.text("first")
    if not words:
        return None
    if words.casefold() not in {"yes", "no"}:
        row.wrong("first", "SV915", found=words)
        return None
    return quantity(words.casefold(), "yes_no")


def _look_at(row: _Reading, place: Place, made: Quantity) -> None:
    """What the form says of a row that is filled in."""
    line = place.line
    if made.unit != "text" and made.amount > line.limit:
        told = {"found": plain(made.amount), "most": plain(line.limit)}
        row.wrong("first", "SV908", measure=line.code, **told)
    if line.words and not row.text("words"):
        row.wrong("words", "SV911", measure=line.code)
    if place.row in row.table.sheet.hidden_rows:
        row.say("first", problem("SV923", measure=line.code))
    for name in ("first", "second"):
        text = row.cell(name).text
        if line.unit != "gbp" and text.isdecimal() and len(text) == 5 and int(text) in _DAYS:
            year = 1900 + int(int(text) / _DAYS_PER_YEAR)
            row.say(name, problem("SV925", measure=line.code, found=text, year=year))


def _place(row: _Reading, calculator: CalculatorData) -> str | None:
    """The place that a bidder wrote, by its ONS code or by a name that only one place has."""
    words = row.text("places")
    if not words:
        return None
    places = calculator.framework.places
    found = calculator.places_called.get(words.casefold(), ())
    if len(found) != 1:
        hint = did_you_mean(words, (each.name for each in places.values()), label="places")
        hint = hint if not found else f"write its ONS code: {', '.join(found)}"
        row.wrong("places", "SV918", found=words, hint=hint)
        return None
    return found[0]


def _community(row: _Reading, line: CalculatorLine, made: Quantity) -> bool:
    words = row.text("community").casefold()
    if not words and made.amount:
        row.say("community", problem("SV928", measure=line.code))
    elif words not in {"", "yes", "no"}:
        row.wrong("community", "SV915", found=row.text("community"))
    return words == "yes"


def commitment_of(
    row: OfferRow, calculator: CalculatorData, problems: list[Problem]
) -> Commitment | None:
    """A row as a commitment; None where it is refused, which is added to `problems`."""
    try:
        return calculator.framework.commit(
            row.line.measure, row.quantity, activity=row.activity, note=row.words,
            place=row.place, community=row.community, span=row.span,
        )  # fmt: skip
    except InputError as error:
        problems += row.span.locate(error.problems)
        return None


def bid_of(
    bidder: str,
    span: Span,
    rows: Iterable[OfferRow],
    calculator: CalculatorData,
    problems: list[Problem],
) -> Bid | None:
    """The offer as a bid without a price; None where something in it is refused."""
    made = [commitment_of(row, calculator, problems) for row in rows]
    found = [each for each in made if each is not None]
    if problems:
        return None
    try:
        return Bid(bidder, commitments=found, lot=calculator.lot, span=span)
    except InputError as error:
        problems += span.locate(error.problems)
        return None
