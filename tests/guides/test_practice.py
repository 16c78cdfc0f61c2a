"""Exercises: each holds its fault, is passed by the right answer and by no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.guides.readability import grade

import socialvalue as sv
from socialvalue.guides import Exercise, exercises
from socialvalue.words import avoided_in

Mend = Callable[[Path], object]


def swapped(name: str, *pairs: tuple[str, str]) -> Mend:
    """A hand that writes one text in the place of another."""

    def mend(folder: Path) -> None:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")

    return mend


ACME = '{consensus: "3", reason: "The winter plan is sound; one depot has no cover."}'
BROOK = 'reason: "Traffic management is strong; how faults are reported is unclear."'
RIGHT: dict[int, tuple[Mend, tuple[str, ...]]] = {
    1: (
        swapped("tender.yaml", ('"420000", activity: surfacing', '"160000", activity: others')),
        (),
    ),
    2: (swapped("tender.yaml", ('"910"', '"26"')), ()),
    3: (swapped("tender.yaml", ('{consensus: "3"}', ACME), ("reason: Good.", BROOK)), ()),
    4: (swapped("tender.yaml", ('"25"', '"20"')), ()),
    5: (lambda _: None, ("Cedar.xlsx",)),
    6: (lambda _: None, (" 3",)),
    7: (swapped("tender.yaml", ("relative_to_highest", "against_target")), ()),
    8: (swapped("plugin.yaml", ('"0.05"', '"0.50"'), ("NT100", "NT10")), ()),
}
WRONG: list[tuple[int, Mend, tuple[str, ...], str]] = [
    (1, swapped("tender.yaml", ('"420000", activity: surfacing', '"420000", activity: others')), (),
     "£680,000.00"),
    (1, swapped("tender.yaml", ('"260000"', '"1"')), (), "£260,000 of it"),
    (2, swapped("tender.yaml", ('"910"', '"52"')), (), "says 104"),
    (2, swapped("tender.yaml", ('"910"', '"26"'), ('people: "30"', 'people: "3"')), (), "says 24"),
    (3, swapped("tender.yaml", ('{consensus: "3"}', '{consensus: "3", reason: Fair.}'),
                ("reason: Good.", BROOK)), (), "Acme Highways, quality"),
    (3, swapped("tender.yaml", ('{consensus: "3"}', ACME.replace('"3"', '"5"')),
                ("reason: Good.", BROOK)), (), "Change no score"),
    (4, swapped("tender.yaml", ('"60"', '"55"')), (), "'price' 60 points"),
    (5, lambda _: None, ("acme.xlsx",), "not the calculator"),
    (5, lambda _: None, ("cedar.xlsx", "acme.xlsx"), "'acme.xlsx' is not"),
    (6, lambda _: None, ("2",), "not the commitment"),
    (6, lambda _: None, (), "An answer is asked for"),
    (7, swapped("tender.yaml", ('"60"', '"90"'), ('"40"', '"10"')), (), "Keep the points"),
    (7, swapped("tender.yaml", ('"2260000"', '"1000000"')), (), "Keep the three bids"),
    (7, swapped("tender.yaml", ("lowest_price", "linear_spread")), (), "£20,000,000 more"),
    (7, swapped("tender.yaml", ("relative_to_highest", "against_target"), ('"0.02"', '"0.01"')),
     (), "Keep the target"),
    (8, swapped("plugin.yaml", ("NT100", "NT10")), (), "asks for £0.05"),
    (8, swapped("plugin.yaml", ('"0.05"', '"0.50"'), ("  NT100: NCC10\n", "")), (), "calls NT10"),
]  # fmt: skip


@pytest.mark.parametrize("exercise", exercises(), ids=lambda each: each.title)
def test_an_exercise_is_passed_by_the_right_answer_alone(
    exercise: Exercise, tmp_path: Path
) -> None:
    """A course that passes whoever does nothing teaches nobody."""
    exercise.write(tmp_path / "new")
    mend, answers = RIGHT[exercise.number]
    before = exercise.check(tmp_path / "new", ("nobody",) if exercise.asks else ())
    assert not before.passed
    assert exercise.lesson not in str(before)
    mend(tmp_path / "new")
    after = exercise.check(tmp_path / "new", answers)
    assert after.left == ()
    assert exercise.lesson in str(after)


@pytest.mark.parametrize(("number", "mend", "answers", "said"), WRONG)
def test_what_is_half_right_is_not_passed(
    number: int, mend: Mend, answers: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """Who halves the fault, or mends it by spoiling what was right, is shown what is left."""
    exercise = sv.guides.practice(number)
    exercise.write(tmp_path / "new")
    mend(tmp_path / "new")
    found = exercise.check(tmp_path / "new", answers)
    assert not found.passed
    assert said in " ".join(found.left)
    assert str(tmp_path) not in " ".join(found.left)


def test_nothing_that_was_mended_is_written_over(tmp_path: Path) -> None:
    """An hour's work is not lost to a command typed twice."""
    exercise = sv.guides.practice(4)
    exercise.write(tmp_path / "new")
    swapped("tender.yaml", ('"25"', '"20"'))(tmp_path / "new")
    with pytest.raises(sv.InputError, match="SV1402"):
        exercise.write(tmp_path / "new")
    assert exercise.check(tmp_path / "new").passed


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    """A number too many, and a folder that holds something else."""
    for number in (0, 9):
        with pytest.raises(sv.InputError, match=f"SV1401 there is no exercise {number}"):
            sv.guides.practice(number)
    with pytest.raises(sv.InputError, match="SV1403"):
        sv.guides.practice(1).check(tmp_path)


def test_every_reader_has_an_exercise() -> None:
    """Officers, evaluators, bidders, contract managers and authors each have their own faults."""
    assert {each.reader for each in exercises()} == {
        "bidders", "evaluators", "officers", "contract managers", "plug-in authors",
    }  # fmt: skip
    assert [each.number for each in exercises()] == list(range(1, 9))
    for each in exercises():
        assert avoided_in(" ".join((*each.task, *each.hints, each.lesson))) == ()
        assert grade(each.task, ()) <= 9


def test_the_papers_are_of_an_invented_council(tmp_path: Path) -> None:
    """No real council is said to have a scheme that can be gamed."""
    for each in exercises():
        files = {
            name: text.decode() for name, text in each.files().items() if name.endswith("yaml")
        }
        assert all("Norchester County Council" in text for text in files.values())
