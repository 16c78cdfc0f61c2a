"""Where a thing was written."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from socialvalue.errors import Problem, spot_in

__all__ = ["NOWHERE", "Span", "pointer_of", "portable"]

_SHIPPED = re.compile(r"measures/(frameworks|plugins|indices)(/[^/\\]+)+|measures/places\.yaml")


def portable(file: str) -> str:
    """The name of a file as on any machine: without the folders it lies in here.

    What is shipped keeps its place in this library.

    Example:
        >>> portable("/home/someone/tender.yaml"), portable("measures/plugins/essex/plugin.yaml")
        ('tender.yaml', 'measures/plugins/essex/plugin.yaml')
    """
    if not (_SHIPPED.fullmatch(file) and "/../" not in file):
        file = re.split(r"[/\\]", file.rstrip("/\\"))[-1]
    return file.encode("utf-8", "replace").decode("utf-8")  # a name that is no text has its place


def pointer_of(path: Iterable[str | int]) -> str:
    """A path as a JSON pointer (RFC 6901).

    Example:
        >>> pointer_of(["bids", 0, "price/day"])
        '/bids/0/price~1day'
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


@attrs.frozen
class Span:
    """A place: a line and column, which count from 1, a cell of a workbook, or a JSON pointer.

    A pointer is a place in data that came in no file, as from a form; "" is the whole of it.

    Example:
        >>> str(Span("measures.yaml", 14, 11)), str(Span("offers.xlsx", cell="Offers!C14"))
        ('measures.yaml:14:11', 'offers.xlsx:Offers!C14')
        >>> str(Span(pointer="/bids/0/price"))
        '/bids/0/price'
    """

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""
    pointer: str | None = None

    def __str__(self) -> str:
        return spot_in(self.file, self.line, self.column, self.cell, self.pointer)

    @property
    def is_placed(self) -> bool:
        """Whether it says where, by line, by cell or by pointer."""
        return bool(self.line or self.cell) or self.pointer is not None

    @property
    def portable(self) -> Span:
        """The same place, the file by its name as on any machine."""
        return attrs.evolve(self, file=portable(self.file))

    def placed(self, found: Problem) -> Problem:
        """The problem at this place; as it is where this is no place in a file."""
        return self.locate([found])[0] if self.is_placed else found

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The same problems, set at this place unless they know their own."""
        return tuple(each if each.is_placed else self._set(each) for each in problems)

    def _set(self, each: Problem) -> Problem:
        told = each.for_file() if self.file or self.is_placed else each
        return attrs.evolve(told, **attrs.asdict(self))


NOWHERE = Span()
"""The place of a thing made in Python."""
