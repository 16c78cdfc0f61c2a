"""All community offers as at a day: for the council, and for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import quote

import attrs

from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.contracts.amounts import to_two
from socialvalue.contracts.community.offered import Agreed, Needed, Offered, board_of
from socialvalue.contracts.entered.offers import AUDIENCES, OFFER_KINDS, Offer
from socialvalue.contracts.standing import Standing
from socialvalue.numbers import plain, pounds, simplest
from socialvalue.units import UNITS
from socialvalue.words import day_words, listed, number_of

__all__ = ["Agreed", "CommunityOffers", "Needed", "Offered", "exchange_of"]

_ANYBODY = "anybody"


@attrs.frozen(kw_only=True, repr=False)
class CommunityOffers(Shown):
    """Community offers, needs and agreements as at a day.

    The council sees all of them; everybody else what `shown`, `columns`, `page` and `json_ld` give,
    which hold nothing of the others.

    Attributes:
        on: The day as at which.
        offers: Every offer, with what is left of it.
        requests: Every need.
        matches: Every agreement.
        head: Of the delivery record, as printed.
    """

    on: date
    offers: tuple[Offered, ...]
    requests: tuple[Needed, ...]
    matches: tuple[Agreed, ...]
    head: str

    @property
    def shown(self) -> tuple[Offered, ...]:
        """The offers that everybody may see, by place and by their last day."""
        held = [each for each in self.offers if each.is_shown]
        return tuple(sorted(held, key=lambda each: (each.noun.places, each.noun.until, each.seq)))

    def columns(self) -> dict[str, list[Any]]:
        """A row an offer that everybody may see: names to cells."""
        rows = [_row(each) for each in self.shown]
        return {name: [row[name] for row in rows] for name in _COLUMNS}

    def json_ld(self) -> dict[str, Any]:
        """The offers that everybody may see, as linked data of schema.org."""
        return {"@context": "https://schema.org", "@graph": [_linked(each) for each in self.shown]}

    @property
    def page(self) -> Explanation:
        """The offers that everybody may see, in plain words."""
        return join(self._cards())

    def _cards(self) -> Iterable[Block]:
        said = f"As at {day_words(self.on)}. {number_of(len(self.shown), 'offer')}."
        yield Block("Community offers", (said,))
        for each in self.shown:
            yield Block(each.noun.title, tuple(_card(each)))

    def explain(self) -> Explanation:
        """Every offer with why it is shown or not, needs, and agreements: for the council."""
        return self._told()

    def _line(self) -> str:
        counts = (number_of(len(self.offers), "offer"), f"{len(self.shown)} shown",
                  number_of(len(self.requests), "need"),
                  number_of(len(self.matches), "agreement"))  # fmt: skip
        return f"as at {day_words(self.on)}, {', '.join(counts)}"

    def _blocks(self) -> Iterable[Block]:
        heads = ("no.", "offer", "contract", "offered", "agreed", "given", "left", "shown")
        said = f"As at {day_words(self.on)}. For the council: it holds what others may not see."
        yield Block("Community offers", (said,), heads, tuple(map(_cells, self.offers)),
                    (3, 4, 5, 6), lead=2)  # fmt: skip
        if self.requests:
            said_of = ("no.", "who", "need", "by", "state")
            yield Block("Needs", (), said_of, tuple(map(_need_cells, self.requests)))
        if self.matches:
            told = ("no.", "offer", "agreed with", "quantity", "state")
            yield Block("Agreements", (), told, tuple(map(_agreed_cells, self.matches)), (3,))
        yield Block("", (f"Delivery record: {self.head}.",))


def exchange_of(standing: Standing, on: date, head: str) -> CommunityOffers:
    """All community offers, of a record read as at a day."""
    offers, needs, agreed = board_of(standing, on)
    return CommunityOffers(on=on, offers=offers, requests=needs, matches=agreed, head=head)


def _cells(each: Offered) -> tuple[str, ...]:
    noun = each.noun
    promise = f"commitment {noun.line}" if noun.line else "beyond the contract"
    part = f"{each.entry.contract}, {promise}"
    shown = "yes" if each.is_shown else f"no: {'; '.join(each.hidden_because)}"
    return (str(each.seq), noun.title, part, noun.amount, to_two(each.reserved),
            to_two(each.delivered), to_two(each.remaining), shown)  # fmt: skip


def _need_cells(each: Needed) -> tuple[str, ...]:
    noun = each.noun
    what = f"{OFFER_KINDS[noun.kind]}: {noun.why}"
    return (str(each.entry.seq), noun.organisation, what, day_words(noun.until), each.state)


def _agreed_cells(each: Agreed) -> tuple[str, ...]:
    return (str(each.seq), str(each.offer), each.noun.receiver, plain(each.noun.quantity),
            each.state)  # fmt: skip


def _card(each: Offered) -> Iterable[str]:
    """An offer in a few plain sentences."""
    noun = each.noun
    cost = "free" if not noun.cost else f"it costs {pounds(noun.cost)}"
    begins = f"from {day_words(noun.starts)} " if noun.starts > each.on else ""
    yield f"{each.left} left, {begins}until {day_words(noun.until)}, {cost}."
    if noun.description.strip():
        yield noun.description
    yield f"For {_audience(noun)}{_ages(noun, ', aged ')}. Where: {_places(noun)}."
    yield from (text for text in (noun.conditions, noun.safeguarding) if text.strip())
    if each.supplier:
        yield f"Offered by {each.supplier}."
    yield f"Ask: {noun.ask_via}."


def _audience(noun: Offer) -> str:
    return listed(AUDIENCES[each] for each in noun.audiences) if noun.audiences else _ANYBODY


def _places(noun: Offer) -> str:
    return listed(noun.places) if noun.places else "anywhere"


def _ages(noun: Offer, before: str = "") -> str:
    ages = {(True, True): f"{noun.youngest} to {noun.oldest}",
            (True, False): f"{noun.youngest} and over",
            (False, True): f"up to {noun.oldest}"}  # fmt: skip
    found = ages.get((noun.youngest is not None, noun.oldest is not None), "")
    return f"{before}{found}" if found else ""


_COLUMNS = (
    "offer", "kind", "left", "unit", "for", "place", "ages", "from", "until", "conditions",
    "safeguarding", "cost", "supplier", "how_to_ask", "updated",
)  # fmt: skip


def _row(each: Offered) -> dict[str, Any]:
    noun = each.noun
    return {
        "offer": noun.title, "kind": OFFER_KINDS[noun.kind], "left": simplest(each.remaining),
        "unit": UNITS[noun.unit].name, "for": _audience(noun), "place": _places(noun),
        "ages": _ages(noun), "from": noun.starts, "until": noun.until,
        "conditions": noun.conditions, "safeguarding": noun.safeguarding, "cost": noun.cost,
        "supplier": each.supplier, "how_to_ask": noun.ask_via, "updated": each.updated,
    }  # fmt: skip


def _linked(each: Offered) -> dict[str, Any]:
    """An offer as schema.org has it; amounts are texts, so that nothing is rounded."""
    noun = each.noun
    found: dict[str, Any] = {
        "@type": "Offer", "identifier": str(each.seq), "name": noun.title,
        "itemOffered": _service(each), "inventoryLevel": _measured(each, value=each.remaining),
        "areaServed": list(noun.places), "availabilityStarts": noun.starts.isoformat(),
        "availabilityEnds": noun.until.isoformat(), "price": plain(noun.cost),
        "priceCurrency": "GBP", "availability": "https://schema.org/InStock",
    }  # fmt: skip
    if noun.description.strip():
        found["description"] = noun.description
    if noun.smallest is not None:
        found["eligibleQuantity"] = _measured(each, minValue=Fraction(noun.smallest))
    return found


def _service(each: Offered) -> dict[str, Any]:
    """What is offered, whom it is for, and how to ask; the supplier where it may be named."""
    noun = each.noun
    ages = {"suggestedMinAge": noun.youngest, "suggestedMaxAge": noun.oldest}
    people = {"@type": "PeopleAudience", "audienceType": _audience(noun),
              **{name: str(age) for name, age in ages.items() if age is not None}}  # fmt: skip
    where, is_box = noun.ask_via, "@" in noun.ask_via and ":" not in noun.ask_via
    found = {"@type": "Service", "name": noun.title, "serviceType": OFFER_KINDS[noun.kind],
             "audience": people,
             "availableChannel": {"@type": "ServiceChannel",
                                  "serviceUrl": f"mailto:{quote(where, safe='@')}" if is_box
                                  else where}}  # fmt: skip
    who = {"@type": "Organization", "name": each.supplier}
    return {**found, "provider": who} if each.supplier else found


def _measured(each: Offered, **amounts: Fraction) -> dict[str, str]:
    told = {name: plain(simplest(amount)) for name, amount in amounts.items()}
    return {"@type": "QuantitativeValue", **told, "unitText": UNITS[each.noun.unit].name}
