"""An award criterion: points, and a scoring method or the criteria that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from socialvalue.blocks import Described
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    check_choice,
    flag_field,
    is_refused,
    name_field,
    needed,
    optional_money_field,
    points_field,
    positive_field,
    settle,
    several,
    words_field,
)
from socialvalue.model.methods import (
    BUILT_IN,
    PANEL,
    Method,
    ScoringMethod,
    own_method_problem,
)
from socialvalue.numbers import Exact
from socialvalue.spans import NOWHERE, Span

__all__ = ["COUNTS_AS", "Criterion", "ValueForMoney", "criteria_field", "is_own", "reads_of"]

COUNTS_AS = ("social_value",)
"""What a criterion may say that its points are for."""


def _content(
    value: Method | ValueForMoney | Sequence[Criterion] | None,
) -> Method | ValueForMoney | tuple[Criterion, ...] | None:
    return tuple(value) if isinstance(value, Sequence) else value


@attrs.frozen(repr=False)
class Criterion(Described):
    """An award criterion: points, and how they are given.

    Attributes:
        name: Marks and points are found by it.
        points: What it is worth; a Fraction where it has no last decimal, such as 100/3.
        method_or_children: A scoring method, or the criteria it is made of.
        minimum: A bid with fewer points fails, or None; only where the panel alone decides.
        needs_both: Whether a response must have both commitments and a panel's mark: one that
            has only one of them has no points for this criterion, and the bid stays in.
        counts_as: ``social_value`` where its points are those for social value, of which a policy
            or the national model may ask a share, whatever the criterion is called.
        go_on: How many bids go on, those with the most points for this criterion, or None: all
            do.  Those with as many published points as the last of them go on too; no other bid is
            ranked.  Only where the panel alone decides.
        price: Which of a bid's named prices its method reads; the bid's own price where empty.
        span: Where it is written.

    Example:
        >>> import socialvalue as sv
        >>> sv.Criterion("price", 60, sv.LowestPrice()).points
        Decimal('60')
    """

    name: str = attrs.field(converter=name_field)
    points: Exact = attrs.field(converter=points_field)
    method_or_children: Method | ValueForMoney | tuple[Criterion, ...] | None = attrs.field(
        default=None, converter=_content
    )
    minimum: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_money_field
    )
    needs_both: bool = attrs.field(default=False, kw_only=True, converter=flag_field)
    counts_as: str = attrs.field(default="", kw_only=True)
    go_on: int | None = attrs.field(default=None, kw_only=True)
    price: str = attrs.field(default="", kw_only=True, converter=words_field)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        who = "a criterion" if is_refused(self.name) else f"criterion '{self.name}'"
        counts = check_choice("counts_as", self.counts_as, ("", *COUNTS_AS))
        wrong = (self._method_problem(), self._minimum_problem(), counts, self._price_problem())
        settle(self, who, *wrong, self._go_on_problem())

    def _minimum_problem(self) -> Problem | None:
        """A minimum where points depend on more than the panel."""
        if self.minimum is None or self._method_problem() is not None or self._panel_alone:
            return None
        return problem("SV730", found=self.name)

    def _go_on_problem(self) -> Problem | None:
        """A short list of no bids, or by points that depend on more than the panel."""
        found: Any = self.go_on
        if found is None:
            return None
        if type(found) is not int or found < 1:
            expected = "a whole number, 1 or more"
            wrong = problem("SV316", what="how many go on", expected=expected, found=repr(found))
            return wrong.within("go_on")
        if self._method_problem() is not None or self._panel_alone:
            return None
        return problem("SV747", found=self.name).within("go_on")

    @property
    def _panel_alone(self) -> bool:
        methods = [each.method for each in self.walk() if each.method is not None]
        return all(isinstance(each, PANEL) for each in methods)

    def _price_problem(self) -> Problem | None:
        """A price that is named, where nothing reads one."""
        if is_refused(self.price) or not self.price or self._reads_price:
            return None
        name = "" if is_refused(self.name) else self.name
        return problem("SV743", found=name, price=self.price).within("price")

    @property
    def _reads_price(self) -> bool:
        method = self.method
        below = getattr(method, "denominator", "")
        return reads_of(method, "price") or below == "price"

    def _method_problem(self) -> Problem | None:
        """A criterion without anything to score it, or with something that is no method."""
        content = self.method_or_children
        if content is None or content == ():
            return problem("SV704", found="" if is_refused(self.name) else self.name)
        parts = content if isinstance(content, tuple) else (content,)
        strange = [
            each
            for each in parts
            if not (isinstance(each, Criterion) if isinstance(content, tuple) else _is_method(each))
        ]
        if strange:
            return _strange(strange[0])
        return own_method_problem(content) if is_own(content) else None

    @property
    def method(self) -> Method | ValueForMoney | None:
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

    @property
    def needs_price(self) -> bool:
        """Whether a bid must have a price, as where it decides over points."""
        return bool(self.points) and self._reads_price

    @property
    def divides_by_price(self) -> bool:
        """Whether a price of £0 has no points here, as nothing can be divided by it."""
        return self.needs_price and (
            not reads_of(self.method, "price")
            or bool(getattr(self.method, "DIVIDES_BY_PRICE", True))
        )


def reads_of(method: object, what: str) -> bool:
    """Whether a method reads something of a bid: ``price``, ``mark``, ``value`` or ``units``."""
    return what in getattr(method, "READS", ())


def _is_method(found: object) -> bool:
    """A method of the library, or an object that meets the protocol."""
    if isinstance(found, type):
        return False
    return type(found) in _OURS or isinstance(found, ScoringMethod)


def is_own(found: object) -> bool:
    """Whether something that is a method, or criteria, is a council's own method."""
    return type(found) not in _OURS and not isinstance(found, tuple)


def _strange(found: object) -> Problem:
    kind = found.__name__ if isinstance(found, type) else type(found).__name__
    hint = (
        f"write {kind}()"
        if isinstance(found, type)
        else ("give a method, a list of criteria, or an object with READS and points()")
    )
    return problem(
        "SV316", what="the method", expected="a scoring method or criteria", found=kind, hint=hint
    )


def criteria_field(value: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """Criteria, or the refusal of what is none."""
    return needed(lambda given: several("a criterion", Criterion, given), value)


@attrs.frozen
class ValueForMoney(Described):
    """Points × index ÷ highest index, where the index is quality^exponent ÷ price.

    With the exponent 1 this is the price per quality point (the lowest wins) and the index of
    value for money; a weighted index uses weight of quality ÷ weight of price.

    Attributes:
        quality: The criteria whose points make the quality.
        exponent: How strongly quality counts; whole exponents are exact, others are computed to
            60 digits.

    Source: P3 of the project's scoring rules.

    Example:
        >>> import socialvalue as sv
        >>> sv.ValueForMoney([sv.Criterion("method", 100, sv.PanelMark(out_of=5))]).exponent
        Decimal('1')
    """

    WORD: ClassVar[str] = "value_for_money"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    DIVIDES_BY_PRICE: ClassVar[bool] = True
    quality: tuple[Criterion, ...] = attrs.field(converter=criteria_field)
    exponent: Decimal = attrs.field(default=Decimal(1), kw_only=True, converter=positive_field)

    def __attrs_post_init__(self) -> None:
        empty = problem("SV704", found="quality") if self.quality == () else None
        settle(self, "ValueForMoney", empty)

    @property
    def MEASURED_BY(self) -> str:  # noqa: N802 - a fact of the class elsewhere
        """The best index alone, where nobody else's figures change the quality of a bid."""
        alone = all(not is_own(each) and each.MEASURED_BY == "itself" for each in self._inside)
        return "ends" if alone else "all"

    @property
    def STEADY(self) -> bool:  # noqa: N802 - a fact of the class elsewhere
        """As what its quality is scored by."""
        return all(not is_own(each) and each.STEADY for each in self._inside)

    @property
    def _inside(self) -> list[Any]:
        """The methods that its quality is scored by."""
        leaves = (each for top in self.quality for each in top.walk())
        return [each.method for each in leaves if each.method is not None]


_OURS = frozenset({*BUILT_IN, ValueForMoney})
