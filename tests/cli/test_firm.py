"""`socialvalue firm`: the margin of a tender file, lot by lot, and not while marks are open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


def test_the_screen_and_the_data(run: Run, example_tender: Path) -> None:
    """One sentence first; the same figures as data and as a table."""
    ran = run("firm", example_tender)
    assert ran.code == 0, ran.err
    assert "no unit value is wrong by 19.8%" in " ".join(ran.out.split())
    (report,) = json.loads(run("firm", example_tender, "--format", "json").out)["reports"]
    assert (report["first"], report["proof"]) == ("Brook & Daughters", "exact")
    assert run("firm", example_tender, "--format", "csv").out.splitlines()[0].split(",")[:3] == [
        "bidder", "margin_percent", "example_percent",
    ]  # fmt: skip


def test_nothing_is_shown_while_marks_are_open(run: Run, write: Write) -> None:
    """Who knows how near a change would be decides what a mark is worth."""
    opened = write(("target:", "moderation: {}\ntarget:"))
    ran = run("firm", opened)
    assert ran.code == 3
    assert ran.codes == ["SV760"]
    assert "first" not in ran.out
