"""Every set that is shipped: it loads, its figures have vouchers, its rules hold both ways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.assess.checking.cases import check_cases
from socialvalue.model.figures import ProxyValue
from socialvalue.model.measure import Measure
from socialvalue.registry.discovery import find_all
from socialvalue.registry.loading import places
from socialvalue.units import UNITS, Quantity

FOUND = [each for each in find_all() if each.origin == "built-in"]
LABELS = [each.label for each in FOUND]
LOCAL_RATIO = (0.5, 2)
"""No published regional figure is further from the national one; a slip of a digit is."""


@pytest.fixture(scope="module", params=LABELS)
def framework(request: pytest.FixtureRequest) -> sv.Framework:
    """Each shipped set in each edition."""
    loaded: sv.Framework = sv.load(request.param)
    return loaded


def figures(framework: sv.Framework) -> Iterator[tuple[Measure, ProxyValue]]:
    """Every figure with its measure."""
    for measure in framework:
        for figure in measure.proxy.values if measure.proxy else ():
            yield measure, figure


def test_there_are_sets() -> None:
    """The tests below would hold nothing if nothing were found."""
    assert {"national-toms@2020", "national-toms@2022", "essex@2024"} <= set(LABELS)
    assert not [each for each in FOUND if each.problems]


def test_a_set_says_what_it_is(framework: sv.Framework) -> None:
    """Whose figures these are, under which licence, and how much is missing, is always said."""
    assert framework.title
    assert framework.licence
    assert framework.rights
    assert framework.coverage in {"complete", "partial"}
    assert framework.in_force.start is not None
    assert len(framework.sha256) == 64
    assert all(source.title for source in framework.sources.values())


def test_a_set_is_listed_as_it_loads(framework: sv.Framework) -> None:
    """The listing reads headers only: it must not say another thing than the set itself."""
    info = next(each for each in sv.frameworks() if each.id == framework.id)
    edition = next(each for each in info.editions if each.edition == framework.edition)
    assert info.kind == framework.kind
    assert (edition.title, edition.coverage, edition.licence) == (
        framework.title,
        framework.coverage,
        framework.licence,
    )
    assert edition.in_force.start == framework.in_force.start
    assert edition.in_force.end == framework.in_force.end


def test_every_measure_is_whole(framework: sv.Framework) -> None:
    """A measure without a known unit or outcome cannot be offered, found or totalled."""
    for measure in framework:
        assert measure.unit in UNITS
        assert measure.title
        assert measure.outcome in framework.themes[measure.theme].outcomes
        assert (measure.kind == "monetised") == (measure.proxy is not None)
        assert measure.kind == "recorded" or measure.unit != "text"
        assert framework.search(measure.code)


def test_every_figure_has_its_voucher(framework: sv.Framework) -> None:
    """A figure nobody can check is worth nothing; a missing one says why it is missing."""
    for measure, figure in figures(framework):
        where = f"{measure.code} {figure.start} {figure.place}"
        assert figure.span.line, where
        if figure.value is None:
            assert figure.note, where
        else:
            assert figure.sources, where
            assert figure.value > 0, where
            assert set(figure.sources) <= set(measure.sources), where
        assert figure.confidence not in {"conflict", "unknown"} or figure.value is None, where


def test_figures_are_in_the_order_of_their_dates(framework: sv.Framework) -> None:
    """Two figures of one day and place would leave it to chance which one counts."""
    for measure in framework:
        values = measure.proxy.values if measure.proxy else ()
        for place in {each.place for each in values}:
            ranked = [(each.rank, each.start) for each in values if each.place == place]
            assert all(first < second for first, second in pairwise(ranked)), measure.code


def test_a_local_figure_is_of_a_known_place_and_near_the_national_one(
    framework: sv.Framework,
) -> None:
    """A digit too many in a region's figure would double a bid there, and nowhere else."""
    low, high = LOCAL_RATIO
    for measure, figure in figures(framework):
        if figure.place is None:
            continue
        assert figure.place in places()
        national = [
            each.value
            for each in (measure.proxy.values if measure.proxy else ())
            if each.place is None and each.start == figure.start and each.value is not None
        ]
        for value in national:
            assert figure.value is not None
            assert low <= figure.value / value <= high, (measure.code, figure.place)


@pytest.mark.parametrize("label", [each for each in LABELS if each.startswith("national-toms@")])
def test_figures_of_an_edition_begin_with_it(label: str) -> None:
    """A tender of the edition's first day has its values; one of the day before has none of it."""
    framework = sv.load(label)
    for measure, figure in figures(framework):
        assert figure.start == framework.in_force.start, measure.code


def test_every_rule_on_double_counting_has_its_reason(framework: sv.Framework) -> None:
    """A bidder whose line is refused is owed the reason, and where the rule is printed.

    The rules of the open figures are of this project: no publication adds them up.
    """
    for rule in framework.exclusions:
        assert rule.why
        assert rule.source is not None or framework.id == "uk-open", rule.span
        assert rule.pairs
        assert all(first in framework and second in framework for first, second in rule.pairs)


def offer(measure: Measure) -> Quantity:
    """One of what a measure counts."""
    if measure.unit == "fte_year":
        return sv.fte(1, years=1)
    if measure.unit == "yes_no":
        return sv.yes()
    return sv.quantity("our plan" if measure.unit == "text" else "1", measure.unit)


def test_exclusions_hold_from_both_sides(framework: sv.Framework) -> None:
    """Whichever of two measures is offered first, the same one stands and the same one falls.

    Unjust otherwise: the order of a bidder's lines would decide what they are worth.
    """
    tender = sv.Tender("x", contract_value=1, published=framework.in_force.start)
    pairs = {pair for rule in framework.exclusions for pair in rule.pairs}
    assert not {(second, first) for first, second in pairs} & pairs
    for stands, falls in pairs:
        ours = (framework[stands], framework[falls])
        assert all(
            any({stands, falls} <= {*pair} for rule in each.rules for pair in rule.pairs)
            for each in ours
        )
        lines = [framework.commit(each.code, offer(each), activity="one") for each in ours]
        for order in (lines, lines[::-1]):
            valuation = sv.value(tender, sv.Bid("A", commitments=order), framework)
            twice = {
                line.measure
                for line in valuation.lines
                if "SV504" in {each.code for each in line.refusals}
            }
            assert twice == {falls}, (stands, falls)


def test_every_index_that_is_named_is_shipped(framework: sv.Framework) -> None:
    """A measure that names an index nobody has can never be moved to other prices."""
    named = {each.proxy.index for each in framework if each.proxy and each.proxy.index}
    assert named <= set(sv.indices())


def test_the_worked_examples_come_out_as_they_say() -> None:
    """An example that is printed and not true would be learned by heart."""
    checked = 0
    for found in FOUND:
        report = check_cases(found.folder, sv.load(found.label), file=found.file)
        assert report.problems == (), found.label
        checked += report.checked
    assert checked > 50


@pytest.mark.parametrize("label", [each.label for each in FOUND if each.kind == "plugin"])
def test_base_figures_are_the_same_under_a_plugin(label: str) -> None:
    """A council states its own; it never edits another body's figure, unit or rule."""
    plugin = sv.load(label)
    for layer in plugin.layers[:-1]:
        base = sv.load(layer.label)
        assert base.sha256 == layer.sha256
        for measure in base:
            if measure.code not in plugin.measures:
                continue
            over = plugin[measure.code]
            assert (over.unit, over.kind, over.counts, over.place, over.title) == (
                measure.unit, measure.kind, measure.counts, measure.place, measure.title,
            )  # fmt: skip
            below = measure.proxy.values if measure.proxy else ()
            kept = [each for each in (over.proxy.values if over.proxy else ()) if each in below]
            assert tuple(kept) == below
            assert [str(each.value) for each in kept] == [str(each.value) for each in below]


def test_places_lead_to_a_country() -> None:
    """A local value is looked for outwards from the place: every chain must reach its country."""
    known = places()
    for code, place in known.items():
        seen = [code]
        while place.parent is not None:
            assert place.parent not in seen
            seen.append(place.parent)
            place = known[place.parent]  # noqa: PLW2901 - going outwards
        assert place.kind in {"country-group", "country"}, code


def test_no_file_of_the_shipped_sets_is_passed_over(root: Path) -> None:
    """A file in the wrong folder would be shipped, and read by nobody."""
    held = root / "measures"
    if not held.is_dir():
        pytest.skip("no measures/ beside the tests: this is a wheel")
    folders = {each.folder for each in FOUND}
    for path in held.rglob("*"):
        if path.is_file() and path.name[0] != ".":
            known = path.parent in folders or path.parent.name == "indices"
            assert known or path in {held / "places.yaml", held / "EDITIONS.lock"}, path
