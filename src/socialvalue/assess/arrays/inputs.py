"""Reading arrays of what bids say: whole pennies, exact pounds, and panels' marks.

Every number that cannot mean anything is told at once, by the name of its array and its index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from socialvalue.engine.figures import Numbers, taken
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.marks import is_word, passed
from socialvalue.model.methods import PANEL, PanelMark, PassFail
from socialvalue.model.scheme import Scheme
from socialvalue.numbers import EXACT, TOO_LARGE, exact_number, plain, scaled

__all__ = ["Reader", "is_column"]

Array: TypeAlias = NDArray[Any]
Rows: TypeAlias = NDArray[np.intp]

_PENCE = Fraction(1, 100)


def is_column(given: object) -> bool:
    """Whether something is a number a bid, and not one number for all."""
    if isinstance(given, (np.ndarray, np.generic)):
        return given.ndim > 0
    return hasattr(given, "__array__") or (
        isinstance(given, Sequence) and not isinstance(given, (str, bytes))
    )


@define
class Reader:
    """Reads arrays of one length, and gathers all that is wrong with them."""

    asked: Rows | None = None
    """The rows that must mean something; None: all."""

    length: int | None = None
    """How many bids there are; the first array says it."""

    first: str = ""
    """What that array is called."""

    problems: list[Problem] = field(factory=list)
    """All that was wrong so far."""

    # --- arrays -----------------------------------------------------------------------------

    def array(self, what: str, given: object) -> Array | None:
        """Something given as an array of one dimension and of the common length.

        It may be the caller's own, to be read and not kept.
        """
        if not is_column(given):
            kind = type(given).__name__
            self._wrong("SV316", what=what, expected="one entry a bid", found=kind)
            return None
        found = _as_array(given)
        if self.length is None:
            self.length, self.first = len(found), what
        if found.ndim == 1 and len(found) == self.length:
            return found
        size = " × ".join(map(str, found.shape))
        expected = f"{self.length} entries, one a bid, as in {self.first}"
        self._wrong("SV316", what=what, expected=expected, found=size)
        return None

    def amounts(self, what: str, given: object, pence: bool, *, zero: bool = True) -> Any:
        """Amounts as exact numbers: whole pennies, or pounds as ints, Decimals or text.

        Args:
            what: Its name.
            given: An array, or one amount for all bids.
            pence: Whether it is in pennies; else in pounds.
            zero: Whether 0 may stand there.
        """
        scale, limit = (_PENCE, scaled(TOO_LARGE, 2)) if pence else (Fraction(1), TOO_LARGE)
        if not is_column(given):
            return self._one(what, given, scale, limit, zero)
        found = self.array(what, given)
        if found is None:
            return None
        if found.dtype.kind == "f":
            return self._floats(what, found, pence, scale)
        numbers = self._exact(what, found, scale, limit, floats=False)
        if numbers is not None:
            self._refuse_below(what, found, numbers, zero)
        return numbers

    def column(self, what: str, pounds: object, pence: object, *, zero: bool = True) -> Any:
        """An amount a bid, in pounds or in pennies; None where neither is given."""
        if pounds is not None and pence is not None:
            self.twice(what)
        name, given = (what, pounds) if pence is None else (f"{what}_pence", pence)
        if given is not None and not is_column(given):
            return self.array(name, given)
        return None if given is None else self.amounts(name, given, pence is not None, zero=zero)

    def twice(self, what: str) -> None:
        """Say that an amount is given in pounds and in pennies."""
        self._wrong("SV316", what=what, expected=f"{what} or {what}_pence", found="both")

    def codes(self, what: str, given: object) -> tuple[NDArray[Any] | None, int]:
        """Names or numbers of groups as numbers from 0, and how many there may be."""
        found = None if given is None else self.array(what, given)
        if found is None:
            return None, 1
        if found.dtype.kind in "iu" and len(found):
            low, high = int(found.min()), int(found.max())
            if low >= 0 and high < 4 * len(found) + 1024:
                return found.astype(np.intp), high + 1
        if found.dtype.kind in "iuU" or (found.dtype == object and float not in map(type, found)):
            numbers: dict[Hashable, int] = {}
            codes = [numbers.setdefault(each, len(numbers)) for each in found.tolist()]
            if None not in numbers:
                return np.array(codes, np.intp), len(numbers)
            self.problems.append(
                problem("SV313", what=what, where=_where(what, codes.index(numbers[None]), 1))
            )
            return None, 1
        self._wrong("SV316", what=what, expected="names or numbers", found=found.dtype)
        return None, 1

    def all_marks(self, scheme: Scheme, given: Mapping[str, object]) -> dict[str, Numbers]:
        """The marks of every criterion that a panel decides."""
        panel = {each.name: each.method for each in scheme.scored}
        found = {}
        for name, each in given.items():
            method = panel.get(name)
            if isinstance(method, PANEL):
                numbers = self.marks(name, each, method)
                if numbers is not None:
                    found[name] = numbers
        return found

    def marks(self, name: str, given: object, method: PanelMark | PassFail) -> Numbers | None:
        """A panel's marks on a scale: ints, floats, Decimals, words of it, or pass and fail."""
        what, out_of = f"marks['{name}']", method.out_of
        found = self.array(what, given)
        if found is None:
            return None
        if isinstance(method, PassFail) and found.dtype.kind in "bUO":
            found = _passed(found)
        elif isinstance(method, PanelMark) and method.scale and found.dtype.kind in "UO":
            found = self._worded(what, found, method)
        if found.dtype == np.float64:
            found = found.copy()
            numbers: Numbers | None = Numbers(found, partial(taken, found), single=True)
            self._tell("SV306", what, found, ~np.isfinite(found))
        else:
            numbers = self._exact(what, found, Fraction(1), TOO_LARGE, floats=True)
        if numbers is not None:
            self._refuse_below(what, found, numbers, True)
            whole = numbers.true and numbers.scale == 1 and numbers.highest <= out_of
            if not (whole or numbers.highest < float(out_of)):  # of a NaN neither is true
                high = numbers.more(Fraction(out_of)) & np.isfinite(numbers.doubles)
                self._tell("SV706", what, found, high, criterion=name, out_of=plain(out_of))
        return numbers

    def _worded(self, what: str, found: Array, method: PanelMark) -> Array:
        """Words of a scale as their marks; each that the scale does not have is told once."""
        words = {each for each in found.tolist() if isinstance(each, str) and is_word(each)}
        marks: dict[Any, Decimal] = {}
        for each in sorted(words):
            try:
                marks[each] = method.mark_called(each)
            except InputError as error:
                marks[each] = Decimal(0)
                rows = np.flatnonzero(found == each)
                rows = rows if self.asked is None else np.intersect1d(rows, self.asked)
                if len(rows):
                    where = _where(what, int(rows[0]), len(rows))
                    self.problems += [one.within(where) for one in error.problems]
        turned = np.empty(len(found), object)
        turned[:] = [marks.get(each, each) for each in found.tolist()]
        return turned

    # --- numbers ----------------------------------------------------------------------------

    def _exact(
        self, what: str, found: Array, scale: Fraction, limit: Decimal, *, floats: bool
    ) -> Numbers | None:
        """Ints as they are; any other numbers as whole ones of a common scale."""
        if found.dtype.kind in "iu":
            numbers = Numbers.whole(found, scale)
            if numbers.highest >= float(limit):
                self._tell("SV303", what, found, found >= int(limit), limit=plain(limit))
            return numbers
        rows, places = _distinct(found, self.asked)
        read = partial(exact_number, floats=floats, below=limit)
        here = places if self.asked is None else places[self.asked]
        times = dict(zip(rows, np.bincount(here, minlength=len(rows)).tolist(), strict=False))
        decimals = self._read(what, found, times, read)
        if decimals is None:
            return None
        mantissas, more = _mantissas(decimals)
        return Numbers.whole(mantissas.take(places), scale * more)

    def _read(
        self, what: str, found: Array, times: Mapping[int, int], read: Callable[[Any], Decimal]
    ) -> list[Decimal] | None:
        """Some entries as Decimals; of each kind of fault the first is told, and how many rows."""
        decimals: list[Decimal] = []
        wrong: dict[str, tuple[int, Problem]] = {}
        rows: Counter[str] = Counter()
        for row, often in times.items():
            try:
                decimals.append(read(found[row]))
            except InputError as error:
                for each in error.problems:
                    wrong.setdefault(each.code, (row, each))
                    rows[each.code] += often
        for code, (row, first) in wrong.items():
            self.problems.append(first.within(_where(what, row, rows[code])))
        return None if wrong else decimals

    def _one(
        self, what: str, given: object, scale: Fraction, limit: Decimal, zero: bool
    ) -> Numbers | None:
        try:
            number = exact_number(given, below=limit)
        except InputError as error:
            self.problems += [each.within(what) for each in error.problems]
            return None
        if not number and not zero:
            self.problems.append(problem("SV307", what=what))
        return Numbers.one(Fraction(number) * scale)

    # --- what is refused --------------------------------------------------------------------

    def _floats(self, what: str, found: Array, pence: bool, scale: Fraction) -> Numbers | None:
        """Money in floats: NaN and infinities are no numbers, the others not exact.

        Where no bid that must mean anything has one, nothing is wrong, and nothing is read.
        """
        before = len(self.problems)
        finite = np.isfinite(found)
        self._tell("SV306", what, found, ~finite)
        name = what if pence else f"{what}_pence"
        exact = f"{name}=np.rint({'x' if pence else 'x * 100'}).astype(np.int64)"
        self._tell("SV305", what, found, finite, hint=f"give whole pennies: {exact}")
        is_wrong = len(self.problems) > before
        return None if is_wrong else Numbers.whole(np.zeros(len(found), np.int64), scale)

    def _refuse_below(self, what: str, found: Array, numbers: Numbers, zero: bool) -> None:
        if numbers.lowest > 0 or (numbers.lowest == 0 and zero):
            return
        self._tell("SV302", what, found, numbers.doubles < 0)
        if not zero:
            self._tell("SV307", what, found, numbers.doubles == 0, name="what")

    def _tell(
        self, code: str, what: str, found: Array, wrong: NDArray[np.bool_], **more: Any
    ) -> None:
        """One problem for all rows of one array that share a fault: the first, and how many."""
        if not wrong.any():
            return
        rows = np.flatnonzero(wrong)
        if self.asked is not None:
            rows = np.intersect1d(rows, self.asked)
        if not len(rows):
            return
        where = _where(what, int(rows[0]), len(rows))
        name = more.pop("name", "found")
        shown = what if name == "what" else found[rows[0]]
        self.problems.append(problem(code, where=where, **{name: shown}, **more))

    def _wrong(self, code: str, **found: Any) -> None:
        self.problems.append(problem(code, **found))


def _as_array(given: Any) -> Array:
    """An array without a guess: a list of ints stays one, and no number changes.

    It may be the caller's own: whoever keeps it copies it.
    """
    if isinstance(given, np.ma.MaskedArray) and np.ma.is_masked(given):
        seen: Array = given.data.astype(object)
        seen[np.ma.getmaskarray(given)] = None
        return seen
    if hasattr(given, "__array__"):
        return np.asarray(given)
    kinds = set(map(type, given))
    if kinds == {int} and max(map(abs, given)) < 1 << 63:
        return np.array(given, np.int64)
    if kinds == {float}:
        return np.array(given, np.float64)
    found = np.empty(len(given), object)
    found[:] = list(given)
    return found


def _passed(found: Array) -> Array:
    """Pass and fail, true and false, as 1 and 0."""
    if found.dtype.kind == "b":
        return found.astype(np.int64)
    turned = np.empty(len(found), object)
    turned[:] = [_as_mark(each) for each in found]
    return turned


def _as_mark(each: Any) -> Any:
    mark = passed(each)
    return each if mark is None else mark


def _distinct(found: Array, asked: Rows | None) -> tuple[list[int], Rows]:
    """The first row of each distinct entry, and which of these each row has.

    Rows that nobody asks for take any entry's place.
    """
    first: dict[tuple[type, str], int] = {}
    places = np.zeros(len(found), np.intp)
    rows: list[int] = []
    for row in range(len(found)) if asked is None else asked.tolist():
        key = (type(found[row]), str(found[row]))
        places[row] = first.setdefault(key, len(first))
        if len(rows) < len(first):
            rows.append(row)
    return rows, places


def _where(what: str, row: int, times: int) -> str:
    return f"{what}[{row}]" + (f" and {times - 1} more" if times > 1 else "")


def _mantissas(decimals: list[Decimal]) -> tuple[Array, Fraction]:
    """Decimals as whole numbers of one scale."""
    exponents = [each.as_tuple().exponent for each in decimals]
    places = max((-each for each in exponents if isinstance(each, int)), default=0)
    whole = [int(EXACT.scaleb(each, places)) for each in decimals] or [0]
    kind: Any = np.int64 if max(whole) < 1 << 63 else object
    return np.array(whole, kind), Fraction(1, 10**places)
