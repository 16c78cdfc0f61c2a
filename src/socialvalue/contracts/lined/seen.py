"""What a return may have in common with others, found without going through all of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from socialvalue.contracts.entries import Entry
from socialvalue.contracts.obligation import Obligation
from socialvalue.model.fields import as_read

__all__ = ["Seen"]

_HASHES: Final = re.compile(r'"([0-9a-f]{64})"')


@attrs.define
class Seen:
    """The returns of a record by file and by work, as far as they were looked at.

    Attributes:
        files: The hash of a file to the returns whose evidence it is.
        works: A measure and an activity to the commitments of it: contract and line.
        returns: Such a commitment to its returns.
        undone: The numbers of entries that were undone.
        read: How many entries were looked at.
    """

    files: dict[str, list[Entry]] = attrs.field(factory=dict)
    works: dict[tuple[str, str], list[tuple[str, str]]] = attrs.field(factory=dict)
    returns: dict[tuple[str, str], list[Entry]] = attrs.field(factory=dict)
    undone: set[int] = attrs.field(factory=set)
    read: int = 0

    def look(self, entries: Sequence[Entry]) -> None:
        """Look at the entries that were written since.

        Args:
            entries: All of the record.
        """
        for each in entries[self.read :]:
            self._take(each)
        self.read = len(entries)

    def with_file(self, sha256: str) -> Iterator[Entry]:
        """The returns whose evidence a file is."""
        return self._standing(self.files.get(sha256, ()))

    def of_work(self, line: Obligation, reference: str) -> Iterator[Entry]:
        """The returns of the same work under other contracts.

        Args:
            line: The commitment.
            reference: Of its contract.
        """
        others = self.works.get((line.measure, as_read(line.activity)), ())
        found = [one for each in dict.fromkeys(others) if each[0] != reference
                 for one in self.returns.get(each, ())]  # fmt: skip
        return self._standing(sorted(found, key=lambda each: each.seq))

    def _standing(self, found: Sequence[Entry]) -> Iterator[Entry]:
        return (each for each in found if each.seq not in self.undone)

    def _take(self, entry: Entry) -> None:
        if entry.action == "deliver":
            self.returns.setdefault((entry.contract, entry.line), []).append(entry)
            for sha256 in dict.fromkeys(_HASHES.findall(entry.said)):
                self.files.setdefault(sha256, []).append(entry)
        elif entry.action == "add":
            for each in entry.noun.lines:
                work = (each.measure, as_read(each.activity))
                self.works.setdefault(work, []).append((entry.contract, each.line))
        elif entry.action == "correct" and entry.about is not None:
            self.undone.add(entry.about)
