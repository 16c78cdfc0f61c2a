"""The open figures: each one equals a fact that may be shipped, and nothing else is shipped.

The facts lie beside the checkout, in ../shared/facts; where they do not, there is nothing to hold
the figures against, and the tests say so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts"
CONFIDENCE = {"two sources": "two-sources", "one source": "one-source"}
YEARS_OF_CARBON = range(2020, 2051)

pytestmark = pytest.mark.skipif(
    not FACTS.is_dir(),
    reason=f"no folder of facts at {FACTS}, so no figure can be held to its fact",
)

Figure = tuple[Decimal | None, str, str]
"""Value in £, confidence, price year."""
Key = tuple[str, str | None, date]
"""Measure, place, first day."""


# --- the facts -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def government() -> dict[str, Any]:
    """uk-government.json, its numbers as they are written."""
    text = (FACTS / "uk-government.json").read_text(encoding="utf-8")
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


@pytest.fixture(scope="module")
def proxies() -> list[dict[str, Any]]:
    """The rows of open-proxies.json."""
    text = (FACTS / "open-proxies.json").read_text(encoding="utf-8")
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)["rows"]


@pytest.fixture(scope="module")
def row(proxies: list[dict[str, Any]]) -> Callable[..., tuple[Decimal, str]]:
    """The value and confidence of the one row that may be shipped, by name, unit and price year."""

    def found(name: str, unit: str, price_year: str) -> tuple[Decimal, str]:
        wanted = (name, unit, price_year)
        rows = [
            each for each in proxies if (each["name"], each["unit"], each["price_year"]) == wanted
        ]
        (one,) = (each for each in rows if each["ship"])
        return one["value"], CONFIDENCE[one["status"]]

    return found


@pytest.fixture(scope="module")
def regional_pay() -> dict[str, Decimal]:
    """Median pay of 2024 by region, as toms-rules.md lists it."""
    text = (FACTS / "toms-rules.md").read_text(encoding="utf-8")
    line = text.partition("## An open substitute for NT1")[2].partition("2024:")[2]
    pairs = re.findall(r"([A-Z][A-Za-z ]+?) (\d\d,\d{3})", line)
    return {name: Decimal(figure.replace(",", "")) for name, figure in pairs}


# --- uk-open ---------------------------------------------------------------------------------

REGIONS = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
    "W92000004": "Wales",
    "S92000003": "Scotland",
    "N92000002": "Northern Ireland",
}
UNIT_COSTS = {  # measure to the row of GMCA's Unit Cost Database v1.4
    "UK106": "E&E10.0",
    "UK107": "E&E10.1",
    "UK301": "HO3.0",
    "UK302": "HO4.1",
    "UK303": "HO6.0",
    "UK304": "HO1.0",
    "UK305": "HO2.0",
    "UK401": "CR1.0",
    "UK402": "CR4.0",
    "UK403": "CR3.0",
    "UK504": "HE1.0",
    "UK505": "HE2.0",
    "UK506": "HE3.0",
    "UK507": "HE20.2",
    "UK508": "SS1.0",
}
HELD_BACK = {  # present with a null value and the reason
    "UK104": "E&E1.0",
    "UK105": "E&E2.0",
    "UK503": "HE11.0",
}
FACTOR_OF_A_MILE = {  # measure to the factors whose difference it takes
    "UK702": ("average car, unknown fuel", None),
    "UK703": ("van to 3.5 t, average, unknown fuel", None),
    "UK704": ("average car, unknown fuel", "average car, battery electric"),
    "UK705": (
        "van to 3.5 t, average, unknown fuel",
        "van to 3.5 t, average, battery electric",
    ),
}
FACTOR_OF_ENERGY = {  # measure to the factor and the last year for which it is held
    "UK706": ("electricity_kwh_location_based_excl_td", 2026),
    "UK707": ("natural_gas_kwh_gross", 2030),
}
POUNDS_BY_DEFINITION = ("UK108", "UK201", "UK202", "UK602", "UK603")


EDITIONS = ("2026.1", "2026.2", "2026.3")


def shipped(edition: str) -> dict[Key, Figure]:
    """Every figure of an edition of uk-open."""
    return {
        (measure.code, value.place, value.start): (
            value.value,
            value.confidence,
            value.price_year,
        )
        for measure in sv.load("uk-open", edition=edition)
        if measure.proxy is not None
        for value in measure.proxy.values
    }


def pay(row: Any, regional: dict[str, Decimal]) -> Iterator[tuple[Key, Figure]]:
    name = "Median gross annual pay, full-time, UK"
    earlier, newer = row(f"{name} (revised)", "GBP/year", "2024"), row(name, "GBP/year", "2025")
    yield ("UK101", None, date(2024, 4, 1)), (*earlier, "2024")
    yield ("UK101", None, date(2025, 4, 1)), (*newer, "2025")
    confirmed = {"North East", "London", "South East", "Scotland"}
    for place, region in REGIONS.items():
        confidence = "one-source"
        if region in confirmed:
            name = f"Median gross annual pay, full-time, {region}"
            value, confidence = row(name, "GBP/year", "2024 provisional")
            assert value == regional[region]
        yield ("UK101", place, date(2024, 4, 1)), (regional[region], confidence, "2024")


def rates(row: Any, government: dict[str, Any]) -> Iterator[tuple[Key, Figure]]:
    """Benefits, wages and taxes, each from the day its rate began."""
    for code, who in (("UK102", "single 25+"), ("UK103", "single under 25")):
        for year in (2025, 2026):
            label = f"{year}-{year - 1999}"
            figure = row(f"Universal Credit standard allowance, {who}", "GBP/month", label)
            yield (code, None, date(year, 4, 6)), (*figure, label.replace("-", "/"))
    for code, kind in (("UK708", "standard"), ("UK709", "lower")):
        for year in (2025, 2026):
            figure = row(f"Landfill tax, {kind}", "GBP/tonne", f"{year}-04")
            yield (code, None, date(year, 4, 1)), (*figure, f"{year}/{year - 1999}")
    wages = government["wages"]["nmw_nlw"]
    assert "two sources for 2023 adult rates, 2024, NLW 2026" in wages["note"]
    for year in (2024, 2025, 2026):
        value = wages["rows"][f"{year}-04-01"]["nlw_21+"]
        confidence = "one-source" if year == 2025 else "two-sources"
        yield ("UK601", None, date(year, 4, 1)), (value, confidence, f"{year}/{year - 1999}")


def unit_costs(government: dict[str, Any]) -> Iterator[tuple[Key, Figure]]:
    database = government["gmca_ucd"]
    confidence = CONFIDENCE[database["v1_4_provenance"]["confidence"]]
    rows = {each["code"]: each for each in database["v1_4_rows"]}
    for code, name in (UNIT_COSTS | HELD_BACK).items():
        year = rows[name]["price_year"]
        value = rows[name]["gbp"] if code in UNIT_COSTS else None
        marked = confidence if code in UNIT_COSTS else "unknown"
        yield (code, None, date(int(year[:4]), 4, 1)), (value, marked, year)


def wellbeing(row: Any, government: dict[str, Any]) -> Iterator[tuple[Key, Figure]]:
    fact = government["green_book"]["wellby"]
    figure = (fact["central"], CONFIDENCE[fact["confidence"]], str(fact["price_year"]))
    yield ("UK501", None, date(2019, 1, 1)), figure
    lonely = row(
        "Severely lonely person, rounded (DCMS 2020)",
        "GBP/person/year",
        "not stated in what was read",
    )
    yield ("UK502", None, date(2020, 1, 1)), (*lonely, "")


def carbon_value(government: dict[str, Any], year: int, word: str = "central") -> Decimal:
    return government["carbon"]["values_2022_prices"]["by_year"][str(year)][word]


def carbon(government: dict[str, Any]) -> Iterator[tuple[Key, Figure]]:
    block = government["carbon"]["values_2022_prices"]
    confidence, year = CONFIDENCE[block["confidence"]], str(block["price_year"])
    assert [int(each) for each in block["by_year"]] == list(YEARS_OF_CARBON)
    for each in YEARS_OF_CARBON:
        figure = (carbon_value(government, each), confidence, year)
        yield ("UK701", None, date(each, 1, 1)), figure
    yield ("UK701", None, date(2051, 1, 1)), (None, "unknown", "")


def kilograms(row: Any, government: dict[str, Any]) -> dict[str, tuple[Decimal, int]]:
    """Measure to the kilograms a unit, and the last year for which that is held."""

    def factor(name: str | None) -> Decimal:
        return Decimal(0) if name is None else row(name, "kgCO2e/mile", "2025")[0]

    energy = government["carbon"]["emission_factors_2025"]
    assert "two sources for electricity, gas" in energy["note"]
    miles = {
        code: (factor(name) - factor(less), 2030) for code, (name, less) in FACTOR_OF_A_MILE.items()
    }
    return miles | {code: (energy[name], last) for code, (name, last) in FACTOR_OF_ENERGY.items()}


def derived(row: Any, government: dict[str, Any]) -> Iterator[tuple[Key, Figure]]:
    """Kilograms ÷ 1,000 × the carbon value of the year, exactly; then no value."""
    for code, (factor, last) in kilograms(row, government).items():
        for year in range(2025, last + 1):
            value = factor / 1000 * carbon_value(government, year)
            yield (code, None, date(year, 1, 1)), (value, "inferred", "2022")
        yield (code, None, date(last + 1, 1, 1)), (None, "unknown", "")


def by_definition() -> Iterator[tuple[Key, Figure]]:
    for code in POUNDS_BY_DEFINITION:
        yield (code, None, date(2020, 1, 1)), (Decimal(1), "", "")


@pytest.mark.parametrize("edition", EDITIONS)
def test_uk_open_holds_the_facts_and_nothing_else(
    government: dict[str, Any], row: Any, regional_pay: dict[str, Decimal], edition: str
) -> None:
    """A bid would be valued at a figure that nobody published, or at one held back for cause."""
    with localcontext(Context(prec=50)):
        expected = dict(
            [
                *pay(row, regional_pay),
                *rates(row, government),
                *unit_costs(government),
                *wellbeing(row, government),
                *carbon(government),
                *derived(row, government),
                *by_definition(),
            ]
        )
    found = shipped(edition)
    assert found.keys() == expected.keys()
    assert {key: found[key] for key in found if found[key] != expected[key]} == {}


@pytest.mark.parametrize("edition", EDITIONS)
def test_uk_open_ships_nothing_that_is_held_back(
    government: dict[str, Any], proxies: list[dict[str, Any]], edition: str
) -> None:
    """Where two facts speak of one unit cost, or its title leaves its basis open, none counts."""
    held = {
        (each["value"], each["price_year"])
        for each in proxies
        if not each["ship"] and each["source"].startswith("GMCA")
    }
    assert held
    for (code, _, _), (value, _, year) in shipped(edition).items():
        if code in UNIT_COSTS:
            assert (value, year) not in held, code
    titles = {each["code"]: each["what"] for each in government["gmca_ucd"]["v1_4_rows"]}
    assert all("economic" in titles[name] for name in HELD_BACK.values())
    assert not any("economic" in titles[name] for name in UNIT_COSTS.values())


def test_every_carbon_value_has_the_spread_of_its_own_year(
    government: dict[str, Any], row: Any
) -> None:
    """A simulation would draw the value of 2040 from the spread of 2026, too low at both ends."""
    expected = {
        ("UK701", year): tuple(carbon_value(government, year, word) for word in ("low", "high"))
        for year in YEARS_OF_CARBON
    }
    for code, (factor, last) in kilograms(row, government).items():
        for year in range(2025, last + 1):
            low, high = expected["UK701", year]
            expected[code, year] = (factor / 1000 * low, factor / 1000 * high)
    measures = [each for each in sv.load("uk-open", edition="2026.3") if each.proxy is not None]
    found = {
        (each.code, value.start.year): value.uncertainty
        for each in measures
        for value in each.proxy.values
        if value.uncertainty is not None
    }
    assert {key: (each.low, each.high) for key, each in found.items()} == expected
    assert {each.driver for each in found.values()} == {"carbon-value"}
    ends = {each.code: each.proxy.uncertainty for each in measures}
    wellby = government["green_book"]["wellby"]
    points = ends.pop("UK501")
    assert points is not None
    assert (points.low, points.high) == (wellby["low"], wellby["high"])
    assert not any(ends.values())
    assert not any(each.proxy.is_stretched for each in measures)


def test_spreads_are_those_of_the_facts(government: dict[str, Any], row: Any) -> None:
    """A simulation would draw from a spread that nobody published."""
    wellby = government["green_book"]["wellby"]
    low, high = (carbon_value(government, 2026, word) for word in ("low", "high"))
    expected = {"UK501": (wellby["low"], wellby["high"]), "UK701": (low, high)}
    for code, (factor, _) in kilograms(row, government).items():
        expected[code] = (factor / 1000 * low, factor / 1000 * high)
    found = {
        each.code: (each.proxy.uncertainty.low, each.proxy.uncertainty.high)
        for each in sv.load("uk-open", edition="2026.1")
        if each.proxy is not None and each.proxy.uncertainty is not None
    }
    assert found == expected


@pytest.mark.parametrize("edition", EDITIONS)
def test_uk_open_guides_every_choice(edition: str) -> None:
    """A small firm could not tell what counts, nor what goes wrong most often."""
    for each in sv.load("uk-open", edition=edition):
        assert each.definition, each.code
        assert each.example, each.code
        assert each.mistake, each.code
        assert each.evidence, each.code


# --- indices ---------------------------------------------------------------------------------


def series(index: str) -> dict[str, dict[str, Decimal]]:
    """Every figure of an index."""
    return {name: dict(each.values) for name, each in sv.load_index(index).series.items()}


def test_every_index_is_held_to_facts() -> None:
    """A new index would be shipped with figures that no test has seen."""
    known = {"carbon-values", "emission-factors", "gdp-deflator", "green-book", "wage-rates"}
    assert set(sv.indices()) == known


def test_series_say_how_well_they_are_known() -> None:
    """A figure of one source, or of our own working, would pass for a confirmed one."""
    allowed = {"two-sources", "one-source", "inferred"}
    for index in sv.indices():
        for each in sv.load_index(index).series.values():
            assert each.confidence in allowed, (index, each.key)
            assert each.sources, (index, each.key)
    known = {each.key: each.confidence for each in sv.load_index("carbon-values").series.values()}
    assert known["central"] == "one-source"
    assert known["anchors-2020-prices-central"] == "two-sources"


def test_deflator(government: dict[str, Any]) -> None:
    """Uprating would move every value by a figure of nobody's."""
    block = government["gdp_deflator"]
    growth = block["financial_year_growth"]["factor_on_previous_year"]
    assert "outturn to 2018-19" in block["financial_year_growth"]["vintage"]
    levels = {"1955/56": Decimal(1)}
    with localcontext(Context(prec=300)):
        for year, factor in growth.items():
            if year <= "2018-19":
                levels[year.replace("-", "/")] = list(levels.values())[-1] * factor
        top, step = levels["2018/19"], Decimal("0.0001")
        levels = {
            year: (level / top * 100).quantize(step, ROUND_HALF_UP)
            for year, level in levels.items()
        }
    assert series("gdp-deflator") == {
        "calendar-year": block["calendar_year_index"]["values"],
        "financial-year-2019-vintage": levels,
    }


def test_carbon_values(government: dict[str, Any]) -> None:
    """Carbon would be valued at a figure of nobody's."""
    words = ("low", "central", "high")
    years = government["carbon"]["values_2022_prices"]["by_year"]
    anchors = government["carbon"]["anchors_2020_prices"]["low_central_high"]
    expected = {word: {year: each[word] for year, each in years.items()} for word in words}
    for place, word in enumerate(words):
        name = f"anchors-2020-prices-{word}"
        expected[name] = {year: each[place] for year, each in anchors.items()}
    assert series("carbon-values") == expected


def test_wage_rates(government: dict[str, Any]) -> None:
    """A wage would be compared with a rate that was never the law, or never announced."""
    legal = government["wages"]["nmw_nlw"]
    unverified = {("2023-04-01", group) for group in ("18-20", "u18", "apprentice")}
    assert "2023 rates 7.49 and 5.28 are unverified" in legal["note"]
    groups = {
        "national-living-wage": ("nlw_25+", "nlw_23+", "nlw_21+"),
        "age-21-to-24": ("21-24",),
        "age-21-to-22": ("21-22",),
        "age-18-to-20": ("18-20",),
        "under-18": ("u18",),
        "apprentice": ("apprentice",),
    }
    expected = {
        name: {
            day: rates[key]
            for day, rates in legal["rows"].items()
            for key in keys
            if key in rates and (day, key) not in unverified
        }
        for name, keys in groups.items()
    }
    announced = government["wages"]["real_living_wage"]["announced"]
    for place, name in enumerate(("uk", "london")):
        rates = {month: each[place] for month, each in announced.items()}
        expected[f"real-living-wage-{name}"] = rates
    assert series("wage-rates") == expected


def test_discount_rates(government: dict[str, Any]) -> None:
    """A later benefit would be weighed at a rate that the Green Book does not have."""
    block = government["green_book"]["stpr"]
    assert block["confidence"] == "two sources"
    assert series("green-book") == {
        name: {str(each["from"]): each[name] for each in block["schedule"]}
        for name in ("standard", "health", "sensitivity")
    }


def test_emission_factors(government: dict[str, Any], row: Any) -> None:
    """Miles and energy would be turned into gas by a factor of nobody's."""
    rows = {
        "car-average-mile": ("average car, unknown fuel", "mile"),
        "car-electric-mile": ("average car, battery electric", "mile"),
        "van-average-mile": ("van to 3.5 t, average, unknown fuel", "mile"),
        "van-electric-mile": ("van to 3.5 t, average, battery electric", "mile"),
        "motorbike-mile": ("motorbike, average", "mile"),
        "landfill-commercial": ("landfill, commercial and industrial", "tonne"),
        "landfill-household": ("landfill, household residual", "tonne"),
        "landfill-food": ("landfill, organic food", "tonne"),
    }
    keys = {
        "electricity-kwh": "electricity_kwh_location_based_excl_td",
        "gas-kwh": "natural_gas_kwh_gross",
        "diesel-litre": "diesel_litre_avg_biofuel",
        "petrol-litre": "petrol_litre_avg_biofuel",
    }
    factors = government["carbon"]["emission_factors_2025"]
    expected = {
        name: {"2025": row(title, f"kgCO2e/{unit}", "2025")[0]}
        for name, (title, unit) in rows.items()
    }
    expected |= {name: {"2025": factors[key]} for name, key in keys.items()}
    assert series("emission-factors") == expected


# --- the national model ------------------------------------------------------------------------


def applies(edition: str) -> Any:
    """Whom an edition of the national model binds, and when."""
    return sv.load("uk-social-value-model", edition=edition).applies


def weights(edition: str) -> list[tuple[Decimal, Decimal]]:
    return [(each.value_from, each.at_least) for each in applies(edition).weights]


def test_ppn_06_20(government: dict[str, Any]) -> None:
    """A notice would be judged by a rule of another day or another weight."""
    fact = government["procurement"]["ppn_0620"]
    model = sv.load("uk-social-value-model", edition="ppn-06-20")
    assert applies("ppn-06-20").must_from == date.fromisoformat(fact["applied_from"])
    assert weights("ppn-06-20") == [(Decimal(0), fact["min_weighting_percent"])]
    assert len(model.themes) == len(fact["themes"])
    assert [len(each.outcomes) for each in model.themes.values()] == [
        len(each["outcomes"]) for each in fact["themes"]
    ]
    assert all(each.code.startswith("OWN-") for each in model)


def test_ppn_002(government: dict[str, Any]) -> None:
    """A code of ours would pass for an official one, or a measure would be missing."""
    fact = government["procurement"]["ppn_002"]
    model = sv.load("uk-social-value-model", edition="ppn-002")
    assert applies("ppn-002").may_from == date.fromisoformat(fact["optional_from"])
    assert applies("ppn-002").must_from == date.fromisoformat(fact["mandatory_from"])
    assert weights("ppn-002") == [(Decimal(0), fact["min_weighting_percent"])]
    listed = {f"OWN-{each['id']}" for outcome in fact["outcomes"] for each in outcome["measures"]}
    published = {f"MAC-{code}" for code in fact["known_mac_codes"]}
    assert {each.code for each in model} == listed | published
    assert len(model.themes) == fact["number_of_missions"]
    assert sum(len(each.outcomes) for each in model.themes.values()) == fact["number_of_outcomes"]


def test_ppn_026(government: dict[str, Any]) -> None:
    """A contract of a million pounds would be judged by another least weight."""
    fact = government["procurement"]["ppn_026"]
    rule = applies("ppn-026")
    assert rule.must_from == date.fromisoformat(fact["applies_to_procurements_commenced_from"])
    assert rule.value_from == fact["scope_min_value_gbp_inc_vat"]
    assert weights("ppn-026") == [(each["from"], each["min_percent"]) for each in fact["weighting"]]
    model = sv.load("uk-social-value-model", edition="ppn-026")
    assert len(model) == sum(len(each["criteria"]) for each in fact["outcomes"])
    assert all(each.code.startswith("OWN-") for each in model)


def test_one_model_binds_on_each_day() -> None:
    """Two models, or none, would bind a notice of the same day."""
    rules = sorted(
        (applies(edition) for edition in ("ppn-06-20", "ppn-002", "ppn-026")),
        key=lambda each: each.must_from,
    )
    for earlier, later in pairwise(rules):
        assert later.must_from.toordinal() - earlier.until.toordinal() == 1
    assert rules[-1].until is None


@pytest.mark.parametrize("edition", ["ppn-06-20", "ppn-002", "ppn-026"])
def test_the_national_model_has_no_pounds(edition: str) -> None:
    """Words would be turned into money that no policy note puts on them."""
    model = sv.load("uk-social-value-model", edition=edition)
    assert {each.kind for each in model} == {"recorded"}
    assert model.licence == "OGL-UK-3.0"
    assert "Crown copyright" in model.rights
