"""A code is no dead end: whoever meets one can ask what it means and what to do (part 4)."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.codes import explained
from socialvalue.errors import CATALOGUE, problem
from socialvalue.spans import NOWHERE, Span


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_is_explained(code: str) -> None:
    """Its meaning, what to do and an example, with nothing left to be filled in."""
    told = sv.explain_code(code)
    kind = CATALOGUE[code]
    heading, meaning, remedy, example = told.blocks
    assert heading.heading == f"{code}: {kind.word.replace('-', ' ')}"
    assert meaning.sentences[0] == kind.meaning
    assert remedy.sentences[0].endswith(".")
    (line,) = example.sentences
    assert line.strip().startswith(f"{code} ")
    assert "{" not in line + remedy.sentences[0] or "{{" in kind.hint
    for part in ("What it means", kind.meaning, "What to do", "An example"):
        assert part in told
    assert pickle.loads(pickle.dumps(told)) == told
    assert "<h4>" in told._repr_html_()


IN_PYTHON = re.compile(r"[A-Za-z_]\(|[a-z_]=|\bTrue\b|\bsv\.")
ONLY_IN_PYTHON = {"SV758"}
"""A council's own method is a class, whatever its tender is written in."""


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_hint_says_what_its_reader_can_do(code: str) -> None:
    """Whoever writes a file is never told to write Python, and whoever writes Python is."""
    kind = CATALOGUE[code]
    names_python = IN_PYTHON.search(kind.hint) is not None
    assert names_python <= bool(kind.file_hint or code in ONLY_IN_PYTHON), kind.hint
    assert not IN_PYTHON.search(kind.file_hint.replace("WHAT=NAME", ""))
    assert explained(code) == sv.explain_code(code)
    told = explained(code, for_files=True).blocks[2].sentences[0]
    assert (told == sv.explain_code(code).blocks[2].sentences[0]) == (not kind.file_hint)


def test_a_problem_that_is_set_in_a_file_tells_what_to_write_there() -> None:
    """The same fault is mended in Python or in a file, and each reader is told how."""
    found = problem("SV708", criterion="price")
    assert (found.hint, found.place) == ("price=…", "")
    for place in (Span("t.yaml", 3, 4), Span("t.xlsx", cell="Bids!B2"), Span("t.yaml")):
        (told,) = place.locate([found])
        assert (told.hint, told.place) == ("add 'price:' to the bid", str(place))
    assert NOWHERE.locate([found]) == (found,) == (NOWHERE.placed(found),)
    assert found.for_file("t.yaml").place == "t.yaml"
    assert problem("SV101", found="t.yaml").for_file("t.yaml").place == ""
    own = problem("SV708", criterion="price", hint="price=… or price_pence=…")
    assert own.for_file().hint == own.hint
    both = problem("SV708", criterion="price", hint="price=…", file_hint="write 'price:'")
    assert both.for_file().hint == "write 'price:'"


def test_where_a_message_has_no_hint_nobody_is_sent_to_one() -> None:
    """A bidder who looks for a hint beside "does not count" finds none, and gives up."""
    without = [each for each in CATALOGUE.values() if each.part == "5" and not each.hint]
    assert {"SV504", "SV506", "SV507"} <= {each.code for each in without}
    for kind in without:
        (said,) = explained(kind.code).blocks[2].sentences
        assert said.startswith("A bidder may change its offer until the deadline; ")
    assert explained("SV101").blocks[2].sentences[0] != said


@pytest.mark.parametrize("code", ["SV505", "sv505", "Sv505", " SV505\n"])
def test_in_any_case(code: str) -> None:
    """It is typed from a screen or a letter."""
    assert sv.explain_code(code) == sv.explain_code("SV505")
    assert "SV505 NT3 counts each person's first 12 months" in sv.explain_code(code)


@pytest.mark.parametrize(
    ("code", "said"),
    [("505", "did you mean SV505?"), ("years-not-stated", "did you mean SV505?"),
     ("Years not stated", "did you mean SV505?"), ("SV000", "SV and three or four digits"),
     ("SV5O5", "SV and three or"), ("SV505\u200b", "zero width space"), ("", "SV and three")],
)  # fmt: skip
def test_an_unknown_code_is_refused(code: str, said: str) -> None:
    """No other code is explained in its place: its number is no sign of what was meant."""
    with pytest.raises(sv.NotFoundError) as caught:
        sv.explain_code(code)
    (problem,) = caught.value.problems
    assert problem.code == "SV419"
    assert said in problem.hint


@pytest.mark.parametrize("code", [505, None, b"SV505"])
def test_what_is_no_text(code: object) -> None:
    """The kind of thing that is expected is said."""
    with pytest.raises(sv.InputError, match="SV316"):
        sv.explain_code(code)  # type: ignore[arg-type]


@given(st.text())
def test_any_text_is_a_code_or_refused(code: str) -> None:
    """Nothing else is ever raised."""
    if code.strip().upper() in CATALOGUE:
        assert "What it means" in sv.explain_code(code)
    else:
        with pytest.raises(sv.NotFoundError, match="SV419"):
            sv.explain_code(code)
