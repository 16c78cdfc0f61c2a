"""The entries of one commitment, found without going through those of all the others."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from socialvalue.contracts.entries import Entry
from socialvalue.contracts.standing import DECIDING

__all__ = ["ByLine"]


@attrs.define
class ByLine:
    """The entries of a record by contract and commitment, as far as they were looked at.

    Attributes:
        apart: Those of a contract that are no return, and decide on none.
        lines: The returns of a commitment, and what was decided on them; those beyond the contract
            stand under "".
        read: How many entries were looked at.
    """

    apart: dict[str, list[Entry]] = attrs.field(factory=dict)
    lines: dict[tuple[str, str], list[Entry]] = attrs.field(factory=dict)
    read: int = 0

    def of(self, reference: str, line: str, entries: Sequence[Entry]) -> list[Entry]:
        """All of a contract but the returns of its other commitments.

        Args:
            reference: Of the contract.
            line: The commitment; "" for what is beyond the contract.
            entries: All of the record.
        """
        for each in entries[self.read :]:
            self._take(each, entries)
        self.read = len(entries)
        return [*self.apart.get(reference, ()), *self.lines.get((reference, line), ())]

    def _take(self, entry: Entry, entries: Sequence[Entry]) -> None:
        if entry.action == "deliver":
            self._of_line(entry, entry.line)
        elif entry.action in DECIDING and entry.about:
            self._of_line(entry, entries[entry.about - 1].line)
        else:
            self.apart.setdefault(entry.contract, []).append(entry)

    def _of_line(self, entry: Entry, line: str) -> None:
        self.lines.setdefault((entry.contract, line), []).append(entry)
