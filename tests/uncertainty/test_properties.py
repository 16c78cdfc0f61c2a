"""Rules that hold for any offers: the order decides nothing, shares sum to 1, factor 1 is it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.uncertainty.conftest import SPREADS, scheme_of

import socialvalue as sv
from socialvalue.uncertainty import tallying
from socialvalue.uncertainty.drawing import Factors

if TYPE_CHECKING:
    from tests.uncertainty.conftest import Tried

ENOUGH = settings(max_examples=15, deadline=None)
AMOUNTS = st.integers(1, 60_000)
OFFERS = st.lists(st.tuples(st.integers(1, 400), AMOUNTS, AMOUNTS), min_size=3, max_size=3)
METHODS = st.sampled_from([
    scheme_of(sv.RelativeToHighest()), scheme_of(sv.AgainstTarget()),
    scheme_of(sv.AgainstTarget("0.2"), ties=["quality", "social value"], places=0),
])  # fmt: skip


def offered(bids: Any, toms: sv.Framework, offers: Any) -> list[sv.Bid]:
    """The bids with other quantities."""
    return [
        attrs.evolve(bid, commitments=[toms.commit("NT10", sv.weeks(weeks)),
                                       toms.commit("NT28", sv.gbp(given)),
                                       toms.commit("NT18", sv.gbp(spent))])
        for bid, (weeks, given, spent) in zip(bids, offers, strict=True)
    ]  # fmt: skip


@ENOUGH
@given(offers=OFFERS, scheme=METHODS, data=st.data())
def test_order_changes_nothing_and_shares_sum_to_1(
    tried: Tried, bids: Any, toms: sv.Framework, offers: Any, scheme: Any, data: Any
) -> None:
    """Unjust otherwise: who bid first, or wrote a line first, changes how sure the award is."""
    first = offered(bids, toms, offers)
    again = [attrs.evolve(each, commitments=data.draw(st.permutations(each.commitments)))
             for each in data.draw(st.permutations(first))]  # fmt: skip
    one, other = (tried(scheme=scheme, offered=each, draws=41) for each in (first, again))
    assert (one.apart, one.together, one.decides) == (other.apart, other.together, other.decides)
    assert one.figures == other.figures
    for shares in one.ranks.values():
        assert sum(shares) == 1


@ENOUGH
@given(offers=OFFERS, scheme=METHODS)
def test_a_spread_of_nothing_is_the_award(
    tried: Tried, bids: Any, toms: sv.Framework, offers: Any, scheme: Any
) -> None:
    """Unjust otherwise: trials start from other pounds or ranks than those that were published."""
    sim = tried(scheme=scheme, offered=offered(bids, toms, offers), draws=20,
                values=dict.fromkeys(SPREADS, ("1", "1")))  # fmt: skip
    for each in sim.evaluation.results:
        assert each.rank is not None
        assert sim.chance(each.bidder, each.rank) == 1
        assert {*sim.value(each.bidder).quantiles(20)} == {each.valuation.total}


@ENOUGH
@given(
    weeks=st.lists(st.integers(1, 2_000), min_size=3, max_size=3),
    low=st.integers(1, 10_000), high=st.integers(10_000, 40_000), scheme=METHODS,
)  # fmt: skip
def test_bids_of_one_measure_keep_their_order(
    tried: Tried, bids: Any, toms: sv.Framework, weeks: Any, low: int, high: int, scheme: Any
) -> None:
    """Unjust otherwise: the same job is worth more in one bid than in another."""
    alike = [attrs.evolve(bid, price=180_000, commitments=[toms.commit("NT10", sv.weeks(each))])
             for bid, each in zip(bids, weeks, strict=True)]  # fmt: skip
    spread = sv.uncertainty.Spread(f"{low / 10_000:.4f}", f"{high / 10_000:.4f}")
    sim = tried(scheme=scheme, offered=alike, draws=40, values={"NT10": spread})
    assert {*sim.ranks} == {each.bidder for each in alike}
    named = zip(alike, weeks, strict=True)
    for (more, many), (less, few) in itertools.permutations(named, 2):
        if many >= few:
            assert sim.wins(less.bidder, more.bidder) == 0


def test_values_that_are_held_take_no_more_room(
    tried: Tried, bids: tuple[sv.Bid, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bid with a thousand values, of which one moves, would ask for gigabytes at a time."""
    said = {"offered": bids[:1], "values": {"NT10": ("0.6", "1.5")}, "draws": 1001}
    whole, drawn, sizes = tried(**said), Factors.drawn, []

    def seen(factors: Factors, shares: Any, room: Any = None) -> Any:
        sizes.append(len(factors.spreads) * shares.shape[1])
        return drawn(factors, shares, room)

    monkeypatch.setattr(tallying, "_CELLS", 90)
    monkeypatch.setattr(Factors, "drawn", seen)
    assert tried(**said) == whole
    assert len(whole.figures) == 3
    assert max(sizes[:-1]) <= 90, "the last is of trials in which everything moves together"
    assert sum(sizes[:-1]) == 3 * 1001
