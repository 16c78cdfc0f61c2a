"""The Procurement Act in public: read notices, and hold them against the law."""

from socialvalue.notices.checking import check
from socialvalue.notices.findings import ERROR, QUESTION, WARNING, CheckedNotices, Finding
from socialvalue.notices.reading import Notice, Notices, read

__all__ = [
    "ERROR",
    "QUESTION",
    "WARNING",
    "CheckedNotices",
    "Finding",
    "Notice",
    "Notices",
    "check",
    "read",
]


def __dir__() -> list[str]:
    return list(__all__)
