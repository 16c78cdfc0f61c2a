"""Exact pennies in doubles: the product, and near half a penny the sign of what it hides."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import narwhals as nw

from socialvalue.engine.order import NONE, PARTLY, place_of
from socialvalue.engine.rows import TOO_MANY, kept_years
from socialvalue.frames.engines.error_free import difference
from socialvalue.frames.engines.float32 import floor
from socialvalue.frames.engines.query_rules import EXPRESSIONS, holds, missing

__all__ = ["LineShape", "settled"]

BILLION = 1e11
NEAR = 2.0**-49
"""A product is nearer than this, of itself, to what it stands for: sixteen roundings at most."""

FAR = 2.0**-48
"""The same where rows state a basis, or shares that do not count: thirty-two roundings at most."""

_EXACT = 2.0**53
_LARGEST_QUANTITY = 2.0**32


@attrs.frozen
class LineShape:
    """What a row's pennies are made of.

    Attributes:
        unit: Whether a unit may have a factor.
        share: Whether a share may be claimed.
        years: Whether years may count in part.
        given: Whether rows may have a unit value of their own.
        removed: The shares that rows may take away.
        basis: How often each basis offers the quantity, where rows may state one.
        most_years: How many years count at most.
        in_longs: Whether the engine's floors are 64-bit integers.
    """

    unit: bool
    share: bool
    years: bool
    given: bool
    removed: tuple[str, ...]
    basis: dict[str, Fraction]
    most_years: nw.Expr | float
    in_longs: bool

    @property
    def near(self) -> float:
        """How near a product is, of itself, to what it stands for."""
        return FAR if self.removed or self.basis else NEAR

    def floor(self, number: nw.Expr) -> nw.Expr:
        """A number of 0 or more without its fraction, as a double."""
        return floor(number, in_longs=self.in_longs)

    def nearest(self, number: nw.Expr) -> nw.Expr:
        """The whole number next to a number of 0 or more, as a double."""
        return self.floor(number + 0.5) if self.in_longs else number.round(0)


def settled(frame: nw.LazyFrame[Any], line: LineShape) -> nw.LazyFrame[Any]:
    """The table with whole pennies, its last problem, and the unit value that applies."""
    frame = frame.with_columns(**_figures(line))
    frame = frame.with_columns(**_product(line), **_exactly(line))
    if _fractions(line):
        frame = frame.with_columns(sv_product=nw.col("sv_above") / nw.col("sv_below"))
    frame = frame.with_columns(sv_nearest=line.floor(nw.col("sv_product") + 0.5))
    frame = frame.with_columns(sv_rounded=_rounded(line))
    frame = frame.with_columns(sv_problem=_last_problem())
    pence = nw.when(nw.col("sv_problem") >= PARTLY).then(nw.col("sv_rounded"))
    return frame.with_columns(sv_pence=pence.otherwise(nw.lit(0.0)).cast(nw.Int64()))


def _product(line: LineShape) -> dict[str, nw.Expr]:
    """Pence before rounding; where rows adjust them, what stands above and below the line.

    It is divided once, of two columns: an engine that must say what a division by nothing gives
    writes out both sides of it several times, and again for each division of what is divided.
    """
    product = nw.col("sv_quantity") * nw.col("sv_rate")
    pairs = _fractions(line)
    if not pairs:
        return {"sv_product": product}
    below = nw.lit(1.0)
    for up, down in pairs:
        product, below = product * up, below * down
    return {"sv_above": product, "sv_below": below}


def _last_problem() -> nw.Expr:
    """The row's problem, now that its pennies are known."""
    first = nw.col("sv_first")
    beyond = (nw.col("sv_rounded") < 0) & (first > place_of("SV512"))
    return nw.when(beyond).then(nw.lit(place_of("SV512"))).otherwise(first)


def _figures(line: LineShape) -> dict[str, nw.Expr]:
    """Pence per unit, the figure whole, half a penny in its units, and £ per unit."""
    priced = nw.col("sv_priced") == 1
    shown = nw.when(priced).then(nw.col("sv_figure")).otherwise(nw.lit(None, nw.Float64()))
    base = {"sv_rate": nw.col("sv_ppu"), "sv_mantissa": nw.col("sv_whole"),
            "sv_halves": nw.col("sv_half"), "sv_unit_value": shown}  # fmt: skip
    if not line.given:
        return base
    value = nw.col("sv_given")
    six, ten = line.nearest(value * 1e6), line.nearest(value * 1e10)
    short = six / 1e6 == value
    fits = (ten / 1e10 == value) & (ten <= _EXACT)
    whole = nw.when(short).then(six).otherwise(nw.when(fits).then(ten).otherwise(nw.lit(0.0)))
    own = {
        "sv_rate": value * 100.0,
        "sv_mantissa": whole,
        "sv_halves": nw.when(short).then(nw.lit(5e9)).otherwise(nw.lit(5e13)),
        "sv_unit_value": value,
    }
    counts = ~missing(nw.col("sv_given")) & (nw.col("sv_own") != place_of("SV503")) & (value >= 0)
    counts = counts & (value < TOO_MANY)
    return {name: nw.when(counts).then(own[name]).otherwise(base[name]) for name in base}


def _fractions(line: LineShape, *, whole: bool = False) -> list[tuple[nw.Expr, nw.Expr]]:
    """What a row's value is multiplied by and divided by; 1 and 1 for most rows.

    Args:
        line: What rows say.
        whole: As whole numbers, for the exact difference.
    """
    found = []
    if line.unit:
        found.append((nw.col("sv_times").fill_null(1.0), nw.col("sv_over").fill_null(1.0)))
    if line.share:
        share, scale = nw.col("sv_share_claimed"), 1e4 if whole else 1.0
        up = line.nearest(share * scale) if whole else share
        some = _part("sv_share_claimed")
        found.append((_either(some, up), _either(some, nw.lit(scale))))
    found += [_left(line, name) for name in line.removed]
    if line.basis:
        found.append(_times(line.basis))
    if line.years:
        years = nw.col("sv_years")
        kept = kept_years(EXPRESSIONS, years, holds("sv_first_year"), line.most_years)
        if whole:
            kept, years = line.nearest(kept * 1e3), line.nearest(years * 1e3)
        found.append((_either(_partly(), kept), _either(_partly(), years)))
    return found


def _left(line: LineShape, name: str) -> tuple[nw.Expr, nw.Expr]:
    """What a share leaves, as a fraction of whole numbers: of a hundred, or of a million.

    A difference of doubles would not do: what is left of 0.9999 has lost four of its digits.
    """
    share, some = nw.col(f"sv_{name}"), _counts(f"sv_{name}")
    hundredths = line.nearest(share * 1e2)
    few = hundredths / 1e2 == share
    left = nw.when(few).then(1e2 - hundredths).otherwise(1e6 - line.nearest(share * 1e6))
    scale = nw.when(few).then(nw.lit(1e2)).otherwise(nw.lit(1e6))
    return _either(some, left), _either(some, scale)


def _times(basis: dict[str, Fraction]) -> tuple[nw.Expr, nw.Expr]:
    """How often a row is offered over the contract."""
    up = down = nw.lit(1.0)
    for word, times in basis.items():
        same = nw.col("sv_basis") == word
        up = nw.when(same).then(nw.lit(float(times.numerator))).otherwise(up)
        down = nw.when(same).then(nw.lit(float(times.denominator))).otherwise(down)
    return up, down


def _exactly(line: LineShape) -> dict[str, nw.Expr]:
    """The whole numbers of the exact difference, where a row adjusts them.

    They are columns of their own, for an expression that is named costs an engine nothing to
    repeat, and one that is written out is planned anew each time.
    """
    pairs = _fractions(line, whole=True)
    if not pairs:
        return {}
    times, halves = nw.col("sv_mantissa"), nw.col("sv_halves")
    for up, down in pairs:
        times, halves = times * up, halves * down
    found = {"sv_times_up": times, "sv_halves_down": halves, "sv_inexact": _inexact(line)}
    return {**found, "sv_blurred": _blurred(line)} if line.removed else found


def _blurred(line: LineShape) -> nw.Expr:
    """Whether a share that does not count has more places than `_left` works with."""
    wrong = nw.lit(False)
    for name in line.removed:
        share = nw.col(f"sv_{name}")
        wrong = wrong | (_counts(f"sv_{name}") & (line.nearest(share * 1e6) / 1e6 != share))
    return wrong


def _either(held: nw.Expr, value: nw.Expr) -> nw.Expr:
    return nw.when(held).then(value).otherwise(nw.lit(1.0))


def _counts(name: str) -> nw.Expr:
    """Whether a share is stated in a row that may count."""
    return ~missing(nw.col(name)) & (nw.col("sv_first") >= PARTLY)


def _part(name: str) -> nw.Expr:
    return _counts(name) & (nw.col(name) != 1)


def _partly() -> nw.Expr:
    part = nw.col("sv_first") >= PARTLY
    return part & (nw.col("sv_first") < NONE) & (nw.col("sv_years") > 0)


def _rounded(line: LineShape) -> nw.Expr:
    """Whole pennies, half-up; −1 where they cannot be proved.

    The nearest whole penny, unless the product stands as near half a penny as none under £1bn may
    stand unproved, as one row in thousands does by chance: only there is it asked how near it may
    be, and the rest worked out.
    """
    product, nearest = nw.col("sv_product"), nw.col("sv_nearest")
    clear = ((product - nearest).abs() < 0.5 - BILLION * line.near) & (product < BILLION)
    over = product - line.floor(product)
    tie = (over - 0.5).abs() <= product * line.near
    close = nw.when(tie).then(_near(line)).otherwise(nearest)
    other = nw.when(product >= BILLION).then(nw.lit(-1.0)).otherwise(close)
    found = nw.when(clear).then(nearest).otherwise(other)
    if not line.removed:
        return found
    return nw.when(nw.col("sv_blurred")).then(nw.lit(-1.0)).otherwise(found)


def _inexact(line: LineShape) -> nw.Expr:
    """Whether shares or years have more places than their whole numbers hold."""
    wrong = nw.lit(False)
    if line.share:
        share = nw.col("sv_share_claimed")
        wrong = wrong | (_part("sv_share_claimed") & (line.nearest(share * 1e4) / 1e4 != share))
    if line.years:
        years = nw.col("sv_years")
        wrong = wrong | (_partly() & (line.nearest(years * 1e3) / 1e3 != years))
    return wrong


def _near(line: LineShape) -> nw.Expr:
    """The penny above or below, by the sign of the exact difference; −1 where that is unknown."""
    amount, whole, floor = (
        nw.col("sv_quantity"),
        nw.col("sv_mantissa"),
        line.floor(nw.col("sv_product")),
    )
    millionths = line.nearest(amount * 1e6)
    adjusted = bool(_fractions(line))
    times = nw.col("sv_times_up") if adjusted else whole
    halves = nw.col("sv_halves_down") if adjusted else nw.col("sv_halves")
    above = nw.when(difference(millionths, times, floor * 2.0 + 1.0, halves) >= 0)
    penny = above.then(floor + 1.0).otherwise(floor)
    proved = (
        (millionths / 1e6 == amount)
        & (amount < _LARGEST_QUANTITY)
        & (whole > 0)
        & (times <= _EXACT)
        & (halves <= _EXACT)
    )
    if adjusted:
        proved = proved & ~nw.col("sv_inexact")
    return nw.when(proved).then(penny).otherwise(nw.lit(-1.0))
