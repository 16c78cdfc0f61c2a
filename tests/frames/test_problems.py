"""What is wrong with a table, told with the first rows and what they say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import socialvalue as sv

TOMS = sv.load("national-toms", edition="2022")
ROWS: list[dict[str, Any]] = [
    {"who": "Acme", "measure": "NT10", "quantity": 2.0, "unit": None, "note": "a"},
    *({"who": "Brook", "measure": f"X{n}", "quantity": 1.0, "unit": None, "note": "b"}
      for n in range(7)),
    {"who": None, "measure": "NT10", "quantity": None, "unit": None, "note": "c"},
    {"who": "Acme", "measure": "NT29", "quantity": 3.0, "unit": "mile", "note": "d"},
]  # fmt: skip


@pytest.mark.parametrize("made", ["polars", "pandas", "pandas, pyarrow", "pyarrow", "list"])
def test_the_first_rows_say_what_they_hold(made: str, frames: SimpleNamespace) -> None:
    """Nobody has to search a long table for the cell that a code means."""
    frame = pl.DataFrame(ROWS, infer_schema_length=None)
    table = ROWS if made == "list" else frames.BACKENDS[made](frame)
    said = {"bid": "who"}
    found = sv.problems(sv.value_frame(table, TOMS, columns=said), columns=said)
    assert found == {"SV209": 7, "SV306": 1, "SV308": 1}
    assert [*found.rows["SV209"]] == [2, 3, 4, 5, 6]
    assert found.rows["SV209"][2] == {"who": "Brook", "measure": "X0", "quantity": 1.0}
    assert found.rows["SV306"] == {9: {"who": None, "measure": "NT10", "quantity": None}}
    assert found.rows["SV308"] == {
        10: {"who": "Acme", "measure": "NT29", "quantity": 3.0, "unit": "mile"}
    }
    assert found.first == {"SV209": 2, "SV306": 9, "SV308": 10}
    assert str(found).splitlines()[:2] == [
        "SV209 unknown-measure: 7 rows, the first is row 2. A code that this set does not have.",
        "    row 2: who 'Brook', measure 'X0', quantity 1.0",
    ]
    assert "row 9: who empty, measure 'NT10', quantity empty" in str(found)


def test_what_is_printed_does_nothing_to_a_screen() -> None:
    """A cell that turns a screen red, or is a page long, is shown and cut."""
    rows = [{"measure": "\x1b[31mred", "quantity": 1}, {"measure": "x" * 900, "quantity": 1}]
    told = str(sv.problems(sv.value_frame(rows, TOMS)))
    assert "'\\x1b[31mred'" in told
    assert max(map(len, told.splitlines())) < 140


def test_a_register_says_which_tender() -> None:
    """Points that are missing have rows too."""
    register = pl.DataFrame({"tender": ["A", "B"], "value": [5.0, -1.0], "price": [1, 2]})
    scored = sv.evaluate_frame(register, sv.RelativeToHighest(), 5, prefix="b_")
    found = sv.problems(scored, prefix="b_")
    assert found.rows == {"SV302": {2: {"tender": "B", "value": -1.0, "price": 2}}}


def test_a_lazy_table_has_counts_alone(lazy: str, frames: SimpleNamespace) -> None:
    """An engine of queries has no order: it is never told that a row is the second."""
    rows = [{**dict.fromkeys(frames.NAMES), "measure": "NOPE", "quantity": 1}]
    found = sv.problems(sv.value_frame(frames.LAZY[lazy](rows), frames.wide))
    assert (found, found.rows) == ({"SV209": 1}, {})


@pytest.mark.parametrize("made", ["polars", "pandas", "pyarrow", "list"])
def test_a_place_that_is_typed_by_name_gets_its_code(made: str, frames: SimpleNamespace) -> None:
    """People have names in their sheets; the code, and what followed an old county, is said."""
    names = ["Colchester", "Northamptonshire", "E07000071", " corby ", "Atlantis"]
    rows = [{"bid": "A", "measure": "NT29", "quantity": 1.0, "area": each} for each in names]
    table = rows if made == "list" else frames.BACKENDS[made](pl.DataFrame(rows))
    where = {"place": "area"}
    found = sv.problems(sv.value_frame(table, TOMS, columns=where), columns=where)
    assert found == {"SV210": 4}
    assert found.hints["SV210"][1] == "Colchester (district) is E07000071"
    assert "replaced by North Northamptonshire (E06000061)" in found.hints["SV210"][2]
    assert "was E07000150 until 31 March 2021" in found.hints["SV210"][4]
    assert found.hints["SV210"][5] == "places are named by ONS codes, such as E10000012 for Essex"
    assert "area 'Colchester'; Colchester (district) is E07000071" in str(found)


def test_a_table_without_unknown_places_has_no_hints() -> None:
    """A hint beside a row that is right would send somebody to mend it."""
    rows = [
        {"measure": "NT29", "quantity": 1.0, "place": "E07000071"},
        {"measure": "X", "quantity": 1},
    ]
    found = sv.problems(sv.value_frame(rows, TOMS))
    assert (found, found.hints) == ({"SV209": 1}, {})
