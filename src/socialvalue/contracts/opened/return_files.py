"""The returns of a table, with what was decided on each: what is wrong stands at its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs

from socialvalue.contracts.evidence import Evidence
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.sheets.csv_sheets import read_table
from socialvalue.sheets.days import day_in
from socialvalue.sheets.headings import by_heading, plain_heading
from socialvalue.sheets.own import in_own_table, is_filled, words_in
from socialvalue.sheets.typed import number_in
from socialvalue.sheets.workbooks import Cell, Sheet, address
from socialvalue.spans import Span

__all__ = ["DECISIONS", "ReadReturn", "read_returns"]

T = TypeVar("T")

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("return", "return no", "no"),
    "contract": ("contract", "contract reference", "reference"),
    "line": ("line", "commitment", "commitment no"),
    "measure": ("measure", "measure code"),
    "unit": ("unit",),
    "unit_value": ("unit value", "unit value £"),
    "quantity": ("quantity", "reported"),
    "from": ("from", "period start"),
    "to": ("to", "period end"),
    "statement": ("statement", "what happened"),
    "on": ("day", "reported on"),
    "by": ("reported by",),
    "entered_by": ("entered by",),
    "evidence": ("evidence", "evidence kind"),
    "held_at": ("held at", "where held"),
    "sha256": ("sha256",),
    "place": ("place",),
    "attested": ("attested",),
    "kept": ("kept",),
    "replaces": ("replaces",),
    "decision": ("decision",),
    "verified": ("verified", "quantity verified"),
    "decided_on": ("decided on",),
    "decided_by": ("decided by",),
    "reason": ("reason",),
    "second": ("second person",),
}  # fmt: skip
"""The columns of a table of returns, and how their headings are written."""

DECISIONS: Final[Mapping[str, str]] = {
    "verify": "approve", "verified": "approve", "verify part": "approve",
    "verified in part": "approve", "return": "reject", "returned": "reject", "ask": "ask",
    "withdraw": "withdraw", "withdrawn": "withdraw",
}  # fmt: skip
"""What stands in the column of decisions, and what it does."""

_NEEDED: Final = ("contract", "quantity", "from", "to", "statement", "on")
_FIELD: Final = by_heading(FIELDS)
_DAYS: Final = ("from", "to", "on", "decided_on")
_NUMBERS: Final = ("quantity", "unit_value", "verified", "kept")


@attrs.frozen
class ReadReturn:
    """A row of a table of returns.

    Attributes:
        said: Field to what stands there: days, numbers and texts; what is empty is left out.
        cells: Field to where it stands.
        row: Where the row begins.
        boxes: The columns of the table to where they stand in this row, empty or not.
    """

    said: Mapping[str, Any]
    cells: Mapping[str, Span]
    row: Span
    boxes: Mapping[str, Span]

    def at(self, *fields: str) -> Span:
        """Where the first of some fields that there is stands, or else the row."""
        return next((self.cells[each] for each in fields if each in self.cells), self.row)

    def box(self, *fields: str) -> Span:
        """Where the first of some fields stands or would stand, or else the row."""
        return next((self.boxes[each] for each in fields if each in self.boxes), self.row)


def read_returns(path: Path, problems: list[Problem]) -> Iterator[ReadReturn]:
    """The rows of a file; what is wrong with them is kept.

    Args:
        path: A text (.csv), or a workbook.
        problems: Where problems go.
    """
    try:
        book = read_table(path)
    except InputError as error:
        problems.extend(Span(path.name).locate(error.problems))
        return
    for name, sheet in book.sheets.items():
        yield from _of_sheet(path.name, name, sheet, problems)


def _of_sheet(
    file: str, name: str, sheet: Sheet, problems: list[Problem]
) -> Iterator[ReadReturn]:  # fmt: skip
    """The rows below the headings, which are the first row that holds anything."""
    held: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if is_filled(cell):
            held.setdefault(row, {})[column] = cell
    if not held:
        return

    def place(row: int, column: int) -> Span:
        spot = address(row, column)
        return Span(file, cell=f"{name}!{spot}" if name else spot)

    first, *rows = held
    columns = _columns(held[first], lambda column: place(first, column), problems)
    if columns is None:
        return
    for row in rows:
        at = {field: place(row, column) for column, field in columns.items()}
        known = {column: cell for column, cell in held[row].items() if column in columns}
        yield _read({columns[each]: cell for each, cell in known.items()}, at,
                    place(row, min(held[row])), problems)  # fmt: skip


def _columns(
    heads: Mapping[int, Cell], place: Callable[[int], Span], problems: list[Problem]
) -> dict[int, str] | None:
    """The number of each column to its field; None where one is strange or missing."""
    found: dict[int, str] = {}
    before = len(problems)
    known = [words[0] for words in FIELDS.values()]
    for column, cell in heads.items():
        heading = cell.text.strip()
        field = _FIELD.get(plain_heading(heading), "")
        hint = did_you_mean(heading, known, label="columns")
        what = f"a column '{heading}', which is none of its columns"
        if field in found.values():
            what, hint = f"a second column '{FIELDS[field][0]}'", "take one of the two out"
        if not field or field in found.values():
            problems.append(place(column).placed(problem("SV1055", found=what, hint=hint)))
        else:
            found[column] = field
    for field in _NEEDED:
        if field not in found.values():
            what = f"no column '{FIELDS[field][0]}'"
            problems.append(place(min(heads)).placed(problem("SV1055", found=what)))
    return found if len(problems) == before else None


def _read(
    cells: Mapping[str, Cell], at: Mapping[str, Span], row: Span, problems: list[Problem]
) -> ReadReturn:
    """One row: days and numbers as what they are."""
    said: dict[str, Any] = {}
    for field, cell in cells.items():
        how: Callable[[Cell], Any] = words_in
        if field in _DAYS:
            how = day_in
        elif field in _NUMBERS:
            how = _number
        try:
            found = in_own_table(cell, how)
        except InputError as error:
            problems.extend(at[field].locate(error.problems))
        else:
            said[field] = found
    problems.extend(at[field].placed(problem("SV1001", what=FIELDS[field][0]))
                    for field in _NEEDED if field not in cells)  # fmt: skip
    said["evidence"] = _evidence(said, at, problems)
    attested = said.get("attested", "").replace(";", ",").split(",")
    said["attested"] = [as_read(each).replace(" ", "_") for each in attested if each.strip()]
    return ReadReturn(said, {each: at[each] for each in cells}, row, at)


def _number(cell: Cell) -> Any:
    return number_in(cell, lambda _: None)


def _evidence(
    said: dict[str, Any], at: Mapping[str, Span], problems: list[Problem]
) -> tuple[Evidence, ...]:
    """What shows it: a kind, with where it is held and its hash."""
    kind, held_at, sha256 = (said.pop(each, "") for each in ("evidence", "held_at", "sha256"))
    if not (kind or held_at or sha256):
        return ()
    try:
        word = as_read(kind or "other").replace(" ", "_")
        return (Evidence(word, held_at=held_at, sha256=sha256),)
    except InputError as error:
        spot = next(at[each] for each in ("evidence", "held_at", "sha256") if each in at)
        problems.extend(spot.locate(error.problems))
        return ()
