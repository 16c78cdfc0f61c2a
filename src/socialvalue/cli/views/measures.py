"""What `socialvalue show SET CODE` shows: all there is to know of one measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from socialvalue.blocks import Block
from socialvalue.cli.views.figures import View, figure_content, figure_words
from socialvalue.cli.views.sets import measure_row
from socialvalue.model.figures import Exclusion
from socialvalue.model.measure import Measure
from socialvalue.units import UNITS

__all__ = ["MEASURE_SCHEMA", "measure_blocks", "measure_content"]

MEASURE_SCHEMA = "socialvalue/measure@1"

_COUNTED = {
    "every_year": "Every year of the contract counts.",
    "first_year": "Only each person's first 12 months count.",
    "any": "",
}
_FALLS = {
    "benefit": "The benefit must be in the contract's place.",
    "supplier": "The supplier must be based in the contract's place.",
    "none": "It may be anywhere.",
}
_KINDS = {
    "local_economic": "Reported as local economic value.",
    "social": "Reported as social value.",
}


def measure_blocks(measure: Measure, view: View) -> list[Block]:
    """A measure: what counts, in which unit, what it is worth, and what it excludes."""
    return [
        _head(measure, view),
        _unit(measure),
        _now(measure, view),
        *_history(measure, view),
        *_rules(measure, view),
        *_rest(measure),
    ]


def _head(measure: Measure, view: View) -> Block:
    theme = view.framework.themes[measure.theme]
    outcome = theme.outcomes[measure.outcome]
    facts = (
        measure.definition,
        f"Theme: {theme.title}. Outcome: {outcome.title}.",
        f"Of {view.framework.label}, {measure.span}." if measure.span.is_placed else "",
        f"Switched off: {measure.switched_off}" if measure.switched_off else "",
    )
    return Block(f"{measure.name} {measure.title}", tuple(each for each in facts if each))


def _written(measure: Measure) -> str:
    """A line of a tender file, as an example."""
    return f"{{measure: {measure.alias or measure.code}, {UNITS[measure.unit].written}}}"


def _unit(measure: Measure) -> Block:
    unit = UNITS[measure.unit]
    facts = (
        f"    {unit.name}: {unit.meaning}.",
        f"    In a tender file: {_written(measure)}",
        f"    In Python: {unit.example}",
        f"    {_COUNTED[measure.counts]}" if _COUNTED[measure.counts] else "",
        f"    {_FALLS[measure.place]}",
        f"    Example: {measure.example}" if measure.example else "",
        f"    Common mistake: {measure.mistake}" if measure.mistake else "",
    )
    return Block("How it is counted", tuple(each for each in facts if each))


def _now(measure: Measure, view: View) -> Block:
    worth = view.worth(measure)
    figure = view.figure(measure)
    if worth.startswith("£"):
        facts = [f"    {worth} a unit, {view.words}.", f"    {_KINDS[measure.value_kind]}"]
    else:
        facts = [f"    {worth[:1].upper()}{worth[1:]}."]
        facts += [f"    {figure.note}"] if figure is not None and figure.note else []
    return Block("What one is worth", tuple(facts))


def _history(measure: Measure, view: View) -> Iterator[Block]:
    proxy = measure.proxy
    if proxy is None:
        return
    ordered = sorted(proxy.values, key=lambda each: (each.place or "", each.start, each.rank))
    words = [line for each in ordered for line in figure_words(each, view)]
    if proxy.uncertainty is not None:
        words.append(f"    Uncertain: {proxy.uncertainty}")
    if proxy.index:
        words.append(f"    May be uprated, when that is asked for, by {proxy.index}.")
    yield Block("All its values", tuple(words))


def _rules(measure: Measure, view: View) -> Iterator[Block]:
    rows = tuple(_rule_row(*each, measure, view) for each in _pairs(measure))
    headings = ("for one activity", "why", "source")
    if rows:
        yield Block("Double counting", (), headings, rows)


def _pairs(measure: Measure) -> Iterator[tuple[Exclusion, str, str]]:
    for rule in measure.rules:
        for stands, falls in rule.pairs:
            if measure.code in (stands, falls):
                yield rule, stands, falls


def _rule_row(
    rule: Exclusion, stands: str, falls: str, measure: Measure, view: View
) -> tuple[str, str, str]:
    own = stands == measure.code
    other = view.framework[falls if own else stands].name
    words = f"takes priority over {other}" if own else f"counts under {other}"
    return words, rule.why, "" if rule.source is None else rule.source.title


def _rest(measure: Measure) -> Iterator[Block]:
    if measure.evidence:
        yield Block("Evidence", tuple(f"    {each}" for each in measure.evidence))
    if measure.note:
        yield Block("Note", (f"    {measure.note}",))


def measure_content(measure: Measure, view: View) -> dict[str, Any]:
    """A measure as JSON-safe data."""
    values = measure.proxy.values if measure.proxy else ()
    return {
        "schema": MEASURE_SCHEMA,
        "set": view.framework.label,
        "values_on": view.day,
        "values_for": view.place,
        **measure_row(measure, view),
        "definition": measure.definition,
        "evidence": list(measure.evidence),
        "tags": list(measure.tags),
        "written_as": _written(measure),
        "values": [figure_content(each) for each in values],
        "double_counting": [
            {"stands": stands, "falls": falls, "rule": rule.rule, "why": rule.why,
             "source": None if rule.source is None else rule.source.title}
            for rule, stands, falls in _pairs(measure)
        ],
    }  # fmt: skip
