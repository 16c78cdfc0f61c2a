"""Base, council, procurement: one mechanism, held by property whatever each of them says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue import testing
from socialvalue.model.figures import ProxyValue
from socialvalue.model.places import chain
from socialvalue.model.policy import POLICY_FIELDS
from socialvalue.testing.strategies import PLACES

patient = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@attrs.frozen
class Tower:
    """A framework, a council's plug-in over it, and a procurement's overlay over that."""

    base: sv.Framework
    plugin: sv.Framework
    overlay: sv.Framework
    text: str


@st.composite
def towers(draw: st.DrawFn) -> Tower:
    """Three layers; each may say anything that the format can."""
    base = draw(testing.frameworks())
    plugin = draw(testing.plugins(base))
    text = draw(testing.overlay_texts(plugin))
    return Tower(base, plugin, testing.laid(text, plugin), text)


@patient
@given(towers())
def test_figures_of_lower_layers_are_bit_identical(tower: Tower) -> None:
    """A procurement that touched another's figure would value bids by stealth."""
    testing.assert_base_untouched(tower.base, tower.plugin)
    testing.assert_base_untouched(tower.base, tower.overlay)
    testing.assert_base_untouched(tower.plugin, tower.overlay)
    sha256 = [each.sha256 for each in tower.overlay.layers]
    assert sha256[:2] == [tower.base.sha256, tower.plugin.sha256]
    for code, measure in tower.overlay.measures.items():
        if code in tower.base.measures:
            below, above = tower.base.measures[code].proxy, measure.proxy
            kept = above.values[: len(below.values)] if below and above else ()
            assert kept == (below.values if below else ())


@patient
@given(towers())
def test_applied_twice_is_applied_once(tower: Tower) -> None:
    """An officer who lays the overlay again, or a record that names it twice, changes no pound."""
    again = testing.laid(tower.text, tower.overlay)
    assert again == tower.overlay
    assert again.sha256 == tower.overlay.sha256
    assert testing.laid(tower.text, tower.plugin).sha256 == tower.overlay.sha256


def _values(measure: sv.Measure) -> tuple[ProxyValue, ...]:
    return measure.proxy.values if measure.proxy else ()


def figure_of(tower: Tower, code: str, on: date, place: str) -> Decimal | None:
    """The figure by the rule as it is written in the design: place, then layer, then day.

    Worked out apart from the library, layer by layer from the procurement down to the base.
    """
    values = _values(tower.overlay.measures[code])
    order = [tower.overlay.label, tower.plugin.label, tower.base.label]
    for where in (*chain(tower.base.places, place), None):
        for layer in order:
            able = [
                each
                for each in values
                if (each.place, each.layer) == (where, layer) and each.start <= on
            ]
            if able:
                return max(able, key=lambda each: each.start).value
    return None


@patient
@given(towers(), st.dates(date(2019, 1, 1), date(2027, 1, 1)), st.sampled_from(PLACES))
def test_procurement_before_council_before_base(tower: Tower, on: date, place: str) -> None:
    """The nearer figure counts, and of one place the higher layer's: nobody's by chance."""
    for code, measure in tower.overlay.measures.items():
        days = {on, *(each.start for each in _values(measure))}
        for where in {place, *(each.place for each in _values(measure) if each.place)}:
            for day in days:
                found = tower.overlay.unit_value(code, on=day, place=where)
                assert found == figure_of(tower, code, day, where), (code, day, where)


@patient
@given(towers(), st.data())
def test_the_tender_s_own_table_stands_before_all(tower: Tower, data: st.DataObject) -> None:
    """What is given for a procurement holds for every bidder, whatever any layer says."""
    able = [each for each in tower.overlay if each.kind == "monetised"]
    if not able:
        return
    measure = data.draw(st.sampled_from(able))
    tender = sv.Tender(
        "T",
        contract_value=1000,
        published=data.draw(st.dates(date(2020, 1, 1), date(2026, 12, 31))),
        place=data.draw(st.sampled_from(PLACES)),
        unit_values={measure.code: "12.34"},
    )
    offer = tower.overlay.commit(measure.code, data.draw(testing.quantities(measure.unit)))
    found = sv.value(tender, sv.Bid("A", commitments=[offer]), tower.overlay)
    assert {each.unit_value for each in found.lines} == {Decimal("12.34")}


@patient
@given(towers())
def test_what_is_dropped_stays_dropped_and_says_who_signed(tower: Tower) -> None:
    """A measure that the council does not use is not brought back by a procurement's silence."""
    for code, measure in tower.overlay.measures.items():
        if code in tower.plugin.measures and tower.plugin.measures[code].switched_off:
            assert measure.switched_off
        assert not measure.switched_off or "head of procurement" in measure.switched_off


@patient
@given(towers())
def test_every_code_of_every_layer_stays_usable(tower: Tower) -> None:
    """A bidder who knows the national code, or the council's, is understood everywhere."""
    for lower in (tower.base, tower.plugin):
        for own, code in lower.codes.items():
            if code in tower.overlay.measures:
                assert tower.overlay[own].code == code


@patient
@given(towers())
def test_a_policy_is_taken_over_rule_by_rule(tower: Tower) -> None:
    """A procurement that states one rule keeps the council's others, with their days."""
    stated = yaml.safe_load(tower.text).get("policy", {})
    for word, name in POLICY_FIELDS.items():
        below, above = getattr(tower.plugin.policy, name), getattr(tower.overlay.policy, name)
        if word in stated:
            assert [str(each.start) for each in above] == sorted(map(str, stated[word]))
        else:
            assert above == below
