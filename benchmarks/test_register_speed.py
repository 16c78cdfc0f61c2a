"""A record of 400 contracts and 50,000 returns opened and reported; returns of one commitment.

Run with: python -m pytest benchmarks/test_register_speed.py -s --no-cov
Time is reported, never asserted.
"""

from __future__ import annotations

import os
import sqlite3
import time
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from records import filled
from tests.contracts.test_size import contract

import socialvalue as sv

RETURNS = int(os.environ.get("SOCIALVALUE_RETURNS", "50000"))
MOST = 2
"""Seconds in which 50,000 returns are asked to be opened and reported."""
OF_ONE = [int(each) for each in os.environ.get("SOCIALVALUE_OF_ONE", "400,4000").split(",")]
"""How many returns of one commitment are written, a size after another."""


def by_hand(path: Path) -> float:
    """Seconds of one core in which the rows are read and hashed, and nothing else is done."""
    began = time.process_time()
    db = sqlite3.connect(path)
    rows = db.execute("SELECT kept, sha256, salt, text FROM entries LEFT JOIN words USING (seq)")
    for kept, digest, salt, words in rows:
        assert sha256(kept.encode()).hexdigest() == digest
        if words:
            sha256(salt + words.encode()).hexdigest()
    db.close()
    return time.process_time() - began


def test_a_record_is_opened_and_reported(tmp_path: Path) -> None:
    """An officer who opens the month's figures should not have to fetch a coffee first."""
    filled(tmp_path / "delivery.db", RETURNS)
    bare = min(by_hand(tmp_path / "delivery.db") for _ in range(3))
    began, cpu = time.perf_counter(), time.process_time()
    with sv.contracts.open_register(tmp_path / "delivery.db") as register:
        held = len(register.entries)
        read = time.process_time() - cpu
        found = sv.portfolio(register, on="2015-12-31")
    took, of_one_core = time.perf_counter() - began, time.process_time() - cpu
    print(f"\n{RETURNS:,} returns: {took:.1f} s ({of_one_core:.1f} s of one core, {read:.1f} of it "
          f"read and verified; asked for: {MOST}), {of_one_core / bare:.1f} times as long as to "
          f"read and hash its rows by hand ({bare:.2f} s)")  # fmt: skip
    assert found.contract_count == 400
    assert held == 400 + 2 * RETURNS


def written(returns: int) -> Any:
    """A record of one contract, with a return a day of its first commitment, each verified."""
    register, first = sv.contracts.open_register(), date(2010, 1, 1)
    with register.importing():
        register.add(contract(0), by="procurement", on=first)
        for day in (first + timedelta(days=each) for each in range(returns)):
            given = register.deliver("C0", line="1", quantity="2.5", period=(day, day), on=day,
                                     statement="As planned.", by="supplier")  # fmt: skip
            register.approve(given, by="finance", on=day)
    return register


def test_many_returns_of_one_commitment() -> None:
    """Time a return, by how many there are: one that grows with them makes long contracts slow."""
    first: list[float] = []
    for many in OF_ONE:
        found = []
        began = time.process_time()
        register = written(many)
        found.append(time.process_time() - began)
        register._read_anew()
        began = time.process_time()
        held = sv.portfolio(register, on="2030-12-31")
        found.append(time.process_time() - began)
        each = [1000 * seconds / many for seconds in found]
        first = first or each
        pairs = zip(each, first, strict=True)
        grown = [f"{now:.2f} ms ({now / before:.1f})" for now, before in pairs]
        print(f"\n{many:,} returns of one commitment, each: written in {grown[0]}, read and "
              f"reported in {grown[1]}; in brackets, times that of {OF_ONE[0]:,}")  # fmt: skip
        assert held.delivered > 0
