"""A calculator that goes out with something in its boxes, and what its rows then come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

import attrs

from socialvalue.calculators.columns import (
    FIGURES,
    MESSAGES,
    ONE_BOX,
    PEOPLE,
    WORDS,
    YES_OR_NO,
    figures_of,
    kind_of,
)
from socialvalue.calculators.description import CalculatorLine, formula_of
from socialvalue.numbers import EXACT

__all__ = ["Prefilled", "PrefilledRow", "Worked", "worked"]

_MUCH: Final = Decimal(1_000_000_000)
_HUNDREDTH: Final = Decimal("0.01")


@attrs.frozen
class PrefilledRow:
    """A commitment as it stands in the boxes.

    Attributes:
        line: Its measure.
        boxes: Name of a column to what stands there; an empty box is not named.
    """

    line: CalculatorLine
    boxes: Mapping[str, Decimal | str]


@attrs.frozen(kw_only=True)
class Prefilled:
    """What stands in the boxes, and a sheet that says where it comes from.

    Attributes:
        bidder: The organisation.
        first: The first commitment of a measure, by the measure's canonical code.
        more: The others.
        title: The heading of the sheet.
        said: Sentences below it.
        headings: Those of its table.
        rows: Its table.
    """

    bidder: str
    first: Mapping[str, PrefilledRow]
    more: tuple[PrefilledRow, ...]
    title: str
    said: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@attrs.frozen
class Worked:
    """What the formulas of a row come to.

    Attributes:
        message: What the row says of itself, or "".
        counted: What is counted, in hundredths a box.
        pence: What that comes to, before double counts.
        quantity: The quantity that is shown, or "".
    """

    message: str = ""
    counted: int = 0
    pence: int = 0
    quantity: Decimal | str = ""


def worked(row: PrefilledRow | None, years: Decimal) -> Worked:
    """What the formulas of a row come to, in their own order.

    A spreadsheet shows it when the file is opened without being worked out, as a viewer does.

    Args:
        row: What stands in the boxes, or None.
        years: The contract's term.
    """
    if row is None or kind_of(row.line) == WORDS:
        return Worked()
    message = next((MESSAGES[name] for name in _messages(row, years)), "")
    if message or "first" not in row.boxes:
        return Worked(message)
    if kind_of(row.line) == YES_OR_NO:
        return _priced(row.line, 100 if row.boxes["first"] == "Yes" else 0, "")
    figures = dict(zip(FIGURES, figures_of(row.line, years), strict=True))
    first, second = _numbers(row)
    units = _hundredths(first)
    if kind_of(row.line) != ONE_BOX:
        units *= min(_hundredths(second), int(figures["cap"]))
    return _priced(row.line, units, EXACT.multiply(first, second))


def _priced(line: CalculatorLine, counted: int, quantity: Decimal | str) -> Worked:
    made = formula_of(line)
    return Worked("", counted, made.pence(counted) if line.unit_value else 0, quantity)


def _hundredths(number: Decimal) -> int:
    return int(number.scaleb(2, EXACT))


def _is_short(number: Decimal) -> bool:
    """Whether it has no more decimals than a box takes."""
    return number == number.quantize(_HUNDREDTH, context=EXACT)


def _numbers(row: PrefilledRow) -> tuple[Decimal, Decimal]:
    """The figures of both boxes; 1 where there is no second."""
    first, second = row.boxes["first"], row.boxes.get("second", Decimal(1))
    return (
        first if isinstance(first, Decimal) else Decimal(0),
        second if isinstance(second, Decimal) else Decimal(0),
    )


def _messages(row: PrefilledRow, years: Decimal) -> Iterable[str]:
    """What a row has to say of itself, by the names of the messages, the first first."""
    boxes, kind, line = row.boxes, kind_of(row.line), row.line
    if "first" not in boxes and "second" not in boxes:
        yield from ["no_figure"] if "words" in boxes else []
        return
    if kind != YES_OR_NO:
        yield from _of_figures(row, years)
    if line.words and "words" not in boxes:
        yield "no_words"


def _of_figures(row: PrefilledRow, years: Decimal) -> Iterable[str]:
    boxes, kind = row.boxes, kind_of(row.line)
    two = kind != ONE_BOX
    yield from ["no_number"] if "first" not in boxes else []
    yield from ["no_second"] if two and "second" not in boxes else []
    if "first" not in boxes or (two and "second" not in boxes):
        return
    first, second = _numbers(row)
    longest = years if row.line.unit == "fte_year" else _MUCH
    found = {
        "much": max(first, second) > _MUCH,
        "decimals": not (_is_short(first) and _is_short(second)),
        "no_whole": kind == PEOPLE and first != int(first),
        "long": two and second > longest,
    }  # fmt: skip
    yield from (name for name, is_so in found.items() if is_so)
    if EXACT.multiply(first, second) > row.line.limit:
        yield "much"
