"""The round trip on the command line: out, back by cell, asked about, and into the tender file."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.calculators.conftest import declare
from tests.cli.conftest import Ran

import socialvalue as sv
from socialvalue.registry.discovery import measures_root

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

Run = Callable[..., Ran]
TENDER = """\
# Written by hand.
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: "100000"
published: 2022-07-01
shortlist: [NT10, NT28]
calculator: {limits: {NT10: 400}}
bids:
  - {bidder: Acme, price: "90000", marks: {quality: "4"}, state: withdrawn, reason: "Said: no"}
  - {bidder: Brook, price: "95000"}
"""


@pytest.fixture
def parks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a tender file, in which commands are run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tender.yaml").write_text(TENDER, encoding="utf-8")
    (tmp_path / "returns").mkdir()
    return tmp_path


def returned(folder: Path, bidder: str, boxes: dict[str, Any], name: str) -> None:
    """A calculator in the hands of a bidder, by the addresses of its boxes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(folder / "calculator.xlsx")
    book["Your offer"]["C2"] = bidder
    declare(book)
    for address, value in boxes.items():
        book["Your offer"][address] = value
    book.save(folder / "returns" / name)


def test_what_comes_back_is_in_the_tender_file_with_its_cells(parks: Path, run: Run) -> None:
    """Whoever checks the file sees where each figure stood, and nothing else has changed."""
    out = run("calculator", "tender.yaml", "-o", "calculator.xlsx")
    assert out.code == 0
    assert "Fingerprint, to print in the ITT: " in out.out
    assert "Limits: NT10 400." in out.out
    returned(parks, "BROOK", {"D9": 3, "E9": 40, "I9": "a: b # c"}, "brook.xlsx")
    returned(parks, "Cedar", {"D10": "£1,000"}, "cedar.xlsx")
    back = run("read", "tender.yaml", "returns", "-o", "with.yaml", "--clarifications", "ask")
    assert (back.code, back.codes) == (0, ["SV926", "SV916"])
    assert "Nobody needs to be asked anything." in back.out
    assert not (parks / "ask").exists()
    text = (parks / "with.yaml").read_text(encoding="utf-8")
    assert 'weeks: "40"  # brook.xlsx, Your offer!E9' in text
    assert 'people: "3"  # brook.xlsx, Your offer!D9' in text
    _, before = sv.read_tender(parks / "tender.yaml")
    tender, bids = sv.read_tender(parks / "with.yaml")
    assert tender == sv.read_tender(parks / "tender.yaml")[0]
    assert [each.bidder for each in bids] == ["Acme", "Brook", "Cedar"]
    assert (bids[0], bids[1].price, bids[2].price) == (before[0], before[1].price, None)
    assert bids[1].commitments[0].activity == "a: b # c"
    assert bids[1].commitments[0].quantity == sv.weeks(40, people=3)


def test_no_tender_file_is_written_while_there_is_a_problem(parks: Path, run: Run) -> None:
    """A bid that is half read must not be scored, and each bidder is asked in the same words."""
    run("calculator", "tender.yaml", "-o", "calculator.xlsx")
    returned(parks, "Acme", {"D9": "3 people", "E9": 40}, "a.xlsx")
    returned(parks, "Brook", {"D9": 3, "E9": 40, "G9": 5}, "b.xlsx")
    (parks / "returns" / "photo.xlsx").write_bytes(b"\x89PNG")
    back = run("read", "tender.yaml", "returns", "-o", "with.yaml", "--clarifications", "ask")
    assert (back.code, back.codes) == (1, ["SV904", "SV901"])
    assert "with.yaml is not written while there is a problem." in back.out
    assert not (parks / "with.yaml").exists()
    asked = {each.name: each.read_text(encoding="utf-8") for each in (parks / "ask").iterdir()}
    assert set(asked) == {"Acme.txt", "Brook.txt", "photo.txt"}
    assert "Sheet 'Your offer', cell D9: '3 people' is not a number" in asked["Acme.txt"]
    assert "Error on the face of the return" not in asked["Brook.txt"]
    assert "cell G9: NT10: issued as 251.7905723; the file now has '5'." in asked["Brook.txt"]
    assert all("No quantity may be added or increased" in each for each in asked.values())
    again = run("read", "tender.yaml", "returns", "--clarifications", "ask")
    assert again.code == 4
    assert run("read", "tender.yaml", "returns", "--clarifications", "ask", "--replace").code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("calculator", "tender.yaml", "-o", "a.docx"), 4),
        (("calculator", "tender.yaml", "-o", "-"), 4),
        (("calculator", "tender.yaml", "-o", "tender.yaml"), 4),
        (("calculator", "tender.yaml"), 2),
        (("calculator", "none.yaml", "-o", "a.xlsx"), 1),
        (("read", "tender.yaml", "nowhere"), 1),
        (("read", "tender.yaml", "returns", "-o", "tender.yaml"), 4),
        (("read", "tender.yaml", "returns", "-o", "bids.xlsx"), 4),
        (("read", "tender.yaml", "returns", "--lot", "north"), 1),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_lost(
    words: tuple[str, ...], code: int, parks: Path, run: Run
) -> None:
    """The tender file is never written over, and no file is called what it is not."""
    assert run(*words).code == code
    assert (parks / "tender.yaml").read_text(encoding="utf-8") == TENDER
    assert sorted(each.name for each in parks.iterdir()) == ["returns", "tender.yaml"]


def test_a_set_in_a_folder_is_found_from_the_new_file(parks: Path, run: Run) -> None:
    """A tender file in another folder must not be read with another set, or with none."""
    shutil.copytree(measures_root() / "frameworks/national-toms/2022", parks / "mine")
    text = TENDER.replace("national-toms@2022", "./mine")
    (parks / "tender.yaml").write_text(text, encoding="utf-8")
    (parks / "deep").mkdir()
    assert run("read", "tender.yaml", "returns", "-o", "deep/with.yaml").code == 0
    assert sv.read_tender(parks / "deep/with.yaml")[0].framework == "./../mine"


def test_a_missing_library_has_its_own_code(
    parks: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install is no fault of the file."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    ran = run("calculator", "tender.yaml", "-o", "calculator.xlsx")
    assert (ran.code, ran.codes) == (3, ["SV932"])
    assert not os.path.lexists(parks / "calculator.xlsx")


def test_both_forms_go_out_in_one_file(parks: Path, run: Run) -> None:
    """A bidder who may not open a page has the workbook beside it, of the same calculator."""
    assert run("calculator", "tender.yaml", "-o", "a.zip").code == 0
    assert run("calculator", "tender.yaml", "-o", "b.zip").code == 0
    assert run("calculator", "tender.yaml", "-o", "page.html").code == 0
    out = run("calculator", "tender.yaml", "-o", "calculator.xlsx").out
    assert (parks / "a.zip").read_bytes() == (parks / "b.zip").read_bytes()
    with zipfile.ZipFile(parks / "a.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held["calculator.xlsx"] == (parks / "calculator.xlsx").read_bytes()
    assert held["calculator.html"] == (parks / "page.html").read_bytes()
    guide = held["read-me.txt"].decode("utf-8-sig")
    (fingerprint,) = re.findall(r"ITT: (\S+)", out)
    assert f"fingerprint {fingerprint}\r\n" in guide


def test_a_second_version_lists_what_has_changed(parks: Path, run: Run) -> None:
    """Every bidder is told the same, and an offer on the old terms is never read on the new."""
    run("calculator", "tender.yaml", "-o", "calculator.xlsx")
    returned(parks, "Brook", {"D9": 3, "E9": 40}, "b.xlsx")
    text = TENDER.replace("[NT10, NT28]", "[NT29, NT10]").replace("NT10: 400}", "NT10: 300}")
    text = text.replace('"100000"', '"200000"')
    (parks / "second.yaml").write_text(text, encoding="utf-8")
    ran = run("calculator", "second.yaml", "-o", "second.xlsx", "--replaces", "tender.yaml")
    assert (ran.code, ran.codes) == (1, ["SV938"])
    assert "write 'version: 2' under 'calculator' of the new tender file" in ran.err
    text = text.replace("calculator: {", "calculator: {version: 2, ")
    (parks / "second.yaml").write_text(text, encoding="utf-8")
    why = ("--replaces", "tender.yaml", "--because", "Clarification 14: a longer park")
    ran = run("calculator", "second.yaml", "-o", "second.xlsx", *why)
    for said in (
        "Version 2, for all bidders", "Why: Clarification 14: a longer park.",
        "The contract value was £100,000.00 and is £200,000.00.", "NT28 is no longer asked for.",
        "NT29 is now asked for.", "NT10: the most that the form takes was 400 and is 300.",
    ):  # fmt: skip
        assert said in ran.out
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            start = openpyxl.load_workbook(parks / "second.xlsx")["Start here"]
        printed = [cell.value or "" for cell in start["A"]]
        assert said in printed or said.endswith("bidders")
    assert printed[2].startswith("Social value calculator, version 2, fingerprint ")
    ran = run("calculator", "second.yaml", "-o", "second.html", *why)
    page = (parks / "second.html").read_text(encoding="utf-8")
    assert '"NT29 is now asked for."' in page
    assert '"version":2' in page
    late = run("read", "second.yaml", "returns")
    assert late.codes == ["SV912", "SV922"]
    assert "(version 1), and not " in late.err
    third = text.replace("version: 2", "version: 3").replace("[NT29, NT10]", "[NT10]")
    (parks / "third.yaml").write_text(third, encoding="utf-8")
    ran = run("calculator", "third.yaml", "-o", "third.xlsx", "--replaces", "second.yaml")
    assert "It replaces version 2" in ran.out
    assert run("calculator", "third.yaml", "-o", "t.xlsx", "--because", "why").code == 2
    assert run("calculator", "third.yaml", "-o", "t.xlsx", "--replaces", "tender.yaml").code == 1


def test_the_same_terms_are_no_new_calculator(parks: Path, run: Run) -> None:
    """A bidder whose offer still stands must not be sent away to fill it in again."""
    same = TENDER.replace("calculator: {", "calculator: {version: 2, ")
    (parks / "same.yaml").write_text(same, encoding="utf-8")
    ran = run("calculator", "same.yaml", "-o", "again.xlsx", "--replaces", "tender.yaml")
    assert "Nothing that decides a pound has changed" in ran.out
    run("calculator", "tender.yaml", "-o", "calculator.xlsx")
    returned(parks, "Brook", {"D9": 3, "E9": 40}, "b.xlsx")
    assert run("read", "same.yaml", "returns").code == 0


def test_an_offer_is_opened_in_the_second_version(parks: Path, run: Run) -> None:
    """What a bidder wrote is not lost, nor taken for an offer on terms that came later."""
    run("calculator", "tender.yaml", "-o", "calculator.xlsx")
    returned(parks, "Brook", {"D9": 3, "E9": 40, "D10": 500}, "b.xlsx")
    returned(parks, "Cedar", {"D9": "12,5"}, "c.xlsx")
    (parks / "returns" / "photo.xlsx").write_bytes(b"\x89PNG")
    second = TENDER.replace("[NT10, NT28]", "[NT10]").replace(": {lim", ": {version: 2, lim")
    (parks / "second.yaml").write_text(second.replace("400", "100"), encoding="utf-8")
    old = ("--replaces", "tender.yaml", "--because", "A slip")
    one = run("calculator", "second.yaml", "-o", "b2.xlsx", "--offers", "returns/b.xlsx", *old)
    assert (one.code, one.codes) == (0, [])
    assert "Carried over from b.xlsx" in one.out
    assert "check: 120 is more than the form takes, 100" in " ".join(one.out.split())
    assert "not carried over: it is not asked for here" in " ".join(one.out.split())
    many = run("calculator", "second.yaml", "-o", "again", "--offers", "returns", *old)
    assert (many.code, many.codes) == (1, ["SV901"])
    assert sorted(each.name for each in (parks / "again").iterdir()) == ["b.xlsx", "c.xlsx"]
    assert (parks / "again" / "b.xlsx").read_bytes() == (parks / "b2.xlsx").read_bytes()
    (parks / "returns" / "photo.xlsx").unlink()
    back = run("read", "second.yaml", "again", "--clarifications", "ask")
    codes = ["SV908", "SV939", "SV933", "SV939", "SV933", "SV916"]
    assert (back.code, back.codes) == (1, codes)
    assert "still marked 'check" in back.err
    asked = (parks / "ask" / "Brook.txt").read_text(encoding="utf-8")
    assert "carried over from an earlier calculator, and still marked" in " ".join(asked.split())
    assert run("calculator", "second.yaml", "-o", "a.html", "--offers", "returns/b.xlsx").code == 4
    (parks / "empty").mkdir()
    assert run("calculator", "second.yaml", "-o", "x", "--offers", "empty").codes == ["SV112"]


def test_what_came_back_is_data_for_another_program(parks: Path, run: Run) -> None:
    """A portal that shows a bidder its slips must not have to read them out of a screen."""
    run("calculator", "tender.yaml", "-o", "calculator.xlsx")
    returned(parks, "Acme", {"D9": "3 people", "E9": 40}, "a.xlsx")
    returned(parks, "Brook", {"D9": 3, "E9": 40, "I9": "site", "D10": 7, "G9": 5}, "b.xlsx")
    ran = run("read", "tender.yaml", "returns", "--format", "json", "-o", "with.yaml")
    assert (ran.code, ran.err) == (1, "")
    assert not (parks / "with.yaml").exists()
    found = json.loads(ran.out)
    assert found["schema"] == "socialvalue/returns@1"
    assert [(each["file"], each["cell"], each["code"]) for each in found["problems"]] == [
        ("a.xlsx", "Your offer!D9", "SV904")
    ]
    acme, brook = found["returns"]
    assert (acme["bidder"], acme["commitments"]) == ("Acme", None)
    one, other = brook["commitments"]
    assert one == {
        "measure": "NT10", "alias": "", "quantity": "120", "unit": "person_week",
        "boxes": ["3", "40"], "cells": ["Your offer!D9", "Your offer!E9"], "activity": "site",
        "place": None, "words": "", "community": False,
    }  # fmt: skip
    assert (other["quantity"], other["boxes"], other["cells"]) == ("7", None, ["Your offer!D10"])
    assert brook["changed"][0]["issued"] == "251.7905723"
    assert brook["differences"][0]["ours"] == "30214.87"
    (parks / "returns" / "a.xlsx").unlink()
    ran = run("read", "tender.yaml", "returns", "--format", "json", "-o", "with.yaml")
    assert (ran.code, json.loads(ran.out)["problems"]) == (0, [])
    assert (parks / "with.yaml").exists()
    keys = set(found) | set(brook) | set(one) | set(brook["changed"][0]) | set(found["problems"][0])
    said = (Path(__file__).parents[2] / "docs/reference/command-line.md").read_text("utf-8")
    part = said.partition("### read: `socialvalue/returns@1`")[2].partition("\n### ")[0]
    assert {each for each in keys if f"`{each}`" not in part} == set()
