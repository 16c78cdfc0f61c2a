"""What a set says of itself, without loading it."""

from __future__ import annotations

import os
from datetime import date
from functools import lru_cache
from pathlib import Path

import attrs

from socialvalue.errors import Problem, SocialValueError, problem
from socialvalue.model.framework import Period

__all__ = ["Found", "read_header"]

_WANTED = frozenset({"schema", "id", "edition", "title", "coverage", "licence", "in_force"})


@attrs.frozen
class Found:
    """One edition of a set, where it was found, and what its header says.

    Attributes:
        id: Its name.
        edition: Which publication.
        kind: ``framework`` or ``plugin``.
        folder: Where its files are.
        file: The folder's name for messages.
        title: In words.
        coverage: ``complete`` or ``partial``.
        licence: Of its data.
        in_force: When this edition is offered for a date.
        origin: ``built-in``, or the distribution and version that brought it.
        problems: Why it cannot be used, if it cannot.
    """

    id: str
    edition: str
    kind: str
    folder: Path
    file: str
    title: str = ""
    coverage: str = ""
    licence: str = ""
    in_force: Period = Period()
    origin: str = "built-in"
    problems: tuple[Problem, ...] = ()

    @property
    def label(self) -> str:
        """``id@edition``."""
        return f"{self.id}@{self.edition}"


def read_header(folder: Path, name: str, file: str, kind: str, origin: str) -> Found:
    """What the head of a set's main file says; a broken one is found with its problems.

    Args:
        folder: The set's folder.
        name: ``framework.yaml`` or ``plugin.yaml``.
        file: The folder's name for messages.
        kind: ``framework`` or ``plugin``.
        origin: Who brought it.
    """
    path = folder / name
    try:
        status = path.stat()
        return _read(folder, name, file, kind, origin, status.st_mtime_ns, status.st_size)
    except (SocialValueError, OSError) as error:
        return _broken(folder, file, kind, origin, error)


@lru_cache(maxsize=1024)
def _read(
    folder: Path, name: str, file: str, kind: str, origin: str, _changed: int, _size: int
) -> Found:
    from socialvalue.definitions.text import Keys, read_bytes, read_head

    named = f"{file}/{name}"
    head = read_head(read_bytes(folder / name, named), named, _WANTED)
    period = head.get("in_force")
    texts = {key: head[key] for key in _WANTED & head.keys() if isinstance(head[key], str)}
    return Found(
        id=texts.get("id", folder.name),
        edition=texts.get("edition", ""),
        kind=kind,
        folder=folder,
        file=file,
        title=texts.get("title", ""),
        coverage=texts.get("coverage", "complete"),
        licence=texts.get("licence", ""),
        in_force=Period(_day(period, "from"), _day(period, "until"))
        if isinstance(period, Keys)
        else Period(),
        origin=origin,
    )


def _day(period: dict[str, object], key: str) -> date | None:
    """A day of a header; one that cannot be read is reported when the set is loaded."""
    try:
        return date.fromisoformat(str(period[key]))
    except (KeyError, ValueError):
        return None


def _broken(folder: Path, file: str, kind: str, origin: str, error: Exception) -> Found:
    if isinstance(error, SocialValueError):
        problems = error.problems
    else:
        why = getattr(error, "strerror", "") or "it cannot be read"
        problems = (problem("SV112", found=f"{file}", why=why),)
    return Found(
        id=folder.parent.name if kind == "framework" else folder.name,
        edition=folder.name if kind == "framework" else "",
        kind=kind,
        folder=folder,
        file=file,
        origin=origin,
        problems=problems,
    )


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a folder's definition files have changed."""
    with os.scandir(folder) as entries:
        found = [(each.name, each.stat()) for each in entries if each.name.endswith(".yaml")]
    return tuple(sorted((name, status.st_mtime_ns, status.st_size) for name, status in found))
