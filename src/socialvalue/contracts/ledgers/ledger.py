"""A ledger's table of invoices, added up by contract and month; shown first, written when asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.importing.tables import ImportedColumn
from socialvalue.contracts.log import Day
from socialvalue.contracts.register import Register
from socialvalue.contracts.spending import Spend
from socialvalue.contracts.standing import Standing, Tracked
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.days import last_of_months, months_begin
from socialvalue.model.fields import as_read, day, one
from socialvalue.numbers import EXACT, grouped, pounds, sum_of
from socialvalue.sheets.csv_sheets import read_table
from socialvalue.sheets.days import day_in
from socialvalue.sheets.headings import by_heading, check_there, plain_heading
from socialvalue.sheets.own import in_own_table, is_filled, is_total, words_in
from socialvalue.sheets.typed import number_in
from socialvalue.sheets.workbooks import Cell, Sheet, address
from socialvalue.spans import Span
from socialvalue.words import day_words, number_of

__all__ = ["ImportedSpend", "import_spend"]

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "reference": ("contract", "contract reference", "contract ref", "contract no",
                  "contract number", "contract id", "reference"),
    "on": ("date", "day", "invoice date", "posting date", "posted", "payment date", "paid on",
           "transaction date"),
    "amount": ("amount", "amount £", "net amount", "net amount £", "net", "net £", "£",
               "invoice amount", "amount paid"),
}  # fmt: skip
"""What is read from a ledger, and how its headings are written."""

_FIELD: Final = by_heading(FIELDS)
_FIRST_ROWS: Final = 60
_MONTHS: Final = (1, 3, 12)
Key = tuple[str, date]


@attrs.frozen(kw_only=True, repr=False)
class ImportedSpend(Shown):
    """What a ledger says was spent under the contracts of a record, before anything is written.

    Attributes:
        file: Its name.
        on: The day to which the ledger runs; periods that are not over by then are left out.
        mapping: Its columns, and what is read from each.
        spends: The reference of a contract, and what was spent in a period.
        known: How many periods are in the record already, with the same amount.
        left_out: What was read and stands in no period, in words.
        problems: All that cannot be read or written, by cell.
        notes: What was read, and a reader should know.
    """

    file: str
    on: date
    mapping: tuple[ImportedColumn, ...]
    spends: tuple[tuple[str, Spend], ...]
    known: int
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()

    def write(self, register: Register, *, by: str) -> tuple[Entry, ...]:
        """Write what was spent: all of it, or nothing.

        Args:
            register: The delivery record that it was read for.
            by: Who writes it, by role.

        Raises:
            InputError: Anything in the ledger is a problem, or the record refuses it.
        """
        if self.problems:
            raise InputError(self.problems)
        with one("write", Register, register).importing():
            return tuple(
                register.spend(reference, each.amount, period=(each.starts, each.ends), by=by)
                for reference, each in self.spends
            )

    def explain(self) -> Explanation:
        """Each column and what is read from it, and what each contract comes to."""
        return self._told()

    def _line(self) -> str:
        return f"{self.file}, {number_of(len(self.spends), 'period')}"

    def _blocks(self) -> Iterable[Block]:
        rows = tuple((each.cell, each.heading, each.field or "not read") for each in self.mapping)
        yield Block(f"{self.file}: the columns", (), ("cell", "heading", "read as"), rows)
        told = tuple((name, each.days, grouped(each.amount or Decimal(0)))
                     for name, each in self.spends)  # fmt: skip
        known = f"{number_of(self.known, 'period')} in the record already, with the same amount."
        said = ((known,) if self.known else ()) + tuple(f"{each}." for each in self.left_out)
        said += tuple(f"{each.cell}: {each.message}." for each in self.notes)
        yield Block("What was spent", said, ("contract", "period", "£"), told, (2,))


def import_spend(
    register: Register,
    path: str | os.PathLike[str],
    *,
    on: Day,
    columns: Mapping[str, str] | None = None,
    every: int = 1,
) -> ImportedSpend:
    """Read what was spent under contracts from a ledger's table of invoices, by their reference.

    Invoices are added up by contract and calendar month; credits are taken off.  Nothing is
    written: see `ImportedSpend.write`.  Nothing is withheld on these figures unless a clause says
    so.

    Args:
        register: The delivery record whose contracts are looked for.
        path: A text (.csv), or a workbook.
        on: The day to which the ledger runs: a month that is not over by then is left out.
        columns: Heading to field (``reference``, ``on`` or ``amount``), where a heading is not
            known; "" for a column that is not to be read.
        every: How many months are added up: 1, 3 or 12, from January.

    Raises:
        InputError: There is no such file (SV101), or no such table in it (SV1058); another number
            of months (SV316).

    Source:
        practice.md §2.11.
    """
    where, as_at = Path(path), day(on)
    if not where.is_file():
        raise InputError(problem("SV101", found=where))
    if every not in _MONTHS:
        expected = "1, 3 or 12 months"
        raise InputError(problem("SV316", what="every", expected=expected, found=repr(every)))
    try:
        book = read_table(where)
    except InputError as error:
        raise InputError(Span(where.name).locate(error.problems)) from None
    standing = one("import_spend", Register, register).standing()
    reading = _Reading(where.name, standing, as_at, every)
    found = [each for name, sheet in book.sheets.items()
             for each in reading.table(name, sheet, columns or {})]  # fmt: skip
    if not found:
        raise InputError(problem("SV1058", found=where.name))
    check_there("the heading", columns or {}, (each.heading for each in found))
    return reading.told(tuple(found))


@attrs.define
class _Reading:
    """What is found while a ledger is read."""

    file: str
    standing: Standing
    on: date
    every: int
    sums: dict[Key, Decimal] = attrs.field(factory=dict)
    spans: dict[Key, Span] = attrs.field(factory=dict)
    others: list[Decimal] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    notes: list[Problem] = attrs.field(factory=list)

    @cached_property
    def _named(self) -> Mapping[str, Tracked]:
        """The contracts by their references as they are compared; of two alike, the first."""
        held = [*self.standing.contracts.items()]
        return {as_read(name): each for name, each in reversed(held)}

    def table(self, name: str, sheet: Sheet, said: Mapping[str, str]) -> list[ImportedColumn]:
        """Read the table of a sheet, if it has one; its columns."""
        held: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            if is_filled(cell):
                held.setdefault(row, {})[column] = cell
        own = {plain_heading(heading): field for heading, field in said.items()}
        for row in [*held][:_FIRST_ROWS]:
            fields = _fields(held[row], own)
            if len(fields) == len(FIELDS):
                rows = [each for each in held if each > row]
                for below in rows:
                    self._row(name, below, held[below], fields)
                self._seen(name, [each for each in rows if each in sheet.hidden_rows])
                of = {column: field for field, column in fields.items()}
                return [ImportedColumn(name, address(row, at), cell.text.strip(), of.get(at, ""))
                        for at, cell in held[row].items()]  # fmt: skip
        return []

    def _seen(self, sheet: str, hidden: list[int]) -> None:
        """Rows that nobody sees are read, and it is said that they are."""
        if hidden:
            span = Span(self.file, cell=f"{sheet}!{address(hidden[0], 1)}")
            self.notes.append(span.placed(problem("SV1018", count=number_of(len(hidden), "row"))))

    def _row(self, sheet: str, row: int, cells: Mapping[int, Cell], of: Mapping[str, int]) -> None:
        """One invoice, or a credit."""
        spans = {field: Span(self.file, cell=f"{sheet}!{address(row, at)}" if sheet
                             else address(row, at)) for field, at in of.items()}  # fmt: skip
        before = len(self.problems)
        read = {field: self._cell(cells.get(at, Cell()), spans[field], _WAYS[field])
                for field, at in of.items()}  # fmt: skip
        if len(self.problems) > before:
            return
        reference, amount, when = read["reference"], read["amount"], read["on"]
        held = self.standing.contracts.get(reference) or self._named.get(as_read(reference))
        if when is not None and when.year == date.max.year:
            said = problem(
                "SV954", what="the day", found=day_words(when), why="is the day of no invoice"
            )
            self.problems.append(spans["on"].placed(said))
            return
        if amount is None and held is not None and when is not None:
            self.problems.append(spans["amount"].placed(problem("SV1001", what="amount")))
            return
        is_between = held is None and when is None and (not reference or is_total(reference))
        if amount is None or is_between:
            return  # a line between, or a total
        if held is None:
            self.others.append(amount)
        elif when is None:
            self.problems.append(spans["on"].placed(problem("SV1001", what="day")))
        else:
            self._take(held, when, amount, spans["on"])

    def _cell(self, cell: Cell, span: Span, how: Callable[[Cell], Any]) -> Any:
        """What stands in a cell; None for a problem."""
        try:
            return in_own_table(cell, how)
        except InputError as error:
            self.problems += span.locate(error.problems)
            return None

    def _take(self, held: Tracked, when: date, amount: Decimal, span: Span) -> None:
        first = held.contract.starts
        if when < first:
            why = f"is before the first day of the contract, {day_words(first)}"
            found = problem("SV954", what="the day", found=day_words(when), why=why)
            self.problems.append(span.placed(found))
            return
        key = held.contract.reference, months_begin(when, self.every)
        self.sums[key] = EXACT.add(self.sums.get(key, Decimal(0)), amount)
        self.spans.setdefault(key, span)

    def told(self, mapping: tuple[ImportedColumn, ...]) -> ImportedSpend:
        """What the rows come to."""
        spends, known, open_ = list[tuple[str, Spend]](), 0, Decimal(0)
        for key, amount in sorted(self.sums.items()):
            starts, ends = self._days(key)
            if ends > self.on:
                open_ = EXACT.add(open_, amount)
            elif self._is_there(key[0], starts, ends, amount):
                known += 1
            else:
                spends += self._spend(key, starts, ends, amount)
        left = [*self._others(), *_open(open_, self.on)]
        found = ImportedSpend(
            file=self.file, on=self.on, mapping=mapping, spends=tuple(spends), known=known,
            left_out=tuple(left), problems=tuple(self.problems), notes=tuple(self.notes),
        )  # fmt: skip
        return found if found.problems else self._tried(found)

    def _days(self, key: Key) -> tuple[date, date]:
        """The period, from the contract's first day on."""
        starts = max(key[1], self.standing[key[0]].contract.starts)
        return starts, last_of_months(key[1], self.every)

    def _is_there(self, reference: str, starts: date, ends: date, amount: Decimal) -> bool:
        return any((each.starts, each.ends, each.amount) == (starts, ends, amount)
                   for each in self._spent(reference))  # fmt: skip

    def _spent(self, reference: str) -> list[Spend]:
        held = self.standing[reference]
        return [*held.contract.spend, *(each.noun for each in held.spends)]

    def _spend(
        self, key: Key, starts: date, ends: date, amount: Decimal
    ) -> Iterator[tuple[str, Spend]]:
        if amount < 0:
            days = f"{day_words(starts)} to {day_words(ends)}"
            found = problem(
                "SV1059", contract=key[0], days=days, found=pounds(amount.copy_negate())
            )
            self.problems.append(self.spans[key].placed(found))
        else:
            yield key[0], Spend(starts, ends, amount)

    def _others(self) -> Iterator[str]:
        if self.others:
            rows = number_of(len(self.others), "row")
            yield (
                f"{rows} of contracts that are not in the record, "
                f"{pounds(sum_of(self.others))}, left out"
            )

    def _tried(self, found: ImportedSpend) -> ImportedSpend:
        """The same with what the record would refuse of it: another amount of the same days."""
        wrong = list[Problem]()
        for reference, each in found.spends:
            there = [(one.seq, one.noun) for one in self.standing[reference].spends]
            there += [(self.standing[reference].entry.seq, one)
                      for one in self.standing[reference].contract.spend]  # fmt: skip
            key = reference, months_begin(each.ends, self.every)
            wrong += [
                self.spans[key].placed(
                    problem("SV955", line=f"the spend of {reference}", found=other.days, seq=seq)
                )
                for seq, other in there
                if other.amount is not None
                and other.starts <= each.ends
                and each.starts <= other.ends
            ]
        return attrs.evolve(found, problems=tuple(wrong))


def _fields(heads: Mapping[int, Cell], own: Mapping[str, str]) -> dict[str, int]:
    """Field to column; of two columns of one field, the first.

    Raises:
        InputError: A field that the user names is none (SV312).
    """
    found: dict[str, int] = {}
    for field in own.values():
        if field and field not in FIELDS:
            hint = did_you_mean(field, FIELDS, label="one of")
            raise InputError(problem("SV312", what="the field", found=field, hint=hint))
    for column, cell in heads.items():
        heading = plain_heading(cell.text)
        field = own.get(heading, _FIELD.get(heading, ""))
        if field:
            found.setdefault(field, column)
    return found


def _signed(cell: Cell) -> Decimal | None:
    """An amount, which is below nothing for a credit: -500.00 or (500.00), one sign alone."""
    text = cell.text.strip()
    around = text[:1] == "(" and text[-1:] == ")"
    minus = around or text[:1] in {"-", "−"}
    bare = attrs.evolve(cell, text=text[1:-1] if around else text[1:].strip()) if minus else cell
    found = number_in(bare, lambda _: None)
    return None if found is None else found.copy_negate() if minus else found


_WAYS: Final[Mapping[str, Callable[[Cell], Any]]] = {
    "reference": words_in, "on": day_in, "amount": _signed,
}  # fmt: skip
"""How each column of a ledger is read."""


def _open(amount: Decimal, on: date) -> Iterator[str]:
    if amount:
        yield f"{pounds(amount)} of periods that are not over by {day_words(on)}, left out"
