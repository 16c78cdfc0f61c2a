"""Real clusters on one machine: Parquet in, Parquet out, the same pennies as in memory.

`SOCIALVALUE_CLUSTER_LINES=20000000` runs them at the size they are meant for.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from time import sleep
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import socialvalue as sv

pytestmark = pytest.mark.slow

LINES = int(os.environ.get("SOCIALVALUE_CLUSTER_LINES", "200000"))
CODES = ("NT10", "NT29", "NT31", "NT4", "NT99", "NT40")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in eight Parquet files."""
    folder = tmp_path_factory.mktemp("register")
    part = LINES // 8
    for number in range(8):
        n = pl.int_range(number * part, (number + 1) * part, eager=True)
        frame = pl.DataFrame({"n": n}).select(
            bid=pl.format("bid {}", pl.col("n") % 9_973),
            measure=pl.lit(pl.Series([list(CODES)])).list.get(pl.col("n") % len(CODES)),
            quantity=(pl.col("n") % 100_003) / 8,
        )
        frame.write_parquet(folder / f"part-{number}.parquet")
    return folder


@pytest.fixture(scope="module")
def expected(register: Path) -> list[tuple[Any, ...]]:
    """What the table in memory comes to."""
    toms = sv.load("national-toms", edition="2022")
    whole = pl.read_parquet(register / "*.parquet")
    return sorted(sv.total_frame(whole, toms, ["bid", "theme"]).rows(), key=repr)


def totals_in(folder: Path) -> list[tuple[Any, ...]]:
    """What a cluster wrote."""
    frame = pl.concat([pl.read_parquet(each) for each in sorted(folder.glob("*.parquet"))])
    columns = ["bid", "theme", "value_pence", "lines", "lines_refused"]
    return sorted(frame.select(columns).rows(), key=repr)


def until(ready: Callable[[], bool], what: str) -> None:
    """Wait for something that is on its way."""
    for _ in range(30_000):
        if ready():
            return
        sleep(0.01)
    raise TimeoutError(f"{what} took longer than five minutes")


# --- Dask -----------------------------------------------------------------------------------


def _held(dask_scheduler: Any) -> dict[str, int]:
    """How many results each worker of Dask holds."""
    return {name: len(each.has_what) for name, each in dask_scheduler.workers.items()}


@pytest.fixture
def dask_client() -> Iterator[Any]:
    """A cluster of two worker processes of Dask."""
    import dask
    from distributed import Client, LocalCluster

    workers = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 10}),
        LocalCluster(**workers, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(2)
        yield client


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not find_spec("distributed"), reason="dask.distributed is not installed")
def test_a_dask_worker_that_dies_loses_nothing(
    dask_client: Any, register: Path, expected: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    """A worker killed with results in its hands: not a penny is lost or counted twice."""
    import dask.dataframe

    toms = sv.load("national-toms", edition="2022")
    table = dask.dataframe.read_parquet(f"{register}/*.parquet")
    valued = sv.total_frame(table, toms, ["bid", "theme"])
    pids = dask_client.run(os.getpid)
    future = dask_client.compute(valued.to_parquet(tmp_path / "totals", compute=False))
    until(lambda: any(dask_client.run_on_scheduler(_held).values()), "the first result")
    held = dask_client.run_on_scheduler(_held)
    assert not future.done()
    os.kill(pids[max(held, key=held.__getitem__)], signal.SIGKILL)
    future.result(timeout=500)
    assert set(pids.values()) - set(dask_client.run(os.getpid).values())
    assert totals_in(tmp_path / "totals") == expected


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not find_spec("distributed"), reason="dask.distributed is not installed")
def test_dask_writes_every_row(
    dask_client: Any, register: Path, expected: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    """The valued rows that the workers write sum to the totals, and none is missing."""
    import dask.dataframe

    toms = sv.load("national-toms", edition="2022")
    table = dask.dataframe.read_parquet(f"{register}/*.parquet")
    sv.value_frame(table, toms).to_parquet(tmp_path / "rows")
    rows = pl.scan_parquet(tmp_path / "rows" / "*.parquet")
    sums = rows.select(pl.col("value_pence").sum(), pl.len(), pl.col("problem").count())
    totals = [sum(each[place] for each in expected) for place in (2, 3, 4)]
    assert list(sums.collect().row(0)) == totals


# --- Spark ----------------------------------------------------------------------------------


def executors() -> set[int]:
    """The processes that work for Spark, each a JVM of its own."""
    import psutil

    children = psutil.Process().children(recursive=True)
    return {each.pid for each in children if _is_executor(each)}


def _is_executor(process: Any) -> bool:
    import psutil

    try:
        return any("CoarseGrainedExecutorBackend" in each for each in process.cmdline())
    except psutil.Error:
        return False


def finished_tasks(spark: Any) -> int:
    """How many tasks of the stages under way are done."""
    tracker = spark.sparkContext.statusTracker()
    stages = (tracker.getStageInfo(each) for each in tracker.getActiveStageIds())
    return sum(each.numCompletedTasks for each in stages if each is not None)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not find_spec("pyspark"), reason="pyspark is not installed")
@pytest.mark.skipif(not shutil.which("java"), reason="there is no Java to run Spark with")
def test_a_spark_worker_that_dies_loses_nothing(
    frames: SimpleNamespace, register: Path, expected: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    """Two workers of a real Spark, one killed on the way, come to the pennies of one machine."""
    toms = sv.load("national-toms", edition="2022")
    spark = frames.spark_of("local-cluster[2,1,1024]")
    try:
        spark.conf.set("spark.sql.files.maxPartitionBytes", "1m")
        table = spark.read.parquet(str(register))
        totals = sv.total_frame(table, toms, ["bid", "theme"])
        assert type(totals) is type(table)
        until(lambda: len(executors()) == 2, "starting two workers")
        before = executors()
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(totals.write.parquet, str(tmp_path / "totals"))
            until(lambda: finished_tasks(spark) > 0 or writing.done(), "the first task")
            assert not writing.done()
            os.kill(min(before), signal.SIGKILL)
            writing.result()
        assert executors() != before
        rows = sv.value_frame(table.limit(1_000), toms)
        refused = rows.where("problem IS NOT NULL").select("problem").distinct().collect()
        assert {each.problem for each in refused} <= {"SV209", "SV501", "SV505"}
    finally:
        spark.stop()
    assert totals_in(tmp_path / "totals") == expected
