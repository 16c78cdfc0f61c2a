"""Where a thing was written."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from socialvalue.errors import Problem

__all__ = ["NOWHERE", "Span"]


@attrs.frozen
class Span:
    """A place in a file: lines and columns count from 1.

    Example:
        >>> str(Span("measures.yaml", 14, 11))
        'measures.yaml:14:11'
    """

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The same problems, set at this place unless they know their own."""
        return tuple(each if each.line else self._set(each) for each in problems)

    def _set(self, each: Problem) -> Problem:
        return attrs.evolve(each, file=self.file, line=self.line, column=self.column)


NOWHERE = Span()
"""The place of a thing made in Python."""
