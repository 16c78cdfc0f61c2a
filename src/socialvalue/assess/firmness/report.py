"""The report on how firm a result is, as one screen of text and as HTML."""

from __future__ import annotations

import textwrap
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from socialvalue.blocks import Block, Explanation
from socialvalue.engine.points import publish
from socialvalue.errors import whole
from socialvalue.numbers import plain, pounds

if TYPE_CHECKING:
    from socialvalue.assess.firmness.least_changes import LeastChange
    from socialvalue.assess.firmness.sensitivity import Dropped, Sensitivity

__all__ = ["explain_sensitivity"]

_WIDTH = 80


def explain_sensitivity(report: Sensitivity) -> Explanation:
    """How firm a result is, in at most 80 columns."""
    blocks = [_head(report)]
    if len(report.ranking) > 1:
        blocks += [_weights(report), _bids(report)]
    return Explanation("\n\n".join(each.text(_WIDTH) for each in blocks), blocks=blocks)


def _head(report: Sensitivity) -> Block:
    return Block(f"How close was it: {whole(report.title)}", tuple(_words(report)))


def _words(report: Sensitivity) -> list[str]:
    names = [whole(name) for name in report.ranking]
    found = list(report.decided)
    if report.lead is not None and report.exact_lead is not None:
        first, second = report.ranking[:2]
        exact = f"{'−' if report.exact_lead < 0 else ''}{publish(abs(report.exact_lead), 6)}"
        totals = f"{names[0]} {report.points[first]}, {names[1]} {report.points[second]}"
        found = [f"{totals}: {report.lead} apart", f"({exact} before rounding).", *found]
    return textwrap.wrap(" ".join(found), _WIDTH, break_on_hyphens=False)


# --- criteria -----------------------------------------------------------------------------


def _weights(report: Sensitivity) -> Block:
    flips = {each.criterion: each for each in report.flips}
    shares = {each.criterion: each for each in report.weights.rows}
    rows = []
    for each in report.margins:
        flip, used = flips.get(each.criterion), shares[each.criterion]
        at = flip.at if flip else None
        rows.append(
            (
                "  " * each.depth + each.criterion,
                plain(publish(each.weight, 2)),
                str(publish(used.spread, 2)),
                _signed(each.points),
                "–" if at is None else plain(publish(at, 3)),
                flip.rival if flip and at is not None else "nobody",
            )
        )
    heads = ("criterion", "points", "spread", "margin", "flips at", "to")
    rule = "Spread: most minus fewest points of a bid. Margin: first over second."
    how = "Flips at: the weight from which another wins; the others keep their proportions."
    return Block("Criteria", (rule, how), heads, tuple(rows), (1, 2, 3, 4))


def _signed(points: Fraction) -> str:
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{publish(abs(points), 2)}"


# --- bids ---------------------------------------------------------------------------------


def _bids(report: Sensitivity) -> Block:
    least = {each.name: each for each in report.least}
    dropped = {each.bidder: each for each in report.dropped}
    rows = tuple(
        (
            name,
            str(report.points[name]),
            *_changes(least.get(name)),
            _without(dropped[name], is_first=name == report.ranking[0]),
        )
        for name in report.ranking
    )
    words = "Would have won with: £ of social value more, £ off its price, or this mark."
    heads = ("bid", "points", "£ value", "£ price", "mark", "wins without it")
    return Block("Bids", (words,), heads, rows, (1, 2, 3))


def _without(dropped: Dropped, *, is_first: bool) -> str:
    """Who wins when a bid is not there; the same, if it changes nothing for the first."""
    changes = is_first or dropped.winner_changes
    return ", ".join(dropped.winners) if changes else "same"


def _changes(least: LeastChange | None) -> tuple[str, str, str]:
    if least is None:
        return "won", "", ""
    return _money(least.value), _money(least.price), _mark(least)


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else pounds(amount).removeprefix("£")


def _mark(least: LeastChange) -> str:
    """The first criterion in which a mark alone would have won."""
    able = [(name, mark) for name, mark in least.marks.items() if mark is not None]
    return f"{able[0][0]} {plain(able[0][1])}" if able else "–"
