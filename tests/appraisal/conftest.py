"""A tender of two years with three social commitments, and one that is local economic value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import socialvalue as sv

Worth = Callable[..., sv.appraisal.PresentValue]


@pytest.fixture(scope="session")
def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms", edition="2022")


@pytest.fixture(scope="session")
def tender() -> sv.Tender:
    """Two years, with the value of local spend."""
    return sv.Tender(
        "Parks", contract_value="100_000", years=2, published="2022-07-01",
        unit_values={"NT18": "0.7"},
    )  # fmt: skip


@pytest.fixture(scope="session")
def acme(toms: sv.Framework) -> sv.Bid:
    """£10,000 to community work, £50,358.11 of apprentices' weeks, £700 of local spend."""
    return sv.Bid(
        "Acme",
        price="90_000",
        marks={"quality": 4},
        commitments=[
            toms.commit("NT28", sv.gbp("10_000")),
            toms.commit("NT10", sv.weeks(40, people=5)),
            toms.commit("NT18", sv.gbp("1_000")),
            toms.commit("NT44", sv.yes()),
        ],
    )


@pytest.fixture(scope="session")
def worth(toms: sv.Framework, tender: sv.Tender, acme: sv.Bid) -> Worth:
    """Its present value, by the Green Book if nothing else is said."""

    def found(
        bid: sv.Bid = acme, tender: sv.Tender = tender, framework: sv.Framework = toms, **terms: Any
    ) -> sv.appraisal.PresentValue:
        return sv.present_value(
            tender, bid, framework, **{"rate": sv.appraisal.GREEN_BOOK, **terms}
        )

    return found
