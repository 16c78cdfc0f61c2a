"""Flags: questions that a result raises.  They ask, and change nothing.

Source: scoring.md §5, P6: an abnormally low price or an abnormally high offer asks for an
explanation; it is never a reason by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

import attrs

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.ratios import places_beside
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.engine.points import publish
from socialvalue.model.fields import optional_positive_field, positive_field, settle
from socialvalue.numbers import plain, pounds
from socialvalue.tables import rows_to_frame
from socialvalue.words import number_of

__all__ = ["Flag", "Flags", "Others", "Thresholds", "flags_of"]


@attrs.frozen
class Flag:
    """One question.

    Attributes:
        word: ``low-price``, ``high-value``, ``one-line`` or ``weak-figures``.
        bidder: Whom to ask.
        question: The question, with the figures and the threshold behind it.
        figure: What was found, as a share or in £ per £1.
        threshold: What it was held against.
        lot: Which lot, or None.
    """

    word: str
    bidder: str
    question: str
    figure: Fraction
    threshold: Fraction
    lot: str | None = None


@attrs.frozen
class Thresholds:
    """What a bid is held against before a question is asked.

    Attributes:
        low_price: Share of the median price of the other bids below which a price is asked
            about.
        high_value: £ of social value per £1 of initial contract value above which an offer is
            asked about, or None: a benchmark that the buyer states.
        high_ratio: Times the median of the other bids' £ per £1 above which an offer is asked
            about, where no benchmark is stated.
        one_line: Share of a bid's value that one line may be.
        weak: Share of a bid's value that may rest on figures of one source, or inferred.
    """

    low_price: Decimal = attrs.field(default=Decimal("0.80"), converter=positive_field)
    high_value: Decimal | None = attrs.field(default=None, converter=optional_positive_field)
    high_ratio: Decimal = attrs.field(default=Decimal(3), converter=positive_field)
    one_line: Decimal = attrs.field(default=Decimal("0.50"), converter=positive_field)
    weak: Decimal = attrs.field(default=Decimal("0.25"), converter=positive_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "thresholds")


@attrs.frozen(repr=False)
class Flags(Shown):
    """The questions that a result raises, and what each bid was held against."""

    questions: tuple[Flag, ...]
    thresholds: Thresholds

    def __iter__(self) -> Iterator[Flag]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def __getitem__(self, index: int) -> Flag:
        return self.questions[index]

    def explain(self) -> Explanation:
        """The questions in words, bidder by bidder."""
        grouped: dict[str, list[str]] = defaultdict(list)
        for each in self.questions:
            grouped[each.bidder].append(f"    {each.question}")
        nothing = [] if grouped else [Block("Questions", ("Nothing stands out.",))]
        note = Block("", ("A question changes no points, and excludes nobody.",))
        return join([*(Block(who, tuple(what)) for who, what in grouped.items()), *nothing, note])

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a question: bidder, lot, word, question, figure, threshold.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether figure and threshold are texts instead of Decimals.
        """
        exact = ("figure", "threshold")
        return rows_to_frame(self.columns(), backend, decimals=exact, texts=texts)

    def columns(self) -> dict[str, list[Any]]:
        """The table of `to_frame`: name to cells, a question each; figures to four places."""
        return {
            "bidder": [each.bidder for each in self],
            "lot": [each.lot for each in self],
            "word": [each.word for each in self],
            "question": [each.question for each in self],
            "figure": [publish(each.figure, _places(each)) for each in self],
            "threshold": [publish(each.threshold, _places(each)) for each in self],
        }

    def _line(self) -> str:
        return number_of(len(self), "question")

    def _told(self) -> Explanation:
        return self.explain()


def _places(flag: Flag) -> int:
    """Places at which a figure and its threshold print in their order."""
    return places_beside(flag.figure, flag.threshold)


def flags_of(evaluation: EvaluationData, **thresholds: Any) -> Flags:
    """The questions that a result raises.

    Args:
        evaluation: The result.
        thresholds: Fields of `Thresholds` that are not the usual ones.
    """
    held = Thresholds(**thresholds)
    ranked = [each for each in evaluation.results if each.rank is not None]
    prices = Others.of(Fraction(each.bid.price) for each in ranked if each.bid.price is not None)
    ratios = Others.of(map(_ratio, ranked))
    found = [
        attrs.evolve(each, lot=result.bid.lot)
        for result in ranked
        for each in (
            *_low_price(result, prices, held),
            *_high_value(result, ratios, held),
            *_one_line(result, held),
            *_weak_figures(result, held),
        )
    ]
    return Flags(tuple(found), held)


@attrs.frozen
class Others:
    """Figures of all bids, to hold each beside those of the others.

    Attributes:
        ordered: The figures, the lowest first.
    """

    ordered: tuple[Fraction, ...]

    @classmethod
    def of(cls, figures: Iterable[Fraction]) -> Self:
        """The figures of all bids, in any order."""
        return cls(tuple(sorted(figures)))

    def median(self, own: Fraction) -> Fraction | None:
        """The middle of the figures but one's own, exactly; None where there is no other.

        Example:
            >>> Others.of(map(Fraction, (3, 1, 2))).median(Fraction(3))
            Fraction(3, 2)
        """
        count = len(self.ordered) - 1
        if count < 1:
            return None
        left_out = bisect_left(self.ordered, own)
        middle = ((count - 1) // 2, count // 2)
        low, high = (self.ordered[place + (place >= left_out)] for place in middle)
        return (low + high) / 2


def _percents(share: Fraction, bound: Fraction) -> tuple[str, str]:
    """A share and its threshold in per cent, never rounded to the same where they differ."""
    places = places_beside(share * 100, bound * 100, 1)
    found, held = (plain(publish(each * 100, places)) for each in (share, bound))
    return f"{found}%", f"{held}%"


def _money(amount: Fraction, places: int = 2) -> str:
    return pounds(publish(amount, places))


def _low_price(result: BidResult, prices: Others, held: Thresholds) -> Iterator[Flag]:
    if result.bid.price is None:
        return
    price, least = Fraction(result.bid.price), Fraction(held.low_price)
    middle = prices.median(price)
    if not middle:
        return
    share = price / middle
    if share < least:
        found, threshold = _percents(share, least)
        question = (
            f"The price of {pounds(result.bid.price)} is {found} of the median of the "
            f"other bids ({_money(middle)}), below {threshold}. Can {result.bidder} explain "
            "how the contract will be performed at this price?"
        )
        yield Flag("low-price", result.bidder, question, share, least)


def _ratio(result: BidResult) -> Fraction:
    initial = result.valuation.tender.contract_value.initial
    return Fraction(result.total) / Fraction(initial)


def _high_value(result: BidResult, ratios: Others, held: Thresholds) -> Iterator[Flag]:
    ratio = _ratio(result)
    if held.high_value is not None:
        most, against = Fraction(held.high_value), "the stated benchmark"
    else:
        middle = ratios.median(ratio)
        if not middle:
            return
        most = middle * Fraction(held.high_ratio)
        against = f"{plain(held.high_ratio)} times the median of the other bids"
    if ratio > most:
        places = places_beside(ratio, most)
        question = (
            f"The offer is {_money(ratio, places)} of social value per £1, above {against} "
            f"({_money(most, places)}). Can {result.bidder} explain how each commitment will be "
            "kept?"
        )
        yield Flag("high-value", result.bidder, question, ratio, most)


def _one_line(result: BidResult, held: Thresholds) -> Iterator[Flag]:
    counted = [each for each in result.valuation.lines if each.pence]
    if not counted:
        return
    largest = max(counted, key=lambda each: each.pence)
    share = Fraction(largest.pence, sum(each.pence for each in counted))
    most = Fraction(held.one_line)
    if share > most:
        found, threshold = _percents(share, most)
        question = (
            f"Commitment {largest.number} ({largest.definition.name}) is {found} of the value "
            f"that counts, above {threshold}. What if {result.bidder} cannot deliver it?"
        )
        yield Flag("one-line", result.bidder, question, share, most)


def _weak_figures(result: BidResult, held: Thresholds) -> Iterator[Flag]:
    counted = [each for each in result.valuation.lines if each.pence]
    weak = [each for each in counted if each.voucher and each.voucher.is_weak]
    whole = sum(each.pence for each in counted)
    share = Fraction(sum(each.pence for each in weak), whole) if whole else Fraction(0)
    most = Fraction(held.weak)
    if share > most:
        names = ", ".join(dict.fromkeys(each.definition.name for each in weak))
        found, threshold = _percents(share, most)
        question = (
            f"{found} of the value that counts rests on figures known from one source "
            f"only, or inferred ({names}), above {threshold}. Do they hold for this tender?"
        )
        yield Flag("weak-figures", result.bidder, question, share, most)
