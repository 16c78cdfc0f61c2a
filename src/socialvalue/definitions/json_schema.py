"""JSON Schemas of the definition files, made from their shapes, for editors and other programs.

A schema says which keys a file may have and of what kind their values are.  It cannot say that a
source is listed, a place known or a rule free of contradictions: the reader does.  The schemas are
Draft 2020-12, and take a plain value as an editor reads it: 2022 is a number, and text for us.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from inspect import cleandoc
from types import UnionType
from typing import Any, get_args, get_origin

import attrs

from socialvalue.definitions import shapes
from socialvalue.definitions.indices import KEY
from socialvalue.definitions.schemes import METHOD_WORDS
from socialvalue.definitions.shapes import SCHEMAS, Entry, Texts, policies
from socialvalue.errors import NotFoundError, did_you_mean, problem
from socialvalue.model.commitment import Commitment
from socialvalue.model.criteria import Criterion
from socialvalue.model.figures import Exclusion, Proxy, ProxyValue, Source
from socialvalue.model.framework import Framework
from socialvalue.model.index import Index, Series
from socialvalue.model.marks import PASS_WORDS
from socialvalue.model.measure import Measure
from socialvalue.model.methods import AgainstTarget, PanelMark
from socialvalue.model.national import Applies
from socialvalue.model.plugin import Plugin
from socialvalue.model.policy import (
    POLICY_FIELDS,
    Minimum,
    RequiredTheme,
    Response,
    Shortlist,
    Signatures,
    Split,
)
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Bid, ContractValue, Tender
from socialvalue.units import UNITS

__all__ = ["KINDS", "entries_of", "json_schema", "schema_texts"]

Schema = dict[str, Any]

KINDS: dict[str, type[Entry]] = {
    word.partition("/")[2].partition("@")[0]: shape for word, shape in SCHEMAS.items()
}
"""The kind of a file, as in ``socialvalue schema plugin``, to its shape."""

_WORDS = {shape: word for word, shape in SCHEMAS.items()}

# --- plain values -------------------------------------------------------------------------

_FILLED = "\\S"
_DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_DIGITS = "[0-9]+(_[0-9]+)*([.][0-9]+(_[0-9]+)*)?"
_PASSED = "|".join("".join(f"[{each.upper()}{each}]" for each in word) for word in PASS_WORDS)
_PLAIN: dict[str, Schema] = {
    "text": {"type": ["string", "number", "boolean"]},
    "filled": {"type": ["string", "number", "boolean"], "pattern": _FILLED},
    "number": {
        "type": ["string", "number"],
        "pattern": f"^{_DIGITS}$",
        "minimum": 0,
    },
    "share": {
        "type": ["string", "number"],
        "pattern": f"^({_DIGITS}|[0-9]{{1,15}}/[0-9]{{1,15}})$",
        "minimum": 0,
    },
    "mark": {
        "type": ["string", "number", "boolean"],
        "pattern": f"^({_DIGITS}|{_PASSED})$",
        "minimum": 0,
    },
    "whole": {"type": ["string", "integer"], "pattern": "^[0-9]{1,9}$", "minimum": 0},
    "day": {"type": "string", "pattern": _DATE_PATTERN, "format": "date"},
    "yes_no": {"enum": ["yes", "no", "true", "false", True, False]},
    "texts": {"anyOf": [{"$ref": "#/$defs/text"},
                        {"type": "array", "items": {"$ref": "#/$defs/text"}}]},
}  # fmt: skip
_NAMES: dict[Any, str] = {
    str: "text",
    Decimal: "number",
    int: "whole",
    date: "day",
    bool: "yes_no",
    Texts: "texts",
}

_LISTED: dict[tuple[type[Entry], str], Iterable[str]] = {
    (shapes.MeasureEntry, "unit"): UNITS,
    (shapes.CommitmentEntry, "unit"): UNITS,
    (shapes.CriterionEntry, "method"): METHOD_WORDS,
    (shapes.PolicyEntries, "decline"): POLICY_FIELDS,
}
"""Keys whose words are a closed list that another module keeps."""

_KEYS: dict[tuple[type[Entry], str], str] = {(shapes.SeriesEntry, "values"): f"^(?:{KEY.pattern})$"}
"""Groups whose keys are neither days nor names."""

_NUMBERS: dict[type[Entry], tuple[str, ...]] = {
    shapes.BandEntry: ("lower", "upper", "mark"),
    shapes.BidEntry: ("price",),
    shapes.CommitmentEntry: (
        "fte", "weeks", "hours", "expert_hours", "attendee_hours", "gbp", "tonnes_co2e", "tonnes",
        "kilograms", "miles", "count", "percent", "years", "cohorts", "people",
    ),
    shapes.ContractValueEntry: ("initial", "with_extensions", "maximum"),
    shapes.CriterionEntry: (
        "points", "minimum_points", "out_of", "minimum", "target", "cap", "floor", "reference",
        "required", "at_mean", "per_percent", "exponent", "menu", "weight_value", "weight_score",
    ),
    shapes.SchemeEntry: ("out_of",),
    shapes.TenderEntry: ("years", "target", "unit_values"),
    shapes.TenderFile: ("years", "target", "unit_values"),
}  # fmt: skip
"""Keys that the shapes take as text because the model reads their numbers."""

_SHARES = ("share_claimed", "deadweight", "displacement", "leakage", "attribution_to_others")
_FINER: dict[tuple[type[Entry], str], str] = {
    (shapes.MarkEntry, "consensus"): "mark",
    (shapes.EvaluatorMarkEntry, "mark"): "mark",
    **{(shapes.CommitmentEntry, name): "share" for name in _SHARES},
}
"""Keys that take numbers, and what else is read as one."""

_DATES: dict[type[Entry], tuple[str, ...]] = {shapes.CommitmentEntry: ("date",)}

_NOUNS: dict[type[Entry], tuple[type, ...]] = {
    shapes.AppliesEntry: (Applies,),
    shapes.BidEntry: (Bid,),
    shapes.CommitmentEntry: (Commitment,),
    shapes.ContractValueEntry: (ContractValue,),
    shapes.CriterionEntry: (Criterion, AgainstTarget, PanelMark),
    shapes.ExclusionEntry: (Exclusion,),
    shapes.FrameworkFile: (Framework,),
    shapes.IndexFile: (Index,),
    shapes.MeasureEntry: (Measure,),
    policies.MinimumEntry: (Minimum,),
    shapes.PluginFile: (Plugin, Framework),
    shapes.ProxyEntry: (Proxy,),
    policies.RequiredThemeEntry: (RequiredTheme,),
    policies.ResponseEntry: (Response,),
    shapes.SchemeEntry: (Scheme,),
    shapes.SeriesEntry: (Series,),
    policies.ShortlistEntry: (Shortlist,),
    policies.SignaturesEntry: (Signatures,),
    shapes.SourceEntry: (Source,),
    policies.SplitEntry: (Split,),
    shapes.TenderEntry: (Tender,),
    shapes.TenderFile: (Tender,),
    shapes.ValueEntry: (ProxyValue,),
}
"""Where the words stand that an editor shows beside a key."""

# --- schemas ------------------------------------------------------------------------------


def json_schema(kind: str) -> Schema:
    """The JSON Schema of one kind of file.

    Args:
        kind: framework, measures, exclusions, places, plugin, tender, cases or index.

    Raises:
        NotFoundError: No such kind (SV111).

    Example:
        >>> json_schema("exclusions")["required"]
        ['schema', 'exclusions']
    """
    if kind not in KINDS:
        raise NotFoundError(problem("SV111", found=kind, hint=did_you_mean(kind, KINDS)))
    shape = KINDS[kind]
    parts = {each.__name__: _entry(each) for each in entries_of(shape) if each is not shape}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _WORDS[shape],
        **_entry(shape),
        "$defs": {**_PLAIN, **dict(sorted(parts.items()))},
    }


def schema_texts() -> dict[str, str]:
    """The file name and text of every schema, as they are shipped."""
    return {
        f"{kind}.schema.json": json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"
        for kind in KINDS
    }


def entries_of(shape: type[Entry]) -> Iterator[type[Entry]]:
    """A shape and all those that it is made of, each once."""
    found = {shape: None}
    waiting = [shape]
    while waiting:
        fresh = [part for part in _parts_of(waiting.pop()) if part not in found]
        found.update(dict.fromkeys(fresh))
        waiting.extend(fresh)
    return iter(found)


def _parts_of(shape: type[Entry]) -> Iterator[type[Entry]]:
    for field in _fields(shape):
        yield from _inside(field.type)


def _inside(kind: Any) -> Iterator[type[Entry]]:
    """The entries that a kind of value is made of."""
    if _is_entry(kind):
        yield kind
    for each in get_args(kind):
        yield from _inside(each)


def _fields(shape: type[Entry]) -> list[Any]:
    return [each for each in attrs.fields(shape) if each.init]


def _is_entry(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Entry)


def _entry(shape: type[Entry]) -> Schema:
    """An entry: closed keys; perhaps a shorthand, or days where a key may be left out."""
    fields = _fields(shape)
    keys = {each.name: each.metadata.get("key", each.name) for each in fields}
    words = _words_of(shape)
    group: Schema = {
        "type": "object",
        "properties": {keys[each.name]: _field(shape, each, words) for each in fields},
        "required": [keys[each.name] for each in fields if each.default is attrs.NOTHING],
        "additionalProperties": False,
    }
    described = {"description": (shape.__doc__ or "").partition("\n")[0]}
    others = [*_shorthand(shape), *_dated(shape, fields)]
    return {**described, "anyOf": [*others, group]} if others else {**described, **group}


def _shorthand(shape: type[Entry]) -> Iterator[Schema]:
    if shape.SHORTHAND:
        number = shape.SHORTHAND in _NUMBERS.get(shape, ())
        field = attrs.fields_dict(shape)[shape.SHORTHAND]
        finer = _FINER.get((shape, shape.SHORTHAND))
        yield (
            {"$ref": f"#/$defs/{finer}"}
            if finer
            else _kind(Decimal if number else _required(field.type))
        )


def _dated(shape: type[Entry], fields: Iterable[Any]) -> Iterator[Schema]:
    for field in fields:
        if field.name == shape.DATED:
            yield {**_kind(field.type), "minProperties": 1}


def _field(shape: type[Entry], field: Any, words: dict[str, str]) -> Schema:
    """The value of one key, with the words an editor shows."""
    found = _value(shape, field)
    return {**found, "description": words[field.name]} if field.name in words else found


def _value(shape: type[Entry], field: Any) -> Schema:
    """The value of one key; a word, number or day that the shapes take as text is told apart."""
    words = field.metadata.get("words") or _LISTED.get((shape, field.name))
    if field.name == "schema":
        return {"const": _WORDS[shape]}
    if words:
        word: Schema = {"enum": [each for each in words if each]}
        several: Schema = {"type": "array", "items": word}
        return several if field.type == list[str] else _optional(field, word)
    if (shape, field.name) in _FINER:
        return _optional(field, {"$ref": f"#/$defs/{_FINER[shape, field.name]}"})
    if field.name in _DATES.get(shape, ()):
        return _optional(field, _kind(date))
    if field.name in _NUMBERS.get(shape, ()):
        number = {str: Decimal, dict[str, str]: dict[str, Decimal]}
        return _optional(field, _kind(number[_required(field.type)]))
    return _told(shape, field)


def _told(shape: type[Entry], field: Any) -> Schema:
    """The value of a key as its shape tells it; a text that must be there is not empty."""
    if field.type is str and field.default is attrs.NOTHING:
        return {"$ref": "#/$defs/filled"}
    keys = _KEYS.get((shape, field.name))
    return {**_kind(field.type), **({"propertyNames": {"pattern": keys}} if keys else {})}


def _required(kind: Any) -> Any:
    """The kind without its None."""
    kinds = [each for each in get_args(kind) if each is not type(None)]
    return kinds[0] if type(None) in get_args(kind) else kind


def _optional(field: Any, schema: Schema) -> Schema:
    return _or_null(schema) if type(None) in get_args(field.type) else schema


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _kind(kind: Any) -> Schema:
    """A kind of value: plain, optional, a list, a group of keys, an entry."""
    name = _NAMES.get(kind) or (kind.__name__ if _is_entry(kind) else "")
    if name:
        return {"$ref": f"#/$defs/{name}"}
    return _MADE_OF[get_origin(kind)](*get_args(kind))


def _list(item: Any) -> Schema:
    return {"type": "array", "items": _kind(item)}


def _group(key: Any, value: Any) -> Schema:
    pattern = _DATE_PATTERN if key is date else _FILLED
    keys = {"propertyNames": {"pattern": pattern}}
    return {"type": "object", "additionalProperties": _kind(value), **keys}


def _either(*kinds: Any) -> Schema:
    (inner,) = [each for each in kinds if each is not type(None)]
    return _or_null(_kind(inner))


_MADE_OF: dict[Any, Callable[..., Schema]] = {list: _list, dict: _group, UnionType: _either}

# --- words --------------------------------------------------------------------------------

_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.M)


def _words_of(shape: type[Entry]) -> dict[str, str]:
    """What nouns of the model, and those they extend, say of attributes; the first that knows one.

    From Python 3.13 on docstrings come without their indentation: it is taken off everywhere.
    """
    found: dict[str, str] = {}
    for noun in (each for one in _NOUNS.get(shape, ()) for each in one.__mro__):
        said = cleandoc(noun.__doc__ or "").partition("Attributes:")[2]
        for name, words in _ATTRIBUTE.findall(said):
            found.setdefault(name, " ".join(words.replace("``", "").split()))
    return found
