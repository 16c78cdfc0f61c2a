"""What is written into a delivery record of what was delivered: returns, decisions, holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.choices import ATTESTATIONS
from socialvalue.contracts.evidence import Evidence, evidence_field
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    as_read,
    check_choice,
    day,
    is_refused,
    name_field,
    names_field,
    needed,
    optional_money_field,
    points_field,
    settle,
    words_field,
)
from socialvalue.numbers import Exact, plain
from socialvalue.units import amount_words
from socialvalue.units.quantities import strange_unit
from socialvalue.words import day_words

__all__ = ["Decision", "DeliveryReturn", "Hold"]


_PEOPLE = frozenset(("person", "employee", "fte_year"))
"""Units that count people, or their working time."""


def _day_field(value: date | str) -> date:
    return needed(day, value)


def _part(value: Exact | None) -> Exact | None:
    return None if value is None else points_field(value)


@attrs.frozen(kw_only=True, repr=False)
class DeliveryReturn(Shown):
    """What was delivered in a period, as somebody states it.

    Attributes:
        line: The commitment that it is of; "" for what is delivered beyond the contract.
        measure: The code of the measure.
        unit: A word of the list of units.
        quantity: How much, in that unit.
        starts: The first day of the period.
        ends: The last.
        statement: What happened, in words, without names of people.
        reported_by: Whose statement it is, by role.
        entered_by: Who typed it, by role.
        evidence: What shows it.
        replaces: The entry of the return that it takes the place of, or None.
        unit_value: For what is beyond the contract, £ per unit; None where it carries no pounds.
        opening: How much of it counts as delivered because the council's own sheet said so before
            this record began; None for a return that was made here.
        place: ONS code of where it fell, or "".
        attested: What the supplier confirmed: ``this_contract_and_period``,
            ``relates_to_commitment``, ``no_double_claim``, ``personal_data_permission``.
        kept: How many of the people kept a job that they had, and are no new starters; None where
            nobody has said.
    """

    PEOPLE: ClassVar[frozenset[str]] = _PEOPLE
    TYPED: ClassVar[str] = (
        "who entered it verifies it only where the supplier's return is attached by its hash"
    )
    """Why who typed a return does not verify it."""

    line: str = attrs.field(converter=words_field)
    measure: str = attrs.field(converter=name_field)
    unit: str
    quantity: Exact = attrs.field(converter=points_field)
    starts: date = attrs.field(converter=_day_field)
    ends: date = attrs.field(converter=_day_field)
    statement: str = attrs.field(converter=words_field)
    reported_by: str = attrs.field(converter=name_field)
    entered_by: str = attrs.field(converter=name_field)
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=evidence_field)
    replaces: int | None = None
    unit_value: Decimal | None = attrs.field(default=None, converter=optional_money_field)
    opening: Exact | None = attrs.field(default=None, converter=_part)
    place: str = attrs.field(default="", converter=words_field)
    attested: tuple[str, ...] = attrs.field(default=(), converter=names_field)
    kept: Exact | None = attrs.field(default=None, converter=_part)

    def __attrs_post_init__(self) -> None:
        said = () if is_refused(self.attested) else self.attested
        settle(self, "delivery return", *strange_unit(self.unit), self._order(), self._unsaid(),
               self._too_much(), self._nobody(),
               *(check_choice("attested", each, ATTESTATIONS) for each in said))  # fmt: skip

    def _order(self) -> Problem | None:
        if is_refused(self.starts) or is_refused(self.ends) or self.starts <= self.ends:
            return None
        why = f"is before its first day, {day_words(self.starts)}"
        return problem("SV954", what="the period's last day", found=day_words(self.ends), why=why)

    def _unsaid(self) -> Problem | None:
        if is_refused(self.statement) or as_read(self.statement):
            return None
        return problem("SV958", what="a return", found="a statement of what happened")

    def _too_much(self) -> Problem | None:
        for part in (self.opening, self.kept):
            if part is None or is_refused(part) or is_refused(self.quantity):
                continue
            if part > self.quantity:
                return problem("SV960", found=plain(part), most=plain(self.quantity))
        return None

    def _nobody(self) -> Problem | None:
        if self.kept is None or self.unit in self.PEOPLE:
            return None
        expected, found = "none, for what is not counted in people", repr(self.kept)
        return problem("SV316", what="kept", expected=expected, found=found)

    @property
    def has_return(self) -> bool:
        """Whether the supplier's own return is attached by its hash."""
        return any(each.kind == "supplier_return" and each.sha256 for each in self.evidence)

    def is_typed_alone_by(self, role: str) -> bool:
        """Whether this role typed what nobody can compare with the supplier's own return."""
        return as_read(role) == as_read(self.entered_by) and not self.has_return

    def _line(self) -> str:
        what = f"commitment {self.line}" if self.line else f"{self.measure}, beyond the contract"
        when = f"{day_words(self.starts)} to {day_words(self.ends)}"
        typed = self.reported_by != self.entered_by
        whose = f", as {self.reported_by} reported it" if typed else ""
        where = f", in {self.place}" if self.place else ""
        return f"{what}, {amount_words(self.quantity, self.unit)}, {when}{where}{whose}"


@attrs.frozen
class Decision:
    """How much of a return is verified.

    Attributes:
        quantity: In the unit of the return.
        second: The role of a second person who looked at it, or "".
    """

    quantity: Exact = attrs.field(converter=points_field)
    second: str = ""


@attrs.frozen
class Hold:
    """That the words of a contract's entries are kept until a day.

    Attributes:
        until: The last day on which nothing is erased.
    """

    until: date = attrs.field(converter=_day_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "hold")
