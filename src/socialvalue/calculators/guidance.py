"""What a bidder is told of a measure, in the workbook and on the page alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from socialvalue.calculators.description import CalculatorData, CalculatorLine
from socialvalue.model.figures import FALLS, STANDS
from socialvalue.units import UNITS, counted_in

__all__ = ["RELATED", "guidance_on", "measure_words", "rules_between"]

RELATED: Final = "With the same people, hours or pounds: {relation}. {why}"
"""How a rule on double counting is put to a bidder."""


def guidance_on(
    number: int, calculator: CalculatorData, rules: Iterable[tuple[int, int, str]]
) -> Iterator[str]:
    """What counts under a measure, how it is counted, and what it must not be counted with.

    Args:
        number: Its place in the list.
        calculator: What goes out.
        rules: What `rules_between` gives.
    """
    lines = calculator.lines
    yield from measure_words(lines[number], calculator)
    for stands, falls, why in rules:
        if number in {stands, falls}:
            other = falls if number == stands else stands
            relation = (STANDS if number == stands else FALLS).format(other=lines[other].code)
            yield RELATED.format(relation=relation, why=why)


def rules_between(calculator: CalculatorData) -> Iterator[tuple[int, int, str]]:
    """Which measure takes priority over which, both by their place in the list, and why."""
    numbers = {each.measure: number for number, each in enumerate(calculator.lines)}
    for rule in calculator.framework.exclusions:
        for stands, falls in rule.pairs:
            if stands in numbers and falls in numbers:
                yield numbers[stands], numbers[falls], rule.why


def measure_words(line: CalculatorLine, calculator: CalculatorData) -> Iterator[str]:
    """What counts under a measure, and how it is counted."""
    measure = calculator.framework[line.code]
    unit = UNITS[line.unit]
    how = f"in {line.counted_in}" if len(line.boxes) > 1 else counted_in(line.unit)
    yield f"Counted {how}. One is {unit.meaning}."
    said: tuple[tuple[str, str], ...] = (
        ("", measure.definition),
        ("", "Only each person's first 12 months count." if line.counts == "first_year" else ""),
        ("Counted right: ", measure.example),
        ("Commonest mistake: ", measure.mistake),
        ("Evidence: ", "; ".join(measure.evidence)),
        ("", measure.note),
    )
    yield from (f"{label}{words}" for label, words in said if words)
