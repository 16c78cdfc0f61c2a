"""For each bid that did not win, the least change of one thing that would have won."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.assess.evaluation import score
from socialvalue.assess.rescoring import Board, Outcome, is_steady, least
from socialvalue.assess.scoring import half_answered
from socialvalue.engine.lines import Line
from socialvalue.engine.points import publish
from socialvalue.model.commitment import Commitment
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import Entry, HighestIncome, PanelMark
from socialvalue.model.tender import Moderated
from socialvalue.numbers import TOO_LARGE
from socialvalue.units import Quantity

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import BidResult, Evaluation
    from socialvalue.assess.valuation import Valuation

__all__ = ["LeastChange", "least_changes"]

_EXACT = Context(prec=400)
_PENNY = Fraction(1, 100)


@attrs.frozen
class LeastChange:
    """What would have won, had one thing alone been better; each is None where nothing would.

    Each is found by scoring again, and a step less does not win.  Under a method that may punish
    an improvement (a spread of prices, a deviation from the mean, a table of bands, one of your
    own) it is the first found by doubling steps, and a smaller one is not ruled out.

    Attributes:
        bidder: Whose bid.
        value: £ of social value more, to the penny, in the theme of its largest counted line.
        price: £ off the price, to the penny; where income is scored, £ more of it.
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
        entry: The bid as the methods see it, better by so many steps.
        valuation: The same bid in full, for evaluating it.
        most: The most steps.
    """

    entry: Callable[[int], Entry]
    valuation: Callable[[int], Valuation]
    most: int


def least_changes(evaluation: Evaluation) -> tuple[LeastChange, ...]:
    """The least change that would have won, for each ranked bid that did not win alone."""
    board = Board(evaluation)
    alone = sum(1 for each in board.results if each.rank == 1) == 1
    return tuple(
        _of(evaluation, board, index)
        for index, each in enumerate(board.results)
        if not (alone and each.rank == 1)
    )


def _of(evaluation: Evaluation, board: Board, index: int) -> LeastChange:
    result, entry = board.results[index], board.entries[index]
    value = _searched(evaluation, board, index, _more_value(evaluation, result, entry))
    price = None
    if entry.price is not None:
        income = any(isinstance(each.method, HighestIncome) for each in board.scheme.leaves)
        price = _searched(evaluation, board, index, _other_price(result, entry, income=income))
    marks = {
        name: _mark(evaluation, board, index, name, method) for name, method in _panel(board, entry)
    }
    return LeastChange(
        bidder=result.bidder,
        value=_pounds(value),
        price=_pounds(price),
        marks=FrozenMap(marks),
        lot=result.bid.lot,
    )


def _pounds(pennies: int | None) -> Decimal | None:
    return None if pennies is None else publish(pennies * _PENNY, 2)


def _searched(evaluation: Evaluation, board: Board, index: int, change: _Change) -> int | None:
    """The least number of steps that wins, held against a full evaluation."""
    if change.most < 1:
        return None

    def full(steps: int) -> Outcome:
        return Outcome(_wins(evaluation, board, index, change.valuation(steps)), 0.0)

    if _answers_more(board, index, change):
        return least(full, change.most, steady=True)
    leaves = board.touched(index, change.entry(change.most))
    if not leaves:
        return None

    def quick(steps: int) -> Outcome:
        return board.outcome(index, change.entry(steps), leaves)

    steady = is_steady(leaves)
    found = least(quick, change.most, steady=steady)
    if found is None or full(found).wins:
        return found
    return least(full, change.most, steady=steady)


def _answers_more(board: Board, index: int, change: _Change) -> bool:
    """Whether the change answers a criterion to which the bid had answered only in part."""
    before = {each.name for each, _ in half_answered(board.results[index].bid, board.scheme)}
    after = half_answered(change.valuation(1).bid, board.scheme)
    return before != {each.name for each, _ in after}


def _wins(evaluation: Evaluation, board: Board, index: int, valuation: Valuation) -> bool:
    """Whether a bid alone is first when everything is evaluated with it changed."""
    others = [each.valuation for place, each in enumerate(board.results) if place != index]
    again = score(evaluation.tender, [*others, valuation], evaluation.framework, board.scheme)
    first = [each for each in again.results if each.rank == 1]
    return len(first) == 1 and first[0].valuation is valuation


# --- social value -------------------------------------------------------------------------


def _more_value(evaluation: Evaluation, result: BidResult, entry: Entry) -> _Change:
    line = _largest(evaluation, result)

    def better(steps: int) -> Entry:
        more, theme = steps * _PENNY, line.definition.theme
        themes = {**entry.themes, theme: entry.themes.get(theme, Fraction(0)) + more}
        return attrs.evolve(entry, value=entry.value + more, themes=FrozenMap(themes))

    def valuation(steps: int) -> Valuation:
        extra = attrs.evolve(line, pence=steps, submitted_pence=steps, quantity=Decimal(0))
        held = result.valuation
        bid = attrs.evolve(held.bid, commitments=(*held.bid.commitments, line.commitment))
        return attrs.evolve(held, bid=bid, lines=(*held.lines, extra))

    most = int(TOO_LARGE) * 100 - int(entry.value * 100) - 1
    return _Change(better, valuation, most)


def _largest(evaluation: Evaluation, result: BidResult) -> Line:
    """The line that counts most; for a bid without one, a line of the first measure in pounds."""
    counted = [each for each in result.valuation.lines if each.accepted]
    if counted:
        return max(counted, key=lambda each: each.pence)
    measure = next(
        (each for each in evaluation.framework if each.kind == "monetised"),
        next(iter(evaluation.framework)),
    )
    nothing = Quantity(Decimal(0), measure.unit)
    return Line(
        number=0,
        commitment=Commitment(measure=measure.code, quantity=nothing, offered=nothing),
        definition=measure,
        quantity=Decimal(0),
        unit_value=None,
        keep=Decimal(1),
        pence=0,
        submitted_pence=0,
        refusals=(),
        voucher=None,
        others=(),
        on=evaluation.framework.value_date(),
        date_rule="edition",
        place=None,
    )


# --- price --------------------------------------------------------------------------------


def _other_price(result: BidResult, entry: Entry, *, income: bool) -> _Change:
    """Less of a price, down to a penny; or more of an income."""
    price = entry.price or Fraction(0)
    sign = 1 if income else -1

    def better(steps: int) -> Entry:
        other = price + sign * steps * _PENNY
        below = {**entry.denominators, "price": other}
        return attrs.evolve(entry, price=other, denominators=FrozenMap(below))

    def valuation(steps: int) -> Valuation:
        cut = _EXACT.multiply(Decimal(sign * steps), Decimal("0.01"))
        other = _EXACT.add(result.bid.price or Decimal(0), cut)
        return _with_bid(result, price=other)

    most = int(TOO_LARGE) * 100 - int(price * 100) - 1 if income else _whole_below(price * 100)
    return _Change(better, valuation, most)


def _whole_below(number: Fraction) -> int:
    """The greatest whole number below another."""
    return int(number) - (number == int(number))


def _with_bid(result: BidResult, **changes: Any) -> Valuation:
    bid = attrs.evolve(result.bid, **changes)
    return attrs.evolve(result.valuation, bid=bid)


# --- marks --------------------------------------------------------------------------------


def _panel(board: Board, entry: Entry) -> Iterator[tuple[str, PanelMark]]:
    for each in board.scheme.scored:
        if isinstance(each.method, PanelMark) and each.name in entry.marks:
            yield each.name, each.method


def _mark(
    evaluation: Evaluation, board: Board, index: int, name: str, method: PanelMark
) -> Decimal | None:
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

    def valuation(steps: int) -> Valuation:
        mark = Moderated(publish(raised(steps), places))
        return _with_bid(result, marks={**result.bid.marks, name: mark})

    most = int(Fraction(method.out_of) * 10**places) - start
    found = _searched(evaluation, board, index, _Change(better, valuation, most))
    return None if found is None else publish(raised(found), places)


def _places(board: Board, name: str) -> int:
    """The most decimals that any mark under a criterion has, at most 2."""
    given = [each.bid.marks[name] for each in board.results if name in each.bid.marks]
    marks = [each.consensus for each in given if each.consensus is not None]
    decimals = [-int(each.normalize(_EXACT).as_tuple().exponent) for each in marks]
    mean = 2 if any(each.consensus is None for each in given) else 0
    return min(2, max([0, mean, *decimals]))
