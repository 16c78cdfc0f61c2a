"""What evaluators are asked: for each response its criteria and their scales, and no price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

import attrs

from socialvalue.calculators.description import shortened
from socialvalue.errors import InputError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.canonical import fingerprint
from socialvalue.model.criteria import Criterion
from socialvalue.model.framework import Framework
from socialvalue.model.methods import PanelMark, PassFail
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain

__all__ = ["PanelAsked", "PanelResponse", "Question", "asked_of", "assessed", "questions_of"]

_FORM: Final = "1"
"""The version of the form."""


@attrs.frozen
class Question:
    """One criterion that evaluators score.

    Attributes:
        name: The criterion's.
        points: What it is worth.
        method: How its score becomes points.
    """

    name: str
    points: str
    method: Any

    @classmethod
    def of(cls, criterion: Criterion) -> Question:
        """The question that a criterion asks."""
        return cls(criterion.name, plain(criterion.points), criterion.method)

    @property
    def passes(self) -> bool:
        """Whether it is passed or failed."""
        return isinstance(self.method, PassFail)

    @property
    def out_of(self) -> Decimal | None:
        """The top of its scale; None where it has none."""
        return None if self.passes else getattr(self.method, "out_of", None)

    @property
    def means(self) -> bool:
        """Whether the mean of evaluators' own scores counts, by the published method."""
        return bool(getattr(self.method, "mean", False))

    @property
    def takes(self) -> str:
        """What may be written as its score."""
        if self.passes:
            return "Pass or Fail"
        return "a number" if self.out_of is None else f"0 to {plain(self.out_of)}"

    @property
    def guidance(self) -> str:
        """What it is worth, and what each score means."""
        minimum = getattr(self.method, "minimum", None)
        words = [f"{self.points} points. Score: {self.takes}."]
        if self.passes:
            words.append("A response that fails is not considered further.")
        elif minimum is not None:
            words.append(f"Below {plain(minimum)} the bid fails.")
        scale = self.method.scale if isinstance(self.method, PanelMark) else {}
        return "\n".join([" ".join(words), *(f"{mark} = {said}" for mark, said in scale.items())])


@attrs.frozen
class PanelResponse:
    """What one bidder sent in, for the whole tender or for a lot."""

    bidder: str
    lot: str | None
    questions: tuple[Question, ...]

    @property
    def title(self) -> str:
        """The bidder, and the lot if there is one."""
        return f"{self.bidder}, lot {self.lot}" if self.lot else self.bidder


@attrs.frozen
class PanelAsked:
    """What a panel is asked of one tender: the same for every evaluator.

    Attributes:
        title: The tender's.
        responses: Those that are assessed, in the order of their sheets.
    """

    title: str
    responses: tuple[PanelResponse, ...]

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of what is asked of whom: the criteria, their scales and the bidders."""
        asked = [
            [each.bidder, each.lot, [[one.name, one.points, one.method] for one in each.questions]]
            for each in self.responses
        ]
        return fingerprint({"form": _FORM, "title": self.title, "asked": asked})

    @property
    def short_fingerprint(self) -> str:
        """Its first 16 signs, as they are printed on the first sheet."""
        return shortened(self.fingerprint)


def questions_of(
    tender: Tender, lot: str | None, framework: Framework | None
) -> tuple[Question, ...]:
    """The criteria of a lot that evaluators score.

    Raises:
        InputError: There is no scheme (SV710).
    """
    scheme = tender.of_lot(lot).scheme or (framework.scheme if framework else None)
    if scheme is None:
        raise InputError(problem("SV710"))
    found = (each for each in scheme.scored if "mark" in getattr(each.method, "READS", ()))
    return tuple(Question.of(each) for each in found)


def asked_of(
    tender: Tender, bids: Iterable[tuple[str, str | None]], framework: Framework | None
) -> PanelAsked:
    """What is asked of some bidders, each named with its lot.

    Raises:
        InputError: There is no scheme (SV710), or nothing that evaluators score (SV946).
    """
    found = tuple(_responses(tender, bids, framework))
    if not any(each.questions for each in found):
        raise InputError(problem("SV946"))
    return PanelAsked(tender.title, tuple(each for each in found if each.questions))


def _responses(
    tender: Tender, bids: Iterable[tuple[str, str | None]], framework: Framework | None
) -> Iterator[PanelResponse]:
    for bidder, lot in bids:
        yield PanelResponse(bidder, lot, questions_of(tender, lot, framework))


def assessed(bids: Iterable[Bid]) -> list[tuple[str, str | None]]:
    """The bids that are assessed, by bidder and lot: not those excluded or withdrawn."""
    return [(each.bidder, each.lot) for each in bids if each.state == "compliant"]
