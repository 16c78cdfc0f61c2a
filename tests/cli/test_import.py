"""`socialvalue import`: what a council does with the workbook that it has."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.cli.conftest import Run

import socialvalue as sv


@pytest.fixture
def workbook(here: Path) -> Path:
    """A small official workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Ref", "Metric", "Unit", "Proxy 2022"],
        ["XY1", "Hedges laid", "miles", "£1,234.5"],
        ["XY2", "Training", "fortnights", 3],
    ):
        sheet.append(row)
    book.save("toms.xlsx")
    return Path("toms.xlsx")


def test_it_is_shown_first_and_written_when_told(run: Run, workbook: Path) -> None:
    """A set that was written before anybody saw the mapping is used before anybody sees it."""
    ran = run("import", workbook)
    assert (ran.code, ran.codes) == (1, ["SV425"])
    assert "toms.xlsx:Sheet!C3" in ran.err
    assert "not read" not in ran.out
    words = ("import", workbook, "--unit", "fortnights=week")
    ran = run(*words)
    assert (ran.code, ran.err) == (0, "")
    assert "Hedges laid" in ran.out
    assert [each.name for each in Path().iterdir()] == ["toms.xlsx"]
    ran = run(*words, "-o", "my-toms", "--start", "2022-04-01", "--rights", "Ours alone.")
    assert ran.code == 0
    assert "Written to my-toms" in ran.err
    assert run("check", "./my-toms").code == 0
    ours = sv.load(Path("my-toms"))
    assert (ours.rights, ours.title) == ("Ours alone.", "toms.xlsx")
    assert ours.unit_value("XY1", on="2022-04-01") == Decimal("1234.5")
    assert run(*words, "-o", "my-toms").code == 4


def test_problems_write_nothing(run: Run, workbook: Path) -> None:
    """Half of an official set would be taken for all of it."""
    ran = run("import", workbook, "-o", "my-toms")
    assert (ran.code, ran.codes) == (1, ["SV425"])
    assert not Path("my-toms").exists()
    assert run("import", workbook, "--column", "Metric").code == 2
    assert run("import", workbook, "--start", "April").codes == ["SV206"]
    assert run("import", "nowhere.xlsx").codes == ["SV112"]
