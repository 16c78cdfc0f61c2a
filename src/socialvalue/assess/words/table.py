"""Results as columns, for a dataframe: one row a bid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from socialvalue.assess.points.data import EvaluationData
from socialvalue.assess.pounds.offered import counted
from socialvalue.assess.words.per_pound import per_pound

__all__ = ["exact_names", "result_columns", "stacked"]

Columns = dict[str, list[Any]]


def result_columns(evaluation: EvaluationData) -> Columns:
    """Rank, points, each criterion's points, £, £ per £1, lines and reason of each bid.

    Args:
        evaluation: The evaluation.

    Returns:
        Name to cells, a bid each, the best first; points as Decimals, pounds as whole pennies.  A
        criterion called like a column stands as "… (criterion)".
    """
    results = evaluation.results
    numbers = [counted(each.valuation) for each in results]
    before: Columns = {
        "rank": [each.rank for each in results],
        "bidder": [each.bidder for each in results],
        "lot": [each.bid.lot or "" for each in results],
        "points": [each.points for each in results],
    }
    after: Columns = {
        "value_pence": [sum(line.pence for line in each.valuation.lines) for each in results],
        "per_pound": [per_pound(evaluation, each) for each in results],
        "lines": [each.offered for each in numbers],
        "lines_refused": [each.not_whole for each in numbers],
        "reason": [each.reason for each in results],
    }
    taken = {*before, *after, *OF_LOTS}
    parts = {
        f"{each.name} (criterion)" if each.name in taken else each.name: [
            result.points_for(each.name) for result in results
        ]
        for each in evaluation.scheme.leaves
    }
    return {**before, **parts, **after}


def exact_names(columns: Columns) -> list[str]:
    """The columns of `result_columns` that hold Decimals: points, and £ per £1."""
    return [name for name in columns if name not in _WORDS_AND_COUNTS]


OF_LOTS = ("first_under_rule", "awarded", "passed_over")
"""Columns that a tender in lots adds."""

_WORDS_AND_COUNTS = {
    "rank", "bidder", "lot", "value_pence", "lines", "lines_refused", "reason",
}  # fmt: skip


def stacked(tables: Iterable[Columns]) -> Columns:
    """Tables below each other; a column that one of them does not have is empty there.

    Example:
        >>> stacked([{"rank": [1], "price": ["60"]}, {"rank": [2]}])
        {'rank': [1, 2], 'price': ['60', None]}
    """
    listed = [(each, max(map(len, each.values()), default=0)) for each in tables]
    names = dict.fromkeys(name for each, _ in listed for name in each)
    return {
        name: [cell for each, rows in listed for cell in each.get(name, [None] * rows)]
        for name in names
    }
