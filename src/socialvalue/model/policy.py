"""A council's policy: every entry dated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from socialvalue.model.fields import day
from socialvalue.model.measure import Source
from socialvalue.spans import NOWHERE, Span

__all__ = ["NO_POLICY", "Policy", "PolicyEntry", "in_force_on"]


@attrs.frozen
class PolicyEntry:
    """One figure of a policy, from a day on.

    Attributes:
        start: The first day it is known to be in force.
        value: The figure: £ of social value per £1, £ of contract value, or per cent of points.
        wording: How the figure binds, as the source words it: ``""`` for a target, ``above``
            (strictly over) or ``from`` (and over) for a threshold, ``at_least`` or ``at_most``
            for a weight.
        status: ``observed``: in force when first seen; its start is not known. ``adopted``: its
            start is known.
        sources: The publications it comes from.
        note: What a reader must know.
        span: Where it is written.
    """

    start: date
    value: Decimal | None
    wording: str = ""
    status: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)


def in_force_on(entries: tuple[PolicyEntry, ...], on: date | str) -> PolicyEntry | None:
    """The entry in force on a day: the latest that had begun."""
    when = day(on)
    begun = [each for each in entries if each.start <= when]
    return max(begun, key=lambda each: each.start, default=None)


@attrs.frozen
class Policy:
    """Targets, thresholds and weights, each by date.

    Example:
        >>> policy = Policy(targets=(PolicyEntry(date(2022, 4, 29), Decimal("0.50")),))
        >>> policy.target(on="2022-06-01"), policy.target(on="2021-01-01")
        (Decimal('0.50'), None)
    """

    targets: tuple[PolicyEntry, ...] = ()
    thresholds: tuple[PolicyEntry, ...] = ()
    weights: tuple[PolicyEntry, ...] = ()

    def target(self, *, on: date | str) -> Decimal | None:
        """The target, in £ of social value per £1 of contract value, on a day; None before any.

        Raises:
            InputError: Not a date (SV206).
        """
        entry = in_force_on(self.targets, on)
        return None if entry is None else entry.value

    def threshold(self, *, on: date | str) -> PolicyEntry | None:
        """From which contract value social value is asked for, on a day; None where not known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.thresholds, on)

    def weight(self, *, on: date | str) -> PolicyEntry | None:
        """The share of the points, in per cent, on a day; None where not known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.weights, on)


NO_POLICY = Policy()
