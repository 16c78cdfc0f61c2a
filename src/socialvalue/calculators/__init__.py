"""Calculators: out with the tender documents, filled in offline, and read when they come back."""

from socialvalue.calculators.changes import Changed, Difference
from socialvalue.calculators.clarifying import Clarification
from socialvalue.calculators.description import CalculatorLine
from socialvalue.calculators.issued import Calculator, make
from socialvalue.calculators.returned import Returned
from socialvalue.calculators.returns import Returns, read, read_all
from socialvalue.model.papers.asked import Asked

__all__ = [
    "Asked",
    "Calculator",
    "CalculatorLine",
    "Changed",
    "Clarification",
    "Difference",
    "Returned",
    "Returns",
    "make",
    "read",
    "read_all",
]


def __dir__() -> list[str]:
    return list(__all__)
