"""What a present value is asked under: each argument read, and all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from socialvalue.appraisal.schedules import (
    GREEN_BOOK_HEALTH,
    MOST_YEARS,
    Schedule,
    constant,
    whole_year,
)
from socialvalue.errors import InputError, NotFoundError, Problem, problem
from socialvalue.model.fields import check_choice, money, several, share, table, text
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import VALUE_KINDS
from socialvalue.numbers import plain

__all__ = ["ADJUSTMENTS", "FIRST_YEARS", "Terms", "terms_of"]

T = TypeVar("T")

FIRST_YEARS = ("discounted", "undiscounted")
ADJUSTMENTS = ("deadweight", "displacement", "leakage", "attribution_to_others")


@attrs.frozen
class Terms:
    """What a present value is asked under.

    Attributes:
        schedule: The yearly rates.
        first_year: ``discounted`` (year 1 is a year from now) or ``undiscounted`` (year 1 is now).
        prices: The year whose prices it is in, or "" for those that each value stands in.
        price_years: Measure to the year whose prices its value stands in.
        price_year: The year for all whose set does not say it, or "".
        kinds: The kinds of value that count.
        duration: Measure to the years that one delivery has its effect.
        drop_off: Measure to the share of the effect that is lost from one year to the next.
        adjustments: Kind of adjustment to measure to the share that is taken off.
        profile: Measure to the share that is delivered in each year.
        health: The measures whose effects are on health and life.
        inputs: Year to £ put in, year 0 being now; None where nothing is said of them.
    """

    schedule: Schedule
    first_year: str
    prices: str = ""
    price_years: FrozenMap[str, str] = FrozenMap()
    price_year: str = ""
    kinds: tuple[str, ...] = ("social",)
    duration: FrozenMap[str, int] = FrozenMap()
    drop_off: FrozenMap[str, Fraction] = FrozenMap()
    adjustments: FrozenMap[str, FrozenMap[str, Fraction]] = FrozenMap()
    profile: FrozenMap[str, tuple[Fraction, ...]] = FrozenMap()
    health: tuple[str, ...] = ()
    inputs: FrozenMap[int, Fraction] | None = None

    def index(self, year: int) -> int:
        """How many years from now a year of the contract ends; year 0 is now."""
        return year if self.first_year == "discounted" else max(year - 1, 0)

    def schedule_of(self, measure: str) -> Schedule:
        """The schedule by which the effects of a measure are discounted."""
        return GREEN_BOOK_HEALTH if measure in self.health else self.schedule

    def named(self) -> Iterable[tuple[str, str]]:
        """Each measure that something is said of, with what it is."""
        groups: dict[str, Mapping[str, Any]] = {
            "duration": self.duration, "drop_off": self.drop_off, "profile": self.profile,
            "price_years": self.price_years, **self.adjustments,
        }  # fmt: skip
        yield from ((code, what) for what, held in groups.items() for code in held)
        yield from ((code, "health") for code in self.health)


class _Reader:
    """Reads arguments, and keeps what is wrong with each."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.wrong: list[Problem] = []

    def read(self, where: str, make: Callable[[Any], T], given: Any, default: T) -> T:
        try:
            return make(given)
        except (InputError, NotFoundError) as error:
            self.wrong += [each.within(where) for each in error.problems]
            return default

    def by_measure(self, where: str, make: Callable[[Any], T], given: Any) -> FrozenMap[str, T]:
        """Code to a value: every code is known, and names a measure once."""
        found: dict[str, T] = {}
        pairs: Mapping[Any, Any] = self.read(where, table, given, FrozenMap())
        for key, value in pairs.items():
            code = self.read(where, self._code, key, "")
            if code in found:
                twice = problem("SV222", noun="measure", found=key, first=code)
                self.wrong.append(twice.within(where))
            elif code:
                self._keep(found, code, f"{where} of {key}", make, value)
        return FrozenMap(found)

    def _keep(
        self, found: dict[str, T], code: str, where: str, make: Callable[[Any], T], value: Any
    ) -> None:
        try:
            found[code] = make(value)
        except InputError as error:
            self.wrong += [each.within(where) for each in error.problems]

    def _code(self, key: Any) -> str:
        return self.framework[text(key)].code

    def codes(self, where: str, given: Any) -> tuple[str, ...]:
        listed: tuple[Any, ...] = self.read(
            where, lambda each: several("a measure", str, each), given, ()
        )
        read = (self.read(where, self._code, each, "") for each in listed)
        return tuple(dict.fromkeys(each for each in read if each))


def terms_of(framework: Framework, given: Mapping[str, Any]) -> Terms:
    """The terms, from the keyword arguments of `present_value`.

    Raises:
        InputError: All that is wrong with them.
    """
    reader = _Reader(framework)
    none = Schedule("none", "", {0: 0})
    schedule = reader.read("rate", _schedule, given["rate"], none)
    years = given["price_years"]
    for_all = isinstance(years, (str, int))
    terms = Terms(
        schedule,
        reader.read("first_year", _first_year(schedule), given["first_year"], ""),
        prices=reader.read("prices", _year, given["prices"], ""),
        price_years=reader.by_measure("price_years", _year, None if for_all else years),
        price_year=reader.read("price_years", _year, years, "") if for_all else "",
        kinds=reader.read("kinds", _kinds, given["kinds"], ()),
        duration=reader.by_measure("duration", _lasting, given["duration"]),
        drop_off=reader.by_measure("drop_off", _part, given["drop_off"]),
        adjustments=FrozenMap(
            {name: reader.by_measure(name, _part, given[name]) for name in ADJUSTMENTS}
        ),
        profile=reader.by_measure("profile", _profile, given["profile"]),
        health=reader.codes("health", given["health"]),
        inputs=reader.read("inputs", _inputs, given["inputs"], None),
    )
    if reader.wrong:
        raise InputError(reader.wrong)
    return terms


def _schedule(rate: Any) -> Schedule:
    return rate if isinstance(rate, Schedule) else constant(rate)


def _first_year(schedule: Schedule) -> Callable[[Any], str]:
    """Both conventions are in print: only the Green Book's schedules say which is theirs."""

    def read(given: Any) -> str:
        if given is None and schedule.key == "constant":
            raise InputError(problem("SV780"))
        found = "discounted" if given is None else given
        wrong = check_choice("the first year", found, FIRST_YEARS)
        if wrong is not None:
            raise InputError(wrong)
        return str(found)

    return read


def _year(given: Any) -> str:
    return str(given) if type(given) is int else text(given)


def _kinds(given: Any) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(several("a kind of value", str, given)))
    wrong = [check_choice("the kind of value", each, VALUE_KINDS) for each in found]
    problems = [each for each in wrong if each is not None]
    if problems or not found:
        nothing = problem("SV316", what="kinds", expected="a kind of value", found="nothing")
        raise InputError(problems or nothing)
    return found


def _lasting(given: Any) -> int:
    found = whole_year(given)
    if found == 0:
        raise InputError(problem("SV307", what="the duration"))
    return found


def _part(given: Any) -> Fraction:
    return Fraction(share(given))


def _profile(given: Any) -> tuple[Fraction, ...]:
    """The share of each year: they make up the whole."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        kind = type(given).__name__
        raise InputError(problem("SV316", what="the profile", expected="a list", found=kind))
    found = tuple(map(_part, given))
    if sum(found) != 1 or len(found) > MOST_YEARS:
        total = sum(found, Fraction(0))
        raise InputError(problem("SV787", found=plain(total), most=MOST_YEARS))
    return found


def _inputs(given: Any) -> FrozenMap[int, Fraction] | None:
    """Year to £; an amount alone is put in now."""
    if given is None:
        return None
    pairs = given if isinstance(given, Mapping) else {0: given}
    found = {whole_year(year): Fraction(money(amount)) for year, amount in pairs.items()}
    if not sum(found.values()):
        raise InputError(problem("SV784"))
    return FrozenMap(dict(sorted(found.items())))
