"""What a set says of itself, without loading it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from socialvalue.errors import DefinitionError, InputError, Problem, SocialValueError, problem
from socialvalue.model.fields import day
from socialvalue.model.framework import Period

if TYPE_CHECKING:
    from socialvalue.definitions.nodes import Keys

__all__ = ["Found", "Version", "read_header", "stamp", "version"]

Version = tuple[int, int, bytes]
_JUST_NOW = 2_000_000_000
"""Nanoseconds: longer than the tick of any file system in use."""

_MOST_HASHED = 8_000_000
"""Bytes: a larger file is not read anyway."""

_MOST_OF_HEAD = 64_000
"""Bytes: what a set says of itself stands at the top of its file, however long that is."""

_MOST_NAMES = 1_000
"""A file that names a key more often than this is taken to have it."""

_SUFFIXES = (".yaml", ".yml")
_COLON = re.compile(rb"[\"']?[ \t]*:")
_TEXTS = frozenset({"id", "edition", "title", "coverage", "licence", "revises"})
_WANTED = _TEXTS | {"schema", "in_force", "adopts"}
_MAY_BE_ABSENT = ("coverage", "in_force", "adopts", "revises")
"""Keys that a file need not have: it is not read to its end to see that it has none."""


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
        adopts: The sets that it lies over, ``id@edition``.
        revises: The edition in whose place it stands where neither edition nor day is said, or "".
    """

    id: str
    edition: str
    kind: str
    folder: Path
    file: str
    title: str = ""
    coverage: str = "complete"
    licence: str = ""
    in_force: Period = Period()
    origin: str = "built-in"
    problems: tuple[Problem, ...] = ()
    adopts: tuple[str, ...] = ()
    revises: str = ""

    @property
    def label(self) -> str:
        """``id@edition``."""
        return f"{self.id}@{self.edition}"

    @property
    def head(self) -> str:
        """The name of its main file."""
        return f"{self.kind}.yaml"

    @property
    def is_by_path(self) -> bool:
        """Whether it was named by its path, and is neither built in nor installed."""
        return self.origin == self.file

    @property
    def whose(self) -> str:
        """Who brought it, and its main file: what tells it from another of its name.

        Example:
            >>> Found("essex", "2024", "plugin", Path(), "measures/plugins/essex").whose
            'built-in, measures/plugins/essex/plugin.yaml'
        """
        file = f"{self.file}/{self.head}"
        return file if self.is_by_path else f"{self.origin}, {file}"


def read_header(place: Found) -> Found:
    """What the head of a set's main file says; a broken one is found with its problems.

    Args:
        place: The set as far as it is known without its file: where it is, who brought it, and
            its name where the file does not say one.
    """
    try:
        return _read(place, version(place.folder / place.head))
    except FileNotFoundError:
        fault = problem("SV221", found=place.file, expected=place.head)
        return attrs.evolve(place, problems=(fault,))
    except OSError as error:
        fault = problem("SV112", found=place.file, why=error.strerror)
        return attrs.evolve(place, problems=(fault,))
    except SocialValueError as error:
        return attrs.evolve(place, problems=error.problems)


@lru_cache(maxsize=1024)
def _read(place: Found, _version: Version) -> Found:
    from socialvalue.definitions.nodes import Keys
    from socialvalue.definitions.opening import read_bytes

    named = f"{place.file}/{place.head}"
    content = read_bytes(place.folder / place.head, named, of_set=True)
    absent = {key for key in _MAY_BE_ABSENT if not _stands_in(key, content)}
    if place.kind == "framework":
        absent.add("adopts")
    head = _head(content, named, _WANTED - absent)
    period = head.get("in_force")
    texts = {key: head[key] for key in _TEXTS & head.keys() if isinstance(head[key], str)}
    if isinstance(period, Keys):
        texts["in_force"] = Period(_day(period, "from"), _day(period, "until"))
    adopts = head.get("adopts")
    listed = adopts if isinstance(adopts, list) else ()
    labels = (f"{each.get('framework')}@{each.get('edition')}" for each in listed
              if isinstance(each, Keys))  # fmt: skip
    return attrs.evolve(place, adopts=tuple(labels), **texts)


def _stands_in(key: str, content: bytes) -> bool:
    """Whether a text has a key: its name before a colon, at the beginning of an entry."""
    name, times = key.encode(), 0
    at = content.find(name)
    while at >= 0 and times <= _MOST_NAMES:
        if _COLON.match(content, at + len(name)):
            times += 1
            before = content[max(at - 100, 0) : at].rpartition(b"\n")[2]
            if before.rstrip(b" \t\"'")[-1:] in {b"", b"{", b","}:
                return True
        at = content.find(name, at + len(name))
    return times > _MOST_NAMES


def _head(content: bytes, named: str, wanted: frozenset[str]) -> Keys:
    """The wanted keys; of a long file only the beginning is looked at.

    Raises:
        DefinitionError: It is not plain data, or the keys stand further down (SV420).
    """
    from socialvalue.definitions.nodes import Keys
    from socialvalue.definitions.text import read_head

    if len(content) <= _MOST_OF_HEAD:
        return read_head(content, named, wanted)
    top = content[:_MOST_OF_HEAD].rpartition(b"\n")[0] or content[:_MOST_OF_HEAD]
    try:
        found = read_head(top, named, wanted)
    except DefinitionError as error:
        if all(each.line < top.count(b"\n") for each in error.problems):
            raise
        found = Keys(named, (1, 1))
    late = sorted(wanted - found.keys())
    if late:
        limit = f"{_MOST_OF_HEAD // 1000} kB"
        fault = problem("SV420", found=" and ".join(map(repr, late)), limit=limit)
        raise DefinitionError(attrs.evolve(fault, file=named))
    return found


def _day(period: dict[str, object], key: str) -> date | None:
    """A day of a header; one that cannot be read is reported when the set is loaded."""
    try:
        return day(str(period[key])) if key in period else None
    except InputError:
        return None


def version(path: Path) -> Version:
    """What tells whether a file has changed: when it was written and its size.

    The clock of a file system ticks slowly, so a file that was written just now is told apart
    by a hash of what is in it.
    """
    status = path.stat()
    is_new = abs(time.time_ns() - status.st_mtime_ns) < _JUST_NOW
    digest = _digest(path) if is_new and status.st_size <= _MOST_HASHED else b""
    return status.st_mtime_ns, status.st_size, digest


def _digest(path: Path) -> bytes:
    """The hash of what is in a file; a pipe is not waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return b""
        return hashlib.blake2b(stream.read(_MOST_HASHED)).digest()


def stamp(folder: Path) -> tuple[tuple[str, Version], ...]:
    """What tells whether a folder's definition files have changed."""
    with os.scandir(folder) as entries:
        names = sorted(each.name for each in entries if each.name.endswith(_SUFFIXES))
    return tuple((name, version(folder / name)) for name in names if (folder / name).is_file())
