"""A framework and a measure as a notebook shows them; everything that is written is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from socialvalue.blocks import Block
from socialvalue.model.figures import ProxyValue
from socialvalue.numbers import pounds
from socialvalue.words import day_words

__all__ = ["HEADINGS", "framework_blocks", "measure_blocks"]

HEADINGS = ("code", "measure", "counted in", "£ per unit")
"""Of measures that are listed."""

Rows = Sequence[tuple[str, ...]]


def framework_blocks(
    heading: str, facts: Iterable[str], themes: Iterable[tuple[str, Rows]]
) -> list[Block]:
    """Whose set it is, and its measures under the titles of their themes."""
    tables = (Block(title, (), HEADINGS, tuple(rows), (3,)) for title, rows in themes if rows)
    return [Block(heading, tuple(facts)), *tables]


def measure_blocks(
    heading: str,
    meaning: Iterable[str],
    values: Iterable[ProxyValue],
    relations: Rows,
    evidence: Sequence[str],
) -> list[Block]:
    """What counts, in which unit, all its figures with their vouchers, and what it excludes."""
    excludes = ("for one activity", "why", "source")
    tables = (
        _history(values),
        Block("What it may not be counted with", (), excludes, tuple(relations)),
    )
    last = [Block("", (f"Evidence: {'; '.join(evidence)}.",))] if evidence else []
    return [Block(heading, tuple(meaning)), *(each for each in tables if each.rows), *last]


def _history(values: Iterable[ProxyValue]) -> Block:
    """Every figure of every layer, place by place and the earliest first."""
    ordered = sorted(values, key=lambda each: (each.place or "", each.start, each.rank))
    headings = ("from", "for", "£ per unit", "how well known", "source", "stated by", "note")
    return Block("Its values", (), headings, tuple(map(_figure, ordered)), (2,))


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
