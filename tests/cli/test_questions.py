"""Questions of a tender where people look: `check`, `score`, `explain`, JSON, and `sv.check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

FORGOTTEN = (
    ("      - {measure: NT44, yes: yes}\n", '      - {measure: NT1, fte: "1", years: "1"}\n'),
    ('      - {measure: NT28, gbp: "1000"}\n', '      - {measure: NT1, fte: "2", years: "1"}\n'),
)
"""Two bids offer NT1, and the buyer forgot its value."""

PENCE = ('target: "0.50"', 'target: "25"')
THREE_THOUSAND = ('{measure: NT28, gbp: "1000"}', '{measure: NT18, gbp: "90000000"}')


def told_once(text: str, words: str) -> bool:
    """Whether some words stand in a text once, however its lines are broken."""
    return " ".join(text.split()).count(words) == 1


@pytest.mark.parametrize("command", ["check", "score", "explain", "record", "summary"])
def test_a_forgotten_value_stops_every_command_once(run: Run, write: Write, command: str) -> None:
    """No ranking, letter or record may come of a tender whose bids have £0 by the buyer's slip."""
    ran = run(command, write(*FORGOTTEN))
    assert (ran.code, ran.codes) == (1, ["SV355"])
    said = "NT1 is offered by 2 bids (Acme, Brook) and has no value here"
    assert told_once(ran.err + ran.out, said)
    assert "add it under unit_values" in ran.err
    assert ran.err.startswith("tender.yaml:")


def test_check_asks_and_is_no_error(run: Run, write: Write) -> None:
    """A question is for a person to answer: the command goes on, and says that it asked."""
    ran = run("check", write(PENCE, THREE_THOUSAND))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("nothing is wrong; 4 questions\n")
    for code, words in (
        ("SV623", "the target is £25.00 of social value per £1"),
        ("SV622", "Brook, commitment 1: £90,000,000.00 of NT18"),
        ("SV621", "NT18 is offered by 1 bid (Brook)"),
        ("SV761", "the file has scores and no 'moderation:'"),
    ):
        assert told_once(ran.out, words)
        assert code in ran.out
    assert "tender.yaml:7:9: SV623" in ran.out


def test_check_tells_no_pounds(run: Run, write: Write) -> None:
    """Who checks before the bids are opened learns neither points nor pounds."""
    out = run("check", write(PENCE)).out
    assert "SV623" in out
    for figure in ("50,358", "50358", "100%", "96.00"):
        assert figure not in out


def test_score_and_explain_show_what_to_look_at(run: Run, write: Write) -> None:
    """The same questions stand beside the ranking, and what else could be asked is pointed to."""
    file = write(PENCE)
    score = run("score", file).out
    assert "Look at twice" in score
    assert told_once(score, "The target is £25.00 of social value per £1. (SV623)")
    assert "'socialvalue flags'" in score
    assert told_once(run("explain", file).out, "The target is £25.00 of social value per £1.")
    content = json.loads(run("score", file, "--format", "json").out)
    found = {each["code"]: each for each in content["warnings"]}
    assert (found["SV623"]["bidder"], found["SV623"]["bidders"]) == (None, [])


def test_one_warning_for_all_bidders(run: Run, write: Write) -> None:
    """A tender without its date is told once, not once a bidder."""
    file = write(("published: 2022-07-01\n", ""))
    assert told_once(run("score", file).out, "The tender has no publication date")
    assert told_once(run("check", file).out, "the tender has no publication date")
    content = json.loads(run("score", file, "--format", "json").out)
    assert [each["code"] for each in content["warnings"]].count("SV606") == 1


_TWO = """\
lots:
  - {name: north, contract_value: "80000"}
  - {name: south, contract_value: "70000"}
"""
LOTS = (
    ("published: 2022-07-01\n", _TWO),
    ("  - bidder: Acme\n", "  - bidder: Acme\n    lot: north\n"),
    ("  - bidder: Brook\n", "  - bidder: Brook\n    lot: south\n"),
)


def test_lots_are_asked_about_once(run: Run, write: Write) -> None:
    """Lots that are worth more than the contract, and what holds for all of them."""
    file = write(*LOTS)
    for command in ("check", "score"):
        ran = run(command, file)
        assert ran.code == 0
        for words in ("lots are worth £150,000.00 together", "tender has no publication date"):
            assert told_once(ran.out, words), (command, words)


# --- sv.check -------------------------------------------------------------------------------


def test_check_in_python_is_the_command(run: Run, write: Write) -> None:
    """A pipeline that calls Python must find what a person at the command line finds."""
    found = sv.check(write(PENCE))
    assert (found.problems, [each.code for each in found.questions]) == ((), ["SV623", "SV761"])
    assert str(found.questions[0]).startswith("tender.yaml:7:9: SV623")
    assert found.verdict == "nothing is wrong; 2 questions"
    assert repr(found) == "<Findings: nothing is wrong; 2 questions>"
    assert "SV623" in str(found)
    wrong = sv.check(str(write(*FORGOTTEN)))
    assert [each.code for each in wrong.problems] == ["SV355"]
    ran = run("check", "tender.yaml")
    for each in wrong.problems:
        assert str(each) in ran.err
    assert wrong.verdict in ran.out


def test_check_of_a_folder_goes_thing_by_thing(write: Write, here: Path) -> None:
    """Each file has its own entry, and a broken one does not hide the others."""
    write(PENCE, name="a.yaml")
    write(("measure: NT10", "measure: NT100"), name="b.yaml")
    write(name="c.yaml")
    found = sv.check(here)
    assert [Path(each.name).name for each in found] == ["a.yaml", "b.yaml", "c.yaml"]
    assert [len(each.problems) for each in found] == [0, 1, 0]
    assert [len(each.questions) for each in found] == [2, 0, 1]
    assert found.verdict == "1 problem in 1 of 3 checked; 3 questions"


@pytest.mark.parametrize("path", ["missing.yaml", "."])
def test_check_raises_nothing_for_what_is_wrong(here: Path, path: str) -> None:
    """A file that is not there, and a folder with nothing in it, are findings."""
    assert [each.code for each in sv.check(path).problems] in (["SV101"], ["SV221"])


def test_check_takes_a_path(here: Path) -> None:
    """What is no path is the caller's mistake."""
    with pytest.raises(sv.InputError, match="SV316"):
        sv.check(3)  # type: ignore[arg-type]


def test_whatever_check_passes_is_scored(run: Run, write: Write) -> None:
    """A file with two codes of one measure passed the check, and then failed."""
    values = 'target: "0.50"\nunit_values: {ECC1: "1", NT1: "2"}'
    file = write(('target: "0.50"', values), ("national-toms@2022", "essex"))
    assert run("check", file).codes == run("score", file).codes == ["SV222"]
    recorded = write(('target: "0.50"', 'target: "0.50"\nunit_values: {NT44: "1"}'))
    assert run("check", recorded).codes == run("score", recorded).codes == ["SV317"]
