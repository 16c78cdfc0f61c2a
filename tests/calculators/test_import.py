"""A user's own official workbook: shown first, read by cell, and nothing of it guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import socialvalue as sv
from socialvalue.calculators.importing.headings import FIELDS
from socialvalue.sheets.headings import UNIT_WORDS, unit_of
from socialvalue.units import UNITS

HEAD = ["Theme", "Outcome", "Ref", "Measure", "Unit", "Proxy Value 2022", "Definition", "Colour"]
ROWS: list[list[Any]] = [
    [
        "Jobs",
        "Local people",
        "XY1",
        "People hired",
        "no. people FTE",
        "Localised",
        "Who lives here",
        1,
    ],
    [None, None, "XY2", "Training", "No. weeks", 251.79, None, 2],
    ["Growth", "Firms", "XY3", "Spend", "£", "£1 per £1", None, None],
    ["Growth", "Firms", "XY 4 RE1", "Advice", "no. staff expert hours", "£1,234.5", None, None],
    ["Growth", "Firms", "XY–5*", "Policy", "Y/N", "Record only", None, None],
]
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A workbook as a publisher lays one out: a title, a line of rights, a table."""

    def made(
        rows: list[list[Any]] = ROWS,
        *,
        head: list[str] = HEAD,
        name: str = "measures.xlsx",
        then: Callable[[Any, Any], object] = lambda book, sheet: None,
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Core"
        sheet["A1"] = "Measures of Norchester, edition 2022"
        sheet["A2"] = "© Norchester County Council. All rights reserved."
        for row, cells in enumerate([head, *rows], start=4):
            for column, value in enumerate(cells, start=1):
                sheet.cell(row, column).value = value
        then(book, sheet)
        book.save(tmp_path / name)
        return tmp_path / name

    return made


def merge(_book: Any, sheet: Any) -> None:
    """Theme and outcome of two rows in one cell each."""
    sheet.merge_cells("A5:A6")
    sheet.merge_cells("B5:B6")


def told(found: Any) -> list[tuple[str, str]]:
    """Each problem by its cell and code."""
    return [(each.cell, each.code) for each in found.problems]


def test_what_is_read_is_shown_and_nothing_is_written(make: Make, tmp_path: Path) -> None:
    """Whoever sees the mapping first sees a column that was taken for another."""
    found = sv.calculators.import_workbook(make(then=merge))
    fields = [(each.cell, each.field) for each in found.mapping]
    assert fields == [
        ("A4", "theme"), ("B4", "outcome"), ("C4", "code"), ("D4", "title"), ("E4", "unit"),
        ("F4", "value"), ("G4", "definition"), ("H4", ""),
    ]  # fmt: skip
    assert found.problems == ()
    assert (found.edition, found.rights) == (
        "2022", ("© Norchester County Council. All rights reserved.",),
    )  # fmt: skip
    assert "Colour" in str(found)
    assert "not read" in str(found)
    assert [each.name for each in tmp_path.iterdir()] == ["measures.xlsx"]


def test_each_row_is_a_measure_with_a_stated_worth(make: Make) -> None:
    """Valued, by place, or reported: three things, and none of them is 0."""
    found = sv.calculators.import_workbook(make(then=merge))
    read = [(each.code, each.unit, each.kind, each.value, each.theme) for each in found.measures]
    assert read == [
        ("XY1", "fte_year", "local", None, "Jobs"),
        ("XY2", "person_week", "monetised", Decimal("251.79"), "Jobs"),
        ("XY3", "gbp", "monetised", Decimal(1), "Growth"),
        ("XY4", "expert_hour", "monetised", Decimal("1234.5"), "Growth"),
        ("XY-5", "yes_no", "recorded", None, "Growth"),
    ]
    assert found.measures[3].also == ("RE1",)
    assert [(each.cell, each.code) for each in found.notes] == [
        ("Core!C8", "SV926"), ("Core!C9", "SV926"), ("Core!F9", "SV926"),
    ]  # fmt: skip


def test_a_set_of_ones_own_is_written_and_loaded(make: Make, tmp_path: Path) -> None:
    """Each figure keeps its cell and its publisher's rights, where the set is used."""
    found = sv.calculators.import_workbook(make(then=merge))
    files = found.write(tmp_path / "our-measures", publisher="Norchester County Council")
    assert [each.name for each in files] == ["framework.yaml", "measures.yaml"]
    assert sv.check(tmp_path / "our-measures").problems == ()
    ours = sv.load(tmp_path / "our-measures")
    assert (ours.rights, ours["XY2"].outcome) == (found.rights[0], ours["XY1"].outcome)
    assert ours.unit_value("XY2", on="2022-07-01") == Decimal("251.79")
    assert ours.unit_value("XY1", on="2022-07-01") is None
    figure = ours["XY2"].proxy.values[0]
    assert figure.at == "Core!F6"
    tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
    bid = sv.Bid("Acme", commitments=[ours.commit("XY4", sv.expert_hours(2, people=2))])
    assert sv.value(tender, bid, ours).total == Decimal("4938.00")
    with pytest.raises(sv.SocialValueError, match="SV949"):
        found.write(tmp_path / "our-measures")


def test_what_cannot_mean_one_thing_is_a_problem_by_cell(make: Make, tmp_path: Path) -> None:
    """A wrong value here is wrong in every bid that is valued with it."""
    values: list[Any] = ["12,5", 0, None, "ask us", date(2022, 6, 1), "#REF!", "-3"]
    values += ["£0.12 per mile", "=SUM(A1:A2)", "1.234,50"]
    rows = [["T", "O", f"XY{n}", "A thing", "miles", value] for n, value in enumerate(values, 1)]
    rows += [
        ["T", "O", "see below", "A thing", "miles", 1],
        ["T", "O", None, "A thing", "miles", 1],
        ["T", "O", "XY20", None, "miles", 1],
        ["T", "O", "XY21", "A thing", "fortnights", 1],
        ["T", "O", "XY22", "A thing", None, 1],
        ["T", "O", "XY23", "A thing", "miles", 1],
        ["T", "O", "XY23", "A thing", "miles", 2],
    ]
    found = sv.calculators.import_workbook(make(rows))
    assert told(found) == [
        *((f"Core!F{row}", "SV423") for row in range(5, 15)),
        ("Core!C15", "SV424"), ("Core!C16", "SV424"), ("Core!D17", "SV424"),
        ("Core!E18", "SV425"), ("Core!E19", "SV425"), ("Core!F21", "SV222"),
    ]  # fmt: skip
    with pytest.raises(sv.SocialValueError):
        found.write(tmp_path / "ours")
    assert not (tmp_path / "ours").exists()


def test_a_plain_blank_is_not_filled_from_above(make: Make) -> None:
    """A theme that nobody wrote beside a measure is not its theme; one in a merged cell is."""
    (_, blank, *_) = sv.calculators.import_workbook(make()).measures
    (_, merged, *_) = sv.calculators.import_workbook(make(then=merge)).measures
    assert (blank.theme, merged.theme) == ("", "Jobs")


def test_headings_in_two_rows_and_sections_are_found(make: Make) -> None:
    """Publishers write 'Proxy' above 'value', and 'Jobs' in a row of its own."""
    rows: list[list[Any]] = [
        ["Ref", "Title", "of Measurement", "Value"],
        ["Jobs"],
        ["XY1", "People hired", "FTE", 3],
        ["Growth"],
        ["XY2", "Spend", "£", 1],
    ]
    found = sv.calculators.import_workbook(make(rows, head=["Measure", "Measure", "Unit", "Proxy"]))
    assert [each.field for each in found.mapping] == ["code", "title", "unit", "value"]
    assert [(each.code, each.theme) for each in found.measures] == [
        ("XY1", "Jobs"),
        ("XY2", "Growth"),
    ]


def test_a_line_right_above_the_headings_is_none_of_them(make: Make) -> None:
    """The publisher's rights stand above 'Theme' in some workbooks, and belong to no column."""

    def lines(_book: Any, sheet: Any) -> None:
        sheet["A3"], sheet["C3"] = "© Norchester", "see the handbook"
        merge(_book, sheet)

    found = sv.calculators.import_workbook(make(then=lines))
    assert [each.heading for each in found.mapping] == HEAD
    assert len(found.measures) == len(ROWS)


def test_sets_on_several_sheets_are_chosen_from(make: Make) -> None:
    """A light set beside the core has the same codes and other values: which is meant is asked."""

    def light(book: Any, _sheet: Any) -> None:
        other = book.create_sheet("Light")
        other.sheet_state = "hidden"
        for row, cells in enumerate([HEAD, ["Jobs", "Local", "XY1", "Hired", "FTE", 5]], start=1):
            for column, value in enumerate(cells, start=1):
                other.cell(row, column).value = value

    path = make(then=light)
    assert told(sv.calculators.import_workbook(path)) == [("Light!F2", "SV222")]
    found = sv.calculators.import_workbook(path, sheet="light")
    assert [(each.code, each.value) for each in found.measures] == [("XY1", 5)]
    with pytest.raises(sv.SocialValueError, match="SV422"):
        sv.calculators.import_workbook(path, sheet="Lite")


def test_the_user_says_what_is_not_known(make: Make) -> None:
    """A heading or a unit of one publisher's own is read as its reader says, and no further."""
    rows: list[list[Any]] = [["XY1", "People hired", "fortnights", 3]]
    path = make(rows, head=["Kennung", "Bezeichnung", "Einheit", "Wert"])
    with pytest.raises(sv.SocialValueError, match="SV422"):
        sv.calculators.import_workbook(path)
    columns = {"Kennung": "code", "bezeichnung": "title", "Einheit": "unit", "Wert": "value"}
    found = sv.calculators.import_workbook(path, columns=columns, units={"Fortnights": "week"})
    assert [(each.code, each.unit, each.value) for each in found.measures] == [("XY1", "week", 3)]
    for wrong in ({"columns": {"Wert": "price"}}, {"units": {"fortnights": "forthnight"}}):
        with pytest.raises(sv.SocialValueError, match="SV312"):
            sv.calculators.import_workbook(path, **wrong)


def test_what_is_no_workbook_is_called_what_it_is(tmp_path: Path) -> None:
    """A PDF of the handbook is what people have, and what they try."""
    (tmp_path / "toms.xlsx").write_bytes(b"%PDF-1.7")
    with pytest.raises(sv.SocialValueError, match=r"toms\.xlsx: SV901 this is a PDF"):
        sv.calculators.import_workbook(tmp_path / "toms.xlsx")
    with pytest.raises(sv.SocialValueError, match="SV112"):
        sv.calculators.import_workbook(tmp_path / "nowhere.xlsx")


def test_a_workbook_without_a_year_says_so(make: Make, tmp_path: Path) -> None:
    """A first day that nobody stated is marked where it stands, so that somebody states it."""

    def without(_book: Any, sheet: Any) -> None:
        sheet["A1"], sheet["F4"] = "Measures", "Proxy Value"

    found = sv.calculators.import_workbook(make(then=without))
    files = found.files("ours")
    assert "write the first day on which these figures hold" in files["framework.yaml"]
    stated = found.files("ours", start="2022-06-01")["framework.yaml"]
    assert "first day on which" not in stated
    assert '"2022-06-01"' in stated


def test_hostile_texts_stay_texts(make: Make, tmp_path: Path) -> None:
    """What a workbook says becomes nothing but text in the files of the set."""
    evil = '"\n  kind: recorded #\u202e: {[&*!|>'
    rows = [[evil, evil, "XY1", evil, "miles", 2, evil]]
    found = sv.calculators.import_workbook(make(rows))
    found.write(tmp_path / "ours")
    ours = sv.load(tmp_path / "ours")
    assert ours.unit_value("XY1", on="2022-07-01") == 2
    assert ours["XY1"].title == " ".join(evil.split())


def test_no_word_means_two_things() -> None:
    """A heading that stands for two fields would be read by the order of a table in our source."""
    for known in (FIELDS, UNIT_WORDS):
        words = [each for group in known.values() for each in group]
        assert len(words) == len(set(words)) > 30
    assert set(UNIT_WORDS) == set(UNITS)
    for unit, words in UNIT_WORDS.items():
        assert {unit_of(each) for each in words} == {unit}


MADE = (
    (3, "#REF!", ("SV929", "Core!D5")),
    (3, date(2022, 9, 1), ("SV929", "Core!D5")),
    (2, date(2022, 9, 1), ("SV929", "Core!C5")),
    (3, '="Training"', ("SV906", "Core!D5")),
    (6, '="Who"', ("SV906", "Core!G5")),
)


@pytest.mark.parametrize(("column", "value", "expected"), MADE)
def test_what_a_spreadsheet_made_of_words_is_no_measure(
    make: Make, column: int, value: Any, expected: tuple[str, str]
) -> None:
    """A measure called #REF!, or one that is lost as a heading, would be in every tender after."""
    row = [*ROWS[1]]
    row[column] = value
    found = sv.calculators.import_workbook(make([row]))
    assert [(each.code, each.cell) for each in found.problems] == [expected]
    assert "bidder" not in found.problems[0].hint


def test_hidden_rows_of_measures_are_read_and_said(make: Make) -> None:
    """Who reads the workbook on the screen has not seen them."""

    def hide(_: Any, sheet: Any) -> None:
        sheet.row_dimensions[6].hidden = True

    plain, filtered = (sv.calculators.import_workbook(make(then=each)) for each in
                       (lambda book, sheet: None, hide))  # fmt: skip
    notes = [(each.code, each.cell) for each in filtered.notes if each not in plain.notes]
    assert (notes, len(filtered.measures)) == ([("SV1018", "Core!C6")], len(plain.measures))
