"""Days: what was published too late, and what no day can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from socialvalue.model.days import days_on
from socialvalue.notices.checks.case import Case, Said, said
from socialvalue.notices.kinds import kind_of
from socialvalue.notices.public_days import day_of
from socialvalue.notices.published import group, groups
from socialvalue.words import day_words, number_of

__all__ = [
    "A_SLIP",
    "change_is_ahead",
    "days_are_in_order",
    "details_in_time",
    "late_days",
    "termination_in_time",
]

_DETAILS, _DETAILS_OF_LIGHT_TOUCH = 30, 120
_TERMINATION = 30
A_SLIP: Final = 1000
"""So many days late is no lateness but a year mistyped."""


def details_in_time(case: Case) -> Iterator[Said]:
    """The details are published within 30 days that begin with the day of signing; 120 if light.

    Only the first notice of the contract is looked at, and only a contract above the threshold:
    section 53 is about public contracts.
    """
    contract = case.contract
    last = contract.last_day(_DETAILS, _DETAILS_OF_LIGHT_TOUCH)
    if last is None or not contract.is_public or not _is_first(case):
        return
    late = (case.published - last).days
    if 0 < late <= A_SLIP:
        yield said(f"{contract.path}/dateSigned", **late_days(case.published, last))


def termination_in_time(case: Case) -> Iterator[Said]:
    """The end is published within 30 days that begin with it.

    A termination notice seldom says whether its contract is a public one: unless another notice
    says that it is not, its being published is taken to mean that it is.
    """
    contract = case.contract
    ended = day_of(group(contract.data, "implementation").get("endDate"))
    if ended is None or contract.is_public is False or contract.is_private_utility:
        return
    last = days_on(ended, _TERMINATION - 1)
    late = (case.published - last).days
    if 0 < late <= A_SLIP:
        path = f"{contract.path}/implementation/endDate"
        yield said(path, **late_days(case.published, last))


def change_is_ahead(case: Case) -> Iterator[Said]:
    """A change is published before it is made; of contracts that section 75(6) names, none is.

    Nor is one of a contract below its threshold that stays below it.
    """
    contract = case.contract
    if not contract.publishes_changes:
        return
    for name in ("amendments", "proposedAmendments"):
        for at, each in enumerate(groups(contract.data, name)):
            start = day_of(each.get("date"))
            if start and start < case.published and each.get("id") == case.notice.id:
                path = f"{contract.path}/{name}/{at}/date"
                days = {"start": day_words(start), "found": day_words(case.published)}
                public = each.get("aboveThreshold") is True or contract.is_public
                if public is not False:
                    yield Said(path, days, is_doubtful=public is None)


def days_are_in_order(case: Case) -> Iterator[Said]:
    """No contract ends before it begins, and none waits three years for its notice."""
    contract = case.contract
    period = group(contract.data, "period")
    start, end = day_of(period.get("startDate")), day_of(period.get("endDate"))
    longest = day_of(period.get("maxExtentDate"))
    if start and end and end < start:
        found = f"the contract ends on {day_words(end)}, before it starts on {day_words(start)}"
        yield said(f"{contract.path}/period", what=found)
    if end and longest and longest < end:
        found = (
            f"with all extensions it ends on {day_words(longest)}, before its end without any, "
            f"{day_words(end)}"
        )
        yield said(f"{contract.path}/period/maxExtentDate", what=found)
    yield from _signed(case)


def _signed(case: Case) -> Iterator[Said]:
    signed = day_of(case.contract.data.get("dateSigned"))
    if signed is None:
        return
    path, shown = f"{case.contract.path}/dateSigned", day_words(signed)
    after = (case.published - signed).days
    if after < 0:
        found = f"it was entered into on {shown}, after this notice of {day_words(case.published)}"
        yield said(path, what=found)
    elif after > A_SLIP and _is_first(case):
        found = f"it was entered into on {shown}, {number_of(after, 'day')} before this notice"
        yield said(path, what=found)
    else:
        for day, what in _awarded(case):
            if signed < day:
                yield said(path, what=f"it was entered into on {shown}, before {what}")


def _awarded(case: Case) -> Iterator[tuple[date, str]]:
    """The day of the award, and that of its first contract award notice, which goes before."""
    award = str(case.contract.whole.get("awardID", ""))
    for each in groups(case.process, "awards"):
        day = day_of(each.get("date"))
        if day is not None and str(each.get("id")) == award:
            yield day, f"its award of {day_words(day)}"
    notices = [
        day
        for each in case.notice.earlier
        if kind_of(each) == "UK6" and (day := day_of(each.get("date"))) is not None
        if any(str(found.get("id")) == award for found in groups(each, "awards"))
    ]
    if notices:
        yield min(notices), f"its contract award notice of {day_words(min(notices))}"


def _is_first(case: Case) -> bool:
    """Whether no earlier notice gave the details of this contract."""
    own = str(case.contract.data.get("id"))
    return not any(
        str(contract.get("id")) == own
        for each in case.notice.earlier
        if each is not case.notice.release and kind_of(each) == "UK7"
        for contract in groups(each, "contracts")
    )


def late_days(published: date, last: date) -> dict[str, str]:
    """The words of what was published after its last day."""
    return {
        "found": day_words(published),
        "days": number_of((published - last).days, "day"),
        "last": day_words(last),
    }
