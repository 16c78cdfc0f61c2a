"""How far the doubles of a part stand from the exact points: within the bound that is proved."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pytest

import socialvalue as sv
from socialvalue.engine.arrays.parts import part_of
from socialvalue.engine.figures import Figures, Numbers, Tenders
from socialvalue.engine.methods.part import STEPS, UNIT
from socialvalue.engine.points import points_for
from socialvalue.model.methods import BUILT_IN, Entry

BIDS = 300
QUALITY = [sv.Criterion("it", 10, sv.PanelMark(5)), sv.Criterion("done", 5, sv.PassFail())]
METHODS: dict[str, Any] = {
    "lowest price": sv.LowestPrice(),
    "highest income": sv.HighestIncome(),
    "spread": sv.LinearSpread(),
    "above the lowest": sv.PercentAboveLowest(per_percent="0.0007"),
    "mean": sv.DeviationFromMean(at_mean="0.75", per_percent="0.025"),
    "reference": sv.FixedReference("700_000.07"),
    "mark": sv.PanelMark("5.3"),
    "pass": sv.PassFail(),
    "target": sv.AgainstTarget(cap=1),
    "own target": sv.AgainstTarget("0.37", denominator="price", cap="1.7", floor="0.3"),
    "highest": sv.RelativeToHighest(),
    "highest above a minimum": sv.RelativeToHighest(minimum="0.3"),
    "ratio": sv.RatioThenRelative(),
    "bands": sv.Banded([("0", "0.1", "1.1"), ("0.1", None, "4.7")], out_of="5.3"),
    "index": sv.ValueForMoney(QUALITY),
    "index of a cube": sv.ValueForMoney(QUALITY, exponent=3),
}


def drawn(seed: int) -> dict[str, Any]:
    """What some bids say: amounts of pence of one to twelve digits, targets, and marks."""
    chance = np.random.default_rng(seed)
    pence = np.rint(10.0 ** chance.uniform(1, 12, (3, BIDS))).astype(np.int64)
    return {
        "value": pence[0], "price": pence[1], "initial": pence[2],
        "target": chance.integers(1, 99_999, BIDS) / 100_000,
        "it": chance.integers(0, 500, BIDS) / 100,
        "done": chance.integers(0, 1, BIDS, endpoint=True) * 1.0,
    }  # fmt: skip


def figures_of(rows: dict[str, Any]) -> Figures:
    """The rows as columns of doubles."""
    pence = {name: Numbers.whole(rows[name], Fraction(1, 100))
             for name in ("value", "price", "initial")}  # fmt: skip
    floats = {name: Numbers(rows[name], partial(written, rows[name]), single=True)
              for name in ("target", "it", "done")}  # fmt: skip
    return Figures(
        value=pence["value"], price=pence["price"], target=floats.pop("target"), marks=floats,
        denominators={"initial": pence["initial"], "price": pence["price"]},
    )  # fmt: skip


def written(column: Any, rows: Any) -> list[float]:
    """The floats of some rows."""
    found: list[float] = column[rows].tolist()
    return found


def entries_of(rows: dict[str, Any]) -> list[Entry]:
    """The same rows as the oracle sees them."""
    columns = {name: [Fraction(str(each)) for each in column.tolist()]
               for name, column in rows.items()}  # fmt: skip
    return [
        Entry(
            value=columns["value"][n] / 100,
            price=columns["price"][n] / 100,
            marks={name: columns[name][n] for name in ("it", "done")},
            denominators={name: columns[there][n] / 100
                          for name, there in (("initial", "initial"), ("price", "price"))},
            target=columns["target"][n],
        )
        for n in range(BIDS)
    ]  # fmt: skip


def roundings(method: Any, seed: int) -> float:
    """The most that any row errs, in roundings of `Part.most`; rows in doubt are settled."""
    rows = drawn(seed)
    criterion = sv.Criterion("done" if type(method) is sv.PassFail else "it", "7.3", method)
    part = part_of(criterion, Fraction("7.3"), figures_of(rows), Tenders(None, 1, BIDS))
    doubles = np.broadcast_to(part.fill(slice(0, BIDS)), BIDS).tolist()
    sure = [True] * BIDS if part.doubt is None else (~part.doubt(slice(0, BIDS))).tolist()
    exact = points_for(method, criterion, entries_of(rows))
    found = zip(doubles, exact, sure, strict=True)
    most = max(abs(Fraction(double) - points) for double, points, each in found if each)
    return float(most / Fraction(part.most) / Fraction(UNIT))


@pytest.mark.parametrize("name", METHODS)
def test_a_part_errs_by_less_than_half_its_bound(name: str) -> None:
    """Points that err by more than is proved are published a step off, and nobody settles them.

    Source:
        `engine.methods.part`, on how far doubles may be from the exact points.
    """
    assert max(roundings(METHODS[name], seed) for seed in range(5)) < STEPS / 2


def test_one_rounding_is_not_all() -> None:
    """A bound of one rounding would be disproved by rows like these: they are hard enough."""
    assert max(roundings(METHODS["target"], seed) for seed in range(5)) > 1
    held = {type(each) for each in METHODS.values()}
    assert held == {*BUILT_IN, sv.ValueForMoney} - {sv.PointsMenu}  # it is not done from columns


@pytest.mark.parametrize("contract", [10**13, 10**15])
def test_the_best_bid_just_below_a_minimum_has_nothing(contract: int) -> None:
    """Whoever offers the most is not let off the published minimum by a hair's breadth.

    One penny in 3 × 10¹⁴ is less than doubles of a ratio tell apart: the row is settled exactly.
    """
    scheme = sv.Scheme([sv.Criterion("value", 100, sv.RelativeToHighest(minimum="0.3"))])
    least = contract * 3 // 10
    for value, points in ((least - 1, 0), (least, 100), (least + 1, 100)):
        found = sv.evaluate_arrays(scheme, value_pence=[value], contract_value_pence=[contract])
        assert found.decimal(0) == Decimal(points)
