"""One workbook of a panel, as it came back: its boxes, and what is wrong, by sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from socialvalue.calculators.boxes import Boxes
from socialvalue.calculators.marking.asked import PanelAsked, Question, asked_of
from socialvalue.calculators.marking.pages import MODERATED, SCORED, Kind
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.marks import is_word, mark_of, passed
from socialvalue.model.framework import Framework
from socialvalue.model.methods import PanelMark
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain
from socialvalue.sheets.typed import number_in
from socialvalue.sheets.workbooks import EMPTY, Cell, Workbook
from socialvalue.spans import Span

__all__ = ["Came", "came_in"]


@attrs.frozen
class Came(Boxes):
    """One workbook of a panel that came back.

    Attributes:
        kind: Which of the two it is.
        asked: What it asks, by its own list of bidders and the tender's criteria.
        marked: Number of a response and name of a criterion, to the row where it stands.
    """

    AGAIN: ClassVar[str] = "ask for the score sheet as it was sent out, filled in"

    kind: Kind
    asked: PanelAsked
    marked: dict[tuple[int, str], int]

    def incomplete(self, span: Span, found: str) -> None:
        """Keep what is missing at a box."""
        self.wrong(span, problem("SV945", found=found))

    def score(self, number: int, question: Question) -> Decimal | str | None:
        """The score of a response for a criterion; None where its box is empty, or cannot be read.

        A pass and a fail stay words, as a tender file has them.
        """
        name, row = f"scores_{number}", self.marked[number, question.name]
        cell = self.cell(name, row)
        if not cell.text.strip():
            return None
        try:
            return _score(cell, question, lambda said: self.note(self.span(name, row), said))
        except InputError as error:
            self.wrong(self.span(name, row), *error.problems)
            return None


def _score(cell: Cell, question: Question, note: Any) -> Decimal | str:
    """What stands in a box, on the question's scale."""
    words = cell.text.strip()
    if question.passes:
        found = passed({"1": "yes", "0": "no"}.get(words, words) if cell.kind == "truth" else words)
        if found is None:
            raise InputError(problem("SV301", found=words, hint="write Pass or Fail"))
        return "pass" if found else "fail"
    if cell.kind == "text" and is_word(words):
        method = question.method
        scaled = isinstance(method, PanelMark) and method.scale
        return method.mark_called(words) if scaled else mark_of(words)
    number = number_in(cell, note)
    most = question.out_of
    if number is not None and most is not None and number > most:
        told = {"found": plain(number), "criterion": question.name, "out_of": plain(most)}
        raise InputError(problem("SV706", **told))
    return number if number is not None else Decimal(0)


def came_in(file: str, book: Workbook, tender: Tender, framework: Framework | None) -> Came:
    """A workbook that came back, once it is known to be one of this tender's.

    Raises:
        InputError: It is another (SV944), or it is not as it was sent out (SV913).
    """
    kinds = {each.word: each for each in (SCORED, MODERATED)}
    kind = kinds.get(_named(book, "sv_kind").text)
    asked = _asked(book, tender, framework) if kind is not None else None
    found = _named(book, "sv_fingerprint").text
    if kind is None or asked is None or found != asked.fingerprint:
        shown = asked.short_fingerprint if asked is not None else "one of this tender"
        raise InputError(problem("SV944", found=found[:16].upper() or "none", expected=shown))
    came = Came(file, book, kind, asked, {})
    came.marked.update(_rows(came))
    return came


def _named(book: Workbook, name: str) -> Cell:
    """The first cell of a named range; an empty one where there is none."""
    found = book.names.get(name)
    if found is None or found[0] not in book.sheets:
        return EMPTY
    sheet, row, column, *_ = found
    return book.sheets[sheet].at(row, column)


def _asked(book: Workbook, tender: Tender, framework: Framework | None) -> PanelAsked | None:
    """What the workbook asks, of the bidders that it lists itself; None where it lists none."""
    found = book.names.get("sv_bidders")
    if found is None or found[0] not in book.sheets:
        return None
    sheet, first, column, last, _ = found
    cells = book.sheets[sheet]
    lots = {each.name for each in tender.lots}
    listed = [
        (cells.at(row, column).text, cells.at(row, column + 1).text or None)
        for row in range(first, min(last, first + 10_000) + 1)
    ]
    listed = [(bidder, lot) for bidder, lot in listed if bidder]
    if not listed or any(lot is not None and lot not in lots for _, lot in listed):
        return None
    return asked_of(tender, listed, framework)


def _rows(came: Came) -> Iterator[tuple[tuple[int, str], int]]:
    """Where each criterion of each response stands; found by its name, wherever it was moved.

    Raises:
        InputError: A sheet, a column or a row is gone, or a bidder's name was changed (SV913).
    """
    boxes = [f"sv_{each.name}" for each in came.kind.boxes]
    wrong = [_gone(f"the box '{name[3:]}' is gone") for name in boxes if not _is_there(came, name)]
    for number, response in enumerate(came.asked.responses, start=1):
        names = [f"sv_{name}_{number}" for name in ("bidder", *came.kind.columns)]
        if not all(_is_there(came, name) for name in names):
            wrong.append(_gone(f"the sheet of {response.bidder}, or a column of it, is gone"))
        elif came.cell(f"bidder_{number}").text != response.bidder:
            found = came.cell(f"bidder_{number}").text
            gone = _gone(f"the name '{found}' stands over the responses of {response.bidder}")
            wrong.append(came.span(f"bidder_{number}").placed(gone))
        else:
            rows, missing = _rows_of(came, number, [each.name for each in response.questions])
            wrong += missing
            yield from rows
    if wrong:
        raise InputError(wrong)


def _rows_of(
    came: Came, number: int, names: list[str]
) -> tuple[list[tuple[tuple[int, str], int]], list[Problem]]:
    """The rows of a response's criteria; what is wrong with them."""
    sheet, first, column, last, _ = came.book.names[f"sv_questions_{number}"]
    cells = came.book.sheets[sheet]
    there: dict[str, list[int]] = {}
    for row in range(first, min(last, first + 10_000) + 1):
        there.setdefault(cells.at(row, column).text, []).append(row)
    found = [((number, name), there[name][0]) for name in names if len(there.get(name, ())) == 1]
    wrong = [
        came.span(f"questions_{number}").placed(_gone(f"the row of '{name}' {_how(there, name)}"))
        for name in names
        if len(there.get(name, ())) != 1
    ]
    return found, wrong


def _how(there: dict[str, list[int]], name: str) -> str:
    return "is missing" if name not in there else "stands there twice"


def _is_there(came: Came, name: str) -> bool:
    return name in came.book.names and came.book.names[name][0] in came.book.sheets


def _gone(found: str) -> Problem:
    return problem("SV913", found=found, hint=Came.AGAIN)
