"""Small frameworks made in Python: one rule at a time, without a file in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from socialvalue.model.bids.bid import Bid
from socialvalue.model.figures import Exclusion, Proxy, ProxyValue, Source
from socialvalue.model.framework import Framework, Outcome, Period, Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.model.places import Place
from socialvalue.model.tender import Tender
from socialvalue.spans import Span
from socialvalue.units import Quantity, quantity

ENGLAND, EAST, LONDON = "E92000001", "E12000006", "E12000007"
ESSEX, HERTS, BASILDON = "E10000012", "E10000015", "E07000066"
PLACES = FrozenMap(
    {
        each.code: each
        for each in (
            Place(ENGLAND, "England", "country"),
            Place(EAST, "East of England", "region", ENGLAND),
            Place(LONDON, "London", "region", ENGLAND),
            Place(ESSEX, "Essex", "county", EAST),
            Place(HERTS, "Hertfordshire", "county", EAST),
            Place(BASILDON, "Basildon", "district", ESSEX),
        )
    }
)
ASHE = Source("ashe", "Annual Survey of Hours and Earnings", "ONS")


def figure(value: str | None = "10", start: str = "2020-01-01", **details: Any) -> ProxyValue:
    """One figure with its voucher: where it was published, and where it is written."""
    written = {"layer": "demo@1", "sources": (ASHE,), "at": "table 8.7a"}
    span = Span("measures.yaml", 14, 11)
    number = None if value is None else Decimal(value)
    return ProxyValue(number, date.fromisoformat(start), **{"span": span, **written, **details})


def measure(
    code: str = "M1",
    value: str | None = "10",
    *,
    figures: Iterable[ProxyValue] | None = None,
    local: bool = False,
    **details: Any,
) -> Measure:
    """A measure of one figure, or of those given; counted in number unless said otherwise."""
    values = (figure(value),) if figures is None else tuple(figures)
    proxy = None if details.get("kind") == "recorded" else Proxy(values, local=local)
    usual = {"title": f"Thing {code}", "theme": "jobs", "outcome": "work", "unit": "count"}
    return Measure(code=code, proxy=proxy, **{**usual, **details})


def exclusion(rule: str, *pairs: tuple[str, str], why: str = "One thing, once.") -> Exclusion:
    """A rule on double counting, as pairs of the one that stands and the one that falls."""
    return Exclusion(rule, pairs, why)


def framework(*measures: Measure, **details: Any) -> Framework:
    """A set of these measures, in force from 2020 on, over a few places of England."""
    themes: dict[str, dict[str, Outcome]] = {}
    for each in measures:
        outcomes = themes.setdefault(each.theme, {})
        outcomes[each.outcome] = Outcome(each.outcome, each.outcome.title())
    usual = {
        "title": "Demonstration",
        "in_force": Period(date(2020, 1, 1)),
        "places": PLACES,
        "measures": FrozenMap({each.code: each for each in measures}),
        "themes": FrozenMap(
            {key: Theme(key, key.title(), FrozenMap(found)) for key, found in themes.items()}
        ),
    }
    return Framework(**{"id": "demo", "edition": "1", **usual, **details})


def rich() -> Framework:
    """A set with every rule in it: double counting, places, years, local and missing values."""
    fte = {"unit": "fte_year", "place": "benefit"}
    return framework(
        measure("A", "7.37", theme="jobs", outcome="a"),
        measure("B", "19.995", theme="jobs", outcome="b", value_kind="local_economic"),
        measure("C", "0.0033", theme="green", outcome="c"),
        measure("BROAD", "3.5", unit="gbp", theme="growth", outcome="d", place="supplier"),
        measure("NARROW", "0.716470", unit="gbp", theme="growth", outcome="d", place="supplier"),
        measure("STARTERS", "15382.904", counts="first_year", **fte),
        measure("STAFF", "28460", counts="every_year", value_kind="local_economic", **fte),
        measure("RECORDED", kind="recorded", unit="percent"),
        measure("OFF", "5", switched_off="not used here"),
        measure("LATER", figures=[figure("5", "2030-01-01")]),
        measure("GONE", None, figures=[figure(None, note="withdrawn by its publisher")]),
        measure("LOCAL", figures=[figure("2.25", place=ESSEX)], local=True, place="benefit"),
        exclusions=(
            exclusion("alternative", ("A", "B"), ("A", "C"), ("B", "C")),
            exclusion("subset", ("NARROW", "BROAD")),
            exclusion("alternative", ("OFF", "LOCAL")),
        ),
        codes=FrozenMap({"OWN-A": "A"}),
    )


def tender(title: str = "Highways", **details: Any) -> Tender:
    """A tender of £1m over three years, published in 2022, for no place in particular."""
    usual = {"contract_value": "1_000_000", "years": 3, "published": "2022-06-01"}
    return Tender(title, **{**usual, **details})


def bid(*commitments: Any, bidder: str = "Acme", **details: Any) -> Bid:
    """A bid with these commitments."""
    return Bid(bidder, commitments=commitments, **details)


def offered(held: Framework, code: str, amount: Any = 1, **details: Any) -> Any:
    """A commitment by a bare amount in the measure's unit, or by a quantity."""
    if not isinstance(amount, Quantity):
        amount = quantity(amount, held[code].unit)
    return held.commit(code, amount, **details)


def offers(held: Framework, amounts: Mapping[str, Any], **details: Any) -> Bid:
    """A bid of one commitment a code."""
    return bid(*(offered(held, code, amount) for code, amount in amounts.items()), **details)


def small() -> SimpleNamespace:
    """All of this under one name."""
    return SimpleNamespace(
        ENGLAND=ENGLAND, EAST=EAST, LONDON=LONDON, ESSEX=ESSEX, HERTS=HERTS, BASILDON=BASILDON,
        figure=figure, measure=measure, exclusion=exclusion, framework=framework, rich=rich,
        tender=tender, bid=bid, offered=offered, offers=offers, source=ASHE, places=PLACES,
    )  # fmt: skip


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """What makes small frameworks, tenders and bids."""
    return small()
