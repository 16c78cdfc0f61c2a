"""The parts of a sum over contracts: each commitment, and what is beyond it, by its axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import attrs

from socialvalue.contracts.contract import Contract
from socialvalue.contracts.lines import Progress
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.reckoning import beyond_pence
from socialvalue.contracts.standing import Delivered
from socialvalue.contracts.sums import Units
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.words import listed

__all__ = ["AXES_OF_CONTRACTS", "PENCE", "Item", "axis_of", "items_of"]

PENCE = ("promised", "expected", "reported", "delivered", "capped", "unpromised")


@attrs.frozen
class Item:
    """A commitment of a contract, or what is delivered beyond one."""

    contract: Contract
    obligation: Obligation | None
    measure: str
    pence: Mapping[str, int]
    units: Units
    unit: str


def _owner(item: Item) -> str:
    """Whose a commitment is: its owner's, or all suppliers' where nobody says."""
    if item.obligation and item.obligation.owner:
        return item.obligation.owner
    return listed(each.name for each in item.contract.suppliers)


AXES_OF_CONTRACTS: Mapping[str, Callable[[Item], str]] = {
    "contract": lambda item: item.contract.reference,
    "directorate": lambda item: item.contract.directorate,
    "supplier": _owner,
    "kind": lambda item: item.contract.kind,
    "regime": lambda item: item.contract.regime,
    "theme": lambda item: item.obligation.theme if item.obligation else "",
    "outcome": lambda item: item.obligation.outcome if item.obligation else "",
    "measure": lambda item: item.measure,
    "unit": lambda item: item.unit,
    "value_kind": lambda item: item.obligation.value_kind if item.obligation else "",
    "place": lambda item: item.obligation.place if item.obligation else "",
    "group": lambda item: item.obligation.group if item.obligation else "",
}
"""What sums can be split by; what is beyond a contract counts under its measure."""


def axis_of(axis: str) -> Callable[[Item], str]:
    """What a sum is split by.

    Raises:
        InputError: There is no such axis (SV312).
    """
    if axis not in tuple(AXES_OF_CONTRACTS):
        hint = did_you_mean(axis, AXES_OF_CONTRACTS, label="one of")
        raise InputError(problem("SV312", what="the axis", found=axis, hint=hint))
    return AXES_OF_CONTRACTS[axis]


def items_of(held: Progress) -> Iterator[Item]:
    """The commitments of a contract, and what was delivered beyond it."""
    known = {each.measure: each for each in held.contract.lines}
    for each in held.lines:
        pence = {name: getattr(each, f"{name}_pence") for name in PENCE[:-1]}
        units = Units(each.committed, each.due or Fraction(0), each.reported, each.verified)
        line = each.obligation
        yield Item(held.contract, line, line.code, {**pence, "unpromised": 0}, units, line.unit)
    for beyond in held.beyond:
        yield _beyond(held, beyond, known.get(beyond.data["measure"]))


def _beyond(held: Progress, beyond: Delivered, same: Obligation | None) -> Item:
    """What was delivered beyond a contract, under the measure that it has there."""
    pence = {**dict.fromkeys(PENCE, 0), "unpromised": beyond_pence(beyond)}
    unit, measure = beyond.data["unit"], beyond.data["measure"]
    like = None if same is None else attrs.evolve(same, owner="", group="", place="")
    code = same.code if same else measure
    return Item(held.contract, like, code, pence, Units(beyond=Fraction(beyond.verified)), unit)
