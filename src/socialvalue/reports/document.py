"""A report as one file of HTML: it opens offline, runs no script but its own, fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from socialvalue.assess.provenance import library_version
from socialvalue.errors import InputError, problem
from socialvalue.reports.report import Report, Section
from socialvalue.tables import embedded_json, one_line

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["page_bytes"]

_POLICY: Final = (
    "default-src 'none'; script-src {script}; style-src 'sha256-{style}'; img-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
_REFERENCE: Final = 24
"""Signs of the longest reference that is never broken."""
_ON_ONE_LINE: Final = frozenset(("status", "ends"))
"""Headings of columns that are never broken."""
_IN_PIECES: Final = ("contracts", "late", "queue", "commitments")
"""Tables of which the script shows a few rows at first."""
_LONG: Final = 100
"""Rows of a table that is laid out when it is come to, and not before."""
_OF_DAYS: Final = frozenset(("next due", "next notice"))
"""Headings of columns with room for a day, however long the texts beside them are."""
_BETWEEN: Final = "\0"
"""Stands between cells while they are escaped: no text on one line has it."""
_COMMENT: Final = re.compile(r"^ *(?://.*)?\n|^ +", re.MULTILINE)
"""Comments, empty lines and indents, which stay in the package."""


@cache
def _part(name: str) -> str:
    """A file that the package brings."""
    return (files(__package__) / "parts" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """The page, in which every text is escaped.

    Raises:
        InputError: Jinja2 is not installed (SV1105).
    """
    try:
        from jinja2 import Environment, StrictUndefined
    except ModuleNotFoundError:
        raise InputError(problem("SV1105")) from None
    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"shown": one_line, "cells": _cells}
    return made.from_string(_part("report.html"))


def _cells(row: Sequence[str]) -> Markup:
    """The cells of a row, escaped all at once: a table of thousands is written in no time."""
    from markupsafe import Markup, escape

    first, *others = str(escape(_BETWEEN.join(map(one_line, row)))).split(_BETWEEN)
    head = f'<th scope="row">{first}</th>' if first else "<td></td>"
    return Markup(head + "".join(f"<td>{each}</td>" for each in others))  # noqa: S704 - escaped


def page_bytes(report: Report) -> bytes:
    """The report as a page: the same report gives the same bytes.

    Args:
        report: What is written.
    """
    from markupsafe import Markup

    given = report.data() if report.data is not None else None
    script = _COMMENT.sub("", _part("report.js")) if given else ""
    style = _part("report.css") + "".join(_aligned(report)) + _paper(report)
    text = _template().render(
        report=report,
        pieces=_IN_PIECES if given else (),
        long=any(len(each.block.rows) > _LONG for each in report.sections),
        version=library_version(),
        policy=_POLICY.format(
            script=f"'sha256-{_hash(script)}'" if script else "'none'", style=_hash(style)
        ),
        style=Markup(style),  # noqa: S704 - ours, and numbers
        script=Markup(script),  # noqa: S704 - ours
        filters=given.filters if given else (),
        data=Markup(embedded_json(given and given.data)),  # noqa: S704 - escaped there
        linked=Markup(embedded_json(report.linked)),  # noqa: S704 - escaped there
    )
    return text.encode("utf-8", "backslashreplace")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _aligned(report: Report) -> Iterator[str]:
    """Columns of numbers stand to the right, and what is beside one not close to it.

    Where all but the names are numbers, columns are alike, and a long heading is broken.  A row
    that a reference names keeps it on one line, whatever hyphens are in it.
    """
    for each in (one for one in report.sections if one.block.rows):
        if all(" " not in row[0] and len(row[0]) <= _REFERENCE for row in each.block.rows):
            yield f"#{each.key} th[scope=row]{{white-space:nowrap}}\n"
        right = set(each.block.right)
        beside = [at for at in range(1, len(each.block.headings))
                  if at not in right and at - 1 in right]  # fmt: skip
        if beside:
            yield f"{_columns(each, '', beside)}{{padding-left:.75rem}}\n"
        kept = [at for at, head in enumerate(each.block.headings) if head in _ON_ONE_LINE]
        if kept:
            yield f"{_columns(each, '', kept)}{{white-space:nowrap}}\n"
        days = [at for at, head in enumerate(each.block.headings) if head in _OF_DAYS]
        if days:
            yield f"{_columns(each, '', days)}{{min-width:8.5em}}\n"
        if each.block.right:
            yield f"{_columns(each, '', each.block.right)}{{text-align:right}}\n"
            yield f"{_columns(each, 'td', each.block.right)}{{white-space:nowrap}}\n"
        if right == {*range(1, len(each.block.headings))}:
            yield f"{_columns(each, '', each.block.right)}{{width:7.5em}}\n"


def _columns(section: Section, cell: str, which: Iterable[int]) -> str:
    return ",".join(f"#{section.key} tr>{cell}:nth-child({number + 1})" for number in which)


def _paper(report: Report) -> str:
    return f"@page{{size:A4{' landscape' if report.wide else ''};margin:12mm}}\n"
