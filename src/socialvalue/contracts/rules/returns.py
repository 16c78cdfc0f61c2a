"""What may be written into a delivery record, and what is refused, with the reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from socialvalue.contracts.choices import STANDINGS
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.delivery import Decision, DeliveryReturn
from socialvalue.contracts.entries import ACTIONS, Entry
from socialvalue.contracts.lined.entries_of import OfLine
from socialvalue.contracts.log import New
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.roles import BUYERS, SECOND, SUPPLIERS
from socialvalue.contracts.rules.falling import wrong_place
from socialvalue.contracts.rules.refusing import not_before, raise_all, reason_needed, wrong_groups
from socialvalue.contracts.standing import STATES, Delivered, Standing, Tracked
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import as_read, money, text
from socialvalue.numbers import Exact, plain
from socialvalue.units import counted_in
from socialvalue.units.quantities import strange_unit
from socialvalue.words import because, day_words

__all__ = [
    "beyond_of",
    "check_act",
    "check_add",
    "check_correction",
    "check_erasing",
    "check_hold",
    "check_return",
    "line_of",
    "named_alike",
    "not_before_lines",
]

_FROM: Mapping[str, frozenset[str]] = {
    "approve": frozenset({"reported", "opening"}),
    "reject": frozenset({"reported", "opening"}),
    "ask": frozenset({"reported"}),
    "withdraw": frozenset({"reported"}),
    "reopen": frozenset({"opening", "verified", "verified_in_part", "returned"}),
}
"""In which states of a return something may be decided on it."""


def check_add(contract: Contract, standing: Standing) -> None:
    """A contract stands once in a record, and its groups of people can be read."""
    if contract.reference in standing.contracts:
        raise InputError(problem("SV952", found=contract.reference))
    raise_all(wrong_groups(contract.lines))


# --- returns ------------------------------------------------------------------------------


def line_of(held: Tracked, line: str) -> Obligation:
    """A commitment of a contract that binds.

    Raises:
        NotFoundError: The contract has no such commitment (SV951).
        InputError: It was left out of the contract (SV980).
    """
    for found in held.contract.lines:
        if found.line == line and not found.binds:
            why = found.decision or because(next(iter(found.reasons), ""))
            state = STANDINGS[found.standing]
            raise InputError(problem("SV980", line=line, found=state, why=why))
    return held.schedule[line]


def named_alike(about: Obligation, measure: Any, unit: Any, worth: Any) -> tuple[str, str]:
    """The measure and the unit of a commitment; who names others has another one in mind.

    Raises:
        InputError: Another measure or £ per unit (SV316), another unit (SV308) or none (SV204).
    """
    raise_all(_named_otherwise(about, measure, unit, worth))
    return about.measure, about.unit


def _named_otherwise(about: Obligation, measure: Any, unit: Any, worth: Any) -> Iterator[Problem]:
    if measure is not None and as_read(text(measure)) not in {
        "", as_read(about.measure), as_read(about.alias),
    }:  # fmt: skip
        expected = f"{about.code}, which commitment {about.line} is of"
        yield problem("SV316", what="the measure", expected=expected, found=repr(measure))
    if unit is not None and text(unit) not in {"", about.unit}:
        expected = counted_in(about.unit)
        yield from strange_unit(unit) or [
            problem("SV308", measure=about.code, expected=expected, found=counted_in(unit))
        ]
    if worth is not None and money(worth) != about.unit_value:
        expected = "none for a commitment, which is worth what it was at award"
        yield problem("SV316", what="unit_value", expected=expected, found=str(worth))


def beyond_of(measure: Any, unit: Any) -> tuple[str, str]:
    """The measure and the unit of what is beyond the contract.

    Raises:
        InputError: One of them is not said (SV958), or is no text (SV316).
    """
    said = [each for each in (measure, unit) if each is not None and text(each).strip()]
    if len(said) < 2:
        found = "a measure and a unit"
        raise InputError(problem("SV958", what="a delivery beyond the contract", found=found))
    return str(measure), str(unit)


def not_before_lines(on: date, lines: Iterable[str], held: Tracked) -> Iterator[Problem]:
    """An entry about a commitment is of a day on which the schedule has it.

    Whoever looks at the record as at a day between would find it said of no commitment.
    """
    for change in held.changes:
        for line in lines:
            if change.noun.is_agreed and line in {each.line for each in change.noun.new}:
                other = f"the change that adds commitment {line}"
                yield from not_before("the day of the entry", on, change.on, other)


def check_return(noun: DeliveryReturn, held: Tracked, on: date, of: OfLine) -> None:
    """A return is of the contract's days, and of a period that no other return of its line has.

    Args:
        noun: The return.
        held: Its contract.
        on: The day of the entry.
        of: What its commitment has come to.
    """
    raise_all(_wrong_with(noun, held, on, of))


def _wrong_with(noun: DeliveryReturn, held: Tracked, on: date, of: OfLine) -> Iterator[Problem]:
    first, start = _first_day(noun.line, held)
    yield from not_before("the period's first day", noun.starts, first, start)
    last = held.schedule.ends
    if noun.ends > last:
        why = f"is after the last day of the contract, {day_words(last)}"
        yield problem("SV954", what="the period's last day", found=day_words(noun.ends), why=why)
    end = "the last day of its period"
    yield from not_before("the day of the return", on, noun.ends, end)
    yield from wrong_place(noun, held)
    replaced = None if noun.replaces is None else of.returns.get(noun.replaces)
    if noun.replaces is not None:
        yield from _wrong_replacement(noun, replaced)
    for other in of.reporting(noun.starts, noun.ends):
        if other is not replaced and _same(noun, other, held):
            period = f"{day_words(other.noun.starts)} to {day_words(other.noun.ends)}"
            line = noun.line or f"{noun.measure}, beyond the contract"
            yield problem("SV955", line=line, found=period, seq=other.seq)


def _first_day(line: str, held: Tracked) -> tuple[date, str]:
    """The first day on which something may be delivered, and what it is the first day of."""
    of_contract = held.contract.starts, "the first day of the contract"
    if not line or line in {each.line for each in held.contract.schedule}:
        return of_contract
    (own, *_) = held.schedule.parts(held.schedule[line], date.max)
    return own.term.starts, f"the first day of commitment {line}"


def _same(noun: DeliveryReturn, other: Delivered, held: Tracked) -> bool:
    """Of one commitment; beyond the contract, of one measure, by either of its codes."""
    if noun.line:
        return True
    here, there = noun.measure, other.data["measure"]
    contract = held.schedule.now
    one, two = contract.measured(here), contract.measured(there)
    if one is None or two is None:
        return as_read(here) == as_read(there)
    return one.measure == two.measure


def _wrong_replacement(noun: DeliveryReturn, replaced: Delivered | None) -> Iterator[Problem]:
    """What is replaced is a return of the same line that does not count."""
    if replaced is None:
        yield problem("SV978", found=noun.replaces, what="a return of this commitment")
    elif replaced.state not in {"returned", "withdrawn"}:
        state = STATES[replaced.state]
        found = "only one that was returned or withdrawn is replaced"
        yield problem("SV957", seq=replaced.seq, state=state, found=found)


def check_act(new: New, held: Delivered, sides: Mapping[str, str], two: str = "") -> None:
    """A return is decided on from a state in which it may be, by who may, on a day after it.

    Args:
        new: The decision.
        held: The return.
        sides: Each role with its side.
        two: Why two people verify it; "" where one does.
    """
    raise_all(_wrong_act(new, held, sides, two))


def _wrong_act(new: New, held: Delivered, sides: Mapping[str, str], two: str) -> Iterator[Problem]:
    if held.state not in _FROM[new.action]:
        found = f"so it can't be {ACTIONS[new.action]}"
        yield problem("SV957", seq=held.seq, state=STATES[held.state], found=found)
    last = f"entry {held.last.seq}, on which it rests"
    yield from not_before("the day of the entry", new.on, held.last.on, last)
    if isinstance(new.noun, Decision):
        yield from _wrong_quantity(new.noun.quantity, held, new.reason)
    else:
        yield from reason_needed(new.action, new.reason)
    yield from _wrong_role(new.action, held, new.by, sides)
    if isinstance(new.noun, Decision) and new.noun.second:
        yield from _wrong_second(new.noun.second, held, new.by, sides, asked=bool(two))
    elif isinstance(new.noun, Decision) and two:
        what, hint = f"a return that two people verify ({two})", "give a role: --second finance"
        yield problem("SV958", what=what, found=SECOND, hint=hint)


def _wrong_quantity(quantity: Exact, held: Delivered, reason: str) -> Iterator[Problem]:
    """No more is verified than was reported, and no less without a reason."""
    if quantity > held.reported:
        yield problem("SV960", found=plain(quantity), most=plain(held.reported))
    elif quantity < held.reported and not reason.strip():
        yield problem("SV958", what="a return verified in part", found="a reason")


def _wrong_role(
    action: str, held: Delivered, by: str, sides: Mapping[str, str]
) -> Iterator[Problem]:
    """Who reported does not verify; who typed may, where the supplier's return is attached."""
    noun = held.noun
    if action == "withdraw":
        if by not in {noun.reported_by, noun.entered_by} and sides.get(by) != SUPPLIERS:
            why = f"who reported it withdraws it: {noun.reported_by}"
            yield problem("SV956", found=by, action=ACTIONS[action], why=why)
        return
    if sides.get(by) != BUYERS:
        why = "that is for the council's side"
    elif action == "approve" and by == noun.reported_by:
        why = "who reported it does not verify it"
    elif action == "approve" and noun.is_typed_alone_by(by):
        why = noun.TYPED
    else:
        return
    yield problem("SV956", found=by, action=ACTIONS[action], why=why)


def _wrong_second(
    second: str, held: Delivered, by: str, sides: Mapping[str, str], *, asked: bool
) -> Iterator[Problem]:
    """Two people see what two are asked for: one of them twice is one, and so is who typed it."""
    noun = held.noun
    if sides.get(second) != BUYERS:
        why = "a second person is of the council's side"
    elif second == by:
        why = "a second person is another than who verifies it"
    elif second == noun.reported_by:
        why = "who reported it does not verify it"
    elif asked and noun.is_typed_alone_by(second):
        why = noun.TYPED
    else:
        return
    yield problem("SV956", found=second, action=ACTIONS["approve"], why=why, where=SECOND)


# --- erasing ---------------------------------------------------------------------------------

_FOR_EVER: Mapping[str, str] = {
    "correct": "an undoing itself",
    "erase": "an erasing, and what was erased is gone",
    "hold": "a hold, which ends by itself",
}
"""Entries that are not undone."""


def check_hold(until: date, today: date, reason: str) -> None:
    """A hold says why, and is not over before it is written."""
    raise_all(_wrong_hold(until, today, reason))


def _wrong_hold(until: date, today: date, reason: str) -> Iterator[Problem]:
    yield from reason_needed("hold", reason)
    yield from not_before("the last day of a hold", until, today, "the day on which it is written")


def check_erasing(entry: Entry, entries: Iterable[Entry], reason: str, today: date) -> None:
    """Words are erased once, with a reason, and not while somebody holds them."""
    raise_all(_wrong_erasing(entry, list(entries), reason, today))


def _wrong_erasing(
    entry: Entry, entries: list[Entry], reason: str, today: date
) -> Iterator[Problem]:
    yield from reason_needed("erase", reason)
    if entry.action in _FOR_EVER:
        why = f"it is {_FOR_EVER[entry.action]}, whose words stay"
        yield problem("SV981", seq=entry.seq, why=why)
    elif not entry.said or any(one.action == "erase" and one.about == entry.seq for one in entries):
        yield problem("SV981", seq=entry.seq, why="it holds no words")
    for each in entries:
        if each.action == "hold" and each.noun.until >= today:
            until = day_words(each.noun.until)
            yield problem("SV982", contract=entry.contract, until=until, why=each.reason)


# --- corrections --------------------------------------------------------------------------


def check_correction(
    entry: Entry, entries: Iterable[Entry], standing: Standing, reason: str
) -> None:
    """An entry is undone once, and not under others that rest on it."""
    raise_all(_wrong_correction(entry, entries, standing, reason))


def _wrong_correction(
    entry: Entry, entries: Iterable[Entry], standing: Standing, reason: str
) -> Iterator[Problem]:
    yield from reason_needed("correct", reason)
    if entry.action in _FOR_EVER or entry.seq in standing.undone:
        found = "undone already" if entry.seq in standing.undone else _FOR_EVER[entry.action]
        yield problem("SV977", seq=entry.seq, found=f"is {found}")
    rests = [each.seq for each in entries
             if each.seq not in standing.undone and _rests(each, entry)]  # fmt: skip
    if rests:
        numbers = ", ".join(map(str, rests))
        yield problem("SV977", seq=entry.seq, found=f"has others resting on it: {numbers}")


def _rests(later: Entry, entry: Entry) -> bool:
    """Whether an entry means nothing without an earlier one."""
    if later.seq <= entry.seq or later.action in _FOR_EVER or later.contract != entry.contract:
        return False
    if entry.action == "add":
        return True
    what: Any = later.what or {}
    offer = (entry.what or {}).get("offer")
    if offer is not None and later.action == "agree" and later.about == offer:
        return True  # what an undoing would take back may be agreed with somebody else
    on_a_return = entry.seq in {later.about, what.get("replaces")}
    return on_a_return or (entry.about is not None and later.about == entry.about)
