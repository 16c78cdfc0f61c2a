"""The chart of what a bid is worth: pounds by theme, beside the target."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from socialvalue.charts import Chart, bars
from socialvalue.numbers import pounds, scaled, sum_of
from socialvalue.words import listed

__all__ = ["themes_chart"]


def themes_chart(
    bidder: str, themes: Mapping[str, Decimal], per_pound: Decimal, target: Decimal | None
) -> Chart:
    """£ by theme, the most first, and all of them against the target.

    Args:
        bidder: Whose bid.
        themes: £ of each theme.
        per_pound: £ of social value per £1 of the contract.
        target: The same that is asked for, or None.
    """
    held = sorted(themes.items(), key=lambda each: (each[1].copy_negate(), each[0]))
    rows = [(theme, int(scaled(amount, 2)), pounds(amount)) for theme, amount in held]
    total = sum_of(themes.values())
    parts = listed(f"{theme} {figure}" for theme, _, figure in rows) if rows else "nothing counts"
    said = f"£ of social value that count, by theme: {parts}; {pounds(total)} in all."
    title = f"{bidder}: {pounds(total)} of social value count, {_rate(per_pound)} per £1"
    if target is not None:
        side = "below" if per_pound < target else "at or above"
        title += f", {side} the target of {_rate(target)}"
    return bars(title, said, ("theme", "pence", "figure"), rows)


def _rate(amount: Decimal) -> str:
    """£ per £1, in pence to one decimal, cut off: what is below a target is never shown at it."""
    tenths = int(scaled(amount, 3))
    return f"{tenths // 10}.{tenths % 10}p"
