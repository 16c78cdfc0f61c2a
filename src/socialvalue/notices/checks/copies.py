"""Copies of contracts above £5 million, and notices of breaches: sections 53(3) and 71(5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from socialvalue.model.days import days_on
from socialvalue.notices.checks.case import Case, Said, said
from socialvalue.notices.checks.days import A_SLIP, late_days
from socialvalue.notices.public_days import day_of
from socialvalue.notices.published import group, groups
from socialvalue.words import day_words

__all__ = ["breach_in_time", "copy_in_time", "there_is_a_copy"]

_COPY, _COPY_OF_LIGHT_TOUCH = 90, 180
_SIGNED: Final = "contractSigned"
_BREACH: Final = 30
_SECTION_71_BEGINS: Final = date(2026, 1, 1)


def copy_in_time(case: Case) -> Iterator[Said]:
    """A copy is published within 90 days that begin with the day of signing; 180 if light."""
    last = _last_day(case)
    first = min(_copies(case), default=None)
    own = [day for day, release in _copies_of(case) if release is case.notice.release]
    if last and first and own and first == min(own) and 0 < (first - last).days <= A_SLIP:
        yield said(f"{case.contract.path}/documents", **late_days(first, last))


def there_is_a_copy(case: Case) -> Iterator[Said]:
    """Once the last day is over, a copy is among the documents; it is asked about once."""
    last = _last_day(case)
    if last is None or any(True for _ in _copies(case)):
        return
    days = [day_of(each.get("date")) for each in case.notice.earlier
            if each is not case.notice.release]  # fmt: skip
    asked = any(day is not None and day > last for day in days)
    if not asked and 0 < (case.published - last).days <= A_SLIP:
        yield said(f"{case.contract.path}/documents", last=day_words(last))


def breach_in_time(case: Case) -> Iterator[Said]:
    """A breach is published within 30 days that begin with the day on which it led to something."""
    contract = case.contract
    if contract.is_public is False or contract.is_light_touch or contract.is_private_utility:
        return
    known = {str(each.get("id")) for release in case.notice.earlier
             if release is not case.notice.release
             for each in _failures(_own(case, release))}  # fmt: skip
    for at, each in enumerate(_failures(contract.data)):
        days = [day for name in ("decisionDate", "penaltyDate") if (day := day_of(each.get(name)))]
        first = min(days, default=None)
        if first is None or first < _SECTION_71_BEGINS or str(each.get("id")) in known:
            continue
        last = days_on(first, _BREACH - 1)
        if 0 < (case.published - last).days <= A_SLIP:
            path = f"{contract.path}/implementation/performanceFailures/{at}"
            yield said(path, begins=day_words(first), **late_days(case.published, last))


def _last_day(case: Case) -> date | None:
    """The last day for a copy; None where none is asked for or nobody can say so."""
    contract = case.contract
    asked = contract.publishes_copies and contract.is_above
    return contract.last_day(_COPY, _COPY_OF_LIGHT_TOUCH) if asked else None


def _copies(case: Case) -> Iterator[date]:
    return (day for day, _ in _copies_of(case))


def _copies_of(case: Case) -> Iterator[tuple[date, Mapping[str, Any]]]:
    """The days on which copies of this contract were published, with the release of each."""
    for release in case.notice.earlier:
        for each in groups(_own(case, release), "documents"):
            day = day_of(each.get("datePublished")) or day_of(release.get("date"))
            if each.get("documentType") == _SIGNED and day is not None:
                yield day, release


def _own(case: Case, release: Mapping[str, Any]) -> Mapping[str, Any]:
    """This contract, as a release has it."""
    own = str(case.contract.data.get("id"))
    found = (each for each in groups(release, "contracts") if str(each.get("id")) == own)
    return next(found, {})


def _failures(contract: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return groups(group(contract, "implementation"), "performanceFailures")
