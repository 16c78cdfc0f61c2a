"""A tender, its bids, and what a panel gave them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.blocks import Block, Described, Shown
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.marks import (
    Moderation,
    moderation_field,
)
from socialvalue.model.fields import (
    amounts_field,
    attempt,
    check_choice,
    day_field,
    is_refused,
    name_field,
    names_field,
    needed,
    one,
    optional_flag_field,
    optional_positive_field,
    positive_field,
    settle,
    several,
    text_field,
    words_field,
)
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.papers.asked import Asked
from socialvalue.model.papers.award import Papers
from socialvalue.model.scheme import Scheme, points_line
from socialvalue.model.waivers import SwitchOff, Waiver
from socialvalue.numbers import EXACT, plain, pounds
from socialvalue.spans import NOWHERE, Span
from socialvalue.words import day_words, listed

__all__ = ["ACT_IN_FORCE", "CATEGORIES", "REGIMES", "ContractValue", "Lot", "Tender"]

CATEGORIES = ("works", "goods", "services")
REGIMES = ("pa2023", "light_touch", "below_threshold", "pcr2015")
"""The rules that an award may be under: the Procurement Act 2023, its light touch, neither it nor
the rules before it, or the Public Contracts Regulations 2015."""
ACT_IN_FORCE = date(2025, 2, 24)
"""The day from which procurements begin under the Procurement Act 2023."""
MOST_VAT = Decimal("1.2")
"""The standard rate: no value with VAT is more than this times the one without.

Source:
    Value Added Tax Act 1994, section 2(1).
"""


@attrs.frozen
class ContractValue(Described):
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

    @property
    def most(self) -> Decimal:
        """The largest of the amounts."""
        return max(filter(None, (self.initial, self.with_extensions, self.maximum)))

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the most that the largest amount is with VAT, whatever its rate.

        Example:
            >>> ContractValue("4_500_000").bounds
            (Decimal('4500000'), Decimal('5400000.0'))
        """
        rate = Decimal(1) if self.vat == "included" else MOST_VAT
        return self.most, EXACT.multiply(self.most, rate)

    def _less(self, what: str, value: Decimal | None) -> Problem | None:
        if value is None or is_refused(value) or is_refused(self.initial) or value >= self.initial:
            return None
        return problem("SV318", what=what, found=value, initial=self.initial)


def _contract_value(value: ContractValue | int | str | Decimal) -> ContractValue:
    if isinstance(value, ContractValue):
        return value
    return needed(ContractValue, value)


def _optional_contract_value(
    value: ContractValue | int | str | Decimal | None,
) -> ContractValue | None:
    return None if value is None else _contract_value(value)


def _scheme(value: Scheme | None) -> Scheme | None:
    return attempt(lambda given: one("a scheme", Scheme, given), value)


def _papers(value: Papers | None) -> Papers | None:
    return attempt(lambda given: one("the papers", Papers, given), value)


def _asked(value: Asked | None) -> Asked | None:
    return attempt(lambda given: one("the calculator", Asked, given), value)


@attrs.frozen
class Lot(Described):
    """A part of a tender that is bid for and scored by itself.

    Attributes:
        name: Bids name it.
        contract_value: What it is worth, or None where only the whole tender's is given.
        years: Its term, or None for the tender's.
        target: Its target, or None for the tender's.
        scheme: Its scheme, or None for the tender's.
        scheme_fingerprint: The fingerprint of its own scheme as printed in the invitation, or "".

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
    scheme: Scheme | None = attrs.field(default=None, kw_only=True, converter=_scheme)
    scheme_fingerprint: str = attrs.field(default="", kw_only=True, converter=words_field)

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


def _offs(value: Iterable[SwitchOff]) -> tuple[SwitchOff, ...]:
    return attempt(lambda given: several("a switch-off", SwitchOff, given), value)


def _waivers(value: Iterable[Waiver]) -> tuple[Waiver, ...]:
    return attempt(lambda given: several("a waiver", Waiver, given), value)


@attrs.frozen(repr=False)
class Tender(Shown):
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
        parent_published: For a call-off, the day of its framework agreement's notice.  It decides
            which national rules apply (`national_rules`) and no value: values are of `published`.
        framework: Which set the tender names, ``id`` or ``id@edition``.
        scheme: The tender's own scheme, or None for the plug-in's.
        scheme_fingerprint: The fingerprint that was printed in the invitation, or "".
        category: ``works``, ``goods``, ``services``, or "" where it is not stated.
        above_threshold: Whether procurement law's thresholds are passed; None: not stated.
        regime: Which rules the award is under: one of `REGIMES`, or "": by the day of the tender
            notice and by `above_threshold`.
        shortlist: Codes of the measures asked for; none means all.
        switch_off: Measures that do not fit this contract, each with the reason and who signed.
        waivers: Rules of the council's policy that do not hold here, and who decided it.
        most_lots: How many lots one bidder may be first in, or None.
        moderation: Whether marks are moderated; while that is open, no bid is given points.  None:
            it is recorded elsewhere.
        note: What a reader must know.
        authority: The contracting authority's name, or "".
        our_reference: The authority's reference, or the procurement's unique identifier, or "".
        papers: What assessment summaries say beside scores and reasons, or None.
        calculator: What its calculator asks of bidders beside quantities, or None.
        legal_note: Why measures that reward location may: how they relate to the subject-matter
            and are proportionate, and that a supplier from elsewhere can earn them.

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
    framework: str = attrs.field(default="", kw_only=True, converter=words_field)
    scheme: Scheme | None = attrs.field(default=None, kw_only=True, converter=_scheme)
    scheme_fingerprint: str = attrs.field(default="", kw_only=True, converter=words_field)
    category: str = attrs.field(default="", kw_only=True)
    above_threshold: bool | None = attrs.field(
        default=None, kw_only=True, converter=optional_flag_field
    )
    shortlist: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=names_field)
    switch_off: tuple[SwitchOff, ...] = attrs.field(default=(), kw_only=True, converter=_offs)
    waivers: tuple[Waiver, ...] = attrs.field(default=(), kw_only=True, converter=_waivers)
    most_lots: int | None = attrs.field(default=None, kw_only=True)
    moderation: Moderation | None = attrs.field(
        default=None, kw_only=True, converter=moderation_field
    )
    note: str = attrs.field(default="", kw_only=True, converter=words_field)
    authority: str = attrs.field(default="", kw_only=True, converter=words_field)
    our_reference: str = attrs.field(default="", kw_only=True, converter=words_field)
    papers: Papers | None = attrs.field(default=None, kw_only=True, converter=_papers)
    regime: str = attrs.field(default="", kw_only=True)
    calculator: Asked | None = attrs.field(default=None, kw_only=True, converter=_asked)
    legal_note: str = attrs.field(default="", kw_only=True, converter=words_field)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)
    spans: FrozenMap[str, Span] = attrs.field(factory=FrozenMap, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        words = ("category", self.category, CATEGORIES), ("regime", self.regime, REGIMES)
        found = [check_choice(key, given, ("", *known)) for key, given, known in words]
        settle(self, "tender", *found, self._regime_of_another())

    def _regime_of_another(self) -> Problem | None:
        """A regime that what else is said of the tender rules out."""
        is_act, above = self.regime in {"pa2023", "light_touch"}, self.above_threshold
        notice = None if is_refused(self.published) else self.published
        if is_act and notice is not None and notice < ACT_IN_FORCE:
            other = "a tender notice published before 24 February 2025"
        elif (is_act and above is False) or (self.regime == "below_threshold" and above is True):
            other = f"above_threshold: {'yes' if above else 'no'}"
        else:
            return None
        return problem("SV840", found=self.regime, other=other).within("regime")

    def _line(self) -> str:
        day = f", published {day_words(self.published)}" if self.published else ""
        return f"{self.title!r}, {pounds(self.contract_value.initial)}{day}"

    def _blocks(self) -> Iterable[Block]:
        value, where = self.contract_value, f" in {self.place}" if self.place else ""
        years = f"{plain(self.years)} year{'' if self.years == 1 else 's'}"
        day = self.published
        said = (
            f"Contract: {pounds(value.initial)}, VAT {value.vat}, over {years}{where}.",
            f"Tender notice published {day_words(day)}." if day else "",
            f"Valued with {self.framework}." if self.framework else "",
            f"Target: {pounds(self.target)} of social value per £1." if self.target else "",
            f"Criteria: {points_line(self.scheme.criteria)}." if self.scheme else "",
            f"Lots: {listed(each.name for each in self.lots)}." if self.lots else "",
            self.note,
        )
        yield Block(self.title, tuple(each for each in said if each))

    def of_lot(self, name: str | None) -> Tender:
        """The tender as it stands for one of its lots: its value, years, target and scheme.

        Args:
            name: The lot's; the whole tender for None, and for a lot that it does not have.
        """
        lot = next((each for each in self.lots if each.name == name), None)
        if lot is None:
            return self
        return attrs.evolve(
            self,
            title=f"{self.title.removesuffix(f', lot {lot.name}')}, lot {lot.name}",
            contract_value=lot.contract_value or self.contract_value,
            years=lot.years or self.years,
            target=lot.target or self.target,
            scheme=lot.scheme or self.scheme,
            scheme_fingerprint=(lot if lot.scheme else self).scheme_fingerprint,
        )
