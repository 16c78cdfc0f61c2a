"""The delivery record: what may be written, by whom, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts import Evidence

Report = Callable[..., Any]
RETURN_FILE = Evidence("supplier_return", sha256="0" * 64)


def state(register: Any, seq: int, **days: str) -> str:
    """The state of a return."""
    return str(register.standing(**days).returns[seq].state)


def codes(caught: pytest.ExceptionInfo[sv.SocialValueError]) -> list[str]:
    """The codes of an error."""
    return [each.code for each in caught.value.problems]


# --- the way of a return ------------------------------------------------------------------


def test_reported_then_verified_in_part(register: Any, report: Report) -> None:
    """What is reported is not delivered; what is verified is, and only that."""
    given = report()
    held = register.standing().returns[given.seq]
    assert (held.state, held.reported, held.waiting, held.verified) == ("reported", 2.5, 2.5, 0)
    register.approve(given, by="Contract Manager", on="2022-12-20", quantity="2",
                     reason="one person left in October")  # fmt: skip
    held = register.standing().returns[given.seq]
    assert (held.state, held.reported, held.waiting, held.verified) == (
        "verified_in_part", 2.5, 0, 2)  # fmt: skip
    assert register.entries[-1].by == "contract manager"
    assert register.entries[-1].reason == "one person left in October"


def test_returned_then_replaced(register: Any, report: Report) -> None:
    """A return that was sent back counts nowhere, and the one in its place counts once."""
    first = report()
    register.reject(first, reason="no payroll extract", by="contract manager", on="2022-12-20")
    assert state(register, first.seq) == "returned"
    second = report(replaces=first, on="2022-12-22", evidence=[Evidence("payroll_extract")])
    assert (state(register, first.seq), state(register, second.seq)) == ("replaced", "reported")
    register.approve(second, by="contract manager", on="2022-12-23")
    assert state(register, second.seq) == "verified"


def test_reopened_and_figures_of_earlier_days_stay(register: Any, report: Report) -> None:
    """What a report of December said is what a report as at December says for ever."""
    given = report()
    register.approve(given, by="contract manager", on="2022-12-20")
    register.reopen(given, reason="a double count with C2", by="internal audit", on="2023-02-01")
    assert state(register, given.seq) == "reported"
    assert state(register, given.seq, on="2023-01-31") == "verified"
    assert state(register, given.seq, on="2022-12-19") == "reported"
    register.reject(given, reason="counted in C2", by="contract manager", on="2023-02-02")
    assert state(register, given.seq) == "returned"


def test_withdrawn_by_who_reported_it(register: Any, report: Report) -> None:
    """A supplier takes back a slip before anybody relies on it, and may report anew."""
    given = report()
    with pytest.raises(sv.InputError, match="SV956"):
        register.withdraw(given, reason="a slip", by="finance", on="2022-12-11")
    register.withdraw(given, reason="a slip", by="supplier", on="2022-12-11")
    assert state(register, given.seq) == "withdrawn"
    again = report(on="2022-12-12")
    assert state(register, again.seq) == "reported"


def test_beyond_the_contract(register: Any, report: Report) -> None:
    """What nobody had committed is listed with its own measure, and belongs to no commitment."""
    given = report(line=None, measure="NT29", unit="staff_hour", unit_value="16.93", quantity=30)
    held = register.standing()["ECC-0412"]
    assert [each.seq for each in held.returns_of("")] == [given.seq]
    assert held.returns_of("1") == ()
    assert given.noun.unit_value == Decimal("16.93")
    with pytest.raises(sv.InputError, match="SV958"):
        report(line=None)


# --- refusals -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"line": "12"}, "SV951"),
        ({"quantity": "-1"}, "SV301"),
        ({"quantity": "2,5"}, "SV301"),
        ({"quantity": sv.weeks(4)}, "SV308"),
        ({"period": ("2022-08-31", "2022-11-30")}, "SV954"),
        ({"period": ("2025-08-01", "2025-09-30"), "on": "2025-10-01"}, "SV954"),
        ({"period": ("2022-11-30", "2022-09-01")}, "SV954"),
        ({"on": "2022-11-29"}, "SV954"),
        ({"period": ("1/9/2022", "2022-11-30")}, "SV206"),
        ({"period": "2022-09-01"}, "SV316"),
        ({"period": None}, "SV316"),
        ({"quantity": float("nan")}, "SV306"),
        ({"statement": None}, "SV316"),
        ({"by": None}, "SV316"),
        ({"on": None}, "SV206"),
        ({"statement": " "}, "SV958"),
        ({"by": "somebody"}, "SV959"),
        ({"replaces": 99}, "SV978"),
        ({"replaces": "1"}, "SV316"),
        ({"evidence": ["photo.jpg"]}, "SV316"),
    ],
)
def test_a_return_that_cannot_be(
    details: dict[str, Any], code: str, register: Any, report: Report
) -> None:
    """Nothing of it is written: neither half of it, nor a guess."""
    with pytest.raises(sv.SocialValueError, match=code):
        report(**details)
    assert [each.action for each in register.entries] == ["add"]
    assert register.verify() == ()


def test_all_that_is_wrong_with_a_return_comes_at_once(report: Report) -> None:
    """A supplier mends a return once."""
    report()
    with pytest.raises(sv.InputError) as caught:
        report(period=("2022-08-15", "2026-01-01"), on="2022-12-01", replaces=77)
    assert codes(caught) == ["SV954", "SV954", "SV954", "SV978", "SV955"]


def test_two_returns_of_one_period(register: Any, report: Report) -> None:
    """The same weeks twice would be people who worked twice."""
    given = report()
    for period in (("2022-11-30", "2022-12-05"), ("2022-09-01", "2022-11-30")):
        with pytest.raises(sv.InputError, match=rf"SV955 1: entry {given.seq} reports"):
            report(period=period)
    later = report(period=("2022-12-01", "2022-12-05"))
    other = report(line="3")
    assert (later.seq, other.seq) == (given.seq + 1, given.seq + 2)


def test_who_reported_does_not_verify(register: Any, report: Report) -> None:
    """Two roles see every figure that counts, whoever typed it."""
    mine = report(by="contract manager")
    with pytest.raises(sv.InputError, match=r"SV956.*who reported it"):
        register.approve(mine, by="CONTRACT MANAGER", on="2022-12-20")
    with pytest.raises(sv.InputError, match=r"SV956.*council's side"):
        register.approve(mine, by="supplier", on="2022-12-20")
    assert register.approve(mine, by="finance", on="2022-12-20").seq == mine.seq + 1


def test_who_typed_it_verifies_only_with_the_suppliers_own_return(
    register: Any, report: Report
) -> None:
    """A manager may type what a supplier sent, if what was sent is known by its hash."""
    typed = report(entered_by="contract manager")
    assert (typed.by, typed.noun.reported_by) == ("contract manager", "supplier")
    with pytest.raises(sv.InputError, match=r"SV956.*attached by its hash"):
        register.approve(typed, by="contract manager", on="2022-12-20")
    shown = report(entered_by="contract manager", line="3", evidence=RETURN_FILE)
    assert register.approve(shown, by="contract manager", on="2022-12-20").about == shown.seq


@pytest.mark.parametrize(
    ("act", "details", "expected"),
    [
        ("approve", {"quantity": "2.51"}, ["SV960"]),
        ("approve", {"quantity": "2"}, ["SV958"]),
        ("approve", {"quantity": sv.weeks(1)}, ["SV308"]),
        ("approve", {"on": "2022-12-09"}, ["SV954"]),
        ("reject", {"reason": " "}, ["SV958"]),
        ("withdraw", {"reason": "", "by": "supplier"}, ["SV958"]),
        ("reopen", {"reason": "why not"}, ["SV957"]),
    ],
)
def test_a_decision_that_cannot_be(
    act: str, details: dict[str, Any], expected: list[str], register: Any, report: Report
) -> None:
    """A part without a reason, more than was reported, a day before the return."""
    given = report()
    usual = {"by": "contract manager", "on": "2022-12-20"}
    with pytest.raises(sv.InputError) as caught:
        getattr(register, act)(given, **{**usual, **details})
    assert codes(caught) == expected
    assert len(register.entries) == 2


def test_a_return_is_decided_once(register: Any, report: Report) -> None:
    """Verified twice is no more verified; what was returned is not verified behind its back."""
    given = report()
    register.approve(given, by="contract manager", on="2022-12-20")
    for act in ("approve", "reject"):
        with pytest.raises(sv.InputError, match="SV957"):
            getattr(register, act)(given, by="finance", on="2022-12-21", reason="again")
    with pytest.raises(sv.InputError, match="SV957"):
        register.withdraw(given, by="supplier", on="2022-12-21", reason="on second thoughts")
    with pytest.raises(sv.NotFoundError, match="SV978"):
        register.approve(1, by="finance", on="2022-12-21")
    with pytest.raises(sv.NotFoundError, match="SV978"):
        register.approve(99, by="finance", on="2022-12-21")
    assert state(register, given.seq) == "verified"


def test_an_unknown_contract_is_named_with_what_there_is(register: Any, contract: Any) -> None:
    """A slip in a reference begins no second contract."""
    with pytest.raises(sv.NotFoundError, match=r"SV950.*ECC-0421[^\n]*\n.*ECC-0412"):
        register.deliver("ECC-0421", line="1", quantity=1, period=("2022-09-01", "2022-09-02"),
                         statement="x", by="supplier", on="2022-12-01")  # fmt: skip
    with pytest.raises(sv.NotFoundError, match="SV950"):
        register.contract("ECC-0421")
    with pytest.raises(sv.InputError, match="SV952"):
        register.add(contract, by="procurement", on="2022-08-21")
    with pytest.raises(sv.InputError, match="SV316 add"):
        register.add("ECC-0412", by="procurement", on="2022-08-21")
    assert register.contract("ECC-0412") == contract


def test_what_was_left_out_is_owed_by_nobody(award: Any) -> None:
    """A return of a double count would count the same pounds twice after all."""
    held = sv.contracts.open_register()
    entry = held.add(award("Acme Highways"), by="procurement", on="2022-08-20")
    assert [each.code for each in entry.questions] == ["SV971", "SV972", "SV968"]
    with pytest.raises(sv.InputError, match="SV980"):
        held.deliver("ECC-0412", line="3", quantity=1, period=("2022-09-01", "2022-09-30"),
                     statement="x", by="supplier", on="2022-10-01")  # fmt: skip


def test_a_council_has_roles_of_its_own(contract: Any) -> None:
    """The list is closed, and a council may add to it: its own roles are on its own side."""
    held = sv.contracts.open_register(roles=["Social Value Lead"])
    entry = held.add(contract, by="social value lead", on="2022-08-20")
    assert entry.by == "social value lead"
    with pytest.raises(sv.InputError, match=r"SV959[^\n]*\n.*contract manager"):
        held.add(contract, by="contract manger", on="2022-08-20")


# --- changes ------------------------------------------------------------------------------


def test_a_schedule_is_a_sum_of_dated_changes(register: Any) -> None:
    """What was committed on a day is what was awarded and what was agreed up to that day."""

    def committed(on: str) -> Any:
        held = register.standing(on=on)["ECC-0412"]
        return held.version, held.schedule.agreed(held.contract["1"])

    usual = {"reason": "variation", "ground": "Regulation 72", "by": "contract manager"}
    up = register.change("ECC-0412", lines={"1": "+4"}, instrument="Deed 1", on="2023-04-01",
                         **usual)  # fmt: skip
    register.change("ECC-0412", lines={"1": "-1.5"}, instrument="Deed 2", on="2024-04-01", **usual)
    assert up.noun.ground == "regulation_72"
    assert up.questions == ()
    assert [committed(each) for each in ("2023-03-31", "2023-04-01", "2024-04-01")] == [
        (1, 24), (2, 28), (3, Decimal("26.5"))]  # fmt: skip


def test_a_change_without_its_ground_is_proposed(register: Any) -> None:
    """No figure moves on the word of one side, and the record says what is missing."""
    entry = register.change("ECC-0412", reason="variation", lines={"1": "-4"}, on="2023-04-01",
                            by="contract manager")  # fmt: skip
    assert [each.code for each in entry.questions] == ["SV969", "SV970"]
    assert "no ground and no instrument" in entry.questions[0].message
    held = register.standing()["ECC-0412"]
    assert (held.version, held.schedule.agreed(held.contract["1"])) == (1, 24)
    assert len(held.changes) == 1


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"lines": {"1": "4"}}, "SV301"),
        ({"lines": {"1": 4}}, "SV301"),
        ({"lines": {"1": "-24.5"}}, "SV976"),
        ({"lines": {"12": "+1"}}, "SV951"),
        ({"lines": {}}, "SV958"),
        ({"lines": None}, "SV958"),
        ({"lines": "1=+4"}, "SV316"),
        ({"ground": "because we want it"}, "SV312"),
        ({"reason": "whim"}, "SV312"),
        ({"reason": "correction"}, "SV958"),
        ({"ground": "not_substantial"}, "SV958"),
        ({"on": "2022-08-19"}, "SV954"),
        ({"on": "2025-09-01"}, "SV954"),
        ({"by": "nobody"}, "SV959"),
    ],
)
def test_a_change_that_cannot_be(details: dict[str, Any], code: str, register: Any) -> None:
    """A number without its sign may mean 4 more or 4 in all; it means neither here."""
    usual = {"reason": "variation", "ground": "review_clause", "instrument": "Deed 1",
             "by": "contract manager", "on": "2023-04-01", "lines": {"1": "+4"}}  # fmt: skip
    with pytest.raises(sv.SocialValueError, match=code):
        register.change("ECC-0412", **{**usual, **details})
    assert len(register.entries) == 1


def test_less_than_nothing_on_no_later_day_either(register: Any) -> None:
    """A change that is dated back must leave enough for those that follow it."""
    usual = {"reason": "variation", "ground": "review_clause", "instrument": "Deed",
             "by": "contract manager"}  # fmt: skip
    register.change("ECC-0412", lines={"1": "-20"}, on="2024-04-01", **usual)
    with pytest.raises(sv.InputError, match=r"SV976.*-5 takes 1 more"):
        register.change("ECC-0412", lines={"1": "-5"}, on="2023-04-01", **usual)
    register.change("ECC-0412", lines={"1": "-4"}, on="2023-04-01", **usual)
    held = register.standing()["ECC-0412"]
    assert held.schedule.agreed(held.contract["1"]) == 0


# --- undoing, and two days ----------------------------------------------------------------


def test_an_entry_is_undone_by_a_new_one(register: Any, report: Report) -> None:
    """A slip is taken out of every figure, and both entries stay for an auditor to read."""
    given = report(quantity="25")
    register.correct(given, reason="25 for 2.5", by="contract manager")
    assert register.standing()["ECC-0412"].returns == ()
    assert [each.action for each in register.entries] == ["add", "deliver", "correct"]
    again = report()
    assert register.standing().returns[again.seq].reported == Decimal("2.5")


def test_what_rests_on_an_entry_is_undone_first(register: Any, report: Report) -> None:
    """A decision on nothing would be left over."""
    given = report()
    done = register.approve(given, by="contract manager", on="2022-12-20")
    for entry in (1, given):
        with pytest.raises(sv.InputError, match=r"SV977.*resting on it"):
            register.correct(entry, reason="a slip", by="contract manager")
    undone = register.correct(done, reason="the wrong return", by="contract manager")
    assert state(register, given.seq) == "reported"
    for entry in (done, undone):
        with pytest.raises(sv.InputError, match="SV977"):
            register.correct(entry, reason="again", by="contract manager")
    with pytest.raises(sv.NotFoundError, match="SV978"):
        register.correct(99, reason="x", by="contract manager")
    with pytest.raises(sv.InputError, match="SV958"):
        register.correct(given, reason="", by="contract manager")


def test_as_at_a_day_and_as_known_on_a_day(contract: Any, on_day: Callable[[str], None]) -> None:
    """What was known in January is what a report of January showed, whatever came out later."""
    on_day("2022-08-20")
    register = sv.contracts.open_register()
    register.add(contract, by="procurement", on="2022-08-20")
    usual: dict[str, Any] = {"line": "1", "period": ("2022-09-01", "2022-11-30"), "by": "supplier",
                             "statement": "Gangs.", "on": "2022-12-10"}  # fmt: skip
    on_day("2023-01-05")
    given = register.deliver("ECC-0412", quantity="25", **usual)
    on_day("2023-02-01")
    register.correct(given, reason="25 for 2.5", by="contract manager")
    again = register.deliver("ECC-0412", quantity="2.5", **usual)
    assert again.entered == date(2023, 2, 1)

    def reported(**days: str) -> list[Any]:
        held = register.standing(**days)["ECC-0412"]
        return [each.reported for each in held.returns]

    assert reported(on="2022-12-31") == [Decimal("2.5")]
    assert reported(on="2022-12-31", known="2023-01-31") == [25]
    assert reported(on="2022-12-31", known="2023-02-01") == [Decimal("2.5")]
    assert reported(on="2022-12-09") == []
    with pytest.raises(sv.NotFoundError, match=r"SV950.*as at 19 August 2022"):
        reported(on="2022-08-19")
