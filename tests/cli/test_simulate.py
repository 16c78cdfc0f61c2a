"""`socialvalue simulate`: trials of a tender file, with what is uncertain typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socialvalue.cli.views.records import TRIALS_RECORD_SCHEMA
from socialvalue.uncertainty.content import RECORD_SCHEMA, hash_of

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ASKED = ("--spread", "NT1=0.6:1.4", "--spread", "NT19=0.8:1.3:1", "--draws", "500")


def test_the_screen_and_the_data(run: Run, example_tender: Path) -> None:
    """One sentence first; the same as data and as a table; the same seed, the same pennies."""
    ran = run("simulate", example_tender, *ASKED)
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.split())
    assert "Brook & Daughters is first by the published points; in 500 trials" in said
    assert "published points do not change" in said
    assert max(map(len, ran.out.splitlines())) <= 80
    (report,) = json.loads(run("simulate", example_tender, *ASKED, "--format", "json").out)[
        "reports"
    ]
    assert (report["draws"], report["seed"], report["first"]) == (500, 1, "Brook & Daughters")
    table = run("simulate", example_tender, *ASKED, "--format", "csv").out
    assert table.splitlines()[0].startswith("bidder,rank,points,first")
    assert run("simulate", example_tender, *ASKED).out == ran.out
    assert "as you say" in run("simulate", example_tender, *ASKED, "--format", "markdown").out


@pytest.mark.parametrize("ending", ["svg", "png", "html"])
def test_a_chart_by_the_ending_of_its_file(
    run: Run, example_tender: Path, tmp_path: Path, ending: str
) -> None:
    """What a file is called says what is inside."""
    file = tmp_path / f"trials.{ending}"
    ran = run("simulate", example_tender, *ASKED, "--output", file)
    assert ran.code == 0, ran.err
    start = {"svg": b"<svg", "png": b"\x89PNG", "html": b"<!"}[ending]
    assert file.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ((), "SV1303"),
        (("--spread", "NT1=1.2:1.4"), "SV1301"),
        (("--spread", "NT999=0.8:1.2"), "SV209"),
        (("--by-confidence", "guess=0.2"), "SV1311"),
        (("--spread", "NT1=0.8:1.2", "--draws", "0"), "SV1306"),
    ],
)
def test_what_is_refused(run: Run, example_tender: Path, asked: tuple[str, ...], code: str) -> None:
    """Each with what to type instead, and no Python."""
    ran = run("simulate", example_tender, *asked)
    assert (ran.code, ran.codes, ran.out) == (1, [code], "")
    assert "Doubt(" not in ran.err


@pytest.mark.parametrize("asked", [("--spread", "NT1"), ("--spread", "NT1=0.8"),
                                   ("--lot", "north"), ("--format", "png"),
                                   ("--seed", "-1")])  # fmt: skip
def test_slips_of_the_keyboard(run: Run, example_tender: Path, asked: tuple[str, ...]) -> None:
    """What can't be read is a wrong call, and nothing is guessed."""
    more = () if asked[0] == "--spread" else ASKED
    ran = run("simulate", example_tender, *asked, *more)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


def test_an_award_report_shows_trials_that_are_given(
    run: Run, example_tender: Path, tmp_path: Path
) -> None:
    """Only where the officer gives them, and none of another tender's."""
    trials, award = tmp_path / "trials.json", tmp_path / "award.md"
    assert run("simulate", example_tender, *ASKED, "--output", trials).code == 0
    asked = ("report", "--tender", example_tender, "--on", "2022-08-01", "--for", "directors")
    assert run(*asked, "--output", award).code == 0
    assert "500 trials" not in award.read_text(encoding="utf-8")
    ran = run(*asked, "--trials", trials, "--output", award)
    assert ran.code == 0, ran.err
    assert "500 trials with the seed 1" in award.read_text(encoding="utf-8")
    data = json.loads(trials.read_text(encoding="utf-8"))
    data["reports"][0]["seed"] = 2
    for other in (
        json.dumps(data),
        "{}",
        '{"schema": "socialvalue/simulations@1", "reports": [7]}',
    ):
        trials.write_text(other, encoding="utf-8")
        ran = run(*asked, "--trials", trials, "--output", tmp_path / "other.md")
        assert (ran.code, ran.codes) == (1, ["SV1314"]), ran.err
    assert not (tmp_path / "other.md").exists()
    ran = run("report", "--trials", trials, "--on", "2022-08-01", "--for", "directors", "-o", award)
    assert ran.code == 2


def test_trials_are_kept_and_run_again(run: Run, example_tender: Path, tmp_path: Path) -> None:
    """Unjust otherwise: only who writes Python can check how sure an award was called."""
    file = tmp_path / "record.json"
    assert run("simulate", example_tender, *ASKED, "--record", "-o", file).code == 0
    kept = file.read_text(encoding="utf-8")
    record = json.loads(kept)
    assert record["schema"] == TRIALS_RECORD_SCHEMA == RECORD_SCHEMA
    assert run("simulate", example_tender, *ASKED, "--record").out == kept
    ran = run("replay", file)
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    assert said.startswith("Trials run again The same to the penny. Made with version")
    assert f"The record's hash: {record['sha256']}" in said
    assert "in 500 trials" in said
    data = json.loads(run("replay", file, "--format", "json").out)
    (one,) = data["records"]
    assert (data["same"], one["sha256"], one["unchecked"]) == (True, record["sha256"], [])
    assert one["title"].startswith("Highways maintenance")
    assert one["recorded_with"] == one["library"] == record["library"]
    record["outcome"]["apart"]["regret"]["at_99"] = "9"
    file.write_text(json.dumps(record), encoding="utf-8")
    assert run("replay", file).codes == ["SV1314"]
    file.write_text(json.dumps({**record, "sha256": hash_of(record)}), encoding="utf-8")
    ran = run("replay", file)
    assert (ran.code, "Regret of trials apart." in ran.out) == (5, True)


def test_a_record_of_trials_is_json_and_of_itself(
    run: Run, example_tender: Path, tmp_path: Path
) -> None:
    """Nothing else is written under the name of a record, and no other tender goes into it."""
    file = tmp_path / "record.json"
    asked = ("simulate", example_tender, *ASKED, "--record")
    assert run(*asked, "--format", "csv").code == 2
    assert run(*asked, "-o", tmp_path / "record.svg").code == 4
    assert run(*asked, "-o", file).code == 0
    ran = run("replay", file, "--with", example_tender)
    assert (ran.code, "--with goes with the record of a decision" in ran.err) == (2, True)


def test_one_thing_said_twice_is_refused(run: Run) -> None:
    """The last of two spreads, or of two costs, won without a word."""
    tender = "docs/examples/highways/tender.yaml"
    ran = run("simulate", tender, "--spread", "NT1=0.8:1.3", "--spread", "NT1=0.5:1.3")
    assert (ran.code, "given twice" in ran.err) == (2, True)
    ran = run("plan", tender, "--need", "1000", "--costs", "NT1=5", "--costs", "NT1=120")
    assert (ran.code, "given twice" in ran.err) == (2, True)
    assert run("plan", tender, "--need", "1000", "--costs", "NT1=5").code == 0
