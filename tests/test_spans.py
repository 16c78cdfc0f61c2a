"""Places: a line of a file or a cell of a workbook, told alike wherever a problem stands."""

from __future__ import annotations

import json
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.definitions.findings import Findings
from socialvalue.errors import DefinitionError, Problem, RecordError
from socialvalue.model.canonical import meaning
from socialvalue.model.codec import decode, encode
from socialvalue.spans import NOWHERE, Span

CELL = Span("offers.xlsx", cell="Offers!C14")
LINE = Span("tender.yaml", 14, 11)
POINTER = Span(pointer="/bids/0/price")


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (LINE, "tender.yaml:14:11"),
        (CELL, "offers.xlsx:Offers!C14"),
        (Span("offers.xlsx", cell="Offers 2!AB7"), "offers.xlsx:Offers 2!AB7"),
        (Span(cell="Offers!C14"), "Offers!C14"),
        (POINTER, "/bids/0/price"),
        (Span("form.json", pointer="/bids/0"), "form.json#/bids/0"),
        (Span("offers.xlsx"), "offers.xlsx"),
        (NOWHERE, ""),
    ],
)
def test_a_problem_is_told_at_its_cell_as_at_its_line(span: Span, text: str) -> None:
    """A bidder with 400 rows finds the cell that is wrong, and reads of no line 0."""
    (found,) = span.locate([Problem("SV301", "it is no number", "write 5")])
    assert str(span) == found.place == text
    head = f"{text}: " if text else ""
    assert str(found) == f"{head}SV301 it is no number\n    Hint: write 5"
    assert span.is_placed == found.is_placed == (text not in ("", "offers.xlsx"))


def test_a_problem_that_knows_its_cell_keeps_it() -> None:
    """What is wrong in one cell is not told of the cell around which it was caught."""
    (own,) = CELL.locate([Problem("SV301", "m")])
    assert LINE.locate([own]) == (own,)
    (unset,) = LINE.locate([Problem("SV301", "m", where="line 3")])
    assert (unset.place, unset.cell) == ("tender.yaml:14:11, line 3", "")


def test_a_cell_is_printed_and_never_obeyed() -> None:
    """The name of a sheet is a stranger's text: it does not clear the screen of who reads it."""
    (found,) = Span("a.xlsx", cell="Off\x1b[2Jers!C14").locate([Problem("SV301", "m")])
    assert "\x1b" not in str(found)
    assert "Off\\x1b[2Jers!C14" in str(found)


def test_findings_stand_sheet_by_sheet_and_row_by_row() -> None:
    """Whoever mends a workbook goes down it once: C9 comes before C14, and Z1 before AA1."""
    cells = ["Bids!A2", "Bids!C9", "Bids!B14", "Bids!C14", "Bids!Z14", "Bids!AA14", "Marks!A1"]
    places = [Span("a.xlsx", cell=each) for each in cells]
    places += [Span("b.yaml", 2, 9), Span("b.yaml", 10, 1)]
    mixed = [*places[::2], *places[1::2]][::-1]
    findings = Findings()
    for place in mixed:
        findings.add(place, Problem("SV301", "m"))
    with pytest.raises(DefinitionError) as error:
        findings.settle()
    assert [each.place for each in error.value.problems] == [str(each) for each in places]
    assert mixed[0] != places[0]


@given(st.text(max_size=20))
def test_whatever_a_sheet_is_called_its_problems_have_an_order(name: str) -> None:
    """A sheet of any name stops nobody from being told what is wrong in it."""
    first, second = (Problem("SV301", "m", cell=f"{name}!C{row}") for row in (9, 14))
    assert first.order < second.order


@pytest.mark.parametrize("span", [CELL, LINE, POINTER, NOWHERE])
def test_a_place_travels_between_processes(span: Span) -> None:
    """A problem found in a worker process is told at its cell, too."""
    (found,) = span.locate([Problem("SV301", "m")])
    assert pickle.loads(pickle.dumps((span, found))) == (span, found)


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (CELL, ["offers.xlsx", 0, 0, "Offers!C14"]),
        (LINE, ["tender.yaml", 14, 11]),
        (Span("/home/someone/offers.xlsx", cell="A!B2"), ["offers.xlsx", 0, 0, "A!B2"]),
        (POINTER, ["", 0, 0, "", "/bids/0/price"]),
        (Span(pointer=""), ["", 0, 0, "", ""]),
    ],
)
def test_a_record_keeps_the_cell_and_says_nothing_where_there_is_none(
    span: Span, written: list[str | int]
) -> None:
    """Records of tender files stay as they were, letter for letter; a workbook's name the cell."""
    kept = json.loads(json.dumps(encode(sv.Bid("Acme", span=span))))
    assert kept["data"]["span"] == {"$at": written}
    assert decode(kept).span == span.portable
    (found,) = span.locate([Problem("SV604", "m")])
    assert ("cell" in meaning(found)) == bool(span.cell)


@pytest.mark.parametrize(
    "held",
    [["a", 1], ["a", 1, 2, 3], ["a", 0, 0, "b", 5], ["a", 0, 0, "", "", ""], ["a", 0, "b"]],
)
def test_a_place_of_another_form_is_refused(held: list[str | int]) -> None:
    """A record that was altered by hand is not taken for half of what it says."""
    written = encode(sv.Bid("Acme", span=CELL))
    written["data"]["span"] = {"$at": held}
    with pytest.raises(RecordError, match="SV804"):
        decode(written)


def test_a_place_says_every_field_of_it_to_a_problem() -> None:
    """A new way to say where a thing stands reaches the reader without a second list of names."""
    names = {each.name for each in attrs.fields(Span)}
    assert names == {"file", "line", "column", "cell", "pointer"}
    assert names < {each.name for each in attrs.fields(Problem)}
