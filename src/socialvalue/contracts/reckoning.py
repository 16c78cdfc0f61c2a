"""How much of a commitment is reported, waits and is verified, exactly."""

from __future__ import annotations

from fractions import Fraction

from socialvalue.contracts.obligation import LEVELS, Obligation
from socialvalue.contracts.standing import Delivered, amount
from socialvalue.engine.exact import half_up
from socialvalue.numbers import total

__all__ = ["beyond_pence", "kept_of", "sums_of"]


def sums_of(
    line: Obligation, returns: tuple[Delivered, ...]
) -> tuple[Fraction, Fraction, Fraction]:
    """What is reported, waits and is verified: sums, or the last figure of what is no quantity."""
    if line.unit not in LEVELS:
        reported = total([each.entry.quantity for each in returns])
        waiting = total([each.waiting for each in returns if not each.is_decided])
        verified = total([each.verified for each in returns])
        return Fraction(reported), Fraction(waiting), Fraction(verified)
    by_period = sorted(returns, key=lambda each: (each.data["ends"]["$date"], each.seq))
    verified = Fraction(next((each.verified for each in reversed(by_period) if each.counts), 0))
    if not by_period:
        return Fraction(0), Fraction(0), verified
    last = by_period[-1]
    waiting = max(Fraction(last.waiting) - verified, Fraction(0))
    return max(Fraction(last.reported), verified), waiting, verified


def kept_of(line: Obligation, returns: tuple[Delivered, ...]) -> Fraction:
    """How many of the verified people are said to have kept a job: none is called new too often."""
    if line.headcount != "people":
        return Fraction(0)
    said = ((each.data.get("kept"), each) for each in returns if each.entry.holds("kept"))
    kept = (min(amount(held), each.verified) for held, each in said if held is not None)
    return Fraction(total(kept))


def beyond_pence(each: Delivered) -> int:
    """Pence of what is verified beyond the contract."""
    worth = each.data.get("unit_value")
    if worth is None:
        return 0
    pence = Fraction(each.verified) * Fraction(worth["$decimal"]) * 100
    return half_up(pence.numerator, pence.denominator)
