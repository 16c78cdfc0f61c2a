"""The rules that a council's policy can state, each from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from socialvalue.errors import Problem, problem
from socialvalue.model.fields import as_read
from socialvalue.model.figures import Source
from socialvalue.model.frozen import FrozenMap
from socialvalue.spans import NOWHERE, Span

__all__ = [
    "CONSEQUENCES",
    "Bound",
    "Exchange",
    "Minimum",
    "PolicyEntry",
    "RequiredTheme",
    "Response",
    "Shortlist",
    "Signatures",
    "Split",
]

CONSEQUENCES = ("no_points", "excluded")
"""What a council says follows where a rule on bids is not met; where it says nothing, neither."""


@attrs.frozen
class Bound:
    """From which contract value on a rule holds, as its source words it.

    Attributes:
        wording: ``above`` (strictly over) or ``from`` (and over).
        value: £ of contract value.

    Example:
        >>> Bound("above", Decimal(100_000)).is_reached(Decimal(100_000))
        False
    """

    wording: str
    value: Decimal

    def is_reached(self, amount: Decimal) -> bool:
        """Whether a contract of this value is one that the rule holds for."""
        return amount > self.value if self.wording == "above" else amount >= self.value


@attrs.frozen
class PolicyEntry:
    """One figure of a policy, from a day on.

    Attributes:
        start: The first day it is known to be in force.
        value: The figure: £ of social value per £1, £ of contract value, or per cent of points.
        wording: How the figure binds, as the source words it: ``""`` for a target, ``above``
            (strictly over) or ``from`` (and over) for a threshold, ``at_least``, ``at_most`` or
            ``exactly`` for a weight.
        status: ``observed``: in force when first seen; its start is not known. ``adopted``: its
            start is known.
        sources: The publications it comes from.
        note: What a reader must know.
        span: Where it is written.
        bound: Of which contracts it holds, or None for all above the threshold.
    """

    start: date
    value: Decimal | None
    wording: str = ""
    status: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)
    bound: Bound | None = None


@attrs.frozen
class Minimum:
    """The least social value that a bid must offer.

    Attributes:
        start: The first day it is known to be in force.
        value: £ of social value per £1 of contract value.
        otherwise: What the council says of a bid below it: ``no_points`` for social value,
            ``excluded``, or ``""`` where it says nothing.
        bound: Of which contracts it holds, or None for all above the threshold.
        status: ``observed`` or ``adopted``.
        sources: The publications it comes from.
        note: What a reader must know.
        span: Where it is written.
    """

    start: date
    value: Decimal
    otherwise: str = ""
    bound: Bound | None = None
    status: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)


@attrs.frozen
class Split:
    """How the points for social value are split between figures and words.

    Attributes:
        start: The first day it is known to be in force.
        quantitative: Per cent of the points for social value that figures decide.
        qualitative: Per cent of them that a panel's marks decide.
        bound: Of which contracts it holds, or None for all above the threshold.
        status: ``observed`` or ``adopted``.
        sources: The publications it comes from.
        note: What a reader must know.
        span: Where it is written.
    """

    start: date
    quantitative: Decimal
    qualitative: Decimal
    bound: Bound | None = None
    status: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)


@attrs.frozen
class RequiredTheme:
    """How many measures of a theme are asked for.

    Attributes:
        at_least: The least number.
        bound: Of which contracts it holds, or None for all that have a short list.
    """

    at_least: int
    bound: Bound | None = None


@attrs.frozen
class Shortlist:
    """How many measures a buyer may ask for in one procurement, and of which themes.

    Attributes:
        start: The first day it is known to be in force.
        at_most: The most measures, or None.
        themes: Theme to how many of its measures are asked for.
        waived_by: Who may waive a required theme, in words, or "".
        bound: Of which contracts it holds, or None for all above the threshold.
        status: ``observed`` or ``adopted``.
        sources: The publications it comes from.
        note: What a reader must know.
        span: Where it is written.
    """

    start: date
    at_most: int | None = None
    themes: FrozenMap[str, RequiredTheme] = FrozenMap()
    waived_by: str = ""
    bound: Bound | None = None
    status: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)


@attrs.frozen
class Response:
    """Whether a social value response needs figures and a statement both.

    Attributes:
        start: The first day it is known to be in force.
        needs_both: Whether it needs both.
        otherwise: What the council says of a response with one only: ``no_points`` for social
            value, ``excluded``, or ``""`` where it says nothing.
        bound: Of which contracts it holds, or None for all above the threshold.
        status: ``observed`` or ``adopted``.
        sources: The publications it comes from.
        note: What a reader must know.
        span: Where it is written.
    """

    start: date
    needs_both: bool
    otherwise: str = ""
    bound: Bound | None = None
    status: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)


@attrs.frozen
class Exchange:
    """Which offers community groups may ask for; `measures` is None for all of them."""

    start: date
    measures: tuple[str, ...] | None = None
    status: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)


@attrs.frozen
class Signatures:
    """Who may sign for one procurement, each office in words.

    Attributes:
        start: The first day it is known to be in force.
        switch_off: Offices that may drop a measure; none where nothing is said.
        waivers: A rule of the policy to the offices that may waive it.
        status: ``observed`` or ``adopted``.
        sources: The publications it comes from.
        note: What a reader must know.
        span: Where it is written.

    Example:
        >>> rule = Signatures(date(2024, 11, 15), switch_off=("director (governance)",))
        >>> rule.allows("switch_off", "A. Smith, Director (Governance)")
        True
    """

    start: date
    switch_off: tuple[str, ...] = ()
    waivers: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    status: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)

    def offices(self, what: str) -> tuple[str, ...]:
        """The offices that may sign; none where nothing is said.

        Args:
            what: ``switch_off``, or the rule that is waived.
        """
        return self.switch_off if what == "switch_off" else self.waivers.get(what, ())

    def allows(self, what: str, by: str) -> bool:
        """Whether a signature names one of the offices, in whatever capitals; or needs none."""
        offices = self.offices(what)
        return not offices or any(as_read(each) in as_read(by) for each in offices)

    def unsigned(self, what: str, by: str, act: str) -> Problem | None:
        """That an act is signed by none of the offices (SV619); None where it is, or needs none.

        Args:
            what: ``switch_off``, or the rule that is waived.
            by: Who signed, in the words of the file.
            act: What was signed, in words.

        Example:
            >>> rule = Signatures(date(2024, 11, 15), switch_off=("the director",))
            >>> print(rule.unsigned("switch_off", "the buyer", "switching NT31 off").message)
            switching NT31 off is signed by the buyer; the council's policy asks for the director
        """
        if self.allows(what, by):
            return None
        offices = " or ".join(self.offices(what))
        return problem("SV619", what=act, found=by or "nobody", offices=offices)
