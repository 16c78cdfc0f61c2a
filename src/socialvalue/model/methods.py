"""Scoring methods as specifications: what is published, frozen; the arithmetic is the engine's.

Each says by `READS` what it needs of a bid, and by `WORD` how it is called in files.  A council's
own method is any object that meets `ScoringMethod`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Protocol, runtime_checkable

import attrs

from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import (
    amounts_field,
    attempt,
    check_choice,
    flag_field,
    is_refused,
    money_field,
    number_field,
    optional_money_field,
    optional_number_field,
    optional_positive_field,
    positive_field,
    settle,
    several,
    share_or_zero_field,
)
from socialvalue.model.frozen import FrozenMap

__all__ = [
    "BUILT_IN",
    "DENOMINATORS",
    "AgainstTarget",
    "Band",
    "Banded",
    "DeviationFromMean",
    "Entry",
    "FixedReference",
    "HighestIncome",
    "LinearSpread",
    "LowestPrice",
    "Method",
    "PanelMark",
    "PassFail",
    "PointsMenu",
    "RatioThenRelative",
    "RelativeToHighest",
    "ScoringMethod",
]

DENOMINATORS = ("initial", "with_extensions", "maximum", "price")


@attrs.frozen
class Entry:
    """What a method sees of one compliant bid, as exact numbers.

    Attributes:
        value: Its social value in £.
        price: Its price in £, or None.
        marks: Criterion to mark.
        denominators: Name of a denominator to £.
        target: The target where the method states none, £ per £1, or None.
        themes: Theme to its social value in £.
        units: Measure to how many of its units were offered.
    """

    value: Fraction
    price: Fraction | None
    marks: Mapping[str, Fraction]
    denominators: Mapping[str, Fraction]
    target: Fraction | None
    themes: Mapping[str, Fraction] = FrozenMap()
    units: Mapping[str, Fraction] = FrozenMap()


@runtime_checkable
class ScoringMethod(Protocol):
    """What a council's own method in Python looks like.

    `READS` names what it needs of every compliant bid: any of ``value``, ``price`` and ``mark``
    (the panel's mark for the criterion it scores).
    """

    READS: ClassVar[tuple[str, ...]]

    def points(
        self, criterion: str, weight: Fraction, bids: Sequence[Entry]
    ) -> Sequence[Fraction | int]:
        """The exact points of each bid, from 0 to the weight, in the order of the bids."""


# --- price --------------------------------------------------------------------------------


@attrs.frozen
class LowestPrice:
    """Points × lowest price ÷ price, over the compliant bids.

    Source: P1 of the project's scoring rules; the method most UK invitations to tender print.

    Example:
        >>> LowestPrice()
        LowestPrice()
    """

    WORD: ClassVar[str] = "lowest_price"
    READS: ClassVar[tuple[str, ...]] = ("price",)


@attrs.frozen
class HighestIncome:
    """Points × price ÷ highest price: for concessions, where the bidder pays the buyer.

    Source: P1 of the project's scoring rules.

    Example:
        >>> HighestIncome()
        HighestIncome()
    """

    WORD: ClassVar[str] = "highest_income"
    READS: ClassVar[tuple[str, ...]] = ("price",)


@attrs.frozen
class LinearSpread:
    """Points × (highest price − price) ÷ (highest − lowest): pennies between close bids weigh much.

    Where all prices are equal, all have full points.

    Source: P2 of the project's scoring rules, common practice.

    Example:
        >>> LinearSpread()
        LinearSpread()
    """

    WORD: ClassVar[str] = "linear_spread"
    READS: ClassVar[tuple[str, ...]] = ("price",)


@attrs.frozen
class DeviationFromMean:
    """A share of the points at the mean price, and more or less for each per cent off it.

    Points × (`at_mean` + `per_percent` × per cent below the mean), not below 0, not above 1.

    Attributes:
        at_mean: The share of the points that a bid at the mean price has.
        per_percent: The share won or lost for each per cent below or above the mean.

    Source: P2 of the project's scoring rules, common practice.

    Example:
        >>> DeviationFromMean(at_mean="0.5", per_percent="0.01").at_mean
        Decimal('0.5')
    """

    WORD: ClassVar[str] = "deviation_from_mean"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    at_mean: Decimal = attrs.field(
        default=Decimal("0.5"), kw_only=True, converter=share_or_zero_field
    )
    per_percent: Decimal = attrs.field(
        default=Decimal("0.01"), kw_only=True, converter=positive_field
    )

    def __attrs_post_init__(self) -> None:
        settle(self, "DeviationFromMean")


@attrs.frozen
class FixedReference:
    """Points × min(1, reference price ÷ price): does not depend on who else bids.

    Attributes:
        reference: The published reference price in £.

    Source: P2 of the project's scoring rules, common practice.

    Example:
        >>> FixedReference("2_400_000").reference
        Decimal('2400000')
    """

    WORD: ClassVar[str] = "fixed_reference"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    reference: Decimal = attrs.field(converter=positive_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "FixedReference")


# --- what a panel gives -------------------------------------------------------------------


@attrs.frozen
class PanelMark:
    """Points × mark ÷ top of the scale: absolute, never rescaled to the best mark seen.

    Attributes:
        out_of: The top of the scale.
        minimum: A bid whose mark is below it fails, or None.
        mean: Whether the mark is the mean of the evaluators' own marks; only where the published
            method says so, else it is the moderated consensus.

    Source: L1–L3 of the project's scoring rules.

    Example:
        >>> PanelMark(out_of=5, minimum=2).out_of
        Decimal('5')
    """

    WORD: ClassVar[str] = "panel_mark"
    READS: ClassVar[tuple[str, ...]] = ("mark",)
    out_of: Decimal = attrs.field(converter=positive_field)
    minimum: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_number_field
    )
    mean: bool = attrs.field(default=False, kw_only=True, converter=flag_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "PanelMark", self._minimum_above())

    def _minimum_above(self) -> Problem | None:
        if is_refused(self.minimum) or is_refused(self.out_of) or self.minimum is None:
            return None
        if self.minimum <= self.out_of:
            return None
        return problem("SV706", found=self.minimum, criterion="the minimum", out_of=self.out_of)


@attrs.frozen
class PassFail:
    """Full points for a pass; a bid that does not pass fails.

    The mark is ``pass`` or ``fail`` (1 or 0).  The criterion may be worth 0 points.

    Source: L4 of the project's scoring rules.

    Example:
        >>> PassFail()
        PassFail()
    """

    WORD: ClassVar[str] = "pass_fail"
    READS: ClassVar[tuple[str, ...]] = ("mark",)
    out_of: ClassVar[Decimal] = Decimal(1)
    minimum: ClassVar[Decimal] = Decimal(1)
    mean: ClassVar[bool] = False


# --- pounds of social value ---------------------------------------------------------------


def _weights_problem(value: object, score: object) -> Problem | None:
    """Theme weights mean one thing or the other, and weights of scores sum to 1."""
    if is_refused(value) or is_refused(score) or not score:
        return None
    if value:
        return problem("SV718")
    total = sum((Fraction(each) for each in score.values()), Fraction(0))  # type: ignore[attr-defined]
    return None if total == 1 else problem("SV719", found=float(total))


@attrs.frozen
class AgainstTarget:
    """Points × min(cap, social value per £1 ÷ target).

    Attributes:
        target: £ of social value per £1; None means the tender's, else the plug-in's on the
            day of the notice.
        cap: The most of the target that counts: 1 gives full points at the target.
        floor: The share of the target below which there are no points.
        denominator: What the social value is divided by: the ``initial`` contract value,
            ``with_extensions``, ``maximum``, or the bidder's own ``price``.
        weight_value: Theme to the factor by which its pounds are multiplied before summing.
        weight_score: Theme to its share of the points; each theme is scored by itself.

    Source: Q2 and Q6 of the project's scoring rules: Essex County Council is reported to score
    bids relative to its target per £1; its own formula is not public.

    Example:
        >>> AgainstTarget("0.50").target
        Decimal('0.50')
    """

    WORD: ClassVar[str] = "against_target"
    READS: ClassVar[tuple[str, ...]] = ("value", "target", "denominator")
    target: Decimal | None = attrs.field(default=None, converter=optional_positive_field)
    cap: Decimal = attrs.field(default=Decimal(1), kw_only=True, converter=positive_field)
    floor: Decimal = attrs.field(default=Decimal(0), kw_only=True, converter=money_field)
    denominator: str = attrs.field(default="initial", kw_only=True)
    weight_value: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )
    weight_score: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )

    def __attrs_post_init__(self) -> None:
        choice = check_choice("denominator", self.denominator, DENOMINATORS)
        weights = _weights_problem(self.weight_value, self.weight_score)
        settle(self, "AgainstTarget", self._cap_below_floor(), choice, weights)

    def _cap_below_floor(self) -> Problem | None:
        if is_refused(self.cap) or is_refused(self.floor) or self.floor <= self.cap:
            return None
        return problem("SV714", cap=self.cap, floor=self.floor)


@attrs.frozen
class RelativeToHighest:
    """Points × social value ÷ the highest social value of a compliant bid.

    The best offer always has full points, even where it is tiny, so a companion minimum may be
    stated: below it there are no points.

    Attributes:
        minimum: £ of social value per £1 of initial contract value below which a bid has no
            points, or None.
        weight_value: Theme to the factor by which its pounds are multiplied before summing.
        weight_score: Theme to its share of the points; each theme is scored by itself.

    Source: Q1 and Q6 of the project's scoring rules.

    Example:
        >>> RelativeToHighest(minimum="0.05").minimum
        Decimal('0.05')
    """

    WORD: ClassVar[str] = "relative_to_highest"
    READS: ClassVar[tuple[str, ...]] = ("value",)
    minimum: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_money_field
    )
    weight_value: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )
    weight_score: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )

    def __attrs_post_init__(self) -> None:
        settle(self, "RelativeToHighest", _weights_problem(self.weight_value, self.weight_score))


@attrs.frozen
class RatioThenRelative:
    """Social value per £1 first, then points × ratio ÷ the highest ratio.

    Attributes:
        denominator: What the social value is divided by; the bidder's own ``price`` by default.
        weight_value: Theme to the factor by which its pounds are multiplied before summing.
        weight_score: Theme to its share of the points; each theme is scored by itself.

    Source: Q3 of the project's scoring rules, common practice.

    Example:
        >>> RatioThenRelative().denominator
        'price'
    """

    WORD: ClassVar[str] = "ratio_then_relative"
    READS: ClassVar[tuple[str, ...]] = ("value", "denominator")
    denominator: str = attrs.field(default="price", kw_only=True)
    weight_value: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )
    weight_score: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )

    def __attrs_post_init__(self) -> None:
        choice = check_choice("denominator", self.denominator, DENOMINATORS)
        weights = _weights_problem(self.weight_value, self.weight_score)
        settle(self, "RatioThenRelative", choice, weights)


@attrs.frozen
class Band:
    """One band of a table: from `lower` up to (not with) `upper`, and the mark it has.

    Attributes:
        lower: £ of social value per £1 from which it holds, included.
        upper: Up to which, not included; None for a last band without an end.
        mark: What it is worth, on the table's scale.
    """

    lower: Decimal = attrs.field(converter=money_field)
    upper: Decimal | None = attrs.field(converter=optional_money_field)
    mark: Decimal = attrs.field(converter=number_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "band")


def _bands(value: Iterable[Any]) -> tuple[Band, ...]:
    return attempt(_all_bands, value)


def _all_bands(value: Iterable[Any]) -> tuple[Band, ...]:
    """Bands, or (lower, upper, mark) in their place."""
    found, wrong = [], []
    for index, each in enumerate(several("a band", object, value), start=1):
        try:
            found.append(each if isinstance(each, Band) else Band(*each))
        except InputError as error:
            wrong += [one.within(f"band {index}") for one in error.problems]
        except TypeError:
            expected = "a lower bound, an upper bound (or None) and a mark"
            wrong.append(problem("SV316", what=f"band {index}", expected=expected, found=each))
    if wrong:
        raise InputError(wrong)
    return tuple(found)


@attrs.frozen
class Banded:
    """Points × the mark of the band in which the social value per £1 falls ÷ the top mark.

    Bands are half-open: the lower bound belongs to a band, the upper to the next; a last band
    with an end includes it.  They begin at 0 and have neither gap nor overlap.

    Attributes:
        bands: The table, the lowest first.
        out_of: The top of its scale; the highest mark of the table by default.
        denominator: What the social value is divided by.

    Source: Q4 of the project's scoring rules, common practice.

    Example:
        >>> Banded([("0", "0.10", 0), ("0.10", "0.25", 3), ("0.25", None, 5)]).scale
        Decimal('5')
    """

    WORD: ClassVar[str] = "banded"
    READS: ClassVar[tuple[str, ...]] = ("value", "denominator")
    bands: tuple[Band, ...] = attrs.field(converter=_bands)
    out_of: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    denominator: str = attrs.field(default="initial", kw_only=True)

    def __attrs_post_init__(self) -> None:
        choice = check_choice("denominator", self.denominator, DENOMINATORS)
        settle(self, "Banded", choice, *([] if is_refused(self.bands) else self._faults()))

    @property
    def scale(self) -> Decimal:
        """The top of the table's scale."""
        return self.out_of or max(each.mark for each in self.bands)

    def _faults(self) -> list[Problem]:
        """Bands that leave a gap, overlap, or lie above the scale."""
        if not self.bands:
            return [problem("SV720", found="it has no bands")]
        ends = [Decimal(0), *(each.upper for each in self.bands[:-1])]
        gaps = [
            problem("SV720", found=f"a band begins at {each.lower}, where {_end(end)} is expected")
            for end, each in zip(ends, self.bands, strict=True)
            if each.lower != end
        ]
        last = self.bands[-1]
        if last.upper is not None and last.upper <= last.lower:
            gaps.append(
                problem("SV720", found=f"the last band ends at {last.upper}, below its start")
            )
        if not is_refused(self.out_of) and not self.scale:
            gaps.append(problem("SV720", found="no band has a mark above 0"))
        return gaps + [
            problem("SV706", found=each.mark, criterion="a band", out_of=self.out_of)
            for each in self.bands
            if not is_refused(self.out_of) and self.out_of is not None and each.mark > self.out_of
        ]


def _end(end: Decimal | None) -> str:
    return "nothing more" if end is None else str(end)


@attrs.frozen
class PointsMenu:
    """Community-benefit points: units × points per unit, towards a required number.

    Points × min(1, menu points ÷ required); or ÷ the highest menu points where `relative`.
    What carries no pounds counts here too; what is refused for another reason does not.

    Attributes:
        menu: Measure to menu points a unit.
        required: Menu points that give full points; None only where `relative`.
        relative: Whether the highest offer is the measure of the others.

    Source: Q5 of the project's scoring rules: Northern Ireland and Scottish community benefits.

    Example:
        >>> PointsMenu({"NT10": "2"}, required="100").required
        Decimal('100')
    """

    WORD: ClassVar[str] = "points_menu"
    READS: ClassVar[tuple[str, ...]] = ("units",)
    menu: FrozenMap[str, Decimal] = attrs.field(converter=amounts_field)
    required: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    relative: bool = attrs.field(default=False, kw_only=True, converter=flag_field)

    def __attrs_post_init__(self) -> None:
        neither = not is_refused(self.relative) and (self.required is None) != self.relative
        settle(self, "PointsMenu", problem("SV721") if neither else None)


Method = (
    LowestPrice
    | HighestIncome
    | LinearSpread
    | DeviationFromMean
    | FixedReference
    | PanelMark
    | PassFail
    | AgainstTarget
    | RelativeToHighest
    | RatioThenRelative
    | Banded
    | PointsMenu
    | ScoringMethod
)

BUILT_IN: tuple[type[Any], ...] = (
    LowestPrice,
    HighestIncome,
    LinearSpread,
    DeviationFromMean,
    FixedReference,
    PanelMark,
    PassFail,
    AgainstTarget,
    RelativeToHighest,
    RatioThenRelative,
    Banded,
    PointsMenu,
)
"""The methods that have a word of their own in files."""
