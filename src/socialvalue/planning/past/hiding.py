"""Which groups of contracts may be shown: none that tells of one supplier, however they are taken.

A group is shown where it has enough contracts and suppliers and no supplier has above half of its
pounds.  What all groups of an axis come to is known, so what is withheld of one axis is known
together: that, too, must be such a group, or a further one is withheld.  Groups of two axes stand
side by side: where the groups of one lie within some of another, the rest of these is known as
well, and must be such a group or nothing.  Of three axes more can be worked out than differences
of whole groups, so there are never more than two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, reduce
from itertools import combinations
from operator import or_

import attrs

from socialvalue.engine.points import publish
from socialvalue.errors import InputError, problem
from socialvalue.numbers import scaled
from socialvalue.planning.past.contracts import PastContract, PastContracts

__all__ = ["Rule", "as_told", "check_enough", "shown_groups", "to_pence"]

Group = frozenset[int]
Axes = Mapping[str, Mapping[str, Group]]
_MOST = 1_000
"""Of more ways to take groups of two axes together, one is withheld unseen."""


@attrs.frozen
class Rule:
    """What a group must have to be shown.

    Attributes:
        least: The least contracts.
        suppliers: The least suppliers.
        share: The most of its £ that one supplier may have.
    """

    least: int = 10
    suppliers: int = 3
    share: Fraction = Fraction(1, 2)

    def holds(self, contracts: Iterable[PastContract], of: str = "promised") -> bool:
        """Whether some contracts may be told of together.

        Args:
            contracts: Those that would be told of.
            of: What is told of them: ``promised`` or ``delivered``, beside their value.
        """
        listed = list(contracts)
        if len(listed) < self.least:
            return False
        return all(self._spread(listed, what) for what in (of, "contract_value"))

    def _spread(self, contracts: Sequence[PastContract], what: str) -> bool:
        held: Counter[str] = Counter()
        for each in contracts:
            pence = int(scaled(getattr(each, what) or 0, 2))
            held[each.supplier.casefold()] += pence
        if len(held) < self.suppliers:
            return False
        whole = sum(held.values())
        return not whole or max(held.values()) <= whole * self.share


def check_enough(past: PastContracts) -> None:
    """Past contracts are enough to draw tenders from, and tell of no one contract.

    Raises:
        InputError: There are too few, or of too few suppliers (SV1337).
    """
    if not Rule().holds(past.contracts):
        raise InputError(problem("SV1337", found=past._line()))


def to_pence(ratio: Fraction) -> Fraction:
    """A ratio in whole pence: closer, it would be one contract's own figure."""
    return Fraction(publish(ratio, 2))


def as_told(ratios: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """Ratios that others may be worked out of, the lowest first, and the contracts of none.

    They are in whole pence, and the first and the last are those beside them.  So whoever asks
    again and again finds out what `benchmark` tells, and neither an end nor whose a figure is.

    Args:
        ratios: £ per £1, of three contracts or more.

    Example:
        >>> found = as_told(Fraction(each, 1000) for each in (900, 4, 126, 200))
        >>> [int(each * 100) for each in found]
        [13, 13, 20, 20]
    """
    inner = sorted(map(to_pence, ratios))[1:-1]
    return inner[0], *inner, inner[-1]


@attrs.frozen(eq=False)
class _Showing:
    """What is shown so far of each axis.

    Attributes:
        axes: Axis to group to the places of its contracts.
        shown: Axis to the groups that are shown; what gives something away is taken out.
        whole: All places.
        may: Whether some may be told of together.
    """

    axes: Axes
    shown: dict[str, set[str]]
    whole: Group
    may: Callable[[Group], bool]

    def atoms(self, axis: str) -> dict[str, Group]:
        """What is known of an axis: each group that is shown, and what is left of the whole."""
        held = {name: self.axes[axis][name] for name in sorted(self.shown[axis])}
        rest = self.whole - _union(held.values())
        return {**held, **({"": rest} if rest else {})}

    def given_away(self) -> Iterator[tuple[str, str]]:
        """The groups that are to be withheld next: the smallest that give something away."""
        for axis in self.axes:
            if not self.may(self.atoms(axis).get("", frozenset())):
                yield from self._next(axis)
        for first, second in combinations(self.axes, 2):
            inner = self.atoms(second)
            for seen, union in enumerate(_closed([*self.atoms(first).values()], [*inner.values()])):
                inside = {name: each for name, each in inner.items() if each <= union}
                if seen == _MOST or not self.may(union - _union(inside.values())):
                    yield from self._next(second, inside)
                    yield from self._next(first)

    def _next(
        self, axis: str, among: Mapping[str, Group] | None = None
    ) -> Iterator[tuple[str, str]]:
        held = {name: each for name, each in (among or self.atoms(axis)).items() if name}
        if held:
            yield axis, min(held, key=lambda name: (len(held[name]), name))


def shown_groups(
    contracts: Sequence[PastContract], axes: Axes, rule: Rule, of: str = "promised"
) -> dict[str, dict[str, bool]]:
    """Axis to group to whether it may be shown; nothing may where all together may not.

    Args:
        contracts: All of them.
        axes: Axis to group to the places of its contracts.
        rule: What a group must have.
        of: What is told of them: ``promised`` or ``delivered``.
    """

    @cache
    def may(group: Group) -> bool:
        return not group or rule.holds((contracts[each] for each in group), of)

    whole = frozenset(range(len(contracts)))
    shown = {axis: {name for name, group in groups.items() if may(whole) and may(group)}
             for axis, groups in axes.items()}  # fmt: skip
    showing = _Showing(axes, shown, whole, may)
    while whole and may(whole) and (found := next(showing.given_away(), None)):
        axis, name = found
        shown[axis].discard(name)
    return {axis: {name: name in shown[axis] for name in groups} for axis, groups in axes.items()}


def _union(groups: Iterable[Group]) -> Group:
    return reduce(or_, groups, frozenset())


def _closed(outer: Sequence[Group], inner: Sequence[Group]) -> Iterator[Group]:
    """What some linked groups of one axis lie in, by the groups of another: the least of these.

    What is left of it, less all groups inside, is the least that anyone can work out: whatever
    else two axes give is that and whole groups, and groups that may be told of may be told of
    together.
    """
    around = [_union(each for each in outer if each & one) for one in inner]
    seen = dict.fromkeys(around)
    for union in (waiting := [*seen]):
        yield union
        for each in around:
            wider = union | each
            if each & union and wider not in seen:
                seen[wider] = None
                waiting.append(wider)
