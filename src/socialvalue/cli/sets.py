"""What `socialvalue show SET` shows: whose set it is, its policy, its scheme, its measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from socialvalue.assess.explain import Block
from socialvalue.cli.figures import View
from socialvalue.cli.policies import policy_blocks, policy_rows
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.places import place_name
from socialvalue.model.scheme import Criterion, Scheme
from socialvalue.numbers import plain
from socialvalue.units import UNITS

__all__ = [
    "SET_SCHEMA",
    "measure_row",
    "set_blocks",
    "set_content",
    "set_rows",
    "set_scheme",
]

SET_SCHEMA = "socialvalue/set@1"


def set_blocks(view: View) -> list[Block]:
    """A set's header, its policy and scheme if it has them, and its measures by theme."""
    framework = view.framework
    return [
        _head(view),
        *policy_blocks(framework),
        *([set_scheme(framework.scheme)] if framework.scheme else []),
        *_themes(view),
    ]


def _head(view: View) -> Block:
    framework = view.framework
    facts = [
        f"Published by {framework.publisher}." if framework.publisher else "",
        f"In force {framework.in_force}.",
        _place(framework),
        _coverage(framework),
        f"Lies over {', '.join(each.label for each in framework.lower_layers)}."
        if framework.lower_layers
        else "",
        f"Licence of its data: {framework.licence}.",
        framework.rights,
        framework.note,
        f"Values below: {view.words}.",
    ]
    return Block(f"{framework.label}: {framework.title}", tuple(each for each in facts if each))


def _place(framework: Framework) -> str:
    """Both things that a council's place decides, where a tender does not name another."""
    if framework.place is None:
        return ""
    where = place_name(framework.places, framework.place)
    return (
        f"Place: {where}. Where a tender names no place, figures are those of this place, and "
        "benefits must fall in it."
    )


def _coverage(framework: Framework) -> str:
    if framework.coverage == "partial":
        return f"Partial: {len(framework)} measures; not all of the published ones are here."
    return f"{len(framework)} measures."


def set_scheme(scheme: Scheme) -> Block:
    """A scheme as a table of its criteria."""
    name = "Scheme (illustrative)" if scheme.illustrative else "Scheme"
    notes = (scheme.note,) if scheme.note else ()
    headings = ("criterion", "points", "method")
    return Block(name, notes, headings, tuple(_criteria(scheme.criteria, 0)), (1,))


def _criteria(criteria: Iterable[Criterion], depth: int) -> Iterator[tuple[str, str, str]]:
    for each in criteria:
        method = "made of:" if each.method is None else _words(type(each.method).__name__)
        yield "– " * depth + each.name, plain(each.points), method
        yield from _criteria(each.children, depth + 1)


def _words(name: str) -> str:
    """A class's name as words.

    Example:
        >>> _words("LowestPrice")
        'lowest price'
    """
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()


def _themes(view: View) -> Iterator[Block]:
    headings = ("code", "measure", "counted in", "£ per unit")
    for key, theme in view.framework.themes.items():
        rows = tuple(_row(each, view) for each in view.framework if each.theme == key)
        if rows:
            yield Block(theme.title, (), headings, rows, (3,))


def _row(measure: Measure, view: View) -> tuple[str, ...]:
    return measure.name, measure.title, UNITS[measure.unit].name, view.worth(measure)


# --- for programs -------------------------------------------------------------------------


def set_rows(view: View) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Headings, and a row a measure."""
    rows = [measure_row(each, view) for each in view.framework]
    headings = tuple(measure_row(next(iter(view.framework)), view)) if rows else ("code",)
    return headings, [tuple(each.values()) for each in rows]


def measure_row(measure: Measure, view: View) -> dict[str, object]:
    """One measure in flat words, with its value at the view's day and place."""
    figure = view.figure(measure)
    value = None if figure is None or figure.value is None else plain(figure.value)
    return {
        "code": measure.code,
        "alias": measure.alias,
        "title": measure.title,
        "theme": measure.theme,
        "outcome": measure.outcome,
        "unit": measure.unit,
        "kind": measure.kind,
        "value_kind": measure.value_kind,
        "place": measure.place,
        "counts": measure.counts,
        "value": value if measure.kind == "monetised" else None,
        "confidence": "" if figure is None else figure.confidence,
        "switched_off": measure.switched_off,
        "note": (figure.note if figure is not None and value is None else "") or measure.note,
    }


def set_content(view: View) -> dict[str, Any]:
    """A set as JSON-safe data."""
    framework = view.framework
    start, end = framework.in_force.start, framework.in_force.end
    return {
        "schema": SET_SCHEMA,
        "id": framework.id,
        "edition": framework.edition,
        "kind": framework.kind,
        "title": framework.title,
        "publisher": framework.publisher,
        "coverage": framework.coverage,
        "from": None if start is None else start.isoformat(),
        "until": None if end is None else end.isoformat(),
        "licence": framework.licence,
        "rights": framework.rights,
        "note": framework.note,
        "place": framework.place,
        "layers": [{"label": each.label, "sha256": each.sha256} for each in framework.layers],
        "values_on": view.day,
        "values_for": view.place,
        "policy": [
            {
                "rule": each.what,
                "from": each.start,
                "says": each.says,
                "status": each.status,
                "note": each.note,
                "sources": [{"title": source.title, "url": source.url} for source in each.sources],
            }
            for each in policy_rows(framework)
        ],
        "measures": [measure_row(each, view) for each in framework],
    }
