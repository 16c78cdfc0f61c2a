"""A calculator that was filled in, read as it is: whichever tender it was of."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Final

import attrs

from socialvalue.calculators.columns import COLUMNS, FIGURES, TWO_BOXES, figures_of, kind_of
from socialvalue.calculators.description import CalculatorData, CalculatorLine
from socialvalue.calculators.page.document import words_of
from socialvalue.calculators.tables import Table, bare_table, named_cell
from socialvalue.errors import InputError, problem, shown
from socialvalue.numbers import plain, scaled
from socialvalue.sheets.workbooks import Cell, Workbook
from socialvalue.words import REPORTED

__all__ = ["Earlier", "EarlierRow"]

_FILLED: Final = ("first", "second", "activities", "places", "words")


@attrs.frozen
class EarlierRow:
    """A row with something in its boxes.

    Attributes:
        table: Where it lies.
        row: Its number there.
        code: The code in it.
    """

    table: Table
    row: int
    code: str

    def at(self, name: str) -> Cell:
        """A cell of it."""
        return self.table.at(self.row, name)

    @property
    def spot(self) -> str:
        """The address of the first of its boxes that is filled in."""
        filled = (name for name in _FILLED if self.at(name).text.strip())
        return self.table.spot(self.row, next(filled, "codes"))

    @property
    def offered(self) -> str:
        """What stands in its boxes, as it was written."""
        figures = " × ".join(text for name in ("first", "second") if (text := self.at(name).text))
        words = (self.at(name).text.strip() for name in ("activities", "places", "words"))
        return "; ".join(text for text in (figures, *words) if text)


@attrs.frozen(slots=False)
class Earlier:
    """A calculator that was filled in.

    Attributes:
        book: Its workbook.
        tables: The offer, and what is beside it, with where their rows lie.
    """

    book: Workbook
    tables: tuple[tuple[Table, range], tuple[Table, range]]

    @classmethod
    def of(cls, book: Workbook) -> Earlier:
        """Read a workbook.

        Raises:
            InputError: It is no calculator, or one whose tables are gone (SV940).
        """
        try:
            tables = (bare_table(book, ""), bare_table(book, "more_"))
        except InputError as error:
            (found,) = error.problems
            raise InputError(problem("SV940", found=found.message)) from None
        if not all(named_cell(book, f"sv_{each}") for each in ("facts", "measures")):
            raise InputError(problem("SV940", found="it does not say which measures it asks for"))
        return cls(book, tables)

    @property
    def bidder(self) -> str:
        """The organisation's name."""
        return named_cell(self.book, "sv_bidder").strip()

    @property
    def version(self) -> str:
        """Which version of its tender's calculator it is."""
        return named_cell(self.book, "sv_facts")

    @property
    def tender(self) -> str:
        """The title of its tender."""
        return named_cell(self.book, "sv_facts", 1)

    @property
    def sets(self) -> str:
        """The sets of measures that it asked with."""
        return named_cell(self.book, "sv_facts", 2)

    @cached_property
    def measures(self) -> Mapping[str, tuple[str, str]]:
        """The canonical code and the unit by the code that bidders knew."""
        name, first, column, last, _ = self.book.names["sv_measures"]
        sheet = self.book.sheets[name]
        rows = range(first, min(last, first + len(sheet.cells)) + 1)
        texts = ([sheet.at(row, column + each).text for each in range(3)] for row in rows)
        return {code: (measure, unit) for code, measure, unit in texts}

    @property
    def rows(self) -> Iterator[EarlierRow]:
        """Each row with something in its boxes."""
        for table, rows in self.tables:
            written = {row for row, _ in table.sheet.cells}
            for row in (each for each in rows if each in written):
                if any(table.at(row, name).text.strip() for name in _FILLED):
                    yield EarlierRow(table, row, table.at(row, "codes").text.strip())

    @cached_property
    def _issued(self) -> Mapping[str, int]:
        """The row of each measure in the offer's table, where its figures stand."""
        table, rows = self.tables[0]
        written = {row for row, _ in table.sheet.cells}
        return {table.at(row, "codes").text.strip(): row for row in rows if row in written}

    def changes(
        self, code: str, line: CalculatorLine, calculator: CalculatorData, told: Container[str]
    ) -> Iterator[str]:
        """What of a measure was otherwise when the offer was made.

        Args:
            code: The code that bidders knew.
            line: The measure as it is asked for now.
            calculator: The one that asks for it.
            told: The codes of what is said of the commitment anyway.
        """
        table, row = self.tables[0][0], self._issued.get(code)
        if row is None:
            return
        was = {name: table.at(row, name).text for name in COLUMNS}
        said = words_of("en")
        if code != line.code:
            yield said["carried_code"].format(was=code, now=line.code)
        if was["titles"] != line.title:
            yield said["carried_title"].format(was=shown(was["titles"]))
        worth = REPORTED if line.unit_value is None else f"£{plain(line.unit_value)}"
        before = was["values"] if was["values"] == REPORTED else f"£{shown(was['values'])}"
        if before != worth and not _equal(was["values"], line.unit_value):
            yield said["carried_value"].format(was=before, now=worth)
        yield from _of_the_form(was, line, calculator, told)


def _of_the_form(
    was: Mapping[str, str], line: CalculatorLine, calculator: CalculatorData, told: Container[str]
) -> Iterator[str]:
    """What the form took, and asked for, otherwise."""
    said = words_of("en")
    now = dict(zip(FIGURES, figures_of(line, calculator.tender.years), strict=True))
    most = _number(was["most"])
    if line.code in calculator.limits and "SV908" not in told and most and most > now["most"]:
        limit = plain(scaled(most, -line.decimals))
        yield said["carried_limit"].format(was=limit, now=plain(line.limit))
    if kind_of(line) == TWO_BOXES and not _equal(was["longest"], now["longest"]):
        years = plain(calculator.tender.years)
        yield said["carried_term"].format(was=shown(was["longest"]), now=years)
    if kind_of(line) == TWO_BOXES and not _equal(was["cap"], now["cap"]):
        yield said["carried_first" if line.counts == "first_year" else "carried_not_first"]
    if line.words and was["asks"] != "1" and "SV911" not in told:
        yield said["carried_words"]


def _number(text: str) -> Decimal | None:
    """A figure as a sheet stores it; None for anything else."""
    try:
        found = Decimal(text) if len(text) < 40 else None
    except ArithmeticError:
        return None
    return found if found is not None and found.is_finite() else None


def _equal(text: str, value: Decimal | float | None) -> bool:
    """Whether a sheet's figure is this one, of which it stores no more than a double."""
    found = _number(text)
    return found is not None and value is not None and float(found) == float(value)
