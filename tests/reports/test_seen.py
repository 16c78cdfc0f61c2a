"""Reports as they are seen, heard, filtered, sorted, saved and printed."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.calculators.page.browser import Page
from tests.calculators.page.test_seen import RULES, axe
from tests.notices.made import contract, release
from tests.reports.conftest import Written
from tests.reports.invented import ON
from tests.reports.test_all_contracts import large
from tests.reports.test_public import offered_record

import socialvalue as sv
from socialvalue.contracts.amounts import per_cent, to_two
from socialvalue.contracts.split.years import by_year
from socialvalue.reports.audiences import audience_of
from socialvalue.reports.seen import seen_by

pytestmark = pytest.mark.slow
Opened = Callable[..., Page]
STATES = {
    "all": "",
    "filtered": "#directorate=Adults&status=" + quote("▲ Behind") + "&sort-commitments=-10",
    "nothing": "#directorate=Adults&supplier=" + quote("Alder Works"),
}


def go(page: Page, address: str) -> None:
    """Open a view by its address, as a link does."""
    page.run(f"location.hash = {json.dumps(address)}")
    page.run("new Promise((done) => setTimeout(done, 50))")


MORE = "document.querySelectorAll('[id^=more-]').forEach((each) => each.click())"
"""All rows of the tables that show a few at first."""


def table(page: Page, section: str) -> list[list[str]]:
    """What a table shows."""
    rows: list[list[str]] = page.run(
        f"[...document.querySelectorAll('#{section} tbody tr')].filter((each) => !each.hidden)"
        ".map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return rows


def found_by_axe(page: Page, width: int) -> Any:
    """What axe objects to, and how many of its rules hold."""
    page.size(width)
    page.run(axe())
    return page.run(
        f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then((found) => "
        "[found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]), "
        "found.passes.length])"
    )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(state: str, width: int, opened: Opened) -> None:
    """A director who cannot see must be able to ask what others see."""
    page = opened()
    go(page, STATES[state])
    found = found_by_axe(page, width)
    assert found[1] > 20
    assert found[0] == []


QUESTIONS = ("jobs", "local-spend", "supplier", "shortfall")
KINDS: dict[str, dict[str, str]] = {
    "contract": {"contract": "NCC-0412"}, "month": {}, "queue": {}, "notices": {},
    "directors": {}, "annual": {},
    **{f"answer {each}": {"question": each} for each in QUESTIONS},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_any_kind(kind: str, opened: Opened) -> None:
    """Each page says at its foot that a machine has checked it, and each must have been."""
    page = opened(kind=kind.partition(" ")[0], **KINDS[kind])
    for width in (320, 1280):
        found = found_by_axe(page, width)
        assert found[1] > 10
        assert found[0] == []


def test_axe_finds_nothing_in_what_is_not_of_the_record(
    chromium: Page, tmp_path: Path, example_tender: Path
) -> None:
    """The award report, calculators, the page of offers, and what notices say do so too."""
    tender, bids = sv.read_tender(example_tender)
    framework = sv.load(tender.framework)
    calculator = sv.calculators.make(tender, framework)
    (tmp_path / "back").mkdir()
    calculator.write(tmp_path / "back" / "acme.xlsx")
    sources = {
        "award": sv.evaluate(tender, bids, framework),
        "comparison": sv.calculators.read_all(tmp_path / "back", calculator),
        "offers": sv.contracts.exchange(offered_record(), on=ON),
        "notices": sv.notices.check(sv.notices.read(release("UK7", contract(agreedMetrics=None)))),
    }
    for name, source in sources.items():
        path = tmp_path / f"{name}.html"
        sv.reports.write(source, path, on=ON, audience="contract-team")
        chromium.size(1280)
        chromium.open(path)
        for width in (320, 1280):
            found = found_by_axe(chromium, width)
            assert found[1] > 10
            assert found[0] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_runs_over_the_side(width: int, opened: Opened) -> None:
    """Who reads at four times the size scrolls a table in its own frame, and never the page."""
    page = opened()
    page.size(width)
    wide = page.run("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width - 20 < wide[0] <= wide[1]


def expected(held: Any, keep: Callable[[Any, Any], bool]) -> list[str]:
    """The sums of some commitments, as Python has them to the pound."""
    lines = [line for each in held.contracts for line in each.lines if keep(each.contract, line)]
    names = ("promised", "expected", "reported", "delivered", "capped")
    pence = [sum(getattr(line, f"{name}_pence") for line in lines) for name in names]
    return [f"£{int(Decimal(each) / 100 + Decimal('0.5')):,}" for each in pence]


FILTERS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "directorate": ("Place", lambda contract, line: contract.directorate == "Place"),
    "theme": ("Supply chain", lambda contract, line: line.obligation.theme == "supply chain"),
    "supplier": (
        "Alder Services",
        lambda contract, line: (
            line.obligation.owner in {"", "Alder Services"}
            and "Alder Services" in {each.name for each in contract.suppliers}
        ),
    ),
    "status": ("▲ Behind", lambda contract, line: line.state == "behind"),
    "group": ("care leavers", lambda contract, line: line.obligation.group == "care leavers"),
}


@pytest.mark.parametrize("name", FILTERS)
def test_totals_under_a_filter_are_pythons(name: str, register: Any, opened: Opened) -> None:
    """A directorate that reads its part must read the pounds that the library gives for it."""
    value, keep = FILTERS[name]
    held, page = sv.portfolio(register, on=ON), opened()
    before = table(page, "totals")[-1][1:6]
    assert before == expected(held, lambda contract, line: True)
    choose(page, name, value)
    found = table(page, "totals")[-1][1:6]
    assert found == expected(held, keep) != before
    page.run(MORE)
    shown = [[each.contract.reference, line.line] for each in held.contracts
             for line in each.lines if keep(each.contract, line)]  # fmt: skip
    assert sorted(row[:2] for row in table(page, "commitments") if row[1] != "–") == sorted(shown)
    assert f"{name}={quote(value, safe='').replace('%20', '+')}" in page.run("location.hash")


def choose(page: Page, name: str, value: str) -> None:
    """Choose in a filter what is written there."""
    page.run(f"{{ const box = document.getElementById('f-{name}'); box.value = "
             f"[...box.options].find((each) => each.textContent === {json.dumps(value)}).value; "
             "box.dispatchEvent(new Event('change', { bubbles: true })); }")  # fmt: skip


@pytest.mark.parametrize("audience", ["contract-team", "directors", "public"])
def test_a_year_of_delivery_is_pythons_to_the_penny(
    audience: str, register: Any, opened: Opened, tmp_path: Path
) -> None:
    """Who asks what was delivered in a year must not read what was delivered in all."""
    held = seen_by(sv.portfolio(register, on=ON), audience_of(audience)).portfolio
    page = opened(audience)
    page.run(MORE)
    before = {each: table(page, each) for each in ("totals", "units", "commitments")}
    years = [each for each in held.by("period") if each != "not stated"]
    assert years[:2] == ["2024/25", "2025/26"]
    assert len(years) == 5
    full = audience != "public"
    for year in years:
        choose(page, "period", year)
        page.run(MORE)
        sums, row = held.by("period")[year], table(page, "totals")[-1]
        names = ["promised", "expected", *(["reported"] if full else []), "delivered", "capped"]
        assert row[1 : len(names) + 1] == [in_pounds(getattr(sums, name)) for name in names]
        assert row[-3:-1] == [per_cent(sums.compliance), per_cent(sums.uncapped)]
        assert row[-1] == in_pounds(sums.unpromised)
        lines = {(each.contract.reference, line.line): of for each in held.contracts
                 for line in each.lines for period, *of in by_year(line)
                 if period == year}  # fmt: skip
        shown = {(one[0], one[1]): one for one in table(page, "commitments") if one[1] != "–"}
        assert shown.keys() == lines.keys()
        assert all(shown[key][8 + full] == in_pounds(Decimal(pence["promised"]) / 100)
                   for key, (pence, _) in lines.items())  # fmt: skip
        sold = sum((units.verified for key, (_, units) in lines.items()
                    if shown[key][2].startswith("NCC5")), Fraction(0))  # fmt: skip
        hours = [each[3] for each in table(page, "units") if each[0].startswith("NCC5")]
        assert hours in ([to_two(sold)], [])
        assert f"have the amounts of {year} alone" in page.run(
            "document.getElementById('status').textContent"
        )
    choose(page, "period", "2024/25")
    rows = list(csv.DictReader(saved(page, tmp_path).read_text("utf-8-sig").splitlines()))
    assert {row["financial year"] for row in rows} == {"2024/25"}
    verified = sum(Decimal(row["verified £"]) for row in rows if row["no."] != "–")
    assert verified == held.by("period")["2024/25"].delivered
    choose(page, "period", "All")
    page.run(MORE)
    assert {each: table(page, each) for each in before} == before


def in_pounds(amount: Decimal) -> str:
    """Pounds as a page has them."""
    return f"£{int(amount + Decimal('0.5')):,}"


def test_all_that_python_wrote_the_script_writes_alike(opened: Opened, written: Written) -> None:
    """With nothing filtered the page says what it said before its script ran, to the sign."""
    from tests.reports.conftest import Parts

    for audience in ("contract-team", "directors", "public"):
        page = opened(audience)
        still = Parts(written(audience).read_text(encoding="utf-8")).tables
        page.run(MORE)
        for section in ("totals", "contracts", "units", "commitments"):
            assert table(page, section) == still[section][1:], (audience, section)


def test_an_address_shares_a_view(opened: Opened) -> None:
    """Who is sent a link sees what the sender saw."""
    page = opened()
    go(page, STATES["filtered"])
    rows = table(page, "commitments")
    assert rows
    assert {row[-1] for row in rows} == {"▲ Behind"}
    amounts = [int(row[9].replace("£", "").replace(",", "")) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert (
        page.run("document.querySelectorAll('#commitments th')[9].getAttribute('aria-sort')")
        == "descending"
    )
    assert page.run("document.getElementById('f-directorate').selectedOptions[0].text") == "Adults"
    assert page.run("document.getElementById('status').textContent").startswith(f"{len(rows)} of ")
    shown = "document.getElementById('status').textContent"
    assert "Directorate: Adults. Status: ▲ Behind." in page.run(shown)
    on_paper = "!document.getElementById('status').classList.contains('screen')"
    assert page.run(on_paper), "a printed part is not taken for the whole"
    go(page, "#directorate=Adulst")
    assert not page.run(on_paper)
    assert "Directorate:" not in page.run(shown)
    assert len(table(page, "contracts")) == 17, "an unknown name filters nothing"


def test_an_address_of_a_place_of_the_page_is_no_view(opened: Opened) -> None:
    """Who is sent to the table of commitments reads how many of them are shown."""
    page = opened()
    place = page.run("`${location.href.split('#')[0]}?again#commitments`")
    page.call("Page.navigate", url=place)
    page.until("location.search && document.readyState === 'complete'")
    assert page.run("document.getElementById('status').textContent").startswith("120 of 120 rows")


def test_a_table_is_sorted_by_keys(opened: Opened) -> None:
    """Who uses no mouse sorts too, and hears how it is sorted."""
    page = opened()
    page.run("document.querySelectorAll('#contracts th button')[4].focus()")
    page.press("Enter", 13)
    days = [row[4] for row in table(page, "contracts")]
    order = page.run(f"{json.dumps(days)}.map((each) => Date.parse(`${{each}} UTC`))")
    assert order == sorted(order)
    assert len(set(order)) > 3
    page.press("Enter", 13)
    assert [row[4] for row in table(page, "contracts")] == sorted(
        days, key=lambda each: -order[days.index(each)]
    )


def saved(page: Page, folder: Path) -> Path:
    """The table that a page saves."""
    page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    page.click("#csv")
    for _ in range(100):
        if file := next(folder.glob("*.csv"), None):
            return file
        page.run("new Promise((done) => setTimeout(done, 50))")
    raise AssertionError("nothing was saved")


def test_what_is_shown_is_saved_as_csv(opened: Opened, tmp_path: Path, register: Any) -> None:
    """A table that a spreadsheet runs as a formula, or with other pounds, harms its reader."""
    page = opened()
    go(page, STATES["filtered"])
    shown = table(page, "commitments")
    file = saved(page, tmp_path)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [[row["contract"], row["no."]] for row in rows] == [each[:2] for each in shown]
    held = sv.portfolio(register, on=ON)
    lines = {(each.contract.reference, line.line): line
             for each in held.contracts for line in each.lines}  # fmt: skip
    for row in rows:
        line = lines[row["contract"], row["no."]]
        assert Decimal(row["verified £"]) * 100 == line.delivered_pence
        assert row["as at"] == ON
        assert row["for"] == "contract-team"
    assert page.run("1 + 1") == 2


def test_a_label_goes_into_the_csv_and_pennies_stay(
    chromium: Page, register: Any, tmp_path: Path
) -> None:
    """A saved table without its label is redacted by nobody."""
    path = tmp_path / "a.html"
    sensitive = {"committed £": "2027-03-31"}
    sv.reports.write(register, path, on=ON, audience="contract-team", sensitive=sensitive)
    chromium.size(1280)
    chromium.open(path)
    text = saved(chromium, tmp_path).read_text(encoding="utf-8-sig")
    (first, *_) = csv.DictReader(text.splitlines())
    label = "committed £ (commercially sensitive until 31 March 2027)"
    assert first[label].partition(".")[2].isdecimal(), "to the penny"


def test_all_is_printed_across_a4_with_its_headings(opened: Opened, tmp_path: Path) -> None:
    """On the third page of a table nobody knows what a column is, unless its heading is there."""
    text_of, info_of = shutil.which("pdftotext"), shutil.which("pdfinfo")
    if text_of is None or info_of is None:
        pytest.skip("pdftotext is not installed here")
    page, paper = opened(), tmp_path / "paper.pdf"
    go(page, STATES["all"])
    page.paper(paper)
    text = subprocess.run([text_of, "-layout", str(paper), "-"], capture_output=True,
                          text=True, check=True).stdout  # fmt: skip
    pages = [each for each in text.split("\f") if each.strip()]
    assert len(pages) > 3
    assert "Download" not in text
    assert "Show all" not in text
    with_rows = [each for each in pages if "Skills" in each]
    assert len(with_rows) > 2
    assert all("commitment" in each and "status" in each for each in with_rows)
    info = subprocess.run([info_of, str(paper)], capture_output=True, text=True, check=True)
    wide, high = (float(each) for each in info.stdout.split("Page size:")[1].split()[:3:2])
    assert abs(wide - 842) < 1 > abs(high - 595), "A4, across"


def test_no_request_leaves_the_page(opened: Opened, written: Written) -> None:
    """A report in a drawer that asks the net for something says that it was opened."""
    page = opened()
    page.events.clear()
    page.open(written())
    go(page, STATES["filtered"])
    asked = [each["params"]["request"]["url"] for each in page.events
             if each.get("method") == "Network.requestWillBeSent"]  # fmt: skip
    assert asked
    assert all(each.split("#")[0] == written().as_uri() for each in asked)
    bad = [each for each in page.events if each.get("method") == "Runtime.exceptionThrown"]
    assert bad == []


CHOICES_AND_SORTS = """[1, 2, 3, 4, 1, 2, 3].map((at) => {
    const box = document.getElementById("f-directorate"), texts = [];
    box.selectedIndex = at;
    const begun = performance.now();
    box.dispatchEvent(new Event("change", { bubbles: true }));
    document.body.offsetHeight;
    const chosen = performance.now();
    for (let each = 0; each < 120000; each++) texts.push("x" + each * 7919 % 200003);
    texts.sort();
    return [chosen - begun, performance.now() - chosen];
})"""
"""Milliseconds of a choice with what is then drawn, and of work that is always the same."""


def test_10000_commitments_are_filtered_as_one_types(
    register: Any, chromium: Page, tmp_path: Path
) -> None:
    """A page that stands still for a second after each choice is put away.

    Five times what sorting 120,000 texts takes in the same browser at the same time, which is about
    the 50 ms that a choice may take; the least of seven tries of each, since others run beside.
    """
    held, file = large(register, 10_000), tmp_path / "large.html"
    sv.reports.write(held, file, on=ON, audience="contract-team")
    chromium.size(1280)
    chromium.open(file)
    said = chromium.run("document.getElementById('status').textContent")
    assert said.startswith("10,0")
    took = chromium.run(CHOICES_AND_SORTS)
    assert len(table(chromium, "commitments")) == 50
    assert min(choice for choice, _ in took) < 5 * min(sort for _, sort in took)
    chromium.click("#more-commitments")
    assert len(table(chromium, "commitments")) == 250
