"""What one of a measure is worth in each place that may be named, and why it may be nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import attrs

from socialvalue.calculators.description import CalculatorData
from socialvalue.calculators.worth import one_unit
from socialvalue.engine.lines import Line
from socialvalue.model.measure import Measure
from socialvalue.model.places import chain
from socialvalue.numbers import plain
from socialvalue.words import day_words

__all__ = ["Values", "short"]

_NO_VALUE: Final = ("SV501", "SV502", "SV510")
_Worth = tuple[str | None, str, tuple[tuple[str, str], ...]]
"""A value as text, or None with the code of the reason and what its words name."""


def short(listed: Sequence[Any]) -> list[Any]:
    """A list without what is empty at its end.

    Example:
        >>> short(["NT1", 0, 2, "", 0])
        ['NT1', 0, 2]
    """
    filled = [at for at, each in enumerate(listed, start=1) if each]
    return list(listed[: max(filled, default=0)])


@attrs.frozen(slots=False)
class Values:
    """The values of a calculator's measures by place; places with one value are a group.

    Attributes:
        calculator: What goes out.
        groups: Each group of places, by their numbers in the list of places, to its own number.
    """

    calculator: CalculatorData
    groups: dict[tuple[int, ...], int] = attrs.field(factory=dict)

    @cached_property
    def chains(self) -> tuple[tuple[str, ...], ...]:
        """Each place with those around it, in the order of the list."""
        places = self.calculator.framework.places
        return tuple(chain(places, code) for code in places)

    def of(self, measure: Measure) -> list[Any]:
        """A measure's value at the contract's place, and at each group where it is another."""
        usual = self._worth(measure, None)
        others: dict[_Worth, list[int]] = defaultdict(list)
        for group in self._apart(measure):
            worth = self._worth(measure, self.chains[group[0]][0])
            if worth != usual:
                others[worth].append(self.groups.setdefault(group, len(self.groups)))
        return [short(usual), *([*worth, found] for worth, found in others.items())]

    def _apart(self, measure: Measure) -> list[tuple[int, ...]]:
        """Places by those around them that have a figure of their own."""
        figures = measure.proxy.values if measure.proxy else ()
        own = {each.place for each in figures if each.place is not None}
        framework, given = self.calculator.framework, self.calculator.tender.unit_values
        if not own or measure.code in {framework.canonical(code) for code in given}:
            return []
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, around in enumerate(self.chains):
            groups[tuple(each for each in around if each in own)].append(number)
        return [tuple(each) for each in groups.values()]

    def _worth(self, measure: Measure, place: str | None) -> _Worth:
        line = one_unit(measure, self.calculator.tender, self.calculator.framework, place)
        if line.unit_value is not None:
            return plain(line.unit_value), "", ()
        code = next((each.code for each in line.refusals if each.code in _NO_VALUE), "")
        return None, code, _named(code, line)


def _named(code: str, line: Line) -> tuple[tuple[str, str], ...]:
    """What the words of a reason name beside the measure and the place."""
    if code == "SV501" and line.voucher is not None:
        return (("why", line.voucher.note),)
    if code == "SV510" and line.definition.proxy is not None:
        first = min(each.start for each in line.definition.proxy.values)
        return ("on", day_words(line.on)), ("first", day_words(first))
    return ()
