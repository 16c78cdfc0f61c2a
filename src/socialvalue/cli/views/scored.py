"""The rankings of a tender file or a record, as `score` and its like show them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.tender_files import Assessed
from socialvalue.assess.words.told import told_of
from socialvalue.blocks import Block
from socialvalue.cli.views.ranking import open_blocks, ranking_blocks, summary_blocks
from socialvalue.errors import Problem

__all__ = ["score_blocks", "standing_blocks"]


def score_blocks(assessed: Assessed) -> list[Block]:
    """Everything that `score` shows; while marks are open, pounds and no points."""
    if assessed.waits is None:
        return list(_each(assessed, ranking_blocks))
    waits = partial(open_blocks, waits=assessed.waits.message)
    return list(_each(assessed, lambda each, seen, _: waits(each, seen)))


def standing_blocks(assessed: Assessed) -> list[Block]:
    """What stands before the reasons bid by bid."""
    return list(_each(assessed, summary_blocks))


def _each(
    assessed: Assessed,
    blocks: Callable[[Evaluation, Container[Problem], Mapping[str, str]], list[Block]],
) -> Iterator[Block]:
    """Who is first in which lot; then each ranking, each warning of the tender once."""
    if assessed.lots is not None:
        yield from assessed.lots.overview()
    seen: set[Problem] = set()
    fates = assessed.awards or [{} for _ in assessed.evaluations]
    for each, awards in zip(assessed.evaluations, fates, strict=True):
        yield from blocks(each, frozenset(seen), awards)
        seen |= {one.problem for one in told_of(each) if not one.bidders}
