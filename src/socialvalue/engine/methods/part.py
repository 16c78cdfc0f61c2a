"""One criterion's points for a column of bids, in doubles, and how far they may be from exact.

A part is in units of the last published place: its weight comes in multiplied by 10^places.

How far it may be from the exact points. Every number it starts from is a double within 2⁻⁵³ of
itself of an exact number, and each step errs by at most 2⁻⁵³ of its result. No method takes more
than twelve steps, products and quotients keep the share of the error, and where numbers are
subtracted `most` bounds them; so the error is at most `STEPS`·2⁻⁵³·`most`.  A cap or a lowest
value moves nothing further apart.  Where a step could turn on the error (a floor, a band), the
part says for which rows: `doubt`.

Source:
    N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), lemma 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import Entry

if TYPE_CHECKING:  # arrays are loaded by those who have some
    from socialvalue.engine.figures import Figures, Floats, Mask, Numbers, Rows, Tenders

__all__ = ["ALL", "NEAR", "NOTHING", "STEPS", "UNIT", "Column", "Part", "Parts", "Points", "there"]

Column: TypeAlias = list[Fraction]
Points: TypeAlias = dict[type[Any], Callable[[Any, Criterion, Sequence[Entry]], Column]]
Parts: TypeAlias = "dict[type[Any], Callable[[Criterion, Fraction, Figures, Tenders], Part]]"

NOTHING, ALL = Fraction(0), Fraction(1)

UNIT = 2.0**-53
"""What one rounding may add or take away, as a share of the number."""

STEPS = 32
"""More roundings than any method has, in units of `Part.most`."""

NEAR = 2.0**-47
"""As a share: further apart than this, two ratios compare as their doubles do."""


@frozen(eq=False)
class Part:
    """One criterion's points for any rows, in doubles."""

    most: float
    """No number is subtracted, and no points are given, beyond it (in published units)."""

    fill: Callable[[slice], Floats]
    """The points of some rows: a new array."""

    doubt: Callable[[slice], Mask] | None = None
    """Which of some rows stand so near a floor or a bound that doubles cannot tell."""

    rivals: Callable[[Rows], Mask] | None = None
    """Which of some rows may be the yardstick of their tender; None for an absolute method."""

    full: Callable[[Rows], Mask] | None = None
    """Which of some rows have all the points there are, beyond doubt."""

    counts: bool = False
    """Whether it matters how many rivals say the same, as it does to a mean."""


def there(column: Numbers | None) -> Numbers:
    """A column that a method reads."""
    assert column is not None  # noqa: S101 - the shell has refused what is missing
    return column
