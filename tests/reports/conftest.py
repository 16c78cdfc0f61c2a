"""The invented council's delivery record, its reports, and a browser to read them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from tests.calculators.page.browser import CHROMIUM, Page, browser
from tests.reports.invented import ON, record

import socialvalue as sv

Written = Callable[..., Path]


@pytest.fixture(scope="session")
def register() -> Any:
    """17 contracts with 98 suppliers; nobody writes into it."""
    return record()


@pytest.fixture(scope="session")
def written(register: Any, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Writes a report, once for each way to ask for it."""
    folder, held = tmp_path_factory.mktemp("reports"), dict[str, Path]()

    def write(audience: str = "contract-team", ending: str = ".html", **said: Any) -> Path:
        asked = f"{audience}{said}{ending}"
        if asked not in held:
            path = folder / f"{len(held)}{ending}"
            sv.reports.write(register, path, on=ON, audience=audience, **said)
            held[asked] = path
        return held[asked]

    return write


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One browser for all tests."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed here")
    with browser(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture
def opened(chromium: Page, written: Written) -> Callable[..., Page]:
    """Opens a report in the browser."""

    def show(*asked: str, **said: Any) -> Page:
        chromium.size(1280)
        chromium.open(written(*asked, **said))
        return chromium

    return show


class Parts(HTMLParser):
    """The tables of a page by the section that they stand in, and what its scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.held: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self._section, self._inside, self._cell = "", "", False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside, self._cell = tag, tag in {"td", "th"}
        if tag == "section":
            self._section = dict(attrs).get("id") or ""
        if tag == "tr":
            self.tables.setdefault(self._section, []).append([])
        if self._cell:
            self.tables[self._section][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside, self._cell = "", False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.tables[self._section][-1][-1] += data
        if self._inside in self.held:
            self.held[self._inside].append(data)
