"""The chain of a delivery record: whether each entry is the one that was written.

It shows a change to whoever kept an earlier head; it is no signature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from socialvalue.contracts.entries import (
    BEFORE_THE_FIRST,
    Entry,
    Head,
    Row,
    commitment_to,
    entry_of,
    head_in,
    head_of,
    sha256_of,
)
from socialvalue.errors import InputError, Problem, RecordError, problem

__all__ = ["differs_from", "entries_in"]

_HEAD = re.compile(r"entry ([0-9,]{1,15}), ([0-9A-Z]{3}-[0-9A-Z]{3})", re.ASCII)


def entries_in(rows: Iterable[Row], before: str = BEFORE_THE_FIRST, at: int = 0) -> Iterator[Entry]:
    """The entries of some rows, each once it is known to hold; none is kept here.

    Args:
        rows: In their order.
        before: The hash of the entry before them.
        at: Its number.

    Raises:
        RecordError: One does not hold (SV966): the first, once the last row is seen that could
            say that its words were erased.
    """
    gone: list[int] = []
    erased: set[int | None] = set()
    broken: Problem | None = None
    for row in rows:
        if broken is not None:
            erased |= _erased_by(row)
            continue
        at += 1
        head, why = _looked_at(row, before, at)
        if why == _WORDS[False]:
            gone.append(at)
        elif why or head is None:
            broken = problem("SV966", seq=at, why=why)
            continue
        before = row.sha256
        if head is not None:
            if head.action == "erase":
                erased.add(head.about)
            yield entry_of(row, head)
    lost = next((each for each in gone if each not in erased), None)
    if lost is not None:
        raise RecordError(problem("SV966", seq=lost, why=_WORDS[False]))
    if broken is not None:
        raise RecordError(broken)


def _looked_at(row: Row, before: str, at: int) -> tuple[Head | None, str]:
    """What stays of a row, and what is wrong with it, in words; "" for one that holds."""
    if row.seq != at:
        return None, f"entry {at} is missing"
    if sha256_of(row.kept) != row.sha256:
        return None, "its content is not what was written"
    head = head_in(row.kept)
    if head.previous != before or head.seq != at:
        return head, "it does not follow the entry before it"
    if not row.words or not head.words:
        there = bool(row.words)
        return head, "" if there == bool(head.words) else _WORDS[there]
    same = commitment_to(row.words, row.salt or b"") == head.words
    return head, "" if same else "its words are not what was written"


def _erased_by(row: Row) -> set[int | None]:
    """The entry whose words a row behind the broken one says were erased."""
    if sha256_of(row.kept) != row.sha256:
        return set()
    head = head_in(row.kept)
    return {head.about} if head.action == "erase" else set()


_WORDS = {True: "words were added to it", False: "its words are gone"}


def differs_from(head: Any, count: int, found: Callable[[int], str]) -> Problem | None:
    """Where a record does not hold what an earlier head was printed of.

    Args:
        head: As it was printed.
        count: How many entries there are.
        found: Gives the hash of an entry by its number.

    Raises:
        InputError: It is no head (SV316).
    """
    read = _HEAD.fullmatch(head.strip()) if isinstance(head, str) else None
    if read is None:
        expected = "what was printed, such as 'entry 1,204, 7F3-QK2'"
        raise InputError(problem("SV316", what="the head", expected=expected, found=head))
    seq = int(read[1].replace(",", ""))
    if seq > count:
        return problem("SV967", found=head.strip(), why=f"the record ends with entry {count:,}")
    here = head_of(seq, found(seq) if seq else BEFORE_THE_FIRST)
    return (
        None if here == head.strip() else problem("SV967", found=head.strip(), why=f"it is {here}")
    )
