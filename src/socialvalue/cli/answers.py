"""The answers of the commands that come in several formats, and which format is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs

from socialvalue.assess.explain import Block, as_markdown
from socialvalue.cli.output import Answer
from socialvalue.cli.render import as_csv, as_json, as_text

__all__ = ["FORMATS", "Views", "answer_in", "format_of"]

FORMATS = ("table", "json", "csv", "markdown")

_ENDINGS = {
    ".json": "json", ".csv": "csv", ".md": "markdown", ".html": "html", ".htm": "html",
    ".txt": "text",
}  # fmt: skip

Rows = tuple[Sequence[str], Sequence[Sequence[object]]]


@attrs.frozen
class Views:
    """The ways of showing one result; only the one asked for is made."""

    blocks: Callable[[], list[Block]]
    rows: Callable[[], Rows]
    content: Callable[[], Any]


def format_of(form: str | None, file: Path | None, known: Sequence[str]) -> str:
    """The format asked for; else the one that the file's ending names; else the first.

    Example:
        >>> format_of(None, Path("ranking.csv"), FORMATS), format_of("json", None, FORMATS)
        ('csv', 'json')
    """
    named = _ENDINGS.get(file.suffix.lower(), "") if file else ""
    return form or (named if named in known else known[0])


def answer_in(
    form: str | None, views: Views, file: Path | None, source: Path | None = None
) -> Answer:
    """A result in one of `FORMATS`.

    Args:
        form: The format asked for, if any.
        views: The ways of showing it.
        file: Where it goes, if not to standard output.
        source: A file that it must not replace.
    """
    chosen = format_of(form, file, FORMATS)
    return Answer(_text(chosen, views, file), file, source=source, mark=chosen == "csv")


def _text(chosen: str, views: Views, file: Path | None) -> str:
    if chosen == "json":
        return as_json(views.content(), file)
    if chosen == "csv":
        return as_csv(*views.rows())
    if chosen == "markdown":
        return as_markdown(views.blocks())
    return as_text(views.blocks(), file)
