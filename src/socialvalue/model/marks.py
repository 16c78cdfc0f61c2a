"""What a panel gives: evaluators' marks, and the mark that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import attrs

from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    as_read,
    attempt,
    day_field,
    each_of,
    is_refused,
    number,
    number_field,
    optional_flag_field,
    settle,
    several,
    words_field,
)
from socialvalue.model.frozen import FrozenMap

__all__ = ["EvaluatorMark", "Mark", "Moderated", "marks_field"]


@attrs.frozen
class EvaluatorMark:
    """One evaluator's mark, with the reason.

    Attributes:
        by: Whose.
        mark: What it is.
        reason: Why.
        on: The day on which it was locked; not after the consensus.
        conflict: What the evaluator declared as a conflict of interest, or "".
        saw_prices: Whether the evaluator had seen prices; None where it is not stated.

    Example:
        >>> EvaluatorMark("Ann", 4, "Named partners.", on="2022-07-12", saw_prices=False).mark
        Decimal('4')
    """

    by: str = attrs.field(converter=words_field)
    mark: Decimal = attrs.field(converter=number_field)
    reason: str = attrs.field(default="", converter=words_field)
    on: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    conflict: str = attrs.field(default="", kw_only=True, converter=words_field)
    saw_prices: bool | None = attrs.field(default=None, kw_only=True, converter=optional_flag_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "a mark" if is_refused(self.by) else f"mark of {self.by}")


def _panel(value: Iterable[EvaluatorMark] | None) -> tuple[EvaluatorMark, ...]:
    return attempt(
        lambda given: several("a mark", EvaluatorMark, given), () if value is None else value
    )


_PASSED = {"pass": Decimal(1), "fail": Decimal(0)}


def _consensus(value: int | str | float | Decimal | None) -> Decimal | None:
    """A mark; ``pass`` and ``fail`` are 1 and 0."""
    if isinstance(value, str) and value in _PASSED:
        return _PASSED[value]
    return attempt(number, value)


@attrs.frozen
class Moderated:
    """A consensus mark, with the marks it was reached from.

    Attributes:
        consensus: The mark that counts; None only where the method asks for the mean.
        marks: The evaluators' own marks.
        reason: Why it is this mark, for the bidder.
        by: Who moderated.
        on: When.
        by_word: Whether it was given as ``pass`` or ``fail``.

    Example:
        >>> Moderated(4, reason="clear plan, two named partners").consensus
        Decimal('4')
    """

    consensus: Decimal | None = attrs.field(default=None, converter=_consensus)
    marks: tuple[EvaluatorMark, ...] = attrs.field(default=(), kw_only=True, converter=_panel)
    reason: str = attrs.field(default="", kw_only=True, converter=words_field)
    by: str = attrs.field(default="", kw_only=True, converter=words_field)
    on: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    by_word: bool = attrs.field(init=False, eq=False, repr=False)

    def __attrs_pre_init__(self, consensus: object = None, **_: object) -> None:
        is_word = isinstance(consensus, str) and consensus in _PASSED
        object.__setattr__(self, "by_word", is_word)

    def __attrs_post_init__(self) -> None:
        panel = [] if is_refused(self.marks) else [*self._twice(), *self._late()]
        settle(self, "moderated mark", *panel)

    def _late(self) -> list[Problem]:
        """Marks of a day after the consensus."""
        if self.on is None or is_refused(self.on):
            return []
        return [
            problem("SV738", found=each.by, on=each.on, consensus=self.on)
            for each in self.marks
            if each.on is not None and each.on > self.on
        ]

    def _twice(self) -> list[Problem]:
        """Evaluators who mark more than once, and a mark that is none."""
        times = Counter(as_read(each.by) for each in self.marks)
        first = {as_read(each.by): each.by for each in reversed(self.marks)}
        found = [problem("SV724", found=by) for name, by in first.items() if times[name] > 1]
        empty = self.consensus is None and not self.marks
        return [*found, *([problem("SV306", found="None")] if empty else [])]


Mark = int | str | float | Decimal | Moderated
"""What a panel gave: a number, or a consensus with its panel."""


def marks_field(values: Mapping[str, Mark] | None) -> FrozenMap[str, Moderated]:
    """Marks by criterion, for a field; all that cannot be read are refused together."""
    return attempt(lambda given: each_of(_moderated, given), {} if values is None else values)


def _moderated(value: Mark) -> Moderated:
    """A mark; a plain number is a consensus without its panel."""
    return value if isinstance(value, Moderated) else Moderated(value)
