"""Reports: pages and tables that people look at, each written for one audience."""

from socialvalue.reports.audiences import Audience
from socialvalue.reports.bi.package import star
from socialvalue.reports.report import Bar, Report, Section
from socialvalue.reports.writing import make, month_reports, write

__all__ = ["Audience", "Bar", "Report", "Section", "make", "month_reports", "star", "write"]


def __dir__() -> list[str]:
    return list(__all__)
