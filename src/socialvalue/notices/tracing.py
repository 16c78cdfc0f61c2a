"""One commitment from the award criterion to the rating: what each step says, and where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts import Entry, Obligation, Performance, Register, Standing, Tracked, kpis
from socialvalue.errors import InputError, problem
from socialvalue.model.fields import day, one, text
from socialvalue.numbers import Exact, plain, pounds
from socialvalue.units import UNITS
from socialvalue.words import day_words

__all__ = ["Step", "Thread", "thread"]


_ACTS: Final = {
    "approve": "verified", "reject": "returned to supplier", "withdraw": "withdrawn",
    "reopen": "taken up again",
}  # fmt: skip


@attrs.frozen
class Step:
    """One step of a commitment.

    Attributes:
        what: Which step.
        said: What it says.
        where: Where that can be looked up.
    """

    what: str
    said: str
    where: str


@attrs.frozen(kw_only=True, repr=False)
class Thread(Shown):
    """A commitment from the award criterion to the rating.

    Attributes:
        id: The contract's reference and the commitment's number, as ``ECC-0412/1``.
        title: Of its measure.
        steps: From the award criterion to the contract, and then by the days of their entries.
        head: Of the delivery record, as printed.
    """

    id: str
    title: str
    steps: tuple[Step, ...]
    head: str

    def columns(self) -> dict[str, list[str]]:
        """A row a step: names to cells."""
        names = ("what", "said", "where")
        return {name: [getattr(each, name) for each in self.steps] for name in names}

    def explain(self) -> Explanation:
        """The steps, with where each stands."""
        return self._told()

    def _line(self) -> str:
        return f"{self.id}, {self.title}, {len(self.steps)} steps"

    def _blocks(self) -> Iterable[Block]:
        rows = tuple((each.what, each.said, each.where) for each in self.steps)
        yield Block(f"{self.id}: {self.title}", (), ("step", "what it says", "where"), rows)
        yield Block("", (f"Delivery record: {self.head}.",))


def thread(register: Register, commitment: str, *, on: date | str | None = None) -> Thread:
    """Where a commitment comes from, and what became of it: one number all the way.

    The award criterion, the offer, the score and the contract come first; what was entered since
    follows by the days of its entries, so that a change of April stands after a return of December.

    Args:
        register: The delivery record.
        commitment: The contract's reference, a slash, and the commitment's number in the bid.
        on: The day as at which; with all that is written, if not given.

    Raises:
        InputError: It is not written so (SV316).
        NotFoundError: There is no such contract (SV950), or no such commitment (SV951).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
        ...                               starts="2022-09-01", ends="2025-08-31")
        >>> register = sv.contracts.open_register()
        >>> _ = register.add(contract, by="procurement", on="2022-08-20")
        >>> [each.what for each in sv.notices.thread(register, "ECC-0412/1").steps]
        ['award criterion', 'offered', 'scored', 'in the contract']
    """
    held = one("thread", Register, register)
    reference, slash, line = text(commitment).rpartition("/")
    if not (slash and reference and line):
        expected, found = "a contract and a commitment, as 'ECC-0412/1'", repr(commitment)
        raise InputError(problem("SV316", what="the commitment", expected=expected, found=found))
    standing = held.standing(on)
    tracked = standing[reference]
    obligation = tracked.schedule.now[line]
    latest = max((each.on for each in standing.entries), default=tracked.entry.on)
    performance = kpis(held, reference, on=latest if on is None else day(on))
    later = (
        *_changes(tracked, obligation),
        *_returns(tracked, obligation),
        *_rated(performance, line, _of(standing, reference, "set_kpis", "rate")),
    )
    in_order = sorted(later, key=lambda each: (each[0].on, each[0].seq))
    steps = (*_award(tracked, obligation), *(_at(*each) for each in in_order))
    title = f"{obligation.code} {obligation.title}"
    return Thread(id=commitment, title=title, steps=steps, head=standing.head)


def _of(standing: Standing, reference: str, *actions: str) -> list[Entry]:
    return [each for each in standing.of(*actions) if each.contract == reference]


def _at(entry: Entry, what: str, said: str) -> Step:
    """A step that an entry of the delivery record is."""
    return Step(what, said, f"entry {entry.seq}, {day_words(entry.on)}")


def _award(tracked: Tracked, line: Obligation) -> Iterator[Step]:
    """From the criterion to the contract; nothing of what a change has added since."""
    if not any(each.line == line.line for each in tracked.contract.lines):
        return
    origin = tracked.contract.origin
    if origin is not None:
        unknown = "the delivery record names none for social value"
        yield Step("award criterion", origin.criterion or unknown, f"scheme {origin.scheme[:12]}")
        said = f"{origin.bidder} offered {line.offered.words or _amount(line, line.quantity)}"
        yield Step("offered", said, line.written or origin.tender)
        worth = pounds(line.value)
        yield Step(
            "scored",
            f"{_amount(line, line.scored)} counted, {worth}; the bid was ranked {origin.rank}",
            f"record {origin.record[:12]}, scheme {origin.scheme[:12]}",
        )
    decided = f": {line.decision}" if line.decision else ""
    yield _at(tracked.entry, "in the contract", f"{_amount(line, line.quantity)}{decided}")


_Later = tuple[Entry, str, str]
"""A step with the entry that it is."""


def _changes(tracked: Tracked, line: Obligation) -> Iterator[_Later]:
    for each in tracked.changes:
        noun, moved = each.noun, each.noun.lines.get(line.line)
        added = any(new.line == line.line for new in noun.new)
        if added or line.line in noun.lines:
            how = f", added: {_amount(line, line.quantity)}" if added else ""
            by = f", {moved:+f}" if moved else ""
            state = "" if noun.is_agreed else ", proposed"
            yield each, "changed", f"{noun.reason.replace('_', ' ')}{how}{by}{state}"


def _returns(tracked: Tracked, line: Obligation) -> Iterator[_Later]:
    for each in tracked.returns_of(line.line):
        noun = each.noun
        period = f"{day_words(noun.starts)} to {day_words(noun.ends)}"
        said = f"{_amount(line, each.reported)} for {period}, {each.state}"
        yield each.entry, "reported", said
        for act in each.acts:
            yield act, _ACTS[act.action], act.by


def _rated(held: Performance, line: str, entries: list[Entry]) -> Iterator[_Later]:
    """The indicators of a commitment, as they were set last, and each rating of them."""
    was_set = [each for each in entries if each.action == "set_kpis"]
    for each in held.kpis:
        if line in each.kpi.lines:
            yield was_set[-1], "indicator", f"{each.kpi.id}, {each.kpi.title}. {each.wording}"
            for entry in entries:
                if entry.action == "rate" and entry.noun.kpi == each.kpi.id:
                    rating = entry.noun
                    days = f"{day_words(rating.starts)} to {day_words(rating.ends)}"
                    said = f"{rating.words} for {days}, confirmed by {rating.confirmed_by}"
                    yield entry, "rated", said


def _amount(line: Obligation, amount: Exact) -> str:
    """An amount with its unit."""
    if line.unit == "gbp" and isinstance(amount, Decimal):
        return pounds(amount)
    return f"{plain(amount)} {UNITS[line.unit].name}"
