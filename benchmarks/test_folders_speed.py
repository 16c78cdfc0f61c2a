"""Whether opening a folder of contracts as files grows with its returns, and no faster.

A ratio of the processor's own time within one process: four times the returns over once as many.
What grows in proportion is 4; what goes through all returns at each is 16.  It is reported, never
asserted: run alone, `python -m benchmarks.test_folders_speed` prints it.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from options import options

import socialvalue as sv

LINES, TIMES = 50, 4
QUARTERS = 5
HEADS = "contract,line,quantity,from,to,statement,day,decision,decided on,decided by"
CONTRACT = """\
schema: socialvalue/contract-file@1
reference: NCC-1
title: Grounds
suppliers: [Acme]
starts: 2020-01-01
ends: 2029-12-31
value: "100000"
commitments:
"""


def write(folder: Path, quarters: int) -> None:
    """A contract, and a return of each of its commitments a quarter, each verified."""
    lines = [f'  - {{line: "{line}", measure: NT1, unit: person, quantity: "200"}}\n'
             for line in range(1, LINES + 1)]  # fmt: skip
    (folder / "a.yaml").write_text(CONTRACT + "".join(lines), encoding="utf-8")
    rows, first = [HEADS], date(2020, 1, 1)
    for _ in range(quarters):
        last = first + timedelta(days=88)
        on = last + timedelta(days=1)
        days = f"{first},{last},One gang.,{on},verify,{on},finance"
        rows += [f"NCC-1,{line},1,{days}" for line in range(1, LINES + 1)]
        first = on
    (folder / "returns.csv").write_text("\n".join(rows), encoding="utf-8")


def seconds(quarters: int, runs: int = 3) -> float:
    """The least of the processor's seconds of several runs."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), quarters)
        for _ in range(runs):
            begun = process_time()
            sv.contracts.open_register(folder)
            found.append(process_time() - begun)
    return min(found)


def growth() -> float:
    """How many times longer a folder of several times the returns takes."""
    seconds(1, runs=1)  # what is imported late
    return seconds(TIMES * QUARTERS) / seconds(QUARTERS)


def test_growth(benchmark: object) -> None:
    """The ratio, for the table of benchmarks."""
    ratio = benchmark.pedantic(growth, rounds=1)  # type: ignore[attr-defined]
    print(f"\na folder of {TIMES} times the returns over one: {ratio:.2f} of the CPU time")


if __name__ == "__main__":
    options(__doc__)
    print(f"a folder of {TIMES} times the returns over one: {growth():.2f} of the CPU time")
