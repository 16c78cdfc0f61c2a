"""The review sheet of one contract: a page for the meeting with its supplier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from socialvalue.blocks import Block
from socialvalue.calculators.monthly.papers import ContractNow
from socialvalue.contracts import LineProgress, Progress
from socialvalue.contracts.amounts import amount_of, per_cent, to_two
from socialvalue.contracts.standing import no_contract
from socialvalue.errors import InputError
from socialvalue.numbers import pounds
from socialvalue.reports.asked import Asked
from socialvalue.reports.figures import states_for
from socialvalue.reports.report import Report, Section
from socialvalue.words import day_words, listed, number_of

__all__ = ["review_sheet"]

_HEADS: Final = (
    "no.", "commitment", "committed", "due by now", "reported", "verified", "status", "next due",
    "evidence still wanted",
)  # fmt: skip
_MOST: Final = 3
"""Questions on a sheet: more are not answered in a meeting."""
_NOTHING: Final = "–"
_NONE_AGREED: Final = "none is agreed"


def review_sheet(asked: Asked) -> Report:
    """The review sheet of a contract, for the contract team or for its supplier.

    Raises:
        InputError: For somebody else (SV1104), or of no contract that the audience sees (SV950).
    """
    asked.only_for("contract-team", "supplier")
    held = _contract(asked)
    who = listed(each.name for each in held.contract.suppliers)
    rows = tuple(tuple(_row(each, asked)) for each in held.lines)
    table = Block("Commitments", (), _HEADS, rows, (2, 3, 4, 5))
    return Report(
        title=f"{held.contract.reference}: {held.contract.title}",
        audience=asked.audience,
        on=asked.on,
        sentences=(f"{who}. Agreed schedule, version {held.version}.",
                   _state(held, asked.audience.us), *_returns(held, asked), *_twice(held, asked)),
        left_out=asked.seen.withheld,
        sections=(*((Section("commitments", table),) if rows else ()), *_meeting(held, asked)),
        foot=(*_pounds(held), f"Delivery record: {held.head}."),
    )  # fmt: skip


def _contract(asked: Asked) -> Progress:
    """The contract that is asked for, as the audience sees it."""
    held = {each.contract.reference: each for each in asked.seen.portfolio.contracts}
    found = asked.contract if asked.contract or len(held) != 1 else next(iter(held))
    if not isinstance(found, str) or found not in held:
        raise InputError(no_contract(found or "(none is named)", held, asked.on if found else None))
    return held[found]


def _state(held: Progress, us: str) -> str:
    """How many are late, and what waits for the council."""
    if not held.lines:
        return "No commitment is in this sheet."
    late = sum(each.state in {"overdue", "behind"} for each in held.lines)
    since = [each.since for each in held.lines if each.since]
    verb = "is" if late == 1 else "are"
    said = f"{late} of {number_of(len(held.lines), 'commitment')} {verb} behind or overdue; "
    if not since:
        return f"{said}nothing waits for {us}."
    waits = f"{len(since)} {'waits' if len(since) == 1 else 'wait'} for {us}"
    return f"{said}{waits} ({number_of((held.on - min(since)).days, 'day')})."


def _now(held: Progress, asked: Asked) -> ContractNow | None:
    """The contract with what its suppliers are still asked; None where it is not known."""
    found = (each for each in asked.now if each.reference == held.contract.reference)
    return next(found, None)


def _returns(held: Progress, asked: Asked) -> Iterator[str]:
    """By which day lateness is judged, and which return comes next."""
    now = _now(held, asked)
    if now is None:
        return
    if asked.round is not None and now.judged < held.contract.starts:
        yield "No return is due yet, so nothing is late."
    elif asked.round is not None:
        judged = day_words(now.judged)
        yield f"Late is what was due on {judged}, the last day that must be reported."
    coming = min((each for each in now.asked if each.period.ends >= asked.on),
                 key=lambda each: each.period, default=None)  # fmt: skip
    if coming is not None:
        by = day_words(now.due_on(coming))
        yield f"The next return is of {coming.period}, and due by {by}."


def _twice(held: Progress, asked: Asked) -> Iterator[str]:
    """Which of the returns that wait two people verify, and why: for the council alone."""
    now = None if asked.audience.supplier else _now(held, asked)
    if now is None or not now.twice:
        return
    lines = {each.seq: each.line for each in now.waits}
    said = [f"entry {seq:,} ({_of(lines[seq])}: {why})" for seq, why in sorted(now.twice.items())]
    yield f"A second person looks at {listed(said)} before it is verified."


def _of(line: str) -> str:
    return f"no. {line}" if line else "beyond the contract"


def _row(each: LineProgress, asked: Asked) -> Iterator[str]:
    line = each.obligation
    yield from (
        each.line,
        f"{line.code} {line.title}" + (f" [{line.activity}]" * bool(line.activity)),
    )
    yield amount_of(each.committed, line.unit)
    for amount in (each.due, each.reported, each.verified):
        yield "–" if amount is None else _amount(amount, line.unit)
    yield states_for(asked.audience)[each.state]
    yield _next(each, asked)
    yield _wanted(each, asked)


def _amount(amount: Fraction, unit: str) -> str:
    return amount_of(amount, unit) if unit in {"gbp", "yes_no"} else to_two(amount)


def _next(each: LineProgress, asked: Asked) -> str:
    """The next day on which something more of it is due."""
    plan, on = each.obligation.expected, asked.on
    term = _contract(asked).contract.term
    if each.verified >= each.committed:
        return "–"
    if plan.profile == "dated":
        return next((day_words(day) for day, _ in plan.steps if day > on), "–")
    if plan.profile == "time":
        return f"evenly, to {day_words(term.ends)}"
    if plan.profile == "yearly":
        return day_words(term.this_year_end(on))
    return day_words(plan.last_day(term)) if plan.profile == "at_end" else "no plan is agreed"


def _wanted(each: LineProgress, asked: Asked) -> str:
    """The kinds of evidence that were agreed and are in no return that stands."""
    wanted = each.obligation.evidence_wanted
    if not wanted:
        return _NONE_AGREED
    held = asked.standing
    of = held[_contract(asked).contract.reference].returns_of(each.line) if held else ()
    there = {one.kind for given in of for one in given.noun.evidence}
    left = [kind.replace("_", " ") for kind in wanted if kind not in there]
    return listed(left) if left else _NOTHING


# --- the meeting --------------------------------------------------------------------------


def _meeting(held: Progress, asked: Asked) -> Iterator[Section]:
    questions = tuple(_questions(held, asked))
    if questions:
        numbered = (f"{number}. {each}" for number, (_, each) in enumerate(questions[:_MOST], 1))
        yield Section("ask", Block("Questions to ask", (*numbered, *_others(questions[_MOST:]))))
    empty = tuple(("", "", "") for _ in range(_MOST))
    heads = ("action", "owner, by role", "by")
    yield Section("actions", Block("Actions, from last time and new", (), heads, empty))
    sides = ("The council", *(each.name for each in held.contract.suppliers))
    rows = tuple((side, "", "") for side in sides)
    yield Section("signed", Block("Signed", (), ("for", "name and role", "date"), rows))


def _others(questions: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What else could be asked, in a few words: nothing that is late is left out in silence."""
    if questions:
        yield f"There is more to ask about no. {listed(line for line, _ in questions)}."


def _questions(held: Progress, asked: Asked) -> Iterator[tuple[str, str]]:
    """What is late, the most urgent first; what waits; what nobody has begun; and evidence.

    Each with the numbers of the commitments that it is about.
    """
    now = _now(held, asked) if asked.round is not None else None
    due = now.due_then if now else {each.line: each.due for each in held.lines}
    for state in ("overdue", "behind", "waiting", "not_started"):
        for each in held.lines:
            if each.state == state:
                yield each.line, _question(each, held, due[each.line], asked.audience.us)
    bare = [each.line for each in held.lines
            if each.reported and _wanted(each, asked) not in {_NOTHING, _NONE_AGREED}]  # fmt: skip
    if bare:
        yield listed(bare), f"Where is the evidence for what was reported under {listed(bare)}?"


def _question(each: LineProgress, held: Progress, due: Fraction | None, us: str) -> str:
    line = each.obligation
    named = f"No. {each.line}, {line.title}"
    if each.state == "waiting" and each.since:
        days = number_of((held.on - each.since).days, "day")
        since = day_words(each.since)
        return f"{named}: the return of {since} waits for {us} ({days}): what is missing?"
    if each.state == "not_started":
        return f"{named}: nothing is reported yet. When does it begin, and with whom?"
    need = each.committed if each.state == "overdue" else due or Fraction(0)
    short = amount_of(max(need - each.verified - each.waiting, Fraction(0)), line.unit)
    return f"{named}: {short} less than is due. What is planned, by when?"


def _pounds(held: Progress) -> Iterator[str]:
    """The pounds in one line at the foot."""
    yield (
        f"£ at award, proxy values and not savings: committed {pounds(held.promised)}, due by now "
        f"{pounds(held.expected)}, reported {pounds(held.reported)}, verified against commitment "
        f"{pounds(held.capped)} ({per_cent(held.compliance)})."
    )
    if held.beyond:
        yield f"Delivered beyond the contract, apart: {pounds(held.unpromised)}."
