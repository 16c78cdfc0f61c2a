"""Bounds on work that a person waits for, on a machine that is slow by turns.

What is bounded here took from seconds to minutes before it was mended. Seconds of the processor
alone would be a test of the machine, and of what runs beside: threads of one core slow each other
down. So what is allowed is counted in seconds of a machine at rest, by work that never changes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["at_most", "pace"]

AT_REST = 0.05
"""Seconds of the processor that the work takes on a machine at rest."""


def pace() -> float:
    """How many times as long as at rest work takes now; 1 at least."""
    begun = time.process_time()
    texts = [f"{each * 7919 % 100_003}" for each in range(50_000)]
    held = dict.fromkeys(texts, 0)
    for each in sorted(texts):
        held[each] += len(each)
    return max(1.0, (time.process_time() - begun) / AT_REST)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Hold what is done inside to so many seconds of the processor, of a machine at rest."""
    before, begun = pace(), time.process_time()
    yield
    took = time.process_time() - begun
    allowed = seconds * max(before, pace())
    assert took < allowed, f"{took:.1f} s of the processor, of {allowed:.1f} s"
