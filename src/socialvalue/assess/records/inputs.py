"""What was altered between what a record holds and what takes its place: old and new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from socialvalue.assess.provenance import portable_tender
from socialvalue.assess.records.differences import GONE, Difference
from socialvalue.model.bids.bid import Bid
from socialvalue.model.canonical import meaning, spelled
from socialvalue.model.scheme import Scheme, by_name
from socialvalue.model.tender import Tender

__all__ = ["altered_bids", "altered_scheme", "altered_tender"]

_NAMES = ("bidder", "name", "by", "code")
"""Keys by which the items of a list are found again."""

_LONG = 1000
"""Items from which on a list is compared without looking for what moved."""


def altered_tender(recorded: Tender, here: Tender) -> Iterator[Difference]:
    """What of the tender was altered; its scheme is told by itself."""
    old, new = (dict(meaning(portable_tender(each))) for each in (recorded, here))
    for each in (old, new):
        each.pop("scheme", None)
    yield from _altered(("the tender",), old, new)


def altered_scheme(recorded: Scheme | None, here: Scheme | None) -> Iterator[Difference]:
    """What of the scheme was altered, whatever the order in which its criteria are listed."""
    old, new = (None if each is None else meaning(by_name(each)) for each in (recorded, here))
    yield from _altered(("the scheme",), old, new)


def altered_bids(recorded: Sequence[Bid], here: Sequence[Bid]) -> Iterator[Difference]:
    """What of the bids was altered; those that are only here or there are told with the results."""
    old, new = ({(each.bidder, each.lot): each for each in bids} for bids in (recorded, here))
    for who in old:
        if who in new:
            name = who[0] + (f" ({who[1]})" if who[1] else "")
            yield from _altered((f"the bid of {name}",), meaning(old[who]), meaning(new[who]))


def _altered(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {**old, **new}:
            word = str(key).replace("_", " ")
            yield from _altered((*path, word), old.get(key, GONE), new.get(key, GONE))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _altered_list(path, old, new)
    elif old != new:
        yield Difference(path, old, new)


def _altered_list(path: tuple[str, ...], old: list[Any], new: list[Any]) -> Iterator[Difference]:
    """Items by their names where they have some; else those between what is alike."""
    named = _named(old), _named(new)
    if named[0] is not None and named[1] is not None:
        yield from _altered(path, *named)
        return
    for start, end, other_start, other_end in _unlike(old, new):
        pairs = end - start if end - start == other_end - other_start else 0
        for index in range(pairs):
            at = _item(path, start + index, old)
            yield from _altered(at, old[start + index], new[other_start + index])
        for index in range(start + pairs, end):
            yield Difference(_item(path, index, old), "an entry", GONE)
        for index in range(other_start + pairs, other_end):
            yield Difference(_item(path, index, new), GONE, "an entry")


def _unlike(old: list[Any], new: list[Any]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of two lists that are not alike; of long lists as a whole."""
    if max(len(old), len(new)) > _LONG:
        yield 0, len(old), 0, len(new)
        return
    texts = [spelled(each) for each in old], [spelled(each) for each in new]
    for kind, *stretch in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind != "equal":
            start, end, other_start, other_end = stretch
            yield start, end, other_start, other_end


def _item(path: tuple[str, ...], index: int, held: list[Any]) -> tuple[str, ...]:
    """An item of a list by its number, and its measure if it has one."""
    *front, last = path
    each = held[index]
    code = f" ({each['measure']})" if isinstance(each, Mapping) and "measure" in each else ""
    return (*front, f"{last.removesuffix('s')} {index + 1}{code}")


def _named(held: list[Any]) -> dict[str, Any] | None:
    """The items by their names, where each has one of its own."""
    for key in _NAMES:
        found = {each[key]: each for each in held
                 if isinstance(each, Mapping) and isinstance(each.get(key), str)}  # fmt: skip
        if held and len(found) == len(held):
            return found
    return None if held else {}
