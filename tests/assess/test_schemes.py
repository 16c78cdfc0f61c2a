"""Schemes in use: minimums, half responses, means, lots, fingerprints, wording, and YAML."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import socialvalue as sv


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms", edition="2022")


@pytest.fixture
def tender() -> sv.Tender:
    """A contract of £100,000 with a target of 50p."""
    return sv.Tender("Parks", contract_value=100_000, published="2022-07-01", target="0.50")


def donate(toms: sv.Framework, amount: int) -> list[sv.Commitment]:
    """A gift of so many pounds; NT28 is worth £1 a pound."""
    return [toms.commit("NT28", sv.gbp(amount))] if amount else []


PRICE = sv.Criterion("price", 60, sv.LowestPrice())


# --- minimums -----------------------------------------------------------------------------


def test_pass_or_fail(toms: sv.Framework, tender: sv.Tender) -> None:
    """A bid that does not pass fails, leaves the price minimum, and is told why."""
    scheme = sv.Scheme(
        [sv.Criterion("price", 100, sv.LowestPrice()), sv.Criterion("policy", 0, sv.PassFail())]
    )
    bids = [
        sv.Bid("Acme", price=100, marks={"policy": "pass"}),
        sv.Bid("Brook", price=50, marks={"policy": "fail"}),
    ]
    result = sv.evaluate(tender, bids, toms, scheme)
    assert result.ranking == ("Acme", "Brook")
    assert result["Acme"].points == 100
    assert (result["Brook"].rank, result["Brook"].points) == (None, None)
    assert "policy" in result["Brook"].reason


WRITTEN = {
    1: ["pass", "PASS", " Pass ", "pass\u00a0", "passed", "yes", "Y", "true", True, np.True_, 1],
    0: ["fail", "FAIL", "failed", "No", "n", "false", False, np.False_, 0],
}
"""A pass and a fail as people and tables write them."""


@pytest.mark.parametrize("mark", [1, 0])
def test_pass_and_fail_have_one_grammar(
    mark: int, toms: sv.Framework, tender: sv.Tender, tmp_path: Path
) -> None:
    """A bid must not be refused, or fail, for the way in which somebody typed that it passed."""
    scheme = sv.Scheme([sv.Criterion("insurance", 100, sv.PassFail())])
    for written in WRITTEN[mark]:
        given = sv.Bid("Acme", marks={"insurance": written})
        assert given.marks["insurance"].consensus == mark, repr(written)
        result = sv.evaluate(tender, [given], toms, scheme)
        assert result["Acme"].rank == (1 if mark else None), repr(written)
        assert sv.evaluate_arrays(scheme, marks={"insurance": [written]}).rank == [mark]
        file = tmp_path / "tender.yaml"
        quoted = f"'{written}'" if isinstance(written, str) and written != "yes" else written
        file.write_text(PASSED_IN_A_FILE.replace("MARK", str(quoted)), encoding="utf-8")
        assert sv.read_tender(file)[1][0].marks["insurance"].consensus == mark, repr(written)


PASSED_IN_A_FILE = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: "200000"
published: 2022-07-01
scheme: {criteria: [{name: insurance, points: "100", method: pass_fail}]}
bids: [{bidder: Acme, marks: {insurance: MARK}}]
"""


def test_a_word_that_is_neither_pass_nor_fail_is_told(toms: sv.Framework) -> None:
    """Whoever types 'passt' reads which words there are, not how digits are written."""
    with pytest.raises(sv.InputError) as caught:
        sv.Bid("Acme", marks={"insurance": "passt"})
    (found,) = caught.value.problems
    assert found.code == "SV301"
    assert "pass or fail" in found.hint


def test_a_fail_is_told_as_one(toms: sv.Framework, tender: sv.Tender) -> None:
    """A bidder who was failed must not read of a mark of 0 that nobody gave."""
    scheme = sv.Scheme([sv.Criterion("insurance", 100, sv.PassFail())])
    failed = sv.Bid("Brook", marks={"insurance": sv.Moderated("Fail", reason="None was shown.")})
    result = sv.evaluate(tender, [failed], toms, scheme)
    assert [each.code for each in result["Brook"].failures] == ["SV740"]
    assert result["Brook"].reason == "'insurance' was failed, and it must be passed"
    assert "mark 0" not in str(result.explain("Brook"))
    assert "'insurance' was failed" in str(result.explain("Brook"))
    arrays = sv.evaluate_arrays(scheme, marks={"insurance": ["Fail"]})
    assert arrays.reasons[arrays.reason[0]] == "SV740 insurance"


def test_an_evaluators_pass_is_no_mark_on_a_scale(toms: sv.Framework, tender: sv.Tender) -> None:
    """A mean must not take somebody's 'pass' for a mark of 1 of 5."""
    scheme = sv.Scheme([sv.Criterion("plan", 100, sv.PanelMark(out_of=5, mean=True))])
    panel = [sv.EvaluatorMark("Ann", "pass"), sv.EvaluatorMark("Ben", 4)]
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate(tender, [sv.Bid("A", marks={"plan": sv.Moderated(marks=panel)})], toms, scheme)
    assert [each.code for each in caught.value.problems] == ["SV739"]


def test_a_minimum_in_total(toms: sv.Framework, tender: sv.Tender) -> None:
    """Fewer points for quality than published: the bid fails, though no mark alone does."""
    quality = [
        sv.Criterion("method", 20, sv.PanelMark(out_of=5)),
        sv.Criterion("team", 20, sv.PanelMark(out_of=5)),
    ]
    scheme = sv.Scheme([PRICE, sv.Criterion("quality", 40, quality, minimum=20)])
    bids = [
        sv.Bid("Acme", price=100, marks={"method": 5, "team": 0}),
        sv.Bid("Brook", price=100, marks={"method": 2, "team": 2}),
    ]
    result = sv.evaluate(tender, bids, toms, scheme)
    assert result["Acme"].rank == 1
    assert result["Brook"].rank is None
    assert result["Brook"].failures[0].code == "SV731"


def test_no_minimum_on_points_that_others_decide() -> None:
    """Whether a bid stands may not depend on bids whose standing depends on it."""
    with pytest.raises(sv.InputError) as caught:
        sv.Criterion("price", 60, sv.LowestPrice(), minimum=10)
    assert caught.value.problems[0].code == "SV730"


# --- marks --------------------------------------------------------------------------------


def test_a_mean_only_where_the_method_says_mean(toms: sv.Framework, tender: sv.Tender) -> None:
    """Marks without a consensus are refused, but for a method that was published as a mean."""
    marks = sv.Moderated(marks=[sv.EvaluatorMark("A", 3), sv.EvaluatorMark("B", 4)])
    bid = sv.Bid("Acme", price=1, marks={"quality": marks})
    mean = sv.Scheme([PRICE, sv.Criterion("quality", 40, sv.PanelMark(5, mean=True))])
    assert sv.evaluate(tender, [bid], toms, mean)["Acme"].exact["quality"] == 28
    moderated = sv.Scheme([PRICE, sv.Criterion("quality", 40, sv.PanelMark(5))])
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate(tender, [bid], toms, moderated)
    assert caught.value.problems[0].code == "SV725"


def test_an_evaluator_marks_once() -> None:
    """One evaluator's voice would count twice."""
    marks = [sv.EvaluatorMark("A", 3), sv.EvaluatorMark("a", 4)]
    with pytest.raises(sv.InputError) as caught:
        sv.Moderated(3, marks=marks)
    assert caught.value.problems[0].code == "SV724"


# --- half a response ----------------------------------------------------------------------

SOCIAL = sv.Criterion(
    "social value",
    40,
    [
        sv.Criterion("quantitative", 20, sv.AgainstTarget()),
        sv.Criterion("qualitative", 20, sv.PanelMark(out_of=5)),
    ],
    needs_both=True,
)


@pytest.mark.parametrize(
    ("amount", "marks", "points"),
    [(50_000, {"qualitative": 5}, 100), (0, {"qualitative": 5}, 60), (50_000, {}, 60), (0, {}, 60)],
)
def test_half_a_response(
    toms: sv.Framework, tender: sv.Tender, amount: int, marks: dict[str, int], points: int
) -> None:
    """Only figures or only words: no points for social value, and the bid stays in."""
    scheme = sv.Scheme([PRICE, SOCIAL])
    bid = sv.Bid("Acme", price=1, marks=marks, commitments=donate(toms, amount))
    result = sv.evaluate(tender, [bid], toms, scheme)["Acme"]
    assert result.points == points
    assert [each.code for each in result.warnings] == ([] if points == 100 else ["SV729"])


@pytest.mark.parametrize(
    ("method", "told"),
    [
        (sv.LinearSpread(), "100: every price is £5.00"),
        (sv.RelativeToHighest(), "0: no bid has any social value that counts"),
        (sv.RatioThenRelative(), "0: no bid has any social value that counts"),
    ],
)
def test_nothing_is_divided_by_nothing_in_words(
    toms: sv.Framework, tender: sv.Tender, method: Any, told: str
) -> None:
    """Where all prices are equal, or nobody offers anything, no reader is shown 0 ÷ 0."""
    bids = [sv.Bid("Acme", price=5), sv.Bid("Brook", price=5)]
    result = sv.evaluate(tender, bids, toms, sv.Scheme([sv.Criterion("only", 100, method)]))
    assert told in str(result.explain("Acme"))
    assert "÷" not in next(
        line for line in str(result.explain("Acme")).splitlines() if line.startswith("only")
    )


def test_half_a_response_is_told_why_it_has_nothing(toms: sv.Framework, tender: sv.Tender) -> None:
    """A loser whose answer was disregarded reads so beside each score, and in the letter."""
    scheme = sv.Scheme([PRICE, SOCIAL])
    words = sv.Bid("Acme", price=1, marks={"qualitative": sv.Moderated(5, reason="Clear.")})
    figures = sv.Bid("Brook", price=2, commitments=donate(toms, 90_000))
    result = sv.evaluate(tender, [words, figures], toms, scheme)
    for name, held in {"Acme": "only a statement", "Brook": "only figures"}.items():
        why = f"the response holds {held}, and 'social value' asks for figures and a statement"
        assert str(result.explain(name)).count(f"0: {why}") == 2
        assert " ".join(str(result.summary(name)).split()).count(f"No points: {why}.") >= 2


def test_the_published_wording_says_whose_value_is_the_yardstick(
    toms: sv.Framework, tender: sv.Tender
) -> None:
    """What was published is how points come about, or the award can be overturned.

    B offers more pounds without a statement: it is disregarded, and A has all the points.  A
    wording that divides by "the highest of a compliant bid" would give A half of them.
    """
    parts = [
        sv.Criterion("quantitative", 40, sv.RelativeToHighest()),
        sv.Criterion("qualitative", 60, sv.PanelMark(out_of=5)),
    ]
    scheme = sv.Scheme([sv.Criterion("social value", 100, parts, needs_both=True)])
    whole = sv.Bid("A", marks={"qualitative": 5}, commitments=donate(toms, 50))
    half = sv.Bid("B", commitments=donate(toms, 100))
    result = sv.evaluate(tender, [whole, half], toms, scheme)
    assert result["A"].points_for("quantitative") == 40
    rule = (
        "Points × social value ÷ the highest social value of a compliant bid whose response has "
        "both figures and a statement."
    )
    assert rule in scheme.text()
    assert "is disregarded" in scheme.text()
    assert "no other bid is measured against it" in scheme.text()
    assert rule in " ".join(str(result.summary("A")).split())
    alone = sv.Scheme([sv.Criterion("value", 100, sv.RelativeToHighest())])
    assert "of a compliant bid." in alone.text()


def test_half_a_response_is_no_yardstick_in_words(toms: sv.Framework, tender: sv.Tender) -> None:
    """The highest value that an explanation divides by is the one that points were divided by."""
    parts = [
        sv.Criterion("quantitative", 50, sv.RelativeToHighest()),
        sv.Criterion("qualitative", 50, sv.PanelMark(out_of=5)),
    ]
    scheme = sv.Scheme([sv.Criterion("social value", 100, parts, needs_both=True)])
    whole = sv.Bid("Acme", marks={"qualitative": 5}, commitments=donate(toms, 100))
    half = sv.Bid("Brook", commitments=donate(toms, 90_000))
    result = sv.evaluate(tender, [whole, half], toms, scheme)
    assert result["Acme"].points == 100
    assert "50 × £100.00 ÷ highest £100.00" in str(result.explain("Acme"))


# --- the scheme is fixed before bids are opened -------------------------------------------


def test_a_fingerprint_is_of_the_meaning() -> None:
    """Spelling changes nothing; a weight, a method or a parameter does."""
    one = sv.Scheme([sv.Criterion("price", "100", sv.LowestPrice())])
    assert (
        one.fingerprint == sv.Scheme([sv.Criterion("price", "100.0", sv.LowestPrice())]).fingerprint
    )
    others = [
        sv.Scheme([sv.Criterion("Price", 100, sv.LowestPrice())]),
        sv.Scheme([sv.Criterion("price", 100, sv.LinearSpread())]),
        sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())], places=3),
        sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())], round_at="part"),
    ]
    assert len({one.fingerprint, *(each.fingerprint for each in others)}) == 5


def test_another_scheme_than_published_is_told(toms: sv.Framework) -> None:
    """A scheme changed after the bids were opened would decide the award unseen."""
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    kept = {"contract_value": 1000, "published": "2022-07-01"}
    printed = sv.Tender("Parks", scheme_fingerprint=scheme.fingerprint, **kept)
    bids = [sv.Bid("Acme", price=1)]
    assert not sv.evaluate(printed, bids, toms, scheme).warnings
    other = sv.Scheme([sv.Criterion("price", 100, sv.LinearSpread())])
    result = sv.evaluate(printed, bids, toms, other)
    assert [each.code for each in result.warnings] == ["SV727"]
    assert "SV727" in str(result.explain())
    assert any(each["code"] == "SV727" for each in result.record()["warnings"])


def test_the_wording_is_of_the_scheme() -> None:
    """Text and engine come from the same data, so that they cannot differ."""
    scheme = sv.Scheme([PRICE, SOCIAL], ties=["price"])
    text = scheme.text()
    assert "price: 60 points. Points × lowest price ÷ price" in text
    assert "quantitative: 20 points." in text
    assert "figures and a statement" in text
    assert "ordered by their points for price" in text
    assert scheme.fingerprint in text


def test_no_award_is_an_outcome(toms: sv.Framework, tender: sv.Tender) -> None:
    """Where every bid fails nobody wins; where two are tied neither wins alone."""
    scheme = sv.Scheme([sv.Criterion("quality", 100, sv.PanelMark(out_of=5, minimum=3))])
    for marks, winners in (((2, 1), ()), ((4, 4), ("Acme", "Brook")), ((4, 5), ("Brook",))):
        bids = [
            sv.Bid(name, marks={"quality": mark})
            for name, mark in zip(("Acme", "Brook"), marks, strict=True)
        ]
        assert sv.evaluate(tender, bids, toms, scheme).winners == winners


# --- lots ---------------------------------------------------------------------------------


def lots() -> sv.Tender:
    """Two lots of their own value."""
    return sv.Tender(
        "Parks",
        contract_value=500_000,
        published="2022-07-01",
        target="0.50",
        lots=[sv.Lot("north", contract_value=400_000), sv.Lot("south", contract_value=100_000)],
    )


def offers(toms: sv.Framework) -> list[sv.Bid]:
    """Acme is best in both."""
    return [
        sv.Bid("Acme", lot="north", commitments=donate(toms, 200_000)),
        sv.Bid("Acme", lot="south", commitments=donate(toms, 50_000)),
        sv.Bid("Brook", lot="north", commitments=donate(toms, 100_000)),
        sv.Bid("Brook", lot="south", commitments=donate(toms, 25_000)),
    ]


TARGET = sv.Scheme([sv.Criterion("social value", 100, sv.AgainstTarget())])


def test_a_lot_is_scored_by_itself(toms: sv.Framework) -> None:
    """Each lot by its own contract value: Brook's quarter of the target is the same in both."""
    result = sv.evaluate_lots(lots(), offers(toms), toms, TARGET)
    assert [result[name]["Brook"].points for name in ("north", "south")] == [50, 50]
    assert dict(result.awards) == {"north": ("Acme",), "south": ("Acme",)}


def test_a_limit_on_lots_is_a_stated_rule(toms: sv.Framework) -> None:
    """Lots in the tender's order; who has reached the limit gives way, and the rule is printed."""
    result = sv.evaluate_lots(lots(), offers(toms), toms, TARGET, most=1)
    assert dict(result.awards) == {"north": ("Acme",), "south": ("Brook",)}
    assert "1 lot at most" in result.rule
    backwards = sv.evaluate_lots(lots(), offers(toms)[::-1], toms, TARGET, most=1)
    assert backwards.awards == result.awards


def test_bids_of_several_lots_are_not_compared(toms: sv.Framework) -> None:
    """A cheap small lot would beat a large one."""
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate(lots(), offers(toms), toms, TARGET)
    assert caught.value.problems[0].code == "SV728"


def test_lots_that_cannot_mean_anything(toms: sv.Framework) -> None:
    """All at once: a bid without a lot, one for no lot here, and a lot without a value."""
    tender = sv.Tender("Parks", contract_value=1000, lots=["north"])
    bids = [sv.Bid("Acme", price=1), sv.Bid("Brook", price=1, lot="nroth")]
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate_lots(tender, bids, toms, TARGET)
    assert [each.code for each in caught.value.problems] == ["SV322", "SV322", "SV732"]
    assert "north" in caught.value.problems[1].hint


def test_a_problem_in_a_lot_names_the_lot(toms: sv.Framework) -> None:
    """Which lot a missing price is in, an officer must not search for."""
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate_lots(lots(), [sv.Bid("Acme", lot="south")], toms, scheme)
    assert "lot 'south'" in caught.value.problems[0].place


# --- menus and themes ---------------------------------------------------------------------


def test_a_menu_counts_what_carries_no_pounds(toms: sv.Framework, tender: sv.Tender) -> None:
    """Recorded-only measures are the point of a menu; a double count stays refused."""
    scheme = sv.Scheme([sv.Criterion("benefits", 100, sv.PointsMenu({"NT44": 50}, required=100))])
    bid = sv.Bid("Acme", commitments=[toms.commit("NT44", sv.yes())])
    assert sv.evaluate(tender, [bid], toms, scheme)["Acme"].points == 50


@pytest.mark.parametrize(
    ("method", "code"),
    [
        (sv.RelativeToHighest(weight_value={"jbos": 2}), "SV723"),
        (sv.PointsMenu({"NT999": 2}, required=1), "SV209"),
        (sv.AgainstTarget(denominator="maximum"), "SV711"),
        (sv.RatioThenRelative(), "SV708"),
    ],
)
def test_a_method_without_its_data(
    toms: sv.Framework, tender: sv.Tender, method: Any, code: str
) -> None:
    """A theme, a measure, a value or a price that is not there is told, never taken as 0."""
    scheme = sv.Scheme([sv.Criterion("it", 100, method)])
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate(tender, [sv.Bid("Acme")], toms, scheme)
    assert code in {each.code for each in caught.value.problems}


def test_value_for_money_in_a_scheme(toms: sv.Framework, tender: sv.Tender) -> None:
    """Marks inside the index are asked for by name, and explained."""
    quality = [sv.Criterion("method", 100, sv.PanelMark(out_of=5, minimum=2))]
    scheme = sv.Scheme([sv.Criterion("index", 100, sv.ValueForMoney(quality))])
    bids = [
        sv.Bid("Acme", price=100, marks={"method": 4}),
        sv.Bid("Brook", price=200, marks={"method": 5}),
    ]
    result = sv.evaluate(tender, bids, toms, scheme)
    assert result["Brook"].exact["index"] == Fraction(125, 2)
    assert "index" in str(result.explain("Brook"))
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate(tender, [sv.Bid("Acme", price=100)], toms, scheme)
    assert caught.value.problems[0].code == "SV705"


# --- the same in YAML ---------------------------------------------------------------------

YAML = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: {initial: "100000", with_extensions: "200000"}
published: 2022-07-01
target: "0.50"
lots: [{name: north, contract_value: "60000", years: "2"}, south]
scheme:
  places: 3
  ties: [price]
  criteria:
    - {name: price, points: "20", method: linear_spread}
    - {name: reference, points: "5", method: fixed_reference, reference: "100"}
    - {name: mean, points: "5", method: deviation_from_mean, at_mean: "0.5", per_percent: "0.02"}
    - {name: policy, points: "0", method: pass_fail}
    - name: social value
      points: "30"
      needs_both: yes
      criteria:
        - name: bands
          points: "10"
          method: banded
          denominator: with_extensions
          bands: [{lower: "0", upper: "0.1", mark: "0"}, {lower: "0.1", mark: "5"}]
        - name: themes
          points: "10"
          method: against_target
          weight_score: {jobs: "0.5", social: "0.5"}
        - {name: words, points: "10", method: panel_mark, out_of: "5", mean: yes}
    - name: quality
      points: "10"
      minimum_points: "2"
      criteria: [{name: team, points: "10", method: panel_mark, out_of: "5"}]
    - {name: menu, points: "10", method: points_menu, menu: {NT44: "1"}, relative: yes}
    - name: index
      points: "20"
      method: value_for_money
      exponent: "2"
      quality: [{name: inside, points: "100", method: panel_mark, out_of: "5"}]
bids: []
"""


def test_every_method_can_be_written_in_a_file(tmp_path: Path) -> None:
    """What Python can say and a file cannot would shut out councils without a programmer."""
    path = tmp_path / "tender.yaml"
    path.write_text(YAML, encoding="utf-8")
    tender, _ = sv.read_tender(path)
    assert tender.scheme == sv.Scheme(
        [
            sv.Criterion("price", 20, sv.LinearSpread()),
            sv.Criterion("reference", 5, sv.FixedReference(100)),
            sv.Criterion("mean", 5, sv.DeviationFromMean(at_mean="0.5", per_percent="0.02")),
            sv.Criterion("policy", 0, sv.PassFail()),
            sv.Criterion(
                "social value",
                30,
                [
                    sv.Criterion(
                        "bands",
                        10,
                        sv.Banded(
                            [("0", "0.1", 0), ("0.1", None, 5)], denominator="with_extensions"
                        ),
                    ),
                    sv.Criterion(
                        "themes",
                        10,
                        sv.AgainstTarget(weight_score={"jobs": "0.5", "social": "0.5"}),
                    ),
                    sv.Criterion("words", 10, sv.PanelMark(5, mean=True)),
                ],
                needs_both=True,
            ),
            sv.Criterion("quality", 10, [sv.Criterion("team", 10, sv.PanelMark(5))], minimum=2),
            sv.Criterion("menu", 10, sv.PointsMenu({"NT44": 1}, relative=True)),
            sv.Criterion(
                "index",
                20,
                sv.ValueForMoney([sv.Criterion("inside", 100, sv.PanelMark(5))], exponent=2),
            ),
        ],
        places=3,
        ties=["price"],
    )
    assert tender.lots == (sv.Lot("north", contract_value=60_000, years=2), sv.Lot("south"))
    assert "linear" not in tender.scheme.text()


def test_a_band_in_a_file_is_refused_at_its_place(tmp_path: Path) -> None:
    """A gap in a table of thirty rows is found at its criterion, and a stray key at its own."""
    path = tmp_path / "tender.yaml"
    text = YAML.replace('lower: "0.1", mark', 'lower: "0.2", mark').replace("mean: yes", "cap: '1'")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(path)
    assert {each.code for each in caught.value.problems} == {"SV720", "SV201"}
    assert all(each.line > 1 for each in caught.value.problems)


def test_quality_inside_quality_is_scored(make: SimpleNamespace) -> None:
    """A panel's marks deep inside a method would be called marks for nothing, or be missing."""
    words = sv.Criterion("words", 10, sv.PanelMark(5))
    index = sv.Criterion("index", 10, sv.ValueForMoney([words]))
    scheme = sv.Scheme([sv.Criterion("all", 100, sv.ValueForMoney([index]))])
    assert [each.name for each in scheme.everything()] == ["all", "index", "words"]
    assert [depth for depth, _ in scheme.indented(inside=True)] == [0, 1, 2]
    assert [each.name for _, each in scheme.indented()] == ["all"]
    bids = [
        sv.Bid("Acme", price=100, marks={"words": 5}),
        sv.Bid("Bo", price=200, marks={"words": 4}),
    ]
    result = sv.evaluate(make.tender(), bids, make.rich(), scheme)
    assert [str(each.points) for each in result] == ["100.00", "20.00"]  # 0.4 ÷ 2 of the index
    with pytest.raises(sv.InputError, match="SV705"):
        sv.evaluate(make.tender(), [sv.Bid("Acme", price=100)], make.rich(), scheme)
