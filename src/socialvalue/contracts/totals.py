"""All contracts together: sums over sums, and never a mean of ratios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation
from socialvalue.charts import Chart
from socialvalue.contracts.amounts import in_short, pence_words, per_cent, to_two, whole_pounds
from socialvalue.contracts.by_month.months import months_chart
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.lines import (
    STATES_OF_LINES,
    LineProgress,
    Progress,
    progress_of,
)
from socialvalue.contracts.log import Day
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.people.counted import (
    People,
    groups_words,
    left_out_of,
    people_by_group,
    people_words,
)
from socialvalue.contracts.quiet import no_collection
from socialvalue.contracts.register import Register
from socialvalue.contracts.split.items import PENCE, Item, axis_of, called, items_by_year, items_of
from socialvalue.contracts.sums import Sums, Units
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.errors import InputError, problem
from socialvalue.model.days import days_of
from socialvalue.model.fields import day, one
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import sum_of
from socialvalue.tables import rows_to_frame
from socialvalue.units import UNITS
from socialvalue.words import counting, day_words, listed, number_of

__all__ = ["NOT_STATED", "Portfolio", "portfolio", "portfolio_of"]

NOT_STATED = "not stated"


@attrs.frozen(kw_only=True, repr=False)
class Portfolio(Sums):
    """All contracts of a delivery record as at a day.

    Attributes:
        promised: £ committed, at the values of award.
        expected: £ due by now, of commitments that have a plan.
        reported: £ reported.
        delivered: £ verified, over-delivery among them.
        capped: £ verified against commitment: no commitment over 100%.
        unpromised: £ verified beyond the contract, in no ratio.
        on: The day as at which.
        contracts: How each stands.
        head: Of the delivery record, as printed.
    """

    on: date
    contracts: tuple[Progress, ...]
    head: str
    _entries: tuple[Entry, ...] = attrs.field(default=(), eq=False)
    _known: date | None = attrs.field(default=None, eq=False)

    def chart(self) -> Chart:
        """£ committed, due and delivered against commitment, at the end of each month.

        Raises:
            InputError: The contracts were put together without their delivery record (SV958).
        """
        if self.contracts and not self._entries:
            raise InputError(problem("SV958", what="the chart", found="the delivery record"))
        return months_chart(self._entries, self.on, self._known)

    @property
    def contract_count(self) -> int:
        """How many contracts there are."""
        return len(self.contracts)

    @property
    def supplier_count(self) -> int:
        """How many suppliers there are, each once, however many contracts it has."""
        return len({each.key for held in self.contracts for each in held.contract.suppliers})

    @property
    def contract_value(self) -> Decimal:
        """£ that the contracts are worth, each its initial term as agreed by that day."""
        values = (Fraction(each.contract.value.initial) * 100 for each in self.contracts)
        return as_pounds(int(sum(values, Fraction(0))))

    @property
    def per_pound(self) -> Fraction | None:
        """£ committed ÷ £ that the contracts are worth; None without a contract."""
        value = self.contract_value
        return Fraction(self.promised) / Fraction(value) if value else None

    @cached_property
    def _items(self) -> tuple[Item, ...]:
        names = called(held.contract for held in self.contracts)
        return tuple(each for held in self.contracts for each in items_of(held, names))

    @cached_property
    def _items_by_year(self) -> tuple[Item, ...]:
        names = called(held.contract for held in self.contracts)
        found = (each for held in self.contracts for each in items_by_year(held, names))
        return tuple(sorted(found, key=lambda each: each.period or "9"))

    def _items_for(self, axis: str) -> tuple[Item, ...]:
        return self._items_by_year if axis == "period" else self._items

    def by(self, axis: str) -> FrozenMap[str, Sums]:
        """The same pounds split by an axis; the parts sum to the totals.

        Args:
            axis: contract, directorate, supplier (the owner of a commitment, or all of a
                contract's suppliers as one), kind, regime, theme, outcome, measure, unit,
                value_kind, place, group or period: the financial year, from 1 April.  What is
                committed is of the year in which it falls due; a return, of the year in which
                its period ends.  So a year that made up for the one before is over 100%.

        Raises:
            InputError: No such axis (SV312); it is the period, of contracts that were put
                together without their delivery record (SV958).
        """
        key, found = axis_of(axis), dict[str, Counter[str]]()
        for item in self._items_for(axis):
            found.setdefault(key(item) or NOT_STATED, Counter()).update(item.pence)
        return FrozenMap({name: _sums(pence) for name, pence in found.items()})

    def quantities(self, axis: str = "measure") -> FrozenMap[str, FrozenMap[str, Units]]:
        """Units split by an axis and by what they are counted in.

        Per cents, yes or no, and texts are left out: nobody adds them up.  FTE-years are years of
        work, and no number of jobs.

        Args:
            axis: As for `by`.

        Returns:
            The axis to the unit to how many.

        Raises:
            InputError: As for `by` (SV312, SV958).
        """
        key, found = axis_of(axis), dict[str, dict[str, Units]]()
        for item in self._items_for(axis):
            if item.unit not in LEVELS:
                held = found.setdefault(key(item) or NOT_STATED, {})
                held[item.unit] = _added(held.get(item.unit, Units()), item.units)
        return FrozenMap({name: FrozenMap(held) for name, held in found.items()})

    @cached_property
    def people(self) -> FrozenMap[str, People]:
        """People and FTE by group; FTE-years are years of work, and no number of jobs."""
        return people_by_group(self.contracts)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the figures leave out, in words, with how many."""
        lines = [each for held in self.contracts for each in held.lines]
        unvalued = sum(not each.obligation.worth for each in lines)
        planless = sum(each.due is None and bool(each.obligation.worth) for each in lines)
        open_ones = sum(one.standing == "proposed_left_out"
                        for held in self.contracts for one in held.contract.lines)  # fmt: skip
        waiting = sum(each.since is not None for each in lines)
        opening = sum(bool(each.opening) for each in lines)
        said = (
            (unvalued, "without pounds, in units only"),
            (planless, "without a plan, in no sum of what is due"),
            (open_ones, "offered twice, on which nobody has decided"),
            (waiting, "with returns that wait for the council, not in what is verified"),
            (opening, "with an opening position, counted as verified but not verified here"),
        )
        counted = (f"{number_of(count, 'commitment')} {words}" for count, words in said if count)
        return (*counted, *left_out_of(each.obligation for each in lines))

    @property
    def headline(self) -> str:
        """The figures of all contracts in a few sentences."""
        if self.per_pound is None:
            return f"As at {day_words(self.on)}. No contract is entered."
        counts = f"{number_of(self.contract_count, 'contract')}, " + number_of(
            self.supplier_count, "supplier"
        )
        return (
            f"As at {day_words(self.on)}. {counts}, {in_short(self.contract_value)}. "
            f"Committed {in_short(self.promised)} ({pence_words(self.per_pound)} per £1). "
            f"Delivered against commitment {in_short(self.capped)} ({per_cent(self.compliance)}). "
            f"Delivered beyond the contract {in_short(self.unpromised)}, shown apart. "
            f"£ are proxy values, not savings. {people_words(self.people)}"
        ).rstrip()

    def to_frame(self, backend: str = "polars") -> Any:
        """A row a contract: who, how much it is worth, and pounds as whole pence.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
        """
        return rows_to_frame(self.columns(), backend)

    def columns(self) -> dict[str, list[Any]]:
        """What `to_frame` makes a table of: names to cells."""
        rows = [_row(each) for each in self.contracts]
        return {name: [row[name] for row in rows] for name in _COLUMNS}

    def explain(self) -> Explanation:
        """The headline, a row a contract, units by measure, and what is left out."""
        return self._told()

    def _line(self) -> str:
        many = number_of(self.contract_count, "contract")
        return f"{many}, as at {day_words(self.on)}, {super()._line()}"

    def _blocks(self) -> Iterable[Block]:
        heads = ("contract", "supplier", "ends", "met", "committed", "due by now", "reported",
                 "verified", "% of due", "status")  # fmt: skip
        rows = tuple(map(_cells, sorted(self.contracts, key=_urgency)))
        yield Block("All contracts", (self.headline,), heads, rows, (3, 4, 5, 6, 7, 8), lead=2)
        kinds = tuple(_kind_row(*each) for each in self.by("value_kind").items())
        if kinds:
            said = ("kind of value", "committed", "due by now", "reported", "verified", "beyond")
            yield Block("Kinds of value", (), said, kinds, (1, 2, 3, 4, 5))
        units = tuple(self._unit_rows())
        people = groups_words(self.people)
        if people:
            yield Block("People", (people,))
        if units:
            counted = ("measure", "unit", "committed", "due by now", "reported", "verified")
            yield Block("Units", (), counted, units, (2, 3, 4, 5))
        if self.left_out:
            yield Block("What is left out", tuple(f"{each}." for each in self.left_out))
        yield Block("", (f"Delivery record: {self.head}.",))

    def _unit_rows(self) -> Iterator[tuple[str, ...]]:
        found = self.quantities("measure")
        for measure in sorted(found, key=counting):
            for unit, each in found[measure].items():
                if unit != "gbp":
                    amounts = (each.committed, each.due, each.reported, each.verified)
                    yield (measure, UNITS[unit].name, *map(to_two, amounts))


def portfolio(
    register: Register, *, on: Day, known: Day | None = None, grace: int = 0
) -> Portfolio:
    """All contracts of a delivery record as at a day: what is committed, due and delivered.

    Args:
        register: The delivery record.
        on: The day as at which.
        known: As known on this day; today's knowledge, if not given.
        grace: Days that a commitment may be late before it is called so.

    Example:
        >>> import socialvalue as sv
        >>> register = sv.contracts.open_register()
        >>> found = sv.portfolio(register, on="2022-12-31")
        >>> found.contract_count, found.promised, found.compliance
        (0, Decimal('0.00'), None)
    """
    when, late = day(on), days_of(grace, "grace")
    with no_collection():
        standing = one("all contracts", Register, register).standing(when, known)
        head = standing.head
        held = (progress_of(each, when, head, late) for each in standing.contracts.values())
        found = portfolio_of(held, on=when, head=head)
    return attrs.evolve(found, entries=standing.read, known=day(known) if known else None)


def portfolio_of(contracts: Iterable[Progress], *, on: date, head: str) -> Portfolio:
    """All contracts together, of how each stands.

    Args:
        contracts: How each stands as at the day.
        on: The day as at which.
        head: Of the delivery record, as printed.
    """
    held = tuple(contracts)
    return Portfolio(on=on, contracts=held, head=head, **_added_up(held))


def _kind_row(kind: str, held: Sums) -> tuple[str, ...]:
    """A kind of value for people; local economic and social pounds are never only added up."""
    amounts = (held.promised, held.expected, held.reported, held.delivered, held.unpromised)
    return (kind.replace("_", " "), *map(whole_pounds, amounts))


def _added_up(held: Iterable[Progress]) -> dict[str, Any]:
    parts = [[getattr(each, name) for name in PENCE] for each in held]
    sums = map(sum_of, zip([as_pounds(0)] * len(PENCE), *parts, strict=True))
    return dict(zip(PENCE, sums, strict=True))


def _pounds(pence: Mapping[str, int]) -> dict[str, Any]:
    return {name: as_pounds(pence[name]) for name in PENCE}


def _sums(pence: Counter[str]) -> Sums:
    return Sums(**_pounds(pence))


def _added(one: Units, other: Units) -> Units:
    names = (each.name for each in attrs.fields(Units))
    return Units(*(getattr(one, name) + getattr(other, name) for name in names))


def _urgency(held: Progress) -> tuple[int, int, str]:
    """What contracts are sorted by: overdue, behind, waiting, then all others by reference."""
    return -_count(held, "overdue"), -_count(held, "behind"), held.contract.reference


def _count(held: Progress, state: str) -> int:
    return sum(each.state == state for each in held.lines)


def _status(held: Progress) -> str:
    """The most urgent state of a contract, with how many are in it."""
    first = next((each for each in STATES_OF_LINES if _count(held, each)), None)
    if first is None:
        return "– No commitment"
    return f"{STATES_OF_LINES[first]} ({_count(held, first)})"


def _met(held: Progress) -> int:
    return sum(each.verified >= each.committed for each in held.lines)


def _cells(held: Progress) -> tuple[str, ...]:
    """A contract for people."""
    due = Fraction(held.expected)
    share = Fraction(sum(map(_met_of_due, held.lines)), 100) / due if due else None
    return (
        held.contract.reference, listed(each.name for each in held.contract.suppliers),
        day_words(held.contract.ends), f"{_met(held)} of {len(held.lines)}",
        *map(whole_pounds, (held.promised, held.expected, held.reported, held.delivered)),
        "–" if share is None else per_cent(share), _status(held),
    )  # fmt: skip


def _met_of_due(each: LineProgress) -> int:
    """Pence that are verified, up to what is due."""
    return min(each.delivered_pence, each.expected_pence)


_COLUMNS = (
    "contract", "title", "supplier", "directorate", "starts", "ends", "contract_value_pence",
    "commitments", "met", "promised_pence", "expected_pence", "reported_pence", "delivered_pence",
    "capped_pence", "unpromised_pence",
)  # fmt: skip


def _row(held: Progress) -> dict[str, Any]:
    contract = held.contract
    pence = {f"{name}_pence": int(Fraction(getattr(held, name)) * 100) for name in PENCE}
    return {
        "contract": contract.reference, "title": contract.title,
        "supplier": listed(each.name for each in held.contract.suppliers),
        "directorate": contract.directorate, "starts": contract.starts, "ends": held.contract.ends,
        "contract_value_pence": int(Fraction(held.contract.value.initial) * 100),
        "commitments": len(held.lines), "met": _met(held), **pence,
    }  # fmt: skip
