"""What stands around scores and reasons: who writes, the suppliers, how scores come about, days."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from typing import Any

from socialvalue.assess.letters.case import Case
from socialvalue.assess.letters.regulation import applies_to
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.sentences import clause, closed
from socialvalue.blocks import Block
from socialvalue.errors import Problem, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.invitation import bounds_text, method_text, shared_scales, without_scale
from socialvalue.model.methods import PanelMark
from socialvalue.model.papers.contacts import Contact, Supplier
from socialvalue.model.papers.grounds import ABNORMALLY_LOW
from socialvalue.model.papers.standstill import STANDSTILL_DAYS, is_working_day
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain
from socialvalue.words import day_words

__all__ = [
    "covering_questions",
    "how_scored",
    "next_steps",
    "not_heard",
    "sender",
    "standstill_of",
    "standstill_words",
    "suppliers",
    "what_is_withheld",
]


def sender(case: Case) -> Iterator[str]:
    """Who writes, and under which reference."""
    tender = case.evaluation.tender
    if tender.authority.strip():
        yield closed(f"From {tender.authority.strip()}")
    if tender.our_reference.strip():
        yield closed(f"Our reference: {tender.our_reference.strip()}")


def suppliers(case: Case) -> Iterator[Block]:
    """How the reader and the successful bidder are reached and told apart, as far as it is said."""
    shown = {"Your bid": case.result, "The successful bid": case.other}
    words = [
        closed(f"{whose}: {_reached(one.bidder, one.bid.supplier)}")
        for whose, one in shown.items()
        if one is not None and one.bid.supplier is not None
    ]
    if words:
        yield Block("Suppliers", tuple(words))


def _reached(bidder: str, said: Supplier) -> str:
    given = (
        ("postal address", said.address),
        ("e-mail address", said.email),
        ("unique identifier", said.identifier),
    )
    parts = [f"{what}: {clause(' '.join(words.split()))}" for what, words in given if words.strip()]
    return "; ".join([clause(bidder), *parts])


def how_scored(case: Case) -> Iterator[Block]:
    """How each criterion is assessed by reference to scores, and where that stands in full.

    It stands in a letter where the file says either; the formulas stand beside reasons as well.
    """
    scheme, papers = case.evaluation.scheme, case.evaluation.tender.papers
    full = papers.full_criteria.strip() if papers is not None else ""
    listed = list(scheme.everything())
    scales = any(isinstance(each.method, PanelMark) and each.method.scale for each in listed)
    if not full and not scales:
        return
    shared = shared_scales(listed)
    words = [line for each in listed for line in (*_method(each, shared), *_bounds(each))]
    for scale, names in shared.items():
        words += [f"    What a mark for {names} means:", *_meanings(scale)]
    if full:
        words.append(
            "This is a summary. The award criteria and the assessment methodology can be read in "
            f"full here: {closed(full)}"
        )
    yield Block("How each criterion is scored", tuple(words))


def _method(criterion: Criterion, shared: Container[Any]) -> Iterator[str]:
    """The formula of a criterion; below it what each mark means, unless several share that."""
    method = criterion.method
    if method is None:
        return
    scale = method.scale if isinstance(method, PanelMark) else {}
    own = bool(scale) and scale not in shared
    formula = method_text(without_scale(method)).removesuffix(" Quality:")
    yield f"    {criterion.name}: {formula}{' What a mark means:' if own else ''}"
    if own:
        yield from _meanings(scale)


def _meanings(scale: Mapping[str, str]) -> Iterator[str]:
    """What each mark means, a line a mark."""
    for mark, words in scale.items():
        yield closed(f"        {mark} = {words}")


def _bounds(criterion: Criterion) -> Iterator[str]:
    """What a bid fails by; of a criterion of others it stands under the points of all of them."""
    found = list(bounds_text(criterion))
    if found and criterion.method is None:
        yield f"    {criterion.name}: {plain(criterion.points)} points, the sum of its parts."
    yield from (f"        {each}" for each in found)


_AS = {
    "commercial": (
        "section 94(1)(b) of the Procurement Act 2023: it is sensitive commercial information, and "
        "there is an overriding public interest in its being withheld"
    ),
    "security": (
        "section 94(1)(a) of the Procurement Act 2023: this is necessary for the purpose of "
        "safeguarding national security"
    ),
}


def what_is_withheld(case: Case) -> Iterator[Block]:
    """That something is withheld, and under which paragraph: the reader is told both (s.94(3))."""
    papers = case.evaluation.tender.papers
    if papers is None or case.other is None or not papers.withheld:
        return
    bound = applies_to(case.evaluation.tender)
    words = [
        f"We withhold the successful bid's score and reason for {each.criterion}"
        f"{f' under {_AS[each.under]}' if bound else ''}."
        for each in papers.withheld
    ]
    wholes = (
        "Its points in total, and those of every whole that holds them, are withheld too: they "
        "would give them away."
    )
    yield Block("What is withheld", (*words, wholes))


def next_steps(case: Case) -> Iterator[Block]:
    """The contract award notice, the standstill period, and whom to ask."""
    papers = case.evaluation.tender.papers
    if papers is None:
        return
    waits = standstill_words(case.evaluation.tender) if case.winner is not None else ()
    words = [*waits, *_asked(papers.contact)]
    if words:
        yield Block("What happens next", tuple(words))


def standstill_of(case: Case) -> date | None:
    """The last day of the standstill period that the letter tells of; None where it tells of none.

    A light touch contract needs none, and has one where the authority says that it keeps it.
    """
    return None if case.winner is None else _last_day(case.evaluation.tender)


def _last_day(tender: Tender) -> date | None:
    papers = tender.papers
    if papers is None or not applies_to(tender):
        return None
    kept = tender.regime != "light_touch" or papers.standstill == "voluntary"
    return papers.standstill_end if kept else None


def standstill_words(tender: Tender) -> Iterator[str]:
    """The contract award notice and the wait after it, where the Act of 2023 may apply."""
    if tender.papers is None or tender.papers.award_notice is None:
        return
    if not applies_to(tender):
        return
    on = day_words(tender.papers.award_notice)
    intend = f"We intend to publish the contract award notice on {on}"
    end = _last_day(tender)
    if end is None:
        yield f"{intend}. No standstill period is required for a light touch contract."
        return
    moves = "If publication moves, so does this date."
    if tender.regime == "light_touch":
        yield (
            f"{intend}. No standstill period is required for a light touch contract. We intend to "
            f"keep one of {STANDSTILL_DAYS} working days beginning with the day the notice is "
            f"published, so we expect it to end at the end of {day_words(end)}. {moves}"
        )
        return
    yield (
        f"{intend}. The standstill period is {STANDSTILL_DAYS} working days beginning with the day "
        f"it is published, so we expect it to end at the end of {day_words(end)}. {moves}"
    )


def _asked(contact: Contact | None) -> Iterator[str]:
    if contact is None:
        return
    given = (contact.name, contact.email, contact.telephone, contact.address)
    said = [clause(" ".join(each.split())) for each in given if each.strip()]
    if said:
        yield closed(f"If you have a question about this paper, ask {', '.join(said)}")


# --- what the officer is asked ------------------------------------------------------------


def covering_questions(case: Case) -> Iterator[Problem]:
    """What a letter is sent without, and what its standstill rests on: to look at twice."""
    tender = case.evaluation.tender
    papers = tender.papers
    if case.other and case.hides(case.other) and case.other.points == case.result.points:
        at = tender.spans.get("papers", tender.span)
        yield at.placed(problem("SV829", found=case.result.bidder))
    if not applies_to(tender):
        yield from _of_another_law(case)
        return
    yield from not_heard(case.result)
    for word, what in (("authority", "who is writing"), ("our_reference", "under which reference")):
        if not getattr(tender, word).strip():
            yield tender.span.placed(problem("SV815", found=what, key=f"{word}:"))
    at = tender.spans.get("papers", tender.span)
    if papers is None or papers.contact is None:
        key = "contact: under 'papers:'"
        yield at.placed(problem("SV815", found="whom a bidder can ask", key=key))
    if papers is None or papers.award_notice is None:
        key, what = "award_notice: under 'papers:'", "when the standstill period ends"
        yield at.placed(problem("SV815", found=what, key=key))
    elif standstill_of(case) is None:
        return
    elif not papers.holidays:
        yield at.placed(problem("SV816", why="without any holidays"))
    elif not is_working_day(papers.award_notice, papers.holidays):
        why = "from a day of publication that is no working day"
        yield at.placed(problem("SV816", why=why))


def not_heard(result: BidResult) -> Iterator[Problem]:
    """A tender that is disregarded for its price, and no day on which its supplier was notified.

    Source: the Procurement Act 2023 s.19(4).
    """
    bid = result.bid
    if bid.ground == ABNORMALLY_LOW and bid.notified is None:
        at = bid.spans.get("ground", bid.span)
        yield at.placed(problem("SV843", found=bid.bidder))


def _of_another_law(case: Case) -> Iterator[Problem]:
    """A ground of the Act of 2023, of a tender to which that does not apply."""
    bid = case.result.bid
    if bid.ground:
        at = bid.spans.get("ground", bid.span)
        yield at.placed(problem("SV832", found=bid.ground))
