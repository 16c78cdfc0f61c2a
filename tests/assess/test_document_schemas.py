"""JSON Schemas of documents: what is written fits them, and what is altered does not."""

from __future__ import annotations

import json
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.assess.test_documents import held_in

import socialvalue as sv
from socialvalue.assess.documents.texts import schemas_of_nouns
from socialvalue.definitions.json_schema import KINDS
from socialvalue.definitions.json_schema import json_schema as schema_of_file
from socialvalue.testing import strategies
from socialvalue.testing.strategies.plugins import plugin_nouns

NOUNS = sorted(each.partition("/")[2].partition("@")[0] for each in schemas_of_nouns())
RECORDS = ["letter", "record", "record-lots", "valuation"]


@cache
def checker(kind: str) -> Draft202012Validator:
    """What holds a document against the schema of its kind."""
    return Draft202012Validator(sv.json_schema(kind))


def wrong(text: str) -> list[str]:
    """What does not fit the schema that a document names."""
    document = json.loads(text)
    kind = document["schema"].partition("/")[2].partition("@")[0]
    return [f"{each.json_path}: {each.message}" for each in checker(kind).iter_errors(document)]


@pytest.mark.parametrize("kind", [*KINDS, *NOUNS, *RECORDS])
def test_every_kind_has_a_schema(kind: str) -> None:
    """Whoever writes a form for a kind need not guess its fields."""
    schema = sv.json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"socialvalue/{kind}@1"
    json.dumps(schema)


def test_files_keep_their_own() -> None:
    """An editor and a program check one file by one schema."""
    for kind in KINDS:
        assert sv.json_schema(kind) == schema_of_file(kind)


def test_an_unknown_kind_is_named() -> None:
    """A slip is answered with the kind that was meant."""
    with pytest.raises(sv.NotFoundError, match=r"SV231 'bids'[^\n]*\n.*did you mean 'bid'"):
        sv.json_schema("bids")


@given(st.one_of(strategies.procurements(), plugin_nouns()))
@settings(max_examples=12)
def test_what_is_written_fits_its_schema(drawn: Any) -> None:
    """A program that checks by the schema refuses nothing that this library writes."""
    for noun in held_in(drawn):
        text = sv.to_json(noun)
        assert not wrong(text)
        assert wrong(text.replace('"$":', '"$$":'))


def test_a_rich_set_and_its_parts_fit(make: SimpleNamespace) -> None:
    """Also what is rarely there, and what is written once and referred to after."""
    panel = sv.Moderated("4.50", marks=[sv.EvaluatorMark("A", "4.50")], on="2022-06-01")
    for noun in (make.rich(), make.source, make.bid(marks={"words": panel})):
        assert not wrong(sv.to_json(noun))
        assert wrong(sv.to_json(noun).replace('"$":', '"$$":'))


def test_records_fit() -> None:
    """A record that is kept for years is described without this library."""
    toms = sv.load("national-toms", edition="2022")
    lots = [sv.Lot("north", contract_value=3), sv.Lot("south", contract_value=2)]
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    whole = sv.Tender("Parks", contract_value=5, published="2022-07-01")
    parted = sv.Tender("Parks", contract_value=5, published="2022-07-01", lots=lots)
    one = sv.evaluate(whole, [sv.Bid("Acme", price=9)], toms, scheme)
    two = sv.evaluate_lots(parted, [sv.Bid("Acme", price=9, lot="north")], toms, scheme)
    for each in (one, two):
        assert not wrong(sv.to_json(each))
        assert not wrong(json.dumps(json.loads(sv.to_json(each)) | {"after": "0" * 64}))
    assert wrong(json.dumps({**one.record(), "sha256": "x"}))
    valuation = sv.to_json(sv.value(whole, sv.Bid("Acme"), toms))
    assert not wrong(valuation)
    assert wrong(valuation.replace('"total":"0.00"', '"total":0'))


@pytest.mark.parametrize("example", ["parks", "highways"])
def test_letters_fit(example: str) -> None:
    """A bidder's own program can read its figures by a published schema."""
    tender, bids = sv.read_tender(f"docs/examples/{example}/tender.yaml")
    scored = sv.evaluate(tender, bids, sv.load(tender.framework, on=tender.published))
    letters = [scored.letter(each.bidder) for each in scored.results if each.points is not None]
    assert letters
    for letter in letters:
        assert not wrong(json.dumps(letter))
        assert wrong(json.dumps({**letter, "rank": 1}))
        assert wrong(json.dumps({**letter, "result": {**letter["result"], "counted": 0}}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"$decimal":"90000.10"}', "90000.10"),
        ('"90000.10"', '"90,000"'),
        ('"bidder"', '"bider"'),
        ('"Bid"', '"Lot"'),
        ('"shared":[]', '"shared":5'),
    ],
)
def test_what_is_altered_does_not_fit(old: str, new: str) -> None:
    """The schema tells what from_json would refuse, before it is sent."""
    text = sv.to_json(sv.Bid("Acme", price="90000.10"))
    assert old in text
    assert not wrong(text)
    assert wrong(text.replace(old, new))


def test_fields_are_described() -> None:
    """A form shows what a field means in the words of the class."""
    bid = sv.json_schema("bid")["$defs"]["Bid"]["properties"]
    assert bid["price"]["description"].startswith("£")
