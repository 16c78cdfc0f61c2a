"""What contracts come to: held to a second way of working it out, and to laws of their own."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.histories import DAYS, registers
from tests.contracts.oracle import figures

import socialvalue as sv
from socialvalue.contracts import Contract, Obligation
from socialvalue.contracts.split.items import AXES_OF_CONTRACTS
from socialvalue.contracts.standing import standing_of
from socialvalue.model.tender import ContractValue

PENCE = ("promised", "expected", "reported", "delivered", "capped", "unpromised")
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
PORTAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "portal-sample.csv"


# --- laws ---------------------------------------------------------------------------------


@given(registers(), DAYS)
@settings(max_examples=60, suppress_health_check=SLOW, deadline=None)
def test_every_figure_is_the_oracles(register: Any, on: date) -> None:
    """A second way of working it out, one entry after another, comes to the same, to the penny."""
    expected = figures(register.entries, on)
    found = sv.portfolio(register, on=on)
    lines = {(held.contract.reference, each.line): each
             for held in found.contracts for each in held.lines}  # fmt: skip
    assert lines.keys() == expected.keys()
    for key, each in lines.items():
        assert {name: getattr(each, name) for name in expected[key]} == expected[key]
    for name in PENCE[:-1]:
        pence = sum(each[f"{name}_pence"] for each in expected.values())
        assert getattr(found, name) == Decimal(pence) / 100


@given(registers(), DAYS)
@settings(max_examples=40, suppress_health_check=SLOW, deadline=None)
def test_what_must_always_hold(register: Any, on: date) -> None:
    """No commitment over 100%, nothing verified that was not reported, parts that add up."""
    found = sv.portfolio(register, on=on)
    assert found.capped <= min(found.promised, found.delivered)
    assert found.delivered <= found.reported
    assert found.expected <= found.promised
    assert found.compliance is None or 0 <= found.compliance <= 1
    for axis in AXES_OF_CONTRACTS:
        for name in PENCE:
            parts = sum((getattr(each, name) for each in found.by(axis).values()), Decimal(0))
            assert parts == getattr(found, name)
    whole, years = (_units(found.quantities(axis)) for axis in ("kind", "period"))
    assert years == whole
    for held in found.contracts:
        for each in held.lines:
            assert 0 <= each.verified + each.waiting <= each.reported
            assert each.due is None or 0 <= each.due <= each.committed
            assert (each.since is None) or each.since <= on
    assert register.verify() == ()


def _units(found: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], Fraction]:
    """All units, whatever they are split by."""
    sums: dict[tuple[str, str], Fraction] = {}
    for held in found.values():
        for unit, each in held.items():
            for field in attrs.fields(type(each)):
                key = (unit, field.name)
                sums[key] = sums.get(key, Fraction(0)) + getattr(each, field.name)
    return sums


@given(registers(), DAYS, st.randoms(use_true_random=False))
@settings(max_examples=30, suppress_health_check=SLOW, deadline=None)
def test_the_order_in_which_entries_are_read_changes_nothing(
    register: Any, on: date, shuffling: random.Random
) -> None:
    """A log that was exported and sorted otherwise is the same log."""
    shuffled = list(register.entries)
    shuffling.shuffle(shuffled)
    assert standing_of(shuffled, on) == standing_of(register.entries, on)


@given(registers(), DAYS, st.integers(0, 30))
@settings(max_examples=30, suppress_health_check=SLOW, deadline=None)
def test_what_was_known_never_changes(register: Any, on: date, first: int) -> None:
    """A report as known on a day is the same whatever was written after that day."""
    days = [date(2023, 1, 1) + timedelta(days=each.seq) for each in register.entries]
    dated = [attrs.evolve(each, entered=day)
             for each, day in zip(register.entries, days, strict=True)]  # fmt: skip
    known = date(2023, 1, 1) + timedelta(days=first)
    earlier = [each for each in dated if each.entered <= known]
    assert standing_of(dated, on, known) == standing_of(earlier, on)
    assert len(earlier) == min(first, len(dated))


# --- by hand ------------------------------------------------------------------------------


def test_the_sheet_of_practice(register: Any, report: Callable[..., Any]) -> None:
    """8 local staff for three years: 24 committed, 2.67 due, 2.50 reported, 2.00 verified.

    Source:
        practice.md §5, M2.
    """
    report_ = report()
    register.approve(
        report_, by="contract manager", on="2022-12-20", quantity="2", reason="one left"
    )
    found = sv.contracts.progress(register, "ECC-0412", on="2022-12-31")
    line = found["1"]
    assert (line.committed, line.due) == (24, Fraction(24 * 122, 1096))
    assert (line.reported, line.verified, line.waiting) == (Decimal("2.5"), 2, 0)
    assert (line.state, line.gap) == ("behind", Fraction(24 * 122, 1096) - 2)
    page = str(found)
    assert "road gangs" in page
    assert "2.67" in page
    assert "2.50" in page
    assert "▲ Behind" in page
    assert "agreed schedule, version 1" in page
    assert register.head in page


def test_the_councils_backlog_is_not_the_suppliers_failure(
    register: Any, report: Callable[..., Any]
) -> None:
    """Reported in time and not looked at for 41 days: it waits for us, and is not behind."""
    report(quantity="3")
    found = sv.contracts.progress(register, "ECC-0412", on="2022-12-31")["1"]
    assert (found.state, found.gap, found.verified) == ("waiting", 0, 0)
    assert found.since == date(2022, 12, 10)
    whole = sv.contracts.progress(register, "ECC-0412", on="2022-12-31")
    assert "1 waits for us (21 days)" in str(whole)


STATES = [
    ("2022-08-25", {}, "not_started"),
    ("2022-12-31", {"quantity": "2.5"}, "behind"),
    ("2022-12-31", {"quantity": "3"}, "waiting"),
    ("2022-12-31", {"quantity": "3", "verified": True}, "on_plan"),
    ("2025-08-31", {"quantity": "24", "verified": True}, "complete"),
    ("2025-08-31", {"quantity": "24.5", "verified": True}, "over"),
    ("2025-08-31", {"quantity": "23"}, "behind"),
    ("2025-09-01", {"quantity": "23"}, "overdue"),
    ("2025-09-01", {"quantity": "24"}, "waiting"),
]


@pytest.mark.parametrize(("on", "details", "state"), STATES)
def test_each_state(
    on: str, details: dict[str, Any], state: str, register: Any, report: Callable[..., Any]
) -> None:
    """A word on a screen that decides whether somebody is written to."""
    verified = details.get("verified", False)
    if details:
        entry = report(quantity=details["quantity"])
        if verified:
            register.approve(entry, by="finance", on="2022-12-20")
    assert sv.contracts.progress(register, "ECC-0412", on=on)["1"].state == state


def test_days_of_grace(register: Any, report: Callable[..., Any]) -> None:
    """Returns come each quarter: who is late by days between two of them is not written to."""
    register.approve(report(quantity="2"), by="finance", on="2022-12-20")

    def state(grace: int) -> str:
        found = sv.contracts.progress(register, "ECC-0412", on="2022-12-31", grace=grace)
        assert found["1"].due == Fraction(24 * 122, 1096)
        return str(found["1"].state)

    assert (state(0), state(30), state(31)) == ("behind", "behind", "on_plan")
    for wrong in (-1, "7", True):
        with pytest.raises(sv.InputError, match="SV316 grace"):
            sv.contracts.progress(register, "ECC-0412", on="2022-12-31", grace=wrong)


def one_line(**details: Any) -> Any:
    """A record of a contract with one commitment."""
    unit = details.get("unit", "person")
    usual = {"line": "1", "measure": "M1", "title": "A measure", "unit": unit, "quantity": 4,
             "scored": 0, "unit_value": None, "offered": sv.quantity("1", unit)}  # fmt: skip
    held = sv.contracts.open_register()
    line = Obligation(**{**usual, **details})
    held.add(contract_of(lines=[line]), by="procurement", on="2022-08-20")
    return held


def contract_of(**details: Any) -> Contract:
    """A contract of a year."""
    usual = {"reference": "C1", "title": "Home care", "suppliers": "Acme", "starts": "2022-09-01",
             "ends": "2023-08-31", "value": ContractValue(12_000_000), "lines": []}  # fmt: skip
    return Contract(**{**usual, **details})


def test_a_quarter_of_an_apprentice_is_not_late() -> None:
    """People come whole: what is due of four in a year is one after three months, not before."""

    def state(on: str) -> str:
        return str(sv.contracts.progress(one_line(), "C1", on=on)["1"].state)

    assert (state("2022-11-29"), state("2022-11-30")) == ("not_started", "not_started")
    assert state("2022-12-01") == "behind"
    assert sv.contracts.progress(one_line(), "C1", on="2022-11-30")["1"].due == Fraction(364, 365)


def test_a_share_is_a_level_and_not_a_sum() -> None:
    """78% of staff in March and 80% in June are 80%, and not 158%."""
    held = one_line(unit="percent", quantity=78, expected="none")
    for last, share in (("2022-11-30", 70), ("2023-02-28", 80)):
        first = last[:8] + "01"
        entry = held.deliver("C1", line="1", quantity=share, period=(first, last), by="supplier",
                             statement="counted", on="2023-03-01")  # fmt: skip
        held.approve(entry, by="finance", on="2023-03-02")
    found = sv.contracts.progress(held, "C1", on="2023-03-31")["1"]
    assert (found.reported, found.verified, found.state) == (80, 80, "over")
    assert sv.portfolio(held, on="2023-03-31").quantities("measure") == {}


def test_a_share_that_fell_to_nothing_is_nothing() -> None:
    """A certificate that was lost, or a share of 0%, is not still what it was a year ago."""
    held = one_line(unit="percent", quantity=78, expected="none")
    for last, share in (("2022-11-30", 80), ("2023-02-28", 0)):
        first = last[:8] + "01"
        entry = held.deliver("C1", line="1", quantity=share, period=(first, last), by="supplier",
                             statement="counted", on=last)  # fmt: skip
        if share:
            held.approve(entry, by="finance", on=last)
    waits = sv.contracts.progress(held, "C1", on="2023-03-31")["1"]
    assert (waits.verified, waits.state) == (80, "over"), "nobody has decided on the 0% yet"
    held.approve(entry, by="finance", on="2023-03-02")
    found = sv.contracts.progress(held, "C1", on="2023-03-31")["1"]
    assert (found.reported, found.verified, found.state) == (0, 0, "no_plan")
    held.reopen(entry, by="finance", on="2023-03-03", reason="counted wrong")
    assert sv.contracts.progress(held, "C1", on="2023-03-31")["1"].verified == 80


def test_a_variation_is_due_from_its_day_on(register: Any) -> None:
    """Four more people agreed in April are not four people late in April."""
    usual = {"ground": "review_clause", "instrument": "Deed 1", "reason": "variation",
             "by": "contract manager"}  # fmt: skip
    before = sv.contracts.progress(register, "ECC-0412", on="2024-02-29")["1"]
    register.change("ECC-0412", lines={"1": "+4"}, on="2024-03-01", **usual)
    assert sv.contracts.progress(register, "ECC-0412", on="2024-02-29")["1"] == before
    after = sv.contracts.progress(register, "ECC-0412", on="2024-03-01")["1"]
    assert after.committed == 28
    assert after.due - before.due == Fraction(24, 1096) + Fraction(4, 549)
    end = sv.contracts.progress(register, "ECC-0412", on="2025-08-31")["1"]
    assert end.due == 28


def test_beyond_the_contract_is_in_no_ratio(register: Any, report: Callable[..., Any]) -> None:
    """£233m that nobody had committed made a portal say 121%; here it stands apart."""
    extra = report(line=None, measure="NT29", unit="staff_hour", unit_value="16.93", quantity=30)
    assert sv.portfolio(register, on="2022-12-31").unpromised == 0
    register.approve(extra, by="finance", on="2022-12-20")
    found = sv.portfolio(register, on="2022-12-31")
    assert (found.unpromised, found.delivered, found.compliance) == (Decimal("507.90"), 0, 0)
    assert found.by("measure")["NT29"].unpromised == Decimal("507.90")
    assert found.quantities("measure")["NT29"]["staff_hour"].beyond == 30


def test_no_commitment_is_none_and_not_nought() -> None:
    """A contract without pounds has no ratio: 0% would say that it failed."""
    held = sv.contracts.open_register()
    assert "No contract is entered" in sv.portfolio(held, on="2022-12-31").headline
    held.add(contract_of(), by="procurement", on="2022-08-20")
    found = sv.portfolio(held, on="2022-12-31")
    assert (found.compliance, found.uncapped, found.promised) == (None, None, 0)
    assert found.contract_count == 1
    assert "no commitment" in found.headline


# --- the award story and a portal's lines -------------------------------------------------


def story() -> Any:
    """17 contracts with 98 suppliers, £447m and £42m committed, each shared out by hand."""
    held = sv.contracts.open_register()
    for at in range(17):
        value = 26_000_000 if at < 16 else 447_000_000 - 16 * 26_000_000
        pounds = 2_470_000 if at < 16 else 42_000_000 - 16 * 2_470_000
        line = Obligation(line="1", measure="M1", title="Local spend", unit="gbp", quantity=pounds,
                          scored=pounds, unit_value=1, offered=sv.gbp(pounds))  # fmt: skip
        names = [f"Supplier {at * 6 + each}" for each in range(6 if at < 16 else 2)]
        shared = ["Supplier 0"] if at else []
        held.add(contract_of(reference=f"C{at}", suppliers=[*names, *shared],
                             value=ContractValue(value), lines=[line]),
                 by="procurement", on="2022-08-20")  # fmt: skip
    return held


def test_the_figures_of_the_award_story() -> None:
    """98 suppliers on 17 contracts, £42m on £447m: 9.4p per £1, a supplier counted once.

    The paper does not say which groups its 981 jobs are of, so these are in no test.

    Source:
        after-award.md §0, 6.
    """
    found = sv.portfolio(story(), on="2022-12-31")
    assert (found.contract_count, found.supplier_count) == (17, 98)
    assert (found.contract_value, found.promised) == (447_000_000, 42_000_000)
    assert found.per_pound == Fraction(42, 447)
    assert found.headline.startswith(
        "As at 31 December 2022. 17 contracts, 98 suppliers, £447.0m. "
        "Committed £42.0m (9.4p per £1). Delivered against commitment £0 (0%)."
    )


@pytest.mark.skipif(not PORTAL.is_file(), reason="the sample lies beside the checkout")
def test_a_portals_lines() -> None:
    """98 lines with a target, £121.8m: 57% against commitment, 121% in all, £233m beyond.

    Source:
        after-award.md §2.7.
    """
    rows = list(csv.DictReader(PORTAL.read_text(encoding="utf-8").splitlines()))
    lines: dict[tuple[str, str], list[Decimal]] = {}
    for row in rows:
        held = lines.setdefault((row["project"], row["measure"]), [Decimal(0), Decimal(0)])
        held[0] += Decimal(row["target_value"] or 0)
        held[1] += Decimal(row["delivered_value"] or 0)
    found = sv.portfolio(portal_record(lines), on="2021-12-31")
    targeted = [each for each in lines.values() if each[0]]
    assert len(targeted) == 98
    assert sum(len(each.lines) for each in found.contracts) == 98
    assert round(found.promised / 10**6, 1) == Decimal("121.8")
    assert found.compliance is not None
    assert found.uncapped is not None
    assert round(found.compliance * 100) == 57
    assert round(found.uncapped * 100) == 121
    assert round(found.unpromised / 10**6) == 233


def portal_record(lines: dict[tuple[str, str], list[Decimal]]) -> Any:
    """A record of a portal's lines: a contract a project, £ as units worth £1 each."""
    held = sv.contracts.open_register()
    days = {"starts": "2018-01-01", "ends": "2020-12-31"}
    for project in dict.fromkeys(project for project, _ in lines):
        mine = {code: each for (name, code), each in lines.items() if name == project}
        schedule = [
            Obligation(line=code, measure=code, title=code, unit="gbp", quantity=target,
                       scored=target, unit_value=1, offered=sv.gbp("1"))
            for code, (target, _) in mine.items() if target
        ]  # fmt: skip
        held.add(contract_of(reference=project, lines=schedule, **days), by="procurement",
                 on="2018-01-01")  # fmt: skip
        for code, (target, delivered) in mine.items():
            if delivered:
                entry = held.deliver(
                    project, line=code if target else None, measure=code, unit="gbp", unit_value=1,
                    quantity=delivered, period=("2018-01-01", "2020-12-31"), by="supplier",
                    statement="portal", on="2021-01-01",
                )  # fmt: skip
                held.approve(entry, by="contract manager", on="2021-01-02")
    return held


# --- shapes -------------------------------------------------------------------------------


def test_tables_for_analysts(register: Any, report: Callable[..., Any]) -> None:
    """A row a commitment and a row a contract, pennies as whole numbers, no third cut in two."""
    register.approve(report(), by="finance", on="2022-12-20")
    rows = sv.contracts.progress(register, "ECC-0412", on="2022-12-31").to_frame().to_dicts()
    assert (rows[0]["line"], rows[0]["due"]) == ("1", Decimal("2.671533"))
    assert (rows[0]["verified"], rows[0]["delivered_pence"]) == (Decimal("2.5"), 7115000)
    found = sv.portfolio(register, on="2022-12-31")
    (row,) = found.to_frame().to_dicts()
    assert (row["contract"], row["directorate"], row["commitments"]) == ("ECC-0412", "Place", 9)
    assert row["promised_pence"] == 117239748
    assert found.to_frame("pandas").shape == (1, 15)


def test_an_axis_that_is_none(register: Any) -> None:
    """A slip is answered with what there is."""
    found = sv.portfolio(register, on="2022-12-31")
    for ask in (found.by, found.quantities):
        with pytest.raises(sv.InputError, match=r"SV312 the axis 'ward'[^\n]*\n.*directorate"):
            ask("ward")
    assert found.by("directorate").keys() == {"Place"}
    with pytest.raises(sv.NotFoundError, match="SV951"):
        _ = found.contracts[0]["99"]
    with pytest.raises(sv.NotFoundError, match="SV950"):
        sv.contracts.progress(register, "ECC-0412", on="2022-08-19")
    with pytest.raises(sv.InputError, match="SV316"):
        sv.portfolio("delivery.db", on="2022-08-19")  # type: ignore[arg-type]


def test_what_is_left_out_is_said(award: Any) -> None:
    """A figure that goes to cabinet says what is not in it."""
    held = sv.contracts.open_register()
    held.add(award("Acme Highways"), by="procurement", on="2022-08-20")
    found = sv.portfolio(held, on="2022-12-31")
    assert found.left_out == (
        "2 commitments without pounds, in units only",
        "1 commitment offered twice, on which nobody has decided",
        "2 commitments whose group or count of people is our own reading",
    )
    page = str(found)
    assert "What is left out" in page
    assert "£ are proxy values, not savings." in page
    assert held.head in page
    assert "<b>" not in found._repr_html_()


def test_a_group_is_what_the_award_says(award: Any) -> None:
    """Which group a measure is for is stated by somebody, and is not read out of its title."""
    held = sv.contracts.open_register()
    held.add(award(groups={"ECC4": "NEET"}), by="procurement", on="2022-08-20")
    found = sv.portfolio(held, on="2022-12-31").quantities("group")
    assert found["NEET"]["fte_year"].committed == 6
    assert found["not stated"]["fte_year"].committed == 24
