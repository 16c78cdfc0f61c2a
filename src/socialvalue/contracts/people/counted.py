"""People and FTE of all commitments, by group: each person once, and no FTE-year a job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.amounts import to_two
from socialvalue.contracts.lines import LineProgress, Progress
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.people.groups import GroupNames
from socialvalue.model.frozen import FrozenMap
from socialvalue.words import listed, number_of

__all__ = ["People", "groups_words", "left_out_of", "people_by_group", "people_words"]

_OF_PEOPLE = frozenset(("person", "employee", "fte_year"))
_ANYBODY = "no group stated"


@attrs.frozen(kw_only=True, repr=False)
class People(Shown):
    """People and FTE of some commitments.

    Attributes:
        committed: People who are committed, each once.
        verified: People of whom it is verified, against commitment or more.
        fte: FTE at any one time that are committed, on the day as at which.
        kept: Verified people of whom it is said that they kept a job, and are no new starters.
    """

    committed: Fraction = Fraction(0)
    verified: Fraction = Fraction(0)
    fte: Fraction = Fraction(0)
    kept: Fraction = Fraction(0)

    def _line(self) -> str:
        return (
            f"{to_two(self.committed)} people committed, {to_two(self.verified)} verified, "
            f"{to_two(self.fte)} FTE at any one time committed"
        )


def people_by_group(contracts: Iterable[Progress]) -> FrozenMap[str, People]:
    """People and FTE by group, of commitments of which it is known how they count people."""
    found: dict[str, People] = {}
    names = GroupNames()
    for held in contracts:
        for each in held.lines:
            mine = _people(each)
            if mine is not None:
                group = names.of(each.obligation.group) or _ANYBODY
                found[group] = _added(found.get(group, People()), mine)
    if _ANYBODY in found:
        found[_ANYBODY] = found.pop(_ANYBODY)
    return FrozenMap(found)


def _people(each: LineProgress) -> People | None:
    count, unit = each.obligation.headcount, each.obligation.unit
    if count == "people" and unit != "fte_year":
        return People(committed=each.committed, verified=each.verified, kept=each.kept)
    if count == "fte" and unit == "fte_year":
        return People(fte=each.level)
    return None


def _added(one: People, other: People) -> People:
    return People(committed=one.committed + other.committed, fte=one.fte + other.fte,
                  verified=one.verified + other.verified, kept=one.kept + other.kept)  # fmt: skip


_LEAST = 5
"""The least count of people that a headline tells: it goes to others than the contract team."""


def _whole(by_group: Mapping[str, People]) -> People:
    whole = People()
    for each in by_group.values():
        whole = _added(whole, each)
    return whole


def people_words(by_group: Mapping[str, People]) -> str:
    """People and FTE in a headline, in all; "" where there are none, or too few for others.

    Source:
        practice.md §7.8: counts below 5 stand on the contract team's own files only.
    """
    whole = _whole(by_group)
    said = (
        (whole.committed, "people to be taken on or kept, each counted once"),
        (whole.fte, "FTE at any one time"),
    )
    words = (f"{to_two(much)} {what}" for much, what in said if much >= _LEAST)
    found = listed(words) if any(much >= _LEAST for much, _ in said) else ""
    return f"{found}." if found else ""


def groups_words(by_group: Mapping[str, People]) -> str:
    """People by group, for the council itself; "" where there are none."""
    whole = _whole(by_group)
    named = {"with no group stated" if name == _ANYBODY else name: each
             for name, each in by_group.items()}  # fmt: skip
    parts = [f"{to_two(each.committed)} {name}" for name, each in named.items() if each.committed]
    parts += [f"{to_two(each.fte)} FTE, {name}" for name, each in named.items() if each.fte]
    if not parts:
        return ""
    verified = (
        f" Verified: {to_two(whole.verified)} people{_kept(whole)}." if whole.committed else ""
    )
    return f"People, each once, and FTE at any one time: {'; '.join(parts)}.{verified}"


def _kept(whole: People) -> str:
    """How many kept a job: they are no new starters, and never told as such."""
    return f", of whom {to_two(whole.kept)} kept a job that they had" if whole.kept else ""


def left_out_of(lines: Iterable[Obligation]) -> Iterator[str]:
    """What the count of people leaves out, and what of it is our own reading."""
    held = [*lines]
    unsaid = sum(each.unit in _OF_PEOPLE and not each.headcount for each in held)
    years = sum(each.unit == "fte_year" and each.headcount == "people" for each in held)
    ours = sum(each.is_ours for each in held)
    if unsaid:
        yield (
            f"{number_of(unsaid, 'commitment')} of people or FTE-years of which nobody has said "
            "whether they are jobs, in no count of people"
        )
    if years:
        yield f"{number_of(years, 'commitment')} in FTE-years, which are never jobs"
    if ours:
        yield f"{number_of(ours, 'commitment')} whose group or count of people is our own reading"
