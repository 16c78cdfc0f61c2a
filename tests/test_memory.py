"""The figure that memory is held to: that of the process asked, whoever started it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.memory import PEAK, peak

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
ROOT = Path(__file__).resolve().parent.parent
SAYS = f"{PEAK}\nprint(peak())"


def test_a_large_parent_is_not_its_childs_memory() -> None:
    """Else a test fails, or passes, by the size of the tests that ran before it."""
    large = bytearray(b"x" * 300_000_000)
    ran = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, text=True, check=True)
    assert len(large) // 1024 < peak()
    assert 1_000 < int(ran.stdout) < 100_000


def test_what_a_process_held_and_gave_back_is_counted() -> None:
    """A peak that has passed was needed all the same."""
    code = f"{PEAK}\nheld = bytearray(b'x' * 200_000_000)\ndel held\nprint(peak())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(ran.stdout) > 190_000


def test_nothing_else_asks_in_the_way_that_misleads() -> None:
    """One check measured its own caller, and another could not have failed."""
    asks = "ru_" + "maxrss"
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("benchmarks", "src", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if asks in path.read_text(encoding="utf-8")
    ]
    assert found == ["tests/memory.py"]
