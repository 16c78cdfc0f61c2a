"""What contracts come to together: whole contracts drawn again and again from the past."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from socialvalue.planning.past.hiding import to_pence
from socialvalue.planning.stream import uniforms

__all__ = ["covered", "resampled"]

Pence = NDArray[np.int64]
Pair = tuple[int, int]
"""Pence committed on a contract, and pence delivered of them, none over 100%."""

_DRAWS, _HALVES = 2_000, 60
_LOW, _HIGH = 5, 95
"""Per cent below which, and up to which, the interval of 90% lies."""


def resampled(pairs: Sequence[Pair], count: int, seed: int, draws: int = _DRAWS) -> tuple[
    Fraction, Fraction, Fraction
]:  # fmt: skip
    """The 5th, 50th and 95th per cent of what is delivered of each £1 committed.

    Contracts are drawn whole, as what is delivered on one measure goes with the others of its
    contract; drawn by commitments the interval is too narrow.  Each is in whole pence, the ends
    away from the middle: of one contract alone they would be a contract's own.

    Args:
        pairs: The past contracts, three or more.
        count: How many contracts are looked at together.
        seed: Of the stream.
        draws: How often so many are drawn.

    Source:
        doubt.md §8.
    """
    held = np.array(_within(pairs), np.int64)
    chosen = np.minimum((uniforms(seed, draws * count) * len(held)).astype(np.intp), len(held) - 1)
    sums = held[chosen.reshape(draws, count)].sum(axis=1)
    ratios = sorted(Fraction(int(part), int(whole)) for whole, part in sums if whole)
    low, middle, high = (_at(ratios, each) for each in (_LOW, 50, _HIGH))
    return Fraction(floor(low * 100), 100), to_pence(middle), Fraction(ceil(high * 100), 100)


def _within(pairs: Sequence[Pair]) -> list[Pair]:
    """By what was delivered of each £1, the first and the last as those beside them.

    So neither end's own figure is in what is drawn, nor whose any is.
    """
    inner = sorted(pairs, key=lambda each: (Fraction(each[1], each[0]), each))[1:-1]
    return [inner[0], *inner, inner[-1]]


def _at(ordered: Sequence[Fraction], per_cent: int) -> Fraction:
    """The least that so many per cent reach."""
    return ordered[max(-(-len(ordered) * per_cent // 100) - 1, 0)]


def covered(pairs: Sequence[Pair], seed: int, halves: int = _HALVES) -> Fraction:
    """In how many random halves the interval from one half held what the other half did.

    Args:
        pairs: The past contracts.
        seed: Of the stream.
        halves: How many are tried.
    """
    half = len(pairs) // 2
    order = uniforms(seed, halves * len(pairs)).reshape(halves, -1).argsort(axis=1, kind="stable")
    hits = 0
    for number, row in enumerate(order.tolist()):
        known, others = [pairs[each] for each in row[:half]], [pairs[each] for each in row[half:]]
        low, _, high = resampled(known, len(others), seed + number + 1, 400)
        whole, part = (sum(column) for column in zip(*others, strict=True))
        hits += low <= Fraction(part, whole) <= high
    return Fraction(hits, halves)
