"""The rules of a row as expressions: each gives the place of its code, or that of none."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw

from socialvalue.engine.order import NONE, ORDER, place_of
from socialvalue.frames.facts import Contract, Facts
from socialvalue.frames.read.amounts import TOO_MANY

__all__ = [
    "as_text",
    "basis_problem",
    "both_shares_problem",
    "fault",
    "first_problem",
    "given_problem",
    "most_years",
    "place_problem",
    "share_problem",
    "stated",
    "unit_problem",
    "years_problem",
]


def _says(code: str) -> nw.Expr:
    return nw.lit(place_of(code))


def _none() -> nw.Expr:
    return nw.lit(NONE)


def first_problem(found: Iterable[nw.Expr]) -> nw.Expr:
    """The first problem of a row, by the order of the rules.

    Nearly every quantity is one, so that is asked first and spares a comparison.
    """
    listed = list(found)
    others = listed[0] if len(listed) == 1 else nw.min_horizontal(*listed)
    wrong = nw.min_horizontal(*listed, fault(nw.col("sv_quantity"), missing=True))
    return nw.when(_fits(nw.col("sv_quantity"))).then(others).otherwise(wrong)


def _fits(number: nw.Expr) -> nw.Expr:
    """Whether a number is there, finite, not negative and not too large."""
    return (number >= 0) & (number < TOO_MANY)


def fault(number: nw.Expr, *, missing: bool) -> nw.Expr:
    """What is wrong with a number; a missing one counts as wrong where it is needed."""
    absent = number.is_null() | number.is_nan()
    finite = (
        nw.when(number < 0).then(_says("SV302"))
        .otherwise(nw.when(number >= TOO_MANY).then(_says("SV303")).otherwise(_none()))
    )  # fmt: skip
    known = nw.when(~number.is_finite()).then(_says("SV306")).otherwise(finite)
    return nw.when(absent).then(_says("SV306") if missing else _none()).otherwise(known)


def stated(name: str) -> nw.Expr:
    """Whether a number is there at all."""
    return ~(nw.col(name).is_null() | nw.col(name).is_nan())


def given_problem() -> nw.Expr:
    """The problem of the cell, unless the row has a unit value of its own."""
    return nw.when(stated("sv_given")).then(nw.col("sv_own")).otherwise(nw.col("sv_why"))


def unit_problem(facts: Facts) -> nw.Expr:
    """No such unit, or not the measure's."""
    unit = nw.col("sv_unit")
    known = nw.when(unit.is_in([*facts.units])).then(_says("SV308")).otherwise(_says("SV204"))
    fits = unit.is_null() | ~nw.col("sv_times").is_null()
    return nw.when(fits).then(_none()).otherwise(known)


def place_problem() -> nw.Expr:
    """No such place, or one outside the contract's where that matters."""
    place = nw.col("sv_place")
    unknown = ~place.is_null() & nw.col("sv_area").is_null()
    outside = (nw.col("sv_outside") == 1) & (nw.col("sv_placed") == 1)
    known = nw.when(outside).then(_says("SV508")).otherwise(_none())
    return nw.when(unknown).then(_says("SV210")).otherwise(known)


def share_problem(name: str) -> nw.Expr:
    """A share that is none."""
    share = nw.col(name)
    wrong = ~share.is_nan() & ((share < 0) | (share > 1))
    return nw.when(wrong).then(_says("SV310")).otherwise(_none())


def both_shares_problem() -> nw.Expr:
    """A share that is claimed, and one that is left to others."""
    both = stated("sv_share_claimed") & stated("sv_attribution_to_others")
    return nw.when(both).then(_says("SV311")).otherwise(_none())


def basis_problem(contract: Contract) -> nw.Expr:
    """No such basis, or one that cannot be totalled."""
    basis, bases = nw.col("sv_basis"), contract.bases
    found = nw.when(~basis.is_null() & ~basis.is_in([*bases])).then(_says("SV312"))
    last = found.otherwise(_none())
    for word, (_, code) in bases.items():
        if code:
            last = nw.when(basis == word).then(_says(code)).otherwise(last)
    return last


def most_years(contract: Contract, *, has_basis: bool) -> nw.Expr | None:
    """How many years count at most: those of the contract, or one where each year is offered."""
    whole = None if contract.years is None else nw.lit(float(contract.years))
    if not has_basis:
        return whole
    yearly = nw.when(nw.col("sv_basis") == "per_year").then(nw.lit(1.0))
    return yearly.otherwise(nw.lit(float("inf")) if whole is None else whole)


def years_problem(most: nw.Expr | None, *, stated: bool) -> nw.Expr:
    """Years that are missing, that mean nothing, or that count in part."""
    depends = nw.col("sv_depends") == 1
    missing = nw.when(depends).then(_says("SV505")).otherwise(_none())
    if not stated:
        return missing
    years = nw.col("sv_years")
    nothing = (years == 0) & (nw.col("sv_quantity") != 0)
    counted = _counted()
    late = nw.lit(False) if most is None else counted > most
    partly = (
        nw.when(late)
        .then(_says("SV507"))
        .otherwise(nw.when(years > counted).then(_says("SV506")).otherwise(_none()))
    )
    wrong = nw.when(nothing).then(_says("SV307")).otherwise(partly)
    faulty = fault(years, missing=False)
    return nw.when(has_years()).then(nw.min_horizontal(faulty, wrong)).otherwise(missing)


def has_years() -> nw.Expr:
    """Whether a row's FTE-years say how many years."""
    years = nw.col("sv_years")
    return (nw.col("sv_fte") == 1) & ~years.is_null() & ~years.is_nan()


def _counted() -> nw.Expr:
    """Years that the measure counts: the first only, or all."""
    years = nw.col("sv_years")
    once = (nw.col("sv_first_year") == 1) & (years > 1)
    return nw.when(once).then(nw.lit(1.0)).otherwise(years)


def kept_years(most: nw.Expr | None) -> nw.Expr:
    """Years that count at all."""
    counted = _counted()
    if most is None:
        return counted
    return nw.when(counted > most).then(most).otherwise(counted)


def as_text(place: nw.Expr, possible: list[int]) -> nw.Expr:
    """The code of a problem; null for none."""
    codes = [ORDER[each] for each in possible]
    return place.replace_strict(possible, codes, default=None, return_dtype=nw.String())
