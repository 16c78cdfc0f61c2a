"""How long calculators take to write, returns and score sheets to read, bad files to refuse.

Run alone, `python -m benchmarks.test_returns_speed` prints a table.  The least of several runs
is shown, since a busy machine only ever adds to it, with the processor's own time beside it.  Time
is reported, never asserted.
"""

from __future__ import annotations

import tempfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import openpyxl
from options import options
from tests.calculators.page.large import large

import socialvalue as sv
from socialvalue.calculators.marking.pages import FIRST_ROW, SCORED

RUNS = 15
RETURNS = 100


class Figure(NamedTuple):
    """One thing measured in milliseconds, beside what is asked for."""

    what: str
    wall: float
    processor: float
    bar: float


def least(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """The least time of several runs, and the least of the processor's, in milliseconds."""
    walls, own = [], []
    for _ in range(runs):
        wall, processor = perf_counter(), process_time()
        work()
        walls.append(perf_counter() - wall)
        own.append(process_time() - processor)
    return 1000 * min(walls), 1000 * min(own)


def filled(issued: Path, made: Any, folder: Path) -> Path:
    """A return in which every row is filled in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(issued)
    sheet = book["Your offer"]
    sheet["C2"] = "Acme"
    for row, line in enumerate(made.lines, start=9):
        sheet[f"I{row}"] = f"team {row}"
        if line.unit == "text":
            sheet[f"K{row}"] = "As the ITT asks."
            continue
        sheet[f"D{row}"] = "Yes" if line.unit == "yes_no" else 3
        if len(line.boxes) > 1:
            sheet[f"E{row}"] = 2
    book.save(folder / "acme.xlsx")
    return folder / "acme.xlsx"


def altered(one: Path, other: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Another workbook, each part of one changed."""
    with (
        zipfile.ZipFile(one) as whole,
        zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        for name in whole.namelist():
            file.writestr(name, change(name, whole.read(name)))
    return other


def of_bidder(number: int, one: Path, folder: Path) -> None:
    """The same return of another bidder."""
    name = b"Bidder %d" % number
    altered(one, folder / f"{number}.xlsx", lambda _, held: held.replace(b"Acme", name))


def endless(name: str, held: bytes) -> bytes:
    """24 MB of elements without an end for the offer."""
    return b"<a>" * 8_000_000 if name.endswith("sheet2.xml") else held


def panel(folder: Path) -> tuple[sv.Tender, Path]:
    """A tender of five criteria and twelve bids, and the score sheets of six evaluators."""
    mark = sv.PanelMark(out_of=5, scale={5: "Excellent", 3: "Good", 0: "Nothing"})
    scheme = sv.Scheme([sv.Criterion(f"question {each}", 20, mark) for each in range(5)])
    tender = sv.Tender("Parks", contract_value=1, published="2022-07-01", scheme=scheme)
    bids = [sv.Bid(f"Bidder {each}", price=1) for each in range(12)]
    sv.calculators.mark_sheets(tender, bids, folder, evaluators=[f"Role {n}" for n in range(6)])
    for path in folder.iterdir():
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets[1:-1]:
            for row in range(FIRST_ROW, FIRST_ROW + 5):
                for name, value in (("scores", 4), ("reasons", "Named partners.")):
                    sheet.cell(row, [*SCORED.columns].index(name) + 1).value = value
        book.save(path)
    return tender, folder


def measures(folder: Path) -> Path:
    """A publisher's workbook of 200 measures."""
    book = openpyxl.Workbook()
    book.active.append(["Theme", "Outcome", "Ref", "Measure", "Unit", "Proxy Value", "Definition"])
    for each in range(200):
        words = f"What is counted, and what not, of number {each}. " * 4
        book.active.append(
            ["Jobs", "Local", f"XY{each}", f"Measure {each}", "No. weeks", 251.79, words]
        )
    book.save(folder / "measures.xlsx")
    return folder / "measures.xlsx"


def figures() -> list[Figure]:
    """All that is measured."""
    made = large()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        issued = folder / "calculator.xlsx"
        write = least(lambda: made.write(issued), 5)
        (folder / "returns").mkdir()
        one = filled(issued, made, folder)
        for number in range(RETURNS):
            of_bidder(number, one, folder / "returns")
        bad = altered(issued, folder / "bad.xlsx", endless)
        (folder / "panel").mkdir()
        tender, sheets = panel(folder / "panel")
        book = measures(folder)
        return [
            Figure("200 measures written (.xlsx)", *write, 500),
            Figure("a return read and checked", *least(lambda: sv.calculators.read(one, made)), 30),
            Figure(
                "100 returns read and checked",
                *least(lambda: sv.calculators.read_all(folder / "returns", made), 2), 3000,
            ),
            Figure("24 MB refused", *least(lambda: sv.calculators.read(bad, made)), 200),
            Figure(
                "6 score sheets of 12 bids read",
                *least(lambda: sv.calculators.read_marks(sheets, tender)), 200,
            ),
            Figure("200 measures imported",
                   *least(lambda: sv.calculators.import_workbook(book)), 100),
        ]  # fmt: skip


def test_a_return_is_read(benchmark: Any, tmp_path: Path) -> None:
    """A return of 200 filled rows."""
    made = large()
    made.write(tmp_path / "calculator.xlsx")
    one = filled(tmp_path / "calculator.xlsx", made, tmp_path)
    found = benchmark(lambda: sv.calculators.read(one, made))
    assert len(found.bid.commitments) == len(made.lines)


if __name__ == "__main__":
    options(__doc__)
    print(f"{'':34}{'ms':>9}{'processor':>11}{'asked for':>11}")
    for each in figures():
        print(f"{each.what:34}{each.wall:9.1f}{each.processor:11.1f}{each.bar:11.0f}")
