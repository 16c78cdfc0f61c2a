"""Tables larger than memory, valued by the command: the same pennies, and no half a result."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.cli.commands import tables
from socialvalue.frames.files import large

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


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "socialvalue value needs duckdb: "),
        ("1.2.2", "socialvalue value needs duckdb 1.5 or later, and 1.2.2 is here: "),
        ("1.4.5", "socialvalue value needs duckdb 1.5 or later, and 1.4.5 is here: "),
    ],
)
def test_a_duckdb_that_is_missing_or_too_old_is_told_in_one_line(
    found: str | None,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """DuckDB 1.1 ended the command with 70, a fault of the program: the line says what to type."""
    monkeypatch.setattr(tables, "find_spec", lambda _: found)
    monkeypatch.setattr(tables, "version", lambda _: found)
    source, target = written(register(10), "a.csv", tmp_path), tmp_path / "x.csv"
    how = ["value", str(source), "--set", "national-toms@2022", "--output", str(target)]
    assert main(how) == 3
    told = capsys.readouterr().err.strip()
    assert told == f'{words}python -m pip install "socialvalue-engine[tables]"'
    assert not target.exists()


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
    told = capsys.readouterr().err
    assert "a.csv:30002:1, column 'quantity', 1 cell: SV301 'much' is not a number" in told
    assert target.read_text() == "yesterday"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "totals.csv"]


def cut(good: Path) -> Path:
    """A file that was not copied whole."""
    path = good.with_name("cut.parquet")
    path.write_bytes(good.read_bytes()[:-20])
    return path


def packed(folder: Path) -> Path:
    """A file that is not packed, whatever its name says."""
    path = folder / "plain.csv.gz"
    path.write_text("bid,measure,quantity\nAcme,NT10,1\n")
    return path


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
        ([good, "--output", tmp_path / "t.csv", "--threads", "0"], 2, "--threads"),
        ([good, "--output", tmp_path / "t.csv", "--column", "measure"], 2, "WHAT=NAME"),
        ([good, "--output", good], 4, "is the table itself"),
        ([good, "--output", tmp_path / "no" / "t.csv"], 4, "there is no folder"),
        ([good, "--output", tmp_path], 4, "it is a folder"),
        ([tmp_path, "--output", tmp_path / "t.csv"], 4, "is in the folder that is read"),
        ([good, source, "--output", tmp_path / "t.csv"], 2, "2 are given"),
        ([tmp_path / "z*.parquet", "--output", tmp_path / "t.csv"], 1, "SV101"),
        ([source, "--column", "measure=no", "--output", tmp_path / "t.csv"], 1, "say --column"),
        ([cut(good), "--output", tmp_path / "t.csv"], 1, "it may be cut short"),
        ([packed(tmp_path), "--output", tmp_path / "t.csv"], 1, "it may be cut short"),
    ]
    for words, code, told in cases:
        assert main(["value", "--set", "national-toms@2022", *map(str, words)]) == code
        assert told in capsys.readouterr().err


def test_the_engine_of_a_file_keeps_to_the_threads_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A nightly run on a shared server must not take the cores of everybody else."""
    seen: list[int] = []
    real = large._connect

    def told(*given: Any) -> Any:
        connection = real(*given)
        ((most,),) = connection.execute("SELECT current_setting('threads')").fetchall()
        seen.append(most)
        return connection

    monkeypatch.setattr(large, "_connect", told)
    source = written(register(6), "a.parquet", tmp_path)
    words = [
        "value",
        str(source),
        "--set",
        "national-toms@2022",
        "--output",
        str(tmp_path / "t.csv"),
    ]
    monkeypatch.setenv("SOCIALVALUE_THREADS", "3")
    assert main([*words, "--threads", "5"]) == main(words) == 0
    assert seen == [5, 3]
    monkeypatch.setenv("SOCIALVALUE_THREADS", "all")
    assert main(words) == 1
    assert "SV316 the variable SOCIALVALUE_THREADS" in capsys.readouterr().err


def test_a_folder_as_spark_leaves_it_and_a_pattern(
    tmp_path: Path, totals: list[tuple[Any, ...]]
) -> None:
    """Checksums and marks of success beside the data are no data; a pattern names many files."""
    folder = tmp_path / "register"
    folder.mkdir()
    register().head(2_000).write_parquet(folder / "part-0.parquet")
    register().tail(3_000).write_parquet(folder / "part-1.parquet")
    for name in ("_SUCCESS", ".part-0.parquet.crc", ".part-2.parquet"):
        (folder / name).write_bytes(b"crc")
    for number, source in enumerate((folder, folder / "part-*.parquet")):
        target = tmp_path / f"{number}.parquet"
        words = ["value", source, "--set", "national-toms@2022", "--by", "bid,theme"]
        assert main([str(each) for each in (*words, "--output", target)]) == 0
        assert sorted(pl.read_parquet(target).rows(), key=repr) == sorted(totals, key=repr)


@pytest.mark.skipif(os.name == "nt", reason="links are those of Unix")
def test_a_link_is_followed_and_who_may_read_stays(tmp_path: Path) -> None:
    """A result that others link to, or that is private, stays so."""
    source = written(register(60), "a.parquet", tmp_path)
    (tmp_path / "real.csv").write_text("yesterday")
    (tmp_path / "real.csv").chmod(0o600)
    (tmp_path / "link.csv").symlink_to("real.csv")
    words = ["value", source, "--set", "national-toms@2022", "--output", tmp_path / "link.csv"]
    assert main([str(each) for each in words]) == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("bid,")
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o600


def test_a_result_is_never_written_over_what_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of the files of a pattern, under whatever name, is not lost to the totals of all."""
    for name in ("offers-1.csv", "offers-2.csv"):
        (tmp_path / name).write_text("bid,measure,quantity\nA,NT10,1\n")
    (tmp_path / "totals.csv").hardlink_to(tmp_path / "offers-2.csv")
    for target in ("offers-2.csv", "totals.csv"):
        words = ["value", tmp_path / "offers-*.csv", "--set", "national-toms@2022", "--by", "bid"]
        assert main([str(each) for each in (*words, "--output", tmp_path / target)]) == 4
        assert "is the table itself, or a part of it" in capsys.readouterr().err
        assert (tmp_path / target).read_text() == "bid,measure,quantity\nA,NT10,1\n"


def test_totals_by_a_column_of_any_name(tmp_path: Path) -> None:
    """A quotation mark in a column's name ended in a fault of the program."""
    (tmp_path / "a.csv").write_text('bid,measure,quantity,"a""b","x; y"\nA,NT10,1,n,m\n')
    words = ["value", tmp_path / "a.csv", "--set", "national-toms@2022", "--by", 'a"b,x; y']
    assert main([str(each) for each in (*words, "--output", tmp_path / "t.csv")]) == 0
    assert (tmp_path / "t.csv").read_text().splitlines()[1] == "n,m,25179,1,0"


@pytest.mark.parametrize("cell", ["1e-301", "1e308", "-1e308", "1e-400", "5e-324", "nan", "inf"])
def test_figures_of_any_size_have_a_value_or_a_code(tmp_path: Path, cell: str) -> None:
    """A figure too small or too large for a double ended in a traceback."""
    for name in ("unit_value", "quantity", "years", "share_claimed"):
        cells = {"unit_value": "5", "quantity": "2", "years": "1", "share_claimed": "1", name: cell}
        text = f"bid,measure,{','.join(cells)}\nA,NT18,{','.join(cells.values())}\n"
        (tmp_path / "a.csv").write_text(text)
        words = ["value", tmp_path / "a.csv", "--set", "national-toms@2022"]
        assert main([str(each) for each in (*words, "--output", tmp_path / "t.parquet")]) == 0
        (row,) = pl.read_parquet(tmp_path / "t.parquet").to_dicts()
        assert row["value_pence"] in {0, 1000}
        assert row["value_pence"] or row["problem"] or float(cell) < 1e-9


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.csv.zst"])
def test_a_cell_that_is_no_number_is_told_with_its_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody looks through a long file for the one cell; lines within cells count as lines."""
    lines = {"bid": ["A\nLtd", "B", "C"], "measure": ["NT10"] * 3, "quantity": ["1", "2", "TBC"]}
    source = written(pl.DataFrame(lines), name, tmp_path)
    words = ["value", source, "--set", "national-toms@2022", "--output", tmp_path / "t.csv"]
    assert main([str(each) for each in words]) == 1
    assert f"{name}:5:1, column 'quantity', 1 cell: SV301 'TBC'" in capsys.readouterr().err


# --- a CSV file is read as it is written --------------------------------------------------

MANY = 30_000
"""More rows than DuckDB looks at before it decides what a column holds."""


def valued(folder: Path, text: str | bytes, *words: str) -> tuple[int, list[str]]:
    """A CSV file's totals by bid, below their heading; and how the command ended."""
    source, target = folder / "offers.csv", folder / "totals.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    how = ["--set", "national-toms@2022", "--on", "2022-07-01", "--by", "bid", *words]
    code = main(["value", str(source), *how, "--output", str(target)])
    return code, target.read_text().splitlines()[1:] if code == 0 else []


def test_a_decimal_below_many_whole_quantities_is_not_rounded(tmp_path: Path) -> None:
    """Half a week at the foot of a long register is half a week: it was paid as a whole one."""
    text = "bid,measure,quantity\n" + "a,NT10,1\n" * MANY + "b,NT10,1.5\n"
    assert valued(tmp_path, text) == (0, [f"a,{25_179 * MANY},{MANY},0", "b,37769,1,0"])


def test_bids_are_called_what_the_file_calls_them(tmp_path: Path) -> None:
    """007 and 7 are two bids, and a name below many numbers is a name."""
    text = "bid,measure,quantity\n" + "007,NT10,1\n7,NT10,1\n" * MANY + "Acme,NT10,1\n"
    code, rows = valued(tmp_path, text)
    assert (code, [each.split(",")[0] for each in rows]) == (0, ["007", "7", "Acme"])


def test_which_day_is_meant_is_not_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """03/07 is a day of March or of July, and the two have other values."""
    head = "bid,measure,quantity,date\na,NT10,1,2022-07-03\nb,NT10,1,\nc,NT10,1,2022-07-03 00:00\n"
    assert valued(tmp_path, head)[0] == 0
    assert valued(tmp_path, head + "d,NT10,1,03/07/2022\ne,NT10,1,2022-07-03T10:00+01\n")[0] == 1
    assert "column 'date', 2 cells: SV206 '03/07/2022' is not a date" in capsys.readouterr().err


def test_cells_that_are_no_numbers_are_all_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a spreadsheet shows is not what a number is; the hint shows the right form."""
    rows = 'a,NT10,"1,000",£5\nb,NT10,"2,000",\n'
    assert valued(tmp_path, "bid,measure,quantity,unit_value\n" + rows)[0] == 1
    told = capsys.readouterr().err
    assert "column 'quantity', 2 cells: SV301 '1,000' is not a number" in told
    assert "Hint: write 1000" in told
    assert "column 'unit_value', 1 cell: SV301 '£5' is not a number" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "SV103 the file is empty"),
        (b"bid,measure,quantity,quantity\na,NT10,1,2\n", "SV326 column 'quantity'"),
        ("bid,measure,quantity\nCaf\u00e9,NT10,1\n".encode("cp1252"), "(line 2)"),
    ],
)
def test_a_file_that_is_no_table_is_told(
    text: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty export, a column that stands twice, and what Excel saves by itself on Windows."""
    assert valued(tmp_path, text)[0] == 1
    assert told in capsys.readouterr().err


def test_a_heading_without_rows_has_no_totals(tmp_path: Path) -> None:
    """Nobody has offered anything yet: that is no fault of the file."""
    assert valued(tmp_path, "bid,measure,quantity\n") == (0, [])
    assert valued(tmp_path, "bid,measure,quantity\na,NT10,1\n") == (0, ["a,25179,1,0"])


def test_the_edition_is_asked_for_in_words_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who types commands is not told what to write in Python."""
    source = written(register(6), "a.parquet", tmp_path)
    words = ["value", source, "--set", "national-toms", "--output", tmp_path / "t.csv"]
    assert main([str(each) for each in words]) == 1
    assert "write national-toms@ and the edition, or --on DATE" in capsys.readouterr().err


# --- a result is no input ------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_that_was_valued_is_valued_anew(tmp_path: Path, ending: str) -> None:
    """Last year's pounds in a file are not this year's: no output is read as an input."""
    source, old = tmp_path / "a.csv", tmp_path / f"old.{ending}"
    source.write_text("bid,measure,quantity\nA,NT10,40\nA,NT29,10\n")

    def run(read: Path, edition: str, to: Path) -> list[tuple[Any, ...]]:
        words = ["value", read, "--set", f"national-toms@{edition}", "--output", to]
        assert main([str(each) for each in words]) == 0
        read_ = pl.read_csv if to.suffix == ".csv" else pl.read_parquet
        return sorted(read_(to).select("measure", "unit_value", "value_pence").rows())

    before = run(source, "2020", old)
    anew = run(old, "2022", tmp_path / f"new.{ending}")
    assert anew == run(source, "2022", tmp_path / f"first.{ending}")
    assert anew != before


def test_what_a_row_says_of_its_commitment_is_read_from_a_file(tmp_path: Path) -> None:
    """Deadweight and displacement lower the value on files as in memory."""
    rows = {"bid": ["A"], "measure": ["NT10"], "quantity": [40.0], "deadweight": [0.25]}
    pl.DataFrame(rows).write_csv(tmp_path / "a.csv")
    toms = sv.load("national-toms", edition="2022")
    (expected,) = sv.value_frame(pl.DataFrame(rows), toms)["value_pence"].to_list()
    words = ["value", tmp_path / "a.csv", "--set", "national-toms@2022"]
    assert main([str(each) for each in (*words, "--output", tmp_path / "t.csv")]) == 0
    assert pl.read_csv(tmp_path / "t.csv")["value_pence"].to_list() == [expected]
    assert 0 < expected < 1_007_162


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_results_stand_beside_the_users_own_columns(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A council's own column `problem` is kept; who has one is told what to type."""
    rows = {"bid": ["A", "B"], "measure": ["NT10", "NT99"], "quantity": [1.5, 2.5]}
    held = pl.DataFrame({**rows, "problem": ["=late", None], "lines": ["L1", "L2"]})
    source = written(held, f"a{ending}", tmp_path)
    words = ["value", source, "--set", "national-toms@2022", "--output", tmp_path / "t.csv"]
    assert main([str(each) for each in words]) == 1
    told = capsys.readouterr().err
    assert ("SV332 column 'problem'" in told, "or say --prefix … for" in told) == (True, True)
    assert main([str(each) for each in (*words, "--prefix", "our_")]) == 0
    head, *found = (tmp_path / "t.csv").read_text().splitlines()
    assert head == "bid,measure,quantity,problem,lines,our_unit_value,our_value_pence,our_problem"
    assert sorted(found) == ["A,NT10,1.5,'=late,L1,251.7905723,37769,", "B,NT99,2.5,,L2,,0,SV209"]
    assert main([str(each) for each in (*words, "--prefix", "our_", "--by", "lines")]) == 0
    totals = (tmp_path / "t.csv").read_text().splitlines()
    assert totals == [
        "lines,our_value_pence,our_lines,our_lines_refused",
        "L1,37769,1,0",
        "L2,0,1,1",
    ]
    assert main([str(each) for each in (*words, "--prefix", "sv_")]) == 1
    assert "SV334 'sv_' is no beginning for the names of columns" in capsys.readouterr().err
