"""Returns and decisions as they come back: what is wrong is said by cell, nothing is guessed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName

import socialvalue as sv
from socialvalue.calculators import month

QUARTER, RECEIVED = "2022-09-01", "2022-12-12"
FIGURE, NOTHING, WORDS, KIND, HELD = 6, 8, 9, 10, 11
Edit = Callable[[Any, Any], object]


@pytest.fixture(scope="session")
def contract(example: tuple[sv.Tender, tuple[sv.Bid, ...]]) -> Any:
    """The winner's contract."""
    tender, bids = example
    result = sv.evaluate(tender, bids, sv.load(tender.framework))
    return sv.contracts.award(
        result, "Brook & Daughters", reference="ECC-0412", starts="2022-09-01", ends="2025-08-31",
        offer_in_contract="clause 14",
    )  # fmt: skip


@pytest.fixture
def register(contract: Any) -> Any:
    """A delivery record in memory that holds it."""
    held = sv.contracts.open_register()
    held.add(contract, by="procurement", on="2022-08-20")
    return held


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty inbox."""
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture(scope="session")
def form(contract: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The return of the first quarter, as it goes out."""
    register = sv.contracts.open_register()
    register.add(contract, by="procurement", on="2022-08-20")
    return form_of(register, tmp_path_factory.mktemp("out") / "form.xlsx")


@pytest.fixture
def back(form: Path, inbox: Path) -> Callable[..., Path]:
    """A return of the first quarter that comes back, right but for what is done to it."""

    def fill(edit: Edit = lambda book, table: None, name: str = "back.xlsx") -> Path:
        return filled(form, inbox / name, edit)

    return fill


def form_of(register: Any, path: Path, supplier: str = "") -> Path:
    """The return of the first quarter, written as a supplier is sent it."""
    empty = path.parent / "empty"
    empty.mkdir(exist_ok=True)
    files = month(register, empty, on="2022-12-01").files
    (name,) = (each for each in files if each.startswith(f"returns/return-{supplier}")
               and each.endswith(f"-{QUARTER}.xlsx"))  # fmt: skip
    path.write_bytes(files[name])
    return path


def filled(form: Path, path: Path, edit: Edit = lambda book, table: None) -> Path:
    """A return that says something of the first commitment and nothing of the others."""
    book = openpyxl.load_workbook(form)
    table = book["Your return"]
    for row, value in ((5, "2022-12-10"), (6, "Yes"), (7, "Yes")):
        book["Start here"].cell(row, 2).value = value
    for row in range(4, table.max_row + 1):
        table.cell(row, NOTHING).value = "Yes"
    for column, value in ((FIGURE, 2.5), (NOTHING, None), (WORDS, "Two road gangs.")):
        table.cell(4, column).value = value
    edit(book, table)
    book.save(path)
    return path


def put(row: int, column: int, value: Any) -> Edit:
    """Writes into a cell of the table."""

    def edit(_: Any, table: Any) -> None:
        table.cell(row, column).value = value

    return edit


def start(row: int, value: Any) -> Edit:
    """Writes into a box of the first sheet."""
    return lambda book, _: setattr(book["Start here"].cell(row, 2), "value", value)


def data(row: int, value: Any) -> Edit:
    """Writes into the hidden sheet."""
    return lambda book, _: setattr(book["sv_data"].cell(row, 1), "value", value)


def codes(found: Any) -> list[tuple[str, str]]:
    """What is wrong, with the cell."""
    return [(each.code, each.cell or "") for each in found.problems]


def test_a_right_return_is_entered_as_its_suppliers(register: Any, inbox: Path, back: Any) -> None:
    """It is the supplier's statement, typed by the manager, known by the hash of the file."""
    path = back()
    found = month(register, inbox, on=RECEIVED)
    assert (found.problems, found.notes, found.reported) == ((), (), 9)
    assert found.read == (path.name,)
    first = register.entries[1].noun
    assert (first.reported_by, first.entered_by, first.has_return) == (
        "supplier", "contract manager", True,
    )  # fmt: skip
    assert first.attested == (
        "this_contract_and_period", "relates_to_commitment", "no_double_claim",
    )  # fmt: skip
    assert register.entries[1].on.isoformat() == "2022-12-10"
    stands = sv.contracts.progress(register, "ECC-0412", on=RECEIVED)
    assert (stands["1"].waiting, stands["2"].since, stands["2"].reported) == (2.5, None, 0)


@pytest.mark.parametrize(
    ("edit", "code", "cell"),
    [
        (put(4, FIGURE, "two"), "SV904", "Your return!F4"),
        (put(4, FIGURE, -2), "SV302", "Your return!F4"),
        (put(4, FIGURE, "=1/0"), "SV906", "Your return!F4"),
        (put(4, WORDS, None), "SV1024", "Your return!F4"),
        (put(4, NOTHING, "Yes"), "SV1024", "Your return!F4"),
        (put(4, FIGURE, None), "SV1024", "Your return!F4"),
        (put(4, NOTHING, "perhaps"), "SV915", "Your return!H4"),
        (put(4, KIND, "hearsay"), "SV312", "Your return!J4"),
        (put(4, WORDS, True), "SV929", "Your return!I4"),
        (put(12, FIGURE, 5), "SV915", "Your return!F12"),
        (start(5, None), "SV1023", "Start here!B5"),
        (start(6, None), "SV1023", "Start here!B6"),
        (start(7, "No"), "SV1023", "Start here!B7"),
        (start(5, "2022-11-01"), "SV954", "Start here!B5"),
        (start(5, "2023-01-01"), "SV954", "Start here!B5"),
        (start(5, "soon"), "SV206", "Start here!B5"),
        (put(5, 2, "ECC4 Apprentices"), "SV1021", "Your return!B5"),
        (put(5, 3, "1 FTE-year"), "SV1021", "Your return!C5"),
        (put(4, 7, "in people"), "SV1021", "Your return!G4"),
        (put(5, 1, "3"), "SV1021", ""),
        (put(5, 1, "77"), "SV1021", ""),
        (data(3, "ECC-9999"), "SV1020", ""),
        (data(4, "Somebody Else"), "SV1020", ""),
        (data(5, "2022-12-01"), "SV1021", ""),
        (data(1, "letter"), "SV1020", ""),
        (data(2, "0" * 64), "SV1021", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_cell_and_nothing_is_entered(
    register: Any, inbox: Path, back: Any, edit: Edit, code: str, cell: str
) -> None:
    """A return with one wrong box gives no figure at all, and stays where it is."""
    back(edit)
    found = month(register, inbox, on=RECEIVED)
    assert (code, cell) in codes(found)
    assert {each.file for each in found.problems} == {"back.xlsx"}
    assert (found.reported, found.read, len(register.entries)) == (0, (), 1)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (put(4, WORDS, None), "- Your return!F4: commitment 1: what happened is not said"),
        (put(4, 7, "in people"), "- Your return!G4: it is not as it was sent out"),
    ],
)
def test_who_sent_a_return_is_never_told_that_none_came(
    register: Any, inbox: Path, back: Any, edit: Edit, words: str
) -> None:
    """A text that says we had nothing of a supplier whose file we could not read is untrue."""
    nothing = month(register, inbox, on="2022-12-20").files
    back(edit)
    something = month(register, inbox, on="2022-12-20").files
    name = "chasers/chaser-ecc-0412-brook-daughters.txt"
    assert b"We have not had your return of 1 September 2022" in nothing[name]
    said = something[name].decode()
    assert "We have not had" not in said
    assert "We have your return of 1 September 2022 to 30 November 2022" in said
    assert words in said


@pytest.mark.parametrize("shown", ["d mmm yyyy", "General"])
def test_a_day_counted_from_1904_is_the_day_that_was_meant(
    register: Any, inbox: Path, back: Any, shown: str
) -> None:
    """A workbook of an old Mac is of the day that its sender saw, not of four years before."""

    def edit(book: Any, _: Any) -> None:
        book.epoch = CALENDAR_MAC_1904
        cell = book["Start here"].cell(5, 2)
        cell.value, cell.number_format = 43443, shown

    back(edit)
    assert month(register, inbox, on=RECEIVED).problems == ()
    assert str(register.entries[1].on) == "2022-12-10"


def test_a_column_that_is_gone_is_named(register: Any, inbox: Path, back: Any) -> None:
    """A form without its boxes is not read half."""

    def edit(book: Any, _: Any) -> None:
        del book.defined_names["sv_words"]
        book.defined_names["mine"] = DefinedName("mine", attr_text="'Your return'!$A$1")

    back(edit)
    found = month(register, inbox, on=RECEIVED)
    assert codes(found) == [("SV1021", "")]
    assert "'words' is gone" in found.problems[0].message


def test_an_empty_row_is_no_nothing(register: Any, inbox: Path, back: Any) -> None:
    """What nobody answered is asked again; a 0 would say that nothing was delivered."""
    back(put(6, NOTHING, None))
    found = month(register, inbox, on=RECEIVED)
    assert (found.problems, [each.code for each in found.notes]) == ((), ["SV1025"])
    assert found.reported == 8
    assert any(QUARTER in each for each in found.files if each.startswith("returns/"))


def test_a_hidden_row_is_read_and_said(register: Any, inbox: Path, back: Any) -> None:
    """A figure that nobody saw on the screen is looked at twice."""
    back(lambda _, table: setattr(table.row_dimensions[4], "hidden", True))
    found = month(register, inbox, on=RECEIVED)
    assert [each.code for each in found.notes] == ["SV923"]
    assert found.reported == 9


def test_a_return_made_before_a_change_is_refused_with_words(
    register: Any, inbox: Path, back: Any
) -> None:
    """A supplier reports against what is agreed now, and gets the form that shows it."""
    back()
    register.change("ECC-0412", reason="variation", lines={"1": "+4"}, by="legal", on="2022-12-11",
                    ground="review_clause", instrument="Deed 1")  # fmt: skip
    found = month(register, inbox, on=RECEIVED)
    assert codes(found) == [("SV1022", "")]
    assert "version 1" in found.problems[0].message
    assert "version 2 is in force" in found.problems[0].message
    assert found.reported == 0


def test_two_returns_that_differ_are_both_refused_and_two_alike_are_one(
    register: Any, inbox: Path, back: Any
) -> None:
    """Which of two counts is for the supplier to say."""
    path = back()
    shutil.copy(path, inbox / "again.xlsx")
    alike = month(register, inbox, on=RECEIVED)
    assert ([each.code for each in alike.notes], alike.reported) == (["SV927"], 9)
    assert set(alike.read) == {"again.xlsx", "back.xlsx"}


def test_two_that_differ(register: Any, inbox: Path, back: Any) -> None:
    """Neither is taken, and each names the other."""
    back()
    back(put(4, FIGURE, 3), name="other.xlsx")
    found = month(register, inbox, on=RECEIVED)
    assert [(each.code, each.file) for each in found.problems] == [
        ("SV1027", "back.xlsx"), ("SV1027", "other.xlsx"),
    ]  # fmt: skip
    assert (found.reported, found.read) == (0, ())


def test_a_second_return_of_a_period_is_refused_whole(
    register: Any, inbox: Path, back: Any
) -> None:
    """A return that came late and says something else changes nothing that was read before."""
    back()
    late = back(put(4, FIGURE, 3), name="late.xlsx")
    shutil.move(late, inbox.parent / "late.xlsx")
    month(register, inbox, on=RECEIVED)
    (inbox / "back.xlsx").unlink()
    shutil.move(inbox.parent / "late.xlsx", late)
    before = len(register.entries)
    found = month(register, inbox, on=RECEIVED)
    assert {each.code for each in found.problems} == {"SV955"}
    assert codes(found)[0] == ("SV955", "Your return!F4")
    assert len(register.entries) == before


@pytest.mark.parametrize("name", ["note.txt", "photo.xlsx", "huge.xlsx"])
def test_a_file_that_is_no_return_is_named(register: Any, inbox: Path, name: str) -> None:
    """A photograph in the inbox does not end the month."""
    (inbox / name).write_bytes(b"\x89PNG not a workbook" * (1 if name != "huge.xlsx" else 10**5))
    found = month(register, inbox, on=RECEIVED)
    assert [each.file for each in found.problems] == [name]
    assert "decisions.xlsx" in found.files


def test_another_workbook_is_no_return(register: Any, inbox: Path) -> None:
    """A workbook of the supplier's own is refused with words."""
    openpyxl.Workbook().save(inbox / "own.xlsx")
    found = month(register, inbox, on=RECEIVED)
    assert codes(found) == [("SV1020", "")]


# --- decisions --------------------------------------------------------------------------------


@pytest.fixture
def decide(register: Any, inbox: Path, back: Any) -> Callable[..., Any]:
    """Decisions on a return that waits, right but for what is done to them."""
    back()
    files = month(register, inbox, on=RECEIVED).files
    (inbox / "back.xlsx").unlink()
    (inbox.parent / "out.xlsx").write_bytes(files["decisions.xlsx"])

    def read(edit: Edit, *, on: str = "2022-12-20", name: str = "d.xlsx") -> Any:
        book = openpyxl.load_workbook(inbox.parent / "out.xlsx")
        sheet = book["Decisions"]
        sheet["D3"], sheet["D4"] = "contract manager", "2022-12-20"
        edit(book, sheet)
        book.save(inbox / name)
        return month(register, inbox, on=on)

    return read


def said(word: str | None, quantity: Any = None, reason: str | None = None) -> Edit:
    """A decision on the first row."""

    def edit(_: Any, sheet: Any) -> None:
        for column, value in ((11, word), (12, quantity), (13, reason)):
            sheet.cell(7, column).value = value

    return edit


@pytest.mark.parametrize(
    ("edit", "action", "verified"),
    [
        (said("verify"), "approve", "2.5"),
        (said("Verify", 2.5), "approve", "2.5"),
        (said("verify part", 2, "one lives outside"), "approve", "2"),
        (said("return", None, "no payroll extract"), "reject", "0"),
        (said("ask", None, "which college?"), "ask", "0"),
    ],
)
def test_each_decision_is_entered_once(
    register: Any, decide: Any, edit: Edit, action: str, verified: str
) -> None:
    """What a manager chose is what the record says; reading it again says nothing new."""
    found = decide(edit)
    assert (found.problems, found.notes, found.decided) == ((), (), 1)
    last = register.entries[-1]
    assert (last.action, last.by, last.on.isoformat()) == (
        action, "contract manager", "2022-12-20",
    )  # fmt: skip
    assert str(register.standing().returns[2].verified) == verified
    again = decide(edit)
    assert ([each.code for each in again.notes], again.decided) == (["SV1026"], 0)
    assert register.entries[-1] == last


@pytest.mark.parametrize(
    ("edit", "code", "cell"),
    [
        (said("verify part", 2), "SV1030", "Decisions!M7"),
        (said("verify part", None, "why"), "SV1030", "Decisions!L7"),
        (said("verify", 2), "SV1030", "Decisions!L7"),
        (said("return"), "SV1030", "Decisions!M7"),
        (said("ask"), "SV1030", "Decisions!M7"),
        (said(None, None, "a reason alone"), "SV1030", "Decisions!K7"),
        (said("approve"), "SV1029", "Decisions!K7"),
        (said("verify part", 3, "more"), "SV960", "Decisions!K7"),
        (said("verify part", "two", "why"), "SV904", "Decisions!L7"),
        (lambda b, s: (said("verify")(b, s), put(7, 1, "77")(b, s)), "SV1028", "Decisions!A7"),
        (lambda b, s: (said("verify")(b, s), put(7, 1, "002")(b, s)), "SV1028", "Decisions!A7"),
        (lambda b, s: (said("verify")(b, s), put(7, 1, "٢")(b, s)), "SV1028", "Decisions!A7"),
        (lambda b, s: (said("verify")(b, s), put(7, 6, "25")(b, s)), "SV1028", "Decisions!F7"),
        (lambda b, s: (said("verify")(b, s), put(3, 4, None)(b, s)), "SV1023", "Decisions!D3"),
        (lambda b, s: (said("verify")(b, s), put(4, 4, None)(b, s)), "SV1023", "Decisions!D4"),
        (lambda b, s: (said("verify")(b, s), put(4, 4, "2023-06-01")(b, s)), "SV954",
         "Decisions!D4"),
        (lambda b, s: (said("verify")(b, s), put(3, 4, "supplier")(b, s)), "SV956",
         "Decisions!K7"),
        (lambda b, s: (said("verify")(b, s), put(3, 4, "nobody")(b, s)), "SV959", "Decisions!D3"),
        (lambda b, s: (said("verify")(b, s), put(3, 4, "#N/A")(b, s)), "SV959", "Decisions!D3"),
    ],
)  # fmt: skip
def test_a_decision_that_lacks_something_is_said_by_cell(
    register: Any, decide: Any, edit: Edit, code: str, cell: str
) -> None:
    """A part without a reason, or by a supplier, is never written."""
    before = len(register.entries)
    found = decide(edit)
    assert codes(found) == [(code, cell)]
    assert (found.decided, found.read, len(register.entries)) == (0, (), before)


def test_a_decision_that_nobody_worked_out_is_no_empty_row(register: Any, decide: Any) -> None:
    """A row that holds a formula was filled in: to pass it over is to leave it undecided unsaid."""
    found = decide(said('="verify"'))
    assert codes(found)[0] == ("SV906", "Decisions!K7")
    assert found.decided == 0


# --- places, kept jobs, and what is beyond the contract ----------------------------------

PLACE, KEPT = 12, 13
BEYOND = {1: "NT20", 2: 4, 3: "tonnes", 4: "Four tonnes of seed.", 5: "photo", 6: "file 2"}


def beyond(row: int = 5, **changes: Any) -> Edit:
    """A row beyond the contract, right but for what is changed: c1 to c8 by column."""

    def edit(book: Any, _: Any) -> None:
        said = {**BEYOND, **{int(key[1:]): value for key, value in changes.items()}}
        for column, value in said.items():
            book["Beyond the contract"].cell(row, column).value = value

    return edit


def test_kept_jobs_and_places_are_the_suppliers(register: Any, inbox: Path, back: Any) -> None:
    """A job that was kept is no new starter, and what fell in a district is of that district."""
    back(lambda b, s: (put(4, KEPT, 1)(b, s), put(4, PLACE, "E07000071")(b, s)))
    assert month(register, inbox, on=RECEIVED).problems == ()
    first = register.entries[1].noun
    assert (first.kept, first.place) == (1, "E07000071")


def test_what_is_beyond_is_counted_apart(register: Any, inbox: Path, back: Any) -> None:
    """It is the supplier's to tell and meets no commitment; read again it is nothing new."""
    path = back(beyond())
    again = path.read_bytes()
    found = month(register, inbox, on=RECEIVED)
    assert (found.problems, found.reported) == ((), 10)
    (held,) = register.standing()["ECC-0412"].returns_of("")
    noun = held.noun
    assert (noun.measure, noun.unit, noun.quantity, noun.unit_value) == ("NT20", "tonne", 4, None)
    assert (noun.reported_by, noun.has_return) == ("supplier", True)
    assert noun.attested == ("this_contract_and_period", "no_double_claim")
    path.write_bytes(again)
    assert month(register, inbox, on=RECEIVED).reported == 0


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (beyond(c1=None), [("SV1024", "Beyond the contract!A5")]),
        (beyond(c2=None), [("SV1024", "Beyond the contract!B5")]),
        (beyond(c3=None), [("SV1024", "Beyond the contract!C5")]),
        (beyond(c3="tons"), [("SV204", "Beyond the contract!C5")]),
        (beyond(c4=None), [("SV1024", "Beyond the contract!D5")]),
        (beyond(c5="rumour"), [("SV312", "Beyond the contract!E5")]),
        (beyond(c7="Atlantis"), [("SV210", "Beyond the contract!G5")]),
        (beyond(c8="77"), [("SV978", "Beyond the contract!H5")]),
        (beyond(c8="011"), [("SV978", "Beyond the contract!H5")]),
        (beyond(15), [("SV1021", f"Beyond the contract!{each}15") for each in "ABCDEF"]),
        (lambda b, s: (beyond()(b, s), beyond(6, c1=" nt20 ")(b, s)),
         [("SV1024", "Beyond the contract!A6")]),
        (put(40, WORDS, "And two more."), [("SV1021", "Your return!I40")]),
        (put(6, KEPT, 3), [("SV1021", "Your return!M6")]),
        (put(4, PLACE, "Atlantis"), [("SV210", "Your return!L4")]),
        (put(4, KEPT, 9), [("SV960", "Your return!M4")]),
        (put(4, KEPT, "all"), [("SV904", "Your return!M4")]),
    ],
)  # fmt: skip
def test_what_is_wrong_beside_a_figure_is_said_by_cell(
    register: Any, inbox: Path, back: Any, edit: Edit, told: Any
) -> None:
    """A figure without its unit or its place would be taken for another."""
    back(edit)
    found = month(register, inbox, on=RECEIVED)
    assert (codes(found), len(register.entries)) == (told, 1)


@pytest.mark.parametrize(("measure", "told"), [
    ("NT20", []), (" nt20 ", []), ("NT99", ["SV1035"]), ("A hall was painted", ["SV1035"]),
])  # fmt: skip
def test_a_measure_that_the_sets_have_not_is_asked_about(
    register: Any, inbox: Path, back: Any, measure: str, told: list[str]
) -> None:
    """A slip in a code makes a measure of its own, which nobody adds to the other."""
    back(beyond(c1=measure))
    found = month(register, inbox, on=RECEIVED)
    assert (found.problems, found.reported, [each.code for each in found.notes]) == ((), 10, told)


def test_what_a_delivery_asks_is_shown_at_its_cell(register: Any, inbox: Path, back: Any) -> None:
    """A telephone number that stays in a record for years is seen on the day that it is read."""

    def edit(book: Any, table: Any) -> None:
        put(4, WORDS, "Ask on 01245 430430.")(book, table)
        beyond(c1="nt28", c3="£", c4="For care leavers.")(book, table)

    back(edit)
    found = month(register, inbox, on=RECEIVED)
    assert (found.problems, found.reported) == ((), 10)
    assert [(each.code, each.cell) for each in found.notes] == [
        ("SV992", "Beyond the contract!A5"), ("SV1014", "Beyond the contract!D5"),
        ("SV1014", "Your return!I4"),
    ]  # fmt: skip
    assert "nt28 is commitment 7 of the contract" in found.notes[0].message
    assert "telephone" in found.notes[2].message
    again = month(register, inbox, on=RECEIVED)
    assert again.notes[0].code == "SV1026"
    (inbox.parent / "d.xlsx").write_bytes(again.files["decisions.xlsx"])
    sheet = openpyxl.load_workbook(inbox.parent / "d.xlsx")["Decisions"]
    titles = [sheet.cell(row, 4).value for row in range(7, sheet.max_row + 1)]
    assert "nt28, beyond the contract; or is it of commitment 7?" in titles


@pytest.mark.parametrize(("within", "told"), [(14, ["SV993"]), (21, [])])
def test_a_return_that_came_late_is_asked_about_once(
    register: Any, inbox: Path, back: Any, within: int, told: list[str]
) -> None:
    """Who comes late with nine rows is late once, and not at all where there is more time."""
    back(start(5, "2022-12-20"))
    found = month(register, inbox, on="2022-12-20", within=within)
    assert (found.problems, found.reported) == ((), 9)
    assert [each.code for each in found.notes] == told
    for each in found.notes:
        assert each.cell == "Start here!B5"
        assert "came on 20 December 2022, 6 days after it was due" in each.message


def test_what_is_refused_asks_nothing(register: Any, inbox: Path, back: Any) -> None:
    """A return of which nothing is entered has nothing in the record to look at."""
    back(lambda b, s: (put(4, WORDS, "ann@example.org")(b, s), put(4, KEPT, 9)(b, s)))
    found = month(register, inbox, on=RECEIVED)
    assert (codes(found), found.notes) == ([("SV960", "Your return!M4")], ())


def test_no_measure_is_asked_about_where_a_set_is_not_here(contract: Any, inbox: Path) -> None:
    """Of a set that nobody can look into, no code is said to be unknown."""
    origin = attrs.evolve(contract.origin, sets=(*contract.origin.sets, "norchester@2022"))
    register = sv.contracts.open_register()
    register.add(attrs.evolve(contract, origin=origin), by="procurement", on="2022-08-20")
    form = form_of(register, inbox.parent / "form.xlsx")
    filled(form, inbox / "back.xlsx", beyond(c1="NT99"))
    found = month(register, inbox, on=RECEIVED)
    assert (found.problems, found.notes, found.reported) == ((), (), 10)


def test_a_return_of_an_earlier_version_is_read(register: Any, inbox: Path, back: Any) -> None:
    """Who was sent a form before the council's software was renewed is not sent it again."""

    def edit(book: Any, table: Any) -> None:
        del book["Beyond the contract"]
        for name in [each for each in book.defined_names if "beyond" in each]:
            del book.defined_names[name]
        for name in ("sv_places", "sv_kept"):
            del book.defined_names[name]

    back(edit)
    found = month(register, inbox, on=RECEIVED)
    assert (found.problems, found.reported) == ((), 9)


@pytest.mark.parametrize("name", ["sv_kept", "sv_places", "sv_beyond_places", "Beyond"])
def test_a_form_that_lacks_some_of_the_later_boxes_was_altered(
    register: Any, inbox: Path, back: Any, name: str
) -> None:
    """What a supplier wrote is never passed over because a name beside it is gone."""

    def edit(book: Any, table: Any) -> None:
        beyond()(book, table)
        for each in [each for each in book.defined_names if each.startswith(name)]:
            del book.defined_names[each]
        if name == "Beyond":
            del book["Beyond the contract"]

    back(edit)
    found = month(register, inbox, on=RECEIVED)
    assert (codes(found), len(register.entries)) == ([("SV1021", "")], 1)


def test_words_beside_no_figure_are_named_as_what_they_are(
    register: Any, inbox: Path, back: Any
) -> None:
    """Who wrote a place alone is not said to have written words."""
    back(lambda b, s: (put(5, NOTHING, None)(b, s), put(5, PLACE, "E07000071")(b, s)))
    (found,) = month(register, inbox, on=RECEIVED).problems
    assert found.message == "commitment 2: something is written beside it, and no figure"


def returned(register: Any, inbox: Path, path: Path) -> int:
    """The number of what is beyond the contract, which was reported and sent back."""
    month(register, inbox, on=RECEIVED)
    path.unlink()
    (held,) = register.standing()["ECC-0412"].returns_of("")
    register.reject(held.seq, reason="no photo was seen", by="contract manager", on=RECEIVED)
    return int(held.seq)


CHASER = "chasers/chaser-ecc-0412-brook-daughters.txt"


def test_what_is_beyond_and_was_sent_back_is_asked_for_again(
    register: Any, inbox: Path, back: Any
) -> None:
    """Who is never shown that a delivery was sent back, and why, loses it."""
    entry = returned(register, inbox, back(beyond()))
    text = month(register, inbox, on=RECEIVED).files[CHASER].decode()
    assert "NT20, beyond the contract, 1 September 2022 to 30 November 2022: returned" in text
    assert "because: no photo was seen" in text
    assert f"'Beyond the contract' of your next return, with {entry} under 'Returned to" in text
    assert "Commitment ," not in text


@pytest.mark.parametrize("typed", [int, str, "Entry {}".format])
def test_what_was_sent_back_is_reported_anew_and_asked_for_no_more(
    register: Any, inbox: Path, back: Any, tmp_path: Path, typed: Any
) -> None:
    """The new report takes the place of the first, of its days, whatever quarter it comes in."""
    entry = returned(register, inbox, back(beyond()))
    files = month(register, inbox, on="2023-03-01").files
    (name,) = (each for each in files if each.endswith("-2022-12-01.xlsx"))
    (tmp_path / "next.xlsx").write_bytes(files[name])
    said = lambda b, s: (beyond(c2=3, c8=typed(entry))(b, s), start(5, "2023-03-02")(b, s))  # noqa: E731
    path = filled(tmp_path / "next.xlsx", inbox / "next.xlsx", said)
    again = path.read_bytes()
    assert month(register, inbox, on="2023-03-05").problems == ()
    (noun,) = (each.noun for each in register.standing()["ECC-0412"].returns_of(""))
    assert (noun.quantity, noun.replaces, str(noun.starts)) == (3, entry, "2022-09-01")
    path.write_bytes(again)
    found = month(register, inbox, on="2023-03-05")
    assert (found.problems, found.reported) == ((), 0)
    assert b"beyond the contract" not in found.files.get(CHASER, b"")


def test_a_question_on_what_is_beyond_names_it(register: Any, inbox: Path, back: Any) -> None:
    """A question on no commitment at all cannot be answered."""
    back(beyond())
    month(register, inbox, on=RECEIVED)
    (held,) = register.standing()["ECC-0412"].returns_of("")
    register.ask(held.seq, question="where was it done", by="contract manager", on=RECEIVED)
    text = month(register, inbox, on=RECEIVED).files[CHASER].decode()
    assert "NT20, beyond the contract, 1 September 2022 to 30 November 2022. We ask" in text


# --- a second person ------------------------------------------------------------------------


@pytest.fixture
def decide_two(register: Any, inbox: Path, back: Any) -> Callable[..., Any]:
    """The workbook where a second person is asked for, filled in and read by the same rules."""
    back()

    def read(edit: Edit, made: Any, **rules: Any) -> Any:
        files = month(register, inbox, on=RECEIVED, **made).files
        (inbox.parent / "out.xlsx").write_bytes(files["decisions.xlsx"])
        for each in inbox.iterdir():
            each.unlink()
        book = openpyxl.load_workbook(inbox.parent / "out.xlsx")
        sheet = book["Decisions"]
        sheet["D3"], sheet["D4"] = "contract manager", "2022-12-20"
        edit(book, sheet)
        book.save(inbox / "d.xlsx")
        return month(register, inbox, on="2022-12-20", **(rules or made))

    return read


def two(person: str | None) -> Edit:
    """The first row verified, with a second person."""
    return lambda b, s: (said("verify")(b, s), put(7, 15, person)(b, s))


@pytest.mark.parametrize("made", [{"second_above": "1000"}, {"sample": 9}])
def test_a_second_person_is_recorded(register: Any, decide_two: Any, made: Any) -> None:
    """Where a policy asks for two, whoever audits it sees who the two were."""
    found = decide_two(two("Finance"), made)
    assert (found.problems, found.decided) == ((), 1)
    assert (register.entries[-1].by, register.entries[-1].noun.second) == (
        "contract manager", "finance",
    )  # fmt: skip
    assert register.entries[-1].words.endswith("verified: 2.5, with finance (entry 2)")


@pytest.mark.parametrize(
    ("edit", "made", "rules", "code", "cell"),
    [
        (two(None), {"second_above": "1000"}, {}, "SV1030", "Decisions!O7"),
        (two("Contract Manager"), {"second_above": "1000"}, {}, "SV956", "Decisions!O7"),
        (two("supplier"), {"sample": 9}, {}, "SV956", "Decisions!O7"),
        (two("nobody"), {"sample": 9}, {}, "SV959", "Decisions!O7"),
        (lambda b, s: (two("Finance")(b, s), put(3, 4, "nobody")(b, s)), {"sample": 9}, {}, "SV959",
         "Decisions!D3"),
        (two(None), {}, {"second_above": "1000"}, "SV1034", "Decisions!N7"),
        (lambda b, s: (two(None)(b, s), put(7, 14, "no")(b, s)), {"sample": 9}, {}, "SV1034",
         "Decisions!N7"),
    ],
)  # fmt: skip
def test_one_person_is_never_two(
    register: Any, decide_two: Any, edit: Edit, made: Any, rules: Any, code: str, cell: str
) -> None:
    """Who decides twice, or takes a row out of the sample, makes a rule of two one of one."""
    before = len(register.entries)
    found = decide_two(edit, made, **rules)
    assert codes(found) == [(code, cell)]
    assert (found.decided, len(register.entries)) == (0, before + 9)


@pytest.mark.parametrize("name", ["sv_samples", "sv_seconds"])
def test_decisions_that_lack_one_of_the_two_boxes_were_altered(decide_two: Any, name: str) -> None:
    """A second person who is named is recorded, or the file is refused: never passed over."""

    def edit(book: Any, sheet: Any) -> None:
        two("Finance")(book, sheet)
        del book.defined_names[name]

    found = decide_two(edit, {})
    assert (codes(found), found.decided) == ([("SV1021", "")], 0)


def test_options_that_were_forgotten_are_asked_for(decide_two: Any) -> None:
    """Who forgot an option is told so, and not that somebody wrote a cell over."""
    (found,) = decide_two(two(None), {}, sample=9).problems
    assert "'Sample?' says 'no', and by the options given now it is 'drawn: second" in found.message
    assert "the same --second-above and --sample" in found.hint


def test_who_verifies_sees_all_that_is_verified(register: Any, inbox: Path, back: Any) -> None:
    """Kept jobs and a place are verified with the figure: nobody does that unseen."""
    back(lambda b, s: (put(4, KEPT, 1)(b, s), put(4, PLACE, "E07000071")(b, s)))
    files = month(register, inbox, on=RECEIVED).files
    (inbox.parent / "d.xlsx").write_bytes(files["decisions.xlsx"])
    sheet = openpyxl.load_workbook(inbox.parent / "d.xlsx")["Decisions"]
    words = str(sheet["H7"].value)
    assert words.endswith("Kept a job: 1. Place: E07000071.")


def test_what_two_are_not_asked_for_one_decides(register: Any, decide_two: Any) -> None:
    """A return below the limit waits for nobody else; one at it to the penny is not above."""
    worth = 2.5 * float(register.contract("ECC-0412").lines[0].worth)
    found = decide_two(two(None), {"second_above": f"{worth:.2f}"})
    assert (found.problems, found.decided) == ((), 1)
    assert register.entries[-1].noun.second == ""


def test_to_return_or_to_ask_needs_one(register: Any, decide_two: Any) -> None:
    """Two are asked for what counts as delivered, and nothing does that goes back."""
    assert decide_two(said("return", None, "no list"), {"sample": 9}).decided == 1


def test_no_entry_changes_who_is_drawn(register: Any, inbox: Path, back: Any) -> None:
    """A draw that any entry draws anew is drawn until it is as somebody likes it."""
    rows = ((row, column, value) for row in (4, 5, 7) for column, value in
            ((FIGURE, 1), (NOTHING, None), (WORDS, "People.")))  # fmt: skip
    back(lambda b, s: [put(*each)(b, s) for each in rows])
    month(register, inbox, on=RECEIVED)

    def drawn() -> list[str]:
        files = month(register, inbox, on=RECEIVED, sample=1).files
        (inbox.parent / "d.xlsx").write_bytes(files["decisions.xlsx"])
        sheet = openpyxl.load_workbook(inbox.parent / "d.xlsx")["Decisions"]
        rows = range(7, sheet.max_row + 1)
        return [sheet.cell(row, 1).value for row in rows if sheet.cell(row, 14).value != "no"]

    (first,) = drawn()
    others = [each.seq for each in register.standing().returns.values() if each.waiting]
    assert len(others) == 3
    for seq in (each for each in others if str(each) != first):
        register.ask(seq, question="where?", by="contract manager", on=RECEIVED)
        assert drawn() == [first]
    register.approve(int(first), by="contract manager", on=RECEIVED, second="finance")
    assert drawn() != [first]
    assert len(drawn()) == 1


@pytest.mark.parametrize("rules", [{"sample": -1}, {"second_above": "much"}])
def test_a_rule_that_is_none(register: Any, inbox: Path, rules: Any) -> None:
    """A rule that cannot be read is not taken for no rule."""
    with pytest.raises(sv.InputError):
        month(register, inbox, on=RECEIVED, **rules)


def test_an_empty_row_waits(register: Any, decide: Any) -> None:
    """Nothing is decided by silence."""
    found = decide(lambda book, sheet: None)
    assert (found.problems, found.decided) == ((), 0)
    assert register.standing().returns[2].state == "reported"


def test_what_was_decided_otherwise_is_not_undone_by_a_file(register: Any, decide: Any) -> None:
    """An old workbook in the inbox does not reverse a decision."""
    register.approve(2, by="contract manager", on="2022-12-20")
    found = decide(said("return", None, "changed my mind"))
    assert codes(found) == [("SV1031", "Decisions!K7")]
    assert register.standing().returns[2].state == "verified"


def test_two_files_that_decide_otherwise_are_both_refused(
    register: Any, inbox: Path, decide: Any
) -> None:
    """Two managers, one return: neither wins by the name of the file."""
    decide(said(None))
    shutil.move(inbox / "d.xlsx", inbox / "empty.xlsx")
    book = openpyxl.load_workbook(inbox / "empty.xlsx")
    said("return", None, "no evidence")(book, book["Decisions"])
    book.save(inbox / "empty.xlsx")
    found = decide(said("verify"))
    assert {each.code for each in found.problems} == {"SV1033"}
    assert register.standing().returns[2].state == "reported"


def test_evidence_that_was_seen_before_is_said(register: Any, inbox: Path, back: Any) -> None:
    """The same payroll extract for two commitments is looked at before it counts twice."""

    def edit(_: Any, table: Any) -> None:
        for row in (4, 5):
            for column, value in ((FIGURE, 1), (NOTHING, None), (WORDS, "People."),
                                  (KIND, "Payroll extract"), (HELD, "HR file 3")):  # fmt: skip
                table.cell(row, column).value = value

    back(edit)
    found = month(register, inbox, on=RECEIVED)
    (inbox.parent / "d.xlsx").write_bytes(found.files["decisions.xlsx"])
    sheet = openpyxl.load_workbook(inbox.parent / "d.xlsx")["Decisions"]
    assert [sheet.cell(row, 10).value for row in (7, 8)] == ["in entry 3", "in entry 2"]
    assert sheet["A1"].value == "2 to decide. Rows you leave blank wait."


def test_what_a_supplier_wrote_is_never_run(register: Any, inbox: Path, back: Any) -> None:
    """Words that begin like a formula stay words in the workbook of decisions and in every page."""
    wicked = '=HYPERLINK("http://x.example")<script>'

    def edit(_: Any, table: Any) -> None:
        table.cell(4, WORDS).value = wicked
        table.cell(4, WORDS).data_type = "s"

    back(edit)
    found = month(register, inbox, on=RECEIVED)
    (inbox.parent / "d.xlsx").write_bytes(found.files["decisions.xlsx"])
    cell = openpyxl.load_workbook(inbox.parent / "d.xlsx")["Decisions"]["H7"]
    assert (cell.value, cell.data_type) == (wicked, "s")
    assert not any(b"<script>" in found.files[each] for each in found.files if "html" in each)


# --- many suppliers, many contracts -----------------------------------------------------------


def test_each_supplier_sees_its_own_commitments_alone(contract: Any, inbox: Path) -> None:
    """A partner never reads what another one owes."""
    owned = tuple(attrs.evolve(each, owner="Chelmsford Surfacing") if each.line == "4" else each
                  for each in contract.lines)  # fmt: skip
    partner = sv.contracts.Party("Chelmsford Surfacing", role="partner")
    shared = attrs.evolve(contract, lines=owned, suppliers=(*contract.suppliers, partner))
    register = sv.contracts.open_register()
    register.add(shared, by="procurement", on="2022-08-20")
    path = form_of(register, inbox.parent / "theirs.xlsx", "ecc-0412-chelmsford")
    theirs = openpyxl.load_workbook(path)["Your return"]
    other = form_of(register, inbox.parent / "ours.xlsx", "ecc-0412-brook")
    ours = openpyxl.load_workbook(other)["Your return"]
    assert [theirs.cell(row, 1).value for row in range(4, theirs.max_row + 1)] == ["4"]
    assert "4" not in [ours.cell(row, 1).value for row in range(4, ours.max_row + 1)]
    filled(path, inbox / "swap.xlsx", data(4, "Brook & Daughters"))
    assert [each.code for each in month(register, inbox, on=RECEIVED).problems] == ["SV1021"]


def test_only_the_days_that_are_not_reported_yet_are_asked(
    register: Any, inbox: Path, tmp_path: Path
) -> None:
    """A council that begins in mid-quarter has an opening position: the rest is asked, once."""
    register.deliver("ECC-0412", line="1", quantity=1, period=("2022-09-01", "2022-11-15"),
                     statement="As the sheet had it.", by="supplier", on="2022-11-15")  # fmt: skip
    table = openpyxl.load_workbook(form_of(register, tmp_path / "f.xlsx"))["Your return"]
    assert (table["A4"].value, table["A5"].value) == ("1 from 2022-11-16", "2")
    assert table["B4"].value.endswith("(16 November 2022 to 30 November 2022)")
    filled(tmp_path / "f.xlsx", inbox / "back.xlsx")
    found = month(register, inbox, on=RECEIVED)
    assert (found.problems, found.reported) == ((), 9)
    (rest,) = (each.noun for each in register.standing()["ECC-0412"].returns
               if each.line == "1" and each.noun.quantity != 1)  # fmt: skip
    assert (rest.starts.isoformat(), rest.ends.isoformat()) == ("2022-11-16", "2022-11-30")
    again = month(register, inbox, on=RECEIVED)
    assert ([each.code for each in again.notes], again.reported) == (["SV1026"], 0)


def test_no_two_papers_have_one_name(contract: Any, inbox: Path) -> None:
    """Two references that differ in a sign alone would leave one supplier without its return."""
    register = sv.contracts.open_register()
    for reference in ("NCC/04", "NCC-04", "../04"):
        held = attrs.evolve(contract, reference=reference)
        register.add(held, by="procurement", on="2022-08-20")
    files = month(register, inbox, on="2022-10-01").files
    assert sum(each.startswith("returns/") for each in files) == 3
    assert not any(".." in each for each in files)


def test_a_contract_that_is_still_to_begin_asks_nothing(contract: Any, inbox: Path) -> None:
    """A contract is entered before its first day; nobody owes anything then."""
    register = sv.contracts.open_register()
    register.add(contract, by="procurement", on="2022-08-20")
    found = month(register, inbox, on="2022-08-25")
    assert [each for each in found.files if each.endswith("docx") or "/" in each] == []
    late = month(register, inbox, on="2025-12-31", since="2025-06-01")
    assert sum(each.startswith("returns/") for each in late.files) == 1


def test_each_contract_is_asked_as_often_as_it_says(contract: Any, inbox: Path) -> None:
    """One asked too seldom is late without knowing; one asked too often reports what is no duty."""
    register = sv.contracts.open_register()
    for reference, every in (("NCC-1", 1), ("NCC-3", None), ("NCC-6", 6)):
        held = attrs.evolve(contract, reference=reference, report_every=every)
        register.add(held, by="procurement", on="2022-08-20")
    asked = []
    for how in ({}, {"every": 2}):
        files = month(register, inbox, on="2023-02-28", **how).files
        forms = [each for each in files if each.startswith("returns/")]
        asked.append([sum(f"-ncc-{each}-" in name for name in forms) for each in (1, 3, 6)])
    assert asked == [[6, 2, 1], [3, 3, 3]]


@pytest.mark.slow
def test_forty_returns_in_any_order(contract: Any, inbox: Path) -> None:
    """40 suppliers answer in one month: the names and the order of their files change nothing."""
    short = tuple(each for each in contract.lines if each.line in {"1", "4"})
    found = []
    for seed in (1, 2):
        register = sv.contracts.open_register()
        for number in range(40):
            held = attrs.evolve(contract, reference=f"ECC-{number:04}", lines=short)
            register.add(held, by="procurement", on="2022-08-20")
        (inbox.parent / "none").mkdir(exist_ok=True)
        files = month(register, inbox.parent / "none", on="2022-11-30").files
        forms = sorted(each for each in files if each.startswith("returns/"))
        assert len(forms) == 40
        names = random.Random(seed).sample(range(1000), 40)  # noqa: S311 - no secret
        for name, form in zip(names, forms, strict=True):
            (inbox / f"{name}.xlsx").write_bytes(files[form])
            _answer(inbox / f"{name}.xlsx")
        came = month(register, inbox, on=RECEIVED)
        assert (came.problems, came.reported, len(came.read)) == ((), 80, 40)
        entries = [(each.contract, each.noun.line, each.noun.quantity, each.on)
                   for each in register.entries if each.action == "deliver"]  # fmt: skip
        found.append(entries)
        for each in inbox.iterdir():
            each.unlink()
    assert found[0] == found[1]


def _answer(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for row, value in ((5, "2022-12-10"), (6, "Yes"), (7, "Yes")):
        book["Start here"].cell(row, 2).value = value
    table = book["Your return"]
    for column, value in ((FIGURE, 2), (WORDS, "Two gangs.")):
        table.cell(4, column).value = value
    table.cell(5, NOTHING).value = "Yes"
    book.save(path)
