"""What the page saves, and opens again: one return format, read by one reader."""

from __future__ import annotations

import base64
import json
import random
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.calculators.conftest import Fill, opened
from tests.calculators.page.browser import Page
from tests.calculators.page.conftest import fill_in, rows_of
from tests.calculators.page.drawn import scrawl

import socialvalue as sv
from socialvalue.calculators.check import CHECK
from socialvalue.calculators.declaring import DECLARATION
from socialvalue.calculators.workbook import MORE, OFFER, SHEETS
from socialvalue.calculators.working import WORKING
from socialvalue.sheets.workbooks import read_workbook

pytestmark = pytest.mark.slow
Example = tuple[sv.Tender, tuple[sv.Bid, ...]]

STRANGE = [
    '=HYPERLINK("http://x")', "@SUM(A1)", "'quoted'", "<b>&amp;</b> ]]>", "line one\nline two\n",
    "  spaces before and after  ", "_x0041_ and _x0041_x0042_", "tab\there", "bell\x07 here",
    "caf\u00e9 £ \u2014 \U0001f600", "right \u202e left", "x" * 32_767,
]  # fmt: skip


def test_words_come_back_to_the_letter(calculator: Any, page: Page, tmp_path: Path) -> None:
    """A panel must read what its bidder wrote, whatever it begins with or holds."""
    codes = [each.code for each in calculator.lines if each.boxes][: len(STRANGE)]
    rows = [
        {"codes": code, "first": "1", "second": "1", "words": words, "community": "No"}
        for code, words in zip(codes, STRANGE, strict=True)
    ]
    fill_in(page, "=Acme & S\u00f6hne <Ltd>", rows)
    returned = sv.calculators.read(page.saved(tmp_path, "#draft"), calculator)
    assert returned.problems == ()
    assert returned.bid is not None
    assert returned.bidder == "=Acme & S\u00f6hne <Ltd>"
    found = {calculator.framework[each.measure].code: each for each in returned.bid.commitments}
    for code, words in zip(codes, STRANGE, strict=True):
        assert found[calculator.framework.canonical(code)].note == words.strip()
    kept = page.run(
        "workbookOf(state.bidder, inOrder()).arrayBuffer().then(openedOffer)"
        ".then((found) => found.rows.map((row) => row.words).filter(Boolean))"
    )
    assert kept == STRANGE


BAD = [
    {"codes": "ECC1", "first": "12,5", "second": "3"},
    {"codes": "ECC1c", "first": "2"},
    {"codes": "ECC3", "second": "1"},
    {"codes": "ECC4", "first": "2.125", "second": "1"},
    {"codes": "ECC10", "first": "1.5", "second": "10"},
    {"codes": "ECC11", "first": "1/2"},
    {"codes": "ECC12", "words": "we shall"},
    {"codes": "NT20", "activities": "site"},
    {"codes": "ECC1", "first": "999", "second": "3"},
    {"codes": "NT31", "first": "5", "places": "Atlantis"},
    {"codes": "NT29", "first": "2", "second": "2", "places": "Southend  on  Sea", "words": "  "},
    {"codes": "NT21", "first": "2", "second": "2", "places": "Northumberland"},
    {"codes": "NT44", "first": ""},
]


def test_a_draft_with_slips_has_the_same_problems_when_it_is_read(
    calculator: Any, page: Page, tmp_path: Path
) -> None:
    """What the page calls a slip and the reader does not, or the reverse, catches out a bidder."""
    rows = [each for each in BAD if each["codes"] in calculator.measures]
    assert len(rows) >= 8
    fill_in(page, "", rows)
    returned = sv.calculators.read(page.saved(tmp_path, "#draft"), calculator)
    shown = page.run(
        "state.rows.flatMap((row) => row.read.problems.map((each) => [each.code, each.text]))"
    )
    assert returned.bid is None
    assert {"SV904", "SV907", "SV908", "SV909", "SV910", "SV918"} <= {each[0] for each in shown}
    read = {(each.code, each.message) for each in returned.problems if each.code != "SV914"}
    assert read == {(code, text) for code, text in shown}
    assert [each.code for each in returned.problems].count("SV914") == 1


SAVE = """(async (rows) => {
  const line = (code) => LINES.find((each) => each.code === code);
  const made = rows.map((row) => ({ ...emptyRow(line(row.codes)), ...row }));
  const bytes = new Uint8Array(await workbookOf("Acme", made).arrayBuffer());
  const found = made.map(readRow);
  return [
    btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")),
    found.flatMap((each) => each.problems.map((one) => [one.code, one.text])),
    String(reckon(found.map((each) => each.offer).filter(Boolean)).total),
  ];
})"""


@pytest.mark.parametrize("seed", range(12))
def test_whatever_stands_in_the_boxes_page_and_reader_agree(
    seed: int, example: Example, calculator: Any, essex: sv.Framework, page: Page, tmp_path: Path
) -> None:
    """Two readings of one box are two offers; the bidder saw only one of them."""
    draw = random.Random(seed)  # noqa: S311 - a game of chance, not a secret
    vectors = json.loads((Path(__file__).parents[2] / "sheets" / "typed_numbers.json").read_text())
    texts = [*vectors["read"], *vectors["asked"]]
    clean = ["7", "£1,234.50", "0.5", " 12 "] if seed % 2 else texts
    rows = [scrawl(each, clean, draw) for each in calculator.lines]
    numbers = [each for each in calculator.lines if len(each.boxes) and each.unit != "yes_no"]
    rows += [scrawl(draw.choice(numbers), clean, draw) for _ in range(12)]
    data, shown, total = page.run(f"{SAVE}({json.dumps(rows)})")
    (tmp_path / "draft.xlsx").write_bytes(base64.b64decode(data))
    returned = sv.calculators.read(tmp_path / "draft.xlsx", calculator)
    assert len(shown) > 5
    read = [(each.code, each.message) for each in returned.problems]
    assert sorted(read) == sorted((code, text) for code, text in shown)
    assert returned.changed_cells == ()
    good = [each for each in rows if not page.run(f"{SAVE}([{json.dumps(each)}])")[1]]
    data, shown, total = page.run(f"{SAVE}({json.dumps(good)})")
    (tmp_path / "offer.xlsx").write_bytes(base64.b64decode(data))
    returned = sv.calculators.read(tmp_path / "offer.xlsx", calculator)
    assert (returned.problems, shown) == ((), [])
    assert returned.bid is not None
    assert len(returned.bid.commitments) > 5
    assert str(int(sv.value(example[0], returned.bid, essex).total * 100)) == total


def test_what_is_saved_can_be_opened_again(
    example: Example, calculator: Any, page: Page, tmp_path: Path, fill: Fill
) -> None:
    """A bidder who goes on tomorrow must find what was written today, the commas included."""
    bid = example[1][0]
    rows = [*rows_of(bid, calculator), {"codes": "ECC11", "first": "12,5", "words": "later"}]
    fill_in(page, bid.bidder, rows)
    script = (
        "[state.bidder, state.rows.map((row) => [row.line.code, row.first, row.second, "
        "row.activities, row.places, row.words, row.community])]"
    )
    before = page.run(script)
    file = page.saved(tmp_path, "#draft")
    fill_in(page, "", [])
    assert page.run(script) != before
    page.choose("#open", file)
    page.until("document.querySelector('#saved').textContent.startsWith('Opened')")
    assert page.run(script) == before
    assert page.run("state.valued.lines.length") == len(bid.commitments)


def test_a_workbook_filled_in_elsewhere_is_opened(calculator: Any, page: Page, fill: Fill) -> None:
    """Who began in Excel can go on here; a percentage and a date are asked about, not read."""

    def as_percent(book: Any) -> None:
        cell = book["Your offer"]["D11"]
        cell.value, cell.number_format = 0.1, "0%"

    file = fill({"ECC1": {"first": 9, "second": 2.5, "activities": "site team"}},
                more=({"codes": "ECC1", "first": 1, "second": 1},), then=as_percent)  # fmt: skip
    page.choose("#open", file)
    page.until("document.querySelector('#saved').textContent.startsWith('Opened')")
    found = page.run(
        "state.rows.filter(isFilled).map((row) => [row.line.code, row.first, row.second])"
    )
    assert found[:2] == [["ECC1", "9", "2.5"], ["ECC1", "1", "1"]]
    assert found[2][1] == "the box shows 0.1 as a percentage"
    assert page.run("problems().length") == 1
    assert page.run("state.bidder") == "Acme"


@pytest.mark.parametrize("kind", ["another calculator", "no workbook", "cut off"])
def test_what_is_not_ours_is_refused_and_nothing_is_lost(
    kind: str, calculator: Any, essex: sv.Framework, page: Page, tmp_path: Path
) -> None:
    """A wrong file chosen by mistake must not wipe what was typed."""
    file = tmp_path / "wrong.xlsx"
    if kind == "another calculator":
        sv.calculators.make(calculator.tender, essex, measures=["ECC1"]).write(file)
    else:
        data = b"PK" + bytes(500) if kind == "no workbook" else b"PK\x03\x04" + bytes(100)
        file.write_bytes(data)
    fill_in(page, "Acme", [{"codes": "ECC1", "first": "9", "second": "3"}])
    page.choose("#open", file)
    page.until("document.querySelector('#open-error').textContent")
    said = page.run("document.querySelector('#open-error').textContent")
    words = (
        "not the calculator that was issued" if kind == "another calculator" else "cannot be read"
    )
    assert words in said
    assert page.run("[state.bidder, state.rows[0].first]") == ["Acme", "9"]


def hostile(kind: str, issued: Path) -> dict[str, bytes]:
    """The parts of a workbook in which one is not as any program writes it."""
    with zipfile.ZipFile(issued) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    if kind == "a bomb":
        return {**parts, sheet: parts[sheet] + b" " * (25 * 2**20)}
    if kind == "a thousand parts":
        return {**parts, **{f"xl/other{number}.xml": b"<a/>" for number in range(1_000)}}
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha">]>' + parts["xl/workbook.xml"]
    return {**parts, "xl/workbook.xml": laughs}


@pytest.mark.parametrize("kind", ["a bomb", "a thousand parts", "entities"])
def test_a_hostile_file_is_refused(kind: str, page: Page, issued: Path, tmp_path: Path) -> None:
    """A file from a stranger must not hang the page with an offer on it that is not saved yet."""
    file = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in hostile(kind, issued).items():
            book.writestr(name, data)
    page.choose("#open", file)
    page.until("document.querySelector('#open-error').textContent")
    assert "cannot be read here" in page.run("document.querySelector('#open-error').textContent")
    page.choose("#open", issued)
    page.until("document.querySelector('#saved').textContent.startsWith('Opened')")


def test_two_readers_see_the_same_cells(
    example: Example, calculator: Any, page: Page, tmp_path: Path
) -> None:
    """A file that only our own reader understands is no workbook."""
    fill_in(page, "Acme", rows_of(example[1][2], calculator))
    file = page.saved(tmp_path, "#save")
    ours, theirs = read_workbook(file), opened(file)
    assert theirs.sheetnames == list(SHEETS)
    assert theirs["sv_data"].sheet_state == "hidden"
    assert theirs["Your offer"].protection.sheet
    count = 0
    for name, sheet in ours.sheets.items():
        for (row, column), cell in sheet.cells.items():
            found = theirs[name].cell(row, column)
            assert (found.data_type == "f") == cell.formula, (name, row, column)
            if not cell.formula:
                assert str(found.value) == cell.text or float(found.value) == float(cell.text)
                count += 1
    assert count > 500


def taken(sheet: Any) -> dict[str, tuple[Any, ...]]:
    """What each box of a sheet takes, and what is said of another entry."""
    return {
        str(spot): (
            each.type, each.operator, each.allow_blank, each.showErrorMessage, each.errorTitle,
            each.error,
            *(_bound(bound) for bound in (each.formula1, each.formula2)),
        )
        for each in sheet.data_validations.dataValidation
        for spot in str(each.sqref).split()
    }  # fmt: skip


def _bound(bound: str | None) -> str | float | None:
    return float(bound) if bound and bound[0].isdigit() else bound


def printed(sheet: Any, *, formulas: bool) -> dict[str, Any]:
    """What stands in a sheet beside its formulas, whose row is another's in a shared one."""
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {
        cell.coordinate: "formula" if cell.data_type == "f" else cell.value
        for cell in cells
        if cell.value not in {None, ""} and (formulas or cell.data_type != "f")
    }


def test_what_is_saved_is_the_workbook_that_goes_out(
    example: Example, calculator: Any, page: Page, issued: Path, tmp_path: Path
) -> None:
    """Who goes on in a spreadsheet must be held to the same entries, with guidance beside them."""
    page.run("state.bidder = ''")
    ours, theirs = opened(issued), opened(page.saved(tmp_path, "#draft"))
    # what the page says on the screen itself, it writes no sheet for
    onscreen = {CHECK, WORKING}
    assert onscreen < set(ours.sheetnames)
    assert theirs.sheetnames == [each for each in ours.sheetnames if each not in onscreen]
    for name in SHEETS:
        one, other = ours[name], theirs[name]
        if name == SHEETS[0]:
            continue
        assert printed(one, formulas=True) == printed(other, formulas=True), name
        assert taken(one) == taken(other), name
        for row, dimension in one.row_dimensions.items():
            assert (other.row_dimensions[row].height or 0) >= (dimension.height or 0), (name, row)
        assert one.sheet_state == other.sheet_state
        assert one.print_title_rows == other.print_title_rows
        widths = [
            [(each.column_dimensions[at].width, each.column_dimensions[at].hidden) for at in "ABC"]
            for each in (one, other)
        ]
        assert name == "sv_data" or widths[0] == widths[1]
    first = [list(printed(each[SHEETS[0]], formulas=True).values()) for each in (ours, theirs)]
    assert first[0][-4:] == first[1][-4:] == list(DECLARATION)
    assert first[0][0] == first[1][0] == calculator.tender.title
    assert calculator.short_fingerprint in first[1][1]
    for begin in ("You need not", "A box that", "Write what you do", "Say what each", "Offer only"):
        assert [any(begin in each for each in one) for one in first] == [True, True], begin
    assert list(taken(theirs[SHEETS[0]]).values()) == list(taken(ours[SHEETS[0]]).values())
    assert len(taken(ours[OFFER])) > 1.5 * len(calculator.lines)
    assert len(taken(ours[MORE])) >= 60
    guidance = printed(theirs["Guidance"], formulas=False)
    assert len(guidance) > 2 * len(calculator.lines)
    fill_in(page, "Cedar", rows_of(example[1][2], calculator))
    filled = opened(page.saved(tmp_path, "#save"))
    assert taken(filled[OFFER]) == taken(ours[OFFER])
    assert printed(filled["Guidance"], formulas=False) == guidance


@pytest.mark.parametrize("name", [OFFER, MORE])
def test_a_spreadsheet_program_keeps_what_a_box_takes(
    name: str, calculator: Any, page: Page, issued: Path, tmp_path: Path
) -> None:
    """A rule that a program does not understand lets a half through as the first of February."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed here")
    kept = []
    for number, file in enumerate([issued, page.saved(tmp_path, "#draft")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        kept.append(taken(opened(through("soffice", file, folder))[name]))
    assert len(kept[0]) >= 2
    assert kept[0] == kept[1]


def through(program: str, file: Path, folder: Path) -> Path:
    """A file that a spreadsheet program opened, worked out again and saved."""
    out = folder / "out"
    out.mkdir()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = {
        "soffice": [profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(file)],
        "ssconvert": ["--recalc", "-T", "Gnumeric_Excel:xlsx2", str(file), str(out / file.name)],
    }[program]
    subprocess.run([program, *words], check=True, capture_output=True, timeout=300)
    return out / file.name


@pytest.mark.parametrize("program", ["soffice", "ssconvert"])
@pytest.mark.parametrize("slips", [False, True])
def test_a_spreadsheet_program_works_out_what_the_page_stored(
    program: str, slips: bool, example: Example, calculator: Any, page: Page, tmp_path: Path
) -> None:
    """What the page wrote into the formulas' cells is what a program makes of them itself."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")
    rows = [each for each in BAD if each["codes"] in calculator.measures]
    rows = rows if slips else rows_of(example[1][2], calculator)
    fill_in(page, "Acme", rows)
    file = page.saved(tmp_path, "#draft")
    again = through(program, file, tmp_path)
    before, after = sv.calculators.read(file, calculator), sv.calculators.read(again, calculator)
    assert (before.bid is None) == slips
    assert (after.differences, after.changed_cells) == (before.differences, ())
    assert {(each.code, each.message) for each in after.problems} == {
        (each.code, each.message) for each in before.problems
    }
    if before.bid is not None and after.bid is not None:
        assert after.bid.commitments == before.bid.commitments
    shown = [_worked_out(each) for each in (file, again)]
    assert len(shown[0]) > 300
    assert shown[0] == shown[1]


def _worked_out(file: Path) -> dict[tuple[str, str, int], str]:
    """What the formulas of the table come to, by sheet, column and row."""
    book = read_workbook(file)
    found = {}
    for prefix in ("", "more_"):
        for name in ("messages", "quantities", "pounds", "pence", "counted"):
            sheet, row, column, last, _ = book.names[f"sv_{prefix}{name}"]
            for at in range(row, last + 1):
                cell = book.sheets[sheet].at(at, column)
                number = cell.kind == "number"
                found[prefix, name, at] = f"{float(cell.text):.4f}" if number else cell.text
    return {key: text for key, text in found.items() if text}


def test_an_offer_is_saved_only_once_nothing_is_missing(
    calculator: Any, page: Page, tmp_path: Path
) -> None:
    """A return without a name is nobody's bid; the page says so before the deadline does."""
    page.click("#save")
    assert page.run("document.activeElement.id") == "errors"
    assert page.run("document.title").startswith("Error:")
    assert page.run("document.querySelector('#errors h2').textContent") == "There is a problem"
    page.click("#errors a")
    assert page.run("document.activeElement.id") == "bidder"
    page.type("#bidder", "Acme")
    told = "[...document.querySelectorAll('#errors a')].map((each) => each.textContent)"
    assert page.run(told) == ["Confirm the declaration.", "Write your name and role."]
    page.click("#confirmed")
    page.type("#confirmed-by", "Jo, bids")
    assert page.run("document.querySelector('#errors').hidden")
    assert not page.run("document.title").startswith("Error:")
    file = page.saved(tmp_path, "#save")
    assert file.name.startswith("offer-")
    returned = sv.calculators.read(file, calculator)
    assert (returned.bidder, returned.problems, returned.notes) == ("Acme", (), ())
    fill_in(page, "", [])
    assert page.run("declaration()") == {"confirmed": False, "by": ""}
    page.choose("#open", file)
    page.until("document.querySelector('#saved').textContent.startsWith('Opened')")
    assert page.run("declaration()") == {"confirmed": True, "by": "Jo, bids"}
