"""The reason behind each score of a summary, and which reasons are missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.ratios import beside
from socialvalue.assess.sentences import clause, closed
from socialvalue.assess.words.workings import disregarded, own_figures
from socialvalue.engine.points import publish
from socialvalue.errors import Problem, problem
from socialvalue.model.bids.marks import Moderated
from socialvalue.model.criteria import Criterion
from socialvalue.model.invitation import method_text
from socialvalue.model.methods import PANEL, PanelMark, PassFail
from socialvalue.numbers import plain
from socialvalue.spans import NOWHERE, Span
from socialvalue.words import number_of

__all__ = ["MissingReason", "missing_of", "reason_words", "short_reasons"]

_FEW_WORDS = 8
"""A reason of fewer words hardly refers to anything in the tender (reg. 31(2)(e))."""


@attrs.frozen
class MissingReason:
    """A score, or an exclusion, without its reason; or an item of regulation 31 that is not there.

    Attributes:
        bidder: Whose; "" for an item.
        criterion: Which criterion; "" for an exclusion, a withdrawal or an item.
        lot: Which lot, or None.
        item: What of regulation 31 the tender file does not say; "" for a reason.
        key: Where a tender file says it; "" for a reason.
        span: Where the mark, or the bid, is written.
    """

    bidder: str
    criterion: str
    lot: str | None = None
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False)
    item: str = ""
    key: str = attrs.field(default="", eq=False, repr=False)

    @property
    def as_problem(self) -> Problem:
        """The same as a problem (SV805, SV814 for an item), at its place in a file."""
        if self.item:
            return self.span.placed(problem("SV814", found=self, key=self.key))
        return self.span.placed(problem("SV805", found=self))

    def __str__(self) -> str:
        if self.item:
            return self.item
        what = f"the mark for '{self.criterion}'" if self.criterion else "leaving the ranking"
        return f"{what} of {self.bidder}" + (f" ({self.lot})" if self.lot else "")


def missing_of(evaluation: EvaluationData, result: BidResult) -> Iterator[MissingReason]:
    """The scores of one bid, or its exclusion, that have no reason."""
    bid = result.bid
    if bid.state != "compliant":
        if not (bid.reason or "").strip():
            yield MissingReason(bid.bidder, "", bid.lot, bid.spans.get("state", bid.span))
        return
    for criterion in evaluation.scheme.scored:
        given, method = bid.marks.get(criterion.name), criterion.method
        if given is None or not isinstance(method, PANEL):
            continue
        if not _passes(given, method) and not _panel_reason(given, mean=method.mean):
            written = bid.spans.get(f"marks/{criterion.name}", bid.span)
            yield MissingReason(bid.bidder, criterion.name, bid.lot, written)


def short_reasons(evaluation: EvaluationData, result: BidResult) -> Iterator[Problem]:
    """Reasons of one bid that are too short to refer to anything in its tender: to look at twice.

    Source:
        Procurement Regulations 2024, reg. 31(2)(e): a reason by reference to the tender.
    """
    bid = result.bid
    if bid.state != "compliant":
        return
    for criterion in evaluation.scheme.scored:
        given, method = bid.marks.get(criterion.name), criterion.method
        if given is None or not isinstance(method, PANEL):
            continue
        written = bid.spans.get(f"marks/{criterion.name}", bid.span)
        what = str(MissingReason(bid.bidder, criterion.name, bid.lot))
        for text, to in ((_panel_reason(given, mean=method.mean), ""),
                         (given.reason_for_others, ", as others read it,")):  # fmt: skip
            words = len(text.split())
            if 0 < words < _FEW_WORDS:
                told = number_of(words, "word")
                yield written.placed(problem("SV812", found=f"{what}{to}", words=told))


def _passes(given: Moderated, method: PanelMark | PassFail) -> bool:
    """Whether a mark says all by itself: that a requirement is met."""
    return isinstance(method, PassFail) and bool(given.under(method))


def _panel_reason(mark: Moderated, *, mean: bool) -> str:
    """The panel's reason; where the mean of the marks counts, each evaluator's, unnamed."""
    if mark.reason.strip():
        return mark.reason.strip()
    if mean and mark.marks and all(each.reason.strip() for each in mark.marks):
        return " / ".join(each.reason.strip() for each in mark.marks)
    return ""


def reason_words(
    evaluation: EvaluationData, result: BidResult, criterion: Criterion, *, own: bool
) -> str:
    """The reason of one score: the panel's, or the formula in figures.

    Args:
        evaluation: The evaluation.
        result: Whose score.
        criterion: A criterion with a method.
        own: Whether the reader is the bidder, and may be told the bid's own figures.
    """
    method = criterion.method
    if result.bid.state != "compliant":
        return "not scored."
    half = "" if result.failed else disregarded(criterion, result)
    nothing = f"No points: {half}." if half else ""
    if isinstance(method, PANEL):
        return f"{_panel_words(result, criterion, method, own=own)} {nothing}".rstrip()
    if result.failed:
        return "not scored."
    return nothing or _formula_words(evaluation, result, criterion, own=own)


def _panel_words(
    result: BidResult, criterion: Criterion, method: PanelMark | PassFail, *, own: bool
) -> str:
    given = result.bid.marks.get(criterion.name)
    mark = None if given is None else given.under(method)
    if given is None or mark is None:
        return "there is no mark."
    missing = "" if _passes(given, method) else "The reason is missing."
    reason = _panel_reason(given, mean=method.mean)
    told = reason if own else given.reason_for_others.strip() or reason
    return f"{_mark_words(mark, method)}. {closed(told or missing)}".rstrip()


def _mark_words(mark: Fraction, method: PanelMark | PassFail) -> str:
    """A mark beside its scale, and what it means there."""
    if isinstance(method, PassFail):
        return "pass" if mark else "fail"
    shown = plain(beside(mark, [method.minimum], 4))
    means = clause(method.meaning_of(mark))
    return f"mark {shown} of {plain(method.out_of)}{f' ({means})' if means else ''}"


def _formula_words(
    evaluation: EvaluationData, result: BidResult, criterion: Criterion, *, own: bool
) -> str:
    """The published formula, the reader's own figures, and the share of the points they gave.

    What others offered stays with them: a lowest price or a highest value is not named.
    """
    if not criterion.points:
        return "This criterion is worth no points: it is not scored, and changes no total."
    points = result.exact.get(criterion.name, Fraction(0))
    score, there = publish(points, evaluation.scheme.places), plain(criterion.points)
    if own:
        found = own_figures(criterion, evaluation, result)
        figures = "".join(f" {each}." for each in found)
        share = _share(points, criterion, evaluation.scheme.places)
        sum_of_it = f"{there} × {share} = {score}"
    else:  # a multiplier, or a figure of the offer, would give away what was offered
        figures, sum_of_it = "", f"{score} of {there} points"
    both = any(criterion in top.walk() for top in result.scheme.walk() if top.needs_both)
    formula = method_text(criterion.method, needs_both=both).removesuffix(" Quality:")
    return f"{formula}{figures} {sum_of_it}."


def _share(points: Fraction, criterion: Criterion, places: int) -> str:
    """The share of the points that a bid has, in as few places as give its published points."""
    weight = Fraction(criterion.points)
    share = points / weight
    for digits in range(4, 13):
        shown = publish(share, digits)
        if publish(Fraction(shown) * weight, places) == publish(points, places):
            return plain(shown)
    return f"{share.numerator}/{share.denominator}"
