"""A delivery record in a PostgreSQL database: the same tables, read and written by the same SQL.

The server keeps what it is told to keep: how long its write-ahead log and its copies hold words
that were erased here is for who runs it to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any
from weakref import finalize

from socialvalue.contracts.storage import VERSION, Storage
from socialvalue.errors import InputError, RecordError, problem

__all__ = ["ServedStorage"]

_PATIENCE = 5
_TABLES = """
CREATE SCHEMA socialvalue;
CREATE TABLE socialvalue.record (version integer NOT NULL);
CREATE TABLE socialvalue.entries (
    seq bigint PRIMARY KEY, kept text NOT NULL, sha256 text NOT NULL);
CREATE TABLE socialvalue.words (seq bigint PRIMARY KEY, salt bytea NOT NULL, text text NOT NULL);
CREATE FUNCTION socialvalue.entries_stay() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'an entry is never changed or deleted'; END $$;
CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON socialvalue.entries
    FOR EACH STATEMENT EXECUTE FUNCTION socialvalue.entries_stay();
"""


class ServedStorage(Storage):
    """The rows of a delivery record in a database of a server."""

    def __init__(self, address: str, *, new: bool) -> None:
        self.path = None
        self.lock = RLock()
        self._faults, self._busy = _faults()
        self._db: Any = None
        with self.translated():
            self._db = _connected(address)
        finalize(self, self._db.close)
        with self.translated():
            there = self._run("SELECT to_regclass('socialvalue.record')").fetchone()[0] is not None
            if new and there:
                raise InputError(problem("SV964", found=self.name))
            if not new and not there:
                raise InputError(problem("SV963", found=self.name))
            if new:
                with self._db.transaction():
                    self._run(_TABLES)
                    self._run("INSERT INTO socialvalue.record VALUES (?)", (VERSION,))
            (version,) = self._run("SELECT version FROM socialvalue.record").fetchone()
            self._run("SET search_path = socialvalue")
        if version != VERSION:
            self.close()
            raise RecordError(problem("SV962", found=self.name, version=version, here=VERSION))

    @property
    def name(self) -> str:
        """What the record is called: its database, without who opens it or by which password."""
        return "the database" if self._db is None else f"the database {self._db.info.dbname}"

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        return self._db.execute(sql.replace("?", "%s") if values else sql, values or None)

    def _begin(self) -> None:
        self._run("BEGIN")
        self._run("LOCK TABLE entries IN SHARE ROW EXCLUSIVE MODE")

    @property
    def _is_writing(self) -> bool:
        return int(self._db.info.transaction_status) in {1, 2, 3}  # active, in one, or failed

    def forget(self) -> None:
        """Write the table of words anew, so that the erased ones are not in its file."""
        with self.lock, self.translated():
            self._run("VACUUM (FULL) words")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Faults of the server in our words."""
        try:
            yield
        except self._faults as error:
            if isinstance(error, self._busy):
                raise RecordError(problem("SV965", found=self.name, by="another writer")) from None
            why = str(error).strip().partition("\n")[0]
            raise RecordError(problem("SV975", found=self.name, why=why)) from None


def _faults() -> tuple[type[Exception], type[Exception]]:
    """What psycopg raises, and what it raises where somebody else writes.

    Raises:
        InputError: It is not installed (SV1010).
    """
    try:
        import psycopg
    except ImportError:
        raise InputError(problem("SV1010")) from None
    return psycopg.Error, psycopg.errors.LockNotAvailable


def _connected(address: str) -> Any:
    import psycopg

    found = psycopg.connect(address, autocommit=True, connect_timeout=10)
    found.execute(f"SET lock_timeout = '{_PATIENCE}s'")
    return found
