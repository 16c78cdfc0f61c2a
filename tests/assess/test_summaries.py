"""Assessment summaries: complete, escaped, and silent about every third bidder."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

NASTY = "<script>alert(1)</script> & *bold* [x](http://y) | `code` # head"


@pytest.fixture(scope="module")
def highways(example_tender: Path) -> sv.Evaluation:
    """The evaluation of the tender that the README and the tutorial score."""
    tender, bids = sv.read_tender(example_tender)
    return sv.evaluate(tender, bids, sv.load("essex", on="2022-06-01"))


SCHEME = sv.Scheme(
    [
        sv.Criterion("price", 50, sv.LowestPrice()),
        sv.Criterion("value", 20, sv.RelativeToHighest()),
        sv.Criterion("words", 30, [
            sv.Criterion("plan", 20, sv.PanelMark(out_of=5, minimum=1)),
            sv.Criterion("team", 10, sv.PanelMark(out_of=5)),
        ]),
    ]
)  # fmt: skip


def mark(score: int, reason: str = "Because.") -> sv.Moderated:
    return sv.Moderated(score, reason=reason)


def three(make: SimpleNamespace, **changes: Any) -> sv.Evaluation:
    """Three bids whose figures are all told apart: 111, 222, 333."""
    held = make.framework(make.measure("M1", "1"))
    rows = {
        "Ash": (111_111, 5, 4, 30_303),
        "Birch": (122_222, 4, 3, 20_202),
        "Cedar": (101_010, 1, 2, 10_101),
    }
    bids = [
        make.bid(
            make.offered(held, "M1", value),
            bidder=name,
            price=price,
            marks={"plan": mark(plan, f"{name} plan"), "team": mark(team, f"{name} team")},
            **changes.get(name, {}),
        )
        for name, (price, plan, team, value) in rows.items()
    ]
    return sv.evaluate(make.tender(), bids, held, SCHEME)


def test_it_has_all_that_the_regulation_asks(make: SimpleNamespace) -> None:
    """Weight, score available, score given, reason, totals, the winner's, and why not."""
    result = three(make)
    told = result.summary("Birch")
    for criterion in SCHEME.walk():
        assert criterion.name in told
    rows = {line.split()[0]: line.split()[1:] for line in told.splitlines() if "%" in line}
    assert rows["price"][:2] == ["50%", "50"]
    assert rows["plan"] == ["20%", "20", "16.00", "20.00"]
    assert rows["words"] == ["30%", "30", "22.00", "28.00"]
    assert rows["total"] == ["100%", "100", str(result["Birch"].points), str(result["Ash"].points)]
    assert "mark 4 of 5. Birch plan" in told
    assert "mark 5 of 5. Ash plan" in told
    flat = " ".join(told.split())
    assert "Your price: £122,222.00" in flat
    assert "The successful bid is that of Ash" in flat
    assert "it has fewer points in total; the scores, and the reasons for them, are below" in flat
    gap = (result["Ash"].points or 0) - (result["Birch"].points or 0)
    assert f"{gap} points" not in flat
    compared = " ".join(result.summary("Birch", compare=True).split())
    assert f"Your bid has {gap} points fewer than the successful one" in compared


def test_no_third_bidder_is_in_it(make: SimpleNamespace) -> None:
    """A loser learns of the winner what the law gives, and of the third bidder nothing."""
    told = three(make).summary("Birch")
    for text in (told, told.html, told.markdown):
        assert "Ash" in text
        assert "Cedar" not in text
        for figure in ("101,010", "10,101", "101010", "10101"):
            assert figure not in text, figure


def test_no_figure_of_the_winners_offer_is_in_it(make: SimpleNamespace) -> None:
    """The winner's price and lines are the winner's business; scores and reasons are told."""
    told = three(make).summary("Birch")
    for text in (told, told.html):
        assert "122,222" in text
        for figure in ("111,111", "30,303"):
            assert figure not in text


def test_nobody_elses_lines_are_in_it(highways: sv.Evaluation) -> None:
    """A bidder's promises are told line by line to that bidder alone."""
    told = highways.summary("Acme Highways")
    assert "surfacing subcontracts" in told
    for words in ("village halls", "plant and gully", "Chelmsford yard", "Cedar"):
        assert words not in told


def test_the_winner_is_told_of_nobody(make: SimpleNamespace) -> None:
    """The successful bidder has no claim on the others' scores."""
    told = three(make).summary("Ash")
    assert "Your bid is successful" in told
    assert "Birch" not in told
    assert "Cedar" not in told


def test_an_excluded_bidder_is_told_the_ground(make: SimpleNamespace) -> None:
    """Exclusion without its ground could not be challenged."""
    result = three(make, Cedar={"state": "excluded", "reason": "No insurance."})
    told = result.summary("Cedar")
    assert "Your bid did not remain in the competition: it was not ranked." in told
    assert "The ground: No insurance.\n" in told
    assert "Ash" in told
    assert "Birch" not in told


def test_a_failed_bidder_is_told_the_minimum(make: SimpleNamespace) -> None:
    """A bid that fails a published minimum is told which, and its mark's reason."""
    held = make.framework(make.measure("M1", "1"))
    marks = {"plan": mark(0, "Nothing was said."), "team": mark(3)}
    low = make.bid(bidder="Low", price=9, marks=marks)
    high = make.bid(bidder="High", price=9, marks={"plan": mark(5), "team": mark(3)})
    told = sv.evaluate(make.tender(), [low, high], held, SCHEME).summary("Low")
    assert "Your bid was not ranked: the mark 0 for 'plan' is below the minimum of 1." in told
    assert "mark 0 of 5. Nothing was said." in told


# --- completeness -------------------------------------------------------------------------


def test_every_missing_reason_is_listed(make: SimpleNamespace) -> None:
    """A letter without a reason is a challenge in waiting: the gap is named before it goes."""
    held = make.framework(make.measure())
    bids = [
        make.bid(bidder="A", price=1, marks={"plan": mark(5), "team": mark(5, " ")}),
        make.bid(bidder="B", price=1, marks={"plan": 4, "team": mark(3)}),
        make.bid(bidder="C", price=1, marks={}, state="withdrawn"),
        make.bid(bidder="D", price=1, marks={}, state="withdrawn", reason="Asked to leave."),
    ]
    result = sv.evaluate(make.tender(), bids, held, SCHEME)
    missing = [(each.bidder, each.criterion) for each in result.missing_reasons()]
    assert missing == [("A", "team"), ("B", "plan"), ("C", "")]
    told = result.summary("B")
    assert "The reason is missing." in told
    assert "There is no reason for the mark for 'plan' of B." in told
    assert "There is no reason for the mark for 'team' of A." in told
    assert [(each.bidder, each.criterion) for each in told.missing] == [
        ("B", "plan"),
        ("A", "team"),
    ]
    with pytest.raises(sv.InputError) as caught:
        result.summary("B", strict=True)
    assert [each.code for each in caught.value.problems] == ["SV805", "SV805"]


def test_a_pass_says_all_and_a_fail_does_not(make: SimpleNamespace) -> None:
    """Who meets a requirement needs no reason for it; who does not must be told why."""
    held = make.framework(make.measure())
    asked = sv.Scheme(
        [sv.Criterion("price", 100, sv.LowestPrice()), sv.Criterion("insured", 0, sv.PassFail())]
    )
    bids = [sv.Bid("A", price=1, marks={"insured": "pass"}),
            sv.Bid("B", price=1, marks={"insured": "fail"})]  # fmt: skip
    result = sv.evaluate(make.tender(), bids, held, asked)
    assert [str(each) for each in result.missing_reasons()] == ["the mark for 'insured' of B"]
    assert "Your bid: pass." in result.summary("A")


def test_quality_inside_an_index_has_its_reasons(make: SimpleNamespace) -> None:
    """Where quality and price make one index, each mark behind it is told with its reason."""
    held = make.framework(make.measure())
    inside = [sv.Criterion(name, 50, sv.PanelMark(out_of=5)) for name in ("plan", "team")]
    index = sv.Scheme([sv.Criterion("value for money", 100, sv.ValueForMoney(inside))])
    bids = [
        sv.Bid(name, price=price, marks={"plan": mark(4, f"{name} plan"), "team": mark(3)})
        for name, price in (("A", 100), ("B", 110))
    ]
    told = sv.evaluate(make.tender(), bids, held, index).summary("B", strict=True)
    assert "Your bid: mark 4 of 5. B plan" in told
    assert "The successful bid: mark 4 of 5. A plan" in told
    assert "100 × 0.9091 = 90.91" in " ".join(told.split())


def test_a_complete_result_passes_strictly(make: SimpleNamespace) -> None:
    """When every reason is there, all letters are written, and none says that it is complete."""
    result = three(make)
    assert result.missing_reasons() == ()
    told = result.summaries(strict=True)
    assert tuple(told) == result.ranking
    for each in told.values():
        assert (each.mark, each.missing) == ("", ())
        assert "DRAFT" not in each
        assert "complete" not in each.lower()
        assert "regulation 31" not in each.lower()
        assert each.startswith("Assessment summary: ")


def test_letters_of_an_illustrative_scheme_are_drafts(highways: sv.Evaluation) -> None:
    """No bidder is sent points that no published scheme gives (S-6): marked, and refused strictly.

    The mark stands at the head, at the foot and between, so that no printed page is without it.
    """
    assert highways.missing_reasons() == ()
    for strictly in (highways.summaries, lambda **how: highways.summary("Acme Highways", **how)):
        with pytest.raises(sv.InputError) as caught:
            strictly(strict=True)
        assert [each.code for each in caught.value.problems] == ["SV809"]
    told = highways.summary("Acme Highways")
    mark = "DRAFT: not to be sent. ILLUSTRATIVE: the scheme only shows how scoring works."
    assert told.mark == mark
    for text in (told, told.markdown):
        lines = text.splitlines()
        marked = [n for n, line in enumerate(lines) if line.strip("*") == mark]
        assert (marked[0], marked[-1]) == (0, len(lines) - 1)
        assert max(b - a for a, b in pairwise(marked)) <= 60
    assert told.html.startswith(f'<div><p class="mark">{mark}</p>')
    assert pickle.loads(pickle.dumps(told)).mark == mark


def test_a_long_draft_is_marked_between(make: SimpleNamespace) -> None:
    """A table of a hundred commitments goes over three pages, and each says that it is a draft."""
    held = make.framework(make.measure("M1", "1"))
    offers = [make.offered(held, "M1", n) for n in range(1, 101)]
    marks = {"plan": sv.Moderated(5), "team": mark(4)}
    bid = make.bid(*offers, price=1, marks=marks)
    told = sv.evaluate(make.tender(), bid, held, SCHEME).summary("Acme")
    marked = [n for n, line in enumerate(told.splitlines()) if line == "DRAFT: not to be sent."]
    assert len(marked) >= 4
    assert max(b - a for a, b in pairwise(marked)) <= 60
    assert all(f"\n{n:>3}  M1" in told for n in range(1, 101))


def tied(make: SimpleNamespace, **rules: Any) -> sv.Evaluation:
    """Two bids with the same price and marks."""
    held = make.framework(make.measure())
    marks = {"plan": mark(5), "team": mark(5)}
    bids = [make.bid(bidder=name, price=1, marks=marks) for name in "AB"]
    return sv.evaluate(make.tender(), bids, held, attrs.evolve(SCHEME, **rules))


def test_a_tie_needs_the_buyers_word(make: SimpleNamespace) -> None:
    """Points that do not say who won cannot tell a loser who did, nor by which rule."""
    result = tied(make)
    assert "2 bids share the first place" in result.summary("A")
    assert result.summary("A").mark.startswith("DRAFT")
    assert "rank 1 of 2, shared with another bid" in " ".join(result.summary("A").split())
    with pytest.raises(sv.InputError, match="SV807"):
        result.summary("A", strict=True)
    for because in ("", " \n"):
        for strict in (False, True):
            with pytest.raises(sv.InputError, match=r"SV808"):
                result.summary("A", successful="B", because=because, strict=strict)
            with pytest.raises(sv.InputError, match="2 bids share the first place"):
                result.summaries(successful="B", because=because, strict=strict)
    told = result.summary("A", successful="B", because="Lots were drawn on 3 June.", strict=True)
    assert "The successful bid is that of B" in told
    assert "Why the successful bid was chosen: Lots were drawn on 3 June.\n" in told
    assert "rule" not in told.partition("Scores")[0]


def test_an_award_against_the_points_needs_its_reason(make: SimpleNamespace) -> None:
    """The bidder with the most points is not passed over without a word."""
    result = three(make)
    with pytest.raises(sv.InputError, match=r"SV808 'Birch' is named .* its rank by points is 2"):
        result.summary("Ash", successful="Birch")
    told = result.summary("Ash", successful="Birch", because="Ash withdrew its guarantee")
    assert "Yours has more points in total." in told
    assert "Why the successful bid was chosen: Ash withdrew its guarantee.\n" in told
    assert "Your bid is successful" in result.summary("Ash", successful="Ash", strict=True)


def test_a_tie_break_is_named_where_it_decided(make: SimpleNamespace) -> None:
    """Equal totals that a published tie-break parts: which, and with what points of each."""
    held = make.framework(make.measure())
    scheme = sv.Scheme(
        [sv.Criterion(name, 50, sv.PanelMark(out_of=5)) for name in ("plan", "team")],
        ties=["team"],
    )
    bids = [make.bid(bidder=name, price=1, marks={"plan": mark(a), "team": mark(b)})
            for name, a, b in (("A", 4, 2), ("B", 2, 4))]  # fmt: skip
    told = " ".join(
        sv.evaluate(make.tender(), bids, held, scheme).summary("A", strict=True).split()
    )
    assert "Both bids have the same published points. The published tie-break decided, by" in told
    assert "by the points for team: yours has 20.00, the successful one 40.00." in told


def test_who_is_not_ranked_is_not_successful(make: SimpleNamespace) -> None:
    """A slip of the keyboard in a name cannot make an excluded bid the winner of a letter."""
    result = three(make, Cedar={"state": "excluded", "reason": "No insurance."})
    with pytest.raises(sv.InputError, match="SV807"):
        result.summary("Ash", successful="Cedar")


def test_a_tie_beside_an_excluded_bid_is_decided_first(make: SimpleNamespace) -> None:
    """Two are first and a third is out: no letter may go out that names neither as successful."""
    held = make.framework(make.measure())
    scheme = sv.Scheme([sv.Criterion("plan", 100, sv.PanelMark(out_of=5))])
    rows = (("A", {}), ("B", {}), ("C", {"state": "excluded", "reason": "Late."}))
    bids = [make.bid(bidder=who, marks={"plan": mark(4)}, **more) for who, more in rows]
    result = sv.evaluate(make.tender(), bids, held, scheme)
    assert [each.rank for each in result] == [1, 1, None]
    with pytest.raises(sv.InputError) as caught:
        result.summary("A", strict=True)
    assert [each.code for each in caught.value.problems] == ["SV807"]


def test_no_award_is_said(make: SimpleNamespace) -> None:
    """Where no bid stands, the summary says so and names nobody."""
    held = make.framework(make.measure())
    bid = make.bid(bidder="A", price=1, state="excluded", reason="Late.")
    told = sv.evaluate(make.tender(), bid, held, SCHEME).summary("A", strict=True)
    assert "no bid meets the requirements" in told


# --- forms --------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags and the text of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, _: Any) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_what_a_user_wrote_is_never_markup(make: SimpleNamespace) -> None:
    """A bidder's name or an evaluator's note cannot put a script, or a link, into a letter."""
    held = make.framework(make.measure())
    marks = {"plan": mark(5, NASTY), "team": mark(4, NASTY)}
    bids = [make.bid(bidder=f"{NASTY} {n}", price=n, marks=marks) for n in (1, 2)]
    tender = attrs.evolve(make.tender(), title=NASTY)
    result = sv.evaluate(tender, bids, held, SCHEME)
    told = result.summary(result.ranking[1])
    found = Tags()
    found.feed(told.html)
    assert found.tags <= {"div", "h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td",
                          "section", "h2"}  # fmt: skip
    assert NASTY in found.words
    assert "<script>" not in told.markdown
    assert "[x](" not in told.markdown
    assert "*bold*" not in told.markdown.replace("\\*bold\\*", "")


def test_no_reason_is_cut_short(make: SimpleNamespace) -> None:
    """A long reason is told to its last word, in every form."""
    words = [f"word{number}" for number in range(3000)]
    held = make.framework(make.measure())
    marks = {"plan": mark(5, " ".join(words)), "team": mark(4, "first line\nsecond line")}
    told = sv.evaluate(make.tender(), make.bid(price=1, marks=marks), held, SCHEME).summary("Acme")
    for text in (told, told.html, told.markdown):
        assert all(word in text for word in words)
        assert "second line" in text


def test_a_summary_is_kept_and_copied(highways: sv.Evaluation) -> None:
    """A letter that went out is filed as it was."""
    told = highways.summary("Acme Highways")
    for again in (pickle.loads(pickle.dumps(told)), copy.deepcopy(told)):
        assert again == told
        assert again.html == told.html
        assert again.markdown == told.markdown
        assert again.bidder == "Acme Highways"
    assert told._repr_html_() == told.html


def test_each_lot_has_its_own_summaries(make: SimpleNamespace) -> None:
    """Who bids for two lots is told of each apart, and which it is."""
    held = make.framework(make.measure())
    lots = [sv.Lot(name, contract_value=500) for name in ("north", "south")]
    tender = make.tender(lots=lots, contract_value=1000)
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [sv.Bid("A", price=n, lot=lot) for n, lot in ((1, "north"), (2, "south"))]
    found = sv.evaluate_lots(tender, bids, held, scheme)
    assert "lot south" in found["south"].summary("A")
    assert "north" not in found["south"].summary("A")


@given(
    words=st.lists(st.text(max_size=40), min_size=4, max_size=4),
    plans=st.lists(st.integers(1, 5), min_size=2, max_size=2),
)
def test_a_summary_can_always_be_made(
    make: SimpleNamespace, words: list[str], plans: list[int]
) -> None:
    """Whatever a panel writes, every bidder gets an answer in every form."""
    held = make.framework(make.measure())
    bids = [
        make.bid(
            bidder=f"Bidder {n}",
            price=100 + n,
            marks={"plan": mark(plans[n], words[n]), "team": mark(3, words[n + 2])},
        )
        for n in (0, 1)
    ]
    result = sv.evaluate(make.tender(), bids, held, SCHEME)
    for told in result.summaries().values():
        assert told.html
        assert told.markdown


# --- two bids side by side ----------------------------------------------------------------


def test_a_pair_of_which_one_is_not_ranked(make: SimpleNamespace) -> None:
    """A bid without points is behind by no number of them, and its ground is there instead."""
    result = three(make, Cedar={"state": "excluded", "reason": "No insurance."})
    note = " ".join(result.explain("Ash", against="Cedar").split())
    assert "Ash: 98.00 points, rank 1. Cedar: not ranked: excluded: No insurance." in note
    assert "plan 20 20.00 – –" in note


def test_the_reasons_of_evaluators_stand_for_the_panels(make: SimpleNamespace) -> None:
    """Where the mean of the marks counts and no panel met, each one's reason is told, unnamed."""
    scheme = sv.Scheme([sv.Criterion("plan", 100, sv.PanelMark(out_of=5, mean=True))])
    held = make.framework(make.measure())
    marks = [sv.EvaluatorMark("Ann", 4, reason="Clear."), sv.EvaluatorMark("Bo", 3, reason="Late.")]
    bid = make.bid(bidder="A", marks={"plan": sv.Moderated(marks=marks)})
    told = " ".join(sv.evaluate(make.tender(), bid, held, scheme).summary("A").split())
    assert "Clear. / Late." in told
    assert "Ann" not in told


def test_a_pair_is_an_internal_note(make: SimpleNamespace) -> None:
    """What sets two bidders' offers side by side says first that no bidder may have it."""
    note = three(make).explain("Ash", against="Birch")
    assert note.splitlines()[0] == "Internal note, not for bidders: Ash and Birch"
    assert "Internal note, not for bidders" in note.html
    assert "£111,111.00" in note
    assert "Cedar" not in note.replace("£101,010.00", "")


def test_a_pair_goes_down_to_the_lines(highways: sv.Evaluation) -> None:
    """Criterion by criterion with the difference, then line by line with each refusal."""
    note = highways.explain("Acme Highways", against="Cedar Roads Co-operative")
    rows = {line.split("  ")[0].strip(): line for line in note.splitlines()}
    assert rows["price"].split()[-1] == "+1.30"
    assert "surfacing subcontracts" in note
    assert "Southend yard" in note
    assert "is outside Essex" in note


def test_the_differences_of_a_pair_sum(highways: sv.Evaluation) -> None:
    """The criteria explain the whole difference, and nothing is left over."""
    one, other = highways["Acme Highways"], highways["Cedar Roads Co-operative"]
    gaps = [one.exact[name] - other.exact[name] for name in one.exact]
    assert sum(gaps) == sum(one.exact.values()) - sum(other.exact.values())
    assert isinstance(one.points, Decimal)


# --- tables -------------------------------------------------------------------------------


def test_a_bidder_is_told_its_own_band_and_menu_points(make: SimpleNamespace) -> None:
    """A loser can follow its points: the mark of its band, and what its units came to.

    £300 of £1,000,000 is £0.0003 per £1, in the second band: 40 × 3 ÷ 5 = 24.  Its 300 units at
    half a menu point are 150 of the 200 required: 60 × 0.75 = 45.
    """
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    table = sv.Banded([("0", "0.0002", 1), ("0.0002", "0.0005", 3), ("0.0005", None, 5)])
    scheme = sv.Scheme(
        [
            sv.Criterion("bands", 40, table),
            sv.Criterion("menu", 60, sv.PointsMenu({"M1": "0.5"}, required=200)),
        ]
    )
    bids = [
        make.bid(make.offered(held, "M1", n), bidder=who) for who, n in (("A", 300), ("B", 900))
    ]
    result = sv.evaluate(make.tender(), bids, held, scheme)
    told = " ".join(result.summary("A").split())
    assert "The mark of your band: 3. 40 × 0.6 = 24.00." in told
    assert "Your menu points: 150. 60 × 0.75 = 45.00." in told
    assert "450" not in told  # what the other offered
