"""The rows of a council's own sheet, gathered by contract and commitment; problems by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from socialvalue.contracts.importing.fields import OF_THE_CONTRACT
from socialvalue.contracts.importing.tables import Table
from socialvalue.contracts.rules.looking import questions_of_words
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import as_read
from socialvalue.numbers import sum_of
from socialvalue.sheets.days import day_in
from socialvalue.sheets.own import in_own_table, is_filled, is_total, words_in
from socialvalue.sheets.typed import number_in
from socialvalue.sheets.workbooks import Cell
from socialvalue.spans import Span
from socialvalue.words import number_of

__all__ = ["GatheredContract", "GatheredLine", "Reading", "RowOfLine", "gathered"]

T = TypeVar("T")
_DAYS = ("starts", "ends", "entered")
_LISTS = ("options", "notice_by")
"""Days of which one cell may hold several."""
_AMOUNTS = ("value", "second_above", "second_from", "second_one_in")
"""What is said of a contract as a number."""
_NUMBERS = ("quantity", "pounds", "unit_value", "delivered", "delivered_pounds", "reported")
_STATED = ("delivered", "delivered_pounds", "reported")
"""What is entered with the words of its row."""
_WORDS = ("measure_title", "unit", "theme", "outcome", "value_kind", "group", "headcount",
          "activity")  # fmt: skip


@attrs.frozen
class RowOfLine:
    """What one row says of a commitment, and of what was delivered of it.

    Attributes:
        span: Where it stands.
        numbers: Field to number, of those that are there.
        starts: The first day of the period, where the row says it.
        ends: The last day, alike.
        statement: What happened, in the sheet's words.
        is_refused: Whether something in it could not be read.
    """

    span: Span
    numbers: Mapping[str, Decimal]
    starts: date | None
    ends: date | None
    statement: str
    is_refused: bool = False


@attrs.define
class GatheredLine:
    """A commitment as its rows say it, or what was delivered without one."""

    span: Span
    of_unit: Span
    line: str
    measure: str
    owner: str
    words: dict[str, str]
    rows: list[RowOfLine] = attrs.field(factory=list)

    def total(self, field: str) -> Decimal | None:
        """What all rows say of a number together; None where none says it."""
        found = [each.numbers[field] for each in self.rows if field in each.numbers]
        return sum_of(found) if found else None


@attrs.define
class GatheredContract:
    """A contract as its rows say it."""

    span: Span
    reference: str
    said: dict[str, tuple[Any, Span]] = attrs.field(factory=dict)
    suppliers: list[str] = attrs.field(factory=list)
    lines: dict[tuple[str, ...], GatheredLine] = attrs.field(factory=dict)
    refused: set[str] = attrs.field(factory=set)


@attrs.frozen
class Reading:
    """What is found while a sheet is read.

    Attributes:
        file: Its name.
        first: Fields of contracts of which the first is taken where rows differ.
        problems: What is wrong, by cell.
        notes: What was read, and a reader should know.
        told: Contracts and fields of which it was said that their rows differ.
    """

    file: str
    first: frozenset[str] = frozenset()
    problems: list[Problem] = attrs.field(factory=list)
    notes: list[Problem] = attrs.field(factory=list)
    told: set[tuple[str, str]] = attrs.field(factory=set)

    def span(self, table: Table, row: int, field: str) -> Span:
        """Where a cell is."""
        return Span(self.file, cell=table.spot(row, field))

    def read(self, table: Table, row: int, field: str, how: Callable[[Cell], T | None]) -> T | None:
        """What stands in a cell; None where it is empty, or a problem."""
        span = self.span(table, row, field)
        try:
            return in_own_table(table.at(row, field), how)
        except InputError as error:
            self.problems.extend(span.locate(error.problems))
            return None

    def number(self, table: Table, row: int, field: str) -> Decimal | None:
        """The number in a cell."""
        span = self.span(table, row, field)

        def note(found: Problem) -> None:
            if found.code != "SV926":  # commas and a £ have one meaning
                self.notes.append(span.placed(found))

        return self.read(table, row, field, lambda cell: number_in(cell, note))

    def words(self, table: Table, row: int, field: str) -> str:
        """The words of a cell, in one line; a supplier's lines are several names."""
        words = self.read(table, row, field, words_in) or ""
        return words if field == "supplier" else " ".join(words.split())

    def name(self, table: Table, row: int, field: str) -> str:
        """The words of a cell by which something is called; those of a total are a problem."""
        words = self.words(table, row, field)
        if not is_total(words):
            return words
        self.problems.append(self.span(table, row, field).placed(_nameless(field)))
        return ""


def _nameless(field: str) -> Problem:
    return problem("SV1001", what={"reference": "contract", "line": "commitment"}.get(field, field))


def gathered(tables: Iterable[Table], reading: Reading) -> list[GatheredContract]:
    """The contracts of some tables, in the order in which they are first named."""
    found: dict[str, GatheredContract] = {}
    for table in tables:
        hidden = [row for row in table.rows if row in table.sheet.hidden_rows]
        if hidden:
            told = problem("SV1018", count=number_of(len(hidden), "row"))
            reading.notes.append(reading.span(table, hidden[0], "reference").placed(told))
        for row in table.rows:
            if any(is_filled(table.at(row, field)) for field in table.numbers):
                _take(table, row, reading, found)
    return [*found.values()]


def _take(table: Table, row: int, reading: Reading, found: dict[str, GatheredContract]) -> None:
    """One row."""
    span, before = reading.span(table, row, "reference"), len(reading.problems)
    reference = reading.name(table, row, "reference")
    if not reference:
        if len(reading.problems) == before:
            reading.problems.append(span.placed(_nameless("reference")))
        return
    held = found.setdefault(as_read(reference), GatheredContract(span, reference))
    for field in OF_THE_CONTRACT:
        if field in table.numbers and field != "supplier":
            _say(table, row, field, reading, held)
    suppliers = _names(reading.words(table, row, "supplier"))
    if not suppliers and is_filled(table.at(row, "supplier")):
        held.refused.add("supplier")
    known = {as_read(each) for each in held.suppliers}
    held.suppliers.extend(each for each in suppliers if as_read(each) not in known)
    _take_line(table, row, reading, held, suppliers[0] if len(suppliers) == 1 else "")


def _names(text: str) -> list[str]:
    """The names or days of a cell: one a line, or with semicolons between them."""
    parts = text.replace(";", "\n").splitlines()
    return [" ".join(each.split()) for each in parts if each.strip()]


def _days(cell: Cell) -> str | None:
    """The days of a cell, as they are written in files; None where it is empty."""
    parts = _names(cell.text) if cell.kind == "text" else []
    cells = [attrs.evolve(cell, text=each) for each in parts] or [cell]
    return "; ".join(str(each) for one in cells if (each := day_in(one))) or None


def _say(table: Table, row: int, field: str, reading: Reading, held: GatheredContract) -> None:
    """What a row says of the contract as a whole: the same as every other row."""
    value: Any
    if field in _DAYS:
        value = reading.read(table, row, field, day_in)
    elif field in _LISTS:
        value = reading.read(table, row, field, _days)
    elif field in _AMOUNTS:
        value = reading.number(table, row, field)
    else:
        value = reading.words(table, row, field) or None
    if value is None:
        if is_filled(table.at(row, field)):
            held.refused.add(field)
        return
    span = reading.span(table, row, field)
    before, where = held.said.setdefault(field, (value, span))
    if before != value:
        if field in reading.first and (held.reference, field) in reading.told:
            return
        reading.told.add((held.reference, field))
        told = problem("SV1004", contract=held.reference, what=field, found=value, first=before,
                       cell=where.cell)  # fmt: skip
        (reading.notes if field in reading.first else reading.problems).append(span.placed(told))


def _take_line(
    table: Table, row: int, reading: Reading, held: GatheredContract, owner: str
) -> None:
    """What a row says of a commitment."""
    first = len(reading.problems)
    numbers = {each: found for each in _NUMBERS
               if (found := reading.number(table, row, each)) is not None}  # fmt: skip
    before = len(reading.problems)
    line, measure = (reading.name(table, row, each) for each in ("line", "measure"))
    if not measure and not (line and any(key[0] == as_read(line) for key in held.lines)):
        if numbers and len(reading.problems) == before:
            span = reading.span(table, row, "measure")
            reading.problems.append(span.placed(_nameless("measure")))
        return
    if len(reading.problems) > before:
        return
    words = {each: reading.words(table, row, each) for each in _WORDS}
    key = (as_read(line),) if line else ("", as_read(measure), as_read(words["activity"]),
                                         as_read(owner))  # fmt: skip
    span = reading.span(table, row, "line" if line else "measure")
    of_unit = reading.span(table, row, "unit" if "unit" in table.numbers else "measure")
    known = held.lines.setdefault(key, GatheredLine(span, of_unit, line, measure, owner, words))
    if line and known.rows and "quantity" in numbers and known.total("quantity"):
        told = problem("SV1005", line=line, contract=held.reference, first=known.span.cell)
        reading.problems.append(span.placed(told))
    starts, ends = (reading.read(table, row, each, day_in) for each in ("from", "to"))
    where = next((each for each in ("delivered", "reported", "quantity") if each in numbers),
                 "measure")  # fmt: skip
    statement = reading.words(table, row, "statement")
    if not numbers.keys().isdisjoint(_STATED):
        reading.notes.extend(_about_people(statement, reading.span(table, row, "statement")))
    known.rows.append(RowOfLine(reading.span(table, row, where), numbers, starts, ends, statement,
                                is_refused=len(reading.problems) > first))  # fmt: skip


def _about_people(statement: str, span: Span) -> Iterator[Problem]:
    """What of persons stands in words that would be kept for years."""
    hint = "see that nobody can be known from it; if somebody can, take it out of the sheet"
    for each in questions_of_words({"the statement": statement}):
        yield attrs.evolve(span.placed(each), hint=hint)
