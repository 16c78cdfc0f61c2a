"""The outcome as a bidder reads it: its own standing, the successful bid, and why it is that."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from socialvalue.assess.letters.case import Case, no_winner
from socialvalue.assess.letters.covering import sender
from socialvalue.assess.letters.regulation import applies_to
from socialvalue.assess.sentences import clause, closed
from socialvalue.blocks import Block
from socialvalue.engine.points import publish
from socialvalue.model.papers.grounds import ABNORMALLY_LOW, GROUNDS
from socialvalue.numbers import plain
from socialvalue.words import day_words

if TYPE_CHECKING:
    from socialvalue.model.criteria import Criterion

__all__ = ["gap", "head", "outcome", "outcome_words", "paper_of", "total_gap"]


def head(case: Case) -> Block:
    """Whose summary it is, of which tender, under which scheme."""
    scheme, tender, bid = case.evaluation.scheme, case.evaluation.tender, case.result.bid
    lot = f", lot {bid.lot}" if bid.lot else ""
    lot = "" if tender.title.endswith(lot) else lot
    notice = tender.published
    published = f" Tender notice published {day_words(notice)}." if notice else ""
    scored = (
        f"Bids are scored out of {plain(scheme.out_of)} points; the fingerprint of the scheme is "
        f"{scheme.fingerprint}."
    )
    return Block(
        f"{paper_of(case)}: {tender.title}{lot}",
        (
            *sender(case),
            f"{closed(f'For {bid.bidder}')}{published}",
            *(() if case.is_notice else (scored,)),
        ),
    )


def paper_of(case: Case) -> str:
    """Which of the papers it is: only a tender that was assessed has an assessment summary."""
    if not case.is_notice:
        return "Assessment summary"
    bid = case.result.bid
    if bid.state == "withdrawn":
        return "Notice of a withdrawn bid"
    if not bid.ground or not applies_to(case.evaluation.tender):
        return "Notice of a bid that was not ranked"
    of_supplier = bid.ground in {"excluded_supplier", "excludable_supplier"}
    return "Notice to an excluded supplier" if of_supplier else "Notice of a disregarded tender"


def outcome_words(case: Case) -> str:
    """What became of the reader's bid, for a letter beside it; "" while nothing is decided."""
    if case.winner is None:
        return ""
    if case.winner is case.result:
        return "Your bid is successful."
    other = f"The successful bid is that of {clause(case.winner.bidder)}."
    if case.is_notice:
        return f"Your bid did not remain in the competition. {other}"
    return f"Your bid is not successful. {other}"


def outcome(case: Case) -> Block:
    """What became of the reader's bid, and why the successful one is that."""
    return Block("Outcome", (*_own(case), *_beside(case), *_grounds(case)))


def _own(case: Case) -> Iterator[str]:
    result = case.result
    if result.bid.state != "compliant":
        yield from _left(case)
    elif result.failed:
        reasons = "; ".join(clause(each.message) for each in result.failures)
        yield closed(f"Your bid was not ranked: {reasons}")
    elif case.winner is result:
        yield f"Your bid is successful: {_standing(case)}."
    else:
        yield f"Your bid: {_standing(case)}."


def _left(case: Case) -> Iterator[str]:
    """That a bid is no longer in the competition; true of a supplier and of a tender alike."""
    result = case.result
    if result.bid.state == "withdrawn":
        yield "Your bid was withdrawn: it was not ranked."
        yield from (closed(f"The reason given: {each}") for each in [result.bid.reason] if each)
        return
    yield "Your bid did not remain in the competition: it was not ranked."
    ground = GROUNDS.get(result.bid.ground)
    if ground is None or not applies_to(case.evaluation.tender):
        yield closed(f"The ground: {result.bid.reason or 'none is given'}")
        return
    yield (f"It was disregarded under {ground.law} of the Procurement Act 2023, as {ground.words}.")
    if result.bid.notified is not None and result.bid.ground == ABNORMALLY_LOW:
        yield (
            f"You were notified on {day_words(result.bid.notified)} that the price was considered "
            "to be abnormally low, and had the opportunity to demonstrate that you will be able to "
            "perform the contract for it."
        )
    yield closed(f"Why that is so of your bid: {result.bid.reason}")


def _standing(case: Case) -> str:
    result = case.result
    tied = case.ranks[result.rank or 0] > 1
    return (
        f"{result.points} of {plain(case.evaluation.scheme.out_of)} points, rank {result.rank} of "
        f"{case.ranks.total()}{', shared with another bid' if tied else ''}"
    )


def _beside(case: Case) -> Iterator[str]:
    """The successful bid, and why the reader's is not."""
    result, other = case.result, case.other
    if case.winner is None:
        why = no_winner(case.evaluation)
        yield f"There is no successful bid to set beside yours: {why}."
    elif case.is_notice:
        yield f"The successful bid is that of {case.winner.bidder}."
    elif other is not None:
        points = "" if case.hides(other) else f", with {other.points} points"
        yield f"The successful bid is that of {other.bidder}{points}."
        if result.points is not None and other.points is not None:
            yield from _why_not(case, result.points, other.points)


def _why_not(case: Case, own: Decimal, other: Decimal) -> Iterator[str]:
    told = case.compare and not case.withheld
    if told:
        yield from _compared(case)
    if own == other:
        if not case.withheld:
            yield "Both bids have the same published points."
        yield from _tie_break(case)
    elif told:
        return
    elif own < other:
        yield (
            "Yours was not successful because it has fewer points in total; the scores, and the "
            "reasons for them, are below."
        )
    else:
        yield "Yours has more points in total."


def _tie_break(case: Case) -> Iterator[str]:
    """The published tie-break that decided between two equal totals, if one did."""
    result, other = case.result, case.other
    if other is None or result.rank == other.rank:
        return
    for name in case.evaluation.scheme.ties:
        own, theirs = result.points_for(name), other.points_for(name)
        if own == theirs:
            continue
        if case.hides(other, name):
            yield f"The published tie-break decided, by the points for {name}."
        else:
            yield (
                f"The published tie-break decided, by the points for {name}: yours has {own}, the "
                f"successful one {theirs}."
            )
        return


def _grounds(case: Case) -> Iterator[str]:
    """Why the award went where it did, in the rule's words and in the buyer's."""
    if case.award.rule:
        yield closed(f"The award follows a published rule: {case.award.rule}")
    if case.winner is not None and case.award.because.strip():
        yield closed(f"Why the successful bid was chosen: {case.award.because}")


# --- by how many points -------------------------------------------------------------------


def _compared(case: Case) -> Iterator[str]:
    """By how many points the two differ, in all and in each criterion."""
    found = [(gap(case, each), each.name) for each in case.evaluation.scheme.leaves]
    listed = "; ".join(f"{_more_or_fewer(each)} for {name}" for each, name in found if each)
    whole = total_gap(case)
    if whole:
        yield closed(f"Your bid has {_more_or_fewer(whole)} than the successful one: {listed}")
    elif listed:
        yield closed(f"Beside the successful one your bid has {listed}")


def gap(case: Case, criterion: Criterion) -> Decimal:
    """The successful bid's points for a criterion less the reader's, rounded once.

    Where points are exact until the total, so is the difference: one of two rounded figures could
    be a last digit off.
    """
    scheme, result, other = case.evaluation.scheme, case.result, case.other
    if other is None or result.failed or other.failed:
        return Decimal(0)
    if scheme.round_at == "part":
        pair = [result.points_for(criterion.name), other.points_for(criterion.name)]
        own, theirs = (Fraction(each or 0) for each in pair)
    else:
        own, theirs = result.exact[criterion.name], other.exact[criterion.name]
    return _signed(theirs - own, scheme.places)


def total_gap(case: Case) -> Decimal:
    """The successful bid's points less the reader's, as published: these rank the bids."""
    result, other = case.result, case.other
    if other is None or result.points is None or other.points is None:
        return Decimal(0)
    difference = Fraction(other.points) - Fraction(result.points)
    return _signed(difference, case.evaluation.scheme.places)


def _signed(difference: Fraction, places: int) -> Decimal:
    size = publish(abs(difference), places)
    return size if difference > 0 else size.copy_negate()


def _more_or_fewer(difference: Decimal) -> str:
    return f"{difference.copy_abs()} points {'fewer' if difference > 0 else 'more'}"
