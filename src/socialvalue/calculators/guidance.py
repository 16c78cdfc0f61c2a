"""What a bidder is told of a measure, in the workbook and on the page alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from socialvalue.calculators.description import CalculatorData, CalculatorLine
from socialvalue.units import UNITS

__all__ = ["RELATED", "guidance_on", "measure_words"]

RELATED: Final = "With the same people, hours or pounds: {relation}. {why}"
"""How a rule on double counting is put to a bidder."""


def guidance_on(line: CalculatorLine, calculator: CalculatorData) -> Iterator[str]:
    """What counts under a measure, how it is counted, and what it must not be counted with."""
    yield from measure_words(line, calculator)
    measure = calculator.framework[line.code]
    for rule in measure.rules:
        for relation, why, _ in rule.relations_of(measure.code):
            yield RELATED.format(relation=relation, why=why)


def measure_words(line: CalculatorLine, calculator: CalculatorData) -> Iterator[str]:
    """What counts under a measure, and how it is counted."""
    measure = calculator.framework[line.code]
    unit = UNITS[line.unit]
    yield f"Counted in {line.counted_in}. One is {unit.meaning}."
    said: tuple[tuple[str, str], ...] = (
        ("", measure.definition),
        ("", "Only each person's first 12 months count." if line.counts == "first_year" else ""),
        ("Counted right: ", measure.example),
        ("Commonest mistake: ", measure.mistake),
        ("Evidence: ", "; ".join(measure.evidence)),
        ("", measure.note),
    )
    yield from (f"{label}{words}" for label, words in said if words)
