"""Every command that a page prints is one that can be typed, with options that there are.

Pages whose output is shown are run (`test_tutorial_commands.py`); here are all others: lines of
blocks that name a reader's own files, and commands within a sentence.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

from socialvalue.cli.commands.group import socialvalue

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(
        path
        for path in (ROOT / "docs").rglob("*.md")
        if not {"_build", "_generated", "api"} & {*path.parts}
    ),
]
BLOCK = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.M | re.S)
LINE = re.compile(r"^ *(?:\$ )?socialvalue (.+)$", re.M)
SPAN = re.compile(r"(?<!`)`socialvalue ([^`\n]+)`(?!`)")
A_WORD = re.compile(r"[a-z][a-z-]*")


def printed(text: str) -> Iterator[str]:
    """What stands behind `socialvalue` in the blocks and the sentences of a page."""
    for block in BLOCK.findall(text):
        yield from LINE.findall(block)
    yield from SPAN.findall(BLOCK.sub("", text))


def faults(printed_words: str) -> Iterator[str]:
    """What of a command there is not: its name, an option, or a choice of one."""
    words = shlex.split(printed_words, comments=True)
    command: click.Command = socialvalue
    while isinstance(command, click.Group) and words and A_WORD.match(words[0]):
        name, *words = words
        names = [each for each in name.split("|") if each not in command.commands]
        if names:
            yield f"no command {', '.join(names)}"
            return
        command = command.commands[name.split("|")[0]]
    yield from _options(command, words)


def _options(command: click.Command, words: list[str]) -> Iterator[str]:
    known = {
        spelt: each for each in command.params if isinstance(each, click.Option)
        for spelt in (*each.opts, *each.secondary_opts)
    }  # fmt: skip
    for word, following in pairwise([*words, ""]):
        name, _, value = word.partition("=")
        if not re.match(r"--?[A-Za-z]", word) or name in {"--help", "-h", "--debug"}:
            continue
        if name not in known:
            yield f"no option {name}"
            continue
        kind, chosen = known[name].type, value or following
        if isinstance(kind, click.Choice) and A_WORD.fullmatch(chosen):
            yield from () if chosen in kind.choices else (f"{name} is never {chosen}",)


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.relative_to(ROOT).as_posix())
def test_what_a_page_prints_can_be_typed(page: Path) -> None:
    """An option that was renamed is the end of the way for whoever copies the line."""
    text = page.read_text(encoding="utf-8")
    found = [(line, fault) for line in printed(text) for fault in faults(line)]
    assert "# " in text
    assert found == []


def test_most_pages_print_commands() -> None:
    """A pattern that found nothing would call every page right."""
    found = {page.name: len([*printed(page.read_text(encoding="utf-8"))]) for page in PAGES}
    assert sum(found.values()) > 300
    assert found["score-sheets.md"] > 3
    assert found["the-year.md"] > 1


def test_a_command_that_is_not_there_is_seen() -> None:
    """A name, a name within a group, an option and a choice: each that is wrong is named."""
    assert [*faults("scores tender.yaml")] == ["no command scores"]
    assert [*faults("contract awards record.json")] == ["no command awards"]
    assert [*faults("score tender.yaml --outputs a.csv")] == ["no option --outputs"]
    assert [*faults("score tender.yaml --format yaml")] == ["--format is never yaml"]
    assert [*faults("contract show NCC-1 --register delivery.db")] == []
