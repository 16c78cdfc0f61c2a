"""The parts of a sum over contracts: each commitment, and what is beyond it, by its axes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from socialvalue.contracts.contract import Contract
from socialvalue.contracts.entries import is_erased
from socialvalue.contracts.lines import Progress
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.people.groups import GroupNames
from socialvalue.contracts.reckoning import beyond_pence
from socialvalue.contracts.split.years import by_year, financial_year, year_of
from socialvalue.contracts.standing import Delivered
from socialvalue.contracts.sums import Units
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.words import listed

__all__ = ["AXES_OF_CONTRACTS", "PENCE", "Item", "axis_of", "called", "items_by_year",
           "items_of"]  # fmt: skip

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
    supplier: str
    period: str = ""
    group: str = ""


@attrs.frozen
class Called:
    """What things are called in all contracts: each has one name, however often it was typed.

    Attributes:
        suppliers: By the key of a supplier.
        groups: Of people.
    """

    suppliers: Mapping[str, str]
    groups: GroupNames = attrs.field(factory=GroupNames)


def called(contracts: Iterable[Contract]) -> Called:
    """What each supplier is called in all: where its name is erased in one, as in another.

    So a supplier of two contracts stays one when one of them has its name erased.
    """
    found: dict[str, str] = {}
    for each in (party for contract in contracts for party in contract.suppliers):
        if each.key not in found or is_erased(found[each.key]):
            found[each.key] = each.name
    return Called(found)


def _supplier(contract: Contract, names: Called) -> Callable[[str], str]:
    """Whose a commitment is: its owner's, or all suppliers' where nobody says."""
    known = names.suppliers
    held = {as_read(each.name): known.get(each.key, each.name) for each in contract.suppliers}
    every = listed(held.values())
    return lambda owner: held.get(as_read(owner), owner) if owner else every


AXES_OF_CONTRACTS: Mapping[str, Callable[[Item], str]] = {
    "contract": lambda item: item.contract.reference,
    "directorate": lambda item: item.contract.directorate,
    "supplier": lambda item: item.supplier,
    "kind": lambda item: item.contract.kind,
    "regime": lambda item: item.contract.regime,
    "theme": lambda item: item.obligation.theme if item.obligation else "",
    "outcome": lambda item: item.obligation.outcome if item.obligation else "",
    "measure": lambda item: item.measure,
    "unit": lambda item: item.unit,
    "value_kind": lambda item: item.obligation.value_kind if item.obligation else "",
    "place": lambda item: item.obligation.place if item.obligation else "",
    "group": lambda item: item.group,
    "period": lambda item: item.period,
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


def items_of(held: Progress, names: Called) -> Iterator[Item]:
    """The commitments of a contract, and what was delivered beyond it, each in one piece.

    Args:
        held: How the contract stands.
        names: What suppliers and groups are called.
    """
    whose = _supplier(held.contract, names)
    for each in held.lines:
        pence = {name: getattr(each, f"{name}_pence") for name in PENCE[:-1]}
        units = Units(each.committed, each.due or Fraction(0), each.reported, each.verified)
        line = each.obligation
        pence["unpromised"] = 0
        yield Item(held.contract, line, line.code, pence, units, line.unit, whose(line.owner),
                   group=names.groups.of(line.group))  # fmt: skip
    for beyond in held.beyond:
        yield _beyond(held, beyond, held.contract.measured(beyond.data["measure"]), whose(""))


def _beyond(held: Progress, beyond: Delivered, same: Obligation | None, whose: str) -> Item:
    """What was delivered beyond a contract, under the measure that it has there."""
    pence = {**dict.fromkeys(PENCE, 0), "unpromised": beyond_pence(beyond)}
    unit, measure = beyond.data["unit"], beyond.data["measure"]
    like = None if same is None else attrs.evolve(same, owner="", group="", place="")
    code = same.code if same else measure
    units = Units(beyond=Fraction(beyond.verified))
    period = financial_year(year_of(beyond.entry.ends))
    return Item(held.contract, like, code, pence, units, unit, whose, period)


def items_by_year(held: Progress, names: Called) -> Iterator[Item]:
    """The same, each commitment in the financial years in which it has something.

    Args:
        held: How the contract stands.
        names: What suppliers and groups are called.

    Raises:
        InputError: The contract was put together without its delivery record (SV958).
    """
    items = items_of(held, names)
    for line, item in zip(held.lines, items, strict=False):
        for period, pence, units in by_year(line):
            pence["unpromised"] = 0
            yield attrs.evolve(item, pence=pence, units=units, period=period)
    yield from items  # what is beyond the contract
