"""Guides: they say what the set says, with the engine's own figures, in words that all can read."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest
from tests.guides.readability import grade, syllables

import socialvalue as sv
from socialvalue.definitions.shapes.sets import CONFIDENCE
from socialvalue.guides import Guide
from socialvalue.guides.measures import _KNOWN
from socialvalue.guides.readers import READERS
from socialvalue.model.guidance import Guidance, Milestone
from socialvalue.words import avoided_in

SETS = ("essex", "norchester", "uk-open", "national-toms@2026-light", "torbay",
        "uk-social-value-model@ppn-002")  # fmt: skip
TERM = re.compile(r"^([A-Za-z][\w -]+)\n: ", re.M)


@pytest.fixture(scope="module")
def norchester(root: Path) -> sv.Framework:
    """The invented council of the docs."""
    return sv.load(root / "docs" / "examples" / "norchester" / "council")


@pytest.fixture(scope="module")
def terms(root: Path) -> frozenset[str]:
    """The words that the glossary explains, each as one word, and its plural."""
    page = (root / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    words = {word.lower() for term in TERM.findall(page) for word in re.split(r"[ ]", term)}
    return frozenset(words | {f"{each}s" for each in words})


def held(name: str, norchester: sv.Framework) -> sv.Framework:
    if name == "norchester":
        return norchester
    identity, _, edition = name.partition("@")
    return sv.load(identity, edition=edition or None)


def sentences(guide: Guide) -> list[str]:
    return [each for part in guide.parts for block in part for each in block.sentences]


def text(guide: Guide) -> str:
    return str(guide)


# --- readable -----------------------------------------------------------------------------


def test_the_measure_of_readability_is_the_published_one() -> None:
    """A ruler of our own that is short would find every guide easy."""
    known = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert grade([known], ()) == pytest.approx(11.3, abs=0.3)
    assert [syllables(each) for each in ("people", "used", "apprenticeship", "evidence")] == [
        2, 1, 5, 3,
    ]  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SETS)
def test_whoever_reads_at_fourteen_reads_a_guide(
    name: str, reader: str, norchester: sv.Framework, terms: frozenset[str]
) -> None:
    """A firm of six that cannot follow the guide offers nothing, and loses to one with a writer."""
    assert {"measure", "commitment", "fte"} <= terms
    guide = sv.guides.make(held(name, norchester), reader=reader)
    assert grade(sentences(guide), terms) <= 9
    own = [each for part in guide.parts[:2] for block in part for each in block.sentences]
    assert grade(own, terms) <= 9


@pytest.mark.parametrize("reader", READERS)
def test_a_guide_uses_the_words_of_the_field(reader: str, norchester: sv.Framework) -> None:
    """What a guide calls one thing and a letter another is two things to a bidder."""
    guide = sv.guides.make(norchester, reader=reader)
    of_the_set = {theme.title for theme in norchester.themes.values()}
    ours = [part for part in guide.parts if part[0].heading not in of_the_set]
    assert 1 < len(ours) <= len(guide.parts)
    page = text(attrs.evolve(guide, parts=tuple(ours)))
    assert "commitment" in page
    assert avoided_in(page) == ()


# --- only what the set says ---------------------------------------------------------------


def test_a_guide_says_of_each_measure_what_the_set_says() -> None:
    """A bidder learns from the guide, and is judged by the set."""
    opened = sv.load("uk-open")
    page = " ".join(text(sv.guides.make(opened, reader="suppliers")).split())
    for each in opened:
        assert f"{each.name} {each.title}" in page
        for words in (each.definition, each.example, each.mistake, "; ".join(each.evidence)):
            assert " ".join(words.split()) in page


def test_of_what_a_set_is_silent_on_a_guide_makes_nothing_up(norchester: sv.Framework) -> None:
    """Evidence that a guide invents is asked for by nobody, or by somebody without a right to."""
    page = text(sv.guides.make(norchester, reader="suppliers"))
    silent = [each for each in norchester if not each.evidence]
    assert len(silent) > 5
    assert page.count("What shows it: the set does not say.") == len(silent)
    assert "Counted right:" not in page
    assert "The commonest mistake:" not in page
    assert "Counted right:" in text(sv.guides.make(sv.load("uk-open"), reader="suppliers"))


def test_what_counts_once_is_said_of_both(norchester: sv.Framework) -> None:
    """A bidder who reads one of the two measures must learn of the other."""
    parts = sv.guides.make(norchester, reader="suppliers").parts
    said = {block.heading: " ".join(block.sentences) for part in parts for block in part}
    broad, narrow = norchester["NT18"], norchester["NT19"]
    assert f"counts under {broad.name}" not in said[f"{narrow.name} {narrow.title}"]
    assert "takes priority over NCC11 (NT18)" in said[f"{narrow.name} {narrow.title}"]
    assert "NCC12 (NT19)" in said[f"{broad.name} {broad.title}"]


def test_a_set_without_pounds_promises_none() -> None:
    """Central government scores words: a supplier sent to a calculator would waste a week."""
    held_in = sv.load("uk-social-value-model", edition="ppn-002")
    for reader in ("suppliers", "evaluators"):
        page = text(sv.guides.make(held_in, reader=reader))
        assert "This set adds up no pounds." in page
        assert "calculator" not in page
        assert "firm of six" not in page


# --- a council's own words ------------------------------------------------------------------


def test_a_council_speaks_where_it_has_words_for(norchester: sv.Framework) -> None:
    """Words for contract managers in a bidder's guide are read by those they are not meant for."""
    pages = {each: text(sv.guides.make(norchester, reader=each)) for each in READERS}
    assert norchester.guidance is not None
    held_for = {
        "suppliers": norchester.guidance.suppliers + norchester.guidance.small_firms,
        "evaluators": norchester.guidance.evaluators,
        "contract-managers": norchester.guidance.contract_managers,
    }
    handout = pages.pop("bidders-day")
    assert all(each in handout for each in norchester.guidance.suppliers)
    assert not any(each in handout for each in norchester.guidance.contract_managers)
    for reader, page in pages.items():
        for whose, words in held_for.items():
            assert words
            assert all((each in page) is (whose == reader) for each in words)
        assert norchester.guidance.contact in page
        assert "Norchester College keeps a list" in page
    assert "suppliers send the return of the quarter" in pages["suppliers"]
    assert "This is a typical year." not in pages["contract-managers"]
    silent = attrs.evolve(norchester, guidance=None)
    assert "This is a typical year." in text(sv.guides.make(silent, reader="contract-managers"))
    assert "From the council" not in text(sv.guides.make(silent, reader="suppliers"))


def test_words_for_a_measure_that_is_not_there_are_refused(root: Path, tmp_path: Path) -> None:
    """Advice under a mistyped code would be lost, and nobody would notice."""
    plugin = (root / "docs/examples/norchester/council/plugin.yaml").read_text(encoding="utf-8")
    (tmp_path / "plugin.yaml").write_text(
        plugin.replace("    NCC10: {words", "    NCC99: {words"), "utf-8"
    )
    with pytest.raises(sv.DefinitionError, match="SV209 there is no measure 'NCC99'"):
        sv.load(tmp_path)
    (tmp_path / "plugin.yaml").write_text(
        plugin.replace("    NCC10: {words", "    NT10: {words"), "utf-8"
    )
    held_in = sv.load(tmp_path).guidance
    assert held_in is not None
    assert held_in == sv.load(root / "docs/examples/norchester/council").guidance


# --- the engine's own figures -------------------------------------------------------------


def test_each_small_offer_is_worth_what_a_bid_would_count(norchester: sv.Framework) -> None:
    """A figure in a guide that no bid ever gets is an untrue sentence to a small firm."""
    guide = sv.guides.make(norchester, reader="suppliers")
    (block,) = [each for part in guide.parts for each in part if "firm of six" in each.heading]
    rows = {row[0].split(" ")[0]: row for row in block.rows}
    tender = sv.Tender("x", contract_value="100000", published="2022-06-01", place=norchester.place)
    hours = norchester.commit("NT29", sv.hours(7, people=2))
    assert str(sv.value(tender, sv.Bid("x", commitments=[hours]), norchester).total) == "237.02"
    assert rows["NT29"][1:] == ("two of your staff for seven hours each", "£16.93", "£237.02")
    assert "NT41" not in rows, "it is reported and adds no pounds"
    assert "NCC1" not in rows, "its value depends on the tender"


def test_the_target_is_that_of_the_tender(root: Path) -> None:
    """A guide for a tender that shows another tender's sums misleads every bidder alike."""
    tender, _ = sv.read_tender(root / "docs" / "examples" / "norchester" / "tender.yaml")
    held_in = sv.load(root / "docs" / "examples" / "norchester" / "council", on=tender.published)
    page = text(sv.guides.make(held_in, reader="suppliers", tender=tender))
    assert (
        "The target is £0.50 for each £1 of the contract. For this contract that is £1,200,000.00."
        in page
    )
    assert "given by the buyer for this tender" in page
    short = attrs.evolve(tender, shortlist=["NT29", "NT10"])
    guide = sv.guides.make(held_in, reader="suppliers", tender=short)
    headings = [block.heading for part in guide.parts for block in part]
    assert any(each.startswith("NT29 ") for each in headings)
    assert not any(each.startswith("NT28 ") for each in headings)


def test_an_illustrative_scheme_gives_no_points() -> None:
    """A council whose formula is not public never said that an offer gets 3.4 points."""
    essex = sv.load("essex")
    assert essex.scheme is not None
    assert essex.scheme.illustrative
    page = text(sv.guides.make(essex, reader="suppliers"))
    assert "The target is £0.50" in page
    assert " points." not in page


def test_the_answers_of_a_handout_are_the_engines(norchester: sv.Framework) -> None:
    """A bidder who is taught a wrong sum at the bidders' day writes it into its bid."""
    guide = sv.guides.make(norchester, reader="bidders-day")
    assert guide.title.endswith("a handout for the bidders' day")
    blocks = {block.heading: (number, block) for number, part in enumerate(guide.parts)
              for block in part}  # fmt: skip
    asked_on, asked = blocks["Try it: what does it count?"]
    given_on, given = blocks["Answers: what does it count?"]
    assert given_on > asked_on
    tender = sv.Tender("x", contract_value="100000", published="2022-06-01", place=norchester.place)
    weeks = norchester.commit("NT9", sv.weeks(10, people=2))
    total = sv.value(tender, sv.Bid("x", commitments=[weeks]), norchester).total
    (row,) = [each for each in given.rows if each[1].startswith("NT9 ")]
    assert row[2] == f"£{total:,}"
    assert not any(f"£{total:,}" in cell for each in asked.rows for cell in each)
    rules = {(each[1]) for each in blocks["Answers: which one counts?"][1].rows}
    assert any(each.startswith(norchester["NT1"].name) for each in rules), (
        "own staff take priority over those of suppliers"
    )


def test_each_measure_is_said_in_sentences_whatever_its_unit_place_and_source(
    norchester: sv.Framework,
) -> None:
    """A sentence that nobody can make sense of tells a bidder neither unit, place nor source."""
    opened = text(sv.guides.make(sv.load("uk-open"), reader="suppliers"))
    page = text(sv.guides.make(sv.load("essex"), reader="suppliers"))
    assert "It is counted as a number." in opened
    assert "The benefit must be in the contract's place, which the tender names." in opened
    assert "It is inferred: no source prints this figure." in opened
    assert "It is counted in words." in page
    assert "The benefit must be in the contract's place: Essex (E10000012)." in page
    wrong = ("counted in in", "as a text", "place: any place", "from inferred")
    for each in (opened, page, text(sv.guides.make(norchester, reader="evaluators"))):
        assert not [words for words in wrong if words in " ".join(each.split())]
    assert {*_KNOWN} == {*CONFIDENCE}, "every word for how well a figure is known has its sentence"


@pytest.mark.parametrize("name", SETS)
def test_the_last_part_of_a_handout_is_its_answers_and_nothing_else(
    name: str, norchester: sv.Framework
) -> None:
    """Whoever keeps the answers back keeps back nothing that bidders need, and hands out none."""
    held = norchester if name == "norchester" else sv.load(name)
    dated = Guidance(calendar=(Milestone(when="in May", what="the council publishes"),))
    own = attrs.evolve(held, guidance=dated)
    made = sv.guides.make(own, reader="bidders-day")
    parts = [{block.heading for block in part} for part in made.parts]
    last = parts.pop() if any("Try it: " in each for part in parts for each in part) else set()
    assert all(each.startswith("Answers: ") for each in last)
    handed_out = set().union(*parts)
    assert not any(each.startswith("Answers: ") for each in handed_out)
    assert "The council's calendar" in handed_out
    assert bool(last) == any(each.startswith("Try it: ") for each in handed_out)


# --- files --------------------------------------------------------------------------------


def test_a_guide_is_a_page_a_document_and_markdown(
    tmp_path: Path, norchester: sv.Framework
) -> None:
    """The same words in each; no part of it is fetched from anywhere."""
    for ending in (".html", ".md", ".docx"):
        sv.guides.write(norchester, tmp_path / f"guide{ending}", reader="suppliers")
    page = (tmp_path / "guide.html").read_text(encoding="utf-8")
    assert page.count("<h1>") == 1
    assert page.count("<h2>") > 5
    assert page.count("<h3>") >= len([*norchester])
    assert "http" not in re.sub(r"<td>[^<]*</td>", "", page.replace("<wbr>", ""))
    assert (tmp_path / "guide.md").read_text(encoding="utf-8").startswith("# Norchester")
    assert (tmp_path / "guide.docx").read_bytes()[:2] == b"PK"
    with pytest.raises(sv.InputError, match="SV312"):
        sv.guides.write(norchester, tmp_path / "guide.pdf", reader="suppliers")


def test_what_a_council_wrote_is_no_markup(norchester: sv.Framework) -> None:
    """A plug-in comes from anybody; its page is opened by every bidder."""
    attack = attrs.evolve(norchester, title="<script>alert(1)</script>")
    page = sv.guides.make(attack, reader="suppliers").html
    assert "&lt;script&gt;" in page
    assert "<script" not in page


@pytest.mark.parametrize("reader", ["suppliers", "evaluators", "contract-managers"])
def test_a_guide_begins_with_what_is_in_it(reader: str, norchester: sv.Framework) -> None:
    """Nobody reads thirty pages to learn that what they look for is on the last."""
    guide = sv.guides.make(norchester, reader=reader)
    head, contents, *rest = guide.parts[0]
    assert (head.heading, contents.heading) == (guide.title, "What is in this guide")
    listed = dict(contents.rows)
    themes = {part[0].heading: f"{len(part) - 1} measure{'s' if len(part) > 2 else ''}"
              for part in guide.parts if part[0].heading in
              {each.title for each in norchester.themes.values()}}  # fmt: skip
    assert len(themes) > 1
    assert sum(int(each.split()[0]) for each in themes.values()) == len(norchester)
    assert themes.items() <= listed.items()
    assert {each.heading for each in rest} <= listed.keys()
    assert "All measures at a glance" in listed
    handout = sv.guides.make(norchester, reader="bidders-day")
    assert "What is in this guide" not in str(handout)


def test_another_reader_is_refused(norchester: sv.Framework) -> None:
    """A guide for nobody in particular holds what the reader should not need."""
    with pytest.raises(sv.InputError, match="SV1400 'supplier'"):
        sv.guides.make(norchester, reader="supplier")


def test_a_guide_for_a_tender_has_its_scheme_and_its_term(norchester: sv.Framework) -> None:
    """Words of another scheme are marked by, and half a year ended the guide with a traceback."""
    scale = {"5": "TENDERSCALE", "0": "no answer"}
    scheme = sv.Scheme([
        sv.Criterion("price", 50, sv.LowestPrice()),
        sv.Criterion("quality", 40, sv.PanelMark(out_of=5, scale=scale)),
        sv.Criterion("own social value", 10, sv.AgainstTarget()),
    ])  # fmt: skip
    tender = sv.Tender("T", contract_value=200_000, years="0.5", published="2022-06-01",
                       target="0.5", scheme=scheme)  # fmt: skip
    told = "\n".join(sentences(sv.guides.make(norchester, reader="evaluators", tender=tender)))
    blocks = str(sv.guides.make(norchester, reader="evaluators", tender=tender).parts)
    assert "TENDERSCALE" in blocks
    assert "excellent: meets" not in blocks
    assert "own social value" in told + blocks
