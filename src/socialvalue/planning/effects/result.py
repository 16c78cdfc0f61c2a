"""What targets would have done, in words, as a table and as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.charts import Chart, bars
from socialvalue.engine.points import publish
from socialvalue.errors import NotFoundError, did_you_mean, problem
from socialvalue.model.named import ByName
from socialvalue.numbers import plain, pounds, scaled
from socialvalue.planning.invented import Draw
from socialvalue.planning.past.groups import pence
from socialvalue.tables import rows_to_frame
from socialvalue.words import number_of

__all__ = ["TargetEffect", "TargetEffects", "in_pence"]

_TWENTY: Final = 20


@attrs.frozen
class TargetEffect:
    """What one target would have done.

    Attributes:
        target: £ of social value per £1.
        mean_points: The points for social value of a bid, on average.
        full_marks: The share of bids with all of these points.
        tied_at_full: The share of tenders in which two or more have all of them.
        spread: Points between the best and the least in a tender, on average.
        winner_changes: The share of tenders in which whoever is first without social value is not.
        winner_offers: £ per £1 that those who are first offer, on average.
        price_of_full: How much dearer, as a part of the lowest price, a bid with all of these
            points may be than one with none; None where the price is not scored by the lowest, and
            where full marks outweigh every price (`TargetEffects.beyond_price`).
    """

    target: Decimal
    mean_points: Fraction
    full_marks: Fraction
    tied_at_full: Fraction
    spread: Fraction
    winner_changes: Fraction
    winner_offers: Fraction
    price_of_full: Fraction | None


@attrs.frozen(repr=False)
class TargetEffects(Shown, ByName[TargetEffect]):
    """What several targets would have done in the same drawn tenders.

    Attributes:
        effects: One a target, in the order in which they were given.
        points: Points for social value.
        separates: The target, in whole pence, at which past offers would have been told apart most.
        contracts: How many past offers were drawn from.
        suppliers: Of how many suppliers.
        bids: Bids a tender.
        draws: Tenders.
        seed: With it they are drawn again.
        price: The distribution of prices, as parts of the contract value.
        marks: That of marks, as parts of each scale.
        value: £ of the contract.
        notes: What was taken to be so of past contracts.
        beyond_price: Whether full marks outweigh every price: they are no fewer points than those
            for the lowest.
    """

    effects: tuple[TargetEffect, ...]
    points: Fraction
    separates: Decimal
    contracts: int
    suppliers: int
    bids: int
    draws: int
    seed: int
    price: Draw
    marks: Draw
    value: Decimal
    notes: tuple[str, ...] = ()
    beyond_price: bool = False

    def _named(self) -> Iterable[tuple[str, TargetEffect]]:
        return ((plain(each.target), each) for each in self.effects)

    def _unknown(self, name: str) -> NotFoundError:
        hint = did_you_mean(name, [each for each, _ in self._named()], label="targets")
        return NotFoundError(problem("SV312", what="the target", found=name, hint=hint))

    def chart(self) -> Chart:
        """In how many of 20 tenders each target would have changed who is first."""
        rows = [(in_pence(each.target), float(each.winner_changes) * _TWENTY,
                 f"{_in_twenty(each.winner_changes)} in 20") for each in self.effects]  # fmt: skip
        title = "Tenders in which social value would have changed who is first, of 20"
        said = "; ".join(f"{name}: {figure}" for name, _, figure in rows)
        return bars(title, f"{title}. {said}.", ("target", "tenders", "figure"), rows,
                    amount="datum.tenders", word="tenders of 20")  # fmt: skip

    def explain(self) -> Explanation:
        """What each target would have done, how it was found, and how little it says."""
        return join(self._blocks())

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data; shares and ratios to 6 places."""
        return {
            "schema": "socialvalue/target-effect@1",
            "library": library_version(),
            "drawn": {
                "contracts": self.contracts, "suppliers": self.suppliers, "bids": self.bids,
                "draws": self.draws, "seed": self.seed, "contract_value": plain(self.value),
                "price": _draw_data(self.price), "marks": _draw_data(self.marks),
            },
            "points": plain(publish(self.points, 6)),
            "separates": plain(self.separates),
            "beyond_price": self.beyond_price,
            "notes": list(self.notes),
            "targets": [
                {name: None if each is None else plain(each) for name, each in row.items()}
                for row in self._rows()
            ],
        }  # fmt: skip

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def columns(self) -> dict[str, list[Any]]:
        """What `to_frame` makes a table of: a row a target."""
        rows = list(self._rows())
        return {name: [row[name] for row in rows] for name in rows[0]}

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a target, with what it would have done.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether shares are texts instead of Decimals.
        """
        columns = self.columns()
        return rows_to_frame(columns, backend, decimals=[*columns], texts=texts)

    def _rows(self) -> Iterator[dict[str, Decimal | None]]:
        for each in self.effects:
            row = attrs.asdict(each)
            yield {name: publish(found, 6) if isinstance(found, Fraction) else found
                   for name, found in row.items()}  # fmt: skip

    def _line(self) -> str:
        targets = number_of(len(self.effects), "target")
        return f"{targets}, {self.draws:,} tenders drawn from {self.contracts} past offers"

    def _blocks(self) -> Iterable[Block]:
        yield Block("What a target would have done", tuple(map(self._sentence, self.effects)))
        heads = ("target", "points", "full marks", "two or more level", "apart", "changes",
                 "the first offers", "worth in price")  # fmt: skip
        rows = tuple(_row(each, "no limit" if self.beyond_price else "–") for each in self.effects)
        yield Block("Target by target", (), heads, rows, tuple(range(1, len(heads))))
        yield Block("How this was found, and how little it says", tuple(self._how()))

    def _sentence(self, each: TargetEffect) -> str:
        price = "" if each.price_of_full is None else (
            f" Full marks were worth a price {publish(each.price_of_full * 100, 0)}% higher."
        )  # fmt: skip
        price = " No price was high enough to outweigh full marks." if self.beyond_price else price
        return (
            f"At {in_pence(each.target)} per £1: of {publish(self.points, 2)} points a bid had "
            f"{publish(each.mean_points, 1)} on average; in {_in_twenty(each.tied_at_full)} of 20 "
            "tenders two or more had full marks, so that it decided nothing between them; in "
            f"{_in_twenty(each.winner_changes)} of 20 it changed who was first.{price}"
        )

    def _how(self) -> Iterator[str]:
        yield (
            f"{self.draws:,} tenders of {self.bids} bids were drawn (seed {self.seed}) from "
            f"{self.contracts} past offers of {number_of(self.suppliers, 'supplier')}, each as "
            f"likely as another; prices {_draw_words(self.price)} of a contract value of "
            f"{pounds(self.value)}, marks {_draw_words(self.marks)} of each scale, each apart from "
            "the others."
        )
        yield f"Past offers are furthest apart under a target of {in_pence(self.separates)} per £1."
        yield (
            "Bidders aim at the target that is published: past offers were made under other "
            "targets, and offers under this one will not be like them."
        )
        yield "More trials do not make it surer: it rests on the past offers, few or many."
        yield from self.notes
        yield "This is for setting a target: it changes no bid's points."


def in_pence(target: Decimal) -> str:
    """£ per £1 in pence, and in parts of one where it is between two.

    Example:
        >>> in_pence(Decimal("0.20")), in_pence(Decimal("0.125"))
        ('20p', '12.5p')
    """
    return f"{plain(scaled(target, 2))}p"


def _in_twenty(share: Fraction) -> str:
    """A share as so many in 20; never none and never all where it is not so."""
    count = int(publish(share * _TWENTY, 0))
    if count == 0 and share:
        return "fewer than 1"
    return "nearly all" if count == _TWENTY and share < 1 else str(count)


def _row(each: TargetEffect, unpriced: str) -> tuple[str, ...]:
    price = each.price_of_full
    return (
        in_pence(each.target), str(publish(each.mean_points, 1)),
        f"{publish(each.full_marks * 100, 0)}%", f"{_in_twenty(each.tied_at_full)} in 20",
        str(publish(each.spread, 1)), f"{_in_twenty(each.winner_changes)} in 20",
        pence(each.winner_offers), unpriced if price is None else f"{publish(price * 100, 0)}%",
    )  # fmt: skip


def _draw_words(draw: Draw) -> str:
    low, high = plain(scaled(draw.low, 2)), plain(scaled(draw.high, 2))
    likely = "" if draw.likely is None else f", likeliest {plain(scaled(draw.likely, 2))}%"
    return f"from {low}% to {high}%{likely}"


def _draw_data(draw: Draw) -> dict[str, str]:
    held = {"low": draw.low, "high": draw.high, "likely": draw.likely}
    return {name: plain(each) for name, each in held.items() if each is not None}
