"""Columns that are added: never read back as what a user says, and never laid over his own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import polars as pl
import pytest

import socialvalue as sv

OFFERS = {"bid": ["A", "A"], "measure": ["NT10", "NT29"], "quantity": [40.0, 10.0]}
BY_2020, BY_2022 = [707200, 14800], [1007162, 16930]


@pytest.fixture(scope="module")
def old() -> sv.Framework:
    """The edition of 2020."""
    return sv.load("national-toms", edition="2020")


@pytest.fixture(scope="module")
def new() -> sv.Framework:
    """The edition of 2022."""
    return sv.load("national-toms", edition="2022")


def numbered(**columns: Any) -> pl.DataFrame:
    """Two offers of one bid, and what else a test says."""
    frame = pl.DataFrame({**OFFERS, **columns})
    return frame.with_row_index("n").with_columns(pl.col("n").cast(pl.Int64))


def test_a_table_valued_again_has_the_new_pounds(
    backend: str, frames: SimpleNamespace, old: sv.Framework, new: sv.Framework
) -> None:
    """A cell that is run again with another edition gives that edition's pounds (C02)."""
    once = sv.value_frame(frames.BACKENDS[backend](numbered()), old)
    assert [each for each, _ in frames.answers(frames.collected(once))] == BY_2020
    twice = sv.value_frame(once, new)
    held = frames.collected(twice)
    assert frames.answers(held) == [(each, "") for each in BY_2022]
    assert held["unit_value"].to_list() == pytest.approx([251.7905723, 16.93])
    assert sorted(held.columns) == sorted(frames.collected(once).columns)
    total = frames.collected(sv.total_frame(once, new))
    assert total["value_pence"].to_list() == [sum(BY_2022)]


def test_values_that_a_table_gives_outlive_a_result(
    backend: str, frames: SimpleNamespace, old: sv.Framework, new: sv.Framework
) -> None:
    """A value given for one row still stands before all others when the table is valued again."""
    made = frames.BACKENDS[backend](numbered(unit_value=[None, 2.5]))
    once = sv.value_frame(made, old)
    twice = sv.value_frame(once, new)
    assert [each for each, _ in frames.answers(frames.collected(once))] == [707200, 2500]
    held = frames.collected(twice)
    assert [each for each, _ in frames.answers(held)] == [1007162, 2500]
    assert held["given_unit_value"].to_list()[1] == 2.5
    assert frames.collected(sv.total_frame(once, new))["value_pence"].to_list() == [1009662]


def test_half_a_result_is_not_taken_for_what_a_row_says(
    backend: str, frames: SimpleNamespace, old: sv.Framework, new: sv.Framework
) -> None:
    """Where nobody can know whether a value was given or worked out, nobody guesses."""
    once = frames.collected(sv.value_frame(frames.BACKENDS["polars"](numbered()), old))
    for gone in ("problem", "value_pence"):
        made = frames.BACKENDS[backend](once.drop(gone))
        for call in (sv.value_frame, sv.total_frame):
            with pytest.raises(sv.InputError, match="SV326 column 'unit_value'"):
                call(made, new)
        said = sv.total_frame(made, new, columns={"unit_value": "unit_value"})
        assert frames.collected(said)["value_pence"].to_list() == [sum(BY_2020)]


@pytest.mark.parametrize("name", ["problem", "value_pence"])
def test_a_column_of_the_users_own_is_not_overwritten(
    backend: str, name: str, frames: SimpleNamespace, new: sv.Framework
) -> None:
    """A note in a column called 'problem' is not lost: the table is refused by name (C20)."""
    made = frames.BACKENDS[backend](numbered(**{name: ["my note", "another"]}))
    with pytest.raises(sv.InputError, match=f"SV332 column '{name}'"):
        sv.value_frame(made, new)
    total = frames.collected(sv.total_frame(made, new))
    assert total["value_pence"].to_list() == [sum(BY_2022)]


def test_notes_beside_pennies_are_no_codes(new: sv.Framework) -> None:
    """Two columns of the user's own that happen to be called as ours are not replaced."""
    frame = numbered(value_pence=[1, 2], problem=["my note", None])
    with pytest.raises(sv.InputError, match="SV332 column 'problem'"):
        sv.value_frame(frame, new)
    with pytest.raises(sv.InputError, match="SV332 column 'value_pence'"):
        sv.value_frame(sv.value_frame(numbered(), new), new, columns={"quantity": "value_pence"})


@pytest.mark.parametrize("name", ["lines", "value_pence", "lines_refused"])
def test_a_total_by_a_column_called_as_a_count_is_refused(
    backend: str, name: str, frames: SimpleNamespace, new: sv.Framework
) -> None:
    """Keys are not lost under the counts, and no library's own error comes up (C20)."""
    made = frames.BACKENDS[backend](numbered(**{name: ["x", "y"]}))
    with pytest.raises(sv.InputError, match=f"SV332 column '{name}'"):
        sv.total_frame(made, new, by=[name])
    if name != "value_pence":
        kept = frames.collected(sv.value_frame(made, new))
        assert kept[name].to_list() == ["x", "y"]


def test_a_total_by_an_earlier_result_is_refused(
    backend: str, frames: SimpleNamespace, new: sv.Framework
) -> None:
    """The codes of another run say nothing of this one's pounds."""
    once = sv.value_frame(frames.BACKENDS[backend](numbered()), new)
    for name in ("problem", "unit_value"):
        with pytest.raises(sv.InputError, match=f"SV333 column '{name}'"):
            sv.total_frame(once, new, by=[name])
    own = frames.BACKENDS[backend](numbered(problem=["x", "y"]))
    total = frames.collected(sv.total_frame(own, new, by=["problem"]))
    assert sorted(total["problem"].to_list()) == ["x", "y"]


def test_an_engines_own_columns_are_not_the_users(query: str, frames: SimpleNamespace) -> None:
    """A column called as one that an engine works with would be worked over."""
    made = frames.BACKENDS[query](numbered(sv_code=["x", "y"]))
    with pytest.raises(sv.InputError, match="SV332 column 'sv_code'"):
        sv.value_frame(made, sv.load("national-toms", edition="2022"))
    register = frames.BACKENDS[query](pl.DataFrame({"tender": ["A"], "value": [1], "sv_low": [1]}))
    with pytest.raises(sv.InputError, match="SV332 column 'sv_low'"):
        sv.evaluate_frame(register, sv.RelativeToHighest(), 5)


def test_capitals_make_no_other_column_on_an_engine(
    query: str, frames: SimpleNamespace, new: sv.Framework
) -> None:
    """A result with 'Problem' and 'problem' could not be saved where capitals are nothing."""
    made = frames.BACKENDS[query](numbered(Problem=["x", "y"], Lines=["x", "y"]))
    with pytest.raises(sv.InputError, match="SV332 column 'Problem'"):
        sv.value_frame(made, new)
    with pytest.raises(sv.InputError, match="SV332 column 'Lines'"):
        sv.total_frame(made, new, by=["Lines"])
    assert frames.collected(sv.total_frame(made, new))["value_pence"].to_list() == [sum(BY_2022)]
    in_memory = sv.value_frame(numbered(Problem=["x", "y"]), new)
    assert in_memory["Problem"].to_list() == ["x", "y"]


@pytest.mark.parametrize("join", ["using (bid)", "on offers.bid = suppliers.bid"])
def test_a_join_with_two_columns_of_one_name(join: str, new: sv.Framework) -> None:
    """A join that brings a column twice is refused by that name, and not by an engine (C10)."""
    duckdb = pytest.importorskip("duckdb")
    con = duckdb.connect()
    con.execute("create table offers as select 1 bid, 'NT10' measure, 10 quantity, 'n' note")
    con.execute("create table suppliers as select 1 bid, 'Acme' as name, 'x' note, 5 quantity")
    joined = con.sql(f"select * from offers join suppliers {join}")  # noqa: S608 - written above
    for call in (sv.value_frame, sv.total_frame):
        with pytest.raises(sv.InputError) as caught:
            call(joined, new)
        told = str(caught.value)
        assert {each.code for each in caught.value.problems} == {"SV326"}
        assert "'note'" in told
        assert "'quantity'" in told
    with pytest.raises(sv.InputError, match="SV326 column 'note'"):
        sv.evaluate_frame(con.sql("select 1 as value, 2 note, 3 note"), sv.AgainstTarget("1"), 5)


# --- names of one's own ---------------------------------------------------------------------


def test_two_editions_stand_beside_each_other(
    backend: str, frames: SimpleNamespace, old: sv.Framework, new: sv.Framework
) -> None:
    """Who compares two editions keeps the pounds of both, and a column called 'problem'."""
    made = frames.BACKENDS[backend](numbered(problem=["my note", "another"]))
    once = sv.value_frame(made, old, prefix="by2020_")
    both = frames.collected(sv.value_frame(once, new, prefix="by2022_"))
    assert both["by2020_value_pence"].to_list() == BY_2020
    assert both["by2022_value_pence"].to_list() == BY_2022
    assert both["problem"].to_list() == ["my note", "another"]
    assert both["by2022_unit_value"].to_list() == pytest.approx([251.7905723, 16.93])
    assert [each or None for each in both["by2020_problem"]] == [None, None]
    again = frames.collected(sv.value_frame(once, new, prefix="by2020_"))
    assert again["by2020_value_pence"].to_list() == BY_2022
    assert sorted(again.columns) == sorted(frames.collected(once).columns)
    plain = frames.BACKENDS[backend](numbered(measure=["NT10", "NT99"]))
    wrong = sv.value_frame(plain, new, prefix="b_")
    assert sv.problems(wrong, prefix="b_") == {"SV209": 1}
    with pytest.raises(sv.InputError, match="SV325 there is no column 'problem'"):
        sv.problems(wrong)


def test_a_given_value_stays_where_it_is(
    backend: str, frames: SimpleNamespace, old: sv.Framework, new: sv.Framework
) -> None:
    """With names of their own the results need no place that the user's column has."""
    made = frames.BACKENDS[backend](numbered(unit_value=[None, 2.5]))
    once = sv.value_frame(made, old, prefix="a_")
    held = frames.collected(sv.value_frame(once, new, prefix="b_"))
    assert held["b_value_pence"].to_list() == [1007162, 2500]
    assert held["unit_value"].to_list()[1] == held["b_unit_value"].to_list()[1] == 2.5
    assert "given_unit_value" not in held.columns
    plain = sv.value_frame(frames.BACKENDS[backend](numbered()), old)
    beside = frames.collected(sv.value_frame(plain, new, prefix="b_"))
    assert beside["value_pence"].to_list() == BY_2020
    assert beside["b_value_pence"].to_list() == BY_2022


def test_totals_and_points_have_names_of_ones_own(
    backend: str, frames: SimpleNamespace, new: sv.Framework
) -> None:
    """A key called 'lines', or a column called 'points', needs no renaming before."""
    made = frames.BACKENDS[backend](numbered(lines=["x", "x"]))
    for keys in (["lines"], [], ["lines", "theme"]):
        total = frames.collected(sv.total_frame(made, new, by=keys, prefix="sum_"))
        assert total["sum_value_pence"].sum() == sum(BY_2022)
        assert total["sum_lines"].sum() == 2
        assert total.columns == [*keys, "sum_value_pence", "sum_lines", "sum_lines_refused"]
    scored = frames.BACKENDS[backend](register(points=["x", "y", "z"], rank=[0, 0, 0]))
    found = frames.collected(
        sv.evaluate_frame(scored, sv.RelativeToHighest(), 5, rank=True, prefix="b_")
    )
    assert found["b_points"].to_list() == [1.25, 5.0, 5.0]
    assert found["b_rank"].to_list() == [2, 1, 1]
    assert found["points"].to_list() == ["x", "y", "z"]


def test_a_clash_names_both(
    backend: str, frames: SimpleNamespace, old: sv.Framework, new: sv.Framework
) -> None:
    """A prefix that makes a name of the user's own is refused, with both columns in the words."""
    made = frames.BACKENDS[backend](numbered(my_problem=["x", "y"], my_lines=["x", "y"]))
    with pytest.raises(sv.InputError, match="SV332 column 'my_problem' of the table and column"):
        sv.value_frame(made, new, prefix="my_")
    with pytest.raises(sv.InputError, match="SV332 column 'my_lines'"):
        sv.total_frame(made, new, by=["my_lines"], prefix="my_")
    once = frames.collected(sv.value_frame(made, new, prefix="own_"))
    assert once["own_value_pence"].to_list() == BY_2022


def test_capitals_of_a_prefix_make_no_other_column(
    query: str, frames: SimpleNamespace, new: sv.Framework
) -> None:
    """To an engine 'B_problem' and 'b_problem' are one column, and both are named."""
    made = frames.BACKENDS[query](numbered(b_problem=["x", "y"]))
    with pytest.raises(sv.InputError, match=r"'b_problem' of the table and column 'B_problem'"):
        sv.value_frame(made, new, prefix="B_")


@pytest.mark.parametrize("prefix", ["sv_", "SV_x", "a.b", "a ", "a`", "given_", 2022, None])
def test_a_prefix_that_no_engine_could_hold(prefix: Any, new: sv.Framework) -> None:
    """Names with dots, the engines' own, and one that would be read as a given value."""
    for call in (sv.value_frame, sv.total_frame):
        with pytest.raises(sv.InputError, match="SV334"):
            call(numbered(), new, prefix=prefix)
    with pytest.raises(sv.InputError, match="SV334"):
        sv.evaluate_frame(register(), sv.RelativeToHighest(), 5, prefix=prefix)
    assert "Größe_value_pence" in sv.value_frame(numbered(), new, prefix="Größe_").columns


# --- registers ------------------------------------------------------------------------------


def register(**columns: Any) -> pl.DataFrame:
    """Three bids for two tenders, and what else a test says."""
    usual = {"n": [0, 1, 2], "tender": ["A", "A", "B"], "value": [50, 200, 3]}
    return pl.DataFrame({**usual, **columns}, strict=False)


def test_pounds_and_pennies_beside_each_other_are_refused(
    backend: str, frames: SimpleNamespace
) -> None:
    """Two columns of values that may disagree: nobody takes one of them in silence (S-13)."""
    made = frames.BACKENDS[backend](register(value_pence=[1, 2, 300]))
    method = sv.RelativeToHighest()
    with pytest.raises(sv.InputError, match=r"SV326 .*'value'.*value and value_pence"):
        sv.evaluate_frame(made, method, 5)
    both = {"value": "value", "value_pence": "value_pence"}
    with pytest.raises(sv.InputError, match="SV326"):
        sv.evaluate_frame(made, method, 5, columns=both)
    for said, points in (
        ({"value": "value"}, [1.25, 5.0, 5.0]),
        ({"value_pence": "value_pence"}, [2.5, 5.0, 5.0]),
        ({"value": None}, [2.5, 5.0, 5.0]),
    ):
        found = frames.collected(sv.evaluate_frame(made, method, 5, columns=said))
        assert found["points"].to_list() == points


def test_a_row_without_a_tender_is_not_scored(backend: str, frames: SimpleNamespace) -> None:
    """Bids whose tender nobody knows are not ranked against each other (S-13)."""
    made = frames.BACKENDS[backend](register(tender=["A", None, None]))
    for method in (sv.RelativeToHighest(), sv.AgainstTarget("1")):
        more = {} if isinstance(method, sv.RelativeToHighest) else {"contract_value": [100] * 3}
        made = frames.BACKENDS[backend](register(tender=["A", None, None], **more))
        found = frames.collected(sv.evaluate_frame(made, method, 5, rank=True))
        held = [None if each != each else each for each in found["points"]]
        assert held == [5.0 if not more else 2.5, None, None]
        assert found["rank"].to_list() == [1, 0, 0]
        assert [each or None for each in found["problem"]] == [None, "SV313", "SV313"]
    blank = frames.BACKENDS[backend](register(tender=["A", " ", "\u00a0"]))
    codes = frames.collected(sv.evaluate_frame(blank, sv.RelativeToHighest(), 5))["problem"]
    assert [each or None for each in codes] == [None, "SV313", "SV313"]


@pytest.mark.parametrize("name", ["points", "rank", "problem"])
def test_a_register_keeps_its_own_columns(backend: str, name: str, frames: SimpleNamespace) -> None:
    """A column of the user's own is refused by name, and not replaced (C20)."""
    made = frames.BACKENDS[backend](register(**{name: ["x", "y", "z"]}))
    with pytest.raises(sv.InputError, match=f"SV332 column '{name}'"):
        sv.evaluate_frame(made, sv.RelativeToHighest(), 5, rank=True)
    if name == "rank":
        kept = frames.collected(sv.evaluate_frame(made, sv.RelativeToHighest(), 5))
        assert kept["rank"].to_list() == ["x", "y", "z"]


def test_a_register_scored_again_has_the_new_points(backend: str, frames: SimpleNamespace) -> None:
    """Points of an earlier run are replaced, and its ranks do not stay beside the new points."""
    made = frames.BACKENDS[backend](register())
    once = sv.evaluate_frame(made, sv.RelativeToHighest(), 5, rank=True)
    twice = sv.evaluate_frame(once, sv.RelativeToHighest(), 10, rank=True)
    found = frames.collected(twice)
    assert found["points"].to_list() == [2.5, 10.0, 10.0]
    assert found["rank"].to_list() == [2, 1, 1]
    with pytest.raises(sv.InputError, match="SV333 column 'rank'"):
        sv.evaluate_frame(once, sv.RelativeToHighest(), 10)


def test_pandas_keeps_the_index_of_a_table_with_given_values(new: sv.Framework) -> None:
    """A column more changes nothing of the caller's rows."""
    frame = pd.DataFrame({**OFFERS, "unit_value": [None, 2.5]}, index=["x", "y"])
    found = sv.value_frame(frame, new)
    assert list(found.index) == ["x", "y"]
    assert "given_unit_value" not in frame.columns
