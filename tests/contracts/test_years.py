"""All contracts by financial year: what fell due, and what was delivered, in each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.contracts.test_figures import contract_of

import socialvalue as sv
from socialvalue.contracts import Expected, Obligation, Term
from socialvalue.contracts.split.years import by_year


def test_a_year_has_what_fell_due_and_was_delivered_in_it() -> None:
    """A council that answers for 2022/23 must not answer for what came before or after it."""
    line = Obligation(
        line="1", measure="A", title="Hours", unit="staff_hour", quantity=24, scored=24,
        unit_value="10.01", offered=sv.hours(24),
        expected=Expected("dated", steps=[("2023-03-31", 6), ("2024-03-31", 24)]),
    )  # fmt: skip
    held = sv.contracts.open_register()
    held.add(contract_of(lines=[line], ends="2024-08-31"), by="procurement", on="2022-08-20")
    ran = (("2022-09-01", "2023-03-31", 4, 3), ("2023-04-01", "2023-04-30", 25, 25))
    for first, last, much, verified in ran:
        entry = held.deliver("C1", line="1", quantity=much, period=(first, last), statement="x",
                             by="supplier", on="2023-05-01")  # fmt: skip
        held.approve(entry, by="finance", quantity=verified, reason="three seen of what was sent",
                     on="2023-05-02")  # fmt: skip
    found = sv.portfolio(held, on="2023-06-30").by("period")
    assert list(found) == ["2022/23", "2023/24"]
    first, second = found["2022/23"], found["2023/24"]
    # 6 of 24 hours at £10.01 are due by March; 4 are reported, of which 3 are verified
    assert (first.promised, first.expected) == (Decimal("60.06"), Decimal("60.06"))
    assert (first.reported, first.delivered, first.capped) == (
        Decimal("40.04"), Decimal("30.03"), Decimal("30.03"))  # fmt: skip
    # 18 fall due by the end of the year and none by June; 25 verified, of which 21 fill it
    assert (second.promised, second.expected) == (Decimal("180.18"), 0)
    assert (second.delivered, second.capped) == (Decimal("250.25"), Decimal("210.21"))
    assert second.compliance == Fraction(21, 18)


def test_what_was_put_off_is_due_in_its_new_year_alone() -> None:
    """A year that owes less than nothing has a share of it: £0 read as 99% of what was due."""
    line = Obligation(
        line="1", measure="A", title="Hours", unit="staff_hour", quantity=36, scored=36,
        unit_value="10", offered=sv.hours(36), expected=Expected("time"),
    )  # fmt: skip
    held = sv.contracts.open_register()
    held.add(contract_of(lines=[line], ends="2025-08-31"), by="procurement", on="2022-08-20")
    held.change("C1", reason="variation", ground="review_clause", instrument="Deed 1",
                expected={"1": Expected("at_end")}, on="2024-06-01", by="procurement")  # fmt: skip
    found = sv.portfolio(held, on="2024-12-31").by("period")
    assert {year: (each.promised, each.expected) for year, each in found.items()} == {
        "2025/26": (Decimal("360.00"), 0)}  # fmt: skip


def test_a_contract_without_an_end_has_its_years() -> None:
    """Many systems write 31 December 9999 for a contract that runs until somebody ends it."""
    line = Obligation(
        line="1", measure="A", title="Hours", unit="staff_hour", quantity=36, scored=36,
        unit_value="10", offered=sv.hours(36), expected=Expected("at_end"),
    )  # fmt: skip
    held = sv.contracts.open_register()
    held.add(contract_of(lines=[line], ends="9999-12-31"), by="procurement", on="2022-08-20")
    found = sv.portfolio(held, on="2024-12-31").by("period")
    assert {year: each.promised for year, each in found.items()} == {"9999/00": Decimal("360.00")}


def test_a_year_that_no_date_has_is_counted_from_its_days() -> None:
    """From 1 September 9999 to the last day that there is are 122 of 366: 10000 is a leap year."""
    assert Term(date(2022, 9, 1), date.max).years == 7977 + Fraction(122, 366)
    assert Term(date.min, date.max).years == 9999
    assert Term(date(2024, 2, 29), date(2025, 2, 27)).years == Fraction(365, 366)
    assert Term(date(2022, 9, 1), date.max).last_year_end(date(9999, 12, 30)) == date(9999, 8, 31)


def without_an_end(starts: str) -> Any:
    """A record of one contract that runs until somebody ends it."""
    plans: tuple[tuple[str, dict[str, Any]], ...] = (
        ("fte_year", {"profile": "time"}), ("staff_hour", {"profile": "yearly"}),
        ("staff_hour", {"profile": "spend", "spend": 1000}),
    )  # fmt: skip
    lines = [
        Obligation(line=str(no), measure="A", title="Work", unit=unit, quantity=36, scored=36,
                   unit_value="10", offered=sv.quantity(36, unit), expected=Expected(**plan))
        for no, (unit, plan) in enumerate(plans)
    ]  # fmt: skip
    held = sv.contracts.open_register()
    held.add(contract_of(lines=lines, starts=starts, ends="9999-12-31", entered="2025-02-25"),
             by="procurement", on="2025-02-25")  # fmt: skip
    return held


@pytest.mark.parametrize("on", ["2025-12-31", "9999-12-31"])
@pytest.mark.parametrize("starts", ["2024-09-01", "0001-01-01"])
def test_a_contract_without_an_end_spoils_no_report(starts: str, on: str) -> None:
    """One contract taken over with 31 December 9999 left a council without any report at all."""
    held = without_an_end(starts)
    assert sv.contracts.progress(held, "C1", on=on)["0"].committed == 36
    assert sv.contracts.successions(held, "C1", on=on)
    assert len(sv.contracts.endings(held, on=on).contracts) == (on == "9999-12-31")
    for kind in ("portfolio", "directors", "annual", "queue", "notices"):
        assert str(sv.reports.make(held, on=on, audience="contract-team", kind=kind))


def test_a_contract_without_an_end_has_its_month_and_its_notices(tmp_path: Path) -> None:
    """Its returns are asked of, and what has to be published of it has days that there are."""
    held = without_an_end("2024-09-01")
    held.set_kpis("C1", [sv.contracts.Kpi(id="1", title="Work", lines=["0"])],
                  by="procurement", on="2025-02-25")  # fmt: skip
    found = sv.calculators.month(held, tmp_path, on="2025-12-31").files
    assert "returns/return-c1-acme-2025-09-01.xlsx" in found
    assert "DTEND;VALUE=DATE:99991231" in sv.notices.clocks(held, on="2025-12-31").to_ics()


def test_what_falls_due_on_no_day_is_of_no_year() -> None:
    """A commitment without a plan must not be read as due in the year that somebody looks at."""
    line = Obligation(
        line="1", measure="A", title="Hours", unit="staff_hour", quantity=24, scored=24,
        unit_value="10", offered=sv.hours(24), expected=Expected("none"),
    )  # fmt: skip
    held = sv.contracts.open_register()
    held.add(contract_of(lines=[line]), by="procurement", on="2022-08-20")
    found = sv.portfolio(held, on="2022-12-31")
    assert {year: each.promised for year, each in found.by("period").items()} == {
        "not stated": Decimal("240.00")}  # fmt: skip
    apart = attrs.evolve(found.contracts[0].lines[0], record=None)
    with pytest.raises(sv.InputError, match="SV958"):
        list(by_year(apart))


@pytest.mark.parametrize("last", [60, 0])
def test_what_nobody_adds_up_counts_in_the_year_of_its_last_figure(last: int) -> None:
    """40% in one year and 60% in the next are 60% in the next, and 100% in none; 0% are none."""
    line = Obligation(
        line="1", measure="A", title="Share", unit="percent", quantity=100, scored=0,
        unit_value=None, offered=sv.percent(100), expected=Expected("at_end"),
    )  # fmt: skip
    held = sv.contracts.open_register()
    held.add(contract_of(lines=[line]), by="procurement", on="2022-08-20")
    for period, much in ((("2022-09-01", "2023-03-31"), 40), (("2023-04-01", "2023-06-30"), last)):
        entry = held.deliver("C1", line="1", quantity=much, period=period, statement="x",
                             by="supplier", on="2023-07-01")  # fmt: skip
        held.approve(entry, by="finance", on="2023-07-02")
    (line_now,) = sv.portfolio(held, on="2023-07-31").contracts[0].lines
    found = {year: units.verified for year, _, units in by_year(line_now)}
    assert found.get("2022/23", 0) == 0
    assert found.get("2023/24", 0) == line_now.verified == last
