"""A test before publishing: each finding is a bid that the engine scores, and figures are exact."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from tests.pace import at_most
from tests.planning.past import rows
from tests.planning.published import SCHEMES, TENDER, row

import socialvalue as sv

EVIL = "<script>alert(1)</script>\x1b[31m"
SCHEME = SCHEMES["45 / 45 / 10, lowest price, target 50p"]


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms", edition="2022")


def kinds(found: sv.planning.RedTeam) -> list[str]:
    return [each.kind for each in found.findings]


@pytest.mark.parametrize("name", SCHEMES)
def test_every_finding_is_a_bid_that_the_engine_scores(name: str, toms: sv.Framework) -> None:
    """Unjust otherwise: a scheme is withdrawn for a weakness that nobody could ever use."""
    found = sv.planning.red_team(TENDER, toms, SCHEMES[name])
    assert found.title == TENDER.title
    for each in found.findings:
        again = sv.evaluate(TENDER, [one.bid for one in each.result.results], toms, SCHEMES[name])
        assert again.to_frame().equals(each.result.to_frame())
        assert each.bid in [one.bid for one in again.results]
        assert all(one.bid.invented for one in again.results)
        assert each.says.endswith(".")
        assert each.helps.endswith(".")


def test_business_as_usual_is_found_at_its_exact_figure(toms: sv.Framework) -> None:
    """14.06 local staff, or 69.8% of the contract spent locally, is full marks at 50p."""
    tender = attrs.evolve(TENDER, contract_value=sv.ContractValue("2_400_000"), years=3)
    staff, spend = [
        each for each in sv.planning.red_team(tender, toms, SCHEME).findings
        if each.kind == "business-as-usual"
    ]  # fmt: skip
    assert (staff.threshold, staff.exact) == (Decimal("14.06"), True)
    assert "69.8% of the contract value" in spend.says
    assert spend.exact
    assert staff.result["Example"].points_for("social value") == 10
    (line,) = staff.bid.commitments
    less = toms.commit("NT1", sv.fte("14.05", years=3))
    bids = [attrs.evolve(staff.bid, commitments=[less]), *_others(staff)]
    assert line.quantity.rate == Decimal("14.06")
    assert sv.evaluate(tender, bids, toms, SCHEME)["Example"].exact["social value"] < 10


def _others(found: sv.planning.Finding) -> list[sv.Bid]:
    return [each.bid for each in found.result.results if each.bid != found.bid]


def test_what_is_usual_can_be_said(toms: sv.Framework) -> None:
    """A buyer who knows its bidders sees what they would have for nothing new."""
    usual = {"NT1": 4, "NT18": "50_000"}
    (found,) = [each for each in sv.planning.red_team(TENDER, toms, SCHEME, usual=usual).findings
                if each.kind == "business-as-usual"]  # fmt: skip
    assert found.threshold == 4 * 2 * 28460 + Decimal("35823.50")
    assert found.result["Example"].exact["social value"] == 10


def test_a_bid_that_cannot_win_decides_from_one_penny_on(toms: sv.Framework) -> None:
    """The price from which the first place changes hands is exact: a penny more changes none."""
    (found,) = [each for each in sv.planning.red_team(TENDER, toms, SCHEME).findings
                if each.kind == "cannot-win-decides"]  # fmt: skip
    others = _others(found)
    assert sv.evaluate(TENDER, others, toms, SCHEME).winners == ("Cheap offer",)
    assert found.result.winners == ("Dear offer",)
    assert found.threshold is not None
    higher = attrs.evolve(found.bid, price=found.threshold + Decimal("0.01"))
    assert sv.evaluate(TENDER, [higher, *others], toms, SCHEME).winners != ("Dear offer",)


def test_full_marks_below_their_price(toms: sv.Framework) -> None:
    """The highest price at which full marks still win is exact to the penny."""
    found = sv.planning.red_team(TENDER, toms, SCHEME, costs={"NT21": 15})
    (cheap,) = [each for each in found.findings if each.kind == "priced-below-points"]
    assert "£37,128.75" in cheap.says
    assert cheap.result.winners == ("Example",)
    dearer = attrs.evolve(cheap.bid, price=(cheap.bid.price or 0) + Decimal("0.01"))
    bids = [dearer, *_others(cheap)]
    assert sv.evaluate(TENDER, bids, toms, SCHEME).winners != ("Example",)
    one = next(each for each in found.findings if each.kind == "one-measure")
    assert (one.bid.commitments[0].measure, one.threshold) == ("NT21", Decimal("2475.25"))


def test_a_cliff_is_one_step_wide(toms: sv.Framework) -> None:
    """A step below the edge has the points of the band below."""
    scheme = SCHEMES["30 / 55 / 15, lowest price, bands"]
    (cliff,) = [each for each in sv.planning.red_team(TENDER, toms, scheme).findings
                if each.kind == "cliff"]  # fmt: skip
    points = {each.bidder: each.exact["social value"] for each in cliff.result.results}
    assert points == {"Example": 9, "A step less": 3}
    assert cliff.threshold == 125_000


def test_kinds_by_scheme(toms: sv.Framework) -> None:
    """What a formula is open to is found for it, and not for one that is not."""
    found = {name: {*kinds(sv.planning.red_team(TENDER, toms, each))}
             for name, each in SCHEMES.items()}  # fmt: skip
    asked = ("price-twice", "cover-bids", "full-marks-for-little", "cliff")
    having = {kind: [name for name, each in found.items() if kind in each] for kind in asked}
    assert all("own price" in each for each in having["price-twice"])
    assert all("mean" in each or "spread" in each for each in having["cover-bids"])
    assert all("highest" in each for each in having["full-marks-for-little"])
    assert {len(each) for each in having.values()} == {2, 3}
    assert found["20 / 75 / 5, lowest price, social value by a panel"] == set()
    assert "middle-cannot-win" not in found["20 / 70 / 10, points per % above the lowest, "
                                            "target 50p"]  # fmt: skip


def test_the_same_activity_under_two_measures(toms: sv.Framework) -> None:
    """A pair without a rule between is named, and counts twice in the example."""
    bare = attrs.evolve(toms, exclusions=())
    (twice,) = [each for each in sv.planning.red_team(TENDER, bare, SCHEME).findings
                if each.kind == "claimable-twice"]  # fmt: skip
    first, second = twice.result["Example"].valuation.lines
    assert first.pence
    assert second.pence
    assert first.commitment.activity == second.commitment.activity
    assert "claimable-twice" not in kinds(sv.planning.red_team(TENDER, toms, SCHEME))


def test_a_fixed_scheme_with_real_bids_is_refused(toms: sv.Framework) -> None:
    """Unjust otherwise: a council looks for the formula under which its favourite wins."""
    real = sv.Bid("Acme", price=90_000, marks={"quality": 4})
    fixed = attrs.evolve(TENDER, scheme_fingerprint=SCHEME.fingerprint)
    with pytest.raises(sv.InputError) as told:
        sv.planning.red_team(fixed, toms, SCHEME, bids=[real])
    assert [each.code for each in told.value.problems] == ["SV1330"]
    made = sv.invented_bids(TENDER, toms, SCHEME, bids=3, seed=1, price=("400_000", "500_000"),
                            per_pound=("0.1", "0.6"))  # fmt: skip
    assert sv.planning.red_team(fixed, toms, SCHEME, bids=made).findings
    assert sv.planning.red_team(fixed, toms, SCHEME).findings
    assert sv.planning.red_team(TENDER, toms, SCHEME, bids=[real]).findings


NORTH_AND_SOUTH = [sv.Lot(name, contract_value="100_000") for name in ("North", "South")]


def test_real_bids_for_another_lot_are_bids_too(toms: sv.Framework) -> None:
    """Unjust otherwise: a published scheme is tried on for North while bids for South are in."""
    real = sv.Bid("Acme", price=90_000, marks={"quality": 4}, lot="South")
    lots = attrs.evolve(TENDER, lots=NORTH_AND_SOUTH, scheme_fingerprint=SCHEME.fingerprint)
    with pytest.raises(sv.InputError) as told:
        sv.planning.red_team(lots, toms, SCHEME, bids=[real], lot="North")
    assert [each.code for each in told.value.problems] == ["SV1330"]
    made = attrs.evolve(real, invented=True)
    assert sv.planning.red_team(lots, toms, SCHEME, bids=[made], lot="North").findings


def test_no_bid_is_left_out_because_of_its_lot(toms: sv.Framework) -> None:
    """A bid under a mistyped lot, or under none, is refused: it would be tried by nobody."""
    lots = attrs.evolve(TENDER, lots=NORTH_AND_SOUTH)
    bids = [sv.Bid(name, price=90_000, marks={"quality": 4}, lot=lot, invented=True)
            for name, lot in (("A", "Nrth"), ("B", None), ("C", "North"))]  # fmt: skip
    with pytest.raises(sv.InputError) as told:
        sv.planning.red_team(lots, toms, SCHEME, bids=bids, lot="North")
    assert [each.code for each in told.value.problems] == ["SV322", "SV322"]
    assert sorted("(none)" in each.message for each in told.value.problems) == [False, True]
    with pytest.raises(sv.InputError, match="SV322"):
        sv.planning.red_team(TENDER, toms, SCHEME, bids=bids[2:])
    assert sv.planning.red_team(lots, toms, SCHEME, bids=bids[2:], lot="North").findings


def test_marks_that_are_open_stay_closed_to_it(toms: sv.Framework) -> None:
    """Unjust otherwise: who still marks is told who would win."""
    waits = attrs.evolve(TENDER, moderation=sv.Moderation())
    with pytest.raises(sv.InputError) as told:
        sv.planning.red_team(
            waits, toms, SCHEME, bids=[sv.Bid("Acme", price=1, marks={"quality": 4})]
        )
    assert [each.code for each in told.value.problems] == ["SV760"]
    assert sv.planning.red_team(waits, toms, SCHEME).findings


def test_what_cannot_be_meant_is_refused(toms: sv.Framework) -> None:
    """An unknown code, a cost that is none, and no scheme."""
    with pytest.raises(sv.InputError, match="SV301"):
        sv.planning.red_team(TENDER, toms, SCHEME, costs={"NT21": "much"})
    with pytest.raises(sv.NotFoundError, match="SV209"):
        sv.planning.red_team(TENDER, toms, SCHEME, usual={"NT999": 1})
    with pytest.raises(sv.InputError, match="SV710"):
        sv.planning.red_team(TENDER, toms)


def test_it_changes_no_point(toms: sv.Framework) -> None:
    """A result before and after is the same to the last digit."""
    bids = sv.invented_bids(TENDER, toms, SCHEME, bids=3, seed=1, price=("400_000", "500_000"),
                            per_pound=("0.1", "0.6"))  # fmt: skip
    before = sv.evaluate(TENDER, bids, toms, SCHEME).record()
    found = sv.planning.red_team(TENDER, toms, SCHEME, bids=bids)
    assert sv.evaluate(TENDER, bids, toms, SCHEME).record() == before
    assert found.tried_on == "Tried on 3 bids, as given."
    with pytest.raises(sv.InputError):
        sv.evaluate(TENDER, [found], toms, SCHEME)  # type: ignore[list-item]


def test_how_it_is_shown(toms: sv.Framework) -> None:
    """Headed as it must be; a user's words are text; JSON and table hold the same findings."""
    tender = attrs.evolve(TENDER, title=EVIL)
    found = sv.planning.red_team(tender, toms, SCHEME)
    assert "Test before publishing; disclosable under FOI unless exempt." in str(found)
    assert "<script" not in found._repr_html_()
    assert "\x1b" not in f"{found!r}{found}"
    data = json.loads(found.to_json())
    assert data["schema"] == "socialvalue/scheme-test@1"
    assert [each["kind"] for each in data["findings"]] == kinds(found)
    frame = found.to_frame("polars")
    assert frame["kind"].to_list() == kinds(found)
    chart = found.chart()
    assert chart.title.startswith("Test before publishing; disclosable under FOI unless exempt")
    assert [each[0] for each in chart.rows] == [
        f"{at}. {each.title}" for at, each in enumerate(found.findings, 1)
    ]
    assert {each[2] for each in chart.rows} == {str(each.result["Example"].points)
                                                for each in found.findings}  # fmt: skip
    assert repr(found.findings[0]).startswith("<Finding: business-as-usual: 4.4 local staff")


def test_it_takes_less_than_two_seconds(toms: sv.Framework) -> None:
    """An officer waits for no answer; the issue's bound is 2 s, of which a tenth is taken."""
    with at_most(2):
        sv.planning.red_team(TENDER, toms, SCHEME)


def test_points_of_the_middle(toms: sv.Framework) -> None:
    """Half-way in price and in all else is behind both, under the lowest price (Goldilocks)."""
    (found,) = [each for each in sv.planning.red_team(TENDER, toms, SCHEME).findings
                if each.kind == "middle-cannot-win"]  # fmt: skip
    prices = [Fraction(found.result[name].bid.price or 0)
              for name in ("Cheap offer", "Example", "Dear offer")]  # fmt: skip
    assert prices[1] * 2 == prices[0] + prices[2]
    assert found.result["Example"].rank == 3


def test_the_page_prints_what_is_found(toms: sv.Framework, root: Path) -> None:
    """Unjust otherwise: a council changes its scheme for a figure that nobody can find again."""
    page = (root / "docs/explanation/how-schemes-are-gamed.md").read_text(encoding="utf-8")
    for name, scheme in SCHEMES.items():
        assert row(name, sv.planning.red_team(TENDER, toms, scheme)) in page
    first = sv.planning.red_team(TENDER, toms, SCHEME, costs={"NT21": 15})
    said = {each.kind: each for each in first.findings}
    for kind in ("one-measure", "cannot-win-decides", "middle-cannot-win", "priced-below-points"):
        figure = said[kind].threshold
        assert figure is not None
        assert f"{figure:,}" in page, kind


def test_past_contracts_show_what_decides_nothing(toms: sv.Framework) -> None:
    """Where nearly all reach the target it decides nothing; and half of it is not delivered."""
    past = sv.planning.past_contracts(rows())
    low = sv.Scheme([sv.Criterion("price", 90, sv.LowestPrice()),
                     sv.Criterion("social value", 10, sv.AgainstTarget("0.01"))])  # fmt: skip

    def found(scheme: sv.Scheme) -> dict[str, sv.planning.Finding]:
        tested = sv.planning.red_team(TENDER, toms, scheme, past=past)
        return {each.kind: each for each in tested.findings}

    reached = sum(each.per_pound >= Fraction(1, 100) for each in past.contracts)
    assert found(low)["decides-nothing"].threshold == reached
    high = found(SCHEME)
    assert "decides-nothing" not in high
    assert high["not-delivered"].threshold == 125_000
    assert high["not-delivered"].result["What is delivered"].exact["social value"] == 5
    with pytest.raises(sv.InputError, match="SV1337"):
        sv.planning.red_team(TENDER, toms, low, past=sv.planning.past_contracts(rows(9)))


def test_what_was_not_looked_for_in_the_past_is_said(toms: sv.Framework) -> None:
    """Untrue otherwise: nothing is said of delivery, and it reads as if it had been looked at."""
    silent = sv.planning.past_contracts([{**each, "delivered": None} for each in rows()])
    wanted = "Whether commitments are delivered: give past contracts that are finished"
    asked = [sv.planning.red_team(TENDER, toms, SCHEME, past=each).not_looked
             for each in (None, silent, sv.planning.past_contracts(rows()))]  # fmt: skip
    assert [any(each.startswith(wanted) for each in said) for said in asked] == [True, True, False]
    decides = [any("decides anything" in each for each in said) for said in asked]
    assert decides == [True, False, False]


def test_a_bidder_may_be_called_as_our_examples_are(toms: sv.Framework) -> None:
    """Its bid stands beside the example, under a name that says which is which."""
    bids = [sv.Bid(name, price=price, marks={"quality": 4}, invented=True)
            for name, price in (("Example", 400_000), ("Brook", 450_000))]  # fmt: skip
    found = sv.planning.red_team(TENDER, toms, SCHEME, bids=bids)
    assert "Example (given)" in found.findings[0].result.ranking
    assert found.findings[0].bid.bidder == "Example"


def test_only_what_was_looked_for_is_said_not_to_be_there(toms: sv.Framework) -> None:
    """Untrue otherwise: a scheme of marks alone is said to be closed to what nobody tried."""
    panel = sv.Scheme([sv.Criterion("quality", 60, sv.PanelMark(out_of=5)),
                       sv.Criterion("social value", 40, sv.PanelMark(out_of=5))])  # fmt: skip
    found = sv.planning.red_team(TENDER, toms, panel)
    assert (found.findings, found.closed) == ((), ())
    assert [each.partition(":")[0] for each in found.not_looked if "no points" in each] == [
        "What a formula for price does",
        "What full marks take",
    ]
    price = sv.Scheme([sv.Criterion("price", 60, sv.LowestPrice()),
                       sv.Criterion("social value", 40, sv.PanelMark(out_of=5))])  # fmt: skip
    closed = sv.planning.red_team(TENDER, toms, price).closed
    assert "Cover bids that move what prices are measured by." in closed
    assert not {"Cliffs.", "Business as usual with full marks.", "Price that counts twice."} & {
        *closed
    }
    assert "Cliffs." in sv.planning.red_team(TENDER, toms, SCHEME).closed
