"""Notices held against the rules of the Procurement Act 2023."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from socialvalue.errors import problem
from socialvalue.notices.checks.case import Case, Rule, Said
from socialvalue.notices.checks.rules import RULES
from socialvalue.notices.checks.shapes import StrangeFields
from socialvalue.notices.findings import WARNING, CheckedNotices, Finding, counted_kinds
from socialvalue.notices.published import contracts_of, under_the_act
from socialvalue.notices.reading import Notice

__all__ = ["check"]

_THE_ACT_BEGINS: Final = date(2025, 2, 24)


def check(notices: Notice | Iterable[Notice]) -> CheckedNotices:
    """Everything in some notices that the Act does not allow, or that somebody should look at.

    A rule is silent where the law is: before 24 February 2025, below the threshold, for light
    touch contracts, frameworks and concessions, as each section has it.  What an earlier notice of
    the same process said counts, where it is among these.

    Whatever the law, fields that the release schema does not have (SV1206), unless Find a Tender
    itself writes them, and values of another type (SV1207) are among the findings, last, each once
    with how many notices have it.

    Args:
        notices: From `read`, or one of them.

    Returns:
        The findings, each with its code, section and place, and how many notices of each kind
        were looked at.

    Example:
        >>> import socialvalue as sv
        >>> document = {"id": "2", "documentType": "contractNotice", "noticeType": "UK7"}
        >>> contract = {"id": "1", "documents": [document], "value": {"amountGross": 6_000_000,
        ...             "currency": "GBP"}, "dateSigned": "2026-06-01T00:00:00+01:00"}
        >>> release = {"ocid": "ocds-h6vhtk-000001", "id": "2", "date": "2026-06-20T09:00:00Z",
        ...            "tag": ["award", "contract"], "contracts": [contract],
        ...            "tender": {"id": "1", "legalBasis": {"scheme": "UKPGA", "id": "2023/54"}}}
        >>> [(each.code, each.section) for each in sv.notices.check(sv.notices.read(release))]
        [('SV1211', 'section 52')]
    """
    found: list[Finding] = []
    kinds: list[str] = []
    strange = StrangeFields()
    for each in [notices] if isinstance(notices, Notice) else notices:
        kinds.append(each.kind)
        found += _findings(each)
        strange.look(each)
    return CheckedNotices((*found, *strange.findings()), counted_kinds(kinds))


def _findings(notice: Notice) -> Iterator[Finding]:
    kind = notice.kind
    rules = [each for each in RULES if kind in each.kinds]
    published = notice.date
    if not rules or published is None or published < _THE_ACT_BEGINS:
        return
    process = notice.merged
    if not under_the_act(process):
        return
    for contract in contracts_of(notice.release, process):
        case = Case(notice, process, contract, published)
        for rule in rules:
            for each in rule.look(case):
                yield _finding(notice, kind, rule, each)


def _finding(notice: Notice, kind: str, rule: Rule, said: Said) -> Finding:
    told = problem(rule.code, **said.found)
    where = (notice.id, kind, said.path)
    words = (told.message, told.hint)
    weight = WARNING if said.is_doubtful else rule.weight
    return Finding(rule.code, weight, rule.section_of(kind), *where, *words, str(notice.span))
