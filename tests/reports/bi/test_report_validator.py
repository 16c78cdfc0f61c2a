"""The report of the project as Microsoft's own validator sees it; only `nox -s powerbi` runs this.

SOCIALVALUE_REPORT_VALIDATOR is a folder that holds the validator's packages of npm.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.reports.invented import ON

import socialvalue as sv

PACKAGES = os.environ.get("SOCIALVALUE_REPORT_VALIDATOR", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PACKAGES, reason="Microsoft's report validator is not asked for"),
]


def validated(folder: Path) -> Any:
    script = Path(__file__).with_name("report_validator.mjs")
    command = ["node", script, PACKAGES, folder / "social-value.Report"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("restricted", [False, True])
def test_microsofts_validator_finds_nothing(
    register: Any, tmp_path: Path, restricted: bool
) -> None:
    """A report that Desktop does not load tells nobody why."""
    sv.reports.star(register, tmp_path, on=ON, restricted=restricted)
    found = validated(tmp_path)
    assert (found["result"], found["errorCount"], found["warningCount"]) == ("succeeded", 0, 0)


def test_microsofts_validator_refuses_what_is_not_there(register: Any, tmp_path: Path) -> None:
    """A validator that finds nothing wrong with a broken report proves nothing of a whole one."""
    sv.reports.star(register, tmp_path, on=ON)
    (tmp_path / "social-value.Report" / ".platform").unlink()
    assert list(validated(tmp_path)["diagnostics"]) == ["PBIR_PLATFORM_MISSING"]
