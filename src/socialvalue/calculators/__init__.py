"""Calculators: out with the tender documents, filled in offline, and read when they come back."""

from socialvalue.calculators.carrying.lines import Carried
from socialvalue.calculators.carrying.over import CarriedOver, carry
from socialvalue.calculators.changes import Changed, Difference
from socialvalue.calculators.clarifying import Clarification
from socialvalue.calculators.description import CalculatorLine
from socialvalue.calculators.importing.rows import ImportedMeasure
from socialvalue.calculators.importing.tables import Column
from socialvalue.calculators.importing.workbook import ImportedWorkbook, import_workbook
from socialvalue.calculators.issued import Calculator, make
from socialvalue.calculators.marking.folder import mark_sheets, read_marks
from socialvalue.calculators.marking.given import MarkedResponse, MarkFile, Marks
from socialvalue.calculators.monthly.round import MonthlyRound, month
from socialvalue.calculators.reaching.answer import Reach, added_up, reach
from socialvalue.calculators.reaching.options import More, Together
from socialvalue.calculators.reissue import changes_between
from socialvalue.calculators.returned import Returned
from socialvalue.calculators.returns import Returns, read, read_all
from socialvalue.model.papers.asked import Asked

__all__ = [
    "Asked",
    "Calculator",
    "CalculatorLine",
    "Carried",
    "CarriedOver",
    "Changed",
    "Clarification",
    "Column",
    "Difference",
    "ImportedMeasure",
    "ImportedWorkbook",
    "MarkFile",
    "MarkedResponse",
    "Marks",
    "MonthlyRound",
    "More",
    "Reach",
    "Returned",
    "Returns",
    "Together",
    "added_up",
    "carry",
    "changes_between",
    "import_workbook",
    "make",
    "mark_sheets",
    "month",
    "reach",
    "read",
    "read_all",
    "read_marks",
]


def __dir__() -> list[str]:
    return list(__all__)
