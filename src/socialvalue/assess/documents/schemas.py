"""JSON Schemas of every document: of files, of nouns as they are written, and of records.

A noun's schema is made from its class, so that none is forgotten and none says what is no longer
so.  It says what `to_json` writes, where amounts and days are marked as what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

import attrs

from socialvalue.assess.documents.texts import schemas_of_nouns
from socialvalue.assess.documents.valuations import VALUATION_SCHEMA
from socialvalue.assess.records.checks import LOTS_RECORD_SCHEMA, RECORD_SCHEMA
from socialvalue.assess.records.letter import LETTER_SCHEMA
from socialvalue.definitions.json_schema import KINDS, words_of
from socialvalue.definitions.json_schema import json_schema as schema_of_file
from socialvalue.errors import NotFoundError, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.codec import SHARED, fields_of, name_of, needed_of
from socialvalue.model.framework import Framework
from socialvalue.model.methods import BUILT_IN, ScoringMethod
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.spans import Span

__all__ = ["json_schema", "kinds_of_documents"]

Schema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: str, also: tuple[type[Any], ...] = ()) -> dict[str, Any]:
    """The JSON Schema of one kind of document; `sv.json_schema` says of which.

    Args:
        kind: A kind of file, of noun or of result.
        also: The nouns of rooms above, beside the library's own.

    Example:
        >>> json_schema("lot")["properties"]["schema"]
        {'const': 'socialvalue/lot@1'}
    """
    if kind in KINDS:
        return schema_of_file(kind)
    if kind not in _makers(also):
        hint = did_you_mean(kind, kinds_of_documents(also), label="kinds")
        raise NotFoundError(problem("SV231", found=kind, hint=hint))
    return _makers(also)[kind]()


def kinds_of_documents(also: tuple[type[Any], ...] = ()) -> tuple[str, ...]:
    """The kinds that have a schema: files, as people write them, first.

    Args:
        also: The nouns of rooms above, beside the library's own.

    Example:
        >>> kinds_of_documents()[:3]
        ('framework', 'measures', 'exclusions')
    """
    return (*KINDS, *_makers(also))


@cache
def _makers(also: tuple[type[Any], ...]) -> dict[str, Callable[[], Schema]]:
    """The kinds that are no files, each with what makes its schema."""
    nouns = {
        _kind_in(line): lambda line=line, noun=noun: _document(line, noun)
        for line, noun in schemas_of_nouns(also).items()
    }
    records = {
        _kind_in(line): lambda line=line: _record(line)
        for line in (RECORD_SCHEMA, LOTS_RECORD_SCHEMA)
    }
    others = {_kind_in(VALUATION_SCHEMA): _valuation, _kind_in(LETTER_SCHEMA): _letter}
    return {**nouns, **records, **others}


def _kind_in(line: str) -> str:
    """The kind that a schema line names."""
    return line.partition("/")[2].partition("@")[0]


# --- documents of nouns -------------------------------------------------------------------


def _document(line: str, noun: type[Any]) -> Schema:
    """The document of a noun: what it is, the noun, and what it holds more than once."""
    properties = {"schema": {"const": line}, **_written(_value(noun))}
    return {**_closed(line, properties, [*properties]), "$defs": _definitions(noun)}


def _written(data: Schema) -> Schema:
    """A noun as it is written, and what it holds more than once."""
    return {"data": data, "shared": {"type": "array", "items": _any_of(map(_link_to, SHARED))}}


def _link_to(noun: type[Any]) -> Schema:
    return {"$ref": f"#/$defs/{name_of(noun)}"}


def _definitions(*nouns: type[Any]) -> Schema:
    found = {name_of(each): _noun(each) for each in _reached(nouns)}
    return {**_PLAIN, **dict(sorted(found.items()))}


def _reached(nouns: tuple[type[Any], ...]) -> Iterator[type[Any]]:
    """Nouns, and all that they hold, each once."""
    found = dict.fromkeys((*nouns, *SHARED))
    waiting = [*found]
    while waiting:
        inner = [each for kind in _types(waiting.pop()).values() for each in _nouns_in(kind)]
        fresh = [each for each in dict.fromkeys(inner) if each not in found]
        found.update(dict.fromkeys(fresh))
        waiting.extend(fresh)
    return iter(found)


def _nouns_in(kind: Any) -> Iterator[type[Any]]:
    if kind is ScoringMethod:
        yield from BUILT_IN
    elif _is_noun(kind):
        yield kind
    for each in get_args(kind):
        yield from _nouns_in(each)


def _is_noun(kind: Any) -> bool:
    return isinstance(kind, type) and attrs.has(kind) and kind is not Span


def _types(noun: type[Any]) -> Mapping[str, Any]:
    """The kinds of a noun's fields, as its document calls them."""
    hints = get_type_hints(noun)
    return {alias: hints[name] for name, alias, _ in fields_of(cast("Hashable", noun))}


def _noun(noun: type[Any]) -> Schema:
    """A noun: its name and its fields, with what its class says of them."""
    words, types = words_of(noun), _types(noun)
    names = {alias: name for name, alias, _ in fields_of(cast("Hashable", noun))}
    properties = {key: {**_value(kind), **_said(words, names[key])} for key, kind in types.items()}
    return {
        "description": (noun.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {"$": {"const": name_of(noun)}, **properties},
        "required": ["$", *needed_of(cast("Hashable", noun))],
        "additionalProperties": False,
    }


def _said(words: Mapping[str, str], name: str) -> Schema:
    return {"description": words[name]} if name in words else {}


# --- values -------------------------------------------------------------------------------


def _tagged(tag: str, held: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {tag: held},
        "required": [tag],
        "additionalProperties": False,
    }


_AMOUNT = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?$"}
_SPOT = {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 3, "maxItems": 5}
_PLAIN: dict[str, Schema] = {
    "decimal": _tagged("$decimal", _AMOUNT),
    "fraction": _tagged("$fraction", {"type": "string", "pattern": "^-?[0-9]+(/[1-9][0-9]*)?$"}),
    "day": _tagged("$date", {"type": "string", "format": "date"}),
    "place": _tagged("$at", _SPOT),
    "shared": _tagged("$ref", {"type": "integer", "minimum": 0}),
    "own": {"type": "object", "properties": {"$": {"type": "string"}}, "required": ["$"]},
}  # fmt: skip
_KINDS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    NoneType: {"type": "null"},
    Decimal: {"$ref": "#/$defs/decimal"},
    Fraction: {"$ref": "#/$defs/fraction"},
    date: {"$ref": "#/$defs/day"},
    Span: {"$ref": "#/$defs/place"},
}


def _value(kind: Any) -> Schema:
    """A kind of value, as a document has it."""
    if kind in _KINDS:
        return _KINDS[kind]
    if kind in SHARED:
        return {"$ref": "#/$defs/shared"}
    if kind is ScoringMethod:
        return _any_of([*map(_link_to, BUILT_IN), {"$ref": "#/$defs/own"}])
    return _link_to(kind) if _is_noun(kind) else _several(get_origin(kind), get_args(kind))


def _several(origin: Any, kinds: tuple[Any, ...]) -> Schema:
    """A tuple, a mapping, or one of some kinds."""
    if origin is tuple:
        return _tuple(kinds)
    held = [_value(each) for each in kinds]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        pair = {"type": "array", "prefixItems": held, "minItems": 2, "maxItems": 2}
        return _tagged("$map", {"type": "array", "items": pair})
    return _any_of(held)


def _tuple(kinds: tuple[Any, ...]) -> Schema:
    if kinds[1:] == (Ellipsis,):
        return {"type": "array", "items": _value(kinds[0])}
    parts = [_value(each) for each in kinds]
    return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}


def _any_of(several: Any) -> Schema:
    return {"anyOf": [*several]}


# --- results ------------------------------------------------------------------------------

_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_HASHES = {"hashes": {"type": "object", "additionalProperties": _HASH}, "sha256": _HASH}
_GROUP, _GROUPS = {"type": "object"}, {"type": "array", "items": {"type": "object"}}
_RESULTS = {"provenance": _GROUP, "results": _GROUPS, "warnings": _GROUPS}
_OF_ONE = {**_RESULTS, "decided": {"type": "array", "items": {"type": "string"}}}
_OF_LOTS = {**_RESULTS, "lots": _GROUPS, "rule": {"type": "string"},
            "most": {"type": ["integer", "null"]}}  # fmt: skip


def _valuation() -> Schema:
    """A valuation: what it rests on, noun by noun, and what it came to."""
    inputs = {"tender": _part(Tender), "bid": _part(Bid), "framework": _part(Framework)}
    outcome = {"total": _AMOUNT, "submitted": _AMOUNT, "lines": _GROUPS}
    properties = {"schema": {"const": VALUATION_SCHEMA}, **inputs, **outcome}
    return {**_closed(VALUATION_SCHEMA, properties, [*properties]),
            "$defs": _definitions(Framework, Tender, Bid)}  # fmt: skip


def _letter() -> Schema:
    """What a letter gives its bidder for a machine: what it rests on, and what it says."""
    nouns = {"tender": Tender, "scheme": Scheme, "framework": Framework, "bid": Bid}
    points = {"type": "object", "additionalProperties": _AMOUNT}
    result = {"submitted": _AMOUNT, "counted": _AMOUNT, "lines": _GROUPS, "points": points,
              "total": _any_of([_AMOUNT, _KINDS[NoneType]])}  # fmt: skip
    properties = {"schema": {"const": LETTER_SCHEMA}, "library": _KINDS[str],
                  **{key: _part(noun) for key, noun in nouns.items()},
                  "result": {"type": "object", "properties": result, "required": [*result],
                             "additionalProperties": False},
                  **_HASHES}  # fmt: skip
    return {**_closed(LETTER_SCHEMA, properties, [*properties]),
            "$defs": _definitions(*nouns.values())}  # fmt: skip


def _record(line: str) -> Schema:
    """A record: what a decision rests on, noun by noun, what it came to, and the hashes."""
    inputs = {"framework": _part(Framework), "tender": _part(Tender),
              "scheme": _part(Scheme, NoneType) if line == LOTS_RECORD_SCHEMA else _part(Scheme),
              "bids": {"type": "array", "items": _part(Bid)}}  # fmt: skip
    outcome = _OF_LOTS if line == LOTS_RECORD_SCHEMA else _OF_ONE
    properties = {"schema": {"const": line}, **inputs, **outcome, **_HASHES}
    needed = [key for key in properties if key != "decided"]
    return {**_closed(line, {**properties, "after": _HASH}, needed),
            "$defs": _definitions(Framework, Scheme, Tender, Bid)}  # fmt: skip


def _closed(line: str, properties: Schema, needed: list[str]) -> Schema:
    """A document that has these keys and no others."""
    return {
        "$schema": _DRAFT,
        "title": line,
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _part(*kinds: Any) -> Schema:
    """A noun of a record."""
    data = _any_of(map(_value, kinds)) if len(kinds) > 1 else _value(kinds[0])
    return {
        "type": "object",
        "properties": _written(data),
        "required": ["data", "shared"],
        "additionalProperties": False,
    }
