"""The shapes of a council's policy: one entry a rule, each under the day from which it holds."""

from datetime import date
from decimal import Decimal

import attrs

from socialvalue.definitions.shapes.entries import Entry, Texts, word

__all__ = [
    "ExchangeEntry",
    "PolicyEntries",
    "PolicyFigureEntry",
    "ResponseEntry",
    "ShortlistEntry",
    "ThresholdEntry",
    "WeightEntry",
]


@attrs.define
class PolicyFigureEntry(Entry):
    """A target."""

    value: Decimal
    source: Texts = Texts()
    status: str = word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class ThresholdEntry(Entry):
    """From which contract value on: strictly ``above``, or ``from`` (and over)."""

    above: Decimal | None = None
    start: Decimal | None = attrs.field(default=None, metadata={"key": "from"})
    source: Texts = Texts()
    status: str = word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class WeightEntry(Entry):
    """The share of the points in per cent."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    exactly: Decimal | None = None
    source: Texts = Texts()
    status: str = word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class ShortlistEntry(Entry):
    """How many measures a buyer may ask for, and how many of them of which theme."""

    at_most: int | None = None
    themes: dict[str, int] = attrs.Factory(dict)
    waived_by: str = ""
    source: Texts = Texts()
    status: str = word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class ResponseEntry(Entry):
    """Whether a response needs figures and a statement both, or counts for nothing."""

    needs_both: bool
    source: Texts = Texts()
    status: str = word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class ExchangeEntry(Entry):
    """Which offers community groups may ask for: all measures, or those listed."""

    measures: Texts = Texts(("all",))
    source: Texts = Texts()
    status: str = word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class PolicyEntries(Entry):
    """A council's policy, dated."""

    target: dict[date, PolicyFigureEntry] = attrs.Factory(dict)
    threshold: dict[date, ThresholdEntry] = attrs.Factory(dict)
    weight: dict[date, WeightEntry] = attrs.Factory(dict)
    shortlist: dict[date, ShortlistEntry] = attrs.Factory(dict)
    response: dict[date, ResponseEntry] = attrs.Factory(dict)
    exchange: dict[date, ExchangeEntry] = attrs.Factory(dict)
    decline: list[str] = attrs.Factory(list)
