"""`open_register`: a delivery record, wherever it lies."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from socialvalue.contracts.exporting.lines import is_export, rows_in
from socialvalue.contracts.register import Register
from socialvalue.contracts.roles import BUYERS, ROLES
from socialvalue.contracts.storage import FolderStorage, Storage
from socialvalue.errors import InputError, RecordError, problem, shown
from socialvalue.model.fields import as_read, name, several

__all__ = ["open_register"]


def open_register(
    path: str | os.PathLike[str] | None = None, *, new: bool = False, roles: Iterable[str] = ()
) -> Register:
    """Open a delivery record.

    Args:
        path: A SQLite file of ours, or the address of a PostgreSQL database, as in
            ``postgresql://council@server/contracts``; in memory, if not given.  A folder is read,
            and not written: one that `Register.export` wrote, or one of files that people write, a
            contract each (.yaml) with tables of returns (.csv) beside them.
        new: Whether it is made; one that is there is never written over, and none is made unasked.
        roles: Roles of the council's own, beside the list.

    Raises:
        InputError: There is no such file (SV963), or there is one and it should be new (SV964).
        RecordError: It is no delivery record (SV961), of another version (SV962), or cannot be
            read (SV965, SV975).
        InputError: An address is given, and psycopg is not installed (SV1010).
        DefinitionError: All that is wrong in a folder's files, by line and column, or by cell.

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.open_register().head
        'entry 0, 000-000'
    """
    own = {as_read(name(each)): BUYERS for each in several("a role", str, roles)}
    known = {**ROLES, **own}
    return Register(_storage(path, known, new=new), known)


def _storage(
    path: Any, roles: Mapping[str, str], *, new: bool
) -> Storage:  # fmt: skip
    """Where the entries lie: in memory, in a file or a folder, or on a server.

    Raises:
        InputError: It is the address of something else (SV961).
    """
    if path == "" or not (path is None or isinstance(path, (str, os.PathLike))):
        expected, found = "a file, a folder or an address", repr(path)
        raise InputError(problem("SV316", what="the record", expected=expected, found=found))
    scheme, sign, _ = ("" if path is None else os.fspath(path)).partition("://")
    if scheme in {"postgresql", "postgres"} and sign:
        from socialvalue.contracts.served.postgres import ServedStorage

        return ServedStorage(os.fspath(path or ""), new=new)
    if sign:
        raise InputError(problem("SV961", found=f"{scheme}://…"))
    where = None if path is None else Path(path)
    try:
        if where is not None and not new and where.is_dir():
            return _folder(where, roles)
        return Storage(where, new=new)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise RecordError(problem("SV975", found=shown(path), why=why)) from None


def _folder(where: Path, roles: Mapping[str, str]) -> Storage:
    """What a folder holds: an export, or what people wrote."""
    if is_export(where):
        return FolderStorage(where, rows_in(where))
    from socialvalue.contracts.opened.by_hand import by_hand, is_by_hand

    if is_by_hand(where):
        held, asked = by_hand(where, roles)
        return FolderStorage(where, held.rows(), asked)
    return Storage(where, new=False)  # which says that it is none
