"""What `socialvalue practice` shows: the exercises, a task, its hints, and what was passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block
from socialvalue.cli.out.render import as_csv
from socialvalue.errors import InputError
from socialvalue.guides import Checked, Exercise, exercises
from socialvalue.guides.training.exercise import TASK
from socialvalue.model.fields import day
from socialvalue.sheets.csv_sheets import read_table
from socialvalue.words import day_words

__all__ = ["RECORD", "begun", "found", "hints", "listed", "record_with"]

RECORD: Final = "passed.csv"
USUAL: Final = Path("practice")
"""The folder of exercises, where no other is named."""
_HEADINGS: Final = ("exercise", "title", "for", "passed on", "version")


def listed(folder: Path) -> Block:
    """The exercises, and which of them were passed and when."""
    passed = {row[0]: row[3] for row in _record(folder)}
    rows = tuple(
        (str(each.number), each.title, each.reader, _mark(passed.get(str(each.number))))
        for each in exercises()
    )
    said = (f"Begin one with its number: socialvalue practice 1{_in(folder)}",)
    return Block("Exercises", said, ("no.", "exercise", "for", "passed"), rows)


def _mark(written: str | None) -> str:
    if written is None:
        return "○ not yet"
    try:
        return f"✔ {day_words(day(written))}"
    except InputError:  # a spreadsheet writes days in its own way
        return f"✔ {written}"


def begun(exercise: Exercise, place: Path) -> Iterator[Block]:
    """The task, where its files are, and what to do next."""
    yield from exercise._blocks()
    answer = " --answer TEXT" if exercise.asks else ""
    where = _in(place.parent)
    yield Block("", (
        f"The files are in {place}, with this task in {TASK}: try other commands there.",
        f"From here, for a hint: socialvalue practice {exercise.number} --hint",
        f"When you are done: socialvalue practice {exercise.number}{where} --check{answer}",
    ))  # fmt: skip


def _in(folder: Path) -> str:
    """The option that names a folder, as every shell reads it; "" for the usual folder."""
    named = f'"{folder}"' if " " in str(folder) else str(folder)
    return "" if folder == USUAL else f" --folder {named}"


def hints(exercise: Exercise) -> Block:
    """The hints, the lightest first."""
    said = tuple(f"{number}. {each}" for number, each in enumerate(exercise.hints, start=1))
    return Block(f"Hints for exercise {exercise.number}", said)


def found(checked: Checked, folder: Path = USUAL) -> Iterator[Block]:
    """What a check found, and what comes next, in the same folder."""
    yield from checked._blocks()
    following = checked.exercise.number + 1
    if checked.passed and following <= len(exercises()):
        yield Block("", (f"Next: socialvalue practice {following}{_in(folder)}",))


def record_with(folder: Path, exercise: Exercise, on: date) -> str:
    """The record of what was passed, with one more; what stood there stays as it was."""
    kept = [row for row in _record(folder) if row[0] != str(exercise.number)]
    row = (str(exercise.number), exercise.title, exercise.reader, on.isoformat(), library_version())
    return as_csv(_HEADINGS, sorted((*kept, row))) + "\n"


def _record(folder: Path) -> list[tuple[str, ...]]:
    """The rows of the record; none where there is none.

    Raises:
        InputError: It is damaged; it is not written over.
    """
    file = folder / RECORD
    if not file.is_file():
        return []
    try:
        cells = read_table(file).sheets[""].cells
    except InputError as error:
        raise InputError(each.for_file(str(file)) for each in error.problems) from None
    rows = range(2, max((row for row, _ in cells), default=1) + 1)
    columns = range(1, len(_HEADINGS) + 1)
    return [tuple(str(cells[row, at].text) if (row, at) in cells else "" for at in columns)
            for row in rows]  # fmt: skip
