"""What is written is read as what was meant: quotes, signs that nobody sees, every way to offer."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.definitions.tenders.written import commitment_keys
from socialvalue.definitions.text import read_text
from socialvalue.definitions.writing import Noted, written
from socialvalue.testing import strategies

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def noted(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values, some of them with a comment."""
    return values | st.builds(Noted, values, WORDS)


def within(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and groups of values."""
    return noted(st.lists(values, max_size=4) | st.dictionaries(WORDS, values, max_size=4))


TREES = st.dictionaries(
    WORDS, st.recursive(noted(st.none() | WORDS), within, max_leaves=12), min_size=1, max_size=4
)


def bare(data: Any) -> Any:
    """Data without what is said beside it."""
    if isinstance(data, Noted):
        return bare(data.value)
    if isinstance(data, dict):
        return {key: bare(value) for key, value in data.items()}
    return [bare(each) for each in data] if isinstance(data, list) else data


@settings(max_examples=300)
@given(data=TREES, above=st.lists(WORDS, max_size=2))
def test_any_data_is_read_as_it_was_written(data: dict[str, Any], above: list[str]) -> None:
    """A colon, a quote or a sign that nobody sees in a bidder's words must not move a figure."""
    assert read_text(written(data, above=above).encode(), "a.yaml") == bare(data)


def test_a_comment_stays_on_its_line() -> None:
    """The name of a file that a bidder chose must not become a key."""
    text = written({"a": Noted("1", "x\nb: 2"), "c": [Noted({"d": "3"}, "y\u2028z")]}, above=["\r"])
    assert read_text(text.encode(), "a.yaml") == {"a": "1", "c": [{"d": "3"}]}
    assert '"1"  # x\N{REPLACEMENT CHARACTER}b: 2' in text


@pytest.mark.parametrize("nothing", ["", " ", "  "])
def test_nothing_said_is_no_comment(nothing: str) -> None:
    """A file that the library wrote must not be refused for a sign that nobody typed."""
    data = {
        "": {"title": Noted(None, nothing), "b": Noted("1", " said ")},
        "c": [Noted({"d": "2"}, nothing)],
    }
    text = written(data, above=[nothing])
    assert read_text(text.encode(), "a.yaml") == bare(data)
    assert [line for line in text.splitlines() if "#" in line[1:]] == ['  b: "1"  # said']


def test_what_is_said_of_a_missing_text_is_not_taken_for_the_text() -> None:
    """A bidder who left a title empty must not stop the officer's file."""
    data = {
        "title": Noted(None, "a.xlsx, C4"),
        "notes": [Noted(None, "b"), {"note": Noted(None, "c")}],
    }
    text = written(data)
    assert read_text(text.encode(), "a.yaml") == bare(data)
    assert text.startswith("# a.xlsx, C4\ntitle: null\n")


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs."""
    return sv.load("national-toms", edition="2022")


@settings(max_examples=150)
@given(data=st.data())
def test_a_drawn_bid_comes_back_from_the_file_it_is_written_to(
    data: st.DataObject, toms: sv.Framework
) -> None:
    """What is scored from the file is what was offered, whichever way it was stated."""
    bid = data.draw(strategies.bids(toms, bidder="Acme"))
    notes = data.draw(st.lists(WORDS, min_size=6, max_size=6))
    offers = [
        attrs.evolve(each, note=note)
        for each, note in zip(bid.commitments, notes, strict=False)
        if isinstance(each.note, str)
    ]
    file = {
        "schema": "socialvalue/tender@1", "title": "Roads", "framework": "national-toms@2022",
        "contract_value": "100000", "published": "2022-07-01",
        "bids": [{
            "bidder": "Acme", "price": str(bid.price),
            "commitments": [commitment_keys(each, each.measure) for each in offers],
        }],
    }  # fmt: skip
    _, (read,) = sv.read_tender(written(file))
    assert read.price == bid.price
    assert list(read.commitments) == offers


def test_every_way_to_state_a_quantity_comes_back(toms: sv.Framework) -> None:
    """Rate and years, people and weeks, words and a No are kept, and not only their product."""
    ways = {
        "NT1": sv.fte("12.5", years=2, cohorts=2), "NT10": sv.weeks(40, people=5),
        "NT29": sv.hours(3, people=10), "NT18": sv.gbp("310_000"), "NT31": sv.tonnes_co2e("1.5"),
        "NT20": sv.quantity(35, "employee"), "NT44": sv.quantity("no", "yes_no"),
        "NT15": sv.expert_hours(6, people=4), "NT21": sv.attendee_hours(2, people=30),
    }  # fmt: skip
    offers = [
        toms.commit(code, made, activity="a: b", place="E10000012", date="2022-08-01",
                    basis="per_year", share_claimed="0.5", community=True, note='"x" # y')
        for code, made in ways.items()
    ]  # fmt: skip
    file = {
        "schema": "socialvalue/tender@1", "title": "Roads", "framework": "national-toms@2022",
        "contract_value": "100000", "published": "2022-07-01",
        "bids": [{"bidder": "A", "commitments": [commitment_keys(o, o.measure) for o in offers]}],
    }  # fmt: skip
    _, (read,) = sv.read_tender(written(file))
    assert list(read.commitments) == offers
