"""A bar on the error stream for work that takes a while, where someone is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

__all__ = ["watched"]


def watched(what: str) -> Callable[[Sequence[Any]], Iterable[Any]]:
    """Show how far work has come; in a pipeline, and in a file, nothing is shown.

    Args:
        what: What is worked on, in a word or two.
    """
    if not sys.stderr.isatty():
        return iter
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return lambda places: track(places, description=what, console=console, transient=True)
