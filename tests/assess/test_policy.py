"""A council's policy held against a tender: told, never decided, waived only with a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.assess.before.law import locality_cautions
from socialvalue.assess.before.policy import policy_cautions
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.policy import (
    Bound,
    Exchange,
    Minimum,
    Policy,
    PolicyEntry,
    RequiredTheme,
    Response,
    Shortlist,
    Signatures,
    Split,
    ThemeWeight,
    ToConsider,
)

DAY = date(2020, 1, 1)
POLICY = Policy(
    thresholds=(PolicyEntry(DAY, Decimal(100_000), wording="above"),),
    weights=(PolicyEntry(DAY, Decimal(10), wording="at_least"),),
    shortlists=(
        Shortlist(
            DAY, 2, FrozenMap({"jobs": RequiredTheme(1)}), waived_by="the leader, in writing"
        ),
    ),
    responses=(Response(DAY, needs_both=True, otherwise="no_points"),),
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
    assert told(council, scheme(10)) == ["SV615"]


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
    assert told(council, scheme(1), published=DAY, shortlist=[]) == ["SV614", "SV611", "SV615"]


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


PRICE = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
ACT = "section 23(2) of the Procurement Act 2023"
OLD = "the procurement rules of its day"


@pytest.mark.parametrize(
    ("detail", "law"),
    [
        ({}, ""),
        ({"category": "services"}, ""),
        ({"category": "works"}, OLD),
        ({"category": "goods"}, OLD),
        ({"above_threshold": True}, OLD),
        ({"category": "works", "above_threshold": False}, ""),
        ({"published": "2025-02-24"}, ACT),
        ({"published": "2025-02-24", "category": "services"}, ACT),
        ({"published": "2026-06-01", "regime": "light_touch"}, ACT),
        ({"published": "2026-06-01", "regime": "below_threshold"}, ""),
        ({"published": "2026-06-01", "legal_note": "The jobs are on the site."}, ""),
    ],
)
def test_a_reward_for_location_is_asked_about_once_with_the_law(
    council: sv.Framework, make: Any, detail: dict[str, Any], law: str
) -> None:
    """A challenge asks for the reason of that day: it is asked of the tender, and of no bid.

    It is flagged and never decided: the line counts all the same.
    """
    tender = sv.Tender("Parks", **{**GOOD, "shortlist": [], **detail})
    bids = [attrs.evolve(make.offers(council, {"A": 1, "B": 1}), bidder=name, price=1)
            for name in ("Ash", "Birch")]  # fmt: skip
    result = sv.evaluate(tender, bids, council, PRICE)
    (asked, *more) = [each for each in result.warnings if each.code == "SV607"] or [None]
    assert more == []
    assert (asked is not None and law in asked.hint) is bool(law)
    assert all(each.valuation.refused == () for each in result.results)
    assert all(each.code != "SV607" for one in result.results for each in one.valuation.warnings)


def test_a_reward_for_location_is_asked_of_what_the_tender_asks_for(
    council: sv.Framework, make: Any
) -> None:
    """Whoever does not prefer a place is not asked why; nor is a bidder, of its own file."""
    bids = [attrs.evolve(make.offers(council, {"A": 1}), bidder=name, price=1)
            for name in ("Ash", "Birch")]  # fmt: skip
    for shortlist, many, authority, flagged in (
        (["A"], 2, "", False), (["A", "B"], 2, "", True), ([], 2, "", True),
        ([], 1, "", False), ([], 1, "Norchester", True),
    ):  # fmt: skip
        more = {"shortlist": shortlist, "published": "2026-06-01", "authority": authority}
        found = sv.evaluate(sv.Tender("Parks", **{**GOOD, **more}), bids[:many], council, PRICE)
        assert ("SV607" in {each.code for each in found.warnings}) is flagged, shortlist


def test_measures_of_residents_are_asked_about_beside_those_of_suppliers() -> None:
    """A job that counts for residents alone prefers them as much as spending nearby does."""
    toms = sv.load("national-toms", edition="2022")
    codes = ["NT1", "NT10", "NT18", "NT28", "NT31"]
    tender = sv.Tender("Parks", contract_value=1, published="2026-06-01", shortlist=codes)
    (asked,) = locality_cautions(tender, toms)
    assert asked.message == (
        "NT1, NT10 and NT18 reward location, and the tender does not record why they may"
    )
    (one,) = locality_cautions(attrs.evolve(tender, shortlist=["NT18", "NT31"]), toms)
    assert one.message.startswith("NT18 rewards location, ")
    assert one.message.endswith("why it may")
    assert "legal_note" in one.hint


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
        (
            "commitment 2: C is offered to community groups, and the council does not take it "
            "among its community offers"
        )
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


# --- the least that a bid must offer ------------------------------------------------------


def held(council: sv.Framework, **rules: Any) -> sv.Framework:
    """The council with other rules than those above."""
    found: sv.Framework = attrs.evolve(council, policy=Policy(**rules))
    return found


@pytest.mark.parametrize(("offered", "codes"), [(999, ["SV617"]), (1_000, []), (1_001, [])])
def test_a_bid_below_the_minimum_is_told_and_stands(
    council: sv.Framework, make: Any, offered: int, codes: list[str]
) -> None:
    """A tenth means a tenth, to the pound; what the source does not say is not done to a bidder."""
    least = held(council, minimums=(Minimum(DAY, Decimal("0.10")),))
    tender = sv.Tender("Parks", contract_value=100_000, published=DAY)
    bid = attrs.evolve(make.offers(council, {"A": offered}), price=Decimal(9))
    valuation = sv.value(tender, bid, least)
    assert valuation.total == 10 * offered
    assert [each.code for each in valuation.warnings if each.code == "SV617"] == codes
    result = sv.evaluate(tender, [bid], least, scheme(10))
    assert result.results[0].rank == 1


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ("", "the policy does not say what follows"),
        ("no_points", "no points for social value"),
        ("excluded", "the buyer decides"),
    ],
)
def test_what_follows_is_told_as_the_policy_says_it(
    council: sv.Framework, make: Any, otherwise: str, said: str
) -> None:
    """A bidder and a buyer read the consequence that was published, or that none was."""
    least = held(council, minimums=(Minimum(DAY, Decimal("0.10"), otherwise),))
    tender = sv.Tender("Parks", contract_value=100_000, published=DAY)
    found = sv.value(tender, make.offers(council, {"A": 1}), least)
    (told,) = [each for each in found.warnings if each.code == "SV617"]
    assert said in told.message
    assert "£10,000.00" in told.message


def test_the_minimum_may_be_waived_and_binds_no_small_contract(
    council: sv.Framework, make: Any
) -> None:
    """Below the threshold, before its day, or waived with a name: nothing is told."""
    least = held(council, minimums=(Minimum(DAY, Decimal("0.10")),), thresholds=POLICY.thresholds)
    waiver = sv.Waiver("minimum", why="emergency works", by="the cabinet")
    for detail, bound in (
        ({}, True),
        ({"contract_value": 100_000}, False),
        ({"published": "2019-12-31"}, False),
        ({"waivers": [waiver]}, False),
    ):
        tender = sv.Tender("Parks", **{"contract_value": 200_000, "published": DAY, **detail})
        found = sv.value(tender, make.offers(council, {"A": 1}), least)
        assert ("SV617" in {each.code for each in found.warnings}) is bound


def test_the_minimum_of_a_lot_is_of_the_lot_s_own_value(council: sv.Framework, make: Any) -> None:
    """A bid for one lot is not held to the value of the whole; without a value, to none."""
    least = held(council, minimums=(Minimum(DAY, Decimal("0.10")),))
    north, south = sv.Lot("north", contract_value=1000), sv.Lot("south")
    tender = sv.Tender("Parks", contract_value=100_000, published=DAY, lots=[north, south])
    for lot, offered, codes in (("north", 10, []), ("north", 9, ["SV617"]), ("south", 1, [])):
        bid = attrs.evolve(make.offers(council, {"A": offered}), lot=lot)
        found = sv.value(tender, bid, least)
        assert [each.code for each in found.warnings if each.code == "SV617"] == codes


# --- figures and words --------------------------------------------------------------------


def halves(quantitative: int, qualitative: int, **details: Any) -> sv.Scheme:
    """Twenty points for social value, split between figures and words."""
    parts = [
        sv.Criterion("quantitative", quantitative, sv.RelativeToHighest()),
        sv.Criterion("qualitative", qualitative, sv.PanelMark(out_of=5)),
    ]
    whole = quantitative + qualitative
    return sv.Scheme(
        [
            sv.Criterion("price", 100 - whole, sv.LowestPrice()),
            sv.Criterion("social value", whole, parts, **details),
        ]
    )


@pytest.mark.parametrize(
    ("using", "codes"),
    [(halves(10, 10), []), (halves(12, 8), ["SV618"]), (scheme(20), ["SV618"]), (None, [])],
)
def test_the_split_is_held_against_the_tree(
    council: sv.Framework, using: sv.Scheme | None, codes: list[str]
) -> None:
    """Half for words means half: a scheme that scores pounds only would favour the large."""
    split = held(council, splits=(Split(DAY, Decimal(50), Decimal(50)),))
    assert told(split, using) == codes
    waiver = sv.Waiver("split", why="a pilot", by="the cabinet")
    assert told(split, using, waivers=[waiver]) == []


@pytest.mark.parametrize(
    ("marks", "offers", "given"),
    [
        ({"qualitative": 3}, {}, "a statement"),
        ({"qualitative": 0}, {"A": 1}, "figures"),
        ({"qualitative": 0}, {}, "nothing"),
        ({"qualitative": 3}, {"A": 1}, ""),
    ],
)
def test_half_a_response_without_a_stated_consequence_is_told(
    council: sv.Framework, make: Any, marks: dict[str, int], offers: dict[str, int], given: str
) -> None:
    """The policy asks for both and says no more: the points stand, and the gap is seen."""
    both = held(council, responses=(Response(DAY, needs_both=True),))
    tender = sv.Tender("Parks", contract_value=100_000, published=DAY)
    bid = attrs.evolve(make.offers(council, offers), price=Decimal(9))
    bid = sv.Bid("Acme", price=9, marks=marks, commitments=bid.commitments)
    warnings = sv.evaluate(tender, [bid], both, halves(10, 10)).results[0].warnings
    found = [each.message for each in warnings if each.code == "SV620"]
    assert [each.partition(" was given")[0] for each in found] == ([f"only {given}"] * bool(given))
    assert told(both, halves(10, 10)) == []
    strict = sv.evaluate(tender, [bid], both, halves(10, 10, needs_both=True)).results[0].warnings
    assert "SV620" not in {each.code for each in strict}, "the scheme says what follows"


# --- of which contracts a rule holds ------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "value", "binds"),
    [("above", 200_000, False), ("above", 200_001, True), ("from", 200_000, True),
     ("from", 199_999, False)],
)  # fmt: skip
def test_a_rule_may_have_a_bound_of_its_own(
    council: sv.Framework, make: Any, wording: str, value: int, binds: bool
) -> None:
    """'Over' and 'and over' differ by one contract, for each rule by itself."""
    bound = Bound(wording, Decimal(200_000))
    themes = FrozenMap({"jobs": RequiredTheme(1, bound)})
    rules: dict[str, dict[str, Any]] = {
        "SV611": {"weights": (PolicyEntry(DAY, Decimal(50), "at_least", bound=bound),)},
        "SV612": {"shortlists": (Shortlist(DAY, 1, bound=bound),)},
        "SV613": {"shortlists": (Shortlist(DAY, themes=themes),)},
        "SV615": {"responses": (Response(DAY, True, "no_points", bound=bound),)},
        "SV618": {"splits": (Split(DAY, Decimal(50), Decimal(50), bound=bound),)},
    }
    for code, rule in rules.items():
        found = told(
            held(council, **rule), scheme(10), contract_value=value, shortlist=["B", "C"][binds:]
            if code == "SV613" else ["A", "C"],
        )  # fmt: skip
        assert found == [code] * binds
    least = held(council, minimums=(Minimum(DAY, Decimal("0.10"), bound=bound),))
    tender = sv.Tender("Parks", contract_value=value, published=DAY)
    warned = sv.value(tender, make.offers(council, {"A": 1}), least).warnings
    assert ("SV617" in {each.code for each in warned}) == binds


def test_a_scheme_without_social_value_is_told(council: sv.Framework) -> None:
    """No points at all for social value is the plainest departure from a least weight."""
    weight = held(council, weights=POLICY.weights)
    none = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    assert told(weight, none) == ["SV611"]


# --- who may sign -------------------------------------------------------------------------

SIGNED = Signatures(
    DAY,
    switch_off=("director (governance)", "head of procurement"),
    waivers=FrozenMap({"weight": ("cabinet",)}),
)


@pytest.mark.parametrize(
    ("by", "codes"),
    [("A. Smith, Head of Procurement", []), ("Director  (governance)", []), ("", ["SV619"]),
     ("a category officer", ["SV619"])],
)  # fmt: skip
def test_who_drops_a_measure_is_held_against_the_offices(
    council: sv.Framework, by: str, codes: list[str]
) -> None:
    """A measure dropped by somebody who may not is told: bidders lose what they prepared."""
    signed = held(council, signatures=(SIGNED,))
    off = sv.SwitchOff("A", "part of the core service", by=by)
    assert told(signed, switch_off=[off]) == codes


def test_a_waiver_signed_by_another_office_is_told(council: sv.Framework) -> None:
    """A waiver is a hole in the policy: it is open to those the policy trusts with it."""
    signed = held(council, signatures=(SIGNED,), weights=POLICY.weights)
    for by, codes in (("Cabinet, 3 May", []), ("the buyer", ["SV619"])):
        waiver = sv.Waiver("weight", why="a pilot", by=by)
        assert told(signed, scheme(1), waivers=[waiver]) == codes
    other = sv.Waiver("shortlist", why="a pilot", by="the buyer")
    assert told(signed, scheme(10), waivers=[other]) == [], "of this rule the policy says nothing"


def test_signatures_are_held_below_the_threshold_too(council: sv.Framework) -> None:
    """Whatever a small contract asks for, a measure is dropped by those who may."""
    signed = held(council, signatures=(SIGNED,), thresholds=POLICY.thresholds)
    off = sv.SwitchOff("A", "part of the core service", by="the buyer")
    assert told(signed, contract_value=100, switch_off=[off]) == ["SV610", "SV619"]


# --- kinds of contract, bands, duties to consider, shares for a theme ------------------------

BY_KIND = PolicyEntry(
    DAY, Decimal(100_000), "above", kinds=FrozenMap({"works": Bound("from", Decimal(5_000_000))})
)


@pytest.mark.parametrize(
    ("kind", "value", "codes"),
    [
        ("services", 100_000, ["SV610"]),
        ("services", 100_001, ["SV614"]),
        ("goods", 100_001, ["SV614"]),
        ("works", "4_999_999.99", ["SV610"]),
        ("works", 5_000_000, ["SV614"]),
        ("", 100_000, ["SV610"]),
        ("", 100_001, ["SV631"]),
        ("", 5_000_000, ["SV614"]),
    ],
)
def test_a_kind_of_contract_has_its_own_threshold(
    council: sv.Framework, kind: str, value: Any, codes: list[str]
) -> None:
    """A builder held to the threshold of cleaners is asked for what nobody may ask.

    Where the kind is not said, and decides, nothing else is told that may be wrong.
    """
    by_kind = attrs.evolve(council, policy=attrs.evolve(POLICY, thresholds=(BY_KIND,)))
    assert told(by_kind, category=kind, contract_value=value, shortlist=[]) == codes


def test_a_threshold_that_depends_on_the_kind_says_what_is_asked(council: sv.Framework) -> None:
    """The buyer reads both thresholds, and which word is missing."""
    policy = attrs.evolve(POLICY, thresholds=(BY_KIND,))
    held = sv.Tender("Parks", **{**GOOD, "contract_value": 200_000})
    (found,) = policy_cautions(held, attrs.evolve(council, policy=policy))
    assert found.message == (
        "the council's threshold depends on the kind of contract (contracts over £100,000.00; "
        "works from £5,000,000.00); this contract is £200,000.00, and the tender does not say of "
        "which kind it is"
    )


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("works", "from £5,000,000.00"),
        ("goods", "over £100,000.00"),
        ("", "over £100,000.00; works from £5,000,000.00"),
    ],
)
def test_below_every_threshold_each_that_may_be_meant_is_named(
    council: sv.Framework, kind: str, least: str
) -> None:
    """A buyer of works who reads the cleaners' threshold looks for a mistake in the wrong place."""
    policy = attrs.evolve(POLICY, thresholds=(BY_KIND,))
    held = sv.Tender("Parks", **{**GOOD, "contract_value": 90_000, "category": kind})
    (found,) = policy_cautions(held, attrs.evolve(council, policy=policy))
    assert found.message == (
        f"the council asks for social value in contracts {least}; this contract is £90,000.00"
    )


@pytest.mark.parametrize(("weight", "codes"), [(9, ["SV611"]), (10, []), (30, []), (31, ["SV611"])])
def test_a_band_has_two_ends(council: sv.Framework, weight: int, codes: list[str]) -> None:
    """Too much social value shuts small firms out as too little forgets it: both ends bind."""
    band = PolicyEntry(DAY, Decimal(10), "at_least", up_to=Decimal(30))
    only = attrs.evolve(council, policy=Policy(weights=(band,)))
    assert told(only, scheme(weight)) == codes


def test_an_end_of_a_band_is_not_rounded_to(council: sv.Framework) -> None:
    """A share just above the upper end is not printed as the end: the warning would read wrong."""
    band = PolicyEntry(DAY, Decimal(10), "at_least", up_to=Decimal(30))
    only = attrs.evolve(council, policy=Policy(weights=(band,)))
    over = sv.Scheme([
        sv.Criterion("price", "69.999", sv.LowestPrice()),
        sv.Criterion("social value", "30.001", sv.AgainstTarget("0.5")),
    ])  # fmt: skip
    held = sv.Tender("Parks", **GOOD)
    (found,) = policy_cautions(held, only, over)
    assert found.message == (
        "the council asks for 10% to 30% of the points for social value; this scheme gives 30.001%"
    )


def test_what_a_weight_leaves_out_is_said_with_it(council: sv.Framework) -> None:
    """Software is not held to the weight, and only people know what software is."""
    rule = PolicyEntry(DAY, Decimal(15), "at_least", leaves_out="software")
    only = attrs.evolve(council, policy=Policy(weights=(rule,)))
    held = sv.Tender("Parks", **GOOD)
    (found,) = policy_cautions(held, only, scheme(5))
    assert (found.code, found.hint) == (
        "SV611", "it leaves out software: for such a contract waive 'weight'"
    )  # fmt: skip
    kept = attrs.evolve(council, policy=Policy(weights=(attrs.evolve(rule, leaves_out=""),)))
    assert "leaves out" not in policy_cautions(held, kept, scheme(5))[0].hint


PRICE_ONLY = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])


@pytest.mark.parametrize(
    ("value", "using", "codes"),
    [
        (25_000, PRICE_ONLY, ["SV610"]),
        (25_001, PRICE_ONLY, ["SV610", "SV633"]),
        (25_001, scheme(5), ["SV610"]),
        (25_001, None, ["SV610"]),
        (100_000, PRICE_ONLY, ["SV610", "SV633"]),
    ],
)
def test_what_need_not_be_scored_is_considered(
    council: sv.Framework, value: int, using: sv.Scheme | None, codes: list[str]
) -> None:
    """Between the two values residents have a claim that somebody thought of them."""
    rule = ToConsider(DAY, "a checklist", bound=Bound("above", Decimal(25_000)))
    both = attrs.evolve(council, policy=attrs.evolve(POLICY, considers=(rule,)))
    assert told(both, using, contract_value=value) == codes


def test_that_it_was_considered_can_be_written_down(council: sv.Framework) -> None:
    """A duty that nobody can be seen to meet would be told for ever, and so overlooked."""
    rule = ToConsider(DAY, "a checklist", bound=Bound("above", Decimal(25_000)))
    both = attrs.evolve(council, policy=attrs.evolve(POLICY, considers=(rule,)))
    waiver = sv.Waiver("consider", why="checklist of 3 May: nothing fits", by="the buyer")
    assert told(both, PRICE_ONLY, contract_value=50_000) == ["SV610", "SV633"]
    assert told(both, PRICE_ONLY, contract_value=50_000, waivers=[waiver]) == ["SV610"]


def half_green(council: sv.Framework) -> sv.Framework:
    """A set whose policy keeps 5 per cent of the points for its theme Green."""
    rule = ThemeWeight(DAY, FrozenMap({"green": Decimal(5)}))
    themes = {**council.themes, "green": attrs.evolve(council.themes["green"], title="Green")}
    only = Policy(theme_weights=(rule,))
    return attrs.evolve(council, policy=only, themes=FrozenMap(themes))


def parts(**points: str) -> sv.Scheme:
    """Ten points for social value, made of these."""
    return sv.Scheme([
        sv.Criterion("price", 90, sv.LowestPrice()),
        sv.Criterion("social value", 10,
                     [sv.Criterion(name, each, sv.PanelMark(out_of=5))
                      for name, each in points.items()]),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("using", "codes"),
    [
        (parts(green="5", jobs="5"), []),
        (parts(Green="5", jobs="5"), []),
        (parts(green="4", jobs="6"), ["SV632"]),
        (parts(quality="5", jobs="5"), ["SV632"]),
        (scheme(10), ["SV632"]),
        (PRICE_ONLY, []),
        (None, []),
    ],
)
def test_a_share_is_kept_for_a_theme(
    council: sv.Framework, using: sv.Scheme | None, codes: list[str]
) -> None:
    """Half of the weight is promised to the environment: jobs may not take it in silence."""
    assert told(half_green(council), using) == codes


@pytest.mark.parametrize(("share", "codes"), [("0.5", []), ("0.49", ["SV632"])])
def test_a_method_may_give_a_theme_its_share(
    council: sv.Framework, share: str, codes: list[str]
) -> None:
    """Pounds that are scored theme by theme say for which theme the points are."""
    rest = str(1 - Decimal(share))
    method = sv.RelativeToHighest(weight_score={"green": share, "jobs": rest})
    using = sv.Scheme(
        [sv.Criterion("price", 90, sv.LowestPrice()), sv.Criterion("social value", 10, method)]
    )
    assert told(half_green(council), using) == codes
