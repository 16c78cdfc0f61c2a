"""Working out how far unit values may be off before another bid is level with the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from socialvalue.assess.firmness.extras import delivered_share, exchange_rate, extra_bid
from socialvalue.assess.firmness.firm import Firmness, Rival
from socialvalue.assess.firmness.highest import reach_of_top, relative, shares
from socialvalue.assess.firmness.margins import (
    Reach,
    Whole,
    capped,
    level_capped,
    level_relative,
)
from socialvalue.assess.firmness.rescoring import Board
from socialvalue.assess.firmness.slopes import Capped, Highest, Shape, shape_of
from socialvalue.assess.firmness.steps import steps_of
from socialvalue.assess.firmness.worths import Worths, worths_of
from socialvalue.assess.points.data import EvaluationData
from socialvalue.assess.words.first_place import name_of
from socialvalue.engine.yardsticks import is_steady
from socialvalue.errors import InputError, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import Banded

__all__ = ["firmness_of"]

ZERO, ONE = Fraction(0), Fraction(1)
_STEPS = 10_000
"""Where there is no closed form, errors are tried in steps of a ten-thousandth."""
_COARSE = 12
"""And at first in so many."""
_NEAREST = 4
"""So many closed forms are followed beyond where they hold."""


def firmness_of(evaluation: EvaluationData, board: Board | None = None) -> Firmness:
    """How far unit values may be off before the first place changes hands.

    Args:
        evaluation: The result.
        board: Its bids, where they are at hand.

    Raises:
        InputError: Only the best go on (SV749): whoever does not is not scored at all.
    """
    listed = evaluation.scheme.short_list
    if listed is not None:
        raise InputError(problem("SV749", found=listed.name))
    held = board or Board(evaluation)
    first = [each for each in held.results if each.rank == 1]
    title = evaluation.tender.title
    if len(first) != 1 or len(held.results) < 2:
        name = name_of(first[0]) if len(first) == 1 else ""
        level = ZERO if len(first) > 1 else None
        none = FrozenMap[str, Any]()
        return Firmness(title, name, level, level, "exact", level, none, none, none)
    return _gauged(title, _Gauge(worths_of(held)))


def _gauged(title: str, gauge: _Gauge) -> Firmness:
    board, unit = gauge.worths.board, _unit(gauge.worths.board)
    places = range(1, len(board.results))
    rivals = {name_of(board.results[place]): gauge.rival(place) for place in places}
    found = [each.outside for each in rivals.values() if each.outside is not None]
    outside = min(found, default=None)
    nearest = next((each for each in rivals.values() if each.outside == outside), None)
    radius = _least(each.radius for each in rivals.values())
    return Firmness(
        title=title,
        first=name_of(board.results[0]),
        radius=radius,
        outside=outside,
        proof=_proof(rivals.values(), radius, outside),
        published=gauge.published(unit, [each.radius for each in rivals.values()]),
        rivals=FrozenMap(rivals),
        witness=FrozenMap() if nearest is None or outside is None else nearest.witness,
        switching=FrozenMap(dict(gauge.switching())),
        exchange_rate=exchange_rate(board),
        intruder=extra_bid(gauge.worths),
    )


def _least(shares: Iterable[Fraction | None]) -> Fraction | None:
    """The least of some; None, which is none within 100%, is more than all."""
    return min((each for each in shares if each is not None), default=None)


def _proof(rivals: Iterable[Rival], radius: Fraction | None, outside: Fraction | None) -> str:
    if any(each.proof == "found" for each in rivals):
        return "found"
    return "exact" if radius == outside else "safe"


def _unit(board: Board) -> Fraction:
    """The lead within which two published totals may be equal."""
    parts = len(board.scheme.leaves) if board.scheme.round_at == "part" else 1
    return Fraction(parts, 10**board.scheme.places)


class _Gauge:
    """The bids of a result, the first first, and the shape of their points for social value."""

    def __init__(self, worths: Worths) -> None:
        self.worths = worths
        self.shape: Shape | None = shape_of(worths)
        now = worths.totals(Whole((1,) * len(worths.names), 1), range(len(worths.pence)))
        self.leads = [now[0] - each for each in now]
        self.tops: list[Fraction] = []
        if isinstance(self.shape, Highest):
            self.tops = [reach_of_top(self.shape.rows, top) for top in range(len(now))]

    # --- one rival --------------------------------------------------------------------------

    def rival(self, place: int) -> Rival:
        """What it takes for one other bid."""
        reaches = self._reaches(place, ZERO)
        radius = self._within(place, ZERO, [each.share for each in reaches])
        found = self._witness(place, reaches, radius)
        outside = None if found is None else found.share
        names = self.worths.names
        moved = () if found is None else zip(names, found.factors, strict=True)
        return Rival(
            bidder=name_of(self.worths.board.results[place]),
            radius=radius,
            outside=outside,
            proof=self._proved(radius, outside),
            witness=FrozenMap({name: factor for name, factor in moved if factor != 1}),
            delivered_share=delivered_share(self.worths, self.shape, place),
        )

    def _proved(self, radius: Fraction | None, outside: Fraction | None) -> str:
        if radius == outside:
            return "exact"
        return "found" if self.shape is None and not self._is_bounded() else "safe"

    def published(self, unit: Fraction, radii: Sequence[Fraction | None]) -> Fraction | None:
        """The error below which all rivals stay behind by a lead, proved; None for any.

        Args:
            unit: The lead.
            radii: The error below which each stays behind: who is nearest then, is looked at
                first, so that the others need not be looked at closely.
        """
        least: Fraction | None = None
        near = sorted((2 if each is None else each, place) for place, each in enumerate(radii, 1))
        for _, place in near:
            most = ONE if least is None else least
            least = _least((least, self._radius(place, unit, most)))
        return least

    def _radius(self, place: int, unit: Fraction, most: Fraction) -> Fraction | None:
        """The same of one rival; or what is not less than the most that is of interest, or None."""
        shape = self.shape
        if isinstance(shape, Highest) and self.leads[place] > 0:
            lead = self.worths.fixed[0] - self.worths.fixed[place] - unit
            found = shares(lead, shape.points, shape.rows, place, self.tops, most=most)
        else:
            found = [each.share for each in self._reaches(place, unit)]
        return self._within(place, unit, found, most)

    def _within(
        self, place: int, unit: Fraction, found: Sequence[Fraction], most: Fraction = ONE
    ) -> Fraction | None:
        if self.leads[place] <= unit and unit:
            return ZERO
        if self.leads[place] <= 0:
            return ZERO
        if not self.worths.leaves or not self.worths.names:
            return None
        if self.shape is None:
            return self._between(place, unit, most)
        return _least(each if each <= 1 else None for each in found)

    def _reaches(self, place: int, unit: Fraction) -> list[Reach]:
        """Errors at which a rival may be level, by closed form; none where there is none."""
        if self.leads[place] <= 0:
            return [Reach(ZERO, (ONE,) * len(self.worths.names))]
        lead = self.worths.fixed[0] - self.worths.fixed[place] - unit
        shape = self.shape
        if isinstance(shape, Capped):
            scaled = lead * shape.times
            found = capped(scaled, shape.rows[0], shape.rows[place], shape.most)
            return [] if found is None else [found]
        if isinstance(shape, Highest):
            return relative(lead, shape.points, shape.rows, place, self.tops)
        return []

    # --- where there is no closed form ------------------------------------------------------

    def _is_bounded(self) -> bool:
        """Whether more pounds never give a bid fewer points, nor another more."""
        falling = [each for each in self.worths.leaves if not _rises(each.method)]
        return is_steady(falling)

    def _between(self, place: int, unit: Fraction, most: Fraction) -> Fraction | None:
        """The last ten-thousandth at which the first's least is above the rival's most.

        None where it is so up to the most that is of interest.
        """
        if not self._is_bounded():
            return ZERO
        low, high = 0, _steps(most)
        if self._is_ahead(place, unit, high):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._is_ahead(place, unit, middle) else (low, middle)
        return Fraction(low, _STEPS)

    def _is_ahead(self, place: int, unit: Fraction, step: int) -> bool:
        share = Fraction(step, _STEPS)
        try:
            least = self._at_best(0, 1 - share, 1 + share)
            most = self._at_best(place, 1 + share, 1 - share)
        except InputError:  # it leads beyond a published table
            return False
        return least - most > unit

    def _at_best(self, place: int, own: Fraction, others: Fraction) -> Fraction:
        worths = self.worths
        seen = [place] if worths.is_absolute else range(len(worths.pence))
        entries = {each: worths.scaled(each, own if each == place else others) for each in seen}
        return worths.totals_of(entries, [place])[0]

    # --- a way in which it is level ---------------------------------------------------------

    def _witness(
        self, place: int, reaches: Sequence[Reach], radius: Fraction | None
    ) -> Reach | None:
        """The least error found at which a rival is level or ahead."""
        if radius is None or not self.worths.names:
            return None if radius is None else Reach(ZERO, ())
        near = sorted((each for each in reaches if each.share <= 1), key=lambda each: each.share)
        best = next((each for each in near if self._turns(place, Whole.of(each.factors))), None)
        if best is not None and best.share == radius:
            return best
        for signs in self._directions(place, reaches):
            found = self._along(place, signs, radius, best.share if best else ONE)
            if found is not None and (best is None or found.share < best.share):
                best = found
        return best

    def _turns(self, place: int, factors: Whole) -> bool:
        """Whether a rival is level or ahead there."""
        if self.shape is not None:
            lead = self.worths.fixed[0] - self.worths.fixed[place]
            return self.shape.is_level(lead, place, factors)
        try:
            first, rival = self.worths.totals(factors, (0, place))
        except InputError:
            return False
        return rival >= first

    def _directions(self, place: int, reaches: Sequence[Reach]) -> list[tuple[int, ...]]:
        """Ways in which values may be off: each up or down."""
        first, rival = self.worths.pence[0], self.worths.pence[place]
        apart = tuple(_sign(b - a) for a, b in zip(first, rival, strict=True))
        near = sorted(reaches, key=lambda each: each.share)[:_NEAREST]
        found = [tuple(_sign(each - 1) for each in reach.factors) for reach in near]
        flat = (1,) * len(first)
        return [*dict.fromkeys([*found, apart, flat, tuple(-each for each in flat)])]

    def _along(
        self, place: int, signs: Sequence[int], above: Fraction, below: Fraction
    ) -> Reach | None:
        """The first error found along a way, in coarse steps and then in fine ones."""
        start, end = _steps(above), below * _STEPS // 1
        last = start
        for number in range(1, _COARSE + 1):
            step = start + (end - start) * number // _COARSE
            if self._turns(place, _moved(signs, step)):
                return self._finest(place, signs, last, step)
            last = step
        return None

    def _finest(self, place: int, signs: Sequence[int], low: int, high: int) -> Reach:
        while high - low > 1:
            middle = (low + high) // 2
            turns = self._turns(place, _moved(signs, middle))
            low, high = (low, middle) if turns else (middle, high)
        return Reach(Fraction(high, _STEPS), _moved(signs, high).factors)

    # --- one value alone --------------------------------------------------------------------

    def switching(self) -> Iterator[tuple[str, tuple[Fraction, ...]]]:
        """Each unit value with the factors at which another is level, in their order."""
        if self.shape is None:
            steps = steps_of(self.worths)
            if steps is not None:
                yield from (
                    (name, tuple(steps.level(column)))
                    for column, name in enumerate(self.worths.names)
                )
            return
        fixed, others = self.worths.fixed, range(1, len(self.leads))
        leads = [fixed[0] - each for each in fixed]
        for column, name in enumerate(self.worths.names):
            pairs = [self.shape.apart(each, column) for each in range(len(leads))]
            roots = {root for place in others
                     for root in _roots(self.shape, leads[place], place, pairs)}  # fmt: skip
            yield name, tuple(sorted(roots))


def _roots(
    shape: Shape, lead: Fraction, place: int, pairs: Sequence[tuple[int, int]]
) -> Iterator[Fraction]:
    """The factors of one value at which a rival is level.

    Args:
        shape: Of the points.
        lead: The first's points of everything else, less the rival's.
        place: The rival's.
        pairs: What all other values, and this one, give each bid.
    """
    if isinstance(shape, Capped):
        yield from level_capped(lead * shape.times, pairs[0], pairs[place], shape.most)
    else:
        rest, own = zip(*pairs, strict=True)
        yield from level_relative(lead, shape.points, rest, own, place)


def _sign(number: Any) -> int:
    return int(number > 0) - int(number < 0)


def _steps(share: Fraction) -> int:
    return int(share * _STEPS // 1)


def _moved(signs: Sequence[int], step: int) -> Whole:
    return Whole(tuple(_STEPS + sign * step for sign in signs), _STEPS)


def _rises(method: Any) -> bool:
    """Whether a table of bands never gives fewer points for more pounds."""
    marks = [each.mark for each in method.bands] if type(method) is Banded else [1, 0]
    return marks == sorted(marks)
