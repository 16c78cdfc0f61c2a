"""Letters and the wording of a scheme as Word documents, by the command."""

from __future__ import annotations

import builtins
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest

import socialvalue as sv
from socialvalue.cli.out import exits

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PARKS = "docs/examples/parks/tender.yaml"


def text_of(held: bytes) -> str:
    """All paragraphs and cells of a document."""
    document: Any = docx.Document(io.BytesIO(held))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_a_letter_says_in_word_what_it_says_as_text(run: Run, root: Path, here: Path) -> None:
    """The bidder who gets the Word file is told no less than the one who gets the text."""
    tender = str(root / PARKS)
    assert run("summary", tender, "--bidder", "Birch & Sons", "-o", "birch.docx").code == 0
    found = text_of((here / "birch.docx").read_bytes())
    result = sv.read_tender(root / PARKS)
    letter = sv.evaluate(*result, sv.load(result[0].framework, on=result[0].published)).summary(
        "Birch & Sons", strict=True
    )
    told = [one for each in letter.blocks for one in (each.heading, *each.sentences)]
    told += [one for each in letter.blocks for row in each.rows for one in row]
    assert len(told) > 60
    assert [each for each in told if each.strip() not in found] == []
    assert "£150,000.00" in found
    assert (here / "birch.docx").read_bytes() == letter.docx


def test_a_folder_holds_a_document_a_bidder(run: Run, root: Path, here: Path) -> None:
    """Each bidder is sent its own file, under the name that the other forms have."""
    assert run("summary", str(root / PARKS), "--format", "docx", "--folder", "out").code == 0
    held = {each.name: text_of(each.read_bytes()) for each in (here / "out").iterdir()}
    assert sorted(held) == ["Alder-Grounds.docx", "Birch-Sons.docx", "Cherry-Landscapes.docx"]
    assert "Birch & Sons" in held["Birch-Sons.docx"]
    assert "Cherry" not in held["Birch-Sons.docx"]
    assert held["Cherry-Landscapes.docx"].startswith("Notice of a disregarded tender")


def test_a_draft_in_word_is_marked(run: Run, root: Path, here: Path) -> None:
    """A draft that is opened in Word is one on each of its pages."""
    highways = str(root / "docs/examples/highways/tender.yaml")
    assert run("summary", highways, "--draft", "-o", "all.docx").code == 0
    document: Any = docx.Document(str(here / "all.docx"))
    assert document.sections[0].header.paragraphs[0].text.startswith("DRAFT: not to be sent.")
    assert document.core_properties.title == "Assessment summaries, for the buyer's own file"
    heads = [each for each in document.paragraphs if each.style.name == "Heading 1"]
    assert [each.paragraph_format.page_break_before for each in heads] == [False, True, True]


def test_the_wording_of_a_scheme_goes_into_the_itt(run: Run, root: Path, here: Path) -> None:
    """An officer pastes the wording into the ITT without typing a formula again."""
    assert run("scheme", str(root / PARKS), "-o", "wording.docx").code == 0
    said = run("scheme", str(root / PARKS), "-o", "-").out
    found = text_of((here / "wording.docx").read_bytes())
    assert "Fingerprint of this scheme: H5K-7QE-PWW-7E2." in found
    assert " ".join(found.split()) == " ".join(said.split())


def test_a_document_is_not_poured_over_a_screen(run: Run, root: Path) -> None:
    """A screen full of signs helps nobody: the command asks for a file."""
    ran = run("summary", str(root / PARKS), "--format", "docx")
    assert (ran.code, ran.out) == (exits.NOT_WRITTEN, "")
    assert "name a file for it with --output" in ran.err


def test_without_the_library_the_command_says_what_to_install(
    run: Run, root: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, and no traceback; nothing is left behind."""
    usual = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "docx":
            raise ModuleNotFoundError(name)
        return usual(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    ran = run("scheme", str(root / PARKS), "-o", "wording.docx")
    assert (ran.codes, ran.out) == (["SV841"], "")
    assert 'python -m pip install "socialvalue-engine[report]"' in ran.err
    assert not (here / "wording.docx").exists()
