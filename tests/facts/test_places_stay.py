"""A place of an earlier version lies where it lay: a moved one would change scores in silence."""

from __future__ import annotations

import hashlib

from socialvalue.registry.loading import places

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
