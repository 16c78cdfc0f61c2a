"""Trials: one draw of a value for every bid, the engine's points, and the same on every machine."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.uncertainty.conftest import SPREADS, scheme_of

import socialvalue as sv
from socialvalue.engine.points import publish
from socialvalue.uncertainty import tallying
from socialvalue.uncertainty.drawing import Factors, streams, uniforms
from socialvalue.uncertainty.moving import figures_of
from socialvalue.uncertainty.scoring import Scorer
from socialvalue.uncertainty.spreads import ONE
from socialvalue.uncertainty.tallying import beaten, counted

if TYPE_CHECKING:
    from tests.uncertainty.conftest import Tried

METHODS = {
    "highest": scheme_of(sv.RelativeToHighest()),
    "companion": scheme_of(sv.RelativeToHighest(minimum="0.30")),
    "target": scheme_of(sv.AgainstTarget()),
    "price": scheme_of(sv.AgainstTarget("0.4", denominator="price", floor="0.1")),
    "mixed": scheme_of(sv.RatioThenRelative()),
    "bands": scheme_of(sv.Banded([("0", "0.2", 1), ("0.2", "0.35", 3), ("0.35", None, 5)])),
    "by part": scheme_of(sv.RelativeToHighest(), round_at="part", places=1),
    "halves": sv.Scheme(
        [
            sv.Criterion("price", 50, sv.FixedReference("180_000")),
            sv.Criterion("quality", "0.00625", sv.PanelMark(out_of=5)),  # 4 of 5 are 0.005 points
            sv.Criterion("social value", "49.99375", sv.RelativeToHighest()),
        ]
    ),
    "halves, capped": sv.Scheme(
        [
            sv.Criterion("quality", "0.00625", sv.PanelMark(out_of=5)),
            sv.Criterion("social value", "99.99375", sv.AgainstTarget("0.3", cap="0.16")),
        ]
    ),
    "ties": scheme_of(sv.AgainstTarget("0.2"), ties=["quality", "social value"], places=0),
}


def scorer_of(sim: sv.uncertainty.Simulation) -> Scorer:
    """What scored the trials."""
    from socialvalue.assess.firmness.rescoring import Board

    board = Board(sim.evaluation)
    order = sorted(range(len(board.results)), key=lambda each: board.results[each].bidder)
    return Scorer(board, tuple(order))


@pytest.mark.parametrize("name", METHODS)
def test_a_factor_of_one_is_the_award(name: str, tried: Tried) -> None:
    """Unjust otherwise: trials start from other pounds or points than those that were published."""
    sim = tried(scheme=METHODS[name])
    scorer = scorer_of(sim)
    names = sorted(each.bidder for each in sim.evaluation.results)
    pence = np.array([[each.pence[place] for each in sim.figures] for place in range(len(names))])
    ones = np.full((len(sim.figures), 3), float(ONE))
    pounds = tallying.pennies(pence.astype(np.float64), ones)
    totals, keys = scorer.keys(pounds)
    for place, bidder in enumerate(names):
        result = sim.evaluation[bidder]
        assert {*pounds[place].tolist()} == {int(result.valuation.total * 100)}
        assert result.points is not None
        units = int(result.points * 10**sim.evaluation.scheme.places)
        assert {*totals[place].tolist()} == {units}
        ahead = sum(keys[other][0] > keys[place][0] for other in range(len(names)))
        assert ahead + 1 == result.rank


def worlds(sim: sv.uncertainty.Simulation, draws: int) -> Iterator[dict[str, int]]:
    """The factors of each trial, in ten-thousandths, by figure."""
    moving = sorted({each.moves_with for each in sim.figures if each.spread})
    shares = uniforms(streams(sim.seed, moving), draws)
    factors = Factors.of(sim.figures, moving).drawn(shares)
    for column in factors.T:
        yield {each.name: int(one) for each, one in zip(sim.figures, column, strict=True)}


@pytest.mark.parametrize("name", METHODS)
def test_points_of_trials_are_those_that_evaluate_gives(name: str, tried: Tried) -> None:
    """Unjust otherwise: a second scorer decides how sure an award looks.

    Each trial is made again as a tender whose pounds are given outright, and scored as awards are.
    """
    sim, draws = tried(scheme=METHODS[name], draws=40), 40
    ranks: dict[str, list[int]] = {each.bidder: [0, 0, 0] for each in sim.evaluation.results}
    for world in worlds(sim, draws):
        result = award_of(sim, world)
        for each in result:
            assert each.rank is not None
            ranks[each.bidder][each.rank - 1] += 1
    assert {name: tuple(each) for name, each in ranks.items()} == dict(sim.apart.counts)


def award_of(sim: sv.uncertainty.Simulation, world: dict[str, int]) -> sv.Evaluation:
    """The tender with what each bid counts in one trial given as pounds."""
    toms, tender = sim.evaluation.framework, sim.evaluation.tender
    names = sorted(each.bidder for each in sim.evaluation.results)
    again = []
    for place, bidder in enumerate(names):
        tenths = sum(each.pence[place] * world[each.name] for each in sim.figures)
        pounds = Decimal((tenths + ONE // 2) // ONE) / 100
        bid = sim.evaluation[bidder].bid
        again.append(attrs.evolve(bid, commitments=[toms.commit("NT18", sv.gbp(pounds))]))
    one = attrs.evolve(tender, unit_values={"NT18": "1"})
    return sv.evaluate(one, again, toms, sim.evaluation.scheme)


def test_the_order_of_bids_and_lines_changes_nothing(
    tried: Tried, bids: tuple[sv.Bid, ...]
) -> None:
    """Unjust otherwise: who bid first changes how sure the award is."""
    chance = random.Random(3)  # noqa: S311 - it need not be hard to guess
    first = tried()
    for _ in range(3):
        shuffled = [attrs.evolve(each, commitments=chance.sample(each.commitments, 3))
                    for each in chance.sample(bids, 3)]  # fmt: skip
        again = tried(offered=shuffled)
        assert (again.apart, again.together, again.decides) == (
            first.apart, first.together, first.decides
        )  # fmt: skip
    assert tried(seed=8).apart.sha256 != first.apart.sha256


def test_the_size_of_chunks_changes_nothing(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unjust otherwise: another machine, with other memory, has other trials."""
    whole = tried(draws=1001)
    monkeypatch.setattr(tallying, "_CELLS", 90)
    assert tried(draws=1001) == whole
    assert whole.apart.draws == 1001


@pytest.mark.parametrize("alone", [1, 10**9])
def test_threads_change_nothing(tried: Tried, monkeypatch: pytest.MonkeyPatch, alone: int) -> None:
    """Unjust otherwise: a machine with more cores comes to other pennies.

    Products one trial at a time, all at once where the library of products may start threads, and
    several trials beside one another: all come to the same.
    """
    first = tried(draws=4001)
    monkeypatch.setattr(tallying, "_ALONE", alone)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: tried(draws=4001), range(4)))
    assert found == [first] * 4
    assert found[0].apart.sha256 == first.apart.sha256


def test_the_pennies_are_these_for_good(tried: Tried) -> None:
    """Unjust otherwise: a record of today is not replayed by the library of tomorrow."""
    sim = tried(draws=1000)
    assert sim.apart.sha256.startswith(PENNIES), sim.apart.sha256
    assert dict(sim.apart.counts) == COUNTS


def test_a_value_is_the_same_for_every_bid(
    toms: sv.Framework, tender: sv.Tender, bids: tuple[sv.Bid, ...]
) -> None:
    """Unjust otherwise: a bid looks uncertain because the same job has two values.

    Of two bids that offer one measure, the one that offers more is ahead in every trial.
    """
    offered = [
        attrs.evolve(each, price=180_000, commitments=[toms.commit("NT10", sv.weeks(weeks))])
        for each, weeks in zip(bids, (60, 50, 40), strict=True)
    ]
    doubt = sv.uncertainty.Doubt(toms, values={"NT10": ("0.2", "3")})
    scheme = scheme_of(sv.RelativeToHighest())
    sim = sv.simulate(tender, offered, toms, scheme, doubt=doubt, draws=500, seed=1)
    assert sim.chance("Acme") == sim.wins("Acme", "Brook") == sim.wins("Brook", "Cedar") == 1
    assert len({*sim.value("Acme").quantiles(50)}) == 50
    assert not any(each.points for each in sim.decides)


def test_chances_add_up(tried: Tried) -> None:
    """Unjust otherwise: a bid has more chances than there are trials, or fewer."""
    for scheme in METHODS.values():
        sim = tried(scheme=scheme)
        for bidder, shares in sim.ranks.items():
            assert sum(shares) == 1
            assert shares[0] == sim.chance(bidder) == sim.chance(bidder, rank=1)
        pairs = [(a, b) for a in sim.ranks for b in sim.ranks if a != b]
        assert all(sim.wins(a, b) + sim.wins(b, a) <= 1 for a, b in pairs)
        assert sim.chance("Acme", rank=9) == 0


def test_what_moves_together_moves_together(tried: Tried) -> None:
    """Unjust otherwise: errors of one source cancel out as if they were of many."""
    spreads = {"NT10": ("0.5", "1.5"), "NT28": ("0.5", "1.5")}
    apart = tried(values=spreads)
    joined = tried(values=spreads, together=[["NT10", "NT28"]], draws=2000)
    assert {each.moves_with for each in joined.figures if each.spread} == {"NT10 and NT28"}
    assert [each.figure for each in joined.decides] == ["NT10 and NT28"]
    width = [sim.value("Brook").quantiles(10)[-1] - sim.value("Brook").quantiles(10)[0]
             for sim in (apart, joined)]  # fmt: skip
    assert width[1] > width[0]
    for bidder in ("Acme", "Brook", "Cedar"):
        near = abs(joined.chance(bidder) - apart.together.chance(bidder))
        assert near < Fraction(1, 20)


def test_what_is_held_is_said_with_its_pounds(tried: Tried, toms: sv.Framework) -> None:
    """Unjust otherwise: half of the pounds are taken for certain, and nobody is shown it."""
    sim = tried(values={"NT10": ("0.8", "1.2")})
    assert dict(sim.held) == {"NT18": Decimal("8400.00"), "NT28": Decimal("91000.00")}
    whole = sum(each.valuation.total for each in sim.evaluation.results)
    assert f"2 unit values are, on which £99,400.00 of £{whole:,} of all bids rests" in str(sim)
    assert "NT18" not in tried(values=SPREADS | {"NT18": ("0.9", "1")}).held
    by_mark = tried(by_confidence={toms["NT10"].proxy.values[0].confidence: "0.1"})  # type: ignore[union-attr]
    assert "NT18" in by_mark.held, "a value that the tender gives has no mark"


def test_regret_and_leads(tried: Tried) -> None:
    """What the award would lose is never negative, and a lead is that of published points."""
    sim = tried(draws=2000)
    assert sim.regret.expected >= 0 <= sim.regret.at_99
    for bidder in ("Acme", "Brook", "Cedar"):
        if bidder != sim.first:
            lead = sim.lead(bidder)
            points = sim.evaluation[sim.first].points, sim.evaluation[bidder].points
            assert lead.published == (points[0] or 0) - (points[1] or 0)
            assert lead.share_above(0) == sim.wins(sim.first, bidder)
            assert list(lead.quantiles(20)) == sorted(lead.quantiles(20))
    with pytest.raises(sv.NotFoundError):
        sim.lead(sim.first)


def test_what_the_award_would_lose_is_said(tried: Tried) -> None:
    """Unjust otherwise: that another is first in 1 of 4 trials is read as if much were at stake."""
    sim = tried(draws=2000)
    best = [sim.lead(name).quantiles(1000)[0] for name in sim.ranks if name != sim.first]
    assert sim.regret.at_99 <= -min(best)
    mean = publish(sim.regret.expected, 2)
    said = f"is {mean} points behind the best bid of a trial; in 99 of 100"
    assert f"{said} trials, {sim.regret.at_99} points or less." in " ".join(sim.words())
    sure = tried(draws=2000, values={"NT10": ("0.999", "1.001")})
    assert not sure.regret.expected
    assert "behind the best bid" not in " ".join(sure.words())


def test_a_little_that_is_lost_is_not_shown_as_nothing(tried: Tried) -> None:
    """Untrue otherwise: "0.00 points behind" where it is behind in some trials."""
    sim = tried(draws=2000)
    little = attrs.evolve(sim.apart.regret, expected=Fraction(1, 900), at_99=Decimal(0))
    words = attrs.evolve(sim, apart=attrs.evolve(sim.apart, regret=little)).words()
    assert (
        "is less than 0.01 points behind the best bid of a trial; in 99 of 100 trials, not at"
        in (" ".join(words))
    )


def test_what_decides_is_what_two_offer_apart(tried: Tried, toms: sv.Framework) -> None:
    """Unjust otherwise: money is spent on a study of a value that changes nothing."""
    sim = tried(values={"NT10": ("0.5", "1.5"), "NT28": ("0.99", "1.01")}, draws=5000)
    first, *rest = sim.decides
    assert first.figure == "NT10"
    assert first.matters
    assert first.chance > 0
    assert all(each.points <= first.points for each in rest)
    assert first.points <= sim.regret.expected, "knowing one is worth no more than knowing all"
    rate = sim.evaluation.firmness().exchange_rate
    assert rate is not None
    assert first.pounds == first.points * rate


def test_what_knowing_is_worth_says_beside_whom(tried: Tried) -> None:
    """Unjust otherwise: the worth of a study is said of the winner, and reckoned from another."""
    high = tried(values={"NT10": ("0.5", "1"), "NT28": ("1", "1.2")}, draws=2000)
    means = {name: high.lead(name).mean for name in high.ranks if name != high.first}
    other = min(means, key=lambda each: means[each])
    assert means[other] < 0, "another is ahead on average"
    assert {each.against for each in high.decides} == {other}
    assert any(each.matters for each in high.decides)
    assert high.to_dict()["decides"][0]["against"] == other
    low = tried(values={"NT10": ("1", "1.5"), "NT28": ("0.5", "1.1")}, draws=2000)
    assert {each.against for each in low.decides} == {low.first}
    for sim, said in ((high, True), (low, False)):
        beyond = "which has the most points on average in the trials" in " ".join(sim.words())
        assert beyond == said
    words = " ".join(str(high).split())
    assert f"more points than {other}, which has the most on average over all trials." in words


def test_values_that_move_together_are_not_one_value(tried: Tried) -> None:
    """Unjust otherwise: a sentence for a court calls two values one."""
    spreads = {"NT10": ("0.5", "1.5"), "NT28": ("0.9", "1.1")}
    apart = " ".join(tried(values=spreads, draws=2000).words())
    assert "matters: NT10; to know it" in apart or "matter, most: NT10; to know it" in apart
    spreads = {"NT10": ("0.5", "1.5"), "NT18": ("0.9", "1.1")}
    joined = " ".join(tried(values=spreads, together=[["NT10", "NT18"]], draws=2000).words())
    assert "One thing matters: NT10 and NT18, which move together; to know them" in joined
    alone = {"NT10": ("0.5", "1.5")}
    held = " ".join(tried(values=alone, together=[["NT10", "NT18"]], draws=2000).words())
    assert "One value matters: NT10; to know it" in held, "what is held fixed moves with nothing"


@given(
    low=st.integers(1, 10_000), high=st.integers(10_000, 30_000), data=st.data(),
    shares=st.lists(st.floats(0, 1), min_size=1, max_size=20),
)  # fmt: skip
def test_factors_lie_in_their_spread_and_rise(
    low: int, high: int, data: st.DataObject, shares: list[float]
) -> None:
    """Unjust otherwise: a trial lies beyond what was said to be possible."""
    likely = data.draw(st.none() | st.integers(low, high))
    parts = [None if each is None else Decimal(each) / ONE for each in (low, high, likely)]
    assert parts[0] is not None
    assert parts[1] is not None
    spread = sv.uncertainty.Spread(parts[0], parts[1], likely=parts[2])
    (found,) = Factors((spread,), (0,)).drawn(np.array([sorted(shares)]))
    assert found.min() >= low
    assert found.max() <= high
    assert (np.diff(found) >= 0).all()
    assert found.tolist() == [one_factor(spread, each) for each in sorted(shares)]


def one_factor(spread: sv.uncertainty.Spread, share: float) -> float:
    """The factor of one share, in plain arithmetic: below the peak, or above it."""
    low, high = (float(each * ONE) for each in (spread.low, spread.high))
    likely, width = None if spread.likely is None else float(spread.likely * ONE), high - low
    if likely is None or not width:
        return float(round(low + width * share))
    peak = (likely - low) / width
    if peak in (0.0, 1.0):
        within = share if peak else 1 - share
    else:
        within = min(share * (1 / peak), (1 - share) * (1 / (1 - peak)))
    side = high - likely if share >= peak else low - likely
    return float(round(likely + side * (1 - math.sqrt(within))))


@given(
    keys=st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=1, max_size=6),
    apart=st.sampled_from([1, 20_000, 10**6, 2**40]), bids=st.sampled_from([1, 50]),
)  # fmt: skip
def test_bids_are_counted_above_those_that_they_beat(
    keys: list[list[int]], apart: int, bids: int
) -> None:
    """Unjust otherwise: a bid is behind one with fewer points, because the numbers were large.

    As many bids as fit in few bits, and more; and keys that fit in few, and more.
    """
    rows = [[each * apart for each in row] for row in keys] * bids
    for row, above in zip(rows, beaten(np.array(rows, np.int64)), strict=True):
        said = [[one > own for one, own in zip(other, row, strict=True)] for other in rows]
        assert above.tolist() == said
        assert counted(above).tolist() == [sum(each) for each in zip(*said, strict=True)]


def test_pairs_of_trials_stand_across_from_each_other() -> None:
    """Each number is followed by what is left to 1, so that means are nearly exact."""
    found = uniforms(streams(5, ["NT1", "NT2", "NT3"]), 8)
    assert (found[:, 0::2] + found[:, 1::2] == 1).all()
    bits: Any = np.random.PCG64(5)
    start = int.from_bytes(hashlib.sha256(b"NT2").digest()[:16], "big")
    raw = bits.advance(start).random_raw(4)
    assert found[1, 0::2].tolist() == [(int(each) >> 11) / 2**53 for each in raw]
    alone = uniforms(streams(5, ["NT2"]), 8)
    assert (alone[0] == found[1]).all(), "what one figure has does not hang on the others"


def test_figures_of_one_measure_at_two_values_move_together(
    tried: Tried, bids: tuple[sv.Bid, ...], toms: sv.Framework
) -> None:
    """One measure is one thing, whatever the day whose value counts."""
    sim = tried()
    assert figures_of(sim.evaluation.results, sim.doubt)
    assert [each.name for each in sim.figures] == ["NT10", "NT18", "NT28"]


PENNIES = "d04118f3ba90b2b9"
COUNTS = {"Acme": (690, 121, 189), "Brook": (0, 782, 218), "Cedar": (311, 100, 589)}
