"""What a workbook of a panel says: an evaluator's scores, or what was agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import attrs

from socialvalue.calculators.marking.asked import Question
from socialvalue.calculators.marking.cells import Came
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.marks import EvaluatorMark, Moderated, Moderation

__all__ = ["Agreed", "Key", "Scored", "agreed_in", "moderated_of", "scored_in"]

Key = tuple[int, str]
"""Number of a response, and name of a criterion."""


@attrs.frozen
class Scored:
    """One evaluator's scores, by response and criterion."""

    by: str
    marks: Mapping[Key, EvaluatorMark]
    conflict: str
    saw_prices: bool | None


@attrs.frozen
class Agreed:
    """What one moderation sheet says.

    Attributes:
        first: The hash of the first scores that it was made from.
        moderation: Whether moderation is closed.
        given: By response and criterion: the score agreed, its reason, and why it moved.
        by: Who moderated.
        on: The day.
    """

    first: str
    moderation: Moderation | None
    given: Mapping[Key, tuple[Decimal | str | None, str, str]]
    by: str
    on: date | None


def _asked(came: Came) -> Iterator[tuple[int, Question]]:
    for number, response in enumerate(came.asked.responses, start=1):
        for question in response.questions:
            yield number, question


def scored_in(came: Came) -> Scored | None:
    """An evaluator's scores; None where nothing at all is filled in.

    What is wrong, and what is not scored yet, is kept in what came.
    """
    by, on, conflict = came.words("by"), came.day("on"), came.words("conflict")
    saw_prices = came.answer("saw_prices")
    found: dict[Key, EvaluatorMark] = {}
    waiting = []
    for number, question in _asked(came):
        score, reason = _pair(came, number, question)
        if score is None:
            waiting.append((number, question))
            continue
        try:
            found[number, question.name] = EvaluatorMark(
                by, score, reason, on=on, conflict=conflict, saw_prices=saw_prices
            )
        except InputError as error:
            came.wrong(came.span("by"), *error.problems)
    if not (by or found or came.problems):
        came.notes.append(came.span("by").placed(_left_out()))
        return None
    if not by:
        came.incomplete(came.span("by"), "whose scores these are is not said")
    _wait(came, waiting)
    return Scored(by, found, conflict, saw_prices)


def _left_out() -> Problem:
    return problem("SV945", found="nothing is filled in, and nothing was read")


def _pair(came: Came, number: int, question: Question) -> tuple[Decimal | str | None, str]:
    """A score and its reason, each of which needs the other."""
    row = came.marked[number, question.name]
    score, reason = came.score(number, question), came.words(f"reasons_{number}", row)
    empty = not came.cell(f"scores_{number}", row).text.strip()
    who = f"'{question.name}' of {came.asked.responses[number - 1].title}"
    if empty and reason:
        came.incomplete(came.span(f"scores_{number}", row), f"{who} has a reason and no score")
    if score is not None and not reason:
        came.incomplete(came.span(f"reasons_{number}", row), f"{who} has a score and no reason")
    page = came.words(f"pages_{number}", row) if f"sv_pages_{number}" in came.book.names else ""
    return score, f"{reason} (Bid, page {page}.)" if page else reason


def _wait(came: Came, waiting: list[tuple[int, Question]], code: str = "SV705") -> None:
    """Keep what is not scored yet, unless something is wrong with its box."""
    for number, question in waiting:
        span = came.span(f"scores_{number}", came.marked[number, question.name])
        if all(each.cell != span.cell for each in came.problems):
            who = f"bid '{came.asked.responses[number - 1].title}'"
            hint = "it waits; an empty box is not a 0"
            said = problem(code, found=question.name, hint=hint).within(who)
            came.notes.append(span.placed(said))


def agreed_in(came: Came) -> Agreed:
    """What a moderation sheet says; what is wrong with it is kept in what came."""
    by, on = came.words("by"), came.day("on")
    given: dict[Key, tuple[Decimal | str | None, str, str]] = {}
    waiting = []
    for number, question in _asked(came):
        row = came.marked[number, question.name]
        moved = came.words(f"moved_{number}", row)
        if question.means:
            given[number, question.name] = _mean(came, number, question, moved)
            continue
        score, reason = _pair(came, number, question)
        if score is not None:
            given[number, question.name] = score, reason, moved
        else:
            waiting.append((number, question))
    _wait(came, waiting, "SV725")
    for name, held, said in (("by", by, "who moderated"), ("on", on, "on which day")):
        if any(score is not None for score, _, _ in given.values()) and not held:
            came.incomplete(came.span(name), f"scores are agreed, and {said} is not said")
    first = came.cell("first").text if "sv_first" in came.book.names else ""
    return Agreed(first, _closing(came), given, by, on)


def _mean(
    came: Came, number: int, question: Question, moved: str
) -> tuple[Decimal | str | None, str, str]:
    """The reason for a score that is the mean of first ones."""
    row = came.marked[number, question.name]
    if came.cell(f"scores_{number}", row).text.strip():
        found = f"the score for '{question.name}' is the mean of first ones, and another is agreed"
        came.incomplete(came.span(f"scores_{number}", row), found)
    return None, came.words(f"reasons_{number}", row), moved


def _closing(came: Came) -> Moderation | None:
    closed, by = came.day("closed"), came.words("closed_by")
    if by and not came.cell("closed").text.strip():
        came.incomplete(came.span("closed"), "moderation is closed by somebody, and on no day")
    try:
        return Moderation(closed, by=by) if closed else Moderation()
    except InputError as error:
        came.wrong(came.span("closed_by"), *error.problems)
        return None


def moderated_of(
    key: Key, first: tuple[EvaluatorMark, ...], agreed: Agreed | None, came: Came | None
) -> Moderated | None:
    """First scores and the one agreed, together; None where there is neither."""
    score, reason, moved = (agreed.given.get(key) if agreed else None) or (None, "", "")
    if score is None and not first:
        return None
    by, on = (agreed.by, agreed.on) if agreed and score is not None else ("", None)
    try:
        return Moderated(score, marks=first, reason=reason, moved=moved, by=by, on=on)
    except InputError as error:
        if came is None:
            raise
        came.wrong(came.span(f"scores_{key[0]}", came.marked[key]), *error.problems)
        return None
