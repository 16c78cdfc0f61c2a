"""A council's policy: every entry dated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

import attrs

from socialvalue.model.fields import check_choice, day, name_field, settle
from socialvalue.model.policy_rules import (
    CONSEQUENCES,
    Bound,
    Exchange,
    Minimum,
    PolicyEntry,
    RequiredTheme,
    Response,
    Shortlist,
    Signatures,
    Split,
)
from socialvalue.spans import NOWHERE, Span

__all__ = [
    "CONSEQUENCES",
    "NO_POLICY",
    "POLICY_FIELDS",
    "WAIVABLE",
    "Bound",
    "Exchange",
    "Minimum",
    "Policy",
    "PolicyEntry",
    "RequiredTheme",
    "Response",
    "Shortlist",
    "Signatures",
    "Split",
    "SwitchOff",
    "Waiver",
    "in_force_on",
]


POLICY_FIELDS = {
    "target": "targets",
    "minimum": "minimums",
    "threshold": "thresholds",
    "weight": "weights",
    "split": "splits",
    "shortlist": "shortlists",
    "response": "responses",
    "exchange": "exchanges",
    "signatures": "signatures",
}
"""The key of a rule in a file to its field: what a plug-in may state, or decline to take over."""

WAIVABLE = ("shortlist", "themes", "threshold", "weight", "minimum", "split", "response")
"""The rules of a policy that may be waived for one procurement."""


@attrs.frozen
class SwitchOff:
    """A measure that is not used, why, and who signed it off.

    Example:
        >>> SwitchOff("NT44", "asked for in the specification", by="head of procurement").code
        'NT44'
    """

    code: str = attrs.field(converter=name_field)
    why: str = attrs.field(converter=name_field)
    by: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        settle(self, "switch-off")

    @property
    def reason(self) -> str:
        """Why, and who signed it off."""
        return f"{self.why} (signed off by {self.by})" if self.by else self.why


@attrs.frozen
class Waiver:
    """A rule of the council's policy that does not hold for one procurement.

    Attributes:
        rule: ``shortlist``, ``themes``, ``threshold``, ``weight``, ``minimum``, ``split`` or
            ``response``.
        why: The reason.
        by: Who decided it.

    Example:
        >>> Waiver("themes", why="a supply of road salt", by="deputy leader, in writing").rule
        'themes'
    """

    rule: str
    why: str = attrs.field(kw_only=True, converter=name_field)
    by: str = attrs.field(kw_only=True, converter=name_field)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle(self, "waiver", check_choice("rule", self.rule, WAIVABLE))


class _Dated(Protocol):
    @property
    def start(self) -> date: ...


D = TypeVar("D", bound=_Dated)


def in_force_on(entries: tuple[D, ...], on: date | str) -> D | None:
    """The entry in force on a day: the latest that had begun."""
    when = day(on)
    begun = [each for each in entries if each.start <= when]
    return max(begun, key=lambda each: each.start, default=None)


@attrs.frozen
class Policy:
    """What a council asks for, each rule by date.

    Attributes:
        targets: £ of social value per £1.
        thresholds: From which contract value on social value is asked for.
        weights: The share of the points, in per cent.
        shortlists: How many measures a buyer may ask for.
        responses: What a response must have.
        exchanges: Which offers community groups may ask for.
        declined: The rules of the layer below that are not taken over, by their keys.
        minimums: The least that a bid must offer.
        splits: How the points for social value are split.
        signatures: Who may sign a switch-off or a waiver.

    Example:
        >>> policy = Policy(targets=(PolicyEntry(date(2022, 4, 29), Decimal("0.50")),))
        >>> policy.target(on="2022-06-01"), policy.target(on="2021-01-01")
        (Decimal('0.50'), None)
    """

    targets: tuple[PolicyEntry, ...] = ()
    thresholds: tuple[PolicyEntry, ...] = ()
    weights: tuple[PolicyEntry, ...] = ()
    shortlists: tuple[Shortlist, ...] = ()
    responses: tuple[Response, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    declined: tuple[str, ...] = ()
    minimums: tuple[Minimum, ...] = ()
    splits: tuple[Split, ...] = ()
    signatures: tuple[Signatures, ...] = ()

    def over(self, base: Policy) -> Policy:
        """This policy laid over another: what it says nothing of, and does not decline, stays.

        Example:
            >>> base = Policy(targets=(PolicyEntry(date(2022, 4, 29), Decimal("0.50")),))
            >>> Policy().over(base) == base, Policy(declined=("target",)).over(base).targets
            (True, ())
        """
        kept = {
            field: getattr(self, field) or getattr(base, field)
            for word, field in POLICY_FIELDS.items()
            if word not in self.declined
        }
        return Policy(**kept)

    def target(self, *, on: date | str) -> Decimal | None:
        """The target, in £ of social value per £1 of contract value, on a day; None before any.

        Raises:
            InputError: Not a date (SV206).
        """
        entry = in_force_on(self.targets, on)
        return None if entry is None else entry.value

    def threshold(self, *, on: date | str) -> PolicyEntry | None:
        """From which contract value social value is asked for, on a day; None where not known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.thresholds, on)

    def weight(self, *, on: date | str) -> PolicyEntry | None:
        """The share of the points, in per cent, on a day; None where not known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.weights, on)

    def minimum(self, *, on: date | str) -> Minimum | None:
        """The least that a bid must offer, on a day; None where nothing is known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.minimums, on)

    def split(self, *, on: date | str) -> Split | None:
        """How the points for social value are split, on a day; None where nothing is known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.splits, on)

    def signature(self, *, on: date | str) -> Signatures | None:
        """Who may sign a switch-off or a waiver, on a day; None where nothing is known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.signatures, on)

    def shortlist(self, *, on: date | str) -> Shortlist | None:
        """How many measures a buyer may ask for, on a day; None where nothing is known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.shortlists, on)

    def response(self, *, on: date | str) -> Response | None:
        """What a response must have, on a day; None where nothing is known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.responses, on)

    def exchange(self, *, on: date | str) -> Exchange | None:
        """Which offers community groups may ask for, on a day; None where nothing is known.

        Raises:
            InputError: Not a date (SV206).
        """
        return in_force_on(self.exchanges, on)


NO_POLICY = Policy()
