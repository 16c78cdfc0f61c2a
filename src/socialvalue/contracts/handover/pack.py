"""The hand-over pack: the agreed schedule to annex, and the page for a contract's first day."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs

from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.contracts.choices import GROUNDS_OF_CHANGE
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.expected import Term
from socialvalue.contracts.handover.wording import (
    Indicator,
    due_words,
    indicator_of,
)
from socialvalue.contracts.handover.workbook import workbook_bytes
from socialvalue.contracts.lines import LineProgress, Progress, progress_of
from socialvalue.contracts.log import Day
from socialvalue.contracts.obligation import LEVELS, Obligation
from socialvalue.contracts.people.groups import is_group_ours
from socialvalue.contracts.periods import Period, periods_of
from socialvalue.contracts.register import Register
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.standing import Tracked
from socialvalue.model.days import days_on
from socialvalue.model.fields import day, one
from socialvalue.model.places import place_name
from socialvalue.numbers import grouped, pounds
from socialvalue.registry.loading import places
from socialvalue.saving import write_file
from socialvalue.words import day_words, listed, number_of

__all__ = ["HandOver", "hand_over"]

_WEEK = 7
_SIGNED = ("for", "name and role", "signature", "date")
_OFFERS = ("no.", "commitment", "who delivers", "for whom, where", "due by first return")
_TO_FILL_IN = "________________"


@attrs.frozen(kw_only=True, repr=False)
class HandOver(Shown):
    """What goes from those who bought to those who manage, and to the supplier.

    Attributes:
        found: How the contract stands as at the day.
        changes: The agreed changes of its schedule, each with its day.
        indicators: Each commitment in words that can be measured.
        periods: The periods that returns are of.
        due: By commitment, how much is due at the end of the first period; None without a plan.
        every: How many months each has.
        entry: The number of the contract's own entry.
    """

    found: Progress
    changes: tuple[tuple[date, ScheduleChange], ...]
    indicators: tuple[Indicator, ...]
    periods: tuple[Period, ...]
    due: Mapping[str, Fraction | None]
    every: int
    entry: int

    @property
    def contract(self) -> Contract:
        """The contract as it was awarded."""
        return self.found.contract

    @property
    def schedule(self) -> Explanation:
        """The agreed schedule, to annex to the contract."""
        return join(self._schedule())

    @property
    def mobilisation(self) -> Explanation:
        """The page for the first day, with dates, who offered what to whom, and what is open."""
        return join(self._mobilisation())

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the schedule: the same contract gives the same bytes.

        Args:
            path: A file that ends in ``.xlsx``, ``.docx``, ``.html``, ``.md`` or ``.txt``.  What
                stood there is written over.

        Raises:
            InputError: Another ending (SV312); XlsxWriter (SV932) or python-docx (SV841) is not
                installed.
        """
        file = Path(path)
        if file.suffix.lower() == ".xlsx":
            write_file(file, self.workbook)
        else:
            self.schedule.write(file)

    @property
    def workbook(self) -> bytes:
        """The schedule as a workbook.

        Raises:
            InputError: XlsxWriter is not installed (SV932).
        """
        return workbook_bytes(self._schedule(), self.found.on)

    def explain(self) -> Explanation:
        """All of it: the schedule, and then the mobilisation page."""
        return self._told()

    def _line(self) -> str:
        return f"{self.contract.reference!r}, agreed schedule, version {self.found.version}"

    def _blocks(self) -> Iterable[Block]:
        yield from self._schedule()
        yield from self._mobilisation()

    # --- the schedule ---

    def _schedule(self) -> Iterator[Block]:
        contract, title = self.contract, f"Agreed schedule, version {self.found.version}"
        rows = tuple(_committed(each, contract.term) for each in self.found.lines)
        heads: tuple[str, ...] = ("no.", "commitment", "committed", "due", "where, and for what")
        said = tuple(_said(contract, self.found.on))
        yield Block(f"{title}: {contract.reference}, {contract.title}", said, heads, rows, (), 2)
        told = ("Each with its target, unit, day, evidence and how often it is reported.",)
        wording = tuple((each.line, each.title, each.description) for each in self.indicators)
        heads = ("no.", "title", "description")
        yield Block("Wording of KPIs", told, heads, wording, (), 2)
        yield from self._changed()
        yield from _left_out(contract)
        yield self._thread()
        yield _signatures("Agreed", (contract.authority or "The authority",
                                     *(each.name for each in contract.suppliers)))  # fmt: skip
        yield Block("", (f"Delivery record: {self.found.head}.",))

    def _changed(self) -> Iterator[Block]:
        if self.changes:
            heads = ("version", "from", "what", "ground", "stands in")
            rows = tuple(
                (str(number), day_words(on), each._line(),
                 GROUNDS_OF_CHANGE.get(each.ground, each.because), each.instrument)
                for number, (on, each) in enumerate(self.changes, start=2)
            )  # fmt: skip
            yield Block("Changes since the award", (), heads, rows, (0,))

    def _thread(self) -> Block:
        """Where each commitment comes from: bid, cell of the calculator, set, scheme, record."""
        contract, origin = self.contract, self.contract.origin
        said = [f"Entry {self.entry:,} of the delivery record."]
        if origin is not None:
            told = f", {origin.tender_reference}" if origin.tender_reference else ""
            lot = f", lot {origin.lot}" if origin.lot else ""
            said += [
                f"Tender: {origin.tender}{told}{lot}. Bid: {origin.bidder}.",
                f"Measures and values: {', then '.join(origin.sets)}.",
                f"Scheme: fingerprint {origin.scheme}.",
                f"Record of the evaluation: sha256 {origin.record}, library {origin.library}.",
                "'socialvalue replay' works that record out again.",
            ]
        heads = ("no.", "measure", "in the bid", "offered", "scored", "£ at award")
        rows = tuple(
            (each.line, each.measure, each.written or "not from a file", each.amount,
             grouped(each.scored), pounds(each.value))
            for each in contract.schedule
        )  # fmt: skip
        return Block("Audit trail", tuple(said), heads, rows, (4, 5), 2)

    # --- mobilisation ---

    def _mobilisation(self) -> Iterator[Block]:
        contract = self.contract
        heads = ("what", "proposed", "agreed on", "who, by role")
        rows = tuple(
            (what, day_words(when), _TO_FILL_IN, _TO_FILL_IN) for what, when in self._dates()
        )
        said = (
            f"Between {_who(contract)}: {Period(contract.starts, contract.ends)}.",
            "Write in the days that are agreed; the proposed ones are no duty.",
        )
        yield Block(f"Mobilisation: {contract.reference}, {contract.title}", said, heads, rows)
        first = self.periods[0]
        told = (f"The first return is of {first}.",)
        offers = tuple(map(self._offer, self.found.lines))
        yield Block("Who offered what to whom", told, _OFFERS, offers, (), 2)
        open_ = tuple(self._open())
        yield Block("Still open", open_ or ("Nothing in this list is open.",))
        yield _signatures("Handed over", ("Those who bid", "Those who deliver", "Contract manager"))

    def _dates(self) -> Iterator[tuple[str, date]]:
        """The five days of a mobilisation.

        Source:
            practice.md §2.10.
        """
        starts, first = self.contract.starts, self.periods[0].ends
        yield "Roles of contacts named, on both sides", starts
        yield "Delivery plan agreed (week 4)", days_on(starts, 4 * _WEEK)
        yield "Evidence agreed, commitment by commitment", days_on(starts, 4 * _WEEK)
        yield "First return", days_on(first, 2 * _WEEK)
        yield "First review", days_on(first, 4 * _WEEK)

    def _offer(self, each: LineProgress) -> tuple[str, ...]:
        held, contract = each.obligation, self.contract
        who = held.owner or contract.suppliers[0].name
        return each.line, _plainly(held), who, _where(held), self._first(each)

    def _first(self, each: LineProgress) -> str:
        due = self.due[each.line]
        if due is None:
            return "no plan is agreed"
        whole = each.obligation.in_whole(due)
        return each.obligation.counted(whole) if whole else "nothing yet"

    def _open(self) -> Iterator[str]:
        for asked in self.contract.questions:
            yield f"{asked.message[:1].upper()}{asked.message[1:]} ({asked.code})."
        for each in self.indicators:
            if each.missing:
                yield f"Commitment {each.line}: agree {listed(each.missing)}."


def hand_over(register: Register, reference: str, *, on: Day, every: int | None = None) -> HandOver:
    """The hand-over pack of a contract, by the schedule in force on a day.

    Args:
        register: The delivery record.
        reference: Of the contract.
        on: The day as at which.
        every: How many months lie between two returns; as the contract says, if not given, and
            three where it says nothing.

    Raises:
        NotFoundError: There is no such contract as at that day (SV950).
        InputError: `every` is no number of months (SV316).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
        ...                               starts="2022-09-01", ends="2025-08-31")
        >>> register = sv.contracts.open_register()
        >>> _ = register.add(contract, by="procurement", on="2022-08-20")
        >>> pack = sv.contracts.hand_over(register, "ECC-0412", on="2022-09-01")
        >>> pack.indicators[8].description
        'Target: yes by 31 August 2025. Shown by: [evidence to be agreed]. Reported every 3 months.'
    """
    when, held = day(on), one("hand_over", Register, register)
    standing = held.standing(when)
    tracked = standing[reference]
    months = tracked.schedule.contract.asked_every(every)
    found = progress_of(tracked, when, standing.head)
    term = found.contract.term
    periods = periods_of(term, months)
    return HandOver(
        found=found, changes=tracked.schedule.changes, periods=periods, every=months,
        due=_due(tracked, found, periods[0].ends), entry=tracked.entry.seq,
        indicators=tuple(indicator_of(each.obligation, term, committed=each.committed, every=months)
                         for each in found.lines),
    )  # fmt: skip


def _due(tracked: Tracked, found: Progress, on: date) -> dict[str, Fraction | None]:
    return {each.line: tracked.schedule.due(each.obligation, on) for each in found.lines}


# --- words --------------------------------------------------------------------------------


def _who(contract: Contract) -> str:
    suppliers = listed(each.name for each in contract.suppliers)
    return f"{contract.authority or 'the authority'} and {suppliers}"


def _said(contract: Contract, on: date) -> Iterator[str]:
    yield f"Annex to the contract between {_who(contract)}."
    yield (
        f"{day_words(contract.starts)} to {day_words(contract.ends)}, "
        f"{pounds(contract.value.initial)} (VAT {contract.value.vat}). As at {day_words(on)}."
    )
    yield _binds(contract.offer_in_contract)
    yield (
        f"{number_of(len(contract.schedule), 'commitment')}. The whole of what is committed binds, "
        "whether or not all of it was scored."
    )


def _binds(offer: str) -> str:
    """Whether the offer forms part of the contract."""
    if offer.lower() == "yes":
        return "The offer forms part of the contract."
    if offer.lower() == "no":
        return "The offer does not form part of the contract: only this schedule binds."
    return f"The offer forms part of the contract: {offer}." if offer else (
        "[Say whether the offer forms part of the contract.]"
    )  # fmt: skip


def _committed(each: LineProgress, term: Term) -> tuple[str, ...]:
    held = each.obligation
    words = f"{held.code} {held.title}"
    amount = held.amount if held.unit == "text" else held.counted(each.committed)
    return each.line, words, amount, due_words(held, term), _where(held)


def _where(held: Obligation) -> str:
    """What it is for, where, and whether community groups may ask for it."""
    place = place_name(places(), held.place) if held.place else ""
    ours = " (our own reading of the measure's title)" if is_group_ours(held) else ""
    parts = [held.activity, place, f"for {held.group}{ours}" if held.group else "",
             "community groups may ask for it" if held.community else ""]  # fmt: skip
    return "; ".join(each for each in parts if each)


def _plainly(held: Obligation) -> str:
    """A commitment with how its quantity came about."""
    how = held.offered.working if held.unit not in LEVELS else held.amount
    return f"{held.code} {held.title}: {how}"


def _left_out(contract: Contract) -> Iterator[Block]:
    """What was offered and does not bind, each with the decision."""
    rows = tuple(
        (each.line, f"{each.code} {each.title}", each.amount, each.decision or "to be decided")
        for each in contract.lines
        if not each.binds
    )
    if rows:
        heads = ("no.", "commitment", "offered", "decision")
        yield Block("Offered, and not in the contract", (), heads, rows, (), 2)


def _signatures(heading: str, whose: Iterable[str]) -> Block:
    lines = (_TO_FILL_IN,) * (len(_SIGNED) - 1)
    return Block(heading, (), _SIGNED, tuple((each, *lines) for each in whose))
