"""Which test files run which lines, and how long each takes: what a mutant is tried with.

`python -m tests.mutation.reach FILE` runs each test file in a process of its own, so that what one
has loaded is not kept from the next, and writes what it found after each: stopped, it goes on from
there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "src/socialvalue"
ROOMS = ("engine", "assess", "definitions", "frames")
BESIDE = (
    "test_units.py",
    "model",
    "registry",
    "testing",
    "plugins_builtin",
    "facts",
    "broken",
    "cli",
)
"""What else is tried where a room's own tests find nothing."""
MOST = 120.0
"""Seconds of work that a mutant is tried for, by what its tests take where nothing is changed."""
NOTHING_TO_RUN = 5
"""How pytest ends where all tests of a file are slow ones, which mutants are not tried with."""

Reach = dict[str, dict[str, Any]]


def test_files() -> list[str]:
    """The files that mutants are tried with, from the root of the checkout."""
    folders = [ROOT / "tests" / each for each in (*ROOMS, *BESIDE)]
    found = [
        path for each in folders for path in ([each] if each.suffix else each.rglob("test_*.py"))
    ]
    return [path.relative_to(ROOT).as_posix() for path in sorted(found, key=str)]


def reach(where: Path) -> Reach:
    """Each test file's seconds of work and the lines that it runs; made where it is not there."""
    found: Reach = json.loads(where.read_text(encoding="utf-8")) if where.exists() else {}
    for each in test_files():
        if each not in found:
            found[each] = ran(each)
            where.write_text(json.dumps(found), encoding="utf-8")
    return found


def chosen(file: str, within: tuple[int, int], reached: Reach) -> list[str]:
    """The test files that run a statement: those of its own room, then others, the quickest first.

    As many as fit into the time that a mutant is tried for, and one at least.
    """
    own = f"tests/{Path(file).relative_to(PACKAGE).parts[0]}/"
    lines = range(within[0], within[1] + 1)
    able = [name for name, each in reached.items()
            if not set(lines).isdisjoint(each["lines"].get(file, ()))]  # fmt: skip
    found: list[str] = []
    spent = 0.0
    for each in sorted(able, key=lambda each: (not each.startswith(own), reached[each]["seconds"])):
        spent += reached[each]["seconds"]
        if spent <= MOST or not found:
            found.append(each)
    return found


def ran(test_file: str) -> dict[str, Any]:
    """A test file's seconds of work, and the lines of each file of the package that it runs."""
    words = (sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider",
             "--cov", "--cov-report=", test_file)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "coverage")
        variables = {**os.environ, "CI": "1", "COVERAGE_FILE": str(data)}
        before = sum(os.times()[2:4])
        ended = subprocess.run(words, cwd=ROOT, env=variables, check=False, capture_output=True)
        spent = sum(os.times()[2:4]) - before
        if ended.returncode == NOTHING_TO_RUN:
            return {"seconds": 0.0, "lines": {}}
        ended.check_returncode()
        held = CoverageData(str(data))
        held.read()
        lines = {name: sorted(held.lines(name) or ()) for name in held.measured_files()}
    return {"seconds": round(spent, 1), "lines": lines}


if __name__ == "__main__":
    reach(Path(sys.argv[1]))
