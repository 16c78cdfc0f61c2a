"""The tender is checked as a whole: what is forgotten or mistyped is told once, with the names."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.assess.evaluation import evaluate_strictly
from socialvalue.assess.lots.evaluation import evaluate_lots_strictly

POUNDS = sv.Scheme([
    sv.Criterion("price", 60, sv.LowestPrice()),
    sv.Criterion("social value", 40, sv.RelativeToHighest()),
])  # fmt: skip
WORDS = sv.Scheme([sv.Criterion("statement", 100, sv.PanelMark(out_of=5))])


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs of 2022: NT1 needs a local value, the source gives none for NT70."""
    return sv.load("national-toms", edition="2022")


def tender(**more: Any) -> sv.Tender:
    """A contract of £750,000 over three years."""
    usual = {"contract_value": 750_000, "years": 3, "published": "2022-07-01"}
    return sv.Tender("Parks", **{**usual, **more})


def bid(name: str, *lines: sv.Commitment, **more: Any) -> sv.Bid:
    """A bid of some commitments."""
    return sv.Bid(name, **{"price": 100, "commitments": lines, **more})


def codes(problems: Any) -> list[str]:
    """The codes of problems."""
    return [each.code for each in problems]


def refused(call: Any) -> tuple[sv.Problem, ...]:
    """The problems under which a call is refused."""
    with pytest.raises(sv.InputError) as caught:
        call()
    return caught.value.problems


# --- a unit value that nobody gave ----------------------------------------------------------


def test_a_value_that_several_bids_need_is_one_problem_of_the_tender(toms: sv.Framework) -> None:
    """The buyer's slip must not cost those who offer local jobs the award, in silence."""
    local = toms.commit("NT1", sv.fte(1, years=1))
    bids = [bid(name, local, local) for name in ("Acme", "Brook", "Cedar")]
    (found,) = refused(lambda: evaluate_strictly(tender(), bids, toms, POUNDS))
    assert found.code == "SV355"
    said = "NT1 is offered by 3 bids (Acme, Brook, Cedar) and has no value here"
    assert found.message == said
    assert "add it under unit_values" in found.hint
    (asked,) = (each for each in sv.evaluate(tender(), bids, toms, POUNDS).warnings
                if each.code == "SV621")  # fmt: skip
    assert asked.message == said
    given = sv.evaluate(tender(unit_values={"NT1": "28_000"}), bids, toms, POUNDS)
    assert given["Acme"].total == 56_000
    valued = sv.value(tender(), bids[0], toms)
    assert codes(valued.lines[0].refusals) == ["SV502"]


def test_a_value_that_the_publisher_does_not_give_either(toms: sv.Framework) -> None:
    """It is the tender that could give it, whatever the reason why the set does not."""
    waste = toms.commit("NT70", sv.tonnes(40))
    (found,) = refused(
        lambda: evaluate_strictly(tender(), [bid("A", waste), bid("B", waste)], toms, POUNDS)
    )
    assert (found.code, "NT70" in found.message) == ("SV355", True)


def test_a_value_that_one_bid_alone_needs_is_asked_about(toms: sv.Framework) -> None:
    """The buyer may have meant it, and one bidder's line must not stop the others' ranking."""
    bids = [
        bid("Acme", toms.commit("NT1", sv.fte(1))),
        bid("Brook", toms.commit("NT28", sv.gbp(9))),
    ]
    result = sv.evaluate(tender(), bids, toms, POUNDS)
    assert codes(result.warnings) == ["SV621"]
    assert result.warnings[0].message == "NT1 is offered by 1 bid (Acme) and has no value here"
    assert "SV621" in str(result.explain())


NOT_NEEDED: list[tuple[dict[str, Any], sv.Scheme]] = [
    ({"switch_off": [sv.SwitchOff("NT1", "Not for this contract.", "Ann")]}, POUNDS),
    ({"shortlist": ["NT28"]}, POUNDS),
    ({}, WORDS),
    ({"unit_values": {"NT1": 0}}, POUNDS),
]


@pytest.mark.parametrize(("how", "scheme"), NOT_NEEDED)
def test_what_the_buyer_does_not_use_needs_no_value(
    toms: sv.Framework, how: dict[str, Any], scheme: sv.Scheme
) -> None:
    """A buyer who said so must not be asked for a figure that decides nothing."""
    marks = {"statement": 3} if scheme is WORDS else {}
    lines = [toms.commit("NT1", sv.fte(1)), toms.commit("NT28", sv.gbp(9))]
    bids = [bid(name, *lines, marks=marks) for name in ("Acme", "Brook")]
    assert codes(sv.evaluate(tender(**how), bids, toms, scheme).warnings) == []
    needed = [bid(name, *lines) for name in ("Acme", "Brook")]
    assert codes(sv.evaluate(tender(), needed, toms, POUNDS).warnings) == ["SV621"]


def test_a_bid_that_is_out_needs_no_value(toms: sv.Framework) -> None:
    """Two bids offer it, and one of them is excluded."""
    local = toms.commit("NT1", sv.fte(1))
    out = bid("Brook", local, state="excluded", reason="No tender bond.")
    result = sv.evaluate(tender(), [bid("Acme", local), out], toms, POUNDS)
    said = [each.message for each in result.warnings]
    assert "NT1 is offered by 1 bid (Acme) and has no value here" in said


def test_all_that_is_missing_is_told_together(toms: sv.Framework) -> None:
    """A forgotten value and a forgotten mark are mended in one go."""
    local = toms.commit("NT1", sv.fte(1))
    scheme = sv.Scheme([
        sv.Criterion("quality", 60, sv.PanelMark(out_of=5)),
        sv.Criterion("value", 40, sv.RelativeToHighest()),
    ])  # fmt: skip
    found = refused(
        lambda: evaluate_strictly(tender(), [bid("A", local), bid("B", local)], toms, scheme)
    )
    assert sorted(codes(found)) == ["SV355", "SV705"]


def test_lots_are_looked_at_together(toms: sv.Framework) -> None:
    """One bid in each of two lots needs the value: several bids of the tender do."""
    lots = [sv.Lot("north", contract_value=300_000), sv.Lot("south", contract_value=300_000)]
    local = toms.commit("NT1", sv.fte(1))
    two = [bid("Acme", local, lot="north"), bid("Brook", local, lot="south")]
    held = tender(lots=lots, scheme=POUNDS)
    (found,) = refused(lambda: evaluate_lots_strictly(held, two, toms))
    assert found.message == "NT1 is offered by 2 bids (Acme, Brook) and has no value here"
    one = [bid("Acme", local, lot="north"), bid("Acme", local, lot="south")]
    result = sv.evaluate_lots(tender(lots=lots), one, toms, POUNDS)
    assert codes(result.warnings) == ["SV621"]


def test_a_decision_that_was_made_replays(toms: sv.Framework) -> None:
    """A record of a version that did not ask must still be computed again."""
    local = toms.commit("NT1", sv.fte(1))
    made = sv.evaluate(tender(), [bid("A", local), bid("B", local)], toms, POUNDS)
    again = sv.replay(json.loads(json.dumps(made.record())))
    assert (again.same, again.differences) == (True, ())


# --- what several bids lack -----------------------------------------------------------------


def test_a_mark_that_all_lack_is_told_once(toms: sv.Framework) -> None:
    """Three bidders without a mark are one thing to mend, with three names."""
    bids = [bid(name) for name in ("Acme", "Brook", "Cedar")]
    (found,) = refused(lambda: sv.evaluate(tender(), bids, toms, WORDS))
    assert (found.code, found.where) == ("SV705", "bids 'Acme', 'Brook', 'Cedar'")
    (alone,) = refused(lambda: sv.evaluate(tender(), bids[:1], toms, WORDS))
    assert (alone.code, alone.where) == ("SV705", "bid 'Acme'")


# --- what may be mistyped -------------------------------------------------------------------


def test_a_quantity_that_the_contract_could_not_pay_for(toms: sv.Framework) -> None:
    """3,000 people, or £90m of local spend, on a contract of £750,000: a slip that would win."""
    values = {"NT1": "28_000", "NT18": "0.7"}
    bids = [
        bid("Acme", toms.commit("NT1", sv.fte("3000", years=1))),
        bid("Brook", toms.commit("NT18", sv.gbp("90_000_000"))),
        bid("Cedar", toms.commit("NT1", sv.fte("3", years=1))),
    ]
    (found,) = sv.evaluate(tender(unit_values=values), bids, toms, POUNDS).warnings
    assert found.code == "SV622"
    for words in (
        "Acme, commitment 1: 3,000 FTE-years of NT1",
        "Brook, commitment 1: £90,000,000.00 of NT18",
    ):
        assert words in found.message
    assert "Cedar" not in found.message
    assert "£750,000.00" in found.message


@pytest.mark.parametrize(("count", "end"), [(5, "Bid 5, commitment 1"), (6, "; and 1 more")])
def test_of_many_slips_five_are_named(toms: sv.Framework, count: int, end: str) -> None:
    """A line that says "and 0 more" sends an officer to look for what is not there."""
    many = toms.commit("NT28", sv.gbp("90_000_000"))
    bids = [bid(f"Bid {number}", many) for number in range(1, count + 1)]
    (found,) = sv.evaluate(tender(), bids, toms, POUNDS).warnings
    assert found.code == "SV622"
    named = found.message.split("; ")
    assert sum(", commitment 1" in each for each in named) == 5
    assert end in found.message
    assert ("more" in found.message.replace("more than", "")) == (count > 5)


def test_a_quantity_a_year_is_that_of_all_years(toms: sv.Framework) -> None:
    """£300,000 a year for three years is more than a contract of £750,000."""
    spend = toms.commit("NT18", sv.gbp("300_000"), basis="per_year")
    held = tender(unit_values={"NT18": "0.1"})
    assert codes(sv.evaluate(held, [bid("A", spend)], toms, POUNDS).warnings) == ["SV622"]
    large = tender(
        unit_values={"NT18": "0.1"},
        contract_value=sv.ContractValue(750_000, with_extensions=1_000_000),
    )
    assert codes(sv.evaluate(large, [bid("A", spend)], toms, POUNDS).warnings) == []


def test_one_line_that_is_worth_more_than_the_contract(toms: sv.Framework) -> None:
    """Kilograms typed as tonnes multiply an offer by a thousand."""
    result = sv.evaluate(tender(), [bid("A", toms.commit("NT31", sv.tonnes_co2e("120000")))], toms,
                         POUNDS)  # fmt: skip
    assert codes(result.warnings) == ["SV626"]
    assert "A, commitment 1: 120,000 tCO2e of NT31" in result.warnings[0].message


PENCE: list[tuple[dict[str, Any], Any, str]] = [
    ({"target": "25"}, sv.AgainstTarget(), "the target is £25.00"),
    ({}, sv.AgainstTarget("25"), "the target of 'social value' is £25.00"),
    ({}, sv.RelativeToHighest(minimum="5"), "the minimum of 'social value' is £5.00"),
    ({}, sv.Banded([("0", "10", 1), ("10", None, 5)]), "the first band's end of 'social value'"),
]


@pytest.mark.parametrize(("how", "method", "said"), PENCE)
def test_a_target_in_pence_is_asked_about(
    toms: sv.Framework, how: dict[str, Any], method: Any, said: str
) -> None:
    """With 25 for 25p every bid has a hundredth of its points, and nobody is told."""
    scheme = sv.Scheme([sv.Criterion("social value", 100, method)])
    gift = toms.commit("NT28", sv.gbp(100))
    (found,) = sv.evaluate(tender(**how), [bid("A", gift)], toms, scheme).warnings
    assert found.code == "SV623"
    assert found.message.startswith(said)
    assert "25p" in found.hint


@pytest.mark.parametrize("target", ["0.25", "1", "1.99"])
def test_a_high_target_is_a_target(toms: sv.Framework, target: str) -> None:
    """A question that is asked of every buyer is read by none."""
    scheme = sv.Scheme([sv.Criterion("social value", 100, sv.AgainstTarget())])
    gift = toms.commit("NT28", sv.gbp(100))
    assert sv.evaluate(tender(target=target), [bid("A", gift)], toms, scheme).warnings == ()
    higher = sv.evaluate(tender(target="2"), [bid("A", gift)], toms, scheme)
    assert codes(higher.warnings) == ["SV623"]


def test_lots_beyond_the_contract(toms: sv.Framework) -> None:
    """Lots that add up to more than the contract have a value, or the contract has, mistyped."""
    lots = [sv.Lot("north", contract_value=500_000), sv.Lot("south", contract_value=400_000)]
    gift = toms.commit("NT28", sv.gbp(100))
    bids = [bid("A", gift, lot="north")]
    whole = sv.evaluate_lots(tender(lots=lots), bids, toms, POUNDS)
    assert codes(whole.warnings) == ["SV625"]
    assert "£900,000.00" in whole.warnings[0].message
    assert codes(sv.evaluate(tender(lots=lots), bids, toms, POUNDS).warnings) == ["SV625"]
    assert codes(whole["north"].warnings) == []
    fits = tender(lots=lots, contract_value=900_000)
    assert codes(sv.evaluate_lots(fits, bids, toms, POUNDS).warnings) == []
    gross = [attrs.evolve(each, contract_value=sv.ContractValue(each.contract_value.initial,
                                                                vat="included"))
             for each in lots]  # fmt: skip
    unlike = tender(lots=gross, contract_value=sv.ContractValue(750_000, vat="excluded"))
    assert codes(sv.evaluate_lots(unlike, bids, toms, POUNDS).warnings) == []


def test_a_bid_without_commitments_is_asked_about(toms: sv.Framework) -> None:
    """A bid whose table was left out of the file must not lose in silence."""
    bids = [bid("Acme", toms.commit("NT28", sv.gbp(100))), bid("Brook"), bid("Cedar")]
    (found,) = sv.evaluate(tender(), bids, toms, POUNDS).warnings
    assert found.code == "SV624"
    assert "2 bids (Brook, Cedar) offer no commitments" in found.message
    marked = [bid(name, marks={"statement": 3}) for name in ("Acme", "Brook")]
    assert sv.evaluate(tender(), marked, toms, WORDS).warnings == ()


# --- each warning once ----------------------------------------------------------------------


def test_a_warning_is_told_once_with_its_bidders(toms: sv.Framework) -> None:
    """Four times the same sentence trains people not to read the fifth."""
    from socialvalue.assess.words.told import told_of

    lines = [toms.commit("NT28", sv.gbp(100)), toms.commit("NT15", sv.expert_hours(1))]
    bids = [bid(name, *lines) for name in ("Acme", "Brook")]
    result = sv.evaluate(tender(published=None), bids, toms, POUNDS)
    told = told_of(result)
    assert len({each.problem.message for each in told}) == len(told)
    by_code = {each.problem.code: each for each in told}
    assert by_code["SV606"].bidders == ()
    assert by_code["SV601"].bidders == ("Acme", "Brook")


def test_weak_figures_are_told_once_with_each_share(toms: sv.Framework) -> None:
    """Every sound bid was "one source only"; what matters is how much of which bid is."""
    from socialvalue.assess.words.told import told_of

    weak, known = toms.commit("NT10", sv.weeks(10)), toms.commit("NT29", sv.hours(1))
    bids = [bid("Acme", weak), bid("Brook", weak, known), bid("Cedar", known)]
    result = sv.evaluate(tender(), bids, toms, POUNDS)
    (told,) = (each for each in told_of(result) if each.problem.code == "SV604")
    assert told.bidders == ()
    assert "100% (Acme)" in told.problem.message
    assert "(Cedar)" not in told.problem.message
    part = Fraction(sv.value(tender(), bids[0], toms).total) / Fraction(result["Brook"].total)
    assert f"{float(part * 100):.1f}% (Brook)" in told.problem.message
    sound = sv.evaluate(tender(), [bid("Cedar", known)], toms, POUNDS)
    assert told_of(sound) == ()


# --- names that may be one bidder's ---------------------------------------------------------


def test_names_that_punctuation_alone_tells_apart_are_asked_about(toms: sv.Framework) -> None:
    """One firm that is typed in two ways must not be scored as two without a word (C09)."""
    offer = toms.commit("NT29", sv.hours(10))
    names = ["Acme Ltd", "Acme Ltd.", "Brook-Hill", "Brook Hill", "Acme Ltd 2"]
    result = sv.evaluate(tender(), [bid(name, offer) for name in names], toms, POUNDS)
    found = [each for each in result.warnings if each.code == "SV627"]
    assert [each.message for each in found] == [
        "'Acme Ltd' and 'Acme Ltd.' differ in their punctuation alone",
        "'Brook Hill' and 'Brook-Hill' differ in their punctuation alone",
    ]
    assert len(result.ranking) == 5
    others = sv.evaluate(tender(), [bid("Acme", offer), bid("Acme 2", offer)], toms, POUNDS)
    assert "SV627" not in codes(others.warnings)
