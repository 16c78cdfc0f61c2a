"""What a commitment may say beside its quantity: read from a table, or the table is refused."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import polars as pl
import pytest

import socialvalue as sv
from socialvalue.engine.order import ORDER
from socialvalue.frames.read.roles import ALIASES, OWN, REMOVED, UNSAYABLE
from socialvalue.model.commitment import BASES

LONG = "0.33333333"


def tender(years: Any = 3, value: Any = 2_400_000) -> sv.Tender:
    """A contract of some years."""
    return sv.Tender("Parks", contract_value=value, years=years, published="2022-06-01")


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """A set that is shipped."""
    return sv.load("national-toms", edition="2022")


def test_every_field_of_a_commitment_is_spoken_for() -> None:
    """A detail that is added to commitments must not be ignored by tables: somebody decides."""
    fields = {each.name for noun in (sv.Commitment, sv.Quantity) for each in attrs.fields(noun)}
    read = {*ALIASES, *(alias for names in ALIASES.values() for alias in names)}
    assert fields - read - {*UNSAYABLE} == OWN
    assert not read & OWN
    assert {*REMOVED, "basis", "share_claimed", "activity", "place", "date"} <= read


DETAILS: list[dict[str, Any]] = [
    {},
    {"basis": "whole"},
    {"basis": "per_year"},
    {"basis": "per_million"},
    {"basis": "per_call_off"},
    {"deadweight": "0.5"},
    {"deadweight": "0"},
    {"deadweight": "1"},
    {"displacement": "0.25"},
    {"leakage": "0.1"},
    {"attribution_to_others": "0.999999"},
    {"share_claimed": "0.3", "deadweight": "0.01", "leakage": "0.2"},
    {"basis": "per_year", "deadweight": "0.5"},
    {"basis": "per_million", "attribution_to_others": "0.07"},
]  # fmt: skip
QUANTITIES: list[tuple[str, str, str | None]] = [
    ("NT29", "10", None), ("NT29", "10.37", None), ("NT4", "2", "1"), ("NT4", "6", "3"),
    ("NT4", "6", None), ("NT44", "1", None), ("NT10", "0.5", None),
]  # fmt: skip


def cases() -> list[dict[str, Any]]:
    """Every detail beside every kind of quantity: fires, and just not."""
    return [
        {"measure": code, "quantity": amount, "years": years, **detail}
        for code, amount, years in QUANTITIES
        for detail in DETAILS
    ]


def table_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """A table of these rows, a bid each."""
    texts = ("measure", "basis")
    names = ("measure", "basis", "quantity", "years", "share_claimed", *REMOVED)
    columns = {each: [row.get(each) for row in rows] for each in names}
    made = {each: pl.Series(items, dtype=pl.String) for each, items in columns.items()}
    frame = pl.DataFrame(made).with_columns(pl.col(set(names) - set(texts)).cast(pl.Float64))
    numbered = frame.with_row_index("n").with_columns(pl.col("n").cast(pl.Int64))
    return numbered.with_columns(bid="bid " + pl.col("n").cast(pl.String))


def by_hand(row: dict[str, Any], toms: sv.Framework, contract: sv.Tender) -> tuple[int, str]:
    """Pennies and the first reason, from `sv.value`."""
    details = {each: row[each] for each in (*REMOVED, "share_claimed", "basis") if each in row}
    measure = toms[row["measure"]]
    made = sv.quantity(row["quantity"], measure.unit)
    if row["years"] is not None:
        made = sv.fte(Decimal(row["quantity"]) / Decimal(row["years"]), years=row["years"])
    bid = sv.Bid("Acme", commitments=[toms.commit(measure.code, made, **details)])
    lines = sv.value(contract, bid, toms).lines
    return sum(each.pence for each in lines), next((each.code for each in lines if each.code), "")


@pytest.mark.parametrize("years", [1, "2.5", 3])
def test_a_detail_is_worth_what_value_says(
    backend: str, years: Any, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """10 hours per year at half their worth are £253.95 in a bid and in a table, on any engine."""
    rows, contract = cases(), tender(years)
    made = frames.BACKENDS[backend](table_of(rows))
    found = frames.answers(frames.collected(sv.value_frame(made, toms, tender=contract)))
    assert found == [by_hand(row, toms, contract) for row in rows]
    assert {code for _, code in found} >= {"", "SV511", "SV505", "SV506", "SV503"}


def test_the_rows_of_the_paper(toms: sv.Framework) -> None:
    """The figures by which the fault was found."""
    frame = pl.DataFrame({
        "measure": ["NT29", "NT29"], "quantity": [10, 10], "basis": [None, "per_year"],
        "deadweight": [None, 0.5],
    })  # fmt: skip
    found = sv.value_frame(frame, toms, tender=tender())
    assert found["value_pence"].to_list() == [16930, 25395]
    assert found["problem"].null_count() == 2


def test_a_detail_that_means_nothing_has_its_code(
    backend: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """A slip in a share or a basis is told, and its pounds are not those of a row without it."""
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"basis": "yearly"}, "SV312"), ({"basis": ""}, "SV312"), ({"deadweight": "1.01"}, "SV310"),
        ({"leakage": "-0.1"}, "SV310"),
        ({"share_claimed": "1", "attribution_to_others": "0"}, "SV311"),
        ({"share_claimed": "1"}, ""), ({"attribution_to_others": "0"}, ""),
    ]  # fmt: skip
    rows = [{"measure": "NT29", "quantity": "1", **each} for each, _ in wrong]
    made = frames.BACKENDS[backend](table_of(rows))
    found = frames.answers(frames.collected(sv.value_frame(made, toms, tender=tender())))
    assert [code for _, code in found] == [code for _, code in wrong]
    assert [pence for pence, _ in found] == [0, 0, 0, 0, 0, 1693, 1693]


def test_a_basis_without_a_contract_is_not_guessed(
    backend: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """An offer per year is not taken for one of the whole contract where nobody says its years."""
    rows = [{"measure": "NT29", "quantity": "1", "basis": each} for each in (*BASES, None)]
    made = frames.BACKENDS[backend](table_of(rows))
    found = frames.answers(frames.collected(sv.value_frame(made, toms)))
    assert found == [(1693, ""), (0, "SV514"), (0, "SV514"), (0, "SV511"), (1693, "")]
    assert ORDER.index("SV511") < ORDER.index("SV514")


def test_a_share_of_many_places_is_exact_or_marked(
    backend: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """What is left of a third is proved to the penny, or the row is marked; it is never near."""
    rows = [
        {"measure": "NT29", "quantity": "3000", "deadweight": each} for each in (LONG, "0.3333")
    ]
    made = frames.BACKENDS[backend](table_of(rows))
    found = frames.answers(frames.collected(sv.value_frame(made, toms)))
    exact = [by_hand({"years": None, **row}, toms, tender()) for row in rows]
    assert found[1] == exact[1]
    assert found[0] == ((0, "SV512") if backend in ("duckdb", "ibis", "spark") else exact[0])


@pytest.mark.parametrize("name", UNSAYABLE)
def test_what_a_table_cannot_say_is_refused_by_name(
    backend: str, name: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """'people' beside hours would be left out of the pounds in silence: it is refused by name."""
    frame = pl.DataFrame({"bid": ["Acme"], "measure": ["NT29"], "quantity": [10.0], name: [5]})
    made = frames.BACKENDS[backend](frame)
    for call in (sv.value_frame, sv.total_frame):
        with pytest.raises(sv.InputError, match=f"SV331 column '{name}'"):
            call(made, toms)
    own = sv.value_frame(made, toms, columns={name: None})
    assert frames.collected(own)[name].to_list() == [5]
    assert frames.answers(frames.collected(own)) == [(16930, "")]
    empty = frame.with_columns(pl.lit(None, pl.Int64).alias(name))
    valued = sv.value_frame(frames.BACKENDS[backend](empty), toms)
    assert frames.answers(frames.collected(valued)) == [(16930, "")]


def test_a_column_of_ones_own_is_said_to_be_so(toms: sv.Framework) -> None:
    """A column of rooms called 'place' is the user's own when he says so, and is kept."""
    frame = pl.DataFrame({"measure": ["NT10"], "quantity": [1.0], "place": ["Room 4"], "unit": [3]})
    found = sv.value_frame(frame, toms, columns={"place": None, "unit": None, "note": None})
    assert found.select("place", "unit", "value_pence", "problem").row(0) == (
        "Room 4", 3, 25179, None,
    )  # fmt: skip
    with pytest.raises(sv.InputError, match="SV312"):
        sv.value_frame(frame, toms, columns={"plaice": None})


def test_bids_keep_their_details(toms: sv.Framework) -> None:
    """A table of bids loses no word of a commitment on the way into it."""
    frame = pl.DataFrame({
        "bid": ["Acme", "Brook"], "measure": ["NT29", "NT29"], "quantity": [10, 10],
        "basis": ["per_year", None], "deadweight": [0.5, None], "displacement": [0.1, None],
        "leakage": [0.2, None], "attribution_to_others": [0.3, None],
        "community": ["yes", None], "note": ["in term time", None],
    })  # fmt: skip
    acme, brook = sv.bids_from_frame(frame, toms)
    made = toms.commit(
        "NT29", sv.hours(10), basis="per_year", deadweight="0.5", displacement="0.1",
        leakage="0.2", attribution_to_others="0.3", community=True, note="in term time",
    )  # fmt: skip
    assert attrs.evolve(acme.commitments[0], quantity=made.quantity, offered=made.offered) == made
    assert brook.commitments[0].basis == "whole"
    totals = sv.total_frame(frame, toms, tender=tender())["value_pence"].to_list()
    worth = sv.value(tender(), [acme, brook], toms)
    assert totals == [int(each.total * 100) for each in worth]


@pytest.mark.parametrize("name", [*UNSAYABLE, "unit_value"])
def test_bids_of_what_a_table_cannot_say_are_refused(name: str, toms: sv.Framework) -> None:
    """Nobody's people, and no value given for one bidder alone, are lost in silence."""
    frame = pl.DataFrame({"bid": ["A"], "measure": ["NT29"], "quantity": [10.0], name: [5.0]})
    with pytest.raises(sv.InputError, match=f"SV331 column '{name}'"):
        sv.bids_from_frame(frame, toms)
    (bid,) = sv.bids_from_frame(frame, toms, columns={name: None})
    assert len(bid.commitments) == 1
    (again,) = sv.bids_from_frame(sv.value_frame(frame.drop(name), toms), toms)
    assert again == bid
