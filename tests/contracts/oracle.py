"""The same figures a second time: one entry after another, in Fractions, and plainly right.

It shares no function with the room: it reads the nouns of entries and nothing that they come to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import attrs

OPEN = {"reported", "approved"}


def pennies(pounds: Fraction) -> int:
    """Whole pennies, a half up."""
    with localcontext() as context:
        context.prec = 200
        exact = Decimal(pounds.numerator * 100) / Decimal(pounds.denominator)
        return int(exact.to_integral_value(ROUND_HALF_UP))


def worth(line: Any) -> Fraction:
    """£ of one unit."""
    if line.unit_value is None or line.quantity == 0:
        return Fraction(0)
    return (Fraction(line.scored) * Fraction(line.unit_value) * Fraction(line.kept)
            / Fraction(line.quantity))  # fmt: skip


@attrs.define
class Line:
    """A commitment: how much is agreed, and in which parts it is due."""

    noun: Any
    contract: str
    agreed: Fraction
    parts: list[dict[str, Any]]


@attrs.define
class Term:
    """The days of a contract, and what the ledger says."""

    starts: date
    ends: date
    ended: date | None = None
    spent: list[Any] = attrs.field(factory=list)


def figures(entries: Iterable[Any], on: date) -> dict[tuple[str, str], dict[str, Any]]:
    """Contract and line to committed, due, reported and verified, and their pennies."""
    log = sorted(entries, key=lambda each: each.seq)
    undone = {each.about for each in log if each.action == "correct"}
    log = [each for each in log if each.seq not in undone and each.on <= on]
    lines: dict[tuple[str, str], Line] = {}
    terms: dict[str, Term] = {}
    returns: dict[int, list[Any]] = {}
    for entry in log:
        if entry.action == "add":
            terms[entry.contract] = Term(entry.noun.starts, entry.noun.ends)
            for each in entry.noun.lines:
                start(lines, entry.contract, each, entry.noun.starts, entry.noun.ends)
        elif entry.action == "spend":
            terms[entry.contract].spent.append(entry.noun)
        elif entry.action == "deliver":
            if entry.noun.replaces in returns:
                returns[entry.noun.replaces][2] = "replaced"
            returns[entry.seq] = [entry, Fraction(0), "reported"]
        elif entry.action in {"approve", "reject", "withdraw", "reopen"}:
            held = returns[entry.about]
            held[2] = {"approve": "approved", "reopen": "reported"}.get(entry.action, "gone")
            held[1] = Fraction(entry.noun.quantity) if entry.action == "approve" else Fraction(0)
    for entry in sorted(log, key=lambda each: each.on):
        if entry.action == "change" and entry.noun.is_agreed:
            change(lines, terms[entry.contract], entry)
    return {
        key: totals(line, terms[key[0]], on,
                    [one for one in returns.values()
                     if one[2] in OPEN and (one[0].contract, one[0].noun.line) == key])
        for key, line in lines.items()
    }  # fmt: skip


def start(
    lines: dict[tuple[str, str], Line], contract: str, noun: Any, starts: date, ends: date
) -> None:
    """A commitment that begins."""
    part = {"much": Fraction(noun.quantity), "plan": noun.expected, "starts": starts,
            "since": date.min, "ends": ends}  # fmt: skip
    lines[contract, noun.line] = Line(noun, contract, Fraction(noun.quantity), [part])


def change(lines: dict[tuple[str, str], Line], term: Term, entry: Any) -> None:
    """A change that was agreed."""
    noun, since = entry.noun, max(entry.on, term.starts)
    if noun.reason == "termination":
        day = noun.ends or entry.on
        term.ended = day if term.ended is None else min(day, term.ended)
        return
    extends = noun.reason == "extension"
    if extends:
        since = term.ends + timedelta(days=1)
        term.ends = max(noun.ends, term.ends)
    for line, moved in noun.lines.items():
        held = lines[entry.contract, line]
        held.agreed += Fraction(moved)
        first = held.parts[0]
        starts = first["starts"]
        by_day = extends and first["plan"].profile in {"time", "yearly"}
        if line not in noun.expected:
            held.parts.append({
                "much": Fraction(moved), "plan": first["plan"], "ends": term.ends,
                "starts": min(since, term.ends) if by_day else starts,
                "since": date.min if by_day or min(since, term.ends) <= starts
                else min(since, term.ends),
            })  # fmt: skip
    for line, plan in noun.expected.items():
        held = lines[entry.contract, line]
        held.parts = [{"much": held.agreed, "plan": plan, "starts": held.parts[0]["starts"],
                       "since": date.min, "ends": term.ends}]  # fmt: skip
    for each in noun.new:
        start(lines, entry.contract, each, min(since, term.ends), term.ends)


def share(part: dict[str, Any], term: Term, on: date) -> Fraction | None:
    """The share of a part that is due, by what falls due from its day on."""
    plan, since = part["plan"], part["since"]
    if plan.profile == "none":
        return None
    falls = falling(part, term)
    if falls is None:
        return None
    if plan.profile == "per_call_off":
        return sum((much for day, much in falls if since <= day <= on), Fraction(0))
    before = sum((much for day, much in falls if day < since), Fraction(0))
    if before >= 1:
        return Fraction(on >= part["ends"])
    due = sum((much for day, much in falls if since <= day <= on), Fraction(0))
    if plan.profile == "spend":
        due = min(due, 1 - before)
    return due / (1 - before)


def falling(part: dict[str, Any], term: Term) -> list[tuple[date, Fraction]] | None:
    """Which share of a plan falls due on which day; None where the ledger says nothing."""
    plan, starts, ends = part["plan"], part["starts"], part["ends"]
    days = [starts + timedelta(days=each) for each in range((ends - starts).days + 1)]
    if plan.profile == "time":
        return [(day, Fraction(1, len(days))) for day in days]
    if plan.profile == "yearly":
        found, since_last = [], 0
        for day in days:
            since_last += 1
            tomorrow = day + timedelta(days=1)
            if day == ends or (tomorrow.month, tomorrow.day) == (starts.month, starts.day):
                found.append((day, Fraction(since_last, len(days))))
                since_last = 0
        return found
    if plan.profile == "dated":
        whole = Fraction(plan.steps[-1][1])
        amounts = [Fraction(0), *(Fraction(each) for _, each in plan.steps)]
        return [(day, (amounts[at + 1] - amounts[at]) / whole)
                for at, (day, _) in enumerate(plan.steps)]  # fmt: skip
    if plan.profile == "at_end":
        return [(plan.due_on or ends, Fraction(1))]
    name = "call_offs" if plan.profile == "per_call_off" else "amount"
    held = [each for each in term.spent if getattr(each, name) is not None]
    if not held:
        return None
    whole = Fraction(1) if name == "call_offs" else Fraction(plan.spend)
    return [(each.ends, Fraction(getattr(each, name)) / whole)
            for each in held if each.ends >= starts]  # fmt: skip


def due_on(line: Line, term: Term, on: date) -> Fraction | None:
    """How much of a line is due."""
    day = on if term.ended is None else min(on, term.ended)
    parts = [(share(each, term, day), each["much"]) for each in line.parts]
    if any(each is None for each, _ in parts):
        return None
    return max(sum((much * each for each, much in parts if each), Fraction(0)), Fraction(0))


def totals(line: Line, term: Term, on: date, held: list[Any]) -> dict[str, Any]:
    """The figures of one line."""
    due = due_on(line, term, on)
    is_rate = line.noun.expected.profile in {"per_million", "per_call_off"}
    committed = max(line.agreed, due or Fraction(0)) if is_rate else line.agreed
    if due is not None:
        due = min(due, committed)
    reported = sum((Fraction(one[0].noun.quantity) for one in held), Fraction(0))
    verified = sum((one[1] for one in held), Fraction(0))
    unit = worth(line.noun)
    promised, delivered = pennies(committed * unit), pennies(verified * unit)
    return {
        "committed": committed, "due": due, "reported": reported, "verified": verified,
        "promised_pence": promised, "expected_pence": pennies((due or Fraction(0)) * unit),
        "reported_pence": pennies(reported * unit), "delivered_pence": delivered,
        "capped_pence": min(promised, delivered),
    }  # fmt: skip
