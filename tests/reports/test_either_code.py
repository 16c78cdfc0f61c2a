"""What is beyond a contract is of one measure, by whichever of its codes it was reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv

ON = "2022-12-31"


@pytest.fixture(params=["ECC4", "nt4", "Ecc4 "])
def register(request: pytest.FixtureRequest) -> Any:
    """The highways contract, with 7 years of young people beyond it, and with more local staff."""
    file = Path(__file__).parents[2] / "docs/examples/highways/tender.yaml"
    tender, bids = sv.read_tender(file)
    result = sv.evaluate(tender, bids, sv.load(tender.framework))
    made = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
                              starts="2022-09-01", ends="2025-08-31")  # fmt: skip
    assert (made["2"].measure, made["2"].alias, bool(made["2"].group)) == ("NT4", "ECC4", True)
    held = sv.contracts.open_register()
    held.add(made, by="procurement", on="2022-08-20")
    for code, worth in ((request.param, "7.77"), ("ecc1", "5.55")):
        given = held.deliver(
            "ECC-0412", measure=code, unit="fte_year", unit_value=worth, quantity=1,
            period=("2022-09-01", "2022-11-30"), statement="More than was offered.",
            by="supplier", on="2022-12-10",
        )  # fmt: skip
        held.approve(given, by="contract manager", on="2022-12-20")
    return held


def test_no_code_takes_a_group_of_people_to_the_public(register: Any, tmp_path: Path) -> None:
    """One young person is made out where what was reported of them stands alone."""
    for audience, beyond in (("contract-team", "£13"), ("public", "£6"), ("directors", "£6")):
        made = sv.reports.make(register, on=ON, audience=audience)
        assert f"beyond the contract {beyond}," in str(made)
    sv.reports.star(register, tmp_path / "bi", on=ON)
    facts = (tmp_path / "bi/fact_delivery.csv").read_text(encoding="utf-8")
    assert ",555," in facts
    assert "777" not in facts


def test_what_is_beyond_stands_under_its_theme(register: Any) -> None:
    """Pounds of local staff are local economic, whoever typed the council's own code."""
    found = sv.portfolio(register, on=ON)
    assert str(found.by("measure")["ECC1"].unpromised) == "5.55"
    assert str(found.by("measure")["ECC4"].unpromised) == "7.77"
    assert "not stated" not in found.by("theme")


@pytest.mark.parametrize("codes", [("ECC4", ""), ("Nt4", ""), ("X1", "nt4"), ("X1", "")])
def test_a_group_of_people_is_hidden_in_each_contract(
    register: Any, codes: tuple[str, str], tmp_path: Path
) -> None:
    """Two young people of a contract that was typed off a sheet are as easily made out."""
    (first,) = sv.portfolio(register, on=ON).contracts
    line = attrs.evolve(first.contract["2"], group="", is_ours=False, headcount="",
                        measure=codes[0], alias=codes[1], title="Typed off a sheet")  # fmt: skip
    other = attrs.evolve(first.contract, reference="ECC-0999", lines=[line])
    register.add(other, by="procurement", on="2022-08-20")
    is_other = codes == ("X1", "")
    sv.reports.star(register, tmp_path / "bi", on=ON)
    for name in ("dim_line.csv", "dim_measure.csv"):
        text = (tmp_path / "bi" / name).read_text(encoding="utf-8")
        assert ("Typed off a sheet" in text) == is_other
    for audience, there in (("contract-team", True), ("directors", is_other), ("public", is_other)):
        page = sv.reports.make(register, on=ON, audience=audience)
        (rows,) = (each.block.rows for each in page.sections if each.key == "commitments")
        assert any("Typed off a sheet" in row[2] for row in rows) == there
