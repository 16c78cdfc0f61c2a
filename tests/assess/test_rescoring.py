"""The quick answers of a report on firmness, held against scoring all bids again."""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.firmness import rescoring
from socialvalue.assess.firmness.flags import Others
from socialvalue.assess.firmness.rescoring import Board, Contest, Field, reads
from socialvalue.assess.points.scoring import column_of
from socialvalue.engine.points import points_for, publish
from socialvalue.engine.yardsticks import is_steady
from socialvalue.model.criteria import ValueForMoney
from socialvalue.model.methods import BUILT_IN, Entry


def scheme(price: Any, value: Any, **details: Any) -> sv.Scheme:
    """Price, value and words; few points, so that bids are often close."""
    words = sv.Criterion("words", 30, sv.PanelMark(out_of=5))
    criteria = [sv.Criterion("price", 50, price), sv.Criterion("value", 20, value), words]
    return sv.Scheme(criteria, **details)


def both() -> sv.Scheme:
    """A scheme that disregards half a response."""
    words = sv.Criterion("words", 10, sv.PanelMark(out_of=5))
    value = sv.Criterion("value", 40, sv.RelativeToHighest())
    social = sv.Criterion("social", 50, [value, words], needs_both=True)
    return sv.Scheme([sv.Criterion("price", 50, sv.LowestPrice()), social])


def by_index() -> sv.Scheme:
    """Quality for money, with a mark inside, beside a price."""
    quality = [sv.Criterion("words", 10, sv.PanelMark(out_of=5))]
    return sv.Scheme([
        sv.Criterion("index", 60, ValueForMoney(quality)),
        sv.Criterion("value", 40, sv.RelativeToHighest(minimum="0.2")),
    ])  # fmt: skip


def by_shares() -> sv.Scheme:
    """Quality for money, where the quality is itself measured by the others."""
    quality = [
        sv.Criterion("words", 10, sv.PanelMark(out_of=5)),
        sv.Criterion("value", 10, sv.RelativeToHighest()),
    ]
    index = sv.Criterion("index", 60, ValueForMoney(quality))
    return sv.Scheme([index, sv.Criterion("price", 40, sv.LowestPrice())])


@attrs.frozen
class HalfTheCheapest:
    """A council's own: half the points to the cheapest, in proportion to its lead."""

    READS = ("price",)

    def points(self, criterion: str, weight: Fraction, bids: Any) -> list[Fraction]:
        """Nothing is known of its order."""
        prices = sorted(each.price for each in bids)
        return [weight / 2 if each.price == prices[0] else weight / 3 for each in bids]


SCHEMES = {
    "lowest": scheme(sv.LowestPrice(), sv.RelativeToHighest(), places=0),
    "minimum": scheme(sv.LowestPrice(), sv.RelativeToHighest(minimum="0.3"), ties=("value",)),
    "spread": scheme(sv.LinearSpread(), sv.RatioThenRelative(), places=1, round_at="part"),
    "above the lowest": scheme(sv.PercentAboveLowest(), sv.RelativeToHighest(), places=1),
    "mean": scheme(
        sv.DeviationFromMean(at_mean="0.5", per_percent="0.02"), sv.AgainstTarget("0.5")
    ),
    "gentle mean": scheme(sv.DeviationFromMean(per_percent="0.002"), sv.RelativeToHighest()),
    "income": scheme(sv.HighestIncome(), sv.AgainstTarget("0.5", floor="0.5"), ties=("words",)),
    "bands": scheme(sv.LowestPrice(), sv.Banded([("0", "0.1", 0), ("0.1", None, 5)])),
    "ratio": scheme(sv.FixedReference("500"), sv.RatioThenRelative(denominator="initial")),
    "themes": scheme(
        sv.LowestPrice(), sv.RelativeToHighest(weight_score={"jobs": "0.4", "growth": "0.6"})
    ),
    "weights": scheme(sv.LowestPrice(), sv.RelativeToHighest(weight_value={"jobs": "3"})),
    "both": both(),
    "index": by_index(),
    "shares": by_shares(),
    "own": scheme(HalfTheCheapest(), sv.RelativeToHighest()),
}

row = st.tuples(
    st.integers(1, 12),  # hundreds of pounds of price
    st.integers(0, 8),  # hundreds of pounds of value, in one theme
    st.integers(0, 8),  # and in another
    st.integers(-1, 5),  # a mark; -1 is none, where a scheme takes half a response
)
rows = st.lists(row, min_size=1, max_size=12)


def board_of(make: SimpleNamespace, chosen: sv.Scheme, found: list[Any]) -> Board:
    """Bids in two themes, many of them alike."""
    held = make.framework(
        make.measure("M1", "100"), make.measure("M2", "100", theme="growth", outcome="spend")
    )
    is_half = any(each.needs_both for each in chosen.walk())
    bids = [
        sv.Bid(
            f"B{number}",
            price=Decimal(price * 100),
            marks={} if mark < 0 and is_half else {"words": max(mark, 0)},
            commitments=[
                each
                for code, units in (("M1", jobs), ("M2", growth))
                for each in ([make.offered(held, code, units)] if units else [])
            ],
        )
        for number, (price, jobs, growth, mark) in enumerate(found)
    ]
    return Board(sv.evaluate(make.tender(contract_value=1000), bids, held, chosen))


def keys_of(board: Board, entries: list[Entry], silent: list[frozenset[str]]) -> list[Any]:
    """What each bid is ranked by, worked out in full: published total, then each tie-break."""
    scheme = board.scheme
    columns = {
        leaf.name: column_of(leaf, entries, [leaf.name in each for each in silent])
        for leaf in scheme.leaves
    }

    def published(place: int, names: list[str]) -> Fraction:
        parts = [columns[name][place] for name in names]
        if scheme.round_at == "total":
            return Fraction(publish(sum(parts, Fraction(0)), scheme.places))
        return sum((Fraction(publish(each, scheme.places)) for each in parts), Fraction(0))

    ties = [[leaf.name for leaf in top.walk() if leaf.method is not None]
            for name in scheme.ties for top in scheme.walk() if top.name == name]  # fmt: skip
    return [
        tuple(published(place, names) for names in ([*columns], *ties))
        for place in range(len(entries))
    ]


def better(entry: Entry, what: str, more: Fraction, *, income: bool) -> Entry:
    """A bid with more value, another price, or a higher mark."""
    if what == "value":
        themes = {**entry.themes, "jobs": entry.themes.get("jobs", Fraction(0)) + more}
        return attrs.evolve(entry, value=entry.value + more, themes=themes)
    if what == "words":
        mark = min(Fraction(5), entry.marks.get("words", Fraction(0)) + more / 300)
        return attrs.evolve(entry, marks={**entry.marks, "words": mark})
    held = entry.price or Fraction(0)
    price = held + more if income else max(Fraction(1), held - more)
    below = {**entry.denominators, "price": price}
    return attrs.evolve(entry, price=price, denominators=below)


@pytest.mark.parametrize("name", SCHEMES)
@settings(max_examples=60, deadline=None)
@given(found=rows, data=st.data())
def test_a_contest_is_what_scoring_all_bids_says(
    make: SimpleNamespace, name: str, found: list[Any], data: st.DataObject
) -> None:
    """A loser who is told what would have won is told what scoring everybody again says."""
    board = board_of(make, SCHEMES[name], found)
    index = data.draw(st.integers(0, len(found) - 1))
    entry = board.entries[index]
    what = data.draw(st.sampled_from(["value", "price", "words"]))
    more = Fraction(data.draw(st.integers(0, 1500)))
    other = better(entry, what, more, income=name == "income")
    leaves = tuple(each for each in board.scheme.leaves if reads(each, what))
    silent = [*board.silent]
    if data.draw(st.booleans()):  # the change answers what was left open
        silent[index] = frozenset()
        leaves = tuple(
            each
            for each in board.scheme.leaves
            if each in leaves or each.name in board.silent[index]
        )
    entries = [other if place == index else each for place, each in enumerate(board.entries)]
    keys = keys_of(board, entries, silent)
    rest = [key for place, key in enumerate(keys) if place != index]
    wins = all(keys[index] > key for key in rest)
    assert Contest(board, index, leaves, silent[index]).outcome(other).wins == wins


@pytest.mark.parametrize("name", SCHEMES)
@settings(max_examples=40, deadline=None)
@given(found=rows)
def test_what_is_left_without_a_bid_is_what_scoring_the_others_says(
    make: SimpleNamespace, name: str, found: list[Any]
) -> None:
    """Whoever asks "and had that bid not been there?" gets the answer of a full evaluation."""
    board = board_of(make, SCHEMES[name], found)
    for gone in range(len(found)):
        rest = [place for place in range(len(found)) if place != gone]
        keys = board.without(gone)
        expected = keys_of(
            board, [board.entries[place] for place in rest], [board.silent[place] for place in rest]
        )
        scale = 10**board.scheme.places
        for place, key in zip(rest, expected, strict=True):
            assert keys.get(place, board.keys[place]) == tuple(each * scale for each in key)


def test_a_bid_that_nobody_is_measured_by_is_passed_over(
    make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quick look, by itself: what cannot move anything is not scored again to find it so."""
    board = board_of(make, SCHEMES["lowest"], [(1, 8, 0, 5), (2, 7, 0, 4), (3, 6, 0, 3),
                                               (4, 5, 0, 3), (5, 4, 0, 2)])  # fmt: skip
    seen = {place for leaf in board.scheme.leaves for place in board.field((leaf,)).seen}
    assert seen == {0, 1, 3, 4}
    scored: list[int] = []

    def counting(leaf: sv.Criterion, entries: list[Entry], silent: list[bool]) -> list[Fraction]:
        scored.append(len(entries))
        return column_of(leaf, entries, silent)

    monkeypatch.setattr(rescoring, "column_of", counting)
    assert board.without(2) == {}
    assert scored == []
    assert set(board.without(0)) == {1, 2, 3, 4}
    assert scored == [4, 4]


def test_a_bid_that_moves_nobody_is_said_to(make: SimpleNamespace) -> None:
    """The full look, by itself: who is looked at and moves nothing leaves no key behind."""
    board = board_of(make, SCHEMES["lowest"], [(1, 8, 0, 5), (2, 7, 0, 4), (3, 6, 0, 3)])
    assert 1 in board.field(board.scheme.leaves[:1]).seen
    assert board.without(1) == {}
    moved = board.without(0)
    assert set(moved) == {1, 2}
    assert moved[1] > board.keys[1]


@given(found=rows)
def test_the_best_of_the_others_is_the_best_of_all_others(
    make: SimpleNamespace, found: list[Any]
) -> None:
    """A loser is measured by whoever would be first without it, and the winner by the second."""
    board = board_of(make, SCHEMES["minimum"], found)
    for index in range(len(found)):
        others = [key for place, key in enumerate(board.keys) if place != index]
        assert board.best_but(index) == max(others, default=(-1,))


columns = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.none() | st.integers(0, 4), min_size=width, max_size=width),
        min_size=1,
        max_size=9,
    )
)


@given(columns, st.data())
def test_the_leaders_are_those_that_could_be_first(
    found: list[list[int | None]], data: st.DataObject
) -> None:
    """Whichever one bid changes, of the others one that is looked at is first; and none too many.

    Any sum of the columns that counts more of each as better may be what the bids are ranked by.
    """
    leaders = rescoring._leaders(list(zip(*found, strict=True)))
    high = [[-1 if each is None else each for each in row] for row in found]
    weights = [data.draw(st.integers(0, 3)) for _ in found[0]]
    totals = [sum(w * each for w, each in zip(weights, row, strict=True)) for row in high]
    for gone in range(len(found)):
        rest = [place for place in range(len(found)) if place != gone]
        kept = [totals[place] for place in rest if place in leaders]
        assert not rest or max(kept) == max(totals[place] for place in rest)
    for place in leaders:
        own = high[place]
        better = (row for row in high if row != own and all(map(operator.ge, row, own)))
        assert len(list(better)) < 2


def test_few_bids_are_looked_at_where_few_can_matter(make: SimpleNamespace) -> None:
    """If every bid were scored again for each question, a hundred bids would take minutes."""
    found = [(1 + n % 97, n % 89, n % 83, n % 5) for n in range(400)]
    board = board_of(make, SCHEMES["minimum"], found)
    price, value, words = board.scheme.leaves
    assert len(board.field((words,)).seen) == 0  # a mark moves nobody else
    assert 0 < len(board.field((price,)).seen) < 100
    assert 0 < len(board.field((value,)).seen) < 100
    mean = board_of(make, SCHEMES["mean"], found)
    assert 0 < len(mean.field(mean.scheme.leaves[:1]).seen) < 100  # the rest is one sum
    own = board_of(make, SCHEMES["own"], found[:50])
    assert len(own.field(own.scheme.leaves[:1]).rivals) == 50  # nothing is known: all of them


@pytest.mark.parametrize("name", SCHEMES)
def test_whoever_is_left_out_changes_nothing(
    make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Among many bids most are not scored again: what a loser is told must not hang on that."""
    found = [(1 + n % 12, n * 5 % 9, n * 7 % 9, n * 3 % 6) for n in range(60)]
    board = board_of(make, SCHEMES[name], found)
    leaves = tuple(each for each in board.scheme.leaves if reads(each, "price"))
    changed = {
        place: better(board.entries[place], "price", Fraction(250 * place), income=name == "income")
        for place in range(0, 60, 7)
    }
    quick = [Contest(board, place, leaves).outcome(each) for place, each in changed.items()]
    everyone = tuple(range(60))
    monkeypatch.setattr(Board, "field", lambda *_: Field(everyone, everyone))
    monkeypatch.setattr(Contest, "_beside", lambda *_: points_for)  # nobody is known by a sum
    whole = [Contest(board, place, leaves).outcome(each) for place, each in changed.items()]
    assert quick == whole


def test_every_method_says_what_it_reads_and_whether_it_is_steady() -> None:
    """A bidder must not be told that nothing would have won because a method was forgotten."""
    known = {sv.LinearSpread, sv.DeviationFromMean, sv.Banded, sv.PassFail}
    for kind in BUILT_IN:
        if kind in known:
            continue
        assert any(kind is type(each.method) for each in steady_examples()), kind
    assert is_steady(steady_examples())
    assert not is_steady([sv.Criterion("a", 1, sv.LinearSpread())])


def steady_examples() -> list[sv.Criterion]:
    """A criterion of each method under which a better bid never comes off worse."""
    quality = [sv.Criterion("words", 10, sv.PanelMark(out_of=5))]
    methods = (
        sv.AgainstTarget("1"), sv.FixedReference(1), sv.HighestIncome(), sv.LowestPrice(),
        sv.PanelMark(5), sv.PointsMenu({"M1": 1}, required=1), sv.RatioThenRelative(),
        sv.RelativeToHighest(), sv.PercentAboveLowest(), ValueForMoney(quality),
    )  # fmt: skip
    return [sv.Criterion(f"c{n}", 1, method) for n, method in enumerate(methods)]


@given(numbers=st.lists(st.fractions(0, 5, max_denominator=3), min_size=1, max_size=9))
def test_the_median_of_the_others_leaves_out_ones_own(numbers: list[Fraction]) -> None:
    """A bidder's price is held beside those of the others, however many are equal to it."""
    others = Others.of(numbers)
    for place, own in enumerate(numbers):
        rest = sorted(numbers[:place] + numbers[place + 1 :])
        half = len(rest) // 2
        expected = None if not rest else rest[half] if len(rest) % 2 else (
            (rest[half - 1] + rest[half]) / 2)  # fmt: skip
        assert others.median(own) == expected
