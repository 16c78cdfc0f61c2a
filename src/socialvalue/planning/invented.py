"""Invented bids, to try schemes on before a tender: drawn from stated distributions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import attrs

from socialvalue.assess.before.checks import bids_of
from socialvalue.blocks import Described
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.criteria import Criterion
from socialvalue.model.fields import money_field, optional_money_field, settle, several, table
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.methods import PANEL, PassFail
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.units import Quantity, fte, quantity

__all__ = ["Draw", "draw_of", "invented_bids", "unit_value_for", "whole_from"]

Amount = int | str | Decimal


@attrs.frozen
class Draw(Described):
    """A distribution between two amounts: level, or peaked where `likely` is given.

    Example:
        >>> Draw("0.10", "0.60", likely="0.30").high
        Decimal('0.60')
    """

    low: Decimal = attrs.field(converter=money_field)
    high: Decimal = attrs.field(converter=money_field)
    likely: Decimal | None = attrs.field(default=None, kw_only=True, converter=optional_money_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "draw")
        ordered = (self.low, self.low if self.likely is None else self.likely, self.high)
        if list(ordered) != sorted(ordered):
            expected = "low, likely and high in their order"
            found = ", ".join(map(str, ordered))
            raise InputError(problem("SV316", what="a draw", expected=expected, found=found))

    def take(self, chance: Random) -> Fraction:
        """One amount, exact; the same on every machine for the same seed."""
        share = Fraction(chance.getrandbits(53), 2**53)
        low, high = Fraction(self.low), Fraction(self.high)
        if self.likely is None:
            return low + (high - low) * share
        return _peaked(low, Fraction(self.likely), high, share)


def _peaked(low: Fraction, likely: Fraction, high: Fraction, share: Fraction) -> Fraction:
    """The triangular distribution's amount for a share of its area."""
    width = high - low
    if not width:
        return low
    if share * width <= likely - low:
        return low + Fraction(math.sqrt(share * width * (likely - low)))
    return high - Fraction(math.sqrt((1 - share) * width * (high - likely)))


def draw_of(what: str, given: Any) -> Draw:
    """A distribution; two amounts are a level one between them.

    Args:
        what: The name of the argument.
        given: A `Draw`, or two amounts.

    Raises:
        InputError: It is neither (SV316).
    """
    if isinstance(given, Draw):
        return given
    if isinstance(given, Sequence) and not isinstance(given, (str, bytes)) and len(given) == 2:
        return Draw(*given)
    hint = f'{what}=("0.10", "0.60"), or {what}=sv.Draw("0.10", "0.60", likely="0.30")'
    expected = "two amounts, or a Draw"
    raise InputError(problem("SV316", what=what, expected=expected, found=given, hint=hint))


def whole_from(what: str, given: Any, least: int) -> int:
    """A whole number that is not less than another.

    Args:
        what: The name of the argument.
        given: The number.
        least: The other.

    Raises:
        InputError: It is none, or less (SV316).
    """
    if type(given) is int and given >= least:
        return given
    expected = f"a whole number from {least}"
    raise InputError(problem("SV316", what=what, expected=expected, found=repr(given)))


def invented_bids(
    tender: Tender,
    framework: Framework,
    scheme: Scheme | Iterable[Scheme],
    *,
    bids: int = 5,
    seed: int,
    price: Draw | tuple[Amount, Amount],
    per_pound: Draw | tuple[Amount, Amount],
    marks: Draw | tuple[Amount, Amount] = ("0.4", "1"),
    measures: Iterable[str] | None = None,
    lines: int = 4,
    prices: Mapping[str, Draw | tuple[Amount, Amount]] | None = None,
) -> tuple[Bid, ...]:
    """Bids that nobody made, to see what a scheme rewards before it is fixed.

    Args:
        tender: The buyer's side.
        framework: The measures.
        scheme: The scheme, or all those that are to be compared: their panel criteria get marks.
        bids: How many.
        seed: The same seed gives the same bids, on every machine.
        price: The distribution of prices, £; two amounts are a level one between them.
        per_pound: Of social value, £ per £1 of initial contract value.
        marks: Of marks, as a share of each scale; whole marks are given.
        measures: Codes that are offered; all that have a value where the tender is, if not given.
        lines: Commitments a bid, each to a measure of its own where there are enough.
        prices: Name of a further price to its distribution, £, where a criterion names one.

    Raises:
        InputError: A distribution that cannot mean anything, or no measure with a value.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value=500_000, published="2022-07-01")
        >>> scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
        >>> found = invented_bids(tender, toms, scheme, bids=2, seed=1,
        ...                       price=("400_000", "500_000"), per_pound=("0.10", "0.50"))
        >>> [each.bidder for each in found]
        ['Invented 1', 'Invented 2']
    """
    bids_of(tender, (), framework)
    schemes = several("the scheme", Scheme, scheme)
    count, most = whole_from("bids", bids, 0), whole_from("lines", lines, 0)
    chance = Random(whole_from("seed", seed, 0))  # noqa: S311 - it need not be hard to guess
    panel = {each.name: each for one in schemes for each in one.scored
             if isinstance(each.method, PANEL)}  # fmt: skip
    offered = _measures(tender, framework, measures)
    draws = (draw_of("price", price), draw_of("per_pound", per_pound), draw_of("marks", marks))
    named = {each: draw_of(f"prices['{each}']", one) for each, one in table(prices or {}).items()}
    return tuple(
        Bid(
            f"Invented {number}",
            price=publish(draws[0].take(chance), 2),
            marks={name: _mark(each, draws[2], chance) for name, each in panel.items()},
            commitments=_commitments(
                tender, framework, offered, draws[1], lines=most, chance=chance
            ),
            prices={each: publish(draw.take(chance), 2) for each, draw in named.items()},
            invented=True,
        )
        for number in range(1, count + 1)
    )


def unit_value_for(tender: Tender, framework: Framework, measure: Measure) -> Decimal | None:
    """What one unit of a measure is worth in a tender; None where that is not known, or nothing."""
    given = {framework.canonical(code): value for code, value in tender.unit_values.items()}
    if measure.kind == "recorded" or measure.switched_off:
        return None
    if measure.code in given:
        return given[measure.code] or None
    return framework.unit_value(measure.code, on=tender.published, place=tender.place) or None


def _measures(
    tender: Tender, framework: Framework, codes: Iterable[str] | None
) -> list[tuple[Measure, Decimal]]:
    """The measures that can be offered, each with its value."""
    named = list(framework.measures) if codes is None else several("a code", str, codes)
    wanted = [framework[code] for code in named]
    found = [(each, unit_value_for(tender, framework, each)) for each in wanted]
    able = [(each, value) for each, value in found if value is not None]
    if not able:
        expected = "measures with a value where and when the tender is"
        raise InputError(problem("SV316", what="measures", expected=expected, found="none"))
    return able


def _mark(criterion: Criterion, draw: Draw, chance: Random) -> Decimal:
    method: Any = criterion.method
    if isinstance(method, PassFail):
        return Decimal(method.out_of)
    return publish(draw.take(chance) * Fraction(method.out_of), 0)


def _commitments(
    tender: Tender,
    framework: Framework,
    offered: list[tuple[Measure, Decimal]],
    per_pound: Draw,
    *,
    lines: int,
    chance: Random,
) -> tuple[Commitment, ...]:
    """An amount of social value split over some measures, each for an activity of its own."""
    whole = per_pound.take(chance) * Fraction(tender.contract_value.initial)
    chosen = chance.sample(offered, min(lines, len(offered)))
    parts = [1 + chance.getrandbits(16) for _ in chosen]
    return tuple(
        framework.commit(
            measure.code,
            _quantity(measure, publish(whole * part / sum(parts) / Fraction(value), 2)),
            activity=f"invented {number}",
        )
        for number, ((measure, value), part) in enumerate(zip(chosen, parts, strict=True), 1)
    )


def _quantity(measure: Measure, amount: Decimal) -> Quantity:
    return fte(amount) if measure.unit == "fte_year" else quantity(amount, measure.unit)
