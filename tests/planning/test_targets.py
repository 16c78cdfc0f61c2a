"""Past contracts, what may be told of them, and what a target would have done."""

from __future__ import annotations

import itertools
import json
from decimal import Decimal
from fractions import Fraction
from math import comb
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pace import at_most
from tests.planning.past import rows

import socialvalue as sv
from socialvalue.planning.past.contracts import PastContract, PastLine
from socialvalue.planning.past.hiding import Rule, as_told, shown_groups
from socialvalue.planning.past.intervals import quantile, ranks_around
from socialvalue.planning.stream import uniforms

EVIL = "<script>alert(1)</script>\x1b[31m"
SCHEME = sv.Scheme([
    sv.Criterion("price", 60, sv.LowestPrice()),
    sv.Criterion("quality", 20, sv.PanelMark(out_of=5)),
    sv.Criterion("social value", 20, sv.AgainstTarget()),
])  # fmt: skip


@pytest.fixture(scope="module")
def past() -> sv.planning.PastContracts:
    """Sixty contracts of twelve suppliers."""
    return sv.planning.past_contracts(rows())


def codes(error: pytest.ExceptionInfo[sv.SocialValueError]) -> list[str]:
    return [each.code for each in error.value.problems]


# --- past contracts ------------------------------------------------------------------------


def test_a_table_of_any_kind_is_read_alike(past: sv.planning.PastContracts, tmp_path: Path) -> None:
    """The same contracts, whether a council has them in a file, a dataframe or a list."""
    import pandas as pd
    import polars as pl

    file = tmp_path / "past.csv"
    pl.DataFrame(rows()).write_csv(file)
    for table in (pl.DataFrame(rows()), pd.DataFrame(rows()), file, str(file)):
        assert sv.planning.past_contracts(table) == past
    pence = [{"contract_value_pence": each.pop("contract_value") * 100,
              "promised_pence": each.pop("promised") * 100, **each} for each in rows()]  # fmt: skip
    assert sv.planning.past_contracts(pence) == past
    assert past.contracts[1].per_pound == Fraction(37, 100)
    assert past.contracts[1].on("size") == "£1m to £5m"


def test_rows_of_one_contract_are_added_up() -> None:
    """A portal's row is a measure of a contract: counted by rows, a contract would count thrice."""
    said = {"contract": "C1", "supplier": "Acme", "contract_value": 1000}
    past = sv.planning.past_contracts([
        {**said, "measure": "NT1", "promised": 100, "delivered": 50},
        {**said, "measure": "NT18", "promised": 20, "delivered": None},
    ])  # fmt: skip
    (one,) = past.contracts
    assert (one.promised, one.delivered, len(one.lines)) == (120, None, 2)


def test_all_contracts_of_a_delivery_record_fit() -> None:
    """What the council holds already is not typed a second time."""
    register = sv.contracts.open_register()
    with pytest.raises(sv.InputError) as told:
        sv.planning.past_contracts(
            sv.portfolio(register, on="2022-12-31").to_frame(), on="2022-12-31"
        )
    assert codes(told) == ["SV1331"]


def test_what_is_wrong_is_told_at_once_with_its_row() -> None:
    """No contract is left out in silence."""
    good = {"contract": "C1", "supplier": "Acme", "contract_value": 1000, "promised": 1}
    with pytest.raises(sv.InputError) as told:
        sv.planning.past_contracts([
            {**good, "contract_value": 0}, {**good, "contract": "C2", "promised": -1},
            {**good, "contract": "C3", "supplier": None},
        ])  # fmt: skip
    assert codes(told) == ["SV307", "SV302", "SV313"]
    assert [each.where for each in told.value.problems] == [
        "row 1, contract value",
        "row 2, promised",
        "row 3, supplier",
    ]
    with pytest.raises(sv.InputError) as told:
        sv.planning.past_contracts([good, {**good, "contract_value": 2000}])
    assert codes(told) == ["SV1333"]
    with pytest.raises(sv.InputError) as told:
        sv.planning.past_contracts([])
    assert codes(told) == ["SV1331"]
    with pytest.raises(sv.InputError) as told:
        sv.planning.past_contracts([{"contract": "C1", "promised": 1}])
    assert codes(told) == ["SV325", "SV325"]


def test_losing_offers_need_a_basis() -> None:
    """Unjust otherwise: a bidder's lost offer is shown to its rivals without anyone's leave."""
    lost = [
        {**each, "awarded": "no" if number % 2 else "yes"} for number, each in enumerate(rows())
    ]
    with pytest.raises(sv.InputError) as told:
        sv.planning.past_contracts(lost)
    assert {*codes(told)} == {"SV1332"}
    past = sv.planning.past_contracts(lost, basis="ITT clause 14")
    assert "30 losing offers" in past.notes[-1]
    with pytest.raises(sv.InputError) as told:
        sv.planning.benchmark(past, least=5)
    assert codes(told) == ["SV1335"]
    assert sv.planning.benchmark(past).basis == "ITT clause 14"


def test_what_goes_on_is_not_taken_for_delivered() -> None:
    """A contract in its first month has delivered little, and says nothing of what can be."""
    dated = [{**each, "ends": "2024-03-31" if number < 40 else "2027-03-31"}
             for number, each in enumerate(rows())]  # fmt: skip
    with pytest.raises(sv.InputError) as told:
        sv.planning.past_contracts(dated)
    assert codes(told) == ["SV1334"]
    past = sv.planning.past_contracts(dated, on="2025-01-01")
    found = sv.planning.benchmark(past, by=[])
    assert [(each.of, each.contracts) for each in found.groups] == [
        ("promised", 60),
        ("delivered", 40),
    ]
    assert found.attainable is not None
    assert (found.attainable.of, found.attainable.contracts) == ("delivered", 40)


# --- intervals -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [10, 22, 30, 57])
@pytest.mark.parametrize("share", [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)])
def test_intervals_are_those_of_the_binomial(count: int, share: Fraction) -> None:
    """Each end is missed with at most 2.5%, whatever the contracts are like; worked out anew."""
    low, high = ranks_around(count, share)
    chance = [comb(count, each) * share**each * (1 - share) ** (count - each)
              for each in range(count + 1)]  # fmt: skip
    tail = Fraction(1, 40)
    if low is not None:
        assert sum(chance[:low]) <= tail < sum(chance[: low + 1])
    if high is not None:
        assert sum(chance[high:]) <= tail < sum(chance[high - 1 :])
    assert low is None or low > 1
    assert high is None or high < count


def test_the_upper_quartile_of_few_spans_a_factor() -> None:
    """Of 22 contracts it lies between the 12th and the 21st: that is the finding."""
    assert ranks_around(22, Fraction(3, 4)) == (12, 21)
    found = quantile([Fraction(each) for each in range(1, 23)], Fraction(3, 4))
    assert (found.at, found.low, found.high) == (17, 12, 21)
    assert found.coverage is not None
    assert found.coverage >= Fraction(95, 100)
    assert quantile([Fraction(1), Fraction(3)], Fraction(1, 2)).at == 2


# --- what may be shown ----------------------------------------------------------------------


def _contract(
    number: int, supplier: int, size: int, sector: int, place: int, promised: int
) -> PastContract:
    value = (Decimal(500_000), Decimal(2_000_000), Decimal(9_000_000))[size]
    line = PastLine("", Decimal(promised))
    return PastContract(str(number), f"S{supplier}", value, (line,), sector=f"k{sector}",
                        place=f"p{place}")  # fmt: skip


def _grouped(contracts: list[PastContract], *axes: str) -> dict[str, dict[str, frozenset[int]]]:
    return {axis: {name: frozenset(at for at, each in enumerate(contracts) if each.on(axis) == name)
                   for name in {each.on(axis) for each in contracts}} for axis in axes}  # fmt: skip


drawn = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2),
              st.integers(0, 9)),
    min_size=3, max_size=24,
)  # fmt: skip


@settings(max_examples=150)
@given(drawn, st.sampled_from([*itertools.permutations(("size", "sector", "place"), 2)]))
def test_an_attacker_recovers_no_withheld_group(
    cells: list[tuple[int, int, int, int, int]], asked: tuple[str, str]
) -> None:
    """Unjust otherwise: a supplier's own figures are read off the difference of two tables.

    Whatever is a sum or difference of what is shown (its span) is tried, under any two of the three
    axes: none of it is a set of contracts that may not be told of together.
    """
    contracts = [_contract(number, *each) for number, each in enumerate(cells)]
    rule = Rule(3, 2)
    axes = _grouped(contracts, *asked)
    shown = shown_groups(contracts, axes, rule)
    whole = frozenset(range(len(contracts)))
    known = [axes[axis][name] for axis, each in shown.items() for name, may in each.items() if may]
    if not rule.holds(contracts):
        assert known == []
        return
    atoms = [each for each in (one & other for one in axes[asked[0]].values()
                               for other in axes[asked[1]].values()) if each]  # fmt: skip
    told = np.array([[1.0 if atom <= each else 0.0 for atom in atoms] for each in [whole, *known]])
    rank = np.linalg.matrix_rank(told)
    for count in range(1, len(atoms)):
        for chosen in itertools.combinations(range(len(atoms)), count):
            some = frozenset().union(*(atoms[each] for each in chosen))
            if rule.holds(contracts[each] for each in some):
                continue
            wanted = np.zeros(len(atoms))
            wanted[list(chosen)] = 1
            assert np.linalg.matrix_rank(np.vstack([told, wanted])) > rank, some


def test_more_than_three_groups_together_give_nothing_away() -> None:
    """Four sectors less four places are one contract: no three of either show it."""
    four = [(sector, place) for place in range(4) for sector in (place, (place + 1) % 4)]
    seven = [(4 + sector, 4 + place) for place in range(7) for sector in (place, (place + 1) % 7)]
    cells = [*four, *seven]
    held = [_contract(number, number // len(cells) % 5, 0, *each, 5)
            for number, each in enumerate(cells * 12)]  # fmt: skip
    axes = _grouped(held, "sector", "place")
    assert {may for each in shown_groups(held, axes, Rule()).values() for may in each.values()} == {
        True
    }
    one = _contract(len(held), 1, 0, 0, 10, 5)
    axes = _grouped([*held, one], "sector", "place")
    shown = shown_groups([*held, one], axes, Rule())
    ringed = [shown["sector"][f"k{each}"] for each in range(4)]
    ringed += [shown["place"][f"p{each}"] for each in range(4)]
    others = [shown["sector"][f"k{each}"] for each in range(4, 11)]
    assert not all(ringed) or not all([*others, shown["place"]["p10"]])


def test_three_axes_are_refused(past: sv.planning.PastContracts) -> None:
    """Unjust otherwise: of three, half of a sum of groups is one contract, and no difference is."""
    with pytest.raises(sv.InputError) as told:
        sv.planning.benchmark(past, by=["size", "sector", "place"])
    assert codes(told) == ["SV1338"]
    for two in itertools.combinations(("size", "sector", "place"), 2):
        assert {each.axis for each in sv.planning.benchmark(past, by=two).groups} == {"", *two}
    once = sv.planning.benchmark(past, by=["size", "size"])
    assert once == sv.planning.benchmark(past, by=["size"])


def test_many_sectors_and_places_are_looked_through_to_an_end() -> None:
    """A table that is waited for is made without us, and without its rules."""
    random = Random(5)  # noqa: S311
    many = [_contract(each, random.randrange(40), 0, random.randrange(14), random.randrange(30), 5)
            for each in range(600)]  # fmt: skip
    axes = _grouped(many, "sector", "place")
    shown = shown_groups(many, axes, Rule())
    assert {*shown["sector"].values()} == {True}


@pytest.mark.parametrize("wrong", [
    {"at": ["0"]}, {"at": ["1"]}, {"at": ["0.251"]}, {"reached": ["0.1234"]}, {"at": ["1/3"]},
])  # fmt: skip
def test_nothing_finer_than_a_hundredth_is_told(
    past: sv.planning.PastContracts, wrong: dict[str, list[str]]
) -> None:
    """Unjust otherwise: question after question picks one contract out of a group."""
    with pytest.raises(sv.InputError) as told:
        sv.planning.benchmark(past, **wrong)
    assert codes(told) == ["SV316"]
    found = sv.planning.benchmark(past, at=["0.05", "0.5", "0.75"], reached=["0.12", "0.120"])
    assert [each.target for each in found["all"].reached] == [Decimal("0.12")]
    assert "12p" in str(found)


def test_the_first_and_the_last_contract_are_never_told() -> None:
    """A group's highest figure is its largest supplier's own: as at the ends of intervals."""
    past = sv.planning.past_contracts(rows(30))
    found = sv.planning.benchmark(past, by=[], at=["0.01", "0.5", "0.75", "0.99"])["all"]
    assert [each.share for each in found.quantiles] == [Fraction(1, 2), Fraction(3, 4)]
    low, _, high, top = (quantile([Fraction(each) for each in range(30)], Fraction(each, 100)).at
                         for each in (1, 50, 98, 99))  # fmt: skip
    assert (low, high, top) == (0, 29, 29)


def test_no_question_after_another_finds_the_first_or_the_last_contract() -> None:
    """Unjust otherwise: penny after penny, or a mean and one of its two, tell one bidder's own."""
    past = sv.planning.past_contracts(rows(20))
    asked = [f"0.{each:02}" for each in range(1, 100)]
    found = sv.planning.benchmark(past, by=[], at=asked, reached=["0.00", *asked])["all"]
    shares = {each.share for each in found.quantiles}
    assert {Fraction(5, 100), Fraction(95, 100)}.isdisjoint(shares)
    assert {Fraction(6, 100), Fraction(94, 100)} <= shares
    ratios = sorted(each.per_pound for each in past.contracts)
    told = {each.target: (each.low, each.high) for each in found.reached}
    around = [sum(each >= target for each in ratios) for target in told]
    assert {0, 1, 2, 18, 19, 20} <= {*around}, "each side of the bounds is tried"
    for (low, high), count in zip(told.values(), around, strict=True):
        assert low <= Fraction(count, 20) <= high
        ends = (Fraction(0), Fraction(1, 20)) if count < 2 else (Fraction(19, 20), Fraction(1))
        assert (low, high) == (ends if count < 2 or count > 18 else (Fraction(count, 20),) * 2)


def test_a_share_of_none_or_one_is_said_as_a_bound() -> None:
    """In the text and in the data; and the bound is true where it is rounded."""
    asked = ("0.00", "0.30", "0.99")
    found = sv.planning.benchmark(sv.planning.past_contracts(rows()), by=[], reached=asked)
    text = " ".join(str(found).split())
    assert "at least 98%" in text
    assert "at most 2%" in text
    data = found.to_dict()["groups"][0]["reached"]
    assert data["0.99"] == {"at_least": "0", "at_most": "0.016667"}
    assert data["0.3"]["at_least"] == data["0.3"]["at_most"]


def test_no_range_is_said_where_there_is_none() -> None:
    """Not 'above 0p and at most 0p': nothing is between them."""
    none = [{**each, "delivered": 0} for each in rows()]
    found = sv.planning.benchmark(sv.planning.past_contracts(none), by=[])
    assert found.attainable is None
    assert "are the same, 0p per £1" in str(found)
    only = sv.planning.benchmark(sv.planning.past_contracts(rows()), by=[], at=["0.5"])
    assert "Too few" not in str(only)


def test_one_withheld_group_takes_another_with_it() -> None:
    """All less what is shown would be the withheld one."""
    said = [_contract(each, each % 6, 0, 0, 0, 5) for each in range(20)]
    said += [_contract(each, each % 6, 1, 0, 0, 5) for each in range(20, 32)]
    said += [_contract(each, each % 6, 2, 0, 0, 5) for each in range(32, 36)]
    axes = {"size": {size: frozenset(at for at, each in enumerate(said) if each.on("size") == size)
                     for size in ("below £1m", "£1m to £5m", "£5m to £25m")}}  # fmt: skip
    assert shown_groups(said, axes, Rule()) == {
        "size": {"below £1m": True, "£1m to £5m": False, "£5m to £25m": False}
    }


def test_no_supplier_has_above_half() -> None:
    """The figures of a group with one large supplier are that supplier's."""
    large = [_contract(each, 0 if each < 6 else each, 0, 0, 0, 100 if each < 6 else 10)
             for each in range(20)]  # fmt: skip
    assert not Rule().holds(large)
    assert Rule().holds([_contract(each, each % 4, 0, 0, 0, 10) for each in range(20)])


def test_a_withheld_group_is_in_nothing_that_is_returned() -> None:
    """Not in the noun, the table, the JSON or the text: what is hidden at display is not hidden."""
    few = [{**each, "sector": "rare" if number < 4 else each["sector"]}
           for number, each in enumerate(rows())]  # fmt: skip
    found = sv.planning.benchmark(sv.planning.past_contracts(few), by=["sector"])
    rare = found["rare"]
    assert (rare.withheld, rare.contracts, rare.quantiles, rare.per_pound) == (True, None, (), None)
    assert sum(each.withheld for each in found) >= 2
    data = json.loads(found.to_json())
    assert {"axis": "sector", "name": "rare", "of": "promised", "withheld": True} in data["groups"]
    frame = found.to_frame()
    assert frame.filter(group="rare")["contracts"].to_list() == [None] * 2
    assert "Withheld: " in str(found)
    assert "rare" in str(found)


def test_figures_are_in_whole_pence(past: sv.planning.PastContracts) -> None:
    """An order statistic to six places is one contract's own figure."""
    found = sv.planning.benchmark(past, by=["size", "sector"])
    held = [each for group in found.groups for one in group.quantiles
            for each in (one.at, one.low, one.high) if each is not None]  # fmt: skip
    assert held
    assert all((each * 100).denominator == 1 for each in held)


def test_what_is_asked_wrongly_is_refused(past: sv.planning.PastContracts) -> None:
    """An axis that there is not, fewer than may be, and no contracts of a kind."""
    with pytest.raises(sv.InputError, match="SV312"):
        sv.planning.benchmark(past, by=["supplier"])
    with pytest.raises(sv.InputError, match="SV1335"):
        sv.planning.benchmark(past, least=2)
    with pytest.raises(sv.InputError, match="SV1331"):
        past.only(sector="ships")
    with pytest.raises(sv.NotFoundError):
        sv.planning.benchmark(past)["ships"]


# --- what a target would have done ------------------------------------------------------------


def test_the_stream_is_that_of_the_raw_bits() -> None:
    """Published digits: another numpy, or another machine, draws the same tenders."""
    raw = np.random.PCG64(7).random_raw(3)
    assert uniforms(7, 3).tolist() == [int(each) // 2**11 / 2**53 for each in raw]
    assert uniforms(7, 2).tolist() == [0.625095466604667, 0.8972138009695755]


def test_points_are_those_of_the_engine(past: sv.planning.PastContracts) -> None:
    """Every drawn tender of a small run, scored one by one, gives the same shares."""
    from socialvalue.planning.effects.drawing import drawn_tenders
    from socialvalue.planning.effects.targets import without_targets

    found = sv.planning.target_effect(past, SCHEME, targets=["0.20"], draws=40, seed=3)["0.2"]
    ratios = as_told(each.per_pound for each in past.contracts)
    drawn = drawn_tenders(without_targets(SCHEME), ratios, 10**8, bids=3, draws=40, seed=3,
                          price=sv.Draw("0.85", "1"),
                          marks=sv.Draw("0.4", "1"))  # fmt: skip
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Drawn", contract_value=1_000_000, published="2022-07-01", target="0.20")
    full, points, changes = 0, Fraction(0), 0
    for number in range(40):
        bids, bare = [], []
        for at in range(3 * number, 3 * number + 3):
            worth = Decimal(int(drawn.value[at])) / 100
            said = {"price": Decimal(int(drawn.price[at])) / 100,
                    "marks": {"quality": int(drawn.marks["quality"][at])}}  # fmt: skip
            bids.append(sv.Bid(str(at), commitments=[toms.commit("NT28", sv.gbp(worth))], **said))
            bare.append(sv.Bid(str(at), **said))
        result = sv.evaluate(tender, bids, toms, SCHEME)
        own = [each.points_for("social value") for each in result.results]
        full += sum(each == 20 for each in own)
        points += sum(Fraction(each or 0) for each in own)
        changes += not {*result.winners} & {*sv.evaluate(tender, bare, toms, SCHEME).winners}
    assert (found.full_marks, found.mean_points) == (Fraction(full, 120), points / 120)
    assert found.winner_changes == Fraction(changes, 40)


def test_the_same_seed_is_the_same_result(past: sv.planning.PastContracts) -> None:
    """And the order of the rows is none of it."""
    asked = {"targets": ["0.10", "0.50"], "draws": 2_000, "seed": 5}
    found = sv.planning.target_effect(past, SCHEME, **asked)
    again = sv.planning.past_contracts(rows()[::-1])
    assert sv.planning.target_effect(again, SCHEME, **asked) == found
    assert sv.planning.target_effect(past, SCHEME, **{**asked, "seed": 6}) != found
    low, high = found
    assert low.full_marks > high.full_marks
    assert low.tied_at_full > high.tied_at_full
    assert low.price_of_full == Fraction(1, 2)


def test_words_say_how_little_is_known(past: sv.planning.PastContracts) -> None:
    """A sentence a target, what it rests on, and nothing to more places than it bears."""
    found = sv.planning.target_effect(past, SCHEME, targets=["0.20"], draws=2_000)
    text = str(found)
    assert "At 20p per £1: of 20.00 points a bid had" in text
    assert "60 past offers of 12 suppliers" in text
    assert "the highest and the lowest as the one next to it" in " ".join(text.split())
    assert "in whole pence" in found.to_dict()["notes"][-1]
    assert "Bidders aim at the target that is published" in text
    assert "it changes no bid's points" in text
    assert "2,000 tenders of 3 bids were drawn (seed 7)" in text
    assert found.chart().rows[0][0] == "20p"
    assert sv.planning.benchmark(past).chart().rows
    assert json.loads(found.to_json())["schema"] == "socialvalue/target-effect@1"
    assert found.to_frame().height == 1


def test_what_cannot_be_drawn_is_refused(past: sv.planning.PastContracts) -> None:
    """No target in the scheme, too few contracts, draws of 0, a seed that is no whole number."""
    relative = sv.Scheme([sv.Criterion("social value", 100, sv.RelativeToHighest())])
    few = sv.planning.past_contracts(rows(9))
    for wrong, code in (
        ({"scheme": relative}, "SV1336"), ({"past": few}, "SV1337"), ({"draws": 0}, "SV316"),
        ({"seed": "7"}, "SV316"), ({"seed": True}, "SV316"), ({"bids": 1}, "SV316"),
        ({"targets": []}, "SV316"), ({"targets": ["-1"]}, "SV301"), ({"targets": [0]}, "SV307"),
        ({"targets": ["0.125"]}, "SV316"), ({"targets": ["0.2", Decimal("0.0001")]}, "SV316"),
    ):  # fmt: skip
        asked = {"past": past, "scheme": SCHEME, "targets": ["0.2"], "draws": 10, **wrong}
        with pytest.raises(sv.InputError) as told:
            sv.planning.target_effect(asked.pop("past"), asked.pop("scheme"), **asked)
        assert codes(told) == [code], wrong


def test_a_users_words_are_text() -> None:
    """A sector's name is never markup."""
    evil = [{**each, "sector": EVIL} for each in rows()]
    found = sv.planning.benchmark(sv.planning.past_contracts(evil), by=["sector"])
    assert "<script" not in found._repr_html_()
    assert "\x1b" not in f"{found!r}{found}"
    assert "&lt;script" in found._repr_html_()


def test_no_path_to_points(past: sv.planning.PastContracts) -> None:
    """A benchmark is no scheme, no bid and no target of a tender."""
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Parks", contract_value=100_000, published="2022-07-01", target="0.5")
    bid = sv.Bid("Acme", price=90_000, marks={"quality": 4})
    before = sv.evaluate(tender, [bid], toms, SCHEME).record()
    found = sv.planning.benchmark(past)
    effect = sv.planning.target_effect(past, SCHEME, targets=["0.2"], draws=100)
    assert sv.evaluate(tender, [bid], toms, SCHEME).record() == before
    for each in (past, found, effect):
        with pytest.raises(sv.InputError):
            sv.evaluate(tender, [each], toms, SCHEME)  # type: ignore[list-item]
        with pytest.raises(sv.InputError):
            sv.evaluate(tender, [bid], toms, each)  # type: ignore[arg-type]


def test_forty_thousand_tenders_in_three_seconds(past: sv.planning.PastContracts) -> None:
    """The issue's bound, of which a part is taken."""
    with at_most(3):
        sv.planning.target_effect(past, SCHEME, targets=["0.10", "0.20", "0.50"])


def test_the_example_of_the_docs_is_these_rows(past: sv.planning.PastContracts, root: Path) -> None:
    """What the page shows was made of contracts that nobody held."""
    assert sv.planning.past_contracts(root / "docs/examples/norchester/past-contracts.csv") == past


def test_full_marks_that_outweigh_every_price_are_said_in_words(
    past: sv.planning.PastContracts,
) -> None:
    """A dash reads as if nothing was found; and the finding is that price decides nothing."""
    heavy = sv.Scheme([sv.Criterion("price", 40, sv.LowestPrice()),
                       sv.Criterion("social value", 60, sv.AgainstTarget())])  # fmt: skip
    found = sv.planning.target_effect(past, heavy, targets=["0.2"], draws=200)
    assert (found.beyond_price, found["0.2"].price_of_full) == (True, None)
    assert "No price was high enough to outweigh full marks." in str(found)
    assert [each.split("  ")[-1].strip() for each in str(found).splitlines()
            if each.startswith("20p ")] == ["no limit"]  # fmt: skip
    assert json.loads(found.to_json())["beyond_price"] is True
    usual = sv.planning.target_effect(past, SCHEME, targets=["0.2"], draws=200)
    assert not usual.beyond_price
    assert "No price" not in str(usual)
