"""The two workbooks of a panel: score sheets for evaluators, and the moderation sheet.

A price is in neither: they are written from names, criteria and scales alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

import attrs

from socialvalue.calculators.marking.asked import PanelAsked, PanelResponse, Question
from socialvalue.sheets.forms import LINE, Form, height_of, new_form
from socialvalue.sheets.writing import put

__all__ = [
    "COLUMNS", "FIRST_ROW", "MODERATED", "SCORED", "First", "Kind", "boxes_of", "workbook_of",
]  # fmt: skip

FIRST_ROW: Final = 5
"""Where the table of a sheet begins, from 1."""
_BOXES_FROM: Final = 3
"""Where the boxes of the first sheet begin, from 1."""
_SHEET: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_LONGEST_NAME: Final = 31


@attrs.frozen
class Box:
    """A box on the first sheet: its name, what is said beside it, and how it looks."""

    name: str
    label: str
    look: str = "words"


@attrs.frozen
class Kind:
    """One of the two workbooks.

    Attributes:
        word: Its name in the hidden sheet.
        heading: Its title.
        boxes: What is asked once.
        columns: What stands beside each criterion: name to heading, width and look.
        said: How it is filled in, line by line.
    """

    word: str
    heading: str
    boxes: tuple[Box, ...]
    columns: Mapping[str, tuple[str, int, str]]
    said: tuple[str, ...]


COLUMNS: Final[dict[str, tuple[str, int, str]]] = {
    "questions": ("Criterion", 20, "plain"),
    "scales": ("What is scored", 38, "plain"),
}
SCORED: Final = Kind(
    "scores",
    "Scores of one evaluator",
    (
        Box("by", "▶ Your role on the panel, not your name"),
        Box("conflict", "▶ Conflicts of interest that you declare, or: none"),
        Box("saw_prices", "▶ Have you seen prices? Yes or No"),
        Box("on", "▶ Day on which you finished", "day"),
    ),
    {
        **COLUMNS,
        "scores": ("▶ Score", 10, "score"),
        "reasons": ("▶ Reason: what in this response earns it, and what is missing", 50, "words"),
        "pages": ("▶ Page of the bid", 10, "words"),
        "messages": ("To look at", 18, "plain"),
    },
    (
        "Score each response by itself, against the published scale, before any talk about it.",
        "Each bidder has a sheet. Give every score its reason, in words that the bidder may read.",
        "Say what in this response earns the score, and what is missing.",
        "Prices and quantities are not shown here, and no score may rest on them.",
        "A score that you leave empty is not a 0: it waits.",
        "Your own scores and reasons are kept for good, beside what the panel agrees later.",
        "Save it as an Excel workbook (.xlsx), and send it back.",
        "Change nothing but the boxes marked ▶.",
    ),
)
MODERATED: Final = Kind(
    "moderation",
    "Moderation of scores",
    (
        Box("by", "▶ Who moderates, by role"),
        Box("on", "▶ Day on which scores were agreed", "day"),
        Box("closed_by", "▶ Moderation closed by, by role"),
        Box("closed", "▶ Moderation closed on", "day"),
    ),
    {
        **COLUMNS,
        "given": ("Scores and reasons given", 46, "plain"),
        "spreads": ("Spread", 14, "plain"),
        "scores": ("▶ Score agreed", 10, "score"),
        "reasons": ("▶ Reason, for the bidder", 36, "words"),
        "moved": ("▶ Why it is another than first scores", 28, "words"),
        "messages": ("To look at", 18, "plain"),
    },
    (
        "Talk about each score whose spread is 2 or more, then write what the panel agrees.",
        "What the panel agrees is no average, unless the published method says mean.",
        "Say why a score is another than evaluators gave first. First scores are kept for good.",
        "The bidder reads the reason. Why a score moved stays in your own file.",
        "Prices are not shown here. Close moderation before points are worked out.",
        "Whoever knows a ranking can no longer score without it.",
        "Put it into the folder of the score sheets, and read that folder again.",
    ),
)


@attrs.frozen
class First:
    """What evaluators gave for one criterion, in words, and how far apart they are."""

    given: str
    spread: str


def boxes_of(kind: Kind) -> tuple[str, ...]:
    """The columns to fill in."""
    return tuple(name for name, (_, _, look) in kind.columns.items() if look != "plain")


def workbook_of(
    asked: PanelAsked,
    kind: Kind,
    *,
    day: date | None,
    filled: Mapping[str, str],
    notes: Iterable[str] = (),
    first: Mapping[tuple[int, str], First] | None = None,
) -> bytes:
    """A workbook of one kind; the same contents give the same bytes.

    Args:
        asked: What is asked.
        kind: For evaluators, or for moderation.
        day: The day that the file states.
        filled: What stands in boxes of the first sheet already, and in the hidden one.
        notes: What else to say on the first sheet.
        first: For moderation, what evaluators gave: by number of the response, and criterion.
    """
    into = BytesIO()
    form = new_form(into, day)
    _start(form, asked, kind, filled, notes)
    names = sheet_names(asked.responses)
    for number, (name, response) in enumerate(zip(names, asked.responses, strict=True), start=1):
        given = {
            one.name: (first or {}).get((number, one.name), First("none", ""))
            for one in response.questions
        }
        _response(_Page(form, form.sheet(name), kind), name, number, response, given)
    _data(form, asked, kind, filled)
    form.book.close()
    return into.getvalue()


def sheet_names(responses: Sequence[PanelResponse]) -> list[str]:
    """A name for each response's sheet: its number, and as much of the bidder as fits."""
    return [
        f"{number} {_SHEET.sub(' ', each.title)}"[:_LONGEST_NAME].rstrip().rstrip("'")
        for number, each in enumerate(responses, start=1)
    ]


def _start(
    form: Form, asked: PanelAsked, kind: Kind, filled: Mapping[str, str], notes: Iterable[str]
) -> None:
    sheet = form.sheet("Start here")
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 50)
    form.text(sheet, 0, 0, f"{kind.heading}: {asked.title}", "title")
    for row, box in enumerate(kind.boxes, start=_BOXES_FROM):
        form.text(sheet, row - 1, 0, box.label, "label")
        if held := filled.get(box.name):
            form.text(sheet, row - 1, 1, held, box.look)
        else:
            form.box(sheet, row - 1, 1, box.look)
        form.name(box.name, "Start here", 1, range(row, row + 1))
        if box.name == "saw_prices":
            _listed(sheet, row - 1, 1, ["Yes", "No"])
    row = _BOXES_FROM + len(kind.boxes)
    form.text(sheet, row, 0, "Scores so far", "label")
    put(sheet.write_formula(row, 1, _so_far(asked), form.looks["said"], f"0 of {_count(asked)}"))
    for below, words in enumerate((*kind.said, *notes, _mark_of(asked)), start=row + 2):
        sheet.merge_range(below, 0, below, 1, "")
        form.text(sheet, below, 0, words)
        sheet.set_row(below, height_of([(words, 110)]))


def _mark_of(asked: PanelAsked) -> str:
    return f"Fingerprint of these sheets: {asked.short_fingerprint}."


def _count(asked: PanelAsked) -> int:
    return sum(len(each.questions) for each in asked.responses)


def _so_far(asked: PanelAsked) -> str:
    counts = "+".join(f"COUNTA(sv_scores_{number + 1})" for number in range(len(asked.responses)))
    return f'={counts}&" of {_count(asked)}"'


@attrs.frozen
class _Page:
    """One bidder's sheet while it is written."""

    form: Form
    sheet: Any
    kind: Kind

    def column(self, name: str) -> int:
        """The number of a column, from 0."""
        return tuple(self.kind.columns).index(name)


def _response(
    page: _Page, name: str, number: int, response: PanelResponse, given: Mapping[str, First]
) -> None:
    form, sheet = page.form, page.sheet
    form.text(sheet, 0, 0, response.bidder, "title")
    form.name(f"bidder_{number}", name, 0, range(1, 2))
    form.text(sheet, 1, 0, f"Lot {response.lot}" if response.lot else "", "label")
    rows = range(FIRST_ROW, FIRST_ROW + len(response.questions))
    for column, (key, (heading, width, _)) in enumerate(page.kind.columns.items()):
        sheet.set_column(column, column, width)
        form.text(sheet, FIRST_ROW - 2, column, heading, "heading")
        form.name(f"{key}_{number}", name, column, rows)
    sheet.set_row(FIRST_ROW - 2, 3 * LINE)
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.repeat_rows(FIRST_ROW - 2)
    for row, question in zip(rows, response.questions, strict=True):
        _question(page, row, question, given[question.name])


def _question(page: _Page, row: int, question: Question, first: First) -> None:
    """One criterion; its row counts from 1."""
    form, sheet, columns = page.form, page.sheet, page.kind.columns
    words = {
        "questions": question.name, "scales": question.guidance, "given": first.given,
        "spreads": first.spread,
    }  # fmt: skip
    printed = {name: said for name, said in words.items() if name in columns}
    for name, (_, _, look) in columns.items():
        if name in printed:
            form.text(sheet, row - 1, page.column(name), printed[name])
        elif look != "plain":
            form.box(sheet, row - 1, page.column(name), look)
    wide = ((said, columns[name][1]) for name, said in printed.items())
    sheet.set_row(row - 1, height_of(wide, least=3))
    _taken(sheet, row, page.column("scores"), question)
    message = _message(row, page.kind, mean=page.kind is MODERATED and question.means)
    said = "The mean of first scores counts" if message.startswith('="') else ""
    put(sheet.write_formula(row - 1, page.column("messages"), message, form.looks["plain"], said))


def _message(row: int, kind: Kind, *, mean: bool) -> str:
    """What is missing in a row, as a formula."""
    at = {name: f"${chr(ord('A') + number)}{row}" for number, name in enumerate(kind.columns)}
    if mean:
        return '="The mean of first scores counts"'
    score, reason = at["scores"], at["reasons"]
    return (
        f'=IF(ISBLANK({score}),IF({reason}="","","The score is missing"),'
        f'IF({reason}="","The reason is missing",""))'
    )


def _taken(sheet: Any, row: int, column: int, question: Question) -> None:
    """What the box for a score takes."""
    if question.passes:
        _listed(sheet, row - 1, column, ["Pass", "Fail"])
    elif question.out_of is not None:
        put(
            sheet.data_validation(
                row - 1, column, row - 1, column,
                {"validate": "decimal", "criteria": "between", "minimum": 0,
                 "maximum": float(question.out_of), "error_title": "Not on the scale",
                 "error_message": f"A score is {question.takes}."},
            )
        )  # fmt: skip


def _listed(sheet: Any, row: int, column: int, words: Sequence[str]) -> None:
    rule = {"validate": "list", "source": list(words)}
    put(sheet.data_validation(row, column, row, column, rule))


def _data(form: Form, asked: PanelAsked, kind: Kind, filled: Mapping[str, str]) -> None:
    """What the reader checks: the kind, the fingerprint, and who is asked about."""
    sheet = form.sheet("sv_data")
    for row, words in enumerate((kind.word, asked.fingerprint, filled.get("first", ""))):
        form.text(sheet, row, 0, words)
        form.name(("kind", "fingerprint", "first")[row], "sv_data", 0, range(row + 1, row + 2))
    last = 3 + len(asked.responses)
    for row, response in enumerate(asked.responses, start=3):
        form.text(sheet, row, 0, response.bidder)
        form.text(sheet, row, 1, response.lot or "")
    form.name("bidders", "sv_data", 0, range(4, last + 1))
    sheet.hide()
