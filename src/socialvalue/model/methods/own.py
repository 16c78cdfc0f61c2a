"""What a method sees of a bid, and what a council's own method in Python looks like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol, runtime_checkable

import attrs

from socialvalue.blocks import Described
from socialvalue.errors import Problem, did_you_mean, problem
from socialvalue.model.frozen import FrozenMap

__all__ = ["Entry", "ScoringMethod", "own_method_problem"]

_NEEDS = ("value", "price", "mark", "units", "target", "denominator")
"""What a method may say that it reads of a bid."""


@attrs.frozen
class Entry(Described):
    """What a method sees of one compliant bid, as exact numbers.

    Attributes:
        value: Its social value in £.
        price: Its price in £, or None.
        marks: Criterion to mark.
        denominators: Name of a denominator to £.
        target: The target where the method states none, £ per £1, or None.
        themes: Theme to its social value in £.
        units: Measure to how many of its units were offered.
        prices: Name of a further price to £; a criterion that names one is scored by it as the
            price.
    """

    value: Fraction
    price: Fraction | None
    marks: Mapping[str, Fraction]
    denominators: Mapping[str, Fraction]
    target: Fraction | None
    themes: Mapping[str, Fraction] = FrozenMap()
    units: Mapping[str, Fraction] = FrozenMap()
    prices: Mapping[str, Fraction] = FrozenMap()

    def priced(self, name: str) -> Entry:
        """The same bid as a criterion sees it that reads a named price; itself for no name.

        Example:
            >>> bid = Entry(Fraction(0), None, {}, {}, None, prices={"call-out": Fraction(80)})
            >>> bid.priced("call-out").price
            Fraction(80, 1)
        """
        if not name:
            return self
        price = self.prices[name]
        below = {**self.denominators, "price": price}
        return attrs.evolve(self, price=price, denominators=FrozenMap(below))


@runtime_checkable
class ScoringMethod(Protocol):
    """What a council's own method in Python looks like: a frozen attrs class.

    `READS` names what it needs of every compliant bid: any of ``value``, ``price``, ``mark``
    (the panel's mark for the criterion it scores) and ``units``.
    """

    @property
    def READS(self) -> tuple[str, ...]:  # noqa: N802 - a property of a protocol is any attribute
        """What it needs of a bid; a class attribute such as ``READS = ("value",)`` will do."""

    def points(
        self, criterion: str, weight: Fraction, bids: Sequence[Entry]
    ) -> Sequence[Fraction | int]:
        """The exact points of each bid, from 0 to the weight, in the order of the bids.

        The bids come in an order of their figures, whoever made them and in whatever order they
        were handed in; bids with the same figures must be given the same points.
        """


def own_method_problem(method: Any) -> Problem | None:
    """Why an object that meets the protocol cannot be a method, if it cannot.

    Args:
        method: An object with ``READS`` and ``points``.

    Returns:
        It is no frozen attrs class, and no record could make it again (SV755); `READS` is no
        list of known words (SV756).
    """
    name = type(method).__name__
    if not attrs.has(type(method)):
        return problem("SV755", found=name, why="it is no attrs class")
    if not _is_frozen(method):
        return problem("SV755", found=name, why="it can be changed after it was made")
    return _reads_problem(name, method)


def _is_frozen(method: Any) -> bool:
    """Whether its fields refuse to be set; what has no fields has nothing to change."""
    for each in attrs.fields(type(method)):
        try:
            setattr(method, each.name, getattr(method, each.name))
        except attrs.exceptions.FrozenError:
            return True
        return False
    return True


def _reads_problem(name: str, method: Any) -> Problem | None:
    reads = method.READS
    if isinstance(reads, str) or not isinstance(reads, Iterable):
        return problem("SV756", found=name, why=f"it is {_briefly(reads)}")
    strange = next((each for each in reads if each not in _NEEDS), None)
    if strange is None:
        return None
    hint = did_you_mean(strange, _NEEDS, label="words") if isinstance(strange, str) else None
    return problem("SV756", found=name, why=f"it names {_briefly(strange)}", hint=hint)


def _briefly(found: object) -> str:
    return f"the text '{found}'" if isinstance(found, str) else f"a {type(found).__name__}"
