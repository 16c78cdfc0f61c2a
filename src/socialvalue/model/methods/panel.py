"""Scoring methods for what a panel gives."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Final

import attrs

from socialvalue.blocks import Described
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.fields import (
    as_read,
    attempt,
    flag_field,
    is_refused,
    name,
    number,
    optional_number_field,
    positive_field,
    settle,
    table,
)
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import plain

__all__ = ["PANEL", "PanelMark", "PassFail"]


def _scale(value: Mapping[Any, str] | None) -> FrozenMap[str, str]:
    return attempt(_scale_words, {} if value is None else value)


def _scale_words(value: Any) -> FrozenMap[str, str]:
    """Each mark, in one spelling, to what it means; the highest first."""
    found, wrong = dict[Decimal, str](), list[Problem]()
    for key, words in table(value).items():
        try:
            found[number(key)] = name(words)
        except InputError as error:
            wrong += [each.within(f"'{key}'") for each in error.problems]
    if wrong:
        raise InputError(wrong)
    return FrozenMap({plain(each): found[each] for each in sorted(found, reverse=True)})


@attrs.frozen
class PanelMark(Described):
    """Points × mark ÷ top of the scale: absolute, never rescaled to the best mark seen.

    Attributes:
        out_of: The top of the scale.
        minimum: A bid whose mark is below it fails, or None.
        mean: Whether the mark is the mean of the evaluators' own marks; only where the published
            method says so, else it is the moderated consensus.
        scale: What each mark means, as it was published; empty where it is not stated.

    Source: L1–L3 of the project's scoring rules.

    Example:
        >>> PanelMark(out_of=5, minimum=2).out_of
        Decimal('5')
        >>> PanelMark(out_of=5, scale={5: "excellent", 3: "good, some gaps"}).meaning_of(3)
        'good, some gaps'
    """

    WORD: ClassVar[str] = "panel_mark"
    READS: ClassVar[tuple[str, ...]] = ("mark",)
    MEASURED_BY: ClassVar[str] = "itself"
    STEADY: ClassVar[bool] = True
    out_of: Decimal = attrs.field(converter=positive_field)
    minimum: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_number_field
    )
    mean: bool = attrs.field(default=False, kw_only=True, converter=flag_field)
    scale: FrozenMap[str, str] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=_scale, repr=False
    )

    def __attrs_post_init__(self) -> None:
        settle(self, "PanelMark", self._minimum_above(), self._beyond())

    def meaning_of(self, mark: Fraction | Decimal | int) -> str:
        """What a mark means on the scale, or "" where the scale has no words for it."""
        same = (words for each, words in self.scale.items() if Fraction(each) == mark)
        return next(same, "")

    def mark_called(self, word: str) -> Decimal:
        """The mark that a word of the scale stands for: all of its words, or those up to a colon.

        Args:
            word: What the panel gave, in any capitals.

        Raises:
            InputError: No mark is called so (SV750), or several are (SV751).

        Example:
            >>> scale = PanelMark(out_of=5, scale={5: "Excellent: in every part", 3: "Good"})
            >>> scale.mark_called("good"), scale.mark_called("excellent")
            (Decimal('3'), Decimal('5'))
        """
        heads = {each: words.partition(":")[0].strip() for each, words in self.scale.items()}
        found = [
            each
            for each, words in self.scale.items()
            if as_read(word) in (as_read(words), as_read(heads[each]))
        ]
        if len(found) > 1:
            raise InputError(problem("SV751", found=word, marks=", ".join(found)))
        if not found:
            hint = did_you_mean(word, dict.fromkeys(heads.values()), label="the scale")
            raise InputError(problem("SV750", found=word, hint=hint or None))
        return Decimal(found[0])

    def _beyond(self) -> Problem | None:
        """A mark of the scale that nobody can give."""
        if is_refused(self.scale) or is_refused(self.out_of):
            return None
        beyond = [each for each in self.scale if Decimal(each) > self.out_of]
        out_of = plain(self.out_of)
        return problem("SV754", found=beyond[0], out_of=out_of) if beyond else None

    def _minimum_above(self) -> Problem | None:
        if is_refused(self.minimum) or is_refused(self.out_of) or self.minimum is None:
            return None
        if self.minimum <= self.out_of:
            return None
        return problem("SV706", found=self.minimum, criterion="the minimum", out_of=self.out_of)


@attrs.frozen
class PassFail(Described):
    """Full points for a pass; a bid that does not pass fails.

    The mark is ``pass`` or ``fail`` (1 or 0), in any capitals; passed, yes and true are a pass,
    failed, no and false a fail.  The criterion may be worth 0 points.

    Source: L4 of the project's scoring rules.

    Example:
        >>> PassFail()
        PassFail()
    """

    WORD: ClassVar[str] = "pass_fail"
    READS: ClassVar[tuple[str, ...]] = ("mark",)
    MEASURED_BY: ClassVar[str] = "itself"
    STEADY: ClassVar[bool] = True
    out_of: ClassVar[Decimal] = Decimal(1)
    minimum: ClassVar[Decimal] = Decimal(1)
    mean: ClassVar[bool] = False


PANEL: Final = (PanelMark, PassFail)
"""The methods that a panel's mark decides, and nothing else."""
