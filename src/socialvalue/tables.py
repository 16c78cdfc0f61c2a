"""Rows to aligned text, escaped HTML, Markdown, or a dataframe."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from socialvalue.errors import InputError, did_you_mean, problem, shown

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
_LONGEST = 2000
"""Characters of one cell: a reason is shown whole, an attack is not."""
_LONGEST_TEXT = 10_000
_LIST_MARK = re.compile(r"^([0-9]*)([-+.)])(?=\s|$)")


def text_table(headings: Sequence[str], rows: Iterable[Row], *, right: Iterable[int] = ()) -> str:
    """Aligned columns of plain text.

    Args:
        headings: One heading a column.
        rows: Cells; what a user wrote is made safe to print.
        right: Numbers of the columns that are set to the right, from 0.

    Example:
        >>> print(text_table(["bidder", "points"], [["Acme", "91.20"], ["Bo", "7.00"]], right=[1]))
        bidder  points
        Acme     91.20
        Bo        7.00
    """
    cells = [[shown(cell, _LONGEST) for cell in row] for row in (headings, *rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    set_right = set(right)
    return "\n".join(_text_row(row, widths, set_right) for row in cells)


def _text_row(row: Sequence[str], widths: Sequence[int], right: set[int]) -> str:
    padded = (
        cell.rjust(width) if index in right else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(padded).rstrip()


def markdown_text(value: object) -> str:
    r"""A text on one line, in which Markdown finds no marks of its own.

    Example:
        >>> print(markdown_text("1. *Acme* | <b>"))
        1\. \*Acme\* \| &lt;b&gt;
    """
    line = str(value).replace("\r\n", " ").replace("\n", " ")
    safe = html.escape(shown(line, _LONGEST_TEXT), quote=False)
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
    text = html.escape(shown(cell, _LONGEST), quote=False)
    for mark in ("\\", "|", "*", "_", "`", "[", "]", "~"):
        text = text.replace(mark, "\\" + mark)
    return text


def html_table(headings: Sequence[str], rows: Iterable[Row], *, right: Iterable[int] = ()) -> str:
    """An HTML table; every cell is escaped.

    Example:
        >>> html_table(["a"], [["<b>"]])
        '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    set_right = set(right)
    head = "".join(f"<th>{html.escape(shown(each, _LONGEST))}</th>" for each in headings)
    body = "".join(_html_row(row, set_right) for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_row(row: Row, right: set[int]) -> str:
    cells = (
        f'<td style="text-align:right">{html.escape(shown(cell, _LONGEST))}</td>'
        if index in right
        else f"<td>{html.escape(shown(cell, _LONGEST))}</td>"
        for index, cell in enumerate(row)
    )
    return f"<tr>{''.join(cells)}</tr>"


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
