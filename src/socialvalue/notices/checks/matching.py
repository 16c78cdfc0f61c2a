"""What is rated, beside what was published when the contract began: section 71(2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from socialvalue.model.days import months_on
from socialvalue.notices.checks.case import Case, Said, said
from socialvalue.notices.checks.indicators import value_words
from socialvalue.notices.merging import merged
from socialvalue.notices.public_days import day_of
from socialvalue.notices.published import group, groups, text
from socialvalue.words import listed, number_of

__all__ = ["is_as_published", "is_published_before", "none_is_dropped", "three_are_rated"]

_LEAST: Final = 3
_A_YEAR: Final = 12
_SHOWN: Final = 100
_BEFORE: Final = 30
_FIELDS: Final = ("title", "description")
_MEANT: Final = re.compile(r"\w+|[%£<>≥≤]")
_GROUPED: Final = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")


def three_are_rated(case: Case) -> Iterator[Said]:
    """Of a contract above £5 million at least three indicators are rated in every 12 months."""
    contract = case.contract
    known = len(_rated_in_year(case))
    if contract.asks_for_kpis and contract.is_above and 0 < known < _LEAST:
        what = f"{number_of(known, 'key performance indicator')} {'is' if known == 1 else 'are'}"
        yield said(f"{contract.path}/implementation/metrics", value=value_words(case), found=what)


def is_published_before(case: Case) -> Iterator[Said]:
    """What is rated is what was published when the contract began, or said to be another."""
    known = {str(each.get("id")) for each in groups(case.contract.whole, "agreedMetrics")}
    for each in case.contract.rated if known else ():
        if each.id not in known:
            yield said(each.path, found=each.id)


def is_as_published(case: Case) -> Iterator[Said]:
    """An indicator that is rated has the title and the target that it had when it was set."""
    known = {str(each.get("id")): each for each in _set_before(case)}
    for each in case.contract.rated:
        for field in _FIELDS:
            before, now = text(known.get(each.id, {}), field), text(each.data, field)
            if each.id in known and now and _meant(before) != _meant(now):
                yield said(each.path, found=each.id, **_apart(field, before, now))


def none_is_dropped(case: Case) -> Iterator[Said]:
    """An indicator that was set is rated, or somebody has decided that others matter more."""
    contract = case.contract
    if not (contract.rated and contract.asks_for_kpis and contract.is_above):
        return
    rated = _rated_in_year(case)
    known = [str(each.get("id")) for each in groups(contract.whole, "agreedMetrics")]
    missing = [each for each in dict.fromkeys(known) if each not in rated]
    if missing:
        what = f"indicator {missing[0]} is"
        if len(missing) > 1:
            what = f"indicators {listed(missing)} are"
        yield said(f"{contract.path}/implementation/metrics", found=what)


def _set_before(case: Case) -> Iterator[Mapping[str, Any]]:
    """The indicators of this contract as the notices before this one have them."""
    if not case.contract.rated:
        return
    own = str(case.contract.data.get("id"))
    earlier = merged(each for each in case.notice.earlier if each is not case.notice.release)
    for each in groups(earlier, "contracts"):
        if str(each.get("id")) == own:
            yield from groups(each, "agreedMetrics")


def _rated_in_year(case: Case) -> set[str]:
    """The indicators that this notice rates, and others of the 12 months up to its last day."""
    here = case.contract.rated
    last = max((day for each in here for day in _ends(each.data)), default=None)
    found = {each.id for each in here}
    if last is not None:
        first = months_on(last, -_A_YEAR)
        metrics = groups(group(case.contract.whole, "implementation"), "metrics")
        found |= {str(each.get("id")) for each in metrics
                  if any(first < day <= last for day in _ends(each))}  # fmt: skip
    return found


def _ends(metric: Mapping[str, Any]) -> Iterator[date]:
    for each in groups(metric, "observations"):
        if group(each, "measureClassification"):
            day = day_of(group(each, "period").get("endDate"))
            if day is not None:
                yield day


def _meant(words: str) -> list[str]:
    """Words and figures, whatever stands between them."""
    return _MEANT.findall(_GROUPED.sub("", words.casefold()))


def _apart(field: str, before: str, now: str) -> dict[str, str]:
    """Two texts in quotes, long ones from shortly before the place where they part."""
    pairs = enumerate(zip(before, now, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(before), len(now)))
    return {
        "before": f"with the {field} '{_from(before, same)}'" if before else f"without a {field}",
        "now": f"'{_from(now, same)}'",
    }


def _from(words: str, same: int) -> str:
    start = 0 if len(words) <= _SHOWN else max(0, same - _BEFORE)
    shown = " ".join(words[start : start + _SHOWN].split())
    return f"{'…' if start else ''}{shown}{'…' if start + _SHOWN < len(words) else ''}"
