"""An entry of a delivery record: what is kept for ever, what may be erased, and the hash of it.

Each entry has two parts.  The kept one holds days, numbers, codes, roles and the hash of the entry
before; the words (statements, reasons, titles, places, names) lie beside it, and the kept part has
only a hash of them with 32 random bytes.  So words can go, and the chain still holds.

Source:
    practice.md §7.1.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from sys import intern
from typing import Any, NamedTuple, cast

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.glimpses import (
    DECIMAL,
    ENDS,
    FRACTION,
    LINE,
    Piece,
    behind,
    pieces_in,
    return_in,
)
from socialvalue.contracts.nouns import NOUNS
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.canonical import spelled
from socialvalue.model.codec import decode, encode, needed_of
from socialvalue.model.fields import as_read
from socialvalue.numbers import Exact, plain
from socialvalue.words import day_words

__all__ = [
    "ACTIONS",
    "BEFORE_THE_FIRST",
    "Entry",
    "Head",
    "Row",
    "commitment_to",
    "day_in",
    "entry_of",
    "head_in",
    "head_of",
    "is_erased",
    "kept_of",
    "parted",
    "seq_of",
    "sha256_of",
]

ACTIONS: Mapping[str, str] = {
    "add": "contract entered",
    "deliver": "delivery reported",
    "approve": "verified",
    "reject": "returned to supplier",
    "ask": "asked about",
    "withdraw": "withdrawn",
    "reopen": "reopened",
    "change": "schedule changed",
    "spend": "spend entered",
    "clause": "clause entered",
    "correct": "undone",
    "erase": "words erased",
    "hold": "words kept from erasing",
    "manage": "manager changed",
    "set_kpis": "indicators set",
    "rate": "rated",
    "breach": "breach entered",
    "offer": "offered to the community",
    "show_offer": "agreement to show",
    "need": "need entered",
    "agree": "agreed",
    "done": "given",
    "confirm": "receiver's confirmation",
    "cancel": "agreement cancelled",
    "close": "withdrawn or closed",
}
"""What an entry does, and the words for it."""

BEFORE_THE_FIRST = "0" * 64
"""What stands for the hash before the first entry."""

_TOLD = frozenset((
    "deliver", "change", "spend", "clause", "manage", "set_kpis", "rate", "breach",
    "offer", "show_offer", "need", "agree", "done", "confirm",
))  # fmt: skip
"""Entries whose nouns tell of themselves."""

ERASED = "(erased)"
_ERASED_NAME = "(erased, supplier "
_OF_A_BREACH = frozenset((
    "confirmed_by", "obligation", "nature", "impact", "duration", "mitigation", "supplier",
))  # fmt: skip
_ERASABLE: Mapping[str, frozenset[str]] = {
    "Agreement": frozenset({"receiver"}),
    "Breach": _OF_A_BREACH,
    "Confirmation": frozenset({"note"}),
    "Contract": frozenset({"title", "manager"}),
    "DeliveryReturn": frozenset({"statement"}),
    "Evidence": frozenset({"title", "held_at", "sha256"}),
    "Management": frozenset({"manager"}),
    "Need": frozenset({"organisation", "why", "place", "checked_by"}),
    "Obligation": frozenset({"note", "activity", "decision", "owner"}),
    "Offer": frozenset({"title", "description", "conditions", "safeguarding"}),
    "Origin": frozenset({"bidder", "tender"}),
    "Party": frozenset({"name"}),
    "Rating": frozenset({"confirmed_by", "comment"}),
    "ScheduleChange": frozenset({"because"}),
}
"""The fields of nouns that hold words about somebody, or in which such words may stand."""

_SUPPLIER: Mapping[str, tuple[str, ...]] = {
    "Breach": ("supplier",), "Obligation": ("owner",), "Party": ("name",),
}  # fmt: skip
"""The fields in which the name of a supplier stands."""

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no sign is taken for another."""


class Row(NamedTuple):
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


class Head(NamedTuple):
    """The part of an entry that stays, with what it holds still as text."""

    about: int | None
    action: str
    by: str
    contract: str
    entered: str
    on: str
    previous: str
    seq: int
    what: str
    words: str


_HEAD = re.compile(
    r'{"about":(null|[0-9]{1,15}),"action":"([a-z_]{1,20})","by":"([^"\\]*)",'
    r'"contract":"([^"\\]*)","entered":"([0-9-]{10})","on":"([0-9-]{10})",'
    r'"previous":"([0-9a-f]{64})","seq":([0-9]{1,15}),"what":(.*),"words":"([0-9a-f]{0,64})"}',
    re.DOTALL,
)
"""An entry in the one spelling in which it is written; what it holds is read when it is needed."""


def head_in(kept: str) -> Head:
    """The days, roles and hashes of an entry, without reading what it holds."""
    found = _HEAD.fullmatch(kept)
    if found is None:  # a name with a quotation mark in it
        held = json.loads(kept)
        return Head(**{**{each: held[each] for each in Head._fields},
                       "what": spelled(held["what"])})  # fmt: skip
    about, action, by, contract, entered, on, previous, seq, what, words = found.groups()
    number = None if about == "null" else int(about)
    return Head(number, action, by, contract, entered, on, previous, int(seq), what, words)


@attrs.frozen(kw_only=True, repr=False)
class Entry(Shown):
    """One entry of a delivery record; entries are added, and never changed.

    Attributes:
        seq: Its number, from 1.
        on: The day on which it takes effect.
        entered: The day on which it was written.
        by: Who wrote it, by role.
        action: What it does: ``add``, ``deliver``, ``approve``, ``reject``, ``ask``, ``withdraw``,
            ``reopen``, ``change``, ``spend``, ``clause``, ``correct``, ``erase`` or ``hold``.
        contract: The reference of the contract.
        about: The entry that it acts on, or None.
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
    _text: str = attrs.field(eq=False, repr=False)
    said: str = attrs.field(repr=False)
    sha256: str
    questions: tuple[Problem, ...] = attrs.field(default=(), eq=False)

    @cached_property
    def what(self) -> Mapping[str, Any] | None:
        """What it holds, as data and without its words; see `noun`."""
        found: Mapping[str, Any] | None = json.loads(self._text)
        return found

    @property
    def line(self) -> str:
        """Of a return, the commitment that it is of; "" for what is beyond the contract."""
        found = behind(self._text, LINE)
        if "\\" in found:  # a quotation mark stands in it
            return str((self.what or {}).get("line", ""))
        return found

    def holds(self, name: str) -> bool:
        """Whether what it holds may have such a field; read without all the others."""
        return f'"{name}":' in self._text

    @property
    def ends(self) -> date:
        """The last day that a return reports."""
        return day_in(behind(self._text, ENDS) or (self.what or {})["ends"]["$date"])

    @property
    def reported(self) -> tuple[str, str, str] | None:
        """Of a return, `ends`, `line` and `decimal` as texts; None where it is written otherwise.

        So is one with a third, a quotation mark in a name, or with what was taken over from before
        this record.
        """
        return return_in(self._text)

    @property
    def pieces(self) -> tuple[Piece, ...] | None:
        """Of a return, of each piece of evidence kind, personal data and its two days.

        None where one is written otherwise than it is known here.
        """
        return pieces_in(self._text)

    @property
    def replaces(self) -> int | None:
        """Of a return, the entry of the one whose place it takes."""
        return (self.what or {}).get("replaces") if '"replaces":' in self._text else None

    @property
    def quantity(self) -> Exact:
        """How much it reports or verifies, read without all that it holds; 0 for nothing."""
        found = self._text.partition(DECIMAL)[2]  # twice for each return that is summed
        if found:
            return Decimal(found.partition('"')[0])
        part = behind(self._text, FRACTION)
        return Fraction(part) if part else Decimal(0)

    @property
    def decimal(self) -> str:
        """How much it reports or verifies, as text; "" for nothing, and for a third."""
        return behind(self._text, DECIMAL)

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
        data = json.loads(self._text)
        if data is None:
            return None
        for pointer, text in self._words.items():
            if pointer != "reason":
                _set(data, pointer, text)
        return decode({"data": data, "shared": []}, NOUNS)

    def _line(self) -> str:
        whose = f"{self.contract}, " if self.contract else ""
        return f"{self.seq}, {whose}{self.words}, {day_words(self.on)}, by {self.by}"

    @property
    def words(self) -> str:
        """What it does, in words."""
        about = f" (entry {self.about})" if self.about else ""
        told = ""
        if self.action in _TOLD:
            told = f": {self.noun._line()}"
        elif self.action == "approve":
            second = self.noun.second
            told = f": {plain(self.noun.quantity)}{f', with {second}' if second else ''}"
        return f"{ACTIONS[self.action]}{told}{about}"


day_in = lru_cache(maxsize=50_000)(date.fromisoformat)


def entry_of(row: Row, head: Head) -> Entry:
    """An entry as it was stored."""
    return Entry(
        seq=row.seq, on=day_in(head.on), by=intern(head.by), entered=day_in(head.entered),
        action=intern(head.action), contract=intern(head.contract), about=head.about,
        text=head.what, sha256=row.sha256,
        said=row.words or (spelled({"reason": ERASED}) if head.words else ""),
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


def parted(
    noun: Any, reason: str = "", marks: Mapping[str, int] | None = None
) -> tuple[Any, dict[str, str]]:  # fmt: skip
    """A noun as data without its words, and the words by where they belong.

    Args:
        noun: What an entry holds.
        reason: In words.
        marks: The names of suppliers, each to the number that stands for it once it is erased, so
            that two of them stay two, and who owns what stays known.

    Example:
        >>> from socialvalue.contracts.contract import Party
        >>> parted(Party("Ann Lee", role="partner"))
        ({'$': 'Party', 'name': '(erased)', 'role': 'partner'}, {'/name': 'Ann Lee'})
    """
    data = None if noun is None else encode(noun)["data"]
    words = dict(_taken(data, "", marks or {})) if data is not None else {}
    return data, {**words, **({"reason": reason} if reason else {})}


def _taken(data: Any, at: str, marks: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The words of some data, each taken out of it."""
    if isinstance(data, list):
        for index, each in enumerate(data):
            yield from _taken(each, f"{at}/{index}", marks)
    elif isinstance(data, dict):
        kind = data.get("$", "")
        for key in [*data]:
            if key in _ERASABLE.get(kind, ()):
                yield f"{at}/{key}", data[key]
                own = data.get("mark") if kind == "Party" else marks.get(as_read(data[key]))
                _blank(data, kind, key, own)
            else:
                yield from _taken(data[key], f"{at}/{key}", marks)


def is_erased(name: str) -> bool:
    """Whether the name of a supplier is erased.

    Example:
        >>> is_erased("(erased, supplier 2)"), is_erased("Acme")
        (True, False)
    """
    return name.startswith(_ERASED_NAME)


def _blank(data: dict[str, Any], kind: str, key: str, mark: int | None) -> None:
    """A mark in place of a word; nothing where the noun can be without it, and it is no text."""
    if mark is not None and key in _SUPPLIER.get(kind, ()):
        data[key] = f"{_ERASED_NAME}{mark})"
        return
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


def seq_of(given: Any) -> int:
    """The number of an entry, by itself or by the entry."""
    if isinstance(given, Entry):
        return given.seq
    if isinstance(given, bool) or not isinstance(given, int):
        expected, found = "an entry or its number", type(given).__name__
        raise InputError(problem("SV316", what="the entry", expected=expected, found=found))
    return given
