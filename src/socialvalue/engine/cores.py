"""Work on columns by every core: numpy lets go of the interpreter while it counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from socialvalue.engine.threads import threads

__all__ = ["WORTH_A_THREAD", "on_every_core"]

WORTH_A_THREAD = 200_000
"""Rows from which it pays to use another core."""

Found = TypeVar("Found")


def on_every_core(
    rows: int, work: Callable[[slice], Found], *, most: int | None = None
) -> list[Found]:
    """What some work finds in each part of the rows, in their order; at most one part a thread.

    Args:
        rows: How many rows there are.
        work: Is given a part of them, and depends on no other part.
        most: The most parts, where what each finds takes room; None for one a thread.

    Example:
        >>> on_every_core(3, lambda part: range(3)[part])
        [range(0, 3)]
    """
    worth = min(2 * rows // WORTH_A_THREAD, rows if most is None else most)
    cores = min(threads(), worth) if rows >= WORTH_A_THREAD else 1
    if cores <= 1:
        return [work(slice(0, rows))]
    from concurrent.futures import ThreadPoolExecutor

    ends = [rows * core // cores for core in range(cores + 1)]
    first, *others = map(slice, ends, ends[1:])
    with ThreadPoolExecutor(cores - 1) as pool:
        coming = [pool.submit(work, part) for part in others]
        return [work(first), *(each.result() for each in coming)]
