"""A report as one file of HTML: it opens offline, runs no script but its own, fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from socialvalue.assess.provenance import library_version
from socialvalue.errors import InputError, problem
from socialvalue.reports.report import Report, Section
from socialvalue.tables import one_line

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["page_bytes"]

_POLICY: Final = (
    "default-src 'none'; script-src {script}; style-src 'sha256-{style}'; img-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
_COMMENT: Final = re.compile(r"^ *(?://|/\*\*).*\n", re.MULTILINE)
"""A line of comment, which stays in the package."""


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
    made.filters["shown"] = one_line
    return made.from_string(_part("report.html"))


def page_bytes(report: Report) -> bytes:
    """The report as a page: the same report gives the same bytes.

    Args:
        report: What is written.
    """
    from markupsafe import Markup

    script = _COMMENT.sub("", _part("report.js")) if report.data is not None else ""
    style = _part("report.css") + "".join(_aligned(report)) + _paper(report)
    text = _template().render(
        report=report,
        version=library_version(),
        policy=_POLICY.format(
            script=f"'sha256-{_hash(script)}'" if script else "'none'", style=_hash(style)
        ),
        style=Markup(style),  # noqa: S704 - ours, and numbers
        script=Markup(script),  # noqa: S704 - ours
        data=Markup(_embedded(report.data)),  # noqa: S704 - escaped there
        linked=Markup(_embedded(report.linked)),  # noqa: S704 - escaped there
    )
    return text.encode("utf-8", "backslashreplace")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _aligned(report: Report) -> Iterator[str]:
    """Columns of numbers stand to the right."""
    for each in report.sections:
        if each.block.right:
            yield f"{_columns(each, '')}{{text-align:right}}\n"
            yield f"{_columns(each, 'td')}{{white-space:nowrap}}\n"


def _columns(section: Section, cell: str) -> str:
    return ",".join(
        f"#{section.key} tr>{cell}:nth-child({number + 1})" for number in section.block.right
    )


def _paper(report: Report) -> str:
    return f"@page{{size:A4{' landscape' if report.wide else ''};margin:12mm}}\n"


def _embedded(data: Any) -> str:
    """Data that no browser takes for markup, whatever stands in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode("utf-8", "replace").decode()
