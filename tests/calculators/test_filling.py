"""Offers in the bids that a tender names: prices, scores and states kept, and nobody left out."""

from __future__ import annotations

import gc
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.calculators.conftest import Fill, offered

import socialvalue as sv

Example = tuple[sv.Tender, tuple[sv.Bid, ...]]
ONE = {"NT31": {"first": 5, "community": "No"}}


def codes(found: sv.calculators.Returns) -> list[tuple[str, str]]:
    """The notes, by file."""
    return [(each.file, each.code) for each in found.notes]


def test_the_example_is_scored_from_its_returns(
    example: Example, calculator: Any, essex: sv.Framework, fill: Fill
) -> None:
    """With prices and scores kept, the ranking is the same as from the file, to the last digit."""
    tender, bids = example
    empty = [attrs.evolve(bid, commitments=()) for bid in bids]
    for bid in bids:
        boxes, more = offered(bid, calculator)
        path = fill(boxes, bidder=bid.bidder.upper(), more=more, name=f"{bid.bidder}.xlsx")
    found = sv.calculators.read_all(path.parent, calculator, bids=empty)
    assert (found.problems, found.notes) == ((), ())
    assert [each.bidder for each in found.bids] == [each.bidder for each in bids]
    assert [each.price for each in found.bids] == [each.price for each in bids]
    direct, through = sv.evaluate(tender, bids, essex), sv.evaluate(tender, found.bids, essex)
    assert through.ranking == direct.ranking
    assert all(through[each.bidder].exact == direct[each.bidder].exact for each in bids)
    again = sv.calculators.read_all(path.parent, calculator, bids=bids)
    assert {code for _, code in codes(again)} == {"SV937"}  # the file had commitments already


def test_who_is_not_named_is_added_and_said(calculator: Any, fill: Fill) -> None:
    """A bidder whose name is typed in another way must not vanish, and nobody guesses its price."""
    path = fill(ONE, bidder="Acme Ltd")
    bids = [sv.Bid("Acme", price=5, marks={"quality": 3}), sv.Bid("Brook", price=6)]
    found = sv.calculators.read_all(path.parent, calculator, bids=bids)
    assert codes(found) == [("acme.xlsx", "SV916"), ("", "SV922"), ("", "SV922")]
    assert "did you mean 'Acme'" in found.notes[0].hint
    assert found.notes[0].cell == "Your offer!C2"
    assert [(each.bidder, each.price) for each in found.bids] == [
        ("Acme", 5), ("Brook", 6), ("Acme Ltd", None),
    ]  # fmt: skip


def test_what_the_file_says_of_a_bid_is_kept(calculator: Any, fill: Fill) -> None:
    """An exclusion, a score and a lot's own bid are the authority's, and no return changes them."""
    bid = sv.Bid(
        "Acme", price=5, marks={"quality": 3}, state="withdrawn", reason="By letter of 3 June."
    )
    other = sv.Bid("Brook", price=7, state="withdrawn", reason="Late.")
    elsewhere = sv.Bid("Acme", price=9, lot="north")
    path = fill(ONE, bidder=" acme ")
    found = sv.calculators.read_all(path.parent, calculator, bids=[elsewhere, other, bid])
    assert codes(found) == []
    assert found.bids[:2] == (elsewhere, other)
    assert attrs.evolve(found.bids[2], commitments=()) == bid
    assert [each.measure for each in found.bids[2].commitments] == ["NT31"]
    alone = sv.calculators.read(path, calculator, bids=[bid])
    assert alone.bid == found.bids[2]
    assert alone.notes == ()
    assert sv.calculators.read(path, calculator).bid == sv.Bid(
        "acme", commitments=found.bids[2].commitments
    )


def test_a_return_with_a_problem_is_no_bid_of_nothing(calculator: Any, fill: Fill) -> None:
    """Who made a slip must not be ranked as one who offers nothing."""
    path = fill({"NT31": {"first": "five"}})
    bids = [sv.Bid("Acme", price=5), sv.Bid("Brook", price=6)]
    found = sv.calculators.read_all(path.parent, calculator, bids=bids)
    assert [each.code for each in found.problems] == ["SV904"]
    assert [each.bidder for each in found.bids] == ["Brook"]
    assert codes(found) == [("", "SV922")]


@pytest.mark.parametrize(("second", "problems", "notes"), [(5, [], 1), (6, ["SV917"] * 2, 0)])
def test_two_returns_of_one_bidder(
    second: int, problems: list[str], notes: int, calculator: Any, fill: Fill
) -> None:
    """Which of two offers counts is not ours to say; two of the same offer are one."""
    fill(ONE, bidder="Acme", name="a.xlsx")
    boxes = {"NT31": {"first": second, "community": "No"}}
    path = fill(boxes, bidder="ACME", name="b.xlsx")
    bids = [sv.Bid("Acme", price=5)]
    found = sv.calculators.read_all(path.parent, calculator, bids=bids)
    assert [each.code for each in found.problems] == problems
    assert [each.code for each in found.notes].count("SV919") == notes
    assert len(found.bids) == notes
    assert all(each.price == Decimal(5) for each in found.bids)


def test_three_returns_of_one_bidder(calculator: Any, fill: Fill) -> None:
    """Each is told of beside one that differs from it, and no pair of them twice."""
    fill(ONE, bidder="Acme", name="a.xlsx")
    fill(ONE, bidder="acme", name="b.xlsx", then=lambda book: book.create_sheet("own"))
    path = fill({"NT31": {"first": 6, "community": "No"}}, bidder="ACME", name="c.xlsx")
    found = sv.calculators.read_all(path.parent, calculator)
    assert [(each.file, each.code, each.message.split()[3]) for each in found.problems] == [
        ("a.xlsx", "SV917", "c.xlsx,"), ("b.xlsx", "SV917", "c.xlsx,"),
        ("c.xlsx", "SV917", "a.xlsx,"),
    ]  # fmt: skip
    assert [(each.file, each.code) for each in found.notes] == [("b.xlsx", "SV919")]
    assert not found.bids


@pytest.mark.parametrize("on", [True, False])
def test_garbage_is_looked_for_as_before(on: bool, calculator: Any, fill: Fill) -> None:
    """A service that reads a return must not fill its memory from then on."""
    path, damaged = fill(ONE), fill({}, name="b.xlsx")
    damaged.write_bytes(damaged.read_bytes()[:2000])
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        assert sv.calculators.read(path, calculator).bid
        assert sv.calculators.read(damaged, calculator).problems
        assert gc.isenabled() == on
    finally:
        (gc.enable if before else gc.disable)()


def test_only_bids_are_taken(calculator: Any, fill: Fill) -> None:
    """A list of names is no list of bids, and would lose every price."""
    with pytest.raises(sv.InputError, match="SV316"):
        sv.calculators.read_all(fill({}).parent, calculator, bids=["Acme"])  # type: ignore[list-item]
