"""Offers that came back, put into the bids that a tender file names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from socialvalue.errors import Problem, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import as_read

__all__ = ["filled", "namesake", "notes_of_filling"]


def namesake(bidder: str, bids: Iterable[Bid], lot: str | None) -> Bid | None:
    """The bid of a bidder for a lot, however the name is typed; None where there is none."""
    of_lot = (each for each in bids if each.lot == lot)
    return next((each for each in of_lot if as_read(each.bidder) == as_read(bidder)), None)


def filled(offer: Bid, bids: Iterable[Bid]) -> Bid:
    """The bid that a tender names, its price, marks and state kept, with what was offered.

    Args:
        offer: As it came back, without a price.
        bids: Those of the tender.
    """
    known = namesake(offer.bidder, bids, offer.lot)
    return offer if known is None else attrs.evolve(known, commitments=offer.commitments)


def notes_of_filling(
    offers: Iterable[Bid], came: Iterable[str], bids: Iterable[Bid], lot: str | None
) -> Iterator[Problem]:
    """What to know where offers and a tender's bids are not of the same bidders.

    Args:
        offers: As they came back.
        came: The bidders of whom anything came, an offer or a return with problems.
        bids: Those of the tender.
        lot: The lot that is asked for.
    """
    of_lot = [each for each in bids if each.lot == lot]
    for offer in offers:
        known = namesake(offer.bidder, of_lot, lot)
        if known is None:
            hint = did_you_mean(offer.bidder, [each.bidder for each in of_lot], label="bidders")
            yield offer.span.placed(problem("SV916", bidder=offer.bidder, hint=hint or None))
        elif known.commitments and known.commitments != offer.commitments:
            yield offer.span.placed(problem("SV937", bidder=known.bidder))
    names = {as_read(each) for each in came}
    for each in of_lot:
        if each.state == "compliant" and as_read(each.bidder) not in names:
            yield each.span.placed(problem("SV922", bidder=each.bidder))
