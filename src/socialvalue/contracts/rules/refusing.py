"""What the rules of a delivery record share: a reason, a day in its place, all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from socialvalue.contracts.entries import ACTIONS
from socialvalue.contracts.obligation import Obligation
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import as_read
from socialvalue.model.measure import wrong_group
from socialvalue.words import day_words

__all__ = ["not_before", "raise_all", "reason_needed", "wrong_groups"]


def raise_all(found: Iterator[Problem]) -> None:
    """All that is wrong, together; nothing where nothing is."""
    wrong = tuple(found)
    if wrong:
        raise InputError(wrong)


def reason_needed(action: str, reason: str) -> Iterator[Problem]:
    """An entry that says no reason, and must."""
    if not as_read(reason):
        yield problem("SV958", what=f"an entry '{ACTIONS[action]}'", found="a reason")


def not_before(what: str, on: date, first: date, other: str) -> Iterator[Problem]:
    """A day that is too early."""
    if on < first:
        why = f"is before {other}, {day_words(first)}"
        yield problem("SV954", what=what, found=day_words(on), why=why)


def wrong_groups(lines: Iterable[Obligation]) -> Iterator[Problem]:
    """Groups of people whose names hold what no editor shows, each at its commitment."""
    for each in lines:
        found = wrong_group(each.group)
        if found is not None:
            yield attrs.evolve(found, where=f"commitment {each.line}, group")
