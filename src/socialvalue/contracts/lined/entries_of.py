"""What each commitment has come to, brought forward by every entry that is written of it.

`standing_of` goes through all entries; this through the new ones, and comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from socialvalue.contracts.entries import Entry
from socialvalue.contracts.standing import DECIDING, Delivered, Standing, Tracked, standing_of

__all__ = ["ByLine", "OfLine"]

_NOTHING = Standing({})


@attrs.define
class OfLine:
    """What one commitment has come to.

    Attributes:
        standing: What its contract has come to, but for returns.
        returns: Its returns by the number of their entries; those beyond the contract stand under
            a commitment of their own, "".
    """

    standing: Standing = _NOTHING
    returns: dict[int, Delivered] = attrs.field(factory=dict)
    _entries: list[Entry] = attrs.field(factory=list)
    _acts: dict[int | None, tuple[Entry, ...]] = attrs.field(factory=dict)
    _replaced: set[int | None] = attrs.field(factory=set)
    _months: dict[int, list[int]] = attrs.field(factory=dict)

    def __getitem__(self, reference: str) -> Tracked:
        """Its contract, without returns.

        Raises:
            NotFoundError: It was undone, or never there (SV950).
        """
        return self.standing[reference]

    def reporting(self, first: date, last: date) -> Iterator[Delivered]:
        """The returns that stand and report a day of these, in their order.

        Args:
            first: The first day.
            last: The last.
        """
        near = {seq for month in _months(first, last) for seq in self._months.get(month, ())}
        for each in map(self.returns.__getitem__, sorted(near)):
            starts, ends = each.days
            if each.stands and starts <= last and first <= ends:
                yield each

    def take(self, entry: Entry, undone: set[int]) -> None:
        """Bring it forward by an entry.

        Args:
            entry: A return, or what was decided on one.
            undone: The numbers of entries that were undone.
        """
        self._entries.append(entry)
        if entry.seq not in undone:
            self._fold(entry)

    def fold_anew(self, undone: set[int]) -> None:
        """Go through its entries from the first, since one of them was undone.

        Args:
            undone: The numbers of entries that were undone.
        """
        entries = self._entries
        for held in (self.returns, self._acts, self._replaced, self._months):
            held.clear()
        self._entries = []
        for each in entries:
            self.take(each, undone)

    def _fold(self, entry: Entry) -> None:
        if entry.action != "deliver":
            self._acts[entry.about] = (*self._acts.get(entry.about, ()), entry)
            self._now(entry.about)
            return
        self.returns[entry.seq] = Delivered(entry)
        self._replaced.add(entry.replaces)
        for seq in (entry.seq, entry.replaces):
            self._now(seq)
        for month in _months(*self.returns[entry.seq].days):
            self._months.setdefault(month, []).append(entry.seq)

    def _now(self, seq: int | None) -> None:
        """A return, if it is one, with what was decided on it, and whether it was replaced."""
        if seq is not None and seq in self.returns:
            entry, acts = self.returns[seq].entry, self._acts.get(seq, ())
            self.returns[seq] = Delivered(entry, acts, seq in self._replaced)


def _months(first: date, last: date) -> range:
    """The calendar months of some days, each as a number."""
    return range(12 * first.year + first.month, 12 * last.year + last.month + 1)


@attrs.define
class ByLine:
    """The entries of a record by contract and commitment, as far as they were looked at.

    Attributes:
        apart: Those of a contract that are no return, and decide on none.
        undone: Of a contract, the numbers of entries that were undone.
        lines: What each commitment of a contract has come to.
        read: How many entries were looked at.
    """

    apart: dict[str, list[Entry]] = attrs.field(factory=dict)
    undone: dict[str, set[int]] = attrs.field(factory=dict)
    lines: dict[tuple[str, str], OfLine] = attrs.field(factory=dict)
    read: int = 0
    _standings: dict[str, Standing] = attrs.field(factory=dict)

    def of(self, reference: str, line: str, entries: Sequence[Entry]) -> OfLine:
        """What a commitment has come to.

        Args:
            reference: Of the contract.
            line: The commitment; "" for what is beyond the contract.
            entries: All of the record.
        """
        for each in entries[self.read :]:
            self._take(each, entries)
        self.read = len(entries)
        found = self._line(reference, line)
        found.standing = self._standing(reference)
        return found if reference in found.standing.contracts else OfLine(found.standing)

    def _standing(self, reference: str) -> Standing:
        """What a contract has come to, but for returns; kept until something is written of it."""
        if reference not in self._standings:
            self._standings[reference] = standing_of(self.apart.get(reference, ()))
        return self._standings[reference]

    def _line(self, reference: str, line: str) -> OfLine:
        return self.lines.setdefault((reference, line), OfLine())

    def _take(self, entry: Entry, entries: Sequence[Entry]) -> None:
        undone = self.undone.setdefault(entry.contract, set())
        of = entry if entry.action == "deliver" else _decided_on(entry, entries)
        if of is not None:
            self._line(entry.contract, of.line).take(entry, undone)
            return
        self.apart.setdefault(entry.contract, []).append(entry)
        self._standings.pop(entry.contract, None)
        if entry.action == "correct" and entry.about:
            undone.add(entry.about)
            self._undo(entries[entry.about - 1], entries, undone)

    def _undo(self, entry: Entry, entries: Sequence[Entry], undone: set[int]) -> None:
        of = entry if entry.action == "deliver" else _decided_on(entry, entries)
        if of is not None:
            self._line(entry.contract, of.line).fold_anew(undone)


def _decided_on(entry: Entry, entries: Sequence[Entry]) -> Entry | None:
    """The return that an entry decides on; None for one that decides on none."""
    decides = entry.action in DECIDING and entry.about
    return entries[decides - 1] if decides else None
