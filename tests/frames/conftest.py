"""Random tables of commitments, what `sv.value` says of them, and the kinds of table there are."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.model.waivers import SwitchOff
from socialvalue.units import in_unit

NAMES = ("bid", "measure", "quantity", "unit", "years", "place", "date", "activity", "unit_value",
         "share_claimed", "basis", "deadweight", "displacement", "leakage",
         "attribution_to_others", "supplier", "period")  # fmt: skip
REMOVED = ("deadweight", "displacement", "leakage", "attribution_to_others")
SCHEMA = {
    "bid": pl.String, "measure": pl.String, "quantity": pl.Decimal(24, 6), "unit": pl.String,
    "years": pl.Decimal(12, 3), "place": pl.String, "date": pl.Date, "activity": pl.String,
    "unit_value": pl.Decimal(20, 6), "share_claimed": pl.Decimal(9, 4), "supplier": pl.String,
    "period": pl.Int64, "basis": pl.String, **dict.fromkeys(REMOVED, pl.Decimal(9, 4)),
}  # fmt: skip


def _small() -> SimpleNamespace:
    path = Path(__file__).resolve().parent.parent / "engine" / "conftest.py"
    spec = spec_from_file_location("small_frameworks", path)
    assert spec is not None
    assert spec.loader is not None
    held = module_from_spec(spec)
    spec.loader.exec_module(held)
    found: SimpleNamespace = held.small()
    return found


MAKE = _small()


def _wide() -> sv.Framework:
    """A set with every rule in it, and units that have another."""
    rich, make = MAKE.rich(), MAKE
    dated = [
        make.figure("3.3335", "2020-01-01"),
        make.figure("4.005", "2022-01-01"),
        make.figure("5.125", "2021-01-01", place=make.EAST),
        make.figure(None, "2023-01-01", place=make.ESSEX, note="withdrawn"),
        make.figure("6.075", "2021-06-01", place=make.LONDON, rank=1),
    ]
    return make.framework(  # type: ignore[no-any-return]
        *rich,
        make.measure("TRIP", "28.15", unit="hundred_miles"),
        make.measure("WASTE", "96.7", unit="tonne"),
        make.measure("PLEDGE", "150.5", unit="yes_no"),
        make.measure("DATED", figures=dated, place="supplier"),
        make.measure("HELP", "101.123456", counts="every_year", unit="person_week"),
        exclusions=rich.exclusions,
        codes=rich.codes,
    )


WIDE = _wide()


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """What makes small frameworks, tenders and bids."""
    return MAKE


@pytest.fixture(scope="session")
def wide() -> sv.Framework:
    """A set with every rule in it."""
    return WIDE


# --- random rows ---------------------------------------------------------------------------


def decimals(most: int, places: int) -> st.SearchStrategy[Decimal]:
    """Decimals of up to so many places; half of them with few."""
    return st.integers(0, places).flatmap(
        lambda n: st.integers(0, most * 10**n).map(lambda x: Decimal(x).scaleb(-n))
    )


BASES = (None, None, None, "whole", "per_year", "per_million", "per_call_off")
CODES = (*WIDE.measures, *WIDE.codes)
PLACES = tuple(MAKE.places)
DAYS = st.dates(dt.date(2018, 6, 1), dt.date(2031, 1, 1))


@st.composite
def rows(draw: Any) -> dict[str, Any]:
    """One row that means something; many of them are refused."""
    code = draw(st.sampled_from(CODES))
    measure = WIDE[code]
    quantity = draw(decimals(1_000_000, 6))
    years = None
    if measure.unit == "yes_no":
        quantity = Decimal(draw(st.integers(0, 1)))
    if measure.unit == "fte_year":
        quantity = draw(decimals(30_000, 6))  # from £1bn on a table marks a line, and `value` not
    if measure.unit == "fte_year" and draw(st.booleans()):
        years = draw(decimals(6, 2).filter(bool))
        quantity = draw(decimals(500, 3)) * years
    other = {"hundred_miles": "mile", "tonne": "kilogram"}.get(measure.unit, measure.unit)
    removed = draw(st.sampled_from([None, None, *REMOVED]))
    return {
        **dict.fromkeys(REMOVED),
        **({removed: draw(decimals(1, 2))} if removed else {}),
        "basis": draw(st.sampled_from(BASES)),
        "bid": draw(st.sampled_from(["Acme", "Brook", None])),
        "measure": code,
        "quantity": quantity,
        "unit": draw(st.sampled_from([None, measure.unit, other])),
        "years": years,
        "place": draw(st.sampled_from([None, *PLACES])),
        "date": draw(st.none() | DAYS),
        "activity": draw(st.sampled_from([None, "", "site team", " Site  TEAM", "office"])),
        "unit_value": draw(st.none() | decimals(900, 6)) if draw(st.booleans()) else None,
        "share_claimed": draw(st.none() | decimals(1, 4)),
        "supplier": draw(st.sampled_from([None, "Brook & Sons", "Ställe", ""])),
        "period": draw(st.sampled_from([None, 2024, 2025])),
    }


@st.composite
def faulty(draw: Any) -> dict[str, Any]:
    """One row that cannot mean anything; it names no activity, for no bid could hold it."""
    row = {**draw(rows()), "activity": None, "unit_value": None, "years": None}
    fault = draw(
        st.sampled_from(
            ["measure", "unit", "word", "quantity", "place", "share", "left", "basis", "both",
             "many"]
        )
    )  # fmt: skip
    changes: dict[str, dict[str, Any]] = {
        "measure": {"measure": draw(st.sampled_from([None, "NOPE", "a"]))},
        "unit": {"unit": "attendee_hour"},
        "word": {"unit": "stones"},
        "quantity": {"quantity": draw(st.sampled_from([None, Decimal("-1.5"), Decimal("1E12")]))},
        "place": {"place": "E99999999"},
        "share": {"share_claimed": Decimal("1.5")},
        "left": {draw(st.sampled_from(REMOVED)): Decimal("1.01")},
        "basis": {"basis": draw(st.sampled_from(["yearly", "", "PER_YEAR"]))},
        "both": {"share_claimed": Decimal(1), "attribution_to_others": Decimal(0)},
        "many": {"quantity": Decimal(-1), "unit": "stones", "place": "nowhere"},
    }
    return {**row, **changes[fault]}


def many_rows(lines: int, seed: int) -> list[dict[str, Any]]:
    """Rows by chance alone, far more than Hypothesis could draw; few of them are refused."""
    draw = random.Random(seed)  # noqa: S311

    def decimal(most: int, places: int) -> Decimal:
        used = draw.randint(0, places)
        return Decimal(draw.randint(0, draw.choice([1, most]) * 10**used)).scaleb(-used)

    def row() -> dict[str, Any]:
        code = draw.choice(CODES)
        unit = WIDE[code].unit
        other = {"hundred_miles": "mile", "tonne": "kilogram"}.get(unit, unit)
        partly = unit == "fte_year" and draw.random() < 0.5
        return {
            **dict.fromkeys(NAMES),
            "bid": draw.choice(["Acme", "Brook", None]),
            "measure": code,
            "quantity": decimal(1_000_000, 6) if unit != "yes_no" else Decimal(draw.randint(0, 1)),
            "unit": draw.choice([None, unit, other]),
            "years": decimal(6, 2) + 1 if partly else None,
            "place": draw.choice([None, *PLACES]),
            "unit_value": draw.choice([None, None, decimal(900, 6)]),
            "share_claimed": draw.choice([None, decimal(1, 4)]),
            "basis": draw.choice(BASES),
            draw.choice(REMOVED[:3]): draw.choice([None, decimal(1, 2)]),
        }

    return [row() for _ in range(lines)]


tables = st.lists(rows() | rows() | faulty(), max_size=12)
large_tables = st.lists(rows() | rows() | faulty(), min_size=20, max_size=40)
SHORT = ("OWN-A", "B", "STARTERS", "STAFF", "LOCAL", "RECORDED", "DATED", "TRIP")
OFF = (SwitchOff("B", "asked for elsewhere"), SwitchOff("RECORDED", "nobody reads it"))
tenders = st.builds(
    lambda years, place, given, short, off: MAKE.tender(
        years=years,
        place=place,
        unit_values={"LOCAL": "7.77"} if given else {},
        shortlist=SHORT if short else (),
        switch_off=OFF if off else (),
    ),
    st.sampled_from([1, 3, "1.5"]),
    st.sampled_from([None, MAKE.ESSEX, MAKE.ENGLAND]),
    st.booleans(),
    st.sampled_from([False, False, True]),
    st.sampled_from([False, False, True]),
)


# --- what `value` says ----------------------------------------------------------------------


def _quantity(row: dict[str, Any]) -> Any:
    measure = WIDE[row["measure"]]
    if row["years"] is not None and measure.unit == "fte_year":
        made = sv.fte(row["quantity"] / row["years"], years=row["years"])
        assert made.amount == row["quantity"]
        return made
    unit = row["unit"] or measure.unit
    return in_unit(sv.quantity(row["quantity"], unit), measure.unit) or sv.quantity(
        row["quantity"], unit
    )


def _commitment(row: dict[str, Any]) -> Any:
    return WIDE.commit(
        row["measure"],
        _quantity(row),
        activity=row["activity"],
        place=row["place"],
        date=row["date"],
        share_claimed=row["share_claimed"],
        basis="whole" if row["basis"] is None else row["basis"],
        **{each: row[each] for each in REMOVED},
    )


def oracle(table: Sequence[dict[str, Any]], tender: sv.Tender) -> list[tuple[int, str]]:
    """Pennies and the first problem of each row, from `sv.value`; "?" for one it cannot take."""
    made: list[Any] = []
    for row in table:
        try:
            made.append(_commitment(row))
        except (sv.SocialValueError, TypeError):
            made.append(None)
    return [
        (0, "?") if made[index] is None else _of_row(table, made, index, tender)
        for index in range(len(table))
    ]


def _of_row(
    table: Sequence[dict[str, Any]], made: list[Any], index: int, tender: sv.Tender
) -> tuple[int, str]:
    """One row, valued as part of its bid, with its own unit value if it has one."""
    row = table[index]
    beside = [
        each for other, each in zip(table, made, strict=True)
        if each is not None and other["bid"] == row["bid"]
    ]  # fmt: skip
    if row["unit_value"] is not None and WIDE[row["measure"]].kind != "recorded":
        code = WIDE[row["measure"]].code
        values = {**tender.unit_values, code: row["unit_value"]}
        tender = attrs.evolve(tender, unit_values=values)
    found = sv.value(tender, sv.Bid("a bid", commitments=beside), WIDE)
    number = next(n for n, each in enumerate(beside, start=1) if each is made[index])
    lines = [each for each in found.lines if each.number == number]
    pence = sum(each.pence for each in lines)
    if pence >= 10**11:
        return 0, "SV512"  # tables are exact below £1bn, and mark the rest
    return pence, next((each.code for each in lines if each.code), "")


# --- kinds of table --------------------------------------------------------------------------


def _polars(table: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(
        {name: [row[name] for row in table] for name in NAMES}, schema=SCHEMA, strict=False
    )


def _floats(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.selectors.decimal().cast(pl.Float64))


def _categorical(table: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return _floats(_polars(table)).with_columns(pl.selectors.string().cast(pl.Categorical))


def _chunked(table: Sequence[dict[str, Any]]) -> pa.Table:
    frame = _polars(table)
    parts = [frame[:2].to_arrow(), frame[2:].to_arrow()]
    encoded = [
        pa.table({n: each[n].dictionary_encode() if n in ("bid", "measure", "place") else each[n]
                  for n in NAMES}) for each in parts
    ]  # fmt: skip
    return pa.concat_tables(encoded)


def _pandas_arrow(table: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return _polars(table).to_pandas(use_pyarrow_extension_array=True)


def _pandas_numpy(table: Sequence[dict[str, Any]]) -> pd.DataFrame:
    frame = _floats(_polars(table)).to_pandas()
    return frame.set_index(pd.Index([f"row {n}" for n in range(len(frame))][::-1]))


def _pandas_objects(table: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame({name: [row[name] for row in table] for name in NAMES}, dtype=object)


def _pandas_categorical(table: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return _categorical(table).to_pandas()


EAGER: dict[str, Callable[[Sequence[dict[str, Any]]], Any]] = {
    "polars": lambda table: _floats(_polars(table)),
    "polars, decimals": _polars,
    "polars, categorical": _categorical,
    "pyarrow": lambda table: _floats(_polars(table)).to_arrow(),
    "pyarrow, chunked dictionaries": _chunked,
    "pandas, numpy": _pandas_numpy,
    "pandas, pyarrow": _pandas_arrow,
    "pandas, objects": _pandas_objects,
    "pandas, categorical": _pandas_categorical,
}


def _duckdb(frame: pl.DataFrame) -> Any:
    import duckdb

    return duckdb.connect().from_arrow(frame.to_arrow())


def _ibis(frame: pl.DataFrame) -> Any:
    import ibis

    connection = ibis.duckdb.connect()
    connection.con.from_arrow(frame.to_arrow()).create("offers")
    return connection.table("offers")


def _dask(frame: pl.DataFrame) -> Any:
    import dask.dataframe

    return dask.dataframe.from_pandas(frame.to_pandas(), npartitions=3)


def spark_of(master: str = "local[2]") -> Any:
    """A session of Spark with this master; one of another master is stopped first."""
    from pyspark.sql import SparkSession

    held = SparkSession.getActiveSession()
    if held is not None and held.sparkContext.master != master:
        held.stop()
    builder = SparkSession.builder.master(master)
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",  # a time without a zone is one
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _spark(frame: pl.DataFrame) -> Any:
    return spark_of().createDataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """With a number a row: an engine of queries has no order."""
    return frame.with_row_index("n").with_columns(pl.col("n").cast(pl.Int64))


BACKENDS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars, lazy": pl.DataFrame.lazy,
    "pyarrow": pl.DataFrame.to_arrow,
    "pandas": pl.DataFrame.to_pandas,
    "pandas, pyarrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "duckdb": _duckdb,
    "ibis": _ibis,
    "dask": _dask,
    "spark": _spark,
}
"""Each engine once: what makes its table of one of polars."""

LAZY: dict[str, Callable[[Sequence[dict[str, Any]]], Any]] = {
    "polars, lazy": lambda table: _numbered(_polars(table)).lazy(),
    "polars, lazy categorical": lambda table: _numbered(_categorical(table)).lazy(),
    "duckdb": lambda table: _duckdb(_numbered(_floats(_polars(table)))),
    "duckdb, decimals": lambda table: _duckdb(_numbered(_polars(table))),
    "ibis": lambda table: _ibis(_numbered(_polars(table))),
    "dask": lambda table: _dask(_numbered(_floats(_polars(table)))),
    "spark": lambda table: _spark(_numbered(_floats(_polars(table)))),
    "spark, decimals": lambda table: _spark(_numbered(_polars(table))),
}

HAS_SPARK = find_spec("pyspark") is not None and shutil.which("java") is not None
NO_SPARK = "there is no Spark here: it needs pyspark, and a Java on the path"


def here(kinds: Iterable[str]) -> list[Any]:
    """The kinds of table that can be had here; those of Spark take a while, and are slow."""
    needs = {each: find_spec(each) for each in ("duckdb", "dask", "ibis")}
    marks = {
        "spark": [
            pytest.mark.slow,
            pytest.mark.filterwarnings("ignore"),
            pytest.mark.skipif(not HAS_SPARK, reason=NO_SPARK),
        ],
        # Ibis 12 calls what DuckDB 2 calls by another name.
        "ibis": [pytest.mark.filterwarnings("ignore::DeprecationWarning")],
    }
    engines = {each: each.partition(",")[0] for each in kinds}
    return [
        pytest.param(each, marks=marks.get(engine, ()))
        for each, engine in engines.items()
        if needs.get(engine, True)
    ]


def collected(result: Any) -> pl.DataFrame:
    """The rows of a result, in memory, in the order of their numbers."""
    if isinstance(result, (pl.DataFrame, pa.Table, pd.DataFrame)):
        held = pl.DataFrame(result)
    elif isinstance(result, pl.LazyFrame):
        held = result.collect()
    elif type(result).__module__.startswith("ibis"):
        held = pl.from_pandas(result.execute())
    elif hasattr(result, "pl"):
        held = result.pl()
    elif hasattr(result, "toPandas"):
        held = pl.DataFrame(result.toArrow())
    else:
        held = pl.from_pandas(result.compute().reset_index(drop=True))
    return held.sort("n") if "n" in held.columns else held


def answers(result: Any) -> list[tuple[int, str]]:
    """Pennies and problem of each row, from any table in memory."""
    import narwhals as nw

    frame = nw.from_native(result, eager_only=True)
    pence, problem = frame["value_pence"], frame["problem"]
    assert pence.dtype == nw.Int64
    assert frame["unit_value"].dtype == nw.Float64 or not len(frame)
    held = [each if isinstance(each, str) else "" for each in problem.to_list()]
    return list(zip(map(int, pence.to_list()), held, strict=True))


class Helpers(SimpleNamespace):
    """All of this under one name, and short to print."""

    def __repr__(self) -> str:
        return "frames"


@pytest.fixture(scope="session")
def frames() -> SimpleNamespace:
    """What draws tables, and says what they are worth."""
    return Helpers(
        wide=WIDE, NAMES=NAMES, EAGER=EAGER, answers=answers, oracle=oracle, polars=_polars,
        LAZY=LAZY, BACKENDS=BACKENDS, collected=collected, floats=_floats, spark_of=spark_of,
        tables=tables, large_tables=large_tables, tenders=tenders, rows=rows,
        many_rows=many_rows, REMOVED=REMOVED,
    )  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `kind` runs once for each kind of table in memory."""
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", EAGER)
    if "lazy" in metafunc.fixturenames:
        metafunc.parametrize("lazy", here(LAZY))
    for name, is_spark in (("quick", False), ("spark", True)):
        if name in metafunc.fixturenames:
            kinds = (each for each in LAZY if each.startswith("spark") == is_spark)
            metafunc.parametrize(name, here(kinds))
    if "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", here(BACKENDS))
    if "query" in metafunc.fixturenames:
        metafunc.parametrize("query", here(("duckdb", "ibis", "spark")))


@pytest.fixture(scope="session", autouse=True)
def stop_spark() -> Iterator[None]:
    """Stop the session of Spark, if a test started one, before the interpreter ends."""
    yield
    if "pyspark" in sys.modules:
        from pyspark.sql import SparkSession

        held = SparkSession.getActiveSession()
        if held is not None:
            held.stop()
