"""Key performance indicators: who must set them, what is proposed, and who confirms it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.contracts import Kpi, RatingBands, kpis
from socialvalue.contracts.entered import RATINGS
from socialvalue.contracts.performance import duty_of
from socialvalue.model.tender import ContractValue

PEOPLE = Kpi(id="4", title="Local people in work", lines=["1"], every=3)
DEFECTS = Kpi(id="1", title="Defects made safe", target="98% within 24 hours")
BOUNDS: dict[str, Any] = {
    "good": "0.95", "approaching_target": "0.91", "requires_improvement": "0.86",
}  # fmt: skip
QUARTER = ("2022-09-01", "2022-11-30")
BANDS = RatingBands(**BOUNDS, basis="units")


@pytest.fixture
def indicated(register: Any) -> Any:
    """A record whose contract has two indicators."""
    register.set_kpis("ECC-0412", [PEOPLE, DEFECTS], bands=BANDS, by="procurement",
                      on="2022-08-20")  # fmt: skip
    return register


@pytest.fixture
def rate(indicated: Any) -> Callable[..., Any]:
    """Rates the people of the first quarter, at the end of the year, as is proposed."""

    def confirm(kpi: str = "4", **details: Any) -> Any:
        usual: dict[str, Any] = {
            "period": QUARTER, "confirmed_by": "A. Head", "by": "contract manager",
            "on": "2022-12-31",
        }  # fmt: skip
        return indicated.rate("ECC-0412", kpi, **{**usual, **details})

    return confirm


def codes_of(call: Callable[[], Any]) -> list[str]:
    """The codes of what is refused."""
    with pytest.raises((sv.InputError, sv.NotFoundError)) as caught:
        call()
    return [each.code for each in caught.value.problems]


# --- what the Act asks --------------------------------------------------------------------

PENNY_MORE = Decimal("5000000.01")


@pytest.mark.parametrize(
    ("details", "codes"),
    [
        ({"value": ContractValue(PENNY_MORE, vat="included")}, ["SV1043"]),
        ({"value": ContractValue(5_000_000, vat="included")}, []),
        ({"value": ContractValue(PENNY_MORE)}, ["SV1043"]),
        ({"value": ContractValue("4166666.67")}, ["SV1044"]),
        ({"value": ContractValue("4166666.66")}, []),
        ({"value": ContractValue(1_000_000, with_extensions=6_000_000)}, ["SV1043"]),
        ({"value": ContractValue(1_000_000, maximum=6_000_000)}, ["SV1043"]),
        ({"value": ContractValue(12_000_000), "regime": "light_touch"}, []),
        ({"value": ContractValue(12_000_000), "regime": "below_threshold"}, []),
        ({"value": ContractValue(12_000_000), "regime": "pcr2015"}, []),
        ({"value": ContractValue(12_000_000), "regime": "scotland"}, []),
        ({"value": ContractValue(12_000_000), "kind": "framework"}, []),
        ({"value": ContractValue(12_000_000), "kind": "concession"}, []),
        ({"value": ContractValue(12_000_000), "kind": "call_off"}, ["SV1043"]),
        ({"value": ContractValue(12_000_000), "regime": "wales"}, ["SV1043"]),
    ],
)
def test_three_where_the_act_asks_and_silence_where_it_does_not(
    contract: Any, details: Any, codes: list[str]
) -> None:
    """A home care contract that is told of a duty it has not teaches officers to ignore us."""
    import attrs

    held = attrs.evolve(contract, **{"regime": "pa2023", **details})
    assert [each.code for each in duty_of(held, None)] == codes
    three = [attrs.evolve(DEFECTS, id=str(number)) for number in range(3)]
    for kept in (three, three[:2]):
        noun = sv.contracts.KpiSet(kpis=kept)
        assert [each.code for each in duty_of(held, noun)] == (codes if len(kept) < 3 else [])
    reason = sv.contracts.KpiSet(kpis=[], none_because="a single delivery of goods")
    assert list(duty_of(held, reason)) == []


def test_it_is_asked_when_they_are_set_and_when_they_are_read(award: Callable[..., Any]) -> None:
    """Nobody looks for a duty; it is said where the indicators are."""
    import attrs

    held = attrs.evolve(award(), value=ContractValue(6_000_000), regime="pa2023")
    register = sv.contracts.open_register()
    register.add(held, by="procurement", on="2022-08-20")
    assert [each.code for each in kpis(register, "ECC-0412", on="2022-09-01").questions] == [
        "SV1043"
    ]
    entry = register.set_kpis("ECC-0412", [PEOPLE], by="procurement", on="2022-08-20")
    assert "has 1 indicator" in entry.questions[0].message
    assert "1 indicator" in str(kpis(register, "ECC-0412", on="2022-09-01"))


# --- bands --------------------------------------------------------------------------------


@given(st.fractions(0, 1), st.lists(st.decimals("0.01", 1, places=2), min_size=3, max_size=3,
                                    unique=True))  # fmt: skip
def test_every_share_has_one_rating(share: Fraction, bounds: list[Decimal]) -> None:
    """A published table of bands had gaps: who delivered 94% had no rating at all."""
    good, approaching, improve = sorted(bounds, reverse=True)
    bands = RatingBands(good=good, approaching_target=approaching, requires_improvement=improve,
                        basis="units")  # fmt: skip
    found = bands.rating(share)
    assert found in RATINGS
    assert found != "other"
    assert (found == "good") == (share >= Fraction(good))
    assert (found == "inadequate") == (share < Fraction(improve))
    more = bands.rating(min(share + Fraction(1, 1000), Fraction(1)))
    assert list(RATINGS).index(more) <= list(RATINGS).index(found)


@pytest.mark.parametrize(
    "bounds",
    [
        {"approaching_target": "0.95"},
        {"requires_improvement": "0.92"},
        {"requires_improvement": "0"},
        {"good": "0.5"},
    ],
)
def test_bands_that_do_not_fall_are_refused(bounds: Any) -> None:
    """Two ratings for one share, or none, would be settled by whoever writes the report."""
    assert codes_of(lambda: RatingBands(**{**BOUNDS, **bounds}, basis="units")) == ["SV1041"]
    assert codes_of(lambda: RatingBands(**BOUNDS, basis="feeling")) == ["SV312"]
    assert codes_of(lambda: RatingBands(**{**BOUNDS, "good": "95"}, basis="units")) == ["SV310"]


# --- what is proposed ---------------------------------------------------------------------


def test_a_quarter_is_judged_by_what_was_verified_of_it_later(
    indicated: Any, report: Callable[..., Any]
) -> None:
    """A return comes after its quarter, and its decision after that; a later one is no help."""
    given_ = report()
    indicated.approve(given_, by="contract manager", on="2022-12-20", quantity=2, reason="one left")
    report(period=("2022-12-01", "2022-12-31"), quantity=3, on="2022-12-31")
    found = kpis(indicated, "ECC-0412", on="2022-12-31", through="2022-11-30")["4"].proposal
    assert found.share == 1
    assert (found.rating, found.waiting) == ("good", ())
    assert "100% of what is due by 30 November 2022" in found.why
    later = kpis(indicated, "ECC-0412", on="2022-12-31")["4"].proposal
    assert (later.rating, later.waiting) == ("", (5,))


def test_nothing_is_proposed_while_a_return_waits(
    indicated: Any, report: Callable[..., Any], rate: Callable[..., Any]
) -> None:
    """The council's backlog would be published as the supplier's failure."""
    given_ = report()
    found = kpis(indicated, "ECC-0412", on="2022-12-31")["4"]
    assert (found.proposal.rating, found.proposal.share, found.proposed) == ("", None, "nothing")
    assert "1 return waits for us, since 10 December 2022" in found.proposal.why
    for rating in (None, "inadequate"):
        assert codes_of(lambda word=rating: rate(rating=word, reason="x")) == ["SV1047"]
    indicated.approve(given_, by="contract manager", on="2022-12-20")
    assert rate().noun.rating == "good"


@pytest.mark.parametrize(
    ("verified", "rating"),
    [("2.00", "good"), ("1.89", "approaching_target"), ("1.80", "requires_improvement"),
     ("1.00", "inadequate")],
)  # fmt: skip
def test_what_is_proposed_goes_by_the_bands(
    indicated: Any, report: Callable[..., Any], verified: str, rating: str
) -> None:
    """24 FTE-years evenly over 1,096 days: 1.99 of them are due by 30 November 2022."""
    indicated.approve(report(quantity=verified), by="contract manager", on="2022-12-20")
    found = kpis(indicated, "ECC-0412", on="2022-12-31", through="2022-11-30")["4"]
    due = 24 * Fraction(91, 1096)
    assert found.proposal.share == min(Fraction(verified) / due, 1)
    assert found.proposal.rating == rating


def test_pounds_and_commitments_are_sums_over_sums(
    register: Any, report: Callable[..., Any]
) -> None:
    """By pounds many cheap commitments can't hide a dear one; nothing counts over what is due."""
    both = Kpi(id="9", title="Both", lines=["1", "3"])
    register.approve(report(quantity=9), by="contract manager", on="2022-12-20")
    for basis, share in (("commitments", Fraction(1, 2)), ("pounds", None)):
        register.set_kpis("ECC-0412", [both], by="procurement", on="2022-12-01",
                          bands=RatingBands(**BOUNDS, basis=basis))  # fmt: skip
        found = kpis(register, "ECC-0412", on="2022-12-31")["9"].proposal.share
        held = sv.contracts.progress(register, "ECC-0412", on="2022-12-31")
        due = [held[line].expected_pence for line in "13"]
        assert found == (share or Fraction(due[0], sum(due)))
    usual = {"by": "procurement", "on": "2022-12-01", "bands": BANDS}
    assert codes_of(lambda: register.set_kpis("ECC-0412", [both], **usual)) == ["SV1046"]


def test_without_bands_or_commitments_nothing_is_proposed(register: Any) -> None:
    """No default bands: which share is good is the council's to say, before the contract."""
    register.set_kpis("ECC-0412", [PEOPLE, DEFECTS], by="procurement", on="2022-08-20")
    found = kpis(register, "ECC-0412", on="2022-12-31")
    assert [each.proposal.rating for each in found.kpis] == ["", ""]
    assert "nobody has set from which share" in found["4"].proposal.why
    assert "a person rates it" in found["1"].proposal.why


def test_before_anything_is_due_nothing_is_proposed(indicated: Any) -> None:
    """On the day before the contract a supplier would be inadequate."""
    found = kpis(indicated, "ECC-0412", on="2022-08-31")["4"].proposal
    assert (found.rating, found.share) == ("", None)
    assert kpis(indicated, "ECC-0412", on="2022-09-01")["4"].proposal.rating == "inadequate"


# --- who confirms it ----------------------------------------------------------------------


def test_a_person_confirms_and_another_rating_needs_a_reason(
    indicated: Any, rate: Callable[..., Any], report: Callable[..., Any]
) -> None:
    """A machine rates nobody; whoever departs from the figures says why."""
    indicated.approve(report(), by="contract manager", on="2022-12-20")
    assert codes_of(lambda: rate(confirmed_by=" ")) == ["SV1042"]
    assert codes_of(lambda: rate(by="supplier", rating="inadequate", confirmed_by="")) == [
        "SV958", "SV956", "SV1042",
    ]  # fmt: skip
    entry = rate(rating="Requires improvement", reason="two gangs came late", shown_on="2022-12-22",
                 comment="The weather.")  # fmt: skip
    found = kpis(indicated, "ECC-0412", on="2022-12-31")["4"]
    assert (found.rating.rating, found.rating.proposed, found.entry) == (
        "requires_improvement", "good", entry.seq,
    )  # fmt: skip
    text = str(kpis(indicated, "ECC-0412", on="2022-12-31"))
    assert "shown to supplier on 22 December 2022, who says: The weather." in text
    assert "Requires improvement for 1 September 2022 to 30 November 2022" in text
    assert kpis(indicated, "ECC-0412", on="2022-12-30")["4"].rating is None


def test_the_last_rating_of_a_period_stands_and_one_can_be_undone(
    indicated: Any, rate: Callable[..., Any], report: Callable[..., Any]
) -> None:
    """A slip is undone by an entry, and both stay."""
    indicated.approve(report(), by="contract manager", on="2022-12-20")
    first, again = rate(), rate(rating="other", reason="the site was closed")
    found = kpis(indicated, "ECC-0412", on="2022-12-31")
    assert found["4"].rating.words == "Other"
    indicated.correct(again, reason="wrong indicator", by="contract manager")
    assert kpis(indicated, "ECC-0412", on="2022-12-31")["4"].entry == first.seq


def test_names_can_be_erased_and_the_rating_stays(
    indicated: Any, rate: Callable[..., Any], report: Callable[..., Any]
) -> None:
    """Who confirmed a rating is a person, who may leave; what was decided is the council's."""
    indicated.approve(report(), by="contract manager", on="2022-12-20")
    entry = rate(comment="Ann was ill")
    indicated.erase(entry, why="left", by="data protection officer")
    found = kpis(indicated, "ECC-0412", on="2022-12-31")["4"]
    assert (found.rating.rating, found.rating.comment) == ("good", "")
    assert "A. Head" not in str(kpis(indicated, "ECC-0412", on="2022-12-31"))
    assert indicated.verify() == ()


@pytest.mark.parametrize(
    ("details", "codes"),
    [
        ({"period": ("2022-08-01", "2022-11-30")}, ["SV954"]),
        ({"period": ("2022-09-01", "2025-12-31")}, ["SV954", "SV954"]),
        ({"period": ("2022-11-30", "2022-09-01")}, ["SV954"]),
        ({"on": "2022-11-29"}, ["SV954"]),
        ({"rating": "excellent"}, ["SV312"]),
        ({"kpi": "7"}, ["SV1045"]),
        ({"kpi": "1"}, ["SV1048"]),
        ({"by": "the boss"}, ["SV959"]),
    ],
)
def test_a_rating_out_of_place_is_refused(
    rate: Callable[..., Any], details: Any, codes: list[str]
) -> None:
    """A rating of a quarter that is not over would be a forecast."""
    assert codes_of(lambda: rate(**details)) == codes
    assert rate().noun.rating == "inadequate"


@pytest.mark.parametrize(
    ("details", "codes"),
    [
        ({"lines": [], "target": ""}, ["SV958"]),
        ({"target": "both"}, ["SV958"]),
        ({"every": 13}, ["SV316"]),
        ({"every": "3"}, ["SV316"]),
        ({"every": True}, ["SV316"]),
        ({"measured_by": ["hearsay"]}, ["SV312"]),
        ({"title": ""}, ["SV313"]),
    ],
)
def test_an_indicator_that_cannot_be_measured_is_refused(details: Any, codes: list[str]) -> None:
    """Of 360 published indicators 243 held no number (after-award.md §0)."""
    usual: dict[str, Any] = {"id": "4", "title": "People", "lines": ["1"]}
    assert codes_of(lambda: Kpi(**{**usual, **details})) == codes


def test_its_wording_has_number_unit_day_evidence_and_frequency(indicated: Any) -> None:
    """A form gives the target no field of its own: what is not in the words is nowhere."""
    payroll = Kpi(
        id="4", title="Local people", lines=["1"], every=3, measured_by=["payroll_extract"]
    )
    indicated.set_kpis("ECC-0412", [payroll], by="procurement", on="2022-09-01")
    indicated.change("ECC-0412", reason="variation", ground="review_clause", instrument="Deed 1",
                     lines={"1": "+4"}, by="contract manager", on="2023-04-01")  # fmt: skip
    for day, target in (("2022-12-31", "24 FTE-years"), ("2023-04-01", "28 FTE-years")):
        words = kpis(indicated, "ECC-0412", on=day)["4"].wording
        assert words.startswith(f"Target: {target} by 31 August 2025 (cumulative)")
        assert "payroll extract" in words
        assert words.endswith("Reported every 3 months.")


def test_indicators_are_set_of_what_binds_once_each(register: Any) -> None:
    """A rating of what nobody owes, or of one of two with the same id, is open to dispute."""

    def set_(kept: list[Kpi]) -> Any:
        return register.set_kpis("ECC-0412", kept, by="procurement", on="2022-08-20")

    assert codes_of(lambda: set_([Kpi(id="4", title="x", lines=["99"])])) == ["SV951"]
    assert codes_of(lambda: set_([PEOPLE, PEOPLE])) == ["SV222"]
    assert codes_of(lambda: register.set_kpis("C9", [PEOPLE], by="procurement",
                                              on="2022-08-20")) == ["SV950"]  # fmt: skip
    entry = set_([PEOPLE, DEFECTS])
    assert sv.from_json(sv.to_json(entry.noun)) == entry.noun
    assert "2 of" not in repr(entry)
    assert "4 Local people in work and 1 Defects made safe" in repr(entry)
