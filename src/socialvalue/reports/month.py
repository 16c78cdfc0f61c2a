"""My month: what a contract manager has to do, and which file to open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from socialvalue.calculators.monthly.papers import ToDo, list_blocks, to_do_of
from socialvalue.model.days import days_on
from socialvalue.notices import Clock, clocks
from socialvalue.reports.asked import NOT_KNOWN, Asked
from socialvalue.reports.report import Report, Section
from socialvalue.words import day_words, number_of

__all__ = ["my_month"]

_AHEAD: Final = 30
"""How far ahead a day of publication is shown: what is later is another month's."""


def my_month(asked: Asked) -> Report:
    """What is to be verified, chased, met about, decided and published.

    Raises:
        InputError: For somebody else than the contract team (SV1104).
    """
    asked.only_for("contract-team")
    found = sorted((*to_do_of(asked.now), *_published(asked)), key=lambda each: each.contract)
    blocks = list_blocks(found, asked.on)
    return Report(
        title="My month",
        audience=asked.audience,
        on=asked.on,
        sentences=(f"{number_of(len(asked.now), 'contract')}.",),
        left_out=(NOT_KNOWN,) if any(each.what == "Publish" for each in found) else (),
        sections=tuple(Section(f"part-{at}", each) for at, each in enumerate(blocks, 1)),
        foot=(f"Delivery record: {asked.source.head}.",),
    )


def _published(asked: Asked) -> Iterator[ToDo]:
    """What is to be published within the month to come, and of each contract what was before."""
    due = [each for each in clocks(asked.source, on=asked.on).due
           if each.due <= days_on(asked.on, _AHEAD)]  # fmt: skip
    passed: dict[str, list[Clock]] = {}
    for each in due:
        if each.due < asked.on:
            passed.setdefault(each.contract, []).append(each)
        else:
            yield ToDo(each.contract, "Publish", _by(each))
    for contract, found in passed.items():
        words = "; ".join(map(_by, found))
        yield ToDo(contract, "Publish", f"overdue unless published: {words}", since=found[0].due)


def _by(each: Clock) -> str:
    return f"{each.what}, by {day_words(each.due)}"
