"""A sample of mutants, each tried with the tests: `python -m tests.mutation.run SEED FIRST LAST`.

A copy of the checkout is changed in one place of the engine, of assess, definitions or frames, and
the tests that run that place are run, the quickest first, until one fails.  Prints a line of JSON a
mutant: where and what it is, which test killed it (null where it is alive), and the seconds.  The
seed orders all mutants there are; FIRST = LAST - 1 makes one of them again.  A fourth word names a
file of which tests run which lines (tests/mutation/reach.py), which is made where it is not there.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import attrs
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.reach import PACKAGE, ROOMS, ROOT, Reach, chosen, reach

__all__ = ["Tried", "sample", "tried"]

COPIED = ("src", "measures", "tests", "docs", "benchmarks", "README.md", "CHANGELOG.md",
          "pyproject.toml", "noxfile.py")  # fmt: skip
MEMORY = 12 * 2**30


@attrs.frozen
class Tried:
    """What came of a mutant."""

    number: int
    file: str
    line: int
    what: str
    killed: str | None
    seconds: float


def sample(seed: int) -> list[tuple[str, int]]:
    """All mutants there are, as a file and a number, in an order of the seed."""
    found = [
        (path.relative_to(ROOT).as_posix(), number)
        for room in ROOMS
        for path in sorted((ROOT / PACKAGE / room).rglob("*.py"))
        for number, _ in enumerate(mutants(path.read_text(encoding="utf-8")))
    ]
    Random(f"mutation {seed}").shuffle(found)  # noqa: S311 - to be made again
    return found


def tried(seed: int, first: int, last: int, reached: Reach) -> Iterator[Tried]:
    """Try mutants of a sample, by number, in a copy of the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        _copy(here)
        order = sample(seed)
        for number in range(first, min(last, len(order))):
            file, place = order[number]
            source = (ROOT / file).read_text(encoding="utf-8")
            mutant = list(mutants(source))[place]
            started = perf_counter()
            killed = _killed(here, file, mutant, reached)
            (here / file).write_text(source, encoding="utf-8")
            spent = round(perf_counter() - started, 1)
            yield Tried(number, file, mutant.line, mutant.what, killed, spent)


def _copy(here: Path) -> None:
    """The package and its tests, and what both read, in a folder of their own."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            left = shutil.ignore_patterns("__pycache__", "_build")
            shutil.copytree(ROOT / name, here / name, ignore=left)
        else:
            shutil.copy(ROOT / name, here / name)


def _killed(here: Path, file: str, mutant: Mutant, reached: Reach) -> str | None:
    """The test that a mutant fails, or None."""
    (here / file).write_text(mutant.text, encoding="utf-8")
    for each in (here / file).parent.glob(f"__pycache__/{Path(file).stem}.*"):
        each.unlink()  # a change within the second, of the same size, would pass for the old file
    files = chosen(file, mutant.within, reached)
    if not files:
        return None
    words = (sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:randomly",
             "-p", "no:cacheprovider", *files)  # fmt: skip
    patience = int(60 + 4 * sum(reached[each]["seconds"] for each in files))
    variables = {**os.environ, "CI": "1", "PYTHONPATH": str(here / "src"), "PYTHONHASHSEED": "0"}
    try:
        ran = subprocess.run(words, cwd=here, env=variables, capture_output=True, text=True,
                             timeout=20 * patience, check=False,
                             preexec_fn=lambda: _bounded(patience))  # fmt: skip
    except subprocess.TimeoutExpired:
        return "too long"
    if ran.returncode == 0:
        return None
    named = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", ran.stdout, re.MULTILINE)
    return named.group(1) if named else f"the process ended in {ran.returncode}"


def _bounded(seconds: int) -> None:
    """A mutant may loop for ever, or fill the memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main(words: list[str]) -> None:
    """Try a part of a sample, and say at the end how many tests caught."""
    seed, first, last = map(int, words[:3])
    where = Path(words[3]) if len(words) > 3 else Path(tempfile.mkdtemp()) / "reach.json"
    found: list[Tried] = []
    for each in tried(seed, first, last, reach(where)):
        found.append(each)
        sys.stdout.write(f"{json.dumps(attrs.asdict(each), ensure_ascii=False)}\n")
        sys.stdout.flush()
    alive = [each for each in found if each.killed is None]
    score: dict[str, Any] = {"tried": len(found), "killed": len(found) - len(alive)}
    sys.stdout.write(f"{json.dumps(score)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
