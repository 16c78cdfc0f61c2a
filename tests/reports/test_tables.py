"""The tables of reports: in an order that a reader knows, with their sums, and each row true."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import attrs
import docx
from tests.reports.invented import ON, contract
from tests.reports.test_kinds import block, made

import socialvalue as sv
from socialvalue.blocks import Block, docx_bytes
from socialvalue.contracts.amounts import to_two

YEAR = ("2024-07-01", "2024-09-30")


def verified(held: Any, reference: str, **said: Any) -> None:
    """A return that is verified as it was reported."""
    usual = {"period": YEAR, "statement": "x", "by": "supplier", "on": "2024-10-01"}
    given = held.deliver(reference, **{**usual, **said})
    held.approve(given, by="contract manager", on="2024-10-10")


def of_two() -> Any:
    """Two contracts: the first has something beyond it that only the second commits to."""
    held = sv.contracts.open_register()
    for at, measures in ((0, ("NCC2",)), (1, ("NCC5", "NCC7"))):
        lines = [attrs.evolve(each, measure=each.measure.replace("NCC7", "NCC10"))
                 for each in contract(at).lines if each.measure in measures]  # fmt: skip
        both = attrs.evolve(contract(at), lines=lines)
        held.add(both, by="procurement", on=both.starts)
    verified(held, "NCC-0412", measure="NCC10", unit="tco2e", unit_value="1", quantity=2)
    verified(held, "NCC-0412", measure="NCC99", unit="person", unit_value="1", quantity=2)
    return held


def test_a_row_of_units_is_of_one_measure_for_the_script_too() -> None:
    """Who filters the page read tonnes of carbon as hours in schools."""
    report = made(of_two(), "portfolio", audience="contract-team")
    rows = block(report, "units").rows
    assert [row[0].split()[0] for row in rows] == ["NCC2", "NCC5", "NCC10"]
    data = report.data().data
    counted = [Fraction(sum(row[8] for row in data["rows"] if row[7] == at), parts)
               for at, parts in enumerate(data["units"])]  # fmt: skip
    assert [row[2] for row in rows] == [to_two(each) for each in counted] == ["104", "150", "31"]
    printed = str(sv.portfolio(of_two(), on=ON)).partition("\nUnits\n")[2]
    assert 0 < printed.index("NCC5 ") < printed.index("NCC10 ")


def test_people_beyond_a_contract_are_no_fault_of_an_answer() -> None:
    """A member who asks how many people have work gets no answer where one supplier gave more."""
    report = made(of_two(), "answer", audience="public", question="jobs")
    assert report.sentences[0].startswith("0 people are verified")
    assert block(report, "answer").rows == ()


def test_a_return_on_a_commitment_that_was_added_waits_as_others_do() -> None:
    """One change of a contract, and no page of all contracts could be written any more."""
    held, made_up = sv.contracts.open_register(), contract(0)
    held.add(made_up, by="procurement", on=made_up.starts)
    added = attrs.evolve(made_up.lines[0], line="20", title="Young carers in work")
    held.change("NCC-0412", reason="variation", new=[added], on="2024-06-01",
                ground="review_clause", instrument="Deed 1", by="contract manager")  # fmt: skip
    held.deliver("NCC-0412", line="20", quantity=5, period=YEAR, statement="x", by="supplier",
                 on="2024-10-01")  # fmt: skip
    for kind in ("portfolio", "queue", "month"):
        report = made(held, kind, audience="contract-team")
        assert report.sections
        if kind != "month":
            (row,) = block(report, "queue").rows
            assert (row[1], row[2]) == ("20", "NCC2 Young carers in work")


def test_suppliers_stand_by_name_with_the_sum_of_all(register: Any) -> None:
    """A member who asks for one firm looks for its name, and adds the others up to check."""
    report = made(register, "answer", audience="public", question="supplier")
    *each, whole = block(report, "answer").rows
    names = [row[0] for row in each]
    assert len(names) > 17
    assert names == sorted(names, key=str.casefold)
    assert whole[:2] == ("All", block(made(register, "annual"), "totals").rows[-1][1])
    added = sum(int(row[1][1:].replace(",", "")) for row in each)
    assert abs(added - int(whole[1][1:].replace(",", ""))) <= len(each) / 2
    groups = block(made(register, "portfolio", audience="contract-team"), "groups").rows
    assert [row[0] for row in groups] == ["care leavers", "long-term unemployed", "All"]


def test_a_sum_is_seen_to_be_one_in_word() -> None:
    """On a committee's paper a total that looks like one more part is added up again."""
    for foot in (True, False):
        held = Block("Totals", (), ("part", "£"), (("a", "1"), ("b", "2"), ("All", "3")), foot=foot)
        (table,) = docx.Document(io.BytesIO(docx_bytes("t", [[held]]))).tables
        bold = [row.cells[0].paragraphs[0].runs[0].bold for row in table.rows]
        assert bold == [True, None, None, foot or None]
    annual = made(sv.contracts.open_register(), "annual", audience="public")
    assert block(annual, "totals").foot
