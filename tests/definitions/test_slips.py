"""Slips that are good YAML and mean something else: they are told, and shown as they are meant."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.definitions.json_schema import entries_of
from socialvalue.definitions.shapes import SCHEMAS
from socialvalue.definitions.shapes.entries import Texts
from socialvalue.definitions.slips import CODES, TEXTS
from socialvalue.definitions.text import read_text

FIGURES = {
    "at_mean", "attendee_hours", "attribution_to_others", "cap", "cohorts", "consensus",
    "contract_value", "count", "date", "deadweight", "displacement", "exponent", "expert_hours",
    "floor", "fte", "gbp", "hours", "initial", "kilograms", "leakage", "lower", "mark",
    "maximum", "menu", "miles", "minimum", "minimum_points", "on", "out_of", "people",
    "per_percent", "percent", "points", "price", "reference", "required", "share_claimed",
    "target", "tonnes", "tonnes_co2e", "unit_values", "upper", "weeks", "weight_score",
    "was", "weight_value", "with_extensions", "years",
}  # fmt: skip
KEYS_OF_TEXTS = {
    field.metadata.get("key", field.name)
    for shape in SCHEMAS.values()
    for entry in entries_of(shape)
    for field in attrs.fields(entry)
    if field.type in (str, str | None, Texts, list[str], list[str] | None)
}


def codes(content: bytes) -> list[str]:
    """The codes of what is told of some bytes."""
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(content, "x.yaml")
    return [each.code for each in caught.value.problems]


@pytest.mark.parametrize(
    "cut",
    ["reason: see message #12 of 3 June", "bidder: O'Neill #1 Ltd", "activity: school # kitchen",
     "title: Parks #", "years: 3 #4", "place: E1 #2", "a: b\t#c", "a:\n  - b #1", "a: b\n  c #1",
     "a: [b #1\n  , c]", "a: {b: c #1\n  }", "a: [b, #1 c\n  ]", "a: [ #1 b\n  c]",
     "a: [#1 b\n ]",
     "a: #1 Ltd", "a:\n  - #1 Ltd\n  - b", "name: 3 # Sons", "jobs: Local # jobs"],
)  # fmt: skip
def test_a_text_that_is_cut_at_a_comment_is_refused(cut: str) -> None:
    """A reason cut at ' #' stood in a statutory letter, and nothing was said of it (S-1, C03)."""
    assert codes(cut.encode()) == ["SV113"]


@pytest.mark.parametrize(
    "whole",
    ["years: 3 # three years", "published: 2022-06-01   # the notice", "place: E1 # Essex",
     "scored: yes # or no", "method: lowest_price # as published", "a: null # withdrawn",
     "measures:\n  - NT1 # a code\n  - NT2", "a: 'b' # c", 'a: "b #1 c"', "a: [b] # c",
     "a: {b: c} #d",
     "a: # b\n  c: d", "# a\na: b\n  # c", "a: b#c", "a: |\n  b #1 c", "a: >- # b\n  c #1",
     "a: 'b' #c"],
)  # fmt: skip
def test_a_comment_that_cuts_nothing_is_read_over(whole: str) -> None:
    """Comments are how a file says what it means: only one that may be text is refused."""
    assert read_text(whole.encode(), "x.yaml")


def test_a_comment_that_takes_a_brace_with_it_is_told_once() -> None:
    """The brace that is missing then is a consequence, and no second fault."""
    assert codes(b"a:\n  - {code: NT31, why: see #3}\nb: c\n") == ["SV113"]


def test_a_cut_text_is_shown_as_it_is_written_whole() -> None:
    """The hint can be copied: the whole text in quotes that fit it."""
    for line, whole in (
        ("a: O'Neill #1", '"O\'Neill #1"'),
        ('a: the "Isles" #2', "'the \"Isles\" #2'"),
        ("a: {b: Late #12, c: d}", '"Late #12"'),
    ):
        with pytest.raises(sv.DefinitionError) as caught:
            read_text(line.encode(), "x.yaml")
        assert [each.code for each in caught.value.problems] == ["SV113"]
        assert f"needs quotes: {whole}; " in caught.value.problems[0].hint


@pytest.mark.parametrize("key", sorted(KEYS_OF_TEXTS))
def test_every_key_of_a_text_is_a_free_text_a_code_or_a_figure(key: str) -> None:
    """A new key must say whether a comment may stand behind its value: free texts lose by it."""
    assert (key in TEXTS) + (key in CODES) + (key in FIGURES) == 1


@pytest.mark.parametrize(
    ("content", "word", "hint"),
    [
        ("a: {gbp: 90,000}", "000", "write 90000, without a comma"),
        ("a: {gbp: 1,250,000.50, b: c}", "250", "write 1250000.50, without a comma"),
        ("a: {gbp: £90,000}", "000", "write 90000, without a comma"),
        ("a: {reason: Late, but good, x: y}", "but good", 'needs quotes: "Late, but good"'),
        (
            "a: {reason: Late, but, as said, good}",
            "but",
            'needs quotes: "Late, but, as said, good"',
        ),
        ("a: {Acme, price: 1}", "Acme", 'needs quotes: "Acme"'),
        ("a: {b: 'c', d}", "d", 'needs quotes: "d"'),
        ("a: {gbp: 90,000, price: 90,000}", "000", "write 90000, without a comma"),
    ],
)
def test_a_comma_in_braces_is_named(content: str, word: str, hint: str) -> None:
    """£90,000 must not become £90 and a key; and "this text is empty" names no comma."""
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(content.encode(), "x.yaml")
    assert {each.code for each in caught.value.problems} == {"SV114"}
    first = caught.value.problems[0]
    assert f"'{word}' stands alone: a comma in braces" in first.message
    assert hint in first.hint


@pytest.mark.parametrize("content", ["a: {b: }", "a: {b: , c: d}", 'a: {"b": }', "a: {b: , b: 1}"])
def test_a_key_with_its_colon_is_no_lone_word(content: str) -> None:
    """What has a colon is a key whose value is missing."""
    assert "SV220" in codes(content.encode())
    assert "SV114" not in codes(content.encode())


@pytest.mark.parametrize(
    ("begins", "what"),
    [(b"PK\x03\x04", "a workbook"), (b"\xd0\xcf\x11\xe0", "an old Office"), (b"PAR1", "Parquet"),
     (b"%PDF-1.7", "a PDF"), (b"{\\rtf1", "rich text"), (b"\x1f\x8b\x08", "gzip")],
)  # fmt: skip
def test_a_file_of_another_kind_is_named(begins: bytes, what: str) -> None:
    """'It looks like UTF-16' sends the owner of a workbook to the wrong menu."""
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(begins + bytes(1000), "bids.xlsx")
    (only,) = caught.value.problems
    assert (only.code, what in only.message) == ("SV102", True)
    assert "UTF-16" not in str(only)
    assert only.hint


@pytest.mark.parametrize(
    ("content", "quoted"),
    [("a: &Sons", '"&Sons"'), ("a: &Sons Ltd", '"&Sons Ltd"'), ("a: *Star", '"*Star"'),
     ("a: *Star Ltd\nb: c", '"*Star Ltd"'), ("a: {b: &Sons, c: d}", '"&Sons"')],
)  # fmt: skip
def test_a_name_that_begins_like_an_anchor_is_shown_in_quotes(content: str, quoted: str) -> None:
    """Who types a firm's name knows nothing of anchors; it is told once, with what to type."""
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(content.encode(), "x.yaml")
    (only,) = caught.value.problems
    assert only.code == "SV105"
    assert f"in quotes: {quoted}; " in only.hint


def test_an_anchor_that_is_one_is_told_to_be_written_out() -> None:
    """Quotes would not help who meant to write a value once and use it twice."""
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(b"a: &x [b]\nc: *x\n", "x.yaml")
    assert [each.hint for each in caught.value.problems] == [
        "write the value out in both places"
    ] * 2


def test_a_bare_sign_behind_a_figure_says_nothing_and_loses_nothing() -> None:
    """A comment without words cuts none off a figure; behind a text the sign may be part of it."""
    assert read_text(b"x:\n  - 1 #\n", "x.yaml") == {"x": ["1"]}
    assert codes(b"x:\n  - b #\n") == ["SV113"]
    assert codes(b"x:\n  reason: 1 #\n") == ["SV113"]


WORDS = st.text("ab1#,&* ", min_size=1, max_size=12).map(str.strip).filter(bool)
FIGURE_WITH_A_COMMENT = re.compile("1+ +#( .*)?")
"""In a list that is under no key of texts this is a figure, and what it is about."""


@given(
    WORDS, st.sampled_from(["reason: {}\n", "- {}\n", "a: {{reason: {}, b: c}}\n", "a: [b, {}]\n"])
)
def test_a_text_is_read_whole_or_refused(words: str, form: str) -> None:
    """What is typed as a reason stands in the letter as it was typed, or the file is refused."""
    assume(form != "- {}\n" or not FIGURE_WITH_A_COMMENT.fullmatch(words))
    try:
        found = read_text(f"x:\n  {form.format(words)}".encode(), "x.yaml")["x"]
    except sv.DefinitionError:
        return
    if isinstance(found, list):
        assert found == [words]
    elif "a" in found:
        inner = found["a"]
        whole = {"reason": words, "b": "c"} if isinstance(inner, dict) else ["b", *_split(words)]
        assert inner == whole
    else:
        assert found == {"reason": words}


def _split(words: str) -> list[str]:
    """The entries of a list in brackets: there a comma divides them."""
    return [each for part in words.split(",") if (each := part.strip())]


@pytest.mark.parametrize("name", ["!Bang", "> Over", "| Pipe", "? What", "{Acme}", "[Acme]"])
def test_a_name_that_begins_with_a_sign_of_yaml_needs_quotes(tmp_path: Path, name: str) -> None:
    """An officer who types a bidder's name is told once, and that quotes are all it needs."""
    file = tmp_path / "tender.yaml"
    file.write_text(f"schema: socialvalue/tender@1\ntitle: {name}\n", encoding="utf-8")
    with pytest.raises(sv.SocialValueError) as caught:
        sv.read_tender(file)
    told = [each for each in caught.value.problems if each.line == 2]
    assert told
    assert all("quotes" in each.hint for each in told)
    assert len({each.column for each in told}) == len(told)
    assert "SV220" not in {each.code for each in told}
