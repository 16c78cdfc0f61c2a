"""The file of a delivery record: nothing is lost, half written, or altered in silence."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts import storage
from socialvalue.contracts.drives import shared

PERIODS = (("2022-09-01", "2022-11-30"), ("2022-12-01", "2023-02-28"), ("2023-03-01", "2023-05-31"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the record lies."""
    return tmp_path / "delivery.db"


@pytest.fixture
def record(path: Path, contract: Any) -> Iterator[Any]:
    """A record in a file: a contract, and a return that was verified."""
    with sv.contracts.open_register(path, new=True) as held:
        held.add(contract, by="procurement", on="2022-08-20")
        held.approve(report(held), by="contract manager", on="2023-06-20")
        yield held


def report(held: Any, at: int = 0) -> Any:
    """A return of one of the periods."""
    return held.deliver("ECC-0412", line="1", quantity="2.5", period=PERIODS[at],
                        statement="Two gangs.", by="supplier", on="2023-06-10")  # fmt: skip


def by_hand(path: Path, *commands: str) -> None:
    """What somebody does to the file with another program."""
    db = sqlite3.connect(path)
    for each in ("DROP TRIGGER entries_stay", "DROP TRIGGER entries_remain", *commands):
        db.execute(each)
    db.commit()
    db.close()


# --- kept ---------------------------------------------------------------------------------


def test_what_was_written_is_there_when_it_is_opened_again(
    path: Path, record: Any, contract: Any
) -> None:
    """Next month's manager reads what this month's wrote, to the last digit and word."""
    with sv.contracts.open_register(path) as again:
        assert again.entries == record.entries
        assert [each.noun for each in again.entries] == [each.noun for each in record.entries]
        assert again.contract("ECC-0412") == contract
        assert again.head == record.head
        assert again.verify(head=record.head) == ()


def test_a_head_is_short_and_follows_every_entry(record: Any) -> None:
    """It stands on each report, and is read out on the telephone."""
    heads = [record.head]
    for at in (1, 2):
        report(record, at)
        heads.append(record.head)
    assert len(set(heads)) == 3
    assert all(re.fullmatch(r"entry [0-9,]+, [0-9A-Z]{3}-[0-9A-Z]{3}", each) for each in heads)
    assert [record.verify(head=each) for each in heads] == [(), (), ()]


@pytest.mark.parametrize("head", ["", "entry 3", "3, 7F3-QK2", "entry 3, 7f3-qk2", 3])
def test_what_is_no_head_is_refused(head: Any, record: Any) -> None:
    """A slip in copying it must not read as a record that was altered."""
    with pytest.raises(sv.InputError, match="SV316 the head"):
        record.verify(head=head)


# --- altered ------------------------------------------------------------------------------

ALTERED = {
    "a quantity": ("UPDATE entries SET kept = replace(kept, '2.5', '9.5') WHERE seq = 2", 2,
                   "content"),
    "an entry taken out": ("DELETE FROM entries WHERE seq = 2", 2, "missing"),
    "the first taken out": ("DELETE FROM entries WHERE seq = 1", 1, "missing"),
    "an entry put in": ("INSERT INTO entries SELECT 4, kept, sha256 FROM entries WHERE seq = 3", 4,
                        "does not follow"),
    "a statement": ("UPDATE words SET text = replace(text, 'Two', 'Ten') WHERE seq = 2", 2,
                    "words are not"),
    "a statement taken out": ("DELETE FROM words WHERE seq = 2", 2, "words are gone"),
    "words put in": ("INSERT INTO words VALUES (3, x'00', '{\"reason\":\"x\"}')", 3, "added"),
    "bytes for an entry": ("UPDATE entries SET kept = x'ff' WHERE seq = 2", 2, "not written as"),
    "bytes for words": ("UPDATE words SET text = x'ff' WHERE seq = 2", 2, "not written as"),
    "a text for bytes": ("UPDATE words SET salt = 'ab' WHERE seq = 2", 2, "not written as"),
}  # fmt: skip


@pytest.mark.parametrize(("command", "seq", "why"), ALTERED.values(), ids=[*ALTERED])
def test_what_was_altered_shows(command: str, seq: int, why: str, path: Path, record: Any) -> None:
    """Whoever raises a figure in the file is found at the entry where it was done."""
    assert record.verify() == ()
    by_hand(path, command)
    (found,) = record.verify()
    assert (found.code, found.message.split()[1]) == ("SV966", str(seq))
    assert why in found.message
    with sv.contracts.open_register(path) as again, pytest.raises(sv.RecordError, match="SV966"):
        _ = again.entries


def test_a_closed_record_is_no_altered_one(record: Any) -> None:
    """Whoever closed it too early must not read that an entry of it was broken."""
    assert record.verify() == ()
    record.close()
    for look in (record.verify, lambda: record.entries):
        with pytest.raises(sv.RecordError, match=r"SV975.*closed"):
            look()


def test_what_cannot_be_read_is_still_called_something(path: Path, record: Any) -> None:
    """A line in a shell that raises hides what somebody looks for there."""
    name = path.name
    assert repr(record).startswith(f"<Register: {name}, 1 contract, entry 3, ")
    by_hand(path, "DELETE FROM entries WHERE seq = 1")
    with sv.contracts.open_register(path) as again:
        assert repr(again) == f"<Register: {name}, not read: SV966>"
    assert repr(again) == f"<Register: {name}, not read: SV975>"
    with pytest.raises(sv.RecordError, match="SV975"):
        _ = again.head


def test_an_entry_cannot_be_changed_by_a_slip(path: Path, record: Any) -> None:
    """Whoever opens the file with another program is told before anything is changed."""
    db = sqlite3.connect(path)
    for command in ("DELETE FROM entries", "UPDATE entries SET kept = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="an entry is never"):
            db.execute(command)
    db.close()
    assert len(record.entries) == 3


def test_a_shortened_record_differs_from_what_was_printed(path: Path, record: Any) -> None:
    """Its chain holds by itself; only who kept an earlier head can tell."""
    printed = record.head
    by_hand(path, "DELETE FROM entries WHERE seq = 3")
    with sv.contracts.open_register(path) as again:
        assert again.verify() == ()
        (found,) = again.verify(head=printed)
        assert found.code == "SV967"
        assert "the record ends with entry 2" in found.message
        again.approve(2, by="finance", on="2023-06-20")
        (found,) = again.verify(head=printed)
        assert "it is entry 3," in found.message


# --- opened -------------------------------------------------------------------------------


def test_a_record_is_made_only_when_it_is_asked_for(path: Path, contract: Any) -> None:
    """A slip in a path must not begin an empty record beside the real one."""
    with pytest.raises(sv.InputError, match="SV963"):
        sv.contracts.open_register(path)
    assert not path.exists()
    sv.contracts.open_register(path, new=True).close()
    assert path.exists()
    before = path.read_bytes()
    with pytest.raises(sv.InputError, match="SV964"):
        sv.contracts.open_register(path, new=True)
    assert path.read_bytes() == before
    with pytest.raises(sv.InputError, match="SV101"):
        sv.contracts.open_register(path.parent / "none" / "x.db", new=True)


def test_a_file_that_is_not_ours_is_left_alone(path: Path, tmp_path: Path) -> None:
    """Neither a workbook, nor another program's database, nor a folder is written into."""
    path.write_text("reference,title\n" * 500, encoding="utf-8")
    other = tmp_path / "other.db"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE entries (a)")
    db.commit()
    db.close()
    for each in (path, other):
        before = each.read_bytes()
        with pytest.raises(sv.RecordError, match="SV961"):
            sv.contracts.open_register(each)
        assert each.read_bytes() == before
    with pytest.raises(sv.RecordError, match="SV961"):
        sv.contracts.open_register(tmp_path)
    with pytest.raises(sv.InputError, match="SV961"):
        sv.contracts.open_register("mysql://host/record")


def test_a_record_of_a_later_version_is_not_touched(path: Path, record: Any) -> None:
    """An older library would read it wrongly, or write what the later one cannot read."""
    record.close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 2")
    db.close()
    with pytest.raises(sv.RecordError, match=r"SV962.*version 2"):
        sv.contracts.open_register(path)


# --- at the same time ---------------------------------------------------------------------


def test_two_writers_see_each_other(path: Path, record: Any) -> None:
    """Two managers with the same file open: each entry has its place, and none its double."""
    with sv.contracts.open_register(path) as other:
        mine, theirs = report(record, 1), report(other, 2)
        assert (mine.seq, theirs.seq) == (4, 5)
        for held in (record, other):
            assert [each.seq for each in held.entries] == [1, 2, 3, 4, 5]
            assert held.verify() == ()
            with pytest.raises(sv.InputError, match="SV955"):
                report(held, 2)


def test_one_writer_at_a_time(path: Path, record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits too long is asked to try again, and nothing is lost or written twice."""
    monkeypatch.setattr(storage, "_PATIENCE", 0.05)
    with sv.contracts.open_register(path) as other:
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(sv.RecordError, match="SV965"):
            report(other, 1)
        db.execute("ROLLBACK")
        db.close()
        assert report(other, 1).seq == 4


KILLED = """
import os, sys
import socialvalue as sv
from socialvalue.contracts.storage import Storage
held = sv.contracts.open_register(sys.argv[1])
append = Storage.append
def and_die(self, row):
    append(self, row)
    os._exit(9)
Storage.append = and_die
held.deliver("ECC-0412", line="1", quantity="9", period=("2023-03-01", "2023-05-31"),
             statement="x" * 100_000, by="supplier", on="2023-06-10")
"""


def test_a_writer_that_is_killed_leaves_nothing_half_written(path: Path, record: Any) -> None:
    """A power cut in the middle of an entry: it is there whole, or it was never begun."""
    ran = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    assert ran.returncode == 9
    assert record.verify() == ()
    assert [each.seq for each in record.entries] == [1, 2, 3]
    assert report(record, 2).seq == 4


def test_a_full_disk_loses_nothing(path: Path, record: Any) -> None:
    """The entry that did not fit is refused, and all others are as they were."""
    record._storage._db.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sv.RecordError, match=r"SV975.*full"):
        record.deliver("ECC-0412", line="1", quantity="1", period=PERIODS[1],
                       statement="x" * 100_000, by="supplier", on="2023-06-10")  # fmt: skip
    assert [each.seq for each in record.entries] == [1, 2, 3]
    assert record.verify() == ()


def test_words_are_no_part_of_what_is_kept(record: Any) -> None:
    """What a person wrote can be taken out one day, and the chain still holds without it."""
    row = record._storage.rows()[1]
    assert "Two gangs." in row.words
    assert "Two gangs." not in row.kept
    assert '"2.5"' in row.kept
    first = record._storage.rows()[0]
    assert "Brook" in first.words
    assert "Brook" not in first.kept


def test_a_record_says_what_it_is(record: Any, on_day: Callable[[str], None]) -> None:
    """One line in a shell, and every entry for print."""
    assert repr(record).startswith("<Register: delivery.db, 1 contract, entry 3, ")
    assert "verified" in str(record)
    assert repr(record.entries[1]) == (
        "<Entry: 2, ECC-0412, delivery reported: commitment 1, 2.5 FTE-years, 1 September 2022 to "
        "30 November 2022, 10 June 2023, by supplier>"
    )


# --- on a shared drive --------------------------------------------------------------------


def test_who_has_to_wait_is_told_for_which_machine(
    path: Path, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two managers with one file on a shared drive: the second rings the first, and waits."""
    monkeypatch.setattr(storage, "_PATIENCE", 0.05)
    monkeypatch.setattr(shared.platform, "node", lambda: "north-desk-7")
    with sv.contracts.open_register(path) as other:
        with record._storage.writing():
            with pytest.raises(sv.RecordError, match=r"delivery\.db is in use by north-desk-7"):
                report(other, 1)
            assert [each.name for each in path.parent.glob("*.writer")] == ["delivery.db.writer"]
        assert [each.name for each in path.parent.iterdir()] == ["delivery.db"]
        assert report(other, 1).seq == 4


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//council/p /mnt/p cifs rw 0 0
/dev/sdb /mnt/p/local ext4 rw 0 0
"""


@pytest.mark.parametrize(("where", "kind"), [
    ("/mnt/p/delivery.db", "cifs"), ("/mnt/p/local/delivery.db", ""), ("/mnt/pp/delivery.db", ""),
    ("/home/x/delivery.db", ""),
])  # fmt: skip
def test_a_network_drive_is_known(where: str, kind: str) -> None:
    """The innermost mount decides, and a name that only begins alike is another."""
    assert shared.kind_in(MOUNTS, where) == kind


def test_whoever_writes_on_a_network_drive_is_told(
    path: Path, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that two people spoil at the same moment is lost for both."""
    assert record.questions == ()
    monkeypatch.setattr(shared, "drive_of", lambda _: "cifs")
    with sv.contracts.open_register(path) as other:
        (found,) = other.questions
    assert (found.code, found.message) == ("SV1060", "delivery.db is on a network drive (cifs)")
    assert sv.contracts.open_register().questions == ()


def imported(record: Any) -> None:
    """Two returns, of which the second is long."""
    for at in (1, 2):
        record.deliver("ECC-0412", line="1", quantity="1", period=PERIODS[at], on="2023-06-10",
                       statement="x" * 9_000 * at, by="supplier")  # fmt: skip


def test_a_full_disk_in_the_middle_of_an_import(path: Path, record: Any) -> None:
    """Of an import that did not fit nothing is there, and the record goes on."""
    pages = record._storage._db.execute("PRAGMA page_count").fetchone()[0]
    record._storage._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(sv.RecordError, match=r"SV975.*full"), record.importing():
        imported(record)
    record._storage._db.execute("PRAGMA max_page_count = 100000")
    assert [each.seq for each in record.entries] == [1, 2, 3]
    assert record.verify() == ()
    assert report(record, 1).seq == 4
