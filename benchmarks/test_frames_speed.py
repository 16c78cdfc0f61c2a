"""What exactness costs in tables: `total_frame` beside the same query written by hand, inexactly.

Run alone, `python benchmarks/test_frames_speed.py` prints a table of ratios; `--lines N` for other
sizes. The two sides run by turns in one process, because the machine's pace changes by the minute;
the ratio is the median of the ratios of neighbouring runs. Time is reported, never asserted: what
is asserted is that the totals agree with the kernel's.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import socialvalue as sv
from socialvalue.engine import kernel
from socialvalue.model.framework import Framework, Outcome, Period, Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure, Proxy, ProxyValue

LINES = 10_000_000
MEASURES = 120
BIDS = 100_000
ROUNDS = 5


class Register(NamedTuple):
    """A register of lines, coded, and the measures it is valued with."""

    framework: Framework
    values: list[Decimal]
    measure: Any
    bid: Any
    quantity: Any

    @property
    def strings(self) -> pl.DataFrame:
        """The register with texts for codes."""
        codes = pl.Series([f"M{n}" for n in range(MEASURES)])
        names = pl.Series([f"bid-{n:06d}" for n in range(BIDS)])
        return pl.DataFrame(
            {
                "bid": names.gather(self.bid),
                "measure": codes.gather(self.measure),
                "quantity": self.quantity,
            }
        )


def make(lines: int) -> Register:
    """Draw lines, the same each time: values of 2 to 7 decimals, quantities of 2."""
    draw = np.random.default_rng(20_240_401)
    places = draw.integers(2, 7, MEASURES, endpoint=True)
    pounds = draw.lognormal(5, 2, MEASURES)
    values = [
        Decimal(int(x * 10 ** int(n))).scaleb(-int(n)) for x, n in zip(pounds, places, strict=True)
    ]
    return Register(
        framework_of(values),
        values,
        draw.integers(0, MEASURES, lines).astype(np.int32),
        draw.integers(0, BIDS, lines).astype(np.int32),
        draw.integers(1, 100_000, lines) / 100,
    )


def framework_of(values: list[Decimal]) -> Framework:
    """A set of one measure a value."""
    start = pd.Timestamp("2020-01-01").date()
    measures = {
        f"M{n}": Measure(
            f"M{n}", f"Thing {n}", "t", "o", "count", proxy=Proxy((ProxyValue(v, start),))
        )
        for n, v in enumerate(values)
    }
    themes = {"t": Theme("t", "T", FrozenMap({"o": Outcome("o", "O")}))}
    return Framework("bench", "1", in_force=Period(start), measures=FrozenMap(measures),
                     themes=FrozenMap(themes))  # fmt: skip


# --- by hand --------------------------------------------------------------------------------


def by_hand_polars(register: Register, frame: pl.DataFrame | pl.LazyFrame) -> Any:
    """A join, a product, a rounding, a sum: what an analyst writes."""
    lookup = pl.DataFrame(
        {
            "measure": [f"M{n}" for n in range(MEASURES)],
            "ppu": [float(v * 100) for v in register.values],
        }
    )
    pence = (pl.col("quantity") * pl.col("ppu") + 0.5).floor().cast(pl.Int64)
    return (
        frame.lazy().join(lookup.lazy(), on="measure", how="left").group_by("bid")
        .agg(pence.sum().alias("value_pence")).collect()
    )  # fmt: skip


def by_hand_pandas(register: Register, frame: pd.DataFrame) -> Any:
    """The same on pandas."""
    lookup = {f"M{n}": float(v * 100) for n, v in enumerate(register.values)}
    pence = np.floor(frame["quantity"] * frame["measure"].map(lookup) + 0.5)
    return pence.groupby(frame["bid"]).sum()


def by_hand_arrow(register: Register, table: pa.Table) -> Any:
    """The same on pyarrow."""
    import pyarrow.compute as pc

    lookup = pa.array([float(v * 100) for v in register.values])
    codes = pc.index_in(table["measure"], pa.array([f"M{n}" for n in range(MEASURES)]))
    product = pc.multiply(table["quantity"], pc.take(lookup, codes))
    pence = pc.floor(pc.add(product, 0.5))
    return pa.table({"bid": table["bid"], "p": pence}).group_by("bid").aggregate([("p", "sum")])


def by_hand_duckdb(register: Register, relation: Any) -> Any:
    """The same in SQL."""
    rows = ", ".join(f"('M{n}', {float(v * 100)!r}::DOUBLE)" for n, v in enumerate(register.values))
    return relation.query(
        "lines",
        f"SELECT bid, sum(floor(quantity * ppu + 0.5)::BIGINT) FROM lines "  # noqa: S608
        f"LEFT JOIN (VALUES {rows}) v(measure, ppu) USING (measure) GROUP BY bid",
    ).fetchall()


class Case(NamedTuple):
    """One row of the table: what is compared, and how."""

    what: str
    ours: Callable[[], Any]
    plain: Callable[[], Any]


def cases(register: Register) -> list[Case]:
    """Each kind of table with texts for keys, and its query by hand."""
    frame = register.strings
    held = register.framework
    pandas, arrow = frame.to_pandas(), frame.to_arrow()
    found = [
        Case(
            "polars", lambda: sv.total_frame(frame, held), lambda: by_hand_polars(register, frame)
        ),
        Case(
            "polars lazy",
            lambda: sv.total_frame(frame.lazy(), held).collect(),
            lambda: by_hand_polars(register, frame),
        ),
        Case(
            "pandas", lambda: sv.total_frame(pandas, held), lambda: by_hand_pandas(register, pandas)
        ),
        Case(
            "pyarrow", lambda: sv.total_frame(arrow, held), lambda: by_hand_arrow(register, arrow)
        ),
    ]
    try:
        import duckdb
    except ImportError:
        return found
    relation = duckdb.connect().from_arrow(arrow)
    return [
        *found,
        Case(
            "duckdb",
            lambda: sv.total_frame(relation, held).fetchall(),
            lambda: by_hand_duckdb(register, relation),
        ),
    ]


def coded(register: Register) -> Case:
    """Whole numbers for keys: the kernel beside polars on categories."""
    table = kernel.compile_unit_values(register.values)
    lookup = pl.DataFrame(
        {
            "m": pl.Series(range(MEASURES), dtype=pl.Int32),
            "ppu": [float(v * 100) for v in register.values],
        }
    )
    frame = pl.DataFrame({"m": register.measure, "b": register.bid, "q": register.quantity})
    pence = (pl.col("q") * pl.col("ppu") + 0.5).floor()

    def ours() -> Any:
        found = kernel.line_pence(register.measure, register.quantity, table).pence
        return kernel.total_by(register.bid, found, BIDS)

    def plain() -> Any:
        joined = frame.lazy().join(lookup.lazy(), on="m", how="left")
        return joined.group_by("b").agg(pence.sum()).collect()

    return Case("numpy, coded / polars, coded", ours, plain)


def ratio(case: Case, rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Medians of both sides in milliseconds, and of the ratios of neighbouring runs."""
    case.ours(), case.plain()
    runs = np.array([[seconds(case.ours), seconds(case.plain)] for _ in range(rounds)])
    mine, theirs = np.median(runs, axis=0) * 1000
    return float(mine), float(theirs), float(np.median(runs[:, 0] / runs[:, 1]))


def seconds(side: Callable[[], object]) -> float:
    """Time one run."""
    start = perf_counter()
    side()
    return perf_counter() - start


def check(register: Register) -> None:
    """All kinds of table come to the kernel's totals."""
    table = kernel.compile_unit_values(register.values)
    pence = kernel.line_pence(register.measure, register.quantity, table).pence
    expected = kernel.total_by(register.bid, pence, BIDS)
    expected = expected[np.unique(register.bid)]
    for case in cases(register):
        found = case.ours()
        if isinstance(found, list):
            totals = [pence for _, pence, *_ in sorted(found)]
        else:
            totals = pl.DataFrame(found).sort("bid")["value_pence"].to_list()
        assert totals == expected.tolist(), f"{case.what} differs from the kernel"


# --- points, and small work -----------------------------------------------------------------


def points_case(bids: int = 1_000_000, tenders: int = 100_000) -> Case:
    """A register of bids, ten a tender, scored relative to the highest."""
    draw = np.random.default_rng(7)
    frame = pl.DataFrame(
        {"tender": draw.integers(0, tenders, bids), "value_pence": draw.integers(1, 10**9, bids)}
    )
    share = pl.col("value_pence") / pl.col("value_pence").max().over("tender")
    return Case(
        "evaluate_frame, 1m bids",
        lambda: sv.evaluate_frame(frame, sv.RelativeToHighest(), 5),
        lambda: frame.with_columns(points=(share * 5).round(2)),
    )


SMALL = """
from time import perf_counter
import polars as pl
import socialvalue as sv
toms = sv.load("national-toms", edition="2022")
codes = list(toms.measures)
frame = pl.DataFrame({"bid": ["a"] * 40, "measure": codes[:40], "quantity": [1.5] * 40})
start = perf_counter()
sv.value_frame(frame, toms)
cold = perf_counter() - start
runs = []
for _ in range(200):
    start = perf_counter()
    sv.value_frame(frame, toms)
    runs.append(perf_counter() - start)
print(cold * 1000, sorted(runs)[100] * 1000)
"""


def small_work() -> tuple[float, float]:
    """Milliseconds of a first call in a new process, and of one on 40 rows."""
    run = subprocess.run([sys.executable, "-c", SMALL], capture_output=True, text=True, check=True)
    cold, warm = map(float, run.stdout.split())
    return cold, warm


def test_totals_of_a_register(benchmark: Any) -> None:
    """Exact totals of texts must not be so slow that anyone writes the query by hand."""
    register = make(1_000_000)
    check(register)
    frame = register.strings
    for case in cases(register):
        benchmark.extra_info[case.what] = ratio(case, 3)[2]
    benchmark.pedantic(sv.total_frame, args=(frame, register.framework), rounds=3)


@pytest.mark.parametrize("bids", [100_000])
def test_points_of_a_register(bids: int, benchmark: Any) -> None:
    """A register of tenders is scored as fast as a query that rounds wrongly."""
    case = points_case(bids, bids // 10)
    benchmark.extra_info["ratio"] = ratio(case, 3)[2]
    benchmark.pedantic(case.ours, rounds=3)


def main(lines: int) -> None:
    """Print the table."""
    register = make(lines)
    check(register)
    print(f"{lines:,} lines, {MEASURES} measures, {BIDS:,} bids; median of {ROUNDS} runs by turns")
    print(f"{'':32}{'ours ms':>10}{'by hand':>10}{'ratio':>8}")
    for case in (coded(register), *cases(register), points_case()):
        mine, theirs, times = ratio(case)
        print(f"{case.what:32}{mine:10.1f}{theirs:10.1f}{times:8.2f}", flush=True)
    cold, warm = small_work()
    print(f"value_frame on 40 rows: first call {cold:.1f} ms (at most 150), then {warm:.2f} ms (3)")


if __name__ == "__main__":
    main(int(sys.argv[sys.argv.index("--lines") + 1]) if "--lines" in sys.argv else LINES)
