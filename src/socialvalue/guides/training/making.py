"""The files of the exercises that are made by code: filled-in calculators and a delivery record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from socialvalue.assess.evaluation import evaluate
from socialvalue.calculators import make
from socialvalue.contracts import Contract, award, open_register
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import Moderated
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import LowestPrice, PanelMark
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import EXACT, scaled
from socialvalue.registry.loading import load
from socialvalue.registry.tenders import read_tender_with_framework
from socialvalue.units import gbp, hours, weeks

__all__ = [
    "CONTRACT", "MARCH", "RECORD", "RETURNS", "as_issued", "calculators", "delivery_record",
    "packed",
]  # fmt: skip

RETURNS: Final = "returns"
RECORD: Final = "delivery.db"
CONTRACT: Final = "NCC-0412"
MARCH: Final = "2023-03-15"
_OFFER: Final = "xl/worksheets/sheet2.xml"
_START: Final = "xl/worksheets/sheet1.xml"
_CELL: Final = r'<c r="{}"( s="\d+")(?: t="\w+")?(?:/>|>(<f>.*?</f>)?<v>[^<]*</v></c>)'
"""A cell of a sheet of ours, its style and its formula."""
_APPRENTICE_WEEK: Final = Decimal("251.7905723")
_HOUR: Final = Decimal("16.93")


def packed(number: int, *names: str) -> Callable[[], Mapping[str, bytes]]:
    """What gives files of the package."""
    folder = files(__package__) / "files" / str(number)
    return lambda: {name: (folder / name).read_bytes() for name in names}


def as_issued(number: int) -> tuple[Tender, tuple[Bid, ...]]:
    """The tender of an exercise and its bids, as they are before anybody mends them."""
    with as_file(files(__package__) / "files" / str(number) / "tender.yaml") as path:
        tender, bids, _ = read_tender_with_framework(path)
    return tender, bids


# --- calculators that came back -------------------------------------------------------------


def calculators() -> dict[str, bytes]:
    """A tender, and three calculators that came back; in one of them a value was altered."""
    with as_file(files(__package__) / "files" / "5" / "tender.yaml") as path:
        tender, _, framework = read_tender_with_framework(path)
        issued = make(tender, framework).contents(".xlsx")
        read = path.read_bytes()
    tenfold = scaled(_APPRENTICE_WEEK, 1)
    return {
        "tender.yaml": read,
        f"{RETURNS}/acme.xlsx": _filled(issued, "Acme Highways", 2, 52),
        f"{RETURNS}/brook.xlsx": _filled(issued, "Brook &amp; Daughters", 1, 48),
        f"{RETURNS}/cedar.xlsx": _filled(issued, "Cedar Roads Co-operative", 1, 52, tenfold),
    }


def _filled(
    issued: bytes, bidder: str, people: int, each: int, worth: Decimal = _APPRENTICE_WEEK
) -> bytes:
    """A calculator as a bidder fills it in, with the pounds that its own sheet shows."""
    offer = {
        "C2": bidder, "D9": people, "E9": each, "G9": worth, "H9": _pounds(people * each, worth),
        "D10": 5, "E10": 8, "H10": _pounds(40, _HOUR),
    }  # fmt: skip
    return _typed(_typed(issued, _OFFER, offer), _START, {"B17": "Yes", "B18": "bid manager"})


def _pounds(amount: int, worth: Decimal) -> Decimal:
    return EXACT.multiply(amount, worth).quantize(Decimal("0.01"), ROUND_HALF_UP, context=EXACT)


def _typed(book: bytes, sheet: str, cells: Mapping[str, object]) -> bytes:
    """A workbook of ours with something typed into cells of one sheet."""
    written = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == sheet:
                text = content.decode()
                for spot, typed in cells.items():
                    text = re.sub(_CELL.format(spot), partial(_cell, spot, typed), text)
                content = text.encode()
            new.writestr(info, content)
    return written.getvalue()


def _cell(spot: str, typed: object, found: re.Match[str]) -> str:
    """A cell with what was typed; its formula and its style stay."""
    if isinstance(typed, str):
        return f'<c r="{spot}"{found[1]} t="inlineStr"><is><t>{typed}</t></is></c>'
    return f'<c r="{spot}"{found[1]}>{found[2] or ""}<v>{typed}</v></c>'


# --- a delivery record ----------------------------------------------------------------------


def delivery_record() -> dict[str, bytes]:
    """A record of one contract: a commitment on plan, one that waits, and one that is behind."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / RECORD
        with open_register(path, new=True) as register:
            register.add(_contract(), by="procurement", on="2022-08-20")
            for line, quantity, what in (
                ("1", "30", "Three apprentices began in September."),
                ("2", "60", "Two days on parish paths, with 15 staff each."),
            ):
                given = register.deliver(
                    CONTRACT, line=line, quantity=quantity, period=("2022-09-01", "2023-02-28"),
                    statement=what, by="supplier", on="2023-03-02",
                )  # fmt: skip
                if line == "1":
                    register.approve(given, by="contract manager", on="2023-03-09")
        return {RECORD: path.read_bytes()}


def _contract() -> Contract:
    """An invented contract with three commitments."""
    toms = load("national-toms", edition="2022", on="2022-06-01")
    tender = Tender("Highways maintenance (invented)", authority="Norchester County Council",
                    contract_value=2_400_000, years=3, published="2022-06-01",
                    place="E12000006")  # fmt: skip
    bid = Bid(
        "Brook & Daughters", price=2_345_000,
        marks={"quality": Moderated(4, reason="Strong on traffic management; weak on faults.")},
        commitments=[
            toms.commit("NT10", weeks(50, people=3), activity="apprentices"),
            toms.commit("NT29", hours(8, people=30), activity="parish paths"),
            toms.commit("NT28", gbp(12_000), activity="village halls"),
        ],
    )  # fmt: skip
    scheme = Scheme([Criterion("price", 80, LowestPrice()),
                     Criterion("quality", 20, PanelMark(out_of=5))])  # fmt: skip
    return award(evaluate(tender, [bid], toms, scheme), bid.bidder, reference=CONTRACT,
                 starts="2022-09-01", ends="2025-08-31")  # fmt: skip
