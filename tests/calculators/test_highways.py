"""The highways example through the whole round trip, as its pages show it to officers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.calculators.conftest import declare, offered, opened

import socialvalue as sv
from socialvalue.calculators.columns import column
from socialvalue.calculators.workbook import FIRST_ROW, MORE, OFFER
from socialvalue.cli import main
from socialvalue.definitions.files import read_data
from socialvalue.definitions.writing import written

ROOT = Path(__file__).parents[2]
Example = tuple[sv.Tender, tuple[sv.Bid, ...]]


def shown(page: str) -> list[str]:
    """What a page shows of a screen or a file."""
    text = (ROOT / "docs" / "howto" / page).read_text(encoding="utf-8")
    return re.findall(r"^```(?:text|yaml)\n(.*?)^```", text, re.S | re.M)


@pytest.fixture
def folder(
    example: Example, essex: sv.Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The example before bids came, with prices and scores, and three returns without a slip."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    data = read_data(ROOT / "docs/examples/highways/tender.yaml", "tender.yaml")
    bids = [{key: each[key] for key in each if key != "commitments"} for each in data["bids"]]
    Path("tender.yaml").write_text(written({**data, "bids": bids}), encoding="utf-8")
    assert main(["calculator", "tender.yaml", "--output", "calculator.xlsx"]) == 0
    Path("returns").mkdir()
    made = sv.calculators.make(example[0], essex)
    rows = {code: row for row, code in enumerate(made.measures, start=FIRST_ROW)}
    for bid in example[1]:
        book = opened(tmp_path / "calculator.xlsx")
        book[OFFER]["C2"] = bid.bidder
        declare(book)
        first, more = offered(bid, made)
        filled = [(OFFER, rows[code], boxes) for code, boxes in first.items()]
        filled += [(MORE, row, boxes) for row, boxes in enumerate(more, start=FIRST_ROW)]
        for sheet, row, boxes in filled:
            for name, value in boxes.items():
                book[sheet].cell(row, column(name) + 1).value = value
        book.save(f"returns/{bid.bidder.split()[0].lower()}.xlsx")
    return tmp_path


def slip(folder: Path) -> None:
    """Two figures of Brook's that could mean two things, and a unit value of its own."""
    book = opened(folder / "returns/brook.xlsx")
    sheet: Any = book[OFFER]
    sheet["D9"], sheet["D20"], sheet["G9"] = "8 FTE", "545,00", 30000
    book.save(folder / "returns/brook.xlsx")


def test_the_pages_show_what_an_officer_sees(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page that shows another screen than there is sends an officer to look for a fault."""
    assert main(["calculator", "tender.yaml", "--output", "again.xlsx"]) == 0
    out = capsys.readouterr().out
    assert [each for each in shown("send-out-a-calculator.md") if "Fingerprint" in each] == [out]
    good = (folder / "returns/brook.xlsx").read_bytes()
    slip(folder)
    assert main(["read", "tender.yaml", "returns", "--clarifications", "to-ask"]) == 1
    said = capsys.readouterr()
    draft = (folder / "to-ask/Brook-Daughters.txt").read_text(encoding="utf-8")
    assert [each.name for each in (folder / "to-ask").iterdir()] == ["Brook-Daughters.txt"]
    (folder / "returns/brook.xlsx").write_bytes(good)
    words = ["read", "tender.yaml", "returns", "--output", "tender-with-bids.yaml"]
    assert main(words) == 0
    new = (folder / "tender-with-bids.yaml").read_text(encoding="utf-8")
    blocks = [each for each in shown("read-what-comes-back.md") if "socialvalue " not in each]
    assert len(blocks) == 4
    screens = (said.out, said.err, draft, new)
    assert [each for each in blocks if not any(each in screen for screen in screens)] == []


def test_the_example_is_scored_from_its_returns_as_from_its_file(
    folder: Path, example: Example, essex: sv.Framework
) -> None:
    """What comes back through a calculator is worth the same points, to the last digit."""
    words = ["read", "tender.yaml", "returns", "--output", "with.yaml"]
    assert main(words) == 0
    tender, bids = sv.read_tender(folder / "with.yaml")
    direct, through = sv.evaluate(*example, essex), sv.evaluate(tender, bids, essex)
    assert through.ranking == direct.ranking
    assert [each.bidder for each in bids] == [each.bidder for each in example[1]]
    for each in bids:
        assert through[each.bidder].exact == direct[each.bidder].exact
