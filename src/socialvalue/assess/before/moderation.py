"""Moderation: no points while marks are open, and what was changed when they were closed.

Whoever knows a ranking can no longer mark without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from socialvalue.errors import Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import Moderated
from socialvalue.model.criteria import Criterion, reads_of
from socialvalue.model.methods import PANEL, PassFail
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain
from socialvalue.words import day_words, listed

__all__ = [
    "CHANGED",
    "LACKING",
    "OPEN",
    "changes_of",
    "is_open",
    "mark_problems",
    "mark_questions",
    "moderated",
    "silent_changes",
    "still_open",
]

OPEN = "SV760"
"""That marks are open: no result is wrong, and there is none yet."""

CHANGED = "SV767"
"""That a mark was changed when the ranking was known."""

LACKING = {"SV705", "SV725"}
"""Marks that are missing: faults of a tender only when moderation is closed."""


def is_open(tender: Tender, bids: Sequence[Bid]) -> bool:
    """Whether points must wait: a tender says so, and not all of its bids are invented.

    Args:
        tender: The buyer's side.
        bids: All that would be scored.
    """
    held = tender.moderation
    invented = bool(bids) and all(each.invented for each in bids)
    return held is not None and held.closed is None and not invented


def still_open(tender: Tender, offered: Iterable[tuple[Bid, Scheme]]) -> Problem:
    """How many of the marks are moderated, for who asks for points before all are.

    Args:
        tender: The buyer's side.
        offered: Each bid, and the scheme that it is scored by.
    """
    done, due = moderated(offered)
    found = problem(OPEN, done=done, due=due)
    return tender.spans.get("moderation", tender.span).placed(found)


def moderated(offered: Iterable[tuple[Bid, Scheme]]) -> tuple[int, int]:
    """How many marks of compliant bids are agreed, of how many that are needed.

    Args:
        offered: Each bid, and the scheme that it is scored by.
    """
    due = [done for bid, scheme in offered for done in _moderated(bid, scheme)]
    return sum(due), len(due)


def _moderated(bid: Bid, scheme: Scheme) -> Iterator[bool]:
    """For each mark that a compliant bid needs, whether it is agreed."""
    excused = {leaf.name for top in scheme.walk() if top.needs_both for leaf in top.walk()}
    for each in scheme.scored if bid.state == "compliant" else ():
        given = bid.marks.get(each.name)
        if reads_of(each.method, "mark") and (given is not None or each.name not in excused):
            yield given is not None and _counts(given, each) is not None


def _counts(given: Moderated, criterion: Criterion) -> object:
    method = criterion.method
    return given.under(method) if isinstance(method, PANEL) else given.consensus


def mark_problems(tender: Tender, bids: Sequence[Bid]) -> Iterator[Problem]:
    """Marks that are later than closing, and changes that say what cannot be.

    Args:
        tender: The buyer's side.
        bids: What is offered.
    """
    closed = tender.moderation and tender.moderation.closed
    for bid in bids:
        for name, given in bid.marks.items():
            found = _late(name, given, closed) if closed else _before_closing(name, given)
            for each in found:
                written = bid.spans.get(f"marks/{name}", bid.span)
                yield written.placed(each.within(f"bid '{bid.bidder}'"))


def _before_closing(name: str, given: Moderated) -> Iterator[Problem]:
    if given.changed:
        yield problem("SV763", criterion=name)


def _late(name: str, given: Moderated, closed: date) -> Iterator[Problem]:
    for each in given.changed:
        if each.on < closed:
            on, day = day_words(each.on), day_words(closed)
            yield problem("SV764", criterion=name, on=on, closed=day)
    last = max([closed, *(each.on for each in given.changed)])
    own = (each.on for each in given.marks if each.on is not None and each.on > closed)
    agreed = (given.on,) if given.on is not None and given.on > last else ()
    for on in dict.fromkeys((*own, *agreed)):
        yield problem("SV765", criterion=name, on=day_words(on), closed=day_words(closed))


def silent_changes(earlier: Iterable[Bid], bids: Iterable[Bid]) -> Iterator[Problem]:
    """What was known of scores when bids were ranked before, and is not kept now.

    Args:
        earlier: The bids as they were ranked, when moderation was closed.
        bids: The same now.
    """
    now = {(each.bidder, each.lot): each for each in bids}
    for was in earlier:
        bid = now.get((was.bidder, was.lot))
        if bid is None:
            continue
        for name, held in was.marks.items():
            written = bid.spans.get(f"marks/{name}", bid.span)
            for what in _not_kept(held, bid.marks.get(name)):
                found = problem("SV769", criterion=name, what=what)
                yield written.placed(found.within(f"bid '{bid.bidder}'"))


def _not_kept(held: Moderated, given: Moderated | None) -> Iterator[str]:
    """Of one score: its value then, its changes then, and each first mark."""
    changed, known = (given.changed, given.marks) if given else ((), ())
    then = len(held.changed)
    scores = [*(each.was for each in changed[then:]), given.consensus if given else None]
    if changed[:then] != held.changed or scores[0] != held.consensus:
        score = "not agreed" if held.consensus is None else plain(held.consensus)
        yield f"the score was {score}"
    first = {(each.by, each.mark) for each in known}
    for each in held.marks:
        if (each.by, each.mark) not in first:
            yield f"the first mark of {each.by} was {plain(each.mark)}"


def mark_questions(tender: Tender, bid: Bid, scheme: Scheme) -> Iterator[Problem]:
    """Marks of one bid that were changed when the ranking was known, or moved without a reason.

    Args:
        tender: The buyer's side.
        bid: Whose marks.
        scheme: Weights and methods.
    """
    for each in scheme.scored:
        given = bid.marks.get(each.name)
        if given is not None and reads_of(each.method, "mark"):
            moved = _moved(given, each) if tender.moderation else ()
            written = bid.spans.get(f"marks/{each.name}", bid.span)
            yield from map(written.placed, (*changes_of(given, each), *moved))


def changes_of(given: Moderated, criterion: Criterion) -> Iterator[Problem]:
    """Each change after closing, from what to what, by whom and why.

    Args:
        given: A mark.
        criterion: What it is for.
    """
    shown = [*(_shown(each.was, criterion) for each in given.changed),
             _shown(given.consensus, criterion)]  # fmt: skip
    for change, (was, now) in zip(given.changed, pairwise(shown), strict=True):
        yield problem(
            CHANGED,
            criterion=criterion.name,
            was=was,
            now=now,
            on=day_words(change.on),
            by=change.by,
            why=change.why,
        )


def _moved(given: Moderated, criterion: Criterion) -> Iterator[Problem]:
    """A score that is another than evaluators' first ones, and nothing says why."""
    agreed, first = given.consensus, [each.mark for each in given.marks]
    means = getattr(criterion.method, "mean", False)
    if agreed is None or means or given.moved.strip() or all(each == agreed for each in first):
        return
    marks = listed([f"{_shown(each.mark, criterion)} ({each.by})" for each in given.marks])
    yield problem("SV768", criterion=criterion.name, agreed=_shown(agreed, criterion), first=marks)


def _shown(mark: Decimal | None, criterion: Criterion) -> str:
    if mark is None:
        return "–"
    return plain(mark) if not isinstance(criterion.method, PassFail) else "pass" if mark else "fail"
