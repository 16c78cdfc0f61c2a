"""Parts of a result as text for a terminal, CSV and JSON.

Everything that a user wrote is made safe on its way out: control characters become visible, no
format's own marks are obeyed, and no cell of a CSV file is a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socialvalue.blocks import Block
from socialvalue.cli.out.output import spelt
from socialvalue.sheets import guarded
from socialvalue.tables import as_list, column_widths, one_line

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["as_csv", "as_json", "as_text"]

_LONG_WORD = 32
_HIDDEN = re.compile(r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


# --- text ---------------------------------------------------------------------------------


def as_text(blocks: Iterable[Block], file: Path | None = None) -> str:
    """Blocks as wrapped text: coloured on a terminal, plain in a file or a pipe.

    Args:
        blocks: The parts of the result.
        file: Where the text goes, if not to standard output.
    """
    console = _console(file)
    with console.capture() as captured:
        for number, block in enumerate(blocks):
            if number:
                console.print()
            _print(_safe(block, console.encoding), console)
    text = captured.get()
    return text if console.is_terminal else _trimmed(text)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def _console(file: Path | None) -> Console:
    from rich.console import Console

    if file is not None:
        return Console(file=io.StringIO(), force_terminal=False, color_system=None, highlight=False)
    return Console(file=sys.stdout, highlight=False)


def _safe(block: Block, encoding: str) -> Block:
    """The block in words that can be shown: cleaned, and spelt as the output can hold them."""

    def safe(text: str) -> str:
        indent = len(text) - len(text.lstrip(" "))
        return " " * indent + spelt(one_line(text.strip(" ")), encoding)

    return Block(
        safe(block.heading),
        tuple(map(safe, block.sentences)),
        tuple(map(safe, block.headings)),
        tuple(tuple(map(safe, row)) for row in block.rows),
        block.right,
    )


def _print(block: Block, console: Console) -> None:
    from rich.text import Text

    if block.heading:
        console.print(Text(block.heading, style="bold"))
    for each in block.sentences:
        console.print(_indented(each))
    if block.rows:
        console.print(_table(block, console.width))


def _indented(sentence: str) -> RenderableType:
    """A sentence that keeps its indentation when it is wrapped."""
    from rich.padding import Padding
    from rich.text import Text

    text = sentence.lstrip(" ")
    return Padding(Text(text, overflow="fold"), (0, 0, 0, len(sentence) - len(text)))


def _table(block: Block, width: int) -> RenderableType:
    """A table that wraps between words; a list where there is no room even for the words."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    cells = [list(row) for row in (block.headings, *block.rows)]
    widths = column_widths(cells, width, long_word=_LONG_WORD, length=cell_len)
    if widths is None:
        return Text(as_list(cells), overflow="fold")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for index, heading in enumerate(cells[0]):
        table.add_column(
            Text(heading, style="bold"),
            justify="right" if index in block.right else "left",
            overflow="fold",
            width=widths[index],
        )
    for row in cells[1:]:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    return table


# --- CSV and JSON -------------------------------------------------------------------------


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file; what a spreadsheet would take for a formula is written as text.

    Example:
        >>> print(as_csv(["bidder"], [["=1+1"]]))
        bidder
        '=1+1
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in (headings, *rows):
        writer.writerow([_cell(each) for each in row])
    return out.getvalue().rstrip("\n")


def _cell(value: object) -> str:
    """A cell; a text is guarded, and a number is one."""
    if value is None or isinstance(value, (int, float, Decimal)):
        return "" if value is None else str(value)
    text = str(value)
    return ("'" if guarded(text) != text else "") + one_line(text)


def as_json(content: Any, file: Path | None = None) -> str:
    """JSON; letters beyond ASCII are written as they are where the output can hold them."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii") if file is None else "utf-8"
    plain = not encoding.lower().replace("-", "").startswith("utf")
    return _HIDDEN.sub(_escaped, json.dumps(content, indent=2, ensure_ascii=plain))


def _escaped(found: re.Match[str]) -> str:
    """A control character as JSON escapes it: the same data, and nothing that a terminal obeys."""
    return f"\\u{ord(found.group()):04x}"
