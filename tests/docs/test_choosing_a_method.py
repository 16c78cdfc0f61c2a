"""The page on methods: none is offered without a word on how it is gamed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from socialvalue.definitions.shapes.schemes import METHOD_WORDS

PAGE = "docs/explanation/choosing-a-method.md"
ROW = re.compile(r"^\| (?P<method>[^|]*`[^|]*) \| (?P<rewards>[^|]+) \| (?P<gamed>[^|]+) \|$", re.M)
NO_METHODS = {"weight_value", "weight_score", "go_on", "prices"}
"""What a criterion or a bid says beside its method, and that is gamed too."""


def rows(root: Path) -> dict[str, tuple[str, str]]:
    """What each word of a file rewards, and how it is gamed."""
    text = (root / PAGE).read_text(encoding="utf-8")
    return {
        word: (found["rewards"].strip(), found["gamed"].strip())
        for found in ROW.finditer(text)
        for word in re.findall(r"`(\w+)`", found["method"])
    }


@pytest.mark.parametrize("word", METHOD_WORDS)
def test_it_says_how_each_method_is_gamed(root: Path, word: str) -> None:
    """A buyer who chose a method without being warned would learn its weakness from the bids."""
    rewards, gamed = rows(root)[word]
    assert len(rewards) > 8
    assert len(gamed) > 8


def test_it_offers_no_method_that_is_not_there(root: Path) -> None:
    """A word that no tender file takes would be found out on the day of the notice."""
    assert set(rows(root)) == {*METHOD_WORDS, *NO_METHODS}
