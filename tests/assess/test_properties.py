"""What holds of every evaluation: drawn frameworks, tenders, bids and schemes, from end to end."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine.points import publish
from socialvalue.testing import Procurement, procurements

STATES = ("compliant", "compliant", "compliant", "withdrawn")
CHANCE = st.randoms(use_true_random=False)


@st.composite
def several(draw: st.DrawFn) -> Procurement:
    """A procurement some of whose bids are withdrawn, and whose ties are broken by criteria."""
    drawn = draw(procurements())
    bids = tuple(
        attrs.evolve(each, state=draw(st.sampled_from(STATES)), price=draw(st.integers(1, 300)))
        for each in drawn.bids
    )
    names = [each.name for each in drawn.scheme.walk()]
    ties = draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
    return attrs.evolve(drawn, bids=bids, scheme=attrs.evolve(drawn.scheme, ties=ties))


def evaluated(drawn: Procurement) -> sv.Evaluation:
    """The evaluation of all that was drawn."""
    return sv.evaluate(drawn.tender, drawn.bids, drawn.framework, drawn.scheme)


def said(result: sv.Evaluation) -> dict[str, Any]:
    """What each bidder is told."""
    return {each.bidder: (each.points, each.rank, each.exact, each.failures) for each in result}


def reordered(criterion: sv.Criterion) -> sv.Criterion:
    """A criterion with its parts the other way round."""
    if not criterion.children:
        return criterion
    parts = [reordered(each) for each in reversed(criterion.children)]
    return attrs.evolve(criterion, method_or_children=parts)


@given(drawn=several(), chance=CHANCE)
def test_the_order_of_bids_criteria_and_lines_changes_nothing(
    drawn: Procurement, chance: Any
) -> None:
    """Nobody wins or loses by being first in a list, whichever list it is."""
    turned = attrs.evolve(
        drawn,
        scheme=attrs.evolve(
            drawn.scheme, criteria=[reordered(each) for each in reversed(drawn.scheme.criteria)]
        ),
        bids=[
            attrs.evolve(each, commitments=chance.sample(each.commitments, len(each.commitments)))
            for each in chance.sample(drawn.bids, len(drawn.bids))
        ],
    )
    before, after = said(evaluated(drawn)), said(evaluated(turned))
    for bidder, (points, rank, exact, failures) in before.items():
        assert after[bidder][:3] == (points, rank, exact)
        assert set(after[bidder][3]) == set(failures)


@given(drawn=several())
def test_exact_parts_lie_within_their_weights_and_sum_to_the_exact_total(
    drawn: Procurement,
) -> None:
    """No criterion gives more than was published for it, and the total is all of them."""
    for each in evaluated(drawn):
        if each.failed:
            continue
        for leaf in drawn.scheme.leaves:
            most = Fraction(leaf.points) * Fraction(getattr(leaf.method, "cap", 1))
            assert 0 <= each.exact[leaf.name] <= most
        if drawn.scheme.round_at == "total":
            assert each.points == publish(sum(each.exact.values()), drawn.scheme.places)


@given(drawn=several())
def test_a_bid_that_does_not_stand_changes_nobodys_points(drawn: Procurement) -> None:
    """A bid that is out is no yardstick: leaving it out altogether gives the same."""
    result = evaluated(drawn)
    standing = tuple(each for each in drawn.bids if not result[each.bidder].failed)
    if standing:
        alone = said(evaluated(attrs.evolve(drawn, bids=standing)))
        assert alone == {name: each for name, each in said(result).items() if name in alone}


@given(drawn=several())
def test_only_relative_methods_look_at_the_others(drawn: Procurement) -> None:
    """Against a target, a band or a scale, a bid has alone what it has among rivals."""
    result = evaluated(drawn)
    absolute = (sv.AgainstTarget, sv.Banded, sv.PanelMark, sv.FixedReference)
    for bid in drawn.bids:
        alone = evaluated(attrs.evolve(drawn, bids=[bid]))[bid.bidder]
        for leaf in drawn.scheme.leaves:
            if isinstance(leaf.method, absolute):
                among = result[bid.bidder].exact.get(leaf.name)
                assert alone.exact.get(leaf.name) == among


@given(drawn=several())
def test_the_best_of_a_relative_method_has_the_whole_weight(drawn: Procurement) -> None:
    """However small the best offer is, it is the measure of the others."""
    standing = [each for each in evaluated(drawn) if not each.failed]
    offered = any(each.total for each in standing)
    for leaf in drawn.scheme.leaves:
        least = getattr(leaf.method, "minimum", None)
        by_value = isinstance(leaf.method, (sv.RelativeToHighest, sv.RatioThenRelative))
        if standing and (
            isinstance(leaf.method, (sv.LowestPrice, sv.LinearSpread))
            or (by_value and offered and not least)
        ):
            assert max(each.exact[leaf.name] for each in standing) == Fraction(leaf.points)


@given(drawn=several(), places=st.integers(1, 12))
def test_nothing_depends_on_the_callers_decimal_context(drawn: Procurement, places: int) -> None:
    """Two councils score one tender alike, whatever else runs in the same process."""
    usual = said(evaluated(drawn))
    context = decimal.Context(prec=places, rounding=decimal.ROUND_UP, Emax=9, Emin=-9)
    with decimal.localcontext(context):
        found = said(evaluated(drawn))
    assert found == usual


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(drawn=several())
def test_vectorised_and_exact_evaluation_are_alike(drawn: Procurement) -> None:
    """A register made of the bids of a tender has the points and the ranks of its letters."""
    result = evaluated(drawn)
    told = [result[each.bidder] for each in drawn.bids]
    panel = [each.name for each in drawn.scheme.leaves if isinstance(each.method, sv.PanelMark)]
    found = sv.evaluate_arrays(
        drawn.scheme,
        price=[each.price for each in drawn.bids],
        value=[each.total for each in told],
        contract_value=drawn.tender.contract_value,
        target=drawn.tender.target or Decimal(1),
        marks={name: [each.marks[name].consensus for each in drawn.bids] for name in panel},
        compliant=[each.state == "compliant" for each in drawn.bids],
    )
    assert [found.decimal(row) for row in range(len(told))] == [each.points for each in told]
    assert [each or None for each in found.rank.tolist()] == [each.rank for each in told]
    assert [found.failures(row) for row in range(len(told))] == [each.failures for each in told]
