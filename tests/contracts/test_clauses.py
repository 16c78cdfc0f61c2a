"""What a clause allows: only where one was entered, with how it is worked out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts import Clause

Report = Callable[..., Any]
BY = {"by": "legal", "on": "2022-08-20"}


@pytest.fixture
def verified(register: Any, report: Report) -> Any:
    """The record, with 2 of what is due of commitment 1 verified."""
    register.approve(report(quantity="2"), by="finance", on="2022-12-20")
    return register


def allowance(register: Any, on: str = "2022-12-31") -> Any:
    """What the only clause allows."""
    (found,) = sv.contracts.allowed(register, "ECC-0412", on=on).clauses
    return found


def test_without_a_clause_there_are_no_pounds(verified: Any) -> None:
    """A shortfall in proxy pounds that looks like a bill would be sent as one."""
    found = sv.contracts.allowed(verified, "ECC-0412", on="2022-12-31")
    assert found.clauses == ()
    assert "No clause was entered, so no pounds are worked out." in str(found)


def test_so_much_for_each_unit(verified: Any) -> None:
    """Twenty-four for three years, 2.67 due, 2 verified: 0.67 × £1,000, to the penny, by hand."""
    verified.clause("ECC-0412", Clause("14.3", "credit", basis="units", rate=1000, lines=["1"]),
                    **BY)  # fmt: skip
    found = allowance(verified)
    short = Decimal(24 * 122 - 2 * 1096) / 1096 * 1000
    assert found.amount == short.quantize(Decimal("0.01"))
    assert found.applies
    page = str(sv.contracts.allowed(verified, "ECC-0412", on="2022-12-31"))
    assert "2.67 FTE-years due, 2 of it verified" in page
    assert "0.67 short × £1,000 = £671.53" in page
    assert "no measure of the council's loss" in page


@pytest.mark.parametrize(
    ("details", "amount"),
    [
        ({}, "2484.54"),
        ({"rounding": "down"}, "2484.53"),
        ({"cap": "1000"}, "1000.00"),
        ({"cap": "5000", "cap_share": "0.0005"}, "1200.00"),
        ({"trigger": "0.7486"}, None),
        ({"trigger": "0.7487"}, "2484.54"),
        ({"grace": 30}, "54.01"),
        ({"grace": 31}, None),
    ],
)
def test_so_much_for_each_pound(details: dict[str, Any], amount: str | None, verified: Any) -> None:
    """Trigger, grace, cap and rounding each as the clause says, at the very edge."""
    clause = Clause("14.3", "withheld", rate="0.13", lines=["1"], **details)
    verified.clause("ECC-0412", clause, **BY)
    found = allowance(verified)
    assert found.amount == (None if amount is None else Decimal(amount))
    assert found.applies == (amount is not None)


def test_the_councils_backlog_allows_nothing(register: Any, report: Report) -> None:
    """Nobody is charged for what the council has not looked at."""
    report(quantity="2")
    register.clause("ECC-0412", Clause("14.3", "withheld", rate=1), **BY)
    found = allowance(register)
    assert (found.amount, found.applies) == (None, False)
    assert "1 commitment with returns that wait for the council" in found.working[0]


def test_an_action_plan_has_no_price(verified: Any) -> None:
    """What a clause lets the council ask for is no sum."""
    verified.clause("ECC-0412", Clause("9.1", "action_plan", trigger="0.9"), **BY)
    found = allowance(verified)
    assert (found.amount, found.applies, found.result) == (None, True, "may be asked for")


def test_a_later_clause_of_the_number_takes_its_place(verified: Any) -> None:
    """A varied clause is one clause, and as at an earlier day it is what it was."""
    verified.clause("ECC-0412", Clause("14.3", "withheld", rate=1, cap=5), **BY)
    verified.clause("ECC-0412", Clause("14.3", "withheld", rate=1, cap=7), by="legal",
                    on="2023-01-01")  # fmt: skip
    assert (allowance(verified).amount, allowance(verified, "2023-01-01").amount) == (5, 7)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Clause("1", "fine", rate=1), "SV312"),
        (lambda: Clause("1", "credit"), "SV316 the rate"),
        (lambda: Clause("1", "action_plan", rate=1), "SV316 the rate"),
        (lambda: Clause("1", "credit", rate=1, trigger="1.5"), "SV3"),
        (lambda: Clause("1", "credit", rate=1, grace=-1), "SV316 grace"),
        (lambda: Clause("1", "credit", rate=1, lines=["77"]), "SV951"),
        (lambda: Clause("1", "credit", rate=1, basis="units"), "SV991"),
        (lambda: "clause 14.3", "SV316"),
    ],
)
def test_a_clause_that_cannot_be(make: Callable[[], Any], code: str, register: Any) -> None:
    """People and pounds have no sum, and a clause without a rate would be read as any."""
    with pytest.raises(sv.SocialValueError, match=code):
        register.clause("ECC-0412", make(), **BY)
    assert len(register.entries) == 1
