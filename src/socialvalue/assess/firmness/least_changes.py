"""For each bid that did not win, the least change of one thing that would have won."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.assess.firmness.rescoring import Board, Contest, Watch, reads
from socialvalue.assess.firmness.searching import least
from socialvalue.assess.points.data import BidResult
from socialvalue.engine.points import publish
from socialvalue.engine.yardsticks import is_steady
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import Moderated
from socialvalue.model.commitment import Commitment
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.model.methods import Entry, PanelMark
from socialvalue.numbers import EXACT, TOO_LARGE
from socialvalue.units import Quantity

__all__ = ["LeastChange", "least_changes"]

_PENNY = Fraction(1, 100)


@attrs.frozen
class LeastChange:
    """What would have won, had one thing alone been better; each is None where nothing would.

    Each wins when everything is scored again, and a step less does not.  Under a method that may
    punish an improvement (a spread of prices, a deviation from the mean, a table of bands, one of
    your own) it is the first found by doubling steps, and a smaller one is not ruled out.

    Attributes:
        bidder: Whose bid.
        value: £ of social value more, to the penny, in the theme of its largest counted line.
        price: £ off the bid's own price, to the penny; where income is scored, £ more of it.  A
            price that has a name stays as it is.
        marks: Criterion to the least mark that would have won, in steps of the marks in use.
        lot: Which lot, or None.
    """

    bidder: str
    value: Decimal | None
    price: Decimal | None
    marks: FrozenMap[str, Decimal | None]
    lot: str | None = None

    @property
    def name(self) -> str:
        """The bidder, and its lot."""
        return self.bidder + (f" ({self.lot})" if self.lot else "")


@attrs.frozen
class _Change:
    """One thing that can be better by whole steps.

    Attributes:
        what: What changes: ``value``, ``price``, or the name of the criterion that is marked.
        entry: The bid as the methods see it, better by so many steps.
        bid: The bid with something there, so that it answers what it had left open.
        most: The most steps.
    """

    what: str
    entry: Callable[[int], Entry]
    bid: Bid
    most: int


def least_changes(board: Board, watch: Watch = iter) -> tuple[LeastChange, ...]:
    """The least change that would have won, for each ranked bid that did not win alone.

    Args:
        board: The bids that stand.
        watch: Sees each place as it is begun.
    """
    alone = sum(1 for each in board.results if each.rank == 1) == 1
    places = [place for place, each in enumerate(board.results) if not (alone and each.rank == 1)]
    return tuple(_of(board, place) for place in watch(places))


def _of(board: Board, index: int) -> LeastChange:
    result, entry = board.results[index], board.entries[index]
    value = _searched(board, index, _more_value(board, index))
    price = None
    if entry.price is not None:
        income = any(getattr(each.method, "BEST_PRICE", "") == "highest"
                     for each in board.scheme.leaves if not each.price)  # fmt: skip
        price = _searched(board, index, _other_price(result, entry, income=income))
    marks = {name: _mark(board, index, name, method) for name, method in _panel(board, entry)}
    return LeastChange(
        bidder=result.bidder,
        value=_pounds(value),
        price=_pounds(price),
        marks=FrozenMap(marks),
        lot=result.bid.lot,
    )


def _pounds(pennies: int | None) -> Decimal | None:
    return None if pennies is None else publish(pennies * _PENNY, 2)


def _searched(board: Board, index: int, change: _Change) -> int | None:
    """The least number of steps that wins."""
    if change.most < 1:
        return None
    silent = board.unanswered(change.bid) if board.needs_both else frozenset()
    answered = board.silent[index] - silent
    leaves = tuple(
        each for each in board.scheme.leaves if each.name in answered or reads(each, change.what)
    )
    if not leaves:
        return None
    contest = Contest(board, index, leaves, silent)
    return least(
        lambda steps: contest.outcome(change.entry(steps)), change.most, steady=is_steady(leaves)
    )


# --- social value -------------------------------------------------------------------------


def _more_value(board: Board, index: int) -> _Change:
    result, entry = board.results[index], board.entries[index]
    measure = _largest(result)

    def better(steps: int) -> Entry:
        more, theme = steps * _PENNY, measure.theme
        themes = {**entry.themes, theme: entry.themes.get(theme, Fraction(0)) + more}
        return attrs.evolve(entry, value=entry.value + more, themes=FrozenMap(themes))

    most = int(TOO_LARGE) * 100 - int(entry.value * 100) - 1
    return _Change("value", better, _with_an_offer(result.bid, measure), most)


def _largest(result: BidResult) -> Measure:
    """The measure of the line that counts most; without one, the first measure in pounds."""
    counted = [each for each in result.valuation.lines if each.accepted]
    if counted:
        return max(counted, key=lambda each: each.pence).definition
    framework = result.valuation.framework
    return next(
        (each for each in framework if each.kind == "monetised"),
        next(iter(framework)),
    )


def _with_an_offer(bid: Bid, measure: Measure) -> Bid:
    """The bid itself; one without commitments with one."""
    if bid.commitments:
        return bid
    nothing = Quantity(Decimal(0), measure.unit)
    offer = Commitment(measure=measure.code, quantity=nothing, offered=nothing)
    return attrs.evolve(bid, commitments=(offer,))


# --- price --------------------------------------------------------------------------------


def _other_price(result: BidResult, entry: Entry, *, income: bool) -> _Change:
    """Less of a price, down to a penny; or more of an income."""
    price = entry.price or Fraction(0)
    sign = 1 if income else -1

    def better(steps: int) -> Entry:
        other = price + sign * steps * _PENNY
        below = {**entry.denominators, "price": other}
        return attrs.evolve(entry, price=other, denominators=FrozenMap(below))

    most = int(TOO_LARGE) * 100 - int(price * 100) - 1 if income else _whole_below(price * 100)
    return _Change("price", better, result.bid, most)


def _whole_below(number: Fraction) -> int:
    """The greatest whole number below another."""
    return int(number) - (number == int(number))


# --- marks --------------------------------------------------------------------------------


def _panel(board: Board, entry: Entry) -> Iterator[tuple[str, PanelMark]]:
    for each in board.scheme.scored:
        if isinstance(each.method, PanelMark) and each.name in entry.marks:
            yield each.name, each.method


def _mark(board: Board, index: int, name: str, method: PanelMark) -> Decimal | None:
    """The least mark that wins, in steps of the finest mark that the panel gave."""
    result, entry = board.results[index], board.entries[index]
    places = _places(board, name)
    start = int(entry.marks[name] * 10**places)
    step = Fraction(1, 10**places)

    def raised(steps: int) -> Fraction:
        return (start + steps) * step

    def better(steps: int) -> Entry:
        marks = FrozenMap({**entry.marks, name: raised(steps)})
        return attrs.evolve(entry, marks=marks)

    most = int(Fraction(method.out_of) * 10**places) - start
    bid = _with_a_mark(result.bid, name)
    found = _searched(board, index, _Change(name, better, bid, most))
    return None if found is None else publish(raised(found), places)


def _with_a_mark(bid: Bid, name: str) -> Bid:
    """The bid itself; one that has no mark under a criterion with one."""
    if name in bid.marks:
        return bid
    return attrs.evolve(bid, marks={**bid.marks, name: Moderated(Decimal(0))})


def _places(board: Board, name: str) -> int:
    """The most decimals that any mark under a criterion has, at most 2."""
    given = [each.bid.marks[name] for each in board.results if name in each.bid.marks]
    marks = [each.consensus for each in given if each.consensus is not None]
    decimals = [-int(each.normalize(EXACT).as_tuple().exponent) for each in marks]
    mean = 2 if any(each.consensus is None for each in given) else 0
    return min(2, max([0, mean, *decimals]))
