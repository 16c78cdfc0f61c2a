"""A folder of contracts and tables of returns, read as the entries that they stand for.

What stands in the files is entered in the order of its days, by the same verbs and under the same
rules as anything else; where two things are of one day, a contract goes before its changes, these
before its returns, and a return before what was decided on it.  A folder does not say when each
line of it was written: each counts as written on the day on which it takes effect.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from socialvalue.contracts import clock
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.opened.contract_files import ReadContract, read_contract
from socialvalue.contracts.opened.return_files import DECISIONS, ReadReturn, read_returns
from socialvalue.contracts.register import Register
from socialvalue.contracts.roles import SECOND
from socialvalue.contracts.standing import Delivered, Tracked
from socialvalue.contracts.storage import Storage
from socialvalue.definitions.files import SUFFIXES
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.opening import read_bytes
from socialvalue.errors import Problem, SocialValueError, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.spans import Span
from socialvalue.words import day_words

__all__ = ["by_hand", "is_by_hand"]

TABLES = (".csv", ".tsv", ".xlsx", ".ods")
_MOST_BYTES = 100_000_000


def is_by_hand(folder: Path) -> bool:
    """Whether a folder holds files of contracts."""
    return folder.is_dir() and any(_files(folder, SUFFIXES))


def _files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """The files with some endings, by name; what a program left open beside them is none."""
    for each in sorted(folder.iterdir()):
        if each.suffix.casefold() in endings and not each.name.startswith((".", "~")):
            yield each


def by_hand(
    folder: Path, roles: Mapping[str, str]
) -> tuple[Storage, tuple[tuple[str, Problem], ...]]:
    """The entries that a folder stands for, in memory, and what it asks of which contract.

    Args:
        folder: Where the files are.
        roles: Each role with its side.

    Raises:
        DefinitionError: All that is wrong in the files, by line and column, or by cell.
    """
    findings = Findings()
    contracts = [read_contract(each, findings) for each in _files(folder, SUFFIXES)]
    returns = [row for each in _files(folder, TABLES)
               for row in read_returns(each, findings.problems)]  # fmt: skip
    findings.settle()
    paths = [*_files(folder, SUFFIXES), *_files(folder, TABLES)]
    register = _ByHand(_digest(paths), roles)
    events = [*_of_contracts(each for each in contracts if each),
              *_of_returns(returns, findings.problems)]  # fmt: skip
    findings.settle()
    register.enter(sorted(events, key=lambda each: each.order), findings.problems)
    findings.settle()
    return register.storage, register.open_questions


def _digest(paths: Iterable[Path]) -> bytes:
    """What stands in some files, and under which names, in one hash."""
    found = hashlib.sha256()
    for each in paths:
        content = read_bytes(each, each.name, _MOST_BYTES)
        found.update(f"{each.name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    return found.digest()


Write = Callable[["_ByHand", dict[int, int]], Any]


@attrs.frozen(eq=False)
class _Event:
    """What the files say happened on a day.

    Attributes:
        order: Its day, and its place among those of one day.
        contract: The reference.
        write: What writes it, given the numbers of the returns that were entered before.
        spot: Where a problem of it stands.
        rests_on: The place of the return that it means nothing without, or None.
        own: Of a return, its place; None for anything else.
        is_of_the_contract: Whether nothing of its contract can be entered without it.
        day: What its day is called.
    """

    order: tuple[date, int, int]
    contract: str
    write: Write
    spot: Callable[[Problem], Span]
    rests_on: int | None = None
    own: int | None = None
    is_of_the_contract: bool = False
    day: str = "the day of the entry"

    @property
    def is_entry(self) -> bool:
        """Whether it enters a contract."""
        return self.order[1] == 0


class _ByHand(Register):
    """A record in memory whose entries are of the days on which they take effect.

    The same files always give the same head, so what its hashes hold beside the words follows from
    the files, where the words lie open anyway.
    """

    def __init__(self, digest: bytes, roles: Mapping[str, str]) -> None:
        super().__init__(Storage(None, new=True), roles)
        self._digest = digest
        self._questions: list[tuple[Entry, Problem]] = []

    @property
    def open_questions(self) -> tuple[tuple[str, Problem], ...]:
        """What the files ask, each with its contract; of a return, while nobody decided on it."""
        states = {seq: each.state for seq, each in self.standing().returns.items()}
        return tuple((entry.contract, each) for entry, each in self._questions
                     if states.get(entry.seq, "reported") == "reported")  # fmt: skip

    @property
    def storage(self) -> Storage:
        """Where the entries lie."""
        return self._storage

    def _salt(self, seq: int) -> bytes:
        return hashlib.sha256(self._digest + str(seq).encode()).digest()

    def _two(self, held: Tracked, each: Delivered) -> str:
        return held.second_look(each, drawn=False)  # every change of a file would draw anew

    def unit_of(self, said: Mapping[str, Any]) -> str:
        """The unit of what a row reports, where its commitment is known."""
        line = said.get("line", "")
        held = self._of_line(said["contract"], line).standing.contracts
        tracked = held.get(said["contract"])
        lines: tuple[Obligation, ...] = tracked.schedule.lines if tracked else ()
        return next((each.unit for each in lines if each.line == line), said.get("unit", ""))

    def enter(self, events: Sequence[_Event], problems: list[Problem]) -> None:
        """Write events in their order; what is refused is kept, and what rests on it left out."""
        entered: dict[int, int] = {}
        spoilt: set[str] = set()
        refused: set[int] = set()
        first = {each.contract: each.order[0] for each in reversed(events) if each.is_entry}
        with self._storage.writing():
            for each in events:
                if each.contract in spoilt or each.rests_on in refused:
                    refused |= {each.own} if each.own is not None else set()
                    continue
                early = _too_early(each, first.get(each.contract), entered)
                if early is not None:
                    problems.append(early)
                    refused |= {each.own} if each.own is not None else set()
                    continue
                self._entered = min(each.order[0], clock.today())
                try:
                    entry = each.write(self, entered)
                except SocialValueError as error:
                    problems += [each.spot(one).placed(one) for one in error.problems]
                    refused |= {each.own} if each.own is not None else set()
                    spoilt |= {each.contract} if each.is_of_the_contract else set()
                else:
                    self._questions += [(entry, _placed(one, each)) for one in entry.questions]
                    if each.own is not None:
                        entered[each.own] = entry.seq


def _placed(found: Problem, event: _Event) -> Problem:
    """A question at its place, with the hint for who has no option to type."""
    return attrs.evolve(event.spot(found).placed(found), hint=found.hint, file_hint="")


def _too_early(event: _Event, first: date | None, entered: Container[int]) -> Problem | None:
    """What is of a day before its contract's own entry, or before the return that it is about."""
    on, why = event.order[0], ""
    if first is not None and on < first:
        why = f"is before the contract's own entry, {day_words(first)}"
    elif event.rests_on is not None and event.rests_on not in entered:
        why = "is before the day of the return that it is about"
    if not why:
        return None
    found = problem("SV954", what=event.day, found=day_words(on), why=why)
    return event.spot(found).placed(found)


# --- contracts ----------------------------------------------------------------------------


def _of_contracts(contracts: Iterable[ReadContract]) -> Iterator[_Event]:
    """Each contract, the changes of its schedule, and its clauses."""
    for at, each in enumerate(contracts):
        if each.contract is not None:
            yield _added(each.contract, each.entry, at)
            for number, (words, said) in enumerate(each.changes):
                yield _changed(each.contract.reference, words, said, number)
            for number, (entry, clause) in enumerate(each.clauses, start=len(each.changes)):
                yield _allowed(each.contract.reference, entry, clause, number)


def _added(contract: Contract, entry: Any, at: int) -> _Event:
    on = contract.entered or contract.starts

    def write(register: _ByHand, _: dict[int, int]) -> Any:
        return register.add(contract, by=entry.by, on=on)

    spot = _spot_in(entry, "reference", {"SV959": "by"})
    return _Event((on, 0, at), contract.reference, write, spot, is_of_the_contract=True)


def _changed(reference: str, entry: Any, said: dict[str, Any], at: int) -> _Event:
    def write(register: _ByHand, _: dict[int, int]) -> Any:
        return register.change(reference, **said)

    spot = _spot_in(entry, "reason", {"SV959": "by", "SV954": "on"})
    return _Event((entry.on, 1, at), reference, write, spot, is_of_the_contract=True,
                  day="the day of the change")  # fmt: skip


def _allowed(reference: str, entry: Any, clause: Any, at: int) -> _Event:
    def write(register: _ByHand, _: dict[int, int]) -> Any:
        return register.clause(reference, clause, by=entry.by, on=entry.on)

    keys = dict.fromkeys(("SV951", "SV980", "SV991"), "lines")
    spot = _spot_in(entry, "reference", {"SV959": "by", "SV954": "on", **keys})
    return _Event((entry.on, 1, at), reference, write, spot, day="the day of the clause")


def _spot_in(entry: Any, usual: str, keys: Mapping[str, str]) -> Callable[[Problem], Span]:
    """Where in a file a problem stands: at the key that its words name, or that its code is of."""

    def spot(found: Problem) -> Span:
        key = keys.get(found.code, usual)
        if found.message.startswith("the new last day") and entry.written.get("ends"):
            key = "ends"
        place: Span = entry.written.nearest(found.where.split(", "), key)
        return place

    return spot


# --- returns ------------------------------------------------------------------------------


def _of_returns(rows: list[ReadReturn], problems: list[Problem]) -> Iterator[_Event]:
    """The returns, and what was decided on each."""
    known = _by_id(rows, problems)
    depths = [_depth(each, rows, known, problems) for each in rows]
    for at, (row, depth) in enumerate(zip(rows, depths, strict=True)):
        replaced = known.get(row.said.get("replaces", ""))
        yield _Event((row.said["on"], 2 + 2 * depth, at), row.said["contract"],
                     _delivered(row, replaced), _cell_of(row), replaced, at,
                     day="the day of the return")  # fmt: skip
        yield from _decided(row, at, depth, problems)


def _by_id(rows: list[ReadReturn], problems: list[Problem]) -> dict[str, int]:
    """The place of each row that has a number of its own."""
    known: dict[str, int] = {}
    for at, row in enumerate(rows):
        name = row.said.get("id", "")
        if name in known:
            first = str(rows[known[name]].at("id"))
            found = problem("SV222", noun="return", found=name, first=first)
            problems.append(row.at("id").placed(found))
        elif name:
            known[name] = at
    return known


def _depth(
    row: ReadReturn, rows: list[ReadReturn], known: Mapping[str, int], problems: list[Problem]
) -> int:
    """How many returns it replaces, one after the other."""
    depth, here = 0, row
    while (name := here.said.get("replaces")) and depth <= len(rows):
        if name not in known:
            if here is row:
                hint = did_you_mean(name, known, label="returns")
                found = problem("SV978", found=name, what="a return of these tables", hint=hint)
                problems.append(row.at("replaces").placed(found))
            return depth
        depth, here = depth + 1, rows[known[name]]
    if depth > len(rows):
        found = problem("SV978", found=row.said["replaces"], what="a return that was made before")
        problems.append(row.at("replaces").placed(found))
    return depth


def _delivered(row: ReadReturn, replaced: int | None) -> Write:
    said = row.said
    names = ("line", "measure", "unit", "unit_value", "entered_by", "place", "attested", "kept")
    optional = {each: said[each] for each in names if each in said}

    def write(register: _ByHand, entered: dict[int, int]) -> Any:
        amount = said["quantity"]
        if amount == 1 and register.unit_of(said) == "yes_no":
            amount = "yes"
        return register.deliver(
            said["contract"], quantity=amount, period=(said["from"], said["to"]),
            statement=said["statement"], on=said["on"], by=said.get("by", "supplier"),
            evidence=said["evidence"], replaces=None if replaced is None else entered[replaced],
            **optional,
        )  # fmt: skip

    return write


def _decided(
    row: ReadReturn, at: int, depth: int, problems: list[Problem]
) -> Iterator[_Event]:  # fmt: skip
    """What was decided on a return, if anything was."""
    said = row.said
    word = as_read(said.get("decision", ""))
    if not word and not {"verified", "decided_on", "decided_by", "second"} & {*said}:
        return
    wrong, spot = [*_wrong_decision(word, said)], _cell_of(row)
    if wrong:
        problems += [spot(each).placed(each) for each in wrong]
        return
    act, reason = DECISIONS[word], said.get("reason", "")

    def write(register: _ByHand, entered: dict[int, int]) -> Any:
        usual = {"by": said["decided_by"], "on": said["decided_on"]}
        if act == "approve":
            return register.approve(
                entered[at], quantity=said.get("verified"), reason=reason,
                second=said.get("second", ""), **usual,
            )  # fmt: skip
        named = {"question" if act == "ask" else "reason": reason}
        return getattr(register, act)(entered[at], **named, **usual)

    yield _Event((said["decided_on"], 3 + 2 * depth, at), said["contract"], write, spot,
                 rests_on=at)  # fmt: skip


def _wrong_decision(word: str, said: Mapping[str, Any]) -> Iterator[Problem]:
    if word not in DECISIONS:
        if word:
            hint = did_you_mean(word, DECISIONS, label="one of")
            yield problem("SV312", what="the decision", found=said["decision"], hint=hint)
        else:
            yield problem("SV958", what="what was verified", found="a decision")
        return
    lacking = [("decided_on", "its day (decided on)"), ("decided_by", "a role (decided by)")]
    for field, words in lacking:
        if field not in said:
            yield problem("SV958", what="a decision", found=words)
    if "part" in word and "verified" not in said:
        yield problem("SV958", what="a return verified in part", found="how much was (verified)")


_CELLS: Mapping[str, tuple[str, ...]] = {
    "SV950": ("contract",), "SV951": ("line",), "SV980": ("line",), "SV955": ("from",),
    "SV956": ("decided_by",), "SV957": ("decision", "replaces"), "SV959": ("decided_by", "by"),
    "SV960": ("verified",), "SV978": ("replaces",), "SV308": ("unit", "quantity"),
    "SV210": ("place",), "SV508": ("place",), "SV312": ("decision",), "SV992": ("measure",),
    "SV993": ("on",), "SV1014": ("statement",), "SV1015": ("evidence", "sha256"),
    "SV1016": ("line",), "SV1017": ("evidence",),
}  # fmt: skip
_DAYS: Mapping[str, str] = {
    "the period's first day": "from", "the period's last day": "to", "the day of the return": "on",
    "the day of the entry": "decided_on",
}  # fmt: skip


_LACKING: Mapping[str, tuple[str, ...]] = {
    "a reason": ("reason", "decision"), "a measure and a unit": ("measure", "unit", "contract"),
    "the second person": ("second", "decision"),
    "its day (decided on)": ("decided_on", "decision"), "a decision": ("decision", "verified"),
    "a role (decided by)": ("decided_by", "decision"),
    "how much was (verified)": ("verified", "decision"),
}  # fmt: skip
"""What a row does not say, and the columns in which it would stand."""


def _cell_of(row: ReadReturn) -> Callable[[Problem], Span]:
    """The cell that a problem is of."""

    def spot(found: Problem) -> Span:
        if found.code == "SV954":
            field = next((each for words, each in _DAYS.items() if found.message.startswith(words)),
                         "from")  # fmt: skip
            return row.at(field)
        if found.where == SECOND:
            return row.at("second")
        if found.code == "SV958":
            return row.box(*_LACKING.get(found.message.partition(" needs ")[2], ("statement",)))
        return row.at(*_CELLS.get(found.code, ("quantity",)))

    return spot
