"""One bad file each: what is said of it, where, and what to do; and every code has such a file.

Beside each bad file, or folder, stands what must be printed: ``file:line:column: CODE message``
and the hint.  A line that ends in ``[...]`` is compared up to there: what follows lists shipped
data, which grows.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.assess.checking.cases import check_cases
from socialvalue.definitions.files import read_file
from socialvalue.definitions.indices import read_index
from socialvalue.definitions.places import read_places
from socialvalue.errors import CATALOGUE, Problem
from socialvalue.registry.tenders import read_tender_with_framework

HERE = Path(__file__).resolve().parent
CASES = sorted(each.stem for each in HERE.glob("*.expected"))
NOT_HERE = {"SV101", "SV108", "SV112", "SV115", "SV116", "SV117", "SV118", "SV120", "SV121",
            "SV123", "SV124", "SV125", "SV126", "SV127", "SV227", "SV228", "SV229",
            "SV230", "SV231"}  # fmt: skip
"""Codes of reading and of definitions that no small YAML file on disk can raise: a missing file,
one too large, one the system refuses, data that is in none, tables.  Other tests make them."""


def check(path: Path) -> tuple[Problem, ...]:
    """Everything that is told to a user who loads, or scores, what a path names."""
    try:
        return _check(path)
    except sv.SocialValueError as error:
        return error.problems


def _check(path: Path) -> tuple[Problem, ...]:
    if path.is_dir():
        return check_cases(path, sv.load(path)).problems
    found = re.search(
        rb"^schema: socialvalue/(places|index|framework|measures)@", path.read_bytes()
    )
    kind = found.group(1).decode() if found else "tender"
    if kind == "places":
        read_places(path, str(path))
    elif kind == "index":
        read_index(path, str(path))
    elif kind != "tender":
        read_file(path)
    else:
        tender, bids, framework = read_tender_with_framework(path)
        sv.evaluate(tender, bids, framework)
    return ()


def bad(name: str) -> Path:
    """The bad file or folder of a case, as a user in this folder would name it."""
    file = Path(f"{name}.yaml")
    return file if file.is_file() else Path(name)


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_told_as_expected(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fault is told, at its line and column, in words that say what to do.

    Unjust otherwise: whoever wrote the file searches in the dark, and mends it once a fault.
    """
    monkeypatch.chdir(HERE)
    expected = Path(f"{name}.expected").read_text(encoding="utf-8").splitlines()
    told = "\n".join(map(str, check(bad(name)))).splitlines()
    assert [_cut(line, model) for line, model in zip(told, expected, strict=False)] == expected
    assert len(told) == len(expected)


def _cut(line: str, model: str) -> str:
    """A line as far as the expected one goes."""
    end = " [...]"
    head = model.removesuffix(end)
    return head + end if model.endswith(end) and line.startswith(head) else line


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_named_after_its_code(name: str) -> None:
    """A code is found by its file name, so the name must not lie about what the file shows."""
    text = (HERE / f"{name}.expected").read_text(encoding="utf-8")
    code = re.match(r"SV\d{3,4}", name)
    assert (code is None) is name.startswith("several-")
    assert code is None or f" {code.group()} " in f" {text}"


def test_nothing_stands_here_without_its_expectation() -> None:
    """A bad file without the words expected for it would hold nothing."""
    inputs = {each.stem for each in HERE.glob("*.yaml")}
    folders = {each.name for each in HERE.iterdir() if each.is_dir() and each.name[0] != "_"}
    assert inputs | folders == set(CASES)


def test_every_code_of_files_has_its_bad_file() -> None:
    """A code that nothing can produce is a promise nobody keeps; a code without a test can rot."""
    texts = "".join((HERE / f"{name}.expected").read_text(encoding="utf-8") for name in CASES)
    shown = set(re.findall(r"\bSV\d{3,4}\b", texts))
    wanted = {code for code, kind in CATALOGUE.items() if kind.part in {"1", "2"}}
    assert wanted - shown == NOT_HERE - shown
