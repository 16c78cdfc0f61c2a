"""Sums that are kept while a share rises are those of all terms: quick ways change no margin."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.assess.firmness.test_firmness import METHODS, ROWS, bid, evaluated

import socialvalue as sv
from socialvalue.assess.firmness import gauging
from socialvalue.assess.firmness.highest import _best_sum, _wholes
from socialvalue.assess.firmness.margins import _turns, by_share, level_capped
from socialvalue.assess.firmness.rescoring import Board
from socialvalue.assess.firmness.worths import worths_of

COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 10**24))
SIGNED = st.one_of(st.integers(-9, 9), st.integers(-(10**24), 10**24))


@given(rows=st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=30))
def test_the_terms_of_a_capped_lead(rows: list[tuple[int, int]]) -> None:
    """Unjust otherwise: with many measures, a margin is another than that of all its terms."""
    first, rival = zip(*rows, strict=True)
    seen = []
    for share, total, spread in _turns(first, rival):
        terms = [a - share * b for a, b in rows]
        assert total == sum(terms) * share.denominator
        assert spread == sum(map(abs, terms)) * share.denominator
        seen.append(share)
    assert seen[:2] == [0, 1]
    assert seen[2:] == sorted({Fraction(a, b) for a, b in rows if 0 < a < b})


@given(rows=st.lists(st.tuples(SIGNED, SIGNED), min_size=1, max_size=30))
def test_the_terms_of_two_conditions(rows: list[tuple[int, int]]) -> None:
    """Unjust otherwise: beside the highest offer, a margin is larger than what is proved."""
    turns = [Fraction(0), *sorted({Fraction(-a, b) for a, b in rows if a * b < 0})]
    found = list(_wholes(rows))
    assert [Fraction(above, below) for above, below, _ in found] == turns
    for above, below, whole in found:
        assert whole == sum(abs(a * below + b * above) for a, b in rows)
    one, other = zip(*rows, strict=True)
    bounds = [bound([a + share * b for a, b in rows]) for share in turns]
    assert bound(_best_sum(one, other)) == max(*bounds, bound(other))


def bound(terms: Any) -> Fraction:
    """The share below which a sum of terms stays above 0."""
    whole = sum(map(abs, terms))
    return max(Fraction(0), Fraction(sum(terms)) / whole) if whole else Fraction(0)


@given(pairs=st.lists(st.tuples(COUNTS, st.integers(1, 10**24)), max_size=20))
def test_shares_in_their_order(pairs: list[tuple[int, int]]) -> None:
    """Two shares that differ in their last digit alone are two."""
    found = by_share(pairs)
    assert [Fraction(*each) for each in found] == sorted({Fraction(*each) for each in pairs})
    assert sum(b for _, b in found) == sum(b for _, b in pairs)
    assert by_share([(10**30, 10**30 + 1), (10**30 + 1, 10**30 + 2)])[0] == (10**30, 10**30 + 1)


@given(
    lead=st.integers(-40, 40), rows=st.tuples(*[st.tuples(*[st.integers(0, 40)] * 2)] * 2),
    most=st.integers(1, 40), times=st.sampled_from([Fraction(1), Fraction(1, 7), Fraction(3, 2)]),
)  # fmt: skip
def test_one_value_alone_makes_them_level_there_and_nowhere_else(
    lead: int, rows: tuple[tuple[int, int], ...], most: int, times: Fraction
) -> None:
    """Whole numbers and fractions say the same, and the lead changes its sign at roots alone."""
    first, rival = rows
    held = [tuple(each * times for each in row) for row in rows]
    roots = sorted(level_capped(Fraction(lead), first, rival, most))
    assert roots == sorted(level_capped(lead * times, held[0], held[1], most * times))

    def at(factor: Fraction) -> Fraction:
        mine, theirs = (min(most, rest + own * factor) for rest, own in rows)
        return Fraction(lead) + mine - theirs

    assert all(at(each) == 0 for each in roots)
    ends = [Fraction(0), *roots, (roots[-1] if roots else 0) + 90]
    for low, high in itertools.pairwise(ends):
        inner = [at(low + (high - low) * Fraction(part, 8)) for part in range(1, 8)]
        assert len({each > 0 for each in inner if each}) <= 1


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms", edition="2022")


@given(rows=ROWS, method=st.sampled_from(METHODS))
def test_the_published_margin_is_the_least_of_all_rivals(
    toms: sv.Framework, rows: Any, method: Any
) -> None:
    """Unjust otherwise: who is looked at less closely is the one who comes level first."""
    result = evaluated(toms, method, [bid(toms, f"Bid {n}", *row) for n, row in enumerate(rows)])
    assume(len(result.winners) == 1)
    board = Board(result)
    gauge, unit = gauging._Gauge(worths_of(board)), gauging._unit(board)
    each = [gauge._radius(place, unit, Fraction(1)) for place in range(1, len(rows))]
    assert result.firmness().published == min(
        (one for one in each if one is not None), default=None
    )
