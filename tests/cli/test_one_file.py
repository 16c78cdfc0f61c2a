"""The command as one file, which `nox -s wheel` builds and names in SOCIALVALUE_PYZ.

Everywhere else these tests are skipped: to build it takes half a minute and what pip fetches.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PYZ = os.environ.get("SOCIALVALUE_PYZ", "")
pytestmark = pytest.mark.skipif(not PYZ, reason="SOCIALVALUE_PYZ names no file to try")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with nothing in it, and the file alone in another."""
    return tmp_path_factory.mktemp("home")


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the file as a person does who has a Python and nothing else: no site-packages count."""
    env = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    env |= {"HOME": str(home), "SHIV_ROOT": str(home / ".shiv"), "COLUMNS": "80", **more}
    order = [sys._base_executable, "-I", PYZ, *words]  # type: ignore[attr-defined]
    return subprocess.run(
        order, cwd=home, env=env, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_it_scores_a_tender(home: Path, root: Path) -> None:
    """An officer whose desktop is locked gets the same points as everybody else."""
    shutil.copytree(root / "docs" / "examples" / "highways", home / "highways")
    ran = run(home, "score", "highways/tender.yaml")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Brook & Daughters" in ran.stdout


def test_it_writes_a_calculator(home: Path, root: Path) -> None:
    """Half a command, which scores and then cannot write what is sent out, helps nobody."""
    shutil.copytree(root / "docs" / "examples" / "parks", home / "parks")
    ran = run(home, "calculator", "parks/tender.yaml", "-o", "parks.xlsx")
    assert (ran.returncode, ran.stderr) == (0, "Written to parks.xlsx\n")
    assert (home / "parks.xlsx").read_bytes().startswith(b"PK")


def test_it_writes_a_letter(home: Path, root: Path) -> None:
    """A Word document needs a compiled library, which must have come along."""
    shutil.copytree(root / "docs" / "examples" / "courts", home / "courts")
    ran = run(home, "summary", "courts/tender.yaml", "--draft", "-o", "summary.docx")
    assert ran.returncode == 0, ran.stderr
    assert (home / "summary.docx").read_bytes().startswith(b"PK")


def test_it_says_which_file_it_is(home: Path) -> None:
    """Whoever reports a wrong score from it can say from which version."""
    ran = run(home, "--version")
    assert ran.stdout.startswith("socialvalue, version ")
