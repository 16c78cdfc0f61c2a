"""A scheme: points that sum, names that are found again, methods that mean something."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

LOW, MARK = sv.LowestPrice(), sv.PanelMark(out_of=5)


def problems_of(call: Callable[[], Any]) -> list[sv.Problem]:
    """All the problems under which a call is refused."""
    with pytest.raises(sv.InputError) as caught:
        call()
    return list(caught.value.problems)


def codes(call: Callable[[], Any]) -> list[str]:
    """The codes of all problems."""
    return [each.code for each in problems_of(call)]


def leaf(name: str, points: Any) -> sv.Criterion:
    """A criterion marked by a panel."""
    return sv.Criterion(name, points, MARK)


@given(st.lists(st.decimals("0.01", 50, places=2), min_size=1, max_size=6))
def test_points_that_sum_are_taken(points: list[Decimal]) -> None:
    """Any published split of the points can be scored."""
    total = sum(points)
    scheme = sv.Scheme([leaf(str(i), each) for i, each in enumerate(points)], out_of=total)
    assert sum(each.points for each in scheme.leaves) == scheme.out_of


@given(
    st.lists(st.decimals("0.01", 50, places=2), min_size=1, max_size=6),
    st.decimals("-0.50", "0.50", places=2).filter(bool),
)
def test_points_that_do_not_sum_are_refused_with_the_difference(
    points: list[Decimal], slip: Decimal
) -> None:
    """One point too many would be scored away from somebody in silence."""
    expected = sum(points) + slip
    if expected <= 0:
        return
    (wrong,) = problems_of(
        lambda: sv.Scheme(
            [leaf(str(i), each) for i, each in enumerate(points)], out_of=str(expected)
        )
    )
    words = "too few" if slip > 0 else "too many"
    assert wrong.code == "SV701"
    assert f"{abs(slip):f}".rstrip("0").rstrip(".") + f" {words}" in wrong.message


def test_every_level_is_summed_and_all_differences_are_told() -> None:
    """A slip deep in the tree is found, and found together with the one at the top."""
    wrong = problems_of(
        lambda: sv.Scheme(
            [
                sv.Criterion("price", 60, LOW),
                sv.Criterion(
                    "quality",
                    31,
                    [
                        sv.Criterion("method", 20, [leaf("plan", 15), leaf("people", "5.5")]),
                        leaf("safety", 10),
                    ],
                ),
            ]
        )
    )
    assert [each.code for each in wrong] == ["SV701"] * 3
    said = " ".join(each.message for each in wrong)
    for words in ("the criteria sum to 91, not 100: 9 too few", "'quality' sum to 30, not 31: 1",
                  "'method' sum to 20.5, not 20: 0.5 too many"):  # fmt: skip
        assert words in said


def test_thirds_are_not_rescaled() -> None:
    """Three times 33.3 is not 100: the published shares are not changed in silence."""
    (wrong,) = problems_of(lambda: sv.Scheme([leaf(each, "33.3") for each in "abc"]))
    assert "0.1 too few" in wrong.message
    assert "not rescaled" in wrong.hint


def test_all_problems_of_a_scheme_are_told_at_once() -> None:
    """A buyer mends the scheme once, before the invitation goes out."""
    wrong = codes(
        lambda: sv.Scheme(
            [leaf("a", 50), leaf("a", 40)],
            out_of=100,
            places=7,
            round_at="end",
            ties=["b", "prise"],
        )
    )
    assert sorted(wrong) == ["SV312", "SV316", "SV701", "SV702", "SV712", "SV712"]


@pytest.mark.parametrize("places", [-1, 7, "2", 2.0, True, None])
def test_places_are_a_small_whole_number(places: Any) -> None:
    """What cannot be a number of decimals would publish points that nobody can check."""
    assert codes(lambda: sv.Scheme([leaf("a", 100)], places=places)) == ["SV316"]


@pytest.mark.parametrize("out_of", [0, "-1", 100.0, None, True])
def test_the_whole_is_an_exact_number_above_nothing(out_of: Any) -> None:
    """Points are out of something."""
    (code,) = codes(lambda: sv.Scheme([leaf("a", 100)], out_of=out_of))
    assert code in {"SV301", "SV305", "SV306", "SV307"}


@pytest.mark.parametrize("criteria", [None, 5, "price", ["price"], {"price": 60}, [LOW], LOW])
def test_what_is_no_criterion_is_refused(criteria: Any) -> None:
    """A method without its points, or a name without its method, is no scheme."""
    assert codes(lambda: sv.Scheme(criteria)) == ["SV316"]


def test_no_criteria_at_all_sum_to_nothing() -> None:
    """An empty scheme would rank nobody and say that it did."""
    assert codes(lambda: sv.Scheme([])) == ["SV701"]


@pytest.mark.parametrize("ties", [5, [5], [None]])
def test_a_tie_break_is_a_name(ties: Any) -> None:
    """What is no name is found in no scheme."""
    assert codes(lambda: sv.Scheme([leaf("a", 100)], ties=ties)) == ["SV316"]


def test_a_tie_is_broken_by_what_has_points_of_its_own() -> None:
    """Quality inside a value-for-money index has no points to compare."""
    index = sv.ValueForMoney([leaf("plan", 100)])
    assert codes(lambda: sv.Scheme([sv.Criterion("vfm", 100, index)], ties=["plan"])) == ["SV712"]
    assert codes(lambda: sv.Scheme([sv.Criterion("plan", 100, index)])) == ["SV702"]


def test_one_tie_break_may_stand_alone() -> None:
    """A text is one name, and not its letters."""
    assert sv.Scheme([leaf("price", 100)], ties="price").ties == ("price",)


@pytest.mark.parametrize("content", [None, [], ()])
def test_a_criterion_without_a_method_is_refused(content: Any) -> None:
    """Points that nothing gives would be lost to all bidders alike, and to the total."""
    assert codes(lambda: sv.Criterion("quality", 40, content)) == ["SV704"]


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (sv.LowestPrice, "write LowestPrice()"),
        ("lowest_price", "give a method"),
        (5, "give a method"),
        ([LOW], "give a method"),
        ([leaf("a", 40), "b"], "give a method"),
        ({"a": 1}, "give a method"),
    ],
)
def test_what_is_no_method_is_refused(content: Any, hint: str) -> None:
    """The class in place of the method is a common slip, and the hint shows the two brackets."""
    (wrong,) = problems_of(lambda: sv.Criterion("quality", 40, content))
    assert wrong.code == "SV316"
    assert wrong.hint.startswith(hint)


def test_all_problems_of_a_criterion_are_told_at_once() -> None:
    """Name, points and method are mended together."""
    wrong = problems_of(lambda: sv.Criterion(" ", 40.5, None))
    assert [each.code for each in wrong] == ["SV313", "SV305", "SV704"]
    assert not any("_Refused" in str(each) for each in wrong)


def test_a_tree_is_walked_in_its_order() -> None:
    """Points are shown in the order in which the invitation prints them."""
    scheme = sv.Scheme(
        [
            sv.Criterion("price", 60, LOW),
            sv.Criterion("value", 40, [leaf("quantity", 30), leaf("words", 10)]),
        ]
    )
    assert [each.name for each in scheme.walk()] == ["price", "value", "quantity", "words"]
    assert [each.name for each in scheme.leaves] == ["price", "quantity", "words"]
    value = scheme.criteria[1]
    assert value.method is None
    assert scheme.criteria[0].children == ()


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: sv.PanelMark(out_of=0), ["SV307"]),
        (lambda: sv.PanelMark(out_of="five", minimum="two"), ["SV301", "SV301"]),
        (lambda: sv.PanelMark(out_of=5, minimum=6), ["SV706"]),
        (lambda: sv.PanelMark(out_of=None), ["SV306"]),
        (lambda: sv.AgainstTarget(0), ["SV307"]),
        (lambda: sv.AgainstTarget(0.5), ["SV305"]),
        (lambda: sv.AgainstTarget("0.5", cap=0, floor="-1", denominator="vat"),
         ["SV307", "SV301", "SV312"]),
        (lambda: sv.AgainstTarget(cap="0.5", floor="0.6"), ["SV714"]),
        (lambda: sv.AgainstTarget(weight_value={"a": "x", "b": -1}), ["SV301", "SV302"]),
        (lambda: sv.AgainstTarget(weight_value={"a": 1}, weight_score={"a": 1}), ["SV718"]),
        (lambda: sv.RelativeToHighest(weight_score={"a": "0.5", "b": "0.4"}), ["SV719"]),
        (lambda: sv.RelativeToHighest(minimum="x"), ["SV301"]),
        (lambda: sv.RatioThenRelative(denominator="vat"), ["SV312"]),
        (lambda: sv.DeviationFromMean(at_mean=2, per_percent=0), ["SV310", "SV307"]),
        (lambda: sv.FixedReference(0), ["SV307"]),
        (lambda: sv.Banded([("0", "x", 1), ("a",), 5, ("0.1", None, "b")]),
         ["SV301", "SV316", "SV316", "SV301"]),
        (lambda: sv.Banded(5), ["SV316"]),
        (lambda: sv.Banded([], denominator="vat"), ["SV312", "SV720"]),
        (lambda: sv.Banded([("0.1", "0.2", 1), ("0.3", "0.3", 6)], out_of=5),
         ["SV720", "SV720", "SV720", "SV706"]),
        (lambda: sv.Banded([("0", None, 1), ("1", None, 2)]), ["SV720"]),
        (lambda: sv.Banded([("0", None, 0)]), ["SV720"]),
        (lambda: sv.PointsMenu({"A": "x"}), ["SV301", "SV721"]),
        (lambda: sv.PointsMenu({"A": 1}, required=5, relative=True), ["SV721"]),
        (lambda: sv.PointsMenu(5, required=5), ["SV316"]),
        (lambda: sv.ValueForMoney([]), ["SV704"]),
        (lambda: sv.ValueForMoney([LOW], exponent=0), ["SV316", "SV307"]),
        (lambda: sv.Criterion("a", 5, LOW, minimum=2), ["SV730"]),
        (lambda: sv.Criterion("a", 5, MARK, minimum="x"), ["SV301"]),
    ],
)  # fmt: skip
def test_methods_that_mean_nothing_are_refused(
    make: Callable[[], Any], expected: list[str]
) -> None:
    """A scale that ends at 0, or a minimum above it, fails every bidder alike."""
    assert codes(make) == expected


def test_methods_as_published() -> None:
    """The usual methods with their usual parameters."""
    assert sv.PanelMark(5, minimum=5).minimum == 5
    assert sv.PanelMark(out_of=5, minimum=2.5).minimum == Decimal("2.5")
    usual = sv.AgainstTarget()
    assert (usual.target, usual.cap, usual.floor, usual.denominator) == (None, 1, 0, "initial")
    assert sv.AgainstTarget(cap="0.5", floor="0.5").floor == Decimal("0.5")
    for denominator in ("initial", "with_extensions", "maximum", "price"):
        assert sv.AgainstTarget(denominator=denominator).denominator == denominator


def test_a_scheme_is_checked_whatever_the_decimal_context() -> None:
    """Points of many digits sum exactly, or are refused exactly, in every process alike."""
    parts = ["33.3333333333", "33.3333333333", "33.3333333334"]
    with decimal.localcontext() as context:
        context.prec, context.rounding = 3, decimal.ROUND_DOWN
        scheme = sv.Scheme([leaf(str(i), each) for i, each in enumerate(parts)])
        (wrong,) = problems_of(
            lambda: sv.Scheme([leaf("a", parts[0]), leaf("b", parts[1]), leaf("c", parts[1])])
        )
    assert sv.Scheme(scheme.criteria) == scheme
    assert "0.0000000001 too few" in wrong.message


WORDED: list[tuple[Any, list[str]]] = [
    (sv.LowestPrice(), ["lowest price ÷ price"]),
    (sv.HighestIncome(), ["highest income"]),
    (sv.LinearSpread(), ["highest price − price"]),
    (sv.PercentAboveLowest(per_percent="0.0125"), ["lowest price", "loses 1.25%"]),
    (sv.DeviationFromMean(at_mean="0.5", per_percent="0.0125"), ["50%", "1.25%"]),
    (sv.FixedReference("2_400_000"), ["£2,400,000.00"]),
    (sv.PanelMark(5, minimum=2), ["÷ 5", "below 2 fails"]),
    (sv.PanelMark(5, mean=True), ["mean of the evaluators"]),
    (sv.PassFail(), ["does not pass fails"]),
    (sv.AgainstTarget("0.50"), ["£0.50", "at most all of the points."]),
    (sv.AgainstTarget("0.50", cap="1.5", floor="0.123456"), ["£0.50", "1.5 times", "12.3456%"]),
    (sv.AgainstTarget(denominator="maximum"), ["the target per £1", "maximum contract value"]),
    (sv.RelativeToHighest(minimum="0.05"), ["highest social value", "below £0.05"]),
    (sv.RelativeToHighest(weight_value={"jobs": 2}), ["jobs × 2; others × 1"]),
    (sv.RatioThenRelative(weight_score={"jobs": "0.4", "green": "0.6"}),
     ["the bidder's own price", "jobs 40%, green 60%"]),
    (sv.Banded([("0", "0.1", 0), ("0.1", "0.25", 3), ("0.25", "0.5", 5)]),
     ["from £0.00 to below £0.10: 0", "to below £0.25: 3", "from £0.25 to £0.50: 5", "÷ 5"]),
    (sv.Banded([("0", None, 4)], out_of=5), ["from £0.00: 4", "÷ 5"]),
    (sv.PointsMenu({"A": "2"}, required=100), ["A 2 a unit", "÷ 100"]),
    (sv.PointsMenu({"A": "2"}, relative=True), ["highest menu points"]),
    (sv.ValueForMoney([leaf("plan", 100)], exponent="1.5"), ["power of 1.5", "plan: 100 points"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "words"), WORDED, ids=lambda each: "" if isinstance(each, list) else repr(each)[:20]
)
def test_the_wording_names_every_figure(method: Any, words: list[str]) -> None:
    """What the invitation prints is what the engine does, whatever the decimal context."""
    scheme = sv.Scheme([sv.Criterion("it", 100, method)])
    with decimal.localcontext() as context:
        context.prec, context.rounding = 3, decimal.ROUND_DOWN
        said = scheme.text()
    assert said == scheme.text()
    assert scheme.fingerprint in said
    for each in words:
        assert each in said


def test_the_wording_names_the_rules() -> None:
    """Rounding, ties and minimums are part of what is published."""
    parts = [leaf("plan", 20), leaf("people", 20)]
    group = sv.Criterion("words", 40, parts, minimum=10, needs_both=True)
    price = sv.Criterion("price", 60, LOW)
    said = sv.Scheme([price, group], round_at="part", places=1, ties=["price", "words"]).text()
    for each in ("out of 100 points", "  - plan: 20 points", "fewer than 10 of them fails",
                 "both commitments in figures and a statement", "half up to 1 decimal place and",
                 "for price, then words"):  # fmt: skip
        assert each in said
    plain = sv.Scheme([leaf("a", 100)]).text()
    assert "the total, which is rounded once, half up, to 2 decimal places" in plain
    assert "are tied" in plain
