"""The keys of the exercises: what a mended file or an answer still lacks, by the engine alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

import attrs

from socialvalue.assess.evaluation import evaluate
from socialvalue.assess.pounds.valuation import value
from socialvalue.calculators import make, read_all
from socialvalue.contracts import open_register, progress
from socialvalue.guides.training.making import CONTRACT, MARCH, RECORD, RETURNS, as_issued
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.numbers import plain, pounds, sum_of
from socialvalue.registry.loading import load
from socialvalue.registry.tenders import read_tender_with_framework
from socialvalue.units import gbp
from socialvalue.words import because

__all__ = [
    "altered_calculator",
    "counted_once",
    "every_reason",
    "hours_and_weeks",
    "late_delivery",
    "plugin_loads",
    "points_of_a_hundred",
    "size_does_not_win",
]

_LEAST_WORDS: Final = 8
_GONE: Final = "The bid is gone from tender.yaml; put it back."
_POINTS: Final = {"price": Decimal(60), "quality": Decimal(20), "social value": Decimal(20)}


def _total(bid: Bid, *codes: str) -> Decimal:
    """How much a bid offers of some measures, all commitments together."""
    amounts = (each.quantity.amount for each in bid.commitments if each.measure in codes)
    return sum_of(each for each in amounts if isinstance(each, Decimal))


def counted_once(folder: Path, _none: tuple[str, ...]) -> Iterator[str]:
    """Every pound is offered once, and none was lost."""
    tender, bids, framework = read_tender_with_framework(folder / "tender.yaml")
    if not bids:
        yield _GONE
        return
    bid = bids[0]
    for line in value(tender, bid, framework).lines:
        if not line.accepted:
            yield f"{line.measure} does not count, because {because(line.code)}."
    local, small = _total(bid, "NT18", "NT19"), _total(bid, "NT19")
    if local != 420_000:
        yield f"Local firms are paid £420,000 in all; the offer says {pounds(local)}."
    if small != 260_000:
        yield f"Small local firms are paid £260,000 of it; the offer says {pounds(small)}."


def hours_and_weeks(folder: Path, _none: tuple[str, ...]) -> Iterator[str]:
    """The apprentices' weeks are weeks, and nothing else was touched."""
    bids = read_tender_with_framework(folder / "tender.yaml")[1]
    if not bids:
        yield _GONE
        return
    bid = bids[0]
    weeks, hours = _total(bid, "NT10"), _total(bid, "NT29")
    if weeks != 52:
        yield f"Two people for 26 weeks each are 52 person-weeks; the offer says {plain(weeks)}."
    if hours != 240:
        yield f"The volunteers' 240 staff hours were right; the offer now says {plain(hours)}."


def _scores(bids: Iterable[Bid]) -> Mapping[tuple[str, str], object]:
    """The scores of a panel, whatever reasons they have."""
    return {(bid.bidder, name): getattr(mark, "consensus", mark)
            for bid in bids for name, mark in bid.marks.items()}  # fmt: skip


def every_reason(folder: Path, _none: tuple[str, ...]) -> Iterator[str]:
    """No letter would lack anything, and each reason is a reason."""
    tender, bids, framework = read_tender_with_framework(folder / "tender.yaml")
    if _scores(bids) != _scores(as_issued(3)[1]):
        yield "Change no score: write the reasons alone."
    result = evaluate(tender, bids, framework)
    yield from (f"Nothing is said yet: {each}." for each in result.missing_reasons())
    for bid in bids:
        for name, mark in bid.marks.items():
            words = str(getattr(mark, "reason", "")).split()
            if 0 < len(words) < _LEAST_WORDS:
                yield f"{bid.bidder}, {name}: a reason of fewer than eight words says too little."


def points_of_a_hundred(folder: Path, _none: tuple[str, ...]) -> Iterator[str]:
    """The points are those of the ITT."""
    tender = read_tender_with_framework(folder / "tender.yaml")[0]
    found = {each.name: each.points for each in tender.scheme.leaves} if tender.scheme else {}
    for name, points in _POINTS.items():
        if found.get(name) != points:
            yield f"The ITT gives '{name}' {plain(points)} points."


def altered_calculator(folder: Path, answers: tuple[str, ...]) -> Iterator[str]:
    """The one calculator that is not as it was issued is named."""
    tender, _bids, framework = read_tender_with_framework(folder / "tender.yaml")
    returns = read_all(folder / RETURNS, make(tender, framework))
    wrong = [each for each in returns.returned if each.differences or each.changed_cells]
    names = [{each.file, Path(each.file).stem, each.bidder} for each in wrong]
    yield from _named(answers, names, "calculator")


def late_delivery(folder: Path, answers: tuple[str, ...]) -> Iterator[str]:
    """The one commitment that is behind on what is reported is named."""
    with open_register(folder / RECORD) as register:
        found = progress(register, CONTRACT, on=MARCH)
    late = [{each.line} for each in found.lines if each.state == "behind"]
    yield from _named(answers, late, "commitment")


def _named(answers: Iterable[str], meant: list[set[str]], noun: str) -> Iterator[str]:
    """Whether the answers name what is meant, and nothing else, in capitals or not."""
    left = [{name.casefold() for name in names} for names in meant]
    for each in answers:
        found = next((names for names in left if each.strip().casefold() in names), None)
        if found is None:
            yield f"'{each}' is not the {noun} that is meant."
        else:
            left.remove(found)
    if left:
        yield f"There is a {noun} that no answer names."


def size_does_not_win(folder: Path, _none: tuple[str, ...]) -> Iterator[str]:
    """The draft is otherwise as it was, and an offer ten times as large moves no points."""
    tender, bids, framework = read_tender_with_framework(folder / "tender.yaml")
    points = {each.name: each.points for each in tender.scheme.criteria} if tender.scheme else {}
    if points != {"price": 60, "social value": 40}:
        yield "Keep the points as they are: 60 for price, 40 for social value."
    issued, offered = as_issued(7)
    if tender.target != issued.target:
        yield "Keep the target as it is: £0.02 for each £1 of the contract."
    if {each.bidder: each for each in bids} != {each.bidder: each for each in offered}:
        yield "Keep the three bids as they are: it is the scheme that is to change."
        return
    larger = [attrs.evolve(each, commitments=[*each.commitments, *_more_of(each, framework)])
              for each in bids]  # fmt: skip
    first, second = (evaluate(tender, each, framework) for each in (bids, larger))
    if first.results[0].bidder == "Sky High Roads":
        yield "Sky High Roads still wins with an offer that nobody thinks it can deliver."
    if any(first[each.bidder].points != second[each.bidder].points for each in bids):
        yield "£20,000,000 more from Sky High Roads would still change who gets how many points."


def _more_of(bid: Bid, framework: Framework) -> list[Commitment]:
    """What the bidder with the large offer adds to it."""
    if bid.bidder != "Sky High Roads":
        return []
    return [framework.commit("NT28", gbp(20_000_000), activity="more gifts")]


def plugin_loads(folder: Path, _none: tuple[str, ...]) -> Iterator[str]:
    """The plug-in loads, and says what the council's policy paper says."""
    held = load(folder)
    target = held.policy.target(on=held.value_date())
    if target != Decimal("0.50"):
        said = "nothing" if target is None else pounds(target)
        yield f"The policy asks for 50p of social value per £1; the plug-in asks for {said}."
    for code, own in (("NT1", "NCC1"), ("NT10", "NCC10")):
        if held[code].alias != own:
            yield f"The council calls {code} {own}; the plug-in does not."
