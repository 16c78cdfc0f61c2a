"""The part of a tender that is planned for: all of it, or one of its lots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from socialvalue.assess.before.checks import located
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.tender import Tender
from socialvalue.words import listed

__all__ = ["of_one_lot", "without_lot"]


def of_one_lot(tender: Tender, lot: str | None) -> Tender:
    """The tender as it stands for one lot, without the others; a tender in no lots as it is.

    Args:
        tender: The buyer's side.
        lot: The lot's name, of a tender in lots.

    Raises:
        InputError: It has no such lot (SV322); it is in lots, and none is named (SV1339).

    Example:
        >>> import socialvalue as sv
        >>> tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01",
        ...                    lots=[sv.Lot("North", contract_value="40_000")])
        >>> of_one_lot(tender, "North").contract_value.initial
        Decimal('40000')
    """
    names = [each.name for each in tender.lots]
    if lot is None and names:
        raise InputError(problem("SV1339", found=listed(names)))
    if lot is not None and lot not in names:
        hint = did_you_mean(lot, names, label="lots")
        raise InputError(problem("SV322", found=lot, hint=hint))
    return attrs.evolve(tender.of_lot(lot), lots=())


def without_lot(tender: Tender, bids: Iterable[Bid]) -> Iterator[Problem]:
    """Bids that name no lot, in a tender in lots (SV322): nobody knows which they are for.

    Args:
        tender: The buyer's side.
        bids: Those of all lots.

    Example:
        >>> import socialvalue as sv
        >>> tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01",
        ...                    lots=[sv.Lot("North", contract_value="40_000")])
        >>> [each.code for each in without_lot(tender, [sv.Bid("Acme"), sv.Bid("B", lot="North")])]
        ['SV322']
    """
    names = [each.name for each in tender.lots]
    for bid in bids if names else ():
        if bid.lot is None:
            hint = did_you_mean("", names, label="lots")
            found = problem("SV322", found="(none)", hint=hint, where=f"bid '{bid.bidder}'")
            yield located(found, bid, "lot")
