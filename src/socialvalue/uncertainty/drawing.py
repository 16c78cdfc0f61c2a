"""Drawing factors: the same for the same seed, on every machine, in every order.

numpy promises the raw stream of a bit generator for good, and nothing of the functions that make
distributions of it; and + − × ÷ √ have one right answer wherever they are computed.  So factors are
drawn from raw bits by the inverse of their distribution, and are whole ten-thousandths.

Source:
    NumPy enhancement proposal 19; IEEE 754 for the five operations.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from socialvalue.uncertainty.moving import Figure
from socialvalue.uncertainty.spreads import ONE, Spread

__all__ = ["Factors", "evenly", "streams", "uniforms"]

Doubles: TypeAlias = NDArray[np.float64]


def streams(seed: int, drivers: Iterable[str]) -> list[np.random.PCG64]:
    """A stream of bits for each thing that moves, begun where its name says.

    So what one figure has in a trial does not hang on which others are looked at.
    """
    found = []
    for name in drivers:
        digest = hashlib.sha256(name.encode()).digest()
        bits: Any = np.random.PCG64(seed)
        found.append(bits.advance(int.from_bytes(digest[:16], "big")))
    return found


def uniforms(bits: Sequence[np.random.PCG64], draws: int) -> Doubles:
    """Numbers from 0 to 1, each followed by what is left to 1 [drivers, draws].

    Args:
        bits: The stream of each driver; it goes on from where it was.
        draws: An even number of trials.
    """
    found = np.empty((len(bits), draws))
    for row, each in zip(found, bits, strict=True):
        raw: Any = each.random_raw(draws // 2)
        half = (raw >> np.uint64(11)).astype(np.float64)
        half *= 2.0**-53
        row[0::2] = half
        np.subtract(1.0, half, out=row[1::2])
    return found


def evenly(draws: int) -> Doubles:
    """One driver's numbers from 0 to 1 without chance: the middles of equal parts [1, draws]."""
    return ((np.arange(draws) + 0.5) / draws)[np.newaxis]


@frozen(eq=False)
class Factors:
    """Makes the factors of figures out of uniform numbers."""

    spreads: tuple[Spread | None, ...]
    """Of each figure; None holds it at 1."""

    rows: tuple[int, ...]
    """Which driver each figure moves with."""

    @classmethod
    def of(cls, figures: Sequence[Figure], drivers: Sequence[str]) -> Factors:
        """The factors of figures, each moving with one of the drivers."""
        rows = [drivers.index(each.moves_with) if each.spread else 0 for each in figures]
        return cls(tuple(each.spread for each in figures), tuple(rows))

    def together(self) -> Factors:
        """The same figures, all moving with one driver."""
        return Factors(self.spreads, (0,) * len(self.rows))

    @property
    def most(self) -> int:
        """The greatest factor, in ten-thousandths, rounded up."""
        return max([ONE, *(math.ceil(each.high * ONE) for each in self.spreads if each)])

    def drawn(self, shares: Doubles) -> Doubles:
        """Whole ten-thousandths [figures, draws].

        Args:
            shares: Numbers from 0 to 1 [drivers, draws].
        """
        found = np.empty((len(self.spreads), shares.shape[1]))
        for place, (spread, row) in enumerate(zip(self.spreads, self.rows, strict=True)):
            found[place] = ONE if spread is None else _inverse(spread, shares[row])
        return found


def _inverse(spread: Spread, share: Doubles) -> Doubles:
    """The factors below which lie these shares of a distribution, in ten-thousandths."""
    low, likely, high = _ends(spread)
    width = high - low
    if likely is None or not width:
        return np.rint(low + width * share)
    below, peak = likely - low, (likely - low) / width
    found = _left(share, peak)
    np.sqrt(found, out=found)
    np.subtract(1.0, found, out=found)
    side = (share >= peak) * width
    side -= below
    found *= side
    found += likely
    return np.rint(found, out=found)


@lru_cache(maxsize=4096)
def _ends(spread: Spread) -> tuple[float, float | None, float]:
    """A spread in ten-thousandths, as the nearest doubles."""
    likely = None if spread.likely is None else float(Fraction(spread.likely) * ONE)
    return float(Fraction(spread.low) * ONE), likely, float(Fraction(spread.high) * ONE)


def _left(share: Doubles, peak: float) -> Doubles:
    """Of the area on one's own side of the peak, the share that lies between one and its end.

    On the other side the same sum is above 1, so that the lesser of the two is the right one.
    """
    rest = 1.0 - share
    if peak in (0.0, 1.0):
        return share.copy() if peak else rest
    rest *= 1.0 / (1.0 - peak)
    return np.minimum(share * (1.0 / peak), rest, out=rest)
