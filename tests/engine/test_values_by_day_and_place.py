"""Which figure applies: the day, the place, the layer, and what the tender gives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.engine.facts import Wanted
from socialvalue.engine.order import NONE, place_of
from socialvalue.model.framework import Period


def one(make: SimpleNamespace, held: sv.Framework, details: Any = None, **tender: Any) -> sv.Line:
    """The one line of an offer of 1 under M1."""
    bid = make.bid(make.offered(held, "M1", 1, **(details or {})))
    (line,) = sv.value(make.tender(**tender), bid, held).lines
    return line


def warned(make: SimpleNamespace, held: sv.Framework, **tender: Any) -> list[sv.Problem]:
    """The warnings of an offer of 1 under M1."""
    bid = make.bid(make.offered(held, "M1", 1))
    return list(sv.value(make.tender(**tender), bid, held).warnings)


# --- the day ------------------------------------------------------------------------------


def dated(make: SimpleNamespace, **details: Any) -> sv.Framework:
    """A measure worth as many pounds as the year has, from 2020 on."""
    figures = [make.figure(str(year), f"{year}-01-01") for year in range(2020, 2025)]
    return make.framework(make.measure("M1", figures=figures), **details)


def test_whose_day_decides(make: SimpleNamespace) -> None:
    """The commitment's day, else the notice's, else the day the set was loaded for, else its start.

    Source: design.md §2, law 5.
    """
    held = attrs.evolve(dated(make), on=date(2022, 6, 1))
    line = one(make, held, {"date": "2024-06-01"}, published="2023-06-01")
    assert (line.value, line.date_rule, line.on) == (2024, "commitment", date(2024, 6, 1))
    line = one(make, held, published="2023-06-01")
    assert (line.value, line.date_rule, line.on) == (2023, "tender", date(2023, 6, 1))
    line = one(make, held, published=None)
    assert (line.value, line.date_rule, line.on) == (2022, "framework", date(2022, 6, 1))
    line = one(make, attrs.evolve(held, on=None), published=None)
    assert (line.value, line.date_rule, line.on) == (2020, "edition", date(2020, 1, 1))


def test_a_set_without_a_beginning_gives_its_latest_figure(make: SimpleNamespace) -> None:
    """A list of proxies that was never bounded is used as it stands today."""
    line = one(make, dated(make, in_force=Period()), published=None)
    assert (line.value, line.date_rule) == (2024, "edition")


@pytest.mark.parametrize(
    ("on", "value"), [("2021-12-31", 2021), ("2022-01-01", 2022), ("2022-01-02", 2022)]
)
def test_a_value_counts_from_its_day_on(make: SimpleNamespace, on: str, value: int) -> None:
    """The first day is included: a tender published on it gets the new figure."""
    assert one(make, dated(make), published=on).value == value


def test_before_the_first_value_there_is_none(make: SimpleNamespace) -> None:
    """No figure is used before its time; the reason names the day it begins."""
    line = one(make, dated(make), published="2019-12-31")
    assert line.code == "SV510"
    assert "1 January 2020" in line.reason


def test_a_value_that_has_ended_counts_no_more(make: SimpleNamespace) -> None:
    """A withdrawn figure is not used again because it is the last that there was."""
    figures = [make.figure("5", "2020-01-01"), make.figure(None, "2022-01-01", note="withdrawn")]
    held = make.framework(make.measure("M1", figures=figures))
    assert one(make, held, published="2021-06-01").value == 5
    line = one(make, held, published="2022-06-01")
    assert (line.code, line.value) == ("SV501", 0)
    assert "withdrawn" in line.reason


def test_a_tender_without_a_day_is_warned_of(make: SimpleNamespace) -> None:
    """The reader is told which day was taken, and by which rule."""
    (warning,) = warned(make, dated(make), published=None)
    assert warning.code == "SV606"
    assert "1 January 2020" in warning.message
    assert "edition" in warning.message
    (warning,) = warned(make, attrs.evolve(dated(make), on=date(2022, 6, 1)), published=None)
    assert "1 June 2022" in warning.message


@pytest.mark.parametrize(
    ("published", "codes"),
    [("2019-12-31", ["SV603"]), ("2020-01-01", []), ("2021-12-31", []), ("2022-01-01", ["SV603"])],
)
def test_an_edition_that_was_not_in_force_is_warned_of(
    make: SimpleNamespace, published: str, codes: list[str]
) -> None:
    """An older edition may be meant, and is never refused; both bounds are included."""
    held = dated(make, in_force=Period(date(2020, 1, 1), date(2021, 12, 31)))
    assert [each.code for each in warned(make, held, published=published)] == codes


# --- the place ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["benefit", "supplier"])
@pytest.mark.parametrize(
    ("here", "code"),
    [(None, ""), ("ESSEX", ""), ("BASILDON", ""), ("EAST", "SV508"), ("LONDON", "SV508"),
     ("HERTS", "SV508")],
)  # fmt: skip
def test_a_benefit_must_fall_where_the_contract_says(
    make: SimpleNamespace, kind: str, here: str | None, code: str
) -> None:
    """Jobs elsewhere are no jobs here; a district lies in its county, a region does not."""
    held = make.framework(make.measure("M1", place=kind))
    place = None if here is None else getattr(make, here)
    line = one(make, held, {"place": place}, place=make.ESSEX)
    assert line.code == code
    if code:
        assert "is outside Essex" in line.reason


def test_a_measure_without_a_place_counts_anywhere(make: SimpleNamespace) -> None:
    """A tonne of carbon saved in London is a tonne saved."""
    held = make.framework(make.measure("M1", place="none"))
    assert one(make, held, {"place": make.LONDON}, place=make.ESSEX).accepted


def test_the_sets_place_stands_in_for_the_tenders(make: SimpleNamespace) -> None:
    """A council's own set means the council's area, unless the tender names a smaller one."""
    held = make.framework(make.measure("M1", place="benefit"), place=make.ESSEX)
    assert one(make, held, {"place": make.HERTS}).code == "SV508"
    assert one(make, held, {"place": make.ESSEX}).accepted
    assert one(make, held, {"place": make.ESSEX}, place=make.BASILDON).code == "SV508"


def test_without_any_place_nothing_is_outside(make: SimpleNamespace) -> None:
    """Where the buyer names no place, no offer is in the wrong one."""
    held = make.framework(make.measure("M1", place="benefit"))
    assert one(make, held, {"place": make.LONDON}).accepted


# --- local values -------------------------------------------------------------------------


def test_the_most_specific_place_wins(make: SimpleNamespace) -> None:
    """A district's own figure stands before the county's, and that before the region's."""
    figures = [
        make.figure("1"),
        make.figure("2", place=make.EAST),
        make.figure("3", place=make.ESSEX),
        make.figure("4", place=make.BASILDON),
    ]
    held = make.framework(make.measure("M1", figures=figures))
    for place, value in ((make.BASILDON, 4), (make.ESSEX, 3), (make.HERTS, 2), (make.LONDON, 1)):
        assert one(make, held, place=place).value == value
    line = one(make, held, place=make.BASILDON)
    assert [each.value for each in line.others] == [3, 2, 1]


def test_a_higher_layer_wins_at_the_same_place_only(make: SimpleNamespace) -> None:
    """A council's figure for everywhere does not displace a published one for the county."""
    figures = [
        make.figure("1", rank=0),
        make.figure("2", rank=0, place=make.ESSEX),
        make.figure("3", rank=1, layer="mine@1"),
        make.figure("4", "2019-01-01", rank=1, place=make.EAST, layer="mine@1"),
    ]
    held = make.framework(make.measure("M1", figures=figures))
    assert one(make, held, place=make.ESSEX).value == 2
    assert one(make, held, place=make.HERTS).value == 4
    assert one(make, held, place=make.LONDON).value == 3
    assert one(make, held).value == 3


def test_the_latest_figure_not_after_the_day(make: SimpleNamespace) -> None:
    """At one place of one layer, the newest figure that had begun."""
    figures = [
        make.figure("1", "2020-01-01", place=make.ESSEX),
        make.figure("2", "2022-01-01", place=make.ESSEX),
        make.figure("9", "2022-06-02", place=make.ESSEX),
    ]
    held = make.framework(make.measure("M1", figures=figures))
    assert one(make, held, place=make.ESSEX).value == 2


def test_a_null_blocks_what_lies_behind_it(make: SimpleNamespace) -> None:
    """A council that withdraws its figure does not get the national one back in silence."""
    figures = [make.figure("5"), make.figure(None, place=make.ESSEX, note="under review")]
    held = make.framework(make.measure("M1", figures=figures))
    line = one(make, held, place=make.BASILDON)
    assert (line.code, line.unit_value) == ("SV501", None)
    assert "under review" in line.reason
    assert one(make, held, place=make.LONDON).value == 5


def test_a_local_measure_needs_a_value_for_its_place(make: SimpleNamespace) -> None:
    """No multiplier of another county is borrowed; the buyer is told how to give one."""
    figures = [make.figure("0.71", place=make.ESSEX)]
    held = make.framework(make.measure("M1", figures=figures, local=True))
    assert one(make, held, place=make.BASILDON).value == Decimal("0.71")
    for place in (make.HERTS, None):
        line = one(make, held, place=place)
        assert line.code == "SV502"
        assert "unit_values" in line.refusals[0].hint
    assert one(make, held, published="2019-01-01", place=make.ESSEX).code == "SV510"


def test_a_local_measure_that_is_null_everywhere(make: SimpleNamespace) -> None:
    """The national sets give no figure for local employment: each place needs its own."""
    held = make.framework(make.measure("M1", figures=[make.figure(None)], local=True))
    assert one(make, held, place=make.ESSEX).code == "SV502"


def test_the_offers_own_place_decides_its_figure(make: SimpleNamespace) -> None:
    """A job in Basildon is worth what Basildon's figure says, in a county's tender too."""
    figures = [make.figure("3", place=make.ESSEX), make.figure("4", place=make.BASILDON)]
    held = make.framework(make.measure("M1", figures=figures, local=True))
    assert one(make, held, {"place": make.BASILDON}, place=make.ESSEX).value == 4
    assert one(make, held, place=make.ESSEX).value == 3


def test_what_the_tender_gives_stands_before_all(make: SimpleNamespace) -> None:
    """One multiplier a procurement, at full precision, the same for every bidder.

    Source: scoring.md §1, V7.
    """
    figures = [make.figure("5"), make.figure("6", rank=9, place=make.BASILDON)]
    held = make.framework(make.measure("M1", figures=figures))
    bid = make.bid(make.offered(held, "M1", 310_000, place=make.BASILDON))
    found = sv.value(make.tender(unit_values={"M1": "0.7164705"}), bid, held)
    (line,) = found.lines
    assert line.value == Decimal("222105.86")  # 222,105.855, half-up
    assert line.voucher.layer == "tender"
    assert [each.value for each in line.others] == [6, 5]


@pytest.mark.parametrize("figures", [[], [(None, {})], [("5", {"start": "2030-01-01"})]])
def test_what_the_tender_gives_fills_what_is_missing(
    make: SimpleNamespace, figures: list[Any]
) -> None:
    """A value that the set does not have, or not yet, may be given for one procurement."""
    values = [make.figure(value, **details) for value, details in figures]
    held = make.framework(make.measure("M1", figures=values, local=True))
    assert one(make, held, unit_values={"M1": "7"}).value == 7


def test_a_value_of_nothing_is_a_value(make: SimpleNamespace) -> None:
    """A buyer who counts a measure at £0 has not left it out: the line is accepted, and worth 0."""
    line = one(make, make.framework(make.measure("M1")), unit_values={"M1": 0})
    assert line.accepted
    assert (line.value, line.unit_value) == (0, 0)


def test_a_value_may_be_given_under_the_plugins_own_code(make: SimpleNamespace) -> None:
    """The council's code and the national one name the same measure."""
    held = make.rich()
    found = sv.value(make.tender(unit_values={"OWN-A": "2"}), make.offers(held, {"A": 1}), held)
    assert found.total == 2


# --- what may be wrong with a figure ------------------------------------------------------


def test_weak_figures_are_summed_and_named(make: SimpleNamespace) -> None:
    """A reader sees how many pounds rest on figures that one source alone gives."""
    held = make.framework(
        make.measure("M1", figures=[make.figure("5", confidence="one-source")]),
        make.measure("M2", figures=[make.figure("7", confidence="one-source")]),
        make.measure("M3", figures=[make.figure("1", confidence="inferred")]),
        make.measure("M4", figures=[make.figure("9", confidence="two-sources")]),
        make.measure("M5", figures=[make.figure("9", confidence="one-source")], switched_off="x"),
    )
    bid = make.offers(held, {"M1": 200, "M2": 1, "M3": 1, "M4": 1, "M5": 1})
    found = sv.value(make.tender(), bid, held)
    assert [each.code for each in found.warnings] == ["SV604", "SV604"]
    one_source, inferred = (each.message for each in found.warnings)
    assert "1,007" in one_source
    assert "one source" in one_source
    assert "M1, M2" in one_source
    assert "M3" in inferred
    given = sv.value(make.tender(unit_values={"M1": 1, "M2": 1, "M3": 1}), bid, held)
    assert given.warnings == ()


def test_an_offer_made_under_another_edition_is_warned_of(make: SimpleNamespace) -> None:
    """Its unit is the same; its value is this edition's, and the reader is told."""
    base = make.framework(make.measure("M1", unit="fte_year"))
    other = attrs.evolve(base, edition="0")
    over = attrs.evolve(base, id="mine", lower_layers=base.layers)
    bid = make.bid(other.commit("M1", sv.fte(1, years=9)), base.commit("M1", sv.fte(1)))
    found = sv.value(make.tender(), bid, over)
    assert [each.code for each in found.warnings] == ["SV605"]
    assert "commitment 1" in found.warnings[0].message
    assert "demo@0" in found.warnings[0].message


def test_a_table_uses_what_the_tender_uses(make: SimpleNamespace) -> None:
    """A measure that the tender leaves out would pay in a table what no bid is paid."""
    held = make.framework(*map(make.measure, ("M1", "M2", "M3")))
    off = sv.SwitchOff("M3", "r", by="b")
    wanted = Wanted.of(make.tender(shortlist=("M1", "M3"), switch_off=(off,)), held)
    found = [wanted.problem(held[each]) for each in ("M1", "M2", "M3")]
    assert found == [NONE, place_of("SV513"), place_of("SV509")]
    assert [Wanted.of(make.tender(), held).problem(each) for each in held] == [NONE] * 3
    assert [Wanted.of(None, held).problem(each) for each in held] == [NONE] * 3
