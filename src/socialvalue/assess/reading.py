"""What a scheme reads of a tender and of a bid."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from socialvalue.model.framework import Framework
from socialvalue.model.methods import PanelMark, PassFail, RelativeToHighest
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Moderated, Tender

__all__ = ["denominators_of", "marked", "target_of"]


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
    found = {getattr(each.method, "denominator", "") for each in scheme.scored}
    companions = [
        each.method for each in scheme.leaves if isinstance(each.method, RelativeToHighest)
    ]
    if any(each.minimum is not None for each in companions):
        found.add("initial")
    return found - {""}
