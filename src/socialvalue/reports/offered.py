"""The page of community offers: what everybody may see, and nothing else."""

from __future__ import annotations

from typing import Final

from socialvalue.blocks import Block
from socialvalue.contracts import CommunityOffers
from socialvalue.errors import InputError, problem
from socialvalue.reports.asked import Asked
from socialvalue.reports.report import Report, Section
from socialvalue.words import day_words, number_of

__all__ = ["community_page"]

_HOW: Final = "Nothing is ranked. Ask as each offer says; one that is gone leaves the page."


def community_page(asked: Asked) -> Report:
    """The offers that suppliers have agreed to show, with what is left of each.

    Raises:
        InputError: They are as at another day (SV1103).
    """
    held: CommunityOffers = asked.source
    if held.on != asked.on:
        found, on = day_words(held.on), day_words(asked.on)
        raise InputError(problem("SV1103", found=found, on=on))
    cards = [each for each in held.page.blocks if each.heading][1:]
    sections = tuple(
        Section(f"offer-{at}", Block(each.heading, each.sentences))
        for at, each in enumerate(cards, 1)
    )
    return Report(
        title="Community offers",
        audience=asked.audience,
        on=asked.on,
        sentences=(f"{number_of(len(cards), 'offer')} for community groups.", _HOW),
        left_out=("Offers that their supplier has not agreed to show, or that are given away",),
        sections=sections,
        linked=held.json_ld(),
    )
