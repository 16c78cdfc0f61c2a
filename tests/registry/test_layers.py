"""A plug-in laid over its base: what it adds, what it may not touch, and who wins."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.plugins import build_plugin, read_plugin_file
from socialvalue.registry.layers import base_of, lay_over
from socialvalue.registry.loading import places

ESSEX, EAST, KENT, COLCHESTER = "E10000012", "E12000006", "E10000016", "E07000071"
ON = "2024-08-01"
OVER_ESSEX = '{framework: essex, edition: "2024"}'
FULL = f"""\
place: {ESSEX}
rename: {{NT1: DC1}}
switch_off: [{{code: NT3, why: Not used here.}}]
localise:
  NT1: {{2024-07-01: {{value: "28000", source: guide}}}}
  NT18: {{by_place: {{{EAST}: {{2024-07-01: {{value: "0.7", source: guide}}}}}}}}
policy: {{target: {{2024-07-01: {{value: "0.4", source: guide}}}}}}
scheme: {{criteria: [{{name: price, points: "100", method: lowest_price}}]}}
themes: {{own: {{title: Own, outcomes: {{own-jobs: {{title: Own jobs}}}}}}}}
measures:
  DC9:
    {{title: Own, outcome: own-jobs, unit: gbp, kind: monetised,
     proxy: {{values: {{2024-07-01: {{value: "2", source: guide}}}}}}}}
exclusions:
  - {{rule: alternative, measures: [DC9, NT18], why: Counted once., source: guide}}
"""
Plugin = Callable[..., Path]


def codes(path: Path) -> list[str]:
    """The codes of what is wrong with a plug-in."""
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load(path)
    return [each.code for each in caught.value.problems]


# --- the four verbs, and additions ---------------------------------------------------------


def test_what_a_plugin_says_stands_beside_what_its_base_says(plugin: Plugin) -> None:
    """Adopt, rename, switch off, localise and add: and nothing of the base is lost."""
    over = sv.load(plugin("demo", more=FULL))
    assert (over.kind, over.label, over.place) == ("plugin", "demo@2024", ESSEX)
    assert list(over.measures) == ["NT1", "NT2", "NT3", "NT10", "NT18", "NT19", "DC9"]
    assert over["NT3"].switched_off == "Not used here."
    assert over["DC9"].theme == "own"
    assert over.policy.target(on=ON) == Decimal("0.4")
    assert over.scheme is not None
    assert [each.label for each in over.layers] == ["national-toms@2020", "demo@2024"]
    assert set(sv.load("national-toms@2020").sources) < set(over.sources)


def test_both_codes_of_a_renamed_measure_are_usable(plugin: Plugin) -> None:
    """A bidder writes the council's code or the national one: it is one measure."""
    over = sv.load(plugin("demo", more=FULL))
    assert over["DC1"] is over["NT1"]
    assert over["DC1"].name == "DC1 (NT1)"
    assert over.canonical("DC1") == "NT1"
    assert "DC1" in over
    commitment = over.commit("DC1", sv.fte(1, years=1))
    assert commitment.measure == "NT1"


TWICE = FULL.replace("[{code: NT3,", "[{code: DC1, why: No.}, {code: NT1,").replace(
    "localise:\n", 'localise:\n  DC1: {2024-07-01: {value: "1", source: guide}}\n'
)


def test_a_council_speaks_of_measures_by_its_own_codes(plugin: Plugin) -> None:
    """What a plug-in or an overlay says of the council's code, it says of the measure.

    Unjust otherwise: officers who know only their own codes cannot say what does not fit.
    """
    by_own = FULL.replace("  NT1: {2024", "  DC1: {2024").replace("NT18]", "DC1]")
    own = sv.load(plugin("demo", more=by_own))
    assert own.unit_value("NT1", on=ON, place=ESSEX) == Decimal(28_000)
    assert any(("DC9", "NT1") in rule.pairs for rule in own["NT1"].rules)
    above = 'localise: {DC1: {2024-07-01: {value: "29000", source: guide}}}\n'
    above += "switch_off: [{code: DC9, why: No.}]\n"
    adopts = '{framework: ../demo-2024, edition: "2024"}'
    over = sv.load(plugin("overlay", adopts=adopts, more=above))
    assert over.unit_value("NT1", on=ON, place=ESSEX) == Decimal(29_000)
    assert over["DC9"].switched_off == "No."


def test_a_measure_is_not_spoken_of_by_both_its_codes(plugin: Plugin) -> None:
    """Of two figures for one measure, or two reasons, one would be lost."""
    assert codes(plugin("demo", more=TWICE)) == ["SV222", "SV222"]


def test_adoption_may_be_of_some_measures_only(plugin: Plugin) -> None:
    """What is not adopted cannot be offered: a council need not take a whole publication."""
    over = sv.load(plugin("demo"))
    assert "NT4" not in over
    rules = [pair for rule in over.exclusions for pair in rule.pairs]
    assert ("NT19", "NT18") in rules
    assert all({*pair} <= set(over.measures) for pair in rules)
    whole = sv.load(plugin("whole", adopts='{framework: national-toms, edition: "2020"}'))
    base = sv.load("national-toms@2020")
    assert set(whole.measures) == set(base.measures)
    assert whole.exclusions == base.exclusions


def test_two_sets_may_be_adopted(plugin: Plugin) -> None:
    """Measures of several publications stand side by side; one code comes from one of them."""
    adopts = (
        '{framework: national-toms, edition: "2020", measures: [NT1]}, '
        '{framework: national-toms, edition: "2022", measures: [NT10, NT82]}'
    )
    over = sv.load(plugin("demo", adopts=adopts))
    assert over["NT10"].proxy == sv.load("national-toms@2022")["NT10"].proxy
    assert [each.label for each in over.layers][:2] == ["national-toms@2020", "national-toms@2022"]
    assert all(over.search(each.code) for each in over)


def test_themes_of_one_key_keep_the_outcomes_of_all(plugin: Plugin) -> None:
    """A theme that the council extends must not lose the outcomes of its base."""
    base = sv.load("national-toms@2020")
    key = base["NT1"].theme
    more = f"themes: {{{key}: {{title: Ours, outcomes: {{more: {{title: More}}}}}}}}\n"
    over = sv.load(plugin("demo", more=more))
    assert over.themes[key].title == base.themes[key].title
    assert set(over.themes[key].outcomes) == {*base.themes[key].outcomes, "more"}
    assert over.search("NT1")


# --- who wins ------------------------------------------------------------------------------


def test_a_local_figure_counts_in_its_place_and_nowhere_else(plugin: Plugin) -> None:
    """A council's figure is for its place: bids elsewhere are valued as they were."""
    base, over = sv.load("national-toms@2020"), sv.load(plugin("demo", more=FULL))
    assert over.unit_value("NT1", on=ON, place=ESSEX) == Decimal(28000)
    assert over.unit_value("NT1", on=ON) == Decimal(28000)
    assert over.unit_value("NT1", on=ON, place=COLCHESTER) == Decimal(28000)
    for place in (KENT, EAST):
        assert over.unit_value("NT1", on=ON, place=place) == base.unit_value(
            "NT1", on=ON, place=place
        )
    assert over.unit_value("NT18", on=ON) == Decimal("0.7")
    assert over.unit_value("NT18", on=ON, place=KENT) is None


def test_a_local_figure_counts_from_its_day_on(plugin: Plugin) -> None:
    """Before its day the base's own figure for the region counts."""
    over = sv.load(plugin("demo", more=FULL))
    assert over.unit_value("NT1", on="2024-06-30") == Decimal(28460)


def test_a_wider_local_figure_never_beats_a_narrower_one(plugin: Plugin) -> None:
    """The region's figure of a higher layer does not stand before the county's below it."""
    below = plugin("below", more=FULL)
    over = sv.load(
        plugin(
            "over",
            more=f"""
                place: {ESSEX}
                localise:
                  NT1: {{by_place: {{{EAST}: {{2024-07-01: {{value: "27000", source: guide}}}}}}}}
                """,
        )
    )
    assert sv.load(below).unit_value("NT1", on=ON, place=ESSEX) == Decimal(28000)
    assert over.unit_value("NT1", on=ON, place=ESSEX) == Decimal(27000)
    assert over.unit_value("NT1", on=ON, place="E06000033") == Decimal(27000)


def test_an_overlay_wins_over_the_plugin_below_it(
    plugin: Plugin, site: Callable[..., object]
) -> None:
    """Of two figures for one place the procurement's counts, though the plug-in's is newer."""
    later = FULL.replace("NT1: {2024-07-01:", "NT1: {2024-07-15:")
    site("below", more=later)
    overlay = """
        localise:
          NT1: {2024-07-01: {value: "26000", source: guide}}
        """
    over = sv.load(plugin("over", adopts='{framework: below, edition: "2024"}', more=overlay))
    assert [each.label for each in over.layers] == [
        "national-toms@2020", "below@2024", "over@2024",
    ]  # fmt: skip
    assert over.unit_value("NT1", on=ON) == Decimal(26000)
    ranks = {each.layer: each.rank for each in over["NT1"].proxy.values}  # type: ignore[union-attr]
    assert ranks == {"national-toms@2020": 0, "below@2024": 1, "over@2024": 2}
    assert over.unit_value("NT1", on="2024-06-30") == Decimal(28460)


def test_what_an_overlay_leaves_out_is_that_of_the_plugin_below(plugin: Plugin) -> None:
    """A procurement that changes one figure keeps the council's codes, place, policy and scheme."""
    essex = sv.load("essex")
    over = sv.load(plugin("over", adopts=OVER_ESSEX))
    assert (over.place, over.policy, over.scheme) == (essex.place, essex.policy, essex.scheme)
    assert over.codes == essex.codes
    assert over["ECC1"] is over["NT1"]
    assert over["ECC1"].name == "ECC1 (NT1)"
    more = "rename: {NT1: XX1}\nplace: E10000016\n"
    renamed = sv.load(plugin("renamed", adopts=OVER_ESSEX, more=more))
    assert renamed["ECC1"] is renamed["XX1"] is renamed["NT1"]
    assert renamed.place == KENT


def test_a_code_of_the_plugin_below_is_taken(plugin: Plugin) -> None:
    """A code that means one measure to bidders must not come to mean another."""
    for more in (
        "rename: {NT82: ECC1}\n",
        "measures: {ECC1: {title: x, outcome: local-employment, unit: gbp, kind: recorded}}\n",
    ):
        name = f"over-{len(more)}"
        assert codes(plugin(name, adopts=OVER_ESSEX, more=more)) == ["SV216"]


def test_a_switched_off_measure_stays_off(plugin: Plugin, site: Callable[..., object]) -> None:
    """What the plug-in below does not use is not brought back by being silent about it."""
    site("below", more=FULL)
    more = "switch_off: [{code: NT1, why: Nor this.}]\n"
    over = sv.load(plugin("over", adopts='{framework: below, edition: "2024"}', more=more))
    assert over["NT3"].switched_off == "Not used here."
    assert over["NT1"].switched_off == "Nor this."


def test_the_rule_of_a_higher_layer_stands(plugin: Plugin) -> None:
    """A council may rank two measures the other way round; it then says why."""
    more = """
        exclusions:
          - {rule: subset, broad: NT19, narrow: [NT18], why: Ours., source: guide}
        """
    over = sv.load(plugin("demo", more=more))
    about = {
        pair: rule.why
        for rule in over.exclusions
        for pair in rule.pairs
        if {*pair} == {"NT18", "NT19"}
    }
    assert about == {("NT18", "NT19"): "Ours."}
    assert [rule.why for rule in over["NT19"].rules if ("NT18", "NT19") in rule.pairs] == ["Ours."]


# --- what may not be touched ---------------------------------------------------------------


def test_base_figures_are_the_very_same(plugin: Plugin) -> None:
    """A plug-in adds and never edits: the publisher's figures are bit for bit its own."""
    base, over = sv.load("national-toms@2020"), sv.load(plugin("demo", more=FULL))
    for measure in base:
        if measure.code in over:
            below = measure.proxy.values if measure.proxy else ()
            mine = over[measure.code].proxy
            assert (mine.values if mine else ())[: len(below)] == below
    assert sv.load("national-toms@2020").sha256 == base.sha256 == over.layers[0].sha256


def test_local_figures_bring_their_sources(plugin: Plugin) -> None:
    """Who looks a measure up sees every publication that its figures come from."""
    base, over = sv.load("national-toms@2020"), sv.load(plugin("demo", more=FULL))
    assert over["NT1"].sources[:-1] == base["NT1"].sources
    assert over["NT1"].sources[-1].key == "guide"


def test_laying_a_layer_twice_is_laying_it_once(plugin: Plugin) -> None:
    """A record that names a layer twice must not count its figures or rules twice."""
    folder = plugin("demo", more=FULL)
    once = sv.load(folder)
    findings = Findings()
    head = read_plugin_file(folder, str(folder), findings)
    held = build_plugin(head, base_of((once,)), places(), findings)
    twice = lay_over(held, head, (once,), findings)
    assert findings.problems == []
    assert twice is once
    essex = sv.load("essex")
    assert sv.load("essex").sha256 == essex.sha256


def test_faults_of_what_a_plugin_says(plugin: Plugin) -> None:
    """Each slip is refused: in silence it would change what a bid is worth."""
    assert codes(
        plugin("a", more="localise: {NT1: {2024-01-01: {value: '1', source: guide}}}\n")
    ) == ["SV202"]
    assert codes(plugin("b", adopts='{framework: national-toms, edition: "2021"}')) == ["SV403"]
    assert codes(plugin("c", adopts="{framework: national-toms}")) == ["SV202"]
    both = '{framework: no-such, edition: "1"}, {framework: essex, edition: "1"}'
    assert codes(plugin("d", adopts=both, more="place: Atlantis\ntitel: x\n")) == [
        "SV401", "SV403", "SV201",
    ]  # fmt: skip


def test_a_set_that_is_adopted_twice_is_told_once(plugin: Plugin) -> None:
    """One line too many is one fault, not one for each of forty measures."""
    whole = '{framework: national-toms, edition: "2020", measures: all}'
    assert codes(plugin("a", adopts=f"{whole}, {whole}")) == ["SV222"]
    some = '{framework: national-toms, edition: "2020", measures: [%s]}'
    assert sv.load(plugin("b", adopts=f"{some % 'NT1'}, {some % 'NT10'}"))["NT10"].code == "NT10"


def test_a_plugin_may_adopt_nothing(plugin: Plugin) -> None:
    """A council with measures of its own only lies over nothing."""
    over = sv.load(plugin("demo", adopts=""))
    assert (len(over), over.lower_layers, over.price_base) == (0, (), None)
    assert [each.id for each in over.layers] == ["demo"]


def test_all_may_be_written_as_a_list(plugin: Plugin) -> None:
    """'all' and a list with 'all' in it are the same wish; a clash is told and is no traceback."""
    adopts = '{framework: national-toms, edition: "2020", measures: [all]}'
    assert len(sv.load(plugin("one", adopts=adopts))) == len(sv.load("national-toms@2020"))
    twice = f"{adopts}, {adopts}"
    assert codes(plugin("two", adopts=twice)) == ["SV222"]


def test_an_adoption_that_cannot_be_read_blames_nothing_else(plugin: Plugin) -> None:
    """A slip in 'adopts' must not call every code of the file unknown, nor be told twice."""
    more = FULL.replace("outcome: own-jobs", "outcome: local-employment")
    folder = plugin("demo", adopts='{framwork: national-toms, edition: "2020"}', more=more)
    assert codes(folder) == ["SV201"]


def test_a_base_that_is_edited_is_seen_through_the_plugin(
    write: Callable[..., Path], plugin: Plugin, site: Callable[..., object]
) -> None:
    """Who mends a figure of the base sees it under the plug-in with the next load."""
    made = site("below", more=FULL)
    over = plugin("over", adopts='{framework: below, edition: "2024"}')
    assert sv.load(over).unit_value("NT1", on=ON) == Decimal(28000)
    path = made.folder / "plugin.yaml"  # type: ignore[attr-defined]
    path.write_text(path.read_text(encoding="utf-8").replace("28000", "28001"), encoding="utf-8")
    assert sv.load(over).unit_value("NT1", on=ON) == Decimal(28001)


# --- sets that lie beside each other, and are not installed --------------------------------


@pytest.mark.parametrize("name", ["../below-2024", "./inside", "../below-2024/"])
def test_a_folder_may_lie_over_one_beside_or_inside_it(plugin: Plugin, name: str) -> None:
    """A council tries its plug-in, and a procurement's overlay on it, before either is packaged."""
    over = plugin("over", adopts=f'{{framework: {name}, edition: "2024"}}')
    below = plugin("below", more=FULL)
    if name == "./inside":
        below.rename(over / "inside")
    laid = sv.load(over)
    assert [each.label for each in laid.layers] == [
        "national-toms@2020", "below@2024", "over@2024",
    ]  # fmt: skip
    assert laid.unit_value("NT1", on=ON) == Decimal(28000)


@pytest.mark.parametrize(
    "name",
    [
        "../..", "..", ".", "./..", "../../elsewhere", "../below-2024/../../x", "/etc", "~/x",
        "../.hidden", "./a/b", "..\\\\below-2024", "C:/x", "//server/share",
    ],
)  # fmt: skip
def test_no_other_path_is_followed(plugin: Plugin, name: str) -> None:
    """Whoever reads a folder and the one it names beside it has read everything."""
    plugin("below", more=FULL)
    over = plugin("over", adopts=f'{{framework: "{name}", edition: "2024"}}')
    assert codes(over) == ["SV218"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_beside_that_leads_elsewhere_is_refused(plugin: Plugin, tmp_path: Path) -> None:
    """A link would bring a text from anywhere in under a council's name."""
    below = plugin("below", more=FULL)
    elsewhere = tmp_path / "elsewhere"
    below.rename(elsewhere)
    below.symlink_to(elsewhere)
    over = plugin("over", adopts='{framework: ../below-2024, edition: "2024"}')
    assert codes(over) == ["SV413"]


def test_the_edition_of_a_folder_is_pinned_too(plugin: Plugin) -> None:
    """The folder beside it is edited next year: the overlay says so, and counts nothing anew."""
    plugin("below", more=FULL)
    assert codes(plugin("over", adopts='{framework: ../below-2024, edition: "2023"}')) == ["SV403"]
    assert codes(plugin("lost", adopts='{framework: ../nothing, edition: "2023"}')) == ["SV101"]


def test_folders_that_lie_over_each_other_are_refused(plugin: Plugin) -> None:
    """A circle is one however its members are named."""
    one = plugin("one", adopts='{framework: ../two-2024, edition: "2024"}')
    plugin("two", adopts='{framework: ../one-2024, edition: "2024"}')
    assert codes(one) == ["SV218"]


def test_an_installed_plugin_follows_no_path(site: Callable[..., object]) -> None:
    """Where it was installed, what lies beside it is chance: it names what it needs by its id."""
    site("below", more=FULL)
    site("over", adopts='{framework: ../socialvalue_below, edition: "2024"}')
    with pytest.raises(sv.DefinitionError, match=r"SV218 .*itself read from a folder"):
        sv.load("over")


def test_an_unknown_index_is_refused(plugin: Plugin) -> None:
    """A misspelt index was found years later, by who wanted the prices of another year."""
    more = """
        themes: {own: {title: Own, outcomes: {own-jobs: {title: Own jobs}}}}
        measures:
          DC9:
            title: Own
            outcome: own-jobs
            unit: gbp
            kind: monetised
            proxy: {values: {2024-07-01: {value: "2", source: guide}}, uprating: {index: gdp}}
        """
    folder = plugin("demo", more=more)
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load(folder)
    (told,) = caught.value.problems
    assert (told.code, told.line) == ("SV409", 18)
    assert "gdp-deflator" in told.hint
