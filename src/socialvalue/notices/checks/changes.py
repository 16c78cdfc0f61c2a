"""Whether changes so far are larger than those that need no notice: section 75(2) and (4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any, Final

from socialvalue.notices.checks.case import Case, Said, said
from socialvalue.notices.kinds import kind_of
from socialvalue.notices.public_days import day_of
from socialvalue.notices.published import amount, group, groups
from socialvalue.words import listed

__all__ = ["changes_are_small"]

_LIMIT: Final = Fraction(10, 100)
_LIMIT_OF_WORKS: Final = Fraction(15, 100)
"""Of the estimated value; of the longest term always the first.  Procurement Act 2023, s.75(2)."""


def changes_are_small(case: Case) -> Iterator[Said]:
    """All changes so far together keep within what needs no notice, or somebody looks at them."""
    contract = case.contract
    first = _first(case)
    if first is None or not contract.publishes_changes or contract.is_public is False:
        return
    of_value = _LIMIT_OF_WORKS if contract.is_of_works else _LIMIT
    for path, now in _changed(case):
        told = [
            f"{what} changes by {_share(share)}, more than {_share(limit)}"
            for what, share, limit in (
                ("the value", _of_value(first, now), of_value),
                ("the longest term", _of_term(first, now), _LIMIT),
            )
            if share > limit
        ]
        if told:
            yield said(path, what=listed(told))


def _first(case: Case) -> Mapping[str, Any] | None:
    """The contract as its first details notice had it, if that is not this notice."""
    own = str(case.contract.data.get("id"))
    earlier = (
        contract
        for each in case.notice.earlier
        if each is not case.notice.release and kind_of(each) == "UK7"
        for contract in groups(each, "contracts")
        if str(contract.get("id")) == own
    )
    return next(earlier, None)


def _changed(case: Case) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The contract as this notice has it changed, or means to change it, each with its path."""
    contract = case.contract
    for name in ("value", "period"):
        if group(contract.data, name):
            yield contract.path, contract.data
            break
    for at, each in enumerate(groups(contract.data, "proposedAmendments")):
        if each.get("id") == case.notice.id:
            yield f"{contract.path}/proposedAmendments/{at}", each


def _of_value(first: Mapping[str, Any], now: Mapping[str, Any]) -> Fraction:
    """By what share the value moves, with VAT or without as both are published."""
    for name in ("amountGross", "amount"):
        before, after = amount(group(first, "value"), name), amount(group(now, "value"), name)
        if before is not None and before > 0 and after is not None:
            return abs(Fraction(after) / Fraction(before) - 1)
    return Fraction(0)


def _of_term(first: Mapping[str, Any], now: Mapping[str, Any]) -> Fraction:
    """By what share of the longest term at award the last day moves that can be reached."""
    start = day_of(group(first, "period").get("startDate"))
    before, after = _last(first), _last(now)
    if start is None or before is None or after is None or before < start:
        return Fraction(0)
    if after < before and not group(now, "period").get("maxExtentDate"):
        return Fraction(0)  # the extensions are not said again, and may still be there
    return Fraction(abs((after - before).days), (before - start).days + 1)


def _last(contract: Mapping[str, Any]) -> date | None:
    period = group(contract, "period")
    days = [day_of(period.get(name)) for name in ("endDate", "maxExtentDate")]
    return max((each for each in days if each is not None), default=None)


def _share(part: Fraction) -> str:
    """A share in per cent, rounded up, so that more than a limit never reads as the limit."""
    return f"{ceil(part * 10_000) / 100:.2f}".rstrip("0").rstrip(".") + "%"
