"""The cheapest offer that reaches a sum, as the engine counts it, with its certificate."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.assess.before.checks import bids_of
from socialvalue.assess.pounds.valuation import Valuation, value
from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.charts import Chart
from socialvalue.engine.offers import target_of
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.fields import amounts_field, money, one
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.model.methods import AgainstTarget
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain, pounds, scaled, sum_of
from socialvalue.planning.amounts import Amounts, amounts_by_code
from socialvalue.planning.charted import offer_chart
from socialvalue.planning.invented import whole_from
from socialvalue.planning.offered import STEP, WHOLE, Offering
from socialvalue.planning.offering.solving import (
    Item,
    Sides,
    bound_at,
    by_rate,
    by_solver,
    prices_of,
    steps_for,
)
from socialvalue.planning.one_lot import of_one_lot
from socialvalue.tables import rows_to_frame
from socialvalue.units import amount_words, fte, quantity

__all__ = ["CheapestOffer", "cheapest_offer"]

_HALF = Fraction(1, 200)
"""Half a penny: the most that rounding adds to a commitment."""
_PEOPLE = frozenset({"fte_year", "person_week"})
"""Units that people are behind."""
_WARNING = (
    "Offer only what you can deliver. If you win, this becomes part of the contract and is checked "
    "each quarter."
)


@attrs.frozen(repr=False)
class CheapestOffer(Shown):
    """The offer that reaches a sum at the least cost.

    Attributes:
        bid: The offer.
        need: £ that it had to reach.
        cost: £ that it costs.
        at_least: £ that every offer costs that reaches the need and keeps the limits: a proof in
            exact fractions, which anyone can check from `rates`.
        rates: £ of cost put on each £1 needed: "" of the whole, and each theme with a minimum.
        valuation: The offer as the engine values it.
        costs: Measure to £ that its commitment costs.
        proof: ``exact`` where it was found in fractions and none is cheaper but for pennies;
            ``within`` where whole units leave room between it and `at_least`, so that a cheaper one
            may exist; ``solver`` where HiGHS found it under side conditions. In all of them
            `at_least` is proved in fractions.
    """

    bid: Bid
    need: Decimal
    cost: Decimal
    at_least: Decimal
    rates: FrozenMap[str, Fraction]
    valuation: Valuation = attrs.field(repr=False)
    costs: FrozenMap[str, Decimal]
    proof: str

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """What is offered."""
        return self.bid.commitments

    def chart(self) -> Chart:
        """Of each commitment what it counts and what it costs."""
        title = f"{self._line()}: no offer that reaches it within these limits costs less than "
        lines = (
            (line.definition.name, line.pence, int(scaled(self.costs[each.measure], 2)))
            for each, line in zip(self.commitments, self.valuation.lines, strict=True)
        )
        return offer_chart(f"{title}{pounds(self.at_least)}", lines)

    def explain(self) -> Explanation:
        """The offer, what it costs, and what none can cost less than."""
        return join(self._blocks())

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data; amounts as text."""
        return {
            "schema": "socialvalue/cheapest-offer@1",
            "library": library_version(),
            "need": plain(self.need),
            "cost": plain(self.cost),
            "at_least": plain(self.at_least),
            "proof": self.proof,
            "rates": {name: str(each) for name, each in self.rates.items()},
            "value": str(self.valuation.total),
            "commitments": [
                {"measure": each.measure, "quantity": plain(each.quantity.amount),
                 "unit": each.quantity.unit, "cost": plain(self.costs[each.measure])}
                for each in self.commitments
            ],
        }  # fmt: skip

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a commitment: measure, quantity, unit, value, cost.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether amounts are texts instead of Decimals.
        """
        lines = list(zip(self.commitments, self.valuation.lines, strict=True))
        columns: dict[str, list[Any]] = {
            "measure": [each.measure for each, _ in lines],
            "quantity": [Decimal(plain(each.quantity.amount)) for each, _ in lines],
            "unit": [each.quantity.unit for each, _ in lines],
            "value": [publish(Fraction(line.pence, 100), 2) for _, line in lines],
            "cost": [self.costs[each.measure] for each, _ in lines],
        }
        return rows_to_frame(columns, backend, decimals=["quantity", "value", "cost"], texts=texts)

    def _line(self) -> str:
        return f"{pounds(self.valuation.total)} for {pounds(self.cost)}"

    def _blocks(self) -> Iterable[Block]:
        above = sum_of((self.cost, self.at_least.copy_negate()))
        how = (
            "no offer costs less" if not above else f"at most {pounds(above)} of it could be saved"
        )
        counts, floor = pounds(self.valuation.total), pounds(self.at_least)
        said = (
            f"{counts} counts, of {pounds(self.need)} needed; it costs {pounds(self.cost)}.",
            f"No offer that reaches it within these limits costs less than {floor}: {how}.",
            _WARNING,
            "This is arithmetic with the costs you gave, and no advice.",
        )
        rows = tuple(self._rows())
        heads = ("measure", "what it is", "quantity", "counts", "costs")
        head = "A cheap offer" if self.proof == "within" else "The cheapest offer"
        yield Block(head, said, heads, rows, (2, 3, 4), lead=2)

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for each, line in zip(self.commitments, self.valuation.lines, strict=True):
            made = each.quantity
            yield (line.definition.name, line.definition.title,
                   amount_words(made.amount, made.unit), pounds(scaled(line.pence, -2)),
                   pounds(self.costs[each.measure]))  # fmt: skip


def cheapest_offer(
    tender: Tender,
    framework: Framework,
    scheme: Scheme | None = None,
    *,
    costs: Amounts,
    need: int | str | Decimal | None = None,
    limits: Amounts | None = None,
    whole_people: bool = False,
    most_measures: int | None = None,
    themes: Amounts | None = None,
    apart: bool = False,
    lot: str | None = None,
) -> CheapestOffer:
    """The offer of least cost that reaches a sum, with a floor that no other offer is below.

    Without side conditions it is found and proved in exact fractions; with them HiGHS finds it,
    the engine values it again, and the floor is proved in fractions.

    Args:
        tender: The buyer's side.
        framework: The measures.
        scheme: The scheme, whose full marks are needed where `need` is not given.
        costs: Code to what one unit costs you, £; of FTE-years, one of them.  Only these measures
            are looked at.
        need: £ of social value that are needed; by default what has full marks against the target.
        limits: Code to the most that you can deliver of it.
        whole_people: Whether FTE and weeks are whole.
        most_measures: The most measures.
        themes: Theme to the least £ in it.
        apart: Whether measures that must not name the same people, hours or pounds are never
            offered together.
        lot: Which lot, of a tender in lots.

    Raises:
        InputError: No costs (SV1340); highspy is not installed and side conditions need it
            (SV1341); a measure that costs nothing and has no limit (SV1342); what is needed cannot
            be reached (SV1343); no sum is needed or known (SV1344); the buyer leaves this answer
            out (SV1345); a measure that brings no pounds (SV1346); two codes of one measure
            (SV222); the tender is in lots and none is named (SV1339).
        NotFoundError: A cost or limit of no measure (SV209), and nothing else is wrong with them.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
        >>> found = cheapest_offer(tender, toms, costs={"NT10": 120, "NT28": 1}, need="40_000",
        ...                        limits={"NT10": 100})
        >>> found.cost, found.at_least, [each.measure for each in found.commitments]
        (Decimal('26820.95'), Decimal('26820.93'), ['NT10', 'NT28'])

    Source:
        doubt.md §7.
    """
    bids_of(tender, (), framework)
    tender = of_one_lot(tender, lot)
    if tender.calculator is not None and tender.calculator.without_reach:
        raise InputError(problem("SV1345"))
    stage = Offering(tender, framework)
    needed = _need(tender, framework, scheme, need)
    known = _amounts(themes)
    most = {each: max(needed, known.get(each, needed)) for each in framework.themes}
    items = _items(stage, costs, limits, most, whole_people)
    pairs = {frozenset(pair) for rule in framework.exclusions for pair in rule.pairs}
    measures = None if most_measures is None else whole_from("most_measures", most_measures, 1)
    sides = Sides({theme: Fraction(each) for theme, each in known.items()}, measures,
                  frozenset(pairs) if apart else frozenset())  # fmt: skip
    by_theme = {theme: sum((each.worth * each.most for each in items if each.theme == theme),
                           Fraction(0)) for theme in known}  # fmt: skip
    reach = sum((each.worth * each.most for each in items), Fraction(0))
    if reach < needed or any(by_theme[each] < known[each] for each in known):
        raise InputError(problem("SV1343"))
    asked = _Asked(stage, tuple(items), needed, sides, whole_people)
    return asked.offer()


def _amounts(given: Amounts | None) -> FrozenMap[str, Decimal]:
    found = amounts_field(given)
    if not isinstance(found, FrozenMap):
        raise InputError(found.problems)
    return found


def _need(tender: Tender, framework: Framework, scheme: Scheme | None, need: Any) -> Decimal:
    """£ that are needed: as said, or for all points that are given against a target.

    Raises:
        InputError: Neither is known (SV1344).
    """
    if need is not None:
        return money(need)
    used = (tender.scheme or framework.scheme) if scheme is None else scheme
    leaves = [] if used is None else [
        each.method for each in one("the scheme", Scheme, used).leaves
        if isinstance(each.method, AgainstTarget) and each.method.denominator == "initial"
    ]  # fmt: skip
    targets = [(each.target or target_of(tender, framework), each.cap) for each in leaves]
    known = [Fraction(target) * Fraction(cap) for target, cap in targets if target is not None]
    if not known or len(known) < len(targets):
        raise InputError(problem("SV1344"))
    exact = max(known) * Fraction(tender.contract_value.initial)
    return publish(Fraction(math.ceil(exact * 100), 100), 2)


def _items(
    stage: Offering,
    costs: Amounts,
    limits: Amounts | None,
    needs: Mapping[str, Decimal],
    whole_people: bool,
) -> list[Item]:
    """The measures with a cost, in steps, each with the most that is ever of use.

    Args:
        stage: The tender's measures.
        costs: Code to what a unit costs.
        limits: Code to the most of it.
        needs: Theme to the most £ that are ever needed of one of its measures.
        whole_people: Whether people are whole.

    Raises:
        InputError: All that is wrong with the costs and limits.
    """
    paid = amounts_by_code(stage.framework, costs, "the cost of")
    most = amounts_by_code(stage.framework, limits, "the limit of")
    if not paid:
        raise InputError(problem("SV1340"))
    wrong: list[Problem] = [problem("SV1346", found=code) for code in paid
                            if code not in stage.worths]  # fmt: skip
    wrong += [problem("SV1342", found=code) for code, each in paid.items()
              if not each and code not in most]  # fmt: skip
    if wrong:
        raise InputError(wrong)
    found = []
    for code, cost in sorted(paid.items()):
        measure = stage.framework[code]
        whole = measure.unit in WHOLE or (whole_people and measure.unit in _PEOPLE)
        step = _step(stage, measure) if whole else STEP
        worth = Fraction(stage.worths[code]) * step
        useful = math.ceil(Fraction(needs[measure.theme]) / worth)
        able = useful if code not in most else min(useful, math.floor(Fraction(most[code]) / step))
        found.append(Item(code, measure.theme, worth, Fraction(cost) * step, able))
    return found


def _step(stage: Offering, measure: Measure) -> Fraction:
    """One whole unit; of FTE-years, one person for as long as it counts."""
    return Fraction(stage.years(measure)) if measure.unit == "fte_year" else Fraction(1)


@attrs.frozen(eq=False)
class _Asked:
    """What is asked for.

    Attributes:
        offering: The tender's measures.
        items: Those with a cost, in steps.
        need: £ that are needed.
        sides: Side conditions.
        whole: Whether people are whole.
    """

    offering: Offering
    items: tuple[Item, ...]
    need: Decimal
    sides: Sides
    whole: bool

    def offer(self) -> CheapestOffer:
        """The offer, asked for again with what rounding to pennies took from it.

        Raises:
            InputError: Nothing reaches it (SV1343).
        """
        need = Fraction(self.need)
        for _ in range(len(self.items) + 1):
            steps, rates = self._solved(need)
            bid = self._bid(steps)
            counted = value(self.offering.tender, bid, self.offering.framework)
            if counted.total >= self.need:
                return self._made(bid, counted, steps, rates)
            need += Fraction(self.need) - Fraction(counted.total)
        raise InputError(problem("SV1343"))

    def _solved(self, need: Fraction) -> tuple[dict[str, int], dict[str, Fraction]]:
        """Steps by code, and the prices put on what is needed."""
        steps, rate = by_rate(self.items, need)
        if not (self.sides or self.whole):
            return steps, {"": rate}
        if not self.sides.themes:
            return by_solver(self.items, need, self.sides), {"": rate}
        rate, themes = prices_of(self.items, need, self.sides)
        return by_solver(self.items, need, self.sides), {"": rate, **themes}

    def _bid(self, steps: Mapping[str, int]) -> Bid:
        worths = self.offering.worths
        amounts = ((each.code, each.worth / Fraction(worths[each.code]) * steps.get(each.code, 0))
                   for each in self.items)  # fmt: skip
        made = [
            _commitment(self.offering, code, publish(each, 2)) for code, each in amounts if each
        ]
        return Bid("Cheapest offer", commitments=made, invented=True)

    def _proof(self, above: Fraction) -> str:
        """What is proved of an offer that costs so many £ above what none is below."""
        if self.sides or self.whole:
            return "solver"
        return "exact" if above <= Fraction(len(self.items) + 1, 100) else "within"

    def _made(
        self, bid: Bid, counted: Valuation, steps: dict[str, int], rates: dict[str, Fraction]
    ) -> CheapestOffer:
        """The offer, with what none is below."""
        allowed = _HALF * len(self.items)
        themes = {theme: (least - allowed, rates.get(theme, Fraction(0)))
                  for theme, least in self.sides.themes.items()}  # fmt: skip
        least = bound_at(self.items, Fraction(self.need) - allowed, rates[""], themes)
        cost = steps_for(self.items, steps)[1]
        paid = {each.code: publish(each.cost * steps.get(each.code, 0), 2) for each in self.items}
        return CheapestOffer(
            bid, self.need, _pence(math.ceil(cost * 100)),
            _pence(max(0, math.floor(least * 100))), FrozenMap(rates), counted,
            FrozenMap({code: paid[code] for code in steps if steps[code]}),
            self._proof(cost - least),
        )  # fmt: skip


def _pence(pence: int) -> Decimal:
    return publish(Fraction(pence, 100), 2)


def _commitment(stage: Offering, code: str, amount: Decimal) -> Commitment:
    """So many units, over the contract's years where they are FTE-years."""
    measure = stage.framework[code]
    if measure.unit != "fte_year":
        made = quantity(amount, measure.unit)
    else:
        years = stage.years(measure)
        made = fte(Fraction(amount) / Fraction(years), years=years)
    return stage.framework.commit(code, made, activity=f"made up {code}")
