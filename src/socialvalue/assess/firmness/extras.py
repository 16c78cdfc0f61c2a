"""What is asked beside: what a point costs, a further bid that cannot win, and promises kept."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.assess.firmness.firm import ExtraBid
from socialvalue.assess.firmness.rescoring import Board
from socialvalue.assess.firmness.slopes import Capped, Highest, Shape
from socialvalue.assess.firmness.worths import Worths
from socialvalue.assess.words.first_place import name_of
from socialvalue.engine.points import points_for
from socialvalue.errors import InputError
from socialvalue.model.criteria import Criterion
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import (
    Entry,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    PercentAboveLowest,
    RelativeToHighest,
)

__all__ = ["delivered_share", "exchange_rate", "extra_bid"]

ZERO, ONE = Fraction(0), Fraction(1)


def _price_leaf(board: Board) -> Criterion | None:
    """The one criterion that a bid's own price decides; None where several do, or none."""
    found = [each for each in board.scheme.leaves if each.points and not each.price
             and "price" in getattr(each.method, "READS", ())]  # fmt: skip
    return found[0] if len(found) == 1 else None


# --- what a point costs --------------------------------------------------------------------


def exchange_rate(board: Board) -> Fraction | None:
    """£ of price for a point, at the first's own price: the slope of its points there.

    Source:
        doubt.md §2: under lowest price a point costs P² ÷ (W × lowest price).
    """
    leaf = _price_leaf(board)
    price = board.entries[0].price
    if leaf is None or not price:
        return None
    prices = [each.price for each in board.entries if each.price is not None]
    slope = _slope(leaf.method, Fraction(leaf.points), price, min(prices), max(prices))
    return ONE / slope if slope else None


def _slope(method: Any, points: Fraction, price: Fraction, low: Fraction, high: Fraction) -> Any:
    """How many points a pound of price is, at a price."""
    if type(method) is LowestPrice:
        return points * low / price**2
    if type(method) is HighestIncome:
        return points / high
    if type(method) is LinearSpread:
        return points / (high - low) if high > low else None
    if type(method) is PercentAboveLowest:
        return points * 100 * Fraction(method.per_percent) / low
    if type(method) is FixedReference:
        reference = Fraction(method.reference)
        return points * reference / price**2 if price > reference else None
    return None


# --- a further bid that cannot win ---------------------------------------------------------


def extra_bid(worths: Worths) -> ExtraBid | None:
    """The least further bid, with one thing to offer and no more, that changes who is first.

    Under the lowest price it is the highest price that does it; beside the highest social value
    the least of that.  It has no points of a panel, and must not be first itself.
    """
    board = worths.board
    found = [each for each in (*_by_price(board), *_by_value(board)) if _changes(board, each)]
    return found[0] if found else None


def _by_price(board: Board) -> Iterator[ExtraBid]:
    leaf = _price_leaf(board)
    if leaf is None or type(leaf.method) is not LowestPrice:
        return
    points = Fraction(leaf.points)
    now = [Fraction(each.price or 0) for each in board.entries]
    rest = _rest(board, leaf)
    found = []
    for place in range(1, len(now)):
        slope = points * (1 / now[0] - 1 / now[place])
        if slope > 0:
            found.append((-(rest[0] - rest[place]) / slope, place))
    able = [each for each in found if 0 < each[0] < min(now)]
    if able:
        amount, place = max(able)
        yield ExtraBid("price", amount, name_of(board.results[place]))


def _by_value(board: Board) -> Iterator[ExtraBid]:
    leaves = [each for each in board.scheme.leaves if type(each.method) is RelativeToHighest]
    if len(leaves) != 1 or getattr(leaves[0].method, "weight_score", None):
        return
    (leaf,) = leaves
    method: Any = leaf.method
    if method.weight_value or method.minimum:
        return
    rest = _rest(board, leaf)
    values = [each.value for each in board.entries]
    found = []
    for place in range(1, len(values)):
        behind = rest[place] - rest[0]
        if behind > 0 and values[0] > values[place]:
            amount = Fraction(leaf.points) * (values[0] - values[place]) / behind
            found.append((amount, place))
    able = [each for each in found if each[0] > max(values)]
    if able:
        amount, place = min(able)
        yield ExtraBid("value", amount, name_of(board.results[place]))


def _rest(board: Board, leaf: Criterion) -> list[Fraction]:
    """The points of each bid of all other criteria."""
    kept = [column for name, column in board.columns.items() if name != leaf.name]
    return [sum((column[place] for column in kept), ZERO) for place in range(len(board.entries))]


def _changes(board: Board, extra: ExtraBid) -> bool:
    """Whether the two are level with it there, and it is not above them."""
    added = _entry(board, extra)
    try:
        columns = [points_for(each.method, each, [*board.entries, added])
                   for each in board.scheme.leaves if each.method is not None]  # fmt: skip
    except InputError:
        return False
    totals = [sum((column[place] for column in columns), ZERO)
              for place in range(len(board.entries) + 1)]  # fmt: skip
    names = [name_of(each) for each in board.results]
    return totals[-1] < max(totals) and totals[names.index(extra.first)] == max(totals)


def _entry(board: Board, extra: ExtraBid) -> Entry:
    """A bid that offers one thing; where that is social value, its price is far from the others."""
    model = board.entries[0]
    price = extra.amount if extra.what == "price" else _far_price(board)
    value = extra.amount if extra.what == "value" else ZERO
    below = {**model.denominators, **({"price": price} if price else {})}
    return attrs.evolve(
        model, value=value, price=price, themes=FrozenMap(), units=FrozenMap(),
        denominators=FrozenMap(below), marks=FrozenMap(dict.fromkeys(model.marks, ZERO)),
    )  # fmt: skip


def _far_price(board: Board) -> Fraction | None:
    """A price that nobody would accept, and that moves no other bid's points where that can be."""
    prices = [each.price for each in board.entries if each.price]
    leaf = _price_leaf(board)
    if not prices or leaf is None:
        return max(prices, default=None)
    return min(prices) / 100 if type(leaf.method) is HighestIncome else max(prices) * 100


# --- what is delivered ---------------------------------------------------------------------


def delivered_share(worths: Worths, shape: Shape | None, place: int) -> Fraction | None:
    """The share of the first's pounds below which a rival's offer would have had more points."""
    lead = worths.fixed[0] - worths.fixed[place]
    if isinstance(shape, Capped):
        return _of_a_cap(lead, shape, place)
    return _of_the_highest(lead, shape, place) if isinstance(shape, Highest) else None


def _of_a_cap(lead: Fraction, shape: Capped, place: int) -> Fraction | None:
    own, needed = shape.sums[0], min(shape.most, shape.sums[place]) - lead * shape.times
    return _share(needed / own if own else None)


def _of_the_highest(lead: Fraction, shape: Highest, place: int) -> Fraction | None:
    own, rival = shape.sums[0], shape.sums[place]
    others = max(shape.sums[1:])
    if not own or not others:
        return None
    alone = shape.points + lead  # while the first has the highest
    first = shape.points * rival / (alone * own) if alone > 0 else None
    if first is not None and first * own >= others:
        return _share(first)
    return _share((rival - lead * others / shape.points) / own)


def _share(found: Fraction | None) -> Fraction | None:
    return found if found is not None and 0 < found <= 1 else None
