"""Opening a file of a set: what was opened is checked, not what its path led to a moment before."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from socialvalue.errors import DefinitionError, problem

__all__ = ["leads_out", "open_file", "open_of_set"]


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
