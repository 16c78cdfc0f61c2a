"""Opening and reading a file: what was opened is checked, not what its path led to before."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from socialvalue.errors import DefinitionError, problem
from socialvalue.spans import Span

__all__ = ["MOST_BYTES", "check_size", "leads_out", "open_file", "open_of_set", "read_bytes"]

MOST_BYTES = 8_000_000
_FIRST_BYTES = 100_000
"""What nearly every file has less than: room for the largest is made only where it is needed."""


def read_bytes(path: Path, file: str, most: int | None = None, *, of_set: bool = False) -> bytes:
    """The bytes of a file, bounded.

    Args:
        path: Where it is.
        file: Its name for messages.
        most: How many bytes it may have; the bound of all files if not given.
        of_set: Whether it is a file of a set, which lies in the set's own folder.

    Raises:
        DefinitionError: No such file (SV101), not readable (SV112), too large (SV108), of a set
            and outside its folder (SV413).
    """
    most = MOST_BYTES if most is None else most
    try:
        with open_of_set(path, file) if of_set else open_file(path, file) as stream:
            found = stream.read(_FIRST_BYTES)
            if len(found) == _FIRST_BYTES:
                found += stream.read(most + 1 - _FIRST_BYTES)
    except FileNotFoundError:
        raise DefinitionError(problem("SV101", found=file)) from None
    except DefinitionError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise DefinitionError(problem("SV112", found=file, why=why)) from None
    check_size(found, file, most)
    return found


def check_size(content: bytes, file: str, most: int = MOST_BYTES) -> None:
    """What was read keeps the bound.

    Raises:
        DefinitionError: It is too large (SV108).
    """
    if len(content) > most:
        limit = f"{most // 1_000_000} MB"
        raise DefinitionError(Span(file).locate([problem("SV108", limit=limit)]))


def open_of_set(path: Path, file: str) -> BinaryIO:
    """A file that lies in its set's own folder, opened once; a pipe is not waited for.

    A link inside the folder is followed.  A link that is swapped while it is looked at leads to
    another file than the one that lies there, and that is seen on what was opened.

    Args:
        path: Where it is.
        file: Its name for messages.

    Raises:
        DefinitionError: It lies outside (SV413), or is no file or another one now (SV112).
        OSError: It cannot be opened.
    """
    return _opened(path, file, _check)


def open_file(path: Path, file: str) -> BinaryIO:
    """A file, opened without waiting: a pipe or a device is none.

    Args:
        path: Where it is.
        file: Its name for messages.

    Raises:
        DefinitionError: It is no file (SV112).
        OSError: It cannot be opened.
    """
    return _opened(path, file, _check_kind)


def _opened(path: Path, file: str, check: Callable[[Path, str, os.stat_result], None]) -> BinaryIO:
    """A file, opened once; what was opened is checked."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    stream = os.fdopen(os.open(path, flags), "rb")
    try:
        check(path, file, os.fstat(stream.fileno()))
    except BaseException:
        stream.close()
        raise
    return stream


def _check_kind(_: Path, file: str, opened: os.stat_result) -> None:
    """What was opened is a file: not a pipe, a device or a folder."""
    if not stat.S_ISREG(opened.st_mode):
        why = "it is not a file" if not stat.S_ISDIR(opened.st_mode) else "Is a directory"
        raise DefinitionError(problem("SV112", found=file, why=why))


def _check(path: Path, file: str, opened: os.stat_result) -> None:
    """What was opened is a file, and the one that lies in the folder under this name.

    The path is followed once: if it were asked twice whether it is a link, it could be swapped in
    between.  Where it led is then looked at itself, and no link is that file.
    """
    _check_kind(path, file, opened)
    led_to = path.resolve()
    if not led_to.is_relative_to(path.parent.resolve()):
        raise DefinitionError(problem("SV413", found=file))
    there = os.lstat(led_to)
    if (there.st_dev, there.st_ino) != (opened.st_dev, opened.st_ino):
        why = "it was exchanged for another while it was read"
        raise DefinitionError(problem("SV112", found=file, why=why))


def leads_out(path: Path) -> bool:
    """Whether a path is a link to something outside its folder.

    Raises:
        OSError: The link leads to itself.
    """
    if not path.is_symlink():
        return False
    try:
        return not path.resolve().is_relative_to(path.parent.resolve())
    except RuntimeError:
        raise OSError("the link leads to itself") from None
