"""Drawing factors: the same for the same seed, on every machine, in every order.

numpy promises the raw stream of a bit generator for good, and nothing of the functions that make
distributions of it; and + − × ÷ √ have one right answer wherever they are computed.  So factors are
drawn from raw bits by the inverse of their distribution, and are whole ten-thousandths.

Source:
    NumPy enhancement proposal 19; IEEE 754 for the five operations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from socialvalue.uncertainty.moving import Figure
from socialvalue.uncertainty.spreads import ONE, Spread

__all__ = [
    "Doubles",
    "Factors",
    "Streams",
    "bins_of",
    "evenly",
    "parts_of",
    "streams",
    "uniforms",
]

Doubles: TypeAlias = NDArray[np.float64]

_PERIOD = 2**128
"""Numbers of the generator before they begin again."""


@define(eq=False)
class Streams:
    """A stream of bits for each thing that moves, begun where its name says.

    So what one figure has in a trial does not hang on which others are looked at.  One generator
    goes to each in turn, which costs a tenth of making as many.
    """

    starts: tuple[int, ...]
    """Where each begins."""

    bits: Any
    """The generator."""

    at: int = 0
    """Where it is."""

    done: int = 0
    """How many numbers each has given."""

    def raw(self, place: int, count: int) -> NDArray[np.uint64]:
        """The next bits of one stream; `done` goes on when all have given theirs."""
        start = self.starts[place] + self.done
        self.bits.advance((start - self.at) % _PERIOD)
        self.at = start + count
        found: NDArray[np.uint64] = self.bits.random_raw(count)
        return found


def streams(seed: int, drivers: Iterable[str]) -> Streams:
    """The streams of the things that move.

    Args:
        seed: Of all of them.
        drivers: Their names.
    """
    digests = (hashlib.sha256(each.encode()).digest() for each in drivers)
    starts = tuple(int.from_bytes(each[:16], "big") for each in digests)
    return Streams(starts, np.random.PCG64(seed))


def uniforms(bits: Streams, draws: int, room: Doubles | None = None) -> Doubles:
    """Numbers from 0 to 1, each followed by what is left to 1 [drivers, draws].

    Args:
        bits: The stream of each driver; it goes on from where it was.
        draws: An even number of trials.
        room: Where they are written, if it is at hand; it has as many columns or more.
    """
    found = _room((len(bits.starts), draws), room)
    half = np.empty(draws // 2)
    for place, row in enumerate(found):
        raw = bits.raw(place, len(half))
        raw >>= np.uint64(11)
        np.multiply(raw.view(np.int64), 2.0**-53, out=half)  # below 2⁵³ both read them alike
        row[0::2] = half
        np.subtract(1.0, half, out=row[1::2])
    bits.done += len(half)
    return found


def _room(shape: tuple[int, int], room: Doubles | None) -> Doubles:
    """As many columns of some room, or a new array: memory that was used before is quicker."""
    return np.empty(shape) if room is None else room[:, : shape[1]]


def bins_of(trials: int) -> int:
    """Into how many equal parts a spread is cut to look at what each part does; at most 46."""
    root: float = trials ** (1 / 3)
    return max(1, round(root))


def parts_of(shares: Doubles, trials: int) -> NDArray[np.uint8]:
    """In which of `bins_of` equal parts numbers from 0 to 1 lie.

    Args:
        shares: From 0 to 1.
        trials: How many trials are looked at in all, at most 100,000.
    """
    bins = bins_of(trials)
    return np.minimum((shares * bins).astype(np.uint8), np.uint8(bins - 1))


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
    def drivers(self) -> int:
        """How many drivers there are."""
        return max(self.rows, default=0) + 1

    @property
    def most(self) -> int:
        """The greatest factor, in ten-thousandths."""
        return max([ONE, *(int(_ends(each)[2]) for each in self.spreads if each)])

    def drawn(self, shares: Doubles, room: Doubles | None = None) -> Doubles:
        """Whole ten-thousandths [figures, draws].

        Args:
            shares: Numbers from 0 to 1 [drivers, draws].
            room: Where they are written, if it is at hand; it has as many columns or more.
        """
        draws = shares.shape[1]
        found, work = _room((len(self.spreads), draws), room), np.empty((2, draws))
        for spread, row, into in zip(self.spreads, self.rows, found, strict=True):
            if spread is None:
                into.fill(ONE)
            else:
                _inverse(spread, shares[row], into, work)
        return found


def _inverse(spread: Spread, share: Doubles, found: Doubles, work: Doubles) -> None:
    """Write the factors below which lie these shares of a distribution, in ten-thousandths.

    Args:
        spread: The distribution.
        share: From 0 to 1 [draws].
        found: Where they are written [draws].
        work: Two rows of room [2, draws].
    """
    low, likely, high = _ends(spread)
    width = high - low
    if likely is None or not width:
        np.multiply(share, width, out=found)
        found += low
    else:
        below, peak = likely - low, (likely - low) / width
        _left(share, peak, found, work[0])
        np.sqrt(found, out=found)
        np.subtract(1.0, found, out=found)
        side = np.greater_equal(share, peak, out=work[1])
        side *= width
        side -= below
        found *= side
        found += likely
    np.rint(found, out=found)


@lru_cache(maxsize=4096)
def _ends(spread: Spread) -> tuple[float, float | None, float]:
    """A spread in ten-thousandths, as the nearest doubles."""
    likely = None if spread.likely is None else float(Fraction(spread.likely) * ONE)
    return float(Fraction(spread.low) * ONE), likely, float(Fraction(spread.high) * ONE)


def _left(share: Doubles, peak: float, found: Doubles, rest: Doubles) -> None:
    """Of the area on one's own side of the peak, the share that lies between one and its end.

    On the other side the same sum is above 1, so that the lesser of the two is the right one.
    """
    np.subtract(1.0, share, out=rest)
    if peak in (0.0, 1.0):
        np.copyto(found, share if peak else rest)
        return
    rest *= 1.0 / (1.0 - peak)
    np.multiply(share, 1.0 / peak, out=found)
    np.minimum(found, rest, out=found)
