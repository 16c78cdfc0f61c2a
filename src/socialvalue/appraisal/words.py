"""A present value in words and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from socialvalue.appraisal.benefits import Benefit
from socialvalue.appraisal.data import PresentValueData
from socialvalue.appraisal.schedules import percent
from socialvalue.appraisal.switching import SwitchingValue
from socialvalue.appraisal.timing import evenly
from socialvalue.blocks import Block
from socialvalue.engine.points import publish
from socialvalue.numbers import plain, simplest, sum_of
from socialvalue.numbers import pounds as money
from socialvalue.words import listed, number_of

__all__ = ["told_of"]

KINDS = {"social": "social value", "local_economic": "local economic value"}
"""The kinds of value, in words."""

_FIRST = {
    "discounted": "Year 1 ends a year from now and is discounted, as are all after it.",
    "undiscounted": "Year 1 is now and is not discounted; each later year is, by a year less.",
}


def told_of(found: PresentValueData) -> Iterator[Block]:
    """What it comes to, under which terms, by commitment, by year, and what would change it."""
    yield Block(f"Present value: {found.title}, {found.bidder}", tuple(_head(found)))
    if found.benefits:
        yield _by_commitment(found)
        yield _by_year(found)
    if found.switching:
        yield _switching(found)
    if found.warnings:
        said = tuple(f"{each.code} {each.message}; {each.hint}" for each in found.warnings)
        yield Block("To look at", said)


def _pence(amount: Fraction) -> str:
    sign = "−" if amount < 0 else ""
    return f"{sign}{money(publish(abs(amount), 2))}"


def _head(found: PresentValueData) -> Iterator[str]:
    terms = found.terms
    counted = sum_of(each.counted for each in found.benefits)
    kinds = listed(KINDS[each] for each in terms.kinds)
    yield f"{money(counted)} of {kinds} counts; at present value it is {_pence(found.total)}."
    yield from _return(found)
    yield f"Discounted by: {terms.schedule._line()}. {_FIRST[terms.first_year]}"
    if terms.health:
        names = listed(terms.health)
        yield f"Discounted at the rates for health, as effects on health or life: {names}."
    yield _prices(found)
    yield from (f"Left out: {money(each)} of {KINDS[kind]}, mostly a transfer from elsewhere."
                if kind == "local_economic" else f"Left out: {money(each)} of {KINDS[kind]}."
                for kind, each in found.left_out.items())  # fmt: skip
    if any(each.shares == evenly(found.valuation.tender.years) for each in found.benefits):
        term = found.valuation.tender.years
        yield (
            "Where nothing else was said, what is offered is taken to be delivered evenly over the "
            f"contract's {plain(term)} year{'' if term == 1 else 's'}, and its effect to last the "
            "year of delivery."
        )
    yield "Each figure is rounded once: years shown need not add up to the total."
    yield "This is for a business case: it changes no bid's points."


def _return(found: PresentValueData) -> Iterator[str]:
    """What comes back for what is put in; a ratio below 1 is said as it is."""
    if found.inputs is None or found.ratio is None or found.net is None:
        return
    beyond = found.ratio - 1
    words = f"£{_three(beyond)} beyond it" if beyond >= 0 else f"£{_three(-beyond)} less than it"
    yield (
        f"{_pence(found.inputs)} is put in, at present value: £{_three(found.ratio)} comes back "
        f"for each £1, {words}. The net present value is {_pence(found.net)}."
    )
    if beyond > 0:
        less = Fraction(math.floor(1000 * beyond / found.ratio), 10)
        share = plain(simplest(less))
        yield f"If all benefits were {share}% lower, no more would come back than is put in."


def _three(number: Fraction) -> str:
    return str(publish(number, 3))


def _prices(found: PresentValueData) -> str:
    year = found.terms.prices
    stated = [each for each in found.benefits if each.price_year]
    if not year or not stated:
        return "Each value is in the prices of its own year; none was moved to another."
    moved = sum(each.moved != 1 for each in stated)
    how = f"{number_of(moved, 'commitment')} moved by the GDP deflator"
    rest = "" if len(stated) == len(found.benefits) else ", save what is said below"
    return f"In the prices of {year} ({how if moved else 'none moved'}){rest}."


def _by_commitment(found: PresentValueData) -> Block:
    rows = tuple(_row(each) for each in found.benefits)
    heads = ("no.", "measure", "counts", "prices ×", "kept", "delivered in", "lasts", "drop-off",
             "present value")  # fmt: skip
    total = ("", "all", "", "", "", "", "", "", _pence(found.total))
    return Block("By commitment", (), heads, (*rows, total), (2, 3, 4, 6, 7, 8))


def _row(each: Benefit) -> tuple[str, ...]:
    years = [number for number, share in enumerate(each.shares, 1) if share]
    first, last = years[0], years[-1]
    return (
        str(each.number),
        each.name,
        money(each.counted),
        str(publish(each.moved, 4)) if each.moved != 1 else "–",
        percent(simplest(each.kept)),
        f"year {first}" if first == last else f"years {first} to {last}",
        number_of(each.lasts, "year"),
        percent(simplest(each.drop_off)) if each.drop_off else "–",
        _pence(each.total),
    )


def _by_year(found: PresentValueData) -> Block:
    """The £ of each year; with the factor, where one holds for all."""
    amounts: dict[int, Fraction] = {}
    for each in found.benefits:
        for year, amount in each.amounts.items():
            amounts[year] = amounts.get(year, Fraction(0)) + amount
    rows = tuple(
        (str(year), _pence(amounts[year]), _factors(found, year), _pence(now))
        for year, now in found.by_year.items()
    )
    heads = ("year", "in the year", "factor", "present value")
    return Block("By year", (), heads, rows, (0, 1, 2, 3))


def _factors(found: PresentValueData, year: int) -> str:
    held = {each.factor(year): None for each in found.benefits if each.amounts.get(year)}
    return " and ".join(str(publish(each, 6)) for each in held) or "–"


def _switching(found: PresentValueData) -> Block:
    words = ("The value of one input, all else as it is, at which the net present value is 0.",)
    rows = tuple(_switch(each) for each in found.switching.values())
    return Block("What would leave nothing", words, ("input", "now", "at"), rows, (1, 2))


def _switch(each: SwitchingValue) -> tuple[str, str, str]:
    if each.what == "inputs":
        return each.what, _pence(each.now), _pence(each.at or Fraction(0))
    name = each.what.replace("_", " ")
    if each.now == 1 and " of " not in each.what and each.what != "rate":
        return name, "100%", "nothing would" if each.at is None else _hundredth(each.at)
    at = "nothing would" if each.at is None else _hundredth(each.at)
    return name, percent(simplest(each.now)), at


def _hundredth(share: Fraction) -> str:
    return f"{publish(share * 100, 2)}%"
