"""The chart of schemes side by side: each bid's points under each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from socialvalue.charts import Chart, grouped
from socialvalue.words import listed

__all__ = ["schemes_chart"]


def schemes_chart(
    points: Iterable[tuple[str, str, Decimal]], winners: Mapping[str, tuple[str, ...]]
) -> Chart:
    """Points of each bid under each scheme.

    Args:
        points: Scheme, bidder, points.
        winners: Scheme to who is first under it.
    """
    rows = [(scheme, bidder, float(each), f"{each} {bidder}") for scheme, bidder, each in points]
    firsts = {name: listed(held) if held else "nobody" for name, held in winners.items()}
    said = "; ".join(f"under {name}, {who} first" for name, who in firsts.items())
    if len({*firsts.values()}) == 1:
        title = f"{next(iter(firsts.values()))} comes first under every scheme"
    else:
        title = f"Who comes first depends on the scheme: {said}"
    columns = ("scheme", "bid", "points", "figure")
    return grouped(title, f"Points of each bid: {said}.", columns, rows, amount="datum.points",
                   word="points")  # fmt: skip
