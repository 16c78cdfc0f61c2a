"""The pounds of a bid: `value` and what it gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, overload

import attrs

from socialvalue.assess.before.checks import bids_of, check_valuation
from socialvalue.assess.before.policy import offer_cautions
from socialvalue.assess.pounds.data import ValuationData
from socialvalue.assess.pounds.offered import EXACT_COLUMNS, offer_columns
from socialvalue.assess.pounds.words import explain_valuation
from socialvalue.blocks import Explanation
from socialvalue.engine.cautions import cautions_of
from socialvalue.engine.exact import pounds
from socialvalue.engine.lines import value_bid
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.tables import rows_to_frame

__all__ = ["Valuation", "value", "valued"]


@attrs.frozen(repr=False)
class Valuation(ValuationData):
    """What a bid's commitments are worth, line by line.

    Attributes:
        tender: The buyer's side.
        bid: What was offered.
        framework: The measures it was valued with.
        lines: All lines, in the bid's order; see `Line`.
        warnings: What may be wrong, but counts.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
        >>> bid = sv.Bid("Acme", commitments=[toms.commit("NT29", sv.hours(3, people=10))])
        >>> sv.value(tender, bid, toms).total
        Decimal('507.90')
    """

    def explain(self) -> Explanation:
        """Line by line, quantity × unit value × adjustments = £, with source and place.

        Returns:
            A text; in a notebook it shows as HTML.
        """
        return explain_valuation(self)

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a commitment: what was offered in its unit, what counts in pence, and why.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether quantities, unit values and shares are texts instead of Decimals.

        Returns:
            A dataframe with bidder, lot, commitment (from 1), measure, title, theme,
            outcome, value_kind, activity, place, date (whose value counts), quantity and
            quantity_counted (in unit, over the whole contract), unit, unit_value (£), share_kept,
            submitted_pence and value_pence (whole), standing, problem (a code) and reason.  One
            that counts in part is one row; value_pence sums to the total.

        Example:
            >>> import socialvalue as sv
            >>> toms = sv.load("national-toms", edition="2022")
            >>> tender = sv.Tender("Parks", contract_value=100_000, years=3, published="2022-07-01")
            >>> bid = sv.Bid("Acme", commitments=[toms.commit("NT29", sv.hours(3, people=10))])
            >>> frame = sv.value(tender, bid, toms).to_frame()
            >>> frame.select("measure", "quantity", "unit", "value_pence", "standing").rows()
            [('NT29', Decimal('30'), 'staff_hour', 50790, 'counts')]
        """
        columns = offer_columns(self)
        return rows_to_frame(columns, backend, decimals=EXACT_COLUMNS, texts=texts)

    def _told(self) -> Explanation:
        return self.explain()


@overload
def value(
    tender: Tender, bids: Bid, framework: Framework, scheme: Scheme | None = None
) -> Valuation: ...
@overload
def value(
    tender: Tender, bids: Iterable[Bid], framework: Framework, scheme: Scheme | None = None
) -> tuple[Valuation, ...]: ...
def value(
    tender: Tender,
    bids: Bid | Iterable[Bid],
    framework: Framework,
    scheme: Scheme | None = None,
) -> Valuation | tuple[Valuation, ...]:
    """What one bid, or each of several, is worth.

    Args:
        tender: The buyer's side.
        bids: One bid, or several.
        framework: The measures, or a plug-in laid over them.
        scheme: Not used yet: no method changes the pounds of a line.

    Returns:
        One valuation for one bid; for several, one each in their order.  A bid for a lot is
        valued in the years, and divided by the contract value, of the lot.

    Raises:
        InputError: All that cannot mean anything: unknown codes (SV209), units of another
            edition (SV319), a bidder twice (SV314) …

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value="200_000", published="2022-07-01")
        >>> acme = sv.Bid("Acme", commitments=[toms.commit("NT10", sv.weeks(40, people=5))])
        >>> valuation = sv.value(tender, acme, toms)
        >>> valuation.total, valuation.per_pound
        (Decimal('50358.11'), Decimal('0.25179055'))

    Source:
        scoring.md §1, V1–V9: a line is quantity × unit value × adjustments, rounded once,
        half-up, to the penny.
    """
    several = bids_of(tender, bids, framework, scheme)
    check_valuation(tender, several, framework)
    found = tuple(valued(tender.of_lot(bid.lot), bid, framework) for bid in several)
    return found[0] if isinstance(bids, Bid) else found


def valued(tender: Tender, bid: Bid, framework: Framework) -> Valuation:
    """The valuation of a bid that is checked already."""
    lines = value_bid(tender, bid, framework)
    total = pounds(sum(each.pence for each in lines))
    warnings = (
        *cautions_of(tender, lines, framework),
        *offer_cautions(tender, bid, framework, total),
    )
    return Valuation(tender, bid, framework, lines, warnings)
