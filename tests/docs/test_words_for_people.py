"""The words that people read: what the field does not say, no page, letter or message says.

`socialvalue.words` holds the list.  Names in code are not looked at: a key such as ``consensus:``
stays what it is, and so does a link's address.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.cli.commands.group import socialvalue
from socialvalue.errors import CATALOGUE
from socialvalue.words import avoided_in

CODE = re.compile(
    r"^(`{3,}|~{3,}).*?^\1`*\s*$|``.+?``|`[^`\n]*`|\]\([^)]*\)|^>>> .*$|^\.\.\. .*$|'?\bconsensus:",
    re.M | re.S,
)
"""What is code and no prose: blocks, spans, addresses of links, lines of Python, a file's key."""
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
LINE = re.compile(r"\blines? \d|\blines?:", re.I)

EVERYTHING = """\
schema: socialvalue/tender@1
title: Parks
framework: essex
contract_value: "1000000"
years: "2"
published: 2022-06-01
target: "0.50"
unit_values: {NT1: "28460", NT18: "0.7", NT19: "0.7"}
switch_off: [{code: NT20, why: Bought elsewhere., by: the director}]
scheme:
  criteria:
    - {name: price, points: "60", method: lowest_price}
    - {name: quality, points: "20", method: panel_mark, out_of: "5", minimum: "2"}
    - {name: social value, points: "20", method: against_target, floor: "0.1"}
bids:
  - bidder: Acme
    price: "90000"
    marks: {quality: {consensus: "4", reason: Good plans for each site in the park.}}
    commitments:
      - {measure: NT4, fte: "2", years: "2", activity: starters}
      - {measure: NT4, fte: "2", years: "3", activity: starters}
      - {measure: NT1, fte: "1", years: "2", place: E12000007}
      - {measure: NT18, gbp: "9000", activity: paving}
      - {measure: NT19, gbp: "9000", activity: paving}
      - {measure: NT44, yes: yes}
      - {measure: NT29, hours: "4", people: "3", basis: per_call_off}
      - {measure: NT20, quantity: "4", unit: employee, community: yes}
  - bidder: Brook
    price: "95000"
    marks: {quality: {consensus: "5", reason: Excellent and well evidenced plans.}}
    commitments:
      - {measure: NT1, fte: "8", years: "2"}
      - {measure: NT28, gbp: "1000"}
  - bidder: Cedar
    price: "70000"
    marks: {quality: {consensus: "1", reason: The plans for the park are missing.}}
  - {bidder: Dale, price: "80000", marks: {quality: {consensus: "3", reason: Fair.}},
     state: excluded, reason: Convicted of an offence}
"""
"""A tender that shows every kind of page: what counts, in part, not, is reported, ties nobody."""

LOTS = """\
most_lots: 1
lots: [{name: north, contract_value: "600000"}, {name: south, contract_value: "400000"}]
target:"""
SHOWN = (
    ("score",),
    ("score", "--format", "markdown"),
    ("explain",),
    ("explain", "--format", "html"),
    ("explain", "--bidder", "Acme"),
    ("explain", "--bidder", "Acme", "--against", "Brook"),
    ("check",),
    ("flags",),
    ("flags", "--one-line", "0.1", "--low-price", "0.99", "--weak", "0.01"),
    ("sensitivity",),
    ("scheme",),
    ("summary", "--draft"),
    ("summary", "--draft", "--format", "markdown"),
    ("summary", "--draft", "--format", "html"),
)
"""What an officer sees of a tender, and sends."""


def prose(text: str) -> str:
    """The words of a Markdown page, without what stands in code."""
    return CODE.sub(" ", text)


def said(page: str) -> str:
    """The words of a page of HTML, or of a text."""
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.S))


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints, where it succeeds."""

    def call(*words: object) -> str:
        main([str(each) for each in words])
        captured = capsys.readouterr()
        assert captured.out, captured.err
        return captured.out + captured.err

    return call


@pytest.fixture
def tender(tmp_path: Path) -> Path:
    """The tender that shows everything."""
    path = tmp_path / "tender.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    return path


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_no_screen_of_a_tender_says_them(
    words: tuple[str, ...], tender: Path, shown: Callable[..., str]
) -> None:
    """'2 of 3 lines refused' reads as if a council had turned something down."""
    page = said(shown(words[0], tender, *words[1:]))
    assert avoided_in(page) == ()
    without_places = re.sub(r"\S+\.yaml:\d+:\d+", "", page)
    assert not LINE.search(without_places)
    assert not DAY.search(without_places)


def test_the_three_words_are_said(tender: Path, shown: Callable[..., str]) -> None:
    """What is not said is one half; the other is that each fate has its word, on every page."""
    pair = ("explain", "--bidder", "Acme", "--against", "Brook", "--format", "html")
    for words in (("score",), ("explain",), pair):
        page = " ".join(shown(words[0], tender, *words[1:]).split())
        for expected in ("ounts in part", "oes not count", "ecause ", "eported, no pounds"):
            assert expected in page, (words, expected)
    assert "tender notice published 1 June 2022" in " ".join(shown("score", tender).split())


def test_lots_and_sets_and_rules_too(tender: Path, shown: Callable[..., str], root: Path) -> None:
    """A bidder meets the same words where a set is shown as where a bid is."""
    text = EVERYTHING.replace("target:", LOTS, 1)
    for bidder, lot in (("Acme", "north"), ("Brook", "north"), ("Cedar", "south")):
        text = text.replace(f"bidder: {bidder}\n", f"bidder: {bidder}\n    lot: {lot}\n")
    tender.write_text(text.replace("bidder: Dale,", "bidder: Dale, lot: south,"), encoding="utf-8")
    pages = [
        shown("score", tender),
        shown("explain", tender),
        shown("show", "essex"),
        shown("show", "essex", "ECC11"),
        shown("show", "national-toms@2022", "NT19"),
        shown("frameworks"),
        shown("diff", "national-toms@2020", "national-toms@2022"),
        *(shown(name, "--help") for name in sorted(socialvalue.commands)),
    ]
    for page in pages:
        assert avoided_in(said(page).replace("socialvalue portfolio", "")) == ()
    assert "takes priority over" in pages[3] + pages[4]


def test_what_a_notebook_shows(tender: Path) -> None:
    """A page in a notebook is read out in a meeting."""
    read, bids = sv.read_tender(tender)
    essex = sv.load("essex", on="2022-06-01")
    result = sv.evaluate(read, bids, essex)
    shown = (result, result["Acme"].valuation, result.sensitivity(), result.flags(), essex,
             essex["NT19"], essex["ECC1"], result.effective_weights())  # fmt: skip
    for noun in shown:
        page = said(noun._repr_html_())
        assert avoided_in(page) == (), type(noun)
        assert page.strip()
    assert "Reported, no pounds." in essex["NT44"]._repr_html_()


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_no_message_says_them(code: str) -> None:
    """A message is read by whoever typed the file, under pressure of a deadline."""
    kind = CATALOGUE[code]
    assert prose(kind.message).strip()
    for words in (kind.message, kind.hint, kind.meaning):
        assert avoided_in(prose(words)) == ()


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module that can be shown: not docstrings, and not names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        held = node.value if isinstance(node, ast.Constant) and id(node) not in bare else None
        if isinstance(held, str) and " " in held.strip():
            yield node.lineno, held


def test_no_text_in_the_source_says_them(root: Path) -> None:
    """Whatever is shown is written somewhere: a page that no test renders is caught here."""
    source = Path(sv.__file__).parent
    read = [
        (path.name, line, text)
        for path in sorted(source.rglob("*.py"))
        if path != source / "words.py"
        for line, text in literals(path)
    ]
    found = [
        (name, line, said)
        for name, line, text in read
        for said, _ in avoided_in(CODE.sub(" ", text).replace("{consensus", "{"))
    ]
    assert len(read) > 1_000
    assert found == []


def officers(root: Path) -> list[Path]:
    """README and the pages of the docs, but for those that only developers read.

    Pages that a build has made of the measures hold the words of published editions.
    """
    developers = {"testing.md", "plugin-format.md"}
    pages = [
        each
        for each in (root / "docs").rglob("*.md")
        if each.name not in developers and not {"_generated", "api"} & {*each.parts}
    ]
    return [root / "README.md", *sorted(pages)]


def test_no_page_of_the_docs_says_them(root: Path) -> None:
    """A page that says otherwise than the screen makes its reader look for two things."""
    pages = officers(root)
    assert len(pages) > 30
    found = [
        (path.name, said, line.strip()[:80])
        for path in pages
        for line in prose(path.read_text(encoding="utf-8")).splitlines()
        for said, _ in avoided_in(line)
    ]
    assert found == []


def test_the_wording_of_every_scheme(root: Path) -> None:
    """The text goes into tender documents as it stands."""
    names = dict.fromkeys(each.id for each in sv.frameworks() if each.kind == "plugin")
    schemes = [sv.load(name).scheme for name in names]
    texts = [each.text() for each in schemes if each is not None]
    assert len(texts) > 3
    for text in texts:
        assert avoided_in(text) == ()
