"""What must hold before a tender is valued or scored; all that does not is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from socialvalue.engine.offers import target_of
from socialvalue.errors import InputError, Problem, SocialValueError, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.criteria import Criterion, reads_of
from socialvalue.model.fields import as_read
from socialvalue.model.framework import Framework
from socialvalue.model.methods import PANEL, AgainstTarget, PanelMark, PassFail
from socialvalue.model.named_codes import criterion_problems, tender_problems, unknown_code
from socialvalue.model.places import chain
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain
from socialvalue.units import counted_in

__all__ = [
    "bids_of",
    "check_valuation",
    "input_problems",
    "located",
    "refuse",
    "scheme_problems",
]


def bids_of(tender: Any, bids: Any, framework: Any, scheme: Any = None) -> tuple[Bid, ...]:
    """The bids as a tuple, once each argument is of the kind that the page names for its place.

    Raises:
        InputError: An argument is of another kind (SV316), such as two that changed places.
    """
    one = isinstance(bids, Bid) or not isinstance(bids, Iterable)
    several = (bids,) if one else tuple(bids)
    named: list[tuple[str, type, Any]] = [
        ("the tender", Tender, tender),
        *(("a bid", Bid, each) for each in several),
        ("the framework", Framework, framework),
        *([] if scheme is None else [("the scheme", Scheme, scheme)]),
    ]
    strange = [each for each in named if not isinstance(each[2], each[1])]
    refuse(list(dict.fromkeys(_strange(*each) for each in strange)))
    return several


def _strange(what: str, kind: type, found: object) -> Problem:
    hint = "the order is always: tender, bid or bids, framework, scheme"
    name = type(found).__name__
    return problem("SV316", what=what, expected=f"a {kind.__name__}", found=name, hint=hint)


def check_valuation(tender: Tender, bids: Sequence[Bid], framework: Framework) -> None:
    """A tender and its bids mean something under a framework.

    Raises:
        InputError: Everything that does not.
    """
    refuse(input_problems(tender, bids, framework))


def input_problems(tender: Tender, bids: Sequence[Bid], framework: Framework) -> list[Problem]:
    """What of a tender and its bids means nothing under a framework, so that none is valued."""
    return [*_tender_problems(tender, framework), *_bid_problems(tender, bids, framework)]


def scheme_problems(
    tender: Tender, bids: Sequence[Bid], framework: Framework, scheme: Scheme
) -> list[Problem]:
    """What the scheme needs and does not find: in the tender, and in the bids."""
    offers = [(bid, each) for bid in bids for each in _offer_problems(bid, scheme)]
    return [*_scheme_problems(tender, framework, scheme), *_together(offers)]


_LACKING = {"SV705", "SV708", "SV725", "SV744"}
"""What several bids may lack for one reason: told once, with the bidders named."""


def _together(offers: Iterable[tuple[Bid, Problem]]) -> Iterator[Problem]:
    """What is wrong with the bids; what several of them lack alike is told once."""
    groups: dict[tuple[object, ...], list[tuple[Bid, Problem]]] = {}
    for number, (bid, each) in enumerate(offers):
        alike = each.code in _LACKING
        key = (each.code, each.message, bid.lot) if alike else (number,)
        groups.setdefault(key, []).append((bid, each))
    for group in groups.values():
        first = group[0][1]
        names = ", ".join(f"'{bid.bidder}'" for bid, _ in group)
        yield first if len(group) == 1 else attrs.evolve(first, where=f"bids {names}")


def refuse(problems: list[Problem]) -> None:
    """Raise what was found, if anything: a file's in its order, as it is mended from its top."""
    if problems:
        raise InputError(sorted(problems, key=lambda each: each.order))


# --- the tender and its bids --------------------------------------------------------------


def _tender_problems(tender: Tender, framework: Framework) -> Iterator[Problem]:
    """Codes, unit values and a place that mean nothing here, each where the file names it."""
    named = {
        "unit_values": tuple(tender.unit_values),
        "shortlist": tender.shortlist,
        "switch_off": tuple(each.code for each in tender.switch_off),
    }
    for part, number, found in tender_problems(named, framework):
        key = _key(tender, part, named[part][number])
        yield located(found.within(f"tender, {part}"), tender, key)
    for each in _place_problems(framework, tender.place, "tender, place"):
        yield located(each, tender, "place")


def _key(tender: Tender, group: str, code: str) -> str:
    """The key by which the place of a code is kept: its own, else that of its group."""
    return f"{group}/{code}" if f"{group}/{code}" in tender.spans else group


def _place_problems(framework: Framework, place: str | None, where: str) -> tuple[Problem, ...]:
    try:
        chain(framework.places, place)
    except SocialValueError as error:
        return tuple(each.within(where) for each in error.problems)
    return ()


def _bid_problems(tender: Tender, bids: Sequence[Bid], framework: Framework) -> Iterator[Problem]:
    if not bids:
        yield located(problem("SV315"), tender, "bids")
    yield from _twice(bids)
    right: set[tuple[str, str, str | None]] = set()
    for bid in bids:
        lots = [each.name for each in tender.lots]
        if bid.lot is not None and bid.lot not in lots:
            hint = did_you_mean(bid.lot, lots, label="lots")
            yield located(problem("SV322", found=bid.lot, hint=hint), bid, "lot")
        for number, each in enumerate(bid.commitments, start=1):
            key = (each.measure, each.quantity.unit, each.place)
            if key in right:
                continue
            where = f"bid '{bid.bidder}', commitment {number}"
            wrong = [*_commitment_problems(each, framework, where)]
            right |= set() if wrong else {key}
            yield from (each.span.placed(found) for found in wrong)


def _twice(bids: Sequence[Bid]) -> Iterator[Problem]:
    """Names that are the same to a reader, however they are typed."""
    seen: dict[tuple[str, str | None], str] = {}
    for bid in bids:
        key = (as_read(bid.bidder), bid.lot and as_read(bid.lot))
        first = seen.get(key)
        seen.setdefault(key, bid.bidder)
        if first is not None:
            lot = f" for lot '{bid.lot}'" if bid.lot else ""
            other = f": here, and as '{first}'" if first != bid.bidder else ""
            yield located(problem("SV314", found=bid.bidder, lot=lot + other), bid)


def located(found: Problem, noun: Bid | Tender, key: str = "") -> Problem:
    """A problem where a key of a bid or tender is written; else the noun, if it is in a file."""
    return noun.spans.get(key, noun.span).placed(found)


def _commitment_problems(
    commitment: Commitment, framework: Framework, where: str
) -> Iterator[Problem]:
    """A commitment's code is known here, and counts in the unit it was made in."""
    unknown = tuple(each.within(where) for each in unknown_code(commitment.measure, framework))
    if unknown:
        yield from unknown
        return
    measure = framework[commitment.measure]
    if measure.unit != commitment.quantity.unit:
        yield problem(
            "SV319",
            offered=counted_in(commitment.quantity.unit),
            theirs=commitment.framework,
            set=framework.label,
            measure=measure.name,
            unit=counted_in(measure.unit),
            where=where,
        )
    yield from _place_problems(framework, commitment.place, f"{where}, place")


# --- what the scheme needs ----------------------------------------------------------------


def _scheme_problems(tender: Tender, framework: Framework, scheme: Scheme) -> Iterator[Problem]:
    """Targets, denominators, themes and menus that the scheme's methods name."""
    for criterion in scheme.scored:
        for each in _criterion_problems(tender, framework, criterion):
            own = criterion.span.is_placed and scheme is tender.scheme
            yield criterion.span.placed(each) if own else located(each, tender, "scheme")
    for name in sorted(scheme.denominators - {"initial", "price"}):
        if getattr(tender.contract_value, name) is None:
            users = [
                each.name
                for each in scheme.scored
                if each.points and getattr(each.method, "denominator", "") == name
            ]
            found = problem("SV711", criterion=", ".join(users), found=name)
            yield located(found, tender, "contract_value")


def _criterion_problems(
    tender: Tender, framework: Framework, criterion: Criterion
) -> Iterator[Problem]:
    if isinstance(criterion.method, AgainstTarget) and criterion.points:
        yield from _target_problems(tender, framework, criterion, criterion.method)
    yield from criterion_problems(criterion, framework)


def _target_problems(
    tender: Tender, framework: Framework, criterion: Criterion, method: AgainstTarget
) -> Iterator[Problem]:
    target = method.target or target_of(tender, framework)
    if target is None:
        yield problem("SV709", criterion=criterion.name)
    elif target == 0:
        yield problem("SV307", what="the target", where=f"criterion '{criterion.name}'")


def _offer_problems(bid: Bid, scheme: Scheme) -> Iterator[Problem]:
    """Prices and marks that a compliant bid lacks, and marks that fit nothing."""
    who = f"bid '{bid.bidder}'"
    panel = [each.name for each in scheme.scored if reads_of(each.method, "mark")]
    for name in bid.marks:
        if name not in panel:
            hint = did_you_mean(name, panel, label="criteria with marks")
            lost = problem("SV707", found=name, hint=hint, where=who)
            yield located(lost, bid, f"marks/{name}")
    yield from _strange_prices(bid, scheme)
    excused = {leaf.name for top in scheme.walk() if top.needs_both for leaf in top.walk()}
    for criterion in scheme.scored:
        wrong = [*_off_scale(bid, criterion), *_lacking_mark(bid, criterion, excused)]
        wrong = wrong or [*_wrong_kind(bid, criterion)]
        yield from (located(each.within(who), bid, f"marks/{criterion.name}") for each in wrong)
        wrong = [*_price_problems(bid, criterion)]
        key = f"prices/{criterion.price}" if criterion.price else "price"
        yield from (located(each.within(who), bid, key) for each in wrong)


def _price_problems(bid: Bid, criterion: Criterion) -> Iterator[Problem]:
    """A price that a compliant bid lacks, or that nothing can be divided by."""
    if bid.state != "compliant" or not criterion.needs_price:
        return
    price, name = bid.price_for(criterion.price), criterion.price
    if price is None and name:
        yield problem("SV744", found=name, criterion=criterion.name)
    elif price is None:
        yield problem("SV708", criterion=criterion.name)
    elif price == 0 and criterion.divides_by_price:
        which = f"the price '{name}'" if name else "the price"
        yield problem("SV307", what=which, hint=_AT_NOTHING.format(criterion.name))


def _strange_prices(bid: Bid, scheme: Scheme) -> Iterator[Problem]:
    """Prices by a name that no criterion reads, such as a name that was mistyped."""
    read = [*dict.fromkeys(each.price for each in scheme.scored if each.price)]
    for name in bid.prices:
        if name not in read:
            hint = did_you_mean(name, read, label="prices that criteria name")
            lost = problem("SV745", found=name, hint=hint or None, where=f"bid '{bid.bidder}'")
            yield located(lost, bid, f"prices/{name}")


_AT_NOTHING = (
    "it must be more than 0, as '{}' divides by it: do what the ITT says of such "
    "a price, give the nominal price that it names, or exclude the bid with the ground"
)


def _lacking_mark(bid: Bid, criterion: Criterion, excused: set[str]) -> Iterator[Problem]:
    """A mark that a compliant bid lacks, or that has no consensus; half a response may lack it."""
    if bid.state != "compliant" or not reads_of(criterion.method, "mark"):
        return
    given, method = bid.marks.get(criterion.name), criterion.method
    if given is None:
        yield from [] if criterion.name in excused else [problem("SV705", found=criterion.name)]
        return
    counts = given.under(method) if isinstance(method, PANEL) else given.consensus
    if counts is None:
        yield problem("SV725", found=criterion.name)


def _wrong_kind(bid: Bid, criterion: Criterion) -> Iterator[Problem]:
    """Pass or fail where there is a scale, and a mark where there is none."""
    given, method, name = bid.marks.get(criterion.name), criterion.method, criterion.name
    if given is None:
        return
    each_of = [
        (given.by_word, given.consensus),
        *((each.by_word, each.mark) for each in given.marks),
    ]
    for by_word, mark in dict.fromkeys(each_of):
        if isinstance(method, PanelMark) and by_word:
            found, expected = "pass" if mark else "fail", f"a mark from 0 to {plain(method.out_of)}"
            yield problem("SV739", criterion=name, found=found, expected=expected)
        if isinstance(method, PassFail) and mark not in (None, 0, 1):
            yield problem("SV739", criterion=name, found=mark, expected="pass or fail")


def _off_scale(bid: Bid, criterion: Criterion) -> Iterator[Problem]:
    """Marks above the scale, those of a bid that is out too: they stand in its letter."""
    given, top = bid.marks.get(criterion.name), getattr(criterion.method, "out_of", None)
    is_scale = reads_of(criterion.method, "mark") and not isinstance(criterion.method, PassFail)
    if given is None or top is None or not is_scale:
        return
    for mark in (given.consensus, *(each.mark for each in given.marks)):
        if mark is not None and mark > top:
            yield problem("SV706", found=mark, criterion=criterion.name, out_of=top)
