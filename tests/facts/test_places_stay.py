"""A place of an earlier version lies where it lay: a moved one would change scores in silence."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from socialvalue.registry.loading import places

PLACES = places()

OF_0_1_0 = "d1f0e245e96fe011de5932ffd83f4231c3db756e11d0c8e04bd0447fc9aa7850"
"""The sha256 of code, kind and parent of the 396 places of 0.1.0."""
SINCE = {"E08000038", "E08000039"}
"""Codes of today that 0.1.0 did not know."""
BEFORE = {"E08000016", "E08000019"}
"""Codes that were of today in 0.1.0."""


def test_no_place_of_the_first_version_has_moved() -> None:
    """Published editions never change, and what a figure for a region counts for is part of them.

    A place may be added, or end; that is an entry under Data in the changelog.
    """
    kept = [
        each for each in places().values()
        if each.code not in SINCE and (each.code in BEFORE or not each.is_former)
    ]  # fmt: skip
    lines = sorted(f"{each.code} {each.kind} {each.parent}\n" for each in kept)
    assert len(lines) == 396
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == OF_0_1_0


NO_LAST_DAY = {
    "E06000048", "E07000097", "E07000100", "E07000101", "E07000104", "E08000020", "S12000009",
    "S12000015", "S12000024", "S12000043", "S12000044", "S12000046",
}  # fmt: skip
"""Former codes whose last day the list does not know: the place is the same, only its code is new.

A gap that is closed leaves this list, with its source beside the line.
"""


def test_every_former_code_has_its_last_day_or_is_named_as_a_gap() -> None:
    """A gap is known to be one: a day that is missing is not a place that still stands."""
    without = {each.code for each in PLACES.values() if each.is_former and each.until is None}
    assert without == NO_LAST_DAY
    assert all(PLACES[code].same_as for code in NO_LAST_DAY)


def test_what_followed_began_on_the_day_after() -> None:
    """No day is without a council, and none has two: a tender of either day has its place."""
    joints = [(each, PLACES[code]) for each in PLACES.values() for code in each.replaced_by]
    assert len(joints) >= 48
    for before, after in joints:
        assert before.until is not None
        assert after.since is not None
        assert after.since == before.until + timedelta(days=1), (before, after)


def test_first_days_are_those_since_2009() -> None:
    """What the list says of earlier days is unreliable, and is not kept."""
    days = {each.since for each in PLACES.values() if each.since}
    assert min(days) == date(2009, 4, 1)
    assert date(2025, 4, 1) in days
    assert not [each for each in PLACES.values()
                if each.since and each.until and each.until < each.since]  # fmt: skip
