"""Charts: their rows are the figures, their titles are true, they are drawn the same each time."""

from __future__ import annotations

import copy
import json
import pickle
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.charts import Chart, bars, grouped, lines, stacked
from socialvalue.charts.drawn import COLOURS
from socialvalue.errors import InputError
from socialvalue.words import avoided_in

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def result(root: Path) -> sv.Evaluation:
    """The ranking of the example."""
    tender, bids = sv.read_tender(root / "docs/examples/highways/tender.yaml")
    return sv.evaluate(tender, bids, sv.load(tender.framework))


@pytest.fixture(scope="module")
def register(result: sv.Evaluation) -> Any:
    """The winner's contract, with a return that is verified and one that waits."""
    held = sv.contracts.open_register()
    winner = result.ranking[0]
    made = sv.contracts.award(result, winner, reference="NCC-0412", starts="2022-09-01",
                              ends="2025-08-31")  # fmt: skip
    held.add(made, by="procurement", on="2022-08-20")
    for month, on in (("09", "2022-10-05"), ("10", "2022-11-05")):
        given = held.deliver("NCC-0412", line="1", quantity=2, statement="x", by="supplier", on=on,
                             period=(f"2022-{month}-01", f"2022-{month}-30"))  # fmt: skip
        if month == "09":
            held.approve(given, by="contract manager", on="2022-10-20")
    return held


Make = Callable[[sv.Evaluation, Any], Chart]
CHARTS: dict[str, Make] = {
    "valuation": lambda result, _: result.results[0].valuation.chart(),
    "result": lambda result, _: result.chart(),
    "sensitivity": lambda result, _: result.sensitivity().chart(),
    "schemes": lambda result, _: sv.compare_schemes(
        result.tender, [each.bid for each in result.results], result.framework,
        {"published": result.scheme,
         "price alone": sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])},
    ).chart(),
    "progress": lambda _, held: sv.contracts.progress(held, "NCC-0412", on="2022-12-31").chart(),
    "portfolio": lambda _, held: sv.portfolio(held, on="2022-12-31").chart(),
}  # fmt: skip


@pytest.fixture(params=CHARTS)
def chart(request: pytest.FixtureRequest, result: sv.Evaluation, register: Any) -> Chart:
    """Each chart that there is."""
    return CHARTS[request.param](result, register)


# --- what is drawn ------------------------------------------------------------------------


def test_pounds_by_theme_are_the_valuations(result: sv.Evaluation) -> None:
    """A bar that is a penny off is an untrue bar, however good it looks."""
    valuation = result.results[0].valuation
    chart = valuation.chart()
    assert {row[0]: row[1] for row in chart.rows} == {
        theme: int(amount * 100) for theme, amount in valuation.by("theme").items()
    }
    assert chart.columns == ("theme", "pence", "figure")
    assert [row[1] for row in chart.rows] == sorted((row[1] for row in chart.rows), reverse=True)
    assert f"£{valuation.total:,}" in chart.title
    side = "below" if valuation.per_pound < result.tender.target else "at or above"
    assert f", {side} the target of 50.0p" in chart.title


def test_a_rate_below_its_target_is_never_shown_at_it(result: sv.Evaluation) -> None:
    """49.96p rounds to 50.0p, and "50.0p, below the target of 50.0p" is believed by nobody."""
    from decimal import Decimal

    from socialvalue.assess.pounds.charted import themes_chart

    title = themes_chart("A", {"jobs": Decimal(5)}, Decimal("0.4999"), Decimal("0.50")).title
    assert "49.9p per £1, below the target of 50.0p" in title
    level = themes_chart("A", {"jobs": Decimal(5)}, Decimal("0.5"), Decimal("0.50")).title
    assert "at or above" in level


def test_points_are_the_published_ones(result: sv.Evaluation) -> None:
    """The stacked parts are those of the summary, in the order of the ranking."""
    chart = result.chart()
    for each in result.results:
        mine = {row[1]: row[3] for row in chart.rows if row[0] == each.bidder}
        assert mine
        assert mine == {leaf.name: f"{each.points_for(leaf.name)}" for leaf in result.scheme.leaves
                        if each.points_for(leaf.name)}  # fmt: skip
    assert list(dict.fromkeys(row[0] for row in chart.rows)) == list(result.ranking)
    first, second = result.results[:2]
    assert first.points is not None
    assert second.points is not None
    lead = first.points - second.points
    assert chart.title == (
        f"{first.bidder} is first with {first.points} points, {lead} more than {second.bidder}"
    )


def test_a_tie_is_called_one() -> None:
    """Who is level is not second."""
    from decimal import Decimal

    from socialvalue.assess.points.charted import points_chart

    level = [(each, Decimal(60), [("price", Decimal(60))]) for each in ("Acme", "Brook")]
    assert points_chart("Parks", level).title == "Acme and Brook are first with 60 points each"
    assert points_chart("Parks", []).title == "No bid is ranked"


def test_weights_that_flip_are_those_of_the_report(result: sv.Evaluation) -> None:
    """The weight that is said to decide is the one that has to change least."""
    report = result.sensitivity()
    chart = report.chart()
    flips = {each.criterion: each for each in report.flips}
    for criterion, part, points, _ in chart.rows:
        each = flips[str(criterion)]
        assert points == float(each.weight if part == "published weight" else each.at or -1)
    near = min((each for each in report.flips if each.at is not None),
               key=lambda each: abs(each.at - each.weight))  # fmt: skip
    assert f"unless a weight changes: {near.criterion} would have to" in chart.title


def test_all_contracts_by_month_end_with_the_days_own_figures(register: Any) -> None:
    """The last point of each line is the figure of the page; the months before are as at then."""
    held = sv.portfolio(register, on="2022-12-31")
    chart = held.chart()
    last = {row[1]: row[2] for row in chart.rows if row[0] == "2022-12-31"}
    assert last == {
        "Committed": int(held.promised * 100), "Due": int(held.expected * 100),
        "Delivered against commitment": int(held.capped * 100),
    }  # fmt: skip
    assert list(dict.fromkeys(row[0] for row in chart.rows)) == [
        "2022-08-31", "2022-09-30", "2022-10-31", "2022-11-30", "2022-12-31",
    ]  # fmt: skip
    for day in ("2022-09-30", "2022-10-31"):
        then = sv.portfolio(register, on=day)
        capped = [row[2] for row in chart.rows if row[0] == day and row[1].startswith("Delivered")]
        assert capped == [int(then.capped * 100)]
    assert "less than the" in chart.title


def test_contracts_without_their_record_have_no_chart_of_noughts(register: Any) -> None:
    """A chart that says £0 of contracts that delivered would be believed."""
    whole = sv.portfolio(register, on="2022-12-31")
    assert whole.chart().rows
    apart = sv.contracts.portfolio_of(whole.contracts, on=whole.on, head=whole.head)
    assert apart.promised == whole.promised
    with pytest.raises(InputError, match="SV958"):
        apart.chart()


def test_a_contracts_chart_counts_what_is_late(register: Any) -> None:
    """The title counts what the table marks."""
    found = sv.contracts.progress(register, "NCC-0412", on="2022-12-31")
    late = [each for each in found.lines if each.state in {"behind", "overdue"}]
    assert late
    assert f"{len(late)} of {len(found.lines)} commitments" in found.chart().title


# --- how it is drawn ----------------------------------------------------------------------


def test_a_chart_says_what_is_seen_in_the_words_of_the_trade(chart: Chart) -> None:
    """Who does not see it hears the same; a title like 'Results' says nothing to anybody."""
    assert len(chart.title) > 25
    assert len(chart.description) > 25
    assert avoided_in(f"{chart.title} {chart.description}") == ()
    assert chart.vega_lite["data"]["values"] == [
        dict(zip(chart.columns, row, strict=True)) for row in chart.rows
    ]


def test_a_chart_is_a_noun(chart: Chart) -> None:
    """It compares, hashes, pickles and is copied, as all nouns do."""
    for again in (pickle.loads(pickle.dumps(chart)), copy.deepcopy(chart)):
        assert again == chart
        assert hash(again) == hash(chart)
    assert repr(chart).startswith("<Chart: ")


def test_the_same_chart_is_the_same_drawing(chart: Chart) -> None:
    """Two drawings of one result that differ make people look for a change that is none."""
    pytest.importorskip("vl_convert")
    first = chart.svg()
    bars("x", "y", ("a", "pence", "figure"), [("b", 1, "1")]).svg()
    assert chart.svg() == first
    drawn = ET.fromstring(first)  # noqa: S314 - drawn here
    assert drawn.attrib["role"] == "img"
    assert [each.tag for each in drawn][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert (drawn[0].text, drawn[1].text) == (chart.title, chart.description)
    assert "http" not in re.sub(r'xmlns(:xlink)?="[^"]*"', "", first)
    assert chart.png().startswith(b"\x89PNG")


def test_a_chart_is_altairs_too(chart: Chart) -> None:
    """Who knows altair changes it there, and it is a valid drawing."""
    pytest.importorskip("altair")
    assert json.loads(chart.altair().to_json())["description"] == chart.description


def test_what_a_bidder_wrote_is_never_markup() -> None:
    """A name with markup in it is drawn as it is written."""
    pytest.importorskip("vl_convert")
    attack = "</title><script>alert(1)</script>"
    drawn = bars(attack, attack, ("a", "pence", "figure"), [(attack, 100, attack)]).svg()
    assert "<script" not in drawn
    assert "alert(1)" in drawn
    ET.fromstring(drawn)  # noqa: S314 - drawn here


def test_a_control_character_ends_no_process() -> None:
    """Unjust otherwise: one bidder's name ends the program in which all are shown, without a word.

    What draws aborts at a character that XML can't hold.
    """
    pytest.importorskip("vl_convert")
    for sign in ("\x1b[31m", "\x00", "\x08", "\ufffe", "\udc80"):
        name = f"Acme{sign}"
        chart = bars(name, name, ("a", "pence", "figure"), [(name, 100, name)])
        drawn = chart.svg()
        assert "Acme\ufffd" in drawn
        assert sign[0] not in drawn
        ET.fromstring(drawn)  # noqa: S314 - drawn here
        assert chart.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u2028"])
def test_no_name_turns_a_chart_round(sign: str) -> None:
    """A name that turns what stands behind it reads as another bidder's figure."""
    pytest.importorskip("vl_convert")
    chart = bars("Pounds", "Pounds", ("a", "pence", "figure"), [(f"Ac{sign}me", 100, "£1")])
    assert "Ac\ufffdme" in chart.svg()
    assert sign not in chart.svg() + chart._repr_html_()


def test_without_the_libraries_the_rows_are_there(
    chart: Chart, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A notebook without the extra shows a table; a file says what to install."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    monkeypatch.setitem(sys.modules, "altair", None)
    assert "<table>" in chart._repr_html_()
    for act in (chart.svg, chart.png, chart.altair, lambda: chart.save(tmp_path / "a.svg")):
        with pytest.raises(sv.InputError) as caught:
            act()
        assert caught.value.problems[0].code == "SV1106"
    chart.save(tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == chart.vega_lite
    with pytest.raises(sv.InputError, match=r"\.svg, \.png or \.json"):
        chart.save(tmp_path / "a.pdf")
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def luminance(colour: str) -> float:
    """How light a colour is, as a printer of greys has it (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_neighbours_differ_in_grey_and_figures_are_read() -> None:
    """Two parts of one grey are one part to who prints, and to who sees no hue."""
    light = [luminance(each) for each in COLOURS]
    for one, other in pairwise(light):
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 2.5
    for at, each in enumerate(light):
        ink = 1.0 if at % 2 == 0 else luminance("#0b0c0c")
        assert (max(each, ink) + 0.05) / (min(each, ink) + 0.05) >= 4.5


def test_charts_without_rows_are_drawn() -> None:
    """A tender without bids, and a record without contracts, have charts that say so."""
    pytest.importorskip("vl_convert")
    for made in (
        bars("t", "d", ("a", "pence", "f"), []),
        grouped("t", "d", ("a", "b", "pence", "f"), []),
        stacked("t", "d", ("a", "b", "p", "f"), [], amount="datum.p", word="points"),
        lines("t", "d", ("day", "b", "pence"), []),
    ):
        assert made.svg().startswith("<svg")
    empty = sv.portfolio(sv.contracts.open_register(), on="2022-12-31").chart()
    assert empty.rows[0] == ("2022-12-31", "Committed", 0)
