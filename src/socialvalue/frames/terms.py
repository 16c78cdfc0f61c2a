"""How the bids of a register are given points, as the caller said it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from socialvalue.engine.points import last_places
from socialvalue.errors import InputError, problem
from socialvalue.frames.engines.query_points import Steps
from socialvalue.frames.read.outputs import check_prefix, prefixed
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import (
    AgainstTarget,
    Banded,
    RatioThenRelative,
    RelativeToHighest,
)
from socialvalue.numbers import exact_number

__all__ = ["Method", "Terms", "asked_of"]

Method: TypeAlias = AgainstTarget | RelativeToHighest | RatioThenRelative | Banded

_MOST_PLACES = 6


@attrs.frozen
class Terms:
    """How points are given."""

    criterion: Criterion
    target: Fraction
    places: int
    rank: bool
    prefix: str = attrs.field(default="", converter=check_prefix)
    clean: bool = False

    @property
    def roles(self) -> list[str]:
        """The columns that are read beside the value."""
        method: Any = self.criterion.method
        among_rivals = isinstance(method, (RelativeToHighest, RatioThenRelative))
        found = ["tender"] if among_rivals or self.rank else []
        if not isinstance(method, RelativeToHighest):
            found.append("price" if method.denominator == "price" else "contract_value")
        elif method.minimum:
            found.append("contract_value")
        return found

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that the result has beside the user's own."""
        names = ("points", *(["rank"] if self.rank else []), "problem")
        return prefixed(self.prefix, names)

    @property
    def outputs(self) -> tuple[str, ...]:
        """The same, and the column that lists what was cleaned, where that is asked for."""
        return (*([f"{self.prefix}cleaned"] if self.clean else []), *self.added)

    @property
    def steps(self) -> Steps:
        """How an engine of queries gives them."""
        method: Any = self.criterion.method
        weight = Fraction(self.criterion.points) * 10**self.places
        relative = isinstance(method, RelativeToHighest)
        return Steps(
            weight=weight if relative else weight / self.target,
            most=last_places(weight if relative else weight * Fraction(method.cap), 0),
            least=Fraction(0) if relative else Fraction(method.floor) * self.target,
            divisor=None if relative else self.roles[-1],
            minimum=Fraction(method.minimum or 0) if relative else Fraction(0),
            places=self.places,
            rank=self.rank,
            added=self.added,
        )


def asked_of(method: Any, points: Any, target: Any, places: int, rank: bool) -> Terms:
    """How points are given, as the caller said it.

    Args:
        method: What scores.
        points: What the criterion is worth.
        target: £ per £1, where the method states none.
        places: Decimals of the published points.
        rank: Whether ranks are wanted too.

    Raises:
        InputError: A method that is none of these, or places that are not (SV316), no target
            (SV709), or one of 0 (SV307).
    """
    if not isinstance(method, (AgainstTarget, RelativeToHighest, RatioThenRelative, Banded)):
        expected = "AgainstTarget(…), RelativeToHighest(), RatioThenRelative() or Banded(…)"
        raise InputError(problem("SV316", what="method", expected=expected, found=repr(method)))
    if getattr(method, "weight_value", None) or getattr(method, "weight_score", None):
        expected, found = "a method without weights by theme", repr(method)
        raise InputError(problem("SV316", what="method", expected=expected, found=found))
    if places not in range(_MOST_PLACES + 1):
        raise InputError(problem("SV316", what="places", expected="0 to 6", found=repr(places)))
    own = method.target if isinstance(method, AgainstTarget) else 1
    said = own if own is not None else target
    if said is None:
        raise InputError(problem("SV709", criterion="quantitative"))
    wanted = Fraction(exact_number(said))
    if not wanted:
        raise InputError(problem("SV307", what="the target"))
    return Terms(Criterion("quantitative", points, method), wanted, places, rank)
