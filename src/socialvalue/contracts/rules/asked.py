"""What somebody should look at before a change of an agreed schedule is made."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from socialvalue.contracts.choices import REGIMES_UNDER_THE_ACT
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.standing import Tracked
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import as_read
from socialvalue.numbers import plain, pounds, simplest
from socialvalue.words import listed

__all__ = ["questions_of_change"]

_OF_TERM = Fraction(1, 10)
_OF_VALUE = {"goods and services": Fraction(10, 100), "works": Fraction(15, 100)}
"""By how much value or term may move before a contract change notice is needed.

Source:
    Procurement Act 2023, section 75(2): 10% of the value for goods and services, 15% for works, and
    10% of the longest term.
"""


def questions_of_change(change: ScheduleChange, held: Tracked) -> tuple[Problem, ...]:
    """What somebody should look at before a change is agreed."""
    return tuple(_asked(change, held))


def _asked(change: ScheduleChange, held: Tracked) -> Iterator[Problem]:
    if not change.is_agreed:
        there = {"no ground": change.ground, "no instrument": change.instrument.strip()}
        lacks = " and ".join(word for word, said in there.items() if not said)
        yield problem("SV969", found=lacks)
    yield from _of_the_ground(change, held)
    if change.reason != "correction":
        favours = tuple(_favours(change, held))
        if favours:
            yield problem("SV970", why=listed(favours))
    if change.reason == "substitution":
        yield from _of_themes(change, held)
    if change.reason == "novation" and held.contract.publishes_changes:
        yield problem("SV986")
    yield from _of_value(change, held)


def _of_the_ground(change: ScheduleChange, held: Tracked) -> Iterator[Problem]:
    """Contracts made under the rules of 2015 stay under them."""
    regime = held.contract.regime
    under_2015 = change.ground == "regulation_72"
    if not change.ground or change.is_end or change.ground == "not_a_public_contract":
        return
    others = (
        regime == "pcr2015" and not under_2015,
        under_2015 and regime in REGIMES_UNDER_THE_ACT,
        change.ground == "light_touch" and regime != "light_touch",
    )
    if any(others):
        yield problem("SV987", found=change.ground_words, regime=regime)


def _moved(change: ScheduleChange, held: Tracked) -> list[tuple[Obligation, Fraction]]:
    """Commitments with what is added to them and taken from them, the new ones among them."""
    return [
        *((held.schedule[line], Fraction(much)) for line, much in change.lines.items()),
        *((each, Fraction(each.quantity)) for each in change.new),
    ]


def pounds_moved(change: ScheduleChange, held: Tracked) -> tuple[int, int]:
    """Pence at award of what a change takes away, and of what it adds."""
    moved = [(line, much) for line, much in _moved(change, held)]
    taken = sum(line.pence(simplest(-much)) for line, much in moved if much < 0)
    added = sum(line.pence(simplest(much)) for line, much in moved if much > 0)
    return taken, added


def _favours(change: ScheduleChange, held: Tracked) -> Iterator[str]:
    """Why a change is to the supplier's good."""
    moved = _moved(change, held)
    worth = sum((much * line.worth for line, much in moved), Fraction(0))
    if worth < 0 or (not worth and any(much < 0 for _, much in moved)):
        taken, added = pounds_moved(change, held)
        before, after = pounds(as_pounds(taken)), pounds(as_pounds(added))
        yield f"{before} at award are taken away, and {after} added"
    lost = {as_read(line.group): line.group for line, much in moved if much < 0 and line.group}
    more = {as_read(line.group) for line, much in moved if much > 0}
    for group in sorted(name for key, name in lost.items() if key not in more):
        yield f"less is for {group}"
    for line, plan in change.expected.items():
        last = held.schedule.last_day(held.schedule[line])
        term = held.schedule.term
        if plan.profile == "none" or plan.last_day(term) > last:
            yield f"commitment {line} is due later"


def _of_themes(change: ScheduleChange, held: Tracked) -> Iterator[Problem]:
    """What takes the place of something is of another theme."""
    moved = _moved(change, held)
    before = {line.theme for line, much in moved if much < 0 and line.theme}
    after = {line.theme for line, much in moved if much > 0 and line.theme}
    if not any(much > 0 for _, much in moved):
        yield problem("SV988", found="nothing takes the place of what is taken away")
    elif before and after and not after <= before:
        yield problem("SV988", found=f"{listed(sorted(before))} becomes {listed(sorted(after))}")


def _of_value(change: ScheduleChange, held: Tracked) -> Iterator[Problem]:
    """A value that rises alone, and a value and a term that both rise."""
    first, now = held.contract.value.initial, held.schedule.value.initial
    moved = change.lines or change.new
    if change.value is not None and held.schedule.lines and not moved:
        share = Fraction(change.value) / Fraction(now)
        lines = [f"commitment {each.line} {plain(simplest(share * held.schedule.agreed(each)))}"
                 for each in held.schedule.lines[:3]]  # fmt: skip
        yield problem("SV989", found=pounds(change.value), before=pounds(now),
                      lines=listed(lines))  # fmt: skip
    value = Fraction(change.value) if change.value is not None else Fraction(now)
    ends = max(held.schedule.ends, change.ends or held.schedule.ends)
    more = value / Fraction(first) - 1
    longer = Fraction((ends - held.contract.ends).days,
                      (held.contract.ends - held.contract.starts).days + 1)  # fmt: skip
    changes_either = change.value is not None or change.extends
    apart = [
        what for what, limit in _OF_VALUE.items() if (abs(more) > limit) != (longer > _OF_TERM)
    ]
    if changes_either and more and longer > 0 and apart:
        yield problem("SV990", more=_share(abs(more)), longer=_share(longer), what=listed(apart))


def _share(part: Fraction) -> str:
    return f"{float(100 * part):.1f}%"
