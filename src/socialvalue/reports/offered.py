"""The page of community offers: what everybody may see, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final
from urllib.parse import quote

from socialvalue.blocks import Block
from socialvalue.contracts import CommunityOffers, Offered
from socialvalue.contracts.amounts import to_two
from socialvalue.errors import InputError, problem
from socialvalue.reports.asked import Asked
from socialvalue.reports.report import Report, Section
from socialvalue.units import UNITS
from socialvalue.words import day_words, listed, number_of

__all__ = ["community_page", "offers_block"]

_HOW: Final = (
    "Nothing is ranked. Ask in the way each offer says. An offer that has gone is no longer listed."
)
_ANYWHERE: Final = "Anywhere"
_HEADS: Final = ("offer", "left", "unit", "where", "until", "how to ask")


def community_page(asked: Asked) -> Report:
    """The offers that suppliers have agreed to show, by place, with what is left of each.

    Raises:
        InputError: They are as at another day (SV1103).
    """
    held: CommunityOffers = asked.source
    if held.on != asked.on:
        found, on = day_words(held.on), day_words(asked.on)
        raise InputError(problem("SV1103", found=found, on=on))
    return Report(
        title="Community offers",
        audience=asked.audience,
        on=asked.on,
        sentences=(f"{number_of(len(held.shown), 'offer')} for community groups.", _HOW),
        left_out=("Offers that their supplier has not agreed to show, or that are given away",),
        sections=tuple(_sections(held)),
        linked=held.json_ld(),
    )


def _sections(held: CommunityOffers) -> Iterator[Section]:
    """A card an offer, those of a place below its name."""
    cards = zip(held.shown, held.page.blocks[1:], strict=True)
    for at, (place, offers) in enumerate(groupby(cards, lambda one: _where(one[0])), 1):
        yield Section(f"place-{at}", Block(place))
        for each, card in offers:
            arrived = f"Did it arrive? Write yes, partly or no to {each.noun.ask_via}."
            block = Block(card.heading, (*card.sentences, arrived))
            yield Section(f"offer-{each.seq}", block, level=3, links=tuple(_links(each)))


def _where(each: Offered) -> str:
    return listed(each.noun.places) if each.noun.places else _ANYWHERE


def _links(each: Offered) -> Iterator[tuple[str, str]]:
    """What a reader follows to ask, and to say that it came; none to what is no address."""
    where, named = each.noun.ask_via, f"offer {each.seq}, {each.noun.title}"
    if where.lower().startswith("https://"):
        yield f"Ask about {named}", where
    elif "@" in where and ":" not in where:
        box = f"mailto:{quote(where, safe='@')}?subject="
        yield f"Ask about {named}", f"{box}{quote(f'Asking for {named}')}"
        said = quote(f"Did it arrive? Yes / partly / no: {named}")
        yield f"Did {named} arrive? Say yes, partly or no", f"{box}{said}"


def offers_block(shown: Iterable[Offered]) -> Block:
    """The offers that everybody may see, a row each."""
    rows = tuple(
        (each.noun.title, to_two(each.remaining), UNITS[each.noun.unit].name, _where(each),
         day_words(each.noun.until), each.noun.ask_via)
        for each in shown
    )  # fmt: skip
    return Block("Community offers", (), _HEADS, rows, (1,))
