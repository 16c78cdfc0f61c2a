"""`socialvalue tenders`: what every tender of a folder waits for, and nothing that must wait."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.conftest import TENDER

from socialvalue.cli.views.tenders import listing_of
from socialvalue.definitions import files, opening

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

OPEN = ("target:", "moderation: {}\ntarget:")


@pytest.fixture
def folder(here: Path, root: Path) -> Path:
    """Tenders of each stage, and files that are none."""
    below = here / "tenders" / "parks"
    below.mkdir(parents=True)
    shutil.copy(root / "docs" / "examples" / "parks" / "tender.yaml", below)
    texts = {
        "scored.yaml": TENDER,
        "open.yaml": TENDER.replace(*OPEN, 1),
        "waits.yaml": TENDER.partition("bids:")[0] + "bids: []\n",
        "wrong.yaml": TENDER.replace("NT10", "NT100"),
        "broken.yaml": "schema: socialvalue/tender@1\ntitle: [",
        "other.yaml": "schema: socialvalue/places@1\nplaces: []\n",
    }
    for name, text in texts.items():
        (here / "tenders" / name).write_text(text, encoding="utf-8")
    return Path("tenders")


def content(run: Run, folder: Path, day: str) -> dict[str, Any]:
    """What the command says as JSON, each tender by the name of its file."""
    ran = run("tenders", folder, "--on", day, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    assert found["schema"] == "socialvalue/tenders@1"
    held = {str(Path(each["file"]).relative_to(folder)): each for each in found["tenders"]}
    return {**found, "tenders": held}


def test_each_tender_is_listed_with_its_stage(run: Run, folder: Path) -> None:
    """A tender that is not in the list is forgotten, and its standstill with it."""
    found = content(run, folder, "2026-07-01")
    stages = {name: each["stage"] for name, each in found["tenders"].items()}
    assert stages == {
        "parks/tender.yaml": "scored", "scored.yaml": "scored", "open.yaml": "marks are open",
        "waits.yaml": "waits for its bids", "wrong.yaml": "has problems",
    }  # fmt: skip
    assert [Path(each).name for each in found["unread"]] == ["broken.yaml"]


def test_each_file_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is saved while the list is made would be checked as one and scored as another."""
    read: list[str] = []
    real = opening.read_bytes

    def counted(path: Path, file: str, **how: Any) -> bytes:
        read.append(Path(file).name if "tenders" in Path(file).parts else "")
        return real(path, file, **how)

    monkeypatch.setattr(files, "read_bytes", counted)
    listing_of([folder, folder / "scored.yaml"], date(2026, 7, 1))
    ours = [each for each in read if each]
    assert sorted(ours) == sorted(each.name for each in folder.rglob("*.yaml"))


def test_nobody_is_first_while_marks_are_open(run: Run, folder: Path) -> None:
    """Who learns a ranking from a list can no longer mark without it."""
    found = content(run, folder, "2026-07-01")["tenders"]
    assert found["open.yaml"]["decided"] == []
    assert [found["open.yaml"][key] for key in ("moderated", "marks")] == [2, 2]
    (first,) = found["scored.yaml"]["decided"]
    assert (first["first"], first["lead"]) == (["Acme"], "18.76")
    ran = run("tenders", folder / "open.yaml", "--on", "2026-07-01")
    assert "2 of 2" in ran.out
    assert "First" not in ran.out


DURING, PAST = "in standstill, as planned", "past standstill, as planned"


@pytest.mark.parametrize(
    ("day", "stage", "comes"),
    [("2026-05-01", "scored", "2026-06-01"), ("2026-06-02", "scored", "2026-12-17"),
     ("2026-12-18", DURING, "2026-12-18"), ("2026-12-31", DURING, "2026-12-31"),
     ("2027-01-01", PAST, "2027-01-01"), ("2027-01-02", PAST, None)],
)  # fmt: skip
def test_the_next_day_is_the_first_that_is_still_to_come(
    run: Run, folder: Path, day: str, stage: str, comes: str | None
) -> None:
    """A date that has passed, or one of two months later, lets the one of tomorrow be missed."""
    ran = run("notices", "clock", "--on", day, "--tender", folder / "parks" / "tender.yaml")
    found = content(run, folder, day)["tenders"]["parks/tender.yaml"]
    assert (found["stage"], found["next_day"]) == (stage, comes)
    said = run("tenders", folder, "--on", day).out
    assert ("whether a notice was published is in no tender file" in " ".join(said.split())) == (
        stage != "scored"
    ), "a plan that reads as a fact lets a contract be signed before its notice is out"
    if comes and comes > "2026-06-01":
        assert f"{int(comes[-2:])} " in ran.out


def test_the_next_date_comes_first(folder: Path) -> None:
    """Who reads the top of a list alone reads what is due soonest."""
    found = listing_of([folder], date(2026, 7, 1)).tenders
    days = [each.next for each in found]
    assert days[0] is not None
    assert days[1:] == [None] * 4


def test_problems_questions_and_what_is_missing_are_counted(run: Run, folder: Path) -> None:
    """A list that counts none of them sends nobody to the file."""
    found = content(run, folder, "2026-07-01")["tenders"]
    counted = {name: (each["problems"], each["missing"]) for name, each in found.items()}
    assert counted["parks/tender.yaml"] == (0, 0)
    assert counted["wrong.yaml"] == (1, None)
    assert counted["waits.yaml"] == (0, None), "a tender without bids yet has nothing wrong"
    assert counted["scored.yaml"][0] == 0
    assert counted["scored.yaml"][1] > 0
    ran = run("check", folder / "scored.yaml")
    assert f"; {found['scored.yaml']['questions']} question" in ran.out


def test_the_margin_is_that_of_sensitivity(run: Run, root: Path) -> None:
    """A margin in a list that is another than in the report is quoted against the award."""
    example = root / "docs" / "examples" / "highways" / "tender.yaml"
    ran = run("tenders", example, "--on", "2022-09-01", "--format", "csv")
    assert ran.out.splitlines()[1].endswith(",,Brook & Daughters,1.40,54722.10,Acme Highways")
    report = run("sensitivity", example).out
    assert "1.40 apart" in report
    assert "54,722.10" in report


def test_where_no_price_is_scored_points_alone_are_said(run: Run, write: Write) -> None:
    """A margin in pounds that no bidder could have taken off is no margin."""
    price = '    - {name: price, points: "60", method: lowest_price}\n'
    whole = ('name: quality, points: "20"', 'name: quality, points: "80"')
    ran = run("tenders", write((price, ""), whole), "--on", "2022-09-01")
    assert ran.code == 0
    assert "no other price alone would have won" in " ".join(ran.out.split())


def test_who_needs_whom_is_counted(run: Run, folder: Path) -> None:
    """An officer who opens the list on Monday sees how many files to open."""
    ran = run("tenders", folder, "--on", "2026-12-11")
    assert "2 of 5 tenders need you this week" in " ".join(ran.out.split())
    ran = run("tenders", folder / "scored.yaml", "--on", "2026-12-11")
    assert "0 of 1 tender need you this week" in " ".join(ran.out.split())


def test_a_page_and_a_file_of_the_same(run: Run, folder: Path) -> None:
    """A head of service reads it as a page."""
    ran = run("tenders", folder, "--on", "2026-12-11", "--output", "list.html")
    assert (ran.code, ran.out) == (0, "")
    page = Path("list.html").read_text("utf-8")
    assert "Grounds maintenance, Norchester parks (invented), £900,000.00" in page
    assert "broken.yaml" in page


def test_what_is_no_tender_is_refused(run: Run, folder: Path) -> None:
    """An empty list would read as: nothing is due."""
    ran = run("tenders", folder / "other.yaml", "--on", "2026-12-11")
    assert (ran.code, ran.codes) == (1, ["SV221"])
    ran = run("tenders", "nowhere.yaml", "--on", "2026-12-11")
    assert (ran.code, ran.codes) == (1, ["SV101"])
    ran = run("tenders", folder, "--on", "tomorrow")
    assert (ran.code, ran.codes) == (1, ["SV206"])
