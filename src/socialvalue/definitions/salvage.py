"""Taking out of a file what cannot be read, so that the rest is checked in the same go.

What is made of the rest is never handed out: its problems are raised with the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, get_origin

import attrs

from socialvalue.definitions.shapes import Entry
from socialvalue.definitions.text import Items, Keys

__all__ = ["Path", "is_stand_in", "prune"]

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a part of a file."""


class _StandIn(str):
    """A text that nobody wrote."""

    __slots__ = ()


_STAND_IN = _StandIn("1")
"""What stands for a text that is missing or cannot be read: it reads as a number, too."""


def is_stand_in(text: str) -> bool:
    """Whether a text stands for one that could not be read, whatever a file may say."""
    return isinstance(text, _StandIn)


_PLAIN: dict[Any, str] = {str: _STAND_IN, Decimal: "1", int: "1", date: "2000-01-01", bool: "no"}

_APART: tuple[tuple[str | None, ...], ...] = (
    *((key, None) for key in ("adopts", "bids", "cases", "exclusions", "localise", "lots",
                              "measures", "places", "rename", "series", "sources", "switch_off",
                              "themes")),
    ("bids", None, "marks", None),
    ("bids", None, "commitments", None),
    ("cases", None, "commitments", None),
    ("policy", None, None),
    *(("measures", None, key) for key in ("counts", "definition", "evidence", "example", "kind",
                                          "mistake", "note", "place", "tags", "value_kind")),
    *(("scheme", key) for key in ("illustrative", "note", "places", "round_at", "ties")),
)  # fmt: skip
"""Parts that stand for themselves: one can be taken out and the others still mean something."""


_REFERRED = {"adopts", "measures", "place", "places", "sources", "themes"}
"""Keys at the top whose names the rest of a set refers to."""


def prune(
    data: Keys, shape: type[Entry], misfits: Iterable[Path], strays: Iterable[Path]
) -> tuple[set[str], bool]:
    """Take out of a file the smallest parts that hold what is at fault.

    Args:
        data: The file's data; it is changed.
        shape: What the file should be.
        misfits: Where something is of the wrong kind, or missing.
        strays: Where keys stand that are not known.

    Returns:
        The names that stood in what was taken out, and whether others may be missing with it.
    """
    names: set[str] = set()
    cuts = {*(_cut(path) for path in misfits), *strays}
    for cut in sorted(cuts, key=_order, reverse=True):
        names.update(_take_out(data, cut))
    tops = {str(cut[0]) for cut in cuts if len(cut) == 1}
    for key in tops:
        _stand_in_for(data, shape, key)
    for cut in cuts:
        if _fits(("measures", None, "kind"), cut):
            _stand_in_for_kind(data, str(cut[1]))
    return names, bool(tops & _REFERRED) or any(cut[0] == "adopts" for cut in cuts)


def _order(path: Path) -> tuple[tuple[bool, str | int], ...]:
    """Later items of a list come after earlier ones: they are taken out first."""
    return tuple((isinstance(step, int), step) for step in path)


def _cut(path: Path) -> Path:
    """The part to take out for a fault: the smallest that stands for itself, else a key at top."""
    fitting = [len(pattern) for pattern in _APART if _fits(pattern, path)]
    return path[: max(fitting, default=1)]


def _fits(pattern: tuple[str | None, ...], path: Path) -> bool:
    steps = path[: len(pattern)]
    return len(steps) == len(pattern) and all(
        wanted in (None, step) for wanted, step in zip(pattern, steps, strict=True)
    )


def _take_out(data: Keys, cut: Path) -> Iterator[str]:
    """Take out one part; the names that stood in it."""
    holder: Any = data
    for step in cut[:-1]:
        holder = holder.get(str(step)) if isinstance(holder, Keys) else _item(holder, step)
    last = cut[-1]
    if isinstance(holder, Keys) and str(last) in holder:
        yield str(last)
        yield from _names(holder.pop(str(last)))
    elif _item(holder, last) is not None:
        yield from _names(holder.remove_item(last))


def _item(holder: Any, step: str | int) -> Any:
    fits = isinstance(holder, Items) and isinstance(step, int) and step < len(holder)
    return holder[step] if fits else None


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, Keys):
        for key, inner in part.items():
            yield key
            yield from _names(inner)
    elif isinstance(part, Items):
        for inner in part:
            yield from _names(inner)


def _stand_in_for(data: Keys, shape: type[Entry], key: str) -> None:
    """Put a stand-in under a key that must be there."""
    for field in attrs.fields(shape):
        if field.name == key and field.default is attrs.NOTHING:
            data[key] = _stand_in(field)


def _stand_in_for_kind(data: Keys, code: str) -> None:
    """The kind that a measure seems to be of."""
    measure = data["measures"].get(code)
    if measure is not None:
        measure["kind"] = "monetised" if "proxy" in measure else "recorded"


def _stand_in(field: Any) -> Any:
    """Something of the kind that a field asks for."""
    kind, words = field.type, field.metadata.get("words")
    if words:
        return words[0]
    if isinstance(kind, type) and issubclass(kind, Entry):
        return _empty_entry(kind)
    if get_origin(kind) is list:
        return Items("", (0, 0))
    return _PLAIN.get(kind) or Keys("", (0, 0))


def _empty_entry(shape: type[Entry]) -> Keys:
    data = Keys("", (0, 0))
    for field in attrs.fields(shape):
        if field.init and field.default is attrs.NOTHING:
            data[field.metadata.get("key", field.name)] = _stand_in(field)
    return data
