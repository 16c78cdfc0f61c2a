"""What a person waits for: the import, the first load, a tender of three bids.

Run alone, `python benchmarks/test_spine_speed.py` prints a table. Imports and first loads are timed
in new processes, several times, and the median is shown; time is reported, never asserted. What is
asserted is that the work was done: the tender is scored and its total is the oracle's.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

import pytest
from options import options

import socialvalue as sv
from socialvalue.engine.exact import line_pence, pounds

RUNS = 7
BIDS = 3
COMMITMENTS = 40

IMPORT = "from time import perf_counter as now; start = now(); import {}; print(now() - start)"
LOAD = """
from time import perf_counter as now
import socialvalue as sv
from socialvalue.definitions import frameworks, places, plugins
from socialvalue.registry import layers
start = now(); essex = sv.load("essex", on="2022-06-01"); print(now() - start)
assert essex["ECC1"].code == "NT1"
"""


class Figure(NamedTuple):
    """One thing measured, beside what the issue asks for, in milliseconds."""

    what: str
    measured: float
    wanted: float


def in_new_process(program: str) -> float:
    """Milliseconds that a program prints as seconds, the median of several runs."""
    command = [sys.executable, "-c", program]
    runs = [
        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        for _ in range(RUNS)
    ]
    return statistics.median(runs) * 1000


def repeated(work: Callable[[], object], times: int = 30) -> float:
    """Milliseconds of one piece of work, the median of several runs."""
    runs = []
    for _ in range(times):
        start = perf_counter()
        work()
        runs.append(perf_counter() - start)
    return statistics.median(runs) * 1000


def tender_and_bids(essex: sv.Framework) -> tuple[sv.Tender, list[sv.Bid]]:
    """A tender with three bids of forty commitments each."""
    tender = sv.Tender(
        "A contract",
        contract_value="2_400_000",
        years=3,
        published="2022-06-01",
        place="E10000012",
        target="0.50",
        unit_values={"NT1": "28460", "NT18": "0.716470"},
    )
    return tender, [bid(essex, f"Bidder {number}", number) for number in range(1, BIDS + 1)]


def bid(essex: sv.Framework, name: str, size: int) -> sv.Bid:
    """Five kinds of commitment, eight times each."""
    commitments = [
        commitment
        for group in range(COMMITMENTS // 5)
        for commitment in (
            essex.commit("NT1", sv.fte("1.5", years=2), activity=f"team {group}"),
            essex.commit("NT10", sv.weeks(10 * size, people=group + 1)),
            essex.commit("NT29", sv.hours("2.5", people=group + 1)),
            essex.commit("NT18", sv.gbp(1_000 * group), activity=f"supplies {group}"),
            essex.commit("NT4", sv.fte(1, years=2), activity=f"team {group}"),
        )
    ]
    return sv.Bid(name, price=2_300_000, marks={"quality": 4, "qualitative": 3},
                  commitments=commitments)  # fmt: skip


def check(essex: sv.Framework) -> None:
    """Hold the whole bid against the oracle, line by line."""
    tender, bids = tender_and_bids(essex)
    result = sv.evaluate(tender, bids, essex)
    for each in result.results:
        pence = sum(
            line_pence(line.quantity, line.unit_value, line.keep)
            for line in each.valuation.lines
            if line.accepted and line.unit_value is not None
        )
        assert each.total == pounds(pence) > 0, "a total is not the sum of its lines"


def figures() -> list[Figure]:
    """Everything that issue 2 sets a figure for, but the kernel, which has a file of its own."""
    essex = sv.load("essex", on="2022-06-01")
    tender, bids = tender_and_bids(essex)
    check(essex)
    extra = in_new_process(IMPORT.format("socialvalue"))
    numpy = in_new_process(IMPORT.format("numpy"))
    return [
        Figure("import socialvalue, above import numpy", extra - numpy, 100),
        Figure("import socialvalue, alone", extra, 100 + numpy),
        Figure("first sv.load('essex') after imports", in_new_process(LOAD), 60),
        Figure("sv.load('essex') again", repeated(lambda: sv.load("essex", on="2022-06-01")), 1),
        Figure("three bids of 40 scored", repeated(lambda: sv.evaluate(tender, bids, essex)), 5),
        Figure("one of them explained", repeated(lambda: explain(tender, bids, essex)), 15),
    ]


def explain(tender: sv.Tender, bids: list[sv.Bid], essex: sv.Framework) -> str:
    """Score and explain, as an analyst does after each change."""
    return sv.evaluate(tender, bids, essex).explain(bids[0].bidder)


def test_a_tender_is_scored_in_the_blink_of_an_eye(
    benchmark: pytest.FixtureRequest,
) -> None:
    """What an analyst recomputes after each change stays instant, and right."""
    essex = sv.load("essex", on="2022-06-01")
    tender, bids = tender_and_bids(essex)
    check(essex)
    benchmark(lambda: sv.evaluate(tender, bids, essex))  # type: ignore[operator]


if __name__ == "__main__":
    options(__doc__)
    for figure in figures():
        print(f"{figure.what:42} {figure.measured:8.2f} ms   (at most {figure.wanted:.0f})")
