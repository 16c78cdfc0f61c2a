"""Rules that hold of an evaluation, whatever is offered."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine.points import publish


def of_values(*values: int, target: str = "0.50", price: int = 1) -> sv.Evaluation:
    """Bids that offer so many pounds each, scored by price and against a target."""
    toms = sv.load("national-toms", edition="2022")
    scheme = sv.Scheme(
        [
            sv.Criterion("price", "33.3", sv.LowestPrice()),
            sv.Criterion("against", "33.3", sv.AgainstTarget()),
            sv.Criterion("relative", "33.4", sv.RelativeToHighest()),
        ]
    )
    tender = sv.Tender("t", contract_value=1_000, published="2022-07-01", target=target)
    bids = [
        sv.Bid(f"B{n}", price=price + n, commitments=[toms.commit("NT28", sv.gbp(each))])
        for n, each in enumerate(values)
    ]
    return sv.evaluate(tender, bids, toms, scheme)


offers = st.lists(st.integers(0, 2_000), min_size=1, max_size=5)


@given(values=offers, times=st.integers(1, 50))
def test_scaling_all_values_and_the_target_changes_no_point(values: list[int], times: int) -> None:
    """Points do not depend on the unit in which pounds are counted."""
    before = of_values(*values)
    after = of_values(*(each * times for each in values), target=str(Decimal("0.50") * times))
    assert {each.bidder: each.exact for each in before} == {
        each.bidder: each.exact for each in after
    }


@given(values=offers)
def test_exact_parts_sum_to_the_exact_total_and_lie_within_their_weights(values: list[int]) -> None:
    """What is published is the sum of what is explained, and none gives more than it has."""
    result = of_values(*values)
    for each in result:
        total = sum(each.exact.values(), Fraction(0))
        assert each.points == publish(total, 2)
        for leaf in result.scheme.leaves:
            assert 0 <= each.exact[leaf.name] <= Fraction(leaf.points)


@given(values=offers, more=st.integers(1, 2_000))
def test_a_larger_offer_never_has_fewer_points(values: list[int], more: int) -> None:
    """Nobody is punished for promising more, whatever the others offer."""
    before = of_values(*values)["B0"]
    after = of_values(values[0] + more, *values[1:])["B0"]
    assert all(after.exact[name] >= before.exact[name] for name in before.exact)


def test_only_a_stated_precedence_lets_a_larger_offer_count_less() -> None:
    """£100 with small local firms stands before £1,000 spent locally: the explanation says so."""
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("t", contract_value=10_000, published="2022-07-01", years=1,
                       unit_values={"NT18": "0.7", "NT19": "0.8"})  # fmt: skip
    local = toms.commit("NT18", sv.gbp(1_000), activity="drains")
    small = toms.commit("NT19", sv.gbp(100), activity="drains")
    alone = sv.value(tender, sv.Bid("Acme", commitments=[local]), toms)
    both = sv.value(tender, sv.Bid("Acme", commitments=[local, small]), toms)
    assert (alone.total, both.total) == (700, 80)
    assert both.submitted == 780
    assert "SV504" in both.explain()
    assert "takes priority over NT18" in both.explain()


def test_the_day_of_a_framework_agreement_moves_no_value_and_decides_the_national_rules() -> None:
    """All bidders of a call-off are valued at its own day, and bound by the agreement's rules.

    Source: design.md §2, law 5; scoring.md §8.
    """
    uk = sv.load("uk-open")
    bid = sv.Bid("Acme", commitments=[uk.commit("UK601", sv.hours(10))])

    def line(**days: str) -> sv.Line:
        tender = sv.Tender("t", contract_value="2_000_000", **days)  # type: ignore[arg-type]
        return sv.value(tender, bid, uk).lines[0]

    own = line(published="2026-05-01")
    called_off = line(published="2026-05-01", parent_published="2024-12-01")
    assert (called_off.value, called_off.on, called_off.date_rule) == (
        own.value, own.on, own.date_rule
    )  # fmt: skip
    assert own.value != line(published="2024-12-01").value
    rules = {
        parent: sv.national_rules(
            published="2026-05-01", parent_published=parent, value="2_000_000"
        ).framework
        for parent in (None, "2024-12-01")
    }
    assert rules == {
        None: "uk-social-value-model@ppn-002", "2024-12-01": "uk-social-value-model@ppn-06-20",
    }  # fmt: skip
