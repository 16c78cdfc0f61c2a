"""What a page needs beside itself when its examples are run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

SPARK = "frames-spark.md"
NO_SPARK = "there is no Spark here: it needs pyspark, and a Java on the path"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The page on Spark starts one, so it runs with the slow tests, where there is a Java."""
    has_spark = find_spec("pyspark") is not None and shutil.which("java") is not None
    for item in items:
        if item.path.name == SPARK:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.filterwarnings("ignore"))
            item.add_marker(pytest.mark.skipif(not has_spark, reason=NO_SPARK))


@pytest.fixture(autouse=True)
def spark_in_a_folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The page on Spark writes into a folder of its own, and its session is stopped after it.

    A Java that was started before keeps the folder it was started in, so it is told of this one.
    """
    if request.node.path.name != SPARK:
        yield
        return
    from pyspark.sql import SparkSession

    monkeypatch.chdir(tmp_path)
    session = SparkSession.builder.getOrCreate()
    hadoop = session._jvm.org.apache.hadoop.fs
    files = hadoop.FileSystem.get(session._jsc.hadoopConfiguration())
    before = files.getWorkingDirectory()
    files.setWorkingDirectory(hadoop.Path(str(tmp_path)))
    yield
    files.setWorkingDirectory(before)
    session.stop()
