"""What a table of commitments says of a whole bid: alike in each of its rows, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from socialvalue.errors import InputError, Problem, problem

__all__ = ["FACTS", "MARK", "Facts", "Whose", "whose_of"]

Whose: TypeAlias = tuple[str, str | None]

FACTS: Final = ("price", "state", "reason")
"""What a row may say of its bid, beside the panel's marks."""

MARK = "mark: "
"""Begins what a row says of a criterion, by the criterion."""
_MOST_ROWS = 5


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
    return None if item is None or not str(item).strip() else str(item)


@attrs.frozen(eq=False)
class Facts:
    """What the rows read so far say of their bids.

    Attributes:
        rows: For each bid and each thing said of it, the values, and the rows with each.
        first: The first row of each bid.
    """

    rows: dict[Whose, dict[str, dict[Any, list[int]]]] = attrs.field(factory=dict)
    first: dict[Whose, int] = attrs.field(factory=dict)

    def take(self, whose: Whose, number: int, row: dict[str, Any]) -> bool:
        """Read one more row; whether it says anything of its bid."""
        self.first.setdefault(whose, number)
        told = {each: row[each] for each in row if each in FACTS or each.startswith(MARK)}
        held = self.rows.setdefault(whose, {})
        for what, value in told.items():
            if value is not None:
                held.setdefault(what, {}).setdefault(value, []).append(number)
        return any(value is not None for value in told.values())

    def of(self, whose: Whose) -> dict[str, Any]:
        """What is said of a bid, for `Bid`."""
        said = {what: next(iter(values)) for what, values in self.rows[whose].items()}
        facts: dict[str, Any] = {each: said[each] for each in FACTS if each in said}
        marks = {each.removeprefix(MARK): said[each] for each in said if each.startswith(MARK)}
        return {**facts, "marks": marks}

    def problems(self) -> Iterator[tuple[int, Problem]]:
        """What rows say differently, each with the first row that does."""
        for (bidder, _), said in self.rows.items():
            for what, values in said.items():
                (first, where), *others = values.items()
                for value, rows in others:
                    name = what.replace(MARK, "mark for ")
                    words = problem(
                        "SV328", what=name, bidder=bidder, found=value,
                        other=f"{first} in {_listed(where)}",
                    )  # fmt: skip
                    yield rows[0], words.within(_listed(rows))


def _listed(rows: list[int]) -> str:
    """Rows in words: all of them, or the first few."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    some = [str(each) for each in rows[:_MOST_ROWS]]
    more = len(rows) - len(some)
    last = f"{more:,} more" if more else some.pop()
    return f"rows {', '.join(some)} and {last}"
