"""How the points of one criterion came about, in figures; one function a method."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from socialvalue.assess.before.moderation import changes_of
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.points.scoring import entry_of, half_answered
from socialvalue.assess.ratios import beside
from socialvalue.assess.sentences import closed, sentence
from socialvalue.engine.methods.banded import menu_points
from socialvalue.engine.methods.pounds import weighted
from socialvalue.engine.offers import target_of
from socialvalue.engine.points import points_for, publish
from socialvalue.model.bids.marks import Moderated
from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.invitation import band_text, method_text
from socialvalue.model.methods import (
    PANEL,
    AgainstTarget,
    Band,
    Banded,
    ByTheme,
    DeviationFromMean,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    PanelMark,
    PassFail,
    PercentAboveLowest,
    PointsMenu,
    RatioThenRelative,
    RelativeToHighest,
)
from socialvalue.numbers import plain, pounds
from socialvalue.words import listed

__all__ = ["disregarded", "own_figures", "working"]


@attrs.frozen(slots=False)
class _Case:
    """One criterion of one bid, and what it is compared with."""

    criterion: Criterion
    evaluation: EvaluationData
    result: BidResult

    @property
    def weight(self) -> str:
        return plain(self.criterion.points)

    @property
    def price(self) -> Decimal:
        return self.result.bid.price_for(self.criterion.price) or Decimal(0)

    @cached_property
    def compared(self) -> list[BidResult]:
        """The ranked bids that this criterion compares: those that answered it in full."""
        return [each for each in self.evaluation.results
                if each.rank is not None and not _half(self.criterion, each)]  # fmt: skip

    @property
    def prices(self) -> list[Decimal]:
        found = (each.bid.price_for(self.criterion.price) for each in self.compared)
        return [each for each in found if each is not None]

    def ratio(self, name: str, result: BidResult, value: Fraction) -> Fraction:
        """Pounds divided by a denominator of a bid."""
        contract = self.evaluation.tender.contract_value
        own = result.bid.price_for(self.criterion.price)
        amount = own if name == "price" else getattr(contract, name)
        return value / Fraction(amount or 1)

    def below(self, name: str) -> str:
        """A denominator in words, with its amount."""
        if name == "price":
            return f"own price {pounds(self.price)}"
        amount = getattr(self.evaluation.tender.contract_value, name) or Decimal(0)
        return f"{name.replace('_', ' ')} contract value {pounds(amount)}"


def working(criterion: Criterion, evaluation: EvaluationData, result: BidResult) -> str:
    """How the points of one criterion came about, in figures."""
    method = criterion.method
    case = _Case(criterion, evaluation, result)
    if method is None:
        return "the sum of its parts"
    half = "" if result.failed else disregarded(criterion, result)
    if isinstance(method, PANEL):
        return f"0: {half}; {_mark(method, case)}" if half else _mark(method, case)
    if result.failed or half:
        return f"0: {half}" if half else "not scored"
    if not criterion.points:
        return "0: the criterion is worth no points"
    words = _WORDS.get(type(method))
    return words(method, case) if words else f"{case.weight}: {method_text(method)}"


def own_figures(
    criterion: Criterion, evaluation: EvaluationData, result: BidResult
) -> Iterator[str]:
    """The figures of a bid itself, and of the tender, that a formula took, for its bidder."""
    method: Any = criterion.method
    case, reads = _Case(criterion, evaluation, result), getattr(method, "READS", ())
    below = getattr(method, "denominator", "")
    price = result.bid.price_for(criterion.price)
    if price is not None and ("price" in reads or below == "price"):
        which = f" '{criterion.price}'" if criterion.price else ""
        yield f"Your price{which}: {pounds(price)}"
    if "value" in reads:
        yield f"Your social value that counts: {pounds(result.total)}"
    amount = getattr(evaluation.tender.contract_value, below, None) if below else None
    if amount is not None:
        yield f"{below.replace('_', ' ').capitalize()} contract value: {pounds(amount)}"
    if isinstance(method, Banded):
        yield f"The mark of your band: {plain(_band(method, case).mark)}"
    if isinstance(method, PointsMenu):
        yield f"Your menu points: {_number(_menu_total(method, result))}"
    if hasattr(method, "target") and (target := _target(method, case)) is not None:
        yield f"Target: {pounds(target)} per £1"


def disregarded(criterion: Criterion, result: BidResult) -> str:
    """Why half a response has no points for a criterion; "" if the response is whole."""
    for top, given in half_answered(result.bid, result.scheme):
        if any(each.name == criterion.name for each in top.walk()):
            held = given if given == "nothing" else f"only {given}"
            return f"the response holds {held}, and '{top.name}' asks for figures and a statement"
    return ""


def _half(criterion: Criterion, result: BidResult) -> str:
    """What alone a bid gave where the scheme asks for figures and words; "" where it gave both."""
    if not any(each.needs_both for each in result.scheme.walk()):
        return ""
    found = half_answered(result.bid, result.scheme)
    return next((given for top, given in found if criterion in top.walk()), "")


def _mark(method: PanelMark | PassFail, case: _Case) -> str:
    given = case.result.bid.marks.get(case.criterion.name)
    mark = None if given is None else given.under(method)
    if given is None or mark is None:
        return "no mark"
    reason = f": {_history(given, case)}" if given.reason or given.moved or given.changed else ""
    if isinstance(method, PassFail):
        return f"{'pass' if mark else 'fail'}{reason}"
    name = "mean mark" if method.mean else "mark"
    shown = plain(beside(mark, [method.minimum] if method.minimum is not None else [], 4))
    return f"{case.weight} × {name} {shown} ÷ {plain(method.out_of)}{reason}"


def _history(given: Moderated, case: _Case) -> str:
    """The reason, first marks and why the score moved, and what changed after closing."""
    first = [f"{plain(each.mark)} ({each.by})" for each in given.marks]
    moved = [f"First marks {listed(first)}; moved: {given.moved}"] if given.moved and first else []
    changes = [sentence(each.message) for each in changes_of(given, case.criterion)]
    if not (moved or changes):
        return given.reason
    return " ".join(closed(each) for each in (given.reason, *moved, *changes) if each)


def _number(value: Fraction) -> str:
    """A number that may have no last decimal, to four places."""
    return plain(publish(value, 4))


def _lowest_price(_: LowestPrice, case: _Case) -> str:
    return f"{case.weight} × lowest price {pounds(min(case.prices))} ÷ {pounds(case.price)}"


def _highest_income(_: HighestIncome, case: _Case) -> str:
    if not max(case.prices):
        return "0: no bid offers any income"
    return f"{case.weight} × {pounds(case.price)} ÷ highest income {pounds(max(case.prices))}"


def _above_lowest(method: PercentAboveLowest, case: _Case) -> str:
    lowest = min(case.prices)
    above = 100 * (Fraction(case.price) / Fraction(lowest) - 1)
    return (
        f"{case.weight} × (1 − {plain(method.per_percent)} × per cent above the lowest price "
        f"{pounds(lowest)}), not below 0; {pounds(case.price)} is {_number(above)}% above it"
    )


def _linear_spread(_: LinearSpread, case: _Case) -> str:
    highest, lowest = pounds(max(case.prices)), pounds(min(case.prices))
    if highest == lowest:
        return f"{case.weight}: every price is {lowest}"
    return f"{case.weight} × ({highest} − {pounds(case.price)}) ÷ ({highest} − {lowest})"


def _deviation(method: DeviationFromMean, case: _Case) -> str:
    mean = Fraction(sum(map(Fraction, case.prices), Fraction(0)), 1) / len(case.prices)
    off = 100 * (mean - Fraction(case.price)) / mean if mean else Fraction(0)
    side = "below" if off >= 0 else "above"
    return (
        f"{case.weight} × ({plain(method.at_mean)} + {plain(method.per_percent)} × per cent below "
        f"the mean), from 0 to 1; {_number(abs(off))}% {side} the mean"
    )


def _reference(method: FixedReference, case: _Case) -> str:
    reference = pounds(method.reference)
    return f"{case.weight} × min(1, reference price {reference} ÷ {pounds(case.price)})"


def _against_target(method: AgainstTarget, case: _Case) -> str:
    target = _target(method, case)
    floor = f", 0 below {plain(method.floor)} of it" if method.floor else ""
    return (
        f"{case.weight} × min({plain(method.cap)}, {_value(method, case)} ÷ "
        f"{case.below(method.denominator)} ÷ target {pounds(target or Decimal(0))}){floor}"
    )


def _target(method: AgainstTarget, case: _Case) -> Decimal | None:
    return method.target or target_of(case.evaluation.tender, case.evaluation.framework)


def _relative(method: RelativeToHighest, case: _Case) -> str:
    least = "" if method.minimum is None else f", 0 below {pounds(method.minimum)} per £1"
    value = _value(method, case)
    if method.weight_score:
        return f"{case.weight} × {value}, each ÷ the highest of its theme{least}"
    highest = max(_counted(method, each) for each in case.compared)
    if not highest:
        return "0: no bid has any social value that counts"
    return f"{case.weight} × {value} ÷ highest {_pounds(highest)}{least}"


def _ratio_then_relative(method: RatioThenRelative, case: _Case) -> str:
    below = case.below(method.denominator)
    if method.weight_score:
        return f"{case.weight} × {_value(method, case)} ÷ {below}, each ÷ the highest such ratio"
    ratios = [
        case.ratio(method.denominator, each, _counted(method, each)) for each in case.compared
    ]
    if not max(ratios):
        return "0: no bid has any social value that counts"
    highest = f"the highest such ratio, {_number(max(ratios))}"
    return f"{case.weight} × ({_value(method, case)} ÷ {below}) ÷ {highest}"


def _counted(method: ByTheme, result: BidResult) -> Fraction:
    """The pounds of a bid as a formula takes them."""
    return weighted(result.total, result.valuation.themes, method)


def _value(method: ByTheme, case: _Case) -> str:
    """The pounds that the formula takes; with theme weights, how they come about."""
    themes = case.result.valuation.themes
    if method.weight_value:
        weighted = _pounds(_counted(method, case.result))
        parts = " + ".join(
            f"{name} {pounds(each)} × {plain(method.weight_value.get(name, Decimal(1)))}"
            for name, each in themes.items()
        )
        return f"{weighted} weighted by theme ({parts or 'nothing'})"
    if method.weight_score:
        parts = ", ".join(
            f"{name} {pounds(themes.get(name, Decimal(0)))} for {_percent(each)} of the points"
            for name, each in method.weight_score.items()
        )
        return f"the pounds of each theme ({parts})"
    return pounds(case.result.total)


def _pounds(amount: Fraction) -> str:
    return pounds(publish(amount, 2))


def _percent(share: Decimal) -> str:
    return f"{plain(publish(Fraction(share) * 100, 2))}%"


def _banded(method: Banded, case: _Case) -> str:
    band, ratio = _band(method, case), _own_ratio(method, case)
    return (
        f"{case.weight} × mark {plain(band.mark)} ÷ {plain(method.scale)}, the mark "
        f"{band_text(band, method.bands)}; {pounds(case.result.total)} ÷ "
        f"{case.below(method.denominator)} = £{_rate(ratio, method)} per £1"
    )


def _own_ratio(method: Banded, case: _Case) -> Fraction:
    return case.ratio(method.denominator, case.result, Fraction(case.result.total))


def _band(method: Banded, case: _Case) -> Band:
    return method.band_at(_own_ratio(method, case)) or method.bands[-1]


def _rate(ratio: Fraction, method: Banded) -> Decimal:
    """£ per £1, never rounded across the end of a band."""
    ends = (end for band in method.bands for end in (band.lower, band.upper) if end is not None)
    return beside(ratio, ends)


def _points_menu(method: PointsMenu, case: _Case) -> str:
    units = case.result.valuation.units
    parts = " + ".join(f"{code} {_number(units[code])} × {plain(method.menu[code])}"
                       for code in menu_points(method, units))  # fmt: skip
    own = f"{_number(_menu_total(method, case.result))} menu points ({parts or 'none offered'})"
    if method.required is not None:
        return f"{case.weight} × min(1, {own} ÷ {plain(method.required)} required)"
    highest = max(_menu_total(method, each) for each in case.compared)
    return f"{case.weight} × {own} ÷ the highest, {_number(highest)}"


def _menu_total(method: PointsMenu, result: BidResult) -> Fraction:
    return sum(menu_points(method, result.valuation.units).values(), Fraction(0))


def _value_for_money(method: ValueForMoney, case: _Case) -> str:
    power = "" if method.exponent == 1 else f"^{plain(method.exponent)}"
    quality = _number(_quality(method, case))
    return (
        f"{case.weight} × (quality {quality}{power} ÷ {pounds(case.price)}) ÷ the highest such "
        "index"
    )


def _quality(method: ValueForMoney, case: _Case) -> Fraction:
    """The quality points of the bid, before they are divided by its price."""
    entries = [entry_of(each.valuation, case.evaluation.scheme, None) for each in case.compared]
    place = next(i for i, each in enumerate(case.compared) if each is case.result)
    leaves = (leaf for top in method.quality for leaf in top.walk())
    return sum(
        (points_for(leaf.method, leaf, entries)[place] for leaf in leaves if leaf.method),
        Fraction(0),
    )


_WORDS: dict[type[Any], Callable[[Any, _Case], str]] = {
    LowestPrice: _lowest_price,
    HighestIncome: _highest_income,
    LinearSpread: _linear_spread,
    PercentAboveLowest: _above_lowest,
    DeviationFromMean: _deviation,
    FixedReference: _reference,
    AgainstTarget: _against_target,
    RelativeToHighest: _relative,
    RatioThenRelative: _ratio_then_relative,
    Banded: _banded,
    PointsMenu: _points_menu,
    ValueForMoney: _value_for_money,
}
