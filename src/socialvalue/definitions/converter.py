"""From plain data to the shapes of the files: kinds of values, groups of keys, and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, get_args, get_origin

import attrs

from socialvalue.definitions.nodes import Items, Keys, Path, Unreadable
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

__all__ = ["Fault", "MisfitsError", "Missing", "Strays", "reader_of"]

_Reader: TypeAlias = Callable[[Any], Any]
"""How a kind of value is read."""


# --- what does not fit --------------------------------------------------------------------


@attrs.frozen
class Missing:
    """A key that must be there is not."""


@attrs.frozen
class Strays:
    """Keys that a shape does not have, and those that it has."""

    keys: set[str]
    known: list[str]


Fault: TypeAlias = InputError | Missing | Strays
_Faults = list[tuple[Path, Fault]]


class MisfitsError(Exception):
    """All that does not fit in a group or list.

    Args:
        faults: Each of them with the path that leads there from the group or list.
    """

    def __init__(self, faults: _Faults) -> None:
        super().__init__(faults)
        self.faults = faults


def _below(step: str | int, error: InputError | MisfitsError) -> _Faults:
    """The faults of what stands under a key or in a list, as seen from around it."""
    faults: _Faults = error.faults if isinstance(error, MisfitsError) else [((), error)]
    return [((step, *path), fault) for path, fault in faults]


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


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _expect("a text", value, _IN_QUOTES if isinstance(value, dict | list) else None)
    return value


def _number(value: object) -> Decimal:
    return exact_number(_text(value))


def _whole(value: object) -> int:
    text = _text(value)
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


def _day(value: object) -> date:
    return day(_text(value))


def _yes_no(value: object) -> bool:
    if value not in ("yes", "no", "true", "false"):
        raise _expect("yes or no", value)
    return value in ("yes", "true")


def _texts(value: object) -> Texts:
    items = value if isinstance(value, list) else [value]
    return Texts(_text(each) for each in items)


# --- groups and lists ---------------------------------------------------------------------


def _entry_reader(shape: type[Entry]) -> _Reader:
    """How an entry is made: closed keys, a shorthand, the words allowed, and its place kept."""
    fields = keys_of(shape)
    readers: dict[str, _Reader] = {}
    words = {
        key: each.metadata["words"] for key, each in fields.items() if "words" in each.metadata
    }
    texts = [key for key, each in fields.items() if each.type is str and is_needed(each)]
    shorts = {key: each.name for key, each in fields.items() if _may_be_short(each.type)}

    def read(value: Any) -> Entry:
        data = _as_keys(value, shape)
        wrong: _Faults = []
        found = _attributes(data, fields, readers, wrong)
        if strays := data.keys() - fields.keys():
            wrong.append(((), Strays(strays, [*fields])))
        wrong += [*_wrong_words(data, words), *_empty_texts(data, texts)]
        if wrong:
            raise MisfitsError(wrong)
        entry = shape(**found)
        entry.written = data
        for key, name in shorts.items():
            _place_short(getattr(entry, name), data, key)
        return entry

    return read


def _attributes(
    data: Keys, fields: Mapping[str, Any], readers: dict[str, _Reader], wrong: _Faults
) -> dict[str, Any]:
    """What an entry is made of; each fault is kept.

    Args:
        data: The group of keys.
        fields: What it may hold.
        readers: How each is read, as far as one was needed: a shape may hold others of its kind.
        wrong: Where faults are kept.
    """
    found = {}
    for key, each in fields.items():
        if key in data:
            read = readers.get(key) or readers.setdefault(key, reader_of(each.type))
            try:
                found[each.alias] = read(data[key])
            except (InputError, MisfitsError) as error:
                wrong += _below(key, error)
        elif is_needed(each):
            wrong.append(((key,), Missing()))
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


def _wrong_words(data: Keys, words: dict[str, Any]) -> _Faults:
    """A refusal for each value that is not one of the few words its key allows."""
    return [
        _refusal(data, key, _wrong_word(data[key], allowed))
        for key, allowed in words.items()
        if isinstance(data.get(key), str) and data[key] not in allowed
    ]


def _empty_texts(data: Keys, texts: list[str]) -> _Faults:
    """A refusal for each text that must be there and has nothing in it."""
    return [
        _refusal(data, key, problem("SV220"))
        for key in texts
        if isinstance(data.get(key), str) and not data[key].strip()
    ]


def _refusal(data: Keys, key: str, found: Problem) -> tuple[Path, Fault]:
    """A refusal of what stands under a key."""
    return (key,), InputError(data.span(key).locate([found]))


def _wrong_word(word: str, allowed: tuple[str, ...]) -> Problem:
    hint = did_you_mean(word, [each for each in allowed if each], label="one of")
    return problem("SV205", found=word, hint=hint)


def _group_reader(kind: Any) -> _Reader:
    """A group of keys of one kind."""
    key_kind, value_kind = get_args(kind)
    read_key, read_value = reader_of(key_kind), reader_of(value_kind)

    def read(value: Any) -> dict[Any, Any]:
        if not isinstance(value, Keys):
            raise _expect("a group of keys", value)
        found: dict[Any, Any] = {}
        wrong: _Faults = []
        for key, each in value.items():
            name = _key(value, key, read_key, wrong)
            found[name] = _tried(each, read_value, key, wrong)
            _place_short(found[name], value, key)
        if wrong:
            raise MisfitsError(wrong)
        return found

    return read


def _key(group: Keys, key: str, read: _Reader, wrong: _Faults) -> Any:
    """A key as its kind; what is wrong with it is kept, at the key."""
    try:
        if not key.strip():
            raise InputError(problem("SV220"))
        if read is _day and not key[:1].isdigit():
            hint = "days stand here, such as 2022-06-01; is this line set in too far?"
            raise InputError(problem("SV206", found=key, hint=hint))
        return read(key)
    except InputError as error:
        located = group.span(key, at_key=True).locate(error.problems)
        wrong.append(((key,), InputError(located)))
        return None


def _list_reader(kind: Any) -> _Reader:
    """A list of one kind."""
    (item_kind,) = get_args(kind)
    read_item = reader_of(item_kind)

    def read(value: Any) -> list[Any]:
        if not isinstance(value, Items):
            raise _expect("a list", value, "each entry of a list begins with '- '")
        wrong: _Faults = []
        found = [_tried(each, read_item, index, wrong) for index, each in enumerate(value)]
        if wrong:
            raise MisfitsError(wrong)
        for index, each in enumerate(found):
            _place_short(each, value, index)
        return found

    return read


def _tried(value: Any, read: _Reader, at: str | int, wrong: _Faults) -> Any:
    """The value as its kind; what is wrong with it is kept, with its key or index."""
    try:
        return read(value)
    except (InputError, MisfitsError) as error:
        wrong += _below(at, error)
        return None


def _optional_reader(kind: Any) -> _Reader:
    read = reader_of(required(kind))
    return lambda value: None if value is None else read(value)


# --- every kind ---------------------------------------------------------------------------


@cache
def reader_of(kind: Any) -> _Reader:
    """What reads plain data as a kind: a shape, a word for a scalar, or a list or group of them.

    Data of which parts do not fit raises `MisfitsError`, and data of another kind `InputError`.
    """
    if kind in _SCALARS:
        return _SCALARS[kind]
    if is_entry(kind):
        return _entry_reader(kind)
    if get_origin(kind) is dict:
        return _group_reader(kind)
    if get_origin(kind) is list:
        return _list_reader(kind)
    return _optional_reader(kind)


_SCALARS: Mapping[Any, _Reader] = {
    str: _text,
    Decimal: _number,
    int: _whole,
    date: _day,
    bool: _yes_no,
    Texts: _texts,
}
