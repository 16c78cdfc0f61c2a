"""Plug-ins as they lie in site-packages, without installing anything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PLUGIN = """\
schema: socialvalue/plugin@1
id: {name}
edition: "1"
title: A council called {name}
licence: OGL-UK-3.0
rights: Made up by a test.
in_force: {{from: 2022-06-01}}
adopts: [{{framework: national-toms, edition: "2022", measures: all}}]
"""
TRACE = "import pathlib\npathlib.Path({path!r}).write_text('code was run')\n"

Install = Callable[..., Path]


def installed_in(site: Path, trace: Path | None = None) -> Install:
    """What puts a plug-in into a folder that Python looks into.

    Args:
        site: The folder.
        trace: A file that the package would write if any of its code were run.
    """

    def install(
        name: str,
        text: str | None = None,
        *,
        package: str | None = None,
        entry: str | None = None,
        version: str = "1.0",
    ) -> Path:
        held = package or f"socialvalue_{name}"
        folder = site / held
        folder.mkdir(parents=True, exist_ok=True)
        code = TRACE.format(path=str(trace)) if trace else ""
        (folder / "__init__.py").write_text(code, encoding="utf-8")
        (folder / "plugin.yaml").write_text(text or PLUGIN.format(name=name), encoding="utf-8")
        about = site / f"socialvalue_{name}-{version}.dist-info"
        about.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: socialvalue-{name}\nVersion: {version}\n"
        (about / "METADATA").write_text(metadata, encoding="utf-8")
        points = f"[socialvalue.plugins]\n{name} = {entry or held}\n"
        (about / "entry_points.txt").write_text(points, encoding="utf-8")
        return folder

    return install


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path, as site-packages is; what was imported from it is forgotten after."""
    folder = tmp_path / "site"
    folder.mkdir()
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in set(sys.modules) - before:
        if name.startswith("socialvalue_"):
            del sys.modules[name]


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """A file that is there only if a plug-in's code was run."""
    return tmp_path / "trace"


@pytest.fixture
def install(site: Path, trace: Path) -> Install:
    """Installs a plug-in whose code, if any were run, would leave a trace."""
    return installed_in(site, trace)
