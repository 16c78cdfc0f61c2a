"""Keeping problems: each once, in the order of the files, and nothing blamed that was unread."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.pauses import collector_paused
from socialvalue.definitions.shapes.tenders import TenderFile
from socialvalue.definitions.structure import structure
from socialvalue.definitions.text import read_text
from socialvalue.errors import problem
from socialvalue.spans import Span


def refuse(**where: Any) -> None:
    """Refuse with a problem."""
    raise sv.InputError(problem("SV301", found="x", example="1", **where))


def test_problems_are_told_once_in_the_order_of_the_files() -> None:
    """The same fault found on two ways is one fault, and a file is mended from its top."""
    findings = Findings()
    for line in (7, 3, 7):
        findings.attempt(Span("b.yaml", line, 1), refuse)
    findings.attempt(Span("a.yaml", 9, 1), refuse)
    with pytest.raises(sv.DefinitionError) as caught:
        findings.settle()
    places = [each.place for each in caught.value.problems]
    assert places == ["a.yaml:9:1", "b.yaml:3:1", "b.yaml:7:1"]


def test_a_problem_stands_at_the_key_that_its_words_name() -> None:
    """'tender, years' is told at the years, not at the top of the file."""
    data = read_text(b"title: x\nyears: two\nunit_values:\n  NT1: x\n", "t.yaml")
    findings = Findings()
    for where in ("tender, years", "tender, unit_values, 'NT1'", "tender", "tender, price"):
        findings.attempt(data, refuse, where=where)
    assert [f"{each.line}:{each.column}" for each in findings.problems] == [
        "2:8", "4:8", "1:1", "1:1",
    ]  # fmt: skip


def test_what_is_spoilt_as_text_is_blamed_for_nothing_else() -> None:
    """A tag or an empty value is one fault: that it is no number either helps nobody."""
    findings = Findings()
    here = Span("a.yaml", 3, 4)
    findings.add(here, problem("SV106", found="!x"))
    findings.add(here, problem("SV301", found="", example="1"))
    findings.add(Span("a.yaml", 4, 4), problem("SV301", found="", example="1"))
    with pytest.raises(sv.DefinitionError) as caught:
        findings.settle()
    assert [each.code for each in caught.value.problems] == ["SV106", "SV301"]


def test_names_that_could_not_be_read_are_excused() -> None:
    """A measure that stands in a part that is broken is not said to be missing."""
    findings = Findings()
    assert not findings.excuse("DM1")
    findings.unread.add("DM1")
    assert findings.excuse("DM1")
    assert not findings.excuse("DM2")
    twin = findings.copy()
    twin.blind = True
    twin.add(Span("a.yaml", 1, 1), problem("SV103"))
    assert twin.excuse("DM2")
    assert not findings.excuse("DM2")
    assert findings.problems == []


def test_what_was_made_is_given_once_nothing_is_wrong() -> None:
    """What is handed out is whole; nothing made without a reason is a mistake of ours."""
    findings = Findings()
    assert findings.settled(7) == 7
    with pytest.raises(AssertionError, match="nothing is wrong"):
        findings.settled(None)
    findings.attempt(Span("a.yaml", 1, 1), refuse)
    with pytest.raises(sv.DefinitionError):
        findings.settled(7)


def test_a_file_as_its_shape_or_all_that_does_not_fit() -> None:
    """One call for who has the data of a file already."""
    text = "schema: socialvalue/tender@1\ntitle: x\nframework: x\ncontract_value: '1'\nbids: []\n"
    entry = structure(read_text(text.encode(), "t.yaml"), TenderFile)
    assert entry.contract_value.initial == "1"
    assert str(entry.contract_value.span()) == "t.yaml:4:17"
    with pytest.raises(sv.DefinitionError, match=r"t\.yaml:6:1: SV201 the key 'x'"):
        structure(read_text(f"{text}x: y\n".encode(), "t.yaml"), TenderFile)


@pytest.mark.parametrize("was_on", [True, False])
def test_the_search_for_garbage_is_as_it_was(was_on: bool) -> None:
    """Reading a set must not switch on what its user switched off, nor the other way round."""
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with collector_paused():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("title", "titel"), ("framework", "framewrok"), ("contract_value", "contract value"),
     ("bidder", "biddr"), ("measure", "Measure")],
)  # fmt: skip
def test_a_key_that_is_misspelt_is_not_told_as_missing_too(
    right: str, wrong: str, example_tender: Path, tmp_path: Path
) -> None:
    """One slip is one problem: who mends the key has nothing to add, and looks for what to add."""
    text = example_tender.read_text(encoding="utf-8")
    path = tmp_path / "tender.yaml"
    path.write_text(re.sub(rf"\b{right}:", f"{wrong}:", text, count=1), encoding="utf-8")
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(path)
    (told,) = caught.value.problems
    assert told.code == "SV201"
    assert f"'{wrong}'" in told.message
    assert f"did you mean '{right}'" in told.hint


def test_a_key_that_is_missing_beside_a_stray_one_is_told(tmp_path: Path) -> None:
    """A stray key that looks like no other hides nothing."""
    path = tmp_path / "tender.yaml"
    text = "schema: socialvalue/tender@1\nframework: national-toms@2022\nzzz: 1\nbids: []\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(path)
    told = [(each.code, each.message) for each in caught.value.problems]
    assert ("SV202", "the key 'title' is missing") in told
    assert ("SV201", "the key 'zzz' is not known here") in told
