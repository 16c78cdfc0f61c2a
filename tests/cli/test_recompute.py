"""A bidder holds its letter against its own figures, at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from socialvalue.assess.records.record import sealed

from .conftest import Run


@pytest.fixture
def figures(run: Run, root: Path, here: Path) -> Path:
    """The file beside the letter of the bidder that did not win."""
    path = str(root / "docs/examples/parks/tender.yaml")
    ran = run("summary", path, "--folder", "letters", "--machine")
    assert ran.code == 0, ran.err
    return here / "letters/Birch-Sons_figures.json"


def changed(figures: Path, **result: object) -> Path:
    """The same file with another result, whose hashes fit."""
    letter: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8"))
    content = {key: each for key, each in letter.items() if key not in ("hashes", "sha256")}
    content["result"] |= result
    Path("changed.json").write_text(json.dumps(sealed(content)), encoding="utf-8")
    return Path("changed.json")


def test_each_ranked_bidder_has_a_file_and_a_notice_has_none(figures: Path) -> None:
    """A tender that was disregarded was not assessed."""
    assert sorted(each.name for each in figures.parent.iterdir()) == [
        "Alder-Grounds.txt", "Alder-Grounds_figures.json", "Birch-Sons.txt",
        "Birch-Sons_figures.json", "Cherry-Landscapes.txt",
    ]  # fmt: skip


def test_the_page_for_bidders_shows_what_is_printed(run: Run, figures: Path, root: Path) -> None:
    """A newcomer holds the screen against the page, word by word."""
    ran = run("recompute", figures)
    assert (ran.code, ran.err) == (0, "")
    page = (root / "docs/howto/check-your-letter.md").read_text(encoding="utf-8")
    assert f"```text\n{ran.out.strip()}\n```" in page


def test_what_differs_is_told_with_the_code(run: Run, figures: Path) -> None:
    """Another point than the letter's is neither nothing nor an error of the reader's."""
    ran = run("recompute", changed(figures, counted="1.00"))
    assert ran.code == 5
    assert "counted: 1.00 in the letter, 150000.00 computed here" in ran.out
    found = json.loads(run("recompute", "changed.json", "--format", "json").out)
    assert (found["same"], found["told"]["counted"]) == (False, "1.00")
    assert found["computed"]["counted"] == "150000.00"
    assert "<h1>" in run("recompute", figures, "--format", "html").out


@pytest.mark.parametrize(
    ("words", "why"),
    [("{", "it is not JSON"), ("", "it is empty"), ("{}", "its schema is not"),
     ('{"a": 1.5}', "its schema is not")],
)  # fmt: skip
def test_another_file_is_told(run: Run, here: Path, words: str, why: str) -> None:
    """Who gives the letter itself, or half a download, is told what to ask for."""
    (here / "x.json").write_text(words, encoding="utf-8")
    ran = run("recompute", "x.json")
    assert (ran.code, ran.codes) == (1, ["SV833"])
    assert why in ran.err
    assert "socialvalue record" not in ran.err


def test_the_file_stands_beside_a_summary(run: Run, root: Path) -> None:
    """One on the screen would be mixed with the letters."""
    path = str(root / "docs/examples/parks/tender.yaml")
    assert run("summary", path, "--machine").code == 2
