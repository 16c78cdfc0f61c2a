"""What is said of how uncertain unit values are: `Spread` and `Doubt`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.blocks import Described
from socialvalue.errors import InputError, Problem, SocialValueError, did_you_mean, problem
from socialvalue.model.fields import money_field, one, optional_money_field, settle, several, table
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import EXACT, exact_number, plain

__all__ = ["ONE", "Doubt", "Spread"]

ONE = 10_000
"""A factor of 1, in ten-thousandths: factors in trials are whole ones, which makes them exact."""


@attrs.frozen
class Spread(Described):
    """Between which factors of its published value a unit value may lie.

    Triangular where it is said what is likely, else level; no other distributions are needed, and
    these come to the same digits on every machine.

    Attributes:
        low: The least factor, above 0 and at most 1.
        high: The greatest, at least 1.
        likely: The likeliest; None where none is likelier than another.

    Raises:
        InputError: It reaches 0 (SV1300), leaves out the published value itself (SV1301), what is
            likely lies outside it (SV1302), or it has more than four decimals (SV1318).

    Example:
        >>> Spread("0.8", "1.3", likely="1").high
        Decimal('1.3')
    """

    low: Decimal = attrs.field(converter=money_field)
    high: Decimal = attrs.field(converter=money_field)
    likely: Decimal | None = attrs.field(default=None, kw_only=True, converter=optional_money_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "spread")
        faults = list(_faults(self))
        if faults:
            raise InputError(faults)


def _faults(spread: Spread) -> Iterator[Problem]:
    said = {"low": plain(spread.low), "high": plain(spread.high)}
    if not spread.low:
        yield problem("SV1300", **said)
    elif not spread.low <= 1 <= spread.high:
        yield problem("SV1301", **said)
    if spread.likely is not None and not spread.low <= spread.likely <= spread.high:
        yield problem("SV1302", likely=plain(spread.likely), **said)
    yield from _too_fine(spread.low, spread.high, spread.likely or Decimal(1))


def _too_fine(*numbers: Decimal) -> Iterator[Problem]:
    """Those that are no whole ten-thousandths (SV1318)."""
    for each in numbers:
        if (Fraction(each) * ONE).denominator != 1:
            yield problem("SV1318", found=plain(each))


def _spread(given: Any) -> Spread:
    """A spread; two factors are a level one between them."""
    if isinstance(given, Spread):
        return given
    if isinstance(given, Sequence) and not isinstance(given, (str, bytes)) and len(given) == 2:
        return Spread(*given)
    hint = 'sv.uncertainty.Spread("0.8", "1.3", likely="1"), or ("0.8", "1.3")'
    expected = "a Spread, or two factors"
    raise InputError(problem("SV316", what="a spread", expected=expected, found=given, hint=hint))


def _by_mark(given: Any) -> Spread:
    """A spread; one share is a level one, as far below the published value as above it."""
    if isinstance(given, (str, int, Decimal)) and not isinstance(given, bool):
        share = exact_number(given)
        if fine := [*_too_fine(share)]:
            raise InputError(fine)
        return Spread(max(EXACT.subtract(1, share), Decimal(0)), EXACT.add(1, share))
    return _spread(given)


@attrs.frozen(init=False, repr=False)
class Doubt(Described):
    """How uncertain unit values are, and which of them move together.

    Of each unit value the first of these counts: what `values` says of its measure, what is
    published with it, what `by_confidence` says of its mark.  Where none does, it is held fixed,
    and the result says how many pounds rest on it.  There is no spread that nobody stated.

    Attributes:
        framework: The measures.
        values: Measure to the factors between which its values may lie.
        by_confidence: Mark of a figure, such as ``one-source``, to the same.
        together: Groups of measures that rest on one thing: where one is high in its spread, so
            are the others.

    Raises:
        InputError: All that is wrong with it: an unknown measure (SV209), a mark that no figure
            of the set has (SV1311), a measure in two groups (SV1310), and all that `Spread`
            refuses.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> doubt = sv.uncertainty.Doubt(
        ...     toms, values={"NT1": sv.uncertainty.Spread("0.8", "1.3", likely="1")},
        ...     by_confidence={"one-source": "0.25"}, together=[["NT18", "NT19"]])
        >>> doubt.by_confidence["one-source"].low
        Decimal('0.75')
    """

    framework: Framework
    values: FrozenMap[str, Spread]
    by_confidence: FrozenMap[str, Spread]
    together: tuple[tuple[str, ...], ...]

    def __init__(
        self,
        framework: Framework,
        *,
        values: Mapping[str, Spread | Sequence[Any]] | None = None,
        by_confidence: Mapping[str, Spread | Sequence[Any] | str | int | Decimal] | None = None,
        together: Iterable[Iterable[str]] = (),
    ) -> None:
        """Check what is said, all of it at once.

        Args:
            framework: The measures.
            values: Measure to `Spread`, or to two factors, level between them.
            by_confidence: Mark to `Spread`, two factors, or one share of the value, level as far
                below it as above it.
            together: Groups of measures.
        """
        found: list[Problem] = []
        named = _Gathered(one("the framework", Framework, framework), found)
        self.__attrs_init__(
            framework,
            FrozenMap(dict(named.spreads(table(values)))),
            FrozenMap(dict(named.marks(table(by_confidence)))),
            tuple(named.groups(together)),
        )
        if found:
            raise InputError(found)


@attrs.frozen
class _Gathered:
    """Reads what is said of measures, and gathers all that is wrong with it."""

    framework: Framework
    found: list[Problem]

    def spreads(self, given: Mapping[str, Any]) -> Iterator[tuple[str, Spread]]:
        for code, each in given.items():
            name, spread = self._code(code), self._read(f"values['{code}']", _spread, each)
            if name and spread is not None:
                yield name, spread

    def marks(self, given: Mapping[str, Any]) -> Iterator[tuple[str, Spread]]:
        known = {value.confidence for each in self.framework if each.proxy is not None
                 for value in each.proxy.values if value.confidence}  # fmt: skip
        for mark, each in given.items():
            if mark not in known:
                hint = did_you_mean(str(mark), sorted(known), label="marks of this set")
                self.found.append(problem("SV1311", found=mark, hint=hint or None))
            spread = self._read(f"by_confidence['{mark}']", _by_mark, each)
            if spread is not None:
                yield mark, spread

    def groups(self, given: Any) -> Iterator[tuple[str, ...]]:
        seen: set[str] = set()
        if not isinstance(given, Iterable) or isinstance(given, (str, Mapping)):
            self.found.append(problem("SV316", what="together", expected="groups of measures",
                                      found=type(given).__name__))  # fmt: skip
            return
        for group in given:
            codes = [self._code(each) for each in several("a measure", str, group)]
            named = tuple(dict.fromkeys(each for each in codes if each))
            for code in seen.intersection(named):
                self.found.append(problem("SV1310", found=code))
            seen.update(named)
            yield named

    def _code(self, code: str) -> str:
        return self._read("", lambda each: self.framework[each].code, code) or ""

    def _read(self, where: str, read: Any, given: Any) -> Any:
        """What a function makes of something; None where it refuses, and why is kept."""
        try:
            return read(given)
        except SocialValueError as error:
            self.found.extend(each.within(where) if where else each for each in error.problems)
            return None
