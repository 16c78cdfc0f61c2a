"""What shows itself: nouns and listings in a shell, to `print`, and in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self, TypeVar

import attrs

from socialvalue.blocks.block import Block
from socialvalue.blocks.explanation import Explanation, join
from socialvalue.errors import whole
from socialvalue.numbers import plain
from socialvalue.words import day_words

__all__ = ["Described", "Listing", "Shown"]

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
        return f"<{type(self).__name__}: {_one_line(self._line())}>"

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


class Described:
    """A small noun of fields: a table of what it says, for `print` and in a notebook.

    In a shell it stays the call that makes it, or is one line, where that call would be long.

    Example:
        >>> @attrs.frozen
        ... class Town(Described):
        ...     name: str
        ...     since: date | None = None
        ...     note: str = ""
        >>> print(Town("Corby", date(1939, 4, 1)))
        Town
        name   Corby
        since  1 April 1939
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{_one_line(_in_short(self))}>"

    def __str__(self) -> str:
        return str(join([self._block()]))

    def _repr_html_(self) -> str:
        return join([self._block()]).html

    def _block(self) -> Block:
        rows = tuple((name.replace("_", " "), whole(words)) for name, words in _fields(self))
        return Block(
            type(self).__name__, () if rows else ("It says nothing more.",), ("", ""), rows
        )


def _one_line(text: str) -> str:
    """A text for one line of a shell: nothing that moves its cursor, and not too long."""
    line = "".join(each if each.isprintable() else "?" for each in whole(text))
    return line[:_LONGEST] + ("" if len(line) <= _LONGEST else "…")


def _in_short(noun: Any) -> str:
    """A noun in a sentence of another: its class, and what it says."""
    said = ", ".join(f"{name.replace('_', ' ')} {words}" for name, words in _fields(noun))
    return type(noun).__name__ + (f" ({said})" if said else "")


def _fields(noun: Any) -> Iterator[tuple[str, str]]:
    """The fields of a noun that say something, in words."""
    for each in attrs.fields(type(noun)):
        value = getattr(noun, each.name)
        if not each.name.startswith(("_", "span")) and each.repr and not _is_nothing(value):
            yield each.name, _said(value)


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or (hasattr(value, "__len__") and not len(value))


def _said(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, Mapping):
        return "; ".join(f"{_said(name)}: {_said(each)}" for name, each in value.items())
    if isinstance(value, (tuple, list, frozenset)):
        return "; ".join(map(_said, value))
    if isinstance(value, Described):
        return _in_short(value)
    return next((said(value) for kind, said in _WORDS if isinstance(value, kind)), str(value))


_WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "yes" if value else "no"), (Decimal, plain), (date, day_words),
)  # fmt: skip
"""How values of some kinds are written for people."""

_LONGEST = 150
"""Characters of a line in a shell."""

_SHOWN = 8
"""How many things a short line names."""
