"""Keeping all the problems of one load, to raise them together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from socialvalue.definitions.nodes import Keys
from socialvalue.errors import DefinitionError, Problem, SocialValueError, problem
from socialvalue.spans import Span

__all__ = ["Findings"]

T = TypeVar("T")

MOST_PROBLEMS = 500
"""What is told at once; each further one costs time to word, and nobody reads it."""

_TAKES_THE_TEXT = {"SV105", "SV106"}
"""What is no text leaves an empty one behind, of which nothing is said."""
_OF_THE_TEXT = {*_TAKES_THE_TEXT, "SV109", "SV113", "SV114", "SV220", "SV705"}


class Findings:
    """The problems found so far, and what could not be read because of them.

    Attributes:
        problems: In the order in which they were found.
        unread: Names that stand in parts that could not be read: nothing that refers to them is
            blamed.
        blind: Whether there may be further such names.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self.blind = False

    def add(self, at: Span | Keys, *problems: Problem) -> None:
        """Keep problems, at a place unless they know their own.

        Args:
            at: The place; for a group of keys, the key of it that the problem's words name.
            problems: What was found.

        Raises:
            DefinitionError: So much is wrong that nobody would read on: what was kept so far.
        """
        if len(self.problems) >= MOST_PROBLEMS:
            raise self.error()
        for each in problems:
            span = at if isinstance(at, Span) else at.nearest(each.where.split(", "))
            self.problems += span.locate([each])

    def attempt(
        self, at: Span | Keys, make: Callable[..., T], /, *arguments: Any, **named: Any
    ) -> T | None:
        """What a function makes, or None and its refusals kept."""
        try:
            return make(*arguments, **named)
        except SocialValueError as error:
            self.add(at, *error.problems)
            return None

    def excuse(self, name: str) -> bool:
        """Whether a name may stand in what could not be read."""
        return self.blind or name in self.unread

    def copy(self) -> Findings:
        """The same findings, to which others can be added."""
        twin = Findings()
        twin.problems, twin.unread, twin.blind = [*self.problems], {*self.unread}, self.blind
        return twin

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
        """Raise all that was kept, each problem once.

        Raises:
            DefinitionError: There was something.
        """
        if self.problems:
            raise self.error()

    def error(self) -> DefinitionError:
        """All that was kept, in the order in which it stands in the files.

        Of what is wrong as text nothing more is said: it means nothing else, either.
        """
        spoilt = {each.order for each in self.problems if each.code in _OF_THE_TEXT}
        taken = {each.order for each in self.problems if each.code in _TAKES_THE_TEXT}
        found = [
            each
            for each in dict.fromkeys(self.problems)
            if each.order not in (taken if each.code == "SV220" else spoilt)
            or each.code in _OF_THE_TEXT - {"SV220"}
        ]
        found.sort(key=lambda each: each.order)
        more = [problem("SV115", limit=f"{MOST_PROBLEMS:,}")] if len(found) >= MOST_PROBLEMS else []
        return DefinitionError([*found[:MOST_PROBLEMS], *more])
