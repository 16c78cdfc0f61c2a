"""Nouns and results: frozen, and the same after pickling, copying and hashing."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from tests.in_full import in_full

import socialvalue as sv
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.index import Series
from socialvalue.model.national import Applies, WeightStep
from socialvalue.model.plugin import Adoption, Plugin
from socialvalue.model.waivers import SwitchOff, Waiver


def everything(thing: Any, seen: set[int]) -> Iterator[Any]:
    """A noun and all the nouns it holds."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if attrs.has(type(thing)):
        yield thing
        for field in attrs.fields(type(thing)):
            yield from everything(getattr(thing, field.name), seen)
    elif isinstance(thing, Mapping):
        for each in thing.values():
            yield from everything(each, seen)
    elif isinstance(thing, (tuple, list)):
        for each in thing:
            yield from everything(each, seen)


def methods() -> tuple[Any, ...]:
    """Every scoring method, and what methods look at."""
    quality = sv.Criterion("method", 100, sv.PanelMark(out_of=5))
    nothing: FrozenMap[str, Fraction] = FrozenMap()
    return (
        sv.HighestIncome(),
        sv.LinearSpread(),
        sv.PercentAboveLowest(),
        sv.DeviationFromMean(),
        sv.FixedReference("2_400_000"),
        sv.PassFail(),
        sv.AgainstTarget("0.5", weight_value={"jobs": "2"}),
        sv.RelativeToHighest(weight_score={"jobs": "1"}),
        sv.RatioThenRelative(),
        sv.Banded([("0", "0.1", 0), ("0.1", None, 5)]),
        sv.PointsMenu({"A": "2"}, required="100"),
        sv.ValueForMoney([quality], exponent="1.5"),
        sv.Lot("north", contract_value="400_000"),
        sv.Entry(Fraction(1, 3), None, nothing, nothing, None),
    )


def replayed(make: SimpleNamespace) -> tuple[Any, ...]:
    """A record computed again, and a tender in lots."""
    held = make.framework(make.measure("A"))
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bid = make.bid(price=5, lot="north")
    tender = make.tender(lots=[sv.Lot("north", contract_value=5)])
    record = sv.evaluate(make.tender(), make.bid(price=5), held, scheme).record()
    return sv.replay(record), sv.evaluate_lots(tender, [bid], held, scheme)


def beside(make: SimpleNamespace) -> tuple[Any, ...]:
    """Nouns that no scored tender holds."""
    series = Series("a", "A", "2024 = 100", FrozenMap({"2024": Decimal(100)}), (make.source,))
    return (
        sv.Index("demo", "Demo", "ONS", "OGL-UK-3.0", "", FrozenMap({"a": series})),
        sv.national_rules(),
        sv.diff("national-toms@2020", "national-toms@2022"),
        *methods(),
        *replayed(make),
        Adoption("demo", "1", ("A",)),
        SwitchOff("A", "not used here"),
        Waiver("themes", why="road salt only", by="deputy leader, in writing"),
        sv.Moderation("2022-07-20", by="head of procurement"),
        sv.MarkChange(3, why="an annex was overlooked", by="head of legal", on="2022-07-25"),
        Plugin("mine", "1", "Mine", localise=FrozenMap({"A": (make.figure("5"),)})),
        Applies("central", date(2025, 10, 1), weights=(WeightStep(Decimal(0), Decimal(10)),)),
    )


@pytest.fixture(scope="session")
def sample(example_tender: Path, make: SimpleNamespace) -> dict[type, list[Any]]:
    """Up to three of every noun that a scored tender holds, and of those beside it."""
    tender, bids = sv.read_tender(example_tender)
    essex = sv.load("essex", on="2022-06-01")
    scheme = sv.Scheme(
        [
            sv.Criterion("price", 60, sv.LowestPrice()),
            sv.Criterion("quality", 20, sv.PanelMark(out_of=5, minimum=2)),
            sv.Criterion("quantitative", 10, sv.RelativeToHighest()),
            sv.Criterion("target", 5, sv.AgainstTarget("0.50")),
            sv.Criterion("qualitative", 5, sv.PanelMark(out_of=5)),
        ]
    )
    result = sv.evaluate(tender, bids, essex, scheme)
    rich = make.rich()
    line = make.offers(rich, {"A": 5, "STARTERS": sv.fte(2, years=5), "GONE": 1})
    roots = (
        result, result.provenance, [each.valuation for each in result], essex, sv.frameworks(),
        sv.value(make.tender(), line, rich), *beside(make),
    )  # fmt: skip
    found: dict[type, list[Any]] = {}
    for each in everything(roots, set()):
        held = found.setdefault(type(each), [])
        if len(held) < 3:
            held.append(each)
    return found


def test_the_sample_is_whole(sample: dict[type, list[Any]]) -> None:
    """A noun of the page that is left out below would be promised and never tried."""
    promised = """AgainstTarget Bid BidResult Commitment ContractValue Criterion Evaluation
        EvaluatorMark Framework FrameworkInfo Line Lot LotsEvaluation LowestPrice Measure Moderated
        PanelMark Problem Quantity RelativeToHighest Replay Scheme Tender Valuation"""
    assert {getattr(sv, name) for name in promised.split()} <= set(sample)


@pytest.mark.parametrize("name", sv.__all__)
def test_every_noun_of_the_page_is_frozen_and_hashes(name: str) -> None:
    """One noun that can be changed afterwards would unfreeze all that hold it."""
    noun = getattr(sv, name)
    if isinstance(noun, type) and attrs.has(noun):
        assert noun.__setattr__ is sv.Tender.__setattr__
        assert noun.__hash__ not in (None, object.__hash__)


def test_pickled_and_copied_nouns_are_the_same(sample: dict[type, list[Any]]) -> None:
    """A worker process, a queue or a cache gives back the very result that went in."""
    for held in sample.values():
        for each in held:
            for again in (pickle.loads(pickle.dumps(each)), copy.deepcopy(each), copy.copy(each)):
                assert again == each
                assert hash(again) == hash(each)
                assert in_full(again) == in_full(each)


def test_nouns_cannot_be_changed(sample: dict[type, list[Any]]) -> None:
    """What was scored stays what was scored."""
    for kind, held in sample.items():
        for field in attrs.fields(kind):
            with pytest.raises(AttributeError):
                setattr(held[0], field.name, None)
            with pytest.raises(AttributeError):
                delattr(held[0], field.name)


def test_nouns_are_found_in_sets(sample: dict[type, list[Any]]) -> None:
    """Equal nouns are one: a bid counted twice would be counted twice in a portfolio."""
    for held in sample.values():
        assert len({*held, *copy.deepcopy(held)}) == len(set(held))
        assert held[0] != object()


def test_a_copied_result_gives_the_same_answers(example_tender: Path) -> None:
    """A result read back from disk answers every question as it did before."""
    tender, bids = sv.read_tender(example_tender)
    result = sv.evaluate(tender, bids, sv.load("essex", on="2022-06-01"))
    again = pickle.loads(pickle.dumps(result))
    assert again.record() == result.record()
    assert again.explain() == result.explain()
    assert again.explain().html == result.explain().html
    assert again.ranking == result.ranking
    first = result.results[0].valuation
    assert pickle.loads(pickle.dumps(first)).by("theme") == first.by("theme")


def test_an_explanation_survives_pickling_with_its_html(example_tender: Path) -> None:
    """A saved explanation is still a table in a notebook."""
    tender, bids = sv.read_tender(example_tender)
    said = sv.value(tender, bids[0], sv.load("essex", on="2022-06-01")).explain()
    for again in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):
        assert again == said
        assert again._repr_html_() == said.html


@pytest.mark.parametrize(
    "error",
    [
        lambda: sv.fte("12,5"),
        lambda: sv.load("no such set"),
        lambda: sv.Tender("", contract_value=0, years="x"),
    ],
)
def test_errors_survive_pickling(error: Any) -> None:
    """A refusal in a worker process reaches the person with every problem in it."""
    with pytest.raises(sv.SocialValueError) as caught:
        error()
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is type(caught.value)
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)
