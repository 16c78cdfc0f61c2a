"""The page: what a bidder types comes to the pennies that the decision counts, and comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.calculators.browser import CHROMIUM, Page, browser
from tests.calculators.conftest import offered

import socialvalue as sv

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed here"),
]
Example = tuple[sv.Tender, tuple[sv.Bid, ...]]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One browser for all tests."""
    with browser(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture(scope="module")
def written(calculator: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the example."""
    path: Path = tmp_path_factory.mktemp("page") / "calculator.html"
    calculator.write(path)
    return path


@pytest.fixture
def page(chromium: Page, written: Path) -> Page:
    """The page, freshly opened."""
    chromium.open(written)
    return chromium


def rows_of(bid: sv.Bid, calculator: Any) -> list[dict[str, str]]:
    """What a bidder types on the page: a commitment a row, by the names of its boxes."""
    first, more = offered(bid, calculator)
    rows = [{"codes": code, **boxes} for code, boxes in first.items()] + list(more)
    return [{name: f"{text}" for name, text in each.items() if text is not None} for each in rows]


def fill_in(page: Page, bidder: str, rows: list[dict[str, str]]) -> None:
    """Put an offer on the page, as opening a file does."""
    given = json.dumps({"bidder": bidder, "rows": rows})
    page.run(
        f"{{ const given = {given}; show({{ ...given, rows: given.rows.map((row) => "
        "({ ...row, line: LINES.find((line) => line.code === row.codes) })) }); }"
    )


def test_the_example_scores_the_same_through_the_page(
    example: Example, calculator: Any, essex: sv.Framework, page: Page, tmp_path: Path
) -> None:
    """A bidder must not gain or lose a point for having used the page and not the workbook."""
    tender, bids = example
    for bid in bids:
        fill_in(page, bid.bidder, rows_of(bid, calculator))
        page.saved(tmp_path, "#save")
    back = sv.calculators.read_all(tmp_path, calculator)
    assert (back.problems, len(back.bids)) == ((), 3)
    for each in back.returned:
        assert (each.differences, each.changed_cells) == ((), ())
    by_name = {bid.bidder: bid for bid in back.bids}
    again = [attrs.evolve(bid, commitments=by_name[bid.bidder].commitments) for bid in bids]
    direct, through = sv.evaluate(tender, bids, essex), sv.evaluate(tender, again, essex)
    assert through.ranking == direct.ranking
    for bid in bids:
        assert through[bid.bidder].exact == direct[bid.bidder].exact
