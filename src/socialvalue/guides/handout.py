"""The handout of a bidders' day: exercises on paper, from the set, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from socialvalue.blocks import Block
from socialvalue.guides.basis import Basis
from socialvalue.model.measure import Measure
from socialvalue.numbers import pounds
from socialvalue.units import Quantity, attendee_hours, expert_hours, gbp, hours, weeks

__all__ = ["IN_TASKS", "answers", "tasks"]

_OFFERS: Final[Mapping[str, tuple[str, Callable[[], Quantity]]]] = {
    "person_week": ("two people for ten weeks each", lambda: weeks(10, people=2)),
    "staff_hour": ("five of your staff for six hours each", lambda: hours(6, people=5)),
    "expert_hour": ("two experts for three hours each", lambda: expert_hours(3, people=2)),
    "attendee_hour": ("20 people at a session of two hours", lambda: attendee_hours(2, people=20)),
    "gbp": ("£2,500", lambda: gbp(2500)),
}
"""What is offered in the exercises, of a unit each."""
IN_TASKS: Final = (*_OFFERS,)
"""The units of the exercises."""
_BLANK: Final = "……………………"
_PAIRS: Final = 3


def tasks(basis: Basis) -> Iterator[Block]:
    """What is to be worked out, with room to write."""
    worth = tuple(
        (no, measure, offered, each, _BLANK) for no, measure, offered, each, _ in _worth(basis)
    )
    if worth:
        said = ("Multiply what is offered by the £ for one.",)
        headings = ("no.", "measure", "offered", "£ for one", "it counts £")
        yield Block("Try it: what does it count?", said, headings, worth, (3,))
    twice = tuple((no, one, other, _BLANK) for no, one, other, _, _ in _twice(basis))
    if twice:
        said = ("The same people, hours or pounds are offered under both. Which one counts?",)
        yield Block(
            "Try it: which one counts?", said, ("no.", "offered as", "and as", "counts"), twice
        )


def answers(basis: Basis) -> Iterator[Block]:
    """What comes out, worked out by the engine, and why."""
    worth = tuple((no, measure, total) for no, measure, _, _, total in _worth(basis))
    if worth:
        yield Block(
            "Answers: what does it count?", (), ("no.", "measure", "it counts"), worth, (2,)
        )
    twice = tuple((no, counts, why) for no, _, _, counts, why in _twice(basis))
    if twice:
        yield Block("Answers: which one counts?", (), ("no.", "counts", "why"), twice)


def _worth(basis: Basis) -> Iterator[tuple[str, str, str, str, str]]:
    """For the first measure of each unit: number, name, what is offered, £ for one, £ in all."""
    found: dict[str, Measure] = {}
    for each in basis.measures:
        small = basis.small_offer(each)
        if each.unit in _OFFERS and small is not None and small[1].value:
            found.setdefault(each.unit, each)
    for number, measure in enumerate(found.values(), start=1):
        words, made = _OFFERS[measure.unit]
        (line,) = basis.valued([(measure, made())]).lines
        unit = "" if line.unit_value is None else pounds(line.unit_value)
        yield str(number), f"{measure.name} {measure.title}", words, unit, pounds(line.value)


def _twice(basis: Basis) -> Iterator[tuple[str, str, str, str, str]]:
    """The first rules on double counting: number, two measures, which, and why."""
    used = {each.code: f"{each.name} {each.title}" for each in basis.measures}
    rules = {
        rule.why: pair
        for rule in reversed(basis.framework.exclusions)
        for pair in rule.pairs[:1]
        if used.keys() >= {*pair}
    }
    for number, (why, (stands, falls)) in enumerate([*rules.items()][-_PAIRS:], start=1):
        first, second = sorted((used[stands], used[falls]))
        yield str(number), first, second, used[stands], why
