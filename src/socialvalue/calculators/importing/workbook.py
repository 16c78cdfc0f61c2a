"""A workbook of measures that a user has: shown first, and written as files only when asked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.calculators.importing.files import files_of
from socialvalue.calculators.importing.headings import FIELDS
from socialvalue.calculators.importing.rows import ImportedMeasure, measures_of
from socialvalue.calculators.importing.tables import Column, TableOfMeasures, tables_in
from socialvalue.calculators.incoming import file_of
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.numbers import plain
from socialvalue.saving import write_files
from socialvalue.sheets.workbooks import Workbook, read_workbook
from socialvalue.units import UNITS
from socialvalue.words import REPORTED, number_of

__all__ = ["ImportedWorkbook", "import_workbook"]

_RIGHTS: Final = re.compile(r"©|copyright|licen[cs]e|rights reserved|\bCC BY\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_MOST: Final = 5
_LONGEST: Final = 1_000


@attrs.frozen(kw_only=True, repr=False)
class ImportedWorkbook(Shown):
    """What a workbook of measures says, before anything is written.

    Attributes:
        file: Its name.
        mapping: Each column of each table, and what is read from it.
        measures: The measures, in their order.
        problems: All that cannot be read, by sheet and cell.
        notes: What was read, and a reader should know.
        rights: What the workbook says of its publisher's rights.
        edition: The year that stands in its name, its sheets or above its tables; or "imported".
        sha256: The hash of the file.
    """

    file: str
    mapping: tuple[Column, ...]
    measures: tuple[ImportedMeasure, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    rights: tuple[str, ...] = ()
    edition: str = "imported"
    sha256: str = ""

    def write(
        self,
        folder: str | os.PathLike[str],
        *,
        title: str = "",
        publisher: str = "",
        start: str = "",
        rights: str = "",
    ) -> tuple[Path, ...]:
        """Write definition files into a folder of the user's own: a set that can be loaded.

        They hold what the workbook says, with the cell of each figure and the publisher's rights;
        whether they may be passed on is for those rights to say.  Nothing else is stored.

        Args:
            folder: Where they go; it is made if it is not there, and its name is the set's id.
            title: The set's title; the file's name if not given.
            publisher: Who published it.
            start: The first day on which the figures hold, as year-month-day; by default the
                first of January of the edition's year, and in a workbook without a year the first
                day of 1900, which the file says.
            rights: The publisher's terms; by default what the workbook says of them.

        Raises:
            InputError: Anything in it is a problem, or the folder holds such files (SV949).
        """
        contents = self.files(
            Path(folder).resolve().name,
            title=title,
            publisher=publisher,
            start=start,
            rights=rights,
        )
        place = Path(folder)
        there = [name for name in contents if (place / name).exists()]
        if there:
            raise InputError([problem("SV949", found=name) for name in there])
        return write_files(place, {name: text.encode() for name, text in contents.items()})

    def files(
        self, name: str, *, title: str = "", publisher: str = "", start: str = "", rights: str = ""
    ) -> dict[str, str]:
        """The definition files, by their names.

        Args:
            name: The set's id.
            title: The set's title.
            publisher: Who published it.
            start: The first day on which the figures hold.
            rights: The publisher's terms.

        Raises:
            InputError: Anything in the workbook is a problem.
        """
        if self.problems:
            raise InputError(self.problems)
        said = {"title": title, "publisher": publisher, "start": start,
                "rights": rights or " ".join(self.rights)}  # fmt: skip
        return files_of(self.measures, name=name, file=self.file, sha256=self.sha256,
                        edition=self.edition, said=said)  # fmt: skip

    def explain(self) -> Explanation:
        """What is read from which column, and what becomes of the rows."""
        return join(self._blocks())

    def _line(self) -> str:
        wrong = number_of(len(self.problems), "problem")
        return f"{self.file!r}, {number_of(len(self.measures), 'measure')}, {wrong}"

    def _blocks(self) -> Iterable[Block]:
        said = (
            f"{number_of(len(self.measures), 'measure')} can be read, edition {self.edition}.",
            *(f"The workbook says: {each}" for each in self.rights),
        )
        rows = tuple((each.sheet, each.cell, each.heading, each.field or "not read")
                     for each in self.mapping)  # fmt: skip
        yield Block(self.file, said)
        yield Block("What is read", (), ("sheet", "cell", "heading", "read as"), rows)
        headings = ("code", "measure", "unit", "£ per unit", "cell")
        yield Block("Measures", (), headings, tuple(map(_row, self.measures)), (3,))


def _row(measure: ImportedMeasure) -> tuple[str, str, str, str, str]:
    worth = {"local": "by place", "recorded": REPORTED}.get(measure.kind, "")
    shown = plain(measure.value) if measure.value is not None else worth
    return measure.code, measure.title, UNITS[measure.unit].name, shown, measure.cell


def import_workbook(
    path: str | os.PathLike[str],
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> ImportedWorkbook:
    """Read a user's own official workbook of measures, and show what would be made of it.

    Its tables are found by their headings, on every sheet, hidden ones too.  Nothing is written,
    and nothing of it is kept.

    Args:
        path: A workbook (.xlsx or .ods).
        sheet: The one sheet to read, where several hold sets of their own.
        columns: What a column holds, by its heading, where that is not known: "code", "title",
            "unit", "value", "theme", "outcome", "definition", "guidance", "evidence" …
        units: What a unit means, by how the workbook writes it: a word of the list of units.

    Returns:
        The mapping, the measures, and all that cannot be read, by sheet and cell.

    Raises:
        InputError: It cannot be read (SV112, SV901 …), has no table of measures (SV422), or a word
            of `columns` or `units` is not known (SV312).

    Example:
        >>> import tempfile, pathlib, xlsxwriter, socialvalue as sv
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder) / "measures-2022.xlsx"
        ...     with xlsxwriter.Workbook(path) as book:
        ...         sheet = book.add_worksheet("Core")
        ...         _ = sheet.write_row("A1", ["Ref", "Measure", "Unit", "Proxy Value (£)"])
        ...         _ = sheet.write_row("A2", ["XY1", "Hedges laid", "miles", "£1,234.5"])
        ...     found = sv.calculators.import_workbook(path)
        ...     _ = found.write(pathlib.Path(folder) / "hedges")
        ...     hedges = sv.load(pathlib.Path(folder) / "hedges")
        >>> [each.field for each in found.mapping], found.problems
        (['code', 'title', 'unit', 'value'], ())
        >>> hedges.unit_value("XY1", on="2022-07-01")
        Decimal('1234.5')
    """
    _check("the field", (columns or {}).values(), FIELDS)
    _check("the unit", (units or {}).values(), UNITS)
    file = file_of(path)
    try:
        book = read_workbook(file)
    except InputError as error:
        raise InputError(each.for_file(file.name) for each in error.problems) from None
    except OSError as error:
        why = error.strerror or "it is no file"
        raise InputError(problem("SV112", found=file.name, why=why)) from None
    tables = list(tables_in(book, columns or {}, sheet))
    if not tables:
        where = f"sheet '{sheet}'" if sheet else "any of its sheets"
        hint = None if sheet in {None, *book.sheets} else did_you_mean(
            sheet, book.sheets, label="sheets"
        )  # fmt: skip
        raise InputError(problem("SV422", found=where, hint=hint).for_file(file.name))
    return _imported(file.name, book, tables, units or {})


def _check(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    words = tuple(known)
    wrong = [
        problem("SV312", what=what, found=each, hint=did_you_mean(each, words))
        for each in given
        if each not in words
    ]
    if wrong:
        raise InputError(wrong)


def _imported(
    file: str, book: Workbook, tables: list[TableOfMeasures], units: Mapping[str, str]
) -> ImportedWorkbook:
    problems: list[Problem] = []
    notes: list[Problem] = [problem("SV924").for_file(file)] if book.macros else []
    measures = [
        each for table in tables for each in measures_of(table, file, units, problems, notes)
    ]
    problems += _twice(measures, file)
    return ImportedWorkbook(
        file=file, mapping=tuple(each for table in tables for each in table.columns),
        measures=tuple(measures), rights=tuple(_rights(book)),
        problems=tuple(sorted(problems, key=lambda each: each.order)),
        notes=tuple(sorted(notes, key=lambda each: each.order)),
        edition=_edition(file, tables), sha256=book.sha256,
    )  # fmt: skip


def _twice(measures: list[ImportedMeasure], file: str) -> Iterator[Problem]:
    """Codes that two rows have, as where two sheets hold sets of their own."""
    first: dict[str, ImportedMeasure] = {}
    for each in measures:
        held = first.setdefault(each.code.casefold(), each)
        if held is not each:
            hint = "name the one sheet to read, where several hold sets of their own"
            told = {"noun": "measure", "found": each.code, "first": held.cell}
            yield attrs.evolve(problem("SV222", hint=hint, **told), file=file, cell=each.cell)


def _rights(book: Workbook) -> Iterator[str]:
    """What the workbook says of its publisher's rights, each text once."""
    texts = (
        " ".join(cell.text.split())
        for sheet in book.sheets.values()
        for cell in sheet.cells.values()
        if cell.kind == "text" and _RIGHTS.search(cell.text)
    )
    yield from list(dict.fromkeys(each[:_LONGEST] for each in texts))[:_MOST]


def _edition(file: str, tables: list[TableOfMeasures]) -> str:
    texts = [file, *(each.sheet.name for each in tables), *(
        text for each in tables for text in (*each.above, *(one.heading for one in each.columns))
    )]  # fmt: skip
    years = (found.group(1) for each in texts if (found := _YEAR.search(each)))
    return next(years, "imported")
