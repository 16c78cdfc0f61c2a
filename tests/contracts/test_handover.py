"""The hand-over pack: what binds reaches those who deliver it, in words that can be measured."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import socialvalue as sv
from socialvalue.contracts import Expected, Period, Term, hand_over, indicator_of, periods_of
from socialvalue.model.policy import ReportEvery
from socialvalue.words import avoided_in

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture
def pack(register: Any) -> Any:
    """The pack of the example's contract on its first day."""
    return hand_over(register, "ECC-0412", on="2022-09-01")


def test_what_binds_is_handed_over_and_not_what_was_scored(pack: Any) -> None:
    """Two people for three years bind as 6 FTE-years, of which 2 were scored: both are written."""
    schedule, *_ = pack.schedule.blocks
    assert schedule.rows[1][2] == "6 FTE-years"
    (trail,) = (each for each in pack.schedule.blocks if each.heading == "Audit trail")
    assert trail.rows[1][3:] == ("6 FTE-years", "2", "£30,765.81")
    assert "The whole of what is committed binds" in pack.schedule
    assert "The offer forms part of the contract: clause 14." in pack.schedule


def test_each_thread_leads_back_to_bid_scheme_and_record(pack: Any, contract: Any) -> None:
    """In ten years somebody asks where a figure is from: every step of the way is named."""
    (trail,) = (each for each in pack.schedule.blocks if each.heading == "Audit trail")
    said = " ".join(trail.sentences)
    for word in (contract.origin.record, contract.origin.scheme, "national-toms@2022",
                 "essex@2024", "Entry 1", "Brook & Daughters"):  # fmt: skip
        assert word in said
    assert {row[0]: row[2] for row in trail.rows}["1"].startswith("tender.yaml:")
    assert len(trail.rows) == len(contract.schedule)


def test_a_kpi_says_number_unit_day_and_frequency(contract: Any) -> None:
    """Half of the KPIs that councils publish have no digit in them: these all have one."""
    found = {each.line: indicator_of(each, contract.term) for each in contract.schedule}
    assert found["3"].description == (
        "Target: 48 person-weeks by 31 August 2025 (cumulative), due evenly day by day. Shown by: "
        "people and weeks each; pay; experience gained; partner organisation. Reported every 3 "
        "months."
    )
    assert found["3"].missing == ()
    assert found["4"].missing == ("evidence",)
    assert "£545,000.00" in found["4"].description
    assert "Target: yes by" in found["9"].description
    assert "(cumulative)" not in found["9"].description


@pytest.mark.parametrize(
    ("expected", "words", "missing"),
    [
        (Expected("at_end", due_on="2023-01-31"), "by 31 January 2023 (cumulative).", ()),
        (Expected("yearly"), "due by the end of each contract year, evenly.", ()),
        (Expected("none"), "by [a day to be agreed].", ("a day",)),
        (Expected("dated", steps=[("2023-03-31", 10), ("2024-03-31", 48)]),
         "by 31 March 2024 (cumulative), of which 10 by 31 March 2023 and 48 by 31 March 2024.",
         ()),
    ],
)  # fmt: skip
def test_every_plan_has_its_words(
    contract: Any, expected: Expected, words: str, missing: tuple[str, ...]
) -> None:
    """A plan that the paper leaves out is a plan that nobody keeps; none is never filled in."""
    found = indicator_of(attrs.evolve(contract["3"], expected=expected), contract.term)
    assert words in found.description
    assert found.missing == missing


def test_what_was_varied_is_what_is_handed_over(register: Any) -> None:
    """After a deed the paper is version 2, with its ground; the day before it is version 1."""
    register.change("ECC-0412", reason="variation", lines={"1": "+4"}, by="legal", on="2023-04-01",
                    ground="review_clause", instrument="Deed 1")  # fmt: skip
    before, after = (
        hand_over(register, "ECC-0412", on=day) for day in ("2023-03-31", "2023-04-01")
    )
    assert before.schedule.blocks[0].rows[0][2] == "24 FTE-years"
    assert after.schedule.blocks[0].rows[0][2] == "28 FTE-years"
    assert "Target: 28 FTE-years" in after.indicators[0].description
    assert "Changes since the award" not in before.schedule
    assert "Deed 1" in after.schedule
    assert "Agreed schedule, version 2" in after.schedule


def test_a_double_count_left_out_is_listed_apart(award: Callable[..., Any]) -> None:
    """Who signs the schedule sees what is not in it, and who decided that."""
    register = sv.contracts.open_register()
    told = award("Acme Highways", leave_out={"3": "counted under local firms"}, decided_by="legal")
    register.add(told, by="procurement", on="2022-08-20")
    pack = hand_over(register, "ECC-0412", on="2022-09-01")
    assert "3" not in {row[0] for row in pack.schedule.blocks[0].rows}
    (apart,) = (each for each in pack.schedule.blocks if each.heading.startswith("Offered, and"))
    assert apart.rows[0][0] == "3"
    assert "counted under local firms (decided by legal)" in apart.rows[0][3]


def test_the_first_page_has_the_five_dates_and_what_is_open(pack: Any) -> None:
    """What nobody has agreed is on the page for day one, and not found at the first review."""
    dates, offers, still_open, signed = pack.mobilisation.blocks
    assert len(dates.rows) == 5
    assert ("Delivery plan agreed (week 4)", "29 September 2022") in {row[:2] for row in dates.rows}
    assert offers.rows[0][1].endswith("8 FTE × 3 years = 24 FTE-years")
    assert offers.rows[8][4] == "nothing yet"
    assert "Commitment 4: agree evidence." in still_open.sentences
    assert not any("SV971" in each for each in still_open.sentences)
    assert signed.rows[0][0] == "Those who bid"


def test_each_form_says_the_same(pack: Any, tmp_path: Path) -> None:
    """The workbook, the document and the page are one paper; two runs give the same bytes."""
    for ending in (".xlsx", ".docx", ".html", ".txt"):
        first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
        pack.write(first)
        pack.write(second)
        assert first.read_bytes() == second.read_bytes()
    book = load_workbook(tmp_path / "a.xlsx")
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    document = Document(str(tmp_path / "a.docx"))
    words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    for each in pack.indicators:
        assert each.description in cells
        assert each.description in words
        assert each.description in page
    assert 683040 in cells
    assert all(sheet.protection.sheet for sheet in book)


def test_what_a_bidder_wrote_is_never_run(award: Callable[..., Any], register: Any) -> None:
    """An activity that begins like a formula, or holds a script, is a text in every form."""
    wicked = '=HYPERLINK("http://x.example")<script>alert(1)</script>'
    contract = award(reference="ECC-0666")
    line = attrs.evolve(contract["1"], activity=wicked)
    register.add(attrs.evolve(contract, lines=(line,)), by="procurement", on="2022-08-20")
    pack = hand_over(register, "ECC-0666", on="2022-09-01")
    assert "<script>" not in pack.schedule.page
    assert "&lt;script&gt;" in pack.schedule.page
    book = load_workbook(BytesIO(pack.workbook))
    held = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in held if "HYPERLINK" in str(cell.value)} == {"s"}


def test_the_words_are_those_of_the_field(pack: Any) -> None:
    """Officers and suppliers read it: no word of ours that they do not use."""
    ours = str(pack).replace("baseline and its year", "")
    assert "commitment" in ours
    assert avoided_in(ours) == ()


@given(starts=DAYS, days=st.integers(0, 2000), every=st.integers(1, 12))
def test_periods_cover_a_contract_once(starts: date, days: int, every: int) -> None:
    """A day in no period is work that nobody can report; one in two counts twice."""
    term = Term(starts, starts + timedelta(days=days))
    found = periods_of(term, every)
    assert (found[0].starts, found[-1].ends) == (term.starts, term.ends)
    assert all(one.ends + timedelta(days=1) == other.starts for one, other in pairwise(found))
    for one, other in pairwise(found):
        months = 12 * (other.starts.year - one.starts.year) + other.starts.month - one.starts.month
        last = calendar.monthrange(other.starts.year, other.starts.month)[1]
        assert months == every
        assert other.starts.day == min(starts.day, last)


def test_an_impossible_number_of_months_is_refused() -> None:
    """Every 0 months would ask for returns without end."""
    term = Term(date(2022, 9, 1), date(2025, 8, 31))
    assert periods_of(term, 12)[0] == Period(date(2022, 9, 1), date(2023, 8, 31))
    for wrong in (0, 13, -1, True, "3", Fraction(3)):
        with pytest.raises(sv.InputError, match="a whole number of months"):
            periods_of(term, wrong)  # type: ignore[arg-type]


def test_a_contract_reports_as_often_as_the_policy_of_its_notice_says(
    result: sv.Evaluation, award: Any
) -> None:
    """A council that asks each month and gets a form for three learns of a fault in the fourth."""
    assert award().report_every is None
    rules = tuple(ReportEvery(date(year, 1, 1), every) for year, every in ((2022, 1), (2023, 6)))
    policy = attrs.evolve(result.framework.policy, returns=rules)
    asked = attrs.evolve(result, framework=attrs.evolve(result.framework, policy=policy))
    days = {"reference": "ECC-0412", "starts": "2023-09-01", "ends": "2026-08-31"}
    found = sv.contracts.award(asked, "Brook & Daughters", **days)
    assert found.report_every == 1
    assert "Suppliers report every month." in str(found.explain())
    assert sv.contracts.award(asked, "Brook & Daughters", report_every=3, **days).report_every == 3
    with pytest.raises(sv.InputError, match="SV316"):
        sv.contracts.award(asked, "Brook & Daughters", report_every=13, **days)
    held = sv.contracts.open_register()
    held.add(found, by="procurement", on="2023-08-20")
    first = sv.contracts.hand_over(held, "ECC-0412", on="2023-09-01")
    assert (first.every, first.periods[0].ends) == (1, date(2023, 9, 30))
    assert "Reported every month." in first.indicators[0].description
    assert sv.contracts.hand_over(held, "ECC-0412", on="2023-09-01", every=12).every == 12
