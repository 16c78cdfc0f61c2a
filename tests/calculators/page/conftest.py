"""A browser, and the page of the example in the hands of a bidder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.calculators.conftest import offered
from tests.calculators.page.browser import CHROMIUM, Page, browser

import socialvalue as sv


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One browser for all tests."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed here")
    with browser(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture(scope="session")
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
    """Put an offer on the page, as opening a file does; confirmed, where it says whose it is."""
    declared = {"confirmed": bool(bidder), "by": "Jo, bids" if bidder else ""}
    given = json.dumps({"bidder": bidder, "rows": rows, **declared})
    page.run(
        f"{{ const given = {given}; show({{ ...given, rows: given.rows.map((row) => "
        "({ ...row, line: LINES.find((line) => line.code === row.codes) })) }); }"
    )
