"""Files are written whole or not at all, and what cannot be written is refused in words."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue import guides, saving
from socialvalue.errors import InputError

TENDER = Path(__file__).parents[1] / "docs/examples/highways/tender.yaml"
Write = Callable[[Path], Any]
Saved = tuple[str, Write]


@pytest.fixture(scope="module")
def writers() -> dict[str, Saved]:
    """Everything on the page that writes a file or a folder: an ending, and how."""
    tender, bids = sv.read_tender(TENDER)
    essex = sv.load(tender.framework)
    result = sv.evaluate(tender, bids, essex)
    calculator = sv.calculators.make(tender, essex, measures=["ECC1"])
    contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
                                  starts="2022-09-01", ends="2025-08-31")  # fmt: skip
    register = sv.contracts.open_register()
    register.add(contract, by="procurement", on="2022-08-20")
    on = "2022-12-31"
    return {
        "explanation": (".md", result.explain().write),
        "word document": (".docx", result.explain().write),
        "chart": (".json", result.chart().save),
        "report": (".html", partial(sv.reports.write, register, on=on, audience="directors")),
        "guide": (".md", partial(guides.write, essex, reader="suppliers")),
        "calculator": (".xlsx", calculator.write),
        "pack": (".xlsx", sv.contracts.hand_over(register, "ECC-0412", on=on).write),
        "star": ("", partial(sv.reports.star, register, on=on)),
        "export": ("", register.export),
        "exercise": ("", guides.practice(1).write),
        "score sheets": ("", partial(sv.calculators.mark_sheets, tender, bids)),
    }


NAMES = ("explanation", "word document", "chart", "report", "guide", "calculator", "pack", "star",
         "export", "exercise", "score sheets")  # fmt: skip
FOLDERS = frozenset(("star", "export", "exercise", "score sheets"))


def refused(write: Write, where: Path) -> Any:
    """The one problem of what cannot be written."""
    with pytest.raises(InputError) as caught:
        write(where)
    (found,) = caught.value.problems
    assert found.code == "SV127"
    assert found.hint
    return found


@pytest.mark.parametrize("name", NAMES)
def test_where_no_file_can_be_there_is_a_place_and_a_hint(
    writers: dict[str, Saved], tmp_path: Path, name: str
) -> None:
    """A slip in a path at the end of a long morning ended in a traceback."""
    ending, write = writers[name]
    (tmp_path / "file").write_bytes(b"mine")
    found = refused(write, tmp_path / "file" / f"out{ending}")
    assert found.place.startswith(str(tmp_path / "file"))
    assert found.message.endswith(f"{tmp_path / 'file'} is a file, and no folder")
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.parametrize("name", [each for each in NAMES if each not in FOLDERS])
def test_a_file_needs_its_folder_and_a_name(
    writers: dict[str, Saved], tmp_path: Path, name: str
) -> None:
    """A folder is not made by a slip of the keyboard, and no folder is written over."""
    ending, write = writers[name]
    missing = refused(write, tmp_path / "nowhere" / f"out{ending}")
    assert missing.place == str(tmp_path / "nowhere" / f"out{ending}")
    assert missing.message.endswith(f"there is no folder {tmp_path / 'nowhere'}")
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / f"folder{ending}").mkdir()
    assert refused(write, tmp_path / f"folder{ending}").message.endswith("it is a folder")
    write(tmp_path / f"good{ending}")
    assert (tmp_path / f"good{ending}").stat().st_size > 0


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_a_folder_is_made(writers: dict[str, Saved], tmp_path: Path, name: str) -> None:
    """What is written as a folder needs none to be there."""
    writers[name][1](tmp_path / "new" / "folder")
    assert any((tmp_path / "new" / "folder").iterdir())


@pytest.mark.parametrize(("number", "words"), [
    (errno.EACCES, "you may not write there"), (errno.EROFS, "nothing can be written to"),
    (errno.ENOSPC, "no space is left there"), (errno.EDQUOT, "your share of that disk is full"),
    (errno.EPERM, "the system does not allow it"), (errno.EIO, os.strerror(errno.EIO)),
])  # fmt: skip
def test_what_the_system_says_is_put_into_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """An officer who reads [Errno 13] does not know that the file is open in Excel."""

    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "replace", refuse)
    (tmp_path / "a.txt").write_bytes(b"old")
    found = refused(lambda file: saving.write_file(file, b"new"), tmp_path / "a.txt")
    assert found.message.startswith(f"this cannot be written: {words}")
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    """A name from a form may hold anything."""
    for name in ("a\0b", "a" * 300):
        assert "name" in refused(lambda file: saving.write_file(file, b""), tmp_path / name).message


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for leave to make a link")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """A report that is published by a link is replaced where it lies."""
    (tmp_path / "page.html").write_bytes(b"old")
    (tmp_path / "link.html").symlink_to("page.html")
    saving.write_file(tmp_path / "link.html", b"new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "page.html").read_bytes() == b"new"
