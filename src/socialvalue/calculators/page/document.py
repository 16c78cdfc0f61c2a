"""The page, put together: its parts, what the calculator says, and a policy that runs no others."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Final

from socialvalue.calculators.description import CalculatorData
from socialvalue.calculators.page.facts import facts_of
from socialvalue.tables import embedded_json, one_line

__all__ = ["SCRIPTS", "languages", "page_bytes", "words_of"]

SCRIPTS: Final = (
    "numbers", "rules", "boxes", "archive", "sheet", "opened", "carried", "form", "seal", "start",
)  # fmt: skip
"""The parts of the script, in the order in which they lean on one another."""

_POLICY: Final = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
    "img-src 'none'; base-uri 'none'; form-action 'none'"
)

_SPARE: Final = re.compile(r"^ *(?:(?://|/\*\*).*)?\n|^ +", re.MULTILINE)
"""Comments, empty lines and what begins a line, which stay in the package."""
_BLANKS: Final = re.compile(r" ?(=>|[!=<>]==?|&&|\|\||[-+=?:,;{}<>*%]) ?|(?<=\bif) (?=\()")
"""Blanks beside a sign of the script that need not be there."""
_JOINED: Final = re.compile(r"(?<=[;{,(\[])\n|\n(?=[}\])])")
"""Ends of lines that end nothing."""
_SPACED: Final = re.compile(r"(?:(?<=[^ ]) (?=[{}])|(?<=[{},;:]) )()")
"""The same of the style."""


@cache
def _part(name: str) -> str:
    """A file that the package brings."""
    return (files(__package__) / "parts" / name).read_text(encoding="utf-8")


@cache
def languages() -> tuple[str, ...]:
    """The languages of which there is a file of words, in their order."""
    names = (each.name.split(".") for each in (files(__package__) / "parts").iterdir())
    return tuple(sorted(name[1] for name in names if name[0] == "words"))


@cache
def words_of(language: str) -> Mapping[str, str]:
    """Every string of the page, by its name.

    Args:
        language: A language of which there is a file of words, such as ``en``.
    """
    found: dict[str, str] = json.loads(_part(f"words.{language}.json"))
    return found


@cache
def _parts() -> str:
    """The parts of the script, without what they need only in the package."""
    whole = _SPARE.sub("", "".join(_part(f"{each}.js") for each in SCRIPTS))
    return _JOINED.sub("", "\n".join(map(_close, whole.split("\n"))))


def _close(line: str) -> str:
    """A line of the script without needless blanks, but for one with a pattern in it."""
    pieces = line.split("`")
    if "/" in line or "\\" in line or any(each.count("${") > each.count("}") for each in pieces):
        return line
    pieces[::2] = map(_tight, pieces[::2])
    return "`".join(pieces)


def _tight(code: str) -> str:
    """The same of a piece without templates; its texts stay as they are."""
    parts = code.split('"')
    parts[::2] = [_BLANKS.sub(lambda found: found.group(1) or "", part) for part in parts[::2]]
    return '"'.join(parts)


def page_bytes(calculator: CalculatorData, language: str = "en") -> bytes:
    """The page: the same calculator gives the same bytes.

    Args:
        calculator: What goes out.
        language: A language of which there is a file of words.
    """
    words = words_of(language)
    style = _SPACED.sub(r"\1", _part("page.css"))
    said = {name: html.escape(text) for name, text in words.items()}
    page = Template(_part("page.html"))
    fixed = page.get_identifiers()
    spoken = {name: text for name, text in words.items() if name not in fixed}
    data = embedded_json(facts_of(calculator, spoken))
    script = _script(data)
    text = page.substitute(
        said,
        language=language,
        tender=html.escape(one_line(calculator.tender.title)),
        policy=_POLICY.format(script=_hash(script), style=_hash(style)),
        style=style,
        data=data,
        script=script,
    )
    return text.encode()


def _script(data: str) -> str:
    """The script, which knows the hash of its data, and so whether that was altered."""
    seal = hashlib.sha256(data.encode()).hexdigest()
    return f'"use strict";\nconst SEAL = "{seal}";\n{_parts()}'


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
