"""Slips of somebody who has never seen YAML: each is told at its line, in words without jargon."""

from __future__ import annotations

import pytest

import socialvalue as sv
from socialvalue.definitions.text import read_text

GOOD = """\
title: "Barsetshire"
policy:
  target:
    2026-04-01: {value: "0.20", source: policy}
switch_off:
  - {code: NT31, why: It does not fit.}
"""
JARGON = ("mapping", "scalar", "token", "sequence", "indicator", "parsing", "scanning", "stream")


def told(old: str, new: str) -> sv.Problem:
    """What is told of the file with one slip in it."""
    assert old in GOOD
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(GOOD.replace(old, new, 1).encode(), "plugin.yaml")
    return next(each for each in caught.value.problems if each.code == "SV104")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"Barsetshire"', '"The "Isles""', 1, "behind the end of a value"),
        ('"Barsetshire"', "Barsetshire: the county", 1, "a colon where none can stand"),
        ('"Barsetshire"', "%Barset", 1, "cannot begin with '%'"),
        ('"Barsetshire"', "@Barset", 1, "cannot begin with '@'"),
        ('"Barsetshire"', '"C:\\docs"', 1, "backslash"),
        ("policy:\n", "licence OGL\npolicy:\n", 2, "no key with ': '"),
        ("  target:", "\ttarget:", 3, "a tab"),
        ("  target:", "\u00a0\u00a0target:", 3, "no-break space"),
        ('"0.20"', '"0.20', 4, "never closed"),
        ('"0.20", source', '"0.20" source', 4, "lacks a comma"),
        ("source: policy}", "source: policy", 4, "is not closed"),
        ("It does not fit.}", "It does not: fit.}", 6, "lacks a comma"),
        ("  - {code", " * {code", 6, "'*' or '&'"),
        ("switch_off:", " switch_off:", 5, "not set in as the keys around it"),
    ],
)
def test_a_slip_is_told_where_it_was_made(old: str, new: str, line: int, words: str) -> None:
    """Who reads of scalars and tokens gives up, and the council has no plug-in."""
    found = told(old, new)
    assert (found.line, words in found.message) == (line, True), str(found)
    assert found.hint
    assert not any(word in f"{found.message} {found.hint}" for word in JARGON)


@pytest.mark.parametrize("between", ["", "title: x\n"])
def test_a_tab_within_a_text_higher_up_is_not_blamed(between: str) -> None:
    """Whoever is sent after a tab that is fine never finds the colon that is wrong below it."""
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(f"why: |\n  one\n  \ttwo\n{between}ties: a: b\n".encode(), "x.yaml")
    (only,) = caught.value.problems
    assert "a colon where none can stand" in str(only)
    assert "a tab" not in str(only)
