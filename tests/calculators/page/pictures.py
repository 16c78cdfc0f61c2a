"""The pictures of the page in the docs: `python -m tests.calculators.page.pictures` takes them.

Each is kept small by `convert calculator-page.png -colors 32 -strip png8:calculator-page.png`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.calculators.page.browser import Page, browser
from tests.calculators.page.conftest import fill_in

import socialvalue as sv

DOCS = Path(__file__).parents[3] / "docs"


def main() -> None:
    """An invented bidder's offer to an invented council, while it is filled in."""
    tender, _ = sv.read_tender(DOCS / "examples" / "parks" / "tender.yaml")
    framework = sv.load("uk-open", on="2026-06-01")
    calculator = sv.calculators.make(tender, framework, measures=["UK101", "UK201"])
    rows = [{"codes": "UK101", "first": "2", "second": "4", "activities": "gardeners"}]
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as page:
        calculator.write(Path(folder) / "calculator.html")
        page.open(Path(folder) / "calculator.html")
        page.size(1000, 760)
        fill_in(page, "Alder Grounds", rows)
        take(page, ".columns", "calculator-page.png")
        page.type("#confirmed-by", "Jo Reed, bid manager")
        page.size(1000, 480)
        take(page, "#declaration-heading", "calculator-save.png")
        page.size(1000, 420)
        fill_in(page, "", [{**rows[0], "second": "half"}])
        page.click("#save")
        take(page, "#errors", "calculator-errors.png")


def take(page: Page, selector: str, name: str) -> None:
    """A picture of the page from an element on."""
    page.run(f"window.scrollTo(0, document.querySelector({selector!r}).offsetTop - 16)")
    page.picture(DOCS / "_static" / name)


if __name__ == "__main__":
    main()
