"""Where what was delivered fell, held against where the commitment says."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.contracts.delivery import DeliveryReturn
from socialvalue.contracts.standing import Tracked
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import as_read

__all__ = ["wrong_place"]


def wrong_place(noun: DeliveryReturn, held: Tracked) -> Iterator[Problem]:
    """A return that names a place is of one that is known (SV210), within its commitment's (SV508).

    Source:
        after-award.md §2.3: outside the line's place it is refused, as in scoring.
    """
    wanted = held.schedule[noun.line].place if noun.line else ""
    if not noun.place or as_read(noun.place) == as_read(wanted):
        return
    from socialvalue.model.places import chain, place_name, within
    from socialvalue.registry.loading import places

    known = places()
    try:
        chain(known, noun.place)
        if wanted and not within(known, noun.place, wanted):
            named = [place_name(known, each) for each in (noun.place, wanted)]
            yield problem("SV508", found=named[0], place=named[1])
    except InputError as error:
        yield from error.problems
