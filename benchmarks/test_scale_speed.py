"""How time and memory grow with the number of lines: 1, 10 and 100 million.

Run alone, `python benchmarks/test_scale_speed.py` prints two tables: tables in memory, and Parquet
files that `socialvalue value` reads as a stream.  `--lines N` sets the largest size.  "Growth" is
the time a line takes, divided by the time a line took at a tenth of the size: 1 where time is
linear.  Each time is the best of three runs, since neighbours on a machine can only add to it; the
peak of memory is the operating system's own figure for a process of its own.  Memory that a
machine hands out for the first time is slow, so the largest size is run once before any is timed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import polars as pl
import pytest
from options import options
from registers import BIDS, CODES, Register, make

import socialvalue as sv
from socialvalue.engine import kernel

LARGEST = 100_000_000
RUNS = 3
PART = 5_000_000
"""Lines of one file of the folder that is streamed."""


def in_memory(register: Register) -> dict[str, Callable[[], Any]]:
    """What is timed in memory, by its name."""
    table = kernel.compile_unit_values(register.values)
    texts, held = register.strings, register.framework

    def coded() -> Any:
        found = kernel.line_pence(register.measure, register.quantity, table).pence
        return kernel.total_by(register.bid, found, BIDS)

    return {
        "numpy, coded": coded,
        "polars, texts for keys": lambda: sv.total_frame(texts, held),
        "polars lazy, texts for keys": lambda: sv.total_frame(texts.lazy(), held).collect(),
    }


def best(side: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of the best run, and how many cores it kept busy."""
    found = []
    for _ in range(RUNS):
        start, busy = perf_counter(), process_time()
        side()
        wall = perf_counter() - start
        found.append((wall, (process_time() - busy) / wall))
    return min(found)


def sizes(largest: int) -> Iterator[int]:
    """1 %, 10 % and all of the lines."""
    yield from (largest // 100, largest // 10, largest)


def grown(seconds: float, lines: int, before: tuple[float, int] | None) -> str:
    """How the time of a line has grown."""
    return "" if before is None else f"{seconds / lines / (before[0] / before[1]):9.2f}"


def memory_table(largest: int) -> None:
    """Print times of tables in memory."""
    for side in in_memory(make(largest)).values():
        side()
    print(f"{'in memory':32}{'lines':>14}{'seconds':>9}{'cores':>7}{'growth':>9}")
    before: dict[str, tuple[float, int]] = {}
    for lines in sizes(largest):
        for name, side in in_memory(make(lines)).items():
            seconds, cores = best(side)
            growth = grown(seconds, lines, before.get(name))
            print(f"{name:32}{lines:14,}{seconds:9.3f}{cores:7.2f}{growth}", flush=True)
            before[name] = (seconds, lines)


# --- files ----------------------------------------------------------------------------------


def write_folder(folder: Path, lines: int) -> None:
    """Parquet files of real measures, with texts for keys, a part at a time."""
    codes = [each.code for each in sv.load("national-toms", edition="2022").measures.values()]
    folder.mkdir()
    for number, start in enumerate(range(0, lines, PART)):
        part = make(min(PART, lines - start))
        of_code = dict(zip(CODES, (codes * len(CODES))[: len(CODES)], strict=True))
        frame = part.strings.with_columns(pl.col("measure").replace(of_code))
        frame.write_parquet(folder / f"part-{number:03}.parquet")


WATCHED = """
import runpy, sys
from pathlib import Path
try:
    runpy.run_module("socialvalue", run_name="__main__", alter_sys=True)
finally:
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(each for each in lines if each.startswith("VmHWM")), file=sys.stderr)
"""
"""The command, and then the most memory that it held: what `wait4` tells begins at its parent's."""


def run_value(source: Path, output: Path) -> tuple[float, float]:
    """Seconds and megabytes of the command in a process of its own."""
    asked = [sys.executable, "-c", WATCHED, "value", str(source), "--framework",
             "national-toms@2022", "--by", "bid,theme", "--output", str(output)]  # fmt: skip
    output.unlink(missing_ok=True)
    start = perf_counter()
    usual = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    run = subprocess.run(asked, env=usual, capture_output=True, text=True, check=False)
    seconds = perf_counter() - start
    assert run.returncode == 0, run.stderr
    return seconds, int(run.stderr.split()[-2]) / 1024


def file_table(largest: int) -> None:
    """Print times and memory of the command."""
    print(f"\n{'socialvalue value, Parquet':32}{'lines':>14}{'seconds':>9}{'MB':>7}{'growth':>9}")
    before: tuple[float, int] | None = None
    for lines in sizes(largest):
        with TemporaryDirectory() as folder:
            source = Path(folder, "lines")
            write_folder(source, lines)
            output = Path(folder, "totals.parquet")
            seconds, megabytes = min(run_value(source, output) for _ in range(RUNS))
            counted = pl.read_parquet(output)["lines"].sum()
        assert counted == lines, "a line was lost"
        growth = grown(seconds, lines, before)
        print(f"{'':32}{lines:14,}{seconds:9.2f}{megabytes:7.0f}{growth}", flush=True)
        before = (seconds, lines)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in other units")
def test_a_stream_needs_no_more_memory_for_more_lines(tmp_path: Path, benchmark: Any) -> None:
    """A register larger than memory must not stop the officer who has only a laptop."""
    peaks = {}
    for lines in (500_000, 10_000_000):
        write_folder(tmp_path / str(lines), lines)
        peaks[lines] = run_value(tmp_path / str(lines), tmp_path / "totals.parquet")[1]
    assert peaks[10_000_000] < 2048
    benchmark.extra_info["megabytes"] = peaks
    benchmark.pedantic(
        lambda: run_value(tmp_path / "500000", tmp_path / "totals.parquet"), rounds=1
    )


if __name__ == "__main__":
    asked = options(__doc__, lines=(LARGEST, "lines of the largest table")).lines
    file_table(asked)
    memory_table(asked)
