"""Plain data to the shapes of the files, with every problem at its place.

Each kind of value has a reader.  A reader returns what it made of a value; what does not fit it
raises (a plain value) or keeps among the faults (a group, a list), each with the path that leads
to it.  Readers are made of a shape's fields when the shape is first read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.salvage import Path, prune
from socialvalue.definitions.shapes import Entry, Texts
from socialvalue.definitions.text import Items, Keys
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.fields import day
from socialvalue.numbers import exact_number
from socialvalue.spans import Span

__all__ = ["structure", "structure_as_far"]

T = TypeVar("T", bound=Entry)


@attrs.define
class Fault:
    """What does not fit, and the path that leads to it.

    Attributes:
        problems: What is told of it.
        path: From where it was found; each group and list around it adds its step.
        stray: Whether the path names a key that is not known.
    """

    problems: tuple[Problem, ...]
    path: Path = ()
    stray: bool = False


Faults = list[Fault]
Reader = Callable[[Any, Faults], Any]


def structure(data: Keys, shape: type[T]) -> T:
    """A file's data as its shape.

    Raises:
        DefinitionError: Everything that does not fit, each at its place.
    """
    findings = Findings()
    return findings.settled(structure_as_far(data, shape, findings))


def structure_as_far(data: Keys, shape: type[T], findings: Findings) -> T | None:
    """A file's data as its shape, or what is left of it without the parts that do not fit.

    Args:
        data: The file's data; where something does not fit, it is taken out.
        shape: What the file says it is.
        findings: Where everything goes that does not fit, each at its place.

    Returns:
        The entry; None where too little of it is left.
    """
    faults: Faults = []
    found = _entry_reader(shape)(data, faults)
    if not faults:
        return cast("T", found)
    findings.problems += [each for fault in faults for each in fault.problems]
    misfits = [each.path for each in faults if not each.stray]
    strays = [each.path for each in faults if each.stray]
    names, blind = prune(data, shape, misfits, strays)
    findings.unread |= names
    findings.blind |= blind
    return _rest(data, shape, findings)


def _rest(data: Keys, shape: type[T], findings: Findings) -> T | None:
    faults: Faults = []
    found = _entry_reader(shape)(data, faults)
    findings.blind |= bool(faults)
    return None if faults else cast("T", found)


# --- plain values -------------------------------------------------------------------------


def _expect(expected: str, found: object) -> InputError:
    return InputError(problem("SV203", expected=expected, found=_described(found)))


def _described(found: object) -> str:
    if found is None:
        return "null"
    if isinstance(found, dict):
        return "a group of keys"
    return "a list" if isinstance(found, list) else f"'{found}'"


def _text(value: object, _: Faults) -> str:
    if isinstance(value, str):
        return value
    raise _expect("a text", value)


def _number(value: object, faults: Faults) -> Decimal:
    return exact_number(_text(value, faults))


def _whole(value: object, faults: Faults) -> int:
    text = _text(value, faults)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _expect("a whole number", value)
    return int(text)


def _day(value: object, faults: Faults) -> date:
    return day(_text(value, faults))


def _yes_no(value: object, _: Faults) -> bool:
    if value not in ("yes", "no", "true", "false"):
        raise _expect("yes or no", value)
    return value in ("yes", "true")


def _texts(value: object, faults: Faults) -> Texts:
    items = value if isinstance(value, list) else [value]
    return Texts(_text(each, faults) for each in items)


# --- groups and lists ---------------------------------------------------------------------


def _inner(read: Reader, holder: Any, step: str | int, faults: Faults) -> Any:
    """What stands in a group or list, read; faults in it are placed and take the step."""
    before = len(faults)
    value = holder[step]
    try:
        found = read(value, faults)
    except InputError as error:
        faults.append(Fault(error.problems))
        found = None
    if len(faults) > before:
        span = holder.span(step)
        for fault in faults[before:]:
            fault.problems = span.locate(fault.problems)
            fault.path = (step, *fault.path)
    elif isinstance(found, Entry) and not found.written.file:
        _place_short(found, holder.span(step))
    return found


def _place_short(entry: Entry, span: Span) -> None:
    """An entry written as a plain text stands where that text does."""
    entry.written.file, entry.written.mark = span.file, (span.line, span.column)


def _group_reader(key_kind: Any, value_kind: Any) -> Reader:
    """A group of keys of one kind."""
    read_key, read_value = _reader(key_kind), _reader(value_kind)

    def read(value: Any, faults: Faults) -> dict[Any, Any]:
        if not isinstance(value, Keys):
            raise _expect("a group of keys", value)
        return {
            _key(read_key, value, key, faults): _inner(read_value, value, key, faults)
            for key in value
        }

    return read


def _key(read: Reader, group: Keys, key: str, faults: Faults) -> Any:
    """A key as its kind; what is wrong with it is kept, at the key."""
    try:
        if not key.strip():
            raise InputError(problem("SV220"))
        return read(key, faults)
    except InputError as error:
        at_key = group.span(key, at_key=True)
        faults.append(Fault(at_key.locate(error.problems), (key,)))
        return None


def _list_reader(item_kind: Any) -> Reader:
    """A list of one kind."""
    read_item = _reader(item_kind)

    def read(value: Any, faults: Faults) -> list[Any]:
        if not isinstance(value, Items):
            raise _expect("a list", value)
        return [_inner(read_item, value, index, faults) for index in range(len(value))]

    return read


def _optional_reader(*kinds: Any) -> Reader:
    """A value that may be null."""
    (kind,) = [each for each in kinds if each is not type(None)]
    read = _reader(kind)
    return lambda value, faults: None if value is None else read(value, faults)


# --- entries ------------------------------------------------------------------------------


@attrs.frozen
class _Field:
    """A field of a shape: how it is read, and what its text may be."""

    name: str
    read: Reader
    words: tuple[str, ...] = ()
    filled: bool = False


class _EntryReader:
    """Reads one shape: closed keys, a shorthand, the words allowed, and its place kept."""

    def __init__(self, shape: type[Entry]) -> None:
        self.shape = shape
        self.fields: dict[str, _Field] = {}
        self.needed: set[str] = set()
        self.worded: dict[str, _Field] = {}

    def learn(self) -> None:
        """Look at the fields of the shape; a shape may be made of itself."""
        for each in attrs.fields(attrs.resolve_types(self.shape)):
            if each.init:
                key = each.metadata.get("key", each.name)
                must = each.default is attrs.NOTHING
                field = _Field(
                    each.name,
                    _reader(each.type),
                    each.metadata.get("words", ()),
                    must and each.type is str,
                )
                self.fields[key] = field
                self.needed |= {key} if must else set()
                if field.words or field.filled:
                    self.worded[key] = field

    def __call__(self, value: Any, faults: Faults) -> Entry | None:
        before = len(faults)
        data = _as_keys(value, self.shape)
        given = self._given(data, faults)
        faults += self._misworded(data)
        if not self.needed <= data.keys():
            faults += self._missing(data)
        if len(given) < len(data):
            faults += self._strays(data)
        if len(faults) > before:
            return None
        entry = self.shape(**given)
        entry.written = data
        return entry

    def _given(self, data: Keys, faults: Faults) -> dict[str, Any]:
        """The values of the keys that are known; most are texts, and stay as they are."""
        given = {}
        for key, value in data.items():
            field = self.fields.get(key)
            if field is not None:
                is_text = field.read is _text and type(value) is str
                given[field.name] = value if is_text else _inner(field.read, data, key, faults)
        return given

    def _misworded(self, data: Keys) -> Iterator[Fault]:
        """The values that are not one of the few words allowed, and the texts that are empty."""
        for key, field in self.worded.items():
            value = data.get(key)
            if not isinstance(value, str):
                continue
            if field.words and value not in field.words:
                yield Fault(data.span(key).locate([_wrong_word(value, field.words)]), (key,))
            if field.filled and not value.strip():
                yield Fault(data.span(key).locate([problem("SV220")]), (key,))

    def _missing(self, data: Keys) -> Iterator[Fault]:
        for key in self.fields:
            if key in self.needed and key not in data:
                yield Fault(data.span().locate([problem("SV202", found=key)]), (key,))

    def _strays(self, data: Keys) -> Iterator[Fault]:
        for key in sorted(data.keys() - self.fields.keys()):
            hint = did_you_mean(key, self.fields, label="keys here")
            found = problem("SV201", found=key, hint=hint)
            yield Fault(data.span(key, at_key=True).locate([found]), (key,), stray=True)


def _wrong_word(word: str, allowed: tuple[str, ...]) -> Problem:
    hint = did_you_mean(word, [each for each in allowed if each], label="one of")
    return problem("SV205", found=word, hint=hint)


def _as_keys(value: Any, shape: type[Entry]) -> Keys:
    if isinstance(value, Keys):
        return _gathered(value, shape.DATED) if shape.DATED else value
    if not (shape.SHORTHAND and isinstance(value, str)):
        raise _expect("a group of keys", value)
    data = Keys("", (0, 0))
    data[shape.SHORTHAND] = value
    return data


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


# --- which reader a kind of value has -----------------------------------------------------

_PLAIN: dict[Any, Reader] = {
    str: _text,
    Decimal: _number,
    int: _whole,
    date: _day,
    bool: _yes_no,
    Texts: _texts,
}
_MADE_OF: dict[Any, Callable[..., Reader]] = {
    list: _list_reader,
    dict: _group_reader,
    UnionType: _optional_reader,
}
_ENTRIES: dict[type[Entry], _EntryReader] = {}


def _reader(kind: Any) -> Reader:
    """The reader of a kind of value."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Entry):
        return _entry_reader(kind)
    return _MADE_OF[get_origin(kind)](*get_args(kind))


def _entry_reader(shape: type[Entry]) -> _EntryReader:
    """The reader of a shape, made when it is first asked for."""
    if shape not in _ENTRIES:
        _ENTRIES[shape] = _EntryReader(shape)
        _ENTRIES[shape].learn()
    return _ENTRIES[shape]
