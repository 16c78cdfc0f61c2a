"""A framework and a measure as a notebook shows them; everything that is written is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from socialvalue.errors import shown
from socialvalue.model.figures import ProxyValue
from socialvalue.numbers import pounds
from socialvalue.tables import html_table
from socialvalue.words import day_words

__all__ = ["framework_html", "measure_html"]

_LONGEST = 2000

Rows = Sequence[tuple[str, ...]]


def framework_html(heading: str, facts: Iterable[str], themes: Iterable[tuple[str, Rows]]) -> str:
    """Whose set it is, and its measures under the titles of their themes."""
    headings = ("code", "measure", "counted in", "£ per unit")
    tables = [_table(title, headings, rows, right=[3]) for title, rows in themes]
    return _div([_heading(heading), *map(_sentence, facts), *tables])


def measure_html(
    heading: str,
    meaning: Iterable[str],
    values: Iterable[ProxyValue],
    relations: Rows,
    evidence: Sequence[str],
) -> str:
    """What counts, in which unit, all its figures with their vouchers, and what it excludes."""
    excludes = ("for one activity", "why", "source")
    return _div(
        [
            _heading(heading),
            *map(_sentence, meaning),
            _history(values),
            _table("What it may not be counted with", excludes, relations),
            *([_sentence(f"Evidence: {'; '.join(evidence)}.")] if evidence else []),
        ]
    )


def _history(values: Iterable[ProxyValue]) -> str:
    """Every figure of every layer, place by place and the earliest first."""
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


# --- HTML ---------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    return html.escape(shown(text, _LONGEST))


def _heading(text: str) -> str:
    return f"<h4>{_escaped(text)}</h4>"


def _sentence(text: str) -> str:
    return f"<p>{_escaped(text)}</p>"


def _table(name: str, headings: Sequence[str], rows: Rows, right: Sequence[int] = ()) -> str:
    """A table under its name; nothing where it has no rows."""
    return _heading(name) + html_table(headings, rows, right=right) if rows else ""


def _div(parts: list[str]) -> str:
    return f"<div>{''.join(parts)}</div>"
