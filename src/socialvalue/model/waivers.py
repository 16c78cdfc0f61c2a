"""What one procurement leaves out: a measure that is switched off, a rule that is waived."""

from __future__ import annotations

import attrs

from socialvalue.blocks import Described
from socialvalue.model.fields import check_choice, name_field, settle
from socialvalue.spans import NOWHERE, Span

__all__ = ["WAIVABLE", "SwitchOff", "Waiver"]

WAIVABLE = (
    "shortlist", "themes", "threshold", "consider", "weight", "theme_weight", "minimum", "split",
    "response",
)  # fmt: skip
"""The rules of a policy that may be waived for one procurement."""


@attrs.frozen
class SwitchOff(Described):
    """A measure that is not used, why, and who signed it off.

    Example:
        >>> SwitchOff("NT44", "asked for in the specification", by="head of procurement").code
        'NT44'
    """

    code: str = attrs.field(converter=name_field)
    why: str = attrs.field(converter=name_field)
    by: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        settle(self, "switch-off")

    @property
    def reason(self) -> str:
        """Why, and who signed it off."""
        return f"{self.why} (signed off by {self.by})" if self.by else self.why


@attrs.frozen
class Waiver(Described):
    """A rule of the council's policy that does not hold for one procurement.

    Attributes:
        rule: ``shortlist``, ``themes``, ``threshold``, ``weight``, ``minimum``, ``split`` or
            ``response``.
        why: The reason.
        by: Who decided it.

    Example:
        >>> Waiver("themes", why="a supply of road salt", by="deputy leader, in writing").rule
        'themes'
    """

    rule: str
    why: str = attrs.field(kw_only=True, converter=name_field)
    by: str = attrs.field(kw_only=True, converter=name_field)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle(self, "waiver", check_choice("rule", self.rule, WAIVABLE))
