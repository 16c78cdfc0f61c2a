"""A mapping that cannot change: it hashes, compares, pickles and deep-copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["FrozenMap"]

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(Mapping[K, V]):
    """An unchangeable mapping that keeps its order.

    Example:
        >>> FrozenMap({"a": 1}) == {"a": 1}, len({FrozenMap(), FrozenMap()})
        (True, 1)
    """

    __slots__ = ("_data",)
    _data: dict[K, V]

    def __init__(self, data: Mapping[K, V] | None = None) -> None:
        object.__setattr__(self, "_data", dict(data or {}))

    def __getitem__(self, key: K) -> V:
        return self._data[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __contains__(self, key: object) -> bool:
        return key in self._data

    if not TYPE_CHECKING:  # as in Mapping, and several times as fast

        def get(self, key: Any, default: Any = None) -> Any:
            """The value of a key, or the default."""
            return self._data.get(key, default)

        def items(self) -> Any:
            """The keys with their values."""
            return self._data.items()

        def values(self) -> Any:
            """The values."""
            return self._data.values()

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} cannot change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot change")

    def __hash__(self) -> int:
        return hash(frozenset(self._data.items()))

    def __reduce__(self) -> tuple[type[FrozenMap[K, V]], tuple[dict[K, V]]]:
        return type(self), (self._data,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._data!r})"
