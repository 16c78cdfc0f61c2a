"""Moderation: no points while marks are open, and what is changed after is marked for good."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.testing import strategies as of

CLOSED = sv.Moderation("2022-07-20", by="head of procurement")
OPEN = sv.Moderation()
SCHEME = sv.Scheme(
    [
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("quality", 30, sv.PanelMark(out_of=5)),
        sv.Criterion("plan", 10, sv.PanelMark(out_of=5)),
    ]
)
FIRST = (
    sv.EvaluatorMark("technical lead", 3, "Dates are missing."),
    sv.EvaluatorMark("contract manager", 5, "Named partners."),
)
CHANGE = sv.MarkChange(4, why="Annex 3 was counted twice.", by="head of legal", on="2022-07-25")
LOTS = ("north", "south")


def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms@2022")


def tender(moderation: sv.Moderation | None = None, **more: Any) -> sv.Tender:
    """A tender of £100,000."""
    usual = {"contract_value": 100_000, "published": "2022-07-01"}
    return sv.Tender("Parks", **{**usual, "moderation": moderation, **more})


def bids(**more: Any) -> list[sv.Bid]:
    """Two bids of which all is known."""
    return [
        sv.Bid("Acme", price=100, marks={"quality": 4, "plan": 4}, **more),
        sv.Bid("Brook", price=120, marks={"quality": 5, "plan": 3}, **more),
    ]


def in_lots(moderation: sv.Moderation | None) -> tuple[sv.Tender, list[sv.Bid]]:
    """The same bids in each of two lots."""
    lots = [sv.Lot(name, contract_value=50_000) for name in LOTS]
    offered = [attrs.evolve(each, lot=name) for name in LOTS for each in bids()]
    return tender(moderation, lots=lots), offered


def refused(call: Callable[[], Any]) -> tuple[sv.Problem, ...]:
    """What a call is refused with; nothing where it is not."""
    try:
        call()
    except sv.SocialValueError as error:
        return error.problems
    return ()


def from_a_table(moderation: sv.Moderation | None) -> Any:
    """Bids whose marks come in a table, evaluated."""
    rows = {"bid": ["Acme", "Brook"], "price": [100, 120], "quality": [4, 5], "plan": [4, 3],
            "measure": ["NT10", "NT10"], "quantity": [1, 1]}  # fmt: skip
    read = sv.bids_from_frame(pl.DataFrame(rows), toms(), marks=["quality", "plan"])
    return sv.evaluate(tender(moderation), read, toms(), SCHEME)


def from_arrays(moderation: sv.Moderation | None) -> Any:
    """The same as arrays."""
    marks = {"quality": np.array([4, 5]), "plan": np.array([4, 3])}
    return sv.evaluate_arrays(SCHEME, price=[100, 120], marks=marks, moderation=moderation)


def simulated(moderation: sv.Moderation | None) -> Any:
    """Trials of bids that offer something, whose unit value somebody calls uncertain."""
    scheme = sv.Scheme(
        [
            sv.Criterion("price", 50, sv.LowestPrice()),
            sv.Criterion("quality", 30, sv.PanelMark(out_of=5)),
            sv.Criterion("plan", 10, sv.PanelMark(out_of=5)),
            sv.Criterion("social value", 10, sv.AgainstTarget("0.5")),
        ]
    )
    offers = bids(commitments=[toms().commit("NT10", sv.weeks(10))])
    doubt = sv.uncertainty.Doubt(toms(), values={"NT10": sv.uncertainty.Spread("0.8", "1.2")})
    return sv.simulate(tender(moderation), offers, toms(), scheme, doubt=doubt, draws=100, seed=7)


def record() -> Mapping[str, Any]:
    """A record that was made when moderation was closed."""
    return sv.evaluate(tender(CLOSED), bids(), toms(), SCHEME).record()


def record_of_lots() -> Mapping[str, Any]:
    """The same of lots."""
    return sv.evaluate_lots(*in_lots(CLOSED), toms(), SCHEME).record()


DOORS: dict[str, Callable[[sv.Moderation | None], Any]] = {
    "evaluate": lambda held: sv.evaluate(tender(held), bids(), toms(), SCHEME),
    "evaluate_lots": lambda held: sv.evaluate_lots(*in_lots(held), toms(), SCHEME),
    "evaluate_arrays": from_arrays,
    "bids_from_frame": from_a_table,
    "compare_schemes": lambda held: sv.compare_schemes(
        tender(held), bids(), toms(), {"as published": SCHEME}
    ),
    "simulate": simulated,
    "replay": lambda held: sv.replay(record(), tender=tender(held)),
    "replay_lots": lambda held: sv.replay_lots(record_of_lots(), tender=in_lots(held)[0]),
}
"""Every call of the page that gives points of bids with marks."""

_NO_POINTS = {
    "evaluate_frame": "scores one criterion of pounds or prices, and knows no marks",
    "EvaluatorMark": "is one mark",
    "Evaluation": "is what evaluate gives",
    "LotsEvaluation": "is what evaluate_lots gives",
    "ArrayEvaluation": "is what evaluate_arrays gives",
    "SchemeComparison": "is what compare_schemes gives",
    "Replay": "is what replay gives",
    "LotsReplay": "is what replay_lots gives",
}
"""Names that say evaluation or points, and are no way to points of open marks."""


@pytest.mark.parametrize("door", DOORS)
def test_no_door_gives_points_while_marks_are_open(door: str) -> None:
    """Unjust otherwise: who still marks is shown by how much which mark would decide."""
    (found,) = refused(lambda: DOORS[door](OPEN))
    assert found.code == "SV760"
    lots = "8 of 8" if "lots" in door else "4 of 4"
    assert found.message == f"Marks are still open ({lots} moderated). Close moderation first."


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("held", [None, CLOSED])
def test_every_door_gives_points_when_it_is_closed_or_elsewhere(
    door: str, held: sv.Moderation | None
) -> None:
    """Unjust otherwise: an award waits for a key that the file does not need."""
    assert refused(lambda: DOORS[door](held)) == ()
    assert DOORS[door](held) is not None


def test_every_way_to_points_is_tried() -> None:
    """A call that is new, and gives points, is tried here, or it is said why not.

    Unjust otherwise: the next door is open while all the others are closed.
    """
    words = ("evaluat", "replay", "compare", "score", "simulat", "rank")
    names = {each for each in sv.__all__ if any(word in each.casefold() for word in words)}
    assert names - set(_NO_POINTS) - set(DOORS) == set()
    assert {*_NO_POINTS} <= {*sv.__all__}


def test_marks_that_are_missing_are_counted_and_no_fault_yet() -> None:
    """4 marks are due, and 1 is agreed: first marks alone are not moderated.

    Unjust otherwise: an officer is told of faults that are work still to be done.
    """
    some = [
        sv.Bid("Acme", price=100, marks={"quality": sv.Moderated(4, marks=FIRST)}),
        sv.Bid("Brook", price=120, marks={"quality": sv.Moderated(marks=FIRST)}),
        sv.Bid("Cedar", price=1, state="excluded", reason="late"),
    ]
    (found,) = refused(lambda: sv.evaluate(tender(OPEN), some, toms(), SCHEME))
    assert "(1 of 4 moderated)" in found.message
    closed = refused(lambda: sv.evaluate(tender(CLOSED), some, toms(), SCHEME))
    assert {each.code for each in closed} == {"SV705", "SV725"}


def test_other_faults_are_told_while_marks_are_open() -> None:
    """A missing price is told at once, and not only on the day of the award.

    Unjust otherwise: a bidder is asked for it when the ranking is known.
    """
    without = [attrs.evolve(each, price=None) for each in bids()]
    found = refused(lambda: sv.evaluate(tender(OPEN), without, toms(), SCHEME))
    assert [each.code for each in found] == ["SV708"]
    offered = [attrs.evolve(each, price=None) for each in in_lots(OPEN)[1]]
    found = refused(lambda: sv.evaluate_lots(in_lots(OPEN)[0], offered, toms(), SCHEME))
    assert {each.code for each in found} == {"SV708"}


def test_pounds_wait_for_nothing() -> None:
    """Unjust otherwise: what a bid is worth, which no mark moves, is not known in time."""
    commitment = toms().commit("NT10", sv.weeks(10))
    bid = sv.Bid("Acme", price=100, commitments=[commitment])
    values = {str(sv.value(tender(held), bid, toms()).total) for held in (OPEN, CLOSED, None)}
    assert values == {"2517.91"}


def test_invented_bids_wait_for_nothing_and_one_real_bid_makes_all_wait() -> None:
    """Unjust otherwise: no scheme can be tried before a tender, or real bids hide among others."""
    made = sv.invented_bids(
        tender(OPEN), toms(), SCHEME, bids=3, seed=1, price=(50, 100), per_pound=("0.1", "0.5")
    )
    assert len(sv.evaluate(tender(OPEN), made, toms(), SCHEME)) == 3
    (found,) = refused(lambda: sv.evaluate(tender(OPEN), [*made, *bids()], toms(), SCHEME))
    assert found.code == "SV760"


# --- what is kept, and what is changed ----------------------------------------------------


def changed() -> sv.Evaluation:
    """An evaluation in which a score of 4 became 3 when the ranking was known."""
    mark = sv.Moderated(
        3, marks=FIRST, moved="One date was found.", reason="Two dates.", changed=[CHANGE]
    )
    acme, brook = bids()
    acme = attrs.evolve(acme, marks={**acme.marks, "quality": mark})
    return sv.evaluate(tender(CLOSED), [acme, brook], toms(), SCHEME)


TOLD = (
    "the score for 'quality' was changed after the ranking was known: 4 became 3 on 25 July 2022, "
    "by head of legal: Annex 3 was counted twice."
)


def flat(text: object) -> str:
    """A text without its line breaks."""
    return " ".join(str(text).split())


def test_the_new_score_counts_and_is_marked_wherever_the_buyer_reads() -> None:
    """Unjust otherwise: a ranking is turned after the fact, and nobody can see that it was."""
    found = changed()
    assert found["Acme"].points_for("quality") == 18  # 30 × 3 ÷ 5
    assert [each.message for each in found["Acme"].warnings] == [TOLD]
    for text in (found.explain(), found.explain("Acme"), found.explain("Acme", against="Brook")):
        assert "changed after the ranking was known: 4 became 3" in flat(text)
    assert TOLD in json.dumps(found.record(), ensure_ascii=False)
    assert "the ranking was known" not in flat(found.explain("Brook"))


def test_first_marks_stay_in_the_record_for_good() -> None:
    """Unjust otherwise: what evaluators gave before they were asked to agree is lost."""
    record = changed().record()
    again = sv.replay(record)
    mark = again["Acme"].bid.marks["quality"]
    assert again.same
    assert [(each.by, str(each.mark)) for each in mark.marks] == [
        ("technical lead", "3"),
        ("contract manager", "5"),
    ]
    assert (mark.moved, mark.changed) == ("One date was found.", (CHANGE,))
    assert again.evaluation.tender.moderation == CLOSED


def test_no_bidder_is_shown_how_a_score_was_reached() -> None:
    """Its reason stands in the letter; roles, first marks and changes are for the buyer's file.

    Unjust otherwise: an evaluator's own mark is argued over instead of the panel's.
    """
    letter = flat(changed().summary("Acme"))
    assert "Two dates." in letter
    assert not [each for each in ("technical lead", "annex", "One date") if each in letter]


def test_a_score_that_moved_without_a_reason_is_asked_about() -> None:
    """Unjust otherwise: nothing says years later why 3 and 5 became 4."""

    def asked(held: sv.Moderation | None, **how: Any) -> list[str]:
        mark = sv.Moderated(4, marks=FIRST, **how)
        both = [attrs.evolve(each, marks={**each.marks, "quality": mark}) for each in bids()]
        found = sv.evaluate(tender(held), both, toms(), SCHEME)
        return [each.code for each in found["Acme"].warnings]

    assert asked(CLOSED) == ["SV768"]
    assert asked(CLOSED, moved="The dates stand in annex 2.") == []
    assert asked(None) == []


@pytest.mark.parametrize(
    ("mark", "held", "codes"),
    [
        (sv.Moderated(3, on="2022-07-20"), CLOSED, []),
        (sv.Moderated(3, on="2022-07-21"), CLOSED, ["SV765"]),
        (sv.Moderated(3, on="2022-07-25", changed=[CHANGE]), CLOSED, []),
        (sv.Moderated(3, on="2022-07-26", changed=[CHANGE]), CLOSED, ["SV765"]),
        (sv.Moderated(3, changed=[attrs.evolve(CHANGE, on="2022-07-19")]), CLOSED, ["SV764"]),
        (sv.Moderated(3, changed=[CHANGE]), None, ["SV763"]),
        (sv.Moderated(3, changed=[CHANGE]), OPEN, ["SV763"]),
        (sv.Moderated(3, on="2022-07-21"), None, []),
        (
            sv.Moderated(3, marks=[sv.EvaluatorMark("lead", 3, on="2022-07-24")], changed=[CHANGE]),
            CLOSED,
            ["SV765"],
        ),
    ],
)
def test_a_score_later_than_closing_says_what_it_was(
    mark: sv.Moderated, held: sv.Moderation | None, codes: list[str]
) -> None:
    """Unjust otherwise: a score is changed when the ranking is known, and nothing shows it."""
    both = [attrs.evolve(each, marks={**each.marks, "quality": mark}) for each in bids()]
    found = refused(lambda: sv.evaluate(tender(held), both[:1], toms(), SCHEME))
    assert [each.code for each in found] == codes


def test_closing_and_changes_name_who_why_and_when() -> None:
    """Unjust otherwise: nobody answers for it."""
    assert [each.code for each in refused(lambda: sv.Moderation("2022-07-20"))] == ["SV762"]
    for key in ("why", "by", "on"):
        given: dict[str, Any] = {"why": "x", "by": "x", "on": "2022-07-25", key: None}
        (found,) = refused(lambda given=given: sv.MarkChange(3, **given))  # type: ignore[misc]
        assert found.where == f"a change after closing, {key}"
    same = refused(lambda: sv.Moderated(4, changed=[CHANGE]))
    assert [each.code for each in same] == ["SV766"]
    assert sv.Moderation("2022-07-20", by="head of procurement").closed is not None


def test_pass_and_fail_are_words_when_they_change() -> None:
    """Unjust otherwise: an officer reads that 0 became 1, and that is no word of the ITT."""
    scheme = sv.Scheme(
        [
            sv.Criterion("price", 100, sv.LowestPrice()),
            sv.Criterion("insurance", 0, sv.PassFail()),
        ]
    )
    change = attrs.evolve(CHANGE, was="fail")
    mark = sv.Moderated("pass", changed=[change])
    bid = sv.Bid("Acme", price=1, marks={"insurance": mark})
    found = sv.evaluate(tender(CLOSED), [bid], toms(), scheme)
    assert "fail became pass" in found["Acme"].warnings[0].message


def ranked(mark: sv.Moderated, held: sv.Moderation | None = CLOSED, **how: Any) -> sv.Evaluation:
    """An evaluation in which Acme has such a score."""
    acme, brook = bids()
    acme = attrs.evolve(acme, marks={**acme.marks, "quality": mark})
    return sv.evaluate(tender(held), [acme, brook], toms(), SCHEME, **how)


def test_a_score_that_changed_in_silence_gets_no_new_record() -> None:
    """4 became 3 since the record before: with the change listed it is recorded, without it not.

    Unjust otherwise: whoever knows the ranking turns it, and both records look right.
    """
    four = sv.Moderated(4, marks=FIRST, moved="x")
    three = attrs.evolve(four, consensus=3)
    before = ranked(four).record()
    listed = attrs.evolve(three, changed=[CHANGE])
    again = ranked(listed).record(after=before)
    assert again["after"] == before["sha256"]
    assert ranked(four).record(after=before)["after"] == before["sha256"]
    for silent, earlier, what in (
        (three, before, "the score was 4"),
        (attrs.evolve(three, changed=[attrs.evolve(CHANGE, was=5)]), before, "the score was 4"),
        (three, again, "the score was 3"),
        (attrs.evolve(four, marks=FIRST[:1]), before, "the first mark of contract manager was 5"),
    ):
        (found,) = refused(lambda one=silent, old=earlier: ranked(one).record(after=old))  # type: ignore[misc]
        assert found.code == "SV769"
        assert what in found.message


def test_before_closing_nothing_is_compared() -> None:
    """Where no moderation was closed, a score that is another now is no secret change.

    Unjust otherwise: files without the key stop working as they did.
    """
    before = ranked(sv.Moderated(4), None).record()
    assert ranked(sv.Moderated(3), None).record(after=before)["after"] == before["sha256"]


def test_lots_are_compared_with_the_record_before_too() -> None:
    """Unjust otherwise: a score is changed in silence where a tender has lots."""
    held, offered = in_lots(CLOSED)
    before = sv.evaluate_lots(held, offered, toms(), SCHEME).record()
    offered[2] = attrs.evolve(offered[2], marks={"quality": 1, "plan": 4})
    found = refused(lambda: sv.evaluate_lots(held, offered, toms(), SCHEME).record(after=before))
    assert [each.code for each in found] == ["SV769"]


@given(st.data())
def test_moderation_moves_no_point(data: st.DataObject) -> None:
    """Closed or not spoken of, every point and rank of drawn bids is the same; open, there is none.

    Unjust otherwise: how moderation is recorded decides who wins.
    """
    drawn = data.draw(of.procurements())

    def outcome(held: sv.Moderation | None) -> object:
        asked = attrs.evolve(drawn.tender, moderation=held)
        try:
            found = sv.evaluate(asked, drawn.bids, drawn.framework, drawn.scheme)
        except sv.InputError as error:
            return {each.code for each in error.problems}
        return [(each.bidder, each.points, each.rank) for each in found]

    closed = outcome(CLOSED)
    assert closed == outcome(None)
    if isinstance(closed, list):
        assert outcome(OPEN) == {"SV760"}
