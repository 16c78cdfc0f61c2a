"""A supplier's return as a workbook: only its commitments, with locked units."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from socialvalue.calculators.monthly.asked import ReturnAsked, RowAsked
from socialvalue.calculators.monthly.beyond import COLUMNS as BEYOND
from socialvalue.calculators.monthly.beyond import write_beyond
from socialvalue.calculators.monthly.shown import evidence_words
from socialvalue.contracts import DeliveryReturn
from socialvalue.sheets.forms import LINE, Form, lines_of, new_form
from socialvalue.sheets.writing import put

__all__ = [
    "ATTESTED", "COLUMNS", "CONFIRMED", "DATA", "FIRST_ROW", "LATER", "NO_PEOPLE", "YES_ONLY",
    "return_bytes",
]  # fmt: skip

START: Final = "Start here"
TABLE: Final = "Your return"
FIRST_ROW: Final = 4
"""Where the table begins, from 1."""

COLUMNS: Final[dict[str, tuple[str, int, str]]] = {
    "keys": ("No.", 16, "plain"),
    "titles": ("Commitment", 40, "plain"),
    "committed": ("Committed", 16, "plain"),
    "verified": ("Verified so far", 14, "plain"),
    "due": ("Due at the end of these days", 16, "plain"),
    "quantities": ("▶ How much, in these days alone", 16, "number"),
    "units": ("Counted in", 18, "plain"),
    "nothing": ("▶ Nothing this time? Yes", 11, "words"),
    "words": ("▶ What happened, without names of people", 44, "words"),
    "evidence": ("▶ Kind of evidence", 22, "words"),
    "held": ("▶ Where you hold it", 24, "words"),
    "places": ("▶ Place, by its ONS code, if you know it", 20, "words"),
    "kept": ("▶ Of these people, how many kept a job that they had", 18, "number"),
    "messages": ("To look at", 20, "plain"),
}
"""Name to heading, width and look; each is the name of a range too."""

ATTESTED: Final[dict[str, str]] = {
    "this_contract": "These figures are of this contract and of these days alone",
    "commitments": "No figure is reported anywhere else, and each in 'Your return' relates to the "
    "commitment in its row",
}
"""What a supplier confirms with a Yes.

Source:
    after-award.md §2.1: the two checks of a council's own delivery form.
"""

CONFIRMED: Final = ("this_contract_and_period", "relates_to_commitment", "no_double_claim")
"""What the delivery record keeps of it: no return is entered without both."""

LATER: Final = ("places", "kept", *BEYOND)
"""Columns that returns sent out by an earlier version have not: none of them."""

DATA: Final = ("kind", "fingerprint", "contract", "supplier", "starts", "ends", "version")
"""What stands on the hidden sheet."""

NO_PEOPLE: Final = "–"
"""What stands instead of a box for kept jobs, where nothing is counted in people."""

YES_ONLY: Final = frozenset(("text",))
"""Units of which a return says only that it was done."""


_KINDS: Final = f"=sv_kinds!$A$1:$A${len(evidence_words())}"
"""Where the kinds of evidence are listed."""


def return_bytes(asked: ReturnAsked) -> bytes:
    """The workbook: what is asked alike gives the same bytes."""
    into = BytesIO()
    form = new_form(into, asked.period.ends)
    _start(form, asked)
    sheet = form.sheet(TABLE)
    form.text(sheet, 0, 0, f"{asked.contract.reference}: your return of {asked.period}", "title")
    rows = range(FIRST_ROW, FIRST_ROW + len(asked.rows))
    for column, (name, (heading, width, _)) in enumerate(COLUMNS.items()):
        sheet.set_column(column, column, width)
        form.text(sheet, FIRST_ROW - 2, column, heading, "heading")
        form.name(name, TABLE, column, rows)
    sheet.set_row(FIRST_ROW - 2, 4 * LINE)
    sheet.freeze_panes(FIRST_ROW - 1, 2)
    sheet.repeat_rows(FIRST_ROW - 2)
    for at, row in zip(rows, asked.rows, strict=True):
        _row(form, sheet, at, row)
    write_beyond(form, str(asked.period), _KINDS, _listed)
    _kinds(form)
    _data(form, asked)
    form.book.close()
    return into.getvalue()


def _start(form: Form, asked: ReturnAsked) -> None:
    sheet = form.sheet(START)
    sheet.set_column(0, 0, 74)
    sheet.set_column(1, 1, 30)
    form.text(sheet, 0, 0, f"Delivery return: {asked.contract.title}", "title")
    said = (f"Contract {asked.contract.reference}, {asked.contract.authority or 'your council'}.",
            f"Supplier: {asked.supplier}. Days that are reported: {asked.period}.")  # fmt: skip
    for row, words in enumerate(said, start=1):
        form.text(sheet, row, 0, words, "label")
    boxes = {"on": ("Day on which you send it", "day"),
             **{name: (f"{words}. Yes", "words") for name, words in ATTESTED.items()}}  # fmt: skip
    for row, (name, (label, look)) in enumerate(boxes.items(), start=4):
        form.text(sheet, row, 0, f"▶ {label}")
        sheet.set_row(row, LINE * lines_of(label, 72))
        form.box(sheet, row, 1, look)
        form.name(name, START, 1, range(row + 1, row + 2))
        if look == "words":
            _listed(sheet, row, 1, ["Yes"])
    for row, words in enumerate(_instructions(asked), start=8):
        sheet.merge_range(row, 0, row, 1, "")
        form.text(sheet, row, 0, words)
        sheet.set_row(row, LINE * lines_of(words, 100))


def _instructions(asked: ReturnAsked) -> Iterator[str]:
    yield (
        f"1. On the sheet '{TABLE}', write for each commitment how much you delivered in these "
        "days alone, in the unit beside the box, and what happened."
    )
    yield (
        "2. Where nothing happened, choose Yes under 'Nothing this time?'. A row that you leave "
        "empty is not a 0: it is asked for again."
    )
    yield (
        "3. Say what shows it, and where you hold it. Keep the evidence yourself: do not send it "
        "with this file."
    )
    yield (
        "4. Where it fell in one place, write the place's code; of people, how many kept a job "
        "that they had. What belongs to no commitment goes on the sheet 'Beyond the contract'."
    )
    yield "5. Do not name people, or give health, offending or care details."
    yield (
        "6. A row 'again' is one that was returned to you, with the reason. Report it again "
        "there: the new report takes the place of the first."
    )
    yield (
        "7. Confirm both sentences above, save it as an Excel workbook (.xlsx), and send it back. "
        "Change nothing but the boxes marked ▶."
    )
    yield f"Fingerprint of this return: {asked.fingerprint[:16].upper()}."


def _row(form: Form, sheet: Any, at: int, row: RowAsked) -> None:
    """One commitment; its row counts from 1."""
    printed = {"keys": row.key, "titles": row.title, "committed": row.committed,
               "verified": row.verified, "due": row.due, "units": row.unit}  # fmt: skip
    if row.obligation.unit not in DeliveryReturn.PEOPLE:
        printed["kept"] = NO_PEOPLE
    unit = row.obligation.unit
    for column, (name, (_, _, look)) in enumerate(COLUMNS.items()):
        if name in printed:
            form.text(sheet, at - 1, column, printed[name])
        elif name != "messages":
            is_word = name == "quantities" and unit in {"yes_no", "text"}
            form.box(sheet, at - 1, column, "words" if is_word else look)
    tall = max(lines_of(words, COLUMNS[name][1]) for name, words in printed.items())
    sheet.set_row(at - 1, LINE * max(3, tall))
    _listed(sheet, at - 1, _column("nothing"), ["Yes"])
    if unit in {"yes_no", "text"}:
        answers = ["Yes"] if unit in YES_ONLY else ["Yes", "No"]
        _listed(sheet, at - 1, _column("quantities"), answers)
    _listed(sheet, at - 1, _column("evidence"), _KINDS)
    put(
        sheet.write_formula(
            at - 1, _column("messages"), _message(at), form.looks["plain"], "Nothing is filled in"
        )
    )


def _message(at: int) -> str:
    """What is missing in a row, as a formula."""
    figure, nothing, words = (
        f"${chr(ord('A') + _column(each))}{at}" for each in ("quantities", "nothing", "words")
    )
    return (
        f'=IF({nothing}<>"",IF(ISBLANK({figure}),"","A figure, and nothing: which?"),'
        f'IF(ISBLANK({figure}),IF({words}="","Nothing is filled in","The figure is missing"),'
        f'IF({words}="","Say what happened","")))'
    )


def _column(name: str) -> int:
    return tuple(COLUMNS).index(name)


def _listed(sheet: Any, row: int, column: int, source: Any) -> None:
    rule = {"validate": "list", "source": source}
    put(sheet.data_validation(row, column, row, column, rule))


def _kinds(form: Form) -> None:
    """The kinds of evidence that a box offers."""
    sheet = form.sheet("sv_kinds")
    for row, words in enumerate(evidence_words()):
        form.text(sheet, row, 0, words)
    sheet.hide()


def _data(form: Form, asked: ReturnAsked) -> None:
    """What the reader checks."""
    sheet = form.sheet("sv_data")
    days = (asked.period.starts.isoformat(), asked.period.ends.isoformat())
    held = ("return", asked.fingerprint, asked.contract.reference, asked.supplier, *days,
            str(asked.version))  # fmt: skip
    for row, (name, words) in enumerate(zip(DATA, held, strict=True)):
        form.text(sheet, row, 0, words)
        form.name(name, "sv_data", 0, range(row + 1, row + 2))
    sheet.hide()
