"""Which measures of past contracts may be told of, by the rule for groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from socialvalue.planning.past.contracts import PastContract
from socialvalue.planning.past.hiding import Rule, shown_groups

__all__ = ["measures_told"]


def measures_told(contracts: Iterable[PastContract]) -> dict[str, bool]:
    """Each measure, and whether it may be told of: by what was committed on it, and delivered.

    Args:
        contracts: Those that are finished, and of which it is known what was delivered.
    """
    parts = [part for each in contracts for part in _by_measure(each)]
    places: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        places.setdefault(part.lines[0].measure, []).append(place)
    groups = {name: frozenset(places[name]) for name in sorted(places)}
    may = [shown_groups(parts, {"measure": groups}, Rule(), of)["measure"]
           for of in ("promised", "delivered")]  # fmt: skip
    return {name: all(each[name] for each in may) for name in groups if name}


def _by_measure(contract: PastContract) -> Iterator[PastContract]:
    """A contract as if each of its measures were one, with the commitments that are counted."""
    lines = [each for each in contract.lines if each.promised and each.delivered is not None]
    for measure in dict.fromkeys(each.measure for each in lines):
        own = tuple(each for each in lines if each.measure == measure)
        yield attrs.evolve(contract, lines=own)
