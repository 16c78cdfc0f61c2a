"""How the tests call the command: in this process, or as a user's shell does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest

from socialvalue.cli import main

TENDER = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: "100000"
years: "1"
published: 2022-07-01
target: "0.50"
scheme:
  criteria:
    - {name: price, points: "60", method: lowest_price}
    - {name: quality, points: "20", method: panel_mark, out_of: "5"}
    - {name: social value, points: "20", method: against_target}
bids:
  - bidder: Acme
    price: "90000"
    marks: {quality: "4"}
    commitments:
      - {measure: NT10, weeks: "40", people: "5"}
      - {measure: NT44, yes: yes}
  - bidder: Brook
    price: "95000"
    marks: {quality: "5"}
    commitments:
      - {measure: NT28, gbp: "1000"}
"""
"""A tender with nothing wrong: Acme has 96.00 points, Brook 77.24, and one line is refused."""


@attrs.frozen
class Ran:
    """What a run of the command left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The problem codes that it told, in their order."""
        return re.findall(r"^(?! ).*?\b(SV[0-9]{3,4}) ", self.err, re.MULTILINE)


Run = Callable[..., Ran]


def instead(usual: Sequence[str], option: str, said: str) -> tuple[str, ...]:
    """Words with an option that says something else: it is given once, so theirs goes."""
    words = list(usual)
    while option in words:
        del words[(at := words.index(option)) : at + 2]
    return (*words, option, said)


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of the usual width, and no setting of the person who runs the tests."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("SOCIALVALUE_DEBUG", "FORCE_COLOR", "PYTHONIOENCODING", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, in this process."""

    def call(*words: object) -> Ran:
        code = main([str(each) for each in words])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


Shell = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def shell() -> Shell:
    """Runs a program as a process of its own, in UTF-8 and with the variables that a test names."""

    def call(*command: str, stdout: Any = subprocess.PIPE, **variables: str) -> Any:
        usual = {"COLUMNS": "80", "PYTHONUTF8": "1", "PYTHONWARNINGS": "error"}
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
            env={**os.environ, **usual, **variables},
        )

    return call


@pytest.fixture
def command(shell: Shell) -> Shell:
    """The command as a process of its own."""
    return partial(shell, sys.executable, "-m", "socialvalue")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, so that messages name files as a user would."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


Write = Callable[..., Path]


@pytest.fixture
def write(here: Path) -> Write:
    """Writes the tender, with some of its words replaced by others, once each."""

    def made(*changes: tuple[str, str], name: str = "tender.yaml") -> Path:
        text = TENDER
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        (here / name).write_text(text, encoding="utf-8", newline="")
        return Path(name)

    return made
