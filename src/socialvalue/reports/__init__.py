"""Reports: pages and tables that people look at, each written for one audience."""

from socialvalue.reports.writing import write

__all__ = ["write"]


def __dir__() -> list[str]:
    return list(__all__)
