"""What a test before publishing found: each finding with a bid that shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.charts import Chart, bars
from socialvalue.model.bids.bid import Bid
from socialvalue.numbers import plain, pounds
from socialvalue.tables import rows_to_frame
from socialvalue.words import number_of

__all__ = ["Finding", "RedTeam"]

HEAD = "Test before publishing; disclosable under FOI unless exempt"
SCHEMA = "socialvalue/scheme-test@1"


@attrs.frozen(repr=False)
class Finding(Shown):
    """One way in which a scheme can be gamed, or decides nothing.

    Attributes:
        kind: A stable word, such as ``business-as-usual`` or ``cliff``.
        title: What it is, in a few words.
        says: What was found, with its figures.
        helps: What would close it.
        threshold: The figure from which it holds, in `unit`; None where it has none.
        unit: What the threshold is counted in, in words.
        exact: Whether a step less was scored too, and does not show it.
        bid: An example: a bid that nobody made.
        result: The example, scored by the engine beside those that it is measured by.
    """

    kind: str
    title: str
    says: str
    helps: str
    threshold: Decimal | None
    unit: str
    exact: bool
    bid: Bid
    result: Evaluation = attrs.field(repr=False)

    def _line(self) -> str:
        return f"{self.kind}: {self.says}"

    def _blocks(self) -> Iterable[Block]:
        yield self.block()

    def block(self, number: int | None = None) -> Block:
        """The finding in words, with the bids that show it in a table."""
        head = self.title if number is None else f"{number}. {self.title}"
        said = (self.says, f"What helps: {self.helps}")
        heads = ("bid", "price", "social value", "points", "rank")
        return Block(head, said, heads, tuple(self._rows()), (1, 2, 3, 4), lead=1)

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for each in self.result.results:
            price = "–" if each.bid.price is None else pounds(each.bid.price)
            points = "–" if each.points is None else str(each.points)
            value = pounds(each.valuation.total)
            yield each.bidder, price, value, points, "–" if each.rank is None else str(each.rank)

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON-safe data; amounts as text."""
        return {
            "kind": self.kind,
            "title": self.title,
            "says": self.says,
            "helps": self.helps,
            "threshold": None if self.threshold is None else plain(self.threshold),
            "unit": self.unit,
            "exact": self.exact,
            "example": self.bid.bidder,
            "bids": [
                {
                    "bidder": each.bidder,
                    "price": None if each.bid.price is None else plain(each.bid.price),
                    "value": str(each.valuation.total),
                    "points": None if each.points is None else str(each.points),
                    "rank": each.rank,
                    "commitments": [
                        {"measure": one.measure, "quantity": plain(one.quantity.amount),
                         "unit": one.quantity.unit}
                        for one in each.bid.commitments
                    ],
                }
                for each in self.result.results
            ],
        }  # fmt: skip


@attrs.frozen(repr=False)
class RedTeam(Shown):
    """A scheme tested before it is published.

    Attributes:
        title: Of the tender.
        fingerprint: Of the scheme.
        tried_on: Which bids it was tried on, in words.
        findings: Each way in which it can be gamed, or decides nothing.
        closed: What was looked for and not found, in words.
        not_looked: What could not be looked for, and what it would take.
    """

    title: str
    fingerprint: str
    tried_on: str
    findings: tuple[Finding, ...]
    closed: tuple[str, ...]
    not_looked: tuple[str, ...]

    def chart(self) -> Chart:
        """The points of the example of each finding: a bid that nobody made."""
        rows = []
        for number, each in enumerate(self.findings, 1):
            points = each.result[each.bid.bidder].points or Decimal(0)
            rows.append((f"{number}. {each.title}", float(points), str(points)))
        count = number_of(len(rows), "finding")
        title = f"{HEAD}: {count} in {self.title}, and the points of each example"
        said = "; ".join(f"{name}: {figure}" for name, _, figure in rows)
        return bars(title, f"{title}. {said or 'No bid shows any'}.",
                    ("finding", "points", "figure"), rows, amount="datum.points",
                    word="points of the example")  # fmt: skip

    def explain(self) -> Explanation:
        """Each finding with its figures, its example and what helps; in a notebook as HTML."""
        return join(self._blocks())

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data."""
        return {
            "schema": SCHEMA,
            "library": library_version(),
            "head": HEAD,
            "title": self.title,
            "scheme": self.fingerprint,
            "tried_on": self.tried_on,
            "findings": [each.to_dict() for each in self.findings],
            "closed": list(self.closed),
            "not_looked": list(self.not_looked),
        }

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def columns(self) -> dict[str, list[Any]]:
        """What `to_frame` makes a table of: a row a finding."""
        names = ("kind", "title", "threshold", "unit", "exact", "says", "helps")
        return {name: [getattr(each, name) for each in self.findings] for name in names}

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a finding: kind, title, threshold, unit, exact, says, helps.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether thresholds are texts instead of Decimals.
        """
        return rows_to_frame(self.columns(), backend, decimals=["threshold"], texts=texts)

    def _line(self) -> str:
        return f"{self.title!r}, {number_of(len(self.findings), 'finding')}"

    def _blocks(self) -> Iterable[Block]:
        count = number_of(len(self.findings), "finding")
        said = (
            f"{HEAD}.",
            f"Scheme {self.fingerprint}: {count}.",
            "Every example is a bid that nobody made, scored by the engine.",
            self.tried_on,
        )
        yield Block(f"Test before publishing: {self.title}", said)
        yield from (each.block(number) for number, each in enumerate(self.findings, 1))
        if self.closed:
            yield Block("Looked for, and not found", self.closed)
        if self.not_looked:
            yield Block("Not looked for", self.not_looked)
