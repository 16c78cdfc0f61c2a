"""What one bidder offers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.errors import Problem, problem
from socialvalue.model.bids.marks import Moderated, marks_field
from socialvalue.model.commitment import Commitment
from socialvalue.model.fields import (
    amounts_field,
    attempt,
    check_choice,
    day_field,
    flag_field,
    is_refused,
    name_field,
    one,
    optional_money_field,
    settle,
    several,
    text_field,
    words_field,
)
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.papers.contacts import Supplier
from socialvalue.model.papers.grounds import GROUNDS
from socialvalue.numbers import plain, pounds
from socialvalue.spans import NOWHERE, Span
from socialvalue.words import number_of

__all__ = ["STATES", "Bid"]

STATES = ("compliant", "excluded", "withdrawn")


def _supplier(value: Supplier | None) -> Supplier | None:
    return attempt(lambda given: one("the supplier", Supplier, given), value)


def _commitments(value: Iterable[Commitment] | None) -> tuple[Commitment, ...]:
    return attempt(_made_by_commit, () if value is None else value)


def _made_by_commit(value: Any) -> tuple[Commitment, ...]:
    """Commitments made by `Framework.commit`, and nothing else."""
    return several("a commitment", Commitment, value, expected="one made by commit()")


@attrs.frozen(repr=False)
class Bid(Shown):
    """What one bidder offers.

    Attributes:
        bidder: The bidder's name.
        price: £, or None.
        prices: Further prices by name, £: those that criteria name (``price`` of a criterion).
        commitments: What is promised, in the bidder's order.
        marks: Criterion to the panel's mark.
        lot: Which lot, or None.
        state: ``compliant``, ``excluded`` or ``withdrawn``.
        reason: Why it is excluded or withdrawn; an exclusion must have its ground.
        ground: Of an exclusion, which ground of the Procurement Act 2023: a word of
            `socialvalue.model.papers.grounds.GROUNDS`, or "".
        notified: Of a price that is held to be abnormally low, the day on which the supplier was
            notified of that and asked to show that it can perform the contract for it, or None.
        supplier: How the bidder is reached and told apart, or None.
        invented: Whether nobody made it: it has points while marks are open.
        span: Where it is written.
        spans: Where its prices and its marks are written, by key: "price", "marks/quality",
            "prices/call-out".

    Raises:
        InputError: What cannot mean anything, all of it together; an exclusion without a
            ground (SV329).

    Example:
        >>> Bid("Acme", price="2_310_000", marks={"quality": 4}).price
        Decimal('2310000')
    """

    bidder: str = attrs.field(converter=name_field)
    price: Decimal | None = attrs.field(default=None, kw_only=True, converter=optional_money_field)
    commitments: tuple[Commitment, ...] = attrs.field(
        default=(), kw_only=True, converter=_commitments
    )
    marks: FrozenMap[str, Moderated] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=marks_field
    )
    prices: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )
    lot: str | None = attrs.field(default=None, kw_only=True, converter=text_field)
    state: str = attrs.field(default="compliant", kw_only=True)
    reason: str | None = attrs.field(default=None, kw_only=True, converter=text_field)
    ground: str = attrs.field(default="", kw_only=True, converter=words_field)
    notified: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    supplier: Supplier | None = attrs.field(default=None, kw_only=True, converter=_supplier)
    invented: bool = attrs.field(default=False, kw_only=True, converter=flag_field)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)
    spans: FrozenMap[str, Span] = attrs.field(factory=FrozenMap, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        who = "a bid" if is_refused(self.bidder) else f"bid '{self.bidder}'"
        choices = ("state", self.state, STATES), ("ground", self.ground, ("", *GROUNDS))
        found = [check_choice(*each) for each in choices]
        settle(self, who, *found, self._without_ground(), self._ground_of_none())

    def price_for(self, name: str) -> Decimal | None:
        """The price that a criterion reads: one by name, or for "" the bid's own; None: not given.

        Args:
            name: The `price` of a criterion.

        Example:
            >>> Bid("Acme", prices={"call-out": 80}).price_for("call-out")
            Decimal('80')
        """
        return self.prices.get(name) if name else self.price

    def _line(self) -> str:
        price = f", {pounds(self.price)}" if self.price is not None else ""
        lot = f", lot {self.lot!r}" if self.lot else ""
        state = "" if self.state == "compliant" else f", {self.state}"
        return (
            f"{self.bidder!r}{lot}{price}, {number_of(len(self.commitments), 'commitment')}{state}"
        )

    def _blocks(self) -> Iterable[Block]:
        said = (
            f"Lot: {self.lot}." if self.lot else "",
            f"Price: {pounds(self.price)}." if self.price is not None else "",
            *(f"Price for {name}: {pounds(each)}." for name, each in self.prices.items()),
            "" if self.state == "compliant" else self._left(),
        )
        headings = ("no.", "measure", "offered", "for", "place")
        rows = tuple(
            (str(number), each.measure, each.offered.working, each.activity or "", each.place or "")
            for number, each in enumerate(self.commitments, start=1)
        )
        yield Block(self.bidder, tuple(each for each in said if each), headings, rows, (0,))
        marks = tuple(
            (name, "–" if each.consensus is None else plain(each.consensus), each.reason)
            for name, each in self.marks.items()
        )
        if marks:
            yield Block("Scores", (), ("criterion", "score", "reason"), marks, (1,))

    def _left(self) -> str:
        """That it is out of the competition, and why where that is said."""
        why = (self.reason or "").strip().rstrip(".")
        return f"{self.state.capitalize()}{f': {why}' if why else ''}."

    def _without_ground(self) -> Problem | None:
        """An exclusion that nobody could challenge."""
        if self.state != "excluded" or is_refused(self.reason) or (self.reason or "").strip():
            return None
        return problem("SV329").within("state")

    def _ground_of_none(self) -> Problem | None:
        """A ground for disregarding a tender that is not disregarded."""
        if not self.ground or self.state == "excluded" or is_refused(self.ground):
            return None
        return problem("SV827", found=self.ground, state=self.state).within("ground")
