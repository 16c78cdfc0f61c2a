"""A tender is begun from what was published of it, and never from a guess."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.notices.made import release

import socialvalue as sv
from socialvalue.errors import InputError

ACT = {"scheme": "UKPGA", "id": "2023/54"}


def criterion(name: str, kind: str, weight: Any) -> dict[str, Any]:
    """An award criterion with its weight."""
    return {
        "name": name,
        "type": kind,
        "numbers": [{"number": weight, "weight": "percentageExact"}],
    }


def lot(**others: Any) -> dict[str, Any]:
    """A lot of three years with three criteria."""
    whole = {
        "id": "1",
        "contractPeriod": {"startDate": "2027-01-01T00:00:00Z", "endDate": "2029-12-31T23:59:59Z"},
        "awardCriteria": {"criteria": [
            criterion("Price", "price", 45), criterion("Quality", "quality", 45),
            criterion("Social value", "quality", 10),
        ]},
    }  # fmt: skip
    return {key: each for key, each in {**whole, **others}.items() if each is not None}


SEVEN_WEEKS = {"startDate": "2027-01-01", "endDate": "2027-02-20"}


def seed(**others: Any) -> Any:
    """What is begun from a notice of a tender of £900,000 in Wales."""
    whole = {
        "id": "roads", "title": "Highways  maintenance", "legalBasis": ACT,
        "mainProcurementCategory": "works", "aboveThreshold": True,
        "value": {"amount": 900_000, "amountGross": 1_080_000, "currency": "GBP"},
        "items": [{"id": "1", "deliveryAddresses": [{"region": "UKL"}]}], "lots": [lot()],
    }  # fmt: skip
    tender = {key: each for key, each in {**whole, **others}.items() if each is not None}
    made = release("UK4", date="2026-09-01T09:00:00+01:00", tender=tender)
    document = {"id": "1", "documentType": "tenderNotice", "noticeType": "UK4"}
    made["tender"]["documents"] = [document]
    return sv.notices.tender_from(sv.notices.read(made)[0])


def test_what_was_published_is_taken_and_what_was_not_is_listed() -> None:
    """An officer must see at a glance what still has to be filled in."""
    found = seed()
    tender = found.tender
    assert (tender.title, str(tender.published)) == ("Highways maintenance", "2026-09-01")
    assert (tender.contract_value.initial, tender.contract_value.vat) == (
        Decimal(900_000),
        "excluded",
    )
    assert (tender.years, tender.place, tender.category) == (Decimal(3), "W92000004", "works")
    assert (tender.regime, tender.authority) == ("pa2023", "Norchester County Council")
    assert (found.weight(social=True), found.weight(social=False)) == (Decimal(10), Decimal(45))
    assert found.absent == ()
    assert found.unread == ("tender/documents",)
    assert tender.target is None
    assert tender.scheme is None


@pytest.mark.parametrize(("change", "words"), [
    ({"value": {"amountGross": 5, "currency": "GBP"}}, "the value without VAT"),
    ({"lots": [lot(hasRenewal=True)]}, "the value of the initial term"),
    ({"lots": [lot(hasOptions=True)]}, "the value of the initial term"),
    ({"lots": [lot(contractPeriod=None)]}, "the term"),
    ({"lots": [lot(contractPeriod=SEVEN_WEEKS)]}, "quarters"),
    ({"lots": [lot(awardCriteria=None)]}, "the award criteria of lot 1"),
    ({"lots": None}, "the award criteria"),
    ({"items": None}, "the place"),
    ({"items": [{"deliveryAddresses": [{"region": "UKD42"}]}]}, "UKD42 is published"),
    ({"items": [{"deliveryAddresses": [{"region": "UKC"}, {"region": "UKD"}]}]}, "UKC and UKD"),
])  # fmt: skip
def test_nothing_is_guessed(change: dict[str, Any], words: str) -> None:
    """A term of a guess, or a place that is only near, would decide what counts."""
    found = seed(**change)
    assert any(words in each for each in found.absent), found.absent
    assert words in str(found) or words in found.tender.note


@pytest.mark.parametrize("change", [
    {"value": None}, {"value": {"amount": 7, "currency": "EUR"}}, {"title": None},
    {"value": {"amount": 0, "currency": "GBP"}}, {"value": {"amount": -1, "currency": "GBP"}},
])  # fmt: skip
def test_without_a_title_or_a_value_there_is_no_tender(change: dict[str, Any]) -> None:
    """A tender of no value has no £ per £1."""
    found = seed(**change)
    assert found.tender is None
    assert found.absent
    assert found.criteria


@pytest.mark.parametrize(("start", "end", "years"), [
    ("2027-01-01", "2029-12-31", "3"), ("2026-10-15", "2027-10-14", "1"),
    ("2027-01-01", "2027-03-31", "0.25"), ("2026-11-30", "2027-02-28", None),
    ("2027-03-01", "2028-02-29", "1"), ("2027-01-01", "2026-12-31", None),
    ("2027-01-01", "2027-04-30", None),
])  # fmt: skip
def test_a_term_is_exact_by_quarters_or_is_not_taken(
    start: str, end: str, years: str | None
) -> None:
    """A third of a year has no last decimal, and years decide what counts."""
    found = seed(lots=[lot(contractPeriod={"startDate": start, "endDate": end})])
    assert found.years == (None if years is None else Decimal(years))
    assert (years is None) == any("term" in each for each in found.absent)


@pytest.mark.parametrize(("region", "code"), [
    ("UKH", "E12000006"), ("East of England", "E12000006"), ("wales", "W92000004"),
    ("UKM", "S92000003"), ("UKN06", None), ("UK", None), ("Europe", None),
])  # fmt: skip
def test_a_region_is_one_place_by_its_code_or_its_name(region: str, code: str | None) -> None:
    """A district of a region is not the region."""
    found = seed(items=[{"deliveryAddresses": [{"region": region}]}] * 2)
    assert found.place == code
    assert (
        code is None
        or sv.load("national-toms", edition="2022").unit_value("NT1", on="2022-07-01", place=code)
        is None
    )


def test_lots_keep_their_values_and_weights_that_differ_are_no_one_weight() -> None:
    """One lot's weight must not be printed for another."""
    value = {"amount": 400_000, "currency": "GBP"}
    other = {
        "criteria": [criterion("Price", "price", 80), criterion("Social value", "quality", 20)]
    }
    found = seed(lots=[lot(value=value), lot(id="2", awardCriteria=other)])
    assert [each.name for each in found.tender.lots] == ["1", "2"]
    assert found.tender.lots[0].contract_value.initial == 400_000
    assert found.weight(social=True) is None
    assert [each.lot for each in found.criteria] == ["1", "1", "1", "2", "2"]


RANKED = [{"number": 5, "weight": "orderOfImportance"}]


@pytest.mark.parametrize(("given", "weight"), [
    ({"type": "quality", "name": "Social value", "description": "70"}, 70),
    ({"type": "quality", "name": "Social value", "description": "Seventy"}, None),
    ({"type": "quality", "name": "Social value", "numbers": RANKED}, None),
    ({"type": "quality", "name": "Quality and social value", "description": "70"}, None),
])  # fmt: skip
def test_a_weight_is_a_number_and_its_criterion_is_named(
    given: dict[str, Any], weight: int | None
) -> None:
    """'Quality and social value 70' does not say how much of it is social value."""
    found = seed(lots=[lot(awardCriteria={"criteria": [given]})])
    assert found.weight(social=True) == weight
    assert found.criteria[0].name == given["name"]


NO_KEY = "a tender file has no key for it"


@pytest.mark.parametrize(("special", "above", "regime", "listed"), [
    (["lightTouch"], True, "light_touch", ""), ([], True, "pa2023", ""),
    (["lightTouch"], False, "below_threshold", "the special regime lightTouch: regime says"),
    (["utilities"], True, "pa2023", f"the special regime utilities: {NO_KEY}"),
    (["defenceSecurity"], True, "pa2023", f"the special regime defenceSecurity: {NO_KEY}"),
    (["concession"], True, "pa2023", f"the special regime concession: {NO_KEY}"),
    (["lightTouch", "utilities"], True, "light_touch", f"the special regime utilities: {NO_KEY}"),
])  # fmt: skip
def test_the_rules_are_those_that_the_notice_says(
    special: list[str], above: bool, regime: str, listed: str
) -> None:
    """A care contract has other days than a road, and what has no key must not be lost."""
    found = seed(specialRegime=special, aboveThreshold=above)
    assert found.tender.regime == regime
    assert found.said["regime"] == regime
    assert [each[: len(listed)] for each in found.absent] == ([listed] if listed else [])


def test_of_the_rules_of_some_lots_none_is_taken_for_the_whole() -> None:
    """Two lots, of which one is light touch: whoever bids for the other has its standstill."""
    light = {"specialRegime": ["lightTouch"]}
    both = seed(lots=[lot(**light), lot(id="2", **light)])
    assert (both.tender.regime, both.absent) == ("light_touch", ())
    one = seed(lots=[lot(), lot(id="2", **light)])
    assert not one.tender.regime
    assert "regime" not in one.said
    (told,) = one.absent
    assert told == "one regime: the special regime lightTouch of lot 2 is not that of every lot"


@pytest.mark.parametrize(("law", "words"), [
    ({"scheme": "CELEX", "id": "32014L0024"}, "CELEX 32014L0024"), (None, "none"),
])  # fmt: skip
def test_rules_that_the_notice_does_not_name_are_asked_for(law: Any, words: str) -> None:
    """A call-off under the earlier regulations must not be taken for one under the Act."""
    found = seed(legalBasis=law, specialRegime=["lightTouch"])
    assert not found.tender.regime
    assert found.absent == (
        f"the rules that it is under: as legal basis {words} is published, so add regime",
        f"the special regime lightTouch: {NO_KEY}",
    )


@pytest.mark.parametrize(("change", "words"), [
    ({"mainProcurementCategory": None}, "the category: none is published"),
    ({"mainProcurementCategory": "other"}, "the category: other is published"),
    ({"aboveThreshold": None}, "whether it is above the threshold"),
    ({"aboveThreshold": "yes"}, "whether it is above the threshold"),
])  # fmt: skip
def test_a_key_that_was_not_published_is_listed(change: dict[str, Any], words: str) -> None:
    """An officer who is not told that the kind is missing does not look for it."""
    found = seed(**change)
    assert found.absent == (words,)
    assert found.said["authority"] == "Norchester County Council"


def test_a_notice_of_no_tender_is_refused() -> None:
    """A payments notice begins no tender."""
    notice = sv.notices.read({"ocid": "o", "id": "1"})[0]
    with pytest.raises(InputError, match="SV1240"):
        sv.notices.tender_from(notice)


def test_tenders_begin_from_the_real_notices(root: Path) -> None:
    """Of 44 notices with social value among their criteria each begins a tender."""
    path = root.parent / "shared" / "data" / "fts-uk4-social-value-criteria-2026-08.jsonl"
    if not path.is_file():
        pytest.skip("the real releases do not stand beside this checkout")
    found = [sv.notices.tender_from(each) for each in sv.notices.read(path)]
    assert len(found) == 44
    assert all(each.tender for each in found)
    assert sum(each.place is not None for each in found) == 3
