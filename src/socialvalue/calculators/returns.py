"""What came back: each return read by itself, and all of a folder together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import attrs

from socialvalue.calculators.changes import changed_cells, differences
from socialvalue.calculators.clarifying import Clarification, clarifications_of
from socialvalue.calculators.columns import COLUMNS
from socialvalue.calculators.declaring import declaration_notes
from socialvalue.calculators.filling import filled, notes_of_filling
from socialvalue.calculators.incoming import each_once, file_of, files_in, uncollected
from socialvalue.calculators.issued import Calculator
from socialvalue.calculators.returned import Returned
from socialvalue.calculators.rows import bid_of, row_of_offer
from socialvalue.calculators.tables import Table, spot, tables_of
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import as_read, one, several
from socialvalue.sheets.typed import no_words
from socialvalue.sheets.workbooks import Cell, Workbook, read_workbook
from socialvalue.spans import Span

__all__ = ["Returns", "read", "read_all"]


_SPARE: Final = 20_000
"""Cells that a return may have beside those of its rows: a bidder may add a sheet."""


@attrs.frozen(kw_only=True)
class Returns:
    """All that came back, whatever the order of the files.

    Attributes:
        returned: Each file, by its name.
        problems: All that cannot be read, and every bidder with two returns.
        notes: What was read and a reader should know.
        of_tender: The bids that the tender names.
        lot: The lot that was asked for, or None.
        calculator: What was issued; None where it is not known.
    """

    returned: tuple[Returned, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    of_tender: tuple[Bid, ...] = ()
    lot: str | None = None
    calculator: Calculator | None = attrs.field(default=None, repr=False)

    @property
    def bids(self) -> tuple[Bid, ...]:
        """The tender's bids, each with what its bidder offers, and then the others by their names.

        A bidder of whom anything has a problem is not among them, and no bid of the tender stands
        there with nothing because its return cannot be read.  One of whom nothing came is as it
        was.
        """
        wrong = {each.file for each in self.problems}
        open_ = {as_read(each.bidder) for each in self.returned if each.file in wrong}
        found = {
            as_read(each.bid.bidder): each.bid
            for each in reversed(self.returned)
            if each.bid is not None and as_read(each.bidder) not in open_
        }
        kept = []
        for bid in self.of_tender:
            name = as_read(bid.bidder)
            if bid.lot != self.lot:
                kept.append(bid)
            elif name not in open_:
                kept.append(found.pop(name, bid))
        return (*kept, *sorted(found.values(), key=lambda bid: bid.bidder))

    @property
    def clarifications(self) -> tuple[Clarification, ...]:
        """What to ask each bidder, as drafts; one without a question has none."""
        return tuple(clarifications_of(self.returned, self.problems, self.notes))


def read(
    path: str | os.PathLike[str], calculator: Calculator, *, bids: Iterable[Bid] = ()
) -> Returned:
    """One return: quantities and words are taken, pounds are worked out again.

    Nothing in the file is run, followed or corrected.  A file that cannot be read is no error
    here: its problems say so, as those of a single box do.

    Args:
        path: A workbook (.xlsx or .ods).
        calculator: What was issued.
        bids: Those that the tender names, with their prices and marks; an offer fills the
            commitments of its bidder's, and keeps the rest of it.

    Returns:
        The offer, or all that stands in its way.

    Example:
        A calculator that came back as it went out:

        >>> import tempfile, pathlib, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> parks = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
        >>> calculator = sv.calculators.make(parks, toms, measures=["NT10"])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder) / "acme.xlsx"
        ...     calculator.write(path)
        ...     found = sv.calculators.read(path, calculator)
        >>> found.bid, [(each.code, each.cell) for each in found.problems]
        (None, [('SV914', 'Your offer!C2')])
    """
    known = several("a bid", Bid, bids)
    found = _read(file_of(path), one("the calculator", Calculator, calculator))
    came = [found.bid] if found.bid is not None else []
    said = notes_of_filling(came, [each.bidder for each in known], known, calculator.lot)
    return _with_bids(attrs.evolve(found, notes=(*found.notes, *(said if known else ()))), known)


def _with_bids(found: Returned, bids: tuple[Bid, ...]) -> Returned:
    """A return whose offer stands in the bid that the tender names."""
    return found if found.bid is None else attrs.evolve(found, bid=filled(found.bid, bids))


@uncollected()
def _read(file: Path, calculator: Calculator) -> Returned:
    try:
        book = read_workbook(file, prefix="sv_", most=_most(calculator))
        tables = tables_of(book, calculator)
    except InputError as error:
        found = tuple(each.for_file(file.name) for each in error.problems)
        return Returned(file=file.name, problems=found)
    except OSError as error:
        why = error.strerror or "it is no file"
        return Returned(file=file.name, problems=(problem("SV112", found=file.name, why=why),))
    return _returned(file.name, book, tables, calculator)


def _most(calculator: Calculator) -> int:
    """The most cells that a return to it may have."""
    return _SPARE + 2 * len(COLUMNS) * len(calculator.lines)


def _returned(
    file: str, book: Workbook, tables: tuple[Table, ...], calculator: Calculator
) -> Returned:
    notes = [problem("SV924").for_file(file)] if book.macros else []
    problems: list[Problem] = []
    bidder, span = _bidder(book, file)
    if not bidder:
        problems.append(span.placed(problem("SV914")))
    elif found := no_words(_bidder_cell(book)):
        problems.append(span.placed(problem("SV929", found=found)))
    rows = []
    for table in tables:
        for place in table.rows:
            row, wrong, said = row_of_offer(table, place, calculator, file)
            problems += wrong
            notes += said
            rows += [row] if row is not None else []
    notes += declaration_notes(book, file)
    bid = None if problems else bid_of(bidder, span, rows, calculator, problems)
    return Returned(
        file=file, bidder=bidder, bid=bid, sha256=book.sha256, problems=tuple(problems),
        notes=tuple(notes), changed_cells=tuple(changed_cells(tables, calculator)),
        differences=tuple(differences(rows)), cells=tuple(each.cells for each in rows),
    )  # fmt: skip


def _bidder(book: Workbook, file: str) -> tuple[str, Span]:
    """The organisation's name, and where it stands."""
    sheet, row, column, *_ = book.names["sv_bidder"]
    return _bidder_cell(book).text.strip(), Span(file, cell=spot(sheet, row, column))


def _bidder_cell(book: Workbook) -> Cell:
    sheet, row, column, *_ = book.names["sv_bidder"]
    return book.sheets[sheet].at(row, column)


def read_all(
    folder: str | os.PathLike[str],
    calculator: Calculator,
    *,
    bids: Iterable[Bid] = (),
    watch: Callable[[list[Path]], Iterable[Path]] = iter,
) -> Returns:
    """All returns of a folder: every problem of every file at once.

    The order of the files changes nothing.  Files that are equal to the byte are one return; two
    returns of one bidder that differ are a problem, and neither is taken.  A bidder whom the tender
    does not name is added without a price, and noted (SV916); so is one of whom nothing came
    (SV922).

    Args:
        folder: A folder; what is hidden there, or begins with ``~$``, is left alone.
        calculator: What was issued.
        bids: Those that the tender names, with their prices and marks; an offer fills the
            commitments of its bidder's, and keeps the rest of it.
        watch: Is given the files, and gives each when it is to be read: for a progress bar.

    Raises:
        InputError: It is no folder (SV112).

    Example:
        >>> import tempfile, pathlib, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> parks = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
        >>> calculator = sv.calculators.make(parks, toms, measures=["NT10"])
        >>> acme = sv.Bid("Acme", price=90_000)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     found = sv.calculators.read_all(folder, calculator, bids=[acme])
        >>> [each.code for each in found.notes]
        ['SV922']
    """
    known = several("a bid", Bid, bids)
    issued = one("the calculator", Calculator, calculator)
    once, equal = each_once(_read(each, issued) for each in watch(files_in(folder)))
    twice, alike = _twice(once)
    problems = [each for one in once for each in one.problems] + twice
    came = [each.bidder for each in once if each.bidder]
    offers = [each.bid for each in once if each.bid is not None]
    said = notes_of_filling(offers, came, known, calculator.lot) if known else ()
    return Returns(
        returned=tuple(_with_bids(each, known) for each in once),
        problems=tuple(sorted(problems, key=lambda each: each.order)),
        notes=(*(each for one in once for each in one.notes), *equal, *alike, *said),
        of_tender=known, lot=calculator.lot, calculator=calculator,
    )  # fmt: skip


def _twice(returned: list[Returned]) -> tuple[list[Problem], list[Problem]]:
    """Bidders of whom two returns lie there, however the name is typed: different, and alike."""
    by_name: dict[str, list[list[Returned]]] = {}
    for each in returned:
        if each.bidder:
            _put(each, by_name.setdefault(as_read(each.bidder), []))
    differ: list[Problem] = []
    alike: list[Problem] = []
    for offers in by_name.values():
        for first, *others in offers:
            alike += [_beside(each, first, "SV919") for each in others]
        for offer in offers if len(offers) > 1 else ():
            other = offers[offer is offers[0]][0]
            differ += [_beside(each, other, "SV917") for each in offer]
    return differ, alike


def _put(one: Returned, offers: list[list[Returned]]) -> None:
    """Put a return to those that offer the same; one that cannot be read is by itself."""
    for each in offers:
        if one.bid and each[0].bid and one.bid.commitments == each[0].bid.commitments:
            each.append(one)
            return
    offers.append([one])


def _beside(one: Returned, other: Returned, code: str) -> Problem:
    return problem(code, bidder=one.bidder, other=other.file).for_file(one.file)
