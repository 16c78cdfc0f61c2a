"""What a record holds and no result rests on: a replay names it, since nothing shows it is true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialvalue.assess.provenance import places_used
from socialvalue.model.bids.bid import Bid
from socialvalue.model.codec import beside_meaning
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender
from socialvalue.spans import Span

__all__ = ["unchecked", "unchecked_words"]

_NOUNS = ("framework", "scheme", "tender")
_WALKED = frozenset(
    (*_NOUNS, "schema", "bids", "provenance", "results", "warnings", "decided", "lots", "rule",
     "most", "hashes", "sha256")
)  # fmt: skip
"""The parts of a record that are computed again or computed from."""


def unchecked(
    record: Mapping[str, Any],
    methods: Iterable[type[Any]],
    tender: Tender,
    bids: Iterable[Bid],
    framework: Framework,
) -> Iterator[str]:
    """The JSON pointer of each value of a record that no result rests on.

    Args:
        record: One that was replayed.
        methods: Scoring methods beside the library's own.
        tender: The recorded tender.
        bids: The recorded bids.
        framework: The recorded set.
    """
    yield from (f"/{key}" for key in record if key not in _WALKED)
    if record["provenance"].get("date_rule") != "framework" and framework.on is not None:
        yield "/framework/data/on"
    told = frozenset(_written(record["results"]))
    used = places_used(tender, bids, framework)
    parts = (*((f"/{key}", record[key]) for key in _NOUNS),
             *((f"/bids/{index}", each) for index, each in enumerate(record["bids"])))  # fmt: skip
    for part, written in parts:
        for at, held in beside_meaning(written, methods):
            yield from _leaves(part + at, held, told, used)


def _written(results: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Where figures are written, as the results say: these are held against each other."""
    for result in results:
        for line in result.get("lines", ()):
            yield line.get("written", "")


def _leaves(at: str, held: Any, told: frozenset[str], used: Iterable[str]) -> Iterator[str]:
    """The values below a place, without those that show in a result."""
    if isinstance(held, list):
        if _is_place(held) and held[0] in used:
            return
        for index, each in enumerate(held):
            yield from _leaves(f"{at}/{index}", each, told, used)
    elif isinstance(held, Mapping):
        if "$at" in held and str(Span(*held["$at"])) in told:
            return
        for key, each in held.items():
            yield from _leaves(f"{at}/{key}", each, told, used)
    else:
        yield at


def _is_place(held: list[Any]) -> bool:
    """Whether a pair of a mapping is a code and its place."""
    return len(held) == 2 and isinstance(held[1], Mapping) and held[1].get("$") == "Place"


def unchecked_words(pointers: Iterable[str]) -> Iterator[str]:
    """What is not checked, in a sentence; none where everything is.

    Example:
        >>> list(unchecked_words(["/after"]))
        ['Not checked, since no figure rests on it: the run before this one.']
    """
    found = tuple(dict.fromkeys(map(_word, pointers)))
    if found:
        yield f"Not checked, since no figure rests on it: {'; '.join(found)}."


def _word(pointer: str) -> str:
    if pointer.startswith("/framework/data/places/"):
        return "places that neither the tender nor a bid names"
    if "/span" in pointer:
        return "where things are written"
    return {"/framework/data/on": "the day for which the set was loaded",
            "/after": "the run before this one"}.get(pointer, pointer)  # fmt: skip
