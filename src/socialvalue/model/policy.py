"""A council's policy: rules that it states, each from a day on and with where it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from socialvalue.errors import Problem, problem
from socialvalue.model.fields import as_read, day
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.policy_rule import Bound, PolicyEntry, PolicyRule, of_which
from socialvalue.numbers import plain, pounds
from socialvalue.words import every_months

__all__ = [
    "CONSEQUENCES",
    "NO_POLICY",
    "POLICY_FIELDS",
    "Bound",
    "Exchange",
    "LookTwice",
    "Minimum",
    "Policy",
    "PolicyEntry",
    "PolicyRule",
    "ReportEvery",
    "RequiredTheme",
    "Response",
    "RulesInForce",
    "Shortlist",
    "Signatures",
    "Split",
    "ThemeWeight",
    "ToConsider",
]

CONSEQUENCES = ("no_points", "excluded")
"""What a council says follows where a rule on bids is not met; where it says nothing, neither."""

_OTHERWISE = {
    "": "what follows otherwise is not stated",
    "no_points": "otherwise no points for social value",
    "excluded": "otherwise the bid is excluded",
}


@attrs.frozen
class ToConsider(PolicyRule):
    """A duty to consider social value, in contracts that need not score it.

    Attributes:
        how: What the buyer does, such as filling in a checklist, or "".
    """

    how: str = ""

    def _asks(self, _: Mapping[str, str]) -> str:
        return f"social value is considered{f', by {self.how}' if self.how else ''}"


@attrs.frozen
class ThemeWeight(PolicyRule):
    """A share of the weight that is for one theme.

    Attributes:
        themes: Theme to the least per cent of all points that is for it.
    """

    themes: FrozenMap[str, Decimal]

    def _asks(self, titles: Mapping[str, str]) -> str:
        return "; ".join(
            f"at least {plain(least)}% of the points for '{titles.get(key, key)}'"
            for key, least in self.themes.items()
        )


@attrs.frozen
class Minimum(PolicyRule):
    """The least social value that a bid must offer.

    Attributes:
        value: £ of social value per £1 of contract value.
        otherwise: What the council says of a bid below it: ``no_points`` for social value,
            ``excluded``, or ``""`` where it says nothing.
    """

    value: Decimal
    otherwise: str = ""

    def _asks(self, _: Mapping[str, str]) -> str:
        least = f"at least {pounds(self.value)} per £1 of contract value"
        return f"{least}; {_OTHERWISE[self.otherwise]}"


@attrs.frozen
class Split(PolicyRule):
    """How the points for social value are split between figures and words.

    Attributes:
        quantitative: Per cent of the points for social value that figures decide.
        qualitative: Per cent of them that a panel's marks decide.
    """

    quantitative: Decimal
    qualitative: Decimal

    def _asks(self, _: Mapping[str, str]) -> str:
        figures, words = plain(self.quantitative), plain(self.qualitative)
        return f"{figures}% of the points for social value by figures, {words}% by words"


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
class Shortlist(PolicyRule):
    """How many measures a buyer may ask for in one procurement, and of which themes.

    Attributes:
        at_most: The most measures, or None.
        themes: Theme to how many of its measures are asked for.
        waived_by: Who may waive a required theme, in words, or "".
    """

    at_most: int | None = None
    themes: FrozenMap[str, RequiredTheme] = FrozenMap()
    waived_by: str = ""

    def _asks(self, titles: Mapping[str, str]) -> str:
        parts = [] if self.at_most is None else [f"at most {self.at_most} measures"]
        for key, asked in self.themes.items():
            parts.append(
                f"at least {asked.at_least} of '{titles.get(key, key)}'{of_which(asked.bound)}"
            )
        if self.waived_by:
            parts.append(f"waived by {self.waived_by}")
        return "; ".join(parts)


@attrs.frozen
class Response(PolicyRule):
    """Whether a social value response needs figures and a statement both.

    Attributes:
        needs_both: Whether it needs both.
        otherwise: What the council says of a response with one only: ``no_points`` for social
            value, ``excluded``, or ``""`` where it says nothing.
    """

    needs_both: bool
    otherwise: str = ""

    def _asks(self, _: Mapping[str, str]) -> str:
        if not self.needs_both:
            return "figures or a statement"
        return f"figures and a statement both; {_OTHERWISE[self.otherwise]}"


@attrs.frozen
class Exchange(PolicyRule):
    """Which offers community groups may ask for; `measures` is None for all of them."""

    measures: tuple[str, ...] | None = None

    def _asks(self, _: Mapping[str, str]) -> str:
        which = "every measure" if self.measures is None else ", ".join(self.measures)
        return f"community groups may ask for {which}"


@attrs.frozen
class ReportEvery(PolicyRule):
    """How often a supplier reports what it has delivered.

    Attributes:
        every: How many months a period has.
    """

    every: int

    def _asks(self, _: Mapping[str, str]) -> str:
        return f"suppliers report {every_months(self.every)}"


@attrs.frozen
class LookTwice(PolicyRule):
    """Which deliveries a second person looks at before they are verified.

    Attributes:
        worth: From which worth of a delivery on, or None.
        one_in: Of the others, one in how many is drawn; None for none.
    """

    worth: Bound | None = None
    one_in: int | None = None

    def _asks(self, _: Mapping[str, str]) -> str:
        parts = [] if self.worth is None else [f"worth {self.worth}"]
        if self.one_in is not None:
            parts.append(f"one in {self.one_in}{' of the others' if parts else ''}")
        return f"two people verify a delivery: {', and '.join(parts)}"

    @property
    def asked(self) -> Mapping[str, Any]:
        """What it asks for, as a contract says it."""
        worth = self.worth
        key = "above" if worth is not None and worth.wording == "above" else "least"
        return {"one_in": self.one_in, key: None if worth is None else worth.value}


@attrs.frozen
class Signatures(PolicyRule):
    """Who may sign for one procurement, each office in words.

    Attributes:
        switch_off: Offices that may drop a measure; none where nothing is said.
        waivers: A rule of the policy to the offices that may waive it.

    Example:
        >>> rule = Signatures(date(2024, 11, 15), switch_off=("director (governance)",))
        >>> rule.allows("switch_off", "A. Smith, Director (Governance)")
        True
    """

    switch_off: tuple[str, ...] = ()
    waivers: FrozenMap[str, tuple[str, ...]] = FrozenMap()

    def _asks(self, _: Mapping[str, str]) -> str:
        parts = [f"measures dropped: {' or '.join(self.switch_off)}"] if self.switch_off else []
        for waived, offices in self.waivers.items():
            parts.append(f"waiving '{waived}': {' or '.join(offices)}")
        return "; ".join(parts)

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


@attrs.frozen
class RulesInForce:
    """The rules of a policy on one day, by their keys in a file; None where one is not known."""

    target: PolicyEntry | None = None
    minimum: Minimum | None = None
    threshold: PolicyEntry | None = None
    consider: ToConsider | None = None
    weight: PolicyEntry | None = None
    theme_weight: ThemeWeight | None = None
    split: Split | None = None
    shortlist: Shortlist | None = None
    response: Response | None = None
    exchange: Exchange | None = None
    returns: ReportEvery | None = None
    second_look: LookTwice | None = None
    signatures: Signatures | None = None


POLICY_FIELDS = {
    each.name: f"{each.name.removesuffix('s')}s" for each in attrs.fields(RulesInForce)
}
"""The key of a rule in a file to its field: what a plug-in may state, or decline to take over."""


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
        considers: Where social value is considered, below the threshold.
        theme_weights: The share of the weight that is for a theme.
        returns: How often suppliers report.
        second_looks: Which deliveries two people verify.

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
    considers: tuple[ToConsider, ...] = ()
    theme_weights: tuple[ThemeWeight, ...] = ()
    returns: tuple[ReportEvery, ...] = ()
    second_looks: tuple[LookTwice, ...] = ()

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

    def rules(self) -> Iterator[tuple[str, PolicyRule]]:
        """Every rule with its key in a file, kind by kind, as it is kept."""
        for word, field in POLICY_FIELDS.items():
            for rule in getattr(self, field):
                yield word, rule

    def on(self, when: date | str) -> RulesInForce:
        """The rules in force on a day: of each the latest that had begun.

        Raises:
            InputError: Not a date (SV206).

        Example:
            >>> policy = Policy(weights=(PolicyEntry(date(2022, 4, 29), Decimal(10), "exactly"),))
            >>> policy.on("2022-06-01").weight.says()
            'exactly 10% of the points'
        """
        held = {word: getattr(self, field) for word, field in POLICY_FIELDS.items()}
        begun = day(when)
        return RulesInForce(**{word: _latest(each, begun) for word, each in held.items() if each})

    def target(self, *, on: date | str) -> Decimal | None:
        """The target, in £ of social value per £1 of contract value, on a day; None before any.

        Raises:
            InputError: Not a date (SV206).
        """
        entry = _latest(self.targets, day(on))
        return None if entry is None else entry.value


R = TypeVar("R", bound=PolicyRule)


def _latest(rules: tuple[R, ...], on: date) -> R | None:
    begun = [each for each in rules if each.start <= on]
    return max(begun, key=lambda each: each.start, default=None)


NO_POLICY = Policy()
