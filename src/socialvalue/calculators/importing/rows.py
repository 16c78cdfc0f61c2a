"""The rows of a table of measures: each a measure, or a problem with its cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final

import attrs

from socialvalue.calculators.importing.tables import TableOfMeasures
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.sheets.headings import plain_heading, unit_of
from socialvalue.sheets.own import in_own_table, is_filled, words_in
from socialvalue.sheets.typed import number_in, typed_number
from socialvalue.sheets.workbooks import EMPTY, Cell
from socialvalue.spans import Span
from socialvalue.units import UNITS
from socialvalue.words import number_of

__all__ = ["ImportedMeasure", "measures_of"]

_FOOTNOTES: Final = re.compile("[*†‡§⁰¹²³⁴-⁹]+")
_HYPHENS: Final = re.compile("[\u2010-\u2015\u2212]")
_CODE: Final = re.compile(r"[A-Za-z]*-?[0-9]+[A-Za-z]*(?:[.\-][0-9A-Za-z]+)*")
_SPACED: Final = re.compile(r"\b([A-Za-z]{1,8}) ([0-9])")
_BETWEEN: Final = re.compile(r"[\s,;/&+]+|\band\b")
_BY_PLACE: Final = {"localised", "localized", "local", "localvalue", "localproxy", "bylocation"}
_RECORDED: Final = {"recordonly", "recordedonly", "ro", "record", "na", "notapplicable", "none",
                    "noproxy", "novalue"}  # fmt: skip
_DASHES: Final = {"-", "–", "—", "−"}
_POUND_A_POUND: Final = re.compile(r"£?1(?:\.0+)? (?:per|for) (?:every )?£(?:1(?:\.0+)?)?")
_TEXTS: Final = ("definition", "guidance", "asks", "evidence", "not with")
_WAYS: Final = {"date": " (a date)", "percent": " (a percentage)"}


@attrs.frozen
class ImportedMeasure:
    """One measure, as a workbook says it.

    Attributes:
        code: Its code; the first where the cell holds several.
        title: As it stands there.
        unit: A word of the list of units.
        kind: ``monetised``, ``local`` where its value depends on the place and stands nowhere
            here, or ``recorded``.
        value: £ per unit, or None.
        cell: The cell of its value.
        theme: Its theme, or "".
        outcome: Its outcome, or "".
        texts: What else is said of it, by field.
        also: Other codes of its cell.
    """

    code: str
    title: str
    unit: str
    kind: str
    value: Decimal | None
    cell: str
    theme: str = ""
    outcome: str = ""
    texts: FrozenMap[str, str] = attrs.field(factory=FrozenMap)
    also: tuple[str, ...] = ()


@attrs.frozen
class _Reading:
    """What is found while the rows of a table are read."""

    table: TableOfMeasures
    file: str
    units: Mapping[str, str]
    problems: list[Problem]
    notes: list[Problem]

    def span(self, row: int, field: str) -> Span:
        return Span(self.file, cell=self.table.spot(row, field))

    def wrong(self, row: int, field: str, found: Problem) -> None:
        self.problems.append(self.span(row, field).placed(found))

    def read_as(self, row: int, field: str, found: str, read: str) -> None:
        said = problem("SV926", found=found, read=read, hint="see that this is what is meant")
        self.notes.append(self.span(row, field).placed(said))

    def text(self, row: int, field: str) -> str:
        """The words of a cell; "" where the table has no such column, or they are a problem."""
        try:
            return " ".join(in_own_table(self.cell(row, field), words_in).split())
        except InputError as error:
            found = self.span(row, field).locate(error.problems)
            self.problems.extend(each for each in found if each not in self.problems)
            return ""

    def shown(self, row: int, field: str) -> str:
        """What stands in a cell that may hold a figure; "" where the table has no such column."""
        return " ".join(self.cell(row, field).text.split())

    def cell(self, row: int, field: str) -> Cell:
        """A cell; an empty one where the table has no such column."""
        return self.table.at(row, field) if field in self.table.numbers else EMPTY


def measures_of(
    table: TableOfMeasures,
    file: str,
    units: Mapping[str, str],
    problems: list[Problem],
    notes: list[Problem],
) -> Iterator[ImportedMeasure]:
    """The measures of a table, in their order.

    Args:
        table: Where they stand.
        file: The workbook's name.
        units: What the user says a unit means, by how the workbook writes it.
        problems: What is wrong is added here, by cell.
        notes: What was read, and a reader should know, is added here.
    """
    reading = _Reading(table, file, units, problems, notes)
    hidden = [row for row in table.rows if row in table.sheet.hidden_rows]
    if hidden:
        told = problem("SV1018", count=number_of(len(hidden), "row"))
        notes.append(reading.span(hidden[0], "code").placed(told))
    section = ""
    for row in table.rows:
        filled = [each for each, at in table.numbers.items() if is_filled(table.sheet.at(row, at))]
        if not filled:
            continue
        if len(filled) == 1:
            section = reading.text(row, filled[0])
            continue
        found = _measure(reading, row, section)
        if found is not None:
            yield found


def _measure(reading: _Reading, row: int, section: str) -> ImportedMeasure | None:
    """A row as a measure; None where something in it is a problem."""
    before = len(reading.problems)
    code, *also = _codes(reading, row) or [""]
    title = reading.text(row, "title")
    if code and not title and not is_filled(reading.cell(row, "title")):
        reading.wrong(row, "title", problem("SV424", found=f"{code} has no title"))
    unit = _unit(reading, row, code)
    kind, value = _worth(reading, row, code, unit) if code else ("", None)
    if len(reading.problems) > before:
        return None
    texts = {each: reading.text(row, each) for each in _TEXTS if reading.text(row, each)}
    theme = reading.text(row, "theme") or ("" if "theme" in reading.table.numbers else section)
    return ImportedMeasure(
        code, title, unit, kind, value, reading.table.spot(row, "value"), theme,
        reading.text(row, "outcome"), FrozenMap(texts), tuple(also),
    )  # fmt: skip


def _codes(reading: _Reading, row: int) -> list[str]:
    """The codes of a row: one, or several in one cell, without marks of footnotes."""
    before = len(reading.problems)
    written = reading.text(row, "code")
    if len(reading.problems) > before:
        return []
    bare = unicodedata.normalize("NFKC", _FOOTNOTES.sub("", written))
    bare = _HYPHENS.sub("-", bare).strip("()[] ")
    found = [each for each in _BETWEEN.split(_SPACED.sub(r"\1\2", bare)) if each]
    if not found or not all(_CODE.fullmatch(each) for each in found):
        what = f"'{written}' is no code" if written else "a row has no code"
        reading.wrong(row, "code", problem("SV424", found=what))
        return []
    if written != found[0]:
        rest = f", also {', '.join(found[1:])}" if len(found) > 1 else ""
        reading.read_as(row, "code", written, f"{found[0]}{rest}")
    return found


def _unit(reading: _Reading, row: int, code: str) -> str:
    written = reading.text(row, "unit")
    said = {plain_heading(each): unit for each, unit in reading.units.items()}
    found = said.get(plain_heading(written)) or unit_of(written)
    if found in UNITS:
        return found
    if code:
        hint = did_you_mean(found, UNITS, label="units") if found else None
        wrong = problem("SV425", measure=code, found=found or written or "(nothing)", hint=hint)
        reading.wrong(row, "unit", wrong)
    return ""


def _worth(reading: _Reading, row: int, code: str, unit: str) -> tuple[str, Decimal | None]:
    """What a value cell says: a figure, that the place decides, or that there is none."""
    written = reading.shown(row, "value") or reading.text(row, "status")
    plain = plain_heading(written)
    if plain in _BY_PLACE:
        return "local", None
    if plain in _RECORDED or written in _DASHES:
        reading.read_as(row, "value", written, "reported, no pounds")
        return "recorded", None
    if unit == "text" and not written:
        return "recorded", None
    if unit == "gbp" and _POUND_A_POUND.fullmatch(written):
        return "monetised", Decimal(1)
    return "monetised", _figure(reading, row, code)


def _figure(reading: _Reading, row: int, code: str) -> Decimal | None:
    """The figure of a value cell; a problem where it has none, or could have two."""
    cell = reading.table.at(row, "value")
    note: Callable[[Problem], None] = lambda said: reading.notes.append(  # noqa: E731
        reading.span(row, "value").placed(said)
    )
    try:
        found = number_in(cell, note) if cell.kind != "text" else typed_number(cell.text)
    except InputError:
        found = None
    if found:
        return found
    shown = f"'{cell.text}'{_WAYS.get(cell.shown_as, '')}" if cell.text else "nothing"
    shown = f"a formula of {shown}" if cell.formula else shown
    reading.wrong(row, "value", problem("SV423", measure=code, found=shown))
    return None
