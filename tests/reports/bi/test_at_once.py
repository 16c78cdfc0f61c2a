"""What is made a column at once: to the last digit what is made a row at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, zip_longest
from operator import sub
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.histories import FIRST, registers
from tests.reports.invented import ON

import socialvalue as sv
from socialvalue.contracts import Contract, Entry, Expected, Obligation
from socialvalue.engine.exact import half_up
from socialvalue.model.tender import ContractValue
from socialvalue.numbers import simplest
from socialvalue.reports.bi import delivered, schedules, written
from socialvalue.reports.bi.arrow import arrow_table
from socialvalue.reports.bi.at_once import added, halves_up, millionths
from socialvalue.reports.bi.rows import tables_of
from socialvalue.reports.bi.shapes import TABLES
from socialvalue.reports.bi.written import csv_at_once, csv_rows

DECIMALS = st.decimals("0", "999999999", places=8) | st.decimals("0", "90", places=2)


class Odd(dict[Any, Any]):
    """Returns of which none is plain."""

    def __contains__(self, _: object) -> bool:
        return True

    def get(self, *_: Any) -> None:
        """Nothing is made at once."""


@pytest.fixture
def rows_only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The tables of a record, with nothing made at once."""

    def made(*args: Any, **options: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(delivered, "parted", lambda _: Odd())
            patch.setattr(schedules, "_due", schedules.due_one_by_one)
            patch.setattr(Entry, "pieces", None)
            return tables_of(*args, **options)

    return made


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(held=registers(), restricted=st.booleans(), days=st.integers(0, 480))
def test_columns_are_the_rows(
    held: Any, restricted: bool, days: int, rows_only: Callable[..., Any]
) -> None:
    """A table that is written faster and says another penny would be believed for its speed."""
    on = FIRST + timedelta(days=days)
    assert tables_of(held, on, restricted=restricted) == rows_only(held, on, restricted=restricted)


def long_record(quantities: list[Decimal], unit_value: str) -> Any:
    """A record of one commitment with a return a week, each verified, the last in part."""
    line = Obligation(line="1", measure="M1", title="Hours", unit="staff_hour", quantity=1000,
                      scored=Decimal("333.3"), unit_value=unit_value, offered=sv.hours(1000),
                      expected=Expected("time"))  # fmt: skip
    register = sv.contracts.open_register()
    with register.importing():
        register.add(
            Contract(reference="C1", title="C", suppliers=["A"], starts=FIRST, lines=[line],
                     ends="2025-08-31", value=ContractValue(1)), by="procurement", on=FIRST,
        )  # fmt: skip
        for week, quantity in enumerate(quantities):
            first = FIRST + timedelta(days=7 * week)
            last = first + timedelta(days=6)
            given = register.deliver("C1", line="1", quantity=quantity, period=(first, last),
                                     statement="As planned.", by="supplier", on=last)  # fmt: skip
            part = simplest(Fraction(quantity) / 2) if week % 5 == 4 else None
            said = {"quantity": part, "reason": "half of it"} if part else {}
            register.approve(given, by="finance", on=last + timedelta(days=week % 3 * 9), **said)
    return register


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    quantities=st.lists(DECIMALS, min_size=1, max_size=12),
    value=st.sampled_from(["16.93", "251.7905723", "0.005", "30000"]),
)
def test_long_columns_are_the_rows(
    quantities: list[Any], value: str, rows_only: Callable[..., Any]
) -> None:
    """Decisions in another order than the returns, parts, and eight decimals: all the same."""
    held, on = long_record(quantities, value), date(2025, 1, 31)
    assert tables_of(held, on, restricted=True) == rows_only(held, on, restricted=True)


@given(st.lists(DECIMALS.map(str) | st.sampled_from(["", "0", "0E-7", "1E-7", "2.50"])))
def test_millionths_are_exact_or_none(texts: list[str]) -> None:
    """A quantity that is a millionth off moves a penny of the sum behind it."""
    found = millionths(texts)
    exact = [Fraction(each or "1/7") * 10**6 for each in texts]
    if found is None:
        assert any(each.denominator > 1 or len(text) > 15
                   for each, text in zip(exact, texts, strict=True))  # fmt: skip
    else:
        assert found.tolist() == exact


@given(st.lists(st.integers(0, 10**18)), st.integers(0, 10**20), st.integers(1, 10**12))
def test_many_halves_go_up_as_one_does(amounts: list[int], above: int, below: int) -> None:
    """Half a penny goes up, in the middle of a column as well."""
    assert halves_up(amounts, above, below) == [half_up(each * above, below) for each in amounts]


@given(
    st.lists(st.integers(0, 10**15 - 1)),
    st.integers(0, 10**20) | st.integers(0, 4000),
    st.integers(1, 10**12) | st.integers(1, 10**30),
)
def test_what_each_adds_is_rounded_once(amounts: list[int], above: int, below: int) -> None:
    """Sums that no longer fit a column of whole numbers are as exact as those that do."""
    sums = [half_up(each * above, below) for each in accumulate(amounts)]
    whole = np.array(amounts, np.int64)
    assert added(whole, above, below) == [*map(sub, sums, [0, *sums])]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(
    ["=1+1", "", "a,b", 'a"b', "a\nb", "-1", "@x", "é", "\ud800", " a "]
)


@given(
    st.lists(st.tuples(st.integers(1, 99), *[TEXTS] * 4, st.none() | st.just("2025-01-01"),
                       st.integers(-5, 2**60)), max_size=5), st.booleans()
)  # fmt: skip
def test_csv_has_the_same_bytes_either_way(rows: list[tuple[Any, ...]], plain: bool) -> None:
    """A file that changes with what is installed would be looked through for what changed."""
    table = TABLES["dim_contract"]
    kept = [(*row[:5], "role", "open", row[5] and date.fromisoformat(row[5]), None, row[6])
            for row in rows]  # fmt: skip
    columns = [[*each] for each in zip(*kept, strict=True)] or [[] for _ in table.columns]
    if plain:
        columns[1:5] = [["word"] * len(kept)] * 4
    kinds = {each.name: each.kind for each in table.columns}
    spelt = [[text.encode("utf-8", "replace").decode() for text in held]
             if each.kind == "string" else held
             for each, held in zip(table.columns, columns, strict=True)]  # fmt: skip
    arrow = arrow_table(dict(zip(kinds, spelt, strict=True)), kinds)
    found = csv_at_once(table, columns, arrow)
    assert found is not None or not plain
    assert found in {None, csv_rows(table, columns)}


@pytest.mark.parametrize("is_there", [True, False])
def test_a_number_that_no_column_holds_is_refused(
    is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that ends at 2⁶³ would wrap round to less than nothing, or end in a traceback."""
    if not is_there:
        monkeypatch.setattr(written, "arrow_table", lambda *_: None)
    table = TABLES["dim_contract"]
    for pence in (2**63 - 1, 2**63):
        cells = [[1], *[["a"]] * 6, [None], [None], [pence]]
        if pence < 2**63:
            made = written.written("dim_contract", table, cells)["dim_contract.csv"]
            assert f",{pence}\n".encode() in made
            continue
        with pytest.raises(sv.InputError) as caught:
            written.written("dim_contract", table, cells)
    assert str(caught.value).startswith(
        "SV316 dim_contract.value_pence: expected at most 9,223,372,036,854,775,807, found "
    )


def test_the_star_of_the_invented_record_is_made_at_once(
    register: Any, rows_only: Callable[..., Any]
) -> None:
    """The quick way is taken, and the record that all pages show comes out the same."""
    on = date.fromisoformat(ON)
    fast, slow = tables_of(register, on, restricted=True), rows_only(register, on, restricted=True)
    assert fast == slow
    assert sum(1 for each in zip_longest(*fast["fact_delivery"]) if each) > 50
    assert len(fast["fact_evidence"][0]) > 0


@pytest.mark.parametrize("returns", [40, 80])
def test_each_return_is_looked_at_once_a_change(
    returns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One return that is decided on anew must not make a night's work of a long commitment."""
    held, looked = long_record([Decimal(2)] * returns, "16.93"), []
    first = next(iter(held.standing().returns))
    held.reopen(first, by="finance", reason="Counted twice.", on="2024-12-01")
    as_at = delivered._as_at
    monkeypatch.setattr(delivered, "_as_at", lambda *args: looked.append(1) or as_at(*args))
    tables_of(held, date(2025, 1, 31), restricted=True)
    assert returns < len(looked) <= 2 * returns + 3
