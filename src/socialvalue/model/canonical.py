"""The meaning of a noun as plain data, and a hash of it.

Comments, the order of keys, the split into files and the spelling of a number do not change the
hash; any value does.  Where a thing was written is not part of its meaning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, cast

import attrs

from socialvalue.numbers import plain
from socialvalue.spans import NOWHERE, Span

__all__ = ["UNORDERED", "fingerprint", "is_empty", "meaning", "spelled"]

UNORDERED = {"unordered": True}
"""Metadata of a field whose order in the files has no meaning, such as a list of rules."""


@cache
def _fields(kind: Hashable) -> tuple[tuple[str, bool, bool], ...]:
    """The fields that have a meaning, each with whether its order has none, and its False one."""
    fields = (each for each in attrs.fields(cast("type", kind)) if each.eq)
    return tuple((each.name, "unordered" in each.metadata, each.default is None) for each in fields)


def _fields_of(thing: Any) -> Iterable[tuple[str, bool, bool]]:
    """The fields of a noun; those of a council's own method may be plain attributes."""
    if attrs.has(type(thing)):
        return _fields(cast("Hashable", type(thing)))
    return [(name, False, False) for name in vars(thing)]


def meaning(thing: Any) -> Any:
    """A noun as JSON-safe data: numbers without needless zeros, dates as text.

    Example:
        >>> meaning({"value": Decimal("0.50"), "from": date(2022, 6, 1)})
        {'value': '0.5', 'from': '2022-06-01'}
    """
    if thing is None or isinstance(thing, (str, bool, int)):
        return thing
    if isinstance(thing, (Decimal, Fraction)):
        return plain(thing)
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, Mapping):
        return {_key(key): meaning(value) for key, value in thing.items()}
    if isinstance(thing, (tuple, list)):
        return [meaning(each) for each in thing]
    return _noun(thing)


def _noun(thing: Any) -> dict[str, Any]:
    """A noun by its fields, with its kind.

    Empty fields are left out, so that a new one does not change the hash of what was written
    before it; a field whose order has no meaning is sorted.  False is empty, except where a field
    that may also say nothing at all says no.
    """
    if isinstance(thing, Span) or not (attrs.has(type(thing)) or hasattr(thing, "__dict__")):
        raise TypeError(f"{type(thing).__name__} has no meaning of its own")
    kept = {}
    for name, unordered, may_say_no in _fields_of(thing):
        given = getattr(thing, name)
        value: Any = given if type(given) is str else meaning(given)
        if (may_say_no and value is False) or not is_empty(value):
            kept[name] = _sorted(value) if unordered else value
    return {"kind": type(thing).__name__, **kept} if "kind" not in kept else kept


def is_empty(value: Any) -> bool:
    """Whether a value says nothing; a 0 says something, and no field is true by default."""
    if type(value) is str:
        return not value
    return value is None or value is False or value in ((), [], {}, "", NOWHERE)


def _sorted(items: list[Any]) -> list[Any]:
    return sorted(items, key=spelled)


def _key(key: Any) -> str:
    return key.isoformat() if isinstance(key, date) else str(key)


def spelled(data: Any) -> str:
    """JSON-safe data in one spelling, whatever the order of its keys.

    Example:
        >>> spelled({"b": 1, "a": "£"})
        '{"a":"£","b":1}'
    """
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(thing: Any) -> str:
    """The sha256, in hex, of the meaning of a noun.

    Example:
        >>> fingerprint({"a": Decimal("1.0")}) == fingerprint({"a": Decimal("1")})
        True
    """
    return hashlib.sha256(spelled(meaning(thing)).encode("utf-8", "surrogatepass")).hexdigest()
