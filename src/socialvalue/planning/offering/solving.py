"""Quantities at the least cost: exact without side conditions, by HiGHS with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.errors import InputError, problem

__all__ = ["Item", "Sides", "bound_at", "by_rate", "by_solver", "steps_for"]

ZERO = Fraction(0)


@attrs.frozen
class Item:
    """A measure that may be offered, in steps.

    Attributes:
        code: Its code.
        theme: Its theme.
        worth: £ of a step.
        cost: £ that a step costs.
        most: The most steps.
    """

    code: str
    theme: str
    worth: Fraction
    cost: Fraction
    most: int

    @property
    def rate(self) -> Fraction:
        """£ of cost for £1 of social value."""
        return self.cost / self.worth


@attrs.frozen
class Sides:
    """Side conditions.

    Attributes:
        themes: Theme to the least £ in it.
        measures: The most measures, or None.
        apart: Pairs of codes of which only one may be offered.
    """

    themes: Mapping[str, Fraction]
    measures: int | None = None
    apart: frozenset[frozenset[str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.themes or self.apart or self.measures is not None)


def by_rate(items: Iterable[Item], need: Fraction) -> tuple[dict[str, int], Fraction]:
    """Steps by code, cheapest rate first, and the rate at which the last £ was bought.

    The last step may bring more than is needed: where others bring the rest for less, they do.

    Args:
        items: What may be offered; together they reach what is needed.
        need: £ that are needed.
    """
    ordered = sorted(items, key=lambda item: (item.rate, item.code))
    found = _filled(ordered, need)
    if not found:
        return {}, ZERO
    last = next(each for each in reversed(ordered) if each.code in found)
    less = {**found, last.code: found[last.code] - 1}
    rest = need - steps_for(ordered, less)[0]
    others = [attrs.evolve(each, most=each.most - less.get(each.code, 0))
              for each in ordered if each is not last]  # fmt: skip
    more = _filled(sorted(others, key=lambda item: (_paid(item, rest), item.code)), rest)
    other = {code: less.get(code, 0) + more.get(code, 0) for code in {*less, *more}}
    worth, cost = steps_for(ordered, other)
    if worth >= need and cost < steps_for(ordered, found)[1]:
        found = {code: count for code, count in other.items() if count}
    return found, last.rate


def _filled(ordered: Iterable[Item], need: Fraction) -> dict[str, int]:
    """As much of each as is needed, in their order."""
    found: dict[str, int] = {}
    for each in ordered:
        if need <= 0:
            break
        steps = min(each.most, math.ceil(need / each.worth))
        if steps > 0:
            found[each.code] = steps
            need -= steps * each.worth
    return found


def _paid(item: Item, need: Fraction) -> Fraction:
    """What it costs to bring a rest by one measure alone."""
    return math.ceil(need / item.worth) * item.cost


def bound_at(
    items: Iterable[Item],
    need: Fraction,
    rate: Fraction,
    themes: Mapping[str, tuple[Fraction, Fraction]],
) -> Fraction:
    """What no offer that reaches the need can cost less than, by prices put on what is needed.

    Whoever pays `rate` for each £1 needed pays for each measure at most what it costs, save where
    its limit binds: so the sum below is a floor, whatever the prices are.

    Args:
        items: What may be offered, each with a limit.
        need: £ that are needed.
        rate: The price put on each £1 of it; not below 0.
        themes: Theme to the least £ in it, and the price put on each £1 of that.

    Source:
        The dual of a linear programme: weak duality; doubt.md §7.
    """
    floor = rate * need + sum((each * price for each, price in themes.values()), ZERO)
    for each in items:
        price = rate + themes.get(each.theme, (ZERO, ZERO))[1]
        floor -= each.most * max(ZERO, price * each.worth - each.cost)
    return floor


def by_solver(items: Sequence[Item], need: Fraction, sides: Sides) -> dict[str, int]:
    """Whole steps by code at the least cost under side conditions, by HiGHS with no gap.

    Raises:
        InputError: highspy is not installed (SV1341); nothing meets all conditions (SV1343).
    """
    model = _Model(items, need, sides, whole=True)
    values = model.solved()
    return {each.code: round(value) for each, value in zip(items, values, strict=False)
            if round(value)}  # fmt: skip


def prices_of(
    items: Sequence[Item], need: Fraction, sides: Sides
) -> tuple[Fraction, dict[str, Fraction]]:
    """The prices that HiGHS puts on what is needed, where parts of steps may be offered."""
    model = _Model(items, need, attrs.evolve(sides, measures=None, apart=frozenset()), whole=False)
    model.solved()
    duals = [max(ZERO, Fraction(each).limit_denominator(10**9)) for each in model.duals()]
    return duals[0], dict(zip(sides.themes, duals[1:], strict=True))


class _Model:
    """The programme as HiGHS takes it: a column a measure, and one more to say whether it is used.

    Args:
        items: What may be offered.
        need: £ that are needed.
        sides: Side conditions.
        whole: Whether steps are whole.
    """

    def __init__(self, items: Sequence[Item], need: Fraction, sides: Sides, *, whole: bool) -> None:
        self._highs = _solver()
        make = self._highs.addIntegral if whole else self._highs.addVariable
        self._steps = [make(0, each.most, float(each.cost)) for each in items]
        self._above([(each, step) for each, step in zip(items, self._steps, strict=True)], need)
        for theme, least in sides.themes.items():
            self._above([(each, step) for each, step in zip(items, self._steps, strict=True)
                         if each.theme == theme], least)  # fmt: skip
        if whole and (sides.measures is not None or sides.apart):
            self._used(items, sides)

    def _above(self, parts: list[tuple[Item, Any]], least: Fraction) -> None:
        total = self._highs.qsum(float(each.worth) * step for each, step in parts)
        self._highs.addConstr(total >= float(least))

    def _used(self, items: Sequence[Item], sides: Sides) -> None:
        used = {each.code: self._highs.addBinary() for each in items}
        for each, step in zip(items, self._steps, strict=True):
            self._highs.addConstr(step <= each.most * used[each.code])
        if sides.measures is not None:
            self._highs.addConstr(self._highs.qsum(used.values()) <= sides.measures)
        for pair in sides.apart:
            if pair <= {*used}:
                self._highs.addConstr(self._highs.qsum(used[code] for code in pair) <= 1)

    def solved(self) -> list[float]:
        """The columns, solved to the end.

        Raises:
            InputError: Nothing meets all conditions (SV1343).
        """
        self._highs.run()
        status = self._highs.modelStatusToString(self._highs.getModelStatus())
        if status != "Optimal":
            raise InputError(problem("SV1343"))
        return list(self._highs.getSolution().col_value)

    def duals(self) -> list[float]:
        """The price of each row."""
        return list(self._highs.getSolution().row_dual)


def _solver() -> Any:
    try:
        import highspy
    except ModuleNotFoundError:
        raise InputError(problem("SV1341")) from None

    class Quiet(highspy.Highs):  # type: ignore[misc]
        """One that prints nothing: it has its first word when callbacks are set up."""

        def enableCallbacks(self) -> None:  # noqa: N802 - its own name
            self.silent()
            super().enableCallbacks()

    highs = Quiet()
    highs.silent()
    for name in ("mip_rel_gap", "mip_abs_gap"):
        highs.setOptionValue(name, 0.0)
    return highs


def steps_for(items: Sequence[Item], steps: Mapping[str, int]) -> tuple[Fraction, Fraction]:
    """£ of social value and £ of cost of so many steps, exactly."""
    held = [(each, steps.get(each.code, 0)) for each in items]
    worth = sum((each.worth * count for each, count in held), ZERO)
    return worth, sum((each.cost * count for each, count in held), ZERO)
