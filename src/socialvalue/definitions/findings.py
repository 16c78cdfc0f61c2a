"""Keeping all the problems of one load, to raise them together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from socialvalue.errors import DefinitionError, Problem, SocialValueError
from socialvalue.spans import Span

__all__ = ["Findings"]

T = TypeVar("T")


class Findings:
    """The problems found so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, span: Span, *problems: Problem) -> None:
        """Keep problems, at a place unless they know their own."""
        self.problems += span.locate(problems)

    def attempt(
        self, span: Span, make: Callable[..., T], /, *arguments: Any, **named: Any
    ) -> T | None:
        """What a function makes, or None and its refusals kept."""
        try:
            return make(*arguments, **named)
        except SocialValueError as error:
            self.add(span, *error.problems)
            return None

    def settled(self, made: T | None) -> T:
        """What was made, once nothing is wrong with it.

        Raises:
            DefinitionError: Something was kept.
        """
        self.settle()
        if made is None:
            raise AssertionError("nothing was made and nothing is wrong")
        return made

    def settle(self) -> None:
        """Raise all that was kept.

        Raises:
            DefinitionError: There was something.
        """
        if self.problems:
            raise DefinitionError(
                sorted(self.problems, key=lambda each: (each.file, each.line, each.column))
            )
