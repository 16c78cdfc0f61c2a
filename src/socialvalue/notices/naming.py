"""How often social value that was asked for in a tender is named again when the contract is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.notices.checks.case import Case
from socialvalue.notices.checks.days import details_in_time
from socialvalue.notices.checks.indicators import lacking
from socialvalue.notices.published import contracts_of, group, groups
from socialvalue.notices.reading import Notice

__all__ = ["NamedAgain", "named_again"]

_WORDS: Final = re.compile(r"social[\s-]+value", re.IGNORECASE)


@attrs.frozen(kw_only=True, repr=False)
class NamedAgain(Shown):
    """Processes by what their notices say of social value; each counts once in every row.

    Attributes:
        tenders: With a tender notice among these.
        asked: Of those, with social value among the award criteria.
        contracts: With a contract details notice among these.
        named: Of those, with social value anywhere in that notice.
        in_indicators: Of those, with social value in a key performance indicator.
        measurable: Of those, with such an indicator that has a number, a unit, a target and how
            often it is reported.
        in_time: Of the contracts, those whose details were not published too late.
        both: With a tender notice that asks for social value and a contract details notice.
        kept: Of those, with social value in the contract details notice.
    """

    tenders: int
    asked: int
    contracts: int
    named: int
    in_indicators: int
    measurable: int
    in_time: int
    both: int
    kept: int

    def columns(self) -> dict[str, list[Any]]:
        """A row a count, of how many."""
        rows = [(what, count, of) for what, count, of in self._rows()]
        return {
            "what": [row[0] for row in rows],
            "processes": [row[1] for row in rows],
            "of": [row[2] for row in rows],
        }

    def explain(self) -> Explanation:
        """The counts, as a table."""
        return self._told()

    def _line(self) -> str:
        asked = f"{self.asked} of {self.tenders} tenders ask for it"
        return f"{asked}, {self.named} of {self.contracts} contracts name it"

    def _rows(self) -> Iterator[tuple[str, int, int]]:
        yield "tender notices with social value among the award criteria", self.asked, self.tenders
        yield "contract details notices that name social value", self.named, self.contracts
        yield "… in a key performance indicator", self.in_indicators, self.contracts
        yield "… in one that can be measured", self.measurable, self.contracts
        yield "contract details published in time", self.in_time, self.contracts
        yield "asked for in the tender and named in the contract details", self.kept, self.both

    def _blocks(self) -> Iterable[Block]:
        rows = tuple((what, str(count), str(of)) for what, count, of in self._rows())
        told = "Counted by process; a tender and a contract are put together where both are here."
        yield Block("Social value in public notices", (told,), ("", "are", "of"), rows, (1, 2))


@attrs.frozen
class _Seen:
    """What one process says."""

    has_tender: bool = False
    asked: bool = False
    has_contract: bool = False
    named: bool = False
    indicator: bool = False
    measurable: bool = False
    late: bool = False


def named_again(notices: Iterable[Notice]) -> NamedAgain:
    """How many tenders ask for social value, and how many contracts name it, measurably, in time.

    Args:
        notices: From `read`.

    Example:
        >>> import socialvalue as sv
        >>> document = {"id": "1", "documentType": "tenderNotice", "noticeType": "UK4"}
        >>> criteria = {"criteria": [{"name": "Social value", "type": "quality"}]}
        >>> tender = {"id": "1", "documents": [document], "lots": [{"awardCriteria": criteria}]}
        >>> release = {"ocid": "ocds-h6vhtk-000001", "id": "1", "date": "2026-09-01T09:00:00Z",
        ...            "tag": ["tender"], "tender": tender}
        >>> sv.notices.named_again(sv.notices.read(release))
        <NamedAgain: 1 of 1 tenders ask for it, 0 of 0 contracts name it>
    """
    seen: dict[str, _Seen] = {}
    for each in notices:
        before = seen.get(each.ocid, _Seen())
        if each.kind == "UK4":
            asked = before.asked or _asks(each.release)
            seen[each.ocid] = attrs.evolve(before, has_tender=True, asked=asked)
        elif each.kind == "UK7":
            seen[each.ocid] = _with_contract(before, each)
    return _counted(seen.values())


def _with_contract(before: _Seen, notice: Notice) -> _Seen:
    process = notice.merged
    cases = [
        Case(notice, process, contract, notice.date)
        for contract in contracts_of(notice.release, process)
        if notice.date is not None
    ]
    kpis = [each for case in cases for each in case.contract.kpis if _WORDS.search(each.words)]
    return attrs.evolve(
        before,
        has_contract=True,
        named=before.named or any(map(_names, _texts(notice.release))),
        indicator=before.indicator or bool(kpis),
        measurable=before.measurable or any(not lacking(each) for each in kpis),
        late=before.late or any(True for case in cases for _ in details_in_time(case)),
    )


def _asks(release: Mapping[str, Any]) -> bool:
    """Whether social value stands among the award criteria."""
    tender = group(release, "tender")
    return any(
        _names(text)
        for part in (tender, *groups(tender, "lots"))
        for text in _texts(group(part, "awardCriteria"))
    )


def _names(text: str) -> bool:
    return _WORDS.search(text) is not None


def _texts(data: Any) -> Iterator[str]:
    """Every text of some data, whatever key it stands under."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for each in data.values():
            yield from _texts(each)
    elif isinstance(data, list):
        for each in data:
            yield from _texts(each)


def _counted(seen: Iterable[_Seen]) -> NamedAgain:
    held = list(seen)
    contracts = [each for each in held if each.has_contract]
    both = [each for each in contracts if each.asked]
    return NamedAgain(
        tenders=sum(each.has_tender for each in held),
        asked=sum(each.asked for each in held),
        contracts=len(contracts),
        named=sum(each.named for each in contracts),
        in_indicators=sum(each.indicator for each in contracts),
        measurable=sum(each.measurable for each in contracts),
        in_time=sum(not each.late for each in contracts),
        both=len(both),
        kept=sum(each.named for each in both),
    )
