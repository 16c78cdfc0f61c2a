"""A set is what lies in its folder: nothing outside is read, and no more than a person could read.

Whoever reads the folder has read the whole set.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from socialvalue.definitions.opening import leads_out
from socialvalue.errors import DefinitionError, Problem, problem

__all__ = ["check_enclosed", "faults_of", "folder_beside", "is_path"]

_NEAR = re.compile(r"\.\.?/[a-z0-9][a-z0-9._-]*/?", re.ASCII | re.IGNORECASE)
"""A folder beside a set's own, or inside it: one name, and nothing that leads further."""

MOST_BYTES_IN_ALL = 32_000_000
MOST_FILES = 200
_SUFFIXES = (".yaml", ".yml")


def check_enclosed(folder: Path, file: str) -> None:
    """Refuse a set that has files elsewhere, or too many of them, before any is read.

    Args:
        folder: Where its files are; only those that end in .yaml or .yml are read.
        file: The folder's name for messages.

    Raises:
        DefinitionError: A link leads out (SV413), something is not a file (SV112), or there are
            too many files or too much in them (SV108).
        OSError: The folder cannot be read.
    """
    found = tuple(islice(_definitions(folder), MOST_FILES + 1))
    if len(found) > MOST_FILES:
        raise DefinitionError(problem("SV108", limit=f"{MOST_FILES} files", where=file))
    wrong = [each for path in found for each in faults_of(path, f"{file}/{path.name}")]
    if wrong:
        raise DefinitionError(wrong)
    if sum(path.stat().st_size for path in found if path.exists()) > MOST_BYTES_IN_ALL:
        limit = f"{MOST_BYTES_IN_ALL // 1_000_000} MB in all"
        raise DefinitionError(problem("SV108", limit=limit, where=file))


def _definitions(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.name.endswith(_SUFFIXES):
                yield Path(each.path)


def faults_of(path: Path, file: str) -> Iterator[Problem]:
    """Why a file of a set is not read, if it is not: a link that leads out, or no plain file."""
    try:
        is_outside = leads_out(path)
    except OSError as error:
        yield problem("SV112", found=file, why=error.strerror or str(error))
        return
    if is_outside:
        yield problem("SV413", found=file)
    elif path.exists() and not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        yield problem("SV112", found=file, why="it is not a file")


def is_path(name: str) -> bool:
    """Whether an adopted set is named by a path, and not by its id."""
    return "/" in name or "\\" in name or name.startswith(".")


def folder_beside(folder: Path, name: str) -> Path:
    """The folder that a plug-in read from a folder adopts by its path.

    Args:
        folder: The plug-in's own folder.
        name: ``../NAME``, a folder beside it, or ``./NAME``, one inside it.

    Raises:
        DefinitionError: The path is another (SV218), or a link that leads elsewhere (SV413) or to
            itself (SV112).
    """
    if not _NEAR.fullmatch(name):
        why = "a path in a plug-in names one folder beside its own (../NAME) or inside it (./NAME)"
        raise DefinitionError(problem("SV218", found=name, why=why, hint=_BY_ID))
    found = Path(os.path.normpath(folder / name))
    around = folder.resolve().parent if name.startswith("..") else folder.resolve()
    try:
        is_beside = found.resolve().parent == around
    except (OSError, RuntimeError):
        why = "the link leads to itself"
        raise DefinitionError(problem("SV112", found=name, why=why)) from None
    if not is_beside:
        raise DefinitionError(problem("SV413", found=name))
    return found


_BY_ID = "or name the set by its id, as in 'framework: essex', once it is installed"
