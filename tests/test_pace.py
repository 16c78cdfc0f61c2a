"""The bound on work that a person waits for can fail, and does not by the machine alone."""

from __future__ import annotations

import pytest
from tests.pace import at_most, pace


def test_work_that_takes_too_long_is_found() -> None:
    """A bound that nothing can break would let minutes pass."""
    with pytest.raises(AssertionError, match="of the processor"), at_most(0.01):
        sorted(map(str, range(1_000_000)))


def test_work_within_the_bound_passes() -> None:
    """What takes as long as the yardstick itself takes is within five times that."""
    with at_most(0.5):
        assert pace() >= 1
