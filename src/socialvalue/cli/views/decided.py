"""A decision to tell of: a tender file, scored; or a record of one, replayed first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from socialvalue.assess.records.bounds import MOST_BYTES
from socialvalue.assess.replaying import LotsReplay, Replay
from socialvalue.assess.tender_files import Assessed, assess_file
from socialvalue.cli.views.records import replayed
from socialvalue.definitions.opening import read_bytes
from socialvalue.errors import DefinitionError, Problem, problem

__all__ = ["scored_from"]

_MARKS = (b'"socialvalue/record', b'"socialvalue/score')
"""What stands in every record, and in what `score` wrote, and in no tender."""


def scored_from(path: Path, *, draft: bool = False) -> Assessed:
    """What a tender file comes to; or what a record says, where it comes to the same.

    Args:
        path: A tender file, or what `record` or `score` wrote.
        draft: Whether it is for drafts, which may be made while marks are open.

    Returns:
        The rankings; of a record with what differs from what is installed here as notes.

    Raises:
        DefinitionError: All that is wrong with the tender; or the record cannot be read, was
            altered, or comes to something else here (SV823).
    """
    return _of_record(path) if _is_record(path) else assess_file(path, draft=draft)


def _is_record(path: Path) -> bool:
    """Whether a file is a record, or JSON that holds one; a fault in reading is told elsewhere.

    A pipe can be read once, and is a tender.
    """
    if not path.is_file():
        return False
    try:
        content = read_bytes(path, str(path), MOST_BYTES)
    except DefinitionError:
        return False
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and any(each in content for each in _MARKS)


def _of_record(path: Path) -> Assessed:
    found = [each for _, each in replayed(path)]
    if len(found) != 1:
        raise DefinitionError(attrs.evolve(problem("SV824"), file=str(path)))
    (again,) = found
    if not again.same:
        faults = [problem("SV823", found=each) for each in again.differences]
        raise DefinitionError(attrs.evolve(each, file=str(path)) for each in faults)
    return attrs.evolve(_scored(again), notes=tuple(_notes(again, path)))


def _scored(again: Replay | LotsReplay) -> Assessed:
    if isinstance(again, LotsReplay):
        lots = again.evaluation
        return Assessed(lots.tender, tuple(lots), lots)
    return Assessed(again.evaluation.tender, (again.evaluation,))


def _notes(again: Replay | LotsReplay, path: Path) -> Iterator[Problem]:
    """What differs here, though the record comes to the same."""
    for each in again.differences:
        yield attrs.evolve(problem("SV825", found=each), file=str(path))
