"""What must hold of every shipped set, whoever's figures it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.definitions.nodes import Keys
from socialvalue.definitions.shapes.sets import CONFIDENCE
from socialvalue.definitions.text import read_text
from socialvalue.model.figures import ProxyValue
from socialvalue.registry.discovery import find_all, measures_root
from socialvalue.units import UNITS

LONGEST_TITLE = 90
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def shipped() -> list[sv.Framework]:
    root = measures_root()
    return [sv.load(each.label) for each in find_all() if root in each.folder.parents]


def files() -> list[Path]:
    return sorted(measures_root().rglob("*.yaml"))


def own(framework: sv.Framework) -> list[sv.Measure]:
    """The measures that a set itself defines, not those of its base."""
    folder = next(each.folder for each in find_all() if each.label == framework.label)
    texts = {code for path in folder.glob("*.yaml") for code in codes_of(path)}
    return [each for each in framework if each.code in texts]


def codes_of(path: Path) -> list[str]:
    found = read_text(path.read_bytes(), path.name).get("measures")
    return list(found) if isinstance(found, Keys) else []


def figures(framework: sv.Framework) -> Iterator[tuple[sv.Measure, ProxyValue]]:
    for measure in framework:
        for each in measure.proxy.values if measure.proxy else ():
            yield measure, each


each_set = pytest.mark.parametrize("framework", shipped(), ids=lambda each: each.label)
each_file = pytest.mark.parametrize(
    "path", files(), ids=lambda each: each.relative_to(measures_root()).as_posix()
)


# --- figures ------------------------------------------------------------------------------


@each_set
def test_every_figure_has_a_voucher(framework: sv.Framework) -> None:
    """No pound is counted that nobody can look up: publication, place in it, how well known."""
    for measure, figure in figures(framework):
        where = f"{measure.code} {figure.span}"
        assert figure.sources, where
        assert figure.confidence in CONFIDENCE, where
        by_definition = figure.value == 1 and figure.sources[0].key == "by-definition"
        assert figure.confidence or by_definition, f"{where}: how well is it known?"
        assert figure.value is not None or figure.note, where


@each_set
def test_every_figure_could_be_meant(framework: sv.Framework) -> None:
    """A slip of the decimal point is seen before a bidder is paid by it."""
    found = ((measure.code, figure.value) for measure, figure in figures(framework))
    known = [(code, value) for code, value in found if value is not None]
    assert known or framework.id == "uk-social-value-model"
    for code, value in known:
        assert Decimal("0.001") <= value <= 100_000, f"{code} {value}"


@each_set
def test_a_place_s_value_is_near_the_others(framework: sv.Framework) -> None:
    """Pay in one region is not twice that of the country: a greater gap is a slip."""
    for measure in framework:
        local = [each for _, each in figures_of(measure) if each.place and each.value]
        for figure in local:
            beside = compared(measure, figure, local)
            assert figure.value is not None
            assert beside / 2 < figure.value < beside * 2, f"{measure.code} {figure.span}"


def figures_of(measure: sv.Measure) -> Iterator[tuple[sv.Measure, ProxyValue]]:
    for each in measure.proxy.values if measure.proxy else ():
        yield measure, each


def compared(measure: sv.Measure, figure: ProxyValue, local: list[ProxyValue]) -> Decimal:
    """The national value of the same day, else the middle one of the places."""
    national = [each.value for _, each in figures_of(measure)
                if each.place is None and each.start == figure.start and each.value]  # fmt: skip
    return national[0] if national else median(each.value for each in local if each.value)


@each_set
def test_only_measures_that_depend_on_the_place_have_local_values(framework: sv.Framework) -> None:
    """Where a place decides the value, the measure says so, and a tender may give its own."""
    local = {measure.code for measure, figure in figures(framework) if figure.place}
    assert local <= {measure.code for measure in framework if measure.local}


@each_file
def test_dates_stand_in_their_order(path: Path) -> None:
    """A reader of the file sees the history from the top down, and no day twice."""
    for dated in dated_groups(read_text(path.read_bytes(), path.name)):
        assert list(dated) == sorted(dated), dated.span()


def dated_groups(data: Any) -> Iterator[Keys]:
    """The groups of keys whose keys are days."""
    if isinstance(data, Keys) and data and all(DAY.fullmatch(key) for key in data):
        yield data
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for each in values:
        yield from dated_groups(each)


@each_set
def test_a_framework_s_measures_count_from_its_first_day(framework: sv.Framework) -> None:
    """An edition in force without its figures would refuse its first bidders."""
    if framework.kind == "framework":
        late = [
            measure.code
            for measure in framework
            if measure.proxy and min(v.start for v in measure.proxy.values) > start(framework)
        ]
        assert late == []


def start(framework: sv.Framework) -> Any:
    assert framework.in_force.start is not None
    return framework.in_force.start


# --- measures -----------------------------------------------------------------------------


@each_set
def test_every_measure_can_be_counted(framework: sv.Framework) -> None:
    """Its unit is one that a quantity can be given in, and its outcome is one of the set's."""
    for measure in framework:
        assert measure.unit in UNITS
        assert measure.outcome in framework.themes[measure.theme].outcomes


@each_set
def test_titles_are_short_and_tell_measures_apart(framework: sv.Framework) -> None:
    """A bidder picks a measure by its title; a sentence copied from a handbook is no title."""
    titles = [each.title for each in own(framework)]
    assert titles or framework.lower_layers
    assert [each for each in titles if len(each) > LONGEST_TITLE or each.endswith(".")] == []
    assert [each for each, times in Counter(titles).items() if times > 1] == []


@each_set
def test_every_measure_with_pounds_says_what_counts(framework: sv.Framework) -> None:
    """Who is paid for a thing is told what the thing is."""
    monetised = [each for each in framework if each.kind == "monetised"]
    assert monetised or framework.id == "uk-social-value-model"
    assert [each.code for each in monetised if not each.definition] == []


@each_set
def test_rules_on_double_counting_are_known_to_both_measures(framework: sv.Framework) -> None:
    """Whichever of the two a bidder looks up, the rule is there, with its reason."""
    for rule in framework.exclusions:
        assert rule.why.strip()
        for code in {code for pair in rule.pairs for code in pair}:
            assert rule in framework[code].rules, f"{code} does not know of {rule.why}"


@each_set
def test_no_rule_ranks_a_pair_both_ways(framework: sv.Framework) -> None:
    """If each of two measures stood before the other, the order of a bid would decide."""
    pairs = {pair for rule in framework.exclusions for pair in rule.pairs}
    assert len(pairs) >= len(framework.exclusions)
    assert [pair for pair in pairs if pair[::-1] in pairs] == []


# --- sets ---------------------------------------------------------------------------------


@each_set
def test_every_set_says_whose_it_is_and_what_may_be_done_with_it(framework: sv.Framework) -> None:
    """Nobody uses figures commercially without having been told their terms."""
    assert framework.licence
    assert len(framework.rights) > 60
    assert framework.publisher
    if "LicenseRef-National-TOMs-facts" in framework.licence:
        assert framework.coverage == "partial"
        assert "check the" in framework.rights
        assert "endorses" in framework.rights


@each_set
def test_every_source_can_be_found_again(framework: sv.Framework) -> None:
    """A source has an address, or says why it has none."""
    for source in framework.sources.values():
        assert source.title
        assert source.url.startswith("https://") or source.note, source.key


@pytest.mark.parametrize("name", sv.indices())
def test_every_index_runs_forward_and_has_vouchers(name: str) -> None:
    """A deflator with its years mixed up would move every value."""
    index = sv.load_index(name)
    assert index.licence
    assert index.rights
    for series in index.series.values():
        assert series.sources, series.key
        days = list(series.values)
        assert days == sorted(days, key=lambda each: (len(each), each)), series.key
