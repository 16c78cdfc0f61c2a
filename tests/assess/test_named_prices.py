"""Several price criteria: each reads the price that it names, in every way that bids come in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.letters.disclosure import price_given_away
from socialvalue.assess.letters.reasons import reason_words
from socialvalue.engine.yardsticks import figures
from socialvalue.model.methods import Entry

NAMES = ("call-out", "day rate")
TENDER = sv.Tender("Boilers", contract_value=100_000, published="2022-07-01")
SCHEME = sv.Scheme(
    [
        sv.Criterion("planned works", 50, sv.LowestPrice()),
        sv.Criterion("call-outs", 30, sv.LowestPrice(), price="call-out"),
        sv.Criterion("day rates", 20, sv.LinearSpread(), price="day rate"),
    ]
)
BIDS = (
    sv.Bid("Acme", price=90_000, prices={"call-out": 80, "day rate": 300}),
    sv.Bid("Brook", price=100_000, prices={"call-out": 60, "day rate": 250}),
    sv.Bid("Cole", price=120_000, prices={"call-out": 120, "day rate": 350}),
)


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    return sv.load("national-toms@2022")


def points(result: sv.Evaluation, bidder: str) -> list[Decimal | None]:
    return [result[bidder].points_for(each.name) for each in result.scheme.leaves]


# --- by hand ------------------------------------------------------------------------------


def test_each_criterion_reads_the_price_that_it_names(toms: sv.Framework) -> None:
    """Call-outs scored by the price of the works would give the points to the wrong bidder.

    Acme: 50 × 90,000 ÷ 90,000; 30 × 60 ÷ 80; 20 × (350 − 300) ÷ 100.
    """
    result = sv.evaluate(TENDER, BIDS, toms, SCHEME)
    assert points(result, "Acme") == [Decimal("50.00"), Decimal("22.50"), Decimal("10.00")]
    assert points(result, "Brook") == [Decimal("45.00"), Decimal("30.00"), Decimal("20.00")]
    assert points(result, "Cole") == [Decimal("37.50"), Decimal("15.00"), Decimal("0.00")]
    assert [each.bidder for each in result] == ["Brook", "Acme", "Cole"]


def test_a_bid_needs_no_price_of_its_own_where_no_criterion_reads_it(toms: sv.Framework) -> None:
    """A schedule of rates has no total; to ask for one would invite an invented figure."""
    scheme = sv.Scheme([sv.Criterion("call-outs", 100, sv.LowestPrice(), price="call-out")])
    bids = [sv.Bid(name, prices={"call-out": each}) for name, each in (("A", 80), ("B", 100))]
    result = sv.evaluate(TENDER, bids, toms, scheme)
    assert [each.points for each in result] == [Decimal("100.00"), Decimal("80.00")]
    with pytest.raises(sv.InputError, match="SV708"):
        sv.evaluate(TENDER, bids, toms, sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())]))


def test_a_ratio_and_an_index_divide_by_the_price_that_they_name(make: SimpleNamespace) -> None:
    """Social value per £1 of the wrong price would rank by it."""
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    quality = sv.Criterion("words", 50, sv.PanelMark(5))
    scheme = sv.Scheme(
        [
            sv.Criterion("value", 50, sv.RatioThenRelative(), price="year one"),
            sv.Criterion("money", 50, sv.ValueForMoney([quality]), price="year one"),
        ]
    )
    bids = [
        make.bid(
            make.offered(held, "M1", 100), bidder=name, price=1, marks={"words": 4},
            prices={"year one": each},
        )
        for name, each in (("A", 10), ("B", 20))
    ]  # fmt: skip
    result = sv.evaluate(make.tender(), bids, held, scheme)
    assert points(result, "A") == [Decimal("50.00")] * 2
    assert points(result, "B") == [Decimal("25.00")] * 2


def test_what_is_inside_an_index_reads_its_own_price(make: SimpleNamespace) -> None:
    """A ratio inside reads the price that it names, or the bid's own; never the index's.

    By hand: per £1 of the own price both bids offer the same, so both have 50 of quality, and the
    index is 50 ÷ the first year's price: B, at twice the price of A, has half the points.
    """
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    inside = [sv.Criterion("value", 50, sv.RatioThenRelative())]
    scheme = sv.Scheme([sv.Criterion("money", 100, sv.ValueForMoney(inside), price="year one")])
    bids = [
        make.bid(
            make.offered(held, "M1", offer), bidder=name, price=price, prices={"year one": first}
        )
        for name, offer, price, first in (("A", 10, 100, 5), ("B", 20, 200, 10))
    ]
    result = sv.evaluate(make.tender(), bids, held, scheme)
    assert [each.points for each in result] == [Decimal("100.00"), Decimal("50.00")]
    assert "quality 50 ÷ £10.00" in result.explain("B")


@pytest.mark.parametrize(
    "method",
    [sv.LowestPrice(), sv.DeviationFromMean(), sv.PercentAboveLowest(), sv.RatioThenRelative()],
)
def test_a_criterion_of_no_points_needs_no_price(toms: sv.Framework, method: Any) -> None:
    """What decides nothing must not stop a tender, nor a report on it."""
    scheme = sv.Scheme(
        [
            sv.Criterion("price", 100, sv.LowestPrice()),
            sv.Criterion("told", 0, method, price="day rate"),
        ]
    )
    bids = [attrs.evolve(each, prices={}) for each in BIDS]
    result = sv.evaluate(TENDER, bids, toms, scheme)
    assert [each.bidder for each in result.sensitivity().least] == ["Brook", "Cole"]
    assert "0: the criterion is worth no points" in result.explain("Acme")
    found = sv.evaluate_arrays(
        scheme, price=[each.price for each in bids], value=[0] * 3, contract_value=1
    )
    assert found.rank.tolist() == [1, 2, 3]


# --- what is said -------------------------------------------------------------------------


def test_the_wording_and_the_working_name_the_price(toms: sv.Framework) -> None:
    """Two criteria of one wording and no name would leave a bidder to guess which price counts."""
    assert "  The price read here is the one called 'call-out'." in SCHEME.text()
    assert SCHEME.text().count("The price read here") == 2
    result = sv.evaluate(TENDER, BIDS, toms, SCHEME)
    said = result.explain("Acme")
    assert "30 × lowest price £60.00 ÷ £80.00" in said
    assert "50 × lowest price £90,000.00 ÷ £90,000.00" in said
    works, call_outs, _ = SCHEME.leaves
    own = [reason_words(result, result["Acme"], each, own=True) for each in (works, call_outs)]
    assert "Your price: £90,000.00" in own[0]
    assert "Your price 'call-out': £80.00" in own[1]


def test_what_each_price_gives_away_is_told_by_its_name(toms: sv.Framework) -> None:
    """The officer decides on each price: a rate may be the commercial secret and the sum not."""
    result = sv.evaluate(TENDER, BIDS, toms, SCHEME)
    winner, readers = result["Brook"], [result["Acme"]]
    assert price_given_away(result, winner, readers) == 100_000
    assert price_given_away(result, winner, readers, "call-out") == 60
    assert price_given_away(result, winner, readers, "day rate") is None


def test_a_straight_line_between_close_prices_is_asked_of_its_own(toms: sv.Framework) -> None:
    """Close day rates are told, and the wide prices of the works are not."""
    near = {"Acme": 300, "Brook": 301, "Cole": 302}
    bids = [
        attrs.evolve(each, prices={**each.prices, "day rate": near[each.bidder]}) for each in BIDS
    ]
    found = [each for each in sv.evaluate(TENDER, bids, toms, SCHEME).warnings
             if each.code == "SV737"]  # fmt: skip
    assert ["'day rates'" in str(each) for each in found] == [True]
    again = sv.evaluate(TENDER, BIDS, toms, SCHEME).warnings
    assert "SV737" not in {each.code for each in again}


# --- what is refused ----------------------------------------------------------------------


def codes(bids: Any, toms: sv.Framework, scheme: sv.Scheme = SCHEME) -> list[str]:
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate(TENDER, bids, toms, scheme)
    return [each.code for each in caught.value.problems]


def test_a_price_that_is_missing_or_mistyped_is_refused(toms: sv.Framework) -> None:
    """A name that was mistyped would be lost in silence, and its criterion without a price."""
    mistyped = attrs.evolve(BIDS[0], prices={"cal-out": 80, "day rate": 300})
    assert codes([mistyped, *BIDS[1:]], toms) == ["SV745", "SV744"]
    bare = [attrs.evolve(each, prices={"day rate": 300}) for each in BIDS]
    assert codes(bare, toms) == ["SV744"]  # once, with the bidders named
    out = attrs.evolve(BIDS[0], prices={}, state="excluded", reason="Section 57.")
    assert sv.evaluate(TENDER, [out, *BIDS[1:]], toms, SCHEME)["Acme"].rank is None


def test_a_price_of_nothing_is_refused_where_it_divides(toms: sv.Framework) -> None:
    """A free call-out has no points under a division, and all of them on a straight line."""
    free = attrs.evolve(BIDS[0], prices={"call-out": 0, "day rate": 300})
    assert codes([free, *BIDS[1:]], toms) == ["SV307"]
    free = attrs.evolve(BIDS[0], prices={"call-out": 80, "day rate": 0})
    result = sv.evaluate(TENDER, [free, *BIDS[1:]], toms, SCHEME)
    assert result["Acme"].points_for("day rates") == 20


@pytest.mark.parametrize("content", [sv.PanelMark(5), [sv.Criterion("part", 50, sv.LowestPrice())]])
def test_a_name_that_nothing_reads_is_refused(content: Any) -> None:
    """A published name of a price that decides nothing would mislead."""
    with pytest.raises(sv.InputError, match="SV743"):
        sv.Criterion("quality", 50, content, price="call-out")


def test_a_scheme_without_names_keeps_its_fingerprint() -> None:
    """Schemes are printed in tender documents with it; one with a name is another scheme."""
    plain = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    named = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice(), price="call-out")])
    assert plain.fingerprint == "TPJ-HDA-6HH-WCD"
    assert named.fingerprint != plain.fingerprint


# --- every way in -------------------------------------------------------------------------

FILE = """\
schema: socialvalue/tender@1
title: Boilers
framework: national-toms@2022
contract_value: "100000"
published: 2022-07-01
scheme:
  criteria:
    - {name: planned works, points: "50", method: lowest_price}
    - {name: call-outs, points: "30", method: lowest_price, price: call-out}
    - {name: day rates, points: "20", method: linear_spread, price: day rate}
bids:
  - {bidder: Acme, price: "90000", prices: {call-out: "80", day rate: "300"}}
  - {bidder: Brook, price: "100000", prices: {call-out: "60", day rate: "250"}}
  - {bidder: Cole, price: "120000", prices: {call-out: "120", day rate: "350"}}
"""


def test_a_file_and_a_table_say_the_same(toms: sv.Framework, tmp_path: Path) -> None:
    """An officer's file and an analyst's table are the same bids."""
    path = tmp_path / "tender.yaml"
    path.write_text(FILE, encoding="utf-8")
    tender, bids = sv.read_tender(path)
    assert tender.scheme == SCHEME
    assert bids == BIDS
    rows = [
        {"bid": each.bidder, "measure": None, "quantity": None, "price": each.price, **each.prices}
        for each in BIDS
    ]
    table = pl.DataFrame(rows).rename({"call-out": "per visit"})
    found = sv.bids_from_frame(
        table, toms, prices={"call-out": "per visit", "day rate": "day rate"}
    )
    assert found == BIDS
    told = table.with_columns(pl.col("per visit").cast(pl.String))
    with pytest.raises(sv.InputError, match="SV327"):
        sv.bids_from_frame(told, toms, prices={"call-out": "per visit"})


def test_a_record_keeps_them(toms: sv.Framework) -> None:
    """A result whose prices a record lost could not be replayed."""
    result = sv.evaluate(TENDER, BIDS, toms, SCHEME)
    assert sv.replay(result.record()).same
    plain = sv.evaluate(
        TENDER, [sv.Bid("Acme", price=1)], toms,
        sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())]),
    )  # fmt: skip
    assert "prices" not in str(plain.record())


METHODS = st.sampled_from(
    (sv.LowestPrice(), sv.HighestIncome(), sv.LinearSpread(), sv.FixedReference(100),
     sv.PercentAboveLowest(), sv.PercentAboveLowest(per_percent="0.003"),
     sv.DeviationFromMean(per_percent="0.007"))
)  # fmt: skip
PENCE = st.integers(1, 10**6)


@st.composite
def tenders(draw: st.DrawFn) -> tuple[sv.Scheme, list[sv.Bid]]:
    """Schemes of three price criteria, each of any method and of any price, and their bids."""
    read = [draw(st.sampled_from(("", *NAMES))) for _ in range(3)]
    scheme = sv.Scheme(
        [
            sv.Criterion(f"criterion {number}", each, draw(METHODS), price=name)
            for number, (each, name) in enumerate(zip((50, 30, 20), read, strict=True))
        ],
        round_at=draw(st.sampled_from(("total", "part"))),
    )
    bids = [
        sv.Bid(
            f"bidder {number}",
            price=Decimal(draw(PENCE)).scaleb(-2),
            prices={each: Decimal(draw(PENCE)).scaleb(-2) for each in NAMES if each in read},
        )
        for number in range(draw(st.integers(1, 6)))
    ]
    return scheme, bids


@given(tenders())
def test_objects_and_arrays_say_the_same(drawn: tuple[sv.Scheme, list[sv.Bid]]) -> None:
    """The same bids have the same points to the last digit, one by one or as columns."""
    scheme, bids = drawn
    toms = sv.load("national-toms@2022")
    result = sv.evaluate(TENDER, bids, toms, scheme)
    read = {name for each in bids for name in each.prices}
    found = sv.evaluate_arrays(
        scheme,
        price=[each.price for each in bids],
        prices={name: [each.prices[name] for each in bids] for name in sorted(read)},
    )
    ours = [result[each.bidder] for each in bids]
    assert [found.decimal(index) for index in range(len(bids))] == [each.points for each in ours]
    assert found.rank.tolist() == [each.rank for each in ours]


@given(tenders())
def test_a_named_price_is_scored_as_a_price(drawn: tuple[sv.Scheme, list[sv.Bid]]) -> None:
    """A method does the same with a price, whatever the price is called."""
    scheme, bids = drawn
    toms = sv.load("national-toms@2022")
    result = sv.evaluate(TENDER, bids, toms, scheme)
    for leaf in scheme.leaves:
        alone = sv.Scheme([attrs.evolve(leaf, price="")], out_of=leaf.points)
        as_own = [sv.Bid(each.bidder, price=each.price_for(leaf.price)) for each in bids]
        again = sv.evaluate(TENDER, as_own, toms, alone)
        assert [again[each.bidder].exact[leaf.name] for each in bids] == [
            result[each.bidder].exact[leaf.name] for each in bids
        ]


def test_arrays_refuse_what_is_missing_strange_or_twice() -> None:
    """An array that nobody reads was meant for something."""
    given: dict[str, Any] = {"price": [1, 2], "prices": {"call-out": [1, 2], "day rate": [3, 4]}}
    assert sv.evaluate_arrays(SCHEME, **given).rank.tolist() == [1, 2]
    for change, code in (
        ({"prices": {"call-out": [1, 2]}}, "SV744"),
        ({"prices": {**given["prices"], "hour": [1, 2]}}, "SV745"),
        ({"prices_pence": {"call-out": [1, 2]}}, "SV316"),
        ({"prices": {**given["prices"], "call-out": [0, 2]}}, "SV307"),
        ({"prices": [1, 2]}, "SV316"),
    ):
        with pytest.raises(sv.InputError, match=code):
            sv.evaluate_arrays(SCHEME, **{**given, **change})


def test_schemes_of_several_prices_are_tried_on_invented_bids(toms: sv.Framework) -> None:
    """A buyer tries a schedule of prices beside one price, before either is published."""
    one = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    usual: dict[str, Any] = {"bids": 3, "seed": 1, "price": (90, 110), "per_pound": ("0.1", "0.2")}
    ranges = {"call-out": (60, 80), "day rate": (200, 300)}
    bids = sv.invented_bids(TENDER, toms, [one, SCHEME], **usual, prices=ranges)
    assert all(60 <= each.prices["call-out"] <= 80 for each in bids)
    plain = sv.invented_bids(TENDER, toms, one, **usual)
    assert plain[0] == attrs.evolve(bids[0], prices={})
    found = sv.compare_schemes(TENDER, bids, toms, {"one": one, "several": SCHEME})
    as_one = [attrs.evolve(each, prices={}) for each in bids]
    assert found["one"] == sv.evaluate(TENDER, as_one, toms, one)
    assert found["several"] == sv.evaluate(TENDER, bids, toms, SCHEME)
    strange: Any = {"call-out": 2}
    with pytest.raises(sv.InputError, match="call-out"):
        sv.invented_bids(TENDER, toms, one, **usual, prices=strange)


# --- how close it was ---------------------------------------------------------------------


def test_the_search_moves_the_bids_own_price_alone(toms: sv.Framework) -> None:
    """What is off the price must not be taken off the call-outs too: it would win sooner."""
    result = sv.evaluate(TENDER, BIDS, toms, SCHEME)
    report = result.sensitivity()
    (acme,) = (each for each in report.least if each.bidder == "Acme")
    assert acme.price is not None

    def wins(off: Decimal) -> bool:
        other = attrs.evolve(BIDS[0], price=BIDS[0].price - off)
        again = sv.evaluate(TENDER, [other, *BIDS[1:]], toms, SCHEME)
        return [each.bidder for each in again if each.rank == 1] == ["Acme"]

    assert wins(acme.price)
    assert not wins(acme.price - Decimal("0.01"))


@pytest.mark.parametrize(
    "method", [sv.DeviationFromMean(per_percent="0.002"), sv.LowestPrice(), sv.LinearSpread()]
)
def test_a_report_is_the_same_whatever_the_price_is_called(
    make: SimpleNamespace, method: Any
) -> None:
    """A report that took the mean of another price would say what would not have won."""
    held = make.framework(make.measure("M1", "1", unit="gbp"))

    def report(name: str) -> sv.Sensitivity:
        scheme = sv.Scheme([sv.Criterion("price", 60, method, price=name),
                            sv.Criterion("value", 40, sv.AgainstTarget("0.5"))])  # fmt: skip
        bids = [
            make.bid(
                make.offered(held, "M1", 1000 + 37 * n % 400), bidder=f"bidder {n}",
                price=900 - n if name else 100 + n * 7 % 45,
                prices={"day": 100 + n * 7 % 45} if name else {},
            )
            for n in range(24)
        ]  # fmt: skip
        return sv.evaluate(make.tender(contract_value=3000), bids, held, scheme).sensitivity()

    own, named = report(""), report("day")
    assert [(each.bidder, each.value) for each in named.least] == [
        (each.bidder, each.value) for each in own.least
    ]
    assert named.dropped == own.dropped
    assert any(each.value for each in own.least)
    assert {each.price for each in named.least} == {None}


def test_bids_are_ordered_by_the_price_that_is_read() -> None:
    """A bid left out of a search by another price than the one that counts might have won."""
    leaf = SCHEME.leaves[1]
    bids = [
        Entry(Fraction(0), Fraction(price), {}, {}, None, prices={"call-out": Fraction(named)})
        for price, named in ((1, 9), (9, 1))
    ]
    assert figures(leaf, bids) == [[-9, -1]]
    assert figures(attrs.evolve(leaf, price=""), bids) == [[-1, -9]]
