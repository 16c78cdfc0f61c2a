"""The chain of a delivery record: whether each entry is the one that was written.

It shows a change to whoever kept an earlier head; it is no signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from socialvalue.contracts.entries import BEFORE_THE_FIRST, Row, commitment_to, head_of, sha256_of
from socialvalue.errors import InputError, Problem, problem

__all__ = ["broken_at", "differs_from"]

_HEAD = re.compile(r"entry ([0-9,]{1,15}), ([0-9A-Z]{3}-[0-9A-Z]{3})", re.ASCII)


def broken_at(rows: Sequence[Row], before: str = BEFORE_THE_FIRST, at: int = 0) -> Problem | None:
    """The first entry that does not hold; None where all do.

    Args:
        rows: In their order.
        before: The hash of the entry before them.
        at: Its number.
    """
    return next(_broken(rows, before, at), None)


def _broken(rows: Sequence[Row], before: str, at: int) -> Iterator[Problem]:
    for row in rows:
        at += 1
        why = f"entry {at} is missing" if row.seq != at else _fault(row, before)
        if why == _WORDS[False] and row.seq in _erased(rows):
            why = ""
        if why:
            yield problem("SV966", seq=at, why=why)
            return
        before = row.sha256


def _fault(row: Row, before: str) -> str:
    """What is wrong with a row, in words; "" for one that holds."""
    if sha256_of(row.kept) != row.sha256:
        return "its content is not what was written"
    held = row.held
    if held["previous"] != before or held["seq"] != row.seq:
        return "it does not follow the entry before it"
    if not row.words or not held["words"]:
        there = bool(row.words)
        return "" if there == bool(held["words"]) else _WORDS[there]
    same = commitment_to(row.words, row.salt or b"") == held["words"]
    return "" if same else "its words are not what was written"


def _erased(rows: Sequence[Row]) -> set[int]:
    """The entries whose words were erased, as later entries say."""
    sound = (each.held for each in rows if sha256_of(each.kept) == each.sha256)
    return {held["about"] for held in sound if held["action"] == "erase"}


_WORDS = {True: "words were added to it", False: "its words are gone"}


def differs_from(head: Any, rows: list[Row]) -> Problem | None:
    """Where a record does not hold what an earlier head was printed of.

    Raises:
        InputError: It is no head (SV316).
    """
    found = _HEAD.fullmatch(head.strip()) if isinstance(head, str) else None
    if found is None:
        expected = "what was printed, such as 'entry 1,204, 7F3-QK2'"
        raise InputError(problem("SV316", what="the head", expected=expected, found=head))
    seq = int(found[1].replace(",", ""))
    if seq > len(rows):
        return problem("SV967", found=head.strip(), why=f"the record ends with entry {len(rows):,}")
    here = head_of(seq, rows[seq - 1].sha256 if seq else BEFORE_THE_FIRST)
    return (
        None if here == head.strip() else problem("SV967", found=head.strip(), why=f"it is {here}")
    )
