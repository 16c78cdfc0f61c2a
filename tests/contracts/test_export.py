"""A delivery record as files: nothing is lost on the way, and nothing erased comes back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.contracts.histories import DAYS, registers

import socialvalue as sv


@given(registers(), DAYS)
@settings(
    max_examples=10, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                           HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_any_record_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, register: Any, on: Any
) -> None:
    """Who leaves for another machine has the same figures, the same words and the same head."""
    folder = tmp_path_factory.mktemp("export") / "record"
    register.export(folder)
    again = sv.contracts.open_register()
    assert again.restore(folder) == len(register.entries)
    assert again.entries == register.entries
    assert [each.noun for each in again.entries] == [each.noun for each in register.entries]
    assert again.verify(head=register.head) == ()
    read = sv.contracts.open_register(folder)
    pages = [str(sv.portfolio(each, on=on).explain()) for each in (register, again, read)]
    assert pages[0] == pages[1] == pages[2]


@pytest.fixture
def folder(register: Any, report: Any, tmp_path: Path) -> Path:
    """The contract and a return that was verified, exported."""
    register.approve(report(), by="finance", on="2022-12-20")
    register.export(tmp_path / "copy")
    return tmp_path / "copy"


def test_a_folder_is_read_and_not_written(folder: Path, register: Any) -> None:
    """A copy that could be written would be a second record."""
    with sv.contracts.open_register(folder) as copy:
        assert (copy.head, copy.verify()) == (register.head, ())
        assert repr(copy).startswith("<Register: copy, 1 contract, entry 3, ")
        with pytest.raises(sv.InputError, match="SV1013"):
            copy.hold("ECC-0412", reason="a claim", until="2030-01-01")


def test_tables_that_need_nothing_of_ours(folder: Path) -> None:
    """Leaving is one command; no text of a supplier runs in the spreadsheet that opens them."""
    texts = {each.stem: each.read_text(encoding="utf-8") for each in folder.glob("*.csv")}
    tables = {name: [*csv.DictReader(io.StringIO(text))] for name, text in texts.items()}
    assert tables["contracts"][0]["supplier"] == "Brook & Daughters"
    assert (tables["returns"][0]["delivered"], tables["returns"][0]["state"]) == ("2.5", "verified")
    assert [each["what"] for each in tables["list of entries"]][-1] == "verified"
    found = sv.contracts.import_sheet(folder / "contracts.csv", on="2022-12-31")
    assert (found.problems, found.contracts[0].reference) == ((), "ECC-0412")


def test_everything_is_one_workbook(folder: Path, register: Any) -> None:
    """Leaving is one command: what was entered is in a file that anybody opens, all of it."""
    book = openpyxl.load_workbook(folder / "everything.xlsx")
    assert book.sheetnames[0] == "Contents and notes"
    assert register.head in book.worksheets[0]["A1"].value
    for sheet in book.worksheets[1:]:
        with (folder / f"{sheet.title}.csv").open(encoding="utf-8") as file:
            rows = [*csv.reader(file)]
        assert len(sheet.tables) == 1
        assert not sheet.merged_cells.ranges
        cells = [*sheet.iter_rows(min_row=3, values_only=True)]
        assert [list(map(as_csv, row)) for row in cells[1:]] == [
            list(map(as_csv, row)) for row in rows[1:]
        ]
        assert list(cells[0]) == rows[0]
    returns = [*book["returns"].iter_rows(min_row=4, values_only=True)]
    assert (returns[0][5], returns[0][9].date().isoformat()) == (2.5, str(register.entries[1].on))
    fields = book["all that was entered"].iter_rows(min_row=4, values_only=True)
    told = {(seq, name): value for seq, name, value in fields}
    assert told[2, "statement"] == "Two road gangs."
    assert (told[1, "what"], told[1, "suppliers.1.name"]) == ("Contract", "Brook & Daughters")
    assert told[2, "quantity"] == "2.5"
    assert {seq for seq, _ in told} == {each.seq for each in register.entries if each.noun}


def as_csv(cell: Any) -> Any:
    """A cell, or the text that a CSV file has for it: numbers alike, however many noughts."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    text = "" if cell is None else str(cell)
    try:
        return float(text)
    except ValueError:
        return text.lower() if text in {"True", "False"} else text


def bytes_in(folder: Path) -> Iterator[bytes]:
    """What the files of a folder hold, those in a workbook taken out of it."""
    for each in folder.iterdir():
        if each.suffix != ".xlsx":
            yield each.read_bytes()
        else:
            with zipfile.ZipFile(each) as parts:
                yield from map(parts.read, parts.namelist())


def test_words_are_a_file_of_their_own(folder: Path) -> None:
    """Figures can be handed on without what anybody wrote, and the chain still holds."""
    assert "Two road gangs." not in (folder / "entries.jsonl").read_text(encoding="utf-8")
    assert "Two road gangs." in (folder / "words.jsonl").read_text(encoding="utf-8")


def test_what_was_erased_does_not_come_back(folder: Path, register: Any, tmp_path: Path) -> None:
    """A copy from before the erasing is restored, with the list of what was erased since."""
    register.erase(2, why="names", by="data protection officer")
    register.export(tmp_path / "later")
    assert b"Two road gangs." in b"".join(bytes_in(folder))
    assert b"Two road gangs." not in b"".join(bytes_in(tmp_path / "later"))
    again = sv.contracts.open_register(tmp_path / "again.db", new=True)
    again.restore(folder, erased=tmp_path / "later" / "erased.jsonl")
    assert again.entries[1].noun.statement == "(erased)"
    assert (again.entries[-1].action, again.verify()) == ("erase", ())
    again.close()
    assert b"Two road gangs." not in (tmp_path / "again.db").read_bytes()
    plain = sv.contracts.open_register()
    plain.restore(folder)
    assert plain.entries[1].noun.statement == "Two road gangs."


def test_a_list_of_another_record_is_refused(folder: Path, tmp_path: Path) -> None:
    """Who gives the wrong list, or a damaged one, would think that the names are gone."""
    for text, code in (
        ('{"seq":2,"sha256":"0000"}', "SV1012"),
        ('{"seq":0,"sha256":"0000"}', "SV1011"),
        ('{"seq":-1,"sha256":"0000"}', "SV1011"),
        ('{"seq":Infinity,"sha256":"0000"}', "SV1011"),
    ):
        (tmp_path / "erased.jsonl").write_text(f"{text}\n", encoding="utf-8")
        again = sv.contracts.open_register()
        with pytest.raises(sv.InputError, match=code):
            again.restore(folder, erased=tmp_path / "erased.jsonl")
        assert again.entries == ()
    again = sv.contracts.open_register()
    (tmp_path / "erased.jsonl").write_text('{"seq":9,"sha256":"0000"}\n', encoding="utf-8")
    assert again.restore(folder, erased=tmp_path / "erased.jsonl") == 3


@pytest.mark.parametrize("kept", [0, 1])
def test_entries_that_were_cut_off_are_missed(folder: Path, tmp_path: Path, kept: int) -> None:
    """The end of a file is lost first; its words show that there was more."""
    lines = (folder / "entries.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "entries.jsonl").write_text("".join(lines[:kept]), encoding="utf-8")
    for read in (sv.contracts.open_register().restore, sv.contracts.open_register):
        with pytest.raises(sv.RecordError, match=f"SV966 entry {kept + 1} .* it is missing") as it:
            read(folder)
        assert (it.value.problems[0].file, it.value.problems[0].line) == ("entries.jsonl", kept + 1)


def test_only_behind_the_same_entries(folder: Path, register: Any, contract: Any) -> None:
    """Two records are never mixed, and what is there already is not there twice."""
    assert register.restore(folder) == 0
    register.hold("ECC-0412", reason="a claim", until="2030-01-01")
    with pytest.raises(sv.InputError, match="SV1012"):
        register.restore(folder)
    other = sv.contracts.open_register()
    other.add(contract, by="finance", on="2022-08-21")
    with pytest.raises(sv.InputError, match="SV1012"):
        other.restore(folder)
    assert len(other.entries) == 1


def test_an_altered_or_shortened_export(folder: Path, register: Any) -> None:
    """What was altered on the way is found by its line; what was cut off, by a head."""
    file = folder / "entries.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    altered = json.loads(lines[1])
    altered["kept"] = altered["kept"].replace("2.5", "9.5")
    for changed, code in (
        ([lines[0], json.dumps(altered) + "\n", lines[2]], "entries.jsonl:2.*SV966"),
        ([lines[0], lines[2]], "SV966[^\n]*entry 2 is missing"),
        ([lines[0], '{"seq": 2\n', lines[2]], "entries.jsonl:2.*SV1011"),
        ([lines[0], '{"seq": 2, "kept": "{}", "sha256": ""}\n'], "entries.jsonl:2.*SV1011"),
    ):
        file.write_text("".join(changed), encoding="utf-8")
        with pytest.raises(sv.SocialValueError, match=code):
            sv.contracts.open_register().restore(folder)
    file.write_text("".join(lines[:2]), encoding="utf-8")
    short = sv.contracts.open_register(folder)
    assert short.verify() == ()
    assert [each.code for each in short.verify(head=register.head)] == ["SV967"]


def test_nothing_is_written_over(folder: Path, register: Any, tmp_path: Path) -> None:
    """An export goes where nothing is; nothing is taken over from where nothing is."""
    with pytest.raises(sv.InputError, match="SV949"):
        register.export(folder)
    with pytest.raises(sv.InputError, match="SV101"):
        sv.contracts.open_register().restore(tmp_path)
