"""How large a record may be: held before anything is computed from it, and before it is sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialvalue.errors import RecordError, problem
from socialvalue.model.places import Place

__all__ = [
    "MOST_BYTES",
    "MOST_DEPTH",
    "MOST_DIGITS",
    "MOST_VALUES",
    "beyond",
    "check_bounds",
    "check_places",
]

MOST_BYTES = 50_000_000
"""Of a record's file: some 20,000 lines of bids."""

MOST_VALUES = 1_000_000
"""Values in it, at all levels, each key and its value as one."""

MOST_DEPTH = 100
"""Levels: a set, a tender and a scheme of 30 levels have fewer."""

MOST_DIGITS = 30
"""Of a whole number; amounts of any length are texts."""

MOST_PLACES = 200
"""That one place lies in, is called or has become: in the United Kingdom there are some twenty."""

Pending = list[tuple[str, Any, int]]


def beyond(what: str) -> RecordError:
    """The refusal of what goes beyond a bound."""
    return RecordError(problem("SV820", found=what))


def check_bounds(record: Mapping[str, Any]) -> None:
    """A record keeps the bounds, and holds texts, whole numbers, lists and mappings alone.

    Args:
        record: Data that may be a record.

    Raises:
        RecordError: It is nested too deep or holds too much (SV820), a text that cannot be
            written (SV821), or what is no JSON of a record (SV801).

    Example:
        >>> check_bounds({"schema": "socialvalue/record@1", "results": []})
    """
    pending: Pending = [("", record, 1)]
    found = 0
    while pending:
        at, held, depth = pending.pop()
        found += 1
        if found + len(pending) > MOST_VALUES:
            raise beyond(f"more than {MOST_VALUES:,} values")
        if not isinstance(held, (Mapping, list, tuple)):
            _check_leaf(at, held)
        elif depth > MOST_DEPTH:
            raise beyond(f"more than {MOST_DEPTH} levels")
        else:
            pending.extend((key, each, depth + 1) for key, each in _inside(at, held))


def _inside(at: str, held: Any) -> Iterator[tuple[str, Any]]:
    """What a list or a mapping holds, each with its key, by which a fault in it is told."""
    if isinstance(held, Mapping):
        for key, each in held.items():
            _check_leaf(at, key)
            yield str(key), each
    else:
        yield from ((at, each) for each in held)


def _check_leaf(at: str, held: Any) -> None:
    if isinstance(held, str):
        if not held.isascii() and any("\ud800" <= each <= "\udfff" for each in held):
            raise RecordError(problem("SV821", found=held, key=at))
    elif isinstance(held, int):
        if abs(held) >= 10**MOST_DIGITS:
            raise beyond(f"a number of more than {MOST_DIGITS} digits ('{at}')")
    elif held is not None:
        why = f"it holds a {type(held).__name__} ('{at}'), and no record does"
        raise RecordError(problem("SV801", why=why))


def check_places(named: Iterable[str], places: Mapping[str, Place]) -> None:
    """No place lies in an endless tower of others.

    Args:
        named: The codes of places that a tender or a bid names.
        places: All places of the record.

    Raises:
        RecordError: There are more around one than anybody could read (SV820).
    """
    for code in named:
        seen, pending = {code}, [code]
        while pending:
            each = places.get(pending.pop())
            around = () if each is None else (each.parent, each.same_as, *each.replaced_by)
            new = {other for other in around if other is not None} - seen
            seen |= new
            pending += new
            if len(seen) > MOST_PLACES:
                raise beyond(f"more than {MOST_PLACES} places around {code}")
