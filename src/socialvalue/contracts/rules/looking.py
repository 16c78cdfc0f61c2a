"""What somebody should look at in a return: words about people, evidence and work seen before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from socialvalue.contracts.delivery import DeliveryReturn
from socialvalue.contracts.entered.personal import personal_in
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.obligation import Obligation
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import as_read
from socialvalue.words import listed

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


def questions_of_words(texts: Mapping[str, str]) -> Iterator[Problem]:
    """What of persons stands in some texts of a record, each by where it stands."""
    for where, text in texts.items():
        found = [*personal_in(text), *(each for each, words in _CLASSES.items()
                                       if words.search(text))]  # fmt: skip
        if found:
            yield problem("SV1014", what=where, found=listed(found))


def questions_of_return(
    noun: DeliveryReturn, reference: str, entries: Iterable[Entry], line: Obligation | None
) -> tuple[Problem, ...]:
    """What somebody should look at before a return is verified.

    Args:
        noun: The return.
        reference: Of its contract.
        entries: All of the record.
        line: The commitment; None beyond the contract.
    """
    held = list(entries)
    undone = {each.about for each in held if each.action == "correct"}
    others = [each for each in held if each.action == "deliver" and each.seq not in undone
              and each.seq != noun.replaces]  # fmt: skip
    titles = {f"the title of evidence {at}": each.title
              for at, each in enumerate(noun.evidence, start=1)}  # fmt: skip
    return (
        *questions_of_words({"the statement": noun.statement, **titles}),
        *_unending(noun),
        *_seen_before(noun, others),
        *_elsewhere(noun, reference, held, others, line),
    )


def _unending(noun: DeliveryReturn) -> Iterator[Problem]:
    """Evidence that tells of persons, and of which nobody said until when it is kept."""
    for each in noun.evidence:
        if each.personal_data in _NEEDS_AN_END and each.keep_until is None:
            kind, data = (word.replace("_", " ") for word in (each.kind, each.personal_data))
            yield problem("SV1017", found=kind, what=data)


def _seen_before(noun: DeliveryReturn, others: list[Entry]) -> Iterator[Problem]:
    """The same file was evidence of another return, of this contract or of another."""
    for each in noun.evidence:
        seen = [_named(other) for other in others if each.sha256 and each.sha256 in other.said]
        if seen:
            yield problem("SV1015", what=each.kind.replace("_", " "), found=listed(seen))


def _elsewhere(
    noun: DeliveryReturn, reference: str, held: list[Entry], others: list[Entry],
    line: Obligation | None,
) -> Iterator[Problem]:  # fmt: skip
    """The same people or hours are reported under another contract for the same days.

    Source:
        after-award.md §2.6, duplicate claims.
    """
    activity = as_read(line.activity) if line else ""
    if not activity or line is None:
        return
    same = {
        (each.contract, one.line)
        for each in held if each.action == "add" and each.contract != reference
        for one in each.noun.lines
        if one.measure == line.measure and as_read(one.activity) == activity
    }  # fmt: skip
    seen = [each for each in others if (each.contract, each.line) in same and _overlaps(each, noun)]
    if seen:
        yield problem("SV1016", what=line.activity, found=listed(map(_named, seen)))


def _overlaps(entry: Entry, noun: DeliveryReturn) -> bool:
    other = entry.noun
    return bool(other.starts <= noun.ends and noun.starts <= other.ends)


def _named(entry: Entry) -> str:
    return f"entry {entry.seq:,} of {entry.contract}"
