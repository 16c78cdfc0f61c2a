"""CSV files: nothing about them is guessed, and as many rows come out as went in.

The oracle is Python's csv module, which shares nothing with what reads the files here.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.errors import InputError
from socialvalue.frames.files.csv_text import count_records, form_of

pytest.importorskip("duckdb")

HEAD = "bid,measure,quantity\n"
Told = tuple[int, list[list[str]], str]


@pytest.fixture
def value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """The command's code, the rows it wrote, and what it said."""

    def valued(source: Path | str | bytes, *words: str, by: str | None = "bid") -> Told:
        path = source if isinstance(source, Path) else tmp_path / "offers.csv"
        if not isinstance(source, Path):
            path.write_bytes(source if isinstance(source, bytes) else source.encode())
        target = tmp_path / "out" / "result.csv"
        target.parent.mkdir(exist_ok=True)
        how = ["--set", "national-toms@2022", "--on", "2022-07-01", *words]
        how += [] if by is None else ["--by", by]
        code = main(["value", str(path), *how, "--output", str(target)])
        told = capsys.readouterr().err
        with target.open(newline="", encoding="utf-8") if code == 0 else io.StringIO() as text:
            rows = list(csv.reader(text, strict=True))[1:]
        return code, rows, told

    return valued


# --- rows do not vanish (C01) -------------------------------------------------------------


@pytest.mark.parametrize("between", ["", "\n\n"])
@pytest.mark.parametrize("rows", [2, 500, 2_047, 30_000])
def test_a_second_heading_is_refused_by_its_line(
    value: Callable[..., Told], rows: int, between: str
) -> None:
    """Two years pasted below each other: the first year's bidder vanished with all her pounds."""
    text = HEAD + "Acme,NT10,10\n" * rows + between
    code, _, told = value(text + "bid,measure,quantity,note\nBrook,NT29,5,x\n")
    line = rows + 2 + len(between)
    assert code == 1
    assert f"offers.csv:{line}:1: SV123 4 cells where the heading has 3" in told
    assert "'bid,measure,quantity,note' (and so 1 more)" in told


def test_a_second_part_with_semicolons_is_refused(value: Callable[..., Told]) -> None:
    """What stands between cells does not change in the middle of a file."""
    code, _, told = value(HEAD + "Acme,NT10,10\nbid;measure;quantity\nBrook;NT29;5\n")
    assert (code, "offers.csv:3:1: SV123 1 cell where the heading has 3" in told) == (1, True)


def test_every_wrong_width_is_told_at_once(value: Callable[..., Told]) -> None:
    """A person mends a file once."""
    code, _, told = value(HEAD + "Acme,NT10\nBrook,NT10,1\nAcme,NT10,1,parks, north\nA,NT10\n")
    assert code == 1
    assert "offers.csv:2:1: SV123 2 cells where the heading has 3: 'Acme,NT10' (and so 1 m" in told
    assert "offers.csv:4:1: SV123 5 cells where the heading has 3" in told
    assert 'stands in quotes: "parks, north"' in told


# --- quotes (C07) -------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [0, 20_478, 20_479, 60_000])
def test_quotes_may_come_late(value: Callable[..., Told], rows: int) -> None:
    """A file as RFC 4180 wants it is read, wherever its first quotation mark stands."""
    code, found, told = value(HEAD + "Acme,NT10,1\n" * rows + '"Brook, Ltd",NT10,5\n"Acme",NT10,1')
    assert (code, told.count("SV")) == (0, 0)
    assert sorted(each[0] for each in found) == ["Acme", "Brook, Ltd"]
    assert sorted(found) == [
        ["Acme", str(25_179 * (rows + 1)), str(rows + 1), "0"],
        ["Brook, Ltd", "125895", "1", "0"],
    ]


@pytest.mark.parametrize(
    ("row", "place", "why"),
    [
        ('Acme,"NT10",1,"a "quoted" word"', "3:15", "something stands behind the quotation mark"),
        ('Acme, "NT10",1,x', "3:6", "within a cell that does not begin with one"),
        ('Acme,NT10,1,6" pipe', "3:13", "within a cell that does not begin with one"),
        (
            'Acme,NT10,1,"open',
            "3:13",
            "the cell is closed on line 4, and something stands behind it",
        ),
        ('Acme,"NT10"x,1,x', "3:6", "something stands behind the quotation mark"),
        ('"Acme\nLtd" ,NT10,1,x', "3:1", "the cell is closed on line 4, and something"),
    ],
)
def test_a_wrong_quotation_mark_is_told_with_its_place(
    value: Callable[..., Told], row: str, place: str, why: str
) -> None:
    """One bad cell made all quotes of the file parts of the texts, and every line £0."""
    text = f'bid,measure,quantity,activity\nBrook,"NT10",2,"x"\n{row}\nBrook,"NT10",2,"x"\n'
    code, _, told = value(text)
    assert code == 1
    assert f"offers.csv:{place}: SV124 " in told
    assert why in told
    assert "is written twice" in told


# --- what stands where no row can (C07) ---------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "A,NT10,1\nNotes: all figures are provisional\n", "csv:3:1: SV123 1 cell where"),
        (HEAD + "A,NT10,1\nA,NT10\n", "csv:3:1: SV123 2 cells where the heading has 3"),
        ("bid,measure,quantity,\nA,NT10,1\n", "csv:2:1: SV123 3 cells where the heading has 4"),
        ("Offers 2022\n\n" + HEAD + "A,NT10,1\n", "csv:1:1: SV125 the first line is not the head"),
        ("Offers 2022,,\n" + HEAD + "A,NT10,1\n", "the heading is line 2: take out the line abo"),
        ("sep=;\nbid;measure;quantity\nA;NT10;1\n", "the heading is line 2"),
        ("Acme,NT10,1\nB,NT10,2\n", "csv:1:1: SV125 the first line is not the heading of a table"),
        ("bid,measure,menge\nA,NT10,1\n", "offers.csv: SV325 there is no column 'quantity'"),
        ('"bid,measure,quantity\nA,NT10,1\n', "csv:1:1: SV124 the quotation mark that opens"),
        (HEAD + "A,NT10,1\r\nB,NT10,1\n", "csv:2:1: SV348 the line ends otherwise"),
        (HEAD + "A,NT10,1\rB,NT10,1\n", "csv:2:1: SV348 the line ends otherwise"),
        (HEAD + 'A,NT10,"' + "1" * 1_300_000 + '"\n', "csv:2:1: SV108 larger than 1,000,000 bytes"),
        (HEAD + "x" * 1_300_000, "csv:2:1: SV108 larger than 1,000,000 bytes to a line"),
        ("x" * 3_000_000, "SV108 larger than 1,000,000 bytes to a line"),
        ("bid,Bid,measure,quantity\nA,B,NT10,1\n", "SV326 column 'Bid' could be any of several"),
        ("measure,quantity,a;b;measure;quantity\n1,2,3;4;5;6\n", "SV349 the heading can be read w"),
    ],
)
def test_what_is_no_row_is_told_with_its_line(
    value: Callable[..., Told], text: str, told: str
) -> None:
    """A footnote was told as "there is no column 'measure'", which sends people the wrong way."""
    code, _, said = value(text)
    assert (code, told in said) == (1, True), said[:500]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
@pytest.mark.parametrize("rows", [0, 40_000])
def test_other_letters_are_told_with_their_line(
    value: Callable[..., Told], encoding: str, rows: int
) -> None:
    """What Excel saves by itself on Windows is not read as something else."""
    text = HEAD + "Acme,NT10,1\n" * rows + "Café,NT10,1\n"
    code, _, told = value(text.encode(encoding))
    line = 1 if encoding == "utf-16" else rows + 2
    assert (code, f"SV102 the file is not UTF-8 text (line {line})" in told) == (1, True)
    assert "CSV UTF-8" in told


def test_blank_lines_are_no_rows(value: Callable[..., Told]) -> None:
    """A spreadsheet leaves them at the foot; they are neither counted nor a fault."""
    code, rows, _ = value(HEAD + "\nA,NT10,1\n\n\nB,NT10,1\n\n\n")
    assert (code, rows) == (0, [["A", "25179", "1", "0"], ["B", "25179", "1", "0"]])


# --- no sign is a comment or a quote but the one (part 9.2) --------------------------------


def test_a_bid_may_be_called_by_a_sign(value: Callable[..., Told]) -> None:
    """The bid #1 vanished as a comment would."""
    code, rows, _ = value(HEAD + "#1,NT28,100\nA,NT28,1\n#note,NT28,3\nB,NT28,2\n")
    assert code == 0
    assert [(each[0], each[2]) for each in rows] == [
        ("#1", "1"),
        ("#note", "1"),
        ("A", "1"),
        ("B", "1"),
    ]


def test_an_apostrophe_is_no_quotation_mark(value: Callable[..., Told]) -> None:
    """'A' and A are two bids, and so are those of other quotation marks."""
    code, rows, _ = value(HEAD + "'A',NT10,1\nA,NT10,2\n\u2018A\u2019,NT10,3\n")
    assert code == 0
    assert [each[0] for each in rows] == ["'A'", "A", "\u2018A\u2019"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_heading_proves_how_a_file_is_written(
    value: Callable[..., Told], delimiter: str, end: str
) -> None:
    """What stands between cells and behind lines is read off the heading, in every way in use."""
    rows = [["bid", "measure", "quantity"], ["a, b; c", "NT10", "1"], ["x\ny", "NT10", "2"]]
    lines = [delimiter.join(f'"{each}"' for each in row) for row in rows]
    code, found, told = value("\ufeff" * (delimiter in ";|") + end.join(lines) + end)
    assert (code, found) == (0, [["a, b; c", "25179", "1", "0"], ["x\ny", "50358", "1", "0"]]), told


# --- names are names (part 9.1) -----------------------------------------------------------


def test_a_files_name_is_no_pattern(value: Callable[..., Told], tmp_path: Path) -> None:
    """offers[1].csv was read as offers1.csv, the offers of somebody else."""
    names = [
        "offers[1].csv",
        "offers*.csv",
        "offers?.csv",
        "of[!f]ers.csv",
        "it's.csv",
        "{a,b}.csv",
    ]
    for number, name in enumerate([*names, "offers1.csv", "offersX.csv"]):
        (tmp_path / name).write_text(HEAD + f"bid {number},NT10,1\n", encoding="utf-8")
    for number, name in enumerate(names):
        assert value(tmp_path / name)[:2] == (0, [[f"bid {number}", "25179", "1", "0"]])


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_no_file_of_a_folder_counts_twice(
    value: Callable[..., Told], tmp_path: Path, ending: str
) -> None:
    """In a folder with a*.csv the rows of ab.csv counted twice."""
    folder = tmp_path / "[x] parts*"
    folder.mkdir()
    for name in ("a*", "ab", "a[b]"):
        frame = pl.DataFrame({"bid": [name], "measure": ["NT10"], "quantity": [1]})
        path = folder / f"{name}.{ending}"
        (frame.write_csv if ending == "csv" else frame.write_parquet)(path)
    code, rows, _ = value(folder)
    assert (code, [each[::2] for each in rows]) == (0, [["a*", "1"], ["a[b]", "1"], ["ab", "1"]])


def test_a_name_that_looks_like_an_address_is_a_file(
    value: Callable[..., Told], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """~ is a folder of that name here, not somebody's home."""
    monkeypatch.chdir(tmp_path)
    Path("~").mkdir()
    Path("~/a.csv").write_text(HEAD + "A,NT10,1\n", encoding="utf-8")
    assert value(Path("~/a.csv"))[:2] == (0, [["A", "25179", "1", "0"]])


# --- an archive that was cut (part 9.5) ---------------------------------------------------


def packed(path: Path, content: bytes) -> bytes:
    """What a packed file holds."""
    if path.suffix == ".gz":
        return gzip.compress(content)
    import pyarrow as pa

    with pa.CompressedOutputStream(str(path), "zstd") as stream:
        stream.write(content)
    return path.read_bytes()


@pytest.mark.parametrize("ending", [".csv.gz", ".csv.zst"])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.999, 1, 2])
def test_an_archive_cut_short_is_found(
    value: Callable[..., Told], tmp_path: Path, ending: str, kept: float
) -> None:
    """Half a file counted as a whole one: 44,456 lines of 100,000, and no word of it."""
    path = tmp_path / f"offers{ending}"
    rows = "".join(f"bid {each % 7},NT10,{each}\n" for each in range(100_000))
    whole = packed(path, (HEAD + rows).encode())
    path.write_bytes(
        whole[: int(len(whole) * kept)] if kept <= 1 else whole + packed(path, rows.encode())
    )
    code, found, told = value(path, by="")
    if kept < 1:
        assert (code, "SV126" in told, "copy or download it again" in told) == (1, True, True)
    else:
        assert (code, found[0][1]) == (0, str(100_000 * int(kept))), told


def test_what_unpacks_is_named_where_it_is_missing(
    value: Callable[..., Told], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The standard library cannot unpack zstd before Python 3.14; the line that helps is told."""
    packed(tmp_path / "a.csv.zst", HEAD.encode())
    for name in ("pyarrow", "compression"):
        monkeypatch.setitem(sys.modules, name, None)
    code, _, told = value(tmp_path / "a.csv.zst")
    assert (code, "Hint: python -m pip install pyarrow" in told) == (1, True)


# --- folders are checked as one file is (part 9.6, S4) ------------------------------------


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("Brook,NT10,2\n", "b.csv:1:1: SV125 the first line is not the heading"),
        ("bid,measure,amount\nBrook,NT10,2\n", "SV346 column 'quantity' of "),
        ("bid,measure,quantity,quantity\nB,NT10,2,3\n", "b.csv: SV326 column 'quantity'"),
        ("", "b.csv: SV103 the file is empty"),
        ("bid,measure\nB,NT10\n", "b.csv: SV325 there is no column 'quantity'"),
        ("bid,measure,quantity\nB,NT10\n", "b.csv:2:1: SV123 2 cells"),
        ("bid,measure,quantity,share_claimed\nB,NT10,1,0.5\n", "has none of that name"),
        ("bidder,measure,quantity\nB,NT10,1\n", "calls it 'bidder'"),
    ],
)
def test_every_file_of_a_folder_is_checked(
    value: Callable[..., Told], tmp_path: Path, second: str, told: str
) -> None:
    """A second file without a heading lost its first row; one with another column gave £0."""
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "a.csv").write_text(HEAD + "A,NT10,1\n", encoding="utf-8")
    (folder / "b.csv").write_text(second, encoding="utf-8")
    for source in (folder, folder / "*.csv"):
        code, _, said = value(source)
        assert (code, told in said) == (1, True), said


def test_a_folder_of_parquet_is_checked_too(value: Callable[..., Told], tmp_path: Path) -> None:
    """The kind of file does not change what is checked."""
    folder = tmp_path / "parts"
    folder.mkdir()
    rows = {"bid": ["A"], "measure": ["NT10"], "quantity": [1.0]}
    pl.DataFrame(rows).write_parquet(folder / "a.parquet")
    pl.DataFrame(rows).rename({"quantity": "amount"}).write_parquet(folder / "b.parquet")
    code, _, told = value(folder)
    assert (code, "SV346 column 'quantity'" in told, "calls it 'amount'" in told) == (1, True, True)
    pl.DataFrame(rows).drop("quantity").write_parquet(folder / "b.parquet")
    code, _, told = value(folder)
    assert (code, "b.parquet: SV325 there is no column 'quantity'" in told) == (1, True), told


def test_a_number_below_0_stays_a_number(value: Callable[..., Told], tmp_path: Path) -> None:
    """A spreadsheet sums a column of changes; a text that begins with a minus is no formula."""
    rows = {"bid": ["A"], "measure": ["NT10"], "quantity": [1.0], "change": [-5], "note": ["-5+A1"]}
    pl.DataFrame(rows).write_parquet(tmp_path / "offers.parquet")
    code, ((*_, change, note, _, _, _),), _ = value(tmp_path / "offers.parquet", by=None)
    assert (code, change, note) == (0, "-5", "'-5+A1")


def test_files_that_differ_are_named_beside_the_first(
    value: Callable[..., Told], tmp_path: Path
) -> None:
    """Whoever has thirty files is told which one to open, and what it was held against."""
    folder = tmp_path / "parts"
    folder.mkdir()
    for name, heading in (("a", "quantity"), ("b", "quantity"), ("c", "amount")):
        written = f"bid,measure,{heading}\nA,NT10,1\n"
        (folder / f"{name}.csv").write_text(written, encoding="utf-8")
    code, _, told = value(folder)
    said = " ".join(told.split())
    assert (code, "b.csv" in said, said.count("SV346")) == (1, False, 1)
    assert re.search(r"column 'quantity' of \S*a\.csv: \S*c\.csv calls it 'amount'", said)


def test_the_files_of_a_folder_may_differ_in_their_form(
    value: Callable[..., Told], tmp_path: Path
) -> None:
    """Columns in another order, other delimiters and line ends: each file by its own heading."""
    folder = tmp_path / "parts"
    (folder / "region=007").mkdir(parents=True)
    (folder / "region=7").mkdir()
    (folder / "region=007" / "a.csv").write_text(HEAD + "A,NT10,1\n", encoding="utf-8")
    (folder / "region=7" / "b.csv").write_bytes(b"quantity;note;measure;bid\r\n2;x;NT10;B\r\n")
    (folder / "region=7" / "c.csv.gz").write_bytes(
        gzip.compress(b"measure\tquantity\tbid\nNT10\t3\tA")
    )
    code, rows, told = value(folder, by="bid,region")
    expected = [("A", "007", "25179"), ("A", "7", "75537"), ("B", "7", "50358")]
    assert (code, [tuple(each[:3]) for each in rows]) == (0, expected), told


# --- as many rows out as in ----------------------------------------------------------------

TEXTS = st.text(
    st.sampled_from("aB1\"',;\t|#=+-@\n\r \\é£\u00a0\u2028\ufeff\U0001f600%&")
    | st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"),
    max_size=12,
)
CODES = st.sampled_from(["NT10", "NT29", "NT99", "", "nt10"])
NUMBERS = st.sampled_from(["1", "2.5", "0.125", ""])
ROWS = st.lists(st.tuples(TEXTS, CODES, NUMBERS, TEXTS), max_size=30)


def written_by_csv(
    rows: Sequence[Sequence[str]], delimiter: str, end: str, quoting: Any, mark: str
) -> bytes:
    """A file as Python's csv module writes it."""
    text = io.StringIO(newline="")
    if any("\r" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # the module forgets to quote a lone return
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["bid", "measure", "quantity", "note"])
    writer.writerows(rows)
    return (mark + text.getvalue()).encode()


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    mark=st.sampled_from(["", "\ufeff"]),
    before=st.sampled_from([0, 0, 0, 25_000]),
)
def test_totals_are_those_of_the_rows_that_another_reader_finds(
    value: Callable[..., Told],
    rows: list[tuple[str, str, str, str]],
    delimiter: str,
    end: str,
    quoting: Any,
    mark: str,
    before: int,
) -> None:
    """A valid file has one meaning: rows, names and pounds are those of Python's csv module."""
    first = [("zz", "NT10", "1", "x")] * before
    content = written_by_csv([*first, *rows], delimiter, end, quoting, mark)
    read = list(
        csv.reader(
            io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True
        )
    )
    cells = [[cell or None for cell in row] for row in read[1:]]
    frame = pl.DataFrame(
        {name: [row[at] for row in cells] for at, name in enumerate(read[0])},
        schema=dict.fromkeys(read[0], pl.String),
    ).with_columns(pl.col("quantity").cast(pl.Float64))
    toms = sv.load("national-toms", edition="2022")
    expected = sv.total_frame(frame, toms, by=[], on="2022-07-01").rows()[0]
    code, found, told = value(content, by="")
    assert (code, [tuple(map(int, each)) for each in found]) == (0, [expected]), told
    assert len(cells) == expected[1]


def counted(path: Path) -> tuple[int, set[str]]:
    """How many records a file has, or the codes of what is wrong with it."""
    try:
        return count_records(form_of(path)), set()
    except InputError as error:
        return 0, {each.code for each in error.problems}


@settings(deadline=None, max_examples=300)
@given(content=st.binary(max_size=60) | st.text('ab,;"\r\n', max_size=60).map(str.encode))
def test_a_record_is_what_another_reader_takes_for_one(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands below the heading: it is counted as Python's csv module does, or refused."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(HEAD.encode() + content)
    found, codes = counted(path)
    if codes:
        assert codes <= {"SV102", "SV123", "SV124", "SV348"}
        return
    text = io.StringIO((HEAD.encode() + content).decode(), newline="")
    rows = [each for each in csv.reader(text, strict=True) if each]
    assert {len(each) for each in rows} == {3}
    assert found == len(rows) - 1


@settings(deadline=None, max_examples=150)
@given(rows=ROWS, size=st.integers(5, 40))
def test_where_a_part_of_a_file_ends_changes_nothing(
    rows: list[tuple[str, str, str, str]], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file is read in parts; a record, a quotation mark or a line end may be cut."""
    path = tmp_path_factory.getbasetemp() / "parts.csv"
    path.write_bytes(written_by_csv(rows, ",", "\r\n", csv.QUOTE_MINIMAL, "\ufeff"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("socialvalue.frames.files.csv_text._BLOCK", size)
        assert count_records(form_of(path)) == len(rows)


def test_rows_that_go_astray_are_found(
    value: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever an engine makes of a file: rows that it loses fail the run, and nothing is left."""
    monkeypatch.setattr("socialvalue.frames.files.sources._CSV", ENGINE_THAT_SKIPS)
    for by in ("bid", None):
        code, _, told = value(HEAD + "A,NT10,1\nB,NT10,1\n", by=by)
        assert (code, "SV347 1 rows came out, and 2 went in" in told) == (1, True)


ENGINE_THAT_SKIPS = "quote = '\"', header = true, skip = 1, auto_detect = false, all_varchar = true"
