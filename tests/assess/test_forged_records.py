"""Records altered by one value and hashed anew: refused, told, or named as not checked."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.provenance import places_used
from socialvalue.assess.records.checks import hash_of, part_hashes
from socialvalue.model.frozen import FrozenMap
from socialvalue.registry.tenders import read_tender_with_framework
from socialvalue.spans import Span

MADE_FROM = Path(__file__).parent / "records" / "made-from"


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """A forged record whose hashes were all made anew."""
    content = {key: each for key, each in record.items() if key not in ("hashes", "sha256")}
    hashed = {**content, "hashes": part_hashes(content)}
    return {**hashed, "sha256": hash_of(hashed)}


@cache
def kept(name: str) -> str:
    """The record of a tender with marks, parts, exclusions and lots, as it stands in a file."""
    tender, bids, held = read_tender_with_framework(MADE_FROM / name)
    few = {code: each for code, each in held.places.items() if code[-2:] == "12" or code[0] != "E"}
    framework = attrs.evolve(held, places=FrozenMap({**few, **places_used(tender, bids, held)}))
    if tender.lots:
        return json.dumps(sv.evaluate_lots(tender, bids, framework).record())
    first = sv.evaluate(tender, bids[:1], framework).record()
    return json.dumps(sv.evaluate(tender, bids, framework).record(after=first))


def replayed(record: dict[str, Any]) -> Any:
    """It computed again, whichever kind it is."""
    of_lots = "lots" in record
    return sv.replay_lots(record) if of_lots else sv.replay(record)


def leaves(thing: Any, at: str = "") -> Iterator[str]:
    """The JSON pointer of every value."""
    if isinstance(thing, dict | list):
        pairs = thing.items() if isinstance(thing, dict) else enumerate(thing)
        for key, each in pairs:
            yield from leaves(each, f"{at}/{key}")
    else:
        yield at


def others(value: Any) -> list[Any]:
    """Other values, of the same kind and of another."""
    if isinstance(value, str):
        turned = "".join(str((int(c) + 1) % 10) if c in "0123456789" else c for c in value)
        return [value + "x", *([turned] if turned != value else []), None]
    if isinstance(value, bool) or value is None:
        return [not value, "x"]
    return [value + 1, str(value)]


def with_value(record: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """The record with one value altered, and hashed anew."""
    forged = copy.deepcopy(record)
    held: Any = forged
    *way, last = pointer.split("/")[1:]
    for key in way:
        held = held[int(key)] if isinstance(held, list) else held[key]
    held[int(last) if isinstance(held, list) else last] = value
    return sealed(forged)


def is_found(record: dict[str, Any], pointer: str, value: Any) -> bool:
    """Whether an alteration is refused, told, or named as not checked."""
    try:
        again = replayed(with_value(record, pointer, value))
    except sv.RecordError:
        return True
    return bool(again.differences) or pointer in again.unchecked


@pytest.mark.parametrize("name", ["moderated.yaml", "lots.yaml"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_each_value_is_computed_again_or_named(name: str, data: st.DataObject) -> None:
    """Whoever alters one value and hashes anew is caught, or the value is named as unchecked."""
    record = json.loads(kept(name))
    content = {key: each for key, each in record.items() if key not in ("hashes", "sha256")}
    pointer = data.draw(st.sampled_from([*leaves(content)]))
    held: Any = record
    for key in pointer.split("/")[1:]:
        held = held[int(key)] if isinstance(held, list) else held[key]
    for value in others(held):
        assert is_found(record, pointer, value), (pointer, value)


@pytest.mark.parametrize("name", ["moderated.yaml", "lots.yaml"])
def test_every_value_outside_the_set_is_computed_again_or_named(name: str) -> None:
    """All of provenance, results, warnings, what decided: nothing said of a decision is loose."""
    record = json.loads(kept(name))
    parts = ("provenance", "warnings", "decided", "lots", "rule", "most", "results", "after")
    pointers = [*leaves({key: record[key] for key in parts if key in record})]
    for pointer in pointers if len(pointers) < 100 else pointers[::4]:
        assert is_found(record, pointer, "forged"), pointer


@pytest.mark.parametrize("key", ["on", "date_rule", "contract_value_basis", "inputs", "places"])
def test_what_a_result_rests_on_is_computed_again(key: str) -> None:
    """The day whose values counted, altered after the award, is told, and the replay fails."""
    record = json.loads(kept("moderated.yaml"))
    record["provenance"][key] = "2022-06-02"
    again = sv.replay(sealed(record))
    assert not again.same
    assert again.differences
    assert sv.replay(json.loads(kept("moderated.yaml"))).same


def test_who_decided_is_computed_again() -> None:
    """That points decided, and not a tie-break, is a sentence of the record: it is held to it."""
    record = json.loads(kept("moderated.yaml"))
    told = record["decided"][0]
    record["decided"][0] = "The panel decided."
    again = sv.replay(sealed(record))
    assert not again.same
    assert again.differences == (f"what decided 1: The panel decided. recorded, {told} here",)


def test_another_parent_of_a_place_is_told() -> None:
    """Who gives a place another parent, scores again and hashes again is held to what is shipped.

    Rules on where a benefit falls follow the chain of places, so ranks change with it.
    """
    tender, bids, framework = read_tender_with_framework(MADE_FROM / "moderated.yaml")
    places = dict(framework.places)
    essex = places["E10000012"]
    places["E10000012"] = type(essex)(essex.code, essex.name, essex.kind, "E12000007")
    forged = attrs.evolve(framework, places=FrozenMap(places))
    record = sv.evaluate(tender, bids, forged).record()
    again = sv.replay(record)
    assert again.same
    (told,) = again.differences
    assert told.startswith("the record's places differ from those shipped with this version")
    assert "E10000012 is Essex (county, in E12000007) in the record" in told
    assert f"Essex (county, in {essex.parent}) as shipped" in told
    assert (
        record["provenance"]["places"] != json.loads(kept("moderated.yaml"))["provenance"]["places"]
    )


def test_what_is_not_checked_is_named() -> None:
    """Lines of files, places that nobody names, and the run before: named, and nothing else."""
    again = sv.replay(json.loads(kept("moderated.yaml")))
    assert again.differences == ()
    assert "/after" in again.unchecked
    assert "/tender/data/span/$at/1" in again.unchecked
    assert not [each for each in again.unchecked if each.startswith(("/results", "/provenance"))]
    assert "Not checked, since no figure rests on it: " in str(again)


def test_a_figure_in_a_workbook_is_checked_as_one_in_a_file(make: SimpleNamespace) -> None:
    """Where a figure stands shows in the results, as a line or as a cell: neither is unchecked."""
    for span in (Span("values.yaml", 3, 5), Span("values.xlsx", cell="Values!B2")):
        held = make.framework(make.measure("M", figures=[make.figure(span=span)]))
        scheme = sv.Scheme([sv.Criterion("pounds", 100, sv.RelativeToHighest())])
        bids = [make.offers(held, {"M": 2})]
        record = sv.evaluate(make.tender(scheme=scheme), bids, held).record()
        assert record["results"][0]["lines"][0]["written"] == str(span)
        again = sv.replay(record)
        assert not [each for each in again.unchecked if "/proxy/" in each]
        place = "/framework/data/measures/$map/0/1/proxy/values/0/span/$at/0"
        assert sv.replay(with_value(record, place, "x")).differences
        assert not again.differences


def test_the_day_of_a_set_is_checked_where_it_dates_the_figures(make: SimpleNamespace) -> None:
    """Who reads that a day rests on nothing, where it chose every figure, is told an untruth."""
    framework = sv.load("national-toms", edition="2022", on="2022-07-01")
    offered = framework.commit("NT10", sv.weeks(4))
    scheme = sv.Scheme([sv.Criterion("pounds", 100, sv.RelativeToHighest())])
    found = {}
    for published in (None, "2022-07-01"):
        tender = make.tender(published=published)
        record = sv.evaluate(tender, [make.bid(offered)], framework, scheme).record()
        found[record["provenance"]["date_rule"]] = sv.replay(record).unchecked
    assert "/framework/data/on" in found["tender"]
    assert "/framework/data/on" not in found["framework"]
