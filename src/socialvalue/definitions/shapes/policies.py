"""The shapes of a council's policy: one entry a rule, each under the day from which it holds."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from socialvalue.definitions.shapes.entries import Entry, Texts, from_key, word
from socialvalue.model.policy import CONSEQUENCES

__all__ = [
    "ExchangeEntry",
    "MinimumEntry",
    "PolicyEntries",
    "PolicyFigureEntry",
    "RequiredThemeEntry",
    "ResponseEntry",
    "ShortlistEntry",
    "SignaturesEntry",
    "SplitEntry",
    "ThresholdEntry",
    "WeightEntry",
]


def _status() -> Any:
    return word(("", "observed", "adopted"), "")


def _otherwise() -> Any:
    return word(("", *CONSEQUENCES), "")


def _from() -> Any:
    return from_key(default=None)


@attrs.define
class PolicyFigureEntry(Entry):
    """A target, in pounds of social value for each pound of contract value."""

    value: Decimal
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class ThresholdEntry(Entry):
    """From which contract value on: strictly ``above``, or ``from`` (and over)."""

    above: Decimal | None = None
    from_value: Decimal | None = _from()
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class WeightEntry(Entry):
    """The share of the points in per cent."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    exactly: Decimal | None = None
    above: Decimal | None = None
    from_value: Decimal | None = _from()
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class MinimumEntry(Entry):
    """The least that a bid must offer, in pounds of social value per pound of contract value."""

    value: Decimal
    otherwise: str = _otherwise()
    above: Decimal | None = None
    from_value: Decimal | None = _from()
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class SplitEntry(Entry):
    """How the points for social value are split, in per cent of them."""

    quantitative: Decimal
    qualitative: Decimal
    above: Decimal | None = None
    from_value: Decimal | None = _from()
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class RequiredThemeEntry(Entry):
    """How many measures of a theme are asked for at the least."""

    SHORTHAND: ClassVar[str] = "at_least"
    at_least: int
    above: Decimal | None = None
    from_value: Decimal | None = _from()


@attrs.define
class ShortlistEntry(Entry):
    """How many measures a buyer may ask for, and how many of them of which theme."""

    at_most: int | None = None
    themes: dict[str, RequiredThemeEntry] = attrs.Factory(dict)
    waived_by: str = ""
    above: Decimal | None = None
    from_value: Decimal | None = _from()
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class ResponseEntry(Entry):
    """Whether a response needs figures and a statement both, and what follows without."""

    needs_both: bool
    otherwise: str = _otherwise()
    above: Decimal | None = None
    from_value: Decimal | None = _from()
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class ExchangeEntry(Entry):
    """Which offers community groups may ask for: all measures, or those listed."""

    measures: Texts = Texts(("all",))
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class SignaturesEntry(Entry):
    """Who may sign that a measure is switched off, or a rule waived, for one procurement."""

    switch_off: Texts = Texts()
    waivers: dict[str, Texts] = attrs.Factory(dict)
    source: Texts = Texts()
    status: str = _status()
    note: str = ""


@attrs.define
class PolicyEntries(Entry):
    """A council's policy, dated."""

    target: dict[date, PolicyFigureEntry] = attrs.Factory(dict)
    minimum: dict[date, MinimumEntry] = attrs.Factory(dict)
    threshold: dict[date, ThresholdEntry] = attrs.Factory(dict)
    weight: dict[date, WeightEntry] = attrs.Factory(dict)
    split: dict[date, SplitEntry] = attrs.Factory(dict)
    shortlist: dict[date, ShortlistEntry] = attrs.Factory(dict)
    response: dict[date, ResponseEntry] = attrs.Factory(dict)
    exchange: dict[date, ExchangeEntry] = attrs.Factory(dict)
    signatures: dict[date, SignaturesEntry] = attrs.Factory(dict)
    decline: list[str] = attrs.Factory(list)
