"""The measures, worked out by a DAX engine: to the penny what the library says.

`pbix-mcp` is the extra `bi-tests`, of its own; without it nothing of this runs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs
import pytest
from tests.reports.invented import ON, contract, quarters, record

import socialvalue as sv
from socialvalue.reports.bi.measures import MEASURES
from socialvalue.reports.bi.model import relationships
from socialvalue.reports.bi.package import star_files
from socialvalue.reports.bi.shapes import shapes_of

pytestmark = pytest.mark.slow
engine = pytest.importorskip("pbix_mcp.dax.engine", reason="pbix-mcp is not installed")

Ask = Callable[..., Any]
SHAPES = shapes_of(restricted=True)
_READ: dict[str, Callable[[str], Any]] = {
    "integer": int, "string": str, "date": datetime.fromisoformat, "boolean": "true".__eq__,
}  # fmt: skip


def tables_of(files: dict[str, bytes]) -> dict[str, Any]:
    """The CSV files as the model reads them: each column as its kind, an empty cell as blank."""
    found = {}
    for name, shape in SHAPES.items():
        heads, *rows = csv.reader(io.StringIO(files[f"{name}.csv"].decode()))
        kinds = [_READ[each.kind] for each in shape.columns]
        found[name] = {"columns": heads, "rows": [
            [read(cell) if cell else None for read, cell in zip(kinds, row, strict=True)]
            for row in rows
        ]}  # fmt: skip
    return found


def asking(register: Any, on: str) -> Ask:
    """Asks the model of a star for a measure, with what is chosen."""
    tables = tables_of(star_files(register, date.fromisoformat(on), restricted=True))
    leads = [{"FromTable": name, "FromColumn": each.name, "ToTable": each.to,
              "ToColumn": SHAPES[each.to].columns[0].name, "IsActive": not each.second}
             for name, each in relationships(SHAPES)]  # fmt: skip
    dax = {each.name: each.dax for each in MEASURES}

    def ask(name: str, **chosen: Any) -> Any:
        where = {key.replace("__", "."): value for key, value in chosen.items()}
        return engine.evaluate_measures_batch(
            [name], tables, dax, filter_context=where, relationships=leads, date_table="dim_date",
            date_column="date", date_tables={"dim_date": "date"},
        )[name]  # fmt: skip

    return ask


@pytest.fixture(scope="module")
def ask(register: Any) -> Ask:
    return asking(register, ON)


def pennies(value: Any) -> int:
    return round((value or 0) * 100)


SUMS = {
    "Committed £": "promised", "Due by now £": "expected", "Delivered £": "delivered",
    "Delivered against commitment £": "capped", "Delivered beyond the contract £": "unpromised",
}  # fmt: skip


def test_every_total_is_the_librarys(register: Any, ask: Ask) -> None:
    """A model whose total is not the report's makes two truths of one record."""
    held = sv.portfolio(register, on=ON)
    for name, attribute in SUMS.items():
        assert pennies(ask(name)) == getattr(held, attribute) * 100, name
    assert pennies(ask("Contract value £")) == held.contract_value * 100
    over = held.delivered - held.capped
    assert over > 0
    assert pennies(ask("Over-delivery £")) == over * 100
    short = sum(max(line.expected_pence - line.delivered_pence, 0)
                for each in held.contracts for line in each.lines)  # fmt: skip
    assert pennies(ask("Due and not delivered £")) == short > 0
    assert ask("Delivered against commitment %") == pytest.approx(
        float(held.capped / held.promised)
    )
    assert ask("Committed per £1 of contract value") == pytest.approx(float(held.per_pound or 0))


def test_parts_are_the_librarys(register: Any, ask: Ask) -> None:
    """A slicer on a directorate or a kind must not show another's pounds."""
    held = sv.portfolio(register, on=ON)
    for directorate, sums in held.by("directorate").items():
        for name, attribute in SUMS.items():
            found = ask(name, dim_contract__directorate=[directorate])
            assert pennies(found) == getattr(sums, attribute) * 100, (name, directorate)
    for theme, sums in held.by("theme").items():
        if theme != "not stated":
            found = ask("Delivered against commitment £", dim_measure__theme=[theme])
            assert pennies(found) == sums.capped * 100
    for kind, word in (("social", "social"), ("local_economic", "local economic")):
        sums = held.by("value_kind")[kind]
        assert pennies(ask(f"Committed, {word} £")) == sums.promised * 100 > 0
        found = ask(f"Delivered against commitment, {word} £")
        assert pennies(found) == sums.capped * 100 > 0


@pytest.mark.parametrize(
    ("chosen", "day"),
    [
        ({"dim_date__financial_year": ["2024/25"]}, "2025-03-31"),
        ({"dim_date__financial_year": ["2025/26"]}, ON),
        ({"dim_date__month_name": ["2024-12"]}, "2024-12-31"),
    ],
)
def test_a_period_means_as_at_its_last_day(
    register: Any, ask: Ask, chosen: dict[str, Any], day: str
) -> None:
    """What was committed before a quarter would be missing from it, and its per cent untrue."""
    then = sv.portfolio(register, on=day)
    for name, attribute in SUMS.items():
        assert pennies(ask(name, **chosen)) == getattr(then, attribute) * 100, name
    lines = [line for each in then.contracts for line in each.lines]
    assert ask("Commitments", **chosen) == len(lines)
    complete = sum(each.verified >= each.committed for each in lines)
    assert ask("Commitments complete", **chosen) == complete > 0
    nothing = sum(not each.verified for each in lines)
    assert ask("Commitments with nothing verified", **chosen) == nothing > 0


def test_what_was_verified_within_a_period_is_a_measure_of_its_own(register: Any, ask: Ask) -> None:
    """As at and within are two questions; one measure that mixes them answers neither."""
    years = ("2024/25", "2025/26")
    parts = [pennies(ask("Verified in the period £", dim_date__financial_year=[each]))
             for each in years]  # fmt: skip
    assert all(parts)
    assert sum(parts) == pennies(ask("Delivered £"))


def test_a_suppliers_pounds_are_its_own(register: Any, ask: Ask) -> None:
    """Over the bridge six partners would each be shown with the pounds of all."""
    held = sv.portfolio(register, on=ON)
    of_one = held.contracts[0].contract
    name = of_one.suppliers[-1].name
    mine = [each for each in held.contracts
            if name in {party.name for party in each.contract.suppliers}]  # fmt: skip
    own = sum(line.promised_pence for each in mine for line in each.lines
              if line.obligation.owner == name)  # fmt: skip
    assert pennies(ask("Committed £", dim_supplier__name=[name])) == own
    whole = ask("Committed of contracts with the supplier £", dim_supplier__name=[name])
    assert pennies(whole) == sum(each.promised for each in mine) * 100 > own
    everyone = ask("Committed of contracts with the supplier £")
    assert pennies(everyone) == held.promised * 100


def test_units_are_blank_unless_one_is_looked_at(register: Any, ask: Ask) -> None:
    """Hours and tonnes in one sum are a number of nothing; shares are never added up."""
    held = sv.portfolio(register, on=ON)
    assert ask("Units committed") is None
    hours = held.quantities("unit")["staff_hour"]["staff_hour"]
    found = ask("Units verified", dim_measure__unit=["staff_hour"])
    assert found == pytest.approx(float(hours.verified))
    assert ask("Units committed", dim_measure__unit=["staff_hour"]) > found
    assert ask("Units committed", dim_measure__unit=["yes_no"]) is None


def test_a_return_that_was_looked_at_again_counts_as_it_did_then() -> None:
    """What was reported for a quarter must not change when a return is reopened in the next."""
    held = sv.contracts.open_register()
    made = contract(0)
    held.add(made, by="procurement", on="2024-04-01")
    entry = held.deliver(made.reference, line="2", quantity=40, statement="As due.", by="supplier",
                         period=("2024-04-01", "2024-06-30"), on="2024-07-10")  # fmt: skip
    held.approve(entry, by="contract manager", on="2024-07-20")
    held.reopen(entry, by="contract manager", reason="Counted twice.", on="2024-09-01")
    held.approve(entry, quantity=30, reason="Ten were counted twice.", by="contract manager",
                 on="2024-10-05")  # fmt: skip
    ask = asking(held, "2024-12-31")
    for month, day in (("2024-08", "2024-08-31"), ("2024-09", "2024-09-30"),
                       ("2024-12", "2024-12-31")):  # fmt: skip
        then = sv.portfolio(held, on=day)
        for name, attribute in SUMS.items():
            found = ask(name, dim_date__month_name=[month])
            assert pennies(found) == getattr(then, attribute) * 100, (name, month)
    assert pennies(ask("Verified in the period £", dim_date__month_name=["2024-09"])) < 0


def test_spend_and_what_is_to_be_published_are_as_at_the_day() -> None:
    """A ledger's pounds of next year, or a notice that is due in two, would be read as of now."""
    held = record()
    held.spend("NCC-0412", "125000.50", period=("2024-04-01", "2024-06-30"), by="finance")
    held.spend("NCC-0413", "10", period=("2025-04-01", "2025-06-30"), by="finance")
    ask = asking(held, "2026-05-01")
    assert pennies(ask("Spent £")) == 125_010_50
    assert pennies(ask("Spent £", dim_date__financial_year=["2024/25"])) == 125_000_50
    due = [each.due for each in sv.notices.clocks(held, on="2026-05-01").due]
    soon = [each for each in due if date(2026, 5, 1) <= each <= date(2026, 5, 31)]
    assert ask("To be published in 30 days") == len(soon) > 0


def waiting(held: Any, on: str) -> list[date]:
    """The days on which returns came that wait on a day, by the library."""
    return [each.last.on for each in held.standing(on).returns.values()
            if each.state == "reported"]  # fmt: skip


def test_what_waits_for_the_council_is_as_at_the_day(register: Any, ask: Ask) -> None:
    """The council's own backlog, counted as a supplier's failure, would be the next complaint."""
    for chosen, on in (({}, ON), ({"dim_date__month_name": ["2025-03"]}, "2025-03-31"),
                       ({"dim_date__month_name": ["2024-08"]}, "2024-08-31")):  # fmt: skip
        came = waiting(register, on)
        oldest = max(((date.fromisoformat(on) - each).days for each in came), default=0)
        assert (ask("Returns that wait", **chosen) or 0) == len(came)
        assert (ask("Longest wait, days", **chosen) or 0) == oldest
    assert len(waiting(register, ON)) > 10
    of_one = ask("Returns that wait", dim_contract__reference=["NCC-0412"])
    assert 0 < of_one < len(waiting(register, ON))


def test_commitments_that_are_due_in_full_are_counted(register: Any, ask: Ask) -> None:
    """What is over and not delivered is what the last review of a contract is about."""
    for year, on in (("2025/26", ON), ("2024/25", "2025-03-31")):
        lines = [line for each in sv.portfolio(register, on=on).contracts for line in each.lines]
        late = sum(line.due is not None and line.due >= line.committed > line.verified
                   for line in lines)  # fmt: skip
        found = ask("Commitments due in full and not complete", dim_date__financial_year=[year])
        assert (found or 0) == late
    held = sv.contracts.open_register()
    made = contract(0)
    held.add(made, by="procurement", on=made.starts)
    on = "2026-12-31"
    assert asking(held, on)("Commitments due in full and not complete") == sum(
        line.due is not None and line.due >= line.committed
        for line in sv.portfolio(held, on=on).contracts[0].lines
    ) > 0  # fmt: skip


def test_jobs_by_group_are_the_librarys() -> None:
    """Placements and FTE-years that are shown as jobs are people who were never taken on."""
    held = sv.contracts.open_register()
    counted = {"NCC1": "people", "NCC3": "people", "NCC4": "people", "NCC5": "none"}
    for at in (0, 1):
        made = contract(at)
        lines = [attrs.evolve(each, is_ours=each.measure == "NCC3",
                              headcount=counted.get(each.measure, ""))
                 for each in made.lines]  # fmt: skip
        held.add(attrs.evolve(made, lines=lines), by="procurement", on=made.starts)
        for line in (each for each in lines if each.unit != "yes_no"):
            period = quarters(made.starts)[0]
            entry = held.deliver(made.reference, line=line.line, quantity=2, period=period,
                                 statement="As due.", by="supplier", on=period[1])  # fmt: skip
            held.approve(entry, by="contract manager", on=period[1])
    ask, people = asking(held, ON), sv.portfolio(held, on=ON).people
    assert {*people} == {"care leavers", "long-term unemployed"}
    for group, each in people.items():
        committed = ask("Jobs committed", dim_group__name=[group])
        assert committed == pytest.approx(float(each.committed)), group
        assert ask("Jobs verified", dim_group__name=[group]) == float(each.verified) > 0
    assert ask("Jobs verified") == sum(each.verified for each in people.values())
    assert ask("Jobs committed", dim_measure__code=["NCC1"]) is None
    assert ask("Commitments read by us") == 2
    assert ask("Commitments") > 8


def test_ratings_are_counted_by_their_code() -> None:
    """A page on which good and inadequate are one number says nothing of either."""
    held = record()
    kpis = {"K1": "good", "K2": "good", "K3": "inadequate"}
    held.set_kpis("NCC-0412", [sv.contracts.Kpi(id=each, title=f"Indicator {each}", lines=["5"])
                               for each in kpis], by="procurement", on="2024-04-02")  # fmt: skip
    for kpi, rating in kpis.items():
        held.rate("NCC-0412", kpi, period=("2024-04-01", "2024-09-28"), rating=rating,
                  confirmed_by="A. Mann", reason="the timesheets of the year were seen",
                  by="contract manager", on="2024-11-01")  # fmt: skip
    ask = asking(held, ON)
    assert ask("Ratings") == 3
    assert ask("Ratings", fact_rating__rating=["good"]) == 2
    assert ask("Ratings", fact_rating__rating=["inadequate"]) == 1
    assert ask("Ratings", dim_date__month_name=["2024-08"]) is None
