"""What a bidder writes is only ever shown: never obeyed by a terminal, a page or a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socialvalue.blocks import Block, as_markdown, as_page
from socialvalue.cli.out.render import as_csv, as_text
from socialvalue.tables import one_line

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

ESCAPES = {
    "colour": "Acme\\e[31mred",
    "clear the screen": "\\e[2J\\e[1;1HAcme 100.00",
    "link": "\\e]8;;https://evil.example\\aclick\\e]8;;\\a",
    "bell": "Acme\\a",
    "carriage return": "Brook\\rAcme",
    "right to left": "Acme \\u202Edlot",
    "C1": "Acme\\x9B31m",
}
RAW = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("name", ESCAPES)
def test_no_control_character_reaches_a_terminal(run: Run, write: Write, name: str) -> None:
    """A bidder's name could otherwise repaint the ranking on the evaluator's screen."""
    path = write(("bidder: Acme", f'bidder: "{ESCAPES[name]}"'))
    for words in (
        ("score", path),
        ("score", path, "--format", "csv"),
        ("score", path, "--format", "markdown"),
        ("score", path, "--format", "json"),
        ("explain", path),
        ("explain", path, "--format", "html"),
    ):
        ran = run(*words)
        assert ran.code == 0, ran.err
        assert "Brook" in ran.out, words
        assert not RAW.search(ran.out), words


def test_nor_through_a_problem(run: Run, write: Write) -> None:
    """An error message is shown on a screen too, with the bidder's name and the file's."""
    path = write(
        ("bidder: Acme", 'bidder: "Ac\\e[31mme"'),
        ("measure: NT10", 'measure: "NT\\e[2J"'),
        name="te\x1b[31mnder.yaml",
    )
    ran = run("score", path)
    assert ran.code == 1
    assert not RAW.search(ran.err)
    assert "\\x1b[31m" in ran.err


def test_nor_through_the_words_of_the_command(run: Run, here: Path) -> None:
    """A name typed or pasted on the command line is shown as it is."""
    for words in (
        ("score", "a\x1b[31m.yaml"),
        ("\x1b[31m",),
        ("show", "x\x1b[31m"),
        ("--\x1b[2J",),
    ):
        ran = run(*words)
        assert ran.code in (1, 2)
        assert not RAW.search(ran.err), words


@pytest.mark.parametrize("name", ["[red]Acme[/red]", "[/]", "[link=x]Acme", ":boom:", "[bold"])
def test_markup_of_the_table_library_is_text(run: Run, write: Write, name: str) -> None:
    """A name in square brackets is a name."""
    path = write(("bidder: Acme", f'bidder: "{name}"'))
    assert name in run("score", path).out
    assert name in run("explain", path).out


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "A&B"])
def test_markup_of_a_page_is_text(run: Run, write: Write, name: str) -> None:
    """The reasons are opened in a browser, perhaps on a council's own site."""
    path = write(("bidder: Acme", f"bidder: '{name}'"), ("title: Parks", f"title: '{name}'"))
    page = run("explain", path, "--format", "html").out
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;" in page or "&amp;" in page
    assert "<script" not in run("score", path, "--format", "markdown").out


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", " =1+1", "\uff1d1+1", "\u00a0=1"]
)
def test_no_cell_is_a_formula(run: Run, write: Write, name: str) -> None:
    """A spreadsheet would run what a bidder wrote on the evaluator's machine."""
    path = write(("bidder: Acme", f'bidder: "{name}"'))
    rows = list(csv.reader(io.StringIO(run("score", path, "--format", "csv").out)))
    shown = next(row[1] for row in rows if row[0] == "1")
    assert shown == f"'{name.strip()}"


def test_a_criterion_is_no_formula_either() -> None:
    """Headings are cells too."""
    assert as_csv(["=1", "b"], []).splitlines() == ["'=1,b"]


@pytest.mark.parametrize(
    "name", ["# Acme", "- Acme", "1. Acme", "| Acme |", "**Acme**", "[x](y)", "a~~b~~", "`a`"]
)
def test_markdown_marks_are_text(run: Run, write: Write, name: str) -> None:
    """A name must not end a table or begin a heading in the committee's paper."""
    path = write(("title: Parks", f"title: '{name}'"), ("bidder: Acme", f"bidder: '{name}'"))
    out = run("score", path, "--format", "markdown").out
    table = [line for line in out.splitlines() if line.startswith("| ")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table[:4]}) == 1
    assert not re.search(r"(?<!\\)(\*\*|~~|`|\]\()", out.replace("| ---", ""))


def test_a_text_that_begins_like_a_list_stays_a_paragraph() -> None:
    """A note that begins with a dash is still the note."""
    text = as_markdown([Block("", ("- a", "1. b", "2022 c", "+ d"))])
    assert text.split("\n\n") == ["\\- a", "1\\. b", "2022 c", "\\+ d"]


def test_lines_of_a_text_are_joined() -> None:
    """A reason over several lines of YAML is read as one."""
    assert one_line("one\ntwo\r\nthree") == "one two three"


def test_the_title_of_a_page_is_escaped() -> None:
    """A title ends where we end it."""
    page = as_page("</title><b>", "")
    assert "</title><b>" not in page
    assert "<title>&lt;/title&gt;&lt;b&gt;</title>" in page


def test_blocks_without_rows_are_texts_only() -> None:
    """An empty result is still a text."""
    assert as_text([], Path("x")) == ""
    assert as_text([Block("", ("Nothing counts.",))], Path("x")) == "Nothing counts."
