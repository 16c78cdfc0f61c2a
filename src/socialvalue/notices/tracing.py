"""One commitment from the bid to the rating: what each step says, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts import Contract, Entry, Obligation, Performance, Register, Tracked, kpis
from socialvalue.errors import InputError, problem
from socialvalue.model.fields import day, one
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
    """A commitment from the bid to the rating.

    Attributes:
        id: The contract's reference and the commitment's number, as ``ECC-0412/1``.
        title: Of its measure.
        steps: In the order in which they came.
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
        ['offered', 'scored', 'in the contract']
    """
    held = one("thread", Register, register)
    reference, slash, line = commitment.rpartition("/")
    if not (slash and reference and line):
        expected, found = "a contract and a commitment, as 'ECC-0412/1'", repr(commitment)
        raise InputError(problem("SV316", what="the commitment", expected=expected, found=found))
    standing = held.standing(on)
    tracked = standing[reference]
    obligation = tracked.schedule.now[line]
    latest = max((each.on for each in standing.entries), default=tracked.entry.on)
    performance = kpis(held, reference, on=latest if on is None else day(on))
    ratings = [each for each in standing.of("rate") if each.contract == reference]
    steps = (
        *_award(tracked.contract, obligation, tracked.entry),
        *_changes(tracked, line),
        *_returns(tracked, obligation),
        *_rated(performance, line, ratings),
    )
    title = f"{obligation.code} {obligation.title}"
    return Thread(id=commitment, title=title, steps=steps, head=held.head)


def _award(contract: Contract, line: Obligation, entry: Entry) -> Iterator[Step]:
    origin = contract.origin
    if origin is not None:
        said = f"{origin.bidder} offered {line.offered.words or _amount(line, line.quantity)}"
        yield Step("offered", said, line.written or origin.tender)
        worth = pounds(Decimal(line.pence(line.quantity)).scaleb(-2))
        yield Step(
            "scored",
            f"{_amount(line, line.scored)} counted, {worth}; the bid was ranked {origin.rank}",
            f"record {origin.record[:12]}, scheme {origin.scheme[:12]}",
        )
    decided = f": {line.decision}" if line.decision else ""
    yield Step(
        "in the contract",
        f"{_amount(line, line.quantity)}{decided}",
        f"entry {entry.seq}, {day_words(entry.on)}",
    )


def _changes(tracked: Tracked, line: str) -> Iterator[Step]:
    for each in tracked.changes:
        noun = each.noun
        if line in noun.lines or any(added.line == line for added in noun.new):
            state = "" if noun.is_agreed else ", proposed"
            moved = noun.lines.get(line)
            said = f"{noun.reason.replace('_', ' ')}{f', {moved:+f}' if moved else ''}{state}"
            yield Step("changed", said, f"entry {each.seq}, {day_words(each.on)}")


def _returns(tracked: Tracked, line: Obligation) -> Iterator[Step]:
    for each in tracked.returns_of(line.line):
        noun = each.noun
        period = f"{day_words(noun.starts)} to {day_words(noun.ends)}"
        said = f"{_amount(line, each.reported)} for {period}, {each.state}"
        yield Step("reported", said, f"entry {each.seq}, {day_words(each.entry.on)}")
        for act in each.acts:
            yield Step(_ACTS[act.action], act.by, f"entry {act.seq}, {day_words(act.on)}")


def _rated(held: Performance, line: str, ratings: list[Entry]) -> Iterator[Step]:
    for each in held.kpis:
        if line in each.kpi.lines:
            yield Step("indicator", f"{each.kpi.id}, {each.kpi.title}", each.wording)
            for entry in ratings:
                if entry.noun.kpi == each.kpi.id:
                    rating = entry.noun
                    days = f"{day_words(rating.starts)} to {day_words(rating.ends)}"
                    said = f"{rating.words} for {days}, confirmed by {rating.confirmed_by}"
                    yield Step("rated", said, f"entry {entry.seq}, {day_words(entry.on)}")


def _amount(line: Obligation, amount: Exact) -> str:
    """An amount with its unit."""
    if line.unit == "gbp" and isinstance(amount, Decimal):
        return pounds(amount)
    return f"{plain(amount)} {UNITS[line.unit].name}"
