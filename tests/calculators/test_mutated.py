"""Workbooks with bytes changed at random: read or refused, never an error or a figure of nowhere.

2,000 returns as .xlsx, and 500 each as .ods, of score sheets and of workbooks of measures; of the
first as many as the variable SOCIALVALUE_RETURNS says, and a quarter as many of each of the others:
`nox -s long` takes 50,000.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.calculators.conftest import opened
from tests.calculators.test_import import HEAD, ROWS
from tests.calculators.test_scores import BIDS, RIGHT, TENDER, fill
from tests.sheets.test_opendocument import ods_of, packed

import socialvalue as sv
from socialvalue.calculators.workbook import OFFER
from socialvalue.sheets.workbooks import read_workbook

COUNT = int(os.environ.get("SOCIALVALUE_RETURNS", "2000"))
PIECES = (
    b"", b"<", b">", b'"', b"&", b"&#0;", b"\0", b"\xff", b"9" * 400, b"-", b"e", b"A1", b"]]>",
    b"<c/>", b"<row>", b"</c>", b't="s"', b"<!--", b"sv_", b"$", b"!", b"1e999", b"NaN", b"\xc3",
    b'<c r="A1" t="e"><v>#REF!</v></c>', b"<f/>", b"_xD800_", b"<table:table-row/>",
    b' table:number-columns-repeated="99999"', b' table:number-rows-repeated="9"', b"<text:s/>",
    b' office:value-type="date"', b' office:value="1e9"', b"<table:table>", b' text:c="9999999"',
)  # fmt: skip


@pytest.fixture
def filled(example: Any, essex: sv.Framework, tmp_path: Path) -> tuple[Any, dict[str, bytes]]:
    """A small calculator, and the parts of a return to it in which everything is filled in."""
    codes = ["ECC1", "ECC10", "ECC12", "NT44"]
    made = sv.calculators.make(example[0], essex, measures=codes, community=True)
    made.write(tmp_path / "a.xlsx")
    book = opened(tmp_path / "a.xlsx")
    sheet = book[OFFER]
    sheet["C2"], sheet["D9"], sheet["E9"], sheet["D10"], sheet["E10"] = "Acme", 9, 3, 2, 40
    sheet["D11"], sheet["D12"], sheet["I9"], sheet["J9"] = "£1,000", "Yes", "gangs", "E07000070"
    book.save(tmp_path / "a.xlsx")
    return made, parts_of(tmp_path / "a.xlsx")


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, by their names."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def mutated(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """The bytes of a workbook in which something is not as a program wrote it."""
    parts = dict(parts)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        name = chance.choice([*parts])
        held = parts[name]
        at = chance.randrange(len(held) + 1)
        end = at + chance.choice((0, 0, 1, 3, 40, 4000))
        piece = chance.choice((*PIECES, held[at : at + 60], bytes([chance.randrange(256)])))
        parts[name] = held[:at] + piece * chance.choice((1, 1, 1, 50)) + held[end:]
    if chance.random() < 0.1:
        del parts[chance.choice([*parts])]
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", chance.choice((0, 8))) as file:
        for name, held in parts.items():
            file.writestr(name, held)
    content = bytearray(into.getvalue())
    for _ in range(chance.choice((0, 0, 0, 1, 4))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content[: len(content) - chance.choice((0, 0, 0, 0, 30, 3000))])


@pytest.mark.slow
def test_a_mutated_return_is_read_or_refused(
    filled: tuple[Any, dict[str, bytes]], tmp_path: Path
) -> None:
    """One bidder's damaged file must not stop the others' from being read, nor become an offer."""
    made, parts = filled
    chance = random.Random(20261128)  # noqa: S311
    read = refused = 0
    for number in range(COUNT):
        path = tmp_path / "acme.xlsx"
        path.write_bytes(mutated(parts, chance))
        try:
            found = sv.calculators.read(path, made)
        except Exception as error:
            error.add_note(f"the mutated return number {number}")
            raise
        assert (found.bid is None) == bool(found.problems), number
        assert all(each.file == "acme.xlsx" for each in found.problems), number
        commitments = found.bid.commitments if found.bid is not None else ()
        assert all(each.span.cell for each in commitments), number
        assert len(found.cells) == len(commitments) or found.bid is None, number
        read, refused = read + (found.bid is not None), refused + (found.bid is None)
    assert min(read, refused) > COUNT / 50


def others() -> Iterator[tuple[int, random.Random]]:
    """A quarter as many: each number, and a chance that is the same every time."""
    for number in range(COUNT // 4):
        yield number, random.Random(number)  # noqa: S311


@pytest.mark.slow
def test_a_mutated_opendocument_return_is_read_or_refused(
    filled: tuple[Any, dict[str, bytes]], tmp_path: Path
) -> None:
    """The other format is no way round the bounds."""
    made, path = filled[0], tmp_path / "acme.ods"
    parts = parts_of(packed(path, ods_of(read_workbook(tmp_path / "a.xlsx"))))
    read = refused = 0
    for number, chance in others():
        path.write_bytes(mutated(parts, chance))
        try:
            found = sv.calculators.read(path, made)
        except Exception as error:
            error.add_note(f"the mutated OpenDocument return number {number}")
            raise
        assert (found.bid is None) == bool(found.problems), number
        assert all(each.file == "acme.ods" for each in found.problems), number
        read, refused = read + (found.bid is not None), refused + (found.bid is None)
    assert min(read, refused) > COUNT / 200


@pytest.mark.slow
def test_a_mutated_score_sheet_is_read_or_refused(tmp_path: Path) -> None:
    """One damaged sheet must not end the reading, nor become a score that nobody gave."""
    for each in sv.calculators.mark_sheets(TENDER, BIDS, tmp_path, evaluators=["Eng", "Buyer"]):
        fill(each, {1: RIGHT, 2: RIGHT})
    whole = sv.calculators.read_marks(tmp_path, TENDER)
    (tmp_path / "moderation.xlsx").write_bytes(whole.moderation_bytes())
    held = {each: parts_of(each) for each in sorted(tmp_path.iterdir())}
    read = refused = 0
    for number, chance in others():
        path = chance.choice([*held])
        before = path.read_bytes()
        path.write_bytes(mutated(held[path], chance))
        try:
            found = sv.calculators.read_marks(tmp_path, TENDER)
        except Exception as error:
            error.add_note(f"the mutated score sheet number {number}")
            raise
        path.write_bytes(before)
        wrong = {each.file for each in found.problems}
        right = {each.by for each in found.files if each.file not in wrong and each.kind}
        given = [one for each in found.responses for mark in each.marks.values()
                 for one in mark.marks]  # fmt: skip
        assert {each.by for each in given} <= right, number
        assert wrong <= {each.file for each in found.files}, number
        read, refused = read + (path.name not in wrong), refused + (path.name in wrong)
    assert min(read, refused) > COUNT / 200


@pytest.mark.slow
def test_a_mutated_workbook_of_measures_is_read_or_refused(tmp_path: Path) -> None:
    """A publisher's damaged workbook must not give a value of nowhere."""
    path = tmp_path / "measures.xlsx"
    book = openpyxl.Workbook()
    for row in [["Measures 2022"], [], HEAD, *ROWS]:
        book.active.append(row)
    book.active.merge_cells("A4:A5")
    book.save(path)
    parts = parts_of(path)
    read = refused = 0
    for number, chance in others():
        path.write_bytes(mutated(parts, chance))
        try:
            found = sv.calculators.import_workbook(path)
        except sv.InputError:
            refused += 1
            continue
        except Exception as error:
            error.add_note(f"the mutated workbook of measures number {number}")
            raise
        assert all(each.cell for each in found.measures), number
        assert all(each.file == path.name for each in found.problems), number
        read += 1
    assert min(read, refused) > COUNT / 200
