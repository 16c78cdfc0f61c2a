"""What differs between two sets is told in full, exactly, and with its sources."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.model.figures import Source
from socialvalue.model.frozen import FrozenMap
from socialvalue.registry.differences import KINDS

OLD = Source("old", "The old table", "Someone", "https://example.org/old")
NEW = Source("new", "The new table", "Someone else")


@pytest.fixture(scope="session")
def changed(make: SimpleNamespace) -> sv.FrameworkDiff:
    """Two editions in which one of everything happened."""
    old, new = {"sources": (OLD,)}, {"sources": (NEW,)}
    before = make.framework(
        make.measure("SAME", "5"),
        make.measure("GONE", figures=[make.figure("1", **old)]),
        make.measure("TITLED", "5"),
        make.measure("UNIT", figures=[make.figure("97.75", **old)], unit="attendee_hour"),
        make.measure("LOST", figures=[make.figure("3", **old)]),
        make.measure("MORE", figures=[make.figure("10", **old)]),
        make.measure("LESS", "0.12"),
        make.measure("FREE", "0"),
        make.measure("RULES", "5", counts="any"),
        make.measure("PAIR", "5"),
        make.measure(
            "LOCAL",
            figures=[make.figure("7"), make.figure("8", place=make.EAST),
                     make.figure("9", place=make.LONDON)],
            local=True,
        ),
        exclusions=(make.exclusion("alternative", ("SAME", "PAIR"), ("SAME", "GONE")),),
    )  # fmt: skip
    after = make.framework(
        make.measure("SAME", "5"),
        make.measure("TITLED", "5", title="Another title", alias="OWN1"),
        make.measure("UNIT", figures=[make.figure("130.29", **new)], unit="employee"),
        make.measure("LOST", figures=[make.figure(None, note="withdrawn", **new)]),
        make.measure("MORE", figures=[make.figure("13.4", "2022-06-01", **new)]),
        make.measure("LESS", "0.11"),
        make.measure("FREE", "2"),
        make.measure("RULES", "5", counts="first_year", switched_off="not here"),
        make.measure("PAIR", "5"),
        make.measure("ADDED", figures=[make.figure("2.5", **new)]),
        make.measure(
            "LOCAL",
            figures=[make.figure("7"), make.figure("8.5", place=make.EAST),
                     make.figure("6", place=make.ESSEX)],
            local=True,
        ),
        exclusions=(make.exclusion("alternative", ("PAIR", "SAME"), ("ADDED", "SAME")),),
    )  # fmt: skip
    return sv.diff(_ruled(before), attrs.evolve(_ruled(after), edition="2"))


def _ruled(framework: sv.Framework) -> sv.Framework:
    """The set with its rules beside the measures they concern, as a loaded set has them."""
    measures = {
        each.code: attrs.evolve(
            each, rules=tuple(rule for rule in framework.exclusions if rule.concerns(each.code))
        )
        for each in framework
    }
    return attrs.evolve(framework, measures=FrozenMap(measures))


def codes(changed: sv.FrameworkDiff, kind: str) -> list[str]:
    return [each.code for each in changed.of(kind)]


def one(changed: sv.FrameworkDiff, kind: str, code: str, what: str = "") -> sv.Difference:
    (found,) = [each for each in changed.of(kind) if each.code == code and what in ("", each.what)]
    return found


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("added", ["ADDED"]),
        ("removed", ["GONE"]),
        ("renamed", ["TITLED", "TITLED"]),
        ("unit", ["UNIT"]),
        ("monetisation", ["LOST"]),
        ("value", ["MORE", "LESS", "FREE", "LOCAL", "LOCAL", "LOCAL"]),
        ("rules", ["SAME", "RULES", "RULES", "PAIR"]),
    ],
)
def test_each_kind_is_found_and_nothing_else(
    changed: sv.FrameworkDiff, kind: str, expected: list[str]
) -> None:
    """A bidder who reads the list of changes has read all of them, and no noise."""
    assert codes(changed, kind) == expected
    assert changed.counts[kind] == len(expected)


def test_a_set_does_not_differ_from_itself() -> None:
    """Nothing changed means nothing listed."""
    toms = sv.load("national-toms", edition="2022")
    same = sv.diff(toms, toms)
    assert same.same
    assert len(same) == 0
    assert "Nothing differs" in str(same)


def test_a_change_of_value_is_exact_and_has_both_vouchers(changed: sv.FrameworkDiff) -> None:
    """By how much, absolutely and in per cent, from which publication to which."""
    more = one(changed, "value", "MORE")
    assert (more.change, more.percent) == (Decimal("3.4"), Fraction(34))
    assert (more.sources_before, more.sources_after) == ((OLD,), (NEW,))
    less = one(changed, "value", "LESS")
    assert (less.change, less.percent) == (Decimal("-0.01"), Fraction(-25, 3))
    assert "−£0.01" in str(changed)
    assert "−8.33" in str(changed)


def test_a_value_of_nothing_has_no_percentage(changed: sv.FrameworkDiff) -> None:
    """Nothing is a share of £0; the pounds are told all the same."""
    free = one(changed, "value", "FREE")
    assert (free.change, free.percent) == (Decimal(2), None)


def test_places_are_compared_each_with_itself(changed: sv.FrameworkDiff) -> None:
    """A region's value is never held against another region's, nor against the national one."""
    by_place = {each.place: each for each in changed.of("value") if each.code == "LOCAL"}
    east, essex, london = (by_place[code] for code in ("E12000006", "E10000012", "E12000007"))
    assert east.change == Decimal("0.5")
    assert (essex.before, essex.after, essex.change) == ("no figure", "£6.00", None)
    assert (london.before, london.after, london.change) == ("£9.00", "no figure", None)


def test_an_altered_figure_of_an_earlier_day_is_not_hidden_by_the_latest(
    make: SimpleNamespace,
) -> None:
    """An erratum to an old value changes old contracts, though today's value stands."""
    later = make.figure("12", "2022-01-01")
    before = make.framework(make.measure(figures=[make.figure("10"), later]))
    after = make.framework(make.measure(figures=[make.figure("11"), later]))
    (found,) = sv.diff(before, after).entries
    assert (found.kind, found.change) == ("value", Decimal(1))


def test_quantities_do_not_carry_across_a_changed_unit(changed: sv.FrameworkDiff) -> None:
    """Figures of different units are never subtracted, and the reader is told why."""
    unit = one(changed, "unit", "UNIT")
    assert (unit.before, unit.after) == ("attendee hours", "employees")
    assert unit.change is None
    assert unit.note.startswith("Quantities do not carry across")
    assert "UNIT" not in codes(changed, "value")
    for text in (str(changed), changed.to_markdown(), changed.to_json(), changed._repr_html_()):
        assert "Quantities do not carry across" in text


def test_a_value_lost_keeps_its_reason(changed: sv.FrameworkDiff) -> None:
    """A withdrawn figure is not a change to £0."""
    lost = one(changed, "monetisation", "LOST")
    assert (lost.before, lost.after, lost.change) == ("£3.00", "no value (withdrawn)", None)


def test_rules_name_what_changed(changed: sv.FrameworkDiff) -> None:
    """Who stands before whom decides which line of a bid counts."""
    pair = one(changed, "rules", "PAIR")
    assert (pair.before, pair.after) == ("counts under SAME", "takes priority over SAME")
    assert one(changed, "rules", "RULES", "duration").after == "first year"
    assert one(changed, "rules", "RULES", "switched off").after == "not here"


def test_a_rule_with_a_measure_that_came_or_went_is_no_change_of_its_own(
    changed: sv.FrameworkDiff,
) -> None:
    """It is told once, as the measure added or removed."""
    same = one(changed, "rules", "SAME", "exclusions")
    assert "GONE" not in same.before
    assert "ADDED" not in same.after
    assert (same.before, same.after) == ("takes priority over PAIR", "counts under PAIR")


def test_json_is_exact_and_whole(changed: sv.FrameworkDiff) -> None:
    """A program reads the same differences, to the last digit."""
    content = json.loads(changed.to_json())
    assert content == changed.to_dict()
    assert len(content["entries"]) == len(changed)
    more = next(each for each in content["entries"] if each["code"] == "MORE")
    assert (more["change"], more["percent"], more["percent_exact"]) == ("3.4", "34.00", "34")
    assert more["figure_after"]["sources"][0]["title"] == "The new table"
    assert more["figure_after"]["from"] == "2022-06-01"


@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_to_frame_has_a_row_a_difference(changed: sv.FrameworkDiff, backend: str) -> None:
    """The same in whichever library the user has."""
    frame = changed.to_frame(backend)
    listed: Any = frame["code"].to_pylist() if backend == "pyarrow" else list(frame["code"])
    assert listed == [each.code for each in changed]


def test_nothing_written_in_a_set_is_markup(make: SimpleNamespace) -> None:
    """A title from a stranger's file cannot write into a reader's page."""
    before = make.framework(make.measure(title="<script>a</script>"))
    after = make.framework(make.measure(title="*b* | <img src=x onerror=y>"))
    changed = sv.diff(before, after)
    assert "<script>" not in changed._repr_html_() + changed.to_markdown()
    assert "<img" not in changed._repr_html_() + changed.to_markdown()
    assert r"\*b\* \| " in changed.to_markdown()


def test_names_are_loaded_and_kinds_are_known() -> None:
    """`id@edition` does for a set; a kind misspelt is refused with the known ones."""
    changed = sv.diff("national-toms@2022", "essex")
    assert {each.kind for each in changed} <= set(KINDS)
    assert one(changed, "renamed", "NT1", "own code").after == "ECC1"
    with pytest.raises(sv.InputError, match="SV312"):
        changed.of("valu")
    with pytest.raises(sv.NotFoundError, match="SV402"):
        sv.diff("national-toms", "essex")


def test_partial_sets_say_so() -> None:
    """What one partial set lacks may well stand in the publication."""
    changed = sv.diff("national-toms@2020", "national-toms@2022")
    assert "only a part is held" in str(changed)
