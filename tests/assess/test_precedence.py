"""Whose target and whose day decide the points of a bid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import attrs
import pytest

import socialvalue as sv
from socialvalue.model.policy import Policy, PolicyEntry


def points_of(
    tender: sv.Tender, held: sv.Framework, method: object, *commitments: sv.Commitment
) -> Decimal:
    """The points out of 100 of the one bid there is."""
    scheme = sv.Scheme([sv.Criterion("social value", 100, method)])  # type: ignore[arg-type]
    (result,) = sv.evaluate(tender, [sv.Bid("Acme", commitments=commitments)], held, scheme)
    assert result.points is not None
    return result.points


@pytest.mark.parametrize(
    ("published", "own", "points"),
    [("2022-06-01", None, 20), ("2024-06-01", None, 40), (None, None, 80), ("2022-06-01", 4, 5)],
)
def test_the_notice_decides_the_target(
    make: SimpleNamespace, published: str | None, own: int | None, points: int
) -> None:
    """Bids for a notice of 2022 would be scored against what the council asked for later.

    Source: design.md §2, law 5: the tender's own, else that of its notice's day, else the day the
    set was loaded for.
    """
    asked = (("2022-01-01", "1"), ("2024-01-01", "0.5"), ("2026-01-01", "0.25"))
    targets = tuple(PolicyEntry(date.fromisoformat(day), Decimal(each)) for day, each in asked)
    held = make.framework(make.measure("M1", "1"), policy=Policy(targets=targets))
    held = attrs.evolve(held, on=date(2026, 6, 1))
    tender = make.tender(contract_value=1000, published=published, target=own)
    offer = make.offered(held, "M1", 200)
    assert points_of(tender, held, sv.AgainstTarget(), offer) == points


def test_units_count_before_their_first_pound(make: SimpleNamespace) -> None:
    """Community benefits that are scored by number need no figure in pounds on the day.

    What is refused for another reason, here an offer from outside the place, counts nowhere.
    """
    later = [make.figure("5", "2030-01-01")]
    held = make.framework(make.measure("M1", figures=later, place="benefit"))
    tender, menu = make.tender(place=make.ESSEX), sv.PointsMenu({"M1": 2}, required=40)
    offer, away = make.offered(held, "M1", 10), make.offered(held, "M1", 10, place=make.LONDON)
    (line,) = sv.value(tender, make.bid(offer), held).lines
    assert (line.code, line.value) == ("SV510", 0)
    assert points_of(tender, held, menu, offer) == 50
    assert points_of(tender, held, menu, away) == 0
