"""JSON Schemas of the definition files, made from their shapes, for editors and other programs.

A schema says which keys a file may have and of what kind their values are.  It cannot say that a
source is listed, a place known or a rule free of contradictions: the reader does.  The schemas are
Draft 2020-12, and take a plain value as an editor reads it: 2022 is a number, and text for us.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from inspect import cleandoc
from typing import Any, get_args, get_origin

from socialvalue.definitions.shapes import SCHEMAS
from socialvalue.definitions.shapes.entries import (
    Entry,
    Texts,
    is_entry,
    is_needed,
    keys_of,
    required,
)
from socialvalue.errors import NotFoundError, did_you_mean, problem

__all__ = ["KINDS", "entries_of", "json_schema", "schema_texts", "words_of"]

Schema = dict[str, Any]


def kinds_of(schemas: Mapping[str, type[Entry]]) -> dict[str, type[Entry]]:
    """The kinds of files, as in ``socialvalue schema plugin``, each with its shape."""
    return {word.partition("/")[2].partition("@")[0]: shape for word, shape in schemas.items()}


KINDS = kinds_of(SCHEMAS)
"""The kind of a file to its shape."""

# --- plain values -------------------------------------------------------------------------

_FILLED = "\\S"
_DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_DIGITS = "[0-9]+(_[0-9]+)*([.][0-9]+(_[0-9]+)*)?"
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
        "pattern": f"^({_DIGITS}|[^0-9]*[A-Za-z][^0-9]*)$",
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

# --- schemas ------------------------------------------------------------------------------


def json_schema(kind: str, schemas: Mapping[str, type[Entry]] = SCHEMAS) -> Schema:
    """The JSON Schema of one kind of file.

    Args:
        kind: framework, measures, exclusions, places, plugin, tender, cases or index.
        schemas: The schema lines that are known, each with its shape.

    Raises:
        NotFoundError: No such kind (SV111).

    Example:
        >>> json_schema("exclusions")["required"]
        ['schema', 'exclusions']
    """
    kinds = kinds_of(schemas)
    if kind not in kinds:
        raise NotFoundError(problem("SV111", found=kind, hint=did_you_mean(kind, kinds)))
    shape = kinds[kind]
    parts = {each.__name__: _entry(each) for each in entries_of(shape) if each is not shape}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": shape.SCHEMA,
        **_entry(shape),
        "$defs": {**_PLAIN, **dict(sorted(parts.items()))},
    }


def schema_texts(schemas: Mapping[str, type[Entry]] = SCHEMAS) -> dict[str, str]:
    """The file name and text of every schema, as they are shipped."""
    found = {kind: json_schema(kind, schemas) for kind in kinds_of(schemas)}
    return {
        f"{kind}.schema.json": json.dumps(each, indent=2, ensure_ascii=False) + "\n"
        for kind, each in found.items()
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
    for field in keys_of(shape).values():
        yield from _inside(field.type)


def _inside(kind: Any) -> Iterator[type[Entry]]:
    """The entries that a kind of value is made of."""
    if is_entry(kind):
        yield kind
    for each in get_args(kind):
        yield from _inside(each)


def _entry(shape: type[Entry]) -> Schema:
    """An entry: closed keys; perhaps a shorthand, or days where a key may be left out."""
    fields, words = keys_of(shape), words_of(*shape.NOUNS)
    group: Schema = {
        "type": "object",
        "properties": {key: _field(shape, each, words) for key, each in fields.items()},
        "required": [key for key, each in fields.items() if is_needed(each)],
        "additionalProperties": False,
    }
    described = {"description": (shape.__doc__ or "").partition("\n")[0]}
    others = [*_shorthand(shape, fields), *_dated(shape, fields)]
    return {**described, "anyOf": [*others, group]} if others else {**described, **group}


def _shorthand(shape: type[Entry], fields: Mapping[str, Any]) -> Iterator[Schema]:
    if shape.SHORTHAND:
        field = fields[shape.SHORTHAND]
        yield _kind(required(field.type), field.metadata.get("reads"))


def _dated(shape: type[Entry], fields: Mapping[str, Any]) -> Iterator[Schema]:
    if shape.DATED:
        yield {**_kind(fields[shape.DATED].type), "minProperties": 1}


def _field(shape: type[Entry], field: Any, words: dict[str, str]) -> Schema:
    """The value of one key, with the words an editor shows."""
    found = {"const": shape.SCHEMA} if field.name == "schema" else _value(field)
    return {**found, "description": words[field.name]} if field.name in words else found


def _value(field: Any) -> Schema:
    """The value of a key; of a closed list, or as its shape tells it, if that text is not empty."""
    said, kind = field.metadata, field.type
    words = said.get("words") or said.get("listed")
    if words:
        word: Schema = {"enum": [each for each in words if each]}
        several: Schema = {"type": "array", "items": word}
        return several if kind == list[str] else _or_null(word, kind)
    if kind is str and is_needed(field) and "reads" not in said:
        return {"$ref": "#/$defs/filled"}
    keys = {"propertyNames": {"pattern": f"^(?:{said['keys']})$"}} if "keys" in said else {}
    return {**_kind(kind, said.get("reads")), **keys}


def _or_null(schema: Schema, kind: Any) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]} if type(None) in get_args(kind) else schema


def _kind(kind: Any, reads: str | None = None) -> Schema:
    """A kind of value: plain, optional, a list, a group of keys, an entry.

    Args:
        kind: As its shape tells it.
        reads: What a text in it is read as, if as anything else.
    """
    arguments = get_args(kind)
    name = kind.__name__ if is_entry(kind) else _NAMES.get(kind)
    if name:
        return {"$ref": f"#/$defs/{reads if reads and kind is str else name}"}
    if type(None) in arguments:
        return _or_null(_kind(required(kind), reads), kind)
    if get_origin(kind) is list:
        return {"type": "array", "items": _kind(arguments[0], reads)}
    keys = {"propertyNames": {"pattern": _DATE_PATTERN if arguments[0] is date else _FILLED}}
    return {"type": "object", "additionalProperties": _kind(arguments[1], reads), **keys}


# --- words --------------------------------------------------------------------------------

_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.M)


def words_of(*nouns: type) -> dict[str, str]:
    """What nouns of the model, and those they extend, say of attributes; the first that knows one.

    From Python 3.13 on docstrings come without their indentation: it is taken off everywhere.
    """
    found: dict[str, str] = {}
    for noun in (each for one in nouns for each in one.__mro__):
        said = cleandoc(noun.__doc__ or "").partition("Attributes:")[2]
        for name, words in _ATTRIBUTE.findall(said):
            found.setdefault(name, " ".join(words.replace("``", "").split()))
    return found
