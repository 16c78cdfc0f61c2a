"""A delivery record of many years: every entry verified, and all contracts summed as at a day.

`nox -s long -- events` does it with a million events, and prints seconds and memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.histories import DAYS, registers
from tests.memory import PEAK

import socialvalue as sv
from socialvalue.contracts import Contract, Entry, Evidence, Obligation
from socialvalue.contracts.delivery import Decision, DeliveryReturn
from socialvalue.contracts.entries import ACTIONS, Row, entry_of, head_in, kept_of
from socialvalue.contracts.log import New, _row
from socialvalue.model.tender import ContractValue

EVENTS = int(os.environ.get("SOCIALVALUE_EVENTS", "20000"))
CONTRACTS = 400
REPORT = (
    PEAK
    + """
import json, sys, time
import socialvalue as sv
sv.portfolio
start, cpu = time.perf_counter(), time.process_time()
with sv.contracts.open_register(sys.argv[1]) as register:
    found = sv.portfolio(register, on="2030-12-31")
    told = {"verified": str(found.delivered), "contracts": found.contract_count,
            "entries": len(register.entries)}
print(json.dumps({**told, "seconds": time.perf_counter() - start,
                  "cpu": time.process_time() - cpu, "mib": peak() / 1024}))
"""
)


def contract(number: int) -> Contract:
    """A contract of eight commitments."""
    lines = [
        Obligation(line=str(each), measure=f"M{each}", title=f"Measure {each}", unit="staff_hour",
                   quantity=100_000, scored=100_000, unit_value="16.93", offered=sv.hours(100_000))
        for each in range(1, 9)
    ]  # fmt: skip
    return Contract(
        reference=f"C{number}", title=f"Contract {number}", suppliers=[f"S{number % 98}"],
        starts="2010-01-01", ends="2030-12-31", value=ContractValue(1_000_000), lines=lines,
    )  # fmt: skip


def events(returns: int) -> Iterator[New]:
    """Returns, each verified in full, a contract after another."""
    first, seq = date(2010, 1, 1), CONTRACTS
    for number in range(returns):
        at = number // CONTRACTS
        line, day = str(at % 8 + 1), first + timedelta(days=at // 8 * 7)
        noun = DeliveryReturn(
            line=line, measure=f"M{line}", unit="staff_hour", quantity="2.5", starts=day,
            ends=day + timedelta(days=6), statement=f"Return {number}.", reported_by="supplier",
            entered_by="supplier", evidence=[Evidence("timesheet", held_at="contract file 7")],
        )  # fmt: skip
        reference, seq = f"C{number % CONTRACTS}", seq + 2
        yield New(action="deliver", contract=reference, on=noun.ends, by="supplier", noun=noun)
        yield New(action="approve", contract=reference, on=noun.ends, by="finance", about=seq - 1,
                  noun=Decision("2.5"))  # fmt: skip


def filled(path: Path, returns: int) -> None:
    """A record of so many returns, written in one go."""
    with sv.contracts.open_register(path, new=True) as register:
        with register.importing():
            for number in range(CONTRACTS):
                register.add(contract(number), by="procurement", on="2010-01-01")
        storage, seq, last = register._storage, CONTRACTS, register.entries[-1].sha256
        with storage.writing():
            for new in events(returns):
                seq += 1
                row = _row(new, seq, last, date(2031, 1, 1))
                storage.append(row)
                last = row.sha256


@pytest.mark.slow
def test_every_event_is_verified_and_summed(tmp_path: Path) -> None:
    """To the penny, and within the memory of a laptop: a record is never too long to be checked."""
    returns = EVENTS // 2
    filled(tmp_path / "delivery.db", returns)
    command = [sys.executable, "-c", REPORT, str(tmp_path / "delivery.db")]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)
    found = json.loads(ran.stdout)
    sys.stdout.write(
        f"\n{EVENTS:,} events: {found['seconds']:.1f} s ({found['cpu']:.1f} s of one core), "
        f"{found['mib']:,.0f} MiB\n"
    )
    assert (found["contracts"], found["entries"]) == (CONTRACTS, CONTRACTS + 2 * returns)
    assert abs(Decimal(found["verified"]) - returns * Decimal("42.325")) <= 8 * CONTRACTS
    assert found["mib"] < 1024


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@given(
    st.fixed_dictionaries({
        "about": st.none() | st.integers(1, 10**9), "action": st.sampled_from(["add", "set_kpis"]),
        "by": WORDS, "contract": WORDS, "entered": st.just("2022-12-31"),
        "on": st.just("2022-12-31"), "previous": st.text("0123456789abcdef", min_size=64,
                                                         max_size=64),
        "seq": st.integers(1, 10**9), "what": st.recursive(
            st.none() | WORDS | st.just('","words":""}'),
            lambda inner: st.dictionaries(WORDS, inner, max_size=3), max_leaves=4),
        "words": st.sampled_from(["", 64 * "a"]),
    })
)  # fmt: skip
def test_an_entry_is_read_without_what_it_holds_as_with_it(held: dict[str, Any]) -> None:
    """Days, roles and hashes are read from the text at once; the long way says the same."""
    head = head_in(kept_of(held))
    assert {**head._asdict(), "what": json.loads(head.what)} == held


def test_a_quantity_is_read_without_what_stands_beside_it(report: Any) -> None:
    """A quick way to a figure that is another than the long way would be a wrong figure."""
    trap = 'they said "quantity":{"$decimal":"99"} and "line":"7"'
    given = report(statement=trap, quantity="2.5",
                   evidence=[Evidence("timesheet", title=trap)])  # fmt: skip
    assert (given.quantity, given.line, given.replaces) == (Decimal("2.5"), "1", None)
    assert given.noun.statement == trap
    held = {"about": None, "action": "deliver", "by": "supplier", "contract": trap, "seq": 1,
            "entered": "2022-12-31", "on": "2022-12-31", "previous": 64 * "0", "words": "",
            "what": {"$": "DeliveryReturn", "measure": trap, "line": 'a"b'}}  # fmt: skip
    made: Entry = entry_of(Row(1, kept_of(held), ""), head_in(kept_of(held)))
    assert (made.contract, made.line, made.quantity) == (trap, 'a"b', Decimal(0))


NAMES = st.sampled_from(["1", "", "M1", 'a"b', "a\\b", "]", "}", '"line":"7"', "é"])
PIECES = st.builds(
    Evidence, st.sampled_from(["timesheet", "payroll_extract"]), title=NAMES, held_at=NAMES,
    dated=st.none() | st.just("2022-12-30"), keep_until=st.none() | st.just("2030-12-30"),
)  # fmt: skip
RETURNS = st.builds(
    DeliveryReturn, line=NAMES, measure=NAMES.filter(bool), unit=st.just("person"),
    quantity=st.decimals("2", "99", places=2) | st.just(Fraction(7, 3)),
    starts=st.just("2022-01-01"), ends=st.dates(date(2022, 1, 1), date(2024, 1, 1)),
    statement=NAMES.filter(bool), reported_by=NAMES.filter(bool), entered_by=NAMES.filter(bool),
    evidence=st.lists(PIECES, max_size=3), replaces=st.none() | st.just(7),
    opening=st.none() | st.just("1"), place=NAMES, kept=st.none() | st.just("1"),
    attested=st.sets(st.sampled_from(["no_double_claim", "this_contract_and_period"])),
)  # fmt: skip


@given(RETURNS)
def test_a_return_is_read_at_once_as_bit_by_bit(noun: DeliveryReturn) -> None:
    """A quick way to a day, a figure or a piece of evidence that says another is a wrong one."""
    new = New(action="deliver", contract="C1", on=noun.ends, by="finance", noun=noun)
    row = _row(new, 1, 64 * "0", date(2024, 1, 1))
    made = entry_of(row, head_in(row.kept))
    assert (made.ends, made.line, made.quantity) == (noun.ends, noun.line, noun.quantity)
    texts = f"{noun.line}{noun.measure}{noun.entered_by}{noun.place}"
    is_odd = isinstance(noun.quantity, Fraction) or noun.opening is not None or {*texts} & {*'"\\'}
    assert made.reported == (None if is_odd else (f"{made.ends}", made.line, made.decimal))
    assert made.pieces == tuple(
        (one.kind, one.personal_data, one.dated, one.keep_until) for one in made.noun.evidence
    )


class Counted(list[Entry]):
    """Entries that count how often somebody goes through them."""

    times = 0

    def __iter__(self) -> Iterator[Entry]:
        self.times += 1
        return super().__iter__()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(registers(), st.sets(st.sampled_from([*ACTIONS])))
def test_a_record_is_gone_through_once_for_whatever_is_asked(
    register: Any, actions: set[str]
) -> None:
    """What is asked of each contract must not go through all that was written of the others."""
    entries: Any = Counted(register.entries)
    standing = attrs.evolve(register.standing(), entries=entries)
    plain = tuple(each for each in register.entries if each.action in actions)
    assert [standing.of(*actions) for _ in range(3)] == [plain] * 3
    assert len(standing.of("add")) >= 1
    assert entries.times == 1


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(registers(), DAYS)
def test_no_day_rests_on_a_return(held: Any, on: date) -> None:
    """A record of a million returns has the days of its contracts, and is asked for no more."""
    found, full = sv.notices.clocks(held, on=on), held.standing()
    apart = held._standing(returns=False)
    assert (apart.delivered, [*apart.contracts]) == ((), [*full.contracts])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(held), "_standing", lambda *_, **__: full)
        assert sv.notices.clocks(held, on=on) == found
    assert found.head == held.head
