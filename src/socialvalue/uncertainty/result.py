"""A simulation: its chances, its text, its table, its chart and its record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation, join
from socialvalue.charts import Chart
from socialvalue.tables import rows_to_frame
from socialvalue.uncertainty.charted import trials_chart
from socialvalue.uncertainty.content import content_of, record_of
from socialvalue.uncertainty.data import SimulationData
from socialvalue.uncertainty.words import columns_of, in_twenty, sentences_of, told_of

__all__ = ["Simulation"]


@attrs.frozen(repr=False)
class Simulation(SimulationData):
    """How often each bid would be first if unit values were other than published.

    Attributes:
        evaluation: The award: its points, which no trial changes.
        doubt: How uncertain unit values are.
        draws: How many trials.
        seed: What they are drawn from.
        figures: The unit values that pounds rest on, each with its spread.
        apart: What becomes of the bids where what moves, moves on its own: the main trials.
        together: The other end: all that is uncertain is high together, or low together.
        decides: What it would be worth to know each thing that moves, what decides most first.
        warnings: What was said and changes nothing.
    """

    def record(self) -> dict[str, Any]:
        """Everything that the trials rest on and came to, JSON-safe; `uncertainty.repeat` reads it.

        The record of the award stands in it, whole.
        """
        return record_of(self)

    def chart(self) -> Chart:
        """For each bid 20 dots, each 1 in 20 trials, and the same of the lead over each other."""
        return trials_chart(self)

    def words(self, *, exempt: bool = True) -> tuple[str, ...]:
        """What the trials came to, in sentences.

        Args:
            exempt: Whether the reader may see prices and offers, and what gives them away: the
                price of a point, with points, does.
        """
        return tuple(sentences_of(self, exempt=exempt))

    def explain(self) -> Explanation:
        """What the trials came to, in words and tables; in a notebook as HTML."""
        return join(self._blocks())

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a bid: rank and points as published, chances, £ and lead in the trials.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether shares, points and pounds are texts instead of Decimals.

        Returns:
            A dataframe of that library with bidder, rank, points, first (the share of trials),
            first_together, ahead_of_first, value_pence, and value and lead at 5 and 95 of 100.
        """
        columns = self.columns()
        exact = [name for name in columns if name not in ("bidder", "rank", "value_pence")]
        return rows_to_frame(columns, backend, decimals=exact, texts=texts)

    def columns(self) -> dict[str, list[Any]]:
        """A row a bid: name to cells."""
        return columns_of(self)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data: exact numbers as text."""
        return content_of(self)

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def _line(self) -> str:
        share = in_twenty(self.chance(self.first))
        return f"{self.title!r}; {self.first} first in {share} of {self.draws:,} trials"

    def _blocks(self) -> Iterable[Block]:
        return told_of(self)
