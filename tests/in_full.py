"""All that a noun holds, digits and kinds too: its own line in a shell is short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


def in_full(thing: Any) -> Any:
    """What a thing holds, with every number as it is written."""
    if attrs.has(type(thing)):
        fields = (each.name for each in attrs.fields(type(thing)) if each.eq)
        return type(thing).__name__, [(name, in_full(getattr(thing, name))) for name in fields]
    if isinstance(thing, Mapping):
        return [(in_full(key), in_full(value)) for key, value in thing.items()]
    if isinstance(thing, (list, tuple)):
        return [in_full(each) for each in thing]
    return repr(thing)
