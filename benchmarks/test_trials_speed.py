"""Trials of 20 bids and 60 measures, beside the quickest general package with shared draws.

Run with: python -m pytest benchmarks/test_trials_speed.py -s --no-cov
Time is reported, never asserted.  squigglepy is the quickest that draws one value for all bids
of those that were tried (scipy.stats, openturns, chaospy, uncertainties, monaco).  It is asked
for less than ours: doubles instead of pennies, which come out otherwise on another machine, and no
points, which no package has.  Both are timed in one run.

With squigglepy 0.30, in processor time on two busy cores, it took 2 times as long, and with ranks 4
to 5 times: less than is aimed at.  All of 10,000 trials took 0.07 s, and of 200,000 0.7 s.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.memory import peak

import socialvalue as sv
from socialvalue.uncertainty.drawing import Factors, streams, uniforms
from socialvalue.uncertainty.tallying import pennies

BIDS, MEASURES = 20, 60
SPREAD = ("0.6", "1.5", "1")
AIMS = {10_000: 0.25, 1_000_000: 12.0}
"""Trials to the seconds that they are asked to take at most, warm."""
PEER, RANKED = 5, 20
"""How many times as quick as the package: draws and pounds; and with ranks."""


def timed(run: Callable[[], Any], times: int = 5) -> float:
    """The best of some runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def framework(folder: Any) -> sv.Framework:
    """60 measures with a value each."""
    (folder / "framework.yaml").write_text(
        'schema: socialvalue/framework@1\nid: demo\nedition: "1"\ntitle: Demo\npublisher: Demo\n'
        "coverage: complete\nin_force: {from: 2024-01-01}\nlicence: OGL-UK-3.0\nrights: Invented.\n"
        "sources: {a: {title: A}}\nthemes: {t: {title: T, outcomes: {o: {title: O}}}}\n",
        encoding="utf-8",
    )
    lines = [f'  DM{at}: {{title: M{at}, outcome: o, unit: count, kind: monetised, proxy: '
             f'{{values: {{2024-01-01: {{value: "{7 + at * 13}.37", source: a}}}}}}}}'
             for at in range(MEASURES)]  # fmt: skip
    text = "schema: socialvalue/measures@1\nmeasures:\n" + "\n".join(lines) + "\n"
    (folder / "measures.yaml").write_text(text, encoding="utf-8")
    return sv.load(folder)


def tender_of(demo: sv.Framework) -> tuple[sv.Tender, list[sv.Bid], sv.Scheme]:
    """20 bids that offer all of them."""
    chance = random.Random(1)  # noqa: S311 - it need not be hard to guess
    bids = [
        sv.Bid(
            f"Bid {number:02}", price=18_000_000 + chance.randint(0, 900_000),
            marks={"quality": chance.randint(3, 5)},
            commitments=[demo.commit(each.code, sv.count(chance.randint(1, 400)))
                         for each in demo],
        )
        for number in range(BIDS)
    ]  # fmt: skip
    scheme = sv.Scheme([
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("quality", 20, sv.PanelMark(out_of=5)),
        sv.Criterion("social value", 20, sv.RelativeToHighest()),
    ])  # fmt: skip
    return sv.Tender("Big", contract_value="20_000_000", published="2024-06-01"), bids, scheme


@pytest.mark.parametrize("draws", AIMS)
def test_trials(tmp_path: Any, draws: int) -> None:
    """All of it: exact points in every trial, pairs, leads, what decides, and both ends."""
    demo = framework(tmp_path)
    tender, bids, scheme = tender_of(demo)
    doubt = sv.uncertainty.Doubt(
        demo, values={each.code: sv.uncertainty.Spread(*SPREAD[:2], likely=SPREAD[2])
                      for each in demo}
    )  # fmt: skip
    result = sv.evaluate(tender, bids, demo, scheme)
    from socialvalue.uncertainty.simulating import simulate_evaluation

    def run() -> Any:
        return simulate_evaluation(result, doubt=doubt, draws=draws, seed=7)

    run() if draws < 100_000 else None
    took = timed(run, 5 if draws < 100_000 else 1)
    memory = peak() // 1024
    print(f"\n{draws:,} trials: {took:.3f} s (aim {AIMS[draws]} s); {memory} MB at most so far")


def test_beside_squigglepy() -> None:
    """Draws, pounds and ranks alone: what a general package does too."""
    sq = pytest.importorskip("squigglepy")
    draws, chance = 10_000, np.random.default_rng(3)
    pence = chance.integers(1_000, 9_000_000, (BIDS, MEASURES)).astype(np.float64)
    names = [f"DM{at}" for at in range(MEASURES)]
    spread = sv.uncertainty.Spread(*SPREAD[:2], likely=SPREAD[2])
    factors = Factors((spread,) * MEASURES, tuple(range(MEASURES)))

    def ours() -> Any:
        return pennies(pence, factors.drawn(uniforms(streams(7, names), draws)))

    def theirs() -> Any:
        one = sq.triangular(float(SPREAD[0]), float(SPREAD[2]), float(SPREAD[1]))
        drawn = np.stack([sq.sample(one, n=draws) for _ in range(MEASURES)])
        return [sum(pence[bid, at] * drawn[at] for at in range(MEASURES)) for bid in range(BIDS)]

    def our_ranks() -> Any:
        pounds = ours()
        return [(pounds > pounds[bid]).sum(axis=0, dtype=np.int16) for bid in range(BIDS)]

    def their_ranks() -> Any:
        pounds = np.stack(theirs())
        return [sorted(range(BIDS), key=lambda bid, row=row: -row[bid]) for row in pounds.T]

    plain = timed(theirs) / timed(ours)
    ranked = timed(their_ranks, 2) / timed(our_ranks)
    print(f"\nsquigglepy takes {plain:.1f} times as long (aim {PEER}); "
          f"with ranks, a trial at a time, {ranked:.1f} times (aim {RANKED})")  # fmt: skip
