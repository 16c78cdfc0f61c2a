"""What a present value refuses, what it asks about, and that all of it is told at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.registry.discovery import measures_root

if TYPE_CHECKING:
    from tests.appraisal.conftest import Worth

HEALTH = sv.appraisal.GREEN_BOOK_HEALTH


def refused(worth: Worth, **terms: Any) -> list[str]:
    """The codes of what is wrong."""
    with pytest.raises(sv.InputError) as error:
        worth(**terms)
    return [each.code for each in error.value.problems]


@pytest.mark.parametrize(
    ("terms", "codes"),
    [
        ({"rate": "0.035"}, ["SV780"]),
        ({"rate": "0.035", "first_year": "mid-year"}, ["SV312"]),
        ({"rate": HEALTH}, ["SV781"]),
        ({"rate": HEALTH, "health": "NT10"}, ["SV781"]),
        ({"health": "NT18", "kinds": ["social", "local_economic"]}, ["SV781"]),
        ({"inputs": 0}, ["SV784"]),
        ({"inputs": {1: 0, 2: "0.00"}}, ["SV784"]),
        ({"inputs": "-5"}, ["SV301"]),
        ({"inputs": 0.5}, ["SV305"]),
        ({"inputs": {"1": 5}}, ["SV785"]),
        ({"duration": {"NT10": 400}}, ["SV785"]),
        ({"duration": {"NT10": "3"}}, ["SV785"]),
        ({"duration": {"NT10": 0}}, ["SV307"]),
        ({"profile": {"NT10": ["0.5", "0.4"]}}, ["SV787"]),
        ({"profile": {"NT10": "0.5"}}, ["SV316"]),
        ({"drop_off": {"NT10": "1.5"}}, ["SV310"]),
        ({"drop_off": {"NT999": "0.5"}}, ["SV209"]),
        ({"drop_off": "0.5"}, ["SV316"]),
        ({"kinds": []}, ["SV316"]),
        ({"kinds": "economic"}, ["SV312"]),
        ({"prices": "2031"}, ["SV323"]),
        ({"prices": "2024", "price_years": {"NT10": "2021/22"}}, ["SV323"]),
        ({"rate": "3.5", "first_year": "discounted"}, ["SV786"]),
    ],
)  # fmt: skip
def test_what_cannot_mean_anything_is_refused(worth: Worth, terms: Any, codes: list[str]) -> None:
    """A figure for a business case that rests on a slip is worse than none."""
    assert refused(worth, **terms) == codes


def test_all_is_told_at_once(worth: Worth) -> None:
    """Who mends one argument does not meet the next."""
    found = refused(
        worth, rate="3.5", kinds="x", inputs=0, duration={"NT10": 0}, drop_off={"NT9": 2, "NT8": 1}
    )
    assert found == ["SV786", "SV312", "SV307", "SV310", "SV209", "SV784"]


def test_a_code_and_its_own_name_are_one_measure() -> None:
    """Essex calls NT10 ECC10: two drop-offs of one measure are a slip."""
    tender, bids = sv.read_tender(Path(__file__).parents[2] / "docs/examples/highways/tender.yaml")
    essex = sv.load(tender.framework)
    given = {"rate": sv.appraisal.GREEN_BOOK, "duration": {"ECC10": 2}}
    assert sv.present_value(tender, bids[0], essex, **given).benefits[0].lasts == 2
    with pytest.raises(sv.InputError) as error:
        sv.present_value(tender, bids[0], essex, drop_off={"ECC10": 0, "NT10": 1}, **given)
    assert [each.code for each in error.value.problems] == ["SV222"]


@pytest.mark.parametrize("what", [{"drop_off": {"NT10": "0.1"}}, {"duration": {"NT10": 2}}])
def test_a_value_with_a_horizon_has_no_more_years(worth: Worth, toms: Any, what: Any) -> None:
    """A lifetime's earnings, taken for three years, would be counted three times."""
    measure = toms["NT10"]
    proxy = attrs.evolve(measure.proxy, horizon="a working life")
    held = {**toms.measures, "NT10": attrs.evolve(measure, proxy=proxy)}
    whole = attrs.evolve(toms, measures=sv.model.frozen.FrozenMap(held))
    assert refused(worth, framework=whole, **what) == ["SV782"]
    assert worth(framework=whole).total == worth().total


def test_a_file_says_the_horizon_of_a_value(tmp_path: Path) -> None:
    """Who writes a set says what its figures cover, and nobody adds to it."""
    root = measures_root() / "frameworks/uk-open/2026.1"
    for each in root.glob("*.yaml"):
        text = each.read_text(encoding="utf-8")
        text = text.replace("    proxy:\n", "    proxy:\n      horizon: a lifetime\n", 1)
        (tmp_path / each.name).write_text(text, encoding="utf-8")
    horizons = [each.proxy.horizon for each in sv.load(tmp_path) if each.proxy]
    assert horizons[0] == "a lifetime"
    assert {*horizons[1:]} == {""}


def test_what_is_taken_off_in_the_bid_is_not_taken_off_again(worth: Worth, toms: Any) -> None:
    """A tenth that would have happened anyway is one tenth, not nineteen hundredths."""
    bid = sv.Bid("Acme", commitments=[toms.commit("NT28", sv.gbp(100), deadweight="0.1")])
    assert refused(worth, bid=bid, deadweight={"NT28": "0.1"}) == ["SV783"]
    kept = worth(bid=bid, rate=0, first_year="discounted", leakage={"NT28": "0.5"})
    assert kept.total == 45


def test_a_value_is_never_moved_twice() -> None:
    """A set whose values stand in the prices of 2024 by our own doing is not moved to 2023."""
    uk = sv.load("uk-open", uprate_to="2024")
    tender = sv.Tender("Parks", contract_value=1, published="2026-04-01")
    bid = sv.Bid("Acme", commitments=[])
    with pytest.raises(sv.InputError) as error:
        sv.present_value(tender, bid, uk, rate=sv.appraisal.GREEN_BOOK, prices="2023")
    assert [each.code for each in error.value.problems] == ["SV324"]
    same = sv.present_value(tender, bid, uk, rate=sv.appraisal.GREEN_BOOK, prices="2024")
    assert same.total == 0


def test_prices_that_a_set_states_are_not_said_otherwise() -> None:
    """A carbon value in the prices of 2022 is not moved from 2020 because somebody thinks so."""
    uk = sv.load("uk-open", edition="2026.1")
    code = "UK701"
    tender = sv.Tender("Parks", contract_value=1, published="2026-04-01")
    bid = sv.Bid("Acme", commitments=[uk.commit(code, sv.tonnes_co2e(1))])
    given: dict[str, Any] = {"rate": sv.appraisal.GREEN_BOOK, "prices": "2024"}
    with pytest.raises(sv.InputError) as error:
        sv.present_value(tender, bid, uk, price_years={code: "2020"}, **given)
    assert [each.code for each in error.value.problems] == ["SV324"]
    assert sv.present_value(tender, bid, uk, price_years="2020", **given).benefits[0].moved > 1


# --- what is asked about -------------------------------------------------------------------


def test_prices_that_nobody_states_stay_and_are_said(worth: Worth) -> None:
    """A sum of pounds of different years is not called "in the prices of 2024"."""
    found = worth(prices="2024", price_years={"NT10": "2021"})
    (asked,) = found.warnings
    assert (asked.code, "£10,000.00" in asked.message) == ("SV790", True)
    assert "NT28" in asked.message
    assert "save what is said below" in str(found)
    assert worth(prices="2024", price_years="2021").warnings == ()


def test_what_changes_nothing_is_asked_about(worth: Worth) -> None:
    """A drop-off of a measure that nobody offers, or whose effect lasts one year."""
    found = worth(drop_off={"NT9": "0.3", "NT10": "0.3"}, deadweight={"NT18": "0.2"})
    assert [each.code for each in found.warnings] == ["SV788", "SV788", "SV789"]
    assert found.total == worth().total


def test_one_bid_at_a_time(worth: Worth, acme: sv.Bid) -> None:
    """Several bids have no one present value."""
    assert refused(worth, bid=[acme]) == ["SV316"]
