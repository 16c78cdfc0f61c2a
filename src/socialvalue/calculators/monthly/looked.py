"""Which returns a second person looks at before they are verified, and who that was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from socialvalue.contracts import Delivered, SecondLook, Standing
from socialvalue.errors import InputError, problem
from socialvalue.model.fields import money
from socialvalue.numbers import pounds

__all__ = ["NOBODY", "RoundLook", "second_look"]

NO: Final = "no"


@attrs.frozen
class RoundLook:
    """Of which returns two people decide that they are verified.

    What a contract asks for of itself stands, whatever a round asks for beside it.

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
        listed = [*seqs]
        two = self.whys(standing, listed)
        return {seq: f"{two[seq]}: second person" if seq in two else NO for seq in listed}

    def whys(self, standing: Standing, seqs: Iterable[int]) -> Mapping[int, str]:
        """The returns that two people verify, each with why.

        Args:
            standing: What the delivery record comes to.
            seqs: The entries of the returns.
        """
        held = [standing.returns[seq] for seq in seqs]
        asked = {each.seq: why for each in held if (why := self._why(each, standing))}
        others = {each.entry.sha256: each.seq for each in held if each.seq not in asked}
        drawn = {others[sha256]: SecondLook.DRAWN for sha256 in sorted(others)[: self.sample]}
        return {**asked, **drawn}

    def _why(self, each: Delivered, standing: Standing) -> str:
        """Why two people verify a return, in words; "" where it may still be drawn."""
        tracked = standing[each.entry.contract]
        if self.above is not None and tracked.worth_of(each) > Fraction(self.above):
            return f"over {pounds(self.above)}"
        return tracked.second_look(each)


NOBODY: Final = RoundLook()


def second_look(above: Any, sample: Any) -> RoundLook:
    """Who looks at what, as it was given.

    Raises:
        InputError: Pounds that are none (SV301), or a sample that is no number from 0 (SV316).
    """
    if isinstance(sample, bool) or not isinstance(sample, int) or sample < 0:
        expected = "a whole number, from 0"
        raise InputError(problem("SV316", what="the sample", expected=expected, found=repr(sample)))
    return RoundLook(None if above is None else money(above), sample)
