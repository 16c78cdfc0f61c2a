"""What of one measure would bring a sum, and that nothing less of it would."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Final

import attrs

from socialvalue.calculators.description import CalculatorData, CalculatorLine
from socialvalue.calculators.page.facts import WHOLE
from socialvalue.engine.exact import pounds
from socialvalue.engine.lines import Line, value_bid
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.numbers import EXACT, scaled
from socialvalue.units import Quantity, amount_words, fte, quantity, yes
from socialvalue.words import because

__all__ = ["More", "Together", "least", "more_of", "together_of"]

_MOST: Final = 10**14
"""Steps that are tried: what needs more of them, nobody offers."""
_FURTHEST: Final = 10_000
"""Per cent more of everything: what needs more, nobody offers."""


@attrs.frozen
class More:
    """More of one measure, beside what is offered already.

    Attributes:
        code: The measure's, as bidders know it.
        title: In our own words.
        commitment: What to add.
        brings: £ that it brings, as the engine counts the whole offer with it.
        offered: Whether the measure is offered already.
        limit: The most that one commitment takes in the calculator, where this is more; else None.
        apart: Measures of the offer that must not name the same people, hours or pounds.
    """

    code: str
    title: str
    commitment: Commitment
    brings: Decimal
    offered: bool
    limit: Decimal | None = None
    apart: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """How much more, in words."""
        made = self.commitment.quantity
        year = ", each person for a year" if made.rate is not None else ""
        return f"{amount_words(made.amount, made.unit)}{year}"


@attrs.frozen
class Together:
    """The same share more of everything that counts.

    Attributes:
        per_cent: How much more, in whole per cent.
        more: What that is, measure by measure, each rounded up to a unit that can be offered.
        brings: £ that they bring together.
    """

    per_cent: int
    more: tuple[More, ...]
    brings: Decimal


@attrs.frozen
class _Asking:
    """An offer, and what is missing."""

    calculator: CalculatorData
    bid: Bid
    missing: int

    def pence(self, added: Iterable[Commitment]) -> int:
        """What the engine makes of the whole offer with something added."""
        bid = attrs.evolve(self.bid, commitments=(*self.bid.commitments, *added))
        lines = value_bid(self.calculator.tender, bid, self.calculator.framework)
        return sum(each.pence for each in lines)

    def commitment(self, line: CalculatorLine, steps: int) -> Commitment:
        """So many steps of a measure."""
        return self.calculator.framework.commit(line.measure, _quantity(line, steps))


def least(works: Callable[[int], bool], guess: int) -> int | None:
    """The least whole number from 1 that works, where every larger one works too.

    Args:
        works: Whether a number works.
        guess: About where it may lie.

    Returns:
        The number, or None where none up to 10 to the 14th works.

    Example:
        >>> least(lambda steps: steps >= 77, 5), least(lambda steps: False, 5)
        (77, None)
    """
    most = max(1, min(guess, _MOST))
    while not works(most):
        if most == _MOST:
            return None
        most = min(2 * most, _MOST)
    if most == 1 or not works(most - 1):
        return most
    low = 0
    while most - low > 1:
        middle = (low + most) // 2
        low, most = (low, middle) if works(middle) else (middle, most)
    return most


def _decimals(line: CalculatorLine) -> int:
    return 0 if line.unit in WHOLE else 2


def _quantity(line: CalculatorLine, steps: int) -> Quantity:
    if line.unit == "yes_no":
        return yes()
    amount = Decimal(steps).scaleb(-_decimals(line), EXACT)
    if line.unit == "fte_year" and line.counts == "first_year":
        return fte(amount, years=1)
    return quantity(amount, line.unit)


def more_of(
    calculator: CalculatorData, bid: Bid, missing: int, line: CalculatorLine, one: Line
) -> More | str:
    """The least more of a measure that brings what is missing; or why none does.

    Args:
        calculator: What is asked for.
        bid: What is offered.
        missing: Pence that are missing.
        line: The measure.
        one: One unit of it, as the engine values it.
    """
    if not one.accepted or not line.unit_value:
        return because(one.code) if one.code else "the measure carries no pounds"
    asking = _Asking(calculator, bid, missing)
    before = asking.pence(())

    def works(steps: int) -> bool:
        return asking.pence([asking.commitment(line, steps)]) - before >= missing

    if line.unit == "yes_no":
        steps = 1 if works(1) else None
    else:
        steps = least(works, _guess(line, missing))
    if steps is None:
        return "no quantity of it brings so much"
    return _more(asking, line, steps, before)


def _guess(line: CalculatorLine, missing: int) -> int:
    """About how many steps bring what is missing."""
    value = scaled(line.unit_value or Decimal(1), 2 - _decimals(line))
    return int(EXACT.divide(Decimal(missing), value).to_integral_value(ROUND_CEILING, EXACT))


def _more(asking: _Asking, line: CalculatorLine, steps: int, before: int) -> More:
    made = asking.commitment(line, steps)
    offered = {each.measure for each in asking.bid.commitments}
    beyond = line.unit != "yes_no" and made.quantity.amount > line.limit
    return More(
        line.code, line.title, made, pounds(asking.pence([made]) - before),
        line.measure in offered, line.limit if beyond else None, _apart(asking, line, offered),
    )  # fmt: skip


def _apart(asking: _Asking, line: CalculatorLine, offered: set[str]) -> tuple[str, ...]:
    """Measures of the offer that one pair of a rule on double counts sets against this one."""
    framework = asking.calculator.framework
    others = {
        other
        for rule in framework.exclusions
        for pair in rule.pairs
        if line.measure in pair
        for other in pair
        if other != line.measure and other in offered
    }
    return tuple(sorted(framework[each].alias or each for each in others))


def together_of(
    calculator: CalculatorData, bid: Bid, missing: int, counted: dict[str, Fraction]
) -> Together | None:
    """The least share more of everything that counts which brings what is missing.

    Args:
        calculator: What is asked for.
        bid: What is offered.
        missing: Pence that are missing.
        counted: Canonical code to how much of it counts, for measures whose unit can be more.
    """
    asking = _Asking(calculator, bid, missing)
    lines = [each for each in calculator.lines if counted.get(each.measure)]
    before = asking.pence(())

    def steps(line: CalculatorLine, per_cent: int) -> int:
        more: Fraction = counted[line.measure] * per_cent / Fraction(100, 10 ** _decimals(line))
        return math.ceil(more)

    def works(per_cent: int) -> bool:
        added = [asking.commitment(each, steps(each, per_cent)) for each in lines]
        return asking.pence(added) - before >= missing

    if not lines or not works(_FURTHEST):
        return None
    found = least(works, max(1, missing * 100 // max(1, before)))
    if found is None:
        return None
    added = tuple(_more(asking, each, steps(each, found), before) for each in lines)
    brings = asking.pence([each.commitment for each in added]) - before
    return Together(found, added, pounds(brings))
