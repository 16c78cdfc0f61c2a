"""An offer of another calculator on the page: the same marks as in Python, until they are taken."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.calculators.conftest import offered, opened
from tests.calculators.page.browser import Page

import socialvalue as sv
from socialvalue.calculators.columns import column
from socialvalue.calculators.workbook import FIRST_ROW, MORE, OFFER

pytestmark = pytest.mark.slow
Example = tuple[sv.Tender, tuple[sv.Bid, ...]]

OPENED = """(async () => {
  const data = Uint8Array.from(atob(%s), (each) => each.charCodeAt(0));
  await open(new File([data], "acme.xlsx"));
  const rows = inOrder().filter(isFilled);
  return [
    rows.map((row) => [row.line.code, row.carried, row.first, row.second, row.words, row.places]),
    [...document.querySelectorAll("#carried li")].map((each) => each.textContent),
    $("carried").hidden, document.activeElement.id, $("open-error").textContent,
  ];
})()"""


@pytest.fixture
def second(example: Example, essex: sv.Framework, calculator: Any) -> Any:
    """A second version: one year less, another value, fewer measures, a limit, words."""
    tender = attrs.evolve(example[0], years=2, unit_values={"ECC1": "30000"})
    kept = [each for each in calculator.measures if each not in {"ECC12", "NT44", "ECC11"}]
    return sv.calculators.make(
        tender, essex, measures=kept, limits={"ECC1": 5, "ECC10": 400}, statements=["ECC4"],
        community=True, replaces=calculator, because="Clarification 3",
    )  # fmt: skip


@pytest.fixture
def old(example: Example, calculator: Any, issued: Path, tmp_path: Path) -> Path:
    """Acme's offer in the first version, with a slip and a second commitment."""
    first, more = offered(example[1][0], calculator)
    first |= {"NT44": {"first": "Yes"}, "NT20": {"first": "1/2", "words": "=ours"}}
    book = opened(issued)
    book[OFFER]["C2"] = "Acme"
    rows = {code: row for row, code in enumerate(calculator.measures, start=FIRST_ROW)}
    again = {"codes": "ECC1", "first": 1, "second": 3, "activities": "office", "places": "Atlantis"}
    for sheet, row, boxes in (
        *((book[OFFER], rows[code], boxes) for code, boxes in first.items()),
        *((book[MORE], row, boxes) for row, boxes in enumerate((*more, again), start=FIRST_ROW)),
    ):
        for name, value in boxes.items():
            cell = sheet.cell(row, column(name) + 1, value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(tmp_path / "acme.xlsx")
    return tmp_path / "acme.xlsx"


def test_page_and_library_carry_the_same_over(
    second: Any, old: Path, chromium: Page, tmp_path: Path
) -> None:
    """A bidder with a browser and one with a sheet must be asked to check the same."""
    second.write(tmp_path / "second.html")
    chromium.open(tmp_path / "second.html")
    data = json.dumps(base64.b64encode(old.read_bytes()).decode())
    rows, left, hidden, focus, error = chromium.run(OPENED % data)
    assert (hidden, focus, error) == (False, "carried", "")
    found = sv.calculators.carry(old, second)
    kept = [each for each in found.lines if each.boxes]
    assert len(kept) > 5
    assert len(left) == len(found.lines) - len(kept) > 1
    assert sorted((code, mark) for code, mark, *_ in rows) == sorted(
        (each.measure, str(each.boxes["carried"])) for each in kept
    )
    assert any("it is not asked for here" in each for each in left)
    # saved as it stands, it is what the library wrote; and the buyer sees each mark that is left
    made = chromium.saved(tmp_path, "#draft")
    found.write(tmp_path / "start.xlsx")
    page, sheet = (sv.calculators.read(each, second) for each in (made, tmp_path / "start.xlsx"))
    assert [(each.code, each.message) for each in page.problems] == [
        (each.code, each.message) for each in sheet.problems
    ]
    marks = [each.message for each in page.notes if each.code == "SV939"]
    assert len(marks) == len(kept)
    assert sorted(marks) == sorted(each.message for each in sheet.notes if each.code == "SV939")


def test_a_mark_is_taken_away_by_its_bidder_alone(
    second: Any, old: Path, chromium: Page, tmp_path: Path
) -> None:
    """Saving asks for each row that nobody has looked at, and a button says that it was."""
    second.write(tmp_path / "second.html")
    chromium.open(tmp_path / "second.html")
    chromium.run(OPENED % json.dumps(base64.b64encode(old.read_bytes()).decode()))
    chromium.run("save()")
    told = "[...document.querySelectorAll('#errors li')].map((each) => each.textContent)"
    asked = [each for each in chromium.run(told) if "it was carried over" in each]
    assert len(asked) == chromium.run("state.rows.filter((row) => row.carried).length") > 5
    chromium.run(
        "document.querySelectorAll('.row .carried button').forEach((each) => each.click())"
    )
    assert chromium.run("state.rows.some((row) => row.carried)") is False
    chromium.run("save()")
    assert not [each for each in chromium.run(told) if "it was carried over" in each]
    made = chromium.saved(tmp_path, "#draft")
    assert not [each for each in sv.calculators.read(made, second).notes if each.code == "SV939"]


def test_a_mark_stays_when_the_file_is_opened_again(
    second: Any, old: Path, chromium: Page, tmp_path: Path
) -> None:
    """Going on the next day must not look like having checked."""
    second.write(tmp_path / "second.html")
    sv.calculators.carry(old, second).write(tmp_path / "start.xlsx")
    chromium.open(tmp_path / "second.html")
    data = json.dumps(base64.b64encode((tmp_path / "start.xlsx").read_bytes()).decode())
    rows, _, hidden, _, _ = chromium.run(OPENED % data)
    assert hidden is True
    kept = [each for each in sv.calculators.carry(old, second).lines if each.boxes]
    assert sorted(mark for _, mark, *_ in rows) == sorted(
        str(each.boxes["carried"]) for each in kept
    )
