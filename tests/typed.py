"""What mypy says, in its strict mode, of files that a user could have written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import socialvalue

SETTINGS = """\
[mypy]
strict = true
follow_imports = silent
{more}
[mypy-dask.*,duckdb.*,ibis.*,openpyxl.*,pandas.*,pyarrow.*,pyspark.*]
follow_imports = skip
ignore_missing_imports = true
"""
"""The user's libraries are Any here, whatever stubs a machine has."""


def said_of(folder: Path, more: str = "") -> list[str]:
    """The lines that mypy prints of the files in a folder.

    Args:
        folder: Each file in it is a module.
        more: Further settings.
    """
    settings = folder / "mypy.ini"
    settings.write_text(SETTINGS.format(more=more), encoding="utf-8")
    source = Path(socialvalue.__file__).resolve().parent.parent
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", ".mypy_cache", "."],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=600,
        check=False,
        env={**os.environ, "MYPYPATH": "" if "site-packages" in source.parts else str(source)},
    )
    return (run.stdout + run.stderr).splitlines()
