"""One commitment of a contract: what binds, what of it was scored, and its worth at award."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.amounts import amount_of
from socialvalue.contracts.choices import STANDINGS
from socialvalue.contracts.expected import Expected, expected_field
from socialvalue.engine.exact import half_up
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    check_choice,
    flag_field,
    is_refused,
    name_field,
    names_field,
    needed,
    optional_money_field,
    points_field,
    settle,
    several,
    share,
    words_field,
)
from socialvalue.model.measure import HEADCOUNTS, counts_people
from socialvalue.numbers import Exact, plain, pounds
from socialvalue.units import UNITS, amount_words
from socialvalue.units.quantities import Quantity, strange_unit
from socialvalue.words import because

__all__ = ["LEVELS", "WHOLE", "Obligation", "obligations_field"]

LEVELS = frozenset(("percent", "yes_no", "text"))
"""Units of what is so or is not, which nobody adds up: the last figure stands."""

WHOLE = frozenset(("count", "employee", "person", "yes_no"))
"""Units that come whole: a quarter of an apprentice is not late."""


def _kept(value: Exact) -> Exact:
    """A share, for a field that may not be None."""
    return needed(share, value)


@attrs.frozen(kw_only=True, repr=False)
class Obligation(Shown):
    """What a supplier must deliver under one commitment of its bid.

    The quantity is what was offered; `scored` is how much of it counted at award.  Its pounds are
    those that were scored, and go with the quantity in proportion: who delivers half of what is in
    the contract has delivered half of the pounds.

    Attributes:
        line: Its number in the bid, as text; it stays the same whatever changes.
        measure: The canonical code.
        title: Of the measure.
        unit: A word of the list of units.
        quantity: How much is offered, over the whole contract.
        scored: How much of it counted at award; 0 where none did.
        unit_value: £ per unit at award, or None where it carries no pounds.
        kept: The share left after adjustments.
        offered: The quantity as the bid states it, and how it came about.
        alias: The plug-in's own code, or "".
        theme: Key of its theme.
        outcome: Key of its outcome.
        value_kind: ``local_economic`` or ``social``.
        group: The group of people that it is for, or "".
        headcount: How its people are counted: ``people`` (each once), ``fte`` (at any one time),
            ``none`` (no jobs), or "" where nobody has said.
        is_ours: Whether one of these two is our own reading of the measure's title.
        group_is_stated: Whether, of these, the group was stated, and the count alone is ours.
        reasons: Codes of why it did not count at award, or not in full.
        standing: ``in_contract``, ``proposed_left_out`` (a double count, to be decided) or
            ``left_out``.
        decision: Why it was left out of the contract, or kept in it, where somebody decided that.
        basis: How the bid states it: ``whole``, ``per_year``, ``per_million`` or ``per_call_off``.
        activity: Which people, hours or pounds these are.
        place: ONS code of where it falls, or "".
        owner: The supplier that must deliver it, where there are several; or "".
        community: Whether community groups may ask for it.
        note: The bidder's own words.
        expected: How much is due by when.
        evidence_wanted: Kinds of evidence that were agreed.
        written: Where the bid has it: file and line, or the cell of a calculator; or "".
    """

    line: str = attrs.field(converter=name_field)
    measure: str = attrs.field(converter=name_field)
    title: str = attrs.field(converter=name_field)
    unit: str
    quantity: Exact = attrs.field(converter=points_field)
    scored: Exact = attrs.field(converter=points_field)
    unit_value: Decimal | None = attrs.field(converter=optional_money_field)
    offered: Quantity
    kept: Exact = attrs.field(default=Decimal(1), converter=_kept)
    alias: str = attrs.field(default="", converter=words_field)
    theme: str = attrs.field(default="", converter=words_field)
    outcome: str = attrs.field(default="", converter=words_field)
    value_kind: str = attrs.field(default="social", converter=words_field)
    group: str = attrs.field(default="", converter=words_field)
    headcount: str = ""
    is_ours: bool = attrs.field(default=False, converter=flag_field)
    group_is_stated: bool = attrs.field(default=False, converter=flag_field)
    reasons: tuple[str, ...] = attrs.field(default=(), converter=names_field)
    standing: str = "in_contract"
    decision: str = attrs.field(default="", converter=words_field)
    basis: str = attrs.field(default="whole", converter=words_field)
    activity: str = attrs.field(default="", converter=words_field)
    place: str = attrs.field(default="", converter=words_field)
    owner: str = attrs.field(default="", converter=words_field)
    community: bool = attrs.field(default=False, converter=flag_field)
    note: str = attrs.field(default="", converter=words_field)
    expected: Expected = attrs.field(factory=Expected, converter=expected_field)
    evidence_wanted: tuple[str, ...] = attrs.field(default=(), converter=names_field)
    written: str = attrs.field(default="", converter=words_field, eq=False)

    def __attrs_post_init__(self) -> None:
        settle(
            self,
            f"commitment {self.line}",
            check_choice("the standing", self.standing, STANDINGS),
            check_choice("headcount", self.headcount, HEADCOUNTS),
            *strange_unit(self.unit),
            self._other_count(),
            self._more_scored(),
            self._other_steps(),
        )

    def _other_count(self) -> Problem | None:
        """Tonnes are no people; FTE-years that are called people are in no count, which is said."""
        known = self.unit in UNITS and self.headcount in HEADCOUNTS
        years = (self.headcount, self.unit) == ("people", "fte_year")
        if not known or years or counts_people(self.headcount, self.unit):
            return None
        ways = [way for way in HEADCOUNTS if way and counts_people(way, self.unit)]
        expected = f"{' or '.join(ways)}, as it is counted in {self.unit}"
        return problem("SV316", what="headcount", expected=expected, found=self.headcount)

    def _more_scored(self) -> Problem | None:
        if is_refused(self.scored) or is_refused(self.quantity) or self.scored <= self.quantity:
            return None
        expected = f"at most {plain(self.quantity)}, which is what is offered"
        return problem("SV316", what="scored", expected=expected, found=plain(self.scored))

    def _other_steps(self) -> Problem | None:
        """Steps of another quantity than the commitment's."""
        if is_refused(self.expected) or is_refused(self.quantity) or not self.expected.steps:
            return None
        last = self.expected.steps[-1][1]
        if Fraction(last) == Fraction(self.quantity):
            return None
        expected = f"{plain(self.quantity)} by the last day, which is all that is committed"
        return problem("SV316", what="the steps", expected=expected, found=plain(last))

    @property
    def code(self) -> str:
        """The code as people here know it, which is the plug-in's own first."""
        return self.alias or self.measure

    @property
    def binds(self) -> bool:
        """Whether it is in the contract."""
        return self.standing == "in_contract"

    @cached_property
    def worth(self) -> Fraction:
        """£ that one unit of it is worth, exactly; 0 where none of it was scored."""
        if self.unit_value is None or not self.quantity:
            return Fraction(0)
        share = Fraction(self.scored) / Fraction(self.quantity)
        return share * Fraction(self.unit_value) * Fraction(self.kept)

    @cached_property
    def _worth_in_pence(self) -> tuple[int, int]:
        return (self.worth * 100).as_integer_ratio()

    def pence(self, quantity: Exact | int) -> int:
        """What a quantity of it is worth at award, in whole pennies, rounded once.

        Args:
            quantity: In its unit.
        """
        (above, below), (pence, of) = quantity.as_integer_ratio(), self._worth_in_pence
        return half_up(above * pence, below * of)

    @property
    def value(self) -> Decimal:
        """£ of what was scored at award, to the penny."""
        return as_pounds(self.pence(self.quantity))

    def in_whole(self, due: Fraction) -> Fraction:
        """How much of what is due must be there; of units that come whole, whole ones.

        Args:
            due: An exact share of it.
        """
        return Fraction(floor(due)) if self.unit in WHOLE else due

    def counted(self, amount: Fraction) -> str:
        """An amount of it in words, to two decimals, half-up.

        Args:
            amount: In its unit.
        """
        return amount_of(amount, self.unit)

    def _line(self) -> str:
        fate = STANDINGS[self.standing]
        words = fate if self.binds else f"{fate}, because {because(next(iter(self.reasons), ''))}"
        return f"{self.line}, {self.code}, {self.amount}, {pounds(self.value)}, {words}"

    @property
    def amount(self) -> str:
        """The quantity with its unit, in words."""
        return self.offered.words if self.unit == "text" else amount_words(self.quantity, self.unit)


def obligations_field(value: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """The commitments of a contract, for a field."""
    return needed(lambda given: several("a commitment", Obligation, given), value)
