"""The meaning of a noun as plain data, and a hash of it.

Comments, the order of keys, the split into files and the spelling of a number do not change the
hash; any value does.  Where a thing was written is not part of its meaning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, cast

import attrs

from socialvalue.numbers import plain
from socialvalue.spans import Span

__all__ = ["fingerprint", "meaning"]


@cache
def _fields(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in attrs.fields(cast("type", kind)) if each.eq)


def meaning(thing: Any) -> Any:
    """A noun as JSON-safe data: numbers without needless zeros, dates as text.

    Example:
        >>> meaning({"value": Decimal("0.50"), "from": date(2022, 6, 1)})
        {'value': '0.5', 'from': '2022-06-01'}
    """
    if thing is None or isinstance(thing, (str, bool, int)):
        return thing
    if isinstance(thing, Decimal):
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
    before it.
    """
    if isinstance(thing, Span) or not attrs.has(type(thing)):
        raise TypeError(f"{type(thing).__name__} has no meaning of its own")
    found = {name: meaning(getattr(thing, name)) for name in _fields(cast("Hashable", type(thing)))}
    kept = {name: value for name, value in found.items() if value not in (None, "", [], {})}
    return {"kind": type(thing).__name__, **kept} if "kind" not in kept else kept


def _key(key: Any) -> str:
    return key.isoformat() if isinstance(key, date) else str(key)


def fingerprint(thing: Any) -> str:
    """The sha256, in hex, of the meaning of a noun.

    Example:
        >>> fingerprint({"a": Decimal("1.0")}) == fingerprint({"a": Decimal("1")})
        True
    """
    text = json.dumps(meaning(thing), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
