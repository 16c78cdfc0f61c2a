"""The monthly round: what came in is read, and what is to be done is written, by one call."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.calculators.boxes import Boxes
from socialvalue.calculators.incoming import each_once, files_in
from socialvalue.calculators.monthly.asked import asked_of, file_names
from socialvalue.calculators.monthly.came import ReturnCame, return_in
from socialvalue.calculators.monthly.decisions import (
    DecisionsCame,
    decisions_bytes,
    decisions_in,
    waiting_in,
)
from socialvalue.calculators.monthly.entering import enter_decisions, enter_returns
from socialvalue.calculators.monthly.form import return_bytes
from socialvalue.calculators.monthly.looked import NOBODY, RoundLook, second_look
from socialvalue.calculators.monthly.papers import (
    ContractNow,
    chaser_of,
    chases,
    list_blocks,
    to_do_of,
)
from socialvalue.contracts import (
    Period,
    Register,
    Standing,
    Term,
    periods_of,
    progress_of,
)
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.days import days_of, days_on
from socialvalue.model.fields import day, one
from socialvalue.sheets.workbooks import read_workbook
from socialvalue.words import day_words, number_of

__all__ = ["MonthlyRound", "contracts_now", "month"]

_MOST_CELLS: Final = 50_000


@attrs.frozen(kw_only=True, repr=False)
class MonthlyRound(Shown):
    """What one round came to.

    Attributes:
        on: The day as at which.
        files: What goes back and forth, by its name in the folder: decisions, returns, and texts
            to chase with.
        read: Files that were read whole, and may leave the inbox.
        reported: How many entries of deliveries were made.
        decided: How many decisions were entered.
        problems: All that is wrong, by file, sheet and cell.
        notes: What a reader should know.
    """

    on: date
    files: Mapping[str, bytes] = attrs.field(repr=False)
    read: tuple[str, ...]
    reported: int
    decided: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    _contracts: tuple[ContractNow, ...] = attrs.field(repr=False)

    def _line(self) -> str:
        return (
            f"{self.on.isoformat()}, {len(self.read)} files read, {self.reported} deliveries and "
            f"{self.decided} decisions entered, {len(self.problems)} problems"
        )

    def _blocks(self) -> Iterable[Block]:
        said = f"As at {day_words(self.on)}. {number_of(len(self._contracts), 'contract')}."
        yield Block("My month", (said,))
        yield from list_blocks(tuple(to_do_of(self._contracts)), self.on)


@attrs.frozen
class _File:
    """One file of the inbox, as far as it can be read."""

    file: str
    came: Boxes | None = None
    sha256: str = ""
    own: tuple[Problem, ...] = ()
    of: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """By what it is known as the same as another."""
        return self.sha256 or self.file

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong with it."""
        return [*self.own, *(self.came.problems if self.came is not None else ())]

    @property
    def notes(self) -> list[Problem]:
        """What a reader should know of it."""
        return self.came.notes if self.came is not None else []


def month(
    register: Register,
    inbox: str | os.PathLike[str],
    *,
    on: date | str,
    by: str = "contract manager",
    every: int | None = None,
    within: int = Period.WITHIN,
    since: date | str | None = None,
    second_above: int | str | Decimal | None = None,
    sample: int = 0,
) -> MonthlyRound:
    """Read the returns and decisions that came in, and make what a manager needs for a month.

    The order of the files changes nothing, and what was read before is not entered again.  A
    return is entered whole or not at all; of decisions each is entered that nothing is wrong with.

    Args:
        register: The delivery record.
        inbox: The folder of what came in; what is hidden there, or begins with ``~$``, is left.
        on: The day as at which.
        by: Who enters returns, by role.
        every: How many months lie between two returns, of every contract; of each as it says, if
            not given, and three where it says nothing.
        within: Days after a period in which its return is due.
        since: Periods that ended before this day are not asked of.
        second_above: £ at the values of the award; a return worth more is verified with a second
            person.
        sample: How many of the other returns that wait are, too: by the hashes of their entries.
            What a contract asks for of itself stands, whatever either says.

    Raises:
        InputError: It is no folder (SV112), or XlsxWriter is not installed (SV932); pounds that are
            none (SV301), or days or a sample that are no number (SV316).

    Example:
        >>> import tempfile, socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
        ...                               starts="2022-09-01", ends="2025-08-31")
        >>> register = sv.contracts.open_register()
        >>> _ = register.add(contract, by="procurement", on="2022-08-20")
        >>> with tempfile.TemporaryDirectory() as inbox:
        ...     found = sv.calculators.month(register, inbox, on="2022-10-01")
        >>> sorted(found.files)[-1]
        'returns/return-ecc-0412-brook-daughters-2022-09-01.xlsx'
    """
    when, held = day(on), one("month", Register, register)
    standing, first = held.standing(when), None if since is None else day(since)
    look, within = second_look(second_above, sample), days_of(within, "within")
    every_file = [_read(path, standing, when, look) for path in files_in(inbox)]
    files, equal = each_once(every_file)
    came = [each.came for each in files]
    returns = [each for each in came if isinstance(each, ReturnCame)]
    _refuse_two(returns)
    reported = enter_returns(held, returns, by, within)
    decided = enter_decisions(held, [each for each in came if isinstance(each, DecisionsCame)])
    refused = {each.of: tuple(each.problems) for each in files if each.problems}
    made = contracts_now(held, when, every=every, within=within, since=first, look=look)
    now = tuple(attrs.evolve(each, refused=refused) for each in made)
    wrong = {each.key for each in files if each.problems}
    return MonthlyRound(
        on=when, files=dict(_papers(held, now, when, look)), reported=reported, decided=decided,
        read=tuple(each.file for each in every_file if each.key not in wrong),
        problems=_in_order(each for file in files for each in file.problems),
        notes=(*_in_order(each for file in files for each in file.notes), *equal),
        contracts=now,
    )  # fmt: skip


def _in_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(found, key=lambda each: each.order))


# --- in -------------------------------------------------------------------------------------


def _read(path: Path, standing: Standing, on: date, look: RoundLook) -> _File:
    of: tuple[str, ...] = ()
    try:
        book = read_workbook(path, prefix="sv_", most=_MOST_CELLS)
        boxes = Boxes(path.name, book)
        kind = boxes.text("kind")
        of = tuple(map(boxes.text, ("contract", "supplier", "starts")))
        if kind not in {"return", "decisions"}:
            found = "it is neither a return nor decisions"
            raise InputError(problem("SV1020", found=found))
        came: Boxes = (
            return_in(path.name, book, standing, on)
            if kind == "return"
            else decisions_in(path.name, book, standing, on, look)
        )
    except InputError as error:
        own = tuple(each.for_file(path.name) for each in error.problems)
        return _File(path.name, own=own, of=of)
    except OSError as error:
        why = error.strerror or "it is no file"
        return _File(path.name, own=(problem("SV112", found=path.name, why=why),))
    if book.macros:
        came.notes.append(problem("SV924").for_file(path.name))
    return _File(path.name, came, book.sha256, of=of)


def _refuse_two(came: list[ReturnCame]) -> None:
    """Refuse two different returns of one supplier for the same days."""
    groups: dict[tuple[str, str, date], list[ReturnCame]] = {}
    for each in came:
        asked = each.asked
        key = asked.contract.reference, asked.supplier, asked.period.starts
        groups.setdefault(key, []).append(each)
    for group in groups.values():
        for each in group if len(group) > 1 else ():
            other = next(one.file for one in group if one is not each)
            found = each.asked.words
            each.problems.append(problem("SV1027", found=found, other=other).for_file(each.file))


# --- out ------------------------------------------------------------------------------------


def contracts_now(
    register: Register,
    on: date,
    *,
    every: int | None = None,
    within: int = Period.WITHIN,
    since: date | None = None,
    look: RoundLook = NOBODY,
) -> Iterator[ContractNow]:
    """Each contract of a delivery record as it stands, with what its suppliers are still asked.

    Args:
        register: The delivery record.
        on: The day as at which.
        every: How many months lie between two returns, of every contract; of each as it says, if
            not given, and three where it says nothing.
        within: Days after a period in which its return is due.
        since: Periods that ended before this day are not asked of.
        look: Of which returns two people are asked for, beside those of each contract.
    """
    standing = register.standing(on)
    two = look.whys(standing, (each.seq for _, each in waiting_in(standing)))
    names = file_names(sorted(standing.contracts))
    for tracked in map(standing.__getitem__, names):
        months = tracked.schedule.contract.asked_every(every)
        judged = _judged(tracked.schedule.term, on, months, within)
        grace = (on - judged).days
        yield ContractNow(
            tracked=tracked, found=progress_of(tracked, on, standing.head, grace), on=on,
            judged=judged, within=within, name=names[tracked.contract.reference],
            asked=asked_of(tracked, on=on, every=months, since=since),
            twice={each.seq: two[each.seq] for each in tracked.returns if each.seq in two},
        )  # fmt: skip


def _judged(term: Term, on: date, every: int, within: int) -> date:
    """The last day for which a supplier must have reported: nobody is late before that.

    Where no return is due yet it is the day before the contract.
    """
    due = [each.ends for each in periods_of(term, every) if days_on(each.ends, within) < on]
    if due and due[-1] == term.ends:
        return on
    return max(due, default=days_on(term.starts, -1))


def _papers(
    register: Register, contracts: Sequence[ContractNow], on: date, look: RoundLook
) -> Iterator[tuple[str, bytes]]:
    """Each file with its name."""
    yield "decisions.xlsx", decisions_bytes(register, register.standing(on), on, look)
    for now in contracts:
        for asked in now.asked:
            yield f"returns/{now.file_of(asked)}", return_bytes(asked)
        for supplier, name in chases(now):
            yield f"chasers/{name}", chaser_of(now, supplier).encode()
