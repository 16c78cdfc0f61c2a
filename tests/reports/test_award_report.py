"""The award report: what it recommends is the ranking, and single bidders' figures are exempt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.words import avoided_in


@pytest.fixture(scope="module")
def result(root: Path) -> sv.Evaluation:
    """The ranking of the invented council's example."""
    tender, bids = sv.read_tender(root / "docs/examples/norchester/tender.yaml")
    return sv.evaluate(tender, bids, sv.load(root / "docs/examples/norchester/council"))


def text_of(result: sv.Evaluation, audience: str) -> str:
    return str(sv.reports.make(result, on="2022-08-01", audience=audience))


def test_it_recommends_the_first_and_says_how_close_it_was(result: sv.Evaluation) -> None:
    """A committee that reads another name, or another lead, decides on something else."""
    text = text_of(result, "directors")
    first, second = result.results[:2]
    assert f"award to {first.bidder}, ranked first with {first.points} points" in text
    assert first.points is not None
    assert second.points is not None
    assert f"The first is {first.points - second.points} points ahead" in text
    assert result.record()["sha256"] in text
    assert "[to be completed]" in text
    for reason in {mark.reason for each in result for mark in each.bid.marks.values()}:
        text = text.replace(reason, "")  # the panel's own words
    assert avoided_in(text) == ()


def test_prices_and_offers_are_exempt(result: sv.Evaluation, tmp_path: Path) -> None:
    """A public paper with a bidder's price is a breach that nobody takes back."""
    team, directors = text_of(result, "contract-team"), text_of(result, "directors")
    for each in result.results:
        for amount in (each.bid.price, each.valuation.total, each.valuation.submitted):
            assert f"£{amount:,}" in team
            assert f"£{amount:,}" not in directors
    assert "Prices and offers of single bidders" in directors
    for audience in ("public", "supplier:Acme Highways"):
        with pytest.raises(sv.InputError) as caught:
            text_of(result, audience)
        assert caught.value.problems[0].code == "SV1104"
    sv.reports.write(result, tmp_path / "award.docx", on="2022-08-01", audience="directors")
    assert (tmp_path / "award.docx").read_bytes().startswith(b"PK")


def test_a_question_about_a_bid_is_exempt_too(result: sv.Evaluation) -> None:
    """A warning may name what one bid offers or asks, and is no less its own than its price."""
    (wrong,) = sv.check("{}").problems[:1]
    asked = attrs.evolve(result, warnings=(wrong,))
    assert wrong.message in text_of(asked, "contract-team")
    assert wrong.message not in text_of(asked, "directors")


def test_a_tie_is_recommended_to_nobody(result: sv.Evaluation) -> None:
    """Which rule decides is for the authority to say, and no order of names."""
    first, second, *others = result.results
    level = attrs.evolve(result, results=(first, attrs.evolve(second, rank=1), *others))
    assert "are tied for the first place" in text_of(level, "directors")
    nobody = attrs.evolve(result, results=())
    assert "there is no award to recommend" in text_of(nobody, "directors")


def with_papers(result: sv.Evaluation, **said: Any) -> sv.Evaluation:
    """The same award under the Act, with what the tender file says for its papers."""
    tender = attrs.evolve(result.tender, published="2026-06-01", papers=sv.Papers(**said))
    return attrs.evolve(result, tender=tender)


def test_what_the_tender_file_says_for_the_decision_stands_there(result: sv.Evaluation) -> None:
    """Who signs what nobody filled in has decided something else than the committee."""
    said = {"maker": "Cabinet member for highways.", "conflicts": "none declared"}
    held = with_papers(result, award_notice="2026-09-14", decision=said)
    text = text_of(held, "directors")
    assert "Decision-maker: Cabinet member for highways.\n" in text
    assert "what was done about them: none declared." in text
    assert "Equality Act 2010: [to be completed]." in text
    assert "expect it to end at the end of 23 September 2026" in text
    assert "If publication moves, so does this date." in text
    bare = text_of(with_papers(result), "directors")
    assert "First and last day of the standstill period: [to be completed]." in bare
    with pytest.raises(sv.InputError) as caught:
        sv.Papers(decision={"maker": "x", "delegaton": "y"})
    assert "did you mean 'delegation'" in caught.value.problems[0].hint


def test_points_that_give_a_price_away_are_said_or_withheld(result: sv.Evaluation) -> None:
    """A committee paper with the points for price is a price list, by subtraction too."""
    open_text, team = text_of(result, "directors"), text_of(result, "contract-team")
    assert "let anybody who knows one price work out the others" in open_text
    assert "They put that of Brook & Daughters at about £2,3" in team
    assert "about £2,3" not in open_text
    kept = sv.Withheld("price", why="the rates are bid again next month", by="head of law")
    held = with_papers(result, withheld=[kept])
    hidden, team = text_of(held, "directors"), text_of(held, "contract-team")
    assert "work out the others" not in hidden
    for each in result.results:
        for points in (each.points, each.points_for("price")):
            assert f"{points}" in team
            assert f"{points}" not in hidden.replace("60 points", "")
    assert "Points for price, and points in total: withheld" in hidden
    assert "ahead of the second" not in hidden
    assert "the rates are bid again next month" not in hidden
    assert "the rates are bid again next month" in team


def test_of_lots_each_is_recommended_under_the_rule(tmp_path: Path) -> None:
    """In lots who is first by points may not be who gets it: the wrong one would be written to."""
    from tests.cli.test_lots import LOTS

    tender, bids = sv.read_tender(LOTS)
    found = sv.evaluate_lots(tender, bids, sv.load("national-toms", edition="2022"))
    for audience in ("directors", "contract-team"):
        report = sv.reports.make(found, on="2022-08-01", audience=audience)
        text = str(report)
        assert "north: Recommended: to award to Acme, ranked first with 100.00 points." in text
        south = "south: Recommended: to award to Brook, ranked 2 with 88.89 points, by the rule"
        assert south in text
        assert "west: Cedar and Dale are tied for the first place" in text
        assert "south: Acme" in text, "who is passed over is named"
        assert ("£8.00" in text) == (audience == "contract-team")
        keys = [each.key for each in report.sections]
        assert len(keys) == len(set(keys))
    sv.reports.write(found, tmp_path / "a.html", on="2022-08-01", audience="directors")
    assert found.record()["sha256"] in (tmp_path / "a.html").read_text(encoding="utf-8")


# --- trials --------------------------------------------------------------------------------


def trials_of(result: sv.Evaluation) -> sv.uncertainty.Simulation:
    """Trials of the result, with what is uncertain stated for all that counts."""
    codes = {line.measure for each in result for line in each.valuation.lines if line.pence}
    chosen = dict.fromkeys(sorted(codes)[1:], ("0.5", "1.6"))
    doubt = sv.uncertainty.Doubt(result.framework, values=chosen)
    bids = [each.bid for each in result]
    return sv.simulate(result.tender, bids, result.framework, doubt=doubt, draws=500, seed=3)


def test_trials_stand_in_it_only_where_they_are_given(result: sv.Evaluation) -> None:
    """How often another would be first is the officer's to show, and no report adds it."""
    assert "trials" not in text_of(result, "contract-team")
    trials = trials_of(result)
    said = {"on": "2022-08-01", "trials": trials}
    team = str(sv.reports.make(result, audience="contract-team", **said))
    directors = str(sv.reports.make(result, audience="directors", **said))
    for text in (team, directors):
        assert "in 500 trials with other values" in text
        assert "500 trials with the seed 3" in text
        assert "The published points do not change" in text
    held = sum(trials.held.values())
    assert f"£{held:,} of" in team
    assert f"£{held:,}" not in directors
    assert "% of the pounds of all bids rests" in directors
    rate = result.firmness().exchange_rate
    assert rate is not None
    assert " of price" not in directors.partition("trials with other values")[2]


def test_trials_of_another_result_are_refused(result: sv.Evaluation) -> None:
    """How sure one award is says nothing of another."""
    other = attrs.evolve(result, tender=attrs.evolve(result.tender, title="Another"))
    with pytest.raises(sv.InputError) as caught:
        sv.reports.make(other, on="2022-08-01", audience="directors", trials=trials_of(result))
    assert [each.code for each in caught.value.problems] == ["SV1317"]
    with pytest.raises(sv.InputError):
        sv.reports.make(result, on="2022-08-01", audience="directors", trials=result)  # type: ignore[arg-type]
