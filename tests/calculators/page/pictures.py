"""The picture of the page in the docs: `python -m tests.calculators.page.pictures` takes it anew.

It is kept small by `convert calculator-page.png -colors 32 -strip png8:calculator-page.png`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.calculators.page.browser import browser
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
        page.run("window.scrollTo(0, document.querySelector('.columns').offsetTop)")
        page.picture(DOCS / "_static" / "calculator-page.png")


if __name__ == "__main__":
    main()
