"""How firm a result is: who else could have won, and by how little."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.assess.firmness.least_changes import LeastChange, least_changes
from socialvalue.assess.firmness.rescoring import Board, Key, Watch
from socialvalue.assess.firmness.weights import (
    EffectiveWeights,
    Flip,
    effective_weights,
    flips,
    points_under,
)
from socialvalue.assess.words.first_place import decided, name_of
from socialvalue.blocks import Explanation
from socialvalue.engine.points import publish, rank
from socialvalue.model.frozen import FrozenMap
from socialvalue.tables import rows_to_frame

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import BidResult, Evaluation

__all__ = ["Dropped", "Margin", "Sensitivity", "sensitivity_of"]


@attrs.frozen
class Dropped:
    """What changes when one bid is not there.

    Attributes:
        bidder: Whose bid is left out.
        winners: Who is first then; several where they are tied.
        winner_changes: Whether that is another than before, the bid itself aside.
        ranks: Bidder to (rank among the others before, rank then), for those whose changes.
        points: Bidder to (points before, points then), for those whose change.
    """

    bidder: str
    winners: tuple[str, ...]
    winner_changes: bool
    ranks: FrozenMap[str, tuple[int, int]]
    points: FrozenMap[str, tuple[Decimal, Decimal]]


@attrs.frozen
class Margin:
    """How far the first is ahead of the second in one criterion.

    Attributes:
        criterion: Its name.
        weight: Its points as published.
        points: The first's exact points minus the second's.
        depth: 0 for a criterion at the top, 1 for one inside it …
    """

    criterion: str
    weight: Fraction
    points: Fraction
    depth: int


@attrs.frozen
class Sensitivity:
    """How firm a result is.

    Attributes:
        title: Of the tender.
        ranking: The ranked bids, the best first.
        points: Bidder to published points.
        lead: The first's published points minus the second's; None for fewer than two bids.
        exact_lead: The same before rounding.
        decided: What decided the first place, in words: points, rounding, a tie-break, or nothing.
        dropped: What changes when each bid in turn is not there.
        flips: The smallest change of each weight that would make another bid win.
        margins: How far the first is ahead of the second in each criterion.
        least: For each bid that did not win, the least change that would have won.
        weights: The spread of points each criterion used, beside its weight.
    """

    title: str
    ranking: tuple[str, ...]
    points: FrozenMap[str, Decimal]
    lead: Decimal | None
    exact_lead: Fraction | None
    decided: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    flips: tuple[Flip, ...]
    margins: tuple[Margin, ...]
    least: tuple[LeastChange, ...]
    weights: EffectiveWeights

    def explain(self) -> Explanation:
        """The report as one screen of text; in a notebook as HTML."""
        from socialvalue.assess.firmness.report import explain_sensitivity

        return explain_sensitivity(self)

    def __str__(self) -> str:
        return str(self.explain())

    def _repr_html_(self) -> str:
        return self.explain().html

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-safe data: amounts and exact numbers as text."""
        return {**_plain(self), "weights": _plain(self.weights.rows)}

    def to_json(self) -> str:
        """The report as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a ranked bid: points, what would have won, and who wins without it.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether points, pounds and marks are texts instead of Decimals.

        Returns:
            A dataframe of that library; points, pounds and marks as Decimals (pandas: of Arrow),
            so that no digit is lost.
        """
        columns = self.columns()
        exact = [name for name in columns if name not in ("bidder", "winner_without")]
        return rows_to_frame(columns, backend, decimals=exact, texts=texts)

    def columns(self) -> dict[str, list[Any]]:
        """The table of `to_frame`: name to cells, a ranked bid each."""
        least = {each.name: each for each in self.least}
        dropped = {each.bidder: each for each in self.dropped}
        rows = [(name, least.get(name), dropped.get(name)) for name in self.ranking]
        return {
            "bidder": [name for name, _, _ in rows],
            "points": [self.points[name] for name, _, _ in rows],
            "more_value_wins": [one.value if one else None for _, one, _ in rows],
            "price_change_wins": [one.price if one else None for _, one, _ in rows],
            **_mark_columns([one for _, one, _ in rows]),
            "winner_without": [", ".join(one.winners) if one else None for _, _, one in rows],
        }


def _mark_columns(rows: list[LeastChange | None]) -> dict[str, list[Decimal | None]]:
    names = dict.fromkeys(name for each in rows if each for name in each.marks)
    return {
        f"mark_wins: {name}": [each.marks.get(name) if each else None for each in rows]
        for name in names
    }


def _plain(thing: Any) -> Any:
    """A report as JSON-safe data."""
    if attrs.has(type(thing)):
        return {each.name: _plain(getattr(thing, each.name)) for each in attrs.fields(type(thing))}
    if isinstance(thing, FrozenMap):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return [_plain(each) for each in thing]
    return str(thing) if isinstance(thing, (Decimal, Fraction)) else thing


# --- making it ----------------------------------------------------------------------------


def sensitivity_of(evaluation: Evaluation, watch: Watch = iter) -> Sensitivity:
    """How firm a result is; the bids are scored again, and their lines are not valued again.

    Args:
        evaluation: The result.
        watch: Sees the bids pass that the longest part of the work is done for.
    """
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
    )


def _published(result: BidResult) -> Decimal:
    return Decimal(0) if result.points is None else result.points


def _exact(result: BidResult) -> Fraction:
    return sum(result.exact.values(), Fraction(0))


def _lead(ranked: tuple[BidResult, ...]) -> Decimal | None:
    if len(ranked) < 2:
        return None
    first, second = map(_published, ranked[:2])
    return publish(Fraction(first) - Fraction(second), -int(first.as_tuple().exponent))


def _exact_lead(ranked: tuple[BidResult, ...]) -> Fraction | None:
    return None if len(ranked) < 2 else _exact(ranked[0]) - _exact(ranked[1])


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
