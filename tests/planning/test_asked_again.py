"""Whoever asks again and again of past contracts finds what `benchmark` tells, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.planning.past import rows
from tests.planning.published import TENDER

import socialvalue as sv
from socialvalue.planning.past.hiding import as_told

SCHEME = sv.Scheme([sv.Criterion("price", 80, sv.LowestPrice()),
                    sv.Criterion("social value", 20, sv.AgainstTarget())])  # fmt: skip
COUNT = 20


def offers(*amounts: Decimal) -> sv.planning.PastContracts:
    """Contracts of £1m that committed so much per £1, and delivered as large a share of that."""
    return sv.planning.past_contracts([
        {"contract": f"C{each:02}", "supplier": f"S{each % 5}", "contract_value": 1_000_000,
         "promised": 1_000_000 * amount, "delivered": 1_000_000 * amount * amount}
        for each, amount in enumerate(amounts)
    ])  # fmt: skip


AMOUNTS = [Decimal(4 * each + 2) / 100 for each in range(COUNT)]
"""2p to 78p per £1."""


@pytest.fixture(scope="module")
def past() -> sv.planning.PastContracts:
    """Twenty contracts, the highest of 78p and the next of 74p."""
    return offers(*AMOUNTS)


@pytest.fixture(scope="module")
def others() -> tuple[sv.planning.PastContracts, ...]:
    """Other contracts of which `benchmark` tells the same of each penny.

    The highest is higher, the lowest lower, each between by less than half a penny, and each
    figure is another supplier's.
    """
    finer = [each + Decimal("0.0049") for each in AMOUNTS[1:-1]]
    return (
        offers(*AMOUNTS[:-1], Decimal("0.99")),
        offers(Decimal("0.001"), *AMOUNTS[1:]),
        offers(AMOUNTS[0], *finer, AMOUNTS[-1]),
        offers(*AMOUNTS[1:], AMOUNTS[0]),
    )


@pytest.fixture(scope="module")
def another() -> sv.planning.PastContracts:
    """Contracts of which the last but one has a penny more: that may be told."""
    return offers(*AMOUNTS[:-2], AMOUNTS[-2] + Decimal("0.01"), AMOUNTS[-1])


ASKED: list[dict[str, Any]] = [
    {"bids": 2, "draws": 1, "seed": 5},
    {"bids": 2, "draws": 1, "seed": 9, "contract_value": 10**9},
    {"bids": 3, "draws": 200, "seed": 7},
]


def shares(past: sv.planning.PastContracts, **asked: Any) -> Iterator[sv.planning.TargetEffect]:
    targets = [f"{each / 100:.2f}" for each in range(1, 110, 3)]
    yield from sv.planning.target_effect(past, SCHEME, targets=targets, **asked)


@pytest.mark.parametrize("asked", ASKED)
def test_targets_one_after_another_tell_no_contract(
    past: sv.planning.PastContracts,
    others: tuple[sv.planning.PastContracts, ...],
    another: sv.planning.PastContracts,
    asked: dict[str, Any],
) -> None:
    """Unjust otherwise: target after target, the most that one bidder ever offered is read off.

    All that is told of every target, to the last digit, is the same for contracts that differ in
    nothing but what may not be told.
    """
    first = [*shares(past, **asked)]
    assert len({each.full_marks for each in first}) > 1, "targets do differ"
    for each in others:
        assert [*shares(each, **asked)] == first
    if asked["draws"] > 1:
        assert [*shares(another, **asked)] != first


def test_no_seed_draws_the_highest_offer(past: sv.planning.PastContracts) -> None:
    """Two bids, one tender, one seed after another: what the first offers is one past offer.

    Where two are first it is half-way between theirs.
    """
    found = set()
    for seed in range(120):
        (effect,) = sv.planning.target_effect(past, SCHEME, targets=["5"], bids=2, draws=1,
                                              seed=seed)  # fmt: skip
        found.add(effect.winner_offers)
    ratios = sorted(each.per_pound for each in past.contracts)
    assert {*ratios[1:-1]} <= found
    assert (min(found), max(found)) == (ratios[1], ratios[-2])


def test_offers_are_told_as_a_benchmark_tells_them(past: sv.planning.PastContracts) -> None:
    """In whole pence, half-up, and what each penny is reached by says as much."""
    told = as_told(each.per_pound for each in past.contracts)
    asked = [f"{each / 100:.2f}" for each in range(100)]
    reached = sv.planning.benchmark(past, by=[], reached=asked)["all"].reached
    for each in reached:
        share = Fraction(sum(one >= each.target for one in told), COUNT)
        assert each.low <= share <= each.high
    assert len({each.low for each in reached}) == COUNT - 1


def test_a_scheme_that_is_tested_tells_no_contract(
    toms: sv.Framework,
    past: sv.planning.PastContracts,
    others: tuple[sv.planning.PastContracts, ...],
) -> None:
    """Unjust otherwise: target after target, how many of all have full marks tells the lowest."""

    def found(past: sv.planning.PastContracts, target: str) -> list[dict[str, Any]]:
        own = sv.AgainstTarget(target)
        scheme = sv.Scheme([sv.Criterion("price", 90, sv.LowestPrice()),
                            sv.Criterion("social value", 10, own)])  # fmt: skip
        tested = sv.planning.red_team(TENDER, toms, scheme, past=past)
        return [each.to_dict() for each in tested.findings
                if each.kind in ("decides-nothing", "not-delivered")]  # fmt: skip

    for target, said in (("0.01", "At least 19 of 20 past offers have full marks"),
                         ("0.05", "At least 19 of 20 past offers have full marks"),
                         ("0.1", "18 of 20 past offers have full marks")):  # fmt: skip
        first = found(past, target)
        assert said in first[0]["says"]
        assert first[-1]["kind"] == "not-delivered"
        assert all(found(each, target) == first for each in (others[0], others[1], others[3]))
    kept = [each["says"] for each in found(past, "0.01") if each["kind"] == "not-delivered"]
    assert "delivered 42% of what was committed" in kept[0]


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms", edition="2022")


def running(count: int) -> sv.planning.PastContracts:
    """Contracts that run, of £1bn committed each: a penny per £1 is £10m."""
    return sv.planning.past_contracts([
        {"contract": f"R{each}", "supplier": "S", "contract_value": 10**10, "promised": 10**9}
        for each in range(count)
    ])  # fmt: skip


def test_what_one_contract_may_deliver_is_no_other_contracts_own(
    past: sv.planning.PastContracts, others: tuple[sv.planning.PastContracts, ...]
) -> None:
    """Unjust otherwise: of one large contract that runs, the ends are two past contracts' own."""
    for seed in range(2):
        seen = sv.planning.delivery_forecast(past, seed=seed).portfolio(running(1))
        ends = (seen.low, seen.middle, seen.high)
        assert seen.low < seen.middle < seen.high
        assert all(each % 10**7 == 0 for each in ends), "whole pence per £1"
        assert Decimal(10**9) * AMOUNTS[0] < seen.low
        assert seen.high < Decimal(10**9) * AMOUNTS[-1]
        for other in (others[0], others[3]):
            again = sv.planning.delivery_forecast(other, seed=seed).portfolio(running(1))
            assert (again.low, again.middle, again.high) == ends


def test_what_is_told_of_real_rows_is_in_whole_pence() -> None:
    """As all else that is told of past contracts."""
    past = sv.planning.past_contracts(rows())
    told = as_told(each.per_pound for each in past.contracts)
    assert all((each * 100).denominator == 1 for each in told)
    assert (len(told), told[0], told[-1]) == (60, told[1], told[-2])
    assert [*told] == sorted(told)
