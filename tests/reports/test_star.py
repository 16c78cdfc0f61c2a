"""The star of tables: its sums are the library's, its keys lead somewhere, and it withholds."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.histories import DAYS, registers
from tests.reports.invented import MEASURES, ON, contract
from tests.reports.test_public import offered_record

import socialvalue as sv
from socialvalue.reports.bi.package import star_files
from socialvalue.reports.bi.rows import tables_of
from socialvalue.reports.bi.shapes import TABLES

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


def test_who_manages_and_how_people_are_counted_is_for_the_contract_team(
    folders: dict[bool, Path],
) -> None:
    """Who manages a contract is a role among colleagues, and no answer to whoever downloads."""
    full, public = (rows(folders[each], "dim_contract") for each in (True, False))
    assert {row["manager"] for row in full if row["directorate"] == "Place"} == {
        "Contract manager, environment"
    }
    assert "directorate" in public[0]
    assert "manager" not in public[0]
    content = b"".join(each.read_bytes() for each in folders[False].iterdir() if each.is_file())
    assert b"Contract manager, environment" not in content
    lines = [rows(folders[each], "dim_line") for each in (True, False)]
    assert {"headcount", "is_ours"} & {*lines[0][0]} == {"headcount", "is_ours"}
    assert {"headcount", "is_ours"} & {*lines[1][0]} == set()


def test_a_manager_is_the_one_of_the_day(tmp_path: Path) -> None:
    """A contract that stands under a role which has left it is nobody's to chase."""
    held, made = sv.contracts.open_register(), contract(0)
    held.add(made, by="procurement", on=made.starts)
    held.manage(made.reference, "Contract manager, parks", by="commissioner", on="2025-04-01")
    for day, role in (("2025-03-31", made.manager), ("2025-04-01", "Contract manager, parks")):
        sv.reports.star(held, tmp_path, on=day, restricted=True)
        assert [row["manager"] for row in rows(tmp_path, "dim_contract")] == [role]


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


def test_the_queries_of_the_page_run(root: Path, folders: dict[bool, Path], register: Any) -> None:
    """A query that is copied from the page gives the pounds, or nobody copies another."""
    page = (root / "docs/howto/tables-for-power-bi.md").read_text(encoding="utf-8")
    metabase, plain = re.findall(r"```text\n((?:with|select) .*?)```", page, re.DOTALL)
    found = duckdb.sql(plain.replace("'bi/", f"'{folders[True]}/")).fetchall()
    held = sv.portfolio(register, on=ON)
    assert [year for year, _ in found] == ["2024/25", "2025/26"]
    assert round(sum(amount for _, amount in found) * 100) == held.delivered * 100
    database = duckdb.connect()
    for each in folders[True].glob("*.parquet"):
        database.execute(f"create table {each.stem} as from '{each}'")
    for day in ("2024-12-31", ON):
        then = sv.portfolio(register, on=day)
        found = database.sql(metabase.replace("{{as_at}}", f"date '{day}'")).fetchall()
        assert {name: (round(one * 100), round(other * 100)) for name, one, other in found} == {
            each.contract.reference: (each.promised * 100, each.capped * 100)
            for each in then.contracts
        }


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_formula_of_the_page_gives_the_pounds(
    root: Path, folders: dict[bool, Path], register: Any, tmp_path: Path
) -> None:
    """A formula that is copied from the page and gives an error makes people type figures."""
    page = (root / "docs/howto/tables-for-power-bi.md").read_text(encoding="utf-8")
    (formula,) = re.findall(r"```text\n(=.*)\n```", page)
    book = openpyxl.load_workbook(folders[True] / "tables.xlsx")
    book.create_sheet("asked", 0)["A1"] = formula
    book.active = 0
    book.save(tmp_path / "asked.xlsx")
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--headless",
        "--convert-to",
        "csv",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "asked.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    said = (tmp_path / "asked.csv").read_text(encoding="utf-8").strip()
    assert Decimal(said) == sv.portfolio(register, on=ON).promised


def test_earlier_days_are_as_they_were(tmp_path: Path) -> None:
    """A figure that was reported in June must not change when the return is looked at again."""
    held = sv.contracts.open_register()
    made = contract(0)
    held.add(made, by="procurement", on="2024-04-01")
    period = ("2024-04-01", "2024-06-30")
    entry = held.deliver(made.reference, line="2", quantity=40, period=period, statement="As due.",
                         by="supplier", on="2024-07-10")  # fmt: skip
    held.approve(entry, by="contract manager", on="2024-07-20")
    held.reopen(entry, by="contract manager", reason="Counted twice.", on="2024-09-01")
    held.approve(entry, quantity=30, reason="Ten were counted twice.", by="contract manager",
                 on="2024-10-05")  # fmt: skip
    sv.reports.star(held, tmp_path, on="2024-12-31")
    assert [row["decided_date"] for row in rows(tmp_path, "fact_delivery")] == ["2024-10-05"]
    stood = [(row["since"], row["verified_micro"]) for row in rows(tmp_path, "fact_reopened")]
    assert stood == [("2024-07-20", "40000000"), ("2024-09-01", "-40000000")]
    for day, much in (("2024-07-19", 0), ("2024-08-31", 40), ("2024-09-30", 0), ("2024-10-31", 30)):
        then = sv.portfolio(held, on=day)
        assert pence_to(tmp_path, day) == then.delivered * 100
        assert sum(line.verified for line in then.contracts[0].lines) == much


@pytest.mark.parametrize("restricted", [False, True])
def test_a_level_that_fell_to_nothing_is_nothing(restricted: bool) -> None:
    """A share of 0% that was verified is a figure, and the 40% before it no longer stand."""
    held, made = sv.contracts.open_register(), contract(0)
    line = attrs.evolve(made["2"], unit="percent", quantity=60, offered=sv.percent(60), scored=0,
                        group="", headcount="", is_ours=False)  # fmt: skip
    held.add(attrs.evolve(made, lines=[line]), by="procurement", on="2024-04-01")
    for month, much in ((4, 40), (5, 0), (6, 70)):
        last = f"2024-{month:02}-28"
        entry = held.deliver(made.reference, line="2", quantity=much, statement="Counted.",
                             period=(last[:8] + "01", last), by="supplier", on=last)  # fmt: skip
        held.approve(entry, by="contract manager", on=last)
    held.reopen(entry, reason="Counted wrong.", by="contract manager", on="2024-07-10")
    tables = tables_of(held, date(2024, 12, 31), restricted=restricted)
    for day, there in ((date(2024, 4, 30), 40), (date(2024, 5, 30), 0), (date(2024, 6, 30), 70),
                       (date(2024, 7, 31), 0)):  # fmt: skip
        (now,) = sv.portfolio(held, on=day).contracts[0].lines
        of = {"fact_delivery": "decided_date", "fact_reopened": "since"}
        parts = (
            amount for name, dated in of.items()
            for columns in ([each.name for each in TABLES[name].columns],)
            for amount, on in zip(*(tables[name][columns.index(each)]
                                    for each in ("verified_micro", dated)), strict=True)
            if on is not None and on <= day
        )  # fmt: skip
        assert sum(parts) / 10**6 == now.verified == there


def test_what_stands_beside_the_figures_is_for_the_contract_team(tmp_path: Path) -> None:
    """Where evidence is kept, what is paid and what is late are no reading for everybody."""
    held = offered_record()
    reference = "NCC-0412"
    held.spend(reference, "10.005", period=("2024-07-01", "2024-09-30"), by="finance")
    held.spend(reference, "125000.50", period=("2024-04-01", "2024-06-30"), by="finance")
    held.set_kpis(reference, [sv.contracts.Kpi(id="K1", title="Hours", lines=["5"])],
                  by="procurement", on="2024-04-02")  # fmt: skip
    held.rate(reference, "k1", period=("2024-04-01", "2024-09-28"), rating="inadequate",
              confirmed_by="A. Mann", reason="the hours were counted from the wrong sheet",
              by="contract manager", on="2024-10-20")  # fmt: skip
    held.rate(reference, "K1", period=("2024-04-01", "2024-09-28"), rating="good",
              confirmed_by="A. Mann", reason="the hours were seen on the timesheets of the year",
              by="contract manager", on="2024-10-30")  # fmt: skip
    stars = {restricted: tmp_path / f"{restricted}" for restricted in (True, False)}
    for restricted, folder in stars.items():
        sv.reports.star(held, folder, on=ON, restricted=restricted)
    team = {name: rows(stars[True], f"fact_{name}")
            for name in ("spend", "rating", "clock", "evidence", "offer")}  # fmt: skip
    spent, half = team["spend"]
    assert half["spent_pence"] == "1001", "half a penny is rounded up, as everywhere"
    assert (spent["contract_key"], spent["period_end_date"], spent["spent_pence"]) == (
        "1", "2024-06-30", "12500050")  # fmt: skip
    (rated,) = team["rating"]
    assert (rated["kpi"], rated["rating"], rated["period_end_date"]) == ("K1", "good", "2024-09-28")
    due = sv.notices.clocks(held, on=ON).due
    assert [each["due_date"] for each in team["clock"]] == [each.due.isoformat() for each in due]
    assert {each["kind"] for each in team["evidence"]} == {"payroll_extract"}
    returns = {each["delivery_key"] for each in rows(stars[True], "fact_delivery")}
    assert {each["delivery_key"] for each in team["evidence"]} <= returns
    assert [each["title"] for each in team["offer"]] == ["Handyperson <b>", "Hidden van"]
    days = {each["date"] for each in rows(stars[True], "dim_date")}
    assert max(days) == ON < max(each["due_date"] for each in team["clock"])
    held_at = b"".join(each.read_bytes() for each in stars[True].glob("*.csv"))
    assert not any(word in held_at for word in (b"contract file 7", b"A. Mann", b"timesheets"))
    assert {each.stem for each in stars[False].glob("fact_*.csv")} == {
        "fact_commitment",
        "fact_expected",
        "fact_delivery",
        "fact_reopened",
        "fact_offer",
    }
    (shown,) = rows(stars[False], "fact_offer")
    assert shown["title"] == "Handyperson <b>"
    assert int(shown["remaining_micro"]) == 20_000_000
    ours = {"contract_key", "offered_micro", "reserved_micro", "given_micro", "is_shown"}
    assert ours <= team["offer"][0].keys(), "what suppliers say was given, nobody has verified"
    assert not ours & shown.keys()


def test_a_sensitive_column_says_until_when(register: Any, tmp_path: Path) -> None:
    """Whoever answers a request for information redacts by column, and must be shown which."""
    label = {"fact_spend.spent_pence": "2027-03-31", "dim_contract.value_pence": "2020-01-01"}
    sv.reports.star(register, tmp_path / "team", on=ON, restricted=True, sensitive=label)
    said = "commercially sensitive until 31 March 2027"
    for name in ("datapackage.json",
                 "social-value.SemanticModel/definition/tables/fact_spend.tmdl"):  # fmt: skip
        assert (tmp_path / "team" / name).read_text(encoding="utf-8").count(said) == 1
    book = openpyxl.load_workbook(tmp_path / "team" / "tables.xlsx")
    notes = [row[0] for row in book["Contents and notes"].values]
    assert f"spent_pence of fact_spend: {said}." in notes
    with pytest.raises(sv.InputError) as caught:
        sv.reports.star(
            register,
            tmp_path / "all",
            on=ON,
            sensitive={
                "dim_contract.value_pence": "2027-03-31",
                "fact_spend.spent_pence": "2027-03-31",
            },
        )
    assert [each.code for each in caught.value.problems] == ["SV1132", "SV1133"]
    assert not (tmp_path / "all").exists()


def pence_to(folder: Path, day: str, *, ours: str = "true") -> int:
    """Pence verified as at a day, as the star's tables add up."""
    return sum(
        int(row["verified_pence"])
        for name, column in (("fact_delivery", "decided_date"), ("fact_reopened", "since"))
        for row in rows(folder, name)
        if row["has_commitment"] == ours and "" < row[column] <= day
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(held=registers(), days=st.lists(DAYS, min_size=1, max_size=3))
def test_every_history_sums_to_its_pennies_on_every_day(held: Any, days: list[date]) -> None:
    """Whatever was changed, returned or undone, the tables come to what the record comes to."""
    on = max(*days, date(2023, 8, 31))
    made = {
        name: [dict(zip(columns, row, strict=True)) for row in zip(*table, strict=True)]
        for name, table in tables_of(held, on, restricted=True).items()
        for columns in ([each.name for each in TABLES[name].columns],)
    }

    def total(name: str, column: str, day: date, ours: bool | None = None) -> Decimal:
        dated = {"fact_commitment": "effective_date", "fact_delivery": "decided_date",
                 "fact_reopened": "since"}[name]  # fmt: skip
        kept = (row for row in made[name] if row[dated] is not None and row[dated] <= day)
        return Decimal(sum(row[column] for row in kept
                           if ours is None or row["has_commitment"] is ours)) / 100  # fmt: skip

    for day in {*days, on}:
        then = sv.portfolio(held, on=day)
        assert total("fact_commitment", "value_pence", day) == then.promised
        for ours, there in ((True, then.delivered), (False, then.unpromised)):
            parts = [total(name, "verified_pence", day, ours)
                     for name in ("fact_delivery", "fact_reopened")]  # fmt: skip
            assert sum(parts) == there
    assert sum(row["verified_pence"] for row in made["fact_reopened"]) == 0
    for end in {row["month_end"] for row in made["fact_expected"]}:
        due = (row["expected_pence"] for row in made["fact_expected"] if row["month_end"] == end)
        assert Decimal(sum(due)) / 100 == sv.portfolio(held, on=end).expected
