"""What the strategies draw: all of it can be valued and scored, and none of it is one-sided."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue import testing
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.plugins import build_plugin
from socialvalue.definitions.shapes.plugins import PluginFile
from socialvalue.definitions.structure import structure
from socialvalue.definitions.text import read_text
from socialvalue.model.plugin import Plugin
from socialvalue.registry.layers import base_of, lay_over
from socialvalue.units import UNITS

patient = settings(
    max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@patient
@given(testing.procurements())
def test_what_is_drawn_can_be_scored(drawn: testing.Procurement) -> None:
    """A strategy that draws what the engine refuses would test the refusal and nothing else."""
    result = sv.evaluate(drawn.tender, drawn.bids, drawn.framework, drawn.scheme)
    assert sorted(result.ranking) == sorted(each.bidder for each in drawn.bids)
    leaves = drawn.scheme.leaves
    most = sum(Fraction(each.points) * Fraction(getattr(each.method, "cap", 1)) for each in leaves)
    for each in result.results:
        if not each.failed:
            assert 0 <= sum(each.exact.values(), Fraction(0)) <= most


@patient
@given(testing.frameworks().flatmap(lambda base: st.tuples(st.just(base), testing.plugins(base))))
def test_no_plugin_touches_its_base(drawn: tuple[sv.Framework, sv.Framework]) -> None:
    """Whatever a council says, another body's figures stay as they were, to the last digit."""
    base, plugin = drawn
    testing.assert_base_untouched(base, plugin)
    assert plugin.lower_layers == base.layers


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.parametrize(
    "kind",
    [sv.Quantity, sv.Framework, Plugin, sv.Commitment, sv.Tender, sv.Bid, sv.Scheme],
)
def test_each_noun_is_drawn_by_its_type(kind: type, data: st.DataObject) -> None:
    """``st.from_type(sv.Bid)`` is what a tester types first; attrs' own guess would be refused."""
    assert isinstance(data.draw(st.from_type(kind)), kind)


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_quantities_are_of_the_unit_asked_for(unit: str) -> None:
    """An hour drawn for a week would be refused by every measure."""
    assert find(testing.quantities(unit), lambda _: True, settings=quick).unit == unit


quick = settings(
    max_examples=500,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


def test_lines_are_drawn_that_count_and_that_do_not() -> None:
    """Bids worth nothing, or of which all counts, would leave half of the engine untested."""

    def mixed(drawn: testing.Procurement) -> bool:
        found = sv.value(drawn.tender, drawn.bids[0], drawn.framework)
        return found.total > 0 and bool(found.refused)

    assert find(testing.procurements(), mixed, settings=quick)


@pytest.mark.parametrize("key", ["rename", "switch_off", "localise", "policy", "measures"])
def test_plugins_are_drawn_with_every_verb(key: str) -> None:
    """A verb that is never drawn is a verb that is never tested."""
    base = sv.load("national-toms", edition="2022")
    text = find(testing.plugin_texts(base), lambda drawn: f"\n{key}:" in drawn, settings=quick)
    assert text.startswith("schema: socialvalue/plugin@1")


SILENT = """\
schema: socialvalue/plugin@1
id: silent
edition: "1"
title: A council that says nothing
in_force: {from: 2020-01-01}
licence: CC0-1.0
rights: Made up by a test.
adopts: [{framework: made-up, edition: "1", measures: all}]
"""


@patient
@given(testing.procurements())
def test_a_plugin_that_says_nothing_changes_no_pound(drawn: testing.Procurement) -> None:
    """To lie over a framework is not to touch it: line by line, every pound is the base's."""
    findings = Findings()
    base = (drawn.framework,)
    head = structure(read_text(SILENT.encode(), "plugin.yaml"), PluginFile)
    plugin = build_plugin(head, base_of(base), drawn.framework.places, findings)
    laid = lay_over(plugin, head, base, findings)
    findings.settle()
    for bid in drawn.bids:
        below, above = (sv.value(drawn.tender, bid, each) for each in (drawn.framework, laid))
        assert [each.pence for each in above.lines] == [each.pence for each in below.lines]
        assert above.submitted == below.submitted


@patient
@given(testing.plugins())
def test_a_plugin_laid_twice_is_laid_once(laid: sv.Framework) -> None:
    """A chain of councils in which one stands twice must not count its figures twice."""
    text = SILENT.replace("silent", laid.id)
    head = structure(read_text(text.encode(), "plugin.yaml"), PluginFile)
    plugin = build_plugin(head, base_of((laid,)), laid.places, Findings())
    assert lay_over(plugin, head, (laid,), Findings()) == laid
