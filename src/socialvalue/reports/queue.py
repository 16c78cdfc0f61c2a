"""The returns that wait for the council: what is to be verified, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from socialvalue.blocks import Block
from socialvalue.contracts import Delivered, Evidence, Standing, Tracked
from socialvalue.contracts.amounts import to_two, whole_pounds
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.reports.asked import Asked
from socialvalue.reports.report import Report, Section
from socialvalue.units import UNITS
from socialvalue.words import day_words, listed, number_of

__all__ = ["queue_block", "waiting"]

_HEADS: Final = (
    "contract", "no.", "commitment", "entry", "period", "reported", "unit", "£ at award",
    "waits, days", "evidence", "seen before?",
)  # fmt: skip


def waiting(asked: Asked) -> Report:
    """The report of what waits for the council.

    Raises:
        InputError: It is asked for somebody else than the contract team (SV1104).
    """
    asked.only_for("contract-team")
    block = queue_block(asked.standing, asked.on)
    return Report(
        title="Returns that wait for us",
        audience=asked.audience,
        on=asked.on,
        sentences=(_said(block),),
        sections=(Section("queue", block, "tttndntnntt"),) if block.rows else (),
        foot=(f"Delivery record: {asked.all.head}.",),
        wide=True,
    )


def _said(block: Block) -> str:
    if not block.rows:
        return "Nothing waits for us."
    oldest = max(int(row[8]) for row in block.rows)
    many = len(block.rows)
    verb = "waits" if many == 1 else "wait"
    return f"{number_of(many, 'return')} {verb} for us, the oldest for {number_of(oldest, 'day')}."


def queue_block(standing: Standing | None, on: date) -> Block:
    """The returns that wait, the oldest first."""
    held = standing.contracts.values() if standing else ()
    found = [(each, of) for of in held for each in of.returns if each.state == "reported"]
    found.sort(key=lambda one: (one[0].last.on, one[0].seq))
    hashes = tuple(_hashes(held_of.returns for held_of in held))
    rows = tuple(tuple(_row(each, of, on, hashes)) for each, of in found)
    said = () if rows else ("Nothing waits for us.",)
    return Block("Returns that wait for us, the oldest first", said, _HEADS, rows, (5, 7, 8))


def _row(each: Delivered, of: Tracked, on: date, hashes: tuple[str, ...]) -> Iterator[str]:
    noun, contract = each.noun, of.schedule.now
    line = contract[noun.line] if noun.line else None
    named = f"{line.code} {line.title}" if line else f"{noun.measure} beyond the contract"
    worth = whole_pounds(as_pounds(line.pence(noun.quantity))) if line else "–"
    yield from (contract.reference, noun.line or "–", named, str(each.seq))
    yield f"{day_words(noun.starts)} to {day_words(noun.ends)}"
    yield from (to_two(Fraction(noun.quantity)), UNITS[noun.unit].name, worth)
    yield str((on - each.last.on).days)
    yield _shown_by(noun.evidence)
    twice = [one for one in noun.evidence if one.sha256 and hashes.count(one.sha256) > 1]
    yield "the same file in another return" if twice else "no"


def _hashes(returns: Iterator[tuple[Delivered, ...]]) -> Iterator[str]:
    """The hashes of all pieces of evidence of returns that stand."""
    for held in returns:
        for each in held:
            if each.state not in {"withdrawn", "replaced", "returned"}:
                yield from (one.sha256 for one in each.noun.evidence if one.sha256)


def _shown_by(evidence: tuple[Evidence, ...]) -> str:
    """What shows it, with how strong that is; never where it is kept."""
    said = (
        f"{each.kind.replace('_', ' ')} ({each.strength.replace('_', ' ')})" for each in evidence
    )
    return listed(said) if evidence else "none"
