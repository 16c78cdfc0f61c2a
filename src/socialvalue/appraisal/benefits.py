"""The benefits of an offer, commitment by commitment: prices, adjustments, years, worth now."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import attrs

from socialvalue.appraisal.schedules import MOST_YEARS, Schedule
from socialvalue.appraisal.terms import ADJUSTMENTS, Terms
from socialvalue.appraisal.timing import evenly, present, spread
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.engine.lines import Line
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.index import Series
from socialvalue.registry.indices import load_index
from socialvalue.words import listed

__all__ = ["Benefit", "benefits_of"]


@attrs.frozen
class Benefit:
    """What one commitment brings, year by year.

    Attributes:
        number: The commitment's place in the bid, from 1.
        measure: The canonical code.
        name: The code as people here know it.
        title: Of the measure.
        value_kind: ``social`` or ``local_economic``.
        counted: £ that count, as valued: one year's effect of all that is delivered.
        price_year: The year whose prices that is in, or "" where nobody states it.
        moved: By how much it was multiplied to be in other prices; 1 where it was not moved.
        kept: The share left after the adjustments that were asked for here.
        shares: The share that is delivered in each year of the contract.
        lasts: The years that a delivery has its effect.
        drop_off: The share of the effect that is lost from one year to the next.
        schedule: The rates by which it is discounted.
        first_year: ``discounted`` or ``undiscounted``.
    """

    number: int
    measure: str
    name: str
    title: str
    value_kind: str
    counted: Decimal
    price_year: str
    moved: Fraction
    kept: Fraction
    shares: tuple[Fraction, ...]
    lasts: int
    drop_off: Fraction
    schedule: Schedule = attrs.field(repr=False)
    first_year: str

    @property
    def amounts(self) -> FrozenMap[int, Fraction]:
        """Year of the contract to £ in that year, before discounting."""
        amount = Fraction(self.counted) * self.moved * self.kept
        return FrozenMap(spread(amount, self.shares, self.lasts, self.drop_off))

    def factor(self, year: int) -> Fraction:
        """What a pound of a year of the contract is worth now."""
        return self.schedule.factor(year - (self.first_year == "undiscounted"))

    @cached_property
    def by_year(self) -> FrozenMap[int, Fraction]:
        """Year of the contract to what its £ are worth now."""
        return FrozenMap(present(self.amounts, self.factor))

    @property
    def total(self) -> Fraction:
        """What it is worth now, in £, exactly."""
        return sum(self.by_year.values(), Fraction(0))


def benefits_of(valuation: Valuation, terms: Terms) -> tuple[Benefit, ...]:
    """The benefits of the commitments that count, of the kinds that are asked for.

    Raises:
        InputError: All that cannot be: prices of a year that cannot be had (SV323), a value moved
            twice (SV324), an effect beyond its value's own horizon (SV782), a share taken off
            twice (SV783), a rate for health on other effects (SV781).
    """
    lines = [each for each in valuation.lines
             if each.accepted and each.definition.value_kind in terms.kinds]  # fmt: skip
    series = load_index("gdp-deflator")["calendar-year"]
    wrong = [
        *_lacking(terms.prices, series),
        *_moved_before(valuation, terms),
        *_not_health(lines, terms),
        *_price_problems(lines, terms, series),
    ]
    for line in lines:
        wrong += [*_shape_problems(line, terms), *_years_beyond(valuation, line, terms)]
    if wrong:
        raise InputError(dict.fromkeys(wrong))
    return tuple(_benefit(valuation, line, terms, series) for line in lines)


def _benefit(valuation: Valuation, line: Line, terms: Terms, series: Series) -> Benefit:
    code, year = line.measure, _price_year(line, terms)
    moves = terms.prices and year
    return Benefit(
        number=line.number,
        measure=code,
        name=line.definition.name,
        title=line.definition.title,
        value_kind=line.definition.value_kind,
        counted=line.value,
        price_year=year,
        moved=series.ratio(year, terms.prices) if moves else Fraction(1),
        kept=_kept(code, terms),
        shares=_shares(valuation, code, terms),
        lasts=terms.duration.get(code, 1),
        drop_off=terms.drop_off.get(code, Fraction(0)),
        schedule=terms.schedule_of(code),
        first_year=terms.first_year,
    )


def _shares(valuation: Valuation, code: str, terms: Terms) -> tuple[Fraction, ...]:
    return terms.profile.get(code) or evenly(valuation.tender.years)


def _kept(code: str, terms: Terms) -> Fraction:
    """What is left of each adjustment in turn: they multiply.

    Source:
        scoring.md §1, V6.
    """
    found = Fraction(1)
    for name in ADJUSTMENTS:
        found *= 1 - terms.adjustments[name].get(code, Fraction(0))
    return found


def _price_year(line: Line, terms: Terms) -> str:
    stated = line.voucher.price_year if line.voucher else ""
    return stated or terms.price_years.get(line.measure) or terms.price_year


# --- what cannot be ------------------------------------------------------------------------


def _moved_before(valuation: Valuation, terms: Terms) -> Iterator[Problem]:
    """A set whose values were moved already is not moved again."""
    was = valuation.framework.prices_of
    if terms.prices and was and was != terms.prices:
        why = f"it is in the prices of {was} already"
        yield problem("SV324", measure=valuation.framework.label, year=terms.prices, why=why)


def _not_health(lines: Iterable[Line], terms: Terms) -> Iterator[Problem]:
    """Rates for health and life are for effects on health and life."""
    reasons: dict[str, dict[str, None]] = {}
    for line in lines:
        why = _why_not_health(line, terms)
        if why:
            reasons.setdefault(why, {})[line.definition.name] = None
    for why, names in reasons.items():
        yield problem("SV781", found=listed(names), why=why)


def _why_not_health(line: Line, terms: Terms) -> str:
    if line.measure in terms.health:
        is_local = line.definition.value_kind == "local_economic"
        return "local economic value is no effect on health" if is_local else ""
    is_for_health = terms.schedule.key == "health"
    return "nobody names that an effect on health or life" if is_for_health else ""


def _price_problems(lines: Iterable[Line], terms: Terms, series: Series) -> Iterator[Problem]:
    """Both years must be in the index; what a set states of its prices is not said otherwise."""
    years: dict[str, dict[str, None]] = {}
    for line in lines if terms.prices else ():
        named, year = line.definition.name, _price_year(line, terms)
        said = terms.price_years.get(line.measure, year)
        if year != said:
            why = f"it is in the prices of {year}, and price_years says {said}"
            yield problem("SV324", measure=named, year=terms.prices, why=why)
        years.setdefault(year, {})[named] = None
    for year, names in years.items():
        yield from (each.within(listed(names)) for each in _lacking(year, series))


def _lacking(year: str, series: Series) -> tuple[Problem, ...]:
    """What is wrong with a year of prices: nothing, where the index has it."""
    try:
        if year:
            series.ratio(year, year)
    except InputError as error:
        return error.problems
    return ()


def _shape_problems(line: Line, terms: Terms) -> Iterator[Problem]:
    """What a value covers is not added again, and what a bid took off is not taken off twice."""
    code, named = line.measure, line.definition.name
    horizon = line.definition.proxy.horizon if line.definition.proxy else ""
    if horizon:
        lasting: dict[str, Mapping[str, object]] = {
            "a drop-off": terms.drop_off,
            "a duration": terms.duration,
        }
        for what in (what for what, held in lasting.items() if code in held):
            yield problem("SV782", measure=named, what=what, horizon=horizon)
    for name in ADJUSTMENTS:
        if code in terms.adjustments[name] and getattr(line.commitment, name) is not None:
            yield problem("SV783", measure=named, what=name)


def _years_beyond(valuation: Valuation, line: Line, terms: Terms) -> Iterator[Problem]:
    """No effect lasts longer than any appraisal looks."""
    lasts = terms.duration.get(line.measure, 1)
    term = len(terms.profile.get(line.measure, ())) or math.ceil(valuation.tender.years)
    if term + lasts - 1 > MOST_YEARS:
        found = problem("SV785", found=term + lasts - 1, most=MOST_YEARS)
        yield found.within(line.definition.name)
