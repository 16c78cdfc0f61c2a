"""Past contracts in a sheet of one's own: each row one contract, or a problem at its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import socialvalue as sv

PAST = (
    (["Total", "Acme", 100, 10], ("SV1001", "A3")),
    (["C2", "#N/A", 100, 10], ("SV929", "B3")),
    ([date(2022, 3, 1), "Acme", 100, 10], ("SV929", "A3")),
    (["C2", '="Acme"', 100, 10], ("SV906", "B3")),
    (["C2", "Acme", "=50*2", 10], ("SV906", "C3")),
    (["C2", "Acme", 100, 10, "=TODAY()"], ("SV906", "E3")),
)


@pytest.mark.parametrize(("row", "expected"), PAST)
def test_what_a_spreadsheet_made_of_a_row_is_no_past_contract(
    tmp_path: Path, row: list[Any], expected: tuple[str, str]
) -> None:
    """A sum of all contracts that counts as one of them moves the target of the next."""
    book = openpyxl.Workbook()
    for each in (["contract", "supplier", "contract_value", "promised", "ends"],
                 ["C1", "Acme", 100, 10, date(2022, 1, 1)], row):  # fmt: skip
        book.active.append(each)
    book.save(tmp_path / "past.xlsx")
    with pytest.raises(sv.InputError) as caught:
        sv.planning.past_contracts(tmp_path / "past.xlsx", on="2023-01-01")
    (found,) = caught.value.problems
    assert (found.code, f", Sheet!{expected[1]}: " in str(caught.value)) == (expected[0], True)
    assert "bidder" not in found.hint
