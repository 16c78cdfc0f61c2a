"""The Procurement Act in public: read notices, and hold them against the law."""

from socialvalue.notices.checking import check
from socialvalue.notices.due_dates import Clock, Clocks, clocks
from socialvalue.notices.findings import ERROR, QUESTION, WARNING, CheckedNotices, Finding
from socialvalue.notices.reading import Notice, Notices, read
from socialvalue.notices.seeding import PublishedCriterion, TenderSeed, tender_from

__all__ = [
    "ERROR",
    "QUESTION",
    "WARNING",
    "CheckedNotices",
    "Clock",
    "Clocks",
    "Finding",
    "Notice",
    "Notices",
    "PublishedCriterion",
    "TenderSeed",
    "check",
    "clocks",
    "read",
    "tender_from",
]


def __dir__() -> list[str]:
    return list(__all__)
