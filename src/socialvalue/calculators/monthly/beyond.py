"""What a supplier delivered beyond its contract: the rows of a return that name no commitment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import attrs

from socialvalue.calculators.boxes import Boxes
from socialvalue.calculators.monthly.asked import ReturnAsked
from socialvalue.calculators.monthly.shown import evidence_in, seq_in, words_in
from socialvalue.contracts import Contract, Delivered, Evidence, Period
from socialvalue.errors import InputError, Problem, SocialValueError, did_you_mean, nearest, problem
from socialvalue.model.fields import as_read
from socialvalue.registry.loading import load_as_of
from socialvalue.sheets.forms import LINE, Form
from socialvalue.sheets.typed import number_in
from socialvalue.spans import Span
from socialvalue.units import UNITS, Quantity, quantity
from socialvalue.words import listed

__all__ = ["AGAIN", "COLUMNS", "TABLE", "Beyond", "beyond_in", "write_beyond"]

TABLE: Final = "Beyond the contract"
FIRST_ROW: Final = 5
ROWS: Final = 10
AGAIN: Final = "Returned to you: its entry"
"""The heading of the box for the entry of a delivery that was sent back."""
CONFIRMED: Final = ("this_contract_and_period", "no_double_claim")
"""What the delivery record keeps of it; to no commitment does it relate."""
COLUMNS: Final[dict[str, tuple[str, int, str]]] = {
    "beyond_measures": ("▶ Measure: its code, or in words", 18, "words"),
    "beyond_quantities": ("▶ How much, in these days alone", 16, "number"),
    "beyond_units": ("▶ Counted in", 20, "words"),
    "beyond_words": ("▶ What happened, without names of people", 44, "words"),
    "beyond_evidence": ("▶ Kind of evidence", 22, "words"),
    "beyond_held": ("▶ Where you hold it", 24, "words"),
    "beyond_places": ("▶ Place, by its ONS code, if you know it", 20, "words"),
    "beyond_again": (f"▶ {AGAIN}", 14, "words"),
}
_NEEDED: Final = {
    "beyond_measures": "the measure is not named", "beyond_units": "the unit is not chosen",
    "beyond_words": "what happened is not said",
}  # fmt: skip
_NO_AMOUNTS: Final = frozenset(("yes_no", "text"))


@attrs.frozen(kw_only=True)
class Beyond:
    """What a row says of something beyond the contract.

    Attributes:
        measure: Its code, as the supplier writes it.
        period: The days that it is of; of what was sent back, those that it was of.
        quantity: How much.
        words: What happened.
        evidence: What shows it.
        place: Where it fell, by its code; or "".
        span: Where it stands.
        place_span: Where its place stands.
        words_span: Where its words stand.
        measure_span: Where its measure stands.
        again_span: Where the entry of what was sent back stands.
        replaces: That entry, or None.
    """

    measure: str
    period: Period
    quantity: Quantity
    words: str
    evidence: tuple[Evidence, ...]
    place: str
    span: Span
    place_span: Span
    words_span: Span
    measure_span: Span
    again_span: Span
    replaces: int | None = None
    line: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """What the delivery record is given of it beside what every return has."""
        return {"measure": self.measure, "unit": self.quantity.unit, "place": self.place,
                "replaces": self.replaces, "attested": CONFIRMED}  # fmt: skip

    def spot(self, found: Problem) -> Span:
        """Where a problem of it stands."""
        of_codes = {"SV957": self.again_span, "SV978": self.again_span, "SV210": self.place_span,
                    "SV508": self.place_span, "SV992": self.measure_span,
                    "SV1014": self.words_span}  # fmt: skip
        return of_codes.get(found.code, self.span)


def _units() -> dict[str, str]:
    return {each.name: name for name, each in UNITS.items() if name not in _NO_AMOUNTS}


def write_beyond(form: Form, days: str, kinds: str, listed: Callable[..., None]) -> None:
    """The sheet for what is beyond the contract, empty.

    Args:
        form: The workbook.
        days: The days that are reported, in words.
        kinds: Where the kinds of evidence are listed.
        listed: What offers a list in a box.
    """
    sheet = form.sheet(TABLE)
    form.text(sheet, 0, 0, f"Beyond the contract, {days}", "title")
    said = ("Only what no row of 'Your return' is of: it is counted apart and meets no commitment. "
            "Put each measure into one row.")  # fmt: skip
    form.text(sheet, 1, 0, said, "said")
    said = ("A measure has its code in the council's list of measures; where you do not know it, "
            "say in a few words what it is. What was returned to you has the number of its entry "
            "in the council's letter.")  # fmt: skip
    form.text(sheet, 2, 0, said, "said")
    rows = range(FIRST_ROW, FIRST_ROW + ROWS)
    for column, (name, (heading, width, look)) in enumerate(COLUMNS.items()):
        sheet.set_column(column, column, width)
        form.text(sheet, FIRST_ROW - 2, column, heading, "heading")
        form.name(name, TABLE, column, rows)
        for row in rows:
            form.box(sheet, row - 1, column, look)
            if name == "beyond_units":
                listed(sheet, row - 1, column, f"=sv_units!$A$1:$A${len(_units())}")
            elif name == "beyond_evidence":
                listed(sheet, row - 1, column, kinds)
    sheet.set_row(FIRST_ROW - 2, 3 * LINE)
    hidden = form.sheet("sv_units")
    for row, words in enumerate(_units()):
        form.text(hidden, row, 0, words)
    hidden.hide()


def beyond_in(came: Boxes, asked: ReturnAsked, sent: Mapping[int, Delivered]) -> Iterator[Beyond]:
    """What the rows say that are filled in; a form of an earlier version has none of them.

    Args:
        came: What came back.
        asked: What it answers.
        sent: What was reported beyond the contract before, by its entry.
    """
    if not came.is_there("beyond_measures"):
        return
    seen: dict[tuple[str, Period], int] = {}
    for at in came.rows("beyond_measures"):
        if any(came.cell(name, at).text.strip() for name in COLUMNS):
            before = len(came.problems)
            found = _row(came, at, asked.period, sent)
            if found is not None and found.measure:
                first = seen.setdefault((as_read(found.measure), found.period), at)
                _check_once(came, at, first)
                _ask_code(came, at, found.measure, asked.contract)
            if found is not None and len(came.problems) == before:
                yield found


def _check_once(came: Boxes, at: int, first: int) -> None:
    """Refuse a second row of one measure: the delivery record counts one for the same days."""
    if at != first:
        again = f"this measure stands in row {_number(first)} already: put both in one row"
        _incomplete(came, "beyond_measures", at, again)


def _ask_code(came: Boxes, at: int, measure: str, contract: Contract) -> None:
    """Ask about a measure that the contract's sets have not, where each is with the library."""
    sets = contract.origin.sets if contract.origin is not None else ()
    codes = _codes(sets, contract.starts)
    if codes and as_read(measure) not in map(as_read, codes):
        near = nearest(measure, codes)
        hint = did_you_mean(measure, codes, label="measures") if near else None
        wrong = problem("SV1035", found=measure, sets=listed(sets), hint=hint)
        came.note(came.span("beyond_measures", at), wrong)


def _codes(sets: Iterable[str], on: date) -> list[str]:
    """The codes of some sets; none where one is a council's own, in a folder that is not known."""
    try:
        return [each.code for name in sets for each in load_as_of(name, on)]
    except SocialValueError:
        return []


def _row(came: Boxes, at: int, period: Period, sent: Mapping[int, Delivered]) -> Beyond | None:
    said = {name: words_in(came, name, at) for name in (*_NEEDED, "beyond_places")}
    for name, words in _NEEDED.items():
        if not said[name]:
            _incomplete(came, name, at, words)
    much = _quantity(came, at, said["beyond_units"])
    evidence = tuple(evidence_in(came, at, ("beyond_evidence", "beyond_held")))
    again = _again(came, at, sent)
    return None if much is None else Beyond(
        measure=said["beyond_measures"], period=_days(again) or period, quantity=much,
        words=said["beyond_words"], evidence=evidence, place=said["beyond_places"],
        span=came.span("beyond_quantities", at), place_span=came.span("beyond_places", at),
        words_span=came.span("beyond_words", at), measure_span=came.span("beyond_measures", at),
        again_span=came.span("beyond_again", at), replaces=None if again is None else again.seq,
    )  # fmt: skip


def _again(came: Boxes, at: int, sent: Mapping[int, Delivered]) -> Delivered | None:
    """What was sent back, where a row takes its place."""
    words = words_in(came, "beyond_again", at)
    key = as_read(words).removeprefix("entry").strip()
    found = sent.get(seq_in(key))
    if words and found is None:
        what = "a delivery beyond this contract"
        came.wrong(came.span("beyond_again", at), problem("SV978", found=words, what=what))
    return found


def _days(sent: Delivered | None) -> Period | None:
    return None if sent is None else Period(sent.noun.starts, sent.noun.ends)


def _quantity(came: Boxes, at: int, words: str) -> Quantity | None:
    """How much, in the unit that is chosen."""
    span, units = came.span("beyond_quantities", at), _units()
    unit = units.get(words.casefold(), units.get(words, ""))
    if words and not unit:
        hint = did_you_mean(words, units, label="units")
        came.wrong(came.span("beyond_units", at), problem("SV204", found=words, hint=hint))
    try:
        number = number_in(came.cell("beyond_quantities", at), lambda said: came.note(span, said))
        if number is None:
            _incomplete(came, "beyond_quantities", at, "there is no figure")
        return quantity(number, unit) if unit and number is not None else None
    except InputError as error:
        came.wrong(span, *error.problems)
        return None


def _incomplete(came: Boxes, name: str, at: int, found: str) -> None:
    what = f"row {_number(at)} of '{TABLE}'"
    came.wrong(came.span(name, at), problem("SV1024", what=what, found=found))


def _number(at: int) -> int:
    """A row as who fills it in counts it."""
    return at - FIRST_ROW + 1
