"""Past contracts in groups: what each did, and what of it may be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.engine.points import publish
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.fields import money, names_field, one, share
from socialvalue.numbers import simplest
from socialvalue.planning.past.contracts import AXES, PastContract, PastContracts
from socialvalue.planning.past.groups import ALL, WORDS, Benchmark, Group, Reached
from socialvalue.planning.past.hiding import Rule, shown_groups, to_pence
from socialvalue.planning.past.intervals import Quantile, of_one_end, quantile
from socialvalue.words import listed

__all__ = ["benchmark", "hundredths"]

_LEAST, _SUPPLIERS, _LOWEST, _MOST_AXES = 10, 3, 3, 2


def benchmark(
    past: PastContracts,
    *,
    by: Iterable[str] = ("size",),
    at: Iterable[str] = ("0.25", "0.5", "0.75"),
    reached: Iterable[int | str | Decimal] = (),
    least: int = _LEAST,
    suppliers: int = _SUPPLIERS,
) -> Benchmark:
    """What past contracts committed and delivered per £1, with intervals for few contracts.

    Args:
        past: The contracts.
        by: What to set them side by side by: one or two of "size", "sector", "place".  Axes are
            never crossed.  Of one set of contracts publish one table: what two together give away
            is looked for only where both axes are asked for at once.
        at: The quantiles, as parts of 1 in whole hundredths.  Where the figure of the first or the
            last contract of a group is in one, it is left out of that group.
        reached: £ per £1 in whole pence: which share of contracts reached it.  None or one, and all
            or all but one, are told as such a range: more would be one contract's own figure.
        least: The least contracts of a group that is shown, from 3; from 10 with losing offers.
        suppliers: The least suppliers of it, from 3.

    Returns:
        All together, and each group that may be shown; of the others nothing but the name.

    Raises:
        InputError: No such axis (SV312); three of them (SV1338); fewer than may be shown (SV1335);
            a quantile or a sum per £1 that is finer than a hundredth, or no quantile (SV316).

    Example:
        >>> rows = [{"contract": f"C{each}", "supplier": f"S{each % 5}", "contract_value": 500_000,
        ...          "promised": 5_000 * each} for each in range(1, 31)]
        >>> import socialvalue as sv
        >>> found = benchmark(sv.planning.past_contracts(rows))
        >>> found.attainable.most, found["all"].contracts
        (Fraction(23, 100), 30)

    Source:
        doubt.md §6; the least counts are those of statistics offices' disclosure rules.
    """
    held = one("the past contracts", PastContracts, past)
    axes = _axes(by)
    lowest = _LEAST if held.basis else _LOWEST
    for what, given, floor in (("least", least, lowest), ("suppliers", suppliers, _SUPPLIERS)):
        if type(given) is not int or given < floor:
            raise InputError(problem("SV1335", what=what, found=repr(given), least=str(floor)))
    rule = Rule(least, suppliers)
    asked = _Asked(rule, _shares(at), _targets(reached))
    groups = [each for of in WORDS for each in asked.groups(held, of, axes)]
    return Benchmark(tuple(groups), rule, held.basis, held.notes)


def _axes(by: Iterable[str]) -> tuple[str, ...]:
    """The axes that are asked for, each once.

    Raises:
        InputError: No such axis (SV312); more than two (SV1338).
    """
    axes = names_field(by)
    if not isinstance(axes, tuple):
        raise InputError(axes.problems)
    for each in axes:
        if each not in AXES:
            hint = did_you_mean(each, AXES, label="one of")
            raise InputError(problem("SV312", what="the axis", found=each, hint=hint))
    found = tuple(dict.fromkeys(axes))
    if len(found) > _MOST_AXES:
        raise InputError(problem("SV1338", found=listed(found)))
    return found


def _shares(at: Iterable[str]) -> list[Fraction]:
    """Quantiles in whole hundredths: finer, one contract after another could be picked out."""
    return hundredths(at, share, "a quantile", "whole hundredths above 0 and below 1",
                      lambda found: 0 < found < 1)  # fmt: skip


def _targets(reached: Iterable[int | str | Decimal]) -> list[Decimal]:
    """£ per £1 in whole pence, as all that is told of a group."""
    found = hundredths(reached, money, "a sum per £1", "whole pence")
    return [publish(each, 2) for each in found]


def hundredths(
    given: Any, make: Callable[[Any], Any], what: str, expected: str,
    within: Callable[[Fraction], bool] = lambda _: True,
) -> list[Fraction]:  # fmt: skip
    """Numbers of whole hundredths, each once; all that are none are refused together.

    Args:
        given: The numbers, as they were written.
        make: What reads one.
        what: What one is called.
        expected: What one must be, in words.
        within: Whether one is within its bounds.

    Raises:
        InputError: Some are finer, or out of bounds (SV316).
    """
    if not isinstance(given, Iterable) or isinstance(given, (str, Mapping)):
        raise InputError(problem("SV316", what=what, expected=expected, found=type(given).__name__))
    found = list(dict.fromkeys(Fraction(make(each)) for each in given))
    wrong = [problem("SV316", what=what, expected=expected, found=str(simplest(each)))
             for each in found if (each * 100).denominator > 1 or not within(each)]  # fmt: skip
    if wrong:
        raise InputError(wrong)
    return found


@attrs.frozen
class _Asked:
    """What is asked of each group.

    Attributes:
        rule: What it must have to be shown.
        shares: Which quantiles.
        targets: £ per £1.
    """

    rule: Rule
    shares: list[Fraction]
    targets: list[Decimal]

    def groups(self, past: PastContracts, of: str, axes: Sequence[str]) -> Iterator[Group]:
        """All together, then each group of each axis."""
        contracts = [each for each in past.contracts
                     if of == "promised" or each.delivered_per_pound is not None]  # fmt: skip
        if not contracts:
            return
        split = {axis: _split(axis, contracts) for axis in axes}
        may = shown_groups(contracts, split, self.rule, of)
        whole = contracts if self.rule.holds(contracts, of) else []
        yield self.group(Group("", ALL, of), whole)
        for axis, named in split.items():
            for name, places in named.items():
                some = [contracts[each] for each in sorted(places)] if may[axis][name] else []
                yield self.group(Group(axis, name, of), some)

    def group(self, named: Group, contracts: Sequence[PastContract]) -> Group:
        """What some contracts did, in whole pence; only its name, where none may be told of."""
        if not contracts:
            return named
        found = (each.per_pound if named.of == "promised" else each.delivered_per_pound
                 for each in contracts)  # fmt: skip
        ratios = sorted(each for each in found if each is not None)
        amounts = (Fraction(getattr(each, named.of) or 0) for each in contracts)
        value = sum((Fraction(each.contract_value) for each in contracts), Fraction(0))
        count = len(contracts)
        return attrs.evolve(
            named, contracts=count, suppliers=len({each.supplier.casefold() for each in contracts}),
            quantiles=tuple(_in_pence(quantile(ratios, each)) for each in self.shares
                            if not of_one_end(count, each)),
            per_pound=to_pence(sum(amounts, Fraction(0)) / value),
            reached=tuple(_reached(target, ratios) for target in self.targets),
        )  # fmt: skip


def _reached(target: Decimal, ratios: Sequence[Fraction]) -> Reached:
    """Between which shares of contracts it lies how many reached a target.

    Whether one did or none, and whether all did or all but one, is not told: asked of one penny
    after another, it would be the highest or the lowest contract's own figure.
    """
    count, whole = sum(each >= target for each in ratios), len(ratios)
    low, high = count, count
    if count <= 1:
        low, high = 0, 1
    elif count >= whole - 1:
        low, high = whole - 1, whole
    return Reached(target, Fraction(low, whole), Fraction(high, whole))


def _in_pence(found: Quantile) -> Quantile:
    ends: dict[str, Any] = {end: None if (each := getattr(found, end)) is None else to_pence(each)
            for end in ("at", "low", "high")}  # fmt: skip
    return attrs.evolve(found, **ends)


def _split(axis: str, contracts: Sequence[PastContract]) -> dict[str, frozenset[int]]:
    """Group to the places of its contracts, by size or by name."""
    held: dict[str, list[int]] = {}
    for place, each in enumerate(contracts):
        held.setdefault(each.on(axis), []).append(place)
    return {name: frozenset(held[name]) for name in _ordered(axis, contracts, held)}


def _ordered(axis: str, contracts: Sequence[PastContract], held: Iterable[str]) -> list[str]:
    """The groups by size, or by name."""
    if axis != "size":
        return sorted(held)
    least = {name: min(each.contract_value for each in contracts if each.on(axis) == name)
             for name in held}  # fmt: skip
    return sorted(least, key=lambda name: least[name])
