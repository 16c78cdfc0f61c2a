"""Replay: the same result from its record alone, or what differs and why; never a forged one."""

from __future__ import annotations

import copy
import decimal
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.in_full import in_full

import socialvalue as sv
from socialvalue.assess.records import differences as replay_differences
from socialvalue.assess.records.checks import hash_of, part_hashes
from socialvalue.assess.records.inputs import altered_tender
from socialvalue.model.codec import decode, encode
from socialvalue.model.frozen import FrozenMap

GOLDEN = Path(__file__).parent / "records" / "highways-1.json"


@pytest.fixture(scope="module")
def highways(example_tender: Path) -> sv.Evaluation:
    """The evaluation of the tender that the README and the tutorial score."""
    tender, bids = sv.read_tender(example_tender)
    return sv.evaluate(tender, bids, sv.load("essex", on="2022-06-01"))


def through_json(record: dict[str, Any]) -> dict[str, Any]:
    """The record as it comes back from a file."""
    found: dict[str, Any] = json.loads(json.dumps(record, sort_keys=True))
    return found


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """A forged record whose hashes were all made anew."""
    content = {key: each for key, each in record.items() if key not in ("hashes", "sha256")}
    hashed = {**content, "hashes": part_hashes(content)}
    return {**hashed, "sha256": hash_of(hashed)}


# --- the same -----------------------------------------------------------------------------


def test_a_record_replays_to_the_last_digit(highways: sv.Evaluation) -> None:
    """Years later the council shows the court the very figures of the award letter."""
    again = sv.replay(through_json(highways.record()))
    assert again.same
    assert again.differences == ()
    assert again.ranking == highways.ranking
    assert again["Acme Highways"].points == highways["Acme Highways"].points
    assert again["Acme Highways"].exact == highways["Acme Highways"].exact
    assert [each.points for each in again] == [each.points for each in highways]
    assert len(again) == 3


def test_a_replay_is_recorded_alike(highways: sv.Evaluation) -> None:
    """What is replayed can be recorded again, and no digit of the record has moved."""
    record = highways.record()
    assert sv.replay(record).evaluation.record() == record


def test_what_is_explained_after_a_replay_is_what_was_explained(highways: sv.Evaluation) -> None:
    """File, line and publication are part of the reasons, so the record keeps them."""
    again = sv.replay(through_json(highways.record()))
    for name in highways.ranking:
        assert again.evaluation.explain(name) == highways.explain(name)


def test_the_record_is_enough(highways: sv.Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the set, or with none at all, replays it from the record alone."""
    record = through_json(highways.record())
    monkeypatch.setattr("socialvalue.registry.loading.find_all", lambda: ())
    assert sv.replay(record).same
    assert sv.replay(record).differences == ()


ELSEWHERE = """
import decimal, json, sys
decimal.setcontext(decimal.Context(prec=3, rounding=decimal.ROUND_DOWN))
import socialvalue as sv
again = sv.replay(json.load(sys.stdin))
print(json.dumps([again.same, again.differences, again.evaluation.record()["sha256"]]))
"""


@pytest.mark.parametrize("seed", ["0", "4321"])
def test_another_process_gives_the_same(highways: sv.Evaluation, seed: str) -> None:
    """Another hash seed, another decimal context, another machine: not a digit moves."""
    record = highways.record()
    run = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=json.dumps(record),
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(run.stdout) == [True, [], record["sha256"]]


def test_old_records_stay_readable() -> None:
    """A record of schema 1, kept in this repository, replays in every later version."""
    record = json.loads(GOLDEN.read_text(encoding="utf-8"))
    again = sv.replay(record)
    assert record["schema"] == "socialvalue/record@1"
    assert again.same, again.differences
    points = {each.bidder: str(each.points) for each in again}
    assert points == {
        "Brook & Daughters": "91.60",
        "Acme Highways": "90.20",
        "Cedar Roads Co-operative": "90.08",
    }


# --- not the same, and why ----------------------------------------------------------------


def test_a_set_that_has_changed_since_is_told(highways: sv.Evaluation) -> None:
    """An erratum after the award is news to the buyer, and no reason to doubt the record."""
    other = attrs.evolve(highways.framework, rights="Other words.")
    record = sv.evaluate(highways.tender, bids_of(highways), other).record()
    again = sv.replay(record)
    assert again.same
    (told,) = again.differences
    assert "essex@2024 as installed here has other content" in told


def test_another_reason_for_the_same_pounds_is_not_the_same(make: SimpleNamespace) -> None:
    """Whoever was told why a line does not count was told something else, if no pound moved too."""
    before = make.framework(make.measure("A"), make.measure("B", kind="recorded"))
    unused = make.measure("B", kind="recorded", switched_off="not here")
    after = make.framework(make.measure("A"), unused)
    scheme = sv.Scheme([sv.Criterion("value", 100, sv.RelativeToHighest())])
    bid = make.offers(before, {"A": 1, "B": 1})
    result = sv.evaluate(make.tender(), bid, before, scheme)
    again = sv.replay(result.record(), framework=after)
    assert again["Acme"].total == result["Acme"].total
    assert not again.same
    assert "Acme, lines 2, refusals 1, code: SV503 recorded, SV509 here" in again.differences


@pytest.mark.parametrize("library", [None, "0.1.0"])
def test_a_code_of_a_refusal_is_held_by_itself(make: SimpleNamespace, library: str | None) -> None:
    """A reason may be worded better by another version; which rule acted may not change."""
    held = make.framework(make.measure("A"), make.measure("B", switched_off="not here"))
    scheme = sv.Scheme([sv.Criterion("value", 100, sv.RelativeToHighest())])
    record = sv.evaluate(make.tender(), make.offers(held, {"A": 1, "B": 1}), held, scheme).record()
    if library is not None:
        record = {**record, "provenance": {**record["provenance"], "library": library}}
    otherwise, worded = copy.deepcopy(record), copy.deepcopy(record)
    (refusal,) = otherwise["results"][0]["lines"][1]["refusals"]
    assert refusal["code"] == "SV509"
    refusal["code"] = "SV510"
    worded["results"][0]["lines"][1]["refusals"][0]["reason"] = "better words"
    is_same = partial(replay_differences.is_same, record, is_recorded=True)
    assert is_same(copy.deepcopy(record))
    assert not is_same(otherwise)
    assert is_same(worded) is (library is not None)


def bids_of(evaluation: sv.Evaluation) -> list[sv.Bid]:
    return [each.bid for each in evaluation]


def test_another_edition_is_told(highways: sv.Evaluation) -> None:
    """Who replays with another edition is told that this is why the pounds differ."""
    record = highways.record()
    tender = attrs.evolve(highways.tender, unit_values={})
    bids = [attrs.evolve(each, commitments=()) for each in bids_of(highways)]
    other = sv.load("national-toms", edition="2020")
    again = sv.replay(record, tender=tender, bids=bids, framework=other, scheme=highways.scheme)
    assert not again.same
    told = "\n".join(again.differences)
    assert "another edition: essex@2024 recorded" in told
    assert "an altered input" in told
    assert "Acme Highways, accepted: 984138.98 recorded, 0.00 here" in told


def test_another_library_is_told(highways: sv.Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that differs between versions must not look like a slip of the council's."""
    record = highways.record()
    monkeypatch.setattr(replay_differences, "library_version", lambda: "99.0")
    again = sv.replay(record)
    assert again.same
    assert again.differences == (
        f"another version of the library: {sv.__version__} recorded, 99.0 here",
    )


def test_another_scheme_is_told(highways: sv.Evaluation) -> None:
    """What another scheme would have given is never passed off as the decision."""
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [attrs.evolve(each, marks={}) for each in bids_of(highways)]
    again = sv.replay(highways.record(), scheme=scheme, bids=bids)
    assert not again.same
    assert "another scheme: its fingerprint is not the recorded one" in again.differences
    assert "Not the same result." in again.explain()


def test_a_scheme_listed_otherwise_is_the_same(highways: sv.Evaluation) -> None:
    """A buyer who moved a line of the published scheme is not accused of having altered it."""
    scheme = highways.scheme
    turned = attrs.evolve(scheme, criteria=scheme.criteria[::-1])
    lots = [sv.Lot("north", scheme=scheme)]
    tender = attrs.evolve(highways.tender, scheme=scheme, lots=lots)
    other = attrs.evolve(tender, scheme=turned, lots=[sv.Lot("north", scheme=turned)])
    record = sv.evaluate(tender, bids_of(highways), highways.framework).record()
    again = sv.replay(record, tender=other, scheme=turned)
    assert again.evaluation.scheme != scheme
    assert (again.same, again.differences) == (True, ())


def test_bids_that_come_and_go_are_told(highways: sv.Evaluation) -> None:
    """A bid left out of a replay is named, and not just missed among the figures."""
    one, *others = bids_of(highways)
    extra = attrs.evolve(others[0], bidder="Dale")
    told = "\n".join(sv.replay(highways.record(), bids=[*others, extra]).differences)
    assert f"{one.bidder}: recorded, and not among the bids here" in told
    assert "Dale: not in the record, and among the bids here" in told


# --- altered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("results", 0, "points"), "99.99", "the result of 'Brook & Daughters' (results[0])"),
        (("bids", 1, "data", "price"), {"$decimal": "1"}, "the bid of 'Acme Highways' (bids[1])"),
        (("tender", "data", "title"), "Other", "the part 'tender'"),
        (("scheme", "data", "places"), 0, "the part 'scheme'"),
        (("framework", "data", "rights"), "", "the part 'framework'"),
        (("provenance", "library"), "0.0", "the part 'provenance'"),
        (("warnings",), [{"kind": "x"}], "warnings[0]"),
    ],
)
def test_an_alteration_is_told_with_its_place(
    highways: sv.Evaluation, path: tuple[Any, ...], value: object, named: str
) -> None:
    """A record touched up by hand is refused, and the court is told where it was touched."""
    record = through_json(highways.record())
    held: Any = record
    for key in path[:-1]:
        held = held[key]
    held[path[-1]] = value
    with pytest.raises(sv.RecordError) as caught:
        sv.replay(record)
    assert {each.code for each in caught.value.problems} == {"SV803"}
    assert named in str(caught.value)


def test_a_result_that_is_taken_out_is_told(highways: sv.Evaluation) -> None:
    """Leaving out a loser's result is an alteration like any other."""
    record = through_json(highways.record())
    del record["results"][2]
    with pytest.raises(sv.RecordError, match=r"SV803 .*result 3 is gone"):
        sv.replay(record)


def test_an_altered_hash_is_told(highways: sv.Evaluation) -> None:
    """The hash over all is itself held: whoever changes it alone is told too."""
    record = {**highways.record(), "sha256": "0" * 64}
    with pytest.raises(sv.RecordError, match="the record as a whole"):
        sv.replay(record)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("provenance", "library"), 2),
        (("provenance", "scheme"), ["x"]),
        (("provenance", "inputs"), None),
        (("provenance", "layers"), {}),
        (("provenance", "layers", 0, "id"), 2),
        (("provenance", "layers", 0, "edition"), None),
        (("provenance", "layers", 0, "sha256"), 2),
        (("results", 0, "bidder"), 2),
        (("results", 0, "lot"), 2),
    ],
)
def test_a_record_of_another_shape_is_no_record(
    highways: sv.Evaluation, path: tuple[Any, ...], value: object
) -> None:
    """With hashes made anew it still is not as it was made, and says where; no traceback."""
    record = through_json(highways.record())
    assert sv.replay(sealed(record)).same
    held: Any = record
    for key in path[:-1]:
        held = held[key]
    held[path[-1]] = value
    with pytest.raises(sv.RecordError, match=f"SV801 .*'{path[0]}' is not as it was made"):
        sv.replay(sealed(record))


@pytest.mark.parametrize("key", ["library", "layers", "inputs"])
def test_a_record_without_what_it_rests_on_is_no_record(highways: sv.Evaluation, key: str) -> None:
    """Whoever leaves it out would have a decision held to nothing."""
    record = through_json(highways.record())
    del record["provenance"][key]
    with pytest.raises(sv.RecordError, match=r"SV801 .*'provenance' is not as it was made"):
        sv.replay(sealed(record))


def test_lots_that_moved_are_compared_by_their_names() -> None:
    """What was altered is told of the lot it stands in, and a lot that moved is not altered."""
    north, south = sv.Lot("north", contract_value=100), sv.Lot("south", contract_value=200)
    tender = sv.Tender("Parks", lots=[north, south], contract_value=900, years=3)
    moved = attrs.evolve(tender, lots=[south, north])
    assert [*altered_tender(tender, moved)] == []
    more = attrs.evolve(tender, lots=[attrs.evolve(south, contract_value=300), north])
    (found,) = altered_tender(tender, more)
    assert found.path[:3] == ("the tender", "lots", "south")
    assert (found.recorded, found.here) == ("200", "300")


def test_a_forgery_with_new_hashes_does_not_replay(highways: sv.Evaluation) -> None:
    """Whoever makes all hashes anew still cannot make the inputs give other points."""
    record = through_json(highways.record())
    record["results"][1]["points"] = "99.99"
    again = sv.replay(sealed(record))
    assert not again.same
    assert again.differences == ("Acme Highways, points: 99.99 recorded, 90.20 here",)


def test_a_forged_bid_is_told_by_its_input_hash(highways: sv.Evaluation) -> None:
    """A price changed after the event no longer matches the hash of what was handed in."""
    record = through_json(highways.record())
    record["bids"][1]["data"]["price"] = {"$decimal": "1"}
    again = sv.replay(sealed(record))
    assert not again.same
    assert "an altered input: the tender or a bid is not the recorded one" in again.differences


@pytest.mark.parametrize(
    ("thing", "code"),
    [
        (None, "SV801"),
        ("a text", "SV801"),
        ({}, "SV801"),
        ({"schema": 1}, "SV801"),
        ({"schema": "socialvalue/record@1"}, "SV801"),
        ({"schema": "socialvalue/record@2"}, "SV802"),
        ({"schema": "someone/else@1"}, "SV802"),
    ],
)
def test_what_is_no_record_is_refused(thing: Any, code: str) -> None:
    """A file of another kind, or of a later version, gets an answer and not a traceback."""
    with pytest.raises(sv.RecordError) as caught:
        sv.replay(thing)
    assert [each.code for each in caught.value.problems] == [code]
    assert isinstance(caught.value, (sv.SocialValueError, ValueError))


def test_every_missing_part_is_an_answer(highways: sv.Evaluation) -> None:
    """Half a record is refused in words, whichever half it is."""
    record = highways.record()
    for key in record:
        half = {name: each for name, each in record.items() if name != key}
        with pytest.raises(sv.RecordError):
            sv.replay(half)
        with pytest.raises(sv.RecordError):
            sv.replay({**record, key: 5})


@pytest.mark.parametrize(
    "held",
    [
        {"$": "Popen", "args": ["true"]},
        {"$": "Bid", "bidder": "A", "colour": "red"},
        {"$": "Bid"},
        {"$": ["Bid"]},
        {"$decimal": "NaN"},
        {"$decimal": "1E9999999"},
        {"$decimal": 1},
        {"$fraction": "1/0"},
        {"$date": "2022-13-01"},
        {"$ref": 7},
        {"$ref": -1},
        {"$map": [[1]]},
        {"$at": ["x"]},
        {"$unknown": 1},
        {"a": 1, "b": 2},
        {},
        1.5,
    ],
)
def test_a_record_can_ask_for_nothing_else(held: Any) -> None:
    """A record is data: it makes nouns of this library, and runs nothing."""
    with pytest.raises(sv.RecordError) as caught:
        decode({"data": held, "shared": []})
    assert all(each.code.startswith("SV") for each in caught.value.problems)


def test_a_bottomless_record_is_refused(highways: sv.Evaluation) -> None:
    """A record nested a hundred thousand deep is refused, and the process lives."""
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(sv.RecordError):
        decode({"data": deep, "shared": []})
    with pytest.raises(sv.RecordError):
        sv.replay({**highways.record(), "warnings": deep})
    while deep:  # or Python takes it apart too deep
        deep = deep[0]


# --- the nouns, written and read ----------------------------------------------------------

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=None).map(
    lambda found: found if abs(found.adjusted()) < 200 else Decimal(1)
)
plain_things = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), amounts, st.dates(), st.fractions()
)
things = st.recursive(
    plain_things,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.one_of(st.text(), st.dates()), inner, max_size=4).map(FrozenMap),
    ),
    max_leaves=20,
)


@given(thing=things)
def test_what_is_written_is_read_back(thing: Any) -> None:
    """Digits, order and kind survive: 0.50 does not come back as 0.5, nor a date as a text."""
    again = decode(json.loads(json.dumps(encode(thing))))
    assert again == thing
    assert in_full(again) == in_full(thing)


@pytest.mark.parametrize(
    "method",
    [
        sv.LowestPrice(),
        sv.PanelMark(out_of="5.0", minimum=2),
        sv.AgainstTarget("0.50", cap="1.5", floor="0.10", denominator="price"),
        sv.RelativeToHighest(minimum="0.05"),
        sv.Banded([("0", "0.10", 0), ("0.10", "0.25", 3), ("0.25", None, 5)]),
        sv.PointsMenu({"NT10": "2"}, required="100"),
        sv.LinearSpread(),
    ],
    ids=repr,
)
def test_every_method_is_read_back(method: Any) -> None:
    """A scheme in a record is the scheme that was published, to its fingerprint."""
    scheme = sv.Scheme([sv.Criterion("it", "100.00", method)], places=3)
    again = decode(json.loads(json.dumps(encode(scheme))))
    assert again == scheme
    assert again.fingerprint == scheme.fingerprint
    assert in_full(again) == in_full(scheme)


@attrs.frozen
class Even:
    """A council's own method: the same for everyone."""

    READS = ("price",)

    def points(self, criterion: str, weight: Fraction, bids: Any) -> list[Fraction]:
        return [weight / 2 for _ in bids]


def test_a_method_of_ones_own_is_given_again(make: SimpleNamespace) -> None:
    """A record holds no code: who wrote a method in Python hands it over, or is told to."""
    scheme = sv.Scheme([sv.Criterion("it", 100, Even())])
    result = sv.evaluate(make.tender(), make.bid(price=1), make.framework(make.measure()), scheme)
    record = through_json(result.record())
    assert sv.replay(record, methods=[Even]).same
    with pytest.raises(sv.RecordError, match="methods="):
        sv.replay(record)


def test_nothing_depends_on_the_callers_decimal_context(highways: sv.Evaluation) -> None:
    """A context of three digits, set by another library, changes no digit of a record."""
    record = highways.record()
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        assert highways.record() == record
        assert sv.replay(copy.deepcopy(record)).same


# --- every alteration ---------------------------------------------------------------------


def altered(thing: Any) -> Iterator[Any]:
    """The same data with one thing in it changed or gone, for each thing in turn."""
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
        yield thing + "x"
        yield 7
    elif isinstance(thing, bool) or thing is None:
        yield "something"
    else:
        yield thing + 1
        yield {}


@pytest.fixture(scope="module")
def small_record(make: SimpleNamespace) -> dict[str, Any]:
    """A record with a little of everything."""
    held = make.framework(
        make.measure("A"), make.measure("B"), places=FrozenMap(),
        exclusions=(make.exclusion("alternative", ("A", "B")),),
    )  # fmt: skip
    bid = make.bid(
        make.offered(held, "A", 5, activity="x"), make.offered(held, "B", 1, activity="x"),
        price="10", marks={"words": sv.Moderated(4, marks=[sv.EvaluatorMark("A", 4)])},
    )  # fmt: skip
    scheme = sv.Scheme(
        [
            sv.Criterion("words", 50, sv.PanelMark(5)),
            sv.Criterion("value", 50, [sv.Criterion("pounds", 50, sv.AgainstTarget("0.5"))]),
        ],
        ties=["words"],
    )
    return through_json(sv.evaluate(make.tender(), bid, held, scheme).record())


def test_every_alteration_is_refused(small_record: dict[str, Any]) -> None:
    """Whatever one thing is changed in a record, it no longer passes for the record."""
    found = list(altered(small_record))
    assert len(found) > 300
    for each in found:
        with pytest.raises(sv.RecordError):
            sv.replay(each)


def test_every_forgery_is_refused_or_told(small_record: dict[str, Any]) -> None:
    """With all hashes made anew, what cannot be read is refused, and the rest does not replay."""
    parts = ("provenance", "framework", "scheme", "tender", "bids", "results")
    for key in parts:
        for changed in altered(small_record[key]):
            forged = sealed({**small_record, key: changed})
            try:
                again = sv.replay(forged)
            except sv.RecordError:
                continue
            assert again.differences or again.same, key
            if key == "results":
                assert again.differences


# --- what was altered ---------------------------------------------------------------------


def altered_lines(again: sv.Replay) -> list[str]:
    """What a replay says was altered."""
    return [each for each in again.differences if each.startswith("altered: ")]


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"target": "0.40"}, "the tender, target: 0.5 recorded, 0.4 here"),
        ({"years": 4}, "the tender, years: 3 recorded, 4 here"),
        ({"published": "2022-06-02"},
         "the tender, published: 2022-06-01 recorded, 2022-06-02 here"),
        ({"contract_value": "2500000"},
         "the tender, contract value, initial: 2400000 recorded, 2500000 here"),
        ({"unit_values": {"NT1": "28461", "NT18": "0.716470", "NT19": "0.716470"}},
         "the tender, unit values, NT1: 28460 recorded, 28461 here"),
        ({"unit_values": {"NT1": "28460", "NT18": "0.716470"}},
         "the tender, unit values, NT19: 0.71647 recorded, no entry here"),
    ],
)  # fmt: skip
def test_what_was_altered_of_the_tender_is_named(
    highways: sv.Evaluation, details: dict[str, Any], said: str
) -> None:
    """A unit value that somebody touched after the award is named, with the old and the new."""
    tender = attrs.evolve(highways.tender, **details)
    bids = bids_of(highways)
    if "NT19" not in tender.unit_values:
        bids = [attrs.evolve(each, commitments=()) for each in bids]
    again = sv.replay(highways.record(), tender=tender, bids=bids)
    assert f"altered: {said}" in altered_lines(again)
    if len(bids[0].commitments):
        assert len(altered_lines(again)) == 1
    assert altered_lines(sv.replay(highways.record(), tender=highways.tender)) == []


def test_what_was_altered_of_a_bid_is_named(highways: sv.Evaluation) -> None:
    """Price, mark, reason and quantity: each with the bidder, the old and the new."""
    brook, acme, cedar = bids_of(highways)
    marks = {**acme.marks, "quality": attrs.evolve(acme.marks["quality"], consensus=5)}
    first, *rest = acme.commitments
    essex = highways.framework
    more = essex.commit("NT1", sv.fte("9.5", years=3), activity=first.activity, note=first.note,
                        span=first.span)  # fmt: skip
    other = attrs.evolve(acme, price="2260001", marks=marks, commitments=[more, *rest])
    again = sv.replay(highways.record(), bids=[brook, other, cedar])
    found = altered_lines(again)
    assert "altered: the bid of Acme Highways, price: 2260000 recorded, 2260001 here" in found
    assert (
        "altered: the bid of Acme Highways, marks, quality, consensus: 4 recorded, 5 here" in found
    )
    assert [each for each in found if "commitment 1 (NT1), quantity, amount: 27 recorded" in each]
    assert not [each for each in found if "commitment 2" in each]


def test_commitments_that_come_and_go_are_named(highways: sv.Evaluation) -> None:
    """A commitment taken out shifts no other into its place."""
    brook, acme, cedar = bids_of(highways)
    fewer = attrs.evolve(acme, commitments=(*acme.commitments[:1], *acme.commitments[2:]))
    (gone,) = altered_lines(sv.replay(highways.record(), bids=[brook, fewer, cedar]))
    assert gone == (
        "altered: the bid of Acme Highways, commitment 2 (NT10): an entry recorded, no entry here"
    )
    more = attrs.evolve(acme, commitments=(acme.commitments[3], *acme.commitments))
    (come,) = altered_lines(sv.replay(highways.record(), bids=[brook, more, cedar]))
    assert come.endswith("commitment 1 (NT19): no entry recorded, an entry here")


def test_what_was_altered_of_the_scheme_is_named(highways: sv.Evaluation) -> None:
    """A weight that moved from quality to price is named by its criterion."""
    scheme = highways.scheme
    moved = {"price": 1, "quality": -1}
    criteria = [
        attrs.evolve(each, points=each.points + moved.get(each.name, 0)) for each in scheme.criteria
    ]
    old = {each.name: each.points for each in scheme.criteria}
    again = sv.replay(highways.record(), scheme=attrs.evolve(scheme, criteria=criteria[::-1]))
    head = "altered: the scheme, criteria"
    assert altered_lines(again) == [
        f"{head}, {name}, points: {old[name]} recorded, {old[name] + more} here"
        for name, more in moved.items()
    ]


def test_long_bids_are_compared_in_no_time(make: SimpleNamespace) -> None:
    """Thousands of commitments are held against each other without looking for what moved."""
    held = make.framework(make.measure("M1"))
    lines = [make.offered(held, "M1", n) for n in range(1, 1500)]
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bid = make.bid(*lines, price=10)
    record = sv.evaluate(make.tender(), bid, held, scheme).record()
    other = attrs.evolve(bid, commitments=lines[1:])
    assert len(altered_lines(sv.replay(record, bids=[other]))) == 51


def test_results_in_another_order_are_not_the_same(highways: sv.Evaluation) -> None:
    """The order of the list is what a committee reads first: a record may not have another."""
    record = highways.record()
    turned = {**record, "results": record["results"][::-1]}
    assert list(replay_differences.result_differences(record, record)) == []
    (found,) = replay_differences.result_differences(turned, record)
    assert str(found) == "the list of results: another order or number recorded, another here"
    assert not replay_differences.is_same(turned, record, is_recorded=True)


def test_what_an_older_record_need_not_hold_is_held_against_where_it_does(
    highways: sv.Evaluation,
) -> None:
    """Places stand in records since 0.2.0: an older one without them is not blamed, others are."""
    record = highways.record()
    rests = {**record["provenance"], "library": "0.1.0"}
    silent = {key: each for key, each in rests.items() if key != "places"}
    for provenance, told in ((rests, []), (silent, []), ({**rests, "places": {}}, ["places"])):
        found = replay_differences.rests_differing({**record, "provenance": provenance}, record)
        assert list(dict.fromkeys(each.path[1] for each in found)) == told


def test_what_no_json_holds_is_no_record(highways: sv.Evaluation) -> None:
    """A set or a number in a record was put there afterwards, and cannot be what was hashed."""
    for held in ({1, 2}, object(), float("nan")):
        with pytest.raises(sv.RecordError) as caught:
            sv.replay({**highways.record(), "decided": [held]})
        assert [each.code for each in caught.value.problems] == ["SV801"]


def test_lists_of_different_kinds_differ_as_a_whole() -> None:
    """A text where a list was is one difference, with both, and not one a letter."""
    found = [*replay_differences.differing(("warnings",), ["SV601"], "SV601")]
    assert [(each.path, each.recorded, each.here) for each in found] == [
        (("warnings",), ["SV601"], "SV601"),
    ]  # fmt: skip
    (inner,) = replay_differences.differing(("warnings",), ["a", "b"], ["a", "c"])
    assert (inner.path, inner.recorded, inner.here) == (("warnings 2",), "b", "c")
    assert [*replay_differences.differing(("warnings",), ["a"], ["a"])] == []


def test_a_folder_alone_is_no_difference_and_another_file_is() -> None:
    """Old records hold the folder that a file lay in; another file is another thing."""
    made = replay_differences.Difference
    assert made(("bid", "file"), "/home/x/tender.yaml", "tender.yaml").is_of_folder
    assert not made(("bid", "file"), "/home/x/other.yaml", "tender.yaml").is_of_folder
    assert not made(("bid", "reason"), "/home/x/tender.yaml", "tender.yaml").is_of_folder


def test_a_bid_that_stands_in_one_of_two_alone_is_told_as_missing(
    highways: sv.Evaluation,
) -> None:
    """A result that is only here, or only there, is no result whose every figure differs."""
    record = through_json(highways.record())
    fewer = {**record, "results": record["results"][:-1]}
    last = record["results"][-1]["bidder"]
    for old, new in ((record, fewer), (fewer, record)):
        (found,) = replay_differences.result_differences(old, new)
        assert (found.path, {type(found.recorded), type(found.here)}) == (
            (last,), {dict, object},
        )  # fmt: skip
