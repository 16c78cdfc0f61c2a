"""Before a tender: schemes side by side, tried on invented bids."""

from socialvalue.planning.compare import SchemeComparison, compare_schemes
from socialvalue.planning.invented import Draw, invented_bids

__all__ = ["Draw", "SchemeComparison", "compare_schemes", "invented_bids"]


def __dir__() -> list[str]:
    return list(__all__)
