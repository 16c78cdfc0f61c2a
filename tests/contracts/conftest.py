"""The highways example, awarded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts import clock

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


@pytest.fixture
def register(contract: Any) -> Any:
    """A delivery record in memory that holds the contract."""
    held = sv.contracts.open_register()
    held.add(contract, by="procurement", on="2022-08-20")
    return held


@pytest.fixture
def report(register: Any) -> Callable[..., Any]:
    """A return of the first commitment for the first quarter, if nothing else is said."""

    def deliver(**details: Any) -> Any:
        usual: dict[str, Any] = {
            "line": "1", "quantity": "2.5", "period": ("2022-09-01", "2022-11-30"),
            "statement": "Two road gangs.", "by": "supplier", "on": "2022-12-10",
        }  # fmt: skip
        return register.deliver("ECC-0412", **{**usual, **details})

    return deliver


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock that this room reads, to the day on which entries are written."""

    def set_to(day: str) -> None:
        monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(day))

    return set_to
