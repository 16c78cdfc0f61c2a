"""What differs between two sets, measure by measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.blocks import Described
from socialvalue.model.figures import ProxyValue, Source
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.places import place_name
from socialvalue.numbers import EXACT, pounds
from socialvalue.units import UNITS, counted_in

__all__ = ["KINDS", "Difference", "differences"]

KINDS = ("added", "removed", "renamed", "unit", "monetisation", "value", "rules")
"""The kinds of difference, in the order in which they are told."""

_NONE = "–"


@attrs.frozen
class Difference(Described):
    """One thing that differs between two sets.

    Attributes:
        kind: ``added``, ``removed``, ``renamed`` (title or own code), ``unit``, ``monetisation``
            (kind, or a value where there was none and the reverse), ``value`` or ``rules``
            (exclusions, duration, place and the like).
        code: The canonical code of the measure.
        title: Its title; the later one where both sets have it.
        what: What of it differs, such as ``title``, ``unit``, ``exclusions``; for a figure the
            place it is for, or ``everywhere``.
        before: How it was, in words; "" where the earlier set does not have the measure.
        after: How it is, in words; "" where the later set does not have the measure.
        place: For a figure, the ONS code of its place; None for everywhere.
        figure_before: The earlier figure, with its date and sources, or None.
        figure_after: The later figure, with its date and sources, or None.
        note: What a reader must know.
    """

    kind: str
    code: str
    title: str
    what: str
    before: str = ""
    after: str = ""
    place: str | None = None
    figure_before: ProxyValue | None = attrs.field(default=None, repr=False)
    figure_after: ProxyValue | None = attrs.field(default=None, repr=False)
    note: str = ""

    @property
    def change(self) -> Decimal | None:
        """By how many pounds a unit is worth more, exactly; None where that cannot be said."""
        pair = self._comparable
        return None if pair is None else EXACT.subtract(pair[1], pair[0])

    @property
    def percent(self) -> Fraction | None:
        """The change in per cent of the earlier value, exactly; None where that has none."""
        pair = self._comparable
        if pair is None or pair[0] == 0:
            return None
        return (Fraction(pair[1]) / Fraction(pair[0]) - 1) * 100

    @property
    def _comparable(self) -> tuple[Decimal, Decimal] | None:
        """Both figures, where they are of one unit."""
        first, second = self.figure_before, self.figure_after
        if self.kind != "value" or first is None or second is None:
            return None
        if first.value is None or second.value is None:
            return None
        return first.value, second.value

    @property
    def sources_before(self) -> tuple[Source, ...]:
        """The publications of the earlier figure."""
        return () if self.figure_before is None else self.figure_before.sources

    @property
    def sources_after(self) -> tuple[Source, ...]:
        """The publications of the later figure."""
        return () if self.figure_after is None else self.figure_after.sources


def differences(before: Framework, after: Framework) -> tuple[Difference, ...]:
    """All that differs, by kind and then in the order of the sets."""
    found = [*_gone(before, after), *_new(before, after), *_changed(before, after)]
    return tuple(each for kind in KINDS for each in found if each.kind == kind)


def _gone(before: Framework, after: Framework) -> Iterator[Difference]:
    for each in before:
        if each.code not in after.measures:
            offer, figure, note = _offer(each)
            yield Difference("removed", each.code, each.title, "measure",
                             before=offer, figure_before=figure, note=note)  # fmt: skip


def _new(before: Framework, after: Framework) -> Iterator[Difference]:
    for each in after:
        if each.code not in before.measures:
            offer, figure, note = _offer(each)
            yield Difference("added", each.code, each.title, "measure",
                             after=offer, figure_after=figure, note=note)  # fmt: skip


def _changed(before: Framework, after: Framework) -> Iterator[Difference]:
    both = set(before.measures) & set(after.measures)
    for code in (each for each in before.measures if each in both):
        first, second = before.measures[code], after.measures[code]
        yield from _names(first, second)
        yield from _rules(first, second, both)
        if first.unit != second.unit:
            yield _unit(first, second)
        else:
            yield from _worths(first, second, after)


# --- names, units, rules ------------------------------------------------------------------


def _names(first: Measure, second: Measure) -> Iterator[Difference]:
    if first.title != second.title:
        yield Difference("renamed", second.code, second.title, "title", first.title, second.title)
    if first.alias != second.alias:
        yield Difference("renamed", second.code, second.title, "own code",
                         first.alias or first.code, second.alias or second.code)  # fmt: skip


def _unit(first: Measure, second: Measure) -> Difference:
    """A changed unit: the figures stand beside each other and are not subtracted."""
    old, new = UNITS[first.unit].name, UNITS[second.unit].name
    note = (
        f"Quantities do not carry across: what was offered {counted_in(first.unit)} must be "
        f"offered again {counted_in(second.unit)}. "
        f"Was: {_worth(first)}. Is: {_worth(second)}."
    )
    return Difference(
        "unit",
        second.code,
        second.title,
        "unit",
        old,
        new,
        figure_before=_everywhere(first),
        figure_after=_everywhere(second),
        note=note,
    )


def _rules(first: Measure, second: Measure, both: set[str]) -> Iterator[Difference]:
    """What decides whether a line counts; exclusions with measures that both sets have."""
    old, new = _rule_words(first), _rule_words(second)
    for what in old:
        if old[what] != new[what]:
            yield Difference("rules", second.code, second.title, what, old[what], new[what])
    lost, gained = _relations(first, both), _relations(second, both)
    if lost != gained:
        yield Difference("rules", second.code, second.title, "exclusions",
                         _listed(lost - gained), _listed(gained - lost))  # fmt: skip


def _rule_words(measure: Measure) -> dict[str, str]:
    return {
        "duration": measure.counts.replace("_", " "),
        "place": measure.place,
        "kind of value": measure.value_kind.replace("_", " "),
        "depends on the place": "yes" if measure.local else "no",
        "switched off": measure.switched_off or "no",
        "group": measure.group or _NONE,
        "people counted as": measure.headcount or _NONE,
    }


def _relations(measure: Measure, both: set[str]) -> set[str]:
    """What a measure may not be counted with, and which of the two stands."""
    pairs = {pair for rule in measure.rules for pair in rule.pairs if set(pair) <= both}
    stands = {f"takes priority over {second}" for first, second in pairs if first == measure.code}
    return stands | {f"counts under {first}" for first, second in pairs if second == measure.code}


def _listed(relations: set[str]) -> str:
    return "; ".join(sorted(relations)) or _NONE


# --- figures ------------------------------------------------------------------------------


def _worths(first: Measure, second: Measure, after: Framework) -> Iterator[Difference]:
    """Changed figures of one unit: first whether there is one at all, then how much."""
    old, new = _everywhere(first), _everywhere(second)
    if _state(first, old) != _state(second, new):
        yield Difference("monetisation", second.code, second.title, "everywhere",
                         _worth(first), _worth(second), None, old, new)  # fmt: skip
    earlier, later = _by_place(first), _by_place(second)
    for place in sorted({*earlier, *later}, key=lambda each: each or ""):
        yield from _at_place(second, place, earlier.get(place, {}), later.get(place, {}), after)


def _state(measure: Measure, figure: ProxyValue | None) -> str:
    if measure.kind == "recorded":
        return "recorded"
    return "no value" if figure is None or figure.value is None else "value"


Dated = Mapping[date, ProxyValue]


def _at_place(
    measure: Measure, place: str | None, old: Dated, new: Dated, after: Framework
) -> Iterator[Difference]:
    """The latest figure of a place, and those of earlier days that both sets state."""
    shared = sorted(set(old) & set(new) - {max(old, default=None), max(new, default=None)})
    pairs = [(old[day], new[day]) for day in shared]
    for first, second in [*pairs, (_latest(old), _latest(new))]:
        if _differ(first, second, place):
            where = "everywhere" if place is None else place_name(after.places, place)
            yield Difference("value", measure.code, measure.title, where,
                             _words(first), _words(second), place, first, second)  # fmt: skip


def _differ(first: ProxyValue | None, second: ProxyValue | None, place: str | None) -> bool:
    """Whether an amount changed; everywhere, a value come or gone is a monetisation."""
    old, new = first and first.value, second and second.value
    if place is None and (old is None or new is None):
        return False
    return old != new


def _by_place(measure: Measure) -> dict[str | None, dict[date, ProxyValue]]:
    """The figures of a measure by place and date; of two layers, the higher."""
    found: dict[str | None, dict[date, ProxyValue]] = {}
    values = measure.proxy.values if measure.proxy else ()
    for each in sorted(values, key=lambda value: value.rank):
        found.setdefault(each.place, {})[each.start] = each
    return found


def _latest(dated: Dated) -> ProxyValue | None:
    return dated[max(dated)] if dated else None


def _everywhere(measure: Measure) -> ProxyValue | None:
    """The latest figure that is for no place in particular."""
    return _latest(_by_place(measure).get(None, {}))


def _offer(measure: Measure) -> tuple[str, ProxyValue | None, str]:
    """What a measure is worth and counted in, the figure, and why it has no value."""
    figure = _everywhere(measure)
    without = figure is not None and figure.value is None
    worth = "no value" if without else _worth(measure)
    words = f"{worth}, counted {counted_in(measure.unit)}"
    return words, figure, figure.note if figure is not None and without else ""


def _worth(measure: Measure) -> str:
    """What one unit is worth, in words."""
    if measure.kind == "recorded":
        return "recorded, no pounds"
    return _words(_everywhere(measure))


def _words(figure: ProxyValue | None) -> str:
    if figure is None:
        return "no figure"
    if figure.value is None:
        return f"no value ({figure.note.rstrip('.')})"
    return pounds(figure.value)
