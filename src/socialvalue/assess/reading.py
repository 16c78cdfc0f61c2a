"""What a scheme reads of a tender and of a bid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.model.framework import Framework
from socialvalue.model.methods import Band, Banded, PanelMark, PassFail, RelativeToHighest
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Moderated, Tender

__all__ = [
    "band_of",
    "denominators_of",
    "marked",
    "menu_points",
    "of_lot",
    "target_of",
    "weighted_value",
]


def of_lot(tender: Tender, name: str | None) -> Tender:
    """The tender as it stands for one of its lots: its value, years, target and scheme.

    Args:
        tender: The tender, or already that of the lot.
        name: The lot's; the whole tender for None, and for a lot that it does not have.
    """
    lot = next((each for each in tender.lots if each.name == name), None)
    if lot is None:
        return tender
    return attrs.evolve(
        tender,
        title=f"{tender.title.removesuffix(f', lot {lot.name}')}, lot {lot.name}",
        contract_value=lot.contract_value or tender.contract_value,
        years=lot.years or tender.years,
        target=lot.target or tender.target,
        scheme=lot.scheme or tender.scheme,
        scheme_fingerprint=(lot if lot.scheme else tender).scheme_fingerprint,
    )


def target_of(tender: Tender, framework: Framework) -> Decimal | None:
    """The tender's target, else the plug-in's on the day of the notice, else None."""
    if tender.target is not None:
        return tender.target
    on = tender.published or framework.on
    return None if on is None else framework.policy.target(on=on)


def marked(mark: Moderated, method: PanelMark | PassFail) -> Fraction | None:
    """The mark that counts: the consensus, or the mean where the method says mean."""
    if method.mean and mark.marks:
        return sum((Fraction(each.mark) for each in mark.marks), Fraction(0)) / len(mark.marks)
    return None if mark.consensus is None else Fraction(mark.consensus)


def denominators_of(scheme: Scheme) -> set[str]:
    """Which contract values the scheme's ratios divide by."""
    found = {getattr(each.method, "denominator", "") for each in scheme.scored if each.points}
    companions = [
        each.method for each in scheme.leaves if isinstance(each.method, RelativeToHighest)
    ]
    if any(each.minimum is not None for each in companions):
        found.add("initial")
    return found - {""}


def band_of(table: Banded, ratio: Fraction) -> Band:
    """The band in which a ratio that has a mark falls; the last holds its own upper end."""
    return next(
        (each for each in table.bands if each.upper is None or ratio < each.upper), table.bands[-1]
    )


def menu_points(
    menu: Mapping[str, Decimal], units: Mapping[str, Fraction]
) -> dict[str, tuple[Fraction, Fraction]]:
    """Code to the units offered and the menu points they give, for what is offered."""
    return {
        code: (units[code], Fraction(each) * units[code])
        for code, each in menu.items()
        if units.get(code)
    }


def weighted_value(themes: Mapping[str, Decimal], factors: Mapping[str, Decimal]) -> Fraction:
    """Pounds by theme, each times its factor; a theme without one counts once."""
    return sum(
        (Fraction(each) * Fraction(factors.get(name, 1)) for name, each in themes.items()),
        Fraction(0),
    )
