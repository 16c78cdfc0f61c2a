"""The chain of a delivery record: whether each entry is the one that was written.

It shows a change to whoever kept an earlier head; it is no signature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import sha256
from sys import intern
from typing import Any

from socialvalue.contracts.entries import (
    BEFORE_THE_FIRST,
    Entry,
    Head,
    Row,
    commitment_to,
    day_in,
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
        entry, why = _at_once(row, before, at), ""
        if entry is None:
            entry, why = _step_by_step(row, before, at)
        if entry is None or why not in {"", _WORDS[False]}:
            broken = problem("SV966", seq=at, why=why)
            continue
        if why:
            gone.append(at)
        before = row.sha256
        if entry.action == "erase":
            erased.add(entry.about)
        yield entry
    lost = next((each for each in gone if each not in erased), None)
    if lost is not None:
        raise RecordError(problem("SV966", seq=lost, why=_WORDS[False]))
    if broken is not None:
        raise RecordError(broken)


_ABOUT = re.compile(r'{"about":(?:null|([0-9]{1,15}))')
_BEGINS = re.compile(
    r',"action":"([a-z_]{1,20})","by":"([^"\\]*)","contract":"([^"\\]*)",'
    r'"entered":"([0-9-]{10})","on":"([0-9-]{10})",'
)


@lru_cache(maxsize=4096)
def _begun(text: str) -> tuple[str, str, str, date, date] | None:
    """Action, role, contract and days at the beginning of an entry: the same of many in a row."""
    found = _BEGINS.fullmatch(text)
    if found is None:
        return None
    action, by, contract, *days = found.groups()
    try:
        entered, on = map(day_in, days)
    except ValueError:
        return None
    return intern(action), intern(by), intern(contract), entered, on


def _is_text(row: tuple[object, ...]) -> bool:
    """Whether each part is of its kind: a file that was altered by hand may hold anything."""
    _, kept, _, salt, words = row
    return isinstance(kept, str) and isinstance(words, str) and isinstance(salt or b"", bytes)


def _at_once(row: Row, before: str, at: int) -> Entry | None:
    """The entry of a row that holds and is written as nearly all are; None to look step by step.

    What is known before is looked for as it must stand there: the hash of the entry before, its
    own number, and the hash of its words.
    """
    seq, kept, digest, salt, words = row
    try:
        if seq != at or sha256(kept.encode()).hexdigest() != digest:
            return None
        sealed = commitment_to(words, salt or b"") if words else ""
    except (AttributeError, TypeError):
        return None  # bytes where a text belongs, or a text where bytes do
    begins, _, rest = kept.partition(f'"previous":"{before}","seq":{at},"what":')
    ends = f',"words":"{sealed}"}}'
    cut = begins.find(",")
    about, found = _ABOUT.fullmatch(begins, 0, cut), _begun(begins[cut:])
    if found is None or about is None or not rest.endswith(ends):
        return None
    action, by, contract, entered, on = found
    return Entry(
        seq=seq, on=on, entered=entered, by=by, action=action, contract=contract,
        about=int(about[1]) if about[1] else None, text=rest[: -len(ends)], said=words,
        sha256=digest,
    )  # fmt: skip


def _step_by_step(row: Row, before: str, at: int) -> tuple[Entry, str] | tuple[None, str]:
    """The entry of a row, and what is wrong with it, in words; "" for one that holds."""
    head, why = _looked_at(row, before, at)
    return (None, why) if head is None else (entry_of(row, head), why)


def _looked_at(row: Row, before: str, at: int) -> tuple[Head | None, str]:
    """What stays of a row, and what is wrong with it, in words; "" for one that holds."""
    if row.seq != at:
        return None, f"entry {at} is missing"
    is_text = _is_text(row)
    if is_text and sha256_of(row.kept) != row.sha256:
        return None, "its content is not what was written"
    head = _head_of(row) if is_text else None
    if head is None:
        return None, "it is not written as entries are"
    if head.previous != before or head.seq != at:
        return head, "it does not follow the entry before it"
    if not row.words or not head.words:
        there = bool(row.words)
        return head, "" if there == bool(head.words) else _WORDS[there]
    same = commitment_to(row.words, row.salt or b"") == head.words
    return head, "" if same else "its words are not what was written"


def _erased_by(row: Row) -> set[int | None]:
    """The entry whose words a row behind the broken one says were erased."""
    if not _is_text(row) or sha256_of(row.kept) != row.sha256:
        return set()
    head = _head_of(row)
    return {head.about} if head is not None and head.action == "erase" else set()


def _head_of(row: Row) -> Head | None:
    """What stays of a row; None where that is no entry, whoever wrote it and its hash."""
    try:
        head = head_in(row.kept)
        day_in(head.entered), day_in(head.on)
    except (ValueError, LookupError, TypeError):
        return None
    return head


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
