"""What is to be published when, and what was found in notices that are public already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from socialvalue.assess.sentences import closed
from socialvalue.blocks import Block
from socialvalue.notices import CheckedNotices, Finding, clocks
from socialvalue.reports.asked import NOT_KNOWN, PUBLISHERS, Asked
from socialvalue.reports.report import Report, Section
from socialvalue.words import day_words, number_of

__all__ = ["found_in_notices", "to_be_published"]

_DUE: Final = ("contract", "what", "by", "days left", "why")
_FOUND: Final = ("notice", "kind", "weight", "code", "what", "section", "where")


def to_be_published(asked: Asked) -> Report:
    """The notices that each contract of a delivery record has to publish, the earliest first.

    Raises:
        InputError: For somebody else than the contract team or directors (SV1104).
    """
    asked.only_for(*PUBLISHERS)
    held = clocks(asked.source, on=asked.on)
    rows = tuple(
        (each.contract, f"{each.what} ({each.section})", day_words(each.due),
         f"{(each.due - asked.on).days:,}", each.why)
        for each in held.due
    )  # fmt: skip
    late = sum(each.due < asked.on for each in held.due)
    block = Block("By when", (), _DUE, rows, (3,))
    return Report(
        title="Notices to be published",
        audience=asked.audience,
        on=asked.on,
        sentences=(
            f"{number_of(len(rows), 'notice')} to be published; {_passed(late)}.",
        ),
        left_out=(NOT_KNOWN,),
        sections=(
            *([Section("due", block, "ttdnt")] if rows else []),
            *([Section("open", Block("What can't be said", tuple(_together(held.questions))))]
              if held.questions else []),
        ),
        foot=(f"Delivery record: {held.head}.",),
        wide=True,
    )  # fmt: skip


def _together(questions: Iterable[str]) -> Iterator[str]:
    """What can't be said of several contracts for one reason, said once with all of them."""
    found: dict[str, list[str]] = {}
    for each in questions:
        of, _, why = each.partition(": ")
        found.setdefault(why, []).append(of)
    for why, contracts in found.items():
        yield closed(f"{', '.join(contracts)}: {why}" if why else contracts[0])


def _passed(late: int) -> str:
    if not late:
        return "none of their days has passed"
    return "the day of one has passed" if late == 1 else f"the days of {late} have passed"


def found_in_notices(asked: Asked) -> Report:
    """What a check of public notices found, for anybody: the notices are public."""
    held: CheckedNotices = asked.source
    kinds = Block("Notices that were checked", (), ("kind", "notices"),
                  tuple((kind, str(count)) for kind, count in held.kinds), (1,))  # fmt: skip
    rows = tuple(tuple(_cells(each)) for each in held.findings)
    found = Block("What was found", (), _FOUND, rows)
    first = {each.code: each for each in held.findings}
    advice = tuple((code, str(count), first[code].hint) for code, count in held.by_code.items())
    often = Block("How often, and what to do", (), ("code", "times", "what to do"), advice, (1,))
    return Report(
        title="Public notices, held against the Procurement Act",
        audience=asked.audience,
        on=asked.on,
        sentences=(f"{held.verdict}.",),
        left_out=("What is in no notice that was read",),
        sections=(
            Section("kinds", kinds),
            *((Section("found", found, "ttttttt"), Section("often", often)) if rows else ()),
        ),
        wide=True,
    )


def _cells(each: Finding) -> Iterator[str]:
    yield from (each.notice, each.kind, each.weight, each.code, each.message, each.section)
    yield each.path
