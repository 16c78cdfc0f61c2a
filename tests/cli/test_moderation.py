"""What each command answers while marks are open, and what is marked when one changes after."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click
import pytest
from tests.cli.conftest import TENDER

from socialvalue.cli.commands.group import socialvalue

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

SENTENCE = "Marks are still open (2 of 2 moderated). Close moderation first."
OPEN = ("target:", "moderation: {}\ntarget:")
CLOSED = ("target:", "moderation: {closed: 2022-07-20, by: head of procurement}\ntarget:")
CHANGED = (
    'marks: {quality: "4"}',
    (
        'marks: {quality: {consensus: "4", reason: "Sound on method, staffing and the winter '
        'timetable offered.", changed: [{was: "2", why: "An annex was overlooked.", '
        "by: head of legal, on: 2022-07-25}]}}"
    ),
)

WAITING = {
    "explain": (),
    "explain --bidder": ("--bidder", "Acme"),
    "explain --against": ("--bidder", "Acme", "--against", "Brook"),
    "summary": (),
    "record": (),
    "sensitivity": (),
    "flags": (),
    "firm": (),
    "test-scheme": (),
    "simulate": (),
}
"""Commands that show points, or what follows from them: each answers with the sentence alone."""

NO_POINTS = {
    "score", "check", "scheme", "value", "calculator", "read", "present-value", "plan", "marks"
}  # fmt: skip
"""Commands of a tender that show no points of open marks: tried below, or they never read marks."""


def of_a_tender() -> set[str]:
    """Every command that takes a tender, a record or any path that may be one."""
    assert isinstance(socialvalue, click.Group)
    found = set()
    for name, each in socialvalue.commands.items():
        words = {one.name for one in each.params if isinstance(one, click.Argument)}
        if words & {"tender", "record"} or name in ("check", "value"):
            found.add(name)
    return found


def test_every_command_of_a_tender_is_tried() -> None:
    """Unjust otherwise: the next command shows who would have won while marks are open."""
    tried = {each.split(" ", maxsplit=1)[0] for each in WAITING} | {"replay"}
    assert of_a_tender() == tried | NO_POINTS


@pytest.mark.parametrize("command", WAITING)
def test_what_rests_on_points_answers_that_marks_are_open(
    command: str, run: Run, write: Write
) -> None:
    """Unjust otherwise: who still marks is shown what a mark would decide."""
    name, *_ = command.split()
    write(OPEN)
    ran = run(name, "tender.yaml", *WAITING[command])
    assert (ran.code, ran.out, ran.codes) == (3, "", ["SV760"])
    assert SENTENCE in ran.err
    write(CLOSED, name="closed.yaml")
    assert run(name, "closed.yaml", *WAITING[command]).codes != ["SV760"]


def test_a_record_is_not_replayed_with_open_marks(run: Run, write: Write) -> None:
    """Unjust otherwise: the points of open marks are read off the differences to an old record."""
    write(CLOSED, name="closed.yaml")
    write(OPEN, name="open.yaml")
    assert run("record", "closed.yaml", "--output", "record.json").code == 0
    assert run("replay", "record.json", "--with", "closed.yaml").code == 0
    ran = run("replay", "record.json", "--with", "open.yaml")
    assert (ran.code, ran.out, ran.codes) == (3, "", ["SV760"])


@pytest.mark.parametrize("form", ["table", "html", "markdown", "csv", "json"])
def test_score_shows_pounds_and_no_points(form: str, run: Run, write: Write) -> None:
    """Acme's 96.00 and Brook's 77.24 points are nowhere; pounds are, and why nobody is ranked.

    Unjust otherwise: a page of pounds is no use before the award, or gives the award away.
    """
    write(CLOSED, name="closed.yaml")
    write(OPEN)
    before = run("score", "closed.yaml", "--format", form)
    ran = run("score", "tender.yaml", "--format", form)
    assert "96.00" in before.out
    assert ran.code == 3
    assert not [each for each in ("96.00", "77.24", "rank") if each in ran.out]
    assert SENTENCE in f"{ran.out} {ran.err}"
    pounds = "50,358.11" if form in ("table", "html", "markdown") else "50358.11"
    assert pounds in ran.out
    assert pounds in before.out


def test_score_lists_bids_by_name_whatever_they_are_worth(run: Run, write: Write) -> None:
    """Unjust otherwise: the order of a list tells who is first."""
    write(OPEN, ("bidder: Acme", "bidder: Zebra"))
    found = json.loads(run("score", "tender.yaml", "--format", "json").out)
    assert [each["bidder"] for each in found["pounds"]] == ["Brook", "Zebra"]
    assert found["waits"]["message"] == SENTENCE
    assert not {"record", "ranking"} & {*found}


def test_score_of_lots_counts_the_marks_of_all(run: Run, write: Write) -> None:
    """Unjust otherwise: one lot is thought closed because its own marks are agreed."""
    lots = (
        "target:",
        (
            'moderation: {}\nlots: [{name: north, contract_value: "60000"}, '
            '{name: south, contract_value: "40000"}]\ntarget:'
        ),
    )
    north, south = (
        (f"bidder: {name}", f"bidder: {name}\n    lot: {lot}")
        for name, lot in (("Acme", "north"), ("Brook", "south"))
    )
    write(lots, north, south)
    ran = run("score", "tender.yaml")
    assert ran.code == 3
    assert ran.out.count(SENTENCE) == 2
    assert {"Parks, lot north", "Parks, lot south"} <= {*ran.out.splitlines()}


def test_check_says_how_far_moderation_is(run: Run, write: Write) -> None:
    """Unjust otherwise: who checks a file is told that work to be done is a fault."""
    write(OPEN, ('    marks: {quality: "5"}\n', ""))
    ran = run("check", "tender.yaml")
    assert ran.code == 0
    assert "Marks are still open (1 of 2 moderated). Close moderation first." in ran.out


def test_check_asks_once_whether_moderation_is_recorded_elsewhere(run: Run, write: Write) -> None:
    """Asked of two bids with marks; not of an illustrative tender, of one with the key, of one bid.

    Unjust otherwise: nobody notices that nothing says when marks were agreed; or all are pestered.
    """
    write()
    write(CLOSED, name="closed.yaml")
    write(("target:", "illustrative: yes\ntarget:"), name="shown.yaml")
    write((TENDER[TENDER.index("  - bidder: Brook") :], ""), name="one.yaml")
    asked = {
        each: run("check", f"{each}.yaml").out for each in ("tender", "closed", "shown", "one")
    }
    assert {name for name, said in asked.items() if "SV761" in said} == {"tender"}
    assert asked["tender"].count("SV761") == 1
    assert "SV761" not in run("score", "tender.yaml").out


def test_drafts_and_illustrative_tenders_wait_for_nothing(run: Run, write: Write) -> None:
    """Drafts are marked on every page, and the officer is shown that marks are open.

    Unjust otherwise: letters cannot be prepared, and an example cannot be shown.
    """
    write(OPEN)
    ran = run("summary", "tender.yaml", "--draft", "--bidder", "Acme")
    assert ran.code == 0
    assert ran.out.startswith("DRAFT")
    assert SENTENCE in ran.err
    write(("target:", "illustrative: yes\nmoderation: {}\ntarget:"), name="shown.yaml")
    assert "96.00" in run("score", "shown.yaml").out


def test_whoever_signs_letters_is_shown_what_changed_after_closing(run: Run, write: Write) -> None:
    """It stands beside the letters, in score and in explain, and in no bidder's letter.

    Unjust otherwise: a director signs letters of a ranking that was turned, and is not shown it.
    """
    write(CLOSED, CHANGED)
    told = "the score for 'quality' was changed after the ranking was known: 2 became 4"
    letters = run("summary", "tender.yaml", "--draft")
    assert f"bid 'Acme': SV767 {told}" in letters.err
    assert "the ranking was known" not in letters.out
    for command in ("score", "explain", "check"):
        assert told.removeprefix("the ") in _flat(run(command, "tender.yaml").out)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_json_keeps_first_scores_beside_the_agreed_one(run: Run, write: Write) -> None:
    """Unjust otherwise: who reads data and no file cannot see what a score was before."""
    write(CLOSED, CHANGED)
    found = json.loads(run("score", "tender.yaml", "--format", "json").out)
    acme = next(each for each in found["ranking"] if each["bidder"] == "Acme")
    change = {"was": "2", "why": "An annex was overlooked.", "by": "head of legal",
              "on": "2022-07-25"}  # fmt: skip
    assert acme["scores"] == {
        "quality": {"agreed": "4", "first": {}, "moved": "", "changed": [change]}
    }
    write(name="plain.yaml")
    plain = json.loads(run("score", "plain.yaml", "--format", "json").out)
    assert "scores" not in plain["ranking"][0]
