"""Only the best so many go on: the others are not ranked, and no bid is measured against them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

TENDER = sv.Tender("Parks", contract_value=100_000, published="2022-07-01")
NAMES = "ABCDEFG"


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    return sv.load("national-toms@2022")


def scheme(go_on: int | None, **details: Any) -> sv.Scheme:
    """Quality by a panel, and a price that is measured by the lowest of those that go on."""
    quality = [sv.Criterion("team", 30, sv.PanelMark(5)), sv.Criterion("plan", 10, sv.PanelMark(3))]
    return sv.Scheme(
        [
            sv.Criterion("price", 60, sv.LowestPrice()),
            sv.Criterion("quality", 40, quality, go_on=go_on, **details),
        ]
    )


def bid(name: str, price: int, team: int, plan: int = 3, **details: Any) -> sv.Bid:
    return sv.Bid(name, price=price, marks={"team": team, "plan": plan}, **details)


def ranks(result: sv.Evaluation) -> dict[str, int | None]:
    return {each.bidder: each.rank for each in result}


# --- by hand ------------------------------------------------------------------------------


def test_only_the_best_go_on(toms: sv.Framework) -> None:
    """The cheapest bid, third for quality, would set the price of those that go on.

    A: 60 × 95 ÷ 100 + 40 = 97; B: 60 + 34 = 94; C, at £50, is out.  Were C in, A had 68.5.
    """
    bids = [bid("A", 100, 5), bid("B", 95, 4), bid("C", 50, 3)]
    result = sv.evaluate(TENDER, bids, toms, scheme(2))
    assert [(each.bidder, each.points) for each in result] == [
        ("A", Decimal("97.00")), ("B", Decimal("94.00")), ("C", None),
    ]  # fmt: skip
    assert [each.code for each in result["C"].failures] == ["SV746"]
    assert "28 points for 'quality', by which only the best 2 go on" in result["C"].reason
    assert ranks(sv.evaluate(TENDER, bids, toms, scheme(3)))["C"] == 1


def test_those_with_as_many_points_as_the_last_go_on(toms: sv.Framework) -> None:
    """Of two bids with the same published points neither may be left out by the order of names."""
    bids = [bid("A", 100, 5), bid("B", 95, 4), bid("C", 50, 4), bid("D", 40, 3)]
    assert ranks(sv.evaluate(TENDER, bids, toms, scheme(2))) == {"C": 1, "A": 2, "B": 3, "D": None}


def test_the_best_are_of_those_that_meet_the_minimums(toms: sv.Framework) -> None:
    """A bid that failed, or was excluded, would take a place that another should have."""
    bids = [
        bid("A", 100, 5, state="excluded", reason="Section 57."),
        bid("B", 95, 4),
        bid("C", 50, 3),
        bid("D", 60, 2),
    ]
    assert ranks(sv.evaluate(TENDER, bids, toms, scheme(2))) == {
        "A": None, "B": 2, "C": 1, "D": None,
    }  # fmt: skip
    low = sv.evaluate(TENDER, bids, toms, scheme(2, minimum=30))
    assert ranks(low) == {"A": None, "B": 1, "C": None, "D": None}
    assert [each.code for each in low["C"].failures] == ["SV731"]


def test_half_a_response_has_no_points_to_go_on_by(toms: sv.Framework) -> None:
    """It has no points where the scheme asks for both; its marks must not carry it further."""
    offer = [toms.commit("NT28", sv.gbp(100))]
    words = sv.Criterion("words", 40, sv.PanelMark(5), needs_both=True, go_on=1)
    asked = sv.Scheme([sv.Criterion("price", 60, sv.LowestPrice()), words])
    bids = [
        sv.Bid("A", price=1, marks={"words": 5}),
        sv.Bid("B", price=1, marks={"words": 2}, commitments=offer),
    ]
    assert ranks(sv.evaluate(TENDER, bids, toms, asked)) == {"B": 1, "A": None}


# --- what is said -------------------------------------------------------------------------


def test_the_wording_and_the_letter_say_it(toms: sv.Framework) -> None:
    """A bidder who was left out is told why, and nothing of those who went on."""
    said = scheme(2).text()
    assert "only the 2 with the most of these points go on" in said
    assert "go on" not in scheme(None).text()
    bids = [bid("A", 100, 5), bid("B", 95, 4), bid("C", 50, 3)]
    result = sv.evaluate(TENDER, bids, toms, scheme(2))
    letter = " ".join(result.summary("C").split())
    assert "Your bid was not ranked: 28 points for 'quality', by which only" in letter
    assert sv.replay(result.record()).same


def test_how_close_it_was_is_not_asked(toms: sv.Framework) -> None:
    """A bid that is left out would let another in, of which the report knows nothing."""
    bids = [bid("A", 100, 5), bid("B", 95, 4), bid("C", 50, 3)]
    with pytest.raises(sv.InputError, match="SV749"):
        sv.evaluate(TENDER, bids, toms, scheme(2)).sensitivity()
    assert sv.evaluate(TENDER, bids, toms, scheme(None)).sensitivity().lead is not None


def test_why_how_close_it_was_is_not_asked(toms: sv.Framework) -> None:
    """The reason that is given is true: without a bid another goes on, and the first changes.

    With another price nobody's place on the list does, so a copy that is scored again is exact.
    """
    bids = [bid("A", 100, 5), bid("B", 95, 4), bid("C", 50, 3)]
    everyone, without = (sv.evaluate(TENDER, each, toms, scheme(2)) for each in (bids, bids[1:]))
    assert (everyone["C"].rank, without["C"].rank) == (None, 1)
    for price in (1, 50, 94, 200):
        again = sv.evaluate(TENDER, [bids[0], bid("B", price, 4), bids[2]], toms, scheme(2))
        assert [each.bidder for each in again if each.rank is None] == ["C"]


def test_lots_and_schemes_side_by_side_have_their_short_lists(toms: sv.Framework) -> None:
    """Each lot has its own best, and a scheme that is tried says who would have gone on."""
    lots = [sv.Lot(each, contract_value=1000) for each in ("north", "south")]
    tender = attrs.evolve(TENDER, lots=lots)
    bids = [
        bid(name, price, team) for name, price, team in (("A", 100, 5), ("B", 95, 4), ("C", 50, 3))
    ]
    both = [attrs.evolve(each, lot=lot.name) for lot in lots for each in bids]
    found = sv.evaluate_lots(tender, both, toms, scheme(2))
    for each in found.lots.values():
        assert ranks(each) == {"A": 1, "B": 2, "C": None}
    tried = sv.compare_schemes(TENDER, bids, toms, {"all": scheme(None), "two": scheme(2)})
    assert [name for name in tried["two"].ranking if tried["two"][name].rank == 1] == ["A"]
    assert tried["all"].winners == ("C",)


# --- what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(("go_on", "code"), [(0, "SV316"), (True, "SV316"), ("2", "SV316")])
def test_a_number_of_bids_is_a_whole_number(go_on: Any, code: str) -> None:
    """Nobody can go on where none may."""
    with pytest.raises(sv.InputError, match=code):
        sv.Criterion("quality", 40, sv.PanelMark(5), go_on=go_on)


def test_it_goes_by_the_panel_alone_and_once() -> None:
    """Points that depend on who else is there cannot decide who is there."""
    with pytest.raises(sv.InputError, match="SV747"):
        sv.Criterion("price", 60, sv.LowestPrice(), go_on=2)
    twice = [sv.Criterion(each, 50, sv.PanelMark(5), go_on=2) for each in ("team", "plan")]
    with pytest.raises(sv.InputError, match="SV748"):
        sv.Scheme(twice)
    assert sv.Scheme([twice[0], attrs.evolve(twice[1], go_on=None)]).short_list == twice[0]


# --- every way in -------------------------------------------------------------------------


def test_a_file_says_it(tmp_path: Path) -> None:
    """An officer writes it beside the criterion."""
    path = tmp_path / "tender.yaml"
    path.write_text(
        "schema: socialvalue/tender@1\ntitle: Parks\nframework: national-toms@2022\n"
        'contract_value: "100000"\npublished: 2022-07-01\nscheme:\n  criteria:\n'
        '    - {name: price, points: "60", method: lowest_price}\n'
        '    - {name: quality, points: "40", method: panel_mark, out_of: "5", go_on: 2}\n'
        'bids:\n  - {bidder: A, price: "1", marks: {quality: "4"}}\n',
        encoding="utf-8",
    )
    tender, _ = sv.read_tender(path)
    assert tender.scheme is not None
    assert tender.scheme.short_list is not None
    assert tender.scheme.short_list.go_on == 2


MARKS = st.tuples(st.integers(0, 5), st.integers(0, 3))


@given(
    drawn=st.lists(st.tuples(st.integers(1, 200), MARKS, st.booleans()), min_size=1, max_size=7),
    go_on=st.integers(1, 4),
    minimum=st.none() | st.integers(0, 40),
    places=st.integers(0, 2),
    round_at=st.sampled_from(("total", "part")),
)
def test_objects_and_arrays_say_the_same(
    drawn: list[tuple[int, tuple[int, int], bool]],
    go_on: int,
    minimum: int | None,
    places: int,
    round_at: str,
) -> None:
    """The same bids go on, with the same points, one by one or as columns, tender by tender."""
    asked = attrs.evolve(scheme(go_on, minimum=minimum), places=places, round_at=round_at)
    bids = [
        bid(name, price, *marks, state="compliant" if stands else "excluded", reason="Section 57.")
        for name, (price, marks, stands) in zip(NAMES, drawn, strict=False)
    ]
    result = sv.evaluate(TENDER, bids, sv.load("national-toms@2022"), asked)
    found = sv.evaluate_arrays(
        asked,
        price=[price for price, _, _ in drawn] * 2,
        marks={
            "team": [team for _, (team, _), _ in drawn] * 2,
            "plan": [plan for _, (_, plan), _ in drawn] * 2,
        },
        compliant=[stands for *_, stands in drawn] * 2,
        tender=[number for number in (0, 1) for _ in drawn],
    )
    ours = [result[each.bidder] for each in bids]
    assert found.rank.tolist() == [each.rank or 0 for each in ours] * 2
    for index, each in enumerate(ours):
        told = [one.message for one in found.failures(index)]
        assert told == [one.message for one in each.failures]
        if each.points is not None:
            assert found.decimal(index) == each.points
