"""What a return holds beside quantities: pounds that are not ours, and cells that were locked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from socialvalue.calculators.columns import FIGURES, FORMULAS, boxes_missing, figures_of
from socialvalue.calculators.description import CalculatorData, CalculatorLine
from socialvalue.calculators.rows import OfferRow
from socialvalue.calculators.tables import Place, Table
from socialvalue.engine.exact import pounds
from socialvalue.numbers import EXACT, plain
from socialvalue.sheets.workbooks import Cell
from socialvalue.words import REPORTED

__all__ = ["Changed", "Difference", "changed_cells", "differences"]


@attrs.frozen
class Difference:
    """A row whose pounds in the sheet are not ours.

    Attributes:
        cell: Sheet and cell.
        measure: The code that bidders know.
        sheet: £ as the sheet shows them, or None where it shows no figure.
        ours: £ as they are worked out again, before double counts; these count.
        cause: Why they differ.
    """

    cell: str
    measure: str
    sheet: Decimal | None
    ours: Decimal
    cause: str


@attrs.frozen
class Changed:
    """A cell outside the boxes that is not as it was issued.

    Attributes:
        cell: Sheet and cell.
        measure: The code of its row.
        issued: What was issued; "a formula" for one.
        found: What stands there now.
    """

    cell: str
    measure: str
    issued: str
    found: str


def differences(rows: Iterable[OfferRow]) -> Iterator[Difference]:
    """Each commitment whose pounds in the sheet are not ours."""
    for row in rows:
        cell, spot = row.pounds
        ours = pounds(row.pence)
        shown = _figure(cell)
        if shown != ours:
            yield Difference(spot, row.line.code, shown, ours, _cause(cell, shown, ours))


def _figure(cell: Cell) -> Decimal | None:
    """What the sheet shows, to the penny."""
    if cell.kind != "number":
        return None
    return Decimal(cell.text).quantize(Decimal("0.01"), "ROUND_HALF_UP", context=EXACT)


def _cause(cell: Cell, shown: Decimal | None, ours: Decimal) -> str:
    if not cell.formula:
        return "the formula was written over"
    if shown is None or not shown:
        return "the file was saved without being worked out, or the row shows a message"
    if abs(Fraction(shown) - Fraction(ours)) <= Fraction(1, 100):
        return "the program rounds otherwise"
    return "the sheet was altered, or was not worked out again after it was filled in"


def changed_cells(tables: Iterable[Table], calculator: CalculatorData) -> Iterator[Changed]:
    """What was changed outside the boxes, row by row."""
    years = calculator.tender.years
    for table in tables:
        for place in table.rows:
            for name, issued in _changed(table, place, years):
                spot = table.spot(place.row, name)
                yield Changed(spot, place.line.code, issued, table.at(place.row, name).text)


def _changed(table: Table, place: Place, years: Decimal) -> Iterator[tuple[str, str]]:
    """The columns in which a row is not as it was issued, and what was."""
    at, row = table.at, place.row
    for name, value in () if table.prefix else _issued(place.line, years):
        if not _same(at(row, name), value):
            yield name, _words(value)
    for name in boxes_missing(place.line):
        if at(row, name).text:
            yield name, "no box"
    for name in FORMULAS:
        if not at(row, name).formula:
            yield name, "a formula"


@lru_cache(4096)
def _issued(line: CalculatorLine, years: Decimal) -> tuple[tuple[str, str | int | float], ...]:
    """What stands in the locked cells of a measure's row."""
    worth = REPORTED if line.unit_value is None else float(line.unit_value)
    figures = zip(FIGURES, figures_of(line, years), strict=True)
    return ("titles", line.title), ("units", line.counted_in), ("values", worth), *figures


def _words(issued: str | float) -> str:
    """What was issued, as a sheet shows it: no whole number with a nought behind a point."""
    return issued if isinstance(issued, str) else plain(Decimal(f"{issued}"))


def _same(cell: Cell, issued: str | float) -> bool:
    if isinstance(issued, str):
        return cell.text == issued
    return cell.kind == "number" and float(cell.text) == float(issued)
