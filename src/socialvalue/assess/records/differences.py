"""What differs between a record and the same decision computed here, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

import attrs

from socialvalue.assess.provenance import library_version
from socialvalue.assess.records.rule_changes import changes_behind, is_older
from socialvalue.model.canonical import spelled
from socialvalue.spans import portable

__all__ = [
    "GONE",
    "MOST",
    "Difference",
    "differing",
    "in_words",
    "is_same",
    "other_library",
    "rests_differing",
    "result_differences",
]

_WORDS = ("reason", "warnings", "written", "decided", "rule")
"""Keys of a record that hold words about a result, and no figure."""

_FIGURES = ("results", "lots", "most")
_TOLD = ("warnings", "rule", "decided")

GONE = object()
"""Stands for what is not there at all, which is another thing than nothing."""

MOST = 50
"""Differences that are listed before the rest is counted."""


@attrs.frozen
class Difference:
    """One value that is not the recorded one.

    Attributes:
        path: The way to it, in words.
        recorded: What the record says; `GONE` where it says nothing.
        here: What is found here.
    """

    path: tuple[str, ...]
    recorded: Any
    here: Any

    def __str__(self) -> str:
        found = f"{_shown(self.recorded)} recorded, {_shown(self.here)} here"
        return f"{', '.join(self.path)}: {found}"

    @property
    def is_of_folder(self) -> bool:
        """Whether only the folders differ that a file lay in, which records once had in them."""
        both = isinstance(self.recorded, str) and isinstance(self.here, str)
        is_file = self.path[-1] in ("written", "file")
        return both and is_file and portable(self.recorded) == self.here

    @property
    def signs(self) -> frozenset[str]:
        """What may show which rule acted: the keys of the way to it, and codes in it."""
        keys = {word.rstrip(" 0123456789") for word in self.path}
        return frozenset((*keys, *_texts(self.recorded), *_texts(self.here)))


def _shown(value: Any) -> str:
    if value is GONE or value is None:
        return "no entry" if value is GONE else "nothing"
    return "an entry" if isinstance(value, (Mapping, list)) else f"{value}"


def _texts(value: Any) -> Iterator[str]:
    """The texts in JSON-safe data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (Mapping, list)):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(each)


def in_words(differences: Iterable[Difference], library: str = "0.2.0") -> Iterator[str]:
    """Differences in words; after so many, the rest is counted.

    Args:
        differences: Any.
        library: The version that made the record; of one that wrote folders, those are no news.
    """
    by_name = not is_older(library, "0.2.0")
    found = (each for each in differences if by_name or not each.is_of_folder)
    yield from map(str, islice(found, MOST))
    rest = sum(1 for _ in found)
    if rest:
        yield f"and {rest} more differences"


def differing(path: tuple[str, ...], recorded: Any, here: Any) -> Iterator[Difference]:
    """Each value of two pieces of JSON-safe data that is not the same."""
    if isinstance(recorded, Mapping) and isinstance(here, Mapping):
        for key in {**recorded, **here}:
            old, new = recorded.get(key, GONE), here.get(key, GONE)
            yield from differing((*path, str(key)), old, new)
    elif isinstance(recorded, list) and isinstance(here, list):
        *front, last = path
        for number, (old, new) in enumerate(zip_longest(recorded, here, fillvalue=GONE), start=1):
            yield from differing((*front, f"{last} {number}"), old, new)
    elif recorded != here or type(recorded) is not type(here):
        yield Difference(path, recorded, here)


# --- the same -----------------------------------------------------------------------------


def is_same(record: Mapping[str, Any], here: Mapping[str, Any], *, is_recorded: bool) -> bool:
    """Whether all that a record says is what comes out here.

    Words that explain a result are left aside where another version of the library made it: that
    may word a reason better.  What a result rests on is held against the record where nothing
    takes the place of what the record holds.
    """
    by_another = record["provenance"]["library"] != library_version()
    told = () if by_another else _TOLD
    leave = _WORDS if by_another else ()
    found = all(_without(record.get(key), leave) == _without(here.get(key), leave)
                for key in (*_FIGURES, *told))  # fmt: skip
    return found and not (is_recorded and any(rests_differing(record, here)))


def _without(held: Any, keys: Sequence[str]) -> str:
    """JSON-safe data in one spelling, without some keys; there true is not 1."""
    return spelled(_left(held, keys) if keys else held)


def _left(held: Any, keys: Sequence[str]) -> Any:
    if isinstance(held, Mapping):
        return {key: _left(each, keys) for key, each in held.items() if key not in keys}
    return [_left(each, keys) for each in held] if isinstance(held, list) else held


def rests_differing(record: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[Difference]:
    """What a record says that it rests on, where that is not so; the version is left aside."""
    recorded, found = record["provenance"], here["provenance"]
    for key in {**recorded, **found}:
        unknown = key not in recorded and is_older(recorded["library"], _SINCE.get(key, ""))
        if key != "library" and not unknown:
            yield from differing(("what it rests on", key), recorded.get(key, GONE),
                                 found.get(key, GONE))  # fmt: skip


_SINCE = {"places": "0.2.0"}
"""Parts of the provenance that records have only since a version."""


def other_library(record: Mapping[str, Any], differences: Iterable[Difference]) -> Iterator[str]:
    """That another version made the record, and which changed rules the differences stem from."""
    made, here = record["provenance"]["library"], library_version()
    if made != here:
        yield f"another version of the library: {made} recorded, {here} here"
    signs = {sign for each in differences for sign in each.signs}
    for rule in changes_behind(made, signs):
        yield f"the rule '{rule.name}' is another since version {rule.since}: {rule.words}"


# --- what came out otherwise --------------------------------------------------------------


def result_differences(record: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[Difference]:
    """What came out otherwise, bid by bid."""
    found = False
    for each in _listed(record, here):
        found = True
        yield each
    if not found and spelled(record["results"]) != spelled(here["results"]):
        yield Difference(("the list of results",), "another order or number", "another")


def _listed(record: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[Difference]:
    recorded = {_who(each): each for each in record["results"]}
    found = {_who(each): each for each in here["results"]}
    for who in {**recorded, **found}:
        if who in recorded and who in found:
            yield from differing((who,), recorded[who], found[who])
        else:
            yield _Missing((who,), recorded.get(who, GONE), found.get(who, GONE))
    yield from differing(("warnings",), record["warnings"], here["warnings"])
    yield from _lots_differing(record.get("lots", ()), here.get("lots", ()))
    for key, words in (("rule", "the rule on lots"), ("most", "the limit on lots"),
                       ("decided", "what decided")):  # fmt: skip
        yield from differing((words,), record.get(key, GONE), here.get(key, GONE))


class _Missing(Difference):
    """A bid that is only in the record, or only here."""

    def __str__(self) -> str:
        (who,) = self.path
        if self.here is GONE:
            return f"{who}: recorded, and not among the bids here"
        return f"{who}: not in the record, and among the bids here"


def _lots_differing(recorded: Sequence[Any], here: Sequence[Any]) -> Iterator[Difference]:
    old, new = ({each["lot"]: each for each in held} for held in (recorded, here))
    for lot in {**old, **new}:
        yield from differing((f"lot {lot}",), old.get(lot, GONE), new.get(lot, GONE))


def _who(result: Mapping[str, Any]) -> str:
    return f"{result['bidder']}" + (f" ({result['lot']})" if result["lot"] else "")
