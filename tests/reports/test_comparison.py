"""Calculators that came back, side by side: what each bidder offers, and that nothing is ranked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest

import socialvalue as sv
from socialvalue.numbers import pounds

ON = "2022-07-04"
OFFERS: dict[str, dict[str, Any]] = {
    "brook.xlsx": {"C2": "Brook <b>", "D9": 2, "E9": 3, "D11": 1000},
    "acme.xlsx": {"C2": "Acme", "D10": 5, "E10": 40, "D11": 250},
    "cedar.xlsx": {"C2": "Cedar", "D11": "12,5"},
    "=late.xlsx": {"C2": "=1+1"},
}


@pytest.fixture(scope="module")
def returns(example_tender: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Four returns to one calculator: one with a slip, and one that offers nothing."""
    tender, _ = sv.read_tender(example_tender)
    essex = sv.load("essex", on="2022-06-01")
    calculator = sv.calculators.make(tender, essex, measures=["ECC1", "ECC10", "ECC12"])
    folder = tmp_path_factory.mktemp("returns")
    calculator.write(folder / "issued.xlsx")
    book = openpyxl.load_workbook(folder / "issued.xlsx")
    (folder / "issued.xlsx").unlink()
    for name, cells in OFFERS.items():
        for at in ("D9", "E9", "D10", "E10", "D11"):
            book["Your offer"][at] = None
        for at, value in cells.items():
            book["Your offer"][at] = value
            book["Your offer"][at].data_type = "n" if isinstance(value, int) else "s"
        book["Start here"]["B17"], book["Start here"]["B18"] = "Yes", "Jo Reed, bid manager"
        book.save(folder / name)
    return sv.calculators.read_all(folder, calculator, bids=[sv.Bid("Fern", price=7)])


@pytest.fixture(scope="module")
def report(returns: Any) -> sv.reports.Report:
    return sv.reports.make(returns, on=ON, audience="contract-team")


def block(report: sv.reports.Report, key: str) -> Any:
    (found,) = [each.block for each in report.sections if each.key == key]
    return found


def test_each_offer_has_the_pounds_that_count(returns: Any, report: sv.reports.Report) -> None:
    """Who reads that a bidder offers more than it does gives it an award that is challenged."""
    rows = {row[0]: row for row in block(report, "offers").rows}
    assert list(rows) == ["=1+1", "Acme", "Brook <b>"], "in the order of their names"
    calculator = returns.calculator
    for bid in returns.bids[1:]:
        found = sv.value(calculator.tender, bid, calculator.framework)
        assert rows[bid.bidder][3:5] == (pounds(found.submitted), pounds(found.total))
    assert rows["=1+1"][1:5] == ("0", "0", "£0.00", "£0.00")
    assert Decimal(rows["Acme"][4][1:].replace(",", "")) > 0
    assert "Nothing is ranked here" in report.sentences[1]


def test_what_is_not_offered_is_not_shown_as_nothing(report: sv.reports.Report) -> None:
    """A charity that offers what it can is not shown as failing where it offers nothing."""
    table = block(report, "measures")
    assert table.headings == ("measure", "=1+1", "Acme", "Brook <b>")
    found = {row[0].split()[0]: row[1:] for row in table.rows}
    assert found["ECC1"][:2] == ("–", "–")
    assert found["ECC1"][2].startswith("£")
    assert found["ECC12"] == ("–", "£179.12", "£716.47")


def test_what_cannot_be_read_is_named_and_compared_by_nothing(report: sv.reports.Report) -> None:
    """A bidder whose slip makes it vanish from the table has lost without a reason."""
    left = " ".join(report.left_out)
    assert "until their problems are settled: Cedar" in left
    assert "no calculator came back: Fern" in left
    wrong = block(report, "wrong").rows
    assert ("cedar.xlsx", "Your offer!D11") in {row[:2] for row in wrong}
    assert {row[1] for row in block(report, "files").rows} == {"=1+1", "Acme", "Brook <b>", "Cedar"}
    assert all(len(row[2]) == 64 for row in block(report, "files").rows)


def test_it_is_a_working_paper_of_the_council(returns: Any, tmp_path: Path) -> None:
    """Bidders' offers before the award are in no file for anybody else."""
    for audience in ("public", "directors", "supplier:Acme"):
        with pytest.raises(sv.InputError) as caught:
            sv.reports.make(returns, on=ON, audience=audience)
        assert caught.value.problems[0].code == "SV1104"
    with pytest.raises(sv.InputError) as caught:
        sv.reports.make(attrs.evolve(returns, calculator=None), on=ON, audience="contract-team")
    assert caught.value.problems[0].code == "SV1107"
    page = tmp_path / "a.html"
    sv.reports.write(returns, page, on=ON, audience="contract-team")
    text = page.read_text(encoding="utf-8")
    assert "Brook &lt;b&gt;" in text
    assert "<b>" not in text


def test_of_many_bidders_no_column_is_each_ones_own(returns: Any) -> None:
    """A table of twelve columns of pounds can't be read on paper; the list below it can."""
    one = next(each for each in returns.returned if each.bidder == "Acme")
    many = tuple(attrs.evolve(one, bidder=f"Firm {at}", file=f"{at}.xlsx", problems=(),
                              bid=attrs.evolve(one.bid, bidder=f"Firm {at}"))
                 for at in range(9))  # fmt: skip
    held = attrs.evolve(returns, returned=many, problems=(), of_tender=())
    report = sv.reports.make(held, on=ON, audience="contract-team")
    assert len(block(report, "offers").rows) == 9
    assert len(block(report, "offered").rows) == 18
    assert "measures" not in {each.key for each in report.sections}
