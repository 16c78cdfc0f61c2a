"""What stands in the cells of a ranking and of a report, and on which side."""

from __future__ import annotations

import pytest

import socialvalue as sv
from socialvalue.assess.words.evaluation import ranking_rows


@pytest.fixture(scope="module")
def result() -> sv.Evaluation:
    """Acme before Brook; Cedar is excluded."""
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    tender = sv.Tender("Parks", contract_value=100_000, years=3, published="2022-07-01")
    bids = [
        sv.Bid("Acme", price=100),
        sv.Bid("Brook", price=200),
        sv.Bid("Cedar", price=50, state="excluded", reason="A mandatory ground of exclusion."),
    ]
    return sv.evaluate(tender, bids, sv.load("national-toms", edition="2022"), scheme)


def test_a_bid_that_is_ranked_has_its_rank_and_no_other_has(result: sv.Evaluation) -> None:
    """A dash where the first stands, or a word of Python where an excluded bid does."""
    _, rows = ranking_rows(result)
    assert [row[0] for row in rows] == ["1", "2", "–"]
    assert [row[2] for row in rows] == ["100.00", "50.00", "–"]


def test_numbers_stand_to_the_right_and_words_to_the_left(result: sv.Evaluation) -> None:
    """A name set to the right of its column is read as a figure."""
    table = result.explain().blocks[0]
    named = dict(enumerate(table.headings))
    assert {named[each] for each in table.right} == {*table.headings} - {"bidder", "award"}


def test_who_would_win_without_a_bid(result: sv.Evaluation) -> None:
    """Without the first another wins; without the second nothing changes, and it says so."""
    bids = next(each for each in result.sensitivity().explain().blocks if each.heading == "Bids")
    assert [(row[0], row[-1]) for row in bids.rows] == [("Acme", "Brook"), ("Brook", "same")]
