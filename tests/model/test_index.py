"""Figures by year, and which national model binds: the small tables beside the measures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

import socialvalue as sv
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.index import Series
from socialvalue.model.national import Applies, WeightStep

SERIES = Series(
    "year", "By year", "2020 = 100", FrozenMap({"2020": Decimal(100), "2023": Decimal("117.5")})
)
INDEX = sv.Index("deflator", "Deflator", "ONS", "OGL-UK-3.0", "", FrozenMap({"year": SERIES}))


def test_a_ratio_of_two_years_is_exact() -> None:
    """A value moved to other prices is moved by the published figures, and by no rounding."""
    assert INDEX["year"].ratio("2020", "2023") == Fraction(47, 40)
    assert SERIES.ratio("2023", "2023") == 1


def test_a_year_that_is_not_published_is_refused() -> None:
    """No figure is made up for a year before or after the series; both are told at once."""
    with pytest.raises(sv.InputError, match="has 2020 to 2023") as caught:
        SERIES.ratio("2019", "2024")
    assert [each.code for each in caught.value.problems] == ["SV323", "SV323"]


def test_an_unknown_series_suggests_the_nearest() -> None:
    """A slip in a name is told apart from a series that does not exist."""
    with pytest.raises(sv.NotFoundError, match="did you mean 'year'"):
        INDEX["yaer"]


def test_which_day_a_model_binds() -> None:
    """The first day and the last are both included; before it must, it may."""
    model = Applies("central", date(2025, 10, 1), may_from=date(2025, 2, 24),
                    until=date(2026, 12, 31))  # fmt: skip
    assert [model.must(date(2025, 9, 30)), model.must(date(2025, 10, 1))] == [False, True]
    assert [model.must(date(2026, 12, 31)), model.must(date(2027, 1, 1))] == [True, False]
    assert [model.may(date(2025, 2, 23)), model.may(date(2025, 2, 24))] == [False, True]
    assert [model.may(date(2025, 9, 30)), model.may(date(2025, 10, 1))] == [True, False]
    assert not Applies("central", date(2025, 1, 1)).may(date(2024, 1, 1))


def test_the_least_weight_follows_the_value() -> None:
    """From £5m on 20 per cent, below it 10, and nothing under the threshold."""
    steps = (WeightStep(Decimal(0), Decimal(10)), WeightStep(Decimal(5_000_000), Decimal(20)))
    model = Applies("central", date(2027, 1, 1), value_from=Decimal(1_000_000), weights=steps)
    asked = [Decimal(each) for each in (999_999, 1_000_000, 4_999_999, 5_000_000)]
    assert [model.weight_at(each) for each in asked] == [None, 10, 10, 20]
    assert Applies("central", date(2027, 1, 1)).weight_at(Decimal(1)) is None
