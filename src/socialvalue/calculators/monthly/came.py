"""A supplier's return as it came back: what it says, and what is wrong, by sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from socialvalue.calculators.boxes import Boxes
from socialvalue.calculators.monthly.asked import ReturnAsked, RowAsked, asked_by
from socialvalue.calculators.monthly.form import (
    ATTESTED,
    COLUMNS,
    DATA,
    YES_ONLY,
    evidence_words,
)
from socialvalue.contracts import Evidence, Period, Standing
from socialvalue.errors import InputError, NotFoundError, did_you_mean, problem
from socialvalue.model.fields import day
from socialvalue.sheets.typed import no_words, number_in
from socialvalue.sheets.workbooks import Workbook
from socialvalue.spans import Span
from socialvalue.units import Quantity, quantity

__all__ = ["Reported", "ReturnCame", "return_in"]

NOTHING = "Nothing in these days."


@attrs.frozen(kw_only=True)
class Reported:
    """What a row says.

    Attributes:
        row: What was asked.
        quantity: How much; 0 where nothing happened.
        words: What happened.
        evidence: What shows it.
        span: Where it stands.
    """

    row: RowAsked
    quantity: Quantity
    words: str
    evidence: tuple[Evidence, ...]
    span: Span


@attrs.frozen
class ReturnCame(Boxes):
    """A return that came back.

    Attributes:
        asked: What it answers.
        on: The day on which it was sent, or None where it does not say.
        said: What it says, row by row.
    """

    asked: ReturnAsked
    on: date | None = attrs.field(default=None, kw_only=True)
    said: tuple[Reported, ...] = attrs.field(default=(), kw_only=True)


def return_in(file: str, book: Workbook, standing: Standing, on: date) -> ReturnCame:
    """A workbook that is known to be a return.

    Args:
        file: Its name.
        book: What it holds.
        standing: What the delivery record comes to.
        on: The day as at which it is read.

    Raises:
        InputError: It is of another record or supplier (SV1020), of an earlier schedule (SV1022),
            or not as it was sent out (SV1021).
    """
    boxes = Boxes(file, book)
    came = ReturnCame(file, book, _asked(boxes, standing), problems=boxes.problems)
    sent = _sent(came, on)
    for name, words in ATTESTED.items():
        if not came.answer(name):
            came.wrong(came.span(name), problem("SV1023", found=words))
    return attrs.evolve(came, on=sent, said=tuple(_said(came)))


# --- whether it is what was sent out -------------------------------------------------------


def _asked(boxes: Boxes, standing: Standing) -> ReturnAsked:
    """What the workbook answers: what is asked now, by its own list of commitments."""
    gone = [each for each in (*DATA, *COLUMNS, *ATTESTED, "on") if not boxes.is_there(each)]
    if gone:
        raise InputError(problem("SV1021", found=f"the column or box '{gone[0]}' is gone"))
    held = {name: boxes.text(name) for name in DATA}
    tracked = standing.contracts.get(held["contract"])
    if tracked is None:
        hint = did_you_mean(held["contract"], standing.contracts, label="contracts")
        raise InputError(problem("SV1020", found=f"contract '{held['contract']}'", hint=hint))
    if held["supplier"] not in {each.name for each in tracked.schedule.suppliers}:
        found = f"'{held['supplier']}' is no supplier of {held['contract']}"
        raise InputError(problem("SV1020", found=found))
    keys = [boxes.text("keys", row) for row in boxes.rows("keys")]
    asked = None
    try:
        period = Period(day(held["starts"]), day(held["ends"]))
        asked = asked_by(keys, tracked, held["supplier"], period)
    except (KeyError, InputError, NotFoundError):
        pass
    if asked is not None and asked.fingerprint == held["fingerprint"]:
        _check_printed(boxes, asked)
        return asked
    if held["version"] != str(tracked.version):
        expected = str(tracked.version)
        raise InputError(problem("SV1022", found=held["version"], expected=expected))
    raise InputError(problem("SV1021", found="its commitments are not those that were asked for"))


def _check_printed(boxes: Boxes, asked: ReturnAsked) -> None:
    """Refuse rows whose commitment or unit was written over."""
    wrong = []
    for row, each in zip(boxes.rows("keys"), asked.rows, strict=True):
        for name, words in zip(("titles", "committed", "units"), each.fixed[1:], strict=True):
            found = " ".join(boxes.cell(name, row).text.split())
            if found != " ".join(words.split()):
                said = problem("SV1021", found=f"'{found}' stands where '{words}' stood")
                wrong.append(boxes.span(name, row).placed(said))
    if wrong:
        raise InputError(wrong)


# --- what it says ---------------------------------------------------------------------------


def _sent(came: ReturnCame, on: date) -> date | None:
    """The day on which it was sent: after the period, and not still to come."""
    found, span = came.day("on"), came.span("on")
    what = "the day on which it was sent"
    if found is None:
        if not came.cell("on").text.strip():
            came.wrong(span, problem("SV1023", found=what))
    elif found > on:
        why = "is still to come"
        came.wrong(span, problem("SV954", what=what, found=found.isoformat(), why=why))
    elif found < came.asked.period.ends:
        why = "is before the last day of its period"
        came.wrong(span, problem("SV954", what=what, found=found.isoformat(), why=why))
    return found


def _said(came: ReturnCame) -> Iterator[Reported]:
    for at, row in zip(came.rows("keys"), came.asked.rows, strict=True):
        before = len(came.problems)
        found = _reported(came, at, row)
        if found is not None and len(came.problems) == before:
            yield found


def _reported(came: ReturnCame, at: int, row: RowAsked) -> Reported | None:
    """What one row says; None where it is empty, or something in it is wrong."""
    nothing, words = came.answer("nothing", at), _words(came, "words", at)
    figure = _figure(came, at, row)
    if figure is None and not nothing:
        if words:
            _incomplete(came, at, row, "there are words, and no figure")
        elif not came.problems or came.problems[-1].cell != came.span("quantities", at).cell:
            came.note(came.span("quantities", at), problem("SV1025", line=row.key))
        return None
    if figure is not None and nothing:
        _incomplete(came, at, row, "there is a figure, and 'nothing' is chosen too")
    if figure is not None and not words:
        _incomplete(came, at, row, "what happened is not said")
    if came.is_hidden("keys", at):
        came.note(came.span("keys", at), problem("SV923", measure=row.key))
    none = Quantity(quantity("0", "count").amount, row.obligation.unit)
    return Reported(
        row=row, quantity=none if figure is None else figure, words=words or NOTHING,
        evidence=tuple(_evidence(came, at)), span=came.span("quantities", at),
    )  # fmt: skip


def _incomplete(came: ReturnCame, at: int, row: RowAsked, found: str) -> None:
    came.wrong(came.span("quantities", at), problem("SV1024", line=row.key, found=found))


def _figure(came: ReturnCame, at: int, row: RowAsked) -> Quantity | None:
    """The figure of a row, in its unit."""
    unit, cell, span = row.obligation.unit, came.cell("quantities", at), came.span("quantities", at)
    if unit in {"yes_no", *YES_ONLY}:
        found = came.answer("quantities", at)
        if found is None:
            return None
        if unit in YES_ONLY and not found:
            _incomplete(came, at, row, "choose 'nothing' instead of No")
            return None
        return quantity("yes" if found else "no", unit) if unit == "yes_no" else (
            quantity(came.text("words", at) or "yes", unit)
        )  # fmt: skip
    try:
        number = number_in(cell, lambda said: came.note(span, said))
        return None if number is None else quantity(number, unit)
    except InputError as error:
        came.wrong(span, *error.problems)
        return None


def _words(came: ReturnCame, name: str, at: int) -> str:
    """The words in a box; what a sheet made of them is wrong."""
    made = no_words(came.cell(name, at))
    if made:
        came.wrong(came.span(name, at), problem("SV929", found=made))
        return ""
    return came.text(name, at)


def _evidence(came: ReturnCame, at: int) -> Iterator[Evidence]:
    """What shows it: the kind that is chosen, and where it is held."""
    kind, held = _words(came, "evidence", at), _words(came, "held", at)
    known: dict[str, Any] = evidence_words()
    found = known.get(kind.casefold())
    if kind and found is None:
        hint = did_you_mean(kind, known, label="kinds")
        span = came.span("evidence", at)
        came.wrong(span, problem("SV312", what="the kind of evidence", found=kind, hint=hint))
    elif found or held:
        yield Evidence(found or "other", held_at=held)
