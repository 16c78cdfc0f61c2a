"""What `evaluate_arrays` gives: published points and ranks as arrays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.assess.provenance import Provenance, library_version
from socialvalue.assess.ratios import beside
from socialvalue.blocks import Block, Shown
from socialvalue.engine.arrays.publish import Compiled, Whole, compile_parts, ranks
from socialvalue.engine.figures import Figures, Mask, Numbers, Tenders
from socialvalue.engine.points import publish
from socialvalue.errors import NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import PANEL, PassFail
from socialvalue.model.scheme import Scheme
from socialvalue.numbers import plain
from socialvalue.tables import rows_to_frame
from socialvalue.words import number_of

__all__ = ["ArrayEvaluation", "figures_by_name", "left_behind", "minimums", "published_of"]

Doubles: TypeAlias = NDArray[np.float64]

NOT_RANKED = -1
"""What stands for the published points of a bid that has none."""


@attrs.frozen(eq=False, repr=False)
class ArrayEvaluation(Shown):
    """The points and ranks of many bids, as arrays with an entry a bid.

    Attributes:
        scheme: The weights and methods.
        published: Each total as published, in whole units of the last place: 8767 is 87.67 where
            the scheme has two places; −1 for a bid that is not ranked [bids].
        rank: From 1 within each tender, equal for equal totals; 0 for a bid that is not ranked
            [bids].
        reason: Why a bid is not ranked: a place in `reasons`; 0 for a ranked one [bids].
        reasons: The reasons: "", "not compliant", then each published minimum of the scheme as its
            code and its criterion, in the order in which one stands before another, and last the
            criterion by which only the best go on.
    """

    scheme: Scheme
    published: Whole = attrs.field(repr=False)
    rank: Whole = attrs.field(repr=False)
    reason: NDArray[np.int16] = attrs.field(repr=False)
    reasons: tuple[str, ...]
    _figures: Figures = attrs.field(repr=False)
    _tenders: Tenders = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        for array in (self.published, self.rank, self.reason):
            array.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ArrayEvaluation):
            return NotImplemented
        same = np.array_equal(self.published, other.published)
        return same and self.provenance == other.provenance

    def __hash__(self) -> int:
        return hash(self.provenance)

    def __len__(self) -> int:
        return len(self.published)

    def _line(self) -> str:
        out = int(self.failed.sum())
        return f"{number_of(len(self), 'bid')}, {len(self) - out:,} ranked, {out:,} not"

    def _blocks(self) -> Iterable[Block]:
        """How many are ranked, and why others are not."""
        counted = zip(
            self.reasons, np.bincount(self.reason, minlength=len(self.reasons)), strict=True
        )
        rows = tuple((why or "ranked", f"{int(bids):,}") for why, bids in counted if bids)
        return [
            Block("Many bids", (f"{self._line()}.",), ("what became of them", "bids"), rows, (1,))
        ]

    @property
    def failed(self) -> Mask:
        """Whether each bid is not ranked [bids]."""
        found: Mask = self.reason > 0
        return found

    @property
    def points(self) -> Doubles:
        """The doubles nearest to the published totals; NaN for a bid that is not ranked [bids]."""
        return self._doubles(self.published)

    def decimal(self, bid: int) -> Decimal | None:
        """One published total exactly; None for a bid that is not ranked.

        Args:
            bid: Its index.
        """
        units = int(self.published[bid])
        places = self.scheme.places
        return None if units == NOT_RANKED else publish(Fraction(units, 10**places), places)

    def published_for(self, criterion: str) -> Whole:
        """The points of one criterion as published on its own, like `published` [bids].

        Parts published on their own need not sum to the published total.

        Raises:
            NotFoundError: No such criterion (SV717).
        """
        found = {each.name: each for each in self.scheme.walk()}
        if criterion not in found:
            hint = did_you_mean(criterion, found, label="criteria")
            raise NotFoundError(problem("SV717", found=criterion, hint=hint))
        return published_of(self._compiled, found[criterion].walk(), self.scheme)

    def points_for(self, criterion: str) -> Doubles:
        """The points of one criterion as published on its own, like `points` [bids].

        Raises:
            NotFoundError: No such criterion (SV717).
        """
        return self._doubles(self.published_for(criterion))

    def failures(self, bid: int) -> tuple[Problem, ...]:
        """The published minimums that one bid misses, or that others went on; in words.

        Args:
            bid: Its index.
        """
        if self.reason[bid] <= 1:
            return ()
        if self.reasons[self.reason[bid]].startswith("SV746"):
            return tuple(_not_among_the_best(self.scheme, self._figures, bid))
        return tuple(_misses(self.scheme, self._figures, np.array([bid])))

    def to_frame(self, backend: str = "polars") -> Any:
        """One row a bid: rank (null where not ranked), points, each criterion's points, reason.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
        """
        parts = {each.name: self.points_for(each.name) for each in self.scheme.leaves}
        columns: dict[str, Any] = {
            "rank": [each or None for each in self.rank.tolist()],
            "points": _nullable(self.points),
            **{
                f"{name} (criterion)" if name in _COLUMNS else name: _nullable(each)
                for name, each in parts.items()
            },
            "reason": [self.reasons[each] for each in self.reason.tolist()],
        }
        return rows_to_frame(columns, backend)

    @cached_property
    def provenance(self) -> Provenance:
        """What the points rest on, which is the library, the scheme, and the hash of all arrays."""
        return Provenance(
            library=library_version(),
            layers=(),
            scheme=self.scheme.sha256,
            contract_value_basis=" and ".join(sorted(self.scheme.denominators)) or "initial",
            date_rule="",
            on="",
            inputs=_hash_of(self._figures, self._tenders, self.reason),
        )

    @cached_property
    def _compiled(self) -> Compiled:
        return compile_parts(self.scheme.leaves, self._figures, self._tenders, self.scheme.places)

    def _doubles(self, units: Whole) -> Doubles:
        found: Doubles = units / 10.0**self.scheme.places
        if self._tenders.standing is not None:
            found[~self._tenders.standing] = np.nan
        return found


_COLUMNS = ("rank", "points", "reason")


def _nullable(doubles: Doubles) -> list[float | None]:
    return [each if each == each else None for each in doubles.tolist()]  # noqa: PLR0124 - NaN


def _hash_of(figures: Figures, tenders: Tenders, reason: NDArray[np.int16]) -> str:
    """The hash of all that was read, whatever kind of array it came in."""
    digest = hashlib.sha256()
    for name, each in figures_by_name(figures):
        digest.update(f"{name} {each.scale} ".encode() + each.doubles.astype(np.float64).tobytes())
    for array in (tenders.codes, reason):
        digest.update(b"one" if array is None else array.astype(np.int64).tobytes())
    return digest.hexdigest()


def figures_by_name(figures: Figures) -> Iterator[tuple[str, Numbers]]:
    """All columns that were read, with their names."""
    named = {"value": figures.value, "price": figures.price, "target": figures.target}
    yield from ((name, each) for name, each in named.items() if each is not None)
    yield from (("price " + name, each) for name, each in sorted(figures.prices.items()))
    yield from (("mark " + name, each) for name, each in sorted(figures.marks.items()))
    yield from (("below " + name, each) for name, each in sorted(figures.denominators.items()))


def published_of(compiled: Compiled, criteria: Iterable[Criterion], scheme: Scheme) -> Whole:
    """The sum of some criteria as the scheme publishes it, in whole units of the last place."""
    leaves = [each for each in criteria if each.method is not None]
    units = compiled.published(leaves, at_part=scheme.round_at == "part")
    standing = compiled.tenders.standing
    if standing is not None:
        units[~standing] = NOT_RANKED
    return units


# --- published minimums -------------------------------------------------------------------


def minimums(scheme: Scheme, figures: Figures) -> Iterator[tuple[str, Criterion, Mask]]:
    """Each published minimum: the code of missing it, its criterion, and who is below it."""
    for each in scheme.scored:
        method = each.method
        if isinstance(method, PANEL) and method.minimum is not None:
            code = "SV740" if isinstance(method, PassFail) else "SV713"
            yield code, each, figures.marks[each.name].less(Fraction(method.minimum))
    for each in scheme.everything():
        if each.minimum is not None:
            yield "SV731", each, _panel(scheme, each, figures).below(Fraction(each.minimum))


def _panel(scheme: Scheme, criterion: Criterion, figures: Figures) -> Compiled:
    """A criterion that the panel alone decides."""
    leaves = [each for each in criterion.walk() if each.method is not None]
    bids = len(figures.marks[leaves[0].name].doubles)
    return compile_parts(leaves, figures, Tenders(None, 1, bids), scheme.places)


def left_behind(scheme: Scheme, figures: Figures, tenders: Tenders) -> Mask | None:
    """Which standing bids are not among the best of their tender that go on; None where all do."""
    listed = scheme.short_list
    if listed is None or listed.go_on is None:
        return None
    places = ranks([_published_panel(scheme, listed, figures, tenders)], tenders)
    found: Mask = places > listed.go_on
    return found


def _published_panel(
    scheme: Scheme, criterion: Criterion, figures: Figures, tenders: Tenders
) -> Whole:
    """The published points of a criterion that the panel alone decides, in whole last places."""
    leaves = [each for each in criterion.walk() if each.method is not None]
    return published_of(compile_parts(leaves, figures, tenders, scheme.places), leaves, scheme)


def _not_among_the_best(scheme: Scheme, figures: Figures, bid: int) -> Iterator[Problem]:
    """That others went on, in the words of a single tender."""
    listed = scheme.short_list
    assert listed is not None  # noqa: S101 - it is the reason that was given
    bids = next(len(each.doubles) for each in figures.marks.values())
    points = _published_panel(scheme, listed, figures, Tenders(None, 1, bids))[bid]
    found = plain(publish(Fraction(int(points), 10**scheme.places), scheme.places))
    yield problem("SV746", found=found, criterion=listed.name, best=listed.go_on)


def _misses(scheme: Scheme, figures: Figures, row: NDArray[np.intp]) -> Iterator[Problem]:
    """The minimums that one bid misses, in the words of a single tender."""
    for code, each, below in minimums(scheme, figures):
        if not below[row[0]]:
            continue
        if code != "SV731":
            (mark,) = figures.marks[each.name].exactly(row)
            least = getattr(each.method, "minimum", None)
            found = plain(beside(mark, [least], 2))
        else:
            (points,) = _panel(scheme, each, figures).exact(row)
            least = each.minimum
            found = str(beside(points, [least], scheme.places))
        yield problem(code, found=found, criterion=each.name, minimum=least)
