"""Printed papers of the docs come from an invented council: no real one is said to have sent them.

A letter, a notice or a record that bears a real council's name beside weights that somebody
invented is taken for that council's own, and ends in somebody's bundle of evidence.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import socialvalue as sv

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *DOCS.glob("examples/**/*.html"), ROOT / "README.md"])
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.M | re.S)
PAPER = re.compile(
    r"Assessment summary|Notice (?:of|to) an?\b|Your bid\b|[Tt]he successful bid|Our reference|"
    r"Fingerprint of this scheme|\): replayed$|Internal note, not for bidders|^From \w",
    re.M,
)
"""What only a letter, a notice, the wording of a scheme or a record says."""
COUNCIL = re.compile(r"((?:[A-Z][\w’'-]+ )+)Council\b")
EXAMPLES = sorted(each.parent.name for each in (DOCS / "examples").glob("*/tender.yaml"))
INVENTED = {"norchester": "Norchester County Council", "parks": "Norchester County Council",
            "every-key": "Norchester County Council",
            "home-care": "Norchester County Council", "play-areas": "Norchester County Council",
            "courts": "Department for Public Buildings"}  # fmt: skip
"""Each example whose letters may be sent, and who sends them."""


def real_names() -> frozenset[str]:
    """The counties, districts and councils that there are or were, by their names."""
    places = sv.load("national-toms@2022").places.values()
    return frozenset(each.name for each in places if each.kind not in {"country", "region"})


def papers_of(page: Path) -> list[str]:
    """The printed papers, or parts of them, that a page shows."""
    text = page.read_text(encoding="utf-8")
    parts = [text] if page.suffix == ".html" else BLOCK.findall(text)
    return [each for each in parts if PAPER.search(each)]


def councils_in(text: str, real: frozenset[str]) -> set[str]:
    """The real places and councils that a text names."""
    named = {each for each in real if re.search(rf"\b{re.escape(each)}\b", text)}
    return named | {each.strip() for each in COUNCIL.findall(text) if "Norchester" not in each}


def test_no_printed_paper_names_a_real_council() -> None:
    """A real council's name above invented weights is a claim about that council."""
    real = real_names()
    found = {page.relative_to(ROOT).as_posix(): papers_of(page) for page in PAGES}
    assert len(real) > 300
    assert sum(map(len, found.values())) > 15
    assert len(found["docs/howto/standstill-letters.md"]) > 3
    named = {page: councils_in("\n".join(blocks), real) for page, blocks in found.items()}
    assert {page: each for page, each in named.items() if each} == {}


def test_the_check_would_see_one() -> None:
    """The test above would pass for ever if it knew no council."""
    real = real_names()
    assert councils_in("From Essex County Council.", real) == {"Essex", "From Essex County"}
    assert councils_in("Assessment summary: Highways maintenance, mid Essex", real) == {"Essex"}
    assert councils_in("From Norchester County Council.", real) == set()
    assert PAPER.search("From Essex County Council.")


@pytest.mark.parametrize("example", EXAMPLES)
def test_letters_of_an_example_are_sent_by_an_invented_body(example: str) -> None:
    """Letters that may be sent bear an invented sender; others are drafts on every page."""
    tender, bids, framework = opened(example)
    if tender.lots:
        lots = sv.evaluate_lots(tender, bids, framework).summaries()
        letters = {f"{lot}/{name}": each for lot in lots for name, each in lots[lot].items()}
    else:
        letters = dict(sv.evaluate(tender, bids, framework).summaries())
    senders = {line for each in letters.values() for line in each.splitlines()
               if line.startswith("From ")}  # fmt: skip
    if example in INVENTED:
        assert senders == {f"From {INVENTED[example]}."}
    else:
        assert (senders, example) == (set(), "highways")
        assert all(each.mark.startswith("DRAFT: not to be sent.") for each in letters.values())


def opened(example: str) -> tuple[sv.Tender, tuple[sv.Bid, ...], sv.Framework]:
    """An example, and the measures that it names."""
    folder = DOCS / "examples" / example
    tender, bids = sv.read_tender(folder / "tender.yaml")
    name = str(folder / tender.framework) if "/" in tender.framework else tender.framework
    return tender, bids, sv.load(name, on=tender.published)


def test_norchester_comes_to_the_figures_of_the_first_example() -> None:
    """The lesson and the README tell of one set of offers: their pounds and points are the same."""
    first, second = (sv.evaluate(*opened(each)) for each in ("highways", "norchester"))
    told = [(each.bidder, each.rank, each.points, each.valuation.total) for each in first]
    assert told == [(each.bidder, each.rank, each.points, each.valuation.total) for each in second]
    assert [str(each.points) for each in first] == ["91.60", "90.20", "90.08"]
