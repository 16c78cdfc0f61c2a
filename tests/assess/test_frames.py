"""An evaluation as a dataframe of the reader's own library."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import socialvalue as sv

BACKENDS = ["polars", "pandas", "pyarrow"]


def column(frame: Any, name: str) -> list[Any]:
    """A column as a list, absent cells as None."""
    cells = frame[name]
    listed = cells.to_pylist() if hasattr(cells, "to_pylist") else list(cells)
    return [None if each is None or each != each else each for each in listed]


def evaluation(make: SimpleNamespace, *names: str) -> sv.Evaluation:
    """Two bids that stand and one that does not, under criteria of these names."""
    held = make.framework(
        make.measure("M1", "1", unit="gbp"), make.measure("OFF", switched_off="x")
    )
    first, second = names or ("price", "words")
    scheme = sv.Scheme(
        [sv.Criterion(first, 60, sv.LowestPrice()), sv.Criterion(second, 40, sv.PanelMark(5))]
    )
    bids = [
        make.offers(held, {"M1": "123456.78", "OFF": 2}, bidder="Acme", price=3, marks={second: 4}),
        make.offers(held, {"M1": "1"}, bidder="Brook", price=4, marks={second: 5}),
        make.bid(bidder="Cedar", state="withdrawn", reason="no staff"),
    ]
    return sv.evaluate(make.tender(), bids, held, scheme)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_row_a_bid(make: SimpleNamespace, backend: str) -> None:
    """Points as text, so that no digit is lost, and pounds as whole pennies."""
    frame = evaluation(make).to_frame(backend)
    assert type(frame).__module__.partition(".")[0] == backend
    expected = {
        "rank": [1, 2, None],
        "bidder": ["Acme", "Brook", "Cedar"],
        "points": ["92.00", "85.00", None],
        "price": ["60.00", "45.00", None],
        "words": ["32.00", "40.00", None],
        "value_pence": [12345678, 100, 0],
        "per_pound": ["0.1235", "0.0000", "0.0000"],
        "lines": [2, 1, 0],
        "lines_refused": [1, 0, 0],
        "reason": ["", "", "withdrawn: no staff"],
    }
    assert {name: column(frame, name) for name in expected} == expected


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["rank", "points", "lines", "value_pence", "bidder", "reason"])
def test_a_criterion_called_like_a_column_hides_nothing(
    make: SimpleNamespace, backend: str, name: str
) -> None:
    """A buyer may call a criterion "points": the total and its own points are both there."""
    frame = evaluation(make, name, "words").to_frame(backend)
    plain = evaluation(make).to_frame(backend)
    assert column(frame, name) == column(plain, name)
    assert column(frame, f"{name} (criterion)") == ["60.00", "45.00", None]


@pytest.mark.parametrize("backend", BACKENDS)
def test_nobody_stands(make: SimpleNamespace, backend: str) -> None:
    """A table of failed bids is a table."""
    scheme = sv.Scheme([sv.Criterion("words", 100, sv.PanelMark(5))])
    gone = make.bid(state="withdrawn")
    frame = sv.evaluate(make.tender(), gone, make.rich(), scheme).to_frame(backend)
    assert column(frame, "rank") == [None]
    assert column(frame, "words") == [None]
