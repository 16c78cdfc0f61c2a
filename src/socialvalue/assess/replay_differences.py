"""What differs between a record and the same decision computed here, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

from socialvalue.assess.provenance import Provenance, library_version
from socialvalue.errors import SocialValueError
from socialvalue.model.framework import Framework, Layer

__all__ = ["is_same", "origin_differences", "result_differences"]

_WORDS = ("reason", "warnings", "written", "decided")
"""Keys of a result that hold words about it, and no figure."""

_GONE = object()
"""Stands for what is not there at all, which is another thing than nothing."""

_MOST = 50
"""Differences that are listed before the rest is counted."""


def is_same(record: Mapping[str, Any], outcome: Mapping[str, Any]) -> bool:
    """Whether every rank, point, pound, refusal and first place is the recorded one.

    Words that explain it are left aside: another version may word a reason better.
    """
    return all(_without_words(record.get(key)) == _without_words(outcome.get(key))
               for key in ("results", "lots"))  # fmt: skip


def _without_words(held: Any) -> Any:
    if isinstance(held, Mapping):
        return {key: _without_words(each) for key, each in held.items() if key not in _WORDS}
    return [_without_words(each) for each in held] if isinstance(held, list) else held


def result_differences(record: Mapping[str, Any], outcome: Mapping[str, Any]) -> Iterator[str]:
    """What came out otherwise, bid by bid; after so many, the rest is counted."""
    recorded = {_who(each): each for each in record["results"]}
    here = {_who(each): each for each in outcome["results"]}
    found = _listed(recorded, here, record, outcome)
    yield from islice(found, _MOST)
    rest = sum(1 for _ in found)
    if rest:
        yield f"and {rest} more differences"


def _listed(
    recorded: Mapping[str, Any],
    here: Mapping[str, Any],
    record: Mapping[str, Any],
    outcome: Mapping[str, Any],
) -> Iterator[str]:
    for who in recorded:
        if who not in here:
            yield f"{who}: recorded, and not among the bids here"
        else:
            yield from _compared(who, recorded[who], here[who])
    for who in here:
        if who not in recorded:
            yield f"{who}: not in the record, and among the bids here"
    yield from _compared("warnings", record["warnings"], outcome["warnings"])
    yield from _lots_compared(record.get("lots", ()), outcome.get("lots", ()))
    yield from _compared("the rule on lots", record.get("rule", ""), outcome.get("rule", ""))


def _lots_compared(recorded: Sequence[Any], here: Sequence[Any]) -> Iterator[str]:
    old, new = ({each["lot"]: each for each in held} for held in (recorded, here))
    for lot in {**old, **new}:
        yield from _compared(f"lot {lot}", old.get(lot, _GONE), new.get(lot, _GONE))


def _who(result: Mapping[str, Any]) -> str:
    return f"{result['bidder']}" + (f" ({result['lot']})" if result["lot"] else "")


def _compared(where: str, recorded: Any, here: Any) -> Iterator[str]:
    """Each value that is not the same, with the way to it."""
    if isinstance(recorded, Mapping) and isinstance(here, Mapping):
        for key in {**recorded, **here}:
            yield from _compared(f"{where}, {key}", recorded.get(key, _GONE), here.get(key, _GONE))
    elif isinstance(recorded, list) and isinstance(here, list):
        for number, (old, new) in enumerate(zip_longest(recorded, here, fillvalue=_GONE), start=1):
            yield from _compared(f"{where} {number}", old, new)
    elif recorded != here:
        yield f"{where}: {_shown(recorded)} recorded, {_shown(here)} here"


def _shown(value: Any) -> str:
    if value is _GONE or value is None:
        return "no entry" if value is _GONE else "nothing"
    return "an entry" if isinstance(value, (Mapping, list)) else f"{value}"


def origin_differences(
    record: Mapping[str, Any], provenance: Provenance, framework: Framework
) -> Iterator[str]:
    """What the result rests on, and what is installed here, that is not what was recorded."""
    yield from _other_library(record)
    yield from _other_inputs(record["provenance"], provenance)
    yield from _installed(framework)


def _other_library(record: Mapping[str, Any]) -> Iterator[str]:
    made, here = record["provenance"]["library"], library_version()
    if made != here:
        yield f"another version of the library: {made} recorded, {here} here"


def _other_inputs(recorded: Mapping[str, Any], here: Provenance) -> Iterator[str]:
    yield from _other_layers(recorded["layers"], here.layers)
    if recorded.get("scheme", "") != here.scheme:
        yield "another scheme: its fingerprint is not the recorded one"
    if recorded["inputs"] != here.inputs:
        yield "an altered input: the tender or a bid is not the recorded one"


def _other_layers(recorded: Sequence[Mapping[str, str]], here: Sequence[Layer]) -> Iterator[str]:
    """Sets that are missing, added, or of other content."""
    old = {f"{each['id']}@{each['edition']}": each["sha256"] for each in recorded}
    new = {each.label: each.sha256 for each in here}
    for label, sha256 in old.items():
        if label not in new:
            yield f"another edition: {label} recorded, {', '.join(new)} here"
        elif sha256 != new[label]:
            yield f"other content of {label}: {sha256[:12]} recorded, {new[label][:12]} here"


def _installed(framework: Framework) -> Iterator[str]:
    """Sets that are installed here under the same label and have another content."""
    for layer in framework.layers:
        moved = framework.prices_of if layer.label == framework.label else ""
        here = _loaded(layer, moved)
        if here is not None and here.sha256 != layer.sha256:
            yield (
                f"{layer.label} as installed here has other content: {layer.sha256[:12]} in the "
                f"record, {here.sha256[:12]} installed; the record's own was used"
            )


def _loaded(layer: Layer, prices_of: str) -> Framework | None:
    from socialvalue.registry.loading import load

    if not layer.id.replace("-", "").replace("_", "").isalnum():  # a path, or worse: not a name
        return None
    try:
        return load(layer.id, edition=layer.edition, uprate_to=prices_of or None)
    except SocialValueError:
        return None
