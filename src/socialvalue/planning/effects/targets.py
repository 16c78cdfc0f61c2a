"""What a target would have done in tenders drawn from past offers, and how little that says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs
import numpy as np

from socialvalue.assess.arrays.points import evaluate_arrays
from socialvalue.assess.arrays.result import ArrayEvaluation
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.fields import one, positive
from socialvalue.model.methods import AgainstTarget, LowestPrice
from socialvalue.model.scheme import Scheme
from socialvalue.numbers import scaled
from socialvalue.planning.effects.drawing import Drawn, drawn_tenders
from socialvalue.planning.effects.result import TargetEffect, TargetEffects
from socialvalue.planning.invented import Draw, draw_of, whole_from
from socialvalue.planning.past.contracts import PastContracts
from socialvalue.planning.past.grouping import hundredths
from socialvalue.planning.past.hiding import as_told, check_enough

__all__ = ["separates_most", "target_effect", "targets_of"]

Amount = int | str | Decimal
_MOST_BIDS, _MOST_DRAWS = 20, 1_000_000
_GRID: Final = range(1, 201)
"""Targets that are looked at for the one that tells offers apart most, in pence per £1."""
_AS_TOLD: Final = (
    "Each past offer is taken in whole pence per £1, and the highest and the lowest as the one "
    "next to it, so that no contract's own figure can be worked out."
)


def target_effect(
    past: PastContracts,
    scheme: Scheme,
    *,
    targets: Iterable[Amount],
    bids: int = 3,
    draws: int = 40_000,
    seed: int = 7,
    price: Draw | tuple[Amount, Amount] = ("0.85", "1"),
    marks: Draw | tuple[Amount, Amount] = ("0.4", "1"),
    contract_value: Amount = 1_000_000,
) -> TargetEffects:
    """What several targets would have done, in tenders drawn from what was offered in the past.

    All targets are tried on the same tenders, and points are those of the published method.  Past
    offers are drawn as they may be told of (`socialvalue.planning.benchmark`): in whole pence per
    £1, the highest and the lowest as the one next to it, and without whose they are.

    Args:
        past: The past contracts: what each committed per £1 is one offer to draw from.
        scheme: Weights and methods; social value is scored against a target.
        targets: £ of social value per £1, in whole pence.
        bids: Bids a tender.
        draws: Tenders.
        seed: The same seed gives the same tenders, on every machine.
        price: The distribution of prices, as parts of the contract value; two amounts are a level
            one between them.
        marks: Of marks, as parts of each scale; whole marks are given.
        contract_value: £ of the contract, where a formula for price needs it.

    Raises:
        InputError: The scheme scores nothing against a target (SV1336); there are fewer than ten
            past contracts, or one supplier's are above half of them (SV1337); draws or bids that
            are no whole number from 1, or a target between two pence (SV316); and all that
            `evaluate_arrays` refuses.

    Example:
        >>> import socialvalue as sv
        >>> rows = [{"contract": f"C{each}", "supplier": f"S{each % 5}", "contract_value": 500_000,
        ...          "promised": 5_000 * each} for each in range(1, 31)]
        >>> scheme = sv.Scheme([sv.Criterion("price", 80, sv.LowestPrice()),
        ...                     sv.Criterion("social value", 20, sv.AgainstTarget())])
        >>> found = target_effect(sv.planning.past_contracts(rows), scheme,
        ...                       targets=["0.10", "0.25"], draws=1_000)
        >>> [float(round(each.full_marks, 2)) for each in found]
        [0.7, 0.21]

    Source:
        doubt.md §6.
    """
    held = one("the past contracts", PastContracts, past)
    leaves = _leaves(one("the scheme", Scheme, scheme))
    asked = targets_of(targets)
    if not asked:
        raise InputError(problem("SV316", what="targets", expected="one or more", found="none"))
    check_enough(held)
    counts: dict[str, Any] = {
        "bids": whole_from("bids", bids, 2), "draws": whole_from("draws", draws, 1),
        "seed": whole_from("seed", seed, 0),
    }  # fmt: skip
    for what, most in (("bids", _MOST_BIDS), ("draws", _MOST_DRAWS)):
        if counts[what] > most:
            expected = f"at most {most:,}"
            raise InputError(problem("SV316", what=what, expected=expected, found=counts[what]))
    ratios = as_told(each.per_pound for each in held.contracts)
    worth, bare = positive(contract_value), without_targets(scheme)
    spread: dict[str, Any] = {"price": draw_of("price", price), "marks": draw_of("marks", marks)}
    drawn = drawn_tenders(bare, ratios, int(scaled(worth, 2)), **counts, **spread)
    tried = _Tried(bare, tuple(each.name for each in leaves), drawn, int(scaled(worth, 2)), bids)
    full = sum((Fraction(each.points) for each in leaves), Fraction(0))
    return TargetEffects(
        tuple(tried.effect(each, full) for each in asked), full, separates_most(ratios),
        len(ratios), held.supplier_count, **counts, **spread, value=worth,
        notes=(*held.notes, _AS_TOLD), beyond_price=_beyond_price(scheme, full),
    )  # fmt: skip


def targets_of(given: Iterable[Amount]) -> list[Decimal]:
    """£ per £1 in whole pence, each once: past offers are known no closer.

    Args:
        given: As they were written.

    Raises:
        InputError: One is no amount (SV301), none at all (SV307) or between two pence (SV316).

    Example:
        >>> targets_of(["0.2", "0.20", "1"])
        [Decimal('0.20'), Decimal('1.00')]
    """
    found = hundredths(given, positive, "a target per £1", "whole pence")
    return [publish(each, 2) for each in found]


def _leaves(scheme: Scheme) -> list[Criterion]:
    """The criteria that are scored against a target.

    Raises:
        InputError: There are none (SV1336).
    """
    found = [each for each in scheme.leaves if isinstance(each.method, AgainstTarget)]
    if not found:
        raise InputError(problem("SV1336"))
    return found


def without_targets(scheme: Scheme) -> Scheme:
    """The same scheme, its own targets taken out, so that one can be tried after another."""
    return attrs.evolve(scheme, criteria=tuple(map(_bare, scheme.criteria)))


def _bare(criterion: Criterion) -> Criterion:
    content: Any = criterion.method_or_children
    if isinstance(content, AgainstTarget):
        content = attrs.evolve(content, target=None)
    elif isinstance(content, tuple):
        content = tuple(map(_bare, content))
    return attrs.evolve(criterion, method_or_children=content)


@attrs.frozen(eq=False)
class _Tried:
    """Drawn tenders, scored under one target after another.

    Attributes:
        scheme: Without targets of its own.
        names: The criteria that are scored against one.
        drawn: The tenders.
        value: Pence of the contract.
        bids: Bids a tender.
    """

    scheme: Scheme
    names: tuple[str, ...]
    drawn: Drawn
    value: int
    bids: int

    def effect(self, target: Decimal, full: Fraction) -> TargetEffect:
        """What a target would have done."""
        scored, bare = self._scored(target, self.drawn.value), self._without(target)
        unit = 10**self.scheme.places
        points = sum((scored.published_for(each) for each in self.names),
                     np.zeros(len(scored), np.int64)).reshape(-1, self.bids)  # fmt: skip
        at_full = points >= math.floor(full * unit)
        first, before = (each.rank.reshape(-1, self.bids) == 1 for each in (scored, bare))
        ousted = ~(first & before).any(axis=1)
        tenders, bids = points.shape[0], points.size
        offers = int(self.drawn.value.reshape(-1, self.bids)[first].sum())
        apart = (points.max(axis=1) - points.min(axis=1)).sum()
        return TargetEffect(
            target, Fraction(int(points.sum()), bids * unit), Fraction(int(at_full.sum()), bids),
            Fraction(int((at_full.sum(axis=1) > 1).sum()), tenders),
            Fraction(int(apart), tenders * unit), Fraction(int(ousted.sum()), tenders),
            Fraction(offers, max(int(first.sum()), 1) * self.value), self._price_of(full),
        )  # fmt: skip

    def _without(self, target: Decimal) -> ArrayEvaluation:
        """Who would be first if nobody offered social value."""
        return self._scored(target, np.zeros_like(self.drawn.value))

    def _scored(self, target: Decimal, value: Any) -> ArrayEvaluation:
        named = {each.price: self.drawn.price for each in self.scheme.scored if each.price}
        below = self.scheme.denominators - {"price"}
        return evaluate_arrays(
            self.scheme, price_pence=self.drawn.price, value_pence=value, target=target,
            contract_value_pence=dict.fromkeys(below, self.value) or self.value,
            prices_pence=named or None, marks=self.drawn.marks, tender=self.drawn.tender,
        )  # fmt: skip

    def _price_of(self, full: Fraction) -> Fraction | None:
        """How much dearer a bid may be for all the points, under points × lowest ÷ price."""
        found = [each for each in self.scheme.leaves if type(each.method) is LowestPrice]
        if len(found) != 1 or Fraction(found[0].points) <= full:
            return None
        points = Fraction(found[0].points)
        return points / (points - full) - 1


def _beyond_price(scheme: Scheme, full: Fraction) -> bool:
    """Whether no price is high enough to lose all the points that full marks give."""
    found = [each for each in scheme.leaves if type(each.method) is LowestPrice]
    return len(found) == 1 and Fraction(found[0].points) <= full


def separates_most(ratios: Sequence[Fraction]) -> Decimal:
    """The target, in whole pence to £2 per £1, at which min(1, offer ÷ target) varies most.

    Example:
        >>> separates_most([Fraction(each, 100) for each in (5, 10, 15, 20, 25)])
        Decimal('0.20')
    """
    return scaled(max(_GRID, key=lambda each: (_variance(ratios, each), -each)), -2)


def _variance(ratios: Sequence[Fraction], target: int) -> float:
    shares = [min(1.0, float(each) * 100 / target) for each in ratios]
    mean = math.fsum(shares) / len(shares)
    return math.fsum((each - mean) ** 2 for each in shares)
