"""The commands of a delivery record: an import that is shown first, and what is taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import instead

from socialvalue.words import avoided_in

if TYPE_CHECKING:
    from tests.cli.conftest import Ran, Run

SHEET = Path(__file__).parents[2] / "docs/examples/norchester/contracts.csv"
IMPORT = ("contract", "import", SHEET, "--on", "2022-12-31")
WRITE = (*IMPORT, "--write", "--by", "procurement")


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the delivery record will be, as the environment says."""
    path = tmp_path / "delivery.db"
    monkeypatch.setenv("SOCIALVALUE_REGISTER", str(path))
    monkeypatch.setenv("COLUMNS", "120")
    return path


@pytest.fixture
def filled(run: Run, record: Path) -> Callable[..., Ran]:
    """The example imported; runs a command on it."""
    assert run(*WRITE, "--new").code == 0
    return run


def joined(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def test_an_import_is_shown_and_then_written(run: Run, record: Path) -> None:
    """Nothing is written unasked; asked, all of it, with the record's head to keep."""
    shown = run(*IMPORT)
    assert (shown.code, shown.err) == (0, "")
    assert "Delivered to date  delivered" in shown.out
    assert "3 contracts, 5 commitments, £1,157,531.80 committed." in shown.out
    assert shown.out.rstrip().endswith("Nothing was written: --write enters it.")
    assert not record.exists()
    written = run(*WRITE, "--new")
    assert "8 entries were written. Delivery record: entry 8, " in written.out
    page = run("portfolio", "--on", "2022-12-31").out
    assert "counted as verified but not verified here" in joined(page)
    assert not avoided_in(f"{shown.out}{written.out}{page}")


def test_an_import_that_is_refused_leaves_nothing(run: Run, record: Path) -> None:
    """Neither a half nor an empty record is left behind, and what to type is said."""
    assert run(*IMPORT, "--write", "--new").code == 2
    for wrong in (("--by", "nobody"), ("--entered", "2999-01-01")):
        assert run(*instead((*WRITE, "--new"), *wrong)).code == 1
        assert not record.exists()
    ran = run(*WRITE, "--new", "--column", "Unit=")
    assert (ran.code, set(ran.codes)) == (1, {"SV1002"})
    assert "contracts.csv:I2: SV1002 NC1: no unit is said" in ran.err
    assert "--unit NC1=fte_year" in ran.err
    assert not record.exists()
    assert run(*IMPORT, "--column", "Unit=", "--unit", "NC1=fte_year", "--unit", "NC7=staff_hour",
               "--unit", "NC9=yes_no", "--unit", "NC18=gbp").code == 0  # fmt: skip


def test_imported_twice(filled: Callable[..., Ran]) -> None:
    """The second time nothing is written: each contract is there already, by its cell."""
    again = filled(*WRITE)
    assert (again.code, again.codes) == (1, ["SV952"] * 3)
    assert "contracts.csv:A5: SV952" in again.err


def test_taken_back_reopened_and_undone(filled: Callable[..., Ran]) -> None:
    """Each is an entry with its reason; figures follow, and the list of entries shows it."""
    assert "opening position, not verified here" in joined(filled("contract", "show",
                                                                  "NCC-0301").out)  # fmt: skip
    reopened = filled("reopen", "4", "--reason", "no evidence", "--by", "contract manager", "--on",
                      "2023-01-10")  # fmt: skip
    assert "Entry 9: NCC-0301, reopened (entry 4)" in joined(reopened.out)
    taken = filled("withdraw", "4", "--reason", "counted twice", "--by", "supplier", "--on",
                   "2023-01-11")  # fmt: skip
    assert "withdrawn (entry 4)" in joined(taken.out)
    undone = filled("contract", "correct", "10", "--reason", "the wrong entry", "--by", "finance")
    assert "undone (entry 10)" in joined(undone.out)
    page = joined(filled("contract", "show", "NCC-0301").out)
    assert "waits for the council" in page
    assert "undone (entry 10): the wrong entry" in page


def test_a_record_goes_to_files_and_comes_back(
    filled: Callable[..., Ran], tmp_path: Path, record: Path
) -> None:
    """Leaving is one command, and so is coming back; what is refused makes no record."""
    out = filled("contract", "export", tmp_path / "all")
    assert re.search(r"9 files were written .* entry 8, ", joined(out.out))
    assert filled("contract", "export", tmp_path / "all").codes == ["SV949"]
    there = ("--register", tmp_path / "again.db")
    empty = filled("contract", "restore", tmp_path, *there, "--new")
    assert (empty.codes, (tmp_path / "again.db").exists()) == (["SV101"], False)
    back = filled("contract", "restore", tmp_path / "all", *there, "--new")
    assert "8 entries were taken over." in back.out
    pages = [filled("portfolio", "--on", "2022-12-31", "--register", each).out
             for each in (record, tmp_path / "again.db", tmp_path / "all")]  # fmt: skip
    assert pages[0] == pages[1] == pages[2]
    written = filled("withdraw", "4", "--reason", "x", "--by", "supplier", "--on", "2023-01-01",
                     "--register", tmp_path / "all")  # fmt: skip
    assert written.codes == ["SV1013"]
    assert "contract restore" in written.err


def test_what_need_not_be_kept_any_longer(filled: Callable[..., Ran], record: Path) -> None:
    """Each month a list of evidence to delete; nothing is assumed of how long it is kept."""
    none = "Nothing is past its day, and nothing with personal data is without one."
    assert none in joined(filled("contract", "retention", "--on", "2027-01-01").out)
    _with_evidence(record)
    page = joined(filled("contract", "retention", "--on", "2027-01-01").out)
    assert "Past its day: 1 piece. Delete it where it is held." in page
    assert "until then they say where the rest of it is" in page, "file 8 and file 9 are there"
    assert "nobody has said until when it is kept: 1 piece." in page
    assert "file 7 personal 31 December 2026 delete" in page
    assert "file 8 vulnerable not said decide until when" in page
    assert "file 9" not in page
    assert "on hold" not in page.casefold()
    rows = filled("contract", "retention", "--on", "2026-12-31", "--format", "csv").out
    assert ("file 8" in rows, "file 7" in rows) == (True, False)


def _with_evidence(record: Path) -> None:
    """A return with a piece whose day will be over, one without a day, and one that needs none."""
    import socialvalue as sv

    pieces = [sv.contracts.Evidence("payroll_extract", held_at="file 7", personal_data="personal",
                                    keep_until="2026-12-31"),
              sv.contracts.Evidence("timesheet", held_at="file 8", personal_data="vulnerable"),
              sv.contracts.Evidence("policy", held_at="file 9")]  # fmt: skip
    with sv.contracts.open_register(record) as register:
        quarter = ("2023-01-01", "2023-03-31")
        register.deliver("NCC-0301", line="1", quantity=1, period=quarter, statement="More.",
                         by="supplier", on="2023-04-10", evidence=pieces)  # fmt: skip


def test_nothing_is_to_be_deleted_that_is_on_hold(filled: Callable[..., Ran], record: Path) -> None:
    """An officer who goes by the list and deletes what was asked for commits an offence."""
    _with_evidence(record)
    until = ("--until", "2999-03-31", "--by", "legal", "--reason", "a request for information")
    filled("contract", "hold", "NCC-0301", *until)
    page = joined(filled("contract", "retention", "--on", "2027-01-01").out)
    assert "On hold: 2 pieces. Keep it, whatever its day." in page
    assert "section 77" in page
    assert page.count("keep: on hold until 31 March 2999") == 2
    assert "Delete it" not in page
    after = joined(filled("contract", "retention", "--on", "2999-04-01").out)
    assert "file 7 personal 31 December 2026 delete" in after
    assert "on hold" not in after.casefold()
    found = json.loads(filled("contract", "retention", "--on", "2027-01-01", "--format",
                              "json").out)  # fmt: skip
    assert {each["hold_until"] for each in found["evidence"]} == {"2999-03-31"}


def test_what_was_deleted_and_erased_is_listed_no_more(
    filled: Callable[..., Ran], record: Path
) -> None:
    """A list that asks each month for what was done last month is read no longer."""
    _with_evidence(record)
    erased = filled("contract", "erase", "9", "--why", "past its day", "--by",
                    "data protection officer", "--yes")  # fmt: skip
    assert erased.code == 0
    page = joined(filled("contract", "retention", "--on", "2027-01-01").out)
    assert "Nothing is past its day" in page
    assert "since the words of the entry are erased: 2 pieces." in page


def test_words_are_erased_when_somebody_means_it(filled: Callable[..., Ran], record: Path) -> None:
    """Nothing that can't be had back is done by a slip, and nothing that is held."""
    why = ("--why", "names", "--by", "data protection officer")
    asked = filled("contract", "erase", "4", *why)
    assert asked.code == 2
    assert "section 77" in joined(asked.err)
    held = filled("contract", "hold", "NCC-0301", "--reason", "a request", "--until", "2999-01-01",
                  "--by", "legal")  # fmt: skip
    assert "words kept from erasing" in held.out
    assert filled("contract", "erase", "4", *why, "--yes").codes == ["SV982"]
    assert b"Two teams" in record.read_bytes()
    assert filled("contract", "erase", "6", *why, "--yes").code == 0
    assert "words of 1 entry were erased" in joined(filled("contract", "audit").out)
