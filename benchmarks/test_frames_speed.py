"""What exactness costs in tables: `total_frame` beside the same query written by hand, inexactly.

Run alone, `python benchmarks/test_frames_speed.py` prints a table of ratios, on one core, on two
and on all that are granted; `--lines N` for other sizes, `--cores N` for one number of cores. All
sides run by turns in one process, because the machine's pace changes by the minute.
Where there are several ways to write a query by hand, the ratio is to the quickest of them: each
round gives the ratio of our time to the quickest median's time in that round, and their median is
printed. Beside it stands the same ratio of CPU times, which neighbours on a machine disturb less,
and "cores", our CPU time over our time by the clock.
Time is reported, never asserted: what is asserted is that the totals agree with the kernel's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from options import options
from registers import BIDS, CODES, MEASURES, Register, make

import socialvalue as sv
from socialvalue.engine import fused, kernel
from socialvalue.engine.threads import VARIABLE, granted

LINES = 10_000_000
ROUNDS = 7

Side = Callable[[], Any]


# --- by hand --------------------------------------------------------------------------------


def by_hand_polars(register: Register, frame: pl.DataFrame) -> dict[str, Side]:
    """A join or a replacement, a product, a rounding, a sum: what an analyst writes."""
    lookup = register.lookup.select(pl.col("measure").cast(frame.schema["measure"]), "ppu").lazy()
    pence = (pl.col("quantity") * pl.col("ppu") + 0.5).floor().cast(pl.Int64)
    ppu = dict(zip(CODES, register.lookup["ppu"], strict=True))
    replaced = pl.col("measure").replace_strict(ppu, return_dtype=pl.Float64).alias("ppu")
    total = pence.sum().alias("value_pence")
    joined = frame.lazy().join(lookup, on="measure", how="left").group_by("bid").agg(total)
    other = frame.lazy().with_columns(replaced).group_by("bid").agg(total)
    return {
        "join": joined.collect,
        "join, streaming": lambda: joined.collect(engine="streaming"),
        "replace": other.collect,
    }


def by_hand_pandas(register: Register, frame: pd.DataFrame) -> dict[str, Side]:
    """The same on pandas."""
    lookup = dict(zip(CODES, register.lookup["ppu"], strict=True))

    def pence() -> Any:
        ppu = frame["measure"].astype("category").map(lookup).to_numpy(float)
        return np.floor(frame["quantity"].to_numpy() * ppu + 0.5)

    def grouped() -> Any:
        return pd.Series(pence()).groupby(frame["bid"], sort=False, observed=True).sum()

    def factorized() -> Any:
        codes, names = pd.factorize(frame["bid"])
        return pd.Series(np.bincount(codes, pence(), len(names)), index=names)

    return {"group by": grouped, "factorize": factorized}


def by_hand_arrow(register: Register, table: pa.Table) -> dict[str, Side]:
    """The same on pyarrow, which groups texts sooner with 32-bit places."""
    import pyarrow.compute as pc

    lookup, names = register.lookup["ppu"].to_arrow(), pa.array(CODES, pa.string())

    def pence() -> Any:
        measure = table["measure"]
        if pa.types.is_dictionary(measure.type):
            held = measure.combine_chunks()
            of_name = pc.take(lookup, pc.index_in(held.dictionary.cast(pa.string()), names))
            ppu = pc.take(of_name, held.indices)
        else:
            ppu = pc.take(lookup, pc.index_in(measure, names.cast(measure.type)))
        return pc.floor(pc.add(pc.multiply(table["quantity"], ppu), 0.5))

    def grouped(kind: Any = None) -> Any:
        bid = table["bid"] if kind is None else table["bid"].cast(kind)
        return pa.table({"bid": bid, "p": pence()}).group_by("bid").aggregate([("p", "sum")])

    narrow = {"group by, narrow": lambda: grouped(pa.string())}
    return {"group by": grouped} | (narrow if pa.types.is_large_string(table["bid"].type) else {})


def by_hand_duckdb(register: Register, relation: Any, key: str = "measure") -> dict[str, Side]:
    """The same in SQL."""
    names = [repr(each) for each in CODES] if key == "measure" else [*range(MEASURES)]
    pairs = zip(names, register.lookup["ppu"], strict=True)
    rows = ", ".join(f"({name}, {ppu!r}::DOUBLE)" for name, ppu in pairs)
    query = (
        f"SELECT bid, sum(floor(quantity * ppu + 0.5)::BIGINT) FROM lines "  # noqa: S608
        f"LEFT JOIN (VALUES {rows}) v(measure, ppu) USING (measure) GROUP BY bid"
    )
    return {"join": lambda: relation.query("lines", query).fetchall()}


# --- what is compared -------------------------------------------------------------------------


class Case(NamedTuple):
    """One row of the table: what is compared, and how it is done by hand."""

    what: str
    ours: Side
    by_hand: dict[str, Side]


def cases(register: Register) -> list[Case]:
    """Each kind of table with texts for keys, and its query by hand."""
    frame, held = register.strings, register.framework
    pandas, arrow = frame.to_pandas(), frame.to_arrow()
    by_polars = by_hand_polars(register, frame)
    lazy = frame.lazy()
    found = [
        Case("polars", lambda: sv.total_frame(frame, held), by_polars),
        Case("polars lazy", lambda: sv.total_frame(lazy, held).collect(), by_polars),
        Case("pandas", lambda: sv.total_frame(pandas, held), by_hand_pandas(register, pandas)),
        Case("pyarrow", lambda: sv.total_frame(arrow, held), by_hand_arrow(register, arrow)),
    ]
    return [*found, *duckdb_case("duckdb", register)]


def duckdb_case(what: str, register: Register) -> list[Case]:
    """DuckDB reading a table of pyarrow; nothing where there is no DuckDB."""
    try:
        import duckdb
    except ImportError:
        return []
    relation = duckdb.connect().from_arrow(register.strings.to_arrow())
    held = register.framework
    ours = lambda: sv.total_frame(relation, held).fetchall()  # noqa: E731
    return [Case(what, ours, by_hand_duckdb(register, relation))]


def category_cases(register: Register) -> list[Case]:
    """The same tables with categories, or dictionaries, for keys."""
    frame = register.strings.with_columns(pl.selectors.string().cast(pl.Categorical))
    held = register.framework
    pandas = frame.to_pandas()
    texts = register.strings.to_arrow()
    arrow = pa.table(
        {each: texts[each].dictionary_encode() for each in ("bid", "measure")}
        | {"quantity": texts["quantity"]}
    )
    return [
        Case("polars, categories", lambda: sv.total_frame(frame, held),
             by_hand_polars(register, frame)),
        Case("polars lazy, categories", lambda: sv.total_frame(frame.lazy(), held).collect(),
             by_hand_polars(register, frame)),
        Case("pandas, categories", lambda: sv.total_frame(pandas, held),
             by_hand_pandas(register, pandas)),
        Case("pyarrow, dictionaries", lambda: sv.total_frame(arrow, held),
             by_hand_arrow(register, arrow)),
    ]  # fmt: skip


def coded_cases(register: Register) -> list[Case]:
    """Whole numbers for keys: the kernel beside bare numpy, and beside polars and DuckDB."""
    table = kernel.compile_unit_values(register.values)
    frame, lookup = register.coded, register.lookup
    ppu = lookup["ppu"].to_numpy()
    category = register.strings.with_columns(pl.selectors.string().cast(pl.Categorical))
    pence = (pl.col("quantity") * pl.col("ppu") + 0.5).floor()
    joined = frame.lazy().join(
        lookup.select(pl.col("code").cast(pl.Int32).alias("measure"), "ppu").lazy(),
        on="measure", how="left",
    ).group_by("bid").agg(pence.sum())  # fmt: skip
    peers = {"polars, integers": joined.collect,
             "polars, integers, streaming": lambda: joined.collect(engine="streaming"),
             "polars, categories": by_hand_polars(register, category)["join"]}  # fmt: skip
    try:
        import duckdb

        integers = duckdb.connect().from_arrow(frame.to_arrow())
        peers["duckdb, integers"] = by_hand_duckdb(register, integers, key="code")["join"]
        enums = enum_relation(register)
        peers["duckdb, enums"] = by_hand_duckdb(register, enums)["join"]
    except ImportError:
        pass

    def compiled() -> Any:
        held = fused.total_pence(register.measure, register.quantity, register.bid, BIDS, table)
        return held[0] if held else None

    def ours() -> Any:
        found = kernel.line_pence(register.measure, register.quantity, table).pence
        return kernel.total_by(register.bid, found, BIDS)

    def bare() -> Any:
        product = np.take(ppu, register.measure) * register.quantity
        return np.bincount(register.bid, np.floor(product + 0.5), BIDS)

    found = [Case("numpy, coded / bare numpy", ours, {"numpy": bare}),
             Case("numpy, coded / best peer", ours, peers)]  # fmt: skip
    if fused.is_there():
        found += [Case("one pass, coded / bare numpy", compiled, {"numpy": bare}),
                  Case("one pass, coded / best peer", compiled, peers)]  # fmt: skip
    return found


def enum_relation(register: Register) -> Any:
    """A table of DuckDB's own, with enumerations for keys."""
    import duckdb

    connection = duckdb.connect()
    texts = register.strings.to_arrow()
    connection.register("texts", texts)
    for each in ("bid", "measure"):
        connection.execute(f"CREATE TYPE {each}s AS ENUM (SELECT DISTINCT {each} FROM texts)")  # noqa: S608
    connection.execute(
        "CREATE TABLE held AS SELECT bid::bids bid, measure::measures measure, quantity FROM texts"
    )
    return connection.table("held")


class Timing(NamedTuple):
    """Medians in milliseconds, our ratios to the quickest by hand, and the cores we used."""

    ours: float
    by_hand: float
    ratio: float
    of_cpu: float
    cores: float
    quickest: str


def compare(case: Case, rounds: int = ROUNDS) -> Timing:
    """Time all sides by turns."""
    sides = [case.ours, *case.by_hand.values()]
    for side in sides:
        side()
    runs = np.array([[clock(side) for side in sides] for _ in range(rounds)])
    wall = runs[:, :, 0]
    quickest = 1 + int(np.argmin(np.median(wall[:, 1:], axis=0)))
    medians = np.median(wall, axis=0) * 1000
    cores = float(np.median(runs[:, 0, 1] / wall[:, 0]))
    ratio = float(np.median(wall[:, 0] / wall[:, quickest]))
    of_cpu = float(np.median(runs[:, 0, 1] / runs[:, quickest, 1]))
    name = [*case.by_hand][quickest - 1]
    return Timing(float(medians[0]), float(medians[quickest]), ratio, of_cpu, cores, name)


def clock(side: Side) -> tuple[float, float]:
    """Seconds of one run by the clock, and of all cores."""
    start, busy = perf_counter(), process_time()
    side()
    return perf_counter() - start, process_time() - busy


def check(register: Register, compared: list[Case]) -> None:
    """All kinds of table come to the kernel's totals."""
    table = kernel.compile_unit_values(register.values)
    pence, outside = kernel.line_pence(register.measure, register.quantity, table)
    assert not len(outside)
    expected = kernel.total_by(register.bid, pence, BIDS)
    expected = expected[np.unique(register.bid)]
    for case in compared:
        found = case.ours()
        if isinstance(found, np.ndarray):
            continue  # the kernel itself
        if isinstance(found, list):
            totals = [pence for _, pence, *_ in sorted(found)]
        else:
            frame = pl.DataFrame(found).with_columns(pl.col("bid").cast(pl.String))
            totals = frame.sort("bid")["value_pence"].to_list()
        assert totals == expected.tolist(), f"{case.what} differs from the kernel"


# --- points, and small work -----------------------------------------------------------------


def points_cases(bids: int = 1_000_000, tenders: int = 100_000) -> list[Case]:
    """A register of bids, ten a tender, scored relative to the highest and against a target."""
    draw = np.random.default_rng(7)
    frame = pl.DataFrame({"tender": draw.integers(0, tenders, bids),
                          "value_pence": draw.integers(1, 10**9, bids),
                          "contract_value": draw.integers(10**5, 10**7, bids)})  # fmt: skip
    share = pl.col("value_pence") / pl.col("value_pence").max().over("tender")
    ratio = pl.col("value_pence") / 100 / pl.col("contract_value") / 0.5
    relative, target = sv.RelativeToHighest(), sv.AgainstTarget("0.50")
    return [
        Case("evaluate_frame, relative", lambda: sv.evaluate_frame(frame, relative, 5),
             {"over": lambda: frame.with_columns(points=(share * 5).round(2))}),
        Case("evaluate_frame, target", lambda: sv.evaluate_frame(frame, target, 5),
             {"clip": lambda: frame.with_columns(points=(ratio.clip(0, 1) * 5).round(2))}),
        *points_on_duckdb(frame.to_arrow()),
    ]  # fmt: skip


def points_on_duckdb(bids: pa.Table) -> list[Case]:
    """The same in SQL; nothing where there is no DuckDB."""
    try:
        import duckdb
    except ImportError:
        return []
    connection = duckdb.connect()
    connection.from_arrow(bids).create("bids")
    table = connection.table("bids")
    share = "value_pence / max(value_pence) OVER (PARTITION BY tender)"
    ratio = "least(1, value_pence / 100 / contract_value / 0.5::DOUBLE)"

    def ours(method: Any) -> Side:
        return lambda: sv.evaluate_frame(table, method, 5).aggregate("sum(points)").fetchall()

    def by_hand(points: str) -> dict[str, Side]:
        query = f"SELECT sum(p) FROM (SELECT round({points} * 5, 2) p FROM bids)"  # noqa: S608
        return {"sql": lambda: connection.sql(query).fetchall()}

    return [
        Case("duckdb, relative", ours(sv.RelativeToHighest()), by_hand(share)),
        Case("duckdb, target", ours(sv.AgainstTarget("0.50")), by_hand(ratio)),
    ]


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


@pytest.mark.parametrize("kinds", [cases, category_cases, coded_cases])
def test_totals_of_a_register(kinds: Callable[[Register], list[Case]], benchmark: Any) -> None:
    """Exact totals must not be so slow that anyone writes the query by hand."""
    register = make(1_000_000)
    compared = kinds(register)
    check(register, compared)
    for case in compared:
        benchmark.extra_info[case.what] = compare(case, 3).ratio
    benchmark.pedantic(compared[0].ours, rounds=3)


@pytest.mark.parametrize("bids", [100_000])
def test_points_of_a_register(bids: int, benchmark: Any) -> None:
    """A register of tenders is scored as fast as a query that rounds wrongly."""
    compared = points_cases(bids, bids // 10)
    for case in compared:
        benchmark.extra_info[case.what] = compare(case, 3).ratio
    benchmark.pedantic(compared[0].ours, rounds=3)


def show(register: Register, compared: list[Case]) -> None:
    """Print some rows of the table."""
    if register.values:
        check(register, compared)
    for case in compared:
        mine, theirs, *ratios, quickest = compare(case)
        numbers = "".join(f"{each:7.2f}" for each in ratios)
        row = f"{case.what:32}{mine:9.0f}{theirs:9.0f}{numbers}"
        print(f"{row}  {quickest}", flush=True)


def main(lines: int) -> None:
    """Print the table."""
    print(f"{lines:,} lines, {MEASURES} measures, {BIDS:,} bids; median of {ROUNDS} runs by turns")
    print(
        f"cores granted: {granted()}; processes that ran or waited before: {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{'':32}{'ours ms':>9}{'by hand':>9}{'ratio':>7}{'of CPU':>7}{'cores':>7}"
        "  quickest by hand"
    )
    for kinds in (coded_cases, cases, category_cases):
        register = make(lines)
        show(register, kinds(register))
    long = make(lines, (10, 10), 6)
    show(long, duckdb_case("duckdb, 6 × 10 decimals", long))
    show(long._replace(values=[]), points_cases())
    cold, warm = small_work()
    print(f"value_frame on 40 rows: first call {cold:.1f} ms (at most 150), then {warm:.2f} ms (3)")


def on_cores(number: int, lines: int) -> None:
    """Print the table in a process that is granted so many cores, its libraries with it."""
    before = os.sched_getaffinity(0)
    some = sorted(before)[:number]
    held = {VARIABLE: str(number), "POLARS_MAX_THREADS": str(number)}
    words = [sys.executable, __file__, "--lines", str(lines), "--here"]
    os.sched_setaffinity(0, some)  # which the process that is started takes over
    subprocess.run(words, env={**os.environ, **held}, check=True)
    os.sched_setaffinity(0, before)


if __name__ == "__main__":
    asked = options(__doc__, lines=(LINES, "lines of a table"),
                    cores=(0, "this number of cores alone; 0: one, two and all"))  # fmt: skip
    if asked.here:
        main(asked.lines)
    else:
        for cores in [asked.cores] if asked.cores else sorted({1, min(2, granted()), granted()}):
            on_cores(cores, asked.lines)
