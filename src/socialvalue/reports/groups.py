"""People by group: true numbers for who works with them, and none below five for all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from socialvalue.blocks import Block
from socialvalue.contracts import LineProgress, suppress
from socialvalue.contracts.amounts import to_two
from socialvalue.contracts.people.groups import GroupNames, is_group_ours
from socialvalue.model.fields import as_read
from socialvalue.reports.asked import Asked
from socialvalue.reports.report import Section

__all__ = ["PEOPLE", "group_sections", "others_in_groups", "people_by_group"]

PEOPLE: Final = ("person", "employee")
"""Units that count people."""


def group_sections(asked: Asked) -> Iterator[Section]:
    """People by group, over all contracts: in one table and by nothing else.

    Verified people alone are counted, each group once; places, suppliers and groups are never
    crossed, and whoever adds and subtracts what is shown works out no small count.
    """
    counts = people_by_group(asked)
    if counts:
        ours = any(is_group_ours(each.obligation) for each in _in_groups(asked))
        yield Section("groups", _block(counts, asked, _OURS if ours else ()))


_OURS: Final = ("For some of them the group is our own reading of the measure's title.",)


def _in_groups(asked: Asked) -> Iterator[LineProgress]:
    """The commitments that count people of a group."""
    mine = asked.seen.portfolio if asked.audience.supplier else asked.all
    for each in (line for held in mine.contracts for line in held.lines):
        if each.obligation.group and each.obligation.unit in PEOPLE:
            yield each


def people_by_group(asked: Asked) -> dict[str, Fraction]:
    """The true number of people verified in each group, by name; never shown as it is to all."""
    counts: dict[str, Fraction] = {}
    names = GroupNames()
    for each in _in_groups(asked):
        group = names.of(each.obligation.group)
        counts[group] = counts.get(group, Fraction(0)) + each.verified
    return dict(sorted(counts.items(), key=lambda each: as_read(each[0])))


def others_in_groups(asked: Asked) -> Fraction | None:
    """How many people are in groups that stand in no row for this audience; None if withheld."""
    counts = {} if asked.audience.groups else people_by_group(asked)
    return suppress(counts).total if counts else Fraction(0)


def _block(counts: Mapping[str, Fraction], asked: Asked, ours: tuple[str, ...]) -> Block:
    heads, title = ("group", "people, verified"), "People by group, all contracts together"
    if asked.audience.groups:
        total = sum(counts.values(), Fraction(0))
        rows = [(group, to_two(each)) for group, each in counts.items()]
        return Block(title, ours, heads, (*rows, ("All", to_two(total))), (1,), foot=True)
    safe = suppress(counts)
    shown = [*safe.cells.items(), ("All", safe.total)]
    rows = [(group, "withheld" if each is None else to_two(each)) for group, each in shown]
    said = (safe.note, *ours) if safe.note else ours
    return Block(title, said, heads, tuple(rows), (1,), foot=True)
