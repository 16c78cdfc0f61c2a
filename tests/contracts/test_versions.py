"""Records of other versions, of other programs, and on servers that are not there."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts import storage


def version(path: Path) -> int:
    """The version that a file says of itself."""
    with sqlite3.connect(path) as db:
        (found,) = db.execute("PRAGMA user_version").fetchone()
    db.close()
    return int(found)


def test_an_earlier_version_is_carried_forward_and_a_later_one_never_back(
    tmp_path: Path, contract: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record lasts longer than the library that made it: opened later, it loses nothing."""
    path = tmp_path / "delivery.db"
    with sv.contracts.open_register(path, new=True) as register:
        register.add(contract, by="procurement", on="2022-08-20")
        head = register.head
    with monkeypatch.context() as later:
        later.setattr(storage, "VERSION", storage.VERSION + 1)
        later.setattr(storage, "_STEPS", {storage.VERSION - 1: "CREATE TABLE more (seq INTEGER);"})
        with sv.contracts.open_register(path) as register:
            assert (register.head, register.verify()) == (head, ())
        assert version(path) == 2
    with pytest.raises(sv.RecordError, match=r"SV962[^\n]*version 2[^\n]*version 1"):
        sv.contracts.open_register(path)
    assert version(path) == 2


def test_a_step_that_fails_leaves_the_earlier_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half carried forward would be readable by no version."""
    path = tmp_path / "delivery.db"
    sv.contracts.open_register(path, new=True).close()
    with monkeypatch.context() as later:
        later.setattr(storage, "_STEPS", {1: "CREATE TABLE more (seq INTEGER); no command;"})
        with pytest.raises(sv.RecordError, match="SV975"):
            sv.contracts.open_register(path)
    with sv.contracts.open_register(path) as register:
        assert register.verify() == ()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (
            0,
        )
    db.close()


def test_an_address_without_what_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who lacks psycopg reads what installs it; another address is no record."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(sv.InputError, match=r"SV1010[^\n]*\n[^\n]*register"):
        sv.contracts.open_register("postgresql://council@server/contracts")
    with pytest.raises(sv.InputError, match="SV961"):
        sv.contracts.open_register("mysql://council:hush@server/contracts")
