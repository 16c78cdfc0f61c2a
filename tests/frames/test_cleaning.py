"""Cells as people write them: read on request, and every change listed in its row."""

from __future__ import annotations

import pickle
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pandas as pd
import polars as pl
import pytest

import socialvalue as sv

TOMS = sv.load("national-toms", edition="2022")
ESSEX = sv.load("essex", on="2022-06-01")
TENDER = sv.Tender("Parks", contract_value=100_000, years=2, unit_values={"NT18": "0.5"},
                   published="2022-07-01")  # fmt: skip
SHEET = pl.DataFrame({
    "bid": ["Acme ", "Acme", "Brook", "Brook"],
    "measure": [" nt10", "Nt18", "NT29", "NT29\u00a0"],
    "quantity": ["1,200", "£1,000.50", " 3 ", "2"],
    "note": [" as it is ", "£1", None, "nt10"],
})  # fmt: skip
LISTED = [
    "bid 'Acme ' read as Acme; measure ' nt10' read as NT10; quantity '1,200' read as 1200",
    "measure 'Nt18' read as NT18; quantity '£1,000.50' read as 1000.50",
    "quantity ' 3 ' read as 3",
    "measure 'NT29\\xa0' read as NT29",
]
MADE = ["polars", "pandas", "pandas, pyarrow", "pyarrow", "list", "batch"]


@pytest.fixture(params=MADE)
def sheet(request: Any, frames: SimpleNamespace) -> Any:
    """The sheet as each kind of table in memory."""
    if request.param == "list":
        return SHEET.to_dicts()
    if request.param == "batch":
        return SHEET.to_arrow().to_batches()[0]
    return frames.BACKENDS[request.param](SHEET)


def column(table: Any, name: str) -> list[Any]:
    """A column as a list, absent cells as None."""
    if isinstance(table, list):
        return [row[name] for row in table]
    cells = table[name]
    listed = cells.to_pylist() if hasattr(cells, "to_pylist") else list(cells)
    return [None if pd.isna(each) else each for each in listed]


def parts(told: list[str | None]) -> list[set[str]]:
    """The changes of each row, in any order."""
    return [set((each or "").replace("\u00a0", "\\xa0").split("; ")) for each in told]


def test_each_change_stands_in_its_row(sheet: Any) -> None:
    """What was read otherwise than written can be checked cell by cell, and nothing else is."""
    found = sv.value_frame(sheet, TOMS, tender=TENDER, clean=True)
    assert column(found, "value_pence") == [30214869, 50025, 5079, 3386]
    assert column(found, "problem") == [None] * 4
    assert parts(column(found, "cleaned")) == parts([*LISTED])
    assert column(found, "note") == SHEET["note"].to_list()
    assert column(found, "quantity") == [1200, Decimal("1000.5"), 3, 2]
    assert column(found, "measure") == ["NT10", "NT18", "NT29", "NT29"]
    counted = sv.problems(found)
    assert (counted, [*counted.cleaned]) == ({}, [1, 2, 3, 4])
    assert "4 rows cleaned:" in str(counted)
    assert "row 3: quantity ' 3 ' read as 3" in str(counted)
    assert SHEET["quantity"].to_list()[0] == "1,200"


def test_what_was_cleaned_once_is_not_forgotten(sheet: Any) -> None:
    """A cleaned table is clean: totals and bids are made of it, and its list stays."""
    once = sv.value_frame(sheet, TOMS, tender=TENDER, clean=True)
    again = sv.value_frame(once, TOMS, tender=TENDER, clean=True)
    assert parts(column(again, "cleaned")) == parts([*LISTED])
    assert column(again, "value_pence") == column(once, "value_pence")
    assert column(sv.total_frame(once, TOMS, tender=TENDER), "lines") == [2, 2]
    bids = sv.bids_from_frame(once, TOMS)
    assert [each.bidder for each in bids] == ["Acme", "Brook"]


def test_totals_count_the_cleaned_rows(sheet: Any) -> None:
    """A total that rests on cells which were read says on how many rows."""
    found = sv.total_frame(sheet, TOMS, tender=TENDER, clean=True, prefix="a_")
    assert column(found, "bid") == ["Acme", "Brook"]
    assert column(found, "a_value_pence") == [30264894, 8465]
    assert column(found, "a_lines_cleaned") == [2, 2]
    by_note = sv.total_frame(sheet, TOMS, by=["theme"], tender=TENDER, clean=True)
    assert sum(column(by_note, "lines_cleaned")) == 4
    with pytest.raises(sv.InputError, match="SV332 column 'lines_cleaned'"):
        sv.total_frame(SHEET.with_columns(lines_cleaned=1), TOMS, by="lines_cleaned", clean=True)


def test_nothing_is_cleaned_unasked(sheet: Any) -> None:
    """Texts are not taken for numbers, and the refusal says how to ask."""
    with pytest.raises(sv.InputError, match="SV327 column 'quantity'") as caught:
        sv.value_frame(sheet, TOMS)
    assert "clean=True" in str(caught.value)
    whole = SHEET.with_columns(quantity=pl.Series([1, 2, 3, 4]))
    found = sv.value_frame(whole, TOMS)
    assert found["problem"].to_list() == ["SV209", "SV209", None, "SV209"]
    assert "cleaned" not in found.columns


def test_a_table_that_is_clean_has_an_empty_list() -> None:
    """The column is there and says that nothing was changed, with the same pounds."""
    plain = pl.DataFrame({"measure": ["NT10", None], "quantity": [1.5, None]})
    found = sv.value_frame(plain, TOMS, clean=True)
    assert found["cleaned"].to_list() == [None, None]
    assert found["cleaned"].dtype == pl.String
    assert found.drop("cleaned").equals(sv.value_frame(plain, TOMS))
    assert sv.problems(found).cleaned == {}


@pytest.mark.parametrize(
    ("cell", "told"),
    [("£5", "a £ is read only where"),
     *((each, "digits") for each in
       ("1,5", "12,00", "1.200,50", "ten", "-5", "1e3", "5 weeks", "(5)"))],
)  # fmt: skip
def test_what_is_not_certain_is_not_read(cell: str, told: str) -> None:
    """Pounds are not weeks, a comma that may be a point is neither: the rows are named."""
    frame = pl.DataFrame({"measure": ["NT10", "NT10"], "quantity": ["1", cell]})
    with pytest.raises(sv.InputError, match=r"row 2 .*SV327 column 'quantity'") as caught:
        sv.value_frame(frame, TOMS, clean=True)
    assert told in str(caught.value)


def test_blank_cells_are_empty_and_numbers_stay_numbers() -> None:
    """A blank text is no figure; in a column of objects what is a number already is kept."""
    frame = pd.DataFrame({
        "measure": ["NT29"] * 4, "quantity": ["1", " ", 2.5, Decimal("0.1")], "years": [None] * 4,
        "unit_value": ["£2.50", None, "1,000", ""],
    }, index=list("wxyz"))  # fmt: skip
    found = sv.value_frame(frame, TOMS, clean=True)
    assert found["value_pence"].to_list() == [250, 0, 250000, 169]
    assert [None if pd.isna(e) else e for e in found["problem"]] == [None, "SV306", None, None]
    assert list(found.index) == list("wxyz")
    assert found["cleaned"].to_list()[0] == "unit_value '£2.50' read as 2.50"
    assert "quantity ' ' read as empty" in found["cleaned"].to_list()[1]
    for wrong in (True, float("inf"), [1]):
        mixed = pd.DataFrame({"measure": ["NT29"] * 2, "quantity": pd.Series(["1", wrong])})
        with pytest.raises(sv.InputError, match=r"row 2 .*SV327"):
            sv.value_frame(mixed, TOMS, clean=True)


def test_codes_of_a_plug_in_are_found_in_any_capitals() -> None:
    """A council's own code is a code, and one that two could mean is left alone."""
    own = next(own for own, code in ESSEX.codes.items() if code == "NT10")
    frame = pl.DataFrame({"measure": [own.lower(), "nt10", "nope "], "quantity": [1, 1, 1]})
    found = sv.value_frame(frame, ESSEX, clean=True)
    assert found["measure"].to_list() == [own, "NT10", "nope"]
    assert found["problem"].to_list() == [None, None, "SV209"]


def test_a_lazy_table_is_not_cleaned(lazy: str, frames: SimpleNamespace) -> None:
    """Changes that nobody can list are not made: the table is refused with the reason."""
    rows = [{**dict.fromkeys(frames.NAMES), "measure": "NT29", "quantity": 1}]
    for call in (sv.value_frame, sv.total_frame):
        with pytest.raises(sv.InputError, match=r"SV335 .*lazy") as caught:
            call(frames.LAZY[lazy](rows), frames.wide, clean=True)
        assert "collect" in str(caught.value)


def test_a_column_called_cleaned_is_the_users() -> None:
    """Nobody's note is written over by the list of changes."""
    frame = SHEET.with_columns(cleaned=pl.lit("by hand"))
    with pytest.raises(sv.InputError, match="SV332 column 'cleaned'"):
        sv.value_frame(frame, TOMS, clean=True)
    found = sv.value_frame(frame, TOMS, tender=TENDER, clean=True, prefix="b_")
    assert found["cleaned"].to_list() == ["by hand"] * 4
    assert parts(found["b_cleaned"].to_list()) == parts([*LISTED])
    assert [*sv.problems(found, prefix="b_").cleaned] == [1, 2, 3, 4]
    plain = frame.with_columns(measure=pl.lit("NT10"), quantity=pl.lit(1))
    assert sv.problems(sv.value_frame(plain, TOMS)).cleaned == {}


def test_bids_list_what_was_cleaned(sheet: Any) -> None:
    """A price of £98,500 is one, each bidder stands once, and the rows can be looked at."""
    found = sv.bids_from_frame(sheet, TOMS, clean=True)
    assert [(each.bidder, len(each.commitments)) for each in found] == [("Acme", 2), ("Brook", 2)]
    assert parts([*found.cleaned.values()]) == parts([*LISTED])
    assert [*found.cleaned] == [1, 2, 3, 4]
    assert pickle.loads(pickle.dumps(found)).cleaned == found.cleaned
    whole = SHEET.with_columns(quantity=pl.lit(1), measure=pl.lit("NT29"), bid=pl.lit("Acme"))
    plain = sv.bids_from_frame(whole, TOMS)
    assert isinstance(plain, tuple)
    assert (len(plain), plain.cleaned) == (1, {})


def test_prices_of_a_sheet_are_read() -> None:
    """A price is in pounds, whatever its measure counts; so is each further price."""
    priced = SHEET.with_columns(
        price=pl.Series(["£98,500", None, "97000", None]), rate=pl.Series(["£ 50", "50", "7", "7"])
    )
    bids = sv.bids_from_frame(priced, TOMS, clean=True, prices=["rate"])
    assert [each.price for each in bids] == [98500, 97000]
    assert [each.prices["rate"] for each in bids] == [50, 7]
    assert "price '£98,500' read as 98500" in bids.cleaned[1]
    with pytest.raises(sv.InputError, match="SV327") as caught:
        sv.bids_from_frame(priced, TOMS)
    assert "clean=True" in str(caught.value)


def test_objects_of_polars_are_refused_and_break_nothing() -> None:
    """A column of texts and numbers is refused by its name; one of figures is read."""
    objects = pl.Series([" nt10", 7], dtype=pl.Object)
    with pytest.raises(sv.InputError, match="SV327 column 'measure'"):
        sv.value_frame(pl.DataFrame({"measure": objects, "quantity": [1, 2]}), TOMS, clean=True)
    figures = pl.Series(["1,000", 2.5], dtype=pl.Object)
    frame = pl.DataFrame({"measure": ["NT29", "NT29"], "quantity": figures})
    found = sv.value_frame(frame, TOMS, clean=True)
    assert found["value_pence"].to_list() == [1693000, 4233]


def test_what_asking_cannot_mend_does_not_say_to_ask() -> None:
    """Who asked already is told what else to do."""
    long = pl.DataFrame({"measure": ["NT29"] * 2, "quantity": ["0." + "1" * 30, "123456789012"]})
    with pytest.raises(sv.InputError, match="SV327") as caught:
        sv.value_frame(long, TOMS, clean=True)
    assert "clean=True" not in str(caught.value)
    with pytest.raises(sv.InputError, match="SV327") as caught:
        sv.value_frame(long, TOMS)
    assert "clean=True" in str(caught.value)


REGISTER = pl.DataFrame({
    "tender": ["T1 ", "T1", "T2"], "value": ["£1,200.50", "600.25", "3"],
    "contract_value": ["£10,000", " 10000 ", None], "note": [" a ", "£1", None],
})  # fmt: skip


@pytest.mark.parametrize("made", MADE)
def test_a_register_is_scored_as_people_write_it(made: str, frames: SimpleNamespace) -> None:
    """The points of '£1,200.50' are those of 1200.50, and each change stands in its row."""
    method = sv.RelativeToHighest(minimum="0.01")
    table = REGISTER.to_dicts() if made == "list" else REGISTER.to_arrow().to_batches()[0]
    if made not in ("list", "batch"):
        table = frames.BACKENDS[made](REGISTER)
    with pytest.raises(sv.InputError, match="SV327 column 'value'"):
        sv.evaluate_frame(table, method, 4)
    found = sv.evaluate_frame(table, method, 4, clean=True)
    assert (column(found, "points")[:2], column(found, "note")) == ([4, 2], [" a ", "£1", None])
    assert column(found, "problem") == [None, None, "SV306"]
    first = "tender 'T1 ' read as T1; value '£1,200.50' read as 1200.50; "
    first += "contract_value '£10,000' read as 10000"
    listed = [first, "contract_value ' 10000 ' read as 10000", None]
    assert parts(column(found, "cleaned")) == parts(listed)
    assert [*sv.problems(found).cleaned] == [1, 2]
    again = sv.evaluate_frame(found, method, 4, clean=True)
    assert column(again, "cleaned") == column(found, "cleaned")


def test_what_cannot_be_cleaned_in_a_register_is_refused(frames: SimpleNamespace) -> None:
    """Pennies with a £ are pounds or pennies; a lazy table lists nothing; a column is kept."""
    method = sv.RelativeToHighest()
    pence = pl.DataFrame({"tender": ["A"], "value_pence": ["£5"]})
    with pytest.raises(sv.InputError, match="SV327 column 'value_pence'"):
        sv.evaluate_frame(pence, method, 5, clean=True)
    sound = pl.DataFrame({"tender": ["A"], "value_pence": ["1,000"]})
    assert sv.evaluate_frame(sound, method, 5, clean=True)["points"].to_list() == [5]
    for lazy in (sound.lazy(), frames.BACKENDS["duckdb"](sound)):
        with pytest.raises(sv.InputError, match="SV335"):
            sv.evaluate_frame(lazy, method, 5, clean=True)
    own = sound.with_columns(cleaned=pl.lit("by hand"))
    with pytest.raises(sv.InputError, match="SV332 column 'cleaned'"):
        sv.evaluate_frame(own, method, 5, clean=True)
    beside = sv.evaluate_frame(own, method, 5, clean=True, prefix="b_")
    assert beside["b_cleaned"].to_list() == ["value_pence '1,000' read as 1000"]
