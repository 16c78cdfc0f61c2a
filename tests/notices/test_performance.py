"""What a performance notice and a termination notice say, beside what was published before."""

from __future__ import annotations

from typing import Any

import pytest
from tests.notices.made import (
    GOOD,
    LIGHT,
    MEASURABLE,
    codes,
    contract,
    gross,
    kpi,
    rated,
    release,
)  # fmt: skip

import socialvalue as sv


def performance(
    *metrics: dict[str, Any], number: str = "9", day: str = "2026-09-20", **others: Any
) -> dict[str, Any]:
    """A performance notice of the contract; the first indicator's days are those of two others."""
    days = metrics[0]["observations"][0]["period"]
    rest = [
        rated(days["startDate"], days["endDate"], number=each, notice=number)
        for each in ("1", "2", "3")
        if each not in [metric["id"] for metric in metrics]
    ]
    return bare_performance(*metrics, *rest, number=number, day=day, **others)


def bare_performance(
    *metrics: dict[str, Any], number: str = "9", day: str = "2026-09-20", **others: Any
) -> dict[str, Any]:
    """A performance notice that rates nothing more."""
    found = {"id": "1", "implementation": {"metrics": list(metrics)}, **others}
    return release("UK9", found, number=number, date=f"{day}T09:00:00+01:00")


QUARTER = ("2026-06-08T00:00:00+01:00", "2026-09-07T23:59:59+01:00")


def test_a_performance_notice_that_keeps_the_law_has_no_finding() -> None:
    """The two real ones of August 2026 have none either."""
    assert codes(release(), performance({**rated(*QUARTER), "title": ""})) == ["SV1214"]
    assert codes(release(), bare_performance(rated(*QUARTER, number="7"))) != []
    assert codes(release(), performance(rated(*QUARTER))) == []


@pytest.mark.parametrize("rating", [
    {"id": "excellent", "description": "Excellent"}, {"description": "Good"},
    {**GOOD, "description": "Inadequate"}, {"id": "below", "description": "Good"},
    {**GOOD, "description": "Goodish"}, {**GOOD, "description": "Good enough"},
])  # fmt: skip
def test_a_rating_is_one_of_the_five_in_its_own_words(rating: dict[str, str]) -> None:
    """A rating outside the five feeds an exclusion ground that the law does not know."""
    assert codes(release(), performance(rated(*QUARTER, rating=rating))) == ["SV1218"]


@pytest.mark.parametrize(("code", "words"), [
    ("met", "Good"), ("met", "GOOD - performance is meeting or exceeding the KPI"), ("met", ""),
    ("slightlyBelow", "Approaching target - performance is close to meeting the KPI"),
    ("below", "Requires improvement \u2013 performance is below the KPI"),
    ("other", "Other: the service had not begun"),
])  # fmt: skip
def test_a_rating_may_be_explained_behind_its_word(code: str, words: str) -> None:
    """Find a Tender writes what each means behind it, and that is no other rating."""
    rating = {"id": code, "description": words}
    assert codes(release(), performance(rated(*QUARTER, rating=rating))) == []
    other = {"id": code, "description": f"Un{words or 'known'}"}
    assert codes(release(), performance(rated(*QUARTER, rating=other))) == ["SV1218"]


@pytest.mark.parametrize(("start", "end", "words"), [
    ("2026-09-07", "2026-06-08", "ends before it begins"),
    ("2026-06-08", "2026-09-21", "not over yet"),
    ("2026-06-07", "2026-09-07", "begins before the contract"),
])  # fmt: skip
def test_a_period_is_of_days_of_the_contract_that_are_over(
    start: str, end: str, words: str
) -> None:
    """Nobody can rate what has not been."""
    found = sv.notices.check(sv.notices.read([release(), performance(rated(start, end))]))
    assert [(each.code, each.weight) for each in found] == [("SV1219", "error")] * 3
    assert words in found.findings[0].message


@pytest.mark.parametrize(("more", "found"), [
    ({}, ["warning"]), ({"maxExtentDate": "2026-12-31T23:59:59Z"}, []),
    ({"endDate": "2026-09-07T23:59:59+01:00"}, []), ({"endDate": None}, []),
])  # fmt: skip
def test_a_period_after_the_end_of_the_contract_is_asked_about(
    more: dict[str, Any], found: list[str]
) -> None:
    """A rating of a month in which nothing was owed went through; an extension may be unread."""
    begins = {"startDate": "2026-06-08T00:00:00+01:00", "endDate": "2026-08-31T23:59:59+01:00"}
    short = contract(period={key: each for key, each in {**begins, **more}.items() if each})
    checked = sv.notices.check(
        sv.notices.read([release("UK7", short), performance(rated(*QUARTER))])
    )
    assert {each.code for each in checked} == ({"SV1219"} if found else set())
    assert [each.weight for each in checked] == found * 3
    renewed = {**short, "hasRenewal": True, "renewal": {"description": "Two years more"}}
    assert codes(release("UK7", renewed), performance(rated(*QUARTER))) == []


@pytest.mark.parametrize(("start", "found"), [("2027-06-01", []), ("2027-06-02", ["SV1220"])])
def test_twelve_months_without_an_assessment_are_found(start: str, found: list[str]) -> None:
    """From the day of signing, 1 June 2026: at least once in every 12 months."""
    kept = performance(rated(start, "2027-08-31"), day="2027-09-20")
    assert codes(release(), kept) == found


def test_a_gap_is_found_and_days_before_the_section_began_are_none() -> None:
    """Section 71 has been in force since 1 January 2026."""
    first = performance(rated("2026-06-08", "2026-09-07"))
    later = performance(
        rated("2027-10-01", "2027-12-31", notice="10"), number="10", day="2028-01-10"
    )
    assert codes(release(), first, later) == ["SV1220"]
    old = release(
        "UK7",
        contract(dateSigned="2025-03-01T00:00:00Z", period={"startDate": "2025-03-01T00:00:00Z"}),
        date="2025-03-10T09:00:00Z",
    )
    assert codes(old, performance(rated("2026-12-01", "2026-12-31"), day="2027-01-10")) == []


def test_an_indicator_that_was_not_published_is_told() -> None:
    """A new indicator in the place of one that was missed must show."""
    assert codes(release(), performance(rated(*QUARTER, number="7"))) == ["SV1217"]
    assert codes(release(), performance(rated(*QUARTER))) == []


@pytest.mark.parametrize(("published", "now", "words"), [
    ({}, {"title": "Apprentices and trainees"}, "with 'Apprentices and trainees'"),
    ({}, {"description": MEASURABLE.replace("12", "6")}, "'Target: at least 6 weeks by 31 March"),
    ({"description": ""}, {"description": "At least 6"}, "was published without a description"),
    ({}, {"description": "x" * 300 + " 6"}, "'" + "x" * 100 + "…'"),
    ({}, {"description": "m" + MEASURABLE * 2 + " 6"}, "…'"),
    ({"description": MEASURABLE * 2}, {"description": MEASURABLE * 2 + " 6"}, "'…"),
])  # fmt: skip
def test_a_target_that_moved_under_one_number_must_show(
    published: dict[str, Any], now: dict[str, Any], words: str
) -> None:
    """Twelve weeks were promised, six were rated 'Good', and the number was the same."""
    kpis = [{**kpi("1"), **published}, kpi("2", "Local spend"), kpi("3", "Volunteering")]
    before = release("UK7", contract(agreedMetrics=kpis))
    notices = sv.notices.read([before, performance({**rated(*QUARTER), **now})])
    found = [each for each in sv.notices.check(notices) if each.kind == "UK9"]
    assert [(each.code, each.weight) for each in found] == [("SV1231", "warning")]
    assert words in found[0].message
    assert found[0].path == "/contracts/0/implementation/metrics/0"


@pytest.mark.parametrize("now", [
    {"description": MEASURABLE}, {"description": f'"{MEASURABLE.upper()}.\t"'}, {"description": ""},
    {"title": "  apprenticeships"}, {"description": None},
])  # fmt: skip
def test_the_same_words_in_another_dress_are_no_other_target(now: dict[str, Any]) -> None:
    """A quotation mark that a form adds is not a target that moved."""
    assert codes(release(), performance({**rated(*QUARTER), **now})) == []
    other = {key: f"{each or ''} 6" for key, each in now.items()}
    assert codes(release(), performance({**rated(*QUARTER), **other})) == ["SV1231"]


def test_a_target_that_the_same_notice_rewrites_is_held_to_the_one_before() -> None:
    """Merged, the notice that moves a target would be its own witness."""
    moved = "At least 6 weeks, reported every quarter"
    again = [kpi("1", words=moved), kpi("2", "Local spend"), kpi("3", "Volunteering")]
    now = performance({**rated(*QUARTER), "description": moved}, agreedMetrics=again)
    assert codes(release(), now) == ["SV1231"]


@pytest.mark.parametrize(("number", "found"), [
    (1, ["SV1230", "SV1232"]), (2, ["SV1230", "SV1232"]), (3, []),
])  # fmt: skip
def test_three_indicators_are_rated_above_five_million(number: int, found: list[str]) -> None:
    """One rating of three is what a reader takes for the whole, and it passed."""
    metrics = [rated(*QUARTER, number=str(at)) for at in range(1, number + 1)]
    checked = sv.notices.check(sv.notices.read([release(), bare_performance(*metrics)]))
    assert [each.code for each in checked] == found
    assert {each.section for each in checked} <= {"section 71(2)"}
    care = release("UK7", contract(agreedMetrics=None), tender=LIGHT)
    assert codes(care, bare_performance(*metrics)) == ["SV1213"]
    small = release("UK7", gross(5_000_000))
    assert codes(small, bare_performance(*metrics)) == ["SV1213", "SV1213"]
    assert codes(bare_performance(*metrics)) == []


def test_indicators_rated_one_by_one_are_three_in_a_year() -> None:
    """Section 71(2) asks for each once in 12 months, not for all in one notice."""
    notices = [release()]
    for at, (start, end, day) in enumerate(
        [("2026-06-08", "2026-09-07", "2026-09-20"), ("2026-09-08", "2026-12-07", "2026-12-20"),
         ("2026-12-08", "2027-03-07", "2027-03-20")], 1
    ):  # fmt: skip
        one = rated(start, end, number=str(at), notice=f"9{at}")
        notices.append(bare_performance(one, number=f"9{at}", day=day))
    assert codes(*notices[:3]) == ["SV1230", "SV1232"] * 2
    assert codes(*notices) == ["SV1230", "SV1232"] * 2  # nothing more of the third
    late = rated("2027-09-08", "2027-09-30", number="3", notice="93")
    notices[-1] = bare_performance(late, number="93", day="2027-10-20")
    assert codes(*notices)[4:] == ["SV1230", "SV1232"]


def test_an_indicator_that_is_dropped_is_asked_about() -> None:
    """Four were set, and the one that went wrong is not there; that may be lawful."""
    four = contract(agreedMetrics=[*contract()["agreedMetrics"], kpi("4", "Carbon")])
    notices = sv.notices.read([release("UK7", four), performance(rated(*QUARTER))])
    (found,) = sv.notices.check(notices)
    assert (found.code, found.weight) == ("SV1232", "question")
    assert found.message.startswith("indicator 4 is published and not rated")
    all_four = performance(rated(*QUARTER), rated(*QUARTER, number="4") | {"title": "Carbon"})
    assert codes(release("UK7", four), all_four) == []


def test_a_full_termination_is_no_performance_notice() -> None:
    """Particulars of section 71(5) have their place in the termination notice."""
    assert codes(release(), performance(rated(*QUARTER), status="terminated")) == ["SV1225"]


def test_the_last_assessment_is_asked_for_before_the_record_is_closed() -> None:
    """It is asked, not said: the notice may stand in another file."""
    over = {
        "id": "1",
        "status": "terminated",
        "implementation": {"endDate": "2026-09-07T10:00:00Z"},
    }
    end = release("UK11", over, number="11", date="2026-09-25T10:00:00Z")
    found = sv.notices.check(sv.notices.read([release(), end]))
    assert [(each.code, each.weight) for each in found] == [("SV1224", "question")]
    assert codes(release(), performance(rated(*QUARTER)), end) == []
