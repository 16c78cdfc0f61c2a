"""How the points of one criterion came about, in figures; one function a method."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.assess.reading import marked, target_of
from socialvalue.assess.scoring import half_answered
from socialvalue.engine.points import publish
from socialvalue.model.methods import (
    AgainstTarget,
    Banded,
    DeviationFromMean,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    PanelMark,
    PassFail,
    PointsMenu,
    RatioThenRelative,
    RelativeToHighest,
)
from socialvalue.model.scheme import Criterion, ValueForMoney
from socialvalue.model.wording import method_text
from socialvalue.numbers import plain, pounds

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import BidResult, Evaluation

__all__ = ["disregarded", "working"]


@attrs.frozen
class _Case:
    """One criterion of one bid, and what it is compared with."""

    criterion: Criterion
    evaluation: Evaluation
    result: BidResult

    @property
    def weight(self) -> str:
        return plain(self.criterion.points)

    @property
    def price(self) -> Decimal:
        return self.result.bid.price or Decimal(0)

    @property
    def prices(self) -> list[Decimal]:
        found = (each.bid.price for each in self.evaluation.results if each.rank is not None)
        return [each for each in found if each is not None]

    def below(self, name: str) -> str:
        """A denominator in words, with its amount."""
        if name == "price":
            return f"own price {pounds(self.price)}"
        amount = getattr(self.evaluation.tender.contract_value, name) or Decimal(0)
        return f"{name.replace('_', ' ')} contract value {pounds(amount)}"


def working(criterion: Criterion, evaluation: Evaluation, result: BidResult) -> str:
    """How the points of one criterion came about, in figures."""
    method = criterion.method
    case = _Case(criterion, evaluation, result)
    if method is None:
        return "the sum of its parts"
    half = "" if result.failed else disregarded(criterion, result)
    if isinstance(method, (PanelMark, PassFail)):
        return f"0: {half}; {_mark(method, case)}" if half else _mark(method, case)
    if result.failed or half:
        return f"0: {half}" if half else "not scored"
    words = _WORDS.get(type(method))
    return words(method, case) if words else f"{case.weight}: {method_text(method)}"


def disregarded(criterion: Criterion, result: BidResult) -> str:
    """Why half a response has no points for a criterion; "" if the response is whole."""
    for top, given in half_answered(result.bid, result.scheme):
        if any(each.name == criterion.name for each in top.walk()):
            held = given if given == "nothing" else f"only {given}"
            return f"the response holds {held}, and '{top.name}' asks for figures and a statement"
    return ""


def _mark(method: PanelMark | PassFail, case: _Case) -> str:
    given = case.result.bid.marks.get(case.criterion.name)
    mark = None if given is None else marked(given, method)
    if given is None or mark is None:
        return "no mark"
    reason = f": {given.reason}" if given.reason else ""
    if isinstance(method, PassFail):
        return f"{'pass' if mark else 'fail'}{reason}"
    name = "mean mark" if method.mean else "mark"
    return f"{case.weight} × {name} {_number(mark)} ÷ {plain(method.out_of)}{reason}"


def _number(value: Fraction) -> str:
    """A number that may have no last decimal, to four places."""
    return plain(publish(value, 4))


def _lowest_price(_: LowestPrice, case: _Case) -> str:
    return f"{case.weight} × lowest price {pounds(min(case.prices))} ÷ {pounds(case.price)}"


def _highest_income(_: HighestIncome, case: _Case) -> str:
    return f"{case.weight} × {pounds(case.price)} ÷ highest income {pounds(max(case.prices))}"


def _linear_spread(_: LinearSpread, case: _Case) -> str:
    highest, lowest = pounds(max(case.prices)), pounds(min(case.prices))
    return f"{case.weight} × ({highest} − {pounds(case.price)}) ÷ ({highest} − {lowest})"


def _deviation(method: DeviationFromMean, case: _Case) -> str:
    mean = Fraction(sum(map(Fraction, case.prices), Fraction(0)), 1) / len(case.prices)
    off = 100 * (mean - Fraction(case.price)) / mean
    side = "below" if off >= 0 else "above"
    return (
        f"{case.weight} × ({plain(method.at_mean)} + {plain(method.per_percent)} × per cent below "
        f"the mean), from 0 to 1; {_number(abs(off))}% {side} the mean"
    )


def _reference(method: FixedReference, case: _Case) -> str:
    reference = pounds(method.reference)
    return f"{case.weight} × min(1, reference price {reference} ÷ {pounds(case.price)})"


def _against_target(method: AgainstTarget, case: _Case) -> str:
    target = method.target or target_of(case.evaluation.tender, case.evaluation.framework)
    floor = f", 0 below {plain(method.floor)} of it" if method.floor else ""
    return (
        f"{case.weight} × min({plain(method.cap)}, {_value(method, case)} ÷ "
        f"{case.below(method.denominator)} ÷ target {pounds(target or Decimal(0))}){floor}"
    )


def _relative(method: RelativeToHighest, case: _Case) -> str:
    heard = (each for each in case.evaluation.results if each.rank is not None)
    highest = max(each.total for each in heard if not disregarded(case.criterion, each))
    least = "" if method.minimum is None else f", 0 below {pounds(method.minimum)} per £1"
    if method.weight_value or method.weight_score:
        return f"{case.weight}: {method_text(method)}"
    return f"{case.weight} × {pounds(case.result.total)} ÷ highest {pounds(highest)}{least}"


def _ratio_then_relative(method: RatioThenRelative, case: _Case) -> str:
    below = case.below(method.denominator)
    return f"{case.weight} × ({_value(method, case)} ÷ {below}) ÷ the highest such ratio"


def _value(method: AgainstTarget | RatioThenRelative, case: _Case) -> str:
    total = pounds(case.result.total)
    if method.weight_value:
        return f"{total} weighted by theme"
    return f"the pounds of each theme (of {total})" if method.weight_score else total


def _banded(method: Banded, case: _Case) -> str:
    value = pounds(case.result.total)
    below = case.below(method.denominator)
    return f"{case.weight} × mark of the band of {value} ÷ {below}, out of {plain(method.scale)}"


def _points_menu(method: PointsMenu, case: _Case) -> str:
    needed = "the highest" if method.required is None else f"{plain(method.required)} required"
    return f"{case.weight} × menu points ÷ {needed}"


def _value_for_money(method: ValueForMoney, case: _Case) -> str:
    power = "" if method.exponent == 1 else f"^{plain(method.exponent)}"
    return f"{case.weight} × (quality{power} ÷ {pounds(case.price)}) ÷ the highest such index"


_WORDS: dict[type[Any], Callable[[Any, _Case], str]] = {
    LowestPrice: _lowest_price,
    HighestIncome: _highest_income,
    LinearSpread: _linear_spread,
    DeviationFromMean: _deviation,
    FixedReference: _reference,
    AgainstTarget: _against_target,
    RelativeToHighest: _relative,
    RatioThenRelative: _ratio_then_relative,
    Banded: _banded,
    PointsMenu: _points_menu,
    ValueForMoney: _value_for_money,
}
