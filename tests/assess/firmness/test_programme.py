"""The margin against a solver: a linear programme that knows nothing of ours, by HiGHS."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from tests.assess.firmness.test_firmness import drawn

from socialvalue.assess.firmness.margins import capped

highspy = pytest.importorskip("highspy")

NEAR = 1e-6


def least_share(
    lead: Fraction, first: Sequence[Fraction], rival: Sequence[Fraction], most: Fraction
) -> float | None:
    """The least share by which all values must be off for no lead; None where 100% is too little.

    The winner has the lesser of its sum and the cap, so the least of two programmes is it: in each,
    minimise the share s subject to lead + (sum or cap) - rival <= 0, rival <= its own sum and the
    cap, and every value within 1 - s and 1 + s.
    """
    mine = [([float(each) for each in first], 0.0), ([0.0] * len(first), float(most))]
    found = [_solved(float(lead), row, fixed, rival, float(most)) for row, fixed in mine]
    return min((each for each in found if each is not None), default=None)


def _solved(
    lead: float, row: list[float], fixed: float, rival: Sequence[Fraction], most: float
) -> float | None:
    highs = _quiet()
    share = highs.addVariable(0, 1, 1.0)
    theirs = highs.addVariable(0, most, 0.0)
    values = [highs.addVariable(0, 2, 0.0) for _ in row]
    for value in values:
        highs.addConstr(value + share >= 1)
        highs.addConstr(value - share <= 1)
    highs.addConstr(
        theirs - highs.qsum(float(b) * u for b, u in zip(rival, values, strict=True)) <= 0
    )
    highs.addConstr(
        highs.qsum(a * u for a, u in zip(row, values, strict=True)) - theirs <= -lead - fixed
    )
    highs.run()
    if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(highs.getInfo().objective_function_value)


def _quiet() -> Any:
    from socialvalue.planning.offering.solving import _solver

    return _solver()


def check_against_highs(random: Random) -> bool:
    """Whether a drawn scheme has a winner; and if so, that its margin is the solver's."""
    lead, first, rival, most = drawn(random)
    now = lead + min(most, sum(first)) - min(most, sum(rival))
    if now <= 0:
        return False
    found, solved = capped(lead, first, rival, most), least_share(lead, first, rival, most)
    assert (found is None) == (solved is None), (lead, first, rival, most)
    assert found is None or solved is None or abs(float(found.share) - solved) < NEAR
    return True


def check_schemes(random: Random, count: int) -> None:
    """So many random schemes that have a winner."""
    found = 0
    while found < count:
        found += check_against_highs(random)


def test_the_margin_is_that_of_a_solver() -> None:
    """An oracle of our own hand may share our mistakes; a solver of others does not."""
    check_schemes(Random(29), 200)  # noqa: S311


@pytest.mark.slow
def test_the_margin_is_that_of_a_solver_on_many_random_schemes() -> None:
    """The same on 1,000; on 10,000 by `nox -s long -- margins`."""
    check_schemes(Random(31), int(os.environ.get("SOCIALVALUE_SCHEMES", "1000")))  # noqa: S311
