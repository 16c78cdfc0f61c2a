"""A framework and a measure as a notebook shows them; everything that is written is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from socialvalue.errors import shown
from socialvalue.model.measure import candidates
from socialvalue.model.places import place_name, rings
from socialvalue.numbers import pounds
from socialvalue.tables import html_table
from socialvalue.units import UNITS
from socialvalue.words import REPORTED, day_words

if TYPE_CHECKING:
    from socialvalue.model.framework import Framework
    from socialvalue.model.measure import Exclusion, Measure, ProxyValue

__all__ = ["framework_html", "measure_html", "worth"]

_LONGEST = 2000
_COUNTED = {
    "every_year": "Every year within the contract counts.",
    "first_year": "Only each person's first 12 months count.",
    "any": "",
}
_FALLS = {
    "benefit": "The benefit must fall in the contract's place.",
    "supplier": "The supplier must stand in the contract's place.",
    "none": "",
}


def worth(measure: Measure, figure: ProxyValue | None) -> str:
    """What one unit is worth by a figure, or why it has no value, in two or three words."""
    if measure.switched_off:
        return "switched off"
    if measure.kind == "recorded":
        return REPORTED
    if figure is not None and figure.value is not None:
        return pounds(figure.value)
    return "given by the tender" if measure.local else "no value"


# --- a framework --------------------------------------------------------------------------


def framework_html(framework: Framework) -> str:
    """Whose set it is, and its measures by theme with the values of its day and place."""
    parts = [_heading(f"{framework.title} ({framework.label})"), *map(_sentence, _facts(framework))]
    return _div([*parts, *_themes(framework)])


def _facts(framework: Framework) -> Iterator[str]:
    if framework.publisher:
        yield f"Published by {framework.publisher}. In force {framework.in_force.words}."
    yield _coverage(framework)
    if framework.lower_layers:
        yield f"Lies over {', '.join(each.label for each in framework.lower_layers)}."
    if framework.licence:
        yield f"Licence of its data: {framework.licence}. {framework.rights}"
    where = place_name(framework.places, framework.place)
    yield f"Values of {day_words(framework.value_date())}, for {where}."


def _coverage(framework: Framework) -> str:
    size = f"{len(framework)} measures"
    if framework.coverage == "partial":
        return f"Partial: {size}; not all of the published ones are here."
    return f"{size}."


def _themes(framework: Framework) -> Iterator[str]:
    headings = ("code", "measure", "counted in", "£ per unit")
    for key, theme in framework.themes.items():
        rows = [_row(each, framework) for each in framework if each.theme == key]
        if rows:
            yield _heading(theme.title) + html_table(headings, rows, right=[3])


def _row(measure: Measure, framework: Framework) -> tuple[str, ...]:
    around = rings(framework.places, framework.place)
    figure = next(iter(candidates(measure, framework.value_date(), around)), None)
    return measure.name, measure.title, UNITS[measure.unit].name, worth(measure, figure)


# --- a measure ----------------------------------------------------------------------------


def measure_html(measure: Measure) -> str:
    """What counts, in which unit, all its figures with their vouchers, and what it excludes."""
    parts = [_heading(f"{measure.name} {measure.title}"), *map(_sentence, _meaning(measure))]
    return _div([*parts, _history(measure), _exclusions(measure), *_evidence(measure)])


def _meaning(measure: Measure) -> Iterator[str]:
    unit = UNITS[measure.unit]
    said = (
        measure.definition,
        f"Switched off: {measure.switched_off}" if measure.switched_off else "",
        f"Counted in {unit.name}: {unit.meaning}. For example {unit.example}.",
        " ".join(each for each in (_COUNTED[measure.counts], _FALLS[measure.place]) if each),
        f"Counted right: {measure.example}" if measure.example else "",
        f"Commonest mistake: {measure.mistake}" if measure.mistake else "",
        "Reported, no pounds." if measure.kind == "recorded" else "",
        measure.note,
    )
    return (each for each in said if each)


def _history(measure: Measure) -> str:
    """Every figure of every layer, place by place and the earliest first."""
    values = measure.proxy.values if measure.proxy else ()
    ordered = sorted(values, key=lambda each: (each.place or "", each.start, each.rank))
    headings = ("from", "for", "£ per unit", "how well known", "source", "stated by", "note")
    rows = [_figure(each) for each in ordered]
    return _table("Its values", headings, rows, right=[2])


def _figure(figure: ProxyValue) -> tuple[str, ...]:
    sources = "; ".join(each.title for each in figure.sources)
    return (
        day_words(figure.start),
        figure.place or "any place",
        "none" if figure.value is None else pounds(figure.value),
        figure.confidence.replace("-", " "),
        f"{sources}, {figure.at}" if figure.at else sources,
        figure.layer,
        f"{figure.note} Projected {figure.projected}." if figure.projected else figure.note,
    )


def _exclusions(measure: Measure) -> str:
    headings = ("for one activity", "why", "source")
    rows = [row for rule in measure.rules for row in _relations(rule, measure.code)]
    return _table("What it may not be counted with", headings, rows)


def _relations(rule: Exclusion, code: str) -> Iterator[tuple[str, str, str]]:
    source = rule.source.title if rule.source else ""
    for stands, falls in rule.pairs:
        if code == stands:
            yield f"takes priority over {falls}", rule.why, source
        elif code == falls:
            yield f"counts under {stands}", rule.why, source


def _evidence(measure: Measure) -> Iterator[str]:
    if measure.evidence:
        yield _sentence(f"Evidence: {'; '.join(measure.evidence)}.")


# --- HTML ---------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    return html.escape(shown(text, _LONGEST))


def _heading(text: str) -> str:
    return f"<h4>{_escaped(text)}</h4>"


def _sentence(text: str) -> str:
    return f"<p>{_escaped(text)}</p>"


def _table(
    name: str, headings: Sequence[str], rows: Sequence[tuple[str, ...]], right: Sequence[int] = ()
) -> str:
    """A table under its name; nothing where it has no rows."""
    return _heading(name) + html_table(headings, rows, right=right) if rows else ""


def _div(parts: list[str]) -> str:
    return f"<div>{''.join(parts)}</div>"
