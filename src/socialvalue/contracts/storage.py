"""Where a delivery record lies: one SQLite file, to which entries are only added.

An entry is written whole or not at all, and is on the disk before it is said to be written.  One
writer at a time; who waits longer than a few seconds is asked to try again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any
from weakref import finalize

from socialvalue.contracts.drives.shared import no_writer, on_a_network, this_writes, who_writes
from socialvalue.contracts.entries import Row
from socialvalue.errors import InputError, Problem, RecordError, problem

__all__ = ["VERSION", "FolderStorage", "Storage"]

VERSION = 1
"""The version of the tables; a record of a later one is read by a later version of the library."""

_OURS = 0x53565244  # "SVRD"
_PATIENCE = 5.0
_TABLES = f"""
PRAGMA application_id = {_OURS};
PRAGMA user_version = {VERSION};
CREATE TABLE entries (seq INTEGER PRIMARY KEY, kept TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE words (seq INTEGER PRIMARY KEY, salt BLOB NOT NULL, text TEXT NOT NULL);
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
"""
_READ = """
SELECT entries.seq, kept, sha256, salt, coalesce(text, '')
FROM entries LEFT JOIN words ON words.seq = entries.seq WHERE entries.seq > ?
ORDER BY entries.seq LIMIT ?
"""
_AT_ONCE = 1000
"""Rows that are read at once: their texts are looked at while they are near, and let go."""
_STEPS: Mapping[int, str] = {}
"""What carries the tables of a version forward to the next; there is none back."""


class Storage:
    """The rows of a delivery record, in a file or in memory.

    Attributes:
        asked: What its files ask, where people write them, each with its contract.
    """

    asked: tuple[tuple[str, Problem], ...] = ()

    def __init__(self, path: Path | None, *, new: bool) -> None:
        self.path = path
        self.lock = RLock()
        if path is not None:
            _check_path(path, new=new)
        self._db = _connected(path)
        finalize(self, self._db.close)
        if path is None or new:
            self._make()
        else:
            self._check_ours()
        with self.translated():
            for setting in ("synchronous = EXTRA", "secure_delete = ON"):
                self._db.execute(f"PRAGMA {setting}")

    def _make(self) -> None:
        with self.translated():
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")

    def _check_ours(self) -> None:
        """The file is a delivery record, and of a version that is known here."""
        try:
            (ours,) = self._db.execute("PRAGMA application_id").fetchone()
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise self._because(error) from None
            ours, version = 0, 0
        if ours != _OURS:
            self._db.close()
            raise RecordError(problem("SV961", found=self.name))
        while version in _STEPS:
            with self.translated():
                step = f"{_STEPS[version]} PRAGMA user_version = {version + 1};"
                self._db.executescript(f"BEGIN IMMEDIATE; {step} COMMIT;")
            version += 1
        if version != VERSION:
            self._db.close()
            raise RecordError(problem("SV962", found=self.name, version=version, here=VERSION))

    @property
    def name(self) -> str:
        """What the record is called: the name of its file."""
        return "the record in memory" if self.path is None else self.path.name

    @property
    def questions(self) -> tuple[Problem, ...]:
        """What somebody who writes should know of where the record lies."""
        found = None if self.path is None else on_a_network(self.path)
        return () if found is None else (found,)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        """One command, whose values stand for its question marks."""
        return self._db.execute(sql, values)

    def _begin(self) -> None:
        """From here on nobody else writes."""
        self._db.execute("BEGIN IMMEDIATE")
        if self.path is not None:
            this_writes(self.path)

    def _end(self) -> None:
        """From here on others may."""
        if self.path is not None:
            no_writer(self.path)

    @property
    def _is_writing(self) -> bool:
        return self._db.in_transaction

    def rows(self, after: int = 0) -> list[Row]:
        """The rows after one, in their order."""
        return [*self.stream(after)]

    def stream(self, after: int = 0) -> Iterator[Row]:
        """The same one after another, none of them kept."""
        while True:
            with self.lock, self.translated():
                found = self._run(_READ, (after, _AT_ONCE)).fetchall()
            yield from map(Row._make, found)
            if len(found) < _AT_ONCE:
                return
            after = found[-1][0]

    def sha256_of(self, seq: int) -> str:
        """The hash of an entry."""
        with self.lock, self.translated():
            found = self._run("SELECT sha256 FROM entries WHERE seq = ?", (seq,)).fetchone()
        return str(found[0])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Nobody else writes while this lasts; all that was written in it stays, or none.

        Within another it is a part of that.
        """
        with self.lock, self.translated():
            outermost = not self._is_writing
            if outermost:
                self._begin()
            try:
                yield
                if outermost:
                    self._run("COMMIT")
            except BaseException:
                if outermost and self._is_writing:
                    self._run("ROLLBACK")
                raise
            finally:
                if outermost:
                    self._end()

    def append(self, row: Row) -> None:
        """Add a row; within `writing`."""
        entry = (row.seq, row.kept, row.sha256)
        self._run("INSERT INTO entries (seq, kept, sha256) VALUES (?, ?, ?)", entry)
        if row.words:
            words = (row.seq, row.salt, row.words)
            self._run("INSERT INTO words (seq, salt, text) VALUES (?, ?, ?)", words)

    def erase(self, seq: int) -> None:
        """Take the words of a row away; within `writing`, with `forget` behind it."""
        self._run("DELETE FROM words WHERE seq = ?", (seq,))

    def forget(self) -> None:
        """Write the file anew, so that no byte of what was taken away is left in it."""
        with self.lock, self.translated():
            self._db.execute("VACUUM")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Faults of the database in our words."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._because(error) from None

    def _because(self, error: sqlite3.Error) -> RecordError:
        if "locked" in str(error) or "busy" in str(error):
            by = "another writer" if self.path is None else who_writes(self.path)
            return RecordError(problem("SV965", found=self.name, by=by))
        return RecordError(problem("SV975", found=self.name, why=str(error)))


class FolderStorage(Storage):
    """The rows of a folder of files, which are read and never written."""

    def __init__(
        self, folder: Path, rows: Iterable[Row], asked: Iterable[tuple[str, Problem]] = ()
    ) -> None:
        super().__init__(None, new=True)
        self.asked = tuple(asked)
        self._run("BEGIN")
        for row in rows:
            self.append(row)
        self._run("COMMIT")
        self.path = folder

    def _begin(self) -> None:
        """Nothing is written.

        Raises:
            InputError: Always (SV1013).
        """
        raise InputError(problem("SV1013", found=self.name))


def _check_path(path: Path, *, new: bool) -> None:
    """A record is made only where it is asked for, and never over anything."""
    if new and path.exists() and (path.is_dir() or path.stat().st_size):
        raise InputError(problem("SV964", found=path))
    if new and not path.parent.is_dir():
        raise InputError(problem("SV101", found=path.parent))
    if not new and not path.exists():
        raise InputError(problem("SV963", found=path))
    if path.is_dir():
        raise RecordError(problem("SV961", found=path.name or path))


def _connected(path: Path | None) -> sqlite3.Connection:
    """The file, open.

    Raises:
        RecordError: It can't be opened (SV975).
    """
    where = ":memory:" if path is None else os.fspath(path)
    try:
        return sqlite3.connect(where, timeout=_PATIENCE, isolation_level=None,
                               check_same_thread=False)  # fmt: skip
    except (sqlite3.Error, ValueError) as error:
        raise RecordError(problem("SV975", found=where, why=str(error))) from None
