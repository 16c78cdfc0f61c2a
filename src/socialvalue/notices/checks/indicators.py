"""Indicators: how many, why none, and whether anybody could say that one was met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from socialvalue.notices.checks.case import Case, Said, said
from socialvalue.notices.published import KPI_LIMIT, PublicKpi, groups, text
from socialvalue.numbers import pounds
from socialvalue.words import listed, number_of

__all__ = [
    "has_title",
    "is_asked_for",
    "is_measurable",
    "is_numbered_once",
    "lacking",
    "reason_fits_value",
    "there_are_three",
    "there_is_a_reason",
    "value_has_vat",
    "value_is_positive",
    "value_words",
]

_LEAST: Final = 3
_BELOW: Final = re.compile(
    r"(below|under|less than|lower than|not exceed(?:ing)?|does not exceed|doesn.t exceed|"
    r"not (?:above|over|more than))[^.;]{0,60}£\s*5\s*(?:,000,000|m\b|million)"
    r"|£\s*5\s*(?:,000,000|m\b|million)[^.;]{0,20}(?:or less|or below)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[0-9]|\b(?:all|none|every|zero)\b", re.IGNORECASE)
_UNIT: Final = re.compile(r"£\s*[0-9]|[0-9]\s*%|per ?cent|[0-9][0-9,.]*\s+[a-z]{2}", re.IGNORECASE)
_TARGET: Final = re.compile(
    r"\btargets?\b|\bat least\b|\bminimum\b|\bmaximum\b|\bno (?:more|less|fewer) than\b|"
    r"\bor (?:above|more|over|less|fewer|below|better)\b|\bwithin\b|\bexceed|\bby [0-9]|[<>≥≤]|"
    r"[0-9]\s*%",
    re.IGNORECASE,
)
_OFTEN: Final = re.compile(
    r"\b(?:daily|weekly|fortnightly|monthly|quarterly|annual(?:ly)?|yearly|half-yearly)\b|"
    r"\b(?:per|each|every|a) (?:[0-9]+ )?(?:day|week|month|quarter|year)",
    re.IGNORECASE,
)


def _shown(value: Decimal) -> str:
    return pounds(value)


def value_has_vat(case: Case) -> Iterator[Said]:
    """£5 million are with VAT: where it matters, the value with VAT is published."""
    contract = case.contract
    if contract.asks_for_kpis and contract.is_above is None and contract.net is not None:
        yield said(f"{contract.path}/value", found=_shown(contract.net))


def value_is_positive(case: Case) -> Iterator[Said]:
    """No contract has a value below nothing."""
    contract = case.contract
    for name, found in (("amount", contract.net), ("amountGross", contract.gross)):
        if found is not None and found < 0:
            yield said(f"{contract.path}/value/{name}", found=_shown(found))


def there_are_three(case: Case) -> Iterator[Said]:
    """Above £5 million there are at least three indicators, where there are any."""
    contract = case.contract
    known = max(len(contract.kpis), sum(1 for _ in groups(contract.whole, "agreedMetrics")))
    if contract.asks_for_kpis and contract.is_above and 0 < known < _LEAST:
        what = number_of(known, "key performance indicator")
        yield said(f"{contract.path}/agreedMetrics", value=value_words(case), found=what)


def there_is_a_reason(case: Case) -> Iterator[Said]:
    """Above £5 million the notice has indicators or says why there are none."""
    contract = case.contract
    known = any(True for _ in groups(contract.whole, "agreedMetrics"))
    if contract.asks_for_kpis and contract.is_above and not (known or _reason(case)):
        yield said(contract.path, value=value_words(case))


def reason_fits_value(case: Case) -> Iterator[Said]:
    """A reason of a value up to £5 million is one only where the value is."""
    if case.contract.is_above and _BELOW.search(_reason(case)):
        yield said(f"{case.contract.path}/noAgreedMetricsRationale", value=value_words(case))


def is_asked_for(case: Case) -> Iterator[Said]:
    """Indicators that no rule asks for are allowed, and said to be so."""
    contract = case.contract
    if contract.is_voluntary and contract.kpis:
        yield said(f"{contract.path}/agreedMetrics")
    elif contract.is_voluntary and contract.rated:
        yield said(f"{contract.path}/implementation/metrics")


def has_title(case: Case) -> Iterator[Said]:
    """A reader sees the title first."""
    for each in _all(case):
        if not each.title:
            yield said(each.path, found=each.id)


def is_numbered_once(case: Case) -> Iterator[Said]:
    """A rating names an indicator by its number; what is set and what is rated share them."""
    for listed_here in (case.contract.kpis, case.contract.rated):
        seen: set[str] = set()
        for each in listed_here:
            if each.id in seen:
                yield said(each.path, found=each.id)
            seen.add(each.id)


def is_measurable(case: Case) -> Iterator[Said]:
    """Whether it was met can be said of an indicator with number, unit, target, frequency.

    Of those that section 52 does not ask for nothing more is said than that.
    """
    for each in () if case.contract.is_voluntary else case.contract.kpis:
        missing = lacking(each)
        if missing:
            what = f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} not published"
            yield said(each.path, title=f"'{each.title or each.id}'", what=what)


def lacking(kpi: PublicKpi) -> list[str]:
    """What an indicator does not say that it can be measured by."""
    return [what for what, there in _parts(kpi) if not there]


def _parts(kpi: PublicKpi) -> Iterator[tuple[str, bool]]:
    yield "a number", _NUMBER.search(kpi.words) is not None
    yield "a unit", _UNIT.search(kpi.words) is not None
    yield "a target", _TARGET.search(kpi.words) is not None
    yield "how often it is reported", kpi.has_frequency or _OFTEN.search(kpi.words) is not None


def _all(case: Case) -> tuple[PublicKpi, ...]:
    return (*case.contract.kpis, *case.contract.rated)


def _reason(case: Case) -> str:
    return text(case.contract.whole, "noAgreedMetricsRationale")


def value_words(case: Case) -> str:
    """The value of a contract above £5 million, as far as it is published."""
    found = case.contract.gross
    if found is not None:
        return _shown(found)
    return f"{_shown(case.contract.net or KPI_LIMIT)} without VAT, and more"
