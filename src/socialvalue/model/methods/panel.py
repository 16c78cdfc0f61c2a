"""Scoring methods for what a panel gives."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

import attrs

from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    flag_field,
    is_refused,
    optional_number_field,
    positive_field,
    settle,
)

__all__ = ["PANEL", "PanelMark", "PassFail"]


@attrs.frozen
class PanelMark:
    """Points × mark ÷ top of the scale: absolute, never rescaled to the best mark seen.

    Attributes:
        out_of: The top of the scale.
        minimum: A bid whose mark is below it fails, or None.
        mean: Whether the mark is the mean of the evaluators' own marks; only where the published
            method says so, else it is the moderated consensus.

    Source: L1–L3 of the project's scoring rules.

    Example:
        >>> PanelMark(out_of=5, minimum=2).out_of
        Decimal('5')
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

    def __attrs_post_init__(self) -> None:
        settle(self, "PanelMark", self._minimum_above())

    def _minimum_above(self) -> Problem | None:
        if is_refused(self.minimum) or is_refused(self.out_of) or self.minimum is None:
            return None
        if self.minimum <= self.out_of:
            return None
        return problem("SV706", found=self.minimum, criterion="the minimum", out_of=self.out_of)


@attrs.frozen
class PassFail:
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
