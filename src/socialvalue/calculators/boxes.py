"""The boxes of a workbook that came back: found by their names, and what is wrong with each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

import attrs

from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.marks import passed
from socialvalue.model.fields import day
from socialvalue.sheets.days import DAY_0, LAST_DAY, from_1904
from socialvalue.sheets.typed import no_words
from socialvalue.sheets.workbooks import EMPTY, Cell, Workbook, address
from socialvalue.spans import Span

__all__ = ["Boxes"]


@attrs.frozen
class Boxes:
    """A workbook that came back.

    Attributes:
        file: Its name.
        book: What it holds.
        problems: What is wrong with it, as far as it was read.
        notes: What a reader should know.
    """

    AGAIN: ClassVar[str] = "ask for the file as it was sent out, filled in"

    file: str
    book: Workbook
    problems: list[Problem] = attrs.field(factory=list, kw_only=True)
    notes: list[Problem] = attrs.field(factory=list, kw_only=True)

    def is_there(self, name: str) -> bool:
        """Whether the range of a name, and its sheet, are there."""
        found = self.book.names.get(f"sv_{name}")
        return found is not None and found[0] in self.book.sheets

    def rows(self, name: str) -> range:
        """The rows of a column, as many as the form has."""
        _, first, _, last, _ = self.book.names[f"sv_{name}"]
        return range(first, last + 1)

    def cell(self, name: str, row: int | None = None) -> Cell:
        """A box by the name of its column, in its first row if none is given."""
        if not self.is_there(name):
            return EMPTY
        sheet, first, column, *_ = self.book.names[f"sv_{name}"]
        return self.book.sheets[sheet].at(first if row is None else row, column)

    def is_hidden(self, name: str, row: int) -> bool:
        """Whether nobody sees a row."""
        return row in self.book.sheets[self.book.names[f"sv_{name}"][0]].hidden_rows

    def below(self, name: str) -> Iterator[tuple[Span, str]]:
        """What stands below the boxes of a column, in any column of its sheet, and where."""
        if not self.is_there(name):
            return
        sheet, _, _, last, _ = self.book.names[f"sv_{name}"]
        for (row, column), cell in self.book.sheets[sheet].cells.items():
            if row > last and (cell.formula or cell.text.strip()):
                where = Span(self.file, cell=f"{sheet}!{address(row, column)}")
                yield where, cell.text.strip()

    def span(self, name: str, row: int | None = None) -> Span:
        """Where that box is."""
        sheet, first, column, *_ = self.book.names[f"sv_{name}"]
        return Span(self.file, cell=f"{sheet}!{address(first if row is None else row, column)}")

    def wrong(self, span: Span, *found: Problem) -> None:
        """Keep what is wrong at a box."""
        self.problems.extend(span.locate(found))

    def note(self, span: Span, said: Problem) -> None:
        """Keep what a reader should know of a box."""
        self.notes.append(span.placed(said))

    def text(self, name: str, row: int | None = None) -> str:
        """The words in a box, whatever they begin with."""
        cell = self.cell(name, row)
        if cell.formula and not cell.text:
            found = "that was never worked out"
            self.wrong(self.span(name, row), problem("SV906", found=found, hint=self.AGAIN))
        return cell.text.strip()

    def words(self, name: str, row: int | None = None) -> str:
        """The same in a box for words alone; what a sheet made of them is wrong."""
        made = no_words(self.cell(name, row))
        if made:
            hint = "ask whoever filled it in what is meant"
            self.wrong(self.span(name, row), problem("SV929", found=made, hint=hint))
        return self.text(name, row)

    def day(self, name: str) -> date | None:
        """The day in a box of the first sheet; None where it is empty."""
        cell = self.cell(name)
        if not cell.text.strip():
            return None
        try:
            return _day_of(cell, self.book.since_1904)
        except InputError as error:
            self.wrong(self.span(name), *error.problems)
            return None

    def answer(self, name: str, row: int | None = None) -> bool | None:
        """A yes or a no; None where the box is empty."""
        words = self.text(name, row)
        found = passed(words)
        if words and found is None:
            hint = "write Yes or No, or leave it empty"
            self.wrong(self.span(name, row), problem("SV915", found=words, hint=hint))
        return None if found is None else bool(found)


def _day_of(cell: Cell, since_1904: bool) -> date:
    """A day as a sheet stores it, or as text."""
    if cell.kind != "number":
        return day(cell.text.strip())
    is_as_written = since_1904 and cell.shown_as != "date"
    whole = Decimal(from_1904(cell.text) if is_as_written else cell.text)
    if not 1 <= whole <= LAST_DAY:
        raise InputError(problem("SV206", found=cell.text))
    return DAY_0 + timedelta(days=int(whole))
