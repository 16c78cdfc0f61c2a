"""What the buyer says once for all the papers of an award."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.model.fields import attempt, day, day_field, settle, several, words_field
from socialvalue.model.papers.contacts import Contact
from socialvalue.model.papers.standstill import standstill_end

__all__ = ["Papers"]


def _contact(value: Contact | None) -> Contact | None:
    return attempt(_made_contact, value)


def _made_contact(value: Any) -> Contact:
    if not isinstance(value, Contact):
        found = type(value).__name__
        raise InputError(problem("SV316", what="a contact", expected="a Contact", found=found))
    return value


def _days(value: Iterable[date | str] | None) -> tuple[date, ...]:
    return attempt(_all_days, () if value is None else value)


def _all_days(value: Any) -> tuple[date, ...]:
    return tuple(map(day, several("a holiday", (date, str), value, expected="a day")))


@attrs.frozen
class Papers:
    """What assessment summaries say beside scores and reasons, the same for every bidder.

    Attributes:
        contact: Whom a bidder can ask.
        full_criteria: Where the award criteria and the assessment methodology can be read in full.
        award_notice: The day on which the contract award notice is to be published.
        holidays: Bank holidays, Christmas Day and Good Friday: days that are no working days.

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

    def __attrs_post_init__(self) -> None:
        settle(self, "papers")

    @property
    def standstill_end(self) -> date | None:
        """The last day of the standstill period, if the award notice is published as planned."""
        if self.award_notice is None:
            return None
        return standstill_end(self.award_notice, self.holidays)
