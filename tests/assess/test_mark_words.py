"""Scores that are given by a word of the published scale, in files, arrays and Python."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

SCALE = {"5": "Excellent: every requirement, with evidence", "3": "Good", "0": "No answer"}
METHOD = sv.PanelMark(out_of=5, scale=SCALE)
SCHEME = sv.Scheme([sv.Criterion("quality", 100, METHOD)])
FILE = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: "100000"
published: 2022-07-01
{moderation}scheme:
  criteria:
    - name: quality
      points: "100"
      method: panel_mark
      out_of: "5"
{scale}bids:
  - bidder: Acme
    marks: {{quality: {mark}}}
"""
IN_FILE = (
    '      scale: {"5": "Excellent: every requirement, with evidence", "3": Good, "0": No answer}\n'
)


def read(folder: Path, mark: str, *, scale: str = IN_FILE, moderation: str = "") -> Any:
    """The mark of a tender file, and what the file comes to."""
    path = folder / "tender.yaml"
    path.write_text(FILE.format(mark=mark, scale=scale, moderation=moderation), encoding="utf-8")
    tender, bids = sv.read_tender(path)
    found = sv.evaluate(tender, bids, sv.load("national-toms@2022"))
    return bids[0].marks["quality"], found["Acme"].points


@pytest.mark.parametrize(
    ("word", "points"),
    [
        ("Good", 60),
        ("gOOD", 60),
        ("excellent", 100),
        ("'Excellent: every requirement, with evidence'", 100),
        ("No  answer", 0),
        ('"3"', 60),
        ("4", 80),
    ],
)
def test_a_score_is_given_by_its_word(tmp_path: Path, word: str, points: int) -> None:
    """3 of 5 is 60 of 100 points, whether it is written as 3 or as Good.

    Unjust otherwise: an officer translates words into numbers by hand, and errs.
    """
    assert read(tmp_path, word)[1] == points


def test_first_marks_and_changes_are_given_by_words_too(tmp_path: Path) -> None:
    """Unjust otherwise: the panel's sheet has words, and its file must have two notations."""
    mark = (
        "{consensus: Good, moved: x, marks: [{by: lead, mark: excellent}, {by: chair, mark: '2'}], "
        "changed: [{was: No answer, why: y, by: head of legal, on: 2022-07-25}]}"
    )
    closed = "moderation: {closed: 2022-07-20, by: head of procurement}\n"
    found, points = read(tmp_path, mark, moderation=closed)
    assert (found.consensus, points) == (3, 60)
    assert [each.mark for each in found.marks] == [5, 2]
    assert [each.was for each in found.changed] == [0]


@pytest.mark.parametrize("word", ["Goood", "pass", "Excellent: every", "yes"])
def test_a_word_of_no_mark_is_refused_at_its_place(tmp_path: Path, word: str) -> None:
    """Also pass and yes, which are no words of this scale.

    Unjust otherwise: a score that was mistyped is 0, or the highest, in silence.
    """
    with pytest.raises(sv.DefinitionError) as caught:
        read(tmp_path, f"'{word}'")
    (found,) = caught.value.problems
    assert (found.code, found.line) == ("SV750", 15)
    assert "Excellent, Good, No answer" in found.hint


def test_a_word_where_there_is_no_scale_is_refused(tmp_path: Path) -> None:
    """Unjust otherwise: a word whose mark nobody published is scored."""
    with pytest.raises(sv.DefinitionError, match="SV301") as caught:
        read(tmp_path, "Good", scale="")
    assert len(caught.value.problems) == 1


def test_a_word_of_two_marks_says_neither() -> None:
    """Unjust otherwise: the library chooses between 4 and 3."""
    scale = sv.PanelMark(out_of=5, scale={4: "Good: few gaps", 3: "good: some gaps"})
    with pytest.raises(sv.InputError, match="SV751 'Good' is the word for several marks"):
        scale.mark_called("Good")
    assert scale.mark_called("Good: few gaps") == 4


def test_arrays_take_the_same_words() -> None:
    """Unjust otherwise: a result differs by the way its figures came in."""
    words = ["good", "EXCELLENT", "No answer", "4"]
    for given_as in (words, np.array(words), np.array(words, object), pl.Series(words)):
        found = sv.evaluate_arrays(SCHEME, marks={"quality": given_as})
        assert found.points.tolist() == [60, 100, 0, 80]
    with pytest.raises(sv.InputError, match=r"marks\['quality'\]\[1\] and 1 more: SV750"):
        sv.evaluate_arrays(SCHEME, marks={"quality": ["Good", "Goood", "Goood"]})
    out = {"quality": ["Good", "Goood"]}
    found = sv.evaluate_arrays(SCHEME, marks=out, compliant=[True, False])
    assert found.points.tolist()[0] == 60


@given(
    scale=st.dictionaries(
        st.integers(0, 10), st.text("abcdefgh ", min_size=3).filter(str.strip), min_size=1
    ),
    data=st.data(),
)
def test_a_word_is_its_mark_and_nothing_else(scale: dict[int, str], data: st.DataObject) -> None:
    """Of any scale, a word is the mark beside it; where several have it, it is refused.

    Unjust otherwise: two bids with the same word have two scores.
    """
    method = sv.PanelMark(out_of=10, scale=scale)
    mark, word = data.draw(st.sampled_from([*scale.items()]))
    alike = [each for each in scale.values() if " ".join(each.split()) == " ".join(word.split())]
    if len(alike) == 1:
        assert method.mark_called(word.upper()) == Decimal(mark)
    else:
        with pytest.raises(sv.InputError, match="SV751"):
            method.mark_called(word)


# --- a scale that is given once -----------------------------------------------------------

ASKED = """\
    - name: quality
      points: "60"
{above}      criteria:
        - {{name: plan, points: "40", method: panel_mark, out_of: "5"{each}}}
        - {{name: staffing, points: "20", method: panel_mark, out_of: "5"{each}}}
    - name: value
      points: "40"
      method: value_for_money
      quality: [{{name: care, points: "1", method: panel_mark, out_of: "5"{each}}}]
"""
WORDS = 'scale: {"5": Excellent, "3": "Good: some gaps", "0": No answer}'


def scheme_of(folder: Path, *, top: str = "", above: str = "", each: str = "") -> sv.Scheme:
    """The scheme of a file that gives a scale at the top, above its questions, or with each."""
    head = FILE.partition("scheme:")[0].format(moderation="")
    text = f"{head}scheme:\n{top}  criteria:\n{ASKED.format(above=above, each=each)}bids:\n"
    marks = '{plan: "3", staffing: "5", care: Good}'
    path = folder / "tender.yaml"
    path.write_text(f'{text}  - {{bidder: Acme, price: "9", marks: {marks}}}\n', encoding="utf-8")
    tender, bids = sv.read_tender(path)
    assert sv.evaluate(tender, bids, sv.load("national-toms@2022"))["Acme"].rank == 1
    assert tender.scheme is not None
    return tender.scheme


def test_a_scale_given_once_is_the_scale_of_every_question_below(tmp_path: Path) -> None:
    """Words that stand once in the ITT bind as those that are written out: the same scheme."""
    written_out = scheme_of(tmp_path, each=f", {WORDS}")
    once = scheme_of(tmp_path, top=f"  {WORDS}\n")
    assert once == written_out
    assert once.fingerprint == written_out.fingerprint


def test_the_nearest_scale_counts_and_an_empty_one_is_none(tmp_path: Path) -> None:
    """A question whose own scale was published is not scored by the words of the others."""
    other = '{"5": Yes, "0": "No"}'
    scheme = scheme_of(tmp_path, top=f"  {WORDS}\n", above=f"      scale: {other}\n")
    told = {each.name: dict(each.method.scale) for each in scheme.everything()
            if isinstance(each.method, sv.PanelMark)}  # fmt: skip
    assert told == {
        "plan": {"5": "Yes", "0": "No"},
        "staffing": {"5": "Yes", "0": "No"},
        "care": {"5": "Excellent", "3": "Good: some gaps", "0": "No answer"},
    }
    with pytest.raises(sv.DefinitionError, match="'Good' is not a number"):
        scheme_of(tmp_path, top=f"  {WORDS}\n", each=", scale: {}")


@pytest.mark.parametrize("which", ["plan", "staffing"])
def test_a_minimum_beside_criteria_is_never_lost(tmp_path: Path, which: str) -> None:
    """A least mark that an officer wrote above two questions failed nobody, and nobody was told."""
    with pytest.raises(sv.DefinitionError, match=r"(?s)SV201.*'minimum'.*minimum_points") as caught:
        scheme_of(tmp_path, above='      minimum: "2"\n', each=f", {WORDS}")
    assert [each.code for each in caught.value.problems] == ["SV201"]
