"""Double counting: one person, hour or pound counts once, and data says where."""

from __future__ import annotations

import itertools
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

Offers = list[tuple[str, str | None]]


def framework(make: SimpleNamespace, *rules: Any, **details: Any) -> sv.Framework:
    """Measures A to D of £1, £2, £4 and £8, with these rules."""
    worth = {"A": "1", "B": "2", "C": "4", "D": "8"}
    return make.framework(
        *(make.measure(code, value) for code, value in worth.items()), exclusions=rules, **details
    )


def valued(make: SimpleNamespace, held: sv.Framework, offers: Offers) -> sv.Valuation:
    """The valuation of one of each, by code and activity."""
    bid = make.bid(*(make.offered(held, code, activity=activity) for code, activity in offers))
    return sv.value(make.tender(), bid, held)


def refused(found: sv.Valuation) -> list[str]:
    """The codes of the measures whose lines do not count."""
    return [each.measure for each in found.refused]


def codes(found: sv.Valuation) -> list[str]:
    """The codes of the warnings."""
    return [each.code for each in found.warnings]


def test_the_first_listed_alternative_stands(make: SimpleNamespace) -> None:
    """Which of two offers of the same people counts is written in the set, worth more or less."""
    held = framework(make, make.exclusion("alternative", ("A", "B"), ("A", "C"), ("B", "C")))
    for order in itertools.permutations("ABC"):
        found = valued(make, held, [(code, "team") for code in order])
        assert found.total == 1
        assert sorted(refused(found)) == ["B", "C"]
        assert {each.code for each in found.refused} == {"SV504"}
        assert found.warnings == ()


def test_the_narrow_measure_stands(make: SimpleNamespace) -> None:
    """Spend with small firms is local spend: the narrower claim keeps the pounds."""
    held = framework(make, make.exclusion("subset", ("B", "D"), ("C", "D"), why="Part of it."))
    found = valued(make, held, [("D", "x"), ("B", "x"), ("C", "x")])
    assert refused(found) == ["D"]
    assert found.total == 6
    assert "Part of it." in found.refused[0].reason
    assert "'x'" in found.refused[0].reason


@pytest.mark.parametrize("fault", ["switched off", "no value", "outside", "call-off", "recorded"])
def test_a_stronger_line_stands_even_where_it_is_refused(make: SimpleNamespace, fault: str) -> None:
    """Nobody gains the weaker line's pounds by making the stronger one fail."""
    changes: dict[str, dict[str, Any]] = {
        "switched off": {"switched_off": "not here"},
        "no value": {"figures": [make.figure(None)]},
        "recorded": {"kind": "recorded"},
        "outside": {"place": "benefit"},
    }
    details = {"outside": {"place": make.LONDON}, "call-off": {"basis": "per_call_off"}}
    held = make.framework(
        make.measure("A", **changes.get(fault, {})),
        make.measure("B"),
        exclusions=(make.exclusion("alternative", ("A", "B")),),
    )
    bid = make.bid(
        make.offered(held, "A", activity="x", **details.get(fault, {})),
        make.offered(held, "B", activity="x"),
    )
    found = sv.value(make.tender(place=make.ESSEX), bid, held)
    assert sorted(refused(found)) == ["A", "B"]
    assert found.total == 0
    assert "SV504" in [each.code for each in found.lines[1].refusals]


def test_different_activities_are_different_people(make: SimpleNamespace) -> None:
    """Two teams under two measures are two offers."""
    held = framework(make, make.exclusion("alternative", ("A", "B")))
    found = valued(make, held, [("A", "gangs"), ("B", "plant")])
    assert found.total == 3
    assert found.warnings == ()


@pytest.mark.parametrize(
    "spelling",
    ["site team", "Site Team", "SITE  TEAM", " site team ", "site\tteam", "site\u00a0team",
     "\uff53ite team"],
)  # fmt: skip
def test_an_activity_is_compared_as_a_reader_would(make: SimpleNamespace, spelling: str) -> None:
    """A capital or a second space does not make one team into two."""
    held = framework(make, make.exclusion("alternative", ("A", "B")))
    assert valued(make, held, [("A", "site team"), ("B", spelling)]).total == 1


def test_letters_typed_in_two_ways_are_one_activity(make: SimpleNamespace) -> None:
    """An é of one piece and an é of two look the same, and are the same café."""
    held = framework(make, make.exclusion("alternative", ("A", "B")))
    assert valued(make, held, [("A", "caf\u00e9"), ("B", "cafe\u0301")]).total == 1
    assert valued(make, held, [("A", "STRASSE"), ("B", "straße")]).total == 1


@pytest.mark.parametrize("first", [None, "", "  "])
@pytest.mark.parametrize("second", [None, "", "x"])
def test_without_an_activity_nothing_is_refused_but_a_warning_is_given(
    make: SimpleNamespace, first: str | None, second: str | None
) -> None:
    """Where nobody says which people are meant, nobody can say that they are the same."""
    held = framework(make, make.exclusion("alternative", ("A", "B")))
    for offers in ([("A", first), ("B", second)], [("A", second), ("B", first)]):
        found = valued(make, held, offers)
        assert found.total == 3
        assert codes(found) == ["SV601"]
        assert "commitments 1 and 2" in found.warnings[0].message


def test_the_warning_is_given_once_a_pair(make: SimpleNamespace) -> None:
    """Two rules on one pair are one thing to look at."""
    held = framework(
        make,
        make.exclusion("alternative", ("A", "B")),
        make.exclusion("subset", ("A", "B"), ("C", "B")),
    )
    found = valued(make, held, [("A", None), ("B", "x"), ("D", None)])
    assert codes(found) == ["SV601"]


def test_measures_that_do_not_exclude_each_other_are_no_concern(make: SimpleNamespace) -> None:
    """One hour can be spent on two things that a set does not set against each other."""
    held = framework(make, make.exclusion("alternative", ("A", "B")))
    found = valued(make, held, [("A", "x"), ("C", "x"), ("D", None)])
    assert found.total == 13
    assert found.warnings == ()


def test_the_same_measure_twice_is_allowed_and_warned_of(make: SimpleNamespace) -> None:
    """Two months' hires may be two lines; whether it is one offer twice is for a person to see."""
    held = framework(make)
    found = valued(make, held, [("A", "gangs"), ("B", "x"), ("A", " Gangs")])
    assert found.total == 4
    assert codes(found) == ["SV602"]
    assert "commitments 1 and 3" in found.warnings[0].message
    assert codes(valued(make, held, [("A", "gangs"), ("A", "plant")])) == []
    assert codes(valued(make, held, [("A", None), ("A", None)])) == []
    assert codes(valued(make, held, [("A", ""), ("A", " ")])) == []


def test_a_split_line_is_not_its_own_repetition(make: SimpleNamespace) -> None:
    """A line of which part is refused is still one offer."""
    held = make.rich()
    bid = make.bid(make.offered(held, "STAFF", sv.fte(1, years=5), activity="x"))
    found = sv.value(make.tender(), bid, held)
    assert len(found.lines) == 2
    assert codes(found) == []


def test_the_plugins_own_code_is_no_way_round_the_rule(make: SimpleNamespace) -> None:
    """Renaming a measure does not make it another one."""
    held = make.rich()
    bid = make.bid(make.offered(held, "OWN-A", activity="x"), make.offered(held, "B", activity="x"))
    assert refused(sv.value(make.tender(), bid, held)) == ["B"]


@given(
    st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["x", "y"])), max_size=8),
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")).filter(lambda x: x[0] < x[1]),
        max_size=4,
    ),
)
def test_a_line_falls_just_where_a_stronger_one_names_the_same_activity(
    make: SimpleNamespace, offers: Offers, pairs: list[tuple[str, str]]
) -> None:
    """For any rules and any offers: refused if and only if the data says so."""
    held = framework(make, make.exclusion("alternative", *pairs))
    found = valued(make, held, offers)
    for line in found.lines:
        stronger = {stands for stands, falls in pairs if falls == line.measure}
        falls = any(code in stronger and what == line.activity for code, what in offers)
        assert line.accepted is not falls
    assert found.total == sum((each.value for each in found.lines if each.accepted), Decimal(0))


def test_another_bid_is_another_matter(make: SimpleNamespace) -> None:
    """What one bidder offers takes nothing from another."""
    held = framework(make, make.exclusion("alternative", ("A", "B")))
    pair = [
        make.bid(make.offered(held, "A", activity="x"), bidder="Acme"),
        make.bid(make.offered(held, "B", activity="x"), bidder="Brook"),
    ]
    assert [each.total for each in sv.value(make.tender(), pair, held)] == [1, 2]


def test_a_plugin_that_restates_the_precedence(make: SimpleNamespace) -> None:
    """A council may let the other of two measures stand, for all its bidders alike."""
    held = framework(make, make.exclusion("alternative", ("A", "B")))
    turned = attrs.evolve(held, exclusions=(make.exclusion("alternative", ("B", "A")),))
    offers: Offers = [("A", "x"), ("B", "x")]
    assert refused(valued(make, held, offers)) == ["B"]
    assert refused(valued(make, turned, offers)) == ["A"]
