"""What was spent, taken from a ledger: each invoice once, by the contract it names."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialvalue as sv

HEAD = "Contract ref,Supplier,Invoice date,Net amount"
ROWS = ("ECC-0412,Brook,2022-09-05,1000.10", "ecc-0412,Brook,30/09/2022,\"2,000\"",
        "ECC-0412,Brook,2022-10-03,500", "ECC-0412,Brook,2022-10-09,(120.50)",
        "OTHER-1,Cope,2022-10-09,99.99", "Total,,,3480.09")  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    """Writes a ledger, and reads it for a record to the end of October."""

    def read(register: Any, *rows: str, head: str = HEAD, **said: Any) -> Any:
        path = tmp_path / "ledger.csv"
        path.write_text("\n".join((head, *rows)), encoding="utf-8")
        return sv.contracts.import_spend(register, path, **{"on": "2022-10-31", **said})

    return read


def test_invoices_are_added_up_by_month(register: Any, ledger: Any) -> None:
    """A commitment that is due by spend goes by what the ledger has, credits taken off."""
    found = ledger(register, *ROWS)
    assert found.problems == ()
    assert [(name, str(each.ends), each.amount) for name, each in found.spends] == [
        ("ECC-0412", "2022-09-30", Decimal("3000.10")),
        ("ECC-0412", "2022-10-31", Decimal("379.50")),
    ]
    assert found.left_out == ("1 row of contracts that are not in the record, £99.99, left out",)
    assert len(found.write(register, by="finance")) == 2
    assert [each.action for each in register.entries] == ["add", "spend", "spend"]


def test_run_again_it_writes_what_is_new(register: Any, ledger: Any) -> None:
    """A ledger that is taken each month must not be counted twice."""
    ledger(register, *ROWS).write(register, by="finance")
    again = ledger(register, *ROWS, "ECC-0412,Brook,2022-11-02,10", on="2022-11-30")
    assert (again.known, [str(each.ends) for _, each in again.spends]) == (2, ["2022-11-30"])
    again.write(register, by="finance")
    assert len(register.entries) == 4


def test_a_month_that_is_not_over_is_left_out(register: Any, ledger: Any) -> None:
    """Half a month that is entered would stand in the way of the whole one."""
    found = ledger(register, *ROWS, on="2022-10-30")
    assert [str(each.ends) for _, each in found.spends] == ["2022-09-30"]
    assert found.left_out[-1] == "£379.50 of periods that are not over by 30 October 2022, left out"


def test_what_differs_from_the_record_is_a_problem(register: Any, ledger: Any) -> None:
    """A late invoice changes a month that is entered: somebody undoes the one first."""
    ledger(register, *ROWS).write(register, by="finance")
    found = ledger(register, *ROWS, "ECC-0412,Brook,2022-09-29,1")
    assert [(each.code, each.cell) for each in found.problems] == [("SV955", "C2")]
    with pytest.raises(sv.InputError, match="SV955"):
        found.write(register, by="finance")
    assert len(register.entries) == 3


CASES = {
    "no day": (("ECC-0412,Brook,,5",), [("SV1001", "C2")]),
    "a day that is none": (("ECC-0412,Brook,soon,5",), [("SV206", "C2")]),
    "an amount that is none": (("ECC-0412,Brook,2022-09-05,five",), [("SV904", "D2")]),
    "before the contract": (("ECC-0412,Brook,2022-08-31,5",), [("SV954", "C2")]),
    "more credits than invoices": (("ECC-0412,Brook,2022-09-05,-5",), [("SV1059", "C2")]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "told"), CASES.values(), ids=[*CASES])
def test_what_cannot_be_read_stands_at_its_cell(
    register: Any, ledger: Any, rows: tuple[str, ...], told: Any
) -> None:
    """An invoice that is passed over is spend that nobody counts."""
    assert [(each.code, each.cell) for each in ledger(register, *rows).problems] == told
    whole = ledger(register, "ECC-0412,Brook,2022-09-05,10", "ECC-0412,Brook,2022-10-05,-5",
                   every=12, on="2022-12-31")  # fmt: skip
    assert [each.amount for _, each in whole.spends] == [5]


def test_headings_of_ones_own(register: Any, ledger: Any) -> None:
    """Each council's ledger has names of its own, which are said and never guessed."""
    head = "Cost code,Supplier,Booked,Sum"
    with pytest.raises(sv.InputError, match="SV1058"):
        ledger(register, ROWS[0], head=head)
    said = {"Cost code": "reference", "Booked": "on", "Sum": "amount"}
    found = ledger(register, ROWS[0], head=head, columns=said)
    assert [each.amount for _, each in found.spends] == [Decimal("1000.10")]
    with pytest.raises(sv.InputError, match="SV312"):
        ledger(register, ROWS[0], columns={"Booked": "when"})
    with pytest.raises(sv.InputError, match="SV316"):
        ledger(register, ROWS[0], every=2)


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(9, 12),
                          st.decimals("0.01", "9999", places=2)), max_size=12),
       st.sampled_from([1, 3, 12]))  # fmt: skip
@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_no_penny_is_lost(
    contract: Any, tmp_path_factory: pytest.TempPathFactory, rows: Any, every: int
) -> None:
    """However invoices are added up, they come to what the ledger comes to."""
    held = sv.contracts.open_register()
    held.add(contract, by="procurement", on="2022-08-20")
    path = tmp_path_factory.mktemp("ledger") / "ledger.csv"
    lines = [f"ECC-0412,x,2022-{month:02}-{day:02},{amount}" for day, month, amount in rows]
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    found = sv.contracts.import_spend(held, path, on="2022-12-31", every=every)
    assert found.problems == ()
    assert sum(each.amount for _, each in found.spends) == sum(each[2] for each in rows)


def test_references_that_differ_in_capitals_alone(
    register: Any, contract: Any, ledger: Any
) -> None:
    """An invoice is of the contract whose reference it has letter for letter, if there is one."""
    register.add(attrs.evolve(contract, reference="ecc-0412"), by="procurement", on="2022-08-20")
    found = ledger(register, *ROWS)
    sums = [(name, each.amount) for name, each in found.spends]
    assert sums == [("ECC-0412", Decimal("1000.10")), ("ECC-0412", Decimal("379.50")),
                    ("ecc-0412", Decimal(2000))]  # fmt: skip


@pytest.mark.parametrize(("written", "amount"), [
    ("-100", "900"), ("(100)", "900"), ("( 100 )", "900"), ("- £100", "900"), ("\u2212100", "900"),
    ("--100", None), ("-(100)", None), ("(-100)", None), ("100-", None),
])  # fmt: skip
def test_a_credit_has_one_sign(
    register: Any, ledger: Any, written: str, amount: str | None
) -> None:
    """Two signs may mean that it was a credit, or that it was none any more."""
    found = ledger(
        register, "ECC-0412,Brook,2022-09-05,1000", f"ECC-0412,Brook,2022-09-06,{written}"
    )
    if amount is None:
        assert [(each.code, each.cell) for each in found.problems] == [("SV904", "D3")]
    else:
        assert [each.amount for _, each in found.spends] == [Decimal(amount)]


def test_an_invoice_of_another_contract_without_a_day_is_said(register: Any, ledger: Any) -> None:
    """A reference that is mistyped is found by what was left out, or not at all."""
    found = ledger(register, "ECC-0412,Brook,2022-09-05,1000", "ECC-412,Brook,,500", "Total,,,1500")
    assert found.left_out == ("1 row of contracts that are not in the record, £500.00, left out",)
