"""Many things made at once, none of them garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["no_collection"]


_MANY: Final = 50_000
"""New things that a search right after would go through, one by one."""


@contextmanager
def no_collection() -> Iterator[None]:
    """No search for garbage while this lasts: among 100,000 new entries there is none.

    Nor right after it, where very many were made: they are put with what is old.  Where few were,
    nothing is moved, so that a caller's own garbage never waits long.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():  # nor what others froze
                gc.freeze()
                gc.unfreeze()
            gc.enable()
