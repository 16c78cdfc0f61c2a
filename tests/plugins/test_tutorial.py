"""The tutorial on writing a plug-in, followed to the letter on a machine with only the library."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plugins.conftest import Environment

pytestmark = pytest.mark.slow

STEP = re.compile(
    r"```console\n(?P<session>.*?)```"
    r"|```yaml\n(?P<text>.*?)```"
    r"|<!-- replace: (?P<old>.*?) -> (?P<new>.*?) -->",
    re.S,
)
FOLDER = Path("socialvalue-barsetshire", "socialvalue_barsetshire")
FILES = {"cases": FOLDER / "cases.yaml", "tender": Path("tender.yaml")}


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with the output shown below it."""
    for block in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, output = block.partition("\n")
        yield command, output


def put(text: str, block: str) -> str:
    """A file with each top-level part of a block in place of its own, or at the end."""
    for part in re.split(r"^(?=[a-z_]+:)", block, flags=re.M)[1:]:
        key = part.partition(":")[0]
        held = re.compile(rf"^{key}:.*\n(?:(?:[ \t]+.*)?\n)*?(?=[^ \n]|\Z)", re.M)
        assert len(held.findall(text)) <= 1, key
        text = held.sub(lambda _, part=part: part, text) if held.search(text) else text + part
    return text


def whole_file(text: str) -> str:
    """The kind of a block that is a file of its own, or nothing."""
    found = re.match(r"schema: socialvalue/(\w+)@1\n", text)
    return found.group(1) if found else ""


def follow(page: str, environment: Environment) -> int:
    """Do what the page says; how many commands were run."""
    plugin, ran = environment.here / FOLDER / "plugin.yaml", 0
    for step in STEP.finditer(page):
        kind = whole_file(step["text"] or "")
        if kind:
            (environment.here / FILES[kind]).write_text(step["text"], encoding="utf-8")
        elif step["text"]:
            said = put(plugin.read_text(encoding="utf-8"), step["text"])
            plugin.write_text(said, encoding="utf-8")
        elif step["old"]:
            said = plugin.read_text(encoding="utf-8").replace(step["old"], step["new"])
            plugin.write_text(said, encoding="utf-8")
        for command, output in sessions(step["session"] or ""):
            check(environment, command, output)
            ran += 1
    return ran


def check(environment: Environment, command: str, output: str) -> None:
    """Run one command, and hold what it prints to what the page shows."""
    words = shlex.split(command)
    assert words[0] in ("python", "socialvalue"), command
    before = [] if words[0] == "python" else ["-m", "socialvalue"]
    ran = environment.call(*before, *words[1:])
    assert "problem" in output or ran.returncode == 0, ran.stderr
    wanted = re.sub(r"^…$", "...", output, flags=re.M)
    printed = "\n".join(line.rstrip() for line in (ran.stderr + ran.stdout).splitlines()) + "\n"
    same = OutputChecker().check_output(wanted, printed, ELLIPSIS)
    assert same, f"$ {command}\n{printed}"


def test_the_tutorial_leads_where_it_says(root: Path, environment: Environment) -> None:
    """A newcomer without Python gets to the end, or leaves at the first line that fails."""
    page = (root / "docs" / "tutorial" / "write-a-plugin.md").read_text(encoding="utf-8")
    assert follow(page, environment) >= 9
    told = environment.command("explain", "tender.yaml", "--bidder", "Grantly & Sons", "--sources")
    assert "Survey of local wages 2025, table 4" in " ".join(told.split())
    assert "£0.20" in environment.command("score", "tender.yaml")
    assert "barsetshire@2026" in environment.run(
        "-c", "import socialvalue as sv; print(sv.load('barsetshire', on='2026-05-01').label)"
    )
