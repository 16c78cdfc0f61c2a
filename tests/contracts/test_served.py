"""A delivery record on a PostgreSQL server: the same calls, the same figures, the same refusals.

A real server is started under a user of its own, in a folder of its own, and listens on no network.
Without the server's programs or psycopg the tests are skipped, and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts.log import New
from socialvalue.contracts.standing import Standing

pytestmark = pytest.mark.slow
USER = "postgres"
KILLED = """
import os, sys
import socialvalue as sv
from socialvalue.contracts.served.postgres import ServedStorage
append = ServedStorage.append
def killed(self, row):
    append(self, row)
    os._exit(9)
ServedStorage.append = killed
sv.contracts.open_register(sys.argv[1]).deliver("ECC-0412", line="1", quantity="1",
    period=("2023-01-01", "2023-03-31"), statement="More.", by="supplier", on="2023-06-10")
"""


def programs() -> str:
    """The folder of the server's programs; "" where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    return str(found[-1]) if found else str(Path(on_path).parent) if on_path else ""


def as_user(*command: str) -> None:
    """Run a program of the server, which refuses to be run by root."""
    other = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*other, *command], check=True, capture_output=True, cwd="/", timeout=120)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server without its database."""
    pytest.importorskip("psycopg")
    bin_ = programs()
    if not bin_:
        pytest.skip("no PostgreSQL server is installed")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    data = str(folder / "data")
    try:
        as_user(f"{bin_}/initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        as_user(f"{bin_}/pg_ctl", "-D", data, "-w", "-l", f"{data}/log", "-o", options, "start")
        yield f"postgresql:///{{}}?host={folder}&user={USER}"
        as_user(f"{bin_}/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def address(server: str) -> str:
    """The address of an empty database."""
    import psycopg

    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS record WITH (FORCE)")
        connection.execute("CREATE DATABASE record")
    return server.format("record")


@pytest.fixture
def record(address: str, contract: Any) -> Iterator[Any]:
    """A record with a contract, a return and its verification."""
    with sv.contracts.open_register(address, new=True) as register:
        register.add(contract, by="procurement", on="2022-08-20")
        report(register)
        register.approve(2, by="finance", on="2022-12-20", quantity="2", reason="one left")
        yield register


def report(register: Any, **said: Any) -> Any:
    """A return of the first commitment."""
    usual = {"line": "1", "quantity": "2.5", "period": ("2022-09-01", "2022-11-30"),
             "statement": "Two gangs.", "by": "supplier", "on": "2022-12-10"}  # fmt: skip
    return register.deliver("ECC-0412", **{**usual, **said})


def test_the_same_calls_come_to_the_same_figures(record: Any, address: str, contract: Any) -> None:
    """A council that moves to a server sees no penny and no word change."""
    here = sv.contracts.open_register()
    here.add(contract, by="procurement", on="2022-08-20")
    report(here)
    here.approve(2, by="finance", on="2022-12-20", quantity="2", reason="one left")
    with sv.contracts.open_register(address) as again:
        pages = [str(sv.contracts.progress(each, "ECC-0412", on="2022-12-31").explain())
                 for each in (again, here)]  # fmt: skip
        assert pages[0].replace(again.head, here.head) == pages[1]
        assert [each.noun for each in again.entries] == [each.noun for each in here.entries]
        assert again.verify(head=record.head) == ()
        assert repr(again).startswith("<Register: the database record, 1 contract, entry 3, ")


def test_nothing_is_made_or_opened_by_a_slip(address: str) -> None:
    """No record is made unasked, none is written over, and a password is never shown."""
    with pytest.raises(sv.InputError, match="SV963"):
        sv.contracts.open_register(address)
    sv.contracts.open_register(address, new=True).close()
    with pytest.raises(sv.InputError, match="SV964"):
        sv.contracts.open_register(address, new=True)
    wrong = address.replace("/record?", "/nowhere?") + "&password=hush"
    with pytest.raises(sv.RecordError, match="SV975") as refused:
        sv.contracts.open_register(wrong)
    assert "nowhere" in str(refused.value)
    assert "hush" not in str(refused.value)


def test_an_entry_is_never_changed(record: Any) -> None:
    """Who has the database's password still can't alter an entry by a command that is at hand."""
    for command in ("UPDATE entries SET kept = ''", "DELETE FROM entries", "TRUNCATE entries"):
        with pytest.raises(Exception, match="never changed"):
            record._storage._run(command)
    assert record.verify() == ()
    record._storage._run("DROP TRIGGER entries_stay ON entries")
    record._storage._run("UPDATE entries SET kept = replace(kept, '2.5', '9.5') WHERE seq = 2")
    assert [each.code for each in record.verify()] == ["SV966"]


def test_words_are_erased(record: Any) -> None:
    """The words are in no table afterwards, and the chain still holds."""
    record.erase(2, why="names", by="data protection officer")
    assert "Two gangs." not in str(record._storage.rows())
    assert (record.verify(), record.entries[1].noun.statement) == ((), "(erased)")


def test_two_writers(record: Any, address: str) -> None:
    """Two officers write at once: each entry stands once, one after the other."""

    def write(first: int) -> None:
        with sv.contracts.open_register(address) as mine:
            for each in range(first, 20, 2):
                mine.hold("ECC-0412", reason=f"request {each}", until="2030-01-01")

    threads = [threading.Thread(target=write, args=(each,)) for each in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.seq for each in record.entries] == [*range(1, 24)]
    assert {each.reason for each in record.entries[3:]} == {f"request {n}" for n in range(20)}
    assert record.verify() == ()


def test_who_waits_too_long_is_asked_to_try_again(
    record: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that never ends blocks nobody for ever."""
    with sv.contracts.open_register(address) as other, record._storage.writing():
        other._storage._run("SET lock_timeout = '50ms'")
        with pytest.raises(sv.RecordError, match="SV965"):
            report(other, period=("2023-01-01", "2023-03-31"), on="2023-04-10")


def test_a_writer_that_is_killed_leaves_nothing_half_written(record: Any, address: str) -> None:
    """The connection breaks in the middle of an entry: it was never begun."""
    ran = subprocess.run([sys.executable, "-c", KILLED, address], check=False, timeout=60)
    assert ran.returncode == 9
    assert [each.seq for each in record.entries] == [1, 2, 3]
    assert report(record, period=("2023-01-01", "2023-03-31"), on="2023-06-10").seq == 4


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON socialvalue.words
    FOR EACH STATEMENT EXECUTE FUNCTION full_disk();
"""


def test_a_disk_that_is_full_between_the_two_parts_of_an_entry(record: Any, address: str) -> None:
    """The figures of a return without its words would be a return that nobody made."""
    import psycopg

    head = record.head
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(FULL)
        with pytest.raises(sv.RecordError, match=r"SV975.*No space left"):
            report(record, period=("2023-01-01", "2023-03-31"), on="2023-06-10")
        assert (record.head, len(record.entries), record.verify()) == (head, 3, ())
        connection.execute("DROP TRIGGER full_disk ON socialvalue.words")
    assert report(record, period=("2023-01-01", "2023-03-31"), on="2023-06-10").seq == 4
    assert record.verify(head=head) == ()


@pytest.fixture
def small_disk() -> Iterator[str]:
    """A disk of a megabyte that the server may write to."""
    mount, umount = (shutil.which(each) for each in ("mount", "umount"))
    if mount is None or umount is None or os.geteuid() != 0:
        pytest.skip("nobody may mount a small disk here")
    folder = Path(tempfile.mkdtemp(prefix="disk", dir="/tmp"))
    small = [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(small, check=False, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("nobody may mount a small disk here")
    try:
        shutil.chown(folder, USER)
        yield str(folder)
    finally:
        subprocess.run([umount, "-l", str(folder)], check=False, capture_output=True)
        folder.rmdir()


def test_a_full_disk_of_the_server(
    record: Any, address: str, server: str, small_disk: str
) -> None:  # fmt: skip
    """A real disk that runs full in the middle of an import: nothing lost, nothing half written."""
    import psycopg

    head = record.head
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
        connection.execute("ALTER TABLE socialvalue.words SET TABLESPACE small")
    try:
        with pytest.raises(sv.RecordError, match=r"SV975.*No space left"):
            _filled(record)
        assert (record.head, len(record.entries), record.verify()) == (head, 3, ())
        states = [each.state for each in record.standing().returns.values()]
        assert states == ["verified_in_part"]
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ALTER TABLE socialvalue.words SET TABLESPACE pg_default")
            connection.execute("DROP TABLESPACE small")
    assert report(record, period=("2023-01-01", "2023-03-31"), on="2023-06-10").seq == 4


def _filled(record: Any) -> None:
    """More words than the disk has room for; what is chance is not made smaller by the server."""
    with record.importing():
        for _ in range(40):
            record.hold("ECC-0412", reason=os.urandom(40_000).hex(), until="2030-01-01")


def test_an_import_is_all_or_nothing(record: Any, contract: Any) -> None:
    """What fails in the middle leaves what was there."""

    def held(_: Standing) -> New:
        raise sv.InputError("no")

    def half() -> None:
        with record.importing() as write:
            record.hold("ECC-0412", reason="a claim", until="2030-01-01")
            write("ECC-0412", held)

    with pytest.raises(sv.InputError):
        half()
    assert ([each.seq for each in record.entries], record.verify()) == ([1, 2, 3], ())


def test_commands_take_the_address(record: Any, address: str, tmp_path: Path) -> None:
    """An officer names the server where else a file is named."""
    command = [sys.executable, "-m", "socialvalue", "portfolio", "--on", "2022-12-31",
               "--register", address, "--output", str(tmp_path / "all.csv")]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, check=False, text=True, timeout=120)
    assert ran.returncode == 0
    assert "ECC-0412" in (tmp_path / "all.csv").read_text(encoding="utf-8")
    assert record.verify() == ()
