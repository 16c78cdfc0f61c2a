"""The Procurement Act in public: read notices, and hold them against the law."""

from socialvalue.notices.checking import check
from socialvalue.notices.drafting.draft import Box, Draft
from socialvalue.notices.due_dates import Clock, Clocks, clocks
from socialvalue.notices.findings import ERROR, QUESTION, WARNING, CheckedNotices, Finding
from socialvalue.notices.from_records import draft
from socialvalue.notices.naming import NamedAgain, named_again
from socialvalue.notices.reading import Notice, Notices, read
from socialvalue.notices.seeding import PublishedCriterion, TenderSeed, tender_from
from socialvalue.notices.tracing import Step, Thread, thread

__all__ = [
    "ERROR",
    "QUESTION",
    "WARNING",
    "Box",
    "CheckedNotices",
    "Clock",
    "Clocks",
    "Draft",
    "Finding",
    "NamedAgain",
    "Notice",
    "Notices",
    "PublishedCriterion",
    "Step",
    "TenderSeed",
    "Thread",
    "check",
    "clocks",
    "draft",
    "named_again",
    "read",
    "tender_from",
    "thread",
]


def __dir__() -> list[str]:
    return list(__all__)
