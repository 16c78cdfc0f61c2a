"""The charts of how close it was: weights from which another bid is first, and wrong values."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from socialvalue.assess.firmness.weights import Flip
from socialvalue.charts import Chart, bars, grouped
from socialvalue.engine.exact import half_up

__all__ = ["flips_chart", "margins_chart"]


def margins_chart(title: str, margins: Iterable[tuple[str, Fraction | None, str]]) -> Chart:
    """For each other bid, by how much every unit value may be wrong while it stays behind.

    Args:
        title: What is proved, in a sentence.
        margins: Each other bid, its margin (None where no error up to 100% is enough), in words.
    """
    rows = [(name, 100.0 if share is None else min(float(share) * 100, 100.0), words)
            for name, share, words in margins]  # fmt: skip
    said = "; ".join(f"{name}: {words}" for name, _, words in rows) or "no other bid"
    word = "% by which every unit value may be wrong"
    return bars(title, f"{title} By bid: {said}.", ("bid", "percent", "figure"), rows,
                amount="datum.percent", word=word)  # fmt: skip


def flips_chart(first: str, flips: Iterable[Flip]) -> Chart:
    """For each criterion its published weight, and the weight at which another bid is level.

    Args:
        first: Who is first.
        flips: The smallest change of each weight that would make another bid win.
    """
    held = list(flips)
    rows: list[tuple[str, str, float, str]] = []
    for each in held:
        rows.append((each.criterion, "published weight", float(each.weight), _two(each.weight)))
        if each.at is not None:
            rows.append((each.criterion, "another bid is first beyond", float(each.at),
                         f"{_two(each.at)}: {each.rival}"))  # fmt: skip
    said = "; ".join(map(_told, held)) or "There is no weight to change"
    columns = ("criterion", "weight", "points", "figure")
    return grouped(_title(first, held), f"{said}.", columns, rows, amount="datum.points",
                   word="points of weight")  # fmt: skip


def _title(first: str, flips: list[Flip]) -> str:
    """The weight that would have to change least."""
    near = [(abs(each.at - each.weight), each) for each in flips if each.at is not None]
    if not near:
        return f"No change of one weight makes another bid first than {first}"
    _, least = min(near, key=lambda each: each[0])
    assert least.at is not None  # noqa: S101 - those without were left out
    way = "fall" if least.at < least.weight else "rise"
    return (
        f"{first} stays first unless a weight changes: {least.criterion} would have to {way} from "
        f"{_two(least.weight)} to {_two(least.at)} points, and {least.rival} would be level"
    )


def _told(each: Flip) -> str:
    if each.at is None:
        return f"{each.criterion}, {_two(each.weight)} points: no weight would do it"
    return f"{each.criterion}, {_two(each.weight)} points: {each.rival} is level at {_two(each.at)}"


def _two(amount: Fraction) -> str:
    """Points to two decimals, whole ones as such."""
    if amount.denominator == 1:
        return str(amount.numerator)
    hundredths = half_up(100 * amount.numerator, amount.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
