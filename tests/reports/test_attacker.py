"""Whoever has every page, table and file for others at once can work out no small group of people.

An attacker who adds and subtracts is answered by a neighbour: another record, with other people in
its small groups, of which every byte for others is the same.  Then no sum tells the two apart.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.reports.invented import ON, contract
from tests.reports.test_kinds import made
from tests.reports.test_withheld import ASKED, all_of

import socialvalue as sv
from socialvalue.contracts import Expected, Kpi, Obligation, RatingBands, suppress
from socialvalue.reports.bi.package import star_files
from socialvalue.reports.groups import PEOPLE

PERIODS = (("2024-05-01", "2024-06-30", "2024-07-01", "2024-07-10"),
           ("2024-07-01", "2024-08-31", "2024-09-02", "2024-09-10"))  # fmt: skip
BANDS = RatingBands(good="0.95", approaching_target="0.9", requires_improvement="0.8",
                    basis="units")  # fmt: skip
FEW = (0, 1, 2, 3, 4, 5, 8, 20)


@attrs.frozen
class Reported:
    """A return of a commitment, or one beyond the contract, and what became of it."""

    contract: int
    line: int
    period: int
    decision: str
    beyond: bool = False


@attrs.frozen
class Spec:
    """A record but for its numbers of people."""

    lines: tuple[tuple[Obligation, ...], ...]
    directorates: tuple[str, ...]
    rated: tuple[bool, ...]
    returns: tuple[Reported, ...]

    def of_people(self, at: int) -> bool:
        """Whether a return is one whose verified people stand in a group."""
        each = self.returns[at]
        line = self.lines[each.contract][each.line]
        verified = each.decision in {"verify", "part"} and not each.beyond
        return bool(line.group) and line.unit in PEOPLE and verified


def invented(draw: random.Random) -> Spec:
    """One to three contracts of one to four commitments, most of them of people."""
    contracts = tuple(
        tuple(_line(draw, at) for at in range(draw.randint(1, 4)))
        for _ in range(draw.randint(1, 3))
    )
    returns = [
        Reported(number, at, period, draw.choice(["verify", "verify", "part", "wait", "reject"]))
        for number, lines in enumerate(contracts)
        for at in range(len(lines))
        for period in range(draw.randint(0, 2))
    ]
    beyond = [Reported(number, 0, 1, "verify", beyond=True)
              for number in range(len(contracts)) if draw.random() < 0.3]  # fmt: skip
    return Spec(
        contracts, tuple(draw.choice(["", "Place", "People"]) for _ in contracts),
        tuple(draw.random() < 0.3 for _ in contracts), (*returns, *beyond),
    )  # fmt: skip


def _line(draw: random.Random, at: int) -> Obligation:
    unit = draw.choice(["person", "person", "employee", "fte_year", "staff_hour"])
    quantity, group = draw.choice([2, 4, 10, 40]), draw.choice(["", "veterans", "NEET", "carers"])
    counted = draw.choice(["", "people"]) if group and unit != "staff_hour" else ""
    return Obligation(
        line=str(at + 1), measure=f"M{draw.randint(1, 4)}", title="People hired", unit=unit,
        quantity=quantity, scored=quantity, unit_value=draw.choice([None, 100, 250, "33.333"]),
        group=group, headcount=counted, theme=draw.choice(["jobs", "social"]),
        offered=sv.quantity(quantity, unit),
        expected=Expected(draw.choice(["time", "at_end", "yearly"])),
    )  # fmt: skip


def record_of(spec: Spec, people: list[int]) -> Any:
    """The record with its numbers; the same entries in the same order for every neighbour."""
    held, contracts = sv.contracts.open_register(), []
    for at, lines in enumerate(spec.lines):
        made = attrs.evolve(
            contract(at), lines=lines, directorate=spec.directorates[at], starts="2024-04-01"
        )
        held.add(made, by="procurement", on=made.starts)
        contracts.append(made)
        if spec.rated[at]:
            held.set_kpis(made.reference, [Kpi(id="1", title="People", lines=["1"])], bands=BANDS,
                          by="procurement", on=made.starts)  # fmt: skip
    for each, many in zip(spec.returns, people, strict=True):
        _report(held, contracts[each.contract], each, many)
    return held


def _report(held: Any, made: Any, each: Reported, many: int) -> None:
    first, last, on, decided = PERIODS[each.period]
    line = made.lines[each.line]
    said = {"measure": "Z9", "unit": "person", "unit_value": 5} if each.beyond else {
        "line": line.line}  # fmt: skip
    given = held.deliver(made.reference, quantity=many, statement="x", period=(first, last),
                         by="supplier", on=on, **said)  # fmt: skip
    by = {"by": "contract manager", "on": decided}
    if each.decision == "verify":
        held.approve(given, **by)
    elif each.decision == "part":
        held.approve(given, quantity=max(many - 1, 0), reason="some were seen", **by)
    elif each.decision == "reject":
        held.reject(given, reason="nobody was seen", **by)


def in_groups(held: Any) -> Mapping[str, Fraction]:
    """The true number of people of each group."""
    found: dict[str, Fraction] = {}
    for each in (line for one in sv.portfolio(held, on=ON).contracts for line in one.lines):
        group = each.obligation.group
        if group and each.obligation.unit in PEOPLE:
            found[group] = found.get(group, Fraction(0)) + each.verified
    return found


def neighbour(draw: random.Random, spec: Spec, people: list[int], held: Any) -> Any:
    """A record with other people in a withheld group, of which the table of groups is the same."""
    counts = in_groups(held)
    able = [at for at in range(len(people)) if spec.of_people(at)]
    if not able or not suppress(counts).withheld_count:
        return None
    for _ in range(20):
        other = list(people)
        for _ in range(draw.randint(1, 2)):
            other[draw.choice(able)] += draw.choice([-1, 1])
        if min(other) < 0 or other == people:
            continue
        found = record_of(spec, other)
        theirs = in_groups(found)
        if theirs != counts and suppress(theirs) == suppress(counts):
            return found
    return None


def for_others(held: Any) -> Iterator[tuple[str, Any]]:
    """Everything that anybody but the contract team may have, but for the head of the record."""
    for asked in ASKED:
        yield str(asked), all_of(held, **asked)
    for name, content in star_files(held, date.fromisoformat(ON)).items():
        if name.endswith((".csv", ".json")):
            yield name, content.replace(held.head.encode(), b"")


def attacked(seeds: range) -> int:
    """How many records have a neighbour; each is compared with it in everything for others."""
    found = 0
    for seed in seeds:
        draw = random.Random(seed)  # noqa: S311 - not a secret
        spec = invented(draw)
        people = [draw.choice(FEW) for _ in spec.returns]
        held = record_of(spec, people)
        other = neighbour(draw, spec, people, held)
        if other is None:
            continue
        found += 1
        for (name, ours), (_, theirs) in zip(for_others(held), for_others(other), strict=True):
            assert ours == theirs, f"seed {seed}: {name} tells {in_groups(held)} from a neighbour"
    return found


def test_no_sum_of_all_that_is_public_gives_a_small_group_away() -> None:
    """A few records of every run; two hundred more among the slow tests."""
    assert attacked(range(60)) > 5


def test_what_is_known_of_people_does_not_tell_how_many_there_are() -> None:
    """'Of some of them' and 'of none' tell four veterans from three, where 26 people are in all."""
    spec = invented(random.Random(543))  # noqa: S311 - not a secret
    four, three = (record_of(spec, people) for people in ([4, 2, 20, 2, 0, 1, 3, 4],
                                                          [4, 2, 21, 1, 0, 1, 3, 4]))  # fmt: skip
    assert (in_groups(four)["veterans"], in_groups(three)["veterans"]) == (4, 3)
    asked = {"kind": "answer", "audience": "public", "question": "jobs"}
    ours, theirs = (all_of(each, **asked)[0] for each in (four, three))
    assert "is not said, since some may be in groups" in ours.sentences[0]
    assert ours == theirs
    team = made(four, "answer", audience="contract-team", question="jobs").sentences[0]
    assert "1 of them were taken on or kept" in team


@pytest.mark.slow
def test_no_sum_gives_a_small_group_away_in_two_hundred_records() -> None:
    """Two or three people of a town are known by what is left when all others are taken away."""
    assert attacked(range(60, 1800)) > 200
