"""What a report is asked for: of what, as at which day, for whom, and about which part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

import attrs

from socialvalue.contracts import Portfolio, Register, Standing
from socialvalue.contracts.totals import portfolio
from socialvalue.errors import InputError, problem
from socialvalue.reports.audiences import Audience
from socialvalue.reports.seen import Seen, seen_by
from socialvalue.words import day_words, listed

__all__ = ["Asked"]


@attrs.frozen(kw_only=True, slots=False)
class Asked:
    """A report that is asked for.

    Attributes:
        source: What it is about.
        on: The day as at which.
        audience: For whom.
        kind: Which report.
        contract: The reference of the one contract that it is of, or None.
        question: What it answers, or None.
    """

    source: Any
    on: date
    audience: Audience
    kind: str
    contract: str | None = None
    question: str | None = None

    def only_for(self, *keys: str) -> None:
        """Refuse what is no paper for this audience.

        Raises:
            InputError: It is none (SV1104).
        """
        if self.audience.key not in keys:
            who, known = self.audience.words, listed(keys)
            raise InputError(problem("SV1104", found=self.kind, who=who, known=known))

    @cached_property
    def all(self) -> Portfolio:
        """All contracts, with everything.

        Raises:
            InputError: They are of another day (SV1103).
        """
        register = isinstance(self.source, Register)
        held: Portfolio = portfolio(self.source, on=self.on) if register else self.source
        if held.on != self.on:
            found, on = day_words(held.on), day_words(self.on)
            raise InputError(problem("SV1103", found=found, on=on))
        return held

    @cached_property
    def seen(self) -> Seen:
        """All contracts as the audience may see them."""
        return seen_by(self.all, self.audience)

    @cached_property
    def standing(self) -> Standing | None:
        """Returns and changes as at the day; None where no delivery record is given."""
        return self.source.standing(self.on) if isinstance(self.source, Register) else None

    def references(self) -> Iterable[str]:
        """The contracts that the audience sees."""
        return (each.contract.reference for each in self.seen.portfolio.contracts)
