"""Amounts by measure, as a planner gives them: what a unit costs, how much there is of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from socialvalue.errors import InputError, NotFoundError
from socialvalue.model.fields import amounts_field
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.named_codes import code_problems

__all__ = ["Amounts", "amounts_by_code"]

Amounts = Mapping[str, int | str | Decimal]


def amounts_by_code(
    framework: Framework, given: Amounts | None, noun: str
) -> FrozenMap[str, Decimal]:
    """Amounts by the canonical code of their measure.

    Args:
        framework: The set.
        given: Code, of this set or as a plug-in calls it, to an amount.
        noun: What stands before a code in words, such as "the cost of".

    Raises:
        InputError: All that are no amounts (SV301), or two codes of one measure (SV222).
        NotFoundError: Codes of no measure (SV209), and nothing else.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> dict(amounts_by_code(toms, {"NT10": 120}, "the cost of"))
        {'NT10': Decimal('120')}
    """
    found = amounts_field(given)
    if not isinstance(found, FrozenMap):
        raise InputError(found.problems)
    wrong = [each for _, each in code_problems(found, framework, noun)]
    if wrong:
        strangers = {each.code for each in wrong} == {"SV209"}
        raise NotFoundError(wrong) if strangers else InputError(wrong)
    return FrozenMap({framework[code].code: each for code, each in found.items()})
