"""The star of a delivery record of many returns, and what reading the record takes before it.

Run with: SOCIALVALUE_RETURNS_OF_THE_STAR=1000000 python -m pytest benchmarks/test_star_speed.py -s
Time is reported, never asserted.
"""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

from records import filled

import socialvalue as sv
from socialvalue.reports.bi.package import star_files

RETURNS = int(os.environ.get("SOCIALVALUE_RETURNS_OF_THE_STAR", "20000"))
MOST = 10
"""Seconds that the star of a million returns is asked to take."""


def test_a_star_of_many_returns(tmp_path: Path) -> None:
    """A council that writes its tables each night must have them in the morning."""
    filled(tmp_path / "delivery.db", RETURNS)
    with sv.contracts.open_register(tmp_path / "delivery.db") as register:
        began, cpu = time.perf_counter(), time.process_time()
        held = len(register.entries)
        read, read_cpu = time.perf_counter() - began, time.process_time() - cpu
        began, cpu = time.perf_counter(), time.process_time()
        files = star_files(register, date(2016, 1, 31))
        took, took_cpu = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"\n{RETURNS:,} returns: star {took:.1f} s ({took_cpu:.1f} s of one core; asked for of a "
        f"million: {MOST}); {held:,} entries read and verified before it in {read:.1f} s "
        f"({read_cpu:.1f} s of one core)"
    )
    assert files["fact_delivery.csv"].count(b"\n") == RETURNS + 1
