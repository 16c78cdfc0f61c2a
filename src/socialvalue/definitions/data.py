"""Data that came in no file, to the same plain data as a file's: each part has its JSON pointer.

A mapping of Python or a JSON text says the same as a YAML file of the same keys.  As there, every
value is text but ``null``: whole numbers and exact ones are taken as they are written, a float for
a quantity, a share or a mark only, by its shortest text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

from socialvalue.definitions.nodes import Items, Keys, Path, Unreadable
from socialvalue.definitions.text import MOST_DEPTH, MOST_PROBLEMS, decoded
from socialvalue.errors import DefinitionError, InputError, Problem, problem
from socialvalue.numbers import exact_number, plain
from socialvalue.spans import Span, pointer_of
from socialvalue.units import QUANTITY_WAYS

__all__ = ["Data", "parsed", "plain_data"]

MOST_VALUES = 1_000_000
"""Values in one document, at all levels: before anything is built from them."""

_MOST_DIGITS = 30
"""Of a whole number; amounts of any length are texts."""

_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
"""Of a JSON text: those in its texts are none, and a text is taken whole."""

_OF_MONEY = "gbp"
_SHARES = ("share_claimed", "deadweight", "displacement", "leakage", "attribution_to_others")
_FLOATS = {
    *(key for key in QUANTITY_WAYS if key != _OF_MONEY),
    *_SHARES, "quantity", "years",
}  # fmt: skip
"""Keys of a commitment that are no money, and for which Python takes a float, too."""


class _Float(str):
    """A number with a point or an exponent, as a JSON text has it."""

    __slots__ = ()


class _Long(str):
    """A whole number that nobody can mean."""

    __slots__ = ()


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with its names as they stand there, also those that stand twice."""

    __slots__ = ()


def parsed(
    text: str, file: str = "", whole: Callable[[str], Any] = str, most: int = MOST_DEPTH
) -> Any:
    """What a JSON text says: names that stand twice, and numbers as they are written, are kept.

    Args:
        text: One JSON document.
        file: Its name for messages, if it has one.
        whole: What is made of a whole number.
        most: How many levels it may have; here it is read down to where the machine cannot follow.

    Raises:
        DefinitionError: It is no JSON (SV116), or nested too deep (SV107).
    """
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_Pairs,
            parse_float=_Float,
            parse_int=whole,
        )
    except json.JSONDecodeError as error:
        found = problem("SV116", found=error.msg.lower())
        raise DefinitionError(Span(file, error.lineno, error.colno).locate([found])) from None
    except RecursionError:
        found = problem("SV107", limit=most)
        raise DefinitionError(_beyond(text, file, most).locate([found])) from None


def _beyond(text: str, file: str, most: int) -> Span:
    """Where a JSON text goes deeper than so many levels."""
    depth = 0
    for each in _BRACKETS.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(each[0], 0)
        if depth > most:
            before = text[: each.start()]
            return Span(file, before.count("\n") + 1, each.start() - before.rfind("\n"))
    return Span(file)


def plain_data(text: str | bytes, most: int) -> Any:
    """What a JSON text says in mappings, lists, texts and whole numbers; nothing else is in it.

    Args:
        text: One JSON document.
        most: How many levels it may have.

    Raises:
        DefinitionError: It is no JSON (SV116) or nested too deep (SV107); and with their pointers,
            names that stand twice (SV120), numbers that are floats (SV305), and whole numbers
            that are too large to be meant (SV303).
    """
    content = text if isinstance(text, str) else decoded(text, "")
    problems: list[Problem] = []
    found = _plain(parsed(content, whole=_whole, most=most), (), most, problems)
    if problems:
        raise DefinitionError(problems)
    return found


def _whole(digits: str) -> Any:
    """A whole number; of one that nobody can mean, its digits are not worked out."""
    return int(digits) if len(digits.lstrip("-")) <= _MOST_DIGITS else _Long(digits)


def _plain(held: Any, path: Path, most: int, problems: list[Problem]) -> Any:
    span = Span(pointer=pointer_of(path))
    if len(path) > most:
        raise DefinitionError(span.locate([problem("SV107", limit=most)]))
    if isinstance(held, _Long):
        problems += span.locate([problem("SV303", found=held, limit=f"10^{_MOST_DIGITS}")])
    elif isinstance(held, (float, _Float)):
        problems += span.locate([problem("SV305", found=held)])
    if isinstance(held, _Pairs):
        counted = Counter(name for name, _ in held)
        twice = [name for name, times in counted.items() if times > 1]
        problems += span.locate(problem("SV120", found=name) for name in twice)
        return {key: _plain(each, (*path, key), most, problems) for key, each in held}
    if isinstance(held, list):
        return [_plain(each, (*path, index), most, problems) for index, each in enumerate(held)]
    return held


class Data:
    """Plain data of a document, with all that is wrong with it as data.

    Attributes:
        keys: The top mapping; None where there is none.
        problems: What is wrong with keys, each with its pointer; of a value that is no data, it
            stands where the value would.
    """

    def __init__(self, held: Any, file: str = "") -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._places: dict[str, int] = {}
        found = self._take(held, ())
        self.keys: Keys | None = found if isinstance(found, Keys) else None
        if self.keys is None and not self.problems:
            self._keep((), problem("SV203", expected="keys and values", found=_described(held)))

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems as a reader of the document meets them."""
        last = len(self._places)
        return sorted(problems, key=lambda each: self._places.get(each.pointer or "", last))

    # --- from anything to texts, groups and lists ---

    def _take(self, held: Any, path: Path) -> Any:
        """A value as plain data, or why it is none."""
        self._enter(path, len(held) if isinstance(held, (Mapping, list, tuple)) else 0)
        if held is None or type(held) is str:
            return held
        if isinstance(held, (Mapping, _Pairs)):
            return self._group(held, path)
        if isinstance(held, (list, tuple)):
            return self._list(held, path)
        try:
            return _text(held, path)
        except InputError as error:
            share = problem("SV310", what="the share", found=held)
            below = path[-1:] and path[-1] in _SHARES and error.problems[0].code == "SV302"
            return Unreadable((share,) if below else error.problems)

    def _enter(self, path: Path, inside: int) -> None:
        """Note a place and how much stands in it; bounds are held before anything is built."""
        pointer = pointer_of(path)
        self._places.setdefault(pointer, len(self._places))
        if len(path) > MOST_DEPTH:
            raise self._at(path, problem("SV107", limit=MOST_DEPTH))
        if len(self._places) + inside > MOST_VALUES:
            raise self._at(path, problem("SV108", limit=f"{MOST_VALUES:,} values"))

    def _group(self, held: Mapping[Any, Any] | _Pairs, path: Path) -> Keys:
        keys = Keys(self.file, pointer_of(path))
        for key, each in held.items() if isinstance(held, Mapping) else held:
            if not isinstance(key, str):
                found = problem("SV203", expected="a text as key", found=_described(key))
                self._keep(path, found)
            elif key in keys:
                self._keep((*path, key), problem("SV120", found=key))
            else:
                keys[key] = self._take(_beside(held, key, each), (*path, key))
                keys.keys_at[key] = keys.values_at[key] = pointer_of((*path, key))
        return keys

    def _list(self, held: Iterable[Any], path: Path) -> Items:
        items = Items(self.file, pointer_of(path))
        for index, each in enumerate(held):
            items.append(self._take(each, (*path, index)))
            items.items_at.append(pointer_of((*path, index)))
            items.numbers.append(index + 1)
        return items

    def _keep(self, path: Path, *found: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems += self._span(path).locate(found)

    def _at(self, path: Path, found: Problem) -> DefinitionError:
        return DefinitionError(self._span(path).locate([found]))

    def _span(self, path: Path) -> Span:
        return Span(self.file, pointer=pointer_of(path))


class _Money(_Float):
    """A float where pounds are meant, whatever its key."""

    __slots__ = ()


def _beside(group: Mapping[Any, Any] | _Pairs, key: str, held: Any) -> Any:
    """A value as what stands beside it says: a quantity in pounds is money."""
    if key == "quantity" and isinstance(held, (float, _Float)):
        pairs = group.items() if isinstance(group, Mapping) else group
        if ("unit", _OF_MONEY) in pairs:
            return _Money(held if isinstance(held, _Float) else float.__repr__(held))
    return held


def _described(held: Any) -> str:
    if isinstance(held, (list, tuple)) and not isinstance(held, _Pairs):
        return "a list"
    return "a text" if isinstance(held, str) else f"a value of the kind {type(held).__name__}"


# --- plain values -------------------------------------------------------------------------


def _text(held: Any, path: Path) -> str:
    """A plain value as a file has it: text.

    Raises:
        InputError: It is a float where money or an exact figure is meant (SV305), no number
            (SV306), or no data (SV117).
    """
    if isinstance(held, str):
        return _number(held, path) if isinstance(held, _Float) else str(held)
    if isinstance(held, bool):
        return "true" if held else "false"
    if isinstance(held, (Decimal, Real)):
        return _number(held, path)
    if isinstance(held, date) and not isinstance(held, datetime):
        return held.isoformat()
    raise InputError(problem("SV117", found=type(held).__name__))


def _number(held: Any, path: Path) -> str:
    if isinstance(held, Fraction):
        return str(held)
    if isinstance(held, Integral):
        return str(int(exact_number(held)))
    if isinstance(held, Decimal):
        return format(exact_number(held), "f")
    if isinstance(held, _Float):
        return _floating(held, path)
    return plain(exact_number(held, floats=_takes_floats(path)))


def _floating(text: _Float, path: Path) -> str:
    """A number of a JSON text that other programs read as a float."""
    if isinstance(text, _Money) or not _takes_floats(path):
        raise InputError(problem("SV305", found=text))
    return plain(exact_number(Decimal(text)))


def _takes_floats(path: Path) -> bool:
    """Whether a quantity, a share or a mark stands at a path."""
    part = path[2] if len(path) > 3 and path[0] == "bids" else ""
    return part == "marks" or (part == "commitments" and len(path) == 5 and path[4] in _FLOATS)
