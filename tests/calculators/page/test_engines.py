"""The page in Firefox and in WebKit, whose numbers, patterns and downloads are others' work.

They are for `nox -s long -- browsers`, where Debian's `firefox-esr`, or `webkit2gtk-driver` and
`xvfb`, are installed.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.calculators.page import drawn
from tests.calculators.page.conftest import rows_of
from tests.calculators.page.engines import ENGINES, Engine, engine, lacking
from tests.calculators.page.test_seen import RULES, SLIPS, axe

import socialvalue as sv

pytestmark = pytest.mark.slow
Example = tuple[sv.Tender, tuple[sv.Bid, ...]]

FILL = """
const [bidder, rows] = given, seen = new Set();
const set = (box, text) => {
  box.value = text;
  for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
};
const measures = new Map([...document.querySelectorAll("fieldset.measure")].map(
  (each) => [each.querySelector(".code").textContent.trim(), each]));
set(document.querySelector("#bidder"), bidder);
document.querySelector("#confirmed").checked = bidder !== "";
set(document.querySelector("#confirmed-by"), bidder && "Jo, bids");
for (const { codes, ...boxes } of rows) {
  const measure = measures.get(codes);
  if (seen.has(codes)) measure.querySelector("button.add").click();
  seen.add(codes);
  const { id } = [...measure.querySelectorAll(".row")].at(-1);
  for (const [name, text] of Object.entries(boxes)) {
    const box = document.getElementById(`${id}-${name}`);
    if (box) set(box, text);
    else document.getElementById(`${id}-${name}-${text.toLowerCase()}`)?.click();
  }
}
"""
TOTAL = "return document.querySelector('#total').textContent"


@pytest.fixture(scope="module", params=ENGINES)
def other(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Engine]:
    """Each engine in turn."""
    if not os.environ.get("SOCIALVALUE_BROWSERS"):
        pytest.skip("Firefox and WebKit are for nox -s long -- browsers")
    if lacking(request.param):
        pytest.skip(f"{lacking(request.param)} is not installed here")
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as one:
        yield one


@pytest.fixture
def page(other: Engine, written: Path) -> Engine:
    """The page, freshly opened."""
    other.open(written)
    return other


def pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"


def test_it_opens_from_a_folder_and_is_as_it_was_issued(
    page: Engine, written: Path, tmp_path: Path
) -> None:
    """A bidder whose browser is another must not be told to bid in another way."""
    shown = "return ['not-running', 'altered'].map((id) => document.getElementById(id)?.hidden)"
    assert page.run(shown) == [None, True]
    text = written.read_text(encoding="utf-8").replace('"28460"', '"28461"')
    (tmp_path / "altered.html").write_text(text, encoding="utf-8")
    page.open(tmp_path / "altered.html")
    page.until("return document.getElementById('altered').hidden === false")


@pytest.mark.parametrize("number", range(3))
def test_the_offers_of_the_example_go_out_and_come_back(
    number: int, example: Example, calculator: Any, essex: sv.Framework, page: Engine
) -> None:
    """An offer that one browser saves otherwise is another offer."""
    tender, bids = example
    bid = bids[number]
    page.run(FILL, bid.bidder, rows_of(bid, calculator))
    total = int(sv.value(tender, bid, essex).total * 100)
    assert page.run(TOTAL).startswith(f"Counts {pounds(total)}: ")
    file = page.saved("#save")
    returned = sv.calculators.read(file, calculator)
    assert (returned.problems, returned.differences, returned.changed_cells) == ((), (), ())
    assert returned.bid is not None
    assert int(sv.value(tender, returned.bid, essex).total * 100) == total
    page.run(FILL, "", [{"codes": "ECC1", "first": "1", "second": "1"}])
    page.type("#open", str(file))
    page.until("return document.querySelector('#saved').textContent.startsWith('Opened')")
    assert page.run(TOTAL).startswith(f"Counts {pounds(total)}: ")
    assert page.run("return document.querySelector('#bidder').value") == bid.bidder


@pytest.mark.parametrize("seed", range(4))
def test_pennies_are_the_same_in_every_browser(
    seed: int, essex: sv.Framework, other: Engine, tmp_path: Path
) -> None:
    """A browser whose numbers round otherwise would mislead those who use it alone."""
    draw = random.Random(seed)  # noqa: S311 - a game of chance, not a secret
    values = drawn.awkward_values(essex, draw)
    tender = sv.Tender("Roads", contract_value="2_400_000", years="2.5", published="2022-07-01",
                       place=essex.place, unit_values=values)  # fmt: skip
    calculator = sv.calculators.make(tender, essex)
    calculator.write(tmp_path / "calculator.html")
    other.open(tmp_path / "calculator.html")
    rows = [drawn.row(each, draw) for each in calculator.lines]
    other.run(FILL, "Acme", rows)
    returned = sv.calculators.read(other.saved("#draft"), calculator)
    assert returned.bid is not None, returned.problems
    assert len(returned.bid.commitments) > 60
    found = sv.value(tender, returned.bid, essex)
    assert found.total > 0
    assert other.run(TOTAL).startswith(f"Counts {pounds(int(found.total * 100))}: ")


def test_typed_numbers_are_read_alike(page: Engine) -> None:
    """A number that one browser takes and another asks about is two forms."""
    vectors = json.loads((Path(__file__).parents[2] / "sheets" / "typed_numbers.json").read_text())
    tried = """
      const box = document.querySelector("#m10 input.number");
      return given[0].map((text) => {
        box.value = text;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        return box.value === text ? document.querySelector("#m10 .worth").textContent : null;
      });
    """
    read, asked = (page.run(tried, list(vectors[name])) for name in ("read", "asked"))
    assert len(read) > 50
    assert len(asked) > 150
    # A box of one line holds no line break: what it makes of one is not ours.
    small = [
        said
        for said, number in zip(read, vectors["read"].values(), strict=True)
        if said is not None and len(number.partition(".")[2]) < 3 and float(number) < 1e6
    ]
    assert len(small) > 40
    assert {said[0] for said in small} <= {"✔", "○"}
    assert {said for said in asked if said} == {"? Not counted yet."}


@pytest.mark.parametrize("state", ["empty", "error", "filled"])
def test_axe_finds_nothing(state: str, example: Example, calculator: Any, page: Engine) -> None:
    """A bidder who cannot see must be able to bid, in whichever browser their reader knows."""
    rules = axe()
    if state == "error":
        page.run(FILL, "", SLIPS)
        page.run("document.querySelector('#save').click()")
        assert not page.run("return document.querySelector('#errors').hidden")
    if state == "filled":
        page.run(FILL, "Cedar", rows_of(example[1][2], calculator))
    found = page.run(
        f"{rules}; return window.axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then((found) "
        "=> JSON.stringify([found.violations.map((each) => [each.id, "
        "each.nodes.map((node) => node.html)]), found.passes.length]))"
    )
    violations, passes = json.loads(found)
    assert passes > 20
    assert violations == []
