"""Weights as published, and as they worked: the points each criterion really spread bids by."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.blocks import Block, join
from socialvalue.engine.points import points_for, publish
from socialvalue.errors import NotFoundError, did_you_mean, problem, shown
from socialvalue.model.criteria import Criterion
from socialvalue.model.named import ByName
from socialvalue.numbers import plain, product
from socialvalue.tables import rows_to_frame

if TYPE_CHECKING:
    from socialvalue.assess.firmness.rescoring import Board

__all__ = [
    "EffectiveWeight",
    "EffectiveWeights",
    "Flip",
    "effective_weights",
    "flips",
    "points_under",
]


@attrs.frozen
class EffectiveWeight:
    """One criterion's weight, and what it did.

    Attributes:
        criterion: Its name.
        weight: Its points as published.
        spread: The most points that one ranked bid has here minus the fewest, exact.
        share: That spread as a share of the spreads of all criteria with a method; None where
            no criterion separates the bids.
        depth: 0 for a criterion at the top, 1 for one inside it …
    """

    criterion: str
    weight: Fraction
    spread: Fraction
    share: Fraction | None
    depth: int


@attrs.frozen(repr=False)
class EffectiveWeights(ByName[EffectiveWeight]):
    """The spread of points that each criterion used, beside its published weight.

    Attributes:
        title: Of the tender.
        rows: One a criterion, each before those it is made of.
        out_of: The points of all criteria together.

    Source:
        scoring.md §4, T7.
    """

    title: str
    rows: tuple[EffectiveWeight, ...]
    out_of: Fraction

    def __repr__(self) -> str:
        return f"<EffectiveWeights: {shown(', '.join(each.criterion for each in self.rows))}>"

    def _named(self) -> Iterable[tuple[str, EffectiveWeight]]:
        return ((each.criterion, each) for each in self.rows)

    def _unknown(self, criterion: str) -> NotFoundError:
        hint = did_you_mean(criterion, (each.criterion for each in self.rows), label="criteria")
        return NotFoundError(problem("SV717", found=criterion, hint=hint))

    def to_frame(self, backend: str = "polars") -> Any:
        """One row a criterion; exact numbers as text."""
        columns: dict[str, list[Any]] = {
            "criterion": [each.criterion for each in self.rows],
            "weight": [str(each.weight) for each in self.rows],
            "spread": [str(each.spread) for each in self.rows],
            "share": [None if each.share is None else str(each.share) for each in self.rows],
        }
        return rows_to_frame(columns, backend)

    def _block(self) -> Block:
        rows = tuple(
            (
                "  " * each.depth + each.criterion,
                plain(publish(each.weight, 2)),
                f"{publish(each.weight / self.out_of * 100, 1)}%",
                str(publish(each.spread, 2)),
                "–" if each.share is None else f"{publish(each.share * 100, 1)}%",
            )
            for each in self.rows
        )
        words = (
            "Spread: the most points of a ranked bid minus the fewest.",
            "A criterion on which all bids score alike decides nothing, whatever its weight.",
        )
        heads = ("criterion", "points", "weight", "spread", "share of spread")
        return Block(f"Weights as they worked: {self.title}", words, heads, rows, (1, 2, 3, 4))

    def __str__(self) -> str:
        return str(join([self._block()]))

    def _repr_html_(self) -> str:
        return join([self._block()]).html


def effective_weights(evaluation: EvaluationData) -> EffectiveWeights:
    """The spread of points that each criterion used, beside its published weight."""
    ranked = [each for each in evaluation.results if each.rank is not None]
    whole = sum((_spread(ranked, each) for each in evaluation.scheme.leaves), Fraction(0))
    rows = tuple(
        EffectiveWeight(
            criterion=each.name,
            weight=Fraction(each.points),
            spread=_spread(ranked, each),
            share=_spread(ranked, each) / whole if whole else None,
            depth=depth,
        )
        for depth, each in evaluation.scheme.indented()
    )
    return EffectiveWeights(evaluation.tender.title, rows, Fraction(evaluation.scheme.out_of))


def _spread(ranked: list[BidResult], criterion: Criterion) -> Fraction:
    points = [points_under(each, criterion) for each in ranked]
    return max(points) - min(points) if points else Fraction(0)


def points_under(result: BidResult, criterion: Criterion) -> Fraction:
    """The exact points of a ranked bid under a criterion and all that it is made of."""
    leaves = (each.name for each in criterion.walk() if each.method is not None)
    return sum((result.exact[name] for name in leaves), Fraction(0))


# --- the weight that would make another win -----------------------------------------------


@attrs.frozen
class Flip:
    """The smallest change of one weight that would make another bid win.

    The other weights shrink or grow in proportion, so that the total stays what it is.

    Attributes:
        criterion: Whose weight changes.
        weight: Its points as published.
        at: The points at which the winner and the rival are exactly equal: any further, and the
            rival is ahead.  None where no weight between nothing and all of the points would do it.
        rival: Who would win; "" where nobody would.
        why: Why there is none, where there is none.
    """

    criterion: str
    weight: Fraction
    at: Fraction | None
    rival: str = ""
    why: str = ""

    @property
    def change(self) -> Fraction | None:
        """How many points more or fewer; None where nothing would do it."""
        return None if self.at is None else self.at - self.weight


def flips(evaluation: EvaluationData, board: Board) -> tuple[Flip, ...]:
    """The smallest change of each criterion's weight that would make another bid win."""
    first = [each for each in board.results if each.rank == 1]
    if len(first) != 1 or len(board.results) < 2:
        return ()
    return tuple(_flip(each, evaluation, board) for each in evaluation.scheme.walk())


def _flip(criterion: Criterion, evaluation: EvaluationData, board: Board) -> Flip:
    weight, whole = Fraction(criterion.points), Fraction(evaluation.scheme.out_of)
    winner, *rivals = board.results
    if not 0 < weight < whole:
        return Flip(criterion.name, weight, None, why="it has all of the points, or none")
    if not all(_in_proportion(leaf, board) for leaf in evaluation.scheme.leaves):
        why = "a method's points are not in proportion to its weight"
        return Flip(criterion.name, weight, None, why=why)
    found = [(_meeting(criterion, winner, each, whole), each.bidder) for each in rivals]
    able = [(abs(at - weight), name, at) for at, name in found if at is not None]
    if not able:
        return Flip(criterion.name, weight, None, why="no weight would do it")
    _, rival, at = min(able)
    return Flip(criterion.name, weight, at, rival)


def _meeting(
    criterion: Criterion, winner: BidResult, rival: BidResult, whole: Fraction
) -> Fraction | None:
    """The weight of a criterion at which two bids are exactly equal.

    With the weight w of the total T, the winner is ahead by A·w + B·(T − w): A is the lead per
    point of this criterion, B the lead per point of all others.
    """
    weight = Fraction(criterion.points)
    here = points_under(winner, criterion) - points_under(rival, criterion)
    lead = sum(winner.exact.values(), Fraction(0)) - sum(rival.exact.values(), Fraction(0))
    if lead <= 0:  # rounding or a tie-break decided between the two
        return weight
    per_point, elsewhere = here / weight, (lead - here) / (whole - weight)
    if per_point == elsewhere:
        return None
    at = -elsewhere * whole / (per_point - elsewhere)
    return at if 0 < at < whole else None


def _in_proportion(leaf: Criterion, board: Board) -> bool:
    """Whether half the weight gives half the points: true of every method that comes with this."""
    method: Any = leaf.method
    if type(method).__module__.startswith("socialvalue."):
        return True
    half = attrs.evolve(leaf, points=product(leaf.points, Decimal("0.5")))
    found = points_for(method, half, board.entries)
    return [each * 2 for each in found] == board.columns[leaf.name]
