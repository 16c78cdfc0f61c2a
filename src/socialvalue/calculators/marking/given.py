"""What a panel gave, as it was read: scores with their reasons, fit for a tender."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.calculators.marking.asked import PanelAsked, PanelResponse, Question
from socialvalue.calculators.marking.pages import MODERATED, First, workbook_of
from socialvalue.calculators.marking.taken import Key
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import EvaluatorMark, Moderated, Moderation
from socialvalue.model.canonical import fingerprint
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain, sum_of
from socialvalue.saving import write_file
from socialvalue.words import day_words, number_of

__all__ = ["MarkFile", "MarkedResponse", "Marks", "first_hash"]

_FAR: Final = 2
"""How far apart two scores are talked about."""
_LONGEST: Final = 6_000
"""Signs of evaluators' reasons that a moderation sheet shows; all are in their own sheets."""


@attrs.frozen
class MarkFile:
    """One file of a panel's folder.

    Attributes:
        file: Its name.
        kind: ``scores`` of an evaluator, ``moderation``, or "" where it is neither.
        by: Whose it is, by role.
        problems: All that cannot be read, by sheet and cell.
        notes: What was read and a reader should know.
        sha256: The hash of the file.
    """

    file: str
    kind: str = ""
    by: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    sha256: str = ""


@attrs.frozen
class MarkedResponse:
    """What a panel gave one response.

    Attributes:
        bidder: Whose.
        lot: Which lot, or None.
        marks: Criterion to the moderated score, with first scores; without one agreed while that
            waits.
    """

    bidder: str
    lot: str | None
    marks: FrozenMap[str, Moderated]


def first_hash(first: Mapping[Key, tuple[EvaluatorMark, ...]]) -> str:
    """The hash of evaluators' own scores and reasons, which a moderation sheet is made from."""
    kept = [
        [*key, each.by, each.mark, each.reason] for key, marks in first.items() for each in marks
    ]
    return fingerprint({"first": kept})


@attrs.frozen(kw_only=True, repr=False)
class Marks(Shown):
    """What a panel gave, read from its folder.

    Attributes:
        files: Each file, by its name.
        responses: Scores with their reasons, in the order of the sheets; of files that have a
            problem none.
        moderation: Whether moderation is closed, as the moderation sheet says; None without one.
        problems: All that cannot be read, by file, sheet and cell.
        notes: What was read and a reader should know; what waits among it.
        panel: Each evaluator's role, what it declared as a conflict, and whether it saw prices.
    """

    files: tuple[MarkFile, ...]
    responses: tuple[MarkedResponse, ...]
    moderation: Moderation | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    panel: tuple[tuple[str, str, bool | None], ...]
    _asked: PanelAsked | None = attrs.field(default=None, alias="asked")

    def put_into(self, tender: Tender, bids: Iterable[Bid]) -> tuple[Tender, tuple[Bid, ...]]:
        """The tender and its bids with what the panel gave.

        Marks are open in that tender until the moderation sheet, or the tender itself, says that
        they are closed.  A bid's scores for other criteria, its price and its commitments stay.

        Args:
            tender: The buyer's side.
            bids: The bids that were scored, and others.

        Raises:
            InputError: A file has a problem, a response is of no bid (SV716), or a bid has another
                score for a criterion already (SV948).
        """
        held = {(each.bidder, each.lot): each for each in self.responses}
        given = tuple(bids)
        wrong = [*self.problems, *_strangers(held, given), *_others(held, given)]
        if wrong:
            raise InputError(wrong)
        marked = tuple(_with(each, held.get((each.bidder, each.lot))) for each in given)
        held_now = self.moderation or tender.moderation or Moderation()
        return attrs.evolve(tender, moderation=held_now), marked

    def write_moderation(self, path: str | os.PathLike[str]) -> None:
        """Write the moderation sheet: first scores and reasons side by side, and boxes to agree in.

        Args:
            path: A file that ends in ``.xlsx`` and is not there yet; put it into the folder of
                the score sheets, and read that again.

        Raises:
            InputError: A file has a problem, another ending (SV312), a file that is there already
                (SV949), or XlsxWriter is not installed (SV932).
        """
        file = Path(path)
        if file.suffix.lower() != ".xlsx":
            hint = "write moderation.xlsx"
            what = "the ending of the file"
            raise InputError(problem("SV312", what=what, found=file.suffix, hint=hint))
        content = self.moderation_bytes()
        if file.exists():
            raise InputError(problem("SV949", found=file.name))
        write_file(file, content)

    def moderation_bytes(self) -> bytes:
        """The moderation sheet.

        Raises:
            InputError: A file has a problem; nothing was scored (SV946).
        """
        if self.problems:
            raise InputError(self.problems)
        if self._asked is None or not self.responses:
            raise InputError(problem("SV946"))
        first = self._first(self._asked)
        shown = {
            key: First(_given(first[key]), _spread(question, first[key]))
            for key, question in _questions(self._asked)
        }
        notes = [*map(_declared, self.panel)]
        filled = {"first": first_hash(first)}
        return workbook_of(
            self._asked, MODERATED, day=None, filled=filled, notes=notes, first=shown
        )

    def _first(self, asked: PanelAsked) -> dict[Key, tuple[EvaluatorMark, ...]]:
        found = {}
        for key, question in _questions(asked):
            given = self._of(asked.responses[key[0] - 1], question)
            found[key] = given.marks if given else ()
        return found

    def _of(self, response: PanelResponse, question: Question) -> Moderated | None:
        """What was given for one criterion of one response."""
        held = (each for each in self.responses
                if (each.bidder, each.lot) == (response.bidder, response.lot))  # fmt: skip
        return next((each.marks.get(question.name) for each in held), None)

    def explain(self) -> Explanation:
        """Each score with how far first ones are apart, what waits, and what was declared."""
        return join(self._blocks())

    def _line(self) -> str:
        wrong = number_of(len(self.problems), "problem")
        return f"{number_of(len(self.files), 'file')}, {wrong}"

    def _blocks(self) -> Iterable[Block]:
        headings = ("bidder", "criterion", "first scores", "spread", "agreed", "to look at")
        yield Block("Scores of the panel", (self._standing(),), headings, tuple(self._rows()))
        told = tuple(_declared(each) for each in self.panel)
        if told:
            yield Block("Conflicts of interest and prices", told)

    def _standing(self) -> str:
        state = "Moderation is open."
        if self.moderation is not None and self.moderation.closed is not None:
            day = day_words(self.moderation.closed)
            state = f"Moderation was closed on {day} by {self.moderation.by}."
        return f"{number_of(len(self.panel), 'evaluator')}. {state}"

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for response in self._asked.responses if self._asked else ():
            for question in response.questions:
                given = self._of(response, question)
                yield (response.title, question.name, *_shown(given, question))


def _shown(given: Moderated | None, question: Question) -> tuple[str, str, str, str]:
    """First scores, how far apart they are, what was agreed, and what is to be done."""
    if given is None:
        return "none", "", "–", "not scored yet"
    first = ", ".join(f"{_mark(each.mark, question)} ({each.by})" for each in given.marks)
    agreed = "mean" if question.means else _mark(given.consensus, question)
    spread = _spread(question, given.marks)
    todo = "agree a score" if given.consensus is None and not question.means else ""
    return first or "none", spread, agreed, todo


def _mark(mark: Decimal | None, question: Question) -> str:
    if mark is None:
        return "–"
    return ("pass" if mark else "fail") if question.passes else plain(mark)


def _questions(asked: PanelAsked) -> Iterator[tuple[Key, Question]]:
    for number, response in enumerate(asked.responses, start=1):
        for question in response.questions:
            yield (number, question.name), question


def _given(marks: tuple[EvaluatorMark, ...]) -> str:
    """First scores with their reasons, one below the other."""
    said = "\n".join(
        f"{each.by}: {('pass' if each.mark else 'fail') if each.by_word else plain(each.mark)}. "
        f"{each.reason}"
        for each in marks
    )
    cut = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}… (more in their own sheets)"
    return cut or "none"


def _spread(question: Question, marks: tuple[EvaluatorMark, ...]) -> str:
    """How far first scores are apart; from 2 on, or a pass beside a fail, to talk about."""
    if len(marks) < 2:
        return ""
    given = [each.mark for each in marks]
    apart = sum_of((max(given), min(given).copy_negate()))
    if question.passes:
        return "▲ they differ: talk about it" if apart else "0"
    return f"▲ {plain(apart)}: talk about it" if apart >= _FAR else plain(apart)


def _declared(panel: tuple[str, str, bool | None]) -> str:
    by, conflict, saw = panel
    seen = "does not say whether it has seen prices"
    if saw is not None:
        seen = "has seen prices" if saw else "has not seen prices"
    return f"{by} declares: {conflict or '(nothing is written)'}; {seen}."


# --- into the bids ------------------------------------------------------------------------

Held = Mapping[tuple[str, str | None], MarkedResponse]


def _strangers(held: Held, bids: tuple[Bid, ...]) -> Iterator[Problem]:
    """Responses that are of no bid."""
    known = {(each.bidder, each.lot) for each in bids}
    for bidder, lot in held:
        if (bidder, lot) not in known:
            hint = did_you_mean(bidder, [each.bidder for each in bids], label="bidders")
            yield problem("SV716", found=bidder, count="no bid", hint=hint)


def _others(held: Held, bids: tuple[Bid, ...]) -> Iterator[Problem]:
    """Scores that a bid has already, and that are not these."""
    for bid in bids:
        response = held.get((bid.bidder, bid.lot))
        for name, mark in (response.marks if response else {}).items():
            there = bid.marks.get(name)
            if there is not None and there != mark:
                found = f"the score for '{name}'"
                said = problem("SV948", found=found, other="the score sheets")
                span = bid.spans.get(f"marks/{name}", bid.span)
                yield span.placed(said.within(f"bid '{bid.bidder}'"))


def _with(bid: Bid, response: MarkedResponse | None) -> Bid:
    if response is None:
        return bid
    return attrs.evolve(bid, marks=FrozenMap({**bid.marks, **response.marks}))
