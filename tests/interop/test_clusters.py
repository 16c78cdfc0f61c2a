"""Real clusters on one machine: Parquet in, Parquet out, the same pennies as in memory.

`SOCIALVALUE_CLUSTER_LINES=20000000` runs them at the size they are meant for.
"""

from __future__ import annotations

import os
import shutil
import signal
from importlib.util import find_spec
from pathlib import Path
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


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not find_spec("distributed"), reason="dask.distributed is not installed")
def test_dask_workers_and_the_loss_of_one(
    register: Path, expected: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    """Two worker processes, one of them killed on the way: not a penny is lost or counted twice."""
    import dask
    import dask.dataframe
    from distributed import Client, LocalCluster

    toms = sv.load("national-toms", edition="2022")
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 10}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(2)
        table = dask.dataframe.read_parquet(f"{register}/*.parquet")
        valued = sv.total_frame(table, toms, ["bid", "theme"])
        future = client.compute(valued)
        pids = list(client.run(os.getpid).values())
        os.kill(pids[0], signal.SIGKILL)
        held = future.result(timeout=500)
        held.to_parquet(tmp_path / "totals.parquet")
    assert totals_in(tmp_path) == expected


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not find_spec("pyspark"), reason="pyspark is not installed")
@pytest.mark.skipif(not shutil.which("java"), reason="there is no Java to run Spark with")
def test_spark_workers(register: Path, expected: list[tuple[Any, ...]], tmp_path: Path) -> None:
    """Two workers of a real Spark come to the same pennies as one machine in memory."""
    from pyspark.sql import SparkSession

    toms = sv.load("national-toms", edition="2022")
    builder = SparkSession.builder.master("local-cluster[2,1,1024]")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        table = spark.read.parquet(str(register))
        totals = sv.total_frame(table, toms, ["bid", "theme"])
        assert type(totals) is type(table)
        totals.write.parquet(str(tmp_path / "totals"))
        rows = sv.value_frame(table.limit(1_000), toms)
        refused = rows.where("problem IS NOT NULL").select("problem").distinct().collect()
        assert {each.problem for each in refused} <= {"SV209", "SV501", "SV505"}
    finally:
        spark.stop()
    assert totals_in(tmp_path / "totals") == expected
