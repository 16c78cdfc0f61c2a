"""No built-in method is forgotten on any floor: each table that tells of methods tells of them all.

Most of these tables fall back without a word: a method that is not there is shown by its general
text, searched the slow way, measured by everyone, or called a method of one's own.  So each is
held here, by itself.
"""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any, get_args

import attrs
import numpy as np
import pytest

import socialvalue as sv
from socialvalue.assess.arrays.needs import scheme_problems
from socialvalue.assess.letters.reasons import reason_words
from socialvalue.definitions.json_schema import json_schema
from socialvalue.definitions.shapes.schemes import METHOD_WORDS, CriterionEntry
from socialvalue.engine.arrays.parts import part_of
from socialvalue.engine.arrays.settle import settle
from socialvalue.engine.figures import Figures, Numbers, Tenders
from socialvalue.engine.points import points_for
from socialvalue.engine.yardsticks import figures, is_absolute, is_steady, measures_by_all
from socialvalue.model.codec import decode, encode
from socialvalue.model.criteria import is_own
from socialvalue.model.invitation import method_text
from socialvalue.model.methods import BUILT_IN, Entry
from socialvalue.model.methods import Method as AnyMethod

QUALITY = sv.Criterion("words", 40, sv.PanelMark(10))
EXAMPLES: dict[type[Any], Any] = {
    type(each): each
    for each in (
        sv.LowestPrice(), sv.HighestIncome(), sv.LinearSpread(), sv.DeviationFromMean(),
        sv.PercentAboveLowest(per_percent="0.003"),
        sv.FixedReference("150"), sv.PanelMark(10, minimum=2), sv.PassFail(),
        sv.AgainstTarget(floor="0.1"), sv.RelativeToHighest(minimum="0.0001"),
        sv.RatioThenRelative(), sv.Banded([("0", "0.0004", 1), ("0.0004", None, 5)]),
        sv.PointsMenu({"M1": 2}, required=1000), sv.ValueForMoney([QUALITY]),
    )
}  # fmt: skip
PANEL = (sv.PanelMark, sv.PassFail)
NOT_BY_COLUMNS = {sv.PointsMenu: "a points menu counts the units of each measure"}
"""Methods that no column of numbers can do, each with the reason that is given."""

every = pytest.mark.parametrize("kind", EXAMPLES, ids=lambda each: each.WORD)
by_formula = pytest.mark.parametrize(
    "kind", [each for each in EXAMPLES if each not in PANEL], ids=lambda each: each.WORD
)


def criterion(kind: type[Any]) -> sv.Criterion:
    """A criterion of 100 points by the example of a method."""
    return sv.Criterion("quality" if kind is sv.ValueForMoney else "words", 100, EXAMPLES[kind])


def evaluation(make: SimpleNamespace, kind: type[Any]) -> sv.Evaluation:
    """Two bids that differ in everything that a method may read."""
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    marked = "mark" in kind.READS or kind is sv.ValueForMoney
    high = "pass" if kind is sv.PassFail else 9
    low = "pass" if kind is sv.PassFail else 4
    bids = [
        make.bid(
            make.offered(held, "M1", value), bidder=name, price=price,
            marks={"words": sv.Moderated(mark, reason="As told.")} if marked else {},
        )
        for name, price, value, mark in (("Acme", 200, 300, high), ("Bo", 100, 600, low))
    ]  # fmt: skip
    tender = make.tender(target="0.0006", contract_value=1_000_000)
    return sv.evaluate(tender, bids, held, sv.Scheme([criterion(kind)]))


def test_an_example_of_every_method() -> None:
    """What follows holds for all methods only where all methods are in it."""
    assert set(EXAMPLES) == {*BUILT_IN, sv.ValueForMoney}
    assert {each for each in get_args(AnyMethod) if each is not sv.ScoringMethod} == set(BUILT_IN)
    for kind in EXAMPLES:
        assert getattr(sv, kind.__name__) is kind
        assert kind.__name__ in sv.__all__


# --- model and files ----------------------------------------------------------------------


@every
def test_its_wording_is_its_own(monkeypatch: pytest.MonkeyPatch, kind: type[Any]) -> None:
    """An invitation that printed the first line of a docstring would leave out the parameters."""
    monkeypatch.setattr(kind, "__doc__", "A method of one's own.")
    assert method_text(EXAMPLES[kind]) != "A method of one's own."
    assert method_text(EXAMPLES[kind])


@every
def test_a_record_gives_it_back(kind: type[Any]) -> None:
    """A result whose method no record knows could not be replayed."""
    assert decode(encode(EXAMPLES[kind])) == EXAMPLES[kind]


def test_files_name_every_method_and_every_parameter() -> None:
    """A parameter that no file can give is one that no tender can have."""
    assert {kind.WORD: kind for kind in EXAMPLES} == METHOD_WORDS
    taken = {each.name for kind in EXAMPLES for each in attrs.fields(kind)}
    keys = {each.name for each in attrs.fields(CriterionEntry) if each.init}
    of_all = {"name", "points", "method", "criteria", "minimum_points", "needs_both", "counts_as",
              "price", "go_on"}  # fmt: skip
    assert keys - of_all == taken


@every
def test_an_editor_knows_its_numbers(kind: type[Any]) -> None:
    """A number that the schema takes for text is not checked before the tender is read."""
    keys = json_schema("tender")["$defs"]["CriterionEntry"]["properties"]
    assert kind.WORD in keys["method"]["enum"]
    for each in attrs.fields(kind):
        if "Decimal" in str(each.type):
            assert "#/$defs/number" in str(keys[each.name]), each.name


# --- engine -------------------------------------------------------------------------------


def bids() -> list[Entry]:
    """Two bids that differ in everything that a method may read."""
    return [
        Entry(
            value=Fraction(value), price=Fraction(price), marks={"words": Fraction(mark, 3)},
            denominators={"initial": Fraction(10**6), "price": Fraction(price)},
            target=Fraction("0.0006"), themes={"jobs": Fraction(value)},
            units={"M1": Fraction(value)},
        )
        for price, value, mark in ((200, 300, 3), (100, 600, 1))
    ]  # fmt: skip


def columns() -> Figures:
    """The same bids, as columns."""
    marks = Numbers.whole(np.array([3, 1]), Fraction(1, 3))
    initial, price = Numbers.one(Fraction(10**6)), Numbers.whole(np.array([200, 100]))
    return Figures(
        value=Numbers.whole(np.array([300, 600])), price=price,
        target=Numbers.one(Fraction("0.0006")), marks={"words": marks},
        denominators={"initial": initial, "price": price},
    )  # fmt: skip


@every
def test_it_has_an_arithmetic_and_columns(kind: type[Any]) -> None:
    """A register is scored as each bid alone, by doubles and where they are in doubt.

    The rows are settled by the oracle from what the method reads, and from nothing else.
    """
    leaf, pair = criterion(kind), Tenders(None, 1, 2)
    exact = points_for(leaf.method, leaf, bids())
    assert any(exact)
    if kind in NOT_BY_COLUMNS:
        return
    part = part_of(leaf, Fraction(100), columns(), pair)
    found = np.broadcast_to(part.fill(slice(0, 2)), 2).tolist()
    assert found == pytest.approx([float(each) for each in exact])
    unsure = attrs.evolve(part, full=None)
    assert settle(leaf, unsure, columns(), pair, np.arange(2)) == exact


@every
def test_what_a_bid_hangs_on_is_known(kind: type[Any]) -> None:
    """Of a method that is not known each bid would be scored again for each question."""
    leaf = criterion(kind)
    assert not is_own(leaf.method)
    assert figures(leaf, bids()) is not None
    alone = [points_for(leaf.method, leaf, [each])[0] for each in bids()]
    together = points_for(leaf.method, leaf, bids())
    assert is_absolute(leaf.method) == (alone == together)
    assert measures_by_all(leaf.method) == (kind is sv.DeviationFromMean)


@every
def test_which_price_is_the_best_is_known(kind: type[Any]) -> None:
    """A search for the price that would have won must not go the wrong way."""
    by_price = kind.READS == ("price",) and kind is not sv.ValueForMoney
    assert by_price == hasattr(kind, "BEST_PRICE")
    if by_price:
        leaf = criterion(kind)
        dear, cheap = points_for(leaf.method, leaf, bids())
        assert ("lowest" if cheap > dear else "highest") == kind.BEST_PRICE


# --- assess -------------------------------------------------------------------------------


def test_whether_it_is_steady_is_known() -> None:
    """Without a word the search would go the slow way, and might miss what would have won."""
    unsteady = {sv.LinearSpread, sv.DeviationFromMean, sv.Banded}
    assert {kind for kind in EXAMPLES if not is_steady([criterion(kind)])} == unsteady


@every
def test_its_working_is_its_own(make: SimpleNamespace, kind: type[Any]) -> None:
    """A bidder is owed the numbers in the formula, and not the formula alone."""
    said = evaluation(make, kind).explain("Acme")
    assert f"100: {method_text(EXAMPLES[kind])}" not in said
    for each in kind.READS:
        assert own_figure(kind, each) in said


def own_figure(kind: type[Any], read: str) -> str:
    """What a working must show of what a method reads."""
    if kind is sv.DeviationFromMean:
        return "33.3333% above the mean"
    if read == "denominator" and EXAMPLES[kind].denominator == "price":
        return "own price £200.00"
    return {"value": "£300.00", "units": "300 × 2", "mark": "As told", "price": "£200.00",
            "target": "£0.0006", "denominator": "contract value £1,000,000.00"}[read]  # fmt: skip


@by_formula
def test_a_letter_gives_the_readers_own_figures(make: SimpleNamespace, kind: type[Any]) -> None:
    """A loser who is told the formula and none of the figures cannot check the sum."""
    result = evaluation(make, kind)
    own = reason_words(result, result["Acme"], criterion(kind), own=True)
    others = reason_words(result, result["Acme"], criterion(kind), own=False)
    shown = {"value": "Your social value that counts: £300.00", "price": "Your price: £200.00",
             "units": "Your menu points: 600", "target": "Target: £0.0006 per £1"}  # fmt: skip
    for each in kind.READS:
        if each == "denominator":
            below = EXAMPLES[kind].denominator
            words = shown["price"] if below == "price" else "Initial contract value: £1,000,000.00"
        else:
            words = shown[each]
        assert words in own
    assert ("The mark of your band: 1." in own) == (kind is sv.Banded)
    assert own != others
    assert "Your " not in others


NEEDS: dict[type[Any], set[str]] = {
    **{each: {"SV705"} for each in PANEL},
    **{each: {"SV708"} for each in EXAMPLES if each.READS == ("price",)},
    sv.ValueForMoney: {"SV705", "SV708"},
    sv.AgainstTarget: {"SV709", "SV711", "SV734"},
    sv.RelativeToHighest: {"SV711", "SV734"},  # a companion minimum is held beside the contract
    sv.RatioThenRelative: {"SV708", "SV734"},
    sv.Banded: {"SV711", "SV734"},
}
"""What is missing where nothing was handed in: marks, prices, the target, the contract, pounds."""


@every
def test_arrays_say_what_it_needs(kind: type[Any]) -> None:
    """A scheme whose figures nobody handed in is refused by name, and none is called one's own."""
    told = list(scheme_problems(sv.Scheme([criterion(kind)]), (), {}))
    assert told
    assert not any("one's own" in str(each) for each in told)
    if kind in NOT_BY_COLUMNS:
        assert NOT_BY_COLUMNS[kind] in str(told[0])
    else:
        assert {each.code for each in told} == NEEDS[kind]
    given = ("value", "price", "target", "initial")
    again = scheme_problems(sv.Scheme([criterion(kind)]), given, {"words": [1, 0]})
    marked = kind in PANEL or kind is sv.ValueForMoney
    codes = {each.code for each in again if each.code != "SV707" or marked}
    assert codes == ({"SV733"} if kind in NOT_BY_COLUMNS else set())
