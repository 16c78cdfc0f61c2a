"""A commitment is one thing, whatever parts of it count: on the screen, in tables and in JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.pounds.offered import counted, offered_of
from socialvalue.cli import main

if TYPE_CHECKING:
    from socialvalue.assess.pounds.offered import Offered

TOMS = sv.load("national-toms", edition="2022")
TENDER = sv.Tender("Parks", contract_value=100_000, years=2, published="2022-07-01")
ONE = TOMS.commit("NT4", sv.fte(2, years=3), activity="starters")
"""Two starters for three years: the first year counts, the third is beyond the contract too."""
OFFERS = st.one_of(
    st.tuples(st.integers(1, 9), st.integers(1, 4), st.integers(1, 2)).map(
        lambda each: TOMS.commit("NT4", sv.fte(each[0], years=each[1], cohorts=each[2]))
    ),
    st.integers(1, 500).map(lambda hours: TOMS.commit("NT29", sv.hours(hours))),
    st.just(TOMS.commit("NT44", sv.yes())),
    st.integers(1, 9).map(lambda n: TOMS.commit("NT29", sv.hours(n), basis="per_call_off")),
)


def valued(*offers: sv.Commitment) -> sv.Valuation:
    """What some commitments of Acme are worth."""
    return sv.value(TENDER, sv.Bid("Acme", price=9, commitments=offers), TOMS)


def only(*offers: sv.Commitment) -> Offered:
    """The one commitment that is offered."""
    [found] = offered_of(valued(*offers).lines)
    return found


@given(st.lists(OFFERS, max_size=8))
def test_every_commitment_is_counted_once(offers: list[sv.Commitment]) -> None:
    """A bid of nine commitments that shows ten lines would have somebody look for the tenth."""
    valuation = valued(*offers)
    found, numbers = offered_of(valuation.lines), counted(valuation)
    assert [each.number for each in found] == list(range(1, len(offers) + 1))
    assert [each.line.commitment for each in found] == offers
    assert numbers.offered == len(offers)
    assert sum((each.value for each in found), Decimal(0)) == valuation.total
    assert sum((each.submitted for each in found), Decimal(0)) == valuation.submitted
    assert numbers.not_whole == len({each.number for each in valuation.refused})


@given(st.lists(OFFERS, max_size=8))
def test_the_numbers_are_those_of_a_table(offers: list[sv.Commitment]) -> None:
    """`total_frame` of the same offers counts the same, or one of the two is wrong."""
    bid = sv.Bid("Acme", price=9, commitments=offers)
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    result = sv.evaluate(TENDER, [bid], TOMS, scheme).to_frame()
    rows = pl.DataFrame({
        "bid": ["Acme"] * len(offers),
        "measure": [each.measure for each in offers],
        "quantity": [float(each.quantity.rate or each.quantity.amount) for each in offers],
        "unit": [each.quantity.unit for each in offers],
        "years": [None if each.quantity.years is None else int(each.quantity.years)
                  for each in offers],
    }, schema_overrides={"bid": pl.String, "measure": pl.String, "quantity": pl.Float64,
                         "unit": pl.String, "years": pl.Int64})  # fmt: skip
    assert result["lines"].to_list() == [rows.height]
    whole = all(each.basis == "whole" and each.quantity.cohorts in (None, 1) for each in offers)
    if rows.height and whole:
        total = sv.total_frame(rows, TOMS, by=["bid"])
        assert total["lines"].to_list() == result["lines"].to_list()
        assert total["lines_refused"].to_list() == result["lines_refused"].to_list()


def test_what_counts_in_part_says_so_with_its_own_quantities() -> None:
    """'6 FTE-years' beside both halves would read as twelve, and '1 of 2 refused' as two offers."""
    found = only(ONE)
    assert (found.standing, found.in_part) == ("counts in part", True)
    assert [(str(each.quantity), each.commitment) for each in found.parts] == [
        ("2", ONE),
        ("4", ONE),
    ]
    said = valued(ONE).explain()
    assert said.count("Commitment 1: ") == 1
    assert "Counts: 2 FTE-years × £15,382.904 = £30,765.81" in said
    assert "Does not count: 4 FTE-years, £61,531.61" in said
    assert "1 commitment: 1 counts in part." in said
    assert found.words.startswith("Counts in part, £30,765.81: NT4 counts each person's first")


def test_what_is_reported_was_never_refused() -> None:
    """Nobody turned down a policy that was asked for as a yes or a no."""
    found = only(TOMS.commit("NT44", sv.yes()))
    assert (found.standing, found.words) == ("reported, no pounds", "Reported, no pounds (SV503).")
    assert "1 commitment: 1 is reported, no pounds." in valued(found.line.commitment).explain()


def test_what_does_not_count_says_because() -> None:
    """The reason stands in the same sentence, in words, not as a code alone."""
    found = only(TOMS.commit("NT29", sv.hours(3), basis="per_call_off"))
    assert found.standing == "does not count, because the number of call-offs is not known"
    assert found.words == (
        "Does not count, because it is offered per call-off, and the number of call-offs is not "
        "known (SV511)."
    )


def test_two_bids_side_by_side_show_each_commitment_once() -> None:
    """An internal note that lists an offer twice makes a bid look larger than it is."""
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [sv.Bid(name, price=9, commitments=[ONE]) for name in ("Acme", "Brook")]
    said = sv.evaluate(TENDER, bids, TOMS, scheme).explain("Acme", against="Brook")
    assert said.count("2 FTE × 3 years = 6 FTE-years") == 2
    assert said.count("Counts in part, £30,765.81") == 2


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_get_the_same_numbers(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script that adds `lines` up counts offers, and finds the parts below each."""
    path = tmp_path / "tender.yaml"
    path.write_text(
        "schema: socialvalue/tender@1\ntitle: Parks\nframework: national-toms@2022\n"
        'contract_value: "100000"\nyears: "3"\npublished: 2022-07-01\n'
        'scheme: {criteria: [{name: price, points: "100", method: lowest_price}]}\n'
        'bids: [{bidder: Acme, price: "9", commitments: [{measure: NT4, fte: "2", years: "3"}]}]\n',
        encoding="utf-8",
    )
    assert main(["score", str(path), "--format", form]) == 0
    out = capsys.readouterr().out
    if form == "csv":
        heads, row = (line.split(",") for line in out.splitlines())
        found = dict(zip(heads, row, strict=True))
        assert (found["lines"], found["lines_refused"]) == ("1", "1")
        return
    content = json.loads(out)
    assert (content["ranking"][0]["lines"], content["ranking"][0]["lines_refused"]) == (1, 1)
    [entry] = content["refused"]
    assert (entry["standing"], entry["counted"]) == ("counts in part", "30765.81")
    assert [(each["quantity"], each["counted"]) for each in entry["parts"]] == [
        ("2", "30765.81"),
        ("4", "0.00"),
    ]
