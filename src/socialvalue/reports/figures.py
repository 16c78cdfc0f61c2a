"""What the script of a report works with: whole pence, whole parts of units, and names once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import lcm
from typing import Any, Final
from unicodedata import normalize

import attrs

from socialvalue.contracts import LineProgress, Portfolio, Progress, Units
from socialvalue.contracts.lines import STATES_OF_LINES
from socialvalue.contracts.people.groups import GroupNames
from socialvalue.contracts.reckoning import beyond_pence
from socialvalue.contracts.split.years import financial_year, units_by_year, year_of
from socialvalue.model.places import place_name
from socialvalue.registry.loading import places
from socialvalue.reports.audiences import Audience
from socialvalue.reports.seen import Seen
from socialvalue.tables import one_line
from socialvalue.words import counting

__all__ = ["Figures", "counted_units", "exact_of", "figures_of", "states_for", "status_of",
           "theme_words"]  # fmt: skip

_STATES: Final = tuple(STATES_OF_LINES)
_EXACT: Final = 2**53
"""The first whole number next to which a browser has none."""


def states_for(audience: Audience) -> Mapping[str, str]:
    """The states of a commitment, the most urgent first, in the words of an audience's file."""
    return {each: words.replace("for us", f"for {audience.us}")
            for each, words in STATES_OF_LINES.items()}  # fmt: skip


def status_of(lines: Iterable[LineProgress], audience: Audience) -> str:
    """The most urgent state of some commitments, with how many are in it."""
    states, words = [each.state for each in lines], states_for(audience)
    first = next((each for each in words if each in states), None)
    return "– No commitment" if first is None else f"{words[first]} ({states.count(first)})"


def theme_words(key: str) -> str:
    """A theme for people: its key, in words.

    Example:
        >>> theme_words("local_jobs"), theme_words("")
        ('Local jobs', '–')
    """
    return key.replace("_", " ").replace("-", " ").capitalize() or "–"


_STATE: Final = 5
"""Which field of a row is its state."""
_LABELS: Final = {
    "directorate": "Directorate", "theme": "Theme", "supplier": "Supplier",
    "period": "Financial year", "place": "Place", "status": "Status", "group": "Group of people",
}  # fmt: skip


@attrs.frozen
class Filter:
    """What a page may be filtered by.

    Attributes:
        name: By what an address knows it.
        label: What a reader sees.
        choices: The number that stands in rows, and the words, in the order of the list.
    """

    name: str
    label: str
    choices: tuple[tuple[int, str], ...]


@attrs.frozen
class Figures:
    """What the script of a page works with.

    Attributes:
        data: JSON-safe: the rows in the order of the table, and what they are of.
        filters: What there is to choose from.
    """

    data: Mapping[str, Any]
    filters: tuple[Filter, ...]


@attrs.frozen
class _Names:
    """Names by their numbers, each kept once, as the tables show them."""

    numbers: dict[str, int] = attrs.field(factory=dict)

    def of(self, name: str) -> int:
        return self.numbers.setdefault(one_line(name), len(self.numbers)) if name else -1

    def choices(self) -> tuple[tuple[int, str], ...]:
        """The names with their numbers, as people look for them."""
        found = sorted(self.numbers, key=lambda each: counting(normalize("NFKD", each)))
        return tuple((self.numbers[each], each) for each in found)


@attrs.frozen
class _Axes:
    """What a row can be filtered by."""

    directorate: _Names = attrs.field(factory=_Names)
    theme: _Names = attrs.field(factory=_Names)
    supplier: _Names = attrs.field(factory=_Names)
    period: _Names = attrs.field(factory=_Names)
    place: _Names = attrs.field(factory=_Names)
    group: _Names = attrs.field(factory=_Names)
    kind: _Names = attrs.field(factory=_Names)


def figures_of(seen: Seen) -> Figures:
    """The rows of a report, in the order of its table.

    Args:
        seen: All contracts as an audience may see them.
    """
    held, axes, units = seen.portfolio, _Axes(), _denominators(seen.portfolio)
    rows = tuple(_rows(seen, axes, {key: (at, of) for at, (key, of) in enumerate(units.items())}))
    data = {
        "on": held.on.isoformat(),
        "audience": seen.audience.key,
        "states": list(states_for(seen.audience).values()) if seen.audience.unverified else [],
        "contracts": [_contract(each, axes) for each in held.contracts],
        "units": list(map(_safe, units.values())),
        "rows": rows,
    }
    states = {row[_STATE] for row in rows}
    urgent = ((at, each) for at, each in enumerate(states_for(seen.audience).values())
              if at in states)  # fmt: skip
    return Figures(data, tuple(_filters(axes, tuple(urgent))))


def _filters(axes: _Axes, urgent: tuple[tuple[int, str], ...]) -> Iterator[Filter]:
    """What there is to choose from, where there is more than one thing."""
    for name, label in _LABELS.items():
        found = urgent if name == "status" else getattr(axes, name).choices()
        if len(found) > 1:
            yield Filter(name, label, found)


def exact_of(seen: Seen) -> Iterator[dict[str, int]]:
    """Pence by the headings of the table of commitments, a row of it after another.

    Args:
        seen: All contracts as an audience may see them.
    """
    for held in seen.portfolio.contracts:
        for each in held.lines:
            yield {
                "committed £": each.promised_pence,
                "due by now £": each.expected_pence,
                "reported £": each.reported_pence,
                "verified £": each.delivered_pence,
            }
        yield from ({"verified £": beyond_pence(each)} for each in held.beyond)


def counted_units(held: Portfolio) -> Iterator[tuple[str, str, Units]]:
    """Measure, unit and how many, in the order of the measures' codes.

    The table of units and what the script counts are both made of these: a row is of one measure in
    both.  What is beyond the contracts is not among them.

    Args:
        held: All contracts as an audience may see them.
    """
    found = held.quantities("measure")
    for measure in sorted(found, key=counting):
        for unit, each in found[measure].items():
            if each.committed or each.verified:
                yield measure, unit, each


_Counted = tuple[str, str]
"""A measure and a unit."""
_Parts = dict[_Counted, int]


def _denominators(held: Portfolio) -> _Parts:
    """What units are measured in parts of, so that every sum is one of whole numbers."""
    found: _Parts = {each[:2]: 1 for each in counted_units(held) if each[1] != "gbp"}
    for each in (line for contract in held.contracts for line in contract.lines):
        key = (each.obligation.code, each.obligation.unit)
        if key in found:
            found[key] = lcm(found[key], each.committed.denominator, each.verified.denominator)
    return found


def _contract(held: Progress, axes: _Axes) -> list[Any]:
    """A contract: its part of the authority, and its suppliers."""
    contract = held.contract
    suppliers = [axes.supplier.of(each.name) for each in contract.suppliers]
    return [axes.directorate.of(contract.directorate), suppliers]


def _rows(
    seen: Seen, axes: _Axes, units: Mapping[_Counted, tuple[int, int]]
) -> Iterator[list[Any]]:
    """A row of numbers for each row of the table of commitments."""
    named, groups = _place_names(seen), GroupNames()
    for number, held in enumerate(seen.portfolio.contracts):
        for each in held.lines:
            line, full = each.obligation, seen.audience.unverified
            days = (held.on - each.since).days if each.since else -1
            yield [
                number, axes.theme.of(theme_words(line.theme)), axes.place.of(named(line.place)),
                axes.group.of(groups.of(line.group) if seen.audience.groups else ""),
                axes.supplier.of(line.owner), _STATES.index(each.state) if full else -1,
                axes.kind.of(line.value_kind or "not stated"), *_counted(each, units),
                int(each.verified >= each.committed), days, each.promised_pence,
                each.expected_pence, each.reported_pence, each.delivered_pence, 0,
                _years(each, axes),
            ]  # fmt: skip
        for beyond in held.beyond:
            like = held.contract.measured(beyond.data["measure"])
            kind = axes.kind.of((like and like.value_kind) or "not stated")
            pence, year = beyond_pence(beyond), financial_year(year_of(beyond.entry.ends))
            yield [number, *5 * [-1], kind, -1, 0, 0, -1, -1, 0, 0, 0, 0, pence,
                   [1, 1, 1, [axes.period.of(year)]]]  # fmt: skip


def _years(each: LineProgress, axes: _Axes) -> list[Any]:
    """What a commitment has in each year, in whole parts of its unit.

    Of how many parts a unit is made, £ for one unit as a fraction, and the years: each by its
    number, with what is committed, due, reported and verified; zeros at the end are left out.
    """
    there = [*units_by_year(each)]
    amounts = [(one.committed, one.due, one.reported, one.verified) for _, one in there]
    parts = lcm(*(one.denominator for of in amounts for one in of))
    worth, before = each.obligation.worth, [0, 0, 0, 0]
    found: list[Any] = [*map(_safe, (parts, worth.numerator, worth.denominator))]
    for (period, _), of in zip(there, amounts, strict=True):
        now = [one.numerator * (parts // one.denominator) for one in of]
        year = [_safe(last - first) for last, first in zip(now, before, strict=True)]
        while year and not year[-1]:
            year.pop()
        found.append([axes.period.of(period), *year])
        before = now
    return found


def _counted(
    each: LineProgress, units: Mapping[_Counted, tuple[int, int]]
) -> tuple[int | str, ...]:
    """The row of the table of units, and how many parts are committed and verified."""
    at, of = units.get((each.obligation.code, each.obligation.unit), (-1, 0))
    return at, *(_safe(int(amount * of)) for amount in (each.committed, each.verified))


def _place_names(seen: Seen) -> Callable[[str], str]:
    """What a place is called; nothing where the audience does not see it."""
    lines = (each for held in seen.portfolio.contracts for each in held.contract.lines)
    if not seen.audience.places or not any(each.place for each in lines):
        return lambda _: ""
    known = places()
    return lambda code: place_name(known, code) if code else ""


def _safe(whole: int) -> int | str:
    """A whole number; as text where a browser has no such number."""
    return whole if abs(whole) < _EXACT else str(whole)
