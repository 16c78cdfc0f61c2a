"""An exercise: files with a planted fault, a task, hints, and a key that the engine works out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from socialvalue.blocks import Block, Shown, as_markdown
from socialvalue.errors import InputError, SocialValueError, problem
from socialvalue.saving import write_files
from socialvalue.words import number_of

__all__ = ["TASK", "Checked", "Exercise"]

TASK: Final = "TASK.md"
"""The file that says what is to be done."""


@attrs.frozen(kw_only=True, repr=False)
class Checked(Shown):
    """What a check of an exercise found.

    Attributes:
        exercise: The exercise.
        left: What is not right yet; nothing where it is passed.
    """

    exercise: Exercise
    left: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is left to do."""
        return not self.left

    def _line(self) -> str:
        done = "passed" if self.passed else f"{number_of(len(self.left), 'thing')} left to do"
        return f"Exercise {self.exercise.number}, {done}"

    def _blocks(self) -> Iterator[Block]:
        said = (self.exercise.lesson,) if self.passed else self.left
        yield Block(f"{self._line()[0].upper()}{self._line()[1:]}", said)


@attrs.frozen(kw_only=True, repr=False)
class Exercise(Shown):
    """A short exercise with files that hold a planted fault.

    Attributes:
        number: From 1.
        title: What it is about.
        reader: For whom it is.
        task: What is to be done.
        hints: From the lightest to the plainest.
        lesson: What is to be remembered; it is said when the exercise is passed.
        asks: What is answered instead of mended, or "".
        made: What makes its files, each name with what it holds.
        judged: What a folder and the answers given still lack, worked out by the engine.

    Example:
        >>> import socialvalue as sv
        >>> sv.guides.practice(1)
        <Exercise: 1, The same pounds twice, for bidders>
    """

    number: int
    title: str
    reader: str
    task: tuple[str, ...]
    hints: tuple[str, ...]
    lesson: str
    asks: str = ""
    made: Callable[[], Mapping[str, bytes]] = attrs.field(eq=False)
    judged: Callable[[Path, tuple[str, ...]], Iterable[str]] = attrs.field(eq=False)

    def files(self) -> dict[str, bytes]:
        """Its files, the task among them, each name with what it holds."""
        return {TASK: f"{as_markdown(self._blocks())}\n".encode(), **self.made()}

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write its files into a folder, which is made if it is not there.

        Raises:
            InputError: One of its files stands there already (SV1402).
        """
        place = Path(folder)
        files = self.files()
        taken = [name for name in files if (place / name).exists()]
        if taken:
            raise InputError(problem("SV1402", found=str(place / taken[0])))
        write_files(place, files)

    def check(self, folder: str | os.PathLike[str], answers: Iterable[str] = ()) -> Checked:
        """Check what was done, by the engine: a file that it refuses is not passed.

        Args:
            folder: Where `write` wrote it, its files mended.
            answers: The answer, where the exercise asks for one.

        Raises:
            InputError: There is no such exercise in the folder (SV1403).
        """
        place = Path(folder)
        if not (place / TASK).exists():
            raise InputError(problem("SV1403", found=str(place), number=str(self.number)))
        given = tuple(answers)
        if self.asks and not given:
            return Checked(exercise=self, left=(f"An answer is asked for: {self.asks}",))
        try:
            left = tuple(self.judged(place, given))
        except SocialValueError as error:
            left = tuple(_in_a_line(str(each), place) for each in error.problems)
        return Checked(exercise=self, left=left)

    def _line(self) -> str:
        return f"{self.number}, {self.title}, for {self.reader}"

    def _blocks(self) -> Iterator[Block]:
        yield Block(f"Exercise {self.number}: {self.title}", (f"For {self.reader}.", *self.task))


def _in_a_line(said: str, folder: Path) -> str:
    """A problem in one line, its file named from the folder of the exercise."""
    return " ".join(said.replace(f"{folder}{os.sep}", "").split())
