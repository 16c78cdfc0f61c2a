"""The answers of the commands that come in several formats, and which format is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from socialvalue.blocks import Block, as_markdown, join
from socialvalue.cli.out.exits import CannotWriteError
from socialvalue.cli.out.output import Answer, refuse_source
from socialvalue.cli.out.render import as_csv, as_json, as_text

if TYPE_CHECKING:
    from socialvalue.charts import Chart

__all__ = [
    "DRAWN",
    "FORMATS",
    "Views",
    "answer_in",
    "drawn",
    "endings_of",
    "format_of",
    "printed",
]

FORMATS = ("table", "json", "csv", "markdown", "html")
DRAWN = ("svg", "png")
"""The formats of a chart."""

_ENDINGS = {
    "table": (".txt",), "text": (".txt",), "json": (".json",), "csv": (".csv",),
    "markdown": (".md", ".markdown"), "html": (".html", ".htm"), "docx": (".docx",),
    "svg": (".svg",), "png": (".png",),
}  # fmt: skip
"""A format to the endings of its files: what a file is called says what is inside."""

Rows = tuple[Sequence[str], Sequence[Sequence[object]]]


@attrs.frozen
class Views:
    """The ways of showing one result; only the one asked for is made."""

    blocks: Callable[[], list[Block]]
    rows: Callable[[], Rows]
    content: Callable[[], Any]
    chart: Callable[[], Chart] | None = None


def endings_of(known: Sequence[str]) -> dict[str, str]:
    """The endings of the files that a command writes, each to its format.

    Example:
        >>> endings_of(["text", "json"])
        {'.txt': 'text', '.json': 'json'}
    """
    return {ending: form for form in known for ending in _ENDINGS[form]}


def format_of(
    form: str | None, file: Path | None, known: Sequence[str], source: Path | None = None
) -> str:
    """The format asked for; else the one that the file's ending names; else the first.

    Args:
        form: The format asked for, if any.
        file: Where the result goes, if not to standard output.
        known: The formats of the command, its usual one first.
        source: The file that is read, if any.

    Raises:
        CannotWriteError: It is the file that is read; or the ending is that of no format of the
            command: a file that is called a workbook and holds plain text opens nowhere.
        UsageError: It is that of another format than was asked for.

    Example:
        >>> format_of(None, Path("ranking.csv"), FORMATS), format_of("json", None, FORMATS)
        ('csv', 'json')
    """
    ending = "" if file is None else file.suffix.lower()
    if file is not None:
        refuse_source(file, source)
    if not ending:
        return form or known[0]
    endings = endings_of(known)
    if ending not in endings:
        why = f"cannot write {file}: it would be no {ending} file"
        raise CannotWriteError(why, _listed(endings))
    if form is not None and ending not in _ENDINGS[form]:
        own = " or ".join(_ENDINGS[form])
        raise click.UsageError(f"--format {form} goes into a file ending in {own}, not {ending}")
    return form or endings[ending]


def _listed(endings: dict[str, str]) -> str:
    """The endings that there are, in words."""
    *before, last = endings
    names = f"{', '.join(before)} or {last}" if before else last
    return f"end the file's name in {names}"


def answer_in(
    form: str | None, views: Views, file: Path | None, source: Path | None = None
) -> Answer:
    """A result in one of `FORMATS`; drawn, where it has a chart.

    Args:
        form: The format asked for, if any.
        views: The ways of showing it.
        file: Where it goes, if not to standard output.
        source: A file that it must not replace.
    """
    known = FORMATS if views.chart is None else (*FORMATS, *DRAWN)
    chosen = format_of(form, file, known, source)
    if views.chart is not None and chosen in DRAWN:
        return Answer(drawn(views.chart(), chosen, file), file, source=source)
    return Answer(_text(chosen, views, file), file, source=source, mark=chosen == "csv")


def drawn(chart: Chart, form: str, file: Path | None) -> str | bytes:
    """A chart in one of `DRAWN`.

    Args:
        chart: The chart.
        form: Which of them.
        file: Where it goes, if not to standard output.

    Raises:
        UsageError: It is no text, and goes into no file.
    """
    if form == "svg":
        return chart.svg()
    if file is None:
        raise click.UsageError("a PNG goes into a file: --output FILE.png")
    return chart.png()


def _text(chosen: str, views: Views, file: Path | None) -> str | bytes:
    if chosen == "json":
        return as_json(views.content(), file)
    if chosen == "csv":
        return as_csv(*views.rows())
    return printed(views.blocks(), chosen, file)


def printed(blocks: Sequence[Block], chosen: str, file: Path | None) -> str | bytes:
    """Blocks as text or Markdown; as an HTML page or a Word document, called by its heading."""
    if chosen == "docx":
        return join(blocks).docx
    if chosen == "markdown":
        return as_markdown(blocks)
    return join(blocks).page if chosen == "html" else as_text(blocks, file)
