"""Changes of an agreed schedule: each with its ground, and none that cures what is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.histories import DAYS, FIRST, SUMMED, contracts, registers

import socialvalue as sv
from socialvalue.contracts import Contract, Obligation
from socialvalue.model.tender import ContractValue

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
AGREED = {"ground": "regulation_72", "instrument": "Deed 1", "by": "contract manager"}
Report = Callable[..., Any]


def new_line(number: str = "10", **details: Any) -> Obligation:
    """A commitment that was not in the award."""
    usual = {"line": number, "measure": "NT31", "title": "Carbon saved", "unit": "tco2e",
             "quantity": 40, "scored": 40, "unit_value": "69.94", "theme": "environment",
             "offered": sv.quantity("40", "tco2e")}  # fmt: skip
    return Obligation(**{**usual, **details})


def codes(entry: Any) -> list[str]:
    """What is asked of a change."""
    return [each.code for each in entry.questions]


def at(register: Any, line: str, on: str) -> Any:
    """How a commitment stands."""
    return sv.contracts.progress(register, "ECC-0412", on=on)[line]


def schedule_of(register: Any) -> Any:
    """The schedule of the first contract; None where that was undone."""
    held = register.standing().contracts.get("C1")
    return None if held is None else held.schedule


# --- laws ---------------------------------------------------------------------------------


@given(registers(), DAYS, st.integers(1, 400), st.booleans())
@settings(max_examples=25, suppress_health_check=SLOW, deadline=None)
def test_an_extension_never_cures_lateness(
    register: Any, on: date, longer: int, more: bool
) -> None:
    """A supplier that is behind is not on plan because its contract goes on for a year."""
    held, on = schedule_of(register), max(on, FIRST)
    if held is None or held.ended is not None:
        return
    last = held.ends
    before = sv.contracts.progress(register, "C1", on=on)
    lines = {"1": "+5"} if more and held["1"].expected.profile in {"time", "yearly"} else {}
    register.change("C1", reason="extension", ends=last + timedelta(days=longer), lines=lines,
                    on=last, ground="review_clause", instrument="Deed", by="legal")  # fmt: skip
    after = sv.contracts.progress(register, "C1", on=on)
    late = {"behind", "overdue"}
    for line in before.lines:
        now = after[line.line]
        if line.due is not None and line.obligation.expected.profile != "per_million":
            assert now.due is not None
            assert now.due >= line.due
        if line.state in late and now.committed == line.committed:
            assert now.state in late
        assert now.gap >= line.gap


@given(contracts(1, SUMMED), DAYS, st.data())
@settings(max_examples=25, suppress_health_check=SLOW, deadline=None)
def test_splitting_a_return_changes_no_sum(contract: Any, on: date, data: Any) -> None:
    """A quarter reported month by month is the quarter, to the penny."""
    whole, split = sv.contracts.open_register(), sv.contracts.open_register()
    for held in (whole, split):
        held.add(contract, by="procurement", on=FIRST - timedelta(days=10))
    amount = data.draw(st.decimals("0", "50", places=3))
    part = data.draw(st.decimals("0", amount, places=3))
    days = [FIRST + timedelta(days=each) for each in (0, 40, 41, 89)]

    def report(held: Any, quantity: Decimal, first: date, last: date) -> None:
        given = held.deliver("C1", line="1", quantity=quantity, period=(first, last), on=days[3],
                             statement="x", by="supplier")  # fmt: skip
        held.approve(given, by="finance", on=days[3])

    report(whole, amount, days[0], days[3])
    report(split, part, days[0], days[1])
    report(split, amount - part, days[2], days[3])
    one, other = (sv.portfolio(each, on=on) for each in (whole, split))
    for name in ("promised", "expected", "reported", "delivered", "capped", "unpromised"):
        assert getattr(one, name) == getattr(other, name)
    assert one.quantities("unit") == other.quantities("unit")


@given(registers(), DAYS, st.integers(1, 300))
@settings(max_examples=25, suppress_health_check=SLOW, deadline=None)
def test_a_later_change_moves_no_earlier_figure(register: Any, on: date, more: int) -> None:
    """What a cabinet paper said as at March is said as at March for ever."""
    held, on = schedule_of(register), max(on, FIRST)
    if held is None or on >= held.ends:
        return
    later = min(on + timedelta(days=more), held.ends)
    before = sv.portfolio(register, on=on)
    register.change("C1", reason="variation", lines={"1": "+7"}, expected={"1": "time"}, on=later,
                    ground="review_clause", instrument="Deed", by="legal")  # fmt: skip
    after = sv.portfolio(register, on=on)
    assert attrs.evolve(after, head=before.head, contracts=before.contracts) == before
    for one, other in zip(before.contracts, after.contracts, strict=True):
        assert one.lines == other.lines


# --- by hand ------------------------------------------------------------------------------


def test_a_substitution_by_another_measure(register: Any) -> None:
    """Local spend gives way to carbon saved: both sides in one entry, and what it costs is said."""
    entry = register.change("ECC-0412", reason="substitution", lines={"1": "-2"},
                            new=[new_line()], on="2023-09-01", **AGREED)  # fmt: skip
    assert codes(entry) == ["SV970", "SV988"]
    assert "£56,920.00 at award are taken away, and £2,797.60 added" in entry.questions[0].message
    assert "becomes environment" in entry.questions[1].message
    assert at(register, "1", "2023-09-01").committed == 22
    found = at(register, "10", "2024-08-31")
    assert (found.committed, found.due) == (40, Fraction(40 * 366, 731))
    given = register.deliver("ECC-0412", line="10", quantity=3, by="supplier", on="2023-12-01",
                             period=("2023-09-01", "2023-11-30"), statement="Mix.")  # fmt: skip
    register.approve(given, by="finance", on="2023-12-10")
    by_measure = sv.portfolio(register, on="2023-12-31").by("measure")
    assert by_measure["NT31"].delivered == Decimal("209.82")
    with pytest.raises(sv.NotFoundError, match="SV951"):
        at(register, "10", "2023-08-31")
    with pytest.raises(sv.InputError, match=r"SV954.*the first day of commitment 10"):
        register.deliver("ECC-0412", line="10", quantity=3, by="supplier", on="2023-12-01",
                         period=("2023-08-01", "2023-08-31"), statement="Early.")  # fmt: skip
    with pytest.raises(sv.InputError, match=r"SV977.*resting on it"):
        register.correct(entry, reason="a slip", by="finance")


def test_a_substitution_that_puts_nothing_in_its_place_is_asked_about(register: Any) -> None:
    """Taking away under the name of substitution is giving away."""
    entry = register.change("ECC-0412", reason="substitution", lines={"2": "-2"},
                            on="2023-09-01", **AGREED)  # fmt: skip
    assert "SV988" in codes(entry)
    assert "SV970" in codes(entry)


def test_a_priority_group_that_loses_is_named(award: Any) -> None:
    """A change from young people out of work to anybody is one that somebody must see."""
    held = sv.contracts.open_register()
    held.add(award(groups={"ECC4": "young people NEET"}), by="procurement", on="2022-08-20")
    entry = held.change("ECC-0412", reason="substitution", lines={"1": "+6", "2": "-2"},
                        on="2023-09-01", **AGREED)  # fmt: skip
    assert [each.message for each in entry.questions] == [
        "this favours the supplier: less is for young people NEET"]  # fmt: skip


def test_carried_forward_within_the_contract(register: Any) -> None:
    """What was due is due later only by a change with its ground, and only from its day on."""
    before = at(register, "1", "2023-08-31")
    assert before.state == "behind"
    entry = register.change("ECC-0412", reason="carry-forward", expected={"1": "at_end"},
                            on="2023-09-01", **AGREED)  # fmt: skip
    assert codes(entry) == []
    assert at(register, "1", "2023-08-31") == before
    assert at(register, "1", "2023-09-01").due == 0
    assert at(register, "1", "2025-08-31").due == 24
    later = register.change("ECC-0412", reason="carry_forward", expected={"2": "none"},
                            on="2023-09-01", **AGREED)  # fmt: skip
    assert "commitment 2 is due later" in later.questions[0].message
    for steps in ([("2024-01-01", 23)], [("2024-01-01", 25)]):
        plan = sv.contracts.Expected("dated", steps=steps)
        with pytest.raises(sv.InputError, match="SV316 the steps"):
            register.change("ECC-0412", reason="carry_forward", expected={"1": plan},
                            on="2024-01-01", **AGREED)  # fmt: skip


def test_carried_to_another_contract(register: Any, award: Any) -> None:
    """An apprentice who finishes elsewhere is carried to a contract that somebody is bound by."""
    usual = {"reason": "carry_forward", "on": "2023-09-01", "other": "ECC-0500", **AGREED}
    with pytest.raises(sv.NotFoundError, match=r"SV950.*ECC-0500"):
        register.change("ECC-0412", lines={"2": "-1"}, **usual)
    register.add(award(reference="ECC-0500", entered="2023-10-01"), by="procurement",
                 on="2023-08-01")  # fmt: skip
    with pytest.raises(sv.InputError, match=r"SV985.*1 October 2023"):
        register.change("ECC-0412", lines={"2": "-1"}, **usual)
    days = {"on": "2023-10-01"}
    away = register.change("ECC-0412", lines={"2": "-1"}, **{**usual, **days})
    assert "SV970" in codes(away)
    register.change("ECC-0500", lines={"2": "+1"}, **{**usual, **days, "other": "ECC-0412"})
    found = sv.portfolio(register, on="2023-10-01").quantities("measure")
    assert found["ECC4"]["fte_year"].committed == 12


def test_an_extension_has_its_own_term(register: Any) -> None:
    """Eight more years of work for the fourth year are due in the fourth year, and not before."""
    register.change("ECC-0412", reason="extension", ends="2026-08-31", lines={"1": "+8"},
                    on="2025-06-30", **AGREED)  # fmt: skip
    end = at(register, "1", "2025-08-31")
    assert (end.committed, end.due) == (32, 24)
    assert at(register, "1", "2026-02-28").due == 24 + Fraction(8 * 181, 365)
    assert at(register, "1", "2025-09-01").state == "overdue"
    assert sv.contracts.progress(register, "ECC-0412", on="2025-07-01").contract.ends == date(
        2026, 8, 31
    )
    assert sv.contracts.progress(register, "ECC-0412", on="2025-06-29").contract.ends == date(
        2025, 8, 31
    )
    register.deliver("ECC-0412", line="1", quantity=1, by="supplier", on="2026-01-05",
                     period=("2025-10-01", "2025-12-31"), statement="Gangs.")  # fmt: skip


def test_what_was_late_before_an_extension_is_late_after_it(register: Any) -> None:
    """The first term's last day stays the day by which all of the first term was due."""
    register.change("ECC-0412", reason="extension", ends="2026-08-31", on="2025-06-30", **AGREED)
    found = at(register, "1", "2025-09-01")
    assert (found.due, found.state) == (24, "overdue")


def test_what_an_extension_adds_needs_days_of_its_own(register: Any, award: Any) -> None:
    """Steps that are all over say nothing of the time after them."""
    held = sv.contracts.open_register()
    held.add(award(expected={"1": "at_end"}), by="procurement", on="2022-08-20")
    with pytest.raises(sv.InputError, match="SV984 commitment 1"):
        held.change("ECC-0412", reason="extension", ends="2026-08-31", lines={"1": "+8"},
                    on="2025-06-30", **AGREED)  # fmt: skip
    held.change("ECC-0412", reason="extension", ends="2026-08-31", on="2025-06-30",
                new=new_line(expected="at_end"), **AGREED)  # fmt: skip
    assert at(held, "10", "2026-08-30").due == 0
    assert at(held, "10", "2026-08-31").due == 40


def test_a_novation_moves_the_contract_and_no_commitment(register: Any) -> None:
    """Whoever takes a contract over owes what was owed, and the report names who owes it now."""
    entry = register.change("ECC-0412", reason="novation", suppliers="Cope Surfacing",
                            on="2023-09-01", **AGREED)  # fmt: skip
    assert codes(entry) == []
    before, after = (sv.portfolio(register, on=on) for on in ("2023-08-31", "2023-09-01"))
    assert set(before.by("supplier")) == {"Brook & Daughters"}
    assert set(after.by("supplier")) == {"Cope Surfacing"}
    assert before.promised == after.promised
    assert after.supplier_count == 1
    assert "Cope Surfacing" in str(after)


def test_before_and_after_a_novation_are_kept_apart(register: Any) -> None:
    """Who takes a contract over is not judged by what another left undone."""

    def given(period: tuple[str, str], quantity: str) -> None:
        entry = register.deliver("ECC-0412", line="1", quantity=quantity, period=period,
                                 by="supplier", statement="x", on="2024-02-01")  # fmt: skip
        register.approve(entry, by="finance", on="2024-02-02")

    given(("2022-09-01", "2023-08-31"), "3")
    given(("2023-09-01", "2023-12-31"), "2.5")
    only = sv.contracts.successions(register, "ECC-0412", on="2024-02-29")
    assert [each.suppliers for each in only] == [("Brook & Daughters",)]
    register.change("ECC-0412", reason="novation", suppliers="Cope Surfacing", on="2023-09-01",
                    **AGREED)  # fmt: skip
    before, after = sv.contracts.successions(register, "ECC-0412", on="2024-02-29")
    stands = sv.contracts.progress(register, "ECC-0412", on="2024-02-29")["1"]
    assert (str(before.ends), str(after.starts)) == ("2023-08-31", "2023-09-01")
    assert (before.lines[0].verified, after.lines[0].verified) == (3, Fraction("2.5"))
    assert before.lines[0].due + after.lines[0].due == stands.due
    assert before.lines[0].due == 24 * Fraction(365, 1096)
    assert sum(each.lines[0].verified for each in (before, after)) == stands.verified
    assert "Cope Surfacing, 1 September 2023 to 29 February 2024" in str(after.explain())
    assert (before.of_both, after.of_both) == (0, 0)


def home_care(regime: str) -> Any:
    """Home care, £12m over four years, of two suppliers."""
    hours = Obligation(
        line="1", measure="NT29", title="Volunteering", unit="staff_hour", quantity=4000,
        scored=4000, unit_value="16.93", offered=sv.quantity("4000", "staff_hour"),
    )  # fmt: skip
    held = sv.contracts.open_register()
    held.add(Contract(reference="NCC-0700", title="Home care", suppliers=["Ash Care", "Elm Care"],
                      starts="2025-10-01", ends="2029-09-30", value=ContractValue(12_000_000),
                      lines=[hours], regime=regime), by="commissioner",
             on="2025-09-15")  # fmt: skip
    return held


def test_light_touch_has_its_own_grounds_and_no_notice_of_change() -> None:
    """A council is not told to publish what the Act asks of others only.

    Source:
        practice.md §1.11; Procurement Act 2023, sections 74 and 75.
    """
    for regime, asked in (("pa2023", ["SV987", "SV986"]), ("light_touch", [])):
        held = home_care(regime)
        entry = held.change("NCC-0700", reason="novation", suppliers=["Ash Care", "Oak Care"],
                            ground="light_touch", instrument="Deed", on="2026-10-01",
                            by="legal")  # fmt: skip
        assert codes(entry) == asked
    found = sv.portfolio(held, on="2026-12-31")
    assert found.supplier_count == 2
    assert "£12.0m" in found.headline
    old = held.change("NCC-0700", reason="variation", lines={"1": "+1"}, on="2027-01-01",
                      by="legal", ground="regulation_72", instrument="Deed")  # fmt: skip
    assert codes(old) == ["SV987"]


def test_after_a_termination_nothing_becomes_due(register: Any) -> None:
    """What was due by the last day stays owed; what was to come later is nobody's lateness."""
    entry = register.change("ECC-0412", reason="termination", ground="breach", on="2024-02-29",
                            instrument="Notice of 1 February 2024", by="legal")  # fmt: skip
    assert codes(entry) == []
    found = at(register, "1", "2024-12-31")
    assert (found.committed, found.due, found.state) == (24, Fraction(24 * 547, 1096), "overdue")
    assert at(register, "1", "2024-02-29").state == "behind"
    page = " ".join(str(sv.contracts.progress(register, "ECC-0412", on="2024-12-31")).split())
    assert (
        "The contract was ended on 29 February 2024. Not verified of what was due by then:" in page
    )
    assert "; of all that was committed: £1,172,397.48." in page
    with pytest.raises(sv.InputError, match="SV954"):
        register.deliver("ECC-0412", line="1", quantity=1, by="supplier", on="2024-04-05",
                         period=("2024-02-01", "2024-03-31"), statement="Gangs.")  # fmt: skip
    with pytest.raises(sv.InputError, match="SV954"):
        register.change(
            "ECC-0412", reason="variation", lines={"1": "+1"}, on="2024-03-01", **AGREED
        )


def test_a_ground_of_other_rules_is_asked_about(register: Any, award: Any) -> None:
    """A contract of 2022 is modified under the rules of 2015, whatever day it is."""
    usual = {"reason": "variation", "lines": {"1": "+1"}, "on": "2025-06-01"}
    entry = register.change("ECC-0412", **usual, **{**AGREED, "ground": "review_clause"})
    assert codes(entry) == ["SV987"]
    assert codes(register.change("ECC-0412", **usual, **AGREED)) == []


def test_a_value_that_rises_alone_is_asked_about(register: Any) -> None:
    """More is spent and nothing more is owed: in proportion it would be 36, which is said."""
    entry = register.change("ECC-0412", reason="variation", value=3_600_000, on="2024-01-01",
                            **AGREED)  # fmt: skip
    assert codes(entry) == ["SV989"]
    assert "commitment 1 36" in entry.questions[0].message
    assert at(register, "1", "2024-01-01").committed == 24
    assert sv.portfolio(register, on="2024-01-01").contract_value == 3_600_000
    assert sv.portfolio(register, on="2023-12-31").contract_value == 2_400_000
    longer = register.change("ECC-0412", reason="extension", ends="2025-10-31", on="2024-06-01",
                             **AGREED)  # fmt: skip
    assert codes(longer) == ["SV990"]


@pytest.mark.parametrize(("value", "ends", "what"), [
    (2_688_000, "2025-10-31", "goods and services"),
    (2_112_000, "2025-10-31", "goods and services"),
    (2_688_000, "2026-06-30", "works"), (2_880_000, "2025-10-31", "goods and services and works"),
    (2_880_000, "2026-06-30", ""), (2_640_000, "2025-10-31", ""),
])  # fmt: skip
def test_of_works_the_value_may_move_by_15_per_cent(
    register: Any, value: int, ends: str, what: str
) -> None:
    """A builder was held to the 10% of a cleaner, and a value that fell was held to nothing."""
    register.change("ECC-0412", reason="variation", value=value, lines={"1": "+1"},
                    on="2024-01-01", **AGREED)  # fmt: skip
    entry = register.change("ECC-0412", reason="extension", ends=ends, on="2024-06-01", **AGREED)
    asked = [each.message for each in entry.questions if each.code == "SV990"]
    assert len(asked) == bool(what)
    assert all(f": for {what} one is within its limit" in each for each in asked)
    assert register.standing()["ECC-0412"].schedule.value.initial == value


def test_a_value_alone_changes_where_nothing_is_committed(register: Any, award: Any) -> None:
    """A contract with nothing to grow with its value ended in a traceback."""
    bare = attrs.evolve(award(reference="ECC-0500"), lines=())
    register.add(bare, by="procurement", on="2023-08-01")
    entry = register.change("ECC-0500", reason="variation", value="2_500_000", on="2024-01-01",
                            **AGREED)  # fmt: skip
    assert "SV989" not in codes(entry)
    assert register.standing()["ECC-0500"].schedule.value.initial == 2_500_000


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"reason": "extension"}, "SV958"),
        ({"reason": "extension", "ends": "2025-08-31"}, "SV954"),
        ({"reason": "extension", "ends": "2026-08-31", "expected": {"1": "time"}}, "SV983"),
        ({"reason": "variation", "lines": {"1": "+1"}, "ends": "2026-08-31"}, "SV983"),
        ({"reason": "novation"}, "SV958"),
        ({"reason": "novation", "suppliers": "A", "lines": {"1": "+1"}}, "SV983"),
        ({"reason": "termination", "ground": "review_clause"}, "SV312"),
        ({"reason": "termination", "ground": "breach", "ends": "2026-08-31"}, "SV954"),
        ({"reason": "termination", "ground": "breach", "ends": "2023-01-01"}, "SV954"),
        ({"reason": "variation", "new": new_line("1")}, "SV222"),
        ({"reason": "variation", "expected": {"77": "time"}}, "SV951"),
        ({"reason": "variation", "expected": {"1": "whenever"}}, "SV312"),
        ({"reason": "variation", "expected": {"1": 4}}, "SV316"),
        ({"reason": "variation"}, "SV958"),
        ({"reason": "substitution", "new": new_line()}, "SV958"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be(details: dict[str, Any], code: str, register: Any) -> None:
    """Each change says one thing, of days and commitments that are there."""
    with pytest.raises(sv.SocialValueError, match=code):
        register.change("ECC-0412", **{**AGREED, "on": "2024-01-01", **details})
    assert len(register.entries) == 1


def test_without_its_ground_no_kind_of_change_does_anything(register: Any) -> None:
    """An extension that one side hopes for extends nothing, and no novation is one by hope."""
    before = sv.contracts.progress(register, "ECC-0412", on="2025-06-30")
    for said in ({"reason": "extension", "ends": "2026-08-31", "new": new_line()},
                 {"reason": "novation", "suppliers": "Cope"}, {"reason": "termination"},
                 {"reason": "substitution", "lines": {"1": "-1"}, "new": new_line()}):  # fmt: skip
        entry = register.change("ECC-0412", on="2025-06-30", by="supplier", **said)
        assert codes(entry)[0] == "SV969"
    after = sv.contracts.progress(register, "ECC-0412", on="2025-06-30")
    assert attrs.evolve(after, head=before.head) == before
    assert len(register.entries) == 5


def test_nothing_is_ended_before_it_began_or_before_a_change_that_it_saw(register: Any) -> None:
    """A contract that ended before its first day has no plan, and every report of it would stop."""
    how = {"ground": "breach", "instrument": "Notice", "by": "contract manager"}
    with pytest.raises(sv.InputError, match="SV954") as caught:
        register.change("ECC-0412", reason="termination", on="2022-08-25", **how)
    assert "before the first day of the contract" in str(caught.value)
    moved = register.change(
        "ECC-0412", reason="variation", ground="review_clause", instrument="Deed 1",
        on="2023-04-01", by="contract manager", lines={"1": "+4"},
    )  # fmt: skip
    with pytest.raises(sv.InputError, match=f"undo entry {moved.seq} first"):
        register.change("ECC-0412", reason="termination", on="2023-03-01", **how)
    register.change("ECC-0412", reason="termination", on="2023-04-01", **how)
    assert register.standing()["ECC-0412"].schedule.ends == date(2023, 4, 1)


def test_two_changes_of_one_day_are_judged_by_its_end(register: Any) -> None:
    """A deed that adds 10 and takes 30 of 24 away on one day leaves 4, and never went below 0."""
    said = {"reason": "variation", "on": "2023-04-01", **AGREED}
    for much in ("+10", "-30"):
        register.change("ECC-0412", **said, lines={"1": much})
    assert at(register, "1", "2023-04-01").committed == 4
    with pytest.raises(sv.InputError, match="SV976"):
        register.change("ECC-0412", **said, lines={"1": "-5"})
