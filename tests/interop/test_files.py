"""Tables larger than memory, valued by the command: the same pennies, and no half a result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import socialvalue as sv
from socialvalue.cli import main

pytest.importorskip("duckdb")


def register(lines: int = 5_000) -> pl.DataFrame:
    """A register with some codes that nobody knows."""
    n = pl.int_range(lines, eager=True)
    codes = ["NT10", "NT29", "NT31", "NT4", "NT99", "NT40"]
    return pl.DataFrame(
        {
            "bid": [f"bid {each % 97}" for each in n],
            "measure": [codes[each % 6] for each in n],
            "quantity": (n % 1009) / 8,
            "region": [f"r{each % 3}" for each in n],
        }
    )


@pytest.fixture
def totals() -> list[tuple[Any, ...]]:
    """What the table in memory comes to."""
    toms = sv.load("national-toms", edition="2022")
    return sv.total_frame(register(), toms, by=["bid", "theme"]).rows()


def written(frame: pl.DataFrame, name: str, folder: Path) -> Path:
    """The register in a file, or a folder of files, by its ending."""
    path = folder / name
    if name == "parts":
        frame.write_parquet(path, partition_by=["region"], mkdir=True)
    elif name.endswith(".parquet"):
        frame.write_parquet(path)
    else:
        plain = path.with_suffix("") if path.suffix in (".gz", ".zst") else path
        frame.write_csv(plain)
        if path != plain:
            import pyarrow as pa

            packing = {".gz": "gzip", ".zst": "zstd"}[path.suffix]
            with pa.CompressedOutputStream(str(path), packing) as stream:
                stream.write(plain.read_bytes())
    return path


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.csv.gz", "a.csv.zst", "parts"])
def test_every_kind_of_file_comes_to_the_same(
    name: str, tmp_path: Path, totals: list[tuple[Any, ...]]
) -> None:
    """How a table is stored changes no penny."""
    source = written(register(), name, tmp_path)
    target = tmp_path / "totals.parquet"
    words = ["value", source, "--set", "national-toms@2022", "--by", "bid,theme"]
    assert main([str(each) for each in (*words, "--output", target)]) == 0
    found = pl.read_parquet(target)
    assert found.columns == ["bid", "theme", "value_pence", "lines", "lines_refused"]
    assert sorted(found.rows(), key=repr) == sorted(totals, key=repr)
    assert not list(tmp_path.glob(".totals*"))


@pytest.mark.parametrize("name", ["rows.csv", "rows.csv.gz", "rows.parquet"])
def test_rows_are_written_with_their_values(name: str, tmp_path: Path) -> None:
    """Without a grouping each row comes back, with what it is worth and why it is not."""
    source = written(register(60), "a.parquet", tmp_path)
    target = tmp_path / name
    words = ["value", source, "--set", "national-toms@2022", "--output", target]
    assert main([str(each) for each in words]) == 0
    read = pl.read_parquet if name.endswith("parquet") else pl.read_csv
    held = read(target)
    toms = sv.load("national-toms", edition="2022")
    expected = sv.value_frame(register(60), toms)
    assert sorted(held.rows(), key=repr) == sorted(expected.rows(), key=repr)


def test_a_run_that_fails_leaves_what_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Yesterday's totals are not lost to today's broken file."""
    source, target = tmp_path / "a.csv", tmp_path / "totals.csv"
    source.write_text("bid,measure,quantity\n" + "x,NT10,1\n" * 30_000 + "x,NT10,much\n")
    target.write_text("yesterday")
    words = ["value", source, "--set", "national-toms@2022", "--by", "bid", "--output", target]
    assert main([str(each) for each in words]) == 1
    assert "SV112" in capsys.readouterr().err
    assert target.read_text() == "yesterday"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "totals.csv"]


def test_what_cannot_be_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, an unknown kind, a table of other columns: each in words, with its code."""
    source = written(register(6).drop("measure"), "a.parquet", tmp_path)
    good = written(register(6), "b.parquet", tmp_path)
    (tmp_path / "empty").mkdir()
    cases: list[tuple[list[Any], int, str]] = [
        ([tmp_path / "no.parquet", "--output", tmp_path / "t.csv"], 1, "SV101"),
        ([source, "--output", tmp_path / "t.csv"], 1, "SV325"),
        ([good, "--output", tmp_path / "t.xlsx"], 1, "SV316"),
        ([tmp_path / "empty", "--output", tmp_path / "t.csv"], 1, "SV316"),
        ([good, "--output", tmp_path / "t.csv", "--memory", "a lot"], 1, "SV316"),
        ([good, "--output", tmp_path / "t.csv", "--column", "measure"], 2, "WHAT=NAME"),
        ([good, "--output", good], 4, "is the table itself"),
    ]
    for words, code, told in cases:
        assert main(["value", "--set", "national-toms@2022", *map(str, words)]) == code
        assert told in capsys.readouterr().err
