"""`socialvalue plan`: a bidder asks what would be enough."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import TENDER, Run

import socialvalue as sv
from socialvalue.cli.run import _LIBRARIES
from socialvalue.errors import CATALOGUE

ONE = TENDER.partition("  - bidder: Brook")[0]


@pytest.fixture
def tender(here: Path) -> Path:
    """A tender with one bid, of Acme."""
    path = Path("tender.yaml")
    path.write_text(ONE, encoding="utf-8")
    return path


def test_what_would_be_enough_is_shown_with_its_warning(run: Run, tender: Path) -> None:
    """Who sees the figure sees first that it must be kept."""
    ran = run("plan", tender, "--need", "60000")
    assert (ran.code, ran.err) == (0, "")
    assert "the sum is £60,000.00" in ran.out
    assert ran.out.index("Offer only what you can deliver") < ran.out.index("NT10")
    assert "the target of 80p per £1 is £80,000.00" in run("plan", tender, "--target", "0.8").out
    assert "Your offer reaches it." in run("plan", tender).out


def test_whose_offer_is_said_where_there_are_several(run: Run, here: Path) -> None:
    """An answer for another bidder's offer would be worse than none."""
    Path("tender.yaml").write_text(TENDER, encoding="utf-8")
    assert run("plan", "tender.yaml", "--need", "60000").code == 2
    brook = run("plan", "tender.yaml", "--need", "60000", "--bidder", "brook")
    assert (brook.code, "Brook counts £1,000.00" in brook.out) == (0, True)
    both = run("plan", "tender.yaml", "--need", "60000", "--bidder", "Acme", "--bidder", "Brook")
    assert "Acme and Brook counts £51,358.11" in both.out
    ran = run("plan", "tender.yaml", "--bidder", "Dale")
    assert (ran.code, ran.codes) == (1, ["SV716"])


def test_an_offer_in_a_calculator_is_read(run: Run, tender: Path) -> None:
    """A bidder works in the workbook that the buyer sent, and types nothing twice."""
    from openpyxl import load_workbook

    read, _ = sv.read_tender(tender)
    made = sv.calculators.make(read, sv.load("national-toms", edition="2022"))
    made.write("offer.xlsx")
    book = load_workbook("offer.xlsx")
    book["Your offer"]["C2"] = "Acme"
    rows = {cell.value: cell.row for cell in book["Your offer"]["A"]}
    book["Your offer"].cell(rows["NT28"], 4).value = 400
    book.save("offer.xlsx")
    ran = run("plan", tender, "--offer", "offer.xlsx", "--need", "1000")
    assert "Acme counts £400.00" in ran.out
    book["Your offer"].cell(rows["NT28"], 4).value = "12,5"
    book.save("offer.xlsx")
    ran = run("plan", tender, "--offer", "offer.xlsx", "--need", "1000")
    assert (ran.code, ran.codes) == (1, ["SV904"])


def test_two_goals_are_none(run: Run, tender: Path) -> None:
    """Which of two was meant nobody can know."""
    assert run("plan", tender, "--need", "1000", "--target", "0.5").code == 2
    assert run("plan", tender, "--bidder", "Acme", "--offer", "offer.xlsx").code == 2
    assert run("plan", tender, "--need", "lots").codes == ["SV301"]


def test_a_past_offer_is_a_start_and_each_line_is_to_be_checked(run: Run, tender: Path) -> None:
    """A firm that begins with its last bid must see what of it means something else here."""
    from openpyxl import load_workbook

    toms = sv.load("national-toms", edition="2022")
    last = sv.Tender("Last year's parks", contract_value="50_000", published="2022-07-01")
    sv.calculators.make(last, toms, measures=["NT28", "NT10"]).write("past.xlsx")
    book = load_workbook("past.xlsx")
    book["Your offer"]["C2"], book["Your offer"]["D9"] = "Acme", 400
    book["Your offer"]["D10"], book["Your offer"]["E10"] = "5", "12,5"
    book.save("past.xlsx")
    ran = run("plan", tender, "--past", "past.xlsx", "--need", "1000")
    assert (ran.code, ran.err) == (0, "")
    words = " ".join(ran.out.split())
    assert ran.out.index("Carried over from past.xlsx") < ran.out.index("Acme counts £400.00")
    assert "offer for 'Last year's parks', version 1 of its calculator" in words
    assert "'12,5' is left out" in words
    assert "Not in the plan, until it can be read: NT10." in words
    data = run("plan", tender, "--past", "past.xlsx", "--need", "1000", "--format", "json").out
    found = json.loads(data)
    assert (found["counts"], found["missing"]) == ("400.00", "600.00")
    assert [each["planned"] for each in found["carried"]["lines"]] == [True, False]
    assert found["carried"]["lines"][1]["checks"][-1] == "'12,5' is left out"
    assert found["alone"][0]["brings"] == "600.00"
    keys = set(found) | set(found["alone"][0]) | set(found["carried"]) | set(found["together"])
    keys |= set(found["carried"]["lines"][0]) | set(found["cannot"][0] if found["cannot"] else ())
    said = (Path(__file__).parents[2] / "docs/reference/command-line.md").read_text("utf-8")
    part = said.partition("### plan: `socialvalue/plan@1`")[2].partition("\n### ")[0]
    assert {each for each in keys if f"`{each}`" not in part} == set()
    assert run("plan", tender, "--past", "past.xlsx", "--offer", "past.xlsx").code == 2
    Path("past.xlsx").write_text("no workbook", encoding="utf-8")
    assert run("plan", tender, "--past", "past.xlsx").codes == ["SV901"]


def test_the_cheapest_offer(run: Run, tender: Path) -> None:
    """With costs it is the least that reaches the goal, and a floor beside it."""
    asked = ("--costs", "NT10=120", "--costs", "NT28=1", "--limit", "NT10=100")
    ran = run("plan", tender, "--need", "40000", *asked)
    assert (ran.code, ran.err) == (0, "")
    assert "it costs £26,820.95" in ran.out
    assert "Offer only what you can deliver." in ran.out
    data = json.loads(run("plan", tender, *asked, "--format", "json").out)
    assert data["need"] == "50000"
    assert "£20,000.00 needed" in run("plan", tender, *asked, "--target", "0.2").out
    assert run("plan", tender, *asked, "--bidder", "Acme").code == 2
    assert run("plan", tender, "--costs", "NT28=1", "--limit", "NT28=5").codes == ["SV1343"]
    assert run("plan", tender, "--costs", "NT28").code == 2
    assert run("plan", tender, "--limit", "NT28=5").codes == ["SV1340"]


def test_what_is_wrong_with_costs_is_said_of_costs(run: Run, tender: Path) -> None:
    """Who looks for it in the tender file, in which nothing is wrong, looks in vain."""
    for asked, said in (
        (("--limit", "NT28=5"), "--costs: SV1340"),
        (("--costs", "NT28=0"), "--costs: SV1342"),
        (("--costs", "NT28=1", "--limit", "NT28=5"), "--costs: SV1343"),
        (("--costs", "NT44=1"), "--costs: SV1346"),
    ):
        ran = run("plan", tender, *asked)
        assert (ran.code, ran.err.partition(" ")[0], ran.out) == (1, said.partition(" ")[0], "")
        assert ran.err.startswith(said)
        assert "tender.yaml" not in ran.err
    aimless = tender.read_text(encoding="utf-8").replace("target:", "# target:")
    tender.write_text(aimless, encoding="utf-8")
    assert run("plan", tender, "--costs", "NT28=1").err.startswith("--need: SV1344")


def test_what_is_not_installed_is_no_fault_of_a_file(
    run: Run, tender: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its exit code is that of a library that is not installed, and no file is named."""
    monkeypatch.setitem(sys.modules, "highspy", None)
    ran = run("plan", tender, "--costs", "NT28=1", "--whole-people")
    assert (ran.code, ran.codes) == (3, ["SV1341"])
    assert ran.err.startswith("SV1341")
    wanting = {code for code, each in CATALOGUE.items() if "pip install" in each.hint}
    assert wanting == {*_LIBRARIES}, "of every library alike"
