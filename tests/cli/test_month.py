"""`socialvalue month`: two quarters of a contract, from the first return to the second review."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from docx import Document

if TYPE_CHECKING:
    from tests.cli.conftest import Run

Month = Callable[..., Any]
COLUMNS = {"figure": 6, "nothing": 8, "words": 9, "kind": 10, "held": 11}
DECISION = {"decision": 11, "quantity": 12, "reason": 13}


@pytest.fixture
def desk(run: Run, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The highways contract in a delivery record, with an inbox."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("SOCIALVALUE_REGISTER", str(tmp_path / "delivery.db"))
    ran = run(
        "contract", "award", root / "docs/examples/highways/tender.yaml", "--bidder",
        "Brook & Daughters", "--reference", "ECC-0412", "--starts", "2022-09-01", "--ends",
        "2025-08-31", "--offer-in-contract", "clause 14", "--authority",
        "Norchester County Council", "--by", "procurement", "--on", "2022-08-20", "--new",
    )  # fmt: skip
    assert ran.code == 0
    (tmp_path / "inbox").mkdir()
    return tmp_path


@pytest.fixture
def month(run: Run, desk: Path) -> Month:
    """Runs the month as at a day."""
    return lambda on, *more: run("month", "inbox", "-o", "out", "--on", on, *more)


def filled(
    desk: Path, start: str, said: dict[str, dict[str, Any]], on: str, name: str = "back.xlsx"
) -> Path:
    """A supplier's return, filled in and sent back; all other rows say that nothing happened."""
    (form,) = (desk / "out/returns").glob(f"return-*-{start}.xlsx")
    book = openpyxl.load_workbook(form)
    start_here, table = book["Start here"], book["Your return"]
    for row in (5, 6, 7):
        start_here.cell(row, 2).value = on if row == 5 else "Yes"
    for row in range(4, table.max_row + 1):
        for word, value in said.get(table.cell(row, 1).value, {"nothing": "Yes"}).items():
            cell = table.cell(row, COLUMNS[word])
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(desk / "inbox" / name)
    return desk / "inbox" / name


def decided(desk: Path, said: dict[str, dict[str, Any]], on: str, name: str = "d.xlsx") -> Path:
    """The manager's decisions, by the number of the entry."""
    book = openpyxl.load_workbook(desk / "out/decisions.xlsx")
    sheet = book["Decisions"]
    sheet["D3"], sheet["D4"] = "Contract manager", on
    seen = set()
    for row in range(7, sheet.max_row + 1):
        for word, value in said.get(sheet.cell(row, 1).value, {}).items():
            sheet.cell(row, DECISION[word]).value = value
            seen.add(sheet.cell(row, 1).value)
    assert seen == set(said)
    book.save(desk / "inbox" / name)
    return desk / "inbox" / name


def words_of(file: Path) -> list[str]:
    """What stands in the sheets that people see."""
    sheets = [each for each in openpyxl.load_workbook(file) if each.sheet_state == "visible"]
    return [str(cell.value) for sheet in sheets for row in sheet for cell in row if cell.value]


def everything(place: Path) -> dict[str, str]:
    """Every file below a folder, by its hash."""
    return {each.relative_to(place).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest()
            for each in sorted(place.rglob("*")) if each.is_file()}  # fmt: skip


def stands(run: Run, on: str) -> dict[str, Any]:
    """How each commitment stands."""
    content = json.loads(run("progress", "ECC-0412", "--on", on, "--format", "json").out)
    return {each["line"]: each for each in content["commitments"]}


def test_two_quarters_from_end_to_end(run: Run, desk: Path, month: Month) -> None:
    """Returns, decisions, one in part, one sent back and made anew: to the unit and the penny."""
    assert month("2022-12-01").code == 0
    filled(desk, "2022-09-01", {
        "1": {"figure": 2.5, "words": "Two road gangs.", "kind": "payroll extract",
              "held": "HR file 3"},
        "4": {"figure": 41000, "words": "=1+1 plant hire"},
    }, "2022-12-10")  # fmt: skip
    ran = month("2022-12-12")
    assert (ran.code, ran.err) == (0, "")
    assert "Read: 1 file, 9 deliveries, 0 decisions." in ran.out
    assert not list((desk / "inbox").glob("*.xlsx"))
    assert (desk / "inbox/done/back.xlsx").is_file()
    assert (stands(run, "2022-12-12")["1"]["waiting"], stands(run, "2022-12-12")["3"]["state"]) == (
        "2.5", "behind",
    )  # fmt: skip

    decided(desk, {"2": {"decision": "verify part", "quantity": 2, "reason": "one lives outside"},
                   "5": {"decision": "return", "reason": "the subcontract register is missing"}},
            "2022-12-20")  # fmt: skip
    ran = month("2022-12-20")
    assert (ran.code, ran.err) == (0, "")
    assert "Read: 1 file, 0 deliveries, 2 decisions." in ran.out
    first = stands(run, "2022-12-20")
    assert (first["1"]["verified"], first["1"]["delivered_pence"]) == ("2", 5692000)
    assert first["4"]["reported"] == "0"
    chaser = (desk / "out/chasers/chaser-ecc-0412-brook-daughters.txt").read_text(encoding="utf-8")
    assert "because: the subcontract register is missing" in chaser
    assert "Norchester County Council" in chaser

    assert month("2023-03-01").code == 0
    filled(desk, "2022-12-01", {
        "1": {"figure": "2.25", "words": "Two gangs.", "kind": "payroll extract", "held": "HR 4"},
        "9": {"figure": "Yes", "words": "Certified in February.", "kind": "certificate"},
    }, "2023-03-08", name="q2.xlsx")  # fmt: skip
    assert month("2023-03-10").code == 0
    (form,) = (desk / "out/returns").glob("*.xlsx")
    table = openpyxl.load_workbook(form)["Your return"]
    keys = [table.cell(row, 1).value for row in range(4, table.max_row + 1)]
    assert keys[-1] == "4 again, entry 5"
    assert "the subcontract register is missing" in table.cell(table.max_row, 2).value
    filled(desk, "2023-03-01", {
        "4 again, entry 5": {"figure": 41000, "words": "Plant hire.", "held": "contract file 9",
                             "kind": "subcontract register"},
        **{str(number): {} for number in range(1, 10)},
    }, "2023-05-31", name="again.xlsx")  # fmt: skip
    ran = month("2023-06-01")
    assert ran.code == 0
    assert ran.codes == ["SV1025"] * 9
    second = stands(run, "2023-06-01")
    assert (second["4"]["reported"], second["1"]["reported"]) == ("41000", "4.75")
    assert second["9"]["waiting"] == "1"
    assert "9 rows" not in chaser
    assert run("contract", "audit").code == 0


def test_a_return_sent_again_in_the_same_quarter_replaces_the_first(
    run: Run, desk: Path, month: Month
) -> None:
    """What was sent back is asked for again at once, and counts once."""
    month("2022-12-01")
    filled(desk, "2022-09-01", {"1": {"figure": 2, "words": "Gangs."}}, "2022-12-10")
    month("2022-12-12")
    decided(desk, {"2": {"decision": "return", "reason": "no evidence"}}, "2022-12-13")
    month("2022-12-13")
    (form,) = (desk / "out/returns").glob("*2022-12-01.xlsx")
    assert "1 again, entry 2" in words_of(form)


def test_run_twice_it_changes_nothing(run: Run, desk: Path, month: Month) -> None:
    """Whoever is not sure whether it ran runs it again: nothing is entered or written twice."""
    month("2022-12-01")
    path = filled(desk, "2022-09-01", {"1": {"figure": 2, "words": "Gangs."}}, "2022-12-10")
    copy = desk / "copy.xlsx"
    shutil.copy(path, copy)
    month("2022-12-12")
    before = everything(desk)
    again = month("2022-12-12")
    assert everything(desk) == before
    assert "0 papers new or changed" in again.out
    shutil.copy(copy, desk / "inbox/renamed.xlsx")
    ran = month("2022-12-12")
    assert (ran.code, ran.codes) == (0, ["SV1026"])
    after = everything(desk)
    assert {name for name in after if after[name] != before.get(name)} == {
        "inbox/done/renamed.xlsx"
    }  # fmt: skip


def test_what_a_manager_is_filling_in_is_never_written_over(
    run: Run, desk: Path, month: Month
) -> None:
    """An afternoon of decisions is not lost because somebody ran the month meanwhile."""
    month("2022-12-01")
    filled(desk, "2022-09-01", {"1": {"figure": 2, "words": "Gangs."}}, "2022-12-10")
    month("2022-12-12")
    book = openpyxl.load_workbook(desk / "out/decisions.xlsx")
    book["Decisions"]["K7"] = "verify"
    book.save(desk / "out/decisions.xlsx")
    before = everything(desk)
    ran = month("2022-12-13")
    assert (ran.code, ran.codes) == (1, ["SV1032"])
    assert everything(desk) == before
    shutil.move(desk / "out/decisions.xlsx", desk / "elsewhere.xlsx")
    assert month("2022-12-13").code == 0


def test_the_review_sheet_has_units_and_room_to_write(run: Run, desk: Path, month: Month) -> None:
    """Both sides look at one page: what is late, what was due when, and where they sign."""
    assert "Review meeting" in month("2022-12-20").out
    document = Document(str(desk / "out/reviews/review-ecc-0412.docx"))
    words = "\n".join(each.text for each in document.paragraphs)
    assert "Late is what was due on 30 November 2022" in words
    assert "Questions to ask" in words
    rows = [[each.text for each in row.cells] for table in document.tables for row in table.rows]
    assert "24 FTE-years" in {cell for row in rows for cell in row}
    assert ["The council", "", ""] in rows
    assert rows.count(["", "", ""]) == 3, "room for what both sides will do"


def test_the_list_says_what_is_to_be_published(
    run: Run, desk: Path, month: Month, root: Path
) -> None:
    """A notice that is due within the month is a manager's work, and one that is late still is."""
    early = month("2022-12-20")
    assert "Publish                0" in early.out
    page = (desk / "out/my-month.html").read_text(encoding="utf-8")
    assert "reviews/review-ecc-0412.docx" in page
    assert "Delivery record: entry" in page
    assert "Publish:" not in page
    ran = run(
        "contract", "award", root / "docs/examples/parks/tender.yaml", "--bidder", "Alder Grounds",
        "--reference", "NCC-0147", "--starts", "2027-02-01", "--ends", "2030-01-31", "--entered",
        "2027-01-18", "--offer-in-contract", "yes", "--by", "procurement", "--on", "2027-01-18",
    )  # fmt: skip
    assert ran.code == 0
    what = "contract details notice, by 16 February 2027"
    for on, said in (
        ("2027-02-16", f"Publish: {what}"),
        ("2027-02-17", f"Publish: overdue unless published: {what}"),
    ):
        assert month(on).code == 0
        assert said in (desk / "out/my-month.html").read_text(encoding="utf-8")


def test_nobody_is_late_before_a_return_is_due(run: Run, desk: Path, month: Month) -> None:
    """A supplier that reports by the quarter is not behind in the middle of one."""
    assert "late" not in month("2022-11-15").out
    assert "late" not in month("2022-12-14").out
    assert "late" in month("2022-12-15").out
    assert (desk / "out/chasers/chaser-ecc-0412-brook-daughters.txt").is_file()


def test_every_paper_is_in_the_words_of_the_field(run: Run, desk: Path, month: Month) -> None:
    """What a supplier or a manager reads has no word of ours that they do not use."""
    from socialvalue.words import avoided_in

    month("2022-12-20")
    said = [each.read_text(encoding="utf-8") for each in (desk / "out").rglob("*.txt")]
    said += [one for each in (desk / "out").rglob("*.xlsx") for one in words_of(each)]
    assert any("commitment" in each for each in said)
    assert [found for each in said for found in avoided_in(each)] == []


HEADINGS = (
    "Contract,Contract title,Supplier,Directorate,Start date,End date,Contract value,No,Measure,"
    "Commitment,Unit,Committed,Unit value,Delivered to date"
)


def sheet_of(contracts: int, suppliers: int) -> str:
    """A council's own sheet: contracts, each with some suppliers that owe one thing apiece."""
    rows, what = [HEADINGS], "NC1,Local people employed,FTE,12,28460,4"
    for contract in range(contracts):
        firms = [f"Firm {each}" for each in range(contract, suppliers, contracts)]
        days = "Place,1 January 2022,31 December 2024,1000000"
        first = f"Works {contract},{'; '.join(firms)},{days}"
        for number, firm in enumerate(firms, start=1):
            about = first if number == 1 else f",{firm},,,,"
            rows.append(f"NCC-{contract:04},{about},{number},{what}")
    return "\n".join(rows) + "\n"


@pytest.mark.slow
def test_seventeen_contracts_and_forty_returns_with_no_command_but_month(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who never saw the product has P2, review sheets and all chasers from two commands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOCIALVALUE_REGISTER", str(tmp_path / "delivery.db"))
    Path("sheet.csv").write_text(sheet_of(17, 42), encoding="utf-8")
    ran = run("contract", "import", "sheet.csv", "--on", "2022-12-31", "--write", "--by",
              "procurement", "--new")  # fmt: skip
    assert ran.code == 0, ran.err
    Path("inbox").mkdir()
    month = ("month", "inbox", "-o", "out", "--on")
    assert run(*month, "2023-03-31").code == 0
    forms = sorted(Path("out/returns").glob("*.xlsx"))
    assert len(forms) == 42
    for form in forms[:40]:
        book = openpyxl.load_workbook(form)
        for row, value in ((5, "2023-04-05"), (6, "Yes"), (7, "Yes")):
            book["Start here"].cell(row, 2).value = value
        for column, value in ((6, 0.25 if form in forms[:2] else 1), (9, "A gang.")):
            book["Your return"].cell(4, column).value = value
        book.save(Path("inbox") / f"{len(form.name)}-{forms.index(form)}.xlsx")
    ran = run(*month, "2023-04-20")
    assert (ran.code, ran.err) == (0, "")
    assert "Read: 40 files, 40 deliveries, 0 decisions." in ran.out
    assert len(list(Path("out/chasers").iterdir())) == 2
    assert len(list(Path("out/reviews").iterdir())) >= 2
    page = Path("out/all-contracts.html").read_text(encoding="utf-8")
    assert "17 contracts, 42 suppliers" in page
    assert "Firm 7" not in Path("out/directors.html").read_text(encoding="utf-8")
    sheet = openpyxl.load_workbook("out/decisions.xlsx")["Decisions"]
    assert sheet["A1"].value == "40 to decide. Rows you leave blank wait."
