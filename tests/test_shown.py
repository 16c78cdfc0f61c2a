"""Every noun and result of the page shows itself: a line in a shell, words for print, a notebook.

A class that is added to the page is looked for here, so none is forgotten.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv

ROOT = Path(__file__).resolve().parents[1]
NOT_MADE = {"ScoringMethod"}
"""What nobody has one of: a Protocol."""
CONSTRUCTORS = re.compile(r"Decimal\(|Fraction\(|FrozenMap|datetime\.date|<class|object at 0x")
ATTACK = "<script>alert('a')</script>\x1b[31m"


def classes() -> list[str]:
    """The nouns and results of the page: its classes, without errors."""
    named = {name: getattr(sv, name) for name in sv.__all__}
    return [name for name, each in named.items()
            if inspect.isclass(each) and not issubclass(each, Exception)]  # fmt: skip


@cache
def examples() -> dict[str, Any]:
    """One of each, by the name of its class."""
    tender, bids = sv.read_tender(ROOT / "docs/examples/parks/tender.yaml")
    framework = sv.load(tender.framework, on=tender.published)
    result = sv.evaluate(tender, bids, framework)
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    lots = attrs.evolve(tender, scheme=scheme, papers=None, moderation=None,
                        lots=[sv.Lot("north", contract_value=1)])  # fmt: skip
    north = sv.evaluate_lots(lots, [sv.Bid("Acme", price=1, lot="north")], framework)
    mark, supplier = sv.EvaluatorMark("lead", 3), sv.Supplier(address=ATTACK)
    (wrong,) = sv.check("{}").problems[:1]
    editions = sv.diff("national-toms@2020", "national-toms@2022")
    made = [
        tender, *bids, framework, result, result.results[0], scheme, north, tender.papers,
        result.results[0].valuation, result.results[0].valuation.lines[0], result.sensitivity(),
        bids[0].commitments[0], bids[0].commitments[0].quantity, framework.measures["UK101"],
        sv.frameworks()[0], sv.load_index("gdp-deflator"), sv.replay(result.record()),
        sv.replay_lots(north.record()), result.summary("Alder Grounds"),
        sv.recompute(result.letter("Alder Grounds")), sv.check({"title": ATTACK}),
        wrong, editions,
        sv.compare_schemes(attrs.evolve(tender, scheme=None, papers=None), bids, framework,
                           {"a": result.scheme}),
        sv.evaluate_arrays(scheme, price=[1, 2]), sv.national_rules(published="2026-01-01"),
        sv.Moderated(3, marks=[mark], reason=ATTACK), mark, tender.moderation,
        tender.contract_value,
        sv.MarkChange(3, why=ATTACK, by="x", on="2026-01-01"), sv.Contact(ATTACK), supplier,
        sv.Withheld("price", why=ATTACK, by="x"), sv.Draw("1", "3"), lots.lots[0],
        scheme.criteria[0],
        sv.AgainstTarget(), sv.RelativeToHighest(weight_score={"jobs": 1}), sv.RatioThenRelative(),
        sv.Banded([("0", None, 3)]), sv.Banded([("0", None, 3)]).bands[0],
        sv.PointsMenu({"NT10": 2}, required=1), sv.PanelMark(out_of=5), sv.PassFail(),
        sv.LowestPrice(), sv.HighestIncome(), sv.LinearSpread(), sv.FixedReference("9"),
        sv.PercentAboveLowest(per_percent="0.01"),
        sv.DeviationFromMean(at_mean="0.5", per_percent="0.01"),
        sv.ValueForMoney([sv.Criterion("a", 1, sv.PanelMark(out_of=5))]),
        sv.SwitchOff("UK101", why=ATTACK, by="x"),
        sv.Waiver("weight", why=ATTACK, by="x"), sv.Entry(3, None, {}, {}, None),
    ]  # fmt: skip
    made += list(editions)[:1]
    return {type(each).__name__: each for each in made}


@pytest.mark.parametrize("name", sorted({*classes()} - NOT_MADE))
def test_every_noun_shows_itself(name: str) -> None:
    """A notebook that shows constructors is closed; one that runs what a bidder typed is worse."""
    noun = examples()[name]
    assert len(repr(noun)) < 260 or isinstance(noun, str)
    assert repr(noun).isprintable()
    page = noun._repr_html_()
    for shown in (str(noun), page):
        assert len(shown) > 3
        assert CONSTRUCTORS.findall(shown) == []
    assert "<script" not in page
    assert "\x1b" not in str(noun) + page


def listings() -> Iterator[tuple[str, Any]]:
    """What lists something."""
    yield "frameworks", sv.frameworks()
    yield "indices", sv.indices()
    yield "search", sv.load("uk-open").search("waste")
    yield "flags", examples()["Evaluation"].flags()
    yield "effective_weights", examples()["Evaluation"].effective_weights()


@pytest.mark.parametrize("name", ["frameworks", "indices", "search", "flags", "effective_weights"])
def test_every_listing_shows_itself(name: str) -> None:
    """A listing is a table in a notebook, and one line in a shell."""
    listed = dict(listings())[name]
    assert "<" in listed._repr_html_()
    assert len(repr(listed)) < 260
    assert CONSTRUCTORS.findall(str(listed)) == []


ROOMS = [getattr(sv, name) for name in vars(sv)["_ROOMS"]]


@pytest.mark.parametrize("room", ROOMS, ids=lambda each: each.__name__)
def test_a_room_shows_its_page_and_nothing_else(room: Any) -> None:
    """What a shell offers is what is promised: an inside that is offered will be used."""
    assert dir(room) == sorted(room.__all__)
    assert len(room.__all__) > 2


def test_the_page_shows_its_names_and_its_rooms() -> None:
    """Twelve insides stood between the names."""
    rooms = {each.__name__.rpartition(".")[2] for each in ROOMS}
    assert {*dir(sv)} == {*sv.__all__} | rooms
    assert "evaluate" in dir(sv)
