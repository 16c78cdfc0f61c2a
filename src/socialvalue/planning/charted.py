"""The charts of schemes side by side, and of what an offer counts and costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from socialvalue.charts import Chart, grouped
from socialvalue.numbers import pounds, scaled
from socialvalue.words import listed

__all__ = ["offer_chart", "schemes_chart"]


def offer_chart(title: str, lines: Iterable[tuple[str, int, int]]) -> Chart:
    """Of each commitment what it counts, beside what it costs.

    Args:
        title: What it comes to.
        lines: Each commitment's measure, pence that it counts, pence that it costs.
    """
    rows = [(name, part, pence, pounds(scaled(pence, -2)))
            for name, *both in lines
            for part, pence in zip(("counts", "costs"), both, strict=True)]  # fmt: skip
    said = "; ".join(f"{name} {part} {figure}" for name, part, _, figure in rows)
    return grouped(title, f"{title}. {said}.", ("measure", "part", "pence", "figure"), rows,
                   word="£: what it counts is a proxy value")  # fmt: skip


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
