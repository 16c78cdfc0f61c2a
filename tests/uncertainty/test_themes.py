"""Trials of schemes that weigh themes: the award's own points, from the pounds of each theme."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest
from tests.uncertainty.conftest import SPREADS, scheme_of
from tests.uncertainty.test_trials import worlds

import socialvalue as sv
from socialvalue.assess.firmness.rescoring import Board
from socialvalue.assess.points.scoring import column_of
from socialvalue.engine.points import last_places, rank
from socialvalue.model.frozen import FrozenMap
from socialvalue.uncertainty.spreads import ONE
from socialvalue.uncertainty.weighing import _multiplied

if TYPE_CHECKING:
    from tests.uncertainty.conftest import Tried

FACTORS = {"jobs": "2", "growth": "0.25"}
SHARES = {"jobs": "0.5", "social": "0.3", "environment": "0.2"}
METHODS = {
    "target": scheme_of(sv.AgainstTarget("0.4", weight_value=FACTORS)),
    "highest": scheme_of(sv.RelativeToHighest(weight_value=FACTORS)),
    "ratio": scheme_of(sv.RatioThenRelative(denominator="price", weight_value=FACTORS)),
    "target by theme": scheme_of(sv.AgainstTarget("0.2", cap="0.9", weight_score=SHARES)),
    "floor by theme": scheme_of(sv.AgainstTarget("0.2", floor="0.5", weight_score=SHARES)),
    "highest by theme": scheme_of(sv.RelativeToHighest(weight_score=SHARES)),
    "ratio by theme": scheme_of(sv.RatioThenRelative(weight_score=SHARES)),
    "by part": scheme_of(sv.RelativeToHighest(weight_score=SHARES), round_at="part", places=1),
    "ties": scheme_of(sv.AgainstTarget("0.2", weight_score=SHARES), ties=["social value"],
                      places=0),
}  # fmt: skip
SPREAD = SPREADS | {"NT18": ("0.7", "1.2")}


def points_of(sim: sv.uncertainty.Simulation, world: dict[str, int]) -> dict[str, list[Fraction]]:
    """Criterion to the points of each bid in one trial, as the award gives them."""
    board, scheme = Board(sim.evaluation), sim.evaluation.scheme
    names = sorted(each.bidder for each in board.results)
    entries = []
    for entry, result in zip(board.entries, board.results, strict=True):
        place, themes = names.index(result.bidder), dict.fromkeys(entry.themes, 0)
        for each in sim.figures:
            theme = sim.evaluation.framework[each.measure].theme
            themes[theme] = themes.get(theme, 0) + each.pence[place] * world[each.name]
        held = {name: Fraction((each + ONE // 2) // ONE, 100) for name, each in themes.items()}
        entries.append(attrs.evolve(entry, value=sum(held.values()), themes=FrozenMap(held)))
    return {leaf.name: column_of(leaf, entries, [False] * len(entries)) for leaf in scheme.leaves}


@pytest.mark.parametrize("name", METHODS)
def test_points_of_trials_are_those_of_the_awards_own_methods(name: str, tried: Tried) -> None:
    """Unjust otherwise: how sure an award looks is worked out by another rule than the award's."""
    sim = tried(scheme=METHODS[name], draws=60, values=SPREAD)
    scheme = sim.evaluation.scheme
    counts: dict[str, list[int]] = {each.bidder: [0, 0, 0] for each in sim.evaluation.results}
    for world in worlds(sim, 60):
        columns = points_of(sim, world)
        rows = list(zip(*columns.values(), strict=True))
        whole = [sum(last_places(each, scheme.places) for each in row)
                 if scheme.round_at == "part" else last_places(sum(row), scheme.places)
                 for row in rows]  # fmt: skip
        ties = [tuple(last_places(columns[each][place], scheme.places) for each in scheme.ties)
                for place in range(len(rows))]  # fmt: skip
        found = rank([(each, *tie) for each, tie in zip(whole, ties, strict=True)])
        for result, each in zip(Board(sim.evaluation).results, found, strict=True):
            counts[result.bidder][each - 1] += 1
    assert {name: tuple(each) for name, each in counts.items()} == dict(sim.apart.counts)
    assert len({*map(tuple, counts.values())}) > 1


@pytest.mark.parametrize("name", METHODS)
def test_a_spread_of_nothing_is_the_award(name: str, tried: Tried) -> None:
    """Unjust otherwise: trials start from other points than those that were published."""
    sim = tried(scheme=METHODS[name], draws=20, values=dict.fromkeys(SPREAD, ("1", "1")))
    for each in sim.evaluation.results:
        assert each.rank is not None
        assert sim.chance(each.bidder, each.rank) == 1
        if each.bidder != sim.first:
            assert sim.lead(each.bidder).mean == sim.lead(each.bidder).published


def test_weights_change_what_trials_find(tried: Tried) -> None:
    """Unjust otherwise: a scheme with weights is tried as if it had none; and it replays."""
    bare = tried(scheme=scheme_of(sv.RelativeToHighest()), values=SPREAD)
    sim = tried(scheme=METHODS["highest by theme"], values=SPREAD)
    assert sim.apart.sha256 == bare.apart.sha256, "the same pennies"
    assert sim.apart.counts != bare.apart.counts
    assert sv.uncertainty.repeat(sim.record()).same


def test_pounds_times_weights_that_are_too_large_are_refused() -> None:
    """Unjust otherwise: a sum that no longer fits gives some bid points of another."""
    import numpy as np

    pence = {"jobs": np.array([10**11]), "social": np.array([0])}
    assert _multiplied(pence, {"jobs": "2.5"}).exactly(np.array([0])) == [25 * 10**8]
    with pytest.raises(sv.InputError, match="SV1308"):
        _multiplied(pence, {"jobs": "1.000000000001"})
