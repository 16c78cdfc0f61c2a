"""How long a calculator of 200 measures takes to write.

What a keystroke in the page takes is printed by tests/calculators/page/test_sums.py, in a browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.calculators.page.large import large


@pytest.mark.parametrize("ending", ["html", "xlsx"])
def test_writing(benchmark: Any, ending: str, tmp_path: Path) -> None:
    """Written in 0.2 s as a page, in 0.5 s as a workbook: the aims."""
    benchmark(large().write, tmp_path / f"calculator.{ending}")
