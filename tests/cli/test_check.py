"""`socialvalue check`: any definition or tender file, any folder of them, and their examples."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socialvalue.registry.discovery import measures_root

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


@pytest.fixture
def toms(here: Path) -> Path:
    """A copy of a shipped set that a test may spoil."""
    shutil.copytree(measures_root() / "frameworks" / "national-toms" / "2022", here / "toms")
    return Path("toms")


@pytest.fixture
def council(here: Path) -> Path:
    """A copy of a shipped plug-in that a test may spoil."""
    shutil.copytree(measures_root() / "plugins" / "essex", here / "council")
    return Path("council")


def spoil(path: Path, old: str, new: str) -> None:
    """Replace the first of some words of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_everything_that_is_shipped_is_right(run: Run) -> None:
    """No figure is shipped in a file that our own check refuses, nor an example that is off."""
    ran = run("check", measures_root())
    assert (ran.code, ran.err) == (0, "")
    asked = [line for line in ran.out.splitlines() if " SV" in line]
    assert len(asked) == 7, "spreads of one year beside values of many, in a published edition"
    assert all("SV1316" in line and "uk-open" in line for line in asked)
    assert ran.out.endswith("nothing is wrong; 7 questions\n")
    assert "national-toms@2022, 41 measures, 10 worked examples" in ran.out


def test_the_example_is_right(run: Run, example_tender: Path) -> None:
    """The first file that a newcomer checks has nothing wrong."""
    ran = run("check", example_tender)
    assert (ran.code, ran.err) == (0, "")
    assert "tender with 3 bids, under essex@2024" in ran.out


def test_no_score_is_shown(run: Run, write: Write) -> None:
    """Who only checks a file before the bids are opened must not learn the ranking."""
    ran = run("check", write())
    assert ran.code == 0
    assert "tender with 2 bids" in ran.out
    assert "Acme" not in ran.out
    assert "96.00" not in ran.out


def test_a_framework_folder(run: Run, toms: Path) -> None:
    """What was checked is said: a check of nothing would also find nothing wrong."""
    ran = run("check", toms)
    assert ran.code == 0
    assert ran.out.splitlines()[0].startswith("toms: framework national-toms@2022, ")


def test_a_plugin_folder(run: Run, council: Path) -> None:
    """A council checks its own folder with the frameworks that it adopts."""
    ran = run("check", council)
    assert ran.code == 0
    assert ran.out.startswith("council: plugin essex@2024, ")


@pytest.mark.parametrize(
    "name", ["framework.yaml", "measures.yaml", "exclusions.yaml", "cases.yaml"]
)
def test_a_part_of_a_set_is_checked_with_the_set(run: Run, toms: Path, name: str) -> None:
    """A measure is right or wrong only beside its outcomes and sources."""
    spoil(toms / "measures.yaml", "outcome: skills", "outcome: skils")
    ran = run("check", toms / name)
    assert (ran.code, ran.codes) == (1, ["SV207"])
    assert ran.err.startswith("toms/measures.yaml:")


def test_all_problems_of_a_set_together(run: Run, toms: Path) -> None:
    """Whoever mends a set sees the whole of the work at once, file by file."""
    spoil(toms / "measures.yaml", "unit: staff_hour", "unit: staff_huor")
    spoil(toms / "exclusions.yaml", "measures: [NT1, NT1c]", "measures: [NT1, NT1x]")
    ran = run("check", toms)
    assert sorted(ran.codes) == ["SV204", "SV209"]
    assert "2 problems in 1 of 1 checked" in ran.out


def test_measures_by_themselves(run: Run, here: Path, toms: Path) -> None:
    """A list of measures alone is checked as far as it goes, and the rest is said to be left."""
    shutil.copy(toms / "measures.yaml", here / "alone.yaml")
    ran = run("check", "alone.yaml")
    assert ran.code == 0
    assert "41 measures, without the framework.yaml or plugin.yaml" in ran.out
    spoil(here / "alone.yaml", "unit: staff_hour", "unit: staff_huor")
    assert run("check", "alone.yaml").codes == ["SV204"]


@pytest.mark.parametrize(("name", "words"), [("exclusions", "rules"), ("cases", "its keys")])
def test_rules_and_examples_by_themselves(
    run: Run, here: Path, toms: Path, name: str, words: str
) -> None:
    """The codes of rules and examples belong to a set that is not here: only keys are checked."""
    shutil.copy(toms / f"{name}.yaml", here / "alone.yaml")
    ran = run("check", "alone.yaml")
    assert ran.code == 0
    assert words in ran.out
    spoil(here / "alone.yaml", "\n", "\nwhatever: x\n")
    assert "SV201" in run("check", "alone.yaml").codes


def test_places_and_indices(run: Run, here: Path) -> None:
    """A council checks its own list of places, and an index, as it checks a set."""
    assert "458 places" in run("check", measures_root() / "places.yaml").out
    shutil.copy(measures_root() / "places.yaml", here / "places.yaml")
    spoil(here / "places.yaml", "kind: county, parent: E12000006", "kind: county, parent: E99")
    assert run("check", "places.yaml").codes == ["SV210"]
    indices = sorted((measures_root() / "indices").glob("*.yaml"))
    for each in indices:
        assert run("check", each).code == 0


def test_a_folder_of_folders(run: Run, here: Path, toms: Path, council: Path, write: Write) -> None:
    """One command checks all that a council keeps; a broken part does not hide the others."""
    write(("measure: NT10", "measure: NT100"))
    ran = run("check", ".")
    assert (ran.code, ran.codes) == (1, ["SV209"])
    assert "council: plugin essex@2024" in ran.out
    assert "toms: framework national-toms@2022" in ran.out
    assert "1 problem in 1 of 3 checked" in ran.out


def test_an_empty_folder_is_not_right(run: Run, here: Path) -> None:
    """A check that looked at nothing must not say that nothing is wrong."""
    ran = run("check", here)
    assert (ran.code, ran.codes) == (1, ["SV221"])


def test_hidden_files_and_links_to_folders_are_left(run: Run, write: Write, here: Path) -> None:
    """An editor's leftovers are not definitions, and a link in a circle has no end."""
    write()
    (here / ".tender.yaml.swp.yaml").write_text("rubbish", encoding="utf-8")
    (here / "circle").symlink_to(here)
    ran = run("check", here)
    assert ran.code == 0


# --- worked examples ----------------------------------------------------------------------


def test_a_total_that_is_off_is_told(run: Run, toms: Path) -> None:
    """A worked example is a promise of a figure; one penny off is broken."""
    spoil(toms / "cases.yaml", '"50358.11"', '"50358.12"')
    ran = run("check", toms)
    assert (ran.code, ran.codes) == (1, ["SV219"])
    assert "the total is £50,358.11, and the example says £50,358.12" in ran.err
    assert ran.err.startswith("toms/cases.yaml:")


def test_a_submitted_total_that_is_off_is_told(run: Run, toms: Path) -> None:
    """What was offered is as much a part of the example as what counts."""
    spoil(toms / "cases.yaml", 'submitted: "444211.40"', 'submitted: "444211.41"')
    assert "the submitted is" in run("check", toms).err


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('{"1": no-value}', "commitment 1 is double-count, and the example says no-value"),
        (
            "{}",
            "commitment 1 does not count in full (double-count), and the example does not say so",
        ),
        ('{"1": double-count, "2": no-value}', "commitment 2 is counted, and the example says"),
        ('{"1": double-cuont}', "'double-cuont' is not a word for a refusal"),
    ],
)
def test_a_refusal_that_is_off_is_told(run: Run, toms: Path, said: str, words: str) -> None:
    """An example that shows a refusal is broken when another line, or for another reason, is."""
    spoil(toms / "cases.yaml", 'refused: {"1": double-count}', f"refused: {said}")
    ran = run("check", toms)
    assert (ran.code, ran.codes) == (1, ["SV219"])
    assert words in ran.err


def test_refusals_left_unsaid_are_not_compared(run: Run, toms: Path) -> None:
    """An example may be about the total only."""
    spoil(toms / "cases.yaml", ', refused: {"1": double-count}', "")
    assert run("check", toms).code == 0


def test_an_example_that_means_nothing_is_told_at_its_place(run: Run, toms: Path) -> None:
    """An unknown code in an example is a fault of the example, and the others are still tried."""
    spoil(toms / "cases.yaml", "{measure: NT1, fte:", "{measure: NT1000, fte:")
    spoil(toms / "cases.yaml", '"50358.11"', '"50358.12"')
    assert sorted(run("check", toms).codes) == ["SV209", "SV219"]
