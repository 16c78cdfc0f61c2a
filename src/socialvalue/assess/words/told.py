"""Warnings as a reader is told them: each once, with the bidders that it concerns."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.points.questions import no_commitments, silent_bids
from socialvalue.assess.words.first_place import name_of
from socialvalue.engine.cautions import WEAK
from socialvalue.engine.points import publish
from socialvalue.errors import Problem, problem
from socialvalue.numbers import plain

if TYPE_CHECKING:
    from socialvalue.engine.lines import Line

__all__ = ["Told", "of_the_tender", "told_of"]

_OF_THE_TENDER = {"SV628", "SV629", "SV603", "SV606"}
"""Warnings of every valuation that speak of the tender alone: no bidder is named with them."""

_MATERIAL = Fraction(1, 4)
"""The share of a bid's social value from which its weak figures are told."""


@attrs.frozen
class Told:
    """One warning, and whom it concerns.

    Attributes:
        bidders: Whose bids, with their lots; none where it is of the tender, or names them itself.
        problem: The warning.
    """

    bidders: tuple[str, ...]
    problem: Problem

    @property
    def names(self) -> str:
        """The bidders, as they stand before the message; "" where none is named."""
        return f"{', '.join(self.bidders)}: " if self.bidders else ""


def of_the_tender(evaluation: EvaluationData, *, seen: Container[Problem] = ()) -> tuple[Told, ...]:
    """What is told of an evaluation as a whole.

    Args:
        evaluation: The evaluation.
        seen: What was told before, such as for another lot.
    """
    return tuple(Told((), each) for each in evaluation.warnings if each not in seen)


def told_of(evaluation: EvaluationData, *, seen: Container[Problem] = ()) -> tuple[Told, ...]:
    """All that a reader should look at twice: of the tender, then of its bids, each once.

    Figures that are known from one source only are told once for all bids, with the share of each,
    and only where that is a quarter or more of some bid: `Valuation.confidence` has them all.

    Args:
        evaluation: The evaluation.
        seen: What was told before, such as for another lot.
    """
    groups: dict[Problem, list[str]] = {}
    for result in evaluation.results:
        for each in (*result.warnings, *result.valuation.warnings):
            if each.code != WEAK:
                groups.setdefault(each, []).append(name_of(result))
    of_bids = (
        Told(() if each.code in _OF_THE_TENDER else tuple(dict.fromkeys(names)), each)
        for each, names in groups.items()
        if each not in seen
    )
    return (
        *of_the_tender(evaluation, seen=seen),
        *_nobody_offers(evaluation),
        *of_bids,
        *_weak(evaluation),
    )


def _nobody_offers(evaluation: EvaluationData) -> Iterator[Told]:
    """That no bid has commitments, where nothing has told it yet."""
    codes = {each.code for each in evaluation.warnings}
    if not codes & {"SV624", "SV715"}:
        valuations = [each.valuation for each in evaluation.results]
        silent = silent_bids(valuations, evaluation.scheme)
        yield from (Told((), each) for each in no_commitments(silent))


def _weak(evaluation: EvaluationData) -> Iterator[Told]:
    """How much of each bid rests on figures that are not well known, and on which."""
    shares = {name_of(each): _weak_share(each) for each in evaluation.results}
    if not any(each >= _MATERIAL for each in shares.values()):
        return
    listed = ", ".join(f"{_percent(each)} ({name})" for name, each in shares.items() if each)
    lines = (line for each in evaluation.results for line in _weak_lines(each))
    names = dict.fromkeys(line.definition.name for line in lines)
    yield Told(
        (),
        problem(
            WEAK,
            share=f"of the social value that counts, {listed}",
            confidence="known from one source only, or inferred",
            measures=", ".join(names),
        ),
    )


def _weak_lines(result: BidResult) -> Iterable[Line]:
    counted = (each for each in result.valuation.lines if each.pence and each.voucher)
    return [each for each in counted if each.voucher and each.voucher.is_weak]


def _weak_share(result: BidResult) -> Fraction:
    whole = sum(each.pence for each in result.valuation.lines)
    return Fraction(sum(each.pence for each in _weak_lines(result)), whole) if whole else Fraction()


def _percent(share: Fraction) -> str:
    return f"{plain(publish(share * 100, 1))}%"
