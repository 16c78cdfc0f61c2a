"""Which edition of which set is meant: one answer, or an error that lists the possible ones."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from socialvalue.errors import (
    DefinitionError,
    InputError,
    NotFoundError,
    Problem,
    did_you_mean,
    problem,
)
from socialvalue.registry.discovery import find_all, find_named, left_out
from socialvalue.registry.headers import Found, read_header
from socialvalue.registry.switches import NAMES_ONLY, NO_PLUGINS, is_on

__all__ = ["choose", "clashes", "is_path", "meant", "providers", "rivals"]

_HEADS = ("framework.yaml", "plugin.yaml")


def meant(source: Any, edition: str | None, when: date | None) -> Found:
    """Where the set is that is meant.

    Raises:
        InputError: Neither an id nor a path (SV316), two editions are named (SV405), or a path
            where names alone are taken (SV118).
    """
    if not isinstance(source, (str, os.PathLike)):
        expected, kind = "the id of a set or the path of a folder", type(source).__name__
        raise InputError(problem("SV316", what="the set", expected=expected, found=kind))
    if not isinstance(source, str) or is_path(source):
        if isinstance(source, str) and is_on(NAMES_ONLY):
            instead = f"write the id of a set; {NAMES_ONLY} is set, and a Path is taken still"
            raise InputError(problem("SV118", what=f"the set '{source}'", instead=instead))
        return _in_folder(Path(source), edition, when)
    name, _, labelled = source.partition("@")
    if labelled and edition is not None and str(edition) != labelled:
        why = f"'{source}', and edition='{edition}'"
        raise InputError(problem("SV405", why=why))
    return choose(name, labelled or edition, when)


def is_path(source: str) -> bool:
    """Whether a text is a path, and no name: it holds what divides folders."""
    return any(separator in source for separator in {"/", os.sep, os.altsep or "/"})


def choose(name: str, edition: str | None, on: date | None) -> Found:
    """The one edition that is meant, or an error that lists them.

    Editions that cannot be used are passed over where there are others; where neither edition nor
    day is said, so are those that a later one revises.
    """
    found = find_named(name)
    if not found:
        known = dict.fromkeys(each.id for each in find_all())
        hint = did_you_mean(name, known)
        if left_out():
            hint += f"; installed plug-ins are left out, since {NO_PLUGINS} is set"
        raise NotFoundError(problem("SV401", found=name, hint=hint))
    if edition is not None:
        return _only(name, _named(name, edition, found, on))
    usable = [each for each in found if not each.problems] or found[:1]
    if on is not None:
        return _only(name, _in_force(name, usable, on))
    newest = _last(usable)
    if len({each.label for each in newest}) > 1:
        listed = _listed(usable)
        hints = {"hint": f"say edition= or on=; {listed}",
                 "file_hint": f"write {name}@ and the edition; {listed}"}  # fmt: skip
        raise NotFoundError(problem("SV402", found=name, **hints))
    return _only(name, newest)


def _last(able: Sequence[Found]) -> Sequence[Found]:
    """Those that no other one revises; all where each is revised by another."""
    revised = {each.revises for each in able}
    return [each for each in able if each.edition not in revised] or able


def _only(name: str, able: Sequence[Found]) -> Found:
    """The set that could be meant: of several editions of one body the latest.

    Of several bodies that use one name, or of two sets of one edition, none is guessed.
    """
    origins = {each.origin for each in able}
    if len(origins) > 1 or len({each.label for each in able}) < len(able):
        who = " and ".join(each.whose for each in able)
        raise DefinitionError(problem("SV406", found=name, who=who))
    return max(able, key=lambda each: each.in_force.start or date.min)


def rivals(
    found: Found, source: str | os.PathLike[str], edition: str | None, on: date | None
) -> tuple[Found, ...]:
    """The older editions that a day could mean as well, where a partial one was taken for it.

    Args:
        found: The edition that was taken.
        source: What was asked for.
        edition: The edition that was asked for, if any.
        on: The day.
    """
    is_named = edition is not None or source != found.id
    if is_named or on is None or found.coverage != "partial":
        return ()
    return tuple(
        each
        for each in find_named(found.id)
        if each.label != found.label and each.in_force.holds(on) and not each.problems
    )


def providers(everything: Iterable[Found]) -> dict[str, list[str]]:
    """Edition to who provides it, in which file; sets that cannot be used are passed over."""
    found: dict[str, list[str]] = {}
    for each in everything:
        if not each.problems:
            found.setdefault(each.label, []).append(each.whose)
    return found


def clashes(found: Found, provided: Mapping[str, Sequence[str]]) -> tuple[Problem, ...]:
    """The problem that others provide the same edition of the same set.

    Args:
        found: The set.
        provided: What `providers` gave of everything.
    """
    same = provided.get(found.label, ())
    if found.problems or len(same) < 2:
        return ()
    return (problem("SV406", found=found.label, who=" and ".join(same)),)


def _listed(found: Iterable[Found]) -> str:
    """The editions that can be used, with who provides those that are not shipped."""
    usable = (each for each in found if not each.problems)
    return "editions: " + "; ".join(map(_edition, usable))


def _edition(found: Found) -> str:
    by = f"; {found.whose}" if found.origin != "built-in" else ""
    return f"{found.edition} ({found.in_force}{by})"


def _named(name: str, edition: str, found: Sequence[Found], on: date | None) -> list[Found]:
    """The sets of an edition, and of those the ones that can be used, if any."""
    match = [each for each in found if each.edition == str(edition)]
    if not match:
        raise NotFoundError(problem("SV403", found=edition, set=name, hint=_listed(found)))
    if on is not None and not match[0].in_force.holds(on):
        why = f"'{match[0].label}', which was not in force on {on}, and on='{on}'"
        raise NotFoundError(problem("SV405", why=why))
    return [each for each in match if not each.problems] or match[:1]


def _in_force(name: str, found: Sequence[Found], on: date) -> list[Found]:
    holding = [each for each in found if each.in_force.holds(on)]
    if not holding:
        raise NotFoundError(problem("SV404", set=name, found=on, hint=_listed(found)))
    return holding


def _in_folder(folder: Path, edition: str | None, on: date | None) -> Found:
    """A set that is not installed: the same format, from a path.

    Raises:
        DefinitionError: No such folder (SV101), one without a set (SV221), or one that the
            operating system will not give (SV112).
    """
    folder = folder.parent if folder.name in _HEADS else folder
    try:
        names = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
        exists = folder.exists()
    except OSError as error:
        raise DefinitionError(problem("SV112", found=folder, why=error.strerror)) from None
    if not exists:
        raise DefinitionError(problem("SV101", found=folder))
    head = next((each for each in _HEADS if each in names), None)
    if head is None:
        expected = " or ".join(_HEADS)
        raise DefinitionError(problem("SV221", found=folder, expected=expected))
    kind = head.removesuffix(".yaml")
    found = read_header(Found(folder.name, "", kind, folder, str(folder), origin=str(folder)))
    return _named(found.id, edition, [found], on)[0] if edition is not None else found
