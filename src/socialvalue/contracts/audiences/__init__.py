"""Counts for others than the council's own contract team: small ones withheld, safely."""

from socialvalue.contracts.audiences.withheld import SafeCounts, suppress

__all__ = ["SafeCounts", "suppress"]


def __dir__() -> list[str]:
    return list(__all__)
