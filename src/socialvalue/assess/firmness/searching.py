"""The least whole number of steps by which a bid would win."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import attrs

__all__ = ["Verdict", "least"]


@attrs.frozen
class Verdict:
    """How one bid comes off: whether it alone is first, and how far from it it is.

    Attributes:
        wins: Whether it alone has rank 1.
        lead: About how far it is above the total that wins, in steps of the last published
            place; a guide for a search.
    """

    wins: bool
    lead: float


def least(at: Callable[[int], Verdict], most: int, *, steady: bool) -> int | None:
    """The least whole number of steps that wins, or None.

    Args:
        at: How a number of steps comes off.
        most: The most steps there can be, which is one or more.
        steady: Whether a step more never comes off worse.  If it may (a spread of prices, a
            table of bands), steps are doubled until one wins, for a middle may win where the end
            does not; what is found wins, and a step less does not.
    """
    at = cache(at)
    if not steady:
        low, high = _first_doubled(at, most)
    else:
        low, high = _bracket(at, most) if at(most).wins else (0, None)
    return None if high is None else _narrowed(at, low, high)


def _first_doubled(at: Callable[[int], Verdict], most: int) -> tuple[int, int | None]:
    low, step = 0, 1
    while step < most:
        if at(step).wins:
            return low, step
        low, step = step, step * 2
    return low, most if at(most).wins else None


def _bracket(at: Callable[[int], Verdict], most: int) -> tuple[int, int]:
    """Steps that lose and steps that win, not too far apart."""
    low, lead = 0, at(0).lead
    step = max(1, min(most, 10**5))
    while step < most:
        found = at(step)
        if found.wins:
            return low, step
        slope = (found.lead - lead) / (step - low)
        ahead = step - found.lead / slope * 1.01 if slope > 0 else step * 16
        low, lead = step, found.lead
        step = max(step + 1, min(int(min(ahead, 1e18)) + 1, step * 10**6))
    return low, most


def _narrowed(at: Callable[[int], Verdict], low: int, high: int) -> int:
    """The first step that wins, between one that loses and one that wins."""
    below, above = at(low).lead, at(high).lead
    turn = 0
    while high - low > 1:
        turn += 1
        step = _between(low, high, below, above) if turn % 3 else (low + high) // 2
        found = at(step)
        if found.wins:
            high, above, below = step, found.lead, below / 2
        else:
            low, below, above = step, found.lead, above / 2
    return high


def _between(low: int, high: int, below: float, above: float) -> int:
    """Where a straight line between two steps crosses nothing, strictly between them."""
    share = -below / (above - below) if below < 0 < above and below > -1e300 else 0.5
    return min(high - 1, max(low + 1, low + int((high - low) * share)))
