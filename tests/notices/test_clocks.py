"""What is to be published by when: exact days, the same calendar whenever it is made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.errors import InputError


def contract(**others: Any) -> sv.contracts.Contract:
    """A contract of £6m with VAT, entered into on 20 August 2026, of three years."""
    whole = {
        "reference": "NCC-7", "title": "School meals", "suppliers": "Acme", "lines": (),
        "starts": "2026-09-01", "ends": "2029-08-31", "entered": "2026-08-20",
        "value": sv.ContractValue(6_000_000, vat="included"),
    }  # fmt: skip
    return sv.contracts.Contract(**{**whole, **others})


def due(made: sv.contracts.Contract, *, kpis: bool = True, **asked: Any) -> sv.notices.Clocks:
    """What is due of one contract."""
    register = sv.contracts.open_register()
    register.add(made, by="procurement", on="2026-08-20")
    if kpis:
        names = ("Apprenticeships", "Local spend", "Volunteering")
        found = [
            sv.contracts.Kpi(id=str(at), title=each, target="12 weeks by 2029")
            for at, each in enumerate(names, 1)
        ]
        register.set_kpis("NCC-7", found, by="procurement", on="2026-08-20")
    return sv.notices.clocks(register, on="2026-09-01", **asked)


def days(found: sv.notices.Clocks) -> list[tuple[str, str]]:
    """Rule and last day of each."""
    return [(each.rule, str(each.due)) for each in found.due]


def test_a_contract_above_five_million_has_all_its_days() -> None:
    """Each day is counted as the Act counts it: a period begins with its first day."""
    assert days(due(contract())) == [
        ("details", "2026-09-18"), ("copy", "2026-11-17"),
        ("performance-1", "2027-08-19"), ("performance-2", "2028-08-19"),
        ("performance-3", "2029-08-19"), ("performance-last", "2029-09-29"),
        ("termination", "2029-09-29"),
    ]  # fmt: skip


@pytest.mark.parametrize(("change", "rules"), [
    ({"value": sv.ContractValue(5_000_000, vat="included")}, ["details", "termination"]),
    ({"regime": "light_touch"}, ["details", "copy", "termination"]),
    ({"kind": "framework"}, ["details", "copy", "termination"]),
    ({"regime": "below_threshold"}, []), ({"regime": "scotland"}, []),
    ({"regime": "pcr2015"}, []), ({"entered": None}, ["performance-1", "performance-2",
                                                     "performance-last", "termination"]),
])  # fmt: skip
def test_the_law_is_silent_where_it_is(change: dict[str, Any], rules: list[str]) -> None:
    """A care contract has other days than a road, and an old one none of these."""
    found = due(contract(**change))
    assert [rule for rule, _ in days(found)] == rules
    assert bool(found.questions) == ("entered" in change)


def test_light_touch_has_120_and_180_days() -> None:
    """Sections 53(1) and (3)."""
    found = dict(days(due(contract(regime="light_touch"))))
    entered = date(2026, 8, 20)
    assert found["details"] == str(entered + timedelta(days=119))
    assert found["copy"] == str(entered + timedelta(days=179))


def test_a_value_without_vat_near_the_limit_is_asked_about() -> None:
    """No rate is assumed."""
    found = due(contract(value=sv.ContractValue(4_500_000)))
    assert "with VAT is not said" in found.questions[0]
    assert "copy" not in dict(days(found))
    assert not due(contract(value=sv.ContractValue(4_000_000))).questions


def test_without_indicators_nothing_is_assessed() -> None:
    """An assessment is of the indicators that were set."""
    found = dict(days(due(contract(), kpis=False)))
    assert set(found) == {"details", "copy", "termination"}


def test_the_life_of_a_contract_is_counted_as_said() -> None:
    """Which day the 12 months begin with is our reading, and can be another."""
    assert dict(days(due(contract(), life="starts")))["performance-1"] == "2027-08-31"
    with pytest.raises(InputError, match="SV316"):
        due(contract(), life="signed")


@pytest.mark.parametrize(("asked", "last"), [
    ({}, "2027-03-31"), ({"standstill": True}, "2027-03-22"),
    ({"standstill": True, "holidays": [date(2027, 3, 26), date(2027, 3, 29)]}, "2027-03-18"),
])  # fmt: skip
def test_a_change_is_published_before_it_is_made(asked: dict[str, Any], last: str) -> None:
    """A notice of the day itself comes too late for anyone to object."""
    tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
    result = sv.evaluate(tender, bids, sv.load(tender.framework))
    made = sv.contracts.award(
        result, "Brook & Daughters", reference="NCC-7", starts="2022-09-01", ends="2029-08-31"
    )
    import attrs

    register = sv.contracts.open_register()
    register.add(attrs.evolve(made, regime="pa2023"), by="procurement", on="2022-08-20")
    register.change(
        "NCC-7", reason="variation", ground="review_clause", instrument="Deed 1", on="2027-04-01",
        by="contract manager", lines={"1": "+4"},
    )  # fmt: skip
    found = sv.notices.clocks(register, on="2026-12-01", **asked)
    assert [str(each.due) for each in found.due if each.notice == "UK10"] == [last]
    assert "always for a transfer" in str(found.explain())


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.integers(1, 4_000))
def test_no_twelve_months_are_without_an_assessment(entered: date, length: int) -> None:
    """Between two assessments, and before the first and after the last, lie at most 12 months."""
    made = contract(entered=entered, starts=entered, ends=entered + timedelta(days=length))
    found = due(made)
    ends = [each.due for each in found.due if each.rule.startswith("performance-")]
    assert ends[-1] == made.ends + timedelta(days=29)
    last = entered - timedelta(days=1)
    for each in [*ends[:-1], made.ends]:
        assert each - last <= timedelta(days=366)
        last = each


def test_the_calendar_is_the_same_whenever_it_is_made() -> None:
    """Who imports it twice must have each day once."""
    found = due(contract())
    text = found.to_ics()
    assert text == due(contract()).to_ics()
    assert text.count("BEGIN:VEVENT") == len(found.due)
    uids = [line for line in text.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_what_a_council_writes_cannot_break_the_calendar() -> None:
    """A reference with a line break must not add an event of its own."""
    made = contract(reference="NCC, 7; £\\n" + "é" * 90)
    register = sv.contracts.open_register()
    register.add(made, by="procurement", on="2026-08-20")
    text = sv.notices.clocks(register, on="2026-09-01").to_ics()
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:NCC\\, 7\\; £\\\\n" + "é" * 90 in unfolded
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_what_has_passed_is_marked() -> None:
    """Whether it was published nobody here knows, and the screen says so."""
    found = due(contract())
    assert "18 September 2026  " in str(found.explain())
    register = sv.contracts.open_register()
    register.add(contract(), by="procurement", on="2026-08-20")
    later = sv.notices.clocks(register, on="2027-01-01")
    assert "18 September 2026 (passed)" in " ".join(str(later.explain()).split())
    assert "is not in the delivery record" in str(later.explain())


@pytest.mark.parametrize(("reason", "ends", "last"), [
    ("extension", "2030-08-31", "2030-09-29"), ("termination", "2028-08-31", "2028-09-29"),
])  # fmt: skip
def test_the_end_is_that_of_the_agreed_schedule(reason: str, ends: str, last: str) -> None:
    """A contract that was extended has no termination notice three years early."""
    register = sv.contracts.open_register()
    register.add(contract(), by="procurement", on="2026-08-20")
    register.change(
        "NCC-7", reason=reason, instrument="Deed 1", on="2028-08-01", by="contract manager",
        ground="by_agreement" if reason == "termination" else "review_clause", ends=ends,
    )  # fmt: skip
    found = sv.notices.clocks(register, on="2026-12-01")
    assert dict(days(found))["termination"] == last
    changes = [each for each in found.due if each.notice == "UK10"]
    assert len(changes) == (reason == "extension")
