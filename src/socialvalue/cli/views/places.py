"""What `socialvalue places` shows: councils, counties and regions by name, and their days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from socialvalue.blocks import Block
from socialvalue.errors import NotFoundError, problem, shown
from socialvalue.model.places import Place, followed_by, place_hint, place_name
from socialvalue.model.places.noun import Places
from socialvalue.words import day_words, listed, number_of

__all__ = ["PLACES_SCHEMA", "place_blocks", "place_content", "place_rows", "places_with"]

PLACES_SCHEMA = "socialvalue/places@1"

_SIGNS = re.compile(r"[^\w]+")


def places_with(places: Places, words: str) -> list[Place]:
    """The places whose name or code has a word that begins with each of these words.

    Whole names come first, then those of today.

    Args:
        places: All places.
        words: What is looked for, in any capitals, with accents, hyphens and points or without.

    Raises:
        NotFoundError: There is none (SV210), with what may have been meant.

    Example:
        >>> from socialvalue.registry.loading import places
        >>> [each.code for each in places_with(places(), "st helens")]
        ['E08000013']
    """
    wanted = _folded(words)
    parts = wanted.split()
    known = [*places.values(), *places.named_only]
    names = [(each, _folded(each.name)) for each in known]
    found = [
        (name != wanted, each.is_former or each.code not in places, name, each.code, each)
        for each, name in names
        if parts and all(_begins(part, f"{name} {each.code.casefold()}") for part in parts)
    ]
    if not found:
        raise NotFoundError(problem("SV210", found=words, hint=place_hint(places, words)))
    return [each for *_, each in sorted(found, key=lambda one: one[:4])]


def _begins(part: str, name: str) -> bool:
    """Whether a word of a name begins so."""
    return f" {part}" in f" {name}"


def _folded(text: str) -> str:
    """A name as it is compared: small letters without accents, words with one blank between."""
    bare = (each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    joined = "".join(bare).casefold().replace("'", "").replace("’", "")
    return _SIGNS.sub(" ", joined).strip()


def place_blocks(places: Places, words: str, found: Sequence[Place]) -> list[Block]:
    """The places as a table: what each is, what it lies in, its days, and what followed it."""
    rows = tuple(
        (each.code, each.name, _what(places, each), _story(places, each)) for each in found
    )
    heading = f"{number_of(len(found), 'place')} with '{shown(words)}'"
    return [Block(heading, (), ("code", "place", "what it is", "days, and what followed"), rows)]


def _what(places: Places, place: Place) -> str:
    kind = place.kind.replace("-", " ").removeprefix("ni ").replace("welsh", "Welsh")
    around = place_name(places, place.parent).partition(" (")[0] if place.parent else ""
    return f"{kind}, {around}" if around else kind


def _story(places: Places, place: Place) -> str:
    """Its first and last day since 2009, where they are known, and what stands there today."""
    since = f"from {day_words(place.since)}" if place.since else ""
    until = f"to {day_words(place.until)}" if place.until else ""
    days = " ".join(each for each in (since, until) if each)
    return "; ".join(each for each in (days, _became(places, place)) if each)


def _became(places: Places, place: Place) -> str:
    """What stands there today; or that it is a buyer alone, or another code of a place."""
    if place.same_as is not None:
        return f"the same place has the code {place.same_as} today"
    after = followed_by(places, place.code)
    if after:
        return f"followed by {listed([place_name(places, each) for each in after])}"
    if place.code not in places:
        return "no figures are for it: name the place that benefits"
    return f"also {listed(place.same)} before" if place.same else ""


_HEADINGS = (
    "code", "name", "kind", "lies_in", "from", "until", "replaced_by", "same_as", "figures",
)  # fmt: skip


def place_rows(
    places: Places, found: Iterable[Place]
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Headings, and a row a place."""
    cells = [{**each, "replaced_by": " ".join(each["replaced_by"])}
             for each in _contents(places, found)]  # fmt: skip
    return _HEADINGS, [tuple(each.values()) for each in cells]


def place_content(places: Places, words: str, found: Iterable[Place]) -> dict[str, Any]:
    """The places as JSON-safe data."""
    return {"schema": PLACES_SCHEMA, "searched": words, "places": _contents(places, found)}


def _contents(places: Places, found: Iterable[Place]) -> list[dict[str, Any]]:
    """Each place flat; `figures`: whether figures are for it, and a file may name it."""
    return [
        dict(
            zip(
                _HEADINGS,
                (
                    each.code,
                    each.name,
                    each.kind,
                    each.parent,
                    None if each.since is None else each.since.isoformat(),
                    None if each.until is None else each.until.isoformat(),
                    list(each.replaced_by),
                    each.same_as,
                    each.code in places,
                ),
                strict=True,
            )
        )
        for each in found
    ]
