"""What shows itself: nouns and listings in a shell, to `print`, and in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from socialvalue.blocks.block import Block
from socialvalue.blocks.explanation import Explanation, join
from socialvalue.errors import whole

__all__ = ["Listing", "Shown"]

T = TypeVar("T")


class Listing(tuple[T, ...]):  # noqa: SLOT001 - a tuple of any length has no slots
    """Several things in their order, which `print` and a notebook show as a table.

    It is a tuple: it compares, hashes, pickles and is sliced as one.

    Attributes:
        block: What is shown of them.
        suggestions: The words that may have been meant, where nothing was found.

    Example:
        >>> rows = Block("2 towns", (), ("town",), (("Ashby",), ("Corby",)))
        >>> towns = Listing(["Ashby", "Corby"], rows)
        >>> towns == ("Ashby", "Corby"), towns
        (True, <2 towns: Ashby, Corby>)
    """

    block: Block
    suggestions: tuple[str, ...]

    def __new__(cls, things: Iterable[T], block: Block, suggestions: Iterable[str] = ()) -> Self:
        """Make one of its things, of what is shown of them, a row each, and of what was meant."""
        made = super().__new__(cls, things)
        made.block, made.suggestions = block, tuple(suggestions)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (tuple(self), self.block, self.suggestions)

    def __repr__(self) -> str:
        first = [row[0] for row in self.block.rows]
        more = f" and {len(first) - _SHOWN} more" if len(first) > _SHOWN else ""
        names = f": {', '.join(first[:_SHOWN])}{more}" if first else ""
        meant = " or ".join(map(repr, self.suggestions))
        return f"<{self.block.heading}{names}{f'; did you mean {meant}?' if meant else ''}>"

    def __str__(self) -> str:
        return self.block.text()

    def _repr_html_(self) -> str:
        return f"<div>{self.block.html()}</div>"


class Shown:
    """A noun that is one line in a shell, a text for `print`, and a page in a notebook.

    Example:
        >>> class Town(Shown):
        ...     def _line(self):
        ...         return "Corby, 75,000 people"
        ...     def _blocks(self):
        ...         return [Block("Corby", ("It has 75,000 people.",))]
        >>> Town()
        <Town: Corby, 75,000 people>
        >>> print(Town())
        Corby
        It has 75,000 people.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        line = "".join(each if each.isprintable() else "?" for each in whole(self._line()))
        end = "" if len(line) <= _LONGEST else "…"
        return f"<{type(self).__name__}: {line[:_LONGEST]}{end}>"

    def __str__(self) -> str:
        return str(self._told())

    def _repr_html_(self) -> str:
        return self._told().html

    def _told(self) -> Explanation:
        return join(self._blocks())

    def _line(self) -> str:
        """What it is, in one line."""
        raise NotImplementedError

    def _blocks(self) -> Iterable[Block]:
        """What is shown of it; the line alone, if it says nothing else."""
        return [Block(self._line())]


_LONGEST = 150
"""Characters of a line in a shell."""

_SHOWN = 8
"""How many things a short line names."""
