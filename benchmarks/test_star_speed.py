"""The star of a delivery record of many returns, and what reading the record takes before it.

Run with: SOCIALVALUE_RETURNS_OF_THE_STAR=1000000 python -m pytest benchmarks/test_star_speed.py -s
Time is reported, never asserted.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from records import filled

import socialvalue as sv
from socialvalue.contracts import Register
from socialvalue.contracts.entries import sha256_of
from socialvalue.reports.bi.package import star_files

RETURNS = int(os.environ.get("SOCIALVALUE_RETURNS_OF_THE_STAR", "20000"))
MOST = 10
"""Seconds that the star of a million returns is asked to take."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of so many returns, each verified and with a piece of evidence."""
    path = tmp_path_factory.mktemp("star") / "delivery.db"
    filled(path, RETURNS, pieces=1)
    return path


def timed(what: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """What some work comes to, and its seconds of one core; they are printed."""
    began, cpu = time.perf_counter(), time.process_time()
    found = work()
    took, took_cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"{what}: {took:.1f} s ({took_cpu:.1f} s of one core)")
    return found, took_cpu


def hashed(register: Register) -> int:
    """What no reader of a record can do without: its rows, each with its hash."""
    return sum(sha256_of(each.kept) == each.sha256 for each in register._storage.stream())


@pytest.mark.parametrize("restricted", [False, True])
def test_a_star_of_many_returns(record: Path, restricted: bool) -> None:
    """A council that writes its tables each night must have them in the morning."""
    whom = "the contract team" if restricted else "everybody"
    print(f"\n{RETURNS:,} returns, for {whom}; asked for of a million: {MOST} s")
    with sv.contracts.open_register(record) as register:
        _, least = timed("rows and their hashes alone", lambda: hashed(register))
        held, read = timed("entries read and verified", lambda: register.entries)
        files, star = timed(
            "star, written as files",
            lambda: star_files(register, date(2016, 1, 31), restricted=restricted),
        )
    print(f"of one core: reading {read / least:.1f} times its least, star {star / read:.1f} times "
          f"the reading of {len(held):,} entries")  # fmt: skip
    assert files["fact_delivery.csv"].count(b"\n") == RETURNS + 1
