"""An edition that revises another stands in its place where neither edition nor day is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

import socialvalue as sv
from socialvalue.contracts.people.groups import counting_of

Write = Callable[..., Path]


def values(framework: sv.Framework) -> dict[str, tuple[object, ...]]:
    """Each figure of each measure, without what is said of how uncertain it is."""
    return {
        each.code: tuple((value.value, value.start, value.place, value.price_year, value.at)
                         for value in each.proxy.values)
        for each in framework if each.proxy is not None
    }  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [("2026.1", "2026.2"), ("2026.2", "2026.3")])
def test_a_revision_changes_no_value(before: str, after: str) -> None:
    """Who names no edition would be given other pounds than before, unannounced."""
    old, new = (sv.load("uk-open", edition=each) for each in (before, after))
    assert new.revises == before
    assert len(values(old)) > 30
    assert values(old) == values(new)
    assert [each.title for each in old] == [each.title for each in new]
    assert old != new


def test_a_revision_that_names_groups_changes_nothing_else() -> None:
    """Words on people must not move a rule, a spread or a text of the set they are in."""
    old, new = (sv.load("uk-open", edition=each) for each in ("2026.2", "2026.3"))
    named = [each for each in new if each.group or each.headcount]
    assert len(named) > 15

    def bare(each: sv.Measure) -> sv.Measure:
        proxy = each.proxy and attrs.evolve(
            each.proxy, values=tuple(attrs.evolve(value, layer="") for value in each.proxy.values)
        )
        return attrs.evolve(each, group="", headcount="", proxy=proxy)

    assert [*map(bare, new)] == [*map(bare, old)]
    assert new.exclusions == old.exclusions
    for each in old:
        ours, own = counting_of(each, old), counting_of(new[each.code], new)
        assert (own.group, own.headcount) == (ours.group, ours.headcount)
        assert (ours.is_ours, own.is_ours) == (bool(ours.headcount), False)


def test_the_day_decides_before_the_revision() -> None:
    """An award of June would be replayed under figures that were compiled in November."""
    assert sv.load("uk-open").edition == "2026.3"
    assert sv.load("uk-open", on="2026-11-28").edition == "2026.1"
    assert sv.load("uk-open", on="2026-11-29").edition == "2026.2"
    assert sv.load("uk-open", on="2026-11-30").edition == "2026.3"


def test_editions_that_revise_nothing_are_not_chosen_between() -> None:
    """A set with other values would be taken because it is newer."""
    with pytest.raises(sv.NotFoundError, match="SV402") as caught:
        sv.load("national-toms")
    assert "2019" in str(caught.value)
    assert "2022" in str(caught.value)


def test_no_spread_of_one_year_stands_for_another() -> None:
    """Every check of a tender under the set asked seven times for a spread a year."""
    stretched = {
        edition: [each.code for each in sv.load("uk-open", edition=edition)
                  if each.proxy is not None and each.proxy.is_stretched]
        for edition in ("2026.1", "2026.2", "2026.3")
    }  # fmt: skip
    assert stretched["2026.1"] == [f"UK70{number}" for number in range(1, 8)]
    assert stretched["2026.2"] == stretched["2026.3"] == []


def test_values_of_one_driver_are_high_and_low_together() -> None:
    """Car and van miles would be drawn apart, though one carbon value is behind both."""
    tender = sv.Tender("Parks", contract_value="100_000", published="2026-12-01", target="0.50")
    measures = sv.load("uk-open", on="2026-12-01")
    scheme = sv.Scheme([sv.Criterion("price", 50, sv.LowestPrice()),
                        sv.Criterion("social value", 50, sv.RelativeToHighest())])  # fmt: skip
    offers = {"Acme": [("UK702", sv.miles(20_000)), ("UK704", sv.miles(30_000))],
              "Brook": [("UK703", sv.miles(25_000))]}  # fmt: skip
    bids = [
        sv.Bid(name, price=90_000, commitments=[measures.commit(*each) for each in offered])
        for name, offered in offers.items()
    ]
    doubt = sv.uncertainty.Doubt(measures)
    found = sv.simulate(tender, bids, measures, scheme, doubt=doubt, draws=200, seed=1)
    assert [each.figure for each in found.decides] == ["carbon-value"]
