"""The shapes of a council's policy: one entry a rule, each under the day from which it holds."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from socialvalue.definitions.shapes.entries import Entry, Texts, from_key, word
from socialvalue.model.policy import (
    CONSEQUENCES,
    POLICY_FIELDS,
    LookTwice,
    Minimum,
    ReportEvery,
    RequiredTheme,
    Response,
    Shortlist,
    Signatures,
    Split,
    ThemeWeight,
    ToConsider,
)

__all__ = [
    "BoundedEntry",
    "ExchangeEntry",
    "KindThresholdEntry",
    "LookTwiceEntry",
    "MinimumEntry",
    "PolicyEntries",
    "PolicyFigureEntry",
    "ReportEveryEntry",
    "RequiredThemeEntry",
    "ResponseEntry",
    "RuleEntry",
    "ShortlistEntry",
    "SignaturesEntry",
    "SplitEntry",
    "ThemeWeightEntry",
    "ThresholdEntry",
    "ToConsiderEntry",
    "WeightEntry",
]

_LAST = ("above", "from_value", "leaves_out", "source", "status", "note")
"""The keys that rules have in common, in the order of a file: below those of their own."""


def _common_last(_: type, fields: list[Any]) -> list[Any]:
    return sorted(fields, key=lambda each: _LAST.index(each.name) + 1 if each.name in _LAST else 0)


def _otherwise() -> Any:
    return word(("", *CONSEQUENCES), "")


@attrs.define(kw_only=True)
class RuleEntry(Entry):
    """What every rule says: where it was read, and since when it is known."""

    source: Texts = Texts()
    status: str = word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define(kw_only=True, field_transformer=_common_last)
class BoundedEntry(RuleEntry):
    """A rule that may hold for some contracts only: strictly ``above``, or ``from`` (and over)."""

    above: Decimal | None = None
    from_value: Decimal | None = from_key(default=None)
    leaves_out: str = ""


@attrs.define(kw_only=True, field_transformer=_common_last)
class PolicyFigureEntry(RuleEntry):
    """A target, in pounds of social value for each pound of contract value."""

    value: Decimal


@attrs.define
class KindThresholdEntry(Entry):
    """The threshold of one kind of contract."""

    above: Decimal | None = None
    from_value: Decimal | None = from_key(default=None)


@attrs.define(kw_only=True, field_transformer=_common_last)
class ThresholdEntry(RuleEntry):
    """From which contract value on: strictly ``above``, or ``from`` (and over)."""

    kinds: dict[str, KindThresholdEntry] = attrs.Factory(dict)
    above: Decimal | None = None
    from_value: Decimal | None = from_key(default=None)


@attrs.define(kw_only=True, field_transformer=_common_last)
class ToConsiderEntry(BoundedEntry):
    """Which contracts social value is considered in, though they need not score it, and how."""

    NOUNS: ClassVar[tuple[type, ...]] = (ToConsider,)
    how: str = ""


@attrs.define(kw_only=True, field_transformer=_common_last)
class WeightEntry(BoundedEntry):
    """The share of the points in per cent; ``at_least`` and ``at_most`` together are a band."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    exactly: Decimal | None = None


@attrs.define(kw_only=True, field_transformer=_common_last)
class ThemeWeightEntry(BoundedEntry):
    """A share of the weight for a theme, at the least, in per cent of all points."""

    NOUNS: ClassVar[tuple[type, ...]] = (ThemeWeight,)
    themes: dict[str, Decimal]


@attrs.define(kw_only=True, field_transformer=_common_last)
class MinimumEntry(BoundedEntry):
    """The least that a bid must offer, in pounds of social value per pound of contract value."""

    NOUNS: ClassVar[tuple[type, ...]] = (Minimum,)
    value: Decimal
    otherwise: str = _otherwise()


@attrs.define(kw_only=True, field_transformer=_common_last)
class SplitEntry(BoundedEntry):
    """How the points for social value are split, in per cent of them."""

    NOUNS: ClassVar[tuple[type, ...]] = (Split,)
    quantitative: Decimal
    qualitative: Decimal


@attrs.define
class RequiredThemeEntry(Entry):
    """How many measures of a theme are asked for at the least."""

    NOUNS: ClassVar[tuple[type, ...]] = (RequiredTheme,)
    SHORTHAND: ClassVar[str] = "at_least"
    at_least: int
    above: Decimal | None = None
    from_value: Decimal | None = from_key(default=None)


@attrs.define(kw_only=True, field_transformer=_common_last)
class ShortlistEntry(BoundedEntry):
    """How many measures a buyer may ask for, and how many of them of which theme."""

    NOUNS: ClassVar[tuple[type, ...]] = (Shortlist,)
    at_most: int | None = None
    themes: dict[str, RequiredThemeEntry] = attrs.Factory(dict)
    waived_by: str = ""


@attrs.define(kw_only=True, field_transformer=_common_last)
class ResponseEntry(BoundedEntry):
    """Whether a response needs figures and a statement both, and what follows without."""

    NOUNS: ClassVar[tuple[type, ...]] = (Response,)
    needs_both: bool
    otherwise: str = _otherwise()


@attrs.define(kw_only=True, field_transformer=_common_last)
class ExchangeEntry(RuleEntry):
    """Which offers community groups may ask for: all measures, or those listed."""

    measures: Texts = Texts(("all",))


@attrs.define(kw_only=True, field_transformer=_common_last)
class ReportEveryEntry(RuleEntry):
    """How many months lie between two reports of a supplier."""

    NOUNS: ClassVar[tuple[type, ...]] = (ReportEvery,)
    every: int


@attrs.define(kw_only=True, field_transformer=_common_last)
class LookTwiceEntry(RuleEntry):
    """Which deliveries two people verify: worth strictly ``above``, or ``from`` (and over)."""

    NOUNS: ClassVar[tuple[type, ...]] = (LookTwice,)
    one_in: int | None = None
    above: Decimal | None = None
    from_value: Decimal | None = from_key(default=None)


@attrs.define(kw_only=True, field_transformer=_common_last)
class SignaturesEntry(RuleEntry):
    """Who may sign that a measure is switched off, or a rule waived, for one procurement."""

    NOUNS: ClassVar[tuple[type, ...]] = (Signatures,)
    switch_off: Texts = Texts()
    waivers: dict[str, Texts] = attrs.Factory(dict)


@attrs.define
class PolicyEntries(Entry):
    """A council's policy, dated."""

    target: dict[date, PolicyFigureEntry] = attrs.Factory(dict)
    minimum: dict[date, MinimumEntry] = attrs.Factory(dict)
    threshold: dict[date, ThresholdEntry] = attrs.Factory(dict)
    consider: dict[date, ToConsiderEntry] = attrs.Factory(dict)
    weight: dict[date, WeightEntry] = attrs.Factory(dict)
    theme_weight: dict[date, ThemeWeightEntry] = attrs.Factory(dict)
    split: dict[date, SplitEntry] = attrs.Factory(dict)
    shortlist: dict[date, ShortlistEntry] = attrs.Factory(dict)
    response: dict[date, ResponseEntry] = attrs.Factory(dict)
    exchange: dict[date, ExchangeEntry] = attrs.Factory(dict)
    returns: dict[date, ReportEveryEntry] = attrs.Factory(dict)
    second_look: dict[date, LookTwiceEntry] = attrs.Factory(dict)
    signatures: dict[date, SignaturesEntry] = attrs.Factory(dict)
    decline: list[str] = attrs.field(factory=list, metadata={"listed": POLICY_FIELDS})
