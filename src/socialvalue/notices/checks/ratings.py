"""Ratings and the days that they are of: sections 71 and 80, regulation 39."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from socialvalue.model.days import days_on, months_on
from socialvalue.notices.checks.case import Case, Said, said
from socialvalue.notices.public_days import day_of
from socialvalue.notices.published import PublicKpi, group, groups, text
from socialvalue.words import day_words, number_of

__all__ = [
    "RATINGS",
    "ends_with_an_assessment",
    "every_year_is_assessed",
    "is_no_termination",
    "period_is_over",
    "rating_is_of_the_five",
]

RATINGS: Final[Mapping[str, str]] = {
    "met": "Good",
    "slightlyBelow": "Approaching target",
    "below": "Requires improvement",
    "significantlyBelow": "Inadequate",
    "other": "Other",
}
"""Codes of Find a Tender and their words.  Source: Procurement Regulations 2024, reg. 39."""

_SAID: Final = re.compile(r"\s[-\u2013\u2014]\s|:")
"""What parts the word of a rating from what it means, as Find a Tender writes both."""

_SECTION_71_BEGINS: Final = date(2026, 1, 1)
_A_YEAR: Final = 12


def rating_is_of_the_five(case: Case) -> Iterator[Said]:
    """A rating of another word can't be compared, and is none of the five."""
    for kpi, observed, path in _observed(case):
        found = group(observed, "measureClassification")
        code, words = str(found.get("id", "")), text(found, "description")
        wanted = RATINGS.get(code)
        if wanted is None:
            yield said(path, title=f"'{kpi.title}'", found=f"'{code}'" if code else "missing")
        elif words and _SAID.split(words, maxsplit=1)[0].strip().lower() != wanted.lower():
            yield said(path, title=f"'{kpi.title}'", found=f"'{words}', and its code is {code}")


def period_is_over(case: Case) -> Iterator[Said]:
    """An assessment is of days of the contract that are over.

    That it goes on after the contract's end is only a warning: it may have been extended since.
    """
    begins = day_of(group(case.contract.whole, "period").get("startDate")) or case.contract.signed
    ends = case.contract.last_end
    for kpi, observed, path in _observed(case):
        period = group(observed, "period")
        start, end = day_of(period.get("startDate")), day_of(period.get("endDate"))
        if start is None or end is None:
            continue
        wrong = [
            *(["ends before it begins"] if end < start else []),
            *(["is not over yet"] if end > case.published else []),
            *(["begins before the contract does"] if begins and start < begins else []),
        ]
        after = [f"ends after the contract, {day_words(ends)}"] if ends and end > ends else []
        if wrong or after:
            words = {"start": day_words(start), "end": day_words(end), "title": f"'{kpi.title}'",
                     "found": " and ".join([*wrong, *after])}  # fmt: skip
            yield Said(path, words, is_doubtful=not wrong)


def every_year_is_assessed(case: Case) -> Iterator[Said]:
    """No 12 months of the contract's life are without an assessment."""
    contract = case.contract
    covered = sorted(_periods(contract.whole))
    begins = contract.signed or day_of(group(contract.whole, "period").get("startDate"))
    if not (covered and begins and contract.is_above and contract.asks_for_kpis):
        return
    last = max(begins, _SECTION_71_BEGINS) - timedelta(days=1)
    for start, end in covered:
        if start > days_on(months_on(last, _A_YEAR), 1):
            days = number_of((start - last).days - 1, "day")
            gap = (day_words(last + timedelta(days=1)), day_words(start - timedelta(days=1)))
            yield said(f"{contract.path}/implementation", found=days, start=gap[0], end=gap[1])
        last = max(last, end)


def ends_with_an_assessment(case: Case) -> Iterator[Said]:
    """The last assessment is published before the notice that closes the record."""
    contract = case.contract
    agreed = any(True for _ in groups(contract.whole, "agreedMetrics"))
    if agreed and contract.is_above and contract.asks_for_kpis:
        end = day_of(group(contract.whole, "implementation").get("endDate"))
        if not any(end is None or last >= end for _, last in _periods(contract.whole)):
            yield said(contract.path)


def is_no_termination(case: Case) -> Iterator[Said]:
    """A contract that was terminated in full has a notice of its own."""
    contract = case.contract
    if contract.data.get("status") == "terminated" or any(
        True for _ in groups(contract.data, "terminationRationaleClassifications")
    ):
        yield said(contract.path)


def _observed(case: Case) -> Iterator[tuple[PublicKpi, Mapping[str, Any], str]]:
    for kpi in case.contract.rated:
        for at, each in enumerate(groups(kpi.data, "observations")):
            yield kpi, each, f"{kpi.path}/observations/{at}"


def _periods(contract: Mapping[str, Any]) -> set[tuple[date, date]]:
    """The days that assessments are of, in all notices up to this one."""
    found = set()
    for metric in groups(group(contract, "implementation"), "metrics"):
        for each in groups(metric, "observations"):
            period = group(each, "period")
            start, end = day_of(period.get("startDate")), day_of(period.get("endDate"))
            if start and end and start <= end:
                found.add((start, end))
    return found
