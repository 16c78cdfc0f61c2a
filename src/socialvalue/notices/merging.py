"""Releases of one process merged into what they say together, as OCDS describes it.

A later release adds and replaces; lists of things with an id are merged by it, other lists are
taken whole; a null takes away what was said before.

Source: Open Contracting Data Standard 1.1, "Merging".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from socialvalue.notices.schema import Field, release_fields

__all__ = ["merged"]

_UNKNOWN = Field(frozenset(), {}, any_part=True)


def merged(releases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What some releases of one process say together, in the order of their dates.

    Returns:
        The compiled release: tagged so, with the day of the last release and an id made of it.
    """
    found: dict[str, Any] = {}
    for each in sorted(releases, key=lambda release: str(release.get("date", ""))):
        _into(found, each, release_fields())
        found["tag"] = ["compiled"]
        found["date"] = each.get("date")
        found["id"] = f"{each.get('ocid')}-{each.get('date')}"
    return found


def _into(found: dict[str, Any], later: Mapping[str, Any], group: Field) -> None:
    """Put what a later group says into what was found before."""
    for name, value in later.items():
        field = group.parts.get(name, _UNKNOWN)
        if field.left_out:
            continue
        if isinstance(value, Mapping):
            if value:
                _into(_group_at(found, name), value, field)
        elif isinstance(value, list) and not field.whole and _are_groups(value):
            if value:
                found[name] = _list_into(found.get(name), value, field)
        elif value is None:
            found.pop(name, None)
        else:
            found[name] = value


def _group_at(found: dict[str, Any], name: str) -> dict[str, Any]:
    before = found.get(name)
    if not isinstance(before, dict):
        before = found[name] = {}
    return before


def _are_groups(items: list[Any]) -> bool:
    return all(isinstance(each, Mapping) for each in items)


def _is_ours(before: Any) -> bool:
    """Whether a list was made here of things, and not taken whole from a release."""
    return isinstance(before, list) and bool(before) and _are_groups(before)


def _list_into(before: Any, items: list[Mapping[str, Any]], field: Field) -> list[dict[str, Any]]:
    """A list of things with ids after a later one; what has no id stands for itself."""
    kept: list[dict[str, Any]] = before if _is_ours(before) else []
    by_id = {str(each["id"]): each for each in kept if "id" in each}
    for each in items:
        key = str(each["id"]) if "id" in each else None
        target = by_id.get(key) if key is not None else None
        if target is None:
            kept.append(target := {})
            if key is not None:
                by_id[key] = target
        _into(target, each, field)
    return kept
