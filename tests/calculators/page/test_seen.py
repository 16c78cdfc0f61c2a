"""The page as it is seen, heard, reached by keys and printed."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.calculators.page.browser import Page
from tests.calculators.page.conftest import fill_in, rows_of

import socialvalue as sv

pytestmark = pytest.mark.slow
Example = tuple[sv.Tender, tuple[sv.Bid, ...]]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SLIPS = [
    {"codes": "ECC1", "first": "12,5", "second": "3"},
    {"codes": "ECC1c", "first": "2"},
    {"codes": "ECC4", "first": "2", "second": "3", "activities": "site team"},
]


def axe() -> str:
    """The rules of axe, as a package of the registry brings them; the package itself is not run."""
    try:
        brought = importlib.metadata.distribution("axe-playwright-python")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("axe is not here: pip install --no-deps axe-playwright-python")
    (file,) = [each for each in brought.files or () if each.name == "axe.min.js"]
    return Path(str(brought.locate_file(file))).read_text(encoding="utf-8")


@pytest.mark.parametrize("state", ["empty", "error", "filled", "altered"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(
    state: str, width: int, example: Example, calculator: Any, page: Page
) -> None:
    """A bidder who cannot see must be able to bid."""
    rules = axe()
    page.size(width)
    if state == "error":
        fill_in(page, "", SLIPS)
        page.click("#save")
        assert not page.run("document.querySelector('#errors').hidden")
    if state == "filled":
        fill_in(page, "Cedar", rows_of(example[1][2], calculator))
        page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.click("#reach-ask")
        page.click("#copy")
        page.until("document.querySelector('#copy-said').textContent")
    if state == "altered":
        page.run("document.querySelector('#altered').hidden = false")
    page.run(rules)
    found = page.run(
        f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then((found) => "
        "[found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]), "
        "found.passes.length])"
    )
    assert found[1] > 20
    assert found[0] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_runs_over_the_side(
    width: int, example: Example, calculator: Any, page: Page
) -> None:
    """Who reads at four times the size must not have to scroll to and fro for each line."""
    page.size(width)
    fill_in(
        page, "W" * 90, [{**SLIPS[0], "activities": "x" * 300}, *rows_of(example[1][2], calculator)]
    )
    page.click("#save")
    page.click("#reach-ask")
    wide = page.run("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width - 20 < wide[0] <= wide[1]


def test_an_offer_is_made_with_keys_alone(calculator: Any, page: Page, tmp_path: Path) -> None:
    """A bidder who uses no mouse reaches every box, in the order in which they are seen."""
    page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    said = []

    def tab_to(name: str) -> None:
        for _ in range(60):
            page.press("Tab", 9)
            said.append(page.run("document.activeElement.id || document.activeElement.textContent"))
            if said[-1] == name:
                return
        raise AssertionError(f"{name} is not reached: {said[-60:]}")

    first = page.run("state.rows[0].id")
    for box, text in (
        ("bidder", "Acme"), (f"{first}-first", "9"), (f"{first}-second", "3"),
        (f"{first}-activities", "site team"), (f"{first}-words", "We hire here."),
    ):  # fmt: skip
        tab_to(box)
        page.call("Input.insertText", text=text)
    page.press("Tab", 9)
    assert "ECC1: ✔ £768,420.00 counts" in page.run("document.querySelector('#status').textContent")
    page.run("document.querySelector('#reach-ask').focus()")
    tab_to("confirmed")
    page.press("Space", 32)
    tab_to("confirmed-by")
    page.call("Input.insertText", text="Jo, bids")
    tab_to("save")
    page.press("Enter", 13)
    page.until("document.querySelector('#saved').textContent.startsWith('Saved as offer-')")
    for _ in range(100):
        if file := next(tmp_path.glob("*.xlsx"), None):
            break
        page.run("new Promise((done) => setTimeout(done, 50))")
    returned = sv.calculators.read(file, calculator) if file else None
    assert returned is not None
    assert returned.bid is not None
    (one,) = returned.bid.commitments
    assert (one.activity, one.note, one.quantity.amount) == ("site team", "We hire here.", 27)


def test_focus_is_kept_while_typing_and_totals_are_not_said_at_every_key(page: Page) -> None:
    """A screen reader that speaks at every key drowns what is typed."""
    first = page.run("state.rows[0].id")
    page.run(f"document.getElementById('{first}-first').focus()")
    heard = []
    for sign in "12.5":
        page.call("Input.insertText", text=sign)
        heard.append(page.run("document.querySelector('#status').textContent"))
    assert page.run("document.activeElement.value") == "12.5"
    assert set(heard) == {""}
    page.press("Tab", 9)
    assert page.run("document.querySelector('#status').textContent").startswith(
        "ECC1: ? Not counted"
    )


def test_all_of_an_offer_is_printed(
    example: Example, calculator: Any, page: Page, tmp_path: Path
) -> None:
    """Of 40 lines in a box 4 were printed, before each text was set beside its box for paper."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed here")
    rows = rows_of(example[1][2], calculator)
    rows[0]["words"] = "\n".join(f"line {number} of the statement" for number in range(1, 41))
    fill_in(page, "Cedar Roads", rows)
    page.run("document.querySelectorAll('details').forEach((each) => { each.open = false; })")
    page.paper(tmp_path / "offer.pdf")
    words = ["pdftotext", "-layout", str(tmp_path / "offer.pdf"), "-"]
    text = subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout
    assert [f"line {number} of the statement" in text for number in range(1, 41)] == [True] * 40
    for said in ("Cedar Roads", calculator.short_fingerprint, "outside Essex", "1 / "):
        assert said in text
    for line in calculator.lines:
        assert line.code in text


def test_an_offer_can_be_taken_along_as_text(example: Example, calculator: Any, page: Page) -> None:
    """Where nothing can be saved an afternoon's work would be lost with the window."""
    assert not page.run("document.querySelector('#copy').checkVisibility()")
    fill_in(page, "Cedar Roads", rows_of(example[1][2], calculator))
    page.type("#" + page.run("state.rows[0].view.boxes.words.input.id"), "Line one\nline two")
    page.run("document.querySelector('#copy').closest('details').open = true")
    page.click("#copy")
    page.until("document.querySelector('#copy-said').textContent")
    text = page.run("document.querySelector('#copy-text').value")
    assert page.run("document.activeElement.id") == "copy-text"
    marked = "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    assert page.run(marked) == [0, len(text)]
    assert text.startswith(f"{calculator.tender.title}. Calculator {calculator.short_fingerprint}")
    assert "Your organisation: Cedar Roads\n" in text
    assert "How you will deliver it: Line one\nline two\n" in text
    count = page.run("state.valued.lines.length")
    assert text.count("(commitment ") == count == len(example[1][2].commitments)
    for row in rows_of(example[1][2], calculator):
        assert row["codes"] in text
        assert row["activities"] in text


def test_a_page_that_was_altered_says_so(
    calculator: Any, written: Path, chromium: Page, tmp_path: Path
) -> None:
    """A bidder who works out an offer with another unit value is misled by the page."""
    text = written.read_text(encoding="utf-8")
    shown = "checkSeal().then(() => document.querySelector('#altered').checkVisibility())"
    chromium.open(written)
    assert chromium.run(shown) is False
    assert text.count('"28460"') == 1
    (tmp_path / "value.html").write_text(text.replace('"28460"', '"28461"'), encoding="utf-8")
    chromium.open(tmp_path / "value.html")
    chromium.until("document.querySelector('#altered').checkVisibility()")
    assert chromium.run("LINES[0].value") == "28461"
    (tmp_path / "script.html").write_text(
        text.replace("return (2n * quantity.n", "return (3n * quantity.n"), encoding="utf-8"
    )
    chromium.open(tmp_path / "script.html")
    assert chromium.run(
        "[typeof readRow, document.querySelector('#not-running').checkVisibility()]"
    ) == ["undefined", True]


INJECTED = """{
  const one = document.createElement("script");
  one.textContent = "window.hit = 1";
  document.body.append(one);
  document.body.insertAdjacentHTML("beforeend", '<img src=x onerror="window.hit = 2">');
}"""


def test_no_other_script_runs_and_nothing_leaves(page: Page, written: Path) -> None:
    """An offer that a line in a file could send elsewhere is not sealed."""
    page.events.clear()
    page.run(INJECTED)
    refused = page.run("fetch('https://example.org').then(() => 'sent', () => 'refused')")
    assert refused == "refused"
    assert page.run("window.hit === undefined && typeof readRow === 'function'")
    asked = [each["params"]["request"]["url"] for each in page.events
             if each["method"] == "Network.requestWillBeSent"]  # fmt: skip
    assert [each for each in asked if each.startswith("http") and "example.org" not in each] == []
    assert page.run("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_what_would_reach_the_target_does_and_a_hundredth_less_does_not(
    example: Example, calculator: Any, essex: sv.Framework, page: Page
) -> None:
    """A sum that falls a penny short, or asks more than is needed, misprices a bid."""
    tender, bids = example
    offered = bids[2].commitments[:2]
    fill_in(page, "Cedar", rows_of(attrs.evolve(bids[2], commitments=offered), calculator))
    found = page.run(
        "LINES.map((line) => [line.code, reachedBy(line, DUE - state.valued.total)])"
        ".filter(([, found]) => found).map(([code, found]) => [code, plain(found)])"
    )
    assert len(found) > 15
    due = Decimal(calculator.target_pence).scaleb(-2)
    for code, least in found:
        unit = essex[code].unit
        step = Decimal(1) if unit in {"count", "employee", "person"} else Decimal("0.01")
        enough = total(tender, offered, essex, code, Decimal(least))
        assert enough >= due > total(tender, offered, essex, code, Decimal(least) - step), code


def total(
    tender: sv.Tender, offered: Any, essex: sv.Framework, code: str, amount: Decimal
) -> Decimal:
    """What an offer comes to with more of one measure, for another activity."""
    unit = essex[code].unit
    more = sv.fte(amount) if unit == "fte_year" else sv.quantity(amount, unit)
    added = essex.commit(code, more, activity="more of it")
    return sv.value(tender, sv.Bid("Cedar", commitments=[*offered, added]), essex).total


def test_what_would_reach_the_target_is_shown_on_request_and_only_if_the_buyer_lets(
    calculator: Any, chromium: Page, page: Page, tmp_path: Path
) -> None:
    """It leads bidders to a sum; the buyer decides, and the warning stands above it."""
    shown = "document.querySelector('#reach').checkVisibility()"
    assert page.run(f"[{shown}, document.querySelector('#reach-answer').textContent]") == [True, ""]
    assert "Offer only what you can deliver" in page.run(
        "document.querySelector('#reach').textContent"
    )
    page.click("#reach-ask")
    assert "£1,200,000.00 more would reach it" in page.run(
        "document.querySelector('#reach-answer').textContent"
    )
    page.type("#" + page.run("state.rows[0].view.boxes.first.input.id"), "9")
    page.type("#" + page.run("state.rows[0].view.boxes.second.input.id"), "3")
    answer = "document.querySelector('#reach-answer').textContent"
    assert page.run(f"[{answer}, state.valued.lines.length]") == ["", 1]
    attrs.evolve(calculator, reach=False).write(tmp_path / "calculator.html")
    chromium.open(tmp_path / "calculator.html")
    assert chromium.run(f"[{shown}, LINES.length > 9]") == [False, True]
