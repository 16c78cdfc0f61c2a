"""What is shown of contracts: a schedule, an entry that was written, a contract, all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block
from socialvalue.cli.out.answers import Views
from socialvalue.contracts import (
    Contract,
    Delivered,
    Endings,
    Entry,
    Portfolio,
    Progress,
    Register,
    Succession,
    Sums,
    Tracked,
)
from socialvalue.contracts.standing import STATES
from socialvalue.numbers import plain
from socialvalue.units import amount_words
from socialvalue.words import day_words, listed, number_of

__all__ = [
    "all_views",
    "dicts_of",
    "ending_views",
    "entry_blocks",
    "history_blocks",
    "progress_views",
    "rows_of",
    "sample_blocks",
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
    return [*contract.explain().blocks, *_managed(tracked), *_agreed(tracked),
            Block(title, (), heads, rows, (0,), lead=3),
            Block("", (f"Delivery record: {register.head}.",))]  # fmt: skip


def _managed(tracked: Tracked) -> Iterator[Block]:
    """Who manages it, from when on."""
    first = tracked.contract.manager
    said = [f"At award: {first}."] if first else []
    held = sorted(tracked.managers, key=lambda each: (each.on, each.seq))
    said += [f"From {day_words(each.on)}: {each.noun.manager}." for each in held]
    if said:
        yield Block("Who manages it", tuple(said))


def _agreed(tracked: Tracked) -> Iterator[Block]:
    """The schedule in force, where it is another than the one that was awarded."""
    schedule = tracked.schedule
    if not schedule.changes:
        return
    at_award = {each.line: each for each in tracked.contract.lines}
    rows = tuple(
        (each.line, f"{each.code} {each.title}",
         at_award[each.line].amount if each.line in at_award else "–",
         each.counted(schedule.agreed(each)))
        for each in schedule.lines
    )  # fmt: skip
    who = listed(each.name for each in schedule.now.suppliers)
    said = (f"{who}, to {day_words(schedule.ends)}.",)
    heads = ("no.", "commitment", "at award", "agreed now")
    yield Block(f"Agreed schedule, version {tracked.version}", said, heads, rows, (2, 3), lead=2)


def sample_blocks(tracked: Tracked, register: Register, most: int) -> list[Block]:
    """A sample of what was verified under a contract, for whoever audits it.

    Which deliveries are drawn follows from the head of the record, so that nobody chooses them and
    anybody can draw them again.

    Args:
        tracked: The contract.
        register: The delivery record.
        most: How many are drawn.
    """
    verified = [each for each in tracked.returns if each.state in {"verified", "verified_in_part"}]
    drawn = sorted(verified, key=lambda each: _draw(register.head, each.seq))[:most]
    rows = tuple(tuple(_sampled(each)) for each in sorted(drawn, key=lambda each: each.seq))
    heads = ("entry", "no.", "period", "reported", "verified", "evidence", "verified by", "on")
    reference = tracked.contract.reference
    many = number_of(len(verified), "verified delivery return")
    said = f"{len(drawn)} of {many}, drawn by the head of the record."
    return [Block(f"{reference}: a sample to look at", (said,), heads, rows, (0, 3, 4), lead=5)]


def _draw(head: str, seq: int) -> str:
    return hashlib.sha256(f"{head}/{seq}".encode()).hexdigest()


def _sampled(each: Delivered) -> Iterator[str]:
    noun, unit = each.noun, each.data["unit"]
    shown = [f"{piece._line()}{f', sha256 {piece.sha256}' if piece.sha256 else ''}"
             for piece in noun.evidence]  # fmt: skip
    yield from (f"{each.seq:,}", noun.line or f"{noun.measure}, beyond the contract",
                f"{day_words(noun.starts)} to {day_words(noun.ends)}")  # fmt: skip
    yield from (amount_words(much, unit) for much in (each.reported, each.verified))
    second = each.last.noun.second if each.last.action == "approve" else ""
    who = f"{each.last.by}, {second}" if second else each.last.by
    yield from ("; ".join(shown) or "none", who, day_words(each.last.on))


def _what(entry: Entry) -> str:
    """What an entry does, with its ground and its reason."""
    ground = ""
    if entry.action == "change" and entry.noun.ground:
        ground = f"; {entry.noun.ground_words}, {entry.noun.instrument}"
    return f"{entry.words}{ground}{f': {entry.reason}' if entry.reason else ''}"


def progress_views(found: Progress, times: Sequence[Succession] = ()) -> Views:
    """How a contract stands; where it went over to another supplier, also in the time of each."""
    more = [block for each in times for block in each.explain().blocks] if len(times) > 1 else []
    return Views(
        lambda: [*found.explain().blocks, *more],
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


def ending_views(found: Endings) -> Views:
    """The contracts that end soon."""
    return Views(
        lambda: list(found.explain().blocks),
        lambda: rows_of(found.columns()),
        lambda: {
            "schema": "socialvalue/endings@1",
            "library": library_version(),
            "on": found.on.isoformat(),
            "months": found.months,
            "head": found.head,
            "contracts": [{"contract": each.contract.reference, "to_do": list(each.asks()),
                           "ends": each.contract.ends.isoformat()} for each in found.contracts],
            "commitments": list(dicts_of(found.columns())),
        },
    )  # fmt: skip


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
