"""What the buyer says once for all the papers of an award."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import attrs

from socialvalue.blocks import Described
from socialvalue.model.fields import (
    attempt,
    check_choice,
    day,
    day_field,
    is_refused,
    name,
    name_field,
    one,
    settle,
    several,
    table,
    text,
    words_field,
)
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.papers.contacts import Contact
from socialvalue.model.papers.standstill import standstill_end

__all__ = ["DECISION", "STANDSTILLS", "WITHHELD_AS", "Papers", "Withheld"]

DECISION: Mapping[str, str] = MappingProxyType({
    "sought": "Decision sought",
    "maker": "Decision-maker",
    "delegation": "Delegation",
    "conflicts": "Conflicts of interest declared, and what was done about them",
    "abnormally_low": "Abnormally low tenders",
    "equality": "Equality Act 2010",
})  # fmt: skip
"""What an award report says that only the authority knows, by the key it stands under."""

WITHHELD_AS = ("commercial", "security")
"""Why something may be withheld: sensitive commercial information, or national security.

Source:
    Procurement Act 2023, s.94(1)(b) and (a).
"""

STANDSTILLS = ("voluntary",)
"""What may be said of a standstill period beside its days: that none is required."""


def _contact(value: Contact | None) -> Contact | None:
    return attempt(lambda given: one("a contact", Contact, given), value)


def _days(value: Iterable[date | str] | None) -> tuple[date, ...]:
    return attempt(_all_days, () if value is None else value)


def _all_days(value: Any) -> tuple[date, ...]:
    return tuple(map(day, several("a holiday", (date, str), value, expected="a day")))


def _decision(value: Mapping[str, str] | None) -> FrozenMap[str, str]:
    return attempt(
        lambda given: FrozenMap({name(key): text(words) for key, words in table(given).items()}),
        {} if value is None else value,
    )


@attrs.frozen
class Withheld(Described):
    """A criterion of which other bidders are not told the successful bid's score and reason.

    Attributes:
        criterion: Which criterion.
        why: Why, for the authority's own file: a letter says only that it is withheld, and as what.
        under: ``commercial`` or ``security``: sensitive commercial information, in whose being
            withheld there is an overriding public interest; or national security.
        by: Who decided it.

    Source:
        Procurement Act 2023, s.94.

    Example:
        >>> Withheld("price", why="the rates are bid again next month", by="head of law").under
        'commercial'
    """

    criterion: str = attrs.field(converter=name_field)
    why: str = attrs.field(kw_only=True, converter=name_field)
    under: str = attrs.field(default="commercial", kw_only=True)
    by: str = attrs.field(kw_only=True, converter=name_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "withheld", check_choice("under", self.under, WITHHELD_AS))


def _withheld(value: Iterable[Withheld] | None) -> tuple[Withheld, ...]:
    given = () if value is None else value
    return attempt(lambda each: several("what is withheld", Withheld, each), given)


@attrs.frozen(repr=False)
class Papers(Described):
    """What assessment summaries say beside scores and reasons, the same for every bidder.

    Attributes:
        contact: Whom a bidder can ask.
        full_criteria: Where the award criteria and the assessment methodology can be read in full.
        award_notice: The day on which the contract award notice is to be published.
        holidays: Bank holidays, Christmas Day and Good Friday: days that are no working days.
        standstill: ``voluntary`` where no period is required and one is kept all the same, or "".
        withheld: Criteria of which others are not told the successful bid's score and reason.
        decision: What the award report says for the decision: texts by the keys of `DECISION`.

    Source:
        Procurement Regulations 2024, reg. 31(2)(d)(ii); Procurement Act 2023, s.50 and s.51.

    Example:
        >>> Papers(award_notice="2026-09-14").standstill_end
        datetime.date(2026, 9, 23)
    """

    contact: Contact | None = attrs.field(default=None, kw_only=True, converter=_contact)
    full_criteria: str = attrs.field(default="", kw_only=True, converter=words_field)
    award_notice: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    holidays: tuple[date, ...] = attrs.field(default=(), kw_only=True, converter=_days)
    withheld: tuple[Withheld, ...] = attrs.field(default=(), kw_only=True, converter=_withheld)
    standstill: str = attrs.field(default="", kw_only=True)
    decision: FrozenMap[str, str] = attrs.field(factory=dict, kw_only=True, converter=_decision)

    def __attrs_post_init__(self) -> None:
        keys = () if is_refused(self.decision) else self.decision
        settle(
            self, "papers", check_choice("standstill", self.standstill, ("", *STANDSTILLS)),
            *(check_choice("the key under 'decision'", each, DECISION) for each in keys),
        )  # fmt: skip

    @property
    def standstill_end(self) -> date | None:
        """The last day of the standstill period, if the award notice is published as planned."""
        if self.award_notice is None:
            return None
        return standstill_end(self.award_notice, self.holidays)
