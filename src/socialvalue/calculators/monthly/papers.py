"""What a contract manager does in a month: the list, and texts to chase with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final

import attrs

from socialvalue.blocks import Block
from socialvalue.calculators.monthly.asked import ReturnAsked, file_names
from socialvalue.calculators.monthly.beyond import AGAIN, TABLE
from socialvalue.contracts import Delivered, LineProgress, Progress, Tracked, progress_of
from socialvalue.errors import Problem
from socialvalue.model.days import days_on
from socialvalue.words import day_words, number_of

__all__ = ["MINUTES", "ContractNow", "ToDo", "chaser_of", "chases", "list_blocks", "needs_review",
           "to_do_of"]  # fmt: skip

LATE: Final = frozenset(("overdue", "behind"))
MINUTES: Final = {"Verify": 2, "Chase": 2, "Review meeting": 10, "Decide": 5, "Publish": 15}
"""What there is to do in a month, and how many minutes each may take."""
_ANEW: Final = "Please report it again, in the row 'again' of your next return."
_EMPTY: Final = (
    "If nothing happened, choose Yes under 'Nothing this time?': a row that is left empty is asked "
    "for again. Please do not name people."
)


@attrs.frozen(kw_only=True)
class ContractNow:
    """A contract as it stands, with what is still asked of its suppliers.

    Attributes:
        tracked: The contract with its returns.
        found: How it stands.
        asked: What is still to report, by supplier and period.
        on: The day as at which.
        judged: The last day for which a supplier must have reported.
        within: Days after a period in which its return is due.
        name: What its files are called by.
        refused: What is wrong with returns that came: by contract, supplier and first day.
        twice: The returns that wait and that two people verify, each with why.
    """

    tracked: Tracked
    found: Progress
    asked: tuple[ReturnAsked, ...]
    on: date
    judged: date
    within: int
    name: str
    refused: Mapping[tuple[str, ...], tuple[Problem, ...]] = attrs.field(factory=dict)
    twice: Mapping[int, str] = attrs.field(factory=dict)

    @property
    def reference(self) -> str:
        """Of the contract."""
        return self.found.contract.reference

    @property
    def late(self) -> list[LineProgress]:
        """The commitments that are overdue or behind."""
        return [each for each in self.found.lines if each.state in LATE]

    @property
    def due_then(self) -> dict[str, Fraction | None]:
        """How much was due on the day that is judged, by commitment."""
        then = progress_of(self.tracked, self.judged, "")
        return {each.line: each.due for each in then.lines}

    @property
    def waits(self) -> list[Delivered]:
        """The returns that wait for the council."""
        return [each for each in self.tracked.returns if each.waiting]

    @property
    def proposed(self) -> list[date]:
        """The days of changes that are proposed and not agreed."""
        return [each.on for each in self.tracked.changes if not each.noun.is_agreed]

    @cached_property
    def _suppliers(self) -> dict[str, str]:
        return file_names(each.name for each in self.found.contract.suppliers)

    def file_of(self, asked: ReturnAsked) -> str:
        """The name of the file of a return."""
        who = self._suppliers[asked.supplier]
        return f"return-{self.name}-{who}-{asked.period.starts.isoformat()}.xlsx"

    def chaser_to(self, supplier: str) -> str:
        """The name of the file of a text to chase with."""
        return f"chaser-{self.name}-{self._suppliers[supplier]}.txt"

    @property
    def review(self) -> str:
        """The name of the file of its review sheet."""
        return f"review-{self.name}.docx"

    def due_on(self, asked: ReturnAsked) -> date:
        """The day by which a return is due."""
        return days_on(asked.period.ends, self.within)

    def missing_of(self, supplier: str) -> list[ReturnAsked]:
        """The returns of a supplier that are late."""
        came = [each for each, _ in self.refused_of(supplier)]
        late = [each for each in self.asked if self.due_on(each) < self.on and each not in came]
        return [each for each in late if each.supplier == supplier and each.has_new]

    def refused_of(self, supplier: str) -> list[tuple[ReturnAsked, tuple[Problem, ...]]]:
        """The returns of a supplier that came and can't be taken, each with what is wrong."""
        mine = [each for each in self.asked if each.supplier == supplier]
        keys = [(self.reference, supplier, each.period.starts.isoformat()) for each in mine]
        return [(each, self.refused[key]) for each, key in zip(mine, keys, strict=True)
                if key in self.refused]  # fmt: skip

    def again_of(self, supplier: str) -> list[Delivered]:
        """What was returned to a supplier and is not made anew, beyond the contract as well."""
        keys = {row.replaces for each in self.asked if each.supplier == supplier
                for row in each.rows if row.replaces}  # fmt: skip
        if self.owner("") == supplier:
            keys |= {each.seq for each in self.tracked.returns
                     if not each.line and each.state == "returned"}  # fmt: skip
        return [each for each in self.tracked.returns if each.seq in keys]

    def questions_of(self, supplier: str) -> list[Delivered]:
        """What the council asks a supplier about."""
        return [each for each in self.waits if each.question and self.owner(each.line) == supplier]

    def owner(self, line: str) -> str:
        """Whose commitment it is."""
        lead = self.found.contract.suppliers[0].name
        return (self.found.contract[line].owner or lead) if line else lead


# --- to chase with ------------------------------------------------------------------------


def chases(now: ContractNow) -> Iterator[tuple[str, str]]:
    """Each supplier that must be chased, with the name of the file of the text."""
    for each in now.found.contract.suppliers:
        held = (now.missing_of, now.refused_of, now.again_of, now.questions_of)
        if any(of(each.name) for of in held):
            yield each.name, now.chaser_to(each.name)


def chaser_of(now: ContractNow, supplier: str) -> str:
    """A text to send to a supplier."""
    return "\n\n".join("\n".join(part) for part in _chaser(now, supplier)) + "\n"


def _chaser(now: ContractNow, supplier: str) -> Iterator[list[str]]:
    contract = now.found.contract
    yield [f"To: {supplier}", f"Contract {contract.reference}: {contract.title}",
           f"As at {day_words(now.on)}"]  # fmt: skip
    for each in now.missing_of(supplier):
        by, rows = day_words(now.due_on(each)), number_of(len(each.rows), "row")
        missing = f"We have not had your return of {each.period}, which was due by {by}."
        yield [
            missing,
            f"Please fill in the workbook {now.file_of(each)} ({rows}), and send it back.",
        ]
    for came, wrong in now.refused_of(supplier):
        told = (f"- {each.cell + ': ' if each.cell else ''}{each.message}" for each in wrong)
        anew = f"Please put it right, or fill in {now.file_of(came)}, and send it again."
        yield [f"We have your return of {came.period}, and can't take it as it is:", *told, anew]
    for again in now.again_of(supplier):
        why = f"returned to you on {day_words(again.last.on)}, because: {again.last.reason}"
        yield [f"{_named(again)}, {_days(again)}: {why}", _anew(now, supplier, again)]
    for asked in now.questions_of(supplier):
        yield [f"{_named(asked)}, {_days(asked)}. We ask: {asked.question}"]
    late = [_late(now, each) for each in now.late if now.owner(each.line) == supplier]
    if late:
        yield [f"By what was reported so far, these were late on {day_words(now.judged)}:", *late]
    yield [_EMPTY]
    yield [contract.authority or "The contract manager"]


def _named(each: Delivered) -> str:
    line = each.line
    return f"Commitment {line}" if line else f"{each.noun.measure}, beyond the contract"


def _anew(now: ContractNow, supplier: str, again: Delivered) -> str:
    """Where a supplier reports anew what was returned to it."""
    if again.line:
        return _ANEW
    if not any(each.supplier == supplier for each in now.asked):
        return "Please write to us what you report instead."
    return (f"Report it again on the sheet '{TABLE}' of your next return, with {again.seq} under "
            f"'{AGAIN}'.")  # fmt: skip


def _days(each: Delivered) -> str:
    return f"{day_words(each.noun.starts)} to {day_words(each.noun.ends)}"


def _late(now: ContractNow, each: LineProgress) -> str:
    held, due = each.obligation, now.due_then.get(each.line)
    owed = "" if due is None else f", due {held.counted(held.in_whole(due))}"
    return f"- {held.line}, {held.code} {held.title}{owed}, reported {held.counted(each.reported)}"


# --- what there is to do ---------------------------------------------------------------------


@attrs.frozen
class ToDo:
    """One thing to do in a month.

    Attributes:
        contract: The contract's reference.
        what: ``Verify``, ``Chase``, ``Review meeting``, ``Decide`` or ``Publish``.
        about: What of it, in words.
        file: To open, by its name in the folder of the round; "" where there is none.
        since: The day from which it has been there to do, or None.
        count: How many things it is.
    """

    contract: str
    what: str
    about: str
    file: str = ""
    since: date | None = None
    count: int = 1


def needs_review(now: ContractNow) -> bool:
    """Whether something is late, so that both sides should meet."""
    return bool(now.late)


def to_do_of(contracts: Iterable[ContractNow]) -> Iterator[ToDo]:
    """What there is to do of some contracts, in their order."""
    for now in contracts:
        yield from _to_do(now)


def _to_do(now: ContractNow) -> Iterator[ToDo]:
    waits = sorted(each.entry.on for each in now.waits)
    if waits:
        two = f", {len(now.twice)} of them with a second person" if now.twice else ""
        many = number_of(len(waits), "return") + two
        yield ToDo(now.reference, "Verify", many, "decisions.xlsx", waits[0], len(waits))
    for supplier, file in chases(now):
        since = [now.due_on(each) for each in now.missing_of(supplier)]
        since += [now.on for _ in now.refused_of(supplier)]
        since += [each.last.on for each in now.again_of(supplier)]
        since += [each.last.on for each in now.questions_of(supplier)]
        yield ToDo(now.reference, "Chase", supplier, f"chasers/{file}", min(since))
    if needs_review(now):
        late = number_of(len(now.late), "commitment")
        yield ToDo(now.reference, "Review meeting", f"{late} late", f"reviews/{now.review}")
    for day in sorted(now.proposed):
        yield ToDo(now.reference, "Decide", "a change is proposed", "", day)


def list_blocks(to_do: Sequence[ToDo], on: date) -> list[Block]:
    """The list of a month: how much there is to do, how long it may take, and which file to open.

    Args:
        to_do: What there is to do.
        on: The day as at which.
    """
    if not to_do:
        return [Block("", ("Nothing is to be done.",))]
    counts = {what: sum(each.count for each in to_do if each.what == what) for what in MINUTES}
    boxes = tuple((what, str(counts[what]), str(counts[what] * minutes))
                  for what, minutes in MINUTES.items())  # fmt: skip
    rows = tuple(
        (each.contract, f"{each.what}: {each.about}",
         "–" if each.since is None else _since(each.since, on), each.file or "–")
        for each in to_do
    )  # fmt: skip
    heads = ("contract", "what", "since", "file to open")
    return [Block("How much", (), ("to do", "how many", "minutes, a guess"), boxes, (1, 2)),
            Block("One by one", (), heads, rows)]  # fmt: skip


def _since(day: date, on: date) -> str:
    return f"{day_words(day)} ({number_of((on - day).days, 'day')})"
