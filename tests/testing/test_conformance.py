"""The conformance suite: every plug-in that is shipped passes, and each fault is found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import reduce
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.testing import check_plugin, conformance
from socialvalue.testing.packages import locate

PLUGIN = """\
schema: socialvalue/plugin@1
id: barsetshire
edition: "1"
title: Barsetshire
licence: OGL-UK-3.0
rights: Made up by a test.
sources: {policy: {title: Policy, publisher: Barsetshire}}
adopts: [{framework: national-toms, edition: "2022", measures: all}]
place: E10000008
policy: {target: {2026-01-01: {value: "0.20", source: policy, status: adopted}}}
rename: {NT10: BAR10}
switch_off: [{code: NT29, why: It does not fit.}]
localise: {NT1: {2026-01-01: {value: "30000", source: policy}}}
themes: {here: {title: Here, outcomes: {o: {title: An outcome}}}}
measures: {BAR1: {title: Events, outcome: o, unit: count, kind: recorded}}
"""
CASES = """\
schema: socialvalue/cases@1
cases:
  - title: One local job
    tender: {contract_value: "1000", years: 1, published: 2026-02-01, place: E10000008}
    commitments: [{measure: NT1, fte: "1", years: 1}]
    expect: {total: "30000.00"}
"""
PROJECT = """\
[project]
name = "socialvalue-barsetshire"
[project.entry-points."socialvalue.plugins"]
{name} = "socialvalue_barsetshire"
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the plug-in and its cases, with some of their words replaced by others."""

    def made(*changes: tuple[str, str], name: str = "barsetshire") -> Path:
        folder = tmp_path / "socialvalue_barsetshire"
        folder.mkdir()
        for file, text in (("plugin.yaml", PLUGIN), ("cases.yaml", CASES)):
            changed = reduce(lambda said, change: said.replace(*change), changes, text)
            (folder / file).write_text(changed, encoding="utf-8")
        (tmp_path / "pyproject.toml").write_text(PROJECT.format(name=name), encoding="utf-8")
        return folder

    return made


def installed() -> list[str]:
    return [each.id for each in sv.frameworks() if each.kind == "plugin" and not each.problems]


@pytest.mark.parametrize("name", installed())
def test_every_shipped_plugin_conforms(name: str) -> None:
    """What we ask of councils we do ourselves."""
    assert check_plugin(name).examples > 0


def test_a_right_plugin_conforms_however_it_is_named(write: Write) -> None:
    """By its folder, by its file or by the folder of its package: it is one plug-in."""
    folder = write()
    for source in (folder, folder / "plugin.yaml", folder.parent, str(folder)):
        assert check_plugin(source).label == "barsetshire@1"
    assert locate(folder).project == folder.parent


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (("NT10: BAR10", "NT10: BAR1"), "SV216", "taken"),
        (("switch_off:", "switchoff:"), "SV201", "switchoff"),
        (('"30000", source: policy', '"30000"'), "SV211", "30000"),
        (("why: It does not fit.", 'why: ""'), "SV220", "empty"),
        (('"30000.00"', '"30000.01"'), "SV219", "30,000.01"),
        ((", publisher: Barsetshire}", "}"), "SV412", "who published it"),
        ((", status: adopted", ""), "SV412", "no status"),
        (("NT10: BAR10", "NT10: nt10"), "SV412", "capitals"),
        (("NT10: BAR10", "NT10: B A R"), "SV412", "short word"),
        (("title: Events", f"title: {'Events ' * 30}"), "SV412", "title"),
    ],
)
def test_a_fault_is_found_at_its_place(
    write: Write, change: tuple[str, str], code: str, words: str
) -> None:
    """What a council's neighbours would stumble over is found before they do, with its line."""
    found = conformance(write(change)).problems
    assert [each.code for each in found] == [code]
    assert words in found[0].message
    assert found[0].line > 0
    assert found[0].file.endswith((".yaml", ".yml"))


def test_a_plugin_without_examples_does_not_conform(write: Write) -> None:
    """Without a worked example nobody has looked whether it comes to what was meant."""
    folder = write()
    (folder / "cases.yaml").unlink()
    assert "no worked example" in conformance(folder).problems[0].message


def test_a_package_that_calls_it_otherwise_does_not_conform(write: Write) -> None:
    """Installed, it would be refused: found here before it is handed on."""
    (found,) = conformance(write(name="borsetshire").parent).problems
    assert found.file.endswith("pyproject.toml")


def test_the_failure_lists_every_rule_and_every_problem(write: Write) -> None:
    """Who reads the log of a build sees what holds, what does not, and where."""
    folder = write((", status: adopted", ""), ("NT10: BAR10", "NT10: bar1"))
    with pytest.raises(AssertionError) as caught:
        check_plugin(folder)
    told = str(caught.value)
    assert "NOT its policy is dated" in told
    assert "NOT its codes are free" in told
    assert "ok  the figures of its base are untouched" in told
    assert told.count("plugin.yaml:") == 2 * 3


def test_a_folder_without_a_plugin_is_told(tmp_path: Path) -> None:
    """The wrong folder is the commonest mistake."""
    assert [each.code for each in conformance(tmp_path).problems] == ["SV221"]
    (tmp_path / "pyproject.toml").write_text("[project", encoding="utf-8")
    assert [each.code for each in conformance(tmp_path).problems] == ["SV407"]


WITHOUT = """
import sys
sys.modules["hypothesis"] = None
import importlib.util as u
find = u.find_spec
u.find_spec = lambda name, *rest: None if name == "hypothesis" else find(name, *rest)
from socialvalue.testing import check_plugin
print(check_plugin("essex").label)
try:
    from socialvalue.testing import bids
except ImportError as error:
    print(error)
"""


def test_without_hypothesis_the_rest_works_and_one_line_says_what_is_missing() -> None:
    """A council that only checks its plug-in needs no library for property tests."""
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.stdout.splitlines() == [
        "essex@2024",
        "socialvalue.testing.bids needs Hypothesis: python -m pip install hypothesis",
    ], ran.stderr


def test_the_library_itself_never_loads_hypothesis() -> None:
    """It is a tool of tests, and slow to load."""
    loads = "import socialvalue, socialvalue.cli.commands.group, sys"
    code = f"{loads}; print('hypothesis' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_a_path_is_not_packaged(write: Write, tmp_path: Path) -> None:
    """On the maker's machine it works; where it is installed, the folder beside it is not there."""
    below = tmp_path / "below"
    below.mkdir()
    (below / "plugin.yaml").write_text(PLUGIN.replace("barsetshire", "below"), encoding="utf-8")
    folder = write(
        ("framework: national-toms", "framework: ../below"),
        ('edition: "2022"', 'edition: "1"'),
        ("rename: {NT10: BAR10}\n", ""),
        ("measures: {BAR1:", "measures: {BAR2:"),
    )
    (told,) = conformance(folder).problems
    assert told.code == "SV412"
    assert "../below" in told.message
    (tmp_path / "pyproject.toml").unlink()
    assert conformance(folder).problems == ()
