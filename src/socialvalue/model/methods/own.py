"""What a method sees of a bid, and what a council's own method in Python looks like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol, runtime_checkable

import attrs

from socialvalue.model.frozen import FrozenMap

__all__ = ["Entry", "ScoringMethod"]


@attrs.frozen
class Entry:
    """What a method sees of one compliant bid, as exact numbers.

    Attributes:
        value: Its social value in £.
        price: Its price in £, or None.
        marks: Criterion to mark.
        denominators: Name of a denominator to £.
        target: The target where the method states none, £ per £1, or None.
        themes: Theme to its social value in £.
        units: Measure to how many of its units were offered.
    """

    value: Fraction
    price: Fraction | None
    marks: Mapping[str, Fraction]
    denominators: Mapping[str, Fraction]
    target: Fraction | None
    themes: Mapping[str, Fraction] = FrozenMap()
    units: Mapping[str, Fraction] = FrozenMap()


@runtime_checkable
class ScoringMethod(Protocol):
    """What a council's own method in Python looks like.

    `READS` names what it needs of every compliant bid: any of ``value``, ``price`` and ``mark``
    (the panel's mark for the criterion it scores).
    """

    @property
    def READS(self) -> tuple[str, ...]:  # noqa: N802 - a property of a protocol is any attribute
        """What it needs of a bid; a class attribute will do: ``READS = ("value",)``."""

    def points(
        self, criterion: str, weight: Fraction, bids: Sequence[Entry]
    ) -> Sequence[Fraction | int]:
        """The exact points of each bid, from 0 to the weight, in the order of the bids."""
