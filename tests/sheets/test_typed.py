"""A number as people type it: read where it means one thing, asked about where it could be two."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.errors import Problem
from socialvalue.numbers import plain
from socialvalue.sheets.typed import number_in, typed_number
from socialvalue.sheets.workbooks import Cell

VECTORS = json.loads(Path(__file__).with_name("typed_numbers.json").read_text(encoding="utf-8"))
"""What people type, with the number or the code: the page of calculators is held to the same."""


@pytest.mark.parametrize(("text", "number"), VECTORS["read"].items())
def test_one_meaning_is_read(text: str, number: str) -> None:
    """A pound sign and commas by threes are what people write of money, and mean one thing."""
    assert plain(typed_number(text)) == number


@pytest.mark.parametrize(("text", "code"), VECTORS["asked"].items())
def test_two_meanings_are_asked_about(text: str, code: str) -> None:
    """12,5 is twelve and a half to one and 125 to a spreadsheet: neither may be chosen here."""
    with pytest.raises(sv.InputError) as caught:
        typed_number(text)
    assert [each.code for each in caught.value.problems] == [code]


STRANGE = (
    (Cell("number", "46024", shown_as="date"), "SV905", "a date"),
    (Cell("number", "0.1", shown_as="percent"), "SV905", "a percentage"),
    (Cell("number", "-3"), "SV302", "-3"),
    (Cell("truth", "1"), "SV904", "TRUE"),
    (Cell("error", "#REF!"), "SV904", "#REF!"),
    (Cell("empty", "", formula=True), "SV906", "never worked out"),
    (Cell("number", "0", formula=True), "SV906", "came to 0"),
    (Cell("number", "9E99"), "SV303", "SV303"),
)


@pytest.mark.parametrize(("cell", "code", "words"), STRANGE)
def test_what_is_no_number_has_its_own_words(cell: Cell, code: str, words: str) -> None:
    """A date or a formula never worked out that became a figure would be an offer nobody made."""
    with pytest.raises(sv.InputError, match=words) as caught:
        number_in(cell, lambda _: None)
    assert [each.code for each in caught.value.problems] == [code]


NOTED = (
    (Cell("number", "40", formula=True), "40", ["SV920"]),
    (Cell("number", "0.30000000000000004"), "0.3", ["SV921"]),
    (Cell("text", "£1,234.50"), "1234.5", ["SV926"]),
    (Cell("number", "1E3"), "1000", []),
    (Cell("text", "12.5"), "12.5", []),
)


@pytest.mark.parametrize(("cell", "number", "codes"), NOTED)
def test_what_was_read_otherwise_is_said(cell: Cell, number: str, codes: list[str]) -> None:
    """Nothing is corrected in silence, and what stands there plainly is not remarked on."""
    notes: list[Problem] = []
    assert number_in(cell, notes.append) == Decimal(number)
    assert [each.code for each in notes] == codes


def test_an_empty_box_is_no_number() -> None:
    """Blank is no 0."""
    cells = (Cell(), Cell("text", "  "), Cell("number", "0"))
    assert [str(number_in(each, lambda _: None)) for each in cells] == ["None", "None", "0"]
