"""What other councils are known to do can be said in a plug-in's file, without a line of Python.

They are not shipped: single published facts of each, enough to show that the format has the words.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.assess.before.policy import POLICY_CODES, policy_cautions

HEAD = """\
schema: socialvalue/plugin@1
id: {name}
edition: "1"
title: {name}
licence: OGL-UK-3.0
rights: Single published facts.
in_force: {{from: 2020-01-01}}
sources: {{page: {{title: A page of the council, publisher: The council}}}}
adopts: [{{framework: national-toms, edition: "2020", measures: all}}]
"""
DAY = "2021-06-01"
Council = Callable[[str, str], sv.Framework]


@pytest.fixture
def council(tmp_path: Path) -> Council:
    """Writes and loads a plug-in that says this and no more."""

    def made(name: str, said: str) -> sv.Framework:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "plugin.yaml").write_text(HEAD.format(name=name) + said, encoding="utf-8")
        return sv.load(folder)

    return made


def told(council: sv.Framework, scheme: sv.Scheme, value: int | str = 500_000) -> set[str]:
    """What is told of a tender with this scheme."""
    tender = sv.Tender("Works", contract_value=value, published=DAY)
    return {each.code for each in policy_cautions(tender, council, scheme)} & POLICY_CODES


def social(points: int, by: sv.PanelMark | None = None) -> sv.Scheme:
    """A scheme with so many points for social value: for pounds, or by the panel."""
    return sv.Scheme(
        [
            sv.Criterion("price", 100 - points, sv.LowestPrice()),
            sv.Criterion("social value", points, by or sv.RelativeToHighest()),
        ]
    )


def test_south_ribble_asks_for_at_least_15_over_100_000(council: Council) -> None:
    """Over 100,000 pounds, at least 15 per cent: a penny and a point either way are told apart."""
    ribble = council(
        "south-ribble",
        """\
policy:
  threshold: {2020-01-01: {above: "100000", source: page, status: observed}}
  weight: {2020-01-01: {at_least: "15", source: page, status: observed}}
""",
    )
    assert told(ribble, social(15)) == set()
    assert told(ribble, social(14)) == {"SV611"}
    assert told(ribble, social(14), 100_000) == {"SV610"}
    assert told(ribble, social(14), "100000.01") == {"SV611"}


def test_northern_ireland_counts_points_and_not_pounds(council: Council) -> None:
    """Points for units, 10 per cent at least: no pound value is needed, and none is made up."""
    north = council(
        "northern-ireland",
        """\
policy:
  weight: {2020-01-01: {at_least: "10", source: page, status: observed}}
themes: {work: {title: Work, outcomes: {paid-work: {title: Paid work}}}}
measures:
  NI1: {title: Paid work for the unemployed, outcome: paid-work, unit: week, kind: recorded}
  NI2: {title: School visits, outcome: paid-work, unit: count, kind: recorded}
scheme:
  criteria:
    - {name: price, points: "90", method: lowest_price}
    - name: social value
      points: "10"
      method: points_menu
      menu: {NI1: "2", NI2: "5"}
      required: "100"
""",
    )
    tender = sv.Tender("Works", contract_value=500_000, published=DAY)
    offers = [north.commit("NI1", sv.weeks(20)), north.commit("NI2", sv.count(2))]
    result = sv.evaluate(tender, [sv.Bid("Acme", price=9, commitments=offers)], north)["Acme"]
    assert result.exact["social value"] == 5, "20 × 2 + 2 × 5 = 50 of 100 points"
    assert result.valuation.total == 0
    assert north.scheme is not None
    assert told(north, north.scheme) == set()


@pytest.mark.parametrize("name", ["east-sussex", "surrey"])
def test_words_only(council: Council, name: str) -> None:
    """Qualitative, at least 10 per cent: a scheme that scores pounds departs from it."""
    words = council(
        name,
        """\
policy:
  weight: {2020-01-01: {at_least: "10", source: page, status: observed}}
  split: {2020-01-01: {quantitative: "0", qualitative: "100", source: page, status: observed}}
""",
    )
    assert told(words, social(10, by=sv.PanelMark(out_of=5))) == set()
    assert told(words, social(10)) == {"SV618"}
    assert told(words, social(9, by=sv.PanelMark(out_of=5))) == {"SV611"}


def test_wales_has_seven_themes_35_outcomes_and_93_measures(tmp_path: Path) -> None:
    """A nation's own set is a framework of its own, with as many themes as it has."""
    themes = "".join(
        f"  t{t}: {{title: Theme {t}, outcomes: {{"
        + ", ".join(f"t{t}-{o}: {{title: Outcome {o}}}" for o in range(5))
        + "}}\n"
        for t in range(7)
    )
    measures = "".join(
        f"  W{n}: {{title: Measure {n}, outcome: t{n % 7}-{n % 5}, unit: count, kind: recorded}}\n"
        for n in range(93)
    )
    (tmp_path / "framework.yaml").write_text(
        "schema: socialvalue/framework@1\nid: wales\nedition: '1'\ntitle: Wales\npublisher: Wales\n"
        "coverage: complete\nin_force: {from: 2020-01-01}\nlicence: OGL-UK-3.0\nrights: Invented.\n"
        f"sources: {{}}\nthemes:\n{themes}",
        encoding="utf-8",
    )
    text = f"schema: socialvalue/measures@1\nmeasures:\n{measures}"
    (tmp_path / "measures.yaml").write_text(text, encoding="utf-8")
    wales = sv.load(tmp_path)
    outcomes = [each for theme in wales.themes.values() for each in theme.outcomes]
    assert (len(wales.themes), len(outcomes), len(wales)) == (7, 35, 93)


# --- what explain tells of each -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "way", "local", "national"),
    [
        ("rotherham", "Rotherham → Yorkshire and The Humber", "£26,258.00", "£28,758.00"),
        ("torbay", "Torbay → South West", "£27,123.00", "£28,758.00"),
        ("hammersmith-fulham", "Hammersmith and Fulham → London", "£37,209.00", "£28,758.00"),
    ],
)
def test_explain_shows_the_local_and_the_national_value_and_the_way_between(
    name: str, way: str, local: str, national: str
) -> None:
    """A bidder sees both figures with their sources, and why the one counts."""
    council = sv.load(name)
    tender = sv.Tender("Works", contract_value=500_000, published="2021-09-01")
    bid = sv.Bid("Acme", commitments=[council.commit("NT1", sv.fte(2, years=1))])
    text = str(sv.value(tender, bid, council).explain())
    assert f"Looked for in order: {way} → England → United Kingdom → everywhere" in text
    assert f"Value: {local} of national-toms@2020" in text
    assert f"Not used: {national} of national-toms@2020" in text
