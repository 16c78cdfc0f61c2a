"""What is looked up by name: `[]`, `in`, iteration and `len` that agree with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from socialvalue.errors import NotFoundError

__all__ = ["ByName"]

T = TypeVar("T")


class ByName(Generic[T]):
    """Things in their order, each with a name.

    A name is `in` it where `[]` finds it, and so is whatever iteration gives; `len` counts those.

    Example:
        >>> class Shelf(ByName[int]):
        ...     def _named(self): return [("one", 1), ("two", 2)]
        >>> shelf = Shelf()
        >>> "one" in shelf, 2 in shelf, "three" in shelf, [*shelf], len(shelf), shelf["two"]
        (True, True, False, [1, 2], 2, 2)
    """

    __slots__ = ()

    def _named(self) -> Iterable[tuple[str, T]]:
        """Each thing with its name, in their order."""
        raise NotImplementedError

    def _unknown(self, name: str) -> NotFoundError:
        """What is raised for a name that nothing here has."""
        raise NotImplementedError

    def __getitem__(self, name: str) -> T:
        for known, each in self._named():
            if known == name:
                return each
        raise self._unknown(name)

    def __iter__(self) -> Iterator[T]:
        return (each for _, each in self._named())

    def __len__(self) -> int:
        return sum(1 for _ in self._named())

    def __contains__(self, wanted: object) -> bool:
        if isinstance(wanted, str):
            return any(name == wanted for name, _ in self._named())
        return any(each is wanted or each == wanted for each in self)
