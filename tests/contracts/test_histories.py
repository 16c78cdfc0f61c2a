"""Drawn histories reach what they are drawn for: a property of empty ones says nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from tests.contracts.histories import registers

WANTED = {"verified", "verified_in_part", "returned", "beyond", "changed", "undone",
          "a share", "yes or no"}  # fmt: skip
UNITS = {"percent": "a share", "yes_no": "yes or no"}


def reached(register: Any) -> set[str]:
    """What of all that there is stands in a history."""
    standing = register.standing()
    found = {"undone"} if standing.undone else set()
    for each in standing.returns.values():
        found |= {each.state, UNITS.get(each.data["unit"], "")} if each.line else {"beyond"}
    changed = any(each.version > 1 for each in standing.contracts.values())
    return found | ({"changed"} if changed else set())


def test_histories_hold_what_properties_are_about() -> None:
    """All properties of delivery held of histories in which nothing was ever delivered.

    A rule that refuses what the tries write, such as another unit than the commitment's, empties
    them in silence.
    """
    found: set[str] = set()

    @settings(max_examples=250, deadline=None, database=None, derandomize=True,
              phases=[Phase.generate], suppress_health_check=[*HealthCheck])  # fmt: skip
    @given(registers())
    def draw(register: Any) -> None:
        found.update(reached(register))

    draw()
    assert found >= WANTED
