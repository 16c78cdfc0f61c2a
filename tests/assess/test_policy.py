"""A council's policy held against a tender: told, never decided, waived only with a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.assess.policy import policy_cautions
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.policy import Exchange, Policy, PolicyEntry, Response, Shortlist

DAY = date(2020, 1, 1)
POLICY = Policy(
    thresholds=(PolicyEntry(DAY, Decimal(100_000), wording="above"),),
    weights=(PolicyEntry(DAY, Decimal(10), wording="at_least"),),
    shortlists=(Shortlist(DAY, 2, FrozenMap({"jobs": 1}), waived_by="the leader, in writing"),),
    responses=(Response(DAY, needs_both=True),),
    exchanges=(Exchange(DAY, ("A",)),),
)


@pytest.fixture
def council(make: SimpleNamespace) -> sv.Framework:
    """A set of three measures, one of them bound to the supplier's place, and a policy."""
    held = make.framework(
        make.measure("A"), make.measure("B", place="supplier"), make.measure("C", theme="green")
    )
    green = attrs.evolve(held.themes["jobs"], key="green")
    themes = FrozenMap({**held.themes, "green": green})
    found: sv.Framework = attrs.evolve(held, policy=POLICY, themes=themes)
    return found


def scheme(weight: int, **details: Any) -> sv.Scheme:
    """So many points for social value, the rest for price."""
    method = sv.AgainstTarget("0.5")
    return sv.Scheme(
        [
            sv.Criterion("price", 100 - weight, sv.LowestPrice()),
            sv.Criterion("social value", weight, method, **details),
        ]
    )


GOOD: dict[str, Any] = {"contract_value": 100_001, "published": DAY, "shortlist": ["A", "C"]}


def told(council: sv.Framework, using: sv.Scheme | None = None, **tender: Any) -> list[str]:
    """The codes of what is told of a tender that fits the policy but for the details given."""
    held = sv.Tender("Parks", **{**GOOD, **tender})
    return [each.code for each in policy_cautions(held, council, using)]


def test_a_tender_that_fits_is_told_nothing(council: sv.Framework) -> None:
    """A false alarm teaches officers to overlook the true ones."""
    assert told(council, scheme(10, needs_both=True)) == []


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ({"contract_value": 100_000}, "SV610"),
        ({"shortlist": []}, "SV614"),
        ({"shortlist": ["A", "B", "C"]}, "SV612"),
        ({"shortlist": ["C"]}, "SV613"),
    ],
)
def test_each_departure_is_told(council: sv.Framework, detail: dict[str, Any], code: str) -> None:
    """Over means over; at most means at most; a theme that is asked for is missed."""
    assert told(council, **detail) == [code]


def test_a_scheme_that_departs_is_told(council: sv.Framework) -> None:
    """Less than the least weight, and a half response that would still score."""
    assert told(council, scheme(9)) == ["SV611", "SV615"]


@pytest.mark.parametrize(
    ("rule", "detail"),
    [
        ("threshold", {"contract_value": 100_000}),
        ("shortlist", {"shortlist": ["A", "B", "C"]}),
        ("themes", {"shortlist": ["C"]}),
    ],
)
def test_a_waiver_has_a_name_and_a_reason(
    council: sv.Framework, rule: str, detail: dict[str, Any]
) -> None:
    """A rule waived by someone, for a reason, is not told again; one without either is refused."""
    waiver = sv.Waiver(rule, why="road salt only", by="the leader, in writing")
    assert told(council, waivers=[waiver], **detail) == []
    with pytest.raises(sv.InputError):
        sv.Waiver(rule, why="", by="the leader")
    with pytest.raises(sv.InputError):
        sv.Waiver(rule, why="road salt only", by="")


def test_before_the_policy_nothing_is_told(council: sv.Framework) -> None:
    """A rule that was not in force when the notice was published does not bind it."""
    assert told(council, scheme(1), published="2019-12-31", shortlist=[]) == []


def test_what_is_not_shortlisted_does_not_count(council: sv.Framework, make: Any) -> None:
    """Bidders who offered what was asked for would lose to one who offered something else."""
    tender = sv.Tender("Parks", **{**GOOD, "shortlist": ["A"]})
    found = sv.value(tender, make.offers(council, {"A": 1, "B": 1}), council)
    assert [each.code for each in found.lines] == ["", "SV513"]


def test_a_switch_off_says_why_and_who(council: sv.Framework, make: Any) -> None:
    """A measure dropped for one contract: the bidder is told the reason, and who answers for it."""
    off = sv.SwitchOff("A", "part of the core service", by="category manager")
    tender = sv.Tender("Parks", **{**GOOD, "switch_off": [off]})
    (line,) = sv.value(tender, make.offers(council, {"A": 1}), council).lines
    assert line.code == "SV509"
    assert "part of the core service (signed off by category manager)" in line.reason


@pytest.mark.parametrize(
    ("detail", "codes"),
    [
        ({}, []),
        ({"category": "services"}, []),
        ({"category": "works"}, ["SV607"]),
        ({"category": "goods"}, ["SV607"]),
        ({"above_threshold": True}, ["SV607"]),
        ({"above_threshold": False}, []),
    ],
)
def test_the_suppliers_place_is_flagged_where_the_law_may_not_allow_it(
    council: sv.Framework, make: Any, detail: dict[str, Any], codes: list[str]
) -> None:
    """Flagged with the reason, decided never: the line counts all the same."""
    tender = sv.Tender("Parks", **{**GOOD, "shortlist": [], **detail})
    found = sv.value(tender, make.offers(council, {"A": 1, "B": 1}), council)
    assert [each.code for each in found.warnings if each.code == "SV607"] == codes
    assert found.refused == ()


def test_offers_to_community_groups(council: sv.Framework) -> None:
    """An offer that the exchange does not take would be promised to groups who never hear of it."""
    bid = sv.Bid(
        "Acme",
        commitments=[
            council.commit("A", sv.count(1), community=True),
            council.commit("C", sv.count(1), community=True),
            council.commit("C", sv.count(1)),
        ],
    )
    found = sv.value(sv.Tender("Parks", **GOOD), bid, council)
    assert [each.message for each in found.warnings if each.code == "SV616"] == [
        "line 2: C is offered to community groups, and the council's exchange does not take it"
    ]


def test_an_evaluation_tells_of_the_policy(council: sv.Framework) -> None:
    """Whoever reads the result reads where it departs from the council's own rules."""
    tender = sv.Tender("Parks", **{**GOOD, "contract_value": 1000})
    result = sv.evaluate(tender, [sv.Bid("Acme", price=1)], council, scheme(10))
    assert [each.code for each in result.warnings] == ["SV610"]
    assert "SV610" in str(result.explain())


def test_a_rule_is_taken_over_unless_declined() -> None:
    """A council that states one rule keeps the others of its base, but for those it declines."""
    target = PolicyEntry(DAY, Decimal("0.3"))
    laid = Policy(targets=(target,), declined=("weight",)).over(POLICY)
    assert laid.targets == (target,)
    assert laid.thresholds == POLICY.thresholds
    assert laid.weights == ()


@pytest.mark.parametrize(("weight", "codes"), [(9, ["SV611"]), (10, []), (11, ["SV611"])])
def test_an_exact_weight(council: sv.Framework, weight: int, codes: list[str]) -> None:
    """Exactly a tenth is neither more nor less."""
    exact = attrs.evolve(POLICY, weights=(PolicyEntry(DAY, Decimal(10), wording="exactly"),))
    held = attrs.evolve(council, policy=exact)
    assert told(held, scheme(weight, needs_both=True)) == codes
