"""The pictures of reports in the docs: `nox -s pictures` takes them anew.

They are kept small by `convert NAME.png -colors 32 -strip png8:NAME.png`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tests.calculators.page.browser import browser
from tests.reports.invented import ON, record

import socialvalue as sv

STATIC = Path(__file__).parents[2] / "docs" / "_static"
PICTURES: Final = {"report-all-contracts": ({"audience": "contract-team"}, 1280, 1240)}
"""A picture to how its report is asked for, and how wide and high it is."""


def main() -> None:
    """Each report of the invented council, as a browser shows it."""
    held = record()
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as page:
        for name, (asked, width, height) in PICTURES.items():
            file = Path(folder) / f"{name}.html"
            sv.reports.write(held, file, on=ON, **asked)
            page.size(width, height)
            page.open(file)
            page.picture(STATIC / f"{name}.png")
    examples = STATIC.parent / "examples" / "norchester"
    tender, bids = sv.read_tender(examples / "tender.yaml")
    result = sv.evaluate(tender, bids, sv.load(examples / "council"))
    result.chart().save(STATIC / "chart-result.svg")


if __name__ == "__main__":
    main()
