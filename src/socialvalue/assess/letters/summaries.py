"""Assessment summaries: what each bidder is sent, and nothing of any third bidder.

A summary holds, for each criterion and sub-criterion, its weight, the score available, the score
given and the reason in relation to the tender; the same for the successful bid; and why the bid
was not successful.  It names no other bidder, and no commitment of any bid but the reader's own.
Of the successful bid it gives scores and reasons, and no price, quantity or multiplier.

Source: the Procurement Act 2023 s.50 and the Procurement Regulations 2024 reg. 31.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Self

from socialvalue.assess.letters.case import (
    Award,
    Case,
    award_of,
    no_winner,
    unknown_withheld,
    withheld_from_others,
)
from socialvalue.assess.letters.covering import (
    covering_questions,
    how_scored,
    next_steps,
    suppliers,
    what_is_withheld,
)
from socialvalue.assess.letters.offer import offer_blocks
from socialvalue.assess.letters.outcome import head, outcome, paper_of
from socialvalue.assess.letters.reasons import (
    MissingReason,
    missing_of,
    reason_words,
    short_reasons,
)
from socialvalue.assess.letters.regulation import applies_to, missing_items
from socialvalue.assess.letters.scores import scores
from socialvalue.assess.letters.template import filled, said_of
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.sentences import sentence
from socialvalue.blocks import Block, Explanation, join
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.frozen import FrozenMap

__all__ = [
    "DRAFT",
    "ILLUSTRATIVE",
    "Summary",
    "missing_reasons",
    "summaries_of",
    "summary_of",
]

_WIDTH = 80
_PAGE = 45
"""Lines of a text after which a mark is repeated: no printed page is without it."""
DRAFT = "DRAFT: not to be sent."
ILLUSTRATIVE = "ILLUSTRATIVE: the scheme only shows how scoring works."


class Summary(Explanation):
    """An assessment summary for one bidder: text, and HTML, Markdown and Word of the same.

    Attributes:
        bidder: Whom it is for.
        missing: The reasons that it lacks.
        questions: Reasons to look at twice before it is sent.
        mark: What stands on every page of a draft; "" for one that may be completed and sent.
        winner: The name of the successful bidder, or None where there is none.
        said: What each name of a covering letter stands for; see `covering`.
        blocks: Its parts, for those who set them in a form of their own.
    """

    __slots__ = ("bidder", "mark", "missing", "questions", "said", "winner")
    bidder: str
    missing: tuple[MissingReason, ...]
    questions: tuple[Problem, ...]
    mark: str
    winner: str | None
    said: FrozenMap[str, str]

    @classmethod
    def of(
        cls,
        bidder: str,
        blocks: Iterable[Block],
        missing: Iterable[MissingReason],
        *,
        questions: Iterable[Problem] = (),
        mark: str = "",
        winner: str | None = None,
        said: FrozenMap[str, str] | None = None,
    ) -> Self:
        """A summary from its parts."""
        listed = list(blocks)
        parts = [each.text(_WIDTH) for each in listed]
        text = _marked([page for each in parts for page in _pages(each)] if mark else parts, mark)
        sign = f'<p class="mark">{html.escape(mark)}</p>' if mark else ""
        page = join(listed).html.replace("<div>", f"<div>{sign}", 1)
        made = cls(text, page, listed)
        made.bidder, made.missing = bidder, tuple(missing)
        made.questions, made.mark, made.winner = tuple(questions), mark, winner
        made.said = FrozenMap(said)
        return made

    def covering(self, text: str, file: str = "") -> str:
        """A covering letter from the authority's own text, whose names are filled.

        Args:
            text: A text with names such as ``$bidder``, all of them in
                `socialvalue.assess.letters.template.NAMES`; ``$$`` is a ``$``.
            file: Where the text stands, for what is wrong with it.

        Raises:
            InputError: It holds a name that there is not (SV830), or that the tender file does not
                say (SV831).
        """
        return filled(text, self.said, file)

    @property
    def markdown(self) -> str:
        """The same as Markdown; nothing that a user wrote in it is markup."""
        sign = f"**{self.mark}**" if self.mark else ""
        parts = [each.markdown(2 if index else 1) for index, each in enumerate(self.blocks)]
        return _marked(parts, sign, gap="\n\n")

    def _called(self) -> tuple[str, str]:
        paper = self.said["paper"]
        return f"{paper[:1].upper()}{paper[1:]} for {self.bidder}", self.mark

    def __reduce__(self) -> tuple[object, ...]:
        how = {name: getattr(self, name) for name in ("questions", "mark", "winner", "said")}
        again = partial(type(self).of, **how)
        return again, (self.bidder, self.blocks, self.missing)


def _pages(part: str) -> list[str]:
    """A part of a text in pieces that fit a page."""
    lines = part.split("\n")
    return ["\n".join(lines[at : at + _PAGE]) for at in range(0, len(lines), _PAGE)]


def _marked(parts: list[str], mark: str, gap: str = "\n") -> str:
    """Parts of a text, with a mark at the head, at the foot, and on every page between."""
    if not mark:
        return "\n\n".join(parts)
    found, since = [f"{mark}{gap}{parts[0]}"], parts[0].count("\n")
    for each in parts[1:]:
        lines = each.count("\n") + 2
        if since + lines > _PAGE:
            found.append(mark)
            since = 0
        found.append(each)
        since += lines
    return "\n\n".join([*found, mark])


def summaries_of(
    evaluation: EvaluationData,
    *,
    strict: bool = False,
    award: Award | None = None,
    compare: bool = False,
    draft: bool = False,
    only: str | None = None,
) -> FrozenMap[str, Summary]:
    """A summary for every bidder, in the order of the ranking.

    Args:
        evaluation: The evaluation.
        strict: Whether what is missing, and a scheme that is illustrative, are refused.
        award: What the buyer says of the award, beside what the points say.
        compare: Whether it is said by how many points a bid differs from the successful one.
        draft: Whether all are marked as drafts; those that lack something are in any case.
        only: The one bidder whose summary is wanted, or None.

    Raises:
        InputError: The successful bid is not ranked (SV807), or is named without a reason where
            the points do not say (SV808); what is withheld is no criterion (SV819).  Where
            `strict`: all that is missing for any of them, each named once (SV805, SV807, SV814),
            and an illustrative scheme (SV809).
    """
    award = award or Award()
    winner = award_of(evaluation, award)
    if unknown := unknown_withheld(evaluation):
        raise InputError(unknown)
    withheld = withheld_from_others(evaluation)
    ranks = Counter(each.rank for each in evaluation.results if each.rank is not None)
    cases = [
        Case(evaluation, each, winner, award, compare, ranks, withheld)
        for each in evaluation.results
        if only in (None, each.bidder)
    ]
    if strict:
        _refuse(evaluation, winner, dict.fromkeys(one for case in cases for one in _missing(case)))
    return FrozenMap({case.result.bidder: _summary(case, draft=draft) for case in cases})


def summary_of(
    evaluation: EvaluationData,
    bidder: str,
    *,
    strict: bool = False,
    award: Award | None = None,
    compare: bool = False,
) -> Summary:
    """The summary for one bidder; see `summaries_of`."""
    name = evaluation[bidder].bidder
    found = summaries_of(evaluation, strict=strict, award=award, compare=compare, only=name)
    return found[name]


def _refuse(
    evaluation: EvaluationData, winner: BidResult | None, missing: Iterable[MissingReason]
) -> None:
    faults = [each.as_problem for each in missing]
    if winner is None and any(not each.failed for each in evaluation.results):
        faults.append(problem("SV807", found=no_winner(evaluation)))
    if evaluation.scheme.illustrative:
        faults.append(problem("SV809", found=evaluation.tender.title))
    if faults:
        raise InputError(faults)


def _shown(case: Case) -> list[BidResult]:
    """Whose scores and reasons a summary holds: the reader's own, and the successful bid's."""
    return [case.result, *([case.other] if case.other else [])]


def _missing(case: Case) -> list[MissingReason]:
    """What a summary lacks: reasons; and items of regulation 31, where it may apply."""
    shown = _shown(case)
    reasons = [each for one in shown for each in missing_of(case.evaluation, one)]
    if not applies_to(case.evaluation.tender):
        return reasons
    return [*reasons, *missing_items(case.evaluation, shown)]


def missing_reasons(evaluation: EvaluationData) -> tuple[MissingReason, ...]:
    """Every score and every exclusion without its reason; then what regulation 31 lists beside.

    Args:
        evaluation: The evaluation; of a tender to which the regulation does not apply, reasons
            alone.
    """
    results = list(evaluation.results)
    reasons = (each for one in results for each in missing_of(evaluation, one))
    bound = applies_to(evaluation.tender)
    return (*reasons, *(missing_items(evaluation, results) if bound else ()))


def _summary(case: Case, *, draft: bool) -> Summary:
    missing = _missing(case)
    questions = [each for one in _shown(case) for each in short_reasons(case.evaluation, one)]
    questions += covering_questions(case)
    blocks = [
        head(case),
        outcome(case),
        *(() if case.is_notice else _assessed(case)),
        *next_steps(case),
        *_to_complete(missing),
    ]
    mark = _mark(case, draft=draft or bool(missing))
    winner = None if case.winner is None else case.winner.bidder
    return Summary.of(
        case.result.bidder,
        blocks,
        missing,
        questions=questions,
        mark=mark,
        winner=winner,
        said=said_of(case, paper_of(case)),
    )


def _assessed(case: Case) -> Iterator[Block]:
    """What is told of a tender that was assessed; the notice of one that was not has none of it."""
    yield from suppliers(case)
    yield scores(case)
    yield from what_is_withheld(case)
    yield from how_scored(case)
    yield from _reasons(case)
    yield from offer_blocks(case.result)


def _mark(case: Case, *, draft: bool) -> str:
    """What stands on every page of a summary that nobody may be sent as it is."""
    undecided = case.winner is None and any(not each.failed for each in case.evaluation.results)
    if case.evaluation.scheme.illustrative:
        return f"{DRAFT} {ILLUSTRATIVE}"
    return DRAFT if draft or undecided else ""


# --- reasons ------------------------------------------------------------------------------


def _reasons(case: Case) -> Iterator[Block]:
    for criterion in case.evaluation.scheme.everything():
        if criterion.method is None:
            continue
        own = reason_words(case.evaluation, case.result, criterion, own=True)
        told = _paragraphs("Your bid", own)
        if case.other is not None:
            theirs = "withheld."
            if not case.hides(case.other, criterion.name):
                theirs = reason_words(case.evaluation, case.other, criterion, own=False)
            told += _paragraphs("The successful bid", theirs)
        yield Block(f"Reasons: {criterion.name}", tuple(told))


def _paragraphs(whose: str, reason: str) -> list[str]:
    """A reason, a paragraph a line of it."""
    lines = (each.strip() for each in f"{whose}: {reason}".splitlines())
    return [f"    {each}" for each in lines if each]


# --- what is left to do -------------------------------------------------------------------


def _to_complete(missing: list[MissingReason]) -> Iterator[Block]:
    """What somebody must write in; a summary for which the file says it all is sent without."""
    reasons = [f"    There is no reason for {each}." for each in missing if not each.item]
    items = [f"    {sentence(str(each))}" for each in missing if each.item]
    law = "Regulation 31 of the Procurement Regulations 2024 lists, and the tender file lacks:"
    words = (*reasons, *([f"    {law}"] if items else []), *items)
    if words:
        yield Block("To be completed before this is sent", words)
