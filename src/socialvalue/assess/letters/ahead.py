"""What the letters of a tender will need, said while there is time to ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.assess.letters.case import unknown_withheld
from socialvalue.assess.letters.covering import not_heard
from socialvalue.assess.letters.reasons import missing_of
from socialvalue.assess.letters.regulation import applies_to, items_of_suppliers, items_of_tender
from socialvalue.assess.points.data import EvaluationData
from socialvalue.errors import Problem, problem
from socialvalue.words import number_of

__all__ = ["needed_for_letters"]


def needed_for_letters(evaluations: Sequence[EvaluationData]) -> Iterator[Problem]:
    """One question that names all that assessment summaries will need; and what else stands open.

    That is what withholds nothing, and who was not heard before its tender was disregarded.
    Nothing is asked where the file does not say that the Act of 2023 applies, nor of a file with
    one bid and no authority: that is a bidder's own.

    Args:
        evaluations: The rankings of one tender, a lot each.
    """
    yield from dict.fromkeys(one for each in evaluations for one in unknown_withheld(each))
    bound = [each for each in evaluations if each.tender.published and applies_to(each.tender)]
    yield from dict.fromkeys(
        one for each in bound for result in each.results for one in not_heard(result)
    )
    needs = list(_needs(bound))
    bids = sum(len(each.results) for each in bound)
    if needs and (bids != 1 or bound[0].tender.authority):
        tender = bound[0].tender
        yield tender.span.placed(problem("SV828", what="; ".join(needs)))


def _needs(evaluations: Sequence[EvaluationData]) -> Iterator[str]:
    """Each need once: of the tender by name, of suppliers and scores by their number."""
    found = (str(one) for each in evaluations for one in items_of_tender(each))
    yield from dict.fromkeys(each.partition(" (regulation")[0] for each in found)
    results = [(each, one) for each in evaluations for one in each.results]
    lacking = {one.bidder for _, one in results if any(items_of_suppliers([one]))}
    if lacking:
        yield f"contacts and the unique identifier of {number_of(len(lacking), 'supplier')}"
    reasons = sum(len(list(missing_of(each, one))) for each, one in results)
    if reasons:
        yield number_of(reasons, "reason")
