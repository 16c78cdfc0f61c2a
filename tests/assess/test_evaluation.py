"""Evaluation: points and ranks of all bids, whoever hands in first and whoever fails."""

from __future__ import annotations

import decimal
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.model.policy import Policy, PolicyEntry

PRICE = sv.Criterion("price", 60, sv.LowestPrice())
QUALITY = sv.Criterion("quality", 30, sv.PanelMark(out_of=5, minimum=2))


def scheme(method: Any = None, *others: sv.Criterion, **how: Any) -> sv.Scheme:
    """Price 60, quality 30 and social value 10 by a method, or by these criteria instead."""
    value = sv.Criterion("value", 10, method or sv.RelativeToHighest())
    return sv.Scheme([PRICE, QUALITY, *(others or [value])], **how)


def framework(make: SimpleNamespace, **details: Any) -> sv.Framework:
    """One measure of £1."""
    return make.framework(make.measure("M1", "1", unit="gbp"), **details)


def bid(make: SimpleNamespace, bidder: str, price: Any, mark: Any, pounds: Any, **more: Any) -> Any:
    """A bid of so many pounds of social value."""
    held = framework(make)
    marks = {} if mark is None else {"quality": mark}
    line = [] if pounds is None else [make.offered(held, "M1", pounds)]
    return make.bid(*line, bidder=bidder, price=price, **{"marks": marks, **more})


def three(make: SimpleNamespace) -> list[sv.Bid]:
    """Three bids: the cheapest, the best and the most generous."""
    return [
        bid(make, "Acme", 100, 3, 50),
        bid(make, "Brook", 120, 5, 40),
        bid(make, "Cedar", 150, 4, 200),
    ]


def evaluated(make: SimpleNamespace, bids: Any, held: Any = None, **tender: Any) -> sv.Evaluation:
    """The evaluation of bids under the usual scheme, or under another."""
    return sv.evaluate(make.tender(**tender), bids, framework(make), held or scheme())


# --- points and ranks ---------------------------------------------------------------------


def test_points_by_hand(make: SimpleNamespace) -> None:
    """Each criterion's points are the published formula, and the total is their exact sum."""
    result = evaluated(make, three(make))
    brook = result["Brook"]
    assert brook.exact == {"price": Fraction(50), "quality": Fraction(30), "value": Fraction(2)}
    assert (brook.points, brook.rank) == (Decimal("82.00"), 1)
    assert result["Acme"].points == Decimal("80.50")
    assert result["Cedar"].points == Decimal("74.00")
    assert result.ranking == ("Brook", "Acme", "Cedar")
    assert [each.rank for each in result] == [1, 2, 3]
    assert len(result) == 3
    assert brook.points_for("value") == 2
    assert brook.total == 40


def test_the_order_of_bids_and_criteria_changes_nothing(make: SimpleNamespace) -> None:
    """The envelope opened first has no advantage, and neither has the criterion printed first."""
    bids = three(make)
    first = evaluated(make, bids)
    assert evaluated(make, reversed(bids)).results == first.results
    turned = sv.Scheme(reversed(scheme().criteria))
    again = evaluated(make, bids, turned)
    assert again.ranking == first.ranking
    for each in first:
        assert again[each.bidder].points == each.points
        assert again[each.bidder].exact == each.exact


offers = st.tuples(
    st.integers(50, 200), st.sampled_from([0, 1, 2, 3, 4, 5]), st.integers(0, 300),
    st.sampled_from(["compliant", "compliant", "excluded", "withdrawn"]),
)  # fmt: skip
METHODS = [sv.RelativeToHighest(), sv.AgainstTarget("0.0001", cap=1), sv.AgainstTarget(
    "1", denominator="price")]  # fmt: skip


@pytest.mark.parametrize("method", METHODS, ids=lambda each: type(each).__name__)
@given(st.lists(offers, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_bids_that_do_not_stand_change_nobodys_points(
    make: SimpleNamespace, method: Any, found: list[Any], chance: Any
) -> None:
    """An excluded price is no lowest price, and a withdrawn promise no highest one."""
    bids = [
        bid(make, f"B{i}", price, mark, pounds, state=state, reason="late")
        for i, (price, mark, pounds, state) in enumerate(found)
    ]
    standing = [each for each in bids if each.state == "compliant"
                and each.marks["quality"].consensus >= 2]  # fmt: skip
    result = evaluated(make, chance.sample(bids, len(bids)), scheme(method))
    alone = {each.bidder: each for each in evaluated(make, standing, scheme(method))} if (
        standing) else {}  # fmt: skip
    for each in result:
        assert each.failed is (each.bidder not in alone)
        if each.failed:
            assert (each.points, each.rank, each.exact) == (None, None, {})
            assert each.points_for("price") is None
            assert each.reason
        else:
            assert each.exact == alone[each.bidder].exact
            assert each.rank == alone[each.bidder].rank
            assert sum(each.exact.values()) <= 100
            assert each.points == sv_publish(sum(each.exact.values()), 2)
    names = [each.bidder for each in result]
    assert names[: len(alone)] == [each.bidder for each in result if each.rank is not None]
    assert names[len(alone):] == sorted(names[len(alone):])  # fmt: skip


def sv_publish(points: Fraction, places: int) -> Decimal:
    """Half-up, worked out a second way."""
    pence, rest = divmod(points * 10**places, 1)
    return Decimal(int(pence) + (rest >= Fraction(1, 2))).scaleb(-places)


def test_a_failed_minimum_is_named(make: SimpleNamespace) -> None:
    """A bidder who fails is told the mark, the criterion and the published minimum."""
    result = evaluated(make, [*three(make), bid(make, "Alder", 1, "1.5", 999)])
    last = result.results[-1]
    assert (last.bidder, last.rank, last.points) == ("Alder", None, None)
    assert last.failures[0].code == "SV713"
    for word in ("1.5", "quality", "2"):
        assert word in last.reason
    assert result["Brook"].points == Decimal("82.00")


def test_a_mark_at_the_minimum_passes(make: SimpleNamespace) -> None:
    """Below means below."""
    assert not evaluated(make, [bid(make, "Acme", 1, 2, 1)])["Acme"].failed
    assert evaluated(make, [bid(make, "Acme", 1, "1.99", 1)])["Acme"].failed


def test_points_at_the_minimum_of_a_group_pass(make: SimpleNamespace) -> None:
    """Below means below where a group of criteria has a minimum of points, too."""
    words = [sv.Criterion("plan", 50, sv.PanelMark(5)), sv.Criterion("team", 50, sv.PanelMark(5))]
    least = sv.Scheme([sv.Criterion("words", 100, words, minimum=40)])
    bids = [make.bid(bidder=who, marks={"plan": plan, "team": 1})
            for who, plan in (("Acme", 3), ("Brook", "2.99"))]  # fmt: skip
    result = sv.evaluate(make.tender(), bids, make.rich(), least)
    assert result["Acme"].points == Decimal("40.00")
    assert [each.code for each in result["Brook"].failures] == ["SV731"]


def test_why_a_bid_is_out(make: SimpleNamespace) -> None:
    """An excluded bidder reads the ground, and a withdrawn one that it withdrew."""
    out = {"state": "excluded", "reason": "no tax certificate"}
    result = evaluated(
        make, [bid(make, "Acme", 1, 5, 1), bid(make, "Brook", 1, 5, 1, **out),
               bid(make, "Alder", 1, 0, 1, state="withdrawn")],
    )  # fmt: skip
    assert result.ranking == ("Acme", "Alder", "Brook")
    assert result["Brook"].reason == "excluded: no tax certificate"
    assert result["Alder"].reason == "withdrawn: no reason given"
    assert result["Alder"].failures == ()
    assert result["Acme"].reason == ""


@pytest.mark.parametrize("reason", [None, "", " \n"])
def test_an_exclusion_has_a_ground(reason: str | None) -> None:
    """Who is shut out without a ground has nothing to challenge; who withdraws owes none."""
    with pytest.raises(sv.InputError) as caught:
        sv.Bid("Brook", price="x", state="excluded", reason=reason)
    found = [(each.code, each.where) for each in caught.value.problems]
    assert found == [("SV301", "bid 'Brook', price"), ("SV329", "bid 'Brook', state")]
    assert sv.Bid("Brook", state="withdrawn", reason=reason).reason == reason


def test_a_bid_that_is_out_needs_no_price_and_no_marks(make: SimpleNamespace) -> None:
    """A bid excluded at the door was never marked, and blocks nobody's evaluation."""
    gone = bid(make, "Brook", None, None, None, state="excluded", reason="late")
    assert evaluated(make, [bid(make, "Acme", 1, 5, 1), gone])["Acme"].points == 100


def test_all_bids_fail(make: SimpleNamespace) -> None:
    """A tender may end without an award, and says so without an error."""
    result = evaluated(make, [bid(make, "Brook", 1, 1, 1), bid(make, "Acme", 1, 0, 0)])
    assert result.ranking == ("Acme", "Brook")
    assert [each.rank for each in result] == [None, None]
    assert result.warnings == ()


def test_one_bid(make: SimpleNamespace) -> None:
    """Who bids alone is best in all that is relative, and no better than marked elsewhere."""
    result = evaluated(make, bid(make, "Acme", 100, 4, 50))
    assert (result["Acme"].points, result["Acme"].rank) == (94, 1)


# --- rounding and ties --------------------------------------------------------------------


def test_identical_bids_share_the_first_rank(make: SimpleNamespace) -> None:
    """Nothing decides between equals but a published tie-break: names only set the order."""
    result = evaluated(make, [bid(make, name, 100, 4, 50) for name in ("Cedar", "Acme", "Brook")])
    assert result.ranking == ("Acme", "Brook", "Cedar")
    assert [each.rank for each in result] == [1, 1, 1]


def test_ties_are_judged_on_the_published_figure(make: SimpleNamespace) -> None:
    """A difference that nobody can see in the letter decides nothing, and the next rank skips."""
    bids = [
        bid(make, "Acme", 100, 5, 300000),
        bid(make, "Brook", 100, 5, 299999),
        bid(make, "Cedar", 100, 5, 100),
    ]
    result = evaluated(make, bids)
    assert [(each.bidder, each.rank) for each in result] == [
        ("Acme", 1),
        ("Brook", 1),
        ("Cedar", 3),
    ]
    assert result["Acme"].exact != result["Brook"].exact
    assert result["Acme"].points == result["Brook"].points
    finer = evaluated(make, bids, scheme(places=6))
    assert [each.rank for each in finer] == [1, 2, 3]


def test_a_tie_break_is_a_published_order_of_criteria(make: SimpleNamespace) -> None:
    """Equal totals are ranked by the criteria that the invitation named, in its order."""
    bids = [bid(make, "Acme", 120, 4, 0), bid(make, "Brook", 100, "2.5", 0)]
    # Acme: 50 + 24; Brook: 60 + 15.  Made equal by a value criterion of one point more for Acme.
    bids = [bid(make, "Acme", 120, 4, 10), bid(make, "Brook", 100, "2.5", 9)]
    level = scheme(sv.AgainstTarget("0.00001"))
    plain = evaluated(make, bids, level)
    assert [each.points for each in plain] == [Decimal("84.00"), Decimal("84.00")]
    assert [each.rank for each in plain] == [1, 1]
    for ties, order in ((["price"], ("Brook", "Acme")), (["quality"], ("Acme", "Brook")),
                        (["quality", "price"], ("Acme", "Brook"))):  # fmt: skip
        result = evaluated(make, bids, scheme(sv.AgainstTarget("0.00001"), ties=ties))
        assert result.ranking == order
        assert [each.rank for each in result] == [1, 2]


def test_a_tie_that_the_tie_break_does_not_break(make: SimpleNamespace) -> None:
    """Where all the named criteria are equal too, the tie is reported as one."""
    bids = [bid(make, name, 100, 4, 5) for name in ("Brook", "Acme")]
    result = evaluated(make, bids, scheme(ties=["price", "quality"]))
    assert [each.rank for each in result] == [1, 1]
    assert "Tied at rank 1" in result.explain()


def test_a_tie_break_may_be_a_group(make: SimpleNamespace) -> None:
    """The points of a criterion that is made of others are the sum of theirs."""
    parts = [sv.Criterion("a", 20, sv.PanelMark(5)), sv.Criterion("b", 20, sv.PanelMark(5))]
    held = sv.Scheme([PRICE, sv.Criterion("words", 40, parts)], ties=["words"])
    bids = [sv.Bid("Acme", price=100, marks={"a": 4, "b": 1}),
            sv.Bid("Brook", price=120, marks={"a": "3.75", "b": "3.75"})]  # fmt: skip
    result = evaluated(make, bids, held)
    assert [each.points for each in result] == [80, 80]
    assert result.ranking == ("Brook", "Acme")
    assert result["Brook"].points_for("words") == 30


def test_rounding_the_total_and_rounding_the_parts(make: SimpleNamespace) -> None:
    """Some invitations round each part first: three thirds are then 99.99, and otherwise 100.00."""
    parts = [sv.Criterion(name, Decimal(100) / 4, sv.PanelMark(3)) for name in "abcd"]
    one = sv.Bid("Acme", marks=dict.fromkeys("abcd", 1))
    total = evaluated(make, one, sv.Scheme(parts))["Acme"]
    part = evaluated(make, one, sv.Scheme(parts, round_at="part"))["Acme"]
    assert total.exact == part.exact == dict.fromkeys("abcd", Fraction(25, 3))
    assert total.points == Decimal("33.33")
    assert part.points == Decimal("33.32")
    assert sum(total.exact.values()) == Fraction(100, 3)
    assert [each.points_for("a") for each in (total, part)] == [Decimal("8.33")] * 2


@pytest.mark.parametrize(("places", "points"), [(0, "63"), (1, "62.5"), (2, "62.50")])
def test_half_a_point_goes_up(make: SimpleNamespace, places: int, points: str) -> None:
    """62.5 is published as 63, for the first bidder as for the last."""
    held = sv.Scheme([sv.Criterion("quality", 100, sv.PanelMark(8))], places=places)
    result = evaluated(make, sv.Bid("Acme", marks={"quality": 5}), held)
    assert str(result["Acme"].points) == points


def test_parts_published_on_their_own_need_not_sum(make: SimpleNamespace) -> None:
    """The exact parts always do."""
    held = sv.Scheme([sv.Criterion(name, 50, sv.PanelMark(3)) for name in "ab"], places=0)
    acme = evaluated(make, sv.Bid("Acme", marks={"a": 1, "b": 1}), held)["Acme"]
    assert [acme.points_for(name) for name in "ab"] == [17, 17]
    assert acme.points == 33
    assert sum(acme.exact.values()) == Fraction(100, 3)


# --- what is missing ----------------------------------------------------------------------


def problems_of(make: SimpleNamespace, bids: Any, held: Any = None, **tender: Any) -> list[Any]:
    """Code and place of all that an evaluation lacks."""
    with pytest.raises(sv.InputError) as caught:
        evaluated(make, bids, held, **tender)
    return [(each.code, each.where) for each in caught.value.problems]


def test_all_that_is_missing_is_told_at_once(make: SimpleNamespace) -> None:
    """A panel's table is mended once: every bidder's prices and marks together."""
    found = problems_of(
        make,
        [
            bid(make, "Acme", None, None, 1),
            bid(make, "Brook", 0, "5.5", 1),
            bid(make, "Cedar", 10, 3, 1, marks={"quality": 3, "qualtiy": 4}),
            bid(make, "Cedar", 10, 3, 1),
        ],
        scheme(sv.AgainstTarget(denominator="maximum")),
    )
    codes = [code for code, _ in found]
    assert sorted(codes) == sorted(
        ["SV314", "SV709", "SV711", "SV708", "SV705", "SV307", "SV706", "SV707"]
    )
    assert {"bid 'Acme'", "bid 'Brook'", "bid 'Cedar'"} <= {where for _, where in found}


def test_a_missing_mark_is_never_nothing(make: SimpleNamespace) -> None:
    """A mark that was lost on the way is asked for, and not scored as 0."""
    assert problems_of(make, bid(make, "Acme", 1, None, 1)) == [("SV705", "bid 'Acme'")]
    assert evaluated(make, bid(make, "Acme", 1, 2, None))["Acme"].points == 72


def test_a_mark_above_its_scale_is_refused(make: SimpleNamespace) -> None:
    """An evaluator's slip of the keyboard is found too, behind a consensus that looks right."""
    panel = sv.Moderated(4, marks=[sv.EvaluatorMark("A", 4), sv.EvaluatorMark("B", 44)])
    assert problems_of(make, bid(make, "Acme", 1, panel, 1)) == [("SV706", "bid 'Acme'")]


def test_a_mark_that_no_criterion_asks_for_suggests_the_nearest(make: SimpleNamespace) -> None:
    """A misspelt criterion would lose a bidder its mark in silence."""
    one = bid(make, "Acme", 1, 4, 1, marks={"quality": 4, "Qualty": 5})
    with pytest.raises(sv.InputError, match="did you mean 'quality'"):
        evaluated(make, one)


def test_bids_are_told_apart(make: SimpleNamespace) -> None:
    """Two envelopes under one name, whatever its capitals or spaces, could not be answered."""
    for other in ("ACME", "Acme ", "a\u0063me", "Ac\u200bme", "\ufeffAcme", "Ac\xadme\u2060"):
        found = problems_of(make, [bid(make, "Acme", 1, 4, 1), bid(make, other, 2, 4, 1)])
        assert [code for code, _ in found] == ["SV314"]
    two = [bid(make, "Acme", 1, 4, 1), bid(make, "Acme Two", 2, 4, 1)]
    assert len(evaluated(make, two).ranking) == 2


def test_a_name_with_a_sign_that_nobody_sees_is_told_as_it_is(make: SimpleNamespace) -> None:
    """Who bids twice is told to bid once, and sees what differs; not to find another name."""
    hidden = [bid(make, "Acme", 1, 4, 1), bid(make, "Ac\u200bme", 2, 4, 1)]
    with pytest.raises(sv.InputError) as caught:
        evaluated(make, hidden)
    (found,) = caught.value.problems
    assert found.message == "'Ac\\u200bme' bids twice: here, and as 'Acme'"
    assert "if this is one bidder" in found.hint
    with pytest.raises(sv.InputError, match="SV313"):
        sv.Bid("\u200b\u2060")


def test_no_bids_no_evaluation(make: SimpleNamespace) -> None:
    """An empty folder is more likely a wrong path than a tender nobody wanted."""
    assert problems_of(make, []) == [("SV315", "")]


def test_a_lot_is_one_of_the_tenders(make: SimpleNamespace) -> None:
    """A bid for a lot that does not exist is not scored beside those that do."""
    one = bid(make, "Acme", 1, 4, 1, lot="norht")
    with pytest.raises(sv.InputError, match="did you mean 'north'"):
        evaluated(make, one, lots=["north", "south"])
    assert (
        evaluated(make, bid(make, "Acme", 1, 4, 1, lot="north"), lots=["north"])["Acme"].rank == 1
    )


def test_bids_for_several_lots_are_not_ranked_together(make: SimpleNamespace) -> None:
    """The lowest price of one lot says nothing of the prices of another."""
    pair = [bid(make, "Acme", 1, 4, 1, lot="north"), bid(make, "Brook", 2, 4, 1, lot="south")]
    found = problems_of(make, pair, lots=["north", "south"])
    assert [code for code, _ in found] == ["SV728"]


def test_a_name_that_did_not_bid(make: SimpleNamespace) -> None:
    """A slip in a bidder's name is answered with the nearest, and so is one in a criterion's."""
    result = evaluated(make, three(make))
    with pytest.raises(sv.NotFoundError, match="did you mean 'Acme'"):
        result["Acne"]
    with pytest.raises(sv.NotFoundError, match="SV717"):
        result["Acme"].points_for("prise")


def test_swapped_arguments_are_told(make: SimpleNamespace) -> None:
    """The order of arguments is the same everywhere, and a slip in it names that order."""
    one, held = bid(make, "Acme", 1, 4, 1), framework(make)
    for call in (sv.value, sv.evaluate):
        for wrong in ((one, make.tender(), held), (make.tender(), held, one),
                      (make.tender(), one, scheme()), (make.tender(), [one, None], held),
                      (make.tender(), one, held, held), (make.tender(), None, held)):  # fmt: skip
            with pytest.raises(sv.InputError, match="tender, bid or bids, framework, scheme"):
                call(*wrong)


# --- targets, denominators and schemes ----------------------------------------------------


def policy(*entries: tuple[str, str | None]) -> Policy:
    """A policy of dated targets."""
    return Policy(
        targets=tuple(
            PolicyEntry(date.fromisoformat(day), None if value is None else Decimal(value))
            for day, value in entries
        )
    )


def test_whose_target_counts(make: SimpleNamespace) -> None:
    """The method's, else the tender's, else the plug-in's on the day of the notice."""
    held = framework(make, policy=policy(("2022-01-01", "0.4"), ("2023-01-01", "0.8")))
    one = bid(make, "Acme", 1, 5, 1000)

    def points(method: sv.AgainstTarget, on: Any = None, **tender: Any) -> Any:
        usual = {"contract_value": 10_000, "published": "2022-06-01"}
        found = sv.evaluate(
            make.tender(**{**usual, **tender}), one, attrs.evolve(held, on=on), scheme(method)
        )
        return found["Acme"].exact["value"]

    assert points(sv.AgainstTarget("0.2"), target="0.5") == 5
    assert points(sv.AgainstTarget(), target="0.5") == 2
    assert points(sv.AgainstTarget()) == Fraction(5, 2)
    assert points(sv.AgainstTarget(), published="2023-01-01") == Fraction(5, 4)
    assert points(sv.AgainstTarget(), published=None, on=date(2023, 6, 1)) == Fraction(5, 4)
    for tender in ({"published": "2021-12-31"}, {"published": None}):
        with pytest.raises(sv.InputError, match="SV709"):
            points(sv.AgainstTarget(), **tender)


@pytest.mark.parametrize(("value", "code"), [(None, "SV709"), ("0", "SV307")])
def test_a_policy_that_gives_no_target(make: SimpleNamespace, value: Any, code: str) -> None:
    """A target that was withdrawn, or of nothing, divides no bid."""
    held = framework(make, policy=policy(("2022-01-01", value)))
    with pytest.raises(sv.InputError, match=code):
        sv.evaluate(make.tender(), bid(make, "Acme", 1, 5, 1), held, scheme(sv.AgainstTarget()))


def test_the_denominator_is_named_and_never_guessed(make: SimpleNamespace) -> None:
    """The same pounds over the extended value, the maximum or the bidder's own price."""
    worth = sv.ContractValue(1000, with_extensions=2000, maximum=4000)
    one = bid(make, "Acme", 500, 5, 100)
    for name, points in (("initial", 1), ("with_extensions", "0.5"), ("maximum", "0.25"),
                         ("price", 2)):  # fmt: skip
        held = scheme(sv.AgainstTarget("1", denominator=name))
        result = evaluated(make, one, held, contract_value=worth)
        assert result["Acme"].points_for("value") == Decimal(points)
        assert name in result.provenance.contract_value_basis
    found = problems_of(make, one, scheme(sv.AgainstTarget("1", denominator="with_extensions")))
    assert [code for code, _ in found] == ["SV711"]


@pytest.mark.parametrize(("price", "code"), [(None, "SV708"), (0, "SV307")])
def test_a_ratio_to_the_price_needs_one(make: SimpleNamespace, price: Any, code: str) -> None:
    """Social value per £1 of nothing is no number."""
    held = sv.Scheme([sv.Criterion("value", 100, sv.AgainstTarget("1", denominator="price"))])
    one = bid(make, "Acme", price, None, 1)
    assert [code for code, _ in problems_of(make, one, held)] == [code]


def test_whose_scheme_counts(make: SimpleNamespace) -> None:
    """The one given, else the tender's own, else the plug-in's; else none, and no points."""
    argument, own, plugin = (scheme(places=places) for places in (0, 1, 2))
    held = framework(make, scheme=plugin)
    one = bid(make, "Acme", 1, 5, 1)
    both = make.tender(scheme=own)
    assert sv.evaluate(both, one, held, argument).scheme == argument
    assert sv.evaluate(both, one, held).scheme == own
    assert sv.evaluate(make.tender(), one, held).scheme == plugin
    with pytest.raises(sv.InputError, match="SV710"):
        sv.evaluate(make.tender(), one, framework(make))


def test_a_scheme_without_pounds(make: SimpleNamespace) -> None:
    """Central government scores words alone: no target, no measure and no price are needed."""
    held = sv.Scheme([sv.Criterion("words", 100, sv.PanelMark(10))])
    result = evaluated(make, sv.Bid("Acme", marks={"words": 7}), held, published=None)
    assert result["Acme"].points == 70


def test_nobody_offers_anything(make: SimpleNamespace) -> None:
    """Relative to a highest of £0 all get nothing, and the reader is told why."""
    result = evaluated(make, [bid(make, "Acme", 1, 5, 0), bid(make, "Brook", 1, 5, None)])
    assert [each.code for each in result.warnings] == ["SV715"]
    assert "'value'" in result.warnings[0].message
    assert [each.exact["value"] for each in result] == [0, 0]
    assert evaluated(make, three(make)).warnings == ()


# --- what is valued twice -----------------------------------------------------------------


def test_a_measure_is_valued_once(make: SimpleNamespace) -> None:
    """Two values for one measure, under two of its codes: nobody can know which was meant."""
    held = make.rich()
    tender = make.tender(unit_values={"A": "1", "OWN-A": "2", "B": "3"})
    with pytest.raises(sv.InputError) as caught:
        sv.value(tender, make.offers(held, {"A": 1}), held)
    (wrong,) = caught.value.problems
    assert "OWN-A" in wrong.message
    assert "unit_values" in wrong.where


def test_unit_values_of_measures_that_have_none(make: SimpleNamespace) -> None:
    """A value for an unknown measure, or for one that never carries pounds, is a slip."""
    held = make.rich()
    tender = make.tender(unit_values={"Z": "1", "RECORDED": "2"}, place="X1")
    with pytest.raises(sv.InputError) as caught:
        sv.value(tender, make.offers(held, {"A": 1}), held)
    assert [each.code for each in caught.value.problems] == ["SV209", "SV317", "SV210"]


def test_commitments_of_another_set(make: SimpleNamespace) -> None:
    """A quantity is never carried across a changed unit, nor to a code that is not there."""
    other = make.framework(make.measure("A", unit="gbp"), make.measure("Z"), edition="0")
    held = make.rich()
    far = attrs.evolve(make.offered(held, "B", 1), place="X1")
    one = make.bid(make.offered(other, "A", 5), make.offered(other, "Z", 5), far)
    with pytest.raises(sv.InputError) as caught:
        sv.value(make.tender(), one, held)
    found = [(each.code, each.where) for each in caught.value.problems]
    assert [code for code, _ in found] == ["SV319", "SV209", "SV210"]
    assert [f"commitment {number}" in where for number, (_, where) in enumerate(found, 1)] == [
        True
    ] * 3


def test_a_menu_names_a_measure_by_either_code(make: SimpleNamespace) -> None:
    """Points for the council's own code are points for the measure, and are given once."""
    held = make.rich()
    one = make.offers(held, {"A": 50})

    def points(menu: dict[str, int]) -> Any:
        method = sv.PointsMenu(menu, required=100)
        return sv.evaluate(
            make.tender(), one, held, sv.Scheme([sv.Criterion("menu", 100, method)])
        )["Acme"].points

    assert points({"A": 1}) == points({"OWN-A": 1}) == 50
    with pytest.raises(sv.InputError, match="SV222"):
        points({"A": 1, "OWN-A": 1})
    with pytest.raises(sv.InputError, match="SV209"):
        points({"Z": 1})


# --- in any process -----------------------------------------------------------------------


def test_the_callers_decimal_context_changes_no_point(make: SimpleNamespace) -> None:
    """An evaluation, its words, its table and its record are the same in every process."""
    bids = [*three(make), bid(make, "Alder", "99.995", 1, "3.335")]
    held = scheme(sv.AgainstTarget("0.0007"))
    plain = evaluated(make, bids, held)
    with decimal.localcontext() as context:
        context.prec, context.rounding, context.capitals = 3, decimal.ROUND_DOWN, 0
        context.Emax, context.Emin = 5, -3
        context.traps = dict.fromkeys(context.traps, True)
        odd = evaluated(make, bids, held)
        said = [odd.explain(), *(odd.explain(name) for name in odd.ranking)]
        html = odd.explain().html
        record, frame = odd.record(), odd.to_frame("pandas")
    assert odd == plain
    assert said == [plain.explain(), *(plain.explain(name) for name in plain.ranking)]
    assert html == plain.explain().html
    assert record == plain.record()
    assert frame.equals(plain.to_frame("pandas"))


AT_NOTHING = [
    (sv.HighestIncome(), (70, 0), (100, 0)),
    (sv.HighestIncome(), (0, 0), (0, 0)),
    (sv.LinearSpread(), (0, 50, 100), (100, 50, 0)),
    (sv.LinearSpread(), (0, 0), (100, 100)),
    (sv.DeviationFromMean(), (0, 70), (100, 0)),
    (sv.DeviationFromMean(at_mean="0.3"), (0, 0), (30, 30)),
]
"""Methods whose formula is defined at £0, prices, and the points by hand."""


@pytest.mark.parametrize(("method", "prices", "points"), AT_NOTHING)
def test_a_price_of_nothing_where_the_formula_is_defined(
    make: SimpleNamespace, method: Any, prices: tuple[int, ...], points: tuple[int, ...]
) -> None:
    """A concession for which somebody offers nothing must not end without any ranking.

    One bid at £0 kept all the others from being scored, under formulas that are defined there.
    """
    held = sv.Scheme([sv.Criterion("price", 100, method)])
    bids = [bid(make, f"bid {n}", price, None, None) for n, price in enumerate(prices)]
    result = sv.evaluate(make.tender(), bids, framework(make), held)
    for n, expected in enumerate(points):
        assert result[f"bid {n}"].points == expected
        assert str(result.explain(f"bid {n}"))
        assert str(result.summary(f"bid {n}"))
    arrays = sv.evaluate_arrays(held, price=list(prices))
    assert arrays.points.tolist() == list(points)
    assert arrays.rank.tolist() == [result[f"bid {n}"].rank for n in range(len(prices))]


DIVIDES = [
    sv.LowestPrice(),
    sv.FixedReference(100),
    sv.AgainstTarget("0.5", denominator="price"),
    sv.RatioThenRelative(),
    sv.ValueForMoney([sv.Criterion("plan", 100, sv.PanelMark(out_of=5))]),
]


@pytest.mark.parametrize("method", DIVIDES)
def test_a_price_of_nothing_where_the_formula_divides_by_it(
    make: SimpleNamespace, method: Any
) -> None:
    """Nothing can be divided by £0; the buyer is told what to do with such a bid."""
    held = sv.Scheme([sv.Criterion("offer", 100, method)])
    marks = {"plan": 3} if isinstance(method, sv.ValueForMoney) else {}
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate(make.tender(), [make.bid(price=0, marks=marks)], framework(make), held)
    (found,) = caught.value.problems
    assert found.code == "SV307"
    for word in ("'offer' divides by it", "what the ITT says", "nominal price", "exclude"):
        assert word in found.hint


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=6),
    st.sampled_from([sv.HighestIncome(), sv.LinearSpread(), sv.DeviationFromMean()]),
)
def test_arrays_score_a_price_of_nothing_as_evaluate_does(prices: list[int], method: Any) -> None:
    """A table must not give other points than the decision for the same prices."""
    held = sv.Scheme([sv.Criterion("price", 100, method)])
    toms = sv.load("national-toms", edition="2022")
    parks = sv.Tender("Parks", contract_value=100, published="2022-07-01")
    bids = [sv.Bid(f"bid {n}", price=price) for n, price in enumerate(prices)]
    result = sv.evaluate(parks, bids, toms, held)
    arrays = sv.evaluate_arrays(held, price=prices)
    assert arrays.points.tolist() == [float(result[each.bidder].points or 0) for each in bids]
    assert arrays.rank.tolist() == [result[each.bidder].rank for each in bids]


@pytest.mark.parametrize(
    "method",
    [
        sv.LowestPrice(),
        sv.LinearSpread(),
        sv.AgainstTarget(),
        sv.AgainstTarget("0.5", denominator="maximum"),
        sv.RatioThenRelative(),
        sv.Banded([("0", "0.00001", 1)]),
    ],
)
def test_a_criterion_of_no_points_needs_nothing(make: SimpleNamespace, method: Any) -> None:
    """A notice that weighs price at 0 has bids without one, and its letters no sums of 0."""
    asked = [
        sv.Criterion("weightless", 0, method),
        sv.Criterion("quality", 100, sv.PanelMark(out_of=5)),
    ]
    held = sv.Scheme(asked)
    bids = [bid(make, name, None, mark, None) for name, mark in (("A", 5), ("B", 4))]
    result = sv.evaluate(make.tender(), bids, framework(make), held)
    assert [(each.bidder, each.points) for each in result] == [("A", 100), ("B", 80)]
    assert "0: the criterion is worth no points" in str(result.explain("B"))
    letter = str(result.summary("B"))
    assert "worth no points" in " ".join(letter.split())
    assert "0 × 0" not in letter
    arrays = sv.evaluate_arrays(held, marks={"quality": [5, 4]})
    assert arrays.points.tolist() == [100, 80]


@pytest.mark.parametrize("state", ["excluded", "withdrawn"])
def test_marks_of_a_bid_that_is_out_lie_on_the_scale_too(make: SimpleNamespace, state: str) -> None:
    """They stand in its letter, where a mark of 9 of 5 would be the council's slip."""
    out = bid(make, "Acme", 1, 9, 1, state=state, reason="late")
    found = problems_of(make, [out, bid(make, "Bo", 1, 4, 1)])
    assert [code for code, _ in found] == ["SV706"]


@attrs.frozen
class OneMark:
    """A council's own method, by the panel's mark."""

    READS = ("mark",)

    def points(self, criterion: str, weight: Fraction, bids: Any) -> list[Fraction]:
        """The mark's share of ten."""
        return [weight * each.marks[criterion] / 10 for each in bids]


def test_a_method_of_ones_own_needs_a_consensus_too(make: SimpleNamespace) -> None:
    """Marks without a moderated one are told, and do not end in a fault of the council's code."""
    held = sv.Scheme([sv.Criterion("words", 100, OneMark())])
    panel = sv.Moderated(marks=[sv.EvaluatorMark("A", 4)])
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate(make.tender(), [make.bid(marks={"words": panel})], framework(make), held)
    assert [each.code for each in caught.value.problems] == ["SV725"]
