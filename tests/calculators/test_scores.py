"""A panel's score sheets: out without a price, back with every reason, and moderated for good."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.calculators.conftest import opened

import socialvalue as sv
from socialvalue.calculators.marking.folder import mark_files
from socialvalue.calculators.marking.pages import FIRST_ROW, MODERATED, SCORED

PANEL = sv.PanelMark(
    out_of=5, minimum=2, scale={5: "Excellent: in every part", 3: "Good", 0: "Nothing"}
)
SCHEME = sv.Scheme([
    sv.Criterion("price", 60, sv.LowestPrice()),
    sv.Criterion("quality", 40, PANEL),
    sv.Criterion("call-out", 0, sv.LowestPrice(), price="call-out"),
    sv.Criterion("insured", 0, sv.PassFail()),
])  # fmt: skip
TENDER = sv.Tender("Parks", contract_value="100_000", published="2022-07-01", scheme=SCHEME)
BIDS = (
    sv.Bid("Acme", price="91_234", prices={"call-out": "87.65"}),
    sv.Bid("Brook & Daughters", price="95_678", prices={"call-out": "81.23"}),
    sv.Bid("Cedar", price="93_456", state="withdrawn"),
)
Given = Mapping[str, tuple[Any, Any]]
"""Criterion to a score and its reason."""
RIGHT: Given = {"quality": (4, "Named partners."), "insured": ("Pass", "Policy seen.")}


def fill(
    path: Path,
    given: Mapping[int, Given],
    *,
    boxes: tuple[Any, ...] = (None, "none", "No", date(2022, 7, 12)),
    then: Callable[[Any], object] = lambda book: None,
) -> Path:
    """A member of the panel who fills in a workbook: by number of the response and criterion."""
    book = opened(path)
    kind = {each.word: each for each in (SCORED, MODERATED)}[book["sv_data"]["A1"].value]
    for row, value in enumerate(boxes, start=3):
        if value is not None:
            book["Start here"].cell(row, 2).value = value
    columns = {name: number for number, name in enumerate(kind.columns, start=1)}
    for number, answers in given.items():
        sheet = book.worksheets[number]
        rows = {sheet.cell(row, 1).value: row for row in range(FIRST_ROW, FIRST_ROW + 5)}
        for criterion, (score, reason, *moved) in answers.items():
            sheet.cell(rows[criterion], columns["scores"]).value = score
            sheet.cell(rows[criterion], columns["reasons"]).value = reason
            for words in moved:
                sheet.cell(rows[criterion], columns["moved"]).value = words
    then(book)
    book.save(path)
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with the sheets of two evaluators who gave every score."""
    files = sv.calculators.mark_sheets(TENDER, BIDS, tmp_path, evaluators=["Engineer", "Buyer"])
    low: Given = {"quality": (2, "Dates are missing."), "insured": ("Pass", "Policy seen.")}
    fill(files[0], {1: RIGHT, 2: RIGHT})
    fill(files[1], {1: low, 2: RIGHT}, boxes=(None, "A cousin works there", "Yes", "2022-07-13"))
    return tmp_path


def told(found: Any) -> list[tuple[str, str, str]]:
    """Each problem by its file, its cell and its code."""
    return [(each.file, each.cell, each.code) for each in found.problems]


def test_who_waits_sees_how_far_the_reading_has_come(two: Path) -> None:
    """Each file is shown when it is read, and watching leaves none of them out."""
    seen: list[str] = []

    def watch(files: list[Path]) -> Iterator[Path]:
        for each in files:
            seen.append(each.name)
            yield each

    found = sv.calculators.read_marks(two, TENDER, watch=watch)
    assert seen == sorted(each.name for each in two.iterdir())
    assert found == sv.calculators.read_marks(two, TENDER)
    assert found.responses


# --- out ----------------------------------------------------------------------------------


def test_no_price_is_anywhere_in_a_score_sheet(tmp_path: Path) -> None:
    """An evaluator who can find a price, hidden or not, scores the price."""
    tender, bids = sv.read_tender(Path(__file__).parents[2] / "docs/examples/highways/tender.yaml")
    for out, (of, offered) in enumerate(((TENDER, BIDS), (tender, bids))):
        (path,) = sv.calculators.mark_sheets(of, offered, tmp_path / str(out))
        with zipfile.ZipFile(path) as parts:
            inside = "\n".join(parts.read(each).decode() for each in parts.namelist())
        inside += path.read_bytes().decode("latin-1")
        assert offered[0].bidder in inside
        assert "quality" in inside
        for bid in offered:
            for price in (bid.price, *bid.prices.values()):
                assert price is not None
                assert f"{price}" not in inside
                assert f"{price:,}" not in inside
            assert not [each for each in bid.commitments if each.note and each.note in inside]


def test_each_bid_that_is_assessed_has_a_sheet(tmp_path: Path) -> None:
    """Who left the competition is not scored; each score has its published scale beside it."""
    (path,) = sv.calculators.mark_sheets(TENDER, BIDS, tmp_path)
    book = opened(path)
    assert book.sheetnames == ["Start here", "1 Acme", "2 Brook & Daughters", "sv_data"]
    sheet = book["1 Acme"]
    assert sheet.cell(FIRST_ROW, 2).value == (
        "40 points. Score: 0 to 5. Below 2 the bid fails.\n"
        "5 = Excellent: in every part\n3 = Good\n0 = Nothing"
    )
    assert "Pass or Fail" in sheet.cell(FIRST_ROW + 1, 2).value
    assert sheet.protection.sheet
    locked = [sheet.cell(FIRST_ROW, number).protection.locked for number in range(1, 7)]
    assert locked == [True, True, False, False, False, True]
    assert book["sv_data"].sheet_state == "hidden"


def test_the_same_panel_has_the_same_bytes() -> None:
    """Two runs that differ could not be told from a change of the criteria."""
    assert mark_files(TENDER, BIDS) == mark_files(TENDER, BIDS)
    other = attrs.evolve(TENDER, scheme=attrs.evolve(SCHEME, places=3))
    assert mark_files(TENDER, BIDS) == mark_files(other, BIDS)


def test_what_somebody_filled_in_is_never_written_over(two: Path) -> None:
    """An evaluator's morning must not be lost to a second run of the command."""
    before = {each.name: each.read_bytes() for each in two.iterdir()}
    with pytest.raises(sv.SocialValueError) as caught:
        sv.calculators.mark_sheets(TENDER, BIDS, two, evaluators=["Engineer"])
    assert [each.code for each in caught.value.problems] == ["SV949"]
    sv.calculators.read_marks(two, TENDER).write_moderation(two / "moderation.xlsx")
    with pytest.raises(sv.SocialValueError, match="SV949"):
        sv.calculators.read_marks(two, TENDER).write_moderation(two / "moderation.xlsx")
    assert {name: (two / name).read_bytes() for name in before} == before


def test_what_a_name_begins_with_is_no_formula(tmp_path: Path) -> None:
    """A bidder's name must do nothing in an evaluator's spreadsheet."""
    bids = [sv.Bid("=1+1"), sv.Bid("a/b:c[d]?*" + "x" * 40), sv.Bid("it's'")]
    (path,) = sv.calculators.mark_sheets(TENDER, bids, tmp_path)
    fill(path, {1: RIGHT, 2: RIGHT, 3: RIGHT}, boxes=("@SUM(A1)", None, None, None))
    found = sv.calculators.read_marks(tmp_path, TENDER)
    assert found.problems == ()
    assert [each.bidder for each in found.responses] == [each.bidder for each in bids]
    assert found.responses[0].marks["quality"].marks[0].by == "@SUM(A1)"


def test_nothing_to_score_is_said(tmp_path: Path) -> None:
    """A sheet without a question would come back as if all had been scored."""
    price_alone = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    with pytest.raises(sv.SocialValueError, match="SV946"):
        sv.calculators.mark_sheets(attrs.evolve(TENDER, scheme=price_alone), BIDS, tmp_path)
    with pytest.raises(sv.SocialValueError, match="SV710"):
        sv.calculators.mark_sheets(attrs.evolve(TENDER, scheme=None), BIDS, tmp_path)
    with pytest.raises(sv.SocialValueError, match="SV948"):
        sv.calculators.mark_sheets(TENDER, BIDS, tmp_path, evaluators=["Buyer", "buyer "])


# --- back ---------------------------------------------------------------------------------


def test_scores_come_back_with_their_reasons(two: Path) -> None:
    """What an evaluator wrote is what is kept: score, reason, day, conflict, and whose."""
    found = sv.calculators.read_marks(two, TENDER)
    assert found.problems == ()
    acme = found.responses[0]
    buyer, engineer = acme.marks["quality"].marks
    assert (engineer.by, engineer.mark, engineer.reason) == ("Engineer", 4, "Named partners.")
    assert (engineer.on, engineer.conflict, engineer.saw_prices) == (
        date(2022, 7, 12),
        "none",
        False,
    )
    assert (buyer.mark, buyer.on, buyer.saw_prices) == (2, date(2022, 7, 13), True)
    assert acme.marks["quality"].consensus is None
    assert [each.by_word for each in acme.marks["insured"].marks] == [True, True]
    assert "A cousin works there; has seen prices" in str(found)
    assert "▲ 2: talk about it" in str(found)


def test_an_empty_box_waits_and_is_no_nought(tmp_path: Path) -> None:
    """A score that nobody gave must never become a 0."""
    empty, half = sv.calculators.mark_sheets(TENDER, BIDS, tmp_path, evaluators=["", "Buyer"])
    fill(half, {1: {"quality": (0, "Nothing is said.")}})
    found = sv.calculators.read_marks(tmp_path, TENDER)
    assert found.problems == ()
    notes = [(each.file, each.cell, each.code) for each in found.notes]
    assert notes == [
        (half.name, "1 Acme!C6", "SV705"),
        (half.name, "2 Brook & Daughters!C5", "SV705"),
        (half.name, "2 Brook & Daughters!C6", "SV705"),
        (empty.name, "Start here!B3", "SV945"),
    ]
    (acme,) = found.responses
    assert {name: each.marks[0].mark for name, each in acme.marks.items()} == {"quality": 0}


def test_every_problem_of_every_file_comes_at_once(tmp_path: Path) -> None:
    """A panel is asked once, and by cell, not once a mistake."""
    files = sv.calculators.mark_sheets(TENDER, BIDS, tmp_path, evaluators=["", "Buyer"])
    wrong: Given = {"quality": (6, "Beyond."), "insured": ("perhaps", "Policy seen.")}
    fill(files[0], {1: wrong, 2: {"quality": (3, None), "insured": (None, "Seen.")}})
    words: Given = {"quality": ("fair", "Some."), "insured": (True, "Seen.")}
    late = (None, None, "maybe", "13/07/2022")
    fill(files[1], {1: words, 2: {"quality": ("1/2", "Some.")}}, boxes=late)
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7")
    found = sv.calculators.read_marks(tmp_path, TENDER)
    assert told(found) == [
        ("notes.pdf", "", "SV901"),
        ("scores-buyer.xlsx", "1 Acme!C5", "SV750"),
        ("scores-buyer.xlsx", "2 Brook & Daughters!C5", "SV904"),
        ("scores-buyer.xlsx", "Start here!B5", "SV915"),
        ("scores-buyer.xlsx", "Start here!B6", "SV206"),
        ("scores.xlsx", "1 Acme!C5", "SV706"),
        ("scores.xlsx", "1 Acme!C6", "SV301"),
        ("scores.xlsx", "2 Brook & Daughters!D5", "SV945"),
        ("scores.xlsx", "2 Brook & Daughters!C6", "SV945"),
        ("scores.xlsx", "Start here!B3", "SV945"),
    ]
    assert found.responses == ()
    with pytest.raises(sv.SocialValueError):
        found.put_into(TENDER, BIDS)


def test_a_word_of_the_scale_is_its_score(tmp_path: Path) -> None:
    """'Good' on a published scale is 3, and in a tender file too."""
    (path,) = sv.calculators.mark_sheets(TENDER, BIDS[:1], tmp_path)
    fill(path, {1: {"quality": ("good", "Some gaps.")}}, boxes=("Buyer",))
    found = sv.calculators.read_marks(tmp_path, TENDER)
    assert found.responses[0].marks["quality"].marks[0].mark == 3


def test_sheets_of_other_criteria_or_bids_are_not_read(two: Path) -> None:
    """A score given for 40 points of one scale is none for another."""
    other = attrs.evolve(TENDER, scheme=sv.Scheme([
        sv.Criterion("price", 50, sv.LowestPrice()), sv.Criterion("quality", 50, PANEL),
        sv.Criterion("insured", 0, sv.PassFail()),
    ]))  # fmt: skip
    assert [code for _, _, code in told(sv.calculators.read_marks(two, other))] == ["SV944"] * 2
    (late,) = sv.calculators.mark_sheets(TENDER, [*BIDS, sv.Bid("Dale")], two)
    fill(late, {1: RIGHT}, boxes=("Lawyer",))
    assert told(sv.calculators.read_marks(two, TENDER)) == [(late.name, "", "SV944")]


def test_what_is_not_as_it_was_sent_out_is_asked_about(tmp_path: Path) -> None:
    """A score under another bidder's name is worse than none."""
    names = ["One", "Two", "Three", "Four"]
    files = sv.calculators.mark_sheets(TENDER, BIDS, tmp_path, evaluators=names)

    def renamed(book: Any) -> None:
        book["1 Acme"]["A1"] = "Brook & Daughters"

    def gone(book: Any) -> None:
        book["1 Acme"]["A5"] = None

    def twice(book: Any) -> None:
        book["1 Acme"]["A6"] = "quality"

    def lost(book: Any) -> None:
        del book["2 Brook & Daughters"]

    for path, change in zip(files, (renamed, gone, twice, lost), strict=True):
        fill(path, {1: {}}, then=change)
    found = told(sv.calculators.read_marks(tmp_path, TENDER))
    assert [(file, code) for file, _, code in found] == [
        ("scores-four.xlsx", "SV913"), ("scores-one.xlsx", "SV913"),
        ("scores-three.xlsx", "SV913"), ("scores-three.xlsx", "SV913"),
        ("scores-two.xlsx", "SV913"),
    ]  # fmt: skip


@pytest.mark.parametrize("made", ["#REF!", True, date(2022, 4, 3)])
def test_what_a_sheet_made_of_a_reason_is_no_reason(tmp_path: Path, made: Any) -> None:
    """A bidder would read in its letter that it lost the mark for #REF!, or on page 44654."""
    (file,) = sv.calculators.mark_sheets(TENDER, BIDS, tmp_path, evaluators=["Engineer"])
    fill(file, {1: {**RIGHT, "quality": (4, made)}, 2: RIGHT})
    found = sv.calculators.read_marks(tmp_path, TENDER)
    assert [(each.code, each.cell) for each in found.problems] == [("SV929", "1 Acme!D5")]
    assert found.responses == ()
    fill(file, {1: RIGHT})
    assert sv.calculators.read_marks(tmp_path, TENDER).problems == ()


def test_two_sheets_of_one_evaluator_are_asked_about(two: Path) -> None:
    """Nobody votes twice, and nobody's second thoughts replace the first unseen."""
    shutil.copy(two / "scores-buyer.xlsx", two / "again.xlsx")
    found = sv.calculators.read_marks(two, TENDER)
    assert [each.code for each in found.notes] == ["SV927"]
    assert found.problems == ()
    fill(two / "again.xlsx", {1: {"quality": (5, "On second thoughts.")}}, boxes=("BUYER",))
    found = sv.calculators.read_marks(two, TENDER)
    assert told(found) == [("again.xlsx", "", "SV948"), ("scores-buyer.xlsx", "", "SV948")]


@pytest.mark.slow
def test_what_another_program_saved_reads_the_same(two: Path, tmp_path: Path) -> None:
    """A panel that works in LibreOffice must not have other scores than one in Excel."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed here")
    out, profile = tmp_path / "saved", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(each) for each in two.glob("*.xlsx")]
    words = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*words, *files], check=True, capture_output=True, timeout=300)
    saved, written = (sv.calculators.read_marks(each, TENDER) for each in (out, two))
    assert saved.problems == ()
    assert len(saved.responses) == 2
    assert saved.responses == written.responses


# --- moderation ---------------------------------------------------------------------------

AGREED: Given = {
    "quality": (3, "Named partners; two sites have no dates.", "Annex 2 has the dates of one."),
    "insured": ("Pass", "Policy seen."),
}  # type: ignore[dict-item]
CHAIR = ("Chair of the panel", date(2022, 7, 19), "Head of procurement", date(2022, 7, 20))


def moderate(folder: Path, given: Mapping[int, Given], boxes: tuple[Any, ...] = CHAIR) -> Any:
    """A panel that agrees, and the folder read again."""
    path = folder / "moderation.xlsx"
    sv.calculators.read_marks(folder, TENDER).write_moderation(path)
    fill(path, given, boxes=boxes)
    return sv.calculators.read_marks(folder, TENDER)


def test_what_was_agreed_stands_beside_first_scores(two: Path) -> None:
    """First scores are kept for good, with who agreed another one, when and why."""
    found = moderate(two, {1: AGREED, 2: AGREED})
    assert found.problems == ()
    quality = found.responses[0].marks["quality"]
    assert (quality.consensus, quality.by, quality.on) == (3, "Chair of the panel", CHAIR[1])
    assert quality.reason == "Named partners; two sites have no dates."
    assert quality.moved == "Annex 2 has the dates of one."
    assert [each.mark for each in quality.marks] == [2, 4]
    assert found.moderation == sv.Moderation("2022-07-20", by="Head of procurement")
    tender, bids = found.put_into(TENDER, BIDS)
    assert tender.moderation == found.moderation
    assert [each.price for each in bids] == [each.price for each in BIDS]
    assert bids[2] == BIDS[2]
    toms = sv.load("national-toms", edition="2022")
    result = sv.evaluate(tender, bids, toms)
    assert result["Acme"].points_for("quality") == Decimal("24.00")


def test_the_moderation_sheet_shows_what_was_given(two: Path) -> None:
    """A panel that cannot see a reason agrees on a number."""
    sv.calculators.read_marks(two, TENDER).write_moderation(two / "moderation.xlsx")
    book = opened(two / "moderation.xlsx")
    sheet = book["1 Acme"]
    assert sheet.cell(FIRST_ROW, 3).value == (
        "Buyer: 2. Dates are missing.\nEngineer: 4. Named partners."
    )
    assert [sheet.cell(row, 4).value for row in (5, 6)] == ["▲ 2: talk about it", "0"]
    said = [row[0] for row in book["Start here"].iter_rows(values_only=True) if row[0]]
    assert "Buyer declares: A cousin works there; has seen prices." in said


def test_points_wait_until_moderation_is_closed(two: Path) -> None:
    """Whoever knows a ranking can no longer score without it."""
    found = moderate(two, {1: AGREED, 2: AGREED}, CHAIR[:2])
    tender, bids = found.put_into(TENDER, BIDS)
    assert tender.moderation == sv.Moderation()
    with pytest.raises(sv.SocialValueError, match="SV760"):
        sv.evaluate(tender, bids, sv.load("national-toms", edition="2022"))


def test_what_was_agreed_on_other_scores_is_not_taken(two: Path) -> None:
    """An evaluator who changes a score after the panel met leaves nothing agreed."""
    moderate(two, {1: AGREED, 2: AGREED})
    fill(two / "scores-buyer.xlsx", {1: {"quality": (5, "On second thoughts.")}})
    found = sv.calculators.read_marks(two, TENDER)
    assert told(found) == [("moderation.xlsx", "", "SV947")]
    assert found.moderation is None
    assert found.responses[0].marks["quality"].consensus is None


def test_moderation_says_who_when_and_why(two: Path) -> None:
    """An agreed score that nobody answers for is no moderation."""
    half: Given = {"quality": (3, None), "insured": (None, "Seen.")}
    found = moderate(two, {1: half}, (None, None, None, date(2022, 7, 20)))
    assert told(found) == [
        ("moderation.xlsx", "1 Acme!F5", "SV945"), ("moderation.xlsx", "1 Acme!E6", "SV945"),
        ("moderation.xlsx", "Start here!B3", "SV945"),
        ("moderation.xlsx", "Start here!B4", "SV945"),
        ("moderation.xlsx", "Start here!B5", "SV762"),
    ]  # fmt: skip
    (two / "moderation.xlsx").unlink()
    early = moderate(two, {1: AGREED}, ("Chair", date(2022, 7, 1)))
    assert {(cell, code) for _, cell, code in told(early)} == {
        ("1 Acme!E5", "SV738"), ("1 Acme!E6", "SV738"),
    }  # fmt: skip
    assert early.responses[0].marks["quality"].consensus is None
    assert [each.mark for each in early.responses[0].marks["quality"].marks] == [2, 4]
    assert early.moderation is None


def test_a_mean_is_never_agreed(tmp_path: Path) -> None:
    """Where the published method says mean, a panel that writes another score has none."""
    mean = sv.Scheme([
        sv.Criterion("price", 50, sv.LowestPrice()),
        sv.Criterion("quality", 50, sv.PanelMark(out_of=5, mean=True)),
    ])  # fmt: skip
    tender = attrs.evolve(TENDER, scheme=mean)
    (path,) = sv.calculators.mark_sheets(tender, BIDS[:1], tmp_path, evaluators=["Buyer"])
    fill(path, {1: {"quality": (4, "Clear.")}})
    sheet = tmp_path / "moderation.xlsx"
    sv.calculators.read_marks(tmp_path, tender).write_moderation(sheet)
    fill(sheet, {1: {"quality": (None, "Clear in every part.")}}, boxes=CHAIR)
    found = sv.calculators.read_marks(tmp_path, tender)
    assert found.problems == ()
    quality = found.responses[0].marks["quality"]
    assert (quality.consensus, quality.reason) == (None, "Clear in every part.")
    fill(sheet, {1: {"quality": (3, "Less.")}}, boxes=CHAIR)
    assert [each[2] for each in told(sv.calculators.read_marks(tmp_path, tender))] == ["SV945"]


def test_a_score_that_a_bid_has_already_is_not_replaced(two: Path) -> None:
    """What a tender file says already is put right by a person, never by a folder of files."""
    found = sv.calculators.read_marks(two, TENDER)
    scored = [attrs.evolve(BIDS[0], marks={"quality": 5, "other": 1}), *BIDS[1:]]
    with pytest.raises(sv.SocialValueError) as caught:
        found.put_into(TENDER, scored)
    assert [each.code for each in caught.value.problems] == ["SV948"]
    with pytest.raises(sv.SocialValueError, match="SV716"):
        found.put_into(TENDER, BIDS[1:])
    _, bids = found.put_into(TENDER, [attrs.evolve(BIDS[0], marks={"other": 1}), *BIDS[1:]])
    assert set(bids[0].marks) == {"quality", "insured", "other"}


def test_each_lot_has_its_own_criteria(tmp_path: Path) -> None:
    """A bidder for two lots is scored twice, each by the scheme of that lot."""
    own = sv.Scheme([
        sv.Criterion("price", 50, sv.LowestPrice()),
        sv.Criterion("depot", 50, sv.PanelMark(out_of=10)),
    ])  # fmt: skip
    tender = attrs.evolve(TENDER, lots=[sv.Lot("north"), sv.Lot("south", scheme=own)])
    bids = [sv.Bid("Acme", lot="north"), sv.Bid("Acme", lot="south")]
    (path,) = sv.calculators.mark_sheets(tender, bids, tmp_path)
    fill(path, {1: RIGHT, 2: {"depot": (7, "Near.")}}, boxes=("Buyer",))
    found = sv.calculators.read_marks(tmp_path, tender)
    assert found.problems == ()
    assert [(each.lot, tuple(each.marks)) for each in found.responses] == [
        ("north", ("quality", "insured")), ("south", ("depot",)),
    ]  # fmt: skip
    _, marked = found.put_into(tender, bids)
    assert [tuple(each.marks) for each in marked] == [("quality", "insured"), ("depot",)]
