"""The sheet 'How the £ is worked out': each measure's value, where it is from, and an example."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from socialvalue.calculators.columns import TWO_BOXES, WORDS, YES_OR_NO, kind_of
from socialvalue.calculators.description import CalculatorData, CalculatorLine
from socialvalue.calculators.prefilled import PrefilledRow, worked
from socialvalue.calculators.worth import one_unit
from socialvalue.engine.exact import pounds as money
from socialvalue.engine.offers import TENDER_LAYER
from socialvalue.model.places import place_name
from socialvalue.numbers import EXACT, plain, pounds, scaled
from socialvalue.sheets.forms import Form, height_of
from socialvalue.units import amount_words, counted_in
from socialvalue.words import REPORTED, day_words

__all__ = ["WORKING", "working_sheet"]

WORKING: Final = "How the £ is worked out"
_COLUMNS: Final = (("Code", 10), ("Measure", 40), ("£ per unit", 16), ("Where it is from", 60),
                   ("How it is worked out", 44), ("For example", 60))  # fmt: skip
_SAID: Final = (
    "The £ of a commitment are its quantity times the £ per unit, rounded once, to the nearest "
    "penny; half a penny goes up. The buyer works them out again in the same way, and takes off "
    "what counts twice, is outside the place or goes beyond the term."
)


def working_sheet(book: Form, calculator: CalculatorData) -> None:
    """Write the sheet."""
    sheet = book.sheet(WORKING)
    book.text(sheet, 0, 0, WORKING, "title")
    book.text(sheet, 1, 0, _SAID, "said")
    top = 3
    for number, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(number, number, width)
        book.text(sheet, top, number, heading, "heading")
    for at, line in enumerate(calculator.lines, start=top + 1):
        cells = _cells(line, calculator)
        sheet.set_row(at, height_of((text, _COLUMNS[n][1]) for n, text in enumerate(cells)))
        for number, text in enumerate(cells):
            book.text(sheet, at, number, text)
    sheet.freeze_panes(top + 1, 2)
    sheet.repeat_rows(top)


def _cells(line: CalculatorLine, calculator: CalculatorData) -> tuple[str, ...]:
    if line.unit_value is None:
        return (line.code, line.title, "", "", REPORTED, "")
    how, example = _way(line), _example(line, calculator)
    worth = f"£{plain(line.unit_value)}"
    return (line.code, line.title, worth, _source(line, calculator), how, example)


def _source(line: CalculatorLine, calculator: CalculatorData) -> str:
    """Whose the value is, for which place and from when, and the publication."""
    framework = calculator.framework
    figure = one_unit(framework[line.code], calculator.tender, framework).voucher
    if figure is None or figure.layer == TENDER_LAYER:
        return "given by the buyer for this tender, the same for every bidder"
    place = f" for {place_name(framework.places, figure.place)}" if figure.place else ""
    said = "; ".join(each.title for each in figure.sources)
    at = f", {figure.at}" if said and figure.at else ""
    return f"{figure.layer}{place} from {day_words(figure.start)}{f': {said}{at}' if said else ''}"


def _way(line: CalculatorLine) -> str:
    if kind_of(line) == YES_OR_NO:
        return "£ per unit if you answer Yes"
    boxes = list(line.boxes) if len(line.boxes) > 1 else [f"quantity {counted_in(line.unit)}"]
    if kind_of(line) == TWO_BOXES and line.counts == "first_year":
        boxes[1] += " (at most 1, since only each person's first 12 months count)"
    return " × ".join((*boxes, "£ per unit"))


def _example(line: CalculatorLine, calculator: CalculatorData) -> str:
    """A commitment that the form takes, worked out as the sheet does."""
    boxes = _boxes(line, calculator.tender.years)
    made = worked(PrefilledRow(line, boxes), calculator.tender.years)
    if kind_of(line) in {WORDS, YES_OR_NO}:
        return f"Yes: {pounds(money(made.pence))}"
    counted = scaled(made.counted, -line.decimals)
    parts = " × ".join(plain(Decimal(each)) for each in boxes.values())
    product = f"{parts} = {amount_words(counted, line.unit)}; " if len(boxes) > 1 else ""
    each = plain(line.unit_value or Decimal(0))
    return f"{product}{plain(counted)} × £{each} = {pounds(money(made.pence))}"


def _boxes(line: CalculatorLine, years: Decimal) -> dict[str, Decimal | str]:
    """Figures that a small firm may offer, and the form takes."""
    if kind_of(line) == YES_OR_NO:
        return {"first": "Yes"}
    if len(line.boxes) < 2:
        return {"first": min(Decimal(1000 if line.unit == "gbp" else 10), line.limit)}
    longest = min(years, Decimal(1)) if line.counts == "first_year" else years
    second = longest if line.unit == "fte_year" else Decimal(8)
    few = line.limit >= EXACT.multiply(2, second)
    return {"first": Decimal(2 if few else 1), "second": second if few else min(second, line.limit)}
