"""What an offer comes to, as the formulas above its table say it."""

from __future__ import annotations

from typing import Any, Final

from socialvalue.calculators.declaring import UNDECLARED
from socialvalue.calculators.description import CalculatorData
from socialvalue.calculators.prefilled import Prefilled, worked
from socialvalue.numbers import plain, pounds, scaled

__all__ = ["sums_of"]


def sums_of(
    calculator: CalculatorData, filled: Prefilled | None = None
) -> tuple[tuple[str, str, Any, str], ...]:
    """The total, what it is per £1, how it stands to the target, and what is to be looked at.

    Each with its label, its formula, what that comes to as it goes out, and its look.
    """
    value, due = calculator.tender.contract_value.initial, calculator.target_pence
    held = [*filled.first.values(), *filled.more] if filled else []
    made = [worked(each, calculator.tender.years) for each in held]
    now, total = sum(each.pence for each in made), "SUM(sv_pence,sv_more_pence)"
    rows: list[tuple[str, str, Any, str]] = [
        ("Total offered, before double counts", f"={total}/100", now / 100, "pounds"),
        ("Per £1 of contract value", f"={total}/{plain(value)}", now / float(value), "pence"),
    ]
    if due is not None and calculator.target is not None:
        ask = f"{plain(scaled(calculator.target, 2))}p per £1"
        rest = f'"£"&TEXT(({due}-{total})/100,"#,##0.00")&" below the target of {ask}"'
        formula = f'=IF({total}>={due},"The target of {ask} is reached",{rest})'
        below = f"{pounds(scaled(due - now, -2))} below the target of {ask}"
        first = f"The target of {ask} is reached" if now >= due else below
        rows.append(("Target (no minimum, unless the ITT says so)", formula, first, "said"))
    said = (bool(filled and filled.bidder), sum(bool(each.message) for each in made),
            sum("carried" in each.boxes for each in held))  # fmt: skip
    rows.append(("Check", _READY, _ready(*said), "said"))
    return tuple(rows)


_LOOKED: Final = 'SUMPRODUCT(--(sv_messages<>""))+SUMPRODUCT(--(sv_more_messages<>""))'
_MARKED: Final = 'SUMPRODUCT(--(sv_carried<>""))+SUMPRODUCT(--(sv_more_carried<>""))'
_READY: Final = (
    f'=IF(sv_bidder="","Your organisation is missing",IF({_LOOKED}>0,{_LOOKED}&" to look at",'
    f"IF({_MARKED}>0,{_MARKED}&\" still marked 'check'\","
    f'IF(sv_confirmed="Yes","Ready to return","{UNDECLARED}"))))'
)


def _ready(named: bool, looked: int, marked: int) -> str:
    """What that comes to."""
    if not named:
        return "Your organisation is missing"
    if looked:
        return f"{looked} to look at"
    return f"{marked} still marked 'check'" if marked else UNDECLARED
