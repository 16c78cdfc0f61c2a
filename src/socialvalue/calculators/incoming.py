"""The files of a folder that came back: each that is a form, and each once."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from socialvalue.errors import InputError, Problem, problem

__all__ = ["each_once", "file_of", "files_in", "uncollected"]

_FOLDER: Final = "name the folder in which the files that came back lie"


class _Read(Protocol):
    """A file that was read, or could not be, in which case its hash is ""."""

    @property
    def file(self) -> str: ...
    @property
    def sha256(self) -> str: ...


_Each = TypeVar("_Each", bound=_Read)


def file_of(path: Any) -> Path:
    """A path.

    Raises:
        InputError: It is none (SV316).
    """
    try:
        return Path(path)
    except TypeError:
        expected, found = "a text or a path", type(path).__name__
        raise InputError(
            problem("SV316", what="the path", expected=expected, found=found)
        ) from None


def files_in(folder: str | os.PathLike[str]) -> list[Path]:
    """The files of a folder in the order of their names, without hidden ones and those of locks.

    Raises:
        InputError: It is no folder (SV112), or no path (SV316).
    """
    place = file_of(folder)
    if not place.is_dir():
        raise InputError(problem("SV112", found=place.name, why="it is no folder", hint=_FOLDER))
    named = sorted(each for each in place.iterdir() if each.name[:1] not in {".", "~"})
    return [each for each in named if each.is_file()]


def each_once(read: Iterable[_Each]) -> tuple[list[_Each], list[Problem]]:
    """Each file once, and which are the same as another to the byte (SV927)."""
    kept: dict[str, _Each] = {}
    equal = []
    for each in read:
        first = kept.setdefault(each.sha256 or each.file, each)
        if first is not each:
            equal.append(problem("SV927", other=first.file).for_file(each.file))
    return list(kept.values()), equal


@contextmanager
def uncollected() -> Iterator[None]:
    """While one file is read nothing looks for cycles of garbage.

    Reading makes none, and among many returns that are held a search costs as much as the reading.
    """
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()
