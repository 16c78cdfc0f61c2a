"""A framework: finding measures, the figure that applies, and how it prints."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.model.figures import candidates
from socialvalue.model.framework import Period
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import chain, place_name, within
from socialvalue.model.policy import Policy, PolicyEntry

AREAS = (None, "ENGLAND", "EAST", "ESSEX", "BASILDON", "LONDON")


def test_measures_are_found_by_code_and_by_the_plugins_own(make: SimpleNamespace) -> None:
    """A council's officers use their codes and a national supplier uses the national ones."""
    held = make.rich()
    assert held["OWN-A"] is held["A"]
    assert "OWN-A" in held
    assert "A" in held
    assert "Z" not in held
    assert [each.code for each in held] == list(held.measures)
    assert len(held) == len(held.measures)
    with pytest.raises(sv.NotFoundError, match="RECORDED"):
        held["RECORDER"]


def test_a_partial_set_says_so_when_a_code_is_missing(make: SimpleNamespace) -> None:
    """A missing measure of a partial set may exist in the publication."""
    partial = attrs.evolve(make.rich(), coverage="partial")
    with pytest.raises(sv.NotFoundError, match="this set is partial"):
        partial["Z"]


def test_search_finds_by_any_word_of_a_measure(make: SimpleNamespace) -> None:
    """A bidder finds the measure for an apprentice without knowing its code."""
    held = make.framework(
        make.measure("M1", title="Apprentices on the contract", tags=("skills",), alias="OWN1"),
        make.measure("M2", title="Local spend", definition="Paid to small firms", outcome="firms"),
    )
    for words, codes in (
        ("apprentice", ["M1"]),
        ("SKILLS contract", ["M1"]),
        ("own1", ["M1"]),
        ("m", ["M1", "M2"]),
        ("firms", ["M2"]),
        ("apprentice firms", []),
        ("", ["M1", "M2"]),
    ):
        assert [each.code for each in held.search(words)] == codes


def test_the_value_of_a_unit(make: SimpleNamespace) -> None:
    """What a unit is worth on a day and at a place; None where there is no figure to be had."""
    held = make.framework(
        make.measure(
            "M1",
            figures=[
                make.figure("10", "2020-01-01"),
                make.figure("11", "2022-01-01"),
                make.figure("15", "2021-01-01", place=make.ESSEX),
                make.figure(None, "2023-01-01", note="withdrawn"),
            ],
        )
    )
    assert held.unit_value("M1") == 10
    assert held.unit_value("M1", on="2019-12-31") is None
    assert held.unit_value("M1", on="2021-12-31") == 10
    assert held.unit_value("M1", on="2022-01-01") == 11
    assert held.unit_value("M1", on=date(2023, 1, 1)) is None
    assert held.unit_value("M1", on="2022-01-01", place=make.BASILDON) == 15
    assert held.unit_value("M1", on="2020-06-01", place=make.BASILDON) == 10
    assert held.unit_value("M1", on="2022-01-01", place=make.LONDON) == 11
    with pytest.raises(sv.InputError, match="SV210"):
        held.unit_value("M1", place="Essex")
    with pytest.raises(sv.InputError, match="SV206"):
        held.unit_value("M1", on="soon")
    with pytest.raises(sv.NotFoundError, match="SV209"):
        held.unit_value("M9")


def test_the_sets_own_place_and_day_are_the_default(make: SimpleNamespace) -> None:
    """A council's officer asks for a value and means here, and the day it was loaded for."""
    measure = make.measure(
        figures=[make.figure("1", "2020-01-01"), make.figure("2", "2022-01-01", place=make.ESSEX)]
    )
    held = make.framework(measure, place=make.ESSEX)
    assert held.unit_value("M1") == 1
    assert attrs.evolve(held, on=date(2022, 6, 1)).unit_value("M1") == 2
    assert attrs.evolve(held, on=date(2022, 6, 1)).unit_value("M1", on="2021-01-01") == 1
    undated = attrs.evolve(held, in_force=Period())
    assert undated.unit_value("M1") == 2


@st.composite
def figures(draw: st.DrawFn) -> list[tuple[int, str | None, int]]:
    """Figures as day of January 2022, area, and rank of the layer."""
    one = st.tuples(st.integers(1, 6), st.sampled_from(AREAS), st.integers(0, 2))
    return draw(st.lists(one, min_size=1, max_size=8, unique=True))


@given(figures(), st.integers(1, 6), st.sampled_from(AREAS))
def test_who_wins_among_figures(
    make: SimpleNamespace, held: list[tuple[int, str | None, int]], on: int, area: str | None
) -> None:
    """The nearest place, then the higher layer, then the latest day: never one not yet begun."""

    def code(name: str | None) -> str | None:
        return None if name is None else getattr(make, name)

    values = [
        make.figure(str(index), f"2022-01-{day:02}", place=code(name), rank=rank)
        for index, (day, name, rank) in enumerate(held)
    ]
    around = chain(make.places, code(area))
    found = candidates(make.measure(figures=values).proxy, date(2022, 1, on), around)

    able = [
        (around.index(code(name)) if name else len(around), -rank, -day)
        for day, name, rank in held
        if day <= on and (name is None or code(name) in around)
    ]
    picked = [held[int(each.value)] for each in found]
    assert len(picked) == len(able)
    if able:
        day, name, rank = picked[0]
        assert (around.index(code(name)) if name else len(around), -rank, -day) == min(able)


def test_a_less_specific_figure_never_beats_a_more_specific_one(make: SimpleNamespace) -> None:
    """A region's newer figure in a council's layer does not displace the county's own."""
    county = make.figure("5", "2020-01-01", place=make.ESSEX, rank=0)
    region = make.figure("9", "2022-01-01", place=make.EAST, rank=2)
    found = candidates(
        make.measure(figures=[region, county]).proxy,
        date(2022, 6, 1),
        chain(make.places, make.BASILDON),
    )
    assert [each.value for each in found] == [5, 9]


def test_places_lie_in_each_other(make: SimpleNamespace) -> None:
    """An offer in Basildon falls in Essex; one in London does not."""
    assert chain(make.places, make.BASILDON) == (make.BASILDON, make.ESSEX, make.EAST, make.ENGLAND)
    assert chain(make.places, None) == ()
    assert within(make.places, make.BASILDON, make.ESSEX)
    assert within(make.places, make.ESSEX, make.ESSEX)
    assert not within(make.places, make.ESSEX, make.BASILDON)
    assert not within(make.places, make.LONDON, make.ESSEX)
    assert place_name(make.places, make.ESSEX) == f"Essex ({make.ESSEX})"
    assert place_name(make.places, "X1") == "X1"


@pytest.mark.parametrize("code", ["Essex", "essex ", "E1000012", "", "nowhere"])
def test_an_unknown_place_is_refused_with_the_nearest(make: SimpleNamespace, code: str) -> None:
    """A place is its ONS code: a name is answered with the code it probably means."""
    with pytest.raises(sv.InputError, match="SV210") as caught:
        chain(make.places, code)
    if code.lower().startswith("e"):
        assert make.ESSEX in caught.value.problems[0].hint


def entry(day: str, value: str | None, **details: Any) -> PolicyEntry:
    """One entry of a policy."""
    number = None if value is None else Decimal(value)
    return PolicyEntry(date.fromisoformat(day), number, **details)


def test_a_policy_is_dated() -> None:
    """A tender is held to the target of its own day, and never to a later one."""
    policy = Policy(
        targets=(entry("2024-01-01", "0.25"), entry("2022-04-29", "0.50")),
        thresholds=(entry("2022-04-29", "100000", wording="above"),),
        weights=(entry("2022-04-29", "20", wording="at_least"), entry("2023-01-01", None)),
    )
    assert policy.target(on="2022-04-28") is None
    assert policy.target(on="2022-04-29") == Decimal("0.50")
    assert policy.target(on=date(2023, 12, 31)) == Decimal("0.50")
    assert policy.target(on="2024-01-01") == Decimal("0.25")
    threshold, weight = policy.on("2022-04-29").threshold, policy.on("2022-12-31").weight
    assert threshold is not None
    assert threshold.wording == "above"
    assert weight is not None
    assert weight.value == 20
    assert policy.on("2021-01-01").weight is None
    for ask in (lambda day: policy.target(on=day), policy.on):
        with pytest.raises(sv.InputError, match="SV206"):
            ask("soon")


def test_a_period_holds_both_its_ends() -> None:
    """A notice of the last day is still under the edition."""
    period = Period(date(2022, 6, 1), date(2023, 5, 31))
    assert period.holds(date(2022, 6, 1))
    assert period.holds(date(2023, 5, 31))
    assert not period.holds(date(2022, 5, 31))
    assert not period.holds(date(2023, 6, 1))
    assert Period().holds(date(1, 1, 1))
    assert str(period) == "from 2022-06-01 to 2023-05-31"
    assert str(Period()) == "from the beginning"


@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_measures_as_a_frame(make: SimpleNamespace, backend: str) -> None:
    """An analyst gets every measure with its figure as text: not a digit is lost to a float."""
    held = make.framework(
        make.measure("M1", "251.7905723"),
        make.measure("M0", "0.0000001"),
        make.measure("M2", kind="recorded", note="recorded for now"),
        make.measure("M3", figures=[make.figure(None, note="withdrawn")]),
    )
    frame = held.to_frame(backend)
    assert type(frame).__module__.partition(".")[0] == backend
    columns = {name: list(_column(frame, name)) for name in ("code", "unit_value", "kind", "note")}
    assert columns["code"] == ["M1", "M0", "M2", "M3"]
    assert columns["unit_value"][:2] == ["251.7905723", "0.0000001"]
    assert all(each is None or each != each for each in columns["unit_value"][2:])
    assert columns["kind"] == ["monetised", "monetised", "recorded", "monetised"]
    assert columns["note"] == ["", "", "recorded for now", "withdrawn"]


def _column(frame: Any, name: str) -> Any:
    column = frame[name]
    return column.to_pylist() if hasattr(column, "to_pylist") else column


def test_layers_say_what_lies_over_what(make: SimpleNamespace) -> None:
    """A figure of a plug-in is told apart from one of the national set under it."""
    base = make.framework(make.measure())
    (own,) = base.layers
    assert (own.label, own.sha256) == ("demo@1", base.sha256)
    over = attrs.evolve(base, id="mine", lower_layers=base.layers)
    assert [each.label for each in over.layers] == ["demo@1", "mine@1"]


def test_sets_hash_and_compare_by_what_they_say(make: SimpleNamespace) -> None:
    """Two readings of one folder are one set, and a changed one is another."""
    assert make.rich() == make.rich()
    assert hash(make.rich()) == hash(make.rich())
    other = attrs.evolve(make.rich(), exclusions=())
    assert other != make.rich()
    assert FrozenMap({make.rich(): 1})[make.rich()] == 1
