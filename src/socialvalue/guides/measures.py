"""What a set says of its measures: meaning, unit, worth, evidence, and what excludes what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from socialvalue.blocks import Block
from socialvalue.engine.offers import TENDER_LAYER
from socialvalue.guides.basis import Basis
from socialvalue.model.figures import FALLS, STANDS, ProxyValue
from socialvalue.model.measure import Measure, worth
from socialvalue.numbers import grouped, pounds
from socialvalue.units import UNITS, counted_in
from socialvalue.words import day_words, listed

__all__ = ["at_a_glance", "by_theme", "units_used"]

_YEARS: Final = {
    "every_year": "Every year of the contract counts.",
    "first_year": "Only each person's first 12 months count.",
    "any": "",
}
_WHERE: Final = {
    "benefit": "The benefit must be in the contract's place{place}.",
    "supplier": "The supplier must be based in the contract's place{place}.",
    "none": "",
}
_KNOWN: Final = {
    "": "",
    "two-sources": "Known from two sources.",
    "one-source": "Known from one source.",
    "inferred": "It is inferred: no source prints this figure.",
    "observed": "It was seen in use.",
    "conflict": "The sources disagree.",
    "unknown": "It is not well known.",
}
"""What is said of each `confidence` of a figure."""
_NO_VALUE: Final = "This set has no value for it here, so it counts no pounds."


def at_a_glance(basis: Basis) -> Block:
    """All measures as one table."""
    rows = tuple(
        (each.name, each.title, counted_in(each.unit), worth(each, _figure(basis, each)))
        for each in basis.measures
    )
    headings = ("code", "measure", "counted", "£ for one")
    return Block("All measures at a glance", (), headings, rows, (3,))


def units_used(basis: Basis, only: Collection[str] = tuple(UNITS)) -> Block:
    """What one of each unit is, with a count of it.

    Args:
        basis: What the guide rests on.
        only: The units that are looked at.
    """
    rows = []
    for unit in dict.fromkeys(each.unit for each in basis.measures if each.unit in only):
        first = next(each for each in basis.measures if each.unit == unit)
        words, line = basis.small_offer(first) or ("", None)
        number = "" if line is None else grouped(line.commitment.quantity.amount)
        rows.append((counted_in(unit), UNITS[unit].meaning, words, number))
    said = ("Each measure has one unit. Check the unit before you write a number.",)
    headings = ("counted", "what one is", "for example", "is")
    return Block("How each unit is counted", said, headings, tuple(rows), (3,))


def by_theme(basis: Basis) -> Iterator[tuple[Block, ...]]:
    """A part for each theme: its title, then what the set says of each of its measures."""
    for key, theme in basis.framework.themes.items():
        held = [each for each in basis.measures if each.theme == key]
        if held:
            head = Block(theme.title, (theme.note,) if theme.note else ())
            yield (head, *(_about(basis, each) for each in held))


def _about(basis: Basis, measure: Measure) -> Block:
    return Block(f"{measure.name} {measure.title}", tuple(_sentences(basis, measure)))


def _sentences(basis: Basis, measure: Measure) -> Iterator[str]:
    said = (
        ("", measure.definition),
        ("", f"It is counted {counted_in(measure.unit)}. {_counted(basis, measure)}".strip()),
        ("Counted right: ", measure.example),
        ("The commonest mistake: ", measure.mistake),
        ("What it is worth: ", _worth(basis, measure)),
        ("What shows it: ", "; ".join(measure.evidence) or "the set does not say."),
        ("Note: ", measure.note),
    )
    yield from (f"{label}{words}" for label, words in said if words)
    yield from basis.own_words.measures.get(measure.code, ())
    yield from _not_with(basis, measure)


def _counted(basis: Basis, measure: Measure) -> str:
    """Which years of it count, and what must be in the contract's place."""
    place = f": {basis.place}" if basis.where else ", which the tender names"
    where = _WHERE[measure.place].format(place=place)
    return f"{_YEARS[measure.counts]} {where}".strip()


def _worth(basis: Basis, measure: Measure) -> str:
    if measure.kind == "recorded":
        return "it is reported and adds no pounds."
    figure = _figure(basis, measure)
    if figure is None or figure.value is None:
        return "the buyer gives its value in each tender." if measure.local else _NO_VALUE
    if figure.layer == TENDER_LAYER:
        return f"{pounds(figure.value)} for one, given by the buyer for this tender."
    since = f"{pounds(figure.value)} for one, from {day_words(figure.start)}."
    return f"{since} {_source(figure)}".strip()


def _figure(basis: Basis, measure: Measure) -> ProxyValue | None:
    found = basis.small_offer(measure)
    return None if found is None else found[1].voucher


def _source(figure: ProxyValue) -> str:
    """The publication, and how well the figure is known."""
    titles = "; ".join(each.title for each in figure.sources)
    return f"{f'Source: {titles}.' if titles else ''} {_KNOWN[figure.confidence]}".strip()


def _not_with(basis: Basis, measure: Measure) -> Iterator[str]:
    """What may not be offered with it for the same people, hours or pounds, and why."""
    found: dict[tuple[str, str], list[str]] = {}
    for rule in measure.rules:
        for stands, falls in rule.pairs:
            if measure.code in {stands, falls}:
                other = falls if measure.code == stands else stands
                relation = STANDS if measure.code == stands else FALLS
                found.setdefault((relation, rule.why), []).append(basis.framework[other].name)
    for (relation, why), others in found.items():
        yield f"Not twice: for the same activity it {relation.format(other=listed(others))}. {why}"
