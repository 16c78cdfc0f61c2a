"""What is to be published by when: exact days, the same calendar whenever it is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.contracts import clock
from socialvalue.errors import InputError
from socialvalue.model.papers.award import Papers


@pytest.fixture(autouse=True)
def written_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the day on which entries are written; 20 August 2026, if not called."""

    def entries_are_of(written: str) -> None:
        monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(written))

    entries_are_of("2026-08-20")
    return entries_are_of


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


@pytest.mark.parametrize("starts", ["2026-09-01", "9999-02-01", "9999-12-31"])
def test_a_contract_to_the_last_day_there_is_has_its_days(starts: str) -> None:
    """A ledger ends in 9999 what has no end, and its details are due all the same."""
    last = "9999-12-31"
    found = days(due(contract(starts=starts, ends=last)))
    assert found[0] == ("details", "2026-09-18")
    assert {("performance-last", last), ("termination", last)} <= {*found}


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
    ({"standstill": True, "holidays": ["2027-03-26", "2027-03-29"]}, "2027-03-18"),
])  # fmt: skip
def test_a_change_is_published_before_it_is_made(asked: dict[str, Any], last: str) -> None:
    """A notice of the day itself comes too late for anyone to object."""
    tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
    result = sv.evaluate(tender, bids, sv.load(tender.framework))
    made = sv.contracts.award(
        result, "Brook & Daughters", reference="NCC-7", starts="2022-09-01", ends="2029-08-31"
    )
    register = sv.contracts.open_register()
    register.add(attrs.evolve(made, regime="pa2023"), by="procurement", on="2022-08-20")
    register.change(
        "NCC-7", reason="variation", ground="review_clause", instrument="Deed 1", on="2027-04-01",
        by="contract manager", lines={"1": "+4"},
    )  # fmt: skip
    found = sv.notices.clocks(register, on="2026-12-01", **asked)
    assert [str(each.due) for each in found.due if each.notice == "UK10"] == [last]
    assert "always for a transfer" in str(found.explain())


def test_a_holiday_is_a_day_whether_or_not_it_is_counted() -> None:
    """A holiday that is no day of ours would be a working day, and a notice come too late."""
    for standstill in (True, False):
        assert due(contract(), standstill=standstill, holidays=["2027-03-26"]).due
        for strange, code in ((["Good Friday"], "SV206"), ([26], "SV316"), (None, "SV316")):
            with pytest.raises(InputError, match=code):
                due(contract(), standstill=standstill, holidays=strange)
    with pytest.raises(InputError, match="SV316"):
        due(contract(), standstill="no")


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


def tender(**others: Any) -> sv.Tender:
    """A tender whose contract award notice is planned for Friday, 18 December 2026."""
    papers = Papers(award_notice="2026-12-18", holidays=["2026-12-25", "2026-12-28"])
    whole = {
        "title": "School meals", "contract_value": 900_000, "published": "2026-09-01",
        "our_reference": "NCC-7/T", "papers": papers,
    }  # fmt: skip
    return sv.Tender(**{**whole, **others})


def before(made: sv.Tender, *contracts: sv.contracts.Contract) -> sv.notices.Clocks:
    """What is due of one tender."""
    register = sv.contracts.open_register()
    for each in contracts:
        register.add(each, by="procurement", on="2026-08-20")
    return sv.notices.clocks(register, on="2026-12-01", tenders=[made])


def test_before_the_signature_come_summaries_notice_and_standstill() -> None:
    """Who signs a day too early can have the contract set aside."""
    found = before(tender())
    assert days(found) == [
        ("summaries", "2026-12-17"), ("award", "2026-12-18"), ("standstill", "2026-12-31"),
        ("sign", "2027-01-01"),
    ]  # fmt: skip
    assert [each.notice for each in found.due] == ["", "UK6", "", ""]
    assert {each.contract for each in found.due} == {"NCC-7/T"}
    assert not found.head
    assert "Delivery record" not in str(found.explain())


def test_a_tender_in_lots_waits_for_the_last_of_them() -> None:
    """With one lot signed, the standstill of the other had left the calendar."""
    lots = tender(lots=[sv.Lot("North"), sv.Lot("South")])
    origin = sv.contracts.Origin(
        record="0" * 64, tender="School meals", tender_reference="NCC-7/T", bidder="Acme", rank=1,
        scheme="0" * 64, sets=("national-toms@2019",), library="0.2.0", lot="North",
    )  # fmt: skip
    north = contract(origin=origin)
    south = contract(reference="NCC-8", origin=attrs.evolve(origin, lot="South"))
    assert "sign" in dict(days(before(lots, north)))
    assert "sign" not in dict(days(before(lots, north, south)))


def test_a_light_touch_contract_waits_for_a_standstill_only_if_it_is_kept() -> None:
    """None is required of it (section 51(3)); who writes of one in the letters must keep it."""
    assert dict(days(before(tender(regime="light_touch")))) == {
        "summaries": "2026-12-17", "award": "2026-12-18", "sign": "2026-12-19"}  # fmt: skip
    kept = Papers(award_notice="2026-12-18", standstill="voluntary")
    found = before(tender(regime="light_touch", papers=kept))
    assert dict(days(found))["standstill"] == "2026-12-29"
    assert "(voluntary)" in str(found.explain())


@pytest.mark.parametrize(("change", "why"), [
    ({"papers": None}, "award_notice:"), ({"papers": Papers()}, "award_notice:"),
    ({"regime": "below_threshold"}, "below the threshold"),
    ({"published": "2022-06-01"}, "earlier rules"),
])  # fmt: skip
def test_where_no_day_can_be_said_it_is_said_why(change: dict[str, Any], why: str) -> None:
    """An empty calendar is not read as 'nothing is due' by whoever forgot a date."""
    found = before(tender(**change))
    assert not found.due
    assert why in " ".join(found.questions)
    assert "No date is counted here: what can't be said, and why, is below." in " ".join(
        str(found.explain()).split()
    )
    assert not before(tender()).questions
    assert "No date is counted" not in str(before(tender()).explain())


def test_a_tender_whose_contract_is_entered_into_has_left_the_list() -> None:
    """Its days before signature are over; those of the contract have begun."""
    origin = sv.contracts.Origin(
        record="0" * 64, tender="School meals", tender_reference="NCC-7/T", bidder="Acme", rank=1,
        scheme="0" * 64, sets=("national-toms@2019",), library="0.2.0",
    )  # fmt: skip
    found = before(tender(), contract(origin=origin))
    assert not {"award", "sign"} & set(dict(days(found)))
    assert "details" in dict(days(found))
    for other in (contract(origin=origin, entered=None), contract()):
        assert "award" in dict(days(before(tender(), other)))


@given(st.dates(date(2025, 3, 1), date(2040, 1, 1)), st.sets(st.integers(0, 20)))
def test_eight_working_days_lie_before_a_signature(award: date, off: set[int]) -> None:
    """Counted one by one, whatever holidays there are."""
    holidays = [award + timedelta(days=each) for each in off]
    found = dict(days(before(tender(papers=Papers(award_notice=award, holidays=holidays)))))
    sign = date.fromisoformat(found["sign"])
    passed = [award + timedelta(days=at) for at in range((sign - award).days)]
    assert sum(each.weekday() < 5 and each not in holidays for each in passed) == 8
    assert str(sign - timedelta(days=1)) == found["standstill"]


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


def test_a_calendar_shows_what_turns_a_line_round() -> None:
    """A reference that reads otherwise than it is would be looked up as another contract."""
    register = sv.contracts.open_register()
    register.add(contract(reference="NCC-\u202e7"), by="procurement", on="2026-08-20")
    text = sv.notices.clocks(register, on="2026-09-01").to_ics().replace("\r\n ", "")
    assert "\u202e" not in text
    assert "SUMMARY:NCC-\\\\u202e7: " in text


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


def test_a_day_knows_no_later_entry(written_on: Callable[[str], None]) -> None:
    """A list of last year would otherwise blame an officer for a change that nobody had agreed."""
    register = sv.contracts.open_register()
    register.add(contract(), by="procurement", on="2026-08-20")
    written_on("2026-10-05")
    register.change(
        "NCC-7", reason="extension", ground="review_clause", instrument="Deed 1",
        on="2026-12-01", by="contract manager", ends="2030-08-31",
    )  # fmt: skip
    register.add(contract(reference="NCC-8"), by="procurement", on="2026-10-05")
    before, after = (sv.notices.clocks(register, on=on) for on in ("2026-10-04", "2026-10-05"))
    assert {each.contract for each in before.due} == {"NCC-7"}
    assert dict(days(before))["termination"] == "2029-09-29"
    assert not [each for each in before.due if each.notice == "UK10"]
    assert {each.contract for each in after.due} == {"NCC-7", "NCC-8"}
    ends = {each.contract: str(each.due) for each in after.due if each.rule == "termination"}
    assert ends == {"NCC-7": "2030-09-29", "NCC-8": "2029-09-29"}
    assert [str(each.due) for each in after.due if each.notice == "UK10"] == ["2026-11-30"]
    late = sv.notices.clocks(register, on="2026-12-01")
    assert days(late) == days(after)


def changed(made: sv.contracts.Contract, **change: Any) -> sv.notices.Clocks:
    """What is due of a contract that was changed on 1 April 2027."""
    whole = {
        "reason": "variation", "ground": "review_clause", "instrument": "Deed 1",
        "on": "2027-04-01", "by": "contract manager", "value": 6_000_001,
    }  # fmt: skip
    register = sv.contracts.open_register()
    register.add(made, by="procurement", on="2026-08-20")
    register.change("NCC-7", **{**whole, **change})
    return sv.notices.clocks(register, on="2026-09-01")


def of_the_change(found: sv.notices.Clocks) -> list[tuple[str, str]]:
    """What is due because of the change."""
    return [each for each in days(found) if "change-" in each[0]]


@pytest.mark.parametrize(("regime", "rules"), [
    ("pa2023", ["change-2", "copy-of-change-2"]), ("wales", ["change-2"]),
    ("ni", []), ("light_touch", []), ("below_threshold", []), ("pcr2015", []),
])  # fmt: skip
def test_a_change_is_published_where_the_law_asks_it(regime: str, rules: list[str]) -> None:
    """Section 75(6) leaves out light touch contracts and Northern Ireland's authorities."""
    found = changed(contract(regime=regime))
    assert [rule for rule, _ in of_the_change(found)] == rules
    asked = [each for each in found.questions if "take advice" in each]
    assert bool(asked) == (regime in {"wales", "ni"})


@pytest.mark.parametrize(("before", "after", "copied"), [
    ("5000000.00", "5000000.00", False), ("5000000.00", "5000000.01", True),
    ("5000000.01", "4000000.00", True), ("4000000.00", "4900000.00", False),
])  # fmt: skip
def test_a_change_above_five_million_is_published_with_it(
    before: str, after: str, copied: bool
) -> None:
    """Section 77: residents see a large contract as it is now, not only as it was signed."""
    value = sv.ContractValue(before, vat="included")
    found = of_the_change(changed(contract(value=value), value=after))
    assert found[0] == ("change-2", "2027-03-31")
    assert found[1:] == ([("copy-of-change-2", "2027-06-29")] if copied else [])


def test_where_a_rate_decides_whether_a_change_is_copied_it_is_asked() -> None:
    """No rate of VAT is assumed."""
    found = changed(contract(value=sv.ContractValue(4_000_000)), value=4_500_000)
    assert [rule for rule, _ in of_the_change(found)] == ["change-2"]
    assert any("a copy of the change of 1 April 2027 is due then" in each
               for each in found.questions)  # fmt: skip


@pytest.mark.parametrize("regime", ["wales", "ni"])
@pytest.mark.parametrize(("before", "after"), [
    (4_500_000, 4_600_000), (4_000_000, 6_500_000), (6_000_000, 6_100_000),
])  # fmt: skip
def test_no_copy_is_called_due_where_none_is_understood_to_be(
    regime: str, before: int, after: int
) -> None:
    """A list that asks for a copy on one line and for none on the next is followed in neither."""
    found = changed(contract(regime=regime, value=sv.ContractValue(before)), value=after)
    assert [each for each in found.questions if "is due then" in each] == []
    assert len([each for each in found.questions if "take advice" in each]) == 1


def test_where_a_maximum_was_above_five_million_a_later_change_is_asked_about() -> None:
    """What it may come to is lost with a change of its value; a copy may be due all the same."""
    value = sv.ContractValue(4_000_000, maximum=6_000_000, vat="included")
    register = sv.contracts.open_register()
    register.add(contract(value=value), by="procurement", on="2026-08-20")
    for month, now in ((4, 4_100_000), (5, 4_150_000)):
        register.change("NCC-7", reason="variation", ground="review_clause", instrument="Deed",
                        value=now, on=f"2027-0{month}-01", by="contract manager")  # fmt: skip
    found = sv.notices.clocks(register, on="2027-06-01")
    assert [each.rule for each in found.due if "copy-of-change" in each.rule] == [
        "copy-of-change-2"
    ]
    assert any("a copy of the change of 1 May 2027 is due if it still is" in each
               for each in found.questions)  # fmt: skip


def test_a_change_that_is_only_proposed_is_not_copied() -> None:
    """Nothing is changed before both sides have agreed it."""
    found = of_the_change(changed(contract(), ground="", instrument=""))
    assert [rule for rule, _ in found] == ["change-2"]
