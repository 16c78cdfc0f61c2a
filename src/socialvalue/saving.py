"""Files as they are written: whole or not at all, and refused in words where they cannot be."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from socialvalue.errors import InputError, Problem, problem

__all__ = ["refusal", "replace_file", "take_away", "why_not", "write_file", "write_files"]

_PATIENCE: Final = 3.0
"""Seconds that a pipe is waited for which nothing reads yet."""

_ELSEWHERE: Final = "name a file in a folder that is yours to write in"
_WAYS: Final[Mapping[int, tuple[str, str]]] = {
    errno.ENXIO: ("it is a pipe, and nothing reads from it", "start what reads it first"),
    errno.EACCES: (
        "you may not write there",
        f"{_ELSEWHERE}; if it is open in another program, close it there",
    ),
    errno.EPERM: ("the system does not allow it", _ELSEWHERE),
    errno.EROFS: ("nothing can be written to that disk", _ELSEWHERE),
    errno.ENOSPC: ("no space is left there", "make room, or name a file on another disk"),
    errno.EDQUOT: ("your share of that disk is full", "make room, or name a file on another disk"),
    errno.EFBIG: ("it would be larger than is allowed there", "name a file on another disk"),
    errno.ENAMETOOLONG: ("its name is too long", "give it a shorter name"),
    errno.EISDIR: ("it is a folder", "name a file in it"),
}
"""What the system says of a file, in words, and what to do."""


def write_file(file: str | os.PathLike[str], content: bytes) -> None:
    """Write a file, whole or not at all; what stood there is written over.

    Args:
        file: Where; its folder must be there.
        content: What it holds.

    Raises:
        InputError: It cannot be written, and why (SV127).

    Example:
        >>> write_file("no-such-folder/report.html", b"")
        Traceback (most recent call last):
        ...
        socialvalue.errors.InputError: no-such-folder/report.html: SV127 this cannot be written: there is no folder no-such-folder
            Hint: make the folder first, or name one that is there
    """  # noqa: E501 - as it is printed
    try:
        replace_file(Path(file), content)
    except (OSError, ValueError) as error:
        raise InputError(refusal(error, Path(file))) from None


def write_files(folder: str | os.PathLike[str], files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder, which is made if it is not there; each whole or not at all.

    Args:
        folder: Where.
        files: What each holds, by its name in the folder.

    Returns:
        Where each is.

    Raises:
        InputError: One cannot be written, and why (SV127).
    """
    place = Path(folder)
    for each in dict.fromkeys((place, *((place / name).parent for name in files))):
        try:
            each.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise InputError(refusal(error, each)) from None
    for name, content in files.items():
        write_file(place / name, content)
    return tuple(place / name for name in files)


def take_away(file: Path) -> None:
    """Take a file away, if it is there.

    Raises:
        InputError: It cannot be, and why (SV127).
    """
    try:
        file.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        if os.path.lexists(file):
            raise InputError(refusal(error, file)) from None


def replace_file(file: Path, content: bytes) -> None:
    """Write a file aside, then rename it over what was there; a link stays a link.

    A device or a pipe, such as /dev/null, is written to and never replaced.

    Raises:
        OSError: It cannot be written.
        ValueError: Its name can be none.
    """
    place = Path(os.path.realpath(file))
    if place.exists() and not place.is_file():
        with open(_opened(place), "wb") as stream:
            stream.write(content)
        return
    aside = place.with_name(f".socialvalue-{secrets.token_hex(8)}.tmp")
    try:
        with aside.open("xb") as stream:
            stream.write(content)
        if place.exists():
            shutil.copymode(place, aside)
        aside.replace(place)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _opened(file: Path) -> int:
    """A device or a pipe, opened; a pipe that nobody reads is not waited for without end."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            found = os.open(file, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != errno.ENXIO or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            if hasattr(os, "O_NONBLOCK"):
                os.set_blocking(found, True)
            return found


def refusal(error: Exception, file: Path) -> Problem:
    """The problem of a file that cannot be written, at its place."""
    why, hint = why_not(error, file)
    return attrs.evolve(problem("SV127", why=why, instead=hint), file=str(file))


def why_not(error: Exception, file: Path) -> tuple[str, str]:
    """Why a file cannot be written, in words, and what to do.

    Args:
        error: What the system says of it.
        file: The file, or the folder.

    Example:
        >>> why_not(FileNotFoundError(2, "No such file or directory"), Path("nowhere/a.csv"))
        ('there is no folder nowhere', 'make the folder first, or name one that is there')
    """
    if not isinstance(error, OSError):
        return "its name holds a sign that the name of no file can", "give it another name"
    if isinstance(error, (FileNotFoundError, NotADirectoryError, FileExistsError)):
        return _no_folder(file, *([file] if isinstance(error, FileExistsError) else []))
    said = _WAYS.get(error.errno or 0)
    return said or (error.strerror or type(error).__name__, "name another file")


def _no_folder(file: Path, *own: Path) -> tuple[str, str]:
    """What is wrong with the folder of a file: it is none, it is a file, or it takes no files."""
    for each in (*reversed(file.parents), *own):
        if each.exists() and not each.is_dir():
            return f"{each} is a file, and no folder", "name a folder"
    if not file.parent.is_dir():
        hint = "make the folder first, or name one that is there"
        return f"there is no folder {file.parent}", hint
    return f"no file can be made in {file.parent}", _ELSEWHERE
