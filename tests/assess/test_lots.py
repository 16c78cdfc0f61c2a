"""A tender in lots: each result kept, replayed, told to bidders, and the rule on limits stated."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.records import differences as replay_differences
from socialvalue.assess.records.checks import hash_of, part_hashes

GOLDEN = Path(__file__).parent / "records" / "lots-1.json"

OWN = sv.Scheme(
    [
        sv.Criterion("price", 40, sv.LowestPrice()),
        sv.Criterion("method", 60, sv.PanelMark(out_of=5)),
    ]
)
SHARED = sv.Scheme(
    [
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("quality", 40, sv.PanelMark(out_of=5)),
    ]
)


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The set of measures that the lots are valued with."""
    return sv.load("national-toms", edition="2022")


def tender(**details: Any) -> sv.Tender:
    """Three lots: the east has a scheme of its own, and nobody bids for the west."""
    lots = [
        sv.Lot("north", contract_value=300_000),
        sv.Lot("east", contract_value=200_000, scheme=OWN),
        sv.Lot("west", contract_value=100_000),
    ]
    return sv.Tender("Parks", contract_value=600_000, published="2022-07-01", lots=lots, **details)


def mark(score: int) -> sv.Moderated:
    return sv.Moderated(score, reason=f"Worth {score}.")


def bids() -> list[sv.Bid]:
    """Acme leads in both lots by hand: north 60 + 32 = 92 to Brook's 50 + 40 = 90; east 40 + 48."""
    return [
        sv.Bid("Acme", lot="north", price=100, marks={"quality": mark(4)}),
        sv.Bid("Brook", lot="north", price=120, marks={"quality": mark(5)}),
        sv.Bid("Acme", lot="east", price=100, marks={"method": mark(4)}),
        sv.Bid("Brook", lot="east", price=125, marks={"method": mark(4)}),
    ]


def evaluated(toms: sv.Framework, **how: Any) -> sv.LotsEvaluation:
    return sv.evaluate_lots(tender(), bids(), toms, SHARED, **how)


def points(found: sv.LotsEvaluation) -> dict[str, dict[str, str]]:
    return {lot: {each.bidder: str(each.points) for each in one} for lot, one in found.lots.items()}


def test_each_lot_by_hand(toms: sv.Framework) -> None:
    """North: 60 × 100 ÷ 120 = 50, and 40 × 5 ÷ 5 = 40.  East: 40 × 100 ÷ 125 = 32, and 48."""
    found = evaluated(toms)
    assert points(found) == {
        "north": {"Acme": "92.00", "Brook": "90.00"},
        "east": {"Acme": "88.00", "Brook": "80.00"},
    }
    assert dict(found.awards) == {"north": ("Acme",), "east": ("Acme",)}
    assert [each.tender.title for each in found] == ["Parks, lot north", "Parks, lot east"]
    assert len(found) == 2


def test_the_limit_moves_the_award_and_no_points(toms: sv.Framework) -> None:
    """One lot a bidder: the first lot of the tender is Acme's, the second goes to Brook."""
    found = evaluated(toms, most=1)
    assert dict(found.awards) == {"north": ("Acme",), "east": ("Brook",)}
    assert points(found) == points(evaluated(toms))


def test_a_tie_counts_for_nobody(toms: sv.Framework) -> None:
    """Who shares a first place has won nothing yet, and is not barred from the next lot by it."""
    same = [attrs.evolve(bids()[0], bidder=name) for name in ("Acme", "Cedar")]
    found = sv.evaluate_lots(tender(), [*same, *bids()[2:]], toms, SHARED, most=1)
    assert dict(found.awards) == {"north": ("Acme", "Cedar"), "east": ("Acme",)}


@given(order=st.permutations(range(4)), most=st.sampled_from([None, 1, 2]))
def test_the_order_of_bids_changes_nothing(
    toms: sv.Framework, order: list[int], most: int | None
) -> None:
    """Who hands in first wins no lot by it, and the record is the same record."""
    found = sv.evaluate_lots(tender(), [bids()[i] for i in order], toms, SHARED, most=most)
    assert found.awards == evaluated(toms, most=most).awards
    assert found.record() == evaluated(toms, most=most).record()


# --- the record ---------------------------------------------------------------------------


def test_a_record_of_lots_replays_to_the_last_digit(toms: sv.Framework) -> None:
    """A loser in one lot can have that lot's points computed again, years later."""
    found = evaluated(toms, most=1)
    again = sv.replay_lots(json.loads(json.dumps(found.record())))
    assert (again.same, again.differences) == (True, ())
    assert again.evaluation.awards == found.awards
    assert again["east"].ranking == ("Acme", "Brook")
    assert [len(each) for each in again] == [2, 2]
    assert len(again) == 2
    assert again.evaluation.record() == found.record()
    assert "The same to the last digit." in str(again)
    assert again._repr_html_().startswith("<div>")


def test_old_records_of_lots_stay_readable() -> None:
    """A record that was kept in this repository replays in every later version."""
    again = sv.replay_lots(json.loads(GOLDEN.read_text(encoding="utf-8")))
    assert again.same, again.differences
    assert dict(again.evaluation.awards) == {"north": ("Acme",), "east": ("Brook",)}


def altered(record: dict[str, Any], way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy of a record with one thing in it made another."""
    copy = json.loads(json.dumps(record))
    held = copy
    for key in way[:-1]:
        held = held[key]
    held[way[-1]] = value
    return copy


@pytest.mark.parametrize(
    ("way", "value", "words"),
    [
        (("results", 0, "points"), "99.00", "the result of 'Acme' (results[0])"),
        (("lots", 1, "first"), ["Acme"], "'lots[1]'"),
        (("rule",), "Anything goes.", "'rule'"),
        (("most",), 2, "'most'"),
        (("tender", "data", "title"), "Another", "'tender'"),
        (("sha256",), "0" * 64, "as a whole"),
    ],
)
def test_an_alteration_is_told_with_its_place(
    toms: sv.Framework, way: tuple[Any, ...], value: Any, words: str
) -> None:
    """Nobody moves an award by a stroke of the pen, and the stroke is found."""
    record = altered(evaluated(toms, most=1).record(), way, value)
    with pytest.raises(sv.RecordError) as caught:
        sv.replay_lots(record)
    assert [each.code for each in caught.value.problems] == ["SV803"]
    assert words in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("way", "value", "words"),
    [
        (("lots", 1, "first"), ["Acme"], "lot east, first 1: Acme recorded, Brook here"),
        (("most",), None, "lot east, first 1: Brook recorded, Acme here"),
        (("results", 0, "points"), "99.00", "Acme (north), points: 99.00 recorded, 92.00 here"),
    ],
)
def test_a_forgery_with_new_hashes_does_not_replay(
    toms: sv.Framework, way: tuple[Any, ...], value: Any, words: str
) -> None:
    """Inputs give what they give, however well the hashes fit."""
    record = altered(evaluated(toms, most=1).record(), way, value)
    record["hashes"] = part_hashes(record)
    record["sha256"] = hash_of({key: each for key, each in record.items() if key != "sha256"})
    again = sv.replay_lots(record)
    assert not again.same
    assert words in again.differences


@pytest.mark.parametrize("value", [[5], [{}], [{"lot": 3}], {}])
def test_lots_of_another_shape_are_no_record(toms: sv.Framework, value: Any) -> None:
    """What is not as it was made is told as that."""
    record = altered(evaluated(toms).record(), ("lots",), value)
    with pytest.raises(sv.RecordError, match="SV801"):
        sv.replay_lots(record)


def test_something_else_beside_the_record_shows_what_it_changes(toms: sv.Framework) -> None:
    """Brook at 100 in the north would have had 60 + 40 = 100."""
    cheaper = [attrs.evolve(e, price=100) if e.price == 120 else e for e in bids()]
    again = sv.replay_lots(evaluated(toms).record(), bids=cheaper)
    assert not again.same
    assert "Brook (north), points: 90.00 recorded, 100.00 here" in again.differences
    assert again.differences[-1].startswith("an altered input")


def test_another_library_is_told(toms: sv.Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    """A difference between versions must not look like a slip of the council's."""
    record = evaluated(toms).record()
    monkeypatch.setattr(replay_differences, "library_version", lambda: "99.0")
    assert "99.0 here" in sv.replay_lots(record).differences[0]


def test_each_kind_of_record_names_what_reads_it(toms: sv.Framework) -> None:
    """Whoever holds a file and not its history is told which function reads it."""
    found = evaluated(toms)
    for call, record, word in (
        (sv.replay, found.record(), "replay_lots()"),
        (sv.replay_lots, found["north"].record(), "use replay()"),
    ):
        with pytest.raises(sv.RecordError) as caught:
            call(record)
        (problem,) = caught.value.problems
        assert problem.code == "SV802"
        assert word in problem.hint


def test_a_fingerprint_is_of_the_scheme_beside_it(toms: sv.Framework) -> None:
    """A lot with a scheme of its own is not held to the fingerprint of another, only to its own."""

    def warned(own: str) -> list[str]:
        lots = [
            attrs.evolve(each, scheme_fingerprint=own) if each.scheme else each
            for each in tender().lots
        ]
        asked = attrs.evolve(tender(), scheme_fingerprint=SHARED.fingerprint, lots=lots)
        found = sv.evaluate_lots(asked, bids(), toms, SHARED)
        return [each.code for one in found for each in one.warnings]

    assert warned("") == []
    assert warned(OWN.fingerprint) == []
    assert warned(SHARED.fingerprint) == ["SV727"]


def test_one_promise_in_several_lots_is_asked_about(toms: sv.Framework) -> None:
    """One apprentice counts in each lot that it is offered in, so the buyer is told to ask.

    Source: scoring.md §4, T8.
    """

    def promise(activity: str | None) -> list[sv.Commitment]:
        return [toms.commit("NT10", sv.weeks(40), activity=activity)]

    def warned(*activities: str | None) -> list[str]:
        offered = [
            attrs.evolve(each, commitments=promise(activity))
            for each, activity in zip(bids()[::2], activities, strict=True)
        ]
        found = sv.evaluate_lots(tender(), [*offered, *bids()[1::2]], toms, SHARED)
        assert [each["code"] for each in found.record()["warnings"]] == [
            each.code for each in found.warnings
        ]
        assert ("SV630" in found.explain()) == bool(found.warnings)
        return [each.message for each in found.warnings]

    assert warned("apprentice Jo", " Apprentice  JO") == [
        "Acme offers NT10 for the same 'apprentice Jo' in the lots north, east"
    ]
    assert warned("apprentice Jo", "apprentice Al") == []
    assert warned(None, None) == []


# --- for people ---------------------------------------------------------------------------


def test_a_summary_states_the_rule_that_moved_the_award(toms: sv.Framework) -> None:
    """Acme has more points than the winner in the east: its letter must say why it lost."""
    letters = evaluated(toms, most=1).summaries(strict=True)
    acme = letters["east"]["Acme"]
    assert "The successful bid is that of Brook, with 80.00 points." in acme
    assert "Yours has more points in total." in acme
    compared = evaluated(toms, most=1).summaries(strict=True, compare=True)["east"]["Acme"]
    assert "8.00 points more than the successful one" in compared
    assert "The award follows a published rule" in acme
    assert "A bidder may be first in 1 lot at most" in acme
    assert "Your bid is successful" in letters["east"]["Brook"]
    assert "published rule" not in letters["north"]["Brook"]
    assert acme.startswith("Assessment summary: Parks, lot east\nFor Acme.")
    assert {lot: [*each] for lot, each in letters.items()} == {
        "north": ["Acme", "Brook"], "east": ["Acme", "Brook"],
    }  # fmt: skip


def test_missing_reasons_of_all_lots(toms: sv.Framework) -> None:
    """All that is missing is listed once, with the lot; no letter goes out before."""
    bare = [attrs.evolve(bids()[0], marks={"quality": 4}), *bids()[1:]]
    found = sv.evaluate_lots(tender(), bare, toms, SHARED)
    assert [str(each) for each in found.missing_reasons()] == [
        "the mark for 'quality' of Acme (north)"
    ]
    with pytest.raises(sv.InputError) as caught:
        found.summaries(strict=True)
    assert [each.code for each in caught.value.problems] == ["SV805"]
    assert found.summaries()["north"]["Acme"].missing


def test_the_lot_that_nobody_won_is_named(toms: sv.Framework) -> None:
    """Two share the north: no letter says who won, until the buyer does."""
    same = [attrs.evolve(bids()[0], bidder=name) for name in ("Acme", "Cedar")]
    found = sv.evaluate_lots(tender(), [*same, *bids()[2:]], toms, SHARED)
    with pytest.raises(sv.InputError) as caught:
        found.summaries(strict=True)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("SV807", "lot 'north'")
    with pytest.raises(sv.InputError, match="lot 'north': SV808 'Cedar' is named"):
        found.summaries(strict=True, successful={"north": "Cedar"})
    said = {"north": "The ITT, 4.7: lots are drawn."}
    told = found.summaries(strict=True, successful={"north": "Cedar"}, because=said)
    assert "The successful bid is that of Cedar" in told["north"]["Acme"]
    assert (
        "Why the successful bid was chosen: The ITT, 4.7: lots are drawn.\n"
        in told["north"]["Acme"]
    )
    assert "chosen" not in told["east"]["Acme"]
    with pytest.raises(sv.NotFoundError, match="SV322"):
        found.summaries(because={"nroth": "x"})
    with pytest.raises(sv.NotFoundError, match="SV322"):
        found.summaries(successful={"nroth": "Cedar"})


def test_the_whole_and_one_bidder_in_words(toms: sv.Framework) -> None:
    """Who is first where, under which rule; and a bidder's reasons for every lot it bid for."""
    found = evaluated(toms, most=1)
    text = found.explain()
    assert "A bidder may be first in 1 lot at most" in text
    assert [line.split() for line in text.splitlines()[2:6]] == [
        ["lot", "first"], ["north", "Acme"], ["east", "Brook"], ["west", "–"],
    ]  # fmt: skip
    mine = found.explain("Brook")
    assert "Brook (north): 90.00 of 100 points, rank 2 of 2" in mine
    assert "Brook (east): 80.00 of 100 points, rank 2 of 2" in mine
    assert "Acme:" not in mine
    assert [*found.results_of("Brook")] == ["north", "east"]
    assert "<table>" in found._repr_html_()


def test_a_table_of_all_lots(toms: sv.Framework) -> None:
    """A criterion that a lot does not have is empty there, and not 0."""
    rows = evaluated(toms, most=1).to_frame("polars").to_dicts()
    assert [(each["lot"], each["bidder"], each["rank"], each["first_under_rule"])
            for each in rows] == [
        ("north", "Acme", 1, True), ("north", "Brook", 2, False),
        ("east", "Acme", 1, False), ("east", "Brook", 2, True),
    ]  # fmt: skip
    assert [each["quality"] for each in rows] == [Decimal("32.00"), Decimal("40.00"), None, None]
    assert [each["method"] for each in rows] == [None, None, Decimal("48.00"), Decimal("48.00")]


def test_each_lot_has_its_own_report_on_firmness(toms: sv.Framework) -> None:
    """A lead in one lot says nothing of another."""
    found = evaluated(toms).sensitivity()
    assert {lot: str(each.lead) for lot, each in found.items()} == {"north": "2.00", "east": "8.00"}


# --- what cannot be ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda toms: sv.evaluate_lots(tender(), [], toms, SHARED), "SV315"),
        (lambda toms: sv.evaluate_lots(tender(), bids(), toms, SHARED, most="1"), "SV316"),  # type: ignore[arg-type]
        (lambda toms: sv.evaluate_lots(tender(), bids(), toms, SHARED, most=0), "SV316"),
        (lambda toms: sv.evaluate_lots(toms, bids(), tender(), SHARED), "SV316"),
        (lambda toms: sv.evaluate_lots(tender(), 5, toms, SHARED), "SV316"),
        (lambda toms: evaluated(toms)["nroth"], "SV322"),
        (lambda toms: evaluated(toms)[["north"]], "SV322"),  # type: ignore[index]
        (lambda toms: evaluated(toms).explain("Nobody"), "SV716"),
        (lambda toms: evaluated(toms)["north"]["Nobody"], "SV716"),
    ],
)
def test_what_cannot_be_is_refused(toms: sv.Framework, call: Any, code: str) -> None:
    """A slip is told in our words, and never scored as something else."""
    with pytest.raises(sv.SocialValueError) as caught:
        call(toms)
    assert code in [each.code for each in caught.value.problems]


# --- one lot by itself --------------------------------------------------------------------


def test_a_bid_for_a_lot_is_worth_the_same_by_every_way(toms: sv.Framework) -> None:
    """Years and contract value are the lot's, whichever function is asked.

    Unjust otherwise: the pounds that a bidder was shown are not those that were scored.
    """
    lots = [sv.Lot("north", contract_value=300_000, years=1), sv.Lot("south", contract_value=9)]
    parks = sv.Tender("Parks", contract_value=600_000, years=3, published="2022-07-01", lots=lots,
                      unit_values={"NT1": "30000"})  # fmt: skip
    scheme = sv.Scheme([sv.Criterion("social value", 100, sv.AgainstTarget("0.2"))])
    bid = sv.Bid("Acme", lot="north", commitments=[toms.commit("NT1", sv.fte(1, years=3))])
    valuation = sv.value(parks, bid, toms)
    assert (valuation.total, valuation.per_pound) == (30_000, Decimal("0.1"))
    alone = sv.evaluate(parks, [bid], toms, scheme)
    among = sv.evaluate_lots(parks, [bid], toms, scheme)["north"]
    assert alone["Acme"].points == among["Acme"].points == 50
    assert alone.tender == among.tender
    assert sv.replay(alone.record()).same


def test_one_reason_stands_for_the_lots_that_are_named(toms: sv.Framework) -> None:
    """What is said once of all lots is in the letters of those whose award it explains."""
    same = [attrs.evolve(bids()[0], bidder=name) for name in ("Acme", "Cedar")]
    found = sv.evaluate_lots(tender(), [*same, *bids()[2:]], toms, SHARED)
    told = found.summaries(successful={"north": "Cedar"}, because="Lots were drawn.", bidder="Acme")
    assert "Why the successful bid was chosen: Lots were drawn.\n" in told["north"]["Acme"]
    assert "drawn" not in told["east"]["Acme"]
    drafts = found.summaries(successful={"north": "Cedar"}, because="Drawn.", draft=True)
    assert {each.mark for one in drafts.values() for each in one.values()} == {
        "DRAFT: not to be sent."
    }


def test_each_who_stands_before_the_award_is_said_to_be_passed_over(toms: sv.Framework) -> None:
    """Two that reached the limit stand before whom the lot goes to: both read why."""
    lots = [sv.Lot(name, contract_value=100_000) for name in ("a", "b", "c")]
    held = sv.Tender("Parks", contract_value=300_000, published="2022-07-01", lots=lots,
                     most_lots=1)  # fmt: skip
    prices = {"a": {"Acme": 100, "Cedar": 200, "Dale": 300}, "b": {"Cedar": 100, "Acme": 200},
              "c": {"Acme": 100, "Cedar": 110, "Brook": 120, "Dale": 130}}  # fmt: skip
    offered = [sv.Bid(who, lot=lot, price=price)
               for lot, each in prices.items() for who, price in each.items()]  # fmt: skip
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    found = sv.evaluate_lots(held, offered, toms, scheme)
    assert dict(found.awards_in("c")) == {
        "Brook": "awarded", "Acme": "passed over", "Cedar": "passed over",
    }  # fmt: skip
    assert dict(found.awards_in("a")) == {"Acme": "awarded"}
