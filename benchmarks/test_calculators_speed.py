"""How long a calculator of 200 measures takes to make and to write, and how large it is.

What a keystroke in the page takes is printed by tests/calculators/page/test_sums.py, in a browser.
Run alone, `python benchmarks/test_calculators_speed.py` prints a table.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from calculators import large

ENDINGS = ("html", "xlsx")


@pytest.mark.parametrize("ending", ENDINGS)
def test_writing(benchmark: Any, ending: str, tmp_path: Path) -> None:
    """Written in 0.2 s as a page, in 0.5 s as a workbook: the aims."""
    benchmark(large().write, tmp_path / f"calculator.{ending}")


if __name__ == "__main__":
    calculator = large()
    with tempfile.TemporaryDirectory() as folder:
        for each in ENDINGS:
            path, times = Path(folder) / f"calculator.{each}", []
            for _ in range(5):
                begun = perf_counter()
                calculator.write(path)
                times.append(perf_counter() - begun)
            print(f"{each}  {min(times):.3f} s  {path.stat().st_size / 1000:.0f} kB")
