"""Who is told what: one reader of an assessment summary, the successful bid, and why it is that."""

from __future__ import annotations

from collections import Counter

import attrs

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.words import number_of

__all__ = ["Award", "Case", "award_of", "no_winner", "unknown_withheld", "withheld_from_others"]


def _text(given: str | None) -> str:
    return given or ""


@attrs.frozen
class Award:
    """What the buyer says of the award, beside what the points say.

    Attributes:
        successful: Who won, or None for the bid that is first by itself.
        because: The published rule, or the decision, by which it won, where the points do not say.
        rule: The published rule on limits on lots that moved the award, or "".
        settled: Whether that rule alone says who won.
    """

    successful: str | None = None
    because: str = attrs.field(default="", converter=_text)
    rule: str = ""
    settled: bool = False


def withheld_from_others(evaluation: EvaluationData) -> frozenset[str]:
    """The criteria of which others are not told the successful bid's points.

    Those that the buyer withholds, what is below them, and every whole that holds one: what a
    reader could work out from the others would not be withheld.
    """
    papers = evaluation.tender.papers
    said = {each.criterion for each in papers.withheld} if papers is not None else set()
    found = set()
    for each in evaluation.scheme.walk():
        inside = {one.name for one in each.walk()}
        if said & inside:
            found.add(each.name)
        if each.name in said:
            found |= inside
    return frozenset(found)


def unknown_withheld(evaluation: EvaluationData) -> tuple[Problem, ...]:
    """What is withheld and is no criterion: nothing would be (SV819)."""
    tender = evaluation.tender
    if tender.papers is None:
        return ()
    names = [each.name for each in evaluation.scheme.walk()]
    at = tender.spans.get("papers", tender.span)
    return tuple(
        at.placed(
            problem(
                "SV819",
                found=each.criterion,
                hint=did_you_mean(each.criterion, names, label="criteria"),
            )
        )
        for each in tender.papers.withheld
        if each.criterion not in names
    )


@attrs.frozen
class Case:
    """One reader and what is set beside its bid.

    Attributes:
        evaluation: The evaluation.
        result: The reader's own result.
        winner: The successful bid, or None where there is none.
        award: What the buyer says of the award.
        compare: Whether it is said by how many points the two differ.
        ranks: Each rank to how many bids have it.
        withheld: The criteria of which others are not told the successful bid's points.
    """

    evaluation: EvaluationData
    result: BidResult
    winner: BidResult | None
    award: Award = attrs.field(factory=Award)
    compare: bool = False
    ranks: Counter[int] = attrs.field(factory=Counter, repr=False)
    withheld: frozenset[str] = frozenset()

    def hides(self, result: BidResult, criterion: str = "") -> bool:
        """Whether the reader is not told the points of a bid for a criterion; "" for its total."""
        if result is self.result:
            return False
        return criterion in self.withheld if criterion else bool(self.withheld)

    @property
    def other(self) -> BidResult | None:
        """The successful bid, whose scores the reader is told; None where it is the reader's own.

        Whose tender was disregarded or withdrawn gets a notice, with nobody's scores but its own.
        """
        return None if self.winner is self.result or self.is_notice else self.winner

    @property
    def is_notice(self) -> bool:
        """Whether the reader's tender was disregarded or withdrawn, and is no assessed tender.

        Source: the Procurement Act 2023 s.50(5).
        """
        return self.result.bid.state != "compliant"


def award_of(evaluation: EvaluationData, award: Award) -> BidResult | None:
    """The bid that the points, or the buyer with a reason, make the successful one.

    Raises:
        InputError: It is not ranked (SV807), or the points do not make it the successful one and no
            reason is given (SV808): points draw no lots, and no letter says that they did.
        NotFoundError: No such bidder (SV716).
    """
    first = [each for each in evaluation.results if each.rank == 1]
    if award.successful is None:
        return first[0] if len(first) == 1 else None
    chosen = evaluation[award.successful]
    if chosen.failed:
        raise InputError(problem("SV807", found=f"{chosen.bidder} is not ranked"))
    if first != [chosen] and not award.settled and not award.because.strip():
        raise InputError(_no_reason(chosen, len(first)))
    return chosen


def _no_reason(chosen: BidResult, first: int) -> Problem:
    tied = f"{number_of(first, 'bid')} share the first place"
    why = tied if chosen.rank == 1 else f"its rank by points is {chosen.rank}"
    return problem("SV808", found=chosen.bidder, why=why)


def no_winner(evaluation: EvaluationData) -> str:
    """Why the points make no bid the successful one."""
    first = sum(1 for each in evaluation.results if each.rank == 1)
    return f"{first} bids share the first place" if first else "no bid meets the requirements"
