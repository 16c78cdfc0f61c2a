"""What `socialvalue tenders` shows: every tender of a folder, and which date comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs

from socialvalue.assess.before.moderation import moderated
from socialvalue.assess.checking.paths import Checked, check_tender, things_below
from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.tender_files import Assessed
from socialvalue.assess.words.first_place import name_of
from socialvalue.blocks import Block
from socialvalue.definitions.files import schema_of
from socialvalue.definitions.shapes.tenders import TenderFile
from socialvalue.errors import DefinitionError, SocialValueError
from socialvalue.model.days import days_on
from socialvalue.model.tender import Tender
from socialvalue.notices.before_award import Step, steps_of
from socialvalue.numbers import EXACT, plain, pounds
from socialvalue.registry.tenders import Given, given_of
from socialvalue.words import day_words, listed, number_of

__all__ = ["LISTING_SCHEMA", "Listed", "Listing", "listing_of"]

LISTING_SCHEMA = "socialvalue/tenders@1"
_NO_BIDS: Final = "SV315"
_SOON: Final = 7
_NONE: Final = "–"


@attrs.frozen
class Decided:
    """Who is first, in one ranking.

    Attributes:
        lot: Which lot, or "".
        winners: Who is first; several where they are tied, and nobody where no bid is ranked.
        lead: Points of the first over the second; None for fewer than two.
        price: The least £ off its price by which one other bid would have been first; None where
            no price would, or the scheme cannot be asked.
        other: Whose price.
    """

    lot: str
    winners: tuple[str, ...]
    lead: Decimal | None
    price: Decimal | None
    other: str

    @property
    def margin(self) -> str:
        """How close it was, in words."""
        if len(self.winners) > 1:
            return "a tie"
        if self.lead is None:
            return "no other bid is ranked" if self.winners else _NONE
        points = f"{self.lead} points"
        if self.price is None:
            return f"{points}; no other price alone would have won"
        return f"{points}, or {pounds(self.price)} off the price of {self.other}"


@attrs.frozen
class Listed:
    """One tender file.

    Attributes:
        file: Its path, as it was given.
        title: Of the tender; the file's path where it has none.
        value: £ of the contract; None where the file cannot be used.
        stage: How far it is.
        next: The next day, and what is due on it; None where none is known.
        problems: How many things are wrong, bids that are still to come aside.
        questions: How many may be.
        moderated: How many scores are agreed, of how many; None before there are bids.
        missing: How many reasons and items the assessment summaries lack; None before.
        decided: Who is first, in each ranking; none while marks are open.
        unsaid: Why no day of the award is known.
    """

    file: str
    title: str
    value: Decimal | None
    stage: str
    next: tuple[date, str] | None
    problems: int
    questions: int
    moderated: tuple[int, int] | None = None
    missing: int | None = None
    decided: tuple[Decided, ...] = ()
    unsaid: tuple[str, ...] = ()


@attrs.frozen
class Listing:
    """The tenders of a folder, by their next day.

    Attributes:
        on: The day as at which.
        tenders: Each file, those without a day last.
        unread: Files that are no data at all, so that nobody knows whether they are tenders.
    """

    on: date
    tenders: tuple[Listed, ...]
    unread: tuple[str, ...] = ()

    def blocks(self) -> list[Block]:
        """As a table, and below it who is first where points may be known."""
        return list(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        heads = ("tender", "stage", "next date and why", "problems", "questions", "moderated",
                 "missing")  # fmt: skip
        rows = tuple(map(_cells, self.tenders))
        said = tuple(self._sentences())
        yield Block(f"Tenders, as at {day_words(self.on)}", said, heads, rows, (3, 4, 5, 6))
        first = tuple(
            (f"{each.title}{f' ({one.lot})' if one.lot else ''}",
             listed(one.winners) if one.winners else "nobody", one.margin)
            for each in self.tenders for one in each.decided
        )  # fmt: skip
        if first:
            yield Block("First, and by how much", (), ("tender", "first", "margin"), first)
        unsaid = tuple(sorted({said for each in self.tenders for said in each.unsaid}))
        if unsaid:
            yield Block("No day of an award is counted for", unsaid)

    def _sentences(self) -> Iterator[str]:
        urgent = sum(map(self._needs_you, self.tenders))
        needs = "needs" if urgent == 1 else "need"
        yield (
            f"{urgent} of {number_of(len(self.tenders), 'tender')} {needs} you this week: a date "
            "comes within 7 days, or the file has a problem."
        )
        if any(each.problems or each.questions for each in self.tenders):
            yield "'socialvalue check FILE' names the problems and questions of each."
        if any(each.stage.endswith("as planned") for each in self.tenders):
            yield "As planned: whether a notice was published is in no tender file."
        if any(each.missing for each in self.tenders):
            yield "Missing: reasons, and what else the assessment summaries lack."
        if self.unread:
            yield f"Cannot be read, and may be tenders: {', '.join(self.unread)}."

    def _needs_you(self, each: Listed) -> bool:
        soon = each.next is not None and each.next[0] <= days_on(self.on, _SOON)
        return soon or each.problems > 0

    def rows(self) -> tuple[Sequence[str], list[Sequence[object]]]:
        """Headings, and a row a ranking; of a tender that is not ranked, a row."""
        heads = (*_COLUMNS, "lot", "first", "lead", "price_off", "whose_price")
        return heads, [row for each in self.tenders for row in _rows(each)]

    def content(self) -> dict[str, Any]:
        """JSON-safe data: pounds and points as text."""
        return {
            "schema": LISTING_SCHEMA,
            "on": str(self.on),
            "tenders": [_content(each) for each in self.tenders],
            "unread": list(self.unread),
        }


_WRONG = "has problems"
_COLUMNS = ("file", "title", "value", "stage", "next_day", "next", "problems", "questions",
            "moderated", "marks", "missing")  # fmt: skip


def _flat(each: Listed) -> tuple[object, ...]:
    day, what = each.next or ("", "")
    done, due = each.moderated or ("", "")
    value = "" if each.value is None else plain(each.value)
    missing = "" if each.missing is None else each.missing
    return (each.file, each.title, value, each.stage, str(day), what, each.problems,
            each.questions, done, due, missing)  # fmt: skip


def _rows(each: Listed) -> Iterator[Sequence[object]]:
    for one in each.decided or (None,):
        if one is None:
            yield (*_flat(each), "", "", "", "", "")
        else:
            yield (*_flat(each), one.lot, "; ".join(one.winners), _text(one.lead),
                   _text(one.price), one.other)  # fmt: skip


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _content(each: Listed) -> dict[str, Any]:
    held = dict(zip(_COLUMNS, _flat(each), strict=True))
    first = [
        {"lot": one.lot or None, "first": list(one.winners), "lead": _text(one.lead) or None,
         "price_off": _text(one.price) or None, "whose_price": one.other or None}
        for one in each.decided
    ]  # fmt: skip
    return {**{key: None if each == "" else each for key, each in held.items()}, "decided": first}


def _cells(each: Listed) -> tuple[str, ...]:
    comes = f"{day_words(each.next[0])}: {each.next[1]}" if each.next else _NONE
    marks = "{} of {}".format(*each.moderated) if each.moderated else _NONE
    return (
        each.title if each.value is None else f"{each.title}, {pounds(each.value)}",
        each.stage,
        comes,
        str(each.problems),
        str(each.questions),
        marks,
        _NONE if each.missing is None else str(each.missing),
    )


# --- a folder -----------------------------------------------------------------------------


def listing_of(places: Sequence[Path], on: date) -> Listing:
    """The tenders of some files and folders.

    Args:
        places: Files, or folders that are looked through.
        on: The day as at which.

    Raises:
        DefinitionError: A file that was named cannot be read.
    """
    found: list[Listed] = []
    unread: list[str] = []
    known: dict[Path, Given] = {}
    for each in dict.fromkeys(one for place in places for one in _files(place, known)):
        is_tender = None if isinstance(each, str) else _is_tender(each)
        if isinstance(each, str) or is_tender is None:
            unread.append(each if isinstance(each, str) else each.file)
        elif is_tender:
            found.append(_listed(each, on))
    return Listing(on, tuple(sorted(found, key=_by_day)), tuple(unread))


def _files(place: Path, known: dict[Path, Given]) -> Iterator[Given | str]:
    """The files at a place that may be tenders; of a folder that cannot be read, its name.

    Args:
        place: A file or a folder.
        known: What was read already, so that it is read once; what is found is added.

    Raises:
        DefinitionError: A file that was named cannot be read.
    """
    if not place.is_dir():
        given = known.setdefault(place, given_of(place, None))
        if given.written[1]:
            raise DefinitionError(given.written[1])
        yield given
        return
    for each in things_below(place):
        if isinstance(each, Checked):
            yield each.name
        elif not each.is_dir():  # the folder of a set holds none
            yield known.setdefault(each, given_of(each, None))


def _is_tender(given: Given) -> bool | None:
    """Whether a file is a tender; None where it is no data."""
    data, problems = given.written
    if data is None or problems:
        return None
    try:
        return issubclass(schema_of(data), TenderFile)
    except SocialValueError:
        return False


def _by_day(each: Listed) -> tuple[bool, date, str]:
    return each.next is None, each.next[0] if each.next else date.min, each.file


def _listed(given: Given, on: date) -> Listed:
    title = _title(given)
    checked, assessed = check_tender(given)
    counts = len(checked.problems), len(checked.questions)
    tender = None if isinstance(given.found, DefinitionError) else given.found[0]
    if tender is None:
        return Listed(given.file, title, None, _WRONG, None, *counts)
    steps = [*_published(tender), *steps_of(tender, ())]
    days = [each for each in steps if not isinstance(each, str)]
    coming = min(((each[3], each[1]) for each in days if each[3] >= on), default=None)
    seen = Listed(given.file, tender.title, tender.contract_value.initial, _WRONG, coming, *counts)
    seen = attrs.evolve(seen, unsaid=tuple(each for each in steps if isinstance(each, str)))
    if assessed is None:
        waits = [each.code for each in checked.problems] == [_NO_BIDS]
        return attrs.evolve(seen, stage="waits for its bids", problems=0) if waits else seen
    return _scored(seen, assessed, {each[5]: each[3] for each in days}, on)


def _title(given: Given) -> str:
    """The title of a tender that cannot be used; the path where it has none."""
    data = given.written[0]
    said = None if data is None else data.get("title")
    return said if isinstance(said, str) and said else given.file


def _published(tender: Tender) -> Iterator[Step]:
    if tender.published is not None:
        yield "", "tender notice published", "", tender.published, "", "published"


def _scored(seen: Listed, assessed: Assessed, days: dict[str, date], on: date) -> Listed:
    """What is known of a tender whose bids can be scored, or will be when marks are closed."""
    offered = [(one.bid, each.scheme) for each in assessed.evaluations for one in each.results]
    found = attrs.evolve(
        seen,
        moderated=moderated(offered),
        missing=sum(len(each.missing_reasons()) for each in assessed.evaluations),
    )
    if assessed.waits is not None:
        return attrs.evolve(found, stage="marks are open")
    return attrs.evolve(found, stage=_stage(days, on), decided=tuple(_decided(assessed)))


def _stage(days: dict[str, date], on: date) -> str:
    if "sign" not in days or days["award"] > on:
        return "scored"
    if days["sign"] > on:
        return "in standstill, as planned"
    return "past standstill, as planned" if "standstill" in days else "past its notice, as planned"


def _decided(assessed: Assessed) -> Iterator[Decided]:
    lots = {"": assessed.evaluations[0]} if assessed.lots is None else assessed.lots.lots
    for lot, evaluation in lots.items():
        yield _first(lot, evaluation)


def _first(lot: str, evaluation: Evaluation) -> Decided:
    ranked = [each for each in evaluation.results if each.rank is not None]
    winners = tuple(name_of(each) for each in ranked if each.rank == 1)
    points = [each.points for each in ranked if each.points is not None]
    if len(points) < 2:
        return Decided(lot, winners, None, None, "")
    return Decided(lot, winners, EXACT.subtract(points[0], points[1]), *_least_price(evaluation))


def _least_price(evaluation: Evaluation) -> tuple[Decimal | None, str]:
    """The least £ off one price that would have changed who is first; none where it is refused."""
    try:
        least = evaluation.sensitivity().least
    except SocialValueError:
        return None, ""
    priced = [(each.price, each.name) for each in least if each.price is not None]
    return min(priced, default=(None, ""))
