"""Reports of 500 and of 10,000 commitments, written; and a page of 10,000 filtered in a browser.

Run with: python -m pytest benchmarks/test_reports_speed.py -s --no-cov
Time is reported, never asserted; a test holds it beside other work.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest
from tests.calculators.page.browser import CHROMIUM, browser
from tests.reports.invented import ON, record
from tests.reports.test_all_contracts import large

import socialvalue as sv

TARGETS = {
    (500, ".html"): 1.0,
    (10_000, ".html"): 5.0,
    (10_000, ".xlsx"): 5.0,
    (10_000, ".md"): 5.0,
}
"""Seconds that each is to take: commitments, and the ending of the file."""
FILTER = 0.05


def test_a_report_is_written(tmp_path: Path) -> None:
    """The middle of three runs of each."""
    once = record()
    for (lines, ending), most in TARGETS.items():
        held, file = large(once, lines), tmp_path / f"a{ending}"
        took, of_one_core = list[float](), list[float]()
        for _ in range(3):
            begun, cpu = time.perf_counter(), time.process_time()
            sv.reports.write(held, file, on=ON, audience="contract-team")
            took.append(time.perf_counter() - begun)
            of_one_core.append(time.process_time() - cpu)
        size = file.stat().st_size / 1000
        print(f"\n{lines:,} commitments as {ending}: {statistics.median(took):.2f} s "
              f"({statistics.median(of_one_core):.2f} s of one core; at most {most:.0f}), "
              f"{size:,.0f} kB")  # fmt: skip


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed here")
def test_a_page_is_filtered(tmp_path: Path) -> None:
    """The middle of seven choices of a directorate, with the layout of what is then shown."""
    file = tmp_path / "a.html"
    sv.reports.write(large(record(), 10_000), file, on=ON, audience="contract-team")
    with browser(tmp_path / "browser") as page:
        page.size(1280)
        page.open(file)
        took = page.run(
            "[1, 2, 3, 4, 1, 2, 3].map((at) => { const box = document.getElementById("
            "'f-directorate'); box.selectedIndex = at; const begun = performance.now(); "
            "box.dispatchEvent(new Event('change', { bubbles: true })); "
            "document.body.offsetHeight; return performance.now() - begun; })"
        )
    print(f"\n10,000 commitments filtered: {statistics.median(took):.0f} ms "
          f"(at most {FILTER * 1000:.0f})")  # fmt: skip
