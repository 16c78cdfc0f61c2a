"""The catalogue: what a bidder reads of each measure, checked without Sphinx."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import attrs
import pytest
from markdown_it import MarkdownIt

import socialvalue as sv
from socialvalue.units import UNITS

SETS = [each.id for each in sv.frameworks() if each.origin == "built-in"]
NOTHING = re.compile(r"£0(?![.\d])|£0\.0+(?!\d)")
"""A nought in pounds, which no measure here is worth."""
TERMS = (
    "What it is worth",
    "How it is counted",
    "Counted right",
    "Commonest mistake",
    "Where it must fall",
    "Not for the same activity as",
    "How to write it",
)
"""What is said of every measure."""
HOSTILE = (
    "<script>x</script> [a](javascript:b) `c` *d* | e\n# f\n::: g\n(h)=\n% i {eval}`j` \x1b[31m"
)


@pytest.fixture(scope="module")
def catalogue(root: Path) -> Iterator[ModuleType]:
    """The extension that writes the pages."""
    sys.path.insert(0, str(root / "docs" / "_ext"))
    import catalogue

    yield catalogue
    sys.path.pop(0)


@pytest.fixture(scope="module")
def pages(catalogue: ModuleType) -> dict[str, str]:
    """The pages as they are written."""
    made: dict[str, str] = catalogue.pages()
    return made


def entries(page: str) -> dict[str, str]:
    """Anchor of a measure to its entry, up to the next heading."""
    found = re.findall(
        r"^(\([^)]+\)=\n(?:\([^)]+\)=\n)?)#### (.*?)(?=^\([^)\n]+\)=$|^###? |\Z)", page, re.M | re.S
    )
    return {target: body for targets, body in found for target in re.findall(r"\((.+)\)", targets)}


def anchors(page: str) -> list[str]:
    """Every anchor of a page."""
    return re.findall(r"^\(([^)\s]+)\)=$", page, re.M)


def every_edition() -> list[tuple[str, str]]:
    """Id and edition of each shipped set."""
    return [(info.id, each.edition) for info in sv.frameworks() for each in info.editions
            if info.origin == "built-in"]  # fmt: skip


def test_each_set_has_a_page(pages: dict[str, str]) -> None:
    """A set that no page describes is known to nobody."""
    assert sorted(pages) == sorted(f"{each}.md" for each in SETS)


def test_the_list_holds_every_edition(catalogue: ModuleType) -> None:
    """An officer looks for the edition that the tender names, and for its licence."""
    text = catalogue.catalogue_list(catalogue.shipped())
    for info in catalogue.shipped():
        for framework in catalogue.editions_of(info):
            (row,) = [
                line for line in text.splitlines() if f"#{catalogue.slug(framework.label)})" in line
            ]
            assert framework.licence in row
            assert ("partial" in row) == (framework.coverage == "partial")
            assert str(framework.in_force.start.year) in row


@pytest.mark.parametrize(("name", "edition"), every_edition())
def test_every_measure_is_there(
    pages: dict[str, str], catalogue: ModuleType, name: str, edition: str
) -> None:
    """A measure that is counted but not described is guessed at."""
    framework, listed = sv.load(name, edition=edition), entries(pages[f"{name}.md"])
    for measure in framework:
        entry = listed[catalogue.anchor(framework, measure.code)]
        for said in (
            measure.title,
            measure.definition,
            measure.example,
            measure.note,
            *measure.evidence,
        ):
            assert catalogue.md(said).lstrip("\\").rstrip(".") in entry
        for term in TERMS:
            assert f"**{term}**\n: " in entry


@pytest.mark.parametrize(("name", "edition"), every_edition())
def test_every_figure_and_rule_is_there(
    pages: dict[str, str], catalogue: ModuleType, name: str, edition: str
) -> None:
    """A figure without its day and voucher, or a rule without its reason, cannot be checked."""
    framework, listed = sv.load(name, edition=edition), entries(pages[f"{name}.md"])
    for measure in framework:
        entry = listed[catalogue.anchor(framework, measure.code)]
        for figure in measure.proxy.values if measure.proxy else ():
            assert f"| {catalogue.day_words(figure.start)} |" in entry
            assert all(
                f"](#{catalogue.source_anchor(framework, each)})" in entry
                for each in figure.sources
            )
            assert figure.place is None or f"({figure.place})" in entry
            assert figure.value is not None or "| no value |" in entry
        if catalogue.worth_cell(measure, framework) in ("no value", "given by the tender"):
            assert "No pounds" in entry
        for rule in measure.rules:
            assert catalogue.md(rule.why).lstrip("\\")[1:].rstrip(".") in entry
            others = {code for pair in rule.pairs if measure.code in pair for code in pair} - {
                measure.code
            }
            assert all(f"](#{catalogue.anchor(framework, each)})" in entry for each in others)


@pytest.mark.parametrize("name", SETS)
def test_nothing_stands_for_nothing(pages: dict[str, str], name: str) -> None:
    """A missing value is a reason and never £0; a missing word is left out and never None."""
    page = pages[f"{name}.md"]
    assert "no value" in page or "£" in page
    assert not re.search(r"\bNone\b|\bnan\b", page)
    assert not NOTHING.search(page)


def test_a_bare_nought_is_found() -> None:
    """The test above holds nothing if its pattern finds nothing: £0 and £0.00, and no £0.05."""
    assert [bool(NOTHING.search(each)) for each in ("£0", "£0.00 |", "£0.05", "£10")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_a_partial_set_says_so_first(
    pages: dict[str, str], catalogue: ModuleType, name: str
) -> None:
    """Who reads a part must know that it is one, and the rights, before anything else."""
    head = pages[f"{name}.md"].partition("\n## ")[0]
    partial = [
        each
        for each in catalogue.editions_of(info_of(catalogue, name))
        if each.coverage == "partial"
    ]
    assert ("This set is partial" in head) == bool(partial)
    assert all(catalogue.md(each.rights) in head for each in partial)


def info_of(catalogue: ModuleType, name: str) -> sv.FrameworkInfo:
    """What is known of a set before it is read."""
    return next(each for each in catalogue.shipped() if each.id == name)


def test_links_lead_somewhere(pages: dict[str, str], catalogue: ModuleType, root: Path) -> None:
    """Every anchor is there once, whatever page it is on, and every link has its anchor."""
    index = (root / "docs" / "catalogue" / "index.md").read_text(encoding="utf-8")
    texts = [*pages.values(), index, catalogue.catalogue_list(catalogue.shipped())]
    found = Counter(anchor for text in texts for anchor in anchors(text))
    assert [anchor for anchor, times in found.items() if times > 1] == []
    assert {each for text in texts for each in re.findall(r"\]\(#([^)]+)\)", text)} <= set(found)


def test_every_unit_has_its_guidance(catalogue: ModuleType) -> None:
    """A new unit is explained before anybody bids in it."""
    from catalogue_words import UNIT_GUIDANCE

    assert list(UNIT_GUIDANCE) == list(UNITS)
    assert all(each.right and each.mistake and each.each for each in UNIT_GUIDANCE.values())


def test_what_a_set_says_is_never_markup(catalogue: ModuleType) -> None:
    """A plug-in's words are shown as they are: no script, no link, no heading of their own."""
    framework = hostile(sv.load("national-toms", edition="2022"))
    page = catalogue.set_page([framework])
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(page)
    assert "&lt;script" in rendered
    assert "<script" not in re.sub(r"</?details>|</?summary>", "", page)
    assert 'href="javascript' not in rendered
    assert "<h1>f" not in rendered
    assert "\x1b" not in page
    assert not re.search(r"^(::: g|\(h\)=|%)", page, re.M)
    assert "eval}`" not in page


def hostile(framework: sv.Framework) -> sv.Framework:
    """A set whose every text tries to be markup."""
    measures = {code: attrs.evolve(each, title=HOSTILE, definition=HOSTILE, note=HOSTILE,
                                   example=HOSTILE, mistake=HOSTILE, evidence=(HOSTILE,))
                for code, each in framework.measures.items()}  # fmt: skip
    return attrs.evolve(
        framework, title=HOSTILE, rights=HOSTILE, note=HOSTILE, publisher=HOSTILE,
        licence=HOSTILE, measures=type(framework.measures)(measures),
    )  # fmt: skip
