"""What an earlier offer becomes in a calculator: what is carried over, and what is not and why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.calculators.carrying.earlier import Earlier
from socialvalue.calculators.carrying.lines import Carried, carried_lines
from socialvalue.calculators.incoming import file_of
from socialvalue.calculators.issued import Calculator
from socialvalue.calculators.page.document import words_of
from socialvalue.calculators.prefilled import Prefilled, PrefilledRow
from socialvalue.calculators.workbook import workbook_bytes
from socialvalue.errors import InputError, problem, shown
from socialvalue.model.bids.bid import Bid
from socialvalue.saving import write_file
from socialvalue.sheets.workbooks import read_workbook
from socialvalue.words import number_of

__all__ = ["CarriedOver", "carry"]

_HEADINGS: Final = ("measure", "cell", "what was offered", "check")


@attrs.frozen(kw_only=True, repr=False)
class CarriedOver(Shown):
    """An earlier offer in a calculator: a start for a new one, of which each row is to be checked.

    Attributes:
        file: The name of the earlier offer.
        calculator: Where it is opened.
        bidder: The organisation that it names, or "".
        tender: The title of the tender that it was for.
        version: Which version of that tender's calculator it was.
        lines: Each of its commitments.
        said: What else was otherwise.
    """

    file: str
    calculator: Calculator
    bidder: str
    tender: str
    version: str
    lines: tuple[Carried, ...]
    said: tuple[str, ...] = ()

    @property
    def bid(self) -> Bid:
        """The offer that is carried over, without a price; for a plan, and for nothing else."""
        made = [each.commitment for each in self.lines if each.commitment is not None]
        return Bid(self.bidder or "Your offer", commitments=made, lot=self.calculator.lot)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the calculator with what is carried over in its boxes, each row marked 'check'.

        Args:
            path: A workbook (``.xlsx``); what stood there is written over.

        Raises:
            InputError: Another ending (SV312), or XlsxWriter is not installed (SV932).
        """
        if Path(path).suffix.lower() != ".xlsx":
            hint = "an offer is carried over into a workbook (.xlsx)"
            found = {"what": "the ending of the file", "found": Path(path).suffix, "hint": hint}
            raise InputError(problem("SV312", **found))
        write_file(path, self.contents())

    def contents(self) -> bytes:
        """What that workbook holds."""
        return workbook_bytes(self.calculator, self._prefilled())

    def explain(self) -> Explanation:
        """What is carried over, what is not, and what to check."""
        return join(self._blocks())

    def _line(self) -> str:
        there = sum(bool(each.boxes) for each in self.lines)
        return f"{self.file}, {there} of {number_of(len(self.lines), 'commitment')} to check"

    def _blocks(self) -> Iterator[Block]:
        rows = tuple(self._rows())
        yield Block(self._title, self._sentences, _HEADINGS if rows else (), rows)

    @property
    def _title(self) -> str:
        return f"Carried over from {self.file}"

    @property
    def _sentences(self) -> tuple[str, ...]:
        told = {"tender": shown(self.tender), "version": shown(self.version)}
        there = words_of("en")["carried_from"].format(**told)
        what = words_of("en")["carried_same"]
        return (there, *self.said, what)

    def _rows(self) -> Iterator[tuple[str, str, str, str]]:
        for each in self.lines:
            yield each.measure, each.cell, each.offered, each.said

    def _prefilled(self) -> Prefilled:
        lines = {each.code: each for each in self.calculator.lines}
        held = [PrefilledRow(lines[each.measure], each.boxes) for each in self.lines if each.boxes]
        first: dict[str, PrefilledRow] = {}
        more = [each for each in held if first.setdefault(each.line.measure, each) is not each]
        empty = "Empty the box 'Carried over' of a row when you have checked it."
        return Prefilled(
            bidder=self.bidder, first=first, more=tuple(more), title=self._title,
            said=(*self._sentences, empty),
            headings=tuple(each.capitalize() for each in _HEADINGS), rows=tuple(self._rows()),
        )  # fmt: skip


def carry(path: str | os.PathLike[str], calculator: Calculator) -> CarriedOver:
    """An offer in one calculator, opened in another: a first version's in a second, or a past one.

    Quantities and words stand in the new boxes as they were written, and each row is marked
    'check' until its bidder empties that box; when it comes back, a mark that is left is noted
    (SV939).  Nothing is converted: a measure that is not asked for, or is counted in another unit,
    is not carried over, and what cannot be read is named.

    Args:
        path: A calculator that was filled in (.xlsx), of any tender and version.
        calculator: The one to open it in.

    Raises:
        InputError: It is no workbook (SV901), or no calculator (SV940).

    Example:
        >>> import pathlib, tempfile, openpyxl, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> parks = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
        >>> one = sv.calculators.make(parks, toms, measures=["NT10", "NT28"])
        >>> two = sv.calculators.make(parks, toms, measures=["NT10"], replaces=one)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder) / "acme.xlsx"
        ...     one.write(file)
        ...     book = openpyxl.load_workbook(file)
        ...     sheet = book["Your offer"]
        ...     sheet["D9"], sheet["E9"], sheet["D10"] = 2, 40, 500
        ...     book.save(file)
        ...     found = sv.calculators.carry(file, two)
        >>> for each in found.lines:
        ...     print(each.measure, each.offered, each.said)
        NT10 2 × 40 check
        NT28 500 not carried over: it is not asked for here
    """
    file = file_of(path)
    try:
        earlier = Earlier.of(read_workbook(file, prefix="sv_"))
    except InputError as error:
        raise InputError(each.for_file(file.name) for each in error.problems) from None
    except OSError as error:
        why = error.strerror or "it is no file"
        raise InputError(problem("SV112", found=file.name, why=why)) from None
    return CarriedOver(
        file=file.name, calculator=calculator, bidder=earlier.bidder, tender=earlier.tender,
        version=earlier.version, lines=tuple(carried_lines(earlier, calculator, file.name)),
        said=tuple(_said(earlier, calculator)),
    )  # fmt: skip


def _said(earlier: Earlier, calculator: Calculator) -> Iterator[str]:
    now = " over ".join(calculator.sets)
    if earlier.sets != now:
        yield words_of("en")["carried_sets"].format(was=shown(earlier.sets), now=now)
