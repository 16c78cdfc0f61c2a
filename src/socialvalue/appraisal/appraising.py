"""`present_value`: the verb, and what it asks about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from socialvalue.appraisal.benefits import Benefit, benefits_of
from socialvalue.appraisal.result import PresentValue
from socialvalue.appraisal.schedules import Rate
from socialvalue.appraisal.terms import Terms, terms_of
from socialvalue.assess.pounds.valuation import Valuation, value
from socialvalue.errors import Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import one
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender
from socialvalue.numbers import Exact, Number, pounds, sum_of
from socialvalue.words import listed

__all__ = ["present_value"]

Shares = Mapping[str, Exact | str | float | int]


def present_value(
    tender: Tender,
    bid: Bid,
    framework: Framework,
    *,
    rate: Rate,
    first_year: Literal["discounted", "undiscounted"] | None = None,
    prices: str | int = "",
    price_years: str | int | Mapping[str, str | int] | None = None,
    kinds: str | Iterable[str] = ("social",),
    duration: Mapping[str, int] | None = None,
    drop_off: Shares | None = None,
    deadweight: Shares | None = None,
    displacement: Shares | None = None,
    leakage: Shares | None = None,
    attribution_to_others: Shares | None = None,
    profile: Mapping[str, Sequence[Any]] | None = None,
    health: str | Iterable[str] = (),
    inputs: Number | Mapping[int, Number] | None = None,
) -> PresentValue:
    """What the commitments of a bid are worth now, and what that is to what is put in.

    It is for business cases and reports.  Nothing of it leads to a point: awards are scored by
    the published method.  In this order: price base, adjustments, duration and drop-off, discount;
    in fractions to the end.

    Args:
        tender: The buyer's side.
        bid: What is offered; only commitments that count are valued.
        framework: The measures.
        rate: `GREEN_BOOK` or another schedule, or one rate for all years as a part of 1.
        first_year: ``discounted``: year 1 ends a year from now, as in the Green Book, and is for a
            schedule what is meant; ``undiscounted``: year 1 is now, as in much SROI practice.
            Both are in print, so with one rate for all years it must be said.
        prices: The year whose prices it is to be in, by the GDP deflator.
        price_years: The year in whose prices values stand where the set does not say: one for all
            measures, or measure to year.
        kinds: ``social``, ``local_economic`` or both: local economic value is mostly a transfer,
            and left out unless it is asked for.
        duration: Measure to the whole years that a delivery has its effect; 1 if not given.
        drop_off: Measure to the share of the effect that is lost from one year to the next.
        deadweight: Measure to the share that would have happened anyway.
        displacement: Measure to the share that only moved from elsewhere.
        leakage: Measure to the share that others get than those meant.
        attribution_to_others: Measure to the share that is owed to others.
        profile: Measure to the share that is delivered in each year; evenly over the contract's
            term if not given.
        health: Measures whose effects are on health and life; they are discounted by
            `GREEN_BOOK_HEALTH`.
        inputs: £ put in now; or year to £, year 0 being now.

    Raises:
        InputError: All that is wrong with it: the first year is not said (SV780), a health rate on
            other effects (SV781), a drop-off or duration of a value with a horizon (SV782), a
            share taken off twice (SV783), inputs of 0 (SV784), years beyond any appraisal (SV785),
            a rate in per cent (SV786), a profile that does not make up the whole (SV787), prices
            of a year that is not in the index (SV323) or moved before (SV324), unknown measures
            (SV209), and all that `value` refuses.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value="100_000", years=2, published="2022-07-01")
        >>> bid = sv.Bid("Acme", commitments=[toms.commit("NT28", sv.gbp("10_000"))])
        >>> pv = sv.present_value(tender, bid, toms, rate=sv.appraisal.GREEN_BOOK, inputs="9_000")
        >>> pv.by_year[1], pv.pounds, pv.ratio == pv.total / 9000
        (Fraction(1000000, 207), Decimal('9498.47'), True)

    Source:
        scoring.md §7; the Green Book; both first-year conventions are in print.
    """
    valuation = value(tender, one("the bid", Bid, bid), framework)
    given = {
        "rate": rate, "first_year": first_year, "prices": prices, "price_years": price_years,
        "kinds": kinds, "duration": duration, "drop_off": drop_off, "deadweight": deadweight,
        "displacement": displacement, "leakage": leakage,
        "attribution_to_others": attribution_to_others, "profile": profile, "health": health,
        "inputs": inputs,
    }  # fmt: skip
    return present_value_of(valuation, given)


def present_value_of(valuation: Valuation, given: Mapping[str, Any]) -> PresentValue:
    """The present value of what is valued already.

    Args:
        valuation: A bid's commitments, line by line.
        given: The keyword arguments of `present_value`.
    """
    terms = terms_of(valuation.framework, given)
    benefits = benefits_of(valuation, terms)
    return PresentValue(valuation, terms, benefits, tuple(_questions(valuation, terms, benefits)))


def _questions(
    valuation: Valuation, terms: Terms, benefits: tuple[Benefit, ...]
) -> Iterator[Problem]:
    yield from _unmoved(terms, benefits)
    yield from _without_effect(valuation, terms, benefits)


def _unmoved(terms: Terms, benefits: tuple[Benefit, ...]) -> Iterator[Problem]:
    """Pounds whose prices nobody states stay what they are, and this is said."""
    still = [each for each in benefits if not each.price_year]
    if terms.prices and still:
        amount = sum_of(each.counted for each in still)
        names = listed(dict.fromkeys(each.name for each in still))
        yield problem("SV790", amount=pounds(amount), measures=names, year=terms.prices)


def _without_effect(
    valuation: Valuation, terms: Terms, benefits: tuple[Benefit, ...]
) -> Iterator[Problem]:
    """What is said of a measure and changes nothing: it is not offered, or lasts one year."""
    offered = {each.measure for each in benefits}
    for code in dict.fromkeys(code for code, _ in terms.named()):
        if code not in offered:
            what = listed(what for each, what in terms.named() if each == code)
            name = valuation.framework[code].name
            yield problem("SV788", measure=name, what=what)
    for each in {each.measure: each for each in benefits}.values():
        if each.drop_off and each.lasts == 1:
            yield problem("SV789", measure=each.name, found=each.measure)
