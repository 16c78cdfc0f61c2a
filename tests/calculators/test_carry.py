"""An offer in one calculator, opened in another: nothing is converted, and each row is checked."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.calculators.conftest import opened

import socialvalue as sv
from socialvalue.calculators.columns import COLUMNS, column
from socialvalue.calculators.prefilled import PrefilledRow
from socialvalue.calculators.workbook import FIRST_ROW, MORE, OFFER, workbook_bytes
from socialvalue.sheets.workbooks import read_workbook

TOMS = sv.load("national-toms", edition="2022")
ESSEX = sv.load("essex", on="2022-06-01")
PARKS = sv.Tender("Parks", contract_value="100_000", years=3, published="2022-07-01",
                  unit_values={"NT1": "28460"})  # fmt: skip
MEASURES = ["NT1", "NT10", "NT28", "NT20", "NT29"]


def made(measures: list[str] = MEASURES, tender: sv.Tender = PARKS, **told: Any) -> Any:
    """A calculator of the national measures."""
    return sv.calculators.make(tender, TOMS, measures=measures, **told)


Fill = Callable[..., Path]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """A bidder who fills in a calculator: a row of the offer by its code, and more rows."""

    def filled(calculator: Any, offer: dict[str, dict[str, Any]], *more: dict[str, Any]) -> Path:
        path = tmp_path / "acme.xlsx"
        calculator.write(path)
        book = opened(path)
        book[OFFER]["C2"] = "Acme"
        rows = {code: row for row, code in enumerate(calculator.measures, start=FIRST_ROW)}
        for sheet, row, boxes in (
            *((book[OFFER], rows[code], boxes) for code, boxes in offer.items()),
            *((book[MORE], row, boxes) for row, boxes in enumerate(more, start=FIRST_ROW)),
        ):
            for name, value in boxes.items():
                cell = sheet.cell(row, column(name) + 1, value)
                cell.data_type = "s" if isinstance(value, str) else "n"
        book.save(path)
        return path

    return filled


WHOLE = {
    "NT1": {"first": 2, "second": 3, "words": "=from the jobcentre"},
    "NT10": {"first": 5, "second": 40, "activities": "site team"},
    "NT28": {"first": 1500.5, "places": "Chelmsford"},
    "NT20": {"first": 12, "words": "a plan"},
}
SECOND = {"codes": "NT10", "first": 1, "second": 10, "activities": "office"}


def test_an_offer_opens_in_a_second_version_and_every_row_is_marked(
    fill: Fill, tmp_path: Path
) -> None:
    """An offer made on old terms must never pass for one on new terms that nobody looked at."""
    one = made()
    dearer = attrs.evolve(PARKS, unit_values={"NT1": "29000"})
    asked: dict[str, Any] = {"limits": {"NT10": 100}, "statements": ["NT28"]}
    two = made(["NT10", "NT1", "NT28"], dearer, replaces=one, because="A slip", **asked)
    found = sv.calculators.carry(fill(one, WHOLE, SECOND), two)
    said = {(each.measure, each.offered): each.said for each in found.lines}
    assert list(said.values()) == [
        "check: £ per unit was £28460 and is £29000",
        "check: 200 is more than the form takes, 100",
        "check: how it will be delivered is not said",
        "not carried over: it is not asked for here",
        "check: the most that the form takes was 397155.45 and is 100",
    ]
    found.write(tmp_path / "start.xlsx")
    back = sv.calculators.read(tmp_path / "start.xlsx", two)
    assert [each.code for each in back.problems] == ["SV908", "SV911"]
    marks = [each.message for each in back.notes if each.code == "SV939"]
    assert len(marks) == 4
    assert marks[1].startswith("NT1: carried over from an earlier calculator, and still marked 'ch")
    assert all(any(each in asked for asked in _asked(back)) for each in marks)
    book = opened(tmp_path / "start.xlsx")
    for sheet, row in ((OFFER, 9), (OFFER, 10), (OFFER, 11), (MORE, 9)):
        book[sheet].cell(row, column("carried") + 1).value = None
    book[OFFER]["D9"], book[OFFER].cell(11, column("words") + 1).value = 2, "In kind"
    book.save(tmp_path / "start.xlsx")
    checked = sv.calculators.read(tmp_path / "start.xlsx", two)
    # What was confirmed of the earlier offer is not confirmed of this one.
    assert (checked.problems, [each.code for each in checked.notes]) == ((), ["SV933"])
    assert checked.bid is not None
    assert [each.quantity.amount for each in checked.bid.commitments] == [
        80,
        6,
        Decimal("1500.5"),
        10,
    ]
    assert checked.bid.commitments[1].note == "=from the jobcentre"


def _asked(back: Any) -> tuple[str, ...]:
    """What the clarification of the only bidder asks."""
    found = sv.calculators.Returns(returned=(back,), problems=back.problems, notes=back.notes)
    return tuple(each for one in found.clarifications for each in one.to_explain)


def test_the_same_offer_comes_out_where_nothing_has_changed(fill: Fill, tmp_path: Path) -> None:
    """What is carried over is what was written, to the letter and the last digit."""
    one = made(tender=attrs.evolve(PARKS, title="Last year"))
    path = fill(one, WHOLE, SECOND)
    two = made()
    found = sv.calculators.carry(path, two)
    assert [each.said for each in found.lines] == ["check"] * 5
    assert found.tender == "Last year"
    found.write(tmp_path / "start.xlsx")
    before, after = (
        sv.calculators.read(path, one),
        sv.calculators.read(tmp_path / "start.xlsx", two),
    )
    assert before.bid is not None
    assert after.bid is not None
    assert after.bid.commitments == before.bid.commitments == found.bid.commitments
    assert after.bidder == "Acme"
    assert (after.differences, after.changed_cells) == ((), ())
    assert found.contents() == (tmp_path / "start.xlsx").read_bytes()


def test_a_past_answer_of_another_buyer_is_found_by_the_measure(fill: Fill) -> None:
    """Codes are each council's own: NT10 there and ECC10 here are one measure, and that is said."""
    essex = sv.Tender("Roads", contract_value="2_400_000", years=2, published="2022-06-01",
                      place="E10000012", unit_values={"NT1": "28460"})  # fmt: skip
    calculator = sv.calculators.make(essex, ESSEX, measures=["ECC1", "ECC10", "ECC11"])
    found = sv.calculators.carry(fill(made(), WHOLE, SECOND), calculator)
    by_code = {each.measure: each for each in reversed(found.lines)}
    assert by_code["ECC10"].checks[0] == "its code was NT10 and is ECC10"
    assert "the term was 3 years and is 2" in by_code["ECC1"].checks
    assert not by_code["NT28"].boxes
    assert "Its measures were those of national-toms@2022" in str(found)
    assert [each.measure for each in found.bid.commitments] == ["NT1", "NT10", "NT10"]
    planned = sv.calculators.reach(essex, found.bid, ESSEX, goal=10**6)
    assert planned.counts == sv.value(essex, found.bid, ESSEX).total > 0


def test_another_unit_is_another_thing(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    """People are not person-weeks, whatever the code."""
    path, two = fill(made(), WHOLE), made()
    lines = [
        attrs.evolve(each, unit="person", boxes=("people",)) if each.code == "NT10" else each
        for each in two.lines
    ]
    found = sv.calculators.carry(path, attrs.evolve(two, lines=tuple(lines)))
    ten = next(each for each in found.lines if each.measure == "NT10")
    assert ten.said == ("not carried over: it was counted in person-weeks and is counted in people")
    assert (dict(ten.boxes), ten.commitment) == ({}, None)


BAD = {
    "NT1": {"first": "12,5", "second": 3, "words": "kept"},
    "NT10": {"first": 5},
    "NT28": {"first": "£1,234.50", "places": "Atlantis"},
    "NT20": {"first": "1/2"},
    "NT29": {"first": 1.125, "second": 8},
}


def test_what_cannot_be_read_is_named_and_never_guessed(fill: Fill, tmp_path: Path) -> None:
    """A figure that could mean two things must not become one of them on the way."""
    calculator = made()
    found = sv.calculators.carry(fill(calculator, BAD), calculator)
    said = {each.measure: each.said for each in found.lines}
    assert said["NT1"] == ("check: '12,5' is not a number with one meaning; '12,5' is left out")
    assert said["NT10"] == "check: one of two boxes is filled in, and 'weeks each' is not"
    assert "'£1,234.50' was read as 1234.5" in said["NT28"]
    assert "'Atlantis' is no place that is known here" in said["NT28"]
    assert "1.125 has more than two decimals" in said["NT29"]
    assert [each.whole for each in found.lines] == [False, True, True, False, True]
    assert found.bid.commitments == ()
    found.write(tmp_path / "start.xlsx")
    cells = read_workbook(tmp_path / "start.xlsx").sheets[OFFER]
    held = {name: cells.at(9, column(name) + 1).text for name in ("first", "second", "words")}
    assert held == {"first": "", "second": "3", "words": "kept"}


def test_no_room_is_said(fill: Fill) -> None:
    """The thirty-first of a bidder's second commitments must not fall off the end unseen."""
    calculator = made(["NT10"])
    two = sv.calculators.make(PARKS, ESSEX, measures=["ECC10"])
    more = [{**SECOND, "activities": f"team {each}"} for each in range(30)]
    path = fill(calculator, {"NT10": WHOLE["NT10"]}, *more)
    found = sv.calculators.carry(path, two)
    assert all(each.boxes for each in found.lines)
    assert len(found.lines) == 31
    book = opened(path)
    book[OFFER].cell(FIRST_ROW, column("codes") + 1).value = "NT10 "
    book.save(path)
    assert len(sv.calculators.carry(path, two).lines) == 31


@pytest.mark.parametrize("name", ["tender", "text", "none"])
def test_what_is_no_calculator_is_refused_by_name(name: str, tmp_path: Path) -> None:
    """A firm that gives the wrong file must be told which, and get no empty start."""
    from openpyxl import Workbook

    path = tmp_path / "file.xlsx"
    if name == "tender":
        Workbook().save(path)
    elif name == "text":
        path.write_text("NT10,5", encoding="utf-8")
    codes = {"tender": "SV940", "text": "SV901", "none": "SV112"}
    with pytest.raises(sv.InputError) as caught:
        sv.calculators.carry(path, made())
    assert [each.code for each in caught.value.problems] == [codes[name]]


def test_a_version_follows_the_one_it_replaces() -> None:
    """Two calculators with one number could not be told apart by who must choose between them."""
    one = made()
    two = made(replaces=one, because="The term was wrong")
    three = made(["NT10"], replaces=two)
    assert (one.version, two.version, three.version) == (1, 2, 3)
    assert (two.fingerprint, two.changes) == (one.fingerprint, ())
    assert two.replacing[-1].startswith("Nothing that decides a pound has changed")
    assert three.replacing[0] == f"It replaces version 2, fingerprint {two.short_fingerprint}."
    assert "NT28 is no longer asked for." in three.replacing
    assert one.replacing == ()
    asked = attrs.evolve(PARKS, calculator=sv.calculators.Asked(version=4))
    assert made(tender=asked).version == 4
    for told in ({"tender": asked, "replaces": one}, {"because": "It was wrong"}):
        with pytest.raises(sv.InputError) as caught:
            made(**told)
        assert [each.code for each in caught.value.problems] == ["SV938"]
    with pytest.raises(sv.InputError, match="the version: expected a whole number, 1 or more"):
        sv.calculators.Asked(version=0)


@pytest.mark.slow
@pytest.mark.parametrize("program", ["soffice", "ssconvert"])
def test_what_stands_there_as_it_goes_out_is_what_a_program_works_out(
    program: str, fill: Fill, tmp_path: Path
) -> None:
    """A bidder who opens the start in a viewer must see the pounds that Excel would show."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")
    odd = {**BAD, "NT29": {"first": 1.5, "second": 8}, "NT28": {"first": 10, "places": "Atlantis"}}
    two = made(statements=["NT28"], limits={"NT20": 5})
    for number, (offer, more) in enumerate(((WHOLE, (SECOND,)), (odd, ()), (BAD, (SECOND,)))):
        start = tmp_path / f"start{number}.xlsx"
        sv.calculators.carry(fill(made(), offer, *more), two).write(start)
        (tmp_path / "out").mkdir(exist_ok=True)
        out = tmp_path / "out" / start.name
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        words = {
            "soffice": [program, profile, "--headless", "--convert-to", "xlsx", "--outdir",
                        str(out.parent), str(start)],
            "ssconvert": [program, "--recalc", "-T", "Gnumeric_Excel:xlsx2", str(start), str(out)],
        }[program]  # fmt: skip
        subprocess.run(words, check=True, capture_output=True, timeout=300)
        before, after = read_workbook(start), read_workbook(out)
        for sheet in (OFFER, MORE, "Check"):
            for row in range(2, FIRST_ROW + 31):
                for at in range(1, len(COLUMNS) + 1):
                    one, other = before.sheets[sheet].at(row, at), after.sheets[sheet].at(row, at)
                    assert _plain(one) == _plain(other), (sheet, row, at)


def _plain(cell: Any) -> Any:
    return round(float(cell.text), 9) if cell.kind == "number" else cell.text


def test_the_check_sheet_says_what_the_reader_says(fill: Fill, tmp_path: Path) -> None:
    """A bidder who looked at 'Check' must not learn from a letter that something did not count."""
    calculator, boxes = _twice()
    path = tmp_path / "start.xlsx"
    start = fill(calculator, boxes, {**boxes["ECC11"], "codes": "ECC11", "activities": "other"})
    found = sv.calculators.carry(start, calculator)
    found.write(path)
    sheet = read_workbook(path).sheets["Check"]
    said = {sheet.at(row, 1).text: sheet.at(row, 5).text for row in range(15, 25)}
    assert set(said.values()) == {"? still marked 'check'", ""}
    assert sheet.at(4, 3).text == "6"
    prefilled = found._prefilled()
    checked = attrs.evolve(
        prefilled,
        first={code: _unmarked(each) for code, each in prefilled.first.items()},
        more=tuple(map(_unmarked, prefilled.more)),
    )
    path.write_bytes(workbook_bytes(calculator, checked))
    _same_as_read(path, calculator)


def _twice() -> tuple[Any, dict[str, dict[str, Any]]]:
    """A calculator, and an offer with the same spend under two measures."""
    tender = sv.Tender("Roads", contract_value="2_400_000", years=3, published="2022-06-01",
                       place="E10000012", target="0.50",
                       unit_values={"NT1": "28460", "NT19": "0.7"})  # fmt: skip
    calculator = sv.calculators.make(
        tender, ESSEX, measures=["ECC4", "ECC11", "ECC12", "NT44", "NT20"]
    )
    return calculator, {
        "ECC4": {"first": 2, "second": 3, "activities": "gang"},
        "ECC11": {"first": 420000, "activities": "Plant  hire"},
        "ECC12": {"first": 260000, "activities": "plant hire"},
        "NT44": {"first": "Yes"},
        "NT20": {"first": 0},
    }


def _unmarked(row: PrefilledRow) -> PrefilledRow:
    return attrs.evolve(row, boxes={n: each for n, each in row.boxes.items() if n != "carried"})


def _same_as_read(path: Path, calculator: Any) -> None:
    """Hold a sheet 'Check' against the engine's own valuation of the offer."""
    returned = sv.calculators.read(path, calculator)
    assert returned.bid is not None
    valued = sv.value(calculator.tender, returned.bid, ESSEX)
    sheet = read_workbook(path).sheets["Check"]
    assert Decimal(sheet.at(6, 3).text).quantize(Decimal("0.01")) == valued.total
    said = [sheet.at(row, 5).text for row in range(15, 15 + len(returned.bid.commitments))]
    signs = []
    for number in range(1, len(returned.bid.commitments) + 1):
        parts = [one for one in valued.lines if one.number == number]
        codes = [each.code for one in parts for each in one.refusals]
        sign = {"SV503": "○", "SV504": "✖", "SV506": "◐"}
        signs.append(sign.get(codes[0], "✖") if codes else "✔")
    assert [each[:1] for each in said] == signs
    assert {"✖", "◐", "○", "✔"} <= set(signs)
    assert sheet.at(15 + len(said), 5).text == ""
