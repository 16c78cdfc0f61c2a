"""A tender, its bids, and what a panel gave them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.commitment import Commitment
from socialvalue.model.fields import (
    amounts_field,
    as_read,
    attempt,
    check_choice,
    day_field,
    each_of,
    is_refused,
    name_field,
    number,
    number_field,
    optional_money_field,
    optional_positive_field,
    positive_field,
    settle,
    several,
    text_field,
)
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.scheme import Scheme
from socialvalue.spans import NOWHERE, Span

__all__ = ["STATES", "Bid", "ContractValue", "EvaluatorMark", "Lot", "Moderated", "Tender"]

T = TypeVar("T")

STATES = ("compliant", "excluded", "withdrawn")


@attrs.frozen
class ContractValue:
    """What a contract is worth, in £; a plain amount means the initial term, excluding VAT.

    Attributes:
        initial: The initial term.
        with_extensions: With all extensions, or None where it is not given.
        maximum: The most that may be spent, or None.
        vat: ``excluded`` or ``included``: what the amounts are.

    Example:
        >>> ContractValue("2_400_000", with_extensions="4_000_000").initial
        Decimal('2400000')
    """

    initial: Decimal = attrs.field(converter=positive_field)
    with_extensions: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    maximum: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    vat: str = attrs.field(default="excluded", kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle(
            self,
            "contract value",
            check_choice("vat", self.vat, ("excluded", "included")),
            self._less("with_extensions", self.with_extensions),
            self._less("maximum", self.maximum),
        )

    def _less(self, what: str, value: Decimal | None) -> Problem | None:
        if value is None or is_refused(value) or is_refused(self.initial) or value >= self.initial:
            return None
        return problem("SV318", what=what, found=value, initial=self.initial)


def _contract_value(value: ContractValue | int | str | Decimal) -> ContractValue:
    if isinstance(value, ContractValue):
        return value
    return attempt(lambda given: ContractValue(given[0]), (value,))


def _optional_contract_value(
    value: ContractValue | int | str | Decimal | None,
) -> ContractValue | None:
    return None if value is None else _contract_value(value)


@attrs.frozen
class Lot:
    """A part of a tender that is bid for and scored by itself.

    Attributes:
        name: Bids name it.
        contract_value: What it is worth, or None where only the whole tender's is given.
        years: Its term, or None for the tender's.
        target: Its target, or None for the tender's.
        scheme: Its scheme, or None for the tender's.

    Example:
        >>> Lot("north", contract_value="400_000").name
        'north'
    """

    name: str = attrs.field(converter=name_field)
    contract_value: ContractValue | None = attrs.field(
        default=None, kw_only=True, converter=_optional_contract_value
    )
    years: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    target: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    scheme: Scheme | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle(self, "lot")


def _lots(value: str | Lot | Iterable[str | Lot] | None) -> tuple[Lot, ...]:
    return attempt(_all_lots, () if value is None else value)


def _all_lots(value: Any) -> tuple[Lot, ...]:
    """Lots, or their names, each name once."""
    given = several("a lot", (str, Lot), value, expected="a name or a Lot")
    found = tuple(each if isinstance(each, Lot) else Lot(each) for each in given)
    names = Counter(each.name for each in found)
    wrong = [
        problem("SV222", noun="lot", found=name, first="this tender")
        for name, times in names.items()
        if times > 1
    ]
    if wrong:
        raise InputError(wrong)
    return found


@attrs.frozen
class Tender:
    """What the buyer asks for, the same for every bidder.

    Attributes:
        title: In words.
        contract_value: What the contract is worth; a plain amount means the initial term,
            excluding VAT.
        years: The contract's initial term, in years.
        published: The day of the tender notice; it decides which values and rules count.
        place: ONS code of the place that is to benefit.
        target: £ of social value per £1 of contract value.
        unit_values: £ per unit given for this procurement, by code: the same for every bidder.
        lots: Its lots, by name or with values of their own.
        parent_published: For a call-off, the day of its framework agreement's notice.
        framework: Which set the tender names, ``id`` or ``id@edition``.
        scheme: The tender's own scheme, or None for the plug-in's.
        scheme_fingerprint: The fingerprint that was printed in the invitation, or "".
        note: What a reader must know.

    Raises:
        InputError: What cannot mean anything, all of it together.

    Example:
        >>> Tender("Highways", contract_value="2_400_000", years=3).contract_value.initial
        Decimal('2400000')
    """

    title: str = attrs.field(converter=name_field)
    contract_value: ContractValue = attrs.field(kw_only=True, converter=_contract_value)
    years: Decimal = attrs.field(default=Decimal(1), kw_only=True, converter=positive_field)
    published: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    place: str | None = attrs.field(default=None, kw_only=True, converter=text_field)
    target: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    unit_values: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )
    lots: tuple[Lot, ...] = attrs.field(default=(), kw_only=True, converter=_lots)
    parent_published: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    framework: str = attrs.field(default="", kw_only=True)
    scheme: Scheme | None = attrs.field(default=None, kw_only=True)
    scheme_fingerprint: str = attrs.field(default="", kw_only=True)
    note: str = attrs.field(default="", kw_only=True)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle(self, "tender")


@attrs.frozen
class EvaluatorMark:
    """One evaluator's mark, with the reason."""

    by: str
    mark: Decimal = attrs.field(converter=number_field)
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        settle(self, f"mark of {self.by}")


def _panel(value: Iterable[EvaluatorMark]) -> tuple[EvaluatorMark, ...]:
    return attempt(lambda given: several("a mark", EvaluatorMark, given), value)


_PASSED = {"pass": Decimal(1), "fail": Decimal(0)}


def _consensus(value: int | str | float | Decimal | None) -> Decimal | None:
    """A mark; ``pass`` and ``fail`` are 1 and 0."""
    if isinstance(value, str) and value in _PASSED:
        return _PASSED[value]
    return attempt(number, value)


@attrs.frozen
class Moderated:
    """A consensus mark, with the marks it was reached from.

    Attributes:
        consensus: The mark that counts; None only where the method asks for the mean.
        marks: The evaluators' own marks.
        reason: Why it is this mark, for the bidder.
        by: Who moderated.
        on: When.

    Example:
        >>> Moderated(4, reason="clear plan, two named partners").consensus
        Decimal('4')
    """

    consensus: Decimal | None = attrs.field(default=None, converter=_consensus)
    marks: tuple[EvaluatorMark, ...] = attrs.field(default=(), kw_only=True, converter=_panel)
    reason: str = attrs.field(default="", kw_only=True)
    by: str = attrs.field(default="", kw_only=True)
    on: date | None = attrs.field(default=None, kw_only=True, converter=day_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "moderated mark", *([] if is_refused(self.marks) else self._twice()))

    def _twice(self) -> list[Problem]:
        """Evaluators who mark more than once, and a mark that is none."""
        names = Counter(as_read(each.by) for each in self.marks)
        twice = [each.by for each in self.marks if names[as_read(each.by)] > 1]
        found = [problem("SV724", found=by, criterion="one answer") for by in dict.fromkeys(twice)]
        empty = self.consensus is None and not self.marks
        return [*found, *([problem("SV306", found="None")] if empty else [])]


Mark = int | str | float | Decimal | Moderated
"""What a panel gave: a number, or a consensus with its panel."""


def _marks(values: Mapping[str, Mark] | None) -> FrozenMap[str, Moderated]:
    return attempt(lambda given: each_of(_moderated, given), {} if values is None else values)


def _moderated(value: Mark) -> Moderated:
    """A mark; a plain number is a consensus without its panel."""
    return value if isinstance(value, Moderated) else Moderated(value)


def _commitments(value: Iterable[Commitment] | None) -> tuple[Commitment, ...]:
    return attempt(_made_by_commit, () if value is None else value)


def _made_by_commit(value: Any) -> tuple[Commitment, ...]:
    """Commitments made by `Framework.commit`, and nothing else."""
    return several("a commitment", Commitment, value, expected="one made by commit()")


@attrs.frozen
class Bid:
    """What one bidder offers.

    Attributes:
        bidder: The bidder's name.
        price: £, or None.
        commitments: What is promised, in the bidder's order.
        marks: Criterion to the panel's mark.
        lot: Which lot, or None.
        state: ``compliant``, ``excluded`` or ``withdrawn``.
        reason: Why it is excluded or withdrawn.
        span: Where it is written.

    Raises:
        InputError: What cannot mean anything, all of it together.

    Example:
        >>> Bid("Acme", price="2_310_000", marks={"quality": 4}).price
        Decimal('2310000')
    """

    bidder: str = attrs.field(converter=name_field)
    price: Decimal | None = attrs.field(default=None, kw_only=True, converter=optional_money_field)
    commitments: tuple[Commitment, ...] = attrs.field(
        default=(), kw_only=True, converter=_commitments
    )
    marks: FrozenMap[str, Moderated] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=_marks
    )
    lot: str | None = attrs.field(default=None, kw_only=True, converter=text_field)
    state: str = attrs.field(default="compliant", kw_only=True)
    reason: str | None = attrs.field(default=None, kw_only=True, converter=text_field)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        who = "a bid" if is_refused(self.bidder) else f"bid '{self.bidder}'"
        settle(self, who, check_choice("state", self.state, STATES))
