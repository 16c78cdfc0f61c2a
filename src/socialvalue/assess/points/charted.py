"""The chart of a ranking: each bid's points, criterion by criterion."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.charts import Chart, stacked
from socialvalue.numbers import EXACT
from socialvalue.words import listed

__all__ = ["points_chart"]

Parts = Sequence[tuple[str, Decimal]]


def points_chart(tender: str, ranked: Sequence[tuple[str, Decimal, Parts]]) -> Chart:
    """Points stacked by criterion, the best bid first; a bid that was not ranked is not drawn.

    Args:
        tender: Its title.
        ranked: Bidder, published points, and each criterion with its points.
    """
    rows = [
        (bidder, criterion, float(points), f"{points}")
        for bidder, _, parts in ranked
        for criterion, points in parts
        if points
    ]
    totals = listed(f"{bidder} {points}" for bidder, points, _ in ranked) if ranked else "no bid"
    said = f"Points by criterion, {tender}: {totals}."
    columns = ("bid", "criterion", "points", "figure")
    return stacked(_title(ranked), said, columns, rows, amount="datum.points", word="points")


def _title(ranked: Sequence[tuple[str, Decimal, Parts]]) -> str:
    """Who is first, and by how much."""
    if not ranked:
        return "No bid is ranked"
    most = ranked[0][1]
    first = [bidder for bidder, points, _ in ranked if points == most]
    if len(first) > 1:
        return f"{listed(first)} are first with {most} points each"
    if len(ranked) == 1:
        return f"{first[0]} is the only bid that is ranked, with {most} points"
    second, points, _ = ranked[1]
    return (
        f"{first[0]} is first with {most} points, {EXACT.subtract(most, points)} more than {second}"
    )
