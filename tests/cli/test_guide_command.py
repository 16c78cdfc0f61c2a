"""`socialvalue guide`: a guide to a set of measures, for one kind of reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.parametrize("ending", [".html", ".md", ".docx"])
def test_the_command_writes_what_the_library_does(run: Run, tmp_path: Path, ending: str) -> None:
    """An officer without Python hands out the same guide as one with it."""
    file, again = tmp_path / f"guide{ending}", tmp_path / f"again{ending}"
    done = run("guide", "essex", "--for", "suppliers", "-o", file)
    assert (done.code, done.out) == (0, "")
    assert f"Written to {file}" in done.err
    sv.guides.write(sv.load("essex"), again, reader="suppliers")
    assert again.read_bytes() == file.read_bytes()


def test_a_tender_has_a_guide_of_its_own(run: Run, root: Path, tmp_path: Path) -> None:
    """Bidders for one contract are not sent the sums of another."""
    tender = root / "docs" / "examples" / "norchester" / "tender.yaml"
    file = tmp_path / "guide.md"
    assert run("guide", "--tender", tender, "--for", "suppliers", "-o", file).code == 0
    page = file.read_text(encoding="utf-8")
    assert "This contract is worth £2,400,000.00." in page
    assert "£28,460.00 for one, given by the buyer for this tender." in page


def test_a_guide_of_another_day_has_that_day(run: Run, tmp_path: Path) -> None:
    """A target that has been lowered is not the target."""
    file = tmp_path / "guide.md"
    assert run("guide", "essex", "--on", "2024-06-01", "--for", "suppliers", "-o", file).code == 0
    assert "The target is £0.25 for each £1" in file.read_text(encoding="utf-8")


def test_what_cannot_be_written_is_said_in_a_line(run: Run, root: Path, tmp_path: Path) -> None:
    """No traceback, and never the tender file itself."""
    tender = root / "docs" / "examples" / "norchester" / "tender.yaml"
    for words, said in (
        (("essex", "--for", "supplier", "-o", tmp_path / "a.html"), "SV1400"),
        (("essex", "--for", "suppliers", "-o", tmp_path / "a.pdf"), "SV312"),
        (("esex", "--for", "suppliers", "-o", tmp_path / "a.md"), "SV401"),
        (("--for", "suppliers", "-o", tmp_path / "a.md"), "name a set"),
        (
            ("essex", "--tender", tender, "--for", "suppliers", "-o", tmp_path / "a.md"),
            "name a set",
        ),
    ):
        done = run("guide", *words)
        assert done.code != 0
        assert said in done.err
        assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


# --- practice -----------------------------------------------------------------------------


def test_an_exercise_is_begun_checked_and_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An officer learns with the command alone, and can show what was passed, and when."""
    monkeypatch.chdir(tmp_path)
    assert "✔" not in run("practice").out
    begun = run("practice", "4")
    assert begun.code == 0
    assert "Somebody typed the scheme" in begun.out
    assert "NT29" in (tmp_path / "practice/4/tender.yaml").read_text(encoding="utf-8")
    assert run("practice", "4", "--check").code == 1
    assert not (tmp_path / "practice/passed.csv").exists()
    assert "5 too high" in run("practice", "4", "--hint").out
    file = tmp_path / "practice/4/tender.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('"25"', '"20"'), encoding="utf-8")
    assert run("practice", "4", "--check", "--on", "2026-06-01").code == 0
    assert run("practice", "4", "--check", "--on", "2026-06-02").code == 0
    kept = (tmp_path / "practice/passed.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.rsplit(",", 1)[0] for row in kept[1:]] == [
        "4,Points that come to 105,officers,2026-06-02"
    ]
    assert "✔ 2 June 2026" in run("practice").out


def test_an_answer_in_words_is_checked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is to be found, and not mended, is answered on the command line."""
    monkeypatch.chdir(tmp_path)
    run("practice", "6", "--folder", "mine")
    (tmp_path / "mine").joinpath("notes.txt").write_text("mine", encoding="utf-8")
    assert "is not the commitment" in run("practice", "6", "--folder", "mine", "--answer", "1").out
    assert run("practice", "6", "--folder", "mine", "--answer", "3").code == 0
    assert (tmp_path / "mine" / "passed.csv").exists()


def test_a_damaged_record_is_said_and_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody passed is not lost because a file was spoilt."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice/passed.csv").write_bytes(b"\xff\xfe\x00")
    done = run("practice")
    assert done.code == 1
    assert "passed.csv" in done.err
    assert (tmp_path / "practice/passed.csv").read_bytes() == b"\xff\xfe\x00"


def test_a_folder_with_a_space_can_be_pasted(run: Run, tmp_path: Path) -> None:
    """A learner pastes the next line that is printed: it must be one folder, and the same one."""
    folder = tmp_path / "pair 3"
    begun = " ".join(run("practice", "4", "--folder", str(folder)).out.split())
    assert f'practice 4 --folder "{folder}" --check' in begun.replace("- ", "-")
    file = folder / "4" / "tender.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"25"', '"20"'), encoding="utf-8")
    passed = " ".join(run("practice", "4", "--folder", str(folder), "--check").out.split())
    assert f'Next: socialvalue practice 5 --folder "{folder}"' in passed
    assert f'practice 1 --folder "{folder}"' in " ".join(
        run("practice", "--folder", str(folder)).out.split()
    )
