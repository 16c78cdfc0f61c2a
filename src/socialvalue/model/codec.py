"""Nouns as plain data and back, to the last digit: what a record keeps of them.

Unlike `meaning`, nothing is left out that a noun needs to be made again: amounts keep their
digits, mappings their order, and each noun its kind and where it was written.  Only the kinds
named here are ever made from data; a record can ask for nothing else.  Files are named without
the folders of the machine, so that two machines write the same.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, cast

import attrs

from socialvalue import model, units
from socialvalue.errors import RecordError, SocialValueError, problem
from socialvalue.model.canonical import is_empty, spelled
from socialvalue.model.figures import Exclusion, PublishedSpread, Source
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Places
from socialvalue.spans import Span, pointer_of, portable

__all__ = [
    "SHARED",
    "beside_meaning",
    "decode",
    "encode",
    "fields_of",
    "is_taken",
    "kinds",
    "name_of",
    "needed_of",
]

SHARED = (Exclusion, Source)
"""What many nouns hold in common is written once."""

_CALLED: dict[type[Any], str] = {PublishedSpread: "Spread"}
"""Nouns that records call by another name than Python does."""

_DECIMAL = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?(E[+-]?[0-9]{1,3})?", re.ASCII)
_FRACTION = re.compile(r"-?[0-9]{1,4000}(/[1-9][0-9]{0,4000})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def encode(thing: Any, *, written: bool = True) -> dict[str, Any]:
    """A noun, or several, as JSON-safe data.

    Args:
        thing: Nouns of the library, mappings, tuples, amounts, dates and texts.
        written: Whether it is kept where each stood; a line number tells how many stood above.

    Returns:
        ``data``, and ``shared``: what it holds more than once.

    Raises:
        RecordError: Something in it cannot be written down (SV804).

    Example:
        >>> encode({"share": Decimal("0.50")})
        {'data': {'$map': [['share', {'$decimal': '0.50'}]]}, 'shared': []}
    """
    writer = _Writer(written=written)
    data = writer.write(thing)
    return {"data": data, "shared": writer.shared}


def decode(written: Any, also: Iterable[type[Any]] = (), at: str = "") -> Any:
    """What `encode` wrote, made again.

    Args:
        written: What `encode` gave, also when it went through JSON.
        also: Kinds of noun beside the library's own, such as a council's scoring method.
        at: Its place in its document, as a JSON pointer.

    Raises:
        RecordError: It means nothing here (SV804), or a noun refuses it, each with its pointer.

    Example:
        >>> decode(encode({"share": Decimal("0.50")}))
        FrozenMap({'share': Decimal('0.50')})
    """
    if not isinstance(written, Mapping) or not isinstance(written.get("shared"), list):
        found = _unreadable("this", "it is not written as nouns are")
        raise RecordError(Span(pointer=at).locate(found.problems))
    known = {**kinds(), **{each.__name__: each for each in also}}
    reader = _Reader(known)
    try:
        for index, each in enumerate(written["shared"]):
            reader.shared.append(reader.within(each, "shared", index))
        return reader.within(written.get("data"), "data")
    except RecursionError:
        raise _unreadable("something", "it is nested too deep") from None
    except RecordError as error:
        span = Span(pointer=at + pointer_of(reader.path))
        raise RecordError(span.locate(error.problems)) from None


def beside_meaning(written: Any, also: Iterable[type[Any]] = ()) -> Iterator[tuple[str, Any]]:
    """What of a noun that was written down is no part of its meaning, such as where it stood.

    Args:
        written: What `encode` gave, also when it went through JSON; `decode` has read it.
        also: Kinds of noun beside the library's own.

    Yields:
        The JSON pointer of each such field, and what is written there.

    Example:
        >>> from socialvalue.model.bids.bid import Bid
        >>> list(beside_meaning(encode(Bid("Acme", span=Span("x.yaml", 1, 2)))))
        [('/data/span', {'$at': ['x.yaml', 1, 2]})]
    """
    known = {**kinds(), **{each.__name__: each for each in also}}
    return _beside("", written, known)


def _beside(at: str, data: Any, kinds: Mapping[str, type[Any]]) -> Iterator[tuple[str, Any]]:
    if isinstance(data, list):
        for index, each in enumerate(data):
            yield from _beside(f"{at}/{index}", each, kinds)
    elif isinstance(data, Mapping):
        kind = kinds.get(data.get("$", ""))
        beside = () if kind is None else _no_meaning(cast("Hashable", kind))
        for key, each in data.items():
            here = f"{at}/{key}"
            if key in beside:
                yield here, each
            else:
                yield from _beside(here, each, kinds)


@cache
def _no_meaning(kind: Hashable) -> frozenset[str]:
    """The fields of a noun that are no part of its meaning, as its constructor calls them."""
    fields = attrs.fields(cast("type", kind))
    return frozenset(each.alias or each.name for each in fields if not each.eq)


def is_taken(kind: type[Any]) -> bool:
    """Whether a class has the name of a noun of the library, for which a record would take it.

    Example:
        >>> is_taken(type("Bid", (), {})), is_taken(type("TopTwo", (), {}))
        (True, False)
    """
    return kinds().get(kind.__name__, kind) is not kind


@cache
def kinds() -> dict[str, type[Any]]:
    """The nouns that can stand in a record, by name: those of the model, and quantities."""
    found = [
        import_module(each.name)
        for package in (model, units)
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return {name: kind for module in found for name, kind in _nouns(module)}


def name_of(kind: type[Any]) -> str:
    """What records call a noun.

    Example:
        >>> name_of(Source), name_of(PublishedSpread)
        ('Source', 'Spread')
    """
    return _CALLED.get(kind, kind.__name__)


def _nouns(module: ModuleType) -> list[tuple[str, type[Any]]]:
    return [
        (_CALLED.get(each, name), each)
        for name, each in vars(module).items()
        if isinstance(each, type)
        and attrs.has(each)
        and each.__module__ == module.__name__
        and not name.startswith("_")
    ]


def _unreadable(found: Any, why: str) -> RecordError:
    return RecordError(problem("SV804", found=found, why=why))


# --- writing ------------------------------------------------------------------------------


@cache
def fields_of(kind: Hashable) -> tuple[tuple[str, str, Any], ...]:
    """The fields of a noun: the name, how its constructor calls it, and its default if it is empty.

    What is empty by default is written only where it is not that; every other default is written
    out, so that a record does not change with the defaults of a later version.
    """
    return tuple(
        (each.name, each.alias or each.name, _empty_default(each))
        for each in attrs.fields(cast("type", kind))
        if each.init
    )


def _empty_default(field: attrs.Attribute[Any]) -> Any:
    """A default that says nothing; `_SAYS` where there is none, or it says something."""
    default: Any = field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        return default.factory() if default.factory in (FrozenMap, tuple) else _SAYS
    return default if default is not attrs.NOTHING and is_empty(default) else _SAYS


@cache
def needed_of(kind: Hashable) -> tuple[str, ...]:
    """What a noun cannot be made without, as its constructor calls it.

    Example:
        >>> from socialvalue.model.tender import Lot
        >>> needed_of(Lot)
        ('name',)
    """
    found = attrs.fields(cast("type[Any]", kind))
    return tuple(each.alias or each.name for each in found
                 if each.init and each.default is attrs.NOTHING)  # fmt: skip


@cache
def _called_in(kind: Hashable) -> frozenset[str]:
    """What may stand in the data of a noun: its kind, and its fields as its constructor says."""
    return frozenset(("$", *(alias for _, alias, _ in fields_of(kind))))


class _Writer:
    """Writes nouns; what is shared is written once and referred to after."""

    def __init__(self, *, written: bool) -> None:
        self.shared: list[Any] = []
        self.written = written
        self._places: dict[str, int] = {}
        self._seen: dict[int, tuple[Any, dict[str, int]]] = {}

    def write(self, thing: Any) -> Any:
        if thing is None or isinstance(thing, (str, bool, int)):
            return thing
        kind = type(thing)
        write = _WRITE.get(kind)
        if write is not None:
            return write(self, thing)
        if not attrs.has(kind):
            raise _unreadable(kind.__name__, "only nouns of the library and attrs classes can be")
        return self._noun(thing)

    def _noun(self, thing: Any) -> Any:
        if not isinstance(thing, SHARED):
            return self._fields_of(thing)
        if id(thing) not in self._seen:
            self._seen[id(thing)] = (thing, {"$ref": self._place(self._fields_of(thing))})
        return self._seen[id(thing)][1]

    def _place(self, data: Any) -> int:
        """Where a shared noun stands in the list; one that reads the same stands there once."""
        text = spelled(data)
        if text not in self._places:
            self._places[text] = len(self.shared)
            self.shared.append(data)
        return self._places[text]

    def _fields_of(self, thing: Any) -> dict[str, Any]:
        found = {"$": name_of(type(thing))}
        for name, alias, empty in fields_of(cast("Hashable", type(thing))):
            value = getattr(thing, name)
            if name in _SPOTS and not self.written:
                continue
            if type(value) is not type(empty) or value != empty:
                found[alias] = self.write(value)
        return found

    def sequence(self, thing: Iterable[Any]) -> list[Any]:
        return [self.write(each) for each in thing]

    def mapping(self, thing: Mapping[Any, Any]) -> dict[str, Any]:
        """Pairs, because the order of a mapping is kept and JSON's keys have none."""
        return {"$map": [[self.write(key), self.write(value)] for key, value in thing.items()]}


def _spot(span: Span) -> list[str | int]:
    pointer = [] if span.pointer is None else [span.pointer]
    cell = [span.cell] if span.cell or pointer else []
    return [portable(span.file), span.line, span.column, *cell, *pointer]


_SPOTS = ("span", "spans")
_SAYS = object()
_WRITE: dict[type[Any], Callable[[_Writer, Any], Any]] = {
    # The caller's context decides on e or E, and a record has one spelling.
    Decimal: lambda _, thing: {"$decimal": str(thing).upper()},
    Fraction: lambda _, thing: {"$fraction": str(thing)},
    date: lambda _, thing: {"$date": thing.isoformat()},
    Span: lambda _, thing: {"$at": _spot(thing)},
    tuple: lambda writer, thing: writer.sequence(thing),
    list: lambda writer, thing: writer.sequence(thing),
    dict: lambda writer, thing: writer.mapping(thing),
    FrozenMap: lambda writer, thing: writer.mapping(thing),
    Places: lambda writer, thing: writer.mapping(thing),
}


# --- reading ------------------------------------------------------------------------------

_UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError)
_AS_IT_IS = frozenset((type(None), str, bool, int))
"""Kinds of value that are written as they are, and are read so without a step into them."""


class _Reader:
    """Makes nouns again from what a writer wrote."""

    def __init__(self, kinds: Mapping[str, type[Any]]) -> None:
        self.kinds = kinds
        self.shared: list[Any] = []
        self.path: list[str | int] = []

    def within(self, data: Any, *steps: str | int) -> Any:
        """Reads what stands some steps further in; where that fails, the path leads there."""
        try:
            return self.read(data)
        except (*_UNREADABLE, SocialValueError):
            self.path[:0] = steps
            raise

    def read(self, data: Any) -> Any:
        if type(data) in _AS_IT_IS or isinstance(data, (str, int)):
            return data
        if isinstance(data, list):
            return tuple(self.within(each, index) for index, each in enumerate(data))
        if not isinstance(data, (dict, Mapping)) or not data:  # dict first: that is soon said
            raise _unreadable(data, "it is of no known kind")
        if "$" in data:
            return self._noun(data)
        tag, held = next(iter(data.items()))
        if len(data) > 1 or tag not in _READ:
            raise _unreadable(f"'{tag}'", "it is of no known kind")
        try:
            return _READ[tag](self, held)
        except _UNREADABLE as error:
            if isinstance(error, SocialValueError):
                raise
            raise _unreadable(f"{held}", f"it is no {tag.removeprefix('$')}") from None

    def _noun(self, data: Mapping[str, Any]) -> Any:
        name = data["$"]
        kind = self.kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            why = "it is not known here; a method of your own is given to replay() as methods=[…]"
            raise _unreadable(f"'{name}'", why)
        known = _called_in(cast("Hashable", kind))
        if not data.keys() <= known:
            strange = next(key for key in data if key not in known)
            raise _unreadable(f"'{strange}' of '{name}'", "a later version may have written it")
        given = {key: each if type(each) in _AS_IT_IS else self.within(each, key)
                 for key, each in data.items() if key != "$"}  # fmt: skip
        return self._make(kind, given)

    def _make(self, kind: type[Any], given: dict[str, Any]) -> Any:
        missing = [key for key in needed_of(cast("Hashable", kind)) if key not in given]
        if missing:
            raise RecordError(problem("SV202", found=key) for key in missing)
        try:
            return kind(**given)
        except SocialValueError as error:
            raise RecordError(error.problems) from None
        except (TypeError, ValueError, AttributeError) as error:
            raise _unreadable(f"'{kind.__name__}'", str(error)) from None

    def mapping(self, pairs: Any) -> FrozenMap[Any, Any]:
        return FrozenMap({self.within(key, "$map", at, 0): self.within(value, "$map", at, 1)
                          for at, (key, value) in enumerate(pairs)})  # fmt: skip


def _matched(pattern: re.Pattern[str], make: Callable[[str], Any]) -> Callable[[_Reader, Any], Any]:
    """Reads text of one form, and nothing else."""

    def read(_: _Reader, text: Any) -> Any:
        if not isinstance(text, str) or not pattern.fullmatch(text):
            raise ValueError(text)
        return make(text)

    return read


def _span(_: _Reader, held: Any) -> Span:
    if [*map(type, held)] not in _FORMS_OF_SPOT:
        raise ValueError(held)
    return Span(*held)


_FORMS_OF_SPOT = ([str, int, int], [str, int, int, str], [str, int, int, str, str])
"""A line and column; with a cell, which may be none; with a pointer behind it."""


def _reference(reader: _Reader, index: Any) -> Any:
    if type(index) is not int or index < 0:
        raise ValueError(index)
    return cast("Any", reader.shared[index])


_READ: dict[str, Callable[[_Reader, Any], Any]] = {
    "$decimal": _matched(_DECIMAL, Decimal),
    "$fraction": _matched(_FRACTION, Fraction),
    "$date": _matched(_DAY, date.fromisoformat),
    "$at": _span,
    "$map": lambda reader, held: reader.mapping(held),
    "$ref": _reference,
}
