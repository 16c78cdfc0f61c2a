"""What a delivery record is known to hold as at a day, with what is agreed and still to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import attrs

from socialvalue.contracts import Entry, KpiSet, Standing, Tracked

__all__ = ["changes_known", "contracts_known", "is_known", "kpis_known"]

_NO_CHANGE: Final = frozenset({"correction", "termination"})
"""A slip of ours that was undone; and the end, which has a notice of its own."""


def is_known(entry: Entry, as_at: date) -> bool:
    """Whether it has taken effect by a day, or was written by then though it is still to come."""
    return entry.on <= as_at or entry.entered <= as_at


def changes_known(entries: Iterable[Entry], as_at: date) -> list[Entry]:
    """Of the changes of a contract those that a contract change notice can be of."""
    return [
        each for each in entries if each.noun.reason not in _NO_CHANGE and is_known(each, as_at)
    ]


def contracts_known(standing: Standing, as_at: date) -> dict[str, Tracked]:
    """The contracts as at a day, with the changes that are agreed by then and still to come."""
    return {
        reference: attrs.evolve(
            tracked, changes=tuple(each for each in tracked.changes if is_known(each, as_at))
        )
        for reference, tracked in standing.contracts.items()
        if is_known(tracked.entry, as_at)
    }


def kpis_known(standing: Standing, as_at: date) -> dict[str, KpiSet]:
    """Each contract's indicators as at a day."""
    known = (each for each in standing.of("set_kpis") if is_known(each, as_at))
    return {each.contract: each.noun for each in known}
