"""Plain data that knows where it was written: groups of keys, and lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from socialvalue.errors import Problem
from socialvalue.spans import Span

__all__ = ["Items", "Keys", "Mark", "Path", "Place", "Unreadable", "part_at", "spot"]

Mark = tuple[int, int]
Place = Mark | str
"""A line and column of a file, or the JSON pointer of data that came in none."""
Path = tuple[str | int, ...]
"""The keys and indexes that lead to a part of a file."""


def spot(file: str, place: Place) -> Span:
    """A place in a file, or in data.

    Example:
        >>> str(spot("tender.yaml", (3, 1))), str(spot("", "/bids/0"))
        ('tender.yaml:3:1', '/bids/0')
    """
    return Span(file, pointer=place) if isinstance(place, str) else Span(file, *place)


class Keys(dict[str, Any]):
    """A mapping that knows where it, its keys and its values were written."""

    __slots__ = ("file", "keys_at", "mark", "values_at")

    def __init__(self, file: str, mark: Place) -> None:
        super().__init__()
        self.file = file
        self.mark = mark
        self.keys_at: dict[str, Place] = {}
        self.values_at: dict[str, Place] = {}

    def place(self, key: str | int | None = None, *, at_key: bool = False) -> Place:
        """Where the value of a key (or the key itself, or the mapping) was written."""
        marks = self.keys_at if at_key else self.values_at
        return self.mark if key is None else marks.get(str(key), self.mark)

    def span(self, key: str | None = None, *, at_key: bool = False) -> Span:
        """Where the value of a key (or the key itself, or the mapping) was written."""
        return spot(self.file, self.place(key, at_key=at_key))

    def nearest(self, words: Iterable[str], otherwise: str | None = None) -> Span:
        """Where the innermost of the named keys was written; words that are no key are passed.

        Args:
            words: The words of a place, from the outermost.
            otherwise: The key that is meant where none of the words is a key.
        """
        span, holder = self.span(otherwise), self
        for word in (each.strip("'") for each in words):
            if word in holder:
                span, inner = holder.span(word), holder[word]
                holder = inner if isinstance(inner, Keys) else Keys("", (0, 0))
        return span


class Items(list[Any]):
    """A list that knows where it and its items were written.

    Attributes:
        numbers: The items' numbers, from 1, as a reader of the file counts them.
    """

    __slots__ = ("file", "items_at", "mark", "numbers")

    def __init__(self, file: str, mark: Place) -> None:
        super().__init__()
        self.file = file
        self.mark = mark
        self.items_at: list[Place] = []
        self.numbers: list[int] = []

    def place(self, index: int | None = None) -> Place:
        """Where an item (or the list) was written."""
        return self.mark if index is None else self.items_at[index]

    def span(self, index: int | None = None) -> Span:
        """Where an item (or the list) was written."""
        return spot(self.file, self.place(index))

    def remove_item(self, index: int) -> Any:
        """Take out an item; the others keep their marks and numbers."""
        self.items_at.pop(index)
        self.numbers.pop(index)
        return self.pop(index)


class Unreadable:
    """What stands for a value that is no data: why it is none."""

    __slots__ = ("problems",)

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)


def part_at(holder: Any, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path:
        if isinstance(holder, Keys):
            holder = holder.get(str(step))
        else:
            fits = isinstance(holder, Items) and isinstance(step, int) and step < len(holder)
            holder = holder[step] if fits else None
    return holder
