"""Whose side writes what, and words that say something: no slip and no supplier ends a duty."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts import Clause, Expected, Kpi

AGREED = {"ground": "regulation_72", "instrument": "Deed 1"}


def codes_of(write: Callable[[], object]) -> list[str]:
    """With which codes something is refused."""
    with pytest.raises(sv.SocialValueError) as caught:
        write()
    return [each.code for each in caught.value.problems]


WRITTEN: dict[str, Callable[..., Any]] = {
    "change": lambda held, by: held.change(
        "ECC-0412", reason="variation", on="2023-04-01", lines={"1": "-8"}, by=by, **AGREED
    ),
    "correction": lambda held, by: held.change(
        "ECC-0412", reason="correction", on="2023-04-01", lines={"1": "-8"}, by=by, because="typed"
    ),
    "clause": lambda held, by: held.clause(
        "ECC-0412", Clause("14", "credit", rate="0.1"), by=by, on="2022-09-01"
    ),
    "indicators": lambda held, by: held.set_kpis(
        "ECC-0412", [Kpi(id="4", title="Staff", lines=["1"])], by=by, on="2022-09-01"
    ),
    "hold": lambda held, by: held.hold("ECC-0412", reason="a request", until="2099-01-01", by=by),
    "erase": lambda held, by: held.erase(1, why="asked for", by=by),
}  # fmt: skip


@pytest.mark.parametrize("what", WRITTEN)
def test_a_supplier_does_not_write_what_is_the_councils(register: Any, what: str) -> None:
    """A supplier that writes 8 FTE-years less into the schedule owes them no more."""
    assert codes_of(lambda: WRITTEN[what](register, "supplier")) == ["SV956"]
    assert len(register.entries) == 1
    assert WRITTEN[what](register, "procurement").seq == 2


def test_a_supplier_enters_no_contract(contract: Any) -> None:
    """The schedule that binds is the one that the council entered."""
    held = sv.contracts.open_register()
    assert codes_of(lambda: held.add(contract, by="supplier", on="2022-08-20")) == ["SV956"]
    assert held.add(contract, by="procurement", on="2022-08-20").seq == 1


def test_a_supplier_takes_over_no_contracts(root: Path) -> None:
    """An opening position counts as delivered: a supplier that enters its own verifies itself."""
    sheet = root / "docs/examples/norchester/contracts.csv"
    found = sv.contracts.import_sheet(sheet, on="2022-12-31")
    held = sv.contracts.open_register(roles=["head of catering"])
    for role in ("supplier", "subcontractor", "receiver"):
        assert codes_of(lambda by=role: found.write(held, by=by)) == ["SV956"]  # type: ignore[misc]
    assert held.entries == ()
    assert found.write(held, by="Head of catering")[0].by == "head of catering"


def test_a_side_undoes_what_it_wrote_and_the_council_what_either_did(
    register: Any, report: Callable[..., Any]
) -> None:
    """A return that was sent back would wait again, by the word of who reported it."""
    mine = report()
    back = register.reject(mine, reason="no payroll", by="contract manager", on="2022-12-20")
    undo = lambda by, about: register.correct(about, reason="a slip", by=by)  # noqa: E731
    assert codes_of(lambda: undo("supplier", back)) == ["SV956"]
    assert undo("contract manager", back).about == back.seq
    assert undo("supplier", mine).about == mine.seq


def test_a_hold_that_is_over_when_it_is_written_holds_nothing(register: Any) -> None:
    """Whoever types last year would think the words of a claim safe, and they are erased."""
    hold = lambda until: register.hold("ECC-0412", reason="a claim", until=until)  # noqa: E731
    assert codes_of(lambda: hold("2020-01-01")) == ["SV954"]
    assert hold("2099-01-01").seq == 2


def test_a_reason_that_nobody_can_see_is_none(register: Any, report: Callable[..., Any]) -> None:
    """A supplier whose return comes back with a blank cannot mend it."""
    assert codes_of(lambda: report(statement="\u200b")) == ["SV958"]
    mine = report()
    send = lambda why: register.reject(mine, reason=why, by="finance", on="2022-12-20")  # noqa: E731
    assert codes_of(lambda: send("\u200b\x00")) == ["SV958"]
    assert send("no payroll").reason == "no payroll"


ODD: dict[str, Callable[..., Any]] = {
    "suppliers": lambda award, held: award(suppliers=7),
    "suppliers in a list": lambda award, held: award(suppliers=[None]),
    "leave_out": lambda award, held: award(leave_out=["4"]),
    "expected": lambda award, held: award(expected=["1"]),
    "a plan": lambda award, held: award(expected={"1": None}),
    "lot": lambda award, held: award(lot=["a"]),
    "regime": lambda award, held: award(regime=["pa2023"]),
    "spend": lambda award, held: award(spend=7),
    "profile": lambda award, held: Expected(["time"]),
    "steps": lambda award, held: Expected("dated", steps=7),
    "pairs": lambda award, held: Expected("dated", steps=[("2023-03-31",)]),
    "trigger": lambda award, held: Clause("1", "credit", rate=1, trigger=None),
    "grace of a clause": lambda award, held: Clause("1", "credit", rate=1, grace=10**20),
    "period of spend": lambda award, held: held.spend("ECC-0412", 5, period=7, by="finance"),
    "call-offs": lambda award, held: held.spend(
        "ECC-0412", period=("2022-09-01", "2022-11-30"), call_offs=10**5000, by="finance"
    ),
    "new": lambda award, held: held.change(
        "ECC-0412", reason="variation", on="2023-04-01", by="legal", new=None, **AGREED
    ),
    "to whom": lambda award, held: held.change(
        "ECC-0412", reason="novation", on="2023-04-01", by="legal", suppliers=None, **AGREED
    ),
    "reference": lambda award, held: sv.contracts.progress(held, ["ECC-0412"], on="2023-04-01"),
    "grace": lambda award, held: sv.portfolio(held, on="2023-04-01", grace=10**20),
    "record": lambda award, held: sv.contracts.open_register(7),
    "no name": lambda award, held: sv.contracts.open_register(""),
    "thread": lambda award, held: sv.notices.thread(held, None),
    "ocid": lambda award, held: sv.notices.draft(held, "ECC-0412", "UK7", ocid=7),
    "report": lambda award, held: sv.reports.make(
        held, on="2023-04-01", audience="public", kind=["portfolio"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ODD)
def test_what_cannot_be_meant_is_refused_in_words(award: Any, register: Any, what: str) -> None:
    """A traceback tells an officer nothing of what to type instead."""
    assert set(codes_of(lambda: ODD[what](award, register))) <= {
        "SV306",
        "SV312",
        "SV316",
        "SV958",
        "SV983",
    }


def test_counts_that_are_none_are_refused_and_grace_ends_with_the_calendar(register: Any) -> None:
    """An infinity of people is a slip in a table."""
    assert codes_of(lambda: sv.contracts.suppress({"a": Decimal("NaN"), "b": 7})) == ["SV301"]
    found = sv.contracts.progress(register, "ECC-0412", on="2022-12-31", grace=36_500)
    assert {each.state for each in found.lines} == {"not_started"}


def test_one_role_is_a_role_and_no_file_is_opened_that_cannot_be(tmp_path: Path) -> None:
    """A role in a word was a role for each of its letters."""
    held = sv.contracts.open_register(roles="auditor")
    assert "auditor" in held._roles
    assert "a" not in held._roles
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("loop", "a\x00b", "x" * 300):
        assert codes_of(
            lambda name=name: sv.contracts.open_register(tmp_path / name, new=True)
        ) == ["SV975"]
