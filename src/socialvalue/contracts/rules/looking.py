"""What somebody should look at in a return: words about people, evidence and work seen before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from socialvalue.contracts.delivery import DeliveryReturn
from socialvalue.contracts.entered.personal import personal_in
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.lined.seen import Seen
from socialvalue.contracts.standing import Tracked
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import as_read
from socialvalue.words import day_words, listed, number_of

__all__ = ["questions_of_return", "questions_of_words"]

_CLASSES: Mapping[str, re.Pattern[str]] = MappingProxyType({
    "words about health, disability, ethnicity or belief": re.compile(
        r"\b(?:disab\w+|autis\w+|adhd|depress\w+|mental health|diagnos\w+|pregnan\w+|illness|"
        r"ethnic\w*|religio\w+|muslim|christian|jewish|sexual\w*)\b", re.I),
    "words about offending": re.compile(
        r"\b(?:ex-?offenders?|offend\w+|prison\w*|probation|convict\w+|custod\w+)\b", re.I),
    "words about care or children": re.compile(
        r"\b(?:care[- ]leavers?|looked[- ]after|foster\w*|safeguard\w+|pupils?)\b", re.I),
})  # fmt: skip
"""What may tell more of a person than a return needs, by the classes of the law.

Source:
    practice.md §7.3: special category (Art. 9), criminal offence (Art. 10), vulnerable.
"""
_NEEDS_AN_END = ("special_category", "criminal_offence", "vulnerable")
_FORM: Final = "supplier_return"
"""The paper that a return came on: of all its rows, and so no evidence of one alone."""


def questions_of_words(texts: Mapping[str, str]) -> Iterator[Problem]:
    """What of persons stands in some texts of a record, each by where it stands."""
    for where, text in texts.items():
        found = [*personal_in(text), *(each for each, words in _CLASSES.items()
                                       if words.search(text))]  # fmt: skip
        if found:
            yield problem("SV1014", what=where, found=listed(found))


def questions_of_return(
    noun: DeliveryReturn, held: Tracked, on: date, *, seen: Seen, within: int
) -> tuple[Problem, ...]:
    """What somebody should look at before a return is verified.

    Args:
        noun: The return.
        held: Its contract.
        on: The day of the return.
        seen: What is in the record already.
        within: Days after its period in which it was due.
    """
    pieces = {at: each for at, each in enumerate(noun.evidence, start=1) if each.kind != _FORM}
    titles = {f"the title of evidence {at}": each.title for at, each in pieces.items()}
    return (
        *questions_of_words({"the statement": noun.statement, **titles}),
        *_unending(noun),
        *_seen_before(noun, seen),
        *_elsewhere(noun, held, seen),
        *_committed(noun, held),
        *_late(noun, on, within),
    )


def _unending(noun: DeliveryReturn) -> Iterator[Problem]:
    """Evidence that tells of persons, and of which nobody said until when it is kept."""
    for each in noun.evidence:
        if each.personal_data in _NEEDS_AN_END and each.keep_until is None:
            kind, data = (word.replace("_", " ") for word in (each.kind, each.personal_data))
            yield problem("SV1017", found=kind, what=data)


def _seen_before(noun: DeliveryReturn, seen: Seen) -> Iterator[Problem]:
    """The same file was evidence of another return, of this contract or of another."""
    for each in noun.evidence:
        others = [] if each.kind == _FORM else _named(seen.with_file(each.sha256), noun)
        if others:
            yield problem("SV1015", what=each.kind.replace("_", " "), found=listed(others))


def _elsewhere(noun: DeliveryReturn, held: Tracked, seen: Seen) -> Iterator[Problem]:
    """The same people or hours are reported under another contract for the same days.

    Source:
        after-award.md §2.6, duplicate claims.
    """
    line = held.schedule[noun.line] if noun.line else None
    if line is None or not as_read(line.activity):
        return
    same = seen.of_work(line, held.contract.reference)
    others = _named((each for each in same if _overlaps(each, noun)), noun)
    if others:
        yield problem("SV1016", what=line.activity, found=listed(others))


def _committed(noun: DeliveryReturn, held: Tracked) -> Iterator[Problem]:
    """What is reported beyond the contract is a measure of one of its commitments."""
    lines = () if noun.line else [each.line for each in held.schedule.of_measure(noun.measure)]
    if lines:
        yield problem("SV992", found=noun.measure, lines=listed(lines))


def _late(noun: DeliveryReturn, on: date, within: int) -> Iterator[Problem]:
    """A return came later than it was due; one that takes the place of another is not judged."""
    days = (on - noun.ends).days - within
    if days > 0 and noun.replaces is None:
        last, came = day_words(noun.ends), day_words(on)
        yield problem("SV993", period=last, found=came, days=number_of(days, "day"))


def _overlaps(entry: Entry, noun: DeliveryReturn) -> bool:
    other = entry.noun
    return bool(other.starts <= noun.ends and noun.starts <= other.ends)


def _named(found: Iterable[Entry], noun: DeliveryReturn) -> list[str]:
    """Returns by their numbers, but for the one whose place this one takes."""
    others = (each for each in found if each.seq != noun.replaces)
    return [f"entry {each.seq:,} of {each.contract}" for each in others]
