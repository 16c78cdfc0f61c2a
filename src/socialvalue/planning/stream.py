"""Random numbers that are the same on every machine for the same seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["uniforms"]


def uniforms(seed: int, count: int) -> NDArray[np.float64]:
    """Numbers from 0 up to 1 from a seed: raw bits, whose stream is promised to last.

    Example:
        >>> [round(each, 6) for each in uniforms(7, 3).tolist()]
        [0.625095, 0.897214, 0.775686]

    Source:
        doubt.md §3: numpy promises the stream of a bit generator, and not that of its methods.
    """
    raw = np.random.PCG64(seed).random_raw(count)
    return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
