"""A supplier's return as it came back: what it says, and what is wrong, by sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from socialvalue.calculators.boxes import Boxes
from socialvalue.calculators.monthly.asked import ReturnAsked, RowAsked, asked_by
from socialvalue.calculators.monthly.beyond import Beyond, beyond_in
from socialvalue.calculators.monthly.form import (
    ATTESTED,
    COLUMNS,
    CONFIRMED,
    DATA,
    LATER,
    NO_PEOPLE,
    YES_ONLY,
)
from socialvalue.calculators.monthly.shown import evidence_in, words_in
from socialvalue.contracts import Delivered, DeliveryReturn, Evidence, Period, Standing
from socialvalue.errors import InputError, NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.fields import day
from socialvalue.sheets.typed import number_in
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
        place: Where it fell, by its code; or "".
        kept: How many of the people kept a job that they had, or None.
        span: Where it stands.
        spans: Where its place, its kept jobs and its words stand.
    """

    row: RowAsked
    quantity: Quantity
    words: str
    evidence: tuple[Evidence, ...]
    place: str
    kept: Quantity | None
    span: Span
    spans: tuple[Span, Span, Span]

    @property
    def period(self) -> Period:
        """The days that it is of."""
        return self.row.period

    @property
    def line(self) -> str:
        """The commitment that it is of."""
        return self.row.obligation.line

    @property
    def measure(self) -> str:
        """The measure of the commitment."""
        return self.row.obligation.measure

    @property
    def facts(self) -> dict[str, Any]:
        """What the delivery record is given of it beside what every return has."""
        return {"line": self.line, "replaces": self.row.replaces, "place": self.place,
                "kept": self.kept, "attested": CONFIRMED}  # fmt: skip

    def spot(self, found: Problem) -> Span:
        """Where a problem of it stands."""
        place, kept, words = self.spans
        of_codes = {"SV210": place, "SV508": place, "SV960": kept, "SV1014": words}
        return of_codes.get(found.code, self.span)


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
    said: tuple[Reported | Beyond, ...] = attrs.field(default=(), kw_only=True)


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
    _check_below(came)
    before = _beyond_before(came.asked, standing)
    beyond = beyond_in(came, came.asked, before)
    return attrs.evolve(came, on=sent, said=(*_said(came), *beyond))


def _beyond_before(asked: ReturnAsked, standing: Standing) -> Mapping[int, Delivered]:
    """What was reported beyond the contract before, by its entry."""
    returns = standing.contracts[asked.contract.reference].returns
    return {each.seq: each for each in returns if not each.line}


# --- whether it is what was sent out -------------------------------------------------------


def _asked(boxes: Boxes, standing: Standing) -> ReturnAsked:
    """What the workbook answers: what is asked now, by its own list of commitments."""
    is_earlier = not any(map(boxes.is_there, LATER))
    needed = (*DATA, *COLUMNS, *ATTESTED, "on", *LATER)
    gone = [each for each in needed
            if not boxes.is_there(each) and not (is_earlier and each in LATER)]  # fmt: skip
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
                said = problem("SV1021", found=f"'{found}' is written where '{words}' was")
                wrong.append(boxes.span(name, row).placed(said))
    if wrong:
        raise InputError(wrong)


def _check_below(came: ReturnCame) -> None:
    """Refuse what stands below the boxes: nobody would read it."""
    for name in ("keys", "beyond_measures"):
        for span, found in came.below(name):
            said = f"'{found}' stands below the boxes"
            hint = "write it into the boxes; what has no room there, send to the council in words"
            came.wrong(span, problem("SV1021", found=said, hint=hint))


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
    nothing, words = came.answer("nothing", at), words_in(came, "words", at)
    figure, (place, kept) = _figure(came, at, row), _place_and_kept(came, at, row)
    if figure is None and not nothing:
        if words or place or kept is not None:
            beside = "there are words" if words else "something is written beside it"
            _incomplete(came, at, row, f"{beside}, and no figure")
        elif not came.problems or came.problems[-1].cell != came.span("quantities", at).cell:
            came.note(came.span("quantities", at), problem("SV1025", line=row.key))
        return None
    if kept is not None and figure is None:
        _incomplete(came, at, row, "people kept a job, and 'nothing' is chosen too")
    if figure is not None and nothing:
        _incomplete(came, at, row, "there is a figure, and 'nothing' is chosen too")
    if figure is not None and not words:
        _incomplete(came, at, row, "what happened is not said")
    if came.is_hidden("keys", at):
        came.note(came.span("keys", at), problem("SV923", measure=row.key))
    none = Quantity(quantity("0", "count").amount, row.obligation.unit)
    return Reported(
        row=row, quantity=none if figure is None else figure, words=words or NOTHING,
        evidence=tuple(evidence_in(came, at, ("evidence", "held"))), place=place, kept=kept,
        span=came.span("quantities", at), spans=_spans(came, at),
    )  # fmt: skip


def _place_and_kept(came: ReturnCame, at: int, row: RowAsked) -> tuple[str, Quantity | None]:
    """Where it fell, and how many kept a job, where the form asks and the row says."""
    if not came.is_there("kept"):
        return "", None
    place, span = words_in(came, "places", at), came.span("kept", at)
    if row.obligation.unit not in DeliveryReturn.PEOPLE:
        found = came.cell("kept", at).text.strip()
        if found not in {"", NO_PEOPLE}:
            said = f"'{found}' is written where '{NO_PEOPLE}' was, and it is not counted in people"
            came.wrong(span, problem("SV1021", found=said))
        return place, None
    try:
        number = number_in(came.cell("kept", at), lambda said: came.note(span, said))
        return place, None if number is None else quantity(number, row.obligation.unit)
    except InputError as error:
        came.wrong(span, *error.problems)
        return place, None


def _spans(came: ReturnCame, at: int) -> tuple[Span, Span, Span]:
    """Where the place, the kept jobs and the words of a row stand."""
    place, kept = ("places", "kept") if came.is_there("kept") else ("quantities", "quantities")
    return came.span(place, at), came.span(kept, at), came.span("words", at)


def _incomplete(came: ReturnCame, at: int, row: RowAsked, found: str) -> None:
    what = f"commitment {row.key}"
    came.wrong(came.span("quantities", at), problem("SV1024", what=what, found=found))


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
