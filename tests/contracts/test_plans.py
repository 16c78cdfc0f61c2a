"""By when a commitment is due: by days, by spend, per £1m and per call-off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.contracts import Contract, Expected, Obligation, Spend, Term
from socialvalue.model.tender import ContractValue

AGREED = {"ground": "review_clause", "instrument": "Deed", "by": "contract manager"}


def record(*lines: Obligation, **details: Any) -> Any:
    """A record of a framework of two years with these commitments."""
    held = sv.contracts.open_register()
    usual = {"reference": "F1", "title": "Surfacing", "suppliers": "Acme", "starts": "2024-04-01",
             "ends": "2026-03-31", "value": ContractValue(4_000_000)}  # fmt: skip
    held.add(Contract(lines=lines, **{**usual, **details}), by="procurement", on="2024-03-01")
    return held


def line(expected: Expected | str, quantity: int = 8, **details: Any) -> Obligation:
    """A commitment in weeks, which are counted in parts, worth £100 each."""
    usual = {"line": "1", "measure": "M1", "title": "Training", "unit": "person_week",
             "quantity": quantity, "scored": quantity, "unit_value": 100,
             "offered": sv.quantity("1", "person_week")}  # fmt: skip
    return Obligation(expected=expected, **{**usual, **details})


def due(held: Any, on: str) -> Fraction | None:
    """How much of the commitment is due."""
    found = sv.contracts.progress(held, "F1", on=on)["1"].due
    assert found is None or isinstance(found, Fraction)
    return found


def test_by_spend_as_the_ledger_goes() -> None:
    """Half of the spend is half of the work: a slow start of works is no lateness of its people."""
    held = record(line(Expected("spend", spend="4000000")))
    assert due(held, "2024-06-30") is None
    held.spend("F1", "1000000", period=("2024-04-01", "2024-06-30"), by="finance")
    held.spend("F1", "500000.01", period=("2024-07-01", "2024-09-30"), by="finance")
    assert due(held, "2024-06-29") is None
    assert due(held, "2024-06-30") == 2
    assert due(held, "2024-09-30") == 8 * Fraction("1500000.01") / 4_000_000
    held.spend("F1", "9000000", period=("2024-10-01", "2024-12-31"), by="finance")
    assert due(held, "2024-12-31") == 8


def test_per_million_binds_at_a_rate() -> None:
    """Two a £1m is owed of whatever is spent: £6m owes 12, though 8 were in the award."""
    held = record(line(Expected("per_million", spend="4000000")))
    first = sv.contracts.progress(held, "F1", on="2024-06-30")["1"]
    assert (first.committed, first.due, first.state) == (8, None, "no_plan")
    held.spend("F1", "1000000", period=("2024-04-01", "2024-06-30"), by="finance")
    early = sv.contracts.progress(held, "F1", on="2024-06-30")["1"]
    assert (early.committed, early.due, early.state) == (8, 2, "behind")
    held.spend("F1", "5000000", period=("2024-07-01", "2024-09-30"), by="finance")
    late = sv.contracts.progress(held, "F1", on="2024-09-30")["1"]
    assert (late.committed, late.due, late.promised_pence) == (12, 12, 120_000)


def test_what_was_not_spent_is_not_overdue() -> None:
    """A framework of which a quarter was used owes a quarter: nobody chases the rest at its end."""
    held = record(line(Expected("per_million", spend="4000000")))
    held.spend("F1", "1000000", period=("2024-04-01", "2024-06-30"), by="finance")
    given = held.deliver("F1", line="1", quantity=2, period=("2024-04-01", "2024-06-30"),
                         statement="Two weeks.", by="supplier", on="2024-07-01")  # fmt: skip
    held.approve(given, by="finance", on="2024-07-02")
    after = sv.contracts.progress(held, "F1", on="2026-06-01")["1"]
    assert (after.committed, after.due, after.state) == (8, 2, "on_plan")


def test_per_call_off_counts_call_offs() -> None:
    """Eight weeks for each call-off: three call-offs owe 24, and before any none is late."""
    held = record(line("per_call_off"))
    assert due(held, "2024-06-30") is None
    held.spend("F1", period=("2024-04-01", "2024-06-30"), call_offs=0, by="finance")
    first = sv.contracts.progress(held, "F1", on="2024-06-30")["1"]
    assert (first.committed, first.due, first.state) == (8, 0, "not_started")
    held.spend("F1", period=("2024-07-01", "2024-09-30"), call_offs=3, by="finance")
    later = sv.contracts.progress(held, "F1", on="2024-09-30")["1"]
    assert (later.committed, later.due) == (24, 24)


@pytest.mark.parametrize(
    ("plan", "on", "expected"),
    [
        (Expected("dated", steps=[("2024-06-30", 2), ("2025-06-30", 8)]), "2024-06-29", 0),
        (Expected("dated", steps=[("2024-06-30", 2), ("2025-06-30", 8)]), "2025-06-29", 2),
        (Expected("dated", steps=[("2024-06-30", 2), ("2025-06-30", 8)]), "2025-06-30", 8),
        (Expected("at_end"), "2026-03-30", 0),
        (Expected("at_end"), "2026-03-31", 8),
        (Expected("at_end", due_on="2025-01-01"), "2025-01-01", 8),
        ("yearly", "2025-03-30", 0),
        ("yearly", "2025-03-31", 4),
        ("time", "2024-04-01", Fraction(8, 730)),
        ("none", "2026-03-31", None),
    ],
)  # fmt: skip
def test_by_days(plan: Expected | str, on: str, expected: Fraction | None) -> None:
    """A day early and a commitment is late that is not; each plan by hand."""
    assert due(record(line(plan)), on) == expected


def test_what_is_added_late_is_not_late_at_once() -> None:
    """Four more agreed after the first step are due with the steps that are left."""
    steps = Expected("dated", steps=[("2024-06-30", 2), ("2025-06-30", 8)])
    at_one_day = Expected("at_end", due_on="2024-06-30")
    for plan, after, later in ((steps, 2, "2025-06-30"), (at_one_day, 8, "2026-03-31")):
        held = record(line(plan))
        held.change("F1", reason="variation", lines={"1": "+4"}, on="2024-07-15", **AGREED)
        assert due(held, "2024-07-15") == after
        assert due(held, later) == 12


def test_what_was_spent_already_comes_with_the_award(result: sv.Evaluation) -> None:
    """A contract that runs for a year is not behind with the whole of its plan on its first day."""
    contract = sv.contracts.award(
        result, "Brook & Daughters", reference="F1", starts="2022-09-01", ends="2025-08-31",
        spend=[("2022-12-01", "2023-02-28", "200000"), (("2022-09-01", "2022-11-30"), 100_000)],
        expected={"1": Expected("spend", spend=2_400_000)},
    )  # fmt: skip
    assert contract.spend[0] == Spend("2022-09-01", "2022-11-30", "100000")
    assert sv.from_json(sv.to_json(contract)) == contract
    held = sv.contracts.open_register()
    held.add(contract, by="procurement", on="2022-08-20")
    assert due(held, "2022-11-30") == Fraction(24 * 100_000, 2_400_000)
    assert due(held, "2023-02-28") == 3
    with pytest.raises(sv.InputError, match="SV955 the spend"):
        held.spend("F1", 1, period=("2023-02-28", "2023-03-31"), by="finance")


def test_the_basis_of_a_bid_is_its_plan() -> None:
    """Who offers two per £1m has promised a rate; spread over days it would be another promise."""
    file = Path(__file__).parents[2] / "docs/examples/highways/tender.yaml"
    tender, bids = sv.read_tender(file)
    bid = next(each for each in bids if each.bidder == "Brook & Daughters")
    first, second, *others = bid.commitments
    rates = [attrs.evolve(first, basis="per_million"), attrs.evolve(second, basis="per_call_off")]
    changed = [attrs.evolve(bid, commitments=[*rates, *others]) if each is bid else each
               for each in bids]  # fmt: skip
    result = sv.evaluate(tender, changed, sv.load(tender.framework))
    contract = sv.contracts.award(result, bid.bidder, reference="F1", starts="2022-09-01",
                                  ends="2025-08-31")  # fmt: skip
    assert contract["1"].expected == Expected("per_million", spend=2_400_000)
    assert contract["1"].quantity == Fraction(first.quantity.amount) * Fraction("2.4")
    assert contract["2"].expected == Expected("per_call_off")
    assert contract["2"].quantity == second.quantity.amount


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"amount": None}, "SV958"),
        ({"amount": "-1"}, "SV301"),
        ({"call_offs": 1.5}, "SV316 call_offs"),
        ({"period": ("2024-03-31", "2024-06-30")}, "SV954"),
        ({"period": ("2024-06-30", "2024-04-01")}, "SV954"),
        ({"period": ("2024-05-01", "2024-05-31"), "amount": "1"}, "SV955"),
        ({"by": "ledger"}, "SV959"),
    ],
)  # fmt: skip
def test_a_spend_that_cannot_be(details: dict[str, Any], code: str) -> None:
    """The same invoices twice would make the supplier owe twice."""
    held = record(line("time"))
    held.spend("F1", "5", period=("2024-04-01", "2024-06-30"), by="finance")
    usual: dict[str, Any] = {"amount": "5", "period": ("2024-07-01", "2024-09-30"), "by": "finance"}
    with pytest.raises(sv.InputError, match=code):
        held.spend("F1", **{**usual, **details})
    assert len(held.entries) == 2


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ({"profile": "spend"}, "the spend expected"),
        ({"profile": "per_million"}, "the spend expected"),
        ({"profile": "time", "spend": 5}, "the spend expected"),
        ({"profile": "spend", "spend": 0}, "SV3"),
        ({"profile": "per_call_off", "due_on": "2024-04-01"}, "due_on"),
    ],
)
def test_a_plan_that_lacks_what_it_goes_by(details: dict[str, Any], why: str) -> None:
    """A plan by spend that does not say of how much would be due at nought, or never."""
    with pytest.raises(sv.InputError, match=why):
        Expected(**details)


def test_a_share_has_no_steps_of_floats() -> None:
    """Thirds stay thirds."""
    year = Term(date(2024, 1, 1), date(2024, 12, 31))
    found = Expected("spend", spend=Decimal("0.03")).share(
        year, date(2024, 6, 30), counted=lambda _: Fraction("0.01")
    )
    assert found == Fraction(0)
    found = Expected("per_million", spend=3).share(
        year, date(2024, 6, 30), counted=lambda day: Fraction(day >= date(2024, 1, 1))
    )
    assert found == Fraction(1, 3)
