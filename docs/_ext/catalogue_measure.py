"""One measure of the catalogue: what counts, how, what it is worth, and what it excludes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from catalogue_text import code, day_words, folded, link, md, slug, table, terms
from catalogue_words import (
    BY_TENDER,
    CONFIDENCE,
    COUNTED_IN,
    DURATION,
    FIRST_YEAR,
    KNOWN,
    LOCAL_FIRST,
    NO_RULE,
    NO_VALUE,
    NOT_USED,
    RECORDED,
    REPORTED,
    UNIT_GUIDANCE,
    WHERE,
    Guidance,
)

import socialvalue as sv
from socialvalue.assess.sentences import sentence
from socialvalue.model.figures import Exclusion, ProxyValue, Source, candidates
from socialvalue.model.places import chain, place_name
from socialvalue.numbers import pounds
from socialvalue.units import UNITS

_TITLED = 2
"""As many other measures are named by code and title; more only by code."""


def anchor(framework: sv.Framework, measure_code: str) -> str:
    """Where a measure stands in the catalogue."""
    return slug(framework.label, measure_code)


def source_anchor(framework: sv.Framework, source: Source) -> str:
    """Where a publication stands in the catalogue."""
    return slug(framework.label, "source", source.key)


def measure_entry(measure: sv.Measure, framework: sv.Framework) -> str:
    """The entry of one measure, as Markdown under a heading of level 4."""
    names = [measure.alias, measure.code] if measure.alias else [measure.code]
    targets = "\n".join(f"({anchor(framework, each)})=" for each in names)
    return "\n\n".join(
        part
        for part in (
            f"{targets}\n#### {md(f'{measure.name} {measure.title}')}",
            md(measure.definition),
            terms(_facts(measure, framework)),
            *_tables(measure, framework),
        )
        if part
    )


def _facts(measure: sv.Measure, framework: sv.Framework) -> Iterator[tuple[str, str]]:
    guidance, unit = _guidance(measure), UNITS[measure.unit]
    outcome = framework.themes[measure.theme].outcomes[measure.outcome]
    how = (md(f"In {counted_in(measure)}: {unit.meaning}."), DURATION[measure.counts])
    yield "Not used", md(measure.switched_off)
    yield "What it is for", md(outcome.title)
    yield "What it is worth", worth_words(measure, framework)
    yield "How it is counted", " ".join(each for each in how if each)
    yield "Counted right", md(sentence(measure.example or guidance.right))
    yield "Commonest mistake", md(sentence(measure.mistake or guidance.mistake))
    yield "Where it must fall", WHERE[measure.place]
    yield "Not for the same activity as", _exclusions(measure, framework)
    yield "What shows it", "\n  ".join(f"- {md(each)}" for each in measure.evidence)
    yield "Good to know", md(measure.note)
    file_words = f"{code(unit.written)} in a tender file"
    yield "How to write it", f"{file_words}, {code(unit.example)} in Python"


def counted_in(measure: sv.Measure) -> str:
    """The unit in a word or two."""
    return COUNTED_IN.get(measure.unit, UNITS[measure.unit].name)


def _guidance(measure: sv.Measure) -> Guidance:
    people_once = measure.unit == "fte_year" and measure.counts == "first_year"
    return FIRST_YEAR if people_once else UNIT_GUIDANCE[measure.unit]


# --- what it is worth -----------------------------------------------------------------------


def figure_of(measure: sv.Measure, framework: sv.Framework) -> ProxyValue | None:
    """The figure on the edition's first day at the set's place, or the first that follows."""
    around = chain(framework.places, framework.place)
    values = measure.proxy.values if measure.proxy else ()
    able = [each for each in values if (each.place or "") in {"", *around}]
    first = min((each.start for each in able), default=framework.value_date())
    return next(iter(candidates(measure.proxy, max(framework.value_date(), first), around)), None)


def worth_cell(measure: sv.Measure, framework: sv.Framework) -> str:
    """What one unit is worth in a word or two, for a list."""
    figure = figure_of(measure, framework)
    if measure.switched_off:
        return "not used"
    if measure.kind == "recorded":
        return "reported, no pounds"
    if figure is not None and figure.value is not None:
        return about(figure.value)
    return "given by the tender" if measure.local else "no value"


def worth_words(measure: sv.Measure, framework: sv.Framework) -> str:
    """What one unit is worth in a sentence, or why it has no value; never £0 for the latter."""
    if measure.switched_off:
        return NOT_USED
    if measure.kind == "recorded":
        return RECORDED
    figure = figure_of(measure, framework)
    if figure is not None and figure.value is not None:
        return _pounds_words(figure, figure.value, measure)
    reason = md(sentence(figure.note)) if figure is not None and figure.note else ""
    return _joined(BY_TENDER if measure.local else NO_VALUE, reason)


def _pounds_words(figure: ProxyValue, value: Decimal, measure: sv.Measure) -> str:
    """What one unit is worth: how much, since when, how well known, and as which kind."""
    rounded = about(value)
    exact = "" if rounded == pounds(value) else f" (exactly {pounds(value)})"
    prices = f", at prices of {figure.price_year}" if figure.price_year else ""
    each = UNIT_GUIDANCE[measure.unit].each
    by_place = measure.proxy is not None and any(each.place for each in measure.proxy.values)
    return _joined(
        f"**{rounded}** for each {each}{exact}, from {day_words(figure.start)}{md(prices)}.",
        KNOWN.get(figure.confidence, ""),
        LOCAL_FIRST if by_place else "",
        REPORTED[measure.value_kind],
    )


def _joined(*sentences: str) -> str:
    return " ".join(each for each in sentences if each)


def about(value: Decimal) -> str:
    """A value to the penny, and one below £1 to a hundredth of a penny.

    Example:
        >>> about(Decimal("251.7905723")), about(Decimal("0.074613763")), about(Decimal("0.12"))
        ('£251.79', '£0.0746', '£0.12')
    """
    fewest = Decimal("0.0001") if 0 < value < 1 else Decimal("0.01")
    return pounds(value.quantize(fewest, ROUND_HALF_UP).normalize() if value else value)


def _known(figure: ProxyValue) -> str:
    return CONFIDENCE.get(figure.confidence, figure.confidence.replace("-", " "))


# --- its figures ----------------------------------------------------------------------------


def _tables(measure: sv.Measure, framework: sv.Framework) -> Iterator[str]:
    proxy = measure.proxy
    if proxy is None:
        return
    everywhere = sorted((e for e in proxy.values if e.place is None), key=_newest)
    local = sorted((e for e in proxy.values if e.place is not None), key=_by_place(framework))
    if everywhere:
        yield folded("Its values", _history(everywhere, framework), len(everywhere))
    if local:
        yield folded("Its values by place", _history(local, framework), len(local))
    if proxy.uncertainty is not None:
        sources = _sources(proxy.uncertainty.sources, framework)
        yield f"How uncertain it is: {md(str(proxy.uncertainty))}. {sources}"
    if proxy.horizon:
        yield f"Its figure covers {md(proxy.horizon)} already."
    if proxy.index:
        yield (
            "Its prices may be brought up to date, when that is asked for, "
            f"by the index {code(proxy.index)}."
        )


def _newest(figure: ProxyValue) -> tuple[int, int]:
    return -figure.start.toordinal(), -figure.rank


def _by_place(framework: sv.Framework) -> Callable[[ProxyValue], tuple[str, int, int]]:
    return lambda each: (place_name(framework.places, each.place), *_newest(each))


def _history(figures: Sequence[ProxyValue], framework: sv.Framework) -> str:
    headings = ("from", "place", "£ per unit", "prices of", "how well known", "source", "note",
                "stated by")  # fmt: skip
    layers = {each.layer for each in figures} - {framework.label}
    rows = [_figure_row(each, framework, bool(layers)) for each in figures]
    return table(headings, rows, keep=0, right=[2])


def _figure_row(figure: ProxyValue, framework: sv.Framework, layered: bool) -> tuple[str, ...]:
    place = place_name(framework.places, figure.place) if figure.place else ""
    projected = f"Moved to other prices: {figure.projected}." if figure.projected else ""
    sources = _sources(figure.sources, framework)
    return (
        day_words(figure.start),
        md(place),
        "no value" if figure.value is None else pounds(figure.value),
        md(figure.price_year),
        md(_known(figure)),
        ", ".join(each for each in (sources, md(figure.at)) if each),
        md(" ".join(each for each in (figure.note, projected) if each)),
        md(figure.layer) if layered else "",
    )


def _sources(sources: Iterable[Source], framework: sv.Framework) -> str:
    return "; ".join(link(md(each.title), source_anchor(framework, each)) for each in sources)


# --- what it excludes -----------------------------------------------------------------------


def _exclusions(measure: sv.Measure, framework: sv.Framework) -> str:
    said = [words for rule in measure.rules for words in _rule(rule, measure.code, framework)]
    return "\n  ".join(f"- {each}" for each in said) if said else NO_RULE


def _rule(rule: Exclusion, own: str, framework: sv.Framework) -> Iterator[str]:
    """What one rule says of a measure: what it stands before, and what it falls to."""
    falls = [falls for stands, falls in rule.pairs if stands == own]
    stands = [stands for stands, falls in rule.pairs if falls == own]
    voucher = _sources([rule.source], framework) if rule.source else ""
    why = md(sentence(rule.why)) + (f" ({voucher})" if voucher else "")
    if falls:
        other = "they do" if len(falls) > 1 else "it does"
        yield f"{_named(falls, framework)}: this one counts, and {other} not. {why}"
    if stands:
        other = "they count" if len(stands) > 1 else "it counts"
        yield f"{_named(stands, framework)}: {other}, and this one does not. {why}"


def _named(codes: Iterable[str], framework: sv.Framework) -> str:
    """Other measures as links; one or two of them with their titles."""
    several = list(dict.fromkeys(codes))
    return ", ".join(_name(each, framework, titled=len(several) <= _TITLED) for each in several)


def _name(measure_code: str, framework: sv.Framework, *, titled: bool) -> str:
    if measure_code not in framework.measures:
        return md(measure_code)
    other = framework[measure_code]
    words = f"{other.name} {other.title}" if titled else other.name
    return link(md(words), anchor(framework, measure_code))
