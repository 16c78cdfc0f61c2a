"""All contracts on any dataframe engine: the pennies of `portfolio`, in any order and parts."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contracts.histories import FIRST, registers
from tests.frames.conftest import BACKENDS, collected, here

import socialvalue as sv
from socialvalue.contracts import portfolio_frame, portfolio_tables
from socialvalue.engine.exact import half_up

PENCE = ("promised", "expected", "reported", "delivered", "capped", "unpromised")
TEXTS = dict.fromkeys(("contract", "line", "directorate", "theme", "supplier"), pl.String)
NUMBERS = dict.fromkeys(("quantity", "verified", "unit_value", "pence_up", "pence_down"),
                        pl.Float64)  # fmt: skip


def polars_of(columns: Mapping[str, list[Any]]) -> pl.DataFrame:
    """A table of polars, with the columns that these tests group by."""
    kinds = {**TEXTS, **NUMBERS, "promised_pence": pl.Int64, "expected_pence": pl.Int64}
    kept = {name: cells for name, cells in columns.items() if name in kinds}
    return pl.DataFrame(kept, schema={name: kinds[name] for name in kept})


def pence_of(found: Any, key: str) -> dict[str, dict[str, int]]:
    """A result's pence by group."""
    rows = collected(found).to_dicts()
    return {row[key]: {name: row[f"{name}_pence"] for name in PENCE} for row in rows}


def pence_by(found: Any, axis: str) -> dict[str, dict[str, int]]:
    """What `portfolio` says, in pence by group."""
    return {name: {each: int(getattr(sums, each) * 100) for each in PENCE}
            for name, sums in found.by(axis).items()}  # fmt: skip


@given(registers(), st.integers(0, 480), st.sampled_from(["directorate", "theme", "supplier"]))
@settings(max_examples=15, deadline=None)
def test_it_gives_the_pennies_of_the_record(register: Any, days: int, axis: str) -> None:
    """A table that is a penny off its record would be settled by whoever shouts louder."""
    on = FIRST + timedelta(days=days)
    held = sv.portfolio(register, on=on)
    promises, deliveries = map(polars_of, portfolio_tables(register, on=on))
    for first, second in ((promises, deliveries), (promises.lazy(), deliveries.lazy())):
        found = portfolio_frame(first, second, by=[axis])
        assert pence_of(found, axis) == pence_by(held, axis)
        assert collected(found)["problems"].sum() == 0


# --- every engine, any order ---------------------------------------------------------------


def drawn(seed: int, lines: int = 60, returns: int = 400) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Commitments whose halves of pennies are many, and their returns."""
    chance = random.Random(seed)  # noqa: S311 - a draw, and no secret
    promises = pl.DataFrame({
        "contract": [f"C{number % 9}" for number in range(lines)],
        "line": [str(number) for number in range(lines)],
        "directorate": [chance.choice(["Place", "People", None]) for _ in range(lines)],
        "quantity": [chance.randrange(1, 9000) / 100 for _ in range(lines)],
        "unit_value": [chance.choice([0.5, 25.18, 0.005, 28460.0, 0.123456, 3.335])
                       for _ in range(lines)],
    })  # fmt: skip
    rows = [chance.randrange(lines) for _ in range(returns)]
    deliveries = pl.DataFrame({
        "contract": [f"C{number % 9}" for number in rows],
        "line": [str(number) if chance.random() < 0.9 else "" for number in rows],
        "directorate": [chance.choice(["Place", "People"]) for _ in rows],
        "quantity": [chance.randrange(0, 300) / 100 for _ in rows],
        "verified": [chance.choice([None, 0.0, 1.0, 0.57, 1.01]) for _ in rows],
        "unit_value": [chance.choice([None, 0.5, 101.005]) for _ in rows],
    })  # fmt: skip
    return promises, deliveries


def by_hand(promises: pl.DataFrame, deliveries: pl.DataFrame) -> dict[Any, dict[str, int]]:
    """The same in Fractions, one row after another."""

    def pence(quantity: Any, value: Any) -> int:
        exact = Fraction(str(quantity)) * Fraction(str(value)) * 100
        return half_up(exact.numerator, exact.denominator)

    sums: dict[Any, dict[str, int]] = {}
    for line in promises.to_dicts():
        mine = [each for each in deliveries.to_dicts() if each["line"] == line["line"]]
        told = {name: sum((Fraction(str(each[name] or 0)) for each in mine), Fraction(0))
                for name in ("quantity", "verified")}  # fmt: skip
        value = line["unit_value"]
        exact = {name: Fraction(str(value)) * 100 * amount for name, amount in told.items()}
        found = {name: half_up(each.numerator, each.denominator) for name, each in exact.items()}
        promised = pence(line["quantity"], value)
        group = sums.setdefault(line["directorate"], dict.fromkeys(PENCE, 0))
        for name, amount in (("promised", promised), ("reported", found["quantity"]),
                             ("delivered", found["verified"]),
                             ("capped", min(promised, found["verified"]))):  # fmt: skip
            group[name] += amount
    for each in deliveries.to_dicts():
        if not each["line"]:
            group = sums.setdefault(each["directorate"], dict.fromkeys(PENCE, 0))
            group["unpromised"] += pence(each["verified"] or 0, each["unit_value"] or 0)
    return sums


def both(backend: str, promises: pl.DataFrame, deliveries: pl.DataFrame) -> tuple[Any, Any]:
    """Two tables of one engine; of DuckDB on one connection."""
    if backend == "duckdb":
        import duckdb

        link = duckdb.connect()
        return link.from_arrow(promises.to_arrow()), link.from_arrow(deliveries.to_arrow())
    if backend == "ibis":
        import ibis

        held = ibis.duckdb.connect()
        for name, table in (("promises", promises), ("deliveries", deliveries)):
            held.con.from_arrow(table.to_arrow()).create(name)
        return held.table("promises"), held.table("deliveries")
    make: Callable[[pl.DataFrame], Any] = BACKENDS[backend]
    return make(promises), make(deliveries)


SLOW = ("dask", "ibis")


@pytest.mark.parametrize("backend", here(each for each in BACKENDS if each not in SLOW))
def test_every_engine_gives_the_same_pennies(backend: str) -> None:
    """A council's warehouse and an officer's laptop must print one figure."""
    check_engine(backend)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Dask support is moving out:FutureWarning")
@pytest.mark.parametrize("backend", here(SLOW))
def test_slow_engines_give_them_too(backend: str) -> None:
    """What plans for long must not come to something else."""
    check_engine(backend)


def check_engine(backend: str) -> None:
    """The pennies of an engine are those that are worked out by hand, in a table of its kind."""
    promises, deliveries = drawn(7)
    first, second = both(backend, promises, deliveries)
    found = portfolio_frame(first, second, by="directorate")
    held = pence_of(found, "directorate")
    told = {None if name != name else name: sums for name, sums in held.items()}
    assert told == by_hand(promises, deliveries)
    assert type(found) is type(first)


@given(st.integers(0, 10_000), st.randoms())
@settings(max_examples=8, deadline=None)
def test_order_and_parts_change_nothing(seed: int, chance: Any) -> None:
    """Whoever sorts a table, or splits a return in two, must not change what a council got."""
    promises, deliveries = drawn(seed, 20, 80)
    found = pence_of(portfolio_frame(promises, deliveries), "directorate")
    assert found == by_hand(promises, deliveries)
    order = list(range(len(deliveries)))
    chance.shuffle(order)
    shuffled = deliveries[order]
    halves = pl.concat([shuffled[:33], shuffled[33:]])
    assert pence_of(portfolio_frame(promises.reverse(), halves), "directorate") == found
    held = shuffled.filter(pl.col("line") != "")
    parts = held.with_columns(pl.col("quantity") - 0, pl.col("verified").fill_null(0.0))
    zero = parts.with_columns(quantity=pl.lit(0.0), verified=pl.lit(0.0))
    assert pence_of(portfolio_frame(promises, pl.concat([shuffled, zero.select(
        deliveries.columns)])), "directorate") == found  # fmt: skip


# --- what is in no sum ---------------------------------------------------------------------


def test_what_cannot_be_counted_is_counted_as_a_problem() -> None:
    """A return that is joined to nothing would be dropped in silence."""
    promises, deliveries = drawn(3, 5, 10)
    one = {"contract": "C1", "line": "1", "directorate": "Place", "quantity": 1.0,
           "verified": None, "unit_value": None}  # fmt: skip
    cases = [
        ({**one, "line": "nowhere"}, "not stated"), ({**one, "contract": None}, "not stated"),
        ({**one, "quantity": -1.0}, None), ({**one, "quantity": 1.0000001}, None),
        ({**one, "quantity": None}, None), ({**one, "quantity": float("nan")}, None),
        ({**one, "verified": -0.5}, None),
    ]  # fmt: skip
    before = pence_of(portfolio_frame(promises, deliveries), "directorate")
    for row, group in cases:
        more = pl.DataFrame([row], schema=deliveries.schema)
        found = portfolio_frame(promises, pl.concat([deliveries, more]))
        assert found["problems"].sum() == 1, row
        if group:
            assert found.filter(pl.col("problems") > 0)["directorate"].to_list() == [group]
    assert portfolio_frame(promises, deliveries)["problems"].sum() == 0
    twice = portfolio_frame(pl.concat([promises, promises[:1]]), deliveries)
    assert twice["problems"].sum() == 2
    assert pence_of(portfolio_frame(promises, deliveries), "directorate") == before


def test_half_a_penny_is_rounded_up_and_what_is_not_proved_is_said() -> None:
    """0.285 × 100 is 28.499… in doubles; of larger fractions the half of a penny is not known."""
    promises = pl.DataFrame({"contract": ["A"] * 3, "line": ["1", "2", "3"], "quantity": [1.0] * 3,
                             "unit_value": [0.285, 1.005, 0.015]})  # fmt: skip
    deliveries = promises.select("contract", "line", "quantity", verified=pl.lit(1.0))
    found = portfolio_frame(promises, deliveries, by=[])
    assert found["delivered_pence"].to_list() == [29 + 101 + 2]
    assert found["problems"].to_list() == [0]
    odd = promises.with_columns(pence_up=pl.lit(2.0**60), pence_down=pl.lit(2.0**61))
    assert portfolio_frame(odd, deliveries, by=[])["problems"].to_list() == [9]


def test_empty_tables_and_no_groups(register: Any) -> None:
    """The first day of a record has no return."""
    promises, deliveries = map(polars_of, portfolio_tables(register, on="2022-09-01"))
    assert len(deliveries) == 0
    found = portfolio_frame(promises, deliveries, by=[])
    assert found["promised_pence"][0] == int(sv.portfolio(register, on="2022-09-01").promised * 100)
    assert found["commitments"][0] == len(promises)
    rows = portfolio_frame(promises.to_dicts(), [
        {"contract": "ECC-0412", "line": "1", "quantity": 1, "verified": None}], by=[])  # fmt: skip
    assert rows[0]["reported_pence"] == 2846000


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda one, two: (one.drop("line"), two), ["SV1054"]),
        (lambda one, two: (one.drop("unit_value"), two.drop("verified")), ["SV1054", "SV1054"]),
        (lambda one, two: (one.drop("directorate"), two), ["SV1054"]),
        (lambda one, two: (one, two.to_pandas()), ["SV316"]),
        (lambda one, two: (one, two.lazy()), ["SV316"]),
        (lambda one, two: (one, "deliveries.csv"), ["SV316"]),
    ],
)
def test_tables_that_cannot_be_joined_are_refused(change: Any, codes: list[str]) -> None:
    """A column that is missing is a slip, and no column of noughts."""
    with pytest.raises(sv.InputError) as caught:
        portfolio_frame(*change(*drawn(1, 4, 4)))
    assert [each.code for each in caught.value.problems] == codes
