"""The shipped figures of the National TOMs and of Essex are those of the facts, and no others.

`published_figures.tsv` was taken once from the facts that this project was given, by hand and
without looking at the YAML.  A figure that is added, altered or removed fails here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.model.policy import Minimum, Policy, PolicyEntry, PolicyRule
from socialvalue.registry.discovery import find_all, measures_root

TABLE = Path(__file__).with_name("published_figures.tsv")
HELD_ELSEWHERE = {"uk-open", "uk-social-value-model"}
"""Sets of open figures, which test_open_figures.py holds to their facts."""

Key = tuple[str, str, str, str]
"""Set, code (or policy and wording), ONS code or "", first day."""
Figure = tuple[Decimal | None, tuple[str, ...]]


def published() -> dict[Key, Figure]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t"))
    found = {
        (row["set"], row["code"], row["place"], row["date"]): (
            None if row["value"] == "null" else Decimal(row["value"]),
            tuple(row["sources"].split(",")),
        )
        for row in rows
    }
    assert len(found) == len(rows), "a figure stands twice in the table"
    return found


def shipped(framework: sv.Framework) -> Iterator[tuple[Key, Figure]]:
    """The figures that a set itself states, those of its policy too."""
    label = framework.label
    for measure in framework:
        for each in measure.proxy.values if measure.proxy else ():
            if each.layer == label:
                keys = tuple(source.key for source in each.sources)
                yield (label, measure.code, each.place or "", str(each.start)), (each.value, keys)
    policy = framework.policy
    for name, entries in (
        ("target", policy.targets),
        ("minimum", policy.minimums),
        ("threshold", policy.thresholds),
        ("weight", policy.weights),
    ):
        for entry in entries:
            yield policy_figure(label, name, entry)
    for what, rule, value in (*ends(policy), *kinds(policy), *others(policy)):
        keys = tuple(source.key for source in rule.sources)
        yield (label, f"policy.{what}", "", str(rule.start)), (value, keys)


Rule = tuple[str, PolicyRule, Decimal]


def ends(policy: Policy) -> Iterator[Rule]:
    """The upper ends of bands, and the contract values from which a weight holds."""
    for each in policy.weights:
        if each.up_to is not None:
            yield "weight at_most", each, each.up_to
        if each.bound is not None:
            yield f"weight {each.bound.wording}", each, each.bound.value


def kinds(policy: Policy) -> Iterator[Rule]:
    """The thresholds of kinds of contract."""
    for each in policy.thresholds:
        for kind, bound in each.kinds.items():
            yield f"threshold {kind} {bound.wording}", each, bound.value


def others(policy: Policy) -> Iterator[Rule]:
    """What is considered below the threshold, shares of the weight, and how often is reported."""
    for considered in policy.considers:
        if considered.bound is not None:
            yield f"consider {considered.bound.wording}", considered, considered.bound.value
    for weighed in policy.theme_weights:
        for theme, share in weighed.themes.items():
            yield f"theme_weight {theme}", weighed, share
    for reported in policy.returns:
        yield "returns every", reported, Decimal(reported.every)
    for looked in policy.second_looks:
        if looked.worth is not None:
            yield f"second_look {looked.worth.wording}", looked, looked.worth.value
        if looked.one_in is not None:
            yield "second_look one_in", looked, Decimal(looked.one_in)


def policy_figure(label: str, name: str, entry: PolicyEntry | Minimum) -> tuple[Key, Figure]:
    wording = entry.wording if isinstance(entry, PolicyEntry) else ""
    code = f"policy.{name} {wording}".strip()
    keys = tuple(source.key for source in entry.sources)
    return (label, code, "", str(entry.start)), (entry.value, keys)


def built_in() -> list[str]:
    """The labels of the sets that the table is about."""
    root = measures_root()
    found = [each for each in find_all() if root in each.folder.parents]
    return [each.label for each in found if each.id not in HELD_ELSEWHERE]


PUBLISHED = published()


def test_the_table_and_the_sets_are_about_the_same() -> None:
    """No set of single published facts is shipped without its table."""
    with_figures = {label for label in built_in() if dict(shipped(sv.load(label)))}
    assert {key[0] for key in PUBLISHED} == with_figures


@pytest.mark.parametrize("label", built_in())
def test_the_shipped_figures_are_the_published_ones(label: str) -> None:
    """A bidder is paid by these figures: each is as its source has it, and none is made up."""
    found = dict(shipped(sv.load(label)))
    wanted = {key: figure for key, figure in PUBLISHED.items() if key[0] == label}
    assert set(found) - set(wanted) == set(), "shipped, but not in the facts"
    assert set(wanted) - set(found) == set(), "in the facts, but not shipped"
    assert found == wanted


def test_values_stand_at_full_precision() -> None:
    """A rounded unit value moves pennies on every line: the published digits are all kept."""
    figures = {key[:2]: value for key, (value, _) in PUBLISHED.items()}
    assert figures["national-toms@2022", "NT10"] == Decimal("251.7905723")
    assert sv.load("national-toms@2022").unit_value("NT10") == Decimal("251.7905723")


def test_no_pounds_are_shipped_for_essex() -> None:
    """The council's own values are not public: every one of its measures says so."""
    own = [value for key, (value, _) in PUBLISHED.items()
           if key[0] == "essex@2024" and not key[1].startswith("policy.")]  # fmt: skip
    assert own
    assert set(own) == {None}
