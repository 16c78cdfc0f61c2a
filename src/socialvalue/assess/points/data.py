"""The points of a tender as data: one result a bid, in the order of the ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import attrs

from socialvalue.assess.points.charted import points_chart
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.assess.provenance import Provenance, provenance_of
from socialvalue.blocks import Block, Shown
from socialvalue.charts import Chart
from socialvalue.engine.points import publish
from socialvalue.errors import NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.criteria import Criterion
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.named import ByName
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain, pounds

__all__ = ["BidResult", "EvaluationData", "published"]


@attrs.frozen(repr=False)
class BidResult(Shown):
    """The result of one bid.

    Attributes:
        bid: What was offered.
        valuation: Its pounds, line by line.
        scheme: The weights and methods.
        exact: Criterion to exact points, for each criterion that has a method; their sum is
            the exact total.  Empty for a failed bid.
        points: The total as published, or None for a failed bid.
        rank: From 1, or None for a failed bid.
        failures: Why it failed, if it did: a minimum that it misses, or a short list.
        warnings: What else decided its points.
    """

    bid: Bid
    valuation: Valuation = attrs.field(repr=False)
    scheme: Scheme = attrs.field(repr=False)
    exact: FrozenMap[str, Fraction] = attrs.field(repr=False)
    points: Decimal | None
    rank: int | None
    failures: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def bidder(self) -> str:
        """The bidder's name."""
        return self.bid.bidder

    @property
    def failed(self) -> bool:
        """Whether the bid is not ranked."""
        return bool(self.failures) or self.bid.state != "compliant"

    @property
    def reason(self) -> str:
        """Why the bid is not ranked; "" for a ranked one."""
        if self.bid.state != "compliant":
            return f"{self.bid.state}: {self.bid.reason or 'no reason given'}"
        return "; ".join(each.message for each in self.failures)

    @property
    def total(self) -> Decimal:
        """£ of social value that count."""
        return self.valuation.total

    def _line(self) -> str:
        lot = f", lot {self.bid.lot!r}" if self.bid.lot else ""
        got = f"rank {self.rank}, {self.points} points" if self.rank else "not ranked"
        return f"{self.bidder!r}{lot}, {got}, {pounds(self.total)} of social value"

    def _blocks(self) -> Iterable[Block]:
        rows = ((each.name, plain(each.points), str(self.points_for(each.name) or "–"))
                for each in self.scheme.leaves)  # fmt: skip
        why = (f"Reason: {self.reason}",) if self.failed else ()
        headings = ("criterion", "available", "points")
        yield Block(self._line(), why, headings, tuple(rows), (1, 2))

    def points_for(self, criterion: str) -> Decimal | None:
        """The points of one criterion as published on its own; None for a failed bid.

        Parts published on their own need not sum to the published total; `exact` does.

        Raises:
            NotFoundError: No such criterion (SV717).
        """
        found = next((each for each in self.scheme.walk() if each.name == criterion), None)
        if found is None:
            known = (each.name for each in self.scheme.walk())
            hint = did_you_mean(criterion, known, label="criteria")
            raise NotFoundError(problem("SV717", found=criterion, hint=hint))
        if self.points is None:
            return None
        leaves = [each for each in found.walk() if each.method is not None]
        return published(self.exact, leaves, self.scheme)


def published(
    exact: Mapping[str, Fraction], leaves: Iterable[Criterion], scheme: Scheme
) -> Decimal:
    """Points as published: rounded once, or each part and summed, as the scheme says."""
    parts = [exact[each.name] for each in leaves]
    if scheme.round_at == "part":
        parts = [Fraction(publish(each, scheme.places)) for each in parts]
    return publish(sum(parts, Fraction(0)), scheme.places)


@attrs.frozen(repr=False)
class EvaluationData(Shown, ByName[BidResult]):
    """The points and ranks of all bids of a tender; the fields are those of `Evaluation`."""

    tender: Tender
    framework: Framework = attrs.field(repr=False)
    scheme: Scheme = attrs.field(repr=False)
    results: tuple[BidResult, ...]
    warnings: tuple[Problem, ...] = ()

    def _line(self) -> str:
        places = (f"{each.rank or '–'} {each.bidder} {each.points or ''}".strip()
                  for each in self.results)  # fmt: skip
        return f"{self.tender.title!r}; {', '.join(places)}"

    @property
    def ranking(self) -> tuple[str, ...]:
        """Names, the best first; ties in the order of their names; failed bids last."""
        return tuple(each.bidder for each in self.results)

    @property
    def winners(self) -> tuple[str, ...]:
        """Names of rank 1, several where they are tied, none where no bid stands (no award)."""
        return tuple(each.bidder for each in self.results if each.rank == 1)

    def _named(self) -> Iterable[tuple[str, BidResult]]:
        return ((each.bidder, each) for each in self.results)

    def _unknown(self, bidder: str) -> NotFoundError:
        hint = did_you_mean(bidder, self.ranking, label="bidders")
        return NotFoundError(problem("SV716", found=bidder, count="no bid", hint=hint))

    def chart(self) -> Chart:
        """Points stacked by criterion, the best bid first."""
        leaves = [each.name for each in self.scheme.leaves]
        ranked = [
            (
                each.bidder,
                each.points,
                [(name, each.points_for(name) or Decimal(0)) for name in leaves],
            )
            for each in self.results
            if each.points is not None and each.rank
        ]
        return points_chart(self.tender.title, ranked)

    @cached_property
    def provenance(self) -> Provenance:
        """Everything that this evaluation rests on."""
        bids = tuple(each.bid for each in self.results)
        return provenance_of(self.tender, bids, self.framework, self.scheme)
