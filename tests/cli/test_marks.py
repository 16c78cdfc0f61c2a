"""`socialvalue marks`: what an officer does with a panel's workbooks, from the shell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.calculators.test_scores import fill
from tests.cli.conftest import TENDER, Run

import socialvalue as sv

OPEN = TENDER.replace("bids:\n", "moderation: {}\nbids:\n").replace('marks: {quality: "4"}', "") \
    .replace('marks: {quality: "5"}', "")  # fmt: skip


@pytest.fixture
def tender(here: Path) -> Path:
    """A tender whose marks are open."""
    path = Path("tender.yaml")
    path.write_text(OPEN, encoding="utf-8")
    return path


def test_from_the_sheets_to_a_tender_file_that_is_scored(run: Run, tender: Path) -> None:
    """What a panel wrote decides the points, with nothing typed a second time."""
    ran = run("marks", tender, "--evaluator", "buyer", "--evaluator", "engineer", "-o", "sheets")
    assert (ran.code, sorted(each.name for each in Path("sheets").iterdir())) == (
        0, ["scores-buyer.xlsx", "scores-engineer.xlsx"],
    )  # fmt: skip
    for path, score in zip(sorted(Path("sheets").iterdir()), (2, 4), strict=True):
        fill(path, {1: {"quality": (score, "Dates: “named”.")}, 2: {"quality": (5, "Clear.")}})
    ran = run("marks", tender, "--read", "sheets")
    assert ran.code == 0
    assert "2 (buyer)" in ran.out
    assert "▲ 2" in ran.out
    assert run("marks", tender, "--read", "sheets", "-o", "sheets/moderation.xlsx").code == 0
    agreed = {1: {"quality": (3, "Some dates.", "Annex 2.")}, 2: {"quality": (5, "Clear.")}}
    boxes = ("chair", date(2022, 7, 19), "head of procurement", date(2022, 7, 20))
    fill(Path("sheets/moderation.xlsx"), agreed, boxes=boxes)
    ran = run("marks", tender, "--read", "sheets", "-o", "scored.yaml")
    assert (ran.code, ran.codes) == (0, [])
    written, bids = sv.read_tender("scored.yaml")
    assert written.moderation == sv.Moderation("2022-07-20", by="head of procurement")
    found = sv.calculators.read_marks("sheets", sv.read_tender(tender)[0])
    assert [each.marks for each in bids] == [each.marks for each in found.responses]
    ran = run("score", "scored.yaml")
    assert ran.code == 0
    assert "Acme" in ran.out


def test_problems_are_shown_and_nothing_is_written(run: Run, tender: Path) -> None:
    """A tender file with half of a panel's scores would be taken for all of them."""
    assert run("marks", tender, "-o", "sheets").code == 0
    fill(Path("sheets/scores.xlsx"), {1: {"quality": (6, "Beyond.")}}, boxes=("buyer",))
    for into in ("scored.yaml", "moderation.xlsx"):
        ran = run("marks", tender, "--read", "sheets", "-o", into)
        assert (ran.code, ran.codes[0]) == (1, "SV706")
        assert "scores.xlsx:1 Acme!C5" in ran.err
        assert not Path(into).exists()


def test_what_is_filled_in_is_not_written_over(run: Run, tender: Path) -> None:
    """A second run of a command from the history must not take a panel's afternoon."""
    assert run("marks", tender, "-o", "sheets").code == 0
    assert run("marks", tender, "-o", "sheets").code == 4
    fill(Path("sheets/scores.xlsx"), {1: {"quality": (4, "Clear.")}}, boxes=("buyer",))
    assert run("marks", tender, "--read", "sheets", "-o", "sheets/m.xlsx").code == 0
    before = Path("sheets/m.xlsx").read_bytes()
    ran = run("marks", tender, "--read", "sheets", "-o", "sheets/m.xlsx")
    assert ran.code == 4
    assert Path("sheets/m.xlsx").read_bytes() == before


def test_the_command_is_called_as_it_is_meant(run: Run, tender: Path) -> None:
    """Without a folder, and with an ending that says something else, nothing is begun."""
    assert run("marks", tender).code == 2
    assert run("marks", tender, "--read", "sheets", "--evaluator", "buyer").code == 2
    assert run("marks", tender, "--read", "sheets", "-o", "scores.pdf").code == 4
    ran = run("marks", tender, "--read", "nowhere")
    assert (ran.code, ran.codes) == (1, ["SV112"])
    assert run("marks", tender, "--read", "sheets", "-o", tender).code == 4


def test_a_score_that_the_file_has_already_is_left(run: Run, here: Path) -> None:
    """A score that was agreed elsewhere is put right by a person."""
    Path("tender.yaml").write_text(TENDER, encoding="utf-8")
    assert run("marks", "tender.yaml", "-o", "sheets").code == 0
    fill(Path("sheets/scores.xlsx"), {1: {"quality": (2, "Some.")}}, boxes=("buyer",))
    ran = run("marks", "tender.yaml", "--read", "sheets", "-o", "scored.yaml")
    assert (ran.code, ran.codes[-1]) == (1, "SV948")
    assert "tender.yaml:1" in ran.err
