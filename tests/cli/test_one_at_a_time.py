"""A command is read when it is asked for, with what it needs and no more."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from socialvalue.cli.commands.group import socialvalue

ASKED = """
import sys
from socialvalue.cli.run import run
run({words!r})
print(*sorted(each for each in sys.modules if each.startswith("socialvalue.")), file=sys.stderr)
"""


def loaded(*words: str) -> set[str]:
    """The modules of ours that a process has read after some words."""
    asked = [sys.executable, "-c", ASKED.format(words=[*words])]
    run = subprocess.run(asked, capture_output=True, text=True, check=True)
    return {*run.stderr.split()}


@pytest.mark.parametrize("name", sorted(socialvalue.commands))
def test_a_command_is_the_one_that_was_asked_for(name: str) -> None:
    """An officer who types `verify` would otherwise be given what another command does."""
    assert socialvalue.commands[name].name == name


def test_a_word_that_is_no_command_is_none() -> None:
    """A misspelt command would otherwise end in a traceback."""
    assert socialvalue.commands.get("scores") is None
    assert "score" in socialvalue.commands


EVERY = {name: socialvalue.commands[name] for name in sorted(socialvalue.commands)}
GROUPS = {name: each for name, each in EVERY.items() if isinstance(each, click.Group)}


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_has_all_its_commands_at_once(name: str) -> None:
    """`contract import` would be no command until somebody had withdrawn a return."""
    shown = "import sys; from socialvalue.cli.commands.group import socialvalue as all_of_them; "
    asked = [sys.executable, "-c", f"{shown}print(*all_of_them.commands[{name!r}].commands)"]
    found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    assert sorted(found) == sorted(GROUPS[name].commands)
    assert found


def test_nobody_waits_for_what_another_command_needs() -> None:
    """An officer who checks a file would wait a second for what only a forecast needs."""
    forecasts, version = loaded("forecast", "--help"), loaded("--version")
    checks = loaded("check", "--help")
    assert "socialvalue.planning" in forecasts
    assert "socialvalue.planning" not in checks
    assert "socialvalue.cli.commands.checking" in checks
    assert not {each for each in version if each.startswith("socialvalue.cli.commands.")} - {
        "socialvalue.cli.commands.group"
    }
