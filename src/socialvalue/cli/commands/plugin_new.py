"""What `socialvalue plugin new` writes: a package from the template, its blanks filled in.

The blanks are filled in one pass, and each text in the form of the file it stands in, so that no
title can become anything but a title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path

import attrs

from socialvalue.assess.provenance import library_version
from socialvalue.cli.out.exits import CannotWriteError
from socialvalue.cli.out.output import cannot_write
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.framework import Framework
from socialvalue.model.places import chain
from socialvalue.registry.discovery import find_all
from socialvalue.registry.loading import load, places
from socialvalue.tables import markdown_text

__all__ = ["Plan", "package_name", "write_package"]

FILES = {
    "pyproject.toml.in": "pyproject.toml",
    "README.md.in": "README.md",
    "CHANGELOG.md.in": "CHANGELOG.md",
    "LICENCE.md.in": "LICENCE.md",
    "gitignore.in": ".gitignore",
    "check.yml.in": ".github/workflows/check.yml",
    "__init__.py.in": "{package}/__init__.py",
    "plugin.yaml.in": "{package}/plugin.yaml",
    "cases.yaml.in": "{package}/cases.yaml",
    "test_plugin.py.in": "tests/test_plugin.py",
}
"""A file of the template to where it stands in the package."""

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_LONGEST_ID = 40
_LONGEST_TITLE = 120
_BLANK = re.compile(r"@@([A-Z_]+)@@")
_RESERVED = {"engine": "socialvalue-engine is the library itself"}


@attrs.frozen
class Plan:
    """What a new plug-in is to be.

    Attributes:
        id: Its name.
        title: The council's, in words; made from the id if empty.
        adopts: The sets it lies over, ``id@edition``.
        place: ONS code of the council's place, or None.
        folder: Where it is written.
        today: The first day of its edition.
    """

    id: str
    title: str
    adopts: tuple[str, ...]
    place: str | None
    folder: Path
    today: date


def package_name(name: str) -> str:
    """The package of a plug-in.

    Example:
        >>> package_name("north-barsetshire")
        'socialvalue_north_barsetshire'
    """
    return f"socialvalue_{name.replace('-', '_')}"


def write_package(plan: Plan) -> tuple[Path, ...]:
    """Write a plug-in's package.

    Args:
        plan: What it is to be.

    Returns:
        The files, in the order of the template.

    Raises:
        SocialValueError: The plan cannot mean anything: all that is wrong with it.
        CannotWriteError: Something stands there already, or it cannot be written.
    """
    bases = _checked(plan)
    texts = filled(plan, bases)
    try:
        _refuse_what_is_there(plan.folder)
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise cannot_write(error, plan.folder) from None
    return tuple(texts)


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        why = f"cannot write {folder}: it is a file"
        raise CannotWriteError(why, "name a folder with --folder")
    if folder.exists() and any(folder.iterdir()):
        why = f"cannot write {folder}: it is not empty, and nothing is replaced"
        raise CannotWriteError(why, "name another with --folder")


# --- what cannot be meant -----------------------------------------------------------------


def _checked(plan: Plan) -> tuple[Framework, ...]:
    """The sets it adopts, once nothing is wrong with the plan."""
    wrong = [*id_problems(plan.id), *_title_problems(plan.title)]
    try:
        chain(places(), plan.place)
    except InputError as error:
        wrong += error.problems
    if wrong:
        raise InputError(wrong)
    return tuple(load(each) for each in plan.adopts)


def id_problems(name: str) -> list[Problem]:
    """Why a name cannot be that of a new plug-in, if it cannot."""
    if not _ID.fullmatch(name) or len(name) > _LONGEST_ID:
        why = f"it is not made of small letters, digits and hyphens, or longer than {_LONGEST_ID}"
        return [problem("SV411", found=name, why=why)]
    if name in _RESERVED:
        return [problem("SV411", found=name, why=_RESERVED[name])]
    taken = next((each for each in find_all() if each.id == name), None)
    if taken is not None:
        why = f"a {taken.kind} of that name is here already ({taken.origin})"
        return [problem("SV411", found=name, why=why, hint="choose a name of your own")]
    return []


def _title_problems(title: str) -> list[Problem]:
    if title.isprintable() and len(title) <= _LONGEST_TITLE and title == title.strip():
        return []
    expected = f"one line of up to {_LONGEST_TITLE} characters"
    return [problem("SV316", what="the title", expected=expected, found=repr(title))]


# --- filling in the blanks ----------------------------------------------------------------


def filled(plan: Plan, bases: Sequence[Framework]) -> dict[Path, str]:
    """Each file of the package with its text."""
    folder = resources.files("socialvalue.cli").joinpath("template")
    words = _words(plan, bases)
    return {
        plan.folder / where.format(package=package_name(plan.id)): fill(
            folder.joinpath(name).read_text(encoding="utf-8"), words
        )
        for name, where in FILES.items()
    }


def fill(template: str, words: Mapping[str, str]) -> str:
    """A template with its blanks filled in; what is filled in is not looked at again.

    Example:
        >>> fill("id: @@ID@@", {"ID": "@@ID@@"})
        'id: @@ID@@'
    """
    return _BLANK.sub(lambda blank: words[blank.group(1)], template)


def _words(plan: Plan, bases: Sequence[Framework]) -> dict[str, str]:
    title = plan.title or plan.id.replace("-", " ").title()
    year = str(plan.today.year)
    return {
        "ID": plan.id,
        "PACKAGE": package_name(plan.id),
        "FOLDER": _in_a_remark(plan.folder),
        "NAME": title,
        "TITLE": quoted(title),
        "TITLE_TOML": quoted(f"{title}: social value measures and policy"),
        "TITLE_MD": markdown_text(title),
        "EDITION": quoted(year),
        "EDITION_TEXT": year,
        "AT": "@",
        "TODAY": plan.today.isoformat(),
        "VERSION": f"{year}.1",
        "ENGINE": _release(library_version()),
        "ADOPTS": _adopts(bases),
        "ADOPTED_MD": " and ".join(f"`{each.label}`" for each in bases) or "no other set",
        "PLACE": f"place: {plan.place}" if plan.place else "# place: E10000012",
        "CASE_PLACE": f", place: {plan.place}" if plan.place else "",
        "CODE": _example(bases),
        "PREFIX": _prefix(plan.id, bases),
    }


def quoted(text: str) -> str:
    r"""A text in double quotes as YAML, TOML and JSON all read it.

    Example:
        >>> print(quoted('The "Isles": #1'))
        "The \"Isles\": #1"
    """
    return json.dumps(text, ensure_ascii=False)


def _in_a_remark(folder: Path) -> str:
    """A path for a remark: one line, whatever its name."""
    text = str(folder)
    return text if text.isprintable() else "."


def _release(version: str) -> str:
    """The released part of a version: what a plug-in made with it needs.

    Example:
        >>> _release("0.2.0.dev3+g1a2b")
        '0.2.0'
    """
    found = re.match(r"[0-9]+(\.[0-9]+)*", version)
    return found.group() if found else "0"


def _adopts(bases: Iterable[Framework]) -> str:
    lines = [
        f"  - {{framework: {each.id}, edition: {quoted(each.edition)}, measures: all}}"
        for each in bases
    ]
    return "\n".join(lines) or "  []"


def _example(bases: Iterable[Framework]) -> str:
    """A code for the examples: of a measure that can have local figures, if there is one."""
    measures = [each for base in bases for each in base]
    able = [each.code for each in measures if each.kind == "monetised"]
    return next(iter((*able, *(each.code for each in measures))), "CODE")


def _prefix(name: str, bases: Iterable[Framework]) -> str:
    """How the codes of a plug-in begin, such that none of the first is taken."""
    parts = name.split("-")
    start = "".join(each[0] for each in parts) if len(parts) > 2 else parts[0][:3]
    taken = {code for each in bases for code in (*each.measures, *each.codes)}
    prefix = start.upper()
    while any(f"{prefix}{number}" in taken for number in (1, 2, 3)):
        prefix += "X"
    return prefix
