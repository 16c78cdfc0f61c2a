"""A delivery record as tables, with headings that an import reads.

Nothing in them needs this library to be read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from socialvalue.contracts.entries import ACTIONS, Entry
from socialvalue.contracts.standing import STATES, Standing
from socialvalue.engine.exact import pounds
from socialvalue.numbers import plain, simplest
from socialvalue.sheets import guarded

__all__ = ["table_files"]

_CONTRACTS = ("contract", "contract title", "supplier", "starts", "ends", "contract value",
              "directorate", "authority", "entered", "kind", "regime", "lot")  # fmt: skip
_COMMITMENTS = ("contract", "line", "measure", "measure title", "unit", "committed", "unit value",
                "committed £", "standing", "owner", "activity")  # fmt: skip
_RETURNS = ("entry", "contract", "line", "measure", "unit", "reported", "delivered", "from", "to",
            "day", "reported by", "state", "statement")  # fmt: skip
_ENTRIES = ("entry", "day", "entered", "contract", "what", "about", "by", "reason")


def table_files(standing: Standing, entries: Iterable[Entry]) -> dict[str, str]:
    """The tables as CSV, by the name of the file."""
    held = standing.contracts.values()
    rows = [(each.seq, each.on, each.entered, each.contract, ACTIONS[each.action], each.about or "",
             each.by, each.reason) for each in entries]  # fmt: skip
    return {
        "contracts.csv": _csv(_CONTRACTS, (_contract(each.schedule.now) for each in held)),
        "commitments.csv": _csv(_COMMITMENTS, (row for each in held for row in _lines(each))),
        "returns.csv": _csv(_RETURNS, (row for each in held for row in _returns(each))),
        "list of entries.csv": _csv(_ENTRIES, rows),
    }


def _contract(each: Any) -> tuple[Any, ...]:
    suppliers = "; ".join(one.name for one in each.suppliers)
    return (each.reference, each.title, suppliers, each.starts, each.ends,
            plain(each.value.initial), each.directorate, each.authority, each.entered or "",
            each.kind, each.regime, each.lot)  # fmt: skip


def _lines(tracked: Any) -> Iterator[tuple[Any, ...]]:
    """The commitments as agreed today, those left out as well."""
    for each in tracked.schedule.now.lines:
        amount = simplest(tracked.schedule.agreed(each)) if each.binds else each.quantity
        worth = "" if each.unit_value is None else plain(each.unit_value)
        yield (tracked.contract.reference, each.line, each.code, each.title, each.unit,
               plain(amount), worth, plain(pounds(each.pence(amount))), each.standing, each.owner,
               each.activity)  # fmt: skip


def _returns(tracked: Any) -> Iterator[tuple[Any, ...]]:
    for each in tracked.returns:
        noun = each.noun
        yield (each.seq, tracked.contract.reference, noun.line, noun.measure, noun.unit,
               plain(each.reported), plain(each.verified), noun.starts, noun.ends, each.entry.on,
               noun.reported_by, STATES[each.state], noun.statement)  # fmt: skip


def _csv(heads: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    """A CSV file in which no text is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in (heads, *rows):
        writer.writerow([guarded(each) if isinstance(each, str) else each for each in row])
    return out.getvalue()
