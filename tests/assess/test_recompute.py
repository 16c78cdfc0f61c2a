"""A bidder computes its own £ and points from its letter, and learns nothing of anybody else."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

import socialvalue as sv
from socialvalue.assess.records.letter import LETTER_SCHEMA
from socialvalue.assess.records.record import sealed
from socialvalue.spans import Span
from socialvalue.testing.strategies import procurements

EXAMPLES = ("highways", "parks", "courts", "home-care", "play-areas")


def evaluated(root: Path, example: str) -> sv.Evaluation:
    """One of the documentation's tenders, scored."""
    tender, bids = sv.read_tender(root / "docs/examples" / example / "tender.yaml")
    return sv.evaluate(tender, bids, sv.load(tender.framework, on=tender.published))


@pytest.fixture(scope="module")
def highways(root: Path) -> sv.Evaluation:
    """Three bids that are ranked."""
    return evaluated(root, "highways")


@pytest.fixture(scope="module")
def parks(root: Path) -> sv.Evaluation:
    """A tender whose file has contacts, scales, and a tender that was disregarded."""
    return evaluated(root, "parks")


def of_bid(result: sv.Evaluation, bidder: str, **changes: object) -> sv.Evaluation:
    """The same evaluation with one bid changed."""
    bids = [
        attrs.evolve(each.bid, **changes) if each.bidder == bidder else each.bid
        for each in result.results
    ]
    return sv.evaluate(result.tender, bids, result.framework, result.scheme)


def resealed(letter: dict[str, Any], **changes: object) -> dict[str, Any]:
    """A letter whose result says something else, with hashes that fit."""
    content = {key: copy.deepcopy(each) for key, each in letter.items()
               if key not in ("hashes", "sha256")}  # fmt: skip
    content["result"] |= changes
    return sealed(content)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_ranked_bidder_computes_its_own_figures(root: Path, example: str) -> None:
    """A figure in a letter that its reader cannot compute has to be believed."""
    result = evaluated(root, example)
    for each in result.results:
        if each.rank is None:
            continue
        found = sv.recompute(json.loads(json.dumps(result.letter(each.bidder))))
        assert (found.same, found.differences) == (True, ())
        assert found.result.total == each.total
        own = {leaf.name for leaf in each.scheme.leaves} - {*found.rests_on_others}
        assert own
        for name in own:
            assert found.result.points_for(name) == each.points_for(name)


@given(procurements())
def test_whatever_is_scored_is_computed_again(drawn: Any) -> None:
    """One measure, place or method that the letter leaves out, and its bidder is told a lie."""
    result = sv.evaluate(drawn.tender, drawn.bids, drawn.framework, drawn.scheme)
    for each in result.results:
        if each.bid.state == "compliant":
            letter = result.letter(each.bidder)
            found = sv.recompute(json.loads(json.dumps(letter)))
            assert (found.result.total, found.differences) == (each.total, ())
            assert "Papers" not in json.dumps(letter)


def test_what_rests_on_others_is_named_and_not_computed(parks: sv.Evaluation) -> None:
    """Scored alone every bid is the cheapest: points of that kind would be made up."""
    found = sv.recompute(parks.letter("Birch & Sons"))
    assert found.rests_on_others == ("price", "social value")
    told = " ".join(str(found).split())
    assert "social value: 4.23 of 10 points; not computed here: they rest on what others" in told
    assert "10.00" not in told  # what it would have alone
    assert "staffing: 9.00 of 15 points; computed here: 9.00." in told


def test_a_letter_is_the_same_whatever_a_third_bidder_offers(highways: sv.Evaluation) -> None:
    """What changes with a rival's offer can be read backwards."""
    reader, third = "Acme Highways", "Cedar Roads Co-operative"
    before = highways.letter(reader)
    for changes in (
        {"commitments": ()},
        {"marks": highways["Brook & Daughters"].bid.marks},
        {"commitments": highways["Brook & Daughters"].bid.commitments, "span": Span("x", 9, 9)},
    ):  # fmt: skip
        changed = of_bid(highways, third, **changes)
        assert changed.letter(third) != highways.letter(third)
        assert changed.letter(reader) == before
    fewer = highways[reader].bid.commitments[1:]
    assert of_bid(highways, reader, commitments=fewer).letter(reader) != before


def test_where_a_bid_stood_is_not_told(highways: sv.Evaluation) -> None:
    """Line numbers tell how many commitments stand in the bids above."""
    text = json.dumps(highways.letter("Acme Highways"))
    assert "$at" not in text
    assert "tender.yaml" not in text
    assert "$at" in json.dumps(highways.record())


def test_nobody_else_is_in_it(parks: sv.Evaluation) -> None:
    """Evaluators, rivals, contacts and reasons for others are not the reader's to have."""
    panel = sv.Moderated(
        3, marks=[sv.EvaluatorMark("Jo Field", 2, "thin"), sv.EvaluatorMark("Kim Lea", 4, "sound")],
        reason="The plan follows the specification park by park.", by="Jo Field",
        reason_for_others="Said to others only.",
    )  # fmt: skip
    bid = parks["Birch & Sons"].bid
    told = of_bid(parks, bid.bidder, marks={**bid.marks, "method statement": panel})
    text = json.dumps(told.letter(bid.bidder), ensure_ascii=False)
    assert "The plan follows the specification park by park." in text
    for hidden in ("Jo Field", "Kim Lea", "thin", "Said to others", "Alder Grounds", "861000",
                   "Cherry", "procurement@norchester.example", "office@birch.example"):  # fmt: skip
        assert hidden not in text, hidden


def test_where_the_mean_counts_evaluators_stay_unnamed(parks: sv.Evaluation) -> None:
    """The marks are needed to compute the mean; who gave them is not."""
    scheme = sv.Scheme([
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("quality", 40, sv.PanelMark(out_of=5, mean=True)),
    ])  # fmt: skip
    panel = [sv.EvaluatorMark("Jo Field", 2, "thin"), sv.EvaluatorMark("Kim Lea", 4, "sound")]
    marks = {"quality": sv.Moderated(marks=panel)}
    bids = [sv.Bid("Acme", price=100, marks=marks), sv.Bid("Brook", price=90, marks=marks)]
    tender = sv.Tender("Parks", contract_value=1000, published="2026-06-01")
    letter = sv.evaluate(tender, bids, parks.framework, scheme).letter("Acme")
    found = sv.recompute(letter)
    assert (found.same, str(found.result.points_for("quality"))) == (True, "24.00")
    text = json.dumps(letter)
    assert "sound" in text
    assert "Jo Field" not in text


# --- held against what the letter says ----------------------------------------------------


def test_a_letter_that_says_something_else_is_told(highways: sv.Evaluation) -> None:
    """A point or a penny that does not come out here is what the reader looks for."""
    letter = highways.letter("Acme Highways")
    points = letter["result"]["points"]
    own = next(name for name in points if name != "price")
    for changes, word in (
        ({"points": {**points, own: "1.23"}}, own),
        ({"counted": "1.00"}, "counted"),
        ({"total": "12.34"}, "total: 12.34 in the letter, its criteria add up to"),
        ({"lines": letter["result"]["lines"][1:]}, "lines"),
    ):  # fmt: skip
        found = sv.recompute(resealed(letter, **changes))
        assert not found.same
        assert any(word in each for each in found.differences), word
        assert "What differs: ask the authority about it" in str(found)
    assert sv.recompute(resealed(letter)).same


def test_an_altered_letter_is_refused(highways: sv.Evaluation) -> None:
    """Nothing is computed from what was changed on its way."""
    letter = copy.deepcopy(highways.letter("Acme Highways"))
    letter["result"]["total"] = "99.00"
    with pytest.raises(sv.RecordError) as caught:
        sv.recompute(letter)
    assert [each.code for each in caught.value.problems] == ["SV803"]


@pytest.mark.parametrize(
    "given", [None, [], {}, {"schema": LETTER_SCHEMA}, {"schema": "socialvalue/record@1"}]
)
def test_what_is_no_letter_is_refused(given: Any) -> None:
    """A record, or half a file, is told from a letter."""
    with pytest.raises(sv.RecordError) as caught:
        sv.recompute(given)
    assert [each.code for each in caught.value.problems] == ["SV833"]


def test_a_part_of_another_kind_is_refused(highways: sv.Evaluation) -> None:
    """A letter with hashes that fit may hold anything: it is told, without a traceback."""
    letter = highways.letter("Acme Highways")
    content = {key: each for key, each in letter.items() if key not in ("hashes", "sha256")}
    for key in ("tender", "scheme", "framework", "bid", "result"):
        for other in (letter["bid" if key != "bid" else "tender"], [], {}, "x", None):
            with pytest.raises(sv.RecordError):
                sv.recompute(sealed({**content, key: other}))


def test_a_letter_is_answered_in_words_and_decimals(highways: sv.Evaluation) -> None:
    """A bidder asks with the line as it is printed: no fraction, no word of Python."""
    letter = highways.letter("Acme Highways")
    own = {**letter["result"]["points"], "price": "1.23"}
    (said,) = sv.recompute(resealed(letter, points=own)).differences
    assert re.fullmatch(r"total: [0-9.]+ in the letter, its criteria add up to [0-9.]+", said)
    for changes in ({"points": []}, {"total": "x"}, {"total": "Infinity"}):
        with pytest.raises(sv.RecordError, match="something that a letter never says"):
            sv.recompute(resealed(letter, **changes))


def test_a_notice_has_no_figures(parks: sv.Evaluation) -> None:
    """A tender that was disregarded was not assessed: there is nothing to compute."""
    with pytest.raises(sv.InputError) as caught:
        parks.letter("Cherry Landscapes")
    assert [each.code for each in caught.value.problems] == ["SV834"]


def test_a_bid_that_missed_a_minimum_has_its_pounds_alone(parks: sv.Evaluation) -> None:
    """No points are made up for a bid that has none."""
    marks = {**parks["Birch & Sons"].bid.marks, "method statement": sv.Moderated(1, reason="Thin.")}
    failed = of_bid(parks, "Birch & Sons", marks=marks)
    found = sv.recompute(failed.letter("Birch & Sons"))
    assert found.same
    assert "Your bid was not ranked" in str(found)
    assert "£150,000.00 of it counts" in str(found)
