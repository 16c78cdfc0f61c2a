"""Bad input to an evaluation, in Python and in a file: each fault is told where it is.

The same fault, written by an analyst in Python and by an officer in YAML, has the same code; the
one is told the noun it is in, the other the line, and each what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.registry.tenders import read_tender_with_framework

HEAD = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: "100000"
published: 2022-07-01
"""
SCHEME = """\
scheme:
  criteria:
    - {name: price, points: "60", method: lowest_price}
    - name: quality
      points: "20"
      criteria:
        - {name: team, points: "12", method: panel_mark, out_of: "5"}
        - {name: plan, points: "8", method: panel_mark, out_of: "5"}
    - {name: social value, points: "20", method: against_target, target: "0.50"}
"""
BIDS = """\
bids:
  - bidder: Acme
    price: "90000"
    marks: {team: "4", plan: "3"}
    commitments:
      - {measure: NT28, gbp: "20000"}
"""
TENDER = HEAD + SCHEME + BIDS
SOCIAL = 'method: against_target, target: "0.50"'


def criteria(**changes: Any) -> sv.Scheme:
    """The scheme of the file; a name with underscores names what is changed."""
    held: dict[str, Any] = {
        "price": 60, "quality": 20, "team": 12, "plan": 8, "points": 20,
        "method": sv.AgainstTarget("0.50"), **changes,
    }  # fmt: skip
    panel = sv.PanelMark(out_of=5)
    return sv.Scheme(
        [
            sv.Criterion("price", held["price"], sv.LowestPrice()),
            sv.Criterion(
                "quality", held["quality"],
                [sv.Criterion(name, held[name], panel) for name in ("team", "plan")],
            ),
            sv.Criterion("social value", held["points"], held["method"]),
        ]
    )  # fmt: skip


def with_pass() -> sv.Scheme:
    """The scheme of the file with a plan that passes or fails."""
    held = criteria()
    quality = attrs.evolve(
        held.criteria[1],
        method_or_children=[
            held.criteria[1].children[0],
            sv.Criterion("plan", 8, sv.PassFail()),
        ],
    )
    return attrs.evolve(held, criteria=(held.criteria[0], quality, held.criteria[2]))


def evaluated(
    scheme: sv.Scheme | None = None, *, tender: dict[str, Any] | None = None, **bid: Any
) -> sv.Evaluation:
    """The tender of the file, made in Python; `bid` names what is changed of its bid."""
    toms = sv.load("national-toms", edition="2022")
    held = sv.Tender(
        "Parks", **{"contract_value": 100_000, "published": "2022-07-01", **(tender or {})}
    )
    offer: dict[str, Any] = {
        "price": 90_000, "marks": {"team": 4, "plan": 3},
        "commitments": [toms.commit("NT28", sv.gbp(20_000))], **bid,
    }  # fmt: skip
    return sv.evaluate(held, [sv.Bid("Acme", **offer)], toms, scheme or criteria())


def scored(path: Path) -> sv.Evaluation:
    """A tender file, read and evaluated."""
    tender, bids, framework = read_tender_with_framework(path)
    return sv.evaluate(tender, bids, framework)


@attrs.frozen
class Fault:
    """One fault in both forms, and what each author is told."""

    code: str
    message: str
    python: Callable[[], Any]
    place: str
    hint: str
    change: tuple[str, str]
    line: int
    written: str


def bands(second: str) -> tuple[str, str]:
    """The file with a table of two bands: the first ends at 0.20, the second begins elsewhere."""
    first = '{lower: "0", upper: "0.20", mark: "1"}'
    return SOCIAL, f'method: banded, bands: [{first}, {{lower: "{second}", mark: "5"}}]'


TWICE = 'plan: {consensus: "3", marks: [{by: Ann, mark: "3"}, {by: "ann ", mark: "4"}]}'
LATE = 'plan: {consensus: "3", on: 2022-07-14, marks: [{by: Ann, mark: "3", on: 2022-07-15}]}'
AT_NOTHING = (
    "it must be more than 0, as 'price' divides by it: do what the ITT says of "
    "such a price, give the nominal price that it names, or exclude the bid with the ground"
)
PLAN = 'name: plan, points: "8"'
FAULTS = {
    "points at the top": Fault(
        "SV701", "the points of the criteria sum to 90, not 100: 10 too few",
        lambda: criteria(price=50), "scheme", "points are not rescaled; change one of them",
        ('name: price, points: "60"', 'name: price, points: "50"'), 7, "points are not rescaled",
    ),
    "points inside a criterion": Fault(
        "SV701", "the points of 'quality' sum to 21, not 20: 1 too many",
        lambda: criteria(plan=9), "scheme", "points are not rescaled; change one of them",
        (PLAN, 'name: plan, points: "9"'), 9, "points are not rescaled",
    ),
    "a tenth of a point": Fault(
        "SV701", "the points of 'quality' sum to 20.1, not 20: 0.1 too many",
        lambda: criteria(plan="8.1"), "scheme", "points are not rescaled; change one of them",
        (PLAN, 'name: plan, points: "8.1"'), 9, "points are not rescaled",
    ),
    "bands that overlap": Fault(
        "SV720", "the bands do not fit together: a band begins at 0.10, where 0.20 is expected",
        lambda: sv.Banded([("0", "0.20", 1), ("0.10", None, 5)]), "Banded",
        "bands begin at 0; each",
        bands("0.10"), 14, "each begins where the one before ends",
    ),
    "bands with a gap": Fault(
        "SV720", "the bands do not fit together: a band begins at 0.30, where 0.20 is expected",
        lambda: sv.Banded([("0", "0.20", 1), ("0.30", None, 5)]), "Banded",
        "bands begin at 0; each",
        bands("0.30"), 14, "each begins where the one before ends",
    ),
    "bands that do not begin at 0": Fault(
        "SV720", "the bands do not fit together: a band begins at 0.10, where 0 is expected",
        lambda: sv.Banded([("0.10", None, 5)]), "Banded", "bands begin at 0; each",
        (SOCIAL, 'method: banded, bands: [{lower: "0.10", mark: "5"}]'), 14, "bands begin at 0",
    ),
    "a bid above the last band": Fault(
        "SV722", "£0.2 per £1 lies above the last band of 'social value'",
        lambda: evaluated(criteria(method=sv.Banded([("0", "0.10", 5)]))), "bid 'Acme'",
        "leave the last band without an end",
        (SOCIAL, 'method: banded, bands: [{lower: "0", upper: "0.10", mark: "5"}]'), 16,
        "leave the last band without an end",
    ),
    "a cap below the floor": Fault(
        "SV714", "the cap (0.5) is below the floor (0.6)",
        lambda: sv.AgainstTarget("0.5", cap="0.5", floor="0.6"), "AgainstTarget", "raise the one",
        (SOCIAL, SOCIAL + ', cap: "0.5", floor: "0.6"'), 14, "raise the one or lower the other",
    ),
    "a cap of 0": Fault(
        "SV307", "the value is 0", lambda: sv.AgainstTarget("0.5", cap=0), "AgainstTarget, cap",
        "it must be more than 0", (SOCIAL, SOCIAL + ', cap: "0"'), 14, "it must be more than 0",
    ),
    "a target of 0": Fault(
        "SV307", "the value is 0", lambda: sv.AgainstTarget(0), "AgainstTarget, target",
        "it must be more than 0", ('target: "0.50"', 'target: "0"'), 14, "it must be more than 0",
    ),
    "the tender's target of 0": Fault(
        "SV307", "the value is 0", lambda: evaluated(tender={"target": 0}), "tender, target",
        "it must be more than 0", ("published:", 'target: "0"\npublished:'), 5,
        "it must be more than 0",
    ),
    "no target anywhere": Fault(
        "SV709", "'social value' scores against a target, and none is given",
        lambda: evaluated(criteria(method=sv.AgainstTarget())), "",
        "give target= to the method or to the tender",
        (', target: "0.50"', ""), 14, "add 'target:' to the tender, or to the method",
    ),
    "no value to divide by": Fault(
        "SV711", "'social value' divides by the maximum contract value, which is not given",
        lambda: evaluated(criteria(method=sv.AgainstTarget("0.5", denominator="maximum"))), "",
        "contract_value=ContractValue(…, maximum=…)",
        (SOCIAL, SOCIAL + ", denominator: maximum"), 4, "add it under 'contract_value:'",
    ),
    "no price": Fault(
        "SV708", "there is no price, and 'price' needs one", lambda: evaluated(price=None),
        "bid 'Acme'", "price=…", ('    price: "90000"\n', ""), 16, "add 'price:' to the bid",
    ),
    "a price of 0": Fault(
        "SV307", "the price is 0", lambda: evaluated(price=0), "bid 'Acme'",
        AT_NOTHING, ('price: "90000"', 'price: "0"'), 17, AT_NOTHING,
    ),
    "no mark": Fault(
        "SV705", "there is no mark for 'plan'", lambda: evaluated(marks={"team": 4}), "bid 'Acme'",
        "marks={'plan': …}", (', plan: "3"', ""), 16, "add it under 'marks:' of the bid",
    ),
    "no consensus": Fault(
        "SV725", "there is no moderated score for 'plan'",
        lambda: evaluated(
            marks={"team": 4, "plan": sv.Moderated(marks=[sv.EvaluatorMark("Ann", 3)])}
        ),
        "bid 'Acme'", "give the moderated score; a mean only where the published method says mean",
        ('plan: "3"', 'plan: {marks: [{by: Ann, mark: "3"}]}'), 18, "add 'consensus:'",
    ),
    "an evaluator marks twice": Fault(
        "SV724", "'Ann' marks one answer more than once",
        lambda: sv.Moderated(3, marks=[sv.EvaluatorMark("Ann", 3), sv.EvaluatorMark("ann ", 4)]),
        "moderated mark", "one mark an evaluator",
        ('plan: "3"', TWICE), 18, "one mark an evaluator",
    ),
    "a mark after the consensus": Fault(
        "SV738", "the score of Ann is of 15 July 2022, after the moderated score of 14 July 2022",
        lambda: sv.Moderated(
            3, marks=[sv.EvaluatorMark("Ann", 3, on="2022-07-15")], on="2022-07-14"
        ),
        "moderated mark", "score is locked before moderation",
        ('plan: "3"', LATE), 18, "score is locked before moderation",
    ),
    "a mark above the scale": Fault(
        "SV706", "the mark 6 for 'plan' is above its scale of 0 to 5",
        lambda: evaluated(marks={"team": 4, "plan": 6}), "bid 'Acme'",
        "marks lie on the published scale, from 0 to 5",
        ('plan: "3"', 'plan: "6"'), 18, "from 0 to 5",
    ),
    "a pass where there is a scale": Fault(
        "SV739", "the mark for 'plan' is pass, and a mark from 0 to 5 belongs there",
        lambda: evaluated(marks={"team": 4, "plan": "pass"}), "bid 'Acme'",
        "give a mark from 0 to 5", ('plan: "3"', "plan: pass"), 18, "give a mark from 0 to 5",
    ),
    "a mark where there is none": Fault(
        "SV739", "the mark for 'plan' is 3, and pass or fail belongs there",
        lambda: evaluated(with_pass()), "bid 'Acme'", "give pass or fail",
        ('"8", method: panel_mark, out_of: "5"', '"8", method: pass_fail'), 18,
        "give pass or fail",
    ),
    "a criterion without a method": Fault(
        "SV704", "criterion 'social value' has neither a method nor criteria of its own",
        lambda: criteria(method=None), "criterion 'social value'", "for example LowestPrice()",
        (f", {SOCIAL}", ""), 14, "add 'method:' (for example 'method: lowest_price')",
    ),
    "an unknown method": Fault(
        "SV703", "'lowest_prise' is not a scoring method", lambda: None, "", "",
        ("lowest_price", "lowest_prise"), 8, "did you mean 'lowest_price'?",
    ),
    "a menu without a number to reach": Fault(
        "SV721", "a points menu needs either required points or relative",
        lambda: sv.PointsMenu({"NT10": 2}), "PointsMenu", "give required=, or relative=True",
        (SOCIAL, 'method: points_menu, menu: {NT10: "2"}'), 14, "add 'required:'",
    ),
    "a scale that is not given": Fault(
        "SV202", "the key 'out_of' is missing", lambda: None, "", "",
        (', points: "8", method: panel_mark, out_of: "5"', ', points: "8", method: panel_mark'),
        13, "add 'out_of:' here",
    ),
    "no scheme": Fault(
        "SV710", "there is no scheme", lambda: sv.evaluate(
            sv.Tender("Parks", contract_value=1), sv.Bid("Acme"),  # type: ignore[arg-type]
            sv.load("national-toms", edition="2022")),
        "", "give one to evaluate()", (SCHEME, ""), 1, "add 'scheme:' to the tender",
    ),
    "no bids": Fault(
        "SV315", "there are no bids", lambda: sv.evaluate(
            sv.Tender("Parks", contract_value=1), [], sv.load("national-toms", edition="2022"),
            criteria()),
        "", "give at least one bid", (BIDS, "bids: []\n"), 15, "add one under 'bids:'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_in_python_the_noun_is_named(name: str) -> None:
    """An analyst is told which noun is at fault, what was found, and what to write in Python."""
    fault = FAULTS[name]
    if not fault.hint:
        return
    with pytest.raises(sv.InputError) as caught:
        fault.python()
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (fault.code, fault.message)
    assert problem.place == fault.place
    assert fault.hint in problem.hint


@pytest.mark.parametrize("name", FAULTS)
def test_in_a_file_the_line_is_named(name: str, tmp_path: Path) -> None:
    """An officer is told the line, what was found, and what to write in the file."""
    fault = FAULTS[name]
    assert fault.change[0] in TENDER
    path = tmp_path / "tender.yaml"
    path.write_text(TENDER.replace(*fault.change, 1), encoding="utf-8")
    with pytest.raises((sv.InputError, sv.DefinitionError)) as caught:
        scored(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (fault.code, fault.message)
    assert (problem.file, problem.line) == (str(path), fault.line)
    assert problem.column
    assert fault.written in problem.hint


def test_a_file_without_a_fault_is_scored(tmp_path: Path) -> None:
    """The file above means what the Python does: 60, 12 × 4 ÷ 5, 8 × 3 ÷ 5, 20 × 0.2 ÷ 0.5."""
    path = tmp_path / "tender.yaml"
    path.write_text(TENDER, encoding="utf-8")
    result = scored(path)
    assert [str(result["Acme"].points_for(each.name)) for each in result.scheme.leaves] == [
        "60.00", "9.60", "4.80", "8.00",
    ]  # fmt: skip
    assert result["Acme"].points == evaluated()["Acme"].points
    assert result.tender.scheme == criteria()


# --- outcomes that are no faults ----------------------------------------------------------

OUTCOMES = {
    "every bid failing": ('out_of: "5"}\n        - {name: plan',
                          'out_of: "5", minimum: "5"}\n        - {name: plan'),
    "one bid only": ("title: Parks", "title: Parks"),
    "identical bids": (BIDS, BIDS + BIDS.partition("\n")[2].replace("Acme", "Brook")),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_outcome_is_said_and_not_refused(name: str, tmp_path: Path) -> None:
    """No award, one bid and a tie are results: each is said in words, and nothing is made up."""
    path = tmp_path / "tender.yaml"
    path.write_text(TENDER.replace(*OUTCOMES[name], 1), encoding="utf-8")
    result = scored(path)
    report = " ".join(str(result.sensitivity()).split())
    if name == "every bid failing":
        assert (result.winners, result["Acme"].rank) == ((), None)
        assert "below the minimum of 5" in result["Acme"].reason
        assert "nothing was decided" in report
        assert "no bid meets the requirements" in " ".join(result.summary("Acme").split())
    elif name == "one bid only":
        assert result.winners == ("Acme",)
        assert "Only one bid is ranked" in report
    else:
        assert result.winners == ("Acme", "Brook")
        assert [each.rank for each in result] == [1, 1]
        assert "tied" in report
        assert "Tied at rank 1" in result.explain()


def test_what_a_panel_declared_is_kept(tmp_path: Path) -> None:
    """Who declared an interest, and who had seen prices, is in the file, the bid and the record."""
    panel = (
        'plan: {consensus: "3", on: 2022-07-14, marks: [{by: Ann, mark: "3", on: 2022-07-12, '
        'conflict: "sits on the board of a partner", saw_prices: no}]}'
    )
    path = tmp_path / "tender.yaml"
    path.write_text(TENDER.replace('plan: "3"', panel, 1), encoding="utf-8")
    result = scored(path)
    (mark,) = result["Acme"].bid.marks["plan"].marks
    assert mark == sv.EvaluatorMark(
        "Ann", 3, on="2022-07-12", conflict="sits on the board of a partner", saw_prices=False
    )
    again = sv.replay(result.record())
    assert again["Acme"].bid.marks["plan"].marks == (mark,)
    assert again["Acme"].bid.marks["plan"].marks[0].saw_prices is False


@pytest.mark.parametrize(
    ("price", "told"), [("90_001", True), ("99_000", True), ("99_001", False), ("90_000", False)]
)
def test_a_straight_line_between_close_prices_is_warned_of(price: str, told: bool) -> None:
    """A pound in 90,000 decides 100 points: the buyer is told, and nothing is changed."""
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LinearSpread())])
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Parks", contract_value=1, published="2022-07-01")
    bids = [sv.Bid("Acme", price=90_000), sv.Bid("Brook", price=price)]
    warnings = sv.evaluate(tender, bids, toms, scheme).warnings
    assert [each.code for each in warnings] == (["SV737"] if told else [])
    if price == "90_001":
        assert "£1.00 between the lowest and the highest price (0.0011% of the lowest)" in (
            warnings[0].message
        )
