"""What the script of a report works with: whole pence, whole parts of units, and names once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any, Final

import attrs

from socialvalue.contracts import LineProgress, Portfolio, Progress
from socialvalue.contracts.lines import STATES_OF_LINES
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.reckoning import beyond_pence
from socialvalue.model.places import place_name
from socialvalue.registry.loading import places
from socialvalue.reports.seen import Seen

__all__ = ["figures_of", "status_of", "theme_words"]

_STATES: Final = tuple(STATES_OF_LINES)
_EXACT: Final = 2**53
"""The first whole number next to which a browser has none."""


def status_of(lines: Iterable[LineProgress]) -> str:
    """The most urgent state of some commitments, with how many are in it."""
    states = [each.state for each in lines]
    first = next((each for each in STATES_OF_LINES if each in states), None)
    return (
        "– No commitment" if first is None else f"{STATES_OF_LINES[first]} ({states.count(first)})"
    )


def theme_words(key: str) -> str:
    """A theme for people: its key, in words.

    Example:
        >>> theme_words("local_jobs"), theme_words("")
        ('Local jobs', '–')
    """
    return key.replace("_", " ").replace("-", " ").capitalize() or "–"


@attrs.frozen
class _Names:
    """Names by their numbers, each kept once."""

    numbers: dict[str, int] = attrs.field(factory=dict)

    def of(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers)) if name else -1


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

    def names(self) -> dict[str, list[str]]:
        return {
            name: list(each.numbers) for name, each in attrs.asdict(self, recurse=False).items()
        }


def figures_of(seen: Seen) -> dict[str, Any]:
    """The rows of a report, in the order of its table, JSON-safe.

    Args:
        seen: All contracts as an audience may see them.
    """
    held, axes, units = seen.portfolio, _Axes(), _denominators(seen.portfolio)
    rows = tuple(_rows(seen, axes, units))
    return {
        "on": held.on.isoformat(),
        "audience": seen.audience.key,
        "states": list(STATES_OF_LINES.values()) if seen.audience.unverified else [],
        "contracts": [_contract(each, axes) for each in held.contracts],
        "units": list(map(_safe, units.values())),
        "rows": rows,
        "names": axes.names(),
    }


_Units = dict[tuple[str, str], int]


def _denominators(held: Portfolio) -> _Units:
    """What units are measured in parts of, so that every sum is one of whole numbers."""
    found: _Units = {}
    for each in (line for contract in held.contracts for line in contract.lines):
        unit = each.obligation.unit
        if unit != "gbp" and unit not in LEVELS and (each.committed or each.verified):
            key = (each.obligation.code, unit)
            parts = (each.committed.denominator, each.verified.denominator)
            found[key] = lcm(found.get(key, 1), *parts)
    return found


def _contract(held: Progress, axes: _Axes) -> list[Any]:
    """A contract: its part of the authority, suppliers, financial years, and what it is worth."""
    contract = held.contract
    suppliers = [axes.supplier.of(each.name) for each in contract.suppliers]
    years = [axes.period.of(each) for each in _years(contract.starts, contract.ends)]
    pence = int(Fraction(contract.value.initial) * 100)
    return [axes.directorate.of(contract.directorate), suppliers, years, _safe(pence)]


def _years(first: date, last: date) -> Iterator[str]:
    """The financial years, from 1 April, in which there are days between two."""
    start, end = (each.year - (each.month < 4) for each in (first, last))
    return (f"{year}/{(year + 1) % 100:02d}" for year in range(start, end + 1))


def _rows(seen: Seen, axes: _Axes, units: _Units) -> Iterator[list[Any]]:
    """A row of numbers for each row of the table of commitments."""
    named = _place_names(seen)
    for number, held in enumerate(seen.portfolio.contracts):
        for each in held.lines:
            line, full = each.obligation, seen.audience.unverified
            days = (held.on - each.since).days if each.since else -1
            yield [
                number, axes.theme.of(theme_words(line.theme)), axes.place.of(named(line.place)),
                axes.group.of(line.group if seen.audience.groups else ""),
                axes.supplier.of(line.owner), _STATES.index(each.state) if full else -1,
                axes.kind.of(line.value_kind or "not stated"), *_counted(each, units),
                int(each.verified >= each.committed), days, each.promised_pence,
                each.expected_pence, each.reported_pence, each.delivered_pence, 0,
            ]  # fmt: skip
        kinds = {each.measure: each.value_kind for each in held.contract.lines}
        for beyond in held.beyond:
            kind = axes.kind.of(kinds.get(beyond.data["measure"]) or "not stated")
            yield [number, *5 * [-1], kind, -1, 0, 0, -1, -1, 0, 0, 0, 0, beyond_pence(beyond)]


def _counted(each: LineProgress, units: _Units) -> tuple[int | str, ...]:
    """The row of the table of units, and how many parts are committed and verified."""
    key = (each.obligation.code, each.obligation.unit)
    if key not in units:
        return -1, 0, 0
    parts = (int(amount * units[key]) for amount in (each.committed, each.verified))
    return (list(units).index(key), *map(_safe, parts))


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
