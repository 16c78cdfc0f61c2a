"""How well the figures are known travels with the pounds that rest on them."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.pounds.data import AXES

WORDS = ("two-sources", "one-source", "inferred", "observed", "")


@pytest.fixture(scope="module")
def valued(make: SimpleNamespace) -> sv.Valuation:
    """A line of each kind: well known, less well, not stated, the tender's own, refused."""
    held = make.framework(
        make.measure("A", figures=[make.figure("5", confidence="one-source")]),
        make.measure("B", figures=[make.figure("7", confidence="two-sources")]),
        make.measure("C", figures=[make.figure("1", confidence="")]),
        make.measure("D", figures=[make.figure("9", confidence="inferred")], switched_off="no"),
        make.measure("E", "3"),
        make.measure("F", kind="recorded"),
    )
    bid = make.offers(held, {"A": 10, "B": 10, "C": 10, "D": 10, "E": 10, "F": 10})
    return sv.value(make.tender(unit_values={"E": "2"}), bid, held)


def test_pounds_are_split_by_how_well_their_figures_are_known(valued: sv.Valuation) -> None:
    """An officer sees at once how much of a total rests on one source; refused lines add none."""
    assert dict(valued.confidence) == {
        "two-sources": Decimal(70),
        "one-source": Decimal(50),
        "given by the tender": Decimal(20),
        "not stated": Decimal(10),
    }
    assert list(valued.confidence) == ["two-sources", "one-source", "given by the tender",
                                       "not stated"]  # fmt: skip


def test_the_total_block_says_it(valued: sv.Valuation) -> None:
    """Who reads only the sum reads what it rests on."""
    said = "By how well its figures are known: two sources £70.00, one source £50.00"
    assert said in valued.explain()
    assert "one source" in valued._repr_html_()


def test_a_bid_without_pounds_rests_on_nothing(make: SimpleNamespace) -> None:
    """No sentence is said about no pounds."""
    held = make.framework(make.measure("F", kind="recorded"))
    valuation = sv.value(make.tender(), make.offers(held, {"F": 10}), held)
    assert dict(valuation.confidence) == {}
    assert "By how well" not in valuation.explain()
    assert "eported, no pounds" in valuation.explain()


@given(
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.decimals("0.01", "99999.99", places=2)),
        min_size=1,
        max_size=8,
    )
)
def test_the_parts_sum_to_the_total(
    make: SimpleNamespace, figures: list[tuple[str, Decimal]]
) -> None:
    """No pound is without its word, and none is counted under two."""
    held = make.framework(
        *(
            make.measure(f"M{index}", figures=[make.figure(str(value), confidence=word)])
            for index, (word, value) in enumerate(figures)
        )
    )
    offered = make.offers(held, dict.fromkeys(held.measures, "1.5"))
    valuation = sv.value(make.tender(), offered, held)
    assert sum(valuation.confidence.values()) == valuation.total
    assert "confidence" in AXES
