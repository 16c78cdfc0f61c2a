"""What a panel gives: evaluators' marks, and the mark that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs

from socialvalue.blocks import Described
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import (
    as_read,
    attempt,
    day,
    day_field,
    each_of,
    is_refused,
    name_field,
    needed,
    number,
    one,
    optional_flag_field,
    settle,
    several,
    words_field,
)
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import PanelMark, PassFail
from socialvalue.words import day_words

__all__ = [
    "EvaluatorMark",
    "Mark",
    "MarkChange",
    "Moderated",
    "Moderation",
    "is_word",
    "mark_of",
    "marks_field",
    "moderation_field",
    "passed",
]

_PASSED = {
    **dict.fromkeys(("pass", "passed", "yes", "y", "true"), Decimal(1)),
    **dict.fromkeys(("fail", "failed", "no", "n", "false"), Decimal(0)),
}


def passed(value: object) -> Decimal | None:
    """A pass as 1 and a fail as 0, however they are written; None for what is neither.

    This is the one grammar of pass and fail, for files, tables and Python alike: capitals and
    spacing are nothing, yes and true are a pass, no and false a fail.  A number is a number.

    Example:
        >>> passed("PASS "), passed("no"), passed(True), passed("4")
        (Decimal('1'), Decimal('0'), Decimal('1'), None)
    """
    if isinstance(value, str):
        return _PASSED.get(as_read(value)) if len(value) <= _LONGEST else None
    if type(value).__name__ in _TRUTHS:
        return Decimal(1) if value else Decimal(0)
    return None


_LONGEST = 40
_WORDS = "write a number on the scale, for example 4; or pass or fail where that is the question"
_TRUTHS = ("bool", "bool_")
"""How Python and numpy, old and new, call what is true or false."""


def mark_of(value: int | str | float | Decimal) -> Decimal:
    """A mark: a number on a scale, or pass or fail as 1 or 0.

    Raises:
        InputError: It is neither (SV301), or a number that cannot be meant (SV302, SV303, …).

    Example:
        >>> mark_of("4.5"), mark_of("Passed")
        (Decimal('4.5'), Decimal('1'))
    """
    found = passed(value)
    if found is not None:
        return found
    if isinstance(value, str) and is_word(value):
        raise InputError(problem("SV301", found=value, hint=_WORDS))
    return number(value)


def is_word(text: str) -> bool:
    """Whether a text has letters and no digits, so that no number was meant.

    Example:
        >>> is_word("Good"), is_word("4"), is_word("4O")
        (True, False, False)
    """
    return any(map(str.isalpha, text)) and not any(map(str.isdigit, text))


class _Worded(Decimal):
    """A pass or a fail as a number, until the noun that it is given to has kept which it was."""

    __slots__ = ()


def _mark_kept(value: Any) -> Decimal:
    found = mark_of(value)
    return found if passed(value) is None else _Worded(found)


def _mark_field(value: int | str | float | Decimal) -> Decimal:
    return needed(_mark_kept, value)


def _consensus(value: int | str | float | Decimal | None) -> Decimal | None:
    return attempt(_mark_kept, value)


def _keep_word(noun: Any, field: str) -> None:
    """Keep whether a mark was given as a pass or a fail: the mark itself is a number after."""
    mark = getattr(noun, field)
    object.__setattr__(noun, "by_word", isinstance(mark, _Worded))
    if noun.by_word:
        object.__setattr__(noun, field, Decimal(mark))


@attrs.frozen
class EvaluatorMark(Described):
    """One evaluator's mark, with the reason.

    Attributes:
        by: Whose.
        mark: What it is.
        reason: Why.
        on: The day on which it was locked; not after the consensus.
        conflict: What the evaluator declared as a conflict of interest, or "".
        saw_prices: Whether the evaluator had seen prices; None where it is not stated.
        by_word: Whether the mark was given as a pass or a fail, in words or as true or false.

    Example:
        >>> EvaluatorMark("Ann", 4, "Named partners.", on="2022-07-12", saw_prices=False).mark
        Decimal('4')
    """

    by: str = attrs.field(converter=words_field)
    mark: Decimal = attrs.field(converter=_mark_field)
    reason: str = attrs.field(default="", converter=words_field)
    on: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    conflict: str = attrs.field(default="", kw_only=True, converter=words_field)
    saw_prices: bool | None = attrs.field(default=None, kw_only=True, converter=optional_flag_field)
    by_word: bool = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        _keep_word(self, "mark")
        settle(self, "a mark" if is_refused(self.by) else f"mark of {self.by}")


def _day(value: date | str) -> date:
    return needed(day, value)


@attrs.frozen
class MarkChange(Described):
    """A moderated score that was changed when moderation was closed: what it was before, and why.

    Attributes:
        was: The score before.
        why: Why it was changed.
        by: In which role.
        on: The day; not before moderation was closed.

    Example:
        >>> MarkChange(3, why="An annex was overlooked.", by="head of legal", on="2022-08-01").was
        Decimal('3')
    """

    was: Decimal = attrs.field(converter=_mark_field)
    why: str = attrs.field(kw_only=True, converter=name_field)
    by: str = attrs.field(kw_only=True, converter=name_field)
    on: date = attrs.field(kw_only=True, converter=_day)
    by_word: bool = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        _keep_word(self, "was")
        settle(self, "a change after closing")


@attrs.frozen
class Moderation(Described):
    """Whether the marks of a tender are moderated: points and ranks wait until that is closed.

    Attributes:
        closed: The day on which it was closed; None while marks are open.
        by: Who closed it, by role.

    Raises:
        InputError: It is closed, and nobody says by whom (SV762).

    Example:
        >>> Moderation().closed is None, Moderation("2022-07-20", by="head of procurement").by
        (True, 'head of procurement')
    """

    closed: date | None = attrs.field(default=None, converter=day_field)
    by: str = attrs.field(default="", kw_only=True, converter=words_field)

    def __attrs_post_init__(self) -> None:
        nobody = self.closed is not None and not is_refused(self.by) and not self.by.strip()
        settle(self, "moderation", problem("SV762").within("by") if nobody else None)


def moderation_field(value: Moderation | None) -> Moderation | None:
    """How marks were moderated, for a field that may be None."""
    return attempt(lambda given: one("moderation", Moderation, given), value)


def _changes(value: Iterable[MarkChange] | None) -> tuple[MarkChange, ...]:
    return attempt(
        lambda given: several("a change", MarkChange, given), () if value is None else value
    )


def _panel(value: Iterable[EvaluatorMark] | None) -> tuple[EvaluatorMark, ...]:
    return attempt(
        lambda given: several("a mark", EvaluatorMark, given), () if value is None else value
    )


@attrs.frozen(repr=False)
class Moderated(Described):
    """A consensus mark, with the marks it was reached from.

    Attributes:
        consensus: The mark that counts; None only where the method asks for the mean.
        marks: The evaluators' own marks.
        reason: Why it is this mark, for the bidder.
        by: Who moderated.
        on: When.
        reason_for_others: The reason as bidders read it whose bid it is not of; "" where the one
            for the bidder itself serves them too.
        moved: Why it is another than evaluators' own first marks; for the buyer's own file.
        changed: What it was before each change that was made when moderation was closed.
        by_word: Whether it was given as a pass or a fail, in words or as true or false.

    Example:
        >>> Moderated(4, reason="clear plan, two named partners").consensus
        Decimal('4')
    """

    consensus: Decimal | None = attrs.field(default=None, converter=_consensus)
    marks: tuple[EvaluatorMark, ...] = attrs.field(default=(), kw_only=True, converter=_panel)
    reason: str = attrs.field(default="", kw_only=True, converter=words_field)
    by: str = attrs.field(default="", kw_only=True, converter=words_field)
    on: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    reason_for_others: str = attrs.field(default="", kw_only=True, converter=words_field)
    moved: str = attrs.field(default="", kw_only=True, converter=words_field)
    changed: tuple[MarkChange, ...] = attrs.field(default=(), kw_only=True, converter=_changes)
    by_word: bool = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        _keep_word(self, "consensus")
        panel = [] if is_refused(self.marks) else [*self._twice(), *self._late()]
        panel += [] if is_refused(self.changed) else self._unchanged()
        settle(self, "moderated mark", *panel)

    def under(self, method: PanelMark | PassFail) -> Fraction | None:
        """The mark that counts: the consensus, or the mean where the method says mean.

        Example:
            >>> Moderated("4.5").under(PanelMark(out_of=5))
            Fraction(9, 2)
        """
        if method.mean and self.marks:
            return sum((Fraction(each.mark) for each in self.marks), Fraction(0)) / len(self.marks)
        return None if self.consensus is None else Fraction(self.consensus)

    def _late(self) -> list[Problem]:
        """Marks of a day after the consensus."""
        if self.on is None or is_refused(self.on):
            return []
        return [
            problem("SV738", found=each.by, on=day_words(each.on), moderated=day_words(self.on))
            for each in self.marks
            if each.on is not None and each.on > self.on
        ]

    def _unchanged(self) -> list[Problem]:
        """Changes to what a score was already."""
        scores = [*(each.was for each in self.changed), self.consensus]
        return [problem("SV766", found=was) for was, now in pairwise(scores) if was == now]

    def _twice(self) -> list[Problem]:
        """Evaluators who mark more than once, and a mark that is none."""
        times = Counter(as_read(each.by) for each in self.marks)
        first = {as_read(each.by): each.by for each in reversed(self.marks)}
        found = [problem("SV724", found=by) for name, by in first.items() if times[name] > 1]
        empty = self.consensus is None and not self.marks
        return [*found, *([problem("SV306", found="None")] if empty else [])]


Mark = int | str | float | Decimal | Moderated
"""What a panel gave: a number, pass or fail, or a consensus with its panel."""


def marks_field(values: Mapping[str, Mark] | None) -> FrozenMap[str, Moderated]:
    """Marks by criterion, for a field; all that cannot be read are refused together."""
    return attempt(lambda given: each_of(_moderated, given), {} if values is None else values)


def _moderated(value: Mark) -> Moderated:
    """A mark; a plain number is a consensus without its panel."""
    return value if isinstance(value, Moderated) else Moderated(value)
