"""Rows to aligned text, escaped HTML, Markdown, or a dataframe."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from socialvalue.errors import InputError, did_you_mean, problem, whole

__all__ = [
    "LIBRARIES",
    "as_list",
    "column_widths",
    "embedded_json",
    "html_table",
    "markdown_table",
    "markdown_text",
    "one_line",
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
_BEYOND_ASCII = re.compile(r"[^ -~]")
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
    widths = column_widths(cells, width)
    if widths is None:
        return as_list(cells)
    return "\n".join(line for row in cells for line in _text_row(row, widths, set_right))


def _in_two(cells: list[list[str]], right: set[int], width: int, lead: int) -> str:
    """Each row as its first columns, and the others below them, set in."""
    above, below = [row[:lead] for row in cells], [row[lead:] for row in cells]
    first = column_widths(above, width)
    other = column_widths(below, width - _SET_IN)
    if first is None or other is None:
        return as_list(cells)
    under = {each - lead for each in right}
    found: list[str] = []
    for upper, lower in zip(above, below, strict=True):
        found += _text_row(upper, first, right)
        if any(lower):
            found += [f"{' ' * _SET_IN}{line}" for line in _text_row(lower, other, under)]
    return "\n".join(found)


def column_widths(
    cells: Sequence[Sequence[str]],
    width: int | None,
    *,
    long_word: int = _LONG_WORD,
    length: Callable[[str], int] = len,
) -> list[int] | None:
    """The widths of the columns within a width; None where not even their words fit.

    Args:
        cells: The headings, and the rows below them.
        width: Characters of a line, or None for as many as are needed.
        long_word: Characters of a word that may be broken.
        length: How wide a text is.
    """
    columns = list(zip(*cells, strict=True))
    found = [max(map(length, column)) for column in columns]
    if width is None:
        return found
    room = width - _GAP * (len(columns) - 1)
    least = [
        min(long_word, max(length(word) for cell in column for word in (*cell.split(), "")))
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


def as_list(cells: list[list[str]]) -> str:
    """Each row as lines of ``heading: cell``."""
    headings, *rows = cells
    return "\n\n".join(
        "\n".join(f"{name}: {cell}" for name, cell in zip(headings, row, strict=True))
        for row in rows
    )


def one_line(value: object) -> str:
    r"""Any text on one line, control characters made visible, nothing of it cut.

    Example:
        >>> one_line("Acme\n\x1b[31m")
        'Acme \\x1b[31m'
    """
    text = str(value)
    return text if text.isprintable() else whole(text.replace("\r\n", " ").replace("\n", " "))


def embedded_json(data: Any) -> str:
    r"""Data as JSON that stands in a page: no browser takes it for markup, and all of it is seen.

    Example:
        >>> print(embedded_json({"by": "</script>\u202e"}))
        {"by":"\u003c/script>\u202e"}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
    return _BEYOND_ASCII.sub(_seen, text)


def _seen(found: re.Match[str]) -> str:
    """A sign as it is, or as JSON escapes it where nobody would see it."""
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]


def markdown_text(value: object) -> str:
    r"""A text on one line, in which Markdown finds no marks of its own.

    Example:
        >>> print(markdown_text("1. *Acme* | <b>"))
        1\. \*Acme\* \| &lt;b&gt;
    """
    safe = html.escape(one_line(value), quote=False)
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
    text = html.escape(whole(cell).strip(" "))
    if text.startswith(("http://", "https://")):
        text = text.replace("/", "/<wbr>")  # a long address may be broken, not cut or copied so
    return _indent(cell) + text


def rows_to_frame(
    columns: Mapping[str, Sequence[Any]],
    backend: str,
    *,
    decimals: Iterable[str] = (),
    texts: bool = False,
) -> Any:
    """A dataframe of the named library, made through narwhals.

    Args:
        columns: Name to cells, all of one length.
        backend: A word of `LIBRARIES`; that library must be installed.
        decimals: The columns that hold Decimals, or nothing: exact numbers, which sort as such.
        texts: Whether Decimals are given as texts instead.

    Returns:
        A dataframe of that library's own kind.  A column of Decimals is Decimal in polars,
        decimal128 in pyarrow, and that of Arrow in pandas (objects, where there is no pyarrow);
        all of its cells have the places of the one that has most.

    Raises:
        InputError: A library that makes no table here (SV312), or one that is not installed.
    """
    if backend not in LIBRARIES:
        hint = did_you_mean(backend, LIBRARIES, label="one of")
        raise InputError(problem("SV312", what="the dataframe library", found=backend, hint=hint))
    import narwhals

    kind: Any = backend
    exact = {name: columns[name] for name in decimals}
    plain = {**columns, **{name: [_as_text(cell) for cell in exact[name]] for name in exact}}
    try:
        if texts or not exact:
            return narwhals.from_dict(plain, backend=kind).to_native()
        return _with_decimals(plain, exact, backend)
    except ModuleNotFoundError:
        hint = f"python -m pip install {backend}"
        what = "the dataframe library (it is not installed)"
        raise InputError(problem("SV312", what=what, found=backend, hint=hint)) from None


# --- exact numbers in a dataframe ---------------------------------------------------------

_MOST_DIGITS = 38


def _as_text(cell: Decimal | None) -> str | None:
    return None if cell is None else format(cell, "f")


def _scale(cells: Sequence[Decimal | None]) -> int | None:
    """Places after the point that hold every cell; None where a Decimal of 38 digits cannot."""
    held = [each for each in cells if each is not None]
    places = max((-int(each.as_tuple().exponent) for each in held), default=0)
    whole = max((each.adjusted() + 1 for each in held), default=0)
    return max(places, 0) if max(places, 0) + max(whole, 0) <= _MOST_DIGITS else None


def _with_decimals(
    plain: Mapping[str, Sequence[Any]], exact: Mapping[str, Sequence[Decimal | None]], backend: str
) -> Any:
    """A dataframe whose exact columns are of the library's own kind of Decimal.

    A column that no Decimal of 38 digits holds stays texts.
    """
    import narwhals

    kind: Any = backend
    scales = {name: scale for name in exact if (scale := _scale(exact[name])) is not None}
    frame: Any = narwhals.from_dict(dict(plain), backend=kind).to_native()
    make = {"polars": _polars_decimals, "pyarrow": _arrow_decimals}.get(backend, _pandas_decimals)
    return make(frame, {name: (exact[name], scale) for name, scale in scales.items()})


_Exact = Mapping[str, tuple[Sequence["Decimal | None"], int]]


def _polars_decimals(frame: Any, columns: _Exact) -> Any:
    import polars as pl

    return frame.with_columns(
        pl.Series(name, list(cells), dtype=pl.Decimal(_MOST_DIGITS, scale))
        for name, (cells, scale) in columns.items()
    )


def _arrow_decimals(frame: Any, columns: _Exact) -> Any:
    import pyarrow as pa

    for name, (cells, scale) in columns.items():
        held = pa.array(list(cells), pa.decimal128(_MOST_DIGITS, scale))
        frame = frame.set_column(frame.column_names.index(name), name, held)
    return frame


def _pandas_decimals(frame: Any, columns: _Exact) -> Any:
    import pandas as pd

    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        return frame.assign(**{
            name: pd.Series(list(cells), dtype=object, index=frame.index)
            for name, (cells, _) in columns.items()
        })  # fmt: skip
    held = {
        name: pd.array(list(cells), dtype=pd.ArrowDtype(pa.decimal128(_MOST_DIGITS, scale)))
        for name, (cells, scale) in columns.items()
    }
    return frame.assign(**held)
