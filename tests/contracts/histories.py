"""Drawn histories: contracts, and everything that may be written of them, in any order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.contracts import Contract, Expected, Obligation
from socialvalue.contracts.choices import PROFILES
from socialvalue.model.tender import ContractValue

FIRST = date(2022, 9, 1)
SUMMED = ("fte_year", "person_week", "staff_hour", "tonne", "person")
"""Units of which parts add up to the whole."""
UNITS = (*SUMMED, "percent", "yes_no")
NUMBERS = st.decimals("0", "40", places=2)
DAYS = st.integers(-40, 460).map(lambda days: FIRST + timedelta(days=days))
ACTIONS = (
    ("deliver",) * 5
    + ("approve",) * 4
    + ("change",) * 4
    + ("reject", "withdraw", "reopen", "correct", "spend", "spend")
)
REASONS = ("variation", "substitution", "extension", "carry_forward", "carry_forward", "novation",
           "termination", "correction")  # fmt: skip


@st.composite
def plans(draw: Callable[..., Any], amount: Decimal) -> Expected:
    """How much of a commitment is due by when."""
    profile = draw(st.sampled_from(["time", "time", *PROFILES]))
    if profile == "dated":
        days = sorted(draw(st.sets(DAYS, min_size=1, max_size=3)))
        parts = [amount * at / len(days) for at in range(1, len(days))]
        return Expected(profile, steps=[*zip(days, [*parts, amount], strict=True)])
    if profile in {"spend", "per_million"}:
        return Expected(profile, spend=draw(st.integers(1, 5000)))
    on = draw(st.none() | DAYS) if profile == "at_end" else None
    return Expected(profile, due_on=on)


@st.composite
def obligations(draw: Callable[..., Any], line: int, units: tuple[str, ...] = UNITS) -> Obligation:
    """A commitment, of which all, some or nothing was scored."""
    unit = draw(st.sampled_from(units))
    amount = Decimal(1) if unit == "yes_no" else draw(st.decimals("0.01", "90", places=2))
    return Obligation(
        line=str(line), measure=f"M{line}", title="A measure", unit=unit, quantity=amount,
        scored=draw(st.sampled_from([amount, Decimal(0), min(amount, Decimal("0.33"))])),
        unit_value=draw(st.none() | st.decimals("0.000001", "30000", places=6)),
        kept=draw(st.sampled_from([Decimal(1), Decimal("0.5")])),
        offered=sv.quantity("yes" if unit == "yes_no" else "1", unit),
        theme=draw(st.sampled_from(["jobs", "social"])),
        group=draw(st.sampled_from(["", "NEET"])), expected=draw(plans(amount)),
    )  # fmt: skip


@st.composite
def contracts(draw: Callable[..., Any], number: int, units: tuple[str, ...] = UNITS) -> Contract:
    """A contract of one to three commitments, and of one or two suppliers."""
    count = draw(st.integers(1, 3))
    lines = [draw(obligations(each, units)) for each in range(1, count + 1)]
    return Contract(
        reference=f"C{number}", title="A contract", starts=FIRST, ends="2023-08-31", lines=lines,
        suppliers=draw(st.sampled_from([["Acme"], ["Brook"], ["Acme", "Brook"]])),
        value=ContractValue(draw(st.integers(1, 10**7))),
        directorate=draw(st.sampled_from(["", "Place", "People"])),
        manager=draw(st.sampled_from(["", "Contract manager, highways"])),
    )  # fmt: skip


def months(at: int) -> tuple[date, date]:
    """The first and the last day of one of the contract's twelve periods, of 30 days each."""
    first = FIRST + timedelta(days=30 * at)
    return first, first + timedelta(days=29)


def amounts(unit: str) -> st.SearchStrategy[Decimal]:
    """How much of a unit is reported: of what is so or is not, 1 or 0."""
    return st.sampled_from([Decimal(1), Decimal(0)]) if unit == "yes_no" else NUMBERS


def reported(draw: Callable[..., Any], held: Any, contract: str) -> None:
    """Somebody reports a month, now and then one that was reported, or of no commitment."""
    period = months(draw(st.integers(0, 11)))
    sent_back = [each.seq for each in held.standing().returns.values()
                 if each.state in {"returned", "withdrawn"}]  # fmt: skip
    line = draw(st.sampled_from(["1", "1", "2", None]))
    lines = {each.line: each.unit for each in held.standing()[contract].schedule.lines}
    beyond = {} if line else {"measure": "M1", "unit": "fte_year", "unit_value": "100.005"}
    held.deliver(
        contract, line=line, quantity=draw(amounts(lines.get(line or "", "fte_year"))),
        period=period, statement="x", **beyond,
        by=draw(st.sampled_from(["supplier", "supplier", "finance"])),
        on=period[1] + timedelta(days=draw(st.integers(0, 40))),
        replaces=draw(st.sampled_from([None, None, *sent_back])),
    )  # fmt: skip


def decided(draw: Callable[..., Any], held: Any, action: str) -> None:
    """Somebody decides on a return, now and then one that is decided, or too early."""
    known = list(held.standing().returns.values())
    if not known:
        return
    given = draw(st.sampled_from(known))
    by = "supplier" if action == "withdraw" else draw(st.sampled_from(["finance", "legal"]))
    much = amounts(given.data["unit"])
    part = {"quantity": draw(much)} if action == "approve" and draw(st.booleans()) else {}
    on = given.last.on + timedelta(days=draw(st.integers(-1, 40)))
    getattr(held, action)(given.seq, by=by, on=on, reason="because", **part)


def changed(draw: Callable[..., Any], held: Any, contract: str) -> None:
    """Somebody changes the schedule, now and then without a ground, or what cannot be."""
    reason, on = draw(st.sampled_from(REASONS)), FIRST + timedelta(days=draw(st.integers(-12, 420)))
    moved = f"{draw(st.sampled_from('+-'))}{draw(NUMBERS)}"
    said: dict[str, Any] = {"lines": {draw(st.sampled_from("11112")): moved}}
    new = draw(obligations(draw(st.integers(4, 9))))
    if reason in {"substitution", "extension", "carry_forward"} and draw(st.booleans()):
        said["new"] = [new]
    if reason == "carry_forward" and not new.expected.steps:
        said["expected"] = {"1": new.expected}
    if reason == "extension":
        said["ends"] = FIRST + timedelta(days=draw(st.integers(300, 700)))
        if draw(st.booleans()):
            said["lines"] = {}
    if reason == "novation":
        said = {"suppliers": draw(st.sampled_from(["Acme", "Cope"]))}
    if reason == "termination":
        said = {"ground": draw(st.sampled_from(["breach", None]))}
    said.setdefault("ground", draw(st.sampled_from(["review_clause", "review_clause", None])))
    held.change(contract, reason=reason, instrument="Deed", by="contract manager", because="x",
                on=on, **said)  # fmt: skip


def spent(draw: Callable[..., Any], held: Any, contract: str) -> None:
    """Somebody enters what was spent in a month, now and then one that is there already."""
    held.spend(contract, draw(st.none() | st.integers(0, 3000)), by="finance",
               period=months(draw(st.integers(0, 11))),
               call_offs=draw(st.none() | st.integers(0, 3)))  # fmt: skip


@st.composite
def registers(draw: Callable[..., Any]) -> Any:
    """A delivery record in memory with a history of up to 25 tries, some of them refused."""
    held = sv.contracts.open_register()
    count = draw(st.integers(1, 3))
    for number in range(1, count + 1):
        held.add(draw(contracts(number)), by="procurement", on=FIRST - timedelta(days=10))
    for action in draw(st.lists(st.sampled_from(ACTIONS), min_size=12, max_size=25)):
        contract = f"C{draw(st.integers(1, count))}"
        with contextlib.suppress(sv.InputError, sv.NotFoundError):
            if action == "deliver":
                reported(draw, held, contract)
            elif action == "change":
                changed(draw, held, contract)
            elif action == "spend":
                spent(draw, held, contract)
            elif action == "correct":
                held.correct(draw(st.integers(1, len(held.entries))), reason="x", by="finance")
            else:
                decided(draw, held, action)
    return held
