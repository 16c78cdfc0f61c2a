"""Taking out of a file what cannot be read, so that the rest is checked in the same go.

What is made of the rest is never handed out: its problems are raised with the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_origin

from socialvalue.definitions.nodes import Items, Keys, Path, part_at
from socialvalue.definitions.shapes.entries import Entry, is_entry, is_needed, keys_of, required

__all__ = ["is_stand_in", "prune"]


class _StandIn(str):
    """A text that nobody wrote."""

    __slots__ = ()


_STAND_IN = _StandIn("1")
"""What stands for a text that is missing or cannot be read: it reads as a number, too."""


def is_stand_in(text: str) -> bool:
    """Whether a text stands for one that could not be read, whatever a file may say."""
    return isinstance(text, _StandIn)


_PLAIN: dict[Any, str] = {str: _STAND_IN, Decimal: "1", int: "1", date: "2000-01-01", bool: "no"}


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
    cuts = {*(_cut(path, shape) for path in misfits), *strays}
    for cut in sorted(cuts, key=_order, reverse=True):
        names.update(_take_out(data, cut))
    on_the_way = {cut: [*_fields_on(cut, shape)] for cut in cuts}
    for cut, (*_, last) in on_the_way.items():
        holder = part_at(data, cut[:-1])
        if last is not None and is_needed(last) and isinstance(holder, Keys):
            holder[str(cut[-1])] = _stand_in(last, holder)
    return names, any(_loses_names(fields) for fields in on_the_way.values())


def _order(path: Path) -> tuple[tuple[bool, str | int], ...]:
    """Later items of a list come after earlier ones: they are taken out first."""
    return tuple((isinstance(step, int), step) for step in path)


def _cut(path: Path, shape: type[Entry]) -> Path:
    """The part to take out for a fault: the smallest that stands for itself, else a key at top."""
    ends = [
        at + field.metadata["apart"]
        for at, field in enumerate(_fields_on(path, shape))
        if field is not None and "apart" in field.metadata
    ]
    return path[: max((end for end in ends if end <= len(path)), default=1)]


def _fields_on(path: Path, shape: type[Entry]) -> Iterator[Any]:
    """The field of each step; None for what stands in a list or group, and a key not known."""
    kind: Any = shape
    for step in path:
        field = keys_of(kind).get(str(step)) if is_entry(kind) else None
        yield field
        kind = required(field.type if field is not None else (None, *get_args(kind))[-1])


def _take_out(data: Keys, cut: Path) -> Iterator[str]:
    """Take out one part; the names that stood in it."""
    holder, last = part_at(data, cut[:-1]), cut[-1]
    if isinstance(holder, Keys) and str(last) in holder:
        yield str(last)
        yield from _names(holder.pop(str(last)))
    elif part_at(holder, (last,)) is not None:
        yield from _names(holder.remove_item(last))


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, Keys):
        for key, inner in part.items():
            yield key
            yield from _names(inner)
    elif isinstance(part, Items):
        for inner in part:
            yield from _names(inner)


def _loses_names(fields: list[Any]) -> bool:
    """Whether names went with a part that others refer to, and that do not stand in it."""
    said = [None if each is None else each.metadata.get("names") for each in fields]
    return bool(said[-1]) or "elsewhere" in said


def _stand_in(field: Any, holder: Keys) -> Any:
    """Something of the kind that a field asks for."""
    kind, said = field.type, field.metadata
    if "stand_in" in said:
        return said["stand_in"](holder)
    if "words" in said:
        return said["words"][0]
    if is_entry(kind):
        return _empty_entry(kind)
    if get_origin(kind) is list:
        return Items("", (0, 0))
    return _PLAIN.get(kind) or Keys("", (0, 0))


def _empty_entry(shape: type[Entry]) -> Keys:
    data = Keys("", (0, 0))
    for key, field in keys_of(shape).items():
        if is_needed(field):
            data[key] = _stand_in(field, data)
    return data
