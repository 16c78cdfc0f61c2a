"""From plain data to the shapes of the files: kinds of values, groups of keys, and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_origin

from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)

from socialvalue.definitions.nodes import Items, Keys, Unreadable
from socialvalue.definitions.shapes.entries import (
    Entry,
    Texts,
    is_entry,
    is_needed,
    keys_of,
    required,
)
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.fields import day
from socialvalue.numbers import exact_number, plain

__all__ = ["CONVERTER"]


# --- kinds of values ----------------------------------------------------------------------


def _expect(expected: str, found: object, hint: str | None = None) -> InputError:
    """A refusal of a value of another kind; of one that is no data, why it is none."""
    if isinstance(found, Unreadable):
        return InputError(found.problems)
    return InputError(problem("SV203", expected=expected, found=_described(found), hint=hint))


def _described(found: object) -> str:
    if found is None:
        return "null"
    if isinstance(found, dict):
        return "a group of keys"
    return "a list" if isinstance(found, list) else f"'{found}'"


_IN_QUOTES = "check the indentation and the dashes; a text that begins with { or [ needs quotes"


def _text(value: object, _: Any) -> str:
    if not isinstance(value, str):
        raise _expect("a text", value, _IN_QUOTES if isinstance(value, dict | list) else None)
    return value


def _number(value: object, _: Any) -> Decimal:
    return exact_number(_text(value, str))


def _whole(value: object, _: Any) -> int:
    text = _text(value, str)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _expect("a whole number", value, _number_meant(text))
    return int(text)


def _number_meant(text: str) -> str | None:
    """How a number is written here, where it can be told."""
    try:
        found = exact_number(text)
    except InputError as error:
        hint = error.problems[0].hint
        return hint if re.match("write [0-9]", hint) else None
    return f"write {plain(found)}" if found == int(found) else None


def _day(value: object, _: Any) -> date:
    return day(_text(value, str))


def _yes_no(value: object, _: Any) -> bool:
    if value not in ("yes", "no", "true", "false"):
        raise _expect("yes or no", value)
    return value in ("yes", "true")


def _texts(value: object, _: Any) -> Texts:
    items = value if isinstance(value, list) else [value]
    return Texts(_text(each, str) for each in items)


# --- groups and lists ---------------------------------------------------------------------


def _entry_hook(shape: type[Entry], converter: Converter) -> Callable[[Any, Any], Entry]:
    """How an entry is made: closed keys, a shorthand, the words allowed, and its place kept."""
    fields = keys_of(shape)
    words = {
        key: each.metadata["words"] for key, each in fields.items() if "words" in each.metadata
    }
    texts = [key for key, each in fields.items() if each.type is str and is_needed(each)]
    shorts = {key: each.name for key, each in fields.items() if _may_be_short(each.type)}

    def hook(value: Any, _: Any) -> Entry:
        data = _as_keys(value, shape)
        wrong: list[Exception] = []
        found = _attributes(converter, data, fields, wrong)
        if strays := data.keys() - fields.keys():
            wrong.append(ForbiddenExtraKeysError("", shape, strays))
        wrong += [*_wrong_words(data, words), *_empty_texts(data, texts)]
        if wrong:
            raise ClassValidationError(f"while reading {shape.__name__}", wrong, shape)
        entry = shape(**found)
        entry.written = data
        for key, name in shorts.items():
            _place_short(getattr(entry, name), data, key)
        return entry

    return hook


def _attributes(
    converter: Converter, data: Keys, fields: Mapping[str, Any], wrong: list[Exception]
) -> dict[str, Any]:
    """What an entry is made of; each error is kept, and carries the name of its attribute.

    (cattrs would write a function for every shape, and compile it: half of what reading took.)
    """
    found = {}
    for key, each in fields.items():
        try:
            if key in data:
                found[each.alias] = converter.structure(data[key], each.type)
            elif is_needed(each):
                raise KeyError(key)
        except (InputError, BaseValidationError, KeyError) as error:
            error.__notes__ = [
                *getattr(error, "__notes__", []),
                AttributeValidationNote("", each.name, each.type),
            ]
            wrong.append(error)
    return found


_NO_PLACE = (0, 0)
"""Of a group that was written as a plain text, until the place of the text is known."""


def _as_keys(value: Any, shape: type[Entry]) -> Keys:
    if isinstance(value, Keys):
        return _gathered(value, shape.DATED) if shape.DATED else value
    if not (shape.SHORTHAND and isinstance(value, (str, shape.BLANK))):
        raise _expect("a group of keys", value, _example(shape))
    data = Keys("", _NO_PLACE)
    data[shape.SHORTHAND] = value
    return data


def _example(shape: type[Entry]) -> str:
    """What a group of keys looks like: those that must be there, or else the first few."""
    if shape.MEANT:
        return shape.MEANT
    fields = keys_of(shape)
    keys = [key for key, each in fields.items() if is_needed(each)] or [*fields][:2]
    return f"write {{{', '.join(f'{key}: …' for key in keys)}}}, or these keys below each other"


def _gathered(data: Keys, under: str) -> Keys:
    """Days that stand in a group directly, set under the key that they may be written without."""
    days = [key for key in data if key[:1].isdigit()]
    if days and under not in data:
        inner = Keys(data.file, data.keys_at[days[0]])
        for key in days:
            inner[key] = data.pop(key)
            inner.keys_at[key], inner.values_at[key] = data.keys_at[key], data.values_at[key]
        data[under] = inner
        data.keys_at[under] = data.values_at[under] = inner.mark
    return data


def _may_be_short(kind: Any) -> bool:
    return any(getattr(each, "SHORTHAND", "") for each in (kind, *get_args(kind)))


def _place_short(entry: object, holder: Any, key: str | int) -> None:
    """An entry written as a plain text stands where that text does."""
    if isinstance(entry, Entry) and entry.written.mark == _NO_PLACE:
        entry.written.file, entry.written.mark = holder.file, holder.place(key)


def _wrong_words(data: Keys, words: dict[str, Any]) -> list[Exception]:
    """A refusal for each value that is not one of the few words its key allows."""
    return [
        _refusal(data, key, _wrong_word(data[key], allowed))
        for key, allowed in words.items()
        if isinstance(data.get(key), str) and data[key] not in allowed
    ]


def _empty_texts(data: Keys, texts: list[str]) -> list[Exception]:
    """A refusal for each text that must be there and has nothing in it."""
    return [
        _refusal(data, key, problem("SV220"))
        for key in texts
        if isinstance(data.get(key), str) and not data[key].strip()
    ]


def _refusal(data: Keys, key: str, found: Problem) -> Exception:
    """A refusal of what stands under a key, which carries the key."""
    refusal = InputError(data.span(key).locate([found]))
    refusal.__notes__ = [IterableValidationNote("", key, None)]
    return refusal


def _wrong_word(word: str, allowed: tuple[str, ...]) -> Problem:
    hint = did_you_mean(word, [each for each in allowed if each], label="one of")
    return problem("SV205", found=word, hint=hint)


def _dict_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], dict[Any, Any]]:
    """A group of keys of one kind; errors of keys and values carry the key."""
    key_kind, value_kind = get_args(kind)

    def hook(value: Any, _: Any) -> dict[Any, Any]:
        if not isinstance(value, Keys):
            raise _expect("a group of keys", value)
        found: dict[Any, Any] = {}
        wrong: list[Exception] = []
        for key, each in value.items():
            name = _key(converter, value, key, key_kind, wrong)
            found[name] = _tried(converter, each, value_kind, key, wrong)
            _place_short(found[name], value, key)
        if wrong:
            raise IterableValidationError("while reading a group", wrong, dict)
        return found

    return hook


def _key(converter: Converter, group: Keys, key: str, kind: Any, wrong: list[Exception]) -> Any:
    """A key as its kind; what is wrong with it is kept, at the key."""
    try:
        if not key.strip():
            raise InputError(problem("SV220"))
        if kind is date and not key[:1].isdigit():
            hint = "days stand here, such as 2022-06-01; is this line set in too far?"
            raise InputError(problem("SV206", found=key, hint=hint))
        return converter.structure(key, kind)
    except InputError as error:
        kept = InputError(group.span(key, at_key=True).locate(error.problems))
        kept.__notes__ = [IterableValidationNote("", key, None)]
        wrong.append(kept)
        return None


def _list_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], list[Any]]:
    """A list of one kind; errors carry the index."""
    (item_kind,) = get_args(kind)

    def hook(value: Any, _: Any) -> list[Any]:
        if not isinstance(value, Items):
            raise _expect("a list", value, "each entry of a list begins with '- '")
        wrong: list[Exception] = []
        found = [
            _tried(converter, each, item_kind, index, wrong) for index, each in enumerate(value)
        ]
        if wrong:
            raise IterableValidationError("while reading a list", wrong, list)
        for index, each in enumerate(found):
            _place_short(each, value, index)
        return found

    return hook


def _tried(
    converter: Converter, value: Any, kind: Any, at: str | int, wrong: list[Exception]
) -> Any:
    """The value as its kind; what is wrong with it is kept, with its key or index."""
    try:
        return converter.structure(value, kind)
    except (InputError, BaseValidationError) as error:
        error.__notes__ = [*getattr(error, "__notes__", []), IterableValidationNote("", at, None)]
        wrong.append(error)
        return None


# --- the converter ------------------------------------------------------------------------


def _optional_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    inner = required(kind)
    return lambda value, _: None if value is None else converter.structure(value, inner)


def _is_optional(kind: Any) -> bool:
    arguments = get_args(kind)
    return get_origin(kind) is not dict and len(arguments) == 2 and type(None) in arguments


def _origin(kind: Any) -> Any:
    return get_origin(kind)


def _converter() -> Converter:
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    for kind, hook in _SCALARS:
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook_factory(_is_optional, _optional_hook)
    converter.register_structure_hook_factory(lambda kind: _origin(kind) is list, _list_hook)
    converter.register_structure_hook_factory(lambda kind: _origin(kind) is dict, _dict_hook)
    converter.register_structure_hook_factory(is_entry, _entry_hook)
    return converter


_SCALARS: tuple[tuple[Any, Any], ...] = (
    (str, _text),
    (Decimal, _number),
    (int, _whole),
    (date, _day),
    (bool, _yes_no),
    (Texts, _texts),
)


CONVERTER = _converter()
