"""A report as a workbook, by the government's rules for spreadsheets.

One table a sheet, with its title in the first cell; no merged, hidden or coloured cells; a first
sheet that says for whom it is, what is left out, and what is where.

Source:
    "Releasing statistics in spreadsheets", Government Analysis Function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import attrs

from socialvalue.blocks import Block
from socialvalue.numbers import scaled
from socialvalue.reports.labels import unlabelled
from socialvalue.reports.report import Report, Section
from socialvalue.sheets.forms import height_of
from socialvalue.sheets.texts import guarded
from socialvalue.sheets.writing import new_sheet, new_workbook, put, within_cell
from socialvalue.tables import one_line
from socialvalue.words import day_of_words

__all__ = ["report_book"]

_WRAPPED: Final = {"text_wrap": True, "valign": "top"}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {},
    "quoted": {"quote_prefix": True},
    "beside": {"indent": 1, "align": "left"},
    "right": {"align": "right"},
    "heading": {"bold": True, "bottom": 1},
    "numbers": {"bold": True, "bottom": 1, "align": "right"},
    "heading beside": {"bold": True, "bottom": 1, "indent": 1, "align": "left"},
    "title": {"bold": True, "font_size": 14, "text_wrap": False},
    "day": {"num_format": "d mmmm yyyy", "align": "left"},
}
_NUMBER: Final = re.compile(r"([+−-]?)(£?)(\d{1,3}(?:,\d{3})*|\d+)(\.\d+)?(%?)")
_WIDEST: Final = 60
_LEAST: Final = 9
_BY_HAND: Final = 30
"""How wide a column is at least that somebody fills in, and how many points high its rows are."""
_TITLE: Final = 20
"""Points of the row of a title."""
_HEADING: Final = 250
_TWO: Final = (60, 80)
"""The widths of a sheet of two columns of text."""
_STRANGE: Final = re.compile(r"[\[\]:*?/\\' ]+")
_COVER: Final = "Cover"
_TEXT: Final = "Text"
_HOW: Final = (
    "Each sheet holds one table, below its title. A dash says that there is nothing to say."
)
_TO_THE_PENNY: Final = (
    "£ are as they are printed; on the sheet of commitments they are to the penny."
)


@attrs.frozen
class _Book:
    """A workbook that is written, with its ways to look, and what is on which sheet."""

    book: Any
    looks: dict[str, Any]
    held: dict[str, str] = attrs.field(factory=dict)

    def sheet(self, name: str, title: str) -> tuple[str, Any]:
        """A sheet for landscape paper, one page wide, with its title in the first cell."""
        free = name = _STRANGE.sub(" ", one_line(name)).strip()[:28] or _TEXT
        taken = {each.casefold() for each in (*self.held, _COVER)}
        number = 1
        while free.casefold() in taken:
            number += 1
            free = f"{name} {number}"
        self.held[free] = title
        made = new_sheet(self.book, free)
        self.title(made, title)
        return free, made

    def title(self, sheet: Any, words: str) -> None:
        """What a sheet is, in its first cell, in a row as high as its letters."""
        sheet.set_row(0, _TITLE)
        self.text(sheet, 0, 0, words, "title")

    def text(self, sheet: Any, row: int, column: int, words: str, look: str = "text") -> None:
        """A text that no spreadsheet takes for a formula, even when it is typed anew."""
        told = within_cell(one_line(words))
        shown = look if guarded(told) == told else "quoted"
        put(sheet.write_string(row, column, told, self.looks[shown]))

    def number(self, sheet: Any, row: int, column: int, amount: Decimal, look: str) -> None:
        """A number, with as many decimals as its text has."""
        if look not in self.looks:
            self.looks[look] = self.book.add_format({**_WRAPPED, "num_format": look})
        put(sheet.write_number(row, column, amount, self.looks[look]))


def report_book(report: Report) -> bytes:
    """The report as a workbook: the same report gives the same bytes.

    Args:
        report: What is written.

    Raises:
        InputError: XlsxWriter is not installed (SV932).
    """
    into = BytesIO()
    made = new_workbook(into, datetime.combine(report.on, time(), UTC))
    looks = {name: made.add_format({**_WRAPPED, **look}) for name, look in _LOOKS.items()}
    book = _Book(made, looks)
    cover = new_sheet(made, _COVER)
    for section in report.sections:
        if section.block.rows:
            _table_sheet(book, section, report)
    _text_sheet(book, report)
    _cover(book, cover, report)
    made.close()
    return into.getvalue()


# --- the first sheet and the texts --------------------------------------------------------


def _cover(book: _Book, sheet: Any, report: Report) -> None:
    """For whom it is, what it comes to, what is left out, and what is on which sheet."""
    book.title(sheet, report.title)
    left = (f"Left out: {each}." for each in report.left_out)
    exact = [_TO_THE_PENNY] if any(_is_exact(each, report) for each in report.sections) else []
    said = (report.kicker, *report.sentences, *left, _HOW, *exact, *report.foot)
    for row, words in enumerate(said, start=1):
        sheet.set_row(row, height_of([(words, _TWO[0])]))
        book.text(sheet, row, 0, words)
    rows, start = tuple(book.held.items()), len(said) + 2
    shown = rows or (("–", "–"),)
    _table(book, sheet, start, "contents", Block("", (), ("sheet", "what is on it"), shown))
    for row, (name, _) in enumerate(rows, start=start + 1):
        put(sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name))


def _text_sheet(book: _Book, report: Report) -> None:
    """What is said in words, a row a sentence."""
    rows = tuple(
        (each.block.heading or "–", words)
        for each in report.sections for words in each.block.sentences
    )  # fmt: skip
    if rows:
        _, sheet = book.sheet(_TEXT, f"{report.title}: in words")
        _table(book, sheet, 2, "in_words", Block("", (), ("part", "text"), rows))


def _table(book: _Book, sheet: Any, start: int, name: str, block: Block) -> None:
    """A marked-up table of texts, in two columns."""
    _marked(book, sheet, start, name, block, widths=_TWO)
    for number, row in enumerate(block.rows, start=start + 1):
        for column, words in enumerate(row):
            book.text(sheet, number, column, words)


def _marked(
    book: _Book, sheet: Any, start: int, name: str, block: Block, *, widths: Sequence[int]
) -> None:
    """The frame of a table, by whose name formulas and screen readers find it."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, cells in enumerate((block.headings, *block.rows), start=start):
        if block.by_hand and row > start:
            sheet.set_row(row, _BY_HAND)
        elif any(len(cell) > width - 3 for cell, width in zip(cells, widths, strict=True)):
            sheet.set_row(row, height_of(zip(cells, widths, strict=True)))
    columns = [
        {"header": head, "header_format": book.looks[_look_of_heading(at, block)]}
        for at, head in enumerate(_apart(block.headings))
    ]
    put(sheet.add_table(start, 0, start + len(block.rows), len(columns) - 1, {
        "name": name, "style": None, "autofilter": len(block.rows) > 1, "columns": columns,
    }))  # fmt: skip
    sheet.repeat_rows(start)


def _look_of_heading(at: int, block: Block) -> str:
    if at in block.right:
        return "numbers"
    return "heading beside" if at - 1 in block.right else "heading"


def _apart(heads: Iterable[str]) -> Iterator[str]:
    """Headings of which no two are alike, as a table needs them."""
    seen = set[str]()
    for each in heads:
        free = found = one_line(each)[:_HEADING] or "–"
        number = 1
        while free.casefold() in seen:
            number += 1
            free = f"{found} ({number})"
        seen.add(free.casefold())
        yield free


# --- a table ------------------------------------------------------------------------------


def _table_sheet(book: _Book, section: Section, report: Report) -> None:
    """One table on a sheet of its own; numbers and days are such, and all else is a text."""
    block = section.block
    title = block.heading or section.key.replace("-", " ").capitalize()
    _, sheet = book.sheet(_short(section, title), title)
    widths = _widths(block)
    exact = _exact(section, report)
    _marked(book, sheet, 2, f"t_{section.key.replace('-', '_')}", block, widths=widths)
    days = {at for at, kind in enumerate(section.sorts) if kind == "d"}
    right = set(block.right)
    for at, row in enumerate(block.rows):
        for column, words in enumerate(row):
            amount = exact.get((at, column))
            if amount is not None:
                book.number(sheet, at + 3, column, amount, "£#,##0.00")
            elif column in right and (found := _NUMBER.fullmatch(words)):
                _put_number(book, sheet, at + 3, column, found)
            elif column in days and (day := day_of_words(words)):
                put(sheet.write_datetime(at + 3, column, day, book.looks["day"]))
            else:
                look = "right" if column in right else "beside" if column - 1 in right else "text"
                book.text(sheet, at + 3, column, words, look)


def _short(section: Section, title: str) -> str:
    """A name that a tab has room for."""
    return title if len(title) <= 28 else section.key.replace("-", " ").capitalize()


def _put_number(book: _Book, sheet: Any, row: int, column: int, found: re.Match[str]) -> None:
    sign, pound, whole, part, percent = found.groups(default="")
    amount = scaled(Decimal(whole.replace(",", "") + part), -2 if percent else 0)
    zeros = "." + "0" * (len(part) - 1) if part else ""
    look = f"0{zeros}%" if percent else f"{pound}#,##0{zeros}"
    if sign:
        look = f'+{look};"−"{look}'
    book.number(sheet, row, column, amount if sign in {"", "+"} else amount.copy_negate(), look)


def _is_exact(section: Section, report: Report) -> bool:
    return section.key == "commitments" and report.exact is not None


def _exact(section: Section, report: Report) -> dict[tuple[int, int], Decimal]:
    """£ to the penny where the report has them: by row and column of the table of commitments."""
    if report.exact is None or not _is_exact(section, report):
        return {}
    heads = {unlabelled(head): at for at, head in enumerate(section.block.headings)}
    return {
        (number, heads[head]): scaled(pence, -2)
        for number, row in enumerate(report.exact())
        for head, pence in row.items() if head in heads
    }  # fmt: skip


def _widths(block: Block) -> list[int]:
    """As wide as the longest text of a column, up to a bound; headings wrap between words."""
    columns = zip(*block.rows, strict=True)
    return [
        max(_BY_HAND if block.by_hand else _LEAST, min(_WIDEST, max(map(len, cells)) + 3),
            max(map(len, head.split()), default=0) + 4)
        for head, cells in zip(block.headings, columns, strict=True)
    ]  # fmt: skip
