"""What a contract manager reads in a month: the list, a review sheet, and texts to chase with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Final

import attrs

from socialvalue.blocks import Block
from socialvalue.calculators.monthly.asked import ReturnAsked, file_names
from socialvalue.calculators.monthly.decisions import waiting_in
from socialvalue.contracts import Delivered, LineProgress, Progress, Standing, Tracked, progress_of
from socialvalue.errors import Problem
from socialvalue.words import day_words, listed, number_of

__all__ = ["ContractNow", "chaser_of", "chases", "list_blocks", "needs_review", "review_blocks"]

LATE: Final = frozenset(("overdue", "behind"))
_MINUTES: Final = {"Verify": 2, "Chase": 2, "Review meeting": 10, "Decide": 5}
_ANEW: Final = "Please report it anew in the row 'again' of your next return."
_EMPTY: Final = (
    "If nothing happened, choose Yes under 'Nothing this time?': a row that is left empty is asked "
    "for again. Please do not name people."
)
_TO_FILL_IN: Final = "________________"


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
    """

    tracked: Tracked
    found: Progress
    asked: tuple[ReturnAsked, ...]
    on: date
    judged: date
    within: int
    name: str
    refused: Mapping[tuple[str, ...], tuple[Problem, ...]] = attrs.field(factory=dict)

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
        return asked.period.ends + timedelta(days=self.within)

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
        """What was returned to a supplier and is not made anew."""
        keys = {row.replaces for each in self.asked if each.supplier == supplier
                for row in each.rows if row.replaces}  # fmt: skip
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
        yield [f"Commitment {again.line}, {_days(again)}: {why}", _ANEW]
    for asked in now.questions_of(supplier):
        yield [f"Commitment {asked.line}, {_days(asked)}. We ask: {asked.question}"]
    late = [_late(now, each) for each in now.late if now.owner(each.line) == supplier]
    if late:
        yield [f"By what was reported so far, these were late on {day_words(now.judged)}:", *late]
    yield [_EMPTY]
    yield [contract.authority or "The contract manager"]


def _days(each: Delivered) -> str:
    return f"{day_words(each.noun.starts)} to {day_words(each.noun.ends)}"


def _late(now: ContractNow, each: LineProgress) -> str:
    held, due = each.obligation, now.due_then.get(each.line)
    owed = "" if due is None else f", due {held.counted(held.in_whole(due))}"
    return f"- {held.line}, {held.code} {held.title}{owed}, reported {held.counted(each.reported)}"


# --- the review sheet -----------------------------------------------------------------------


def needs_review(now: ContractNow) -> bool:
    """Whether something is late, so that both sides should meet."""
    return bool(now.late)


def review_blocks(now: ContractNow) -> list[Block]:
    """The sheet of a review meeting: one contract, units first, and room to write."""
    first, foot = now.found.explain().blocks[0], now.found.explain().blocks[-1]
    said = ("For both sides of this contract.", *first.sentences, _judged(now),
            *_next_return(now))  # fmt: skip
    blank = (_TO_FILL_IN, _TO_FILL_IN, _TO_FILL_IN)
    signed = ("The council", *(each.name for each in now.found.contract.suppliers))
    return [
        attrs.evolve(first, heading=f"Review: {first.heading}", sentences=said),
        Block("", foot.sentences),
        *_wanted_blocks(now),
        Block("Questions to ask", tuple(_to_ask(now))),
        Block("Actions, from last time and new", (), ("action", "owner, by role", "by"),
              (blank, blank, blank)),
        Block("Signed", (), ("for", "name and role", "date"),
              tuple((who, *blank[:2]) for who in signed)),
    ]  # fmt: skip


def _wanted_blocks(now: ContractNow) -> Iterator[Block]:
    """The evidence that is still wanted; commitments that want the same stand together."""
    wanted: dict[str, list[str]] = {}
    for each in now.found.lines:
        wanted.setdefault(_wanted(now, each), []).append(each.line)
    rows = tuple((listed(lines), words) for words, lines in wanted.items() if words)
    if rows:
        yield Block("Evidence still wanted", (), ("no.", "what shows it"), rows)


def _judged(now: ContractNow) -> str:
    if now.judged < now.found.contract.starts:
        return "No return is due yet, so nothing is late."
    return f"Late is what was due on {day_words(now.judged)}, the last day that must be reported."


def _next_return(now: ContractNow) -> Iterator[str]:
    coming = min((each for each in now.asked if each.period.ends >= now.on),
                 key=lambda each: each.period, default=None)  # fmt: skip
    if coming is not None:
        by = day_words(now.due_on(coming))
        yield f"The next return is of {coming.period}, and due by {by}."


def _wanted(now: ContractNow, each: LineProgress) -> str:
    """The evidence that was agreed, where no return of the commitment names any."""
    held = [one for got in now.tracked.returns_of(each.line) for one in got.noun.evidence
            if one.kind != "supplier_return"]  # fmt: skip
    return "" if held else "; ".join(each.obligation.evidence_wanted) or "to be agreed"


def _to_ask(now: ContractNow) -> Iterator[str]:
    """Three questions at most, the most urgent first."""
    late = sorted(now.late, key=lambda each: (-each.expected_pence, each.line))
    if late:
        each = late[0]
        gap = each.obligation.counted(each.gap) if each.gap else "what is left"
        yield f"1. Commitment {each.line}: how and by when will {gap} be made up?"
    if len(late) > 1:
        numbers = listed(each.line for each in late[1:])
        yield f"2. What stands in the way of commitments {numbers}, and who can help?"
    bare = [each.line for each in now.found.lines if each.reported and _wanted(now, each)]
    if bare:
        yield f"3. Where is the evidence for what was reported under {listed(bare)}?"


# --- the list ------------------------------------------------------------------------------


def list_blocks(
    contracts: Sequence[ContractNow], standing: Standing, on: date, head: str
) -> list[Block]:
    """The list of a month: what there is to do, how long it may take, and which file to open."""
    rows = [row for now in contracts for row in _rows(now)]
    counts = {what: sum(row[1].startswith(what) for row in rows) for what in _MINUTES}
    counts["Verify"] = len(waiting_in(standing))
    boxes = tuple((what, str(counts[what]), str(counts[what] * minutes))
                  for what, minutes in _MINUTES.items())  # fmt: skip
    many = number_of(len(contracts), "contract")
    said = (f"As at {day_words(on)}. {many}. For the contract team.",)
    if not rows:
        return [Block("My month", (*said, "Nothing is to be done.")), _foot(head)]
    heads = ("contract", "what", "since", "file to open")
    return [Block("My month", said, ("to do", "how many", "minutes, a guess"), boxes, (1, 2)),
            Block("One by one", (), heads, tuple(rows)), _foot(head)]  # fmt: skip


def _foot(head: str) -> Block:
    return Block("", (f"Delivery record: {head}.",))


def _rows(now: ContractNow) -> Iterator[tuple[str, str, str, str]]:
    waits = sorted(each.entry.on for each in now.waits)
    if waits:
        many = number_of(len(waits), "return")
        yield now.reference, f"Verify: {many}", _since(waits[0], now.on), "decisions.xlsx"
    for supplier, file in chases(now):
        since = [now.due_on(each) for each in now.missing_of(supplier)]
        since += [now.on for _ in now.refused_of(supplier)]
        since += [each.last.on for each in now.again_of(supplier)]
        since += [each.last.on for each in now.questions_of(supplier)]
        yield now.reference, f"Chase: {supplier}", _since(min(since), now.on), f"chasers/{file}"
    if needs_review(now):
        late = number_of(len(now.late), "commitment")
        what = f"Review meeting: {late} late"
        yield now.reference, what, "–", f"reviews/{now.review}"
    for day in sorted(now.proposed):
        yield now.reference, "Decide: a change is proposed", _since(day, now.on), "–"


def _since(day: date, on: date) -> str:
    return f"{day_words(day)} ({number_of((on - day).days, 'day')})"
