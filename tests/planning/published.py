"""Twelve schemes made after published ones: their weights from tender notices, nobody named.

The weights are those of award criteria in tender notices of August 2026 on Find a Tender (Open
Government Licence v3.0).  Notices seldom print formulas: those here are of the kinds in use.
"""

from __future__ import annotations

import socialvalue as sv

__all__ = ["SCHEMES", "TENDER", "WORDS", "row"]

TENDER = sv.Tender(
    "Invented services", contract_value="500_000", years=2, published="2022-07-01", target="0.50",
    unit_values={"NT1": "28460", "NT18": "0.716470", "NT19": "0.716470"},
)  # fmt: skip
BANDS = sv.Banded([("0", "0.10", 0), ("0.10", "0.25", 1), ("0.25", "0.50", 3), ("0.50", None, 5)])


def _scheme(price: object, weights: tuple[int, int, int], social: object) -> sv.Scheme:
    """Price, quality and social value, in this order."""
    marks = sv.PanelMark(out_of=5)
    methods = zip(
        ("price", "quality", "social value"), weights, (price, marks, social), strict=True
    )
    return sv.Scheme([sv.Criterion(*each) for each in methods if each[1]])


SCHEMES: dict[str, sv.Scheme] = {
    "45 / 45 / 10, lowest price, target 50p": _scheme(
        sv.LowestPrice(), (45, 45, 10), sv.AgainstTarget()),
    "60 / 30 / 10, lowest price, highest offer": _scheme(
        sv.LowestPrice(), (60, 30, 10), sv.RelativeToHighest()),
    "40 / 40 / 20, lowest price, highest £ per £1 of own price": _scheme(
        sv.LowestPrice(), (40, 40, 20), sv.RatioThenRelative()),
    "30 / 55 / 15, lowest price, bands": _scheme(
        sv.LowestPrice(), (30, 55, 15), BANDS),
    "90 / – / 10, lowest price, target 50p": _scheme(
        sv.LowestPrice(), (90, 0, 10), sv.AgainstTarget()),
    "70 / 25 / 5, lowest price, target 20p": _scheme(
        sv.LowestPrice(), (70, 25, 5), sv.AgainstTarget("0.20")),
    "55 / 35 / 10, spread of prices, target 50p": _scheme(
        sv.LinearSpread(), (55, 35, 10), sv.AgainstTarget()),
    "50 / 40 / 10, mean of prices, highest offer": _scheme(
        sv.DeviationFromMean(at_mean="0.5", per_percent="0.01"), (50, 40, 10),
        sv.RelativeToHighest()),
    "20 / 70 / 10, points per % above the lowest, target 50p": _scheme(
        sv.PercentAboveLowest(per_percent="0.01"), (20, 70, 10), sv.AgainstTarget()),
    "35 / 55 / 10, fixed reference, highest offer with a minimum": _scheme(
        sv.FixedReference("450_000"), (35, 55, 10), sv.RelativeToHighest(minimum="0.10")),
    "40 / 50 / 10, lowest price, target 50p of own price": _scheme(
        sv.LowestPrice(), (40, 50, 10), sv.AgainstTarget(denominator="price")),
    "20 / 75 / 5, lowest price, social value by a panel": _scheme(
        sv.LowestPrice(), (20, 75, 5), sv.PanelMark(out_of=5)),
}  # fmt: skip


WORDS = {
    "business-as-usual": "usual staff or spend",
    "one-measure": "one measure",
    "value-above-cost": "£1 counts as more",
    "priced-below-points": "cheaper than price",
    "full-marks-for-little": "£1 is enough",
    "cannot-win-decides": "an extra bid decides",
    "cover-bids": "cover bids",
    "middle-cannot-win": "no middle",
    "price-twice": "price twice",
    "cliff": "cliff",
    "claimable-twice": "counts twice",
    "not-delivered": "not delivered",
    "decides-nothing": "decides nothing",
}
"""The kinds of finding, as the page's table says them."""


def row(name: str, found: sv.planning.RedTeam) -> str:
    """A scheme and what was found, as a row of the page."""
    said = dict.fromkeys(WORDS[each.kind] for each in found.findings)
    return f"| {name} | {', '.join(said) or 'nothing that a bid shows'} |"
