"""Finding two hundred installed plug-ins, loading one of them, and what places cost at run time.

Run alone, `python benchmarks/test_discovery_speed.py` prints a table. Each figure is the first call
of a new process, the median of several, in CPU time and by the clock; time is reported, never
asserted. What is asserted is that all were found, and the one that was asked for loaded.

The cost of places is a ratio within one process: tables valued with figures for a district, a
county, a region and a country, beside the same tables without any, by turns.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from options import options

PLUGINS = 200
RUNS = 7

MODULES = """
import time
import socialvalue as sv
from socialvalue.definitions import frameworks, places, plugins
from socialvalue.registry import layers
clock, cpu = time.perf_counter(), time.process_time()
"""
DISCOVER = """
found = [each for each in sv.frameworks() if each.origin != "built-in"]
done = time.perf_counter() - clock, time.process_time() - cpu
assert len(found) >= {count} and not any(each.problems for each in found), found
print(*done)
"""
LOAD = """
found = sv.load("council100")
done = time.perf_counter() - clock, time.process_time() - cpu
assert found["C100-1"].alias == "" and found["NT10"].alias == "C100-2"
print(*done)
"""

README = "# A council's plug-in\n\nWhat such a package says of itself, in a page or two.\n" * 40
PLUGIN = """\
schema: socialvalue/plugin@1
id: council{n:03}
edition: "2026"
title: Council {n}
in_force: {{from: 2022-06-01}}
licence: OGL-UK-3.0
rights: Made up for a benchmark.
sources: {{policy: {{title: Policy, publisher: Council {n}}}}}
adopts: [{{framework: national-toms, edition: "2022", measures: all}}]
place: E10000012
policy: {{target: {{2022-06-01: {{value: "0.20", source: policy, status: adopted}}}}}}
rename: {{NT10: C{n}-2}}
switch_off: [{{code: NT44, why: It does not fit.}}]
localise: {{NT1: {{2022-06-01: {{value: "30000", source: policy}}}}}}
themes: {{here: {{title: Here, outcomes: {{better: {{title: Better}}}}}}}}
measures:
"""
MEASURE = """\
  C{n}-{m}:
    title: A measure of the council's own, number {m}
    outcome: better
    unit: count
    kind: monetised
    definition: What counts for it, in a sentence of a usual length that a bidder can understand.
    proxy: {{values: {{2022-06-01: {{value: "12.50", source: policy, at: page {m}}}}}}}
"""


class Figure(NamedTuple):
    """One thing measured, in milliseconds by the clock and of CPU, beside what was asked for."""

    what: str
    clock: float
    cpu: float
    wanted: float


def install(site: Path, count: int) -> None:
    """Plug-ins as pip leaves them: thirty measures each, and a page of metadata."""
    for n in range(count):
        folder = site / f"socialvalue_council{n:03}"
        folder.mkdir()
        (folder / "__init__.py").touch()
        measures = "".join(MEASURE.format(n=n, m=m) for m in (1, *range(3, 32)))
        (folder / "plugin.yaml").write_text(PLUGIN.format(n=n) + measures, encoding="utf-8")
        about = site / f"socialvalue_council{n:03}-1.0.dist-info"
        about.mkdir()
        head = f"Metadata-Version: 2.1\nName: socialvalue-council{n:03}\nVersion: 1.0\n\n"
        (about / "METADATA").write_text(head + README, encoding="utf-8")
        points = f"[socialvalue.plugins]\ncouncil{n:03} = socialvalue_council{n:03}\n"
        (about / "entry_points.txt").write_text(points, encoding="utf-8")


def first_call(program: str, site: Path) -> tuple[float, float]:
    """Milliseconds by the clock and of CPU, the median of several new processes."""
    paths = [str(site), *filter(None, [os.environ.get("PYTHONPATH")])]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-c", MODULES + program.replace("{count}", str(PLUGINS))]
    runs = [
        subprocess.run(command, capture_output=True, check=True, text=True, env=variables).stdout
        for _ in range(RUNS)
    ]
    pairs = [tuple(map(float, each.split())) for each in runs]
    clock, cpu = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    return clock, cpu


def figures(site: Path) -> list[Figure]:
    """Both figures that are asked for."""
    install(site, PLUGINS)
    time.sleep(2.5)  # a file written just now is read twice, to be told from later ones
    return [
        Figure(f"sv.frameworks() with {PLUGINS} plug-ins", *first_call(DISCOVER, site), 150),
        Figure(f"sv.load() of one of {PLUGINS}", *first_call(LOAD, site), 60),
    ]


LINES = 2_000_000
ROUNDS = 7
PLACES = ("E07000070", "E10000012", "E12000006", "E92000001")
LOCAL = """\
localise:
  NT10:
    by_place:
      E07000070: {2022-06-01: {value: "1.01", source: policy}}
      E10000012: {2022-06-01: {value: "2.02", source: policy}}
      E12000006: {2022-06-01: {value: "3.03", source: policy}}
      E92000001: {2022-06-01: {value: "4.04", source: policy}}
"""


def cost_of_places(folder: Path) -> float:
    """CPU time of a table with four levels of figures, over that of one with none: the median."""
    import polars as pl

    import socialvalue as sv

    sets = []
    for name, said in (("none", ""), ("four", LOCAL)):
        where = folder / name
        where.mkdir()
        head = PLUGIN.format(n=1).partition("policy: {{")[0].partition("policy: {target")[0]
        (where / "plugin.yaml").write_text(head + said, encoding="utf-8")
        sets.append(sv.load(where))
    codes = ["NT10", "NT14", "NT29", "NT28"]
    table = pl.DataFrame({"measure": codes * (LINES // 4), "quantity": [1.25] * LINES})
    taken: list[list[float]] = [[], []]
    for _ in range(ROUNDS + 1):
        for times, framework in zip(taken, sets, strict=True):
            begun = time.process_time()
            valued = sv.value_frame(table, framework, on="2022-06-01", place=PLACES[0])
            times.append(time.process_time() - begun)
            assert valued["problem"].null_count() == LINES
    pairs = zip(*(each[1:] for each in taken), strict=True)  # the first compiles
    return statistics.median(four / none for none, four in pairs)


def shown(found: list[Figure]) -> str:
    """The table."""
    return "\n".join(
        f"{each.what:42} {each.clock:7.1f} ms, {each.cpu:7.1f} of CPU   (at most {each.wanted:.0f})"
        for each in found
    )


def test_two_hundred_plugins_are_found(
    benchmark: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who has every council's plug-in installed waits no longer than who has one."""
    found = benchmark.pedantic(lambda: figures(tmp_path), rounds=1)  # type: ignore[attr-defined]
    with capsys.disabled():
        print(f"\n{shown(found)}")


def test_places_cost_nothing_at_run_time(
    benchmark: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A council with figures of its own at every level values a register as fast as one without."""
    ratio = benchmark.pedantic(lambda: cost_of_places(tmp_path), rounds=1)  # type: ignore[attr-defined]
    with capsys.disabled():
        print(f"\nfour levels of place over none: {ratio:.3f} of the CPU time")


if __name__ == "__main__":
    options(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        print(shown(figures(Path(folder))))
        print(f"four levels of place over none: {cost_of_places(Path(folder)):.3f} of the CPU time")
