"""What a table of commitments says of a whole bid: alike in each of its rows, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from socialvalue.errors import InputError, Problem, problem
from socialvalue.frames.read.kinds import rows_in_words
from socialvalue.model.fields import INVISIBLE, as_read

__all__ = ["FACTS", "MARK", "PRICE", "Facts", "Whose", "whose_of"]

Whose: TypeAlias = tuple[str, str | None]

FACTS: Final = ("price", "state", "reason")
"""What a row may say of its bid, beside the panel's marks."""

MARK = "mark: "
"""Begins what a row says of a criterion, by the criterion."""

PRICE = "price: "
"""Begins what a row says of a further price, by its name."""
_UNSEEN = re.compile(f"[{INVISIBLE}]|(?! )\\s")


def whose_of(row: Mapping[str, Any]) -> Whose:
    """The bidder and the lot of a row; a whole number may be a name.

    Raises:
        InputError: There is no bidder (SV313).

    Example:
        >>> whose_of({"bid": "Acme", "lot": 2}), whose_of({"bid": 7})
        (('Acme', '2'), ('7', None))
    """
    bidder, lot = (_name(row.get(each)) for each in ("bid", "lot"))
    if bidder is None:
        raise InputError(problem("SV313", what="a bid"))
    return bidder, lot


def _name(item: Any) -> str | None:
    """A name; a whole number that a library made a float, because others are missing, is whole."""
    if isinstance(item, float) and item.is_integer():
        return str(int(item))
    return None if item is None or not as_read(str(item)) else str(item)


@attrs.frozen(eq=False)
class Facts:
    """What the rows read so far say of their bids.

    Attributes:
        rows: For each bid and each thing said of it, the values, and the rows with each.
        first: The first row of each bid.
        named: All the rows of each bid.
    """

    rows: dict[Whose, dict[str, dict[Any, list[int]]]] = attrs.field(factory=dict)
    first: dict[Whose, int] = attrs.field(factory=dict)
    named: dict[Whose, list[int]] = attrs.field(factory=dict)

    def take(self, whose: Whose, number: int, row: dict[str, Any]) -> bool:
        """Read one more row; whether it says anything of its bid.

        Raises:
            InputError: A cell is a list or another object (SV316).
        """
        self.first.setdefault(whose, number)
        self.named.setdefault(whose, []).append(number)
        told = {each: row[each] for each in row if each in FACTS or each.startswith((MARK, PRICE))}
        held = self.rows.setdefault(whose, {})
        for what, value in told.items():
            if value is not None:
                _check_is_one(what, value)
                held.setdefault(what, {}).setdefault(value, []).append(number)
        return any(value is not None for value in told.values())

    def of(self, whose: Whose) -> dict[str, Any]:
        """What is said of a bid, for `Bid`."""
        said = {what: next(iter(values)) for what, values in self.rows[whose].items()}
        facts: dict[str, Any] = {each: said[each] for each in FACTS if each in said}
        marks = {each.removeprefix(MARK): said[each] for each in said if each.startswith(MARK)}
        prices = {each.removeprefix(PRICE): said[each] for each in said if each.startswith(PRICE)}
        return {**facts, "marks": marks, "prices": prices}

    def problems(self) -> Iterator[tuple[int, Problem]]:
        """What rows say differently, each with the first row that does."""
        for (bidder, _), said in self.rows.items():
            for what, values in said.items():
                (first, where), *others = values.items()
                for value, rows in others:
                    name = what.replace(MARK, "mark for ").replace(PRICE, "price ")
                    words = problem(
                        "SV328", what=name, bidder=bidder, found=value,
                        other=f"{first} in {rows_in_words(where)}",
                    )  # fmt: skip
                    yield rows[0], words.within(rows_in_words(rows))

    def spellings(self) -> Iterator[tuple[int, Problem]]:
        """Bidders that are written in several ways, each with the first row of another way."""
        ways: dict[str, dict[str, list[int]]] = {}
        for (bidder, _), rows in self.named.items():
            ways.setdefault(as_read(bidder), {}).setdefault(bidder, []).extend(rows)
        for spelt in ways.values():
            if len(spelt) > 1:
                told = [f"'{_visible(name)}' in {rows_in_words(sorted(rows))}"
                        for name, rows in spelt.items()]  # fmt: skip
                yield min([*spelt.values()][1]), problem("SV330", names="; ".join(told))


def _visible(name: str) -> str:
    """A name with the signs that nobody sees written out."""
    return _UNSEEN.sub(lambda sign: ascii(sign.group())[1:-1], name)


def _check_is_one(what: str, value: Any) -> None:
    """Refuse a list or another object in place of a text or a number."""
    try:
        hash(value)
    except TypeError:
        name, kind = what.replace(MARK, "the mark for "), type(value).__name__
        how = {"what": name, "expected": "a text or a number", "found": kind}
        raise InputError(problem("SV316", **how)) from None
