"""Published tables of bands, which must have a mark for every compliant bid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from socialvalue.assess.before.checks import located, refuse
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.assess.ratios import beside
from socialvalue.errors import Problem, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import Banded
from socialvalue.model.scheme import Scheme
from socialvalue.numbers import plain

__all__ = ["check_tables"]


def check_tables(valuations: Iterable[Valuation], scheme: Scheme) -> None:
    """Every compliant bid has a mark in the published tables.

    Raises:
        InputError: Bids above the last band of a table (SV722), each by its name.
    """
    scored = [each for each in scheme.scored if each.points]
    tables = [(each, each.method) for each in scored if isinstance(each.method, Banded)]
    refuse(
        [
            located(each.within(f"bid '{one.bid.bidder}'"), one.bid)
            for one in valuations
            for criterion, table in tables
            for each in _beyond(one, criterion, table)
        ]
    )


def _beyond(valuation: Valuation, criterion: Criterion, table: Banded) -> Iterator[Problem]:
    bid, contract, name = valuation.bid, valuation.tender.contract_value, table.denominator
    own = bid.price_for(criterion.price)
    below, end = own if name == "price" else getattr(contract, name), table.bands[-1].upper
    if bid.state != "compliant" or not below or end is None:
        return
    ratio = Fraction(valuation.total) / Fraction(below)
    if ratio > end:
        yield problem("SV722", found=plain(beside(ratio, [end])), criterion=criterion.name)
