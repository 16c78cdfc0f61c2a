"""Small sets written to folders, and plug-ins installed in a folder on the path."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

FRAMEWORK = """\
schema: socialvalue/framework@1
id: demo
edition: "2024"
title: Demonstration framework
publisher: Example Taskforce
coverage: partial
in_force: {from: 2024-07-01, until: 2025-06-30}
licence: OGL-UK-3.0
rights: Invented for the tests.
sources: {guide: {title: Guide}}
themes: {jobs: {title: Jobs, outcomes: {local-jobs: {title: Local people in work}}}}
"""
MEASURES = """\
schema: socialvalue/measures@1
measures:
  DM1:
    title: Local people employed
    outcome: local-jobs
    unit: fte_year
    kind: monetised
    proxy: {values: {2024-07-01: {value: "29050.00", source: guide}}}
  DM2: {title: A policy, outcome: local-jobs, unit: yes_no, kind: recorded}
"""
PLUGIN = """\
schema: socialvalue/plugin@1
id: {id}
edition: "{edition}"
title: Demonstration Council
licence: OGL-UK-3.0
rights: Invented for the tests.
in_force: {{from: 2024-07-01}}
sources: {{guide: {{title: Guide}}}}
adopts: [{adopts}]
"""
ADOPTS = '{framework: national-toms, edition: "2020", measures: [NT1, NT2, NT3, NT10, NT18, NT19]}'


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a framework's folder, with words replaced in its head."""

    def written(name: str, *changes: tuple[str, str], measures: str = MEASURES) -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        head = FRAMEWORK
        for old, new in changes:
            assert old in head
            head = head.replace(old, new)
        (folder / "framework.yaml").write_text(head, encoding="utf-8")
        (folder / "measures.yaml").write_text(measures, encoding="utf-8")
        return folder

    return written


def plugin_text(name: str, edition: str = "2024", adopts: str = ADOPTS, more: str = "") -> str:
    """A plug-in's file."""
    head = PLUGIN.format(id=name, edition=edition, adopts=adopts)
    return head + textwrap.dedent(more)


@pytest.fixture
def plugin(tmp_path: Path) -> Callable[..., Path]:
    """Writes a plug-in's folder; `more` is added to its file."""

    def written(name: str, edition: str = "2024", adopts: str = ADOPTS, more: str = "") -> Path:
        folder = tmp_path / "plugins" / f"{name}-{edition}"
        folder.mkdir(parents=True)
        text = plugin_text(name, edition, adopts, more)
        (folder / "plugin.yaml").write_text(text, encoding="utf-8")
        return folder

    return written


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., SimpleNamespace]:
    """Installs a plug-in as pip would: a package and its dist-info in a folder on the path.

    The package leaves a trace when it is imported.
    """

    def installed(
        name: str,
        *,
        text: str | None = None,
        value: str | None = None,
        points: str | bytes | None = None,
        version: str = "1.0",
        folder: str = "site",
        metadata: str | None = None,
        group: str = "socialvalue.plugins",
        **kind: str,
    ) -> SimpleNamespace:
        place = tmp_path / folder
        package = f"socialvalue_{name.replace('-', '_')}"
        trace = tmp_path / f"{package} was imported"
        (place / package).mkdir(parents=True, exist_ok=True)
        code = f"open({str(trace)!r}, 'w').close()\n"
        (place / package / "__init__.py").write_text(code, encoding="utf-8")
        held = plugin_text(name, **kind) if text is None else text
        (place / package / "plugin.yaml").write_text(held, encoding="utf-8")
        info = place / f"{package}-{version}.dist-info"
        info.mkdir()
        about = f"Metadata-Version: 2.1\nName: socialvalue-{name}\nVersion: {version}\n"
        if metadata != "":
            (info / "METADATA").write_text(metadata or about, encoding="utf-8")
        entry = f"[{group}]\n{name} = {value or package}\n" if points is None else points
        data = entry if isinstance(entry, bytes) else entry.encode()
        (info / "entry_points.txt").write_bytes(data)
        monkeypatch.syspath_prepend(str(place))
        return SimpleNamespace(
            package=package, folder=place / package, info=info, trace=trace, place=place
        )

    return installed
