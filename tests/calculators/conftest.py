"""The highways example, its calculator, and bidders who fill it in."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import socialvalue as sv
from socialvalue.calculators.columns import COLUMNS, column
from socialvalue.calculators.workbook import FIRST_ROW, MORE, OFFER

Fill = Callable[..., Path]


@pytest.fixture(scope="session")
def essex() -> sv.Framework:
    """The plug-in as in force when the example was published."""
    return sv.load("essex", on="2022-06-01")


@pytest.fixture(scope="session")
def example() -> tuple[sv.Tender, tuple[sv.Bid, ...]]:
    """The tender and its bids."""
    return sv.read_tender(Path(__file__).parents[2] / "docs/examples/highways/tender.yaml")


@pytest.fixture(scope="session")
def calculator(example: tuple[sv.Tender, tuple[sv.Bid, ...]], essex: sv.Framework) -> Any:
    """The calculator of the example: every measure."""
    return sv.calculators.make(example[0], essex, limits={"ECC1": 400}, community=True)


@pytest.fixture(scope="session")
def issued(calculator: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook that goes out."""
    path = tmp_path_factory.mktemp("out") / "calculator.xlsx"
    calculator.write(path)
    return path


def opened(path: Path) -> Any:
    """A workbook in the hands of a bidder; what openpyxl leaves out of it is not ours to say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def declare(book: Any, confirmed: str | None = "Yes", by: str | None = "Jo, bids") -> None:
    """Complete the declaration of a workbook."""
    for name, text in (("sv_confirmed", confirmed), ("sv_confirmed_by", by)):
        sheet, _, spot = book.defined_names[name].attr_text.rpartition("!")
        book[sheet.strip("'")][spot.replace("$", "").partition(":")[0]] = text


@pytest.fixture
def fill(issued: Path, calculator: Any, tmp_path: Path) -> Fill:
    """A bidder who fills in boxes: code to what is written, by the names of columns."""
    rows = {code: row for row, code in enumerate(calculator.measures, start=FIRST_ROW)}

    def filled(
        boxes: dict[str, dict[str, Any]],
        *,
        bidder: str | None = "Acme",
        more: tuple[dict[str, Any], ...] = (),
        name: str = "acme.xlsx",
        then: Callable[[Any], object] = lambda book: None,
    ) -> Path:
        book = opened(issued)
        book[OFFER]["C2"] = bidder
        for code, written in boxes.items():
            _write(book[OFFER], rows[code], written)
        for row, written in enumerate(more, start=FIRST_ROW):
            _write(book[MORE], row, written)
        declare(book)
        then(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return filled


def _write(sheet: Any, row: int, written: dict[str, Any]) -> None:
    for name, value in written.items():
        assert name in COLUMNS
        sheet.cell(row, column(name) + 1).value = value


def offered(
    bid: sv.Bid, calculator: Any
) -> tuple[dict[str, dict[str, Any]], tuple[dict[str, Any], ...]]:
    """A bid as its bidder would fill it in: the offer, and second commitments."""
    first: dict[str, dict[str, Any]] = {}
    more: list[dict[str, Any]] = []
    lines = {each.measure: each for each in calculator.lines}
    for each in bid.commitments:
        line, made = lines[each.measure], each.quantity
        times = (calculator.tender.years if each.basis == "per_year" else 1) * (
            each.share_claimed or 1
        )
        boxes: tuple[Any, ...] = (made.amount * times,)
        if made.unit == "yes_no":
            boxes = ("Yes",)
        elif made.rate is not None:
            boxes = (made.rate, made.years)
        elif len(line.boxes) == 2:
            boxes = (made.people, (made.each or 0) * times)
        written = {
            **dict(zip(("first", "second"), boxes, strict=False)),
            "activities": each.activity, "places": each.place, "words": each.note or None,
            "community": "Yes" if each.community else "No",
        }  # fmt: skip
        if line.code in first:
            more.append({"codes": line.code, **written})
        else:
            first[line.code] = written
    return first, tuple(more)
