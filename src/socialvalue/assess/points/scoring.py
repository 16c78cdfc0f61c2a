"""From valuations to exact points: who stands, what each method sees, and what each bid has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from socialvalue.assess.before.moderation import mark_questions
from socialvalue.assess.before.policy import response_cautions
from socialvalue.assess.points.data import published
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.assess.ratios import beside
from socialvalue.engine.offers import target_of
from socialvalue.engine.points import points_for, rank
from socialvalue.errors import Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.criteria import Criterion, reads_of
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import (
    DENOMINATORS,
    PANEL,
    Entry,
    PassFail,
    RatioThenRelative,
    RelativeToHighest,
)
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain

__all__ = [
    "Points",
    "Scored",
    "bid_cautions",
    "column_of",
    "entry_of",
    "half_answered",
    "relative_leaves",
    "score_bids",
]


_NO_UNITS: FrozenMap[str, Fraction] = FrozenMap()


@attrs.frozen
class Scored:
    """What one bid came to.

    Attributes:
        valuation: Its pounds.
        exact: Criterion to exact points; empty for a bid that does not stand.
        failures: The published minimums that it misses, or that others went on.
        warnings: What else decided its points.
    """

    valuation: Valuation
    exact: FrozenMap[str, Fraction]
    failures: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is ranked."""
        return self.valuation.bid.state == "compliant" and not self.failures


def score_bids(
    tender: Tender, valuations: Sequence[Valuation], framework: Framework, scheme: Scheme
) -> list[Scored]:
    """The exact points of every bid; bids that do not stand leave all relative measures.

    A half response leaves those of the criteria that it has no points for.

    Args:
        tender: The buyer's side.
        valuations: What each bid is worth.
        framework: The measures.
        scheme: Weights and methods.
    """
    failures = [_failures(each.bid, scheme) for each in valuations]
    standing = [
        index
        for index, each in enumerate(valuations)
        if each.bid.state == "compliant" and not failures[index]
    ]
    halves = [tuple(half_answered(each.bid, scheme)) for each in valuations]
    nothing = [{leaf.name for top, _ in each for leaf in top.walk()} for each in halves]
    left = _left_behind({i: (valuations[i].bid, nothing[i]) for i in standing}, scheme)
    failures = [(*each, *left.get(index, ())) for index, each in enumerate(failures)]
    standing = [index for index in standing if index not in left]
    target = target_of(tender, framework)
    entries = [
        entry_of(valuations[index], scheme, None if target is None else Fraction(target))
        for index in standing
    ]
    points: dict[int, dict[str, Fraction]] = {index: {} for index in standing}
    for leaf in scheme.leaves:
        silent = [leaf.name in nothing[index] for index in standing]
        for index, found in zip(standing, column_of(leaf, entries, silent), strict=True):
            points[index][leaf.name] = found
    return [
        Scored(
            valuation=each,
            exact=FrozenMap(points.get(index, {})),
            failures=failures[index],
            warnings=(
                *(_half_warnings(halves[index]) if index in points else ()),
                *bid_cautions(tender, each.bid, framework, scheme),
            ),
        )
        for index, each in enumerate(valuations)
    ]


def bid_cautions(
    tender: Tender, bid: Bid, framework: Framework, scheme: Scheme
) -> tuple[Problem, ...]:
    """What to look at twice in one bid's response and its marks, whatever others offer.

    Args:
        tender: The buyer's side.
        bid: What is offered.
        framework: The measures.
        scheme: Weights and methods.
    """
    response = response_cautions(tender, bid, framework, scheme)
    return (*response, *mark_questions(tender, bid, scheme))


Points: TypeAlias = Callable[[Any, Criterion, Sequence[Entry]], list[Fraction]]
"""A method, its criterion and the bids that answered it, to exact points."""


def column_of(
    leaf: Criterion,
    entries: Sequence[Entry],
    silent: Sequence[bool],
    points: Points = points_for,
) -> list[Fraction]:
    """The points of one criterion; a bid that did not answer it has none and is no yardstick.

    Args:
        leaf: A criterion with a method.
        entries: The bids that stand.
        silent: For each, whether it answered this criterion only in part.
        points: Gives the points; not `points_for` where some bids are known by their sum alone.
    """
    heard = [each for each, quiet in zip(entries, silent, strict=True) if not quiet]
    given = iter(points(leaf.method, leaf, heard) if leaf.method is not None else ())
    return [Fraction(0) if quiet else next(given) for quiet in silent]


def _half_warnings(halves: Iterable[tuple[Criterion, str]]) -> tuple[Problem, ...]:
    return tuple(
        problem("SV729", found=given, where=f"'{criterion.name}'") for criterion, given in halves
    )


def half_answered(bid: Bid, scheme: Scheme) -> Iterator[tuple[Criterion, str]]:
    """Criteria that need figures and words, and got only one, or neither."""
    for criterion in scheme.walk():
        if not criterion.needs_both:
            continue
        panel = [each for each in criterion.walk() if _is_panel(each)]
        has_words = all(each.name in bid.marks for each in panel)
        if not (has_words and bid.commitments):
            given = "a statement" if has_words else "figures" if bid.commitments else "nothing"
            yield criterion, given


def _is_panel(criterion: Criterion) -> bool:
    return isinstance(criterion.method, PANEL)


def _failures(bid: Bid, scheme: Scheme) -> tuple[Problem, ...]:
    """The published minimums that a compliant bid misses."""
    if bid.state != "compliant":
        return ()
    return (*_low_marks(bid, scheme), *_low_points(bid, scheme))


def _low_marks(bid: Bid, scheme: Scheme) -> Iterator[Problem]:
    for each in scheme.scored:
        method = each.method
        if not isinstance(method, PANEL) or method.minimum is None:
            continue
        given = bid.marks.get(each.name)
        mark = None if given is None else given.under(method)
        if mark is None or mark >= Fraction(method.minimum):
            continue
        if isinstance(method, PassFail):
            yield problem("SV740", criterion=each.name)
        else:
            yield problem(
                "SV713",
                found=plain(beside(mark, [method.minimum], 2)),
                criterion=each.name,
                minimum=method.minimum,
            )


def _low_points(bid: Bid, scheme: Scheme) -> Iterator[Problem]:
    for each in scheme.everything():
        if each.minimum is None:
            continue
        points = _panel_points(bid, each)
        if points < Fraction(each.minimum):
            shown = beside(points, [each.minimum], scheme.places)
            yield problem("SV731", found=shown, criterion=each.name, minimum=each.minimum)


def _left_behind(
    standing: Mapping[int, tuple[Bid, Collection[str]]], scheme: Scheme
) -> dict[int, tuple[Problem, ...]]:
    """The bids that are not among the best that go on; of equal published points all are.

    Args:
        standing: The bids that meet every minimum, each with the criteria that it has nothing for.
        scheme: The weights and methods.
    """
    listed = scheme.short_list
    if listed is None or listed.go_on is None:
        return {}
    leaves = [each for each in listed.walk() if each.method is not None]
    points = {
        index: published(
            {**_panel_parts(bid, listed), **dict.fromkeys(nothing, Fraction(0))}, leaves, scheme
        )
        for index, (bid, nothing) in standing.items()
    }
    places = rank([(each,) for each in points.values()])
    return {
        index: (problem("SV746", found=plain(points[index]), criterion=listed.name,
                        best=listed.go_on),)
        for index, place in zip(points, places, strict=True)
        if place > listed.go_on
    }  # fmt: skip


def _panel_points(bid: Bid, criterion: Criterion) -> Fraction:
    """The points of a criterion that the panel alone decides."""
    return sum(_panel_parts(bid, criterion).values(), Fraction(0))


def _panel_parts(bid: Bid, criterion: Criterion) -> dict[str, Fraction]:
    """The same, part by part."""
    found = {}
    for leaf in criterion.walk():
        method, given = leaf.method, bid.marks.get(leaf.name)
        if isinstance(method, PANEL):
            mark = (given.under(method) if given else None) or Fraction(0)
            found[leaf.name] = Fraction(leaf.points) * mark / Fraction(method.out_of)
    return found


def entry_of(valuation: Valuation, scheme: Scheme, target: Fraction | None) -> Entry:
    """One bid as exact numbers."""
    bid, contract = valuation.bid, valuation.tender.contract_value
    price = None if bid.price is None else Fraction(bid.price)
    amounts = {name: getattr(contract, name, None) for name in DENOMINATORS}
    known = {name: Fraction(each) for name, each in amounts.items() if each is not None}
    has_units = any(reads_of(each.method, "units") for each in scheme.scored)
    return Entry(
        value=Fraction(valuation.total),
        price=price,
        marks=FrozenMap(_marks(bid, scheme)),
        denominators=FrozenMap({**known, **({"price": price} if price else {})}),
        target=target,
        themes=FrozenMap({key: Fraction(each) for key, each in valuation.themes.items()}),
        units=valuation.units if has_units else _NO_UNITS,
        prices=FrozenMap({name: Fraction(each) for name, each in bid.prices.items()}),
    )


def _marks(bid: Bid, scheme: Scheme) -> dict[str, Fraction]:
    """The mark that counts for each panel criterion; 0 where half a response has none."""
    found = {}
    for each in scheme.scored:
        method, given = each.method, bid.marks.get(each.name)
        if isinstance(method, PANEL):
            found[each.name] = (given.under(method) if given else None) or Fraction(0)
        elif given is not None and given.consensus is not None:
            found[each.name] = Fraction(given.consensus)
    return found


def relative_leaves(scheme: Scheme) -> Iterable[Criterion]:
    """The criteria whose points depend on the highest social value."""
    kinds = (RelativeToHighest, RatioThenRelative)
    return [each for each in scheme.leaves if isinstance(each.method, kinds)]
