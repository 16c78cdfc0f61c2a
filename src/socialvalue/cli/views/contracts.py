"""What is shown of contracts: a schedule, an entry that was written, a contract, all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block
from socialvalue.cli.out.answers import Views
from socialvalue.contracts import Contract, Entry, Portfolio, Progress, Register, Sums, Tracked
from socialvalue.contracts.standing import STATES
from socialvalue.numbers import plain
from socialvalue.words import day_words

__all__ = [
    "all_views",
    "dicts_of",
    "entry_blocks",
    "history_blocks",
    "progress_views",
    "rows_of",
    "schedule_blocks",
]

_PENCE = ("promised", "expected", "reported", "delivered", "capped", "unpromised")


def schedule_blocks(contract: Contract, entry: Entry, register: Register) -> list[Block]:
    """A contract that was entered; what it asks is said beside it."""
    return [contract.explain().blocks[0], *entry_blocks(entry, register)]


def entry_blocks(entry: Entry, register: Register) -> list[Block]:
    """An entry that was written, with the number by which it is known."""
    whose = f"{entry.contract}, " if entry.contract else ""
    what = f"{whose}{entry.words}, {day_words(entry.on)}, by {entry.by}"
    return [Block(f"Entry {entry.seq:,}: {what}.", (f"Delivery record: {register.head}.",))]


def history_blocks(tracked: Tracked, register: Register) -> list[Block]:
    """A contract with every entry of it: returns, decisions, changes, and what was undone."""
    contract, version = tracked.contract, tracked.version
    undone = register.standing().undone
    mine = [each for each in register.entries if each.contract == contract.reference]
    heads = ("entry", "day", "what", "by", "state")
    states = {each.seq: STATES[each.state] for each in tracked.returns}
    rows = tuple(
        (f"{each.seq:,}", day_words(each.on), _what(each), each.by,
         "undone" if each.seq in undone else states.get(each.seq, ""))
        for each in mine
    )  # fmt: skip
    title = f"Entries; agreed schedule, version {version}"
    return [*contract.explain().blocks, Block(title, (), heads, rows, (0,), lead=3),
            Block("", (f"Delivery record: {register.head}.",))]  # fmt: skip


def _what(entry: Entry) -> str:
    """What an entry does, with its ground and its reason."""
    ground = ""
    if entry.action == "change" and entry.noun.ground:
        ground = f"; {entry.noun.ground_words}, {entry.noun.instrument}"
    return f"{entry.words}{ground}{f': {entry.reason}' if entry.reason else ''}"


def progress_views(found: Progress) -> Views:
    """How a contract stands."""
    return Views(
        lambda: list(found.explain().blocks),
        lambda: rows_of(found.columns()),
        lambda: {
            "schema": "socialvalue/progress@1",
            "library": library_version(),
            "contract": found.contract.reference,
            "on": found.on.isoformat(),
            "version": found.version,
            "head": found.head,
            **_pounds(found),
            "commitments": list(dicts_of(found.columns())),
        },
    )


def all_views(found: Portfolio) -> Views:
    """How all contracts stand."""
    return Views(
        lambda: list(found.explain().blocks),
        lambda: rows_of(found.columns()),
        lambda: {
            "schema": "socialvalue/portfolio@1",
            "library": library_version(),
            "on": found.on.isoformat(),
            "head": found.head,
            "headline": found.headline,
            "contract_count": found.contract_count,
            "supplier_count": found.supplier_count,
            "contract_value": str(found.contract_value),
            **_pounds(found),
            "left_out": list(found.left_out),
            "contracts": list(dicts_of(found.columns())),
        },
    )


def _pounds(found: Progress | Sums) -> dict[str, Any]:
    ratio = found.compliance
    return {**{name: str(getattr(found, name)) for name in _PENCE},
            "compliance": None if ratio is None else str(ratio)}  # fmt: skip


def rows_of(columns: Mapping[str, Sequence[Any]]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Names and rows of some columns, for a file."""
    cells = ([_cell(each) for each in held] for held in columns.values())
    return tuple(columns), list(zip(*cells, strict=True))


def dicts_of(columns: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """A mapping a row of some columns, for JSON."""
    names, rows = rows_of(columns)
    return (dict(zip(names, row, strict=True)) for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, (Decimal, Fraction)):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
