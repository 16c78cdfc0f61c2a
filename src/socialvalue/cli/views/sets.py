"""What `socialvalue show SET` shows: whose set it is, its policy, its scheme, its measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from socialvalue.blocks import Block
from socialvalue.cli.views.figures import View
from socialvalue.cli.views.policies import policy_blocks, policy_rows
from socialvalue.errors import shown
from socialvalue.model.criteria import Criterion
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.places import place_name
from socialvalue.model.scheme import Scheme
from socialvalue.numbers import plain
from socialvalue.units import UNITS

__all__ = [
    "SET_SCHEMA",
    "found_blocks",
    "measure_row",
    "named_measure",
    "set_blocks",
    "set_content",
    "set_rows",
    "set_scheme",
]

SET_SCHEMA = "socialvalue/set@1"

_HEADINGS = ("code", "measure", "counted in", "£ per unit")


def set_blocks(view: View) -> list[Block]:
    """A set's header, its policy and scheme if it has them, and its measures by theme."""
    framework = view.framework
    return [
        _head(view),
        *policy_blocks(framework),
        *([set_scheme(framework.scheme)] if framework.scheme else []),
        *_themes(view),
    ]


def named_measure(framework: Framework, words: str) -> Measure | None:
    """The measure of a code, in capitals or not; None where no code is spelt so.

    Example:
        >>> import socialvalue as sv
        >>> found = named_measure(sv.load("uk-open"), "uk101")
        >>> found.code if found else None
        'UK101'
    """
    if words in framework:
        return framework[words]
    named = words.strip().lower()
    spelt = {each.code for each in framework if named in {each.code.lower(), each.alias.lower()}}
    spelt |= {code for own, code in framework.codes.items() if own.lower() == named}
    return framework[spelt.pop()] if named and len(spelt) == 1 else None


def found_blocks(view: View, words: str, found: Sequence[Measure]) -> list[Block]:
    """The measures that hold some words, as a table."""
    count = "1 measure" if len(found) == 1 else f"{len(found)} measures"
    heading = f"{view.framework.label}: {count} with '{shown(words)}'"
    facts = (f"Values below: {view.words}.",)
    rows = tuple(_row(each, view) for each in found)
    return [Block(heading, facts, _HEADINGS, rows, (3,))]


def _head(view: View) -> Block:
    framework = view.framework
    facts = [
        f"Published by {framework.publisher}." if framework.publisher else "",
        f"In force {framework.in_force.words}.",
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
        "benefits must be in it."
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


_BY_OTHER_WORDS = {"PanelMark": "score by a panel"}


def _words(name: str) -> str:
    """A method's name as words.

    Example:
        >>> _words("LowestPrice"), _words("PanelMark")
        ('lowest price', 'score by a panel')
    """
    if name in _BY_OTHER_WORDS:
        return _BY_OTHER_WORDS[name]
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()


def _themes(view: View) -> Iterator[Block]:
    for key, theme in view.framework.themes.items():
        rows = tuple(_row(each, view) for each in view.framework if each.theme == key)
        if rows:
            yield Block(theme.title, (), _HEADINGS, rows, (3,))


def _row(measure: Measure, view: View) -> tuple[str, ...]:
    return measure.name, measure.title, UNITS[measure.unit].name, view.worth(measure)


# --- for programs -------------------------------------------------------------------------


def set_rows(
    view: View, found: Sequence[Measure] | None = None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Headings, and a row a measure: all of the set, or those that were found."""
    rows = [measure_row(each, view) for each in (view.framework if found is None else found)]
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


def set_content(
    view: View, words: str | None = None, found: Sequence[Measure] | None = None
) -> dict[str, Any]:
    """A set as JSON-safe data: all its measures, or those that were found by some words."""
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
                "rule": what,
                "from": rule.start.isoformat(),
                "says": says,
                "status": rule.status,
                "note": rule.note,
                "sources": [{"title": source.title, "url": source.url} for source in rule.sources],
            }
            for what, rule, says in policy_rows(framework)
        ],
        "searched": words,
        "measures": [measure_row(each, view) for each in (framework if found is None else found)],
    }
