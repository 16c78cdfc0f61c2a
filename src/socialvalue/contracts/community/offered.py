"""An offer as at a day: what is left of it, and why others may not see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.amounts import to_two
from socialvalue.contracts.entered.offers import (
    ANSWERS,
    Agreement,
    Confirmation,
    Done,
    Need,
    Offer,
    Showing,
)
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.evidence import Evidence
from socialvalue.contracts.standing import Standing, Tracked
from socialvalue.numbers import simplest
from socialvalue.units import amount_words
from socialvalue.words import day_words

__all__ = ["Agreed", "Needed", "Offered", "board_of"]


@attrs.frozen(kw_only=True, repr=False)
class Agreed(Shown):
    """What is agreed of an offer, and what became of it.

    Attributes:
        entry: The entry of the agreement.
        offer: The number of the offer.
        done: The entry that says how much was given, or None.
        confirmation: The entry of what the receiver says, or None.
        cancelled: The entry that cancels it, or None.
    """

    entry: Entry
    offer: int
    done: Entry | None = None
    confirmation: Entry | None = None
    cancelled: Entry | None = None

    @property
    def seq(self) -> int:
        """The number of its entry, by which it is known."""
        return self.entry.seq

    @cached_property
    def noun(self) -> Agreement:
        """What was agreed."""
        found: Agreement = self.entry.noun
        return found

    @property
    def is_open(self) -> bool:
        """Whether it holds, and nothing was given yet."""
        return self.done is None and self.cancelled is None

    @property
    def reserved(self) -> Fraction:
        """How much of the offer is kept for it."""
        return Fraction(self.noun.quantity) if self.is_open else Fraction(0)

    @property
    def given(self) -> Fraction:
        """How much was given, as the supplier says."""
        if self.done is None:
            return Fraction(0)
        held: Done = self.done.noun
        return Fraction(held.quantity)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.cancelled is not None:
            return "cancelled"
        if self.confirmation is not None:
            held: Confirmation = self.confirmation.noun
            return f"given; the receiver says: {ANSWERS[held.answer]}"
        return "agreed" if self.done is None else "given, not confirmed by the receiver"

    @property
    def evidence(self) -> Evidence | None:
        """What the receiver confirmed, as evidence for a return; it verifies nothing by itself.

        None where nobody has confirmed that something arrived.
        """
        found = self.confirmation
        if found is None or found.noun.answer == "no":
            return None
        return Evidence("third_party_confirmation", title=f"agreement {self.seq}",
                        held_at=f"delivery record, entry {found.seq}", sha256=found.sha256,
                        dated=found.on)  # fmt: skip

    def _line(self) -> str:
        return f"{self.seq}, offer {self.offer}, {self.noun._line()}, {self.state}"


@attrs.frozen(kw_only=True, repr=False)
class Needed(Shown):
    """A need, and whether it is still one.

    Attributes:
        entry: Its entry.
        on: The day as at which.
        closed: The entry that closes it, or None.
        agreements: What is agreed for it.
    """

    entry: Entry
    on: date
    closed: Entry | None = None
    agreements: tuple[Agreed, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether as much is agreed or given as is needed."""
        found = sum((each.reserved + each.given for each in self.agreements), Fraction(0))
        return found >= self.noun.quantity

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return "open" if self.is_open else "agreed" if self.is_met else "closed"

    @cached_property
    def noun(self) -> Need:
        """What is needed."""
        found: Need = self.entry.noun
        return found

    @property
    def is_open(self) -> bool:
        """Whether somebody can still meet it."""
        return self.closed is None and self.on <= self.noun.until and not self.is_met

    def _line(self) -> str:
        return f"{self.entry.seq}, {self.noun._line()}, {self.state}"


@attrs.frozen(kw_only=True, repr=False)
class Offered(Shown):
    """An offer as at a day.

    Attributes:
        entry: Its entry.
        on: The day.
        tracked: Its contract.
        showing: The entry of what the supplier said last of showing it, or None.
        closed: The entry that withdraws it, or None.
        agreements: What is agreed of it.
    """

    entry: Entry
    on: date
    tracked: Tracked = attrs.field(repr=False)
    showing: Entry | None = None
    closed: Entry | None = None
    agreements: tuple[Agreed, ...] = ()

    @property
    def seq(self) -> int:
        """The number of its entry, by which it is known."""
        return self.entry.seq

    @cached_property
    def noun(self) -> Offer:
        """What is offered."""
        found: Offer = self.entry.noun
        return found

    @property
    def reserved(self) -> Fraction:
        """How much is agreed with somebody, and not given yet."""
        return sum((each.reserved for each in self.agreements), Fraction(0))

    @property
    def delivered(self) -> Fraction:
        """How much was given."""
        return sum((each.given for each in self.agreements), Fraction(0))

    @property
    def remaining(self) -> Fraction:
        """How much is left of what is offered, without what is agreed and what was given."""
        return Fraction(self.noun.quantity) - self.reserved - self.delivered

    @property
    def left(self) -> str:
        """How much is left, in words."""
        return amount_words(simplest(self.remaining), self.noun.unit)

    @property
    def updated(self) -> date:
        """The day of the last entry about it."""
        acts = [each for one in self.agreements
                for each in (one.entry, one.done, one.cancelled) if each is not None]  # fmt: skip
        held = (self.entry, self.showing, self.closed, *acts)
        return max(each.on for each in held if each is not None)

    @property
    def supplier(self) -> str:
        """The supplier's name, where it may be shown; "" where not.

        It is whose the commitment is of which the offer is a part; the lead's, where none is said.
        """
        held: Showing | None = None if self.showing is None else self.showing.noun
        if held is None or not (held.agreed and held.named):
            return ""
        schedule, line = self.tracked.schedule, self.noun.line
        owners = (each.owner for each in schedule.lines if line and each.line == line)
        return next(filter(None, owners), schedule.suppliers[0].name)

    @property
    def hidden_because(self) -> tuple[str, ...]:
        """Why others may not see it, in words; nothing where they may."""
        return tuple(self._hidden())

    def _hidden(self) -> Iterator[str]:
        held: Showing | None = None if self.showing is None else self.showing.noun
        schedule = self.tracked.schedule
        if held is None or not held.agreed:
            yield "the supplier does not agree" if held else "the supplier was not asked"
        if self.closed is not None:
            yield f"withdrawn on {day_words(self.closed.on)}"
        if self.on > min(self.noun.until, schedule.ends):
            yield f"over since {day_words(min(self.noun.until, schedule.ends))}"
        if not self.remaining:
            yield "nothing is left"
        if self.noun.line and not any(
            each.line == self.noun.line and schedule.agreed(each) for each in schedule.lines
        ):
            yield f"commitment {self.noun.line} is no longer in the contract"
        if self.noun.for_children and not self.noun.safeguarding.strip():
            yield "it is for children, and nothing is said of safeguarding"

    @property
    def is_shown(self) -> bool:
        """Whether others may see it."""
        return not self.hidden_because

    def _line(self) -> str:
        state = "shown" if self.is_shown else f"not shown: {'; '.join(self.hidden_because)}"
        return f"{self.seq}, {self.noun.title}, {to_two(self.remaining)} left, {state}"


# --- how they are read --------------------------------------------------------------------


def board_of(
    standing: Standing, on: date
) -> tuple[tuple[Offered, ...], tuple[Needed, ...], tuple[Agreed, ...]]:
    """Offers, needs and agreements, of a record read as at a day."""
    last: dict[str, dict[int, Entry]] = {each: {} for each in _ACTS}
    for entry in standing.of(*_ACTS):
        if entry.about is not None:
            last[entry.action][entry.about] = entry
    agreed = tuple(_agreed(each, last) for each in standing.of("agree"))
    offers = tuple(
        Offered(entry=each, on=on, tracked=standing[each.contract],
                showing=last["show_offer"].get(each.seq), closed=last["close"].get(each.seq),
                agreements=tuple(one for one in agreed if one.offer == each.seq))
        for each in standing.of("offer") if each.contract in standing.contracts
    )  # fmt: skip
    needs = tuple(
        Needed(entry=each, on=on, closed=last["close"].get(each.seq),
               agreements=tuple(one for one in agreed if one.noun.need == each.seq))
        for each in standing.of("need")
    )  # fmt: skip
    return offers, needs, agreed


_ACTS = ("show_offer", "close", "done", "confirm", "cancel")


def _agreed(entry: Entry, last: Mapping[str, Mapping[int, Entry]]) -> Agreed:
    found = {name: last[act].get(entry.seq) for name, act in
             (("done", "done"), ("confirmation", "confirm"), ("cancelled", "cancel"))}  # fmt: skip
    return Agreed(entry=entry, offer=entry.about or 0, **found)
