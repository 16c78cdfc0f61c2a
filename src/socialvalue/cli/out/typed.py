"""What is typed: paths, whole numbers, CODE=VALUE; and problems that say what to type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import click

from socialvalue.errors import Problem

__all__ = ["A_PATH", "WHOLE", "Range", "pairs", "typed"]

_DIGITS = re.compile(r"[0-9]+(_[0-9]+)*", re.ASCII)
_MOST = 18
"""Digits of a whole number: none of ours has more, and a computer counts as far at once."""


class _Named(click.Path):
    """A path that names something: nothing between quotation marks is a slip, and no folder."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if value == "":
            self.fail("nothing is named", param, ctx)
        return super().convert(value, param, ctx)


class _Whole(click.types.IntParamType):
    """A whole number in the one grammar of numbers: digits from 0 to 9, without a sign."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        return super().convert(_digits(self, value, param, ctx), param, ctx)


class Range(click.IntRange):
    """The same from a least number to a most."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """What was typed as a number, or click's error."""
        return super().convert(_digits(self, value, param, ctx), param, ctx)


def _digits(kind: Any, value: Any, param: Any, ctx: Any) -> Any:
    """What was typed, if it is digits; a number that the program itself says stays what it is."""
    if isinstance(value, str):
        if not _DIGITS.fullmatch(value):
            kind.fail(f"'{value}' is no whole number: write it with the digits 0 to 9, without a "
                      "sign", param, ctx)  # fmt: skip
        if len(value) > _MOST:
            kind.fail(f"'{value[:_MOST]}…' is too large to be meant", param, ctx)
    return value


A_PATH = _Named(readable=False, path_type=Path)
WHOLE = _Whole()


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
