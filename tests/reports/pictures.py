"""The pictures of reports in the docs: `nox -s pictures` takes them anew.

They are kept small by `convert NAME.png -colors 32 -strip png8:NAME.png`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

import openpyxl
from tests.calculators.page.browser import browser
from tests.reports.invented import ON, record

import socialvalue as sv

STATIC = Path(__file__).parents[2] / "docs" / "_static"
PICTURES: Final[dict[str, tuple[dict[str, str], int, int]]] = {
    "report-all-contracts": ({"audience": "contract-team"}, 1280, 1240),
    "report-review": (
        {"audience": "contract-team", "kind": "contract", "contract": "NCC-0418"}, 1100, 1160,
    ),
    "report-month": ({"audience": "contract-team", "kind": "month"}, 1000, 760),
    "report-annual": ({"audience": "public", "kind": "annual"}, 1280, 900),
    "report-answer": ({"audience": "public", "kind": "answer", "question": "jobs"}, 1000, 620),
    "report-directors": ({"audience": "directors", "kind": "directors"}, 1280, 1000),
    "report-queue": ({"audience": "contract-team", "kind": "queue"}, 1280, 640),
    "report-notices": ({"audience": "directors", "kind": "notices"}, 1100, 640),
    "report-target": ({"audience": "directors"}, 1280, 900),
    "report-award": ({"audience": "directors"}, 1100, 1100),
    "report-comparison": ({"audience": "contract-team"}, 1100, 1160),
    "report-community": ({"audience": "public"}, 800, 640),
}  # fmt: skip
"""A picture to how its report is asked for, and how wide and high it is."""
EXAMPLES = STATIC.parent / "examples" / "norchester"


def main() -> None:
    """Each report of the invented council, as a browser shows it."""
    held = record()
    tender, bids = sv.read_tender(EXAMPLES / "tender.yaml")
    result = sv.evaluate(tender, bids, sv.load(EXAMPLES / "council"))
    past = sv.planning.past_contracts(EXAMPLES / "past-contracts.csv")
    of: dict[str, Any] = {
        "report-target": sv.planning.benchmark(past, by=["sector"]),
        "report-award": result, "report-community": sv.contracts.exchange(with_offers(), on=ON),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as page:
        of["report-comparison"] = came_back(Path(folder), tender)
        for name, (asked, width, height) in PICTURES.items():
            file = Path(folder) / f"{name}.html"
            sv.reports.write(of.get(name, held), file, on=ON, **asked)
            page.size(width, height)
            page.open(file)
            page.picture(STATIC / f"{name}.png")
    result.chart().save(STATIC / "chart-result.svg")


OFFERS: Final = {
    "Acme Highways": {"NCC1": (9, 3), "NCC10": (2, 52), "NCC11": (260_000, None)},
    "Brook & Daughters": {"NCC1": (8, 3), "NCC11": (545_000, None), "NT15": (4, 6)},
    "Cedar Roads Co-operative": {"NCC1": (12, 3), "NCC10": (3, 48), "NT20": (35, None)},
}
"""Invented bidders: of each measure how many, and for how long each."""


def came_back(folder: Path, tender: sv.Tender) -> sv.calculators.Returns:
    """Three calculators as their bidders filled them in."""
    calculator = sv.calculators.make(tender, sv.load(EXAMPLES / "council"))
    calculator.write(folder / "issued.xlsx")
    (folder / "returns").mkdir()
    for number, (bidder, offer) in enumerate(OFFERS.items()):
        book = openpyxl.load_workbook(folder / "issued.xlsx")
        start, sheet = book["Start here"], book["Your offer"]
        start["B16"], start["B17"], sheet["C2"] = "Yes", "Bid manager", bidder
        for row in sheet.iter_rows(min_row=9):
            if row[0].value in offer:
                row[3].value, row[4].value = offer[row[0].value]
                row[8].value = "highways works"
        book.save(folder / "returns" / f"{number}.xlsx")
    return sv.calculators.read_all(folder / "returns", calculator)


def with_offers() -> Any:
    """The record with two community offers that may be shown."""
    held = record()
    common: dict[str, Any] = {
        "starts": "2025-04-01", "until": "2026-03-31", "unit": "staff_hour",
        "ask_via": "socialvalue@norchester.example",
    }  # fmt: skip
    for offer in (
        {"title": "Handyperson for halls and huts", "kind": "volunteer_time", "quantity": 12,
         "places": ["Harbour ward"], "conditions": "Tools are brought; the hall must be open."},
        {"title": "Meeting room on weekday evenings", "kind": "space", "quantity": 60,
         "places": ["Northgate ward"], "audiences": ["charity", "community_group"]},
    ):  # fmt: skip
        made = sv.contracts.Offer(**offer, **common)
        entry = held.offer("NCC-0412", made, by="supplier", on="2025-04-01")
        held.show_offer(entry, by="supplier", on="2025-04-05")
    return held


if __name__ == "__main__":
    main()
