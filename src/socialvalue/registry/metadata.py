"""What an installed package says of itself in the files that pip wrote, read within bounds.

A package is a stranger's: its files may be huge, no text, no files at all, or written to look like
another's.  Whatever is wrong with them is told of that package, and hinders no other.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import attrs

from socialvalue.errors import shown

__all__ = ["BUILT_IN", "Entry", "Package", "entries_of", "package_of"]

BUILT_IN = "built-in"
"""Who brought the sets that are shipped."""

MOST_OF_ENTRIES = 1_000_000
MOST_OF_METADATA = 64_000
MOST_PLUGINS = 50
_FIRST_BYTES = 10_000
"""What nearly every such file has less than: room for the largest is made where it is needed."""

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.!+_-]{0,58}", re.ASCII)
_OURS = {"built-in", "builtin", "socialvalue", "socialvalue-engine"}
"""Names by which a reader would take a package's sets for the library's own."""


@attrs.frozen
class Package:
    """A package that is installed.

    Attributes:
        key: Its name as it is compared; of two copies of one, the first is used.
        origin: Its name and version as they are shown.
        why: What is wrong with what it says of itself, or "".
    """

    key: str
    origin: str
    why: str = ""


@attrs.frozen
class Entry:
    """One entry point of our group.

    Attributes:
        name: The id of the plug-in; "" where it could not be read.
        value: The package that holds it.
        why: Why it could not be read, or "".
    """

    name: str
    value: str = ""
    why: str = ""


def entries_of(distribution: Distribution, group: str) -> tuple[Entry, ...]:
    """The entry points of one group; files that do not name it are not looked into further.

    Args:
        distribution: The package.
        group: The group's name.
    """
    content = _read(distribution, "entry_points.txt", MOST_OF_ENTRIES)
    if content is None:
        return ()
    if len(content) > MOST_OF_ENTRIES:
        limit = f"{MOST_OF_ENTRIES // 1_000_000} MB"
        return (Entry("", why=f"its entry points are larger than {limit}"),)
    if group.encode() not in content:
        return ()
    try:
        lines = list(_lines_of(content.decode("utf-8-sig"), group))
    except UnicodeDecodeError:  # no tool could read them: they name nothing
        return ()
    if len(lines) > MOST_PLUGINS:
        return (Entry("", why=f"it names more than {MOST_PLUGINS} plug-ins"),)
    return tuple(_entry(each) for each in lines)


def _lines_of(text: str, group: str) -> Iterator[str]:
    """The lines of one section."""
    section = ""
    for line in (each.strip() for each in text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip()
        elif section == group and line and line[0] not in "#;":
            yield line


def _entry(line: str) -> Entry:
    name, is_there, value = (each.strip() for each in line.partition("="))
    if not is_there:
        return Entry("", why="its entry points cannot be read")
    return Entry(shown(name), shown(value))


@lru_cache(maxsize=1024)
def package_of(distribution: Distribution) -> Package:
    """Who a package says that it is, in the head of its metadata."""
    content = _read(distribution, "METADATA", MOST_OF_METADATA)
    if content is None:
        content = _read(distribution, "PKG-INFO", MOST_OF_METADATA)
    if content is None:
        return Package("?", "? ?")
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    folder = shown(Path(str(getattr(distribution, "_path", "?"))).name)
    if len(head) > MOST_OF_METADATA:
        limit = f"{MOST_OF_METADATA // 1000} kB"
        return Package(folder, folder, f"the head of its METADATA is larger than {limit}")
    try:
        fields = _fields(head.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Package(folder, folder, "its METADATA is not UTF-8 text")
    return _package(fields, folder)


def _fields(head: str) -> dict[str, str]:
    """The fields of a head by their names; of several the first, as Python reads it."""
    found: dict[str, str] = {}
    for line in head.splitlines():
        name, is_there, value = line.partition(":")
        if is_there:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _package(fields: dict[str, str], folder: str) -> Package:
    """A package by its name and version, where they are such as packages have."""
    name, version = fields.get("name", ""), fields.get("version", "")
    key = re.sub(r"[-_.]+", "-", name).lower()
    if not _NAME.fullmatch(name):
        return Package(folder, folder, f"its METADATA names it '{shown(name)}', as no package is")
    if key in _OURS:
        return Package(folder, folder, f"it calls itself '{name}', as if it were the library's own")
    if not _VERSION.fullmatch(version):
        why = f"its METADATA gives the version '{shown(version)}', as no package has"
        return Package(key, f"{name} ?", why if version else "")
    return Package(key, f"{name} {version}")


def _read(distribution: Distribution, name: str, most: int) -> bytes | None:
    """The beginning of a file: a byte more than it may have, if there is more.

    A pipe is not waited for; what is no file, or may not be read, is not there.
    """
    folder: Any = getattr(distribution, "_path", None)
    try:
        if isinstance(folder, Path):
            return _beginning(f"{folder}/{name}", most)
        if hasattr(folder, "joinpath"):  # in a zip file
            with folder.joinpath(name).open("rb") as stream:
                return bytes(stream.read(most + 1))
        text = distribution.read_text(name)
    except (OSError, ValueError, KeyError):
        return None
    return None if text is None else text.encode("utf-8", "surrogatepass")[: most + 1]


def _beginning(path: str, most: int) -> bytes | None:
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(number, "rb") as stream:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return None
        found = stream.read(_FIRST_BYTES)
        return found + stream.read(most + 1 - len(found)) if len(found) == _FIRST_BYTES else found
