"""A delivery record as tables, with headings that an import reads; as CSV and as one workbook.

Nothing in them needs this library to be read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from typing import Any, Final

from socialvalue.contracts.entries import ACTIONS, Entry
from socialvalue.contracts.standing import STATES, Standing
from socialvalue.engine.exact import pounds
from socialvalue.model.codec import encode
from socialvalue.numbers import plain, simplest
from socialvalue.sheets import guarded
from socialvalue.sheets.tabled import SheetTable, tables_bytes

__all__ = ["MOST_CELLS", "WORKBOOK", "csv_files", "tables_of", "workbook_of"]

WORKBOOK: Final = "everything.xlsx"
MOST_CELLS: Final = 2_000_000
"""Cells that the workbook is written with, which takes half a minute; above them there is none."""

_CONTRACTS = ("contract", "contract title", "supplier", "starts", "ends", "contract value",
              "directorate", "manager role", "authority", "entered", "kind", "regime",
              "lot")  # fmt: skip
_COMMITMENTS = ("contract", "line", "measure", "measure title", "unit", "committed", "unit value",
                "committed £", "standing", "owner", "activity")  # fmt: skip
_RETURNS = ("entry", "contract", "line", "measure", "unit", "reported", "delivered", "from", "to",
            "day", "reported by", "state", "statement")  # fmt: skip
_ENTRIES = ("entry", "day", "entered", "contract", "what", "about", "by", "reason")
_FIELDS = ("entry", "field", "value")
_NOTES: Final = """\
Each sheet holds one table of the same name; its second line says what a row is.
contracts, commitments and returns are as they are now; list of entries is all that was ever \
written, in its order.
all that was entered has every field of every entry, among them evidence, changes of the schedule, \
spend, indicators, ratings and offers.
£ are values at award, not savings. An empty cell means that there is nothing to say.
Words that were erased are not in it. It holds what people wrote: hand it on with care.
""".splitlines()


def tables_of(standing: Standing, entries: Sequence[Entry]) -> tuple[SheetTable, ...]:
    """All tables of a record.

    Args:
        standing: What it comes to.
        entries: All of them, in their order.
    """
    held = standing.contracts.values()
    listed = [(each.seq, each.on, each.entered, each.contract, ACTIONS[each.action], each.about,
               each.by, each.reason) for each in entries]  # fmt: skip
    return (
        SheetTable("contracts", "a contract as agreed now", _CONTRACTS,
                   [_contract(each.schedule.now) for each in held]),
        SheetTable("commitments", "a commitment as agreed now, those left out as well",
                   _COMMITMENTS, [row for each in held for row in _lines(each)]),
        SheetTable("returns", "a return, and what was decided on it", _RETURNS,
                   [row for each in held for row in _returns(each)]),
        SheetTable("list of entries", "an entry of the delivery record", _ENTRIES, listed),
        SheetTable("all that was entered", "a field of an entry", _FIELDS,
                   [row for each in entries for row in _fields(each)]),
    )  # fmt: skip


def csv_files(tables: Iterable[SheetTable]) -> dict[str, str]:
    """Tables as CSV, by the name of the file."""
    return {f"{each.name}.csv": _csv(each) for each in tables}


def workbook_of(tables: Sequence[SheetTable], title: str) -> bytes | None:
    """Tables as one workbook; None without XlsxWriter, or where they are too long for one."""
    cells = sum(len(each.rows) * len(each.heads) for each in tables)
    if cells > MOST_CELLS or find_spec("xlsxwriter") is None:
        return None
    return tables_bytes(title, _NOTES, tables)


def _contract(each: Any) -> tuple[Any, ...]:
    suppliers = "; ".join(one.name for one in each.suppliers)
    return (each.reference, each.title, suppliers, each.starts, each.ends,
            each.value.initial, each.directorate, each.manager, each.authority, each.entered,
            each.kind, each.regime, each.lot)  # fmt: skip


def _lines(tracked: Any) -> Iterator[tuple[Any, ...]]:
    """The commitments as agreed today, those left out as well."""
    for each in tracked.schedule.now.lines:
        amount = simplest(tracked.schedule.agreed(each)) if each.binds else each.quantity
        yield (tracked.contract.reference, each.line, each.code, each.title, each.unit,
               amount, each.unit_value, pounds(each.pence(amount)), each.standing, each.owner,
               each.activity)  # fmt: skip


def _returns(tracked: Any) -> Iterator[tuple[Any, ...]]:
    for each in tracked.returns:
        noun = each.noun
        yield (each.seq, tracked.contract.reference, noun.line, noun.measure, noun.unit,
               each.reported, each.verified, noun.starts, noun.ends, each.entry.on,
               noun.reported_by, STATES[each.state], noun.statement)  # fmt: skip


def _fields(entry: Entry) -> Iterator[tuple[int, str, Any]]:
    """Every field of what an entry holds, with its words."""
    if entry.noun is not None:
        for name, value in _leaves(encode(entry.noun)["data"], ""):
            yield entry.seq, name, value


def _leaves(data: Any, at: str) -> Iterator[tuple[str, Any]]:
    """What stands in some data, each with the way to it; days and numbers as texts."""
    if isinstance(data, dict) and "$" not in data:
        ((tag, held),) = data.items()
        if tag != "$map":
            yield at, str(held)
            return
        inside = ((str(key), value) for key, value in held)
    elif isinstance(data, dict):
        yield at or "what", data["$"]
        inside = ((key, value) for key, value in data.items() if key != "$")
    elif isinstance(data, list):
        inside = ((str(number), value) for number, value in enumerate(data, start=1))
    else:
        yield at, data
        return
    for name, value in inside:
        yield from _leaves(value, f"{at}.{name}" if at else name)


def _csv(table: SheetTable) -> str:
    """A CSV file in which no text is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in (table.heads, *table.rows):
        writer.writerow(map(_cell, row))
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, (Decimal, Fraction)):
        return plain(value)
    return guarded(value) if isinstance(value, str) else value
