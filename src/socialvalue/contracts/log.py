"""The log of a delivery record: its entries, its head, and how one is added."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.contracts import clock
from socialvalue.contracts.chain import differs_from, entries_in
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.entries import (
    ACTIONS,
    BEFORE_THE_FIRST,
    Entry,
    Row,
    commitment_to,
    head_of,
    kept_of,
    parted,
    sha256_of,
)
from socialvalue.contracts.exporting.lines import erased_in, line_files, rows_in
from socialvalue.contracts.exporting.tables import WORKBOOK, csv_files, tables_of, workbook_of
from socialvalue.contracts.lined.entries_of import ByLine, OfLine
from socialvalue.contracts.lined.seen import Seen
from socialvalue.contracts.marking.marks import Marks
from socialvalue.contracts.quiet import no_collection
from socialvalue.contracts.roles import ROLES, role_of
from socialvalue.contracts.standing import OF_RETURNS, Standing, no_contract, standing_of
from socialvalue.contracts.storage import Storage
from socialvalue.errors import (
    InputError,
    NotFoundError,
    Problem,
    RecordError,
    problem,
)
from socialvalue.model.canonical import spelled
from socialvalue.model.fields import day, text
from socialvalue.saving import write_files
from socialvalue.words import day_words, number_of

__all__ = ["Day", "Log", "New"]

Day = date | str


@attrs.frozen(kw_only=True)
class New:
    """An entry to be written.

    Attributes:
        action: What it does.
        contract: The reference of the contract.
        on: The day on which it takes effect.
        by: Who writes it, by role.
        noun: What it holds.
        about: The entry that it acts on.
        reason: In words.
        questions: What somebody should look at.
    """

    action: str
    contract: str
    on: date
    by: str
    noun: Any = None
    about: int | None = None
    reason: str = ""
    questions: tuple[Problem, ...] = ()


class Log(Shown):
    """The entries of a delivery record, and what they come to."""

    def __init__(self, storage: Storage, roles: Mapping[str, str] = ROLES) -> None:
        self._storage = storage
        self._roles = roles
        self._held: list[Entry] = []
        self._of: dict[str, list[Entry]] = {}
        self._entered: date | None = None
        self._marks = Marks()
        self._lines = ByLine()
        self._seen = Seen()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._storage.close()

    @property
    def questions(self) -> tuple[Problem, ...]:
        """What somebody who writes should look at, such as that it lies on a network drive."""
        return self._storage.questions

    def asked(self, reference: str | None = None) -> tuple[Problem, ...]:
        """What the files of a folder ask, each at its place; nothing where entries are written.

        Whoever writes an entry is asked then.  What people write in files is asked about whenever
        they are opened: of a contract and its changes, and of each return until it is decided on.

        Args:
            reference: Of the contract; all of them, if not given.
        """
        return tuple(each for of, each in self._storage.asked if reference in {None, of})

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in their order.

        Raises:
            RecordError: One of them is not as it was written (SV966).
        """
        return tuple(self._read())

    def _read(self) -> list[Entry]:
        """The entries, with those that were written since they were last read."""
        with self._storage.lock:
            held = self._held
            with no_collection():
                stream = self._storage.stream(len(held))
                fresh = [*entries_in(stream, self._last, len(held))]
            held.extend(fresh)
            for each in fresh:
                self._of.setdefault(each.contract, []).append(each)
            return held

    @property
    def _last(self) -> str:
        """The hash of the last entry that was read."""
        return self._held[-1].sha256 if self._held else BEFORE_THE_FIRST

    @property
    def head(self) -> str:
        """The end of the record as it is printed on every report, for whoever compares later."""
        return _head(self._read())

    def verify(self, head: str | None = None) -> tuple[Problem, ...]:
        """The first entry that does not hold, or nothing.

        Args:
            head: What an earlier report printed, such as ``entry 1,204, 7F3-QK2``: the record must
                still hold it.

        Raises:
            InputError: It is no head (SV316).
            RecordError: It can't be read, such as one that was closed (SV975).

        Example:
            >>> import socialvalue as sv
            >>> sv.contracts.open_register().verify()
            ()
        """
        count = 0
        try:
            for each in entries_in(self._storage.stream()):
                count = each.seq
        except RecordError as error:
            if any(each.code != "SV966" for each in error.problems):
                raise  # nothing is known of any entry
            return error.problems
        broken = None if head is None else differs_from(head, count, self._storage.sha256_of)
        return () if broken is None else (broken,)

    def contract(self, reference: str) -> Contract:
        """A contract as it was awarded.

        Raises:
            NotFoundError: There is none of that reference (SV950).
        """
        return self.standing()[reference].contract

    def standing(self, on: Day | None = None, known: Day | None = None) -> Standing:
        """What the record comes to, with the head of what was read for it.

        Args:
            on: As at this day; with all that is written, if not given.
            known: As known on this day; today's knowledge, if not given.
        """
        return self._standing(*(None if each is None else day(each) for each in (on, known)))

    def _standing(
        self, on: date | None = None, known: date | None = None, *, returns: bool = True
    ) -> Standing:
        """The same; without its returns, which are nearly all of a long record, in no time."""
        with no_collection():
            read = (*self._read(),)
            of = read if returns else [each for each in read if each.action not in OF_RETURNS]
            return attrs.evolve(standing_of(of, on, known), read=read, head=_head(read))

    def _line(self) -> str:
        try:
            held = number_of(len(self.standing().contracts), "contract")
        except RecordError as error:  # a line in a shell or a debugger is no place to raise
            return f"{self._storage.name}, not read: {error.problems[0].code}"
        return f"{self._storage.name}, {held}, {self.head}"

    def _blocks(self) -> Iterable[Block]:
        heads = ("entry", "day", "contract", "what", "by")
        rows = tuple((str(each.seq), day_words(each.on), each.contract, ACTIONS[each.action],
                      each.by) for each in self._read())  # fmt: skip
        yield Block(f"Delivery record: {self.head}", (), heads, rows, (0,))

    # --- as files ---

    def export(self, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write the whole record into a folder: lines that it can be restored from, and tables.

        What stays of entries is in ``entries.jsonl``, their words in ``words.jsonl``, and which
        were erased in ``erased.jsonl``.  The tables need nothing of ours to be read: as CSV, and
        all together as ``everything.xlsx`` where XlsxWriter is installed, up to two million cells.

        Args:
            folder: Where they go: new, or empty.

        Raises:
            InputError: Something is there already (SV949).
        """
        where = Path(folder)
        if where.exists() and (not where.is_dir() or any(where.iterdir())):
            raise InputError(problem("SV949", found=where))
        tables = tables_of(self.standing(), [*self._read()])
        texts = {**line_files(self._storage.stream()), **csv_files(tables)}
        files = {name: text.encode() for name, text in texts.items()}
        book = workbook_of(tables, f"Delivery record: {self.head}")
        if book is not None:
            files[WORKBOOK] = book
        return write_files(where, files)

    def restore(
        self,
        folder: str | os.PathLike[str] | Self,
        *,
        erased: str | os.PathLike[str] | None = None,
    ) -> int:
        """Take over what was exported, entry by entry as it was written: all of it or nothing.

        This record is empty, or holds the beginning of the same entries.

        Args:
            folder: Where `export` wrote it; or a record that is open, such as a folder of files
                that people wrote.
            erased: A later list of what was erased (``erased.jsonl``): words that it names are
                erased here as well, since a copy must not bring them back.

        Returns:
            How many entries were taken over.

        Raises:
            InputError: A file is not there (SV101), a line is none of ours (SV1011), or this record
                or the list holds other entries (SV1012).
            RecordError: An entry is not as it was written, or is missing (SV966).
        """
        rows = folder._storage.rows() if isinstance(folder, Log) else rows_in(Path(folder))
        gone = {} if erased is None else erased_in(Path(erased))
        if any(rows[seq - 1].sha256 != sha256 for seq, sha256 in gone.items() if seq <= len(rows)):
            hint = "give the list that was exported of this record later"
            raise InputError(problem("SV1012", found=erased, hint=hint))
        with self._storage.writing():
            held = len(self._read())
            if held > len(rows) or (held and rows[held - 1].sha256 != self._last):
                raise InputError(problem("SV1012", found=self._storage.name))
            for row in rows[held:]:
                self._storage.append(row)
        for seq in gone:
            if seq <= len(rows) and rows[seq - 1].words:
                entry = self._entry(seq, "an entry")
                self._forgotten(entry, _erased_before(entry))
        return len(rows) - held

    # --- how an entry is written ---

    def _role(self, by: str, where: str = "") -> str:
        return role_of(by, self._roles, where)

    def _written(
        self, reference: str, checked: Callable[[Any], New], line: str | None = None
    ) -> Entry:
        """Check an entry against all that is written of a contract, and write it.

        Nobody else writes meanwhile.

        Args:
            reference: Of the contract.
            checked: What makes the entry of what the contract has come to (a `Standing`, or what
                the commitment has: an `OfLine`), or refuses it.
            line: The commitment whose returns alone it looks at; "" for those beyond the contract.
        """
        with self._storage.writing():
            self._read()
            of = text(reference)
            new = checked(self._come_to(of) if line is None else self._of_line(of, line))
            seq = len(self._held) + 1
            marked = self._marks.set_on(new, self._held)
            row = _row(marked, seq, self._last, self._entered or clock.today(), self._salt(seq),
                       self._marks.names_in(new.contract))  # fmt: skip
            self._storage.append(row)
        return attrs.evolve(self._read()[row.seq - 1], questions=new.questions)

    def _come_to(self, reference: str) -> Standing:
        """What a contract has come to, as it was read."""
        return standing_of(self._of.get(reference, ()))

    def _of_line(self, reference: str, line: str) -> OfLine:
        """What a commitment has come to, as it was read: kept, and brought forward."""
        return self._lines.of(reference, line, self._held)

    def _salt(self, _: int) -> bytes:
        """What hides the words of an entry in its hash, once they are erased; b"" for chance."""
        return b""

    @contextmanager
    def importing(self, entered: Day | None = None) -> Iterator[Callable[..., Entry]]:
        """Write many entries together: all that is written while this lasts stays, or none.

        Args:
            entered: The day on which they were written, where that was in another record.

        Raises:
            InputError: That day is after today, or before the last entry (SV1008), so that figures
                would change that were known on a day in between.
        """
        try:
            with self._storage.writing():
                self._read()
                self._entered = None if entered is None else self._day_of_import(day(entered))
                yield self._written
        except BaseException:
            self._read_anew()
            raise
        finally:
            self._entered = None

    def _day_of_import(self, entered: date) -> date:
        last = self._held[-1].entered if self._held else entered
        why = ""
        if entered > clock.today():
            why = "that day is still to come"
        elif entered < last:
            why = f"the last entry is of {day_words(last)}, and what was known then never changes"
        if why:
            raise InputError(problem("SV1008", found=day_words(entered), why=why))
        return entered

    def _forgotten(self, entry: Entry, checked: Callable[[Standing], New]) -> Entry:
        """Write that the words of an entry are erased, and erase them."""
        with self._storage.writing():
            self._read()
            row = _row(checked(standing_of(self._of[entry.contract])), len(self._held) + 1,
                       self._last, clock.today())  # fmt: skip
            self._storage.append(row)
            self._storage.erase(entry.seq)
        self._storage.forget()
        self._read_anew()
        return self._read()[row.seq - 1]

    def _read_anew(self) -> None:
        """Forget what was read."""
        self._held.clear()
        self._of.clear()
        self._marks = Marks()
        self._lines = ByLine()
        self._seen = Seen()

    def _known(self, reference: str) -> str:
        """A reference that is there.

        Raises:
            NotFoundError: No contract has it (SV950).
        """
        self._read()
        if text(reference) not in self._of:
            raise NotFoundError(no_contract(reference, self._of))
        return reference

    def _entry(self, seq: int, what: str) -> Entry:
        """An entry by its number.

        Raises:
            NotFoundError: There is none (SV978).
        """
        held = self._read()
        if not 0 < seq <= len(held):
            raise NotFoundError(problem("SV978", found=seq, what=what))
        return held[seq - 1]


def _head(read: Sequence[Entry]) -> str:
    return head_of(len(read), read[-1].sha256 if read else BEFORE_THE_FIRST)


def _erased_before(entry: Entry) -> Callable[[Standing], New]:
    """That the words of an entry, which may be undone, were erased after the copy was made."""
    why = "erased in the record that this is a copy of"

    def made(_: Standing) -> New:
        return New(action="erase", contract=entry.contract, on=entry.on, about=entry.seq,
                   reason=why, by="data protection officer")  # fmt: skip

    return made


def _row(  # noqa: PLR0917 - what an entry is made of
    new: New, seq: int, before: str, entered: date, hidden: bytes = b"",
    marks: Mapping[str, int] | None = None,
) -> Row:  # fmt: skip
    """An entry as it is stored, with the hash of the one before it."""
    what, taken = parted(new.noun, new.reason, marks)
    words = spelled(taken) if taken else ""
    salt = hidden or secrets.token_bytes(32) if words else None
    kept = kept_of({
        "seq": seq, "entered": entered.isoformat(), "on": new.on.isoformat(), "by": new.by,
        "action": new.action, "contract": new.contract, "about": new.about, "what": what,
        "previous": before, "words": commitment_to(words, salt) if salt else "",
    })  # fmt: skip
    return Row(seq, kept, sha256_of(kept), salt, words)
