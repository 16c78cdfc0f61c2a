"""The path of each reader, from a clean clone to a first result of one's own.

`tests/walks/walking.py` walks them in environments of their own: the officer's in `.ci/run`, all of
them in `nox -s long -- walks`.  Here the commands run in this environment, but for what installs.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.walks.walking import HERE, MOST_COMMANDS, commands_of

from socialvalue.cli import main

READERS = (
    "analyst", "bidder", "contract-manager", "council", "developer", "evaluator", "officer",
    "security",
)  # fmt: skip


def test_every_reader_has_a_path() -> None:
    """One who finds no way in stays outside."""
    assert sorted(each.stem for each in HERE.glob("*.txt")) == sorted(READERS)


@pytest.mark.parametrize("reader", READERS)
def test_a_path_is_short_and_each_step_works(
    reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first command that fails is the last that a newcomer types."""
    commands = commands_of(HERE / f"{reader}.txt")
    assert 3 <= len(commands) <= MOST_COMMANDS
    assert commands[0][:4] == ["python", "-m", "pip", "install"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    for words in commands:
        if words[:3] == ["python", "-m", "pip"]:
            continue
        if words[0] == "socialvalue":
            code = main(words[1:])
            assert code == 0, f"{shlex.join(words)}\n{capsys.readouterr()}"
            continue
        again = [sys.executable, *words[1:]]
        done = subprocess.run(again, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()
