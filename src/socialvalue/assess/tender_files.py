"""A tender file, scored: as one ranking, or as one for each lot."""

from __future__ import annotations

from pathlib import Path

import attrs

from socialvalue.assess.evaluation import Evaluation, evaluate_strictly
from socialvalue.assess.lots.evaluation import LotsEvaluation, evaluate_lots_strictly
from socialvalue.errors import DefinitionError, SocialValueError
from socialvalue.model.tender import Tender
from socialvalue.registry.tenders import read_tender_with_framework

__all__ = ["Assessed", "assess_file"]


@attrs.frozen
class Assessed:
    """The rankings of a tender file.

    Attributes:
        tender: The buyer's side.
        evaluations: One; or one for each lot that has bids, in the tender's order.
        lots: Who is first in which lot, where there are lots.
    """

    tender: Tender
    evaluations: tuple[Evaluation, ...]
    lots: LotsEvaluation | None = None


def assess_file(path: Path) -> Assessed:
    """A tender file's bids, scored.

    Raises:
        DefinitionError: All that is wrong with it, and what to write instead.
    """
    try:
        tender, bids, framework = read_tender_with_framework(path)
        if not (tender.lots and bids):
            return Assessed(tender, (evaluate_strictly(tender, bids, framework),))
        lots = evaluate_lots_strictly(tender, bids, framework)
        return Assessed(tender, tuple(lots.lots.values()), lots)
    except SocialValueError as error:
        raise DefinitionError(each.for_file(str(path)) for each in error.problems) from None
