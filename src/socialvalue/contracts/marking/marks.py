"""A number for each supplier of a delivery record, which stays when its name is erased.

The name of a sole trader is personal data.  Two suppliers of a contract must stay two without their
names, one supplier of two contracts one, and a commitment its owner's: so no figure changes.

Source:
    practice.md §7.1 and §7.2.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from socialvalue.contracts.contract import Contract, Party
from socialvalue.contracts.entered import Breach
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.model.fields import as_read

__all__ = ["Marks"]


@attrs.define
class Marks:
    """The numbers of suppliers, as the entries of a record give them.

    Attributes:
        named: Name, as it is compared, to the number.
        numbered: Identifier, likewise: one that reads like another supplier's name is not it.
        of: The reference of a contract to the names of its own suppliers, likewise: two suppliers
            of one name and two identifiers stay two.
        last: The highest number that was given.
        read: How many entries were looked at.
    """

    named: dict[str, int] = attrs.field(factory=dict)
    numbered: dict[str, int] = attrs.field(factory=dict)
    of: dict[str, dict[str, int]] = attrs.field(factory=dict)
    last: int = 0
    read: int = 0

    def set_on(self, new: Any, entries: Sequence[Entry]) -> Any:
        """An entry to be written, whose suppliers have their numbers.

        Args:
            new: The entry.
            entries: Those before it.
        """
        if not isinstance(new.noun, (Breach, Contract, ScheduleChange)):
            return new
        for each in entries[self.read :]:
            if each.action in {"add", "change"}:
                self._keep(each.noun.suppliers, each.contract)
        self.read = len(entries)
        if isinstance(new.noun, Breach):
            return new
        held = tuple(attrs.evolve(each, mark=self._of(each)) for each in new.noun.suppliers)
        self._keep(held, new.contract)
        return attrs.evolve(new, noun=attrs.evolve(new.noun, suppliers=held)) if held else new

    def names_in(self, contract: str) -> Mapping[str, int]:
        """Names of suppliers to their numbers, as a contract's entries mean them.

        Args:
            contract: The reference.
        """
        return ChainMap(self.of.get(contract, {}), self.named)

    def _of(self, party: Party) -> int:
        held = self.numbered if party.id else self.named
        found = held.get(as_read(party.id or party.name))
        if found is None:
            self.last += 1
            return self.last
        return found

    def _keep(self, parties: Iterable[Party], contract: str) -> None:
        for each in parties:
            if each.mark is not None:
                self.last = max(self.last, each.mark)
                self.named.setdefault(as_read(each.name), each.mark)
                self.of.setdefault(contract, {})[as_read(each.name)] = each.mark
                if each.id:
                    self.numbered.setdefault(as_read(each.id), each.mark)
