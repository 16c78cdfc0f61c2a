"""Making the report on how firm a result is: the bids scored again, and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from socialvalue.assess.firmness.gauging import firmness_of
from socialvalue.assess.firmness.least_changes import least_changes
from socialvalue.assess.firmness.report import Dropped, Margin, Sensitivity
from socialvalue.assess.firmness.rescoring import Board, Key, Watch
from socialvalue.assess.firmness.weights import (
    EffectiveWeights,
    effective_weights,
    flips,
    points_under,
)
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.pounds.offered import carries_pounds
from socialvalue.assess.words.first_place import decided, name_of, unrounded
from socialvalue.engine.points import publish, rank
from socialvalue.errors import InputError, problem
from socialvalue.model.frozen import FrozenMap

__all__ = ["sensitivity_of"]


def sensitivity_of(evaluation: EvaluationData, watch: Watch = iter) -> Sensitivity:
    """How firm a result is; the bids are scored again, and their lines are not valued again.

    Args:
        evaluation: The result.
        watch: Sees the bids pass that the longest part of the work is done for.

    Raises:
        InputError: Only the best go on (SV749): without a bid, or with another score or weight,
            another bid may go on, and its price changes the points of all.
    """
    listed = evaluation.scheme.short_list
    if listed is not None:
        raise InputError(problem("SV749", found=listed.name))
    board = Board(evaluation)
    ranked = board.results
    weights = effective_weights(evaluation)
    lead = _lead(ranked)
    return Sensitivity(
        title=evaluation.tender.title,
        ranking=tuple(map(name_of, ranked)),
        points=FrozenMap({name_of(each): _published(each) for each in ranked}),
        lead=lead,
        exact_lead=_exact_lead(ranked),
        decided=decided(evaluation),
        dropped=tuple(_dropped(board)),
        flips=flips(evaluation, board),
        margins=tuple(_margins(ranked, weights)),
        least=least_changes(board, watch),
        weights=weights,
        firmness=firmness_of(evaluation, board),
        in_pounds=carries_pounds(evaluation.framework),
    )


def _published(result: BidResult) -> Decimal:
    return Decimal(0) if result.points is None else result.points


def _lead(ranked: tuple[BidResult, ...]) -> Decimal | None:
    if len(ranked) < 2:
        return None
    first, second = map(_published, ranked[:2])
    return publish(Fraction(first) - Fraction(second), -int(first.as_tuple().exponent))


def _exact_lead(ranked: tuple[BidResult, ...]) -> Fraction | None:
    return None if len(ranked) < 2 else unrounded(ranked[0]) - unrounded(ranked[1])


def _dropped(board: Board) -> Iterator[Dropped]:
    """What changes without each ranked bid in turn."""
    if len(board.results) < 2:
        return
    for gone in range(len(board.results)):
        yield _compared(board, gone, board.without(gone))


def _compared(board: Board, gone: int, keys: dict[int, Key]) -> Dropped:
    """The others before, ranked among themselves, beside the others now.

    Args:
        board: The bids.
        gone: The place of the bid that is left out.
        keys: What each other is ranked by now; empty where nothing changes.
    """
    rest = [place for place in range(len(board.results)) if place != gone]
    before = {place: _rank_without(board.results[place], board.results[gone]) for place in rest}
    now = rank([keys[place] for place in rest]) if keys else before.values()
    after = dict(zip(rest, now, strict=True))
    moved = [place for place in rest if before[place] != after[place]]
    first = [place for place in rest if after[place] == 1]
    return Dropped(
        bidder=name_of(board.results[gone]),
        winners=tuple(_names(board.results[place] for place in first)),
        winner_changes=first != [place for place in rest if before[place] == 1],
        ranks=FrozenMap(
            {name_of(board.results[place]): (before[place], after[place]) for place in moved}
        ),
        points=FrozenMap(dict(_other_points(board, keys))),
    )


def _rank_without(result: BidResult, gone: BidResult) -> int:
    """A bid's rank when another is taken off the list, and nothing else changes."""
    return (result.rank or 0) - ((gone.rank or 0) < (result.rank or 0))


def _names(results: Iterable[BidResult]) -> Iterator[str]:
    """Names in the order in which equal ranks are listed."""
    ordered = sorted(results, key=lambda each: (each.bidder, each.bid.lot or ""))
    return map(name_of, ordered)


def _other_points(
    board: Board, keys: dict[int, Key]
) -> Iterator[tuple[str, tuple[Decimal, Decimal]]]:
    """The published points of those whose points are others now: before, and now."""
    for place, (steps, *_) in keys.items():
        before, places = _published(board.results[place]), board.scheme.places
        after = publish(Fraction(steps, 10**places), places)
        if before != after:
            yield name_of(board.results[place]), (before, after)


def _margins(ranked: tuple[BidResult, ...], weights: EffectiveWeights) -> Iterator[Margin]:
    if len(ranked) < 2:
        return
    criteria = {each.name: each for each in ranked[0].scheme.walk()}
    for row in weights.rows:
        under = criteria[row.criterion]
        gap = points_under(ranked[0], under) - points_under(ranked[1], under)
        yield Margin(row.criterion, row.weight, gap, row.depth)
