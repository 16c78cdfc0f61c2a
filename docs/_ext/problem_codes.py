"""The page of problem codes, written from the code itself whenever the docs are built."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from string import Formatter
from typing import TYPE_CHECKING

from socialvalue.errors import CATALOGUE, Kind

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "reference/problems"
GROUPS = {
    "1": "Reading a file",
    "2": "What a definition says",
    "3": "What a tender or a bid says",
    "4": "Finding frameworks and plug-ins",
    "5": "Refused lines",
    "6": "Warnings",
    "7": "Schemes and evaluation",
    "8": "Records and reports",
    "9": "Calculators and what comes back",
    "95": "Contracts and their delivery",
    "10": "Around a delivery record",
    "11": "Reports and charts",
    "12": "Public notices",
    "13": "Doubt and planning",
    "14": "Guides and exercises",
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Have Sphinx add the codes to their page."""
    app.connect("source-read", add_codes)
    return {"parallel_read_safe": True}


def add_codes(app: Sphinx, page: str, source: list[str]) -> None:
    """Add the catalogue below what the page says by hand."""
    if page == PAGE:
        source[0] += catalogue(CATALOGUE.values())


def catalogue(kinds: Iterable[Kind]) -> str:
    """The codes as Markdown, in groups."""
    in_order = sorted(kinds, key=lambda kind: int(kind.code.removeprefix("SV")))
    parts = []
    for digits, group in groupby(in_order, key=lambda kind: kind.part):
        parts += [f"\n## {GROUPS[digits]}\n", *map(entry, group)]
    return "\n".join(parts)


def entry(kind: Kind) -> str:
    """One code: what is printed, what it means, what to do; others can link to it by its code."""
    hint = f"\n: What to do: {plain(kind.hint)}.\n" if kind.hint else ""
    hint += f"\n: In a file or command: {plain(kind.file_hint)}.\n" if kind.file_hint else ""
    return (
        f"({kind.code})=\n### {kind.code} {kind.word}\n\n"
        f"`{wording(kind.message)}`\n: {plain(kind.meaning)}\n{hint}"
    )


def wording(message: str) -> str:
    """A message as it is printed, with … for what was found.

    Example:
        >>> wording("{measure} is counted in {expected}, and {found} was offered")
        '… is counted in …, and … was offered'
    """
    pieces = Formatter().parse(message)
    return "".join(text + ("" if name is None else "…") for text, name, _, _ in pieces)


def plain(text: str) -> str:
    r"""A hint or a meaning as Markdown that shows exactly its letters.

    Example:
        >>> print(plain("use *, never {found}"))
        use \*, never …
    """
    return re.sub(r"([\\`*_\[\]<>#|$])", r"\\\1", wording(text))
