"""One calculator that came back, as it is told."""

from __future__ import annotations

import attrs

from socialvalue.calculators.changes import Changed, Difference
from socialvalue.errors import Problem
from socialvalue.model.bids.bid import Bid

__all__ = ["Returned"]


@attrs.frozen(kw_only=True)
class Returned:
    """One calculator that came back.

    Attributes:
        file: Its name.
        bidder: The organisation that it names, or "".
        bid: The offer: the bid that the tender names, filled, or one without a price; None where
            anything in it cannot be read.
        problems: All that cannot be read, by file, sheet and cell.
        notes: What was read and a reader should know.
        differences: Where the sheet's pounds are not ours, with the cause; ours count.
        changed_cells: What was changed outside the boxes.
        sha256: The hash of the file.
        cells: For each commitment of the bid, where its first box and its second stand.
    """

    file: str
    bidder: str = ""
    bid: Bid | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    changed_cells: tuple[Changed, ...] = ()
    sha256: str = ""
    cells: tuple[tuple[str, str], ...] = ()
