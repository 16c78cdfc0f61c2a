"""What stands beside the figures: evidence, spend, ratings, days of the Act, and offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Any

from socialvalue.contracts import Delivered, Evidence, Register
from socialvalue.contracts.community import Offered, exchange_of
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.glimpses import Piece
from socialvalue.engine.exact import half_up
from socialvalue.model.fields import as_read
from socialvalue.notices import clocks
from socialvalue.reports.bi.delivered import beyond_keys
from socialvalue.reports.bi.starred import Star, micro

__all__ = ["beside"]

Row = tuple[Any, ...]


def beside(star: Star, register: Register, *, restricted: bool) -> dict[str, list[Row]]:
    """The rows of the tables beside the figures, by the tables' names.

    Args:
        star: What the tables are filled from.
        register: The delivery record.
        restricted: Whether they are for the contract team; others have nothing but the offers that
            their suppliers agree to show.
    """
    offers = [each for each in exchange_of(star.standing, star.on, "").offers
              if restricted or each.is_shown]  # fmt: skip
    found: dict[str, list[Row]] = {"fact_offer": [_offer(star, each) for each in offers]}
    if restricted:
        found |= {
            "fact_evidence": _numbered(_evidence(star)), "fact_spend": _numbered(_spend(star)),
            "fact_rating": _numbered(_ratings(star)),
            "fact_clock": _numbered(_clocks(star, register)),
        }  # fmt: skip
    return found


def _numbered(rows: Iterator[Row]) -> list[Row]:
    return [(number, *each) for number, each in enumerate(rows, start=1)]


def _offer(star: Star, each: Offered) -> Row:
    noun, key = each.noun, star.keys
    amounts = (Fraction(noun.quantity), each.reserved, each.delivered, each.remaining)
    return (
        each.seq, key["contract"].of(each.entry.contract), key["supplier"].of(each.supplier),
        noun.title, noun.kind, noun.unit, *map(micro, amounts), noun.starts, noun.until,
        each.is_shown,
    )  # fmt: skip


def _evidence(star: Star) -> Iterator[Row]:
    """Each piece, by what it is; never its title, where it is held, nor its hash.

    They are read in the order of the record, as they lie in memory, and stand by contract.
    """
    held = {each.contract.reference: each for each in star.contracts}
    keys = {(name, line.line): star.line_keys(each, line)
            for name, each in held.items() for line in each.lines}  # fmt: skip
    found: dict[str, list[Row]] = {name: [] for name in held}
    for each in star.standing.delivered:
        name, rows = each.entry.contract, found.get(each.entry.contract)
        if rows is not None and each.entry.holds("evidence") and each.stands:
            of = keys.get((name, each.line)) or beyond_keys(star, held[name], each)
            for kind, personal, dated, until in pieces_of(each):
                strength = Evidence.KINDS[kind]
                rows.append((each.seq, of[0], of[2], of[5], kind, strength, personal, dated, until))
    return chain.from_iterable(found.values())


def pieces_of(each: Delivered) -> Sequence[Piece]:
    """Kind, personal data and days of each piece; `noun` is the oracle."""
    read = each.entry.pieces
    if read is not None:
        return read
    return [(one.kind, one.personal_data, one.dated, one.keep_until)
            for one in each.noun.evidence]  # fmt: skip


def _spend(star: Star) -> Iterator[Row]:
    """What was spent in each period that is over."""
    for held in star.contracts:
        contract = star.keys["contract"].of(held.contract.reference)
        for each in held.tracked.schedule.spends:
            pence = None if each.amount is None else _pence(Fraction(each.amount))
            yield contract, each.starts, each.ends, pence, each.call_offs


def _pence(amount: Fraction) -> int:
    return half_up(100 * amount.numerator, amount.denominator)


def _ratings(star: Star) -> Iterator[Row]:
    """What was rated, the last word on each indicator and period."""
    last: dict[tuple[str, str, date], Entry] = {}
    for entry in star.standing.of("rate"):
        last[entry.contract, as_read(entry.noun.kpi), entry.noun.ends] = entry
    for (contract, _, ends), entry in sorted(last.items(), key=lambda each: each[0]):
        noun = entry.noun
        yield (star.keys["contract"].of(contract), noun.kpi, noun.starts, ends, noun.rating,
               noun.proposed, noun.shown_on)  # fmt: skip


def _clocks(star: Star, register: Register) -> Iterator[Row]:
    """What the Act asks to be published of a contract, and by when."""
    for each in clocks(register, on=star.on).due:
        yield (star.keys["contract"].of(each.contract), each.notice, each.what, each.section,
               each.due, each.rule)  # fmt: skip
