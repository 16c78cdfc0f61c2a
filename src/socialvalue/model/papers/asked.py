"""What a tender's calculator asks of bidders beside quantities."""

from __future__ import annotations

from decimal import Decimal

import attrs

from socialvalue.errors import Problem, problem
from socialvalue.model.fields import amounts_field, flag_field, names_field, settle
from socialvalue.model.frozen import FrozenMap

__all__ = ["Asked"]


@attrs.frozen(kw_only=True)
class Asked:
    """What a tender's calculator asks of bidders beside quantities; measures are its shortlist.

    Attributes:
        limits: The largest quantity of a measure that the form takes, by its code.
        statements: Codes of the measures whose commitments must say in words how they are
            delivered.
        community: Whether each line asks if community groups may ask for it.
        without_reach: Whether its page leaves out what would reach the target.
        version: Which calculator of this tender it is, from 1; None where only one goes out.

    Example:
        >>> Asked(limits={"ECC1": 120}, statements=["ECC1"]).limits["ECC1"]
        Decimal('120')
    """

    limits: FrozenMap[str, Decimal] = attrs.field(factory=FrozenMap, converter=amounts_field)
    statements: tuple[str, ...] = attrs.field(default=(), converter=names_field)
    community: bool = attrs.field(default=False, converter=flag_field)
    without_reach: bool = attrs.field(default=False, converter=flag_field)
    version: int | None = None

    def __attrs_post_init__(self) -> None:
        settle(self, "calculator", self._version_problem())

    def _version_problem(self) -> Problem | None:
        found = self.version
        if found is None or (type(found) is int and found >= 1):
            return None
        expected = "a whole number, 1 or more"
        wrong = problem("SV316", what="the version", expected=expected, found=repr(found))
        return wrong.within("version")
