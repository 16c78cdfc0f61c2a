"""A run that is stopped, by whom and however: nothing is left of it, and it does end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from time import sleep
from typing import Any

import polars as pl
import pytest

from socialvalue.cli import main
from socialvalue.frames.files import large

duckdb = pytest.importorskip("duckdb")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are those of Unix")

LONG = "SELECT count(*) FROM range(100_000_000_000)"
"""A query of some ten seconds, where nobody stops it."""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """A command that writes a large file where yesterday's is, for some seconds."""
    n = pl.int_range(2_000_000, eager=True)
    codes = pl.Series(["NT10", "NT29", "NT31", "NT4", "NT99", "NT40"])
    frame = pl.DataFrame(
        {"bid": (n % 97).cast(pl.String), "measure": codes[n % 6], "quantity": (n % 1009) / 8}
    )
    source, target = tmp_path / "a.parquet", tmp_path / "rows.csv.gz"
    frame.write_parquet(source)
    target.write_text("yesterday")
    return ["value", str(source), "--set", "national-toms@2022", "--output", str(target)]


@pytest.fixture
def keyboard() -> Iterator[None]:
    """SIGINT as a program has it that is started from a keyboard, whoever runs the tests."""
    held = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, held)


def left(folder: Path) -> list[str]:
    """What a run that came to nothing leaves: the table, and yesterday's result untouched."""
    assert (folder / "rows.csv.gz").read_text() == "yesterday"
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize(
    ("how", "times", "ended"),
    [("SIGINT", 1, 130), ("SIGTERM", 1, -signal.SIGTERM), ("SIGHUP", 2, -1)],
)
def test_a_run_that_is_stopped_leaves_what_was_there(
    tmp_path: Path, command: list[str], how: str, times: int, ended: int
) -> None:
    """No half result, no litter, also of a terminal that hangs up twice; and the signal is told."""
    number = getattr(signal, how)
    held = signal.signal(number, signal.SIG_DFL)  # under nohup it is ignored, and children would
    words = [sys.executable, "-m", "socialvalue", *command]
    run = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    signal.signal(number, held)
    for _ in range(3_000):
        if list(tmp_path.glob("*.partial")) or list(tmp_path.glob(".*.partial")):
            break
        sleep(0.01)
    for _ in range(times):
        run.send_signal(number)
        sleep(0.02)
    _, told = run.communicate(timeout=60)
    assert (run.returncode, told.strip()) == (ended, "socialvalue: stopped")
    assert left(tmp_path) == ["a.parquet", "rows.csv.gz"]


WITHIN_A_PROGRAM = """
import os, signal, sys
from socialvalue.cli import main
from socialvalue.frames.files import large

read = large.source_of

def told_to_end(*words):
    os.kill(os.getpid(), signal.SIGTERM)
    return read(*words)

large.source_of = told_to_end
print("went on after", main(sys.argv[1:]))
"""


def test_a_program_that_is_told_to_end_ends(tmp_path: Path, command: list[str]) -> None:
    """A test run past its `timeout`, or a service, went on as if one table alone had failed."""
    words = [sys.executable, "-c", WITHIN_A_PROGRAM, *command]
    run = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stdout) == (-signal.SIGTERM, "")
    assert run.stderr == "socialvalue: stopped\n"
    assert left(tmp_path) == ["a.parquet", "rows.csv.gz"]


def test_whoever_stops_the_engine_itself_is_told_that_it_stopped(
    tmp_path: Path,
    command: list[str],
    keyboard: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """While it looks at the files the engine makes its own error of Ctrl-C: no fault of ours."""

    def looks(connection: Any, *_: Any) -> None:
        timer = Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        connection.execute(LONG).fetchall()

    monkeypatch.setattr(large, "source_of", looks)
    assert main(command) == 130
    assert capsys.readouterr().err.strip() == "socialvalue: stopped"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert left(tmp_path) == ["a.parquet", "rows.csv.gz"]


def test_a_disk_that_is_full_is_told(tmp_path: Path, command: list[str]) -> None:
    """A result that does not fit is told as such, with the name that was asked for."""
    limited = "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (99999, 99999)); "
    limited += "runpy.run_module('socialvalue', run_name='__main__')"
    words = [sys.executable, "-c", limited, *command]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert run.returncode == 4
    told = f"cannot write {tmp_path / 'rows.csv.gz'}: it would be larger than is allowed there"
    assert told in run.stderr
    assert left(tmp_path) == ["a.parquet", "rows.csv.gz"]


class Late:
    """A connection whose queries begin a moment late, as on a machine that is busy."""

    def __init__(self) -> None:
        self.held = duckdb.connect()
        self.stopped = False

    def execute(self, query: str) -> None:
        """Run a query, in a moment."""
        sleep(0.5)
        try:
            self.held.execute(query)
        except duckdb.InterruptException:
            self.stopped = True
            raise

    def interrupt(self) -> None:
        """Stop what runs; where nothing does yet, nothing is stopped."""
        self.held.interrupt()

    def query_progress(self) -> float:
        """Not told before it begins."""
        return -1.0


def test_a_run_is_stopped_before_its_query_has_begun() -> None:
    """Whoever pressed Ctrl-C at once waited until all was done, for hours of a large table."""
    connection = Late()

    def pressed(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        large._run(connection, LONG, pressed)
    assert connection.stopped
