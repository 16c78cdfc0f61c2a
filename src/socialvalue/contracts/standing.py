"""What a delivery record comes to: contracts, their schedules, and the state of each return.

Entries are folded in their order, whatever order they are given in.  Two days decide which are
seen: as at a day (`on`), and as known on a day (`known`).  An entry that was undone by a later one
never was, as far as is known after it; what was known before stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Any

import attrs

from socialvalue.contracts.contract import Contract
from socialvalue.contracts.delivery import DeliveryReturn
from socialvalue.contracts.entries import Entry, day_in
from socialvalue.contracts.schedule.agreed import Schedule
from socialvalue.errors import NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.fields import as_read, one
from socialvalue.numbers import Exact, simplest
from socialvalue.words import day_words

__all__ = [
    "DECIDING",
    "OF_RETURNS",
    "OPEN",
    "STATES",
    "Delivered",
    "Standing",
    "Tracked",
    "no_contract",
    "standing_of",
]

STATES: Mapping[str, str] = {
    "reported": "waits for the council",
    "opening": "opening position, not verified here",
    "verified": "verified",
    "verified_in_part": "verified in part",
    "returned": "returned to supplier",
    "withdrawn": "withdrawn",
    "replaced": "replaced",
}
"""The states of a return, and the words for them."""

OPEN = frozenset(("reported", "opening", "verified", "verified_in_part"))
"""States in which a return stands: what it reports is not taken back."""

_AFTER: Mapping[str, str] = {
    "approve": "verified", "reject": "returned", "withdraw": "withdrawn", "reopen": "reported",
    "ask": "reported",
}  # fmt: skip

DECIDING = frozenset(_AFTER)
"""What decides on a return, or asks about it."""

OF_RETURNS = DECIDING | {"deliver"}
"""What is written of returns, and of nothing else."""

_LETS_STAND = frozenset(action for action, state in _AFTER.items() if state in OPEN)


@attrs.frozen
class Delivered:
    """A return, and what has become of it.

    Attributes:
        entry: The entry that it was written in.
        acts: The entries that decided on it, in their order.
        is_replaced: Whether another return has taken its place.
    """

    entry: Entry
    acts: tuple[Entry, ...] = ()
    is_replaced: bool = False

    @property
    def seq(self) -> int:
        """The number of its entry, by which it is known."""
        return self.entry.seq

    @property
    def data(self) -> Mapping[str, Any]:
        """What it holds, as data."""
        return self.entry.what or {}

    @property
    def noun(self) -> DeliveryReturn:
        """What was reported."""
        found: DeliveryReturn = self.entry.noun
        return found

    @property
    def line(self) -> str:
        """The commitment that it is of; "" for what is beyond the contract."""
        return self.entry.line

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that it reports."""
        starts, ends = (self.data[each]["$date"] for each in ("starts", "ends"))
        return day_in(starts), day_in(ends)

    @property
    def reported(self) -> Exact:
        """How much is reported."""
        return self.entry.quantity

    @property
    def stands(self) -> bool:
        """Whether its state is one of `OPEN`; found without reading how much it reports."""
        return not self.is_replaced and (not self.acts or self.acts[-1].action in _LETS_STAND)

    @property
    def is_decided(self) -> bool:
        """Whether all or a part of it is verified by a decision that stands."""
        return bool(self.acts) and self.acts[-1].action == "approve" and not self.is_replaced

    @property
    def counts(self) -> bool:
        """Whether a figure of it counts, be it 0, since it was decided on or taken over."""
        return self.is_decided or bool(self.verified)

    @cached_property
    def state(self) -> str:
        """Its state, one of `STATES`."""
        if self.is_replaced:
            return "replaced"
        if not self.acts:
            return "opening" if self.data.get("opening") else "reported"
        found = _AFTER[self.acts[-1].action]
        in_part = found == "verified" and self.verified < self.reported
        return "verified_in_part" if in_part else found

    @property
    def verified(self) -> Exact:
        """How much of it is verified, or taken over as delivered; 0 where nothing is."""
        if self.is_replaced:
            return _NONE
        if not self.acts:
            return amount(self.data.get("opening") or _NOTHING)
        if self.acts[-1].action != "approve":
            return _NONE
        return self.acts[-1].quantity

    @property
    def waiting(self) -> Exact:
        """How much of it waits for the council."""
        if self.is_decided or not self.stands:
            return _NONE
        return simplest(Fraction(self.reported) - Fraction(self.verified))

    @property
    def question(self) -> str:
        """What the council asks of it, where nothing was decided since; or ""."""
        is_asked = self.state in OPEN and self.last.action == "ask"
        return self.last.reason if is_asked else ""

    @property
    def last(self) -> Entry:
        """The entry that made it what it is."""
        return self.acts[-1] if self.acts else self.entry


_NONE = Decimal(0)
_NOTHING = {"$decimal": "0"}


def amount(data: Any) -> Exact:
    """An exact number as an entry holds it.

    Example:
        >>> amount({"$decimal": "2.50"}), amount({"$fraction": "1/3"})
        (Decimal('2.50'), Fraction(1, 3))
    """
    ((tag, text),) = data.items()
    return Decimal(text) if tag == "$decimal" else Fraction(text)


@attrs.frozen
class Tracked:
    """A contract with its schedule and its returns, as at a day.

    Attributes:
        entry: The entry that it was written in.
        changes: The entries of changes of its schedule, in their order.
        returns: Its returns, in their order.
        spends: The entries of what was spent, in their order.
        managers: The entries of who manages it from a day on, in their order.
        on: The day as at which, or None.
    """

    entry: Entry
    changes: tuple[Entry, ...] = ()
    returns: tuple[Delivered, ...] = ()
    spends: tuple[Entry, ...] = ()
    on: date | None = None
    managers: tuple[Entry, ...] = ()

    @cached_property
    def contract(self) -> Contract:
        """The contract as it was awarded."""
        found: Contract = self.entry.noun
        return found

    @cached_property
    def schedule(self) -> Schedule:
        """The agreed schedule, with the changes that have their ground and what was spent."""
        held = ((each.on, each.noun) for each in sorted(self.changes, key=lambda one: one.on))
        changes = tuple((on, change) for on, change in held if change.is_agreed)
        spent = [*self.contract.spend, *(each.noun for each in self.spends)]
        seen = (each for each in spent if self.on is None or each.ends <= self.on)
        spends = tuple(sorted(seen, key=lambda each: each.ends))
        return Schedule(self.contract, changes, spends, self.manager)

    @property
    def manager(self) -> str | None:
        """The role of who manages it, of the last day and entry; None for the one at award."""
        last = max(self.managers, key=lambda each: (each.on, each.seq), default=None)
        return None if last is None else str(last.noun.manager)

    @property
    def version(self) -> int:
        """The version of the agreed schedule, 1 as awarded and one more with each change."""
        return 1 + len(self.schedule.changes)

    def worth_of(self, each: Delivered) -> Fraction:
        """£ that a return reports: at the value of its commitment, or its own beyond the contract.

        Args:
            each: A return of this contract.
        """
        if not each.line:
            return Fraction(each.reported) * Fraction(each.noun.unit_value or 0)
        return Fraction(each.reported) * self.schedule[each.line].worth

    def second_look(self, each: Delivered, *, drawn: bool = True) -> str:
        """Why two people verify a return, in words; "" where the contract asks for no second.

        Args:
            each: A return of this contract.
            drawn: Whether the sample is looked at too, and not the worth alone.
        """
        look = self.contract.second_look
        if look is None:
            return ""
        if look.is_large(self.worth_of(each)):
            return look.limit
        ids = (each.line, as_read(each.data["measure"]),
               each.data["starts"]["$date"], each.data["ends"]["$date"])  # fmt: skip
        return look.DRAWN if drawn and look.is_drawn(self.entry.sha256, ids) else ""

    def returns_of(self, line: str) -> tuple[Delivered, ...]:
        """The returns of a line that stand; of "" those beyond the contract."""
        return tuple(each for each in self.by_line.get(line, ()) if each.stands)

    @cached_property
    def by_line(self) -> Mapping[str, Sequence[Delivered]]:
        """All returns of each line, also those that were taken back; of "" those beyond."""
        found: dict[str, list[Delivered]] = {}
        for each in self.returns:
            found.setdefault(each.line, []).append(each)
        return found


@attrs.frozen
class Standing:
    """What a record comes to, as at a day and as known on a day.

    Attributes:
        contracts: By reference, in the order in which they were written.
        undone: The numbers of entries that were undone.
        on: The day as at which, or None.
        entries: Those that are seen and were not undone, in their order.
        delivered: The returns among them, in the same order, whatever contract they are of.
        read: All entries of the record that it was made of; () where it is of a part of them.
        head: Of that record, as printed; "" alike.
    """

    contracts: Mapping[str, Tracked]
    undone: frozenset[int] = frozenset()
    on: date | None = None
    entries: tuple[Entry, ...] = attrs.field(default=(), repr=False)
    delivered: tuple[Delivered, ...] = attrs.field(default=(), repr=False)
    read: tuple[Entry, ...] = attrs.field(default=(), repr=False, eq=False)
    head: str = attrs.field(default="", repr=False, eq=False)

    def of(self, *actions: str) -> tuple[Entry, ...]:
        """The entries that do one of these, in their order."""
        found = (each for action in {*actions} for each in self._by_action.get(action, ()))
        return tuple(sorted(found, key=attrgetter("seq")))

    @cached_property
    def _by_action(self) -> Mapping[str, Sequence[Entry]]:
        """The entries by what they do: of each contract is asked what was written of it."""
        found: dict[str, list[Entry]] = {}
        for each in self.entries:
            found.setdefault(each.action, []).append(each)
        return found

    def __getitem__(self, reference: str) -> Tracked:
        if one("the contract", str, reference) in self.contracts:
            return self.contracts[reference]
        raise NotFoundError(no_contract(reference, self.contracts, self.on))

    @cached_property
    def returns(self) -> Mapping[int, Delivered]:
        """Every return by the number of its entry."""
        return {each.seq: each for held in self.contracts.values() for each in held.returns}


def no_contract(found: Any, held: Iterable[str], on: date | None = None) -> Problem:
    """That there is no such contract, with those that there are, and why it may not be there yet.

    Args:
        found: The reference that was looked for.
        held: The references that there are.
        on: The day as at which it was looked for, or None.
    """
    hint = did_you_mean(found, held, label="contracts") or None
    found = found or "(none is named)"
    if on is None:
        return problem("SV950", found=found, hint=hint)
    later = "one that was entered later is there from that day on"
    hint = "; ".join(each for each in (hint, later) if each)
    return problem("SV950", found=f"{found} as at {day_words(on)}", hint=hint)


def standing_of(
    entries: Iterable[Entry], on: date | None = None, known: date | None = None
) -> Standing:
    """What some entries come to.

    Args:
        entries: In any order.
        on: The day as at which; all that is written, if not given.
        known: The day on which it was known; today's knowledge, if not given.
    """
    told = entries if known is None else (each for each in entries if each.entered <= known)
    seen = sorted(told, key=attrgetter("seq"))
    undone = frozenset(each.about for each in seen if each.action == "correct" and each.about)
    day = date.max if on is None else on
    held = [each for each in seen if each.on <= day and each.seq not in undone]
    acts: dict[int | None, tuple[Entry, ...]] = {}
    reported: list[Entry] = []
    of: dict[str, dict[str, list[Entry]]] = {}
    for each in held:
        if each.action in _AFTER:
            acts[each.about] = (*acts.get(each.about, ()), each)
        elif each.action == "deliver":
            reported.append(each)
        else:
            of.setdefault(each.contract, {}).setdefault(each.action, []).append(each)
    delivered = _delivered(reported, acts)
    returns: dict[str, list[Delivered]] = {}
    for one_of in delivered:
        returns.setdefault(one_of.entry.contract, []).append(one_of)
    found = {reference: _tracked(mine, returns.get(reference, ()), on)
             for reference, mine in of.items() if "add" in mine}  # fmt: skip
    return Standing(found, undone, on, tuple(held), delivered)


def _delivered(
    reported: Sequence[Entry], acts: Mapping[int | None, tuple[Entry, ...]]
) -> tuple[Delivered, ...]:
    """Returns with what has become of them.

    They are gone through in their order, as they lie in memory: a contract after another takes
    twice the time.
    """
    replaced = {each.replaces for each in reported}
    return tuple(Delivered(each, acts.get(each.seq, ()), each.seq in replaced) for each in reported)


def _tracked(
    mine: Mapping[str, list[Entry]], returns: Iterable[Delivered], on: date | None
) -> Tracked:
    """One contract of its entries."""
    acts = ("change", "spend", "manage")
    changes, spends, managers = (tuple(mine.get(action, ())) for action in acts)
    return Tracked(mine["add"][0], changes, tuple(returns), spends, on, managers)
