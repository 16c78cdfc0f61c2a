"""The release schema of Find a Tender: which fields there are, of which types, how lists merge.

It is OCDS 1.1.5 with the EU profile, metrics, performance failures and the UK extension, merged;
titles and descriptions are left out.  The notices of the parts stand in ``data/NOTICE``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import attrs

__all__ = ["OF_FIND_A_TENDER", "Field", "release_fields", "strange_parts"]

OF_FIND_A_TENDER: Final = frozenset({
    "buyerID", "contracts/hasOptions", "contracts/hasRenewal", "contracts/options",
    "contracts/renewal", "contracts/implementation/endDate", "contracts/implementation/finalValue",
    "relatedProcesses/relatedLots", "tender/lots/suitability",
    "tender/participationFees/relativeValue",
})  # fmt: skip
"""Fields that the service itself writes and the schema does not have: no publisher's slip.

Source: releases of Find a Tender, 10 to 12 August 2026.
"""

_NAMES: Final = {str: "string", bool: "boolean", int: "integer", type(None): "null"}


@attrs.frozen(eq=False)
class Field:
    """What the schema says of one field.

    Attributes:
        types: The names of types that it may have; none where the schema names none.
        parts: Its fields, where it is a group or a list of groups.
        any_part: Whether other parts may stand in it.
        whole: Whether a later list takes the place of an earlier one.
        left_out: Whether it is left out when releases are merged.
    """

    types: frozenset[str]
    parts: Mapping[str, Field]
    any_part: bool = False
    whole: bool = False
    left_out: bool = False


@lru_cache(maxsize=1)
def release_fields() -> Field:
    """The fields of a release."""
    schema = json.loads((files(__package__) / "data" / "release-schema.json").read_text("utf-8"))
    return _Fields(schema["definitions"]).group(schema)


class _Fields:
    """The fields of a schema, each definition made once; it may hold itself."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._parts: dict[str, dict[str, Field]] = {}

    def group(self, node: Mapping[str, Any]) -> Field:
        return Field(frozenset({"object"}), self._parts_of(node))

    def field(self, node: Mapping[str, Any]) -> Field:
        types = _types(node) if "$ref" not in node else frozenset({"object", "null"})
        items = node.get("items", {}) if "array" in types else {}
        inside = items or node
        parts = self._parts_of(inside)
        return Field(
            types,
            parts,
            any_part=not parts,
            whole="array" in types and (bool(node.get("wholeListMerge")) or "id" not in parts),
            left_out=bool(node.get("omitWhenMerged")),
        )

    def _parts_of(self, node: Mapping[str, Any]) -> dict[str, Field]:
        if "$ref" not in node:
            return {name: self.field(each) for name, each in node.get("properties", {}).items()}
        name = node["$ref"].rpartition("/")[2]
        if name not in self._parts:
            made = self._parts[name] = {}  # first, for it may stand in itself
            found = self._definitions[name].get("properties", {})
            made.update((key, self.field(each)) for key, each in found.items())
        return self._parts[name]


def _types(node: Mapping[str, Any]) -> frozenset[str]:
    found = node.get("type", [])
    return frozenset([found] if isinstance(found, str) else found)


def strange_parts(release: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a release that the schema does not know, and those of another type.

    Yields:
        The path, such as ``contracts/agreedMetrics/target``, and "" for a field that is not known
        or the type that was found.
    """
    seen: dict[tuple[str, str], None] = {}
    for path, found in _strange(release, release_fields(), ()):
        seen.setdefault(("/".join(path), found))
    yield from seen


def _strange(
    data: Mapping[str, Any], group: Field, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, value in data.items():
        here = (*path, name)
        field = group.parts.get(name)
        if field is None:
            yield here, ""
        else:
            yield from _other_type(value, field, here)
            items = value if isinstance(value, list) else [value]
            for each in () if field.any_part else items:
                if isinstance(each, Mapping):
                    yield from _strange(each, field, here)


def _other_type(
    value: Any, field: Field, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    found = _NAMES.get(type(value)) or _composed(value)
    fits = found in field.types or (found == "integer" and "number" in field.types)
    if field.types and not fits:
        yield path, found


def _composed(value: Any) -> str:
    if isinstance(value, Mapping):
        return "object"
    return "array" if isinstance(value, list) else "number"
