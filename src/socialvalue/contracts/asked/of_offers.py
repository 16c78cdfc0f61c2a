"""Community offers as at a day."""

from __future__ import annotations

from socialvalue.contracts.community import CommunityOffers, exchange_of
from socialvalue.contracts.log import Day
from socialvalue.contracts.register import Register
from socialvalue.model.fields import day, one

__all__ = ["exchange"]


def exchange(register: Register, *, on: Day, known: Day | None = None) -> CommunityOffers:
    """Community offers as at a day: what is left of each, needs, and what is agreed.

    What is left is what is offered, without what is agreed and what was given.  An offer is shown
    to others only while its supplier agrees, something is left, and its days are not over.

    Args:
        register: The delivery record.
        on: The day as at which.
        known: As known on this day; today's knowledge, if not given.

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.exchange(sv.contracts.open_register(), on="2022-12-31")
        <CommunityOffers: as at 31 December 2022, 0 offers, 0 shown, 0 needs, 0 agreements>
    """
    when, held = day(on), one("community offers", Register, register)
    standing = held.standing(when, known)
    return exchange_of(standing, when, standing.head)
