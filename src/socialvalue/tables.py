"""Rows to aligned text, escaped HTML, Markdown, or a dataframe."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from socialvalue.errors import InputError, did_you_mean, problem, whole

__all__ = [
    "LIBRARIES",
    "html_table",
    "markdown_table",
    "markdown_text",
    "rows_to_frame",
    "text_table",
]

Row = Sequence[object]

LIBRARIES = ("polars", "pandas", "pyarrow", "modin")
"""The dataframe libraries that a table can be made with."""
_GAP = 2
_SET_IN = 5
_RIGHT = ' style="text-align:right"'
_LONG_WORD = 24
"""Characters of a word that a narrow column may break; shorter words are kept whole."""
_LIST_MARK = re.compile(r"^([0-9]*)([-+.)])(?=\s|$)")


def text_table(
    headings: Sequence[str],
    rows: Iterable[Row],
    *,
    right: Iterable[int] = (),
    width: int | None = None,
    lead: int = 0,
) -> str:
    """Aligned columns of plain text.

    Args:
        headings: One heading a column.
        rows: Cells; what a user wrote is made safe to print.
        right: Numbers of the columns that are set to the right, from 0.
        width: Characters of a line that the table keeps to: cells are wrapped between words, and
            nothing is cut; as wide as it needs to be if not given.
        lead: The first so many columns stand on lines of their own, above the others of the row.

    Example:
        >>> print(text_table(["bidder", "points"], [["Acme", "91.20"], ["Bo", "7.00"]], right=[1]))
        bidder  points
        Acme     91.20
        Bo        7.00
    """
    cells = [[whole(cell) for cell in row] for row in (headings, *rows)]
    set_right = set(right)
    if lead and width is not None:
        return _in_two(cells, set_right, width, lead)
    widths = _widths(cells, width)
    if widths is None:
        return _as_list(cells)
    return "\n".join(line for row in cells for line in _text_row(row, widths, set_right))


def _in_two(cells: list[list[str]], right: set[int], width: int, lead: int) -> str:
    """Each row as its first columns, and the others below them, set in."""
    above, below = [row[:lead] for row in cells], [row[lead:] for row in cells]
    first = _widths(above, width)
    other = _widths(below, width - _SET_IN)
    if first is None or other is None:
        return _as_list(cells)
    under = {each - lead for each in right}
    found: list[str] = []
    for upper, lower in zip(above, below, strict=True):
        found += _text_row(upper, first, right)
        if any(lower):
            found += [f"{' ' * _SET_IN}{line}" for line in _text_row(lower, other, under)]
    return "\n".join(found)


def _widths(cells: list[list[str]], width: int | None) -> list[int] | None:
    """The widths of the columns within a width; None where not even their words fit."""
    columns = list(zip(*cells, strict=True))
    found = [max(map(len, column)) for column in columns]
    if width is None:
        return found
    room = width - _GAP * (len(columns) - 1)
    least = [
        min(_LONG_WORD, max(len(word) for cell in column for word in (*cell.split(), "")))
        for column in columns
    ]
    if sum(least) > room:
        return None
    found = [min(each, room) for each in found]
    while sum(found) > room:
        spare = [have if have > need else 0 for have, need in zip(found, least, strict=True)]
        found[spare.index(max(spare))] -= 1
    return found


def _text_row(row: Sequence[str], widths: Sequence[int], right: set[int]) -> Iterator[str]:
    """The lines of one row."""
    wrapped = (_wrapped(cell, width) for cell, width in zip(row, widths, strict=True))
    for line in zip_longest(*wrapped, fillvalue=""):
        padded = (
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield (" " * _GAP).join(padded).rstrip()


def _wrapped(cell: str, width: int) -> list[str]:
    """A cell in lines of a width, each as far to the right as its first."""
    if len(cell) <= width:
        return [cell]
    indent = cell[: min(len(cell) - len(cell.lstrip(" ")), width // 2)]
    filler = textwrap.TextWrapper(width, indent, indent, break_on_hyphens=False)
    return filler.wrap(cell.strip(" ")) or [""]


def _as_list(cells: list[list[str]]) -> str:
    """Each row as lines of ``heading: cell``."""
    headings, *rows = cells
    return "\n\n".join(
        "\n".join(f"{name}: {cell}" for name, cell in zip(headings, row, strict=True))
        for row in rows
    )


def markdown_text(value: object) -> str:
    r"""A text on one line, in which Markdown finds no marks of its own.

    Example:
        >>> print(markdown_text("1. *Acme* | <b>"))
        1\. \*Acme\* \| &lt;b&gt;
    """
    line = str(value).replace("\r\n", " ").replace("\n", " ")
    safe = html.escape(whole(line), quote=False)
    for mark in ("\\", "*", "_", "`", "[", "]", "#", "|", "~"):
        safe = safe.replace(mark, f"\\{mark}")
    return _LIST_MARK.sub(r"\1\\\2", safe)


def markdown_table(
    headings: Sequence[str], rows: Iterable[Row], *, right: Iterable[int] = ()
) -> str:
    r"""A Markdown table; pipes and markup in cells are escaped.

    Example:
        >>> print(markdown_table(["a", "b"], [["x|y", 1]], right=[1]))
        | a | b |
        | --- | ---: |
        | x\|y | 1 |
    """
    set_right = set(right)
    rule = ["---:" if index in set_right else "---" for index in range(len(headings))]
    body = [[_markdown(cell) for cell in row] for row in (headings, *rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (body[0], rule, *body[1:]))


def _markdown(cell: object) -> str:
    text = html.escape(whole(cell).strip(" "), quote=False)
    for mark in ("\\", "|", "*", "_", "`", "[", "]", "~"):
        text = text.replace(mark, "\\" + mark)
    return _indent(cell) + text


def _indent(cell: object) -> str:
    """The blanks before a cell's text, as HTML and Markdown keep them: a part below its whole."""
    text = str(cell)
    return "&nbsp;&nbsp;" * (len(text) - len(text.lstrip(" ")))


def html_table(headings: Sequence[str], rows: Iterable[Row], *, right: Iterable[int] = ()) -> str:
    """An HTML table; every cell is escaped.

    Example:
        >>> html_table(["a"], [["<b>"]])
        '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    set_right = set(right)
    head = "".join(
        f"<th{_RIGHT if index in set_right else ''}>{html.escape(whole(each))}</th>"
        for index, each in enumerate(headings)
    )
    body = "".join(_html_row(row, set_right) for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_row(row: Row, right: set[int]) -> str:
    cells = (
        f"<td{_RIGHT if index in right else ''}>{_html(cell)}</td>"
        for index, cell in enumerate(row)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _html(cell: object) -> str:
    return _indent(cell) + html.escape(whole(cell).strip(" "))


def rows_to_frame(columns: Mapping[str, Sequence[Any]], backend: str) -> Any:
    """A dataframe of the named library, made through narwhals.

    Args:
        columns: Name to cells, all of one length.
        backend: A word of `LIBRARIES`; that library must be installed.

    Returns:
        A dataframe of that library's own kind.

    Raises:
        InputError: A library that makes no table here (SV312), or one that is not installed.
    """
    if backend not in LIBRARIES:
        hint = did_you_mean(backend, LIBRARIES, label="one of")
        raise InputError(problem("SV312", what="the dataframe library", found=backend, hint=hint))
    import narwhals

    kind: Any = backend
    try:
        return narwhals.from_dict(dict(columns), backend=kind).to_native()
    except ModuleNotFoundError:
        hint = f"python -m pip install {backend}"
        what = "the dataframe library (it is not installed)"
        raise InputError(problem("SV312", what=what, found=backend, hint=hint)) from None
