"""A tender of three bids that are close to one another, and the trials of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import socialvalue as sv

Tried = Callable[..., sv.uncertainty.Simulation]
SPREADS = {"NT10": ("0.6", "1.5"), "NT28": sv.uncertainty.Spread("0.8", "1.3", likely="1")}


@pytest.fixture(scope="session")
def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms", edition="2022")


@pytest.fixture(scope="session")
def tender() -> sv.Tender:
    """Two years, with the value of local spend given."""
    return sv.Tender(
        "Parks", contract_value="200_000", years=2, published="2022-07-01", target="0.50",
        unit_values={"NT18": "0.7"},
    )  # fmt: skip


@pytest.fixture(scope="session")
def bids(toms: sv.Framework) -> tuple[sv.Bid, ...]:
    """Three offers of the same measures in other amounts."""
    offers = {"Acme": (5, "10_000", "9_000"), "Brook": (3, "30_500", "2_000"),
              "Cedar": (1, "50_500", "1_000")}  # fmt: skip
    return tuple(
        sv.Bid(
            name,
            price=180_000 + 1_000 * place,
            marks={"quality": 4},
            commitments=[
                toms.commit("NT10", sv.weeks(40, people=people)),
                toms.commit("NT28", sv.gbp(given)),
                toms.commit("NT18", sv.gbp(spent)),
            ],
        )
        for place, (name, (people, given, spent)) in enumerate(offers.items())
    )


def scheme_of(method: Any, **more: Any) -> sv.Scheme:
    """Price, quality and social value by a method."""
    return sv.Scheme(
        [
            sv.Criterion("price", 50, sv.LowestPrice()),
            sv.Criterion("quality", 20, sv.PanelMark(out_of=5)),
            sv.Criterion("social value", 30, method),
        ],
        **more,
    )


@pytest.fixture(scope="session")
def tried(toms: sv.Framework, tender: sv.Tender, bids: tuple[sv.Bid, ...]) -> Tried:
    """Trials of the tender, beside the highest offer if nothing else is said."""

    def found(
        *,
        scheme: sv.Scheme | None = None,
        offered: Any = bids,
        draws: int = 400,
        seed: int = 7,
        **doubt: Any,
    ) -> sv.uncertainty.Simulation:
        said = sv.uncertainty.Doubt(toms, **(doubt or {"values": SPREADS}))
        method = scheme or scheme_of(sv.RelativeToHighest())
        return sv.simulate(tender, offered, toms, method, doubt=said, draws=draws, seed=seed)

    return found
