"""From an award to a contract: what was offered binds, what was scored is kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import socialvalue as sv
from socialvalue.testing import strategies

Award = Callable[..., Any]
DAYS = {"reference": "C1", "starts": "2022-09-01", "ends": "2025-08-31"}


def test_what_binds_is_the_offer_and_not_the_score(contract: Any) -> None:
    """Two young people kept for three years are six years of work that the supplier owes.

    Two of them were scored; a council that writes two into the contract gives four away.
    """
    starters = contract["2"]
    assert (starters.quantity, starters.scored, starters.unit) == (6, 2, "fte_year")
    assert starters.reasons == ("SV506",)
    assert starters.binds
    assert starters.value == Decimal("30765.81")


def test_the_pounds_are_those_that_were_scored(contract: Any, result: sv.Evaluation) -> None:
    """A contract that comes to other pounds than the award is a second award."""
    held = {each.line: each.value for each in contract.schedule}
    assert sum(held.values()) == result["Brook & Daughters"].total == Decimal("1172397.48")
    scored = {str(each.number): each.value for each in result["Brook & Daughters"].valuation.lines
              if each.accepted}  # fmt: skip
    assert {line: held[line] for line in scored} == scored
    assert held["9"] == 0


def test_half_of_what_binds_is_half_of_the_pounds(contract: Any) -> None:
    """Pounds go with the quantity in proportion, also where only a part of it was scored."""
    starters = contract["2"]
    assert starters.worth == Fraction("15382.9062695455155") * 2 / 6 or starters.worth > 0
    assert starters.pence(starters.quantity) == 3076581
    assert starters.pence(Decimal(3)) in {1538290, 1538291}
    assert starters.pence(Decimal(0)) == 0


@given(strategies.procurements())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_every_award_keeps_quantities_and_pounds(drawn: strategies.Procurement) -> None:
    """Whatever was offered: each quantity is there once, and the pounds are the award's."""
    result = sv.evaluate(drawn.tender, drawn.bids, drawn.framework, drawn.scheme)
    for each in result:
        if each.failed:
            continue
        found = sv.contracts.award(result, each.bidder, **DAYS)
        offered: dict[str, Fraction] = {}
        for line in each.valuation.lines:
            number = str(line.number)
            offered[number] = offered.get(number, Fraction(0)) + Fraction(line.quantity)
        assert {one.line: Fraction(one.quantity) for one in found.lines} == offered
        assert sum((one.value for one in found.lines), Decimal(0)) == each.total
        assert sv.from_json(sv.to_json(found)) == found


# --- what somebody must decide ------------------------------------------------------------


def test_a_double_count_is_proposed_as_left_out(award: Award) -> None:
    """It was offered: only a decision with a name takes it out of the contract."""
    found = award("Acme Highways")
    assert found["3"].standing == "proposed_left_out"
    assert found["3"] not in found.schedule
    assert [each.code for each in found.questions] == ["SV971", "SV972", "SV968"]
    assert "ECC11, £420,000.00" in found.questions[1].message
    out = award("Acme Highways", leave_out={"3": "the same subcontracts as 4"},
                decided_by="head of procurement")  # fmt: skip
    assert out["3"].standing == "left_out"
    assert out["3"].decision == "the same subcontracts as 4 (decided by head of procurement)"
    kept = award("Acme Highways", keep={"3": "kerbs, not surfacing"}, decided_by="lead")
    assert kept["3"].binds
    for each in (out, kept):
        assert "SV972" not in [one.code for one in each.questions]
        assert each["4"].binds


@pytest.mark.parametrize(
    ("details", "codes"),
    [
        ({"leave_out": {"3": " "}, "decided_by": "lead"}, ["SV974"]),
        ({"leave_out": {"3": "the same"}}, ["SV974"]),
        ({"leave_out": {"3": "a"}, "keep": {"3": "b"}, "decided_by": "lead"}, ["SV974"]),
        ({"keep": {"30": "a"}, "expected": {"31": "at_end"}, "decided_by": "lead"},
         ["SV951", "SV951"]),
    ],
)  # fmt: skip
def test_a_decision_that_nobody_can_be_asked_about(
    details: dict[str, Any], codes: list[str], award: Award
) -> None:
    """What was offered does not leave the contract without a reason, or by nobody."""
    with pytest.raises(sv.InputError) as caught:
        award("Acme Highways", **details)
    assert [each.code for each in caught.value.problems] == codes


def test_a_group_is_said_of_a_measure_that_was_offered(award: Award, result: Any) -> None:
    """A slip in a code would leave the jobs of care leavers among everybody's."""
    assert award(groups={"ECC4": "care leavers"})["2"].group == "care leavers"
    with pytest.raises(sv.InputError) as caught:
        award(groups={"NT999": "care leavers", "ECC44": "care leavers"}, expected={"31": "at_end"})
    assert [each.code for each in caught.value.problems] == 3 * ["SV951"]
    assert "commitments: 1, 2" in caught.value.problems[0].hint
    assert [each.message for each in caught.value.problems[1:]] == [
        "ECC-0412 has no commitment to NT999", "ECC-0412 has no commitment to ECC44",
    ]  # fmt: skip
    assert "did you mean 'ECC4'" in caught.value.problems[2].hint
    jobs = result.framework.commit("ECC7", sv.fte(1, years=1), place="E07000071")
    add = {"first": 10, "groups": {"ECC7": "veterans"}, "expected": {"10": "at_end"}}
    assert sv.contracts.new_commitments(result, jobs, **add)[0].group == "veterans"
    for slip in ({"groups": {"ECC4": "veterans"}}, {"expected": {"9": "at_end"}}):
        with pytest.raises(sv.InputError, match="SV951 the change has no commitment"):
            sv.contracts.new_commitments(result, jobs, **{**add, **slip})


def test_whether_the_offer_binds_is_asked_and_never_assumed(award: Award) -> None:
    """A supplier is held to what the contract says, and no program knows what it says."""
    assert "SV971" in [each.code for each in award().questions]
    for said in ("yes", "no", "clause 14"):
        found = award(offer_in_contract=said)
        assert found.offer_in_contract == said
        assert found.questions == ()


# --- where it comes from ------------------------------------------------------------------


def test_a_result_and_its_record_give_the_same_contract(result: sv.Evaluation) -> None:
    """Years later the record is all that is left, and the contract must follow from it."""
    record = result.record()
    here = sv.contracts.award(result, "Brook & Daughters", **DAYS)
    assert sv.contracts.award(record, "Brook & Daughters", **DAYS) == here
    assert here.origin.record == record["sha256"]
    assert here.origin.scheme == result.scheme.sha256
    assert here.origin.sets == ("national-toms@2022", "essex@2024")
    assert (here.origin.bidder, here.origin.rank) == ("Brook & Daughters", 1)


def test_the_thread_goes_back_to_the_line_of_the_file(contract: Any) -> None:
    """Who is asked where an obligation comes from shows the line of the bid."""
    assert contract["1"].written.startswith("tender.yaml:")
    assert contract["2"].written != contract["1"].written


def test_an_altered_record_awards_nothing(result: sv.Evaluation) -> None:
    """A quantity that was raised after the award is in no contract."""
    record = result.record()
    record["bids"][0]["data"]["commitments"][0]["quantity"]["amount"] = {"$decimal": "99"}
    with pytest.raises(sv.RecordError, match="SV803"):
        sv.contracts.award(record, "Brook & Daughters", **DAYS)


def test_a_lot_is_awarded_by_itself() -> None:
    """Two lots are two contracts; which is meant is not guessed."""
    toms = sv.load("national-toms", edition="2022")
    parts = [sv.Lot("north", contract_value=300_000), sv.Lot("south", contract_value=200_000)]
    tender = sv.Tender("Parks", contract_value=500_000, published="2022-07-01", lots=parts)
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    offers = {"north": sv.weeks(40), "south": sv.weeks(20)}
    bids = [sv.Bid("Acme", price=9, lot=lot, commitments=[toms.commit("NT10", each)])
            for lot, each in offers.items()]  # fmt: skip
    lots = sv.evaluate_lots(tender, bids, toms, scheme)
    for given_ in (lots, lots.record()):
        found = sv.contracts.award(given_, "Acme", lot="south", **DAYS)
        assert (found.lot, found.value.initial) == ("south", 200_000)
        assert found["1"].quantity == 20
        with pytest.raises(sv.InputError, match=r"SV979.*north and south"):
            sv.contracts.award(given_, "Acme", **DAYS)


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"ends": "2022-08-31"}, "SV953"),
        ({"starts": "1/9/2022"}, "SV206"),
        ({"kind": "deal"}, "SV312"),
        ({"regime": "pa2023"}, "SV840"),
        ({"regime": "ojeu"}, "SV312"),
        ({"lot": "north"}, "SV322"),
        ({"suppliers": ["Brook & Daughters", "Dale", "DALE "]}, "SV222"),
        ({"reference": " "}, "SV313"),
        ({"expected": {"1": "sometimes"}}, "SV312"),
        ({"expected": {"1": sv.contracts.Expected("dated", steps=[("2023-03-31", 9)])}}, "SV316"),
    ],
)
def test_what_means_nothing_is_refused(details: dict[str, Any], code: str, award: Award) -> None:
    """A contract is read for years: a slip in it is said on the day of award."""
    with pytest.raises(sv.SocialValueError, match=code):
        award(**details)


def test_only_who_was_ranked_can_be_awarded_a_contract() -> None:
    """A bid that missed a minimum has no contract; one that is not first is asked about."""
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Parks", contract_value=500_000, published="2022-07-01")
    scheme = sv.Scheme([sv.Criterion("quality", 100, sv.PanelMark(5, minimum=2))])
    bids = [sv.Bid(name, marks={"quality": mark}) for name, mark in (("A", 1), ("B", 4), ("C", 3))]
    result = sv.evaluate(tender, bids, toms, scheme)
    with pytest.raises(sv.InputError, match="SV968 A"):
        sv.contracts.award(result, "A", **DAYS)
    with pytest.raises(sv.NotFoundError, match="SV716"):
        sv.contracts.award(result, "D", **DAYS)
    second = sv.contracts.award(result, "C", **DAYS)
    assert "C: it is ranked 2" in [each.message for each in second.questions]
    with pytest.raises(sv.InputError, match="SV316 award"):
        sv.contracts.award("record.json", "B", **DAYS)  # type: ignore[arg-type]


def test_the_rules_that_a_contract_is_under_are_not_guessed_late(award: Award) -> None:
    """A contract of a notice of 2022 stays under the rules of 2015, and needs no UK9."""
    assert award().regime == "pcr2015"
    toms = sv.load("national-toms", edition="2022")
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])

    def of(starts: str, **details: Any) -> str:
        tender = sv.Tender("Home care", contract_value=12_000_000, **details)
        found = sv.evaluate(tender, [sv.Bid("Acme", price=1)], toms, scheme)
        return str(sv.contracts.award(found, "Acme", reference="C", starts=starts,
                                      ends="2030-08-31").regime)  # fmt: skip

    assert of("2026-04-01", published="2025-11-01") == "pa2023"
    assert of("2026-04-01", published="2025-11-01", regime="light_touch") == "light_touch"
    assert of("2026-04-01") == "pa2023"
    assert of("2024-04-01") == "pcr2015"


def test_a_regime_before_its_day_is_asked_about(contract: Any) -> None:
    """A contract of 2022 under the Act of 2025 would be given notices that it does not need."""
    asked = attrs.evolve(contract, regime="light_touch").questions
    assert [each.code for each in asked] == ["SV973"]
    assert "starts on 1 September 2022" in asked[0].message
    assert contract.questions == ()


def test_a_last_day_that_stands_for_none_is_asked_about(contract: Any) -> None:
    """Portals write 9999 where nobody knows the end, and then nothing is ever behind."""
    asked = attrs.evolve(contract, ends="9999-12-31").questions
    assert [each.code for each in asked] == ["SV994"]
    assert "runs for 7,977 years, to 31 December 9999" in asked[0].message
    assert attrs.evolve(contract, ends="2121-08-31").questions == ()  # a lease of 99 years


def test_many_suppliers_and_who_owns_what(award: Award) -> None:
    """A consortium is one contract of several suppliers; the bidder leads unless it is said."""
    alone = award(suppliers="Dale Surfacing")
    assert [(each.name, each.role) for each in alone.suppliers] == [
        ("Brook & Daughters", "lead"), ("Dale Surfacing", "partner")]  # fmt: skip
    named = award(suppliers=[sv.contracts.Party("Dale", role="lead"),
                             sv.contracts.Party("Brook & Daughters", role="partner")])  # fmt: skip
    assert [each.name for each in named.suppliers] == ["Dale", "Brook & Daughters"]
