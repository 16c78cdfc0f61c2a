"""A council's own sheet: shown first, read by cell, and written all of it or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.contracts import SecondLook
from socialvalue.contracts.importing.fields import FIELDS, field_of

PORTAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "portal-sample.csv"
EXAMPLE = Path(__file__).parents[2] / "docs/examples/norchester/contracts.csv"
HEAD = ["Contract", "Supplier", "Start date", "End date", "Contract value", "Measure", "Unit",
        "Committed", "Unit value", "Delivered"]  # fmt: skip
ROW: list[Any] = ["C1", "Acme", "2022-04-01", "2024-03-31", "100,000", "M1", "staff hours", "40",
                  "16.93", "10"]  # fmt: skip
Sheet = Callable[..., Path]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """A text with the usual headings, or others, and some rows."""

    def write(*rows: list[Any], head: list[str] = HEAD, name: str = "sheet.csv") -> Path:
        lines = [",".join(f'"{each}"' for each in row) for row in (head, *rows)]
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def changed(**cells: Any) -> list[Any]:
    """The usual row with some of its cells changed, by heading."""
    names = {each.replace(" ", "_").casefold(): at for at, each in enumerate(HEAD)}
    row = [*ROW]
    for name, value in cells.items():
        row[names[name]] = value
    return row


def read(path: Path, **said: Any) -> Any:
    """The sheet to the end of 2022."""
    return sv.contracts.import_sheet(path, on="2022-12-31", **said)


def told(found: Any) -> list[tuple[str, str]]:
    """The codes and cells of what is wrong."""
    return [(each.code, each.cell) for each in found.problems]


# --- what is read -------------------------------------------------------------------------


def test_a_sheet_of_an_officer() -> None:
    """Contracts, commitments and deliveries of the example, to the penny, and nothing verified."""
    found = read(EXAMPLE)
    assert (found.problems, found.notes) == ((), ())
    care, meals, trees = found.contracts
    assert [each.name for each in meals.suppliers] == ["Brook Kitchens", "Norfield Farms"]
    assert (care.starts, care.value.initial, care.regime) == (date(2022, 4, 1), 12000000, "pcr2015")
    assert care["1"].value == Decimal("569200.00")
    assert care["3"].unit_value is None
    assert (meals["2"].owner, meals["1"].owner, trees.lines) == ("Norfield Farms", "", ())
    register = sv.contracts.open_register()
    entries = found.write(register, by="Procurement")
    assert [each.action for each in entries] == ["add"] * 3 + ["deliver"] * 5
    assert {each.by for each in entries} == {"procurement"}
    stands = sv.contracts.progress(register, "NCC-0301", on="2022-12-31")
    assert (stands["1"].verified, stands["1"].opening) == (Decimal("6.5"), Decimal("6.5"))
    assert "Not verified here: the opening position of 2 commitments." in str(stands.explain())
    every = sv.portfolio(register, on="2022-12-31")
    assert any("not verified here" in each for each in every.left_out)
    assert every.unpromised == Decimal("677.20")
    assert register.verify() == ()


def test_what_was_not_imported_is_said_to_be_verified(register: Any, report: Any) -> None:
    """The words of an opening position stand where there is one, and nowhere else."""
    register.approve(report(), by="finance", on="2022-12-20")
    stands = sv.contracts.progress(register, "ECC-0412", on="2022-12-31")
    assert (stands["1"].verified, stands["1"].opening) == (Decimal("2.5"), 0)
    assert "opening position" not in str(stands.explain())


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    """Days and numbers as a spreadsheet stores them, contracts on one sheet, lines on another."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Contracts"
    first.append(["Register of contracts, 2022"])
    first.append(["Contract ref", "Contractor", "Start", "End", "Contract value (£)"])
    first.append(["C1", "Acme\nBrook", date(2022, 4, 1), date(2024, 3, 31), 100000])
    second = book.create_sheet("Commitments")
    second.append(["Contract ref", "Measure", "Unit", "Target", "Target value", "Actual"])
    second.append(["C1", "M1", "no. people FTE", 2.5, 71150, 1])
    book.create_sheet("Notes").append(["Nothing of ours"])
    book.save(tmp_path / "register.xlsx")
    found = read(tmp_path / "register.xlsx")
    assert told(found) == []
    (held,) = found.contracts
    assert (held.starts, held.ends) == (date(2022, 4, 1), date(2024, 3, 31))
    assert (len(held.suppliers), held["1"].unit, held["1"].unit_value) == (2, "fte_year", 28460)
    assert found.mapping[0].cell == "A2"
    assert found.returns[0].noun.statement.startswith("Opening position from register.xlsx:Commit")


def test_rows_that_a_filter_hides(tmp_path: Path) -> None:
    """They are in the file and are read; who left a filter on is told so, with the first cell."""
    book = openpyxl.Workbook()
    for row in (HEAD, ROW, changed(measure="M2")):
        book.active.append(row)
    book.save(tmp_path / "all.xlsx")
    assert read(tmp_path / "all.xlsx").notes == ()
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "filtered.xlsx")
    found = read(tmp_path / "filtered.xlsx")
    assert len(found.contracts[0].lines) == 2
    assert [(each.code, each.cell) for each in found.notes] == [("SV1018", "Sheet!A3")]


def test_titles_and_units_of_a_set(sheet: Sheet) -> None:
    """With the set that the measures are of, the sheet need not say what they are."""
    toms = sv.load("national-toms", edition="2022")
    row = changed(measure="NT1", unit="", unit_value="28,460")
    (held,) = read(sheet(row), framework=toms).contracts
    assert (held["1"].unit, held["1"].title) == ("fte_year", toms["NT1"].title)
    assert held["1"].theme == toms["NT1"].theme
    wrong = read(sheet(changed(measure="NT1")), framework=toms)
    assert told(wrong) == [("SV308", "G2")]


def test_what_somebody_reported_and_the_council_verified(sheet: Sheet) -> None:
    """Two columns: the rest of what is reported waits for the council, and is not lost."""
    found = read(sheet([*ROW, "25"], head=[*HEAD, "Reported"]))
    register = sv.contracts.open_register()
    found.write(register, by="procurement")
    line = sv.contracts.progress(register, "C1", on="2022-12-31")["1"]
    assert (line.reported, line.verified, line.waiting) == (25, 10, 15)
    done = register.approve(2, by="finance", on="2023-01-10")
    line = sv.contracts.progress(register, "C1", on="2023-01-31")["1"]
    assert (done.action, line.verified, line.waiting, line.opening) == ("approve", 25, 0, 0)


def test_an_opening_position_can_be_looked_at_again(sheet: Sheet) -> None:
    """What another system called delivered is taken up like any other return."""
    register = sv.contracts.open_register()
    read(sheet(ROW)).write(register, by="procurement")
    register.reopen(2, reason="no evidence is held", by="contract manager", on="2023-01-10")
    line = sv.contracts.progress(register, "C1", on="2023-01-31")["1"]
    assert (line.verified, line.waiting, line.opening) == (0, 10, 0)
    before = sv.contracts.progress(register, "C1", on="2022-12-31")["1"]
    assert before.verified == 10


def test_returns_of_quarters(sheet: Sheet) -> None:
    """A row a quarter is a return a quarter; the commitment is said once."""
    head = [*HEAD, "Period start", "Period end"]
    rows = ([*ROW, "2022-04-01", "2022-06-30"],
            [*changed(committed="", delivered="5"), "2022-07-01", "2022-09-30"])  # fmt: skip
    found = read(sheet(*rows, head=head))
    assert told(found) == []
    assert [each.noun.ends for each in found.returns] == [date(2022, 6, 30), date(2022, 9, 30)]
    again = read(sheet(*rows, rows[1], head=head))
    assert told(again) == [("SV955", "J4")]


# --- pounds -------------------------------------------------------------------------------


@given(st.decimals("0.01", "99999", places=2), st.integers(1, 10**9))
@settings(max_examples=200, deadline=None)
def test_the_pounds_of_the_sheet_come_out_to_the_penny(amount: Decimal, pence: int) -> None:
    """A portal shows its unit value cut to two decimals; its pounds are what was agreed."""
    from socialvalue.contracts.importing.building import _pence, _per_unit

    assert _pence(_per_unit(Decimal(pence) / 100, amount), amount) == pence


def test_pounds_that_are_not_quantity_times_value(sheet: Sheet) -> None:
    """The sheet's pounds are kept, and the officer is told so, with the first cell."""
    head = [*HEAD, "Target value", "Delivered value"]
    found = read(sheet([*ROW, "700", "200"], head=head))
    assert [(each.code, each.cell) for each in found.notes] == [("SV1006", "F2"), ("SV1006", "J2")]
    assert found.contracts[0]["1"].value == 700
    agrees = read(sheet([*ROW, "677.20", "169.30"], head=head))
    assert agrees.notes == ()
    assert agrees.contracts[0]["1"].unit_value == Decimal("16.93")
    nothing = read(sheet([*ROW, "0", ""], head=head))
    assert "£0" in nothing.notes[0].message
    assert (nothing.contracts[0]["1"].value, nothing.contracts[0]["1"].quantity) == (0, 40)


def test_pounds_alone(sheet: Sheet) -> None:
    """A sheet that has no quantities is read in pounds, committed and delivered alike."""
    head = [*HEAD[:6], "Committed £", "Delivered £"]
    found = read(sheet([*ROW[:6], "1,000", "400"], [*ROW[:5], "M2", "", "55"], head=head))
    (held,) = found.contracts
    assert (held["1"].unit, held["1"].value) == ("gbp", 1000)
    register = sv.contracts.open_register()
    found.write(register, by="procurement")
    every = sv.portfolio(register, on="2022-12-31")
    assert (every.promised, every.delivered, every.unpromised) == (1000, 400, 55)


def test_pounds_committed_and_units_delivered(sheet: Sheet) -> None:
    """Two kinds of figure are never compared in silence, and neither is dropped."""
    head = [*HEAD[:7], "Committed £", "Delivered"]
    found = read(sheet([*ROW[:7], "1,000", "4"], head=head))
    assert told(found) == [("SV1009", "F2")]


@pytest.mark.skipif(not PORTAL.is_file(), reason="the sample lies beside the checkout")
def test_a_portals_sheet() -> None:
    """98 lines, £121.8m: in the portal's pounds 57%, 121% and £233m; at award values 116% in all.

    The portal values what is delivered at the prices of its day, so that a price that rose looks
    like delivery; at the values of award the same quantities come to less.

    Source:
        after-award.md §2.7.
    """
    usual: dict[str, Any] = {
        "on": "2020-11-30", "first": ["value"],
        "defaults": {"starts": "2018-01-01", "ends": "2020-12-31", "supplier": "not stated"},
    }  # fmt: skip
    quantities = dict.fromkeys(("target_quantity", "delivered_quantity", "unit_value_shown"), "")
    in_pounds = sv.contracts.import_sheet(PORTAL, columns=quantities, **usual)
    units = {"NT1": "fte_year", "NT18": "gbp", "NT19": "gbp"}
    at_award = sv.contracts.import_sheet(PORTAL, units=units, **usual)
    shares = []
    for found in (in_pounds, at_award):
        assert (found.problems, len(found.contracts)) == ((), 170)
        register = sv.contracts.open_register()
        found.write(register, by="procurement")
        every = sv.portfolio(register, on="2020-12-31")
        lines = [each for held in every.contracts for each in held.lines]
        assert sum(each.promised_pence > 0 for each in lines) == 98
        assert every.promised == Decimal("121812276.00")
        assert every.compliance is not None
        assert every.uncapped is not None
        shares.append((round(every.compliance * 100), int(every.uncapped * 1000)))
        assert round(every.unpromised / 10**6) == 233
    assert shares == [(57, 1207), (57, 1164)]


def test_words_about_people_are_asked_about_before_they_are_written(sheet: Sheet) -> None:
    """A comment of years ago that names somebody would lie in the record for years more."""
    head = [*HEAD, "Comments"]
    rows = [[*ROW, "Ask ann@example.org"], [*changed(measure="M2", delivered=""), "01245 430430"],
            [*changed(measure="M3"), "Two gangs of 8."]]  # fmt: skip
    found = read(sheet(*rows, head=head))
    assert (found.problems, len(found.returns)) == ((), 2)
    (asked,) = found.notes
    assert (asked.code, asked.cell) == ("SV1014", "K2")
    assert "take it out of the sheet" in asked.hint


def test_a_manager_is_a_role_and_no_person(sheet: Sheet) -> None:
    """A name in a record that nobody can alter is a person's for years, moved on or not."""
    for heading in ("Manager role", "Role of manager", "Contract manager's role"):
        head, row = [*HEAD, heading], [*ROW, "Contract manager, highways"]
        assert read(sheet(row, head=head)).contracts[0].manager == "Contract manager, highways"
    assert read(sheet(ROW)).contracts[0].manager == ""
    names = sheet([*ROW, "Ann Other"], head=[*HEAD, "Contract manager"])
    assert read(names).contracts[0].manager == ""
    roles = sheet([*ROW, "Head of catering"], head=[*HEAD, "Contract manager"])
    found = read(roles, columns={"Contract manager": "manager"}).contracts[0]
    assert found.manager == "Head of catering"
    mailed = sheet([*ROW, "ann@norchester.example"], head=[*HEAD, "Manager role"])
    assert told(read(mailed)) == [("SV1049", "A2")]


def test_options_to_extend_come_with_the_contract(sheet: Sheet, tmp_path: Path) -> None:
    """Of a contract that was taken over nobody would be warned before its last day for notice."""
    head = [*HEAD, "Extension option", "Notice by"]
    (held,) = read(sheet([*ROW, "31/3/2025; 31/3/2026", "30 Sept 2023"], head=head)).contracts
    assert [(str(each.ends), str(each.notice_by)) for each in held.options] == [
        ("2025-03-31", "2023-09-30"), ("2026-03-31", "None"),
    ]  # fmt: skip
    (plain,) = read(sheet([*ROW, "", ""], head=head)).contracts
    assert plain.options == ()
    said = {"options": "2025-03-31", "notice_by": "2023-12-31"}
    assert len(read(sheet(ROW), defaults=said).contracts[0].options) == 1
    book = openpyxl.Workbook()
    for row in (head, [*ROW, date(2025, 3, 31), "x"]):
        book.active.append(row)
    book.save(tmp_path / "dated.xlsx")
    found = read(tmp_path / "dated.xlsx", columns={"Notice by": ""})
    assert str(found.contracts[0].options[0].ends) == "2025-03-31"


LOOKS = ["Two people verify over", "Second person from", "Two people verify one in"]


def test_the_rule_of_two_comes_with_the_contract(sheet: Sheet, tmp_path: Path) -> None:
    """A contract that was taken over would be verified by one where the policy asks for two."""

    def looked(*cells: Any) -> Any:
        found = read(sheet([*ROW, *cells], head=[*HEAD, *LOOKS]))
        assert found.problems == ()
        return found.contracts[0].second_look

    assert looked("£50,000", "", "10") == SecondLook(above=50_000, one_in=10)
    assert looked("", "2000.50", "") == SecondLook(least="2000.50")
    assert looked("", "", "3.0") == SecondLook(one_in=3)
    assert looked("", "", "") is None
    said = {"second_above": "50000", "second_one_in": "10"}
    (held,) = read(sheet(ROW), defaults=said).contracts
    assert held.second_look == SecondLook(above=50_000, one_in=10)
    register = sv.contracts.open_register()
    read(sheet(ROW), defaults=said).write(register, by="procurement")
    assert register.contract("C1").second_look == held.second_look


@pytest.mark.parametrize(("cells", "expected"), [
    (("much", "", ""), [("SV904", "K2")]), (("", "", "2.5"), [("SV316", "M2")]),
    (("1", "", "0"), [("SV316", "M2")]), (("1", "2", ""), [("SV316", "K2")]),
])  # fmt: skip
def test_a_rule_of_two_that_cannot_be(
    sheet: Sheet, cells: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    """A rule that is passed over in silence binds nobody."""
    assert told(read(sheet([*ROW, *cells], head=[*HEAD, *LOOKS]))) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("2024-03-31", ""), [("SV954", "A2")]),
        (("soon", ""), [("SV206", "K2")]),
        (("2025-03-31; soon", ""), [("SV206", "K2")]),
        (("2025-03-31", "2024-04-01"), [("SV954", "A2")]),
        (("2025-03-31", "2023-09-30; 2024-09-30"), [("SV1003", "A2")]),
        (("", "2023-09-30"), [("SV1003", "A2")]),
    ],
)
def test_an_option_that_cannot_be(
    sheet: Sheet, cells: tuple[str, str], expected: list[tuple[str, str]]
) -> None:
    """Which day of notice is of which option is never guessed."""
    head = [*HEAD, "Option", "Notice by"]
    assert told(read(sheet([*ROW, *cells], head=head))) == expected


# --- what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"contract": ""}, [("SV1001", "A2")]),
        ({"measure": ""}, [("SV1001", "F2")]),
        ({"unit": "fortnights"}, [("SV1002", "G2")]),
        ({"supplier": ""}, [("SV1003", "A2")]),
        ({"start_date": "31/31/2022"}, [("SV206", "C2")]),
        ({"contract_value": "about 1m"}, [("SV904", "E2")]),
        ({"committed": "-40"}, [("SV904", "H2")]),
        ({"committed": "n/a"}, [("SV904", "H2")]),
        ({"end_date": "2021-03-31"}, [("SV953", "A2")]),
        ({"start_date": "2023-01-01"}, [("SV954", "J2")]),
        ({"unit": "Y/N", "committed": "2"}, [("SV316", "F2")]),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(
    sheet: Sheet, cells: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    """An officer mends cells; a figure that nobody understood never becomes 0."""
    found = read(sheet(changed(**cells)))
    assert told(found) == expected
    register = sv.contracts.open_register()
    with pytest.raises(sv.InputError):
        found.write(register, by="procurement")
    assert register.entries == ()


def test_rows_that_do_not_agree(sheet: Sheet) -> None:
    """One contract has one value: two are told with both cells, and one is taken when asked."""
    other = changed(contract_value="200,000", measure="M2")
    assert told(read(sheet(ROW, other))) == [("SV1004", "E3")]
    found = read(sheet(ROW, other, other), first=["value"])
    assert (found.problems, found.contracts[0].value.initial) == ((), 100000)
    assert [each.code for each in found.notes] == ["SV1004", "SV1007"]


def test_a_commitment_that_stands_twice(sheet: Sheet) -> None:
    """By its number it would be owed twice; without one its rows are added up, and it is said."""
    head = [*HEAD, "No"]
    assert told(read(sheet([*ROW, "1"], [*ROW, "1"], head=head))) == [("SV1005", "K3")]
    found = read(sheet(ROW, ROW))
    assert (found.contracts[0]["1"].quantity, found.notes[0].code) == (80, "SV1007")
    answers = changed(unit="Y/N", committed="1", delivered="")
    assert told(read(sheet(answers, answers))) == [("SV1005", "H3")]


def test_no_table_and_no_field(sheet: Sheet, tmp_path: Path) -> None:
    """What cannot be read is said at once, with what to type."""
    with pytest.raises(sv.InputError, match="SV1000"):
        read(sheet(["1"], head=["Colour"]))
    assert read(sheet(ROW, head=["Deal", *HEAD[1:]]), columns={"deal": "reference"}).problems == ()
    with pytest.raises(sv.InputError, match=r"SV312 the field 'referense'[^\n]*\n.*reference"):
        read(sheet(ROW), columns={"deal": "referense"})
    with pytest.raises(sv.InputError, match="SV312 the field 'measure'"):
        read(sheet(ROW), defaults={"measure": "M1"})
    with pytest.raises(sv.InputError, match="SV101"):
        read(tmp_path / "none.csv")
    for content, code in ((b"\xff\xfe", "SV102"), (b" \n", "SV103"), (b'a,"b\n', "SV124")):
        (tmp_path / "bad.csv").write_bytes(content)
        with pytest.raises(sv.InputError, match=f"bad.csv: {code}|{code}"):
            read(tmp_path / "bad.csv")
    assert all(field_of(each) == field for field, words in FIELDS.items() for each in words)


# --- written all of it, or nothing --------------------------------------------------------


def test_nothing_is_written_where_one_cell_is_refused(sheet: Sheet, tmp_path: Path) -> None:
    """Half an import would be mended by hand, and counted twice by the next one."""
    register = sv.contracts.open_register(tmp_path / "delivery.db", new=True)
    read(sheet(ROW)).write(register, by="procurement")
    head = register.head
    found = read(sheet(changed(contract="C2"), ROW))
    with pytest.raises(sv.InputError, match=r"A3: SV952"):
        found.write(register, by="procurement")
    assert (register.head, len(register.entries)) == (head, 2)
    with sv.contracts.open_register(tmp_path / "delivery.db") as again:
        assert (again.head, again.verify()) == (head, ())


def test_the_day_on_which_an_import_was_entered(
    sheet: Sheet, on_day: Callable[[str], None]
) -> None:
    """It is settable, but never so that a figure changes that was known before."""
    register = sv.contracts.open_register()
    on_day("2023-06-01")
    with pytest.raises(sv.InputError, match=r"SV1008[^\n]*still to come"):
        read(sheet(ROW)).write(register, by="procurement", entered="2023-06-02")
    first = read(sheet(ROW)).write(register, by="procurement", entered="2023-01-15")
    assert {each.entered for each in first} == {date(2023, 1, 15)}
    assert sv.portfolio(register, on="2022-12-31", known="2023-02-01").delivered > 0
    assert sv.portfolio(register, on="2022-12-31", known="2023-01-14").contract_count == 0
    with pytest.raises(sv.InputError, match=r"SV1008[^\n]*15 January 2023"):
        read(sheet(changed(contract="C2"))).write(register, by="finance", entered="2023-01-14")
    assert register.hold("C1", reason="a claim", until="2024-01-01").entered == date(2023, 6, 1)


def test_a_name_that_the_sheet_has_not_is_refused(sheet: Sheet) -> None:
    """A heading, a unit or a sheet that is spelt otherwise was ignored, and the rest was read."""
    file = sheet(ROW)
    for said, found in (({"columns": {"Nothere": "measure"}}, "the heading 'Nothere'"),
                        ({"units": {"zzz": "staff_hour"}}, "the unit or measure 'zzz'"),
                        ({"sheet": "Nosheet"}, "the sheet 'Nosheet'")):  # fmt: skip
        with pytest.raises(sv.InputError, match=f"SV312 {found} is not known"):
            read(file, **said)
    assert read(file, columns={HEAD[0]: "reference"}).problems == ()


def test_lines_that_an_old_mac_ends_are_read(root: Path, tmp_path: Path) -> None:
    """What ends its lines in the oldest way is a table, and its quotation marks are in order."""
    text = (root / "docs/examples/norchester/contracts.csv").read_text()
    (tmp_path / "old.csv").write_bytes(text.replace("\n", "\r").encode())
    assert len(read(tmp_path / "old.csv").contracts) == 3
