"""Plug-ins as they lie in site-packages, and a clean environment to install real ones into."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

import attrs
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


OF_THIS_RUN = ("PYTHONPATH", "COVERAGE_PROCESS_START", "PYTEST_ADDOPTS")
"""What a clean environment must not have from the run of the tests that made it."""


@attrs.frozen
class Environment:
    """A clean environment with the built library in it, and a folder to work in."""

    python: Path
    here: Path

    def call(self, *words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run its Python."""
        clean = {k: v for k, v in os.environ.items() if k not in OF_THIS_RUN}
        return subprocess.run(
            [self.python, *words], cwd=self.here, capture_output=True, text=True, check=False,
            timeout=600, env={**clean, "COLUMNS": "100", "PYTHONUTF8": "1", **variables},
        )  # fmt: skip

    def run(self, *words: str | Path, code: int = 0, **variables: str) -> str:
        """Run its Python, which ends as it should; standard output."""
        ran = self.call(*words, **variables)
        assert ran.returncode == code, ran.stdout + ran.stderr
        return ran.stdout

    def command(self, *words: str | Path, code: int = 0, **variables: str) -> str:
        """Run `socialvalue`."""
        return self.run("-m", "socialvalue", *words, code=code, **variables)

    def pip(self, *words: str | Path) -> str:
        """Run plain pip."""
        return self.run("-m", "pip", "-q", "--disable-pip-version-check", *words)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The library's wheel under test: the one that is installed here, or one built now."""
    told = metadata.distribution("socialvalue-engine").read_text("direct_url.json")
    url = json.loads(told)["url"] if told else ""
    if url.endswith(".whl"):
        return Path(url2pathname(unquote(urlparse(url).path)))
    where = tmp_path_factory.mktemp("library")
    words = (sys.executable, "-m", "pip", "-q", "wheel", "--no-deps", "--wheel-dir", where, root)
    subprocess.run(words, check=True, capture_output=True, timeout=600)
    (found,) = where.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Environment:
    """The library's wheel in an environment of its own, with pytest and nothing of ours besides."""
    where = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", where / "venv"], check=True)
    python = where / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    here = where / "here"
    here.mkdir()
    made = Environment(python, here)
    made.pip("install", f"{built}[cli]", "pytest")
    return made
