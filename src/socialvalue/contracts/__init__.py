"""Contracts: from an award to an agreed schedule, and what was delivered of it."""

from socialvalue.contracts.awarding import award
from socialvalue.contracts.contract import Contract, Origin, Party
from socialvalue.contracts.evidence import Evidence
from socialvalue.contracts.expected import Expected, Term
from socialvalue.contracts.obligation import Obligation

__all__ = [
    "Contract",
    "Evidence",
    "Expected",
    "Obligation",
    "Origin",
    "Party",
    "Term",
    "award",
]


def __dir__() -> list[str]:
    return list(__all__)
