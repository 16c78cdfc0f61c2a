"""A council's own sheet: shown first, and written into a delivery record only when asked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.importing.building import ImportedReturn, Making
from socialvalue.contracts.importing.fields import OF_THE_CONTRACT
from socialvalue.contracts.importing.rows import Reading, gathered
from socialvalue.contracts.importing.tables import ImportedColumn, tables_in
from socialvalue.contracts.importing.writing import written_into
from socialvalue.contracts.log import Day
from socialvalue.contracts.register import Register
from socialvalue.contracts.storage import Storage
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.fields import day, one
from socialvalue.model.framework import Framework
from socialvalue.numbers import pounds, sum_of
from socialvalue.sheets.csv_sheets import read_table
from socialvalue.sheets.headings import check_there
from socialvalue.spans import Span
from socialvalue.words import day_words, number_of

__all__ = ["ImportedSheet", "import_sheet"]


@attrs.frozen(kw_only=True, repr=False)
class ImportedSheet(Shown):
    """What a council's own sheet says of its contracts, before anything is written.

    Attributes:
        file: Its name.
        on: The day of the opening position.
        mapping: Each column of each table, and what is read from it.
        contracts: The contracts, with their commitments.
        returns: What was delivered to date, by commitment.
        problems: All that cannot be read, by sheet and cell.
        notes: What was read, and a reader should know.
        sha256: The hash of the file.
    """

    file: str
    on: date
    mapping: tuple[ImportedColumn, ...]
    contracts: tuple[Contract, ...]
    returns: tuple[ImportedReturn, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    sha256: str = ""
    _spans: tuple[Span, ...] = attrs.field(default=(), eq=False)

    @property
    def committed(self) -> Decimal:
        """£ committed, at the values of the sheet."""
        return sum_of(each.value for held in self.contracts for each in held.lines)

    def write(
        self, register: Register, *, by: str, entered: Day | None = None
    ) -> tuple[Entry, ...]:
        """Write the contracts and what was delivered of them: all of it, or nothing.

        What was delivered is an opening position: it counts, and every report says that it was not
        verified here.

        Args:
            register: The delivery record.
            by: Who writes it, by role.
            entered: The day on which it was written, where that was another record before; not
                before the last entry that is there.

        Raises:
            InputError: Anything in the sheet is a problem, or the record refuses it, by cell; the
                day is out of place (SV1008); the role is none (SV959), or of another side than the
                council's (SV956), since an opening position counts as delivered.
        """
        if self.problems:
            raise InputError(self.problems)
        one("write", Register, register)
        pairs = [*zip(self.contracts, self._spans, strict=True)]
        return written_into(register, pairs, self.returns, by=by, on=self.on, entered=entered)

    def explain(self) -> Explanation:
        """Each column and what is read from it, and what the contracts come to."""
        return self._told()

    def _line(self) -> str:
        return f"{self.file}, {number_of(len(self.contracts), 'contract')}"

    def _blocks(self) -> Iterable[Block]:
        sheets = {each.sheet for each in self.mapping}
        rows = tuple((f"{each.sheet}!{each.cell}" if sheets != {""} else each.cell, each.heading,
                      _as(each.field)) for each in self.mapping)  # fmt: skip
        yield Block(f"{self.file}: the columns", (), ("cell", "heading", "read as"), rows)
        lines = [each for held in self.contracts for each in held.lines]
        beyond = sum(not each.noun.line for each in self.returns)
        held = (
            f"{number_of(len(self.contracts), 'contract')}, {number_of(len(lines), 'commitment')}"
        )
        of = number_of(len(self.returns) - beyond, "commitment")
        yield Block("", (
            f"{held}, {pounds(self.committed)} committed.",
            f"Delivered to {day_words(self.on)}: of {of}; beyond the contract: {beyond:,}.",
            "It is entered as an opening position, not verified here.",
        ))  # fmt: skip


def _as(field: str) -> str:
    return field.replace("_", " ") if field else "not read"


def import_sheet(
    path: str | os.PathLike[str],
    *,
    on: Day,
    framework: Framework | None = None,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    defaults: Mapping[str, Any] | None = None,
    first: Iterable[str] = (),
) -> ImportedSheet:
    """Read contracts, commitments and deliveries to date from a council's own sheet.

    A row is a commitment, a contract, or a delivery; what belongs together has the same reference
    of a contract.  Nothing is written: see `ImportedSheet.write`.

    Args:
        path: A workbook (.xlsx), or a text (.csv).
        on: The day to which it says what was delivered.
        framework: The set from which titles, units and themes of measures are taken.
        sheet: The one sheet to read; all that have a table of contracts, if not given.
        columns: Heading to field, where a heading is not known; "" for a column not to be read.
        units: What a unit of the sheet means, or what a measure is counted in, where no column
            says it: ``{"NT1": "fte_year"}``.
        defaults: What holds for every contract of which the sheet does not say it, such as
            ``{"starts": "2022-04-01"}``.
        first: Fields of contracts of which the first is taken where rows differ.

    Raises:
        InputError: It is no such file, or it has no table of contracts (SV1000).

    Example:
        >>> import socialvalue as sv
        >>> found = sv.contracts.import_sheet("docs/examples/norchester/contracts.csv",
        ...                                   on="2022-12-31")
        >>> found.problems, len(found.contracts)
        ((), 3)
    """
    where = Path(path)
    if not where.is_file():
        raise InputError(problem("SV101", found=where))
    for each in (*(defaults or {}), *first):
        if each not in OF_THE_CONTRACT:
            hint = did_you_mean(each, OF_THE_CONTRACT, label="one of")
            raise InputError(problem("SV312", what="the field", found=each, hint=hint))
    try:
        book = read_table(where)
        tables = tables_in(book, columns or {}, sheet)
        if units:
            cells = (cell.text for each in book.sheets.values() for cell in each.cells.values())
            check_there("the unit or measure", units, {each.strip() for each in cells} - {""})
    except InputError as error:
        raise InputError(Span(where.name).locate(error.problems)) from None
    reading, when = Reading(where.name, frozenset(first)), day(on)
    held = gathered(tables, reading)
    made, returns = Making(reading, when, defaults or {}, units or {}, framework).make(held)
    mapping = tuple(each for table in tables for each in table.columns)
    found = ImportedSheet(
        file=where.name, on=when, mapping=mapping, contracts=tuple(each for each, _ in made),
        returns=returns, problems=tuple(reading.problems), notes=tuple(reading.notes),
        sha256=book.sha256, spans=tuple(span for _, span in made),
    )  # fmt: skip
    return found if found.problems else _tried(found)


def _tried(found: ImportedSheet) -> ImportedSheet:
    """The same with what a delivery record would refuse of it."""
    try:
        with Register(Storage(None, new=True)) as register:
            found.write(register, by="procurement")
    except InputError as error:
        return attrs.evolve(found, problems=error.problems)
    return found
