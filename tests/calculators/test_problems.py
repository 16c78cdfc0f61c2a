"""What a return says that cannot be read: all of it, by its cell, and nothing put right."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.calculators.conftest import Fill, declare, opened

import socialvalue as sv
from socialvalue.calculators.columns import column
from socialvalue.calculators.workbook import FIRST_ROW, OFFER

BOXES = (
    ({"first": "3 FTE", "second": 1}, "D9", "SV904"),
    ({"first": "12,5", "second": 1}, "D9", "SV904"),
    ({"first": True, "second": 1}, "D9", "SV904"),
    ({"first": -2, "second": 1}, "D9", "SV302"),
    ({"first": 2.125, "second": 1}, "D9", "SV907"),
    ({"first": "=4+1", "second": 1}, "D9", "SV906"),
    ({"first": 2}, "E9", "SV909"),
    ({"second": 2}, "D9", "SV909"),
    ({"first": 200, "second": 3}, "D9", "SV908"),
    ({"words": "We will employ local people."}, "D9", "SV910"),
    ({"first": 1, "second": 1, "community": "Perhaps"}, "M9", "SV915"),
    ({"first": 1, "second": 1, "activities": "=A1"}, "I9", "SV906"),
    ({"first": 1, "second": 1, "places": "Atlantis"}, "J9", "SV918"),
    ({"first": 1, "second": 1, "words": True}, "K9", "SV929"),
    ({"first": 1, "second": 1, "activities": "#REF!"}, "I9", "SV929"),
    ({"first": 1, "second": 1, "activities": date(2026, 1, 2)}, "I9", "SV929"),
)


@pytest.mark.parametrize(("written", "cell", "code"), BOXES)
def test_a_box_that_cannot_be_read_is_named(
    written: dict[str, Any], cell: str, code: str, calculator: Any, fill: Fill
) -> None:
    """A wrong figure that is read as some figure is an offer that nobody made."""
    if cell == "M9":
        cell = f"{chr(ord('A') + column('community'))}9"
    read = sv.calculators.read(fill({"ECC1": written}), calculator)
    assert [(each.file, each.cell, each.code) for each in read.problems] == [
        ("acme.xlsx", f"Your offer!{cell}", code)
    ]
    assert read.bid is None


def test_every_problem_is_said_at_once(calculator: Any, fill: Fill) -> None:
    """A bidder who is asked three times has been treated otherwise than one asked once."""
    boxes = {
        "ECC1": {"first": "1/2", "second": "x"}, "NT44": {"first": "maybe"},
        "ECC10": {"first": 1.5, "second": 4},
    }  # fmt: skip
    read = sv.calculators.read(fill(boxes, bidder=None), calculator)
    assert [each.code for each in read.problems] == ["SV914", "SV904", "SV904", "SV316", "SV915"]
    assert all(each.cell for each in read.problems)
    assert str(read.problems[1]).startswith("acme.xlsx:Your offer!D9: SV904 '1/2'")


@pytest.mark.parametrize(
    ("confirmed", "by", "found", "box"),
    [
        (None, None, "it is not confirmed", "confirmed"),
        ("No", "Jo, bids", "it is not confirmed", "confirmed"),
        ("yes ", None, "no name and role are given", "confirmed_by"),
        ("Yes", "  ", "no name and role are given", "confirmed_by"),
    ],
)
def test_a_declaration_that_is_not_complete_is_asked_about_and_nothing_is_refused(
    confirmed: str | None, by: str | None, found: str, box: str, fill: Fill, calculator: Any
) -> None:
    """Whether an offer that nobody confirmed still counts is the authority's decision, not ours."""
    offer = {"ECC1": {"first": 9, "second": 3, "community": "No"}}
    whole = sv.calculators.read(fill(offer), calculator)
    assert whole.notes == ()
    path = fill(offer, then=lambda book: declare(book, confirmed, by), name="brook.xlsx")
    read = sv.calculators.read(path, calculator)
    assert read.bid == whole.bid
    (note,) = read.notes
    book = opened(path)
    assert note.code == "SV933"
    assert note.message == f"the declaration is not complete: {found}"
    spot = book.defined_names[f"sv_{box}"].attr_text.replace("$", "").replace("'", "")
    assert note.cell == spot.partition(":")[0]
    (asked,) = sv.calculators.read_all(path.parent, calculator).clarifications[:1]
    assert any(found in each for each in asked.to_explain)


def test_words_that_are_asked_for_are_missed(
    example: Any, essex: sv.Framework, tmp_path: Path
) -> None:
    """Where the ITT asks for figure and words, a figure alone is no answer; a blank row is none."""
    calculator = sv.calculators.make(example[0], essex, measures=["NT31"], statements=["NT31"])
    path = tmp_path / "a.xlsx"
    calculator.write(path)
    book = opened(path)
    book[OFFER]["C2"] = "Acme"
    book.save(path)
    assert sv.calculators.read(path, calculator).bid == sv.Bid("Acme")
    book[OFFER].cell(FIRST_ROW, column("first") + 1).value = 5
    book.save(path)
    assert [each.code for each in sv.calculators.read(path, calculator).problems] == ["SV911"]


def test_what_may_be_wrong_is_noted_and_read(calculator: Any, fill: Fill) -> None:
    """A hidden row, a day that looks like a number, a price as people write it: read, and said."""

    def hidden(book: Any) -> None:
        book[OFFER].row_dimensions[FIRST_ROW].hidden = True

    boxes = {
        "ECC1": {"first": 1, "second": 1}, "ECC11": {"first": "£1,234.50", "community": "No"},
        "NT31": {"first": 46024, "community": "No"},
    }  # fmt: skip
    read = sv.calculators.read(fill(boxes, then=hidden), calculator)
    assert read.problems == ()
    assert sorted(each.code for each in read.notes) == ["SV923", "SV925", "SV926", "SV928"]
    assert read.bid is not None
    assert len(read.bid.commitments) == 3


LOCKED = (
    ("values", 99999, "28460"),
    ("titles", "Anybody employed", "Direct local employees, hired or kept, on the contract"),
    ("pounds", 1, "a formula"),
    ("high", 5, None),
)


@pytest.mark.parametrize(("name", "value", "was"), LOCKED)
def test_what_was_changed_outside_the_boxes_is_listed(
    name: str, value: Any, was: str | None, calculator: Any, fill: Fill
) -> None:
    """A unit value of one's own is seen, and changes no pound."""

    def change(book: Any) -> None:
        book[OFFER].cell(FIRST_ROW, column(name) + 1).value = value

    boxes = {"ECC1": {"first": 1, "second": 1}}
    plain = sv.calculators.read(fill(boxes), calculator)
    read = sv.calculators.read(fill(boxes, then=change), calculator)
    (found,) = read.changed_cells
    assert plain.changed_cells == ()
    assert (found.measure, found.found) == ("ECC1", str(value))
    assert was is None or found.issued.startswith(was)
    assert read.bid == plain.bid
    assert [each.ours for each in read.differences] == [each.ours for each in plain.differences]


def test_a_figure_where_there_is_no_box_is_listed(calculator: Any, fill: Fill) -> None:
    """Years beside a sum of money are not read, and whoever wrote them thought they were."""
    read = sv.calculators.read(fill({"ECC11": {"first": 500, "second": 3}}), calculator)
    assert [(each.measure, each.found) for each in read.changed_cells] == [("ECC11", "3")]
    assert read.bid is not None
    assert read.bid.commitments[0].quantity.amount == 500


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_return_is_never_an_error(
    data: st.DataObject, calculator: Any, issued: Path, tmp_path: Path
) -> None:
    """One bidder's damaged file must not keep the others' from being read, nor lose its name."""
    with zipfile.ZipFile(issued) as file:
        parts = {each: file.read(each) for each in file.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name]) - 1))
    put = data.draw(
        st.sampled_from([b"", b"<", b'"', b"9", b"e", b"&", b"\xff", b"-", b"\0", b"A"])
    )
    parts[name] = parts[name][:at] + put + parts[name][at + data.draw(st.integers(0, 3)) :]
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as file:
        for each, held in parts.items():
            file.writestr(each, held)
    read = sv.calculators.read(tmp_path / "a.xlsx", calculator)
    assert read.problems
    assert {each.file for each in read.problems} == {"a.xlsx"}
    assert read.bid is None


def test_a_row_or_a_column_that_is_gone_is_said(calculator: Any, fill: Fill) -> None:
    """An offer is never read from a table that nobody can be sure of."""

    def other_code(book: Any) -> None:
        book[OFFER].cell(FIRST_ROW, 1).value = "ECC999"

    def no_names(book: Any) -> None:
        del book.defined_names["sv_first"]

    def twice(book: Any) -> None:
        book[OFFER].cell(FIRST_ROW + 1, 1).value = "ECC1"

    for then, words in ((other_code, "ECC999"), (no_names, "How many"), (twice, "twice")):
        read = sv.calculators.read(fill({}, then=then), calculator)
        assert {each.code for each in read.problems} == {"SV913"}
        assert any(words in each.message for each in read.problems)


def test_another_calculator_is_not_read(
    example: Any, essex: sv.Framework, calculator: Any, fill: Fill, tmp_path: Path
) -> None:
    """Quantities of an earlier version must not count under what replaced it."""
    other = sv.calculators.make(example[0], essex, measures=["ECC1"])
    read = sv.calculators.read(fill({}), other)
    assert [each.code for each in read.problems] == ["SV912"]
    assert calculator.short_fingerprint in read.problems[0].message
    assert other.short_fingerprint in read.problems[0].message


def test_a_folder_is_read_whatever_stands_in_it(
    calculator: Any, fill: Fill, tmp_path: Path
) -> None:
    """Every file is told of, equal files once, two returns of one bidder by both their names."""
    one = {"ECC1": {"first": 1, "second": 1, "community": "No"}}
    two = {"ECC1": {"first": 2, "second": 1, "community": "No"}}
    first = fill(one, bidder="Acme", name="a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(first.read_bytes())
    fill(one, bidder="Brook", name="c.xlsx")
    fill(two, bidder="brook ", name="d.xlsx")
    (tmp_path / "e.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "~$a.xlsx").write_bytes(b"locked")
    found = sv.calculators.read_all(tmp_path, calculator)
    assert [each.bidder for each in found.bids] == ["Acme"]
    assert [(each.file, each.code) for each in found.problems] == [
        ("c.xlsx", "SV917"), ("d.xlsx", "SV917"), ("e.pdf", "SV901"),
    ]  # fmt: skip
    assert [(each.file, each.code) for each in found.notes] == [("b.xlsx", "SV927")]


def test_what_is_not_there_is_a_problem_or_an_error(calculator: Any, tmp_path: Path) -> None:
    """One missing file is one bidder's; a missing folder is the officer's own slip."""
    read = sv.calculators.read(tmp_path / "none.xlsx", calculator)
    assert [each.code for each in read.problems] == ["SV112"]
    with pytest.raises(sv.InputError, match="SV112"):
        sv.calculators.read_all(tmp_path / "none", calculator)


def test_macros_are_noted_and_not_run(calculator: Any, fill: Fill) -> None:
    """Nothing that a file brings is run, and an officer is told that it was there."""
    path = fill({})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/vbaProject.bin", b"\0")
    assert [each.code for each in sv.calculators.read(path, calculator).notes] == ["SV924"]


@pytest.mark.parametrize("code", ["ECC1", "ECC10", "ECC12"])
def test_a_figure_beyond_any_is_a_problem_of_one_box(
    code: str, calculator: Any, fill: Fill
) -> None:
    """One bidder's key that stuck must not keep an officer from reading all the other returns."""
    boxes = {code: {"first": 999_999_999_999_999, "second": 1 if code != "ECC12" else None}}
    read = sv.calculators.read(fill(boxes), calculator)
    assert [(each.code, each.cell[:12]) for each in read.problems] == [("SV303", "Your offer!D")]
    assert "999999999999999 is too large to be meant" in read.problems[0].message
