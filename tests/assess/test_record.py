"""The record: everything behind a score, JSON-safe, and told apart when it is altered."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.model.frozen import FrozenMap


@pytest.fixture(scope="module")
def highways(example_tender: Path) -> sv.Evaluation:
    """The evaluation of the tender that the README and the tutorial score."""
    tender, bids = sv.read_tender(example_tender)
    return sv.evaluate(tender, bids, sv.load("essex", on="2022-06-01"))


def digest(record: dict[str, Any]) -> str:
    """The hash of a record, worked out as anyone can: sha256 of the rest as sorted JSON."""
    content = {name: value for name, value in record.items() if name != "sha256"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def altered(thing: Any) -> Iterator[Any]:
    """The same data with one thing in it changed, for each thing in turn."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield {name: each for name, each in thing.items() if name != key}
            for changed in altered(value):
                yield {**thing, key: changed}
    elif isinstance(thing, list):
        for index, value in enumerate(thing):
            yield thing[:index] + thing[index + 1 :]
            for changed in altered(value):
                yield [*thing[:index], changed, *thing[index + 1 :]]
    elif isinstance(thing, str):
        yield thing + " "
    elif isinstance(thing, bool) or thing is None:
        yield "something"
    else:
        yield thing + 1


def test_a_record_is_json(highways: sv.Evaluation) -> None:
    """A record is kept in a file and read by others: it is plain data and nothing else."""
    record = highways.record()
    text = json.dumps(record, allow_nan=False, ensure_ascii=False)
    assert json.loads(text) == record
    assert record["schema"] == "socialvalue/record@1"
    text.encode()


def test_anyone_can_check_the_hash(highways: sv.Evaluation) -> None:
    """The hash is over all the rest, and needs no library of ours."""
    assert highways.record()["sha256"] == digest(highways.record())


def test_any_alteration_changes_the_hash(make: SimpleNamespace) -> None:
    """A record touched up by hand is told, wherever it was touched."""
    held = make.framework(
        make.measure("A"), make.measure("B"), places=FrozenMap(),
        exclusions=(make.exclusion("alternative", ("A", "B")),),
    )  # fmt: skip
    bid = make.bid(
        make.offered(held, "A", 5, activity="x"), make.offered(held, "B", 1, activity="x"),
        marks={"words": sv.Moderated(4, marks=[sv.EvaluatorMark("A", 4)])},
    )  # fmt: skip
    scheme = sv.Scheme([sv.Criterion("words", 100, sv.PanelMark(5))])
    record = sv.evaluate(make.tender(), bid, held, scheme).record()
    content = {name: value for name, value in record.items() if name != "sha256"}
    changed = list(altered(content))
    assert len(changed) > 100
    assert all(digest(each) != record["sha256"] for each in changed)


def test_a_record_rests_on_all_that_law_8_names(highways: sv.Evaluation) -> None:
    """Library, sets with editions and hashes, scheme, contract value, date rule and inputs."""
    rests = highways.record()["provenance"]
    essex = sv.load("essex", on="2022-06-01")
    assert rests["library"] == sv.__version__
    labels = [(each["id"], each["edition"], each["sha256"]) for each in rests["layers"]]
    assert labels == [(each.id, each.edition, each.sha256) for each in essex.layers]
    assert [each[0] for each in labels] == ["national-toms", "essex"]
    assert rests["scheme"] == highways.scheme.sha256
    assert rests["contract_value_basis"] == "initial, VAT excluded"
    assert (rests["date_rule"], rests["on"]) == ("tender", "2022-06-01")
    assert len(rests["inputs"]) == 64


def test_a_record_says_what_every_bid_came_to(highways: sv.Evaluation) -> None:
    """Points, parts, pounds, ranks and reasons: an award letter can be written from it."""
    record = highways.record()
    for said, result in zip(record["results"], highways, strict=True):
        assert (said["bidder"], said["rank"]) == (result.bidder, result.rank)
        assert said["points"] == str(result.points)
        parts = {name: Fraction(each) for name, each in said["exact"].items()}
        assert parts == result.exact
        assert said["accepted"] == str(result.total)
        assert said["submitted"] == str(result.valuation.submitted)
        for row, line in zip(said["lines"], result.valuation.lines, strict=True):
            assert (row["line"], row["measure"]) == (line.number, line.measure)
            assert (row["value"], row["submitted"]) == (str(line.value), str(line.submitted))
            assert [each["code"] for each in row["refusals"]] == [
                each.code for each in line.refusals
            ]
            assert all(each["reason"] for each in row["refusals"])
            assert row["on"] == line.on.isoformat()
            if line.voucher is not None:
                assert row["written"] == str(line.voucher.span.portable)


def test_a_record_holds_what_went_in(highways: sv.Evaluation) -> None:
    """Tender, scheme, bids and every figure stand in it whole, and are read back as they were."""
    again = sv.replay(json.loads(json.dumps(highways.record()))).evaluation
    assert again.tender == highways.tender
    assert again.scheme == highways.scheme
    assert [each.bid for each in again] == [each.bid for each in highways]
    assert again.framework == highways.framework
    assert again == highways


def test_the_order_in_which_bids_came_is_no_part_of_the_record(example_tender: Path) -> None:
    """Two officers with the same envelopes file the same record."""
    tender, bids = sv.read_tender(example_tender)
    essex = sv.load("essex", on="2022-06-01")
    first = sv.evaluate(tender, bids, essex)
    again = sv.evaluate(tender, reversed(bids), essex)
    assert again.provenance.inputs == first.provenance.inputs
    assert again.record() == first.record()


def test_a_record_is_the_same_twice(highways: sv.Evaluation) -> None:
    """Nothing of the hour or the machine is in it."""
    record = highways.record()
    assert copy.deepcopy(highways).record() == record
    assert json.dumps(highways.record()) == json.dumps(record)


@pytest.mark.parametrize("what", ["tender", "bid", "scheme", "figure"])
def test_provenance_tells_inputs_apart(make: SimpleNamespace, what: str) -> None:
    """What went in is known by its hash: another tender, bid, scheme or figure shows."""
    held = make.framework(make.measure("M1"))
    other = make.framework(make.measure("M1", "11"))
    scheme = sv.Scheme([sv.Criterion("value", 100, sv.RelativeToHighest())])
    bid = make.offers(held, {"M1": 1})
    base = sv.evaluate(make.tender(), bid, held, scheme).provenance
    changed = sv.evaluate(
        make.tender(years=2) if what == "tender" else make.tender(),
        make.offers(held, {"M1": 2}) if what == "bid" else bid,
        other if what == "figure" else held,
        attrs.evolve(scheme, places=3) if what == "scheme" else scheme,
    ).provenance
    assert changed != base
    assert (changed.inputs != base.inputs) is (what in {"tender", "bid"})
    assert (changed.scheme != base.scheme) is (what == "scheme")
    assert (changed.layers != base.layers) is (what == "figure")


def test_a_valuation_has_its_provenance_too(make: SimpleNamespace) -> None:
    """Pounds without points rest on the same things, with no scheme among them."""
    held = make.framework(make.measure("M1"))
    rests = sv.value(make.tender(), make.offers(held, {"M1": 1}), held).provenance
    assert rests.scheme == ""
    assert rests.contract_value_basis == "initial, VAT excluded"
    assert rests.layers == held.layers


# --- every run is kept --------------------------------------------------------------------


def test_a_later_run_names_the_one_before(make: SimpleNamespace) -> None:
    """A bid is excluded after the first scoring: both runs stand, in order."""
    held = make.framework(make.measure())
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [make.bid(bidder="A", price=80), make.bid(bidder="B", price=100)]
    first = sv.evaluate(make.tender(), bids, held, scheme)
    out = attrs.evolve(bids[0], state="excluded", reason="abnormally low, and not explained")
    second = sv.evaluate(make.tender(), [out, bids[1]], held, scheme)
    assert (str(first["B"].points), str(second["B"].points)) == ("80.00", "100.00")
    earlier = first.record()
    record = second.record(after=earlier)
    assert record["after"] == earlier["sha256"]
    assert sv.replay(record).same
    assert sv.replay(earlier)["B"].points == 80
    forged = {**record, "after": "0" * 64}
    with pytest.raises(sv.RecordError, match="SV803"):
        sv.replay(forged)


@pytest.mark.parametrize("after", [{}, [], "record.json", {"schema": "x"}])
def test_only_a_record_stands_behind_a_record(make: SimpleNamespace, after: Any) -> None:
    """A hash of anything else would look like a run that was kept."""
    held = make.framework(make.measure())
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    with pytest.raises(sv.RecordError):
        sv.evaluate(make.tender(), [make.bid(price=1)], held, scheme).record(after=after)


@pytest.mark.parametrize(
    ("rows", "rules", "words"),
    [
        ((("A", 100, 50), ("B", 125, 80)), {"ties": ["quality"]}, "A tie-break (quality) decided"),
        ((("A", 100, "51.3"), ("B", 101, "53.6")), {"places": 0, "round_at": "part"},
         "Before rounding, B has the most points: rounding decided."),
        ((("A", 100, 50), ("B", 200, 80)), {}, ""),
    ],
)  # fmt: skip
def test_the_record_says_what_decided(
    make: SimpleNamespace, rows: Any, rules: dict[str, Any], words: str
) -> None:
    """A loser by rounding or by a tie-break finds that in the record and beside the ranking.

    Source: scoring.md §4, T4.
    """
    scheme = sv.Scheme(
        [sv.Criterion("price", 60, sv.LowestPrice()),
         sv.Criterion("quality", 40, sv.PanelMark(100))], **rules
    )  # fmt: skip
    bids = [make.bid(bidder=who, price=price, marks={"quality": mark}) for who, price, mark in rows]
    result = sv.evaluate(make.tender(), bids, make.framework(make.measure()), scheme)
    told = " ".join(result.record()["decided"])
    assert words in told
    assert told == " ".join(result.sensitivity().decided)
    assert ("decided:" in result.explain() or "rounding decided" in result.explain()) == bool(words)
