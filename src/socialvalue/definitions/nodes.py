"""Plain data that knows where it was written: groups of keys, and lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from socialvalue.spans import Span

__all__ = ["Items", "Keys", "Mark", "Path", "part_at"]

Mark = tuple[int, int]
Path = tuple[str | int, ...]
"""The keys and indexes that lead to a part of a file."""


class Keys(dict[str, Any]):
    """A mapping that knows where it, its keys and its values were written."""

    __slots__ = ("file", "keys_at", "mark", "values_at")

    def __init__(self, file: str, mark: Mark) -> None:
        super().__init__()
        self.file = file
        self.mark = mark
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}

    def span(self, key: str | None = None, *, at_key: bool = False) -> Span:
        """Where the value of a key (or the key itself, or the mapping) was written."""
        marks = self.keys_at if at_key else self.values_at
        line, column = self.mark if key is None else marks.get(key, self.mark)
        return Span(self.file, line, column)

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

    def __init__(self, file: str, mark: Mark) -> None:
        super().__init__()
        self.file = file
        self.mark = mark
        self.items_at: list[Mark] = []
        self.numbers: list[int] = []

    def span(self, index: int | None = None) -> Span:
        """Where an item (or the list) was written."""
        line, column = self.mark if index is None else self.items_at[index]
        return Span(self.file, line, column)

    def remove_item(self, index: int) -> Any:
        """Take out an item; the others keep their marks and numbers."""
        self.items_at.pop(index)
        self.numbers.pop(index)
        return self.pop(index)


def part_at(holder: Any, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path:
        if isinstance(holder, Keys):
            holder = holder.get(str(step))
        else:
            fits = isinstance(holder, Items) and isinstance(step, int) and step < len(holder)
            holder = holder[step] if fits else None
    return holder
