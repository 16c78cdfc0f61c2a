"""The assertions: they fail when they should, and say what to look at."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.testing import (
    assert_base_untouched,
    assert_points,
    assert_replays,
    assert_valuation,
)

SCHEME = sv.Scheme(
    [sv.Criterion("price", 60, sv.LowestPrice()), sv.Criterion("q", 40, sv.PanelMark(out_of=5))]
)


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """A framework with figures that everyone can look up."""
    return sv.load("national-toms", edition="2022")


@pytest.fixture(scope="module")
def valuation(toms: sv.Framework) -> sv.Valuation:
    """One line that counts for £507.90, and one that is only recorded."""
    tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
    offers = [toms.commit("NT29", sv.hours(3, people=10)), toms.commit("NT44", sv.yes())]
    return sv.value(tender, sv.Bid("Acme", commitments=offers), toms)


@pytest.fixture(scope="module")
def result(toms: sv.Framework) -> sv.Evaluation:
    """Acme has 92 points and Brook 88."""
    tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
    bids = [sv.Bid("Acme", price=80, marks={"q": 4}), sv.Bid("Brook", price=100, marks={"q": 5})]
    return sv.evaluate(tender, bids, toms, SCHEME)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"total": "507.90"},
        {"total": "507.9", "submitted": "507.90"},
        {"refused": {2: "recorded-only"}},
        {"refused": {2: "SV501"}},
        {"by": {"NT29": "507.90"}},
    ],
)
def test_a_right_valuation_passes(valuation: sv.Valuation, said: dict[str, Any]) -> None:
    """What is said is compared as money and as reasons, however it is spelt."""
    if said.get("refused") == {2: "SV501"}:
        said = {"refused": {2: valuation.refused[0].refusals[0].code}}
    assert_valuation(valuation, **said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"total": "507.91"}, ["total", "£507.91", "£507.90", "Commitment 1"]),
        ({"submitted": "1"}, ["submitted", "£1.00"]),
        ({"refused": {}}, ["line 2", "not refused", "recorded-only"]),
        ({"refused": {1: "no-value", 2: "recorded-only"}}, ["line 1", "no-value"]),
        ({"by": {"NT10": "1"}}, ["NT10", "NT29", "£507.90"]),
    ],
)
def test_a_wrong_valuation_says_what_and_why(
    valuation: sv.Valuation, said: dict[str, Any], told: list[str]
) -> None:
    """A failure that shows only two numbers sends its reader back to the debugger."""
    with pytest.raises(AssertionError) as caught:
        assert_valuation(valuation, **said)
    for words in (*told, "expected", "found"):
        assert words in str(caught.value)


def test_right_points_pass(result: sv.Evaluation) -> None:
    """Points are compared as numbers: 92 is 92.00."""
    assert_points(result, {"Acme": "92", "Brook": "88.00"}, ranks={"Acme": 1, "Brook": 2})


@pytest.mark.parametrize(
    ("points", "ranks", "told"),
    [
        ({"Acme": "92"}, None, ["Brook", "no such bid", "88"]),
        ({"Acme": "92", "Brook": "88", "Crane": None}, None, ["Crane", "not ranked"]),
        ({"Acme": "91.99", "Brook": "88"}, None, ["91.99", "92"]),
        ({"Acme": "92", "Brook": "88"}, {"Acme": 2}, ["rank of Acme"]),
    ],
)
def test_wrong_points_say_what(
    result: sv.Evaluation, points: Any, ranks: Any, told: list[str]
) -> None:
    """A bidder who is missing, too many or ranked otherwise is told, not passed over."""
    with pytest.raises(AssertionError) as caught:
        assert_points(result, points, ranks=ranks)
    for words in told:
        assert words in str(caught.value)


def test_an_evaluation_replays(result: sv.Evaluation) -> None:
    """The assertion holds for what the library itself made."""
    assert_replays(result)


def test_a_touched_base_is_told(toms: sv.Framework) -> None:
    """A plug-in that moved another body's figure by a penny is found, and the measure named."""
    essex = sv.load("essex")
    assert_base_untouched(toms, essex)
    moved = essex["NT10"]
    assert moved.proxy is not None
    values = tuple(attrs.evolve(each, value=each.value and each.value + 1)
                   for each in moved.proxy.values)  # fmt: skip
    measure = attrs.evolve(moved, proxy=attrs.evolve(moved.proxy, values=values))
    touched = attrs.evolve(
        essex, measures=type(essex.measures)({**essex.measures, "NT10": measure})
    )
    with pytest.raises(AssertionError, match="NT10"):
        assert_base_untouched(toms, touched)
