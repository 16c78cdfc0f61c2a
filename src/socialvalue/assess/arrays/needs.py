"""What a scheme needs of arrays, and what no array can give it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from socialvalue.engine.arrays.parts import FROM_COLUMNS
from socialvalue.engine.figures import Figures, Tenders
from socialvalue.errors import Problem, did_you_mean, problem
from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.methods import PANEL, AgainstTarget, Banded, PointsMenu, RelativeToHighest
from socialvalue.model.scheme import Scheme
from socialvalue.numbers import EXACT, plain, scaled

__all__ = ["beyond_columns", "outside_bands", "scheme_problems"]

_MOST = 2**52
_MOST_EXPONENT = 9
_NEAR = 2.0**-40


def scheme_problems(
    scheme: Scheme, given: Collection[str], marks: Mapping[str, Any]
) -> Iterator[Problem]:
    """All that a scheme asks for and arrays cannot give, or do not.

    Args:
        scheme: Weights and methods.
        given: The names of the amounts that were handed in; a price by name as ``price NAME``.
        marks: Criterion to marks, as handed in.
    """
    if scaled(_largest(scheme), scheme.places) > _MOST:
        limit = plain(Decimal(_MOST // 10**scheme.places))
        yield problem("SV303", found=plain(scheme.out_of), limit=limit, where="scheme, out_of")
    for criterion in scheme.everything():
        if criterion.needs_both:
            yield problem("SV733", found=criterion.name, why="needs_both asks what a bid left out")
    for leaf in scheme.scored:
        why = beyond_columns(leaf.method)
        if why:
            yield problem("SV733", found=leaf.name, why=why)
        else:
            yield from _missing(leaf, given, marks)
    panel = [each.name for each in scheme.scored if isinstance(each.method, PANEL)]
    for name in marks:
        if name not in panel:
            hint = did_you_mean(name, panel, label="criteria with marks")
            yield problem("SV707", found=name, hint=hint)
    yield from _strange_prices(scheme, given)


def _strange_prices(scheme: Scheme, given: Collection[str]) -> Iterator[Problem]:
    """Prices by a name that no criterion reads."""
    read = [*dict.fromkeys(each.price for each in scheme.scored if each.price)]
    for name in sorted(each.removeprefix("price ") for each in given if each.startswith("price ")):
        if name not in read:
            hint = did_you_mean(name, read, label="prices that criteria name")
            yield problem("SV745", found=name, hint=hint or None)


def _largest(scheme: Scheme) -> Decimal:
    """The most points that anyone could have."""
    caps = [each.method.cap for each in scheme.leaves if isinstance(each.method, AgainstTarget)]
    return EXACT.multiply(scheme.out_of, max([Decimal(1), *caps]))


def beyond_columns(method: Any) -> str:
    """Why a method cannot be done from columns of numbers; "" where it can.

    Args:
        method: Of a criterion.
    """
    if isinstance(method, PointsMenu):
        return "a points menu counts the units of each measure"
    if isinstance(method, ValueForMoney):
        return _beyond_marks(method)
    if type(method) not in FROM_COLUMNS:
        return f"{type(method).__name__} is a method of one's own, and sees whole bids"
    if getattr(method, "weight_value", None) or getattr(method, "weight_score", None):
        return "its weights need the pounds of each theme"
    if getattr(method, "mean", False):
        return "a mean is taken of every evaluator's own mark"
    return ""


def _beyond_marks(method: ValueForMoney) -> str:
    """Why an index of value for money cannot be done from columns; "" where it can."""
    inner = [each.method for top in method.quality for each in top.walk() if each.method]
    if not all(isinstance(each, PANEL) for each in inner):
        return "its quality is more than a panel scores"
    if method.exponent not in range(1, _MOST_EXPONENT + 1):
        return f"its exponent is not a whole number from 1 to {_MOST_EXPONENT}"
    return ""


def _missing(
    leaf: Criterion, given: Collection[str], marks: Mapping[str, Any]
) -> Iterator[Problem]:
    """What one criterion reads and nobody handed in."""
    method: Any = leaf.method
    if "mark" in method.READS and leaf.name not in marks:
        yield problem("SV705", found=leaf.name)
    if not leaf.points:
        return
    if "value" in method.READS and "value" not in given:
        hint = "value=… or value_pence=…"
        yield problem("SV734", criterion=leaf.name, found="the social value", hint=hint)
    if leaf.needs_price and leaf.price and f"price {leaf.price}" not in given:
        hint = f"prices={{'{leaf.price}': …}} or prices_pence="
        yield problem("SV744", found=leaf.price, criterion=leaf.name, hint=hint)
    elif leaf.needs_price and not leaf.price and "price" not in given:
        yield problem("SV708", criterion=leaf.name, hint="price=… or price_pence=…")
    below = getattr(method, "denominator", None)
    if isinstance(method, AgainstTarget) and method.target is None and "target" not in given:
        yield problem("SV709", criterion=leaf.name, hint="target=…")
    if isinstance(method, RelativeToHighest) and method.minimum is not None:
        below = "initial"
    if below not in (None, "price") and below not in given:
        hint = "contract_value=… or contract_value_pence=…"
        yield problem("SV711", criterion=leaf.name, found=below, hint=hint)


def outside_bands(scheme: Scheme, figures: Figures, tenders: Tenders) -> list[Problem]:
    """Bids above the last band of a table that has an end."""
    found = []
    for leaf in scheme.leaves:
        if not leaf.points:
            continue
        if isinstance(leaf.method, Banded) and leaf.method.bands[-1].upper is not None:
            found += _above(leaf, leaf.method, figures, tenders)
    return found


def _above(leaf: Criterion, method: Banded, figures: Figures, tenders: Tenders) -> list[Problem]:
    """The first bid above the end of a table, and how many there are."""
    value = figures.value
    below = figures.priced(leaf.price).denominators[method.denominator]
    end = Fraction(method.bands[-1].upper or 0)
    assert value is not None  # noqa: S101 - what is missing is refused before
    with np.errstate(all="ignore"):  # rows that do not stand may say anything
        ratio = value.doubles / below.doubles
    least = float(end * below.scale / value.scale) * (1 - _NEAR)
    high = ratio >= least if tenders.standing is None else (ratio >= least) & tenders.standing
    near = np.flatnonzero(high)
    pairs = zip(near.tolist(), value.exactly(near), below.exactly(near), strict=True)
    over = [(row, worth / base) for row, worth, base in pairs if worth / base > end]
    if not over:
        return []
    row, first = over[0]
    where = f"bid {row}" + (f" and {len(over) - 1} more" if len(over) > 1 else "")
    return [problem("SV722", found=float(first), criterion=leaf.name, where=where)]
