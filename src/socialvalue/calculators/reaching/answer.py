"""What would reach a sum or the target: for a bidder that plans its offer, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from socialvalue.assess.pounds.valuation import value
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.calculators.description import CalculatorData
from socialvalue.calculators.issued import make
from socialvalue.calculators.page.document import words_of
from socialvalue.calculators.reaching.options import More, Together, more_of, together_of
from socialvalue.calculators.worth import one_unit
from socialvalue.engine.exact import pounds as money
from socialvalue.engine.lines import Line
from socialvalue.errors import InputError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import several
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender
from socialvalue.numbers import EXACT, exact_number, grouped, plain, pounds, scaled
from socialvalue.units import Quantity
from socialvalue.words import listed

__all__ = ["Reach", "added_up", "reach"]

_TARGET_BELOW: Final = Decimal(100)
_SUM_FROM: Final = Decimal(1000)
_NOT_ADVICE: Final = (
    "This is arithmetic, and no advice: what you can deliver, and what it costs, is yours to judge."
)


@attrs.frozen(kw_only=True, repr=False)
class Reach(Shown):
    """What would reach a goal, beside what is offered.

    Attributes:
        bidder: Whose offer.
        goal: £ that the offer is to count.
        basis: What that is, in words.
        counts: £ that the offer counts now.
        alone: What alone would reach it: of each measure the least more, those offered first.
        together: The same share more of everything that counts; None where nothing counts, or no
            such share reaches it.
        cannot: Measures that cannot, by the code bidders know, and why.
        shown: Whether the buyer leaves this answer to bidders; where it does not, there is none.
    """

    bidder: str
    goal: Decimal
    basis: str
    counts: Decimal
    alone: tuple[More, ...] = ()
    together: Together | None = None
    cannot: tuple[tuple[str, str], ...] = ()
    shown: bool = True

    @property
    def missing(self) -> Decimal:
        """£ that are missing to the goal; 0 where it is reached."""
        return max(Decimal(0), EXACT.subtract(self.goal, self.counts))

    def explain(self) -> Explanation:
        """What is missing, and what would bring it, with what to keep in mind."""
        return join(self._blocks())

    def _line(self) -> str:
        return f"{self.bidder!r}, {pounds(self.missing)} to {self.basis}"

    def _blocks(self) -> Iterable[Block]:
        words = words_of("en")
        now = f"{self.bidder} counts {pounds(self.counts)}; {self.basis} is {pounds(self.goal)}."
        if not self.shown:
            off = "The buyer has turned this answer off for this tender."
            yield Block("What would reach it", (now, off))
            return
        if not self.missing:
            yield Block("What would reach it", (now, "Your offer reaches it."))
            return
        missing = words["reach_missing"].format(pounds=pounds(self.missing))
        yield Block("What would reach it", (now, words["reach_warning"], _NOT_ADVICE, missing))
        for offered, heading in ((True, words["reach_offered"]), (False, words["reach_others"])):
            found = [each for each in self.alone if each.offered is offered]
            if found:
                headings = ("measure", "what it is", "more", "brings", "to look at")
                yield Block(heading, (), headings, tuple(map(_row, found)), (3,))
        if self.together is not None:
            yield _of_all(self.together)
        if self.cannot:
            yield Block("What cannot", (), ("because", "measures"), tuple(self._reasons()))

    def _reasons(self) -> Iterator[tuple[str, str]]:
        """Each reason once, with the measures that it holds for."""
        for why in dict.fromkeys(why for _, why in self.cannot):
            yield why, ", ".join(code for code, each in self.cannot if each == why)


def _row(more: More) -> tuple[str, str, str, str, str]:
    return more.code, more.title, more.words, pounds(more.brings), " ".join(_to_look_at(more))


def _to_look_at(more: More) -> Iterator[str]:
    if more.limit is not None:
        yield f"More than one commitment takes here ({grouped(more.limit)})."
    if more.apart:
        yield f"Not the same people, hours or pounds as {listed(more.apart)}."


def _of_all(found: Together) -> Block:
    said = (f"{found.per_cent}% more of all that counts, each rounded up to what can be offered, "
            f"brings {pounds(found.brings)}.")  # fmt: skip
    rows = tuple((each.code, each.title, each.words) for each in found.more)
    return Block("Together", (said,), ("measure", "what it is", "more"), rows)


def added_up(bids: Bid | Iterable[Bid]) -> Bid:
    """The parts of a consortium as one offer: all of their commitments, in their order.

    Double counts between the parts are found when it is valued: the same activity under two
    measures counts once, whoever names it.

    Args:
        bids: One offer, or the parts that are one together, of the same lot.

    Raises:
        InputError: There is none, or they are for different lots (SV316).

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> parts = [sv.Bid(name, commitments=[toms.commit("NT10", sv.weeks(10, people=2))])
        ...          for name in ("Acme", "Brook")]
        >>> added_up(parts)
        <Bid: 'Acme and Brook', 2 commitments>
    """
    parts: tuple[Bid, ...] = (bids,) if isinstance(bids, Bid) else several("a bid", Bid, bids)
    lots = {each.lot for each in parts}
    if len(lots) != 1:
        found = "none" if not parts else f"bids for {len(lots)} lots"
        raise InputError(
            problem("SV316", what="the offer", expected="bids for one lot", found=found)
        )
    if len(parts) == 1:
        return parts[0]
    name = listed(each.bidder for each in parts)
    whole = tuple(each for part in parts for each in part.commitments)
    return Bid(name, commitments=whole, lot=parts[0].lot)


def reach(
    tender: Tender,
    bid: Bid | Iterable[Bid],
    framework: Framework,
    *,
    goal: Any = None,
    measures: Iterable[str] | None = None,
    limits: Mapping[str, Any] | None = None,
) -> Reach:
    """What of each measure alone, or of all together, would reach a sum or a target.

    The engine values the whole offer with each answer, and with one step less, which does not
    reach it: a step is one of what is counted whole (people, employees, things), else 0.01, which
    is what a calculator takes.  Each is one commitment beside what is offered, at the contract's
    place, of other people, hours or pounds than those that are offered.

    An offer must be kept: it becomes part of the contract.  This is arithmetic, and no advice.

    Args:
        tender: The buyer's side.
        bid: The offer, or the parts of a consortium, which are added up.
        framework: The measures.
        goal: £ per £1 of contract value, as a target is written; or a sum, as ``sv.gbp("30_000")``
            or, from £1,000, as a plain number.  The target of the tender, or of the plug-in on the
            day of the notice, if not given.
        measures: Codes of those to look at; by default those that the tender asks for.
        limits: The largest quantity that one commitment takes, by code.

    Raises:
        InputError: No goal is given and there is no target, or it could be either (SV316).

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> parks = sv.Tender("Parks", contract_value="200_000", published="2022-07-01")
        >>> acme = sv.Bid("Acme", commitments=[toms.commit("NT10", sv.weeks(40, people=5))])
        >>> found = sv.calculators.reach(parks, acme, toms, goal="0.50")
        >>> found.missing, found.alone[0].code, found.alone[0].words
        (Decimal('49641.89'), 'NT10', '197.16 person-weeks')
    """
    offer = added_up(bid)
    calculator = make(tender, framework, measures=measures, limits=limits, lot=offer.lot)
    counted = value(tender, offer, framework)
    pence, basis = _goal(calculator, goal)
    missing = pence - int(scaled(counted.total, 2))
    found = Reach(bidder=offer.bidder, goal=money(pence), basis=basis, counts=counted.total,
                  shown=calculator.reach)  # fmt: skip
    if missing <= 0 or not calculator.reach:
        return found
    alone, cannot = _alone(calculator, offer, missing)
    together = together_of(calculator, offer, missing, _counted(counted.lines))
    return attrs.evolve(found, alone=alone, together=together, cannot=cannot)


def _goal(calculator: CalculatorData, goal: Any) -> tuple[int, str]:
    """Pence to reach, and what they are in words."""
    target = calculator.target if goal is None else None
    if goal is None and target is None:
        expected = "a sum, or a target of the tender or of the plug-in"
        raise InputError(problem("SV316", what="the goal", expected=expected, found="none"))
    if isinstance(goal, Quantity) and goal.unit == "gbp":
        return _pence(goal.amount), "the sum"
    number = exact_number(goal) if target is None else target
    if target is None and number >= _SUM_FROM:
        return _pence(number), "the sum"
    if number >= _TARGET_BELOW or not number:
        expected = f'£ per £1 below {plain(_TARGET_BELOW)}, or a sum as sv.gbp("{plain(number)}")'
        raise InputError(problem("SV316", what="the goal", expected=expected, found=plain(number)))
    return _pence(EXACT.multiply(number, calculator.tender.contract_value.initial)), (
        f"the target of {plain(EXACT.multiply(number, Decimal(100)))}p per £1"
    )


def _pence(amount: Any) -> int:
    """The least whole pence that reach an amount of pounds."""
    return int(amount.scaleb(2, EXACT).to_integral_value(ROUND_CEILING, EXACT))


def _alone(
    calculator: CalculatorData, offer: Bid, missing: int
) -> tuple[tuple[More, ...], tuple[tuple[str, str], ...]]:
    found: list[More] = []
    cannot = []
    for line in calculator.lines:
        measure = calculator.framework[line.measure]
        if line.unit == "text" or measure.kind == "recorded":
            continue
        one = one_unit(measure, calculator.tender, calculator.framework)
        each = more_of(calculator, offer, missing, line, one)
        if isinstance(each, More):
            found.append(each)
        else:
            cannot.append((line.code, each))
    return tuple(sorted(found, key=lambda each: not each.offered)), tuple(cannot)


def _counted(lines: Iterable[Line]) -> dict[str, Fraction]:
    """How much of each measure counts, of those of which there can be more."""
    found: dict[str, Fraction] = {}
    for each in lines:
        if each.accepted and each.pence and each.definition.unit not in {"text", "yes_no"}:
            found[each.measure] = found.get(each.measure, Fraction(0)) + Fraction(each.quantity)
    return found
