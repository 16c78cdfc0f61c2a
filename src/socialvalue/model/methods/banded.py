"""Scoring methods by a published table: bands of pounds, and a menu of points."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from socialvalue.blocks import Described
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
    optional_positive_field,
    settle,
    several,
)
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods.pounds import DENOMINATORS

__all__ = ["Band", "Banded", "PointsMenu"]


@attrs.frozen
class Band(Described):
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
class Banded(Described):
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
    MEASURED_BY: ClassVar[str] = "itself"
    STEADY: ClassVar[bool] = False
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

    def band_at(self, ratio: Fraction) -> Band | None:
        """The band in which £ per £1 falls; None above the end of the last, which is its own.

        Example:
            >>> table = Banded([("0", "0.10", 0), ("0.10", "0.25", 3)])
            >>> [each and each.mark for each in map(table.band_at, (Fraction(1, 10), Fraction(1)))]
            [Decimal('3'), None]
        """
        below = (each for each in self.bands if each.upper is None or ratio < each.upper)
        return next(below, self.bands[-1] if ratio == self.bands[-1].upper else None)

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
class PointsMenu(Described):
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
    STEADY: ClassVar[bool] = True
    menu: FrozenMap[str, Decimal] = attrs.field(converter=amounts_field)
    required: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    relative: bool = attrs.field(default=False, kw_only=True, converter=flag_field)

    def __attrs_post_init__(self) -> None:
        neither = not is_refused(self.relative) and (self.required is None) != self.relative
        settle(self, "PointsMenu", problem("SV721") if neither else None)

    @property
    def MEASURED_BY(self) -> str:  # noqa: N802 - a fact of the class elsewhere
        """The highest offer where it is `relative`, and nobody else's where it is not."""
        return "ends" if self.required is None else "itself"
