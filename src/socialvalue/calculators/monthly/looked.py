"""Which returns a second person looks at before they are verified, and who that was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from socialvalue.contracts import Delivered, Standing
from socialvalue.errors import InputError, problem
from socialvalue.model.fields import money
from socialvalue.numbers import pounds

__all__ = ["NOBODY", "SecondLook", "second_look"]

NO: Final = "no"
SAMPLED: Final = "drawn: second person"


@attrs.frozen
class SecondLook:
    """Of which returns two people decide that they are verified.

    Attributes:
        above: £ at the values of the award; what is worth more, a second person looks at.
        sample: How many of the others that wait: those whose entries have the lowest hashes, which
            nobody chooses, and which no entry but a further return can change.

    Source:
        practice.md §1.8: a policy may ask a second person above £x or for a sample of n.
    """

    above: Decimal | None = None
    sample: int = 0

    def words(self, standing: Standing, seqs: Iterable[int]) -> Mapping[int, str]:
        """What stands in the column 'Sample?' of each return.

        Args:
            standing: What the delivery record comes to.
            seqs: The entries of the returns.
        """
        held = [standing.returns[seq] for seq in seqs]
        large = {each.seq for each in held if self._is_large(each, standing)}
        others = {each.entry.sha256: each.seq for each in held if each.seq not in large}
        drawn = {others[sha256] for sha256 in sorted(others)[: self.sample]}
        over = "" if self.above is None else f"over {pounds(self.above)}: second person"
        return {each.seq: over if each.seq in large else SAMPLED if each.seq in drawn else NO
                for each in held}  # fmt: skip

    def _is_large(self, each: Delivered, standing: Standing) -> bool:
        return self.above is not None and _worth(each, standing) > Fraction(self.above)


NOBODY: Final = SecondLook()


def second_look(above: Any, sample: Any) -> SecondLook:
    """Who looks at what, as it was given.

    Raises:
        InputError: Pounds that are none (SV301), or a sample that is no number from 0 (SV316).
    """
    if isinstance(sample, bool) or not isinstance(sample, int) or sample < 0:
        expected = "a whole number, from 0"
        raise InputError(problem("SV316", what="the sample", expected=expected, found=repr(sample)))
    return SecondLook(None if above is None else money(above), sample)


def _worth(each: Delivered, standing: Standing) -> Fraction:
    """£ that a return reports: at the value of its commitment, or its own beyond the contract."""
    if not each.line:
        return Fraction(each.reported) * Fraction(each.noun.unit_value or 0)
    line = standing[each.entry.contract].schedule[each.line]
    return Fraction(each.reported) * line.worth
