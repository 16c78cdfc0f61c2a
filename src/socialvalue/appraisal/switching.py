"""The value of each input at which what comes back is exactly what was put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import attrs

from socialvalue.appraisal.benefits import Benefit
from socialvalue.appraisal.schedules import Schedule, constant
from socialvalue.appraisal.terms import ADJUSTMENTS, Terms
from socialvalue.numbers import scaled

__all__ = ["SwitchingValue", "inputs_now", "switching_values"]

_STEPS = 10_000
"""A drop-off and a rate are looked for in steps of a ten-thousandth: no fraction is exact there."""


@attrs.frozen
class SwitchingValue:
    """The value of one input at which the benefits are worth exactly what is put in.

    Attributes:
        what: ``benefits`` or the code of a measure (as a multiple of what they are), ``inputs``
            (£ at present value), ``rate``, or an adjustment with its measure.
        now: What it is.
        at: What it would have to be; None where nothing from 0 up would do it, or nothing from 0
            to 1 for a share.
        exact: Whether that is exact; if not, it is the last ten-thousandth at which the benefits
            are still worth what is put in.
    """

    what: str
    now: Fraction
    at: Fraction | None
    exact: bool = True


def inputs_now(terms: Terms) -> Fraction | None:
    """What is put in, at present value; None where nothing is said of it."""
    if terms.inputs is None:
        return None
    found = terms.inputs.items()
    return sum((each * terms.schedule.factor(terms.index(year)) for year, each in found),
               Fraction(0))  # fmt: skip


def switching_values(benefits: Iterable[Benefit], terms: Terms) -> Iterator[SwitchingValue]:
    """Each input with its switching value; nothing, where nothing is said of what is put in."""
    inputs, listed = inputs_now(terms), tuple(benefits)
    total = _total(listed)
    if inputs is None or not total:
        return
    yield SwitchingValue("benefits", Fraction(1), inputs / total)
    yield SwitchingValue("inputs", inputs, total)
    for code in dict.fromkeys(each.measure for each in listed):
        yield from _of_measure(code, listed, terms, inputs - total)
    if terms.schedule.key == "constant":
        yield from _of_rate(listed, terms)


def _total(benefits: Iterable[Benefit]) -> Fraction:
    return sum((each.total for each in benefits), Fraction(0))


def _of_measure(
    code: str, benefits: tuple[Benefit, ...], terms: Terms, lacking: Fraction
) -> Iterator[SwitchingValue]:
    """One measure's benefits, and what was said of it.

    Args:
        code: The measure.
        benefits: All benefits.
        terms: What is asked under.
        lacking: By how much what is put in is more than what comes back; below 0 where it is less.
    """
    own = tuple(each for each in benefits if each.measure == code)
    worth = _total(own)
    if not worth:
        return
    times = 1 + lacking / worth
    yield SwitchingValue(code, Fraction(1), times if times >= 0 else None)
    for name in ADJUSTMENTS:
        taken = terms.adjustments[name].get(code)
        if taken is not None and taken < 1:
            share = 1 - (1 - taken) * times
            yield SwitchingValue(f"{name} of {code}", taken, share if 0 <= share <= 1 else None)
    if code in terms.drop_off and own[0].lasts > 1:
        needed = worth + lacking
        yield SwitchingValue(
            f"drop_off of {code}", terms.drop_off[code],
            _last_share(lambda share: _total(attrs.evolve(each, drop_off=share) for each in own)
                        >= needed),
            exact=False,
        )  # fmt: skip


def _of_rate(benefits: tuple[Benefit, ...], terms: Terms) -> Iterator[SwitchingValue]:
    """A constant rate, where all is put in now: the more it is, the less comes back."""
    if terms.inputs is None or any(terms.index(year) for year in terms.inputs):
        return
    needed = inputs_now(terms) or Fraction(0)

    def enough(share: Fraction) -> bool:
        held = constant(scaled(int(share * _STEPS), -4))
        return _total(_at(each, held, terms) for each in benefits) >= needed

    at = _last_share(enough, below=_STEPS - 1)
    yield SwitchingValue("rate", Fraction(terms.schedule.rate(0)), at, exact=False)


def _at(benefit: Benefit, schedule: Schedule, terms: Terms) -> Benefit:
    own = benefit.schedule if benefit.measure in terms.health else schedule
    return attrs.evolve(benefit, schedule=own)


def _last_share(enough: Callable[[Fraction], bool], below: int = _STEPS) -> Fraction | None:
    """The last ten-thousandth at which there is enough; None where there is, or is not, at all.

    Args:
        enough: Whether a share leaves enough; the more it is, the less is left.
        below: The last ten-thousandth that is looked at.
    """
    low, high = 0, below
    if not enough(Fraction(low)) or enough(Fraction(high, _STEPS)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if enough(Fraction(middle, _STEPS)) else (low, middle)
    return Fraction(low, _STEPS)
