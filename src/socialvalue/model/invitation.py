"""The wording of a scheme for the invitation to tender, from the data that the engine scores by."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import (
    AgainstTarget,
    Band,
    Banded,
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
from socialvalue.numbers import EXACT, plain, pounds
from socialvalue.words import listed

__all__ = [
    "band_text",
    "bounds_text",
    "method_text",
    "rounding_text",
    "scheme_text",
    "shared_scales",
    "without_scale",
]


_DENOMINATOR = {
    "initial": "the initial contract value",
    "with_extensions": "the contract value with all extensions",
    "maximum": "the maximum contract value",
    "price": "the bidder's own price",
}


def scheme_text(
    criteria: Iterable[Criterion],
    out_of: Decimal,
    rounding: str,
    ties: Sequence[str],
    fingerprint: str,
) -> str:
    """How bids will be scored, in words; a scale that several questions share stands once."""
    tops = list(criteria)
    shared = shared_scales(one for each in tops for one in _everything(each))
    return "\n".join(
        [
            f"Bids are scored out of {plain(out_of)} points.",
            *(line for each in tops for line in _criterion(each, "", shared)),
            *(
                f"What a mark for {names} means: {_scale_text(each)}"
                for each, names in shared.items()
            ),
            rounding,
            _ties(ties),
            f"Fingerprint of this scheme: {fingerprint}.",
        ]
    )


def _everything(criterion: Criterion) -> Iterator[Criterion]:
    """A criterion, and all below it and inside its method."""
    yield criterion
    method = criterion.method
    for each in method.quality if isinstance(method, ValueForMoney) else criterion.children:
        yield from _everything(each)


def shared_scales(criteria: Iterable[Criterion]) -> dict[FrozenMap[str, str], str]:
    """Each scale that several of some criteria are scored by, to their names in words."""
    found: dict[FrozenMap[str, str], list[str]] = {}
    for each in criteria:
        if isinstance(each.method, PanelMark) and each.method.scale:
            found.setdefault(each.method.scale, []).append(f"'{each.name}'")
    return {scale: listed(names) for scale, names in found.items() if len(names) > 1}


def without_scale(method: Any) -> Any:
    """A method that says nothing of what a mark means."""
    return attrs.evolve(method, scale={}) if isinstance(method, PanelMark) else method


def _criterion(
    criterion: Criterion, indent: str, shared: Container[Any], *, both: bool = False
) -> Iterator[str]:
    method, both = criterion.method, both or criterion.needs_both
    once = isinstance(method, PanelMark) and method.scale in shared
    said = without_scale(method) if once else method
    how = f" {method_text(said, needs_both=both)}" if method is not None else ""
    yield f"{indent}- {criterion.name}: {plain(criterion.points)} points.{how}"
    yield from (f"{indent}  {each}" for each in bounds_text(criterion))
    if criterion.counts_as:
        yield f"{indent}  These are the points for social value."
    if criterion.needs_both:
        yield (
            f"{indent}  A response must have both commitments in figures and a statement; one "
            "that has only one of them is disregarded: it has no points for this criterion, and "
            "no other bid is measured against it."
        )
    inside = method.quality if isinstance(method, ValueForMoney) else criterion.children
    for child in inside:
        yield from _criterion(child, indent + "  ", shared, both=both)


def bounds_text(criterion: Criterion) -> Iterator[str]:
    """What holds of a criterion beside its formula: the price it reads, who fails, who goes on."""
    if criterion.price:
        yield f"The price read here is the one called '{criterion.price}'."
    if criterion.minimum is not None:
        yield f"A bid with fewer than {plain(criterion.minimum)} of them fails."
    if criterion.go_on is not None:
        yield (
            f"Of the bids that meet every minimum, only the {criterion.go_on} with the most of "
            "these points go on, with any that have as many as the last of them: no other bid is "
            "ranked, and none is measured against it."
        )


def rounding_text(places: int, round_at: str) -> str:
    """When points are rounded, in words."""
    digits = f"{places} decimal place{'' if places == 1 else 's'}"
    if round_at == "total":
        return f"Points are exact until the total, which is rounded once, half up, to {digits}."
    return f"Each criterion's points are rounded half up to {digits} and then added."


def _ties(ties: Sequence[str]) -> str:
    if not ties:
        return "Bids with equal published totals are tied."
    order = ", then ".join(ties)
    return f"Bids with equal published totals are ordered by their points for {order}."


def method_text(method: Any, *, needs_both: bool = False) -> str:
    """How a method gives points, in words; a council's own says what its docstring says.

    Args:
        method: A scoring method.
        needs_both: Whether its criterion disregards a response that lacks figures or words: such
            a response is no yardstick for the others.

    Example:
        >>> method_text(PanelMark(out_of=5, minimum=2))
        'Points × mark ÷ 5. A bid with a mark below 2 fails.'
    """
    words: Callable[[Any], str] | None = _WORDS.get(type(method))
    if words is not None:
        return _of_whole_responses(words(method)) if needs_both else words(method)
    first = (type(method).__doc__ or type(method).__name__).strip().splitlines()[0]
    return f"{first.rstrip('.')}."


def _of_whole_responses(words: str) -> str:
    """The same, where half a response is disregarded."""
    whole = "whose response has both figures and a statement"
    for bids in ("a compliant bid", "the compliant bids"):
        words = words.replace(bids, f"{bids} {whole}")
    return words


def _lowest_price(_: LowestPrice) -> str:
    return "Points × lowest price ÷ price, over the compliant bids."


def _highest_income(_: HighestIncome) -> str:
    return "Points × income offered ÷ highest income offered, over the compliant bids."


def _linear_spread(_: LinearSpread) -> str:
    return (
        "Points × (highest price − price) ÷ (highest price − lowest price), over the compliant "
        "bids; full points where all prices are equal."
    )


def _above_lowest(method: PercentAboveLowest) -> str:
    return (
        "The lowest price of the compliant bids has all the points; each per cent above it, and a "
        f"part of one in proportion, loses {_percent(method.per_percent)} of them, down to nothing."
    )


def _deviation(method: DeviationFromMean) -> str:
    return (
        f"A bid at the mean price of the compliant bids has {_percent(method.at_mean)} of the "
        "points; each per cent below or above it, and a part of one in proportion, wins or loses "
        f"{_percent(method.per_percent)}, from nothing to all of them."
    )


def _reference(method: FixedReference) -> str:
    return f"Points × reference price {pounds(method.reference)} ÷ price, at most all of them."


def _panel_mark(method: PanelMark) -> str:
    which = "the mean of the evaluators' marks" if method.mean else "mark"
    least = method.minimum
    fails = "" if least is None else f" A bid with a mark below {plain(least)} fails."
    means = f" What a mark means: {_scale_text(method.scale)}" if method.scale else ""
    return f"Points × {which} ÷ {plain(method.out_of)}.{fails}{means}"


def _scale_text(scale: FrozenMap[str, str]) -> str:
    said = "; ".join(f"{mark} = {words.rstrip('.')}" for mark, words in scale.items())
    return f"{said}."


def _pass_fail(_: PassFail) -> str:
    return "Pass or fail: a bid that does not pass fails."


def _against_target(method: AgainstTarget) -> str:
    target = "the target" if method.target is None else f"the target of {pounds(method.target)}"
    floor = f" No points below {_percent(method.floor)} of the target." if method.floor else ""
    most = "all of" if method.cap == 1 else f"{plain(method.cap)} times"
    return (
        f"Points × (social value ÷ {_DENOMINATOR[method.denominator]}) ÷ {target} per £1, at most "
        f"{most} the points.{floor}{_themes(method)}"
    )


def _relative(method: RelativeToHighest) -> str:
    least = (
        ""
        if method.minimum is None
        else (
            f" No points below {pounds(method.minimum)} of social value per £1 of the initial "
            "contract value."
        )
    )
    return (
        "Points × social value ÷ the highest social value of a compliant bid."
        f"{least}{_themes(method)}"
    )


def _ratio_then_relative(method: RatioThenRelative) -> str:
    below = _DENOMINATOR[method.denominator]
    return (
        f"Points × ratio ÷ the highest ratio of a compliant bid, where the ratio is social value "
        f"÷ {below}.{_themes(method)}"
    )


def _themes(method: Any) -> str:
    if method.weight_value:
        factors = ", ".join(f"{name} × {plain(each)}" for name, each in method.weight_value.items())
        return f" Pounds are weighted by theme before they are summed: {factors}; others × 1."
    if method.weight_score:
        shares = ", ".join(f"{name} {_percent(each)}" for name, each in method.weight_score.items())
        return f" Each theme is scored by itself, for a share of the points: {shares}."
    return ""


def _banded(method: Banded) -> str:
    rows = "; ".join(
        f"{band_text(each, method.bands)}: {plain(each.mark)}" for each in method.bands
    )
    return (
        f"Points × mark ÷ {plain(method.scale)}, where the mark follows from social value per £1 "
        f"of {_DENOMINATOR[method.denominator]}: {rows}."
    )


def band_text(band: Band, bands: Sequence[Band]) -> str:
    """A band in words: the upper bound belongs to the next, and only the last holds its own.

    Example:
        >>> band_text(Band("0.10", "0.25", 3), [])
        'from £0.10 to below £0.25'
    """
    below = "" if bands and band is bands[-1] else "below "
    upper = "" if band.upper is None else f" to {below}{pounds(band.upper)}"
    return f"from {pounds(band.lower)}{upper}"


def _points_menu(method: PointsMenu) -> str:
    menu = ", ".join(f"{code} {plain(each)} a unit" for code, each in method.menu.items())
    if method.required is None:
        return f"Points × menu points ÷ the highest menu points of a compliant bid: {menu}."
    return f"Points × menu points ÷ {plain(method.required)}, at most all of them: {menu}."


def _value_for_money(method: ValueForMoney) -> str:
    power = "" if method.exponent == 1 else f" to the power of {plain(method.exponent)}"
    return (
        f"Points × index ÷ the highest index of a compliant bid, where the index is the quality "
        f"points{power} ÷ price. Quality:"
    )


def _percent(share: Decimal) -> str:
    return f"{plain(share.scaleb(2, context=EXACT))}%"


_WORDS: dict[type[Any], Callable[[Any], str]] = {
    LowestPrice: _lowest_price,
    HighestIncome: _highest_income,
    LinearSpread: _linear_spread,
    PercentAboveLowest: _above_lowest,
    DeviationFromMean: _deviation,
    FixedReference: _reference,
    PanelMark: _panel_mark,
    PassFail: _pass_fail,
    AgainstTarget: _against_target,
    RelativeToHighest: _relative,
    RatioThenRelative: _ratio_then_relative,
    Banded: _banded,
    PointsMenu: _points_menu,
    ValueForMoney: _value_for_money,
}
