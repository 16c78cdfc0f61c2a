"""An entry of a delivery record: what is kept for ever, what may be erased, and the hash of it.

Each entry has two parts.  The kept one holds days, numbers, codes, roles and the hash of the entry
before; the words (statements, reasons, titles, places, names) lie beside it, and the kept part has
only a hash of them with 32 random bytes.  So words can go, and the chain still holds.

Source:
    practice.md §7.1.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, cast

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.nouns import NOUNS
from socialvalue.errors import Problem
from socialvalue.model.canonical import spelled
from socialvalue.model.codec import decode, encode, needed_of
from socialvalue.numbers import plain
from socialvalue.words import day_words

__all__ = [
    "ACTIONS",
    "BEFORE_THE_FIRST",
    "Entry",
    "Row",
    "commitment_to",
    "entry_of",
    "head_of",
    "kept_of",
    "parted",
    "sha256_of",
]

ACTIONS: Mapping[str, str] = {
    "add": "contract entered",
    "deliver": "delivery reported",
    "approve": "verified",
    "reject": "returned to supplier",
    "withdraw": "withdrawn",
    "reopen": "reopened",
    "change": "schedule changed",
    "spend": "spend entered",
    "clause": "clause entered",
    "correct": "undone",
    "erase": "words erased",
    "hold": "words kept from erasing",
    "set_kpis": "indicators set",
    "rate": "rated",
}
"""What an entry does, and the words for it."""

BEFORE_THE_FIRST = "0" * 64
"""What stands for the hash before the first entry."""

ERASED = "(erased)"
_ERASABLE: Mapping[str, frozenset[str]] = {
    "Contract": frozenset({"title"}),
    "DeliveryReturn": frozenset({"statement"}),
    "Evidence": frozenset({"title", "held_at", "sha256"}),
    "Obligation": frozenset({"note", "activity", "decision", "owner"}),
    "Origin": frozenset({"bidder", "tender"}),
    "Party": frozenset({"name"}),
    "Rating": frozenset({"confirmed_by", "comment"}),
    "ScheduleChange": frozenset({"because"}),
}
"""The fields of nouns that hold words about somebody, or in which such words may stand."""

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no sign is taken for another."""


@attrs.frozen
class Row:
    """An entry as it is stored.

    Attributes:
        seq: Its number, from 1.
        kept: The part that stays, as text.
        sha256: Of that text.
        salt: The random bytes in the hash of its words; None where they were erased or are none.
        words: The words, as text; "" alike.
    """

    seq: int
    kept: str
    sha256: str
    salt: bytes | None = None
    words: str = ""

    @cached_property
    def held(self) -> Any:
        """The part that stays, as data."""
        return json.loads(self.kept)


@attrs.frozen(kw_only=True, repr=False)
class Entry(Shown):
    """One entry of a delivery record; entries are added, and never changed.

    Attributes:
        seq: Its number, from 1.
        on: The day on which it takes effect.
        entered: The day on which it was written.
        by: Who wrote it, by role.
        action: What it does: ``add``, ``deliver``, ``approve``, ``reject``, ``withdraw``,
            ``reopen``, ``change``, ``spend``, ``clause``, ``correct``, ``erase`` or ``hold``.
        contract: The reference of the contract.
        about: The entry that it acts on, or None.
        what: What it holds, as data and without its words: see `noun`.
        said: Its words, as they are stored: see `noun` and `reason`.
        sha256: Its hash, in which that of the entry before stands.
        questions: What somebody should look at; known when it is written, and not stored.
    """

    seq: int
    on: date
    entered: date
    by: str
    action: str
    contract: str
    about: int | None
    what: Mapping[str, Any] | None = attrs.field(eq=False)
    said: str = attrs.field(repr=False)
    sha256: str
    questions: tuple[Problem, ...] = attrs.field(default=(), eq=False)

    @cached_property
    def _words(self) -> Mapping[str, str]:
        """Its words by where they belong."""
        found: Mapping[str, str] = json.loads(self.said) if self.said else {}
        return found

    @property
    def reason(self) -> str:
        """Why, in words; "" where none is given."""
        return self._words.get("reason", "")

    @cached_property
    def noun(self) -> Any:
        """The contract, return, decision or change that it holds; None where it holds none."""
        if self.what is None:
            return None
        data = copy.deepcopy(self.what)
        for pointer, text in self._words.items():
            if pointer != "reason":
                _set(data, pointer, text)
        return decode({"data": data, "shared": []}, NOUNS)

    def _line(self) -> str:
        return f"{self.seq}, {self.contract}, {self.words}, {day_words(self.on)}, by {self.by}"

    @property
    def words(self) -> str:
        """What it does, in words."""
        about = f" (entry {self.about})" if self.about else ""
        told = ""
        if self.action in {"deliver", "change", "spend", "clause", "set_kpis", "rate"}:
            told = f": {self.noun._line()}"
        elif self.action == "approve":
            told = f": {plain(self.noun.quantity)}"
        return f"{ACTIONS[self.action]}{told}{about}"


def entry_of(row: Row) -> Entry:
    """An entry as it was stored."""
    held = row.held
    return Entry(
        seq=row.seq, on=date.fromisoformat(held["on"]), by=held["by"],
        entered=date.fromisoformat(held["entered"]), action=held["action"],
        contract=held["contract"], about=held["about"], what=held["what"],
        said=row.words or (spelled({"reason": ERASED}) if held["words"] else ""), sha256=row.sha256,
    )  # fmt: skip


def kept_of(held: Mapping[str, Any]) -> str:
    """The part that stays, in one spelling."""
    return spelled(held)


def sha256_of(text: str | bytes) -> str:
    """The sha256 of a text, in hex."""
    data = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()


def commitment_to(words: str, salt: bytes) -> str:
    """The hash by which the kept part knows the words, without giving them away."""
    return sha256_of(salt + words.encode())


def parted(noun: Any, reason: str = "") -> tuple[Any, dict[str, str]]:
    """A noun as data without its words, and the words by where they belong.

    Example:
        >>> from socialvalue.contracts.contract import Party
        >>> parted(Party("Ann Lee", role="partner"))
        ({'$': 'Party', 'name': '(erased)', 'role': 'partner'}, {'/name': 'Ann Lee'})
    """
    data = None if noun is None else encode(noun)["data"]
    words = dict(_taken(data, "")) if data is not None else {}
    return data, {**words, **({"reason": reason} if reason else {})}


def _taken(data: Any, at: str) -> Iterator[tuple[str, str]]:
    """The words of some data, each taken out of it."""
    if isinstance(data, list):
        for index, each in enumerate(data):
            yield from _taken(each, f"{at}/{index}")
    elif isinstance(data, dict):
        kind = data.get("$", "")
        for key in [*data]:
            if key in _ERASABLE.get(kind, ()):
                yield f"{at}/{key}", data[key]
                _blank(data, kind, key)
            else:
                yield from _taken(data[key], f"{at}/{key}")


def _blank(data: dict[str, Any], kind: str, key: str) -> None:
    """A mark in place of a word; nothing where the noun can be without it, and it is no text."""
    (noun,) = (each for each in NOUNS if each.__name__ == kind)
    if key in needed_of(cast("Hashable", noun)) or key in {"statement", "because"}:
        data[key] = ERASED
    else:
        del data[key]


def _set(data: Any, pointer: str, text: str) -> None:
    *way, last = pointer.split("/")[1:]
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data[step]
    data[last] = text


def head_of(seq: int, sha256: str) -> str:
    """How the end of a record is printed: the number of its last entry, and six signs of its hash.

    Example:
        >>> head_of(1204, "3f0c91ab" + 56 * "0"), head_of(0, 64 * "0")
        ('entry 1,204, 7W6-93A', 'entry 0, 000-000')
    """
    bits = int(sha256[:8], 16) >> 2
    signs = "".join(_SIGNS[bits >> shift & 31] for shift in range(25, -5, -5))
    return f"entry {seq:,}, {signs[:3]}-{signs[3:]}"
