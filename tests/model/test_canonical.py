"""The meaning of a noun, and its hash: the same for one meaning, another for any other."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.model.canonical import fingerprint, meaning
from socialvalue.model.frozen import FrozenMap
from socialvalue.spans import Span

tables = st.dictionaries(st.text(min_size=1, max_size=5), st.decimals(0, 100, places=2))


@given(tables)
def test_the_order_of_keys_is_no_part_of_the_meaning(table: dict[str, Decimal]) -> None:
    """Sorting a file by hand does not make it another edition."""
    turned = dict(reversed(table.items()))
    assert fingerprint(table) == fingerprint(turned) == fingerprint(FrozenMap(turned))


@given(st.decimals(0, 10**6, places=4), st.integers(0, 6))
def test_the_spelling_of_a_number_is_no_part_of_the_meaning(number: Decimal, zeros: int) -> None:
    """0.5 and 0.50 are one target, whoever typed it."""
    padded = Decimal(f"{number:f}" + ("" if "." in f"{number:f}" else ".") + "0" * zeros)
    assert fingerprint(padded) == fingerprint(number)


@given(st.lists(st.decimals(0, 100, places=2), min_size=2, unique=True))
def test_another_value_is_another_meaning(numbers: list[Decimal]) -> None:
    """A figure altered by a penny shows in the hash of the set it belongs to."""
    assert len({fingerprint(each) for each in numbers}) == len(numbers)


def variants(make: SimpleNamespace) -> dict[str, Any]:
    """A framework, and others that differ from it in one thing each."""
    base = make.rich()
    measure = base["A"]

    def with_measure(**changes: Any) -> sv.Framework:
        changed = attrs.evolve(measure, **changes)
        return attrs.evolve(base, measures=FrozenMap({**base.measures, "A": changed}))

    def with_figure(**changes: Any) -> sv.Framework:
        first = attrs.evolve(measure.proxy.values[0], **changes)
        return with_measure(proxy=attrs.evolve(measure.proxy, values=(first,)))

    return {
        "base": base,
        "edition": attrs.evolve(base, edition="2"),
        "title": attrs.evolve(base, title="Other"),
        "value": with_figure(value=Decimal("7.38")),
        "no value": with_figure(value=None),
        "day": with_figure(start=date(2020, 1, 2)),
        "place": with_figure(place=make.ESSEX),
        "note": with_figure(note="x"),
        "source": with_figure(sources=()),
        "unit": with_measure(unit="person"),
        "kind": with_measure(kind="recorded"),
        "rule": with_measure(counts="first_year"),
        "off": with_measure(switched_off="x"),
        "exclusions": attrs.evolve(base, exclusions=base.exclusions[1:]),
        "precedence": attrs.evolve(
            base, exclusions=(attrs.evolve(base.exclusions[0], pairs=(("B", "A"),)),)
        ),
        "codes": attrs.evolve(base, codes=FrozenMap({"OWN-A": "B"})),
    }


def test_any_change_of_a_set_changes_its_hash(make: SimpleNamespace) -> None:
    """A silent erratum in published figures cannot pass as the old edition."""
    found = {name: each.sha256 for name, each in variants(make).items()}
    assert len(set(found.values())) == len(found)


def test_where_a_thing_is_written_is_no_part_of_its_meaning(make: SimpleNamespace) -> None:
    """A comment added at the top moves every line and changes no pound."""
    base = make.rich()
    measure = base["A"]
    moved = attrs.evolve(measure, span=Span("elsewhere.yaml", 99, 1))
    again = attrs.evolve(base, measures=FrozenMap({**base.measures, "A": moved}))
    assert (again, again.sha256) == (base, base.sha256)
    tender = make.tender(span=Span("tender.yaml", 3, 1))
    assert fingerprint(tender) == fingerprint(make.tender())


def test_the_day_a_set_was_loaded_for_is_no_part_of_its_hash(make: SimpleNamespace) -> None:
    """One edition has one hash, on whichever day it is looked up."""
    base = make.rich()
    dated = attrs.evolve(base, on=date(2022, 6, 1))
    assert dated.sha256 == base.sha256
    assert dated.layers == base.layers
    assert dated != base


CHANGES: list[dict[str, Any]] = [
    {"title": "Other"},
    {"contract_value": "1_000_001"},
    {"contract_value": sv.ContractValue("1_000_000", vat="included")},
    {"contract_value": sv.ContractValue("1_000_000", maximum="1_000_000")},
    {"years": 4},
    {"published": "2022-06-02"},
    {"published": None},
    {"place": "E10000012"},
    {"target": "0.5"},
    {"unit_values": {"A": "1"}},
    {"unit_values": {"A": "1.0000000001"}},
    {"unit_values": {"B": "1"}},
    {"lots": ("a",)},
    {"lots": ("a", "b")},
    {"lots": ("b", "a")},
    {"parent_published": "2022-06-02"},
    {"note": "x"},
]


def test_any_change_of_a_tender_changes_its_hash(make: SimpleNamespace) -> None:
    """An invitation altered after it was sent does not carry the hash that was printed in it."""
    found = [fingerprint(make.tender()), *(fingerprint(make.tender(**each)) for each in CHANGES)]
    assert len(set(found)) == len(found)


def test_any_change_of_a_bid_changes_its_hash(make: SimpleNamespace) -> None:
    """An offer cannot be mended after the deadline without showing."""
    held = make.rich()
    details: list[dict[str, Any]] = [
        {}, {"activity": "x"}, {"activity": "y"}, {"place": make.ESSEX}, {"date": "2022-01-01"},
        {"basis": "per_year"}, {"share_claimed": "0.5"}, {"deadweight": "0.5"},
        {"leakage": "0.5"}, {"displacement": "0.5"}, {"attribution_to_others": "0.5"},
        {"community": True}, {"note": "x"},
    ]  # fmt: skip
    quantities = [sv.fte(2), sv.fte(1, years=2), sv.fte(1, cohorts=2), sv.quantity(2, "fte_year")]
    bids = [
        *(make.bid(make.offered(held, "A", 1, **each)) for each in details),
        *(make.bid(make.offered(held, "STAFF", each)) for each in quantities),
        make.bid(),
        make.bid(bidder="Brook"),
        make.bid(price="1"),
        make.bid(price="0"),
        make.bid(lot="1"),
        make.bid(state="withdrawn"),
        make.bid(marks={"quality": 4}),
        make.bid(marks={"quality": sv.Moderated(4, reason="x")}),
        make.bid(marks={"quality": sv.Moderated(4, marks=[sv.EvaluatorMark("A", 4)])}),
    ]
    assert len({fingerprint(each) for each in bids}) == len(bids)


def schemes() -> list[sv.Scheme]:
    """Schemes that differ in one thing each."""
    price = sv.Criterion("price", 60, sv.LowestPrice())

    def of(rest: Any, **how: Any) -> sv.Scheme:
        return sv.Scheme([price, sv.Criterion("rest", 40, rest)], **how)

    mark = sv.PanelMark(out_of=5)
    return [
        of(mark),
        of(sv.PanelMark(out_of=10)),
        of(sv.PanelMark(out_of=5, minimum=2)),
        of(sv.LowestPrice()),
        of(sv.RelativeToHighest()),
        of(sv.AgainstTarget()),
        of(sv.AgainstTarget("0.5")),
        of(sv.AgainstTarget(cap=2)),
        of(sv.AgainstTarget(floor="0.1")),
        of(sv.AgainstTarget(denominator="price")),
        of([sv.Criterion("a", 40, mark)]),
        of([sv.Criterion("a", 20, mark), sv.Criterion("b", 20, mark)]),
        of(mark, places=1),
        of(mark, round_at="part"),
        of(mark, ties=["price"]),
        of(mark, ties=["price", "rest"]),
        of(mark, ties=["rest", "price"]),
        sv.Scheme([price], out_of=60),
    ]


def test_any_change_of_a_scheme_changes_its_fingerprint() -> None:
    """The scheme is fixed before bids are opened: the fingerprint in the invitation proves it."""
    found = [each.sha256 for each in schemes()]
    assert len(set(found)) == len(found)


def tree(points: list[int], *, ties: tuple[str, ...] = ("a", "b", "deep")) -> sv.Scheme:
    """A scheme three levels deep, with a quality of several criteria inside a method."""
    a, b, c, d = points
    mark = sv.PanelMark(out_of=5)
    inner = [sv.Criterion("e", b, mark), sv.Criterion("f", d, sv.PanelMark(out_of=10))]
    value = sv.ValueForMoney([sv.Criterion("x", a, mark), sv.Criterion("deeper", b + d, inner)])
    deep = [sv.Criterion("g", c, sv.LowestPrice()), sv.Criterion("h", d, mark)]
    parts = [sv.Criterion("deep", c + d, deep), sv.Criterion("b", b, sv.AgainstTarget("0.5"))]
    whole = [sv.Criterion("all", b + c + d, parts), sv.Criterion("a", a, value)]
    return sv.Scheme(whole, out_of=a + b + c + d, ties=ties)


def listed_otherwise(parts: tuple[sv.Criterion, ...], chance: Any) -> list[sv.Criterion]:
    """The same criteria in another order, at every level and inside methods."""
    turned = []
    for each in chance.sample(parts, len(parts)):
        content = each.method_or_children
        if isinstance(content, sv.ValueForMoney):
            content = attrs.evolve(content, quality=listed_otherwise(content.quality, chance))
        elif each.children:
            content = listed_otherwise(each.children, chance)
        turned.append(attrs.evolve(each, method_or_children=content))
    return turned


POINTS = st.lists(st.integers(1, 40), min_size=4, max_size=4)
CHANCE = st.randoms(use_true_random=False)


@given(POINTS, CHANCE)
def test_the_order_in_which_criteria_are_listed_is_no_part_of_a_fingerprint(
    points: list[int], chance: Any
) -> None:
    """A buyer who lists price last is not accused of having changed the published scheme."""
    scheme = tree(points)
    turned = attrs.evolve(scheme, criteria=listed_otherwise(scheme.criteria, chance))
    assert (turned.fingerprint, turned.sha256) == (scheme.fingerprint, scheme.sha256)


@given(POINTS, CHANCE, st.data())
def test_another_scheme_has_another_fingerprint_in_whatever_order(
    points: list[int], chance: Any, data: Any
) -> None:
    """Points, methods, names or tie-breaks that change hands show, however they are listed."""
    scheme = tree(points)
    other = data.draw(
        POINTS.filter(lambda each: each != points).map(tree)
        | st.permutations(scheme.ties)
        .filter(lambda each: tuple(each) != scheme.ties)
        .map(lambda ties: tree(points, ties=tuple(ties)))
    )
    turned = attrs.evolve(other, criteria=listed_otherwise(other.criteria, chance))
    assert turned.fingerprint != scheme.fingerprint


def test_criteria_that_swap_their_methods_or_their_place_make_another_scheme() -> None:
    """What belongs to which criterion, and under which it stands, is not lost in sorting."""
    mark, price = sv.PanelMark(out_of=5), sv.LowestPrice()

    def of(one: Any, other: Any) -> sv.Scheme:
        return sv.Scheme([sv.Criterion("a", 50, one), sv.Criterion("b", 50, other)])

    def under(*names: str) -> list[sv.Criterion]:
        return [sv.Criterion(each, 25, mark) for each in names]

    found = [
        of(mark, price),
        of(price, mark),
        of(under("c", "d"), under("e", "f")),
        of(under("c", "e"), under("d", "f")),
        of(under("e", "f"), under("c", "d")),
    ]
    assert len({each.fingerprint for each in found}) == len(found)


def test_the_listed_order_is_kept_where_it_is_read() -> None:
    """The wording and the results show criteria as the invitation prints them."""
    price, quality = (
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("quality", 40, sv.PanelMark(out_of=5)),
    )
    said = [sv.Scheme(each).text() for each in ([price, quality], [quality, price])]
    assert [text.index("price:") < text.index("quality:") for text in said] == [True, False]


def test_the_meaning_is_plain_data(make: SimpleNamespace) -> None:
    """Whoever holds the record can read it without this library."""
    for thing in (make.rich(), make.tender(unit_values={"A": "1"}), *schemes()):
        assert json.loads(json.dumps(meaning(thing), allow_nan=False)) == meaning(thing)


@pytest.mark.parametrize("thing", [object(), 1.5, {1, 2}, Span("x", 1, 1), b"x"])
def test_what_has_no_meaning_has_no_hash(thing: Any) -> None:
    """A hash of an object's address would differ on every machine."""
    with pytest.raises(TypeError, match="has no meaning of its own"):
        fingerprint(thing)
