"""A present value: its text, its table and its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import attrs

from socialvalue.appraisal.content import content_of
from socialvalue.appraisal.data import PresentValueData
from socialvalue.appraisal.words import told_of
from socialvalue.blocks import Block, Explanation, join
from socialvalue.charts import Chart, bars
from socialvalue.engine.points import publish
from socialvalue.numbers import pounds
from socialvalue.tables import rows_to_frame

__all__ = ["PresentValue"]


@attrs.frozen(repr=False)
class PresentValue(PresentValueData):
    """What the commitments of a bid are worth now.

    Attributes:
        valuation: The commitments as valued, before any year or rate.
        terms: What is asked under.
        benefits: What each commitment that counts here brings, year by year.
        warnings: What may be wrong, but is counted.
    """

    def chart(self) -> Chart:
        """What the benefits of each year are worth now, a bar a year."""
        rows = [(f"year {year}", int(publish(amount * 100, 0)), pounds(publish(amount, 2)))
                for year, amount in self.by_year.items()]  # fmt: skip
        title = f"{self.bidder}: {pounds(self.pounds)} at present value"
        said = "; ".join(f"{year}: {figure}" for year, _, figure in rows) or "nothing counts"
        return bars(title, f"{title}. {said}.", ("year", "pence", "figure"), rows,
                    word="£ at present value (proxy value)")  # fmt: skip

    def explain(self) -> Explanation:
        """What it is, under which terms, commitment by commitment and year by year."""
        return join(self._blocks())

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a commitment and year: bidder, commitment, measure, year, £, factor, £ now.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether amounts are texts instead of Decimals.

        Returns:
            A dataframe of that library; value is £ in the year and present_value £ now, these
            and the factor to 10 places.
        """
        columns = self.columns()
        exact = ("value", "factor", "present_value")
        return rows_to_frame(columns, backend, decimals=exact, texts=texts)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data: pounds to the penny, factors and ratios to 10 places."""
        return content_of(self)

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def _blocks(self) -> Iterable[Block]:
        return told_of(self)
