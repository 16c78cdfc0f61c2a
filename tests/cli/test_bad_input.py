"""Files with something wrong: each ends in clear words at the right line, and nothing is lost."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

WEEKS = 'weeks: "40", people: "5"'

WRONG = [
    ("measure: NT10", "measure: NT100", "SV209", "did you mean 'NT10'"),
    (WEEKS, 'hours: "40", people: "5"', "SV308", 'write weeks: "40", people: "5"'),
    (WEEKS, 'weeks: "-40"', "SV301", "without a sign"),
    (WEEKS, 'weeks: "NaN"', "SV301", "digits"),
    (WEEKS, 'weeks: "Infinity"', "SV301", "digits"),
    (WEEKS, 'weeks: "1e99"', "SV301", "no exponent"),
    (WEEKS, 'weeks: "40000000000000000"', "SV303", "slip of the keyboard"),
    (WEEKS, 'weeks: "4,000"', "SV301", "write 4000"),
    (WEEKS, 'weeks: "٣"', "SV301", "digits"),
    (WEEKS, f"{WEEKS}, monkeys: 3", "SV201", "keys here"),
    (WEEKS, f'{WEEKS}, gbp: "3"', "SV320", "exactly one"),
    (WEEKS, 'quantity: "40", unit: person_weak', "SV204", "did you mean 'person_week'"),
    (WEEKS, f"{WEEKS}, place: Essex", "SV210", "E10000012"),
    ("bidder: Brook", "bidder: ACME", "SV314", "one bid a bidder and lot"),
    ('price: "90000"', 'price: "0"', "SV307", "more than 0"),
    ('price: "90000"', 'price: "£90,000"', "SV301", "write 90000"),
    ('price: "90000"\n', "\n", "SV708", "add 'price:' to the bid"),
    ('contract_value: "100000"', 'contract_value: "0"', "SV307", "more than 0"),
    ('{quality: "4"}', '{quality: "6"}', "SV706", ""),
    ('{quality: "4"}', "{}", "SV705", "add it under 'marks:' of the bid"),
    ('points: "60"', 'points: "50"', "SV701", "points are not rescaled"),
    ("lowest_price", "lowest_prise", "SV703", "did you mean 'lowest_price'?"),
    ('target: "0.50"', "note: none", "SV709", "add 'target:' to the tender"),
    ("2022-07-01", "01/07/2022", "SV206", "write 2022-07-01 for 1 July 2022"),
    ("national-toms@2022", "natoinal-toms@2022", "SV401", "did you mean 'national-toms'?"),
    ("national-toms@2022", "national-toms@1999", "SV403", "editions:"),
    ("tender@1", "tendr@1", "SV111", "did you mean"),
    ("title: Parks\n", "title: Parks\ntitle: Parks\n", "SV109", "remove one"),
    ("title: Parks", "title: &a Parks", "SV105", "what is said twice is written out"),
    ("title: Parks", "title: !!python/object/apply:os.system [echo]", "SV106", "needs quotes"),
    ("years:", "\tyears:", "SV104", "never tabs"),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), WRONG, ids=[each[1] for each in WRONG])
def test_one_fault_is_told_with_its_place_and_what_to_do(
    run: Run, write: Write, old: str, new: str, code: str, hint: str
) -> None:
    """A bidder's figures are never scored as something else, and the mending is said."""
    path = write((old, new))
    ran = run("score", path)
    assert (ran.code, ran.out) == (1, "")
    assert code in ran.codes, ran.err
    assert hint in ran.err
    assert ran.err.startswith("tender.yaml:"), ran.err
    assert run("check", path).err == ran.err


def test_every_fault_is_told_at_once(run: Run, write: Write) -> None:
    """A person mends a file once, not once for each fault."""
    path = write(
        ("measure: NT10", "measure: NT100"),
        ('price: "95000"', 'price: "95,000"'),
        ('gbp: "1000"', 'hours: "3"'),
    )
    ran = run("score", path)
    assert sorted(ran.codes) == ["SV209", "SV301", "SV308"]


def test_faults_of_a_scheme_are_told_in_the_order_of_the_file(run: Run, write: Write) -> None:
    """A person mends a file from its top, whatever the order in which its parts are looked at."""
    path = write(
        ('price: "90000"', 'price: "0"'),
        ('{quality: "4"}', '{qualty: "4"}'),
        ('price: "95000"\n', "\n"),
        ('{quality: "5"}', '{quality: "6"}'),
    )
    ran = run("score", path)
    told = [line for line in ran.err.splitlines() if line.startswith("tender.yaml:")]
    assert len(told) == len(ran.codes) == 5
    assert [int(line.split(":")[1]) for line in told] == sorted(
        int(line.split(":")[1]) for line in told
    )


def test_lines_are_clickable(run: Run, write: Write) -> None:
    """file:line:column leads an editor to the very word."""
    ran = run("score", write(("measure: NT10", "measure: NT100")))
    line = next(n for n, text in enumerate(Path("tender.yaml").read_text().splitlines(), 1)
                if "NT100" in text)  # fmt: skip
    assert ran.err.startswith(f"tender.yaml:{line}:19")


def test_a_date_before_the_set_refuses_the_lines(run: Run, write: Write) -> None:
    """Values that did not exist yet do not count, and the reader is told why the bids have none."""
    ran = run("score", write(("2022-07-01", "2019-01-01")))
    assert ran.code == 0
    assert "(SV510)" in ran.out
    assert "(SV603)" in ran.out


def test_no_bids(run: Run, write: Write) -> None:
    """An empty list is a slip, not a tender without a winner."""
    path = write()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.partition("bids:")[0] + "bids: []\n", encoding="utf-8")
    ran = run("score", path)
    assert (ran.code, ran.codes) == (1, ["SV315"])
    assert "add one under 'bids:'" in ran.err


def test_a_bid_with_no_commitments_is_fine(run: Run, write: Write) -> None:
    """Who offers nothing has £0 of social value, and is ranked with the others."""
    path = write(('    commitments:\n      - {measure: NT28, gbp: "1000"}\n', ""))
    ran = run("score", path)
    assert ran.code == 0
    assert "£0.00" in ran.out
    assert "The bid offers nothing." in run("explain", path, "--bidder", "Brook").out


@pytest.mark.parametrize(
    "name", ["Ó Briain & Sønner", "建設株式会社", "Straße AG", "🏗 Bau", "O'Neill"]
)
def test_names_of_all_alphabets(run: Run, write: Write, name: str) -> None:
    """A firm is called what it is called, in every form of the result."""
    path = write(("bidder: Acme", f'bidder: "{name}"'))
    for form in ("table", "csv", "json"):
        assert name in run("score", path, "--format", form).out
    assert name in run("explain", path, "--bidder", name).out


@pytest.mark.parametrize("change", ["bom", "crlf", "both"])
def test_a_mark_and_windows_line_ends_are_fine(run: Run, write: Write, change: str) -> None:
    """A file saved by Notepad or Excel is as good as any."""
    path = write()
    wanted = run("score", path).out
    text = path.read_text(encoding="utf-8")
    if change in ("crlf", "both"):
        text = text.replace("\n", "\r\n")
    if change in ("bom", "both"):
        text = "\ufeff" + text
    path.write_bytes(text.encode())
    assert run("score", path).out == wanted


HOSTILE = {
    "empty": (b"", "SV103"),
    "only comments": (b"# nothing\n", "SV103"),
    "utf-16": ("schema: socialvalue/tender@1\n".encode("utf-16"), "SV102"),
    "latin-1": ("schema: caf\xe9\n".encode("latin-1"), "SV102"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", "SV102"),
    "too large": (b"schema: socialvalue/tender@1\n" + b"a: " + b"x" * 10_000_000, "SV108"),
    "deep": (b"[" * 50_000, "SV107"),
    "deep groups": (b"{a: " * 50_000, "SV107"),
    "alias bomb": (
        b"a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n",
        "SV105",
    ),
    "python tag": (b"!!python/object/apply:os.system ['echo no']\n", "SV106"),
    "a list": (b"- a\n- b\n", "SV203"),
    "two documents": (b"schema: socialvalue/tender@1\n---\na: b\n", "SV110"),
    "no schema": (b"title: x\n", "SV111"),
    "another kind": (b"schema: socialvalue/cases@1\ncases: []\n", "SV111"),
    "control characters": (b"title: a\x07b\n", "SV104"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_tender(run: Run, here: Path, name: str) -> None:
    """Whatever a file holds, it ends in a code and a hint: no traceback, no crash, no code run."""
    content, code = HOSTILE[name]
    (here / "bad.yaml").write_bytes(content)
    ran = run("score", "bad.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert code in ran.codes, ran.err
    assert "Traceback" not in ran.err
    assert "bad.yaml" in ran.err


def test_a_missing_file_is_one_problem(run: Run, here: Path) -> None:
    """A slip in a name is told as that."""
    ran = run("score", "nowhere.yaml")
    assert (ran.code, ran.codes) == (1, ["SV101"])
    assert "nowhere.yaml" in ran.err


@pytest.mark.parametrize("command", ["score", "explain"])
def test_a_folder_is_no_tender(run: Run, here: Path, command: str) -> None:
    """A folder given for a file is told as that."""
    ran = run(command, here)
    assert (ran.code, ran.codes) == (1, ["SV112"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read(run: Run, write: Write) -> None:
    """Missing permission is told as that."""
    path = write()
    path.chmod(0)
    assert run("score", path).codes == ["SV112"]


def test_a_folder_that_may_not_be_looked_into(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can be checked is checked, and what cannot is told."""
    write()
    Path("private").mkdir()
    usual = Path.iterdir

    def refusing(folder: Path) -> Iterator[Path]:
        if folder.name == "private":
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return usual(folder)

    monkeypatch.setattr(Path, "iterdir", refusing)
    ran = run("check", ".")
    assert (ran.code, ran.codes) == (1, ["SV112"])
    assert "tender.yaml: tender with 2 bids" in ran.out


def test_a_name_too_long_for_any_file(run: Run, here: Path) -> None:
    """What the system refuses is told in its words, for every command that takes a path."""
    for command in ("score", "check"):
        ran = run(command, "x" * 5000)
        assert ran.code == 1
        assert ran.codes[:1] in (["SV112"], ["SV101"])
        assert "Traceback" not in ran.err
