"""Community offers and needs, and what is agreed between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.entered.personal import problems_of_texts
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    check_choice,
    day,
    flag_field,
    is_refused,
    money_field,
    name_field,
    names_field,
    needed,
    points_field,
    settle,
    words_field,
)
from socialvalue.numbers import Exact, plain
from socialvalue.units import amount_words
from socialvalue.units.quantities import strange_unit
from socialvalue.words import day_words

__all__ = [
    "ANSWERS",
    "AUDIENCES",
    "OFFER_KINDS",
    "Agreement",
    "Cancelled",
    "Confirmation",
    "Done",
    "Need",
    "Offer",
    "Showing",
]

OFFER_KINDS: Mapping[str, str] = MappingProxyType({
    "volunteer_time": "volunteers' time",
    "expert_time": "experts' time",
    "space": "space",
    "equipment": "equipment",
    "goods": "goods",
    "money": "money",
    "training_place": "training place",
    "work_placement": "work placement",
    "visit_or_talk": "visit or talk",
    "mentoring": "mentoring",
    "other": "other",
})  # fmt: skip
"""What is offered or needed, and the words for it.

Source:
    after-award.md §5.2.
"""

AUDIENCES: Mapping[str, str] = MappingProxyType({
    "school": "schools",
    "college": "colleges",
    "charity": "charities",
    "community_group": "community groups",
    "vcse": "voluntary organisations and social enterprises",
    "council_service": "council services",
})  # fmt: skip
"""Who may ask, and the words for them."""

ANSWERS: Mapping[str, str] = MappingProxyType({
    "yes": "it arrived", "partly": "it arrived in part", "no": "it did not arrive",
})  # fmt: skip
"""What a receiver says."""

_ADULT = 18
_MOST = 1000


def _day_field(value: date | str) -> date:
    return needed(day, value)


def _more_than_none(value: Exact) -> Problem | None:
    return problem("SV307", what="the quantity") if not is_refused(value) and not value else None


@attrs.frozen(kw_only=True, repr=False)
class Offer(Shown):
    """What a supplier offers to groups and schools: a quantity, until a day, by the council's box.

    Attributes:
        title: In plain words, without names of people.
        description: More of it.
        kind: A word of the list, such as ``volunteer_time``.
        unit: What it is counted in.
        quantity: How much is offered.
        starts: The first day.
        until: The last.
        ask_via: The council's mailbox or form; never somebody at the supplier.
        line: The commitment that it is part of; "" where it is beyond the contract.
        audiences: Who may ask, such as ``school``; everybody, if none is said.
        youngest: The least age of those it is for, or None.
        oldest: The greatest, or None.
        places: Wards, districts, or ``online``.
        smallest: The least that can be asked for, or None.
        lead_days: How many days ahead.
        conditions: Checks, insurance, access.
        cost: £ that it costs who receives it.
        safeguarding: Where children are concerned, what is seen to.
    """

    title: str = attrs.field(converter=name_field)
    description: str = attrs.field(default="", converter=words_field)
    kind: str
    unit: str
    quantity: Exact = attrs.field(converter=points_field)
    starts: date = attrs.field(converter=_day_field)
    until: date = attrs.field(converter=_day_field)
    ask_via: str = attrs.field(converter=name_field)
    line: str = attrs.field(default="", converter=words_field)
    audiences: tuple[str, ...] = attrs.field(default=(), converter=names_field)
    youngest: int | None = None
    oldest: int | None = None
    places: tuple[str, ...] = attrs.field(default=(), converter=names_field)
    smallest: Exact | None = attrs.field(
        default=None, converter=attrs.converters.optional(points_field)
    )
    lead_days: int = 0
    conditions: str = attrs.field(default="", converter=words_field)
    cost: Decimal = attrs.field(default=Decimal(0), converter=money_field)
    safeguarding: str = attrs.field(default="", converter=words_field)

    def __attrs_post_init__(self) -> None:
        told = ("title", "description", "conditions", "safeguarding")
        texts = {f"the {each}": getattr(self, each) for each in told}
        audiences = () if is_refused(self.audiences) else self.audiences
        settle(
            self, "offer", check_choice("the kind", self.kind, OFFER_KINDS),
            *(check_choice("the audience", each, AUDIENCES) for each in audiences),
            *strange_unit(self.unit), _more_than_none(self.quantity), *self._order(),
            *problems_of_texts(texts),
        )  # fmt: skip

    def _order(self) -> Iterator[Problem]:
        if not (is_refused(self.starts) or is_refused(self.until)) and self.until < self.starts:
            why = f"is before its first day, {day_words(self.starts)}"
            yield problem(
                "SV954", what="the offer's last day", found=day_words(self.until), why=why
            )
        wholes = {"youngest": self.youngest, "oldest": self.oldest, "lead_days": self.lead_days}
        for what, value in wholes.items():
            said = value is not None or what == "lead_days"
            if said and (type(value) is not int or not 0 <= value <= _MOST):
                expected = f"a whole number, from 0 to {_MOST:,}"
                yield problem("SV316", what=what, expected=expected, found=repr(value))
        low, high = self.youngest, self.oldest
        if type(low) is int and type(high) is int and low > high:
            expected = f"at most {high}, which is the greatest age"
            yield problem("SV316", what="youngest", expected=expected, found=repr(low))
        small = self.smallest
        if small is None or is_refused(small) or is_refused(self.quantity):
            return
        if small > self.quantity:
            expected = f"at most {plain(self.quantity)}, which is what is offered"
            yield problem("SV316", what="smallest", expected=expected, found=plain(small))

    @property
    def for_children(self) -> bool:
        """Whether it is for a school, or for somebody under 18."""
        young = [each for each in (self.youngest, self.oldest) if each is not None]
        return "school" in self.audiences or min(young, default=_ADULT) < _ADULT

    @property
    def amount(self) -> str:
        """How much is offered, in words."""
        return amount_words(self.quantity, self.unit)

    def _line(self) -> str:
        part = f"part of commitment {self.line}" if self.line else "beyond the contract"
        return f"{self.title}, {self.amount} until {day_words(self.until)}, {part}"


@attrs.frozen(kw_only=True, repr=False)
class Showing(Shown):
    """Whether a supplier agrees that an offer is shown, from the day of the entry on.

    Attributes:
        agreed: Whether it does.
        named: Whether its name may stand there too.
    """

    agreed: bool = attrs.field(converter=flag_field)
    named: bool = attrs.field(default=False, converter=flag_field)

    def _line(self) -> str:
        if not self.agreed:
            return "the supplier does not agree that it is shown"
        name = "with its name" if self.named else "without its name"
        return f"the supplier agrees that it is shown, {name}"


@attrs.frozen(kw_only=True, repr=False)
class Need(Shown):
    """What a group needs.

    Attributes:
        organisation: Who needs it; an organisation, and no person.
        audience: What it is, such as ``charity``.
        kind: What is needed, such as ``space``.
        unit: What it is counted in.
        quantity: How much.
        why: What for, in plain words.
        until: By when.
        place: Where.
        checked_by: What shows that it is what it says, such as a charity number.
        public: Whether others may see it; not unless it is said.
    """

    organisation: str = attrs.field(converter=name_field)
    audience: str
    kind: str
    unit: str
    quantity: Exact = attrs.field(converter=points_field)
    why: str = attrs.field(converter=name_field)
    until: date = attrs.field(converter=_day_field)
    place: str = attrs.field(default="", converter=words_field)
    checked_by: str = attrs.field(default="", converter=words_field)
    public: bool = attrs.field(default=False, converter=flag_field)

    def __attrs_post_init__(self) -> None:
        settle(
            self, "need", check_choice("the kind", self.kind, OFFER_KINDS),
            check_choice("the audience", self.audience, AUDIENCES), *strange_unit(self.unit),
            _more_than_none(self.quantity), *problems_of_texts({"why": self.why}),
        )  # fmt: skip

    def _line(self) -> str:
        amount = amount_words(self.quantity, self.unit)
        return f"{self.organisation}, {OFFER_KINDS[self.kind]}, {amount} by {day_words(self.until)}"


@attrs.frozen(kw_only=True, repr=False)
class Agreement(Shown):
    """How much of an offer is agreed with whom.

    Attributes:
        receiver: An organisation, and no person.
        quantity: In the unit of the offer.
        need: The number of the entry of its need, or None.
    """

    receiver: str = attrs.field(converter=name_field)
    quantity: Exact = attrs.field(converter=points_field)
    need: int | None = None

    def __attrs_post_init__(self) -> None:
        settle(self, "agreement", _more_than_none(self.quantity))

    def _line(self) -> str:
        return f"{plain(self.quantity)} with {self.receiver}"


@attrs.frozen(kw_only=True, repr=False)
class Cancelled(Shown):
    """That an agreement does not hold any more.

    Attributes:
        offer: The number of the entry of the offer.
    """

    offer: int

    def _line(self) -> str:
        return f"an agreement of offer {self.offer}"


@attrs.frozen(kw_only=True, repr=False)
class Done(Shown):
    """How much of an agreement was given; what was not is free again.

    Attributes:
        offer: The number of the entry of the offer.
        quantity: In its unit.
    """

    offer: int
    quantity: Exact = attrs.field(converter=points_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "what was given")

    def _line(self) -> str:
        return plain(self.quantity)


@attrs.frozen(kw_only=True, repr=False)
class Confirmation(Shown):
    """What the receiver says of what was given.

    Attributes:
        answer: ``yes``, ``partly`` or ``no``.
        quantity: How much of it arrived, in the unit of the offer.
        note: In plain words.
    """

    answer: str
    quantity: Exact = attrs.field(converter=points_field)
    note: str = attrs.field(default="", converter=words_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "confirmation", check_choice("the answer", self.answer, ANSWERS))

    def _line(self) -> str:
        return f"{ANSWERS[self.answer]}: {plain(self.quantity)}"
