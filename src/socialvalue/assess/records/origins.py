"""What a replayed result rests on that is not what was recorded, or not what is shipped here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from socialvalue.assess.provenance import places_used
from socialvalue.assess.records.differences import MOST, rests_differing
from socialvalue.assess.records.rule_changes import is_older
from socialvalue.errors import SocialValueError
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework, Layer
from socialvalue.model.places import Place
from socialvalue.model.tender import Tender

__all__ = ["installed_differences", "origin_differences", "other_places"]

_TOLD_APART = ("layers", "scheme", "inputs")


def origin_differences(record: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    """What the result rests on that is not what was recorded."""
    recorded, found = record["provenance"], here["provenance"]
    yield from _other_layers(recorded["layers"], found["layers"])
    if recorded.get("scheme", "") != found.get("scheme", ""):
        yield "another scheme: its fingerprint is not the recorded one"
    if recorded["inputs"] != found["inputs"]:
        yield "an altered input: the tender or a bid is not the recorded one"
    for each in rests_differing(record, here):
        if not each.path[1].startswith(_TOLD_APART):
            yield str(each)


def _other_layers(recorded: Sequence[Any], here: Sequence[Any]) -> Iterator[str]:
    """Sets that are missing, added, of other content, or called otherwise."""
    old, new = ({f"{each['id']}@{each['edition']}": each for each in held}
                for held in (recorded, here))  # fmt: skip
    for label, layer in old.items():
        if label not in new:
            yield f"another edition: {label} recorded, {', '.join(new)} here"
        elif layer["sha256"] != new[label]["sha256"]:
            told, found = layer["sha256"][:12], new[label]["sha256"][:12]
            yield f"other content of {label}: {told} recorded, {found} here"
        elif layer != new[label]:
            words = f"{_called(layer)} recorded, {_called(new[label])} here"
            yield f"{label} is called otherwise: {words}"
    for label in new.keys() - old.keys() if old.keys() <= new.keys() else ():
        yield f"another set: {label} is not recorded, and was used here"
    if old == new and list(recorded) != list(here):
        yield "the sets that lie over each other are listed otherwise"


def _called(layer: Mapping[str, Any]) -> str:
    return f"{layer.get('kind', '')} '{layer.get('title', '')}'"


def installed_differences(framework: Framework) -> Iterator[str]:
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


def other_places(
    library: str, tender: Tender, bids: Iterable[Bid], framework: Framework
) -> Iterator[str]:
    """Places that the result rests on and that are others than those shipped here.

    Args:
        library: The version that made the record; one before 0.2.0 knew no former places.
        tender: The tender that was used.
        bids: Its bids.
        framework: The set that was used, with its places.
    """
    used = places_used(tender, bids, framework)
    shipped = _shipped() if used else {}
    if not shipped:
        return
    tell = _name if is_older(library, "0.2.0") else _all
    strange = (each for code, each in used.items()
               if code not in shipped or tell(shipped[code]) != tell(each))  # fmt: skip
    found = [_other_place(each, shipped, tell) for each in strange]
    if found:
        words = "; ".join(islice(found, MOST))
        yield (
            "the record's places differ from those shipped with this version, and the record's "
            f"own were used: {words}"
        )


def _shipped() -> Mapping[str, Place]:
    """The places shipped here; none where they are not there or cannot be read."""
    from socialvalue.registry.loading import places

    try:
        return places()
    except (SocialValueError, OSError):
        return {}


def _other_place(place: Place, shipped: Mapping[str, Place], tell: Callable[[Place], str]) -> str:
    here = shipped.get(place.code)
    told = "not among those shipped" if here is None else f"{tell(here)} as shipped"
    return f"{place.code} is {tell(place)} in the record, {told}"


def _name(place: Place) -> str:
    return f"{place.name} ({place.kind}, in {place.parent or 'nothing'})"


def _all(place: Place) -> str:
    """A place with its day and its other codes."""
    days = ((word, day) for word, day in (("since", place.since), ("until", place.until)) if day)
    named = (("same as", place.same), ("now", (place.same_as,) if place.same_as else ()),
             ("then", place.replaced_by))  # fmt: skip
    others = [f"{word} {' and '.join(codes)}" for word, codes in named if codes]
    return ", ".join((_name(place), *(f"{word} {day}" for word, day in days), *others))
