"""Strange inputs, many of them: no traceback, no hang, no flood of memory, whatever comes in.

`SOCIALVALUE_FUZZ` says how many; `SOCIALVALUE_FUZZ_SEED` says which.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PART = 250
"""How many inputs a process tries: one that crashes is found within as many."""
COUNT = int(os.environ.get("SOCIALVALUE_FUZZ", "20000"))
SEED = int(os.environ.get("SOCIALVALUE_FUZZ_SEED", "10"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="time and memory are bounded as on Unix"),
]


def test_no_input_breaks_what_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    """Files, records, words and tables come from strangers: each is used or refused, in words.

    Of every input: nothing is raised but a SocialValueError, the command ends in a code that its
    page names and shows no traceback, less than 10 s of work, less than 1 GB of memory.
    """
    for name in ("duckdb", "pandas", "polars", "pyarrow"):
        pytest.importorskip(name)
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as workers:
        found = list(workers.map(lambda each: part(*each), parts(COUNT)))
    broken = [line for each in found for line in each["broken"]]
    with capsys.disabled():
        print(f"\n{summary(found)}")  # noqa: T201 - the count by surface is asked for
    assert not broken, f"{len(broken)} of {COUNT} inputs:\n" + "\n".join(broken[:40])
    assert sum(each["tried"] for each in found) >= COUNT


def parts(count: int) -> Iterator[tuple[str, int, int]]:
    """Each surface's share of the inputs, in parts: the surface, the first and the last."""
    from tests.fuzz.surfaces import SHARES

    for surface, share in SHARES.items():
        for first in range(0, count * share // 100, PART):
            yield surface, first, min(first + PART, count * share // 100)


def part(surface: str, first: int, last: int) -> dict[str, Any]:
    """What came of a part; a process that ended before its time is a fault of its inputs."""
    words = [sys.executable, "-m", "tests.fuzz.run", surface, *map(str, (SEED, first, last))]
    try:
        done = subprocess.run(
            words, cwd=ROOT, capture_output=True, text=True, timeout=1_800, check=False
        )
        return {"surface": surface, **json.loads(done.stdout.splitlines()[-1])}
    except (subprocess.TimeoutExpired, IndexError, json.JSONDecodeError) as error:
        told = "" if isinstance(error, subprocess.TimeoutExpired) else done.stderr[-1_500:]
        fault = f"{surface} {SEED} {first}–{last}: the process ended: {error!r} {told}"
        nothing = {"tried": 0, "ends": {}, "slowest": [0.0, first], "grown": [0, first]}
        return {"surface": surface, **nothing, "broken": [fault]}


def summary(found: list[dict[str, Any]]) -> str:
    """A line a surface: how many inputs were used, refused and broke, the slowest, the largest."""
    lines = []
    for surface in dict.fromkeys(each["surface"] for each in found):
        own = [each for each in found if each["surface"] == surface]
        ends = {
            name: sum(each["ends"].get(name, 0) for each in own)
            for name in ("done", "refused", "broken")
        }
        slowest, grown = max(each["slowest"] for each in own), max(each["grown"] for each in own)
        lines.append(
            f"{surface}: {sum(each['tried'] for each in own):,} inputs, {ends['done']:,} used, "
            f"{ends['refused']:,} refused, {ends['broken']:,} broken; the slowest "
            f"{slowest[0]:.2f} s (number {slowest[1]}), the most memory {grown[0] // 1024} MiB "
            f"(number {grown[1]})"
        )
    return "\n".join(lines)
