"""Indices, and values moved to other prices: asked for, marked, never guessed, never twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

import socialvalue as sv

DEFLATOR = "gdp-deflator"


def test_every_index_can_be_read() -> None:
    """A shipped index that cannot be read would fail in the hands of whoever needs it first."""
    assert DEFLATOR in sv.indices()
    for name in sv.indices():
        held = sv.load_index(name)
        assert held.id == name
        assert all(each.values and each.sources for each in held.series.values())


def test_an_index_or_series_that_is_not_there() -> None:
    """A misspelt name is told with the nearest, and never another index taken for it."""
    with pytest.raises(sv.NotFoundError) as caught:
        sv.load_index("gdp-deflater")
    assert caught.value.problems[0].code == "SV409"
    assert DEFLATOR in caught.value.problems[0].hint
    with pytest.raises(sv.NotFoundError) as caught:
        sv.load_index(DEFLATOR)["calender-year"]
    assert caught.value.problems[0].code == "SV408"


def test_a_value_is_moved_only_when_that_is_asked_for() -> None:
    """£13,000 of 2019 is £13,000 until someone asks for the prices of 2024, and then says so."""
    plain, moved = sv.load("uk-open"), sv.load("uk-open", uprate_to="2024")
    assert plain.prices_of == ""
    assert plain.unit_value("UK501") == 13_000
    series = sv.load_index(DEFLATOR)["calendar-year"]
    exact = 13_000 * series.ratio("2019", "2024")
    value = moved.unit_value("UK501")
    assert value is not None
    assert abs(exact - value.as_integer_ratio()[0] / value.as_integer_ratio()[1]) < 1e-6
    assert moved.prices_of == "2024"
    assert moved.sha256 != plain.sha256


def test_a_moved_value_is_marked() -> None:
    """Whoever reads the explanation reads that the figure is projected, from when and by what."""
    moved = sv.load("uk-open", uprate_to=2024)
    tender = sv.Tender("Parks", contract_value=1_000_000, published="2026-06-01")
    bid = sv.Bid("Acme", commitments=[moved.commit("UK501", sv.quantity(1, moved["UK501"].unit))])
    text = str(sv.value(tender, bid, moved).explain())
    assert "projected from 2019 to 2024 prices by gdp-deflator" in text


def test_the_spread_moves_with_its_value() -> None:
    """A moved figure beside the old spread would lie outside its own range."""
    proxy = sv.load("uk-open", uprate_to="2024")["UK501"].proxy
    assert proxy is not None
    assert proxy.uncertainty is not None
    values = [each.value for each in proxy.values if each.value is not None]
    assert all(proxy.uncertainty.low < each < proxy.uncertainty.high for each in values)


def test_a_year_without_data_is_refused() -> None:
    """No index figure for a year means no value in its prices, not the nearest year's."""
    with pytest.raises(sv.InputError) as caught:
        sv.load("uk-open", uprate_to="2099")
    assert [each.code for each in caught.value.problems] == ["SV323"]
    assert "1990 to" in caught.value.problems[0].hint


def test_a_value_whose_own_year_is_not_in_the_index_becomes_null_with_the_reason() -> None:
    """A figure in the prices of a financial year is not moved by an index of calendar years."""
    moved = sv.load("uk-open", uprate_to="2024")
    gone = [
        value
        for measure in moved
        for value in (measure.proxy.values if measure.proxy else ())
        if "which gdp-deflator does not have" in value.note
    ]
    assert gone
    assert all(each.value is None for each in gone)


def test_what_declares_no_index_stays() -> None:
    """£1 spent is £1 in the prices of any year."""
    moved = sv.load("uk-open", uprate_to="2024")
    assert moved.unit_value("UK201") == Decimal(1)


def test_never_twice() -> None:
    """A value moved twice would be dearer each time somebody asked."""
    from socialvalue.registry.indices import uprated

    with pytest.raises(sv.InputError) as caught:
        uprated(sv.load("uk-open", uprate_to="2024"), "2024")
    assert caught.value.problems[0].code == "SV324"


def test_carbon_follows_the_year_of_delivery() -> None:
    """A tonne saved in 2030 is worth what the official table says of 2030, not of the notice."""
    held = sv.load("uk-open")
    tender = sv.Tender("Parks", contract_value=1_000_000, published="2026-06-01", years=10)
    series = sv.load_index("carbon-values")["central"]
    for year in ("2026", "2030"):
        offer = held.commit("UK701", sv.tonnes_co2e(1), date=f"{year}-07-01")
        valuation = sv.value(tender, sv.Bid("Acme", commitments=[offer]), held)
        assert valuation.lines[0].unit_value == series.values[year]
