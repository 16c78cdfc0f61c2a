"""The star of tables: its sums are the library's, its keys lead somewhere, and it withholds."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from tests.contracts.histories import registers
from tests.reports.invented import MEASURES, ON, contract

import socialvalue as sv
from socialvalue.reports.bi.package import star_files

Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def folders(register: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The star for everybody, and the one for the contract team."""
    found = {}
    for restricted in (False, True):
        found[restricted] = tmp_path_factory.mktemp("star")
        sv.reports.star(register, found[restricted], on=ON, restricted=restricted)
    return found


@pytest.fixture(scope="module")
def ask(folders: dict[bool, Path]) -> Ask:
    """Asks the star of the contract team, by DuckDB; a table is named in braces."""
    names = {each.stem: f"'{each}'" for each in folders[True].glob("*.parquet")}

    def answer(query: str) -> Any:
        (row,) = duckdb.sql(query.format(**names)).fetchall()
        return row[0] if len(row) == 1 else row

    return answer


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_sums_are_those_of_the_library(register: Any, ask: Ask) -> None:
    """Two tools that show two totals of one record are both disbelieved."""
    held = sv.portfolio(register, on=ON)
    assert ask("select sum(value_pence) from {fact_commitment}") == int(held.promised * 100)
    verified = "select sum(verified_pence) from {fact_delivery} where "
    assert ask(f"{verified} has_commitment") == int(held.delivered * 100)
    assert ask(f"{verified} not has_commitment") == int(held.unpromised * 100)
    due = "select sum(expected_pence) from {fact_expected} where month_end = "
    assert ask(f"{due} '{ON}'") == int(held.expected * 100)
    assert ask("select sum(value_pence) from {dim_contract}") == int(held.contract_value * 100)
    capped = (
        "with c as (select contract_key, line, sum(value_pence) v from {fact_commitment} group by "
        "all), d as (select contract_key, line, sum(verified_pence) v from {fact_delivery} where "
        "has_commitment group by all) select sum(least(c.v, coalesce(d.v, 0))) from c left join d "
        "using (contract_key, line)"
    )
    assert ask(capped) == int(held.capped * 100)


@pytest.mark.parametrize("day", ["2024-06-30", "2024-12-31", "2025-03-31"])
def test_a_date_means_as_at(day: str, register: Any, ask: Ask) -> None:
    """A slicer on a quarter must show what was so then, and no change within the quarter."""
    then = sv.portfolio(register, on=day)
    committed = "select sum(value_pence) from {fact_commitment} where effective_date <= "
    assert ask(f"{committed} '{day}'") == int(then.promised * 100)
    delivered = "select coalesce(sum(verified_pence), 0) from {fact_delivery} where has_commitment "
    assert ask(f"{delivered} and decided_date <= '{day}'") == int(then.delivered * 100)


def test_the_bridge_never_counts_twice(register: Any, ask: Ask) -> None:
    """98 suppliers on 17 contracts: pounds over the bridge would be five times the truth."""
    once = ask("select sum(value_pence) from {fact_commitment}")
    over = ask(
        "select sum(value_pence) from {fact_commitment} f join {bridge_contract_supplier} b "
        "using (contract_key)"
    )
    assert over > 4 * once
    owned = ask(
        "select sum(value_pence), count(distinct supplier_key) from {fact_commitment} "
        "where supplier_key is not null"
    )
    held = sv.portfolio(register, on=ON)
    mine = sum(line.promised_pence for each in held.contracts for line in each.lines
               if line.obligation.owner)  # fmt: skip
    assert owned[0] == mine > 0
    assert ask("select count(*) from {dim_supplier}") == 98


def test_csv_parquet_and_description_agree(folders: dict[bool, Path]) -> None:
    """A column that is described and not there, or a key that leads nowhere, breaks a model."""
    for folder in folders.values():
        described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        tables = {each["name"]: each["schema"] for each in described["resources"]}
        assert {f"{name}.csv" for name in tables} == {each.name for each in folder.glob("*.csv")}
        keys = {name: {row[schema["primaryKey"][0]] for row in rows(folder, name)}
                for name, schema in tables.items()}  # fmt: skip
        for name, schema in tables.items():
            held = rows(folder, name)
            fields = [each["name"] for each in schema["fields"]]
            assert held == [] or list(held[0]) == fields
            frame = duckdb.read_parquet(f"{folder / name}.parquet")
            assert frame.columns == fields
            assert len(frame.fetchall()) == len(held)
            unique = [tuple(row[key] for key in schema["primaryKey"]) for row in held]
            assert len(set(unique)) == len(unique)
            for leads in schema.get("foreignKeys", ()):
                (column,), to = leads["fields"], leads["reference"]["resource"]
                assert {row[column] for row in held} - {""} <= keys[to], (name, column)


def test_financial_years_begin_in_april(folders: dict[bool, Path]) -> None:
    """A report by calendar year is no council's."""
    days = {row["date"]: row for row in rows(folders[True], "dim_date")}
    assert (days["2025-03-31"]["financial_year"], days["2025-04-01"]["financial_year"]) == (
        "2024/25", "2025/26")  # fmt: skip
    assert [days[f"2025-{month}-01"]["financial_quarter"] for month in ("01", "04", "07")] == [
        "4", "1", "2"]  # fmt: skip
    ordered = sorted(map(date.fromisoformat, days))
    assert (ordered[-1] - ordered[0]).days + 1 == len(ordered)


def test_no_group_is_in_any_byte_of_the_open_star(folders: dict[bool, Path]) -> None:
    """Whoever opens the Parquet reads what no page shows."""
    words = {
        word for code, title, *_, group, _ in MEASURES if group for word in (code, title, group)
    }
    for folder, there in ((folders[True], True), (folders[False], False)):
        content = b"".join(each.read_bytes() for each in sorted(folder.glob("*.csv")))
        tables = (duckdb.read_parquet(f"{each}") for each in folder.glob("*.parquet"))
        parquet = [each.fetchall() for each in tables]
        for word in words:
            assert (word.encode() in content) is there
            assert (word in str(parquet)) is there
    names = {each.stem for each in folders[False].iterdir()}
    assert not names & {"dim_group", "dim_place"}
    columns = set(rows(folders[False], "fact_delivery")[0])
    assert not columns & {"group_key", "place_key", "reported_micro"}
    states = {row["status"] for row in rows(folders[False], "dim_status")}
    assert states == {"verified"}
    assert "waits for the council" in {row["status"] for row in rows(folders[True], "dim_status")}


def test_the_same_record_gives_the_same_files(register: Any) -> None:
    """A refresh that changes what did not change makes people look for it."""
    when = date.fromisoformat(ON)
    assert star_files(register, when) == star_files(register, when)


def test_a_text_is_no_formula(tmp_path: Path) -> None:
    """A title that begins with an equals sign is a title."""
    held = sv.contracts.open_register()
    made = attrs.evolve(contract(0), title="=HYPERLINK(1)", directorate="@SUM(1)")
    held.add(made, by="procurement", on=made.starts)
    sv.reports.star(held, tmp_path, on=ON)
    (row,) = rows(tmp_path, "dim_contract")
    assert (row["title"], row["directorate"]) == ("'=HYPERLINK(1)", "'@SUM(1)")
    table = duckdb.read_parquet(f"{tmp_path}/dim_contract.parquet")
    assert table.select("title").fetchall() == [("=HYPERLINK(1)",)]


def test_the_query_of_the_page_runs(root: Path, folders: dict[bool, Path], ask: Ask) -> None:
    """A query that is copied from the page gives the pounds, or nobody copies another."""
    page = (root / "docs/howto/tables-for-power-bi.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```text\n(select.*?)```", page, re.DOTALL)
    found = duckdb.sql(query.replace("'bi/", f"'{folders[True]}/")).fetchall()
    assert [year for year, _ in found] == ["2024/25", "2025/26"]
    total = ask("select sum(verified_pence) from {fact_delivery} where has_commitment")
    assert round(sum(amount for _, amount in found) * 100) == total


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(held=registers())
def test_every_history_sums_to_its_pennies(held: Any) -> None:
    """Whatever was changed, returned or undone, the tables come to what the record comes to."""
    on = date(2023, 8, 31)
    found, made = sv.portfolio(held, on=on), star_files(held, on, restricted=True)

    def total(name: str, column: str, where: Callable[[dict[str, str]], bool]) -> Decimal:
        table = csv.DictReader(made[f"{name}.csv"].decode().splitlines())
        return sum((Decimal(row[column]) for row in table if where(row)), Decimal(0)) / 100

    assert total("fact_commitment", "value_pence", lambda row: True) == found.promised
    kept = total("fact_delivery", "verified_pence", lambda row: row["has_commitment"] == "true")
    assert kept == found.delivered
    beyond = total("fact_delivery", "verified_pence", lambda row: row["has_commitment"] == "false")
    assert beyond == found.unpromised
    last = total("fact_expected", "expected_pence", lambda row: row["month_end"] == on.isoformat())
    assert last == found.expected
