"""What is typed behind a benchmark: numbers by name, and `--help`, which runs nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

__all__ = ["options"]


def options(
    about: str | None, words: Sequence[str] | None = None, **numbers: tuple[int, str]
) -> argparse.Namespace:
    """What is typed; what is not known ends before anything is measured.

    Args:
        about: The benchmark's docstring.
        words: What is typed; what the process was called with, if not given.
        **numbers: What may be said: its usual number, and what it is.
    """
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    for name, (usual, what) in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"{what} ({usual:,})")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(words)
