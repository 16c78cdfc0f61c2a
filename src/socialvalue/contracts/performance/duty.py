"""Where the Act asks for key performance indicators, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.contracts.contract import Contract
from socialvalue.contracts.entered import KpiSet
from socialvalue.errors import Problem, problem
from socialvalue.numbers import pounds
from socialvalue.words import number_of

__all__ = ["LEAST_INDICATORS", "LIMIT", "duty_of"]

LIMIT = Decimal(5_000_000)
LEAST_INDICATORS = 3
_RULED = frozenset(("pa2023", "wales", "ni"))
_KINDS = frozenset(("contract", "call_off"))


def duty_of(contract: Contract, held: KpiSet | None) -> Iterator[Problem]:
    """What the Act asks of a contract's indicators; nothing where it asks for none.

    Before a contract of an estimated value of more than £5 million, VAT included, is entered into,
    at least three are set.  That is not so for frameworks, concessions and light touch contracts,
    nor where performance can't appropriately be assessed by indicators.

    Args:
        contract: As awarded.
        held: Its indicators, or None where none were set.

    Source:
        Procurement Act 2023, sections 52 and 123 (the value includes VAT).
    """
    ruled = contract.regime in _RULED and contract.kind in _KINDS
    if not ruled or (held is not None and held.none_because.strip()):
        return
    many = 0 if held is None else len(held.kpis)
    if many >= LEAST_INDICATORS:
        return
    value, at_most = contract.value.bounds
    found = number_of(many, "indicator")
    if value > LIMIT:
        yield problem("SV1043", value=pounds(value), found=found)
    elif at_most > LIMIT:
        yield problem("SV1044", value=pounds(value), found=found)
