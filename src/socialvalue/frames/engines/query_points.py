"""Points of a register on engines of queries: a share of the weight, rounded as its exact value is.

A row's points are one factor times one number over another.  The double quotient decides, but where
it stands near half a unit of the last place, the floor or the minimum; there two products of whole
numbers are compared without error, and a row for which they are too large is marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs
import narwhals as nw

from socialvalue.engine.order import NONE, place_of
from socialvalue.engine.rows import number
from socialvalue.frames.engines.error_free import difference
from socialvalue.frames.engines.float32 import double, floor, floors_in_longs
from socialvalue.frames.engines.query_double_counting import words
from socialvalue.frames.engines.query_rules import EXPRESSIONS, as_text

__all__ = ["Steps", "evaluate_query"]

_EXACT = 2.0**53
_NEAR = 2.0**-47
_MILLION = 1_000_000
_LARGEST = 1e-3
"""Pounds may be a thousand times as many as quantities."""

_CODES = ("SV302", "SV303", "SV306", "SV307", "SV313", "SV512")


@attrs.frozen
class Steps:
    """How points come about, in units of the last published place.

    Attributes:
        weight: The points of a share of 1.
        most: The most points, published.
        least: A share below it gives nothing; 0 for none.
        divisor: The column that the value is divided by; None for the tender's highest value.
        minimum: £ of value per £1 of `contract_value` below which there is nothing; 0 for none.
        places: Decimals of the published points.
        rank: Whether ranks are asked for.
        added: What the columns of points, ranks and problems are called.
    """

    weight: Fraction
    most: int
    least: Fraction
    divisor: str | None
    minimum: Fraction
    places: int
    rank: bool
    added: tuple[str, ...]


@attrs.frozen
class _Share:
    """A factor times one column over another, and both columns as whole numbers.

    Attributes:
        above: The column above, of doubles; its whole numbers stand in ``<above>_whole``.
        below: The column below, likewise; it is never 0.
        factor: Of the columns as they are written.
        scales: What makes whole numbers of each.
    """

    above: str
    below: str
    factor: Fraction
    scales: tuple[int, int]

    @property
    def quotient(self) -> nw.Expr:
        """The share, nearly."""
        return nw.col(self.above) * float(self.factor) / nw.col(self.below)

    def rounded(self) -> nw.Expr:
        """The nearest whole number, half-up; −1 where it cannot be proved.

        The quotient stands in the column sv_share, and without its fraction in sv_low.
        """
        low = nw.col("sv_low")
        over = nw.col("sv_share") - low
        near = (over - 0.5).abs() <= nw.col("sv_share") * _NEAR
        up = self._reaches(low * 2.0 + 1.0, Fraction(1, 2))
        exact = nw.when(up == 1).then(low + 1.0).otherwise(nw.when(up == 0).then(low).otherwise(-1))
        plain = nw.when(over >= 0.5).then(low + 1.0).otherwise(low)
        return nw.when(near).then(exact).otherwise(plain)

    def reaches(self, bound: Fraction) -> nw.Expr:
        """1 where the share is a bound or more, 0 where it is less, −1 where that is not known."""
        line = float(bound)
        near = (self.quotient - line).abs() <= line * _NEAR
        plain = nw.when(self.quotient > line).then(nw.lit(1)).otherwise(nw.lit(0))
        return nw.when(near).then(self._reaches(nw.lit(1.0), bound)).otherwise(plain)

    def _reaches(self, times: nw.Expr, bound: Fraction) -> nw.Expr:
        """The same for a whole number times a bound, by products of whole numbers alone."""
        factor = self.factor * Fraction(self.scales[1], self.scales[0]) / bound
        up, down = float(factor.numerator), float(factor.denominator)
        above, below = nw.col(f"{self.above}_whole"), nw.col(f"{self.below}_whole")
        times = times * down
        held = self._held(self.above, self.scales[0]) & self._held(self.below, self.scales[1])
        if max(factor.numerator, factor.denominator) > _EXACT:
            return nw.lit(-1)
        reached = difference(above, nw.lit(up), times, below) >= 0
        known = nw.when(reached).then(nw.lit(1)).otherwise(nw.lit(0))
        return nw.when(held & (times <= _EXACT)).then(known).otherwise(nw.lit(-1))

    def _held(self, name: str, scale: int) -> nw.Expr:
        """Whether a whole number stands for what is written."""
        whole = nw.col(f"{name}_whole")
        return (whole / float(scale) == nw.col(name)) & (whole < _EXACT)


def evaluate_query(frame: nw.LazyFrame[Any], found: Mapping[str, str], steps: Steps) -> Any:
    """The table with points, ranks and problems, when it is asked for.

    Args:
        frame: A table of an engine of queries.
        found: Role to name of the columns that are read.
        steps: How points come about.
    """
    names = frame.collect_schema().names()
    in_longs = floors_in_longs(frame)
    frame, scales = _read(frame, found)
    frame = _with_first_problem(frame, scales, found.get("tender"))
    if steps.divisor is None:
        frame = _with_highest(frame, found["tender"], f"sv_{_above(scales)}")
    frame = _with_wholes(frame, scales, in_longs=in_longs)
    main, enough = _shares(scales, steps)
    frame = frame.with_columns(sv_share=main.quotient)
    beyond = nw.col("sv_share") > steps.most + 1.0  # all the points there are, however far
    share = nw.when(beyond).then(nw.lit(steps.most + 1.0)).otherwise(nw.col("sv_share"))
    frame = frame.with_columns(sv_share=share)
    frame = frame.with_columns(sv_low=floor(nw.col("sv_share"), in_longs=in_longs))
    frame = frame.with_columns(sv_units=main.rounded())
    frame = frame.with_columns(sv_units=_held_to(float(steps.most), enough))
    return _result(_with_last_problem(frame), names, found, steps)


def _above(scales: Mapping[str, int]) -> str:
    """The column of values."""
    return "value" if "value" in scales else "value_pence"


def _shares(scales: Mapping[str, int], steps: Steps) -> tuple[_Share, nw.Expr | None]:
    """The share that gives the points, and whether it or another is enough for any."""
    above = _above(scales)
    pounds = Fraction(1, 100) if above == "value_pence" else Fraction(1)

    def share(factor: Fraction, below: str) -> _Share:
        pair = (scales[above], scales.get(below, scales[above]))
        return _Share(f"sv_{above}", f"sv_{below}", factor, pair)

    if steps.divisor is not None:
        main = share(steps.weight * pounds, steps.divisor)
        return main, main.reaches(steps.weight * steps.least) if steps.least else None
    of_contract = share(pounds, "contract_value")
    enough = of_contract.reaches(steps.minimum) if steps.minimum else None
    return share(steps.weight, "highest"), enough


def _read(
    frame: nw.LazyFrame[Any], found: Mapping[str, str]
) -> tuple[nw.LazyFrame[Any], dict[str, int]]:
    """The columns of numbers as doubles, and what makes whole numbers of each."""
    schema = frame.collect_schema()
    scales = {role: 1 if schema[name].is_integer() else _MILLION
              for role, name in found.items() if role != "tender"}  # fmt: skip
    read = {f"sv_{role}": double(frame, found[role]) for role in scales}
    return frame.with_columns(**read), scales


def _with_first_problem(
    frame: nw.LazyFrame[Any], scales: Mapping[str, int], tender: str | None
) -> nw.LazyFrame[Any]:
    """What is wrong with each row; where anything is, its numbers are 0 over 1."""
    needed = place_of("SV306")
    faults = [number(EXPRESSIONS, nw.col(f"sv_{role}") * _LARGEST, needed) for role in scales]
    first = faults[0] if len(faults) == 1 else nw.min_horizontal(*faults)
    for role in (each for each in scales if each != _above(scales)):
        nothing = (first == NONE) & (nw.col(f"sv_{role}") == 0)
        first = nw.when(nothing).then(nw.lit(place_of("SV307"))).otherwise(first)
    if tender is not None:
        nobody = _is_nobody(nw.col(tender), frame.collect_schema()[tender])
        last = nw.lit(place_of("SV313"))
        first = nw.when(nobody & (first > place_of("SV313"))).then(last).otherwise(first)
    frame = frame.with_columns(sv_first=first)
    sound = nw.col("sv_first") == NONE
    return frame.with_columns(
        nw.when(sound).then(nw.col(f"sv_{role}"))
        .otherwise(nw.lit(0.0 if role == _above(scales) else 1.0)).alias(f"sv_{role}")
        for role in scales
    )  # fmt: skip


def _is_nobody(tender: nw.Expr, dtype: Any) -> nw.Expr:
    """Whether a row is of no tender: a null, a NaN, or a text with nothing to read in it."""
    if isinstance(dtype, nw.String):
        return tender.is_null() | (words(tender) == "")
    return tender.is_null() | tender.is_nan() if dtype.is_float() else tender.is_null()


def _with_highest(frame: nw.LazyFrame[Any], tender: str, value: str) -> nw.LazyFrame[Any]:
    """The highest value of each row's tender; 1 where that is 0."""
    highest = nw.col(value).max().over(tender)
    frame = frame.with_columns(sv_highest=highest)
    some = nw.when(nw.col("sv_highest") > 0).then(nw.col("sv_highest")).otherwise(nw.lit(1.0))
    return frame.with_columns(sv_highest=some)


def _with_wholes(
    frame: nw.LazyFrame[Any], scales: Mapping[str, int], *, in_longs: bool
) -> nw.LazyFrame[Any]:
    """Each column of numbers that is there, as whole numbers too."""
    columns = {f"sv_{role}": float(scale) for role, scale in scales.items()}
    if "sv_highest" in frame.collect_schema().names():
        columns["sv_highest"] = float(scales[_above(scales)])
    return frame.with_columns(
        floor(nw.col(name) * scale + 0.5, in_longs=in_longs).alias(f"{name}_whole")
        for name, scale in columns.items()
    )


def _held_to(most: float, enough: nw.Expr | None) -> nw.Expr:
    """No more than the most, and nothing where it is not enough; −1 where that is not known."""
    units = nw.col("sv_units")
    held = nw.when(units > most).then(nw.lit(most)).otherwise(units)
    if enough is None:
        return held
    some = nw.when(enough == 0).then(nw.lit(0.0)).otherwise(nw.lit(-1.0))
    return nw.when(enough == 1).then(held).otherwise(some)


def _with_last_problem(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The row's problem, now that its points are known, and points only where there is none."""
    beyond = (nw.col("sv_first") == NONE) & (nw.col("sv_units") < 0)
    last = nw.when(beyond).then(nw.lit(place_of("SV512"))).otherwise(nw.col("sv_first"))
    frame = frame.with_columns(sv_problem=last)
    units = nw.when(nw.col("sv_problem") == NONE).then(nw.col("sv_units"))
    return frame.with_columns(sv_units=units.otherwise(nw.lit(None, nw.Float64())))


def _result(
    frame: nw.LazyFrame[Any], names: list[str], found: Mapping[str, str], steps: Steps
) -> Any:
    """The user's columns, and those that are added."""
    points, *ranks, wrong = added = steps.added
    kept = [nw.col(each) for each in names if each not in added]
    more = {points: nw.col("sv_units") / 10.0**steps.places}
    if steps.rank:
        frame = _with_ranks(frame, found["tender"])
        more[ranks[0]] = nw.col("sv_rank")
    more[wrong] = as_text(nw.col("sv_problem"), sorted(map(place_of, _CODES)))
    return frame.select(*kept, **more).to_native()


def _with_ranks(frame: nw.LazyFrame[Any], tender: str) -> nw.LazyFrame[Any]:
    """Ranks in each tender; 0 for a row without points, and where a rival's are not known."""
    unknown = nw.when(nw.col("sv_problem") == place_of("SV512")).then(nw.lit(1))
    frame = frame.with_columns(sv_unknown=unknown.otherwise(nw.lit(0)))
    frame = frame.with_columns(
        sv_place=nw.col("sv_units").rank("min", descending=True).over(tender),
        sv_unknown=nw.col("sv_unknown").max().over(tender),
    )
    ranked = ~nw.col("sv_units").is_null() & (nw.col("sv_unknown") == 0)
    return frame.with_columns(
        sv_rank=nw.when(ranked).then(nw.col("sv_place").cast(nw.Int64())).otherwise(nw.lit(0))
    )
