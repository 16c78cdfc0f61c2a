"""Warnings: what may be wrong with a bid, but counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from socialvalue.engine.exact import pounds
from socialvalue.engine.lines import Line
from socialvalue.engine.offers import value_date
from socialvalue.engine.refusals import activity_key
from socialvalue.errors import Problem, problem
from socialvalue.model.framework import Framework
from socialvalue.model.places import followed_by, place_name
from socialvalue.model.tender import Tender
from socialvalue.words import day_words, listed

__all__ = ["WEAK", "cautions_of"]

WEAK = "SV604"
"""The code of pounds that rest on figures known from one source only, or inferred."""

_CONFIDENCE = {
    "one-source": "known from one source only",
    "unknown": "not well known",
    "conflict": "not the same in all sources",
}


def cautions_of(tender: Tender, lines: Sequence[Line], framework: Framework) -> tuple[Problem, ...]:
    """What a reader of the valuation should look at twice."""
    return (
        *_edition(tender, framework),
        *_dates(tender, framework),
        *_place_of_its_day(tender, framework),
        *_overlaps(lines, framework),
        *_repeats(lines),
        *_other_editions(lines, framework),
        *_weak_figures(lines),
    )


def _edition(tender: Tender, framework: Framework) -> Iterator[Problem]:
    """A tender under an edition that was not in force on its day."""
    if tender.published is not None and not framework.in_force.holds(tender.published):
        period, found = framework.in_force.words, day_words(tender.published)
        yield problem("SV603", set=framework.label, period=period, found=found)


def _dates(tender: Tender, framework: Framework) -> Iterator[Problem]:
    if tender.published is None:
        on, rule = value_date(tender, None, framework)
        rules = {
            "framework": "the day the set was loaded for",
            "edition": "the first day on which the edition has its values",
        }
        yield problem("SV606", on=day_words(on), rule=rules[rule])


def _place_of_its_day(tender: Tender, framework: Framework) -> Iterator[Problem]:
    """A place that was no more, or not yet, on the day of the tender notice."""
    places, day = framework.places, tender.published
    place = places.get(tender.place) if tender.place is not None else None
    if place is None or day is None:
        return
    name, found = place_name(places, place.code), day_words(day)
    if place.abolished_by(day) and place.until is not None:
        after = (place_name(places, each) for each in followed_by(places, place.code, day))
        until = day_words(place.until)
        yield problem("SV628", place=name, until=until, found=found, after=" or ".join(after))
    elif place.since is not None and place.not_begun_by(day):
        yield problem("SV629", place=name, since=day_words(place.since), found=found)


def _overlaps(lines: Sequence[Line], framework: Framework) -> Iterator[Problem]:
    """Measures that exclude each other, where a line does not say for which activity it is."""
    by_code: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_code[line.measure].append(line)
    pairs = dict.fromkeys(
        pair
        for rule in framework.exclusions
        for pair in rule.pairs
        if pair[0] in by_code and pair[1] in by_code
    )
    for first, second in pairs:
        unclear = [*by_code[first], *by_code[second]]
        if any(activity_key(line.activity) is None for line in unclear):
            names = f"{framework[first].name} and {framework[second].name}"
            yield problem("SV601", lines=_numbers(unclear), measures=names)


def _repeats(lines: Sequence[Line]) -> Iterator[Problem]:
    """One measure offered twice for one activity."""
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        key = activity_key(line.activity)
        if key is not None:
            groups[line.measure, key].append(line)
    for group in groups.values():
        if len({line.number for line in group}) > 1:
            name = group[0].definition.name
            yield problem("SV602", lines=_numbers(group), measure=name)


def _other_editions(lines: Sequence[Line], framework: Framework) -> Iterator[Problem]:
    """Commitments made with a set that is neither this one nor one that it lies over."""
    known = {"", *(each.label for each in framework.layers)}
    seen = set()
    for line in lines:
        made = line.commitment.framework
        if made not in known and line.number not in seen:
            seen.add(line.number)
            yield problem("SV605", line=line.number, found=made)


def _weak_figures(lines: Iterable[Line]) -> Iterator[Problem]:
    """How many pounds rest on figures of one source, or inferred, and which."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.pence and line.voucher and line.voucher.is_weak:
            groups[line.voucher.confidence].append(line)
    for confidence, group in groups.items():
        amount = pounds(sum(line.pence for line in group))
        names = ", ".join(dict.fromkeys(line.definition.name for line in group))
        word = _CONFIDENCE.get(confidence, confidence)
        share = f"£{amount:,} of the total"
        yield problem("SV604", share=share, confidence=word, measures=names)


def _numbers(lines: Iterable[Line]) -> str:
    return listed(str(each) for each in sorted({line.number for line in lines}))
