"""Who may sign that a measure is dropped: the council's rule, held against what lies over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.errors import Problem
from socialvalue.testing import laid

Plugin = Callable[..., Path]
COUNCIL = '{framework: council, edition: "2024"}'
SIGNERS = """\
policy:
  signatures:
    2024-01-01: {switch_off: [head of procurement, the director], source: guide}
switch_off: [{code: NT3, why: Not used in the whole council.}]
"""


@pytest.fixture
def council(site: Callable[..., object]) -> None:
    """A council that says who may sign, and drops a measure of its own accord."""
    site("council", more=SIGNERS)


def off(code: str = "NT1", by: str = "") -> str:
    """A line that switches a measure off."""
    return f"switch_off: [{{code: {code}, why: It does not fit{f', by: {by!r}' if by else ''}}}]\n"


def told(load: Callable[[], object]) -> list[Problem]:
    """What is wrong with a plug-in; nothing, where it loads."""
    try:
        load()
    except sv.DefinitionError as error:
        return list(error.problems)
    return []


def codes(folder: Path) -> list[str]:
    return [each.code for each in told(lambda: sv.load(folder))]


def overlay(plugin: Plugin, more: str, name: str = "overlay", adopts: str = COUNCIL) -> Path:
    """One procurement's overlay over the council."""
    return plugin(name, adopts=adopts, more=more)


@pytest.mark.usefixtures("council")
def test_a_measure_dropped_by_nobody_or_by_another_is_told_with_its_place(plugin: Plugin) -> None:
    """Bidders lose what they prepared: not by the hand of someone the policy does not trust."""
    lines = (
        "switch_off:\n"
        "  - {code: NT1, why: It does not fit}\n"
        "  - {code: NT2, why: It does not fit, by: a category officer}\n"
        "  - {code: NT10, why: It does not fit, by: 'A. Smith, Head of  Procurement'}\n"
    )
    folder = overlay(plugin, lines)
    one, other = told(lambda: sv.load(folder))
    text = (folder / "plugin.yaml").read_text(encoding="utf-8").splitlines()
    assert (one.code, other.code) == ("SV619", "SV619")
    assert one.file.endswith("overlay-2024/plugin.yaml")
    assert text[one.line - 1][one.column - 1 :].startswith("{code: NT1,")
    assert text[other.line - 1][other.column - 1 :].startswith("a category officer")
    asked = "the council's policy asks for head of procurement or the director"
    assert one.message == f"switching NT1 off is signed by nobody; {asked}"
    assert other.message == f"switching NT2 off is signed by a category officer; {asked}"
    assert "name the office after 'by:'" in one.hint


@pytest.mark.usefixtures("council")
@pytest.mark.parametrize("by", ["the director", "THE DIRECTOR", "J. Jones, the director, 3 May"])
def test_a_measure_dropped_by_who_may_is_dropped(plugin: Plugin, by: str) -> None:
    """Who signs as the policy says is not held up by capitals, a name or a date."""
    over = sv.load(overlay(plugin, off(by=by)))
    assert over["NT1"].switched_off == f"It does not fit (signed off by {by})"


@pytest.mark.usefixtures("council")
def test_all_that_is_wrong_is_told_at_once(plugin: Plugin) -> None:
    """An officer mends a file once."""
    more = off() + "localise: {NT99: {2024-07-01: {value: '1', source: guide}}}\n"
    assert sorted(codes(overlay(plugin, more))) == ["SV202", "SV209", "SV619"]


@pytest.mark.usefixtures("council")
def test_the_rule_reaches_through_a_layer_between(plugin: Plugin) -> None:
    """A lot's overlay over its procurement's is bound as that one is."""
    between = overlay(plugin, off(by="the director"), "between")
    adopts = f'{{framework: ../{between.name}, edition: "2024"}}'
    assert codes(overlay(plugin, off("NT2"), "above", adopts)) == ["SV619"]
    assert codes(overlay(plugin, off("NT2", "the director"), "signed", adopts)) == []


@pytest.mark.usefixtures("council")
def test_what_an_overlay_says_nothing_of_needs_no_signature(plugin: Plugin) -> None:
    """The council's own measures that it does not use were never a procurement's to sign."""
    over = sv.load(overlay(plugin, ""))
    assert over["NT3"].switched_off == "Not used in the whole council."


@pytest.mark.usefixtures("council")
@pytest.mark.parametrize(
    "policy",
    ["policy: {decline: [signatures]}\n",
     "policy: {signatures: {2024-01-01: {switch_off: [the board], source: guide}}}\n"],
)  # fmt: skip
def test_a_council_with_a_rule_of_its_own_is_bound_by_that(plugin: Plugin, policy: str) -> None:
    """A district that adopts the county's measures does not need the county's signature."""
    assert codes(overlay(plugin, off() + policy)) == []
    assert codes(overlay(plugin, off(), "unruled")) == ["SV619"]


def test_a_rule_on_waivers_only_asks_nothing_of_a_switch_off(
    plugin: Plugin, site: Callable[..., object]
) -> None:
    """Where the policy says nothing, nobody is blamed."""
    waivers = "2024-01-01: {waivers: {themes: [leader]}, source: guide}"
    site("council", more=f"policy: {{signatures: {{{waivers}}}}}\n")
    over = overlay(plugin, off())
    assert codes(over) == []
    assert sv.load(over)["NT1"].switched_off == "It does not fit"


def test_the_rule_is_that_of_the_first_day(plugin: Plugin, site: Callable[..., object]) -> None:
    """An overlay of July is not held to the offices of August; one without a day, to the latest."""
    july, august = (
        f"2024-{month}-01: {{switch_off: [{who}], source: guide}}"
        for month, who in (("07", "the director"), ("08", "the board"))
    )
    site("council", more=f"policy:\n  signatures:\n    {july}\n    {august}\n")
    signed = overlay(plugin, off(by="the director"))
    assert codes(signed) == []
    head = signed / "plugin.yaml"
    text = head.read_text(encoding="utf-8")
    for first, found in (("2024-08-01", ["SV619"]), ("2024-06-30", []), ("", ["SV619"])):
        day = f"in_force: {{from: {first}}}" if first else ""
        head.write_text(text.replace("in_force: {from: 2024-07-01}", day), encoding="utf-8")
        assert codes(signed) == found, first


OVERLAY = """\
schema: socialvalue/plugin@1
id: beach
edition: "1"
title: Beach
licence: OGL-UK-3.0
rights: Invented for the tests.
in_force: {from: 2025-02-03}
adopts: [{framework: tendring, edition: "2024"}]
"""
OFFICES = st.sampled_from(("", "director", "director (governance)", "Director for governance, A."))


@given(st.text("abc ", max_size=8), OFFICES)
def test_an_overlay_and_a_tender_are_held_to_the_same_words(name: str, office: str) -> None:
    """Where a measure is dropped decides nothing about who may drop it."""
    council, by = sv.load("tendring"), f"{name} {office}".strip()
    dropped = sv.SwitchOff("NT31", "It does not fit", by=by)
    tender = sv.Tender(
        "Beach", contract_value=1, published="2025-02-03", target=1, switch_off=[dropped]
    )
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    result = sv.evaluate(tender, [sv.Bid("Acme", price=1)], council, scheme)
    warned = [(each.code, each.message) for each in result.warnings if each.code == "SV619"]
    over = told(lambda: laid(OVERLAY + off("NT31", by), council))
    assert [(each.code, each.message) for each in over] == warned
