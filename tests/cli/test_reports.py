"""`socialvalue report`: a page for one audience, from the delivery record."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.notices.made import release
from tests.reports.invented import contract

import socialvalue as sv

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A delivery record of one contract."""
    file = tmp_path / "delivery.db"
    with sv.contracts.open_register(file, new=True) as held:
        held.add(contract(0), by="procurement", on="2024-04-01")
    return file


def test_a_report_is_written_and_shown(
    run: Run, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An officer gets the page that the library writes, and only on request in the browser."""
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    file = tmp_path / "all.html"
    asked = ("report", "--on", "2025-09-30", "--for", "directors", "--register", record, "-o", file)
    done = run(*asked)
    assert (done.code, done.out) == (0, "")
    assert f"Written to {file}" in done.err
    assert shown == []
    assert run(*asked, "--open").code == 0
    assert shown == [file.resolve().as_uri()]
    again = tmp_path / "again.html"
    with sv.contracts.open_register(record) as held:
        sv.reports.write(held, again, on="2025-09-30", audience="directors")
    assert again.read_bytes() == file.read_bytes()


def test_what_cannot_be_written_is_said_in_a_line(run: Run, record: Path, tmp_path: Path) -> None:
    """No traceback, no half of a file, and never the delivery record itself."""
    asked = ("report", "--on", "2025-09-30", "--register", record)
    for more, said in (
        (("--for", "everybody", "-o", tmp_path / "a.html"), "SV1100"),
        (("--for", "public", "-o", tmp_path / "a.pdf"), "SV312"),
        (("--for", "public", "--kind", "anual", "-o", tmp_path / "a.html"), "SV1102"),
        (("--for", "directors", "--sensitive", "x", "-o", tmp_path / "a.html"), "--sensitive"),
        (
            ("--for", "public", "--sensitive", "committed £=2027-01-01", "-o", tmp_path / "a.md"),
            "SV1109",
        ),
        (("-o", tmp_path / "a.html"), "--for"),
    ):
        done = run(*asked, *more)
        assert done.code != 0
        assert said in done.err
        assert "Traceback" not in done.err
    assert [each.name for each in tmp_path.iterdir()] == ["delivery.db"]


def test_the_star_is_written_into_a_folder(run: Run, record: Path, tmp_path: Path) -> None:
    """Tables beside others of another day would be taken for the same day's."""
    folder = tmp_path / "bi"
    asked = ("star", "--on", "2025-09-30", "--register", record, "-o", folder)
    done = run(*asked)
    assert done.code == 0
    assert done.err.count("social-value.Report") == 1
    assert {"fact_commitment.csv", "datapackage.json", "measures.dax", "tables.xlsx",
            "social-value.pbip"} <= {each.name for each in folder.iterdir()}  # fmt: skip
    assert not (folder / "dim_group.csv").exists()
    report = folder / "social-value.Report" / "definition" / "report.json"
    report.write_text("{}", encoding="utf-8")
    again = run(*asked)
    assert again.code == 0
    assert "fact_delivery.csv" in again.err
    assert "social-value" not in again.err
    assert report.read_text(encoding="utf-8") == "{}"
    assert run(*asked[:-1], tmp_path / "team", "--restricted").code == 0
    refused = run(*asked[:-1], tmp_path / "team")
    assert refused.code != 0
    assert "SV1130" in refused.err
    for column, code in (("fact_spend.spent_pence", "SV1132"), ("dim_contract.value_pence",
                                                                "SV1133")):  # fmt: skip
        refused = run(*asked[:-1], tmp_path / "open", "--sensitive", f"{column}=2027-03-31")
        assert (refused.code != 0, code in refused.err) == (True, True)
        assert "Traceback" not in refused.err
        assert ("only tables for the contract team have it" in refused.err) == (code == "SV1132")
        assert not (tmp_path / "open").exists()
    label = ("--restricted", "--sensitive", "fact_spend.spent_pence=2027-03-31")
    assert run(*asked[:-1], tmp_path / "labelled", *label).code == 0
    described = (tmp_path / "labelled" / "datapackage.json").read_text(encoding="utf-8")
    assert described.count("commercially sensitive until 31 March 2027") == 1
    (folder / "other.csv").write_text("x", encoding="utf-8")
    refused = run(*asked)
    assert refused.code != 0
    assert "other.csv" in refused.err


def test_the_award_report_and_a_report_of_notices_are_written(
    run: Run, example_tender: Path, tmp_path: Path
) -> None:
    """A report that only a programmer can make is made by nobody in a council."""
    award = tmp_path / "award.md"
    common = ("--on", "2022-09-01", "--for", "directors")
    assert run("report", "--tender", example_tender, *common, "-o", award).code == 0
    assert "Award report: Highways maintenance" in award.read_text(encoding="utf-8")
    releases, found = tmp_path / "releases.json", tmp_path / "found.html"
    releases.write_text(json.dumps(release()))
    assert run("report", "--notices", releases, *common, "-o", found).code == 0
    assert "1 notice checked" in found.read_text(encoding="utf-8")
    both = run("report", "--notices", releases, "--tender", example_tender, *common, "-o", found)
    assert both.code == 2
    assert "give one of the two" in both.err
    for beside, said in (
        (("--notices", releases, "--returns", tmp_path), "give one of the two"),
        (("--tender", example_tender, "--lot", "north"), "--lot needs --returns"),
    ):
        refused = run("report", *beside, *common, "-o", tmp_path / "none.md")
        assert (refused.code, refused.out) == (2, "")
        assert said in refused.err
    other = run("report", "--tender", example_tender, *common, "--contract", "NCC-0412",
                "-o", tmp_path / "none.md")  # fmt: skip
    assert (other.code, other.codes) == (1, ["SV1111"])
    assert "leave --contract out, or ask for --kind contract" in other.err
    assert not (tmp_path / "none.md").exists()


def test_the_community_page_is_a_kind_of_report(run: Run, record: Path, tmp_path: Path) -> None:
    """The page for community groups comes from the delivery record like all others."""
    page = tmp_path / "offers.html"
    asked = ("--on", "2025-09-30", "--for", "public", "--register", record, "-o", page)
    assert run("report", "--kind", "community", *asked).code == 0
    assert "0 offers for community groups" in page.read_text(encoding="utf-8")
    alone = tmp_path / "alone.html"
    ran = run("page", "--on", "2025-09-30", "--register", record, "-o", alone)
    assert (ran.code, ran.out) == (0, "")
    assert alone.read_bytes() == page.read_bytes()


def test_calculators_that_came_back_are_set_side_by_side(
    run: Run, example_tender: Path, tmp_path: Path
) -> None:
    """Who compares by hand copies figures, and copies one of them wrong."""
    folder, page = tmp_path / "returns", tmp_path / "offers.html"
    folder.mkdir()
    assert run("calculator", example_tender, "-o", folder / "acme.xlsx").code == 0
    common = ("--returns", folder, "--on", "2022-09-01", "--for", "contract-team", "-o", page)
    assert run("report", "--tender", example_tender, *common).code == 0
    text = page.read_text(encoding="utf-8")
    assert "1 calculator came back; none can be compared." in text
    assert "SV914" in text
    alone = run("report", *common)
    assert alone.code == 2
    assert "--returns needs --tender" in alone.err


def test_the_award_report_of_lots_is_written(run: Run, tmp_path: Path) -> None:
    """Most tenders of a council are in lots, and no officer makes a report in Python."""
    from tests.cli.test_lots import LOTS

    tender, page = tmp_path / "lots.yaml", tmp_path / "award.html"
    tender.write_text(LOTS, encoding="utf-8")
    common = ("--on", "2022-09-01", "--for", "directors", "-o", page)
    assert run("report", "--tender", tender, *common).code == 0
    assert "south: Recommended: to award to Brook" in page.read_text(encoding="utf-8")
    tender.write_text(LOTS.replace("bids:", "moderation: {}\nbids:"), encoding="utf-8")
    ran = run("report", "--tender", tender, *common)
    assert ran.code == 3
    assert "Marks are still open" in ran.err
