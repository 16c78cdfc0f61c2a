"""Nouns written down and made again: to the last digit, and nothing but the known kinds."""

from __future__ import annotations

import decimal
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.in_full import in_full

import socialvalue as sv
from socialvalue.model.canonical import fingerprint, spelled
from socialvalue.model.codec import decode, encode, is_taken
from socialvalue.model.figures import PublishedSpread
from socialvalue.model.frozen import FrozenMap
from socialvalue.spans import Span

plain = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates() | st.fractions()
    | st.decimals(allow_nan=False, allow_infinity=False)
)  # fmt: skip
data = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3).map(FrozenMap)
    ),
    max_leaves=10,
)


def through_json(written: Any) -> Any:
    """What a record is after a year in a file."""
    return json.loads(json.dumps(written, allow_nan=False))


@given(data)
def test_data_comes_back_as_it_was(thing: Any) -> None:
    """No digit, no day and no order is lost on the way through a file."""
    again = decode(through_json(encode(thing)))
    assert again == thing
    assert type(again) is type(thing)
    if isinstance(thing, Decimal):
        assert again.as_tuple() == thing.as_tuple()
    if isinstance(thing, FrozenMap):
        assert list(again) == list(thing)


def nouns(make: SimpleNamespace) -> list[Any]:
    """A set with every rule in it, a tender, a bid, and every scoring method."""
    held = make.rich()
    quality = [sv.Criterion("method", 100, sv.PanelMark(5, minimum=2))]
    methods = [
        sv.LowestPrice(), sv.HighestIncome(), sv.LinearSpread(), sv.DeviationFromMean(),
        sv.FixedReference(5), sv.PanelMark(5, mean=True), sv.PassFail(),
        sv.AgainstTarget("0.50", cap="1.5", floor="0.1", denominator="price"),
        sv.RelativeToHighest(weight_score={"jobs": "1"}), sv.RatioThenRelative(),
        sv.Banded([("0", None, 5)]), sv.PointsMenu({"A": "2.0"}, relative=True),
        sv.ValueForMoney(quality),
    ]  # fmt: skip
    parts = [sv.Criterion(str(i), 1, each) for i, each in enumerate(methods)]
    lots = [sv.Lot("north", contract_value=5)]
    panel = sv.Moderated("4.50", marks=[sv.EvaluatorMark("A", "4.50")], on="2022-06-01")
    line = make.offered(held, "STAFF", sv.fte("0.0000001", years="2.0"), deadweight="0.10")
    return [
        held,
        make.tender(unit_values={"A": "0.716470"}, lots=lots, span=Span("t.yaml", 1, 2)),
        make.bid(line, marks={"words": panel}, price="1.00"),
        sv.Scheme(parts, out_of=len(parts)),
    ]


def test_nouns_come_back_as_they_were(make: SimpleNamespace) -> None:
    """A record alone is enough to score again, on a machine that has none of the files."""
    for each in nouns(make):
        again = decode(through_json(encode(each)))
        assert again == each
        assert in_full(again) == in_full(each)
        assert encode(again) == encode(each)


def test_where_a_thing_was_written_is_kept(make: SimpleNamespace) -> None:
    """A replayed explanation still points at the line of YAML."""
    again = decode(encode(make.rich()))
    assert again["A"].proxy.values[0].span == Span("measures.yaml", 14, 11)


def test_a_published_spread_is_called_in_records_as_it_always_was() -> None:
    """A class that is named anew in Python changes no letter of a record, and old ones are read."""
    spread = PublishedSpread("uniform", Decimal(1), Decimal(2))
    written = {
        "$": "Spread",
        "kind": "uniform",
        "low": {"$decimal": "1"},
        "high": {"$decimal": "2"},
    }
    assert encode(spread) == {"data": written, "shared": []}
    assert decode(encode(spread)) == spread
    assert [is_taken(type(name, (), {})) for name in ("Spread", "Spreads")] == [True, False]


def test_what_many_share_is_written_once(make: SimpleNamespace) -> None:
    """A source behind every figure stands in the record once."""
    text = spelled(encode(make.rich()))
    assert text.count(make.source.title) == 1


def test_the_callers_decimal_context_changes_no_letter(make: SimpleNamespace) -> None:
    """A record has one spelling, in every process."""
    plainly = [encode(each) for each in nouns(make)]
    with decimal.localcontext() as context:
        context.prec, context.capitals = 3, 0
        oddly = [encode(each) for each in nouns(make)]
    assert oddly == plainly


@attrs.frozen
class Own:
    """A council's own method, which the library does not know."""

    share: Decimal
    when: date


def test_a_councils_own_noun_is_named_when_it_is_read() -> None:
    """What the library does not know is made only where its author hands it over."""
    mine = Own(Decimal("0.50"), date(2022, 6, 1))
    written = through_json(encode(mine))
    assert decode(written, [Own]) == mine
    with pytest.raises(sv.SocialValueError, match=r"methods=\[…\]") as caught:
        decode(written)
    assert caught.value.problems[0].code == "SV804"


@pytest.mark.parametrize("thing", [object(), 1.5, {1, 2}, b"x", [1.5], {"a": object()}])
def test_what_cannot_be_written_down_is_refused(thing: Any) -> None:
    """A record with a hole in it would be worse than none."""
    with pytest.raises(sv.SocialValueError, match="SV804"):
        encode(thing)


@pytest.mark.parametrize(
    "written",
    [
        None, [], {}, {"data": 1}, {"data": 1, "shared": 5}, {"data": {}, "shared": []},
        {"data": {"$": "Nobody"}, "shared": []},
        {"data": {"$": 5}, "shared": []},
        {"data": {"$": "Bid"}, "shared": []},
        {"data": {"$": "Bid", "bidder": ""}, "shared": []},
        {"data": {"$": "Bid", "bidder": "x", "bribe": 5}, "shared": []},
        {"data": {"$": "ProxyValue", "value": 1, "start": 2, "span": 5}, "shared": [{"$ref": 9}]},
        {"data": {"$decimal": "1,5"}, "shared": []},
        {"data": {"$decimal": "NaN"}, "shared": []},
        {"data": {"$decimal": 5}, "shared": []},
        {"data": {"$fraction": "1/0"}, "shared": []},
        {"data": {"$date": "2022-13-01"}, "shared": []},
        {"data": {"$date": "01/06/2022"}, "shared": []},
        {"data": {"$at": ["a", 1]}, "shared": []},
        {"data": {"$at": ["a", 1, "2"]}, "shared": []},
        {"data": {"$map": 5}, "shared": []},
        {"data": {"$map": [[{"$map": []}]]}, "shared": []},
        {"data": {"$ref": 0}, "shared": []},
        {"data": {"$ref": -1}, "shared": [5]},
        {"data": {"$ref": True}, "shared": [5, 6]},
        {"data": {"$decimal": "1", "$date": "2022-06-01"}, "shared": []},
        {"data": {"$import": "os"}, "shared": []},
        {"data": 1.5, "shared": []},
    ],
    ids=repr,
)  # fmt: skip
def test_what_means_nothing_is_refused(written: Any) -> None:
    """A record from a stranger makes nothing but nouns, and none that mean nothing."""
    with pytest.raises(sv.SocialValueError) as caught:
        decode(written)
    assert caught.value.problems[0].code in {"SV202", "SV804", "SV313", "SV316"}


def test_what_is_nested_without_end_is_refused() -> None:
    """A hostile record ends in a refusal, and not in the end of the process."""
    deep: Any = None
    for _ in range(5000):
        deep = [deep]
    loop: list[Any] = []
    loop.append(loop)
    for each in (deep, loop):
        with pytest.raises(sv.SocialValueError, match="nested too deep"):
            decode({"data": each, "shared": []})


def test_a_fraction_is_exact() -> None:
    """A third of a point is a third after a year."""
    assert decode(through_json(encode((Fraction(1, 3),)))) == (Fraction(1, 3),)


def test_a_stated_no_is_kept() -> None:
    """Who said that no threshold is passed, or that a bid's line is blank, said something.

    Unjust otherwise: a record would replay to another caution than the buyer was given.
    """
    for stated in (None, False, True):
        tender = sv.Tender("Parks", contract_value=1, above_threshold=stated)
        assert decode(encode(tender)) == tender
        assert decode(encode(tender)).above_threshold is stated
    told = [sv.Tender("Parks", contract_value=1, above_threshold=each) for each in (None, False)]
    assert fingerprint(told[0]) != fingerprint(told[1])
