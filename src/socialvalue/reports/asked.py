"""What a report is asked for: of what, as at which day, for whom, and about which part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

import attrs

from socialvalue.calculators.monthly.papers import ContractNow
from socialvalue.calculators.monthly.round import contracts_now
from socialvalue.contracts import CommunityOffers, Portfolio, Register, Standing, exchange
from socialvalue.contracts.totals import portfolio, portfolio_of
from socialvalue.errors import InputError, problem
from socialvalue.notices import Clock, clocks
from socialvalue.reports.audiences import Audience
from socialvalue.reports.seen import Seen, seen_by
from socialvalue.uncertainty import Simulation
from socialvalue.words import day_words, listed

__all__ = ["NOT_KNOWN", "PUBLISHERS", "Asked"]

PUBLISHERS: Final = ("contract-team", "directors")
"""For whom it is what a contract has to publish by when."""
NOT_KNOWN: Final = "Whether a notice was published: that is not in the delivery record"


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
        trials: What an award report says of how sure it is, where that is given.
        round: Each contract as a monthly round left it, where it is a paper of one; else None.
    """

    source: Any
    on: date
    audience: Audience
    kind: str
    contract: str | None = None
    question: str | None = None
    trials: tuple[Simulation, ...] = ()
    round: tuple[ContractNow, ...] | None = None

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
        if self.round is not None:
            left = (each.found for each in self.round)
            return portfolio_of(left, on=self.on, head=self.source.head)
        register = isinstance(self.source, Register)
        held: Portfolio = portfolio(self.source, on=self.on) if register else self.source
        if held.on != self.on:
            found, on = day_words(held.on), day_words(self.on)
            raise InputError(problem("SV1103", found=found, on=on))
        return held

    @cached_property
    def now(self) -> tuple[ContractNow, ...]:
        """Each contract as it stands, with what its suppliers are still asked."""
        if self.round is not None:
            return self.round
        return tuple(contracts_now(self.source, self.on)) if self.standing else ()

    @cached_property
    def seen(self) -> Seen:
        """All contracts as the audience may see them."""
        return seen_by(self.all, self.audience)

    @cached_property
    def standing(self) -> Standing | None:
        """Returns and changes as at the day; None where no delivery record is given."""
        return self.source.standing(self.on) if isinstance(self.source, Register) else None

    @cached_property
    def offers(self) -> CommunityOffers | None:
        """Community offers as at the day; None where no delivery record is given."""
        held = self.source
        return exchange(held, on=self.on) if isinstance(held, Register) else None

    @cached_property
    def notices(self) -> Mapping[str, list[Clock]] | None:
        """What each contract has to publish by when, the earliest first, what has passed as well.

        None where the audience does not see it.
        """
        if self.audience.key not in PUBLISHERS or not isinstance(self.source, Register):
            return None
        found: dict[str, list[Clock]] = {}
        for each in clocks(self.source, on=self.on).due:
            found.setdefault(each.contract, []).append(each)
        return found

    def references(self) -> Iterable[str]:
        """The contracts that the audience sees."""
        return (each.contract.reference for each in self.seen.portfolio.contracts)
