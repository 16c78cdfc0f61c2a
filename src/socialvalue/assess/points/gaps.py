"""Unit values that bids need and nobody gave: the tender's fault, and told once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from socialvalue.engine.lines import Line
from socialvalue.errors import Problem, problem
from socialvalue.model.criteria import reads_of
from socialvalue.model.measure import Measure
from socialvalue.model.scheme import Scheme

if TYPE_CHECKING:
    from socialvalue.assess.pounds.valuation import Valuation

__all__ = ["Gap", "gaps_of", "named", "scores_pounds"]

_NO_VALUE = {"SV501", "SV502", "SV510"}
_NOT_NEEDED = {"SV503", "SV504", "SV508", "SV509", "SV513"}
"""Why a line would not count with a value either, and the buyer forgot nothing: recorded only,
counted elsewhere, outside the place, switched off, not asked for."""


@attrs.frozen
class Gap:
    """A measure in pounds that compliant bids offer, and that has no value here.

    Attributes:
        measure: The measure.
        bidders: Who offers it, by name.
    """

    measure: Measure
    bidders: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Whether so many need it that no award can be right without it: two bids or more."""
        return len(self.bidders) > 1

    def told(self) -> Problem:
        """It as a problem of the tender."""
        return self._worded("SV355")

    def asked(self) -> Problem:
        """It as a question."""
        return self._worded("SV621")

    def _worded(self, code: str) -> Problem:
        return problem(code, measure=self.measure.name, bids=named(self.bidders))


def gaps_of(valuations: Iterable[Valuation], scheme: Scheme | None = None) -> tuple[Gap, ...]:
    """The measures in pounds that compliant bids offer and that have no value here, each once.

    A line without a value is £0 for whoever offers it: a bidder would lose points for what the
    buyer forgot.  Under a scheme that scores no pounds nothing is lost.

    Args:
        valuations: What each bid is worth.
        scheme: Weights and methods, where one scheme holds for all.
    """
    if scheme is not None and not scores_pounds(scheme):
        return ()
    lacking: dict[str, list[tuple[Measure, str]]] = {}
    for each in valuations:
        for line in each.lines if each.bid.state == "compliant" else ():
            if _lacks_value(line):
                lacking.setdefault(line.measure, []).append((line.definition, each.bid.bidder))
    return tuple(
        Gap(found[0][0], tuple(sorted({who for _, who in found})))
        for _, found in sorted(lacking.items())
    )


def _lacks_value(line: Line) -> bool:
    codes = {each.code for each in line.refusals}
    own_day = line.date_rule == "commitment" and "SV510" in codes
    return bool(codes & _NO_VALUE) and not codes & _NOT_NEEDED and not own_day


def scores_pounds(scheme: Scheme) -> bool:
    """Whether any points depend on pounds of social value."""
    scored = (each for each in scheme.scored if each.points)
    return any(reads_of(each.method, "value") for each in scored)


def named(bidders: Sequence[str]) -> str:
    """How many bids, and whose.

    Example:
        >>> named(["Acme", "Brook"]), named(["Acme"])
        ('2 bids (Acme, Brook)', '1 bid (Acme)')
    """
    return f"{len(bidders)} bid{'' if len(bidders) == 1 else 's'} ({', '.join(bidders)})"
