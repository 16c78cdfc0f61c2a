"""Strategies for sets of measures."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from socialvalue.definitions.frameworks import with_rules
from socialvalue.model.figures import Exclusion, Proxy, ProxyValue
from socialvalue.model.framework import Framework, Outcome, Period, Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import (
    COUNTS,
    HEADCOUNTS,
    MEASURE_PLACES,
    VALUE_KINDS,
    Measure,
    counts_people,
)
from socialvalue.testing.strategies.basics import (
    FIRST,
    PLACES,
    SOURCE,
    amounts,
    days,
    known_places,
    maybe,
)
from socialvalue.units import UNITS

__all__ = ["framework_or", "frameworks"]


@st.composite
def _figures(draw: st.DrawFn, place: str | None = None) -> tuple[ProxyValue, ...]:
    """The figures of a measure at one place: some withdrawn, each on a day of its own."""
    starts = draw(st.lists(days(), min_size=1, max_size=3, unique=True))
    found = []
    for start in sorted(starts):
        value = draw(maybe(amounts(40_000, 4)))
        note = "" if value is not None else "withdrawn"
        found.append(
            ProxyValue(value, start, place, "made-up@1", sources=(SOURCE,), note=note,
                       confidence="two-sources")
        )  # fmt: skip
    return tuple(found)


@st.composite
def _proxies(draw: st.DrawFn) -> Proxy:
    local = draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True))
    values = draw(_figures())
    for place in sorted(local):
        values += draw(_figures(place))
    return Proxy(values, local=bool(local))


@st.composite
def _measures(draw: st.DrawFn, code: str, outcome: tuple[str, str]) -> Measure:
    unit = draw(st.sampled_from(sorted(UNITS)))
    monetised = unit != "text" and draw(st.booleans())
    return Measure(
        code,
        f"Measure {code}",
        *outcome,
        unit,
        kind="monetised" if monetised else "recorded",
        value_kind=draw(st.sampled_from(VALUE_KINDS)),
        place=draw(st.sampled_from(MEASURE_PLACES)),
        counts=draw(st.sampled_from(COUNTS)) if unit == "fte_year" else "any",
        proxy=draw(_proxies()) if monetised else None,
        sources=(SOURCE,) if monetised else (),
        group=draw(st.sampled_from(["", "care leavers", "veterans"])),
        headcount=draw(st.sampled_from([way for way in HEADCOUNTS if counts_people(way, unit)])),
    )


@st.composite
def _exclusions(draw: st.DrawFn, codes: Sequence[str]) -> tuple[Exclusion, ...]:
    """Rules that follow one order, so that none contradicts another."""
    if len(codes) < 2:
        return ()
    order = draw(st.permutations(codes))
    size = draw(st.integers(0, min(3, len(codes))))
    group = order[:size]
    pairs = tuple((a, b) for i, a in enumerate(group) for b in group[i + 1 :])
    why = "One activity is counted once."
    return (Exclusion("alternative", pairs, why),) if pairs else ()


@st.composite
def frameworks(draw: st.DrawFn, *, most: int = 6) -> Framework:
    """Sets of measures: values by day and place, some withdrawn, with rules on double counting.

    Args:
        draw: Given by Hypothesis.
        most: The most measures.
    """
    themes = {
        key: Theme(key, f"Theme {key}", FrozenMap({f"{key}-1": Outcome(f"{key}-1", "An outcome")}))
        for key in ("people", "planet")[: draw(st.integers(1, 2))]
    }
    groups = [(key, f"{key}-1") for key in themes]
    codes = [f"M{number}" for number in range(1, draw(st.integers(1, most)) + 1)]
    measures = {code: draw(_measures(code, draw(st.sampled_from(groups)))) for code in codes}
    exclusions = draw(_exclusions(codes))
    return Framework(
        "made-up",
        "1",
        title="A made-up framework",
        in_force=Period(FIRST),
        licence="CC0-1.0",
        sources=FrozenMap({SOURCE.key: SOURCE}),
        themes=FrozenMap(themes),
        measures=with_rules(measures, exclusions),
        exclusions=exclusions,
        places=known_places(),
    )


def framework_or(given: Framework | None) -> st.SearchStrategy[Framework]:
    """The framework that was given, or any drawn one."""
    return frameworks() if given is None else st.just(given)
