"""What each commitment of an earlier offer becomes: carried over with what to check, or left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Final

import attrs

from socialvalue.calculators.carrying.earlier import Earlier, EarlierRow
from socialvalue.calculators.columns import (
    WORDS,
    YES_OR_NO,
    boxes_missing,
    kind_of,
)
from socialvalue.calculators.description import MORE_ROWS, CalculatorData, CalculatorLine
from socialvalue.calculators.page.document import words_of
from socialvalue.calculators.rows import commitment_of, row_of_offer
from socialvalue.calculators.tables import Place
from socialvalue.errors import InputError, Problem, shown
from socialvalue.model.commitment import Commitment
from socialvalue.model.frozen import FrozenMap
from socialvalue.sheets.typed import no_words, number_in
from socialvalue.sheets.workbooks import Cell
from socialvalue.units import UNITS

__all__ = ["MARK", "Carried", "carried_lines"]

_SAID: Final = words_of("en")
MARK: Final = _SAID["carried_mark"]
"""What stands in the box of a row that was carried over, until its bidder empties it."""
_LONGEST: Final = 500
"""Signs of an offer's words that a list repeats."""
_STILL_PLANNED: Final = frozenset(("SV911",))
"""Problems of a row that leave its quantity what it is."""
_OWN: Final = frozenset(("SV928", "SV939"))
"""Notes that are of the form in which the offer was, or asked again anyway."""
_DIGITS: Final = 15
"""Digits of a number that a sheet keeps."""


@attrs.frozen(kw_only=True)
class Carried:
    """One commitment of an earlier offer.

    Attributes:
        measure: The code that bidders know: here, or there where it is not asked for here.
        cell: Where it stood.
        offered: What stood in its boxes, as it was written.
        whole: Whether all of it is carried over.
        checks: What was otherwise there, cannot be read, or is not carried over.
        boxes: Name of a column to what stands in its box here; none where it is left.
        commitment: What that offers, or None where nothing or no figure is carried over.
    """

    measure: str
    cell: str
    offered: str
    whole: bool
    checks: tuple[str, ...] = ()
    boxes: Mapping[str, Decimal | str] = attrs.field(factory=FrozenMap)
    commitment: Commitment | None = None

    @property
    def said(self) -> str:
        """What to check, in one sentence."""
        state = MARK if self.boxes else _SAID["carried_left"].lower()
        return f"{state}: {'; '.join(self.checks)}" if self.checks else state


def carried_lines(earlier: Earlier, calculator: CalculatorData, file: str) -> Iterator[Carried]:
    """Each commitment of an earlier offer.

    Args:
        earlier: The calculator that was filled in.
        calculator: The one that it is opened in.
        file: The name of the earlier one.
    """
    lines = {each.measure: each for each in calculator.lines}
    held: dict[str, int] = {}
    spare = MORE_ROWS
    for row in earlier.rows:
        measure, unit = earlier.measures.get(row.code, ("", ""))
        line = lines.get(calculator.framework.canonical(measure))
        if line is None or line.unit != unit:
            yield _left(row, _why(row, line, unit))
            continue
        again = held.get(line.measure, 0)
        held[line.measure] = again + 1
        spare -= 1 if again else 0
        if spare < 0 or (again and kind_of(line) in {WORDS, YES_OR_NO}):
            yield _left(row, _SAID["carried_no_room"])
            continue
        yield _carried(earlier, row, line, calculator, file)


def _why(row: EarlierRow, line: CalculatorLine | None, unit: str) -> str:
    if not row.code:
        return _SAID["carried_no_code"]
    if line is None:
        return _SAID["carried_gone"]
    was = UNITS[unit].name if unit in UNITS else f"'{unit}'"
    return _SAID["carried_unit"].format(was=was, now=UNITS[line.unit].name)


def _left(row: EarlierRow, why: str) -> Carried:
    """A commitment that is not carried over."""
    cell = row.table.spot(row.row, "codes")
    return Carried(
        measure=row.code,
        cell=cell,
        offered=shown(row.offered, _LONGEST),
        whole=False,
        checks=(why,),
    )


def _carried(
    earlier: Earlier, row: EarlierRow, line: CalculatorLine, calculator: CalculatorData, file: str
) -> Carried:
    place = Place(row.row, line)
    made, wrong, said = row_of_offer(row.table, place, calculator, file)
    commitment = None if made is None else commitment_of(made, calculator, wrong)
    if any(each.code not in _STILL_PLANNED for each in wrong):
        commitment = None
    boxes, lost = _boxes(row, line, calculator)
    told = [each for each in (*wrong, *said) if each.code not in _OWN]
    otherwise = earlier.changes(row.code, line, calculator, {each.code for each in told})
    checks = dict.fromkeys((*otherwise, *(_plainly(each, line) for each in told), *lost))
    return Carried(
        measure=line.code, cell=row.spot,
        offered=shown(row.offered, _LONGEST), whole=not lost, checks=tuple(checks),
        boxes=FrozenMap({**boxes, "carried": _marked(checks)}), commitment=commitment,
    )  # fmt: skip


def _marked(checks: Iterable[str]) -> str:
    """The mark of a row, with what to check."""
    said = "; ".join(checks)
    return f"{MARK}: {said}" if said else MARK


def _plainly(found: Problem, line: CalculatorLine) -> str:
    """What a reader says of a box, without the code of the row it stands in."""
    return found.message.removeprefix(f"{line.code}: ")


def _boxes(
    row: EarlierRow, line: CalculatorLine, calculator: CalculatorData
) -> tuple[dict[str, Decimal | str], list[str]]:
    """What stands in the boxes here, and what of the row cannot."""
    boxes: dict[str, Decimal | str] = {}
    lost = []
    for name in _asked(line, calculator):
        cell = row.at(name)
        if not cell.text.strip():
            continue
        found = _answer(cell) if name in {"first", "community"} and _is_answer(name, line) else (
            _figure(cell) if name in {"first", "second"} else _text(cell)
        )  # fmt: skip
        if found is None:
            lost.append(_SAID["carried_left_out"].format(text=shown(cell.text)))
        else:
            boxes[name] = found
    return boxes, lost


def _asked(line: CalculatorLine, calculator: CalculatorData) -> Iterator[str]:
    """The boxes of a row here."""
    missing = boxes_missing(line)
    names = ("first", "second", "activities", "places", "words", "community")
    for name in names:
        if name not in missing and (name != "community" or calculator.community):
            yield name


def _is_answer(name: str, line: CalculatorLine) -> bool:
    return name == "community" or kind_of(line) == YES_OR_NO


def _answer(cell: Cell) -> str | None:
    return {"yes": "Yes", "no": "No"}.get(cell.text.strip().casefold())


def _text(cell: Cell) -> str | None:
    return None if no_words(cell) else cell.text.strip()


def _figure(cell: Cell) -> Decimal | None:
    """The number in a box, where it can be read and a sheet can hold it."""
    with suppress(InputError):
        found = number_in(cell, lambda _: None)
        if found is not None and len(found.as_tuple().digits) <= _DIGITS:
            return found
    return None
