"""The page on letters for officers: what it prints stands in the letters of its example."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

import socialvalue as sv
from socialvalue.assess.letters.template import NAMES
from socialvalue.model.papers.grounds import GROUNDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/howto/standstill-letters.md").read_text(encoding="utf-8")
PRINTED = [each for each in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
           if not each.startswith(("socialvalue ", "tender.yaml:"))]  # fmt: skip


@pytest.fixture(scope="module")
def letters() -> str:
    """All letters of the example, those with a price withheld, and a covering letter."""
    folder = ROOT / "docs/examples/parks"
    tender, bids = sv.read_tender(folder / "tender.yaml")
    assert tender.papers is not None
    price = sv.Withheld("price", why="The rates are bid again in May.", by="head of law")
    quiet = attrs.evolve(tender, papers=attrs.evolve(tender.papers, withheld=[price]))
    framework = sv.load(tender.framework, on=tender.published)
    scored = [sv.evaluate(each, bids, framework) for each in (tender, quiet)]
    found = [one for each in scored for one in each.summaries(strict=True).values()]
    ours = (folder / "covering.txt").read_text(encoding="utf-8")
    return "\n".join([*found, *(each.covering(ours) for each in found)])


@pytest.mark.parametrize("printed", PRINTED, ids=lambda each: each.splitlines()[0][:30])
def test_what_the_page_prints_is_what_a_letter_says(letters: str, printed: str) -> None:
    """An officer who sets a letter beside the page must not find another one."""
    assert printed.strip("\n") in letters


def test_the_page_names_all_that_may_be_written() -> None:
    """A name or a word that the page leaves out is one that nobody can know of."""
    assert [name for name in NAMES if f"`${name}`" not in PAGE] == []
    missing = [word for word, each in GROUNDS.items()
               if f"| `{word}` | {each.law} | {each.words} |" not in PAGE]  # fmt: skip
    assert (len(GROUNDS), missing) == (7, [])


def test_the_page_is_for_who_never_sees_python() -> None:
    """Python stands on a page of its own, to which this one leads."""
    assert ">>>" not in PAGE
    assert "(letters-in-python.md)" in PAGE
    assert ">>>" in (ROOT / "docs/howto/letters-in-python.md").read_text(encoding="utf-8")
