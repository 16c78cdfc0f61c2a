"""What is typed as CODE=VALUE, and problems that say what to type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
import click

from socialvalue.errors import Problem

__all__ = ["pairs", "typed"]


def pairs(option: str, texts: Iterable[str], form: str = "CODE=VALUE") -> Iterator[tuple[str, str]]:
    """What stands before and behind each sign of equality.

    Args:
        option: Its name, for messages.
        texts: What was typed.
        form: As the option's help shows it.

    Raises:
        BadParameter: One has none, or nothing before it.

    Example:
        >>> dict(pairs("--drop-off", ["NT10=0.25"]))
        {'NT10': '0.25'}
    """
    for each in texts:
        before, sign, behind = each.partition("=")
        if not sign or not before.strip():
            raise click.BadParameter(f"'{each}' is not {form}", param_hint=option)
        yield before.strip(), behind.strip()


def typed(found: Problem) -> Problem:
    """A problem whose hint tells what to type."""
    return attrs.evolve(found, hint=found.file_hint or found.hint, file_hint="")
