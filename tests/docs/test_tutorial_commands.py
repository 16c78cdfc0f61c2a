"""The commands of the docs, run as a reader runs them: each shows what its page says it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from textwrap import dedent

import pytest

from socialvalue.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
ELSEWHERE = {"tutorial/write-a-plugin.md"}
"""Run in `tests/plugins/test_tutorial.py`, in an environment of their own."""
SHOWN = re.compile(r"^ *\$ socialvalue ", re.M)
PAGES = sorted(
    page
    for path in DOCS.rglob("*.md")
    if not {"_build", "_generated"} & {*path.parts} and SHOWN.search(path.read_text("utf-8"))
    for page in [path.relative_to(DOCS).as_posix()]
    if page not in ELSEWHERE
)
"""Every page that shows what a command prints: one that is added is run without a line here."""
STEP = re.compile(
    r"Save this as `(?P<file>[\w.-]+)`[^\n]*\n\n```yaml\n(?P<text>.*?)```"
    r"|```diff\n(?P<change>.*?)```"
    r"|```console\n(?P<session>.*?)```",
    re.S,
)


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with the output shown below it."""
    for block in re.split(r"^\$ ", dedent(text), flags=re.M)[1:]:
        command, _, output = block.partition("\n")
        yield command, output


def as_shown(shown: str, printed: str) -> bool:
    """Whether an output is as shown, where a line of … stands for any lines."""
    wanted = re.sub(r"^…$", "...", shown, flags=re.M)
    printed = "\n".join(line.rstrip() for line in printed.splitlines()) + "\n"
    return OutputChecker().check_output(wanted, printed, ELLIPSIS)


def changed(path: Path, difference: str) -> None:
    """A file with the lines of a difference replaced: taken out once, put in once."""
    before = "".join(line[1:] for line in difference.splitlines(True) if line.startswith("-"))
    after = "".join(line[1:] for line in difference.splitlines(True) if line.startswith("+"))
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def desk(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples in it, and a terminal of the usual width."""
    shutil.copytree(root / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_every_command_shows_what_the_page_says(
    page: str, root: Path, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reader who sees something else than the page stops trusting both."""
    text = (root / "docs" / page).read_text(encoding="utf-8")
    working, ran = Path(), 0
    for step in STEP.finditer(text):
        if step["file"]:
            working = desk / step["file"]
            working.write_text(step["text"], encoding="utf-8")
        elif step["change"]:
            changed(working, step["change"])
        for command, output in sessions(step["session"] or ""):
            words = shlex.split(command)
            if words[:2] == ["cp", "-r"]:
                working = Path(shutil.copytree(words[2], words[3])) / "tender.yaml"
                continue
            if words[0] == "mkdir":
                Path(words[1]).mkdir()
                continue
            if words[0] == "cp":
                working = Path(shutil.copyfile(words[1], words[2]))
                continue
            assert words[0] == "socialvalue", command
            main(words[1:])
            captured = capsys.readouterr()
            orders = (captured.err + captured.out, captured.out + captured.err)
            assert any(as_shown(output, each) for each in orders), f"$ {command}\n{orders[0]}"
            ran += 1
    assert ran, "no command was found on the page"


def test_the_pages_that_are_meant_are_run() -> None:
    """A pattern that found nothing would call every page right."""
    assert len(PAGES) > 20
    assert {"tutorial/score-a-tender.md", "tutorial/training-afternoon.md", "howto/guides.md",
            "explanation/how-sure-can-you-be.md"} <= {*PAGES}  # fmt: skip
    assert all((DOCS / page).exists() for page in ELSEWHERE)


def test_an_output_that_differs_is_noticed() -> None:
    """The comparison itself: a figure, a missing line and a line too many are each seen."""
    assert as_shown("a\n…\nc\n", "a\nb\nb\nc\n")
    assert not as_shown("a\n…\nc\n", "a\nb\n")
    assert not as_shown("£1.00\n", "£1.01\n")
    assert not as_shown("a\n", "a\nb\n")
