"""Results in words: every figure with its working and its voucher, as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from socialvalue.assess.pounds.data import ValuationData
from socialvalue.assess.pounds.offered import (
    Offered,
    carries_pounds,
    counted,
    offered_of,
    set_words,
)
from socialvalue.assess.ratios import beside, bounds_of
from socialvalue.blocks import Block, Explanation, join
from socialvalue.engine.lines import Line
from socialvalue.engine.offers import TENDER_LAYER, value_date
from socialvalue.errors import Problem
from socialvalue.model.figures import ProxyValue
from socialvalue.model.places import place_name, place_story, rings
from socialvalue.numbers import plain, pounds
from socialvalue.units import amount_words
from socialvalue.words import COUNTS, DOES_NOT_COUNT, day_words

if TYPE_CHECKING:
    from socialvalue.model.scheme import Scheme

__all__ = ["commitment_story", "explain_valuation", "valuation_blocks"]


def explain_valuation(valuation: ValuationData) -> Explanation:
    """The pounds of one bid, line by line."""
    return join(valuation_blocks(valuation))


def valuation_blocks(
    valuation: ValuationData, scheme: Scheme | None = None, *, sources: bool = True
) -> list[Block]:
    """The parts of a valuation's explanation.

    Args:
        valuation: The valuation.
        scheme: What it is judged by; the tender's own, else the plug-in's, if not given.
        sources: Whether each value has its publication and its line, and those not used stand by.
    """
    vouchers: dict[int, str] = {}
    offers = offered_of(valuation.lines)
    stories = [commitment_story(each, valuation, vouchers, sources=sources) for each in offers]
    nothing = [] if stories else [Block("No commitments", ("The bid offers nothing.",))]
    return [
        _head(valuation),
        *stories,
        *nothing,
        _sums(valuation, scheme),
        *_cautions(valuation.warnings),
    ]


def _head(valuation: ValuationData) -> Block:
    on, rule = value_date(valuation.tender, None, valuation.framework)
    of = f"; values of {day_words(on)} ({_date_words(rule)})"
    dated = of if carries_pounds(valuation.framework) else ""
    story = place_story(valuation.framework.places, valuation.tender.place)
    return Block(
        f"{valuation.bid.bidder}: social value offered for {valuation.tender.title}",
        (f"{set_words(valuation.framework)}{dated}.", *([f"{story}."] if story else [])),
    )


def _date_words(rule: str) -> str:
    return {
        "commitment": "the commitment's own date",
        "tender": "the day of the tender notice",
        "framework": "the day the set was loaded for",
        "edition": "the start of the edition's values",
    }[rule]


def commitment_story(
    offer: Offered,
    valuation: ValuationData,
    vouchers: dict[int, str] | None = None,
    *,
    sources: bool = True,
) -> Block:
    """One commitment: what was offered, what counts of it, the working, the voucher, the reason.

    Args:
        offer: The commitment.
        valuation: The valuation it is part of.
        vouchers: The words of vouchers that other commitments of it have in common with this one.
        sources: Whether the value has its publication and its line, and those not used stand by.
    """
    line = offer.line
    activity = f" [{line.activity}]" if line.activity else ""
    heading = f"Commitment {offer.number}: {line.definition.name} {line.definition.title}{activity}"
    value = _vouchers(line, valuation, {} if vouchers is None else vouchers)
    found = [*_workings(offer), *(value if sources else _value(line, valuation))]
    return Block(heading, tuple(f"    {each}" for each in found))


def _value(line: Line, valuation: ValuationData) -> Iterable[str]:
    """Which value was used, and why where it is none; its publication is left to its voucher."""
    figure = line.voucher
    if figure is not None and line.definition.kind == "monetised":
        why = figure.note if figure.value is None else ""
        yield f"Value: {_amount_of(figure, valuation)}{f'; {why}' if why else ''}"


def _vouchers(line: Line, valuation: ValuationData, vouchers: dict[int, str]) -> Iterable[str]:
    """The value that was used and those that were not, each with all there is to know of it."""
    if line.voucher is not None and line.definition.kind == "monetised":
        for figure in (line.voucher, *line.others[:3]):
            if id(figure) not in vouchers:
                vouchers[id(figure)] = voucher_words(figure, valuation)
        yield f"Value: {vouchers[id(line.voucher)]}"
        yield from _fallback(line, valuation)
        for other in line.others[:3]:
            yield f"Not used: {vouchers[id(other)]}"


def _workings(offer: Offered) -> Iterator[str]:
    """What counts and what does not, each with its own quantity, and why."""
    line = offer.line
    if not offer.in_part:
        yield f"{_capital(offer.kind)}: {_working(offer)}"
        yield from _because(line)
        return
    yield f"{_capital(offer.kind)}; offered {_working(offer)}"
    for part in offer.parts:
        amount = amount_words(part.quantity, part.commitment.quantity.unit)
        if part.accepted:
            yield f"    {_capital(COUNTS)}: {amount}{_times(part)} = {pounds(part.value)}"
        else:
            yield f"    {_capital(DOES_NOT_COUNT)}: {amount}, {pounds(part.submitted)}"
            yield from (f"    {each}" for each in _because(part))


def _because(line: Line) -> Iterator[str]:
    """The reasons why a line does not count, or carries no pounds."""
    for found in line.refusals:
        each = found.for_file() if line.commitment.span.is_placed else found
        yield f"    Because {each.message.rstrip('.')} ({each.code})."
        if each.hint:
            yield f"        Hint: {each.hint}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _fallback(line: Line, valuation: ValuationData) -> Iterable[str]:
    """That a local value is that of a place around, or of the whole country, and in which order."""
    voucher, places = line.voucher, valuation.framework.places
    if voucher is None or voucher.value is None or not line.definition.local:
        return
    here = rings(places, line.place)
    if here and voucher.layer != TENDER_LAYER and voucher.place not in here[0]:
        names = " → ".join(places[codes[0]].name for codes in here)
        used = place_name(places, voucher.place) if voucher.place else "everywhere"
        yield f"Looked for in order: {names} → everywhere; the first that has a value: {used}."


_BASES = {
    "whole": "",
    "per_year": " per contract year",
    "per_million": " per £1m of contract value",
    "per_call_off": " per call-off",
}


def _working(offer: Offered) -> str:
    """Quantity × unit value × adjustments = £, of the commitment as it was offered."""
    amount, line = _amount(offer), offer.line
    if line.unit_value is None:
        return amount
    counted = "" if offer.value else " offered, £0.00 counted"
    return f"{amount}{_times(line)} = {pounds(offer.submitted)}{counted if offer.refusals else ''}"


def _times(line: Line) -> str:
    keep = "" if line.keep == 1 else f" × {plain(line.keep)} kept"
    return "" if line.unit_value is None else f" × {pounds(line.unit_value)}{keep}"


def _amount(offer: Offered) -> str:
    """How much was offered over the whole contract, and how that came about."""
    commitment = offer.line.commitment
    offered = commitment.quantity
    if commitment.basis == "whole" and offer.quantity == offered.amount:
        return offered.working
    here = amount_words(offer.quantity, offered.unit)
    return f"{here}, of {offered.working}{_BASES[commitment.basis]}"


def voucher_words(figure: ProxyValue, valuation: ValuationData) -> str:
    """Where a figure comes from: set, place, date, publication, confidence, file and line."""
    first = _amount_of(figure, valuation)
    if figure.layer == TENDER_LAYER:
        return first + (f" ({figure.span.portable})" if figure.span.is_placed else "")
    sources = "; ".join(_source_words(each.title, figure.at) for each in figure.sources)
    parts = (
        first,
        sources,
        figure.confidence.replace("-", " "),
        figure.note,
        str(figure.span.portable),
    )
    return "; ".join(part for part in parts if part)


def _amount_of(figure: ProxyValue, valuation: ValuationData) -> str:
    """A figure, whose it is, for which place and from when; whether it was projected."""
    amount = "none" if figure.value is None else pounds(figure.value)
    if figure.layer == TENDER_LAYER:
        return f"{amount}, given by the tender, the same for every bidder"
    where = place_name(valuation.framework.places, figure.place)
    place = f" for {where}" if figure.place else ""
    projected = f"; projected {figure.projected}" if figure.projected else ""
    return f"{amount} of {figure.layer}{place} from {day_words(figure.start)}{projected}"


def _source_words(title: str, at: str) -> str:
    return f"{title}, {at}" if at else title


def _sums(valuation: ValuationData, scheme: Scheme | None) -> Block:
    if not carries_pounds(valuation.framework):
        return Block("Total", (f"    {counted(valuation).words}.",))
    target = valuation.tender.target
    wanted = f" beside a target of {pounds(target)}" if target is not None else ""
    kinds = valuation.by("value_kind")
    apart = ", ".join(f"{key.replace('_', ' ')} {pounds(amount)}" for key, amount in kinds.items())
    known = ", ".join(
        f"{word.replace('-', ' ')} {pounds(amount)}"
        for word, amount in valuation.confidence.items()
    )
    used = scheme or valuation.tender.scheme or valuation.framework.scheme
    bounds = bounds_of(valuation.tender, valuation.framework, used)
    contract = Fraction(valuation.tender.contract_value.initial)
    ratio = beside(Fraction(valuation.total) / contract, bounds)
    return Block(
        "Total",
        (
            f"    Offered {pounds(valuation.submitted)}; counted {pounds(valuation.total)}.",
            f"    {counted(valuation).words}.",
            *((f"    Of what counts: {apart}.",) if apart else ()),
            *((f"    By how well its figures are known: {known}.",) if known else ()),
            f"    £{ratio} of social value per £1 ({valuation.per_pound_basis}){wanted}.",
        ),
    )


def _cautions(warnings: Sequence[Problem]) -> list[Block]:
    if not warnings:
        return []
    return [
        Block(
            "Look at twice",
            tuple(f"    {each.code}: {each.message.rstrip('.')}." for each in warnings),
        )
    ]
