"""What regulation 31 lists is in a summary, item by item, or is named as missing.

Source: the Procurement Regulations 2024 (SI 2024/692), reg. 31; the Procurement Act 2023, s.19,
s.50 and s.51.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.letters.ahead import needed_for_letters
from socialvalue.assess.letters.disclosure import price_given_away
from socialvalue.assess.letters.regulation import ITEMS, Item
from socialvalue.assess.letters.template import NAMES
from socialvalue.assess.tender_files import Assessed
from socialvalue.cli.views.letters import letters_of, notes_of
from socialvalue.model.papers.grounds import GROUNDS
from socialvalue.model.papers.standstill import is_working_day, standstill_end

EXAMPLE = Path("docs/examples/parks/tender.yaml")


def of_example(root: Path, example: str) -> sv.Evaluation:
    """One of the tenders whose file says all that the regulation lists."""
    tender, bids = sv.read_tender(root / "docs/examples" / example / "tender.yaml")
    return sv.evaluate(tender, bids, sv.load(tender.framework, on=tender.published))


@pytest.fixture(scope="module")
def parks(root: Path) -> sv.Evaluation:
    """The council's."""
    return of_example(root, "parks")


def again(result: sv.Evaluation, **changes: object) -> sv.Evaluation:
    """The same evaluation of a tender that says something else."""
    tender = attrs.evolve(result.tender, **changes)
    bids = [each.bid for each in result.results]
    return sv.evaluate(tender, bids, result.framework, tender.scheme)


def of_bid(result: sv.Evaluation, bidder: str, **changes: object) -> sv.Evaluation:
    """The same evaluation with one bid changed."""
    bids = [
        attrs.evolve(each.bid, **changes) if each.bidder == bidder else each.bid
        for each in result.results
    ]
    return sv.evaluate(result.tender, bids, result.framework, result.tender.scheme)


def plain_text(form: str) -> str:
    """The words of a letter without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", form)).replace("\\", "").split())


# --- item by item -------------------------------------------------------------------------

SAID: dict[tuple[str, str], tuple[str, ...]] = {
    ("31(2)(a)", "the name of the supplier"): ("Birch & Sons", "Alder Grounds"),
    ("31(2)(b)", "a contact postal address for the supplier"): (
        "The Yard, Station Road, Norchester NO3 7CC", "2 Mill Lane, Norchester NO2 4BB"),
    ("31(2)(b)", "an e-mail address for the supplier"): (
        "office@birch.example", "bids@alder.example"),
    ("31(2)(c)", "the unique identifier for the supplier"): ("PBBB-0002-BBBB", "PAAA-0001-AAAA"),
    ("31(2)(d)(i)(aa)", "the title of each criterion"): (
        "price", "quality", "method statement", "staffing", "social value"),
    ("31(2)(d)(i)(bb)", "the relative importance of each"): ("50%", "40%", "25%", "15%", "10%"),
    ("31(2)(d)(i)(cc)", "how each criterion was to be assessed by reference to scores"): (
        "price: Points × lowest price ÷ price", "method statement: Points × mark ÷ 5",
        "3 = good: meets the requirements, with some gaps.",
        "1 = posts are open.", "social value: Points × social value ÷"),
    ("31(2)(d)(i)(cc)", "what scores were available"): ("available", "50", "40", "25", "15", "10"),
    ("31(2)(d)(ii)", "where the award criteria can be read in full"): (
        "can be read in full here: section 4 of the ITT",),
    ("31(2)(e)(i)", "the score for each criterion"): ("50.00", "15.00", "20.00", "9.00", "4.23"),
    ("31(2)(e)(i)(aa)", "an explanation for the score by reference to the tender"): (
        "mark 3 of 5 (good: meets the requirements, with some gaps). The plan follows",
        "mark 4 of 5 (very good: meets every requirement, with evidence for most).",
        "Your price: £842,000.00. 50 × 1 = 50.00."),
    ("31(2)(e)(i)(bb)", "how the tender was assessed by reference to each sub-criterion"): (
        "Reasons: method statement", "Reasons: staffing"),
    ("31(2)(e)(ii)", "the total score and sub-totals"): ("24.00", "35.00", "78.23", "93.90"),
    ("31(3)(c)", "why the contract is not awarded to the supplier, and on which ground"): (
        "Yours was not successful because it has fewer points in total",),
}  # fmt: skip
"""Each item, and where a reader finds it for both bids in the letter of the example's loser."""


SAID_IN_COURTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("31(2)(a)", "the name of the supplier"): ("Elm Cleaning", "Dunnock Services"),
    ("31(2)(b)", "a contact postal address for the supplier"): (
        "Elm House, Park Road, Norchester NO5 1EE", "8 Canal Street, Norchester NO4 2DD"),
    ("31(2)(b)", "an e-mail address for the supplier"): (
        "tenders@elm.example", "bids@dunnock.example"),
    ("31(2)(c)", "the unique identifier for the supplier"): ("PEEE-0005-EEEE", "PDDD-0004-DDDD"),
    ("31(2)(d)(i)(aa)", "the title of each criterion"): (
        "price", "quality", "cleaning plan", "staffing", "fair pay and progress at work"),
    ("31(2)(d)(i)(bb)", "the relative importance of each"): ("50%", "40%", "30%", "10%"),
    ("31(2)(d)(i)(cc)", "how each criterion was to be assessed by reference to scores"): (
        "price: Points × lowest price ÷ price", "cleaning plan: Points × mark ÷ 4",
        ("fair pay and progress at work: Points × mark ÷ 4. What a mark for 'cleaning plan', "
        "'staffing' and 'fair pay and progress at work' means: 4 = exceeds the requirement"),
        "1 = meets the requirement in part."),
    ("31(2)(d)(i)(cc)", "what scores were available"): ("available", "50", "40", "30", "10"),
    ("31(2)(d)(ii)", "where the award criteria can be read in full"): (
        "can be read in full here: part 3 of the ITT",),
    ("31(2)(e)(i)", "the score for each criterion"): ("50.00", "47.85", "15.00", "22.50", "5.00"),
    ("31(2)(e)(i)(aa)", "an explanation for the score by reference to the tender"): (
        "the training has no number of people.", "Pay and training are above what was asked for",
        "Your price: £8,240,000.00. 50 × 1 = 50.00."),
    ("31(2)(e)(i)(bb)", "how the tender was assessed by reference to each sub-criterion"): (
        "Reasons: cleaning plan", "Reasons: staffing", "Reasons: fair pay and progress at work"),
    ("31(2)(e)(ii)", "the total score and sub-totals"): ("22.50", "30.00", "77.50", "87.85"),
    ("31(3)(c)", "why the contract is not awarded to the supplier, and on which ground"): (
        "Yours was not successful because it has fewer points in total",),
}  # fmt: skip
"""The same of the example of central government, whose social value a panel scores."""

LETTERS = {"parks": ("Birch & Sons", SAID), "courts": ("Elm Cleaning", SAID_IN_COURTS)}


@pytest.mark.parametrize("item", ITEMS, ids=lambda each: f"{each.law} {each.asks[:30]}")
@pytest.mark.parametrize("form", ["text", "html", "markdown"])
@pytest.mark.parametrize("example", LETTERS)
def test_each_item_is_in_the_letter(root: Path, example: str, item: Item, form: str) -> None:
    """A bidder who is not told one of these has a summary that the law does not know."""
    loser, said = LETTERS[example]
    letter = of_example(root, example).summary(loser, strict=True)
    words = plain_text({"text": letter, "html": letter.html, "markdown": letter.markdown}[form])
    assert item.stands in words
    for each in said[item.law, item.asks]:
        assert each in words, each


def test_central_government_reads_of_no_pounds(root: Path) -> None:
    """A national model has no pounds: a letter that prints £0.00 says that an offer is worthless.

    Nor has it numbers for measures: those that begin with OWN are this library's.
    """
    result = of_example(root, "courts")
    assert (result.missing_reasons(), result.ranking[0]) == ((), "Dunnock Services")
    for each in ("Elm Cleaning", "Dunnock Services"):
        letter = plain_text(result.summary(each, strict=True))
        assert "The measures of this tender carry no pounds" in letter
        assert "Pay above the legal minimum wage" in letter
        assert letter.count("£") <= letter.count("Your price: £") + 1  # an hour, in an offer
        assert "OWN-" not in letter
        computed = str(sv.recompute(result.letter(each)))
        assert "commitments; the measures of this tender carry no pounds." in computed
        assert "fair pay and progress at work" in computed
        assert "£" not in computed


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"go_on": 1}, "Of the bids that meet every minimum, only the 1 with the most of these"),
     ({"minimum": 20}, "A bid with fewer than 20 of them fails.")],
)  # fmt: skip
def test_who_fails_and_who_goes_on_is_a_part_of_how_scores_come_about(
    parks: sv.Evaluation, changes: dict[str, int], words: str
) -> None:
    """Who is left out by a rule must find the rule in the paper that tells of it."""
    price, quality, social = parks.scheme.criteria
    scheme = attrs.evolve(parks.scheme, criteria=[price, attrs.evolve(quality, **changes), social])
    letter = plain_text(again(parks, scheme=scheme).summary("Birch & Sons"))
    assert f"quality: 40 points, the sum of its parts. {words}" in letter
    assert "the sum of its parts" not in plain_text(parks.summary("Birch & Sons"))


def without_scale(result: sv.Evaluation) -> sv.Evaluation:
    """The same without the meaning of the marks."""
    scheme = sv.Scheme([
        sv.Criterion("price", 50, sv.LowestPrice()),
        sv.Criterion("quality", 40, [
            sv.Criterion("method statement", 25, sv.PanelMark(out_of=5, minimum=2)),
            sv.Criterion("staffing", 15, sv.PanelMark(out_of=5)),
        ]),
        sv.Criterion("social value", 10, sv.RelativeToHighest(), counts_as="social_value"),
    ])  # fmt: skip
    return again(result, scheme=scheme)


def supplier(**changes: str) -> Callable[[sv.Evaluation], sv.Evaluation]:
    """The same with one thing left out of what is said of the loser."""

    def change(result: sv.Evaluation) -> sv.Evaluation:
        held = result["Birch & Sons"].bid.supplier
        assert held is not None
        return of_bid(result, "Birch & Sons", supplier=attrs.evolve(held, **changes))

    return change


LEFT_OUT: dict[str, tuple[Callable[[sv.Evaluation], sv.Evaluation], str, str]] = {
    "address": (supplier(address=" "), "31(2)(b)", "the contact postal address of Birch & Sons"),
    "email": (supplier(email=""), "31(2)(b)", "the contact e-mail address of Birch & Sons"),
    "identifier": (supplier(identifier=""), "31(2)(c)", "the unique identifier of Birch & Sons"),
    "full criteria": (
        lambda result: again(result, papers=attrs.evolve(result.tender.papers, full_criteria="")),
        "31(2)(d)(ii)", "where the award criteria can be read in full"),
    "papers": (
        lambda result: again(result, papers=None),
        "31(2)(d)(ii)", "where the award criteria can be read in full"),
    "scale": (without_scale, "31(2)(d)(i)(cc)", "what each mark for 'staffing' means"),
    "reason": (
        lambda result: of_bid(result, "Birch & Sons", marks={
            **result["Birch & Sons"].bid.marks, "staffing": sv.Moderated(3)}),
        "", "the mark for 'staffing' of Birch & Sons"),
    "ground": (
        lambda result: of_bid(result, "Cherry Landscapes", ground=""),
        "31(3)(c)", "on which ground of the Act the tender of Cherry Landscapes was disregarded"),
}  # fmt: skip


@pytest.mark.parametrize("what", LEFT_OUT)
def test_what_is_left_out_is_named(parks: sv.Evaluation, what: str) -> None:
    """A summary that lacks an item is never written strictly, and the item is named with its key.

    Nothing is missing of the example itself: what is named here is what was left out.
    """
    change, law, named = LEFT_OUT[what]
    assert parks.missing_reasons() == ()
    assert len(parks.summaries(strict=True)) == 3
    changed = change(parks)
    missing = [str(each) for each in changed.missing_reasons()]
    assert any(each.startswith(named) and law in each for each in missing), missing
    with pytest.raises(sv.InputError) as caught:
        changed.summaries(strict=True)
    assert {each.code for each in caught.value.problems} == {"SV814" if law else "SV805"}
    told = changed.summaries()
    drafts = [each for each in told.values() if each.mark]
    assert drafts
    for each in drafts:
        foot = plain_text(each.partition("To be completed before this is sent")[2])
        assert named.lower() in foot.lower()


def test_no_paper_says_that_it_is_complete(parks: sv.Evaluation) -> None:
    """That nothing of a list is missing does not mean that a paper says enough."""
    for each in parks.summaries(strict=True).values():
        assert "complete" not in each.lower().replace("to be completed before this is sent", "")
        assert "To be completed" not in each
        assert each.startswith(("Assessment summary", "Notice"))
        assert each.mark == ""


def test_the_regulation_is_not_held_against_older_tenders(parks: sv.Evaluation) -> None:
    """A procurement of before 24 February 2025, or below the threshold, is under other rules.

    A tender that does not say when it began is not taken to be one of those.
    """
    bare = without_scale(again(parks, papers=None))
    assert bare.missing_reasons()
    for changes in ({"published": "2025-02-23"}, {"above_threshold": False}):
        assert again(bare, **changes).missing_reasons() == ()
    for changes in ({"published": "2025-02-24"}, {"above_threshold": True}, {"published": None}):
        assert again(bare, **changes).missing_reasons()


def test_the_page_lists_the_items(root: Path) -> None:
    """An officer reads on the page which key each item has; a page that lags behind misleads."""
    page = (root / "docs/howto/standstill-letters.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (31\S+) \| (.+) \| (.+) \| (.+) \|$", page, re.M)
    told = [(each.law, each.asks, each.key, each.stands) for each in ITEMS]
    assert [
        (*row[:2], row[2].replace("follows from the scores", ""), row[3]) for row in rows
    ] == told


# --- whose words, to whom -----------------------------------------------------------------


def test_others_read_the_wording_for_others(parks: sv.Evaluation) -> None:
    """What is commercially sensitive in a winner's reason is for the winner alone."""
    own, others = parks.summary("Alder Grounds"), parks.summary("Birch & Sons")
    assert "the winter plan leaves out the two play areas" in plain_text(own)
    assert "the winter plan" not in plain_text(others)
    assert "all seasons but one, which is covered in part" in plain_text(others)
    assert "all seasons but one" not in plain_text(own)
    assert "who takes over when the supervisor is away" in plain_text(others)


def test_a_short_wording_for_others_is_asked_about(parks: sv.Evaluation) -> None:
    """The reason that others read refers to the tender as well (reg. 31(2)(e))."""
    assert "SV812" not in {each.code for each in parks.summary("Birch & Sons").questions}
    marks = dict(parks["Alder Grounds"].bid.marks)
    marks["staffing"] = attrs.evolve(marks["staffing"], reason_for_others="Very good staffing.")
    asked = of_bid(parks, "Alder Grounds", marks=marks).summary("Birch & Sons").questions
    assert ["as others read it" in each.message for each in asked] == [True]


def test_a_letter_knows_nothing_of_a_third_bidder(parks: sv.Evaluation) -> None:
    """Whatever else the disregarded bidder's file says, the loser's letter stays what it was."""
    before = parks.summary("Birch & Sons")
    changed = of_bid(
        parks, "Cherry Landscapes", supplier=None, ground="procedural_breach", price=1,
        reason="It came by post, which section 2.1 of the ITT does not allow.",
    )  # fmt: skip
    assert changed.summary("Birch & Sons") == before
    assert changed.summary("Cherry Landscapes") != parks.summary("Cherry Landscapes")
    assert "cherry" not in before.lower()


def with_dogwood(parks: sv.Evaluation, spent: int, hours: int) -> sv.Evaluation:
    """The example with a third bidder that is assessed and comes last, and what it offers."""
    uk = parks.framework
    reason = "The plan of the tender names the parks, and for most of them no dates of any work."
    marks = {
        name: attrs.evolve(mark, consensus=2, reason=reason)
        for name, mark in parks["Birch & Sons"].bid.marks.items()
    }
    lines = [uk.commit("UK201", sv.gbp(spent), activity="plants of Dogwood")]
    lines += [uk.commit("UK601", sv.hours(hours))] if hours else []
    dogwood = sv.Bid("Dogwood Gardens", price=890_000, commitments=lines, marks=marks)
    bids = [*(each.bid for each in parks.results), dogwood]
    return sv.evaluate(parks.tender, bids, parks.framework, parks.tender.scheme)


def forms_of(result: sv.Evaluation, bidder: str) -> tuple[str, ...]:
    """Everything that one bidder is sent, in every form."""
    told = result.summary(bidder)
    return told, told.markdown, told.html, json.dumps(result.letter(bidder), default=str)


@pytest.mark.parametrize(("spent", "hours"), [(1, 0), (60_000, 500), (12_345, 0), (59_999, 17)])
def test_a_letter_knows_nothing_of_the_lines_of_a_bidder_who_is_assessed(
    parks: sv.Evaluation, spent: int, hours: int
) -> None:
    """What the third offers is its own affair: no sign of the loser's or winner's paper moves.

    Its own paper moves with each of its lines, so that it is not all letters that stand still.
    """
    before, after = with_dogwood(parks, 60_001, 501), with_dogwood(parks, spent, hours)
    for bidder in ("Birch & Sons", "Alder Grounds"):
        assert forms_of(after, bidder) == forms_of(before, bidder)
    for one, other in zip(forms_of(after, "Dogwood Gardens"),
                          forms_of(before, "Dogwood Gardens"), strict=True):  # fmt: skip
        assert one != other
    assert "dogwood" not in "".join(forms_of(after, "Birch & Sons")).lower()


def test_a_third_bidder_is_the_yardstick_of_points_and_of_nothing_else(
    parks: sv.Evaluation,
) -> None:
    """A criterion that is relative to the highest needs that one figure; its lines stay unsaid."""
    low, high = with_dogwood(parks, 1, 0), with_dogwood(parks, 7_654_321, 4_321)
    assert low["Birch & Sons"].points != high["Birch & Sons"].points
    worth = high["Dogwood Gardens"].total
    secrets = "dogwood", "7654321", "7,654,321", "4321", "4,321", "uk601", f"{worth}", f"{worth:,}"
    for form in forms_of(high, "Birch & Sons"):
        assert "150" in form, "what its reader offers is there"
        assert [each for each in secrets if each in form.lower()] == []
    own = high.summary("Dogwood Gardens")
    assert "£7,654,321" in own
    assert f"{worth:,}" in own
    assert "UK601" in own


# --- what is withheld ---------------------------------------------------------------------


def withholding(result: sv.Evaluation, *names: str, under: str = "commercial") -> sv.Evaluation:
    """The same, with criteria withheld."""
    said = [
        sv.Withheld(each, why="the rates are bid again in May", under=under, by="head of law")
        for each in names
    ]
    return again(result, papers=attrs.evolve(result.tender.papers, withheld=said))


def scores_of(letter: str) -> dict[str, str]:
    """What the table of scores says of the successful bid, by criterion."""
    lines = letter.partition("successful bid\n")[2].partition("\n\n")[0].splitlines()
    return {line.partition("  ")[0] or line.split("  ")[1]: line.split()[-1] for line in lines}


def test_what_is_withheld_cannot_be_worked_out(parks: sv.Evaluation) -> None:
    """Points that are withheld beside a total that is not are not withheld.

    The reader is told the fact and the paragraph (s.94(3)), all other scores, and never the why.
    """
    told = withholding(parks, "method statement")
    letter = told.summary("Birch & Sons", strict=True, compare=True)
    assert scores_of(parks.summary("Birch & Sons"))["total"] == "93.90"
    assert scores_of(letter) == {
        "price": "48.90", "quality": "withheld", "method statement": "withheld",
        "staffing": "15.00", "social value": "10.00", "total": "withheld",
    }  # fmt: skip
    words = plain_text(letter)
    assert "Its points in total, and those of every whole that holds them, are withheld" in words
    for hidden in ("93.90", "35.00", "20.00", "15.67", "all seasons but one", "bid again in May"):
        assert hidden not in words, hidden
    assert "The successful bid is that of Alder Grounds. Yours was not successful" in words
    assert "score and reason for method statement under section 94(1)(b)" in words
    assert "78.23 of 100 points" in words  # its own are the reader's


def test_the_winner_is_told_its_own_scores(parks: sv.Evaluation) -> None:
    """Nothing of a bidder's own bid is withheld from it."""
    told = withholding(parks, "price", "method statement")
    assert told.summary("Alder Grounds") == parks.summary("Alder Grounds")
    assert "withheld" not in told.summary("Alder Grounds")


def test_a_whole_is_withheld_with_its_parts(parks: sv.Evaluation) -> None:
    """Two parts that are told would give the whole; the paragraph is the one that was named."""
    letter = withholding(parks, "quality", under="security").summary("Birch & Sons")
    assert {name for name, said in scores_of(letter).items() if said == "withheld"} == {
        "quality", "method statement", "staffing", "total",
    }  # fmt: skip
    assert "section 94(1)(a)" in plain_text(letter)
    assert "section 94(1)(b)" not in plain_text(letter)


def test_a_price_that_is_withheld_is_not_given_away(parks: sv.Evaluation) -> None:
    """The officer is warned of points that give a price away, and not of those that nobody sees."""

    def given_away(result: sv.Evaluation) -> object:
        return price_given_away(result, result["Alder Grounds"], list(result.results))

    assert given_away(parks) is not None
    assert given_away(withholding(parks, "staffing")) is not None
    assert given_away(withholding(parks, "price")) is None


def test_a_lowest_price_is_given_away_by_the_others_own_points(parks: sv.Evaluation) -> None:
    """50 × lowest ÷ own price stands in each letter: to withhold the winner's points is no help."""
    bids = [attrs.evolve(each.bid, price=830_000) if each.bidder == "Alder Grounds" else each.bid
            for each in parks.results]  # fmt: skip
    lowest = sv.evaluate(parks.tender, bids, parks.framework)
    for told in (lowest, withholding(lowest, "price")):
        found = price_given_away(told, told["Alder Grounds"], list(told.results))
        assert found is not None
        assert abs(found - 830_000) < 100
    (said,) = told_of_prices(withholding(lowest, "price"))
    assert said.hint.startswith(
        "its points are withheld, and those of the others are made of its price"
    )
    (said,) = told_of_prices(lowest)
    assert said.hint.startswith("decide under section 94")
    assert told_of_prices(withholding(parks, "price")) == []


def told_of_prices(result: sv.Evaluation) -> list[sv.Problem]:
    """What the officer is shown beside the letters, of prices that they give away."""
    scored = Assessed(result.tender, (result,))
    notes = notes_of(scored, letters_of(scored, None, draft=False, compare=False))
    return [each for each in notes if each.code == "SV811"]


def test_a_tie_gives_the_total_away(parks: sv.Evaluation) -> None:
    """After a tie the total that is withheld is the reader's own: the officer is asked."""
    scheme = sv.Scheme([
        sv.Criterion("plan", 60, sv.PanelMark(out_of=5, scale={5: "all of it"})),
        sv.Criterion("staff", 40, sv.PanelMark(out_of=5, scale={5: "all of it"})),
    ])  # fmt: skip
    bids = [
        sv.Bid(name, marks={each: sv.Moderated(4, reason="x") for each in ("plan", "staff")})
        for name in ("Ash", "Birch")
    ]
    papers = attrs.evolve(
        parks.tender.papers, withheld=[sv.Withheld("plan", why="rates", by="head of law")]
    )
    told = {}
    for each in (parks.tender.papers, papers):
        tender = attrs.evolve(parks.tender, papers=each)
        result = sv.evaluate(tender, bids, parks.framework, scheme)
        told[each] = result.summary("Birch", successful="Ash", because="ITT 4.7: by lot.")
    assert "the same published points" in plain_text(told[parks.tender.papers])
    assert "the same published points" not in plain_text(told[papers])
    asked = [{each.code for each in one.questions} for one in told.values()]
    assert ["SV829" in each for each in asked] == [False, True]


def test_what_is_withheld_is_a_criterion(parks: sv.Evaluation) -> None:
    """A misspelt name would withhold nothing, and the letter would go out with it all."""
    assert withholding(parks, "price").summaries()
    with pytest.raises(sv.InputError, match="SV819") as caught:
        withholding(parks, "prices").summaries()
    assert "price" in caught.value.problems[0].hint
    with pytest.raises(sv.InputError, match="SV312"):
        sv.Withheld("price", why="because", under="foi", by="head of law")


# --- notices ------------------------------------------------------------------------------


@pytest.mark.parametrize("word", GROUNDS)
def test_a_notice_gives_the_ground_in_the_words_of_the_act(parks: sv.Evaluation, word: str) -> None:
    """Whoever is told a ground that is not the Act's cannot tell what to challenge.

    A tender that was disregarded is no assessed tender: its notice has nobody's scores.
    """
    notice = of_bid(parks, "Cherry Landscapes", ground=word).summary("Cherry Landscapes")
    words = plain_text(notice)
    ground = GROUNDS[word]
    assert f"under {ground.law} of the Procurement Act 2023, as {ground.words}." in words
    assert "The explanation of 3 August does not account for the wages" in words
    of_supplier = "Notice to an excluded supplier" in words
    assert of_supplier == ("section 26" in ground.law)
    assert of_supplier or words.startswith("Notice of a disregarded tender")
    for other in ("93.90", "78.23", "bids@alder.example", "Birch", "Scores", "rank"):
        assert not re.search(rf"\b{re.escape(other)}\b", words), other
    assert "The successful bid is that of Alder Grounds." in words


def test_no_paper_cites_an_act_that_does_not_apply(parks: sv.Evaluation) -> None:
    """A tender of 2022 is not disregarded, nor its scores withheld, under an Act of 2023."""
    told = withholding(parks, "price")
    for result, cites in ((told, True), (again(told, published="2022-06-01"), False)):
        notice, letter = result.summary("Cherry Landscapes"), result.summary("Birch & Sons")
        assert "The explanation of 3 August" in plain_text(notice)
        assert "We withhold the successful bid's score and reason for price" in plain_text(letter)
        for each in (notice, letter):
            assert ("Procurement Act 2023" in plain_text(each)) == cites
        assert ("SV832" in {each.code for each in notice.questions}) == (not cites)
        assert notice.startswith("Notice of a disregarded tender: ") == cites
        assert notice.startswith("Notice of a bid that was not ranked: ") == (not cites)


def test_a_ground_belongs_to_a_tender_that_is_disregarded() -> None:
    """A ground beside a bid that is scored would be said of nobody."""
    assert sv.Bid("Ash", state="excluded", reason="Late.", ground="procedural_breach").ground
    with pytest.raises(sv.InputError, match="SV827"):
        sv.Bid("Ash", ground="procedural_breach")
    with pytest.raises(sv.InputError, match="SV312"):
        sv.Bid("Ash", state="excluded", reason="Late.", ground="late")


# --- standstill ---------------------------------------------------------------------------

DAYS = st.dates(date(2025, 2, 24), date(2040, 12, 31))


@given(published=DAYS, offsets=st.sets(st.integers(0, 40), max_size=12))
def test_a_standstill_has_eight_working_days(published: date, offsets: set[int]) -> None:
    """A contract that is signed a day early is signed in the standstill.

    From the day of publication to the end there are eight working days, and the end is one.
    """
    holidays = {published + timedelta(days=each) for each in offsets}
    end = standstill_end(published, holidays)
    days = [published + timedelta(days=each) for each in range((end - published).days + 1)]
    working = [each for each in days if each.weekday() < 5 and each not in holidays]
    assert len(working) == 8
    assert end == working[-1]
    assert all(is_working_day(each, holidays) for each in working)


def test_a_letter_says_what_its_regime_asks_for(parks: sv.Evaluation) -> None:
    """A standstill that no law asks for, printed as if one did, is a promise nobody made.

    Source: the Procurement Act 2023 s.50 and s.51: a light touch contract has an award notice and
    summaries, and its standstill is the authority's choice.
    """
    must = "The standstill period is 8 working days beginning with the day it is published"
    none = "18 December 2026. No standstill period is required for a light touch contract."
    may = f"{none} We intend to keep one of 8 working days"
    voluntary = attrs.evolve(parks.tender.papers, standstill="voluntary")
    end, said = "31 December 2026", [must, none, may]
    for changes, words, until, act in (
        ({}, [must], end, True),
        ({"regime": "pa2023"}, [must], end, True),
        ({"regime": "light_touch"}, [none], "", True),
        ({"regime": "light_touch", "papers": voluntary}, [none, may], end, True),
        ({"regime": "below_threshold"}, [], "", False),
        ({"regime": "pcr2015"}, [], "", False),
        ({"published": "2024-06-01", "regime": "pcr2015"}, [], "", False),
    ):  # fmt: skip
        result = again(parks, **changes)
        letter = result.summary("Birch & Sons")
        told = plain_text(letter)
        assert "If you have a question about this paper" in told
        assert [each for each in said if each in told] == words, changes
        assert letter.said["standstill_end"] == until
        notice = plain_text(result.summary("Cherry Landscapes"))
        assert "The explanation of 3 August does not account" in notice
        assert ("section 19(3)(c) of the Procurement Act 2023" in notice) == act


def test_the_example_of_light_touch_says_what_its_law_asks_for(root: Path) -> None:
    """Home care is under regulation 31 as well; its standstill is the council's choice."""
    result = of_example(root, "home-care")
    letter = result.summary("Gorse Support", strict=True)
    told = plain_text(letter)
    assert result.missing_reasons() == ()
    assert all(item.stands in told for item in ITEMS)
    assert "No standstill period is required for a light touch contract" in told
    assert letter.said["standstill_end"] == "16 September 2026"


def test_the_example_below_the_threshold_cites_no_act(root: Path) -> None:
    """A small firm that reads of a standstill or of a section waits for what nobody owes it."""
    result = of_example(root, "play-areas")
    letter = result.summary("Ivy Play", strict=True)
    told = plain_text(letter)
    assert "has fewer points in total" in told
    assert "for two of them no week of closing is given" in told
    assert letter.said["standstill_end"] == ""
    for word in ("standstill", "regulation 31", "Procurement Act", "section"):
        assert word not in told, word


def test_a_regime_that_what_else_is_said_rules_out_is_refused(parks: sv.Evaluation) -> None:
    """Of two statements that cannot both be true one would decide what a letter says."""
    for regime, changes in (
        ("pa2023", {"published": "2024-06-01"}),
        ("light_touch", {"published": "2024-06-01"}),
        ("light_touch", {"above_threshold": False}),
        ("below_threshold", {"above_threshold": True}),
    ):
        with pytest.raises(sv.InputError) as caught:
            attrs.evolve(parks.tender, regime=regime, **changes)
        assert [each.code for each in caught.value.problems] == ["SV840"]
    for regime, changes in (
        ("pcr2015", {"published": "2026-06-01"}),  # a call-off of an older framework
        ("light_touch", {"above_threshold": True}),
        ("below_threshold", {"above_threshold": False}),
    ):
        assert attrs.evolve(parks.tender, regime=regime, **changes).regime == regime
    with pytest.raises(sv.InputError):
        attrs.evolve(parks.tender, regime="light touch")


def test_a_file_says_its_regime(root: Path, tmp_path: Path) -> None:
    """What a file says and is not read would be left to the day of its notice."""
    text = (root / EXAMPLE).read_text(encoding="utf-8")
    text = text.replace('years: "3"', 'years: "3"\nregime: light_touch', 1)
    text = text.replace("  holidays:", "  standstill: voluntary\n  holidays:", 1)
    (tmp_path / "tender.yaml").write_text(text, encoding="utf-8")
    tender, _ = sv.read_tender(tmp_path / "tender.yaml")
    assert (tender.regime, tender.papers.standstill) == ("light_touch", "voluntary")
    old = text.replace("2026-06-01", "2024-06-01", 1)
    (tmp_path / "tender.yaml").write_text(old, encoding="utf-8")
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(tmp_path / "tender.yaml")
    (only,) = caught.value.problems
    assert (only.code, only.line) == ("SV840", old[: old.index("regime:")].count("\n") + 1)


def test_the_standstill_of_a_letter(parks: sv.Evaluation) -> None:
    """The days are those of the authority's list; another list gives another day."""
    said = "8 working days beginning with the day it is published, so we expect it to end at the "
    words = plain_text(parks.summary("Birch & Sons"))
    assert "We intend to publish the contract award notice on 18 December 2026." in words
    assert f"{said}end of 31 December 2026. If publication moves, so does this date." in words
    papers = parks.tender.papers
    bare = again(parks, papers=attrs.evolve(papers, holidays=()))
    assert f"{said}end of 29 December 2026." in plain_text(bare.summary("Birch & Sons"))
    none = again(parks, papers=attrs.evolve(papers, award_notice=None))
    assert "standstill" not in none.summary("Birch & Sons")
    old = again(parks, published="2022-06-01")
    assert "standstill" not in old.summary("Birch & Sons")  # of the Act, which came later


def codes(result: sv.Evaluation) -> list[str]:
    """What an officer is asked beside the letters."""
    return [each.code for each in result.summary("Birch & Sons").questions]


def test_what_a_letter_should_say_is_asked(parks: sv.Evaluation) -> None:
    """Who writes, under which reference, whom to ask and until when: asked, and never refused."""
    assert codes(parks) == []
    bare = again(parks, authority="", our_reference="", papers=sv.Papers(full_criteria="ITT 4"))
    assert codes(bare) == ["SV815"] * 4
    assert bare.summaries(strict=True)
    papers = parks.tender.papers
    assert codes(again(parks, papers=attrs.evolve(papers, holidays=()))) == ["SV816"]
    sunday = attrs.evolve(papers, award_notice="2026-12-20")
    assert codes(again(parks, papers=sunday)) == ["SV816"]
    assert codes(again(bare, published="2022-06-01")) == []


def test_what_letters_will_need_is_asked_long_before(root: Path, tmp_path: Path) -> None:
    """Addresses, identifiers and the words of a scale are asked for while there is time."""
    text = (root / EXAMPLE).read_text(encoding="utf-8")
    assert not sv.check(root / EXAMPLE).questions
    bare = re.sub(r"(?ms)^(papers|suppliers):\n.*?(?=^\w)", "", text)
    bare = re.sub(r"(?m)^ +scale:\n(?: +\"\d\":.*\n)+", "", bare)
    bare = re.sub(r"(?m)^ +reason: \"All posts.*\n", "", bare)
    path = tmp_path / "tender.yaml"
    path.write_text(bare, encoding="utf-8")
    (asked,) = sv.check(path).questions
    assert asked.code == "SV828"
    for each in (
        "where the award criteria can be read in full", "what each mark for 'staffing' means",
        "unique identifier of 2 suppliers", "1 reason",
    ):  # fmt: skip
        assert each in asked.message
    one = re.sub(r"(?ms)^authority.*?\n|^  - bidder: Birch.*", "", bare)
    path.write_text(one, encoding="utf-8")
    assert "SV828" not in {each.code for each in sv.check(path).questions}  # a bidder's own file
    path.write_text(bare.replace("published: 2026-06-01\n", ""), encoding="utf-8")
    assert "SV828" not in {each.code for each in sv.check(path).questions}


def test_what_letters_will_need_is_asked_before_there_are_bids(root: Path, tmp_path: Path) -> None:
    """An officer has most time to ask before the tender goes out, when there is no bid yet."""
    text = (root / EXAMPLE).read_text(encoding="utf-8").partition("\nbids:")[0]
    bare = re.sub(r"(?ms)^(papers|suppliers):\n.*?(?=^\w|\Z)", "", text)
    path = tmp_path / "tender.yaml"
    path.write_text(f"{bare.rstrip()}\nbids: []\n", encoding="utf-8")
    found = sv.check(path)
    assert [each.code for each in found.problems] == ["SV315"]
    asked = {each.code: each for each in found.questions}
    assert "where the award criteria can be read in full" in asked["SV828"].message
    assert "supplier" not in asked["SV828"].message
    full = re.sub(r"(?ms)^suppliers:\n.*?(?=^\w|\Z)", "", text)
    path.write_text(f"{full.rstrip()}\nbids: []\n", encoding="utf-8")
    assert [each.code for each in sv.check(path).problems] == ["SV315"]
    assert not sv.check(path).questions


# --- covering letters ---------------------------------------------------------------------


def test_a_covering_letter_is_the_authoritys_own_text(root: Path, parks: sv.Evaluation) -> None:
    """Each bidder's letter holds its own name and address, and what the file says for all."""
    text = (root / EXAMPLE).with_name("covering.txt").read_text(encoding="utf-8")
    letter = parks.summary("Birch & Sons").covering(text)
    for each in (
        "Norchester County Council", "NCC-2026-0147", "The Yard, Station Road", "Alder Grounds",
        "18 December 2026", "31 December 2026", "The assessment summary is beside this letter",
    ):  # fmt: skip
        assert each in letter
    assert "$" not in letter
    assert "Cherry" not in letter
    notice = parks.summary("Cherry Landscapes").covering(text)
    assert "The notice of a disregarded tender is beside this letter" in notice


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_filled_or_refused(parks: sv.Evaluation, name: str) -> None:
    """A letter with a gap in it, or with a name that nobody filled, is not written."""
    letter = parks.summary("Birch & Sons")
    said = letter.said[name]
    if said:
        assert letter.covering(f"[${{{name}}}]") == f"[{said}]"
    else:
        with pytest.raises(sv.InputError, match="SV831"):
            letter.covering(f"[${{{name}}}]")
    assert bool(said) == (name != "lot")


def test_what_is_wrong_with_a_covering_letter_is_told_at_once(parks: sv.Evaluation) -> None:
    """Each at its line, with the name that was meant; a $ of its own is doubled."""
    text = "Dear $biddr,\n\nlot $lot costs $5, or $$5, says $authority"
    with pytest.raises(sv.InputError) as caught:
        parks.summary("Birch & Sons").covering(text, "ours.txt")
    found = [str(each).splitlines()[0].partition(" ")[::2] for each in caught.value.problems]
    assert [(where, words[:5]) for where, words in found] == [
        ("ours.txt:1:6:", "SV830"), ("ours.txt:3:5:", "SV831"), ("ours.txt:3:16:", "SV830"),
    ]  # fmt: skip
    assert "bidder" in caught.value.problems[0].hint
    assert "$$" in caught.value.problems[2].hint


# --- files and records --------------------------------------------------------------------


def test_a_supplier_without_a_bid_is_a_slip(root: Path, tmp_path: Path) -> None:
    """An address under a misspelt name would be in nobody's letter."""
    text = (root / EXAMPLE).read_text(encoding="utf-8")
    path = tmp_path / "tender.yaml"
    path.write_text(text.replace("  Birch & Sons:\n", "  Birch and Sons:\n"), encoding="utf-8")
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(path)
    (found,) = caught.value.problems
    assert found.code == "SV817"
    assert str(found).startswith(f"{path}:65:5")
    assert "Birch & Sons" in found.hint


def test_a_scale_has_the_marks_that_can_be_given() -> None:
    """Words for a mark beyond the scale mean that one of the two is wrong."""
    scale = sv.PanelMark(out_of=5, scale={"5": "all of it", 0: "none", "2.50": "half of it"})
    assert dict(scale.scale) == {"5": "all of it", "2.5": "half of it", "0": "none"}
    assert (
        "5 = all of it; 2.5 = half of it; 0 = none."
        in sv.Scheme([sv.Criterion("plan", 100, scale)]).text()
    )
    for wrong, code in (({6: "more"}, "SV754"), ({"x": "?"}, "SV301"), ({1: " "}, "SV313")):
        with pytest.raises(sv.InputError, match=code):
            sv.PanelMark(out_of=5, scale=wrong)


def test_a_record_keeps_what_letters_say(parks: sv.Evaluation) -> None:
    """The letters of a challenged award are made again from its record, word for word."""
    kept = json.loads(json.dumps(parks.record()))
    replayed = sv.replay(kept)
    assert replayed.same
    assert replayed.evaluation.summaries(strict=True) == parks.summaries(strict=True)


def test_a_record_without_the_new_keys_is_what_it_was(example_tender: Path) -> None:
    """Records of earlier versions replay to the byte: what is not said is not written."""
    tender, bids = sv.read_tender(example_tender)
    kept = json.dumps(sv.evaluate(tender, bids, sv.load("essex", on="2022-06-01")).record())
    new = (
        "authority",
        "our_reference",
        "papers",
        "supplier",
        "ground",
        "reason_for_others",
        "scale",
    )
    assert '"bidder": "Acme Highways"' in kept
    for key in new:
        assert f'"{key}":' not in kept, key


# --- an abnormally low price ---------------------------------------------------------------


def with_cherry(parks: sv.Evaluation, **changes: Any) -> sv.Evaluation:
    """The example, with something else said of the bid that was disregarded."""
    bids = [
        attrs.evolve(each.bid, **changes) if each.bidder == "Cherry Landscapes" else each.bid
        for each in parks
    ]
    return sv.evaluate(parks.tender, bids, parks.framework)


def test_a_supplier_is_heard_before_its_price_is_held_against_it(parks: sv.Evaluation) -> None:
    """The Act lets nobody be left out for a low price unheard (s.19(4)): the day is asked for."""
    told = plain_text(parks.summary("Cherry Landscapes", strict=True))
    assert "You were notified on 27 July 2026 that the price was considered to be" in told
    assert "demonstrate that you will be able to perform the contract for it." in told
    unheard = with_cherry(parks, notified=None)
    notice = unheard.summary("Cherry Landscapes", strict=True)
    assert "You were notified" not in notice
    assert [each.code for each in notice.questions] == ["SV843"]
    assert [each.code for each in needed_for_letters([unheard])] == ["SV843"]
    assert [*needed_for_letters([parks])] == []
    others = with_cherry(parks, notified=None, ground="procedural_breach")
    assert [*needed_for_letters([others])] == []


def test_a_day_of_notification_is_told_of_a_low_price_alone(parks: sv.Evaluation) -> None:
    """Whoever was heard on its price, and left out for something else, is told of that."""
    other = with_cherry(parks, ground="procedural_breach").summary("Cherry Landscapes")
    assert "section 19(3)(d)" in other
    assert "You were notified" not in other


def test_a_covering_letter_says_what_became_of_each_bid(parks: sv.Evaluation) -> None:
    """The winner is not told of "the successful bid" of somebody with its own name."""
    told = {each.bidder: each.covering("$outcome") for each in parks.summaries().values()}
    assert told == {
        "Alder Grounds": "Your bid is successful.",
        "Birch & Sons": "Your bid is not successful. The successful bid is that of Alder Grounds.",
        "Cherry Landscapes": (
            "Your bid did not remain in the competition. The successful bid is that of Alder "
            "Grounds."
        ),
    }


def test_a_notice_says_nothing_of_points(parks: sv.Evaluation) -> None:
    """Whose tender was not assessed is told of no scheme by which it was not scored."""
    assert "points" not in parks.summary("Cherry Landscapes")
    assert "Bids are scored out of 100 points" in parks.summary("Birch & Sons")
