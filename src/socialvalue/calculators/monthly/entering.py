"""What was read, written into the delivery record: each return whole or not at all, and once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from socialvalue.calculators.monthly.beyond import Beyond
from socialvalue.calculators.monthly.came import Reported, ReturnCame
from socialvalue.calculators.monthly.decisions import Decided, DecisionsCame
from socialvalue.contracts import Delivered, Entry, Evidence, Register, Standing
from socialvalue.errors import Problem, SocialValueError, problem

__all__ = ["enter_decisions", "enter_returns"]

_HASHES: Final = re.compile(r'"([0-9a-f]{64})"')
_Key = tuple[str, str, str, str, str]
_STATES: Final[Mapping[str, str]] = {
    "verified": "it is verified", "verified_in_part": "a part of it is verified",
    "returned": "it was returned to the supplier", "withdrawn": "it was withdrawn",
    "replaced": "another return has taken its place",
}  # fmt: skip


def enter_returns(register: Register, came: Iterable[ReturnCame], by: str, within: int) -> int:
    """Write the returns that nothing is wrong with; how many entries that made.

    The order of the files changes nothing: they are written by contract, days and supplier.  What
    was written from the same file before is not written again.

    Args:
        register: The delivery record.
        came: The returns; what the record refuses is added to their problems, and what it asks
            about to their notes.
        by: Who enters them, by role.
        within: Days after a period in which its return is due.
    """
    right = sorted((each for each in came if not each.problems), key=_order)
    known, made = _known(register.standing()), 0
    for each in right:
        fresh = [said for said in each.said if (each.book.sha256, *_key(each, said)) not in known]
        if each.said and not fresh:
            each.notes.append(problem("SV1026").for_file(each.file))
        made += _enter(register, each, fresh, by, within)
    return made


def _order(came: ReturnCame) -> tuple[str, ...]:
    asked = came.asked
    return (asked.contract.reference, asked.period.starts.isoformat(), asked.supplier,
            came.book.sha256)  # fmt: skip


def _key(came: ReturnCame, said: Reported | Beyond) -> _Key:
    days = said.period
    reference = came.asked.contract.reference
    return reference, said.line, said.measure, days.starts.isoformat(), days.ends.isoformat()


def _known(standing: Standing) -> set[tuple[str, ...]]:
    """What was written from which file: hash, contract, commitment, measure and days."""
    return {
        (sha256, each.entry.contract, each.line, each.data["measure"],
         each.data["starts"]["$date"], each.data["ends"]["$date"])
        for each in standing.returns.values()
        for sha256 in _HASHES.findall(each.entry.said)
    }  # fmt: skip


def _enter(
    register: Register, came: ReturnCame, said: list[Reported | Beyond], by: str, within: int
) -> int:
    """One return, row by row; nothing of it where the record refuses a row."""
    wrong, asked = list[Problem](), list[Problem]()
    try:
        with register.importing():
            for each in said:
                try:
                    entry = _deliver(register, came, each, by, within)
                    asked += _placed(entry.questions, came, each)
                except SocialValueError as error:
                    wrong += [each.spot(one).placed(one) for one in error.problems]
            if wrong:
                raise _Refused
    except _Refused:
        came.problems.extend(wrong)
        return 0
    came.notes.extend(dict.fromkeys(asked))
    return len(said)


def _placed(
    found: Iterable[Problem], came: ReturnCame, said: Reported | Beyond
) -> Iterator[Problem]:
    """What the record asks about a row, at its cells; that it came late, at its day."""
    for each in found:
        yield (came.span("on") if each.code == "SV993" else said.spot(each)).placed(each)


class _Refused(Exception):  # noqa: N818 - caught where it is raised
    """A return of which a row is refused."""


def _deliver(
    register: Register, came: ReturnCame, said: Reported | Beyond, by: str, within: int
) -> Entry:
    period = said.period
    form = Evidence("supplier_return", title=came.asked.words, sha256=came.book.sha256)
    return register.deliver(
        came.asked.contract.reference, quantity=said.quantity, statement=said.words,
        period=(period.starts, period.ends), by="supplier", on=came.on or period.ends,
        evidence=(*said.evidence, form), entered_by=by, within=within, **said.facts,
    )  # fmt: skip


# --- decisions ------------------------------------------------------------------------------


def enter_decisions(register: Register, came: Sequence[DecisionsCame]) -> int:
    """Write the decisions that nothing is wrong with, in the order of the returns; how many.

    What was decided in the same way before is not decided again.

    Args:
        register: The delivery record.
        came: The files; what the record refuses is added to their problems.
    """
    said = [(file, each) for file in came for each in file.said]
    twice = _refuse_two(said)
    standing, done = register.standing(), set[int]()
    for file, each in sorted(said, key=lambda pair: (pair[1].seq, pair[0].file)):
        found = standing.returns[each.seq]
        if each.seq in done | twice or _is_done(each, found):
            continue
        if found.state in _STATES:
            state = _STATES[found.state]
            file.wrong(each.span, problem("SV1031", seq=each.seq, state=state))
        elif _decide(register, file, each):
            done.add(each.seq)
    for file in came:
        if file.said and not file.problems and not done & {each.seq for each in file.said}:
            file.notes.append(problem("SV1026").for_file(file.file))
    return len(done)


def _refuse_two(said: Sequence[tuple[DecisionsCame, Decided]]) -> set[int]:
    """Refuse decisions on one return that say two things; the entries that they are on."""
    found = set()
    for file, each in said:
        others = [other for other, beside in said
                  if beside.seq == each.seq and beside.same != each.same]  # fmt: skip
        if others:
            found.add(each.seq)
            file.wrong(each.span, problem("SV1033", seq=each.seq, other=others[0].file))
    return found


def _is_done(each: Decided, found: Delivered) -> bool:
    """Whether a return was decided on in this way already."""
    if each.word == "ask":
        return found.question == each.reason
    if each.word == "return":
        return found.state == "returned" and found.last.reason == each.reason
    if each.quantity is None:
        return found.state == "verified"
    is_equal = Fraction(found.verified) == Fraction(each.quantity)
    return found.last.action == "approve" and is_equal and found.last.reason == each.reason


def _decide(register: Register, file: DecisionsCame, each: Decided) -> bool:
    """Whether the record takes a decision."""
    by, on = each.by, each.on
    try:
        if each.word == "ask":
            register.ask(each.seq, question=each.reason, by=by, on=on)
        elif each.word == "return":
            register.reject(each.seq, reason=each.reason, by=by, on=on)
        else:
            register.approve(each.seq, quantity=each.quantity, reason=each.reason, by=by, on=on,
                             second=each.second)  # fmt: skip
    except SocialValueError as error:
        wrong = [each.spot(one).placed(one) for one in error.problems]
        file.problems.extend(one for one in wrong if one not in file.problems)
        return False
    return True
