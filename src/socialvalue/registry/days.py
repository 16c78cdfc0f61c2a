"""The day that is meant where nobody names one: it hangs on the set alone, never on today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from socialvalue.errors import NotFoundError, problem
from socialvalue.model.figures import candidates
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.places import rings
from socialvalue.registry.headers import Found

__all__ = ["first_day"]

_Around = tuple[tuple[str, ...], ...]


def first_day(framework: Framework, holders: Sequence[Found]) -> date | None:
    """The first day on which every layer has begun and the set's measures have their values.

    A measure that never has a value at the set's place is not waited for.  A lower set that ended
    before the upper began is no hindrance: whoever adopts it at a pinned edition goes on using it.

    Args:
        framework: The set.
        holders: It and all that it lies over, itself last.

    Returns:
        The day; None for a set without a first day and without values.

    Raises:
        NotFoundError: There is none (SV415).

    Source:
        Law 5 of the project's design.
    """
    begun = max((each.in_force.start for each in holders if each.in_force.start), default=None)
    last = framework.in_force.end or date.max
    around = rings(framework.places, framework.place)
    days = {each.code: _days(each, around) for each in framework if _is_priced(each)}
    start = begun or date.min
    wanted = {code: found for code, found in days.items() if _next(found, start, last)}
    found = _common(list(wanted.values()), start, last) if start <= last else None
    if found is None:
        raise NotFoundError(problem("SV415", found=framework.label, hint=_listed(holders, wanted)))
    return begun if found == date.min else found


_Spans = list[tuple[date, date]]


def _is_priced(measure: Measure) -> bool:
    return measure.kind == "monetised" and not measure.switched_off


def _days(measure: Measure, around: _Around) -> _Spans:
    """The spans in which a measure has a value there, each with its first and its last day."""
    starts = sorted({each.start for each in (measure.proxy.values if measure.proxy else ())})
    ends = [*(_before(each) for each in starts[1:]), date.max]
    return [
        (start, end)
        for start, end in zip(starts, ends, strict=False)
        if _has_value(measure, start, around)
    ]  # fmt: skip


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _has_value(measure: Measure, on: date, around: _Around) -> bool:
    figure = next(iter(candidates(measure.proxy, on, around)), None)
    return figure is not None and figure.value is not None


def _next(spans: _Spans, day: date, last: date) -> date | None:
    """The first day from one on, and no later than the last, that lies in a span."""
    after = (max(start, day) for start, end in spans if end >= day)
    return next((each for each in after if each <= last), None)


def _common(every: Sequence[_Spans], start: date, last: date) -> date | None:
    """The first day that lies in a span of each; none where there is no such day."""
    day: date | None = start
    while day is not None:
        nexts = [_next(spans, day, last) for spans in every]
        later = None if None in nexts else max((each for each in nexts if each), default=day)
        if later == day:
            return day
        day = later
    return None


def _listed(holders: Sequence[Found], wanted: dict[str, _Spans]) -> str:
    """When each layer is in force and when each measure has a value, for someone to choose."""
    layers = "; ".join(f"{each.label} is in force {each.in_force}" for each in holders)
    values = "; ".join(_values(code, spans) for code, spans in _telling(wanted))
    return "; ".join(part for part in (f"name a day (on=, --on): {layers}", values) if part)


_MOST = 5


def _telling(wanted: dict[str, _Spans]) -> Iterator[tuple[str, _Spans]]:
    """The measures whose values begin last or end first: they have no day in common."""
    by_start = sorted(wanted.items(), key=lambda each: each[1][0][0], reverse=True)
    by_end = sorted(wanted.items(), key=lambda each: each[1][-1][1])
    yield from dict([*by_end[:_MOST], *by_start[:_MOST]]).items()


def _values(code: str, spans: _Spans) -> str:
    said = " and ".join(
        f"from {start}" + ("" if end == date.max else f" to {end}") for start, end in spans
    )
    return f"{code} has a value {said}"
