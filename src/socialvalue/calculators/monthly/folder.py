"""The folders of a round: what it wrote before is replaced, and what people wrote never is."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from socialvalue.errors import InputError, problem
from socialvalue.saving import refusal, take_away, write_file, write_files

__all__ = ["check_out", "move_read", "write_out"]

_LIST: Final = ".socialvalue-month.json"
"""What an earlier round wrote: the name of each file, and its hash."""
DONE: Final = "done"


def check_out(folder: str | os.PathLike[str]) -> None:
    """See that nothing which an earlier round wrote was changed since.

    Raises:
        InputError: Something was (SV1032).
    """
    place = Path(folder)
    there = {name: place / name for name in _written(place) if (place / name).is_file()}
    changed = [name for name, file in there.items()
               if _hash(file.read_bytes()) != _written(place)[name]]  # fmt: skip
    if changed:
        raise InputError([problem("SV1032", found=name) for name in changed])


def write_out(folder: str | os.PathLike[str], files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write the files of a round; those of an earlier one that are no longer made are taken away.

    Args:
        folder: Where they go; it is made if it is not there.
        files: By their names in it.

    Returns:
        The names of what is new or changed.

    Raises:
        InputError: A file that is there is none of ours, or was changed since (SV1032).
    """
    place, before = Path(folder), _written(Path(folder))
    check_out(place)
    strange = [name for name, content in files.items() if name not in before
               and (place / name).exists() and (place / name).read_bytes() != content]  # fmt: skip
    if strange:
        raise InputError([problem("SV1032", found=name) for name in strange])
    for name in before:
        if name not in files:
            take_away(place / name)
    fresh = [name for name, content in files.items() if before.get(name) != _hash(content)
             or not (place / name).exists()]  # fmt: skip
    write_files(place, {name: files[name] for name in fresh})
    told = {name: _hash(content) for name, content in sorted(files.items())}
    if told != before:
        write_file(place / _LIST, f"{json.dumps(told, indent=1)}\n".encode())
    return tuple(fresh)


def move_read(inbox: str | os.PathLike[str], names: Iterable[str]) -> None:
    """Move files that were read into the folder ``done`` of the inbox; none is written over.

    Raises:
        InputError: One cannot be moved there, and why (SV127).
    """
    place = Path(inbox)
    for name in names:
        done = place / DONE
        try:
            done.mkdir(exist_ok=True)
            (place / name).replace(_free(done / name, place / name))
        except OSError as error:
            raise InputError(refusal(error, done / name)) from None


def _free(wanted: Path, file: Path) -> Path:
    """A name that is free, or the file's own where it lies there already."""
    found, number = wanted, 1
    while found.exists() and found.read_bytes() != file.read_bytes():
        number += 1
        found = wanted.with_stem(f"{wanted.stem} ({number})")
    return found


def _written(place: Path) -> dict[str, str]:
    """What an earlier round wrote; nothing where there was none."""
    try:
        found = json.loads((place / _LIST).read_bytes())
    except (OSError, ValueError):
        return {}
    is_ours = isinstance(found, dict) and all(_is_inside(name) for name in found)
    return {str(name): str(sha256) for name, sha256 in found.items()} if is_ours else {}


def _is_inside(name: str) -> bool:
    """Whether a name leads to a file of the folder, or of one in it."""
    parts = Path(name).parts
    return 0 < len(parts) < 3 and not Path(name).is_absolute() and ".." not in parts


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
