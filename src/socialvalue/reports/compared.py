"""Calculators that came back, side by side: what each bidder offers, and what of it counts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from socialvalue.assess.pounds.offered import Offered, offered_of
from socialvalue.assess.pounds.valuation import Valuation, value
from socialvalue.blocks import Block
from socialvalue.calculators import Calculator, Returns
from socialvalue.contracts.amounts import pence_words, to_two
from socialvalue.errors import InputError, problem
from socialvalue.model.fields import as_read
from socialvalue.numbers import plain, pounds
from socialvalue.reports.asked import Asked
from socialvalue.reports.report import Report, Section
from socialvalue.units import UNITS
from socialvalue.words import listed, number_of

__all__ = ["comparison"]

_MOST: Final = 6
"""Bidders that stand in columns of their own on paper; more stand below one another alone."""
_OFFERED: Final = ("measure", "bidder", "unit", "offered", "£ each", "£ offered", "£ counted",
                   "what becomes of it")  # fmt: skip
_OPEN: Final = "Nothing is ranked here: prices, scores and points are in no part of it."
_NONE: Final = "–"


def comparison(asked: Asked) -> Report:
    """What the bidders of a tender offer, side by side, in the order of their names.

    Raises:
        InputError: For somebody else than the contract team (SV1104), or of returns without the
            calculator that they are to (SV1107).
    """
    asked.only_for("contract-team")
    returns: Returns = asked.source
    calculator = returns.calculator
    if calculator is None:
        raise InputError(problem("SV1107"))
    found = _valued(returns, calculator)
    return Report(
        title=f"Offers side by side: {calculator.tender.title}",
        audience=asked.audience,
        on=asked.on,
        sentences=(_came(returns, found), _OPEN),
        left_out=tuple(_left_out(returns, found)),
        sections=tuple(_sections(returns, found)),
        foot=(f"Fingerprint of the calculator: {calculator.short_fingerprint}.",),
        wide=True,
    )


def _valued(returns: Returns, calculator: Calculator) -> tuple[Valuation, ...]:
    """What can be taken of what came back, valued, in the order of the bidders' names."""
    came = {as_read(each.bidder) for each in returns.returned if each.bid is not None}
    bids = [attrs.evolve(each, lot=None) for each in returns.bids
            if each.lot == returns.lot and as_read(each.bidder) in came]  # fmt: skip
    bids.sort(key=lambda each: as_read(each.bidder))
    return value(calculator.tender, bids, calculator.framework) if bids else ()


def _came(returns: Returns, found: tuple[Valuation, ...]) -> str:
    many = number_of(len(returns.returned), "calculator")
    if not found:
        return f"{many} came back; none can be compared."
    names = listed(each.bid.bidder for each in found)
    return f"{many} came back; the offers of {number_of(len(found), 'bidder')} are here: {names}."


def _left_out(returns: Returns, found: tuple[Valuation, ...]) -> Iterator[str]:
    here = {as_read(each.bid.bidder) for each in found}
    wrong = sorted({each.bidder or each.file for each in returns.returned
                    if as_read(each.bidder) not in here})  # fmt: skip
    if wrong:
        yield f"Offers that can't be read until their problems are settled: {listed(wrong)}"
    came = {as_read(each.bidder) for each in returns.returned}
    silent = [each.bidder for each in returns.of_tender
              if each.lot == returns.lot and as_read(each.bidder) not in came]  # fmt: skip
    if silent:
        yield f"Bidders of whom no calculator came back: {listed(sorted(silent))}"


def _sections(returns: Returns, found: tuple[Valuation, ...]) -> Iterator[Section]:
    if found:
        yield Section("offers", _offers(found))
        rows = tuple(_measure_rows(found))
        if rows and len(found) <= _MOST:
            heads = ("measure", *(each.bid.bidder for each in found))
            said = ("A bidder need not offer every measure: – says that it offers none of one.",)
            right = tuple(range(1, len(heads)))
            yield Section("measures", Block("£ counted, by measure", said, heads, rows, right))
        every = tuple(_commitments(found))
        if every:
            block = Block("What is offered, measure by measure", (), _OFFERED, every, (3, 4, 5, 6))
            yield Section("offered", block)
    wrong = tuple((each.file, each.cell or _NONE, f"{each.message} ({each.code})", word)
                  for word, held in (("problem", returns.problems), ("note", returns.notes))
                  for each in held)  # fmt: skip
    if wrong:
        heads = ("file", "cell", "what", "kind")
        yield Section("wrong", Block("What to ask, and what to know", (), heads, wrong))
    differ = tuple(_differences(returns))
    if differ:
        heads = ("file", "cell", "measure", "£ in the sheet", "£ that count", "cause")
        block = Block("£ that are not those of the sheet", (), heads, differ, (3, 4))
        yield Section("differences", block)
    files = tuple((each.file, each.bidder or _NONE, each.sha256 or _NONE)
                  for each in returns.returned)  # fmt: skip
    if files:
        heads = ("file", "bidder", "SHA-256")
        yield Section("files", Block("Files that came back", (), heads, files))


def _offers(found: tuple[Valuation, ...]) -> Block:
    heads = ("bidder", "commitments", "that count", "£ offered", "£ counted", "per £1 of contract")
    rows = tuple(
        (each.bid.bidder, str(len(held)), str(sum(one.value > 0 for one in held)),
         pounds(each.submitted), pounds(each.total), pence_words(Fraction(each.per_pound)))
        for each in found for held in [offered_of(each.lines)]
    )  # fmt: skip
    said = f"Contract value {pounds(found[0].tender.contract_value.initial)}."
    return Block("Offers", (said,), heads, rows, (1, 2, 3, 4, 5))


def _titles(found: tuple[Valuation, ...]) -> dict[str, str]:
    """The measures that anybody offers, in the order of the set."""
    offered = {line.measure: line.definition for each in found for line in each.lines}
    return {code: f"{offered[code].name} {offered[code].title}"
            for code in found[0].framework.measures if code in offered}  # fmt: skip


def _measure_rows(found: tuple[Valuation, ...]) -> Iterator[tuple[str, ...]]:
    """What counts of each measure, a column a bidder."""
    sums = [each.by("measure") for each in found]
    for code, title in _titles(found).items():
        offered = (any(line.measure == code for line in each.lines) for each in found)
        yield (title, *(pounds(held[code]) if there else _NONE
                        for held, there in zip(sums, offered, strict=True)))  # fmt: skip


def _commitments(found: tuple[Valuation, ...]) -> Iterator[tuple[str, ...]]:
    for code, title in _titles(found).items():
        for each in found:
            for one in offered_of(each.lines):
                if one.line.measure == code:
                    yield tuple(_commitment(each.bid.bidder, title, one))


def _commitment(bidder: str, title: str, one: Offered) -> Iterator[str]:
    line, worth = one.line, one.line.unit_value
    activity = line.commitment.activity
    yield f"{title} [{activity}]" if activity else title
    yield from (bidder, UNITS[line.definition.unit].name, _quantity(one))
    yield _NONE if worth is None else pounds(worth)
    yield from (pounds(one.submitted), pounds(one.value), one.standing)


def _quantity(one: Offered) -> str:
    if one.line.definition.unit == "yes_no":
        return "yes"
    amount = Fraction(one.quantity)
    return to_two(amount) if (100 * amount).denominator == 1 else plain(one.quantity)


def _differences(returns: Returns) -> Iterator[tuple[str, ...]]:
    for file in returns.returned:
        for each in file.differences:
            sheet = "none" if each.sheet is None else pounds(each.sheet)
            yield (file.file, each.cell, each.measure, sheet, pounds(each.ours), each.cause)
