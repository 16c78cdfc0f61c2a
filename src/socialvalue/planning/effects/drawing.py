"""Tenders that nobody held, drawn from past offers: the same on every machine for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.model.criteria import reads_of
from socialvalue.model.methods import PassFail
from socialvalue.model.scheme import Scheme
from socialvalue.planning.invented import Draw
from socialvalue.planning.stream import uniforms

__all__ = ["Drawn", "drawn_tenders"]

Whole = NDArray[np.int64]


@attrs.frozen(eq=False)
class Drawn:
    """The bids of all tenders, one after another.

    Attributes:
        tender: Which tender each bid is for.
        price: Pence.
        value: Pence of social value.
        marks: Criterion to the panel's whole marks.
    """

    tender: Whole
    price: Whole
    value: Whole
    marks: dict[str, Whole]


def drawn_tenders(
    scheme: Scheme,
    ratios: Sequence[Fraction],
    value: int,
    *,
    bids: int,
    draws: int,
    seed: int,
    price: Draw,
    marks: Draw,
) -> Drawn:
    """Tenders of so many bids: an offer of the past each, a price, and marks.

    Args:
        scheme: Whose panels give marks.
        ratios: £ per £1 of past offers, each as likely as another.
        value: Pence of the contract.
        bids: Bids a tender.
        draws: Tenders.
        seed: Of the stream: first all offers, then all prices, then the marks of each criterion.
        price: As parts of the contract value.
        marks: As parts of each scale.
    """
    count = bids * draws
    panel = [each for each in scheme.scored if reads_of(each.method, "mark")]
    stream = uniforms(seed, count * (2 + len(panel))).reshape(-1, count)
    offers = np.array([_half_up(each * value) for each in ratios], np.int64)
    chosen = np.minimum((stream[0] * len(offers)).astype(np.intp), len(offers) - 1)
    given = {each.name: _marks(each.method, marks, row)
             for each, row in zip(panel, stream[2:], strict=True)}  # fmt: skip
    prices = np.floor(_taken(price, stream[1]) * float(value) + 0.5).astype(np.int64)
    tender = np.repeat(np.arange(draws, dtype=np.int64), bids)
    return Drawn(tender, np.maximum(prices, 1), offers[chosen], given)


def _half_up(number: Fraction) -> int:
    return int((2 * number.numerator + number.denominator) // (2 * number.denominator))


def _taken(draw: Draw, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Amounts of a distribution: level, or with a peak; + − × ÷ and roots alone."""
    low, high = float(draw.low), float(draw.high)
    if draw.likely is None or low == high:
        return low + (high - low) * shares
    likely, width = float(draw.likely), high - low
    rising = low + np.sqrt(shares * width * (likely - low))
    falling = high - np.sqrt((1 - shares) * width * (high - likely))
    found: NDArray[np.float64] = np.where(shares * width <= likely - low, rising, falling)
    return found


def _marks(method: Any, draw: Draw, shares: NDArray[np.float64]) -> Whole:
    """Whole marks of a scale; a pass, where it is pass or fail."""
    top = int(method.out_of)
    if isinstance(method, PassFail):
        return np.full(len(shares), top, np.int64)
    return np.floor(_taken(draw, shares) * top + 0.5).astype(np.int64)
