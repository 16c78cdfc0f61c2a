"""Points of many bids at once, from arrays: `evaluate_arrays`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.assess.arrays.inputs import Reader
from socialvalue.assess.arrays.needs import outside_bands, scheme_problems
from socialvalue.assess.arrays.result import ArrayEvaluation, left_behind, minimums, published_of
from socialvalue.engine.arrays.publish import compile_parts, ranks
from socialvalue.engine.figures import Figures, Mask, Numbers, Tenders
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.bids.marks import Moderation
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import DENOMINATORS
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import ContractValue

__all__ = ["evaluate_arrays"]

Amounts: TypeAlias = Any
"""An array or a list with one amount a bid, or one amount for all."""

_CONTRACT_VALUES = tuple(each for each in DENOMINATORS if each != "price")


def evaluate_arrays(
    scheme: Scheme,
    *,
    price: Amounts = None,
    price_pence: Amounts = None,
    value: Amounts = None,
    value_pence: Amounts = None,
    contract_value: Amounts = None,
    contract_value_pence: Amounts = None,
    prices: Mapping[str, Amounts] | None = None,
    prices_pence: Mapping[str, Amounts] | None = None,
    marks: Mapping[str, Any] | None = None,
    moderation: Moderation | None = None,
    target: Amounts = None,
    tender: Any = None,
    compliant: Any = None,
) -> ArrayEvaluation:
    """Points and ranks of many bids, from arrays with one entry a bid.

    The same digits as `evaluate` gives for the same figures, bid by bid: exact rationals,
    published once, half-up, ties on the published figure, bids below a minimum out of every
    relative measure.

    Args:
        scheme: Weights and methods.  Those that read more than columns of numbers are refused:
            `PointsMenu`, weights by theme, means of evaluators' marks, `needs_both`,
            `ValueForMoney` of more than marks or of an exponent that is not whole, and a method
            of one's own.
        price: £, as ints, Decimals or text; a float is refused.
        price_pence: The same in whole pennies, instead.
        value: £ of social value.
        value_pence: The same in whole pennies, instead.
        contract_value: £: an array, one amount for all, or a `ContractValue`; or these by the name
            of a denominator ("initial", "with_extensions", "maximum").
        contract_value_pence: The same in whole pennies, instead; not a `ContractValue`.
        prices: Name of a further price to £, for criteria that name one (``price=``).
        prices_pence: The same in whole pennies, instead.
        marks: Criterion to the marks that count: ints, Decimals or floats by their shortest text;
            for `PassFail` also true and false, "pass" and "fail".
        moderation: Whether the marks are moderated; while that is open nothing is scored (SV760).
        target: £ of social value per £1, where the scheme states none: an array, or one for all.
        tender: Which tender each bid is for: numbers or names; one tender if not given.
        compliant: Whether each bid is compliant; all are if not given.  What stands beside a bid
            that is not is never read.

    Returns:
        The evaluation; the order of the bids changes nothing in it.

    Raises:
        InputError: All that is missing or cannot mean anything, by name and index: arrays of
            different lengths (SV316), negative numbers (SV302), NaN (SV306), floats for money
            (SV305), a price of 0 that a method divides by (SV307), a mark above its scale
            (SV706), a method that cannot be done from arrays (SV733), …

    Example:
        >>> import socialvalue as sv
        >>> scheme = sv.Scheme([sv.Criterion("price", 60, sv.LowestPrice()),
        ...                     sv.Criterion("quality", 40, sv.PanelMark(out_of=5, minimum=2))])
        >>> found = sv.evaluate_arrays(scheme, price=[90_000, 97_000, 80_000],
        ...                            marks={"quality": [4, 4.5, 1]})
        >>> found.points.tolist(), found.rank.tolist()
        ([92.0, 91.67, nan], [1, 2, 0])
        >>> found.reasons[found.reason[2]]
        'SV713 quality'

    Source:
        scoring.md §2–§5; law 2: exact rationals, published once, half-up.
    """
    _refuse_other(scheme)
    reader, marks = Reader(), dict(marks or {})
    compliant = _compliant(reader, compliant)
    divided = {each.price for each in scheme.scored if each.divides_by_price}
    named = _named_prices(reader, prices, prices_pence, divided)
    codes, count = reader.codes("tender", tender)
    amounts = {
        "value": reader.column("value", value, value_pence),
        "price": reader.column("price", price, price_pence, zero="" not in divided),
        "target": None if target is None else reader.amounts("target", target, False, zero=False),
    }
    below = _contract_values(reader, contract_value, contract_value_pence)
    figures = Figures(
        marks=FrozenMap(reader.all_marks(scheme, marks)),
        denominators=FrozenMap(
            {key: each for key, each in {**below, "price": amounts["price"]}.items() if each}
        ),
        prices=FrozenMap({name: each for name, each in named.items() if each is not None}),
        **amounts,
    )
    said = {"value": (value, value_pence), "price": (price, price_pence), "target": (target,)}
    given = {name for name, each in said.items() if any(one is not None for one in each)}
    given |= {f"price {name}" for name in named}
    reader.problems += scheme_problems(scheme, {*given, *below}, marks)
    if not (reader.length or reader.problems):
        reader.problems.append(problem("SV315"))
    if reader.problems or reader.length is None:
        raise InputError(reader.problems)
    standing = reader.length if compliant is None else int(compliant.sum())
    _refuse_open(moderation, len(marks) * standing)
    return _scored(scheme, figures, Tenders(codes, count, reader.length), compliant)


def _refuse_open(moderation: Any, marks: int) -> None:
    """Points of marks that are open; all that an array holds are agreed, and none is closed."""
    if moderation is not None and not isinstance(moderation, Moderation):
        expected, found = "a Moderation", type(moderation).__name__
        raise InputError(problem("SV316", what="moderation", expected=expected, found=found))
    if moderation is not None and moderation.closed is None:
        raise InputError(problem("SV760", done=marks, due=marks))


def _refuse_other(scheme: Any) -> None:
    if not isinstance(scheme, Scheme):
        kind = type(scheme).__name__
        raise InputError(problem("SV316", what="the scheme", expected="a Scheme", found=kind))


def _compliant(reader: Reader, given: Any) -> Mask | None:
    """Which bids are compliant; None where all are."""
    if given is None:
        return None
    found = reader.array("compliant", given)
    if found is None:
        return None
    if found.dtype == object and {*map(type, found)} <= {bool, np.bool_}:
        found = found.astype(np.bool_)
    if found.dtype != np.bool_:
        expected, kind = "true or false for each bid", str(found.dtype)
        reader.problems.append(problem("SV316", what="compliant", expected=expected, found=kind))
        return None
    reader.asked = np.flatnonzero(found)
    return found.copy()


def _named_prices(
    reader: Reader, pounds: Any, pence: Any, divided: Collection[str]
) -> dict[str, Numbers | None]:
    """The further prices by their names."""
    found: dict[str, Numbers | None] = {}
    for key, given in (("prices", pounds), ("prices_pence", pence)):
        if given is not None and not isinstance(given, Mapping):
            kind, expected = type(given).__name__, "a mapping of names to prices"
            reader.problems.append(problem("SV316", what=key, expected=expected, found=kind))
            continue
        for name, each in (given or {}).items():
            if name in found:
                reader.twice(f"prices['{name}']")
                continue
            is_pence = key == "prices_pence"
            amounts = (None, each) if is_pence else (each, None)
            found[name] = reader.column(f"prices['{name}']", *amounts, zero=name not in divided)
    return found


def _contract_values(reader: Reader, pounds: Any, pence: Any) -> dict[str, Numbers | None]:
    """The contract values by the names of the denominators."""
    if isinstance(pounds, ContractValue) and pence is None:
        held = {name: getattr(pounds, name) for name in _CONTRACT_VALUES}
        return {
            name: Numbers.one(Fraction(each)) for name, each in held.items() if each is not None
        }
    found = {}
    for key, given in (("contract_value", pounds), ("contract_value_pence", pence)):
        several = given if isinstance(given, Mapping) else {"initial": given}
        for name, each in several.items():
            what = f"{key}['{name}']" if isinstance(given, Mapping) else key
            if name not in _CONTRACT_VALUES:
                hint = did_you_mean(name, _CONTRACT_VALUES, label="one of")
                reader.problems.append(problem("SV312", what=key, found=name, hint=hint))
            elif name in found and each is not None:
                reader.twice("contract_value")
            elif each is not None:
                found[name] = reader.amounts(what, each, key.endswith("pence"), zero=False)
    return found


def _scored(
    scheme: Scheme, figures: Figures, tenders: Tenders, compliant: Mask | None
) -> ArrayEvaluation:
    """Who stands, what they have, and in which order they come."""
    reason, reasons = _reasons(scheme, figures, tenders.bids, compliant)
    if reason.any():
        tenders = attrs.evolve(tenders, standing=reason == 0)
    left = left_behind(scheme, figures, tenders)
    if left is not None and left.any():
        reason[left] = len(reasons)
        tenders = attrs.evolve(tenders, standing=reason == 0)
    if scheme.short_list is not None:
        reasons = (*reasons, f"SV746 {scheme.short_list.name}")
    outside = outside_bands(scheme, figures, tenders)
    if outside:
        raise InputError(outside)
    compiled = compile_parts(scheme.leaves, figures, tenders, scheme.places)
    total = published_of(compiled, scheme.leaves, scheme)
    by_name = {each.name: each for each in scheme.walk()}
    breaks = [published_of(compiled, by_name[name].walk(), scheme) for name in scheme.ties]
    rank = ranks([total, *breaks], tenders)
    return ArrayEvaluation(scheme, total, rank, reason, reasons, figures, tenders)


def _reasons(
    scheme: Scheme, figures: Figures, bids: int, compliant: Mask | None
) -> tuple[NDArray[np.int16], tuple[str, ...]]:
    """Why each bid is not ranked, as a place in the reasons; the first that holds."""
    reason = np.zeros(bids, np.int16)
    if compliant is not None:
        reason[~compliant] = 1
    reasons = ["", "not compliant"]
    for code, criterion, below in minimums(scheme, figures):
        reason[below & (reason == 0)] = len(reasons)
        reasons.append(f"{code} {criterion.name}")
    return reason, tuple(reasons)
