"""The highways example, awarded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv

Award = Callable[..., Any]
WINNER = "Brook & Daughters"


@pytest.fixture(scope="session")
def result() -> sv.Evaluation:
    """The ranking of the example."""
    file = Path(__file__).parents[2] / "docs/examples/highways/tender.yaml"
    tender, bids = sv.read_tender(file)
    return sv.evaluate(tender, bids, sv.load(tender.framework))


@pytest.fixture(scope="session")
def award(result: sv.Evaluation) -> Award:
    """A contract of the example: the winner's, if nobody else is named."""

    def make(bidder: str = WINNER, **details: Any) -> Any:
        usual = {"reference": "ECC-0412", "starts": "2022-09-01", "ends": "2025-08-31"}
        return sv.contracts.award(result, bidder, **{**usual, **details})

    return make


@pytest.fixture(scope="session")
def contract(award: Award) -> Any:
    """The winner's contract."""
    return award(directorate="Place", offer_in_contract="clause 14")
