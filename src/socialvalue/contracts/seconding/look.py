"""Which deliveries a second person looks at before they are verified, as a council's policy says.

Whether one is drawn follows from its ids and from the hash of its contract's own entry, and from
nothing else: not from what else waits, nor from who decides first.  So it is drawn for good, also
where it is reported anew for the same days.  A supplier has not that hash, and cannot know it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from socialvalue.blocks import Shown
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import attempt, is_refused, one, optional_money_field, settle
from socialvalue.numbers import pounds

__all__ = ["SecondLook", "look_field"]

_MOST = 1_000


def _one_in_field(value: int | None) -> int | None:
    return attempt(_one_in, value)


def _one_in(value: Any) -> int | None:
    """One in how many: a whole number from 1 to 1,000.

    Raises:
        InputError: It is none (SV316).
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST:
        expected = f"a whole number, from 1 to {_MOST:,}"
        raise InputError(problem("SV316", what="one_in", expected=expected, found=repr(value)))
    return value


@attrs.frozen(kw_only=True, repr=False)
class SecondLook(Shown):
    """Which deliveries of a contract a second person looks at before they are verified.

    Attributes:
        above: £ at the values of the award: each delivery that is worth more, or None.
        least: £ likewise: each that is worth that, or more; or None.
        one_in: Of the others, one in how many is drawn; None for none.

    Raises:
        InputError: It asks for nothing (SV958), or for two amounts, or for one in a number that is
            none (SV316).

    Example:
        >>> SecondLook(above=50_000, one_in=10)
        <SecondLook: worth over £50,000.00, and one in 10 of the others>

    Source:
        practice.md §1.8: a policy may ask a second person above £x or for a sample of n.
    """

    DRAWN: ClassVar[str] = "drawn"
    """Why a second person looks at a delivery that is worth less."""

    above: Decimal | None = attrs.field(default=None, converter=optional_money_field)
    least: Decimal | None = attrs.field(default=None, converter=optional_money_field)
    one_in: int | None = attrs.field(default=None, converter=_one_in_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "second look", *self._wrong())

    def _wrong(self) -> Iterator[Problem]:
        held = [each for each in (self.above, self.least, self.one_in) if each is not None]
        if not held:
            found = "an amount, or one in how many"
            yield problem("SV958", what="a second look", found=found)
        elif self.above is not None and self.least is not None and not any(map(is_refused, held)):
            found = f"'above' {pounds(self.above)} and 'from' {pounds(self.least)}"
            yield problem("SV316", what="a second look", expected="one of the two", found=found)

    @property
    def limit(self) -> str:
        """From which worth on, in words; "" where no amount is given."""
        if self.above is not None:
            return f"over {pounds(self.above)}"
        return "" if self.least is None else f"from {pounds(self.least)}"

    def is_large(self, worth: Fraction) -> bool:
        """Whether a delivery is worth so much that a second person looks at it.

        Args:
            worth: £ at the values of the award.

        Example:
            >>> look = SecondLook(above="1000")
            >>> look.is_large(Fraction(1000)), look.is_large(Fraction(100_001, 100))
            (False, True)
        """
        if self.above is not None:
            return worth > Fraction(self.above)
        return self.least is not None and worth >= Fraction(self.least)

    def is_drawn(self, seed: str, ids: Iterable[str]) -> bool:
        """Whether a delivery is one of the sample.

        Args:
            seed: The hash of the contract's own entry in the delivery record.
            ids: By what the delivery is known: its commitment, its measure and its days.

        Example:
            >>> SecondLook(one_in=1).is_drawn("7f3", ["1", "NT1", "2022-09-01", "2022-11-30"])
            True
        """
        if self.one_in is None:
            return False
        found = hashlib.sha256("\0".join((seed, *ids)).encode()).digest()
        return int.from_bytes(found) % self.one_in == 0

    def says(self) -> str:
        """Which deliveries those are, in words."""
        worth = f"worth {self.limit}" if self.limit else ""
        rest = " of the others" if self.limit else ""
        drawn = "" if self.one_in is None else f"one in {self.one_in}{rest}"
        return ", and ".join(filter(None, (worth, drawn)))

    def _line(self) -> str:
        return self.says()


def look_field(value: SecondLook | None) -> SecondLook | None:
    """A second look, for a field that may be None."""
    return attempt(lambda given: None if given is None else one("second_look", SecondLook, given),
                   value)  # fmt: skip
