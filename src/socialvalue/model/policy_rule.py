"""What every rule of a council's policy says, and the rule that is a figure.

Since when it holds, of which contracts, and where it was read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.model.figures import Source
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import plain, pounds
from socialvalue.spans import NOWHERE, Span

__all__ = ["Bound", "PolicyEntry", "PolicyRule", "of_which"]


@attrs.frozen
class Bound:
    """From which contract value on a rule holds, as its source words it.

    Attributes:
        wording: ``above`` (strictly over) or ``from`` (and over).
        value: £ of contract value.

    Example:
        >>> Bound("above", Decimal(100_000)).is_reached(Decimal(100_000))
        False
    """

    wording: str
    value: Decimal

    def is_reached(self, amount: Decimal) -> bool:
        """Whether a contract of this value is one that the rule holds for."""
        return amount > self.value if self.wording == "above" else amount >= self.value

    def __str__(self) -> str:
        return f"{'over' if self.wording == 'above' else 'from'} {pounds(self.value)}"


def of_which(bound: Bound | None, leaves_out: str = "") -> str:
    """Of which contracts a rule holds, in brackets; "" where it holds for all."""
    parts = [] if bound is None else [f"contracts {bound}"]
    if leaves_out:
        parts.append(f"not {leaves_out}")
    return f" ({'; '.join(parts)})" if parts else ""


@attrs.frozen
class PolicyRule(ABC):
    """One rule of a policy, from a day on.

    It is ``observed`` where it was in force when first seen, and its start is not known; it is
    ``adopted`` where its start is known.

    Attributes:
        start: The first day it is known to be in force.
        bound: Of which contracts it holds, or None for all above the threshold.
        leaves_out: Kinds of contract that it does not hold for, in words, or "".
        status: ``observed`` or ``adopted``.
        sources: The publications it comes from.
        note: What a reader must know.
        span: Where it is written.
    """

    start: date
    bound: Bound | None = attrs.field(default=None, kw_only=True)
    leaves_out: str = attrs.field(default="", kw_only=True)
    status: str = attrs.field(default="", kw_only=True)
    sources: tuple[Source, ...] = attrs.field(default=(), kw_only=True)
    note: str = attrs.field(default="", kw_only=True)
    span: Span = attrs.field(default=NOWHERE, eq=False, kw_only=True)

    def says(self, titles: Mapping[str, str] = FrozenMap()) -> str:
        """What it asks for, in words.

        Args:
            titles: Theme to its title.
        """
        return self._asks(titles) + of_which(self.bound, self.leaves_out)

    @abstractmethod
    def _asks(self, titles: Mapping[str, str]) -> str:
        """What it asks for, of whichever contracts."""


@attrs.frozen
class PolicyEntry(PolicyRule):
    """One figure of a policy: a target, a threshold, or a weight.

    Attributes:
        value: £ of social value per £1, £ of contract value, or per cent of points.
        wording: How the figure binds, as the source words it: ``""`` for a target, ``above``
            (strictly over) or ``from`` (and over) for a threshold, ``at_least``, ``at_most`` or
            ``exactly`` for a weight.
        up_to: The upper end of a weight's band, beside ``at_least``; None for any other figure.
        kinds: Kind of contract to its own threshold; `value` is that of every other kind.
    """

    value: Decimal | None
    wording: str = ""
    up_to: Decimal | None = attrs.field(default=None, kw_only=True)
    kinds: FrozenMap[str, Bound] = attrs.field(default=FrozenMap(), kw_only=True)

    @property
    def as_bound(self) -> Bound | None:
        """A threshold as other rules have one, which is from which contract value on."""
        return None if self.value is None else Bound(self.wording, self.value)

    def bounds_for(self, kind: str) -> tuple[Bound, ...]:
        """The threshold of a kind of contract; each that it may be where the kind is not said.

        Args:
            kind: ``works``, ``goods``, ``services``, or "".

        Example:
            >>> works = FrozenMap({"works": Bound("above", Decimal(5_000_000))})
            >>> rule = PolicyEntry(date(2022, 6, 1), Decimal(100_000), "above", kinds=works)
            >>> [str(each) for each in rule.bounds_for("works")], len(rule.bounds_for(""))
            (['over £5,000,000.00'], 2)
        """
        if self.as_bound is None:
            return ()
        if kind or not self.kinds:
            return (self.kinds.get(kind, self.as_bound),)
        return tuple(dict.fromkeys((self.as_bound, *self.kinds.values())))

    def _asks(self, _: Mapping[str, str]) -> str:
        if self.value is None:
            return "none"
        if not self.wording:
            return f"{pounds(self.value)} per £1"
        if self.wording in ("above", "from"):
            kinds = (f"{kind} {bound}" for kind, bound in self.kinds.items())
            return "; ".join((f"contracts {self.as_bound}", *kinds))
        return f"{self.share} of the points"

    @property
    def share(self) -> str:
        """A weight in words, such as ``at least 10%`` or ``10% to 30%``."""
        least = f"{plain(self.value or Decimal(0))}%"
        if self.up_to is not None:
            return f"{least} to {plain(self.up_to)}%"
        return f"{self.wording.replace('_', ' ')} {least}"

    def is_met(self, share: Fraction) -> bool:
        """Whether a share of the points, in per cent, is within what a weight asks for.

        Example:
            >>> band = PolicyEntry(date(2024, 1, 17), Decimal(10), "at_least", up_to=Decimal(30))
            >>> band.is_met(Fraction(30)), band.is_met(Fraction(31)), band.share
            (True, False, '10% to 30%')
        """
        asked = Fraction(self.value or 0)
        fits = {"at_least": share >= asked, "at_most": share <= asked, "exactly": share == asked}
        return fits[self.wording] and (self.up_to is None or share <= Fraction(self.up_to))
