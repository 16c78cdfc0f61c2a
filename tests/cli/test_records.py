"""Records on the command line: bounded, the same in any folder, and read by explain and summary."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.memory import PEAK

from socialvalue.assess.records.checks import hash_of, part_hashes

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

RUN = f"""{PEAK}
import sys
from socialvalue.cli import main
code = main(["replay", sys.argv[1]])
print(code, peak())
"""


def keys_with_one_twice() -> str:
    """An object of 30,000 keys, the last of which stands twice."""
    keys = [f'"k{n}": 1' for n in range(30_000)]
    return "{" + ", ".join([*keys, '"k29999": 2']) + "}"


HUGE = {
    "30,000 keys and one twice": (keys_with_one_twice, "SV801", "the key 'k29999' stands twice"),
    "60 MB of lists": (lambda: "[" + "[]," * 20_000_000 + "[]]", "SV108", "larger than 50 MB"),
    "49 MB of lists": (lambda: "[" + "[]," * 16_000_000 + "[]]", "SV820", "1,000,000 values"),
    "49 MB of objects": (lambda: "[" + "{}," * 16_000_000 + "{}]", "SV820", "1,000,000 values"),
    "49 MB of text": (lambda: '{"a": "' + "é" * 24_000_000 + '"}', "SV801", "no schema"),
    "49 MB of digits": (lambda: '{"a": ' + "1" * 49_000_000 + "}", "SV801", "49,000,000 digits"),
    "a number of 5,000 digits": (lambda: '{"a": ' + "1" * 5000 + "}", "SV801", "5,000 digits"),
    "a million brackets": (lambda: "[" * 1_000_000, "SV801", "nested too deep"),
}  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell how much was used")
@pytest.mark.parametrize("name", HUGE)
def test_no_file_takes_long_or_much(name: str, tmp_path: Path) -> None:
    """A file sent to a council as a record takes at most 10 seconds and 1 GB, and is answered."""
    import resource

    content, code, words = HUGE[name]
    path = tmp_path / "record.json"
    path.write_text(content(), encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10
    exit_code, kilobytes = map(int, ran.stdout.split())
    assert exit_code == 1
    assert kilobytes < 1_000_000
    assert f"{code} " in ran.stderr
    assert words in " ".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr


# --- the same in any folder ---------------------------------------------------------------

MADE_FROM = Path(__file__).parent.parent / "assess" / "records" / "made-from"


@pytest.mark.parametrize("name", ["moderated.yaml", "lots.yaml"])
def test_a_record_is_the_same_in_any_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Two officers on two machines file the same bytes, and no folder of theirs is in them."""
    found = set()
    for folder, called in (("one", "."), ("two/deeper", "."), ("three", "three"), ("four", "")):
        here = tmp_path / folder
        shutil.copytree(MADE_FROM, here)
        monkeypatch.chdir(here if called == "." else tmp_path)
        path = here / name if called in {"", "three"} else Path(name)
        if called == "three":
            path = Path("three") / name
        out = tmp_path / "record.json"
        assert run("record", path, "--output", out).code == 0
        found.add(out.read_bytes())
    (content,) = found
    assert str(tmp_path).encode() not in content
    assert str(MADE_FROM).encode() not in content
    assert b'"measures.yaml"' in content


def test_a_set_named_by_its_whole_path_leaves_no_folder(
    run: Run, write: Write, tmp_path: Path
) -> None:
    """Where the tender itself names a folder of the machine, the record and the page do not."""
    pages = []
    for folder in ("one", "two"):
        home = tmp_path / folder
        shutil.copytree(MADE_FROM, home)
        text = (home / "moderated.yaml").read_text(encoding="utf-8")
        path = home / "moderated.yaml"
        path.write_text(text.replace("./mine", str(home / "mine")), encoding="utf-8")
        assert run("record", path, "-o", home / "record.json").code == 0
        assert run("explain", path, "--sources", "-o", home / "page.html").code == 0
        assert run("replay", home / "record.json", "--with", path).code == 0
        pages.append([(home / each).read_text("utf-8") for each in ("record.json", "page.html")])
    assert pages[0] == pages[1]
    assert str(tmp_path) not in "".join(pages[0])
    assert "measures.yaml:12:" in pages[0][1]


# --- read by explain and summary ----------------------------------------------------------

REASONS = (
    ('marks: {quality: "4"}', 'marks: {quality: {consensus: "4", reason: Sound.}}'),
    ('marks: {quality: "5"}', 'marks: {quality: {consensus: "5", reason: Excellent.}}'),
)
COMMANDS = (
    ("explain", "--bidder", "Acme"),
    ("explain",),
    ("explain", "--bidder", "Acme", "--against", "Brook"),
    ("explain", "--format", "html"),
    ("summary", "--bidder", "Brook"),
    ("summary", "--format", "markdown"),
    ("summary", "--format", "html"),
)


def kept(run: Run, path: Path, command: str = "record") -> dict[str, Any]:
    """The record of a tender, as the command wrote it."""
    assert run(command, path, "-o", "record.json").code == 0
    found: dict[str, Any] = json.loads(Path("record.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("by", ["record", "score"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_record_tells_what_the_tender_told(
    run: Run, write: Write, command: tuple[str, ...], by: str
) -> None:
    """An award is challenged and the tender file is gone: its record gives the same letters."""
    path = write(*REASONS)
    kept(run, path, by)
    verb, *options = command
    told = run(verb, path, *options)
    path.unlink()
    again = run(verb, "record.json", *options)
    assert (again.code, again.codes) == (0, told.codes)
    assert again.out == told.out
    assert "Acme" in again.out or "Brook" in again.out


@pytest.mark.parametrize("verb", ["explain", "summary"])
def test_lots_are_told_of_from_their_record(run: Run, verb: str, tmp_path: Path) -> None:
    """Who is first in which lot, and by which rule, stands in the record of the whole."""
    path = MADE_FROM / "lots.yaml"
    record = tmp_path / "record.json"
    assert run("record", path, "-o", record).code == 0
    told = run(verb, path, "--bidder", "Acme")
    assert told.code == 0
    assert run(verb, record, "--bidder", "Acme").out == told.out
    assert run("score", path, "-o", record).code == 0
    ran = run(verb, record)
    assert (ran.code, ran.codes) == (1, ["SV824"])


@pytest.mark.parametrize("verb", ["explain", "summary"])
def test_no_letter_comes_from_an_altered_record(run: Run, write: Write, verb: str) -> None:
    """Touched by hand, or hashed anew: what it says is not what was decided, so nothing is told."""
    record = kept(run, write(*REASONS))
    record["results"][0]["points"] = "99.00"
    Path("record.json").write_text(json.dumps(record), encoding="utf-8")
    ran = run(verb, "record.json")
    assert (ran.code, ran.out, ran.codes) == (1, "", ["SV803"])
    record["hashes"] = part_hashes(record)
    record["sha256"] = hash_of({key: each for key, each in record.items() if key != "sha256"})
    Path("record.json").write_text(json.dumps(record), encoding="utf-8")
    ran = run(verb, "record.json")
    assert (ran.code, ran.out, ran.codes) == (1, "", ["SV823"])
    assert "99.00 recorded, 96.00 here" in " ".join(ran.err.split())


def test_what_differs_here_is_said_beside_the_letters(run: Run, write: Write) -> None:
    """A record of another version comes to the same: the letters are made, and that is said."""
    record = kept(run, write(*REASONS))
    record["provenance"]["library"] = "0.1.9"
    record["hashes"] = part_hashes(record)
    record["sha256"] = hash_of({key: each for key, each in record.items() if key != "sha256"})
    Path("record.json").write_text(json.dumps(record), encoding="utf-8")
    ran = run("summary", "record.json", "--bidder", "Acme")
    assert (ran.code, ran.codes[0]) == (0, "SV825")
    assert "SV825" not in run("summary", "tender.yaml", "--bidder", "Acme").codes
    assert "another version of the library: 0.1.9 recorded" in " ".join(ran.err.split())
    assert "Acme" in ran.out


@pytest.mark.parametrize("verb", ["explain", "summary"])
def test_what_begins_like_a_record_and_is_none(run: Run, here: Path, verb: str) -> None:
    """JSON that names a record's schema and has nothing of one ends in clear words."""
    Path("bad.json").write_text('{"schema": "socialvalue/record@1"}', encoding="utf-8")
    assert run(verb, "bad.json").codes == ["SV801"]
    Path("bad.json").write_text('{"schema": "socialvalue/record@9"}', encoding="utf-8")
    assert run(verb, "bad.json").codes == ["SV802"]
    assert run(verb, "nowhere.json").codes == ["SV101"]
