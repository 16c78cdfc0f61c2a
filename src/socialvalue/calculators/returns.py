"""What came back: each return read by itself, and all of a folder together."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import attrs

from socialvalue.calculators.changes import Changed, Difference, changed_cells, differences
from socialvalue.calculators.issued import Calculator
from socialvalue.calculators.rows import bid_of, row_of_offer
from socialvalue.calculators.tables import Table, spot, tables_of
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import as_read
from socialvalue.sheets.workbooks import Workbook, read_workbook
from socialvalue.spans import Span

__all__ = ["Changed", "Difference", "Returned", "Returns", "read", "read_all"]


@attrs.frozen(kw_only=True)
class Returned:
    """One calculator that came back.

    Attributes:
        file: Its name.
        bidder: The organisation that it names, or "".
        bid: The offer, without a price; None where anything in it cannot be read.
        problems: All that cannot be read, by file, sheet and cell.
        notes: What was read and a reader should know.
        differences: Where the sheet's pounds are not ours, with the cause; ours count.
        changed_cells: What was changed outside the boxes.
        sha256: The hash of the file.
    """

    file: str
    bidder: str = ""
    bid: Bid | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    changed_cells: tuple[Changed, ...] = ()
    sha256: str = ""


@attrs.frozen(kw_only=True)
class Returns:
    """All that came back, whatever the order of the files.

    Attributes:
        returned: Each file, by its name.
        problems: All that cannot be read, and every bidder with two returns.
        notes: What was read and a reader should know.
    """

    returned: tuple[Returned, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    @property
    def bids(self) -> tuple[Bid, ...]:
        """The offers of bidders whose one return can be read, by their names."""
        open_ = {(each.file, each.code) for each in self.problems if each.code == "SV917"}
        found = [
            each.bid
            for each in self.returned
            if each.bid is not None and (each.file, "SV917") not in open_
        ]
        return tuple(sorted(found, key=lambda bid: bid.bidder))


def read(path: str | os.PathLike[str], calculator: Calculator) -> Returned:
    """One return: quantities and words are taken, pounds are worked out again.

    Nothing in the file is run, followed or corrected.  A file that cannot be read is no error
    here: its problems say so, as those of a single box do.

    Args:
        path: A workbook (.xlsx).
        calculator: What was issued.

    Returns:
        The offer, or all that stands in its way.
    """
    file = Path(path)
    try:
        book = read_workbook(file)
        tables = tables_of(book, calculator)
    except InputError as error:
        found = tuple(each.for_file(file.name) for each in error.problems)
        return Returned(file=file.name, problems=found)
    except OSError as error:
        why = error.strerror or "it is no file"
        return Returned(file=file.name, problems=(problem("SV112", found=file.name, why=why),))
    return _returned(file.name, book, tables, calculator)


def _returned(
    file: str, book: Workbook, tables: tuple[Table, ...], calculator: Calculator
) -> Returned:
    notes = [problem("SV924").for_file(file)] if book.macros else []
    problems: list[Problem] = []
    bidder, span = _bidder(book, file)
    if not bidder:
        problems.append(span.placed(problem("SV914")))
    rows = []
    for table in tables:
        for place in table.rows:
            row, wrong, said = row_of_offer(table, place, calculator, file)
            problems += wrong
            notes += said
            rows += [row] if row is not None else []
    bid = None if problems else bid_of(bidder, span, rows, calculator, problems)
    return Returned(
        file=file, bidder=bidder, bid=bid, sha256=book.sha256, problems=tuple(problems),
        notes=tuple(notes), changed_cells=tuple(changed_cells(tables, calculator)),
        differences=tuple(differences(rows)),
    )  # fmt: skip


def _bidder(book: Workbook, file: str) -> tuple[str, Span]:
    """The organisation's name, and where it stands."""
    sheet, row, column, *_ = book.names["sv_bidder"]
    cell = book.sheets[sheet].at(row, column)
    return cell.text.strip(), Span(file, cell=spot(sheet, row, column))


def read_all(folder: str | os.PathLike[str], calculator: Calculator) -> Returns:
    """All returns of a folder: every problem of every file at once.

    The order of the files changes nothing.  Files that are equal to the byte are one return; two
    returns of one bidder that differ are a problem, and neither is taken.

    Args:
        folder: A folder; what is hidden there, or begins with ``~$``, is left alone.
        calculator: What was issued.

    Raises:
        InputError: It is no folder (SV112).
    """
    place = Path(folder)
    if not place.is_dir():
        raise InputError(problem("SV112", found=place.name, why="it is no folder"))
    files = sorted(each for each in place.iterdir() if each.name[:1] not in {".", "~"})
    once, equal = _once(read(each, calculator) for each in files if each.is_file())
    problems = [each for one in once for each in one.problems] + _twice(once)
    return Returns(
        returned=tuple(once),
        problems=tuple(sorted(problems, key=lambda each: each.order)),
        notes=(*(each for one in once for each in one.notes), *equal),
    )


def _once(returned: Iterable[Returned]) -> tuple[list[Returned], list[Problem]]:
    """Each file once, and what is the same as another to the byte."""
    kept: dict[str, Returned] = {}
    equal = []
    for each in returned:
        first = kept.setdefault(each.sha256 or each.file, each)
        if first is not each:
            equal.append(problem("SV927", other=first.file).for_file(each.file))
    return list(kept.values()), equal


def _twice(returned: list[Returned]) -> list[Problem]:
    """Every bidder of whom two returns stand side by side, however its name is typed."""
    by_name: dict[str, list[Returned]] = {}
    for each in returned:
        if each.bidder:
            by_name.setdefault(as_read(each.bidder), []).append(each)
    return [
        problem("SV917", bidder=each.bidder, other=other.file).for_file(each.file)
        for found in by_name.values()
        for each in found
        for other in found
        if other is not each
    ]
