"""A council's own covering letter: its text, with names that a tender file and a result fill.

The names are closed and hold text alone: a template asks for nothing else, and runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Template
from types import MappingProxyType

from socialvalue.assess.letters.case import Case
from socialvalue.assess.letters.covering import standstill_of
from socialvalue.assess.letters.outcome import outcome_words
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.papers.award import Papers
from socialvalue.model.papers.contacts import Supplier
from socialvalue.spans import Span
from socialvalue.words import day_words

__all__ = ["NAMES", "filled", "said_of"]

NAMES: Mapping[str, str] = MappingProxyType({
    "bidder": "bidder of bids",
    "address": "address of suppliers",
    "email": "email of suppliers",
    "identifier": "identifier of suppliers",
    "authority": "authority",
    "our_reference": "our_reference",
    "title": "title",
    "lot": "lot of bids",
    "published": "published",
    "paper": "",
    "outcome": "",
    "successful": "",
    "contact": "contact of papers",
    "full_criteria": "full_criteria of papers",
    "award_notice": "award_notice of papers",
    "standstill_end": "award_notice of papers",
})  # fmt: skip
"""Each name that a covering letter may hold, and the key of the tender file that fills it."""


def said_of(case: Case, paper: str) -> FrozenMap[str, str]:
    """What each name stands for in the letter to one bidder; "" where nothing says it.

    Args:
        case: The reader.
        paper: What the paper beside the letter is called.
    """
    tender, bid = case.evaluation.tender, case.result.bid
    supplier, papers = bid.supplier or Supplier(), tender.papers or Papers()
    contact = papers.contact
    end = standstill_of(case)
    found = {
        "bidder": bid.bidder,
        "address": supplier.address,
        "email": supplier.email,
        "identifier": supplier.identifier,
        "authority": tender.authority,
        "our_reference": tender.our_reference,
        "title": tender.title,
        "lot": bid.lot or "",
        "published": day_words(tender.published) if tender.published else "",
        "paper": f"{paper[:1].lower()}{paper[1:]}",
        "outcome": outcome_words(case),
        "successful": case.winner.bidder if case.winner else "",
        "contact": ", ".join(filter(None, (contact.name, contact.email))) if contact else "",
        "full_criteria": papers.full_criteria,
        "award_notice": day_words(papers.award_notice) if papers.award_notice else "",
        "standstill_end": day_words(end) if end else "",
    }
    return FrozenMap({name: each.strip() for name, each in found.items()})


def filled(text: str, said: Mapping[str, str], file: str = "") -> str:
    """A covering letter for one bidder.

    Args:
        text: The council's own, with names such as ``$bidder`` or ``${bidder}``; ``$$`` is a ``$``.
        said: What each name stands for.
        file: Where the text stands.

    Raises:
        InputError: It holds names that there are not (SV830), or that nothing fills (SV831), all of
            them together, each at its line.

    Example:
        >>> filled("Dear $bidder,", {"bidder": "Acme"})
        'Dear Acme,'
    """
    wrong = list(dict.fromkeys(_problems(text, said, file)))
    if wrong:
        raise InputError(wrong)
    return Template(text).substitute(said)


def _problems(text: str, said: Mapping[str, str], file: str) -> Iterator[Problem]:
    for found in Template.pattern.finditer(text):
        name = found["named"] or found["braced"]
        before = text[: found.start()]
        span = Span(file, before.count("\n") + 1, found.start() - before.rfind("\n"))
        if found["invalid"] is not None:
            yield span.placed(problem("SV830", found="$", hint="write $$ where a $ is meant"))
        elif name is not None and name not in said:
            hint = did_you_mean(name, said, label="names")
            yield span.placed(problem("SV830", found=f"${name}", hint=hint))
        elif name is not None and not said[name]:
            yield span.placed(_unsaid(name))


def _unsaid(name: str) -> Problem:
    key = NAMES.get(name, "")
    return problem("SV831", found=f"${name}", hint=f"write it in: {key}" if key else None)
