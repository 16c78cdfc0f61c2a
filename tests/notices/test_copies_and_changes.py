"""Copies of contracts, notices of breaches, and changes that add up: exact at each bound."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.made import ACT, FRAMEWORK, LIGHT, SIGNED, codes, contract, gross, release

import socialvalue as sv

DOCUMENT = {"id": "2", "documentType": "contractNotice", "noticeType": "UK7"}
WALES = {"scheme": "UK_CA_DEVOLVED_REGULATIONS", "id": "GB-WLS"}
NORTHERN_IRELAND = {**WALES, "id": "GB-NIR"}


def with_copy(made: dict[str, Any], **others: Any) -> dict[str, Any]:
    """A release whose first contract has a copy among its documents."""
    first, *rest = made["contracts"]
    copied = {**first, "documents": [*first["documents"], {**SIGNED, **others}]}
    return {**made, "contracts": [copied, *rest]}


def buyer(kind: dict[str, str]) -> dict[str, Any]:
    """The buyer, of a class."""
    return {"id": "GB-PPON-PABC-1234-ABCD", "details": {"classifications": [kind]}}


def details(**others: Any) -> dict[str, Any]:
    """The contract details notice without a copy of the contract."""
    return release("UK7", contract(**others), copy=False)


def later(day: date, number: str = "2") -> dict[str, Any]:
    """A correction of it, on a day."""
    return {**details(), "id": number, "date": f"{day}T09:00:00Z", "tag": ["contractUpdate"]}


# --- copies -----------------------------------------------------------------------------------


@given(st.integers(1, 400), st.booleans())
def test_a_copy_is_due_within_90_days_that_begin_with_the_day_of_signing(
    after: int, light: bool
) -> None:
    """Day 1 is 1 June itself: 29 August is in time and 30 August is late; 180 for light touch."""
    day = date(2026, 6, 1) + timedelta(days=after)
    tender = {"tender": LIGHT} if light else {}
    notices = [{**details(), **tender}, {**with_copy(later(day)), **tender}]
    found = {"SV1233", "SV1234"} & set(codes(*notices))
    assert found == ({"SV1233"} if after + 1 > (180 if light else 90) else set())


def test_a_copy_that_came_later_is_told_once_with_its_day() -> None:
    """Each later notice that lists the copy again said it anew."""
    first = with_copy(later(date(2026, 9, 10)))
    again = with_copy(later(date(2026, 9, 20), "3"))
    found = sv.notices.check(sv.notices.read([details(), first, again]))
    assert [(each.code, each.notice, each.weight) for each in found] == [("SV1233", "2", "warning")]
    assert "on 10 September 2026, 12 days after its last day, 29 August 2026" in str(found)
    dated = with_copy(later(date(2026, 9, 10)), datePublished="2026-08-29T10:00:00+01:00")
    assert codes(details(), dated) == []


def test_a_copy_that_is_in_no_notice_is_asked_about_once() -> None:
    """It may stand elsewhere, so it is a question; and nobody answers it in every notice."""
    late = [later(date(2026, 8, 30)), later(date(2026, 9, 20), "3")]
    found = sv.notices.check(sv.notices.read([details(), *late]))
    assert [(each.code, each.notice, each.weight) for each in found] == [
        ("SV1234", "2", "question")
    ]
    assert codes(details(), later(date(2026, 8, 29))) == []


@pytest.mark.parametrize("others", [
    {"parties": [buyer(WALES)]}, {"parties": [buyer(NORTHERN_IRELAND)]},
    {"contracts": [{**contract(aboveThreshold=False), "documents": [DOCUMENT]}]},
    {"contracts": [{**contract(aboveThreshold=None), "documents": [DOCUMENT]}]},
    {"contracts": [{**gross(Decimal("5000000.00")), "documents": [DOCUMENT]}]},
])  # fmt: skip
def test_where_no_copy_is_asked_for_none_is_missed(others: dict[str, Any]) -> None:
    """Section 53(3) is of public contracts of more than £5 million, outside Wales."""
    day = date(2026, 12, 1)
    kept = {**details(), **others}
    assert "SV1233" not in codes(kept, with_copy({**later(day), **others}))
    assert "SV1234" not in codes(kept, {**later(day), **others})
    assert "SV1233" in codes(details(), with_copy(later(day)))
    assert "SV1234" in codes(details(), later(day))


# --- breaches ---------------------------------------------------------------------------------


def breach(failure: dict[str, Any], day: str, number: str = "9") -> dict[str, Any]:
    """A performance notice of a breach."""
    one = {"id": "1", "requirement": "Clause 4", "description": "Not done", **failure}
    found = {"id": "1", "implementation": {"performanceFailures": [one]}}
    return release("UK9", found, number=number, date=f"{day}T09:00:00+01:00")


@pytest.mark.parametrize(("days", "found"), [
    ({"penaltyDate": "2026-08-03"}, []), ({"penaltyDate": "2026-08-02"}, ["SV1235"]),
    ({"decisionDate": "2026-08-02"}, ["SV1235"]), ({}, []),
    ({"decisionDate": "2026-08-02", "penaltyDate": "2026-08-20"}, ["SV1235"]),
    ({"decisionDate": "2025-12-31"}, []), ({"decisionDate": "2026-01-01"}, ["SV1235"]),
])  # fmt: skip
def test_a_breach_is_published_within_30_days_that_begin_with_it(
    days: dict[str, str], found: list[str]
) -> None:
    """It feeds an exclusion ground, and was published whenever it suited."""
    made = breach(days, "2026-09-01")
    assert codes(release(), made) == found
    assert codes({**release(), "tender": LIGHT}, {**made, "tender": LIGHT}) == ["SV1213"]
    again = breach(days, "2026-10-01", "10")
    assert codes(release(), made, again) == found
    small = release("UK7", contract(aboveThreshold=False))
    assert codes(small, made) == []


# --- changes ----------------------------------------------------------------------------------


def change(kind: str = "UK10", number: str = "2", **others: Any) -> dict[str, Any]:
    """A notice that changes the contract."""
    return release(kind, {"id": "1", **others}, number=number, date="2026-07-01T09:00:00+01:00")


def value(amount: int) -> dict[str, Any]:
    """A value with VAT."""
    return {"amountGross": amount, "currency": "GBP"}


@pytest.mark.parametrize("kind", ["UK7", "UK10"])
@pytest.mark.parametrize(("amount", "services", "works"), [
    (6_600_000, False, False), (6_600_001, True, False), (5_400_000, False, False),
    (5_399_999, True, False), (6_900_000, True, False), (6_900_001, True, True),
    (5_100_000, True, False), (5_099_999, True, True),
])  # fmt: skip
def test_a_value_may_move_by_a_tenth_and_of_works_by_15_per_cent(
    kind: str, amount: int, services: bool, works: bool
) -> None:
    """A builder was held to the limit of a cleaner, and the other way round nothing was said."""
    for category, asked in (("services", services), ("goods", services), ("works", works)):
        award = [{"id": "1", "mainProcurementCategory": category}]
        first = release(awards=award)
        found = codes(first, change(kind, value=value(amount)))
        assert ("SV1236" in found) == asked
        plan = {"id": "2", "date": "2026-08-01T00:00:00+01:00", "value": value(amount)}
        found = codes(first, change(kind, proposedAmendments=[plan]))
        assert ("SV1236" in found) == asked


@pytest.mark.parametrize(("period", "asked"), [
    ({"endDate": "2029-09-24"}, False), ({"endDate": "2029-09-26"}, True),
    ({"maxExtentDate": "2029-09-26"}, True), ({"endDate": "2028-06-07"}, False),
    ({"endDate": "2028-06-07", "maxExtentDate": "2028-06-07"}, True),
])  # fmt: skip
def test_a_term_may_move_by_a_tenth_of_the_longest(period: dict[str, str], asked: bool) -> None:
    """Three years are 1,096 days, of which 109 are within a tenth."""
    found = codes(release(), change(period={"startDate": "2026-06-08", **period}))
    assert ("SV1236" in found) == asked
    longer = contract(period={**contract()["period"], "maxExtentDate": "2031-06-07T23:59:59Z"})
    provided = change(period={"startDate": "2026-06-08", "endDate": "2031-06-07"})
    assert "SV1236" not in codes(release("UK7", longer), provided)
    assert "SV1236" in codes(release(), provided)


def test_small_changes_add_up() -> None:
    """By section 75(4) two of 6% are one of 12%, if they could have been made together."""
    first = change(number="2", value=value(6_360_000))
    second = change(number="3", value=value(6_720_000))
    notices = sv.notices.read([release(), first, second])
    (found,) = sv.notices.check(notices)
    assert (found.code, found.notice, found.weight) == ("SV1236", "3", "question")
    assert found.section == "section 75(2)"
    assert "the value changes by 12%, more than 10%" in found.message
    assert codes(release(), second) == ["SV1236"]
    assert codes(second) == []


@pytest.mark.parametrize("others", [
    {"tender": LIGHT}, {"parties": [buyer(NORTHERN_IRELAND)]},
    {"tender": {"legalBasis": ACT, "specialRegime": ["defenceSecurity"]}},
])  # fmt: skip
def test_what_section_75_leaves_out_is_not_asked_about(others: dict[str, Any]) -> None:
    """A care contract may be changed without a notice."""
    much = change(value=value(9_000_000))
    assert "SV1236" not in codes({**release(), **others}, {**much, **others})
    assert "SV1236" in codes(release(), much)
    assert "SV1236" in codes({**release(), "tender": FRAMEWORK}, much)
    small = release("UK7", contract(aboveThreshold=False))
    assert "SV1236" not in codes(small, much)


def test_a_share_just_above_its_limit_does_not_read_as_the_limit() -> None:
    """'10%, more than 10%' is no sentence to show to a contract manager."""
    (found,) = sv.notices.check(sv.notices.read([release(), change(value=value(6_600_001))]))
    assert "by 10.01%, more than 10%" in found.message
