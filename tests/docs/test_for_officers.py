"""The pages for people who never see Python: officers, bidders, councils with a plug-in.

Which pages those are is read from the pages that list them, so that a page that is added to
such a list is held to it without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
READERS = (
    "officers", "bidders", "everyone", "councils with measures of their own", "I write tenders",
    "I assess bids", "I manage contracts", "I am a bidder", "I am another council",
)  # fmt: skip
"""Headings of lists whose readers write no program, with "For" before them or as they stand."""
LISTS = ("index.md", "howto/index.md", "tutorial/index.md", "explanation/index.md")
NAMED = re.compile(r"\]\(([\w./-]+\.md)[^)]*\)|^([\w-]+)$", re.M)
PYTHON = re.compile(
    r">>>|^`{3,}\s*py|\bsv\.\w|\bimport socialvalue\b|\b[Ii]n Python\b|\b\w+\(\)", re.M
)
"""What only a program says; links to the pages of developers are taken out first."""
LINKED = re.compile(r"\]\(([\w./-]+\.md)")
PYTHON_BEHIND = {
    "explanation/money-is-exact.md", "explanation/present-values.md",
    "explanation/rounding-and-ties.md", "explanation/which-value-counts.md",
    "howto/own-method.md", "howto/tenders-as-data.md", "reference/command-line.md",
    "reference/notice-checks.md", "reference/problems.md", "reference/testing.md",
}  # fmt: skip
"""Pages with a program on them that an officer may be sent to; none may be added."""
TO_DEVELOPERS = re.compile(r"\[[^]]*\]\((?:\.\./\w+/)?[\w-]*in-python\.md[^)]*\)")


def listed(index: str) -> Iterator[str]:
    """The pages that a page lists under the headings of those who write no program."""
    text = (DOCS / index).read_text(encoding="utf-8")
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        heading, _, rest = section.partition("\n")
        if heading.removeprefix("For ") in READERS:
            names = [linked or f"{name}.md" for linked, name in NAMED.findall(rest)]
            yield from ((DOCS / index).parent.joinpath(each).resolve().relative_to(DOCS).as_posix()
                        for each in names)  # fmt: skip


PAGES = sorted({each for index in LISTS for each in listed(index)} - {"howto/index.md"})


def python_of(page: str) -> list[str]:
    """What a page says that only a program does."""
    return PYTHON.findall(TO_DEVELOPERS.sub("", (DOCS / page).read_text(encoding="utf-8")))


def linked_from(page: str) -> set[str]:
    """The pages that a page sends its reader to."""
    here = DOCS / page
    return {
        here.parent.joinpath(each).resolve().relative_to(DOCS).as_posix()
        for each in LINKED.findall(here.read_text(encoding="utf-8"))
    }


def test_the_lists_name_the_pages_that_are_meant() -> None:
    """A heading that was reworded would leave its pages to nobody."""
    assert len(PAGES) > 25
    assert {"howto/write-a-scheme.md", "howto/replay-a-decision.md", "howto/check-your-letter.md",
            "tutorial/score-a-tender.md", "tutorial/write-a-plugin.md", "howto/plugin-policy.md",
            "explanation/laws.md", "explanation/choosing-a-method.md",
            "catalogue/index.md"} <= set(PAGES)  # fmt: skip
    assert not any(each.endswith("in-python.md") for each in PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_for_officers_shows_python(page: str) -> None:
    """Ten lines of Python are where an officer stops reading, before the line that was meant."""
    assert len((DOCS / page).read_text(encoding="utf-8")) > 500
    assert python_of(page) == []


def test_no_link_of_theirs_ends_in_python() -> None:
    """Who is sent to a page for the reason of a rule finds ten lines of Python in its place."""
    shown = {each for page in PAGES for each in linked_from(page) if python_of(each)}
    assert {each for each in shown if not each.endswith("in-python.md")} == PYTHON_BEHIND
    assert "explanation/choosing-a-method.md" in linked_from("howto/write-a-scheme.md")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_whom_it_is_for(page: str) -> None:
    """Who has come by a search engine knows in one line whether to go on."""
    title, who, *_ = (DOCS / page).read_text(encoding="utf-8").split("\n\n")
    assert title.startswith("# ")
    assert who.startswith("For ")


def test_python_is_seen_where_it_is() -> None:
    """The two tests above would pass for ever if nothing were looked for."""
    pages = sorted((DOCS / "howto").glob("*-in-python.md"))
    assert len(pages) > 3
    assert all(python_of(each.relative_to(DOCS).as_posix()) for each in pages)
