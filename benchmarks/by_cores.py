"""All that is asked of speed in one table: on one core, on two, and on all that are granted.

`python benchmarks/by_cores.py` prints it as the docs show it, in less than ten minutes on two idle
cores; `--lines N` for fewer lines, `--cores N` for one number of cores, `--stream N` for the lines
that are streamed from Parquet, 0 for none.  Each number of cores is a process of its own, which is
granted no more of them and whose libraries are told so.  All sides of a row run by turns in one
process.  A ratio is the median of the rounds, by the clock, and in brackets that of CPU time, which
neighbours on a machine disturb less.  Every total is held against the kernel's first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import attrs
import numpy as np
import polars as pl
import test_evaluation_speed as points
import test_frames_speed as frames
import test_kernel_speed as kernels
import test_scale_speed as scale
from options import options
from registers import BIDS, MEASURES, Register, make
from test_frames_speed import Case

import socialvalue as sv
from socialvalue.engine import fused, kernel
from socialvalue.engine.threads import VARIABLE, granted

LINES, STREAMED, ROUNDS = 10_000_000, 100_000_000, 5

ASKED: dict[str, tuple[str, str, str]] = {
    "one pass, coded / bare numpy": ("codes to totals, one pass ÷ bare numpy", "≤ 0.28", "≤ 0.06"),
    "best peer / one pass": ("quickest of polars and DuckDB ÷ one pass", "≥ 6", "≥ 8"),
    "numpy, coded / bare numpy": ("codes to totals without numba ÷ bare numpy", "≤ 0.9", "≤ 0.6"),
    "polars": ("polars, texts ÷ by hand", "≤ 1.2", "≤ 1.35"),
    "polars lazy": ("polars lazy, texts ÷ by hand", "≤ 1.4", "≤ 1.35"),
    "polars, categories": ("polars, categories ÷ by hand", "≤ 1.15", "≤ 1.25"),
    "pyarrow, dictionaries": ("pyarrow, dictionaries ÷ by hand", "≤ 1.15", "≤ 1.25"),
    "pandas": ("pandas, texts ÷ by hand", "≤ 0.9", "≤ 1.0"),
    "duckdb": ("DuckDB, texts ÷ by hand", "≤ 1.4", "≤ 1.4"),
    "ties": ("every other line a tie, one pass ÷ bare numpy", "≤ 0.5", "≤ 0.1"),
    "points": ("100,000 bids by four criteria ÷ bare numpy", "≤ 1.0", "–"),
    "encoded": ("polars, encoded once ÷ texts", "–", "–"),
    "encoding": ("`encode_frame` of polars ÷ one total of texts", "–", "–"),
}
"""Each row: what is compared, what is asked of two cores, and of sixteen."""


@attrs.frozen
class Row:
    """One comparison on some cores: milliseconds, the ratio, and that of CPU times."""

    key: str
    ours: float
    theirs: float
    ratio: float
    of_cpu: float


def row(key: str, case: Case) -> Row:
    """Ours beside the quickest by hand."""
    found = frames.compare(case, ROUNDS)
    return Row(key, found.ours, found.by_hand, found.ratio, found.of_cpu)


# --- what is compared -----------------------------------------------------------------------


def rows(lines: int) -> Iterator[Row]:
    """All rows of the table, as they are found.

    Points first: after large tables memory is at hand that a program of bids would have to ask for.
    """
    held = points.register()
    yield row("points", Case("points", lambda: points.ours(held),
                             {"numpy": lambda: points.bare(held)}))  # fmt: skip
    register = make(lines)
    for kinds in (frames.coded_cases, frames.cases, frames.category_cases):
        compared = [each for each in kinds(register) if wanted(each.what)]
        frames.check(register, compared)
        yield from (found(each) for each in compared)
    yield from (row(key, case) for key, case in encoding(register))
    if fused.is_there():
        yield row("ties", ties(lines))


def wanted(what: str) -> bool:
    """Whether a case is a row of the table."""
    return what in ASKED or what == "one pass, coded / best peer"


def found(case: Case) -> Row:
    """A case's row; where the peers' time is divided by ours, the other way round."""
    if case.what in ASKED:
        return row(case.what, case)
    mine = row("best peer / one pass", case)
    return attrs.evolve(mine, ratio=1 / mine.ratio, of_cpu=1 / mine.of_cpu)


def encoding(register: Register) -> Iterator[tuple[str, Case]]:
    """What it costs to encode a table once, and what each total costs then."""
    texts, held = register.strings, register.framework
    coded = sv.encode_frame(texts)
    expected = sv.total_frame(texts, held)
    totals = sv.total_frame(coded, held).with_columns(pl.col("bid").cast(pl.String))
    assert totals.sort("bid").equals(expected.sort("bid")), "encoding changes a total"
    whole = {"texts": lambda: sv.total_frame(texts, held)}
    yield "encoded", Case("encoded", lambda: sv.total_frame(coded, held), whole)
    yield "encoding", Case("encoding", lambda: sv.encode_frame(texts), whole)


def ties(lines: int) -> Case:
    """Half hours at odd pence: every other line stands at half a penny."""
    kernels.LINES = lines
    shape = next(each for each in kernels.SHAPES if each.odd_pence)
    data: Any = kernels.make(shape)
    table = kernel.compile_unit_values(data.values)
    pence = np.array([float(value * 100) for value in data.values])
    assert np.array_equal(kernels.compiled(data, table), kernels.ours(data, table))
    return Case("ties", lambda: kernels.compiled(data, table),
                {"numpy": lambda: kernels.bare(data, pence)})  # fmt: skip


def streamed(lines: int) -> str:
    """How fast `socialvalue value` reads Parquet, and the most memory that it holds."""
    with TemporaryDirectory() as folder:
        source, output = Path(folder, "lines"), Path(folder, "totals.parquet")
        scale.write_folder(source, lines)
        seconds, megabytes = scale.run_value(source, output)
        assert pl.read_parquet(output)["lines"].sum() == lines, "a line was lost"
    pace = lines / seconds / 1e6
    return (
        f"`socialvalue value` of {lines:,} lines from Parquet, streamed: {seconds:.1f} s, "
        f"{pace:.1f} million lines a second (at least 12), {megabytes:,.0f} MB (at most 1,000)"
    )


FIRST = """
from time import perf_counter
{library}
frame = {make}({{"bid": ["a"] * 40, "measure": ["NT10", "NT29"] * 20, "quantity": [1.5] * 40}})
{use}
import socialvalue as sv
toms = sv.load("national-toms", edition="2022")
start = perf_counter()
sv.value_frame(frame, toms)
print(1000 * (perf_counter() - start))
"""
LIBRARIES = {
    "polars": ("import polars as pl", "pl.DataFrame",
               'frame.select(pl.col("quantity") * 2).to_numpy()'),
    "pandas": ("import pandas as pd", "pd.DataFrame", '(frame["quantity"] * 2).to_numpy()'),
    "pyarrow": ("import pyarrow as pa, pyarrow.compute as pc", "pa.table",
                'pc.multiply(frame["quantity"], 2).to_numpy()'),
}  # fmt: skip


def first_calls() -> str:
    """Milliseconds of a process's first `value_frame`, over its library's import and first use.

    With bytecode written, which some hosts forbid: there each process compiles its modules anew.
    """
    cells = []
    usual = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    for name, (library, table, use) in LIBRARIES.items():
        words = [sys.executable, "-c", FIRST.format(library=library, make=table, use=use)]
        runs = [
            subprocess.run(words, env=usual, check=True, capture_output=True, text=True)
            for _ in range(5)
        ]
        cells.append(f"{name} {min(float(each.stdout) for each in runs):.0f} ms")
    return f"first `value_frame` of a process (at most 150 ms): {', '.join(cells)}"


# --- the table ------------------------------------------------------------------------------


def on_cores(number: int, lines: int) -> dict[str, Row]:
    """The rows in a process that is granted so many cores, its libraries with it."""
    before = os.sched_getaffinity(0)
    told = {
        VARIABLE: str(number),
        "POLARS_MAX_THREADS": str(number),
        "OMP_NUM_THREADS": str(number),
    }
    words = [sys.executable, __file__, "--here", "--lines", str(lines)]
    os.sched_setaffinity(0, sorted(before)[:number])  # which the new process takes over
    try:
        run = subprocess.run(
            words, env={**os.environ, **told}, check=True, stdout=subprocess.PIPE, text=True
        )
    finally:
        os.sched_setaffinity(0, before)
    return {each["key"]: Row(**each) for each in map(json.loads, run.stdout.splitlines())}


def written(row: Row | None) -> str:
    """One cell of the table."""
    if row is None:
        return "–"
    return f"{row.ratio:.2f} ({row.of_cpu:.2f}), {row.ours:,.0f} ms"


def main(lines: int, several: list[int], stream: int) -> None:
    """Print the table, and under what it was measured."""
    start, load = perf_counter(), os.getloadavg()[0]
    tables = {number: on_cores(number, lines) for number in several}
    print(
        f"{lines:,} lines, {MEASURES} measures, {BIDS:,} bids; median of {ROUNDS} rounds by turns"
    )
    print(f"{granted()} cores granted; processes that ran or waited before: {load:.1f}\n")
    heads = [f"{number} core{'s' if number > 1 else ''}" for number in several]
    print("| work | asked of 2 | of 16 | " + " | ".join(heads) + " |")
    print("| --- " * (3 + len(heads)) + "|")
    for key, (what, *asked) in ASKED.items():
        cells = [written(tables[number].get(key)) for number in several]
        print("| " + " | ".join([what, *asked, *cells]) + " |")
    print(f"\n{first_calls()}", flush=True)
    if stream:
        print(streamed(stream), flush=True)
    print(f"in {perf_counter() - start:,.0f} s")


if __name__ == "__main__":
    asked = options(
        __doc__,
        lines=(LINES, "lines of a table"),
        cores=(0, "this number of cores alone; 0: one, two and all"),
        stream=(STREAMED, "lines that are streamed from Parquet; 0: none"),
    )
    if asked.here:
        for each in rows(asked.lines):
            print(json.dumps(attrs.asdict(each)), flush=True)
    else:
        every = [asked.cores] if asked.cores else sorted({1, min(2, granted()), granted()})
        main(asked.lines, every, asked.stream)
