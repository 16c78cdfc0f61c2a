"""Nouns and evaluations as JSON documents: equal when they come back, and nothing believed."""

from __future__ import annotations

import decimal
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.documents.texts import schemas_of_nouns
from socialvalue.definitions.shapes import SCHEMAS
from socialvalue.spans import Span
from socialvalue.testing import strategies
from socialvalue.testing.strategies.plugins import plugin_nouns

NOUNS = {*schemas_of_nouns().values()}


def held_in(thing: Any) -> Iterator[Any]:
    """A noun and every noun in it."""
    if type(thing) in NOUNS:
        yield thing
    if attrs.has(type(thing)):
        for field in attrs.fields(type(thing)):
            yield from held_in(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for each in thing.values():
            yield from held_in(each)
    elif isinstance(thing, tuple):
        for each in thing:
            yield from held_in(each)


def comes_back(noun: Any) -> None:
    """A noun is equal to what its document says, which has one spelling."""
    text = sv.to_json(noun)
    again = sv.from_json(text)
    assert again == noun
    assert type(again) is type(noun)
    assert sv.to_json(again) == text
    document = json.loads(text)
    assert schemas_of_nouns()[document["schema"]] is type(noun)


# --- nouns --------------------------------------------------------------------------------


@given(strategies.procurements())
@settings(max_examples=15)
def test_a_drawn_procurement_comes_back(drawn: strategies.Procurement) -> None:
    """What is sent to another process is valued there as here: nothing is lost on the way."""
    for noun in (drawn.tender, drawn.framework, drawn.scheme, *drawn.bids):
        comes_back(noun)


@pytest.mark.slow
def test_ten_thousand_drawn_nouns_come_back() -> None:
    """Each noun by itself, and of every kind that can be drawn: no rare field is forgotten."""
    counted: dict[type, int] = {}

    @given(
        st.one_of(
            strategies.procurements(), plugin_nouns(), strategies.commitments(),
            strategies.quantities(),
        )
    )  # fmt: skip
    @settings(max_examples=800, deadline=None, suppress_health_check=[*HealthCheck])
    def of_all(drawn: Any) -> None:
        for noun in held_in(drawn):
            comes_back(noun)
            counted[type(noun)] = counted.get(type(noun), 0) + 1

    of_all()
    assert sum(counted.values()) >= 10_000
    assert {sv.Tender, sv.Bid, sv.Commitment, sv.Quantity, sv.Scheme, sv.Measure} <= {*counted}


def test_a_tender_with_every_field_comes_back(make: SimpleNamespace) -> None:
    """A rich set, lots, moderated scores and every scoring method are kept to the last digit."""
    panel = sv.Moderated("4.50", marks=[sv.EvaluatorMark("A", "4.50")], on="2022-06-01")
    lots = [sv.Lot("north", contract_value=sv.ContractValue(5, maximum="7.50"))]
    bid = make.bid(marks={"words": panel}, price="1.00", span=Span(pointer="/bids/0"))
    tender = make.tender(unit_values={"A": "0.716470"}, lots=lots, above_threshold=False)
    for noun in (make.rich(), bid, tender):
        comes_back(noun)
    assert sv.from_json(sv.to_json(bid)).span == bid.span


def test_a_document_names_its_kind_and_no_file_has_its_name() -> None:
    """One schema line means one thing: what people write in files is read by another function."""
    assert not {*schemas_of_nouns()} & {*SCHEMAS}
    tender = sv.Tender("Parks", contract_value=1)
    text = sv.to_json(tender)
    assert json.loads(text)["schema"] == "socialvalue/tender-data@1"
    with pytest.raises(sv.DefinitionError, match=r"SV111 [^\n]*\n.*from_json reads it"):
        sv.read_tender(text)
    with pytest.raises(sv.RecordError, match=r"SV229 [^\n]*\n.*read_tender reads it"):
        sv.from_json('{"schema": "socialvalue/tender@1", "title": "Parks"}')


def test_one_noun_has_one_spelling() -> None:
    """Texts are compared and hashed: neither a process nor its decimal context changes a letter."""
    bid = sv.Bid("Acme", price="90000.10", marks={"b": "4.50", "a": "1"})
    here = sv.to_json(bid)
    with decimal.localcontext() as context:
        context.prec, context.capitals = 3, 0
        assert sv.to_json(bid) == here
    code = (
        "import socialvalue as sv\n"
        'bid = sv.Bid("Acme", price="90000.10", marks={"b": "4.50", "a": "1"})\n'
        "print(sv.to_json(bid))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == here
    assert sv.to_json(attrs.evolve(bid, price="90000.11")) != here


def test_no_folder_of_the_machine_is_in_a_document() -> None:
    """Where a file lay says something of a server, and nothing of the tender."""
    bid = sv.Bid("Acme", span=Span("/home/someone/secret/tender.yaml", 3, 5))
    assert '"tender.yaml"' in sv.to_json(bid)
    assert "secret" not in sv.to_json(bid)
    for named in ("/home/secret/sets/mine", "~/secret/mine", "C:\\secret\\mine"):
        tender = sv.Tender("Parks", contract_value=1, framework=named)
        assert sv.from_json(sv.to_json(tender)) == attrs.evolve(tender, framework="mine")
        one = of_one_line()
        valued = sv.value(attrs.evolve(one.tender, framework=named), one.bid, one.framework)
        text = sv.to_json(valued)
        assert "secret" not in text
        assert sv.from_json(text).total == valued.total
    beside = sv.Tender("Parks", contract_value=1, framework="./sets/mine")
    assert sv.from_json(sv.to_json(beside)) == beside


def test_what_is_seldom_drawn_comes_back() -> None:
    """Moderation, what is withheld, named prices and short lists are sent as the rest is."""
    price, quality = (
        sv.Criterion("price", 40, sv.LowestPrice()),
        sv.Criterion("q", 30, sv.PanelMark(5)),
    )
    for noun in (
        sv.Tender(
            "Parks",
            contract_value=1,
            moderation=sv.Moderation("2022-07-20", by="head of procurement"),
        ),
        sv.Withheld("q", why="it names a person", by="head of procurement"),
        sv.Bid("Acme", price=1, prices={"call-out": "80.50"}),
        attrs.evolve(price, price="call-out"),
        attrs.evolve(quality, go_on=3),
        sv.MarkChange(3, why="An annex was overlooked.", by="head of legal", on="2022-08-01"),
    ):
        comes_back(noun)


@pytest.mark.parametrize("name", ["highways", "parks"])
def test_the_examples_come_back(name: str) -> None:
    """Letters of a whole tender can be made from what was sent as from the files."""
    tender, bids = sv.read_tender(Path(__file__).parents[2] / f"docs/examples/{name}/tender.yaml")
    for noun in held_in((tender, *bids)):
        comes_back(noun)
    assert [*held_in(bids)]


# --- what is refused ----------------------------------------------------------------------

BID = '{"schema": "socialvalue/bid@1", "shared": [], "data": {"$": "Bid", "bidder": "Acme"%s}}'


@pytest.mark.parametrize(
    ("text", "code", "pointer"),
    [
        (BID % ', "price": 90000.1', "SV305", "/data/price"),
        (BID % ', "price": {"$decimal": 90000.1}', "SV305", "/data/price/$decimal"),
        (BID % ', "price": NaN', "SV305", "/data/price"),
        (BID % ', "price": 1e3', "SV305", "/data/price"),
        (BID % f', "price": {"9" * 5000}', "SV303", "/data/price"),
        (BID % ', "bidder": "Brook"', "SV120", "/data"),
        (BID % ', "note": "x"', "SV804", "/data"),
        (BID % ', "price": {"$decimal": "90,000"}', "SV804", "/data/price"),
        (BID % ', "commitments": [{"$": "Commitment"}]', "SV202", "/data/commitments/0"),
        (BID % ', "marks": {"$map": [["quality", {"$x": 1}]]}', "SV804", "/data/marks/$map/0/1"),
        ((BID % "").replace('"Bid"', '"Bidd"'), "SV804", "/data"),
        ((BID % "").replace("[]", '[{"$": "Source"}]'), "SV202", "/shared/0"),
        (BID % ', "price": "-1"', "SV301", "/data"),
        ((BID % "").replace("bid@1", "bidd@1"), "SV229", None),
        ((BID % "").replace("bid@1", "lot@1"), "SV230", None),
        ((BID % "").replace('"shared"', '"sharde"'), "SV201", None),
        ((BID % "").replace("Acme", ""), "SV313", "/data"),
        ("{", "SV116", None),
        ("{}", "SV229", None),
        ("[]", "SV229", None),
        ("", "SV116", None),
        ('{"schema": ["x"]}', "SV229", None),
        ("[" * 5000 + "]" * 5000, "SV107", None),
        (b"\xff", "SV102", None),
    ],
)
def test_what_means_nothing_is_refused(text: Any, code: str, pointer: str | None) -> None:
    """A document from a stranger makes a noun that is right, or none, and says what is wrong."""
    with pytest.raises(sv.SocialValueError) as caught:
        sv.from_json(text)
    found = caught.value.problems[0]
    assert found.code == code
    assert pointer is None or found.pointer == pointer
    assert sv.from_json(BID % ', "price": {"$decimal": "90000.10"}').price is not None


def test_a_text_beyond_the_stack_says_where_it_goes_too_deep() -> None:
    """Brackets in a text count for nothing, and the bound that is told is the one that holds."""
    text = '{"schema": "[[[\\"[",\n "data": ' + "[" * 50_000 + "]" * 50_000 + "}"
    with pytest.raises(sv.DefinitionError, match="more than 100 levels") as caught:
        sv.from_json(text)
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == (2, 109)


def test_the_part_of_a_letter_is_sent_to_its_reader() -> None:
    """A bidder's program that holds the file is told what reads it."""
    with pytest.raises(sv.RecordError, match=r"SV229 [^\n]*\n.*a letter.*recompute reads it"):
        sv.from_json('{"schema": "socialvalue/letter@1"}')
    with pytest.raises(sv.RecordError, match=r"SV229 [^\n]*\n.*did you mean"):
        sv.from_json('{"schema": "socialvalue/lettr@1"}')


def test_a_result_that_follows_says_what_to_give_instead() -> None:
    """Two documents of one decision could disagree: whoever asks for both is sent to one."""
    valued = of_one_line()
    for thing, words in (
        (valued.lines[0], "give the valuation"),
        (sv.diff("national-toms@2020", "national-toms@2022"), "give the two sets"),
    ):
        with pytest.raises(sv.InputError, match="SV316") as caught:
            sv.to_json(thing)
        assert words in caught.value.problems[0].hint
    assert sv.from_json(sv.to_json(valued)) == valued


@pytest.mark.parametrize("thing", [None, 5, "x", [sv.Bid("Acme")], sv.LowestPrice, object()])
def test_what_is_no_noun_has_no_document(thing: Any) -> None:
    """A list of bids is many documents, and a text is none."""
    with pytest.raises(sv.InputError, match="SV316"):
        sv.to_json(thing)
    with pytest.raises(sv.InputError, match="SV316"):
        sv.from_json(5)  # type: ignore[arg-type]


@given(st.text(max_size=30) | st.binary(max_size=30))
def test_whatever_is_sent_ends_in_a_refusal(sent: str | bytes) -> None:
    """No text of a stranger ends in a traceback."""
    with pytest.raises(sv.SocialValueError):
        sv.from_json(sent)


# --- results ------------------------------------------------------------------------------


@given(strategies.procurements())
@settings(max_examples=10)
def test_an_evaluation_comes_back(drawn: strategies.Procurement) -> None:
    """What is kept of a decision is the decision: points, ranks and reasons are the same."""
    result = sv.evaluate(drawn.tender, drawn.bids, drawn.framework, drawn.scheme)
    text = sv.to_json(result)
    again = sv.from_json(text)
    assert again == result
    assert sv.to_json(again) == text
    assert json.loads(text) == json.loads(json.dumps(result.record()))


@given(strategies.procurements())
@settings(max_examples=15)
def test_a_valuation_comes_back(drawn: strategies.Procurement) -> None:
    """Pounds are computed again from what they rest on, and are the same."""
    for bid in drawn.bids:
        result = sv.value(drawn.tender, bid, drawn.framework)
        text = sv.to_json(result)
        again = sv.from_json(text)
        assert again == result
        assert (again.total, again.warnings) == (result.total, result.warnings)
        assert sv.to_json(again) == text


def of_one_line() -> sv.Valuation:
    """A lot's bid of one commitment, valued."""
    toms = sv.load("national-toms", edition="2022")
    lots = [sv.Lot("north", contract_value=3, years=2)]
    tender = sv.Tender("Parks", contract_value=5, published="2022-07-01", lots=lots)
    offer = [toms.commit("NT10", sv.weeks(40, people=5))]
    return sv.value(tender, sv.Bid("Acme", commitments=offer, lot="north"), toms)


def test_a_valuation_of_a_lot_comes_back() -> None:
    """In the lot's years and value, and not in the whole contract's."""
    result = of_one_line()
    assert sv.from_json(sv.to_json(result)) == result
    assert result.tender.contract_value.initial == 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"total":"50358.11"', '"total":"99999.99"', "SV823"),
        ('"value":"50358.11"', '"value":"99999.99"', "SV823"),
        ('"codes":[]', '"codes":["SV504"]', "SV823"),
        ('"lines":[', '"lines":[5,', "SV823"),
        ('"total":', '"totel":', "SV202"),
        ('"total":', '"more":1,"total":', "SV201"),
        ('"Bid"', '"Lot"', "SV804"),
        ('"$":"Commitment"', '"$":"Waiver"', "SV804"),
        ('@2022","measure":"NT10"', '@2022","measure":"NT99"', "SV209"),
    ],
)
def test_no_text_says_more_pounds_than_its_commitments_are_worth(
    old: str, new: str, code: str
) -> None:
    """Who alters a figure on the way is found out by the sum."""
    text = sv.to_json(of_one_line())
    assert old in text
    with pytest.raises(sv.RecordError) as caught:
        sv.from_json(text.replace(old, new))
    assert caught.value.problems[0].code == code
    assert sv.from_json(text).total == of_one_line().total


TEXTS = [sv.to_json(each) for each in (of_one_line(), of_one_line().bid, of_one_line().tender)]
OTHERS: st.SearchStrategy[Any] = st.sampled_from(
    ["", "x", "-1", 0, -1, True, None, [], {}, [[]], {"$": "Bid"}, {"$ref": 0}]
)


def places_in(held: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a document: what holds it, and its key or number."""
    inside = held.items() if isinstance(held, dict) else enumerate(held)
    for key, each in inside:
        yield held, key
        if isinstance(each, (dict, list)):
            yield from places_in(each)


@given(st.sampled_from(TEXTS), st.integers(0, 10**6), OTHERS)
@settings(max_examples=40)
def test_no_altered_document_ends_in_a_traceback(text: str, at: int, other: Any) -> None:
    """Whatever stands where something else belongs is refused, or is what it says."""
    document = json.loads(text)
    places = list(places_in(document))
    holder, key = places[at % len(places)]
    holder[key] = other
    try:
        made = sv.from_json(json.dumps(document))
    except sv.SocialValueError:
        return
    assert sv.from_json(sv.to_json(made)) == made


def test_an_evaluation_in_lots_comes_back(make: SimpleNamespace) -> None:
    """Who is first in which lot is computed again, too."""
    toms = sv.load("national-toms", edition="2022")
    lots = [sv.Lot("north", contract_value=3), sv.Lot("south", contract_value=2)]
    tender = sv.Tender("Parks", contract_value=5, published="2022-07-01", lots=lots)
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [sv.Bid("Acme", price=9, lot="north"), sv.Bid("Acme", price=8, lot="south")]
    result = sv.evaluate_lots(tender, bids, toms, scheme)
    assert sv.from_json(sv.to_json(result)) == result


def test_no_text_says_more_points_than_its_bids_earn(make: SimpleNamespace) -> None:
    """A forged rank is refused whether or not its hash was forged with it."""
    from socialvalue.assess.records.record import sealed

    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Parks", contract_value=5, published="2022-07-01")
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    record = sv.evaluate(tender, [sv.Bid("Acme", price=9)], toms, scheme).record()
    record["results"][0]["points"] = "99.00"
    with pytest.raises(sv.RecordError, match="SV803"):
        sv.from_json(json.dumps(record))
    content = {key: each for key, each in record.items() if key not in ("hashes", "sha256")}
    with pytest.raises(sv.RecordError, match="SV823"):
        sv.from_json(json.dumps(sealed(content)))
