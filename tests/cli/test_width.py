"""On a terminal of any width everything is there: wrapped, never cut."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socialvalue.blocks import Block
from socialvalue.cli.out.render import as_text

if TYPE_CHECKING:
    from tests.cli.conftest import Run

WIDTHS = [20, 40, 60, 80, 100, 140, 250]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(
    run: Run, example_tender: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """A table that runs over the edge cannot be read."""
    monkeypatch.setenv("COLUMNS", str(width))
    for words in (("score", example_tender), ("explain", example_tender), ("show", "essex")):
        lines = run(*words).out.splitlines()
        assert max(map(len, lines)) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_figure_is_broken_or_lost(
    run: Run, example_tender: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """Half of a figure is another figure."""
    monkeypatch.setenv("COLUMNS", str(width))
    out = run("score", example_tender).out
    for figure in ("£1,172,397.48", "£984,138.98", "91.60", "£0.4101", "£170,760.00"):
        assert figure in out


def test_the_same_words_at_every_width(
    run: Run, example_tender: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a narrow terminal shows is what a wide one shows; only a long path is broken."""
    found = []
    monkeypatch.chdir(example_tender.parent)
    for width in (80, 140):
        monkeypatch.setenv("COLUMNS", str(width))
        out = run("explain", example_tender.name).out
        found.append(sorted(re.findall(r"[^\s─]+", out)))
    assert found[0] == found[1]


def test_a_table_without_room_becomes_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where columns do not fit, each row is told cell by cell."""
    monkeypatch.setenv("COLUMNS", "12")
    block = Block("", (), ("bidder", "points", "pounds"), (("Acme", "91.60", "£1,000.00"),))
    assert as_text([block]).splitlines() == [
        "bidder: Acme",
        "points:",
        "91.60",
        "pounds:",
        "£1,000.00",
    ]


def test_wide_letters_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese and Japanese letters take two columns each."""
    monkeypatch.setenv("COLUMNS", "30")
    block = Block("", (), ("bidder", "points"), (("建設" * 8, "1"), ("Acme", "22")), (1,))
    lines = as_text([block]).splitlines()
    assert all(len(line) + sum(ord(each) > 0x2FFF for each in line) <= 30 for line in lines)


def test_a_word_longer_than_any_column_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long address is broken where it must be, and no letter of it is lost."""
    monkeypatch.setenv("COLUMNS", "60")
    word = "x" * 200
    block = Block("", (), ("a", "b"), ((word, "c"),))
    assert as_text([block]).count("x") == 200


def test_no_colours_but_on_a_terminal(run: Run, example_tender: Path) -> None:
    """A pipe or a file gets text, and nothing to clean up first."""
    out = run("score", example_tender).out
    assert "Acme Highways" in out
    assert "\x1b" not in out


def test_colours_on_a_terminal(
    run: Run, example_tender: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Headings stand out where there are colours, unless the user wants none."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1m" in run("score", example_tender).out
