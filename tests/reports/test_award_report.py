"""The award report: what it recommends is the ranking, and single bidders' figures are exempt."""

from __future__ import annotations

from pathlib import Path

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
