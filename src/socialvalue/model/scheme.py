"""A scheme: weights as a tree of points, and a scoring method at each leaf.

A method here is a specification: what is published.  Its arithmetic is the engine's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal
from typing import Any

import attrs

from socialvalue.errors import Problem, did_you_mean, problem
from socialvalue.model.fields import (
    attempt,
    check_choice,
    is_refused,
    money_field,
    name_field,
    names_field,
    optional_number_field,
    optional_positive_field,
    positive_field,
    settle,
    several,
)
from socialvalue.numbers import plain
from socialvalue.spans import NOWHERE, Span

__all__ = [
    "DENOMINATORS",
    "AgainstTarget",
    "Criterion",
    "LowestPrice",
    "Method",
    "PanelMark",
    "RelativeToHighest",
    "Scheme",
]

DENOMINATORS = ("initial", "with_extensions", "maximum", "price")
_EXACT = Context(prec=400)


@attrs.frozen
class LowestPrice:
    """Points × lowest price ÷ price, over the compliant bids.

    Source: P1 of the project's scoring rules; the method most UK invitations to tender print.

    Example:
        >>> LowestPrice()
        LowestPrice()
    """


@attrs.frozen
class PanelMark:
    """Points × mark ÷ top of the scale: absolute, never rescaled to the best mark seen.

    Attributes:
        out_of: The top of the scale.
        minimum: A bid whose mark is below it fails, or None.

    Example:
        >>> PanelMark(out_of=5, minimum=2).out_of
        Decimal('5')
    """

    out_of: Decimal = attrs.field(converter=positive_field)
    minimum: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_number_field
    )

    def __attrs_post_init__(self) -> None:
        settle(self, "PanelMark", self._minimum_above())

    def _minimum_above(self) -> Problem | None:
        if is_refused(self.minimum) or is_refused(self.out_of) or self.minimum is None:
            return None
        if self.minimum <= self.out_of:
            return None
        return problem("SV706", found=self.minimum, criterion="the minimum", out_of=self.out_of)


@attrs.frozen
class AgainstTarget:
    """Points × min(cap, social value per £1 ÷ target).

    Attributes:
        target: £ of social value per £1; None means the tender's, else the plug-in's on the
            day of the notice.
        cap: The most of the target that counts: 1 gives full points at the target.
        floor: The share of the target below which there are no points.
        denominator: What the social value is divided by: the ``initial`` contract value,
            ``with_extensions``, ``maximum``, or the bidder's own ``price``.

    Source: Q2 of the project's scoring rules: Essex County Council is reported to score bids
    relative to its target per £1; its own formula is not public.

    Example:
        >>> AgainstTarget("0.50").target
        Decimal('0.50')
    """

    target: Decimal | None = attrs.field(default=None, converter=optional_positive_field)
    cap: Decimal = attrs.field(default=Decimal(1), kw_only=True, converter=positive_field)
    floor: Decimal = attrs.field(default=Decimal(0), kw_only=True, converter=money_field)
    denominator: str = attrs.field(default="initial", kw_only=True)

    def __attrs_post_init__(self) -> None:
        choice = check_choice("denominator", self.denominator, DENOMINATORS)
        settle(self, "AgainstTarget", self._cap_below_floor(), choice)

    def _cap_below_floor(self) -> Problem | None:
        if is_refused(self.cap) or is_refused(self.floor) or self.floor <= self.cap:
            return None
        return problem("SV714", cap=self.cap, floor=self.floor)


@attrs.frozen
class RelativeToHighest:
    """Points × social value ÷ the highest social value of a compliant bid.

    Source: Q1 of the project's scoring rules.

    Example:
        >>> RelativeToHighest()
        RelativeToHighest()
    """


Method = LowestPrice | PanelMark | AgainstTarget | RelativeToHighest
METHODS = (LowestPrice, PanelMark, AgainstTarget, RelativeToHighest)


def _content(value: Method | Sequence[Criterion] | None) -> Method | tuple[Criterion, ...] | None:
    return tuple(value) if isinstance(value, Sequence) else value


@attrs.frozen
class Criterion:
    """An award criterion: points, and how they are given.

    Attributes:
        name: Marks and points are found by it.
        points: What it is worth.
        method_or_children: A scoring method, or the criteria it is made of.
        span: Where it is written.

    Example:
        >>> Criterion("price", 60, LowestPrice()).points
        Decimal('60')
    """

    name: str = attrs.field(converter=name_field)
    points: Decimal = attrs.field(converter=money_field)
    method_or_children: Method | tuple[Criterion, ...] | None = attrs.field(
        default=None, converter=_content
    )
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        who = "a criterion" if is_refused(self.name) else f"criterion '{self.name}'"
        settle(self, who, self._method_problem())

    def _method_problem(self) -> Problem | None:
        """A criterion without anything to score it, or with something that is no method."""
        content = self.method_or_children
        if content is None or content == ():
            return problem("SV704", found="" if is_refused(self.name) else self.name)
        parts = content if isinstance(content, tuple) else (content,)
        known = (Criterion,) if isinstance(content, tuple) else METHODS
        strange = [each for each in parts if not isinstance(each, known)]
        return _strange(strange[0]) if strange else None

    @property
    def method(self) -> Method | None:
        """Its scoring method; None where it is made of others."""
        content = self.method_or_children
        return None if isinstance(content, tuple) else content

    @property
    def children(self) -> tuple[Criterion, ...]:
        """The criteria it is made of; none where it has a method."""
        content = self.method_or_children
        return content if isinstance(content, tuple) else ()

    def walk(self) -> Iterator[Criterion]:
        """Itself and all the criteria below, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()


def _strange(found: object) -> Problem:
    kind = found.__name__ if isinstance(found, type) else type(found).__name__
    hint = f"write {kind}()" if isinstance(found, type) else "give a method, or a list of criteria"
    return problem(
        "SV316", what="the method", expected="a scoring method or criteria", found=kind, hint=hint
    )


def _criteria(value: Iterable[Criterion]) -> tuple[Criterion, ...]:
    return attempt(lambda given: several("a criterion", Criterion, given[0]), (value,))


@attrs.frozen
class Scheme:
    """Award criteria as a tree of points.

    Attributes:
        criteria: The criteria at the top.
        out_of: What their points sum to.
        places: Decimal places of published points.
        round_at: ``total``: the total is rounded once; ``part``: each part is, and summed.
        ties: Names of criteria that break a tie, in order.
        illustrative: Whether it only shows how scoring works.
        note: What a reader must know.

    Raises:
        InputError: Points that do not sum (SV701), names given twice (SV702), a criterion
            without a method (SV704), a tie-break that is no criterion (SV712): all together.

    Example:
        >>> scheme = Scheme([Criterion("price", 60, LowestPrice()),
        ...                  Criterion("quality", 40, PanelMark(out_of=5))])
        >>> [each.name for each in scheme.leaves]
        ['price', 'quality']
    """

    criteria: tuple[Criterion, ...] = attrs.field(converter=_criteria)
    out_of: Decimal = attrs.field(default=Decimal(100), kw_only=True, converter=positive_field)
    places: int = attrs.field(default=2, kw_only=True)
    round_at: str = attrs.field(default="total", kw_only=True)
    ties: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=names_field)
    illustrative: bool = attrs.field(default=False, kw_only=True)
    note: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle(
            self,
            "scheme",
            check_choice("round_at", self.round_at, ("total", "part")),
            self._places_problem(),
            *([] if is_refused(self.criteria) else self._weight_problems()),
            *([] if is_refused(self.criteria) else self._name_problems()),
        )

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria that have a method, in their order."""
        return tuple(each for each in self.walk() if each.method is not None)

    def walk(self) -> Iterator[Criterion]:
        """All criteria, each before those it is made of."""
        for criterion in self.criteria:
            yield from criterion.walk()

    def _places_problem(self) -> Problem | None:
        places: Any = self.places
        if type(places) is int and 0 <= places <= 6:
            return None
        found = repr(places)
        return problem("SV316", what="places", expected="a whole number, 0 to 6", found=found)

    def _weight_problems(self) -> list[Problem | None]:
        if is_refused(self.out_of):
            return []
        tops = _sums("the criteria", self.criteria, self.out_of, NOWHERE)
        return [tops, *(
            _sums(f"'{each.name}'", each.children, each.points, each.span)
            for each in self.walk() if each.children
        )]  # fmt: skip

    def _name_problems(self) -> list[Problem]:
        names = Counter(each.name for each in self.walk())
        twice = [problem("SV702", found=each) for each, times in names.items() if times > 1]
        ties = [
            problem("SV712", found=each, hint=did_you_mean(each, names, label="criteria"))
            for each in (() if is_refused(self.ties) else self.ties)
            if each not in names
        ]
        return twice + ties


def _sums(what: str, parts: Sequence[Criterion], whole: Decimal, span: Span) -> Problem | None:
    """The problem that parts do not sum to the whole, with the difference named."""
    total = Decimal(0)
    for each in parts:
        total = _EXACT.add(total, each.points)
    if total == whole:
        return None
    difference = plain(_EXACT.abs(_EXACT.subtract(total, whole)))
    words = f"{difference} too {'many' if total > whole else 'few'}"
    found = problem("SV701", found=what, sum=plain(total), expected=plain(whole), difference=words)
    return span.locate([found])[0] if span.line else found
