"""A breach of a contract, or poor performance, as a person says that it was established.

A late commitment, a red status or a returned delivery is none: only who is named here enters one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import attrs

from socialvalue.blocks import Shown
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    check_choice,
    day_field,
    is_refused,
    names_field,
    optional_positive_field,
    settle,
    words_field,
)
from socialvalue.numbers import pounds
from socialvalue.words import listed

__all__ = ["GROUNDS_OF_BREACH", "Breach"]

GROUNDS_OF_BREACH: Mapping[str, str] = MappingProxyType({
    "partial_termination": "a breach for which the contract was ended in part (section 71(3))",
    "damages": "a breach for which damages were awarded (section 71(3))",
    "settlement": "a breach that was settled by agreement (section 71(3))",
    "failure_to_improve": "poor performance, not improved after a proper opportunity to "
                          "(section 71(4))",
})  # fmt: skip
"""What happened, for which section 71 asks for a notice.

Source:
    Procurement Act 2023, section 71(3) and (4); after-award.md §1.2.
"""


@attrs.frozen(kw_only=True, repr=False)
class Breach(Shown):
    """A breach, or poor performance that was not improved, as a named person enters it.

    Attributes:
        ground: ``partial_termination``, ``damages``, ``settlement`` or ``failure_to_improve``.
        confirmed_by: Who says that it is so: a person whom somebody can ask.
        obligation: What the supplier was bound to do.
        nature: How it did not.
        impact: What came of it.
        duration: How long it lasted.
        mitigation: What was done about it.
        improvement_asked: The day on which the supplier was given the opportunity to improve.
        amount: £ of the damages or of the settlement.
        lines: The commitments that it is about.
        supplier: Whose breach it is, where the contract has several; all of them, for "".

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.Breach(ground="settlement", confirmed_by="Head of Legal", amount=20_000,
        ...                     obligation="8 local staff", nature="Two were employed.").section
        'section 71(3)'
    """

    ground: str
    confirmed_by: str = attrs.field(converter=words_field)
    obligation: str = attrs.field(converter=words_field)
    nature: str = attrs.field(converter=words_field)
    impact: str = attrs.field(default="", converter=words_field)
    duration: str = attrs.field(default="", converter=words_field)
    mitigation: str = attrs.field(default="", converter=words_field)
    improvement_asked: date | None = attrs.field(default=None, converter=day_field)
    amount: Decimal | None = attrs.field(default=None, converter=optional_positive_field)
    lines: tuple[str, ...] = attrs.field(default=(), converter=names_field)
    supplier: str = attrs.field(default="", converter=words_field)

    def __attrs_post_init__(self) -> None:
        ground = check_choice("the ground", self.ground, GROUNDS_OF_BREACH)
        settle(self, "breach", ground, self._nobody(), *self._unsaid(), self._no_opportunity())

    def _nobody(self) -> Problem | None:
        if is_refused(self.confirmed_by) or self.confirmed_by.strip():
            return None
        return problem("SV1042", what="a breach")

    def _unsaid(self) -> list[Problem]:
        """Whoever reads the notice must see what was owed, and what was done instead."""
        needed = {"what the supplier was bound to do (obligation)": self.obligation,
                  "how it did not (nature)": self.nature}  # fmt: skip
        return [problem("SV958", what="a breach", found=words) for words, said in needed.items()
                if not is_refused(said) and not said.strip()]  # fmt: skip

    def _no_opportunity(self) -> Problem | None:
        """Nobody has failed to improve who was not asked to."""
        if self.ground != "failure_to_improve" or self.improvement_asked is not None:
            return None
        found = "the day on which it was given the opportunity (improvement_asked)"
        return problem("SV958", what="a failure to improve", found=found)

    @property
    def section(self) -> str:
        """The section that asks for a notice of it."""
        return "section 71(4)" if self.ground == "failure_to_improve" else "section 71(3)"

    @property
    def words(self) -> str:
        """Its ground, in words."""
        return GROUNDS_OF_BREACH[self.ground]

    def _line(self) -> str:
        amount = "" if self.amount is None else f", {pounds(self.amount)}"
        lines = f", commitment {listed(self.lines)}" if self.lines else ""
        return f"{self.words}{amount}{lines}, confirmed by {self.confirmed_by}"
