"""How long a set takes to load: each that is shipped, and the largest that is plausible.

Run alone, `python benchmarks/test_loading_speed.py` prints a table.  First loads are timed in new
processes, several times, and the least is shown, since a busy machine only ever adds to it; once
after the reader's modules are imported and once with them.  Time is reported, never asserted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import pytest
from options import options

import socialvalue as sv
from socialvalue.registry.loading import places

RUNS = 7
MEASURES, LOCAL, PLACES, DATES = 500, 50, 20, 5

FIRST = """
from time import perf_counter as now
import socialvalue as sv
{imports}
start = now(); held = sv.load({source}); print(now() - start)
assert len(held) > 0
"""
IMPORTS = """
sv.load  # a name of the page is loaded when it is asked for
from socialvalue.engine import points
from socialvalue.definitions import frameworks, places, plugins
from socialvalue.registry import indices, layers
"""
LISTING = """
from time import perf_counter as now
import socialvalue as sv
import yaml
start = now(); found = sv.frameworks(); print(now() - start)
assert found
"""


class Figure(NamedTuple):
    """One thing measured in milliseconds, beside what is asked for."""

    what: str
    measured: float
    wanted: str = ""


def in_new_process(program: str, runs: int = RUNS) -> float:
    """Milliseconds that a program prints as seconds, the least of several runs."""
    command = [sys.executable, "-c", program]
    return 1000 * min(
        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        for _ in range(runs)
    )


def again(work: Callable[[], object], times: int = 30) -> float:
    """Milliseconds of work that has been done before, the least of several runs."""
    runs = []
    for _ in range(times):
        start = perf_counter()
        work()
        runs.append(perf_counter() - start)
    return min(runs) * 1000


# --- the largest plausible set ------------------------------------------------------------

HEAD = """\
schema: socialvalue/framework@1
id: large
edition: "2024"
title: The largest plausible set
publisher: Nobody
coverage: complete
in_force: {from: 2020-04-01}
licence: MIT
rights: Made up.
sources: {ashe: {title: Invented}}
themes:
"""


def large_set(folder: Path, local: int = LOCAL) -> Path:
    """A set of 500 measures with values of 5 days, some of them in 20 places each.

    Args:
        folder: Where it is written.
        local: How many of its measures have local values.
    """
    folder.mkdir()
    themes = "".join(
        f"  t{theme}: {{title: T{theme}, outcomes: {{o{theme}: {{title: O{theme}}}}}}}\n"
        for theme in range(10)
    )
    (folder / "framework.yaml").write_text(HEAD + themes, encoding="utf-8")
    for theme in range(10):
        lines = ["schema: socialvalue/measures@1", "measures:"]
        for number in range(theme * MEASURES // 10, (theme + 1) * MEASURES // 10):
            lines += measure(number, theme, local=number % MEASURES < local)
        (folder / f"measures-{theme}.yaml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def measure(number: int, theme: int, local: bool) -> Iterator[str]:
    """The lines of one measure, with the texts that a real one has."""
    yield f"  M{number}:"
    yield f"    title: Local people employed on the contract, group {number}"
    yield "    definition: >-"
    yield "      People living in the local area and employed directly on the contract, hired or"
    yield "      kept, for a year or more, or for the whole contract if that is shorter."
    yield f"    outcome: o{theme}"
    yield "    unit: fte_year\n    kind: monetised\n    place: benefit\n    counts: every_year"
    yield "    evidence: [length of employment, full or part time, first half of home postcode]"
    yield "    tags: [employment, jobs, local]"
    yield f"    proxy:\n      local: {'yes' if local else 'no'}"
    yield f"      values: {dated(number)}"
    if local:
        yield "      by_place:"
        for code in list(places())[:PLACES]:
            yield f"        {code}: {dated(number)}"


def dated(number: int) -> str:
    """The values of five days."""
    values = (f'{2020 + year}-04-01: {{value: "{number + 1}.{year}5", source: ashe}}'
              for year in range(DATES))  # fmt: skip
    return "{" + ", ".join(values) + "}"


# --- what is measured ---------------------------------------------------------------------


def shipped() -> list[str]:
    """The labels of all editions that are shipped."""
    return [f"{info.id}@{each}" for info in sv.frameworks() for each in info.editions]


def figures() -> Iterator[Figure]:
    """Everything that issue 3 sets a figure for."""
    for label in shipped():
        source = repr(label)
        first = in_new_process(FIRST.format(imports=IMPORTS, source=source))
        whole = in_new_process(FIRST.format(imports="", source=source))
        yield Figure(f"first load of {label}, after imports", first, "40")
        yield Figure("    and with them", whole)
        yield Figure("    again", again(lambda name=label: sv.load(name)))  # type: ignore[misc]
    yield Figure("frameworks(), the first time", in_new_process(LISTING), "20")
    yield Figure("frameworks(), again", again(sv.frameworks))
    with tempfile.TemporaryDirectory() as folder:
        yield from large_figures("50 of 500 measures in 20 places", Path(folder, "a"), LOCAL)
        yield from large_figures("all 500 measures in 20 places", Path(folder, "b"), MEASURES)


def large_figures(what: str, folder: Path, local: int) -> Iterator[Figure]:
    """The first load and the next of a large set."""
    path = large_set(folder, local)
    count = sum(len(each.proxy.values) for each in sv.load(path) if each.proxy)
    program = FIRST.format(imports=IMPORTS, source=f"__import__('pathlib').Path({str(path)!r})")
    yield Figure(f"{what}, {count:,} values", in_new_process(program, 3), "250")
    yield Figure("    again", again(lambda: sv.load(path), 10), "2")


@pytest.mark.parametrize("local", [LOCAL])
def test_the_largest_plausible_set_loads(
    benchmark: pytest.FixtureRequest, tmp_path: Path, local: int
) -> None:
    """All of it is there: every measure, each with its values by place and day."""
    held = sv.load(large_set(tmp_path / "large", local))
    assert len(held) == MEASURES
    values = [len(each.proxy.values) for each in held if each.proxy]
    assert sum(values) == MEASURES * DATES + local * PLACES * DATES
    benchmark(lambda: sv.load(tmp_path / "large"))  # type: ignore[operator]


if __name__ == "__main__":
    options(__doc__)
    for figure in figures():
        wanted = f"   (at most {figure.wanted})" if figure.wanted else ""
        print(f"{figure.what:60} {figure.measured:9.2f} ms{wanted}", flush=True)
