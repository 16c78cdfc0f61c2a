"""Pipes, files, encodings and faults: each ends in clear words and its own exit code."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socialvalue.cli import main
from socialvalue.cli import run as running
from socialvalue.cli.out import exits, output

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Shell, Write

POSIX = pytest.mark.skipif(os.name != "posix", reason="a shell of Unix")


# --- the way out --------------------------------------------------------------------------


@POSIX
def test_a_reader_who_leaves_early(shell: Shell, write: Write) -> None:
    """`socialvalue score … | head -1` ends quietly."""
    path = write()
    many = "\n".join(
        f'  - {{bidder: Bidder {n}, price: "90000", marks: {{quality: "4"}}, commitments: '
        f"[{{measure: NT44, yes: yes}}]}}"
        for n in range(3000)
    )
    head = path.read_text(encoding="utf-8").partition("  - bidder")[0]
    path.write_text(head + many, encoding="utf-8")
    line = f"{sys.executable} -m socialvalue score tender.yaml | head -1; echo ${{PIPESTATUS[0]}}"
    done = shell("bash", "-c", line)
    assert done.stdout.decode().splitlines() == ["Parks", "0"]
    assert done.stderr == b""


def test_a_dash_is_standard_output(run: Run, write: Write) -> None:
    """`--output -` writes no file of that name, in which nobody would look."""
    path = write()
    plain = run("score", path)
    assert run("score", path, "--output", "-") == plain
    assert not Path("-").exists()


@POSIX
def test_a_full_disk(command: Shell, write: Write) -> None:
    """A result that could not be written is not reported as done."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    path = write()
    with Path("/dev/full").open("wb") as full:
        for words in (("score", str(path)), ("--help",)):
            done = command(*words, stdout=full)
            assert done.returncode == exits.NOT_WRITTEN
            said, hint = done.stderr.splitlines()
            assert said == b"socialvalue: cannot write: no space is left there"
            assert hint == b"    Hint: make room, or name a file on another disk"


@POSIX
def test_closed_standard_output(shell: Shell, write: Write) -> None:
    """A closed output is told, not a traceback."""
    write()
    done = shell("bash", "-c", f"{sys.executable} -m socialvalue score tender.yaml >&-")
    assert done.returncode == exits.NOT_WRITTEN
    said, hint = done.stderr.splitlines()
    assert said == b"socialvalue: cannot write: standard output is closed"
    assert hint == b"    Hint: name a file for it with --output"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_an_output_of_another_encoding(command: Shell, write: Write, encoding: str) -> None:
    """A terminal that has no pound sign still shows the result, figures in full."""
    path = str(write(("bidder: Acme", "bidder: Ó 建")))
    variables = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (
        ("score", path),
        ("score", path, "--format", "json"),
        ("score", path, "--format", "csv"),
        ("explain", path),
    ):
        done = command(*words, **variables)
        assert (done.returncode, done.stderr) == (0, b"")
        text = done.stdout.decode(encoding)
        assert "50,358.11" in text or "50358.11" in text
    text = command("show", "essex", **variables).stdout.decode(encoding)
    assert ("GBP15,382.904" if encoding == "ascii" else "£15,382.904") in text


def test_json_of_another_encoding_is_the_same_data(command: Shell, write: Write) -> None:
    """A name that the output cannot hold is escaped as JSON escapes it, and not lost."""
    path = str(write(("bidder: Acme", "bidder: Ó 建 🏗")))
    done = command("score", path, "--format", "json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert json.loads(done.stdout)["ranking"][0]["bidder"] == "Ó 建 🏗"


def test_problems_go_to_standard_error(command: Shell, write: Write) -> None:
    """A script that reads the result never takes a complaint for it."""
    done = command("score", str(write(("measure: NT10", "measure: NT100"))))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"SV209" in done.stderr


# --- a file for the result ----------------------------------------------------------------


def test_output_replaces_and_says_so(run: Run, write: Write, here: Path) -> None:
    """The file is there whole or not at all, and nothing of the writing is left beside it."""
    path = write()
    (here / "ranking.md").write_text("old", encoding="utf-8")
    ran = run("score", path, "--output", "ranking.md")
    assert (ran.code, ran.out, ran.err) == (0, "", "Written to ranking.md\n")
    assert (here / "ranking.md").read_text(encoding="utf-8").startswith("# Parks\n")
    assert sorted(each.name for each in here.iterdir()) == ["ranking.md", "tender.yaml"]


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("a.json", "{"),
        ("a.csv", "\ufeffrank,"),
        ("a.md", "# Parks"),
        ("a.txt", "Parks\n"),
        ("a", "P"),
    ],
)
def test_the_ending_of_a_file_names_its_form(
    run: Run, write: Write, here: Path, name: str, begin: str
) -> None:
    """A file called .csv that held a table would be opened by a spreadsheet in vain."""
    run("score", write(), "--output", name)
    assert (here / name).read_bytes().decode().startswith(begin)


def test_a_format_and_an_ending_agree(run: Run, write: Write, here: Path) -> None:
    """What is said outright counts, and no file is called what it is not."""
    assert run("score", write(), "--output", "a", "--format", "json").code == 0
    assert (here / "a").read_text(encoding="utf-8").startswith("{")
    ran = run("score", write(), "--output", "a.csv", "--format", "json")
    assert ran.code == exits.WRONG_USAGE
    assert "--format json goes into a file ending in .json, not .csv" in ran.err
    assert not (here / "a.csv").exists()


COMMANDS = {
    "score": ("tender.yaml",),
    "explain": ("tender.yaml",),
    "summary": ("tender.yaml", "--draft"),
    "scheme": ("tender.yaml",),
    "sensitivity": ("tender.yaml",),
    "flags": ("tender.yaml",),
    "record": ("tender.yaml",),
    "replay": ("record.json",),
    "frameworks": (),
    "show": ("national-toms@2022", "NT10"),
    "diff": ("national-toms@2020", "national-toms@2022"),
    "schema": ("tender",),
}
"""Every command that takes --output, beside those of tables and plug-ins."""


@pytest.mark.parametrize("ending", [".xlsx", ".pdf", ".odt", ".HTML5", ".yaml", ".1"])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_ending_that_nothing_is_written_as_is_refused(
    run: Run, write: Write, here: Path, command: str, ending: str
) -> None:
    """A workbook, or a Word file, that holds plain text opens nowhere: nothing is written.

    (Faults part 3: `score -o ranking.xlsx` said "Written to" and wrote text.)
    """
    write()
    assert run("record", "tender.yaml", "-o", "record.json").code == 0
    there = {each.name for each in here.iterdir()}
    ran = run(command, *COMMANDS[command], "-o", f"out{ending}")
    assert (ran.code, ran.out) == (exits.NOT_WRITTEN, "")
    assert f"it would be no {ending.lower()} file\n    Hint: end the file's name in ." in ran.err
    assert {each.name for each in here.iterdir()} == there


@pytest.mark.parametrize("command", [each for each in COMMANDS if each not in {"record", "schema"}])
def test_an_ending_of_html_gets_html(run: Run, write: Write, here: Path, command: str) -> None:
    """What opens in a browser is a page, whichever command writes it."""
    write()
    assert run("record", "tender.yaml", "-o", "record.json").code == 0
    for name in ("a.html", "a.HTM"):
        assert run(command, *COMMANDS[command], "-o", name).code == 0
        page = (here / name).read_text(encoding="utf-8")
        assert page.startswith("<!doctype html>")
        assert "<h1>" in page
        assert page.count("<html") == 1


@pytest.mark.parametrize("command", [("score",), ("summary", "--draft")])
def test_a_full_device_as_output_ends_in_clear_words(
    run: Run, write: Write, command: tuple[str, ...]
) -> None:
    """What could not be written is said, and nothing that looks like a fault of the program."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    ran = run(*command, write(), "-o", "/dev/full")
    assert (ran.code, ran.out) == (exits.NOT_WRITTEN, "")
    assert ran.err.splitlines()[-2].startswith("socialvalue: cannot write /dev/full: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_that_nobody_reads_is_not_waited_for(
    run: Run, write: Write, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe is written to while somebody reads it; without a reader the reason is said."""
    monkeypatch.setattr("socialvalue.saving._PATIENCE", 0.1)
    os.mkfifo(here / "pipe")
    ran = run("score", write(), "-o", "pipe")
    assert (ran.code, ran.out) == (exits.NOT_WRITTEN, "")
    assert "it is a pipe, and nothing reads from it" in ran.err
    held: list[bytes] = []
    reader = threading.Thread(target=lambda: held.append((here / "pipe").read_bytes()))
    reader.start()
    monkeypatch.setattr("socialvalue.saving._PATIENCE", 5.0)
    assert run("score", "tender.yaml", "-o", "pipe").code == 0
    reader.join(10)
    assert held[0].startswith(b"Parks")


def test_the_tender_is_never_overwritten(run: Run, write: Write) -> None:
    """A slip of the hand must not cost the bids."""
    path = write()
    text = path.read_text(encoding="utf-8")
    ran = run("score", path, "--output", path)
    assert ran.code == exits.NOT_WRITTEN
    assert "it is the file that was read" in ran.err
    assert path.read_text(encoding="utf-8") == text


def test_a_wrong_tender_leaves_the_old_result(run: Run, write: Write, here: Path) -> None:
    """A result is replaced by a result only."""
    (here / "a.json").write_text("old", encoding="utf-8")
    assert run("score", write(("NT10", "NT100")), "--output", "a.json").code == 1
    assert (here / "a.json").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("name", "words", "hint"),
    [
        ("nowhere/a.csv", "there is no folder nowhere", "make the folder first, or name one"),
        (".", "cannot write .: it is a folder", "name a file in it"),
        ("tender.yaml/a.csv", "tender.yaml is a file, and no folder", "name a folder"),
        ("a" * 300 + ".csv", "its name is too long", "give it a shorter name"),
        ("/proc/a.csv", "no file can be made in /proc", "name a file in a folder that is yours"),
    ],
)
def test_a_file_that_cannot_be(run: Run, write: Write, name: str, words: str, hint: str) -> None:
    """A missing folder is told, and is not made by a slip of the keyboard."""
    if name.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("no /proc")
    ran = run("score", write(), "--output", name)
    assert ran.code == exits.NOT_WRITTEN
    told, what_to_do = ran.err.splitlines()
    assert words in told
    assert what_to_do.startswith(f"    Hint: {hint}")


def test_no_name_at_all_is_a_slip(run: Run, write: Write) -> None:
    """An empty variable in a script is no folder to write to, and the answer must not say so."""
    ran = run("score", write(), "--output", "")
    assert (ran.code, "nothing is named" in ran.err) == (exits.WRONG_USAGE, True)


@POSIX
def test_permissions_of_a_replaced_file_stay(run: Run, write: Write, here: Path) -> None:
    """A result that others may read stays so, and a private one stays private."""
    (here / "a.txt").write_text("old", encoding="utf-8")
    (here / "a.txt").chmod(0o600)
    run("score", write(), "--output", "a.txt")
    assert (here / "a.txt").stat().st_mode & 0o777 == 0o600


@POSIX
def test_a_link_is_followed_and_a_device_is_not_replaced(
    run: Run, write: Write, here: Path
) -> None:
    """Writing to /dev/null throws a result away; it must not throw /dev/null away."""
    path = write()
    (here / "real.txt").write_text("old", encoding="utf-8")
    (here / "link.txt").symlink_to("real.txt")
    run("score", path, "--output", "link.txt")
    assert (here / "link.txt").is_symlink()
    assert (here / "real.txt").read_text(encoding="utf-8").startswith("Parks")
    assert run("score", path, "--output", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()


# --- faults -------------------------------------------------------------------------------


def test_the_one_line_that_installs_what_is_missing(shell: Shell) -> None:
    """Without the extra the command says how to get it, and nothing else."""
    code = (
        "import sys; sys.modules['rich'] = None\n"
        "from socialvalue.cli import main\nraise SystemExit(main(['score', 'x.yaml']))"
    )
    done = shell(sys.executable, "-c", code)
    assert done.returncode == exits.NOT_INSTALLED == 3
    assert done.stdout == b""
    assert done.stderr.decode().splitlines() == [
        'socialvalue needs rich: python -m pip install "socialvalue-engine[cli]"'
    ]


def test_importing_the_command_needs_neither_library(shell: Shell) -> None:
    """The line above can only be printed by a module that loads without them."""
    code = (
        "import sys; sys.modules['rich'] = sys.modules['click'] = None\n"
        "from socialvalue.cli import main; print(main([]))"
    )
    done = shell(sys.executable, "-c", code)
    assert done.stdout.split() == [b"3"]
    assert b"click and rich" in done.stderr


def broken(*_: object, **__: object) -> object:
    """A fault of ours."""
    raise KeyError("a fault\x1b[31m")


def test_a_fault_of_ours_is_no_bare_traceback(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user is told that it is not their doing, and how to report it."""
    monkeypatch.setattr("socialvalue.assess.tender_files.evaluate_strictly", broken)
    ran = run("score", write())
    assert (ran.code, ran.out) == (exits.BUG, "")
    (line,) = ran.err.splitlines()
    assert "a fault of this program, not of your files" in line
    assert "--debug" in line
    assert "\x1b" not in line


@pytest.mark.parametrize("how", ["before", "after", "variable"])
def test_debug_shows_where_a_fault_arose(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """A report that we can act on has the traceback."""
    monkeypatch.setattr("socialvalue.assess.tender_files.evaluate_strictly", broken)
    if how == "variable":
        monkeypatch.setenv("SOCIALVALUE_DEBUG", "1")
    words = ["score", write()]
    ran = run(*(["--debug"] * (how == "before") + words + ["--debug"] * (how == "after")))
    assert ran.code == exits.BUG
    assert "Traceback (most recent call last):" in ran.err
    assert "\x1b" not in ran.err


def test_a_fault_while_checking_is_told_too(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No command is left out."""
    monkeypatch.setattr("socialvalue.assess.tender_files.evaluate_strictly", broken)
    assert run("check", write()).code == exits.BUG


def test_stopped_from_the_keyboard(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops the command asked for no traceback."""

    def stop(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("socialvalue.assess.tender_files.evaluate_strictly", stop)
    ran = run("score", write())
    assert (ran.code, ran.err.strip()) == (exits.STOPPED, "socialvalue: stopped")


def test_a_file_that_vanishes_meanwhile(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system refuses is no fault of ours, and is told in its words."""

    def gone(*_: object, **__: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied", "secret.yaml")

    monkeypatch.setattr("socialvalue.assess.tender_files.evaluate_strictly", gone)
    ran = run("score", write())
    assert (ran.code, ran.codes) == (1, ["SV112"])
    assert "secret.yaml cannot be read: Permission denied" in ran.err


def test_a_broken_standard_error_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """When even complaints cannot be written, there is nobody left to tell."""

    class Broken:
        def write(self, _: str) -> int:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

        def fileno(self) -> int:
            raise OSError

    monkeypatch.setattr(sys, "stderr", Broken())
    output.say("x")
    monkeypatch.setattr(sys, "stderr", None)
    output.say("x")


# --- the command itself -------------------------------------------------------------------


def test_no_words_show_the_help(run: Run) -> None:
    """A newcomer who types the name alone sees what there is."""
    ran = run()
    assert ran.code == 0
    for name in ("score", "explain", "frameworks", "show", "check"):
        assert f"\n  {name} " in ran.out


@pytest.mark.parametrize("command", ["", "score", "explain", "frameworks", "show", "check"])
def test_help_has_an_example(run: Run, command: str) -> None:
    """An example says more than a list of options."""
    ran = run(*([command] if command else []), "--help")
    assert ran.code == 0
    assert f"    socialvalue {command}" in ran.out
    assert "\\b" not in ran.out
    assert run(*([command] if command else []), "-h").out == ran.out


def test_version(run: Run) -> None:
    """The version of a result's maker can be asked for."""
    import socialvalue

    assert run("--version").out == f"socialvalue, version {socialvalue.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [("scroe",), ("score",), ("score", "a", "b"), ("score", "a", "--format", "xml"), ("--wrong",),
     ("explain", "a", "--bidder")],
)  # fmt: skip
def test_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    """A command called wrongly is told apart from a file that is wrong."""
    ran = run(*words)
    assert (ran.code, ran.out) == (exits.WRONG_USAGE, "")
    assert "Hint: 'socialvalue" in ran.err


def test_as_a_module(command: Shell) -> None:
    """`python -m socialvalue` works where the command is not on the path."""
    assert command("--version").returncode == 0


def test_the_words_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The installed command hands over no words: they are those of the process."""
    monkeypatch.setattr(sys, "argv", ["socialvalue", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("socialvalue, version")
    assert running.run(["--version"]) == 0
